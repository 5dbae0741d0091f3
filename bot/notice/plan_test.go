package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// Days are told from Monday 23 November 2026 on; they are put by the clocks of Paris,
// and come by the person's own.
var paris = mustZone("Europe/Paris")

// on reads a time: "Mon 23 09:30".
func on(text string) time.Time {
	t, err := time.ParseInLocation("2006-01 Mon 2 15:04", "2026-11 "+text, paris)
	if err != nil {
		panic(err)
	}
	if t.Format("Mon") != text[:3] {
		panic(text + " is a " + t.Format("Mon"))
	}
	return t
}

// puts reads notices, that are known from the beginning: "a digest Mon 23 08:00",
// "b chosen Mon 23 21:00 until Mon 23 22:00". A reply comes when it is due.
func puts(e *example, text string) {
	for one := range strings.SplitSeq(text, "; ") {
		what, until, ends := strings.Cut(one, " until ")
		word := strings.SplitN(what, " ", 3)
		n := notice.Notice{Key: word[0], Class: notice.Class(word[1]), At: on(word[2])}
		if ends {
			n.Until = on(until)
		}
		at := e.start
		if n.Class == notice.Reply {
			at = n.At
		}
		e.arrives = append(e.arrives, arrival{at, n})
	}
	slices.SortStableFunc(e.arrives, func(a, b arrival) int { return a.at.Compare(b.at) })
}

// usual is somebody who has chosen nothing, in the middle of the spread.
func usual() *example {
	return &example{start: on("Mon 23 00:00"), Preferences: notice.Preferences{
		Zone: paris, Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: notice.DefaultBudget,
	}}
}

// The ways in which a person is not the usual one.
type has func(*example)

func morning(minute int) has { return func(e *example) { e.Morning = minute } }
func quiet(from, to int) has { return func(e *example) { e.Quiet = notice.Quiet{From: from, To: to} } }
func budget(n int) has       { return func(e *example) { e.Budget = n } }
func spread(minutes int) has {
	return func(e *example) { e.Spread = time.Duration(minutes) * time.Minute }
}
func days(s schedule.Set) has    { return func(e *example) { e.Weekdays = s } }
func in(zone string) has         { return func(e *example) { e.Zone = mustZone(zone) } }
func pause(from, end string) has { return func(e *example) { e.Pause = span(from, end) } }

// resumes is a pause that is over sooner than it was to be.
func resumes(from, at string) has {
	return func(e *example) {
		e.Pause = span(from, "")
		e.pauses = []change{{on(at), span(from, at)}}
	}
}

func span(from, end string) notice.Pause {
	p := notice.Pause{From: on(from)}
	if end != "" {
		p.Until = on(end)
	}
	return p
}

// clock is a minute of the day.
func clock(hour, minute int) int { return hour*60 + minute }

const workdays = schedule.Set(0b11111)

