package discord

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// gate is a gateway that does with each connection what a script says, in order; with
// those after its end nothing, but hold them.
type gate struct {
	*httptest.Server
	mu     sync.Mutex
	script []func(*websocket.Conn)
	said   chan int     // the operation with which each connection began
	left   atomic.Int64 // how many sessions may begin
}

func newGate(t *testing.T, script ...func(*websocket.Conn)) *gate {
	g := &gate{script: script, said: make(chan int, 100)}
	g.left.Store(1000)
	up := websocket.Upgrader{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gateway/bot" {
			fmt.Fprintf(w, `{"url": %q, "shards": 1, "session_start_limit": {"remaining": %d, "reset_after": 3600000, "max_concurrency": 1}}`, g.address(), g.left.Load())
			return
		}
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		var in struct{ Op int }
		if c.WriteJSON(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": 40000}}) != nil || c.ReadJSON(&in) != nil {
			return
		}
		g.said <- in.Op
		g.mu.Lock()
		do := func(*websocket.Conn) {}
		if len(g.script) > 0 {
			do, g.script = g.script[0], g.script[1:]
		}
		g.mu.Unlock()
		do(c)
		_, _, _ = c.ReadMessage()
		for err == nil {
			_, _, err = c.ReadMessage()
		}
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gate) address() string { return "ws" + strings.TrimPrefix(g.URL, "http") }

// ready lets a session begin; it is gone on with at another name of the same machine.
func (g *gate) ready(c *websocket.Conn) {
	_ = c.WriteJSON(map[string]any{"op": 0, "s": 1, "t": "READY", "d": map[string]any{
		"v": 10, "session_id": "0123", "resume_gateway_url": strings.Replace(g.address(), "127.0.0.1", "localhost", 1), "user": map[string]any{"id": "1"}, "guilds": []any{},
	}})
}

// closes closes a connection with a code.
func closes(code int) func(*websocket.Conn) {
	return func(c *websocket.Conn) {
		_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "because"), time.Now().Add(time.Second))
	}
}

// then does one thing after another on a connection.
func then(all ...func(*websocket.Conn)) func(*websocket.Conn) {
	return func(c *websocket.Conn) {
		for _, do := range all {
			do(c)
		}
	}
}

// keeps runs one connection that is kept up, for as long as ctx.
func keeps(ctx context.Context, a *Adapter, with func(*shard)) chan error {
	s := &shard{Adapter: a, of: 1, events: func(*discordgo.Event) {}, turns: &turns{next: map[int]time.Time{}}}
	if with != nil {
		with(s)
	}
	end := make(chan error, 1)
	go func() { end <- a.listen(ctx, s) }()
	return end
}

// A connection that can never be ends the bot with words of what to do, which hold no
// secret.
func TestHopelessConnections(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{4004: "Reset Token", 4010: "discord.shards", 4011: "discord.shards", 4012: "dernière version", 4013: "dernière version", 4014: "dernière version"} {
		g := newGate(t, closes(code))
		_, log := logged(t)
		a := &Adapter{Token: "tres-secret", API: g.URL, Log: log, Now: time.Now}
		err := <-keeps(t.Context(), a, nil)
		said := bot.UserErrors(err)
		if len(said) != 1 || !strings.Contains(said[0].Text.FR, want) || !fatal(err) {
			t.Errorf("%d: %v", code, err)
		}
		if strings.Contains(fmt.Sprint(err), a.Token) {
			t.Errorf("%d: the token is in %v", code, err)
		}
	}
}

// Other codes are worth another connection: of the same session, or of a new one where
// Discord knows it no more.
func TestConnectionsThatAreTriedAgain(t *testing.T) {
	t.Parallel()
	for code, next := range map[int]int{4000: 6, 4001: 6, 4007: 2, 4008: 6, 4009: 2} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			g := newGate(t)
			g.script = []func(*websocket.Conn){then(g.ready, closes(4000)), closes(code)}
			journal, log := logged(t)
			ctx, cancel := context.WithCancel(t.Context())
			a := &Adapter{Token: "tres-secret", API: g.URL, Log: log, Now: time.Now}
			end := keeps(ctx, a, nil)
			for k, want := range []int{2, 6, next} {
				select {
				case op := <-g.said:
					if op != want {
						t.Errorf("connection %d begins with op %d, want %d", k+1, op, want)
					}
				case <-time.After(discordtest.Patience):
					t.Fatalf("no connection %d: %s", k+1, journal)
				}
			}
			cancel()
			if err := <-end; err != nil {
				t.Error(err)
			}
			if strings.Contains(journal.String(), a.Token) {
				t.Errorf("the token is in the log: %s", journal)
			}
		})
	}
}

