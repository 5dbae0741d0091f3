package slack

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

const (
	// openAgain and openAtMost are the first and the longest wait before a socket is opened
	// again; each is twice the one before it.
	openAgain  = time.Second
	openAtMost = time.Minute
	// crowded is how long is waited where other processes have all the sockets.
	crowded = time.Minute
)

// app is an app of Slack's, which has sockets.
type app struct {
	*Adapter
	api  *slack.Client
	hear func(*socket, envelope)
	up   func() // told whenever a socket is open
}

// listen keeps the sockets of an app until ctx ends, or until its token can never open
// one.
func (p *app) listen(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var all sync.WaitGroup
	for range cmp.Or(p.sockets, socketsOfApp) {
		all.Go(func() { end(p.keep(ctx)) })
	}
	all.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// keep keeps one socket open. One that Slack is about to end goes on until the next has
// said hello, so that nothing is missed between them.
func (p *app) keep(ctx context.Context) error {
	var reading sync.WaitGroup
	defer reading.Wait()
	var before *socket
	retire := func(s *socket) {
		if s != nil {
			reading.Go(s.retire)
		}
	}
	defer func() { retire(before) }()
	again, silence := cmp.Or(p.again, openAgain), cmp.Or(p.silence, silentFor)
	for wait := again; ctx.Err() == nil; {
		s, err := dial(ctx, p.api, silence)
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			if fatal(err) {
				return err
			}
			after := rest(wait, err)
			p.Log.WarnContext(ctx, "Slack does not open a socket", "err", err, "again_in", after.Round(time.Second).String())
			pause(ctx, after)
			wait = min(2*wait, openAtMost)
			continue
		}
		wait = again
		retire(before)
		before = nil
		p.up()
		opened := time.Now()
		ended := make(chan string, 1)
		reading.Go(func() { p.read(ctx, s, ended) })
		select {
		case <-ctx.Done():
			retire(s)
			return nil
		case why := <-ended:
			if why == "warning" || why == "refresh_requested" {
				before = s
				pause(ctx, again-time.Since(opened)) // one that warns at once is not opened for ever
				continue
			}
			s.close()
			p.rests(ctx, why, again)
		}
	}
	return nil
}

// rests waits after a socket that has ended.
func (p *app) rests(ctx context.Context, why string, again time.Duration) {
	if crowding[why] {
		p.Log.WarnContext(ctx, "Slack ends a socket", "reason", why, "again_in", crowded.String())
		pause(ctx, crowded)
		return
	}
	pause(ctx, again/2+rand.N(again))
}

// crowding are the reasons to end a socket that do not pass soon.
var crowding = map[string]bool{"too_many_websockets": true, "link_disabled": true}

// rest is how long to wait after an error: as long as Slack asks to, or else about as long
// as some time, so that not all who wait come back at once.
func rest(about time.Duration, err error) time.Duration {
	if asked := waitOf(err); asked > 0 {
		return asked
	}
	if why, ended := errors.AsType[endedError](err); ended && crowding[string(why)] {
		return crowded
	}
	return about/2 + rand.N(about)
}

// read hands over what a socket says until it ends, and tells first why it will.
func (p *app) read(ctx context.Context, s *socket, ended chan<- string) {
	tell := func(why string) {
		select {
		case ended <- why:
		default: // it has been told
		}
	}
	for {
		e, err := s.read()
		switch {
		case errors.Is(err, errMalformed):
			p.Log.WarnContext(ctx, "an envelope that cannot be read")
			if e.ID != "" {
				p.end(ctx, s, e.ID)
			}
		case err != nil:
			if ctx.Err() == nil {
				p.Log.InfoContext(ctx, "a socket of Slack's has ended", "err", err)
			}
			tell("")
			return
		case e.Type == "disconnect":
			p.Log.DebugContext(ctx, "Slack is about to end a socket", "reason", e.Reason)
			tell(e.Reason)
		case e.Type == "hello":
		case ctx.Err() != nil: // another socket will be given it
		default:
			s.brought()
			p.hear(s, e)
		}
	}
}

// end acknowledges an envelope that says nothing to us.
func (a *Adapter) end(ctx context.Context, s *socket, id string) {
	if data, err := (acknowledgement{ID: id}).json(); err == nil {
		a.acknowledge(ctx, s, data)
	}
}

// acknowledge writes an acknowledgement, and reports whether Slack may have heard it.
func (a *Adapter) acknowledge(ctx context.Context, s *socket, data []byte) bool {
	if err := s.write(data); err != nil {
		a.Log.WarnContext(ctx, "an envelope not acknowledged", "err", err)
		return false
	}
	return true
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
