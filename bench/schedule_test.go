package bench

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// punctual measures, for each post of a schedule, from its time to its being queued.
type punctual struct {
	schedule.Store
	mu   sync.Mutex
	late []time.Duration
	more chan struct{} // holds one when something was queued
}

func (p *punctual) Advance(ctx context.Context, now time.Time, moves ...schedule.Move) ([]bool, error) {
	done, err := p.Store.Advance(ctx, now, moves...)
	if err != nil {
		return done, err
	}
	at := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range moves {
		if done[i] {
			p.late = append(p.late, at.Sub(moves[i].Runs[0].Due))
		}
	}
	select {
	case p.more <- struct{}{}:
	default:
	}
	return done, nil
}

func (p *punctual) queued() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.late)
}

// saying are the words of the schedules: what they hold.
type saying struct{}

func (saying) Post(_ context.Context, of *schedule.Schedule, r *schedule.Run) (bot.Post, error) {
	r.Key = "bench/" + r.ID
	return bot.Post{Key: r.Key, To: of.To, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(of.Item)}, Until: r.Due.Add(12 * time.Hour)}, nil
}
func (saying) Paused(*schedule.Schedule, schedule.Reason) (bot.Post, bool) { return bot.Post{}, false }
func (saying) Over(*schedule.Schedule, int) (bot.Post, bool)               { return bot.Post{}, false }

// plan makes n daily schedules for 1,000 channels, past the store, as making them
// is not measured: of those that follow one another, each is due some minutes after
// the one before, from a minute on and around the clock.
func plan(b *testing.B, address string, n int, first time.Time, apart int) *storage.Store {
	b.Helper()
	store := storagetest.Open(b, address)
	if err := store.SetUp(context.Background(), bot.Address{Platform: "bench", Space: "s"}, nil, first); err != nil {
		b.Fatal(err)
	}
	db := storagetest.Raw(b, address)
	defer db.Close() // before anything is measured
	minute := first.UnixMilli() / 60_000
	numbers := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", n-1)
	for _, text := range []string{
		fmt.Sprintf(`INSERT INTO schedules (id, community, place, recurrence, late, series, coaching, state, position, next_at, revision, created_at, changed_at)
			%s SELECT 's' || i, c.id, 'bench:s/c' || (i %% 1000), '{"times":[' || ((%d + i * %d) %% 1440) || '],"zone":"UTC"}', 86400000, 0, 0, 'active', 0, (%d + i * %d %% 1440) * CAST(60000 AS BIGINT), 0, 0, 0
			FROM n, communities c`, numbers, minute, apart, minute, apart),
		"INSERT INTO schedule_items (schedule, number, text) " + numbers + "SELECT 's' || i, 0, 'Une pensée pour la semaine qui commence, et un petit pas pour aujourd’hui.' FROM n",
		"ANALYZE",
	} {
		if _, err := db.Exec(text); err != nil {
			b.Fatalf("%s: %v", text, err)
		}
	}
	return store
}

// moves runs a scheduler on a store until an end.
func moves(store *storage.Store, until func(p *punctual)) *punctual {
	p := &punctual{Store: &storage.Schedules{Store: store}, more: make(chan struct{}, 1)}
	s := &schedule.Scheduler{Store: p, Words: saying{}, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: time.Now}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	until(p)
	stop()
	<-ended
	return p
}

// spent is how much time of a core this process has taken so far.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkScheduleIdle lets a scheduler run for two minutes of real time with
// 100,000 daily schedules spread over a day: what it takes of a core in this
// process, and from each time to its post being queued.
func BenchmarkScheduleIdle(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		const lasts = 2 * time.Minute
		var took []time.Duration
		var busy, passed time.Duration
		for b.Loop() {
			store := plan(b, address(b), 100_000, time.Now().Truncate(time.Minute).Add(time.Minute), 1)
			before, start := spent(b), time.Now()
			p := moves(store, func(*punctual) { <-time.After(lasts) })
			busy, passed = busy+spent(b)-before, passed+time.Since(start)
			took = append(took, p.late...)
		}
		percentiles(b, took)
		b.ReportMetric(float64(slices.Max(took).Microseconds())/1000, "max-ms")
		b.ReportMetric(float64(len(took)), "posts")
		b.ReportMetric(100*busy.Seconds()/passed.Seconds(), "%-of-a-core")
	})
}

// BenchmarkScheduleRush has 10,000 schedules due in the same minute: how long until
// all are queued.
func BenchmarkScheduleRush(b *testing.B) {
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		const due = 10_000
		var took, busy time.Duration
		for b.Loop() {
			store := plan(b, address(b), due, time.Now().Truncate(time.Minute), 1440)
			before, start := spent(b), time.Now()
			moves(store, func(p *punctual) {
				for p.queued() < due {
					<-p.more
				}
				took += time.Since(start)
			})
			busy += spent(b) - before
		}
		b.ReportMetric(took.Seconds()/float64(b.N), "s")
		b.ReportMetric(busy.Seconds()/float64(b.N), "s-of-a-core")
		b.ReportMetric(due*float64(b.N)/took.Seconds(), "posts/s")
		b.ReportMetric(0, "ns/op")
	})
}
