package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/delivery"
	"rebond/bot/search"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// billboard is what the members of a community announce, at a time of its own.
type billboard struct {
	*mailbox
	announcements *storage.Announcements
	here, there   bot.Address // two communities of one platform
}

// boardWords say of what stands on a card, or before moderators, no more than is looked at.
type boardWords struct{}

func (boardWords) Card(all []storage.Announced, _ storage.Settings) *bot.Message {
	var lines []string
	for i := range all {
		lines = append(lines, strings.TrimSpace(all[i].Title+" "+string(all[i].State)))
	}
	return saying(strings.Join(lines, " | "))
}

func (boardWords) Review(a *storage.Announced, _ storage.Settings, by string) *bot.Message {
	return saying(strings.TrimSpace(fmt.Sprintf("%s %s %s", a.Title, a.State, by)))
}

func (boardWords) Case(c *storage.Case, _ storage.Settings, by string) *bot.Message {
	what, said := c.OfferID, []string{}
	switch {
	case c.Announced != nil:
		what = c.Announced.Title
	case c.Offer.Title != "":
		what = c.Offer.Title
	}
	for _, r := range c.Reports {
		if c.State.Waits() {
			said = append(said, strings.TrimSpace(r.Reason+" "+r.Words))
		}
	}
	return saying(strings.Join(strings.Fields(fmt.Sprintf("%s? %s %s %s", what, c.State, strings.Join(said, ", "), by)), " "))
}

func (boardWords) Lost(to bot.Address) *bot.Message { return saying("lost in " + to.Channel) }

func (boardWords) Lang(storage.Settings) bot.Lang { return bot.FR }

// openBillboard is one on a platform of its own, which has two channels.
func openBillboard(t testing.TB, s *storage.Store, address, platform string) *billboard {
	t.Helper()
	b := &billboard{mailbox: &mailbox{address: address, db: storagetest.Raw(t, address), at: now}, announcements: &storage.Announcements{Store: s, Words: boardWords{}}}
	b.Outbox = &storage.Outbox{Store: s, Now: func() time.Time { return b.at }}
	b.here, b.there = bot.Address{Platform: platform, Space: "room"}, bot.Address{Platform: platform, Space: "cellar"}
	b.sets(t, storage.Settings{storage.OffersChannel: "offres", storage.ModerationChannel: "moderation"})
	return b
}

// onBillboards holds each test to a community of its own, on one database an engine.
func onBillboards(t *testing.T, tests map[string]func(*testing.T, *billboard)) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s, n := storagetest.Open(t, address), 0
		for name, hold := range tests {
			n++
			t.Run(name, func(t *testing.T) { hold(t, openBillboard(t, s, address, fmt.Sprint("platform", n))) })
		}
	})
}

// sets gives the community settings; an empty value takes one back.
func (b *billboard) sets(t testing.TB, chosen storage.Settings) {
	t.Helper()
	if _, err := b.Store.ChangeSettings(t.Context(), b.here, b.knows(t, "admin"), chosen, b.at); err != nil {
		t.Fatal(err)
	}
}

func (b *billboard) knows(t testing.TB, name string) bot.PersonID {
	t.Helper()
	d := &storage.Directory{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return b.at }}
	m, err := d.Know(t.Context(), b.here, bot.Member{User: name})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// vacancy is an announcement of which nobody has to see anything.
func vacancy(title string) board.Announcement {
	return board.Announcement{
		Title: title, Company: "Atelier du Port", Place: "Nancy", Contract: "cdi", Pay: "45 000 à 55 000 € par an", Publisher: board.Employer,
		Apply: "https://atelier.example/postuler", Text: "Une équipe de six personnes, près de la gare.",
	}
}

// unlawful is one that a moderator has to see.
func unlawful(title string) board.Announcement {
	a := vacancy(title)
	a.Text = "Nous recherchons une personne motivée de moins de 35 ans."
	return a
}

func (b *billboard) drafts(t testing.TB, author bot.PersonID, of string, a board.Announcement) *storage.Draft {
	t.Helper()
	d := &storage.Draft{Person: author, Community: b.here, Of: of, Announcement: a}
	if err := b.announcements.Store.AddDraft(t.Context(), d, b.at); err != nil {
		t.Fatal(err)
	}
	return d
}

// sends tries to publish an announcement, or to change one.
func (b *billboard) sends(t testing.TB, author bot.PersonID, of string, a board.Announcement, limit int) (*storage.Announced, error) {
	t.Helper()
	d := b.drafts(t, author, of, a)
	got, err := b.announcements.Publish(t.Context(), b.here, author, d.ID, d.Revision, storage.Terms{Limit: limit}, b.at)
	if err != nil {
		if kept, fault := b.announcements.Store.Draft(t.Context(), b.here, author, d.ID, b.at); fault != nil || kept.Announcement != a {
			t.Errorf("after %v the draft is %+v, %v", err, kept, fault)
		}
		if err := b.announcements.Store.DropDraft(t.Context(), author, d.ID); err != nil {
			t.Error(err)
		}
	}
	return got, err
}

