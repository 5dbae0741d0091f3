package storage

import (
	"context"
	"fmt"
	"time"

	"rebond/bot/sources"
)

// EndFeed implements sources.Store. What leaves does so 500 at a time, before the end is
// written: where the process dies on the way, the next complete reading goes on.
func (s *Store) EndFeed(ctx context.Context, lease sources.Lease, end sources.End, now time.Time) (left int, doubted bool, err error) {
	well, lost := end.Fault == "" && !end.Stopped, false
	for first, more := true, true; more; first = false {
		more = false
		err := s.changeOffers(ctx, func(t tx) error {
			_, before, err := t.leased(ctx, lease)
			if err != nil {
				return err
			}
			if well && end.Unchanged {
				if _, err := t.exec(ctx, "UPDATE offer_sightings SET seen_at = $2 WHERE feed = $1 AND seen_at > 0", lease.Feed, millis(lease.Began)); err != nil {
					return err
				}
			}
			if well && first && (end.Complete || before) {
				if lost, err = t.lost(ctx, lease); err != nil {
					return err
				}
				doubted = lost && end.Complete && !before
			}
			if well && end.Complete && !doubted {
				n := 0
				if n, more, err = t.unseen(ctx, lease, now); err != nil || more {
					left += n
					return err
				}
				left += n
			}
			return t.endFeed(ctx, lease, end, doubted, lost, now)
		})
		if err != nil {
			return left, false, fmt.Errorf("end the reading of %s: %w", lease.Feed, err)
		}
	}
	s.offersLeft(left)
	return left, doubted, nil
}

// offersLeft wakes those who see to what leaving offers have left undone.
func (s *Store) offersLeft(n int) {
	if n == 0 {
		return
	}
	(&Announcements{Store: s}).told() // reports of what is no more
}

// endFeed writes how a reading ended. A doubt is over where a complete one has said the same,
// and where any that ended well has not lost so much.
func (t tx) endFeed(ctx context.Context, lease sources.Lease, end sources.End, doubted, lost bool, now time.Time) error {
	args := []any{lease.Feed, millis(end.Next)}
	text := "UPDATE feeds SET next_at = $2"
	switch {
	case end.Stopped:
	case end.Fault != "":
		text += ", failures = failures + 1, failed_at = $3, fault = $4, detail = $5"
		args = append(args, millis(now), string(end.Fault), orNull(end.Detail))
	case doubted: // as if it had not been: what it left would have the next one say that nothing has changed
		text += ", failures = 0, fault = NULL, detail = NULL, doubted = 1"
	default:
		text += ", failures = 0, fault = NULL, detail = NULL, state = $3, began_at = $4"
		args = append(args, end.State, millis(lease.Began))
		if end.Complete {
			text += ", complete_at = $4"
		}
		if end.Complete || !lost {
			text += ", doubted = 0"
		}
	}
	_, err := t.exec(ctx, text+" WHERE name = $1", args...)
	return err
}

// lost reports whether a reading has shown so little of what its source had that the source
// may be at fault.
func (t tx) lost(ctx context.Context, lease sources.Lease) (bool, error) {
	var all, missing int
	err := t.row(ctx, "SELECT count(*), coalesce(sum(CASE WHEN seen_at <> $2 THEN 1 ELSE 0 END), 0) FROM offer_sightings WHERE feed = $1 AND seen_at > 0", lease.Feed, millis(lease.Began)).Scan(&all, &missing)
	return missing >= tooFew && 2*missing > all, err
}

// seenLately is for how long an offer stays that one source has no more because another
// has shown it: that one may not be read any more.
const seenLately = 24 * time.Hour

// unseen takes some of what a complete reading has not shown out, unless another source has
// shown it lately, and says how many, and whether there may be others. What stays for that
// reason is remembered as not shown (seen_at is 0), and leaves when the other has it no more.
func (t tx) unseen(ctx context.Context, lease sources.Lease, now time.Time) (left int, more bool, err error) {
	if _, err := t.exec(ctx, "UPDATE offer_sightings SET seen_at = 0 WHERE feed = $1 AND seen_at <> $2", lease.Feed, millis(lease.Began)); err != nil {
		return 0, false, err
	}
	ids, err := query(ctx, t, `
		SELECT s.offer FROM offer_sightings s WHERE s.feed = $1 AND s.seen_at = 0 AND NOT EXISTS (SELECT 1 FROM offer_sightings x WHERE x.offer = s.offer AND x.seen_at > $2)
		ORDER BY s.offer LIMIT $3`, []any{lease.Feed, max(millis(now.Add(-seenLately)), 0), atOnce}, scanString)
	if err != nil || len(ids) == 0 {
		return 0, false, err
	}
	return len(ids), len(ids) == atOnce, t.leave(ctx, ids, now)
}

