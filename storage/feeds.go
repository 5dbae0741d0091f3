package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// tooFew is how many offers, at least, must be missing from a complete reading for it to be
// doubted.
const tooFew = 10

// AddFeeds implements sources.Store.
func (s *Store) AddFeeds(ctx context.Context, feeds []sources.FeedName, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		for _, f := range feeds {
			if _, err := t.exec(ctx, `
				INSERT INTO feeds (name, kind, next_at) VALUES ($1, $2, $3)
				ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, next_at = excluded.next_at, state = '', began_at = NULL, complete_at = NULL,
					failures = 0, failed_at = NULL, fault = NULL, detail = NULL, doubted = 0
				WHERE feeds.kind <> excluded.kind`, f.Name, f.Kind, millis(now)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add sources: %w", err)
	}
	return nil
}

// TakeFeed implements sources.Store.
func (s *Store) TakeFeed(ctx context.Context, names []string, due, until time.Time) (feed sources.Feed, ok bool, next time.Time, err error) {
	if len(names) == 0 {
		return feed, false, next, nil
	}
	list, args := among([]any{millis(due), millis(due.Add(sources.Furthest))}, names)
	for {
		feed, ok, err = s.dueFeed(ctx, list, args)
		if err != nil || !ok {
			break
		}
		var res sql.Result
		if res, err = s.writer().exec(ctx, "UPDATE feeds SET next_at = $3 WHERE name = $1 AND next_at = $2", feed.Name, millis(feed.Next), millis(until)); err != nil {
			break
		}
		if mine, err := res.RowsAffected(); err != nil || mine == 1 {
			feed.Next = instant(millis(until))
			return feed, err == nil, next, err
		} // another process was quicker
	}
	if err != nil {
		return sources.Feed{}, false, next, fmt.Errorf("take a source: %w", err)
	}
	var ms sql.NullInt64
	known, args := among(nil, names)
	if err := s.reader().row(ctx, "SELECT min(next_at) FROM feeds WHERE name IN ("+known+")", args...).Scan(&ms); err != nil {
		return feed, false, next, fmt.Errorf("when a source is due: %w", err)
	}
	if ms.Valid {
		next = instant(ms.Int64)
	}
	return sources.Feed{}, false, next, nil
}

// dueFeed is the source that has been due the longest.
func (s *Store) dueFeed(ctx context.Context, list string, args []any) (f sources.Feed, ok bool, err error) {
	var next, began, complete int64
	err = s.reader().row(ctx, `
		SELECT name, kind, state, coalesce(began_at, 0), coalesce(complete_at, 0), failures, next_at FROM feeds
		WHERE (next_at <= $1 OR next_at > $2) AND name IN (`+list+`) ORDER BY next_at, name LIMIT 1`, args...).Scan(&f.Name, &f.Kind, &f.State, &began, &complete, &f.Failures, &next)
	if errors.Is(err, sql.ErrNoRows) {
		return f, false, nil
	}
	f.Began, f.CompleteAt, f.Next = maybeInstant(began), maybeInstant(complete), instant(next)
	return f, err == nil, err
}

// leased keeps the source from others until the transaction ends, and gives its kind;
// sources.ErrLost where another has it.
func (t tx) leased(ctx context.Context, lease sources.Lease) (kind string, doubted bool, err error) {
	text := "SELECT kind, doubted = 1 FROM feeds WHERE name = $1 AND next_at = $2"
	if t.engine == postgres {
		text += " FOR UPDATE"
	}
	err = found(t.row(ctx, text, lease.Feed, millis(lease.Until)).Scan(&kind, &doubted))
	if err == bot.ErrNotFound {
		err = sources.ErrLost
	}
	return kind, doubted, err
}

// KeepOffers implements sources.Store: 500 in a transaction.
func (s *Store) KeepOffers(ctx context.Context, lease sources.Lease, offers []sources.Offer, now time.Time) ([]sources.Outcome, error) {
	outcomes := make([]sources.Outcome, 0, len(offers))
	arrived := false
	for len(offers) > 0 {
		some := offers[:min(len(offers), atOnce)]
		offers = offers[len(some):]
		err := s.changeOffers(ctx, func(t tx) error {
			if _, _, err := t.leased(ctx, lease); err != nil {
				return err
			}
			b, err := t.putBatch(ctx, some, now)
			if err != nil {
				return err
			}
			outcomes, arrived = append(outcomes, b.outcomes...), arrived || len(b.arrived) > 0
			list, args := among([]any{lease.Feed, millis(lease.Began)}, b.kept)
			_, err = t.exec(ctx, "INSERT INTO offer_sightings (feed, offer, seen_at) SELECT $1, id, $2 FROM offers WHERE id IN ("+list+") ON CONFLICT (feed, offer) DO UPDATE SET seen_at = excluded.seen_at", args...)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("keep offers of %s: %w", lease.Feed, err)
		}
	}
	return outcomes, s.offersPut(ctx, outcomes, arrived)
}

// StaleOffers implements sources.Store.
func (s *Store) StaleOffers(ctx context.Context, feed string, before time.Time, max int) ([]string, error) {
	return query(ctx, s.reader(), "SELECT o.source_id FROM offer_sightings s JOIN offers o ON o.id = s.offer WHERE s.feed = $1 AND s.seen_at < $2 AND s.seen_at > 0 ORDER BY s.seen_at, o.source_id LIMIT $3",
		[]any{feed, millis(before), max}, scanString)
}

// FeedState is how the reading of a source goes.
type FeedState struct {
	Name, Kind string
	Began      time.Time // the last reading that ended well; zero: none has
	CompleteAt time.Time // the last that showed everything
	Failures   int       // in a row
	FailedAt   time.Time
	Fault      sources.Fault // empty: the last reading ended well
	Detail     string        // what the source said of it
	Doubted    bool          // the last complete reading had lost so much that it was not believed
	Next       time.Time
	Offers     int // that it shows
}

// Feeds returns how the reading of each source that is known goes, by name.
func (s *Store) Feeds(ctx context.Context) ([]FeedState, error) {
	all, err := query(ctx, s.reader(), `
		SELECT f.name, f.kind, coalesce(f.began_at, 0), coalesce(f.complete_at, 0), f.failures, coalesce(f.failed_at, 0), coalesce(f.fault, ''), coalesce(f.detail, ''), f.doubted = 1, f.next_at,
			(SELECT count(*) FROM offer_sightings s WHERE s.feed = f.name AND s.seen_at > 0)
		FROM feeds f ORDER BY f.name`, nil, func(rows *sql.Rows) (f FeedState, err error) {
		var began, complete, failed, next int64
		err = rows.Scan(&f.Name, &f.Kind, &began, &complete, &f.Failures, &failed, &f.Fault, &f.Detail, &f.Doubted, &next, &f.Offers)
		f.Began, f.CompleteAt, f.FailedAt, f.Next = maybeInstant(began), maybeInstant(complete), maybeInstant(failed), instant(next)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	return all, nil
}
