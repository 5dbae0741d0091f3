package storage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/storage"
)

// TestFeeds is who may read a source when, and what stays of a reading.
func TestFeeds(t *testing.T) {
	onMarkets(t, map[string]func(*testing.T, *market){
		"each is read by one at a time, the one due the longest first": func(t *testing.T, m *market) {
			names := []sources.FeedName{{Name: "a", Kind: "lever"}, {Name: "b", Kind: "ashby"}}
			if err := m.AddFeeds(t.Context(), names[:1], m.at); err != nil {
				t.Fatal(err)
			}
			if err := m.AddFeeds(t.Context(), names, m.at.Add(time.Second)); err != nil {
				t.Fatal(err)
			}
			both, at := []string{"a", "b"}, m.at.Add(time.Minute)
			errs := together(4, func(int) error {
				f, ok, _, err := m.TakeFeed(t.Context(), both, at, at.Add(time.Hour))
				if err == nil && !ok {
					err = errors.New("none is due")
				}
				if ok && !f.Next.Equal(at.Add(time.Hour)) {
					err = fmt.Errorf("%+v", f)
				}
				return err
			})
			if n := len(succeeded(errs)); n != 2 {
				t.Errorf("%d took one: %v", n, errs)
			}
			if _, ok, next, err := m.TakeFeed(t.Context(), both, at, at.Add(time.Hour)); ok || err != nil || !next.Equal(at.Add(time.Hour)) {
				t.Errorf("%v, %s, %v", ok, next, err)
			}
			if _, ok, next, err := m.TakeFeed(t.Context(), []string{"none"}, at, at.Add(time.Hour)); ok || err != nil || !next.IsZero() {
				t.Errorf("one that is not known: %v, %s, %v", ok, next, err)
			}
			if f, ok, _, err := m.TakeFeed(t.Context(), both, at.Add(-sources.Furthest), at); !ok || err != nil || f.Name != "a" {
				t.Errorf("after a clock that was wrong: %+v, %v", f, err)
			}
		},
		"who lost it keeps nothing, and makes nothing leave": func(t *testing.T, m *market) {
			o := openingAt("lever", "a", "Développeuse Rust")
			m.reads(t, "lever", whole, o)
			_, lost := m.takes(t, "lever", "lever")
			m.at = m.at.Add(2 * time.Hour)
			_, held := m.takes(t, "lever", "lever")
			_, err := m.KeepOffers(t.Context(), lost, []sources.Offer{openingAt("lever", "b", "Autre")}, m.at)
			_, gone := m.GoneOffers(t.Context(), lost, []string{"a"}, m.at)
			_, _, ended := m.EndFeed(t.Context(), lost, whole, m.at)
			for _, err := range []error{err, gone, ended} {
				if !errors.Is(err, sources.ErrLost) {
					t.Error(err)
				}
			}
			m.shows(t, "Développeuse Rust")
			if left, _, err := m.EndFeed(t.Context(), held, whole, m.at); err != nil || left != 1 {
				t.Errorf("%d left, %v", left, err)
			}
		},
		"of one that fails what it left stays, and how often it has": func(t *testing.T, m *market) {
			m.reads(t, "lever", sources.End{Complete: true, State: "etag"})
			began := m.at
			for range 2 {
				m.reads(t, "lever", sources.End{Fault: sources.TooMany, Detail: "slow down", State: "lost"})
			}
			m.reads(t, "lever", sources.End{Stopped: true, State: "lost"})
			feed, lease := m.takes(t, "lever", "lever")
			if feed.State != "etag" || feed.Failures != 2 || !feed.Began.Equal(began) || !feed.CompleteAt.Equal(began) {
				t.Errorf("%+v", feed)
			}
			all, err := m.Feeds(t.Context())
			if err != nil || len(all) != 1 || all[0].Fault != sources.TooMany || all[0].Detail != "slow down" || all[0].FailedAt.IsZero() {
				t.Errorf("%+v, %v", all, err)
			}
			if _, _, err := m.EndFeed(t.Context(), lease, sources.End{State: "partial", Next: m.at}, m.at); err != nil {
				t.Fatal(err)
			}
			if feed, _ = m.takes(t, "lever", "lever"); feed.State != "partial" || feed.Failures != 0 || !feed.CompleteAt.Equal(began) || !feed.Began.Equal(lease.Began) {
				t.Errorf("%+v", feed)
			}
			if err := m.AddFeeds(t.Context(), []sources.FeedName{{Name: "lever", Kind: "ashby"}}, m.at); err != nil {
				t.Fatal(err)
			}
			if feed, _ = m.takes(t, "lever", "ashby"); feed.State != "" || feed.Kind != "ashby" {
				t.Errorf("of another kind: %+v", feed)
			}
		},
	})
}

