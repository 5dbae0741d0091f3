package local

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// tokenParam carries the key in the first address.
const tokenParam = "token"

// cookieLife is how long a browser may come back without the address of the terminal.
const cookieLife = 365 * 24 * time.Hour

// guard lets in requests of this machine's own browser, with the key: another
// site that the browser shows may neither read the page nor act in it, nor can a
// name that was made to lead here (DNS rebinding).
func (s *server) guard(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		switch {
		case !isLoopback(r.Host):
			s.refuse(w, r, http.StatusMisdirectedRequest, wrongHost)
		case crossOrigin.Check(r) != nil || fromElsewhere(r):
			s.refuse(w, r, http.StatusForbidden, wrongOrigin)
		case s.isKey(r.URL.Query().Get(tokenParam)):
			http.SetCookie(w, &http.Cookie{Name: s.cookie(), Value: s.Key, Path: "/", MaxAge: int(cookieLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode})
			if r.Method == http.MethodGet { // take the key out of the address; two slashes would lead to another host
				http.Redirect(w, r, "/"+strings.TrimLeft(r.URL.EscapedPath(), "/"), http.StatusSeeOther)
				return
			}
			next.ServeHTTP(w, r)
		case s.hasCookie(r) || strings.HasPrefix(r.URL.Path, "/static/"):
			next.ServeHTTP(w, r)
		default:
			s.refuse(w, r, http.StatusForbidden, noKey)
		}
	})
}

// isLoopback reports whether a Host header names this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return host == "localhost" || host == "127.0.0.1"
}

// fromElsewhere reports whether another site's page makes the request, but for
// a link that is followed here.
func fromElsewhere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

func (p *Page) isKey(key string) bool {
	return p.Key != "" && subtle.ConstantTimeCompare([]byte(key), []byte(p.Key)) == 1
}

// cookie is the cookie's name. Cookies do not know ports: two rooms of one
// machine have a name each.
func (p *Page) cookie() string {
	sum := sha256.Sum256([]byte(p.Key))
	return "rebond-" + hex.EncodeToString(sum[:4])
}

func (p *Page) hasCookie(r *http.Request) bool {
	return slices.ContainsFunc(r.CookiesNamed(p.cookie()), func(c *http.Cookie) bool { return p.isKey(c.Value) })
}

// refuse answers in words, in the language of the browser: nobody is known yet.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, status int, why bot.Text) {
	l := bot.FR
	for tag := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		if known, ok := bot.ParseLang(tag); ok {
			l = known
			break
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	s.writeRefusal(w, l, why)
}
