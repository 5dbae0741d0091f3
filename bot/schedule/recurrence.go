// Package schedule says when things happen again, and makes them happen once. It
// promises that a rule said in plain words fires at the wall clock's hour on every
// day it names, an hour neither early nor late on the nights when clocks change;
// that what is due is posted once, however many processes run and whenever one
// dies; and that what was missed follows the schedule's own choice.
package schedule

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// Recurrence is when something happens: once or again and again. The zero value
// never does. It is stored as JSON.
type Recurrence struct {
	Days  Days   `json:"days,omitzero"`
	Times []int  `json:"times,omitempty"` // minutes of the day by the wall clock, in order
	Every int    `json:"every,omitempty"` // instead of Times: every so many minutes that pass, from each midnight
	Cron  string `json:"cron,omitempty"`  // instead of all that: five fields, for a rule that words do not say

	Zone     string   `json:"zone"`           // an IANA name
	From     Day      `json:"from,omitzero"`  // the first day on which it may happen; zero: any
	Until    Day      `json:"until,omitzero"` // the last one; zero: no end
	Holidays Holidays `json:"skip,omitempty"` // whose public holidays are left out
}

// Unit is what Days.Each counts.
type Unit string

// The units.
const (
	ByDay   Unit = "day"
	ByWeek  Unit = "week"
	ByMonth Unit = "month"
)

// Days are the days that meet every condition that is set; the zero value is
// every day.
type Days struct {
	On       Day  `json:"on,omitzero"`       // this day alone
	Weekdays Set  `json:"weekdays,omitzero"` // 0 is Monday
	Nth      Set  `json:"nth,omitzero"`      // which of those weekdays of the month: 1 to 5, Last
	Dates    Set  `json:"dates,omitzero"`    // days of the month: 1 to 31, Last
	Months   Set  `json:"months,omitzero"`   // 1 to 12
	Each     int  `json:"each,omitempty"`    // every so many units, 2 or more, counted from the one that From is in
	Unit     Unit `json:"unit,omitempty"`
}

// Set is a set of small numbers.
type Set uint64

// Last stands for the last one in Nth and Dates.
const Last = 40

// setOf is the set of some numbers.
func setOf(numbers ...int) Set {
	var s Set
	for _, n := range numbers {
		s |= 1 << n
	}
	return s
}

func span(from, to int) Set {
	var s Set
	for n := from; n <= to; n++ {
		s |= 1 << n
	}
	return s
}

// around is from a number to another, over the end of a circle if it must be.
func around(from, to, first, last int) Set {
	if from <= to {
		return span(from, to)
	}
	return span(from, last) | span(first, to)
}

// Has reports whether a number is in the set.
func (s Set) Has(n int) bool { return s&(1<<n) != 0 }

// numbers are what is in the set, in order; Last comes last.
func (s Set) numbers() []int {
	var all []int
	for n := range 64 {
		if s.Has(n) {
			all = append(all, n)
		}
	}
	return all
}

func (r *Days) match(d, from Day) bool {
	if r.On != 0 {
		return d == r.On
	}
	_, month, date := d.date()
	switch {
	case r.Weekdays != 0 && !r.Weekdays.Has(d.Weekday()),
		r.Months != 0 && !r.Months.Has(int(month)),
		r.Dates != 0 && !r.Dates.Has(date) && !(r.Dates.Has(Last) && date == d.lastOfMonth()),
		r.Nth != 0 && !r.Nth.Has((date+6)/7) && !(r.Nth.Has(Last) && date+7 > d.lastOfMonth()):
		return false
	}
	if r.Each < 2 {
		return true
	}
	passed := 0
	switch r.Unit {
	case ByDay:
		passed = int(d - from)
	case ByWeek:
		passed = d.week() - from.week()
	case ByMonth:
		passed = d.months() - from.months()
	}
	return passed%r.Each == 0
}

// rule is a recurrence made ready.
type rule struct {
	*Recurrence
	zone    *time.Location
	day     func(Day) bool
	minutes []int // of the day by the wall clock; with period, of each period
	period  int   // minutes that pass, from each midnight; 0: by the wall clock
	skip    func(Day) bool
}

func (r *Recurrence) rule() (*rule, error) {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil || r.Zone == "Local" {
		return nil, fmt.Errorf("time zone %q: %w", r.Zone, errors.Join(err, errZone))
	}
	made := &rule{Recurrence: r, zone: zone, day: func(d Day) bool { return r.Days.match(d, r.From) }, minutes: r.Times, skip: r.Holidays.on}
	switch {
	case r.Cron != "":
		line, err := parseCron(r.Cron)
		if err != nil {
			return nil, err
		}
		made.day, made.minutes, made.period = line.day, line.minutes(), line.period()
	case r.Every > 0:
		made.minutes, made.period = []int{0}, r.Every
	}
	if len(made.minutes) == 0 {
		return nil, errNever
	}
	return made, nil
}