// TestPlan tells days as they are lived: what waits, when the process is down, and what
// comes then; "no" is what comes no more.
func TestPlan(t *testing.T) {
	for _, c := range []struct {
		name  string
		who   []has
		waits string
		down  string // from – to, in which no step is made
		want  string
	}{
		// « Ton matin ».
		{"the morning is at 9:30", nil, "a digest Mon 23 08:00", "", "Mon 23 09:30 a"},
		{"several come in one message", []has{budget(1)}, "a digest Sun 22 10:00; b digest Mon 23 03:00; c digest Mon 23 09:00", "", "Mon 23 09:30 a+b+c"},
		{"due after the morning: tomorrow's", nil, "a digest Mon 23 11:00", "", "Tue 24 09:30 a"},
		{"due in the morning's minute", nil, "a digest Mon 23 09:30", "", "Mon 23 09:30 a"},
		{"due soon after the morning: the next one", []has{budget(1)}, "a digest Mon 23 08:00; b digest Mon 23 09:34", "", "Mon 23 09:30 a, Tue 24 09:30 b"},
		{"due ten minutes after", nil, "a digest Mon 23 09:40", "", "Tue 24 09:30 a"},
		{"due eleven minutes after", nil, "a digest Mon 23 09:41", "", "Tue 24 09:30 a"},
		{"the first in the spread", []has{spread(1)}, "a digest Mon 23 08:00; b digest Mon 23 09:30", "", "Mon 23 09:31 a+b"},
		{"the last in the spread", []has{spread(10)}, "a digest Mon 23 08:00; b digest Mon 23 09:31", "", "Mon 23 09:40 a, Tue 24 09:40 b"},
		{"by the clocks of New York, six hours behind", []has{in("America/New_York")}, "a digest Mon 23 15:00; b digest Mon 23 16:00", "", "Mon 23 09:30 a, Tue 24 09:30 b"},
		{"Friday's on Monday", []has{days(workdays)}, "a digest Fri 27 11:00", "", "Mon 30 09:30 a"},
		{"Friday's on Friday", []has{days(workdays)}, "a digest Fri 27 09:00", "", "Fri 27 09:30 a"},
		{"on Sundays only", []has{days(1 << 6)}, "a digest Mon 23 09:00", "", "Sun 29 09:30 a"},
		{"a morning in quiet hours", []has{morning(clock(7, 0))}, "a digest Mon 23 06:00", "", "Mon 23 07:00 a"},

		// The budget.
		{"budget spent: tomorrow's morning", []has{budget(1)}, "a chosen Mon 23 08:30; b digest Mon 23 09:00", "", "Mon 23 08:30 a, Tue 24 09:30 b"},
		{"the morning is one of the day's", []has{budget(2)}, "a digest Mon 23 08:00; b digest Mon 23 08:10; c chosen Mon 23 12:00; d chosen Mon 23 13:00", "", "Mon 23 09:30 a+b, Mon 23 12:00 c, Tue 24 09:30 d"},
		{"the morning has the first of it", []has{budget(1)}, "a chosen Mon 23 09:30; b digest Mon 23 09:30", "", "Mon 23 09:30 b+a"},
		{"spent for days", []has{budget(1)}, "a chosen Mon 23 08:30; b digest Mon 23 09:00; c chosen Tue 24 08:30; d chosen Wed 25 08:30", "", "Mon 23 08:30 a, Tue 24 08:30 c, Wed 25 08:30 d, Thu 26 09:30 b"},
		{"no room until it has no sense", []has{budget(1)}, "a chosen Mon 23 08:30; b digest Mon 23 09:00 until Mon 23 18:00", "", "Mon 23 08:30 a, Tue 24 09:30 no b"},

		// Chosen hours.
		{"chosen in quiet hours", nil, "a chosen Mon 23 21:00", "", "Mon 23 21:00 a"},
		{"chosen at night", nil, "a chosen Tue 24 03:00", "", "Tue 24 03:00 a"},
		{"chosen, but no room: with the morning", []has{budget(1)}, "a chosen Mon 23 12:00; b chosen Mon 23 21:00; c digest Mon 23 13:00", "", "Mon 23 12:00 a, Tue 24 09:30 c+b"},
		{"each for itself", nil, "a chosen Mon 23 12:00; b chosen Mon 23 12:00", "", "Mon 23 12:00 a, Mon 23 12:00 b"},
		{"two in one minute, and room for one", []has{budget(1)}, "a chosen Mon 23 12:00; b chosen Mon 23 12:00", "", "Mon 23 12:00 a, Tue 24 09:30 b"},
		{"yesterday's has no room of today's", []has{budget(1)}, "a chosen Mon 23 12:00; b chosen Mon 23 23:55; c chosen Tue 24 00:05", "", "Mon 23 12:00 a, Tue 24 00:05 c, Wed 25 09:30 b"},

		// As soon as it may.
		{"at once by day", nil, "a soon Mon 23 12:00", "", "Mon 23 12:00 a"},
		{"before the morning it does not wait for it", nil, "a soon Mon 23 08:30; b digest Mon 23 08:00", "", "Mon 23 08:30 a, Mon 23 09:30 b"},
		{"never in quiet hours: with the morning", nil, "a soon Mon 23 21:00; b soon Tue 24 03:00; c digest Mon 23 13:00", "", "Tue 24 09:30 c+a+b"},
		{"never in quiet hours, a little late either", nil, "a soon Mon 23 19:55", "Mon 23 19:50 – Mon 23 20:05", "Tue 24 09:30 a"},
		{"a day without a morning: at the end of quiet hours", []has{days(1)}, "a soon Mon 23 21:00", "", "Tue 24 08:00 a"},
		{"several that may at once in one message", []has{budget(1)}, "a soon Mon 23 12:00; b soon Mon 23 12:00", "", "Mon 23 12:00 a+b"},
		{"no room: with the morning", []has{budget(1)}, "a chosen Mon 23 12:00; b soon Mon 23 13:00; c soon Mon 23 14:00", "", "Mon 23 12:00 a, Tue 24 09:30 b+c"},
		{"no room, and no morning tomorrow: when there is some", []has{budget(1), days(1)}, "a chosen Mon 23 12:00; b soon Mon 23 13:00", "", "Mon 23 12:00 a, Tue 24 08:00 b"},
		{"the morning has its part of the budget first", []has{budget(1)}, "a digest Mon 23 09:00; b soon Mon 23 09:35", "", "Mon 23 09:30 a, Tue 24 09:30 b"},
		{"a pause takes it", []has{pause("Mon 23 10:00", "Mon 23 18:00")}, "a soon Mon 23 12:00", "", "Mon 23 12:00 no a"},

		// Decisions and replies.
		{"a decision at 22:00 waits", nil, "a decision Mon 23 22:00", "", "Tue 24 08:00 a"},
		{"a decision by day", nil, "a decision Mon 23 12:00", "", "Mon 23 12:00 a"},
		{"decisions at the end of quiet hours together", nil, "a decision Mon 23 22:00; b decision Tue 24 02:00", "", "Tue 24 08:00 a+b"},
		{"a decision counts as nothing", []has{budget(1)}, "a decision Mon 23 08:30; b digest Mon 23 09:00; c decision Mon 23 10:00", "", "Mon 23 08:30 a, Mon 23 09:30 b, Mon 23 10:00 c"},
		{"a reply at once, and it counts as nothing", []has{budget(1)}, "a reply Mon 23 03:00; b digest Mon 23 09:00; c reply Mon 23 22:00", "", "Mon 23 03:00 a, Mon 23 09:30 b, Mon 23 22:00 c"},

		// A pause.
		{"a pause takes all but decisions and replies", []has{pause("Mon 23 07:00", "Tue 24 07:00")}, "a digest Mon 23 08:00; b chosen Mon 23 12:00; c decision Mon 23 13:00; d reply Mon 23 14:00", "", "Mon 23 09:30 no a, Mon 23 12:00 no b, Mon 23 13:00 c, Mon 23 14:00 d"},
		{"a morning in a pause takes what was due before", []has{pause("Mon 23 09:00", "Mon 23 12:00")}, "a digest Mon 23 08:00", "", "Mon 23 09:30 no a"},
		{"due in a pause that is over in the morning", []has{pause("Mon 23 07:00", "Mon 23 09:00")}, "a digest Mon 23 08:00", "", "Mon 23 09:30 no a"},
		{"a pause between what is due and the morning", []has{pause("Mon 23 20:00", "Tue 24 09:00")}, "a digest Mon 23 11:00", "", "Tue 24 09:30 a"},
		{"a pause with no end", []has{pause("Mon 23 12:00", "")}, "a digest Mon 23 08:00; b digest Mon 23 11:00; c chosen Wed 25 12:00; d decision Wed 25 12:00", "", "Mon 23 09:30 a, Tue 24 09:30 no b, Wed 25 12:00 no c, Wed 25 12:00 d"},
		{"the beginning of a pause is of it", []has{pause("Mon 23 12:00", "Mon 23 13:00")}, "a chosen Mon 23 12:00; b chosen Mon 23 13:00", "", "Mon 23 12:00 no a, Mon 23 13:00 b"},
		{"resumed", []has{resumes("Mon 23 07:00", "Mon 23 10:00")}, "a chosen Mon 23 08:30; b chosen Mon 23 12:00; c digest Mon 23 10:00", "", "Mon 23 08:30 no a, Mon 23 12:00 b, Tue 24 09:30 c"},

		// The end of what has no sense any more.
		{"over before the morning", nil, "a digest Mon 23 11:00 until Mon 23 18:00", "", "Tue 24 09:30 no a"},
		{"not over in the morning", nil, "a digest Mon 23 11:00 until Tue 24 09:31", "", "Tue 24 09:30 a"},
		{"over in the morning's minute", nil, "a digest Mon 23 11:00 until Tue 24 09:30", "", "Tue 24 09:30 no a"},
		{"a decision that is over before quiet hours", nil, "a decision Mon 23 22:00 until Tue 24 07:00", "", "Tue 24 08:00 no a"},

		// A process that was down.
		{"a late morning", nil, "a digest Mon 23 08:00; b digest Mon 23 11:00", "Mon 23 09:00 – Mon 23 15:00", "Mon 23 15:00 a, Tue 24 09:30 b"},
		{"a morning late at 23:00", nil, "a digest Mon 23 08:00", "Mon 23 09:00 – Mon 23 23:00", "Tue 24 09:30 a"},
		{"a late morning before the end of quiet hours", []has{morning(clock(7, 0))}, "a digest Mon 23 06:00", "Mon 23 06:30 – Mon 23 07:40", "Mon 23 08:00 a"},
		{"a morning in quiet hours a little late", []has{morning(clock(7, 0))}, "a digest Mon 23 06:00", "Mon 23 06:30 – Mon 23 07:15", "Mon 23 07:15 a"},
		{"a morning in quiet hours later than that", []has{morning(clock(7, 0))}, "a digest Mon 23 06:00", "Mon 23 06:30 – Mon 23 07:16", "Mon 23 08:00 a"},
		{"a morning late until the day after", nil, "a digest Mon 23 08:00", "Mon 23 09:00 – Tue 24 08:30", "Tue 24 09:30 a"},
		{"a late morning on a day without", []has{days(workdays)}, "a digest Fri 27 08:00", "Fri 27 09:00 – Sat 28 12:00", "Mon 30 09:30 a"},
		{"a chosen hour late on its day", nil, "a chosen Mon 23 12:00", "Mon 23 11:00 – Mon 23 16:00", "Mon 23 16:00 a"},
		{"a chosen hour a little late in quiet hours", nil, "a chosen Mon 23 21:00", "Mon 23 20:30 – Mon 23 21:15", "Mon 23 21:15 a"},
		{"a chosen hour late in quiet hours", nil, "a chosen Mon 23 21:00", "Mon 23 20:30 – Mon 23 21:16", "Tue 24 09:30 a"},
		{"a chosen hour of the small hours", nil, "a chosen Mon 23 06:00", "Mon 23 05:00 – Mon 23 07:00", "Mon 23 08:00 a"},
		{"a chosen hour a little late on the day after", nil, "a chosen Mon 23 23:55", "Mon 23 23:50 – Tue 24 00:05", "Tue 24 00:05 a"},
		{"a chosen hour of yesterday", nil, "a chosen Mon 23 12:00", "Mon 23 11:00 – Tue 24 09:00", "Tue 24 09:30 a"},
		{"a chosen hour of yesterday, after the morning", nil, "a chosen Mon 23 12:00", "Mon 23 11:00 – Tue 24 16:00", "Tue 24 16:00 a"},
		{"a pause that has begun since", []has{pause("Mon 23 12:00", "Mon 23 18:00")}, "a digest Mon 23 08:00; b chosen Mon 23 11:30", "Mon 23 09:00 – Mon 23 15:00", "Mon 23 15:00 no a, Mon 23 15:00 no b"},
		{"a decision late", nil, "a decision Mon 23 12:00", "Mon 23 09:00 – Mon 23 21:00", "Tue 24 08:00 a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := usual()
			for _, set := range c.who {
				set(e)
			}
			puts(e, c.waits)
			l := newLife(e)
			if from, to, down := strings.Cut(c.down, " – "); down {
				l.later = func(at time.Time) time.Time {
					if !at.Before(on(from)) && at.Before(on(to)) {
						return on(to)
					}
					return at
				}
			}
			err := l.runs()
			if got := strings.Join(l.log, ", "); got != c.want || err != nil {
				t.Errorf("got  %s\nwant %s\n%v", got, c.want, err)
			}
		})
	}
}

