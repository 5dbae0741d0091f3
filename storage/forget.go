package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
)

// ForgottenTopic is the topic of the notice that tells a person of whom nothing was
// heard that they will be forgotten. Its Ref is the day, YYYY-MM-DD.
const ForgottenTopic = "oubli"

// Whoever has used no command and received nothing for so many months is forgotten,
// and told a month before.
const (
	forgetAfter = 24
	warnAfter   = 23
)

const forgetAtOnce = 200

// lastHeard is when a person last used a command or received something.
const lastHeard = "CASE WHEN coalesce(heard_at, 0) > seen_at THEN heard_at ELSE seen_at END"

// Forget erases the people of whom nothing was heard for 24 months, and tells those
// of whom nothing was for 23, if there is a way to. Nobody is erased within a month
// of being told.
func (n *Notices) Forget(ctx context.Context, now time.Time) error {
	gone, err := query(ctx, n.Store.reader(), "SELECT id FROM persons WHERE "+lastHeard+" <= $1 AND warned_at > "+lastHeard+" AND warned_at <= $2 ORDER BY id LIMIT $3",
		[]any{millis(now.AddDate(0, -forgetAfter, 0)), millis(now.AddDate(0, warnAfter-forgetAfter, 0)), forgetAtOnce}, scanString)
	if err != nil {
		return fmt.Errorf("people to forget: %w", err)
	}
	for _, person := range gone {
		if err := n.Store.Erase(ctx, bot.PersonID(person)); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	silent, err := query(ctx, n.Store.reader(), "SELECT id FROM persons WHERE "+lastHeard+" <= $1 AND (warned_at IS NULL OR warned_at <= "+lastHeard+") ORDER BY id LIMIT $2",
		[]any{millis(now.AddDate(0, -warnAfter, 0)), forgetAtOnce}, scanString)
	if err != nil {
		return fmt.Errorf("people to warn: %w", err)
	}
	for _, person := range silent {
		if err := n.warn(ctx, bot.PersonID(person), now); err != nil {
			return fmt.Errorf("warn: %w", err)
		}
	}
	if len(silent) > 0 {
		n.Store.tellNoticed()
	}
	return nil
}

// warn tells a person that they will be forgotten, where they were last seen.
func (n *Notices) warn(ctx context.Context, person bot.PersonID, now time.Time) error {
	return n.Store.change(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "UPDATE persons SET warned_at = $2 WHERE id = $1", string(person), millis(now)); err != nil {
			return err
		}
		var to bot.Address
		err := t.row(ctx, "SELECT c.platform, c.space FROM memberships m JOIN communities c ON c.id = m.community WHERE m.person = $1 ORDER BY m.seen_at DESC, c.id LIMIT 1", string(person)).Scan(&to.Platform, &to.Space)
		if err == sql.ErrNoRows {
			return nil // nowhere to tell them
		}
		if err != nil {
			return err
		}
		on := now.AddDate(0, forgetAfter-warnAfter, 0)
		return t.notify(ctx, person, now, []notice.Notice{{Key: ForgottenTopic + "/" + now.UTC().Format(time.DateOnly), Topic: ForgottenTopic, Class: notice.Decision, Ref: on.UTC().Format(time.DateOnly), To: to, At: now, Until: on}})
	})
}
