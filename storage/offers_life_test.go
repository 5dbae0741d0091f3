package storage_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// market is a store with the sources that it reads, at a time of its own.
type market struct {
	*storage.Store
	address string
	at      time.Time
}

func onMarkets(t *testing.T, cases map[string]func(*testing.T, *market)) {
	for name, run := range cases {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) {
				run(t, &market{storagetest.Open(t, address), address, now})
			})
		})
	}
}

// takes takes a source to be read now.
func (m *market) takes(t testing.TB, name, kind string) (sources.Feed, sources.Lease) {
	t.Helper()
	m.at = m.at.Add(time.Minute)
	if err := m.AddFeeds(t.Context(), []sources.FeedName{{Name: name, Kind: kind}}, m.at); err != nil {
		t.Fatal(err)
	}
	feed, ok, _, err := m.TakeFeed(t.Context(), []string{name}, m.at, m.at.Add(time.Hour))
	if err != nil || !ok {
		t.Fatalf("take %s: %v, %v", name, ok, err)
	}
	return feed, sources.Lease{Feed: name, Until: feed.Next, Began: m.at}
}

// reads has a source show offers, and its reading end so; its next is due at once.
func (m *market) reads(t testing.TB, name string, end sources.End, offers ...sources.Offer) (outcomes []sources.Outcome, left int, doubted bool) {
	t.Helper()
	kind, _, _ := strings.Cut(name, "-")
	_, lease := m.takes(t, name, kind)
	outcomes, err := m.KeepOffers(t.Context(), lease, offers, m.at)
	if err != nil {
		t.Fatal(err)
	}
	end.Next = m.at
	left, doubted, err = m.EndFeed(t.Context(), lease, end, m.at)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes, left, doubted
}

var whole = sources.End{Complete: true}

// shows fails the test unless these are the titles that are found.
func (m *market) shows(t testing.TB, want ...string) []storage.Offer {
	t.Helper()
	page, err := m.SearchOffers(t.Context(), here, search.Query{}, "", 1000, m.at)
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(page.Offers); got != strings.Join(want, " | ") {
		t.Errorf("found: %q, want %q", got, want)
	}
	n, err := m.CountOffers(t.Context(), here, search.Query{}, 1000, m.at)
	if err != nil || n != len(want) {
		t.Errorf("%d are counted, %v", n, err)
	}
	return page.Offers
}

