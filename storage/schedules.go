package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// Schedules implements schedule.Store on a store.
type Schedules struct{ Store *Store }

// Changed implements schedule.Store.
func (s *Schedules) Changed() <-chan struct{} { return s.Store.scheduled }

// tellScheduled wakes the scheduler of this process.
func (s *Store) tellScheduled() {
	select {
	case s.scheduled <- struct{}{}:
	default:
	}
}

// scheduleColumns is what scanSchedule reads, of schedules s and communities c.
const scheduleColumns = `s.id, s.revision, c.platform, c.space, coalesce(c.language, ''), coalesce(c.moderation_channel, ''), s.place, s.recurrence, s.late,
	s.series, s.coaching, s.direct, s.state, coalesce(s.why, ''), s.gone, coalesce(s.next_at, 0), coalesce(s.ran_at, 0), coalesce(s.skipped_at, 0), s.position,
	(SELECT count(*) FROM schedule_items i WHERE i.schedule = s.id),
	coalesce((SELECT i.text FROM schedule_items i WHERE i.schedule = s.id AND i.number = CASE WHEN s.series = 1 AND s.state <> 'over' THEN s.position ELSE 0 END), '')
	FROM schedules s JOIN communities c ON c.id = s.community`

func scanSchedule(rows *sql.Rows) (schedule.Schedule, error) {
	var s schedule.Schedule
	var place, recurrence string
	var late, next, ran, skipped int64
	err := rows.Scan(&s.ID, &s.Revision, &s.Community.Platform, &s.Community.Space, &s.Lang, &s.Moderation, &place, &recurrence, &late,
		&s.Series, &s.Coaching, &s.Direct, &s.State, &s.Why, &s.Refused, &next, &ran, &skipped, &s.Position, &s.Items, &s.Item)
	if err != nil {
		return s, err
	}
	s.Late = time.Duration(late) * time.Millisecond
	if next != 0 {
		s.Next = instant(next)
	}
	if ran != 0 {
		s.Ran = instant(ran)
	}
	if skipped != 0 {
		s.Skipped = instant(skipped)
	}
	// What cannot be read is no time and no place, and keeps no other from being read.
	if json.Unmarshal([]byte(recurrence), &s.When) != nil {
		s.When = schedule.Recurrence{}
	}
	if s.To.UnmarshalText([]byte(place)) != nil {
		s.To = bot.Address{}
	}
	return s, nil
}

// Due implements schedule.Store.
func (s *Schedules) Due(ctx context.Context, now time.Time, max int) (due []schedule.Schedule, next time.Time, err error) {
	due, err = query(ctx, s.Store.reader(), "SELECT "+scheduleColumns+" WHERE s.next_at <= $1 ORDER BY s.next_at, s.id LIMIT $2", []any{millis(now), max}, scanSchedule)
	if err != nil {
		return nil, next, fmt.Errorf("due schedules: %w", err)
	}
	var at sql.NullInt64
	if err := s.Store.reader().row(ctx, "SELECT min(next_at) FROM schedules WHERE next_at > $1", millis(now)).Scan(&at); err != nil {
		return nil, next, fmt.Errorf("next schedule: %w", err)
	}
	if at.Valid {
		next = instant(at.Int64)
	}
	return due, next, nil
}

// Advance implements schedule.Store.
func (s *Schedules) Advance(ctx context.Context, now time.Time, moves ...schedule.Move) (done []bool, err error) {
	order := make([]int, len(moves)) // of the ids: two processes take the same rows one after the other
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(moves[a].ID, moves[b].ID) })
	err = s.Store.change(ctx, func(t tx) error {
		done = make([]bool, len(moves))
		var posts []bot.Post
		var runs []announced
		for _, i := range order {
			m := &moves[i]
			if done[i], err = t.move(ctx, m, now); err != nil {
				return fmt.Errorf("schedule %s: %w", m.ID, err)
			}
			if !done[i] {
				continue
			}
			posts = append(posts, m.Posts...)
			for k := range m.Runs {
				if m.Runs[k].Topic != "" {
					runs = append(runs, announced{&m.Runs[k], m.ID})
				}
			}
		}
		if err := t.announce(ctx, runs, now); err != nil {
			return fmt.Errorf("announce: %w", err)
		}
		return t.put(ctx, now, posts)
	})
	if err != nil {
		return nil, fmt.Errorf("advance schedules: %w", err)
	}
	s.Store.tellPosted()
	s.Store.tellScheduled()
	s.Store.tellNoticed()
	return done, nil
}

