package delivery_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// patience is how long a test waits for something to happen.
const patience = 30 * time.Second

// eventually waits until something holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !holds(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// gathering is a platform that remembers what arrives, and can be searched. A
// gate, if there is one, is passed by each send.
type gathering struct {
	gate chan struct{}

	mu      sync.Mutex
	arrived []string // keys
	inside  int      // sends that wait at the gate
}

func (g *gathering) Name() string                         { return "local" }
func (g *gathering) Run(context.Context, bot.Inbox) error { return nil }
func (g *gathering) Send(_ context.Context, p bot.Post) (bot.MessageRef, error) {
	if g.gate != nil {
		g.mu.Lock()
		g.inside++
		g.mu.Unlock()
		<-g.gate
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.arrived = append(g.arrived, p.Key)
	return bot.MessageRef{At: p.To, ID: p.Key}, nil
}
func (g *gathering) Change(context.Context, bot.MessageRef, bot.Post) error { return nil }
func (g *gathering) Find(_ context.Context, p bot.Post, _ time.Time) (bot.MessageRef, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, key := range g.arrived {
		if key == p.Key {
			return bot.MessageRef{At: p.To, ID: key}, nil
		}
	}
	return bot.MessageRef{}, bot.ErrNotFound
}

func (g *gathering) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.arrived)
}

func (g *gathering) waiting() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inside
}

// once holds that each of the n posts of fan arrived once, and in order in its place.
func (g *gathering) once(t *testing.T, n int) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := map[string]bool{}
	last := map[int]int{}
	for _, key := range g.arrived {
		var i int
		if _, err := fmt.Sscanf(key, "fan/%d", &i); err != nil {
			t.Fatal(err)
		}
		if seen[key] {
			t.Errorf("%s arrives twice", key)
		}
		seen[key] = true
		if i < last[i%fanPlaces] {
			t.Errorf("%s arrives after %d", key, last[i%fanPlaces])
		}
		last[i%fanPlaces] = i
	}
	if len(seen) != n {
		t.Errorf("%d of %d posts arrive", len(seen), n)
	}
}

const fanPlaces = 20

// fan is n posts to twenty places.
func fan(from, n int) (all []bot.Post) {
	for i := range n {
		all = append(all, bot.Post{Key: fmt.Sprintf("fan/%05d", from+i), Kind: bot.SendPost, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("Bonjour")},
			To: bot.Address{Platform: "local", Space: "s", Channel: fmt.Sprint("c", (from+i)%fanPlaces)}})
	}
	return all
}

// dispatches runs a dispatcher until the test ends, or stop is called.
func dispatches(t testing.TB, store *storage.Store, p bot.Platform, j *bottest.Journal, change func(*delivery.Dispatcher)) (stop func()) {
	t.Helper()
	d := &delivery.Dispatcher{Outbox: &storage.Outbox{Store: store, Now: time.Now}, Platforms: []bot.Platform{p}, Log: slog.New(slog.NewTextHandler(j, nil)), Now: time.Now, Lease: 2 * time.Second}
	if change != nil {
		change(d)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.Run(ctx)
	}()
	stop = func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(patience):
			t.Error("the dispatcher does not stop")
		}
	}
	t.Cleanup(stop)
	return stop
}

func puts(t testing.TB, store *storage.Store, posts ...bot.Post) {
	t.Helper()
	if err := (&storage.Outbox{Store: store, Now: time.Now}).Put(context.Background(), posts...); err != nil {
		t.Fatal(err)
	}
}

// TestRunWakes holds that a post of the same process is sent at once, and one of
// another process within about a second.
func TestRunWakes(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		here, there := storagetest.Open(t, address), storagetest.Open(t, address)
		g := &gathering{}
		dispatches(t, here, g, &bottest.Journal{}, nil)
		puts(t, here, fan(0, 1)...)
		eventually(t, "the first post", func() bool { return g.count() == 1 })
		for i, c := range []struct {
			from   *storage.Store
			within time.Duration
		}{{here, time.Second}, {there, 2 * time.Second}, {here, time.Second}, {there, 2 * time.Second}} {
			start := time.Now()
			puts(t, c.from, fan(i+1, 1)...)
			eventually(t, "a post", func() bool { return g.count() == i+2 })
			took := time.Since(start)
			t.Logf("%v", took)
			if took > c.within {
				t.Errorf("post %d takes %v", i, took)
			}
		}
	})
}

// TestRunStops stops a dispatcher in the middle of sends: it waits for them,
// writes what became of them, and begins no others.
func TestRunStops(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		g := &gathering{gate: make(chan struct{})}
		stop := dispatches(t, store, g, &bottest.Journal{}, func(d *delivery.Dispatcher) { d.AtOnce = 8 })
		puts(t, store, fan(0, 60)...)
		eventually(t, "eight sends", func() bool { return g.waiting() == 8 })
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			stop()
		}()
		select {
		case <-stopped:
			t.Fatal("it does not wait for its sends")
		case <-time.After(50 * time.Millisecond):
		}
		close(g.gate)
		<-stopped
		counts, err := store.Queue(t.Context(), storage.Scope{}, time.Now())
		if err != nil || len(counts) != 2 || counts[0].State != delivery.Delivered || counts[0].Posts != 8 || counts[1].State != delivery.Pending || counts[1].Posts != 52 {
			t.Errorf("after the end: %+v, %v", counts, err)
		}
		dispatches(t, store, g, &bottest.Journal{}, nil)
		eventually(t, "the others", func() bool { return g.count() == 60 })
		g.once(t, 60)
	})
}

