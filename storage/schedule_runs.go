package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
)

// RunShown is a time of a schedule and what became of its post.
type RunShown struct {
	schedule.Run
	State   delivery.State // of its post; empty: there is none, or it is forgotten
	Error   string
	Message bot.MessageRef // where it is; zero: nowhere
	Done    int            // how many have pressed its button
}

// ScheduleRuns returns the last times of a schedule, the newest first, from a place in
// that order on.
func (s *Store) ScheduleRuns(ctx context.Context, id string, from, max int) ([]RunShown, error) {
	return query(ctx, s.reader(), `
		SELECT r.id, r.due_at, r.what, r.item, coalesce(r.key, ''), coalesce(p.state, ''), coalesce(p.error, ''), coalesce(p.message, ''), coalesce(p.message_at, ''),
			(SELECT count(*) FROM schedule_done d WHERE d.run = r.id)
		FROM schedule_runs r LEFT JOIN posts p ON p.key = r.key WHERE r.schedule = $1 ORDER BY r.due_at DESC, r.id DESC LIMIT $2 OFFSET $3`, []any{id, max, from},
		func(rows *sql.Rows) (r RunShown, err error) {
			var due int64
			var at string
			if err := rows.Scan(&r.ID, &due, &r.What, &r.Item, &r.Key, &r.State, &r.Error, &r.Message.ID, &at, &r.Done); err != nil {
				return r, err
			}
			r.Due = instant(due)
			if at != "" {
				err = r.Message.At.UnmarshalText([]byte(at))
			}
			return r, err
		})
}

// LastSaid is when a schedule last said what there was to say, or that there was nothing;
// zero where it never has, or what it said did not go out.
func (s *Store) LastSaid(ctx context.Context, id string) (time.Time, error) {
	var at sql.NullInt64
	err := s.reader().row(ctx, `
		SELECT max(r.due_at) FROM schedule_runs r LEFT JOIN posts p ON p.key = r.key
		WHERE r.schedule = $1 AND r.what IN ('posted', 'silent') AND coalesce(p.state, '') NOT IN ('expired', 'rejected')`, id).Scan(&at)
	if err != nil {
		return time.Time{}, fmt.Errorf("last run: %w", err)
	}
	if !at.Valid {
		return time.Time{}, nil
	}
	return instant(at.Int64), nil
}

// ScheduleRun returns a time of a schedule with its body; ErrNotFound if it is not
// known.
func (s *Store) ScheduleRun(ctx context.Context, id string) (*RunShown, error) {
	all, err := query(ctx, s.reader(), `
		SELECT r.id, r.due_at, r.what, r.item, coalesce(r.key, ''), coalesce(r.body, ''), coalesce(p.state, ''), coalesce(p.message, ''), coalesce(p.message_at, '')
		FROM schedule_runs r LEFT JOIN posts p ON p.key = r.key WHERE r.id = $1`, []any{id},
		func(rows *sql.Rows) (r RunShown, err error) {
			var due int64
			var at, body string
			if err := rows.Scan(&r.ID, &due, &r.What, &r.Item, &r.Key, &body, &r.State, &r.Message.ID, &at); err != nil {
				return r, err
			}
			r.Due = instant(due)
			if body != "" {
				r.Body = &bot.Message{}
				err = json.Unmarshal([]byte(body), r.Body)
			}
			if at != "" && err == nil {
				err = r.Message.At.UnmarshalText([]byte(at))
			}
			return r, err
		})
	if err != nil {
		return nil, fmt.Errorf("read run: %w", err)
	}
	if len(all) == 0 {
		return nil, bot.ErrNotFound
	}
	return &all[0], nil
}

// Done is what became of a press of « Je l’ai fait ».
type Done struct {
	New   bool // it was not counted before
	Count int  // of the people who pressed
	Shown int  // what the button shows until now; 0: no count
}

