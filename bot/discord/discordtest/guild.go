package discordtest

import (
	"fmt"
	"slices"
	"time"
)

// Guild is what people call a server.
type Guild struct {
	ID, Name string
	Locale   string // the preferred one: "fr", "en-US"

	s        *Server
	everyone *Role
	roles    []*Role
	channels []*Channel
	threads  []*Channel
	system   *Channel
	members  map[string]*member
	owner    *User
	robot    *Role // what the bot was given when it was invited
	joined   time.Time
	out      bool // unavailable
}

// Role is a set of permissions that members of a guild have.
type Role struct {
	ID, Name    string
	Permissions Permission
	position    int
	managed     bool
	guild       *Guild
}

// Guild invites the bot into a new guild, with BotPermissions. It has nobody
// else in it but its owner.
func (s *Server) Guild(name, locale string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner := s.somebody("owner-of-"+name, locale)
	g := s.found(s.setup(), owner, name, locale)
	s.dispatch(g.ID, intentGuilds, "GUILD_CREATE", g.created)
	return g
}

// Guilds invites the bot into n new guilds that speak French, each with as many
// channels. However many shards there are, each gets its part of them.
func (s *Server) Guilds(n, channels int) []*Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]string, n) // one after the other: the shard is told by the id
	for i := range ids {
		ids[i] = s.setup()
	}
	all := make([]*Guild, n)
	for i, id := range ids {
		name := fmt.Sprintf("Serveur %d", i+1)
		all[i] = s.found(id, s.somebody("owner-of-"+name, "fr"), name, "fr")
		for c := range channels {
			all[i].channel(fmt.Sprintf("salon-%d", c+1))
		}
		s.dispatch(id, intentGuilds, "GUILD_CREATE", all[i].created)
	}
	return all
}

// found makes a guild that the bot is in. The server is locked.
func (s *Server) found(id string, owner *User, name, locale string) *Guild {
	g := &Guild{ID: id, Name: name, Locale: locale, s: s, members: map[string]*member{}, owner: owner, joined: s.now()}
	g.everyone = &Role{ID: g.ID, Name: "@everyone", Permissions: MemberPermissions, guild: g}
	g.roles = []*Role{g.everyone}
	g.robot = g.role(s.bot.Name, BotPermissions)
	g.robot.managed = true
	g.members[s.bot.ID] = &member{s.bot, []*Role{g.robot}, g.joined}
	g.members[owner.ID] = &member{owner, nil, g.joined}
	s.guilds[g.ID] = g
	s.order = append(s.order, g)
	return g
}

// SetLocale changes the language that the guild prefers.
func (g *Guild) SetLocale(locale string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.Locale = locale
	g.s.dispatch(g.ID, intentGuilds, "GUILD_UPDATE", g.json)
}

// SetJoined changes since when the bot is in the guild: joined_at of the next
// GUILD_CREATE, by which a bot tells a new guild from one that it knew.
func (g *Guild) SetJoined(at time.Time) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.joined = at
	if m := g.members[g.s.bot.ID]; m != nil {
		m.joined = at
	}
}

// Owner is who made the guild: they may do everything in it.
func (g *Guild) Owner() *User { return g.owner }

// BotRole is the role that the bot was given when it was invited.
func (g *Guild) BotRole() *Role { return g.robot }

// Role makes a role.
func (g *Guild) Role(name string, has ...Permission) *Role {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	var all Permission
	for _, p := range has {
		all |= p
	}
	r := g.role(name, all)
	g.s.dispatch(g.ID, intentGuilds, "GUILD_ROLE_CREATE", object{"guild_id": g.ID, "role": r.json()})
	return r
}

func (g *Guild) role(name string, has Permission) *Role {
	r := &Role{ID: g.s.setup(), Name: name, Permissions: has, position: len(g.roles), guild: g}
	g.roles = append(g.roles, r)
	return r
}

// Grant changes what a role may do.
func (r *Role) Grant(has Permission) {
	r.guild.s.mu.Lock()
	defer r.guild.s.mu.Unlock()
	r.Permissions = has
	r.guild.s.dispatch(r.guild.ID, intentGuilds, "GUILD_ROLE_UPDATE", object{"guild_id": r.guild.ID, "role": r.json()})
}

