package slack

import (
	"fmt"
	"testing"
	"time"
)

func TestSeen(t *testing.T) {
	var s seen
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if !s.first("a", now) || s.first("a", now.Add(59*time.Minute)) || !s.first("b", now) {
		t.Error("what was seen an hour before is not known")
	}
	if !s.first("a", now.Add(2*time.Hour)) {
		t.Error("it is known for ever")
	}
	for i := range 3 * seenAtMost {
		s.first(fmt.Sprint(i), now.Add(time.Duration(i)*time.Second))
	}
	if len(s.ids) > seenAtMost {
		t.Errorf("%d are remembered", len(s.ids))
	}
}
