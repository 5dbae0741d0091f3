package schedule

import (
	"strings"

	"rebond/bot"
)

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
	case p.number(0) > 1 && p.is(1, weekday): // tous les deux jeudis
		p.i++
		p.again = true
		return true, p.rhythm(p.number(-1), ByWeek)
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
		return refuse(bot.Text{FR: "Une fois sur %s, c’est trop loin : je vais jusqu’à %s. Compte plutôt en semaines ou en mois : « tous les 2 mois le 1er à 9 h ».", EN: "One in %s is too far apart: I go up to %s. Count in weeks or months instead: “every 2 months on the 1st at 9am”."}, n, maxEach)
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
	n = min(n, 9999) // more is too much of anything
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
		if t.value == hourUnit && p.is(0, joint) {
			return true, p.everySo(min(n, dayMinutes)*60+p.past(), 1)
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

// fortnights is how many days are meant: « quinze jours » are two weeks.
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
