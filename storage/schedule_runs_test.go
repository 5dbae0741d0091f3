package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// showing is an edit that shows the count.
func showing(r schedule.Run, of bot.Post, d storage.Done) (*bot.Post, int) {
	return &bot.Post{Kind: bot.EditPost, Of: of.Key, To: of.To, Lang: of.Lang, Message: saying(fmt.Sprint(d.Count, " on ", r.Body.Text.FR))}, d.Count
}

// presses presses the button of a run, or takes that back.
func (p *planner) presses(t testing.TB, run string, person bot.PersonID, undo bool) storage.Done {
	t.Helper()
	d, err := p.Store.MarkDone(t.Context(), run, person, undo, p.at, showing)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// coaches is a run with a button, of a schedule of its own, and that schedule.
func (p *planner) coaches(t testing.TB, at string) (run string, s *schedule.Schedule) {
	t.Helper()
	s = p.creates(t, series(at, 0), "un")
	m := p.step(s)
	m.Runs[0].Body = m.Posts[0].Message
	p.advances(t, []schedule.Move{m}, true)
	return m.Runs[0].ID, s
}

// edits are what the edits that were put say, in the order in which they were put.
func (p *planner) edits(t testing.TB) (all []string) {
	t.Helper()
	for {
		claimed := p.claim(t, 100)
		if len(claimed) == 0 {
			return all
		}
		for _, d := range claimed {
			if d.Kind == bot.EditPost {
				all = append(all, d.Message.Text.FR)
			}
			p.settles(t, outcome(d, delivery.Delivered))
		}
	}
}

// TestMarkDone is what pressing the button of a post does.
func TestMarkDone(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"each person counts once, and can take it back": func(t *testing.T, p *planner) {
			run, _ := p.coaches(t, "a")
			other, _ := p.coaches(t, "b")
			camille, sam := member(t, p.Store, "camille"), member(t, p.Store, "sam")
			p.presses(t, other, sam, false)
			for i, c := range []struct {
				who  bot.PersonID
				undo bool
				want storage.Done
			}{
				{camille, true, storage.Done{}}, {camille, false, storage.Done{New: true, Count: 1}}, {camille, false, storage.Done{Count: 1, Shown: 1}},
				{sam, false, storage.Done{New: true, Count: 2, Shown: 1}}, {camille, true, storage.Done{New: true, Count: 1, Shown: 2}}, {camille, true, storage.Done{Count: 1, Shown: 1}},
			} {
				if got := p.presses(t, run, c.who, c.undo); got != c.want {
					t.Errorf("press %d: %+v, want %+v", i, got, c.want)
				}
			}
		},
		"the edit is put with the press": func(t *testing.T, p *planner) {
			run, _ := p.coaches(t, "a")
			p.ends(t, run, delivery.Delivered)
			camille, sam := member(t, p.Store, "camille"), member(t, p.Store, "sam")
			bad := func(r schedule.Run, of bot.Post, d storage.Done) (*bot.Post, int) {
				edit, shown := showing(r, of, d)
				edit.To = channel("elsewhere")
				return edit, shown
			}
			if _, err := p.Store.MarkDone(t.Context(), run, camille, false, now, bad); err == nil || p.count(t, "schedule_done") != 0 {
				t.Errorf("with an edit that cannot be put: %v, %d pressed", err, p.count(t, "schedule_done"))
			}
			none := func(schedule.Run, bot.Post, storage.Done) (*bot.Post, int) { return nil, 0 }
			if d, err := p.Store.MarkDone(t.Context(), run, camille, false, now, none); err != nil || !d.New || p.count(t, "posts") != 1 {
				t.Errorf("with none: %+v, %v", d, err)
			}
			p.presses(t, run, camille, false) // nothing changes, nothing to show
			if p.count(t, "posts") != 1 {
				t.Error("there is an edit of nothing")
			}
			p.presses(t, run, sam, false)
			p.presses(t, run, camille, true)
			p.at = now.Add(time.Minute)
			if got, want := p.edits(t), []string{"1 on " + run}; !slices.Equal(got, want) { // the first has been said better
				t.Errorf("got %q, want %q", got, want)
			}
		},
		"a post without a count, or that is forgotten, is not edited": func(t *testing.T, p *planner) {
			plain := p.posts(t, p.creates(t, everyDay("a"), "un"))
			forgotten, _ := p.coaches(t, "b")
			if _, err := p.db.Exec("DELETE FROM posts WHERE key = '" + forgotten + "'"); err != nil {
				t.Fatal(err)
			}
			for _, run := range []string{plain, forgotten} {
				if d := p.presses(t, run, member(t, p.Store, "sam"), false); !d.New || d.Count != 1 || p.count(t, "posts") != 1 {
					t.Errorf("%+v, %d posts", d, p.count(t, "posts"))
				}
			}
		},
		"what is unknown, or 90 days old, is not found": func(t *testing.T, p *planner) {
			run, _ := p.coaches(t, "a")
			sam := member(t, p.Store, "sam")
			if _, err := p.Store.MarkDone(t.Context(), "none", sam, false, p.at, showing); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("unknown: %v", err)
			}
			p.at = now.AddDate(0, 0, 90)
			p.presses(t, run, sam, false)
			p.at = p.at.Add(time.Millisecond)
			for _, undo := range []bool{false, true} {
				if _, err := p.Store.MarkDone(t.Context(), run, sam, undo, p.at, showing); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("after 90 days: %v", err)
				}
			}
		},
		"those who press at once are counted one after the other": func(t *testing.T, p *planner) {
			const people = 8
			run, _ := p.coaches(t, "a")
			p.ends(t, run, delivery.Delivered)
			other := openPlanner(t, p.address) // as another process
			var counts []int
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range people {
				who, store := member(t, p.Store, fmt.Sprint("m", i)), p.Store
				if i%2 == 1 {
					store = other.Store
				}
				all.Go(func() {
					d, err := store.MarkDone(t.Context(), run, who, false, now, showing)
					if err != nil || !d.New {
						t.Errorf("%+v, %v", d, err)
					}
					mu.Lock()
					defer mu.Unlock()
					counts = append(counts, d.Count)
				})
			}
			all.Wait()
			if slices.Sort(counts); !slices.Equal(counts, []int{1, 2, 3, 4, 5, 6, 7, 8}) {
				t.Errorf("counted %v", counts)
			}
			if p.count(t, "posts WHERE kind = 'edit'") != people {
				t.Errorf("%d edits", p.count(t, "posts WHERE kind = 'edit'"))
			}
		},
		"whether it has posted since a time": func(t *testing.T, p *planner) {
			_, s := p.coaches(t, "a")
			m := p.reads(t, s.ID).Move()
			m.Runs = []schedule.Run{{ID: "!", Due: now.Add(time.Hour), What: schedule.Missed}}
			p.advances(t, []schedule.Move{m}, true)
			for _, c := range []struct {
				of    string
				since time.Time
				want  bool
			}{{s.ID, now, true}, {s.ID, now.Add(time.Millisecond), false}, {"none", now, false}} {
				if got, err := p.Store.PostedSince(t.Context(), c.of, c.since); err != nil || got != c.want {
					t.Errorf("%+v: %v, %v", c, got, err)
				}
			}
		},
		"people are counted once between two times": func(t *testing.T, p *planner) {
			run, s := p.coaches(t, "a")
			other, _ := p.coaches(t, "a")
			camille, sam := member(t, p.Store, "camille"), member(t, p.Store, "sam")
			p.presses(t, run, camille, false)
			p.presses(t, other, sam, false)
			p.at = now.Add(24 * time.Hour)
			second := p.posts(t, s)
			p.presses(t, second, camille, false)
			p.presses(t, second, sam, false)
			hour := time.Hour
			for _, c := range []struct {
				from, to time.Duration
				want     int
			}{{0, 25 * hour, 2}, {0, 24 * hour, 1}, {24 * hour, 25 * hour, 2}, {time.Millisecond, 24 * hour, 0}, {25 * hour, 30 * hour, 0}} {
				if got, err := p.Store.DoneBetween(t.Context(), s.ID, now.Add(c.from), now.Add(c.to)); err != nil || got != c.want {
					t.Errorf("from %v to %v: %d, %v; want %d", c.from, c.to, got, err, c.want)
				}
			}
		},
	})
}

