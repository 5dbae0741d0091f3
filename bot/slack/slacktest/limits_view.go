package slacktest

// maxView is how many bytes a view may have; more is told so.
const (
	maxView  = 250_000
	tooLarge = "view_too_large"
)

// holdView holds the view of a call.
func (x *exchange) holdView() faults { return x.heldViewOf(x.args["view"], "/view", "") }

// heldViewOf is what is wrong with a view, which is of a type where one is said.
func (s *Server) heldViewOf(v any, where, kind string) faults {
	o := dict(v)
	l := &lint{surface: text(o["type"])}
	known := []string{"type", "blocks", "private_metadata", "callback_id", "external_id"}
	switch {
	case o == nil:
		l.add(where, "must be an object")
		return l.faults
	case kind != "" && l.surface != kind:
		l.add(at(where, "type"), "must be equal to %s", kind)
	case l.surface == "modal":
		known = append(known, "title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")
		l.needs(o, where, "title")
	case l.surface != "home":
		l.add(at(where, "type"), "must be modal or home")
	}
	l.only(o, where, known...)
	l.needs(o, where, "blocks")
	for _, name := range []string{"title", "submit", "close"} {
		l.text(o[name], at(where, name), 24, false)
	}
	l.length(o, "private_metadata", where, 0, 3000)
	l.length(o, "callback_id", where, 0, maxID)
	l.length(o, "external_id", where, 0, maxID)
	l.all(o["blocks"], at(where, "blocks"), maxViewBlocks)
	for _, b := range list(o["blocks"]) {
		if text(dict(b)["type"]) == "input" && o["submit"] == nil && l.surface == "modal" {
			l.add(at(where, "submit"), "a modal with an input block needs a submit button")
			break
		}
	}
	if len(encode(v)) > maxView {
		l.add(where, tooLarge)
	}
	return append(l.faults, s.check.faults("view", v, where)...)
}
