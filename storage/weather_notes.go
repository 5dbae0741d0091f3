package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// Entry is a page of somebody's notebook: what they wrote for themselves alone on a day.
type Entry struct {
	On      schedule.Day
	Weather int // 0: not answered
	Note    Sealed
	Goal    Sealed
	Outcome string // of the goal, in the words of commands; empty: they have not said
}

// What is sealed, in the name of its table.
const (
	noteKind = "notes"
	goalKind = "goals"
)

// KeepNote keeps a note of somebody's day, sealed, in place of another of that day. ErrKeys
// if it cannot be sealed now; ErrNotFound if they have not agreed to answer.
func (s *Store) KeepNote(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, text string, now time.Time) error {
	return s.keepSealed(ctx, at, person, noteKind, on, text, now)
}

// SetGoal keeps a goal that somebody sets themselves on a day, likewise.
func (s *Store) SetGoal(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, text string, now time.Time) error {
	return s.keepSealed(ctx, at, person, goalKind, on, text, now)
}

func (s *Store) keepSealed(ctx context.Context, at bot.Address, person bot.PersonID, kind string, on schedule.Day, text string, now time.Time) error {
	o, err := s.answers(ctx, at, person)
	if err != nil {
		return err
	}
	key, id, err := s.sealing(ctx, o, now)
	if err != nil {
		return fmt.Errorf("keep what is sealed: %w", err)
	}
	sealed := seal(key, text, whose(kind, person, o.community, on.String()))
	forget := ""
	if kind == goalKind {
		forget = ", outcome = NULL"
	}
	err = s.answer(ctx, at, person, now, func(t tx, o answers) error {
		var current string
		if err := t.row(ctx, "SELECT key FROM weather_consents WHERE person = $1 AND community = $2", string(person), o.community).Scan(&current); err != nil {
			return err
		}
		if current != id { // they have withdrawn meanwhile, and agreed again: that key is gone
			return bot.ErrNotFound
		}
		_, err := t.exec(ctx, "INSERT INTO weather_"+kind+` (person, community, day, key, sealed, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (person, community, day) DO UPDATE SET key = excluded.key, sealed = excluded.sealed, changed_at = excluded.changed_at`+forget,
			string(person), o.community, on.String(), id, sealed, millis(now))
		return err
	})
	if errors.Is(err, bot.ErrNotFound) { // what the withdrawal could not destroy, if it was made after it
		if err := errors.Join(s.doomUnused(ctx, id), s.destroyDoomed(ctx, now)); err != nil && !errors.Is(err, ErrKeys) {
			return fmt.Errorf("destroy a key that nobody has: %w", err)
		}
	}
	if err != nil {
		return fmt.Errorf("keep what is sealed: %w", err)
	}
	return nil
}

// DropNote takes out the note of a day.
func (s *Store) DropNote(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, now time.Time) error {
	return s.dropSealed(ctx, at, person, noteKind, on, now)
}

// DropGoal takes out the goal of a day.
func (s *Store) DropGoal(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, now time.Time) error {
	return s.dropSealed(ctx, at, person, goalKind, on, now)
}

func (s *Store) dropSealed(ctx context.Context, at bot.Address, person bot.PersonID, kind string, on schedule.Day, now time.Time) error {
	return s.answer(ctx, at, person, now, func(t tx, o answers) error {
		_, err := t.exec(ctx, "DELETE FROM weather_"+kind+" WHERE person = $1 AND community = $2 AND day = $3", string(person), o.community, on.String())
		return err
	})
}

// EndGoal keeps how the goal of a day went. ErrNotFound if there is none.
func (s *Store) EndGoal(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, outcome string, now time.Time) error {
	return s.answer(ctx, at, person, now, func(t tx, o answers) error {
		res, err := t.exec(ctx, "UPDATE weather_goals SET outcome = $4, changed_at = $5 WHERE person = $1 AND community = $2 AND day = $3", string(person), o.community, on.String(), outcome, millis(now))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, bot.ErrNotFound)
		}
		return nil
	})
}

// OpenGoal returns the last goal that somebody set before a day, if they have not said how
// it went. ErrNotFound if there is none.
func (s *Store) OpenGoal(ctx context.Context, at bot.Address, person bot.PersonID, before schedule.Day) (Entry, error) {
	o, err := s.answers(ctx, at, person)
	if err != nil {
		return Entry{}, err
	}
	var day, key, sealed, outcome string
	err = found(s.reader().row(ctx, "SELECT day, key, sealed, coalesce(outcome, '') FROM weather_goals WHERE person = $1 AND community = $2 AND day < $3 ORDER BY day DESC LIMIT 1", string(person), o.community, before.String()).Scan(&day, &key, &sealed, &outcome))
	if err == nil && outcome != "" {
		err = bot.ErrNotFound
	}
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Goal: s.opener().open(ctx, key, sealed, whose(goalKind, person, o.community, day))}
	return e, e.On.UnmarshalText([]byte(day))
}

// Notebook returns what somebody has written on the days before one, the latest first, at
// most size of them, and whether there are more. What cannot be opened says so.
func (s *Store) Notebook(ctx context.Context, at bot.Address, person bot.PersonID, before schedule.Day, size int) (all []Entry, more bool, err error) {
	o, err := s.answers(ctx, at, person)
	if err != nil {
		return nil, false, err
	}
	type sealed struct {
		entry                        Entry
		day                          string
		noteKey, note, goalKey, goal string
	}
	pages, err := query(ctx, s.reader(), `
		SELECT e.day, coalesce(d.weather, 0), coalesce(n.key, ''), coalesce(n.sealed, ''), coalesce(g.key, ''), coalesce(g.sealed, ''), coalesce(g.outcome, '')
		FROM (SELECT day FROM weather_notes WHERE person = $1 AND community = $2 UNION SELECT day FROM weather_goals WHERE person = $1 AND community = $2) e
		LEFT JOIN weather_days d ON d.person = $1 AND d.community = $2 AND d.day = e.day
		LEFT JOIN weather_notes n ON n.person = $1 AND n.community = $2 AND n.day = e.day
		LEFT JOIN weather_goals g ON g.person = $1 AND g.community = $2 AND g.day = e.day
		WHERE e.day < $3 ORDER BY e.day DESC LIMIT $4`, []any{string(person), o.community, before.String(), size + 1}, func(rows *sql.Rows) (p sealed, err error) {
		if err := rows.Scan(&p.day, &p.entry.Weather, &p.noteKey, &p.note, &p.goalKey, &p.goal, &p.entry.Outcome); err != nil {
			return p, err
		}
		return p, p.entry.On.UnmarshalText([]byte(p.day))
	})
	if err != nil {
		return nil, false, fmt.Errorf("read the notebook: %w", err)
	}
	if more = len(pages) > size; more {
		pages = pages[:size]
	}
	open := s.opener()
	for _, p := range pages {
		p.entry.Note = open.open(ctx, p.noteKey, p.note, whose(noteKind, person, o.community, p.day))
		p.entry.Goal = open.open(ctx, p.goalKey, p.goal, whose(goalKind, person, o.community, p.day))
		all = append(all, p.entry)
	}
	return all, more, nil
}
