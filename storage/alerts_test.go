package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// opened is an offer of a trade, of a source.
func opened(id, title string) sources.Offer {
	return sources.Offer{Source: "fiction", ID: id, Title: title, URL: "https://jobs.example/" + id, Credit: sources.Credit{Name: "Fiction"}, Published: now.Add(-time.Hour)}
}

// alerts makes an alert of somebody who receives them in a community.
func (p *teller) alerts(t testing.TB, who bot.PersonID, in bot.Address, words string, pace storage.Pace) storage.Alert {
	t.Helper()
	if !p.owns(t, who).Has(in, storage.AlertsTopic) {
		p.asks(t, who, storage.AlertsTopic, in)
	}
	a, err := p.Store.PutAlert(t.Context(), who, in, storage.Alert{Search: storage.AlertSearch{Query: search.Query{Words: words}}, Pace: pace}, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// comes imports offers a minute later, and matches what has come.
func (p *teller) comes(t testing.TB, offers ...sources.Offer) {
	t.Helper()
	p.at = p.at.Add(time.Minute)
	if _, err := p.Store.PutOffers(t.Context(), offers, p.at); err != nil {
		t.Fatal(err)
	}
	p.matches(t)
}

func (p *teller) matches(t testing.TB) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = p.notices.MatchArrivals(t.Context(), p.at); err != nil {
			t.Fatal(err)
		}
	}
}

// news are the notices of what was found for somebody that wait, and what each tells:
// "soon 22 09:01 room: a b".
func (p *teller) news(t testing.TB, who bot.PersonID) (all []string) {
	t.Helper()
	person, err := p.notices.Person(t.Context(), who, p.at)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range person.Waiting {
		var ids []string
		for from := ""; ; {
			page, err := p.Store.AlertNews(t.Context(), n.To, who, n.Key, from, 2, p.at)
			if err != nil || len(page.Offers) != len(page.Alerts) {
				t.Fatal(err, page)
			}
			for i := range page.Offers {
				ids = append(ids, page.Offers[i].ID)
			}
			if from = page.Next; from == "" {
				break
			}
		}
		count, by, err := p.Store.CountAlertNews(t.Context(), n.To, who, n.Key, p.at)
		if err != nil || count != len(ids) {
			t.Fatalf("%d of %d, %v, %v", count, len(ids), by, err)
		}
		slices.Sort(ids)
		all = append(all, fmt.Sprintf("%s %s %s: %s", n.Class, n.At.Format("02 15:04"), n.To.Space, strings.Join(ids, " ")))
	}
	return all
}

