package discordtest

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"
)

// dies ends the agent's connection as the end of its process does: without a word.
func (a *agent) dies() {
	a.Helper()
	if tcp, ok := a.ws.UnderlyingConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = a.ws.Close()
	a.s.AwaitGone()
}

// A process that was killed comes back as another one.
func TestABotThatWasKilled(t *testing.T) {
	sc := open(t)
	sc.dies()
	missed := sc.g.Channel("manqué")
	again := newAgent(t, sc.s)
	again.starts()
	sc.s.AwaitReady(1)
	var g struct{ Channels []struct{ ID string } }
	again.event("GUILD_CREATE", &g)
	if len(g.Channels) != 2 || g.Channels[1].ID != missed.ID || len(sc.s.Identifies()) != 2 || sc.s.Connections() != 1 {
		t.Errorf("%+v, %d identifies, %d connections", g, len(sc.s.Identifies()), sc.s.Connections())
	}
	i := sc.command()
	again.answers(CallbackMessage, said("Me revoilà"))
	if a := i.Answer(); a.Message.Markdown() != "\nMe revoilà" {
		t.Errorf("%+v", a)
	}
}

func TestASessionWithoutASocketIsKeptForAWhile(t *testing.T) {
	for _, c := range []struct {
		span   time.Duration
		resume bool
	}{{resumable, true}, {time.Nanosecond, false}} {
		t.Run(fmt.Sprint(c.span), func(t *testing.T) {
			sc := open(t)
			sc.s.SetResumable(c.span)
			sc.dies()
			sc.g.Channel("manqué")
			sc.connects(sc.resume)
			sc.says(opResume, object{"token": sc.s.Token, "session_id": sc.session, "seq": sc.seq})
			sc.s.AwaitResumes(1)
			if c.resume {
				sc.event("CHANNEL_CREATE", &object{})
				sc.event("RESUMED", &object{})
				sc.s.AwaitReady(1)
				return
			}
			if p := sc.hears(opInvalid); string(p.D) != "false" {
				t.Errorf("op 9 says %s", p.D)
			}
			sc.says(opIdentify, sc.identity())
			sc.ready()
		})
	}
}

// Shards of one process, or of several, are each a connection.
func TestReadyCountsConnections(t *testing.T) {
	s := Start(t)
	s.Guilds(9, 1)
	s.SetShards(3, 3, 0, true)
	var all []*agent
	heard := map[string]bool{}
	for id := range 3 {
		a := newAgent(t, s)
		a.identifies(object{"shard": []int{id, 3}})
		a.ready()
		for range 3 {
			var g struct{ ID string }
			a.event("GUILD_CREATE", &g)
			heard[g.ID] = true
		}
		all = append(all, a)
		s.AwaitReady(id + 1)
	}
	if len(heard) != 9 {
		t.Errorf("the shards hear of %d guilds; want 9, each 3", len(heard))
	}
	_ = all[2].ws.Close()
	s.Await("a shard to be gone", func() bool { return s.Connections() == 2 })
	s.AwaitReady(2)
}

func TestTheBudgetComesBack(t *testing.T) {
	s := Start(t)
	a := newAgent(t, s)
	type told struct {
		Session_start_limit struct{ Remaining, Reset_after int }
	}
	asks := func() (limit told) {
		a.asks(http.MethodGet, "/gateway/bot", nil, http.StatusOK, &limit)
		return limit
	}
	if l := asks().Session_start_limit; l.Remaining != 1000 || l.Reset_after > int(resets.Milliseconds()) || l.Reset_after < int(resets.Milliseconds())-60_000 {
		t.Errorf("at first %+v", l)
	}
	s.SetBudget(0)
	s.SetBudgetReset(200 * time.Millisecond)
	if l := asks().Session_start_limit; l.Remaining != 0 || l.Reset_after > 200 {
		t.Errorf("of a spent budget %+v", l)
	}
	time.Sleep(210 * time.Millisecond)
	if l := asks().Session_start_limit; l.Remaining != 1000 || l.Reset_after < int(resets.Milliseconds()) || s.Budget() != 1000 {
		t.Errorf("of a new day %+v", l)
	}
	a.identifies(nil)
	a.ready()
}

// What Discord says of its own accord: go elsewhere, begin anew, or goodbye.
func TestWhatTheGatewayDoes(t *testing.T) {
	for name, c := range map[string]struct {
		do       func(*Server)
		hears    func(*agent)
		resuming bool
	}{
		"reconnect":      {(*Server).Reconnect, func(a *agent) { a.hears(opReconnect) }, true},
		"may be resumed": {func(s *Server) { s.Invalidate(true) }, func(a *agent) { a.invalid(true) }, true},
		"must begin":     {func(s *Server) { s.Invalidate(false) }, func(a *agent) { a.invalid(false) }, false},
		"cut":            {(*Server).Cut, func(a *agent) { a.s.AwaitGone() }, true},
		"unknown error":  {func(s *Server) { s.Close(closeUnknown) }, func(a *agent) { a.closed(closeUnknown) }, true},
		"timed out":      {func(s *Server) { s.Close(closeTimeout) }, func(a *agent) { a.closed(closeTimeout) }, false},
		"disallowed":     {func(s *Server) { s.Close(closeDisallowed) }, func(a *agent) { a.closed(closeDisallowed) }, false},
		"going away":     {func(s *Server) { s.Close(1001) }, func(a *agent) { a.closed(1001) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := Start(t)
			a := newAgent(t, s)
			a.starts()
			c.do(s)
			c.hears(a)
			a.connects(a.resume)
			a.says(opResume, object{"token": s.Token, "session_id": a.session, "seq": a.seq})
			if c.resuming {
				a.event("RESUMED", &object{})
			} else {
				a.invalid(false)
			}
		})
	}
}

// invalid wants op 9 to say whether the session can be resumed.
func (a *agent) invalid(resume bool) {
	a.Helper()
	var said bool
	if p := a.hears(opInvalid); json.Unmarshal(p.D, &said) != nil || said != resume {
		a.Errorf("op 9 says %s; want %t", p.D, resume)
	}
}
