package discordtest

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestReadyThenEachGuild(t *testing.T) {
	s := Start(t)
	g := s.Guild("Piscine", "fr")
	g.Channel("offres")
	a := newAgent(t, s)
	a.connects(a.gateway())
	a.says(opIdentify, a.identity())
	var ready struct {
		V                 int
		User, Application struct{ ID string }
		Guilds            []struct {
			ID          string
			Unavailable bool
		}
		Resume_gateway_url string
	}
	a.event("READY", &ready)
	if ready.V != 10 || ready.User.ID != s.ApplicationID || len(ready.Guilds) != 1 || !ready.Guilds[0].Unavailable || ready.Resume_gateway_url == a.gateway() {
		t.Errorf("READY says %+v", ready)
	}
	var guild struct {
		ID, Name string
		Channels []struct{ Name string }
	}
	a.event("GUILD_CREATE", &guild)
	if guild.ID != g.ID || guild.Name != "Piscine" || len(guild.Channels) != 1 {
		t.Errorf("GUILD_CREATE says %+v", guild)
	}
	other := s.Guild("Autre", "en-US")
	a.event("GUILD_CREATE", &guild)
	if guild.ID != other.ID {
		t.Errorf("of a guild joined later GUILD_CREATE says %+v", guild)
	}
	other.Kick()
	a.event("GUILD_DELETE", &guild)
	if len(s.Identifies()) != 1 || s.Budget() != 999 {
		t.Errorf("%v, %d left", s.Identifies(), s.Budget())
	}
}

func TestHeartbeats(t *testing.T) {
	s := Start(t)
	s.SetHeartbeat(time.Minute)
	a := newAgent(t, s)
	a.connects(a.gateway())
	if a.hello != time.Minute {
		t.Errorf("the interval is %s", a.hello)
	}
	a.says(opHeartbeat, nil)
	a.hears(opAcknowledged)
	s.Acknowledge(false)
	a.says(opHeartbeat, 1)
	s.AwaitHeartbeats(2)
	s.AskHeartbeat()
	a.hears(opHeartbeat)
}

func TestResume(t *testing.T) {
	s := Start(t)
	g := s.Guild("Piscine", "fr")
	a := newAgent(t, s)
	a.starts()
	a.event("GUILD_CREATE", &object{})
	s.Cut()
	if _, _, err := a.ws.ReadMessage(); err == nil {
		t.Fatal("the socket is open")
	}
	missed := g.Channel("offres")
	a.connects(a.resume)
	a.says(opResume, object{"token": s.Token, "session_id": a.session, "seq": a.seq})
	var c struct{ ID string }
	a.event("CHANNEL_CREATE", &c)
	if c.ID != missed.ID {
		t.Errorf("%+v is replayed; want %s", c, missed.ID)
	}
	a.event("RESUMED", &object{})
	r := s.Resumes()
	if len(r) != 1 || !r[0].OnResume || r[0].Replayed != 1 || r[0].Refused || len(s.Identifies()) != 1 {
		t.Errorf("%+v, %+v", r, s.Identifies())
	}
	s.Reconnect()
	a.hears(opReconnect)
	s.Invalidate(true)
	var again bool
	if p := a.hears(opInvalid); json.Unmarshal(p.D, &again) != nil || !again {
		t.Errorf("op 9 says %s", p.D)
	}
}

func TestSessionsThatCannotBeResumed(t *testing.T) {
	for name, spoil := range map[string]func(*Server, *agent){
		"unknown": func(_ *Server, a *agent) { a.session = "0123" },
		"over": func(s *Server, a *agent) {
			_ = a.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
			s.Await("the socket to close", func() bool { return s.Connections() == 0 })
		},
		"invalidated": func(s *Server, a *agent) {
			s.Invalidate(false)
			a.event("GUILD_CREATE", &object{})
			a.hears(opInvalid)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := Start(t)
			s.Guild("Piscine", "fr")
			a := newAgent(t, s)
			a.starts()
			spoil(s, a)
			_ = a.ws.Close()
			a.connects(a.resume)
			a.says(opResume, object{"token": s.Token, "session_id": a.session, "seq": a.seq})
			if p := a.hears(opInvalid); string(p.D) != "false" {
				t.Errorf("op 9 says %s", p.D)
			}
			a.says(opIdentify, a.identity()) // on the same socket
			a.ready()
		})
	}
}

