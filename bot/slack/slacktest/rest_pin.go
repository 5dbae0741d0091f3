package slacktest

import "slices"

// pinned is a message that is to be pinned or no longer, or else an error.
func (x *exchange) pinned() (*message, string) {
	c := x.visible()
	if c == nil {
		return nil, "channel_not_found"
	}
	m := c.find(x.arg("timestamp"))
	switch {
	case c.archived:
		return nil, "is_archived"
	case !c.has(x.w.bot):
		return nil, "not_in_channel"
	case m == nil || m.only != nil:
		return nil, "message_not_found"
	case c.refuses != "":
		return nil, "permission_denied"
	}
	return m, ""
}

// addPin pins a message.
func (x *exchange) addPin() object {
	m, code := x.pinned()
	switch {
	case code != "":
		return failed(code)
	case slices.Contains(m.channel.pins, m):
		return failed("already_pinned")
	}
	m.channel.pins = append(m.channel.pins, m)
	return object{}
}

// removePin unpins a message.
func (x *exchange) removePin() object {
	m, code := x.pinned()
	if code != "" {
		return failed(code)
	}
	n := slices.Index(m.channel.pins, m)
	if n < 0 {
		return failed("no_pin")
	}
	m.channel.pins = slices.Delete(m.channel.pins, n, n+1)
	return object{}
}

// listPins are the messages that are pinned.
func (x *exchange) listPins() object {
	c := x.visible()
	if c == nil {
		return failed("channel_not_found")
	}
	items := []object{}
	for _, m := range slices.Backward(c.pins) {
		items = append(items, object{"type": "message", "created": m.created.Unix(), "created_by": x.w.bot.ID, "channel": c.ID, "message": m.json(false)})
	}
	return object{"items": items}
}