// TestScheduleRuns is what a person is shown of the times of a schedule.
func TestScheduleRuns(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openPlanner(t, address)
		run, s := p.coaches(t, "a")
		p.ends(t, run, delivery.Delivered)
		p.presses(t, run, member(t, p.Store, "sam"), false)
		p.edits(t)
		p.at = now.Add(time.Hour)
		second := p.posts(t, s)
		o := outcome(p.takes(t, second)[0], delivery.Rejected)
		o.Error = "not allowed"
		p.settles(t, o)
		m := p.reads(t, s.ID).Move()
		for i, what := range []schedule.What{schedule.Missed, schedule.Skipped} {
			m.Runs = append(m.Runs, schedule.Run{ID: fmt.Sprint(s.ID, "!", i), Due: now.Add(time.Duration(2+i) * time.Hour), What: what, Item: 5 + i})
		}
		p.advances(t, []schedule.Move{m}, true)
		p.coaches(t, "b")
		var got []storage.RunShown
		for from := 0; from < 6; from += 2 {
			page, err := p.Store.ScheduleRuns(t.Context(), s.ID, from, 2)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, page...)
		}
		want := []storage.RunShown{
			{Run: schedule.Run{ID: s.ID + "!1", Due: now.Add(3 * time.Hour), What: schedule.Skipped, Item: 6}},
			{Run: schedule.Run{ID: s.ID + "!0", Due: now.Add(2 * time.Hour), What: schedule.Missed, Item: 5}},
			{Run: schedule.Run{ID: second, Due: now.Add(time.Hour), What: schedule.Posted, Item: 1, Key: second}, State: delivery.Rejected, Error: "not allowed"},
			{Run: schedule.Run{ID: run, Due: now, What: schedule.Posted, Key: run}, State: delivery.Delivered, Message: bot.MessageRef{At: channel("a"), ID: "message of " + run}, Done: 1},
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

// TestPruneSchedules holds how long what is about schedules is remembered.
func TestPruneSchedules(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openPlanner(t, address)
		days := func(n int) time.Time { return now.AddDate(0, 0, n) }
		draft := everyDay("a")
		draft.State, draft.Next = schedule.Draft, time.Time{}
		p.creates(t, draft, "un")
		for _, changed := range []func(*schedule.Move){ // drafts that have been something else, or have posted
			func(m *schedule.Move) { m.Ran = now },
			func(m *schedule.Move) { m.Runs = []schedule.Run{{ID: "!", Due: now, What: schedule.Posted}} },
		} {
			of := *draft
			m := p.creates(t, &of, "un").Move()
			changed(&m)
			p.advances(t, []schedule.Move{m}, true)
		}
		run, s := p.coaches(t, "a")
		p.at = days(1)
		p.presses(t, run, member(t, p.Store, "sam"), false)
		for _, c := range []struct {
			at                            time.Time
			schedules, runs, bodies, done int
		}{
			{days(30).Add(-time.Millisecond), 4, 2, 1, 1},
			{days(30), 3, 2, 1, 1},
			{days(90).Add(-time.Millisecond), 3, 2, 1, 1},
			{days(90), 3, 2, 0, 1},
			{days(91), 3, 2, 0, 0},
			{days(400).Add(-time.Millisecond), 3, 2, 0, 0},
			{days(400), 3, 0, 0, 0},
			{days(401), 2, 0, 0, 0},
		} {
			if err := p.Store.Prune(t.Context(), c.at); err != nil {
				t.Fatal(err)
			}
			got := [...]int{p.count(t, "schedules"), p.count(t, "schedule_runs"), p.count(t, "schedule_runs WHERE body IS NOT NULL"), p.count(t, "schedule_done")}
			if want := [...]int{c.schedules, c.runs, c.bodies, c.done}; got != want {
				t.Errorf("at %v: schedules, runs, bodies and presses are %v, want %v", c.at, got, want)
			}
		}
		p.reads(t, s.ID)
	})
}
