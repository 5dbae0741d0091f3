package storage_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// nextMonday is the first instant of the week after that of these tests.
var nextMonday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// weeks are the last ones of a community, by the clock of the teller.
func (p *teller) weeks(t testing.TB, at bot.Address, count int) []storage.Week {
	t.Helper()
	all, err := p.Store.Weeks(t.Context(), at, count, p.at)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != count {
		t.Fatalf("%d weeks, want %d", len(all), count)
	}
	return all
}

// week is the one that runs.
func (p *teller) week(t testing.TB, at bot.Address) storage.Week {
	t.Helper()
	return p.weeks(t, at, 1)[0]
}

// TestWeeks is what is counted of people and posts, week by week.
func TestWeeks(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"nobody was ever there": func(t *testing.T, p *teller) {
			for i, w := range p.weeks(t, here, 3) {
				if want := (storage.Week{Monday: nextMonday.AddDate(0, 0, 7*(i-3)), Commands: map[string]int{}}); !reflect.DeepEqual(w, want) {
					t.Errorf("got  %+v\nwant %+v", w, want)
				}
			}
		},
		"each person counts once a week, and a week ends with Sunday in universal time": func(t *testing.T, p *teller) {
			p.at = nextMonday.AddDate(0, 0, -7)
			p.knows(t, "alex", here)
			p.at = nextMonday.Add(-2 * time.Second) // seen more than a day ago
			p.knows(t, "alex", here)
			p.knows(t, "sam", there)
			p.at = nextMonday.Add(-time.Millisecond)
			p.knows(t, "sam", here)
			if got := p.week(t, here); got.Active != 2 || !got.Known {
				t.Errorf("first week %+v", got)
			}
			p.at = nextMonday // less than a day after: they are seen again for this
			for range 3 {
				p.knows(t, "sam", here)
			}
			if got := p.week(t, here); got.Active != 1 {
				t.Errorf("on Monday %+v", got)
			}
			p.at = nextMonday.AddDate(0, 0, 6)
			p.knows(t, "sam", here)
			if got := p.weeks(t, here, 3); got[0].Active != 0 || got[0].Known || got[1].Active != 2 || got[2].Active != 1 {
				t.Errorf("over three weeks %+v", got)
			}
			if got := p.weeks(t, there, 2); got[0].Active != 1 || got[1].Active != 0 {
				t.Errorf("in the other community %+v", got)
			}
		},
		"subscribers are people, not what they receive, and stay as they were at the end of a week": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here, there)
			p.asks(t, alex, "a", here)
			p.asks(t, alex, "b", here)
			p.asks(t, sam, "a", here, there)
			if got := p.week(t, here); got.Subscribers != 2 {
				t.Errorf("%d subscribers now", got.Subscribers)
			}
			counts := func() {
				t.Helper()
				if err := p.Store.CountSubscribers(t.Context(), p.at); err != nil {
					t.Fatal(err)
				}
			}
			counts()
			p.at = nextMonday
			p.changes(t, sam, func(c *storage.OwnChange) {
				for i := range c.Subscriptions {
					c.Subscriptions[i].Stopped = true
				}
			})
			counts()
			counts()
			if got := p.weeks(t, here, 2); got[0].Subscribers != 2 || got[1].Subscribers != 1 {
				t.Errorf("here %+v", got)
			}
			if got := p.weeks(t, there, 2); got[0].Subscribers != 1 || got[1].Subscribers != 0 {
				t.Errorf("there %+v", got)
			}
			p.at = nextMonday.AddDate(0, 0, 7)
			if got := p.weeks(t, here, 3); got[1].Subscribers != 1 || got[2].Subscribers != 1 {
				t.Errorf("a week later %+v", got)
			}
		},
		"posts are those that arrived in channels": func(t *testing.T, p *teller) {
			p.puts(t, post("first", "a"))
			p.ends(t, "first", delivery.Delivered)
			p.puts(t, changing(bot.EditPost, "first", "edit", "a"))
			p.ends(t, "edit", delivery.Delivered)
			p.puts(t, post("refused", "a"))
			p.ends(t, "refused", delivery.Rejected)
			direct := post("direct", "a")
			direct.To = bot.Address{Platform: "local", Space: "room", Member: "alex"}
			p.puts(t, direct)
			p.does(t, "UPDATE posts SET state = 'delivered', settled_at = not_before WHERE member IS NOT NULL")
			elsewhere := post("elsewhere", "b")
			elsewhere.To.Space = "cellar"
			p.at = nextMonday
			p.puts(t, post("second", "a"), elsewhere)
			p.does(t, fmt.Sprintf("UPDATE posts SET state = 'delivered', settled_at = %d WHERE key IN ('second', 'elsewhere')", nextMonday.UnixMilli()))
			if got := p.weeks(t, here, 2); got[0].Posts != 1 || got[1].Posts != 1 {
				t.Errorf("%+v", got)
			}
			if n := p.count(t, "posts"); n != 6 {
				t.Errorf("%d posts: this test shows nothing", n)
			}
		},
		"what is older than three years is forgotten": func(t *testing.T, p *teller) {
			p.knows(t, "alex", here)
			for _, after := range []int{3*365 - 7, 3*365 + 8} {
				if n := p.count(t, "weekly"); n != 1 {
					t.Fatalf("%d rows before day %d", n, after)
				}
				if err := p.Store.Prune(t.Context(), now.AddDate(0, 0, after)); err != nil {
					t.Fatal(err)
				}
			}
			if n := p.count(t, "weekly"); n != 0 {
				t.Errorf("%d rows are kept", n)
			}
		},
		"of somebody who is erased there is no row, and what was counted stays": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, "a", here)
			u := p.uses(p.Store)
			p.ask(t, u, here, alex, "offres")
			if err := p.Store.Erase(t.Context(), alex, p.at); err != nil {
				t.Fatal(err)
			}
			wrote(t, u)
			if got := p.week(t, here); got.Active != 1 || got.Subscribers != 0 || got.Commands["offres"] != 1 {
				t.Errorf("%+v", got)
			}
			if n := p.count(t, "weekly WHERE run LIKE '%"+string(alex)+"%' OR what LIKE '%"+string(alex)+"%' OR what LIKE '%alex%'"); n != 0 {
				t.Errorf("%d rows name them", n)
			}
		},
		"outcomes are of one community, the newest month first": func(t *testing.T, p *teller) {
			for _, at := range []bot.Address{here, here, there} {
				p.changes(t, p.knows(t, fmt.Sprint(p.at.UnixNano()), at), func(c *storage.OwnChange) { c.Outcome, c.Community = "emploi", at })
				p.at = p.at.AddDate(0, 1, 0)
			}
			all, err := p.Store.Outcomes(t.Context(), here, now)
			if want := []storage.Outcome{{Month: "2026-12", What: "emploi", People: 1}, {Month: "2026-11", What: "emploi", People: 1}}; err != nil || !reflect.DeepEqual(all, want) {
				t.Errorf("got %v (%v), want %v", all, err, want)
			}
			if all, err := p.Store.Outcomes(t.Context(), here, now.AddDate(0, 1, 0)); err != nil || len(all) != 1 {
				t.Errorf("since a month later %v (%v)", all, err)
			}
		},
	})
}

// TestActiveTogether lets several processes see the same person first in a week.
func TestActiveTogether(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openTeller(t, address)
		stores := []*storage.Store{p.Store, storagetest.Open(t, address), storagetest.Open(t, address)}
		for round := range 10 {
			at := now.AddDate(0, 0, 7*round)
			var all sync.WaitGroup
			for i := range 9 {
				all.Go(func() {
					d := &storage.Directory{Store: stores[i%3], Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return at }}
					if _, err := d.Know(t.Context(), here, bot.Member{User: "alex"}); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			p.at = at
			if got := p.week(t, here); got.Active != 1 {
				t.Fatalf("round %d: one person counts %d times", round, got.Active)
			}
		}
	})
}
