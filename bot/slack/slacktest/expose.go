package slacktest

import (
	"encoding/json"
	"slices"
	"time"
)

// Ack is an acknowledgement of an envelope by the bot.
type Ack struct {
	EnvelopeID, Type string
	Socket           int // the number of the socket, from 1 on
	Latency          time.Duration
	Payload          json.RawMessage // nil: none
}

// Acks returns the acknowledgements until now, oldest first.
func (s *Server) Acks() []Ack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.socket.acks)
}

// Delivery is one time that an envelope was handed to a socket.
type Delivery struct {
	EnvelopeID, Type string
	Socket, Attempt  int // the attempt from 0 on
}

// Deliveries returns the envelopes that were handed to sockets, oldest first.
func (s *Server) Deliveries() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Delivery
	for _, e := range s.socket.order {
		for i, socket := range e.to {
			all = append(all, Delivery{e.id, e.kind, socket, i})
		}
	}
	return all
}

// Sockets is how many sockets are open.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.socket.open)
}

// Opened is how many sockets have ever been opened.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.socket.opened
}

// AwaitSockets waits until n sockets are open.
func (s *Server) AwaitSockets(n int) {
	s.t.Helper()
	s.await("open sockets", func() bool { return len(s.socket.open) >= n })
}

// AwaitOpened waits until n sockets have been opened, those that are closed counted.
func (s *Server) AwaitOpened(n int) {
	s.t.Helper()
	s.await("sockets to have been opened", func() bool { return s.socket.opened >= n })
}

// AwaitGone waits until no socket is open.
func (s *Server) AwaitGone() {
	s.t.Helper()
	s.await("every socket to be closed", func() bool { return len(s.socket.open) == 0 })
}

// AwaitAcks waits until n envelopes have been acknowledged.
func (s *Server) AwaitAcks(n int) {
	s.t.Helper()
	s.await("acknowledgements", func() bool { return len(s.socket.acks) >= n })
}

// Disconnect tells every open socket that it is about to end: reason is warning,
// refresh_requested or link_disabled. After a warning they live on for a while.
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.socket.open {
		c.warned = true
		c.push(frame{data: encode(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": debug["host"]}})})
		if reason == "warning" {
			time.AfterFunc(s.limits.warning, func() { c.push(frame{end: true}) })
		} else {
			c.push(frame{end: true})
		}
	}
}

// Cut ends all sockets without a word.
func (s *Server) Cut() {
	s.mu.Lock()
	open := slices.Clone(s.socket.open)
	s.mu.Unlock()
	for _, c := range open {
		c.cut()
	}
}

// SilentSocket makes the oldest socket die without a word: it says nothing more and
// hears nothing more, and it stays open.
func (s *Server) SilentSocket() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.socket.open {
		if c.silent.CompareAndSwap(false, true) {
			return
		}
	}
	s.t.Error("no socket is there that could fall silent")
}

// RefuseSockets makes new sockets fail, or lets them be opened again.
func (s *Server) RefuseSockets(refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.socket.refused = refused
}

// SendRaw sends bytes to the oldest socket, as if they were an envelope.
func (s *Server) SendRaw(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.socket.open) == 0 {
		s.t.Error("no socket is open")
		return
	}
	s.socket.open[0].push(frame{data: data})
}

// SendEnvelope sends a payload of a type in an envelope of its own and returns its
// id; the test says what it holds, and who misses it.
func (s *Server) SendEnvelope(kind string, payload map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.send(kind, payload, nil).id
}

// Redeliver hands the last envelope to a socket once more, though it may have been
// acknowledged.
func (s *Server) Redeliver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.socket.order) == 0 {
		s.t.Error("nothing has been delivered")
		return
	}
	e := s.socket.order[len(s.socket.order)-1]
	e.attempt, e.reason = e.attempt+1, "timeout"
	s.deliver(e)
}
