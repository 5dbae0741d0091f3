package slacktest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Interaction is something that a person did with the bot.
type Interaction struct {
	Kind        string // "slash_commands", "block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut"
	User        *User
	TriggerID   string
	ResponseURL string
	Sent        time.Time // on the machine's clock, when it was first handed to a socket
	Acked       time.Time // when the acknowledgement had come; read it after Acknowledged

	s        *Server
	channel  *Channel // nil in a view that is not about a channel
	message  *message // whose control was used
	view     *view    // whose control was used, or that was submitted
	after    int      // what had happened before
	envelope *envelope
	failed   string // what the client shows instead of an answer
	done     bool   // it was acknowledged
	payload  object // of the acknowledgement
	closed   bool
	shows    *view // by the acknowledgement
}

// Acknowledgement is what a client does on the bot's acknowledgement alone.
type Acknowledgement struct {
	Error   string            // "operation_timeout", "dispatch_failed", "invalid_response": what it shows instead; "": none
	Action  string            // the response_action of a submission
	Errors  map[string]string // under fields, by the label of each
	View    *View             // as the acknowledgement updated, pushed or marked it
	Closed  bool              // the modal was closed
	Choices []string          // the labels of what is suggested
	Payload json.RawMessage
}

// begins makes an interaction that is yet to be sent. The server is locked.
func (s *Server) begins(kind string, u *User) *Interaction {
	s.t.Helper()
	if s.manifest != nil && !s.manifest.pressable && kind != "slash_commands" {
		s.t.Errorf("the manifest does not enable interactivity, so nobody is told of %s", kind)
	}
	return &Interaction{Kind: kind, User: u, s: s, after: len(s.happened)}
}

// triggers gives an interaction its trigger_id. The server is locked.
func (i *Interaction) triggers() string {
	i.s.ids++
	i.TriggerID = fmt.Sprintf("%d.%d.%032x", 13_345_224_609_000+i.s.ids, 738_474_920, i.s.ids*0x9E3779B97F4A7C15)
	i.s.triggers[i.TriggerID] = &trigger{by: i, at: i.s.now()}
	return i.TriggerID
}

// acknowledged does what an acknowledgement asks. The server is locked.
func (i *Interaction) acknowledged(payload object) {
	i.done, i.payload, i.Acked = true, payload, time.Now()
	switch i.Kind {
	case "slash_commands":
		if len(payload) > 0 {
			x := &exchange{Server: i.s, args: payload, w: i.User.w, said: &Call{}}
			if code := (&hook{by: i}).answers(x); code != "" {
				i.failed = "invalid_response"
			}
		}
	case "view_submission":
		i.submitted(payload)
	}
}

// submitted does what the acknowledgement of a form asks. The server is locked.
func (i *Interaction) submitted(payload object) {
	v := i.view
	v.errors = nil
	switch payload["response_action"] {
	case "errors":
		v.errors = map[string]string{}
		for block, words := range dict(payload["errors"]) {
			v.errors[block] = text(words)
		}
		i.shows = v
	case "update":
		v.fill(dict(payload["view"]), i.s)
		i.shows = v
	case "push":
		next := i.s.newView(i.User, dict(payload["view"]))
		next.from = i
		i.User.push(next)
		i.shows = next
	case "clear":
		i.closed = true
		i.User.stack[0].close()
	default:
		i.closed = true
		v.close()
	}
}

// Acknowledged waits for the acknowledgement, or for what the client shows where none
// comes.
func (i *Interaction) Acknowledged() Acknowledgement {
	i.s.t.Helper()
	i.s.await(fmt.Sprintf("the acknowledgement of %s by %s", i.Kind, i.User.Name), func() bool { return i.done || i.failed != "" })
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	a := Acknowledgement{Error: i.failed, Action: text(i.payload["response_action"]), Closed: i.closed}
	if i.payload != nil {
		a.Payload = encode(i.payload)
	}
	if i.shows != nil {
		a.View = i.shows.seen()
		a.Errors = a.View.Errors
	}
	if i.Kind == "block_suggestion" {
		for _, o := range optionsOf(i.payload) {
			a.Choices = append(a.Choices, text(dict(o["text"])["text"]))
		}
	}
	return a
}
