package schedule

import (
	"time"
)

// At is when the wall clocks of a zone show a minute of a day for the first time.
// A minute that a change of clocks skips is the first one after the change; one
// that it repeats is the first of the two. It does not ask for a zone's bounds:
// those of a last day of a leap year end before they begin.
func At(d Day, minute int, zone *time.Location) time.Time {
	wall := int64(d)*86400 + int64(minute)*60
	offset := func(t int64) int64 {
		_, seconds := time.Unix(t, 0).In(zone).Zone()
		return int64(seconds)
	}
	before := offset(wall - 15*3600) // no zone is more than 14 hours ahead of UTC
	after := offset(wall - before)
	if offset(wall-after) == after {
		return time.Unix(wall-after, 0).In(zone)
	}
	skipped, shown := wall-after, wall-before
	for shown-skipped > 1 { // the change is between the two
		if middle := (skipped + shown) / 2; offset(middle) == after {
			shown = middle
		} else {
			skipped = middle
		}
	}
	return time.Unix(shown, 0).In(zone)
}
