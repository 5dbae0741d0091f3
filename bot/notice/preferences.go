package notice

import (
	"hash/fnv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// Preferences are what a person wants of direct messages.
type Preferences struct {
	Zone     *time.Location
	Morning  int           // the minute of the day of « Ton matin »
	Weekdays schedule.Set  // the days on which it comes: 0 is Monday
	Quiet    Quiet         // when nothing comes but what has a chosen hour
	Budget   int           // messages a day
	Pause    Pause         // when nothing comes but decisions
	Spread   time.Duration // from the minute of « Ton matin » to when it comes: see [SpreadOf]
}

// Quiet are the hours of each day without messages, in minutes of the day, the end not
// among them. It may go over midnight. The same two are no quiet hours.
type Quiet struct{ From, To int }

// Pause is a time without messages; From is zero where there is none, and Until where
// it has no end.
type Pause struct{ From, Until time.Time }

// What holds for whoever has chosen nothing.
const (
	DefaultMorning = 9*60 + 30
	DefaultBudget  = 3
	MaxBudget      = 10
)

// The hours that can be chosen for « Ton matin ».
const (
	EarliestMorning = 4 * 60
	LatestMorning   = 23 * 60
)

// « Ton matin » comes from a minute to ten after its hour: never before, and not in the
// minute itself, so that what is due at that hour is in it.
const (
	MinSpread = time.Minute
	MaxSpread = 10 * time.Minute
)

// Everyday are all days of the week.
const Everyday = schedule.Set(1<<7 - 1)

// DefaultQuiet is from 20:00 to 8:00.
func DefaultQuiet() Quiet { return Quiet{20 * 60, 8 * 60} }

// SpreadOf is where a person stands in the spread: always the same.
func SpreadOf(id bot.PersonID) time.Duration {
	h := fnv.New64a()
	h.Write([]byte(id))
	seconds := int64((MaxSpread-MinSpread)/time.Second) + 1
	return MinSpread + time.Duration(int64(h.Sum64()>>1)%seconds)*time.Second
}

// Holds reports whether it is a time of the pause.
func (p Pause) Holds(t time.Time) bool {
	return !p.From.IsZero() && !t.Before(p.From) && (p.Until.IsZero() || t.Before(p.Until))
}

// has reports whether a time of day is quiet.
func (q Quiet) has(t time.Time) bool { return q.holds(t.Hour()*60 + t.Minute()) }

func (q Quiet) holds(minute int) bool {
	if q.From <= q.To {
		return q.From <= minute && minute < q.To
	}
	return minute >= q.From || minute < q.To
}

// After is a minute of the day, or when it is quiet the end of that, if « Ton matin » can
// come then.
func (q Quiet) After(minute int) int {
	if q.holds(minute) && q.To >= EarliestMorning && q.To <= LatestMorning {
		return q.To
	}
	return minute
}

// end is when the quiet hours that t is in are over.
func (q Quiet) end(t time.Time) time.Time { return q.turns(t, q.To) }

// begin is when quiet hours come next; zero where there are none.
func (q Quiet) begin(t time.Time) time.Time {
	if q.From == q.To {
		return time.Time{}
	}
	return q.turns(t, q.From)
}

// turns is when quiet hours begin or end next, which they do at a minute of the day.
func (q Quiet) turns(t time.Time, minute int) time.Time {
	const aDay = 24 * 60
	quiet := q.has(t)
	t = t.Truncate(time.Minute) // no zone of today has odd seconds
	_, now := t.Zone()
	if _, tomorrow := t.Add(26 * time.Hour).Zone(); now == tomorrow {
		return t.Add(time.Duration((minute-t.Hour()*60-t.Minute()+aDay)%aDay) * time.Minute)
	}
	for q.has(t) == quiet { // the clocks change: hours are missing, or come twice
		t = t.Add(time.Minute)
	}
	return t
}

// release is when something that falls due at a time comes with « Ton matin » of a
// day; false when it falls due after that, or the day is not chosen.
func (p *Preferences) release(due time.Time, d schedule.Day) (time.Time, bool) {
	morning := schedule.At(d, p.Morning, p.Zone)
	return morning.Add(p.Spread), p.Weekdays.Has(d.Weekday()) && !due.After(morning)
}

// Arrival is the hour of « Ton matin » with which something comes from now on that
// falls due at a time; the spread is not counted.
func (p *Preferences) Arrival(due, now time.Time) time.Time {
	for d := schedule.DayOf(now.In(p.Zone)); ; d++ {
		if at, ok := p.release(due, d); ok && at.After(now) {
			return schedule.At(d, p.Morning, p.Zone)
		}
	}
}
