package slacktest

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Call is something that the bot asked: a method of the Web API, "response_url",
// "upload" (of a file's bytes) or "file" (reading one).
type Call struct {
	Method   string
	Args     map[string]any // numbers are json.Number or, of a form, strings
	Token    string
	At, Done time.Time
	Status   int    // 0: not yet, or never, answered
	Error    string // "": it was carried out
}

// Arg is an argument that is a string; "" for anything else.
func (c Call) Arg(name string) string { return text(c.Args[name]) }

// Calls returns what was asked until now, oldest first; of all methods with "".
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked(method)
}

func (s *Server) asked(method string) []Call {
	var all []Call
	for _, c := range s.calls {
		if method == "" || method == c.Method {
			all = append(all, *c)
		}
	}
	return all
}

// AwaitCalls waits until n calls have come and been answered, and returns all of them.
func (s *Server) AwaitCalls(method string, n int) []Call {
	s.t.Helper()
	var all []Call
	s.await(fmt.Sprintf("%d calls of %s", n, method), func() bool {
		all = slices.DeleteFunc(s.asked(method), func(c Call) bool { return c.Done.IsZero() })
		return len(all) >= n
	})
	return all
}

// ForgetCalls empties the logs of calls, deliveries and acknowledgements, which grow for
// as long as the server runs.
func (s *Server) ForgetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.socket.acks = nil, nil
	s.socket.order = slices.DeleteFunc(s.socket.order, (*envelope).settled)
	maps.DeleteFunc(s.socket.envelopes, func(_ string, e *envelope) bool { return e.settled() })
}
