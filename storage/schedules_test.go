package storage_test

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// Two communities of one platform.
var (
	here  = bot.Address{Platform: "local", Space: "room"}
	there = bot.Address{Platform: "local", Space: "cellar"}
)

// planner is a store of schedules at a time of its own.
type planner struct {
	*mailbox
	plans *storage.Schedules
}

func openPlanner(t testing.TB, address string) *planner {
	t.Helper()
	m := openMailbox(t, address)
	return &planner{m, &storage.Schedules{Store: m.Store}}
}

// everyDay is a schedule at nine for a channel of the room, due tomorrow.
func everyDay(at string) *schedule.Schedule {
	return &schedule.Schedule{Community: here, To: channel(at), When: schedule.Recurrence{Times: []int{540}, Zone: "UTC"}, State: schedule.Active, Next: now.Add(24 * time.Hour)}
}

// series is such a schedule whose items go out one after the other, due in some time.
func series(at string, in time.Duration) *schedule.Schedule {
	s := everyDay(at)
	s.Series, s.Next = true, now.Add(in)
	return s
}

func (p *planner) creates(t testing.TB, s *schedule.Schedule, items ...string) *schedule.Schedule {
	t.Helper()
	if err := p.Store.CreateSchedule(t.Context(), s, items, p.at); err != nil {
		t.Fatal(err)
	}
	return s
}

func (p *planner) reads(t testing.TB, id string) *schedule.Schedule {
	t.Helper()
	s, err := p.Store.Schedule(t.Context(), here, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// due are the first items of the schedules that are due, and when the next one is.
func (p *planner) due(t testing.TB, max int) (items string, next time.Time) {
	t.Helper()
	all, next, err := p.plans.Due(t.Context(), p.at, max)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		items += " " + s.Item
	}
	return strings.TrimSpace(items), next
}

// advances writes moves, and fails the test unless these are done.
func (p *planner) advances(t testing.TB, moves []schedule.Move, want ...bool) {
	t.Helper()
	if done, err := p.plans.Advance(t.Context(), p.at, moves...); err != nil || !slices.Equal(done, want) {
		t.Fatalf("advanced %v, %v; want %v", done, err, want)
	}
}

// step is the next step of a schedule: a run now, with its post, and a day later again.
func (p *planner) step(s *schedule.Schedule) schedule.Move {
	m := s.Move()
	key := fmt.Sprintf("%s@%d", s.ID, p.at.Unix())
	m.Ran, m.Next, m.Position = p.at, p.at.Add(24*time.Hour), s.Position+1
	m.Runs = []schedule.Run{{ID: key, Due: p.at, What: schedule.Posted, Item: s.Position, Key: key}}
	m.Posts = []bot.Post{{Key: key, To: s.To, Lang: bot.FR, Message: saying(key)}}
	return m
}

// posts moves a schedule, and returns its run.
func (p *planner) posts(t testing.TB, s *schedule.Schedule) (run string) {
	t.Helper()
	m := p.step(p.reads(t, s.ID))
	p.advances(t, []schedule.Move{m}, true)
	return m.Runs[0].ID
}

func (p *planner) count(t testing.TB, from string) (n int) {
	t.Helper()
	if err := p.db.QueryRow("SELECT count(*) FROM " + from).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// told reports whether the scheduler of this process has been told to look.
func (p *planner) told() bool {
	select {
	case <-p.plans.Changed():
		return true
	default:
		return false
	}
}

// explains is how the engine will answer a query.
func (p *planner) explains(t testing.TB, query string) (plan string) {
	t.Helper()
	rows, err := p.db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		line, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range line {
			into[i] = &line[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		plan += line[len(line)-1].String + "\n"
	}
	return plan
}

func onPlanners(t *testing.T, tests map[string]func(*testing.T, *planner)) {
	for name, hold := range tests {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openPlanner(t, address)) })
		})
	}
}

