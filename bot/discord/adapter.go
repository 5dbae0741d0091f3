// Package discord is a Discord server as a platform. It promises that an answer comes
// within three seconds or is announced, that what anybody wrote never pings, formats
// or hides a link, and that a post is sent once as far as Discord lets one tell. The
// gateway's events come through discordgo; every call to the API is our own.
package discord

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"rebond/bot"
)

// Platform is Discord's name as a platform.
const Platform = "discord"

// DefaultAPI is the base of Discord's own API.
const DefaultAPI = "https://discord.com/api/v10"

// PerSecond is how many posts may go in a second: Discord takes 50 requests of a bot in
// all, and a post with a thread or to somebody new is two. A private group is one for each
// of its members more, and only one goes at a time in a channel.
const PerSecond = 25

// Adapter is a bot of Discord.
type Adapter struct {
	Token      string
	API        string   // empty: [DefaultAPI]
	RegisterIn []string // guilds that get the commands at once, to try them out; empty: all, which takes Discord some time
	Shards     int      // connections that share the servers; 0: as many as Discord advises
	Only       []int    // those of them that this process keeps, from 0 on; empty: all
	Calls      bot.Calls
	Accounts   bot.Accounts            // of whom a message may ping, and of the members of private threads
	Arrivals   bot.Arrivals            // told of the servers that the bot comes into and leaves; nil: nobody is
	Up         func(bot string, n int) // told what the bot is called and in how many servers it is, once it is connected; nil: nobody is
	Log        *slog.Logger
	Now        func() time.Time

	prepared sync.Once
	rest     *rest
	opening  time.Duration // how long a connection may take; 0: openWithin
	span     time.Duration // between two that begin; 0: turnSpan
	commands []bot.Command

	mu      sync.Mutex
	app, me string            // ids of the application, and of its account; empty until they are asked for
	direct  map[string]string // the channel of each member's direct messages
	groups  map[string]string // the private thread of each post that opened one, by its key
	kept    int               // how many connections this process keeps
	servers map[int]int       // how many servers each of them has
}

// Name implements bot.Platform.
func (a *Adapter) Name() string { return Platform }

// callTimeout is how long a call may take, and what it sends.
const callTimeout = 20 * time.Second

// client is the client of the API, made when it is first needed.
func (a *Adapter) client() *rest {
	a.prepared.Do(func() {
		base := strings.TrimRight(a.API, "/")
		if base == "" {
			base = DefaultAPI
		}
		a.rest = &rest{base: base, token: a.Token, now: a.Now, limits: map[string]limit{}, http: &http.Client{
			Timeout:       callTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}}
	})
	return a.rest
}

// who tells the ids of the application and of its account.
func (a *Adapter) who(ctx context.Context) (app, me string, err error) {
	a.mu.Lock()
	app, me = a.app, a.me
	a.mu.Unlock()
	if app != "" {
		return app, me, nil
	}
	var said struct {
		ID  string  `json:"id"`
		Bot account `json:"bot"`
	}
	if err := a.client().do(ctx, call{method: http.MethodGet, route: "application", path: "/applications/@me"}, &said); err != nil {
		return "", "", err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.app, a.me = said.ID, said.Bot.ID
	if a.me == "" {
		a.me = said.ID
	}
	return a.app, a.me, nil
}
