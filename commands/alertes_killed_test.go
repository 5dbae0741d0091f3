package commands_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func TestMain(m *testing.M) { storagetest.Main(m, alerting) }

// The clock of the trial: a Monday before all mornings, an hour in 40 milliseconds.
var trialStart = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

const trialFast = 90_000

func trialClock(began time.Time) func() time.Time {
	return func() time.Time { return trialStart.Add(time.Since(began) * trialFast) }
}

// often is a store of which a composer never waits for long to look again.
type often struct {
	notice.Store
	again chan struct{}
}

func (o often) Changed() <-chan struct{} { return o.again }

// alerting is what a process made of this test does: it matches what arrives with alerts, and
// tells people, by a clock that all of them share.
func alerting(ctx context.Context, store *storage.Store, _, since string) error {
	began, err := strconv.ParseInt(since, 10, 64)
	if err != nil {
		return err
	}
	now, log := trialClock(time.Unix(0, began)), slog.New(slog.NewTextHandler(os.Stderr, nil))
	d := commands.Defaults{Lang: bot.FR, Zone: time.UTC}
	notices := &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}
	o := often{notices, make(chan struct{})}
	go func() {
		for range time.NewTicker(5 * time.Millisecond).C {
			o.again <- struct{}{}
			for more := true; more && err == nil; {
				more, err = notices.MatchArrivals(ctx, now())
			}
			if err != nil && ctx.Err() == nil {
				log.Error("alerts wait", "err", err)
				err = nil
			}
		}
	}()
	(&notice.Composer{Store: o, Topics: commands.Topics(store, d), Words: commands.Composed(), Log: log, Now: now}).Run(ctx)
	return nil
}

var foundByAlerts = regexp.MustCompile(`\*\*(\d+) nouvelles? offres?\*\*`)

// TestAlertsKilled kills processes at random moments while offers come for days and people
// are told of them: in the end each offer has been told once to each person who looks for it,
// whatever the number of their alerts, and nobody had two messages at once within an hour. On
// PostgreSQL there are two processes at a time.
func TestAlertsKilled(t *testing.T) {
	const people = 60
	words := strings.Fields("go python rust java php kotlin scala cobol")
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		random := rand.New(rand.NewPCG(14, uint64(time.Now().UnixNano())))
		room := bot.Address{Platform: "local", Space: "room"}
		notices := &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}
		looking := map[bot.PersonID]map[string]bool{}
		for i := range people {
			d := &storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return trialStart }}
			m, err := d.Know(t.Context(), room, bot.Member{User: fmt.Sprint("p", i)})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := notices.ChangeOwn(t.Context(), m.ID, trialStart, func(c *storage.OwnChange) error {
				c.Choices = storage.Choices{Morning: 8*60 + 30 + random.IntN(10*60), Budget: 1 + random.IntN(4)}
				c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: room, Topic: storage.AlertsTopic})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			looking[m.ID] = map[string]bool{}
			for range 1 + random.IntN(4) {
				word := words[random.IntN(len(words))]
				looking[m.ID][word] = true
				a := storage.Alert{Search: storage.AlertSearch{Query: search.Query{Words: word}}, Pace: []storage.Pace{storage.Soon, storage.Soon, storage.Morning, storage.Weekly}[random.IntN(4)]}
				if _, err := store.PutAlert(t.Context(), m.ID, room, a, trialStart); err != nil {
					t.Fatal(err)
				}
			}
		}
		began := time.Now()
		now := trialClock(began)
		worker := func() *exec.Cmd { return storagetest.Worker(t, address, strconv.FormatInt(began.UnixNano(), 10)) }
		alive := []*exec.Cmd{worker()}
		if strings.HasPrefix(address, "postgres") {
			alive = append(alive, worker())
		}
		come := map[string][]string{}
		for round := range storagetest.Rounds(12, 30) {
			var some []sources.Offer
			for i := range 1 + random.IntN(6) {
				a, b := words[random.IntN(len(words))], words[random.IntN(len(words))]
				id := fmt.Sprint(round, "-", i)
				come[id] = []string{a, b}
				some = append(some, sources.Offer{Source: "test", ID: id, Credit: sources.Credit{Name: "Test"}, Title: "Poste " + a + " et " + b, URL: "https://example.org/" + id})
			}
			if _, err := store.PutOffers(t.Context(), some, now()); err != nil {
				t.Fatal(err)
			}
			moment := time.NewTimer(time.Duration(random.IntN(120_000)) * time.Microsecond)
			<-moment.C
			i := random.IntN(len(alive))
			alive[i].Process.Kill()
			alive[i].Wait()
			alive[i] = worker()
		}
		db := storagetest.Raw(t, address)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		left := func(from string) (n int) {
			if err := db.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for deadline := time.Now().Add(2 * time.Minute); left("offer_arrivals")+left("notices WHERE told_at IS NULL") > 0; <-tick.C {
			if time.Now().After(deadline) {
				t.Fatalf("%d offers and %d notices wait", left("offer_arrivals"), left("notices WHERE told_at IS NULL"))
			}
		}
		told, messages := toldOf(t, db)
		all := 0
		for person, looks := range looking {
			want := 0
			for _, pair := range come {
				if looks[pair[0]] || looks[pair[1]] {
					want++
				}
			}
			all += want
			if told[person] != want {
				t.Errorf("%s was told of %d offers; %d are of what they look for", person, told[person], want)
			}
		}
		if all == 0 || left("alert_hits") != all {
			t.Errorf("%d found by alerts of %d", left("alert_hits"), all)
		}
		if n := left("notices a JOIN notices b ON a.person = b.person AND a.class = 'soon' AND b.class = 'soon' AND a.post IS NOT NULL AND b.post IS NOT NULL AND a.post < b.post AND b.told_at - a.told_at < 3600000 AND a.count <> b.count AND a.count NOT LIKE 'matin%' AND b.count NOT LIKE 'matin%'"); n > 0 {
			t.Errorf("%d times a message within an hour of another", n)
		}
		t.Logf("%d offers, told %d times in %d messages; %v", len(come), all, messages, time.Since(began).Round(time.Millisecond))
	})
}

// toldOf is of how many offers each person was told, by the direct messages that were put.
func toldOf(t *testing.T, db *sql.DB) (told map[bot.PersonID]int, messages int) {
	t.Helper()
	rows, err := db.Query("SELECT a.person, p.body FROM posts p JOIN accounts a ON a.user_id = p.member")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	told, more := map[bot.PersonID]int{}, map[string]bot.PersonID{} // by their notice, those that say no number
	for rows.Next() {
		var person bot.PersonID
		var body string
		var m bot.Message
		if err := rows.Scan(&person, &body); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			t.Fatal(err)
		}
		messages++
		for _, c := range m.Cards {
			if found := foundByAlerts.FindStringSubmatch(c.Body.FR); found != nil {
				n, err := strconv.Atoi(found[1])
				if err != nil {
					t.Fatal(err)
				}
				told[person] += n
			} else if strings.Contains(c.Body.FR, "**Plus de ") {
				more[c.Buttons[0].Do.Args["avis"]] = person
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for key, person := range more {
		var n int
		if err := db.QueryRow("SELECT count(*) FROM alert_hits WHERE person = $1 AND notice = $2", string(person), key).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n <= storage.NewsCounted {
			t.Errorf("%s is told of more than %d offers, of %d", person, storage.NewsCounted, n)
		}
		told[person] += n
	}
	return told, messages
}
