package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

func TestPage(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	f, site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.RequestURI)
		mu.Unlock()
		for name, want := range map[string]string{
			"User-Agent": "Rebond/1 (+contact)", "Referer": "", "Cookie": "", "Authorization": "", "Accept-Encoding": "gzip", "Connection": "close",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", r.URL.Path, name, got, want)
			}
		}
		http.SetCookie(w, &http.Cookie{Name: "visitor", Value: "1"})
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /admin\n")
		case "/offre":
			w.Header().Set("Location", "offres/une?q=développeur à Nancy#haut")
			w.WriteHeader(http.StatusMovedPermanently)
		case "/offres/une":
			w.Header().Set("Content-Type", "Text/HTML;charset=ISO-8859-1; charset=utf-8")
			io.WriteString(w, "<title>D\xe9veloppeuse</title>")
		}
	}))
	if f.transport(t.Context()).Proxy != nil {
		t.Error("a proxy")
	}
	f.Agent = "Rebond/1 (+contact)"
	page, err := f.Page(t.Context(), " "+site.URL+"/offre#candidater\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := site.URL + "/offres/une?q=d%C3%A9veloppeur%20%C3%A0%20Nancy"; page.URL != want {
		t.Errorf("URL %s, want %s", page.URL, want)
	}
	if page.ContentType != "Text/HTML;charset=ISO-8859-1; charset=utf-8" || string(page.Body) != "<title>D\xe9veloppeuse</title>" {
		t.Errorf("%q %q", page.ContentType, page.Body)
	}
	if got, want := strings.Join(asked, " "), "GET /robots.txt GET /offre GET /offres/une?q=d%C3%A9veloppeur%20%C3%A0%20Nancy"; got != want {
		t.Errorf("asked %s", got)
	}
}

func TestPageByName(t *testing.T) {
	f, site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, _ := strings.Cut(r.Host, ":"); host != "xn--socit-esab.example" {
			t.Errorf("host %s", r.Host)
		}
		html("<p>").ServeHTTP(w, r)
	}))
	_, port, _ := strings.Cut(site.Listener.Addr().String(), ":")
	f.Resolver = &names{answers: map[string][]string{"xn--socit-esab.example": {"::ffff:127.0.0.1"}}}
	page, err := f.Page(t.Context(), "http://Société。Example:"+port)
	if err != nil || page.URL != "http://xn--socit-esab.example:"+port {
		t.Error(page.URL, err)
	}
}

func TestPageTLS(t *testing.T) {
	plain := httptest.NewServer(html("<p>"))
	defer plain.Close()
	site := httptest.NewUnstartedServer(nil)
	site.EnableHTTP2 = true
	site.Config.Handler = robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 {
			t.Errorf("%s: want HTTP/1.1", r.Proto)
		}
		switch r.URL.Path {
		case "/down":
			http.Redirect(w, r, plain.URL, http.StatusFound)
		case "/same":
			http.Redirect(w, r, "//"+r.Host+"/", http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Type", "application/xhtml+xml")
		}
	})
	site.Config.ErrorLog = quiet()
	site.StartTLS()
	defer site.Close()
	up := httptest.NewServer(robots(http.StatusNotFound, "", http.RedirectHandler(site.URL, http.StatusFound).ServeHTTP))
	defer up.Close()
	f := &Fetcher{Allow: only(t, site.URL, plain.URL, up.URL), roots: x509.NewCertPool()}
	_, err := f.Page(t.Context(), site.URL)
	refused(t, err, ErrUnreadable)
	f.roots.AddCert(site.Certificate())
	for _, address := range []string{site.URL, site.URL + "/same", up.URL} {
		page, err := f.Page(t.Context(), address)
		if err != nil || strings.TrimSuffix(page.URL, "/") != site.URL {
			t.Error(page, err)
		}
	}
	_, err = f.Page(t.Context(), site.URL+"/down")
	refused(t, err, ErrForbidden)
	f.Resolver = &names{answers: map[string][]string{"jobs.invalid": {"127.0.0.1"}}}
	_, port, _ := strings.Cut(site.Listener.Addr().String(), ":")
	_, err = f.Page(t.Context(), "https://jobs.invalid:"+port) // a certificate for another name
	refused(t, err, ErrUnreadable, "jobs.invalid")
}

