package schedule

import (
	"slices"
	"time"

	"rebond/bot"
)

// soon reads « demain », « ce soir », « lundi prochain », « dans trois jours ».
func (p *phrase) soon() (bool, error) {
	today := DayOf(p.now)
	switch t := p.look(0); {
	case t.kind == relative:
		p.i++
		if t.text == "tonight" {
			p.half(60)
		}
		return true, p.once(today + Day(t.value))
	case t.kind == this && p.is(1, period, named):
		p.i++ // what it is of the day is read next
		return true, p.once(today)
	case t.kind == weekday && p.is(1, next):
		p.i += 2
		return true, p.once(p.coming(t.value, today+1))
	case t.kind == next && p.is(1, weekday):
		p.i += 2
		return true, p.once(p.coming(p.look(-1).value, today+1))
	case t.kind == this && p.is(1, unit), t.kind == next && p.is(1, unit), t.kind == unit && p.is(1, next):
		return false, refuse(bot.Text{FR: "Quel jour exactement ? Écris par exemple « vendredi à 9 h » ou « le 3 décembre à 14 h ».", EN: "Which day exactly? Write for instance “Friday at 9am” or “3 December at 2pm”."})
	case t.kind == in:
		return p.soLong()
	}
	return false, nil
}

// once is the only day of something.
func (p *phrase) once(d Day) error {
	if p.on != 0 && p.on != d {
		return refuse(bot.Text{FR: "Il y a deux dates : programme un message pour chacune, ou écris « à partir du … », « jusqu’au … ».", EN: "There are two dates: schedule a message for each, or write “starting …”, “until …”."})
	}
	p.on = d
	return nil
}

// coming is the first such weekday from a day on.
func (p *phrase) coming(weekday int, from Day) Day {
	for from.weekday() != weekday {
		from++
	}
	return from
}

// soLong reads how long from now something happens.
func (p *phrase) soLong() (bool, error) {
	k := 1
	n := p.number(k)
	if n < 1 {
		n, k = 1, 0
	}
	t := p.look(k + 1)
	if t.kind != unit || k == 0 && t.value != halfHourUnit {
		return false, nil
	}
	const century = 100 * 365
	minutes := 0
	switch t.value {
	case minuteUnit:
		minutes = 1
	case hourUnit:
		minutes = 60
	case halfHourUnit:
		minutes = 30
	case quarterUnit: // of an hour
		for minutes == 0 {
			if k++; p.isUnit(k+1, hourUnit) {
				minutes = 15
			} else if !p.is(k+1, filler, number) {
				return false, nil
			}
		}
	}
	p.i += k + 2
	n = min(n, century*dayMinutes)
	if minutes > 0 {
		if n *= minutes; t.value == hourUnit {
			n += p.past()
			if more := p.number(0); more > 0 && more < 60 && (p.look(0).glued || p.isUnit(1, minuteUnit)) { // 1h30
				if n, p.i = n+more, p.i+1; p.isUnit(0, minuteUnit) {
					p.i++
				}
			}
		}
		if n > century*dayMinutes {
			return false, tooFar()
		}
		p.moment = p.soonest(p.now.Add(time.Duration(n)*time.Minute + time.Minute - 1))
		return true, nil
	}
	if n > century {
		return false, tooFar()
	}
	y, m, date := p.now.Date()
	var d Day
	switch t.value {
	case dayUnit:
		d = DayOf(p.now) + Day(fortnights(n, t))
	case weekUnit:
		d = DayOf(p.now) + Day(7*n)
	case fortnightUnit:
		d = DayOf(p.now) + Day(14*n)
	case monthUnit:
		first := day(y, m+time.Month(n), 1)
		d = first + Day(min(date, first.lastOfMonth())-1)
	case yearUnit:
		first := day(y+n, m, 1)
		d = first + Day(min(date, first.lastOfMonth())-1)
	default:
		return false, nil
	}
	if d > DayOf(p.now)+century {
		return false, tooFar()
	}
	return true, p.once(d)
}

