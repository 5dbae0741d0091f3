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
	Spread   time.Duration // from the minute of « Ton matin » to their own: at most [MaxSpread], to either side
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

// Every hour that can be chosen for « Ton matin »: what is spread around it stays on
// the same day.
const (
	EarliestMorning = 4 * 60
	LatestMorning   = 23 * 60
)

// MaxSpread is how far from its minute « Ton matin » may come.
const MaxSpread = 10 * time.Minute

// Everyday are all days of the week.
const Everyday = schedule.Set(1<<7 - 1)

// DefaultQuiet is from 20:00 to 8:00.
func DefaultQuiet() Quiet { return Quiet{20 * 60, 8 * 60} }

// SpreadOf is where a person stands in the spread: always the same.
func SpreadOf(id bot.PersonID) time.Duration {
	h := fnv.New64a()
	h.Write([]byte(id))
	seconds := int64(2*MaxSpread/time.Second) + 1
	return time.Duration(int64(h.Sum64()>>1)%seconds)*time.Second - MaxSpread
}

// Holds reports whether it is a time of the pause.
func (p Pause) Holds(t time.Time) bool {
	return !p.From.IsZero() && !t.Before(p.From) && (p.Until.IsZero() || t.Before(p.Until))
}

// has reports whether a time of day is quiet.
func (q Quiet) has(t time.Time) bool {
	minute := t.Hour()*60 + t.Minute()
	if q.From <= q.To {
		return q.From <= minute && minute < q.To
	}
	return minute >= q.From || minute < q.To
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

// opens is when « Ton matin » of a day comes to this person, and closes when what is
// due on that day can still join it.
func (p *Preferences) opens(d schedule.Day) time.Time {
	return schedule.At(d, p.Morning, p.Zone).Add(p.Spread)
}

func (p *Preferences) closes(d schedule.Day) time.Time {
	return schedule.At(d, p.Morning, p.Zone).Add(MaxSpread)
}

// release is when something that falls due at a time comes with « Ton matin » of a
// day; false when that is too early for it. Whoever chose nine o'clock has what is due
// at nine on the same day, wherever they stand in the spread.
func (p *Preferences) release(due time.Time, d schedule.Day) (time.Time, bool) {
	if !p.Weekdays.Has(d.Weekday()) {
		return time.Time{}, false
	}
	opens, closes := p.opens(d), p.closes(d)
	switch {
	case !due.After(opens):
		return opens, true
	case due.After(closes):
		return time.Time{}, false
	}
	place := float64(p.Spread+MaxSpread) / float64(2*MaxSpread)
	return due.Add(time.Duration(place * float64(closes.Sub(due)))), true
}

// Arrival is the minute of « Ton matin » with which something comes that falls due at
// a time; the spread is not counted.
func (p *Preferences) Arrival(due time.Time) time.Time {
	for d := schedule.DayOf(due.In(p.Zone)); ; d++ {
		if _, ok := p.release(due, d); ok {
			return schedule.At(d, p.Morning, p.Zone)
		}
	}
}