// TestArrivals is which offers those who asked are to be told of.
func TestArrivals(t *testing.T) {
	onMarkets(t, map[string]func(*testing.T, *market){
		"new ones, once, and not those that have expired": func(t *testing.T, m *market) {
			a, old := openingAt("lever", "a", "Développeuse Rust"), openingAt("lever", "b", "Développeuse Ada")
			old.Expires = m.at
			m.reads(t, "lever", whole, a, old)
			a.Title += " confirmée"
			m.reads(t, "lever", whole, a, old)
			if n := m.count(t, "offer_arrivals"); n != 1 || m.count(t, "offer_arrivals r JOIN offers o ON o.id = r.offer WHERE o.source_id = 'a'") != 1 {
				t.Errorf("%d have arrived", n)
			}
		},
		"of one that leaves at once, the one that takes its place": func(t *testing.T, m *market) {
			m.reads(t, "lever", whole, openingAt("lever", "a", "Développeuse Rust"))
			m.reads(t, "ashby", whole, openingAt("ashby", "b", "Développeuse Rust"))
			m.reads(t, "lever", whole)
			if m.count(t, "offer_arrivals r JOIN offers o ON o.id = r.offer WHERE o.source_id = 'b'") != 1 || m.count(t, "offer_arrivals") != 1 {
				t.Error("nobody would be told of the opening")
			}
		},
	})
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"a member's, when it is published": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			if n := b.count(t, "offer_arrivals WHERE offer = $1", a.ID); n != 1 || b.count(t, "offer_marks WHERE offer = $1", a.ID) != 0 {
				t.Errorf("%d", n)
			}
		},
	})
}

// fromOther is an offer of another company.
func fromOther(source, id, title string) sources.Offer {
	o := openingAt(source, id, title)
	o.Company, o.Description = "Fictif", strings.ReplaceAll(o.Description, o.Company, "Fictif")
	return o
}

// TestReportedOffersLeave is what is left of reports on offers whose source withdraws them.
func TestReportedOffersLeave(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"the case ends, its card goes, and nothing of the company is left": func(t *testing.T, b *billboard) {
			m := &market{b.announcements.Store, b.address, b.at}
			m.reads(t, "lever", whole, openingAt("lever", "a", "Zqxwyv Robotique : Rust"), openingAt("lever", "b", "Zqxwyv Robotique : Ada"))
			one, two := storedID(t, b.address, "a"), storedID(t, b.address, "b")
			m.keeps(t, b.knows(t, "dom"), one)
			b.says(t, "sam", one, "un", storage.CaseOpen)
			c := b.says(t, "sam", two, "deux", storage.CaseOpen) // on its way
			b.closes(t, c, "mod", storage.CaseKept)
			m.reads(t, "lever", whole)
			if n := b.count(t, "posts WHERE body LIKE '%Zqxwyv%'"); n != 0 {
				t.Errorf("%d posts name the company", n)
			}
			b.tends(t)
			if got := b.waiting(t); len(got) != 0 {
				t.Errorf("waiting: %q", got)
			}
			b.tends(t)
			if got := b.news(t, "sam"); len(got) != 2 {
				t.Errorf("sam is told %q", got)
			}
			if err := m.Prune(t.Context(), m.at); err != nil {
				t.Fatal(err)
			}
			if tables := m.named(t, "qxwyv"); len(tables) != 0 {
				t.Errorf("of the company something is left in %q", tables)
			}
		},
		"where another source has the opening the case goes on, and is shown as that one": func(t *testing.T, b *billboard) {
			m := &market{b.announcements.Store, b.address, b.at}
			m.reads(t, "lever-two", whole, fromOther("lever", "two-a", "Développeuse Rust"))
			other := fromOther("ashby", "two-b", "Développeuse Rust")
			if got, _, _ := m.reads(t, "ashby-two", whole, other); got[0] != sources.Joined {
				t.Fatal(got)
			}
			b.says(t, "sam", storedID(t, b.address, "two-a"), "un", storage.CaseOpen)
			b.shows(t, "moderation: Développeuse Rust? open perimee un")
			m.reads(t, "lever-two", whole)
			b.says(t, "lou", storedID(t, b.address, "two-b"), "deux", storage.CaseOpen)
			b.shows(t, "moderation: x", "moderation: Développeuse Rust? open perimee un, perimee deux")
			if got := b.waiting(t); !slices.Equal(got, []string{storedID(t, b.address, "two-b") + " open 2"}) {
				t.Errorf("%q", got)
			}
		},
	})
}

