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
	"rebond/bot/notice"
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

// GroupSize is how many people a group is opened for: as soon as so many wait.
const GroupSize = 3

// peerLife is for how long somebody waits for others: after that they may be elsewhere.
const peerLife = 60 * 24 * time.Hour

// Meet keeps that a person wants to meet others who follow a resource. As soon as three
// people wait, open makes what opens their group, which is sent once, when none of them has
// quiet hours. It reports whether it was put; whoever has a group already gets no other.
func (n *Notices) Meet(ctx context.Context, at bot.Address, person bot.PersonID, resource string, now time.Time, open func(people []bot.PersonID) bot.Post) (opened bool, err error) {
	err = n.Store.change(ctx, func(t tx) error {
		community, err := t.meetIn(ctx, at, person, now)
		if err != nil {
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
		if slices.Index(people, person) >= GroupSize { // who asks is sure to be there
			people[GroupSize-1] = person
		}
		people = people[:GroupSize]
		p := open(people)
		p.Key = "groupe/" + t.ids.next(now)
		if p.NotBefore, err = n.awake(ctx, t, at, people, now); err != nil {
			return err
		}
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
	n.Store.tellPosted()
	return opened, nil
}

// awake is the first time from now on at which none of some people has quiet hours, or where
// there is none, at which their community has none; zero for now.
func (n *Notices) awake(ctx context.Context, t tx, at bot.Address, people []bot.PersonID, now time.Time) (from time.Time, err error) {
	ids := make([]string, len(people))
	for i, one := range people {
		ids[i] = string(one)
	}
	all, err := n.people(ctx, t, ids, now)
	if err != nil {
		return from, err
	}
	theirs := make([]notice.Preferences, len(all))
	for i := range all {
		theirs[i] = all[i].Preferences
	}
	from, ok := notice.Awake(now, theirs...)
	if !ok {
		chosen, err := t.settings(ctx, at)
		if err != nil {
			return from, err
		}
		own := sql.NullString{String: chosen[CommunityTimeZone], Valid: chosen[CommunityTimeZone] != ""}
		from, _ = notice.Awake(now, notice.Preferences{Zone: firstZone(zone(own), n.Zone), Quiet: notice.DefaultQuiet()})
	}
	if from.Equal(now) {
		return time.Time{}, nil
	}
	return from, nil
}

// waitingPeers are those who wait for others, the first first. None of them is erased, or
// takes it back, until the transaction ends.
func (t tx) waitingPeers(ctx context.Context, community, resource string, now time.Time) ([]bot.PersonID, error) {
	text, args := "SELECT m.person FROM resource_peers m WHERE m.community = $1 AND m.resource = $2 AND m.since_at > $4 AND "+peerWaits+" AND "+peerComes+" AND "+peerHears+" ORDER BY m.since_at, m.person", []any{community, resource, millis(now), millis(now.Add(-peerLife))}
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

// holdMeeting keeps others from whom a person meets until the transaction ends: before their
// preferences, as whoever opens a group takes them.
func (t tx) holdMeeting(ctx context.Context, person bot.PersonID) error {
	if t.engine == sqlite {
		return nil // there is one writer
	}
	_, err := t.exec(ctx, "SELECT 1 FROM communities WHERE id IN (SELECT community FROM resource_peers WHERE person = $1) ORDER BY id FOR NO KEY UPDATE", string(person))
	return err
}

// callOff drops the groups of a person that are on their way, of which nobody has seen
// anything yet: without them they are too few, and all of them wait again. which narrows
// down whose, of the table m. What is being sent at this moment cannot be stopped.
func (t tx) callOff(ctx context.Context, person bot.PersonID, which string, args ...any) error {
	text, args := "SELECT m.post FROM resource_peers m JOIN posts o ON o.key = m.post WHERE m.person = $1 AND o.state = 'pending'"+which, append([]any{string(person)}, args...)
	if err := t.holdPosts(ctx, text, args...); err != nil { // whoever sends them takes their places first
		return err
	}
	keys, err := query(ctx, t, text+" ORDER BY m.post", args, scanString)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if t.engine == postgres {
			if _, err := t.exec(ctx, "SELECT 1 FROM resource_peers WHERE post = $1 ORDER BY person FOR UPDATE", key); err != nil {
				return err
			}
		}
		switch err := found(t.row(ctx, "DELETE FROM posts WHERE key = $1 AND state = 'pending' RETURNING key", key).Scan(&key)); {
		case err == bot.ErrNotFound: // it has left meanwhile
			continue
		case err != nil:
			return err
		}
		if _, err := t.exec(ctx, "UPDATE resource_peers SET post = NULL WHERE post = $1", key); err != nil {
			return err
		}
	}
	return nil
}

// restMeeting takes somebody who has found, or wants to hear of nothing for a while, out of
// the groups that are on their way. Whoever has found waits for nobody any more, unless they
// asked for it since. It is a transaction by itself: the places of those groups come after no
// other place.
func (s *Store) restMeeting(ctx context.Context, person bot.PersonID, c *Choices, now time.Time) error {
	paused := c.Pause.Holds(now)
	if c.Bounced.IsZero() && !paused {
		return nil
	}
	return s.change(ctx, func(t tx) error {
		if err := t.holdMeeting(ctx, person); err != nil {
			return err
		}
		if paused {
			if err := t.callOff(ctx, person, ""); err != nil {
				return err
			}
		}
		if c.Bounced.IsZero() {
			return nil
		}
		since := millis(c.Bounced)
		if err := t.callOff(ctx, person, " AND m.since_at <= $2", since); err != nil {
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM resource_peers AS m WHERE m.person = $1 AND m.since_at <= $2 AND "+peerWaits, string(person), since)
		return err
	})
}

// leaveGroups takes somebody who is erased out of the groups that are about to be opened for
// them, or were just now: those who are left wait again, or where it is too late for that
// meet without them.
func (t tx) leaveGroups(ctx context.Context, person bot.PersonID) error {
	if err := t.callOff(ctx, person, ""); err != nil {
		return err
	}
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
