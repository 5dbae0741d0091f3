package notice

import (
	"strconv"
	"time"

	"rebond/bot/schedule"
)

// Late is for how long what has an hour of its own may come late in quiet hours too.
const Late = 15 * time.Minute

// Plan is what there is to do for a person at a time.
type Plan struct {
	Send []Batch
	Drop []int     // of the notices that wait
	Wake time.Time // when there may be more to do; zero: when something comes
}

// Batch are notices that are told together.
type Batch struct {
	Notices []int        // of those that wait
	Count   string       // what it counts as in the day's budget; empty: nothing
	Morning schedule.Day // of « Ton matin »; zero: it is not that
	Until   time.Time    // when it must have gone out: it waits again after that; zero: never
}

// planning is a plan that is being made.
type planning struct {
	*Person
	Plan
	now   time.Time
	today schedule.Day
	left  int  // of the day's budget
	open  bool // « Ton matin » of today has been counted

	morning   Batch
	decisions Batch
	prompts   Batch
}

// Plan says what to do now for the notices that wait.
func (p *Person) Plan(now time.Time) Plan {
	l := &planning{Person: p, now: now.In(p.Zone)}
	l.today = schedule.DayOf(l.now)
	l.morning = Batch{Morning: l.today, Count: "matin/" + l.today.String() + "/" + strconv.Itoa(p.Morning)}
	l.count()
	var hours []int // after « Ton matin », which has the first part of the budget
	for i := range p.Waiting {
		switch n := &p.Waiting[i]; {
		case n.over(now):
			l.Drop = append(l.Drop, i)
		case n.Class == Reply:
			l.Send = append(l.Send, Batch{Notices: []int{i}, Until: n.Until})
		case n.Class == Decision:
			l.decision(i)
		case now.Before(n.At) && (n.Class == Chosen || n.Class == Prompt):
			l.wake(n.At)
		case !now.Before(n.At) && p.Pause.Holds(n.At):
			l.Drop = append(l.Drop, i)
		case n.Class == Chosen || n.Class == Prompt:
			hours = append(hours, i)
		default:
			l.digest(i)
		}
	}
	for _, i := range hours {
		if p.Waiting[i].Class == Prompt {
			l.prompt(i)
		} else {
			l.chosen(i)
		}
	}
	l.end()
	return l.Plan
}

// over reports whether there is no sense in a notice any more.
func (n *Notice) over(now time.Time) bool { return !n.Until.IsZero() && !now.Before(n.Until) }

// count reads what was told today.
func (l *planning) count() {
	l.left = l.room(l.today)
	for _, t := range l.Told {
		l.open = l.open || t.Count == l.morning.Count && schedule.DayOf(t.At.In(l.Zone)) == l.today
	}
}

// room is what is left of the budget of a day.
func (l *planning) room(day schedule.Day) int {
	left, seen := l.Budget, map[string]bool{"": true}
	for _, t := range l.Told {
		if !seen[t.Count] && schedule.DayOf(t.At.In(l.Zone)) == day {
			seen[t.Count] = true
			left--
		}
	}
	return left
}

// wake asks to look again at a time.
func (l *planning) wake(at time.Time) {
	if !at.After(l.now) { // a morning of a day that a zone skips
		at = l.now.Add(time.Minute)
	}
	if l.Wake.IsZero() || at.Before(l.Wake) {
		l.Wake = at
	}
}

func (l *planning) decision(i int) {
	switch n := &l.Waiting[i]; {
	case l.now.Before(n.At):
		l.wake(n.At)
	case l.Quiet.has(l.now):
		l.wake(l.Quiet.end(l.now))
	default:
		l.decisions.Notices = append(l.decisions.Notices, i)
	}
}

