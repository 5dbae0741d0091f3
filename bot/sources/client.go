package sources

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// MaxAnswer is the most bytes of an answer that are read, once decompressed.
const MaxAnswer = 8 << 20

const (
	defaultTimeout = 15 * time.Second
	retries        = 2                // of one Get, after its first try
	firstBackoff   = 2 * time.Second  // before the first retry; the next ones double it
	longestPause   = 60 * time.Second // the longest Retry-After that is waited for
	maxRedirects   = 3
)

// Client asks sources for their answers, as all of them want to be asked: one
// named agent with a contact, one request a second per host, conditional
// requests, bounded answers, a failing host left alone for a while. All the
// sources of a process share one, so that what is owed to a host is kept
// whatever the number of boards on it.
type Client struct {
	Agent     string            // "Rebond/1 (+mailto:…)": must name a contact
	Transport http.RoundTripper // nil: a plain one, deaf to the proxies of the environment
	Now       func() time.Time  // nil: time.Now
	// Pause waits; nil: with a timer. Tests replace it.
	Pause func(ctx context.Context, d time.Duration) error
	// Longest is the most time that one try may take, whatever an Ask says; zero: no
	// more limit than the Ask's.
	Longest time.Duration

	mu    sync.Mutex
	hosts map[string]*host
	plain *http.Transport
}

// Ask is one request.
type Ask struct {
	Method    string // empty: GET
	URL       string
	Header    http.Header
	Since     Validators    // of an earlier answer; zero: unconditional
	Timeout   time.Duration // of one try, to the end of its body; zero: 15 s
	PerSecond float64       // requests to this host; zero: 1
}

// Validators are what a source gave to ask it later whether anything has changed.
type Validators struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
}

// Answer is what a source answered: Status is 200, 204, 206 or 304.
type Answer struct {
	Status     int
	Header     http.Header
	Body       []byte
	Validators Validators // to send next time; those asked with where a 304 names none
}

// Get asks. Any other status than those of [Answer], or no answer, is a [*Failure];
// it has been tried three times where that may help: no connection, a body that breaks
// off, 429 and 5xx. A try that took too long is not made again at once. When ctx ends,
// the error is its own.
func (c *Client) Get(ctx context.Context, a Ask) (Answer, error) {
	address, err := c.check(a)
	if err != nil {
		return Answer{}, err
	}
	tries := 1 + retries
	trial, refused := c.enter(address.Host)
	if refused != nil {
		return Answer{}, refused
	}
	if trial {
		tries = 1
	}
	settled := false
	defer func() {
		if !settled {
			c.leave(address.Host, trial)
		}
	}()
	answer, failure, err := c.attempts(ctx, a, address, tries)
	if err != nil {
		return Answer{}, err
	}
	settled = true
	c.settle(address.Host, failure)
	if failure != nil {
		return Answer{}, failure
	}
	return answer, nil
}

// check refuses what must not be sent at all.
func (c *Client) check(a Ask) (*url.URL, error) {
	if !strings.Contains(c.Agent, "(+mailto:") && !strings.Contains(c.Agent, "(+http") {
		return nil, errors.New("ask a source: the agent names no contact")
	}
	address, err := url.Parse(a.URL)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, errors.New("ask a source: its address is not a web address")
	}
	return address, nil
}

// attempts tries until there is an answer, a failure that trying again does not help, or
// no try left. The error is that of ctx.
func (c *Client) attempts(ctx context.Context, a Ask, address *url.URL, tries int) (Answer, *Failure, error) {
	for n := 1; ; n++ {
		answer, failure := c.follow(ctx, a, address)
		if err := ctx.Err(); err != nil {
			return Answer{}, nil, fmt.Errorf("ask a source: %w", err)
		}
		if failure == nil || n >= tries || !failure.passing() || failure.After > longestPause {
			return answer, failure, nil
		}
		wait := failure.After
		if wait == 0 {
			wait = firstBackoff << (n - 1)
		}
		if err := c.pause(ctx, jittered(wait)); err != nil {
			return Answer{}, nil, fmt.Errorf("ask a source: %w", err)
		}
	}
}

// passing reports whether asking again in a moment may help.
func (f *Failure) passing() bool {
	return f.Fault == Unreachable || f.Fault == TooMany || f.Fault == Failing
}

// follow is one try, with the redirections that lead to its answer.
func (c *Client) follow(ctx context.Context, a Ask, address *url.URL) (Answer, *Failure) {
	for hops := 0; ; hops++ {
		if err := c.pace(ctx, address.Host, a.PerSecond); err != nil {
			return Answer{}, &Failure{Fault: Unreachable, Err: err}
		}
		answer, next, failure := c.once(ctx, a, address)
		if failure != nil || next == nil {
			return answer, failure
		}
		if failure := checkRedirect(address, next, hops); failure != nil {
			failure.Status = answer.Status
			return Answer{}, failure
		}
		address = next
	}
}

// checkRedirect lets a redirection lead nowhere but to the same host, at least as safely:
// what is sent to one host, credentials above all, is never carried to another.
func checkRedirect(from, to *url.URL, hops int) *Failure {
	said := ""
	safer := from.Scheme == "http" && to.Scheme == "https" && port(from) == "80" && port(to) == "443"
	switch {
	case hops >= maxRedirects:
		said = "too many redirections"
	case to.Scheme != from.Scheme && !safer:
		said = "redirected to an address that is not safe"
	case !strings.EqualFold(to.Hostname(), from.Hostname()) || port(to) != port(from) && !safer || to.User != nil:
		said = "redirected to another host"
	default:
		return nil
	}
	return &Failure{Fault: Unexpected, Said: said}
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// once makes one request. It gives its answer, or where it is redirected to.
func (c *Client) once(ctx context.Context, a Ask, address *url.URL) (Answer, *url.URL, *Failure) {
	limit := a.Timeout
	if limit <= 0 {
		limit = defaultTimeout
	}
	if c.Longest > 0 {
		limit = min(limit, c.Longest)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r, err := c.request(ctx, a, address)
	if err != nil {
		return Answer{}, nil, &Failure{Fault: Unexpected, Said: "the request cannot be made", Err: err}
	}
	response, err := c.transport().RoundTrip(r)
	if err != nil {
		return Answer{}, nil, unreachable(ctx, err)
	}
	defer response.Body.Close()
	if next := redirection(response, address); next != nil {
		return Answer{Status: response.StatusCode}, next, nil
	}
	answer, failure := c.read(ctx, a, response)
	return answer, nil, failure
}

// request is what is sent: never a cookie, never where we come from.
func (c *Client) request(ctx context.Context, a Ask, address *url.URL) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, a.Method, address.String(), nil)
	if err != nil {
		return nil, err
	}
	if a.Header != nil {
		r.Header = a.Header.Clone()
	}
	for _, name := range []string{"Cookie", "Referer", "If-None-Match", "If-Modified-Since"} {
		r.Header.Del(name)
	}
	r.Header.Set("User-Agent", c.Agent)
	if a.Since.ETag != "" {
		r.Header.Set("If-None-Match", a.Since.ETag)
	}
	if a.Since.Modified != "" {
		r.Header.Set("If-Modified-Since", a.Since.Modified)
	}
	return r, nil
}

// redirection is where an answer sends us; nil where it is an answer.
func redirection(response *http.Response, from *url.URL) *url.URL {
	switch response.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	location := response.Header.Get("Location")
	if location == "" {
		return nil
	}
	to, err := from.Parse(location)
	if err != nil {
		return nil
	}
	return to
}

func (c *Client) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func (c *Client) pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	if c.Pause != nil {
		return c.Pause(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
