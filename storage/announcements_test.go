package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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

func (boardWords) Lost(to bot.Address) *bot.Message { return saying("lost in " + to.Channel) }

func (boardWords) Lang(storage.Settings) bot.Lang { return bot.FR }

// openBillboard is one on a platform of its own, which has two channels.
func openBillboard(t testing.TB, s *storage.Store, address, platform string) *billboard {
	t.Helper()
	b := &billboard{mailbox: &mailbox{address: address, db: raw(t, address), at: now}, announcements: &storage.Announcements{Store: s, Words: boardWords{}}}
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
	got, err := b.announcements.Publish(t.Context(), b.here, author, d.ID, d.Revision, limit, b.at)
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

// TestAnnouncements is the life of an announcement, and what others see of it.
func TestAnnouncements(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"what is published is found at once where its author is, and nowhere else": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			if a.State != storage.Living || a.User != "alex" || !a.Created.Equal(now) || !a.Published.Equal(now) || !a.Expires.Equal(now.Add(storage.AnnouncementLife)) || a.Announcement != vacancy("Ferblantière") {
				t.Errorf("%+v", a)
			}
			if !b.lists(t, b.here, "ferblantière") || !b.opens(t, b.here, a.ID, sam) || b.lists(t, b.there, "ferblantière") || b.opens(t, b.there, a.ID, sam) || b.lists(t, bot.Address{}, "ferblantière") {
				t.Error("it is not seen where it is to be, or elsewhere")
			}
			for _, in := range []bot.Address{b.there, {Platform: "elsewhere", Space: "room"}} {
				if _, err := b.announcements.Announcement(t.Context(), in, a.ID); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("in %v: %v", in, err)
				}
				if _, err := b.announcements.Change(t.Context(), in, a.ID, "", now, func(*storage.Announced) error { t.Error("changed"); return nil }); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("in %v: %v", in, err)
				}
			}
			if err := b.announcements.Store.KeepOffer(t.Context(), b.there, sam, a.ID, now); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("kept elsewhere: %v", err)
			}
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, now); err != nil || b.is(t, a.ID, storage.Living).Kept != 1 || !b.opens(t, b.there, a.ID, sam) {
				t.Errorf("what sam has kept is not theirs to see: %v", err)
			}
			b.shows(t, "offres: Ferblantière living")
			if got := b.is(t, a.ID, storage.Living); got.CardState != delivery.Delivered || got.CardRef.ID == "" || got.CardLost {
				t.Errorf("its card: %+v", got)
			}
		},
		"without a channel for openings there is no card, until it changes after one is chosen": func(t *testing.T, b *billboard) {
			b.sets(t, storage.Settings{storage.OffersChannel: ""})
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			if b.shows(t); a.Card != "" || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", a)
			}
			b.sets(t, storage.Settings{storage.OffersChannel: "offres"})
			b.stands(t, a.ID, "", storage.Living)
			b.shows(t, "offres: Ferblantière living")
		},
		"what is edited is found by its new words, and its card is the same": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.shows(t, "offres: Ferblantière living")
			b.at = now.Add(time.Hour)
			got := b.edits(t, a, vacancy("Zingueuse"))
			if got.ID != a.ID || got.Card != a.Card || !got.Expires.Equal(a.Expires) || !got.Published.Equal(now) || got.Revision <= a.Revision {
				t.Errorf("%+v\n%+v", got, a)
			}
			if b.lists(t, b.here, "ferblantière") || !b.lists(t, b.here, "zingueuse") {
				t.Error("it is found by its old words, or not by its new ones")
			}
			b.shows(t, "offres: =Zingueuse living")
			if n := b.count(t, "announcement_drafts WHERE announcement = $1", a.ID); n != 0 {
				t.Errorf("%d drafts are left", n)
			}
		},
		"it ends when its time has come, not before, and can be renewed": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.posted(t)
			b.at = a.Expires.Add(-time.Millisecond)
			b.tends(t)
			if b.is(t, a.ID, storage.Living); !b.lists(t, b.here, "ferblantière") {
				t.Error("it is not found a moment before its end")
			}
			b.at = a.Expires
			if b.lists(t, b.here, "ferblantière") {
				t.Error("it is found after its end, before anybody has seen to it")
			}
			b.tends(t)
			if got := b.is(t, a.ID, storage.Expired); !got.Ended.Equal(a.Expires) || b.lists(t, b.here, "ferblantière") || !b.opens(t, b.here, a.ID, "") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "offres: =Ferblantière expired")
			b.tends(t)
			b.shows(t)
			b.at = b.at.Add(time.Hour)
			if got := b.renews(t, a.ID); !got.Expires.Equal(b.at.Add(storage.AnnouncementLife)) || !got.Ended.IsZero() || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "offres: =Ferblantière living")
		},
		"it is filled, by somebody of the community or not": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.posted(t)
			for _, inside := range []bool{true, false} {
				got, err := b.announcements.Change(t.Context(), b.here, a.ID, "", b.at, func(a *storage.Announced) error {
					a.State, a.Here = storage.Filled, inside
					return nil
				})
				if err != nil || got.Here != inside || got.State != storage.Filled || !got.Ended.Equal(now) {
					t.Fatalf("%+v, %v", got, err)
				}
				b.at = b.at.Add(time.Hour)
			}
			if b.lists(t, b.here, "ferblantière") || !b.opens(t, b.here, a.ID, "") {
				t.Error("it is found, or cannot be looked at")
			}
			b.at = a.Expires
			b.tends(t)
			b.is(t, a.ID, storage.Filled)
			b.shows(t, "offres: =Ferblantière filled")
		},
		"of what is withdrawn there are no words left": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			b.stands(t, a.ID, sam, storage.Living)
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, now); err != nil {
				t.Fatal(err)
			}
			b.posted(t)
			b.stands(t, a.ID, "", storage.Withdrawn)
			for _, where := range []string{"announcements WHERE id = $1 AND (body LIKE '%Ferb%' OR body LIKE '%35%' OR findings LIKE '%35%')", "offers WHERE id = $1", "kept_offers WHERE offer = $1"} {
				if n := b.count(t, where, a.ID); n != 0 {
					t.Errorf("%s: %d", where, n)
				}
			}
			if b.count(t, "offer_words")-b.count(t, "offers") != 0 {
				t.Error("its words are left among those of the offers")
			}
			all, err := b.announcements.Of(t.Context(), b.here, alex, 0, 10)
			if err != nil || len(all) != 0 || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, sam) {
				t.Errorf("%+v, %v", all, err)
			}
			b.shows(t, "offres: =withdrawn", "moderation: =withdrawn")
		},
		"what is held is invisible until a moderator publishes it": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			if a.State != storage.Held || !a.Published.IsZero() || len(a.Findings) != 1 || a.Findings[0].Rule != board.AgeLimit || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, sam) {
				t.Errorf("%+v", a)
			}
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, now); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("kept: %v", err)
			}
			b.shows(t, "moderation: Ferblantière held")
			b.at = now.Add(time.Hour)
			got := b.stands(t, a.ID, sam, storage.Living)
			if !got.Published.Equal(b.at) || !got.Expires.Equal(b.at.Add(storage.AnnouncementLife)) || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Ferblantière living sam", "offres: Ferblantière living")
			if by, err := b.announcements.DecidedBy(t.Context(), got); by != "sam" || err != nil {
				t.Errorf("decided by %q, %v", by, err)
			}
			b.edits(t, a, unlawful("Zingueuse")) // what moderators have seen does not hold it again
			b.is(t, a.ID, storage.Living)
			b.shows(t, "offres: =Zingueuse living")
		},
		"what is refused is seen by its author alone": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			b.stands(t, a.ID, sam, storage.Refused)
			if all, err := b.announcements.Of(t.Context(), b.here, alex, 0, 10); err != nil || len(all) != 1 || all[0].Announcement != unlawful("Ferblantière") || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, sam) {
				t.Errorf("%+v, %v", all, err)
			}
			b.shows(t, "moderation: =Ferblantière refused sam", "moderation: Ferblantière held")
		},
		"what is edited so that moderators must see it is hidden, until it is corrected": func(t *testing.T, b *billboard) {
			sam := b.knows(t, "sam")
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, now); err != nil {
				t.Fatal(err)
			}
			b.posted(t)
			if got := b.edits(t, a, unlawful("Ferblantière")); got.State != storage.Held || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, sam) {
				t.Errorf("%+v", got)
			}
			if page, err := b.announcements.Store.KeptOffers(t.Context(), sam, "", 10); err != nil || len(page.Offers) != 0 {
				t.Errorf("kept: %+v, %v", page, err)
			}
			b.shows(t, "moderation: Ferblantière held", "offres: =Ferblantière held")
			if got := b.edits(t, a, vacancy("Ferblantière")); got.State != storage.Living || !b.lists(t, b.here, "ferblantière") || got.Kept != 1 {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Ferblantière living", "offres: =Ferblantière living")
		},
		"a review that has ended keeps what it hid, however long it was": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.edits(t, a, unlawful("Ferblantière"))
			b.at = a.Expires.Add(time.Hour)
			b.tends(t)
			b.is(t, a.ID, storage.Held)
			if err := b.announcements.Store.Prune(t.Context(), b.at); err != nil {
				t.Fatal(err)
			}
			if got := b.stands(t, a.ID, b.knows(t, "sam"), storage.Living); !got.Expires.Equal(b.at.Add(storage.AnnouncementLife)) || !got.Published.Equal(now) || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", got)
			}
		},
		"nothing is kept of a change that fails": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.posted(t)
			fault := errors.New("no")
			_, err := b.announcements.Change(t.Context(), b.here, a.ID, "", now, func(a *storage.Announced) error {
				a.State = storage.Withdrawn
				return fault
			})
			if got := b.is(t, a.ID, storage.Living); !errors.Is(err, fault) || got.Revision != a.Revision {
				t.Errorf("%+v, %v", got, err)
			}
			b.shows(t)
		},
		"what ended long ago is forgotten": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			living, filled := b.publishes(t, alex, vacancy("Ferblantière")), b.publishes(t, alex, vacancy("Zingueuse"))
			b.stands(t, filled.ID, "", storage.Filled)
			prunes := func() {
				t.Helper()
				if err := b.announcements.Store.Prune(t.Context(), b.at); err != nil {
					t.Fatal(err)
				}
			}
			b.at = now.Add(90*24*time.Hour - time.Millisecond)
			prunes()
			b.is(t, filled.ID, storage.Filled)
			if got := b.renews(t, filled.ID); !b.lists(t, b.here, "zingueuse") || !got.Published.Equal(now) {
				t.Error("what is renewed after its offer was forgotten is not found")
			}
			b.stands(t, filled.ID, "", storage.Filled)
			b.at = b.at.Add(90 * 24 * time.Hour)
			prunes()
			if _, err := b.announcements.Announcement(t.Context(), b.here, filled.ID); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("%v", err)
			}
			b.is(t, living.ID, storage.Living)
		},
		"who looked at it counts once, and not its author": func(t *testing.T, b *billboard) {
			alex, sam, lou := b.knows(t, "alex"), b.knows(t, "sam"), b.knows(t, "lou")
			held, a := b.publishes(t, alex, unlawful("Zingueuse")), b.publishes(t, alex, vacancy("Ferblantière"))
			for _, id := range []string{a.ID, held.ID, "none"} {
				for _, person := range []bot.PersonID{alex, sam, sam, lou} {
					if err := b.announcements.Opened(t.Context(), id, person); err != nil {
						t.Fatal(err)
					}
				}
			}
			if got, hidden := b.is(t, a.ID, storage.Living).Opened, b.is(t, held.ID, storage.Held).Opened; got != 2 || hidden != 0 {
				t.Errorf("opened %d, what is held %d", got, hidden)
			}
			b.stands(t, a.ID, "", storage.Filled)
			if err := b.announcements.Opened(t.Context(), a.ID, b.knows(t, "dom")); err != nil {
				t.Fatal(err)
			}
			if got := b.is(t, a.ID, storage.Filled).Opened; got != 2 || b.count(t, "announcement_opens WHERE announcement = $1", a.ID) != 0 {
				t.Errorf("after its end: %d, with people", got)
			}
			b.renews(t, a.ID)
			if err := b.announcements.Opened(t.Context(), a.ID, b.knows(t, "dom")); err != nil || b.is(t, a.ID, storage.Living).Opened != 3 {
				t.Errorf("after it is renewed: %v", err)
			}
		},
	})
}

