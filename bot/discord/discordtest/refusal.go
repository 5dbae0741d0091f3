package discordtest

import (
	"fmt"
	"strings"
)

// Refusal is something that the bot did and that Discord, or our own rules, do
// not accept.
type Refusal struct {
	What string // the route, or the gateway's operation
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

// fault is what is wrong at a place of a body: "components/0/label".
type fault struct{ path, code, message string }

type faults []fault

func (f *faults) add(path, code, format string, args ...any) {
	*f = append(*f, fault{path, code, fmt.Sprintf(format, args...)})
}

// lines are the faults in words.
func (f faults) lines() []string {
	var lines []string
	for _, one := range f {
		lines = append(lines, one.path+": "+one.message+" ("+one.code+")")
	}
	return lines
}

// nested are the faults as Discord writes them, by property and index.
func (f faults) nested() object {
	root := object{}
	for _, one := range f {
		at := root
		for part := range strings.SplitSeq(one.path, "/") {
			if part == "" {
				continue
			}
			next, ok := at[part].(object)
			if !ok {
				next = object{}
				at[part] = next
			}
			at = next
		}
		said, _ := at["_errors"].([]object)
		at["_errors"] = append(said, object{"code": one.code, "message": one.message})
	}
	return root
}

// at is a place inside another.
func at(parts ...any) string {
	var all []string
	for _, p := range parts {
		if s := fmt.Sprint(p); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "/")
}
