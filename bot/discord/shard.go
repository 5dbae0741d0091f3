package discord

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// shard is a connection to the gateway that is kept up.
type shard struct {
	*Adapter
	id, of  int
	events  func(*discordgo.Event)
	turns   *turns
	session *discordgo.Session
	failed  int // connections of the session in a row
	lost    chan struct{}

	mu   sync.Mutex
	sock net.Conn // of the session
}

// listen keeps a shard connected until ctx ends, and hands over its events.
func (a *Adapter) listen(ctx context.Context, s *shard) error {
	wait := firstRetry
	for ctx.Err() == nil {
		since := a.Now()
		err := s.connect(ctx)
		if err == nil {
			select {
			case <-ctx.Done():
			case <-s.lost:
			}
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
		pause(ctx, wait/2+rand.N(wait/2+1))
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
	dialer.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		sock, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.sock = sock
		return sock, err
	}
	session.Dialer = &dialer
	lost := make(chan struct{}, 1)
	session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { s.guarded(ctx, func() { s.events(e) }) })
	session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	s.session, s.lost = session, lost
	return nil
}

// connect opens a session where Discord says, unless too many were begun today.
func (s *shard) connect(ctx context.Context) error {
	g, err := s.gateway(ctx)
	if err != nil {
		return err
	}
	if g.Limit.Remaining <= 0 {
		reset := time.Duration(g.Limit.ResetIn) * time.Millisecond
		s.Log.ErrorContext(ctx, "no session can be begun today any more", "for", reset)
		pause(ctx, reset)
		return errNoSessions
	}
	if s.session == nil {
		if err := s.begin(ctx); err != nil {
			return err
		}
	}
	s.take(ctx, g.Limit.AtOnce)
	s.session.Client = &http.Client{Transport: answers{g.URL}}
	return s.open(ctx)
}

// open opens the session, or gives it up: told at once that it is invalid, or to
// connect elsewhere, discordgo waits for itself without end. What was given up stays
// behind without its socket, and the next one begins anew.
func (s *shard) open(ctx context.Context) error {
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
		if errors.Is(err, discordgo.ErrWSAlreadyOpen) { // told of one loss twice
			err = nil
		}
		if s.failed++; err == nil {
			s.failed = 0
		} else if s.failed == mostFailed {
			s.session, s.failed = nil, 0
		}
		return err
	case <-timer.C:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sock != nil {
		_ = s.sock.Close() // it is given up already
	}
	s.session = nil
	return errStuck
}

var errStuck = errors.New("the gateway did not let us in")

var errNoSessions = errors.New("no sessions left")

// fatal reports whether trying again would only use up sessions.
func fatal(err error) bool {
	var said *apiError
	return errors.As(err, &said) && said.Status == http.StatusUnauthorized
}
