package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// reports tells moderators what is wrong with an offer.
func (b *billboard) reports(t testing.TB, person bot.PersonID, offer, words string) (*storage.Case, error) {
	return b.announcements.Report(t.Context(), &storage.Report{Community: b.here, Offer: offer, Person: person, Reason: "perimee", Words: words}, b.at)
}

// warns tells them that it is a fraud.
func (b *billboard) warns(t testing.TB, name, offer string) *storage.Case {
	t.Helper()
	c, err := b.announcements.Report(t.Context(), &storage.Report{Community: b.here, Offer: offer, Person: b.knows(t, name), Reason: "arnaque", Grave: true}, b.at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// says reports an offer in somebody's name, and fails the test unless its case is then so.
func (b *billboard) says(t testing.TB, name, offer, words string, want storage.CaseState) *storage.Case {
	t.Helper()
	c, err := b.reports(t, b.knows(t, name), offer, words)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != want {
		t.Errorf("the case of %s is %s, want %s", offer, c.State, want)
	}
	return c
}

// closes decides of a case as it is.
func (b *billboard) closes(t testing.TB, c *storage.Case, moderator string, as storage.CaseState) *storage.Case {
	t.Helper()
	c, err := b.announcements.Store.Case(t.Context(), b.here, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	c, err = b.announcements.DecideCase(t.Context(), b.here, c.ID, c.Revision, b.knows(t, moderator), as, storage.Why{Reason: "autre", Words: "Mots de " + moderator}, b.at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// news are what somebody is told of what they reported.
func (b *billboard) news(t testing.TB, name string) (all []string) {
	t.Helper()
	p, err := (&storage.Notices{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC}).Person(t.Context(), b.knows(t, name), b.at)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range p.Waiting {
		if n.Topic == storage.ReportTopic {
			all = append(all, n.Ref)
		}
	}
	slices.Sort(all)
	return all
}

// imported is the id of an offer that serves everybody.
func (b *billboard) imported(t testing.TB, name string) string {
	t.Helper()
	put(t, b.announcements.Store, offer(name, name, 1))
	return storedID(t, b.address, name)
}

// waiting are the offers of the cases that wait.
func (b *billboard) waiting(t testing.TB) (all []string) {
	t.Helper()
	cases, err := b.announcements.Store.Cases(t.Context(), b.here, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		all = append(all, fmt.Sprintf("%s %s %d", c.OfferID, c.State, len(c.Reports)))
	}
	return all
}

// TestReportOffer is what members can say of offers, and what comes of it.
func TestReportOffer(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"moderators hear of the first, on one card, and three people put it aside": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.posted(t)
			b.says(t, "sam", a.ID, "un", storage.CaseOpen)
			b.shows(t, "moderation: Ferblantière? open perimee un")
			b.says(t, "lou", a.ID, "deux", storage.CaseOpen)
			c := b.says(t, "lou", a.ID, "trois", storage.CaseOpen) // of one person the last holds
			if again := b.says(t, "lou", a.ID, "trois", storage.CaseOpen); again.Revision != c.Revision || len(again.Reports) != 2 {
				t.Errorf("what is said again changes %+v", again)
			}
			if b.is(t, a.ID, storage.Living); !b.lists(t, b.here, "ferblantière") {
				t.Error("put aside too soon")
			}
			b.shows(t, "moderation: =Ferblantière? open perimee un, perimee trois")
			c = b.says(t, "dom", a.ID, "", storage.CaseAside)
			if got := b.waiting(t); !slices.Equal(got, []string{a.ID + " aside 3"}) || len(c.Reports) != 3 {
				t.Errorf("%q, %+v", got, c)
			}
			if b.is(t, a.ID, storage.Aside); b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, "") {
				t.Error("it is shown")
			}
			b.shows(t, "moderation: =Ferblantière? aside perimee un, perimee trois, perimee", "offres: =Ferblantière aside")
		},
		"one that is grave is enough, even after others": func(t *testing.T, b *billboard) {
			b.says(t, "sam", b.imported(t, "o1"), "", storage.CaseOpen)
			if c := b.warns(t, "lou", b.imported(t, "o1")); c.State != storage.CaseAside {
				t.Errorf("%+v", c)
			}
			b.says(t, "dom", b.imported(t, "o1"), "", storage.CaseAside)
			b.shows(t, "moderation: o1? open perimee", "moderation: =o1? aside perimee, arnaque, perimee") // an edit waits for what it changes, and the last wins
		},
		"the outcome is told once to each, and a false report costs nothing": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.says(t, "sam", a.ID, "un", storage.CaseOpen)
			c := b.warns(t, "lou", a.ID)
			b.tends(t)
			if b.news(t, "sam") != nil {
				t.Error("told before anybody has decided")
			}
			b.closes(t, c, "mod", storage.CaseKept)
			b.is(t, a.ID, storage.Living)
			b.tends(t)
			b.tends(t)
			for _, who := range []string{"sam", "lou"} {
				if got := b.news(t, who); !slices.Equal(got, []string{"kept/" + a.ID}) {
					t.Errorf("%s is told %q", who, got)
				}
			}
			if n := b.count(t, "offer_reports WHERE offer = $1 AND words IS NOT NULL", a.ID); n != 0 {
				t.Error("words are left of what was decided")
			}
			other := b.publishes(t, b.knows(t, "alex"), vacancy("Zingueuse"))
			if c := b.warns(t, "lou", other.ID); c.State != storage.CaseAside {
				t.Errorf("whoever was wrong once is not heard any more: %s", c.State)
			}
		},
		"whoever was answered is heard again, and puts nothing aside alone": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.closes(t, b.warns(t, "sam", a.ID), "mod", storage.CaseKept)
			b.posted(t)
			if c := b.warns(t, "sam", a.ID); c.State != storage.CaseOpen || len(c.Reports) != 1 {
				t.Errorf("%+v", c)
			}
			b.says(t, "sam", a.ID, "", storage.CaseOpen)
			if c := b.warns(t, "sam", a.ID); c.State != storage.CaseOpen || len(c.Reports) != 1 { // saying it often does not make it new
				t.Errorf("%+v", c)
			}
			b.is(t, a.ID, storage.Living)
			b.shows(t, "moderation: Ferblantière? open arnaque", "moderation: =Ferblantière? open arnaque", "moderation: x") // where people look
			b.says(t, "lou", a.ID, "", storage.CaseOpen)
			b.says(t, "dom", a.ID, "", storage.CaseOpen)
			b.says(t, "max", a.ID, "", storage.CaseAside)
		},
		"at most 10 a day, as time rolls on": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			var offers []string
			for i := range 13 {
				offers = append(offers, b.imported(t, fmt.Sprint("o", i)))
			}
			report := func(i int) error {
				_, err := b.reports(t, alex, offers[i], "")
				return err
			}
			errs := together(12, report)
			for _, err := range errs {
				if err != nil && !errors.Is(err, storage.ErrTooMany) {
					t.Error(err)
				}
			}
			if n := len(succeeded(errs)); n != 10 || len(b.posted(t)) != 10 || len(b.waiting(t)) != 10 {
				t.Errorf("%d are reported: %v", n, errs)
			}
			b.at = now.Add(day - time.Millisecond)
			if err := report(12); !errors.Is(err, storage.ErrTooMany) {
				t.Error(err)
			}
			b.at = now.Add(day)
			if err := report(12); err != nil {
				t.Error(err)
			}
		},
		"what waits is shown anew a day later, in place of its old card": func(t *testing.T, b *billboard) {
			b.says(t, "sam", b.imported(t, "o1"), "", storage.CaseOpen)
			b.posted(t)
			b.at = now.Add(day + time.Millisecond)
			b.says(t, "lou", b.imported(t, "o1"), "", storage.CaseOpen)
			b.shows(t, "moderation: o1? open perimee, perimee", "moderation: x")
		},
		"without a channel nothing is shown, until there is one": func(t *testing.T, b *billboard) {
			b.sets(t, storage.Settings{storage.ModerationChannel: ""})
			b.says(t, "sam", b.imported(t, "o1"), "", storage.CaseOpen)
			b.tends(t)
			b.shows(t)
			b.sets(t, storage.Settings{storage.ModerationChannel: "elsewhere"})
			b.tends(t)
			b.tends(t)
			b.shows(t, "elsewhere: o1? open perimee")
		},
		"what is refused there is shown elsewhere at once, or a day later": func(t *testing.T, b *billboard) {
			b.says(t, "sam", b.imported(t, "o1"), "", storage.CaseOpen)
			b.posted(t, "o1? open perimee")
			b.tends(t)
			b.shows(t)
			b.at = now.Add(day)
			b.tends(t)
			b.posted(t, "o1? open perimee")
			b.sets(t, storage.Settings{storage.ModerationChannel: "elsewhere"})
			b.tends(t)
			b.tends(t)
			b.shows(t, "elsewhere: o1? open perimee")
		},
	})
}