func tooFar() error {
	return refuse(bot.Text{FR: "C’est trop loin dans le temps : écris une date.", EN: "This is too far away: write a date."})
}

// soonest is the first whole minute from t on that a clock shows for the first time.
func (p *phrase) soonest(t time.Time) time.Time {
	t = t.Truncate(time.Minute) // no zone of today has odd seconds
	for !at(DayOf(t), t.Hour()*60+t.Minute(), p.zone).Equal(t) {
		t = t.Add(time.Minute)
	}
	return t
}

// date reads a date, or days of the month, or months.
func (p *phrase) date() (bool, error) {
	p.skip(article, filler, in, starting, this)
	if ok, err := p.stretch(); ok || err != nil {
		return ok, err
	}
	d, ok, err := p.day()
	if err != nil {
		return false, err
	}
	if ok {
		if p.is(0, to) || p.look(0).text == "-" { // du 1er décembre au 31 janvier
			p.from, p.fromYear = d, p.yearIsSaid
			begun := p.i
			if err := p.goesTo(); err != nil || p.i > begun {
				return true, err
			}
			p.from = 0
		}
		return true, p.once(d)
	}
	if t := p.look(0); t.kind == month {
		p.i++
		p.months |= setOf(t.value)
		if p.isTo(0) && p.is(1, month) { // de septembre à juin
			for m := t.value; m != p.look(1).value; m = m%12 + 1 {
				p.months |= setOf(m)
			}
			p.months |= setOf(p.look(1).value)
			p.i += 2
		}
		return true, nil
	}
	n, ok, err := p.dateOfMonth()
	if ok {
		p.dates |= setOf(n)
	}
	return ok, err
}

// dateOfMonth reads a day of the month: 15, 1er, 22nd.
func (p *phrase) dateOfMonth() (int, bool, error) {
	t := p.look(0)
	if t.n < 0 || t.digits > 2 {
		return 0, false, nil
	}
	if t.n < 1 || t.n > 31 {
		return 0, false, refuse(bot.Text{FR: "Il n’y a pas de %s dans un mois.", EN: "No month has a day %s."}, t.n)
	}
	p.i++
	if p.is(0, filler) && !p.ofMonth(0) { // 1er, 15th
		p.i++
	}
	return t.n, true, nil
}

// stretch reads « 1er au 5 décembre », two days of which the first has no month,
// and « 1er au 5 du mois ».
func (p *phrase) stretch() (ok bool, err error) {
	begun := p.i
	defer func() {
		if !ok {
			p.i = begun
		}
	}()
	first, ok, err := p.dateOfMonth()
	if !ok || err != nil || !p.is(0, to) && (p.look(0).text != "-" || !p.look(0).glued || p.look(1).glued && !p.is(2, month)) {
		return false, nil
	}
	p.i++
	p.skip(article)
	backwards := func(last int) error {
		return refuse(bot.Text{FR: "Du %s au %s, c’est à l’envers : écris le mois de chaque date.", EN: "From %s to %s is backwards: write the month of each date."}, first, last)
	}
	last, ok, err := p.day()
	if err != nil {
		return false, err
	}
	if ok {
		y, m, end := last.date()
		if first > end {
			return false, backwards(end)
		}
		p.from, p.until, p.fromYear, p.untilYear, p.daily = day(y, m, first), last, true, true, true
		return true, nil
	}
	end, ok, err := p.dateOfMonth()
	if !ok || err != nil {
		return false, err
	}
	if first > end {
		return false, backwards(end)
	}
	p.dates, p.dateRange = p.dates|span(first, end), true
	return true, nil
}