// GoneOffers implements sources.Store.
func (s *Store) GoneOffers(ctx context.Context, lease sources.Lease, ids []string, now time.Time) (left int, err error) {
	for len(ids) > 0 && err == nil {
		some := ids[:min(len(ids), atOnce)]
		ids = ids[len(some):]
		err = s.changeOffers(ctx, func(t tx) error {
			kind, _, err := t.leased(ctx, lease)
			if err != nil {
				return err
			}
			list, args := among([]any{kind}, some)
			gone, err := query(ctx, t, "SELECT id FROM offers WHERE source = $1 AND community IS NULL AND withdrawn_at IS NULL AND source_id IN ("+list+") ORDER BY id", args, scanString)
			if err != nil {
				return err
			}
			left += len(gone)
			return t.leave(ctx, gone, now)
		})
	}
	s.offersLeft(left)
	if err != nil {
		return left, fmt.Errorf("take out what is gone of %s: %w", lease.Feed, err)
	}
	return left, nil
}

// LapseOffers implements sources.Store.
func (s *Store) LapseOffers(ctx context.Context, kind string, before, now time.Time) (left int, err error) {
	const lapsed = "source = $1 AND community IS NULL AND withdrawn_at IS NULL AND seen_at < $2 AND NOT EXISTS (SELECT 1 FROM offer_sightings s WHERE s.offer = offers.id AND s.seen_at >= $2)"
	left, err = s.leaveAll(ctx, lapsed, []any{kind, millis(before)}, now)
	if err != nil {
		return left, fmt.Errorf("take out what was not seen for long of %s: %w", kind, err)
	}
	return left, nil
}

// OfferKinds returns what imported offers are of: kinds of sources, some of which may not be
// read any more.
func (s *Store) OfferKinds(ctx context.Context) ([]string, error) {
	kinds, err := query(ctx, s.reader(), "SELECT DISTINCT source FROM offers WHERE community IS NULL AND withdrawn_at IS NULL ORDER BY source", nil, scanString)
	if err != nil {
		return nil, fmt.Errorf("read the kinds of offers: %w", err)
	}
	return kinds, nil
}

// leaveAll takes out the offers that a condition on them chooses, 500 at a time.
func (s *Store) leaveAll(ctx context.Context, where string, args []any, now time.Time) (left int, err error) {
	for more := true; more && err == nil; {
		err = s.changeOffers(ctx, func(t tx) error {
			ids, err := query(ctx, t, fmt.Sprint("SELECT id FROM offers WHERE ", where, " ORDER BY id LIMIT ", atOnce), args, scanString)
			if err != nil {
				return err
			}
			left, more = left+len(ids), len(ids) == atOnce
			return t.leave(ctx, ids, now)
		})
	}
	s.offersLeft(left)
	return left, err
}

// WithdrawOffers removes every offer of a source, kept ones too.
func (s *Store) WithdrawOffers(ctx context.Context, source string) error {
	return s.changeOffers(ctx, func(t tx) error {
		shown, err := query(ctx, t, "SELECT id FROM offers o WHERE source = $1 AND EXISTS (SELECT 1 FROM offers x WHERE x.twin_of = o.id) ORDER BY id", []any{source}, scanString)
		if err != nil {
			return err
		}
		if len(shown) > 0 {
			if err := t.holdFollowers(ctx, shown); err != nil {
				return err
			}
			if _, err := t.succeed(ctx, shown, time.Time{}); err != nil {
				return err
			}
		}
		return deleteOffers(ctx, t, "source = $1", source)
	})
}

// leftLife is how long it is remembered that an offer left.
const leftLife = 30 * 24 * time.Hour

// pruneOffers forgets offers that have expired, unless somebody keeps them and no other
// source has the opening, and what is left of those that nobody keeps any more.
func (s *Store) pruneOffers(ctx context.Context, now time.Time) error {
	const over = "expires_at <= $1 AND community IS NULL AND withdrawn_at IS NULL AND (NOT " + isKept + " OR EXISTS (SELECT 1 FROM offers x WHERE x.twin_of = offers.id AND (x.expires_at IS NULL OR x.expires_at > $1)))"
	if _, err := s.leaveAll(ctx, over, []any{millis(now)}, now); err != nil {
		return err
	}
	err := s.changeOffers(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM offers_left WHERE left_at <= $1", millis(now.Add(-leftLife))); err != nil {
			return err
		}
		if err := deleteOffers(ctx, t, "withdrawn_at IS NOT NULL AND NOT "+isKept); err != nil {
			return err
		}
		return deleteOffers(ctx, t, "expires_at <= $1 AND community IS NOT NULL AND NOT "+isKept, millis(now))
	})
	if err != nil {
		return err
	}
	return s.mergeWords(ctx, now)
}

const isKept = "EXISTS (SELECT 1 FROM kept_offers k WHERE k.offer = offers.id)"

// mergeEvery is how often, at most, the words of offers that have left are taken out of
// SQLite's index for good: it keeps those of what is deleted until all of it is merged.
const mergeEvery = 12 * time.Hour

// mergeWords merges SQLite's index where offers have left since it last was.
func (s *Store) mergeWords(ctx context.Context, now time.Time) error {
	last := s.merged.Load()
	if s.engine == postgres || last > millis(now.Add(-mergeEvery)) && last <= millis(now) {
		return nil
	}
	var some bool
	if err := s.writer().row(ctx, "SELECT EXISTS (SELECT 1 FROM offers_left WHERE left_at >= $1)", last).Scan(&some); err != nil || !some {
		return err
	}
	if _, err := s.writer().exec(ctx, "INSERT INTO offer_words (offer_words) VALUES ('optimize')"); err != nil {
		return err
	}
	s.merged.Store(millis(now))
	return nil
}
