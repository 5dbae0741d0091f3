package commands_test

import (
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

// plans puts a schedule that is due at nine, each working day from Monday 23
// November 2026 on.
func plans(t *testing.T, store *storage.Store, channel string, coaching bool, items ...string) *schedule.Schedule {
	t.Helper()
	settings := storage.Settings{storage.CoachingChannel: "coaching", storage.ModerationChannel: "moderation"}
	if err := store.SetUp(t.Context(), room, settings, morning()); err != nil {
		t.Fatal(err)
	}
	when, err := schedule.Parse("du lundi au vendredi à 9 h", morning(), defaults(t).Zone)
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
		s := plans(t, store, "partie", false, "Bonjour")
		other := plans(t, store, "coaching", false, "Salut")
		for day := 23; day <= 25; day++ {
			passTime(t, address, time.Date(2026, 11, day, 9, 0, 0, 0, defaults(t).Zone))
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

// TestDone counts who pressed « Je l’ai fait » from three on, and says in the next
// week how many did.
func TestDone(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		plans(t, store, "coaching", true, "Jour 1", "Jour 2", "Jour 3", "Jour 4", "Jour 5", "Jour 6")
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, defaults(t).Zone)
		passTime(t, address, at)
		router, _ := router(t, store, func() time.Time { return at })
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
			passTime(t, address, at)
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
			passTime(t, address, at)
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