// day reads a day in full: « lundi 23 novembre 2026 », "December 3rd", 3/12/2026,
// 2026-12-03, « demain ». Without a year it is the next one.
func (p *phrase) day() (d Day, ok bool, err error) {
	begun := p.i
	defer func() {
		if !ok {
			p.i = begun
		}
	}()
	today := DayOf(p.now)
	if p.is(0, relative) {
		p.i++
		p.yearIsSaid = true
		return today + Day(p.look(-1).value), true, nil
	}
	named := -1
	if p.is(0, weekday) {
		named = p.look(0).value
		p.i++
		if p.look(0).text == "." { // lun.
			p.i++
		}
		p.skip(article)
	}
	year, m, date := p.digits()
	if m == 0 {
		year, m, date = p.letters()
	}
	if m == 0 {
		return 0, false, nil
	}
	if p.yearIsSaid = year >= 0; p.yearIsSaid {
		if err := yearFar(year); err != nil {
			return 0, false, err
		}
	} else {
		year, _, _ = today.date()
		if date == 29 && m == 2 {
			for day(year, 2, 29) != day(year, 3, 0) || day(year, 2, 29) < today {
				year++
			}
		} else if day(year, time.Month(m), date) < today {
			year++
		}
	}
	d = day(year, time.Month(m), date)
	if y, month, there := d.date(); m > 12 || y != year || int(month) != m || there != date {
		return 0, false, refuse(bot.Text{FR: "Cette date n’existe pas : %s/%s.", EN: "There is no such date: day %s of month %s."}, date, m)
	}
	if named >= 0 && d.weekday() != named {
		return 0, false, otherWeekday(d, named)
	}
	return d, true, nil
}

// yearFar refuses a year that must be a slip of the hand.
func yearFar(year int) error {
	if year < 2000 || year > 2199 {
		return refuse(bot.Text{FR: "Vérifie l’année : je compte de 2000 à 2199.", EN: "Check the year: I count from 2000 to 2199."})
	}
	return nil
}

func otherWeekday(d Day, named int) error {
	return refuse(bot.Text{FR: "Le %s est un %s, pas un %s : lequel des deux ?", EN: "%s is a %s, not a %s: which of the two?"}, bot.Date(d.midnight()), weekdayNames.text(d.weekday()), weekdayNames.text(named))
}

// digits reads a date in digits; month 0 when there is none, year -1 when it is not said.
func (p *phrase) digits() (year, month, date int) {
	sep := p.look(1).text
	first, second, third := p.look(0), p.look(2), p.look(4)
	if sep != "/" && sep != "-" && sep != "." || first.n < 0 || second.n < 0 {
		return 0, 0, 0
	}
	full := p.look(3).text == sep && third.n >= 0
	switch {
	case full && first.digits == 4:
		p.i += 5
		if p.look(0).text == "t" { // 2026-12-03T14:00
			p.i++
		}
		return first.n, second.n, third.n
	case full && third.digits == 4:
		p.i += 5
		return third.n, second.n, first.n
	case full && third.digits == 2:
		p.i += 5
		return 2000 + third.n, second.n, first.n
	case (sep == "/" || sep == "-" && p.look(1).glued && second.glued) && !full && first.digits <= 2 && second.digits <= 2 && !p.timed(2):
		p.i += 3
		return -1, second.n, first.n
	}
	return 0, 0, 0
}

// letters reads a date whose month is a word; month 0 when there is none.
func (p *phrase) letters() (year, m, date int) {
	begun := p.i
	skip := func() {
		for p.is(0, filler) || p.look(0).text == "," || p.look(0).text == "." {
			p.i++
		}
	}
	year = -1
	switch first := p.look(0); {
	case first.n >= 0 && first.digits <= 2 || first.kind == ordinal && first.value == 1:
		date = first.n
		if first.kind == ordinal {
			date = 1
		}
		p.i++
		skip()
		if !p.is(0, month) {
			p.i = begun
			return 0, 0, 0
		}
		m = p.look(0).value
		p.i++
	case first.kind == month && (p.look(1).n > 0 && p.look(1).digits <= 2 || p.look(1).text == "the" && p.look(2).n > 0) && !p.timed(1):
		m = first.value
		p.i++
		p.skip(article)
		date = p.look(0).n
		p.i++
	default:
		return 0, 0, 0
	}
	end := p.i
	skip()
	if t := p.look(0); t.digits == 4 {
		year = t.n
		p.i++
	} else {
		p.i = end
		if p.is(0, filler) && p.look(0).text != "de" { // December 3rd
			p.i++
		}
	}
	return year, m, date
}

