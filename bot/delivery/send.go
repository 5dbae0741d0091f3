package delivery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"rebond/bot"
)

// deliver does what one claim asks for, and says what became of it.
func (l *lane) deliver(ctx context.Context, v *Delivery) (o Outcome) {
	o = Outcome{ID: v.ID, Claim: v.Claim}
	ctx, cancel := context.WithTimeout(ctx, l.lease()/sendPart)
	defer cancel()
	if v.Kind == bot.SendPost {
		l.send(ctx, v, &o)
	} else {
		err := l.call(func() error { return l.platform.Change(ctx, v.Ref, v.Post) })
		l.judge(v, &o, v.Ref, err)
	}
	if o.Again.IsZero() {
		o.Again = l.Now().Add(l.perPlace)
	}
	o.Error = bot.Clean(o.Error, 500) // what an outbox cannot write would keep the others from being settled
	return o
}

// send sends a post that is not there yet.
func (l *lane) send(ctx context.Context, v *Delivery, o *Outcome) {
	if v.Look {
		finder, ok := l.platform.(bot.Finder)
		if !ok {
			o.State, o.Error = Uncertain, AnswerLost
			return
		}
		var ref bot.MessageRef
		err := l.call(func() (err error) {
			ref, err = finder.Find(ctx, v.Post, v.Since)
			return err
		})
		switch {
		case err == nil:
			o.State, o.Ref = Delivered, ref
			return
		case !errors.Is(err, bot.ErrNotFound) && (l.tired(v) || refused(err)):
			o.State, o.Error = Uncertain, err.Error()
			return
		case !errors.Is(err, bot.ErrNotFound):
			o.State, o.Look, o.Error, o.Again = Sending, true, err.Error(), l.Now().Add(l.backoff(v, err))
			return
		}
		if !v.Until.IsZero() && l.Now().After(v.Until) {
			o.State, o.Error = Expired, TimePassed
			return
		}
	}
	var ref bot.MessageRef
	err := l.call(func() (err error) {
		ref, err = l.platform.Send(ctx, v.Post)
		return err
	})
	l.judge(v, o, ref, err)
}

// call turns a panic of an adapter into an error of which nothing is known.
func (l *lane) call(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errPanic, p)
		}
	}()
	return do()
}

// judge says what an error of the platform means for a post.
func (l *lane) judge(v *Delivery, o *Outcome, ref bot.MessageRef, err error) {
	if err == nil {
		o.State, o.Ref = Delivered, ref
		return
	}
	fate, wait, gone := bot.MaybeSent, time.Duration(0), false
	if said, ok := errors.AsType[*bot.SendError](err); ok {
		fate, wait, gone = said.Fate, said.Wait, said.Gone && v.Kind == bot.SendPost
	}
	o.Error = err.Error()
	if fate == bot.MaybeSent && v.Kind != bot.SendPost {
		fate = bot.NotSent // doing it again does no harm
	}
	now := l.Now()
	switch {
	case fate == bot.Rejected:
		o.State, o.Gone = Rejected, gone
	case fate == bot.MaybeSent:
		if _, ok := l.platform.(bot.Finder); !ok || l.tired(v) {
			o.State = Uncertain
			break
		}
		o.State, o.Look, o.Again = Sending, true, now.Add(l.lease()/lookPart)
	case wait > 0:
		o.State, o.Again = Pending, now.Add(wait)
	case l.tired(v):
		o.State, o.Error = Rejected, GivenUp+o.Error
	default:
		o.State, o.Again = Pending, now.Add(l.backoff(v, err))
	}
}

// refused reports whether a platform says that it will always answer so.
func refused(err error) bool {
	said, ok := errors.AsType[*bot.SendError](err)
	return ok && said.Fate == bot.Rejected
}

// tired reports whether a post has failed for long enough: its place waits.
func (l *lane) tired(v *Delivery) bool {
	return !v.Since.IsZero() && l.Now().Sub(v.Since) > giveUpAfter
}

// The wait after a failure doubles from one to the next, up to a limit, and
// half of it is chance, so that posts that failed together do not try together.
const (
	firstWait = time.Second
	longWait  = 10 * time.Minute
)

func (l *lane) backoff(v *Delivery, err error) time.Duration {
	if said, ok := errors.AsType[*bot.SendError](err); ok && said.Wait > 0 {
		return said.Wait
	}
	wait := min(longWait, firstWait<<min(v.Attempts, 20))
	return wait/2 + rand.N(wait/2)
}
