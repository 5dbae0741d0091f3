package francetravail

import (
	"strings"
	"testing"
	"time"

	st "rebond/bot/sources/sourcestest"
)

func TestStates(t *testing.T) {
	h := newHouse(t, days(40, 30)...)
	h.reads()
	good := h.state
	other := h.another()
	other.Departements = []string{"54"}
	for name, c := range map[string]struct {
		state string
		now   time.Time
		of    *Search
		sweep bool
	}{
		"of an hour ago":           {good, monday.Add(time.Hour), h.search, false},
		"of nearly six hours ago":  {good, monday.Add(6*time.Hour - time.Second), h.search, false},
		"of six hours ago":         {good, monday.Add(6 * time.Hour), h.search, true},
		"none":                     {"", monday, h.search, true},
		"not JSON":                 {"{\"search\":", monday, h.search, true},
		"of another type":          {"[1,2]", monday, h.search, true},
		"null":                     {"null", monday, h.search, true},
		"no dates":                 {"{}", monday, h.search, true},
		"dates that are none":      {strings.ReplaceAll(good, "2026-", "20x6-"), monday, h.search, true},
		"swept after it was read":  {`{"search":"` + h.search.digest() + `","through":"2026-11-23T08:00:00Z","swept":"2026-11-23T08:30:00Z"}`, monday, h.search, true},
		"the clock has gone back":  {good, monday.Add(-time.Hour), h.search, true},
		"of another search":        {good, monday.Add(time.Hour), other, true},
		"through is in the future": {`{"search":"` + h.search.digest() + `","through":"2026-11-23T10:00:00Z","swept":"2026-11-23T08:30:00Z"}`, monday, h.search, true},
	} {
		if _, sweeping := c.of.state(c.state, c.now); sweeping != c.sweep {
			t.Errorf("%s: sweeping %v; want %v", name, sweeping, c.sweep)
		}
	}
}

func FuzzState(f *testing.F) {
	s := &Search{}
	f.Add(`{"search":"`+s.digest()+`","through":"2026-11-23T08:00:00Z","swept":"2026-11-23T08:00:00Z"}`, int64(0))
	f.Add("", int64(1))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		now := time.Unix(seconds%(1<<35), 0)
		was, sweeping := s.state(text, now)
		if !sweeping && (was.Through.After(now) || now.Sub(was.Swept) >= between) {
			t.Errorf("%q at %s: %+v", text, now, was)
		}
		if again, _ := s.state(was.text(), now); !sweeping && !again.Through.Equal(was.Through) {
			t.Errorf("%+v is read as %+v", was, again)
		}
	})
}

func TestTheClockGoesBack(t *testing.T) {
	h := newHouse(t, days(50, 30)...)
	h.reads()
	h.now = monday.Add(-26 * time.Hour)
	h.fake.Add(st.FTOffers(5, 1000, h.now.Add(-5*time.Minute), h.now)...)
	if !h.reads() {
		t.Error("no sweep")
	}
	h.same()
}