// timed reports whether the number k places on is a time of day.
func (p *phrase) timed(k int) bool {
	t := p.look(k + 1)
	return t.kind == unit && t.value == hourUnit || t.kind == meridian || t.text == ":"
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
		case t.n >= 1 && t.n <= 5 && p.is(1, filler) && (p.is(2, weekday, joint) || p.isUnit(2, dayUnit) || p.look(2).text == ","):
			which |= setOf(t.n)
			p.i += 2
		default:
			return false, nil
		}
		p.skip(joint, article)
		if p.is(0, weekday) || p.isUnit(0, dayUnit) {
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
	weekdays := setOf(t.value)
	for p.is(0, joint) && p.is(1, weekday) || p.look(0).text == "," && p.is(1, weekday) { // le premier lundi et mardi
		weekdays |= setOf(p.look(1).value)
		p.i += 2
	}
	if p.nth == 0 && p.weekdays != 0 || p.nth != 0 && p.nth != which && p.weekdays != weekdays {
		return false, twoDays()
	}
	p.nth |= which
	p.weekdays |= weekdays
	return true, nil
}

func twoDays() error {
	return refuse(bot.Text{FR: "Je ne sais pas faire deux jours différents du mois à la fois : programme deux messages.", EN: "I cannot do two different days of the month at once: schedule two messages."})
}

// week reads days of the week.
func (p *phrase) week() (bool, error) {
	for p.is(0, article, filler, starting, joint, this) || p.look(0).text == "," || p.look(0).text == "/" && p.weekdays != 0 {
		p.again = p.again || p.is(0, article) && p.is(1, weekday)
		p.i++
	}
	t := p.look(0)
	if t.kind != weekday {
		return false, nil
	}
	if p.nth != 0 {
		return false, twoDays()
	}
	p.i++
	p.again = p.again || t.plural || p.weekdays != 0
	p.weekdays |= setOf(t.value)
	k := 0
	if p.look(0).text == "." { // lun.
		k = 1
	}
	if p.isTo(k) && p.is(k+1, weekday) {
		for d := t.value; d != p.look(k+1).value; d = (d + 1) % 7 {
			p.weekdays |= setOf(d)
		}
		p.weekdays |= setOf(p.look(k + 1).value)
		p.again = true
		p.i += k + 2
	}
	return true, nil
}

// rest reads what is left: « du mois », « en semaine », « le matin », small words.
func (p *phrase) rest() (bool, error) {
	t := p.look(0)
	p.i++
	switch t.kind {
	case filler, article, joint, preposition, in:
		return true, nil
	case starting:
		return p.is(0, weekday) || p.look(0).n >= 0, nil
	case alsace, holidays:
		return p.holidays != "", nil
	case working:
		p.weekdays, p.again = p.weekdays|span(0, t.value), true
		if p.holidays == "" {
			p.holidays = France
		}
		return true, nil
	case period:
		if p.is(0, joint) && p.is(1, period) && p.look(1).value != t.value {
			return false, whichHours()
		}
		p.half(t.value)
		return true, nil
	case unit:
		return p.loose(t)
	}
	return slices.Contains([]string{",", ".", ";", "(", ")", "-", "'", "!", "?", "\"", "«", "»", "“", "”"}, t.text), nil
}

