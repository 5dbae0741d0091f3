package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// remembered is how long a nonce is known.
const remembered = 5 * time.Minute

// getMessages are those of a channel, newest first. Without the permission to
// read them there are none.
func (x *exchange) getMessages() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	q := x.r.URL.Query()
	limit, bound, which := 50, uint64(0), ""
	for _, k := range []string{"limit", "before", "after", "around"} {
		v := q.Get(k)
		n, err := strconv.ParseUint(v, 10, 64)
		switch {
		case v == "":
		case err != nil || k == "limit" && (n < 1 || n > 100) || k != "limit" && which != "":
			return x.refused(faults{{k, "NUMBER_TYPE_COERCE", fmt.Sprintf("%q is no %s, or not the only one", v, k)}})
		case k == "limit":
			limit = int(n)
		default:
			which, bound = k, n
		}
	}
	if c.Guild != nil && c.Guild.permissions(x.bot, c)&ReadMessageHistory == 0 {
		return ok([]object{})
	}
	all := []object{}
	for _, m := range page(c.messages, limit, which, bound) {
		all = append(all, x.readable(m))
	}
	return ok(all)
}

// page is the part of a history that is asked for, newest first.
func page(history []*message, limit int, which string, bound uint64) []*message {
	id := func(m *message) uint64 { n, _ := strconv.ParseUint(m.id, 10, 64); return n }
	var seen []*message
	for _, m := range history {
		if m.only == nil && (which != "before" || id(m) < bound) && (which != "after" || id(m) > bound) {
			seen = append(seen, m)
		}
	}
	first := max(0, len(seen)-limit)
	switch which {
	case "after":
		first = 0
	case "around":
		middle, _ := slices.BinarySearchFunc(seen, bound, func(m *message, n uint64) int { return int(int64(id(m) - n)) })
		first = max(0, middle-limit/2)
	}
	seen = slices.Clone(seen[first:min(len(seen), first+limit)])
	slices.Reverse(seen)
	return seen
}

// readable is a message as the bot may read it: without the intent to read what
// people write, their messages are empty, but for those that are written to it.
func (x *exchange) readable(m *message) object {
	o := m.json()
	if m.author != x.bot && m.channel.Type != TypeDM && !slices.Contains(m.pings(), x.bot.ID) {
		o["content"], o["embeds"], o["attachments"], o["components"] = "", []any{}, []any{}, []any{}
	}
	return o
}

// message is that of the path, if everybody sees it.
func (x *exchange) message(c *Channel) (*message, *reply) {
	if m := c.find(x.value("message_id")); m != nil && m.only == nil {
		return m, nil
	}
	return nil, &errMessage
}

func (x *exchange) getMessage() reply {
	c, no := x.place(ReadMessageHistory)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	if no != nil {
		return *no
	}
	return ok(x.readable(m))
}

// postMessage posts once for a nonce that is enforced.
func (x *exchange) postMessage() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	if no := x.mayPost(c); no != nil {
		return *no
	}
	b := x.object()
	nonce := ""
	if n := b["nonce"]; n != nil {
		nonce = c.ID + "/" + fmt.Sprint(n)
	}
	if m := x.nonces[nonce]; m != nil && nonce != "" && truth(b["enforce_nonce"]) && x.now().Sub(m.created) < remembered {
		return ok(m.json())
	}
	m, wrong := x.compose(x.newMessage(c, x.bot), b, "", false)
	switch {
	case len(wrong) > 0:
		return x.refused(wrong)
	case m.blank():
		x.refuse("POST "+x.said.Path, string(x.said.Body), "an empty message")
		return errEmpty
	}
	if nonce != "" {
		x.nonces[nonce] = m
	}
	x.add(m)
	o := m.json()
	if b["nonce"] != nil {
		o["nonce"] = b["nonce"]
	}
	return ok(o)
}

// mayPost tells why the bot may not write in a channel.
func (x *exchange) mayPost(c *Channel) *reply {
	if c.Type == TypeDM {
		switch {
		case !c.recipient.shares():
			return &errNoMutual
		case c.recipient.deaf:
			return &errClosedDM
		}
		return nil
	}
	need := SendMessages
	if c.parent != nil {
		need = SendMessagesInThreads
	}
	if len(x.files) > 0 {
		need |= AttachFiles
	}
	if c.Guild.permissions(x.bot, c)&need != need {
		return &errPermissions
	}
	return nil
}

func (x *exchange) editMessage() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	switch {
	case no != nil:
		return *no
	case m.author != x.bot:
		return errOtherAuthor
	}
	return x.edit(m, x.object(), "")
}

// edit changes a message that is there.
func (x *exchange) edit(m *message, b object, prefix string) reply {
	next, wrong := x.compose(m, b, prefix, true)
	switch {
	case len(wrong) > 0:
		return x.refused(wrong)
	case next.blank():
		x.refuse(x.route.method+" "+x.said.Path, string(x.said.Body), "a message becomes empty")
		return errEmpty
	}
	next.loading = false
	if !m.loading {
		next.edited = x.now()
	}
	*m = *next
	x.tell(m, "MESSAGE_UPDATE")
	return ok(m.json())
}

func (x *exchange) deleteMessage() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	switch {
	case no != nil:
		return *no
	case m.author != x.bot && (c.Guild == nil || c.Guild.permissions(x.bot, c)&ManageMessages == 0):
		return errPermissions
	}
	x.remove(m)
	return noContent
}