func (p *teller) wantsNews(t testing.TB, who bot.PersonID, want ...string) {
	t.Helper()
	if got := p.news(t, who); !slices.Equal(got, want) {
		t.Errorf("%s is told\n%s\nwant\n%s", who, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAlerts keeps a person's alerts.
func TestAlerts(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"all of a search is kept": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			nancy, _ := places.ByCode("54395")
			want := storage.AlertSearch{Query: search.Query{Words: "golang", Place: nancy, Contract: sources.CDI, Remote: sources.Full, Level: sources.Senior, Pay: 45_000}, Without: []string{"lead"}, Companies: []string{storage.CompanyMark("Cormoran")}}
			in := want
			in.Days = 7
			made, err := p.Store.PutAlert(t.Context(), alex, here, storage.Alert{Search: in, Pace: storage.Weekly}, p.at)
			if err != nil || fmt.Sprint(made.Search) != fmt.Sprint(want) || made.Pace != storage.Weekly || !made.MadeAt.Equal(p.at) || made.Community != here {
				t.Errorf("%+v, %v", made, err)
			}
			if all, err := p.Store.Alerts(t.Context(), alex); err != nil || len(all) != 1 || fmt.Sprint(all[0]) != fmt.Sprint(made) {
				t.Errorf("%+v, %v", all, err)
			}
		},
		"the same search is the same alert": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			one, again := p.alerts(t, alex, here, "golang", storage.Morning), p.alerts(t, alex, here, "golang", storage.Soon)
			other := p.alerts(t, alex, here, "rust", storage.Morning)
			if one.ID != again.ID || again.Pace != storage.Soon || other.ID == one.ID {
				t.Errorf("%+v, %+v, %+v", one, again, other)
			}
			changed, err := p.Store.ChangeAlert(t.Context(), alex, other.ID, func(a *storage.Alert) error { a.Search.Words = "golang"; return nil }, p.at)
			if err != nil || changed.ID != other.ID {
				t.Errorf("%+v, %v", changed, err)
			}
			if all, err := p.Store.Alerts(t.Context(), alex); err != nil || len(all) != 1 {
				t.Errorf("%+v, %v", all, err)
			}
		},
		"twenty, and of one's own": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			var last storage.Alert
			for i := range storage.MaxAlerts {
				last = p.alerts(t, alex, here, "trade"+strconv.Itoa(i), storage.Morning)
			}
			if _, err := p.Store.PutAlert(t.Context(), alex, here, storage.Alert{Pace: storage.Soon}, p.at); !errors.Is(err, storage.ErrTooManyAlerts) {
				t.Error(err)
			}
			if err := p.Store.DropAlert(t.Context(), sam, last.ID); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
			if _, err := p.Store.ChangeAlert(t.Context(), sam, last.ID, func(*storage.Alert) error { return nil }, p.at); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
			if err := p.Store.DropAlert(t.Context(), alex, last.ID); err != nil {
				t.Error(err)
			}
			p.alerts(t, alex, here, "another", storage.Soon)
		},
	})
}

