package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
)

// Claim implements delivery.Outbox.
func (o *Outbox) Claim(ctx context.Context, lane delivery.Lane, now time.Time, lease time.Duration, max int) (claimed []delivery.Delivery, next time.Time, err error) {
	err = o.Store.change(ctx, func(t tx) error {
		claimed = nil
		places, err := t.duePlaces(ctx, lane, now, max)
		if err != nil {
			return err
		}
		for _, place := range places {
			d, err := t.claim(ctx, place, now, lease)
			if err != nil {
				return fmt.Errorf("claim in %s: %w", nameless(place), err)
			}
			if d != nil {
				claimed = append(claimed, *d)
			}
		}
		next, err = t.nextDue(ctx, lane)
		return err
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	return claimed, next, nil
}

func direct(lane delivery.Lane) int { return number(lane.Direct) }

// duePlaces are the places that have a post to send now, the most urgent first.
// Other processes that claim at the same time take others.
func (t tx) duePlaces(ctx context.Context, lane delivery.Lane, now time.Time, max int) ([]string, error) {
	text := "SELECT place FROM post_places WHERE platform = $1 AND direct = $2 AND next_at <= $3 AND held_until <= $3 ORDER BY priority DESC, next_at, place LIMIT $4"
	if t.engine == postgres {
		text += " FOR UPDATE SKIP LOCKED"
	}
	return query(ctx, t, text, []any{lane.Platform, direct(lane), millis(now), max}, scanString)
}

func scanString(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

// nextDue is when the lane may have something to claim.
func (t tx) nextDue(ctx context.Context, lane delivery.Lane) (time.Time, error) {
	var at sql.NullInt64
	err := t.row(ctx, "SELECT min(CASE WHEN next_at > held_until THEN next_at ELSE held_until END) FROM post_places WHERE platform = $1 AND direct = $2 AND next_at IS NOT NULL",
		lane.Platform, direct(lane)).Scan(&at)
	if err != nil || !at.Valid {
		return time.Time{}, err
	}
	return instant(at.Int64), nil
}

// claim takes the post of a place that is to be sent now; nil if there is none
// after all.
func (t tx) claim(ctx context.Context, place string, now time.Time, lease time.Duration) (*delivery.Delivery, error) {
	id, err := t.head(ctx, place, now)
	if err != nil {
		return nil, err
	}
	if id == "" { // what is left is for later, or waits for a person to decide
		_, err := t.exec(ctx, "UPDATE post_places SET next_at = (SELECT min(not_before) FROM posts WHERE place = $1 AND state = 'pending' AND not_before > $2) WHERE place = $1", place, millis(now))
		return nil, err
	}
	claim := rand.Text()
	if _, err := t.exec(ctx, "UPDATE posts SET state = 'sending', claim = $2, attempts = attempts + 1, tried_at = coalesce(tried_at, $3) WHERE id = $1", id, claim, millis(now)); err != nil {
		return nil, err
	}
	if _, err := t.exec(ctx, "UPDATE post_places SET next_at = $2, held_until = $3 WHERE place = $1", place, millis(now), millis(now.Add(lease))); err != nil {
		return nil, err
	}
	d := &delivery.Delivery{ID: id, Claim: claim}
	return d, t.load(ctx, d)
}

// head is the post of a place whose turn it is: one whose claim has ended
// without an outcome, else the first that is due. What has no sense any more is
// settled on the way.
func (t tx) head(ctx context.Context, place string, now time.Time) (id string, err error) {
	err = t.row(ctx, "SELECT id FROM posts WHERE place = $1 AND state = 'sending'", place).Scan(&id)
	if err == nil {
		_, err = t.exec(ctx, "UPDATE posts SET look = 1 WHERE id = $1", id)
		return id, err
	}
	for errors.Is(err, sql.ErrNoRows) || err == nil {
		var kind string
		var until sql.NullInt64
		var of, target sql.NullString
		err = t.row(ctx, `
			SELECT p.id, p.kind, p.until, p.of_key, o.state FROM posts p LEFT JOIN posts o ON o.key = p.of_key
			WHERE p.place = $1 AND p.state = 'pending' AND p.not_before <= $2 AND (p.of_key IS NULL OR o.state IS NULL OR o.state IN ('delivered', 'rejected', 'expired'))
			ORDER BY p.priority DESC, p.id LIMIT 1`, place, millis(now)).Scan(&id, &kind, &until, &of, &target)
		if errors.Is(err, sql.ErrNoRows) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		state, why := "", ""
		switch {
		case until.Valid && millis(now) > until.Int64:
			state, why = "expired", delivery.TimePassed
		case of.Valid && target.String != "delivered":
			state, why = "rejected", delivery.NeverSent
		case kind == string(bot.EditPost):
			var later int
			if err := t.row(ctx, `
				SELECT count(*) FROM posts WHERE of_key = $1 AND (kind = 'edit' AND id > $2 OR kind = 'delete')
				AND (state IN ('sending', 'delivered') OR state = 'pending' AND not_before <= $3 AND (until IS NULL OR until >= $3))`,
				of.String, id, millis(now)).Scan(&later); err != nil {
				return "", err
			}
			if later > 0 {
				state, why = "expired", delivery.SaidBetter
			}
		}
		if state == "" {
			return id, nil
		}
		if _, err = t.exec(ctx, "UPDATE posts SET state = $2, error = $3, settled_at = $4 WHERE id = $1", id, state, why, millis(now)); err != nil {
			return "", err
		}
	}
	return "", err
}

// load reads what a claim is about.
func (t tx) load(ctx context.Context, d *delivery.Delivery) error {
	var place string
	var of, body, thread, target, targetAt sql.NullString
	var notBefore, put, tried int64
	var until sql.NullInt64
	err := t.row(ctx, `
		SELECT p.key, p.kind, p.of_key, p.place, p.lang, p.priority, p.not_before, p.until, p.body, p.thread, p.attempts, p.put_at, p.tried_at, p.look, o.message, o.message_at
		FROM posts p LEFT JOIN posts o ON o.key = p.of_key WHERE p.id = $1`, d.ID).Scan(
		&d.Key, &d.Kind, &of, &place, &d.Lang, &d.Priority, &notBefore, &until, &body, &thread, &d.Attempts, &put, &tried, &d.Look, &target, &targetAt)
	if err != nil {
		return err
	}
	d.Of, d.Attempts = of.String, d.Attempts-1
	d.Created, d.Since = instant(put), instant(tried)
	if notBefore > 0 {
		d.NotBefore = instant(notBefore)
	}
	if until.Valid {
		d.Until = instant(until.Int64)
	}
	if err := d.To.UnmarshalText([]byte(place)); err != nil {
		return err
	}
	if target.Valid {
		d.Ref.ID = target.String
		if err := d.Ref.At.UnmarshalText([]byte(targetAt.String)); err != nil {
			return err
		}
	}
	if body.Valid {
		d.Message = &bot.Message{}
		if err := json.Unmarshal([]byte(body.String), d.Message); err != nil {
			return err
		}
	}
	if thread.Valid {
		d.Thread = &bot.Thread{}
		return json.Unmarshal([]byte(thread.String), d.Thread)
	}
	return nil
}

// hold keeps other processes from the places of some posts until the transaction
// ends. What is read afterwards is what they have left: without it, a post put
// meanwhile would not be seen, and nobody would come back for it.
func (t tx) hold(ctx context.Context, ids ...string) error {
	if t.engine == sqlite {
		return nil // there is one writer
	}
	_, err := t.exec(ctx, `SELECT 1 FROM post_places WHERE place IN (SELECT place FROM posts WHERE id = ANY($1)) ORDER BY place COLLATE "C" FOR UPDATE`, ids)
	return err
}

// release says when a place may have its next post: not before again.
func (t tx) release(ctx context.Context, place string, again time.Time) error {
	_, err := t.exec(ctx, `
		UPDATE post_places SET held_until = $2,
			next_at = (SELECT CASE WHEN min(not_before) > $2 THEN min(not_before) WHEN min(not_before) IS NOT NULL THEN $2 END FROM posts WHERE place = $1 AND state = 'pending'),
			priority = coalesce((SELECT priority FROM posts WHERE place = $1 AND state = 'pending' ORDER BY priority DESC LIMIT 1), 0)
		WHERE place = $1`, place, millis(again))
	return err
}

// wake makes a place look again at what it has, after the fate of an uncertain
// post is known. Whatever is in flight there, or the platform asked to wait for,
// keeps its time.
func (t tx) wake(ctx context.Context, place string, now time.Time) error {
	var inFlight int
	var held sql.NullInt64
	if err := t.row(ctx, "SELECT count(*), (SELECT held_until FROM post_places WHERE place = $1) FROM posts WHERE place = $1 AND state = 'sending'", place).Scan(&inFlight, &held); err != nil || inFlight > 0 {
		return err
	}
	return t.release(ctx, place, instant(max(millis(now), held.Int64)))
}

// Settle implements delivery.Outbox.
func (o *Outbox) Settle(ctx context.Context, now time.Time, outcomes ...delivery.Outcome) error {
	ids := make([]string, len(outcomes))
	var gone []string
	for i := range outcomes {
		ids[i] = outcomes[i].ID
		if outcomes[i].Gone {
			gone = append(gone, outcomes[i].ID)
		}
	}
	err := o.Store.change(ctx, func(t tx) error {
		if err := t.refused(ctx, now, gone); err != nil { // before the places are held, as Advance does
			return fmt.Errorf("schedules of places that are gone: %w", err)
		}
		if err := t.closed(ctx, now, gone); err != nil {
			return fmt.Errorf("subscriptions of places that are gone: %w", err)
		}
		if err := t.hold(ctx, ids...); err != nil {
			return err
		}
		for i := range outcomes {
			if err := t.settle(ctx, now, &outcomes[i]); err != nil {
				return fmt.Errorf("settle %s: %w", outcomes[i].ID, err)
			}
		}
		return nil
	})
	if err == nil && len(gone) > 0 {
		o.Store.tellScheduled()
	}
	return err
}

func (t tx) settle(ctx context.Context, now time.Time, o *delivery.Outcome) error {
	again := now
	if o.Again.After(now) {
		again = o.Again
	}
	var message, at any
	if text, err := o.Ref.At.MarshalText(); err == nil && o.Ref.ID != "" { // one that cannot be written down must not keep the others from it
		message, at = o.Ref.ID, string(text)
	}
	var settled any
	claim := any(o.Claim)
	if o.State != delivery.Sending {
		claim = nil
		if o.State != delivery.Pending {
			settled = millis(now)
		}
	}
	look := 0
	if o.Look {
		look = 1
	}
	const outcome = "UPDATE posts SET state = $3, message = $4, message_at = $5, error = $6, settled_at = $7, claim = $8, look = $9 WHERE id = $1 AND "
	args := []any{o.ID, o.Claim, string(o.State), message, at, orNull(o.Error), settled, claim, look}
	var place string
	err := t.row(ctx, outcome+"state = 'sending' AND claim = $2 RETURNING place", args...).Scan(&place)
	switch {
	case errors.Is(err, sql.ErrNoRows) && o.State == delivery.Delivered: // too late, but what nobody could tell is known now
		err = t.row(ctx, outcome+"state = 'uncertain' AND $2 <> '' RETURNING place", args...).Scan(&place)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return t.wake(ctx, place, now)
	case errors.Is(err, sql.ErrNoRows):
		return nil // another holds it, or has settled it
	case err != nil:
		return err
	case o.State == delivery.Sending:
		_, err = t.exec(ctx, "UPDATE post_places SET held_until = $2 WHERE place = $1", place, millis(again))
		return err
	}
	return t.release(ctx, place, again)
}
