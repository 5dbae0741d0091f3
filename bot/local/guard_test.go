package local

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// wantRefused checks that an answer is a refusal in words, with nothing of the
// room in it, and that no handler ran.
func (v *sitting) wantRefused(t testing.TB, w got, status int, words string) {
	t.Helper()
	if w.status != status || !strings.Contains(loose(w.body), words) {
		t.Errorf("%d %s; want %d %q", w.status, w.body, status, words)
	}
	for _, secret := range []string{testKey, "camille", "coaching", "data-path"} {
		if strings.Contains(w.body, secret) {
			t.Errorf("the refusal tells %q: %s", secret, w.body)
		}
	}
	if len(w.header.Values("Set-Cookie")) > 0 {
		t.Errorf("the refusal sets %q", w.header.Values("Set-Cookie"))
	}
	wantGuarded(t, w)
	if ran := v.taken(); len(ran) > 0 {
		t.Fatalf("a handler got %+v", ran[0])
	}
}

// wantGuarded checks the headers that every answer has.
func wantGuarded(t testing.TB, w got) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
		"Access-Control-Allow-Origin":  "",
	} {
		if got := w.header.Get(name); got != want {
			t.Errorf("%s is %q; want %q", name, got, want)
		}
	}
	policy := w.header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy is %q; want %q in it", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
}

// everything is an address of each kind, and how it is asked for.
var everything = []struct{ method, path string }{
	{"GET", "/"}, {"GET", "/camille/offres"}, {"GET", "/camille/@rebond"}, {"GET", "/camille/coaching.m1"}, {"GET", "/camille/offres/events"}, {"GET", "/nowhere"},
	{"POST", "/camille/offres/say"}, {"POST", "/camille/offres/press"}, {"POST", "/camille/offres/submit"}, {"POST", "/camille/offres/complete"},
	{"POST", "/camille/offres/suggest"}, {"POST", "/camille/offres/hide"}, {"POST", "/console?as=camille"},
}

func TestWithoutItsKeyTheRoomIsClosed(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	for name, set := range map[string]func(*http.Request){
		"no key":                     stranger,
		"an empty cookie":            header("Cookie", s.Page.cookie()+"="),
		"another key":                header("Cookie", s.Page.cookie()+"=KEYOFANOTHERROOM"),
		"half the key":               header("Cookie", s.Page.cookie()+"="+testKey[:12]),
		"the key and more":           header("Cookie", s.Page.cookie()+"="+testKey+"A"),
		"the key in another cookie":  header("Cookie", "rebond="+testKey),
		"an empty key in an address": func(r *http.Request) { stranger(r); r.URL.RawQuery += "&token=" },
		"another key in an address":  func(r *http.Request) { stranger(r); r.URL.RawQuery += "&token=KEYOFANOTHERROOM" },
		"the key under another name": func(r *http.Request) { stranger(r); r.URL.RawQuery += "&key=" + testKey },
	} {
		t.Run(name, func(t *testing.T) {
			for _, at := range everything {
				w := s.do(s.request(at.method, at.path, url.Values{"line": {"/annoncer a"}, "token": {testKey}}, set))
				v.wantRefused(t, w, http.StatusForbidden, "Cette salle est privée.")
			}
		})
	}
	t.Run("in the language of the browser", func(t *testing.T) {
		w := s.get("/", stranger, header("Accept-Language", "de, en-GB;q=0.9, fr;q=0.1"))
		v.wantRefused(t, w, http.StatusForbidden, "This room is private.")
		if !strings.Contains(w.body, `<html lang="en">`) {
			t.Error(w.body)
		}
	})
	t.Run("a room with no key lets nobody in", func(t *testing.T) {
		s := v.served(t, func(p *Page) { p.Key = "" })
		for _, set := range []func(*http.Request){stranger, header("Cookie", s.Page.cookie()+"="), func(r *http.Request) { r.URL.RawQuery = "token=" }} {
			v.wantRefused(t, s.get("/camille/offres", set), http.StatusForbidden, "Cette salle est privée.")
		}
	})
}

