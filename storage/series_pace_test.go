package storage_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// morning lets the composer work once, at a time, for those who read the series.
func (p *teller) morning(t testing.TB, at string) {
	t.Helper()
	p.turns(t, moment(at), cardTitles{}, notice.Topic{Name: longSeries, Class: notice.Digest, Daily: true, Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
		var on schedule.Day
		if err := on.UnmarshalText([]byte(n.Ref)); err != nil {
			return bot.Card{}, false, err
		}
		k, err := p.Store.PostOfDay(ctx, n.For, longSeries, on, 80, n.At)
		return bot.Card{Title: bot.Same(fmt.Sprint("post ", k+1))}, err == nil, err
	}})
}

// cardTitles are messages that say the titles of their cards.
type cardTitles struct{}

func (cardTitles) Message(cards []bot.Card, _ time.Time, _, _ bool) *bot.Message {
	m := &bot.Message{Cards: cards}
	for _, c := range cards {
		m.Text = bot.Join(" ", m.Text, c.Title)
	}
	return m
}

// expires lets what waits to be sent miss its time.
func (p *teller) expires(t testing.TB) {
	t.Helper()
	for _, d := range p.claims(t) {
		p.settles(t, outcome(d, delivery.Expired))
	}
}

// passes lets some days pass, each pruned of what is old.
func (p *teller) passes(t testing.TB, days int) {
	t.Helper()
	for range days {
		p.at = p.at.AddDate(0, 0, 1)
		if err := p.Store.Prune(t.Context(), p.at); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoPostIsLost is what becomes of a post that the composer has given and that does not
// arrive.
func TestNoPostIsLost(t *testing.T) {
	arrives := func(t *testing.T, p *teller, want ...string) {
		t.Helper()
		for i := range want {
			want[i] = "room/alex: " + want[i]
		}
		if got := p.arrives(t); !slices.Equal(got, want) {
			t.Errorf("at %s arrives %q, want %q", p.at.Format(time.DateTime), got, want)
		}
	}
	begins := func(t *testing.T, p *teller) bot.PersonID {
		t.Helper()
		alex := p.lives(t, "alex", "Europe/Paris")
		p.asks(t, alex, longSeries, here)
		p.morning(t, "2026-11-23 08:45")
		return alex
	}
	onTellers(t, map[string]func(*testing.T, *teller){
		"as it should be": func(t *testing.T, p *teller) {
			begins(t, p)
			arrives(t, p, "post 1")
			p.morning(t, "2026-11-24 08:45")
			arrives(t, p, "post 2")
		},
		"killed before it was sent, and back a day later": func(t *testing.T, p *teller) {
			begins(t, p)
			p.morning(t, "2026-11-24 08:45")
			arrives(t, p, "post 1")
			p.morning(t, "2026-11-25 08:45")
			arrives(t, p, "post 2")
		},
		"closed direct messages, open again after ten days": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			p.closes(t)
			p.passes(t, 10)
			p.asks(t, alex, longSeries, here)
			p.morning(t, "2026-12-04 08:45")
			arrives(t, p, "post 1")
		},
		"it missed its time, and a break of ten days": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			p.expires(t)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause = notice.Pause{From: p.at, Until: p.at.AddDate(0, 0, 10)} })
			p.passes(t, 10)
			p.morning(t, "2026-12-04 08:45")
			arrives(t, p, "post 1")
		},
		"stopped and taken again before the morning": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			arrives(t, p, "post 1")
			p.morning(t, "2026-11-24 06:00")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions = nil })
			p.asks(t, alex, longSeries, here)
			p.morning(t, "2026-11-24 08:45")
			arrives(t, p, "post 2")
		},
		"stopped and taken again after the morning": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			arrives(t, p, "post 1")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions = nil })
			p.asks(t, alex, longSeries, here)
			p.morning(t, "2026-11-23 09:45")
			arrives(t, p)
			p.morning(t, "2026-11-24 08:45")
			arrives(t, p, "post 2")
		},
		"it missed its time, and they ask for the next one": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			arrives(t, p, "post 1")
			p.morning(t, "2026-11-24 08:45")
			p.expires(t)
			is(t, "from where they are", p.press(t, alex, p.place(t, alex), 80), 2)
			is(t, "and on", p.press(t, alex, 2, 80), 3)
			p.morning(t, "2026-11-25 08:45")
			arrives(t, p, "post 4")
		},
		"it missed its time, and they ask under the one before": func(t *testing.T, p *teller) {
			alex := begins(t, p)
			arrives(t, p, "post 1")
			p.morning(t, "2026-11-24 08:45")
			p.expires(t)
			is(t, "under the first", p.press(t, alex, 1, 80), 2)
			p.morning(t, "2026-11-25 08:45")
			arrives(t, p, "post 3")
		},
	})
}
