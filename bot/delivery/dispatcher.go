package delivery

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"rebond/bot"
)

// Pace is how fast a platform takes posts. A zero is no limit.
type Pace struct {
	PerSecond       float64       // posts, of the whole platform
	DirectPerSecond float64       // direct messages among them
	PerPlace        time.Duration // from one post of a place to the next
}

// Times of a delivery, from the length of its lease: a send ends well before
// the lease does, and nobody looks for what it may have sent before that.
const (
	defaultLease  = 30 * time.Second
	sendPart      = 3 // a send may take this part of a lease
	lookPart      = 6 // a lost answer is looked for after this part of a lease
	defaultAtOnce = 32
	burst         = 5 // posts that may go at once after a pause
	poll          = time.Second
	giveUpAfter   = 3 * time.Hour // of failures, from the first try
	lastOutcomes  = 5 * time.Second
)

// Dispatcher takes posts out of the outbox and sends them. Several may work on
// one outbox, in one process or many.
type Dispatcher struct {
	Outbox    Outbox
	Platforms []bot.Platform
	Pace      map[string]Pace // by the platform's name
	Lease     time.Duration   // how long a claim is held; 0 means 30 s
	AtOnce    int             // posts of a lane that are being sent at the same time; 0 means 32
	Log       *slog.Logger
	Now       func() time.Time
}

func (d *Dispatcher) lease() time.Duration {
	if d.Lease > 0 {
		return d.Lease
	}
	return defaultLease
}

// Run delivers until ctx ends, then waits for what is being sent.
func (d *Dispatcher) Run(ctx context.Context) {
	var all sync.WaitGroup
	wakers := []chan struct{}{}
	for _, l := range d.lanes() {
		wakers = append(wakers, l.wake)
		all.Go(func() { l.run(ctx) })
	}
	for {
		select {
		case <-ctx.Done():
			all.Wait()
			return
		case <-d.Outbox.Posted():
			for _, wake := range wakers {
				select {
				case wake <- struct{}{}:
				default:
				}
			}
		}
	}
}

// lanes are the channels and the direct messages of each platform, which share
// its pace.
func (d *Dispatcher) lanes() []*lane {
	var all []*lane
	shared := &trouble{}
	for _, p := range d.Platforms {
		pace := d.Pace[p.Name()]
		whole := limiter(pace.PerSecond)
		for _, direct := range []bool{false, true} {
			l := &lane{Dispatcher: d, Lane: Lane{p.Name(), direct}, platform: p, limits: []*rate.Limiter{whole},
				perPlace: pace.PerPlace, atOnce: cmp.Or(d.AtOnce, defaultAtOnce), wake: make(chan struct{}, 1), trouble: shared}
			l.done = make(chan Outcome, l.atOnce)
			if direct {
				l.limits = append(l.limits, limiter(pace.DirectPerSecond))
			}
			all = append(all, l)
		}
	}
	return all
}

func limiter(perSecond float64) *rate.Limiter {
	if perSecond <= 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(rate.Limit(perSecond), burst)
}

// lane is a lane at work: one goroutine that claims and settles, and one for
// each post being sent.
type lane struct {
	*Dispatcher
	Lane
	platform bot.Platform
	limits   []*rate.Limiter
	perPlace time.Duration
	atOnce   int
	done     chan Outcome
	wake     chan struct{}

	sending   int
	unsettled []Outcome // that the outbox has not taken yet
	trouble   *trouble
	waits     bool // the outbox does not answer
}

// trouble is shared by the lanes, so that one fault is told once.
type trouble struct {
	mu    sync.Mutex
	lanes int // that wait
	Incident
}

func (l *lane) run(ctx context.Context) {
	for ctx.Err() == nil {
		next, err := l.turn(ctx)
		wait := poll
		if err != nil {
			if ctx.Err() == nil {
				l.troubled(ctx, err)
			}
		} else {
			l.recovered(ctx)
			wait = min(poll, next)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-timer.C:
		case o := <-l.done:
			l.settled(o)
		}
		timer.Stop()
	}
	l.finish()
}

