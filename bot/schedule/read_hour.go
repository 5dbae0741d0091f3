package schedule

import (
	"rebond/bot"
)

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

// timed reports whether the number k places on is a time of day.
func (p *phrase) timed(k int) bool {
	t := p.look(k + 1)
	return t.kind == unit && t.value == hourUnit || t.kind == meridian || t.text == ":"
}
