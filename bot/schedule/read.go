package schedule

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

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
		return Recurrence{}, refuse(bot.Text{FR: "C’est trop long : dis seulement quand, en une phrase courte. Par exemple : « %s ».", EN: "This is too long: say only when, in one short sentence. For example: “%s”."}, example)
	}
	p := &phrase{zone: zone}
	if name := zoneName.FindString(text); name != "" {
		named, err := loadZone(name)
		if err != nil {
			return Recurrence{}, refuse(bot.Text{FR: "Je ne connais pas le fuseau horaire « %s ». Écris-le par exemple ainsi : Europe/Paris.", EN: "I do not know the time zone “%s”. Write it like this, for instance: Europe/Paris."}, name)
		}
		p.zone, text = named, strings.Replace(text, name, " ", 1)
	}
	p.now, p.text = now.In(p.zone), text
	if line, ok := looksLikeCron(text); ok {
		return p.cron(line)
	}
	p.tokens = tokenize(text)
	if len(p.tokens) == 0 {
		return Recurrence{}, refuse(bot.Text{FR: "Dis quand, en quelques mots. Par exemple : « %s ».", EN: "Say when, in a few words. For example: “%s”."}, example)
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
	zoneName = regexp.MustCompile(`(?i)\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Z0-9_+-]+(?:/[A-Z_]+)?|\bUTC\b`)
	example  = bot.Text{FR: "du lundi au vendredi à 9\u00a0h", EN: "every weekday at 9am"}
)

