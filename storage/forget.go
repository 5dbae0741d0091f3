package storage

import (
	"context"
	"database/sql"
	"errors"
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

// forgetAtOnce is how many people are forgotten, and how many are told, in one go.
const forgetAtOnce = 200

// tellWithin is how long there is to tell somebody that they will be forgotten. When
// it cannot be done, because nothing ran, they are told again, a month before again.
const tellWithin = 3 * 24 * time.Hour

// giveUpAfter is after how many months whoever cannot be told is forgotten all the same.
const giveUpAfter = 26

// Of whom nothing was heard since $1, and who are to be forgotten by $2. Those are not
// told whose notice still waits, or was dropped long after its end: nothing ran. One
// that was dropped at its end could not be delivered: it is tried again for some time,
// to those who were heard of since $3.
const (
	silent    = "seen_at <= $1 AND coalesce(heard_at, 0) <= $1"
	forgotten = silent + " AND forget_at <= $2"
	untold    = "EXISTS (SELECT 1 FROM notices n WHERE n.person = persons.id AND n.topic = '" + ForgottenTopic + "' AND n.post IS NULL AND (n.told_at IS NULL OR n.told_at > n.until + 86400000 OR persons.seen_at > $3 OR persons.heard_at > $3))"
)

// Forget erases the people of whom nothing was heard for 24 months, and tells those
// of whom nothing was for 23, if there is a way to.
func (n *Notices) Forget(ctx context.Context, now time.Time) error {
	if err := n.erase(ctx, now); err != nil {
		return fmt.Errorf("forget people: %w", err)
	}
	if err := n.warn(ctx, now); err != nil {
		return fmt.Errorf("tell people that they will be forgotten: %w", err)
	}
	return nil
}

// erase erases those whose day has come, each only if nothing was heard meanwhile.
func (n *Notices) erase(ctx context.Context, now time.Time) error {
	args := []any{millis(now.AddDate(0, -forgetAfter, 0)), millis(now)}
	gone, err := query(ctx, n.Store.reader(), fmt.Sprint("SELECT id FROM persons WHERE ", forgotten, " ORDER BY id LIMIT ", forgetAtOnce), args, scanString)
	if err != nil || len(gone) == 0 {
		return err
	}
	for _, person := range gone {
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.holdPerson(ctx, bot.PersonID(person)); err != nil {
				return err
			}
			again := "SELECT " + untold + " FROM persons WHERE " + forgotten + " AND id = $4"
			var toTell bool
			err := t.row(ctx, again, append(args, millis(now.AddDate(0, -giveUpAfter, 0)), person)...).Scan(&toTell)
			if errors.Is(err, sql.ErrNoRows) { // there they are
				return nil
			}
			if err != nil {
				return err
			}
			if !toTell {
				return t.erase(ctx, bot.PersonID(person), now)
			}
			if _, err := t.exec(ctx, "DELETE FROM notices WHERE person = $1 AND topic = '"+ForgottenTopic+"'", person); err != nil {
				return err
			}
			_, err = t.exec(ctx, "UPDATE persons SET forget_at = NULL WHERE id = $1", person)
			return err
		})
		if err != nil {
			return err
		}
	}
	return n.Store.forgotten(ctx, now)
}

// warn gives people a day on which they are forgotten, and tells them where they were
// last seen.
func (n *Notices) warn(ctx context.Context, now time.Time) error {
	args := []any{millis(now.AddDate(0, -warnAfter, 0))}
	quiet, err := query(ctx, n.Store.reader(), fmt.Sprint("SELECT id FROM persons WHERE ", silent, " AND forget_at IS NULL ORDER BY id LIMIT ", forgetAtOnce), args, scanString)
	if err != nil || len(quiet) == 0 {
		return err
	}
	on := now.AddDate(0, forgetAfter-warnAfter, 0)
	for _, person := range quiet {
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.holdPerson(ctx, bot.PersonID(person)); err != nil {
				return err
			}
			res, err := t.exec(ctx, "UPDATE persons SET forget_at = $2 WHERE id = $3 AND forget_at IS NULL AND "+silent, args[0], millis(on), person)
			if err != nil {
				return err
			}
			if there, err := res.RowsAffected(); err != nil || there == 0 { // something was heard meanwhile
				return err
			}
			var to bot.Address
			err = t.row(ctx, "SELECT c.platform, c.space FROM memberships m JOIN communities c ON c.id = m.community WHERE m.person = $1 ORDER BY m.seen_at DESC, c.id LIMIT 1", person).Scan(&to.Platform, &to.Space)
			if errors.Is(err, sql.ErrNoRows) { // nowhere to tell them
				return nil
			}
			if err != nil {
				return err
			}
			key := ForgottenTopic + "/" + now.UTC().Format(time.DateOnly)
			return t.notify(ctx, bot.PersonID(person), now, []notice.Notice{{Key: key, Topic: ForgottenTopic, Class: notice.Decision, Ref: on.UTC().Format(time.DateOnly), To: to, At: now, Until: now.Add(tellWithin)}})
		})
		if err != nil {
			return err
		}
	}
	n.Store.tellNoticed()
	return nil
}
