package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// The intents that the bot may ask for, and those that Discord grants only on
// request.
const (
	intentGuilds         = 1 << 0
	intentDirectMessages = 1 << 12

	ourIntents        = intentGuilds | intentDirectMessages
	privilegedIntents = 1<<1 | 1<<8 | 1<<15
	knownIntents      = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// kept is how many events a session keeps for who resumes it.
const kept = 2000

// resumable is how long a session without a socket can be gone on with. Discord
// does not say; libraries saw 90 s (discord-api-docs issue 1619).
const resumable = 90 * time.Second

// daily is the time in which the budget of identifies counts; at first resets of it
// remain.
const (
	daily  = 24 * time.Hour
	resets = 14 * time.Hour
)

// gateway is the state of the gateway behind all connections.
type gateway struct {
	sessions   []*session
	conns      map[*conn]bool
	identifies []Identify
	resumes    []Resume
	interval   time.Duration // between heartbeats
	silent     bool          // heartbeats are not acknowledged
	beats      int
	shards     int // recommended
	total      int // of identifies a day
	remaining  int
	renewal    time.Time     // when all of them remain again
	resumable  time.Duration // how long a session waits for who lost its socket
	reset      bool          // the budget was spent: the token is no longer the bot's
	parallel   int           // max_concurrency
	window     time.Duration // in which no more than that may identify
	needed     bool          // a connection without a shard is refused
}

func newGateway() gateway {
	return gateway{conns: map[*conn]bool{}, interval: 41250 * time.Millisecond, shards: 1, total: 1000, remaining: 1000, renewal: time.Now().Add(resets), resumable: resumable, parallel: 1}
}

// Identify is a session that the bot asked for.
type Identify struct {
	At      time.Time
	Shard   [2]int // id and count; 0 of 1 where it said nothing
	Intents int
	Refused bool // too many within the window: op 9
}

// Resume is a session that the bot asked to go on with.
type Resume struct {
	At       time.Time
	Session  string
	Seq      int
	OnResume bool // it came to resume_gateway_url
	Replayed int  // how many events it was given again
	Refused  bool
}

// session is a stream of events, whether or not somebody is connected to it.
type session struct {
	id      string
	shard   [2]int
	intents int
	seq     int
	log     []event
	conn    *conn
	left    time.Time // when it lost its socket
	dead    bool
}

// end makes the session one that cannot be resumed.
func (one *session) end() { one.dead, one.log = true, nil }

// lapse ends a session that has been without a socket for too long.
func (one *session) lapse(span time.Duration) {
	if one.conn == nil && time.Since(one.left) > span {
		one.end()
	}
}

// event is what was said to a session.
type event struct {
	seq  int
	name string
	data []byte
}

// Identifies are the sessions asked for until now; each takes one from the budget
// that GET /gateway/bot tells.
func (s *Server) Identifies() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Identify(nil), s.gateway.identifies...)
}

// Resumes are the attempts to go on with a session until now.
func (s *Server) Resumes() []Resume {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Resume(nil), s.gateway.resumes...)
}

// Connections is how many sockets are open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.gateway.conns)
}

// Heartbeats is how many heartbeats came until now.
func (s *Server) Heartbeats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.beats
}

// SetHeartbeat changes how often connections to come are told to send a
// heartbeat.
func (s *Server) SetHeartbeat(interval time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.interval = interval
}

// Acknowledge says whether heartbeats are acknowledged, as they are at first.
func (s *Server) Acknowledge(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.silent = !yes
}

// SetShards changes how many shards GET /gateway/bot recommends, how many of
// them may identify within a window, and how long that is: 5 s on Discord, and
// 0, for no limit, here. Where required is true who does not shard is refused.
func (s *Server) SetShards(n, concurrency int, window time.Duration, required bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.shards, s.gateway.parallel, s.gateway.window, s.gateway.needed = n, concurrency, window, required
}

// SetBudget changes how many identifies remain for the day.
func (s *Server) SetBudget(remaining int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.remaining = remaining
}

// SetBudgetReset changes when all identifies remain again; reset_after tells it.
func (s *Server) SetBudgetReset(in time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.renewal = time.Now().Add(in)
}

// SetResumable changes how long a session without a socket can be gone on with, as
// that of a process that was killed: 90 s at first.
func (s *Server) SetResumable(span time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.resumable = span
}

// left is how many identifies remain, and for how long that holds.
func (g *gateway) left() (remaining int, renewal time.Duration) {
	for now := time.Now(); !now.Before(g.renewal); {
		g.renewal, g.remaining = g.renewal.Add(daily), g.total
	}
	return g.remaining, time.Until(g.renewal)
}

// Budget is how many identifies remain for the day.
func (s *Server) Budget() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	remaining, _ := s.gateway.left()
	return remaining
}

// AwaitReady waits until n sessions are connected and have been told all that
// there is.
func (s *Server) AwaitReady(n int) {
	s.t.Helper()
	s.await(fmt.Sprintf("%d sessions at the gateway", n), func() bool {
		connected := 0
		for _, one := range s.gateway.sessions {
			if one.conn != nil && !one.dead {
				connected++
			}
		}
		return connected >= n
	})
}

// AwaitGone waits until no socket is open, as after the end of a process.
func (s *Server) AwaitGone() {
	s.t.Helper()
	s.await("the bot to be gone", func() bool { return len(s.gateway.conns) == 0 })
}

// AwaitIdentifies waits until n sessions in all have been asked for.
func (s *Server) AwaitIdentifies(n int) {
	s.t.Helper()
	s.await(fmt.Sprintf("%d identifies", n), func() bool { return len(s.gateway.identifies) >= n })
}

// AwaitResumes waits until n resumptions in all have been asked for.
func (s *Server) AwaitResumes(n int) {
	s.t.Helper()
	s.await(fmt.Sprintf("%d resumes", n), func() bool { return len(s.gateway.resumes) >= n })
}

// AwaitHeartbeats waits until n heartbeats in all have come.
func (s *Server) AwaitHeartbeats(n int) {
	s.t.Helper()
	s.await(fmt.Sprintf("%d heartbeats", n), func() bool { return s.gateway.beats >= n })
}

// dispatch says something to every session that should hear it: those of the
// guild's shard, or of the first shard where guild is "". The server is locked.
func (s *Server) dispatch(guild string, intent int, name string, d any) {
	s.note()
	for _, one := range s.gateway.sessions {
		one.lapse(s.gateway.resumable)
		if one.dead || intent != 0 && one.intents&intent == 0 || shardOf(guild, one.shard[1]) != one.shard[0] {
			continue
		}
		if lazy, ok := d.(func() object); ok {
			d = lazy()
		}
		one.say(name, d)
	}
}

func shardOf(guild string, count int) int {
	id, _ := strconv.ParseUint(guild, 10, 64)
	return int((id >> 22) % uint64(max(count, 1)))
}

// say adds an event to the session and sends it to who is connected.
func (one *session) say(name string, d any) {
	one.seq++
	data := encode(object{"op": opDispatch, "s": one.seq, "t": name, "d": d})
	one.log = append(one.log, event{one.seq, name, data})
	if len(one.log) > kept {
		one.log = one.log[len(one.log)-kept:]
	}
	if one.conn != nil {
		one.conn.push(frame{data: data})
	}
}

// Emit sends an event of any kind to the sessions of a guild's shard; guild is
// nil for what is about no guild.
func (s *Server) Emit(g *Guild, name string, d any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := ""
	if g != nil {
		id = g.ID
	}
	s.dispatch(id, 0, name, d)
}

func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // made of what json.Unmarshal gave, and of our own maps
	}
	return data
}
