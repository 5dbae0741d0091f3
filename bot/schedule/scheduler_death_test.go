package schedule_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// mortal is one process, which dies at one of its steps: it does nothing from then on.
type mortal struct {
	step  int
	dies  int // at which step, counted from 1; 0: never
	trace []string
}

// passes counts a step, and reports whether the process lives on.
func (m *mortal) passes(what string) bool {
	m.step++
	m.trace = append(m.trace, what)
	return m.step != m.dies
}

// reaches ends the process if a step is its last.
func (m *mortal) reaches(what string) {
	if !m.passes(what) {
		runtime.Goexit()
	}
}

// mortalStore and mortalWords are the ports of one process.
type mortalStore struct {
	schedule.Store
	*mortal
	t *testing.T
}

func (s mortalStore) Due(ctx context.Context, now time.Time, max int) ([]schedule.Schedule, time.Time, error) {
	s.reaches("before due")
	due, next, err := s.Store.Due(ctx, now, max)
	s.reaches("after due")
	return due, next, err
}

func (s mortalStore) Advance(ctx context.Context, now time.Time, moves ...schedule.Move) ([]bool, error) {
	s.reaches("before advance")
	if !s.passes("inside advance") { // all is written, and nothing committed
		last := &moves[len(moves)-1]
		last.Posts = append(last.Posts, bot.Post{Key: "nowhere"})
		if _, err := s.Store.Advance(ctx, now, moves...); err == nil {
			s.t.Error("a post to nowhere is put")
		}
		runtime.Goexit()
	}
	done, err := s.Store.Advance(ctx, now, moves...)
	s.reaches("after advance")
	return done, err
}

type mortalWords struct {
	plainWords
	*mortal
}

func (w mortalWords) Post(ctx context.Context, of *schedule.Schedule, r *schedule.Run) (bot.Post, error) {
	p, err := w.plainWords.Post(ctx, of, r)
	w.reaches("composed " + of.Item)
	return p, err
}

// base is a database and what is in it, past the store.
type base struct {
	*storage.Store
	address string
	db      *sql.DB
}

func openBase(t testing.TB, address string) *base {
	t.Helper()
	db := storagetest.Raw(t, address)
	return &base{storagetest.Open(t, address), address, db}
}

func (b *base) creates(t testing.TB, of schedule.Schedule, items ...string) string {
	t.Helper()
	of.State = schedule.Active
	of.Community = bot.Address{Platform: of.To.Platform, Space: of.To.Space}
	if err := b.CreateSchedule(t.Context(), &of, items, of.Next); err != nil {
		t.Fatal(err)
	}
	return of.ID
}

func (b *base) does(t testing.TB, text string) {
	t.Helper()
	if _, err := b.db.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func (b *base) count(t testing.TB, from string) (n int) {
	t.Helper()
	if err := b.db.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
		t.Fatalf("%s: %v", from, err)
	}
	return n
}

