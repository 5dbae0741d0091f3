package slacktest

// heldAck is what is wrong with the payload of an acknowledgement. The server is not
// locked.
func (s *Server) heldAck(e *envelope, payload any) (f faults) {
	o := dict(payload)
	kind := ""
	if e.interaction != nil {
		kind = e.interaction.Kind
	}
	switch {
	case payload == nil:
		if kind == "block_suggestion" {
			f.add("", "want options")
		}
	case o == nil:
		if payload != "" { // Bolt writes so that there is none
			f.add("", "want an object")
		}
	case kind == "slash_commands":
		if len(o) > 0 {
			f = s.heldResponse(o)
		}
	case kind == "view_submission":
		f = s.heldSubmission(e.interaction.view, o)
	case kind == "block_suggestion":
		f = heldSuggestions(o)
	case len(o) > 0:
		f.add("", "%s takes no payload", e.kind)
	}
	return f
}

// heldSubmission is what is wrong with the answer to a form.
func (s *Server) heldSubmission(v *view, o object) (f faults) {
	known := map[string][]string{"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": nil}
	action, said := o["response_action"]
	takes, ok := known[text(action)]
	if !said && len(o) == 0 {
		return nil
	}
	if !ok {
		f.add("/response_action", "must be errors, update, push or clear")
		return f
	}
	for _, name := range keys(o) {
		if name != "response_action" && (len(takes) == 0 || takes[0] != name) {
			f.add("/"+name, "unknown property")
		}
	}
	switch action {
	case "errors":
		f = append(f, s.heldErrors(v, dict(o["errors"]))...)
	case "update", "push":
		f = append(f, s.heldViewOf(o["view"], "/view", "modal")...)
		s.mu.Lock()
		if action == "push" && len(v.user.stack) >= maxStack {
			f.add("/view", "push_limit_reached")
		}
		s.mu.Unlock()
	}
	return f
}

// heldErrors is what is wrong with words under fields: each is under a block of the
// form that takes input.
func (s *Server) heldErrors(v *view, all object) (f faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	inputs := map[string]bool{}
	for _, b := range list(v.content["blocks"]) {
		if o := dict(b); text(o["type"]) == "input" {
			inputs[text(o["block_id"])] = true
		}
	}
	if len(all) == 0 {
		f.add("/errors", "want the words of at least one field")
	}
	for _, block := range keys(all) {
		words, ok := all[block].(string)
		switch {
		case !inputs[block]:
			f.add("/errors/"+block, "there is no input block of this block_id")
		case !ok || words == "":
			f.add("/errors/"+block, "want words")
		}
	}
	return f
}

// heldSuggestions is what is wrong with the options of an external select.
func heldSuggestions(o object) (f faults) {
	l := &lint{surface: "modal"}
	for _, name := range keys(o) {
		if name != "options" && name != "option_groups" {
			l.add("/"+name, "unknown property")
		}
	}
	if o["options"] == nil && o["option_groups"] == nil {
		l.add("/options", "want options")
	}
	if o["options"] != nil {
		l.options(o["options"], "/options", "select", 0, 100)
	}
	if groups := list(o["option_groups"]); o["option_groups"] != nil {
		l.groups(groups, "/option_groups")
	}
	return l.faults
}

// optionsOf are the options of a select, or of an acknowledgement, those of groups too.
func optionsOf(o object) []object {
	var all []object
	for _, one := range list(o["options"]) {
		all = append(all, dict(one))
	}
	for _, g := range list(o["option_groups"]) {
		for _, one := range list(dict(g)["options"]) {
			all = append(all, dict(one))
		}
	}
	return all
}
