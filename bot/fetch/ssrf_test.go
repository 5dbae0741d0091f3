package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

// hostile are addresses that must lead nowhere. Names under evil.example are in hostileNames.
var hostile = []struct{ name, address string }{
	// The machine itself.
	{"loopback", "http://127.0.0.1/"},
	{"loopback https", "https://127.0.0.1/"},
	{"loopback elsewhere", "http://127.8.9.10/"},
	{"loopback IPv6", "http://[::1]/"},
	{"loopback IPv6 at length", "http://[0:0:0:0:0:0:0:1]/"},
	{"localhost", "http://localhost/"},
	{"LOCALHOST", "http://LOCALHOST/"},
	{"under localhost", "http://jobs.localhost/"},
	{"localhost.localdomain", "http://localhost.localdomain/"},
	{"localhost with a dot", "http://localhost./"},
	{"unspecified", "http://0.0.0.0/"},
	{"this network", "http://0.1.2.3/"},
	{"unspecified IPv6", "http://[::]/"},
	// The same, written so as to pass.
	{"decimal", "http://2130706433/"},
	{"octal", "http://0177.0.0.1/"},
	{"octal whole", "http://017700000001/"},
	{"hexadecimal part", "http://0x7f.1/"},
	{"hexadecimal whole", "http://0x7f000001/"},
	{"hexadecimal capital", "http://0X7F000001/"},
	{"hexadecimal last", "http://127.0.0.0x1/"},
	{"hexadecimal empty", "http://127.0.0.0x/"},
	{"two parts", "http://127.1/"},
	{"three parts", "http://127.0.1/"},
	{"one part", "http://0/"},
	{"leading zeros", "http://127.000.000.001/"},
	{"overflow", "http://383.0.0.1/"},
	{"five parts", "http://127.0.0.1.1/"},
	{"trailing dot", "http://127.0.0.1./"},
	{"two trailing dots", "http://127.0.0.1../"},
	{"dot in front", "http://.127.0.0.1/"},
	{"percent dots", "http://127%2e0%2e0%2e1/"},
	{"percent digits", "http://%31%32%37.0.0.1/"},
	{"full width", "http://１２７.０.０.１/"},
	{"ideographic dots", "http://127。0。0。1/"},
	{"half-width dots", "http://127｡0｡0｡1/"},
	{"circled digits", "http://①②⑦.⓪.⓪.①/"},
	{"percent-encoded ideographic dot", "http://127%E3%80%820%E3%80%820%E3%80%821/"},
	{"circled letters", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/"},
	{"soft hyphen", "http://local\u00adhost/"},
	{"zero width", "http://127.0.0.1\u200b/"},
	{"IPv4 in brackets", "http://[127.0.0.1]/"},
	{"IPv6 without brackets", "http://2606:4700:4700::1111/"},
	{"bracket left open", "http://[::1/"},
	{"brackets and more", "http://[2606:4700:4700::1111].jobs.example/"},
	// IPv6 that holds an IPv4.
	{"mapped", "http://[::ffff:127.0.0.1]/"},
	{"mapped hexadecimal", "http://[::ffff:7f00:1]/"},
	{"mapped public", "http://[::ffff:8.8.8.8]/"},
	{"compatible", "http://[::127.0.0.1]/"},
	{"translated", "http://[::ffff:0:127.0.0.1]/"},
	{"NAT64", "http://[64:ff9b::10.0.0.1]/"},
	{"NAT64 local", "http://[64:ff9b:1::10.0.0.1]/"},
	{"6to4", "http://[2002:7f00:1::]/"},
	{"Teredo", "http://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/"},
	// Networks of one's own.
	{"10", "http://10.0.0.1/"},
	{"172.16", "http://172.16.0.1/"},
	{"172.31", "http://172.31.255.255/"},
	{"192.168", "http://192.168.1.1/"},
	{"carrier", "http://100.64.0.1/"},
	{"carrier last", "http://100.127.255.254/"},
	{"link-local", "http://169.254.1.1/"},
	{"link-local IPv6", "http://[fe80::1]/"},
	{"link-local with a zone", "http://[fe80::1%25eth0]/"},
	{"public with a zone", "http://[2606:4700:4700::1111%25eth0]/"},
	{"unique local", "http://[fc00::1]/"},
	{"unique local fd", "http://[fd12:3456:789a::1]/"},
	{"site-local", "http://[fec0::1]/"},
	{"bare name", "http://intranet/"},
	{"mDNS", "http://printer.local/"},
	{"internal", "http://metadata.google.internal/computeMetadata/v1/"},
	{"home", "http://router.home.arpa/"},
	{"home itself", "http://home.arpa/"},
	{"lan", "http://nas.lan/"},
	// Metadata of the clouds.
	{"metadata", "http://169.254.169.254/latest/meta-data/"},
	{"metadata decimal", "http://2852039166/latest/meta-data/"},
	{"metadata IPv6", "http://[fd00:ec2::254]/latest/meta-data/"},
	{"metadata in the carrier's range", "http://100.100.100.200/latest/meta-data/"},
	{"metadata of a protocol range", "http://192.0.0.192/opc/v2/"},
	{"metadata public in form", "http://168.63.129.16/machine"},
	// Nobody's, or everybody's.
	{"multicast", "http://224.0.0.1/"},
	{"multicast IPv6", "http://[ff02::1]/"},
	{"broadcast", "http://255.255.255.255/"},
	{"reserved", "http://240.0.0.1/"},
	{"protocol", "http://192.0.0.1/"},
	{"documentation 1", "http://192.0.2.1/"},
	{"documentation 2", "http://198.51.100.1/"},
	{"documentation 3", "http://203.0.113.1/"},
	{"documentation IPv6", "http://[2001:db8::1]/"},
	{"documentation IPv6 new", "http://[3fff::1]/"},
	{"benchmarking", "http://198.19.255.255/"},
	{"benchmarking IPv6", "http://[2001:2::1]/"},
	{"segment routing", "http://[5f00::1]/"},
	{"discard", "http://[100::1]/"},
	// Names that lead there.
	{"name to loopback", "http://loopback.evil.example/"},
	{"name to loopback IPv6", "http://loopback6.evil.example/"},
	{"name to private", "https://private.evil.example/"},
	{"name to metadata", "http://metadata.evil.example/"},
	{"name to mapped", "http://mapped.evil.example/"},
	{"name to a zone", "http://zone.evil.example/"},
	{"name to public and private", "http://both.evil.example/"},
	{"name to private and public", "http://both2.evil.example/"},
	// Other ports, schemes, people.
	{"port 22", "http://8.8.8.8:22/"},
	{"port 8080", "http://jobs.example:8080/"},
	{"port 0", "http://8.8.8.8:0/"},
	{"port 65616, which is 80 in 16 bits", "http://8.8.8.8:65616/"},
	{"port 080", "http://8.8.8.8:080/"},
	{"port -80", "http://8.8.8.8:-80/"},
	{"port full width", "http://8.8.8.8:８０/"},
	{"user", "http://user@8.8.8.8/"},
	{"user and password", "https://user:secret@jobs.example/"},
	{"host as user", "http://jobs.example@127.0.0.1/"},
	{"empty user", "http://@8.8.8.8/"},
	{"empty password", "http://:@8.8.8.8/"},
	{"backslash", `http://jobs.example\@127.0.0.1/`},
	{"backslashes", `http:\\127.0.0.1\`},
	{"number sign", "http://127.0.0.1#@jobs.example/"},
	{"file", "file:///etc/passwd"},
	{"file on a host", "file://127.0.0.1/etc/passwd"},
	{"ftp", "ftp://jobs.example/"},
	{"gopher", "gopher://127.0.0.1:6379/_FLUSHALL"},
	{"dict", "dict://127.0.0.1:11211/stats"},
	{"javascript", "javascript:alert(1)"},
	{"data", "data:text/html,<p>x"},
	{"ws", "ws://jobs.example/"},
	{"unix", "unix:///var/run/docker.sock"},
	{"no scheme", "//127.0.0.1/"},
	{"nothing but a host", "127.0.0.1"},
	{"opaque", "http:127.0.0.1"},
	{"no host", "http:///etc/passwd"},
	{"nothing", ""},
	{"line break", "http://jobs.example/\r\nHost: 127.0.0.1"},
	{"line break in the host", "http://jobs.example\r\n127.0.0.1/"},
	{"nul", "http://127.0.0.1\x00.jobs.example/"},
	{"space", "http://127.0.0.1 .jobs.example/"},
	{"empty label", "http://jobs..example/"},
	{"long label", "http://" + strings.Repeat("a", 64) + ".example/"},
	{"long host", "http://" + strings.Repeat("a.", 127) + "example/"},
	{"long address", "http://jobs.example/" + strings.Repeat("a", maxAddress)},
}

func hostileNames() *names {
	return &names{answers: map[string][]string{
		"loopback.evil.example":  {"127.0.0.1"},
		"loopback6.evil.example": {"::1"},
		"private.evil.example":   {"10.1.2.3"},
		"metadata.evil.example":  {"169.254.169.254"},
		"mapped.evil.example":    {"::ffff:192.168.0.1"},
		"zone.evil.example":      {"2606:4700:4700::1111%eth0"},
		"both.evil.example":      {"93.184.215.14 127.0.0.1"},
		"both2.evil.example":     {"fd00::1 93.184.215.14"},
	}}
}

func TestSSRF(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			f := &Fetcher{Resolver: hostileNames()}
			d := watch(f)
			page, err := f.Page(t.Context(), c.address)
			refused(t, err, ErrForbidden, "evil", "jobs.example")
			if page.URL != "" || page.Body != nil {
				t.Errorf("a page all the same: %+v", page)
			}
			if len(d.all()) > 0 {
				t.Errorf("connected to %v", d.all())
			}
		})
	}
	t.Run("a service of the machine", func(t *testing.T) {
		f := &Fetcher{}
		_, err := f.Page(t.Context(), "http://"+untouched(t).String()+"/")
		refused(t, err, ErrForbidden)
	})
	t.Run("as the socket connects", func(t *testing.T) {
		f := &Fetcher{} // as if all that comes before had let it pass
		_, err := f.direct(t.Context(), untouched(t))
		refused(t, err, ErrForbidden)
	})
	t.Run("this machine's public address", func(t *testing.T) {
		f := &Fetcher{interfaces: func() ([]net.Addr, error) {
			return []net.Addr{&net.IPNet{IP: net.IPv4(93, 184, 215, 14), Mask: net.CIDRMask(24, 32)}}, nil
		}}
		d := watch(f)
		_, err := f.Page(t.Context(), "http://93.184.215.14/")
		refused(t, err, ErrForbidden, "93.184")
		if len(d.all()) > 0 {
			t.Errorf("connected to %v", d.all())
		}
	})
}

// TestSSRFRebinding gives a name that is public when it is looked up first, and the
// machine itself ever after. What is judged is what is dialled, and nothing else.
func TestSSRFRebinding(t *testing.T) {
	target := untouched(t)
	for _, c := range []struct {
		name    string
		answers []string
		dialled int // connections to the public address
		want    error
	}{
		{"between robots.txt and the page", []string{"93.184.215.14", target.Addr().String()}, 1, ErrForbidden},
		{"at once", []string{target.Addr().String(), "93.184.215.14"}, 0, ErrForbidden},
		{"after the page", []string{"93.184.215.14", "93.184.215.14", target.Addr().String()}, 2, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			public := netip.MustParseAddrPort("93.184.215.14:80")
			dns := &names{answers: map[string][]string{"jobs.example": c.answers}}
			_, site := serve(t, html("<title>Offre"))
			stand := netip.MustParseAddrPort(site.Listener.Addr().String())
			f := &Fetcher{Resolver: dns}
			f.dial = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
				if to != public { // a real connection, which the listener would see
					to = netip.AddrPortFrom(to.Addr(), target.Port())
				} else {
					to = stand
				}
				return (&net.Dialer{}).DialContext(ctx, "tcp", to.String())
			}
			d := watch(f)
			_, err := f.Page(t.Context(), "http://jobs.example/")
			if c.want != nil {
				refused(t, err, c.want, "jobs.example")
			} else if err != nil {
				t.Error(err)
			}
			for _, to := range d.all() {
				if to != public {
					t.Errorf("connected to %v", to)
				}
			}
			if len(d.all()) != c.dialled {
				t.Errorf("%d connections, want %d", len(d.all()), c.dialled)
			}
			want := c.dialled
			if c.want != nil {
				want++ // the look-up whose answer was refused
			}
			if dns.asked != want {
				t.Errorf("%d look-ups, want %d: one for each connection", dns.asked, want)
			}
		})
	}
}

// TestSSRFRedirect has a site that may be read redirect to each address that may not.
func TestSSRFRedirect(t *testing.T) {
	self := "http://" + untouched(t).String() + "/"
	for _, c := range append(hostile, struct{ name, address string }{"service of the machine", self}) {
		if !strings.Contains(c.address, ":") || strings.ContainsAny(c.address, "\r\n\x00") || strings.Contains(c.name, "long address") {
			continue // relative to the site, or cut by its server
		}
		t.Run(c.name, func(t *testing.T) {
			var location string
			f, site := serve(t, robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", location)
				w.WriteHeader(http.StatusFound)
			}))
			f.Resolver = hostileNames()
			d := watch(f)
			location = c.address
			_, err := f.Page(t.Context(), site.URL)
			if strings.HasPrefix(c.name, "port 8080") { // with Allow a name's port is judged at its address; it has none
				refused(t, err, ErrUnreadable, "jobs.example")
			} else {
				refused(t, err, ErrForbidden, "evil", "jobs.example")
			}
			for _, to := range d.all() {
				if to.String() != site.Listener.Addr().String() {
					t.Errorf("connected to %v", to)
				}
			}
		})
	}
}

// TestRobotsRedirect has the robots.txt of a site lead where a page may not.
func TestRobotsRedirect(t *testing.T) {
	self := untouched(t)
	f, site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			t.Error("the page is asked for")
		}
		http.Redirect(w, r, fmt.Sprintf("http://%v/secret", self), http.StatusMovedPermanently)
	}))
	_, err := f.Page(t.Context(), site.URL)
	refused(t, err, ErrForbidden)
}

func TestPortByName(t *testing.T) {
	f, _ := serve(t, html(""))
	f.Resolver = &names{answers: map[string][]string{"jobs.example": {"93.184.215.14"}}}
	d := watch(f)
	_, err := f.Page(t.Context(), "http://jobs.example:8080/")
	refused(t, err, ErrForbidden)
	if len(d.all()) > 0 {
		t.Errorf("connected to %v", d.all())
	}
}
