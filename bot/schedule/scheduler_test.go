package schedule_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/schedule"
)

// shelf is a store in memory, as schedule.Store asks for it.
type shelf struct {
	mu      sync.Mutex
	all     map[string]*schedule.Schedule
	items   map[string][]string
	queued  []queued
	runs    []schedule.Run
	changed chan struct{}
	fails   func(what string) error
	asked   int // how many times what is due was asked for
}

// queued is a post and when it was put.
type queued struct {
	bot.Post
	at time.Time
}

func newShelf() *shelf {
	return &shelf{all: map[string]*schedule.Schedule{}, items: map[string][]string{}, changed: make(chan struct{}, 1), fails: func(string) error { return nil }}
}

// puts adds a schedule without telling anybody, as another process does.
func (s *shelf) puts(of schedule.Schedule, items ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of.State = cmp.Or(of.State, schedule.Active)
	of.To = cmp.Or(of.To, bot.Address{Platform: "local", Space: "room", Channel: of.ID})
	s.all[of.ID], s.items[of.ID] = &of, items
}

func (s *shelf) Due(_ context.Context, now time.Time, max int) (due []schedule.Schedule, next time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked++; s.fails("due") != nil {
		return nil, next, s.fails("due")
	}
	for _, of := range s.all {
		switch {
		case of.Next.IsZero():
		case !of.Next.After(now):
			one := *of
			one.Items = len(s.items[of.ID])
			i := 0
			if one.Series {
				i = one.Position
			}
			if i < one.Items {
				one.Item = s.items[of.ID][i]
			}
			due = append(due, one)
		case next.IsZero() || of.Next.Before(next):
			next = of.Next
		}
	}
	slices.SortFunc(due, func(a, b schedule.Schedule) int { return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.ID, b.ID)) })
	return due[:min(len(due), max)], next, nil
}

func (s *shelf) Advance(_ context.Context, now time.Time, moves ...schedule.Move) ([]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fails("advance"); err != nil {
		return nil, err
	}
	done := make([]bool, len(moves))
	for i, m := range moves {
		of := s.all[m.ID]
		if of == nil || of.Revision != m.Revision {
			continue
		}
		done[i] = true
		of.Revision++
		of.State, of.Why, of.Next, of.Position, of.Refused = m.State, m.Why, m.Next, m.Position, false
		if !m.Ran.IsZero() {
			of.Ran = m.Ran
		}
		s.runs = append(s.runs, m.Runs...)
		for _, p := range m.Posts {
			s.queued = append(s.queued, queued{p, now})
		}
	}
	return done, nil
}

func (s *shelf) Changed() <-chan struct{} { return s.changed }

// tells is what was queued and when, in order: "a: words 09:00:00".
func (s *shelf) tells() (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queued {
		all = append(all, fmt.Sprintf("%s: %s %s", q.To.Channel, q.Message.Text.FR, q.at.UTC().Format(time.TimeOnly)))
	}
	return all
}

// ran is what became of the times of schedules, in order: "a posted Thu 09:00".
func (s *shelf) ran() (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.runs {
		id, _, _ := strings.Cut(r.ID, "@")
		all = append(all, fmt.Sprintf("%s %s %s", id, r.What, r.Due.UTC().Format("Mon 15:04")))
	}
	return all
}

func (s *shelf) get(id string) schedule.Schedule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.all[id]
}

func (s *shelf) posts() int { return len(s.tells()) }

// plainWords say the item, and to moderators what is the matter.
type plainWords struct {
	trouble func(of string) error // of a schedule; it may panic
	silent  bool                  // there are no moderators
}

func (w plainWords) Post(_ context.Context, of *schedule.Schedule, r *schedule.Run) (bot.Post, error) {
	r.Key = "post/" + r.ID
	if w.trouble != nil {
		if err := w.trouble(of.ID); err != nil {
			return bot.Post{}, err
		}
	}
	return bot.Post{Key: r.Key, To: of.To, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(of.Item)}}, nil
}

func (w plainWords) Paused(of *schedule.Schedule, why schedule.Reason) (bot.Post, bool) {
	if w.trouble != nil {
		if err := w.trouble(of.ID + " paused"); err != nil {
			return bot.Post{}, false
		}
	}
	return w.tell(of, "paused "+string(why)), !w.silent
}

