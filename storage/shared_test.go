package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// shares shows an offer in the channel of the community, in somebody's name.
func (b *billboard) shares(t testing.TB, person bot.PersonID, offer, key string) error {
	to := b.here
	to.Channel = "emploi"
	return b.announcements.Store.ShareOffer(t.Context(), person, offer, bot.Post{Key: key, To: to, Lang: bot.FR, Message: saying("shared " + key)}, b.at)
}

// TestShareOffer is how often members can show offers to others.
func TestShareOffer(t *testing.T) {
	const day = 24 * time.Hour
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"the same once in 7 days, by one person": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			p := b.here.Platform
			for i, step := range []struct {
				who   bot.PersonID
				offer string
				at    time.Duration
				want  error
			}{
				{alex, "o1", 0, nil}, {alex, "o1", 0, storage.ErrShared}, {sam, "o1", 0, nil}, {alex, "o2", 0, nil},
				{alex, "o1", 7*day - time.Millisecond, storage.ErrShared}, {alex, "o1", 7 * day, nil}, {alex, "o1", 7 * day, storage.ErrShared},
			} {
				b.at = now.Add(step.at)
				if err := b.shares(t, step.who, step.offer, fmt.Sprint("partage/", p, i)); !errors.Is(err, step.want) {
					t.Errorf("%d: %v, want %v", i, err, step.want)
				}
			}
			b.shows(t, "emploi: shared partage/"+p+"0", "emploi: shared partage/"+p+"2", "emploi: shared partage/"+p+"3", "emploi: shared partage/"+p+"5")
		},
		"at most 5 a day, as time rolls on": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			share := func(i int) error { return b.shares(t, alex, fmt.Sprint("o", i), fmt.Sprint("p", b.here.Platform, i)) }
			errs := together(8, share)
			for _, err := range errs {
				if err != nil && !errors.Is(err, storage.ErrTooMany) {
					t.Error(err)
				}
			}
			if n := len(succeeded(errs)); n != 5 || len(b.posted(t)) != 5 {
				t.Errorf("%d are shared: %v", n, errs)
			}
			b.at = now.Add(day - time.Millisecond)
			if err := share(8); !errors.Is(err, storage.ErrTooMany) {
				t.Error(err)
			}
			b.at = now.Add(day)
			if err := share(8); err != nil {
				t.Error(err)
			}
		},
		"what was shared long ago is forgotten": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			if err := b.shares(t, alex, "o", "q"+b.here.Platform); err != nil {
				t.Fatal(err)
			}
			b.forgets(t, 90*day-time.Millisecond, "shared_offers WHERE person = $1", alex, 1)
			b.forgets(t, 90*day, "shared_offers WHERE person = $1", alex, 0)
		},
		"whoever erases themselves takes it down, sent or not": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			if err := errors.Join(b.shares(t, alex, "o1", "r1"), b.shares(t, sam, "o1", "r2")); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "emploi: shared r1", "emploi: shared r2")
			if err := b.shares(t, alex, "o2", "r3"); err != nil {
				t.Fatal(err)
			}
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "emploi: x", "emploi: shared r3", "emploi: x")
			if n := b.count(t, "posts WHERE key = 'r1' AND body IS NOT NULL"); n != 0 {
				t.Error("its words are left")
			}
		},
	})
}

// forgets prunes at a time, and fails the test unless so many rows of a person are left.
func (b *billboard) forgets(t *testing.T, at time.Duration, rows string, person bot.PersonID, want int) {
	t.Helper()
	if err := b.announcements.Store.Prune(t.Context(), now.Add(at)); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, rows, string(person)); n != want {
		t.Errorf("after %s: %d of %s", at, n, rows)
	}
}
