package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

var (
	everywhere = storage.Scope{}
	inRoom     = storage.Scope{Platform: "local", Space: "room"}
	inCellar   = storage.Scope{Platform: "local", Space: "cellar"}
)

// elsewhere is a post to another community of the same platform.
func elsewhere(key, at string) bot.Post {
	p := post(key, at)
	p.To.Space = "cellar"
	return p
}

// decides fails the test unless a decision is taken, or refused as not found.
func (m *mailbox) decides(t testing.TB, scope storage.Scope, id string, s delivery.State, taken bool) {
	t.Helper()
	err := m.Store.Decide(t.Context(), scope, id, s, m.at)
	if taken && err != nil || !taken && !errors.Is(err, bot.ErrNotFound) {
		t.Fatalf("decided %s: %v, want it taken: %v", s, err, taken)
	}
}

// TestDecide is what a person can do of what nobody can tell.
func TestDecide(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, *mailbox){
		"it has arrived": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), changing(bot.EditPost, "1", "e1", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			m.decides(t, everywhere, d.ID, delivery.Delivered, true)
			m.is(t, delivery.Delivered, "1")
			m.decides(t, everywhere, d.ID, delivery.Pending, false)
			m.takes(t, "e1")
		},
		"it is sent again": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			m.ends(t, "2", delivery.Delivered)
			m.at = now.Add(time.Hour)
			m.decides(t, everywhere, d.ID, delivery.Pending, true)
			again := m.takes(t, "1")[0]
			if again.Look || again.Attempts != 0 || !again.Since.Equal(m.at) {
				t.Errorf("%+v", again)
			}
			m.settles(t, outcome(d, delivery.Delivered)) // of the first time
			m.is(t, delivery.Sending, "1")
		},
		"it is given up, and its changes with it": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), changing(bot.EditPost, "1", "e1", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			m.decides(t, everywhere, d.ID, delivery.Rejected, true)
			m.takes(t)
			m.is(t, delivery.Rejected, "1", "e1")
			failed, err := m.Store.FailedPosts(t.Context(), everywhere, 10, now)
			if err != nil || len(failed) != 2 || failed[1].Error != delivery.Abandoned || failed[0].Error != delivery.NeverSent {
				t.Errorf("%+v, %v", failed, err)
			}
		},
		"only within one's community": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			m.decides(t, inCellar, d.ID, delivery.Delivered, false)
			m.decides(t, storage.Scope{Platform: "discord", Space: "room"}, d.ID, delivery.Delivered, false)
			m.decides(t, inRoom, d.ID, delivery.Delivered, true)
		},
		"only what is uncertain": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			m.decides(t, everywhere, "none", delivery.Delivered, false)
			d := m.takes(t, "1")[0]
			m.decides(t, everywhere, d.ID, delivery.Delivered, false)
			m.settles(t, outcome(d, delivery.Delivered))
			m.decides(t, everywhere, d.ID, delivery.Pending, false)
		},
		"what is in flight and what waits keep their time": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			uncertain := m.ends(t, "1", delivery.Uncertain)
			d := m.takes(t, "2")[0]
			m.decides(t, everywhere, uncertain.ID, delivery.Pending, true)
			m.takes(t)
			o := outcome(d, delivery.Pending)
			o.Again = now.Add(time.Minute)
			m.settles(t, o)
			m.takes(t)
			m.at = o.Again
			uncertain = m.ends(t, "1", delivery.Uncertain)
			d = m.takes(t, "2")[0]
			o = outcome(d, delivery.Pending)
			o.Again = m.at.Add(time.Minute)
			m.settles(t, o)
			m.decides(t, everywhere, uncertain.ID, delivery.Pending, true)
			m.takes(t)
			m.at = o.Again
			m.takes(t, "1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openMailbox(t, address)) })
		})
	}
}

// TestQueue is what a person is shown, of their community or of all.
func TestQueue(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		m := openMailbox(t, address)
		m.puts(t, post("1", "a"), post("2", "b"), elsewhere("3", "a"))
		m.at = now.Add(time.Minute)
		m.puts(t, post("4", "b"), elsewhere("5", "b"))
		for _, d := range m.claim(t, 100) {
			o := outcome(d, map[string]delivery.State{"1": delivery.Uncertain, "2": delivery.Rejected, "3": delivery.Uncertain, "5": delivery.Delivered}[d.Key])
			if o.State != delivery.Delivered {
				o.Error = "why " + d.Key
			}
			m.settles(t, o)
		}
		for scope, want := range map[storage.Scope]struct{ queue, uncertain, failed string }{
			everywhere:                              {"local pending 1 60s, local rejected 1 0s, local uncertain 2 0s, local delivered 1 60s, ", "local:room/a why 1, local:cellar/a why 3, ", "local:room/b why 2, "},
			inRoom:                                  {"local pending 1 60s, local rejected 1 0s, local uncertain 1 0s, ", "local:room/a why 1, ", "local:room/b why 2, "},
			inCellar:                                {"local uncertain 1 0s, local delivered 1 60s, ", "local:cellar/a why 3, ", ""},
			{Platform: "discord", Space: "room"}:    {},
			{Platform: "local", Space: "elsewhere"}: {},
		} {
			queue, err := m.Store.Queue(t.Context(), scope, m.at)
			if err != nil {
				t.Fatal(err)
			}
			got := map[delivery.State]string{}
			for _, c := range queue {
				got[c.State] = fmt.Sprintf("%s %s %d %.0fs, ", c.Platform, c.State, c.Posts, c.Oldest.Sub(now).Seconds())
			}
			if all := got[delivery.Pending] + got[delivery.Rejected] + got[delivery.Uncertain] + got[delivery.Delivered]; all != want.queue || len(got) != len(queue) {
				t.Errorf("%+v: %q, want %q", scope, all, want.queue)
			}
			uncertain, err := m.Store.UncertainPosts(t.Context(), scope, 10)
			if all := troubles(uncertain); err != nil || all != want.uncertain {
				t.Errorf("%+v: uncertain %q, want %q (%v)", scope, all, want.uncertain, err)
			}
			failed, err := m.Store.FailedPosts(t.Context(), scope, 10, m.at)
			if all := troubles(failed); err != nil || all != want.failed {
				t.Errorf("%+v: failed %q, want %q (%v)", scope, all, want.failed, err)
			}
		}
		one, err := m.Store.UncertainPosts(t.Context(), everywhere, 1)
		if err != nil || troubles(one) != "local:room/a why 1, " || !one[0].At.Equal(m.at) || one[0].Kind != bot.SendPost || one[0].Attempts != 1 {
			t.Errorf("%+v, %v", one, err)
		}
		if queue, err := m.Store.Queue(t.Context(), everywhere, m.at.Add(24*time.Hour)); err != nil || len(queue) != 2 {
			t.Errorf("a day later: %+v, %v", queue, err)
		}
		if failed, err := m.Store.FailedPosts(t.Context(), everywhere, 10, m.at.Add(7*24*time.Hour)); err != nil || len(failed) != 0 {
			t.Errorf("a week later: %+v, %v", failed, err)
		}
	})
}

func troubles(all []storage.Trouble) (text string) {
	for _, one := range all {
		at, err := one.To.MarshalText()
		text += fmt.Sprintf("%s %s, ", at, one.Error)
		if err != nil {
			text += err.Error()
		}
	}
	return text
}