// loadZone knows a zone by its name, or by one written without its capitals.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err == nil {
		return zone, nil
	}
	inside := false
	capitals := strings.Map(func(r rune) rune {
		first := !inside
		if inside = unicode.IsLetter(r); first {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
	if capitals == "Utc" {
		capitals = "UTC"
	}
	if zone, named := time.LoadLocation(capitals); named == nil {
		return zone, nil
	}
	return nil, err
}

func refuse(format bot.Text, args ...any) error {
	return &bot.UserError{Text: bot.Textf(format, args...)}
}

// phrase is what has been understood so far.
type phrase struct {
	now    time.Time
	zone   *time.Location
	text   string
	tokens []token
	i      int

	times      []int
	steps      int // minutes of « toutes les … »
	window     []int
	on         Day
	weekdays   Set
	nth        Set
	dates      Set
	months     Set
	each       int
	unit       Unit
	from       Day
	until      Day
	fromYear   bool // whether the year was said
	untilYear  bool
	holidays   Holidays
	moment     time.Time // of « dans deux heures »
	late       int       // « le soir »: the hours of a morning from this minute on are after noon
	lateFrom   int       // how many times were read before that was said
	dateRange  bool      // « du 5 au 10 », of a month still to be said
	order      string    // days and times as they came: DTDT is two rules in one
	again      bool      // something says that it comes back
	daily      bool
	weekly     bool
	monthly    bool
	yearly     bool
	yearIsSaid bool // in the last date read
}

// look is the token k places on; nothing at the end.
func (p *phrase) look(k int) token {
	if i := p.i + k; i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{n: -1}
}

func (p *phrase) is(k int, kinds ...kind) bool { return slices.Contains(kinds, p.look(k).kind) }

func (p *phrase) isUnit(k, what int) bool { return p.is(k, unit) && p.look(k).value == what }

// isTo reports whether a word or a sign between two ends stands k places on.
func (p *phrase) isTo(k int) bool { return p.is(k, to, preposition) || p.look(k).text == "-" }

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

// days are what a phrase says of days.
type days struct {
	on                             Day
	weekdays, nth, dates, months   Set
	daily, weekly, monthly, yearly bool
}

func (p *phrase) days() days {
	return days{p.on, p.weekdays, p.nth, p.dates, p.months, p.daily, p.weekly, p.monthly, p.yearly}
}

// step reads what stands at the cursor.
func (p *phrase) step() error {
	if p.skip(); p.i == len(p.tokens) {
		return nil
	}
	for _, read := range []func() (bool, error){p.bounds, p.exception, p.repeats, p.oneIn, p.often, p.nthDay, p.soon, p.hour, p.date, p.week, p.rest} {
		before, begun, clocks := p.days(), p.i, len(p.times)+len(p.window)
		ok, err := read()
		if err != nil {
			return err
		}
		if ok {
			return p.inOrder(before != p.days(), clocks != len(p.times)+len(p.window))
		}
		p.i = begun
	}
	return p.lost(1)
}

// inOrder refuses « lundi à 9 h et mardi à 10 h », which one recurrence cannot hold.
func (p *phrase) inOrder(days, clocks bool) error {
	switch {
	case clocks && !strings.HasSuffix(p.order, "T"):
		p.order += "T"
	case days && !clocks && !strings.HasSuffix(p.order, "D"):
		p.order += "D"
	}
	if len(p.order) > 3 {
		return refuse(bot.Text{FR: "Je ne sais pas faire une heure pour certains jours et une autre pour d’autres : programme deux messages.", EN: "I cannot do one time for some days and another for others: schedule two messages."})
	}
	return nil
}

// lost refuses words from the cursor on, as they were written.
func (p *phrase) lost(words int) error {
	var shown []string
	for k := range words {
		shown = append(shown, p.written(p.look(k).text))
	}
	return refuse(bot.Text{
		FR: "Je ne comprends pas « %s ». Écris par exemple : « %s », « le premier lundi du mois à 10 h », « le 3 décembre à 14 h ».",
		EN: "I do not understand “%s”. Write for instance: “%s”, “the first Monday of the month at 10:00”, “3 December at 2pm”.",
	}, strings.Join(shown, " "), example)
}

// written is a word with the capitals and accents that it was written with.
func (p *phrase) written(word string) string {
	for w := range strings.FieldsFuncSeq(p.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }) {
		if bot.Fold(w) == word {
			return w
		}
	}
	return word
}

// bounds reads « à partir du 1er décembre », « jusqu’au 31 mars » and "from
// 1 December to 31 January".
func (p *phrase) bounds() (bool, error) {
	p.skip(preposition)
	edge := p.look(0).kind
	if edge != starting && edge != until {
		return false, nil
	}
	p.i++
	p.skip(starting, until, preposition, to, filler, article, in)
	d, ok, err := p.edge(edge)
	if !ok || err != nil {
		return false, err
	}
	if edge == until {
		p.until, p.untilYear = d, p.yearIsSaid
		return true, nil
	}
	p.from, p.fromYear = d, p.yearIsSaid
	return true, p.goesTo()
}

// goesTo reads the other end of a stretch of days whose beginning has been read.
func (p *phrase) goesTo() error {
	if !p.is(0, to) && p.look(0).text != "-" {
		return nil
	}
	begun := p.i
	p.i++
	p.skip(article)
	last, ok, err := p.day()
	if err != nil {
		return err
	}
	if !ok {
		p.i = begun
		return nil
	}
	p.until, p.untilYear, p.daily = last, p.yearIsSaid, true
	return nil
}

// edge reads the first or the last day: a date, « lundi », « juin », « fin mars ».
func (p *phrase) edge(of kind) (Day, bool, error) {
	if d, ok, err := p.day(); ok || err != nil {
		return d, ok, err
	}
	today := DayOf(p.now)
	p.yearIsSaid = true
	atEnd := p.is(0, end)
	if atEnd {
		p.i++
		p.skip(filler, article)
		for p.is(0, this) {
			p.i++
		}
	}
	y, m, _ := today.date()
	switch t := p.look(0); {
	case t.kind == weekday && !atEnd && !t.plural && !(p.isTo(1) && p.is(2, weekday)):
		if p.i++; p.is(0, next) {
			p.i++
		}
		return p.coming(t.value, today+1), true, nil
	case t.kind == next && p.is(1, weekday):
		p.i += 2
		return p.coming(p.look(-1).value, today+1), true, nil
	case t.kind == month && !(p.isTo(1) && p.is(2, month)):
		if p.i++; t.value < int(m) {
			y++
		}
		if p.look(0).digits == 4 {
			y = p.look(0).n
			p.i++
		}
		if err := yearFar(y); err != nil {
			return 0, false, err
		}
		m = time.Month(t.value)
	case t.kind == unit && t.value == monthUnit && atEnd:
		p.i++
	case t.kind == unit && t.value == yearUnit && atEnd:
		p.i++
		m = time.December
	default:
		return 0, false, nil
	}
	if of == until || atEnd {
		return day(y, m+1, 0), true, nil
	}
	return day(y, m, 1), true, nil
}

// exception reads « sauf les jours fériés », « sauf le lundi », « sauf en août ».
func (p *phrase) exception() (bool, error) {
	if !p.is(0, except) {
		return false, nil
	}
	p.i++
	var without, months Set
	understood := false
reading:
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
		case t.kind == month:
			months, understood = months|setOf(t.value), true
		case t.kind == article, t.kind == filler, t.kind == joint, t.kind == in, t.text == ",", t.kind == unit && t.value == dayUnit, t.kind == preposition && p.is(1, alsace):
		default:
			break reading
		}
	}
	if !understood {
		return false, refuse(bot.Text{
			FR: "Je ne sais laisser de côté que des jours de la semaine, des mois et les jours fériés : « sauf le mercredi », « sauf en août », « sauf les jours fériés ».",
			EN: "I can only leave out days of the week, months and public holidays: “except Wednesday”, “except in August”, “except public holidays”.",
		})
	}
	p.leave(&p.weekdays, without, span(0, 6))
	p.leave(&p.months, months, span(1, 12))
	return true, nil
}

