package storage_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// board is what members of the room announce beside what sources show.
func (p *teller) board() *billboard {
	return &billboard{mailbox: p.mailbox, announcements: &storage.Announcements{Store: p.Store, Words: boardWords{}}, here: here, there: there}
}

// imports has offers come a minute later, and nothing matched yet.
func (p *teller) imports(t testing.TB, offers ...sources.Offer) []sources.Outcome {
	t.Helper()
	p.at = p.at.Add(time.Minute)
	outcomes, err := p.Store.PutOffers(t.Context(), offers, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

// matched matches what has come, a minute later, and fails the test if any is left.
func (p *teller) matched(t testing.TB) {
	t.Helper()
	p.at = p.at.Add(time.Minute)
	p.matches(t)
	if n := p.rows(t, "offer_arrivals"); n > 0 {
		t.Errorf("%d offers are not matched", n)
	}
}

// TestMatchArrivalsShown holds that nobody is told of what they could not find.
func TestMatchArrivalsShown(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"a member's announcement is for its community": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", there)
			p.alerts(t, alex, here, "luthière", storage.Soon)
			p.alerts(t, sam, there, "luthière", storage.Soon)
			a := p.board().publishes(t, p.knows(t, "lou", here), vacancy("Luthière"))
			p.matched(t)
			if n := p.rows(t, "alert_hits WHERE offer = '"+a.ID+"' AND person = '"+string(alex)+"'"); n != 1 || p.rows(t, "alert_hits") != 1 {
				t.Errorf("%d, of %d", n, p.rows(t, "alert_hits"))
			}
			if waiting := p.news(t, alex); len(waiting) != 1 {
				t.Errorf("%q", waiting)
			}
			p.wantsNews(t, sam)
		},
		"one that waits for moderators is told when they publish it": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.alerts(t, alex, here, "luthière", storage.Soon)
			b := p.board()
			a := b.publishes(t, p.knows(t, "lou", here), unlawful("Luthière"))
			p.matched(t)
			p.wantsNews(t, alex)
			b.stands(t, a.ID, p.knows(t, "kim", here), storage.Living)
			p.matched(t)
			if waiting := p.news(t, alex); len(waiting) != 1 || p.rows(t, "alert_hits") != 1 {
				t.Errorf("%q, %d", waiting, p.rows(t, "alert_hits"))
			}
		},
		"put aside in one community, told in another": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", there)
			p.alerts(t, alex, here, "golang", storage.Soon)
			p.alerts(t, sam, there, "golang", storage.Soon)
			p.imports(t, opened("a", "Golang"))
			b, id := p.board(), storedID(t, p.address, "a")
			for i, state := range []storage.CaseState{storage.CaseOpen, storage.CaseOpen, storage.CaseAside} {
				b.says(t, "witness"+strconv.Itoa(i), id, "non", state)
			}
			p.matched(t)
			p.wantsNews(t, alex)
			p.wantsNews(t, sam, "soon 22 09:02 cellar: a")
			if n := p.rows(t, "alert_hits"); n != 1 {
				t.Errorf("%d are told of it", n)
			}
		},
		"one opening in two sources": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.alerts(t, alex, here, "go", storage.Soon)
			first, second := openingAt("francetravail", "one", "Développeuse Go"), openingAt("greenhouse", "two", "Développeuse Go")
			if got := p.imports(t, first, second); !slices.Equal(got, []sources.Outcome{sources.New, sources.Joined}) {
				t.Fatal(got)
			}
			p.matched(t)
			p.wantsNews(t, alex, "soon 22 09:02 room: one")
			third := openingAt("lever", "three", "Développeuse Go")
			if got := p.imports(t, third); !slices.Equal(got, []sources.Outcome{sources.Joined}) {
				t.Fatal(got)
			}
			p.matched(t)
			p.wantsNews(t, alex, "soon 22 09:02 room: one")
			if n := p.rows(t, "alert_hits"); n != 1 {
				t.Errorf("it is told %d times", n)
			}
		},
		"withdrawn or expired before it is matched": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.alerts(t, alex, here, "", storage.Soon)
			expires := opened("c", "Golang")
			expires.Expires = p.at.Add(90 * time.Second) // between its import and its turn
			m := &market{p.Store, p.address, p.at}
			m.reads(t, "fiction", whole, opened("a", "Golang"), opened("b", "Golang"))
			if err := p.Store.KeepOffer(t.Context(), here, sam, storedID(t, p.address, "b"), p.at); err != nil {
				t.Fatal(err)
			}
			if _, left, _ := m.reads(t, "fiction", whole); left != 2 {
				t.Fatalf("%d have left", left)
			}
			if n := p.rows(t, "offers WHERE withdrawn_at IS NOT NULL"); n != 1 {
				t.Fatalf("%d are kept", n)
			}
			p.imports(t, expires)
			p.matched(t)
			p.wantsNews(t, alex)
			if n := p.rows(t, "alert_hits"); n != 0 {
				t.Errorf("%d are told", n)
			}
		},
	})
}

