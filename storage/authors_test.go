package storage_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// judged blocks an author.
func (b *billboard) judged(t testing.TB, person, by bot.PersonID, why storage.Why) {
	t.Helper()
	if err := b.judges(t, person, storage.AuthorBlocked, why, by); err != nil {
		t.Fatal(err)
	}
}

func (b *billboard) judges(t testing.TB, person bot.PersonID, act storage.Act, why storage.Why, by bot.PersonID) error {
	return b.announcements.Store.JudgeAuthor(t.Context(), b.here, person, act, why, by, b.at)
}

// access is what somebody may do in a community.
func (b *billboard) access(t testing.TB, in bot.Address, name string) bot.Access {
	t.Helper()
	d := &storage.Directory{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return b.at }}
	m, err := d.Know(t.Context(), in, bot.Member{User: name})
	if err != nil {
		t.Fatal(err)
	}
	return m.Access
}

func (b *billboard) author(t testing.TB, person bot.PersonID) *storage.Author {
	t.Helper()
	a, err := b.announcements.Store.Author(t.Context(), b.here, person)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestJudgeAuthor is whom moderators approve to announce, or block from it.
func TestJudgeAuthor(t *testing.T) {
	why := storage.Why{Reason: "arnaque", Words: "Trois fois la même."}
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"each act from each state": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			b.publishes(t, alex, vacancy("Ferblantière"))
			const none, approved, blocked = 0, 1, 2
			acts := []storage.Act{storage.AuthorApproved, storage.AuthorUnapproved, storage.AuthorBlocked, storage.AuthorUnblocked}
			to := map[int]map[storage.Act]int{
				none:     {storage.AuthorApproved: approved, storage.AuthorBlocked: blocked},
				approved: {storage.AuthorUnapproved: none, storage.AuthorBlocked: blocked},
				blocked:  {storage.AuthorUnblocked: none},
			}
			reach := map[int][]storage.Act{none: {}, approved: {storage.AuthorApproved}, blocked: {storage.AuthorBlocked}}
			written := 0
			for from, acting := range reach {
				for _, act := range acts {
					for _, first := range acting {
						if err := b.judges(t, alex, first, why, mod); err != nil {
							t.Fatal(err)
						}
						written++
					}
					want, may := to[from][act]
					err := b.judges(t, alex, act, why, mod)
					if may != (err == nil) || !may && !errors.Is(err, storage.ErrChanged) {
						t.Errorf("%s from %d: %v", act, from, err)
					}
					if !may {
						want = from
					} else {
						written++
					}
					if a := b.author(t, alex); a.Approved.IsZero() == (want == approved) || a.Blocked.IsZero() == (want == blocked) || (want == blocked) != (a.Why == why) {
						t.Errorf("%s from %d: %+v", act, from, a)
					}
					if access := b.access(t, b.here, "alex"); (access == bot.Recruiter) != (want == approved) {
						t.Errorf("%s from %d gives the access %v", act, from, access)
					}
					if back := map[int]storage.Act{approved: storage.AuthorUnapproved, blocked: storage.AuthorUnblocked}[want]; back != "" {
						if err := b.judges(t, alex, back, storage.Why{}, mod); err != nil {
							t.Fatal(err)
						}
						written++
					}
				}
			}
			if n := b.count(t, "audit WHERE subject = $1 AND person = $2 AND what LIKE 'author_%'", string(alex), string(mod)); n != written {
				t.Errorf("%d are written down, want %d", n, written)
			}
		},
		"whoever is approved is a recruiter in that community alone": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.publishes(t, alex, vacancy("Ferblantière"))
			if err := b.judges(t, alex, storage.AuthorApproved, storage.Why{}, b.knows(t, "mod")); err != nil {
				t.Fatal(err)
			}
			if here, there := b.access(t, b.here, "alex"), b.access(t, b.there, "alex"); here != bot.Recruiter || there >= bot.Recruiter {
				t.Errorf("here %v, elsewhere %v", here, there)
			}
		},
		"whoever is blocked publishes and changes nothing, and is told so": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.judged(t, alex, mod, why)
			for _, of := range []string{"", a.ID} {
				_, err := b.sends(t, alex, of, vacancy("Zingueuse"), anyNumber)
				if blocked, ok := errors.AsType[*storage.BlockedError](err); !ok || blocked.Why != why {
					t.Errorf("%v", err)
				}
			}
			if got, err := b.announcements.Store.Blocked(t.Context(), b.here, alex); err != nil || got == nil || *got != why {
				t.Errorf("%v, %v", got, err)
			}
			if got, err := b.announcements.Store.Blocked(t.Context(), b.there, alex); err != nil || got != nil {
				t.Errorf("elsewhere: %v, %v", got, err)
			}
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.BlockedRef}) {
				t.Errorf("told %q", said)
			}
			if b.is(t, a.ID, storage.Living); !b.lists(t, b.here, "ferblantière") {
				t.Error("what they had announced is gone")
			}
			if err := b.judges(t, alex, storage.AuthorUnblocked, storage.Why{}, mod); err != nil {
				t.Fatal(err)
			}
			b.edits(t, a, vacancy("Zingueuse"))
		},
		"only who has announced, or was judged, and nothing else": func(t *testing.T, b *billboard) {
			sam, mod := b.knows(t, "sam"), b.knows(t, "mod")
			if err := b.judges(t, sam, storage.AuthorBlocked, why, mod); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
			b.publishes(t, sam, vacancy("Ferblantière"))
			if err := b.judges(t, sam, storage.OfferKept, why, mod); err == nil {
				t.Error("an author is kept")
			}
			if err := b.announcements.Store.Erase(t.Context(), mod, now); err != nil {
				t.Fatal(err)
			}
			if err := b.judges(t, sam, storage.AuthorBlocked, why, mod); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("by somebody who is erased: %v", err)
			}
		},
		"two moderators at once: one judges": func(t *testing.T, b *billboard) {
			alex, moderators := b.knows(t, "alex"), []bot.PersonID{b.knows(t, "mod"), b.knows(t, "mad")}
			b.publishes(t, alex, vacancy("Ferblantière"))
			for round := range storagetest.Rounds(8, 100) {
				act := []storage.Act{storage.AuthorBlocked, storage.AuthorUnblocked}[round%2]
				errs := together(2, func(i int) error { return b.judges(t, alex, act, why, moderators[i]) })
				if len(succeeded(errs)) != 1 || !errors.Is(errors.Join(errs...), storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
			}
		},
	})
}