const anyNumber = 1000 // of announcements a day

func (b *billboard) publishes(t testing.TB, author bot.PersonID, a board.Announcement) *storage.Announced {
	t.Helper()
	got, err := b.sends(t, author, "", a, anyNumber)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (b *billboard) edits(t testing.TB, of *storage.Announced, a board.Announcement) *storage.Announced {
	t.Helper()
	got, err := b.sends(t, of.Author, of.ID, a, anyNumber)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// stands brings an announcement where it is to stand; by is a moderator, or nobody.
func (b *billboard) stands(t testing.TB, id string, by bot.PersonID, as storage.Standing) *storage.Announced {
	t.Helper()
	a, err := b.decides(t, id, by, as)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (b *billboard) decides(t testing.TB, id string, by bot.PersonID, as storage.Standing) (*storage.Announced, error) {
	return b.announcements.Change(t.Context(), b.here, id, by, b.at, func(a *storage.Announced) error {
		if by != "" && a.State != storage.Held {
			return storage.ErrChanged
		}
		a.State = as
		return nil
	})
}

func (b *billboard) renews(t testing.TB, id string) *storage.Announced {
	t.Helper()
	a, err := b.announcements.Change(t.Context(), b.here, id, "", b.at, func(a *storage.Announced) error {
		a.State, a.Expires = storage.Living, b.at.Add(storage.AnnouncementLife)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (b *billboard) tends(t testing.TB) (next time.Time) {
	t.Helper()
	next, err := b.announcements.Tend(t.Context(), b.at)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func (b *billboard) is(t testing.TB, id string, want storage.Standing) *storage.Announced {
	t.Helper()
	a, err := b.announcements.Announcement(t.Context(), b.here, id)
	if err != nil {
		t.Fatal(err)
	}
	if a.State != want {
		t.Errorf("%q is %s, want %s", a.Title, a.State, want)
	}
	return a
}

// of are the announcements of a person, the latest first.
func (b *billboard) of(t testing.TB, author bot.PersonID) []*storage.Announced {
	t.Helper()
	all, err := b.announcements.Of(t.Context(), b.here, author, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var found []*storage.Announced
	for i := range all {
		found = append(found, &all[i])
	}
	return found
}

// lists reports whether words find an offer in a community, in every way there is.
func (b *billboard) lists(t testing.TB, in bot.Address, words string) bool {
	t.Helper()
	s, q := b.announcements.Store, search.Query{Words: words}
	page, err := s.SearchOffers(t.Context(), in, q, "", 10, b.at)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.CountOffers(t.Context(), in, q, 10, b.at)
	if err != nil {
		t.Fatal(err)
	}
	titles, err := s.OfferTitles(t.Context(), in, words, 10, b.at)
	if err != nil || len(page.Offers) != n || len(titles) > n {
		t.Fatalf("%q in %v: %d found, %d counted, %q, %v", words, in, len(page.Offers), n, titles, err)
	}
	return n > 0
}

// opens reports whether an offer can be seen by itself.
func (b *billboard) opens(t testing.TB, in bot.Address, id string, person bot.PersonID) bool {
	t.Helper()
	_, err := b.announcements.Store.Offer(t.Context(), in, id, person)
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

// posted delivers what is due in the channels, and returns what it says: a new message as
// it is, a changed one after "=", one that is deleted as "x". What refuse names is refused.
func (b *billboard) posted(t testing.TB, refuse ...string) (all []string) {
	t.Helper()
	for {
		claimed, _, err := b.Claim(t.Context(), delivery.Lane{Platform: b.here.Platform}, b.at, leased, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(claimed) == 0 {
			return all
		}
		var outcomes []delivery.Outcome
		for _, d := range claimed {
			words := map[bot.PostKind]string{bot.EditPost: "=", bot.DeletePost: "x"}[d.Kind]
			if d.Message != nil {
				words += d.Message.Text.FR
			}
			o := outcome(d, delivery.Delivered)
			if slices.Contains(refuse, words) {
				o = outcome(d, delivery.Rejected)
				words += " REFUSED"
			}
			all, outcomes = append(all, d.To.Channel+": "+words), append(outcomes, o)
		}
		b.settles(t, outcomes...)
	}
}

// shows fails the test unless this is what is due in the channels.
func (b *billboard) shows(t testing.TB, want ...string) {
	t.Helper()
	got := b.posted(t)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("posted %q, want %q", got, want)
	}
}

func (b *billboard) count(t testing.TB, from string, args ...any) (n int) {
	t.Helper()
	if err := b.db.QueryRow("SELECT count(*) FROM "+from, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// notices are what waits for a person, in the order in which it falls due.
func (b *billboard) notices(t testing.TB, person bot.PersonID) (all []string) {
	t.Helper()
	p, err := (&storage.Notices{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC}).Person(t.Context(), person, b.at)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range p.Waiting {
		all = append(all, fmt.Sprintf("%s at %s until %s", n.Ref, n.At.Format(time.DateTime), n.Until.Format(time.DateTime)))
	}
	return all
}
