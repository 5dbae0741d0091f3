package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// The operations of the gateway.
const (
	opDispatch     = 0
	opHeartbeat    = 1
	opIdentify     = 2
	opPresence     = 3
	opVoice        = 4
	opResume       = 6
	opReconnect    = 7
	opMembers      = 8
	opInvalid      = 9
	opHello        = 10
	opAcknowledged = 11
)

// The codes with which the gateway closes a connection.
const (
	closeUnknown         = 4000
	closeUnknownOp       = 4001
	closeDecode          = 4002
	closeUnauthenticated = 4003
	closeAuthentication  = 4004
	closeAlready         = 4005
	closeSeq             = 4007
	closeRate            = 4008
	closeTimeout         = 4009
	closeShard           = 4010
	closeShardRequired   = 4011
	closeVersion         = 4012
	closeIntents         = 4013
	closeDisallowed      = 4014
)

const (
	maxPayload = 4096 // bytes of what a bot may send at once
	maxSent    = 120  // how often, in a minute
	grace      = 10 * time.Second
)

// conn is one socket of the bot at the gateway.
type conn struct {
	s        *Server
	ws       *websocket.Conn
	onResume bool // it came to the resume URL
	interval time.Duration
	session  *session // nil: it has not said who it is
	sent     []time.Time
	closing  atomic.Bool // the bot has been told; it has a moment to hear it

	mu    sync.Mutex
	queue []frame
	wake  chan struct{}
	gone  chan struct{}
	once  sync.Once
}

// frame is a message to send, or a code to close with.
type frame struct {
	data []byte
	code int
	text string
}

// accept lets a bot connect to the gateway.
func (s *Server) accept(w http.ResponseWriter, r *http.Request, onResume bool) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{s: s, ws: ws, onResume: onResume, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	s.mu.Lock()
	s.gateway.conns[c] = true
	c.interval = s.gateway.interval
	s.note()
	s.mu.Unlock()
	written := make(chan struct{})
	go func() { defer close(written); c.write() }()
	if q := r.URL.Query(); q.Get("v") != "10" || q.Get("encoding") != "json" || q.Get("compress") != "" {
		s.mu.Lock()
		s.refuse("GET gateway", r.URL.String(), "want v=10, encoding=json and no compression")
		s.mu.Unlock()
		c.close(closeVersion, "Invalid API version.")
	} else {
		c.push(frame{data: encode(object{"op": opHello, "s": nil, "t": nil, "d": object{"heartbeat_interval": c.interval.Milliseconds(), "_trace": []string{"discordtest"}}})})
	}
	c.read()
	<-written
	s.mu.Lock()
	delete(s.gateway.conns, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn, c.session.left = nil, time.Now()
	}
	s.note()
	s.mu.Unlock()
}

// push sends a frame after those before it. It does not wait.
func (c *conn) push(f frame) {
	c.mu.Lock()
	c.queue = append(c.queue, f)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) close(code int, text string) { c.push(frame{code: code, text: text}) }

// cut ends the connection without a word.
func (c *conn) cut() {
	c.once.Do(func() { close(c.gone) })
	_ = c.ws.Close()
}

// write sends what is pushed until the connection ends. Who is told to close has
// a moment to do so: a socket closed with words still unread loses ours.
func (c *conn) write() {
	for {
		c.mu.Lock()
		queue := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, f := range queue {
			if f.code != 0 {
				c.closing.Store(true)
				_ = c.ws.SetReadDeadline(time.Now().Add(time.Second))
				_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, f.text), time.Now().Add(time.Second))
				return
			}
			if c.ws.WriteMessage(websocket.TextMessage, f.data) != nil {
				c.cut()
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

// read hears what the bot says until the connection ends. Who says nothing for
// two intervals is dropped, and may resume.
func (c *conn) read() {
	defer c.cut()
	for {
		if !c.closing.Load() {
			_ = c.ws.SetReadDeadline(time.Now().Add(2*c.interval + grace))
		}
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			if closed, ok := errors.AsType[*websocket.CloseError](err); ok && !c.closing.Load() && (closed.Code == websocket.CloseNormalClosure || closed.Code == websocket.CloseGoingAway) {
				c.s.end(c) // the bot says goodbye, and does not only answer ours: its session is over
			}
			return
		}
		if !c.closing.Load() {
			c.s.hear(c, data)
		}
	}
}

// end makes a session one that cannot be resumed.
func (s *Server) end(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.session != nil {
		c.session.end()
	}
}

// hear does what the bot asks on a connection.
func (s *Server) hear(c *conn, data []byte) {
	var in struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	c.sent = append(c.sent, now)
	for len(c.sent) > 0 && now.Sub(c.sent[0]) > time.Minute {
		c.sent = c.sent[1:]
	}
	bad := func(code int, text string) {
		s.refuse("gateway", string(data), text)
		c.close(code, text)
	}
	switch {
	case len(c.sent) > maxSent:
		bad(closeRate, "You are being rate limited.")
	case len(data) > maxPayload || json.Unmarshal(data, &in) != nil || in.Op == nil:
		bad(closeDecode, "Error while decoding payload.")
	case *in.Op == opHeartbeat:
		s.beat(c, in.D, bad)
	case *in.Op == opIdentify && c.session != nil:
		bad(closeAlready, "Already authenticated.")
	case *in.Op == opIdentify:
		s.identify(c, in.D, bad)
	case *in.Op == opResume && c.session != nil:
		bad(closeAlready, "Already authenticated.")
	case *in.Op == opResume:
		s.goOn(c, in.D, bad)
	case c.session == nil:
		bad(closeUnauthenticated, "Not authenticated.")
	case *in.Op != opPresence:
		bad(closeUnknownOp, "Unknown opcode.")
	}
}

// beat acknowledges a heartbeat.
func (s *Server) beat(c *conn, d json.RawMessage, bad func(int, string)) {
	var seq *int
	if json.Unmarshal(d, &seq) != nil {
		bad(closeDecode, "Error while decoding payload.")
		return
	}
	s.gateway.beats++
	s.note()
	if !s.gateway.silent {
		c.push(frame{data: encode(object{"op": opAcknowledged})})
	}
}
