package discord

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"rebond/bot"
)

// maxMoves is how many servers can wait to be told of: a connection has 2,500 at most,
// and tells of each when it begins.
const maxMoves = 2500

// ready tells, of a session that begins, who we are and where.
func (a *Adapter) ready(data json.RawMessage) {
	var said struct {
		User   account           `json:"user"`
		Guilds []json.RawMessage `json:"guilds"`
	}
	if a.Up != nil && json.Unmarshal(data, &said) == nil {
		a.Up(said.User.shown(), len(said.Guilds))
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

// inOrder does one thing after the other: a server may be left and joined again.
func (a *Adapter) inOrder(ctx context.Context, moves <-chan func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case move := <-moves:
			a.guarded(ctx, move)
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