// Join puts somebody into the guild, with roles; who is there already gets them
// instead of their own.
func (g *Guild) Join(u *User, roles ...*Role) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.members[u.ID] = &member{u, roles, g.s.now()}
}

// Leave takes somebody out of the guild.
func (g *Guild) Leave(u *User) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	delete(g.members, u.ID)
}

// Kick puts the bot out of the guild.
func (g *Guild) Kick() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	delete(g.members, g.s.bot.ID)
	delete(g.s.guilds, g.ID)
	g.s.order = slices.DeleteFunc(g.s.order, func(o *Guild) bool { return o == g })
	g.s.dispatch(g.ID, intentGuilds, "GUILD_DELETE", object{"id": g.ID})
}

// Invite lets the bot into the guild again after Kick.
func (g *Guild) Invite() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.joined = g.s.now()
	g.members[g.s.bot.ID] = &member{g.s.bot, []*Role{g.robot}, g.joined}
	g.s.guilds[g.ID] = g
	if !slices.Contains(g.s.order, g) {
		g.s.order = append(g.s.order, g)
	}
	g.s.dispatch(g.ID, intentGuilds, "GUILD_CREATE", g.created)
}

// Outage makes the guild unavailable, as when Discord is ill; Recover ends it.
func (g *Guild) Outage() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.out = true
	g.s.dispatch(g.ID, intentGuilds, "GUILD_DELETE", object{"id": g.ID, "unavailable": true})
}

// Recover ends an Outage.
func (g *Guild) Recover() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.out = false
	g.s.dispatch(g.ID, intentGuilds, "GUILD_CREATE", g.created)
}

func (r *Role) json() object {
	return object{
		"id": r.ID, "name": r.Name, "description": nil, "color": 0, "colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist": false, "icon": nil, "unicode_emoji": nil, "position": r.position, "permissions": r.Permissions.String(),
		"managed": r.managed, "mentionable": false, "flags": 0,
	}
}

// json is the guild as REST gives it.
func (g *Guild) json() object {
	roles := []object{}
	for _, r := range g.roles {
		roles = append(roles, r.json())
	}
	o := object{
		"id": g.ID, "name": g.Name, "icon": nil, "splash": nil, "discovery_splash": nil, "banner": nil, "description": nil,
		"owner_id": g.owner.ID, "preferred_locale": g.Locale, "system_channel_id": nil, "system_channel_flags": 0,
		"rules_channel_id": nil, "public_updates_channel_id": nil, "safety_alerts_channel_id": nil, "afk_channel_id": nil,
		"afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 0,
		"mfa_level": 0, "nsfw_level": 0, "nsfw": false, "premium_tier": 0, "premium_subscription_count": 0,
		"premium_progress_bar_enabled": false, "vanity_url_code": nil, "features": []string{}, "emojis": []object{},
		"stickers": []object{}, "roles": roles, "application_id": nil, "region": "rotterdam",
		"max_members": 500000, "max_presences": nil, "max_video_channel_users": 25, "widget_enabled": false,
		"max_stage_video_channel_users": 50, "widget_channel_id": nil, "home_header": nil, "incidents_data": nil,
	}
	if g.system != nil {
		o["system_channel_id"] = g.system.ID
	}
	return o
}

// created is the guild as GUILD_CREATE gives it to a bot without the intent to
// know its members: only the bot's own is there.
func (g *Guild) created() object {
	o := g.json()
	channels, threads := []object{}, []object{}
	for _, c := range g.channels {
		channels = append(channels, c.json())
	}
	for _, c := range g.threads {
		threads = append(threads, c.json())
	}
	o["channels"], o["threads"], o["members"] = channels, threads, []object{g.members[g.s.bot.ID].json()}
	o["joined_at"], o["large"], o["unavailable"], o["member_count"] = stamp(g.joined), false, false, len(g.members)
	for _, none := range []string{"voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"} {
		o[none] = []object{}
	}
	return o
}
