package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

const (
	// socketsOfApp is how many sockets each app has: one goes on where the other is being
	// replaced. Slack takes 10, so that there is room for other processes.
	socketsOfApp = 2
	// silentFor is after how long a socket that says nothing is given up: Slack pings it
	// every few seconds.
	silentFor = 30 * time.Second
	// helloWithin is how long a socket may take to open and to say hello.
	helloWithin = 15 * time.Second
	// ackWithin is how long writing an acknowledgement may take.
	ackWithin = 2 * time.Second
	// maxAck is under which size Slack reads what an acknowledgement carries: a larger one
	// is dropped without a word, and so is one in several frames.
	maxAck = 20 << 10
	// maxEnvelope is the largest that is read: a view holds 250 kB.
	maxEnvelope = 4 << 20
)

// envelope is what Slack sends over a socket.
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Reason  string          `json:"reason"` // of a disconnect
	Payload json.RawMessage `json:"payload"`
}

// socket is a connection over which Slack sends what people do.
type socket struct {
	conn    *websocket.Conn
	silence time.Duration
	writing sync.Mutex
	waiting atomic.Int64  // envelopes that are not acknowledged yet
	idle    chan struct{} // told when there is none
}

// dial opens a socket of an app and waits for its hello.
func dial(ctx context.Context, api *slack.Client, silence time.Duration) (*socket, error) {
	ctx, cancel := context.WithTimeout(ctx, helloWithin)
	defer cancel()
	_, url, err := api.StartSocketModeContext(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{HandshakeTimeout: helloWithin, WriteBufferSize: maxAck + 1<<10}
	conn, answer, err := dialer.DialContext(ctx, url, nil)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	answer.Body.Close()
	s := &socket{conn: conn, silence: silence, idle: make(chan struct{}, 1)}
	conn.SetReadLimit(maxEnvelope)
	answerPing := conn.PingHandler()
	conn.SetPingHandler(func(said string) error {
		s.alive()
		return answerPing(said)
	})
	giveUp := context.AfterFunc(ctx, func() { conn.Close() })
	first, err := s.read()
	if !giveUp() && err == nil {
		err = ctx.Err()
	}
	switch {
	case err != nil:
	case first.Type == "disconnect":
		err = endedError(first.Reason)
	case first.Type != "hello":
		err = fmt.Errorf("a socket that begins with %q", first.Type)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return s, nil
}

// endedError is why Slack ended a socket at once.
type endedError string

func (e endedError) Error() string { return "a socket that ends at once: " + string(e) }

// alive puts off the end of a socket that says something.
func (s *socket) alive() { s.conn.SetReadDeadline(time.Now().Add(s.silence)) }

// errMalformed says that what came is no envelope.
var errMalformed = errors.New("not an envelope")

// read waits for an envelope.
func (s *socket) read() (envelope, error) {
	_, data, err := s.conn.ReadMessage()
	if err != nil {
		return envelope{}, err
	}
	s.alive()
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil || e.Type == "" {
		var named struct {
			ID string `json:"envelope_id"`
		}
		_ = json.Unmarshal(data, &named) // what has a name can be acknowledged all the same
		return envelope{ID: named.ID}, errMalformed
	}
	return e, nil
}

// acknowledgement says that an envelope has arrived, and may carry an answer.
type acknowledgement struct {
	ID      string `json:"envelope_id"`
	Payload any    `json:"payload,omitempty"`
}

// json is an acknowledgement as it is written. One that Slack would not read is an error.
func (k acknowledgement) json() ([]byte, error) {
	data, err := json.Marshal(k)
	if err == nil && len(data) >= maxAck {
		err = fmt.Errorf("%d bytes, of which Slack reads %d", len(data), maxAck)
	}
	return data, err
}

// write writes an acknowledgement.
func (s *socket) write(data []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.conn.SetWriteDeadline(time.Now().Add(ackWithin)); err != nil {
		return err
	}
	return s.conn.WriteMessage(websocket.TextMessage, data)
}

// brought counts an envelope that is to be acknowledged, and done one that is.
func (s *socket) brought() { s.waiting.Add(1) }

func (s *socket) done() {
	if s.waiting.Add(-1) == 0 {
		select {
		case s.idle <- struct{}{}:
		default:
		}
	}
}

// retire ends a socket once what it brought is acknowledged: a form waits for its answer.
func (s *socket) retire() {
	late := time.NewTimer(ackLatest + ackWithin)
	defer late.Stop()
	for s.waiting.Load() > 0 {
		select {
		case <-s.idle:
		case <-late.C:
			s.close()
			return
		}
	}
	s.close()
}

// close says goodbye and ends the socket.
func (s *socket) close() {
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	s.conn.Close()
}
