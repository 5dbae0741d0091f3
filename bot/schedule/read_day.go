package schedule

import (
	"slices"
	"strconv"
	"time"

	"rebond/bot"
)

// hour reads the times of a day: « à 9 h 30 et 17 h », "at 9:30pm", « midi ».
func (p *phrase) hour() (bool, error) {
	between := p.look(0).text == "entre" || p.look(0).text == "between"
	if between {
		p.i++
	}
	said := false
	for p.is(0, preposition, starting) || p.look(0).kind == filler && said == false && p.look(0).text == "de" {
		said = said || p.is(0, preposition)
		p.i++
	}
	minute, ok, err := p.clock(said || between)
	if !ok || err != nil {
		return false, err
	}
	begun := p.i
	if between && p.is(0, joint) || !between && (p.is(0, to, preposition) || p.look(0).text == "-") {
		p.i++
		end, ok, err := p.clock(true)
		if err != nil {
			return false, err
		}
		if ok {
			p.window = []int{minute, end}
			return true, nil
		}
		p.i = begun
	}
	p.times = append(p.times, minute)
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
		p.times = append(p.times, minute)
	}
}

// clock reads a time of day. A bare number is one only where something before it
// says so.
func (p *phrase) clock(bare bool) (minute int, ok bool, err error) {
	if t := p.look(0); t.kind == named {
		p.i++
		if t.value > 0 && p.is(0, joint) && (p.look(1).text == "demi" || p.look(1).text == "demie") {
			p.i += 2
			return t.value + 30, true, nil
		}
		return t.value, true, nil
	}
	hour, m := p.number(0), 0
	if hour < 0 || p.look(0).digits > 2 {
		return 0, false, nil
	}
	marker := p.look(1)
	isHour := marker.kind == unit && marker.value == hourUnit
	digits := p.look(2).n >= 0 && p.look(2).digits == 2
	read := 1
	switch {
	case isHour && digits && !p.dated(2):
		m, read = p.look(2).n, 3
		if end := p.look(3); end.kind == unit && end.value == minuteUnit {
			read = 4
		}
	case isHour:
		read = 2
		if p.is(2, joint) {
			if past := map[string]int{"demie": 30, "demi": 30, "quart": 15}[p.look(3).text]; past > 0 {
				m, read = past, 4
			}
		}
	case (marker.text == ":" || marker.text == "." && bare) && digits:
		m, read = p.look(2).n, 3
	case marker.kind == meridian:
	case !bare || p.dated(0):
		return 0, false, nil
	}
	if hour > 23 || m > 59 {
		return 0, false, refuse(bot.Text{FR: "« %s » n’est pas une heure : écris par exemple 9 h 30 ou 17 h (minuit est 0 h).", EN: "“%s” is not a time of day: write for instance 9:30 or 5pm (midnight is 0:00)."}, strconv.Itoa(hour)+":"+twoDigits(m))
	}
	p.i += read
	return p.half(hour, m)
}

// half reads which half of the day an hour is of: "pm", « du soir ».
func (p *phrase) half(hour, m int) (int, bool, error) {
	k := 0
	for p.is(k, filler, in, article) {
		k++
	}
	t := p.look(k)
	switch {
	case t.kind == meridian && k == 0 && hour >= 1 && hour <= 12:
		hour = hour%12 + t.value
	case t.kind == meridian && k == 0:
		return 0, false, refuse(bot.Text{FR: "« %s » n’est pas une heure : écris par exemple 9 h 30 ou 17 h.", EN: "“%s” is not a time of day: write for instance 9:30am or 17:00."}, strconv.Itoa(hour)+" "+t.text)
	case t.kind == period && hour >= 1 && hour <= 11:
		hour += t.value
	case t.kind != period:
		return hour*60 + m, true, nil
	}
	p.i += k + 1
	return hour*60 + m, true, nil
}

// dated reports whether the number k places on is the first of a date.
func (p *phrase) dated(k int) bool {
	next := p.look(k + 1)
	if next.kind == filler {
		next = p.look(k + 2)
	}
	return next.kind == month || (next.text == "/" || next.text == "-") && p.look(k+2).n > 0
}

// date reads a date, or days of the month.
func (p *phrase) date() (bool, error) {
	p.skip(article, filler, in)
	if ok, err := p.stretch(); ok || err != nil {
		return ok, err
	}
	d, ok, err := p.day()
	if err != nil {
		return false, err
	}
	if ok {
		if p.on != 0 {
			return false, refuse(bot.Text{FR: "Il y a deux dates : programme un message pour chacune, ou écris « à partir du … », « jusqu’au … ».", EN: "There are two dates: schedule a message for each, or write “starting …”, “until …”."})
		}
		if p.is(0, to) { // du 1er décembre au 31 janvier
			p.i++
			p.skip(article)
			p.daily = true
			if p.from = d; p.until == 0 {
				p.until, ok, err = p.day()
			}
			return ok, err
		}
		p.on = d
		return true, nil
	}
	if t := p.look(0); t.kind == month {
		p.i++
		p.months |= setOf(t.value)
		return true, nil
	}
	n := p.look(0).n
	if n < 0 || p.look(0).digits > 2 {
		return false, nil
	}
	if n < 1 || n > 31 {
		return false, refuse(bot.Text{FR: "Il n’y a pas de %s dans un mois.", EN: "No month has a day %s."}, n)
	}
	p.i++
	p.dates |= setOf(n)
	if p.is(0, filler) && !p.ofMonth(0) { // 1er, 15th
		p.i++
	}
	return true, nil
}

