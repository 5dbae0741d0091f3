package discordtest

import "testing"

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