// TestAnnouncementLimits is what keeps the board from being flooded.
func TestAnnouncementLimits(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"so many a day, as time rolls on": func(t *testing.T, b *billboard) {
			for _, limit := range []int{1, 5} {
				author := b.knows(t, fmt.Sprint("author", limit))
				b.at = now
				for i := range limit {
					b.at = now.Add(time.Duration(i) * time.Hour)
					if _, err := b.sends(t, author, "", vacancy(fmt.Sprint("Poste ", limit, i)), limit); err != nil {
						t.Fatal(err)
					}
				}
				for _, at := range []time.Time{b.at, now.Add(day - time.Millisecond)} {
					b.at = at
					_, err := b.sends(t, author, "", vacancy(fmt.Sprint("De trop ", limit)), limit)
					if soon, ok := errors.AsType[*storage.TooSoonError](err); !ok || soon.Limit != limit || !soon.Again.Equal(now.Add(day)) {
						t.Errorf("%d a day, at %s: %v", limit, at, err)
					}
				}
				b.at = now.Add(day)
				if _, err := b.sends(t, author, "", vacancy(fmt.Sprint("De trop ", limit)), limit); err != nil {
					t.Errorf("%d a day, after a day: %v", limit, err)
				}
				_, err := b.sends(t, author, "", vacancy(fmt.Sprint("Encore ", limit)), limit)
				want := now.Add(day + time.Hour)
				if limit == 1 {
					want = now.Add(2 * day)
				}
				if soon, ok := errors.AsType[*storage.TooSoonError](err); !ok || !soon.Again.Equal(want) {
					t.Errorf("%d a day, then: %v, want %s", limit, err, want)
				}
			}
		},
		"what is withdrawn or refused counts, what somebody else publishes does not, and to edit is no publishing": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			if _, err := b.sends(t, alex, a.ID, vacancy("Zingueuse"), 1); err != nil {
				t.Errorf("edited: %v", err)
			}
			b.stands(t, a.ID, "", storage.Withdrawn)
			if _, err := b.sends(t, alex, "", vacancy("Couvreuse"), 1); err == nil {
				t.Error("what is withdrawn does not count")
			}
			if _, err := b.sends(t, b.knows(t, "sam"), "", vacancy("Couvreuse"), 1); err != nil {
				t.Error(err)
			}
		},
		"however many are sent at once": func(t *testing.T, b *billboard) {
			for round := range storagetest.Rounds(2, 20) {
				const limit, sent = 5, 8
				author := b.knows(t, fmt.Sprint("author", round))
				var drafts []*storage.Draft
				for i := range sent {
					drafts = append(drafts, b.drafts(t, author, "", vacancy(fmt.Sprint("Poste ", round, " ", i))))
				}
				errs := together(sent, func(i int) error {
					_, err := b.announcements.Publish(t.Context(), b.here, author, drafts[i].ID, 0, limit, now)
					return err
				})
				for _, err := range errs {
					if _, soon := errors.AsType[*storage.TooSoonError](err); err != nil && !soon {
						t.Error(err)
					}
				}
				if n := b.count(t, "announcements WHERE author = $1", string(author)); n != limit || len(succeeded(errs)) != limit {
					t.Errorf("%d are published: %v", n, errs)
				}
				left, err := b.announcements.Store.Drafts(t.Context(), b.here, author, now)
				if err != nil || len(left) != sent-limit {
					t.Errorf("%d drafts are left, %v", len(left), err)
				}
			}
		},
		"a draft that is sent many times at once is published once": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			d := b.drafts(t, alex, "", vacancy("Ferblantière"))
			errs := together(6, func(int) error {
				_, err := b.announcements.Publish(t.Context(), b.here, alex, d.ID, 0, anyNumber, now)
				return err
			})
			for _, err := range errs {
				if err != nil && !errors.Is(err, bot.ErrNotFound) {
					t.Error(err)
				}
			}
			if n := b.count(t, "announcements WHERE author = $1", string(alex)); n != 1 || len(succeeded(errs)) != 1 {
				t.Errorf("%d are published: %v", n, errs)
			}
			b.shows(t, "offres: Ferblantière living")
		},
		"the same opening twice within 7 days": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			theirs := b.publishes(t, sam, vacancy("Développeuse « Go », C++"))
			again := vacancy("developpeuse go -- C++ !")
			again.Company, again.Place = "ATELIER DU PORT", "nancy."
			twin := func(author bot.PersonID, a board.Announcement, of *storage.Announced) {
				t.Helper()
				_, err := b.sends(t, author, "", a, anyNumber)
				d, ok := errors.AsType[*storage.DuplicateError](err)
				switch {
				case of == nil && err != nil:
					t.Errorf("%q: %v", a.Title, err)
				case of != nil && (!ok || d.Of.ID != of.ID || d.Of.Author != of.Author):
					t.Errorf("%q: %v, want a duplicate of %s", a.Title, err, of.ID)
				}
			}
			twin(alex, again, theirs)
			twin(sam, again, theirs)
			other := again
			other.Place = "Metz"
			twin(alex, other, nil)
			other = again
			other.Title = "developpeuse go C"
			twin(alex, other, nil)
			b.at = now.Add(7*day - time.Millisecond)
			twin(alex, again, theirs)
			b.stands(t, theirs.ID, "", storage.Filled)
			twin(sam, again, theirs)
			twin(alex, again, nil) // what has ended keeps nobody else from announcing it
			b.at = now.Add(7 * day)
			twin(sam, again, b.of(t, alex)[0])
			b.at = b.at.Add(7 * day)
			twin(sam, again, nil)
		},
		"what is withdrawn, refused or elsewhere is no twin; what is held is, from when it was sent": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.stands(t, a.ID, "", storage.Withdrawn)
			a = b.publishes(t, alex, unlawful("Ferblantière"))
			if _, err := b.sends(t, alex, "", vacancy("Ferblantière"), anyNumber); err == nil {
				t.Error("what is held has no twin")
			}
			b.stands(t, a.ID, sam, storage.Refused)
			b.publishes(t, alex, vacancy("Ferblantière"))
			d := &storage.Draft{Person: alex, Community: b.there, Announcement: vacancy("Ferblantière")}
			if err := b.announcements.Store.AddDraft(t.Context(), d, now); err != nil {
				t.Fatal(err)
			}
			if _, err := b.announcements.Publish(t.Context(), b.there, alex, d.ID, 0, 1, now); err != nil {
				t.Errorf("elsewhere: %v", err)
			}
		},
	})
}