func TestCloseCodes(t *testing.T) {
	for name, c := range map[string]struct {
		do       func(*agent)
		code     int
		refusals int
	}{
		"unknown operation":  {func(a *agent) { a.starts(); a.says(99, nil) }, closeUnknownOp, 1},
		"not JSON":           {func(a *agent) { a.connects(a.gateway()); _ = a.ws.WriteMessage(websocket.TextMessage, []byte("{")) }, closeDecode, 1},
		"too long":           {func(a *agent) { a.starts(); a.says(opPresence, object{"x": string(make([]byte, 4096))}) }, closeDecode, 1},
		"before identifying": {func(a *agent) { a.connects(a.gateway()); a.says(opPresence, nil) }, closeUnauthenticated, 1},
		"wrong token":        {func(a *agent) { a.identifies(object{"token": "x"}) }, closeAuthentication, 0},
		"twice":              {func(a *agent) { a.starts(); a.says(opIdentify, a.identity()) }, closeAlready, 1},
		"a future seq": {func(a *agent) {
			a.starts()
			s := a.session
			a.connects(a.resume)
			a.says(opResume, object{"token": a.s.Token, "session_id": s, "seq": 999})
		}, closeSeq, 1},
		"too often": {func(a *agent) {
			a.connects(a.gateway())
			for range maxSent + 1 {
				a.says(opHeartbeat, nil)
			}
		}, closeRate, 1},
		"a shard out of bounds": {func(a *agent) { a.identifies(object{"shard": []int{2, 2}}) }, closeShard, 1},
		"no shard":              {func(a *agent) { a.s.SetShards(2, 1, 0, true); a.identifies(nil) }, closeShardRequired, 1},
		"an unknown intent":     {func(a *agent) { a.identifies(object{"intents": 1 << 30}) }, closeIntents, 1},
		"a privileged intent":   {func(a *agent) { a.identifies(object{"intents": ourIntents | 1<<15}) }, closeDisallowed, 1},
		"a spent budget":        {func(a *agent) { a.s.SetBudget(0); a.identifies(nil) }, closeAuthentication, 1},
		"as the test wants":     {func(a *agent) { a.starts(); a.s.Close(closeUnknown) }, closeUnknown, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := Start(t)
			a := newAgent(t, s)
			c.do(a)
			a.closed(c.code)
			a.refusals(c.refusals)
		})
	}
	t.Run("another version", func(t *testing.T) {
		s := Start(t)
		a := newAgent(t, s)
		ws, _, err := websocket.DefaultDialer.Dial(a.gateway()+"/?v=9&encoding=json", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		a.ws = ws
		a.closed(closeVersion)
		a.refusals(1)
	})
}

// identifies connects and identifies with something changed.
func (a *agent) identifies(changes object) {
	a.Helper()
	a.connects(a.gateway())
	a.says(opIdentify, with(a.identity(), changes))
}

func TestAnIntentThatIsNotOurs(t *testing.T) {
	s := Start(t)
	a := newAgent(t, s)
	a.identifies(object{"intents": ourIntents | 1<<9})
	a.ready()
	a.refusals(1)
}

func TestShards(t *testing.T) {
	s := Start(t)
	s.SetShards(2, 1, time.Hour, true)
	guilds := []*Guild{s.Guild("Une", "fr"), s.Guild("Deux", "fr")}
	var told struct {
		Shards              int
		Session_start_limit struct{ Max_concurrency, Remaining, Total, Reset_after int }
	}
	newAgent(t, s).asks(http.MethodGet, "/gateway/bot", nil, http.StatusOK, &told)
	if told.Shards != 2 || told.Session_start_limit.Max_concurrency != 1 || told.Session_start_limit.Remaining != 1000 {
		t.Errorf("%+v", told)
	}
	first := newAgent(t, s)
	first.identifies(object{"shard": []int{0, 2}})
	first.ready()
	var g struct{ ID string }
	first.event("GUILD_CREATE", &g)
	own := guilds[0]
	if shardOf(own.ID, 2) != 0 {
		own = guilds[1]
	}
	if g.ID != own.ID {
		t.Errorf("shard 0 hears of %s; want %s", g.ID, own.ID)
	}
	second := newAgent(t, s)
	second.identifies(object{"shard": []int{1, 2}})
	second.hears(opInvalid) // within the same window
	s.SetShards(2, 2, time.Hour, true)
	second.says(opIdentify, with(second.identity(), object{"shard": []int{1, 2}}))
	second.ready()
	s.AwaitReady(2)
}
