package commands_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

var room = bot.Address{Platform: local.Platform, Space: local.Space}

func in(channel string) bot.Address {
	at := room
	at.Channel = channel
	return at
}

// workdays is due at nine from Monday 23 November 2026 on.
const workdays = "du lundi au vendredi à 9 h"

// plans puts an active schedule.
func plans(t *testing.T, store *storage.Store, said, channel string, coaching bool, items ...string) *schedule.Schedule {
	t.Helper()
	settings := storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}
	if err := store.SetUp(t.Context(), room, settings, morning()); err != nil {
		t.Fatal(err)
	}
	when, err := schedule.Parse(said, morning(), defaults(t).Zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &schedule.Schedule{Community: room, To: in(channel), When: when, State: schedule.Active, Coaching: coaching, Series: len(items) > 1}
	if s.Next, err = when.Next(morning()); err != nil {
		t.Fatal(err)
	}
	if err := store.CreateSchedule(t.Context(), s, items, morning()); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestChannelIsGone pauses what goes to a channel that is no more, once, and lets
// moderators know, once.
func TestChannelIsGone(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		s := plans(t, store, workdays, "partie", false, "Bonjour")
		other := plans(t, store, workdays, "coaching", false, "Salut")
		for day := 23; day <= 25; day++ {
			passTime(t, address, time.Date(2026, 11, day, 9, 0, 0, 0, defaults(t).Zone), nil)
		}
		gone, err := store.Schedule(t.Context(), room, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if gone.State != schedule.Paused || gone.Why != schedule.Gone || !gone.Next.IsZero() {
			t.Errorf("it is %s (%s), next %s", gone.State, gone.Why, gone.Next)
		}
		said := string(seen(t, address, "moderation"))
		if n := strings.Count(said, "«\u00a0Bonjour\u00a0», dans #partie, est en pause"); n != 1 {
			t.Errorf("moderators were told %d times:\n%s", n, said)
		}
		if n := strings.Count(string(seen(t, address, "coaching")), "Salut"); n != 3 {
			t.Errorf("the other one went out %d times", n)
		}
		if going, err := store.Schedule(t.Context(), room, other.ID); err != nil || going.State != schedule.Active {
			t.Errorf("the other one is %+v (%v)", going, err)
		}
	})
}

// moderator asks as malik does, through the router.
func moderator(t *testing.T, store *storage.Store, now func() time.Time) func(action string, args bot.Args) bot.Reply {
	t.Helper()
	router, _ := router(t, store, now, nil)
	asked := 0
	return func(action string, args bot.Args) bot.Reply {
		t.Helper()
		asked++
		return router.Handle(t.Context(), &bot.Request{ID: strings.Repeat("m", asked), Command: "planifier", Action: action, Args: args,
			From: bot.Member{User: "malik", Access: bot.Moderator}, At: in("moderation")}, nil).Reply
	}
}

// TestSkipHolds keeps what was skipped skipped, whatever else is changed, until the
// rhythm is another.
func TestSkipHolds(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	s := plans(t, store, workdays, "coaching", false, "Bonjour")
	asks := moderator(t, store, morning)
	id := bot.Args{"id": s.ID}
	next := func(after string, want int) {
		t.Helper()
		got, err := store.Schedule(t.Context(), room, s.ID)
		if err != nil || got.Next.In(defaults(t).Zone).Day() != want {
			t.Errorf("after %s: next on %v (%v), want the %d", after, got.Next, err, want)
		}
	}
	asks("sauter", id.With("rev", "0"))
	next("a skip", 24)
	asks("feries", id.With("choix", "fr"))
	next("holidays", 24)
	asks("pause", id)
	asks("reprendre", id)
	next("pause and resume", 24)
	asks("quand", id.With("quand", workdays+", sauf les jours fériés").With("ou", "offres"))
	next("another channel", 24)
	asks("quand", id.With("quand", "chaque jour à 10 h"))
	next("another rhythm", 22)
}

