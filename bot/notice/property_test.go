package notice_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// rounds is how many examples are tried: many in the long trials (REBOND_LONG=1).
func rounds(short, long int) int {
	if os.Getenv("REBOND_LONG") == "1" {
		return long
	}
	return short
}

// walls is what the wall clocks of a zone show at each minute from a start on, found
// by walking: it knows nothing of how the package goes about it.
type walls struct {
	start       time.Time
	day, minute []int32 // days since 1970, minutes of the day
}

var walked sync.Map // of walls, by zone and start

func wallsOf(zone *time.Location, start time.Time) *walls {
	name := fmt.Sprint(zone, start.Unix())
	if w, ok := walked.Load(name); ok {
		return w.(*walls)
	}
	w := &walls{start: start.Add(-26 * time.Hour)}
	for at := w.start; at.Before(start.AddDate(0, 0, 36)); at = at.Add(time.Minute) {
		shown := at.In(zone)
		y, m, d := shown.Date()
		w.day = append(w.day, int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400))
		w.minute = append(w.minute, int32(shown.Hour()*60+shown.Minute()))
	}
	walked.Store(name, w)
	return w
}

// index is the minute that t is in.
func (w *walls) index(t time.Time) int { return int(t.Sub(w.start) / time.Minute) }

func (w *walls) at(index int) time.Time {
	return w.start.Add(time.Duration(index) * time.Minute)
}

func (w *walls) today(t time.Time) int { return int(w.day[w.index(t)]) }

// oracle says what the rules say, for one person.
type oracle struct {
	*walls
	notice.Preferences
	mornings map[int]time.Time // the minute of « Ton matin » of each day on which it comes
}

func newOracle(p notice.Preferences, start time.Time) *oracle {
	o := &oracle{wallsOf(p.Zone, start), p, map[int]time.Time{}}
	for i, minute := range o.minute {
		if int(minute) != p.Morning {
			continue
		}
		day := int(o.day[i])
		if _, known := o.mornings[day]; !known && p.Weekdays.Has((day+3)%7) {
			o.mornings[day] = o.at(i)
		}
	}
	return o
}

func (o *oracle) quiet(t time.Time) bool { return o.quietIn(o.index(t)) }

func (o *oracle) quietIn(index int) bool {
	switch minute, q := int(o.minute[index]), o.Quiet; {
	case q.From == q.To:
		return false
	case q.From < q.To:
		return minute >= q.From && minute < q.To
	default:
		return minute >= q.From || minute < q.To
	}
}

// nextQuiet is when quiet hours begin after t, which is in none; false: not within
// two days.
func (o *oracle) nextQuiet(t time.Time) (time.Time, bool) {
	for i := o.index(t) + 1; i < min(len(o.day), o.index(t)+2*1440); i++ {
		if o.quietIn(i) {
			return o.at(i), true
		}
	}
	return t, false
}

// tomorrow is when the own day of t is over.
func (o *oracle) tomorrow(t time.Time) time.Time {
	i := o.index(t)
	for o.day[i] == o.day[o.index(t)] {
		i++
	}
	return o.at(i)
}

// moment is when what falls due at a time comes with « Ton matin » of a day: at the
// person's own minute, if it falls due by the morning's.
func (o *oracle) moment(due time.Time, day int) (time.Time, bool) {
	morning, comes := o.mornings[day]
	return morning.Add(o.Spread), comes && !due.After(morning)
}

// promptly reports whether what comes as soon as it may is not left to « Ton matin », where
// there is room for it.
func (o *oracle) promptly(n *notice.Notice, t time.Time) bool {
	if o.quiet(t) {
		return false
	}
	if !o.quiet(n.At) && o.today(n.At) == o.today(t) {
		return true
	}
	_, comes := o.moment(n.At, o.today(t))
	return !comes
}

// example is a person, what happens to them and what they are to be told.
type example struct {
	notice.Preferences
	start   time.Time
	arrives []arrival // in order
	pauses  []change  // in order
}

// arrival is a notice that comes to wait at a time.
type arrival struct {
	at time.Time
	notice.Notice
}

// change is a pause from when on a person has it: when they pause or resume.
type change struct {
	at time.Time
	notice.Pause
}

func (e *example) pauseAt(t time.Time) (p notice.Pause) {
	p = e.Pause
	for _, c := range e.pauses {
		if !c.at.After(t) {
			p = c.Pause
		}
	}
	return p
}

func (e *example) paused(t time.Time) bool { return holds(e.pauseAt(t), t) }