// together does something so many times at once.
func together(times int, do func(i int) error) []error {
	errs, start := make([]error, times), make(chan struct{})
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func succeeded(errs []error) []error {
	return slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err != nil })
}

// TestDecisions lets moderators decide of one announcement at once: one of them does.
func TestDecisions(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"one decides": func(t *testing.T, b *billboard) {
			alex, moderators := b.knows(t, "alex"), []bot.PersonID{b.knows(t, "lou"), b.knows(t, "sam")}
			for round := range storagetest.Rounds(8, 100) {
				a := b.publishes(t, alex, unlawful(fmt.Sprint("Poste ", round)))
				as := []storage.Standing{storage.Living, storage.Refused}
				errs := together(2, func(i int) error {
					_, err := b.decides(t, a.ID, moderators[i], as[i])
					return err
				})
				won := slices.Index(errs, nil)
				if won < 0 || !errors.Is(errs[1-won], storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
				got := b.is(t, a.ID, as[won])
				if by, err := b.announcements.DecidedBy(t.Context(), got); err != nil || by != []string{"lou", "sam"}[won] {
					t.Errorf("decided by %q, %v", by, err)
				}
				if n := b.count(t, "audit WHERE after = $1", a.ID); n != 1 {
					t.Errorf("written down %d times", n)
				}
				if n := b.count(t, "notices WHERE person = $1 AND topic = $2 AND ref IN ($3, $4)", string(alex), storage.AnnouncementTopic, storage.PublishedRef+"/"+a.ID, storage.RefusedRef+"/"+a.ID); n != 1 {
					t.Errorf("told %d times", n)
				}
			}
			if changes, err := b.announcements.Store.Changes(t.Context(), b.here, 10); err != nil || slices.ContainsFunc(changes, func(c storage.Change) bool { return strings.HasPrefix(string(c.What), "announcement") }) {
				t.Errorf("decisions are shown as settings: %+v, %v", changes, err)
			}
		},
		"moderators who decide of each other's": func(t *testing.T, b *billboard) {
			people := []bot.PersonID{b.knows(t, "lou"), b.knows(t, "sam")}
			for round := range storagetest.Rounds(8, 100) {
				var ids []string
				for i, person := range people {
					ids = append(ids, b.publishes(t, person, unlawful(fmt.Sprint("Poste ", round, " ", i))).ID)
				}
				for _, err := range together(2, func(i int) error {
					_, err := b.decides(t, ids[i], people[1-i], storage.Living)
					return err
				}) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		},
	})
}

