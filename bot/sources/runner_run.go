package sources

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	// readWithin bounds a reading. A lease is longer: it passes only where whoever had it
	// is no more.
	readWithin = 20 * time.Minute
	leaseFor   = 25 * time.Minute

	lookAgain    = 5 * time.Minute // for what another process has changed, at the latest
	afterFault   = 5 * time.Second // of the store; doubled up to lookAgain
	atOnce       = 8               // hosts read at the same time, at most
	longestWait  = 12 * time.Hour  // after many failures
	longestAsked = 24 * time.Hour  // that a source's own word is taken for
)

// Run reads sources when they are due, until ctx ends: one after the other of one host, and
// the hosts side by side.
func (r *Runner) Run(ctx context.Context) {
	if len(r.Sources) == 0 {
		<-ctx.Done()
		return
	}
	turns := make(chan struct{}, atOnce)
	var hosts sync.WaitGroup
	for _, of := range r.hosts() {
		hosts.Go(func() { r.follow(ctx, of, turns) })
	}
	hosts.Wait()
}

// hosts are the sources by what they ask.
func (r *Runner) hosts() (all [][]Configured) {
	at := map[string]int{}
	for _, c := range r.Sources {
		host := c.Host
		if host == "" {
			host = c.Source.Kind()
		}
		i, known := at[host]
		if !known {
			i = len(all)
			at[host], all = i, append(all, nil)
		}
		all[i] = append(all[i], c)
	}
	return all
}

// follow reads the sources of one host, each when it is due. What goes wrong with the store
// is tried again, later and later.
func (r *Runner) follow(ctx context.Context, of []Configured, turns chan struct{}) {
	names := feedNames(of)
	known, pause := false, afterFault
	for ctx.Err() == nil {
		if !known {
			if err := r.Store.AddFeeds(ctx, names, r.now()); err != nil {
				r.unkept(ctx, "sources not made known", err)
				wait(ctx, pause)
				pause = min(2*pause, lookAgain)
				continue
			}
			known = true
		}
		until, err := r.turn(ctx, of, turns)
		if err != nil {
			r.unkept(ctx, "source not read", err)
			until = pause
			pause = min(2*pause, lookAgain)
		} else {
			pause = afterFault
		}
		wait(ctx, until)
	}
}

// turn reads the source that is due, and says when to look again: at once after one.
func (r *Runner) turn(ctx context.Context, of []Configured, turns chan struct{}) (again time.Duration, err error) {
	select {
	case <-ctx.Done():
		return 0, nil
	case turns <- struct{}{}: // before a lease is taken: it would pass meanwhile
		defer func() { <-turns }()
	}
	var names []string
	for _, c := range of {
		names = append(names, c.Source.Name())
	}
	now := r.now()
	feed, ok, next, err := r.Store.TakeFeed(ctx, names, now, now.Add(leaseFor))
	if err != nil {
		return 0, err
	}
	if !ok {
		if next.IsZero() {
			return lookAgain, nil
		}
		return max(time.Second, min(lookAgain, next.Sub(now))), nil
	}
	i := slices.IndexFunc(of, func(c Configured) bool { return c.Source.Name() == feed.Name })
	if i < 0 {
		return lookAgain, nil // a store that gives what it was not asked for
	}
	_, err = r.read(ctx, of[i], feed, now)
	if _, fault := faultOf(err); fault || errors.Is(err, ErrLost) {
		err = nil // it is logged, or another reads it
	}
	return 0, err
}

// feedNames are the names and kinds of sources.
func feedNames(of []Configured) (names []FeedName) {
	for _, c := range of {
		names = append(names, FeedName{Name: c.Source.Name(), Kind: c.Source.Kind()})
	}
	return names
}

// nextAfter is when to read again after a reading that ended well: never earlier than the
// source wants it, and not all sources at the same moment.
func nextAfter(now time.Time, s Source) time.Time {
	return now.Add(s.Every() + time.Duration(rand.Float64()*0.1*float64(s.Every())))
}

// nextAfterFault is when to read again after so many failures in a row: later and later,
// though not so late that what the source's terms ask could not be done any more, and never
// before the time that the source itself has asked for.
func nextAfterFault(now time.Time, s Source, failures int, asked time.Duration) time.Time {
	most := longestWait
	if recheck := s.Terms().Recheck; recheck > 0 {
		most = min(most, recheck/8)
	}
	later := s.Every()
	for range failures - 1 {
		if later >= most {
			break
		}
		later *= 2
	}
	later = min(later, max(most, s.Every()))
	later += time.Duration((rand.Float64() - 0.5) * 0.2 * float64(later))
	return now.Add(max(later, min(asked, longestAsked)))
}

// wait waits, or until ctx ends.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// unkept logs a fault of the store, which is not the source's.
func (r *Runner) unkept(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		r.Log.ErrorContext(ctx, what, "err", err)
	}
}
