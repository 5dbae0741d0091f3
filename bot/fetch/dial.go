package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const (
	// maxTraffic is what one connection may bring, in bytes on the wire. A page within its
	// bounds never comes near it: it ends an answer that is all packaging, such as chunks
	// of one byte or compressed blocks of none.
	maxTraffic = 2 * MaxBody

	// Of a host with many addresses, some few are tried, each for a part of the whole time.
	maxAttempts = 4
	attemptTime = 3 * time.Second
)

var errNotPublic = fmt.Errorf("%w: its host is not at a public address", ErrForbidden)

// Dial connects to a "host:port" as Page does, to a public address alone, for whoever
// speaks HTTP otherwise, with bounds of their own: it fits http.Transport. Its errors are
// those of Page.
func (f *Fetcher) Dial(ctx context.Context, _, to string) (net.Conn, error) {
	return f.reach(ctx, to)
}

// connect is reach for one page: bounded by ctx, and in what it may bring.
func (f *Fetcher) connect(ctx context.Context, to string) (net.Conn, error) {
	conn, err := f.reach(ctx, to)
	if err != nil {
		return nil, err
	}
	return bounded(ctx, conn)
}

// reach resolves the host of to once, judges every address found, and connects to one
// of them: no second look-up could answer otherwise. One address that may not be reached
// condemns them all, since nothing honest mixes the two.
func (f *Fetcher) reach(ctx context.Context, to string) (net.Conn, error) {
	addrs, err := f.lookup(ctx, to)
	if err != nil {
		return nil, unreadable(ctx, err)
	}
	own := f.own()
	for _, addr := range addrs {
		if !f.may(addr) || slices.Contains(own, addr.Addr()) && !f.allowed(addr) {
			return nil, errNotPublic
		}
	}
	// IPv4 first: on a machine without IPv4 it fails at once; IPv6 often fails slowly.
	slices.SortStableFunc(addrs, func(a, b netip.AddrPort) int { return a.Addr().BitLen() - b.Addr().BitLen() })
	dial := f.dial
	if dial == nil {
		dial = f.direct
	}
	err = fmt.Errorf("%w: its host has no address", ErrUnreadable)
	for _, addr := range addrs[:min(len(addrs), maxAttempts)] {
		var conn net.Conn
		if conn, err = dial(ctx, addr); err == nil {
			return conn, nil
		}
	}
	return nil, unreadable(ctx, err)
}

// lookup returns the addresses of to, a "host:port".
func (f *Fetcher) lookup(ctx context.Context, to string) ([]netip.AddrPort, error) {
	host, written, err := net.SplitHostPort(to)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(written, 10, 16)
	if err != nil {
		return nil, err
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(addr, uint16(port))}, nil
	}
	var found []netip.Addr
	if f.Resolver != nil {
		found, err = f.Resolver.LookupNetIP(ctx, "ip", host)
	} else {
		found, err = net.DefaultResolver.LookupNetIP(ctx, "ip", host+".") // the dot: that name and no other
	}
	addrs := make([]netip.AddrPort, len(found))
	for i, addr := range found {
		addrs[i] = netip.AddrPortFrom(addr.Unmap(), uint16(port)) // resolvers give IPv4 in either form
	}
	return addrs, err
}

// may says whether a connection may be made to an address.
func (f *Fetcher) may(to netip.AddrPort) bool {
	return f.allowed(to) || webPort(to.Port()) && public(to.Addr())
}

func (f *Fetcher) allowed(to netip.AddrPort) bool { return f.Allow != nil && f.Allow(to) }

// own returns this machine's addresses: a public one of them reaches from inside what a
// firewall keeps from the outside.
func (f *Fetcher) own() []netip.Addr {
	interfaces := f.interfaces
	if interfaces == nil {
		interfaces = net.InterfaceAddrs
	}
	nets, err := interfaces()
	if err != nil {
		return nil // what is not public is refused all the same
	}
	var own []netip.Addr
	for _, n := range nets {
		if prefix, err := netip.ParsePrefix(n.String()); err == nil {
			own = append(own, prefix.Addr())
		}
	}
	return own
}

// direct connects to an address, and judges it once more as the socket is about to.
func (f *Fetcher) direct(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	dialer := net.Dialer{
		Timeout: attemptTime,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !f.may(at) {
				return errNotPublic
			}
			return nil
		},
	}
	conn, err := dialer.DialContext(ctx, "tcp", to.String())
	if errors.Is(err, ErrForbidden) {
		return nil, errNotPublic // without the address, which the dialer adds
	}
	return conn, err
}

// bounded bounds a connection in time, by ctx, and in what it may bring.
func bounded(ctx context.Context, conn net.Conn) (net.Conn, error) {
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return &meter{Conn: conn, left: maxTraffic}, nil
}

// meter is a connection that ends after so many bytes.
type meter struct {
	net.Conn
	left int
}

var errTraffic = errors.New("more than a page needs")

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errTraffic
	}
	n, err := m.Conn.Read(p[:min(len(p), m.left)])
	m.left -= n
	return n, err
}
