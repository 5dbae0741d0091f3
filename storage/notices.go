package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// Notices implements notice.Store on a store.
type Notices struct {
	Store *Store
	Lang  bot.Lang       // of a community that has chosen none
	Zone  *time.Location // likewise
}

// Changed implements notice.Store.
func (n *Notices) Changed() <-chan struct{} { return n.Store.noticed }

// tellNoticed wakes the composer of this process.
func (s *Store) tellNoticed() {
	select {
	case s.noticed <- struct{}{}:
	default:
	}
}

// Where the people are whom a query is about: $1 is a time or a person, $2 how many.
const (
	dueNow    = "SELECT person FROM preferences WHERE wake_at <= $1 ORDER BY wake_at, person LIMIT $2"
	onePerson = "SELECT person FROM preferences WHERE person = $1 LIMIT $2"
)

// toldFor is for how long what was told is read: a day of anybody's, wherever they are.
const toldFor = 50 * time.Hour

// Due implements notice.Store.
func (n *Notices) Due(ctx context.Context, now time.Time, max int) (due []notice.Person, next time.Time, err error) {
	due, err = n.people(ctx, n.Store.reader(), dueNow, millis(now), max, now)
	if err != nil {
		return nil, next, fmt.Errorf("due notices: %w", err)
	}
	var at sql.NullInt64
	if err := n.Store.reader().row(ctx, "SELECT min(wake_at) FROM preferences WHERE wake_at > $1", millis(now)).Scan(&at); err != nil {
		return nil, next, fmt.Errorf("next notice: %w", err)
	}
	if at.Valid {
		next = instant(at.Int64)
	}
	return due, next, nil
}

// people reads people with what waits for them and what they were told.
func (n *Notices) people(ctx context.Context, t tx, which string, arg any, max int, now time.Time) ([]notice.Person, error) {
	all, err := query(ctx, t, `
		SELECT p.person, p.revision, coalesce(pe.language, pe.platform_language, c.language, ''), coalesce(pe.time_zone, ''), coalesce(pe.platform_time_zone, ''), coalesce(c.time_zone, ''), `+choiceColumns+`
		FROM preferences p JOIN persons pe ON pe.id = p.person
		LEFT JOIN communities c ON c.id = (SELECT m.community FROM memberships m WHERE m.person = p.person ORDER BY m.seen_at DESC, m.community LIMIT 1)
		WHERE p.person IN (`+which+`) ORDER BY p.wake_at, p.person`, []any{arg, max}, n.scanPerson)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := map[bot.PersonID]*notice.Person{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	type waiting struct {
		person bot.PersonID
		notice.Notice
	}
	found, err := query(ctx, t, `
		SELECT n.person, n.key, n.topic, n.class, n.ref, n.at, coalesce(n.until, 0), c.platform, c.space,
			coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = n.person AND a.platform = c.platform AND a.space IN ('', c.space)), '')
		FROM notices n JOIN communities c ON c.id = n.community
		WHERE n.told_at IS NULL AND n.person IN (`+which+`) ORDER BY n.person, n.at, n.key`, []any{arg, max}, func(rows *sql.Rows) (w waiting, err error) {
		var due, until int64
		err = rows.Scan(&w.person, &w.Key, &w.Topic, &w.Class, &w.Ref, &due, &until, &w.To.Platform, &w.To.Space, &w.To.Member)
		w.At = instant(due)
		if until != 0 {
			w.Until = instant(until)
		}
		if w.To.Member == "" { // an account that is no more: no place
			w.To = bot.Address{}
		}
		return w, err
	})
	if err != nil {
		return nil, err
	}
	for _, w := range found {
		if p := at[w.person]; p != nil {
			p.Waiting = append(p.Waiting, w.Notice)
		}
	}
	type told struct {
		person bot.PersonID
		notice.Told
	}
	before, err := query(ctx, t, "SELECT person, told_at, count FROM notices WHERE told_at > $3 AND count IS NOT NULL AND person IN ("+which+")", []any{arg, max, millis(now.Add(-toldFor))}, func(rows *sql.Rows) (o told, err error) {
		var when int64
		err = rows.Scan(&o.person, &when, &o.Count)
		o.At = instant(when)
		return o, err
	})
	for _, o := range before {
		if p := at[o.person]; p != nil {
			p.Told = append(p.Told, o.Told)
		}
	}
	return all, err
}

// scanPerson reads a person without their notices.
func (n *Notices) scanPerson(rows *sql.Rows) (p notice.Person, err error) {
	var own, platform, community sql.NullString
	var c Choices
	scan, into := c.columns()
	if err := rows.Scan(append([]any{&p.ID, &p.Revision, &p.Lang, &own, &platform, &community}, into...)...); err != nil {
		return p, err
	}
	scan()
	if l, ok := bot.ParseLang(string(p.Lang)); ok {
		p.Lang = l
	} else {
		p.Lang = n.Lang
	}
	p.Preferences = c.Preferences(p.ID, firstZone(zone(own), zone(platform), zone(community), n.Zone))
	return p, nil
}

// Tell implements notice.Store.
func (n *Notices) Tell(ctx context.Context, now time.Time, steps ...notice.Step) (done []bool, err error) {
	order := make([]int, len(steps)) // of the ids: two processes take the same rows one after the other
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(steps[a].Person, steps[b].Person) })
	err = n.Store.change(ctx, func(t tx) error {
		done = make([]bool, len(steps))
		var posts []bot.Post
		for _, i := range order {
			s := &steps[i]
			res, err := t.exec(ctx, "UPDATE preferences SET wake_at = $3, revision = revision + 1 WHERE person = $1 AND revision = $2", string(s.Person), s.Revision, maybeMillis(s.Wake))
			if err != nil {
				return err
			}
			if rows, err := res.RowsAffected(); err != nil {
				return err
			} else if rows == 0 { // something came, or the person changed something
				continue
			}
			done[i] = true
			if err := t.drop(ctx, s.Person, s.Dropped, now); err != nil {
				return err
			}
			for k := range s.Messages {
				m := &s.Messages[k]
				m.Post.Key = "avis/" + t.ids.next(now)
				for _, key := range m.Keys {
					if _, err := t.exec(ctx, "UPDATE notices SET told_at = $3, count = $4, post = $5 WHERE person = $1 AND key = $2", string(s.Person), key, millis(now), orNull(m.Count), m.Post.Key); err != nil {
						return err
					}
				}
				posts = append(posts, m.Post)
			}
		}
		return t.putDirect(ctx, now, posts)
	})
	if err != nil {
		return nil, fmt.Errorf("tell notices: %w", err)
	}
	n.Store.tellPosted()
	return done, nil
}

