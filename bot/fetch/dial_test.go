package fetch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestDial holds that a client of one's own reaches what a page could, and nothing else.
func TestDial(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "offres") }))
	defer site.Close()
	self := untouched(t)
	f := &Fetcher{Allow: only(t, site.URL), Resolver: hostileNames()}
	client := &http.Client{Transport: &http.Transport{DialContext: f.Dial}}
	defer client.CloseIdleConnections()
	for range 2 { // the second on the same connection, which a page's bounds would have ended
		resp, err := client.Get(site.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || string(body) != "offres" {
			t.Fatalf("%q, %v", body, err)
		}
	}
	d := watch(f)
	for _, to := range []string{
		self.String(), "127.0.0.1:80", "[::1]:443", "10.1.2.3:443", "169.254.169.254:80", "8.8.8.8:22", "[::ffff:10.0.0.1]:443",
		"private.evil.example:443", "metadata.evil.example:80", "both.evil.example:443", "mapped.evil.example:443",
	} {
		conn, err := f.Dial(t.Context(), "tcp", to)
		refused(t, err, ErrForbidden, "evil", "10.", "169.")
		if conn != nil {
			t.Errorf("%s: connected", to)
		}
	}
	if len(d.all()) > 0 {
		t.Errorf("connected to %v", d.all())
	}
	f.Allow = func(netip.AddrPort) bool { return false }
	if _, err := f.Dial(t.Context(), "tcp", site.Listener.Addr().String()); err == nil {
		t.Error("what was allowed still is")
	}
}