// TestSchedules is what whoever writes schedules counts on.
func TestSchedules(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"what is created is what is read": func(t *testing.T, p *planner) {
			s := &schedule.Schedule{
				Community: here, To: channel("a"), Late: 4 * time.Hour, Series: true, Coaching: true, State: schedule.Active, Next: now.Add(time.Hour), Position: 1,
				When: schedule.Recurrence{Days: schedule.Days{Weekdays: 5}, Times: []int{540, 1080}, Zone: "Europe/Paris", From: 20000, Holidays: schedule.France},
			}
			p.creates(t, s, "un", "deux « ' % $1 »", "trois")
			want := *s
			want.Items, want.Item = 3, "deux « ' % $1 »"
			if got := p.reads(t, s.ID); !reflect.DeepEqual(*got, want) || s.ID == "" {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
			if items, err := p.Store.ScheduleItems(t.Context(), s.ID); err != nil || !slices.Equal(items, []string{"un", "deux « ' % $1 »", "trois"}) {
				t.Errorf("%q, %v", items, err)
			}
			member := p.Store.SetUp(t.Context(), here, storage.Settings{storage.CommunityLanguage: "en", storage.ModerationChannel: "moderation"}, now)
			if got := p.reads(t, s.ID); member != nil || got.Lang != bot.EN || got.Moderation != "moderation" {
				t.Errorf("%+v, %v", got, member)
			}
		},
		"a place that is none is refused, and nothing is left of it": func(t *testing.T, p *planner) {
			s := everyDay("a/b")
			if p.Store.CreateSchedule(t.Context(), s, []string{"un"}, now) == nil || p.count(t, "schedules")+p.count(t, "schedule_items")+p.count(t, "communities") != 0 {
				t.Error("it is created")
			}
		},
		"what is changed is what is read, with its items or without": func(t *testing.T, p *planner) {
			p.creates(t, everyDay("z"), "autre")
			s := p.reads(t, p.creates(t, everyDay("a"), "un", "deux").ID)
			s.To, s.When.Times, s.Late, s.Series, s.Coaching, s.State, s.Why, s.Next, s.Position = channel("b"), []int{600}, time.Hour, true, true, schedule.Paused, schedule.Gone, time.Time{}, 1
			if err := p.Store.ChangeSchedule(t.Context(), s, nil, now); err != nil {
				t.Fatal(err)
			}
			want := *s
			want.Item = "deux"
			if got := p.reads(t, s.ID); !reflect.DeepEqual(*got, want) || s.Revision != 1 {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
			if err := p.Store.ChangeSchedule(t.Context(), s, []string{"A", "B", "C"}, now); err != nil {
				t.Fatal(err)
			}
			if got := p.reads(t, s.ID); got.Items != 3 || got.Item != "B" || p.count(t, "schedule_items") != 4 {
				t.Errorf("%+v", got)
			}
		},
		"only what is as it was read is changed": func(t *testing.T, p *planner) {
			first := p.reads(t, p.creates(t, everyDay("a"), "un").ID)
			second, third := *first, *first
			second.To = channel("b")
			if err := p.Store.ChangeSchedule(t.Context(), &second, []string{"deux"}, now); err != nil {
				t.Fatal(err)
			}
			if err := p.Store.ChangeSchedule(t.Context(), first, []string{"trois"}, now); !errors.Is(err, storage.ErrChanged) {
				t.Errorf("after another change: %v", err)
			}
			p.posts(t, &second)
			if err := p.Store.ChangeSchedule(t.Context(), &second, nil, now); !errors.Is(err, storage.ErrChanged) {
				t.Errorf("after a step: %v", err)
			}
			p.advances(t, []schedule.Move{third.Move()}, false)
			if got := p.reads(t, first.ID); got.To != channel("b") || got.Item != "deux" {
				t.Errorf("%+v", got)
			}
			third.ID = "none"
			if err := p.Store.ChangeSchedule(t.Context(), &third, nil, now); !errors.Is(err, storage.ErrChanged) {
				t.Errorf("of none: %v", err)
			}
		},
		"another community sees nothing, and changes nothing": func(t *testing.T, p *planner) {
			s := p.reads(t, p.creates(t, everyDay("a"), "un").ID)
			for _, at := range []bot.Address{there, {Platform: "discord", Space: "room"}, {}} {
				if _, err := p.Store.Schedule(t.Context(), at, s.ID); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("read in %v: %v", at, err)
				}
				if all, err := p.Store.SchedulesOf(t.Context(), at, 0, 10); err != nil || len(all) != 0 {
					t.Errorf("listed in %v: %v, %v", at, all, err)
				}
				theirs := *s
				theirs.Community, theirs.State = at, schedule.Paused
				if err := p.Store.ChangeSchedule(t.Context(), &theirs, nil, now); !errors.Is(err, storage.ErrChanged) {
					t.Errorf("changed in %v: %v", at, err)
				}
				if err := p.Store.DeleteSchedule(t.Context(), at, s.ID); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("deleted in %v: %v", at, err)
				}
			}
			if got := p.reads(t, s.ID); !reflect.DeepEqual(got, s) {
				t.Errorf("%+v", got)
			}
		},
		"the list is in order, page by page": func(t *testing.T, p *planner) {
			for _, one := range []struct {
				item  string
				state schedule.State
				in    time.Duration
			}{{"over 1", schedule.Over, 0}, {"later", schedule.Active, 2 * time.Hour}, {"draft 1", schedule.Draft, 0}, {"paused", schedule.Paused, 0}, {"soon", schedule.Active, time.Hour}, {"draft 2", schedule.Draft, 0}, {"over 2", schedule.Over, 0}} {
				s := everyDay("a")
				if s.State, s.Next = one.state, now.Add(one.in); one.in == 0 {
					s.Next = time.Time{}
				}
				p.creates(t, s, one.item)
			}
			elsewhere := everyDay("a")
			elsewhere.Community = there
			p.creates(t, elsewhere, "elsewhere")
			var got []string
			for from := 0; from < 9; from += 3 {
				page, err := p.Store.SchedulesOf(t.Context(), here, from, 3)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range page {
					got = append(got, s.Item)
				}
			}
			if want := []string{"soon", "later", "paused", "draft 2", "draft 1", "over 2", "over 1"}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		},
		"what is deleted takes all with it but what it has posted": func(t *testing.T, p *planner) {
			s := p.creates(t, everyDay("a"), "un", "deux")
			run := p.posts(t, s)
			p.presses(t, run, member(t, p.Store, "sam"), false)
			p.creates(t, everyDay("a"), "autre")
			if err := p.Store.DeleteSchedule(t.Context(), here, s.ID); err != nil {
				t.Fatal(err)
			}
			if p.count(t, "schedules") != 1 || p.count(t, "schedule_items") != 1 || p.count(t, "schedule_runs") != 0 || p.count(t, "schedule_done") != 0 {
				t.Error("something is left of it")
			}
			if err := p.Store.DeleteSchedule(t.Context(), here, s.ID); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("again: %v", err)
			}
			p.advances(t, []schedule.Move{s.Move()}, false)
			p.takes(t, run)
		},
		"the scheduler is told of another time": func(t *testing.T, p *planner) {
			s := p.creates(t, everyDay("a"), "un")
			if !p.told() || p.told() {
				t.Error("not once of a new one")
			}
			if err := p.Store.ChangeSchedule(t.Context(), s, nil, now); err != nil || !p.told() {
				t.Errorf("not of a change: %v", err)
			}
			p.posts(t, s)
			if !p.told() {
				t.Error("not of a step")
			}
			if err := p.Store.ChangeSchedule(t.Context(), s, nil, now); err == nil || p.told() {
				t.Error("of a change that was refused")
			}
		},
	})
}