func (w plainWords) Over(of *schedule.Schedule, left int) (bot.Post, bool) {
	return w.tell(of, fmt.Sprint("over, left ", left)), !w.silent
}

func (w plainWords) tell(of *schedule.Schedule, what string) bot.Post {
	to := bot.Address{Platform: of.To.Platform, Space: of.To.Space, Channel: "moderation"}
	if to.Platform == "" {
		to.Platform, to.Space = "local", "room"
	}
	return bot.Post{Key: fmt.Sprint(what, "/", of.ID, "/", of.Revision), To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(of.ID + " " + what)}}
}

// scheduling is a scheduler of a shelf; its clock can be set.
type scheduling struct {
	*shelf
	*schedule.Scheduler
	log    *bottest.Journal
	mu     sync.Mutex
	offset time.Duration
}

func newScheduling(w plainWords) *scheduling {
	s := &scheduling{shelf: newShelf(), log: &bottest.Journal{}}
	s.Scheduler = &schedule.Scheduler{Store: s.shelf, Words: w, Log: slog.New(slog.NewTextHandler(s.log, nil)), Now: s.clock}
	return s
}

func (s *scheduling) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.offset)
}

// sets moves the clock, of a machine that is told another time.
func (s *scheduling) sets(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += by
}

// runs starts the scheduler in a bubble, until its test ends.
func (s *scheduling) runs(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	synctest.Wait()
}

// passes lets time pass in a bubble.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// At the beginning of a bubble it is Saturday 1 January 2000, midnight.
var bubble = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func daily(minutes ...int) schedule.Recurrence {
	return schedule.Recurrence{Times: minutes, Zone: "UTC"}
}

// holds fails the test unless these lines are there.
func holds(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestRunFires lets a scheduler run for an hour: each message is queued at its
// time, to the instant, and what there is not is asked for once a second at most.
func TestRunFires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduling(plainWords{})
		s.puts(schedule.Schedule{ID: "a", When: daily(10), Next: bubble.Add(10 * time.Minute)}, "un")
		s.puts(schedule.Schedule{ID: "b", When: daily(10, 11), Next: bubble.Add(10 * time.Minute)}, "deux")
		s.puts(schedule.Schedule{ID: "c", When: schedule.Recurrence{Every: 20, Zone: "UTC"}, Next: bubble.Add(20 * time.Minute)}, "trois")
		passes(300 * time.Millisecond) // its looks once a second fall between the times
		s.runs(t)
		passes(time.Hour)
		holds(t, s.tells(), "a: un 00:10:00", "b: deux 00:10:00", "b: deux 00:11:00", "c: trois 00:20:00", "c: trois 00:40:00", "c: trois 01:00:00")
		if s.asked > 3600+20 {
			t.Errorf("asked %d times in an hour", s.asked)
		}
		for _, q := range s.queued {
			if !q.at.Equal(q.at.Truncate(time.Minute)) {
				t.Errorf("%s is queued at %v", q.Key, q.at)
			}
		}
		if next := s.get("b").Next; !next.Equal(bubble.Add(24*time.Hour + 10*time.Minute)) {
			t.Errorf("next at %v", next)
		}
	})
}

// TestRunHears holds that a schedule of this process is seen at once, and one of
// another within a second.
func TestRunHears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduling(plainWords{})
		s.runs(t)
		passes(300 * time.Millisecond)
		due := schedule.Schedule{When: daily(0), Next: bubble}
		due.ID = "here"
		s.puts(due, "un")
		s.changed <- struct{}{}
		synctest.Wait()
		if s.posts() != 1 {
			t.Error("one of this process waits")
		}
		due.ID = "there"
		s.puts(due, "deux")
		passes(schedule.Poll)
		if s.posts() != 2 {
			t.Error("one of another process waits for more than a second")
		}
	})
}

