package francetravail

import (
	"context"
	"maps"
	"net/url"
	"time"

	"rebond/bot/sources"
)

const (
	guess    = 2700 // the place of the offer at which a window that holds too much is cut
	maxCuts  = 20   // so made in a reading; then windows are halved
	ahead    = 24 * time.Hour
	shortest = time.Second // window: dates are asked for in seconds
)

// sweep is one reading under way.
type sweep struct {
	*Search
	reading *sources.Reading
	seen    map[string]bool // the ids of all that was shown
	alive   string          // one of them, which could be read
	broken  bool            // a record could not be
	cuts    int
}

func (s *Search) sweep(reading *sources.Reading) *sweep {
	return &sweep{Search: s, reading: reading, seen: map[string]bool{}}
}

// since reads all that was created since a time. It is whole when nothing of it can have
// been missed.
func (s *sweep) since(ctx context.Context, from time.Time) (whole bool, err error) {
	whole = true
	for _, query := range s.queries() {
		_, read, err := s.window(ctx, query, window{from.Truncate(time.Second), s.reading.Now.Add(ahead)}, true)
		if err != nil {
			return false, err
		}
		whole = whole && read
	}
	return whole, nil
}

// window reads a window, cut as small as it takes. ids are what it holds.
func (s *sweep) window(ctx context.Context, query url.Values, w window, cut bool) (ids map[string]bool, whole bool, err error) {
	first, err := s.show(ctx, query, w, 0)
	if err != nil {
		return nil, false, err
	}
	if first.total > most {
		at, err := s.cut(ctx, query, w, cut)
		if err != nil {
			return nil, false, err
		}
		if !at.IsZero() {
			return s.halves(ctx, query, w, at, first.total)
		}
	}
	ids, whole, err = s.pages(ctx, query, w, first)
	if err != nil || whole || first.total > most {
		return ids, whole, err
	}
	if first, err = s.show(ctx, query, w, 0); err != nil {
		return ids, false, err
	}
	again, whole, err := s.pages(ctx, query, w, first)
	maps.Copy(again, ids)
	return again, whole, err
}

// halves reads a window in two. An offer that only one of them may show, at the instant
// where they touch, would be missing from their sum: it must be the whole's.
func (s *sweep) halves(ctx context.Context, query url.Values, w window, at time.Time, total int) (map[string]bool, bool, error) {
	newer, wholeNewer, err := s.window(ctx, query, window{at, w.to}, false)
	if err != nil {
		return nil, false, err
	}
	older, wholeOlder, err := s.window(ctx, query, window{w.from, at}, true)
	if err != nil {
		return nil, false, err
	}
	maps.Copy(newer, older)
	return newer, wholeNewer && wholeOlder && len(newer) == total, nil
}

// cut is the instant at which to cut a window that holds too much; zero: it cannot be.
// The creation of an offer that stands a little before the last that can be read makes
// the newer part as full as it may be; where that is of no use, the middle does.
func (s *sweep) cut(ctx context.Context, query url.Values, w window, guessing bool) (time.Time, error) {
	if guessing && s.cuts < maxCuts {
		s.cuts++
		p, err := s.show(ctx, query, w, guess)
		if err != nil {
			return time.Time{}, err
		}
		if at := p.oldest.Truncate(time.Second); w.from.Before(at) && at.Before(w.to) {
			return at, nil
		}
	}
	if w.to.Sub(w.from) <= shortest {
		return time.Time{}, nil
	}
	return w.from.Add(w.to.Sub(w.from) / 2).Truncate(time.Second), nil
}

// pages reads the pages of a window after the first. It is whole when all its answers
// said the same total, and that many were read: an offer that is added or withdrawn
// meanwhile moves the others over the edges of pages, where one may be missed.
func (s *sweep) pages(ctx context.Context, query url.Values, w window, first page) (ids map[string]bool, whole bool, err error) {
	ids = map[string]bool{}
	first.count(ids)
	whole = !first.unsaid
	for from, total := pageSize, first.total; from < min(total, most); from += pageSize {
		p, err := s.show(ctx, query, w, from)
		if err != nil {
			return ids, false, err
		}
		p.count(ids)
		whole = whole && p.total == first.total
		total = p.total
	}
	return ids, whole && len(ids) == first.total, nil
}

// count adds the ids of a page's records, those that are refused too.
func (p page) count(ids map[string]bool) {
	for _, o := range p.batch.Offers {
		ids[o.ID] = true
	}
	for _, r := range p.batch.Refused {
		ids[r.Record] = true
	}
}

// show reads a page, and gives what this reading had not read yet to be kept.
func (s *sweep) show(ctx context.Context, query url.Values, w window, from int) (page, error) {
	p, err := s.page(ctx, query, w, from)
	if err != nil {
		return page{}, err
	}
	return p, s.keep(ctx, p.batch)
}

func (s *sweep) keep(ctx context.Context, batch sources.Batch) error {
	var fresh sources.Batch
	for _, o := range batch.Offers {
		if !s.seen[o.ID] {
			s.seen[o.ID], s.alive = true, o.ID
			fresh.Offers = append(fresh.Offers, o)
		}
	}
	for _, r := range batch.Refused {
		s.broken = s.broken || r.Broken
		if !s.seen[r.Record] {
			s.seen[r.Record] = true
			fresh.Refused = append(fresh.Refused, r)
		}
	}
	if len(fresh.Offers)+len(fresh.Refused) == 0 {
		return nil
	}
	return s.reading.Keep(ctx, fresh)
}