func holds(p notice.Pause, t time.Time) bool {
	return !p.From.IsZero() && !t.Before(p.From) && (p.Until.IsZero() || t.Before(p.Until))
}

func (e *example) String() string {
	var b strings.Builder
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return "never"
		}
		return t.In(e.Zone).Format("Mon 2006-01-02 15:04:05 -0700")
	}
	clock := func(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
	fmt.Fprintf(&b, "%s, from %s, morning %s%+v, weekdays %07b, quiet %s–%s, budget %d", e.Zone, stamp(e.start), clock(e.Morning), e.Spread, e.Weekdays, clock(e.Quiet.From), clock(e.Quiet.To), e.Budget)
	if !e.Pause.From.IsZero() {
		fmt.Fprintf(&b, "\n\tpause %s – %s", stamp(e.Pause.From), stamp(e.Pause.Until))
	}
	for _, c := range e.pauses {
		fmt.Fprintf(&b, "\n\tsets at %s: pause %s – %s", stamp(c.at), stamp(c.From), stamp(c.Pause.Until))
	}
	for _, a := range e.arrives {
		fmt.Fprintf(&b, "\n\t%s %s: put %s, due %s, until %s", a.Key, a.Class, stamp(a.at), stamp(a.At), stamp(a.Until))
	}
	return b.String()
}

// fate is what became of a notice.
type fate struct {
	told bool // or dropped
	at   time.Time
}

// reference is what becomes of everything where no step is late: it walks through
// all minutes and looks at each what may come.
func reference(e *example) map[string]fate {
	o := newOracle(e.Preferences, e.start)
	var between []time.Time // the moments that are no whole minutes
	for _, a := range e.arrives {
		if at, ok := o.moment(a.At, o.today(a.At)); ok && !at.Equal(at.Truncate(time.Minute)) {
			between = append(between, at)
		}
	}
	slices.SortFunc(between, time.Time.Compare)

	fates := map[string]fate{}
	displaced := map[string]bool{} // whose hour has come, and no room for it
	var prompted time.Time         // when what comes as soon as it may was last told
	before := 0                    // how many have come to an end
	var waiting []notice.Notice
	counted, counts := 0, map[string]bool{} // of a day
	arrives := e.arrives
	for i := o.index(e.start); i < len(o.day); {
		t := o.at(i)
		if len(between) > 0 && between[0].Before(t) {
			t, between = between[0], between[1:]
		} else {
			i++
		}
		for len(arrives) > 0 && !arrives[0].at.After(t) {
			waiting, arrives = append(waiting, arrives[0].Notice), arrives[1:]
			slices.SortStableFunc(waiting, func(a, b notice.Notice) int { return a.At.Compare(b.At) })
		}
		if len(waiting) == 0 {
			if len(arrives) == 0 {
				break
			}
			continue
		}
		if day := o.today(t); day != counted {
			counted, counts = day, map[string]bool{}
		}
		own := o.mornings[counted].Add(o.Spread)
		is := func(what string, told bool) { fates[what] = fate{told, t} }
		room := func(count string) bool { return counts[count] || len(counts) < e.Budget }
		joins := func(n *notice.Notice) {
			if !t.Equal(own) {
				return
			}
			if at, ok := o.moment(n.At, counted); !ok || !at.Equal(t) {
				return
			}
			if e.paused(t) {
				is(n.Key, false)
			} else if room("matin") {
				counts["matin"] = true
				is(n.Key, true)
			}
		}
		for i := range waiting {
			switch n := &waiting[i]; {
			case !n.Until.IsZero() && !t.Before(n.Until):
				is(n.Key, false)
			case t.Before(n.At):
			case n.Class == notice.Reply:
				is(n.Key, true)
			case n.Class == notice.Decision:
				if !o.quiet(t) {
					is(n.Key, true)
				}
			case t.Equal(n.At) && e.paused(t):
				is(n.Key, false)
			case n.Class == notice.Digest:
				joins(n)
			}
		}
		for i := range waiting {
			n := &waiting[i]
			if _, over := fates[n.Key]; over || n.Class != notice.Chosen && n.Class != notice.Prompt || t.Before(n.At) {
				continue
			}
			if n.Class == notice.Prompt {
				if o.promptly(n, t) && !e.paused(t) && (prompted.Equal(t) || room(n.Key)) {
					if !prompted.Equal(t) {
						counts[n.Key], prompted = true, t
					}
					is(n.Key, true)
				} else if o.promptly(n, t) && (prompted.Equal(t) || room(n.Key)) {
					is(n.Key, false)
				} else {
					joins(n)
				}
				continue
			}
			if !displaced[n.Key] && room(n.Key) {
				counts[n.Key] = true
				is(n.Key, true)
				continue
			}
			displaced[n.Key] = true
			joins(n)
		}
		if ended := len(fates); ended > before {
			before = ended
			waiting = slices.DeleteFunc(waiting, func(n notice.Notice) bool { _, over := fates[n.Key]; return over })
		}
	}
	return fates
}

