package slacktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

const (
	maxAttempts = 4        // of an event: once and three retries
	maxAnswer   = 20 << 10 // bytes of an acknowledgement; more is dropped
)

// envelope is something that the bot is told through a socket.
type envelope struct {
	s           *Server
	id, kind    string
	payload     json.RawMessage
	interaction *Interaction // nil for an event
	attempt     int
	reason      string
	conn        *conn // that has it now
	to          []int // the sockets that had it
	sent        time.Time
	acked       bool
	lost        bool // given up
	acks        int
	timer       *time.Timer
	ends        time.Time // of its wait for a socket
}

// send makes an envelope and delivers it. The server is locked.
func (s *Server) send(kind string, payload object, i *Interaction) *envelope {
	e := &envelope{s: s, id: s.uuid(), kind: kind, payload: encode(payload), interaction: i, ends: time.Now().Add(s.limits.socket)}
	s.socket.envelopes[e.id] = e
	s.socket.order = append(s.socket.order, e)
	if i != nil {
		i.envelope = e
	}
	s.deliver(e)
	return e
}

// uuid is an id such as those of envelopes. The server is locked.
func (s *Server) uuid() string {
	s.ids++
	n := s.ids * 0x9E3779B97F4A7C15
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(n>>32), uint16(n), n>>20&0xfff, n>>8&0xfff, n>>16)
}

// settled reports whether nothing more is to be done for the envelope.
func (e *envelope) settled() bool { return e.acked || e.lost }

// deliver hands an envelope to one of the open sockets, in turn, or lets it wait for
// one. The server is locked.
func (s *Server) deliver(e *envelope) {
	if e.timer != nil {
		e.timer.Stop()
	}
	c := s.socket.next()
	if c == nil {
		e.conn = nil
		s.socket.waiting = append(s.socket.waiting, e)
		e.timer = time.AfterFunc(time.Until(e.ends), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if n := slices.Index(s.socket.waiting, e); n >= 0 {
				s.socket.waiting = slices.Delete(s.socket.waiting, n, n+1)
				e.giveUp("dispatch_failed")
			}
		})
		return
	}
	e.conn, e.sent = c, time.Now()
	e.to = append(e.to, c.id)
	o := object{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.kind != "events_api"}
	if e.kind == "events_api" || e.attempt > 0 {
		o["retry_attempt"], o["retry_reason"] = e.attempt, e.reason
	}
	if e.interaction != nil && e.interaction.Sent.IsZero() {
		e.interaction.Sent = e.sent
	}
	c.push(frame{data: encode(o)})
	attempt := e.attempt
	e.timer = time.AfterFunc(s.limits.ack, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if e.attempt == attempt && !e.settled() {
			e.late()
		}
	})
	s.note()
}

// next is the socket whose turn it is: one that was not told to end, if there is one.
func (s *sockets) next() *conn {
	fit := slices.DeleteFunc(slices.Clone(s.open), func(c *conn) bool { return c.warned })
	if len(fit) == 0 {
		fit = s.open
	}
	if len(fit) == 0 {
		return nil
	}
	s.turn++
	return fit[s.turn%len(fit)]
}

// late is what becomes of an envelope that was not acknowledged in time: an event is
// sent again, and who did something sees that it failed.
func (e *envelope) late() {
	if e.kind == "events_api" && e.attempt+1 < maxAttempts && !e.s.ended {
		e.again("timeout")
		return
	}
	e.giveUp("operation_timeout")
}

// again delivers an envelope to another socket.
func (e *envelope) again(reason string) {
	e.attempt, e.reason = e.attempt+1, reason
	e.ends = time.Now().Add(e.s.limits.socket)
	e.s.deliver(e)
}

// giveUp stops delivering an envelope.
func (e *envelope) giveUp(why string) {
	e.lost = true
	if e.interaction != nil {
		e.interaction.failed = why
	}
	e.s.note()
}

// hear takes what the bot says on a socket: an acknowledgement.
func (s *Server) hear(c *conn, data []byte) {
	var in struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	err := json.Unmarshal(data, &in)
	s.mu.Lock()
	e := s.socket.envelopes[in.ID]
	if err != nil || e == nil {
		s.refuse("socket", string(data), "want an acknowledgement of an envelope that was sent")
		s.mu.Unlock()
		return
	}
	e.acks++
	if e.acks > len(e.to) {
		s.refuse("socket", string(data), "it was acknowledged before")
	}
	s.socket.acks = append(s.socket.acks, Ack{e.id, e.kind, c.id, time.Since(e.sent), in.Payload})
	dropped := len(data) >= maxAnswer || e.settled()
	interaction := e.interaction
	s.note()
	s.mu.Unlock()
	if dropped {
		return
	}
	var payload any
	if len(in.Payload) > 0 {
		payload, _ = decode(in.Payload)
	}
	problems := s.heldAck(e, payload)
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.settled() {
		return
	}
	e.acked = true
	e.timer.Stop()
	if len(problems) > 0 {
		s.refuse("ack of "+e.kind, string(data), problems.lines()...)
		if interaction != nil {
			interaction.failed = "invalid_response"
		}
	} else if interaction != nil {
		interaction.acknowledged(dict(payload))
	}
	s.note()
}