// TestMatchArrivalsTogether has two processes match at once what is more than fits in one
// batch, and in one transaction: everybody is told all of it, once, in one message.
func TestMatchArrivalsTogether(t *testing.T) {
	const people, offers = 50, 2100
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openTeller(t, address)
		var all []bot.PersonID
		for i := range people {
			who := p.knows(t, fmt.Sprint("member", i), here)
			p.alerts(t, who, here, "", storage.Morning)
			all = append(all, who)
		}
		p.alerts(t, all[0], here, "impair", storage.Soon)
		come := make([]sources.Offer, offers)
		for i := range come {
			come[i] = opened(strconv.Itoa(i), []string{"Pair", "Impair"}[i%2])
		}
		p.imports(t, come...)
		var over sync.WaitGroup
		for range 2 {
			s, err := storage.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			over.Go(func() {
				for more := true; more; {
					var err error
					if more, err = (&storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}).MatchArrivals(t.Context(), p.at); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		over.Wait()
		if n := p.rows(t, "offer_arrivals"); n > 0 {
			t.Errorf("%d offers are left", n)
		}
		for i, who := range all {
			notices := 1
			if i == 0 {
				notices = 2
			}
			if n := p.rows(t, "alert_hits WHERE person = '"+string(who)+"'"); n != offers {
				t.Errorf("%s is told of %d offers", who, n)
			}
			if n := p.rows(t, "notices WHERE person = '"+string(who)+"' AND key LIKE 'alertes/%'"); n != notices {
				t.Errorf("%s has %d notices", who, n)
			}
		}
		if n := p.rows(t, "alert_hits WHERE person = '"+string(all[0])+"' AND notice LIKE 'alertes/soon/%'"); n != offers/2 {
			t.Errorf("%d are told at once", n)
		}
	})
}

// TestDropAlert holds that whoever deletes or changes an alert is told what they expect.
func TestDropAlert(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"what it found is not told any more": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			golang := p.alerts(t, alex, here, "golang", storage.Soon)
			p.alerts(t, alex, here, "rust", storage.Soon)
			p.alerts(t, sam, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"), opened("b", "Rust"))
			p.wantsNews(t, alex, "soon 22 09:01 room: a b")
			if err := p.Store.DropAlert(t.Context(), alex, golang.ID); err != nil {
				t.Fatal(err)
			}
			p.wantsNews(t, alex, "soon 22 09:01 room: b")
			p.wantsNews(t, sam, "soon 22 09:01 room: a")
		},
		"what was told can still be looked at": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			golang := p.alerts(t, alex, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"))
			person, err := p.notices.Person(t.Context(), alex, p.at)
			if err != nil {
				t.Fatal(err)
			}
			p.tellsNow(t)
			if err := p.Store.DropAlert(t.Context(), alex, golang.ID); err != nil {
				t.Fatal(err)
			}
			if page, err := p.Store.AlertNews(t.Context(), here, alex, person.Waiting[0].Key, "", 5, p.at); err != nil || len(page.Offers) != 1 {
				t.Errorf("%+v, %v", page, err)
			}
		},
		"a message that is being written is not sent": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			golang := p.alerts(t, alex, here, "golang", storage.Soon)
			p.comes(t, opened("a", "Golang"))
			person, err := p.notices.Person(t.Context(), alex, p.at)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Store.DropAlert(t.Context(), alex, golang.ID); err != nil {
				t.Fatal(err)
			}
			w := person.Waiting[0]
			step := notice.Step{Person: alex, Revision: person.Revision, Messages: []notice.Message{{Count: w.Key, Keys: []string{w.Key}, Post: bot.Post{To: w.To, Message: &bot.Message{Text: bot.Same("x")}}}}}
			if done, err := p.notices.Tell(t.Context(), p.at, step); err != nil || done[0] {
				t.Errorf("%v, %v", done, err)
			}
			if due, _, err := p.notices.Due(t.Context(), p.at, 10); err != nil || len(due) != 1 {
				t.Errorf("it is not looked at again: %v, %v", due, err)
			}
		},
		"one that becomes another tells what that found": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			golang, rust := p.alerts(t, alex, here, "golang", storage.Soon), p.alerts(t, alex, here, "rust", storage.Soon)
			p.comes(t, opened("a", "Golang"), opened("b", "Rust"))
			if _, err := p.Store.ChangeAlert(t.Context(), alex, rust.ID, func(a *storage.Alert) error { a.Search.Words = "golang"; return nil }, p.at); err != nil {
				t.Fatal(err)
			}
			if n := p.rows(t, "alert_hits WHERE alert = '"+rust.ID+"'"); n != 2 || p.rows(t, "alerts WHERE id = '"+golang.ID+"'") != 0 {
				t.Errorf("it tells %d", n)
			}
			p.wantsNews(t, alex, "soon 22 09:01 room: a b")
		},
	})
}

