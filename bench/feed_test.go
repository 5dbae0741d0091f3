package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// BenchmarkFeed reads a source of 10,000 offers: whole into an empty database, whole into
// one where another source has 10,000 others, or the same ones, and again with nothing new.
// What is measured is the keeping of them, and by how much the memory in use rises. All companies of the corpus
// have names that begin alike ("Société 12"), and its titles are few: many more offers than
// in life share a mark, which is what the search for the same opening must bear.
func BenchmarkFeed(b *testing.B) {
	const n = 10_000
	offers := func(source string, from int) (all []sources.Offer) {
		for i := range n {
			o := Offer(from + i)
			o.Source = source
			all = append(all, o)
		}
		return all
	}
	full, other, copies := offers("bench", 0), offers("elsewhere", n), offers("elsewhere", 0)
	for _, engine := range []struct {
		name string
		open func(testing.TB) string
	}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}} {
		for _, c := range []struct {
			name   string
			before [][]sources.Offer
		}{{"full", nil}, {"full-beside-another", [][]sources.Offer{other}}, {"full-of-twins", [][]sources.Offer{copies}}, {"nothing-new", [][]sources.Offer{full}}} {
			b.Run(c.name+"/"+engine.name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					store := storagetest.Open(b, engine.open(b))
					at := Now
					for _, offers := range c.before {
						at = at.Add(time.Hour)
						readFeed(b, store, offers, at)
					}
					end := storagetest.Peak()
					b.StartTimer()
					readFeed(b, store, full, at.Add(time.Hour))
					b.StopTimer()
					b.ReportMetric(float64(end())/(1<<20), "peak-MB")
					b.StartTimer()
				}
				b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "offers/s")
			})
		}
	}
}

// readFeed has a store keep what a source shows, 150 offers at a time, and end its reading.
func readFeed(b *testing.B, store *storage.Store, offers []sources.Offer, at time.Time) {
	b.Helper()
	ctx, name := context.Background(), "feed of "+offers[0].Source
	if err := store.AddFeeds(ctx, []sources.FeedName{{Name: name, Kind: offers[0].Source}}, at); err != nil {
		b.Fatal(err)
	}
	feed, ok, _, err := store.TakeFeed(ctx, []string{name}, at, at.Add(time.Hour))
	if err != nil || !ok {
		b.Fatal(ok, err)
	}
	lease := sources.Lease{Feed: name, Until: feed.Next, Began: at}
	kept := 0
	for len(offers) > 0 {
		page := offers[:min(150, len(offers))]
		offers = offers[len(page):]
		outcomes, err := store.KeepOffers(ctx, lease, page, at)
		if err != nil {
			b.Fatal(err)
		}
		kept += len(outcomes)
	}
	left, doubted, err := store.EndFeed(ctx, lease, sources.End{Complete: true, Next: at}, at)
	if err != nil || left != 0 || doubted || kept == 0 {
		b.Fatal(fmt.Sprint(kept, left, doubted), err)
	}
}