func TestTheKeyOpensAndLeavesTheAddress(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	first := s.get(strings.TrimPrefix(PageURL(s.address, testKey), "http://"+s.address), stranger)
	if first.status != http.StatusSeeOther || first.header.Get("Location") != "/" {
		t.Fatalf("the whole address: %d to %q", first.status, first.header.Get("Location"))
	}
	wantGuarded(t, first)
	cookies := (&http.Response{Header: first.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("it sets %q; want one cookie", first.header.Values("Set-Cookie"))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge < 24*60*60 || strings.Contains(c.Name, testKey) {
		t.Errorf("the cookie is %q", first.header.Get("Set-Cookie"))
	}
	alone := header("Cookie", c.Name+"="+c.Value)
	if w := s.get("/", alone); w.status != http.StatusSeeOther || w.header.Get("Location") != "/camille/offres" {
		t.Errorf("the cookie alone: %d to %q", w.status, w.header.Get("Location"))
	}
	if w := s.get("/camille/offres", alone); w.status != http.StatusOK || strings.Contains(w.body, testKey) {
		t.Errorf("the page: %d %s", w.status, w.body)
	}
	// A browser that has another cookie of that name, of another path say.
	if w := s.get("/camille/offres", header("Cookie", c.Name+"=x; "+c.Name+"="+c.Value)); w.status != http.StatusOK {
		t.Errorf("behind another of its name: %d", w.status)
	}
	for path, to := range map[string]string{
		"/sam/coaching?token=" + testKey:          "/sam/coaching",
		"/?a=b&token=" + testKey + "&c=d":         "/",
		"//evil.example/x?token=" + testKey:       "/evil.example/x",
		"///evil.example?token=" + testKey:        "/evil.example",
		`/\evil.example?token=` + testKey:         "/%5Cevil.example",
		"/a%0d%0aSet-Cookie:b?token=" + testKey:   "/a%0d%0aSet-Cookie:b",
		"/camille/@rebond?token=" + testKey + "#": "/camille/@rebond",
	} {
		path, _, _ = strings.Cut(path, "#")
		w := answered(t, s.raw("GET "+path+" HTTP/1.1\r\nHost: "+s.address+"\r\nConnection: close\r\n\r\n"))
		if w.status != http.StatusSeeOther || w.header.Get("Location") != to {
			t.Errorf("%s leads to %q with %d; want %q", path, w.header.Get("Location"), w.status, to)
		}
	}
}

// The cookie outlives the process, and opens no other room.
func TestTheCookieAfterARestart(t *testing.T) {
	v := enter(newMemory())
	first := v.served(t)
	cookie := header("Cookie", first.Page.cookie()+"="+testKey)
	first.close()
	if w := v.served(t).get("/camille/offres", cookie); w.status != http.StatusOK {
		t.Errorf("after a restart: %d", w.status)
	}
	other := v.served(t, func(p *Page) { p.Key = "KEYOFANOTHERROOM" })
	v.wantRefused(t, other.get("/camille/offres", cookie), http.StatusForbidden, "Cette salle est privée.")
	if other.Page.cookie() == first.Page.cookie() {
		t.Error("two rooms of one machine share a cookie's name")
	}
}

// A name that a hostile site makes lead here is no name of the room's.
func TestOnlyThisMachinesNamesAreAnswered(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	_, port, _ := net.SplitHostPort(s.address)
	for _, host := range []string{"evil.example:7326", "evil.example", "127.0.0.1.evil.example:" + port, "localhost.evil.example", "[::1]:" + port, "[::1]", "::1", "localhost.", "localhost.:" + port,
		"127.0.0.1:" + port + ":80", "127.1", "0.0.0.0:" + port, "[127.0.0.1]", "user@127.0.0.1"} {
		for _, at := range everything {
			r := s.request(at.method, at.path, url.Values{"line": {"/annoncer a"}}, func(r *http.Request) { r.Host = host })
			w := s.do(r)
			if w.status == http.StatusBadRequest && w.header.Get("Content-Security-Policy") == "" {
				continue // no Host at all for net/http
			}
			v.wantRefused(t, w, http.StatusMisdirectedRequest, "La salle ne répond qu’à 127.0.0.1 et à localhost.")
		}
	}
	for name, sent := range map[string]string{
		"empty":                     "GET / HTTP/1.1\r\nHost: \r\n",
		"none, in an older HTTP":    "GET / HTTP/1.0\r\n",
		"another's, in the address": "GET http://evil.example/ HTTP/1.1\r\nHost: " + s.address + "\r\n",
		"of a tunnel":               "CONNECT evil.example:443 HTTP/1.1\r\nHost: " + s.address + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn := s.raw(sent + "Cookie: " + s.Page.cookie() + "=" + testKey + "\r\nConnection: close\r\n\r\n")
			v.wantRefused(t, answered(t, conn), http.StatusMisdirectedRequest, "La salle ne répond")
		})
	}
	for _, host := range []string{"localhost:" + port, "127.0.0.1:" + port, "localhost", "127.0.0.1"} {
		if w := s.get("/camille/offres", func(r *http.Request) { r.Host = host }); w.status != http.StatusOK {
			t.Errorf("%s: %d", host, w.status)
		}
	}
}

