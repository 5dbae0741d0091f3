package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// offer is a small offer, published days before now.
func offer(id, title string, days int) sources.Offer {
	at := now.AddDate(0, 0, -days)
	return sources.Offer{Source: "test", ID: id, Credit: sources.Credit{Name: "Test"}, Title: title, Description: "Une équipe.", URL: "https://example.org/" + id, Published: at, Updated: at}
}

func put(t testing.TB, s *storage.Store, offers ...sources.Offer) []sources.Outcome {
	t.Helper()
	outcomes, err := s.PutOffers(t.Context(), offers, now)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func titles(offers []storage.Offer) string {
	var all []string
	for _, o := range offers {
		all = append(all, o.Title)
	}
	return strings.Join(all, " | ")
}

func all(t testing.TB, s *storage.Store, q search.Query) []storage.Offer {
	t.Helper()
	page, err := s.SearchOffers(t.Context(), bot.Address{}, q, "", 1000, now)
	if err != nil {
		t.Fatal(err)
	}
	return page.Offers
}

func TestPutOffers(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		a, b := offer("1", "Développeuse Go", 3), offer("2", "Développeuse Rust", 1)
		if got := put(t, s, a, b); fmt.Sprint(got) != fmt.Sprint([]sources.Outcome{sources.New, sources.New}) {
			t.Errorf("first time: %v", got)
		}
		if got := put(t, s, a); got[0] != sources.Unchanged {
			t.Errorf("the same again: %v", got)
		}
		a.Title = "Développeuse Zig"
		a.Published, a.Updated = now, now // a source that moves its dates does not move the offer
		if got := put(t, s, a); got[0] != sources.Changed {
			t.Errorf("changed: %v", got)
		}
		if got := titles(all(t, s, search.Query{})); got != "Développeuse Rust | Développeuse Zig" {
			t.Errorf("order: %s", got)
		}
		if got := titles(all(t, s, search.Query{Words: "zig"})); got != "Développeuse Zig" {
			t.Errorf("by its new word: %s", got)
		}
		if got := all(t, s, search.Query{Words: "go"}); len(got) != 0 {
			t.Errorf("by its old word: %s", titles(got))
		}
		other := offer("1", "Développeuse Ada", 2)
		other.Source = "other"
		if got := put(t, s, other); got[0] != sources.New {
			t.Errorf("the same id in another source: %v", got)
		}
		if n, err := s.OfferCount(t.Context()); err != nil || n != 3 {
			t.Errorf("%d offers, %v", n, err)
		}
	})
}

// TestPutOffersUndated holds that an offer without a date is published when it
// is first seen, and unchanged when it is seen again.
func TestPutOffersUndated(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		o := offer("1", "Développeuse Go", 0)
		o.Published, o.Updated = time.Time{}, time.Time{}
		put(t, s, o)
		later := now.Add(48 * time.Hour)
		if got, err := s.PutOffers(t.Context(), []sources.Offer{o}, later); err != nil || got[0] != sources.Unchanged {
			t.Errorf("seen again: %v, %v", got, err)
		}
		o.Company = "Fictif"
		if got, err := s.PutOffers(t.Context(), []sources.Offer{o}, later); err != nil || got[0] != sources.Changed {
			t.Errorf("changed: %v, %v", got, err)
		}
		if got := all(t, s, search.Query{})[0]; !got.Published.Equal(now) || !got.Updated.IsZero() {
			t.Errorf("published %s, updated %s", got.Published, got.Updated)
		}
	})
}

// TestPutOffersHostileDates holds that no date can break the order.
func TestPutOffersHostileDates(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		future, ancient := offer("1", "Futur", 0), offer("2", "Ancien", 0)
		future.Published = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
		ancient.Published = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)
		put(t, s, future, ancient, offer("3", "Hier", 1))
		if got := titles(all(t, s, search.Query{})); got != "Futur | Hier | Ancien" {
			t.Error(got)
		}
	})
}

// TestPutOffersTogether holds that offers of one millisecond all have a place.
func TestPutOffersTogether(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		var offers []sources.Offer
		for i := range 3000 {
			offers = append(offers, offer(fmt.Sprint(i), "Développeuse", 1))
		}
		put(t, s, offers...)
		if got := len(all(t, s, search.Query{})); got != 1000 {
			t.Errorf("%d offers", got)
		}
		if n, err := s.CountOffers(t.Context(), bot.Address{}, search.Query{Words: "développeur"}, 5000, now); err != nil || n != 3000 {
			t.Errorf("%d found, %v", n, err)
		}
	})
}

