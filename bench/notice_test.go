package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// dawn is the beginning of the day of these measures.
var dawn = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// benchRoom is the community of all subscribers.
var benchRoom = bot.Address{Platform: "bench", Space: "s"}

// subscribed makes n subscribers to a topic, past the store, as making them is not
// measured: each at the hour that they chose, without quiet hours.
func subscribed(b *testing.B, address string, n int, morning func(i int) int) *storage.Store {
	b.Helper()
	store := storagetest.Open(b, address)
	if err := store.SetUp(context.Background(), benchRoom, nil, dawn); err != nil {
		b.Fatal(err)
	}
	db := storagetest.Raw(b, address)
	defer db.Close() // before anything is measured
	var community string
	if err := db.QueryRow("SELECT id FROM communities").Scan(&community); err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < n; from += 500 {
		var persons, accounts, memberships, preferences, subscriptions []string
		for i := from; i < min(n, from+500); i++ {
			id := fmt.Sprintf("%012x%04x%016x", dawn.UnixMilli(), i, random.Uint64()) // as the store makes them
			persons = append(persons, fmt.Sprintf("('%s', 0, 0)", id))
			accounts = append(accounts, fmt.Sprintf("('bench', '', 'u%d', '%s')", i, id))
			memberships = append(memberships, fmt.Sprintf("('%s', '%s', 0)", id, community))
			preferences = append(preferences, fmt.Sprintf("('%s', %d, 0, 0, 0)", id, morning(i)))
			subscriptions = append(subscriptions, fmt.Sprintf("('%s', '%s', 'jour', 0)", id, community))
		}
		for _, rows := range []struct {
			into string
			all  []string
		}{
			{"persons (id, created_at, seen_at)", persons}, {"accounts (platform, space, user_id, person)", accounts}, {"memberships (person, community, seen_at)", memberships},
			{"preferences (person, morning, quiet_from, quiet_to, revision)", preferences}, {"subscriptions (person, community, topic, since_at)", subscriptions},
		} {
			if _, err := db.Exec("INSERT INTO " + rows.into + " VALUES " + strings.Join(rows.all, ", ")); err != nil {
				b.Fatal(err)
			}
		}
	}
	if _, err := db.Exec("ANALYZE"); err != nil {
		b.Fatal(err)
	}
	return store
}

// announces lets a scheduled message go out at dawn to all who asked for it, and
// returns how long that took.
func announces(b *testing.B, store *storage.Store) time.Duration {
	b.Helper()
	of := &schedule.Schedule{Community: benchRoom, To: bot.Address{Platform: "bench", Space: "s", Channel: "c"}, When: schedule.Recurrence{Times: []int{0}, Zone: "UTC"}, State: schedule.Active, Next: dawn}
	if err := store.CreateSchedule(context.Background(), of, []string{"Une pensée pour la semaine qui commence."}, dawn); err != nil {
		b.Fatal(err)
	}
	m := of.Move()
	m.Next, m.Runs = dawn.AddDate(0, 0, 1), []schedule.Run{{ID: of.ID, Due: dawn, What: schedule.Posted, Topic: "jour", Until: dawn.AddDate(0, 0, 4)}}
	start := time.Now()
	if done, err := (&storage.Schedules{Store: store}).Advance(context.Background(), dawn, m); err != nil || !done[0] {
		b.Fatal(done, err)
	}
	return time.Since(start)
}

// eager is a store of which a composer never waits to look again; it ends the composer
// when there is nothing to do at a time of its own clock, or goes on to the next one.
type eager struct {
	notice.Store
	clock    time.Time
	until    time.Time // the clock goes on until then
	end      func()
	steps    int
	messages map[time.Time]int // by the minute in which they were put
	most     uint64            // of the heap
}

func (e *eager) Changed() <-chan struct{} {
	again := make(chan struct{})
	close(again)
	return again
}

func (e *eager) Due(ctx context.Context, now time.Time, max int) ([]notice.Person, time.Time, error) {
	due, next, err := e.Store.Due(ctx, now, max)
	if err == nil && len(due) == 0 {
		if next.IsZero() || next.After(e.until) {
			e.end()
		} else {
			e.clock = next
		}
	}
	return due, next, err
}