// stretch reads « 1er au 5 décembre »: two days of which the first has no month.
func (p *phrase) stretch() (bool, error) {
	begun, date := p.i, p.look(0).n
	p.i++
	p.skip(filler)
	if date < 1 || !p.is(0, to) {
		p.i = begun
		return false, nil
	}
	p.i++
	p.skip(article)
	last, ok, err := p.day()
	if !ok || err != nil {
		p.i = begun
		return false, err
	}
	y, m, end := last.date()
	if date > end {
		return false, refuse(bot.Text{FR: "Du %s au %s, c’est à l’envers : écris le mois de chaque date.", EN: "From %s to %s is backwards: write the month of each date."}, date, end)
	}
	p.from, p.until, p.daily = day(y, m, date), last, true
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
	if p.is(0, relative) {
		p.i++
		return DayOf(p.now) + Day(p.look(-1).value), true, nil
	}
	named := -1
	if p.is(0, weekday) {
		named = p.look(0).value
		p.i++
		p.skip(article)
	}
	year, m, date := p.digits()
	if m == 0 {
		year, m, date = p.letters()
	}
	if m == 0 {
		return 0, false, nil
	}
	today := DayOf(p.now)
	if year < 0 { // not said
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
		return 0, false, refuse(bot.Text{FR: "Cette date n’existe pas : %s/%s.", EN: "There is no such date: day %s of month %s."}, date, m)
	}
	if named >= 0 && d.weekday() != named {
		return 0, false, refuse(bot.Text{FR: "Le %s est un %s, pas un %s : lequel des deux ?", EN: "%s is a %s, not a %s: which of the two?"}, bot.Date(d.midnight()), weekdayNames.text(d.weekday()), weekdayNames.text(named))
	}
	return d, true, nil
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
		return first.n, second.n, third.n
	case full && third.digits == 4:
		p.i += 5
		return third.n, second.n, first.n
	case full && third.digits == 2:
		p.i += 5
		return 2000 + third.n, second.n, first.n
	case sep == "/" && !full && first.digits <= 2 && second.digits <= 2:
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

// week reads days of the week.
func (p *phrase) week() (bool, error) {
	for p.is(0, article, filler, starting, joint) || p.look(0).text == "," {
		p.again = p.again || p.is(0, article) && p.is(1, weekday)
		p.i++
	}
	t := p.look(0)
	if t.kind != weekday {
		return false, nil
	}
	p.i++
	p.again = p.again || t.plural || p.weekdays != 0
	p.weekdays |= setOf(t.value)
	k := 0
	if p.look(0).text == "." { // lun.
		k = 1
	}
	if (p.is(k, to, preposition) || p.look(k).text == "-") && p.is(k+1, weekday) {
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
	if p.number(-1) > 1 && (p.look(0).text == "fois" || p.look(0).text == "times") {
		return false, refuse(bot.Text{FR: "Dis à quelles heures, par exemple « chaque jour à 9 h, 12 h et 17 h », ou « toutes les 2 heures de 9 h à 18 h ».", EN: "Say at which hours, for example “every day at 9:00, 12:00 and 17:00”, or “every 2 hours from 9am to 6pm”."})
	}
	switch t.kind {
	case filler, article, joint, preposition, in:
		return true, nil
	case starting:
		return p.is(0, weekday) || p.look(0).n >= 0, nil
	case alsace, holidays:
		return p.holidays != "", nil
	case working:
		p.weekdays, p.again = p.weekdays|span(0, 4), true
		if p.holidays == "" {
			p.holidays = France
		}
		return true, nil
	case period:
		if before := p.look(-2).text; before == "ce" || before == "cet" || before == "this" {
			p.on = DayOf(p.now)
		}
		p.evening = p.evening || t.value > 0
		return true, nil
	case number:
		p.i++
		return t.value == 1 && p.look(-1).text == "fois", nil // une fois par semaine
	case unit:
		return p.loose(t)
	}
	return slices.Contains([]string{",", ".", ";", "(", ")", "-", "'", "!"}, t.text), nil
}

// loose reads a unit that nothing counts.
func (p *phrase) loose(t token) (bool, error) {
	switch t.value {
	case dayUnit:
		if t.text != "jour" && t.text != "jours" && t.text != "day" && t.text != "days" {
			p.daily, p.again = true, true
		}
	case weekUnit:
		if p.is(-2, in) || p.is(-3, in) { // en semaine
			p.weekdays, p.again = p.weekdays|span(0, 4), true
		} else {
			p.weekly, p.again = true, true
		}
	case fortnightUnit:
		p.weekly, p.again, p.each, p.unit = true, true, 2, ByWeek
	case monthUnit:
		p.monthly, p.again = true, true
	case yearUnit:
		p.yearly, p.again = true, true
	case weekendUnit:
		p.weekdays, p.again = p.weekdays|setOf(5, 6), true
	case workdayUnit:
		p.weekdays, p.again = p.weekdays|span(0, 4), true
	case hourUnit:
		if t.text != "hourly" {
			return false, nil
		}
		p.steps, p.again = 60, true
	default:
		return false, nil
	}
	return true, nil
}
