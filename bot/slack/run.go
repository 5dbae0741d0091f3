package slack

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"rebond/bot"
)

// lastWords is for how long what was begun when the bot stops may still be finished.
const lastWords = 5 * time.Second

// Run implements bot.Platform. A workspace or an app that can never work is told of, and
// ends the others only where there are none.
func (a *Adapter) Run(ctx context.Context, in bot.Inbox) error {
	if declared, ok := in.(interface{ Commands() []bot.Command }); ok {
		a.mu.Lock()
		a.commands = declared.Commands()
		a.mu.Unlock()
	}
	if err := a.gather(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	answers, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	last := func() { time.AfterFunc(lastWords, cancel) }
	stop := context.AfterFunc(ctx, last)
	defer stop()
	var working sync.WaitGroup
	defer working.Wait()
	defer last()
	h := &hearing{Adapter: a, in: in, ctx: answers}
	return a.listenAll(ctx, func(s *socket, e envelope) {
		working.Go(func() { a.guarded(answers, func() { h.hear(s, e) }) })
	})
}

// gather waits until a workspace at least says who it is, and tells of those that never
// will.
func (a *Adapter) gather(ctx context.Context) error {
	for wait := openAgain; ; wait = min(2*wait, openAtMost) {
		teams, err := a.meet(ctx)
		if ctx.Err() != nil {
			return nil
		}
		faults := split(err)
		if len(teams) == 0 && len(faults) > 0 && !slices.ContainsFunc(faults, func(err error) bool { return !fatal(err) }) {
			var told []error
			for _, err := range faults {
				told = append(told, a.explained(err))
			}
			return errors.Join(told...)
		}
		if len(teams) == 0 {
			after := rest(wait, err)
			a.Log.WarnContext(ctx, "Slack does not answer", "err", err, "again_in", after.Round(time.Second).String())
			pause(ctx, after)
			continue
		}
		for _, err := range faults {
			a.Log.ErrorContext(ctx, "a workspace of Slack's that does not work", "err", bot.Plain(trouble(err).In(bot.EN)))
		}
		return nil
	}
}

// split are the errors that errors.Join has joined.
func split(err error) []error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return several.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// listenAll listens to every app that the workspaces have, until ctx ends or none of them
// can be listened to any more.
func (a *Adapter) listenAll(ctx context.Context, hear func(*socket, envelope)) error {
	apps := map[string]Workspace{}
	for _, w := range a.Workspaces {
		apps[w.AppToken] = w
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var faults []error
	up := a.countUp(len(apps))
	for _, token := range slices.Sorted(maps.Keys(apps)) {
		all.Go(func() {
			err := (&app{Adapter: a, api: newAPI(apps[token]), hear: hear, up: func() { up(token, true) }}).listen(ctx)
			if err == nil {
				return
			}
			up(token, false)
			if len(apps) > 1 { // else it ends the program, which says so
				a.Log.ErrorContext(ctx, "an app of Slack's that does not work", "err", bot.Plain(trouble(err).In(bot.EN)))
			}
			mu.Lock()
			defer mu.Unlock()
			faults = append(faults, a.explained(err))
		})
	}
	all.Wait()
	if len(faults) == len(apps) {
		return errors.Join(faults...)
	}
	return nil
}

// countUp tells, once every app has a socket or never will, in which workspaces the bot is.
func (a *Adapter) countUp(apps int) func(app string, open bool) {
	var mu sync.Mutex
	opened := map[string]bool{}
	return func(app string, open bool) {
		mu.Lock()
		defer mu.Unlock()
		if _, told := opened[app]; told {
			return
		}
		if opened[app] = open; len(opened) == apps && a.Up != nil {
			a.mu.Lock()
			var names []string
			for _, t := range a.teams {
				if opened[t.AppToken] {
					names = append(names, t.name)
				}
			}
			a.mu.Unlock()
			if len(names) == 0 {
				return
			}
			slices.Sort(names)
			a.Up(names)
		}
	}
}

// guarded runs something that one event asks for: its panic ends nothing else.
func (a *Adapter) guarded(ctx context.Context, do func()) {
	defer func() {
		if p := recover(); p != nil {
			a.Log.ErrorContext(ctx, "panic", "err", fmt.Sprintf("%v\n%s", p, debug.Stack()))
		}
	}()
	do()
}

// explained is an error in words for whoever installs.
func (a *Adapter) explained(err error) error { return &bot.UserError{Text: trouble(err), Err: err} }
