package sources_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot/sources"
)

// shelf is a store in memory that keeps the promises of [sources.Store].
type shelf struct {
	mu     sync.Mutex
	feeds  map[string]*row
	offers map[string]*kept // by feed and id
	ends   []sources.End
	fault  func(method string) error // of the store itself; nil: none
}

// row is a source as it is kept.
type row struct {
	sources.Feed
	fault   sources.Fault
	doubted bool
}

type kept struct {
	feed, kind, id, title string
	seen                  time.Time
}

func newShelf() *shelf { return &shelf{feeds: map[string]*row{}, offers: map[string]*kept{}} }

func (s *shelf) wrong(method string) error {
	if s.fault == nil {
		return nil
	}
	return s.fault(method)
}

func (s *shelf) AddFeeds(_ context.Context, feeds []sources.FeedName, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.wrong("AddFeeds"); err != nil {
		return err
	}
	for _, f := range feeds {
		if s.feeds[f.Name] == nil {
			s.feeds[f.Name] = &row{Feed: sources.Feed{Name: f.Name, Kind: f.Kind, Next: now}}
		}
	}
	return nil
}

func (s *shelf) TakeFeed(_ context.Context, names []string, due, until time.Time) (sources.Feed, bool, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.wrong("TakeFeed"); err != nil {
		return sources.Feed{}, false, time.Time{}, err
	}
	var first *row
	for _, name := range names {
		if f := s.feeds[name]; f != nil && (first == nil || f.Next.Before(first.Next)) {
			first = f
		}
	}
	if first == nil {
		return sources.Feed{}, false, time.Time{}, nil
	}
	if first.Next.After(due) && !first.Next.After(due.Add(sources.Furthest)) {
		return sources.Feed{}, false, first.Next, nil
	}
	first.Next = until
	return first.Feed, true, time.Time{}, nil
}

// held says whether a lease is still the source's.
func (s *shelf) held(l sources.Lease) (*row, error) {
	f := s.feeds[l.Feed]
	if f == nil || !f.Next.Equal(l.Until) {
		return nil, sources.ErrLost
	}
	return f, nil
}

func (s *shelf) KeepOffers(ctx context.Context, l sources.Lease, offers []sources.Offer, _ time.Time) ([]sources.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(s.wrong("KeepOffers"), ctx.Err()); err != nil {
		return nil, err
	}
	f, err := s.held(l)
	if err != nil {
		return nil, err
	}
	var outcomes []sources.Outcome
	for _, o := range offers {
		key, outcome := l.Feed+"/"+o.ID, sources.Unchanged
		was := s.offers[key]
		switch {
		case was == nil && slices.Contains(o.Skills, "joined"):
			outcome = sources.Joined
		case was == nil:
			outcome = sources.New
		case was.title != o.Title:
			outcome = sources.Changed
		}
		s.offers[key] = &kept{l.Feed, f.Kind, o.ID, o.Title, l.Began}
		outcomes = append(outcomes, outcome)
	}
	return outcomes, nil
}

func (s *shelf) StaleOffers(_ context.Context, feed string, before time.Time, most int) (ids []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var stale []*kept
	for _, o := range s.offers {
		if o.feed == feed && o.seen.Before(before) {
			stale = append(stale, o)
		}
	}
	slices.SortFunc(stale, func(a, b *kept) int { return a.seen.Compare(b.seen) })
	for _, o := range stale[:min(most, len(stale))] {
		ids = append(ids, o.id)
	}
	return ids, s.wrong("StaleOffers")
}

func (s *shelf) GoneOffers(_ context.Context, l sources.Lease, ids []string, _ time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.held(l); err != nil {
		return 0, err
	}
	for _, id := range ids {
		if s.offers[l.Feed+"/"+id] != nil {
			delete(s.offers, l.Feed+"/"+id)
			n++
		}
	}
	return n, s.wrong("GoneOffers")
}

func (s *shelf) EndFeed(ctx context.Context, l sources.Lease, end sources.End, now time.Time) (left int, doubted bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(s.wrong("EndFeed"), ctx.Err()); err != nil {
		return 0, false, err
	}
	f, err := s.held(l)
	if err != nil {
		return 0, false, err
	}
	s.ends = append(s.ends, end)
	f.Next = end.Next
	if end.Stopped {
		return 0, false, nil
	}
	f.fault = end.Fault
	if end.Fault != "" {
		f.Failures++
		return 0, false, nil
	}
	f.Failures, f.Began = 0, l.Began
	if end.Complete {
		left, doubted = s.sweep(l, end.Unchanged, f.doubted)
		f.doubted, f.CompleteAt = doubted, l.Began
	}
	if !doubted {
		f.State = end.State
	}
	return left, doubted, nil
}

// sweep takes out what a complete reading has not shown, unless that is too much to believe.
func (s *shelf) sweep(l sources.Lease, unchanged, again bool) (int, bool) {
	var gone []string
	all := 0
	for key, o := range s.offers {
		if o.feed != l.Feed {
			continue
		}
		if unchanged {
			o.seen = l.Began
		}
		all++
		if !o.seen.Equal(l.Began) {
			gone = append(gone, key)
		}
	}
	if len(gone) >= 10 && 2*len(gone) > all && !again {
		return 0, true
	}
	for _, key := range gone {
		delete(s.offers, key)
	}
	return len(gone), false
}

func (s *shelf) LapseOffers(_ context.Context, kind string, before, _ time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, o := range s.offers {
		if o.kind == kind && o.seen.Before(before) {
			delete(s.offers, key)
			n++
		}
	}
	return n, s.wrong("LapseOffers")
}

// ids are the offers of a source, in order.
func (s *shelf) ids(feed string) (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.offers {
		if o.feed == feed {
			all = append(all, o.id)
		}
	}
	slices.Sort(all)
	return all
}

func (s *shelf) feed(name string) row {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.feeds[name]; f != nil {
		return *f
	}
	return row{}
}

// fake is a source that does what a test says.
type fake struct {
	name, kind string
	every      time.Duration
	recheck    time.Duration
	fetch      func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error)

	mu      sync.Mutex
	began   []time.Time // the clock's, not the runner's
	reading int         // at this moment
	most    int
}

func (f *fake) Name() string         { return f.name }
func (f *fake) Kind() string         { return f.kind }
func (f *fake) Terms() sources.Terms { return sources.Terms{Recheck: f.recheck} }
func (f *fake) Every() time.Duration {
	if f.every == 0 {
		return time.Hour
	}
	return f.every
}

func (f *fake) Fetch(ctx context.Context, r *sources.Reading) (sources.Fetched, error) {
	f.mu.Lock()
	f.began = append(f.began, time.Now())
	n := len(f.began)
	f.reading++
	f.most = max(f.most, f.reading)
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.reading--
		f.mu.Unlock()
	}()
	return f.fetch(ctx, n, r)
}

// times are when the source was asked.
func (f *fake) times() []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.began)
}

// shows is a fetch that shows everything there is, each time the same.
func shows(kind string, ids ...string) func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
	return func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
		return sources.Fetched{Complete: true, State: fmt.Sprint("state ", n)}, r.Keep(ctx, batch(kind, ids...))
	}
}

func batch(kind string, ids ...string) (b sources.Batch) {
	for _, id := range ids {
		b.Offers = append(b.Offers, sources.Offer{Source: kind, ID: id, Title: "Développeuse " + id, Company: "Maison " + id, URL: "https://exemple.fr/" + id})
	}
	return b
}

// numbered are so many ids.
func numbered(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("%03d", i))
	}
	return ids
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v; want %v", what, got, want)
	}
}
