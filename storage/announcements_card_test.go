package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/delivery"
	"rebond/storage"
)

// TestSharedCards is which announcements share a card.
func TestSharedCards(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"those that one author publishes within 10 minutes, at most 5": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			var all []*storage.Announced
			card := ""
			for i := range 5 {
				b.at = now.Add(time.Duration(i) * 2 * time.Minute)
				all = append(all, b.publishes(t, alex, vacancy(fmt.Sprint("P", i))))
				if i > 0 {
					card += " | "
				}
				card += fmt.Sprintf("P%d living", i)
				b.shows(t, "offres: "+map[bool]string{false: "", true: "="}[i > 0]+card)
				if all[i].Card != all[0].Card || !all[i].CardAt.Equal(now) {
					t.Errorf("%d: %+v", i, all[i])
				}
			}
			sixth := b.publishes(t, alex, vacancy("P5"))
			b.shows(t, "offres: P5 living")
			b.at = now.Add(9 * time.Minute)
			if seventh := b.publishes(t, alex, vacancy("P6")); seventh.Card != sixth.Card || sixth.Card == all[0].Card {
				t.Errorf("cards %q, %q, %q", all[0].Card, sixth.Card, seventh.Card)
			}
			b.shows(t, "offres: =P5 living | P6 living")
			b.stands(t, all[1].ID, "", storage.Filled)
			b.stands(t, all[2].ID, "", storage.Withdrawn)
			b.edits(t, all[3], unlawful("P3"))
			b.edits(t, all[4], vacancy("P4 bis"))
			b.shows(t, "offres: =P0 living | P1 filled | withdrawn | P3 held | P4 bis living", "moderation: P3 held")
		},
		"not after 10 minutes, which later ones do not prolong": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.publishes(t, alex, vacancy("P0"))
			b.at = now.Add(10*time.Minute - time.Millisecond)
			b.publishes(t, alex, vacancy("P1"))
			b.at = now.Add(10 * time.Minute)
			b.publishes(t, alex, vacancy("P2"))
			b.shows(t, "offres: =P0 living | P1 living", "offres: P0 living", "offres: P2 living")
		},
		"not those of another author, nor in another channel": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			b.publishes(t, alex, vacancy("P0"))
			b.publishes(t, sam, vacancy("P1"))
			b.sets(t, storage.Settings{storage.OffersChannel: "emploi"})
			b.publishes(t, alex, vacancy("P2"))
			b.shows(t, "offres: P0 living", "offres: P1 living", "emploi: P2 living")
			a := b.publishes(t, alex, vacancy("P3"))
			b.shows(t, "emploi: =P2 living | P3 living")
			b.sets(t, storage.Settings{storage.OffersChannel: ""}) // what stands somewhere changes there
			b.stands(t, a.ID, "", storage.Filled)
			b.shows(t, "emploi: =P2 living | P3 filled")
		},
		"what is held comes onto a card when it is published": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			held := b.publishes(t, alex, unlawful("P0"))
			b.publishes(t, alex, vacancy("P1"))
			b.stands(t, held.ID, sam, storage.Living)
			b.shows(t, "moderation: P0 held", "moderation: =P0 living sam", "offres: P1 living", "offres: =P0 living | P1 living")
		},
		"what follows before the first is posted": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			for i := range 3 {
				b.publishes(t, alex, vacancy(fmt.Sprint("P", i)))
			}
			b.shows(t, "offres: P0 living", "offres: =P0 living | P1 living | P2 living")
		},
		"however many are published at once": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			var drafts []*storage.Draft
			for i := range 10 {
				drafts = append(drafts, b.drafts(t, alex, "", vacancy(fmt.Sprint("P", i))))
			}
			for _, err := range together(len(drafts), func(i int) error {
				_, err := b.announcements.Publish(t.Context(), b.here, alex, drafts[i].ID, 0, storage.Terms{Limit: anyNumber}, now)
				return err
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			if cards := b.count(t, "(SELECT card FROM announcements WHERE author = $1 GROUP BY card HAVING count(*) = 5) x", string(alex)); cards != 2 {
				t.Errorf("%d cards with 5 each", cards)
			}
			if got := b.posted(t); len(got) != 4 || strings.Count(strings.Join(got, ""), "living") != 2*1+2*5 {
				t.Errorf("%q", got)
			}
		},
		"a card that is refused is not shared": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			first := b.publishes(t, alex, vacancy("P0"))
			b.posted(t, "P0 living")
			second := b.publishes(t, alex, vacancy("P1"))
			if b.shows(t, "offres: P1 living"); second.Card == first.Card {
				t.Error("it is shared")
			}
			b.edits(t, second, vacancy("P2"))
			b.posted(t, "=P2 living")
			b.publishes(t, alex, vacancy("P3"))
			b.shows(t, "offres: P3 living")
		},
	})
}

