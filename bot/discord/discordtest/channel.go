package discordtest

import "slices"

// The types of channel that the fake has.
const (
	TypeText          = 0
	TypeDM            = 1
	TypePublicThread  = 11
	TypePrivateThread = 12
)

// Channel is a place where people write: a text channel of a guild, a thread, or
// the direct messages between somebody and the bot.
type Channel struct {
	ID, Name string
	Type     int
	Guild    *Guild // nil in direct messages

	s          *Server
	parent     *Channel // of a thread
	recipient  *User    // of direct messages
	overwrites []overwrite
	messages   []*message // oldest first, those for one person too
	guests     []string   // of a thread
	invitable  bool       // whoever is in a private thread may add others
	archived   bool       // a thread is put away
	life       int        // after how many minutes without a message it is
}

// Parent is the channel that a thread is of; nil for what is none.
func (c *Channel) Parent() *Channel { return c.parent }

// Invitable reports whether whoever is in a private thread may add others.
func (c *Channel) Invitable() bool { return c.invitable }

// Archive puts a thread away; a message brings it back.
func (c *Channel) Archive() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.archived = true
	c.s.dispatch(c.Guild.ID, intentGuilds, "THREAD_UPDATE", c.json)
}

// PrivateThreads are those of the channel that exist, whoever sees them, oldest first.
func (c *Channel) PrivateThreads() (all []*Channel) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, t := range c.Guild.threads {
		if t.parent == c && t.Type == TypePrivateThread {
			all = append(all, t)
		}
	}
	return all
}

// Guests are the ids of those who are in a thread, in the order in which they came.
func (c *Channel) Guests() []string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return slices.Clone(c.guests)
}

// Channel makes a text channel.
func (g *Guild) Channel(name string) *Channel {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	c := g.channel(name)
	g.s.dispatch(g.ID, intentGuilds, "CHANNEL_CREATE", c.json)
	return c
}

// channel is Channel with the server locked, of which the bot is not told.
func (g *Guild) channel(name string) *Channel {
	c := &Channel{ID: g.s.setup(), Name: name, Type: TypeText, Guild: g, s: g.s}
	g.s.channels[c.ID] = c
	g.channels = append(g.channels, c)
	return c
}

// SystemChannel is where the guild tells its news, made when first asked for.
func (g *Guild) SystemChannel() *Channel {
	g.s.mu.Lock()
	c := g.system
	g.s.mu.Unlock()
	if c == nil {
		c = g.Channel("general")
		g.SetSystemChannel(c)
	}
	return c
}

// SetSystemChannel changes where the guild tells its news; nil is nowhere.
func (g *Guild) SetSystemChannel(c *Channel) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.system = c
	g.s.dispatch(g.ID, intentGuilds, "GUILD_UPDATE", g.json)
}

// RemoveChannel deletes a channel and its threads.
func (g *Guild) RemoveChannel(c *Channel) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	delete(g.s.channels, c.ID)
	gone := func(other *Channel) bool { return other == c || other.parent == c }
	for _, t := range g.threads {
		if gone(t) {
			delete(g.s.channels, t.ID)
		}
	}
	g.channels, g.threads = slices.DeleteFunc(g.channels, gone), slices.DeleteFunc(g.threads, gone)
	if g.system == c {
		g.system = nil
	}
	g.s.dispatch(g.ID, intentGuilds, "CHANNEL_DELETE", c.json)
}

// Forbid hides a channel from the bot: what it asks there answers 50001.
func (g *Guild) Forbid(c *Channel) { c.Deny(ViewChannel) }

// Deny takes permissions in the channel from the bot, and gives back what was
// taken before: what needs them answers 50013, or 50001 where it cannot see it.
func (c *Channel) Deny(p Permission) { c.change(overwrite{id: c.Guild.robot.ID, deny: p}) }

// Allow gives the bot back what Forbid and Deny took.
func (c *Channel) Allow() { c.change(overwrite{id: c.Guild.robot.ID}) }

// Hide makes the channel private: only who has one of the roles sees it.
func (c *Channel) Hide(but ...*Role) {
	c.change(overwrite{id: c.Guild.ID, deny: ViewChannel})
	for _, r := range but {
		c.change(overwrite{id: r.ID, allow: ViewChannel})
	}
}

func (c *Channel) change(o overwrite) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.overwrites = slices.DeleteFunc(c.overwrites, func(old overwrite) bool { return old.id == o.id })
	if o.allow|o.deny != 0 {
		c.overwrites = append(c.overwrites, o)
	}
	c.s.dispatch(c.Guild.ID, intentGuilds, "CHANNEL_UPDATE", c.json)
}

// last is the id of the latest message that everybody sees.
func (c *Channel) last() any {
	for _, m := range slices.Backward(c.messages) {
		if m.only == nil {
			return m.id
		}
	}
	return nil
}

func (c *Channel) find(id string) *message {
	for _, m := range c.messages {
		if m.id == id {
			return m
		}
	}
	return nil
}

func (c *Channel) json() object {
	o := object{"id": c.ID, "type": c.Type, "last_message_id": c.last(), "flags": 0}
	if c.Type == TypeDM {
		o["recipients"] = []object{c.recipient.json()}
		return o
	}
	o["guild_id"], o["name"], o["rate_limit_per_user"] = c.Guild.ID, c.Name, 0
	if c.parent != nil {
		o["parent_id"], o["owner_id"], o["message_count"], o["member_count"] = c.parent.ID, c.s.bot.ID, len(c.messages), len(c.guests)
		o["total_message_sent"] = len(c.messages)
		o["thread_metadata"] = object{"archived": c.archived, "auto_archive_duration": c.life, "archive_timestamp": stamp(c.s.now()), "locked": false, "create_timestamp": stamp(c.s.now())}
		if c.Type == TypePrivateThread {
			o["thread_metadata"].(object)["invitable"] = c.invitable
		}
		return o
	}
	overwrites := []object{}
	for _, w := range c.overwrites {
		kind := 0
		if w.member {
			kind = 1
		}
		overwrites = append(overwrites, object{"id": w.id, "type": kind, "allow": w.allow.String(), "deny": w.deny.String()})
	}
	o["position"], o["parent_id"], o["topic"], o["nsfw"], o["permission_overwrites"] = slices.Index(c.Guild.channels, c), nil, nil, false, overwrites
	return o
}
