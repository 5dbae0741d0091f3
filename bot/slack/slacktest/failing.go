package slacktest

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// Failure is how a call fails. The zero Failure lets it pass, so that a later one can
// be meant.
type Failure struct {
	Error      string        // an error code with which it is refused
	RetryAfter time.Duration // the call is over a rate limit; told in whole seconds
	Status     int           // of the HTTP front, such as 500 or 503
	Cut        bool          // the connection ends before the call is carried out
	Lost       bool          // it is carried out, and the connection ends before the answer
	Body       string        // instead of the answer, once it is carried out
	Delay      time.Duration // before it is carried out
	Hold       <-chan struct{}
	In         *Channel // only a call about this channel fails so; the others pass
}

// Fail makes the next calls of a method meet failures, one each. The method is as in
// Call; "*" is any of the Web API.
func (s *Server) Fail(method string, all ...Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures[method] = append(s.failures[method], all...)
}

// Times is the same failure n times.
func (f Failure) Times(n int) []Failure {
	all := make([]Failure, n)
	for i := range all {
		all[i] = f
	}
	return all
}

// LimitRates holds the bot to one message a second in each channel.
func (s *Server) LimitRates() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = map[string]time.Time{}
}

// fails takes the failure that is meant for a call. The server is locked.
func (x *exchange) fails() *Failure {
	for _, method := range []string{x.said.Method, "*"} {
		if method == "*" && x.method == nil {
			continue
		}
		all := x.failures[method]
		if len(all) == 0 || all[0].In != nil && all[0].In.ID != x.said.Arg("channel") {
			continue
		}
		x.failures[method] = all[1:]
		return &all[0]
	}
	return nil
}

// before does what happens before a call is carried out, and reports whether that was
// all.
func (f *Failure) before(x *exchange, w http.ResponseWriter) bool {
	if f.Hold != nil {
		select {
		case <-f.Hold:
		case <-x.r.Context().Done():
		}
	}
	if f.Delay > 0 {
		select {
		case <-time.After(f.Delay):
		case <-x.r.Context().Done():
		}
	}
	status, body := 0, ""
	switch {
	case f.Cut:
	case f.RetryAfter > 0:
		status, body = http.StatusTooManyRequests, string(encode(object{"ok": false, "error": "ratelimited"}))
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	case f.Status != 0:
		status, body = f.Status, http.StatusText(f.Status)
		if f.Body != "" {
			body = f.Body
		}
	case f.Error != "" && x.method == nil:
		status, body = http.StatusNotFound, f.Error
	case f.Error != "":
		status, body = http.StatusOK, string(encode(object{"ok": false, "error": f.Error}))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	default:
		return false
	}
	x.mu.Lock()
	x.said.Done, x.said.Status, x.said.Error = time.Now(), status, f.Error
	x.note()
	x.mu.Unlock()
	if f.Cut {
		hangUp(w)
		return true
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
	return true
}

// seconds is a span in whole seconds, at least one, as in Retry-After.
func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(max(d, time.Second).Seconds())))
}

// hangUp ends the connection without an answer.
func hangUp(w http.ResponseWriter) {
	if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = c.Close()
	}
}
