package schedule_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func TestMain(m *testing.M) { storagetest.Main(m, work) }

// fast is how much faster than time the workers' clock runs: an hour in 150
// milliseconds, so that there is nearly always something due.
const fast = 24_000

// work is what a process made of this test does: it moves schedules, by a clock that
// all of them share and that began at a time.
func work(ctx context.Context, store *storage.Store, _, since string) error {
	began, err := strconv.ParseInt(since, 10, 64)
	if err != nil {
		return err
	}
	now := func() time.Time { return trialStart.Add(time.Since(time.Unix(0, began)) * fast) }
	(&schedule.Scheduler{Store: &storage.Schedules{Store: store}, Words: plainWords{}, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: now}).Run(ctx)
	return nil
}

// worker starts this test again as a process that moves schedules.
func worker(t *testing.T, address string, began time.Time) *exec.Cmd {
	t.Helper()
	return storagetest.Worker(t, address, strconv.FormatInt(began.UnixNano(), 10))
}

// eventually waits until something holds.
func eventually(t testing.TB, what string, does func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !does(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// TestKilledScheduler kills processes at random moments while they move 200 series:
// in the end each item is queued once, in order, and each end is told once. On
// PostgreSQL there are two at a time.
func TestKilledScheduler(t *testing.T) {
	const series = 200
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openBase(t, address)
		items, rounds := storagetest.Rounds(15, 25), storagetest.Rounds(4, 10)
		want := map[string]string{}
		for i := range series {
			var all []string
			for n := range items {
				all = append(all, fmt.Sprint(i, "/", n))
			}
			at := roomChannel(fmt.Sprint("c", i))
			place, _ := at.MarshalText()
			want[string(place)] = strings.Join(all, " ")
			r := schedule.Recurrence{Cron: fmt.Sprintf("%d * * * *", i%60), Zone: "UTC"}
			b.creates(t, schedule.Schedule{To: at, When: r, Late: 24 * time.Hour, Series: true, Next: trialStart.Add(time.Duration(i%60) * time.Minute)}, all...)
		}
		began := time.Now()
		workers := 1
		if strings.HasPrefix(address, "postgres") {
			workers = 2
		}
		var alive []*exec.Cmd
		for range workers {
			alive = append(alive, worker(t, address, began))
		}
		random := rand.New(rand.NewPCG(7, uint64(began.UnixNano())))
		kills := 0
		for round := range rounds {
			upTo := series * items * round / rounds
			eventually(t, "they move", func() bool { return b.count(t, "posts WHERE key LIKE 'post/%'") >= upTo })
			moment := time.NewTimer(time.Duration(random.IntN(100_000)) * time.Microsecond)
			<-moment.C
			if b.count(t, "schedules WHERE next_at IS NOT NULL") > 0 {
				kills++
			}
			i := random.IntN(workers)
			alive[i].Process.Kill()
			alive[i].Wait()
			alive[i] = worker(t, address, began)
		}
		eventually(t, "all series end", func() bool { return b.count(t, "schedules WHERE next_at IS NOT NULL") == 0 })
		got := b.queue(t)
		ends := strings.Count(got["local:room/moderation"], "over")
		delete(got, "local:room/moderation")
		for place, texts := range want {
			if got[place] != texts {
				t.Errorf("%s: %s\nwant %s", place, got[place], texts)
			}
		}
		over := b.count(t, fmt.Sprintf("schedules WHERE state = 'over' AND position = %d", items))
		runs := b.count(t, "schedule_runs WHERE what = 'posted'")
		if len(got) != series || ends != series || over != series || runs != series*items {
			t.Errorf("%d places, %d ends told, %d over, %d runs", len(got), ends, over, runs)
		}
		t.Logf("%d kills, %d of them with something to go; %d times missed; %v", rounds, kills, b.count(t, "schedule_runs WHERE what = 'missed'"), time.Since(began).Round(time.Millisecond))
	})
}
