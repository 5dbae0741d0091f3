package slacktest

import "slices"

// Channel is a place where people write.
type Channel struct {
	ID   string
	Name string

	w         *Workspace
	private   bool
	mpim      bool // a direct message among several people and the bot
	archived  bool
	refuses   string // the error that messages of the bot meet
	recipient *User  // of direct messages
	members   []*User
	messages  []*message // oldest first, with replies and those for one person
	pins      []*message
}

// Channel makes a public channel that the bot is in.
func (w *Workspace) Channel(name string) *Channel {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	c := w.channel('C', name)
	c.members = []*User{w.bot}
	return c
}

// PrivateChannel makes a private channel that the bot is not in.
func (w *Workspace) PrivateChannel(name string) *Channel {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	c := w.channel('C', name)
	c.private = true
	return c
}

func (w *Workspace) channel(kind rune, name string) *Channel {
	c := &Channel{ID: w.s.id(kind), Name: name, w: w}
	w.s.channels[c.ID] = c
	w.channels = append(w.channels, c)
	return c
}

// Join puts people into the channel. A bot that is in it, and has a socket, is told.
func (c *Channel) Join(users ...*User) {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	for _, u := range users {
		if c.has(u) {
			continue
		}
		c.members = append(c.members, u)
		if c.has(c.w.bot) && len(c.w.s.socket.open) > 0 {
			c.joined(u, nil)
		}
	}
}

// joined tells the bot that somebody came into a channel. The server is locked.
func (c *Channel) joined(u, by *User) {
	e := object{"type": "member_joined_channel", "user": u.ID, "channel": c.ID, "channel_type": "C", "team": c.w.ID}
	if c.private {
		e["channel_type"] = "G"
	}
	if by != nil {
		e["inviter"] = by.ID
	}
	c.w.event(e)
}

// Leave takes people out of the channel.
func (c *Channel) Leave(users ...*User) {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	for _, u := range users {
		c.without(u)
	}
}

func (c *Channel) without(u *User) {
	c.members = slices.DeleteFunc(c.members, func(m *User) bool { return m == u })
}

// Invite lets the bot into the channel, which it is told of; by is who did it.
func (c *Channel) Invite(by *User) {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	if c.has(c.w.bot) {
		return
	}
	c.members = append(c.members, c.w.bot)
	c.joined(c.w.bot, by)
}

// Kick puts the bot out of the channel, which it is told of.
func (c *Channel) Kick() {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	if !c.has(c.w.bot) {
		return
	}
	c.without(c.w.bot)
	kind := "channel_left"
	if c.private {
		kind = "group_left"
	}
	c.w.event(object{"type": kind, "channel": c.ID, "actor_id": c.w.bot.ID})
}

// Archive closes the channel for good.
func (c *Channel) Archive() {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	c.archived = true
}

// Refuse makes every message of the bot meet an error: restricted_action, where only
// admins may post. With "" none does.
func (c *Channel) Refuse(why string) {
	c.w.s.mu.Lock()
	defer c.w.s.mu.Unlock()
	c.refuses = why
}

// has reports whether somebody is in the channel. The server is locked.
func (c *Channel) has(u *User) bool { return slices.Contains(c.members, u) }

// isDirect reports whether the channel is one of direct messages.
func (c *Channel) isDirect() bool { return c.recipient != nil }

// kind is how events call what sort of channel it is.
func (c *Channel) kind() string {
	switch {
	case c.isDirect():
		return "im"
	case c.mpim:
		return "mpim"
	case c.private:
		return "group"
	}
	return "channel"
}

// find is a message that is still there, by its ts.
func (c *Channel) find(ts string) *message {
	for _, m := range c.messages {
		if m.ts == ts {
			return m
		}
	}
	return nil
}

// together is the conversation of some people with the bot: the same each time.
func (w *Workspace) together(users []*User) *Channel {
	for _, c := range w.channels {
		if c.mpim && len(c.members) == len(users)+1 && !slices.ContainsFunc(users, func(u *User) bool { return !c.has(u) }) {
			return c
		}
	}
	c := w.channel('C', "")
	c.private, c.mpim = true, true
	c.Name = "mpdm-"
	for _, u := range users {
		c.Name += u.Handle + "--"
	}
	c.Name += w.bot.Handle + "-1"
	c.members = append(slices.Clone(users), w.bot)
	return c
}

// Groups are the conversations of several people and the bot that somebody is in, oldest
// first.
func (u *User) Groups() (all []*Channel) {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	for _, c := range u.w.channels {
		if c.mpim && c.has(u) {
			all = append(all, c)
		}
	}
	return all
}

// title is the channel's name as in the payloads of interactions.
func (c *Channel) title() string {
	switch {
	case c.isDirect():
		return "directmessage"
	case c.mpim:
		return c.Name
	case c.private:
		return "privategroup"
	}
	return c.Name
}

// json is the channel as conversations.info tells of it.
func (c *Channel) json() object {
	o := object{
		"id": c.ID, "created": 1504554479, "is_archived": c.archived, "is_im": c.isDirect(), "is_org_shared": false, "context_team_id": c.w.ID, "updated": 1504554479000,
	}
	if c.isDirect() {
		o["user"], o["is_user_deleted"], o["is_open"], o["priority"] = c.recipient.ID, c.recipient.off, true, 0
		return o
	}
	o["name"], o["name_normalized"], o["is_channel"], o["is_group"], o["is_mpim"], o["is_private"] = c.Name, c.Name, !c.private, false, c.mpim, c.private
	o["is_general"], o["is_shared"], o["is_ext_shared"], o["is_pending_ext_shared"] = c.Name == "general", false, false, false
	o["is_member"], o["creator"], o["shared_team_ids"], o["num_members"] = c.has(c.w.bot), c.w.bot.ID, []string{c.w.ID}, len(c.members)
	o["topic"], o["purpose"] = object{"value": "", "creator": "", "last_set": 0}, object{"value": "", "creator": "", "last_set": 0}
	o["previous_names"] = []string{}
	return o
}

// enters reports whether somebody may look into a channel.
func (u *User) enters(c *Channel) bool {
	return c != nil && c.w == u.w && (c.has(u) || !c.private && !c.isDirect() && !u.guest)
}