// What another site's page makes a browser send carries the cookie all the same.
func TestAnotherSiteCanDoNothing(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	elsewhere, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer elsewhere.Close()
	const refused = "Une autre page web a essayé d’entrer"
	for name, headers := range map[string][]string{
		"another origin":                    {"Origin", "https://evil.example"},
		"no origin":                         {"Origin", "null"},
		"another port of this machine":      {"Origin", "http://" + elsewhere.Addr().String()},
		"this machine's name, no port":      {"Origin", "http://127.0.0.1"},
		"another site":                      {"Sec-Fetch-Site", "cross-site"},
		"the same site, on another port":    {"Sec-Fetch-Site", "same-site"},
		"a form that navigates":             {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
		"another site that lies of its own": {"Origin", "http://" + s.address, "Sec-Fetch-Site", "cross-site"},
		"a word of its own":                 {"Sec-Fetch-Site", "same-origin, cross-site"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, at := range everything {
				if at.method == "POST" {
					v.wantRefused(t, s.post(at.path, url.Values{"line": {"/annoncer a"}}, headersOf(headers)), http.StatusForbidden, refused)
				}
			}
		})
	}
	for _, site := range []string{"cross-site", "same-site"} {
		for dest, mode := range map[string]string{"image": "no-cors", "script": "no-cors", "style": "no-cors", "empty": "cors", "iframe": "navigate", "frame": "navigate", "embed": "navigate", "object": "navigate", "": "navigate", "websocket": "websocket", "document": "cors"} {
			for _, path := range []string{"/", "/?token=" + testKey, "/camille/offres", "/camille/offres/events", "/static/room.js", "/static/rebond.svg"} {
				w := s.get(path, headersOf([]string{"Sec-Fetch-Site", site, "Sec-Fetch-Mode", mode, "Sec-Fetch-Dest", dest}))
				v.wantRefused(t, w, http.StatusForbidden, refused)
			}
		}
		// A link that is followed here, from a mail say, is welcome.
		if w := s.get("/camille/offres", headersOf([]string{"Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"})); w.status != http.StatusOK {
			t.Errorf("a link that is followed: %d", w.status)
		}
	}
	for _, own := range [][]string{{"Origin", "http://" + s.address}, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}, nil} {
		if w := s.post("/camille/offres/hide", nil, headersOf(own)); w.status != http.StatusNoContent {
			t.Errorf("the page itself, %q: %d", own, w.status)
		}
	}
}

func headersOf(pairs []string) func(*http.Request) {
	return func(r *http.Request) {
		for i := 0; i+1 < len(pairs); i += 2 {
			header(pairs[i], pairs[i+1])(r)
		}
	}
}

