package discord

import (
	"context"
	"net"
	"sync"
	"time"
)

// acknowledgedWithin is how long a heartbeat may stay unacknowledged: less than until the
// next, which Discord gives as the limit (it asks for one about every 41 s). discordgo
// waits for five.
const acknowledgedWithin = 20 * time.Second

// socket is a connection that knows when it was last written to. Once a session is open
// nothing is but heartbeats.
type socket struct {
	net.Conn
	mu   sync.Mutex
	last time.Time
}

// Write implements net.Conn.
func (c *socket) Write(p []byte) (int, error) {
	c.mu.Lock()
	c.last = time.Now() // of the machine, as discordgo notes acknowledgements
	c.mu.Unlock()
	return c.Conn.Write(p)
}

// sent is when something was last written.
func (c *socket) sent() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// watch waits until the connection is lost or ctx ends. One that no longer acknowledges
// heartbeats is cut, not closed: the session can then be gone on with.
func (s *shard) watch(ctx context.Context) {
	within := s.patient
	if within == 0 {
		within = acknowledgedWithin
	}
	tick := time.NewTicker(within / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.lost:
			return
		case <-tick.C:
		}
		if s.deaf(within) {
			s.Log.WarnContext(ctx, "the gateway does not acknowledge heartbeats: connecting anew", "shard", s.id)
			s.hangUp()
		}
	}
}

// deaf reports whether the last heartbeat has not been acknowledged for so long.
func (s *shard) deaf(within time.Duration) bool {
	s.session.RLock()
	heard := s.session.LastHeartbeatAck
	s.session.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sock == nil {
		return false
	}
	sent := s.sock.sent()
	return sent.After(heard) && time.Since(sent) > within
}

// hangUp ends the socket without a word.
func (s *shard) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sock != nil {
		_ = s.sock.Close() // it is given up already
		s.sock = nil
	}
}
