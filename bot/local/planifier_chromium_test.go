package local_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/local"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// testClock goes as the real one does, and jumps when told.
type testClock struct {
	mu    sync.Mutex
	ahead time.Duration // of the real time
}

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *testClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(t)
}

// lives is the whole house in this process, with a clock of its own and no reader of
// pages; it returns the address of the page.
func lives(t *testing.T, address string, clock *testClock) string {
	t.Helper()
	page, _ := houses(t, address, clock, nil)
	return page
}

// houses is the whole house in this process; it returns the address of the room's page,
// and what ends it all.
func houses(t *testing.T, address string, clock *testClock, pages commands.Pages) (page string, ends func()) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	store := storagetest.Open(t, address)
	pack, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	library, err := content.NewLibrary(pack, "", clock.now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defaults := commands.Defaults{Lang: bot.FR, Zone: paris, Library: library}
	log := slog.New(slog.DiscardHandler)
	calls := &storage.Calls{Store: store, Now: clock.now}
	directory := &storage.Directory{Store: store, Lang: bot.FR, Zone: paris, Now: clock.now}
	router, err := bot.NewRouter(commands.All(store, defaults, pages), bot.Ports{
		Calls: calls, Once: &storage.Once{Store: store, Now: clock.now}, Log: log, Now: clock.now,
		Directory: directory, Aside: commands.Aside(store, defaults),
	})
	if err != nil {
		t.Fatal(err)
	}
	at := bot.Address{Platform: local.Platform, Space: local.Space}
	if err := store.SetUp(t.Context(), at, storage.Settings{storage.OffersChannel: "offres", storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}, clock.now()); err != nil {
		t.Fatal(err)
	}
	listener, err := local.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	const key = "KEYOFTHETESTKEYOFTHETEST"
	room := &local.Room{Log: &storage.Room{Store: store, Now: clock.now}, Calls: calls, Accounts: directory, Now: func() time.Time { return clock.now().In(paris) }, Errors: log, Page: &local.Page{Listener: listener, Key: key}}
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { room.Run(ctx, router) })
	all.Go(func() {
		(&delivery.Dispatcher{Outbox: &storage.Outbox{Store: store, Now: clock.now}, Platforms: []bot.Platform{room}, Log: log, Now: clock.now}).Run(ctx)
	})
	all.Go(func() {
		(&schedule.Scheduler{Store: &storage.Schedules{Store: store}, Words: commands.Planned(store, defaults), Log: log, Now: clock.now}).Run(ctx)
	})
	all.Go(func() {
		(&notice.Composer{Store: &storage.Notices{Store: store, Lang: bot.FR, Zone: paris}, Topics: commands.Topics(store, defaults), Words: commands.Composed(), Log: log, Now: clock.now}).Run(ctx)
	})
	all.Go(func() {
		(&commands.Board{Announcements: commands.Announcements(store, defaults), Log: log, Now: clock.now}).Run(ctx)
	})
	ends = func() {
		stop()
		all.Wait()
	}
	t.Cleanup(ends)
	return local.PageURL(listener.Addr().String(), key), ends
}

// TestModeratorSchedules is a moderator in a hurry who does not know cron: five
// paragraphs of her own, each working day at nine. She sees what members will, the
// morning comes, and a member presses the button.
func TestModeratorSchedules(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		clock := &testClock{}
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		clock.set(time.Date(2026, time.November, 20, 17, 30, 0, 0, paris)) // a Friday evening
		b := opens(t, lives(t, address, clock))
		begun := time.Now()
		b.goes("malik")
		b.says("/planifier")
		b.presses("Programmer un message")
		paragraphs := []string{
			"Jour 1 : **relis** ton CV à voix haute, puis retire une ligne.",
			"Jour 2 : écris à une personne avec qui tu as aimé travailler.",
			"Jour 3 : raconte en trois phrases un problème que tu as résolu.",
			"Jour 4 : choisis deux offres, et laisse les autres.",
			"Jour 5 : marche une demi-heure, sans téléphone.",
		}
		b.does(chromedp.WaitVisible(chromedp.CSS("#field-texte")))
		pasted := strings.Join(paragraphs, "\n\n")
		b.does(chromedp.SetValue(chromedp.CSS("#field-texte"), pasted))
		b.does(chromedp.SendKeys(chromedp.CSS("#field-quand"), "du lundi au vendredi à 9 h"+enter))
		b.reads("Série\u00a0: 5 messages, un à chaque fois")
		b.reads("lundi 23\u00a0novembre 2026 à 9\u00a0h")
		b.reads("Dernier message\u00a0: vendredi 27\u00a0novembre 2026 à 9\u00a0h")
		b.reads("Jour 1 : relis ton CV à voix haute")
		b.pictures("planifier-light.png")
		b.presses("Message suivant")
		b.reads("Jour 2 : écris à une personne")
		b.presses("Programmer")
		b.reads("C’est programmé.")
		if took := time.Since(begun); took > time.Minute {
			t.Errorf("it took %s", took)
		}

		b.goes("camille")
		b.goes("coaching")
		clock.set(time.Date(2026, time.November, 23, 8, 59, 59, 0, paris))
		b.reads("Jour 1 : relis ton CV à voix haute")
		b.reads("Fil\u00a0: Jour 1 : relis ton CV à voix haute")
		b.pictures("coaching-light.png")
		b.presses("Je l’ai fait")
		b.reads("C’est noté, bravo. Personne ne voit que c’est toi.")
		for _, other := range []string{"sam", "rachel"} {
			b.goes(other)
			b.does(chromedp.Click(`//div[@class="card"]//button`))
			b.waits(`document.querySelectorAll('.alone').length === 1`)
		}
		b.reads("Je l’ai fait (3)")
		b.goes("Jour 1 : relis ton CV")
		b.waits(`location.pathname.startsWith('/rachel/coaching.')`)
		b.reads("Jour 1 : relis ton CV à voix haute")
		b.goes("Revenir à #coaching")
		clock.set(time.Date(2026, time.November, 24, 8, 59, 59, 0, paris))
		b.reads("Jour 2 : écris à une personne")
		if n := asks[int](b, `[...document.querySelectorAll('.card')].filter(c => c.innerText.includes('Jour')).length`); n != 2 {
			t.Errorf("%d coaching messages after two mornings", n)
		}
	})
}