// leave takes days of the week or months out, of all when none is said.
func (p *phrase) leave(of *Set, without, all Set) {
	if without == 0 {
		return
	}
	if *of == 0 {
		*of = all
	}
	*of &^= without
	p.again = true
}

// repeats reads « toutes les deux heures », « tous les 3 jours », "every other
// Friday", "every week"; of « chaque lundi » it reads the first word.
func (p *phrase) repeats() (bool, error) {
	if !p.is(0, every) {
		return false, nil
	}
	english := p.look(0).text == "every" || p.look(0).text == "each"
	p.i++
	p.skip(every, article)
	n, words := 1, 0
	switch {
	case p.is(0, other):
		n, words = 2, 1
	case p.number(0) > 0 && p.is(1, unit):
		n, words = p.number(0), 1
	case p.is(0, ordinal):
		n, words = p.look(0).value, 1
	case p.look(0).n > 0 && p.is(1, filler) && p.look(1).glued: // 2nd
		n, words = p.look(0).n, 2
	}
	if p.is(words, weekday) && !p.is(0, other) && !(n == 2 && english && !p.ofMonth(words+1)) || // every third Friday: of the month
		!p.is(words, weekday, unit) || p.is(0, ordinal) && (n == 1 || n == Last || p.ofMonth(words+1)) {
		n, words = 1, 0
	}
	p.i += words
	switch {
	case n > 1 && p.is(0, weekday):
		p.again = true
		return true, p.rhythm(n, ByWeek)
	case p.is(0, unit):
		return p.eachUnit(n)
	case p.is(0, period, named):
		p.daily = true
	}
	p.again = true
	return true, nil
}

// ofMonth reports whether « du mois » stands k places on.
func (p *phrase) ofMonth(k int) bool {
	for p.is(k, filler, article, every) {
		k++
	}
	return p.isUnit(k, monthUnit)
}

// maxEach is how many units apart things may be.
const maxEach = 52

// rhythm is set once.
func (p *phrase) rhythm(n int, by Unit) error {
	switch {
	case n > maxEach:
		return refuse(bot.Text{FR: "Une fois sur %s, c’est trop loin : au plus %s.", EN: "One in %s is too far apart: at most %s."}, n, maxEach)
	case n < 2:
		return nil
	case p.each > 1 && (p.each != n || p.unit != by):
		return tooMuch()
	}
	p.each, p.unit = n, by
	return nil
}