// finds is how many offers have a word.
func (m *market) finds(t testing.TB, words string) int {
	t.Helper()
	n, err := m.CountOffers(t.Context(), here, search.Query{Words: words}, 1000, m.at)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (m *market) keeps(t testing.TB, person bot.PersonID, id string) {
	t.Helper()
	if err := m.KeepOffer(t.Context(), here, person, id, m.at); err != nil {
		t.Fatal(err)
	}
}

func (m *market) kept(t testing.TB, person bot.PersonID) []storage.Offer {
	t.Helper()
	page, err := m.KeptOffers(t.Context(), here, person, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	return page.Offers
}

func (m *market) count(t testing.TB, from string, args ...any) (n int) {
	t.Helper()
	if err := storagetest.Raw(t, m.address).QueryRow("SELECT count(*) FROM "+from, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// named are the tables in which a text is, whatever their columns hold. An index may leave
// the first letters of a word out.
func (m *market) named(t testing.TB, texts ...string) (tables []string) {
	t.Helper()
	db := storagetest.Raw(t, m.address)
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if strings.HasPrefix(m.address, "postgres") {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	for _, table := range wholeRows(t, db, list) {
		for _, row := range wholeRows(t, db, "SELECT * FROM "+table) {
			for _, text := range texts {
				if strings.Contains(strings.ToLower(row), strings.ToLower(text)) && !slices.Contains(tables, table) {
					tables = append(tables, table)
				}
			}
		}
	}
	return tables
}

// wholeRows reads rows, each as one text.
func wholeRows(t testing.TB, db *sql.DB, text string) (all []string) {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var row []string
		for _, v := range values {
			if b, binary := v.([]byte); binary {
				v = string(b)
			}
			row = append(row, fmt.Sprint(v))
		}
		all = append(all, strings.Join(row, "\n"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// openingAt is an offer of a company at a source.
func openingAt(source, id, title string) sources.Offer {
	o := offer(id, title, 2)
	o.Source, o.Company, o.Credit.Name = source, "Zqxwyv Robotique", strings.ToUpper(source)
	o.URL = "https://" + source + ".example/" + id
	o.Places = []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}}
	o.Contract = sources.CDI
	o.Description = "Zqxwyv Robotique conçoit des bras articulés pour les ateliers de mécanique de précision. Vous rejoignez une équipe de six personnes qui écrit en " + title +
		" le pilotage temps réel des machines, du banc de mesure jusqu’à la supervision à distance. Vous prendrez part à la conception, aux essais chez les clients, et à l’astreinte une semaine sur huit."
	return o
}

// TestLifeOfAnOffer follows one opening from its first source to its return.
func TestLifeOfAnOffer(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		m := &market{storagetest.Open(t, address), address, now}
		camille, sam := member(t, m.Store, "camille"), member(t, m.Store, "sam")
		ft, gh := openingAt("francetravail", "194XYZ", "Développeuse Go"), openingAt("greenhouse", "4242", "Développeuse Go")
		gh.Published = gh.Published.Add(time.Hour)

		got, _, _ := m.reads(t, "francetravail", whole, ft)
		if !slices.Equal(got, []sources.Outcome{sources.New}) || m.count(t, "offer_arrivals") != 1 {
			t.Fatalf("first seen: %v", got)
		}
		if got, _, _ = m.reads(t, "greenhouse", whole, gh); !slices.Equal(got, []sources.Outcome{sources.Joined}) || m.count(t, "offer_arrivals") != 1 {
			t.Fatalf("in a second source: %v", got)
		}
		one := m.shows(t, "Développeuse Go")[0]
		if one.Source != "francetravail" || len(one.Also) != 1 || one.Also[0].Credit.Name != "GREENHOUSE" || one.Also[0].URL != gh.URL || !one.Also[0].Updated.Equal(gh.Updated) {
			t.Errorf("%+v", one)
		}
		if m.finds(t, "zqxwyv") != 1 {
			t.Error("both are found by their words")
		}
		twin := storedID(t, address, "4242")
		if o, err := m.Offer(t.Context(), here, twin, camille); err != nil || o.OfferID != one.OfferID || len(o.Also) != 1 {
			t.Errorf("by the id of the other: %+v, %v", o, err)
		}
		m.keeps(t, camille, one.OfferID)
		m.keeps(t, sam, twin) // it is the same
		if n, err := m.OfferCount(t.Context()); err != nil || n != 1 || m.count(t, "kept_offers WHERE offer = '"+one.OfferID+"'") != 2 {
			t.Errorf("%d offers, %v", n, err)
		}

		ft.Title, ft.Updated = "Développeuse Go confirmée", m.at
		if got, _, _ = m.reads(t, "francetravail", whole, ft); got[0] != sources.Changed {
			t.Errorf("edited: %v", got)
		}
		if o := m.shows(t, "Développeuse Go confirmée")[0]; !o.Updated.Equal(ft.Updated) || m.finds(t, "confirmée") != 1 {
			t.Errorf("edited: %+v", o)
		}

		failed := sources.End{Fault: sources.Unreachable, Detail: "no answer"}
		for _, end := range []sources.End{failed, {}, {Stopped: true}, {Unchanged: true, Complete: true}} {
			if _, left, _ := m.reads(t, "francetravail", end); left != 0 {
				t.Errorf("%+v: %d left", end, left)
			}
		}
		m.shows(t, "Développeuse Go confirmée")

		if _, left, _ := m.reads(t, "francetravail", whole); left != 1 {
			t.Errorf("withdrawn from one: %d left", left)
		}
		o := m.shows(t, "Développeuse Go")[0]
		if o.OfferID != twin || o.Source != "greenhouse" || len(o.Also) != 0 || m.finds(t, "zqxwyv") != 1 || m.count(t, "offer_arrivals") != 1 {
			t.Errorf("the other takes over: %+v", o)
		}
		for _, who := range []bot.PersonID{camille, sam} {
			if k := m.kept(t, who); len(k) != 1 || k[0].OfferID != twin || k[0].Title != "Développeuse Go" || !k[0].Withdrawn.IsZero() {
				t.Errorf("kept: %+v", k)
			}
		}
		if err := m.DropOffer(t.Context(), sam, twin); err != nil {
			t.Fatal(err)
		}

		if _, left, _ := m.reads(t, "greenhouse", whole); left != 1 {
			t.Errorf("withdrawn from both: %d left", left)
		}
		m.shows(t)
		k := m.kept(t, camille)
		if len(k) != 1 || k[0].OfferID != twin || k[0].Title != "Développeuse Go" || k[0].Withdrawn.IsZero() || k[0].Company != "" || k[0].URL != "" || k[0].Description != "" || k[0].Contract != sources.CDI || k[0].Places[0].Departement != "54" {
			t.Errorf("kept: %+v", k)
		}
		if _, err := m.Offer(t.Context(), here, twin, camille); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("opened: %v", err)
		}
		if err := m.KeepOffer(t.Context(), here, sam, twin, m.at); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("kept by another: %v", err)
		}
		if err := m.Prune(t.Context(), m.at); err != nil {
			t.Fatal(err)
		}
		if tables := m.named(t, "qxwyv", "robotique", "54395", "nancy", "194XYZ", "4242", "articulés", "example/"); len(tables) != 0 {
			t.Errorf("of the company something is left in %q", tables)
		}

		if got, _, _ = m.reads(t, "greenhouse", whole, gh); got[0] != sources.New || m.count(t, "offer_arrivals") != 0 {
			t.Errorf("back: %v, as a new one", got)
		}
		if o := m.shows(t, "Développeuse Go")[0]; o.OfferID != twin || m.finds(t, "zqxwyv") != 1 {
			t.Errorf("back: %+v", o)
		}
		if k := m.kept(t, camille); len(k) != 1 || k[0].Company != "Zqxwyv Robotique" || !k[0].Withdrawn.IsZero() {
			t.Errorf("kept: %+v", k)
		}
		if got, _, _ = m.reads(t, "francetravail", whole, ft); got[0] != sources.Joined || m.count(t, "offers WHERE twin_of = '"+twin+"' AND id = '"+one.OfferID+"'") != 1 {
			t.Errorf("back in the first too: %v", got)
		}
	})
}

// TestLeavingOffers is when offers leave, and when not.
func TestLeavingOffers(t *testing.T) {
	many := func(n int) (all []sources.Offer) {
		for i := range n {
			o := offer(fmt.Sprint(i), fmt.Sprint("Poste ", i), 1)
			o.Source = "lever"
			all = append(all, o)
		}
		return all
	}
	onMarkets(t, map[string]func(*testing.T, *market){
		"a complete reading that has lost too much is doubted once": func(t *testing.T, m *market) {
			m.reads(t, "lever", sources.End{Complete: true, State: "one"}, many(20)...)
			_, left, doubted := m.reads(t, "lever", sources.End{Complete: true, State: "two"}, many(9)...)
			if n, _ := m.OfferCount(t.Context()); left != 0 || !doubted || n != 20 {
				t.Errorf("%d left, doubted %v, %d stay", left, doubted, n)
			}
			f, err := m.Feeds(t.Context())
			if err != nil || len(f) != 1 || !f[0].Doubted || f[0].Offers != 20 {
				t.Errorf("%+v, %v", f, err)
			}
			if feed, lease := m.takes(t, "lever", "lever"); feed.State != "one" {
				t.Errorf("the next begins with %q: nothing would have changed since what was doubted", feed.State)
			} else if _, _, err := m.EndFeed(t.Context(), lease, sources.End{Fault: sources.Failing, Next: m.at}, m.at); err != nil {
				t.Fatal(err)
			}
			if _, left, doubted = m.reads(t, "lever", whole, many(9)...); left != 11 || doubted {
				t.Errorf("the second time: %d left, doubted %v", left, doubted)
			}
			if f, err = m.Feeds(t.Context()); err != nil || f[0].Doubted || f[0].Offers != 9 || f[0].Failures != 0 {
				t.Errorf("%+v, %v", f, err)
			}
		},
		"half of them, or a few, may leave": func(t *testing.T, m *market) {
			m.reads(t, "lever", whole, many(1100)...)
			if _, left, doubted := m.reads(t, "lever", whole, many(550)...); left != 550 || doubted {
				t.Errorf("%d left, doubted %v", left, doubted)
			}
			m.reads(t, "lever-two", whole, many(600)[550:559]...)
			if _, left, doubted := m.reads(t, "lever-two", whole); left != 9 || doubted {
				t.Errorf("%d left, doubted %v", left, doubted)
			}
		},
		"what another reading of the same source shows stays, unless its source says it is gone": func(t *testing.T, m *market) {
			m.reads(t, "lever-a", whole, many(2)...)
			m.reads(t, "lever-b", whole, many(2)...)
			if _, left, _ := m.reads(t, "lever-a", whole); left != 0 {
				t.Errorf("%d left", left)
			}
			if got := m.all(t); len(got) != 2 {
				t.Errorf("%d are shown", len(got))
			}
			_, lease := m.takes(t, "lever-a", "lever")
			if left, err := m.GoneOffers(t.Context(), lease, []string{"1", "none"}, m.at); err != nil || left != 1 {
				t.Errorf("%d left, %v", left, err)
			}
			m.shows(t, "Poste 0")
		},
		"a source that is renamed does not keep what the new one has no more": func(t *testing.T, m *market) {
			m.reads(t, "lever-old", whole, many(12)...)
			m.reads(t, "lever-new", whole, many(12)...)
			camille := member(t, m.Store, "camille")
			m.keeps(t, camille, storedID(t, m.address, "0"))
			if _, left, _ := m.reads(t, "lever-new", whole, many(12)[1:]...); left != 0 {
				t.Errorf("%d left that another has shown", left)
			}
			unchanged := sources.End{Complete: true, Unchanged: true}
			m.at = m.at.Add(23 * time.Hour)
			m.reads(t, "lever-new", unchanged)
			stale, err := m.StaleOffers(t.Context(), "lever-new", m.at, 10)
			if n, _ := m.OfferCount(t.Context()); n != 12 || err != nil || len(stale) != 0 {
				t.Errorf("%d stay, stale %q, %v", n, stale, err)
			}
			f, err := m.Feeds(t.Context())
			if err != nil || f[0].Offers != 11 || f[1].Offers != 12 {
				t.Errorf("%+v, %v", f, err)
			}
			m.at = m.at.Add(time.Hour)
			if _, left, _ := m.reads(t, "lever-new", unchanged); left != 1 || m.kept(t, camille)[0].Withdrawn.IsZero() {
				t.Errorf("%d left that nobody shows any more", left)
			}
			m.reads(t, "lever-new", whole, many(12)...)
			if n, _ := m.OfferCount(t.Context()); n != 12 || !m.kept(t, camille)[0].Withdrawn.IsZero() {
				t.Errorf("%d are back", n)
			}
		},
		"what another reading shows stays as long as it does": func(t *testing.T, m *market) {
			for _, name := range []string{"lever-a", "lever-b"} {
				m.reads(t, name, whole, many(1100)...)
			}
			for range 3 {
				m.at = m.at.Add(23 * time.Hour)
				m.reads(t, "lever-b", whole, many(1100)...)
				if _, left, doubted := m.reads(t, "lever-a", whole, many(600)...); left != 0 || doubted {
					t.Errorf("%d left, doubted %v", left, doubted)
				}
			}
			m.at = m.at.Add(25 * time.Hour)
			if _, left, doubted := m.reads(t, "lever-a", whole, many(600)...); left != 500 || doubted {
				t.Errorf("%d left, doubted %v", left, doubted)
			}
		},
		"a doubt is over once a reading has shown most of it again": func(t *testing.T, m *market) {
			m.reads(t, "lever", whole, many(20)...)
			if _, _, doubted := m.reads(t, "lever", whole); !doubted {
				t.Error("nothing is doubted")
			}
			m.reads(t, "lever", sources.End{State: "some"}, many(5)...)
			f, err := m.Feeds(t.Context())
			if err != nil || !f[0].Doubted {
				t.Errorf("a few are no answer: %+v, %v", f, err)
			}
			m.reads(t, "lever", sources.End{State: "most"}, many(20)...)
			if f, err = m.Feeds(t.Context()); err != nil || f[0].Doubted {
				t.Errorf("%+v, %v", f, err)
			}
			if _, left, doubted := m.reads(t, "lever", whole); left != 0 || !doubted {
				t.Errorf("empty again: %d left, doubted %v", left, doubted)
			}
			if _, left, doubted := m.reads(t, "lever", whole); left != 20 || doubted {
				t.Errorf("twice in a row: %d left, doubted %v", left, doubted)
			}
		},
		"what a source has left that is read no more lapses, kept or not": func(t *testing.T, m *market) {
			camille := member(t, m.Store, "camille")
			o, p := openingAt("feed/old", "a", "Développeuse Rust"), openingAt("feed/old", "b", "Développeuse Ada")
			o.Expires = m.at.Add(2 * time.Hour)
			put(t, m.Store, many(1)...)
			_, lease := m.takes(t, "old", "feed/old")
			if _, err := m.KeepOffers(t.Context(), lease, []sources.Offer{o, p}, m.at); err != nil {
				t.Fatal(err)
			}
			if _, _, err := m.EndFeed(t.Context(), lease, whole, m.at); err != nil {
				t.Fatal(err)
			}
			m.keeps(t, camille, storedID(t, m.address, "a"))
			m.at = m.at.Add(30 * 24 * time.Hour)
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			kinds, err := m.OfferKinds(t.Context())
			if err != nil || !slices.Equal(kinds, []string{"feed/old", "lever"}) {
				t.Errorf("%q, %v", kinds, err)
			}
			if left, err := m.LapseOffers(t.Context(), "feed/old", m.at.Add(-29*24*time.Hour), m.at); err != nil || left != 2 {
				t.Errorf("%d left, %v", left, err)
			}
			m.at = m.at.Add(24 * time.Hour)
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			if k := m.kept(t, camille); len(k) != 1 || k[0].Withdrawn.IsZero() {
				t.Errorf("%+v", k)
			}
			if tables := m.named(t, "qxwyv"); len(tables) != 0 {
				t.Errorf("of the company something is left in %q", tables)
			}
			if kinds, err = m.OfferKinds(t.Context()); err != nil || !slices.Equal(kinds, []string{"lever"}) {
				t.Errorf("%q, %v", kinds, err)
			}
		},
		"where the one that is shown has expired, a third is still the same opening": func(t *testing.T, m *market) {
			a, b, c := openingAt("lever", "a", "Développeuse Rust"), openingAt("ashby", "b", "Développeuse Rust"), openingAt("greenhouse", "c", "Développeuse Rust")
			a.Expires = m.at.Add(time.Hour)
			m.reads(t, "lever", whole, a)
			m.reads(t, "ashby", whole, b)
			m.at = m.at.Add(2 * time.Hour)
			if got, _, _ := m.reads(t, "greenhouse", whole, c); got[0] != sources.Joined || m.count(t, "offer_arrivals") != 1 {
				t.Errorf("%v", got)
			}
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			if o := m.shows(t, "Développeuse Rust")[0]; o.ID != "b" || len(o.Also) != 1 {
				t.Errorf("%+v", o)
			}
		},
		"what was not seen for long lapses": func(t *testing.T, m *market) {
			began := m.at
			m.reads(t, "lever", whole, many(3)...)
			put(t, m.Store, offer("9", "D’une autre", 1))
			m.at = began.Add(47 * time.Hour)
			_, lease := m.takes(t, "lever", "lever")
			if _, err := m.KeepOffers(t.Context(), lease, many(1), m.at); err != nil {
				t.Fatal(err)
			}
			m.at = began.Add(49 * time.Hour)
			stale, err := m.StaleOffers(t.Context(), "lever", m.at.Add(-48*time.Hour), 10)
			if err != nil || !slices.Equal(stale, []string{"1", "2"}) {
				t.Errorf("stale: %q, %v", stale, err)
			}
			if left, err := m.LapseOffers(t.Context(), "lever", m.at.Add(-48*time.Hour), m.at); err != nil || left != 2 {
				t.Errorf("%d left, %v", left, err)
			}
			if n, _ := m.OfferCount(t.Context()); n != 2 || m.count(t, "offers WHERE source_id = '0'") != 1 {
				t.Errorf("%d stay", n)
			}
		},
		"when the one that is shown expires, the other takes its place": func(t *testing.T, m *market) {
			camille := member(t, m.Store, "camille")
			a, b := openingAt("lever", "a", "Développeuse Rust"), openingAt("ashby", "b", "Développeuse Rust")
			a.Expires = m.at.Add(time.Hour)
			m.reads(t, "lever", whole, a)
			m.reads(t, "ashby", whole, b)
			m.keeps(t, camille, storedID(t, m.address, "a"))
			m.at = m.at.Add(2 * time.Hour)
			m.shows(t)
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			if o := m.shows(t, "Développeuse Rust")[0]; o.ID != "b" || m.kept(t, camille)[0].ID != "b" {
				t.Errorf("%+v", o)
			}
		},
		"what was kept of an offer goes with whoever kept it": func(t *testing.T, m *market) {
			camille := member(t, m.Store, "camille")
			m.reads(t, "lever", whole, many(1)...)
			m.keeps(t, camille, storedID(t, m.address, "0"))
			m.reads(t, "lever", whole)
			if err := m.Prune(t.Context(), m.at); err != nil || len(m.kept(t, camille)) != 1 {
				t.Errorf("%v", err)
			}
			if err := m.Erase(t.Context(), camille, m.at); err != nil {
				t.Fatal(err)
			}
			m.at = m.at.Add(30 * 24 * time.Hour)
			if err := m.Prune(t.Context(), m.at); err != nil || m.count(t, "offers") != 0 || m.count(t, "offers_left") != 0 {
				t.Errorf("%v, something is left", err)
			}
		},
		"the index forgets the words of what has left, though others stay": func(t *testing.T, m *market) {
			m.reads(t, "lever", whole, append(many(1), openingAt("lever", "a", "Développeuse Rust"))...)
			m.reads(t, "lever", whole, many(1)...)
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			if tables := m.named(t, "qxwyv", "obotique"); len(tables) != 0 {
				t.Errorf("they are in %q", tables)
			}
		},
		"of an offer that a source gives twice, the last counts": func(t *testing.T, m *market) {
			twice := many(1)
			twice = append(twice, twice[0])
			twice[1].Title = "Poste changé"
			got, _, _ := m.reads(t, "lever", whole, twice...)
			if !slices.Equal(got, []sources.Outcome{sources.New, sources.Changed}) {
				t.Error(got)
			}
			m.shows(t, "Poste changé")
		},
		"two openings of one source are two, whatever they have in common": func(t *testing.T, m *market) {
			a, b, c := openingAt("lever", "a", "Développeuse Rust"), openingAt("lever", "b", "Développeuse Rust"), openingAt("ashby", "c", "Développeuse Rust")
			m.reads(t, "ashby", whole, c)
			got, _, _ := m.reads(t, "lever", whole, a, b)
			if !slices.Equal(got, []sources.Outcome{sources.Joined, sources.New}) {
				t.Error(got)
			}
			m.shows(t, "Développeuse Rust", "Développeuse Rust")
		},
	})
}

func (m *market) all(t testing.TB) []storage.Offer {
	t.Helper()
	page, err := m.SearchOffers(t.Context(), here, search.Query{}, "", 1000, m.at)
	if err != nil {
		t.Fatal(err)
	}
	return page.Offers
}