// TestPlanBatch holds what the parts of a plan say.
func TestPlanBatch(t *testing.T) {
	for _, c := range []struct{ waits, now, count, until string }{
		{"a digest Mon 23 08:00", "Mon 23 09:30", "matin/2026-11-23/570", "Mon 23 20:00"},
		{"a chosen Mon 23 12:00", "Mon 23 12:00", "a", "Mon 23 20:00"},
		{"a chosen Mon 23 12:00 until Mon 23 14:00", "Mon 23 12:00", "a", "Mon 23 14:00"},
		{"a chosen Mon 23 21:00", "Mon 23 21:00", "a", "Mon 23 21:15"}, // in quiet hours
		{"a decision Mon 23 12:00", "Mon 23 12:00", "", "Mon 23 20:00"},
		{"a digest Mon 23 08:00; b digest Mon 23 08:00 until Mon 23 11:00", "Mon 23 09:30", "matin/2026-11-23/570", "Mon 23 11:00"},
	} {
		e := usual()
		puts(e, c.waits)
		p := notice.Person{Preferences: e.Preferences}
		for _, a := range e.arrives {
			p.Waiting = append(p.Waiting, a.Notice)
		}
		plan := p.Plan(on(c.now))
		if len(plan.Send) != 1 || len(plan.Drop) != 0 || !plan.Wake.IsZero() {
			t.Errorf("%s: %+v", c.waits, plan)
			continue
		}
		b := plan.Send[0]
		if len(b.Notices) != len(p.Waiting) || b.Count != c.count || !b.Until.Equal(on(c.until)) || (b.Morning != 0) != (c.count != "" && c.count != "a") {
			t.Errorf("%s: %+v; want %s until %s", c.waits, b, c.count, c.until)
		}
	}
	// Without quiet hours what counts goes out on its day, and what does not, whenever.
	e := usual()
	quiet(0, 0)(e)
	for class, until := range map[notice.Class]time.Time{notice.Chosen: on("Tue 24 00:00"), notice.Decision: {}, notice.Reply: {}} {
		p := notice.Person{Preferences: e.Preferences, Waiting: []notice.Notice{{Key: "a", Class: class, At: on("Mon 23 12:00")}}}
		if plan := p.Plan(on("Mon 23 12:00")); len(plan.Send) != 1 || !plan.Send[0].Until.Equal(until) {
			t.Errorf("%s: %+v", class, plan)
		}
	}
	if plan := (&notice.Person{Preferences: e.Preferences}).Plan(on("Mon 23 12:00")); len(plan.Send)+len(plan.Drop) > 0 || !plan.Wake.IsZero() {
		t.Errorf("for nobody: %+v", plan)
	}
}

