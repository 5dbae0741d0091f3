package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	Met      bool // a group was opened for them
}

// ResourcesOf returns what a person makes of resources in a community, the latest first.
func (s *Store) ResourcesOf(ctx context.Context, at bot.Address, person bot.PersonID) ([]Followed, error) {
	all, err := query(ctx, s.reader(), `
		SELECT p.resource, p.state, p.since_at, (CASE WHEN m.person IS NULL THEN 0 WHEN NOT `+peerWaits+` THEN 2 WHEN `+peerComes+` THEN 1 ELSE 0 END)
		FROM resource_progress p JOIN communities c ON c.id = p.community
		LEFT JOIN resource_peers m ON m.person = p.person AND m.community = p.community AND m.resource = p.resource
		WHERE c.platform = $1 AND c.space = $2 AND p.person = $3 ORDER BY p.since_at DESC, p.resource`, []any{at.Platform, at.Space, string(person)}, func(rows *sql.Rows) (f Followed, err error) {
		var since int64
		var peer int
		err = rows.Scan(&f.Resource, &f.State, &since, &peer)
		f.Since, f.Waits, f.Met = instant(since), peer == 1, peer == 2
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("read resources: %w", err)
	}
	return all, nil
}

// peerWaits is somebody, of the table m, for whom no group was opened, or whose group could
// not be.
const peerWaits = "(m.post IS NULL OR EXISTS (SELECT 1 FROM posts o WHERE o.key = m.post AND o.state IN ('rejected', 'expired')))"

// peerComes is somebody, of the table m, who would still come: who follows the resource, and
// has not found since. Whoever waits again, because their group could not be opened, may have
// changed their mind meanwhile.
const peerComes = `(EXISTS (SELECT 1 FROM resource_progress g WHERE g.person = m.person AND g.community = m.community AND g.resource = m.resource AND g.state IN ('started', 'done'))
	AND NOT EXISTS (SELECT 1 FROM preferences f WHERE f.person = m.person AND f.bounced_at > m.since_at))`

// SetProgress keeps what a person makes of a resource. Whoever follows it no more does not
// wait for others any more.
func (s *Store) SetProgress(ctx context.Context, at bot.Address, person bot.PersonID, resource string, to Progress, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, person, now)
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

func (t tx) stopWaiting(ctx context.Context, community string, person bot.PersonID, resource string) error {
	_, err := t.exec(ctx, "DELETE FROM resource_peers AS m WHERE m.person = $1 AND m.community = $2 AND m.resource = $3 AND "+peerWaits, string(person), community, resource)
	return err
}

// StopMeeting takes back that a person wants to meet others who follow a resource. A group
// that is open stays.
func (s *Store) StopMeeting(ctx context.Context, at bot.Address, person bot.PersonID, resource string, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, person, now)
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

// GroupSize is how many people a group is opened for: as soon as so many wait.
const GroupSize = 3

// peerLife is for how long somebody waits for others: after that they may be elsewhere.
const peerLife = 60 * 24 * time.Hour

// Meet keeps that a person wants to meet others who follow a resource. As soon as three
// people wait, open makes what opens their group, which is sent once. It reports whether it
// was; whoever has a group already gets no other.
func (s *Store) Meet(ctx context.Context, at bot.Address, person bot.PersonID, resource string, now time.Time, open func(people []bot.PersonID) bot.Post) (opened bool, err error) {
	err = s.change(ctx, func(t tx) error {
		community, err := t.holdModerators(ctx, at, now) // two who come at once see each other
		if err != nil {
			return err
		}
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		if _, err := t.exec(ctx, `
			INSERT INTO resource_peers AS m (person, community, resource, since_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (person, community, resource) DO UPDATE SET post = NULL, since_at = excluded.since_at WHERE `+peerWaits, string(person), community, resource, millis(now)); err != nil {
			return err
		}
		people, err := t.waitingPeers(ctx, community, resource, now)
		if err != nil || len(people) < GroupSize {
			return err
		}
		people = people[:GroupSize]
		p := open(people)
		p.Key = "groupe/" + t.ids.next(now)
		for _, one := range people {
			if _, err := t.exec(ctx, "UPDATE resource_peers SET post = $4 WHERE person = $1 AND community = $2 AND resource = $3", string(one), community, resource, p.Key); err != nil {
				return err
			}
		}
		opened = true
		return t.put(ctx, now, []bot.Post{p})
	})
	if err != nil {
		return false, fmt.Errorf("meet: %w", err)
	}
	s.tellPosted()
	return opened, nil
}

// waitingPeers are those who wait for others, the first first. None of them is erased, or
// takes it back, until the transaction ends.
func (t tx) waitingPeers(ctx context.Context, community, resource string, now time.Time) ([]bot.PersonID, error) {
	text, args := "SELECT m.person FROM resource_peers m WHERE m.community = $1 AND m.resource = $2 AND m.since_at > $3 AND "+peerWaits+" AND "+peerComes+" ORDER BY m.since_at, m.person", []any{community, resource, millis(now.Add(-peerLife))}
	people, err := query(ctx, t, text, args, scanPersonID)
	if err != nil || len(people) < GroupSize || t.engine == sqlite {
		return people, err
	}
	for _, one := range people { // before their rows: whoever erases them takes those last
		if err := t.names(ctx, one); err != nil && !errors.Is(err, bot.ErrNotFound) {
			return nil, err
		}
	}
	return query(ctx, t, text+" FOR UPDATE OF m", args, scanPersonID)
}

// leaveGroups takes somebody who is erased out of the groups that are about to be opened for
// them, or were just now: those who are left meet without them.
func (t tx) leaveGroups(ctx context.Context, person bot.PersonID) error {
	type group struct{ key, thread string }
	groups, err := query(ctx, t, "SELECT o.key, o.thread FROM posts o WHERE o.thread IS NOT NULL AND o.key IN (SELECT m.post FROM resource_peers m WHERE m.person = $1) ORDER BY o.key", []any{string(person)}, func(rows *sql.Rows) (g group, err error) {
		err = rows.Scan(&g.key, &g.thread)
		return g, err
	})
	if err != nil {
		return err
	}
	for _, g := range groups {
		var opens bot.Thread
		if err := json.Unmarshal([]byte(g.thread), &opens); err != nil {
			return err
		}
		opens.Members = slices.DeleteFunc(opens.Members, func(one bot.PersonID) bool { return one == person })
		text, err := json.Marshal(&opens)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE posts SET thread = $2 WHERE key = $1 AND thread IS NOT NULL", g.key, string(text)); err != nil {
			return err
		}
	}
	return nil
}

func scanPersonID(rows *sql.Rows) (person bot.PersonID, err error) {
	err = rows.Scan(&person)
	return person, err
}

// prunePeers forgets who has waited for too long.
func prunePeers(ctx context.Context, t tx, now time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM resource_peers AS m WHERE m.since_at <= $1 AND "+peerWaits, millis(now.Add(-peerLife)))
	return err
}
