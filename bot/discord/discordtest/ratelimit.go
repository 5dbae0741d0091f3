package discordtest

import (
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"time"
)

// What buckets say of themselves where a test sets no limit: nothing is enforced.
const (
	bucketSize = 50
	bucketSpan = time.Second
)

// limit is a rate that a test enforces.
type limit struct {
	match Match
	n     int
	per   time.Duration
	used  map[string][]time.Time // by bucket
}

// Limit enforces a rate on some requests, for each channel, guild or webhook.
func (s *Server) Limit(m Match, n int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = append(s.limits, &limit{m, n, per, map[string][]time.Time{}})
}

// bucket names the limit that a request falls under, and what it counts for.
func (x *exchange) bucket() (id, major string) {
	sum := sha256.Sum256([]byte(x.route.method + x.route.path))
	return fmt.Sprintf("%x", sum[:16]), x.value("channel_id") + x.value("guild_id") + x.value("application_id") + x.value("token")
}

// limited answers 429 where a limit is exceeded, and says in the headers what is
// left of it. The server is locked.
func (x *exchange) limited(h http.Header) (reply, bool) {
	id, major := x.bucket()
	now := time.Now()
	for _, l := range x.limits {
		if !l.match.fits(x.said) {
			continue
		}
		var recent []time.Time
		for _, t := range l.used[id+major] {
			if now.Sub(t) < l.per {
				recent = append(recent, t)
			}
		}
		over := len(recent) >= l.n
		if !over {
			recent = append(recent, now)
		}
		l.used[id+major] = recent
		wait := l.per - now.Sub(recent[0])
		bucketHeaders(h, id, l.n, l.n-len(recent), wait)
		if over {
			h.Set("Retry-After", fmt.Sprint(math.Ceil(wait.Seconds())))
			h.Set("X-RateLimit-Scope", "user")
			return reply{http.StatusTooManyRequests, object{"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": false}}, true
		}
		return reply{}, false
	}
	x.headers(h)
	return reply{}, false
}

// headers are those of a bucket without a limit.
func (x *exchange) headers(h http.Header) {
	id, _ := x.bucket()
	bucketHeaders(h, id, bucketSize, bucketSize-1, bucketSpan)
}

func bucketHeaders(h http.Header, id string, size, left int, reset time.Duration) {
	h.Set("X-RateLimit-Limit", fmt.Sprint(size))
	h.Set("X-RateLimit-Remaining", fmt.Sprint(left))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(time.Now().Add(reset).UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", reset.Seconds()))
	h.Set("X-RateLimit-Bucket", id)
}
