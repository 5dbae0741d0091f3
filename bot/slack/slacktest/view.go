package slacktest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// view is a modal or a Home tab as Slack keeps it.
type view struct {
	id      string
	user    *User
	content object // as the bot said it, with block_ids
	hash    string
	root    *view
	under   *view                        // the modal below
	from    *Interaction                 // that opened it
	state   map[string]map[string]object // what is filled in, by block and action
	errors  map[string]string            // under fields, by block
	gone    bool
	failed  bool // a call to update it failed
}

// View is a modal or a Home tab as somebody sees it at one moment.
type View struct {
	ID, Type, Title, Submit, Close          string
	CallbackID, PrivateMetadata, ExternalID string
	Blocks                                  []*Element
	Errors                                  map[string]string // under fields, by the label of each
	Raw                                     json.RawMessage

	v *view
}

// trigger lets the bot open a view once, soon after somebody did something.
type trigger struct {
	by     *Interaction
	at     time.Time
	used   bool
	failed bool // a call with it failed
}

// newView makes a view of what the bot says. The server is locked.
func (s *Server) newView(u *User, content object) *view {
	v := &view{id: s.id('V'), user: u}
	v.root = v
	s.views[v.id] = v
	v.fill(content, s)
	return v
}

// fill replaces what a view shows. What was entered stays in the fields whose block_id
// and action_id are the same.
func (v *view) fill(content object, s *Server) {
	v.content = dict(clone(content))
	v.content["blocks"] = numbered(list(v.content["blocks"]), s)
	v.hash = s.ts() + "." + strings.ToLower(s.id('h'))[2:8]
	v.errors = nil
	v.state = stateOf(list(v.content["blocks"]), v.state)
}

// stateOf is what the controls of blocks hold: what they held before, or else at first.
func stateOf(blocks []any, was map[string]map[string]object) map[string]map[string]object {
	state := map[string]map[string]object{}
	for _, b := range blocks {
		o := dict(b)
		block := text(o["block_id"])
		for _, e := range controls(o) {
			action := text(e["action_id"])
			if state[block] == nil {
				state[block] = map[string]object{}
			}
			if old := was[block][action]; old != nil && old["type"] == e["type"] {
				state[block][action] = old
			} else {
				state[block][action] = initial(e)
			}
		}
	}
	return state
}

// controls are the elements of a block that hold a value or can be pressed.
func controls(block object) []object {
	var all []object
	for _, e := range append(append([]any{block["element"]}, list(block["elements"])...), block["accessory"]) {
		if o := dict(e); o != nil && isControl(text(o["type"])) && text(block["type"]) != "rich_text" {
			all = append(all, o)
		}
	}
	return all
}

// isControl reports whether an element can be used.
func isControl(kind string) bool {
	_, known := elementRules[kind]
	return known && kind != "image"
}

// initial is what a control holds at first, as in the state of a view.
func initial(e object) object {
	kind := text(e["type"])
	o := object{"type": kind}
	switch {
	case kind == "checkboxes" || strings.HasPrefix(kind, "multi_") && strings.Contains(kind, "static"), kind == "multi_external_select":
		o["selected_options"] = append([]any{}, list(e["initial_options"])...)
	case kind == "static_select", kind == "external_select", kind == "radio_buttons":
		o["selected_option"] = e["initial_option"]
	case kind == "users_select":
		o["selected_user"] = e["initial_user"]
	case kind == "multi_users_select":
		o["selected_users"] = append([]any{}, list(e["initial_users"])...)
	case kind == "channels_select":
		o["selected_channel"] = e["initial_channel"]
	case kind == "multi_channels_select":
		o["selected_channels"] = append([]any{}, list(e["initial_channels"])...)
	case kind == "conversations_select":
		o["selected_conversation"] = e["initial_conversation"]
	case kind == "multi_conversations_select":
		o["selected_conversations"] = append([]any{}, list(e["initial_conversations"])...)
	case kind == "datepicker":
		o["selected_date"] = e["initial_date"]
	case kind == "timepicker":
		o["selected_time"] = e["initial_time"]
	case kind == "datetimepicker":
		o["selected_date_time"] = e["initial_date_time"]
	case kind == fileInput:
		o["files"] = []any{}
	default:
		o["value"] = e["initial_value"]
	}
	return o
}

