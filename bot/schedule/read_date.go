package schedule

import (
	"time"

	"rebond/bot"
)

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
		if m > 12 && date <= 12 {
			return 0, false, refuse(bot.Text{FR: "Cette date n’existe pas : %s/%s. Écris le jour, puis le mois : %[2]s/%[1]s.", EN: "There is no such date: day %s of month %s. Write the day first, then the month: %[2]s/%[1]s."}, date, m)
		}
		return 0, false, refuse(bot.Text{FR: "Cette date n’existe pas : %s/%s. Écris un autre jour ; « le dernier jour du mois » en dit un de chaque mois.", EN: "There is no such date: day %s of month %s. Write another day; “the last day of the month” is one of every month."}, date, m)
	}
	if named >= 0 && d.Weekday() != named {
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
	return refuse(bot.Text{FR: "Le %s est un %s, pas un %s : lequel des deux ?", EN: "%s is a %s, not a %s: which of the two?"}, bot.Date(d.midnight()), weekdayNames.text(d.Weekday()), weekdayNames.text(named))
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
			p.months |= around(t.value, p.look(1).value, 1, 12)
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
		return 0, false, refuse(bot.Text{FR: "Il n’y a pas de %s dans un mois : écris un jour de 1 à 31, ou « le dernier jour du mois ».", EN: "No month has a day %s: write one from 1 to 31, or “the last day of the month”."}, t.n)
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
		p.from, p.until, p.fromYear, p.untilYear = day(y, m, first), last, true, true
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
