package storage

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// returned are the posts that did not go out though nobody refused them, of which
// somebody was to be told something: their time had passed, or they were given up.
const returned = "SELECT p.key FROM posts p WHERE p.member IS NOT NULL AND p.state IN ('expired', 'rejected') AND p.settled_at > $1 AND (p.state = 'expired' OR p.error LIKE '" + delivery.GivenUp + "%')"

// returnedFor is for how long such a post is looked for.
const returnedFor = 3 * 24 * time.Hour

// Recall implements notice.Store.
func (n *Notices) Recall(ctx context.Context, now time.Time) error {
	since := millis(now.Add(-returnedFor))
	const people = "SELECT DISTINCT n.person FROM notices n WHERE n.post IN (" + returned + ") ORDER BY n.person"
	found, err := query(ctx, n.Store.reader(), people, []any{since}, scanString)
	if err != nil || len(found) == 0 {
		return err
	}
	err = n.Store.change(ctx, func(t tx) error {
		for _, person := range found {
			if err := t.rouse(ctx, bot.PersonID(person), now); err != nil {
				return err
			}
			const back = " WHERE person = $2 AND post IN (" + returned + ")"
			if _, err := t.exec(ctx, "UPDATE notices SET told_at = NULL, count = NULL, post = NULL"+back+" AND (class NOT IN ('digest', 'chosen', 'soon') OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.person = notices.person AND s.community = notices.community AND s.topic = notices.topic AND s.stopped_at IS NULL))", since, person); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "UPDATE notices SET count = NULL, post = NULL"+back, since, person); err != nil { // what nobody asks for any more
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("recall notices: %w", err)
	}
	return nil
}

// rouse makes the composer look at a person again, of whom something has changed.
func (t tx) rouse(ctx context.Context, person bot.PersonID, now time.Time) error {
	_, err := t.exec(ctx, "INSERT INTO preferences (person, wake_at, revision) VALUES ($1, $2, 0) ON CONFLICT (person) DO UPDATE SET wake_at = $2, revision = preferences.revision + 1", string(person), millis(now))
	return err
}

// Notify adds notices for a person. A key that they know is left as it is.
func (n *Notices) Notify(ctx context.Context, person bot.PersonID, now time.Time, notices ...notice.Notice) error {
	err := n.Store.change(ctx, func(t tx) error { return t.notify(ctx, person, now, notices) })
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	n.Store.tellNoticed()
	return nil
}

func (t tx) notify(ctx context.Context, person bot.PersonID, now time.Time, notices []notice.Notice) error {
	if err := t.rouse(ctx, person, now); err != nil {
		return err
	}
	for i := range notices {
		w := &notices[i]
		community, err := t.community(ctx, w.To, now)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO notices (person, key, community, topic, class, ref, at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person, key) DO NOTHING",
			string(person), w.Key, community, w.Topic, string(w.Class), w.Ref, millis(w.At), maybeMillis(w.Until)); err != nil {
			return err
		}
	}
	return nil
}

// announce adds a notice of each scheduled message for each subscriber of its topic in
// its schedule's community.
func (t tx) announce(ctx context.Context, runs []announced, now time.Time) error {
	const subscribers = "FROM subscriptions s WHERE s.stopped_at IS NULL AND s.topic = $1 AND s.community = (SELECT community FROM schedules WHERE id = $2)"
	if len(runs) == 0 {
		return nil
	}
	people := map[string]bool{}
	for _, r := range runs {
		found, err := query(ctx, t, "SELECT s.person "+subscribers, []any{r.Topic, r.schedule}, scanString)
		if err != nil {
			return err
		}
		for _, person := range found {
			people[person] = true
		}
	}
	which, arg := t.anyOf(1, slices.Collect(maps.Keys(people)))
	if t.engine == postgres { // in the order in which everybody takes them
		if _, err := t.exec(ctx, "SELECT 1 FROM preferences WHERE person "+which+" ORDER BY person FOR UPDATE", arg); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, "UPDATE preferences SET wake_at = $2, revision = revision + 1 WHERE person "+which, arg, millis(now)); err != nil {
		return err
	}
	which, arg = t.anyOf(7, slices.Collect(maps.Keys(people))) // whoever subscribes at this moment is not woken for it
	for _, r := range runs {
		if _, err := t.exec(ctx, "INSERT INTO notices (person, key, community, topic, class, ref, at, until) SELECT s.person, $3, s.community, s.topic, 'digest', $4, $5, $6 "+subscribers+" AND s.person "+which+" ON CONFLICT (person, key) DO NOTHING",
			r.Topic, r.schedule, r.Topic+"/"+r.ID, r.ID, millis(r.Due), maybeMillis(r.Until), arg); err != nil {
			return err
		}
	}
	return nil
}

// announced is a run that subscribers are told of.
type announced struct {
	*schedule.Run
	schedule string
}

// rouseAll rouses people in order, as everybody takes them.
func (t tx) rouseAll(ctx context.Context, people []string, now time.Time) error {
	for _, person := range people {
		if err := t.rouse(ctx, bot.PersonID(person), now); err != nil {
			return err
		}
	}
	return nil
}

// closed stops the subscriptions that refused direct messages were of, and keeps that
// for the people to be told.
func (t tx) closed(ctx context.Context, now time.Time, posts []string) error {
	people := map[string]bool{}
	for _, post := range posts {
		found, err := query(ctx, t, "SELECT DISTINCT n.person FROM notices n JOIN posts p ON p.key = n.post WHERE p.id = $1", []any{post}, scanString)
		if err != nil {
			return err
		}
		for _, person := range found {
			people[person] = true
		}
	}
	if err := t.rouseAll(ctx, slices.Sorted(maps.Keys(people)), now); err != nil {
		return err
	}
	for _, post := range posts {
		const told = "SELECT n.person, n.community, n.topic FROM notices n JOIN posts p ON p.key = n.post WHERE p.id = $1 AND n.class <> 'decision'"
		if _, err := t.exec(ctx, "INSERT INTO refusals (person, community, topic, at) SELECT DISTINCT s.person, s.community, s.topic, CAST($2 AS BIGINT) FROM subscriptions s WHERE s.stopped_at IS NULL AND (s.person, s.community, s.topic) IN ("+told+") ON CONFLICT (person, community, topic) DO NOTHING", post, millis(now)); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM subscriptions WHERE (person, community, topic) IN ("+told+")", post); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE notices SET told_at = $2 WHERE told_at IS NULL AND (person, community, topic) IN ("+told+")", post, millis(now)); err != nil {
			return err
		}
	}
	return nil
}

