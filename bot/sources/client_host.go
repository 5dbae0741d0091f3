package sources

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

const (
	failuresInARow = 3 // after which a host is left alone
	firstRest      = 5 * time.Minute
	longestRest    = 6 * time.Hour
)

// host is what is known of one host, in memory.
type host struct {
	next     time.Time // when it may be asked again, at the pace it was asked at
	failures int       // in a row, each after its own retries
	rest     time.Duration
	until    time.Time // it is left alone until then; zero: it is not
	trial    bool      // one request is finding out whether it works again
	last     Failure   // why it is left alone
}

// at is the host of an address; c.mu is held.
func (c *Client) at(name string) *host {
	name = strings.ToLower(name)
	if c.hosts == nil {
		c.hosts = map[string]*host{}
	}
	if c.hosts[name] == nil {
		c.hosts[name] = &host{}
	}
	return c.hosts[name]
}

// pace waits for the host's turn, and takes it.
func (c *Client) pace(ctx context.Context, name string, perSecond float64) error {
	if perSecond <= 0 {
		perSecond = 1
	}
	gap := time.Duration(float64(time.Second) / perSecond)
	c.mu.Lock()
	h, now := c.at(name), c.now()
	turn := now
	if h.next.After(now) {
		turn = h.next
	}
	h.next = turn.Add(gap + rand.N(gap/10+1))
	c.mu.Unlock()
	return c.pause(ctx, turn.Sub(now))
}

// jittered is a while, and up to a quarter more, so that those who failed together do
// not come back together.
func jittered(d time.Duration) time.Duration { return d + rand.N(d/4+1) }

// enter asks whether a host may be asked now. It fails at once while the host is left
// alone; then trial says that this request, alone, finds out whether it works again.
func (c *Client) enter(name string) (trial bool, refused error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, now := c.at(name), c.now()
	if h.until.IsZero() {
		return false, nil
	}
	if h.trial || now.Before(h.until) {
		again := h.last
		again.After = max(h.until.Sub(now), 0)
		return false, &again
	}
	h.trial = true
	return true, nil
}

// leave ends a request that says nothing about the host.
func (c *Client) leave(name string, trial bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.at(name); trial {
		h.trial = false
	}
}

// settle remembers what a request said about its host. Only what is wrong with the host
// itself counts against it: a board that it does not have, or an answer that is too
// large, shows that it works.
func (c *Client) settle(name string, failure *Failure) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, now := c.at(name), c.now()
	if failure == nil || !failure.passing() && failure.Fault != TooSlow {
		*h = host{next: h.next}
		return
	}
	h.trial = false
	h.failures++
	h.last = *failure
	if h.failures >= failuresInARow {
		h.rest = min(max(2*h.rest, firstRest), longestRest)
		h.until = now.Add(h.rest)
	}
	if told := now.Add(min(failure.After, longestRest)); failure.After > longestPause && told.After(h.until) {
		h.until = told
	}
}

// transport is what requests go through.
func (c *Client) transport() http.RoundTripper {
	if c.Transport != nil {
		return c.Transport
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plain == nil {
		c.plain = &http.Transport{
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 256 << 10,
		}
	}
	return c.plain
}

// HTTP is for a library that makes its own requests: they bear our agent and keep the
// pace of their host, and are neither redirected nor given cookies.
func (c *Client) HTTP(timeout time.Duration) *http.Client {
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	return &http.Client{
		Transport:     polite{c},
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type polite struct{ c *Client }

// RoundTrip implements http.RoundTripper.
func (p polite) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := p.c.check(Ask{URL: r.URL.String()}); err != nil {
		return nil, err
	}
	if err := p.c.pace(r.Context(), r.URL.Host, 0); err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", p.c.Agent)
	return p.c.transport().RoundTrip(r)
}
