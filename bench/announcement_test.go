package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/commands"
	"rebond/storage"
)

// BenchmarkPublish takes a pasted announcement to its card, among 100,000 offers: read,
// kept as a draft, checked, and published with its offer, its words in the index, its
// post and its reminder.
func BenchmarkPublish(b *testing.B) {
	engines(b, func(b *testing.B, store *storage.Store) {
		ctx, now := context.Background(), Now
		here := bot.Address{Platform: "local", Space: "bench"}
		if err := store.SetUp(ctx, here, storage.Settings{storage.OffersChannel: "offres"}, now); err != nil {
			b.Fatal(err)
		}
		author, err := (&storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return now }}).Know(ctx, here, bot.Member{User: "rachel"})
		if err != nil {
			b.Fatal(err)
		}
		announcements := commands.Announcements(store, commands.Defaults{Lang: bot.FR, Zone: time.UTC})
		var took []time.Duration
		for b.Loop() {
			now = now.Add(time.Minute)
			pasted := fmt.Sprintf("Développeuse ou développeur Go %d chez Fictif, à Nancy, CDI, 45-55k€, 2 jours de télétravail par semaine. Une équipe de six, des API en Go et PostgreSQL, revue de code, tests. Postuler : rh@fictif.example", now.Unix())
			start := time.Now()
			a := board.Read(pasted)
			a.Publisher = board.Employer
			if faults := a.Faults(); len(faults) > 0 {
				b.Fatal(faults[0])
			}
			d := &storage.Draft{Person: author.ID, Community: here, Announcement: a}
			if err := store.AddDraft(ctx, d, now); err != nil {
				b.Fatal(err)
			}
			sent, err := announcements.Publish(ctx, here, author.ID, d.ID, d.Revision, storage.Terms{Limit: 1 << 20}, now)
			took = append(took, time.Since(start))
			if err != nil || sent.State != storage.Living || sent.Card == "" {
				b.Fatalf("%+v, %v", sent, err)
			}
		}
		percentiles(b, took)
		if err := store.WithdrawOffers(ctx, board.Source); err != nil { // other benchmarks find what they knew
			b.Fatal(err)
		}
	})
}
