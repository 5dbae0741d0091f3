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

// Settings are what a community has chosen, by name; what it has not is absent.
type Settings map[Setting]string

// Setting is the name of a choice of a community.
type Setting string

// The settings: a language code, an IANA time zone, and ids on the platform.
const (
	CommunityLanguage Setting = "language"
	CommunityTimeZone Setting = "time_zone"
	OffersChannel     Setting = "offers_channel"
	CoachingChannel   Setting = "coaching_channel"
	ModerationChannel Setting = "moderation_channel"
	ModeratorRole     Setting = "moderator_role"
	RecruiterRole     Setting = "recruiter_role"
)

// settings are the columns of communities that hold them.
var settings = []Setting{CommunityLanguage, CommunityTimeZone, OffersChannel, CoachingChannel, ModerationChannel, ModeratorRole, RecruiterRole}

// community returns the id of a community, which is remembered from then on.
func (t tx) community(ctx context.Context, at bot.Address, now time.Time) (id string, err error) {
	if _, err := t.exec(ctx, "INSERT INTO communities (id, platform, space, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (platform, space) DO NOTHING",
		t.ids.next(now), at.Platform, at.Space, millis(now)); err != nil {
		return "", err
	}
	err = t.row(ctx, "SELECT id FROM communities WHERE platform = $1 AND space = $2", at.Platform, at.Space).Scan(&id)
	return id, err
}

// Settings returns what a community has chosen.
func (s *Store) Settings(ctx context.Context, at bot.Address) (Settings, error) {
	chosen, err := s.reader().settings(ctx, at)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return chosen, nil
}

func (t tx) settings(ctx context.Context, at bot.Address) (Settings, error) {
	columns, values, into := "", make([]sql.NullString, len(settings)), make([]any, len(settings))
	for i, name := range settings {
		if i > 0 {
			columns += ", "
		}
		columns += string(name)
		into[i] = &values[i]
	}
	chosen := Settings{}
	err := t.row(ctx, "SELECT "+columns+" FROM communities WHERE platform = $1 AND space = $2", at.Platform, at.Space).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return chosen, nil
	}
	for i, name := range settings {
		if values[i].String != "" {
			chosen[name] = values[i].String
		}
	}
	return chosen, err
}

// ChangeSettings sets what a person chooses for a community, an empty value takes a
// choice back, and writes down who changed what. It returns the names of those
// that were otherwise before.
func (s *Store) ChangeSettings(ctx context.Context, at bot.Address, by bot.PersonID, choices Settings, now time.Time) (changed []Setting, err error) {
	err = s.change(ctx, func(t tx) error {
		changed = nil
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		if t.engine == postgres { // what was before is what this change replaces
			if _, err := t.exec(ctx, "SELECT 1 FROM communities WHERE id = $1 FOR UPDATE", community); err != nil {
				return err
			}
		}
		before, err := t.settings(ctx, at)
		if err != nil {
			return err
		}
		for _, name := range settings {
			value, given := choices[name]
			if !given || value == before[name] {
				continue
			}
			changed = append(changed, name)
			if _, err := t.exec(ctx, "UPDATE communities SET "+string(name)+" = $2 WHERE id = $1", community, orNull(value)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "INSERT INTO audit (id, community, person, at, what, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7)",
				t.ids.next(now), community, string(by), millis(now), string(name), orNull(before[name]), orNull(value)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("change settings: %w", err)
	}
	return changed, nil
}

// SetUp gives a community settings, as long as nobody has chosen any.
func (s *Store) SetUp(ctx context.Context, at bot.Address, first Settings, now time.Time) error {
	return s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		for name, value := range first {
			if !slices.Contains(settings, name) {
				return fmt.Errorf("no setting named %s", name)
			}
			if _, err := t.exec(ctx, "UPDATE communities SET "+string(name)+" = $2 WHERE id = $1 AND "+string(name)+" IS NULL AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.community = $1)", community, value); err != nil {
				return err
			}
		}
		return nil
	})
}

// Change is a setting that somebody changed.
type Change struct {
	At            time.Time
	By            string // the account's id on the community's platform; empty when the person is forgotten
	What          Setting
	Before, After string
}

// Changes returns the last changes of a community's settings, the newest first.
func (s *Store) Changes(ctx context.Context, at bot.Address, max int) ([]Change, error) {
	return query(ctx, s.reader(), `
		SELECT x.at, coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = x.person AND a.platform = c.platform AND a.space IN ('', c.space)), ''), x.what, coalesce(x.before, ''), coalesce(x.after, '')
		FROM audit x JOIN communities c ON c.id = x.community WHERE c.platform = $1 AND c.space = $2 AND x.what NOT LIKE 'announcement%' ORDER BY x.id DESC LIMIT $3`, []any{at.Platform, at.Space, max},
		func(rows *sql.Rows) (c Change, err error) {
			var when int64
			err = rows.Scan(&when, &c.By, &c.What, &c.Before, &c.After)
			c.At = instant(when)
			return c, err
		})
}