// stateful reports whether a control has a value in the state of a view.
func stateful(kind string) bool { return kind != "button" && kind != "overflow" }

// values are what controls hold, as in payloads.
func values(state map[string]map[string]object) object {
	all := object{}
	for block, actions := range state {
		for action, value := range actions {
			if !stateful(text(value["type"])) {
				continue
			}
			if all[block] == nil {
				all[block] = object{}
			}
			all[block].(object)[action] = value
		}
	}
	return object{"values": all}
}

// json is the view as in payloads and answers.
func (v *view) json() object {
	s, c := v.user.w.s, v.content
	o := object{
		"id": v.id, "team_id": v.user.w.ID, "type": c["type"], "blocks": c["blocks"], "private_metadata": text(c["private_metadata"]), "callback_id": text(c["callback_id"]),
		"state": values(v.state), "hash": v.hash, "clear_on_close": truth(c["clear_on_close"]), "notify_on_close": truth(c["notify_on_close"]),
		"root_view_id": v.root.id, "previous_view_id": nil, "app_id": s.AppID, "external_id": text(c["external_id"]), "app_installed_team_id": v.user.w.ID, "bot_id": v.user.w.BotID,
		"title": c["title"], "close": c["close"], "submit": c["submit"],
	}
	if o["title"] == nil {
		o["title"] = object{"type": "plain_text", "text": "View Title", "emoji": true} // as Slack says of a Home tab
	}
	if v.under != nil {
		o["previous_view_id"] = v.under.id
	}
	return o
}

// seen is the view as it is now. The server is locked.
func (v *view) seen() *View {
	c := v.content
	seen := &View{
		ID: v.id, Type: text(c["type"]), Title: text(dict(c["title"])["text"]), Submit: text(dict(c["submit"])["text"]), Close: text(dict(c["close"])["text"]),
		CallbackID: text(c["callback_id"]), PrivateMetadata: text(c["private_metadata"]), ExternalID: text(c["external_id"]),
		Blocks: elements(clone(c["blocks"])), Errors: map[string]string{}, Raw: encode(v.json()), v: v,
	}
	for _, b := range seen.Blocks {
		if words, ok := v.errors[b.BlockID]; ok {
			seen.Errors[b.Label] = words
		}
		b.Walk(func(e *Element) {
			if value := v.state[b.BlockID][e.ActionID]; value != nil && e.ActionID != "" {
				e.Value, e.Values = held(value)
			}
		})
	}
	return seen
}

// held is what a control holds, as a client shows it: a text, or the labels of what is
// chosen.
func held(value object) (string, []string) {
	var labels []string
	for _, k := range []string{"selected_option", "selected_user", "selected_channel", "selected_conversation", "selected_date", "selected_time"} {
		switch v := value[k].(type) {
		case object:
			labels = append(labels, text(dict(v["text"])["text"]))
		case string:
			labels = append(labels, v)
		}
	}
	for _, k := range []string{"selected_options", "selected_users", "selected_channels", "selected_conversations"} {
		for _, one := range list(value[k]) {
			if o := dict(one); o != nil {
				labels = append(labels, text(dict(o["text"])["text"]))
			} else {
				labels = append(labels, text(one))
			}
		}
	}
	for _, one := range list(value["files"]) {
		labels = append(labels, text(dict(one)["name"]))
	}
	if len(labels) > 0 {
		return strings.Join(labels, ", "), labels
	}
	return text(value["value"]), nil
}

// close takes a modal, and those above it, from in front of somebody. The server is
// locked.
func (v *view) close() {
	stack := v.user.stack
	if n := slices.Index(stack, v); n >= 0 {
		for _, one := range stack[n:] {
			one.gone = true
		}
		v.user.stack = stack[:n:n]
	}
}

// push puts a modal above those that are open, of which there can be three. The server
// is locked.
func (u *User) push(v *view) {
	if n := len(u.stack); n > 0 {
		v.under, v.root = u.stack[n-1], u.stack[0]
	}
	u.stack = append(u.stack, v)
}
