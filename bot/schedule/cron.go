package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/robfig/cron/v3"

	"rebond/bot"
)

// cronLine is a cron line of five fields, as crontab(5) has them: where both the
// day of the month and the day of the week are restricted, either is enough.
type cronLine struct {
	*cron.SpecSchedule
	hourly bool // its hours are * or */n: it goes by the time that passes
}

// anyValue is set in a field that is *, by the parser.
const anyValue = 1 << 63

var cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// parseCron reads a cron line. Time zones and @ names, which the parser knows too,
// are not for here: the zone is the recurrence's own.
func parseCron(text string) (line *cronLine, err error) {
	fields := strings.Fields(text)
	if len(fields) != 5 || strings.ContainsAny(text, "@=") {
		return nil, fmt.Errorf("cron line %q: not five fields", text)
	}
	if fields[4], err = sundayIsZero(fields[4]); err != nil {
		return nil, fmt.Errorf("cron line %q: %w", text, err)
	}
	parsed, err := cronParser.Parse(strings.Join(fields, " "))
	if err != nil {
		return nil, fmt.Errorf("cron line %q: %w", text, err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("cron line %q: not five fields", text)
	}
	return &cronLine{spec, fields[1] == "*" || strings.HasPrefix(fields[1], "*/")}, nil
}

// sundayIsZero rewrites a field of days of the week in which Sunday is 7, which the
// parser does not know.
func sundayIsZero(field string) (string, error) {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		days, step, stepped := strings.Cut(part, "/")
		from, to, ranged := strings.Cut(days, "-")
		if days == "7" && !stepped {
			parts[i] = "0"
		}
		if !ranged || to != "7" {
			continue
		}
		first, err := strconv.Atoi(from)
		if err != nil || first < 0 || first > 7 {
			return "", fmt.Errorf("days of the week %q", part)
		}
		by := 1
		if stepped {
			if by, err = strconv.Atoi(step); err != nil || by < 1 {
				return "", fmt.Errorf("days of the week %q", part)
			}
		}
		var each []string
		for d := first; d <= 7; d += by {
			each = append(each, strconv.Itoa(d%7))
		}
		parts[i] = strings.Join(each, ",")
	}
	return strings.Join(parts, ","), nil
}

func bits(field uint64, from, to int) []int {
	var all []int
	for n := from; n <= to; n++ {
		if field&(1<<n) != 0 {
			all = append(all, n)
		}
	}
	return all
}

func (c *cronLine) day(d Day) bool {
	_, month, date := d.date()
	if c.Month&(1<<month) == 0 {
		return false
	}
	byDate, byWeekday := c.Dom&(1<<date) != 0, c.Dow&(1<<((d.weekday()+1)%7)) != 0
	if c.Dom&anyValue != 0 || c.Dow&anyValue != 0 {
		return byDate && byWeekday
	}
	return byDate || byWeekday
}

// step is the distance of the hours of a line that goes by the time that passes.
func (c *cronLine) step() int {
	hours := bits(c.Hour, 0, 23)
	if len(hours) == 1 {
		return 24
	}
	return hours[1] - hours[0]
}

// period is in minutes; 0 for a line that goes by the wall clock.
func (c *cronLine) period() int {
	if !c.hourly {
		return 0
	}
	return c.step() * 60
}

// minutes are those of the day, or of a period.
func (c *cronLine) minutes() []int {
	hours := bits(c.Hour, 0, 23)
	if c.hourly {
		hours = []int{0}
	}
	var all []int
	for _, h := range hours {
		for _, m := range bits(c.Minute, 0, 59) {
			all = append(all, h*60+m)
		}
	}
	return all
}

// maxTimes is how many times of a day words can say.
const maxTimes = 12

// said turns a cron line into a recurrence that words can say, where there is one.
func (c *cronLine) said(text string) Recurrence {
	asIs := Recurrence{Cron: strings.Join(strings.Fields(text), " ")}
	r := Recurrence{}
	if minutes := c.minutes(); c.hourly {
		switch {
		case len(minutes) == 1 && minutes[0] == 0:
			r.Every = c.period()
		case c.step() == 1 && 60%len(minutes) == 0 && minutes[0] == 0 && evenly(minutes, 60/len(minutes)):
			r.Every = 60 / len(minutes)
		default:
			return asIs
		}
		if dayMinutes%r.Every != 0 {
			return asIs
		}
	} else if len(minutes) > maxTimes {
		return asIs
	} else {
		r.Times = minutes
	}
	if c.Dom&anyValue == 0 {
		if c.Dow&anyValue == 0 {
			return asIs // either is enough
		}
		r.Days.Dates = setOf(bits(c.Dom, 1, 31)...)
	} else if c.Dow&anyValue == 0 {
		for _, d := range bits(c.Dow, 0, 6) {
			r.Days.Weekdays |= 1 << ((d + 6) % 7)
		}
	}
	if c.Month&anyValue == 0 {
		r.Days.Months = setOf(bits(c.Month, 1, 12)...)
	}
	r.Days.simplify()
	return r
}

const dayMinutes = 24 * 60

func evenly(numbers []int, by int) bool {
	return !slices.ContainsFunc(numbers, func(n int) bool { return n%by != 0 })
}

// simplify takes out conditions that every day meets.
func (d *Days) simplify() {
	if d.Weekdays == span(0, 6) && d.Nth == 0 {
		d.Weekdays = 0
	}
	if d.Months == span(1, 12) {
		d.Months = 0
	}
	if d.Dates&span(1, 31) == span(1, 31) {
		d.Dates = 0
	}
}

// looksLikeCron reports whether somebody meant a cron line: five words of its
// letters, or the word before it.
func looksLikeCron(text string) (line string, ok bool) {
	text = bot.Fold(strings.TrimSpace(text))
	if rest, named := strings.CutPrefix(text, "cron "); named {
		return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), ":")), true
	}
	fields := strings.Fields(text)
	if strings.HasPrefix(text, "@") {
		return text, true
	}
	for _, f := range fields {
		if strings.Trim(f, "0123456789*/,-?abcdefghijklmnopqrstuvwxyz") != "" {
			return "", false
		}
	}
	return text, len(fields) >= 4 && strings.ContainsAny(fields[0], "0123456789*") && strings.Trim(fields[0]+fields[1], "0123456789*/,-") == ""
}