// TestDue is what a scheduler is given.
func TestDue(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"the earliest first, then in the order in which they were made": func(t *testing.T, p *planner) {
			if items, next := p.due(t, 10); items != "" || !next.IsZero() {
				t.Errorf("with none: %q, %v", items, next)
			}
			for i, in := range []int{5, 3, 9, 3, 3, 7, 5} {
				p.creates(t, series("a", time.Duration(in)*time.Hour), fmt.Sprint(in, "h", i))
			}
			for _, state := range []schedule.State{schedule.Draft, schedule.Paused, schedule.Over} {
				s := everyDay("a")
				s.State, s.Next = state, time.Time{}
				p.creates(t, s, string(state))
			}
			for _, c := range []struct {
				in    time.Duration
				max   int
				items string
				next  int
			}{
				{0, 10, "", 3},
				{3*time.Hour - time.Millisecond, 10, "", 3},
				{3 * time.Hour, 10, "3h1 3h3 3h4", 5},
				{6 * time.Hour, 10, "3h1 3h3 3h4 5h0 5h6", 7},
				{6 * time.Hour, 2, "3h1 3h3", 7},
				{24 * time.Hour, 10, "3h1 3h3 3h4 5h0 5h6 7h5 9h2", 0},
			} {
				p.at = now.Add(c.in)
				want := time.Time{}
				if c.next > 0 {
					want = now.Add(time.Duration(c.next) * time.Hour)
				}
				if items, next := p.due(t, c.max); items != c.items || !next.Equal(want) {
					t.Errorf("after %v: %q, %v; want %q, %v", c.in, items, next, c.items, want)
				}
			}
		},
		"by the index, however many there are": func(t *testing.T, p *planner) {
			s := p.creates(t, everyDay("a"), "un")
			text := `INSERT INTO schedules (id, community, place, recurrence, late, series, coaching, state, position, next_at, revision, created_at, changed_at)
				SELECT 'x' || i, community, place, recurrence, late, series, coaching, state, position, next_at + i * 1000, revision, created_at, changed_at
				FROM schedules, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n) m WHERE id = '` + s.ID + `'`
			for _, one := range []string{text, "ANALYZE"} {
				if _, err := p.db.Exec(one); err != nil {
					t.Fatal(err)
				}
			}
			explain := "EXPLAIN "
			if strings.HasPrefix(p.address, "sqlite") {
				explain = "EXPLAIN QUERY PLAN "
			}
			at := fmt.Sprint(now.Add(24*time.Hour + 50*time.Second).UnixMilli())
			for _, query := range []string{
				"SELECT s.id FROM schedules s JOIN communities c ON c.id = s.community WHERE s.next_at <= " + at + " ORDER BY s.next_at, s.id LIMIT 200",
				"SELECT min(next_at) FROM schedules WHERE next_at > " + at,
			} {
				plan := p.explains(t, explain+query)
				if !strings.Contains(plan, "schedules_due") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Seq Scan on schedules") {
					t.Errorf("%s:\n%s", query, plan)
				}
			}
		},
		"what cannot be read is no time and no place, and the others are read": func(t *testing.T, p *planner) {
			for _, item := range []string{"rule", "place", "whole"} {
				p.creates(t, series(item, 0), item)
			}
			for _, text := range []string{"UPDATE schedules SET recurrence = 'every so often' WHERE place = 'local:room/rule'", "UPDATE schedules SET place = 'nowhere' WHERE place = 'local:room/place'"} {
				if _, err := p.db.Exec(text); err != nil {
					t.Fatal(err)
				}
			}
			all, _, err := p.plans.Due(t.Context(), now, 10)
			if err != nil || len(all) != 3 {
				t.Fatalf("%+v, %v", all, err)
			}
			if all[0].When.Zone != "" || all[1].To != (bot.Address{}) || all[2].When.Zone != "UTC" || all[2].To != channel("whole") {
				t.Errorf("%+v", all)
			}
		},
	})
}

