package discordtest

import (
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// Request is something that the bot asked of the REST API.
type Request struct {
	Method, Path string // "/channels/1/messages"
	Query        url.Values
	Body         json.RawMessage // the JSON, without the files
	Files        []File
	At, Done     time.Time
	Status       int // 0: not yet, or never, answered
}

// File is a file that came with a request or that a message holds.
type File struct {
	Name, Media, Description string
	Data                     []byte
}

// Match names requests: a method and a path whose parts may be *, such as
// "POST /channels/*/messages"; "" is all.
type Match string

func (m Match) fits(r *Request) bool {
	method, pattern, ok := strings.Cut(string(m), " ")
	if !ok {
		return m == ""
	}
	hit, err := path.Match(pattern, r.Path)
	return err == nil && hit && (method == "*" || method == r.Method)
}

// Requests returns what was asked until now, oldest first.
func (s *Server) Requests(m Match) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked(m)
}

func (s *Server) asked(m Match) []Request {
	var all []Request
	for _, r := range s.requests {
		if m.fits(r) {
			all = append(all, *r)
		}
	}
	return all
}

// AwaitRequests waits until n requests have come and been answered, and returns
// all of them.
func (s *Server) AwaitRequests(m Match, n int) []Request {
	s.t.Helper()
	var all []Request
	s.await("requests "+string(m), func() bool {
		all = slices.DeleteFunc(s.asked(m), func(r Request) bool { return r.Done.IsZero() })
		return len(all) >= n
	})
	return all
}

// ForgetRequests empties the log of requests, which grows for as long as the
// test.
func (s *Server) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}
