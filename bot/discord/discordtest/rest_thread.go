package discordtest

import "net/http"

// openThread opens a thread on a message, whose id it takes.
func (x *exchange) openThread() reply {
	c, no := x.place(CreatePublicThreads)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	switch {
	case no != nil:
		return *no
	case c.Guild == nil:
		return apiError(http.StatusForbidden, 50003, "Cannot execute action on a DM channel")
	case m.thread != nil:
		return errThreadExists
	}
	t := x.thread(c, m.id, TypePublicThread)
	m.thread = t
	start := x.newMessage(t, x.bot)
	start.kind, start.reference = MessageThreadStarter, m.id
	t.messages = append(t.messages, start)
	x.dispatch(c.Guild.ID, intentGuilds, "THREAD_CREATE", newly(t))
	return reply{http.StatusCreated, t.json()}
}

// startThread opens a thread without a message, for those who are added to it.
func (x *exchange) startThread() reply {
	kind, said := number(x.object()["type"])
	need := CreatePrivateThreads
	if !said {
		kind = TypePrivateThread
	}
	if kind == TypePublicThread {
		need = CreatePublicThreads
	}
	c, no := x.place(need)
	switch {
	case no != nil:
		return *no
	case c.Guild == nil:
		return apiError(http.StatusForbidden, 50003, "Cannot execute action on a DM channel")
	}
	t := x.thread(c, x.snowflake(), kind)
	x.dispatch(c.Guild.ID, intentGuilds, "THREAD_CREATE", newly(t))
	return reply{http.StatusCreated, t.json()}
}

func (x *exchange) thread(c *Channel, id string, kind int) *Channel {
	t := &Channel{ID: id, Name: text(x.object()["name"]), Type: kind, Guild: c.Guild, s: x.Server, parent: c, guests: []string{x.bot.ID}}
	x.channels[id] = t
	c.Guild.threads = append(c.Guild.threads, t)
	return t
}

func newly(t *Channel) object {
	o := t.json()
	o["newly_created"] = true
	return o
}

func (x *exchange) addToThread() reply {
	c, no := x.place(SendMessagesInThreads)
	switch {
	case no != nil:
		return *no
	case c.parent == nil:
		return errChannel
	case x.users[x.value("user_id")] == nil:
		return errUser
	case c.Guild.members[x.value("user_id")] == nil:
		return errMember
	}
	c.guests = append(c.guests, x.value("user_id"))
	x.note()
	return noContent
}