// TestMatchArrivals tells people what has come that they look for.
func TestMatchArrivals(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"each pace at its time": func(t *testing.T, p *teller) { // Sunday 22 November, 9:00
			alex, sam, kim := p.knows(t, "alex", here), p.knows(t, "sam", here), p.lives(t, "kim", "America/New_York")
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.alerts(t, sam, here, "golang", storage.Morning)
			p.alerts(t, kim, here, "golang", storage.Weekly)
			p.comes(t, opened("a", "Développeur Golang"), opened("b", "Comptable"))
			p.wantsNews(t, alex, "soon 22 09:01 room: a")
			p.wantsNews(t, sam, "digest 22 09:01 room: a")
			p.wantsNews(t, kim, "digest 23 05:00 room: a")
			p.comes(t, opened("c", "Golang senior"))
			p.wantsNews(t, alex, "soon 22 09:01 room: a c") // one message tells both
			p.comes(t, opened("a", "Développeuse Golang"))  // edited: it is no new one
			p.wantsNews(t, kim, "digest 23 05:00 room: a c")
		},
		"an hour apart": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"))
			p.tellsNow(t)
			p.wantsNews(t, alex)
			p.comes(t, opened("b", "Golang"))
			p.wantsNews(t, alex, "soon 22 10:01 room: b")
		},
		"once a person, by the quickest of their alerts": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here, there)
			p.alerts(t, alex, here, "golang", storage.Morning)
			p.alerts(t, alex, there, "développeur", storage.Soon)
			p.alerts(t, alex, there, "nancy", storage.Weekly)
			p.comes(t, opened("a", "Développeur Golang"), opened("b", "Golang"), opened("c", "Développeur Golang à Nancy"), opened("d", "À Nancy"))
			p.wantsNews(t, alex, "digest 22 09:01 room: b", "soon 22 09:01 cellar: a c", "digest 23 00:00 cellar: d")
		},
		"what came before the alert is on its screen": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.at = p.at.Add(-time.Minute)
			if _, err := p.Store.PutOffers(t.Context(), []sources.Offer{opened("a", "Golang")}, p.at); err != nil {
				t.Fatal(err)
			}
			p.at = p.at.Add(time.Minute)
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.matches(t)
			p.wantsNews(t, alex)
			p.comes(t, opened("b", "Golang"))
			p.wantsNews(t, alex, "soon 22 09:01 room: b")
		},
		"nothing for who has stopped, found or never asked": func(t *testing.T, p *teller) {
			alex, sam, kim := p.knows(t, "alex", here), p.knows(t, "sam", here), p.knows(t, "kim", here)
			for _, who := range []bot.PersonID{alex, sam, kim} {
				p.alerts(t, who, here, "", storage.Soon)
			}
			p.comes(t, opened("a", "Golang"))
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions[0].Stopped = true })
			p.changes(t, sam, func(c *storage.OwnChange) { c.Subscriptions = nil })
			p.wantsNews(t, alex)
			p.wantsNews(t, sam)
			p.comes(t, opened("b", "Golang"))
			p.wantsNews(t, alex)
			p.wantsNews(t, sam)
			p.wantsNews(t, kim, "soon 22 09:01 room: a b")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions[0].Stopped = false })
			p.comes(t, opened("c", "Golang"))
			p.wantsNews(t, alex, "soon 22 09:03 room: c")
		},
		"what is left out": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			a := p.alerts(t, alex, here, "golang", storage.Soon)
			if _, err := p.Store.ChangeAlert(t.Context(), alex, a.ID, func(a *storage.Alert) error {
				a.Search.Without, a.Search.Companies = []string{"chef de projet", "stagiaires"}, []string{storage.CompanyMark("CORMORAN")}
				return nil
			}, p.at); err != nil {
				t.Fatal(err)
			}
			cormoran, in := opened("a", "Golang"), opened("d", "Golang")
			cormoran.Company, in.Description = "Cormoran", "Tu encadres une stagiaire."
			p.comes(t, cormoran, opened("b", "Cheffe de projet golang"), opened("c", "Stagiaire golang"), in)
			p.wantsNews(t, alex, "soon 22 09:01 room: d")
		},
		"what has gone meanwhile is not told": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.alerts(t, alex, here, "golang", storage.Soon)
			over := opened("b", "Golang")
			over.Expires = p.at.Add(90 * time.Second)
			p.comes(t, opened("a", "Golang"), over)
			p.wantsNews(t, alex, "soon 22 09:01 room: a b")
			p.at = p.at.Add(time.Minute)
			p.wantsNews(t, alex, "soon 22 09:01 room: a")
			if err := p.Store.WithdrawOffers(t.Context(), "fiction"); err != nil {
				t.Fatal(err)
			}
			p.wantsNews(t, alex, "soon 22 09:01 room: ")
		},
		"the erased are told nothing, the others are": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.alerts(t, sam, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"))
			if err := p.Store.Erase(t.Context(), alex, p.at); err != nil {
				t.Fatal(err)
			}
			p.comes(t, opened("b", "Golang"))
			p.wantsNews(t, sam, "soon 22 09:01 room: a b")
			for _, table := range []string{"alerts", "alert_hits", "notices"} {
				if n := p.rows(t, table+" WHERE person = '"+string(alex)+"'"); n > 0 {
					t.Errorf("%d of %s", n, table)
				}
			}
		},
		"hits are forgotten after 90 days": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"))
			if err := p.Store.Prune(t.Context(), p.at.Add(89*24*time.Hour)); err != nil || p.rows(t, "alert_hits") != 1 {
				t.Error(err)
			}
			if err := p.Store.Prune(t.Context(), p.at.Add(90*24*time.Hour)); err != nil || p.rows(t, "alert_hits") != 0 {
				t.Error(err)
			}
		},
	})
}