// queue is what waits in each place, in the order in which it goes out.
func (b *base) queue(t testing.TB) map[string]string {
	t.Helper()
	rows, err := b.db.Query("SELECT place, body FROM posts ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var place, body string
		var m bot.Message
		if err := rows.Scan(&place, &body); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			t.Fatal(err)
		}
		all[place] = strings.TrimSpace(all[place] + " " + m.Text.FR)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func roomChannel(name string) bot.Address {
	return bot.Address{Platform: "local", Space: "room", Channel: name}
}

// lifetime is what the trial's clock shows, one turn after another.
var lifetime = []time.Duration{-time.Minute, 0, time.Second, time.Hour, time.Hour + time.Second, 2 * time.Hour, 2*time.Hour + time.Minute}

// lives lets one process work through a trial from a moment on, until it dies or
// the trial is over; it returns the moment of its death.
func lives(t *testing.T, m *mortal, b *base, from int) (died int) {
	t.Helper()
	for moment := from; moment < len(lifetime); moment++ {
		at := trialStart.Add(lifetime[moment])
		s := &schedule.Scheduler{Store: mortalStore{&storage.Schedules{Store: b.Store}, m, t}, Words: mortalWords{plainWords{}, m}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return at }}
		err := errDead
		turned := make(chan struct{})
		go func() {
			defer close(turned)
			_, err = s.Turn(t.Context())
		}()
		<-turned
		if err == errDead {
			return moment
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return len(lifetime)
}

var (
	errDead    = fmt.Errorf("this process is dead")
	trialStart = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
)

// dies lets processes die at these steps, one after another, and a last one live;
// it returns how many steps the last one took.
func dies(t *testing.T, b *base, deaths ...int) int {
	t.Helper()
	hour := func(h ...int) (all []int) {
		for _, one := range h {
			all = append(all, one*60)
		}
		return all
	}
	once := daily(hour(11)...)
	once.Days.On = schedule.DayOf(trialStart)
	series := b.creates(t, schedule.Schedule{To: roomChannel("series"), When: daily(hour(10, 11, 12)...), Series: true, Next: trialStart}, "un", "deux", "trois")
	b.creates(t, schedule.Schedule{To: roomChannel("daily"), When: daily(hour(10, 12)...), Late: time.Hour, Next: trialStart}, "bonjour")
	b.creates(t, schedule.Schedule{To: roomChannel("once"), When: once, Next: trialStart.Add(time.Hour)}, "seul")
	broken := b.creates(t, schedule.Schedule{To: roomChannel("broken"), When: schedule.Recurrence{Zone: "UTC"}, Next: trialStart.Add(time.Hour)}, "rien")
	var traces []string
	moment, last := 0, &mortal{}
	for _, step := range append(slices.Clone(deaths), 0) {
		last = &mortal{dies: step}
		moment = lives(t, last, b, moment)
		traces = append(traces, strings.Join(last.trace, ", "))
	}
	got := b.queue(t)
	want := map[string]string{"local:room/series": "un deux trois", "local:room/daily": "bonjour bonjour", "local:room/once": "seul"}
	notices := strings.NewReplacer(series, "series", broken, "broken").Replace(got["local:room/moderation"])
	delete(got, "local:room/moderation")
	if fmt.Sprint(got) != fmt.Sprint(want) || notices != "broken paused broken series over, left 0" {
		t.Errorf("deaths at %v: %v, and moderators read %q\n%s", deaths, got, notices, strings.Join(traces, "\n"))
	}
	for from, n := range map[string]int{
		"schedules WHERE state = 'over' AND next_at IS NULL AND series = 1 AND position = 3": 1,
		"schedules WHERE state = 'over' AND next_at IS NULL AND series = 0":                  1,
		"schedules WHERE state = 'paused' AND why = 'broken' AND next_at IS NULL":            1,
		"schedules WHERE state = 'active' AND position = 0":                                  1,
		"schedule_runs WHERE what = 'posted'":                                                6,
		"schedule_runs":                                                                      6,
	} {
		if got := b.count(t, from); got != n {
			t.Errorf("deaths at %v: %d of %s, want %d\n%s", deaths, got, from, n, strings.Join(traces, "\n"))
		}
	}
	for _, table := range []string{"schedule_runs", "schedule_items", "schedules", "posts", "post_places"} { // the next trial begins with nothing
		b.does(t, "DELETE FROM "+table)
	}
	return last.step
}

// TestEveryDeath stops a process at every step between what is due and what is
// queued, and the next one at steps of its own, then lets another go on: each time
// is queued once, and the series is where it should be. Every pair of deaths is
// tried with REBOND_LONG=1, of them a sample otherwise.
func TestEveryDeath(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openBase(t, address)
		random := rand.New(rand.NewPCG(1, 2))
		tried := 0
		steps := dies(t, b)
		for first := 1; first <= steps; first++ {
			rest := dies(t, b, first)
			for second := 1; second <= rest; second++ {
				if tried++; random.IntN(storagetest.Rounds(5, 1)) == 0 {
					dies(t, b, first, second)
				}
			}
		}
		t.Logf("%d steps, %d pairs of deaths", steps, tried)
	})
}

// TestSchedulersTogether lets schedulers of two stores, as of two processes, work
// on one database of more than is due in one batch: each time is queued once, and
// none is lost.
func TestSchedulersTogether(t *testing.T) {
	const schedules, ticks = 300, 4
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openBase(t, address)
		stores := []*storage.Store{b.Store, storagetest.Open(t, address)}
		every := schedule.Recurrence{Every: 10, Zone: "UTC"}
		for i := range schedules {
			of := schedule.Schedule{To: roomChannel(fmt.Sprint("c", i%20)), When: every, Series: i%2 == 0, Next: trialStart}
			b.creates(t, of, fmt.Sprintf("%03d/0", i), fmt.Sprintf("%03d/1", i), fmt.Sprintf("%03d/2", i), fmt.Sprintf("%03d/3", i), "never")
		}
		for tick := range ticks {
			at := trialStart.Add(time.Duration(tick) * 10 * time.Minute)
			var all sync.WaitGroup
			for _, store := range stores {
				all.Go(func() {
					s := &schedule.Scheduler{Store: &storage.Schedules{Store: store}, Words: plainWords{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return at }}
					for {
						wait, err := s.Turn(t.Context())
						if err != nil {
							t.Error(err)
						}
						if wait > 0 {
							return
						}
					}
				})
			}
			all.Wait()
			if n := b.count(t, "posts"); n != schedules*(tick+1) {
				t.Fatalf("%d posts after tick %d", n, tick)
			}
		}
		times := map[string][]string{}
		for place, texts := range b.queue(t) {
			for _, text := range strings.Fields(texts) {
				name, item, _ := strings.Cut(text, "/")
				times[place+name] = append(times[place+name], item)
			}
		}
		for of, items := range times {
			if got := strings.Join(items, ""); got != "0123" && got != "0000" {
				t.Errorf("%s: %s", of, got)
			}
		}
		if len(times) != schedules {
			t.Errorf("%d schedules", len(times))
		}
	})
}