// drop forgets notices that are not told.
func (t tx) drop(ctx context.Context, person bot.PersonID, keys []string, now time.Time) error {
	for _, key := range keys {
		if _, err := t.exec(ctx, "UPDATE notices SET told_at = $3 WHERE person = $1 AND key = $2 AND told_at IS NULL", string(person), key, millis(now)); err != nil {
			return err
		}
	}
	return nil
}

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
			if _, err := t.exec(ctx, "UPDATE notices SET told_at = NULL, count = NULL, post = NULL WHERE person = $2 AND post IN ("+returned+")", since, person); err != nil {
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

// announce adds a notice of a scheduled message for each subscriber of its topic in
// the schedule's community.
func (t tx) announce(ctx context.Context, id string, r *schedule.Run, now time.Time) error {
	const subscribers = "FROM subscriptions s WHERE s.stopped_at IS NULL AND s.topic = $1 AND s.community = (SELECT community FROM schedules WHERE id = $2)"
	if t.engine == postgres { // in the order in which the composer takes them
		if _, err := t.exec(ctx, "SELECT 1 FROM preferences WHERE person IN (SELECT s.person "+subscribers+") ORDER BY person FOR UPDATE", r.Topic, id); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, "INSERT INTO notices (person, key, community, topic, class, ref, at, until) SELECT s.person, $3, s.community, s.topic, 'digest', $4, $5, $6 "+subscribers+" ON CONFLICT (person, key) DO NOTHING",
		r.Topic, id, r.Topic+"/"+r.ID, r.ID, millis(r.Due), maybeMillis(r.Until)); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE preferences SET wake_at = $3, revision = revision + 1 WHERE person IN (SELECT s.person "+subscribers+")", r.Topic, id, millis(now))
	return err
}

// closed stops the subscriptions that a refused direct message was of, and keeps that
// for the person to be told.
func (t tx) closed(ctx context.Context, now time.Time, posts []string) error {
	for _, post := range posts {
		people, err := query(ctx, t, "SELECT DISTINCT n.person FROM notices n JOIN posts p ON p.key = n.post WHERE p.id = $1 ORDER BY n.person", []any{post}, scanString)
		if err != nil {
			return err
		}
		for _, person := range people {
			if err := t.rouse(ctx, bot.PersonID(person), now); err != nil {
				return err
			}
			const told = "SELECT n.community, n.topic FROM notices n JOIN posts p ON p.key = n.post WHERE n.person = $1 AND p.id = $2 AND n.class <> 'decision'"
			if _, err := t.exec(ctx, "INSERT INTO refusals (person, community, topic, at) SELECT DISTINCT $1, o.community, o.topic, $3 FROM ("+told+") o WHERE EXISTS (SELECT 1 FROM subscriptions s WHERE s.person = $1 AND s.community = o.community AND s.topic = o.topic AND s.stopped_at IS NULL) ON CONFLICT (person, community, topic) DO NOTHING", person, post, millis(now)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "DELETE FROM subscriptions WHERE person = $1 AND (community, topic) IN ("+told+")", person, post); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "UPDATE notices SET told_at = $3 WHERE person = $1 AND told_at IS NULL AND (community, topic) IN ("+told+")", person, post, millis(now)); err != nil {
				return err
			}
		}
	}
	return nil
}

// noticeLife is for how long what was told is remembered, so that it is not told again.
const noticeLife = 7 * 24 * time.Hour

// pruneNotices forgets what was told long ago, and before that remembers who received
// something of it.
func pruneNotices(ctx context.Context, t tx, now time.Time) error {
	if _, err := t.exec(ctx, `
		UPDATE persons SET heard_at = $1 WHERE (heard_at IS NULL OR heard_at <= $2) AND id IN (
			SELECT n.person FROM notices n JOIN posts p ON p.key = n.post WHERE n.told_at > $2 AND n.class IN ('digest', 'chosen') AND p.state = 'delivered')`,
		millis(now), millis(now.Add(-24*time.Hour))); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM notices WHERE told_at <= $1", millis(now.Add(-noticeLife)))
	return err
}
