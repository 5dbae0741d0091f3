package discordtest

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// identify begins a session. The server is locked.
func (s *Server) identify(c *conn, d json.RawMessage, bad func(int, string)) {
	var in struct {
		Token      string            `json:"token"`
		Intents    *int              `json:"intents"`
		Properties map[string]string `json:"properties"`
		Shard      []int             `json:"shard"`
		Compress   bool              `json:"compress"`
	}
	if json.Unmarshal(d, &in) != nil || in.Intents == nil || len(in.Properties) == 0 {
		bad(closeDecode, "Error while decoding payload: token, intents and properties are needed.")
		return
	}
	for _, p := range []string{"os", "browser"} {
		if in.Properties[p] == "" && in.Properties["$"+p] == "" { // the old names hold until version 11
			s.refuse("identify", "", "properties lack "+p)
		}
	}
	if strings.TrimPrefix(in.Token, "Bot ") != s.Token || s.gateway.reset {
		c.close(closeAuthentication, "Authentication failed.")
		return
	}
	shard, ok := shardIn(in.Shard)
	intents := *in.Intents
	switch {
	case !ok:
		bad(closeShard, "Invalid shard.")
		return
	case in.Shard == nil && s.gateway.needed:
		bad(closeShardRequired, "Sharding required.")
		return
	case intents < 0 || intents&^knownIntents != 0:
		bad(closeIntents, "Invalid intent(s).")
		return
	case intents&privilegedIntents != 0:
		bad(closeDisallowed, "Disallowed intent(s).")
		return
	case intents&^ourIntents != 0:
		s.refuse("identify", "", fmt.Sprintf("%d intents besides Guilds and DirectMessages in %b", bits.OnesCount(uint(intents&^ourIntents)), intents))
	}
	s.begin(c, shard, intents)
}

func shardIn(said []int) (shard [2]int, ok bool) {
	if said == nil {
		return [2]int{0, 1}, true
	}
	if len(said) != 2 || said[0] < 0 || said[1] < 1 || said[0] >= said[1] {
		return shard, false
	}
	return [2]int{said[0], said[1]}, true
}

// begin counts an identify and says READY, then tells of each guild.
func (s *Server) begin(c *conn, shard [2]int, intents int) {
	g := &s.gateway
	now := time.Now()
	g.identifies = append(g.identifies, Identify{At: now, Shard: shard, Intents: intents})
	s.note()
	if remaining, _ := g.left(); remaining <= 0 {
		s.refuse("identify", "", "the budget of identifies is spent: Discord ends every session and resets the token")
		g.reset = true
		c.close(closeAuthentication, "Authentication failed.")
		return
	}
	g.remaining--
	recent := 0
	for _, one := range g.identifies {
		if !one.Refused && now.Sub(one.At) < g.window && one.Shard[0]%g.parallel == shard[0]%g.parallel {
			recent++
		}
	}
	if recent > 1 {
		g.identifies[len(g.identifies)-1].Refused = true
		c.push(frame{data: encode(object{"op": opInvalid, "d": false})})
		return
	}
	one := &session{id: fmt.Sprintf("%032x", len(g.identifies)), shard: shard, intents: intents, conn: c}
	c.session = one
	g.sessions = append(g.sessions, one)
	guilds := []object{}
	var ours []*Guild
	for _, guild := range s.order {
		if shardOf(guild.ID, shard[1]) == shard[0] {
			guilds = append(guilds, object{"id": guild.ID, "unavailable": true})
			if !guild.out {
				ours = append(ours, guild)
			}
		}
	}
	one.say("READY", object{
		"v": 10, "user": s.me(), "guilds": guilds, "session_id": one.id, "session_type": "normal",
		"resume_gateway_url": socket(s.resume.URL), "shard": shard, "application": object{"id": s.ApplicationID, "flags": applicationFlags},
		"private_channels": []object{}, "presences": []object{}, "relationships": []object{}, "user_settings": object{}, "_trace": []string{"discordtest"},
	})
	if intents&intentGuilds != 0 {
		for _, guild := range ours {
			one.say("GUILD_CREATE", guild.created())
		}
	}
	s.note()
}

