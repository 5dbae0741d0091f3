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
