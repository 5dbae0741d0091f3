package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
)

// OwnChange is what is changed of a person's choices, and what goes with it.
type OwnChange struct {
	Own
	Notices   []notice.Notice // for them
	Posts     []bot.Post      // to channels
	TakeBack  bool            // the farewell that they published
	Outcome   string          // counted for Community, without their name; empty: none
	Community bot.Address
}

// ChangeOwn lets do change what a person has chosen, in one transaction with all that
// follows from it: what is on its way to them and what waits is weighed again, and
// what an earlier pause has dropped stays so. Another transaction takes them out of the
// groups that are on their way, where they do not want that any more.
func (n *Notices) ChangeOwn(ctx context.Context, person bot.PersonID, now time.Time, do func(*OwnChange) error) (*Own, error) {
	var c *OwnChange
	err := n.Store.change(ctx, func(t tx) error {
		if err := t.rouse(ctx, person, now); err != nil {
			return err
		}
		if err := t.withdraw(ctx, person, now); err != nil {
			return err
		}
		people, err := n.people(ctx, t, []string{string(person)}, now)
		if err != nil {
			return err
		}
		for i := range people {
			var dropped []string
			for _, k := range people[i].Plan(now).Drop {
				dropped = append(dropped, people[i].Waiting[k].Key)
			}
			if err := t.drop(ctx, person, dropped, now); err != nil {
				return err
			}
		}
		own, err := t.own(ctx, person)
		if err != nil {
			return err
		}
		before := slices.Clone(own.Subscriptions)
		c = &OwnChange{Own: *own}
		if err := do(c); err != nil {
			return err
		}
		return t.keepOwn(ctx, person, c, before, now)
	})
	if err == nil {
		err = n.Store.restMeeting(ctx, person, &c.Choices, now)
	}
	if err != nil {
		return nil, fmt.Errorf("change preferences: %w", err)
	}
	n.Store.tellNoticed()
	n.Store.tellPosted()
	return &c.Own, nil
}

// withdraw takes back what has been put for a person and is not on its way yet: it
// waits again.
func (t tx) withdraw(ctx context.Context, person bot.PersonID, now time.Time) error {
	ids, err := query(ctx, t, "SELECT (SELECT p.id FROM posts p WHERE p.key = n.post AND p.state = 'pending') FROM notices n WHERE n.person = $1 AND n.post IS NOT NULL AND n.class <> 'reply'", []any{string(person)}, func(rows *sql.Rows) (string, error) {
		var id sql.NullString
		err := rows.Scan(&id)
		return id.String, err
	})
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := t.hold(ctx, ids...); err != nil {
		return err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		var key string
		switch err := found(t.row(ctx, "DELETE FROM posts WHERE id = $1 AND state = 'pending' RETURNING key", id).Scan(&key)); {
		case err == bot.ErrNotFound: // it has left meanwhile
			continue
		case err != nil:
			return err
		}
		if _, err := t.exec(ctx, "UPDATE notices SET told_at = NULL, count = NULL, post = NULL WHERE person = $1 AND post = $2", string(person), key); err != nil {
			return err
		}
	}
	return nil
}

// keepOwn writes what a person has chosen, and what goes with it.
func (t tx) keepOwn(ctx context.Context, person bot.PersonID, c *OwnChange, before []Subscription, now time.Time) error {
	var from, to any
	if c.Quiet != nil {
		from, to = c.Quiet.From, c.Quiet.To
	}
	if c.TakeBack {
		if err := t.takeBack(ctx, person, now); err != nil {
			return err
		}
		c.Goodbye = ""
	}
	farewell, err := jsonOrNull(c.Farewell, c.Farewell == nil)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `
		UPDATE preferences SET morning = $2, weekdays = $3, quiet_from = $4, quiet_to = $5, budget = $6, paused_at = $7, resume_at = $8, situation = $9, bounced_at = $10, counted = $11, helps_at = $12, farewell = $13, goodbye = $14
		WHERE person = $1`, string(person), orZero(c.Morning), orZero(int(c.Weekdays)), from, to, orZero(c.Budget), maybeMillis(c.Pause.From), maybeMillis(c.Pause.Until), orNull(c.Situation),
		maybeMillis(c.Bounced), number(c.Counted), maybeMillis(c.Helps), farewell, orNull(c.Goodbye)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE persons SET language = $2, time_zone = $3 WHERE id = $1", string(person), orNull(string(c.Lang)), orNull(c.Zone)); err != nil {
		return err
	}
	for _, s := range before {
		if !slices.Contains(c.Subscriptions, s) {
			if err := t.unsubscribe(ctx, person, s, now); err != nil {
				return err
			}
		}
	}
	for _, s := range c.Subscriptions {
		if !slices.Contains(before, s) {
			if err := t.subscribe(ctx, person, s, now); err != nil {
				return err
			}
		}
	}
	if c.Outcome != "" {
		community, err := t.community(ctx, c.Community, now)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO outcomes (community, month, what, people) VALUES ($1, $2, $3, 1) ON CONFLICT (community, month, what) DO UPDATE SET people = outcomes.people + 1", community, now.UTC().Format("2006-01"), c.Outcome); err != nil {
			return err
		}
	}
	if err := t.notify(ctx, person, now, c.Notices); err != nil {
		return err
	}
	return t.put(ctx, now, c.Posts)
}

// orZero is null where a person has chosen no number.
func orZero(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// unsubscribe ends a subscription; what waits of it is dropped.
func (t tx) unsubscribe(ctx context.Context, person bot.PersonID, s Subscription, now time.Time) error {
	community, err := t.community(ctx, s.Community, now)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM subscriptions WHERE person = $1 AND community = $2 AND topic = $3", string(person), community, s.Topic); err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE notices SET told_at = $4 WHERE person = $1 AND community = $2 AND topic = $3 AND told_at IS NULL AND class IN ('digest', 'chosen', 'soon')", string(person), community, s.Topic, millis(now))
	return err
}

func (t tx) subscribe(ctx context.Context, person bot.PersonID, s Subscription, now time.Time) error {
	community, err := t.community(ctx, s.Community, now)
	if err != nil {
		return err
	}
	var stopped any
	if s.Stopped {
		stopped = millis(now)
	}
	if _, err := t.exec(ctx, "INSERT INTO subscriptions (person, community, topic, since_at, stopped_at, minute) VALUES ($1, $2, $3, $4, $5, $6)", string(person), community, s.Topic, millis(now), stopped, orZero(s.Minute)); err != nil {
		return err
	}
	_, err = t.exec(ctx, "DELETE FROM refusals WHERE person = $1 AND community = $2 AND topic = $3", string(person), community, s.Topic)
	return err
}

// takeBack takes the published farewell of a person out of its channel, and forgets its
// words. Whoever calls it forgets the farewell too.
func (t tx) takeBack(ctx context.Context, person bot.PersonID, now time.Time) error {
	var key string
	err := found(t.row(ctx, "SELECT goodbye FROM preferences WHERE person = $1 AND goodbye IS NOT NULL", string(person)).Scan(&key))
	if err == bot.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return t.takeDown(ctx, key, now)
}