// life is a store of one person and a composer that has no words, in memory.
type life struct {
	*example
	*oracle
	now      time.Time
	wake     time.Time
	waiting  []notice.Notice
	out      []out
	fates    map[string]fate
	notices  map[string]notice.Notice
	arrived  int
	changed  int
	steps    int
	recalls  int
	deaths   int
	later    func(at time.Time) time.Time // when a step that is to be made at a time is made
	dies     func() bool                  // before a step is written
	vanishes func() bool                  // a batch that was told, to wait again
	log      []string                     // of what was told and dropped
}

// out is a batch that was told.
type out struct {
	at, until time.Time
	count     string
	keys      []string
	vanished  bool
}

func newLife(e *example) *life {
	never := func() bool { return false }
	return &life{example: e, oracle: newOracle(e.Preferences, e.start), now: e.start, fates: map[string]fate{}, notices: map[string]notice.Notice{},
		later: func(at time.Time) time.Time { return at }, dies: never, vanishes: never}
}

// next is when there is something to do; zero: never.
func (l *life) next() (at time.Time) {
	sooner := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	if !l.wake.IsZero() {
		sooner(l.wake)
	}
	if l.arrived < len(l.arrives) {
		sooner(l.arrives[l.arrived].at)
		if l.changed < len(l.pauses) {
			sooner(l.pauses[l.changed].at)
		}
	}
	for _, o := range l.out {
		if o.vanished {
			sooner(o.until)
		}
	}
	return at
}

// runs makes all steps until there is nothing to do.
func (l *life) runs() error {
	for at := l.next(); !at.IsZero(); at = l.next() {
		if at.Before(l.now) {
			at = l.now
		}
		l.now = l.later(at)
		if err := l.step(l.now); err != nil {
			return fmt.Errorf("at %s: %w", l.now.In(l.example.Zone).Format("Mon 2006-01-02 15:04:05.999999999 -0700"), err)
		}
		if weeks := int(l.now.Sub(l.start)/(7*24*time.Hour)) + 1; l.steps > 300*weeks {
			return fmt.Errorf("%d steps in %d weeks", l.steps, weeks)
		}
	}
	return nil
}

// happens lets come what has come until now, whether or not the process is up.
func (l *life) happens(now time.Time) {
	for l.changed < len(l.pauses) && !l.pauses[l.changed].at.After(now) {
		l.changed++
		l.wake = now
	}
	for l.arrived < len(l.arrives) && !l.arrives[l.arrived].at.After(now) {
		n := l.arrives[l.arrived].Notice
		l.arrived++
		l.notices[n.Key] = n
		l.waiting = append(l.waiting, n)
		l.wake = now
	}
	l.out = slices.DeleteFunc(l.out, func(o out) bool {
		if !o.vanished || o.until.After(now) {
			return false
		}
		for _, k := range o.keys {
			delete(l.fates, k)
			l.waiting = append(l.waiting, l.notices[k])
		}
		l.wake = now
		l.recalls++
		return true
	})
	slices.SortStableFunc(l.waiting, func(a, b notice.Notice) int { return a.At.Compare(b.At) })
}

func (l *life) step(now time.Time) error {
	l.steps++
	l.happens(now)
	p := &notice.Person{ID: "p", Preferences: l.example.Preferences, Waiting: l.waiting}
	p.Pause = l.pauseAt(now)
	for _, o := range l.out {
		p.Told = append(p.Told, notice.Told{At: o.at, Count: o.count})
	}
	plan := p.Plan(now)
	if again := p.Plan(now); !reflect.DeepEqual(plan, again) {
		return fmt.Errorf("planned %+v, then %+v", plan, again)
	}
	if err := l.check(p, plan, now); err != nil {
		return fmt.Errorf("%w, in %+v", err, plan)
	}
	if l.dies() {
		l.deaths++
		l.wake = now
		return nil
	}
	stamp := now.In(l.example.Zone).Format("Mon 2 15:04")
	for _, i := range plan.Drop {
		l.fates[l.waiting[i].Key] = fate{false, now}
		l.log = append(l.log, stamp+" no "+l.waiting[i].Key)
	}
	for _, b := range plan.Send {
		o := out{at: now, until: b.Until, count: b.Count, vanished: !b.Until.IsZero() && l.vanishes()}
		for _, i := range b.Notices {
			o.keys = append(o.keys, l.waiting[i].Key)
			l.fates[l.waiting[i].Key] = fate{true, now}
		}
		l.out = append(l.out, o)
		l.log = append(l.log, stamp+" "+strings.Join(o.keys, "+"))
	}
	l.waiting = slices.DeleteFunc(slices.Clone(l.waiting), func(n notice.Notice) bool { _, over := l.fates[n.Key]; return over })
	l.wake = plan.Wake
	return l.checkBudget(now)
}

