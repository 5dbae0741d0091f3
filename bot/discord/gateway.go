package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
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

// mostFailed is how often going on with a session is tried before another is begun: where
// it can be gone on with may be gone.
const mostFailed = 3

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

// eventually does something until it succeeds: at the start the network may not be there
// yet. What Discord refuses is not tried again.
func (a *Adapter) eventually(ctx context.Context, do func() error) error {
	wait := firstRetry
	for {
		err := do()
		var said *apiError
		if err == nil || ctx.Err() != nil || errors.As(err, &said) && said.Status < http.StatusInternalServerError && said.Wait == 0 {
			return err
		}
		a.Log.WarnContext(ctx, "Discord not reached", "err", err)
		if said != nil {
			wait = max(wait, said.Wait)
		}
		pause(ctx, wait)
		wait = min(longRetry, 2*wait)
	}
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
