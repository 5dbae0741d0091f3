package storage

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"rebond/bot"
)

// callLife is how long a call can be redeemed after it was last shown.
const callLife = 90 * 24 * time.Hour

// Calls implements bot.Calls on a store.
type Calls struct {
	Store *Store
	Now   func() time.Time
}

// Keep implements bot.Calls.
func (c *Calls) Keep(ctx context.Context, call bot.Call) (string, error) {
	body, err := json.Marshal(call) // maps are written in the order of their keys
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	id := base64.RawURLEncoding.EncodeToString(sum[:16])
	_, err = c.Store.writer().exec(ctx, "INSERT INTO calls (id, body, kept_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET kept_at = excluded.kept_at",
		id, string(body), millis(c.Now()))
	return id, err
}

// Redeem implements bot.Calls.
func (c *Calls) Redeem(ctx context.Context, id string) (bot.Call, error) {
	var body string
	var call bot.Call
	err := c.Store.reader().row(ctx, "SELECT body FROM calls WHERE id = $1 AND kept_at > $2", id, millis(c.Now().Add(-callLife))).Scan(&body)
	if err != nil {
		return call, found(err)
	}
	if err := json.Unmarshal([]byte(body), &call); err != nil {
		return call, fmt.Errorf("call %s: %w", id, err)
	}
	return call, nil
}

// onceLife is how long a request is remembered as handled.
const onceLife = time.Hour

// Once implements bot.Once on a store.
type Once struct {
	Store *Store
	Now   func() time.Time
}

// First implements bot.Once.
func (o *Once) First(ctx context.Context, requestID string) (bool, error) {
	now := o.Now()
	res, err := o.Store.writer().exec(ctx, `
		INSERT INTO handled_requests (id, handled_at) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET handled_at = excluded.handled_at WHERE handled_requests.handled_at <= $3`,
		requestID, millis(now), millis(now.Add(-onceLife)))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// Prune forgets what nobody can ask for any more: old calls, requests handled
// long ago, the words of posts long settled, and offers that have expired and
// that nobody has kept.
func (s *Store) Prune(ctx context.Context, now time.Time) error {
	if err := s.pruneNotices(ctx, now); err != nil {
		return fmt.Errorf("prune notices: %w", err)
	}
	if err := s.change(ctx, func(t tx) error { return pruneShared(ctx, t, now) }); err != nil {
		return fmt.Errorf("prune what was shared: %w", err)
	}
	if err := s.change(ctx, func(t tx) error { return pruneCases(ctx, t, now) }); err != nil {
		return fmt.Errorf("prune what was reported: %w", err)
	}
	if err := s.pruneWeather(ctx, now); err != nil {
		return fmt.Errorf("prune the weather: %w", err)
	}
	if err := s.pruneOffers(ctx, now); err != nil {
		return fmt.Errorf("prune offers: %w", err)
	}
	s.tellPosted()
	return s.change(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM calls WHERE kept_at <= $1", millis(now.Add(-callLife))); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM room_buttons WHERE shown_at <= $1", millis(now.Add(-callLife))); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM handled_requests WHERE handled_at <= $1", millis(now.Add(-onceLife))); err != nil {
			return err
		}
		if err := prunePeers(ctx, t, now); err != nil { // before the posts that tell whether they met
			return err
		}
		if err := prunePosts(ctx, t, now); err != nil {
			return err
		}
		if err := pruneSchedules(ctx, t, now); err != nil {
			return err
		}
		if err := pruneAnnouncements(ctx, t, now); err != nil {
			return err
		}
		if err := pruneWeekly(ctx, t, now); err != nil {
			return err
		}
		if err := pruneHits(ctx, t, now); err != nil {
			return err
		}
		return pruneTips(ctx, t, now)
	})
}