// noticeLife is for how long what was told is remembered, so that it is not told again,
// and warningLife the word that somebody will be forgotten, until they are.
const (
	noticeLife  = 7 * 24 * time.Hour
	warningLife = 62 * 24 * time.Hour
)

// pruneNotices forgets what was told long ago, and before that remembers who received
// something of it: they are not forgotten. Each step is by itself, so that none holds
// what another process takes the other way round.
func (s *Store) pruneNotices(ctx context.Context, now time.Time) error {
	ago := func(d time.Duration) int64 { return millis(now.Add(-d)) }
	for _, step := range []struct {
		text string
		args []any
	}{
		{`UPDATE persons SET heard_at = $1, forget_at = NULL WHERE (heard_at IS NULL OR heard_at <= $2) AND id IN (
			SELECT n.person FROM notices n WHERE n.told_at > $2 AND n.class IN ('digest', 'chosen', 'soon') AND EXISTS (SELECT 1 FROM posts p WHERE p.key = n.post AND p.state = 'delivered'))`, []any{millis(now), ago(24 * time.Hour)}},
		{"UPDATE preferences SET farewell = NULL WHERE farewell IS NOT NULL AND coalesce(bounced_at, 0) <= $1", []any{ago(farewellLife)}},
		{"DELETE FROM notices WHERE told_at <= $1 AND (topic <> '" + ForgottenTopic + "' OR told_at <= $2) AND NOT EXISTS (SELECT 1 FROM series_read r WHERE r.person = notices.person AND notices.key = r.series || '/' || r.day)", []any{ago(noticeLife), ago(warningLife)}},
	} {
		if _, err := s.writer().exec(ctx, step.text, step.args...); err != nil {
			return err
		}
	}
	return nil
}
