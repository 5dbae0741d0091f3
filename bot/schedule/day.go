package schedule

import (
	"fmt"
	"time"

	"rebond/bot"
)

// Day is a day of the calendar, in no time zone: days since 1 January 1970.
type Day int32

// DayOf is the day of t in t's own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return day(y, m, d)
}

func day(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// midnight is the day's beginning as UTC has it.
func (d Day) midnight() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d Day) date() (int, time.Month, int) { return d.midnight().Date() }

// Weekday counts from Monday, 0.
func (d Day) Weekday() int {
	return int(((d+3)%7 + 7) % 7) // 1 January 1970 was a Thursday
}

// week counts the weeks that begin on Mondays.
func (d Day) week() int {
	return (int(d) - d.Weekday() + 3) / 7
}

// months counts months since year 0.
func (d Day) months() int {
	y, m, _ := d.date()
	return y*12 + int(m) - 1
}

// lastOfMonth is how many days the day's month has.
func (d Day) lastOfMonth() int {
	y, m, _ := d.date()
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MarshalText writes the day as 2026-12-31.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-12-31.
func (d *Day) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("not a day: %w", err)
	}
	*d = DayOf(t)
	return nil
}

func (d Day) String() string { return d.midnight().Format(time.DateOnly) }

// Date is the day in words, without its weekday: « 23 novembre 2026 ».
func (d Day) Date() bot.Text { return bot.Date(d.midnight()) }

// Text is the day in words: « lundi 23 novembre 2026 ».
func (d Day) Text() bot.Text {
	return bot.Textf(bot.Text{FR: "%s %s", EN: "%s %s"}, weekdayNames.text(d.Weekday()), bot.Date(d.midnight()))
}
