package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"rebond/bot"
)

// intents are what the gateway tells us of: servers, and direct messages. None is
// privileged.
const intents = discordgo.IntentsGuilds | discordgo.IntentsDirectMessages

// openWithin is how long a connection may take, from the call to READY.
const openWithin = 15 * time.Second

func init() { discordgo.APIVersion = "10" } // read by every session: set once

// Waits between two connections, which double: Discord allows 1,000 new sessions a
// day, and then resets the token.
const (
	firstRetry = time.Second
	longRetry  = 5 * time.Minute
	stable     = time.Minute // after so long a connection the next wait is short again
)

// gateways is what Discord says of where to connect.
type gateways struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining int   `json:"remaining"`
		ResetIn   int64 `json:"reset_after"` // milliseconds
		AtOnce    int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// gateway asks where to connect.
func (a *Adapter) gateway(ctx context.Context) (g gateways, err error) {
	err = a.client().do(ctx, call{method: http.MethodGet, route: "gateway", path: "/gateway/bot"}, &g)
	return g, err
}

// fewSessions is how many sessions left for the day are few: from then on those that
// begin are spaced so that what is left lasts, whatever restarts this process.
const fewSessions = 50

// spacing is how long the next session of a bot of so many shards waits to begin: until
// the count starts anew if none is left, and an even part of that time if few are. A
// process that asks at each start, and waits before it begins, never uses them up.
func (g *gateways) spacing(shards int) time.Duration {
	reset := time.Duration(g.Limit.ResetIn) * time.Millisecond
	switch left := g.Limit.Remaining; {
	case left <= 0:
		return reset
	case left < fewSessions:
		return reset * time.Duration(shards) / time.Duration(left)
	}
	return 0
}

// eventually does something until it succeeds: at the start the network may not be there
// yet. What Discord refuses is not tried again, and told in words where whoever installs
// can put it right.
func (a *Adapter) eventually(ctx context.Context, do func() error) error {
	wait := firstRetry
	for {
		err := do()
		var said *apiError
		if err == nil || ctx.Err() != nil || errors.As(err, &said) && said.Status < http.StatusInternalServerError && said.Wait == 0 && !said.foreign() {
			return told(err)
		}
		a.Log.WarnContext(ctx, "Discord not reached", "err", err)
		pause(ctx, max(jittered(wait), waitOf(err)))
		wait = min(longRetry, 2*wait)
	}
}

// jittered is between half a wait and all of it, so that what failed together is not
// tried again together.
func jittered(wait time.Duration) time.Duration { return wait/2 + rand.N(wait/2+1) }

// waitOf is how long an error asks to wait.
func waitOf(err error) time.Duration {
	if said := (*apiError)(nil); errors.As(err, &said) {
		return said.Wait
	}
	return 0
}

var (
	refusedToken = bot.Text{
		FR: "Discord refuse le jeton du bot. Prends-en un nouveau sur https://discord.com/developers/applications\u202f: ouvre ton application, Bot, Reset Token\u202f; puis mets-le dans REBOND_DISCORD_TOKEN. L’ancien cesse alors de marcher.",
		EN: "Discord refuses the bot’s token. Get a new one at https://discord.com/developers/applications: open your application, Bot, Reset Token; then put it into REBOND_DISCORD_TOKEN. The old one then stops working.",
	}
	wrongShard = bot.Text{
		FR: "discord.shards ne va pas\u00a0: il nomme une connexion de trop pour leur nombre. Mets \"auto\"\u00a0: Rebond prend alors ce que Discord conseille.",
		EN: "discord.shards does not fit: it names a connection beyond their number. Set \"auto\": Rebond then takes what Discord advises.",
	}
	moreShards = bot.Text{
		FR: "Discord demande plus de connexions pour autant de serveurs. Mets discord.shards à \"auto\" dans la configuration\u00a0: Rebond prend alors ce que Discord conseille.",
		EN: "Discord asks for more connections for so many servers. Set discord.shards to \"auto\" in the configuration: Rebond then takes what Discord advises.",
	}
	oldVersion = bot.Text{
		FR: "Discord n’accepte plus la façon dont cette version de Rebond se connecte. Installe la dernière version\u202f; si c’est déjà elle, signale-le avec ce message.",
		EN: "Discord no longer accepts how this version of Rebond connects. Install the latest version; if you have it already, report it with this message.",
	}
)

// hopeless are the codes with which Discord closes a connection that can never be, and
// what to do. Any other is worth another connection.
var hopeless = map[int]bot.Text{4004: refusedToken, 4010: wrongShard, 4011: moreShards, 4012: oldVersion, 4013: oldVersion, 4014: oldVersion}

// told is an error in words for whoever installs, if they can put it right; any other
// stays as it is.
func told(err error) error {
	var words bot.Text
	if said := (*apiError)(nil); errors.As(err, &said) && said.Status == http.StatusUnauthorized {
		words = refusedToken
	}
	if closed := (*websocket.CloseError)(nil); errors.As(err, &closed) {
		words = hopeless[closed.Code]
	}
	if words.Empty() || fatal(err) {
		return err
	}
	return &bot.UserError{Text: words, Err: err}
}

// fatal reports whether trying again would only use up sessions: until somebody acts.
func fatal(err error) bool {
	_, ok := errors.AsType[*bot.UserError](err)
	return ok
}

// listenAll keeps every shard of this process connected until ctx ends, or until one of
// them can never be.
func (a *Adapter) listenAll(ctx context.Context, advised int, events func(*discordgo.Event)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	of := max(1, a.Shards)
	if a.Shards == 0 {
		of = max(1, advised)
	}
	ids := a.Only
	if len(ids) == 0 {
		for id := range of {
			ids = append(ids, id)
		}
	}
	a.mu.Lock()
	a.kept = len(ids)
	a.mu.Unlock()
	turn := &turns{next: map[int]time.Time{}}
	ends := make(chan error, len(ids))
	for _, id := range ids {
		go func() { ends <- a.listen(ctx, &shard{Adapter: a, id: id, of: of, events: events, turns: turn}) }()
	}
	var first error
	for range ids {
		if err := <-ends; err != nil && first == nil {
			first = err
			cancel()
		}
	}
	return first
}

// pause waits, but not longer than ctx.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// answers tells discordgo the gateway that we have asked for: it would ask Discord's
// own, in a version that is not ours.
type answers struct{ gateway string }

// RoundTrip implements http.RoundTripper.
func (t answers) RoundTrip(r *http.Request) (*http.Response, error) {
	if parsed, err := url.Parse(t.gateway); err != nil || parsed.Host == "" {
		return nil, fmt.Errorf("gateway %q", t.gateway)
	}
	text, err := json.Marshal(map[string]string{"url": t.gateway})
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(text)), Request: r}, nil
}
