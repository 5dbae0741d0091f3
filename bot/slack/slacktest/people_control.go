package slacktest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Press uses a button of a message or a view, by its label or its action_id. The test
// fails where the message or view is gone, or has no such button.
func (u *User) Press(on Surface, control string) *Interaction {
	u.w.s.t.Helper()
	return u.uses(on, control, func(e *Element) (object, error) {
		if e.Type != "button" {
			return nil, fmt.Errorf("it is of type %s", e.Type)
		}
		o := object{"text": e.Raw["text"]}
		for _, k := range []string{"value", "style", "url"} {
			if v, ok := e.Raw[k]; ok {
				o[k] = v
			}
		}
		return o, nil
	})
}

// Choose takes options of a menu, of radio buttons or of checkboxes, by the menu's
// placeholder, label or action_id and the labels of the options. Of an external menu
// those can be chosen that Suggest was last told. Users and channels are told by their
// names; a date as 2006-01-02.
func (u *User) Choose(on Surface, control string, labels ...string) *Interaction {
	u.w.s.t.Helper()
	return u.uses(on, control, func(e *Element) (object, error) { return u.chooses(e, labels) })
}

// needs fails the test where there is nothing to do something on: an answer that was no
// form, or no message. The server is not locked, so that the test can end.
func (u *User) needs(on Surface) {
	u.w.s.t.Helper()
	switch on := on.(type) {
	case *View:
		if on == nil || on.v == nil {
			u.w.s.t.Fatalf("there is no view in front of %s: what was answered was none", u.Name)
		}
	case Message:
		if on.TS == "" {
			u.w.s.t.Fatalf("there is no message in front of %s: what was answered was none", u.Name)
		}
	default:
		u.w.s.t.Fatalf("%s can do nothing on %T; want a Message or a *View", u.Name, on)
	}
}

// uses does something with a control: the bot is told.
func (u *User) uses(on Surface, control string, do func(e *Element) (object, error)) *Interaction {
	s := u.w.s
	s.t.Helper()
	u.needs(on)
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.begins("block_actions", u)
	e, err := u.reaches(on, control, i)
	var action object
	if err == nil {
		action, err = do(e)
	}
	if err != nil {
		s.t.Fatalf("%s cannot use %q: %v", u.Name, control, err)
	}
	action["type"], action["action_id"], action["block_id"], action["action_ts"] = e.Type, e.ActionID, e.BlockID, s.ts()
	switch {
	case !stateful(e.Type):
	case i.view != nil:
		set(i.view.state, e, action)
	default:
		set(i.message.state, e, action)
	}
	o := i.where()
	o["type"], o["actions"] = "block_actions", []object{action}
	o["trigger_id"] = i.triggers()
	s.send("interactive", o, i)
	return i
}

// set remembers what a control holds. The server is locked.
func set(state map[string]map[string]object, e *Element, action object) {
	value := object{"type": e.Type}
	for k, one := range action {
		if strings.HasPrefix(k, "selected_") || k == "value" || k == "files" {
			value[k] = one
		}
	}
	state[e.BlockID][e.ActionID] = value
}

// reaches is a control that somebody has in front of them; where it is becomes part of
// the interaction. The server is locked.
func (u *User) reaches(on Surface, control string, i *Interaction) (*Element, error) {
	var now Surface
	switch on := on.(type) {
	case Message:
		m := u.sees(on)
		if m == nil {
			return nil, fmt.Errorf("the message is not there for %s: %s", u.Name, on.Raw)
		}
		i.message, i.channel, now = m, m.channel, m.seen()
	case *View:
		v, err := u.faces(on)
		if err != nil {
			return nil, err
		}
		i.view, now = v, v.seen()
		if v.from != nil {
			i.channel = v.from.channel
		}
	}
	e := find(now, func(e *Element) bool { return isControl(e.Type) && e.named(control) })
	if e == nil { // the label of a field is that of its block
		if b := find(now, func(e *Element) bool { return e.Type == "input" && e.Label == control }); b != nil {
			e = b.Elements[0]
		}
	}
	if e == nil {
		return nil, fmt.Errorf("there is no such control among %q", buttons(now))
	}
	return e, nil
}