// TestSpread holds that what is due in the morning's minute comes that day wherever a
// person stands in the spread, and not more than ten minutes after.
func TestSpread(t *testing.T) {
	for s := notice.MinSpread; s <= notice.MaxSpread; s += 25 * time.Second {
		e := usual()
		e.Spread = s
		puts(e, "a digest Mon 23 09:30")
		l := newLife(e)
		if err := l.runs(); err != nil {
			t.Fatal(s, err)
		}
		if got := l.fates["a"]; !got.told || got.at.Before(on("Mon 23 09:30")) || got.at.After(on("Mon 23 09:40")) {
			t.Errorf("%s: %+v", s, got)
		}
	}
	// Ids are spread evenly, and each stays where it is.
	least, most, early := time.Hour, -time.Hour, 0
	for i := range 2000 {
		id := bot.PersonID(fmt.Sprint("p", i))
		s := notice.SpreadOf(id)
		if s != notice.SpreadOf(id) {
			t.Fatalf("%s moves", id)
		}
		if least, most = min(least, s), max(most, s); s < (notice.MinSpread+notice.MaxSpread)/2 {
			early++
		}
	}
	if least < notice.MinSpread || most > notice.MaxSpread || least > 2*time.Minute || most < 9*time.Minute || early < 800 || early > 1200 {
		t.Errorf("from %s to %s, %d early", least, most, early)
	}
}