// move writes one step, if the schedule is still as it was read.
func (t tx) move(ctx context.Context, m *schedule.Move, now time.Time) (bool, error) {
	res, err := t.exec(ctx, `
		UPDATE schedules SET revision = revision + 1, state = $3, why = $4, next_at = $5, ran_at = coalesce($6, ran_at), skipped_at = coalesce($9, skipped_at), position = $7, gone = 0, changed_at = $8
		WHERE id = $1 AND revision = $2`,
		m.ID, m.Revision, string(m.State), orNull(string(m.Why)), maybeMillis(m.Next), maybeMillis(m.Ran), m.Position, millis(now), maybeMillis(m.Skipped))
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	for i := range m.Runs {
		r := &m.Runs[i]
		body, err := jsonOrNull(r.Body, r.Body == nil)
		if err != nil {
			return false, err
		}
		if _, err := t.exec(ctx, "INSERT INTO schedule_runs (id, schedule, due_at, what, item, key, body) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
			r.ID, m.ID, millis(r.Due), string(r.What), r.Item, orNull(r.Key), body); err != nil {
			return false, err
		}
	}
	return true, nil
}

// refused marks the schedules of places that are gone: they are due at once, to be
// paused with words. So is the schedule of the post itself, even when that was its
// last one, unless it has been told of already or goes elsewhere by now; its series
// goes back to the item that did not arrive.
func (t tx) refused(ctx context.Context, now time.Time, posts []string) error {
	if t.engine == postgres && len(posts) > 0 { // in the order in which Advance takes them
		if _, err := t.exec(ctx, `
			SELECT 1 FROM schedules WHERE id IN (
				SELECT s.id FROM schedules s JOIN posts p ON p.place = s.place WHERE p.id = ANY($1) AND s.next_at IS NOT NULL AND s.gone = 0
				UNION SELECT r.schedule FROM schedule_runs r JOIN posts p ON p.key = r.key WHERE p.id = ANY($1))
			ORDER BY id FOR UPDATE`, posts); err != nil {
			return err
		}
	}
	for _, post := range posts {
		const run = "(SELECT r.schedule FROM schedule_runs r JOIN posts p ON p.key = r.key WHERE p.id = $1)"
		const item = "(SELECT r.item FROM schedule_runs r JOIN posts p ON p.key = r.key WHERE p.id = $1)"
		const place = "(SELECT place FROM posts WHERE id = $1)"
		if _, err := t.exec(ctx, "UPDATE schedules SET revision = revision + 1, position = "+item+" WHERE series = 1 AND id = "+run+" AND position > "+item, post); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE schedules SET revision = revision + 1, state = 'active', gone = 1, next_at = $2 WHERE id = "+run+" AND place = "+place+" AND NOT (state = 'paused' AND coalesce(why, '') = 'gone')", post, millis(now)); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE schedules SET revision = revision + 1, gone = 1, next_at = $2 WHERE next_at IS NOT NULL AND gone = 0 AND place = "+place, post, millis(now)); err != nil {
			return err
		}
	}
	return nil
}

// ErrChanged says that something is not as it was read.
var ErrChanged = errors.New("it has changed meanwhile")

// NewSchedule is a schedule to add, with its items.
type NewSchedule struct {
	*schedule.Schedule
	Items []string
}

// CreateSchedule adds a schedule to a community with its items, and gives it its id.
func (s *Store) CreateSchedule(ctx context.Context, of *schedule.Schedule, items []string, now time.Time) error {
	_, err := s.CreateSchedules(ctx, "", now, NewSchedule{of, items})
	return err
}

