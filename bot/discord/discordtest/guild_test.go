package discordtest

import (
	"testing"
	"time"
)

func TestEventsOfAGuild(t *testing.T) {
	sc := open(t)
	mod := sc.g.Role("mod2")
	mod.Grant(ManageMessages)
	other := sc.g.Channel("autre")
	other.Deny(SendMessages)
	sc.g.RemoveChannel(other)
	sc.g.Outage()
	sc.g.Recover()
	sc.g.Kick()
	sc.g.Invite()
	sc.s.Emit(nil, "INTERACTION_CREATE", map[string]any{})
	for _, want := range []string{"GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "GUILD_DELETE", "GUILD_CREATE", "GUILD_DELETE", "GUILD_CREATE", "INTERACTION_CREATE"} {
		sc.event(want, &object{})
	}
}

// told is what the bot hears of a guild.
type told struct {
	ID, Preferred_locale string
	System_channel_id    *string
	Joined_at            time.Time
	Channels             []struct{ ID string }
}

func TestWhatAGuildIsLike(t *testing.T) {
	sc := open(t)
	var g told
	sc.event("GUILD_CREATE", &g)
	if g.System_channel_id != nil || g.Preferred_locale != "fr" || time.Since(g.Joined_at) > time.Minute {
		t.Errorf("%+v", g)
	}
	sc.g.SetSystemChannel(sc.offers)
	sc.event("GUILD_UPDATE", &g)
	if g.System_channel_id == nil || *g.System_channel_id != sc.offers.ID || sc.g.SystemChannel() != sc.offers {
		t.Errorf("%+v", g)
	}
	sc.g.SetLocale("en-US")
	sc.event("GUILD_UPDATE", &g)
	if g.Preferred_locale != "en-US" {
		t.Errorf("%+v", g)
	}
	sc.g.SetSystemChannel(nil)
	sc.event("GUILD_UPDATE", &g)
	if g.System_channel_id != nil {
		t.Errorf("%+v", g)
	}
	since := time.Now().Add(-48 * time.Hour).Round(time.Microsecond)
	sc.g.SetJoined(since)
	sc.g.Outage()
	again := newAgent(t, sc.s)
	again.starts() // nothing but READY: the guild is unavailable
	sc.g.Recover()
	again.event("GUILD_CREATE", &g)
	if !g.Joined_at.Equal(since) || again.seq != 2 {
		t.Errorf("%+v, the event %d", g, again.seq)
	}
	sc.g.Kick()
	sc.g.Invite()
	sc.g.Invite()
	again.event("GUILD_CREATE", &g)
	if time.Since(g.Joined_at) > time.Minute || len(sc.s.order) != 1 {
		t.Errorf("%+v, %d guilds", g, len(sc.s.order))
	}
}

func TestManyGuilds(t *testing.T) {
	s := Start(t)
	all := s.Guilds(1000, 2)
	a := newAgent(t, s)
	a.starts()
	for range all {
		var g told
		a.event("GUILD_CREATE", &g)
		if len(g.Channels) != 2 {
			t.Fatalf("%+v", g)
		}
	}
	later := s.Guilds(1, 3)
	var g told
	if a.event("GUILD_CREATE", &g); g.ID != later[0].ID || len(g.Channels) != 3 {
		t.Errorf("%+v", g)
	}
}

func TestPermissions(t *testing.T) {
	s := Start(t)
	g := s.Guild("Piscine", "fr")
	c, u := g.Channel("prive"), s.User("Camille", "fr")
	in, boss := g.Role("dedans"), g.Role("boss", Administrator)
	g.Join(u)
	c.Hide(in)
	for _, step := range []struct {
		roles []*Role
		want  bool
	}{{nil, false}, {[]*Role{in}, true}, {[]*Role{boss}, true}} {
		g.Join(u, step.roles...)
		if u.enters(c) != step.want {
			t.Errorf("with %v somebody enters: %t", step.roles, !step.want)
		}
	}
	if p := g.permissions(s.Bot(), c); p&ViewChannel != 0 || g.permissions(s.Bot(), nil)&BotPermissions != BotPermissions {
		t.Errorf("the bot has %s", p)
	}
}