// digest joins a notice to « Ton matin » of today, or leaves it to a later one.
func (l *planning) digest(i int) {
	due := l.Waiting[i].At
	at, today := l.release(due, l.today)
	switch {
	case !today:
	case l.now.Before(at):
		l.wake(at)
		return
	case l.Pause.Holds(at):
		l.Drop = append(l.Drop, i)
		return
	case l.Quiet.has(l.now) && l.now.Sub(at) > Late:
		if end := l.Quiet.end(l.now); schedule.DayOf(end) == l.today {
			l.wake(end)
			return
		}
	case l.open || l.left > 0:
		if l.Pause.Holds(l.now) {
			l.Drop = append(l.Drop, i)
			return
		}
		if !l.open {
			l.open, l.left = true, l.left-1
		}
		l.morning.Notices = append(l.morning.Notices, i)
		return
	}
	for d := l.today + 1; ; d++ { // one day of the week at least is chosen
		if at, ok := l.release(due, d); ok {
			l.wake(at)
			return
		}
	}
}

// chosen tells a notice at its hour. One that is late comes on the same day, outside
// quiet hours; one for which there is no room comes with « Ton matin ».
func (l *planning) chosen(i int) {
	n := &l.Waiting[i]
	day, quiet := schedule.DayOf(n.At.In(l.Zone)), l.Quiet.has(l.now)
	sameDay := day == l.today
	switch {
	case l.left > 0 && (sameDay && !quiet || l.now.Sub(n.At) <= Late && l.room(day) > 0): // just after midnight there was room the day before
		if l.Pause.Holds(l.now) {
			l.Drop = append(l.Drop, i)
			return
		}
		l.left--
		l.Send = append(l.Send, Batch{Notices: []int{i}, Count: n.Key})
		return
	case l.left > 0 && sameDay && quiet:
		if end := l.Quiet.end(l.now); schedule.DayOf(end) == l.today {
			l.wake(end)
		}
	}
	l.digest(i)
}

// prompt tells a notice as soon as it may, together with others that may at that moment.
// One that falls due in quiet hours, or for which its day has no room, comes with « Ton
// matin », and on a day without that at the first moment that allows it.
func (l *planning) prompt(i int) {
	n := &l.Waiting[i]
	at := n.At.In(l.Zone)
	quiet, displaced := l.Quiet.has(l.now), l.Quiet.has(at) || schedule.DayOf(at) != l.today
	room := l.left > 0 || len(l.prompts.Notices) > 0
	_, comes := l.release(n.At, l.today)
	switch {
	case !quiet && room && !(displaced && comes):
		if l.Pause.Holds(l.now) {
			l.Drop = append(l.Drop, i)
			return
		}
		if len(l.prompts.Notices) == 0 {
			l.left--
			l.prompts.Count = n.Key
		}
		l.prompts.Notices = append(l.prompts.Notices, i)
		return
	case quiet && room:
		l.wake(l.Quiet.end(l.now))
	case !room:
		l.wake(schedule.At(l.today+1, 0, l.Zone))
	}
	l.digest(i)
}

// end gathers what goes out now, and says until when it can.
func (l *planning) end() {
	if len(l.decisions.Notices) > 0 {
		l.Send = append(l.Send, l.decisions)
	}
	if len(l.morning.Notices) > 0 {
		l.Send = append(l.Send, l.morning)
	}
	if len(l.prompts.Notices) > 0 {
		l.Send = append(l.Send, l.prompts)
	}
	for k := range l.Send {
		b := &l.Send[k]
		until := func(t time.Time) {
			if t.After(l.now) && (b.Until.IsZero() || t.Before(b.Until)) {
				b.Until = t
			}
		}
		for _, i := range b.Notices {
			until(l.Waiting[i].Until)
		}
		if l.Waiting[b.Notices[0]].Class == Reply {
			continue
		}
		if l.Quiet.has(l.now) { // it has a chosen hour, and the time of that
			until(l.now.Add(Late))
		} else {
			until(l.Quiet.begin(l.now))
		}
		if b.Count != "" { // it counts for today
			until(schedule.At(l.today+1, 0, l.Zone))
		}
	}
}
