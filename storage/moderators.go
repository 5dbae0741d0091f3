package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
)

// Moderator is somebody whom a community has named to moderate it.
type Moderator struct {
	Person bot.PersonID
	User   string // the account's id on the community's platform
	Since  time.Time
}

// MaxModerators is how many people a community can name: as many as a Select holds.
const MaxModerators = bot.MaxOptions

// ErrTooManyModerators says that a community names as many people as it can.
var ErrTooManyModerators = errors.New("the community names as many moderators as it can")

// Moderators returns those whom a community has named, the oldest first.
func (s *Store) Moderators(ctx context.Context, at bot.Address) ([]Moderator, error) {
	all, err := query(ctx, s.reader(), `
		SELECT m.person, coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = m.person AND a.platform = c.platform AND a.space IN ('', c.space)), ''), m.added_at
		FROM moderators m JOIN communities c ON c.id = m.community WHERE c.platform = $1 AND c.space = $2 ORDER BY m.added_at, m.person`, []any{at.Platform, at.Space},
		func(rows *sql.Rows) (m Moderator, err error) {
			var since int64
			err = rows.Scan(&m.Person, &m.User, &since)
			m.Since = instant(since)
			return m, err
		})
	if err != nil {
		return nil, fmt.Errorf("read moderators: %w", err)
	}
	return all, nil
}

// AddModerator names somebody to moderate a community, and writes down who did. It
// reports whether they were not named already, and fails with ErrTooManyModerators beyond
// MaxModerators. Whoever has never spoken to the bot is remembered from then on, without
// having been anywhere.
func (s *Store) AddModerator(ctx context.Context, at bot.Address, account bot.Member, by bot.PersonID, now time.Time) (added bool, err error) {
	err = s.change(ctx, func(t tx) error {
		added = false
		community, err := t.holdModerators(ctx, at, now)
		if err != nil {
			return err
		}
		person, err := t.account(ctx, at.Platform, account, now)
		if err != nil {
			return err
		}
		named, err := query(ctx, t, "SELECT person FROM moderators WHERE community = $1", []any{community}, scanString)
		if err != nil || slices.Contains(named, person) {
			return err
		}
		if len(named) >= MaxModerators {
			return ErrTooManyModerators
		}
		if _, err := t.exec(ctx, "INSERT INTO moderators (community, person, added_at) VALUES ($1, $2, $3)", community, person, millis(now)); err != nil {
			return err
		}
		added = true
		return t.audit(ctx, community, deed{by: by, what: ModeratorAdded, subject: bot.PersonID(person)}, now)
	})
	if err != nil {
		return false, fmt.Errorf("add moderator: %w", err)
	}
	return added, nil
}

// RemoveModerator takes back that somebody moderates a community, and writes down who
// did. It reports whether they were named. Whoever has never spoken to the bot is
// forgotten then.
func (s *Store) RemoveModerator(ctx context.Context, at bot.Address, person, by bot.PersonID, now time.Time) (removed bool, err error) {
	forgotten := false
	err = s.change(ctx, func(t tx) error {
		removed, forgotten = false, false
		community, err := t.holdModerators(ctx, at, now)
		if err != nil {
			return err
		}
		if err := t.holdPerson(ctx, person); err != nil {
			return err
		}
		res, err := t.exec(ctx, "DELETE FROM moderators WHERE community = $1 AND person = $2", community, string(person))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		removed = true
		if err := t.audit(ctx, community, deed{by: by, what: ModeratorRemoved, subject: person}, now); err != nil {
			return err
		}
		var kept bool
		if err := t.row(ctx, "SELECT EXISTS (SELECT 1 FROM memberships WHERE person = $1) OR EXISTS (SELECT 1 FROM moderators WHERE person = $1)", string(person)).Scan(&kept); err != nil || kept {
			return err
		}
		forgotten = true
		return t.erase(ctx, person, now)
	})
	if err == nil && forgotten && s.engine == sqlite {
		err = s.emptyLog(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("remove moderator: %w", err)
	}
	return removed, nil
}

// holdModerators returns the id of a community, whose list of moderators nobody else
// changes until the transaction ends.
func (t tx) holdModerators(ctx context.Context, at bot.Address, now time.Time) (community string, err error) {
	community, err = t.community(ctx, at, now)
	if err == nil && t.engine == postgres { // those who only refer to it need not wait
		_, err = t.exec(ctx, "SELECT 1 FROM communities WHERE id = $1 FOR NO KEY UPDATE", community)
	}
	return community, err
}
