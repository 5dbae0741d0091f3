// Package fetch reads a web page whose address a stranger gave. It promises to reach
// public addresses only, judged when the connection is made and again at each redirect;
// to ask the site's robots.txt first; and never to spend more than a few seconds and a
// few megabytes on it. It keeps nothing of a page and logs nothing of its address: its
// errors name neither.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

const (
	// MaxBody is the length of the longest body returned, in bytes after decompression.
	// A longer page is cut there, and that is no error: what says which job is offered
	// stands near the top of a page.
	MaxBody = 2 << 20

	maxRedirects = 3
	maxHeader    = 64 << 10
	wholeTime    = 8 * time.Second
)

// The two ways in which a page is not read: errors.Is tells them apart. A context that
// ended is found in the error too.
var (
	// ErrForbidden says that the address, or where it leads, is not one that may be read:
	// not public, another scheme or port, user information in it, or no address at all.
	ErrForbidden = errors.New("an address that may not be read")
	// ErrUnreadable says everything else: refused by the site (its robots.txt, its answer),
	// or by its terms (see Never), not HTML, too slow, broken off.
	ErrUnreadable = errors.New("a page that cannot be read")
)

// Page is what was read.
type Page struct {
	URL         string // after redirects, without a fragment
	ContentType string // as the site gave it, with its charset if it named one
	Body        []byte // decompressed, at most MaxBody; in the page's own charset
}

// Fetcher reads pages. Its zero value is ready; it must not be copied once used. It may be
// used by several goroutines.
type Fetcher struct {
	// Agent is the User-Agent sent, such as "Rebond/1 (+contact)". In robots.txt the
	// name is "Rebond" whatever Agent says.
	Agent string
	// Allow names addresses that may be reached, on their port, though they are not
	// public. Tests alone set it. Nil: none.
	Allow func(netip.AddrPort) bool
	// Resolver finds the addresses of a host. Nil: net.DefaultResolver, asked without
	// the machine's search domains.
	Resolver Resolver
	// Timeout bounds all that is done for one page, robots.txt included. Zero: 8 seconds.
	Timeout time.Duration
	// Now gives the time, for the age of what was kept of robots.txt. Nil: time.Now.
	Now func() time.Time

	robots shelf

	// For this package's tests: another way to connect, other addresses for this machine,
	// and the authorities of a test server.
	dial       func(context.Context, netip.AddrPort) (net.Conn, error)
	interfaces func() ([]net.Addr, error)
	roots      *x509.CertPool
}

// Resolver is the part of net.Resolver that is used: network is always "ip".
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Page reads the page at address. Its errors are ErrForbidden and ErrUnreadable, with a
// reason that names neither the address nor anything of the page.
func (f *Fetcher) Page(ctx context.Context, address string) (Page, error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout())
	defer cancel()
	u, err := f.parse(strings.TrimSpace(address))
	if err != nil {
		return Page{}, err
	}
	resp, err := f.follow(ctx, u, f.permitted)
	if err != nil {
		return Page{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Page{}, fmt.Errorf("%w: the site answers %d", ErrUnreadable, resp.StatusCode)
	}
	kind := resp.Header.Get("Content-Type")
	if !isHTML(kind) {
		return Page{}, fmt.Errorf("%w: not HTML", ErrUnreadable)
	}
	body, err := read(ctx, resp, MaxBody)
	if err != nil {
		return Page{}, err
	}
	return Page{URL: resp.Request.URL.String(), ContentType: kind, Body: body}, nil
}

// isHTML judges a Content-Type by its media type alone: its parameters are wrong on many
// sites. One that is missing is refused rather than guessed from the body.
func isHTML(kind string) bool {
	media, _, _ := strings.Cut(kind, ";")
	switch strings.ToLower(strings.TrimSpace(media)) {
	case "text/html", "application/xhtml+xml":
		return true
	}
	return false
}

