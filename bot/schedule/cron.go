package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/robfig/cron/v3"

	"rebond/bot"
)

// cronLine is a cron line of five fields, as crontab(5) has them: where neither the
// day of the month nor the day of the week begins with *, either is enough.
type cronLine struct {
	*cron.SpecSchedule
	hourly bool // its hours are * or */n: it goes by the time that passes
	either bool
}

// anyValue is set in a field that is *, by the parser.
const anyValue = 1 << 63

var (
	cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	// cronField is a field in full: the parser passes "*-banana" and ",".
	cronField = regexp.MustCompile(`^(?i)(?:` + cronPart + `)(?:,(?:` + cronPart + `))*$`)
)

const cronPart = `(?:[*?]|[0-9]{1,4}|[a-z]{3})(?:/[0-9]{1,4})?|(?:[0-9]{1,4}|[a-z]{3})-(?:[0-9]{1,4}|[a-z]{3})(?:/[0-9]{1,4})?`

// parseCron reads a cron line. Time zones and @ names, which the parser knows too,
// are not for here: the zone is the recurrence's own.
func parseCron(text string) (line *cronLine, err error) {
	fields := strings.Fields(text)
	if len(fields) != 5 || slices.ContainsFunc(fields, func(f string) bool { return !cronField.MatchString(f) }) {
		return nil, fmt.Errorf("cron line %q: not five fields", text)
	}
	either := !strings.ContainsAny(fields[2][:1]+fields[4][:1], "*?")
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
	hourly := strings.HasPrefix(fields[1], "*") && !strings.Contains(fields[1], ",") && len(bits(spec.Hour, 0, 23)) > 1
	return &cronLine{spec, hourly, either}, nil
}

// sundayIsZero rewrites a field of days of the week in which Sunday is 7, which the
// parser does not know.
func sundayIsZero(field string) (string, error) {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		days, step, stepped := strings.Cut(part, "/")
		from, to, ranged := strings.Cut(days, "-")
		seven := func(s string) bool { return strings.TrimLeft(s, "0") == "7" }
		if seven(days) && !stepped {
			parts[i] = "0"
		}
		if !ranged || !seven(to) {
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
	byDate, byWeekday := c.Dom&(1<<date) != 0, c.Dow&(1<<((d.Weekday()+1)%7)) != 0
	if c.either {
		return byDate || byWeekday
	}
	return byDate && byWeekday
}

// step is the distance of the hours of a line that goes by the time that passes.
func (c *cronLine) step() int {
	hours := bits(c.Hour, 0, 23)
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

// maxTimes is how many times of a day words say, unless they follow each other
// evenly.
const maxTimes = 12

// said turns a cron line into a recurrence that words can say, where there is one.
func (c *cronLine) said(text string) Recurrence {
	asIs := c.asIs(text)
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
	} else if len(minutes) > maxTimes && evenStep(minutes) == 0 {
		return asIs
	} else {
		r.Times = minutes
	}
	if c.Dom&anyValue == 0 {
		if c.Dow&anyValue == 0 {
			return asIs // either is enough, or both must be
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

func (c *cronLine) asIs(text string) Recurrence {
	return Recurrence{Cron: strings.Join(strings.Fields(text), " ")}
}

const dayMinutes = 24 * 60

func evenly(numbers []int, by int) bool {
	return !slices.ContainsFunc(numbers, func(n int) bool { return n%by != 0 })
}

// simplify takes out conditions that every day meets.
func (d *Days) simplify() {
	if d.Weekdays == span(0, 6) && d.Nth == 0 && d.Unit != ByWeek {
		d.Weekdays = 0
	}
	if d.Months == span(1, 12) {
		d.Months = 0
	}
	if d.Dates&span(1, 31) == span(1, 31) {
		d.Dates = 0
	}
}

// looksLikeCron reports whether somebody meant a cron line: four fields or more of
// its letters, a name with an @, a prefix, or the word itself.
func looksLikeCron(text string) (line string, ok bool) {
	text = bot.Fold(strings.TrimSpace(text))
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return "", false
	}
	switch {
	case strings.TrimRight(fields[0], ":") == "cron":
		return strings.TrimLeft(text[len("cron"):], ": "), true
	case cronPrefix.MatchString(text):
		return strings.TrimLeft(cronPrefix.ReplaceAllString(text, ""), " "), true
	case cronName.MatchString(text):
		return text, true
	}
	line, _ = cutBounds(text)
	fields = strings.Fields(line)
	signs := 0
	for i, f := range fields {
		words := strings.FieldsFunc(f, func(r rune) bool { return strings.ContainsRune("0123456789*/,-?#+", r) })
		if i < 2 && len(words) > 0 || slices.ContainsFunc(words, func(w string) bool { return len(w) > 3 }) {
			return "", false
		}
		if len(words) == 0 {
			signs++
		}
	}
	return text, len(fields) >= 4 && (signs == len(fields) || strings.Contains(line, "*"))
}

var (
	cronPrefix = regexp.MustCompile(`^(?:cron_)?tz= ?`)
	cronName   = regexp.MustCompile(`^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every|reboot)\b`)
)

// cutBounds parts a cron line from the words after it.
func cutBounds(text string) (line, rest string) {
	if i := strings.Index(text, ", "); i > 0 && text[i-1] != ' ' {
		return text[:i], text[i+2:]
	}
	return text, ""
}

// cron reads a cron line, and after it « , jusqu’au … », « , sauf … ».
func (p *phrase) cron(text string) (Recurrence, error) {
	text, rest := cutBounds(text)
	line, err := parseCron(text)
	if err != nil {
		return Recurrence{}, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
			FR: "Je ne comprends pas cette ligne cron. Il faut cinq champs : minute, heure, jour du mois, mois, jour de la semaine, par exemple « 0 9 * * 1-5 ». Ou dis-le avec des mots : « %s ».",
			EN: "I do not understand this cron line. It takes five fields: minute, hour, day of the month, month, day of the week, for example “0 9 * * 1-5”. Or say it in words: “%s”.",
		}, example)}
	}
	for p.tokens = tokenize(rest); p.i < len(p.tokens); {
		if p.skip(); p.i == len(p.tokens) {
			break
		}
		begun := p.i
		ok, err := p.bounds()
		if !ok && err == nil {
			p.i = begun
			ok, err = p.exception()
		}
		if err != nil {
			return Recurrence{}, err
		}
		if !ok {
			p.i = begun
			return Recurrence{}, p.lost(1)
		}
	}
	if p.withoutDays|p.withoutMonths != 0 {
		return Recurrence{}, refuse(bot.Text{FR: "D’une ligne cron, je ne sais laisser de côté que les jours fériés : écris les jours et les mois dans la ligne.", EN: "Of a cron line I can only leave out public holidays: write days and months in the line."})
	}
	if err := p.setBounds(); err != nil {
		return Recurrence{}, err
	}
	bounded := func(r Recurrence) Recurrence {
		r.Zone, r.From, r.Until, r.Holidays = p.zone.String(), p.from, p.until, p.holidays
		return r
	}
	r := bounded(line.said(text))
	if r.tooLong() {
		r = bounded(line.asIs(text))
	}
	return r, p.check(&r)
}
