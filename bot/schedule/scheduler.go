package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"rebond/bot"
)

const (
	batch = 200 // schedules moved in one transaction
	grace = 5 * time.Minute
)

// Scheduler moves schedules when their time comes. Several may work on one store,
// in one process or many: for each time one of them wins.
type Scheduler struct {
	Store Store
	Words Words
	Log   *slog.Logger
	Now   func() time.Time
}

// Run moves schedules until ctx ends.
func (s *Scheduler) Run(ctx context.Context) {
	Work(ctx, s.Log, "schedules", s.Store.Changed(), s.turn)
}

// turn moves a batch of what is due, and returns how long there is nothing to do.
func (s *Scheduler) turn(ctx context.Context) (time.Duration, error) {
	now := s.Now()
	due, next, err := s.Store.Due(ctx, now, batch)
	if err != nil {
		return Poll, err
	}
	moves := make([]Move, 0, len(due))
	var failed error
	for i := range due {
		m, err := s.move(ctx, &due[i], now)
		if err == nil {
			moves = append(moves, m)
		} else if failed == nil { // it waits for another turn, and holds up no other
			failed = err
		}
	}
	if len(moves) > 0 {
		if _, err := s.Store.Advance(ctx, now, moves...); err != nil {
			return Poll, err
		}
	}
	switch {
	case len(due) == batch && len(moves) > 0:
		return 0, failed
	case next.IsZero() || failed != nil:
		return Poll, failed
	}
	return min(Poll, max(0, next.Sub(s.Now()))), nil
}

// move is the step of a schedule that is due.
func (s *Scheduler) move(ctx context.Context, of *Schedule, now time.Time) (m Move, err error) {
	defer func() {
		if p := recover(); p != nil {
			m = s.pause(ctx, of, Broken, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	if of.Refused {
		return s.pause(ctx, of, Gone, nil), nil
	}
	missed, last, next, err := of.When.due(of.Next, now, max(of.Late, grace))
	if err != nil {
		return s.pause(ctx, of, Broken, err), nil
	}
	m = of.Move()
	m.Next = next
	for _, t := range missed {
		m.Ran = t
		m.Runs = append(m.Runs, Run{ID: runID(of, t), Due: t, What: Missed, Item: of.Position})
	}
	if last.After(of.ran(now)) {
		if err := s.post(ctx, of, &m, last); errors.Is(err, errNowhere) {
			return s.pause(ctx, of, Broken, err), nil
		} else if errors.Is(err, ErrLost) {
			return s.pause(ctx, of, Lost, err), nil
		} else if err != nil {
			return m, err
		}
	}
	if m.Next.IsZero() && m.State == Active {
		m.End(of, s.Words)
	}
	return m, nil
}

// post adds the post of a time to a step.
func (s *Scheduler) post(ctx context.Context, of *Schedule, m *Move, due time.Time) error {
	m.Ran = due
	return m.Post(ctx, of, s.Words, Run{ID: runID(of, due), Due: due})
}

// Post adds the next post of a schedule to a step. The last item of a series ends
// it, and moderators are told.
func (m *Move) Post(ctx context.Context, of *Schedule, words Words, r Run) error {
	r.What, r.Item = Posted, of.Position
	p, err := words.Post(ctx, of, &r)
	switch {
	case errors.Is(err, ErrSilent):
		r.What, r.Key, r.Body, r.Topic = Silent, "", nil, ""
	case err != nil:
		return fmt.Errorf("compose %s: %w", of.ID, err)
	case !somewhere(&p):
		return fmt.Errorf("compose %s for %+v: %w", of.ID, p.To, errNowhere)
	default:
		m.Posts = append(m.Posts, p)
	}
	m.Runs = append(m.Runs, r)
	if !of.Series {
		return nil
	}
	if m.Position++; m.Position >= of.Items {
		m.End(of, words)
	}
	return nil
}

// End ends a schedule. Of a series moderators are told, and how much of it is left.
func (m *Move) End(of *Schedule, words Words) {
	m.State, m.Why, m.Next = Over, "", time.Time{}
	if !of.Series {
		return
	}
	if p, ok := words.Over(of, of.Items-m.Position); ok && somewhere(&p) {
		m.Posts = append(m.Posts, p)
	}
}

var errNowhere = errors.New("there is no such place")

// somewhere reports whether a post has a place to go to: one that has none would
// keep all the steps that are written with it from being written.
func somewhere(p *bot.Post) bool {
	_, err := p.To.MarshalText()
	return err == nil && p.To.Member == ""
}

// pause stops a schedule that cannot go on, and tells moderators.
func (s *Scheduler) pause(ctx context.Context, of *Schedule, why Reason, err error) (m Move) {
	s.Log.WarnContext(ctx, "schedule paused", "schedule", of.ID, "why", string(why), "err", err)
	m = of.Move()
	m.State, m.Why, m.Next = Paused, why, time.Time{}
	defer func() {
		if p := recover(); p != nil { // it is paused all the same, without words
			s.Log.ErrorContext(ctx, "moderators are not told", "schedule", of.ID, "err", p)
		}
	}()
	if p, ok := s.Words.Paused(of, why); ok && somewhere(&p) {
		m.Posts = append(m.Posts, p)
	}
	return m
}

// runID names a time of a schedule: the same whoever moves it.
func runID(s *Schedule, due time.Time) string {
	return fmt.Sprintf("%s@%d", s.ID, due.Unix())
}
