package slack

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"rebond/bot"
)

// hearing handles what comes over sockets.
type hearing struct {
	*Adapter
	in  bot.Inbox
	ctx context.Context // outlives that of the sockets by lastWords

	homes homes
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
		var i interaction
		if !h.reads(ctx, e, &i) {
			return
		}
		if i.Type == "block_suggestion" {
			h.complete(ctx, ack, &i)
			return
		}
		if i.Type == "view_submission" { // whose answer the acknowledgement carries; Slack waits for no more than 3 s
			late := time.AfterFunc(ackLatest, func() { ack.end(ctx) })
			defer late.Stop()
		} else {
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
		k.socket.done()
	})
	return said
}
