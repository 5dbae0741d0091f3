package schedule

import "time"

// at is when the wall clocks of a zone show a minute of a day for the first time.
// A minute that a change of clocks skips is the first one after the change; one
// that it repeats is the first of the two.
func at(d Day, minute int, zone *time.Location) time.Time {
	wall := int64(d)*86400 + int64(minute)*60
	t := time.Unix(wall-15*3600, 0).In(zone) // no zone is more than 14 hours ahead of UTC
	for {
		start, end := t.ZoneBounds()
		_, offset := t.Zone()
		there := time.Unix(wall-int64(offset), 0)
		switch {
		case !start.IsZero() && there.Before(start):
			return start.In(zone)
		case end.IsZero() || there.Before(end):
			return there.In(zone)
		}
		t = end.In(zone)
	}
}
