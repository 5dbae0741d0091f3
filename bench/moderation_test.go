package bench

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/commands"
	"rebond/storage"
)

// BenchmarkModerate reports an imported offer among 100,000, which puts it aside, and then
// has a moderator decide; at the end it compares searches where a thousand offers are
// hidden with those of a community that hides none.
func BenchmarkModerate(b *testing.B) {
	engines(b, func(b *testing.B, store *storage.Store) {
		ctx, now := context.Background(), Now
		here, there := bot.Address{Platform: "local", Space: "moderated"}, bot.Address{Platform: "local", Space: "calm"}
		for _, at := range []bot.Address{here, there} {
			if err := store.SetUp(ctx, at, storage.Settings{storage.ModerationChannel: "moderation"}, now); err != nil {
				b.Fatal(err)
			}
		}
		announcements := commands.Announcements(store, commands.Defaults{Lang: bot.FR, Zone: time.UTC})
		directory := &storage.Directory{Store: store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return now }}
		known := func(name string) bot.PersonID {
			m, err := directory.Know(ctx, here, bot.Member{User: name})
			if err != nil {
				b.Fatal(err)
			}
			return m.ID
		}
		moderator := known("malik")
		page, err := store.SearchOffers(ctx, here, search.Query{}, "", 2000, now)
		if err != nil || len(page.Offers) != 2000 {
			b.Fatalf("%d offers, %v", len(page.Offers), err)
		}
		var reports, decisions []time.Duration
		for i := 0; b.Loop(); i++ {
			if now = now.Add(time.Second); i%1000 == 999 { // what was kept lately is not put aside by one report
				now = now.AddDate(0, 0, 91)
			}
			who, start := known(fmt.Sprint("member", i/5)), time.Now()
			c, err := announcements.Report(ctx, &storage.Report{Community: here, Offer: page.Offers[i%1000].OfferID, Person: who, Reason: "arnaque", Words: strconv.Itoa(i), Grave: true}, now)
			reports = append(reports, time.Since(start))
			if err != nil || c.State != storage.CaseAside {
				b.Fatalf("%+v, %v", c, err)
			}
			start = time.Now()
			if _, err = announcements.DecideCase(ctx, here, c.ID, c.Revision, moderator, storage.CaseKept, storage.Why{}, now); err != nil {
				b.Fatal(err)
			}
			decisions = append(decisions, time.Since(start))
		}
		for i := range 1000 {
			who := known(fmt.Sprint("late", i/5))
			if c, err := announcements.Report(ctx, &storage.Report{Community: here, Offer: page.Offers[1000+i].OfferID, Person: who, Reason: "arnaque", Grave: true}, now); err != nil || c.State != storage.CaseAside {
				b.Fatalf("%+v, %v", c, err)
			}
		}
		percentilesOf(b, "report-", reports)
		percentilesOf(b, "decision-", decisions)
		b.ReportMetric(float64(searching(b, store, here, now))/float64(searching(b, store, there, now)), "search-where-1000-are-hidden/none")
	})
}

// searching is how long some searches take in a community, the least of several goes.
func searching(b *testing.B, store *storage.Store, in bot.Address, now time.Time) time.Duration {
	least := time.Duration(1<<63 - 1)
	for range 20 {
		start := time.Now()
		for _, words := range []string{"", "golang", "développeuse java"} {
			if _, err := store.SearchOffers(context.Background(), in, search.Query{Words: words}, "", 5, now); err != nil {
				b.Fatal(err)
			}
		}
		least = min(least, time.Since(start))
	}
	return least
}