// checkBudget holds that no own day has more than its budget.
func (l *life) checkBudget(now time.Time) error {
	counts := map[string]bool{}
	for _, o := range l.out {
		if o.count != "" && l.today(o.at) == l.today(now) {
			counts[o.count] = true
		}
	}
	if len(counts) > l.example.Budget {
		return fmt.Errorf("%d messages of a day: %v", len(counts), counts)
	}
	return nil
}

// check holds what is true of each step, late or not.
func (l *life) check(p *notice.Person, plan notice.Plan, now time.Time) error {
	waits := len(p.Waiting)
	done := map[int]bool{}
	for _, i := range plan.Drop {
		if done[i] {
			return fmt.Errorf("%s twice", p.Waiting[i].Key)
		}
		done[i] = true
		if waits--; !l.drops(p, &p.Waiting[i], now) {
			return fmt.Errorf("%s is dropped for nothing", p.Waiting[i].Key)
		}
	}
	mornings := map[string]bool{}
	for _, o := range l.out {
		if l.today(o.at) == l.today(now) && strings.HasPrefix(o.count, "matin") {
			mornings[o.count] = true
		}
	}
	for _, b := range plan.Send {
		if len(b.Notices) == 0 {
			return fmt.Errorf("an empty batch")
		}
		for _, i := range b.Notices {
			if done[i] {
				return fmt.Errorf("%s twice", p.Waiting[i].Key)
			}
			done[i] = true
			waits--
			if err := l.checkTold(p, &b, &p.Waiting[i], now); err != nil {
				return fmt.Errorf("%s %s: %w", p.Waiting[i].Class, p.Waiting[i].Key, err)
			}
		}
		if err := l.checkUntil(p, &b, now); err != nil {
			return fmt.Errorf("%s: %w", p.Waiting[b.Notices[0]].Key, err)
		}
		if b.Morning != 0 {
			mornings[b.Count] = true
		}
	}
	if len(mornings) > 1 {
		return fmt.Errorf("one morning counts as %v", mornings)
	}
	switch {
	case waits > 0 && plan.Wake.IsZero():
		return fmt.Errorf("%d wait for nothing", waits)
	case !plan.Wake.IsZero() && !plan.Wake.After(now):
		return fmt.Errorf("wakes at %s", plan.Wake.In(p.Zone))
	}
	return nil
}

// checkTold holds that a notice may be told now.
func (l *life) checkTold(p *notice.Person, b *notice.Batch, n *notice.Notice, now time.Time) error {
	quiet, sameDay := l.quiet(now), l.today(n.At) == l.today(now)
	if !n.Until.IsZero() && !now.Before(n.Until) {
		return fmt.Errorf("it has no sense any more")
	}
	if n.Class == notice.Reply {
		if b.Count != "" || b.Morning != 0 {
			return fmt.Errorf("a reply counts")
		}
		return nil
	}
	if now.Before(n.At) {
		return fmt.Errorf("too early")
	}
	if n.Class == notice.Decision {
		if quiet || b.Count != "" || b.Morning != 0 {
			return fmt.Errorf("quiet: %t", quiet)
		}
		return nil
	}
	if holds(p.Pause, now) || holds(p.Pause, n.At) {
		return fmt.Errorf("in a pause")
	}
	if b.Count == "" {
		return fmt.Errorf("it does not count")
	}
	if b.Morning == 0 {
		late := now.Sub(n.At) > 15*time.Minute
		switch {
		case n.Class == notice.Prompt:
			for _, i := range b.Notices {
				if p.Waiting[i].Class != notice.Prompt {
					return fmt.Errorf("with what is not as urgent")
				}
			}
			if quiet {
				return fmt.Errorf("in quiet hours")
			}
			if !l.promptly(n, now) {
				return fmt.Errorf("before the morning that it belongs to")
			}
		case n.Class != notice.Chosen || len(b.Notices) > 1:
			return fmt.Errorf("not in the morning")
		case late && (quiet || !sameDay):
			return fmt.Errorf("late, quiet: %t", quiet)
		}
		return nil
	}
	at, ok := l.moment(n.At, l.today(now))
	switch {
	case int(b.Morning) != l.today(now):
		return fmt.Errorf("in the morning of %s", b.Morning)
	case !ok || now.Before(at.Add(-time.Millisecond)):
		return fmt.Errorf("before its morning, %s", at)
	case quiet && now.Sub(at) > 15*time.Minute:
		return fmt.Errorf("late in quiet hours")
	}
	return nil
}

