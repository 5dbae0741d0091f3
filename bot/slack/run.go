package slack

import (
	"context"
	"encoding/json"
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
		a.commands = declared.Commands()
	}
	if err := a.gather(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	answers, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, cancel) })
	defer stop()
	var working sync.WaitGroup
	defer working.Wait()
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
			a.Log.WarnContext(ctx, "Slack does not answer", "err", err, "again_in", after)
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
			a.Log.ErrorContext(ctx, "an app of Slack's that does not work", "err", bot.Plain(trouble(err).In(bot.EN)))
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

// hearing handles what comes over sockets.
type hearing struct {
	*Adapter
	in  bot.Inbox
	ctx context.Context // outlives that of the sockets by lastWords
}

// ackLatest is when a form is acknowledged at the latest.
const ackLatest = 2 * time.Second

// hear acknowledges an envelope and handles it, once.
func (h *hearing) hear(s *socket, e envelope) {
	ctx, cancel := context.WithTimeout(h.ctx, answerWithin)
	defer cancel()
	ack := &acknowledging{hearing: h, socket: s, id: e.ID}
	defer ack.end(ctx)
	switch e.Type {
	case "slash_commands":
		ack.end(ctx)
		var c slash
		if h.reads(ctx, e, &c) && h.first(ctx, e.ID) {
			h.command(ctx, e.ID, &c)
		}
	case "interactive":
		late := time.AfterFunc(ackLatest, func() { ack.end(ctx) }) // Slack waits for no more than 3 s
		defer late.Stop()
		var i interaction
		if !h.reads(ctx, e, &i) {
			return
		}
		if i.Type == "block_suggestion" {
			h.complete(ctx, ack, &i)
			return
		}
		if i.Type != "view_submission" {
			ack.end(ctx)
		}
		if h.first(ctx, e.ID) {
			h.interaction(ctx, ack, e.ID, &i)
		}
	case "events_api":
		ack.end(ctx)
		var v event
		if h.reads(ctx, e, &v) && v.ID != "" && h.first(ctx, v.ID) {
			h.event(ctx, &v)
		}
	default:
		h.Log.DebugContext(ctx, "an envelope of another kind", "type", bot.Shorten(e.Type, 40))
	}
}

// reads reads what an envelope carries, and reports whether it could.
func (h *hearing) reads(ctx context.Context, e envelope, into any) bool {
	if err := json.Unmarshal(e.Payload, into); err != nil { // which may hold what a member wrote
		h.Log.WarnContext(ctx, "an envelope whose payload cannot be read", "type", e.Type)
		return false
	}
	return e.ID != ""
}

// onceWithin is how long is waited to learn whether something was handled before. It is
// handled where that cannot be learnt: the card of people to call asks for no database.
const onceWithin = 500 * time.Millisecond

// first reports whether something is heard of for the first time, by any process.
func (h *hearing) first(ctx context.Context, id string) bool {
	if !h.seen.first(id, h.Now()) {
		return false
	}
	soon, cancel := context.WithTimeout(ctx, onceWithin)
	defer cancel()
	type answer struct {
		first bool
		err   error
	}
	told := make(chan answer, 1)
	go func() {
		first, err := h.Once.First(soon, Platform+"/"+id)
		told <- answer{first, err}
	}()
	select {
	case a := <-told:
		if a.err == nil {
			return a.first
		}
		h.Log.WarnContext(ctx, "not known whether an envelope was handled before", "err", a.err)
	case <-soon.Done():
		h.Log.WarnContext(ctx, "not known in time whether an envelope was handled before")
	}
	return true
}

// acknowledging is an envelope that is to be acknowledged, once.
type acknowledging struct {
	*hearing
	socket *socket
	id     string
	once   sync.Once
	heard  bool
}

// end acknowledges an envelope that is not yet.
func (k *acknowledging) end(ctx context.Context) { k.with(ctx, nil) }

// with acknowledges an envelope with an answer, and reports whether Slack may have heard
// it: not where it was acknowledged before, nor where the answer is too large.
func (k *acknowledging) with(ctx context.Context, payload any) bool {
	said := false
	data, err := acknowledgement{k.id, payload}.json()
	if err != nil {
		k.Log.InfoContext(ctx, "an acknowledgement that cannot be", "err", err)
		return false
	}
	k.once.Do(func() {
		if k.id != "" {
			said = k.acknowledge(ctx, k.socket, data)
		}
	})
	return said
}