// TestAdvance is what a scheduler counts on when it writes its steps.
func TestAdvance(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"a step is written with its runs and its posts": func(t *testing.T, p *planner) {
			s := p.creates(t, series("a", 0), "un", "deux", "trois")
			p.at = now.Add(time.Minute)
			run := p.posts(t, s)
			got := p.reads(t, s.ID)
			want := *s
			want.Revision, want.Items, want.Item, want.Position, want.Ran, want.Next = 1, 3, "deux", 1, p.at, p.at.Add(24*time.Hour)
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
			m := got.Move() // a time that is not known leaves the last one
			m.State, m.Next, m.Why = schedule.Paused, time.Time{}, schedule.Broken
			p.advances(t, []schedule.Move{m}, true)
			if got := p.reads(t, s.ID); !got.Ran.Equal(p.at) || !got.Next.IsZero() || got.State != schedule.Paused || got.Why != schedule.Broken {
				t.Errorf("%+v", got)
			}
			p.takes(t, run)
		},
		"a stale one is not, and the others are": func(t *testing.T, p *planner) {
			var moves []schedule.Move
			for i := range 5 {
				s := p.creates(t, series("a", 0), fmt.Sprint("item ", i))
				moves = append(moves, p.step(s))
			}
			p.advances(t, moves[1:2], true)
			gone := p.step(&schedule.Schedule{ID: "none", To: channel("a")})
			moves = append(moves, gone)
			slices.Reverse(moves) // they are answered in the order in which they are asked for
			p.advances(t, moves, false, true, true, true, false, true)
			p.advances(t, moves, false, false, false, false, false, false)
			if p.count(t, "posts") != 5 || p.count(t, "schedule_runs") != 5 {
				t.Errorf("%d posts, %d runs", p.count(t, "posts"), p.count(t, "schedule_runs"))
			}
		},
		"none is written when one cannot be": func(t *testing.T, p *planner) {
			first, second := p.creates(t, series("a", 0), "un"), p.creates(t, series("b", 0), "deux")
			bad := p.step(second)
			bad.Posts = append(bad.Posts, bot.Post{Key: "bad", Lang: bot.FR, Message: saying("to nowhere")})
			if done, err := p.plans.Advance(t.Context(), now, p.step(first), bad); err == nil || done != nil {
				t.Errorf("%v, %v", done, err)
			}
			if p.count(t, "posts") != 0 || p.count(t, "schedule_runs") != 0 || p.reads(t, first.ID).Revision != 0 {
				t.Error("half of them are written")
			}
			p.advances(t, []schedule.Move{p.step(first), p.step(second)}, true, true)
		},
		"a run and a post that are known stay as they are": func(t *testing.T, p *planner) {
			s := p.creates(t, series("a", 0), "un", "deux")
			run := p.posts(t, s)
			again := p.step(p.reads(t, s.ID))
			again.Runs[0].What, again.Posts[0].Message = schedule.Missed, saying("other words")
			p.advances(t, []schedule.Move{again}, true)
			runs, err := p.Store.ScheduleRuns(t.Context(), s.ID, 0, 10)
			if err != nil || len(runs) != 1 || runs[0].What != schedule.Posted {
				t.Errorf("%+v, %v", runs, err)
			}
			p.takes(t, run)
		},
		"many of them are one transaction, in whatever order they come": func(t *testing.T, p *planner) {
			other := openPlanner(t, p.address)
			var moves, reversed []schedule.Move
			for i := range 60 {
				moves = append(moves, p.step(p.creates(t, series(fmt.Sprint(i%7), 0), "un")))
			}
			reversed = slices.Clone(moves)
			slices.Reverse(reversed)
			var both sync.WaitGroup
			var won [2][]bool
			var errs [2]error
			both.Go(func() { won[0], errs[0] = p.plans.Advance(t.Context(), now, moves...) })
			both.Go(func() { won[1], errs[1] = other.plans.Advance(t.Context(), now, reversed...) })
			both.Wait()
			for i := range moves {
				if errs != [2]error{} || won[0][i] == won[1][len(moves)-1-i] {
					t.Fatalf("move %d: %v, %v; %v", i, won[0], won[1], errs)
				}
			}
			if p.count(t, "posts") != 60 || p.count(t, "schedule_runs") != 60 {
				t.Errorf("%d posts, %d runs", p.count(t, "posts"), p.count(t, "schedule_runs"))
			}
		},
	})
}

