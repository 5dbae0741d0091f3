package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

// under sends an announcement, or changes one, under a mode of approval.
func (b *billboard) under(t testing.TB, mode storage.Approval, author bot.PersonID, of string, a board.Announcement) *storage.Announced {
	t.Helper()
	d := b.drafts(t, author, of, a)
	got, err := b.announcements.Publish(t.Context(), b.here, author, d.ID, d.Revision, storage.Terms{Limit: anyNumber, Approval: mode}, b.at)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestApprovalMode is which mode a community has.
func TestApprovalMode(t *testing.T) {
	for _, c := range []struct {
		chosen storage.Settings
		want   storage.Approval
	}{
		{nil, storage.NoApproval},
		{storage.Settings{storage.ModerationChannel: "m"}, storage.FirstApproval},
		{storage.Settings{storage.ModerationChannel: "m", storage.ApprovalMode: "none"}, storage.NoApproval},
		{storage.Settings{storage.ApprovalMode: "always"}, storage.AllApproval},
		{storage.Settings{storage.ApprovalMode: "first"}, storage.FirstApproval},
		{storage.Settings{storage.ModerationChannel: "m", storage.ApprovalMode: "?"}, storage.FirstApproval},
	} {
		if got := c.chosen.Approval(); got != c.want {
			t.Errorf("%v: %s, want %s", c.chosen, got, c.want)
		}
	}
}

// TestApproval is what moderators read before it appears.
func TestApproval(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"nothing but what its words hold": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			for _, mode := range []storage.Approval{storage.NoApproval, ""} {
				if a := b.under(t, mode, alex, "", vacancy("Libre "+string(mode))); a.State != storage.Living || a.MustRead {
					t.Errorf("%+v", a)
				}
				if a := b.under(t, mode, alex, "", unlawful("Relue "+string(mode))); a.State != storage.Held || a.MustRead {
					t.Errorf("%+v", a)
				}
			}
		},
		"the first of each author, until one has appeared": func(t *testing.T, b *billboard) {
			alex, sam, mod := b.knows(t, "alex"), b.knows(t, "sam"), b.knows(t, "mod")
			first := b.under(t, storage.FirstApproval, alex, "", vacancy("A1"))
			second := b.under(t, storage.FirstApproval, alex, "", vacancy("A2"))
			if first.State != storage.Held || !first.MustRead || second.State != storage.Held || b.lists(t, b.here, "A1") {
				t.Errorf("%+v\n%+v", first, second)
			}
			if got := b.under(t, storage.FirstApproval, alex, first.ID, vacancy("A1 bis")); got.State != storage.Held { // there is nothing wrong with its words
				t.Errorf("%+v", got)
			}
			b.stands(t, first.ID, mod, storage.Living)
			if got := b.under(t, storage.FirstApproval, alex, "", vacancy("A3")); got.State != storage.Living {
				t.Errorf("%+v", got)
			}
			b.is(t, second.ID, storage.Held)
			if got := b.under(t, storage.FirstApproval, sam, "", vacancy("S1")); got.State != storage.Held {
				t.Errorf("somebody else's: %+v", got)
			}
			if got := b.under(t, storage.FirstApproval, alex, "", unlawful("A4")); got.State != storage.Held || got.MustRead {
				t.Errorf("trusted, but for its words: %+v", got)
			}
			d := &storage.Draft{Person: alex, Community: b.there, Announcement: vacancy("A1")}
			if err := b.announcements.Store.AddDraft(t.Context(), d, b.at); err != nil {
				t.Fatal(err)
			}
			if got, err := b.announcements.Publish(t.Context(), b.there, alex, d.ID, 0, storage.Terms{Limit: 1, Approval: storage.FirstApproval}, b.at); err != nil || got.State != storage.Held {
				t.Errorf("trusted elsewhere: %+v, %v", got, err)
			}
		},
		"what ended or was withdrawn has appeared, what was taken down has not": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			for as, want := range map[storage.Standing]storage.Standing{storage.Filled: storage.Living, storage.Expired: storage.Living, storage.Withdrawn: storage.Living, storage.Refused: storage.Held} {
				who := b.knows(t, string(as))
				a := b.under(t, storage.NoApproval, who, "", vacancy("Une "+string(as)))
				by := bot.PersonID("")
				if as == storage.Refused {
					by = mod
				}
				if _, err := b.announcements.Change(t.Context(), b.here, a.ID, by, b.at, func(a *storage.Announced) error { a.State = as; return nil }); err != nil {
					t.Fatal(err)
				}
				b.at = now.Add(31 * 24 * time.Hour)
				if got := b.under(t, storage.FirstApproval, who, "", vacancy("Autre "+string(as))); got.State != want {
					t.Errorf("after one was %s the next is %s, want %s", as, got.State, want)
				}
				b.at = now
			}
			a := b.publishes(t, b.knows(t, "lou"), vacancy("Zingueuse"))
			b.warns(t, "sam", a.ID)
			b.stands(t, a.ID, "", storage.Withdrawn) // before anybody looked at it
			b.at = now.Add(31 * 24 * time.Hour)
			if got := b.under(t, storage.FirstApproval, a.Author, "", vacancy("Couvreuse")); got.State != storage.Held {
				t.Errorf("after one was withdrawn from before moderators: %+v", got)
			}
		},
		"all of them, and each change of them": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			a := b.under(t, storage.AllApproval, alex, "", vacancy("Ferblantière"))
			b.shows(t, "moderation: Ferblantière held")
			b.stands(t, a.ID, mod, storage.Living)
			b.shows(t, "moderation: =Ferblantière living mod", "offres: Ferblantière living")
			b.at = now.Add(48 * time.Hour)
			if got := b.under(t, storage.AllApproval, alex, a.ID, vacancy("Zingueuse")); got.ID != a.ID || got.State != storage.Held || !got.MustRead || b.lists(t, b.here, "ferblantière") || b.lists(t, b.here, "zingueuse") || b.opens(t, b.here, a.ID, "") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: Zingueuse held", "moderation: x", "offres: =Zingueuse held") // where people look
			if got := b.under(t, storage.NoApproval, alex, a.ID, vacancy("Couvreuse")); got.State != storage.Held {
				t.Errorf("what waits appears by a change of mode: %+v", got)
			}
			b.shows(t, "moderation: =Couvreuse held", "offres: =Couvreuse held")
			if got := b.stands(t, a.ID, mod, storage.Living); !got.Published.Equal(now) || !got.Expires.Equal(a.Created.Add(storage.AnnouncementLife)) {
				t.Errorf("%+v", got)
			}
			b.posted(t)
			b.renews(t, a.ID) // the same words: nobody has to read them again
			b.is(t, a.ID, storage.Living)
			b.shows(t, "offres: =Couvreuse living")
		},
		"what was refused or returned is read again when it is sent again": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			why := storage.Why{Reason: "incomplet", Words: "Il manque le salaire."}
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			b.shows(t, "moderation: Ferblantière held")
			for round, as := range []storage.Standing{storage.Returned, storage.Refused} {
				if _, err := b.announcements.Change(t.Context(), b.here, a.ID, mod, b.at, func(a *storage.Announced) error { a.State, a.Why = as, why; return nil }); err != nil {
					t.Fatal(err)
				}
				got := b.is(t, a.ID, as)
				if got.Why != why || !got.Ended.Equal(b.at) || b.lists(t, b.here, "ferblantière") {
					t.Errorf("%+v", got)
				}
				if b.count(t, "audit WHERE about = $1 AND subject = $2 AND why LIKE '%salaire%' AND what = $3", a.ID, string(alex), "announcement_"+string(as)) != 1 {
					t.Error("its reason is not written down")
				}
				b.shows(t, "moderation: =Ferblantière "+string(as)+" mod")
				b.at = b.at.Add(time.Hour)
				again := b.under(t, storage.NoApproval, alex, a.ID, vacancy("Ferblantière"))
				if again.ID != a.ID || again.State != storage.Held || !again.MustRead || again.Why != why || !again.Created.Equal(a.Created) || again.Review == got.Review {
					t.Errorf("%d: %+v", round, again)
				}
				b.shows(t, "moderation: Ferblantière held", "moderation: x") // a new card in place of the old one
				if n := b.count(t, "announcements WHERE author = $1", string(alex)); n != 1 {
					t.Errorf("%d announcements", n)
				}
			}
			if got := b.stands(t, a.ID, mod, storage.Living); !got.Published.Equal(b.at) || !got.Why.IsZero() || got.MustRead || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Ferblantière living mod", "offres: Ferblantière living")
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.ReturnedRef, storage.PublishedRef, storage.RefusedRef}) {
				t.Errorf("told %q", said)
			}
		},
		"everything for a month after something was taken down, unless they are approved": func(t *testing.T, b *billboard) {
			const month = 30 * 24 * time.Hour
			alex, sam, mod := b.knows(t, "alex"), b.knows(t, "sam"), b.knows(t, "mod")
			for _, who := range []bot.PersonID{alex, sam} {
				a := b.publishes(t, who, vacancy("Ferblantière "+string(who)))
				if _, err := b.announcements.Change(t.Context(), b.here, a.ID, mod, b.at, func(a *storage.Announced) error { a.State = storage.Refused; return nil }); err != nil {
					t.Fatal(err)
				}
				if _, err := b.sends(t, who, "", vacancy("Couvreuse"), 1); !isTooSoon(err) {
					t.Errorf("what was taken down counts no more: %v", err)
				}
				_, err := b.sends(t, who, "", vacancy("Ferblantière "+string(who)), anyNumber)
				if twin, ok := errors.AsType[*storage.DuplicateError](err); !ok || twin.Of.ID != a.ID {
					t.Errorf("what was refused is published anew: %v", err)
				}
			}
			b.at = now.Add(time.Hour)
			if err := b.judges(t, sam, storage.AuthorApproved, storage.Why{}, mod); err != nil {
				t.Fatal(err)
			}
			for _, step := range []struct {
				who  bot.PersonID
				at   time.Duration
				want storage.Standing
			}{{alex, time.Hour, storage.Held}, {sam, time.Hour, storage.Living}, {alex, month - time.Millisecond, storage.Held}, {alex, month, storage.Living}} {
				b.at = now.Add(step.at)
				if got := b.under(t, storage.NoApproval, step.who, "", vacancy(fmt.Sprint("Poste ", step.who, step.at))); got.State != step.want || got.MustRead != (step.want == storage.Held) {
					t.Errorf("%v: %+v", step, got)
				}
			}
			if _, err := b.announcements.Change(t.Context(), b.here, b.of(t, sam)[0].ID, mod, b.at, func(a *storage.Announced) error { a.State = storage.Refused; return nil }); err != nil {
				t.Fatal(err)
			}
			if got := b.under(t, storage.NoApproval, sam, "", vacancy("Dernier poste")); got.State != storage.Held { // they were approved before that
				t.Errorf("%+v", got)
			}
		},
		"what its author does not send again goes in the end": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			a := b.publishes(t, b.knows(t, "alex"), unlawful("Ferblantière"))
			b.stands(t, a.ID, mod, storage.Returned)
			b.posted(t)
			b.at = now.Add(90*24*time.Hour - time.Millisecond)
			b.tends(t)
			b.is(t, a.ID, storage.Returned)
			b.at = now.Add(90 * 24 * time.Hour)
			b.tends(t)
			if got := b.is(t, a.ID, storage.Withdrawn); got.Announcement != (board.Announcement{}) || !got.Why.IsZero() {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =withdrawn")
		},
		"it is shown where moderators can see it, once there is such a place": func(t *testing.T, b *billboard) {
			b.sets(t, storage.Settings{storage.ModerationChannel: ""})
			a := b.under(t, storage.AllApproval, b.knows(t, "alex"), "", vacancy("Ferblantière"))
			b.tends(t)
			b.shows(t)
			b.sets(t, storage.Settings{storage.ModerationChannel: "moderation"})
			b.tends(t)
			b.tends(t)
			b.shows(t, "moderation: Ferblantière held")
			b.sets(t, storage.Settings{storage.ModerationChannel: ""})
			b.stands(t, a.ID, b.knows(t, "mod"), storage.Returned)
			b.edits(t, a, vacancy("Zingueuse")) // on the card that there is
			b.shows(t, "moderation: =Zingueuse held")
		},
	})
}

func isTooSoon(err error) bool {
	_, soon := errors.AsType[*storage.TooSoonError](err)
	return soon
}
