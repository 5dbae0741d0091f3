package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
)

// Progress is what a person makes of a training resource.
type Progress string

// How far somebody is.
const (
	NoProgress      Progress = ""
	ResourceKept    Progress = "kept"
	ResourceStarted Progress = "started"
	ResourceDone    Progress = "done"
)

// Follows reports whether somebody knows the resource well enough to meet others who follow
// it.
func (p Progress) Follows() bool { return p == ResourceStarted || p == ResourceDone }

// Followed is a resource that a person has done something with.
type Followed struct {
	Resource string
	State    Progress
	Since    time.Time
	Waits    bool // for others who follow it
	Failed   bool // likewise, since the group of theirs that was to open could not
	Opening  bool // the group of theirs is on its way
	Later    bool // likewise, once none of its people has quiet hours
	Met      bool // a group is open for them
}

// ResourcesOf returns what a person makes of resources in a community, the latest first.
func (s *Store) ResourcesOf(ctx context.Context, at bot.Address, person bot.PersonID) ([]Followed, error) {
	all, err := query(ctx, s.reader(), `
		SELECT p.resource, p.state, p.since_at, m.person IS NOT NULL, m.post IS NOT NULL, coalesce(o.state, ''), coalesce(o.not_before, 0), `+peerComes+`
		FROM resource_progress p JOIN communities c ON c.id = p.community
		LEFT JOIN resource_peers m ON m.person = p.person AND m.community = p.community AND m.resource = p.resource
		LEFT JOIN posts o ON o.key = m.post
		WHERE c.platform = $1 AND c.space = $2 AND p.person = $3 ORDER BY p.since_at DESC, p.resource`, []any{at.Platform, at.Space, string(person)}, scanFollowed)
	if err != nil {
		return nil, fmt.Errorf("read resources: %w", err)
	}
	return all, nil
}

func scanFollowed(rows *sql.Rows) (f Followed, err error) {
	var since, notBefore int64
	var asked, grouped, comes bool
	var post string
	err = rows.Scan(&f.Resource, &f.State, &since, &asked, &grouped, &post, &notBefore, &comes)
	f.Since = instant(since)
	switch {
	case !asked:
	case !grouped:
		f.Waits = comes
	case post == "rejected" || post == "expired":
		f.Waits, f.Failed = comes, comes
	case post == "delivered" || post == "": // it is not remembered any more
		f.Met = true
	default:
		f.Opening, f.Later = true, post == "pending" && notBefore > 0
	}
	return f, err
}

// peerWaits is somebody, of the table m, for whom no group was opened, or whose group could
// not be.
const peerWaits = "(m.post IS NULL OR EXISTS (SELECT 1 FROM posts o WHERE o.key = m.post AND o.state IN ('rejected', 'expired')))"

// peerComes is somebody, of the table m, who would still come: who follows the resource, and
// has not found since. Whoever waits again, because their group could not be opened, may have
// changed their mind meanwhile.
const peerComes = `(EXISTS (SELECT 1 FROM resource_progress g WHERE g.person = m.person AND g.community = m.community AND g.resource = m.resource AND g.state IN ('started', 'done'))
	AND NOT EXISTS (SELECT 1 FROM preferences f WHERE f.person = m.person AND f.bounced_at > m.since_at))`

// peerHears is somebody, of the table m, who wants to hear of anything at the time $3.
const peerHears = "NOT EXISTS (SELECT 1 FROM preferences f WHERE f.person = m.person AND f.paused_at <= $3 AND (f.resume_at IS NULL OR f.resume_at > $3))"

// SetProgress keeps what a person makes of a resource. Whoever follows it no more does not
// wait for others any more.
func (s *Store) SetProgress(ctx context.Context, at bot.Address, person bot.PersonID, resource string, to Progress, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.meetIn(ctx, at, person, now)
		if err != nil {
			return err
		}
		if !to.Follows() {
			if err := t.stopWaiting(ctx, community, person, resource); err != nil {
				return err
			}
		}
		if to == NoProgress {
			_, err = t.exec(ctx, "DELETE FROM resource_progress WHERE person = $1 AND community = $2 AND resource = $3", string(person), community, resource)
			return err
		}
		_, err = t.exec(ctx, `
			INSERT INTO resource_progress (person, community, resource, state, since_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (person, community, resource) DO UPDATE SET state = excluded.state, since_at = excluded.since_at WHERE resource_progress.state <> excluded.state`,
			string(person), community, resource, string(to), millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep progress: %w", err)
	}
	return nil
}

// meetIn is turnIn for what may change who meets whom there: nobody else changes that until
// the transaction ends.
func (t tx) meetIn(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time) (community string, err error) {
	if community, err = t.holdModerators(ctx, at, now); err != nil { // two who come at once see each other
		return "", err
	}
	return community, t.turnOf(ctx, person)
}

// stopWaiting lets a person wait for others no more, nor be in the group that is on its way.
func (t tx) stopWaiting(ctx context.Context, community string, person bot.PersonID, resource string) error {
	if err := t.callOff(ctx, person, " AND m.community = $2 AND m.resource = $3", community, resource); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM resource_peers AS m WHERE m.person = $1 AND m.community = $2 AND m.resource = $3 AND "+peerWaits, string(person), community, resource)
	return err
}

// StopMeeting takes back that a person wants to meet others who follow a resource. A group
// that is open stays, and one that opens at this very moment.
func (s *Store) StopMeeting(ctx context.Context, at bot.Address, person bot.PersonID, resource string, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.meetIn(ctx, at, person, now)
		if err != nil {
			return err
		}
		return t.stopWaiting(ctx, community, person, resource)
	})
	if err != nil {
		return fmt.Errorf("stop meeting: %w", err)
	}
	return nil
}
