package bench

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
	"rebond/storage/storagetest"
)

const size = 100_000

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rebond-bench-")
	if err != nil {
		panic(err)
	}
	shared.dir = dir
	code := m.Run()
	storagetest.Stop()
	os.RemoveAll(dir)
	os.Exit(code)
}

// shared are the databases of 100,000 offers, filled once for all benchmarks.
var shared struct {
	dir            string
	sqlite, server sync.Once
	lite, pg       string
}

func engines(b *testing.B, measure func(b *testing.B, store *storage.Store)) {
	b.Run("sqlite", func(b *testing.B) {
		shared.sqlite.Do(func() {
			shared.lite = "sqlite:" + shared.dir + "/rebond.db"
			fill(b, shared.lite, size)
		})
		measure(b, storagetest.Open(b, shared.lite))
	})
	b.Run("postgres", func(b *testing.B) {
		shared.server.Do(func() {
			shared.pg = storagetest.PostgresKept(b)
			fill(b, shared.pg, size)
		})
		measure(b, storagetest.Open(b, shared.pg))
	})
}

func fill(b *testing.B, address string, n int) {
	b.Helper()
	store := storagetest.Open(b, address)
	defer store.Close()
	batch := make([]sources.Offer, 0, 500)
	for i := range n {
		if batch = append(batch, Offer(i)); len(batch) == cap(batch) {
			if _, err := store.PutOffers(context.Background(), batch, Now); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	if err := store.Optimize(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// percentiles reports how long each of the calls took.
func percentiles(b *testing.B, took []time.Duration) { percentilesOf(b, "", took) }

// percentilesOf reports them under a name that ends with a hyphen.
func percentilesOf(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[min(len(took)*p/100, len(took)-1)].Microseconds()) / 1000 }
	b.ReportMetric(at(50), name+"p50-ms")
	b.ReportMetric(at(99), name+"p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSearch asks for the first page of the five named searches.
func BenchmarkSearch(b *testing.B) {
	nancy, _ := places.Departement("54")
	for _, c := range []struct {
		name string
		q    search.Query
	}{
		{"rare-word", search.Query{Words: "zymase"}},
		{"common-word", search.Query{Words: "développeur java"}},
		{"common-word-in-département", search.Query{Words: "java", Place: nancy}},
		{"two-body-words-and-filter", search.Query{Words: "mutuelle énergie java", Contract: sources.CDI}},
		{"prefix", search.Query{Words: "dével"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			engines(b, func(b *testing.B, store *storage.Store) {
				here := bot.Address{Platform: "local", Space: "bench"}
				if err := store.SetUp(context.Background(), here, storage.Settings{storage.OffersChannel: "offres"}, Now); err != nil {
					b.Fatal(err)
				}
				var took []time.Duration
				found := 0
				for b.Loop() {
					start := time.Now()
					page, err := store.SearchOffers(context.Background(), here, c.q, "", 5, Now)
					took = append(took, time.Since(start))
					if err != nil {
						b.Fatal(err)
					}
					found = len(page.Offers)
				}
				if found == 0 {
					b.Fatal("nothing found: the search measures nothing")
				}
				percentiles(b, took)
			})
		})
	}
}

// BenchmarkImport puts 10,000 new offers into an empty database.
func BenchmarkImport(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) string
	}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) {
			for b.Loop() {
				fill(b, engine.open(b), 10_000)
			}
			b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "offers/s")
		})
	}
}
