package commands_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// door is a community that the bot comes into and leaves.
type door struct {
	*commands.Arrivals
	at  bot.Address
	now time.Time
}

func doorOf(t *testing.T, address string) *door {
	t.Helper()
	d := &door{at: bot.Address{Platform: "discord", Space: "1"}, now: morning()}
	d.Arrivals = &commands.Arrivals{Store: storagetest.Open(t, address), Defaults: defaults(t), Now: func() time.Time { return d.now }}
	return d
}

// arrives is the bot let in at a time.
func (d *door) arrives(t *testing.T, since time.Time, channel string, l bot.Lang) {
	t.Helper()
	at := d.at
	at.Channel = channel
	if err := d.Joined(t.Context(), bot.Arrival{At: at, Since: since, Lang: l}); err != nil {
		t.Fatal(err)
	}
}

// said is what waits to be posted there, in the language in which it goes out.
func (d *door) said(t *testing.T) (all []string) {
	t.Helper()
	outbox := &storage.Outbox{Store: d.Store, Now: func() time.Time { return d.now }}
	for {
		claimed, _, err := outbox.Claim(t.Context(), delivery.Lane{Platform: "discord"}, d.now, time.Minute, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(claimed) == 0 {
			return all
		}
		for _, c := range claimed {
			all = append(all, c.Post.To.Channel+": "+bot.Plain(c.Post.Message.Text.In(c.Post.Lang)))
			if err := outbox.Settle(t.Context(), d.now, delivery.Outcome{ID: c.ID, Claim: c.Claim, State: delivery.Delivered}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestWelcome is what a community sees of the bot's arrivals: one message for each.
func TestWelcome(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := doorOf(t, address)
		begun := d.now
		d.arrives(t, begun, "general", bot.FR)
		d.arrives(t, begun, "general", bot.FR) // the gateway tells it at each start
		if got := d.said(t); len(got) != 1 || !strings.HasPrefix(got[0], "general: Bonjour, je suis Rebond") || !strings.Contains(got[0], "trois choses à régler") {
			t.Errorf("said %q", got)
		}
		if err := d.Left(t.Context(), d.at); err != nil {
			t.Fatal(err)
		}
		d.now = begun.AddDate(0, 1, 0)
		d.arrives(t, d.now, "general", bot.EN) // the language was chosen by the first
		if got := d.said(t); len(got) != 1 || !strings.HasPrefix(got[0], "general: Me revoilà") || strings.Contains(got[0], "pause") {
			t.Errorf("said again %q", got)
		}
	})
}

// TestNoWelcome is where silence is better.
func TestNoWelcome(t *testing.T) {
	for name, arrive := range map[string]func(*testing.T, *door){
		"no channel for everybody": func(t *testing.T, d *door) { d.arrives(t, d.now, "", bot.FR) },
		"there for long":           func(t *testing.T, d *door) { d.arrives(t, d.now.Add(-25*time.Hour), "general", bot.FR) },
	} {
		t.Run(name, func(t *testing.T) {
			d := doorOf(t, storagetest.SQLite(t))
			arrive(t, d)
			if got := d.said(t); len(got) > 0 {
				t.Errorf("said %q", got)
			}
			if p, err := d.Store.Presence(t.Context(), d.at); err != nil || p.Joined.IsZero() {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

// TestWelcomeInEnglish is the first words of an English community.
func TestWelcomeInEnglish(t *testing.T) {
	d := doorOf(t, storagetest.SQLite(t))
	d.arrives(t, d.now, "general", bot.EN)
	if got := d.said(t); len(got) != 1 || !strings.HasPrefix(got[0], "general: Hello, I am Rebond") {
		t.Errorf("said %q", got)
	}
}

// TestLeaving pauses what is scheduled in a community, and nothing elsewhere.
func TestLeaving(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := doorOf(t, address)
		d.arrives(t, d.now, "general", bot.FR)
		elsewhere := plans(t, d.Store, workdays, "coaching", false, "Salut")
		there := *elsewhere
		there.Community, there.To = d.at, bot.Address{Platform: "discord", Space: "1", Channel: "coaching"}
		if err := d.Store.CreateSchedule(t.Context(), &there, []string{"Bonjour"}, d.now); err != nil {
			t.Fatal(err)
		}
		_ = d.said(t)
		if err := d.Left(t.Context(), d.at); err != nil {
			t.Fatal(err)
		}
		left, err := d.Store.Schedule(t.Context(), d.at, there.ID)
		if err != nil || left.State != schedule.Paused || left.Why != schedule.Gone || !left.Next.IsZero() {
			t.Errorf("there: %+v, %v", left, err)
		}
		if going, err := d.Store.Schedule(t.Context(), room, elsewhere.ID); err != nil || going.State != schedule.Active || going.Next.IsZero() {
			t.Errorf("elsewhere: %+v, %v", going, err)
		}
		if all, err := d.Store.Communities(t.Context(), "discord"); err != nil || len(all) != 0 {
			t.Errorf("still in %v, %v", all, err)
		}
		d.now = d.now.Add(time.Hour)
		d.arrives(t, d.now, "general", bot.FR)
		if got := d.said(t); len(got) != 1 || !strings.Contains(got[0], "1 message programmé est en pause") {
			t.Errorf("said %q", got)
		}
		if all, err := d.Store.Communities(t.Context(), "discord"); err != nil || len(all) != 1 || all[0] != d.at {
			t.Errorf("in %v, %v", all, err)
		}
	})
}

// TestHome is the community of a direct message that tells of none: where its author was
// last seen, and where the bot still is.
func TestHome(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := doorOf(t, address)
		directory := &storage.Directory{Store: d.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return d.now }}
		sees := func(space string) bot.Member {
			m, err := directory.Know(t.Context(), bot.Address{Platform: "discord", Space: space}, bot.Member{User: "77"})
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		if m := sees(""); m.Home != "" {
			t.Errorf("a stranger is at home in %q", m.Home)
		}
		first := sees("1")
		d.now = d.now.Add(48 * time.Hour)
		sees("2")
		if m := sees(""); m.Home != "2" || m.ID != first.ID {
			t.Errorf("%+v; want at home in 2", m)
		}
		notices := &storage.Notices{Store: d.Store, Lang: bot.FR, Zone: time.UTC}
		if _, err := notices.ChangeOwn(t.Context(), first.ID, d.now, func(c *storage.OwnChange) error {
			c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: d.at, Topic: "message"})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if m := sees(""); m.Home != "1" {
			t.Errorf("at home in %q; want 1, where the messages come from", m.Home)
		}
		if _, err := notices.ChangeOwn(t.Context(), first.ID, d.now, func(c *storage.OwnChange) error {
			c.Subscriptions = nil
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if m := sees(""); m.Home != "2" {
			t.Errorf("at home in %q; want 2", m.Home)
		}
		if err := d.Left(t.Context(), bot.Address{Platform: "discord", Space: "2"}); err != nil {
			t.Fatal(err)
		}
		if m := sees(""); m.Home != "1" {
			t.Errorf("at home in %q; want 1", m.Home)
		}
		if user, err := directory.Account(t.Context(), d.at, first.ID); err != nil || user != "77" {
			t.Errorf("account %q, %v", user, err)
		}
		if _, err := directory.Account(t.Context(), d.at, "nobody"); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
	})
}

// TestWelcomeWithoutASince is of a platform that does not say since when the bot is there:
// the first channel into which it is let within a day has the welcome, and no other.
func TestWelcomeWithoutASince(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := doorOf(t, address)
		begun := d.now
		d.arrives(t, time.Time{}, "", "")
		if got := d.said(t); len(got) != 0 {
			t.Errorf("said nowhere: %q", got)
		}
		d.now = begun.Add(time.Hour)
		d.arrives(t, time.Time{}, "", "") // a start like another
		d.arrives(t, time.Time{}, "offres", "")
		d.arrives(t, time.Time{}, "coaching", "")
		if got := d.said(t); len(got) != 1 || !strings.HasPrefix(got[0], "offres: Bonjour, je suis Rebond") {
			t.Errorf("said %q", got)
		}
		d.now = begun.AddDate(0, 0, 2)
		d.arrives(t, time.Time{}, "annonces", "")
		if got := d.said(t); len(got) != 0 {
			t.Errorf("said days later: %q", got)
		}
		if err := d.Store.SetUp(t.Context(), d.at, storage.Settings{storage.ModerationChannel: "modos"}, d.now); err != nil {
			t.Fatal(err)
		}
		if err := d.Left(t.Context(), d.at); err != nil {
			t.Fatal(err)
		}
		d.now = begun.AddDate(0, 1, 0)
		d.arrives(t, time.Time{}, "", "")
		if got := d.said(t); len(got) != 1 || !strings.HasPrefix(got[0], "modos: Me revoilà") {
			t.Errorf("said on the return %q", got)
		}
	})
}