// A session that was not gone on with some times is replaced, but not where no other may
// begin.
func TestASessionIsReplaced(t *testing.T) {
	t.Parallel()
	for left, want := range map[int64]int{0: 6, 1000: 2} {
		g := newGate(t)
		g.script = []func(*websocket.Conn){then(g.ready, closes(4000)), g.ready}
		_, log := logged(t)
		a := &Adapter{Token: "tres-secret", API: g.URL, Log: log, Now: time.Now}
		s := &shard{Adapter: a, of: 1, events: func(*discordgo.Event) {}}
		for k, op := range []int{2, want} {
			if err := s.connect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := <-g.said; got != op {
				t.Errorf("with %d sessions left connection %d begins with op %d, want %d", left, k+1, got, op)
			}
			if k == 0 {
				<-s.lost
				s.failed = mostFailed
				g.left.Store(left)
			}
		}
		if err := s.session.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Sessions that few are left of are spaced so that they last; a bot that goes on with one
// waits for nothing.
func TestSpacing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		left, shards int
		reset, want  time.Duration
	}{
		{1000, 1, 10 * time.Hour, 0},
		{fewSessions, 1, 10 * time.Hour, 0},
		{40, 1, 10 * time.Hour, 15 * time.Minute},
		{40, 4, 10 * time.Hour, time.Hour},
		{1, 1, 10 * time.Hour, 10 * time.Hour},
		{0, 4, 10 * time.Hour, 10 * time.Hour},
	} {
		var g gateways
		g.Limit.Remaining, g.Limit.ResetIn = c.left, c.reset.Milliseconds()
		if got := g.spacing(c.shards); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// With few sessions left, a process that starts waits before it begins one.
func TestFewSessionsLast(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetBudget(fewSessions - 1)
	_, log := open(t, s, nil)
	log.tells(t, "few sessions are left")
	if len(s.Identifies()) > 0 || s.Connections() > 0 {
		t.Errorf("%+v", s.Identifies())
	}
}

// With none left, a session is gone on with, and not replaced by another once it is over.
func TestNoSessionIsLeft(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	_, log := open(t, s, nil)
	s.AwaitReady(1)
	greets(t, camille, offers, "Metz") // the session has begun on both sides
	s.SetBudget(0)
	s.Cut()
	s.AwaitResumes(1)
	s.AwaitReady(1)
	greets(t, camille, offers, "Nancy")
	s.Invalidate(false)
	log.tells(t, "no session can be begun")
	if n := len(s.Identifies()); n != 1 || s.Connections() > 0 {
		t.Errorf("%d sessions", n)
	}
}

// What is set up wrong ends the bot at the start, in words, and anything else is tried
// again.
func TestTheStart(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.Guild("Piscine", "fr")
	wrong := adapter(t, s, kept{})
	wrong.Token = "tres-secret"
	if err := wrong.Run(t.Context(), nil); len(bot.UserErrors(err)) != 1 || bot.UserErrors(err)[0].Text != refusedToken || strings.Contains(err.Error(), wrong.Token) {
		t.Errorf("with a wrong token Run ends with %v", err)
	}
	const elsewhere = "123456789012345678"
	away := adapter(t, s, kept{})
	away.RegisterIn = []string{elsewhere}
	if err := away.Run(t.Context(), nil); len(bot.UserErrors(err)) != 1 || !strings.Contains(bot.UserErrors(err)[0].Text.FR, elsewhere) {
		t.Errorf("with a server that it is not in Run ends with %v", err)
	}
}