func TestExpiry(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		alive, expired, kept := offer("1", "Développeuse Go", 1), offer("2", "Développeuse Go", 2), offer("3", "Développeuse Go", 3)
		alive.Expires, expired.Expires, kept.Expires = now.Add(time.Minute), now, now
		put(t, s, alive, expired, kept)
		if got := all(t, s, search.Query{Words: "go"}); len(got) != 1 || got[0].ID != "1" {
			t.Errorf("found: %s", titles(got))
		}
		camille := member(t, s, "camille")
		id := storedID(t, address, "3")
		if err := s.KeepOffer(t.Context(), bot.Address{}, camille, id, now); err != nil {
			t.Fatal(err)
		}
		if err := s.Prune(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if n, err := s.OfferCount(t.Context()); err != nil || n != 2 {
			t.Errorf("%d offers after pruning (%v): the expired one goes, the kept one stays", n, err)
		}
		if got, err := s.Offer(t.Context(), bot.Address{}, id, camille); err != nil || !got.Kept {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func member(t testing.TB, s *storage.Store, name string) bot.PersonID {
	t.Helper()
	d := &storage.Directory{Store: s, Lang: bot.FR, Zone: time.UTC, Now: fixed}
	m, err := d.Know(t.Context(), bot.Address{Platform: "local", Space: "room"}, bot.Member{User: name})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// storedID is our id of an offer, by its source's.
func storedID(t testing.TB, address, id string) (stored string) {
	t.Helper()
	if err := storagetest.Raw(t, address).QueryRow("SELECT id FROM offers WHERE source_id = '" + id + "'").Scan(&stored); err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestKeptOffers(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		camille, sam := member(t, s, "camille"), member(t, s, "sam")
		var ids []string
		for i := range 7 {
			put(t, s, offer(fmt.Sprint(i), fmt.Sprint("Offre ", i), i))
			ids = append(ids, storedID(t, address, fmt.Sprint(i)))
		}
		for i, id := range ids { // the last two at the same instant
			if err := s.KeepOffer(t.Context(), bot.Address{}, camille, id, now.Add(time.Duration(min(i, 5))*time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.KeepOffer(t.Context(), bot.Address{}, camille, ids[0], now.Add(time.Hour)); err != nil {
			t.Errorf("kept twice: %v", err)
		}
		if err := s.KeepOffer(t.Context(), bot.Address{}, camille, "nothing", now); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("no such offer: %v", err)
		}
		seen := map[string]bool{}
		from := ""
		for range 4 {
			page, err := s.KeptOffers(t.Context(), here, camille, from, 3)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range page.Offers {
				if seen[o.OfferID] || !o.Kept {
					t.Errorf("%s twice, or not kept", o.Title)
				}
				seen[o.OfferID] = true
			}
			if from = page.Next; from == "" {
				break
			}
		}
		if len(seen) != 7 {
			t.Errorf("%d kept offers over the pages", len(seen))
		}
		if page, err := s.KeptOffers(t.Context(), here, sam, "", 3); err != nil || len(page.Offers) != 0 {
			t.Errorf("another person's: %s, %v", titles(page.Offers), err)
		}
		if err := s.DropOffer(t.Context(), camille, ids[0]); err != nil {
			t.Fatal(err)
		}
		if o, err := s.Offer(t.Context(), bot.Address{}, ids[0], camille); err != nil || o.Kept {
			t.Errorf("dropped: kept %v, %v", o.Kept, err)
		}
	})
}

func TestBadCursor(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		for _, cursor := range []string{"x", "3.1", "1.", "1.$$", "-1.5", "1.zzzzzzzzzzzzzzzzzzzzzzz"} {
			if _, err := s.SearchOffers(t.Context(), bot.Address{}, search.Query{}, cursor, 5, now); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("%q: %v", cursor, err)
			}
		}
		if _, err := s.KeptOffers(t.Context(), here, "p", "$", 5); !errors.Is(err, bot.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestOfferTitles(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		put(t, s, offer("1", "Développeuse Go", 3), offer("2", "DÉVELOPPEUSE GO", 2), offer("3", "Développeur Kotlin", 1), offer("4", "Architecte", 0))
		got, err := s.OfferTitles(t.Context(), bot.Address{}, "dévelo", 10, now)
		if err != nil || strings.Join(got, " | ") != "Développeur Kotlin | DÉVELOPPEUSE GO" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

// TestPutOffersAtOnce imports the same offers several times at once: each is
// kept once, and nobody is refused.
func TestPutOffersAtOnce(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		var offers []sources.Offer
		for i := range 200 {
			offers = append(offers, offer(fmt.Sprint(i), "Développeuse Go", 1))
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := s.PutOffers(context.Background(), offers, now); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, err := s.CountOffers(t.Context(), bot.Address{}, search.Query{Words: "go"}, 1000, now); err != nil || n != 200 {
			t.Errorf("%d offers, %v", n, err)
		}
	})
}

// TestPutOffersHostileWords holds that no word, however long, costs an import.
func TestPutOffersHostileWords(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		o := offer("1", "Développeuse Go", 1)
		o.Description = "java" + strings.Repeat("1", 5000) + " " + strings.Repeat("é", 5000) + " " + strings.Repeat("c#", 3000) + " 'x' & | ! :* \\"
		put(t, s, o)
		if got := titles(all(t, s, search.Query{Words: "go"})); got != "Développeuse Go" {
			t.Error(got)
		}
	})
}