// checkUntil holds that a batch has some time to go out, and not too much.
func (l *life) checkUntil(p *notice.Person, b *notice.Batch, now time.Time) error {
	if !b.Until.IsZero() && !b.Until.After(now) {
		return fmt.Errorf("has no time to go out: until %s", b.Until.In(p.Zone))
	}
	if p.Waiting[b.Notices[0]].Class == notice.Reply {
		return nil
	}
	after := func(t time.Time) bool { return b.Until.IsZero() || b.Until.After(t) }
	if next, comes := l.nextQuiet(now); comes && !l.quiet(now) && after(next) {
		return fmt.Errorf("may go out until %s, in the quiet hours from %s", b.Until.In(p.Zone), next.In(p.Zone))
	}
	if b.Count != "" && after(l.tomorrow(now)) {
		return fmt.Errorf("may go out the day after: until %s", b.Until.In(p.Zone))
	}
	return nil
}

// drops reports whether a pause or its end takes a notice away now.
func (l *life) drops(p *notice.Person, n *notice.Notice, now time.Time) bool {
	if !n.Until.IsZero() && !now.Before(n.Until) {
		return true
	}
	if n.Class == notice.Reply || n.Class == notice.Decision || now.Before(n.At) {
		return false
	}
	if holds(p.Pause, n.At) {
		return true
	}
	at, comes := l.moment(n.At, l.today(now))
	comes = comes && !now.Before(at.Add(-time.Millisecond))
	if comes && holds(p.Pause, at) { // its morning was in the pause, and the step is late
		return true
	}
	if !holds(p.Pause, now) {
		return false
	}
	// Would it come now, if there were no pause?
	counts := map[string]bool{}
	opened := false
	for _, o := range l.out {
		if o.count != "" && l.today(o.at) == l.today(now) {
			counts[o.count] = true
			opened = opened || strings.HasPrefix(o.count, "matin")
		}
	}
	room, quiet := len(counts) < p.Budget, l.quiet(now)
	if n.Class == notice.Chosen && room && (now.Sub(n.At) <= 15*time.Minute || l.today(n.At) == l.today(now) && !quiet) {
		return true
	}
	if n.Class == notice.Prompt && room && l.promptly(n, now) {
		return true
	}
	return comes && (opened || room) && (!quiet || now.Sub(at) <= 15*time.Minute)
}

// nights are when the clocks of a zone change in a year, and its beginning.
func nights(zone *time.Location, year int) []time.Time {
	at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	all := []time.Time{at.AddDate(0, 5, 10)}
	_, before := at.In(zone).Zone()
	for ; at.Year() == year; at = at.Add(time.Hour) {
		if _, offset := at.In(zone).Zone(); offset != before {
			all, before = append(all, at), offset
		}
	}
	return all
}

var zones = []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "America/St_Johns", "Africa/Cairo", "America/Santiago"}

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

