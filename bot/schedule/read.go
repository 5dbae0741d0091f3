package schedule

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// MaxPhrase is the length in bytes of what [Parse] reads.
const MaxPhrase = 300

// Parse reads when something happens, in plain words of French or English, or as a
// cron line of five fields. What is said without a date is counted from now. The
// time zone is zone unless the words name another. Its errors are *bot.UserError,
// in words that tell what to write.
func Parse(text string, now time.Time, zone *time.Location) (Recurrence, error) {
	text = strings.TrimSpace(bot.Clean(text, 0))
	if len(text) > MaxPhrase {
		return Recurrence{}, refuse(bot.Text{FR: "C’est trop long : dis seulement quand, en une phrase courte. Par exemple : « %s ».", EN: "This is too long: say only when, in one short sentence. For example: “%s”."}, example)
	}
	p := &phrase{zone: zone}
	if name := zoneName.FindString(text); name != "" {
		named, err := time.LoadLocation(name)
		if err != nil {
			return Recurrence{}, refuse(bot.Text{FR: "Je ne connais pas le fuseau horaire « %s ». Écris-le par exemple ainsi : Europe/Paris.", EN: "I do not know the time zone “%s”. Write it like this, for instance: Europe/Paris."}, name)
		}
		p.zone, text = named, strings.Replace(text, name, " ", 1)
	}
	p.now = now.In(p.zone)
	if line, ok := looksLikeCron(text); ok {
		return p.cron(line)
	}
	p.tokens = tokenize(text)
	if len(p.tokens) == 0 {
		return Recurrence{}, refuse(bot.Text{FR: "Dis quand, en quelques mots. Par exemple : « %s ».", EN: "Say when, in a few words. For example: “%s”."}, example)
	}
	for p.i < len(p.tokens) {
		if err := p.step(); err != nil {
			return Recurrence{}, err
		}
	}
	r, err := p.finish()
	if err != nil {
		return Recurrence{}, err
	}
	return r, p.check(&r)
}

var (
	zoneName = regexp.MustCompile(`\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Za-z0-9_+-]+(?:/[A-Za-z_]+)?|\bUTC\b`)
	example  = bot.Text{FR: "du lundi au vendredi à 9 h", EN: "every weekday at 9am"}
)

func refuse(format bot.Text, args ...any) error {
	return &bot.UserError{Text: bot.Textf(format, args...)}
}

// token is a word, a number or a sign of a phrase.
type token struct {
	text   string
	n      int // of digits; -1: not a number
	digits int
	meaning
}

var (
	tokens   = regexp.MustCompile(`[0-9]+|[a-z]+|[^\sa-z0-9]`)
	together = strings.NewReplacer("aujourd'hui", "aujourdhui", "apres-demain", "apresdemain", "apres demain", "apresdemain", "apres-midi", "apresmidi", "week-end", "weekend", "week end", "weekend",
		"demi-heure", "demiheure", "demi heure", "demiheure", "half hour", "halfhour", "half-hour", "halfhour", "half an hour", "halfhour", "alsace-moselle", "alsacemoselle", "o'clock", "oclock", "a.m.", "am", "p.m.", "pm", "'", " ")
)

func tokenize(text string) []token {
	var all []token
	for _, word := range tokens.FindAllString(together.Replace(strings.Join(strings.Fields(bot.Fold(text)), " ")), -1) {
		t := token{text: word, n: -1}
		if n, err := strconv.Atoi(word); err == nil {
			t.n, t.digits = n, len(word)
		} else if m, ok := mean(word); ok {
			t.meaning = m
		}
		all = append(all, t)
	}
	return all
}

// phrase is what has been understood so far.
type phrase struct {
	now    time.Time
	zone   *time.Location
	tokens []token
	i      int

	times    []int
	steps    int // minutes of « toutes les … »
	window   []int
	on       Day
	weekdays Set
	nth      Set
	dates    Set
	months   Set
	each     int
	unit     Unit
	from     Day
	until    Day
	holidays Holidays
	moment   time.Time // of « dans deux heures »

	again   bool // something says that it comes back
	daily   bool
	weekly  bool
	monthly bool
	yearly  bool
	evening bool
}

// look is the token k places on; nothing at the end.
func (p *phrase) look(k int) token {
	if i := p.i + k; i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{n: -1}
}

func (p *phrase) is(k int, kinds ...kind) bool { return slices.Contains(kinds, p.look(k).kind) }

// skip passes words of some kinds, and commas.
func (p *phrase) skip(kinds ...kind) {
	for p.i < len(p.tokens) && (p.is(0, kinds...) || p.look(0).text == ",") {
		p.i++
	}
}

// number is a number at the cursor, in digits or letters; -1 if there is none.
func (p *phrase) number(k int) int {
	t := p.look(k)
	if t.kind == number {
		return t.value
	}
	return t.n
}