func TestRedirects(t *testing.T) {
	f, site := serve(t, robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
		switch n := len(r.URL.Path) - 1; {
		case r.URL.Path == "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case r.URL.Path == "/nowhere":
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/bad":
			w.Header().Set("Location", "http://[")
			w.WriteHeader(http.StatusFound)
		case n > 0: // /aaa: three redirects
			http.Redirect(w, r, r.URL.Path[:n], http.StatusSeeOther)
		default:
			w.Header().Set("Content-Type", "text/html")
		}
	}))
	for path, want := range map[string]error{
		"/": nil, "/a": nil, "/aaa": nil, "/aaaa": ErrUnreadable, "/loop": ErrUnreadable, "/nowhere": ErrUnreadable, "/bad": ErrForbidden,
	} {
		d := watch(f)
		_, err := f.Page(t.Context(), site.URL+path)
		if want == nil && err != nil {
			t.Errorf("%s: %v", path, err)
		} else if want != nil {
			refused(t, err, want)
		}
		if n := len(d.all()); n > 5 { // robots.txt, the page, three redirects
			t.Errorf("%s: %d requests", path, n)
		}
	}
}

func TestAnswersRefused(t *testing.T) {
	for _, c := range []struct {
		name, kind, encoding string
		status               int
		ok                   bool
	}{
		{"HTML", "text/html", "", 200, true},
		{"XHTML", "application/xhtml+xml; charset=utf-8", "", 200, true},
		{"bad parameters", "text/html; charset", "", 200, true},
		{"identity", "text/html", "identity", 200, true},
		{"no type", "", "", 200, false},
		{"only parameters", "; charset=utf-8", "", 200, false},
		{"text", "text/plain", "", 200, false},
		{"JSON", "application/json", "", 200, false},
		{"PDF", "application/pdf", "", 200, false},
		{"XML", "application/xml", "", 200, false},
		{"image", "image/svg+xml", "", 200, false},
		{"almost HTML", "text/html5", "", 200, false},
		{"two types", "text/plain, text/html", "", 200, false},
		{"Brotli", "text/html", "br", 200, false},
		{"deflate", "text/html", "deflate", 200, false},
		{"twice compressed", "text/html", "gzip, gzip", 200, false},
		{"no gzip though it says so", "text/html", "gzip", 200, false},
		{"created", "text/html", "", 201, false},
		{"empty", "text/html", "", 204, false},
		{"part", "text/html", "", 206, false},
		{"choices", "text/html", "", 300, false},
		{"not modified", "text/html", "", 304, false},
		{"proxy", "text/html", "", 305, false},
		{"forbidden", "text/html", "", 403, false},
		{"gone", "text/html", "", 410, false},
		{"busy", "text/html", "", 429, false},
		{"broken", "text/html", "", 500, false},
		{"odd", "text/html", "", 999, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, site := serve(t, robots(http.StatusNotFound, "", func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Content-Type"] = []string{c.kind}
				w.Header().Set("Location", "http://127.0.0.1:9/") // means nothing with these statuses
				if c.encoding != "" {
					w.Header().Set("Content-Encoding", c.encoding)
				}
				w.WriteHeader(c.status)
				io.WriteString(w, "<title>secret</title>")
			}))
			page, err := f.Page(t.Context(), site.URL)
			if c.ok != (err == nil) || c.ok != (len(page.Body) > 0) {
				t.Errorf("%q, %v", page.Body, err)
			}
			if !c.ok {
				refused(t, err, ErrUnreadable)
			}
		})
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f, site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	_, err := f.Page(ctx, site.URL)
	refused(t, err, ErrUnreadable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestUnreachable: what the network says of a failure is not told on.
func TestUnreachable(t *testing.T) {
	f := &Fetcher{Resolver: &names{answers: map[string][]string{"jobs.example": {"93.184.215.14"}, "empty.example": {""}}}}
	f.dial = func(context.Context, netip.AddrPort) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("secret")}
	}
	for _, address := range []string{"http://jobs.example/", "http://gone.example/", "http://empty.example/", "https://société.example/"} {
		_, err := f.Page(t.Context(), address)
		refused(t, err, ErrUnreadable, "example")
	}
}

// TestTogether: several people paste a link at once.
func TestTogether(t *testing.T) {
	f, site := serve(t, html("<p>"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if page, err := f.Page(t.Context(), site.URL); err != nil || string(page.Body) != "<p>" {
				t.Error(page, err)
			}
		})
	}
	wg.Wait()
}
