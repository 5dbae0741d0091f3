package discord

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// shard is a connection to the gateway that is kept up.
type shard struct {
	*Adapter
	id, of  int
	events  func(*discordgo.Event)
	turns   *turns
	patient time.Duration      // how long a heartbeat may stay unacknowledged; 0: acknowledgedWithin
	session *discordgo.Session // nil: the next connection begins one
	failed  int                // connections of the session in a row
	lost    chan struct{}

	mu     sync.Mutex
	sock   *socket // of the session
	begins bool    // the connection that is being made may begin a session
	home   string  // the host where the session is gone on with
}

// listen keeps a shard connected until ctx ends, and hands over its events.
func (a *Adapter) listen(ctx context.Context, s *shard) error {
	wait := firstRetry
	for ctx.Err() == nil {
		err := told(s.connect(ctx))
		since := a.Now()
		if err == nil {
			s.watch(ctx)
		}
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			a.Log.WarnContext(ctx, "gateway not reached", "shard", s.id, "err", err)
		}
		if fatal(err) {
			return err
		}
		if a.Now().Sub(since) > stable {
			wait = firstRetry
		}
		pause(ctx, max(jittered(wait), waitOf(err)))
		wait = min(longRetry, 2*wait)
	}
	if s.session != nil {
		return s.session.Close()
	}
	return nil
}

// turns keeps shards from beginning more sessions at once than Discord allows.
type turns struct {
	mu   sync.Mutex
	next map[int]time.Time // of the shards that share a turn
}

// turnSpan is how long Discord counts sessions that begin together, and a little more.
const turnSpan = 5500 * time.Millisecond

// take waits for the turn of a shard; one that is alone needs none.
func (s *shard) take(ctx context.Context, atOnce int) {
	if s.of == 1 {
		return
	}
	span := s.span
	if span == 0 {
		span = turnSpan
	}
	with, now := s.id%max(1, atOnce), s.Now()
	s.turns.mu.Lock()
	at := s.turns.next[with]
	if at.Before(now) {
		at = now
	}
	s.turns.next[with] = at.Add(span)
	s.turns.mu.Unlock()
	pause(ctx, at.Sub(now))
}

// mostFailed is how often going on with a session is tried before another is begun: where
// it can be gone on with may be gone.
const mostFailed = 3

// connect goes on with the session, for which Discord counts nothing; where there is none
// to go on with it begins one, where Discord says and when it allows.
func (s *shard) connect(ctx context.Context) error {
	if s.session != nil && s.failed < mostFailed {
		if err := s.open(ctx, false); !errors.Is(err, errOver) {
			return err
		}
		s.session = nil
	}
	g, err := s.gateway(ctx)
	if err != nil { // nothing can be reached: the session may still be there afterwards
		return err
	}
	if s.session != nil && g.Limit.Remaining <= 0 {
		return s.open(ctx, false)
	}
	if wait := g.spacing(s.of); g.Limit.Remaining <= 0 {
		s.Log.ErrorContext(ctx, "no session can be begun today any more: Rebond waits until Discord counts anew, or it would reset the token", "for", wait.Round(time.Second))
		pause(ctx, wait)
		return errNoSessions
	} else if wait > 0 {
		s.Log.WarnContext(ctx, "few sessions are left for today: Rebond waits before it begins one, so that they last; something has restarted it very often", "left", g.Limit.Remaining, "for", wait.Round(time.Second))
		pause(ctx, wait)
	}
	s.take(ctx, g.Limit.AtOnce)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	s.session.Client = &http.Client{Transport: answers{g.URL}}
	return s.open(ctx, true)
}

// begin makes a session that knows nothing of one before it.
func (s *shard) begin(ctx context.Context) error {
	session, err := discordgo.New("Bot " + s.Token)
	if err != nil {
		return err
	}
	session.LogLevel = -1 // it logs what we do, and more than we would
	session.Identify.Intents = intents
	session.ShardID, session.ShardCount = s.id, s.of
	session.ShouldReconnectOnError, session.StateEnabled = false, false
	session.SyncEvents = true // in order; each is answered in a goroutine of its own
	dialer := *session.Dialer
	dialer.Proxy, dialer.NetDialContext = s.goes, s.dial
	session.Dialer = &dialer
	lost := make(chan struct{}, 1)
	session.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		if at, err := url.Parse(r.ResumeGatewayURL); err == nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.home = at.Host
		}
	})
	session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { s.guarded(ctx, func() { s.events(e) }) })
	session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	s.session, s.lost, s.failed = session, lost, 0
	s.mu.Lock()
	defer s.mu.Unlock()
	s.home = ""
	return nil
}

// goes is the proxy of a connection. It stops one that is to go on with a session but
// goes elsewhere than where that is: discordgo was told that the session is over, and
// would begin another without asking whether it may.
func (s *shard) goes(r *http.Request) (*url.URL, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.begins && r.URL.Host != s.home {
		return nil, errOver
	}
	return http.ProxyFromEnvironment(r)
}

// dial opens the socket of a connection.
func (s *shard) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sock = &socket{Conn: conn}
	return s.sock, nil
}

// open opens the session, or gives it up: told at once that it is invalid, or to
// connect elsewhere, discordgo waits for itself without end. What was given up stays
// behind without its socket, and the next one begins anew.
func (s *shard) open(ctx context.Context, begins bool) error {
	s.mu.Lock()
	s.begins = begins
	s.mu.Unlock()
	select {
	case <-s.lost: // told of one loss twice
	default:
	}
	session := s.session
	opened := make(chan error, 1)
	go func() { opened <- session.Open() }()
	within := s.opening
	if within == 0 {
		within = openWithin
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case err := <-opened:
		return s.counted(err)
	case <-timer.C:
	case <-ctx.Done():
	}
	s.hangUp()
	s.session = nil
	return errStuck
}

// counted keeps count of what becomes of a session's connections.
func (s *shard) counted(err error) error {
	if err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen) { // told of one loss twice
		s.failed = 0
		return nil
	}
	s.failed++
	if websocket.IsCloseError(err, 4007, 4009) { // Discord knows another number of it, or none
		s.session = nil
	}
	return err
}

var (
	errStuck      = errors.New("the gateway did not let us in")
	errNoSessions = errors.New("no sessions left")
	errOver       = errors.New("the session is over")
)
