package schedule

import (
	"strings"
	"time"

	"rebond/bot"
)

// bounds reads « à partir du 1er décembre », « jusqu’au 31 mars » and "from
// 1 December to 31 January".
func (p *phrase) bounds() (bool, error) {
	p.skip(preposition)
	edge := p.look(0).kind
	switch text := p.look(0).text; {
	case text == "entre" || text == "between":
		return p.betweenDays()
	case text == "through" || text == "thru":
		edge = until
	case text == "des" && strings.ContainsRune(p.written("des"), 'è'): // dès
		edge = starting
	case edge != starting && edge != until:
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
	} else {
		p.from, p.fromYear = d, p.yearIsSaid
		err = p.goesTo()
	}
	return true, err
}

// betweenDays reads « entre le 1er et le 24 décembre ».
func (p *phrase) betweenDays() (bool, error) {
	p.i++
	p.skip(article)
	first, ok, err := p.day()
	if !ok || err != nil || !p.is(0, joint) {
		return false, err
	}
	p.fromYear = p.yearIsSaid
	p.i++
	p.skip(article)
	last, ok, err := p.day()
	if !ok || err != nil {
		return false, err
	}
	p.from, p.until, p.untilYear = first, last, p.yearIsSaid
	return true, nil
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
	p.until, p.untilYear = last, p.yearIsSaid
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
	after := 0 // beyond the last word that is understood
reading:
	for ; p.i < len(p.tokens); p.i++ {
		switch t := p.look(0); {
		case t.kind == holidays:
			if p.holidays == "" {
				p.holidays = France
			}
		case t.kind == alsace:
			p.holidays = AlsaceMoselle
		case t.kind == weekday && p.isTo(1) && p.is(2, weekday):
			if after > 0 { // sauf le mercredi, du lundi au vendredi
				break reading
			}
			p.withoutDays |= around(t.value, p.look(2).value, 0, 6)
			p.i += 2
		case t.kind == weekday:
			p.withoutDays |= setOf(t.value)
		case t.kind == unit && t.value == weekendUnit:
			p.withoutDays |= setOf(5, 6)
		case t.kind == month && p.isTo(1) && p.is(2, month):
			p.withoutMonths |= around(t.value, p.look(2).value, 1, 12)
			p.i += 2
		case t.kind == month:
			p.withoutMonths |= setOf(t.value)
		case t.kind == article, t.kind == filler, t.kind == joint, t.kind == in, t.text == ",", t.text == "/", t.kind == unit && t.value == dayUnit, t.kind == preposition && p.is(1, alsace):
			continue
		default:
			break reading
		}
		after = p.i + 1
	}
	p.again = p.again || p.withoutDays|p.withoutMonths != 0
	if after == 0 {
		return false, refuse(bot.Text{
			FR: "Je ne sais laisser de côté que des jours de la semaine, des mois et les jours fériés : « sauf le mercredi », « sauf en août », « sauf les jours fériés ».",
			EN: "I can only leave out days of the week, months and public holidays: “except Wednesday”, “except in August”, “except public holidays”.",
		})
	}
	p.i = after
	return true, nil
}
