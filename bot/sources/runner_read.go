package sources

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"rebond/bot"
)

// keepAtOnce is how many offers are kept in one go.
const keepAtOnce = 500

// sampled is how many titles a report gives of what is kept.
const sampled = 5

// endWithin is how long the end of a reading may take to be written, also when the process
// is asked to stop meanwhile.
const endWithin = time.Minute

// Once reads a source now, whether it is due or not. Dry, it asks it for everything and
// keeps nothing. A source that could not be read is a [*Failure]; the report tells what had
// been done by then.
func (r *Runner) Once(ctx context.Context, name string, dry bool) (Report, error) {
	i := slices.IndexFunc(r.Sources, func(c Configured) bool { return c.Source.Name() == name })
	if i < 0 {
		return Report{}, fmt.Errorf("no source is named %q: %w", name, bot.ErrNotFound)
	}
	of := r.Sources[i]
	if dry {
		read := &reading{runner: r, of: of, dry: true, began: r.now(), report: Report{Name: name}}
		_, err := read.fetch(ctx, "")
		return read.finished(), err
	}
	now := r.now()
	if err := r.Store.AddFeeds(ctx, feedNames([]Configured{of}), now); err != nil {
		return Report{}, err
	}
	ever := now.AddDate(100, 0, 0) // due by then: always
	feed, ok, _, err := r.Store.TakeFeed(ctx, []string{name}, ever, now.Add(leaseFor))
	if err != nil {
		return Report{}, err
	}
	if !ok {
		return Report{}, fmt.Errorf("source %q: %w", name, ErrLost)
	}
	return r.read(ctx, of, feed, now)
}

// read is one reading of a source that is taken: fetch, keep, write how it ended, log it.
func (r *Runner) read(ctx context.Context, of Configured, feed Feed, now time.Time) (Report, error) {
	read := &reading{runner: r, of: of, began: now, report: Report{Name: feed.Name},
		lease: Lease{Feed: feed.Name, Until: feed.Next, Began: now}}
	within, cancel := context.WithTimeout(ctx, readWithin)
	fetched, err := read.fetch(within, of.state(feed.State))
	cancel()
	if errors.Is(err, ErrLost) {
		r.Log.WarnContext(ctx, "source taken by another reader", "source", feed.Name)
		return read.finished(), err
	}
	fetched.State = of.marked(fetched.State)
	end := r.end(ctx, of.Source, feed, fetched, err)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
	defer cancel()
	left, doubted, fault := r.Store.EndFeed(ending, read.lease, end, r.now())
	read.report.Left += left
	read.report.Doubted = doubted
	report := read.finished()
	if fault != nil {
		if err != nil { // what is told is the store's fault, and this one would be lost
			r.Log.WarnContext(ctx, "source not read", "source", feed.Name, "err", err)
		}
		return report, fmt.Errorf("end of the reading of %s: %w", feed.Name, fault)
	}
	r.tell(ctx, report, end, err)
	return report, err
}

// end is how a reading ended.
func (r *Runner) end(ctx context.Context, s Source, feed Feed, fetched Fetched, err error) End {
	now := r.now()
	if err == nil {
		return End{Complete: fetched.Complete, Unchanged: fetched.Unchanged, State: fetched.State, Next: nextAfter(now, s)}
	}
	if ctx.Err() != nil {
		return End{Stopped: true, Next: now}
	}
	failure, _ := faultOf(err)
	return End{Fault: failure.Fault, Detail: failure.Said, Next: nextAfterFault(now, s, feed.Failures+1, failure.After)}
}

// faultOf is what a source is told to be at fault of; ok is false where it is not a fault
// that was found in reading.
func faultOf(err error) (failure *Failure, ok bool) {
	if failure, ok := errors.AsType[*Failure](err); ok {
		return failure, true
	}
	return &Failure{Fault: Unexpected}, false
}

// tell logs how a reading ended.
func (r *Runner) tell(ctx context.Context, report Report, end End, err error) {
	with := []any{"source", report.Name, "new", report.New, "changed", report.Changed, "joined", report.Joined, "left", report.Left, "refused", len(report.Refused), "took", report.Took.Round(time.Millisecond).String()}
	switch {
	case end.Stopped:
	case end.Fault != "":
		r.Log.WarnContext(ctx, "source not read", append(with, "fault", end.Fault, "err", err, "next", end.Next)...)
	case report.Doubted:
		r.Log.WarnContext(ctx, "a source has lost most of its offers: they stay until it says so again", with...)
	default:
		r.Log.InfoContext(ctx, "source read", with...)
	}
	if r.Read != nil && !end.Stopped {
		r.Read(ctx, report)
	}
}

// reading is a reading that is going on.
type reading struct {
	runner *Runner
	of     Configured
	lease  Lease
	dry    bool
	began  time.Time
	report Report
	unkept error           // the first fault of the store
	shown  map[string]bool // ids: a source may show an offer twice, on two pages
}

