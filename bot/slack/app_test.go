package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"log/slog"

	"github.com/gorilla/websocket"

	"rebond/bot/slack/slacktest"
)

// gate is a Slack that has sockets alone, and does with each what a test says.
type gate struct {
	*httptest.Server
	opened atomic.Int64
	up     chan struct{} // told of each that has said hello
	log    *journal
}

func newGate(t *testing.T, do func(n int64, c *websocket.Conn)) *gate {
	g := &gate{log: &journal{more: make(chan struct{})}, up: make(chan struct{}, 1000)}
	up := websocket.Upgrader{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/apps.connections.open" {
			fmt.Fprintf(w, `{"ok": true, "url": %q}`, "ws"+strings.TrimPrefix(g.URL, "http")+"/link?ticket=x")
			return
		}
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		do(g.opened.Add(1), c)
	}))
	t.Cleanup(g.Close)
	return g
}

// says says something on a socket.
func says(c *websocket.Conn, kind, reason string) {
	_ = c.WriteJSON(map[string]string{"type": kind, "reason": reason})
}

// hears reads a socket until it ends, and returns why it does.
func hears(c *websocket.Conn) (err error) {
	for err == nil {
		_, _, err = c.ReadMessage()
	}
	return err
}

// keeps keeps one socket of a gate until the test ends it, with waits of a length.
func (g *gate) keeps(again time.Duration) (end func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	a := &Adapter{sockets: 1, again: again, Log: slog.New(slog.NewTextHandler(g.log, nil)), Now: time.Now}
	p := &app{Adapter: a, api: newAPI(Workspace{AppToken: "xapp-1", API: g.URL + "/api/"}), hear: func(*socket, envelope) {}, up: func() { g.up <- struct{}{} }}
	done := make(chan error, 1)
	go func() { done <- p.listen(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

// Where other processes have all the sockets there is no use in knocking again soon.
func TestTooManySockets(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(int64, *websocket.Conn){
		"at once":      func(_ int64, c *websocket.Conn) { says(c, "disconnect", "too_many_websockets") },
		"by and by":    func(_ int64, c *websocket.Conn) { says(c, "hello", ""); says(c, "disconnect", "too_many_websockets") },
		"switched off": func(_ int64, c *websocket.Conn) { says(c, "hello", ""); says(c, "disconnect", "link_disabled") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGate(t, func(n int64, c *websocket.Conn) {
				do(n, c)
				_ = hears(c)
			})
			end := g.keeps(time.Millisecond)
			g.log.tells(t, "again_in="+crowded.String())
			if err := end(); err != nil {
				t.Error(err)
			}
			if n := g.opened.Load(); n != 1 {
				t.Errorf("%d sockets were opened", n)
			}
		})
	}
}

// A Slack that wants each socket replaced as soon as it is open is not stormed.
func TestNoStormOfSockets(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{}, 1000)
	g := newGate(t, func(_ int64, c *websocket.Conn) {
		says(c, "hello", "")
		says(c, "disconnect", "warning")
		begun <- struct{}{}
		_ = hears(c)
	})
	end := g.keeps(time.Hour)
	<-begun
	timeout := time.After(300 * time.Millisecond)
	for storm := false; !storm; {
		select {
		case <-begun:
			if storm = len(begun) > 5; storm {
				t.Error("sockets are opened without a pause")
			}
		case <-timeout:
			storm = true
		}
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// The bot ends at once, whatever a socket is waiting for, and says goodbye.
func TestSocketsAreClosed(t *testing.T) {
	t.Parallel()
	for name, greets := range map[string]bool{"one that is open": true, "one that says no hello": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun, ended := make(chan struct{}, 1), make(chan error, 1)
			g := newGate(t, func(n int64, c *websocket.Conn) {
				if greets {
					says(c, "hello", "")
				}
				begun <- struct{}{}
				ended <- hears(c)
			})
			end := g.keeps(time.Millisecond)
			if <-begun; greets {
				<-g.up
			}
			asked := time.Now()
			if err := end(); err != nil {
				t.Error(err)
			}
			if took := time.Since(asked); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
			select {
			case err := <-ended:
				if greets && !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
					t.Errorf("the socket ended with %v", err)
				}
			case <-time.After(slacktest.Patience):
				t.Error("the socket was not closed")
			}
		})
	}
}

// A socket that begins with anything but hello is no socket of Slack's.
func TestSocketsThatBeginOtherwise(t *testing.T) {
	t.Parallel()
	for _, first := range []string{`{}`, `[]`, `hello`, `{"type":"slash_commands","envelope_id":"a"}`, `null`} {
		fine := make(chan struct{})
		g := newGate(t, func(n int64, c *websocket.Conn) {
			if n > 1 {
				says(c, "hello", "")
				close(fine)
			} else {
				_ = c.WriteMessage(websocket.TextMessage, []byte(first))
			}
			_ = hears(c)
		})
		end := g.keeps(time.Millisecond)
		select {
		case <-fine:
		case <-time.After(slacktest.Patience):
			t.Errorf("after %s there is no other socket", first)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	}
}

// What an acknowledgement may be: its envelope's name, and little besides.
func TestAcknowledgements(t *testing.T) {
	t.Parallel()
	heard := make(chan string, 10)
	g := newGate(t, func(_ int64, c *websocket.Conn) {
		says(c, "hello", "")
		for {
			_, data, err := c.ReadMessage()
			if err != nil {
				return
			}
			heard <- string(data)
		}
	})
	s, err := dial(t.Context(), newAPI(Workspace{AppToken: "xapp-1", API: g.URL + "/api/"}), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	ack := func(id string, payload any) error {
		data, err := acknowledgement{id, payload}.json()
		if err == nil {
			err = s.write(data)
		}
		return err
	}
	if err := ack("a", strings.Repeat("é", maxAck/2)); err == nil {
		t.Error("one that Slack does not read is sent")
	}
	if err := ack("b", func() {}); err == nil {
		t.Error("what is no JSON is sent")
	}
	if err := errors.Join(ack("c", nil), ack("d", map[string]string{"e": "f"})); err != nil {
		t.Error(err)
	}
	if c, d := <-heard, <-heard; c != `{"envelope_id":"c"}` || !json.Valid([]byte(d)) || !strings.Contains(d, `"payload":{"e":"f"}`) {
		t.Errorf("heard %s and %s", c, d)
	}
}