// loose reads a unit that nothing counts.
func (p *phrase) loose(t token) (bool, error) {
	switch t.value {
	case dayUnit:
		before := p.look(-2).text
		if t.text != "jour" && t.text != "jours" && t.text != "day" && t.text != "days" || before == "par" || before == "per" || before == "a" {
			p.daily, p.again = true, true
		}
	case weekUnit:
		if p.is(-2, in) || p.is(-3, in) { // en semaine
			p.weekdays, p.again = p.weekdays|span(0, 4), true
		} else {
			p.weekly, p.again = true, true
		}
	case fortnightUnit:
		p.weekly, p.again = true, true
		return true, p.rhythm(2, ByWeek)
	case monthUnit:
		p.monthly, p.again = true, true
	case trimesterUnit:
		p.monthly, p.again = true, true
		return true, p.rhythm(3, ByMonth)
	case semesterUnit:
		p.monthly, p.again = true, true
		return true, p.rhythm(6, ByMonth)
	case yearUnit:
		p.yearly, p.again = true, true
	case weekendUnit:
		p.weekdays, p.again = p.weekdays|setOf(5, 6), true
	case workdayUnit:
		p.weekdays, p.again = p.weekdays|span(0, 4), true
	case hourUnit:
		if t.text == "hourly" {
			return true, p.everySo(1, 60)
		}
		return t.text == "heure" && p.is(0, filler), nil // heure de Paris: it is Paris that is not known
	default:
		return false, nil
	}
	return true, nil
}

// hour reads the times of a day: « à 9 h 30 et 17 h », "at 9:30pm", « midi », and
// « de 9 h à 18 h ».
func (p *phrase) hour() (bool, error) {
	between := p.look(0).text == "entre" || p.look(0).text == "between"
	if between {
		p.i++
	}
	said, since := between, between
	for p.is(0, preposition, starting) || p.is(0, filler) && p.look(0).text == "de" {
		said = said || p.is(0, preposition)
		since = since || !p.is(0, preposition)
		p.i++
	}
	if ok, err := p.hours(since); ok || err != nil {
		return ok, err
	}
	minute, ok, err := p.clock(said)
	if !ok || err != nil {
		return false, err
	}
	begun := p.i
	if p.to(between) {
		end, ok, err := p.clock(true)
		if err != nil {
			return false, err
		}
		if ok {
			return true, p.between(minute, end)
		}
	}
	p.i = begun
	p.add(minute)
	for { // « à 9, 12 et 17 h »
		begun = p.i
		p.skip(joint)
		if p.i == begun {
			return true, nil
		}
		if minute, ok, err = p.clock(said); err != nil {
			return false, err
		}
		if !ok {
			p.i = begun
			return true, nil
		}
		p.add(minute)
	}
}

// hours reads a stretch whose first hour is a number alone: 9-18h, « de 9 à 18 h »,
// "from 9 to 5pm". Two numbers alone are hours where every so many are asked for.
func (p *phrase) hours(since bool) (bool, error) {
	t := p.look(0)
	if t.n < 0 || t.n > 23 || t.digits > 2 || !(p.look(1).text == "-" && p.look(1).glued || since && p.is(1, to, preposition, joint)) {
		return false, nil
	}
	begun := p.i
	p.i += 2
	end, ok, err := p.clock(since && p.steps > 0)
	if !ok || err != nil {
		p.i = begun
		return false, nil
	}
	return true, p.between(t.n*60, end)
}

// to passes the word or sign before the end of a stretch of hours.
func (p *phrase) to(between bool) bool {
	switch {
	case between:
		if p.is(0, joint) {
			p.i++
			return true
		}
		return false
	case p.is(0, until):
		p.i++
		p.skip(preposition, to)
		return true
	case p.isTo(0):
		p.i++
		return true
	}
	return false
}

func (p *phrase) between(begin, end int) error {
	if p.window != nil {
		return tooMuch()
	}
	p.window = []int{begin, end}
	return nil
}

// add keeps a time, after noon if that has been said.
func (p *phrase) add(minute int) {
	p.times = append(p.times, afterNoon(minute, p.late))
}

// half is told which half of the day is meant: of the times that follow, and of
// those before when none does.
func (p *phrase) half(late int) {
	p.late, p.lateFrom = late, len(p.times)
}

func afterNoon(minute, late int) int {
	if late > 0 && minute >= late && minute < 12*60 {
		return minute + 12*60
	}
	return minute
}

