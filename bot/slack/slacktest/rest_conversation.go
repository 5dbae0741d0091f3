package slacktest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// maxGathered is how many people a conversation is opened with at most, beside the bot.
const maxGathered = 8

// openConversation opens the direct messages with a person, or with several: those with
// the same people are the same.
func (x *exchange) openConversation() object {
	if id := x.arg("channel"); id != "" {
		c := x.channels[id]
		if c == nil || c.w != x.w || !c.isDirect() && !c.mpim || !c.has(x.w.bot) {
			return failed("channel_not_found")
		}
		return object{"no_op": true, "already_open": true, "channel": object{"id": c.ID}}
	}
	if x.arg("users") == "" {
		return failed("users_list_not_supplied")
	}
	var users []*User
	for id := range strings.SplitSeq(x.arg("users"), ",") {
		u := x.w.user(strings.TrimSpace(id))
		switch {
		case u == nil:
			return failed("user_not_found")
		case u.robot: // the bot itself too: it is in each conversation that it opens
			return failed("cannot_dm_bot")
		case u.off:
			return failed("user_disabled")
		}
		if !slices.Contains(users, u) {
			users = append(users, u)
		}
	}
	scope := "im:write"
	if len(users) > 1 {
		scope = "mpim:write"
	}
	switch {
	case !x.w.has(scope):
		return x.missing(scope)
	case len(users) > maxGathered:
		return failed("too_many_users")
	}
	c := users[0].direct()
	if len(users) > 1 {
		c = x.w.together(users)
	}
	if truth(x.args["return_im"]) {
		return object{"channel": c.json()}
	}
	return object{"channel": object{"id": c.ID}}
}

// visible is a channel that the bot may know of. The server is locked.
func (x *exchange) visible() *Channel {
	c := x.channels[x.arg("channel")]
	if c == nil || c.w != x.w || !c.has(x.w.bot) && (c.private || c.isDirect()) {
		return nil
	}
	return c
}

// scope is the one that a kind of channel needs.
func (c *Channel) scope(what string) string {
	return map[string]string{"im": "im:", "mpim": "mpim:", "group": "groups:", "channel": "channels:"}[c.kind()] + what
}

// conversation tells of a channel.
func (x *exchange) conversation() object {
	c := x.visible()
	if c == nil {
		return failed("channel_not_found")
	}
	if scope := c.scope("read"); !x.w.has(scope) {
		return x.missing(scope)
	}
	o := c.json()
	if !truth(x.args["include_num_members"]) {
		delete(o, "num_members")
	}
	if truth(x.args["include_locale"]) {
		o["locale"] = "fr-FR"
	}
	return object{"channel": o}
}

// conversations are the channels of the workspace that the bot may know of.
func (x *exchange) conversations() object {
	return x.listed(func(c *Channel) bool { return !c.private && !c.isDirect() || c.has(x.w.bot) })
}

// userConversations are the channels that somebody is in, by default the bot.
func (x *exchange) userConversations() object {
	u := x.w.bot
	if id := x.arg("user"); id != "" {
		if u = x.w.user(id); u == nil {
			return failed("user_not_found")
		}
	}
	return x.listed(func(c *Channel) bool {
		return c.has(u) && (u == x.w.bot || !c.private && !c.isDirect() || c.has(x.w.bot))
	})
}

// listed are the channels that fit, of the types that are asked for.
func (x *exchange) listed(fits func(*Channel) bool) object {
	types := x.arg("types")
	if types == "" {
		types = "public_channel"
	}
	wanted := map[string]bool{}
	for kind := range strings.SplitSeq(types, ",") {
		wanted[strings.TrimSpace(kind)] = true
	}
	var all []any
	for _, c := range x.w.channels {
		kind := map[string]string{"im": "im", "mpim": "mpim", "group": "private_channel", "channel": "public_channel"}[c.kind()]
		if !wanted[kind] || !fits(c) || c.archived && truth(x.args["exclude_archived"]) {
			continue
		}
		if scope := c.scope("read"); !x.w.has(scope) {
			return x.missing(scope)
		}
		all = append(all, c.json())
	}
	return x.page("channels", all, 100)
}

// conversationMembers are who is in a channel.
func (x *exchange) conversationMembers() object {
	c := x.visible()
	if c == nil {
		return failed("channel_not_found")
	}
	var all []any
	for _, u := range c.members {
		all = append(all, u.ID)
	}
	return x.page("members", all, 100)
}

// page is a part of a list, and where the next one begins.
func (x *exchange) page(name string, all []any, usual int) object {
	limit, ok := number(x.args["limit"])
	if !ok || limit <= 0 || limit > 1000 {
		limit = usual
	}
	start := 0
	if cursor := x.arg("cursor"); cursor != "" {
		key, err := base64.StdEncoding.DecodeString(cursor)
		n, ok := number(strings.TrimPrefix(string(key), "next:"))
		if err != nil || !ok || n > len(all) {
			return failed("invalid_cursor")
		}
		start = n
	}
	end, next := min(start+limit, len(all)), ""
	if end < len(all) {
		next = base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "next:%d", end))
	}
	part := append([]any{}, all[start:end]...)
	return object{name: part, "response_metadata": object{"next_cursor": next}}
}

// reads is a channel whose messages the bot may read, or else an error.
func (x *exchange) reads() (*Channel, object) {
	c := x.visible()
	switch {
	case c == nil:
		return nil, failed("channel_not_found")
	case !x.w.has(c.scope("history")):
		return nil, x.missing(c.scope("history"))
	case !c.has(x.w.bot):
		return nil, failed("not_in_channel")
	}
	return c, nil
}

// history are the messages of a channel, the newest first, without replies.
func (x *exchange) history() object {
	c, wrong := x.reads()
	if wrong != nil {
		return wrong
	}
	var all []any
	for _, m := range slices.Backward(c.messages) {
		if m.only == nil && (m.thread == "" || m.broadcast) && x.within(m) {
			all = append(all, m.json(truth(x.args["include_all_metadata"])))
		}
	}
	o := x.page("messages", all, 100)
	if o["error"] == nil {
		o["has_more"], o["pin_count"] = dict(o["response_metadata"])["next_cursor"] != "", len(c.pins)
		o["channel_actions_ts"], o["channel_actions_count"] = nil, 0
	}
	return o
}

// within reports whether a message is of the time that is asked for.
func (x *exchange) within(m *message) bool {
	at, _ := instant(m.ts)
	inclusive := truth(x.args["inclusive"])
	if oldest, ok := instant(x.arg("oldest")); ok && (at < oldest || at == oldest && !inclusive) {
		return false
	}
	latest, ok := instant(x.arg("latest"))
	return !ok || at < latest || at == latest && inclusive
}

// repliesOf are a message and those that reply to it, the oldest first.
func (x *exchange) repliesOf() object {
	c, wrong := x.reads()
	if wrong != nil {
		return wrong
	}
	m := c.find(x.arg("ts"))
	if m == nil || m.only != nil {
		return failed("thread_not_found")
	}
	if parent := c.find(m.thread); parent != nil {
		m = parent
	}
	metadata := truth(x.args["include_all_metadata"])
	all := []any{m.json(metadata)}
	for _, r := range m.replies() {
		if x.within(r) {
			all = append(all, r.json(metadata))
		}
	}
	o := x.page("messages", all, 1000)
	if o["error"] == nil {
		o["has_more"] = dict(o["response_metadata"])["next_cursor"] != ""
	}
	return o
}
