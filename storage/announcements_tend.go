package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rebond/bot"
)

// tendAtOnce is how many announcements are seen to in one go.
const tendAtOnce = 100

// Tend ends what has had its time, takes the words of what ended long ago out of
// everywhere, and sees to what could not be posted: cards, of which moderators are told,
// and what waits for them to read. It returns when there is something to end next; zero
// where nothing is known of.
func (n *Announcements) Tend(ctx context.Context, now time.Time) (time.Time, error) {
	for _, one := range []struct {
		from  []Standing
		until string // a column
		past  time.Duration
		to    Standing
	}{
		{[]Standing{Living, Aside}, "expires_at", 0, Expired},
		{[]Standing{Filled, Expired, Refused, Returned}, "ended_at", endedLife, Withdrawn},
	} {
		if err := n.end(ctx, now, one.from, one.until, one.past, one.to); err != nil {
			return time.Time{}, fmt.Errorf("end announcements: %w", err)
		}
	}
	if err := n.tellLost(ctx, now); err != nil {
		return time.Time{}, fmt.Errorf("cards that are lost: %w", err)
	}
	if err := n.askAgain(ctx, now); err != nil {
		return time.Time{}, fmt.Errorf("what moderators were not shown: %w", err)
	}
	if err := n.tendCases(ctx, now); err != nil {
		return time.Time{}, fmt.Errorf("reported offers: %w", err)
	}
	var next int64
	err := n.Store.reader().row(ctx, "SELECT coalesce(min(expires_at), 0) FROM announcements WHERE state IN ('living', 'aside')").Scan(&next)
	return maybeInstant(next), err
}

// end gives another standing to what has been in some for so long.
func (n *Announcements) end(ctx context.Context, now time.Time, from []Standing, until string, past time.Duration, to Standing) error {
	var names []string
	for _, s := range from {
		names = append(names, "'"+string(s)+"'")
	}
	due, err := n.Store.reader().announced(ctx, "WHERE a.state IN ("+strings.Join(names, ", ")+") AND a."+until+" <= $1 ORDER BY a."+until+", a.id LIMIT $2", millis(now.Add(-past)), tendAtOnce)
	if err != nil {
		return err
	}
	var faults []error // one that cannot be ended keeps no other from it
	for i := range due {
		was := &due[i]
		_, err := n.Change(ctx, was.Community, was.ID, "", now, func(a *Announced) error {
			if a.State != was.State || !a.Expires.Equal(was.Expires) || !a.Ended.Equal(was.Ended) {
				return ErrChanged
			}
			a.State = to
			return nil
		})
		if err := unlessChanged(err); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// askAgainAfter is how long to wait before moderators are shown again what could not be
// posted where they are; in another channel it is shown at once.
const askAgainAfter = 24 * time.Hour

// asksAgain reports whether moderators of a community can be shown now what could not be
// posted in a place at a time.
func asksAgain(settings Settings, in bot.Address, place string, at, now time.Time) bool {
	in.Channel = settings[ModerationChannel]
	there, err := in.MarshalText()
	return err == nil && in.Channel != "" && (string(there) != place || !now.Before(at.Add(askAgainAfter)))
}

// askAgain shows moderators what waits for them and could not be posted.
func (n *Announcements) askAgain(ctx context.Context, now time.Time) error {
	waiting, err := n.Store.reader().announced(ctx, "WHERE a.state = 'held' AND c.moderation_channel IS NOT NULL AND (a.review IS NULL OR r.state IN ('rejected', 'expired')) ORDER BY a.review_at, a.id LIMIT $1", tendAtOnce)
	if err != nil {
		return err
	}
	for i := range waiting {
		a := &waiting[i]
		settings, err := n.Store.Settings(ctx, a.Community)
		if err != nil {
			return err
		}
		if !asksAgain(settings, a.Community, a.reviewPlace, a.reviewAt, now) {
			continue
		}
		_, err = n.Change(ctx, a.Community, a.ID, "", now, func(now *Announced) error {
			if now.State != Held || now.Review != a.Review {
				return ErrChanged
			}
			return nil
		})
		if err := unlessChanged(err); err != nil {
			return err
		}
	}
	return nil
}

// tellLost tells the moderators of each place once a day that cards are refused there.
func (n *Announcements) tellLost(ctx context.Context, now time.Time) error {
	lost, err := n.Store.reader().announced(ctx, "WHERE a.state = 'living' AND a.lost_told = 0 AND p.state = 'rejected' ORDER BY a.id LIMIT $1", tendAtOnce)
	if err != nil || len(lost) == 0 {
		return err
	}
	for i := range lost {
		a := &lost[i]
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.turnOf(ctx, a.Author); err != nil {
				return err
			}
			res, err := t.exec(ctx, "UPDATE announcements SET lost_told = 1 WHERE id = $1 AND card = $2", a.ID, a.Card)
			if err != nil {
				return err
			}
			if still, err := res.RowsAffected(); err != nil || still == 0 { // there is another card by now
				return err
			}
			settings, err := t.settings(ctx, a.Community)
			if err != nil || settings[ModerationChannel] == "" {
				return err
			}
			where, err := t.placeOf(ctx, a.Card)
			if err != nil {
				return err
			}
			place, err := where.MarshalText()
			if err != nil {
				return err
			}
			to := a.Community
			to.Channel = settings[ModerationChannel]
			return t.put(ctx, now, []bot.Post{{Key: "annonce/perdue/" + string(place) + "/" + now.UTC().Format(time.DateOnly), Kind: bot.SendPost, To: to, Lang: n.Words.Lang(settings), Message: n.Words.Lost(where)}})
		})
		if err != nil && !errors.Is(err, bot.ErrNotFound) { // its author is erased meanwhile
			return err
		}
	}
	n.Store.tellPosted()
	return nil
}
