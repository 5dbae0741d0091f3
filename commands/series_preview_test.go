package commands_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands"
	"rebond/commands/content"
)

var previewDay = regexp.MustCompile(`(?m)^## (\w+) (\d+ \w+ \d+)(?: at (\d+:\d+) \((?:(\d+) of 60|rest, (\d+) of 20)\))?$`)

// TestPreviewSeries goes through the whole programme from days all over a year, of each day of
// the week: each post once, in order, those of working days one a working day, none on a public
// holiday, those of rest on Saturdays and Sundays.
func TestPreviewSeries(t *testing.T) {
	pack, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	var first schedule.Day
	if err := first.UnmarshalText([]byte("2027-01-01")); err != nil {
		t.Fatal(err)
	}
	moved := 0
	for from := first; from < first+365; from += 19 {
		for _, holidays := range []schedule.Holidays{"", schedule.France, schedule.AlsaceMoselle} {
			lines, err := commands.PreviewSeries(pack, "80-jours", from, morning(), holidays, paris)
			if err != nil {
				t.Fatal(err)
			}
			day, rest, off := 0, 0, 0
			last := time.Time{}
			for _, line := range lines[1 : len(lines)-1] {
				said := previewDay.FindStringSubmatch(line.EN)
				if said == nil {
					t.Fatalf("from %s: %q", from, line.EN)
				}
				on, err := time.Parse("2 January 2006", said[2])
				weekend := on.Weekday() == time.Saturday || on.Weekday() == time.Sunday
				if err != nil || on.Weekday().String() != said[1] || !on.After(last) {
					t.Errorf("from %s: %s after %s (%v)", from, said[0], last, err)
				}
				if !last.IsZero() && !weekend && last.Weekday() != time.Friday && last.Weekday() != time.Saturday && last.Weekday() != time.Sunday && on.Sub(last) != 24*time.Hour {
					t.Errorf("from %s: nothing between %s and %s", from, last, on)
				}
				last = on
				switch {
				case said[3] == "":
					off++
					if weekend || holidays == "" {
						t.Errorf("from %s: no post on %s", from, said[0])
					}
				case said[4] != "":
					day++
					if said[4] != bot.Plain(bot.Textf(bot.Same("%s"), day).EN) || weekend || said[3] != "9:00" && said[3] != "09:00" {
						t.Errorf("from %s: %s, want post %d", from, said[0], day)
					}
				default:
					rest++
					if said[5] != bot.Plain(bot.Textf(bot.Same("%s"), rest).EN) || !weekend {
						t.Errorf("from %s: %s, want post of rest %d", from, said[0], rest)
					}
				}
			}
			if day != 60 || rest != 20 {
				t.Errorf("from %s: %d posts, %d of rest", from, day, rest)
			}
			moved += off
		}
	}
	if moved == 0 {
		t.Error("no public holiday moved anything: that proves nothing")
	}
	if _, err := commands.PreviewSeries(pack, "81-jours", first, morning(), "", paris); err == nil || !strings.Contains(err.Error(), "80-jours") {
		t.Errorf("an unknown series: %v", err)
	}
}
