package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// dials counts the connections that a Fetcher begins, and lets them through.
type dials struct {
	mu sync.Mutex
	to []netip.AddrPort
}

func watch(f *Fetcher) *dials {
	d := &dials{}
	through := f.dial
	if through == nil {
		through = f.direct
	}
	f.dial = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
		d.mu.Lock()
		d.to = append(d.to, to)
		d.mu.Unlock()
		return through(ctx, to)
	}
	return d
}

func (d *dials) all() []netip.AddrPort {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.to
}

// names is a DNS: each look-up of a name takes its next answer, and the last one for ever.
type names struct {
	mu      sync.Mutex
	answers map[string][]string // each "address address"
	asked   int
}

func (n *names) LookupNetIP(_ context.Context, network, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	answers := n.answers[host]
	if len(answers) == 0 || network != "ip" {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(answers) > 1 {
		n.answers[host] = answers[1:]
	}
	var addrs []netip.Addr
	for a := range strings.FieldsSeq(answers[0]) {
		addrs = append(addrs, netip.MustParseAddr(a))
	}
	return addrs, nil
}

// untouched is a listener of the machine's own that must see no connection.
func untouched(t *testing.T) netip.AddrPort {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			t.Error("a connection to the machine itself")
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return netip.MustParseAddrPort(l.Addr().String())
}

// serve gives a site on loopback, and a Fetcher that may reach it and nothing else.
func serve(t *testing.T, h http.Handler) (*Fetcher, *httptest.Server) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return &Fetcher{Allow: only(t, s.URL)}, s
}

func only(t *testing.T, urls ...string) func(netip.AddrPort) bool {
	t.Helper()
	allowed := map[netip.AddrPort]bool{}
	for _, address := range urls {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		allowed[netip.MustParseAddrPort(u.Host)] = true
	}
	return func(a netip.AddrPort) bool { return allowed[a] }
}

// html answers a page, and 404 to robots.txt.
func html(page string) http.Handler {
	return robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, page)
	})
}

func robots(status int, text string, page http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			page(w, r)
			return
		}
		w.WriteHeader(status)
		io.WriteString(w, text)
	})
}

// refused checks that an error is the one wanted, not the other too, and silent about the
// address.
func refused(t *testing.T, err, want error, secrets ...string) {
	t.Helper()
	other := ErrForbidden
	if want == ErrForbidden {
		other = ErrUnreadable
	}
	if !errors.Is(err, want) || errors.Is(err, other) {
		t.Errorf("got %v, want %v", err, want)
		return
	}
	for _, s := range append(secrets, "127.0.0.1", "http://", "https://", "secret") {
		if s != "" && strings.Contains(err.Error(), s) {
			t.Errorf("the error tells %q: %v", s, err)
		}
	}
}
