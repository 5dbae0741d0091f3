package francetravail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"rebond/bot/sources"
)

const (
	between = 6 * time.Hour    // two sweeps of everything there is
	overlap = 10 * time.Minute // of one hour's window with the last's
)

// before any offer that is still shown.
func oldest() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// state is what one reading leaves to the next.
type state struct {
	Search  string    `json:"search"`  // a digest of what is asked: another search begins anew
	Through time.Time `json:"through"` // nothing created before then was missed
	Swept   time.Time `json:"swept"`   // when the last sweep that missed nothing began
}

// Fetch implements sources.Source: all there is when the last sweep is six hours old,
// else what was created since the last reading. Only a sweep that can have missed nothing
// is complete; after anything else, what has not been seen for long is asked for by id.
func (s *Search) Fetch(ctx context.Context, reading *sources.Reading) (sources.Fetched, error) {
	was, sweeping := s.state(reading.State, reading.Now)
	from := was.Through.Add(-overlap)
	if sweeping {
		from = oldest()
	}
	read := s.sweep(reading)
	whole, err := read.since(ctx, from)
	if err != nil {
		if mayStillTell(err) {
			_ = read.recheck(ctx) // what matters is why the search failed
		}
		return sources.Fetched{}, err
	}
	next := was
	if whole {
		next.Through = reading.Now
		if sweeping {
			next.Swept = reading.Now
		}
	}
	done := sources.Fetched{Complete: sweeping && whole && !read.broken, State: next.text()}
	if done.Complete {
		return done, nil
	}
	if err := read.recheck(ctx); err != nil {
		return sources.Fetched{}, err
	}
	return done, nil
}

// mayStillTell reports whether, though the search failed, an offer may be asked for.
func mayStillTell(err error) bool {
	switch fault(err) {
	case sources.Malformed, sources.TooLarge, sources.TooSlow, sources.Failing, sources.Unexpected:
		return true
	}
	return false
}

// state reads what the last reading left, and whether it is time for a sweep. What
// cannot be read, is of another search, or lies in the future as the clock has gone back,
// is as if there were none.
func (s *Search) state(text string, now time.Time) (was state, sweeping bool) {
	fresh := state{Search: s.digest()}
	if json.Unmarshal([]byte(text), &was) != nil || was.Search != fresh.Search ||
		was.Swept.IsZero() || was.Swept.After(now) || was.Through.Before(was.Swept) || was.Through.After(now) {
		return fresh, true
	}
	return was, now.Sub(was.Swept) >= between
}

func (s state) text() string {
	s.Through, s.Swept = s.Through.UTC(), s.Swept.UTC()
	text, err := json.Marshal(s)
	if err != nil { // a year beyond 9999
		return ""
	}
	return string(text)
}

func (s *Search) digest() string {
	hash := sha256.New()
	for _, query := range s.queries() {
		hash.Write([]byte(query.Encode() + "\n"))
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}