// MarkDone counts a person for a run, or with undo takes them out, and in the same
// transaction puts the edit that shows the count, if there is one, and keeps what it
// shows. ErrNotFound when the run is not known, or no longer counted.
func (s *Store) MarkDone(ctx context.Context, run string, person bot.PersonID, undo bool, now time.Time, edit func(schedule.Run, bot.Post, Done) (*bot.Post, int)) (d Done, err error) {
	err = s.change(ctx, func(t tx) error {
		var r schedule.Run
		var due int64
		var body, key sql.NullString
		var place, lang sql.NullString
		// The row is locked: the counts of two presses are two numbers, in order.
		text := "SELECT r.due_at, r.item, r.key, r.body, r.shown, p.place, p.lang FROM schedule_runs r LEFT JOIN posts p ON p.key = r.key WHERE r.id = $1"
		if t.engine == postgres {
			text += " FOR UPDATE OF r"
		}
		if err := t.row(ctx, text, run).Scan(&due, &r.Item, &key, &body, &d.Shown, &place, &lang); err != nil {
			return found(err)
		}
		if r.ID, r.Due, r.Key = run, instant(due), key.String; now.Sub(r.Due) > doneLife {
			return bot.ErrNotFound
		}
		change := "INSERT INTO schedule_done (run, person, done_at) VALUES ($1, $2, $3) ON CONFLICT (run, person) DO NOTHING"
		args := []any{run, string(person), millis(now)}
		if undo {
			change, args = "DELETE FROM schedule_done WHERE run = $1 AND person = $2", args[:2]
		}
		res, err := t.exec(ctx, change, args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		d.New = n > 0
		if err := t.row(ctx, "SELECT count(*) FROM schedule_done WHERE run = $1", run).Scan(&d.Count); err != nil || !d.New || !body.Valid || !place.Valid {
			return err
		}
		r.Body = &bot.Message{}
		of := bot.Post{Key: r.Key, Lang: bot.Lang(lang.String)}
		if err := errors.Join(json.Unmarshal([]byte(body.String), r.Body), of.To.UnmarshalText([]byte(place.String))); err != nil {
			return err
		}
		p, shown := edit(r, of, d)
		if p == nil {
			return nil
		}
		if _, err := t.exec(ctx, "UPDATE schedule_runs SET shown = $2 WHERE id = $1", run, shown); err != nil {
			return err
		}
		p.Key = "done/" + t.ids.next(now)
		return t.put(ctx, now, []bot.Post{*p})
	})
	if err != nil {
		return d, fmt.Errorf("mark done: %w", err)
	}
	s.tellPosted()
	return d, nil
}

// doneLife is how long presses are remembered, and counted.
const doneLife = 90 * 24 * time.Hour

// draftLife is how long a schedule that nobody finished is kept.
const draftLife = 30 * 24 * time.Hour

// DoneBetween is how many people pressed the button of a schedule's posts from a
// time to another.
func (s *Store) DoneBetween(ctx context.Context, id string, from, to time.Time) (people int, err error) {
	err = s.reader().row(ctx, "SELECT count(DISTINCT d.person) FROM schedule_done d JOIN schedule_runs r ON r.id = d.run WHERE r.schedule = $1 AND d.done_at >= $2 AND d.done_at < $3",
		id, millis(from), millis(to)).Scan(&people)
	return people, err
}

// PostedSince reports whether a schedule has posted since a time; what was refused
// does not count.
func (s *Store) PostedSince(ctx context.Context, id string, since time.Time) (posted bool, err error) {
	err = s.reader().row(ctx, "SELECT EXISTS (SELECT 1 FROM schedule_runs r WHERE r.schedule = $1 AND r.due_at >= $2 AND r.what = 'posted' AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.key = r.key AND p.state = 'rejected'))", id, millis(since)).Scan(&posted)
	return posted, err
}

func pruneSchedules(ctx context.Context, t tx, now time.Time) error {
	for _, one := range []struct { // in one order: two processes never wait for each other
		text string
		life time.Duration
	}{
		{"DELETE FROM schedules WHERE state = 'draft' AND changed_at <= $1 AND ran_at IS NULL AND NOT EXISTS (SELECT 1 FROM schedule_runs r WHERE r.schedule = schedules.id)", draftLife},
		{"DELETE FROM schedule_runs WHERE due_at <= $1", postLife},
		{"UPDATE schedule_runs SET body = NULL WHERE due_at <= $1 AND body IS NOT NULL", doneLife},
		{"DELETE FROM schedule_done WHERE done_at <= $1", doneLife},
	} {
		if _, err := t.exec(ctx, one.text, millis(now.Add(-one.life))); err != nil {
			return err
		}
	}
	return nil
}
