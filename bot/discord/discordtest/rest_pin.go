package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// maxPins is how many messages a channel pins.
const maxPins = 250

// pins are the messages of a channel that are pinned, the one that was last first.
func (c *Channel) pins() []*message {
	all := slices.DeleteFunc(slices.Clone(c.messages), func(m *message) bool { return m.pinned.IsZero() })
	slices.SortStableFunc(all, func(a, b *message) int { return b.pinned.Compare(a.pinned) })
	return all
}

// getPins lists what is pinned in a channel, a page at a time. Without the permission to
// read it there is nothing.
func (x *exchange) getPins() reply {
	c, no := x.place(0)
	if no != nil {
		return *no
	}
	limit, q := 50, x.r.URL.Query()
	if v := q.Get("limit"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 50 {
			return x.refused(faults{{"limit", "NUMBER_TYPE_COERCE", fmt.Sprintf("%q is not from 1 to 50", v)}})
		}
		limit = n
	}
	all := c.pins()
	if v := q.Get("before"); v != "" {
		before, err := time.Parse(time.RFC3339Nano, v)
		if err != nil {
			return x.refused(faults{{"before", "DATE_TIME_TYPE_PARSE", fmt.Sprintf("%q is no time", v)}})
		}
		all = slices.DeleteFunc(all, func(m *message) bool { return !m.pinned.Before(before) })
	}
	if c.Guild != nil && c.Guild.permissions(x.bot, c)&ReadMessageHistory == 0 {
		all = nil
	}
	items := []object{}
	for _, m := range all[:min(limit, len(all))] {
		items = append(items, object{"pinned_at": stamp(m.pinned), "message": x.readable(m)})
	}
	return ok(object{"items": items, "has_more": len(all) > limit})
}

// pinMessage pins, and tells so in the channel the first time.
func (x *exchange) pinMessage() reply {
	c, no := x.place(PinMessages)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	if no != nil {
		return *no
	}
	if m.pinned.IsZero() {
		if len(c.pins()) == maxPins {
			return errPins
		}
		m.pinned = x.now()
		news := x.newMessage(c, x.bot)
		news.kind, news.reference = MessagePinned, m.id
		x.add(news)
		x.pinsChanged(c)
	}
	return noContent
}

func (x *exchange) unpinMessage() reply {
	c, no := x.place(PinMessages)
	if no != nil {
		return *no
	}
	m, no := x.message(c)
	if no != nil {
		return *no
	}
	m.pinned = time.Time{}
	x.pinsChanged(c)
	return noContent
}

func (x *exchange) pinsChanged(c *Channel) {
	if c.Guild == nil {
		x.dispatch("", intentDirectMessages, "CHANNEL_PINS_UPDATE", object{"channel_id": c.ID, "last_pin_timestamp": stamp(x.now())})
		return
	}
	x.dispatch(c.Guild.ID, intentGuilds, "CHANNEL_PINS_UPDATE", object{"guild_id": c.Guild.ID, "channel_id": c.ID, "last_pin_timestamp": stamp(x.now())})
}