// fetch asks the source. Whatever happens in it, a panic too, is its own: the error is a
// *Failure unless ctx ended from outside or the lease was lost.
func (g *reading) fetch(ctx context.Context, state string) (fetched Fetched, err error) {
	defer func() {
		if p := recover(); p != nil {
			g.runner.Log.ErrorContext(ctx, "panic in a source", "source", g.of.Source.Name(), "panic", p, "stack", string(debug.Stack()))
			fetched, err = Fetched{}, &Failure{Fault: Broken, Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	fetched, err = g.of.Source.Fetch(ctx, &Reading{State: state, Now: g.began, Keep: g.keep, Stale: g.stale, Gone: g.gone})
	g.report.Complete, g.report.NotChanged = fetched.Complete && err == nil, fetched.Unchanged
	switch {
	case g.unkept != nil: // whatever the source made of it
		if errors.Is(g.unkept, ErrLost) || ctx.Err() != nil {
			return Fetched{}, g.unkept
		}
		return Fetched{}, fmt.Errorf("%w: %w", &Failure{Fault: Unkept}, g.unkept)
	case err == nil:
		return fetched, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return Fetched{}, &Failure{Fault: TooSlow, Err: err}
	case ctx.Err() != nil:
		return Fetched{}, err
	}
	if failure, known := faultOf(err); !known {
		return Fetched{}, fmt.Errorf("%w: %w", failure, err)
	}
	return Fetched{}, err
}

// keep makes a batch alike whatever its source, and keeps of it what is wanted.
func (g *reading) keep(ctx context.Context, batch Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.report.Refused = append(g.report.Refused, batch.Refused...)
	var fit []Offer
	for _, o := range batch.Offers {
		if o.Source != g.of.Source.Kind() {
			return g.fault(fmt.Errorf("source %s yields an offer of %q", g.of.Source.Name(), o.Source))
		}
		o, why := Prepare(o, g.of.Rules)
		if why.Empty() && !o.Expires.IsZero() && !o.Expires.After(g.began) {
			why = passed
		}
		if why.Empty() {
			fit = append(fit, o)
		} else if g.first(o.ID) {
			g.report.leaveOut(o.Title, why)
		}
	}
	fit = lastOfEach(fit)
	if g.dry {
		g.count(fit, make([]Outcome, len(fit)))
		return nil
	}
	for some := range slices.Chunk(fit, keepAtOnce) {
		outcomes, err := g.runner.Store.KeepOffers(ctx, g.lease, some, g.runner.now())
		if err == nil && len(outcomes) != len(some) {
			err = fmt.Errorf("keep offers of %s: %d outcomes for %d offers", g.lease.Feed, len(outcomes), len(some))
		}
		if err != nil {
			return g.fault(err)
		}
		g.count(some, outcomes)
	}
	return nil
}

// stale gives what the source has not shown for long; dry: it knows of nothing.
func (g *reading) stale(ctx context.Context, before time.Time, most int) ([]string, error) {
	if g.dry {
		return nil, nil
	}
	ids, err := g.runner.Store.StaleOffers(ctx, g.lease.Feed, before, most)
	return ids, g.fault(err)
}

// gone takes out what the source says is no more.
func (g *reading) gone(ctx context.Context, ids ...string) error {
	if g.dry || len(ids) == 0 {
		return nil
	}
	left, err := g.runner.Store.GoneOffers(ctx, g.lease, ids, g.runner.now())
	g.report.Left += left
	return g.fault(err)
}

// fault notes what went wrong in keeping.
func (g *reading) fault(err error) error {
	if err != nil && g.unkept == nil {
		g.unkept = err
	}
	return err
}

// finished is the report of the reading as it is now.
func (g *reading) finished() Report {
	g.report.Took = max(0, g.runner.now().Sub(g.began))
	slices.SortStableFunc(g.report.LeftOut, func(a, b LeftOut) int { return cmp.Compare(b.N, a.N) })
	return g.report
}

// first says whether an offer is shown for the first time in this reading.
func (g *reading) first(id string) bool {
	if g.shown[id] {
		return false
	}
	if g.shown == nil {
		g.shown = map[string]bool{}
	}
	g.shown[id] = true
	return true
}

// count counts what became of offers.
func (g *reading) count(offers []Offer, outcomes []Outcome) {
	r := &g.report
	for i, o := range outcomes {
		if !g.first(offers[i].ID) {
			continue
		}
		if r.Kept++; len(r.Sample) < sampled {
			r.Sample = append(r.Sample, offers[i].Title)
		}
		switch {
		case g.dry: // nothing became of it
		case o == New:
			r.New++
		case o == Changed:
			r.Changed++
		case o == Joined:
			r.Joined++
		default:
			r.Unchanged++
		}
	}
}

// leaveOut counts an offer that is not wanted, under its reason.
func (r *Report) leaveOut(title string, why bot.Text) {
	for i := range r.LeftOut {
		if r.LeftOut[i].Why == why {
			r.LeftOut[i].N++
			return
		}
	}
	r.LeftOut = append(r.LeftOut, LeftOut{Why: why, N: 1, Example: title})
}
