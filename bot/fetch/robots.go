package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// robotsName is the product token that robots.txt knows this program by.
	robotsName = "rebond"

	maxRobots  = 500 << 10 // bytes read of a robots.txt: what RFC 9309 asks for
	keepRobots = time.Hour
	maxKept    = 256      // hosts
	ruleSize   = 24       // bytes in memory, besides its pattern
	maxShelved = 64 << 10 // bytes of rules kept for one host; longer ones are read each time
)

// permitted asks the robots.txt of u's host whether u may be read.
func (f *Fetcher) permitted(ctx context.Context, u *url.URL) error {
	site := u.Scheme + "://" + u.Host
	now := f.now()
	rules, ok := f.robots.find(site, now)
	if !ok {
		var err error
		if rules, err = f.readRobots(ctx, u); err != nil {
			return err
		}
		f.robots.keep(site, rules, now)
	}
	if !rules.allow(u) {
		return fmt.Errorf("%w: its robots.txt forbids it", ErrUnreadable)
	}
	return nil
}

// readRobots reads the rules of u's host, as RFC 9309 says: a site that answers 4xx has
// none; a site whose robots.txt cannot be had allows nothing. 429 is among the latter:
// it asks not to be asked.
func (f *Fetcher) readRobots(ctx context.Context, u *url.URL) (rules, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	freely := func(context.Context, *url.URL) error { return nil }
	resp, err := f.follow(ctx, at, freely)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	status := resp.StatusCode
	switch {
	case status == http.StatusOK:
	case status >= 400 && status < 500 && status != http.StatusTooManyRequests:
		return nil, nil
	default:
		return nil, fmt.Errorf("%w: its robots.txt cannot be had", ErrUnreadable)
	}
	body, err := read(ctx, resp, maxRobots)
	if err != nil {
		return nil, err
	}
	if len(body) == maxRobots { // its last line may be half a rule
		body = body[:bytes.LastIndexByte(body, '\n')+1]
	}
	return parseRobots(string(body)), nil
}

// rule is one line of robots.txt, its pattern as normal writes it.
type rule struct {
	pattern string
	allow   bool
}

// rules are those of a robots.txt that are meant for this program.
type rules []rule

// parseRobots keeps the rules of every group that names this program; of those for
// everybody if none does. Lines that cannot be read are passed over, one by one.
func parseRobots(text string) rules {
	var ours, everybodys rules
	var named, forOurs, forAll bool // whether a group names us; whether the current one does, or is for all
	inAgents := false
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent":
			if !inAgents {
				inAgents, forOurs, forAll = true, false, false
			}
			forOurs = forOurs || product(value) == robotsName
			forAll = forAll || strings.HasPrefix(value, "*")
			named = named || forOurs
		case "allow", "disallow":
			inAgents = false
			if value == "" {
				continue
			}
			r := rule{pattern: normal(value, true), allow: key == "allow"}
			if forOurs {
				ours = append(ours, r)
			}
			if forAll {
				everybodys = append(everybodys, r)
			}
		}
	}
	if named {
		return ours
	}
	return everybodys
}

// product is the name at the start of a user-agent line, which may go on with a version.
func product(value string) string {
	value = strings.ToLower(value)
	end := strings.IndexFunc(value, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && r != '_' })
	if end >= 0 {
		return value[:end]
	}
	return value
}

// allow says whether the rules allow u: the longest pattern that matches decides, and of
// two as long the one that allows.
func (rs rules) allow(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normal(path, false)
	longest, allowed := -1, true
	for _, r := range rs {
		if n := len(r.pattern); n < longest || n == longest && (allowed || !r.allow) {
			continue
		}
		if r.matches(path) {
			longest, allowed = len(r.pattern), r.allow
		}
	}
	return allowed
}

// matches says whether path begins with the pattern, where * stands for anything and a $
// at the end for the end. It takes the leftmost place of each part, which is enough, so
// that its time grows with the path's length, not with its square.
func (r rule) matches(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	first, pattern, starred := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	for ok && starred {
		var part string
		part, pattern, starred = strings.Cut(pattern, "*")
		if whole && !starred {
			return strings.HasSuffix(path, part)
		}
		_, path, ok = strings.Cut(path, part)
	}
	return ok && (!whole || path == "")
}

// normal writes a path the one way in which paths and patterns can be compared: what need
// not be escaped is not, the rest is, with capitals. In a pattern, * and a final $ have a
// meaning; elsewhere they are escaped.
func normal(path string, pattern bool) string {
	var b strings.Builder
	if pattern && path[0] != '/' && path[0] != '*' {
		b.WriteByte('/')
	}
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], false
		if c == '%' && i+2 < len(path) {
			if octet, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(octet), true
				i += 2
			}
		}
		meant := pattern && !escaped && (c == '*' || c == '$' && i == len(path)-1)
		literal := !escaped && c > ' ' && c < 0x7f && c != '*' && c != '$'
		if meant || literal || isUnreserved(c) {
			b.WriteByte(c)
		} else {
			writeEscaped(&b, c)
		}
	}
	return b.String()
}

// shelf keeps what robots.txt said, for an hour, of so many sites. Only what a site did
// say is kept: one that was out of reach is asked again.
type shelf struct {
	mu   sync.Mutex
	kept map[string]shelved
}

type shelved struct {
	rules rules
	since time.Time
}

func (s *shelf) find(site string, now time.Time) (rules, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.kept[site]
	return kept.rules, ok && now.Sub(kept.since) < keepRobots
}

func (s *shelf) keep(site string, rs rules, now time.Time) {
	size := len(rs) * ruleSize
	for _, r := range rs {
		size += len(r.pattern)
	}
	if size > maxShelved {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]shelved{}
	}
	if _, known := s.kept[site]; !known && len(s.kept) >= maxKept {
		s.drop()
	}
	s.kept[site] = shelved{rs, now}
}

// drop forgets the site that was asked the longest ago.
func (s *shelf) drop() {
	var oldest string
	for site, kept := range s.kept {
		if oldest == "" || kept.since.Before(s.kept[oldest].since) {
			oldest = site
		}
	}
	delete(s.kept, oldest)
}