// TestPauseLeavesWhatComesAfter looks during a pause at what waits for a morning after
// it, and fell due before: the pause takes nothing of that, however often one looks.
func TestPauseLeavesWhatComesAfter(t *testing.T) {
	for _, c := range []struct{ waits, told, pause, end, now string }{
		{"a digest Mon 23 08:00", "Mon 23 08:30", "Mon 23 14:00", "Mon 23 16:00", "Mon 23 14:30"},
		{"a chosen Mon 23 12:00", "Mon 23 08:30", "Mon 23 14:00", "Mon 23 16:00", "Mon 23 14:30"},
		{"a chosen Mon 23 21:00", "Mon 23 12:00", "Mon 23 22:00", "Mon 23 23:00", "Mon 23 22:00"},
		{"a digest Sun 22 11:00", "Mon 23 08:30", "Mon 23 14:00", "Mon 23 16:00", "Mon 23 14:00"},
	} {
		e := usual()
		budget(1)(e)
		pause(c.pause, c.end)(e)
		puts(e, c.waits)
		p := notice.Person{Preferences: e.Preferences, Waiting: []notice.Notice{e.arrives[0].Notice}, Told: []notice.Told{{At: on(c.told), Count: "x"}}}
		if plan := p.Plan(on(c.now)); len(plan.Drop) > 0 || !plan.Wake.Equal(on("Tue 24 09:30")) {
			t.Errorf("%s, at %s: %+v; should wait for Tuesday's morning", c.waits, c.now, plan)
		}
	}
}

