package discordtest

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is how a request fails.
type Fault struct {
	answer *reply
	header http.Header
	page   string // HTML instead of JSON
	lost   bool   // carried out, and the connection is cut
	cut    bool   // not carried out, and the connection is cut
	hold   <-chan struct{}
	scope  string        // of a rate limit
	wait   time.Duration // that it asks for
}

// pending are the faults that the next requests of some kind meet.
type pending struct {
	match  Match
	faults []Fault
}

// Fail makes the next requests that match meet faults, one each.
func (s *Server) Fail(m Match, all ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &pending{m, all})
}

// storm is a rate limit that holds until it ends.
type storm struct {
	match Match
	scope string
	ends  time.Time
}

// Storm answers 429 to every request that matches, with what remains of a span, until
// it is over. The scope is that of RateLimited; as on Discord a "global" one spares
// the answers to interactions.
func (s *Server) Storm(m Match, scope string, span time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.storms = append(s.storms, storm{m, scope, time.Now().Add(span)})
}

// Times is the same fault n times.
func (f Fault) Times(n int) []Fault {
	all := make([]Fault, n)
	for i := range all {
		all[i] = f
	}
	return all
}

// Lost is an answer that never comes though the request was carried out.
func Lost() Fault { return Fault{lost: true} }

// Cut is a connection that ends before the request is carried out.
func Cut() Fault { return Fault{cut: true} }

// Hold makes a request wait until release is closed, then be carried out.
func Hold(release <-chan struct{}) Fault { return Fault{hold: release} }

// Status answers with a status of the HTTP front, such as 502 or 503, whose body
// is not JSON.
func Status(code int) Fault {
	a := reply{status: code}
	return Fault{answer: &a, page: fmt.Sprintf("<html><head><title>%d %s</title></head></html>", code, http.StatusText(code))}
}

// Error answers with an error of the API.
func Error(status, code int, message string) Fault {
	a := apiError(status, code, message)
	return Fault{answer: &a}
}

// TooOld answers that messages older than an hour were edited too often.
func TooOld() Fault {
	return Error(http.StatusTooManyRequests, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later.")
}

// TooManyDMs answers that direct messages are opened too fast.
func TooManyDMs() Fault {
	return Error(http.StatusForbidden, 40003, "You are opening direct messages too fast.")
}

// RateLimited answers 429; the scope is "user", "global" or "shared".
func RateLimited(scope string, wait time.Duration) Fault {
	message := "You are being rate limited."
	h := http.Header{}
	h.Set("Retry-After", fmt.Sprint(int((wait+time.Second-1)/time.Second)))
	h.Set("X-RateLimit-Scope", scope)
	switch scope {
	case "global":
		h.Set("X-RateLimit-Global", "true")
	case "shared":
		message = "The resource is being rate limited."
	}
	a := reply{http.StatusTooManyRequests, object{"message": message, "retry_after": wait.Seconds(), "global": scope == "global"}}
	return Fault{answer: &a, header: h, scope: scope, wait: wait}
}

// Banned answers as Cloudflare does after 10,000 invalid requests: 429 with a
// page, without the headers of Discord.
func Banned(wait time.Duration) Fault {
	h := http.Header{}
	h.Set("Retry-After", fmt.Sprint(int(wait/time.Second)))
	a := reply{status: http.StatusTooManyRequests}
	return Fault{answer: &a, header: h, page: "<html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head><body>error code: 1015</body></html>"}
}

// fails takes the fault that a request meets; nil for none. The server is locked.
func (x *exchange) fails() *Fault {
	for _, p := range x.faults {
		if len(p.faults) > 0 && p.match.fits(x.said) {
			f := p.faults[0]
			p.faults = p.faults[1:]
			return &f
		}
	}
	for _, one := range x.storms {
		if left := time.Until(one.ends); left > 0 && one.match.fits(x.said) && !(x.route.open && one.scope == "global") {
			f := RateLimited(one.scope, left)
			return &f
		}
	}
	return nil
}

// before does what happens before a request is carried out, and reports whether
// that was all.
func (f *Fault) before(x *exchange, w http.ResponseWriter) bool {
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-x.r.Context().Done():
		}
		return false
	}
	if !f.cut && f.answer == nil {
		return false
	}
	x.mu.Lock()
	x.said.Done = time.Now()
	if f.answer != nil {
		x.said.Status = f.answer.status
	}
	switch id, _ := x.bucket(); {
	case f.page != "" || f.scope == "global":
	case f.scope == "user":
		bucketHeaders(w.Header(), id, bucketSize, 0, f.wait)
	default:
		x.headers(w.Header())
	}
	x.note()
	x.mu.Unlock()
	if f.cut {
		hangUp(w)
		return true
	}
	for name, v := range f.header {
		w.Header()[name] = v
	}
	if f.page != "" {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(f.answer.status)
		_, _ = w.Write([]byte(f.page))
		return true
	}
	write(w, *f.answer)
	return true
}
