package fetch

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://jobs.example":                       "https://jobs.example",
		"HTTPS://Jobs.Example:443/A?b=C#d":           "https://jobs.example/A?b=C",
		"http://jobs.example:80/":                    "http://jobs.example/",
		"http://jobs.example:443/":                   "http://jobs.example:443/",
		"https://jobs.example:/":                     "https://jobs.example/",
		"https://société.example/été?q=é à":          "https://xn--socit-esab.example/%C3%A9t%C3%A9?q=%C3%A9%20%C3%A0",
		"https://a_b.r3---sn-x.example/":             "https://a_b.r3---sn-x.example/",
		"https://8.8.8.8/":                           "https://8.8.8.8/",
		"https://172.32.0.1/":                        "https://172.32.0.1/",
		"https://[2606:4700:4700:0:0::1111]:443/":    "https://[2606:4700:4700::1111]/",
		"https://1.example/":                         "https://1.example/",
		"https://127.0.0.1.nip.example/":             "https://127.0.0.1.nip.example/", // judged by its address
		"https://jobs.example/?u=http://127.0.0.1/":  "https://jobs.example/?u=http://127.0.0.1/",
		"https://localhost.example/":                 "https://localhost.example/",
		"https://jobs.example/@127.0.0.1/":           "https://jobs.example/@127.0.0.1/",
		"https://jobs.example/%2e%2e/a%20b/offre#ap": "https://jobs.example/%2e%2e/a%20b/offre",
	} {
		u, err := (&Fetcher{}).parse(address)
		if err != nil || u.String() != want {
			t.Errorf("%s: %v, %v", address, u, err)
		}
	}
}

func TestPublic(t *testing.T) {
	for s, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "9.255.255.255": true, "11.0.0.0": true, "100.63.255.255": true, "100.128.0.0": true,
		"172.15.255.255": true, "172.32.0.0": true, "192.0.1.0": true, "223.255.255.255": true, "168.63.129.15": true,
		"2606:4700:4700::1111": true, "2a00:1450:4007::1": true, "2001:200::1": true,
		"10.0.0.0": false, "100.64.0.0": false, "172.31.255.255": false, "192.0.0.255": false, "224.0.0.0": false, "255.255.255.255": false,
		"192.31.196.1": false, "192.52.193.1": false, "192.88.99.1": false, "192.175.48.1": false, "2620:4f:8000::1": false,
		"::ffff:8.8.8.8": false, "2001:1ff::1": false, "4000::1": false, "1fff::1": false, "2606:4700:4700::1111%a": false,
	} {
		if got := public(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// FuzzAddress: an address that is accepted leads to a name, or to a literal that is public
// for whoever reads it; it is read the same a second time.
func FuzzAddress(f *testing.F) {
	for _, c := range hostile {
		f.Add(c.address)
	}
	f.Add("https://société.example:443/été?q=é#x")
	f.Add("http://8.8.8.8/")
	f.Add("http://[2606:4700:4700::1111]/")
	f.Fuzz(func(t *testing.T, address string) {
		u, err := (&Fetcher{}).parse(address)
		if err != nil {
			refused(t, err, ErrForbidden)
			return
		}
		again, err := (&Fetcher{}).parse(u.String())
		if len(u.String()) <= maxAddress && (err != nil || again.String() != u.String()) {
			t.Errorf("%q, then %v, %v", u, again, err)
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Port() != "" && u.Port() != "80" && u.Port() != "443" {
			t.Errorf("accepted %q", u)
		}
		host := u.Hostname()
		if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.:") != "" {
			t.Errorf("odd host %q", host)
		}
		addr, literal := old(host)
		if a, err := netip.ParseAddr(host); err == nil {
			addr, literal = a, true
		}
		if !literal {
			return
		}
		if !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.IsLoopback() || addr.Is4In6() || addr.Zone() != "" || addr.String() != host {
			t.Errorf("accepted %q, which is %v", u, addr)
		}
	})
}

// old reads a host as inet_aton does: one to four numbers, in decimal, octal or
// hexadecimal, of which the last fills what is left.
func old(host string) (netip.Addr, bool) {
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var whole uint64
	for i, part := range parts {
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts))
		}
		n, err := strconv.ParseUint(part, 0, bits)
		if err != nil || strings.ContainsAny(part, "_bo") {
			return netip.Addr{}, false
		}
		whole = whole<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(whole >> 24), byte(whole >> 16), byte(whole >> 8), byte(whole)}), true
}
