package slacktest

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// maxSockets is how many an app may have open: the next one is told
// too_many_websockets.
const maxSockets = 10

// sockets are those of the app, and what is to be sent to them.
type sockets struct {
	tickets   map[string]bool // that open a socket, once
	open      []*conn         // in the order in which they came
	turn      int
	opened    int // ever
	refused   bool
	envelopes map[string]*envelope
	order     []*envelope
	waiting   []*envelope // for a socket
	acks      []Ack
}

// conn is one socket of the bot.
type conn struct {
	s       *Server
	ws      *websocket.Conn
	id      int
	warned  bool // the bot has been told to open another one
	silent  atomic.Bool
	closing atomic.Bool

	mu    sync.Mutex
	queue []frame
	wake  chan struct{}
	gone  chan struct{}
	once  sync.Once
}

// frame is something to send, or the end of the socket.
type frame struct {
	data  []byte
	ping  bool
	end   bool
	hello bool // said whatever becomes of the socket
}

// ticket is an address at which a socket can be opened once. The server is locked.
func (s *Server) ticket() string {
	key := strings.ToLower(rand.Text())
	s.socket.tickets[key] = true
	return strings.Replace(s.http.URL, "http://", "ws://", 1) + "/link/?ticket=" + key + "&app_id=" + s.AppID
}

// accept lets the bot open a socket.
func (s *Server) accept(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known, refused := s.socket.tickets[key], s.socket.refused || s.ended
	delete(s.socket.tickets, key)
	s.mu.Unlock()
	if !known || refused {
		http.Error(w, "invalid ticket", http.StatusUnauthorized)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{s: s, ws: ws, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	answer := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		if c.silent.Load() {
			return nil
		}
		return answer(data)
	})
	written := make(chan struct{})
	go func() { defer close(written); c.write() }()
	s.mu.Lock()
	if len(s.socket.open) >= maxSockets {
		c.push(frame{data: encode(object{"type": "disconnect", "reason": "too_many_websockets", "debug_info": debug})}, frame{end: true})
	} else {
		s.enter(c)
	}
	every := s.limits.ping
	s.mu.Unlock()
	go c.ping(every)
	c.read()
	<-written
	s.mu.Lock()
	s.leave(c)
	s.mu.Unlock()
}

// debug says which machine of Slack's it is.
var debug = object{"host": "applink-slacktest-1", "build_number": 121, "approximate_connection_time": 18060}

// enter greets a socket and gives it what waits for one. The server is locked.
func (s *Server) enter(c *conn) {
	s.socket.opened++
	c.id = s.socket.opened
	s.socket.open = append(s.socket.open, c)
	c.push(frame{hello: true, data: encode(object{
		"type": "hello", "num_connections": len(s.socket.open), "debug_info": debug, "connection_info": object{"app_id": s.AppID},
	})})
	waiting := s.socket.waiting
	s.socket.waiting = nil
	for _, e := range waiting {
		s.deliver(e)
	}
	s.note()
}

// leave forgets a socket: what it was given and did not acknowledge is given to
// another. The server is locked.
func (s *Server) leave(c *conn) {
	s.socket.open = slices.DeleteFunc(s.socket.open, func(o *conn) bool { return o == c })
	for _, e := range slices.Clone(s.socket.order) {
		if e.conn == c && !e.settled() {
			e.again("timeout")
		}
	}
	s.note()
}

// push sends frames after those before them. It does not wait.
func (c *conn) push(all ...frame) {
	c.mu.Lock()
	c.queue = append(c.queue, all...)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// cut ends the connection without a word.
func (c *conn) cut() {
	c.once.Do(func() { close(c.gone) })
	_ = c.ws.NetConn().Close()
}

// ping pings until the connection ends, or falls silent.
func (c *conn) ping(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.push(frame{ping: true})
		case <-c.gone:
			return
		}
	}
}

// write sends what is pushed until the connection ends.
func (c *conn) write() {
	for {
		c.mu.Lock()
		queue := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, f := range queue {
			if !c.send(f) {
				return
			}
		}
		if len(queue) > 0 {
			continue
		}
		select {
		case <-c.wake:
		case <-c.gone:
			return
		}
	}
}

// send reports whether the connection goes on.
func (c *conn) send(f frame) bool {
	soon := time.Now().Add(time.Second)
	var err error
	switch {
	case c.silent.Load() && !f.hello:
	case f.end: // Slack closes the stream; who hears it has a moment to answer
		c.closing.Store(true)
		_ = c.ws.SetReadDeadline(soon)
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), soon)
		return false
	case f.ping:
		err = c.ws.WriteControl(websocket.PingMessage, fmt.Appendf(nil, "Ping from %s", debug["host"]), soon)
	default:
		_ = c.ws.SetWriteDeadline(time.Now().Add(Patience))
		err = c.ws.WriteMessage(websocket.TextMessage, f.data)
	}
	if err != nil {
		c.cut()
	}
	return err == nil
}

// read hears what the bot says until the connection ends.
func (c *conn) read() {
	defer c.cut()
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		if !c.silent.Load() {
			c.s.hear(c, data)
		}
	}
}
