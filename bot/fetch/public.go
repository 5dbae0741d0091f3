package fetch

import "net/netip"

// public says whether addr is one of the public internet's. Of IPv6, only what is handed
// out for it (2000::/3) can be: so that no form which holds an IPv4 address passes
// (mapped, compatible, translated by NAT64), nor loopback, nor any local range, nor an
// address with a zone, which no range contains.
func public(addr netip.Addr) bool {
	if addr.Is6() && !handedOut.Contains(addr) {
		return false
	}
	for _, range_ := range notPublic {
		if range_.Contains(addr) {
			return false
		}
	}
	return addr.IsValid()
}

var handedOut = netip.MustParsePrefix("2000::/3")

// notPublic follows IANA's registries of special-purpose addresses (RFC 6890 and what
// came after it), and is a little stricter: ranges that only routers use are in it too.
var notPublic = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),        // this host
	netip.MustParsePrefix("10.0.0.0/8"),       // private
	netip.MustParsePrefix("100.64.0.0/10"),    // shared by a carrier's customers
	netip.MustParsePrefix("127.0.0.0/8"),      // loopback
	netip.MustParsePrefix("168.63.129.16/32"), // public in form: Azure's own service, seen from inside only
	netip.MustParsePrefix("169.254.0.0/16"),   // link-local; metadata of most clouds
	netip.MustParsePrefix("172.16.0.0/12"),    // private
	netip.MustParsePrefix("192.0.0.0/24"),     // protocol assignments; metadata of one cloud
	netip.MustParsePrefix("192.0.2.0/24"),     // documentation
	netip.MustParsePrefix("192.31.196.0/24"),  // AS112
	netip.MustParsePrefix("192.52.193.0/24"),  // multicast tunnels
	netip.MustParsePrefix("192.88.99.0/24"),   // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),   // private
	netip.MustParsePrefix("192.175.48.0/24"),  // AS112
	netip.MustParsePrefix("198.18.0.0/15"),    // benchmarking
	netip.MustParsePrefix("198.51.100.0/24"),  // documentation
	netip.MustParsePrefix("203.0.113.0/24"),   // documentation
	netip.MustParsePrefix("224.0.0.0/4"),      // multicast
	netip.MustParsePrefix("240.0.0.0/4"),      // reserved, and broadcast

	netip.MustParsePrefix("2001::/23"),         // protocol assignments: Teredo, ORCHID, benchmarking
	netip.MustParsePrefix("2001:db8::/32"),     // documentation
	netip.MustParsePrefix("2002::/16"),         // 6to4: holds an IPv4 address
	netip.MustParsePrefix("2620:4f:8000::/48"), // AS112
	netip.MustParsePrefix("3fff::/20"),         // documentation
}
