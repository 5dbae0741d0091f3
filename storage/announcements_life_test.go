package storage_test

import (
	"errors"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/delivery"
	"rebond/storage"
)

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
			b.shows(t, "offres: Ferblantière living", "offres: x") // where people look
			b.stands(t, a.ID, "", storage.Filled)
			b.at = b.at.Add(24 * time.Hour)
			b.renews(t, a.ID)
			b.shows(t, "offres: =Ferblantière living") // it is there still
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
			if page, err := b.announcements.Store.KeptOffers(t.Context(), here, sam, "", 10); err != nil || len(page.Offers) != 0 {
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
		"what ended long ago has no words any more, and is forgotten when its card is": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			living, filled := b.publishes(t, alex, vacancy("Ferblantière")), b.publishes(t, alex, vacancy("Zingueuse"))
			b.stands(t, filled.ID, "", storage.Filled)
			prunes := func() {
				t.Helper()
				b.tends(t)
				if err := b.announcements.Store.Prune(t.Context(), b.at); err != nil {
					t.Fatal(err)
				}
			}
			b.at = now.Add(90*24*time.Hour - time.Millisecond)
			prunes()
			b.is(t, filled.ID, storage.Filled)
			b.is(t, living.ID, storage.Expired)
			if got := b.renews(t, filled.ID); !b.lists(t, b.here, "zingueuse") || !got.Published.Equal(now) {
				t.Error("what is renewed after its offer was forgotten is not found")
			}
			b.stands(t, filled.ID, "", storage.Filled)
			b.at = b.at.Add(90*24*time.Hour - time.Millisecond)
			prunes()
			b.is(t, filled.ID, storage.Filled)
			b.at = b.at.Add(time.Millisecond)
			prunes()
			if got := b.is(t, filled.ID, storage.Withdrawn); got.Announcement != (board.Announcement{}) || b.opens(t, b.here, filled.ID, "") {
				t.Errorf("%+v", got)
			}
			b.at = b.at.Add(400 * 24 * time.Hour)
			prunes()
			if _, err := b.announcements.Announcement(t.Context(), b.here, filled.ID); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("%v", err)
			}
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