// eachUnit reads a unit that comes back every n of it.
func (p *phrase) eachUnit(n int) (bool, error) {
	t := p.look(0)
	p.i++
	if t.value == quarterUnit {
		for k := 0; k < 3; k++ { // of an hour
			if p.isUnit(k, hourUnit) {
				p.i += k + 1
				return true, p.everySo(n, 15)
			}
		}
		t.value = trimesterUnit
		if t.text != "quarter" {
			return false, nil
		}
	}
	if minutes := map[int]int{minuteUnit: 1, hourUnit: 60, halfHourUnit: 30}[t.value]; minutes > 0 {
		if more := p.number(0); t.value == hourUnit && more > 0 && p.look(0).glued { // 1h30
			p.i++
			return true, p.everySo(min(n, dayMinutes)*60+min(more, dayMinutes), 1)
		}
		return true, p.everySo(n, minutes)
	}
	p.again = true
	switch t.value {
	case dayUnit:
		if p.is(0, working) {
			return true, nil // « chaque jour ouvré »: the word itself is read next
		}
		p.daily = n == 1
		return true, p.rhythm(fortnights(n, t), ByDay)
	case weekUnit:
		p.weekly = true
		return true, p.rhythm(n, ByWeek)
	case fortnightUnit:
		p.weekly = true
		return true, p.rhythm(2*n, ByWeek)
	case monthUnit, trimesterUnit, semesterUnit:
		p.monthly = true
		return true, p.rhythm(n*map[int]int{monthUnit: 1, trimesterUnit: 3, semesterUnit: 6}[t.value], ByMonth)
	case yearUnit:
		if n > 1 {
			return false, refuse(bot.Text{FR: "Je sais faire chaque année, pas tous les %s ans.", EN: "I can do every year, not every %s years."}, n)
		}
		p.yearly = true
	case weekendUnit:
		p.weekdays |= setOf(5, 6)
		return true, p.rhythm(n, ByWeek)
	case workdayUnit:
		p.weekdays |= span(0, 4)
	}
	return true, nil
}

// everySo is « toutes les … », set once.
func (p *phrase) everySo(n, minutes int) error {
	if n = min(n, dayMinutes+1) * minutes; p.steps > 0 && p.steps != n {
		return tooMuch()
	}
	p.steps = n
	return nil
}

// fortnights is how many days are meant: « quinze jours » are two weeks, and
// « huit jours » one.
func fortnights(n int, of token) int {
	if n == 15 && strings.HasPrefix(of.text, "jour") {
		return 14
	}
	return n
}

// oneIn reads « un vendredi sur deux », « une semaine sur trois ».
func (p *phrase) oneIn() (bool, error) {
	n := p.number(3)
	if p.number(0) != 1 || !p.is(1, weekday, unit) || !p.is(2, out) || n < 1 {
		return false, nil
	}
	t := p.look(1)
	p.again = true
	p.i += 4
	switch {
	case t.kind == weekday:
		p.weekdays |= setOf(t.value)
		return true, p.rhythm(n, ByWeek)
	case t.value == dayUnit:
		p.daily = p.daily || n == 1
		return true, p.rhythm(n, ByDay)
	case t.value == weekUnit:
		p.weekly = true
		return true, p.rhythm(n, ByWeek)
	case t.value == weekendUnit:
		p.weekdays |= setOf(5, 6)
		return true, p.rhythm(n, ByWeek)
	case t.value == monthUnit:
		p.monthly = true
		return true, p.rhythm(n, ByMonth)
	}
	return false, nil
}

// often reads « une fois par semaine », and refuses « trois fois par jour ».
func (p *phrase) often() (bool, error) {
	n, k := p.number(0), 1
	if p.look(0).text == "twice" {
		n, k = 2, 0
	}
	if n < 1 || !p.is(k, times) {
		return false, nil
	}
	if n == 1 {
		p.i += 2
		return true, nil
	}
	if p.is(k+1, filler, preposition, every) && p.is(k+2, unit) {
		return false, whichHours()
	}
	return false, p.lost(k + 1)
}

func whichHours() error {
	return refuse(bot.Text{FR: "Dis à quelles heures, par exemple « chaque jour à 9 h, 12 h et 17 h », ou « toutes les 2 heures de 9 h à 18 h ».", EN: "Say at which hours, for example “every day at 9:00, 12:00 and 17:00”, or “every 2 hours from 9am to 6pm”."})
}