// faces is a view that is in front of somebody: the topmost modal, or their Home tab.
// The server is locked.
func (u *User) faces(on *View) (*view, error) {
	v := on.v
	switch {
	case v.user != u:
		return nil, fmt.Errorf("it is open in front of %s", v.user.Name)
	case v == u.home:
	case len(u.stack) == 0 || u.stack[len(u.stack)-1] != v:
		return nil, fmt.Errorf("the view %q is not on top, or closed", on.Title)
	}
	return v, nil
}

// where is what the payload of an interaction says of its place. The server is locked.
func (i *Interaction) where() object {
	u := i.User
	o := object{
		"user": u.brief(), "api_app_id": i.s.AppID, "token": verification, "team": u.w.team(), "enterprise": nil, "is_enterprise_install": false,
	}
	if i.view != nil {
		o["container"], o["view"] = object{"type": "view", "view_id": i.view.id}, i.view.json()
		return o
	}
	m := i.message
	i.ResponseURL = i.s.hookFor(i, "actions")
	container := object{"type": "message", "message_ts": m.ts, "channel_id": m.channel.ID, "is_ephemeral": m.only != nil}
	if m.thread != "" {
		container["thread_ts"] = m.thread
	}
	o["container"], o["channel"], o["response_url"] = container, object{"id": m.channel.ID, "name": m.channel.title()}, i.ResponseURL
	o["state"] = values(m.state)
	if m.only == nil {
		o["message"] = m.json(false)
	}
	return o
}

// chooses is what a control sends for what somebody chooses. The server is locked.
func (u *User) chooses(e *Element, labels []string) (object, error) {
	most, bounded := number(e.Raw["max_selected_items"])
	switch {
	case !isMulti(e.Type) && len(labels) != 1:
		return nil, fmt.Errorf("%d values; want one", len(labels))
	case bounded && len(labels) > most:
		return nil, fmt.Errorf("%d values; want at most %d", len(labels), most)
	}
	switch kind := strings.TrimPrefix(e.Type, "multi_"); kind {
	case "static_select", "external_select", "radio_buttons", "checkboxes", "overflow":
		return e.options(labels)
	case "users_select", "channels_select", "conversations_select":
		return u.picks(e.Type, labels)
	case "datepicker":
		_, err := time.Parse(time.DateOnly, labels[0])
		return object{"selected_date": labels[0]}, err
	case "timepicker":
		_, err := time.Parse("15:04", labels[0])
		return object{"selected_time": labels[0]}, err
	}
	return nil, fmt.Errorf("nothing is chosen in a %s", e.Type)
}

// options are those with some labels.
func (e *Element) options(labels []string) (object, error) {
	chosen := []any{}
	for _, label := range labels {
		all := optionsOf(e.Raw)
		n := slices.IndexFunc(all, func(o object) bool { return text(dict(o["text"])["text"]) == label || text(o["value"]) == label })
		if n < 0 {
			return nil, fmt.Errorf("%q is not offered", label)
		}
		chosen = append(chosen, all[n])
	}
	o := object{"selected_options": chosen}
	if !isMulti(e.Type) {
		o = object{"selected_option": chosen[0]}
	}
	if v, ok := e.Raw["placeholder"]; ok {
		o["placeholder"] = v
	}
	return o, nil
}

// picks are users or channels with some names. The server is locked.
func (u *User) picks(kind string, names []string) (object, error) {
	ids := []any{}
	for _, name := range names {
		id := ""
		for _, one := range u.w.users {
			if strings.Contains(kind, "users") && (one.Name == name || one.ID == name) {
				id = one.ID
			}
		}
		for _, c := range u.w.channels {
			if !strings.Contains(kind, "users") && (c.Name == name || c.ID == name) && u.enters(c) {
				id = c.ID
			}
		}
		if id == "" {
			return nil, fmt.Errorf("%q is not offered", name)
		}
		ids = append(ids, id)
	}
	what := map[string]string{"users_select": "user", "channels_select": "channel", "conversations_select": "conversation"}[strings.TrimPrefix(kind, "multi_")]
	if isMulti(kind) {
		return object{"selected_" + what + "s": ids}, nil
	}
	return object{"selected_" + what: ids[0]}, nil
}