// step reads what stands at the cursor.
func (p *phrase) step() error {
	if p.skip(); p.i == len(p.tokens) {
		return nil
	}
	for _, read := range []func() (bool, error){p.bounds, p.exception, p.repeats, p.oneIn, p.nthDay, p.soon, p.hour, p.date, p.week, p.rest} {
		begun := p.i
		ok, err := read()
		if ok || err != nil {
			return err
		}
		p.i = begun
	}
	return p.lost()
}

// lost refuses the word at the cursor.
func (p *phrase) lost() error {
	return refuse(bot.Text{
		FR: "Je ne comprends pas « %s ». Écris par exemple : « %s », « le premier lundi du mois à 10 h », « le 3 décembre à 14 h ».",
		EN: "I do not understand “%s”. Write for instance: “%s”, “the first Monday of the month at 10:00”, “3 December at 2pm”.",
	}, p.look(0).text, example)
}

// bounds reads « à partir du 1er décembre » and « jusqu’au 31 mars ».
func (p *phrase) bounds() (bool, error) {
	p.skip(preposition)
	edge := p.look(0).kind
	if edge != starting && edge != until {
		return false, nil
	}
	p.i++
	p.skip(starting, until, preposition, to, filler, article)
	d, ok, err := p.day()
	if !ok || err != nil {
		return false, err
	}
	if edge == starting {
		p.from = d
	} else {
		p.until = d
	}
	return true, nil
}

// exception reads « sauf les jours fériés », « sauf le lundi ».
func (p *phrase) exception() (bool, error) {
	if !p.is(0, except) {
		return false, nil
	}
	p.i++
	var without Set
	understood := false
	for ; p.i < len(p.tokens); p.i++ {
		switch t := p.look(0); {
		case t.kind == holidays:
			if understood = true; p.holidays == "" {
				p.holidays = France
			}
		case t.kind == alsace:
			p.holidays, understood = AlsaceMoselle, true
		case t.kind == weekday:
			without, understood = without|setOf(t.value), true
		case t.kind == unit && t.value == weekendUnit:
			without, understood = without|setOf(5, 6), true
		case t.kind == article, t.kind == filler, t.kind == joint, t.text == ",", t.kind == unit && t.value == dayUnit, t.kind == preposition && p.look(1).kind == alsace:
		default:
			if !understood {
				return false, nil
			}
			p.leave(without)
			return true, nil
		}
	}
	p.leave(without)
	return understood, nil
}

// leave takes days of the week out.
func (p *phrase) leave(without Set) {
	if without == 0 {
		return
	}
	if p.weekdays == 0 {
		p.weekdays = span(0, 6)
	}
	p.weekdays &^= without
	p.again = true
}

// repeats reads « toutes les deux heures », « tous les 3 jours », "every other
// Friday", "every week"; of « chaque lundi » it reads the first word.
func (p *phrase) repeats() (bool, error) {
	if !p.is(0, every) {
		return false, nil
	}
	p.i++
	p.skip(every, article)
	n := 1
	switch {
	case p.is(0, other):
		n = 2
		p.i++
	case p.is(0, ordinal) && p.is(1, weekday) && !p.ofMonth(2):
		n = p.look(0).value
		p.i++
	case p.look(0).n > 0 && p.is(1, filler) && p.is(2, weekday) && !p.ofMonth(3): // every 2nd Friday
		n = p.look(0).n
		p.i += 2
	case p.number(0) > 0 && p.is(1, unit):
		n = p.number(0)
		p.i++
	}
	p.again = true
	switch {
	case n > 1 && p.is(0, weekday):
		p.each, p.unit = n, ByWeek
	case p.is(0, unit):
		return p.eachUnit(n)
	case p.is(0, period):
		p.daily = true
	case p.is(0, named):
		p.daily = true
	case n > 1:
		return false, nil
	}
	return true, p.tooMany(n)
}

// ofMonth reports whether « du mois » stands k places on.
func (p *phrase) ofMonth(k int) bool {
	for p.is(k, filler, article, every) {
		k++
	}
	t := p.look(k)
	return t.kind == unit && t.value == monthUnit
}

// maxEach is how many units apart things may be.
const maxEach = 52

func (p *phrase) tooMany(n int) error {
	if n > maxEach {
		return refuse(bot.Text{FR: "Tous les %s, c’est trop loin : au plus %s.", EN: "Every %s is too far apart: at most %s."}, n, maxEach)
	}
	return nil
}

// eachUnit reads a unit that comes back every n of it.
func (p *phrase) eachUnit(n int) (bool, error) {
	what := p.look(0).value
	p.i++
	minutes := map[int]int{minuteUnit: 1, hourUnit: 60, halfHourUnit: 30, quarterUnit: 15}[what]
	if minutes > 0 {
		if what == quarterUnit { // d’heure
			p.skip(filler)
			if p.is(0, unit) && p.look(0).value == hourUnit {
				p.i++
			}
		}
		if n > dayMinutes {
			n = dayMinutes + 1
		}
		p.steps = n * minutes
		return true, nil
	}
	switch what {
	case dayUnit:
		if p.is(0, working) {
			return true, nil // « chaque jour ouvré »: the word itself is read next
		}
		p.daily = n == 1
		if n > 1 {
			p.each, p.unit = n, ByDay
		}
	case weekUnit, fortnightUnit:
		if what == fortnightUnit {
			n *= 2
		}
		p.weekly = true
		if n > 1 {
			p.each, p.unit = n, ByWeek
		}
	case monthUnit:
		p.monthly = true
		if n > 1 {
			p.each, p.unit = n, ByMonth
		}
	case yearUnit:
		if n > 1 {
			return false, refuse(bot.Text{FR: "Je sais faire chaque année, pas tous les %s ans.", EN: "I can do every year, not every %s years."}, n)
		}
		p.yearly = true
	case weekendUnit:
		p.weekdays |= setOf(5, 6)
		if n > 1 {
			p.each, p.unit = n, ByWeek
		}
	case workdayUnit:
		p.weekdays |= span(0, 4)
	}
	return true, p.tooMany(n)
}

