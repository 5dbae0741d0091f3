package discordtest

import (
	"fmt"
	"slices"
)

// Press uses a button of a message that somebody sees, by its custom_id. The test
// fails where the message is gone, or has no such button, or it is disabled.
func (u *User) Press(on Message, customID string) *Interaction {
	u.s.t.Helper()
	return u.use(on, customID, func(c *Component) (object, error) {
		if c.Type != TypeButton {
			return nil, fmt.Errorf("it is of type %d", c.Type)
		}
		return object{"custom_id": customID, "component_type": TypeButton, "id": c.ID}, nil
	})
}

// Choose takes values of a select of a message, by its custom_id; those of a
// string select may be told by their labels, the others are ids.
func (u *User) Choose(on Message, customID string, values ...string) *Interaction {
	u.s.t.Helper()
	return u.use(on, customID, func(c *Component) (object, error) {
		taken, err := c.take(values)
		if err != nil {
			return nil, err
		}
		data := object{"custom_id": customID, "component_type": c.Type, "id": c.ID, "values": taken}
		if resolved := u.s.resolveSelect(u.s.channels[on.ChannelID], c.Type, taken); len(resolved) > 0 {
			data["resolved"] = resolved
		}
		return data, nil
	})
}

// use does something with a control of a message.
func (u *User) use(on Message, customID string, do func(c *Component) (object, error)) *Interaction {
	u.s.t.Helper()
	u.s.mu.Lock()
	m, err := u.sees(on)
	var data object
	if err == nil {
		c := m.seen().Find(func(c *Component) bool { return c.CustomID == customID })
		switch {
		case c == nil:
			err = fmt.Errorf("it has no such control")
		case c.Disabled:
			err = fmt.Errorf("it is disabled")
		default:
			data, err = do(c)
		}
	}
	if err != nil {
		u.s.mu.Unlock()
		u.s.t.Fatalf("%s cannot use %q of %s: %v", u.Name, customID, on.Raw, err)
	}
	i := u.s.interact(u, m.channel, KindComponent, m, data)
	u.s.mu.Unlock()
	return i
}

// sees is a message that somebody still sees. The server is locked.
func (u *User) sees(on Message) (*message, error) {
	c := u.s.channels[on.ChannelID]
	if c == nil {
		return nil, fmt.Errorf("its channel is gone")
	}
	if m := c.find(on.ID); m != nil && (m.only == nil || m.only == u) && u.enters(c) {
		return m, nil
	}
	return nil, fmt.Errorf("the message is not there for %s", u.Name)
}

// enters reports whether somebody may look into a channel: into a private thread whoever
// was added to it, and those who manage threads.
func (u *User) enters(c *Channel) bool {
	if c.Guild == nil {
		return c.recipient == u
	}
	has := c.Guild.permissions(u, c)
	return has&ViewChannel != 0 && (c.Type != TypePrivateThread || slices.Contains(c.guests, u.ID) || has&ManageThreads != 0)
}

// bounds are how many values the control takes.
func (c *Component) bounds() (low, high int) {
	low, high = 1, 1
	if c.MinValues != nil {
		low = *c.MinValues
	}
	if c.MaxValues != nil {
		high = *c.MaxValues
	}
	return low, high
}

// take are the values of a select, if they may be chosen.
func (c *Component) take(values []string) ([]string, error) {
	low, high := c.bounds()
	if len(values) < low || len(values) > high {
		return nil, fmt.Errorf("%d values; want %d to %d", len(values), low, high)
	}
	taken := []string{}
	switch c.Type {
	case TypeStringSelect:
		for _, v := range values {
			n := slices.IndexFunc(c.Options, func(o SelectOption) bool { return o.Value == v || o.Label == v })
			if n < 0 {
				return nil, fmt.Errorf("%q is not offered", v)
			}
			taken = append(taken, c.Options[n].Value)
		}
	case TypeUserSelect, TypeRoleSelect, TypeMentionSelect, TypeChannelSelect:
		taken = append(taken, values...)
	default:
		return nil, fmt.Errorf("it is of type %d", c.Type)
	}
	return taken, nil
}

func (s *Server) resolveSelect(in *Channel, kind int, ids []string) object {
	switch kind {
	case TypeUserSelect:
		return s.resolve(in, ids, nil, nil)
	case TypeRoleSelect:
		return s.resolve(in, nil, ids, nil)
	case TypeMentionSelect:
		return s.resolve(in, ids, ids, nil)
	case TypeChannelSelect:
		return s.resolve(in, nil, nil, ids)
	}
	return nil
}
