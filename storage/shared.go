package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
)

// Limits of sharing: one offer once in a time, and so many offers a day.
const (
	shareAgain = 7 * 24 * time.Hour
	sharesADay = 5
)

// ErrShared says that the same offer was shared by the same person lately.
var ErrShared = errors.New("shared already")

// ErrTooMany says that somebody has done something as often as they can for today.
var ErrTooMany = errors.New("as many as one can in a day")

// ShareOffer shows an offer to a community in somebody's name: [ErrShared] where they have
// done so lately, [ErrTooMany] beyond what one can share in a day.
func (s *Store) ShareOffer(ctx context.Context, person bot.PersonID, offer string, p bot.Post, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		community, err := t.community(ctx, p.To, now)
		if err != nil {
			return err
		}
		var again, today int
		if err := t.row(ctx, "SELECT count(CASE WHEN offer = $2 AND community = $5 THEN 1 END), count(CASE WHEN shared_at > $4 THEN 1 END) FROM shared_offers WHERE person = $1 AND shared_at > $3",
			string(person), offer, millis(now.Add(-shareAgain)), millis(now.Add(-24*time.Hour)), community).Scan(&again, &today); err != nil {
			return err
		}
		switch {
		case again > 0:
			return ErrShared
		case today >= sharesADay:
			return ErrTooMany
		}
		if _, err := t.exec(ctx, "INSERT INTO shared_offers (post, person, community, offer, shared_at) VALUES ($1, $2, $3, $4, $5)", p.Key, string(person), community, offer, millis(now)); err != nil {
			return err
		}
		return t.put(ctx, now, []bot.Post{p})
	})
	if err != nil {
		return fmt.Errorf("share offer: %w", err)
	}
	s.tellPosted()
	return nil
}

// takeDown deletes a post, and forgets its words.
func (t tx) takeDown(ctx context.Context, key string, now time.Time) error {
	posts, err := t.changeOf(ctx, key, bot.Post{Key: "retrait/" + t.ids.next(now), Kind: bot.DeletePost})
	if err == nil {
		err = t.put(ctx, now, posts)
	}
	if err != nil {
		return err
	}
	return t.forgetBodies(ctx, key)
}

// pruneShared forgets what was shared long ago, and takes down what says so. It is a
// transaction by itself: places come first, as whoever erases somebody takes them.
func pruneShared(ctx context.Context, t tx, now time.Time) error {
	ago := millis(now.Add(-endedLife))
	if err := t.holdPosts(ctx, "SELECT s.post FROM shared_offers s WHERE s.shared_at <= $1", ago); err != nil {
		return err
	}
	shared, err := query(ctx, t, "SELECT post FROM shared_offers WHERE shared_at <= $1 ORDER BY post LIMIT $2", []any{ago, tendAtOnce}, scanString)
	if err != nil {
		return err
	}
	for _, post := range shared {
		if err := t.takeDown(ctx, post, now); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM shared_offers WHERE post = $1", post); err != nil {
			return err
		}
	}
	return nil
}