func (e *eager) Tell(ctx context.Context, now time.Time, steps ...notice.Step) ([]bool, error) {
	done, err := e.Store.Tell(ctx, now, steps...)
	for i := range done {
		if done[i] {
			e.steps++
			e.messages[now.Truncate(time.Minute)] += len(steps[i].Messages)
		}
	}
	if e.steps%2000 == 0 {
		e.most = max(e.most, heap())
	}
	return done, err
}

// told is how many messages were put, in how many minutes, and how many in one of them
// at the most.
func (e *eager) told() (all, minutes, most int) {
	for _, n := range e.messages {
		if all, most = all+n, max(most, n); n > 0 {
			minutes++
		}
	}
	return all, minutes, most
}

type joining struct{}

func (joining) Message(cards []bot.Card, _ time.Time, _, _ bool) *bot.Message {
	return &bot.Message{Text: bot.Same("**Ton matin**"), Cards: cards}
}

// composes lets a composer do all that there is to do from a time to another.
func composes(store *storage.Store, from, until time.Time) (*eager, time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	e := &eager{Store: &storage.Notices{Store: store, Lang: bot.FR, Zone: time.UTC}, clock: from, until: until, end: stop, messages: map[time.Time]int{}}
	topic := notice.Topic{Name: "jour", Class: notice.Digest, Card: func(context.Context, *notice.Notice) (bot.Card, bool, error) {
		return bot.Card{Body: bot.Same("Une pensée pour la semaine qui commence, et un petit pas pour aujourd’hui.")}, true, nil
	}}
	c := &notice.Composer{Store: e, Topics: []notice.Topic{topic}, Words: joining{}, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: func() time.Time { return e.clock }}
	start := time.Now()
	c.Run(ctx)
	return e, time.Since(start)
}

// BenchmarkNotices tells 10,000 subscribers of one scheduled message: how long until
// there is a notice for each, until a composer has planned when to tell them, and how
// many messages a second it puts when the mornings of all have come.
func BenchmarkNotices(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		const people = 10_000
		var announced, planned, told time.Duration
		var before, after, most uint64
		for b.Loop() {
			store := subscribed(b, address(b), people, func(i int) int {
				return notice.EarliestMorning + i%(notice.LatestMorning-notice.EarliestMorning+1)
			})
			before = heap()
			announced += announces(b, store)
			first, took := composes(store, dawn, dawn)
			planned += took
			if n, _, _ := first.told(); n != 0 || first.steps != people {
				b.Fatalf("%d steps and %d messages before all mornings", first.steps, n)
			}
			last, took := composes(store, dawn.Add(23*time.Hour+30*time.Minute), dawn)
			told += took
			if n, _, _ := last.told(); n != people {
				b.Fatalf("%d messages", n)
			}
			most = max(first.most, last.most)
			after = heap()
		}
		each := float64(b.N)
		b.ReportMetric(announced.Seconds()/each, "s-announced")
		b.ReportMetric(planned.Seconds()/each, "s-planned")
		b.ReportMetric(people*each/told.Seconds(), "messages/s")
		b.ReportMetric(float64(most)/(1<<20), "MiB-at-most")
		b.ReportMetric(float64(after)/float64(before), "heap-after/before")
		b.ReportMetric(0, "ns/op")
	})
}

// BenchmarkNoticesSameHour lets 10,000 subscribers choose the same hour: over how many
// minutes they are spread, and how many messages are put in one of them at the most.
func BenchmarkNoticesSameHour(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		const people = 10_000
		most, minutes := 0, 0
		var took time.Duration
		for b.Loop() {
			store := subscribed(b, address(b), people, func(int) int { return 9 * 60 })
			announces(b, store)
			e, lasted := composes(store, dawn, dawn.AddDate(0, 0, 1))
			n, spread, peak := e.told()
			if n != people {
				b.Fatalf("%d messages", n)
			}
			most, minutes, took = max(most, peak), spread, took+lasted
		}
		b.ReportMetric(float64(most), "messages-a-minute-at-most")
		b.ReportMetric(float64(minutes), "minutes")
		b.ReportMetric(took.Seconds()/float64(b.N), "s-for-the-day")
		b.ReportMetric(0, "ns/op")
	})
}