// TestForgottenReports is what is left of reports and cases once people are erased, and in
// the end.
func TestForgottenReports(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"whoever reported is taken off the card, which is shown again without them": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.says(t, "alex", b.imported(t, "o1"), "un", storage.CaseOpen)
			b.says(t, "sam", b.imported(t, "o1"), "deux", storage.CaseOpen)
			b.shows(t, "moderation: o1? open perimee un", "moderation: =o1? open perimee un, perimee deux")
			b.says(t, "alex", b.imported(t, "o2"), "secret", storage.CaseOpen) // this one waits to be sent
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			if n := b.count(t, "posts WHERE body LIKE '%secret%' OR body LIKE '%un,%'"); n != 0 {
				t.Error("their words are left in posts")
			}
			if n := b.count(t, "offer_reports WHERE person = $1", string(alex)); n != 0 {
				t.Errorf("%d reports are left", n)
			}
			for _, said := range b.posted(t) {
				if said != "moderation: x" && said != "moderation: Ce signalement a été retiré." {
					t.Errorf("%q", said)
				}
			}
			b.tends(t)
			b.shows(t, "moderation: o1? open perimee deux", "moderation: o2? open")
			if got := b.waiting(t); !slices.Equal(got, []string{b.imported(t, "o1") + " open 1", b.imported(t, "o2") + " open 0"}) {
				t.Errorf("%q", got)
			}
		},
		"with the author go the case, its card and what was reported": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.says(t, "sam", a.ID, "un", storage.CaseOpen)
			b.posted(t)
			b.warns(t, "lou", a.ID)
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			if n := b.count(t, "offer_cases WHERE offer = $1", a.ID) + b.count(t, "offer_reports WHERE offer = $1", a.ID) + b.count(t, "posts WHERE body LIKE '%Ferbl%'"); n != 0 {
				t.Errorf("%d are left", n)
			}
			deleted := 0
			for _, said := range b.posted(t) {
				if said == "moderation: x" {
					deleted++
				}
			}
			b.tends(t)
			if b.shows(t); deleted != 1 {
				t.Errorf("%d cards are deleted", deleted)
			}
		},
		"they are forgotten after 90 days": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			b.says(t, "alex", b.imported(t, "o1"), "un", storage.CaseOpen)
			b.says(t, "sam", b.imported(t, "o1"), "deux", storage.CaseOpen)
			kept := b.closes(t, b.says(t, "alex", b.imported(t, "o2"), "", storage.CaseOpen), "mod", storage.CaseKept)
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			b.posted(t)
			b.tends(t)
			b.shows(t, "moderation: o1? open perimee deux")
			b.forgets(t, 90*day-time.Millisecond, "offer_reports WHERE person = $1", alex, 0)
			b.forgets(t, 90*day-time.Millisecond, "offer_reports WHERE person = $1", sam, 1)
			if _, err := b.announcements.Store.Case(t.Context(), b.here, kept.ID); err != nil {
				t.Error(err)
			}
			b.at = now.Add(90 * day)
			b.forgets(t, 90*day, "offer_reports WHERE person = $1", sam, 0)
			if n := b.count(t, "offer_cases x JOIN communities c ON c.id = x.community WHERE c.platform = $1", b.here.Platform); n != 0 {
				t.Errorf("%d cases are left", n)
			}
			b.shows(t, "moderation: x")
		},
	})
}
