package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
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

// toldFor is for how long what was told is read: a day of anybody's, wherever they are.
const toldFor = 50 * time.Hour

// Due implements notice.Store.
func (n *Notices) Due(ctx context.Context, now time.Time, max int) (due []notice.Person, next time.Time, err error) {
	ids, err := query(ctx, n.Store.reader(), "SELECT person FROM preferences WHERE wake_at <= $1 ORDER BY wake_at, person LIMIT $2", []any{millis(now), max}, scanString)
	if err == nil {
		due, err = n.people(ctx, n.Store.reader(), ids, now)
	}
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

// Person returns a person who has chosen something, or for whom something waits;
// ErrNotFound for another.
func (n *Notices) Person(ctx context.Context, id bot.PersonID, now time.Time) (*notice.Person, error) {
	all, err := n.people(ctx, n.Store.reader(), []string{string(id)}, now)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read person: %w", err)
	}
	return &all[0], nil
}

// people reads people with what waits for them and what they were told. Whatever
// changes of them meanwhile counts their revision up, which is read first.
func (n *Notices) people(ctx context.Context, t tx, ids []string, now time.Time) ([]notice.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	which, arg := t.anyOf(1, ids)
	all, err := query(ctx, t, `
		SELECT p.person, p.revision, coalesce(pe.language, ''), coalesce(pe.platform_language, ''), coalesce(c.language, ''), coalesce(pe.time_zone, ''), coalesce(pe.platform_time_zone, ''), coalesce(c.time_zone, ''), coalesce(c.direct_budget, ''), `+choiceColumns+`
		FROM preferences p JOIN persons pe ON pe.id = p.person
		LEFT JOIN communities c ON c.id = (SELECT m.community FROM memberships m WHERE m.person = p.person ORDER BY m.seen_at DESC, m.community LIMIT 1)
		WHERE p.person `+which+` ORDER BY p.wake_at, p.person`, []any{arg}, n.scanPerson)
	if err != nil {
		return nil, err
	}
	at := map[bot.PersonID]*notice.Person{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	if err := t.waiting(ctx, which, arg, at); err != nil {
		return nil, err
	}
	return all, t.told(ctx, which, arg, at, now.Add(-toldFor))
}

// anyOf is what follows a column that is one of some ids, which are the parameter n.
func (t tx) anyOf(n int, ids []string) (condition string, arg any) {
	if t.engine == postgres {
		return fmt.Sprintf("= ANY($%d)", n), ids
	}
	list, _ := json.Marshal(ids) // of texts: it cannot fail
	return fmt.Sprintf("IN (SELECT value FROM json_each($%d))", n), string(list)
}

// waiting gives people what waits for them. That an account's platform is no plain
// column there keeps SQLite from walking all the accounts of the platform.
func (t tx) waiting(ctx context.Context, which string, arg any, people map[bot.PersonID]*notice.Person) error {
	_, err := query(ctx, t, `
		SELECT n.person, n.key, n.topic, n.class, n.ref, n.at, coalesce(n.until, 0), c.platform, c.space,
			coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = n.person AND a.platform || '' = c.platform AND a.space IN ('', c.space)), '')
		FROM notices n JOIN communities c ON c.id = n.community
		WHERE n.told_at IS NULL AND n.person `+which+` ORDER BY n.person, n.at, n.key`, []any{arg}, func(rows *sql.Rows) (none struct{}, err error) {
		var person bot.PersonID
		var w notice.Notice
		var due, until int64
		err = rows.Scan(&person, &w.Key, &w.Topic, &w.Class, &w.Ref, &due, &until, &w.To.Platform, &w.To.Space, &w.To.Member)
		w.At, w.For = instant(due), person
		if until != 0 {
			w.Until = instant(until)
		}
		if w.To.Member == "" { // an account that is no more: no place
			w.To = bot.Address{}
		}
		if p := people[person]; p != nil {
			p.Waiting = append(p.Waiting, w)
		}
		return none, err
	})
	return err
}

// told gives people what they were told since a time.
func (t tx) told(ctx context.Context, which string, arg any, people map[bot.PersonID]*notice.Person, since time.Time) error {
	_, err := query(ctx, t, "SELECT person, told_at, count FROM notices WHERE person "+which+" AND told_at > $2 AND count IS NOT NULL", []any{arg, millis(since)}, func(rows *sql.Rows) (none struct{}, err error) {
		var person bot.PersonID
		var o notice.Told
		var when int64
		err = rows.Scan(&person, &when, &o.Count)
		o.At = instant(when)
		if p := people[person]; p != nil {
			p.Told = append(p.Told, o)
		}
		return none, err
	})
	return err
}

// scanPerson reads a person without their notices.
func (n *Notices) scanPerson(rows *sql.Rows) (p notice.Person, err error) {
	var langs [3]string
	var own, platform, community sql.NullString
	var budget string
	var c Choices
	scan, into := c.columns()
	if err := rows.Scan(append([]any{&p.ID, &p.Revision, &langs[0], &langs[1], &langs[2], &own, &platform, &community, &budget}, into...)...); err != nil {
		return p, err
	}
	scan()
	p.Lang = firstLang(n.Lang, langs[:]...)
	p.Preferences = c.preferences(p.ID, firstZone(zone(own), zone(platform), zone(community), n.Zone), usualBudget(budget))
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
