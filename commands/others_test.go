package commands

import (
	"testing"

	"rebond/bot/search"
	"rebond/bot/sources"
)

// TestOthersIsReadBack holds that the field of level, pay and date, submitted as
// it was filled in, changes nothing.
func TestOthersIsReadBack(t *testing.T) {
	for _, level := range []sources.Level{"", sources.Beginner, sources.Mid, sources.Senior} {
		for _, pay := range []int{0, 12_345, 45_000, 87_200, 500_000} {
			for days := range 31 {
				q := search.Query{Level: level, Pay: pay, Days: days}
				line := others(q)
				if err := checkOthers(line); err != nil {
					t.Errorf("%q is refused: %v", line, err)
				}
				if got := search.Read(line, search.Query{}); got != q {
					t.Errorf("%q: %+v, want %+v", line, got, q)
				}
			}
		}
	}
}
