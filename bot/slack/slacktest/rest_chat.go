package slacktest

import (
	"strconv"
	"time"
)

// place is the channel in which the bot wants to write, or why it may not. The server
// is locked.
func (x *exchange) place() (*Channel, string) {
	id := x.arg("channel")
	c := x.channels[id]
	if u := x.w.user(id); u != nil && !u.robot {
		c = u.direct()
	}
	switch {
	case c == nil || c.w != x.w || !c.has(x.w.bot) && (c.private || c.isDirect()):
		return nil, "channel_not_found"
	case c.archived:
		return nil, "is_archived"
	case !c.has(x.w.bot) && !x.w.has("chat:write.public"):
		return nil, "not_in_channel"
	case c.refuses != "":
		return nil, c.refuses
	case c.isDirect() && c.recipient.off:
		return nil, "user_disabled"
	case c.isDirect() && c.recipient.deaf:
		return nil, "messages_tab_disabled"
	}
	return c, ""
}

// thread is the message that is replied to: "" where none is said.
func (x *exchange) thread(c *Channel) (ts, code string) {
	ts = x.arg("thread_ts")
	if ts == "" {
		return "", ""
	}
	m := c.find(ts)
	switch {
	case m == nil || m.only != nil:
		return "", "thread_not_found"
	case m.thread != "":
		return "", "cannot_reply_to_message"
	}
	return ts, ""
}

// write makes a message of what the bot says, or tells why it cannot be. The server is
// locked.
func (x *exchange) write(c *Channel) (*message, object) {
	m := &message{channel: c, author: x.w.bot, text: x.arg("text"), blocks: list(x.args["blocks"]), attachments: list(x.args["attachments"])}
	if v, ok := x.args["metadata"]; ok {
		m.metadata = dict(v)
		if code := metadataCode(m.metadata); code != "" {
			x.refuse(x.method.name, string(encode(v)), code)
			return nil, failed(code)
		}
	}
	if code := lengths(m); code != "" {
		x.refuse(x.method.name, string(encode(x.args)), code)
		return nil, failed(code)
	}
	if f := x.pictures(m.blocks); len(f) > 0 {
		return nil, object{"ok": false, "error": "invalid_blocks", "errors": f.lines(), "response_metadata": object{"messages": f.messages()}}
	}
	return m, nil
}

// metadataCode is what is wrong with metadata.
func metadataCode(m object) string {
	_, payload := m["event_payload"].(object)
	switch {
	case text(m["event_type"]) == "" || !payload || len(text(m["event_type"])) > 255:
		return "invalid_metadata_format"
	case len(encode(m)) > 16<<10:
		return "metadata_too_large"
	}
	for name := range m {
		if name != "event_type" && name != "event_payload" {
			return "invalid_metadata_format"
		}
	}
	return ""
}

// lengths is what is wrong with the size of a message.
func lengths(m *message) string {
	switch {
	case m.text == "" && len(m.blocks) == 0 && len(m.attachments) == 0:
		return "no_text"
	case size(m.text) > 40_000:
		return "msg_too_long"
	case len(m.attachments) > 100:
		return "too_many_attachments"
	case said(m.blocks) > maxSaid:
		return "msg_blocks_too_long"
	}
	return ""
}

// postMessage writes a message that everybody in the channel sees.
func (x *exchange) postMessage() object {
	c, code := x.place()
	if code != "" {
		return failed(code)
	}
	if wait := x.overRate(c); wait > 0 {
		return object{"ok": false, "error": "ratelimited"}
	}
	m, wrong := x.write(c)
	if wrong != nil {
		return wrong
	}
	if m.thread, code = x.thread(c); code != "" {
		return failed(code)
	}
	m.broadcast = m.thread != "" && truth(x.args["reply_broadcast"])
	x.add(m, nil)
	return object{"channel": c.ID, "ts": m.ts, "message": m.json(true)}
}

// overRate is how long a channel takes no message. The server is locked.
func (x *exchange) overRate(c *Channel) time.Duration {
	if x.limited == nil {
		return 0
	}
	now := time.Now()
	if wait := x.limited[c.ID].Sub(now); wait > 0 {
		return wait
	}
	x.limited[c.ID] = now.Add(time.Second)
	return 0
}

// postEphemeral writes a message that one person sees.
func (x *exchange) postEphemeral() object {
	c, code := x.place()
	if code != "" {
		return failed(code)
	}
	u := x.w.user(x.arg("user"))
	switch {
	case u == nil:
		return failed("user_not_found")
	case !c.has(u):
		return failed("user_not_in_channel")
	}
	m, wrong := x.write(c)
	if wrong != nil {
		return wrong
	}
	if m.thread, code = x.thread(c); code != "" {
		return failed(code)
	}
	m.only = u
	x.add(m, nil)
	return object{"message_ts": m.ts}
}

// own is a message that the bot wrote and everybody sees, or else an error. The server
// is locked.
func (x *exchange) own(others string) (*message, string) {
	c := x.channels[x.arg("channel")]
	if c == nil || c.w != x.w || !c.has(x.w.bot) && (c.private || c.isDirect()) {
		return nil, "channel_not_found"
	}
	m := c.find(x.arg("ts"))
	switch {
	case m == nil || m.only != nil:
		return nil, "message_not_found"
	case m.author != x.w.bot:
		return nil, others
	case c.archived:
		return nil, "is_archived"
	}
	return m, ""
}

// updateMessage changes a message of the bot. What is not said of blocks, attachments
// and metadata stays as it was.
func (x *exchange) updateMessage() object {
	m, code := x.own("cant_update_message")
	switch {
	case code != "":
		return failed(code)
	case x.limits.edit > 0 && x.now().Sub(m.created) > x.limits.edit:
		return failed("edit_window_closed")
	}
	for name, was := range map[string]any{"blocks": m.blocks, "attachments": m.attachments} {
		if _, said := x.args[name]; !said {
			x.args[name] = was
		}
	}
	next, wrong := x.write(m.channel)
	if wrong != nil {
		return wrong
	}
	x.change(m, next, nil)
	return object{"channel": m.channel.ID, "ts": m.ts, "text": m.text, "message": m.json(true)}
}

// deleteMessage deletes a message of the bot.
func (x *exchange) deleteMessage() object {
	m, code := x.own("cant_delete_message")
	if code != "" {
		return failed(code)
	}
	x.remove(m, nil)
	return object{"channel": m.channel.ID, "ts": m.ts}
}

// instant is a ts as a number of microseconds; false for what is none.
func instant(ts string) (int64, bool) {
	f, err := strconv.ParseFloat(ts, 64)
	return int64(f*1e6 + 0.5), err == nil
}
