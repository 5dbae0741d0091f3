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
	for from.Weekday() != weekday {
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
			if p.is(0, joint) && p.isUnit(2, minuteUnit) {
				p.i++
			}
			if more := p.number(0); more > 0 && more < 60 && (p.minutes(0) || p.isUnit(1, minuteUnit)) { // 1h30
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
	for !At(DayOf(t), t.Hour()*60+t.Minute(), p.zone).Equal(t) {
		t = t.Add(time.Minute)
	}
	return t
}

// nthDay reads « le premier et le troisième lundi », « le dernier jour », "2nd Tuesday".
func (p *phrase) nthDay() (bool, error) {
	var which Set
	p.skip(article)
	if p.is(0, end) && p.ofMonth(1) { // fin du mois
		for p.i++; !p.isUnit(-1, monthUnit); p.i++ {
		}
		p.dates, p.again, p.monthly = p.dates|setOf(Last), true, true
		return true, nil
	}
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
		p.weekdays |= around(t.value, p.look(k+1).value, 0, 6)
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
		p.working, p.again = t.value, true
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
		switch {
		case p.is(-2, in) || p.is(-3, in) || p.look(-2).text == "de" && p.isUnit(-3, dayUnit): // en semaine, jours de semaine
			p.weekdays, p.again = p.weekdays|span(0, 4), true
		case p.is(-2, weekday) && t.text == "week": // Thursday week
			return false, nil
		default:
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