// TestAuthors is what moderators see of those who announce.
func TestAuthors(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"who announced last comes first, with what became of it": func(t *testing.T, b *billboard) {
			alex, sam, mod := b.knows(t, "alex"), b.knows(t, "sam"), b.knows(t, "mod")
			b.publishes(t, alex, vacancy("A1"))
			b.stands(t, b.publishes(t, alex, vacancy("A2")).ID, "", storage.Filled)
			b.at = now.Add(time.Hour)
			b.stands(t, b.publishes(t, alex, unlawful("A3")).ID, mod, storage.Refused)
			b.publishes(t, alex, unlawful("A4"))
			aside := b.publishes(t, alex, vacancy("A5"))
			b.closes(t, b.warns(t, "lou", aside.ID), "mod", storage.CaseKept)
			b.closes(t, b.says(t, "dom", aside.ID, "", storage.CaseOpen), "mod", storage.CaseReturned)
			b.at = now.Add(2 * time.Hour)
			b.publishes(t, sam, vacancy("S1"))
			if got, want := *b.author(t, alex), (storage.Author{Person: alex, User: "alex", First: now, Published: 3, Living: 1, Filled: 1, Waiting: 1, Refused: 1}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			all, err := b.announcements.Store.Authors(t.Context(), b.here, 0, 10)
			if err != nil || len(all) != 2 || all[0].Person != sam || all[1].Person != alex {
				t.Errorf("%+v, %v", all, err)
			}
			if next, err := b.announcements.Store.Authors(t.Context(), b.here, 1, 10); err != nil || len(next) != 1 || next[0] != all[1] {
				t.Errorf("%+v, %v", next, err)
			}
			if there, err := b.announcements.Store.Authors(t.Context(), b.there, 0, 10); err != nil || len(there) != 0 {
				t.Errorf("elsewhere: %+v, %v", there, err)
			}
		},
		"whoever was judged stays, even when nothing is left of what they announced": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("A1"))
			b.judged(t, alex, b.knows(t, "mod"), storage.Why{})
			if _, err := b.db.Exec("DELETE FROM announcements WHERE id = $1", a.ID); err != nil {
				t.Fatal(err)
			}
			if got := b.author(t, alex); !got.Blocked.Equal(now) || !got.First.IsZero() || got.Published != 0 {
				t.Errorf("%+v", got)
			}
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			if _, err := b.announcements.Store.Author(t.Context(), b.here, alex); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
		},
	})
}