// TestRefusedAgain tells moderators again when what they send by hand is refused
// too and ends the series.
func TestRefusedAgain(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		s := plans(t, store, workdays, "partie", false, "Jour 1", "Jour 2")
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, defaults(t).Zone)
		passTime(t, address, at, nil)
		asks := moderator(t, store, func() time.Time { return at })
		for range 2 {
			at = at.Add(time.Minute)
			now, err := store.Schedule(t.Context(), room, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			asks("publier", bot.Args{"id": s.ID, "rev": strconv.FormatInt(now.Revision, 10)})
			passTime(t, address, at, nil)
		}
		got, err := store.Schedule(t.Context(), room, s.ID)
		if err != nil || got.State != schedule.Paused || got.Why != schedule.Gone || got.Position != 0 {
			t.Errorf("it is %+v (%v)", got, err)
		}
	})
}

// TestTwoModerators fill in forms that another has made old: nothing typed is lost,
// and what was not touched stays as the other left it.
func TestTwoModerators(t *testing.T) {
	store := storagetest.Open(t, storagetest.SQLite(t))
	s := plans(t, store, workdays, "coaching", false, "Bonjour")
	router, _ := router(t, store, morning, nil)
	asked := 0
	asks := func(command, action string, form bool, args bot.Args) bot.Reply {
		t.Helper()
		asked++
		a := router.Handle(t.Context(), &bot.Request{ID: strings.Repeat("x", asked), Command: command, Action: action, Args: args, Form: form,
			From: bot.Member{User: "malik", Access: bot.Moderator}, At: in("moderation")}, nil)
		return a.Reply
	}
	opens := func() *bot.Modal {
		t.Helper()
		form, ok := asks("planifier", "reecrire", false, bot.Args{"id": s.ID, "rang": "0"}).(*bot.Modal)
		if !ok {
			t.Fatal("no form")
		}
		return form
	}
	submits := func(form *bot.Modal, text string) bot.Reply {
		t.Helper()
		return asks(form.Do.Command, form.Do.Action, true, form.Do.Args.With("texte", text))
	}
	mine, theirs := opens(), opens()
	if _, ok := submits(theirs, "Salut").(*bot.Update); !ok {
		t.Fatal("the first one is not taken")
	}
	again, ok := submits(mine, "Coucou").(*bot.Modal)
	if !ok || again.Values["texte"] != "Coucou" || !strings.Contains(again.Faults["texte"].FR, "Salut") {
		t.Fatalf("the second one is answered by %+v", again)
	}
	if _, ok := submits(again, "Coucou").(*bot.Update); !ok {
		t.Error("it cannot be sent again")
	}
	if items, err := store.ScheduleItems(t.Context(), s.ID); err != nil || len(items) != 1 || items[0] != "Coucou" {
		t.Errorf("the text is %q (%v)", items, err)
	}

	screen, ok := asks("reglages", "", false, bot.Args{}).(*bot.Message)
	if !ok {
		t.Fatal("no settings")
	}
	asks("reglages", "", false, bot.Args{"offres": "offres"})
	old := screen.Buttons[0].Do.Args.With("fuseau", "europe/brussels")
	asks("reglages", "changer", true, old)
	got, err := store.Settings(t.Context(), room)
	if err != nil || got[storage.OffersChannel] != "offres" || got[storage.CommunityTimeZone] != "Europe/Brussels" {
		t.Errorf("the settings are %v (%v)", got, err)
	}
}

