package slacktest

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Patience is how long the people of a test wait for something to happen before
// the test fails. The deadlines of Slack itself can be set.
const Patience = 10 * time.Second

// object is a JSON object.
type object = map[string]any

// Server is a Slack with one app, which workspaces have installed.
type Server struct {
	AppToken string // xapp-…, of Socket Mode
	AppID    string

	t     testing.TB
	http  *httptest.Server
	check *contract

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at each change
	now     func() time.Time
	ids     uint64
	last    time.Time // of the latest ts
	ended   bool

	workspaces []*Workspace
	users      map[string]*User
	channels   map[string]*Channel
	groups     map[string]*Group
	files      map[string]*file
	views      map[string]*view
	manifest   *manifest
	triggers   map[string]*trigger
	hooks      map[string]*hook // response URLs, by their secret
	socket     sockets
	limits     times
	failures   map[string][]Failure
	limited    map[string]time.Time // when a channel takes a message again; nil: always
	notReady   int                  // how often a file that is there is not yet usable
	pings      map[string]bool
	happened   []*happening
	calls      []*Call
	refusals   []Refusal
}

// times are the deadlines of Slack, which tests may shorten.
type times struct {
	ack     time.Duration // for an envelope
	trigger time.Duration // for a trigger_id
	socket  time.Duration // how long an envelope waits for a socket
	ping    time.Duration // between the pings of a socket
	warning time.Duration // between a warning and the end of a socket
	hook    time.Duration // for a response URL
	edit    time.Duration // for chat.update; 0: always
}

// Start runs a Slack for as long as the test. When the test ends it fails for
// everything that was refused and not taken with Refusals.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		t: t, check: contractFor(t), changed: make(chan struct{}), now: time.Now, ids: rand.Uint64N(1 << 40), // two servers give no id twice: bots remember them
		users: map[string]*User{}, channels: map[string]*Channel{}, groups: map[string]*Group{}, files: map[string]*file{},
		views: map[string]*view{}, triggers: map[string]*trigger{}, hooks: map[string]*hook{}, failures: map[string][]Failure{}, pings: map[string]bool{},
		limits: times{ack: 3 * time.Second, trigger: 3 * time.Second, socket: 10 * time.Second, ping: 5 * time.Second, warning: 10 * time.Second, hook: 30 * time.Minute},
		socket: sockets{tickets: map[string]bool{}, envelopes: map[string]*envelope{}},
	}
	s.AppID = s.id('A')
	s.AppToken = "xapp-1-" + s.AppID + "-1234567890123-slacktest"
	s.http = httptest.NewServer(s.handler())
	t.Cleanup(s.stop)
	return s
}

func (s *Server) stop() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.Cut()
	s.http.CloseClientConnections()
	s.http.Close()
	for _, r := range s.Refusals() {
		s.t.Errorf("slack refuses %s", r)
	}
}

// URL is the base of the Web API, as in the configuration of a bot.
func (s *Server) URL() string { return s.http.URL + "/api/" }

// SetClock replaces the clock by which messages are dated, and trigger_ids and
// response URLs expire.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

// SetAckTime changes how long the bot may take to acknowledge: 3 s on Slack.
func (s *Server) SetAckTime(d time.Duration) { s.set(&s.limits.ack, d) }

// SetTriggerTime changes how long a trigger_id holds: 3 s on Slack.
func (s *Server) SetTriggerTime(d time.Duration) { s.set(&s.limits.trigger, d) }

// SetWaitTime changes how long an envelope waits for a socket before it is given up.
func (s *Server) SetWaitTime(d time.Duration) { s.set(&s.limits.socket, d) }

// SetPingTime changes how often a socket is pinged, from the next socket on.
func (s *Server) SetPingTime(d time.Duration) { s.set(&s.limits.ping, d) }

// SetWarningTime changes how long a socket lives after a warning.
func (s *Server) SetWarningTime(d time.Duration) { s.set(&s.limits.warning, d) }

// SetEditWindow closes the editing of messages that are older.
func (s *Server) SetEditWindow(d time.Duration) { s.set(&s.limits.edit, d) }

func (s *Server) set(what *time.Duration, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*what = d
}

// SkipContract holds bodies to our own limits only, which takes a hundredth of the time:
// for benchmarks.
func (s *Server) SkipContract() { s.check = nil }

// note tells whoever waits that something changed. The server is locked.
func (s *Server) note() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// await waits until done reports true, which it does with the server locked.
func (s *Server) await(what string, done func() bool) {
	s.t.Helper()
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		ok, changed := s.asks(done)
		if ok {
			return
		}
		select {
		case <-changed:
		case <-late.C:
			s.t.Fatalf("waited %s for %s", Patience, what)
		}
	}
}

// asks asks once, and returns what tells of the next change. A test that ends in done
// leaves the server unlocked, which it has yet to stop.
func (s *Server) asks(done func() bool) (ok bool, changed chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed = s.changed
	return done(), changed
}

// Await waits until done reports true; it is asked again after each change.
func (s *Server) Await(what string, done func() bool) {
	s.t.Helper()
	s.await(what, func() bool {
		s.mu.Unlock()
		defer s.mu.Lock()
		return done()
	})
}

// id makes an id such as U0R2D4E6F8A. The server is locked, or not yet running.
func (s *Server) id(kind rune) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	s.ids++
	n := s.ids * 0x9E3779B97F4A7C15 >> 18 // scattered, and never twice the same within 2^46
	var b strings.Builder
	for range 9 {
		b.WriteByte(digits[n%36])
		n /= 36
	}
	return string(kind) + "0" + b.String()
}

// ts makes the time of a message, which is its id too: no two are the same. The
// server is locked.
func (s *Server) ts() string {
	t := s.now().Truncate(time.Microsecond)
	if !t.After(s.last) {
		t = s.last.Add(time.Microsecond)
	}
	s.last = t
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}
