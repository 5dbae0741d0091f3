package sources

import (
	"strings"
	"sync"
	"time"
)

// ParseTime reads an instant as sources write it: RFC 3339 with or without
// milliseconds or zone, a date alone (its midnight), "2006-01-02 15:04:05 UTC".
// Without a zone it is Paris time. What cannot be read, or is not of our time,
// is zero.
func ParseTime(s string) time.Time {
	t, _ := parseTime(s)
	return t
}

// ParseDeadline is [ParseTime], save that a date alone lasts until its end.
func ParseDeadline(s string) time.Time {
	t, day := parseTime(s)
	if day && !t.IsZero() {
		t = t.In(paris()).AddDate(0, 0, 1).Add(-time.Second).UTC()
	}
	return t
}

func parseTime(s string) (t time.Time, day bool) {
	s = strings.TrimSpace(s)
	if len(s) < len(time.DateOnly) || len(s) > 40 {
		return time.Time{}, false
	}
	zone := paris()
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
		"2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04", time.DateOnly,
	} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return sane(t), layout == time.DateOnly
		}
	}
	return time.Time{}, false
}

// sane leaves out the dates that mean none: 1970-01-01, 9999-12-31.
func sane(t time.Time) time.Time {
	if t.Year() < 2000 || t.Year() > 2100 {
		return time.Time{}
	}
	return t.UTC()
}

// Milliseconds is the instant of a count of milliseconds since 1970.
func Milliseconds(ms int64) time.Time {
	if ms <= 0 || ms > 1<<43 {
		return time.Time{}
	}
	return sane(time.UnixMilli(ms))
}

var paris = sync.OnceValue(func() *time.Location { // it is read from a file
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil { // a machine without time zones
		return time.FixedZone("CET", 3600)
	}
	return zone
})