// TestLastPostIsRefused finds the schedule of a refused post even when that was its
// last one: nothing is left for it to be due again, and nobody would be told.
func TestLastPostIsRefused(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		once := plans(t, store, "le 23 novembre 2026 à 9 h", "partie", false, "Permanence")
		series := plans(t, store, workdays, "fermee", false, "Jour 1", "Jour 2")
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, defaults(t).Zone)
		passTime(t, address, at, nil)
		passTime(t, address, at.Add(time.Minute), nil)
		for _, c := range []struct {
			id, told string
		}{{once.ID, "«\u00a0Permanence\u00a0», dans #partie, est en pause"}, {series.ID, "«\u00a0Jour 1\u00a0», dans #fermee, est en pause"}} {
			s, err := store.Schedule(t.Context(), room, c.id)
			if err != nil {
				t.Fatal(err)
			}
			if s.State != schedule.Paused || s.Why != schedule.Gone || s.Position != 0 {
				t.Errorf("%s: %s (%s), %d items counted as sent", c.told, s.State, s.Why, s.Position)
			}
			said := string(seen(t, address, "moderation"))
			if n := strings.Count(said, c.told); n != 1 {
				t.Errorf("moderators were told %d times %q:\n%s", n, c.told, said)
			}
		}
	})
}

// TestDone counts who pressed « Je l’ai fait » from three on, and says in the next
// week how many did.
func TestDone(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		plans(t, store, workdays, "coaching", true, "Jour 1", "Jour 2", "Jour 3", "Jour 4", "Jour 5", "Jour 6")
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, defaults(t).Zone)
		passTime(t, address, at, nil)
		router, _ := router(t, store, func() time.Time { return at }, nil)
		entries, err := (&storage.Room{Store: store}).Latest(t.Context(), in("coaching"), 10)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d posts (%v)", len(entries), err)
		}
		call := entries[0].Message.Cards[0].Buttons[0].Do
		presses := func(who string, do bot.Call) string {
			t.Helper()
			a := router.Handle(t.Context(), &bot.Request{ID: who + do.Action + at.String(), Command: do.Command, Action: do.Action, Args: do.Args, From: bot.Member{User: who}, At: in("coaching")}, nil)
			if !a.Ephemeral {
				t.Errorf("%s's answer is for everybody", who)
			}
			switch reply := a.Reply.(type) {
			case *bot.Message:
				return reply.Text.FR
			case *bot.Update:
				return reply.Text.FR
			}
			return ""
		}
		shows := func(want string) {
			t.Helper()
			passTime(t, address, at, nil)
			if got := string(seen(t, address, "coaching")); !strings.Contains(got, want) {
				t.Errorf("the channel does not show %s:\n%s", want, got)
			}
		}
		for _, who := range []string{"camille", "sam"} {
			if got := presses(who, call); !strings.HasPrefix(got, "C’est noté") {
				t.Errorf("%s reads %q", who, got)
			}
		}
		shows("[Je l’ai fait]")
		at = at.Add(time.Minute)
		if got := presses("sam", call); !strings.HasPrefix(got, "C’était déjà noté") {
			t.Errorf("the second time sam reads %q", got)
		}
		shows("[Je l’ai fait]")
		presses("rachel", call)
		shows("[Je l’ai fait (3)]")
		undo := call
		undo.Action = "pasfait"
		presses("rachel", undo)
		shows("[Je l’ai fait]")
		at = at.Add(time.Minute)
		presses("rachel", call)
		shows("[Je l’ai fait (3)]")
		for day := 24; day <= 30; day++ {
			at = time.Date(2026, 11, day, 9, 0, 0, 0, defaults(t).Zone)
			passTime(t, address, at, nil)
		}
		got := string(seen(t, address, "coaching"))
		if n := strings.Count(got, "La semaine dernière, 3 personnes l’ont fait."); n != 1 {
			t.Errorf("the week is told %d times:\n%s", n, got)
		}
		if !strings.Contains(got, "Jour 6\nLa semaine dernière") {
			t.Errorf("it is not told on Monday:\n%s", got)
		}
		at = time.Date(2027, 3, 1, 9, 0, 0, 0, defaults(t).Zone)
		if got := presses("malik", call); !strings.Contains(got, "ne tiens plus le compte") {
			t.Errorf("after three months malik reads %q", got)
		}
	})
}