// suffers holds that deliveries go on by themselves after the database has been
// away, that nothing is lost or doubled, and that it is told once each way.
func suffers(t *testing.T, store *storage.Store, away func(), back func()) {
	t.Helper()
	const posts = 400
	g, j := &gathering{gate: make(chan struct{}, posts)}, &bottest.Journal{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(j.String())
		}
	})
	// A lease after which a lock of the file is longer than SQLite's own patience.
	dispatches(t, store, g, j, func(d *delivery.Dispatcher) { d.Lease = 20 * time.Second })
	puts(t, store, fan(0, posts)...)
	for range posts / 4 {
		g.gate <- struct{}{}
	}
	eventually(t, "some posts", func() bool { return g.count() >= posts/4 })
	away()
	close(g.gate)
	eventually(t, "a line in the log", func() bool { return j.Count("deliveries wait for the database") > 0 })
	back()
	eventually(t, "all posts", func() bool { return g.count() >= posts })
	eventually(t, "another line", func() bool { return j.Count("deliveries go on") > 0 })
	eventually(t, "all settled", func() bool {
		counts, err := store.Queue(t.Context(), storage.Scope{}, time.Now())
		return err == nil && len(counts) == 1 && counts[0].State == delivery.Delivered && counts[0].Posts == posts
	})
	g.once(t, posts)
	incidents, err := store.Incidents(t.Context(), 10)
	if err != nil || len(incidents) != 1 || incidents[0].What == "" || !incidents[0].To.After(incidents[0].From) {
		t.Errorf("the incidents are %+v, %v", incidents, err)
	}
	if down, up := j.Count("deliveries wait"), j.Count("deliveries go on"); down != 1 || up != 1 {
		t.Errorf("told %d times, and %d times that it is over", down, up)
	}
	t.Logf("%+v", incidents)
}

// TestRunDatabaseLocked locks an SQLite file for longer than its busy timeout.
func TestRunDatabaseLocked(t *testing.T) {
	t.Parallel()
	address := storagetest.SQLite(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	suffers(t, store, func() { execute(t, conn, "BEGIN IMMEDIATE") }, func() { execute(t, conn, "ROLLBACK") })
}

func execute(t *testing.T, on interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}, text string) {
	t.Helper()
	if _, err := on.ExecContext(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// TestRunPostgresGone takes PostgreSQL away, as a restart does: every connection
// is cut, and no new one let in for a while.
func TestRunPostgresGone(t *testing.T) {
	t.Parallel()
	address := storagetest.Postgres(t)
	store := storagetest.Open(t, address)
	i := strings.LastIndexByte(address, '/') + 1
	name, rest, _ := strings.Cut(address[i:], "?")
	admin := storagetest.Raw(t, address[:i]+"postgres?"+rest)
	suffers(t, store, func() {
		execute(t, admin, "ALTER DATABASE "+name+" ALLOW_CONNECTIONS false")
		execute(t, admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+name+"'")
	}, func() { execute(t, admin, "ALTER DATABASE "+name+" ALLOW_CONNECTIONS true") })
}

// TestRunPostgresCut cuts the connections again and again while posts go.
func TestRunPostgresCut(t *testing.T) {
	t.Parallel()
	address := storagetest.Postgres(t)
	store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
	const posts = 400
	g := &gathering{gate: make(chan struct{})}
	dispatches(t, store, g, &bottest.Journal{}, nil)
	puts(t, store, fan(0, posts)...)
	for n := range posts {
		g.gate <- struct{}{}
		if n%40 == 20 {
			execute(t, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		}
	}
	eventually(t, "all settled", func() bool {
		counts, err := store.Queue(t.Context(), storage.Scope{}, time.Now())
		return err == nil && len(counts) == 1 && counts[0].State == delivery.Delivered && counts[0].Posts == posts
	})
	g.once(t, posts)
}

// TestRunDiskFull fills the disk that the database is on, then makes room.
func TestRunDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// Room for the file and its log, which is let grow to 4 MB.
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		if os.Getenv("REBOND_REQUIRE_ALL") == "1" {
			t.Fatalf("a small file system is required, and only root may mount one: %v", err)
		}
		t.Skipf("the disk is not filled: no small file system may be mounted here (REBOND_REQUIRE_ALL is not set): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	store := storagetest.Open(t, "sqlite:"+filepath.Join(dir, "rebond.db"))
	filler := filepath.Join(dir, "filler")
	suffers(t, store, func() {
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for block := make([]byte, 1<<12); err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}, func() {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	})
}
