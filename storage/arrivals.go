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

// Presence is when the bot was let into a community and put out of it.
type Presence struct {
	Joined, Left time.Time // zero: never, as far as is known
	Paused       int       // schedules that wait there since it left
}

// Presence returns what is known of the bot's comings and goings in a community.
func (s *Store) Presence(ctx context.Context, at bot.Address) (p Presence, err error) {
	var joined, left sql.NullInt64
	err = s.reader().row(ctx, `
		SELECT c.joined_at, c.left_at, (SELECT count(*) FROM schedules s WHERE s.community = c.id AND s.state = 'paused' AND s.why = $3)
		FROM communities c WHERE c.platform = $1 AND c.space = $2`, at.Platform, at.Space, string(schedule.Gone)).Scan(&joined, &left, &p.Paused)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err != nil {
		return p, fmt.Errorf("read presence: %w", err)
	}
	if joined.Valid {
		p.Joined = instant(joined.Int64)
	}
	if left.Valid {
		p.Left = instant(left.Int64)
	}
	return p, nil
}

// Join writes that the bot was let into a community at a time, with the posts that
// say so; one that was said already, by its key, is not said again.
func (s *Store) Join(ctx context.Context, at bot.Address, since time.Time, posts []bot.Post, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE communities SET joined_at = $2, left_at = NULL WHERE id = $1 AND (joined_at IS NULL OR joined_at <> $2 OR left_at IS NOT NULL)", community, millis(since))
		if err != nil {
			return err
		}
		return t.put(ctx, now, posts)
	})
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	s.tellPosted()
	return nil
}

// Leave writes that the bot was put out of a community, whose schedules pause.
func (s *Store) Leave(ctx context.Context, at bot.Address, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		if t.engine == postgres { // in the order in which Advance takes them
			if _, err := t.exec(ctx, "SELECT 1 FROM schedules WHERE community = $1 ORDER BY id FOR UPDATE", community); err != nil {
				return err
			}
		}
		if _, err := t.exec(ctx, "UPDATE schedules SET revision = revision + 1, state = $2, why = $3, next_at = NULL, gone = 0, changed_at = $4 WHERE community = $1 AND state = $5",
			community, string(schedule.Paused), string(schedule.Gone), millis(now), string(schedule.Active)); err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE communities SET left_at = $2 WHERE id = $1", community, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	return nil
}

// Communities returns those of a platform that the bot has not left, the oldest first.
func (s *Store) Communities(ctx context.Context, platform string) ([]bot.Address, error) {
	return query(ctx, s.reader(), "SELECT platform, space FROM communities WHERE platform = $1 AND space <> '' AND left_at IS NULL ORDER BY id", []any{platform},
		func(rows *sql.Rows) (at bot.Address, err error) {
			err = rows.Scan(&at.Platform, &at.Space)
			return at, err
		})
}