// TestQuietNightTwice goes through the hour that the wall clock shows twice, on 25
// October 2026 from 2:00 to 3:00, with quiet hours that begin or end in it: a quiet
// minute is quiet both times.
func TestQuietNightTwice(t *testing.T) {
	at := func(text string) time.Time {
		when, err := time.Parse("15:04 -0700", text)
		if err != nil {
			t.Fatal(err)
		}
		return when.AddDate(2026, 9, 24).In(paris)
	}
	// What goes out after the first 2:30 does not go out in the quiet hours from the second 2:00 on.
	e := usual()
	quiet(clock(20, 0), clock(2, 30))(e)
	p := notice.Person{Preferences: e.Preferences, Waiting: []notice.Notice{{Key: "a", Class: notice.Decision, At: at("02:35 +0200")}}}
	if plan := p.Plan(at("02:35 +0200")); len(plan.Send) != 1 || !plan.Send[0].Until.Equal(at("02:00 +0100")) {
		t.Errorf("%+v; should go out until the second 2:00", plan)
	}
	// What waits in the first 2:45 comes at the second 2:00, when it is not quiet yet.
	quiet(clock(2, 30), clock(10, 0))(e)
	p.Preferences, p.Waiting[0].At = e.Preferences, at("02:45 +0200")
	if plan := p.Plan(at("02:45 +0200")); len(plan.Send) != 0 || !plan.Wake.Equal(at("02:00 +0100")) {
		t.Errorf("%+v; should wake at the second 2:00", plan)
	}
}

// TestNightsLongAgo holds that a day which never was, 30 December 2011 in Samoa, and a
// midnight that came twice, at the end of 6 November 2010 in Newfoundland, stop nothing.
func TestNightsLongAgo(t *testing.T) {
	e := usual()
	in("Pacific/Apia")(e)
	spread(0)(e)
	now := time.Date(2011, 12, 29, 23, 50, 0, 0, e.Zone)
	p := notice.Person{Preferences: e.Preferences, Waiting: []notice.Notice{{Key: "a", Class: notice.Digest, At: now.Add(-time.Hour)}}}
	steps, plan := 0, p.Plan(now)
	for ; len(plan.Send) == 0 && steps < 30; steps++ { // minute by minute around the midnight that never was
		now = plan.Wake
		plan = p.Plan(now)
	}
	if len(plan.Send) != 1 || !now.Equal(time.Date(2011, 12, 31, 9, 30, 0, 0, e.Zone)) {
		t.Errorf("in Samoa, after %d steps: %+v at %s", steps, plan, now)
	}
	in("America/St_Johns")(e)
	quiet(0, 0)(e)
	now = time.Date(2010, 11, 7, 0, 0, 30, 0, e.Zone).Add(10 * time.Minute) // again 23:10
	p = notice.Person{Preferences: e.Preferences, Waiting: []notice.Notice{{Key: "a", Class: notice.Chosen, At: now}}}
	if plan := p.Plan(now); len(plan.Send) != 1 || !plan.Send[0].Until.IsZero() && !plan.Send[0].Until.After(now) {
		t.Errorf("in Newfoundland: %+v at %s", plan, now)
	}
}
