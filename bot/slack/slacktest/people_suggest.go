package slacktest

import "fmt"

// Suggest types into an external menu, named as in Choose or by the label of its field,
// and returns the labels of what is suggested. The test fails where less is typed than
// the menu wants.
func (u *User) Suggest(on Surface, control, typed string) []string {
	s := u.w.s
	s.t.Helper()
	u.needs(on)
	i, err := u.types(on, control, typed)
	if err != nil {
		s.t.Fatalf("%s cannot type into %q: %v", u.Name, control, err)
	}
	a := i.Acknowledged()
	if a.Error != "" {
		s.t.Errorf("the suggestions for %q failed: %s", typed, a.Error)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e, err := u.reaches(on, control, s.begins("", u))
	if err == nil && i.payload != nil {
		for _, k := range []string{"options", "option_groups"} { // from now on they can be chosen
			delete(i.source(e), k)
			if v, ok := i.payload[k]; ok {
				i.source(e)[k] = v
			}
		}
	}
	return a.Choices
}

// source is the control as it stands in the message or view, where what was suggested
// is kept. The server is locked.
func (i *Interaction) source(e *Element) object {
	blocks := []any(nil)
	if i.view != nil {
		blocks = list(i.view.content["blocks"])
	} else {
		blocks = i.message.blocks
	}
	for _, b := range blocks {
		if o := dict(b); text(o["block_id"]) == e.BlockID {
			for _, one := range controls(o) {
				if text(one["action_id"]) == e.ActionID {
					return one
				}
			}
		}
	}
	return object{}
}

// types sends what is typed into an external menu.
func (u *User) types(on Surface, control, typed string) (*Interaction, error) {
	s := u.w.s
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.begins("block_suggestion", u)
	e, err := u.reaches(on, control, i)
	if err != nil {
		return nil, err
	}
	least, ok := number(e.Raw["min_query_length"])
	if !ok {
		least = 3
	}
	switch {
	case e.Type != "external_select" && e.Type != "multi_external_select":
		return nil, fmt.Errorf("it is of type %s", e.Type)
	case size(typed) < least:
		return nil, fmt.Errorf("it suggests nothing for less than %d characters", least)
	}
	o := i.where()
	delete(o, "response_url")
	delete(o, "state")
	o["type"], o["action_id"], o["block_id"], o["value"] = "block_suggestion", e.ActionID, e.BlockID, typed
	s.send("interactive", o, i)
	return i, nil
}