// gone settles the first post of channel a as one that its place refuses for good.
func (p *planner) gone(t testing.TB) {
	t.Helper()
	o := outcome(p.claim(t, 1)[0], delivery.Rejected)
	o.Gone = true
	p.settles(t, o)
}

// TestRefused is what becomes of schedules whose place is gone.
func TestRefused(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"the active ones of that place are due at once, and marked": func(t *testing.T, p *planner) {
			states := map[string]schedule.State{"paused": schedule.Paused, "draft": schedule.Draft, "over": schedule.Over}
			ids := map[string]string{}
			for item, state := range states {
				s := everyDay("a")
				s.State, s.Next = state, time.Time{}
				ids[item] = p.creates(t, s, item).ID
			}
			ids["elsewhere"] = p.creates(t, everyDay("b"), "elsewhere").ID
			ids["first"], ids["second"] = p.creates(t, everyDay("a"), "first").ID, p.creates(t, everyDay("a"), "second").ID
			p.puts(t, post("1", "a"), post("2", "a"))
			p.told()
			p.at = now.Add(time.Minute)
			p.gone(t)
			if items, _ := p.due(t, 10); items != "first second" || !p.told() {
				t.Errorf("due: %q", items)
			}
			for item, id := range ids {
				s := p.reads(t, id)
				want := item == "first" || item == "second"
				if s.Refused != want || want && (!s.Next.Equal(p.at) || s.Revision != 1) || !want && s.Revision != 0 || states[item] != "" && s.State != states[item] {
					t.Errorf("%s: %+v", item, s)
				}
			}
			p.at = now.Add(2 * time.Minute) // once: it is known already
			p.gone(t)
			if s := p.reads(t, ids["first"]); s.Revision != 1 || !s.Next.Equal(now.Add(time.Minute)) {
				t.Errorf("again: %+v", s)
			}
		},
		"a step or a change takes the mark away": func(t *testing.T, p *planner) {
			s := p.creates(t, everyDay("a"), "un")
			p.puts(t, post("1", "a"), post("2", "a"), post("3", "a"))
			stale := p.step(p.reads(t, s.ID))
			p.gone(t)
			p.advances(t, []schedule.Move{stale}, false)
			p.posts(t, s)
			if p.reads(t, s.ID).Refused {
				t.Error("after a step")
			}
			p.gone(t)
			marked := p.reads(t, s.ID)
			if err := p.Store.ChangeSchedule(t.Context(), marked, nil, now); err != nil || p.reads(t, s.ID).Refused {
				t.Errorf("after a change: %v", err)
			}
		},
		"the series of a refused post goes back to what did not arrive, and so does one that was over": func(t *testing.T, p *planner) {
			s := p.creates(t, series("a", 0), "un", "deux", "trois")
			last := p.step(s)
			last.Runs[0].Item, last.State, last.Next, last.Position = 2, schedule.Over, time.Time{}, 3
			p.advances(t, []schedule.Move{last}, true)
			plain := p.creates(t, everyDay("b"), "un")
			p.posts(t, plain)
			p.at = now.Add(time.Minute)
			p.gone(t)
			p.gone(t)
			got := p.reads(t, s.ID)
			if got.Position != 2 || got.Item != "trois" || !got.Refused || got.State != schedule.Active || !got.Next.Equal(p.at) {
				t.Errorf("%+v", got)
			}
			if got := p.reads(t, plain.ID); got.Position != 1 || !got.Refused || !got.Next.Equal(p.at) {
				t.Errorf("what is no series: %+v", got)
			}
			m := got.Move() // it is told, and told no more when an earlier one is refused too
			m.State, m.Why, m.Next = schedule.Paused, schedule.Gone, time.Time{}
			m.Runs = []schedule.Run{{ID: "0", Due: now, What: schedule.Posted, Key: "0"}}
			m.Posts = []bot.Post{post("0", "a")}
			p.advances(t, []schedule.Move{m}, true)
			p.gone(t)
			if got := p.reads(t, s.ID); got.Position != 0 || got.Refused || got.State != schedule.Paused || !got.Next.IsZero() {
				t.Errorf("again: %+v", got)
			}
		},
		"what is refused otherwise changes nothing": func(t *testing.T, p *planner) {
			s := p.creates(t, everyDay("a"), "un")
			p.puts(t, post("1", "a"), post("2", "a"))
			p.ends(t, "1", delivery.Rejected)
			p.ends(t, "2", delivery.Delivered)
			if got := p.reads(t, s.ID); got.Refused || got.Revision != 0 {
				t.Errorf("%+v", got)
			}
		},
		"while they move, after that, and not in a circle": func(t *testing.T, p *planner) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // there is one writer
			}
			var ids []string
			for range 20 {
				ids = append(ids, p.creates(t, everyDay("a"), "un").ID)
			}
			p.puts(t, post("1", "a"))
			d := p.claim(t, 1)[0]
			locks := func(in interface {
				Exec(string, ...any) (sql.Result, error)
			}, id string) {
				t.Helper()
				if _, err := in.Exec("UPDATE schedules SET revision = revision + 1, next_at = next_at + 1000 WHERE id = '" + id + "'"); err != nil {
					t.Fatal(err)
				}
			}
			locks(p.db, ids[0]) // it lies behind the others from now on
			moving, err := p.db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			locks(moving, ids[0])
			settled := make(chan error, 1)
			go func() {
				o := outcome(d, delivery.Rejected)
				o.Gone = true
				settled <- p.Settle(t.Context(), p.at, o)
			}()
			waits := func() bool { return p.count(t, "pg_locks WHERE NOT granted") > 0 }
			for deadline := time.Now().Add(10 * time.Second); !waits(); {
				if time.Now().After(deadline) {
					t.Fatal("it does not wait for the step")
				}
			}
			for _, id := range ids[1:] { // in their order, as Advance does
				locks(moving, id)
			}
			if err := moving.Commit(); err != nil {
				t.Fatal(err)
			}
			if err := <-settled; err != nil {
				t.Fatal(err)
			}
			for i, id := range ids {
				want := int64(2)
				if i == 0 {
					want = 3
				}
				if got := p.reads(t, id); !got.Refused || got.Revision != want || !got.Next.Equal(p.at) {
					t.Errorf("%+v", got)
				}
			}
		},
	})
}