func (p *teller) rows(t testing.TB, table string) (n int) {
	t.Helper()
	if err := p.db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// tellsNow tells all that waits for anybody.
func (p *teller) tellsNow(t testing.TB) {
	t.Helper()
	due, _, err := p.notices.Due(t.Context(), p.at, 100)
	if err != nil {
		t.Fatal(err)
	}
	for i := range due {
		s := notice.Step{Person: due[i].ID, Revision: due[i].Revision}
		for _, n := range due[i].Waiting {
			s.Messages = append(s.Messages, notice.Message{Count: n.Key, Keys: []string{n.Key}, Post: bot.Post{To: n.To, Message: &bot.Message{Text: bot.Same("x")}}})
		}
		if done, err := p.notices.Tell(t.Context(), p.at, s); err != nil || !done[0] {
			t.Fatal(err, done)
		}
	}
}

// TestWantedAgrees holds that an alert matches what a search finds, on both engines.
func TestWantedAgrees(t *testing.T) {
	offers := openings(t)
	docs := index(offers)
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		putAll(t, s, offers, searchedAt)
		random := rand.New(rand.NewPCG(2026, 14))
		some := 0
		for range storagetest.Rounds(300, 1500) {
			q := randomQuery(random, offers)
			q.Days = 0
			a := storage.AlertSearch{Query: q}
			var got []string
			for i := range docs {
				if o := docs[i].Offer; (o.Expires.IsZero() || o.Expires.After(searchedAt)) && a.Match(&docs[i].Document, o) {
					got = append(got, o.ID)
				}
			}
			want := found(t.Context(), t, s, q, 10, searchedAt)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%+v:\n got %q\nwant %q", q, got, want)
			}
			if len(want) > 0 {
				some++
			}
		}
		if some < 100 {
			t.Errorf("only %d find something", some)
		}
	})
}

// TestMatchArrivalsInterrupted ends the matching at any moment, again and again, and opens
// the database anew: in the end everybody is told all that a search of theirs finds, once.
func TestMatchArrivalsInterrupted(t *testing.T) {
	offers := openings(t)
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openTeller(t, address)
		random := rand.New(rand.NewPCG(14, 2026))
		var people []bot.PersonID
		queries := map[bot.PersonID][]search.Query{}
		for i := range 40 {
			who := p.knows(t, "member"+strconv.Itoa(i), here)
			p.asks(t, who, storage.AlertsTopic, here)
			people = append(people, who)
			for range 1 + random.IntN(3) {
				q := randomQuery(random, offers)
				q.Days = 0
				queries[who] = append(queries[who], q)
				if _, err := p.Store.PutAlert(t.Context(), who, here, storage.Alert{Search: storage.AlertSearch{Query: q}, Pace: []storage.Pace{storage.Soon, storage.Morning, storage.Weekly}[random.IntN(3)]}, p.at); err != nil {
					t.Fatal(err)
				}
			}
		}
		putAll(t, p.Store, offers, p.at.Add(time.Second))
		erased := people[7]
		deaths := 0
		for turn := 0; ; turn++ {
			s, err := storage.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			ctx, end := context.WithCancel(t.Context())
			if turn < 60 {
				ctx, end = context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(1+turn)*int64(time.Millisecond))))
			}
			more, err := (&storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}).MatchArrivals(ctx, p.at.Add(time.Minute))
			end()
			s.Close()
			if turn == 5 {
				if err := p.Store.Erase(t.Context(), erased, p.at); err != nil {
					t.Fatal(err)
				}
			}
			if err != nil {
				if deaths++; ctx.Err() == nil {
					t.Fatal(err)
				}
				continue
			}
			if !more && p.rows(t, "offer_arrivals") == 0 && turn > 5 {
				break
			}
		}
		t.Logf("%d deaths", deaths)
		for _, who := range people {
			want := map[string]bool{}
			for _, q := range queries[who] {
				for _, id := range found(t.Context(), t, p.Store, q, 50, p.at.Add(time.Minute)) {
					want[id] = who != erased
				}
			}
			if who == erased {
				want = nil
			}
			if n := p.rows(t, "alert_hits WHERE person = '"+string(who)+"'"); n != len(want) {
				t.Errorf("%s is told of %d offers, of %d", who, n, len(want))
			}
			if n := p.rows(t, "(SELECT DISTINCT class, at FROM notices WHERE person = '"+string(who)+"') AS d"); n != p.rows(t, "notices WHERE person = '"+string(who)+"'") {
				t.Errorf("%s has two notices of one pace", who)
			}
		}
	})
}