// TestAsideOffersComeBack is that what was put aside is not shown to all again because its
// source did not show it for a while.
func TestAsideOffersComeBack(t *testing.T) {
	for name, run := range map[string]func(*testing.T, *billboard){
		"one that was put aside and comes back stays aside until moderators decide": func(t *testing.T, b *billboard) {
			m := &market{b.announcements.Store, b.address, b.at}
			o := fromOther("lever", "back", "Développeuse Rust")
			m.reads(t, "lever", whole, o)
			id := storedID(t, b.address, "back")
			b.warns(t, "sam", id)
			b.posted(t)
			for range 2 {
				m.reads(t, "lever", whole)
				b.tends(t)
				if got := b.waiting(t); len(got) != 0 {
					t.Errorf("waiting: %q", got)
				}
				m.reads(t, "lever", whole, o)
				if b.lists(t, b.here, "Rust") || b.opens(t, b.here, id, "") {
					t.Error("it is shown before anybody has looked")
				}
				b.tends(t)
				if got := b.waiting(t); !slices.Equal(got, []string{id + " aside 1"}) || b.lists(t, b.here, "Rust") {
					t.Errorf("waiting: %q", got)
				}
			}
			if got := b.news(t, "sam"); len(got) != 0 {
				t.Errorf("sam is told %q", got)
			}
			c, err := b.announcements.Store.Cases(t.Context(), b.here, 0, 1)
			if err != nil || len(c) != 1 || c[0].Card == "" {
				t.Fatalf("%+v, %v", c, err)
			}
			b.closes(t, &c[0], "mod", storage.CaseKept)
			if !b.lists(t, b.here, "Rust") {
				t.Error("what is kept is not shown")
			}
		},
		"one that was put aside, comes back in another source's place": func(t *testing.T, b *billboard) {
			m := &market{b.announcements.Store, b.address, b.at}
			o := fromOther("lever", "first", "Développeuse Rust")
			m.reads(t, "lever", whole, o)
			b.warns(t, "sam", storedID(t, b.address, "first"))
			m.reads(t, "lever", whole)
			b.tends(t)
			m.reads(t, "ashby", whole, fromOther("ashby", "other", "Développeuse Rust"))
			if got, _, _ := m.reads(t, "lever", whole, o); got[0] != sources.Joined {
				t.Fatal(got)
			}
			b.tends(t)
			if got := b.waiting(t); !slices.Equal(got, []string{storedID(t, b.address, "other") + " aside 1"}) || b.lists(t, b.here, "Rust") {
				t.Errorf("waiting: %q", got)
			}
		},
		"one that was put aside and does not come back is told of in the end": func(t *testing.T, b *billboard) {
			m := &market{b.announcements.Store, b.address, b.at}
			m.reads(t, "lever", whole, fromOther("lever", "gone", "Développeuse Rust"))
			b.warns(t, "sam", storedID(t, b.address, "gone"))
			m.reads(t, "lever", whole)
			b.tends(t)
			b.at = b.at.Add(31 * 24 * time.Hour)
			if err := m.Prune(t.Context(), b.at); err != nil {
				t.Fatal(err)
			}
			b.tends(t)
			b.tends(t)
			if got := b.news(t, "sam"); len(got) != 1 || b.count(t, "offer_cases") != 0 {
				t.Errorf("sam is told %q", got)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { onBillboards(t, map[string]func(*testing.T, *billboard){"": run}) })
	}
}

// TestAnonymousTitle is what stays of titles.
func TestAnonymousTitle(t *testing.T) {
	onMarkets(t, map[string]func(*testing.T, *market){"": func(t *testing.T, m *market) {
		camille := member(t, m.Store, "camille")
		for i, c := range []struct{ title, company, place, want string }{
			{"Développeuse Go (H/F)", "Fictif SAS", "Nancy (54)", "Développeuse Go (H/F)"},
			{"Développeuse Go chez Fictif (H/F)", "FICTIF SAS", "Nancy (54)", "Développeuse Go"},
			{"Développeuse Go - Nancy (H/F)", "Fictif", "54 - NANCY", "Développeuse Go"},
			{"Développeuse Go à Saint-Étienne", "", "Saint-Étienne (42)", "Développeuse Go"},
			{"Fictif recrute une développeuse", "Fictif", "", ""},
			{"À Nancy : développeuse", "", "Nancy (54)", ""},
			{"Consultante SAS, 75 % de télétravail", "Société Fictif SAS", "Remote, 75", "Consultante SAS, 75 % de télétravail"},
			{"Développeuse 3M", "3M", "", "Développeuse"},
			{"Développeur 54000 Nancy", "", "54 - Nancy", "Développeur"},
			{"Développeur (54000)", "Fictif", "54 - Nancy", "Développeur"},
			{"Développeur 54 000", "Fictif", "", "Développeur"},
			{"Développeur chez AcmeFictif", "ACME FICTIF SAS", "", "Développeur"},
			{"Développeur - AcmeFictif", "ACME FICTIF SAS", "", "Développeur"},
			{"Développeur Acme-Fictif", "AcmeFictif", "", "Développeur"},
			{"Développeur Acme Fictif Cloud", "AcmeFictif", "", "Développeur"},
			{"Développeur ACME", "AcmeFictif", "", "Développeur"},
			{"Développeur (AcmeFictifLab)", "AcmeFictif", "", "Développeur"},
			{"Développeur SNFZ", "Société Nationale des Fictifs Zélés", "", "Développeur"},
			{"Développeur - Vandœuvre-lès-Nancy", "", "54 - VANDOEUVRE LES NANCY", "Développeur"},
			{"Développeur St-Étienne", "", "42 - SAINT ETIENNE", "Développeur"},
			{"Développeur à Charmes-la-Côte", "", "54 - Meurthe-et-Moselle", "Développeur"},
			{"Technicien VILLEURBANNE", "", "69 - Rhône", "Technicien"},
			{"Consultant Société Digital Solutions", "Digital Solutions", "", "Consultant"},
			{"Développeur chez Conseil Group", "Conseil Group", "", "Développeur"},
			{"Développeur Conseil Group", "Conseil Group", "", "Développeur"},
			{"Développeur chez Zqxwyv", "", "", "Développeur"},
			{"Zqxwyv recrute : développeur", "Fictif", "", ""},
			{"Développeur, jean@acme.example 06 12 34 56 78", "", "", "Développeur"},
			{"Tech lead Vue.js, Grand Est (H/F)", "Fictif", "54 - Nancy", "Tech lead Vue.js, Grand Est (H/F)"},
			{"Ingénieure réseaux et sécurité N3 - CDI", "Fictif Conseil", "", "Ingénieure réseaux et sécurité N3 - CDI"},
		} {
			o := offer(fmt.Sprint(i), c.title, 1)
			o.Company, o.Places = c.company, []sources.Place{{Label: c.place}}
			m.reads(t, "test", whole, o)
			id := storedID(t, m.address, o.ID)
			m.keeps(t, camille, id)
			m.reads(t, "test", whole)
			if got := m.kept(t, camille); len(got) != 1 || got[0].Title != c.want {
				t.Errorf("%q of %q in %q: %q, want %q", c.title, c.company, c.place, titles(got), c.want)
			}
			if err := m.DropOffer(t.Context(), camille, id); err != nil {
				t.Fatal(err)
			}
		}
	}})
}

// TestAnonymousCredit is that what stays of an offer does not name a company as its source.
func TestAnonymousCredit(t *testing.T) {
	onMarkets(t, map[string]func(*testing.T, *market){"": func(t *testing.T, m *market) {
		camille := member(t, m.Store, "camille")
		licence := bot.Same("Licence")
		for i, c := range []struct {
			source string
			credit sources.Credit
			want   string
		}{
			{"feed/one", sources.Credit{Name: "Zqxwyv Robotique - Offres d’emploi"}, ""},
			{"recruitee", sources.Credit{Name: "Recruitee"}, "Recruitee"},
			{"francetravail", sources.Credit{Name: "France Travail", Licence: licence}, "France Travail"},
		} {
			o := openingAt(c.source, fmt.Sprint(i), "Développeuse Go")
			o.Credit = c.credit
			m.reads(t, c.source, whole, o)
			id := storedID(t, m.address, o.ID)
			m.keeps(t, camille, id)
			m.reads(t, c.source, whole)
			if got := m.kept(t, camille); len(got) != 1 || got[0].Credit.Name != c.want || got[0].Credit.Licence != c.credit.Licence || len(m.named(t, "zqxwyv")) != 0 {
				t.Errorf("%s: %+v, named in %v", c.source, got, m.named(t, "zqxwyv"))
			}
			if err := m.DropOffer(t.Context(), camille, id); err != nil {
				t.Fatal(err)
			}
		}
	}})
}

// TestExportOfKeptOffers is that offers are named to whoever kept them, and not handed out.
func TestExportOfKeptOffers(t *testing.T) {
	onMarkets(t, map[string]func(*testing.T, *market){"": func(t *testing.T, m *market) {
		camille := member(t, m.Store, "camille")
		m.reads(t, "lever", whole, openingAt("lever", "a", "Développeuse Rust"), openingAt("lever", "b", "Développeuse Ada"))
		m.keeps(t, camille, storedID(t, m.address, "a"))
		m.keeps(t, camille, storedID(t, m.address, "b"))
		m.reads(t, "lever", whole, openingAt("lever", "a", "Développeuse Rust"))
		all, err := m.Export(t.Context(), camille, bot.FR)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(all)
		if err != nil || strings.Contains(string(text), "Zqxwyv") || strings.Contains(string(text), "Développeuse") {
			t.Errorf("%s, %v", text, err)
		}
		i := slices.IndexFunc(all, func(e storage.Exported) bool { return e.Table == "kept_offers" })
		links := 0
		for _, row := range all[i].Rows {
			if row["link"] == "https://lever.example/a" && row["source"] == "lever" && row["id"] == "a" && row["kept_at"] != nil {
				links++
			}
		}
		if len(all[i].Rows) != 2 || links != 1 {
			t.Errorf("%v", all[i].Rows)
		}
	}})
}

// TestSourcesTogether reads two sources that have the same openings at once, while people
// keep them and the sources withdraw them: one of each is shown, nobody loses what they
// kept, and nobody waits for another for ever.
func TestSourcesTogether(t *testing.T) {
	const openings, people = 12, 6
	onMarkets(t, map[string]func(*testing.T, *market){"": func(t *testing.T, m *market) {
		titles := strings.Fields("Rust Ada Go Java Python Kotlin Swift Scala Ruby Cobol Fortran Haskell")
		from := func(kind string) (all []sources.Offer) {
			for i := range openings {
				all = append(all, openingAt(kind, kind+fmt.Sprint(i), "Développeuse "+titles[i]))
			}
			return all
		}
		kinds := []string{"lever", "ashby"}
		var leases []sources.Lease
		for _, kind := range kinds {
			_, lease := m.takes(t, kind, kind)
			leases = append(leases, lease)
		}
		fail := func(what string, err error) {
			if err != nil && !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		var wg sync.WaitGroup
		for i, kind := range kinds {
			wg.Go(func() {
				_, err := m.KeepOffers(t.Context(), leases[i], from(kind), m.at)
				fail("keep "+kind, err)
			})
		}
		wg.Wait()
		shown := m.all(t)
		if len(shown) != openings {
			t.Fatalf("%d openings are shown, want %d", len(shown), openings)
		}
		var who []bot.PersonID
		for i := range people {
			who = append(who, member(t, m.Store, fmt.Sprint("person", i)))
		}
		for _, o := range shown {
			m.keeps(t, who[0], o.OfferID)
		}
		for i, person := range who[1:] {
			wg.Go(func() {
				for j := range shown { // each in an order of their own
					fail("keep", m.KeepOffer(t.Context(), here, person, shown[(j*(i+1)+i)%openings].OfferID, m.at))
				}
				if i%2 == 1 {
					fail("erase", m.Erase(t.Context(), person, m.at))
				}
			})
		}
		wg.Go(func() {
			for i := range openings {
				_, err := m.GoneOffers(t.Context(), leases[0], []string{fmt.Sprint("lever", (i*5)%openings)}, m.at)
				fail("gone", err)
			}
		})
		wg.Wait()
		if left := m.all(t); len(left) != openings || slices.ContainsFunc(left, func(o storage.Offer) bool { return o.Source != "ashby" }) {
			t.Errorf("%d openings are shown", len(left))
		}
		if kept := m.kept(t, who[0]); len(kept) != openings || slices.ContainsFunc(kept, func(o storage.Offer) bool { return !o.Withdrawn.IsZero() }) {
			t.Errorf("%d of %d are kept", len(kept), openings)
		}
		if n := m.count(t, "kept_offers k WHERE NOT EXISTS (SELECT 1 FROM offers o WHERE o.id = k.offer AND o.twin_of IS NULL)"); n != 0 {
			t.Errorf("%d are kept that are not shown", n)
		}
	}})
}