// clock reads a time of day. A bare number is one only where something before it
// says so.
func (p *phrase) clock(bare bool) (minute int, ok bool, err error) {
	if t := p.look(0); t.kind == named {
		p.i++
		return (t.value + p.past() + dayMinutes) % dayMinutes, true, nil
	}
	begun := p.i
	hour, m := p.number(0), 0
	if hour < 0 || p.look(0).digits > 2 || p.is(1, times) {
		return 0, false, nil
	}
	marker := p.look(1)
	isHour := p.isUnit(1, hourUnit)
	minutes := p.number(2)
	read := 1
	switch {
	case isHour && p.minutes(2):
		m, read = minutes, 3
		if p.isUnit(3, minuteUnit) {
			read = 4
		}
	case isHour:
		read = 2
	case (marker.text == ":" || marker.text == "." && (bare || p.is(3, meridian))) && p.look(2).digits == 2:
		m, read = minutes, 3
		if p.isUnit(3, hourUnit) { // 9:00 h
			read = 4
		}
	case marker.kind == meridian:
	case !bare || p.dated(0):
		return 0, false, nil
	}
	p.i += read
	if hour > 23 || m > 59 {
		return 0, false, noHour(p.typed(begun))
	}
	minute = hour*60 + m
	if isHour && m == 0 {
		minute = (minute + p.past() + dayMinutes) % dayMinutes
	}
	minute, ok = p.halfOf(minute)
	if !ok {
		p.i++
		return 0, false, noHour(p.typed(begun))
	}
	return minute, true, nil
}

// minutes reports whether the number k places on, after « heures », is of minutes:
// 9h05, 9 h 30, 9h5, « neuf heures trente ».
func (p *phrase) minutes(k int) bool {
	t := p.look(k)
	switch {
	case p.dated(k) || p.timed(k) || p.is(k+1, times, out):
		return false
	case t.kind == number:
		return t.value >= 5
	}
	return t.digits == 2 || t.digits == 1 && t.glued
}

// past reads what follows an hour: « et quart », « et demie », « moins dix ».
func (p *phrase) past() int {
	k := 1
	for p.is(k, article, preposition) {
		k++
	}
	word, n := p.look(k).text, p.number(k)
	past := map[string]int{"demie": 30, "demi": 30, "half": 30, "quart": 15, "quarter": 15}[word]
	switch {
	case p.is(0, joint) && past > 0:
		p.i += k + 1
		return past
	case p.is(0, minus) && past == 15:
		p.i += k + 1
		return -15
	case p.is(0, minus) && n > 0 && n < 30:
		p.i += k + 1
		return -n
	}
	return 0
}

// typed are the words from one on to the cursor, as they were spaced.
func (p *phrase) typed(from int) string {
	s := ""
	for _, t := range p.tokens[from:p.i] {
		if s != "" && !t.glued {
			s += " "
		}
		s += t.text
	}
	return s
}

func noHour(typed string) error {
	return refuse(bot.Text{FR: "« %s » n’est pas une heure : écris par exemple 9 h 30 ou 17 h (minuit est 0 h).", EN: "“%s” is not a time of day: write for instance 9:30 or 5pm (midnight is 0:00)."}, typed)
}

// halfOf reads which half of the day a minute is of: "pm", « du soir »; false for
// 13 pm.
func (p *phrase) halfOf(minute int) (int, bool) {
	k := 0
	for p.is(k, filler, in, article) {
		k++
	}
	t := p.look(k)
	switch {
	case t.kind == meridian && k == 0 && (minute < 60 || minute >= 13*60):
		return 0, false
	case t.kind == meridian && k == 0:
		minute = minute%(12*60) + t.value*60
	case t.kind == period && minute >= 60:
		minute = afterNoon(minute, t.value)
	default:
		return minute, true
	}
	p.i += k + 1
	return minute, true
}

// dated reports whether the number k places on is the first of a date.
func (p *phrase) dated(k int) bool {
	next := p.look(k + 1)
	if next.kind == filler {
		next = p.look(k + 2)
	}
	return next.kind == month || (next.text == "/" || next.text == "-" || next.text == "." && p.look(k+2).glued) && p.look(k+2).n > 0
}