// oneIn reads « un vendredi sur deux », « une semaine sur trois ».
func (p *phrase) oneIn() (bool, error) {
	n := p.number(3)
	if p.number(0) != 1 || !p.is(1, weekday, unit) || !p.is(2, out) || n < 1 {
		return false, nil
	}
	t := p.look(1)
	p.i += 4
	p.again = true
	if t.kind == weekday {
		p.weekdays |= setOf(t.value)
		p.each, p.unit = n, ByWeek
		return true, p.tooMany(n)
	}
	switch t.value {
	case dayUnit:
		p.each, p.unit = n, ByDay
	case weekUnit:
		p.each, p.unit = n, ByWeek
	case weekendUnit:
		p.weekdays |= setOf(5, 6)
		p.each, p.unit = n, ByWeek
	case monthUnit:
		p.monthly = true
		p.each, p.unit = n, ByMonth
	default:
		return false, nil
	}
	return true, p.tooMany(n)
}

// nthDay reads « le premier et le troisième lundi », « le dernier jour », "2nd Tuesday".
func (p *phrase) nthDay() (bool, error) {
	var which Set
	p.skip(article)
	for {
		t := p.look(0)
		switch {
		case t.kind == ordinal:
			which |= setOf(t.value)
			p.i++
		case t.n >= 1 && t.n <= 5 && p.is(1, filler) && (p.is(2, weekday, joint) || p.look(2).text == ","):
			which |= setOf(t.n)
			p.i += 2
		default:
			return false, nil
		}
		p.skip(joint, article)
		if p.is(0, weekday) || p.is(0, unit) && p.look(0).value == dayUnit {
			break
		}
		if (p.ofMonth(0) || p.monthly) && which == setOf(1) { // le premier du mois
			p.dates |= setOf(1)
			return true, nil
		}
	}
	t := p.look(0)
	p.i++
	p.again, p.monthly = true, true
	if t.kind == unit {
		p.dates |= which
		return true, nil
	}
	if p.nth != 0 && p.nth != which && p.weekdays != setOf(t.value) || p.nth != 0 && p.nth == which && p.weekdays == 0 {
		return false, refuse(bot.Text{FR: "Je ne sais pas faire deux jours différents du mois à la fois : programme deux messages.", EN: "I cannot do two different days of the month at once: schedule two messages."})
	}
	p.nth |= which
	p.weekdays |= setOf(t.value)
	return true, nil
}

// soon reads « demain », « lundi prochain », « dans trois jours ».
func (p *phrase) soon() (bool, error) {
	today := DayOf(p.now)
	switch t := p.look(0); {
	case t.kind == relative:
		p.i++
		p.on = today + Day(t.value)
		p.evening = p.evening || t.text == "tonight"
	case t.kind == weekday && p.is(1, next):
		p.i += 2
		p.on = p.coming(t.value, today+1)
	case t.kind == next && p.is(1, weekday):
		p.on = p.coming(p.look(1).value, today+1)
		p.i += 2
	case t.kind == in && p.number(1) > 0 && p.is(2, unit):
		return p.soLong(p.number(1), p.look(2).value)
	case t.kind == in && p.is(1, unit) && p.look(1).value == halfHourUnit:
		p.i--
		return p.soLong(1, halfHourUnit)
	default:
		return false, nil
	}
	return true, nil
}

// coming is the first such weekday from a day on.
func (p *phrase) coming(weekday int, from Day) Day {
	for from.weekday() != weekday {
		from++
	}
	return from
}

// soLong reads how long from now something happens.
func (p *phrase) soLong(n, what int) (bool, error) {
	p.i += 3
	n = min(n, 10000)
	switch what {
	case minuteUnit, halfHourUnit, hourUnit:
		length := time.Duration(n) * map[int]time.Duration{minuteUnit: time.Minute, halfHourUnit: 30 * time.Minute, hourUnit: time.Hour}[what]
		t := p.now.Add(length + time.Minute - 1).Truncate(time.Minute) // no zone of today has odd seconds
		p.moment = t
	case dayUnit:
		p.on = DayOf(p.now) + Day(n)
	case weekUnit:
		p.on = DayOf(p.now) + Day(7*n)
	default:
		return false, nil
	}
	return true, nil
}