// What is not there, not so or not of this size is said in words, under the
// same headers as everything.
func TestEveryAnswerIsGuarded(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/camille/offres", 200}, {"GET", "/", 303}, {"HEAD", "/camille/offres", 200},
		{"GET", "/static/room.js", 200}, {"GET", "/static/room.css", 200}, {"GET", "/static/rebond.svg", 200},
		{"GET", "/static/page.html", 404}, {"GET", "/static/", 404}, {"GET", "/static/index.html", 404}, {"GET", "/static/room.js/", 404},
		{"GET", "/static/..%2fpage.html", 404}, {"GET", "/static/%2e%2e%2fpage.html", 404}, {"GET", "/static/..%5c..%5cguard.go", 404}, {"GET", "/static/room.js%00", 404}, {"GET", "/static/%2fetc%2fpasswd", 404},
		{"GET", "/nobody/offres", 404}, {"GET", "/camille/nowhere", 404}, {"GET", "/camille/moderation", 404}, {"GET", "/camille/@sam", 404}, {"GET", "/camille/", 404}, {"GET", "/camille/offres/", 404},
		{"GET", "/camille/coaching.m1", 404}, {"GET", "/camille/coaching.m1/events", 404}, {"POST", "/camille/coaching.m1/say", 404}, {"GET", "/camille/coaching.", 404}, {"GET", "/camille/.m1", 404}, {"GET", "/camille/@rebond.m1", 404}, {"GET", "/camille/@rebond.", 404},
		{"GET", "/camille/coaching.%00", 404}, {"GET", "/camille/coaching.%ff", 404}, {"GET", "/camille/coaching.%2e%2e%2fm1", 404}, {"GET", "/camille/coaching.%3Cscript%3E", 404}, {"GET", "/camille/coaching.m1.m2", 404}, {"GET", "/camille/coaching." + strings.Repeat("a", 8000), 404},
		{"GET", "/camille/moderation/events", 404}, {"POST", "/camille/moderation/say", 404}, {"POST", "/nobody/offres/say", 404}, {"POST", "/sam/moderation/hide", 404},
		{"GET", "/camille/offres/say", 404}, {"POST", "/camille/offres", 404}, {"POST", "/camille/offres/events", 404}, {"PUT", "/camille/offres/say", 404}, {"DELETE", "/camille/offres", 404}, {"OPTIONS", "/camille/offres", 404}, {"TRACE", "/camille/offres", 404}, {"PATCH", "/", 404},
		{"POST", "/console?as=camille", 400}, {"POST", "/console?as=nobody", 400},
		{"GET", "/malik/moderation", 200},
	} {
		w := answered(t, s.raw(c.method+" "+c.path+" HTTP/1.1\r\nHost: "+s.address+"\r\nCookie: "+s.Page.cookie()+"="+testKey+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
		if c.method == "HEAD" {
			w.status = c.status // its length is that of a body that does not come
		}
		if w.status != c.status || c.status >= 400 && !strings.Contains(w.body, `class="refusal"`) {
			t.Errorf("%s %s: %d %q; want %d in words", c.method, c.path, w.status, w.body, c.status)
		}
		wantGuarded(t, w)
	}
	// Outside the room, its pictures and its style are for whoever asks: the refusal needs them.
	if w := s.get("/static/room.css", stranger); w.status != http.StatusOK {
		t.Errorf("the style of the refusal: %d", w.status)
	}
	if ran := v.taken(); len(ran) > 0 {
		t.Errorf("a handler got %+v", ran[0])
	}
}

func TestBodiesHaveABound(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t, func(p *Page) { p.Patience = 2 * time.Second })
	for _, to := range []string{"say", "press", "submit", "complete", "suggest", "hide"} {
		for _, field := range []string{"line", "on", "control", "field-titre", "a"} {
			w := s.post("/camille/offres/"+to, url.Values{field: {strings.Repeat("a", maxBody)}})
			v.wantRefused(t, w, http.StatusRequestEntityTooLarge, "C’est trop long pour être envoyé.")
		}
		for what, form := range map[string]string{"half an escape": "line=%", "a lone escape": "line=%zz", "a semicolon": "a=b;c=d"} {
			t.Run(to+" "+what, func(t *testing.T) {
				conn := s.raw(fmt.Sprintf("POST /camille/offres/%s HTTP/1.1\r\nHost: %s\r\nCookie: %s=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", to, s.address, s.Page.cookie(), testKey, len(form), form))
				v.wantRefused(t, answered(t, conn), http.StatusBadRequest, "Je ne comprends pas ce qui a été envoyé.")
			})
		}
		v.wantRefused(t, s.post("/camille/offres/"+to, nil, header("Content-Type", "application/x-www-form-urlencoded; a; b=\x80")), http.StatusBadRequest, "Je ne comprends pas")
	}
	start := "POST /camille/offres/say HTTP/1.1\r\nHost: " + s.address + "\r\nCookie: " + s.Page.cookie() + "=" + testKey + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	t.Run("what does not come is not waited for", func(t *testing.T) {
		v.wantRefused(t, answered(t, s.raw(start+"Content-Length: 100\r\n\r\nline=")), http.StatusBadRequest, "Je ne comprends pas")
	})
	t.Run("what trickles in is cut off", func(t *testing.T) {
		conn := s.raw(start + "Content-Length: 100000\r\n\r\n")
		go func() { // stops when the connection is closed
			for drop := time.NewTicker(20 * time.Millisecond); ; <-drop.C {
				if _, err := conn.Write([]byte("a")); err != nil {
					drop.Stop()
					return
				}
			}
		}()
		v.wantRefused(t, answered(t, conn), http.StatusBadRequest, "Je ne comprends pas")
	})
	t.Run("headers that trickle in are cut off", func(t *testing.T) {
		conn := s.raw("GET / HTTP/1.1\r\nHost: ")
		if n, err := conn.Read(make([]byte, 1)); err == nil && n == 0 {
			t.Errorf("%d bytes, %v", n, err)
		} else if late, ok := err.(net.Error); ok && late.Timeout() {
			t.Error("the connection stays open")
		}
	})
	t.Run("huge headers", func(t *testing.T) {
		conn := s.raw("")
		go fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nX: %s\r\n\r\n", s.address, strings.Repeat("a", 1<<20))
		if w := answered(t, conn); w.status != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%d %s", w.status, w.body)
		}
	})
	if ran := v.taken(); len(ran) > 0 {
		t.Errorf("a handler got %+v", ran[0])
	}
}
