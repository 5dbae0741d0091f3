package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
)

// Outbox implements delivery.Outbox on a store.
type Outbox struct {
	Store *Store
	Now   func() time.Time
}

// Put implements delivery.Outbox.
func (o *Outbox) Put(ctx context.Context, posts ...bot.Post) error {
	err := o.Store.change(ctx, func(t tx) error { return t.putDirect(ctx, o.Now(), posts) })
	if err != nil {
		return fmt.Errorf("put posts: %w", err)
	}
	o.Store.tellPosted()
	return nil
}

// Posted implements delivery.Outbox.
func (o *Outbox) Posted() <-chan struct{} { return o.Store.posted }

// tellPosted wakes the dispatcher of this process.
func (s *Store) tellPosted() {
	select {
	case s.posted <- struct{}{}:
	default:
	}
}

// put adds posts to channels, for whoever puts them with other changes in one
// transaction. Direct messages go through the composer alone.
func (t tx) put(ctx context.Context, now time.Time, posts []bot.Post) error {
	for i := range posts {
		if posts[i].To.Member != "" {
			return fmt.Errorf("post %q: %w", posts[i].Key, errDirect)
		}
	}
	return t.putDirect(ctx, now, posts)
}

var errDirect = errors.New("a direct message that the composer has not weighed")

// putDirect adds any posts. Places are changed last and in one order, so that two
// processes never wait for each other.
func (t tx) putDirect(ctx context.Context, now time.Time, posts []bot.Post) error {
	places := map[string]*waiting{}
	for i := range posts {
		place, added, err := t.putOne(ctx, now, &posts[i])
		if err != nil {
			return fmt.Errorf("post %q: %w", posts[i].Key, err)
		}
		if added {
			w := places[place]
			if w == nil {
				w = &waiting{to: posts[i].To, next: math.MaxInt64, priority: math.MinInt}
				places[place] = w
			}
			w.next, w.priority = min(w.next, notBefore(&posts[i])), max(w.priority, posts[i].Priority)
		}
	}
	for _, place := range slices.Sorted(maps.Keys(places)) {
		if err := t.await(ctx, place, places[place]); err != nil {
			return fmt.Errorf("place %s: %w", nameless(place), err)
		}
	}
	return nil
}

// nameless is a place as the log may hold it: whose direct messages it is stays out.
func nameless(place string) string {
	before, _, direct := strings.Cut(place, "@")
	if direct {
		return before + "@…"
	}
	return place
}

// waiting is what was put for a place: the earliest, and the most urgent.
type waiting struct {
	to       bot.Address
	next     int64
	priority int
}

// await tells a place that posts wait for it.
func (t tx) await(ctx context.Context, place string, w *waiting) error {
	_, err := t.exec(ctx, `
		INSERT INTO post_places (place, platform, space, member, direct, next_at, held_until, priority) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
		ON CONFLICT (place) DO UPDATE SET
			priority = CASE WHEN post_places.next_at IS NULL OR post_places.priority < excluded.priority THEN excluded.priority ELSE post_places.priority END,
			next_at = CASE WHEN post_places.next_at IS NULL OR post_places.next_at > excluded.next_at THEN excluded.next_at ELSE post_places.next_at END`,
		place, w.to.Platform, w.to.Space, orNull(w.to.Member), direct(delivery.Lane{Direct: w.to.Member != ""}), w.next, w.priority)
	return err
}

// notBefore is 0 for a post that can go at once.
func notBefore(p *bot.Post) int64 {
	if p.NotBefore.IsZero() {
		return 0
	}
	return millis(p.NotBefore)
}

// putOne adds a post, unless its key is known, and returns its place.
func (t tx) putOne(ctx context.Context, now time.Time, p *bot.Post) (place string, added bool, err error) {
	text, err := p.To.MarshalText()
	if err != nil {
		return "", false, err
	}
	place = string(text)
	if p.Key == "" {
		return "", false, errors.New("no key")
	}
	kind := p.Kind
	if kind == "" {
		kind = bot.SendPost
	}
	if (kind == bot.SendPost) != (p.Of == "") {
		return "", false, fmt.Errorf("a post of kind %s with Of %q", kind, p.Of)
	}
	if p.Message == nil && (kind == bot.SendPost || kind == bot.EditPost) {
		return "", false, fmt.Errorf("a post of kind %s that says nothing", kind)
	}
	if p.Of != "" {
		var there string
		if err := t.row(ctx, "SELECT place FROM posts WHERE key = $1", p.Of).Scan(&there); err == nil && there != place {
			return "", false, fmt.Errorf("it changes a post of %s", there)
		} else if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", false, err
		}
	}
	body, err := jsonOrNull(p.Message, p.Message == nil)
	if err != nil {
		return "", false, err
	}
	thread, err := jsonOrNull(p.Thread, p.Thread == nil)
	if err != nil {
		return "", false, err
	}
	res, err := t.exec(ctx, `
		INSERT INTO posts (id, key, kind, of_key, place, platform, space, member, lang, priority, not_before, until, body, thread, state, put_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', $15) ON CONFLICT (key) DO NOTHING`,
		t.ids.next(now), p.Key, string(kind), orNull(p.Of), place, p.To.Platform, p.To.Space, orNull(p.To.Member), string(p.Lang), p.Priority,
		notBefore(p), maybeMillis(p.Until), body, thread, millis(now))
	if err != nil {
		return "", false, err
	}
	n, err := res.RowsAffected()
	return place, n > 0, err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func jsonOrNull(v any, none bool) (any, error) {
	if none {
		return nil, nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

// Report implements delivery.Outbox.
func (o *Outbox) Report(ctx context.Context, i delivery.Incident) error {
	return o.Store.change(ctx, func(t tx) error {
		_, err := t.exec(ctx, "INSERT INTO incidents (id, from_at, to_at, what) VALUES ($1, $2, $3, $4)", t.ids.next(i.To), millis(i.From), millis(i.To), bot.Clean(i.What, 500))
		return err
	})
}

// How long settled posts are remembered. Their words go first; what is left is
// where the message is, for later changes, and the key, so that nothing that was
// sent is sent again.
const (
	bodyLife     = 24 * time.Hour
	postLife     = 400 * 24 * time.Hour
	incidentLife = 30 * 24 * time.Hour
)

func prunePosts(ctx context.Context, t tx, now time.Time) error {
	const final = "state IN ('delivered', 'rejected', 'expired') AND settled_at <= $1"
	for _, one := range []struct {
		text   string
		before time.Duration
	}{
		{"UPDATE posts SET body = NULL, thread = NULL WHERE " + final + " AND body IS NOT NULL", bodyLife},
		{"DELETE FROM posts WHERE " + final + " AND NOT EXISTS (SELECT 1 FROM panels n WHERE n.post = posts.key)", postLife},
		{"DELETE FROM post_places WHERE next_at IS NULL AND held_until <= $1 AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.place = post_places.place)", 0},
		{"DELETE FROM incidents WHERE to_at <= $1", incidentLife},
	} {
		if _, err := t.exec(ctx, one.text, millis(now.Add(-one.before))); err != nil {
			return err
		}
	}
	return nil
}
