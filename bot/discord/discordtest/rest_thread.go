package discordtest

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
)

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
	case c.parent != nil:
		return errChannelType
	}
	t := x.thread(c, x.snowflake(), kind)
	t.invitable = kind != TypePrivateThread || x.object()["invitable"] == nil || truth(x.object()["invitable"])
	x.dispatch(c.Guild.ID, intentGuilds, "THREAD_CREATE", newly(t))
	return reply{http.StatusCreated, t.json()}
}

func (x *exchange) thread(c *Channel, id string, kind int) *Channel {
	t := &Channel{ID: id, Name: text(x.object()["name"]), Type: kind, Guild: c.Guild, s: x.Server, parent: c, guests: []string{x.bot.ID}, invitable: true, life: 3 * 24 * 60}
	if n, said := number(x.object()["auto_archive_duration"]); said {
		t.life = n
	}
	x.channels[id] = t
	c.Guild.threads = append(c.Guild.threads, t)
	return t
}

func newly(t *Channel) object {
	o := t.json()
	o["newly_created"] = true
	return o
}

// addToThread adds somebody to a thread, which is told in it. They must see its channel.
func (x *exchange) addToThread() reply {
	c, no := x.place(SendMessagesInThreads)
	id := x.value("user_id")
	u := x.users[id]
	switch {
	case no != nil:
		return *no
	case c.parent == nil:
		return errChannelType
	case c.archived:
		return errArchived
	case u == nil:
		return errUser
	case c.Guild.members[id] == nil:
		return errMember
	case c.Guild.permissions(u, c)&ViewChannel == 0:
		return errAccess
	case slices.Contains(c.guests, id):
		return noContent
	}
	c.guests = append(c.guests, id)
	news := x.newMessage(c, x.bot)
	news.kind = MessageMemberAdded
	x.add(news)
	return noContent
}

// takeOutOfThread takes a guest out of a thread of the bot's: all that it has opened are.
func (x *exchange) takeOutOfThread() reply {
	c, no := x.place(0)
	id := x.value("user_id")
	switch {
	case no != nil:
		return *no
	case c.parent == nil:
		return errChannelType
	case c.archived:
		return errArchived
	case x.users[id] == nil:
		return errUser
	}
	c.guests = slices.DeleteFunc(c.guests, func(guest string) bool { return guest == id })
	return noContent
}

// editThread brings a thread back that was put away: all that the fake changes of one.
func (x *exchange) editThread() reply {
	c, no := x.place(SendMessagesInThreads)
	archived, said := x.object()["archived"].(bool)
	switch {
	case no != nil:
		return *no
	case c.parent == nil:
		return errPermissions
	case !said || archived || len(x.object()) > 1:
		x.refuse("PATCH "+x.said.Path, string(x.said.Body), "the fake changes no more than that a thread is put away")
		return errPermissions
	}
	c.archived = false
	x.dispatch(c.Guild.ID, intentGuilds, "THREAD_UPDATE", c.json)
	return ok(c.json())
}

// activeThreads are those of a guild that the bot sees and that are not put away, the
// last one first.
func (x *exchange) activeThreads() reply {
	g, no := x.guild()
	if no != nil {
		return *no
	}
	return ok(threadList(x.threads(func(t *Channel) bool { return t.Guild == g && !t.archived && x.bot.enters(t) }), 0))
}

// archivedThreads are the private threads of a channel that the bot has joined and that
// are put away, the last one first, a page at a time.
func (x *exchange) archivedThreads() reply {
	c, no := x.place(ReadMessageHistory)
	if no != nil {
		return *no
	}
	q := x.r.URL.Query()
	limit, before := 50, uint64(math.MaxUint64)
	if v := q.Get("limit"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 2 || n > 100 {
			return x.refused(faults{{"limit", "NUMBER_TYPE_COERCE", fmt.Sprintf("%q is not from 2 to 100", v)}})
		}
		limit = n
	}
	if v := q.Get("before"); v != "" {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil {
			return x.refused(faults{{"before", "NUMBER_TYPE_COERCE", fmt.Sprintf("%q is no snowflake", v)}})
		}
		before = n
	}
	return ok(threadList(x.threads(func(t *Channel) bool {
		id, _ := strconv.ParseUint(t.ID, 10, 64)
		return t.parent == c && t.Type == TypePrivateThread && t.archived && slices.Contains(t.guests, x.bot.ID) && id < before
	}), limit))
}

// threads are those that fit, the last one first.
func (x *exchange) threads(fits func(*Channel) bool) (all []*Channel) {
	for _, g := range x.order {
		for _, t := range slices.Backward(g.threads) {
			if fits(t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// threadList is a page of threads; 0 is no limit.
func threadList(all []*Channel, limit int) object {
	threads, members, more := []object{}, []object{}, limit > 0 && len(all) > limit
	if more {
		all = all[:limit]
	}
	for _, t := range all {
		threads = append(threads, t.json())
		members = append(members, object{"id": t.ID, "user_id": t.s.bot.ID, "join_timestamp": stamp(t.s.now()), "flags": 0})
	}
	return object{"threads": threads, "members": members, "has_more": more}
}