var (
	errNever = errors.New("it never happens")
	errZone  = errors.New("not known here")
)

// times are the times of a day, in order, none twice.
func (r *rule) times(d Day) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		if r.period > 0 {
			start, end := At(d, 0, r.zone), At(d+1, 0, r.zone)
			for begun := 0; ; begun += r.period {
				for _, m := range r.minutes {
					t := start.Add(time.Duration(begun+m) * time.Minute)
					if !t.Before(end) || !yield(t) {
						return
					}
				}
			}
		}
		var last time.Time
		for _, m := range r.minutes {
			if t := At(d, m, r.zone); !t.Equal(last) {
				if last = t; !yield(t) {
					return
				}
			}
		}
	}
}

// maxGap is how far a next time is looked for: a 29 February that is a Sunday
// comes back after 40 years at most, when a century is no leap year.
const maxGap = 41 * 366

// after is the first time after t; zero when there is none.
func (r *rule) after(t time.Time) time.Time {
	first := DayOf(t.In(r.zone)) - 2 // a change of clocks may carry a time to a later day
	if r.Days.On != 0 {
		first = max(first, r.Days.On)
	}
	first = max(first, r.From)
	for d := first; d <= first+maxGap && (r.Until == 0 || d <= r.Until) && (r.Days.On == 0 || d <= r.Days.On); d++ {
		if !r.day(d) || r.skip(d) {
			continue
		}
		for one := range r.times(d) {
			if one.After(t) {
				return one
			}
		}
	}
	return time.Time{}
}

// Next is the first time after t, in the recurrence's zone; zero when there is
// none any more.
func (r *Recurrence) Next(t time.Time) (time.Time, error) {
	made, err := r.rule()
	if err != nil {
		return time.Time{}, err
	}
	return made.after(t), nil
}

// Upcoming are the next n times after t; fewer when it ends before.
func (r *Recurrence) Upcoming(t time.Time, n int) ([]time.Time, error) {
	made, err := r.rule()
	if err != nil {
		return nil, err
	}
	var all []time.Time
	for len(all) < n {
		if t = made.after(t); t.IsZero() {
			break
		}
		all = append(all, t)
	}
	return all, nil
}

// NextOf is when an active schedule is due next, after now, after it was last due and
// after what was skipped; zero when it has no time left.
func (s *Schedule) NextOf(now time.Time) (time.Time, error) {
	if s.Skipped.After(now) {
		now = s.Skipped
	}
	if ran := s.ran(now); ran.After(now) {
		now = ran
	}
	return s.When.Next(now)
}

// ran is when the schedule was last due, as far as it can be true: a clock that was
// set back by more than a day had been wrong.
func (s *Schedule) ran(now time.Time) time.Time {
	if s.Ran.After(now.Add(24 * time.Hour)) {
		return time.Time{}
	}
	return s.Ran
}

// maxMissed is how many missed times are written down at once.
const maxMissed = 20

// due is the last time in [from, now] that is at most late ago, zero if there is
// none, the times before it in which nothing happened, at most maxMissed of them, and
// the first time after now.
func (r *Recurrence) due(from, now time.Time, late time.Duration) (missed []time.Time, last, next time.Time, err error) {
	made, err := r.rule()
	if err != nil {
		return nil, last, next, err
	}
	first, oldest := made.after(from.Add(-time.Nanosecond)), now.Add(-late)
	if next = first; !first.IsZero() && first.Before(oldest) {
		next = made.after(oldest.Add(-time.Nanosecond))
	}
	for ; !next.IsZero() && !next.After(now); next = made.after(next) {
		last = next
	}
	for t := first; !t.IsZero() && !t.After(now) && !t.Equal(last) && len(missed) < maxMissed; t = made.after(t) {
		missed = append(missed, t)
	}
	return missed, last, next, nil
}

// MinSpacing is how far apart two times of a recurrence must be, at least: closer
// ones would drown a channel.
const MinSpacing = 10 * time.Minute

// spacing is the least time between two times of one day, or of one day and the
// next, as clocks go when they do not change.
func (r *rule) spacing() time.Duration {
	minutes := r.minutes
	if r.period > 0 {
		minutes = nil
		for begun := 0; begun < dayMinutes; begun += r.period {
			for _, m := range r.minutes {
				minutes = append(minutes, begun+m)
			}
		}
	}
	least := dayMinutes
	for i, m := range minutes[1:] {
		least = min(least, m-minutes[i])
	}
	if r.Days.On == 0 {
		least = min(least, minutes[0]+dayMinutes-minutes[len(minutes)-1])
	}
	return time.Duration(least) * time.Minute
}
