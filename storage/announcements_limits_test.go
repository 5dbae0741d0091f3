package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
	"rebond/storage/storagetest"
)

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
		"what is withdrawn counts, what is refused or somebody else publishes does not, and to edit is no publishing": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			if _, err := b.sends(t, alex, a.ID, vacancy("Zingueuse"), 1); err != nil {
				t.Errorf("edited: %v", err)
			}
			b.stands(t, a.ID, "", storage.Withdrawn)
			if _, err := b.sends(t, alex, "", vacancy("Couvreuse"), 1); err == nil {
				t.Error("what is withdrawn does not count")
			}
			sam := b.knows(t, "sam")
			refused, err := b.sends(t, sam, "", unlawful("Soudeuse"), 1)
			if err != nil {
				t.Fatal(err)
			}
			b.stands(t, refused.ID, alex, storage.Refused)
			if _, err := b.sends(t, sam, "", vacancy("Couvreuse"), 1); err != nil {
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
					_, err := b.announcements.Publish(t.Context(), b.here, author, drafts[i].ID, 0, storage.Terms{Limit: limit}, now)
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
				_, err := b.announcements.Publish(t.Context(), b.here, alex, d.ID, 0, storage.Terms{Limit: anyNumber}, now)
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
		"what is withdrawn or elsewhere is no twin, what is refused its author’s own; what is held is, from when it was sent": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.stands(t, a.ID, "", storage.Withdrawn)
			a = b.publishes(t, alex, unlawful("Ferblantière"))
			if _, err := b.sends(t, alex, "", vacancy("Ferblantière"), anyNumber); err == nil {
				t.Error("what is held has no twin")
			}
			a2 := b.publishes(t, sam, vacancy("Ferblantière")) // whom nobody tells that it waits
			b.stands(t, a2.ID, "", storage.Withdrawn)
			hidden := vacancy("Zingueuse")
			hidden.Publisher = board.HiddenClient
			b.publishes(t, sam, hidden)
			b.publishes(t, alex, vacancy("Zingueuse")) // nor whose name it hides
			if _, err := b.sends(t, sam, "", hidden, anyNumber); err == nil {
				t.Error("one's own has no twin")
			}
			b.stands(t, a.ID, sam, storage.Refused)
			_, err := b.sends(t, alex, "", vacancy("Ferblantière"), anyNumber)
			if twin, ok := errors.AsType[*storage.DuplicateError](err); !ok || twin.Of.ID != a.ID { // it is to be sent again, not published anew
				t.Errorf("what was refused: %v", err)
			}
			b.publishes(t, b.knows(t, "lou"), vacancy("Ferblantière"))
			d := &storage.Draft{Person: alex, Community: b.there, Announcement: vacancy("Ferblantière")}
			if err := b.announcements.Store.AddDraft(t.Context(), d, now); err != nil {
				t.Fatal(err)
			}
			if _, err := b.announcements.Publish(t.Context(), b.there, alex, d.ID, 0, storage.Terms{Limit: 1}, now); err != nil {
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