// TestLostCards is what becomes of a card that cannot be posted, or is gone.
func TestLostCards(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"moderators are told once a day for a channel, and a new card comes with the next change": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a, other := b.publishes(t, alex, vacancy("P0")), b.publishes(t, sam, vacancy("P1"))
			b.tends(t)
			b.posted(t, "P0 living", "P1 living")
			if got := b.is(t, a.ID, storage.Living); !got.CardLost || got.CardState != delivery.Rejected || !b.lists(t, b.here, "P0") {
				t.Errorf("%+v", got)
			}
			b.tends(t)
			b.shows(t, "moderation: lost in offres")
			lou := b.publishes(t, b.knows(t, "lou"), vacancy("P2"))
			b.posted(t, "P2 living")
			b.tends(t)
			b.shows(t)
			b.at = now.Add(24 * time.Hour)
			b.tends(t) // of what was told of nothing more is said
			b.shows(t)
			if got := b.stands(t, a.ID, "", storage.Living); got.Card == a.Card || got.CardLost {
				t.Errorf("%+v", got)
			}
			b.posted(t, "P0 living")
			b.tends(t)
			b.shows(t, "moderation: lost in offres")
			b.stands(t, other.ID, "", storage.Filled) // what ends needs no card
			b.stands(t, lou.ID, "", storage.Withdrawn)
			b.shows(t)
			b.tends(t)
			b.shows(t)
		},
		"a card of several is posted anew for all of them": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			first, second := b.publishes(t, alex, vacancy("P0")), b.publishes(t, alex, vacancy("P1"))
			b.posted(t, "P0 living")
			if !b.is(t, second.ID, storage.Living).CardLost {
				t.Error("the second one has a card")
			}
			b.stands(t, second.ID, "", storage.Living)
			b.shows(t, "offres: P0 living | P1 living")
			if b.is(t, first.ID, storage.Living).CardLost {
				t.Error("the first one has no card")
			}
			b.stands(t, first.ID, "", storage.Filled)
			b.shows(t, "offres: =P0 filled | P1 living")
		},
		"a message that was deleted": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("P0"))
			b.posted(t)
			b.edits(t, a, vacancy("P1"))
			if got := b.posted(t, "=P1 living"); !slices.Equal(got, []string{"offres: =P1 living REFUSED"}) || !b.is(t, a.ID, storage.Living).CardLost {
				t.Errorf("%q", got)
			}
			if got := b.stands(t, a.ID, "", storage.Living); got.CardLost || got.Card == a.Card {
				t.Errorf("%+v", got)
			}
			b.shows(t, "offres: P1 living", "offres: x") // the old one, should it stand all the same
			b.stands(t, a.ID, "", storage.Filled)
			b.shows(t, "offres: =P1 filled")
		},
		"one that waited for too long": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("P0"))
			b.at = now.Add(25 * time.Hour)
			b.shows(t)
			if !b.is(t, a.ID, storage.Living).CardLost {
				t.Error("it is not lost")
			}
			b.stands(t, a.ID, "", storage.Living)
			b.shows(t, "offres: P0 living")
		},
		"where there are no moderators to tell": func(t *testing.T, b *billboard) {
			b.sets(t, storage.Settings{storage.ModerationChannel: ""})
			b.publishes(t, b.knows(t, "alex"), vacancy("P0"))
			b.posted(t, "P0 living")
			b.tends(t)
			b.shows(t)
		},
	})
}