// anyExample is a person around a night.
func anyExample(random *rand.Rand, zone *time.Location, night time.Time) *example {
	const minute, day = time.Minute, 24 * time.Hour
	e := &example{start: night.Truncate(time.Hour).Add(-2 * day)}
	e.Preferences = notice.Preferences{
		Zone:     zone,
		Morning:  notice.EarliestMorning + random.IntN(notice.LatestMorning-notice.EarliestMorning+1),
		Weekdays: pick(random, notice.Everyday, notice.Everyday, schedule.Set(0b11111), 1+schedule.Set(random.IntN(127))),
		Budget:   1 + random.IntN(5),
		Spread:   time.Duration(1+random.IntN(10)) * minute,
	}
	switch random.IntN(5) {
	case 0: // none
	case 1:
		e.Quiet = notice.DefaultQuiet()
	case 2: // around the hours at which clocks change
		e.Quiet = notice.Quiet{From: random.IntN(240), To: random.IntN(240)}
	default:
		e.Quiet = notice.Quiet{From: random.IntN(1440), To: random.IntN(1440)}
	}
	var off time.Duration // the moments between two minutes are of three seconds each, and may be found a nanosecond before
	if e.Spread%(5*minute) != 0 {
		off = time.Second
	}

	w := wallsOf(zone, e.start)
	some := func(from, to time.Duration) time.Duration {
		return from + time.Duration(random.Int64N(int64((to-from)/minute)+1))*minute
	}
	due := func() time.Time {
		at := e.start.Add(some(0, 6*day))
		if random.IntN(3) == 0 {
			return at
		}
		// A minute at which something begins or ends.
		special := int32(pick(random, 0, e.Morning, e.Morning+int(e.Spread/minute), e.Morning+10, e.Morning+random.IntN(25)-12, e.Quiet.From, e.Quiet.From-1, e.Quiet.To, random.IntN(240), 1425+random.IntN(15)))
		for i := w.index(at); i < w.index(at)+2*1440; i++ {
			if w.minute[i] == special {
				return w.at(i)
			}
		}
		return at
	}
	for i := range random.IntN(26) {
		n := notice.Notice{Key: strconv.Itoa(i), At: due()}
		n.Class = pick(random, notice.Digest, notice.Digest, notice.Digest, notice.Chosen, notice.Chosen, notice.Chosen, notice.Prompt, notice.Prompt, notice.Decision, notice.Reply)
		at := n.At
		if random.IntN(2) == 0 && n.Class != notice.Reply {
			if at = at.Add(-some(0, 2*day)); at.Before(e.start) {
				at = e.start
			}
		}
		if random.IntN(4) == 0 {
			n.Until = n.At.Add(pick(random, minute, 10*minute, some(minute, 4*60*minute), some(minute, 3*day)) + off)
		}
		e.arrives = append(e.arrives, arrival{at, n})
	}
	slices.SortStableFunc(e.arrives, func(a, b arrival) int { return a.at.Compare(b.at) })

	if random.IntN(5) < 2 {
		return e
	}
	p := notice.Pause{From: e.start.Add(some(0, 5*day) + off)}
	if random.IntN(3) > 0 {
		p.Until = p.From.Add(some(minute, 3*day))
	}
	if random.IntN(2) == 0 {
		e.Pause = p
	} else {
		e.pauses = append(e.pauses, change{p.From, p})
	}
	if at := p.From.Add(some(minute, 2*day)); random.IntN(2) == 0 && (p.Until.IsZero() || at.Before(p.Until)) {
		e.pauses = append(e.pauses, change{at, notice.Pause{From: p.From, Until: at}})
	}
	return e
}

// examples tries some of all zones. What fails can be tried again alone:
// REBOND_SEED=seed/number.
func examples(t *testing.T, each int, years []int, names []string, try func(*rand.Rand, *example) error) {
	seed, only := rand.Uint64(), -1
	if again := os.Getenv("REBOND_SEED"); again != "" {
		if _, err := fmt.Sscanf(again, "%d/%d", &seed, &only); err != nil {
			t.Fatal(err)
		}
	}
	number := 0
	for _, name := range names {
		zone := mustZone(name)
		for _, year := range years {
			for _, night := range nights(zone, year) {
				for range each {
					if number++; only >= 0 && number != only {
						continue
					}
					random := rand.New(rand.NewPCG(seed, uint64(number)))
					e := anyExample(random, zone, night)
					if err := try(random, e); err != nil {
						t.Fatalf("REBOND_SEED=%d/%d: %v\n%v", seed, number, err, e)
					}
				}
			}
		}
	}
}

// agrees holds that everything became what the reference says, at the same moment.
func (l *life) agrees() error {
	want := reference(l.example)
	stamp := func(f fate) string {
		what := "dropped "
		if f.told {
			what = "told "
		}
		return what + f.at.In(l.example.Zone).Format("Mon 2006-01-02 15:04:05 -0700")
	}
	for _, a := range l.arrives {
		got, over := l.fates[a.Key]
		should, known := want[a.Key]
		switch {
		case !over || !known:
			return fmt.Errorf("%s is lost: %t, by the reference %t", a.Key, !over, !known)
		case got.told != should.told || got.told && got.at.Sub(should.at).Abs() > time.Millisecond:
			return fmt.Errorf("%s %s is %s; should be %s", a.Class, a.Key, stamp(got), stamp(should))
		}
	}
	return nil
}

