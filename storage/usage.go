package storage

import (
	"context"
	"crypto/rand"
	"fmt"
	"hash/maphash"
	"log/slog"
	"maps"
	"sync"
	"time"

	"rebond/bot"
)

// Usage counts how many people use each command in a week, each of them once. Who they
// are is not kept: what it remembers of them until the week ends is a mark that only this
// process can make. What it writes may be less than there were, after a restart for
// instance, and is never more; whoever is forgotten and comes back is somebody new.
type Usage struct {
	Store *Store
	Log   *slog.Logger
	Now   func() time.Time

	mu    sync.Mutex
	run   string // names this process among those that count
	seed  maphash.Seed
	week  string               // the newest of which anything was asked
	met   map[uint64]bool      // in that week
	n     map[usedCommand]int  // all that this process has counted, but for what is written of earlier weeks
	fresh map[usedCommand]bool // what is not written yet
}

// usedCommand is a command of a community, in a week.
type usedCommand struct {
	platform, space, week, command string
}

// Asked implements the port of the Router.
func (u *Usage) Asked(_ context.Context, r *bot.Request, c *bot.Command) {
	if r.At.Space == "" || r.From.ID == "" {
		return
	}
	used := usedCommand{r.At.Platform, r.At.Space, weekName(r.Now), c.Name}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.run == "" {
		u.run, u.seed, u.n, u.fresh = rand.Text(), maphash.MakeSeed(), map[usedCommand]int{}, map[usedCommand]bool{}
	}
	switch {
	case used.week < u.week: // the clock went back: whoever was met then is forgotten
		return
	case used.week > u.week:
		u.week, u.met = used.week, map[uint64]bool{}
	}
	mark := maphash.Comparable(u.seed, struct {
		usedCommand
		bot.PersonID
	}{used, r.From.ID})
	if u.met[mark] {
		return
	}
	u.met[mark] = true
	u.n[used]++
	u.fresh[used] = true
}

const (
	usageWritten       = time.Minute
	subscribersCounted = time.Hour
	lastWriting        = 2 * time.Second
)

// Run writes what is counted each minute and when ctx ends, and counts subscribers each
// hour.
func (u *Usage) Run(ctx context.Context) {
	each := time.NewTicker(usageWritten)
	defer each.Stop()
	var counted time.Time
	for {
		if now := u.Now(); now.Sub(counted) >= subscribersCounted || now.Before(counted) {
			counted = now
			u.tell(ctx, u.Store.CountSubscribers(ctx, now))
		}
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), lastWriting)
			defer stop()
			u.tell(last, u.Write(last))
			return
		case <-each.C:
			u.tell(ctx, u.Write(ctx))
		}
	}
}

func (u *Usage) tell(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		u.Log.ErrorContext(ctx, "what happens is not counted", "err", err)
	}
}

// Write keeps what was counted since it was last written. What is written is how much
// this process has counted in all: to write it twice, or late, changes nothing.
func (u *Usage) Write(ctx context.Context) error {
	u.mu.Lock()
	run, counts := u.run, map[usedCommand]int{}
	for used := range u.fresh {
		counts[used] = u.n[used]
	}
	u.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	err := u.Store.change(ctx, func(t tx) error {
		for used, n := range counts {
			if err := t.setUsed(ctx, used, run, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write what people use: %w", err)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for used, n := range counts {
		if u.n[used] == n {
			delete(u.fresh, used)
		}
	}
	maps.DeleteFunc(u.n, func(used usedCommand, _ int) bool { return used.week < u.week && !u.fresh[used] })
	return nil
}

func (t tx) setUsed(ctx context.Context, used usedCommand, run string, n int) error {
	_, err := t.exec(ctx, `
		INSERT INTO weekly (community, week, what, run, n)
		SELECT id, $3, $4, $5, CAST($6 AS BIGINT) FROM communities WHERE platform = $1 AND space = $2
		ON CONFLICT (community, week, what, run) DO UPDATE SET n = excluded.n WHERE excluded.n > weekly.n`,
		used.platform, used.space, used.week, commandCount+used.command, run, n)
	return err
}