// TestCountAlertNews counts no more than is shown, and names every alert.
func TestCountAlertNews(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"many": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			a, b := p.alerts(t, alex, here, "pair", storage.Soon), p.alerts(t, alex, here, "impair", storage.Soon)
			counts := func(come int, want map[string]int) {
				t.Helper()
				for i := range come {
					p.comes(t, opened(fmt.Sprint(come, "-", i), []string{"Pair", "Impair"}[min(i, 1)]))
				}
				person, err := p.notices.Person(t.Context(), alex, p.at)
				if err != nil || len(person.Waiting) != 1 {
					t.Fatal(person, err)
				}
				n, by, err := p.Store.CountAlertNews(t.Context(), here, alex, person.Waiting[0].Key, p.at)
				if err != nil {
					t.Fatal(err)
				}
				all := p.rows(t, "alert_hits")
				if n != min(all, storage.NewsCounted+1) || want != nil && !maps.Equal(by, want) || len(by) != 2 {
					t.Errorf("of %d: %d, %v", all, n, by)
				}
			}
			counts(3, map[string]int{a.ID: 1, b.ID: 2})
			counts(17, map[string]int{a.ID: 2, b.ID: 18})
			counts(5, nil)
		},
	})
}

// TestMatchArrivalsFew matches few offers, for which few alerts are read, and many, for which
// all are: the same is told.
func TestMatchArrivalsFew(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		m := newLabour()
		p := openTeller(t, address)
		queries := p.placed(t, m, 60, 4)
		for who := range queries { // and anything at all, of somebody
			queries[who] = append(queries[who], search.Query{})
			var community string
			if err := p.db.QueryRow("SELECT community FROM alerts LIMIT 1").Scan(&community); err != nil {
				t.Fatal(err)
			}
			if _, err := p.db.Exec("INSERT INTO alerts (id, person, community, query, pace, made_at, changed_at) VALUES ('any', $1, $2, '{}', 'soon', 0, 0)", who, community); err != nil {
				t.Fatal(err)
			}
			if _, err := p.db.Exec("INSERT INTO alert_anchors (token, alert) VALUES ('*', 'any')"); err != nil {
				t.Fatal(err)
			}
			break
		}
		offers := make([]sources.Offer, 90)
		for i := range offers {
			offers[i] = m.offer(i)
		}
		for some := range slices.Chunk(offers, 15) {
			p.comes(t, some...)
		}
		p.agreesWithBruteForce(t, m, queries, offers)
		if n := p.rows(t, "alert_hits"); n < 100 {
			t.Errorf("only %d are found", n)
		}
	})
}