// TestPlanAgreesWithBruteForce steps exactly when the plan asks for it: each notice is
// told once, at the first minute that allows it.
func TestPlanAgreesWithBruteForce(t *testing.T) {
	told := 0
	examples(t, rounds(4, 20), []int{2026}, zones, func(_ *rand.Rand, e *example) error {
		l := newLife(e)
		if err := l.runs(); err != nil {
			return err
		}
		told += len(l.out)
		return l.agrees()
	})
	t.Logf("%d batches", told)
}

// TestStepsMoreAgreeWithBruteForce looks again and again when nobody asked for it, and
// dies now and then before a step is written: all comes when it came without that.
func TestStepsMoreAgreeWithBruteForce(t *testing.T) {
	examples(t, rounds(2, 15), []int{2026}, zones, func(random *rand.Rand, e *example) error {
		l := newLife(e)
		more := 0
		l.later = func(at time.Time) time.Time {
			if gap := at.Sub(l.now); gap > 0 && more < 100 && random.IntN(2) == 0 {
				more++
				return l.now.Add(time.Duration(random.Int64N(int64(gap))))
			}
			return at
		}
		l.dies = func() bool { return random.IntN(10) == 0 }
		if err := l.runs(); err != nil {
			return err
		}
		return l.agrees()
	})
}

// TestKilledAndLate lets the process be down for minutes or days, die before a step is
// written, and lose what was told, which waits again then: nothing is told twice, in
// quiet hours or past the budget, and nothing is lost but by a pause or its own end.
func TestKilledAndLate(t *testing.T) {
	deaths, recalls := 0, 0
	examples(t, rounds(5, 40), []int{2026}, zones, func(random *rand.Rand, e *example) error {
		l := newLife(e)
		rough := func() bool { return l.now.Before(e.start.AddDate(0, 0, 8)) }
		more := 0
		l.later = func(at time.Time) time.Time {
			gap := at.Sub(l.now)
			switch kind := random.IntN(10); {
			case !rough():
			case kind < 3 && gap > 0 && more < 100:
				more++
				return l.now.Add(time.Duration(random.Int64N(int64(gap))))
			case kind < 5:
				return at.Add(time.Duration(random.Int64N(int64(90 * time.Minute))))
			case kind < 6:
				return at.Add(time.Duration(random.Int64N(int64(48 * time.Hour))))
			}
			return at
		}
		l.dies = func() bool { return rough() && random.IntN(8) == 0 }
		l.vanishes = func() bool { return rough() && random.IntN(5) == 0 }
		if err := l.runs(); err != nil {
			return err
		}
		deaths, recalls = deaths+l.deaths, recalls+l.recalls
		if len(l.fates) != len(e.arrives) {
			return fmt.Errorf("only %d of %d have come to an end", len(l.fates), len(e.arrives))
		}
		return nil
	})
	t.Logf("%d deaths, %d batches told again", deaths, recalls)
}

// TestArrivalAgrees looks through all mornings for the first that what falls due can
// still join.
func TestArrivalAgrees(t *testing.T) {
	examples(t, rounds(2, 35), []int{2026}, zones, func(random *rand.Rand, e *example) error {
		o := newOracle(e.Preferences, e.start)
		for range 20 {
			due := e.start.Add(2*24*time.Hour + time.Duration(random.Int64N(int64(8*24*time.Hour))))
			if random.IntN(3) == 0 {
				due = e.Arrival(due, due) // the very last moment
			}
			now := due.Add(time.Duration(random.Int64N(int64(4*24*time.Hour))) - 2*24*time.Hour)
			var want time.Time
			for _, morning := range o.mornings {
				if !due.After(morning) && morning.Add(e.Spread).After(now) && (want.IsZero() || morning.Before(want)) {
					want = morning
				}
			}
			if got := e.Arrival(due, now); !got.Equal(want) {
				return fmt.Errorf("due %s, at %s: %s; should be %s", due.In(e.Zone), now.In(e.Zone), got.In(e.Zone), want.In(e.Zone))
			}
		}
		return nil
	})
}

