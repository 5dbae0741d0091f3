package slacktest

import (
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strconv"
	"strings"
)

// Submit fills in fields of a modal, named by their label or action_id, and sends the
// form; the others keep what they hold. A value is a string, or []string for a menu that
// takes several: the labels of options, the names of users and channels; for a field of
// files a File or []File, which the bot can read from then on. "" empties a field. The options of an external menu are those that Suggest was last told. The test
// fails for what a client would not let somebody send: a required field left empty, a
// text too long, a number out of bounds.
func (u *User) Submit(on *View, values map[string]any) *Interaction {
	s := u.w.s
	s.t.Helper()
	u.needs(on)
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := u.faces(on)
	if err == nil {
		err = u.fills(v, maps.Clone(values))
	}
	if err != nil {
		s.t.Fatalf("%s cannot submit %v: %v", u.Name, values, err)
	}
	i := s.begins("view_submission", u)
	i.view = v
	if v.from != nil {
		i.channel = v.from.channel
	}
	s.send("interactive", object{
		"type": "view_submission", "team": u.w.team(), "user": u.brief(), "api_app_id": s.AppID, "token": verification, "trigger_id": i.triggers(), "view": v.json(),
		"response_urls": []object{}, "is_enterprise_install": false, "enterprise": nil,
	}, i)
	return i
}

// Fill fills in fields and does not send the form. A field that dispatches its actions
// tells the bot; use Choose for those.
func (u *User) Fill(on *View, values map[string]any) *View {
	s := u.w.s
	s.t.Helper()
	u.needs(on)
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := u.faces(on)
	if err == nil {
		err = u.enter(v, maps.Clone(values))
	}
	if err != nil {
		s.t.Errorf("%s cannot fill in %v: %v", u.Name, values, err)
		return on
	}
	return v.seen()
}

// fills enters values and holds the whole form to what a client would send. The server
// is locked.
func (u *User) fills(v *view, values map[string]any) error {
	if text(v.content["type"]) != "modal" || v.content["submit"] == nil {
		return fmt.Errorf("it has no submit button")
	}
	if err := u.enter(v, values); err != nil {
		return err
	}
	seen := v.seen()
	for _, b := range seen.Blocks {
		if b.Type != "input" {
			continue
		}
		if err := b.Elements[0].sends(b.Optional); err != nil {
			return fmt.Errorf("%q: %w", b.Label, err)
		}
	}
	return nil
}

// enter puts values into fields. The server is locked.
func (u *User) enter(v *view, values map[string]any) error {
	for _, b := range v.seen().Blocks {
		if b.Type != "input" {
			continue
		}
		e := b.Elements[0]
		for _, name := range []string{b.Label, e.ActionID, b.BlockID} {
			value, ok := values[name]
			if !ok {
				continue
			}
			delete(values, name)
			held, err := u.entered(e, value)
			if err != nil {
				return fmt.Errorf("%q: %w", b.Label, err)
			}
			set(v.state, e, held)
			break
		}
	}
	if len(values) > 0 {
		return fmt.Errorf("it has no fields %q", keys(values))
	}
	return nil
}

// entered is what a field holds for a value. The server is locked.
func (u *User) entered(e *Element, value any) (object, error) {
	if e.Type == fileInput {
		return u.attaches(e, value)
	}
	var labels []string
	switch value := value.(type) {
	case string:
		labels = []string{value}
	case []string:
		labels = value
	default:
		return nil, fmt.Errorf("it takes a string or []string, not %T", value)
	}
	isEmpty := len(labels) == 0 || len(labels) == 1 && labels[0] == ""
	if strings.HasSuffix(e.Type, "_input") {
		if isEmpty {
			return object{"value": nil}, nil
		}
		return object{"value": labels[0]}, nil
	}
	if isEmpty {
		return initial(object{"type": e.Type}), nil
	}
	return u.chooses(e, labels)
}

// sends tells why a client would not send what a field holds.
func (e *Element) sends(optional bool) error {
	v := e.Value
	if v == "" {
		if optional {
			return nil
		}
		return fmt.Errorf("it is required")
	}
	bound := func(name string) (int, bool) { return number(e.Raw[name]) }
	low, _ := bound("min_length")
	high, ok := bound("max_length")
	if !ok {
		high = 3000
	}
	switch e.Type {
	case "plain_text_input":
		if n := size(v); n < low || n > high {
			return fmt.Errorf("it holds %d characters; want %d to %d", n, low, high)
		}
		if strings.Contains(v, "\n") && !truth(e.Raw["multiline"]) {
			return fmt.Errorf("it has one line")
		}
	case "number_input":
		return e.counts(v)
	case "url_text_input":
		if !isLink(v) {
			return fmt.Errorf("%q is no URL", v)
		}
	case "email_text_input":
		if _, err := mail.ParseAddress(v); err != nil {
			return err
		}
	}
	return nil
}

// counts tells why a client would not send a number.
func (e *Element) counts(v string) error {
	n, err := strconv.ParseFloat(v, 64)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no number", v)
	case !truth(e.Raw["is_decimal_allowed"]) && strings.ContainsAny(v, ".,e"):
		return fmt.Errorf("%q has decimals", v)
	}
	if low, err := strconv.ParseFloat(text(e.Raw["min_value"]), 64); err == nil && n < low {
		return fmt.Errorf("%s is under %g", v, low)
	}
	if high, err := strconv.ParseFloat(text(e.Raw["max_value"]), 64); err == nil && n > high {
		return fmt.Errorf("%s is over %g", v, high)
	}
	return nil
}

// Close closes the modal on top; the bot is told where it asked to be.
func (u *User) Close(on *View) {
	u.w.s.t.Helper()
	u.closes(on, false)
}

// CloseAll closes a modal and those below it.
func (u *User) CloseAll(on *View) {
	u.w.s.t.Helper()
	u.closes(on, true)
}

func (u *User) closes(on *View, all bool) {
	s := u.w.s
	s.t.Helper()
	u.needs(on)
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := u.faces(on)
	if err != nil || v == u.home {
		s.t.Errorf("%s cannot close the view: %v", u.Name, err)
		return
	}
	closed := []*view{v}
	if all || truth(v.content["clear_on_close"]) {
		all, closed = true, slices.Clone(u.stack)
	}
	for _, one := range slices.Backward(closed) {
		one.close()
		if !truth(one.content["notify_on_close"]) {
			continue
		}
		i := s.begins("view_closed", u)
		i.view = one
		s.send("interactive", object{
			"type": "view_closed", "team": u.w.team(), "user": u.brief(), "api_app_id": s.AppID, "token": verification, "view": one.json(),
			"is_cleared": all, "is_enterprise_install": false, "enterprise": nil,
		}, i)
	}
}
