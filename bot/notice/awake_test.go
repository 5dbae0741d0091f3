package notice

import (
	"testing"
	"time"
)

// TestAwake looks for the first time at which nobody has quiet hours, wherever each is.
func TestAwake(t *testing.T) {
	paris, tokyo := zoneOf(t, "Europe/Paris"), zoneOf(t, "Asia/Tokyo")
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC)
	}
	usual := func(z *time.Location) Preferences { return Preferences{Zone: z, Quiet: DefaultQuiet()} }
	for name, one := range map[string]struct {
		people   []Preferences
		at, want time.Time
	}{
		"nobody":                        {nil, at(20, 3, 0), at(20, 3, 0)},
		"no quiet hours":                {[]Preferences{{Zone: paris}}, at(20, 3, 0), at(20, 3, 0)},
		"at once, to the second":        {[]Preferences{usual(paris)}, at(20, 12, 0).Add(7 * time.Second), at(20, 12, 0).Add(7 * time.Second)},
		"in the morning":                {[]Preferences{usual(paris)}, at(20, 20, 0).Add(7 * time.Second), at(21, 7, 0)},
		"the night the clocks change":   {[]Preferences{usual(paris)}, at(28, 20, 0), at(29, 6, 0)},
		"three hours a day":             {[]Preferences{usual(paris), usual(tokyo)}, at(20, 12, 0), at(21, 7, 0)},
		"never":                         {[]Preferences{usual(paris), {Zone: time.UTC, Quiet: Quiet{6 * 60, 20 * 60}}}, at(20, 12, 0), time.Time{}},
		"never, but for a minute a day": {[]Preferences{usual(time.UTC), {Zone: time.UTC, Quiet: Quiet{8*60 + 1, 20 * 60}}}, at(20, 8, 1), at(21, 8, 0)},
	} {
		if got, ok := Awake(one.at, one.people...); !got.Equal(one.want) || ok == one.want.IsZero() {
			t.Errorf("%s: %v, %t, want %v", name, got.UTC(), ok, one.want)
		}
	}
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