// TestAnnouncementNews is what authors are told of, and when.
func TestAnnouncementNews(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"that the end is near, anew once it is renewed": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			first := "rappel/" + a.ID + " at 2026-12-19 09:00:00 until 2026-12-22 09:00:00"
			if got := b.notices(t, alex); !slices.Equal(got, []string{first}) {
				t.Errorf("%q", got)
			}
			b.edits(t, a, vacancy("Zingueuse"))
			b.at = now.Add(24 * time.Hour)
			b.renews(t, a.ID)
			b.renews(t, a.ID)
			// The first one is not told: it is of another end than the announcement's.
			if got := b.notices(t, alex); !slices.Equal(got, []string{first, "rappel/" + a.ID + " at 2026-12-20 09:00:00 until 2026-12-23 09:00:00"}) {
				t.Errorf("%q", got)
			}
			if a = b.is(t, a.ID, storage.Living); a.Expires.Format(time.DateTime) != "2026-12-23 09:00:00" {
				t.Errorf("%s", a.Expires)
			}
		},
		"of a decision, not of a correction": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			if b.count(t, "notices WHERE person = $1", string(alex)) != 0 {
				t.Error("told before anybody has decided")
			}
			b.stands(t, a.ID, sam, storage.Refused)
			if got := b.notices(t, alex); !slices.Equal(got, []string{"refusee/" + a.ID + " at 2026-11-22 09:00:00 until 2026-11-29 09:00:00"}) {
				t.Errorf("%q", got)
			}
			lou := b.knows(t, "lou")
			a = b.publishes(t, lou, unlawful("Zingueuse"))
			b.edits(t, a, vacancy("Zingueuse"))
			if got := b.notices(t, lou); len(got) != 1 || !strings.HasPrefix(got[0], "rappel/") {
				t.Errorf("%q", got)
			}
			b.edits(t, a, unlawful("Zingueuse"))
			b.at = now.Add(time.Hour)
			b.stands(t, a.ID, sam, storage.Living)
			if got := b.notices(t, lou); len(got) != 2 || got[0] != "publiee/"+a.ID+" at 2026-11-22 10:00:00 until 2026-11-29 10:00:00" {
				t.Errorf("%q", got)
			}
		},
	})
}
