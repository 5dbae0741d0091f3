package storage

import (
	"context"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/search"
)

// CountArrived counts, up to max, the living offers that q asks for in a community and that
// have come since a time: when they were published is their source's business.
func (s *Store) CountArrived(ctx context.Context, in bot.Address, q search.Query, since time.Time, max int, now time.Time) (n int, err error) {
	at, err := s.reach(ctx, in, now)
	if err != nil {
		return 0, err
	}
	f := s.matching(at, q, search.Terms(q.Words), 0, maxSort)
	if !since.IsZero() {
		f.add(&f.offer, "o.id >= $?", firstID(since))
	}
	return s.count(ctx, f, max)
}

// firstID sorts before every id that is made at a time or after it.
func firstID(at time.Time) string { return fmt.Sprintf("%016x", uint64(at.UnixMilli())<<16) }
