package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// Readings returns how many posts a person was given of each series that they have begun to
// read at their own pace.
func (s *Store) Readings(ctx context.Context, person bot.PersonID) (given map[string]int, err error) {
	given = map[string]int{}
	_, err = query(ctx, s.reader(), "SELECT series, given FROM series_read WHERE person = $1", []any{string(person)}, func(rows *sql.Rows) (none struct{}, err error) {
		var series string
		var n int
		err = rows.Scan(&series, &n)
		given[series] = n
		return none, err
	})
	return given, err
}

// PostOfDay returns which post of a series of so many, from 0, is that of a person's day: the
// same all day, the next one on another day. One that the notice of its day did not tell
// them comes again. ErrNotFound when they have had them all.
func (s *Store) PostOfDay(ctx context.Context, person bot.PersonID, series string, on schedule.Day, posts int, now time.Time) (at int, err error) {
	err = s.change(ctx, func(t tx) error {
		given, day, err := t.reading(ctx, person, series)
		if err != nil {
			return err
		}
		if day != on.String() {
			told := true
			if day != "" && given > 0 {
				if told, err = t.wasTold(ctx, person, series+"/"+day, now); err != nil {
					return err
				}
			}
			if told {
				given++
			}
		}
		if at = given - 1; given > posts {
			return bot.ErrNotFound
		}
		if day == on.String() {
			return nil
		}
		return t.read(ctx, person, series, given, on.String(), now)
	})
	if err != nil {
		return 0, fmt.Errorf("post of the day of %s: %w", series, err)
	}
	return at, nil
}

// wasTold reports whether the notice of a key went out, or may still: one whose time has
// passed, or whose message was refused, was not told.
func (t tx) wasTold(ctx context.Context, person bot.PersonID, key string, now time.Time) (bool, error) {
	var lost int
	err := found(t.row(ctx, `
		SELECT CASE WHEN n.post IS NULL OR p.state IN ('rejected', 'expired') OR p.state = 'pending' AND p.until <= $3 THEN 1 ELSE 0 END
		FROM notices n LEFT JOIN posts p ON p.key = n.post WHERE n.person = $1 AND n.key = $2`, string(person), key, millis(now)).Scan(&lost))
	if err == bot.ErrNotFound { // it was long ago
		return true, nil
	}
	return lost == 0, err
}

// NextPost gives a person who has had so many posts of a series the one after, if they still
// have: a control that is pressed twice gives one. One that was to come by itself, and did
// not, is given first. It returns how many they have now, and whether that was given by this.
func (s *Store) NextPost(ctx context.Context, person bot.PersonID, series string, after, posts int, now time.Time) (given int, gave bool, err error) {
	err = s.change(ctx, func(t tx) error {
		var day string
		if given, day, err = t.reading(ctx, person, series); err != nil {
			return err
		}
		if given != after { // they are shown the one that they are at: they have it now
			if day == "" || given == 0 {
				return nil
			}
			if err := t.rouse(ctx, person, now); err != nil {
				return err
			}
			return t.read(ctx, person, series, given, "", now)
		}
		told := true
		if day != "" && given > 0 {
			if told, err = t.wasTold(ctx, person, series+"/"+day, now); err != nil {
				return err
			}
		}
		if told && given >= posts {
			return nil
		}
		if told {
			given++
		}
		if err := t.rouse(ctx, person, now); err != nil { // what is being composed may hold it
			return err
		}
		gave = true
		return t.read(ctx, person, series, given, "", now)
	})
	if err != nil {
		return 0, false, fmt.Errorf("next post of %s: %w", series, err)
	}
	return given, gave, nil
}

// SetReading says how many posts of a series a person has had.
func (s *Store) SetReading(ctx context.Context, person bot.PersonID, series string, given int, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		if _, _, err := t.reading(ctx, person, series); err != nil {
			return err
		}
		return t.read(ctx, person, series, given, "", now)
	})
	if err != nil {
		return fmt.Errorf("set the place in %s: %w", series, err)
	}
	return nil
}

// reading is how far a person is in a series, whose turn it is.
func (t tx) reading(ctx context.Context, person bot.PersonID, series string) (given int, day string, err error) {
	if err := t.turnOf(ctx, person); err != nil {
		return 0, "", err
	}
	err = found(t.row(ctx, "SELECT given, coalesce(day, '') FROM series_read WHERE person = $1 AND series = $2", string(person), series).Scan(&given, &day))
	if err == bot.ErrNotFound {
		err = nil
	}
	return given, day, err
}

func (t tx) read(ctx context.Context, person bot.PersonID, series string, given int, day string, now time.Time) error {
	_, err := t.exec(ctx, `
		INSERT INTO series_read (person, series, given, day, changed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person, series) DO UPDATE SET given = excluded.given, day = excluded.day, changed_at = excluded.changed_at`,
		string(person), series, given, orNull(day), millis(now))
	return err
}