// CreateSchedules adds schedules, all or none, and gives them their ids. What is made by the
// same thing is made once: then it reports that nothing was.
func (s *Store) CreateSchedules(ctx context.Context, by string, now time.Time, all ...NewSchedule) (made bool, err error) {
	for i := range all {
		all[i].ID, all[i].Schedule.Items = s.ids.next(now), len(all[i].Items)
	}
	err = s.change(ctx, func(t tx) error {
		for i := range all {
			if i > 0 { // the first stands for all
				by = ""
			}
			if made, err = t.createSchedule(ctx, by, all[i], now); err != nil || !made {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("create schedule: %w", err)
	}
	s.tellScheduled()
	return made, nil
}

func (t tx) createSchedule(ctx context.Context, by string, of NewSchedule, now time.Time) (made bool, err error) {
	recurrence, place, err := scheduleText(of.Schedule)
	if err != nil {
		return false, err
	}
	community, err := t.community(ctx, of.Community, now)
	if err != nil {
		return false, err
	}
	res, err := t.exec(ctx, `
		INSERT INTO schedules (id, community, place, recurrence, late, series, coaching, direct, state, position, next_at, revision, created_at, changed_at, made_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $12, $8, $9, $10, 0, $11, $11, $13) ON CONFLICT (made_by) WHERE made_by IS NOT NULL DO NOTHING`,
		of.ID, community, place, recurrence, of.Late.Milliseconds(), number(of.Series), number(of.Coaching), string(of.State), of.Position, maybeMillis(of.Next), millis(now), number(of.Direct), orNull(by))
	if err != nil {
		return false, err
	}
	if rows, err := res.RowsAffected(); err != nil || rows == 0 {
		return false, err
	}
	return true, t.setItems(ctx, of.ID, of.Items)
}

func scheduleText(of *schedule.Schedule) (recurrence, place string, err error) {
	text, err := json.Marshal(of.When)
	if err != nil {
		return "", "", err
	}
	to, err := of.To.MarshalText()
	return string(text), string(to), err
}

// number is how the database writes yes and no.
func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (t tx) setItems(ctx context.Context, id string, items []string) error {
	if _, err := t.exec(ctx, "DELETE FROM schedule_items WHERE schedule = $1", id); err != nil {
		return err
	}
	for i, item := range items {
		if _, err := t.exec(ctx, "INSERT INTO schedule_items (schedule, number, text) VALUES ($1, $2, $3)", id, i, item); err != nil {
			return err
		}
	}
	return nil
}

// Schedule returns a schedule of a community; ErrNotFound if there is none.
func (s *Store) Schedule(ctx context.Context, at bot.Address, id string) (*schedule.Schedule, error) {
	all, err := query(ctx, s.reader(), "SELECT "+scheduleColumns+" WHERE s.id = $1 AND c.platform = $2 AND c.space = $3", []any{id, at.Platform, at.Space}, scanSchedule)
	if err != nil {
		return nil, fmt.Errorf("read schedule: %w", err)
	}
	if len(all) == 0 {
		return nil, bot.ErrNotFound
	}
	return &all[0], nil
}

// SchedulesOf returns schedules of a community, those that go out soonest first,
// then those that do not, from a place in that order on.
func (s *Store) SchedulesOf(ctx context.Context, at bot.Address, from, max int) ([]schedule.Schedule, error) {
	return query(ctx, s.reader(), "SELECT "+scheduleColumns+` WHERE c.platform = $1 AND c.space = $2
		ORDER BY CASE WHEN s.next_at IS NULL THEN 1 ELSE 0 END, s.next_at, CASE s.state WHEN 'paused' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, s.id DESC LIMIT $3 OFFSET $4`,
		[]any{at.Platform, at.Space, max, from}, scanSchedule)
}

// ScheduleItems returns the items of a schedule, in order.
func (s *Store) ScheduleItems(ctx context.Context, id string) ([]string, error) {
	return query(ctx, s.reader(), "SELECT text FROM schedule_items WHERE schedule = $1 ORDER BY number", []any{id}, scanString)
}

// ChangeSchedule writes what a person has changed, and with items its items.
// ErrChanged when it is not as it was read.
func (s *Store) ChangeSchedule(ctx context.Context, of *schedule.Schedule, items []string, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		recurrence, place, err := scheduleText(of)
		if err != nil {
			return err
		}
		res, err := t.exec(ctx, `
			UPDATE schedules SET revision = revision + 1, place = $3, recurrence = $4, late = $5, series = $6, coaching = $7, direct = $16, state = $8, why = $9, position = $10, next_at = $11, skipped_at = $15, gone = 0, changed_at = $12
			WHERE id = $1 AND revision = $2 AND community = (SELECT id FROM communities WHERE platform = $13 AND space = $14)`,
			of.ID, of.Revision, place, recurrence, of.Late.Milliseconds(), number(of.Series), number(of.Coaching), string(of.State), orNull(string(of.Why)), of.Position, maybeMillis(of.Next), millis(now),
			of.Community.Platform, of.Community.Space, maybeMillis(of.Skipped), number(of.Direct))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return ErrChanged
		}
		if items == nil {
			return nil
		}
		return t.setItems(ctx, of.ID, items)
	})
	if err != nil {
		return fmt.Errorf("change schedule: %w", err)
	}
	of.Revision++
	s.tellScheduled()
	return nil
}

// NextDirect is when a community next publishes what goes by direct message too; zero
// when nothing is scheduled.
func (s *Store) NextDirect(ctx context.Context, at bot.Address) (time.Time, error) {
	var next sql.NullInt64
	err := s.reader().row(ctx, "SELECT min(s.next_at) FROM schedules s JOIN communities c ON c.id = s.community WHERE c.platform = $1 AND c.space = $2 AND s.direct = 1", at.Platform, at.Space).Scan(&next)
	if err != nil || !next.Valid {
		return time.Time{}, err
	}
	return instant(next.Int64), nil
}

// DeleteSchedule forgets a schedule of a community; what it has posted stays.
func (s *Store) DeleteSchedule(ctx context.Context, at bot.Address, id string) error {
	return s.one(ctx, "DELETE FROM schedules WHERE id = $1 AND community = (SELECT id FROM communities WHERE platform = $2 AND space = $3)", id, at.Platform, at.Space)
}
