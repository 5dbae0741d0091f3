package discordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"unicode/utf8"
)

// Modal is a form that is open in front of somebody.
type Modal struct {
	CustomID, Title string
	Components      []*Component

	from *Interaction
}

func newModal(i *Interaction, data object) *Modal {
	m := &Modal{CustomID: text(data["custom_id"]), Title: text(data["title"]), from: i}
	_ = json.Unmarshal(encode(numbered(list(data["components"]))), &m.Components) // it passed the contract
	return m
}

// Fields are the controls of the modal, by the custom_id of each.
func (m *Modal) Fields() map[string]*Component {
	all := map[string]*Component{}
	for _, c := range m.Components {
		c.Walk(func(c *Component) {
			if c.CustomID != "" {
				all[c.CustomID] = c
			}
		})
	}
	return all
}

// Field is the label with a text; nil if there is none.
func (m *Modal) Field(label string) *Component {
	for _, c := range m.Components {
		if c.Type == TypeLabel && c.Label == label {
			return c
		}
	}
	return nil
}

// Submit fills in fields, named by their label or their custom_id, and sends the
// form; the others keep what they hold. A value is a string, or several for a
// select: labels or values of a string select, ids of the others; a File or several
// for a field that takes files. The test fails for what a client would not let
// somebody send: a required field left empty, a text too long.
func (u *User) Submit(m *Modal, values map[string]any) *Interaction {
	u.s.t.Helper()
	u.s.mu.Lock()
	left := maps.Clone(values)
	var filled []object
	var chosen []object
	var err error
	for _, c := range m.Components {
		var o object
		if o, err = u.s.fill(m, c, left, &chosen); err != nil {
			break
		}
		filled = append(filled, o)
	}
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("it has no fields %q", keys(left))
	}
	if err == nil && m.from.User != u {
		err = fmt.Errorf("it is open in front of %s", m.from.User.Name)
	}
	if err != nil {
		u.s.mu.Unlock()
		u.s.t.Fatalf("%s cannot submit %q with %v: %v", u.Name, m.Title, values, err)
	}
	data := object{"custom_id": m.CustomID, "components": filled}
	resolved := object{}
	for _, one := range chosen {
		for kind, v := range one {
			if resolved[kind] == nil {
				resolved[kind] = object{}
			}
			maps.Copy(resolved[kind].(object), v.(object))
		}
	}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	i := u.s.interact(u, m.from.channel, KindModal, m.from.message, data)
	u.s.mu.Unlock()
	return i
}

// fill is what a component of a modal sends. What is used of values is taken out
// of it. The server is locked.
func (s *Server) fill(m *Modal, c *Component, values map[string]any, chosen *[]object) (object, error) {
	switch c.Type {
	case TypeTextDisplay:
		return object{"type": c.Type, "id": c.ID}, nil
	case TypeLabel:
		inner, err := s.enter(m, c.Label, c.Component, values, chosen)
		return object{"type": c.Type, "id": c.ID, "component": inner}, err
	case TypeActionRow:
		inner, err := s.enter(m, c.Components[0].Label, c.Components[0], values, chosen)
		return object{"type": c.Type, "id": c.ID, "components": []object{inner}}, err
	}
	return nil, fmt.Errorf("the fake has no component of type %d in a modal", c.Type)
}

// enter is what a control sends with the value given for it, or else with the one
// that it holds.
func (s *Server) enter(m *Modal, label string, c *Component, values map[string]any, chosen *[]object) (object, error) {
	v, given := values[label]
	delete(values, label)
	if named, ok := values[c.CustomID]; ok {
		v, given = named, true
		delete(values, c.CustomID)
	}
	required := c.Required == nil || *c.Required
	o := object{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	var err error
	switch {
	case c.Type == TypeTextInput:
		typed := c.Value
		if given {
			typed = fmt.Sprint(v)
		}
		o["value"], err = typed, c.writes(typed, required)
	case c.Type == TypeFileUpload:
		var ids []string
		ids, err = s.drop(c, v, required)
		o["values"] = ids
		if len(ids) > 0 {
			*chosen = append(*chosen, object{"attachments": s.attachments(ids)})
		}
	default:
		var taken []string
		taken, err = c.chooses(v, given, required)
		o["values"] = taken
		*chosen = append(*chosen, s.resolveSelect(m.from.channel, c.Type, taken))
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w", label, err)
	}
	return o, nil
}

// writes tells why a client would not send a text.
func (c *Component) writes(typed string, required bool) error {
	n := utf8.RuneCountInString(typed)
	switch {
	case required && n == 0:
		return fmt.Errorf("it is required")
	case c.MinLength != nil && n < *c.MinLength && n > 0, c.MaxLength != nil && n > *c.MaxLength, n > 4000:
		return fmt.Errorf("it holds %d characters", n)
	}
	return nil
}

// chooses are the values of a select of a form: those given, or else those that it
// holds.
func (c *Component) chooses(v any, given, required bool) ([]string, error) {
	taken := c.held()
	if given {
		if one, ok := v.(string); ok {
			v = []string{one}
		}
		all, ok := v.([]string)
		if !ok {
			return nil, fmt.Errorf("it takes a string or []string, not %T", v)
		}
		taken = all
	}
	if len(taken) == 0 && !required {
		return []string{}, nil
	}
	return c.take(taken)
}

// held are the values that a select holds at first.
func (c *Component) held() []string {
	var all []string
	for _, o := range c.Options {
		if o.Default {
			all = append(all, o.Value)
		}
	}
	for _, d := range c.Defaults {
		all = append(all, d.ID)
	}
	return all
}
