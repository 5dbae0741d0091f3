package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
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
	ApprovalMode      Setting = "approval"        // see [Settings.Approval]
	AuthorLimit       Setting = "author_limit"    // announcements a day, of a new author
	RecruiterLimit    Setting = "recruiter_limit" // likewise, of an approved recruiter
	CommunityHolidays Setting = "holidays"        // see [schedule.Holidays]; "none": of no place
	DirectBudget      Setting = "direct_budget"   // messages a day, of whoever has not chosen
)

// settings are the columns of communities that hold them.
var settings = []Setting{CommunityLanguage, CommunityTimeZone, OffersChannel, CoachingChannel, ModerationChannel, ModeratorRole, RecruiterRole,
	ApprovalMode, AuthorLimit, RecruiterLimit, CommunityHolidays, DirectBudget}

func (name Setting) known() bool { return slices.Contains(settings, name) }

// Approval says which announcements a moderator reads before they appear, beside those
// whose words are held in every mode.
type Approval string

// The modes of approval.
const (
	NoApproval    Approval = "none"
	FirstApproval Approval = "first" // of each author who is not an approved recruiter
	AllApproval   Approval = "always"
)

// Approval is the mode that a community has chosen. One that has not reads the first of
// each author from when it has a channel to read it in.
func (s Settings) Approval() Approval {
	switch mode := Approval(s[ApprovalMode]); {
	case mode == NoApproval || mode == FirstApproval || mode == AllApproval:
		return mode
	case s[ModerationChannel] == "":
		return NoApproval
	}
	return FirstApproval
}

// How many openings one can announce a day where the community has chosen nothing: rules
// of the board.
const (
	DefaultAuthorLimit    = 1
	DefaultRecruiterLimit = 5
)

// Limit is how many announcements a day an author has.
func (s Settings) Limit(recruiter bool) int {
	name, limit := AuthorLimit, DefaultAuthorLimit
	if recruiter {
		name, limit = RecruiterLimit, DefaultRecruiterLimit
	}
	if n, err := strconv.Atoi(s[name]); err == nil && n > 0 {
		limit = n
	}
	return limit
}

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
		community, before, err := t.holdSettings(ctx, at, now)
		if err != nil {
			return err
		}
		changed, err = t.changeSettings(ctx, community, by, before, choices, now)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change settings: %w", err)
	}
	return changed, nil
}

// holdSettings reads the settings of a community, which nobody else changes until the
// transaction ends.
func (t tx) holdSettings(ctx context.Context, at bot.Address, now time.Time) (community string, before Settings, err error) {
	community, err = t.community(ctx, at, now)
	if err != nil {
		return "", nil, err
	}
	if t.engine == postgres { // what was before is what a change replaces
		if _, err := t.exec(ctx, "SELECT 1 FROM communities WHERE id = $1 FOR NO KEY UPDATE", community); err != nil {
			return "", nil, err
		}
	}
	before, err = t.settings(ctx, at)
	return community, before, err
}

func (t tx) changeSettings(ctx context.Context, community string, by bot.PersonID, before, choices Settings, now time.Time) (changed []Setting, err error) {
	for _, name := range settings {
		value, given := choices[name]
		if !given || value == before[name] {
			continue
		}
		changed = append(changed, name)
		if _, err := t.exec(ctx, "UPDATE communities SET "+string(name)+" = $2 WHERE id = $1", community, orNull(value)); err != nil {
			return nil, err
		}
		if err := t.audit(ctx, community, deed{by: by, what: Act(name), before: before[name], after: value}, now); err != nil {
			return nil, err
		}
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
			if !name.known() {
				return fmt.Errorf("no setting named %s", name)
			}
			if _, err := t.exec(ctx, "UPDATE communities SET "+string(name)+" = $2 WHERE id = $1 AND "+string(name)+" IS NULL AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.community = $1)", community, value); err != nil {
				return err
			}
		}
		return nil
	})
}