// FuzzPlan makes plans of anything, one after the other as they ask for it: they come
// to an end within few steps, and keep to the budget.
func FuzzPlan(f *testing.F) {
	f.Add(uint8(0), uint32(1000), uint16(570), uint8(127), uint16(1200), uint16(480), uint8(3), int16(0), uint16(0), uint16(0), []byte{0, 0, 10, 0, 1, 0, 200, 0, 2, 1, 44, 9})
	f.Add(uint8(1), uint32(900_000), uint16(1380), uint8(1), uint16(0), uint16(0), uint8(1), int16(600), uint16(500), uint16(0), []byte{1, 0, 10, 200, 1, 0, 10, 0, 0, 255, 255, 1, 3, 0, 0, 0})
	f.Add(uint8(6), uint32(400_000), uint16(240), uint8(64), uint16(1439), uint16(1), uint8(10), int16(-600), uint16(1), uint16(3000), []byte{1, 0, 10, 200, 0, 0, 10, 0, 0, 0, 255, 1})
	f.Fuzz(func(t *testing.T, zone uint8, start uint32, morning uint16, weekdays uint8, from, to uint16, budget uint8, spread int16, pause, pauseEnd uint16, notices []byte) {
		p := &notice.Person{ID: "p", Preferences: notice.Preferences{
			Zone:     mustZone(zones[int(zone)%len(zones)]),
			Morning:  notice.EarliestMorning + int(morning)%(notice.LatestMorning-notice.EarliestMorning+1),
			Weekdays: 1 + schedule.Set(weekdays%127),
			Quiet:    notice.Quiet{From: int(from) % 1440, To: int(to) % 1440},
			Budget:   1 + int(budget)%notice.MaxBudget,
			Spread:   time.Duration(uint16(spread)%601) * time.Second,
		}}
		now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(start%(20*365*1440)) * time.Minute)
		if pause > 0 {
			p.Pause.From = now.Add(time.Duration(pause) * time.Minute)
		}
		if pauseEnd > 0 {
			p.Pause.Until = p.Pause.From.Add(time.Duration(pauseEnd) * time.Minute)
		}
		for i := 0; i+4 <= len(notices) && i < 4*60; i += 4 { // class, when it is due: two bytes around now, until
			n := notice.Notice{Key: strconv.Itoa(i), At: now.Add(time.Duration(int16(notices[i+1])<<8|int16(notices[i+2])) * time.Minute)}
			n.Class = []notice.Class{notice.Digest, notice.Chosen, notice.Decision, notice.Reply, notice.Prompt}[notices[i]%5]
			if notices[i+3] > 0 {
				n.Until = n.At.Add(time.Duration(notices[i+3]) * 10 * time.Minute)
			}
			p.Waiting = append(p.Waiting, n)
		}
		slices.SortStableFunc(p.Waiting, func(a, b notice.Notice) int { return a.At.Compare(b.At) })
		for steps := 0; len(p.Waiting) > 0; steps++ {
			plan := p.Plan(now)
			over := slices.Clone(plan.Drop)
			for _, b := range plan.Send {
				over = append(over, b.Notices...)
				p.Told = append(p.Told, notice.Told{At: now, Count: b.Count})
			}
			counts := map[string]bool{}
			for _, told := range p.Told {
				if told.Count != "" && told.At.In(p.Zone).Format(time.DateOnly) == now.In(p.Zone).Format(time.DateOnly) {
					counts[told.Count] = true
				}
			}
			slices.Sort(over)
			switch {
			case len(counts) > p.Budget:
				t.Fatalf("%d messages of a day, budget %d", len(counts), p.Budget)
			case len(slices.Compact(slices.Clone(over))) != len(over):
				t.Fatalf("twice: %v", over)
			case len(over) < len(p.Waiting) && !plan.Wake.After(now):
				t.Fatalf("%d wait at %s until %s", len(p.Waiting)-len(over), now, plan.Wake)
			case steps > 1000:
				t.Fatalf("still at it after %d steps, %s", steps, now)
			}
			var left []notice.Notice
			for i, n := range p.Waiting {
				if !slices.Contains(over, i) {
					left = append(left, n)
				}
			}
			p.Waiting, now = left, plan.Wake
		}
	})
}

// BenchmarkPlan plans for a person for whom five notices wait.
func BenchmarkPlan(b *testing.B) {
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, mustZone("Europe/Paris"))
	p := notice.Person{ID: "p", Lang: bot.FR, Preferences: notice.Preferences{Zone: now.Location(), Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: notice.DefaultBudget}}
	for i, class := range []notice.Class{notice.Digest, notice.Digest, notice.Chosen, notice.Decision, notice.Digest} {
		p.Waiting = append(p.Waiting, notice.Notice{Key: strconv.Itoa(i), Class: class, At: now.Add(time.Duration(i-2) * 8 * time.Hour)})
	}
	p.Told = []notice.Told{{At: now.Add(-time.Hour), Count: "a"}, {At: now.Add(-20 * time.Hour), Count: "b"}}
	b.ReportAllocs()
	for b.Loop() {
		p.Plan(now)
	}
}
