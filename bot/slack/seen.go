package slack

import (
	"sync"
	"time"
)

// seen is what was handled by this process of late, for where the database does not say.
type seen struct {
	mu  sync.Mutex
	ids map[string]time.Time
}

const (
	// seenFor is for how long something may be sent again: Slack tries an event three
	// times within some minutes.
	seenFor = time.Hour
	// seenAtMost is how many are remembered before the old ones are looked for.
	seenAtMost = 10_000
)

// first reports whether something is seen for the first time.
func (s *seen) first(id string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := s.ids[id]; ok && now.Sub(at) < seenFor {
		return false
	}
	if len(s.ids) >= seenAtMost {
		for old, at := range s.ids {
			if now.Sub(at) >= seenFor {
				delete(s.ids, old)
			}
		}
		if len(s.ids) >= seenAtMost {
			s.ids = nil // a flood: the database remembers
		}
	}
	if s.ids == nil {
		s.ids = map[string]time.Time{}
	}
	s.ids[id] = now
	return true
}