// TestClockBack sets the clock back by two hours: nothing goes out twice, and all
// goes on when its time comes again.
func TestClockBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduling(plainWords{})
		s.puts(schedule.Schedule{ID: "a", When: schedule.Recurrence{Every: 60, Zone: "UTC"}, Late: 4 * time.Hour, Next: bubble.Add(time.Hour)}, "un")
		s.runs(t)
		passes(3*time.Hour + time.Minute)
		s.sets(-2 * time.Hour)
		passes(4 * time.Hour) // it is 5:01 by that clock
		holds(t, s.ran(), "a posted Sat 01:00", "a posted Sat 02:00", "a posted Sat 03:00", "a posted Sat 04:00", "a posted Sat 05:00")
		of := s.get("a")
		if next, err := of.NextOf(bubble); err != nil || !next.Equal(bubble.Add(6*time.Hour)) { // a person pauses and resumes it, the clock set back again
			t.Errorf("resumed: %v, %v", next, err)
		}
	})
}

// TestClockJumps sets the clock forward by three hours: within a second, what was
// passed follows the schedule's policy.
func TestClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduling(plainWords{})
		hourly := schedule.Schedule{When: schedule.Recurrence{Every: 60, Zone: "UTC"}, Next: bubble.Add(time.Hour)}
		caught, skipped := hourly, hourly
		caught.ID, caught.Late, skipped.ID = "caught", 4*time.Hour, "skipped"
		s.puts(caught, "un")
		s.puts(skipped, "deux")
		s.runs(t)
		passes(30 * time.Minute)
		s.sets(3 * time.Hour)
		passes(schedule.Poll)
		holds(t, s.ran(), "caught missed Sat 01:00", "caught missed Sat 02:00", "caught posted Sat 03:00",
			"skipped missed Sat 01:00", "skipped missed Sat 02:00", "skipped missed Sat 03:00")
		passes(time.Hour)
		holds(t, s.ran()[6:], "caught posted Sat 04:00", "skipped posted Sat 04:00")
	})
}

