package slacktest

import (
	"fmt"
	"strings"
)

// Refusal is something that the bot did and that Slack, or our own rules, do not
// accept.
type Refusal struct {
	What string // the method, "response_url" or "socket"
	Why  []string
	Body string // whole
}

func (r Refusal) String() string {
	return fmt.Sprintf("%s:\n\t%s\n%s", r.What, strings.Join(r.Why, "\n\t"), r.Body)
}

// Refusals returns what has been refused since it was last called. A test that
// expects a refusal takes it so; the others fail at their end.
func (s *Server) Refusals() []Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.refusals
	s.refusals = nil
	return taken
}

// refuse remembers a refusal. The server is locked.
func (s *Server) refuse(what, body string, why ...string) {
	s.refusals = append(s.refusals, Refusal{what, why, body})
	s.note()
}

// fault is what is wrong at a place of a body: "/blocks/0/text".
type fault struct{ pointer, message string }

type faults []fault

func (f *faults) add(pointer, format string, args ...any) {
	*f = append(*f, fault{pointer, fmt.Sprintf(format, args...)})
}

// lines are the faults as Slack writes them.
func (f faults) lines() []string {
	var lines []string
	for _, one := range f {
		lines = append(lines, fmt.Sprintf("%s [json-pointer:%s]", one.message, one.pointer))
	}
	return lines
}

// messages are the lines as in response_metadata.
func (f faults) messages() []string {
	lines := f.lines()
	for i, line := range lines {
		lines[i] = "[ERROR] " + line
	}
	return lines
}

// at is a place inside another.
func at(parts ...any) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('/')
		}
		fmt.Fprint(&b, p)
	}
	return b.String()
}
