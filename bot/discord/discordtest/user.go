package discordtest

import (
	"strings"
	"time"
)

// User is somebody on Discord.
type User struct {
	ID, Name string
	Locale   string // of their client: "fr", "en-US", "en-GB"

	s     *Server
	robot bool
	deaf  bool // their direct messages are closed
	dm    *Channel
}

// User is a new person whose client speaks a language. They are in no guild.
func (s *Server) User(name, locale string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.somebody(name, locale)
}

// somebody is User with the server locked.
func (s *Server) somebody(name, locale string) *User {
	u := &User{ID: s.setup(), Name: name, Locale: locale, s: s}
	s.users[u.ID] = u
	return u
}

// Bot is the application's own user.
func (s *Server) Bot() *User { return s.bot }

// CloseDMs makes somebody refuse direct messages from now on: they can be
// opened, and sending answers 50007.
func (s *Server) CloseDMs(u *User) { s.setDMs(u, true) }

// OpenDMs undoes CloseDMs.
func (s *Server) OpenDMs(u *User) { s.setDMs(u, false) }

func (s *Server) setDMs(u *User, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u.deaf = closed
}

// AllowPing lets messages ping some people.
func (s *Server) AllowPing(users ...*User) {
	for _, u := range users {
		s.AllowPingOf(u.ID)
	}
}

// AllowPingOf lets messages ping users or roles, by their ids.
func (s *Server) AllowPingOf(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.pings[id] = true
	}
}

// DM is the place where a person and the bot talk, opened if need be.
func (u *User) DM() *Channel {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.direct()
}

// direct is DM with the server locked: the same channel each time.
func (u *User) direct() *Channel {
	if u.dm == nil {
		u.dm = &Channel{ID: u.s.snowflake(), Type: TypeDM, s: u.s, recipient: u}
		u.s.channels[u.dm.ID] = u.dm
	}
	return u.dm
}

// shares reports whether somebody is in a guild with the bot. The server is locked.
func (u *User) shares() bool {
	for _, g := range u.s.order {
		if g.members[u.ID] != nil && g.members[u.s.bot.ID] != nil {
			return true
		}
	}
	return false
}

func (u *User) json() object {
	o := object{
		"id": u.ID, "username": strings.ToLower(u.Name), "discriminator": "0", "global_name": u.Name,
		"avatar": nil, "banner": nil, "accent_color": nil, "avatar_decoration_data": nil, "collectibles": nil,
		"primary_guild": nil, "public_flags": 0, "flags": 0,
	}
	if u.robot {
		o["bot"], o["global_name"], o["discriminator"] = true, nil, "0001"
	}
	return o
}

// member is somebody in a guild.
type member struct {
	user   *User
	roles  []*Role
	joined time.Time
}

func (m *member) json() object {
	roles := []string{}
	for _, r := range m.roles {
		roles = append(roles, r.ID)
	}
	return object{
		"user": m.user.json(), "nick": nil, "avatar": nil, "banner": nil, "roles": roles, "joined_at": stamp(m.joined),
		"premium_since": nil, "deaf": false, "mute": false, "pending": false, "flags": 0, "communication_disabled_until": nil,
	}
}