// applicationFlags say that the application has registered commands.
const applicationFlags = 1 << 23

func (s *Server) me() object {
	o := s.bot.json()
	o["email"], o["mfa_enabled"], o["verified"], o["locale"] = nil, false, true, "en-US"
	return o
}

func socket(url string) string { return "ws" + strings.TrimPrefix(url, "http") }

// goOn resumes a session: what it missed is said again, then RESUMED. The server
// is locked.
func (s *Server) goOn(c *conn, d json.RawMessage, bad func(int, string)) {
	var in struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     *int   `json:"seq"`
	}
	if json.Unmarshal(d, &in) != nil || in.Seq == nil {
		bad(closeDecode, "Error while decoding payload.")
		return
	}
	r := Resume{At: time.Now(), Session: in.Session, Seq: *in.Seq, OnResume: c.onResume, Refused: true}
	defer func() {
		s.gateway.resumes = append(s.gateway.resumes, r)
		s.note()
	}()
	if strings.TrimPrefix(in.Token, "Bot ") != s.Token || s.gateway.reset {
		c.close(closeAuthentication, "Authentication failed.")
		return
	}
	var one *session
	for _, known := range s.gateway.sessions {
		known.lapse(s.gateway.resumable)
		if known.id == in.Session && !known.dead {
			one = known
		}
	}
	if one == nil || len(one.log) > 0 && *in.Seq < one.log[0].seq-1 {
		c.push(frame{data: encode(object{"op": opInvalid, "d": false})})
		return
	}
	if *in.Seq > one.seq || *in.Seq < 0 {
		one.end()
		bad(closeSeq, "Invalid seq.")
		return
	}
	if one.conn != nil {
		one.conn.cut()
	}
	c.session, one.conn, r.Refused = one, c, false
	for _, e := range one.log {
		if e.seq > *in.Seq {
			c.push(frame{data: e.data})
			r.Replayed++
		}
	}
	one.say("RESUMED", object{"_trace": []string{"discordtest"}})
}

// Cut ends every socket without a close frame, as a network does. The sessions
// can be resumed.
func (s *Server) Cut() { s.cutAll() }

func (s *Server) cutAll() {
	for _, c := range s.open() {
		c.cut()
	}
}

// open are the connections of now.
func (s *Server) open() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*conn
	for c := range s.gateway.conns {
		all = append(all, c)
	}
	return all
}

// Close closes every socket with a code of the gateway. After 4007 and 4009 a session
// must begin anew, after 4004 and from 4010 none should; after the others it is gone
// on with.
func (s *Server) Close(code int) {
	if code == closeAuthentication || code == closeSeq || code >= closeTimeout {
		s.forget()
	}
	for _, c := range s.open() {
		c.close(code, "discordtest")
	}
}

// Reconnect asks every connection to reconnect and resume (op 7).
func (s *Server) Reconnect() {
	for _, c := range s.open() {
		c.push(frame{data: encode(object{"op": opReconnect, "d": nil})})
	}
}

// Invalidate says that the session is invalid (op 9); it can be resumed or not.
func (s *Server) Invalidate(resumable bool) {
	if !resumable {
		s.forget()
	}
	for _, c := range s.open() {
		c.push(frame{data: encode(object{"op": opInvalid, "d": resumable})})
	}
}

// forget makes every session one that cannot be resumed, and lets who is
// connected identify again on the same socket.
func (s *Server) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.gateway.sessions {
		one.end()
	}
	for c := range s.gateway.conns {
		c.session = nil
	}
}

// AskHeartbeat asks every connection for a heartbeat now (op 1).
func (s *Server) AskHeartbeat() {
	for _, c := range s.open() {
		c.push(frame{data: encode(object{"op": opHeartbeat, "d": nil})})
	}
}