// follow asks for u, then for where its answer redirects to. Each address is judged, and
// before is called with it, before anything is sent there. The caller closes the body.
func (f *Fetcher) follow(ctx context.Context, u *url.URL, before func(context.Context, *url.URL) error) (*http.Response, error) {
	for redirects := 0; ; redirects++ {
		if Never(u.Hostname()) {
			return nil, fmt.Errorf("%w: its terms forbid it", ErrUnreadable)
		}
		if err := before(ctx, u); err != nil {
			return nil, err
		}
		resp, err := f.ask(ctx, u)
		if err != nil {
			return nil, err
		}
		if !redirects3xx(resp.StatusCode) {
			return resp, nil
		}
		resp.Body.Close()
		if redirects == maxRedirects {
			return nil, fmt.Errorf("%w: too many redirects", ErrUnreadable)
		}
		if u, err = f.next(u, resp.Header.Get("Location")); err != nil {
			return nil, err
		}
	}
}

// redirects3xx tells the statuses that lead elsewhere from those that only begin alike.
func redirects3xx(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// next is where a Location found at u leads, judged as the first address was.
func (f *Fetcher) next(u *url.URL, location string) (*url.URL, error) {
	if location == "" {
		return nil, fmt.Errorf("%w: it redirects nowhere", ErrUnreadable)
	}
	to, err := url.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("%w: it redirects to no address", ErrForbidden)
	}
	judged, err := f.parse(u.ResolveReference(to).String())
	if err != nil {
		return nil, err
	}
	if u.Scheme == "https" && judged.Scheme != "https" {
		return nil, fmt.Errorf("%w: it redirects from https to http", ErrForbidden)
	}
	return judged, nil
}

// ask sends one request over a connection of its own, and returns the answer's head. No
// http.Client: what one adds (a Referer, cookies, redirects) is what is not wanted here.
func (f *Fetcher) ask(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: no address of a page", ErrForbidden)
	}
	agent := f.Agent
	if agent == "" {
		agent = "Rebond/1"
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml")
	req.Header.Set("Accept-Language", "fr,en;q=0.8")
	resp, err := f.transport(ctx).RoundTrip(req)
	if err != nil {
		return nil, unreadable(ctx, err)
	}
	// The transport has undone the gzip that it asked for itself.
	if encoding := resp.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		resp.Body.Close()
		return nil, fmt.Errorf("%w: compressed in a way that was not asked for", ErrUnreadable)
	}
	return resp, nil
}

// transport makes the one request of a connection: HTTP/1.1, no proxy, nothing kept. It
// connects under ctx, since http.Transport lets a connection outlive its request.
func (f *Fetcher) transport(ctx context.Context) *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Transport{
		Protocols:              &protocols,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeader,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: f.roots},
		DialContext: func(_ context.Context, _, to string) (net.Conn, error) {
			return f.connect(ctx, to)
		},
	}
}

// read returns the first most bytes of an answer, decompressed. A body that breaks off
// before its end is an error: half a page may be half an announcement.
func read(ctx context.Context, resp *http.Response, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, most))
	if err != nil {
		return nil, unreadable(ctx, err)
	}
	return body, nil
}

// unreadable says in words what went wrong. The errors of the standard library are not
// kept: they hold the address, the name of the host, or a piece of the answer.
func unreadable(ctx context.Context, err error) error {
	var timed net.Error
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrUnreadable):
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("%w: %w", ErrUnreadable, context.Canceled)
	case ctx.Err() != nil, errors.As(err, &timed) && timed.Timeout():
		return fmt.Errorf("%w: too slow: %w", ErrUnreadable, context.DeadlineExceeded)
	case errors.As(err, &name):
		return fmt.Errorf("%w: its host is not found", ErrUnreadable)
	case errors.As(err, &certificate):
		return fmt.Errorf("%w: its certificate is not to be trusted", ErrUnreadable)
	}
	return fmt.Errorf("%w: the exchange failed", ErrUnreadable)
}

func (f *Fetcher) timeout() time.Duration {
	if f.Timeout > 0 {
		return f.Timeout
	}
	return wholeTime
}

func (f *Fetcher) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}

// Status asks for the page at address and returns how the site answers, and where it leads,
// without reading the page. It is for whoever looks whether their own links still lead
// somewhere: robots.txt, which is about reading pages, is not asked. Its errors are those of
// Page.
func (f *Fetcher) Status(ctx context.Context, address string) (status int, to string, err error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout())
	defer cancel()
	u, err := f.parse(strings.TrimSpace(address))
	if err != nil {
		return 0, "", err
	}
	resp, err := f.follow(ctx, u, func(context.Context, *url.URL) error { return nil })
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	return resp.StatusCode, resp.Request.URL.String(), nil
}
