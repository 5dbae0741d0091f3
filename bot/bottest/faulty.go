package bottest

import (
	"context"
	"errors"
	"sync"
	"time"

	"rebond/bot"
)

// Fault is how a platform fails.
type Fault uint8

// The faults of a send or a change.
const (
	NoFault    Fault = iota
	Busy             // it asks to wait for BusyFor
	Down             // it cannot now, and has done nothing
	AnswerLost       // it is done, and nobody is told
	NeverCame        // it is not done, and nobody can tell
	Forbidden        // it will never be accepted
)

// BusyFor is how long a busy platform asks to wait.
const BusyFor = 20 * time.Second

// Faulty is a platform that fails: each send and each change meets the next of
// its faults, and works once there are no more.
type Faulty struct {
	bot.Platform
	mu     sync.Mutex
	faults []Fault
}

// Fails wraps a platform with faults to come.
func Fails(p bot.Platform, faults ...Fault) *Faulty { return &Faulty{Platform: p, faults: faults} }

// Send implements bot.Platform.
func (f *Faulty) Send(ctx context.Context, p bot.Post) (ref bot.MessageRef, err error) {
	err = f.meet(func() (err error) {
		ref, err = f.Platform.Send(ctx, p)
		return err
	})
	if err != nil {
		return bot.MessageRef{}, err
	}
	return ref, nil
}

// Change implements bot.Platform.
func (f *Faulty) Change(ctx context.Context, ref bot.MessageRef, p bot.Post) error {
	return f.meet(func() error { return f.Platform.Change(ctx, ref, p) })
}

// Find implements bot.Finder where the platform does.
func (f *Faulty) Find(ctx context.Context, p bot.Post, since time.Time) (bot.MessageRef, error) {
	finder, ok := f.Platform.(bot.Finder)
	if !ok {
		return bot.MessageRef{}, errors.ErrUnsupported
	}
	return finder.Find(ctx, p, since)
}

func (f *Faulty) meet(do func() error) error {
	switch f.next() {
	case Busy:
		return &bot.SendError{Fate: bot.NotSent, Wait: BusyFor, Err: errors.New("too many requests")}
	case Down:
		return &bot.SendError{Fate: bot.NotSent, Err: errors.New("service unavailable")}
	case AnswerLost:
		if err := do(); err != nil {
			return err
		}
		return &bot.SendError{Fate: bot.MaybeSent, Err: errors.New("connection reset")}
	case NeverCame:
		return &bot.SendError{Fate: bot.MaybeSent, Err: errors.New("no answer")}
	case Forbidden:
		return &bot.SendError{Fate: bot.Rejected, Err: errors.New("missing permission")}
	}
	return do()
}

func (f *Faulty) next() Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.faults) == 0 {
		return NoFault
	}
	fault := f.faults[0]
	f.faults = f.faults[1:]
	return fault
}
