package discordtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Patience is how long the people of a test wait for something to happen before
// the test fails. The deadlines of Discord itself are counted by its clock.
const Patience = 10 * time.Second

// object is a JSON object.
type object = map[string]any

// Server is a Discord with one application and its bot.
type Server struct {
	Token         string // of the bot
	ApplicationID string // the bot's user has the same id

	t      testing.TB
	api    *httptest.Server // REST, files and the gateway
	resume *httptest.Server // the gateway for those who resume
	check  *contract

	mu      sync.Mutex
	lenient bool
	changed chan struct{} // closed and replaced at each change
	now     func() time.Time
	ids     uint64 // the last snowflake
	fixed   uint64 // the last snowflake of what a test sets up

	bot          *User
	users        map[string]*User
	guilds       map[string]*Guild
	order        []*Guild
	channels     map[string]*Channel
	commands     map[string][]object // by guild; "" is global
	created      map[string][]time.Time
	interactions map[string]*Interaction // by token
	nonces       map[string]*message
	handed       map[string]*handed // files, by id
	pings        map[string]bool
	gateway      gateway
	limits       []*limit
	faults       []*pending
	storms       []storm
	requests     []*Request
	refusals     []Refusal
}

// Start runs a Discord for as long as the test. When the test ends it fails for
// everything that was refused and not taken with Refusals.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		t: t, check: contractFor(t), changed: make(chan struct{}), now: time.Now, fixed: 600_000_000_000_000_000,
		users: map[string]*User{}, guilds: map[string]*Guild{}, channels: map[string]*Channel{},
		commands: map[string][]object{}, created: map[string][]time.Time{},
		interactions: map[string]*Interaction{}, nonces: map[string]*message{}, handed: map[string]*handed{}, pings: map[string]bool{},
	}
	s.bot = s.User("Rebond", "fr")
	s.bot.robot = true
	s.ApplicationID = s.bot.ID
	s.Token = "MTIz." + s.bot.ID + ".discordtest"
	s.gateway = newGateway()
	s.api = httptest.NewUnstartedServer(s.handler()) // each tells of the other: both are there before either answers
	s.resume = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.accept(w, r, true) }))
	s.resume.Start()
	s.api.Start()
	t.Cleanup(s.stop)
	return s
}

func (s *Server) stop() {
	s.cutAll()
	s.resume.CloseClientConnections()
	s.api.CloseClientConnections()
	s.resume.Close()
	s.api.Close()
	for _, r := range s.Refusals() {
		s.t.Errorf("discord refuses %s", r)
	}
}

// URL is the base of the REST API, as in the configuration of a bot.
func (s *Server) URL() string { return s.api.URL + "/api/v10" }

// SetClock replaces the clock by which interactions expire, nonces are forgotten
// and ids are made.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

// Lenient makes the server take the properties that say nothing, false or "",
// where they do not belong: libraries that others wrote send them. Ours does not.
func (s *Server) Lenient() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lenient = true
}

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
		s.mu.Lock()
		changed := s.changed
		ok := done()
		s.mu.Unlock()
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

// epoch is when snowflakes begin, in milliseconds.
const epoch = 1420070400000

// snowflake makes an id that tells when it was made. The server is locked.
func (s *Server) snowflake() string {
	s.ids = max(s.ids+1, uint64(s.now().UnixMilli()-epoch)<<22)
	return fmt.Sprint(s.ids)
}

// setup makes an id for something that a test sets up: it is older than every
// message and has 18 digits. The server is locked.
func (s *Server) setup() string {
	s.fixed += 1 << 22
	return fmt.Sprint(s.fixed)
}

// stamp is an instant as Discord writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