// turn settles what is done, then claims and begins to send what the pace
// allows. It returns how long there is nothing more to do.
func (l *lane) turn(ctx context.Context) (time.Duration, error) {
	if err := l.settle(ctx); err != nil {
		return 0, err
	}
	now := l.Now()
	n, wait := l.allowed(now)
	if n == 0 {
		return wait, nil
	}
	claimed, next, err := l.claim(ctx, now, n)
	if err != nil {
		return 0, err
	}
	for i := range claimed {
		for _, limit := range l.limits {
			limit.ReserveN(now, 1)
		}
		l.sending++
		go func() { l.done <- l.deliver(context.WithoutCancel(ctx), &claimed[i]) }()
	}
	switch {
	case len(claimed) == n:
		return 0, nil
	case next.IsZero():
		return poll, nil
	}
	return max(0, next.Sub(now)), nil
}

// claim is not given up when the process is asked to stop: a claim of which nobody
// hears would keep its place until the lease ends.
func (l *lane) claim(ctx context.Context, now time.Time, n int) ([]Delivery, time.Time, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.lease()/sendPart)
	defer cancel()
	return l.Outbox.Claim(ctx, l.Lane, now, l.lease(), n)
}

// allowed is how many posts may be begun now, and when not one, how long to wait.
func (l *lane) allowed(now time.Time) (n int, wait time.Duration) {
	n = l.atOnce - l.sending
	if n == 0 {
		return 0, poll // the end of a send wakes the lane
	}
	for _, limit := range l.limits {
		if limit.Limit() == rate.Inf {
			continue
		}
		tokens := limit.TokensAt(now)
		n = min(n, int(tokens))
		if tokens < 1 {
			wait = max(wait, time.Duration((1-tokens)/float64(limit.Limit())*float64(time.Second))+time.Millisecond)
		}
	}
	return max(n, 0), wait
}

func (l *lane) settled(o Outcome) {
	l.sending--
	l.unsettled = append(l.unsettled, o)
}

// settle writes all outcomes there are. They are kept until the outbox takes them.
func (l *lane) settle(ctx context.Context) error {
	for {
		select {
		case o := <-l.done:
			l.settled(o)
			continue
		default:
		}
		break
	}
	if len(l.unsettled) == 0 {
		return nil
	}
	if err := l.Outbox.Settle(ctx, l.Now(), l.unsettled...); err != nil {
		return err
	}
	l.unsettled = nil
	return nil
}

// finish waits for what is being sent, and writes what became of it.
func (l *lane) finish() {
	for l.sending > 0 {
		l.settled(<-l.done)
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastOutcomes)
	defer cancel()
	if err := l.settle(ctx); err != nil {
		l.Log.Error("outcomes of deliveries not written", "platform", l.Platform, "posts", len(l.unsettled), "err", err)
	}
}

// troubled tells once that the outbox does not answer; recovered tells, when no
// lane waits any more, that it does again, and keeps the incident for whoever
// runs the process.
func (l *lane) troubled(ctx context.Context, err error) {
	if l.waits {
		return
	}
	l.waits = true
	l.trouble.mu.Lock()
	defer l.trouble.mu.Unlock()
	if l.trouble.lanes++; l.trouble.lanes == 1 {
		l.trouble.Incident = Incident{From: l.Now(), What: err.Error()}
		l.Log.ErrorContext(ctx, "deliveries wait for the database", "err", err)
	}
}

func (l *lane) recovered(ctx context.Context) {
	if !l.waits {
		return
	}
	l.trouble.mu.Lock()
	defer l.trouble.mu.Unlock()
	if l.trouble.lanes == 1 {
		l.trouble.To = l.Now()
		if err := l.Outbox.Report(ctx, l.trouble.Incident); err != nil {
			return // not so well yet
		}
		l.Log.InfoContext(ctx, "deliveries go on", "after", l.trouble.To.Sub(l.trouble.From).Round(time.Millisecond))
	}
	l.trouble.lanes--
	l.waits = false
}

var errPanic = errors.New("the platform's adapter panicked")
