package slacktest

import "fmt"

// Answer is what a person gets to see for what they did.
type Answer struct {
	Error   string  // what the client shows instead
	Updated bool    // it replaced the message whose control was used
	Deleted bool    // that message is gone
	Message Message // zero for a view
	View    *View   // opened, updated, pushed or published; with its Errors
	Closed  bool    // the modal was closed
}

// Answer waits for what the person gets to see: a message, a view, or that it failed.
// It is told by the acknowledgement, or by the trigger_id or response_url that the bot
// used, of this or of what opened its view. What the bot does by the Web API alone can be
// something else that came of it, so it is the answer only where it stands for one:
//   - a change to the message whose control was used;
//   - a change to a view, where the control of a view was used;
//   - a message to the person, or where they did it, once no answer can come a more direct
//     way: no response_url can be used (spent, expired, or a call to it failed), the modal
//     is closed or views.update failed, and for the Home and shortcuts the trigger_id is
//     used, expired, or a call with it failed;
//   - the Home, where a control of the Home was used and nothing else came.
//
// For messages that the bot writes while a more direct answer could come, see Messages.
func (i *Interaction) Answer() Answer {
	i.s.t.Helper()
	var a Answer
	i.s.await(fmt.Sprintf("the answer to %s by %s", i.Kind, i.User.Name), func() bool {
		switch {
		case i.failed != "":
			a = Answer{Error: i.failed}
		case !i.done: // what comes before the acknowledgement is shown, and so is that it failed
			return false
		case i.shows != nil:
			a = Answer{View: i.shows.seen()}
		default:
			h := i.first()
			if h == nil {
				return false
			}
			a = h.answer()
		}
		return true
	})
	a.Closed = i.closed
	return a
}

// first is the first thing that answers; nil until it is there.
func (i *Interaction) first() *happening {
	var found *happening
	for _, h := range i.s.happened[i.after:] {
		switch {
		case h.by != nil && i.follows(h.by):
			return h
		case h.by == nil && i.settles(h) && (found == nil || found.kind == "home" && h.kind != "home"):
			found = h
		}
	}
	return found
}

// settles reports whether something that was done by the Web API alone is an answer. The
// server is locked.
func (i *Interaction) settles(h *happening) bool {
	switch h.kind {
	case "message":
		return i.concerns(h) && !i.awaits()
	case "view":
		return h.user == i.User && i.view != nil
	case "home":
		return h.view == i.view
	}
	return i.concerns(h)
}

// awaits reports whether an answer can still come a more direct way than by a message
// that the bot writes of itself. The server is locked.
func (i *Interaction) awaits() bool {
	for _, h := range i.s.hooks {
		if !h.failed && h.closed(i.s) == "" && i.follows(h.by) {
			return true
		}
	}
	if i.view != nil && i.view != i.User.home {
		return !i.view.gone && !i.view.failed
	}
	t := i.s.triggers[i.TriggerID]
	return (i.view != nil || i.Kind == "shortcut") && t != nil && !t.used && !t.failed && i.s.now().Sub(t.at) <= i.s.limits.trigger
}

// follows reports whether an interaction is this one or led to it: a form is answered
// by means of what opened it.
func (i *Interaction) follows(one *Interaction) bool {
	for at := i; at != nil; {
		if at == one {
			return true
		}
		if at.view == nil {
			return false
		}
		at = at.view.from
	}
	return false
}

// concerns reports whether something that was done by the Web API alone is in front of
// the person.
func (i *Interaction) concerns(h *happening) bool {
	if h.user != nil {
		return h.user == i.User
	}
	switch c := h.message.channel; {
	case h.kind == "message":
		return c == i.channel || c == i.User.dm
	case i.message != nil:
		return h.message == i.message
	case i.view != nil && i.view.from != nil:
		return h.message == i.view.from.message
	}
	return false
}

func (h *happening) answer() Answer {
	if h.view != nil {
		return Answer{View: h.view.seen()}
	}
	return Answer{Message: h.message.seen(), Updated: h.kind == "update", Deleted: h.kind == "delete"}
}

// Messages waits until n messages have come for what the person did, and returns all
// of them as they are now.
func (i *Interaction) Messages(n int) []Message {
	i.s.t.Helper()
	var all []Message
	i.s.await(fmt.Sprintf("%d messages after %s", n, i.Kind), func() bool {
		all = nil
		for _, h := range i.s.happened[i.after:] {
			if h.kind == "message" && (h.by != nil && i.follows(h.by) || h.by == nil && i.concerns(h)) {
				all = append(all, h.message.seen())
			}
		}
		return len(all) >= n
	})
	return all
}