// TestMissed is what each policy makes of three days without the program: it stops
// on Monday 23 November 2026 at 8:00, and is back on Thursday at 10:20.
func TestMissed(t *testing.T) {
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	thursday := monday.Add(3*24*time.Hour + 140*time.Minute)
	half := schedule.Recurrence{Every: 30, Zone: "UTC"}
	weekly := func(day int) schedule.Recurrence {
		r := daily(9 * 60)
		r.Days.Weekdays = 1 << day
		return r
	}
	once := daily(18 * 60)
	once.Days.On = schedule.DayOf(monday) + 2
	hour := time.Hour
	missed := func(times ...string) []string {
		var all []string
		for _, t := range times {
			all = append(all, "missed "+t)
		}
		return all
	}
	var firstOnes []string // as many as are written down
	for i := range schedule.MaxMissed {
		firstOnes = append(firstOnes, monday.Add(time.Duration(30*(i+1))*time.Minute).Format("missed Mon 15:04"))
	}
	for _, c := range []struct {
		name string
		when schedule.Recurrence
		late time.Duration
		back time.Time
		ran  []string
		next string // empty: it is over
	}{
		{"daily", daily(9 * 60), 0, thursday, missed("Mon 09:00", "Tue 09:00", "Wed 09:00", "Thu 09:00"), "Fri 27 09:00"},
		{"daily", daily(9 * 60), 4 * hour, thursday, append(missed("Mon 09:00", "Tue 09:00", "Wed 09:00"), "posted Thu 09:00"), "Fri 27 09:00"},
		{"daily", daily(9 * 60), 24 * hour, thursday, append(missed("Mon 09:00", "Tue 09:00", "Wed 09:00"), "posted Thu 09:00"), "Fri 27 09:00"},
		{"daily in the evening", daily(18 * 60), 4 * hour, thursday, missed("Mon 18:00", "Tue 18:00", "Wed 18:00"), "Thu 26 18:00"},
		{"daily in the evening", daily(18 * 60), 24 * hour, thursday, append(missed("Mon 18:00", "Tue 18:00"), "posted Wed 18:00"), "Thu 26 18:00"},
		{"on Mondays", weekly(0), 0, thursday, missed("Mon 09:00"), "Mon 30 09:00"},
		{"on Mondays", weekly(0), 4 * hour, thursday, missed("Mon 09:00"), "Mon 30 09:00"},
		{"on Mondays", weekly(0), 24 * hour, thursday, missed("Mon 09:00"), "Mon 30 09:00"},
		{"on Mondays", weekly(0), 7 * 24 * hour, thursday, []string{"posted Mon 09:00"}, "Mon 30 09:00"},
		{"on Wednesdays", weekly(2), 24 * hour, thursday, missed("Wed 09:00"), "Wed 02 09:00"},
		{"on Thursdays", weekly(3), 0, thursday, missed("Thu 09:00"), "Thu 03 09:00"},
		{"on Thursdays", weekly(3), 4 * hour, thursday, []string{"posted Thu 09:00"}, "Thu 03 09:00"},
		{"every 30 minutes", half, 0, thursday, firstOnes, "Thu 26 10:30"},
		{"every 30 minutes", half, 4 * hour, thursday, append(slices.Clone(firstOnes), "posted Thu 10:00"), "Thu 26 10:30"},
		{"every 30 minutes", half, 24 * hour, thursday, append(slices.Clone(firstOnes), "posted Thu 10:00"), "Thu 26 10:30"},
		{"every 30 minutes, just in time", half, 0, thursday.Add(10*time.Minute + schedule.Grace), append(slices.Clone(firstOnes), "posted Thu 10:30"), "Thu 26 11:00"},
		{"every 30 minutes, just too late", half, 0, thursday.Add(10*time.Minute + schedule.Grace + time.Second), firstOnes, "Thu 26 11:00"},
		{"once", once, 0, thursday, missed("Wed 18:00"), ""},
		{"once", once, 4 * hour, thursday, missed("Wed 18:00"), ""},
		{"once", once, 24 * hour, thursday, []string{"posted Wed 18:00"}, ""},
	} {
		t.Run(fmt.Sprint(c.name, " ", c.late), func(t *testing.T) {
			s := newScheduling(plainWords{})
			s.Scheduler.Now = func() time.Time { return c.back }
			of := schedule.Schedule{ID: "s", When: c.when, Late: c.late}
			var err error
			if of.Next, err = of.NextOf(monday); err != nil {
				t.Fatal(err)
			}
			s.puts(of, "un")
			for range 3 {
				if _, err := s.Turn(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			var want []string
			for _, ran := range c.ran {
				want = append(want, "s "+ran)
			}
			holds(t, s.ran(), want...)
			if posted := strings.HasPrefix(c.ran[len(c.ran)-1], "posted"); s.posts() == 1 != posted {
				t.Errorf("queued %q", s.tells())
			}
			got := s.get("s")
			switch {
			case c.next == "" && (got.State != schedule.Over || !got.Next.IsZero()):
				t.Errorf("it is not over: %+v", got)
			case c.next != "" && (got.State != schedule.Active || got.Next.UTC().Format("Mon 02 15:04") != c.next):
				t.Errorf("next at %v, %s, want %s", got.Next, got.State, c.next)
			}
		})
	}
}

// TestSeries goes item by item through restarts and a time that is missed; its end
// is told once.
func TestSeries(t *testing.T) {
	s := newScheduling(plainWords{})
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s.puts(schedule.Schedule{ID: "s", When: daily(9 * 60), Series: true, Next: start}, "un", "deux", "trois")
	for _, c := range []struct{ day, position int }{{0, 1}, {0, 1}, {1, 2}, {4, 2}, {5, 3}, {6, 3}, {30, 3}} { // nothing runs on days 2 and 3
		at := start.AddDate(0, 0, c.day)
		if c.day == 4 {
			at = at.Add(time.Hour) // late by more than it is caught up
		}
		again := &schedule.Scheduler{Store: s.shelf, Words: plainWords{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return at }}
		if _, err := again.Turn(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.get("s"); got.Position != c.position {
			t.Errorf("on day %d: %+v", c.day, got)
		}
	}
	holds(t, s.tells(), "s: un 09:00:00", "s: deux 09:00:00", "s: trois 09:00:00", "moderation: s over, left 0 09:00:00")
	holds(t, s.ran(), "s posted Mon 09:00", "s posted Tue 09:00", "s missed Wed 09:00", "s missed Thu 09:00", "s missed Fri 09:00", "s posted Sat 09:00")
	if got := s.get("s"); got.State != schedule.Over || !got.Next.IsZero() {
		t.Errorf("%+v", got)
	}
	s.puts(schedule.Schedule{ID: "short", When: daily(9 * 60), Series: true, Next: start}, "seul")
	quiet := &schedule.Scheduler{Store: s.shelf, Words: plainWords{silent: true}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return start }}
	if _, err := quiet.Turn(t.Context()); err != nil || s.posts() != 5 || s.get("short").State != schedule.Over {
		t.Errorf("with nobody to tell: %q, %v", s.tells(), err)
	}
}

// TestSeriesCutShort ends a series whose times end before its items do: moderators
// are told how many are left.
func TestSeriesCutShort(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	once := daily(9 * 60)
	once.Days.On = schedule.DayOf(at)
	s := newScheduling(plainWords{})
	s.Scheduler.Now = func() time.Time { return at }
	s.puts(schedule.Schedule{ID: "s", When: once, Series: true, Next: at}, "un", "deux", "trois")
	s.puts(schedule.Schedule{ID: "t", When: once, Next: at}, "seul")
	if _, err := s.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	holds(t, s.tells(), "s: un 09:00:00", "moderation: s over, left 2 09:00:00", "t: seul 09:00:00")
	if got := s.get("s"); got.State != schedule.Over || got.Position != 1 || !got.Next.IsZero() {
		t.Errorf("%+v", got)
	}
}

// TestRanAlready holds that a time that was due is not due again, whoever says so,
// unless the clock was wrong by more than a day when it was.
func TestRanAlready(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := newScheduling(plainWords{})
	s.Scheduler.Now = func() time.Time { return at.Add(time.Minute) }
	for id, ran := range map[string]time.Time{"before": at.Add(-time.Minute), "same": at, "later": at.Add(24 * time.Hour), "wrong": at.Add(25 * time.Hour)} {
		s.puts(schedule.Schedule{ID: id, When: daily(9 * 60), Next: at, Ran: ran}, "un")
	}
	if _, err := s.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	holds(t, s.ran(), "before posted Mon 09:00", "wrong posted Mon 09:00")
	for ran, want := range map[time.Duration]time.Duration{0: 24 * time.Hour, 24 * time.Hour: 48 * time.Hour, 25 * time.Hour: 24 * time.Hour} {
		of := schedule.Schedule{When: daily(9 * 60), Ran: at.Add(ran)}
		if next, err := of.NextOf(at); err != nil || !next.Equal(at.Add(want)) {
			t.Errorf("last due after %v: next at %v, %v", ran, next, err)
		}
	}
}

// TestPaused holds that what cannot go on is paused with words, once, and keeps no
// other from going.
func TestPaused(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	whole := schedule.Schedule{When: daily(9 * 60), Next: at}
	norule, nozone, nowhere, refused, panics, speechless := whole, whole, whole, whole, whole, whole
	norule.When = schedule.Recurrence{}
	nozone.When.Zone = "Europe/Atlantis"
	nowhere.To = bot.Address{Platform: "local", Space: "a/b"}
	refused.Refused = true
	s := newScheduling(plainWords{trouble: func(of string) error {
		if of == "5 panics" || strings.HasPrefix(of, "6 speechless") {
			panic("what is there to say")
		}
		return nil
	}})
	s.Scheduler.Now = func() time.Time { return at }
	for id, of := range map[string]schedule.Schedule{"0 whole": whole, "1 norule": norule, "2 nozone": nozone, "3 nowhere": nowhere, "4 refused": refused, "5 panics": panics, "6 speechless": speechless, "7 whole": whole} {
		of.ID = id
		if of.To.Space == "" {
			of.To = bot.Address{Platform: "local", Space: "room", Channel: "a"}
		}
		s.puts(of, "un")
	}
	for range 2 {
		if _, err := s.Turn(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	holds(t, s.tells(), "a: un 09:00:00", "moderation: 1 norule paused broken 09:00:00", "moderation: 2 nozone paused broken 09:00:00",
		"moderation: 4 refused paused gone 09:00:00", "moderation: 5 panics paused broken 09:00:00", "a: un 09:00:00")
	for id, why := range map[string]schedule.Reason{"1 norule": schedule.Broken, "2 nozone": schedule.Broken, "3 nowhere": schedule.Broken, "4 refused": schedule.Gone, "5 panics": schedule.Broken, "6 speechless": schedule.Broken} {
		if got := s.get(id); got.State != schedule.Paused || got.Why != why || !got.Next.IsZero() {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if n := s.log.Count("schedule paused"); n != 6 {
		t.Errorf("%d pauses in the log", n)
	}
}

// TestSilent holds that a time at which there is nothing to say is one of the schedule's
// times, with no post and no body, and that a series goes on with the item after.
func TestSilent(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	silent := true
	s := newScheduling(plainWords{trouble: func(string) error {
		if silent {
			return fmt.Errorf("no offers: %w", schedule.ErrSilent)
		}
		return nil
	}})
	s.Scheduler.Now = func() time.Time { return at }
	s.puts(schedule.Schedule{ID: "a", When: daily(9 * 60), Next: at}, "un")
	s.puts(schedule.Schedule{ID: "b", When: daily(9 * 60), Next: at, Series: true}, "un", "deux")
	for _, silent = range []bool{true, false} {
		if _, err := s.Turn(t.Context()); err != nil {
			t.Fatal(err)
		}
		at = at.Add(24 * time.Hour)
	}
	holds(t, s.ran(), "a silent Mon 09:00", "b silent Mon 09:00", "a posted Tue 09:00", "b posted Tue 09:00")
	holds(t, s.tells(), "a: un 09:00:00", "b: deux 09:00:00", "moderation: b over, left 0 09:00:00")
	if r := s.shelf.runs[0]; r.Key != "" || r.Body != nil {
		t.Errorf("%+v", r)
	}
	if got := s.get("a"); got.State != schedule.Active || got.Why != "" {
		t.Errorf("%+v", got)
	}
}

// TestWordsFail holds that a message that cannot be composed is tried again, and
// that the others go meanwhile.
func TestWordsFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		bad := errors.New("no answer")
		s := newScheduling(plainWords{trouble: func(of string) error {
			mu.Lock()
			defer mu.Unlock()
			if of == "b" {
				return bad
			}
			return nil
		}})
		for _, id := range []string{"a", "b", "c"} {
			s.puts(schedule.Schedule{ID: id, When: daily(1), Next: bubble.Add(time.Minute)}, "un")
		}
		s.runs(t)
		passes(2 * time.Minute)
		holds(t, s.tells(), "a: un 00:01:00", "c: un 00:01:00")
		mu.Lock()
		bad = nil
		mu.Unlock()
		passes(time.Second)
		holds(t, s.tells()[2:], "b: un 00:02:01")
		if s.log.Count("schedules wait") != 1 || s.log.Count("schedules go on") != 1 || s.log.Count("compose b: no answer") != 1 {
			t.Error(s.log.String())
		}
	})
}

// TestStoreFails takes the store away for a while, for what is due or for what is
// written: it is told once each way, and nothing is lost or doubled.
func TestStoreFails(t *testing.T) {
	for _, call := range []string{"due", "advance"} {
		t.Run(call, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScheduling(plainWords{})
				s.fails = func(what string) error {
					if passed := time.Since(bubble); what == call && passed >= 90*time.Second && passed < 10*time.Minute {
						return errors.New("disk full")
					}
					return nil
				}
				s.puts(schedule.Schedule{ID: "a", When: daily(1, 3, 12), Late: time.Hour, Next: bubble.Add(time.Minute)}, "un")
				s.runs(t)
				passes(15 * time.Minute)
				holds(t, s.tells(), "a: un 00:01:00", "a: un 00:10:00", "a: un 00:12:00")
				if s.log.Count("schedules wait") != 1 || s.log.Count("schedules go on") != 1 || s.log.Count("disk full") != 1 {
					t.Error(s.log.String())
				}
			})
		})
	}
}

// TestManyDue gives a scheduler more than one batch: it does not wait between them,
// though some cannot be composed.
func TestManyDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduling(plainWords{trouble: func(of string) error {
			if of == "0100" || of == "0700" {
				return errors.New("no answer")
			}
			return nil
		}})
		for i := range 1000 {
			s.puts(schedule.Schedule{ID: fmt.Sprintf("%04d", i), When: daily(1), Next: bubble.Add(time.Minute)}, "un")
		}
		s.runs(t)
		passes(time.Minute)
		if n := s.posts(); n != 998 {
			t.Errorf("%d are queued at once", n)
		}
	})
}
