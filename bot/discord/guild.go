package discord

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"rebond/bot"
)

// ready counts the servers of each session that begins, and tells who we are and in how
// many once all connections of this process are there.
func (a *Adapter) ready(data json.RawMessage) {
	var said struct {
		User   account           `json:"user"`
		Guilds []json.RawMessage `json:"guilds"`
		Shard  [2]int            `json:"shard"`
	}
	if a.Up == nil || json.Unmarshal(data, &said) != nil {
		return
	}
	a.mu.Lock()
	if a.servers == nil {
		a.servers = map[int]int{}
	}
	a.servers[said.Shard[0]] = len(said.Guilds)
	all, total := len(a.servers) == a.kept, 0
	for _, n := range a.servers {
		total += n
	}
	a.mu.Unlock()
	if all {
		a.Up(said.User.shown(), total)
	}
}

// membership is a server as the gateway tells that we have come into it, or that it is back
// after an outage.
type membership struct {
	ID          string    `json:"id"`
	Unavailable bool      `json:"unavailable"`
	Joined      time.Time `json:"joined_at"`
	System      string    `json:"system_channel_id"`
	Locale      string    `json:"preferred_locale"`
	Features    []string  `json:"features"`
}

// moved is what a server that we come into or leave asks to be done; nil: nothing. One
// that is unavailable has an outage: we are still in it.
func (a *Adapter) moved(ctx context.Context, e *discordgo.Event) func() {
	var g membership
	if err := json.Unmarshal(e.RawData, &g); err != nil || g.ID == "" {
		a.Log.WarnContext(ctx, "a server that cannot be read")
		return nil
	}
	if a.Arrivals == nil || g.Unavailable {
		return nil
	}
	at := bot.Address{Platform: Platform, Space: g.ID}
	ctx = context.WithoutCancel(ctx) // Discord tells of a server that is left once
	return func() {
		var err error
		if e.Type == "GUILD_DELETE" {
			err = a.Arrivals.Left(ctx, at)
		} else {
			at.Channel = g.System
			err = a.Arrivals.Joined(ctx, bot.Arrival{At: at, Since: g.Joined, Lang: g.lang()})
		}
		if err != nil {
			a.Log.ErrorContext(ctx, "a server that was joined or left is not written down", "err", err)
		}
	}
}

// queue holds what is to be done one after the other, however much that is: whoever adds
// to it reads the gateway, and must not wait.
type queue struct {
	mu      sync.Mutex
	waiting []func()
	more    chan struct{}
}

func (q *queue) add(do func()) {
	q.mu.Lock()
	q.waiting = append(q.waiting, do)
	q.mu.Unlock()
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// inOrder does one thing after the other: a server may be left and joined again. What is
// there when ctx ends is still done.
func (a *Adapter) inOrder(ctx context.Context, q *queue) {
	for ended := false; !ended; {
		select {
		case <-ctx.Done():
			ended = true
		case <-q.more:
		}
		q.mu.Lock()
		all := q.waiting
		q.waiting = nil
		q.mu.Unlock()
		for _, do := range all {
			a.guarded(ctx, do)
		}
	}
}

// lang is the language that somebody chose for a server: English is what Discord
// writes where nobody could choose.
func (g *membership) lang() bot.Lang {
	l, ok := bot.ParseLang(g.Locale)
	if !ok || l == bot.EN && !slices.Contains(g.Features, "COMMUNITY") {
		return ""
	}
	return l
}
