package schedule

import (
	"strings"
	"time"

	"rebond/bot"
)

// longest is the longest time that [ParseEnd] reads, in years.
const longest = 2

// ParseEnd reads until when something lasts from now on: so long (« 3 jours », "two
// weeks"), or to a day, an hour, or both (« jusqu’au 2 janvier », « lundi à 9 h »,
// "until 6pm"). Of a day alone it is the beginning. Its errors are *bot.UserError, in
// words that tell what to write.
func ParseEnd(text string, now time.Time, zone *time.Location) (time.Time, error) {
	text = strings.TrimRight(strings.TrimSpace(bot.Clean(text, 0)), " .!?…")
	if len(text) > MaxPhrase {
		return time.Time{}, noEnd(bot.Shorten(text, 40))
	}
	e := &ending{phrase: phrase{now: now.In(zone), zone: zone, text: text, tokens: tokenize(text)}}
	t, err := e.read()
	if err != nil {
		return time.Time{}, err
	}
	if e.skip(filler); e.i < len(e.tokens) || t.IsZero() {
		return time.Time{}, noEnd(bot.Shorten(text, 80))
	}
	switch {
	case !t.After(now):
		return t, refuse(bot.Text{FR: "C’est déjà passé : donne un moment à venir, par exemple « 3 jours » ou « jusqu’à lundi ».", EN: "That is past already: give a time to come, for example “3 days” or “until Monday”."})
	case t.After(e.now.AddDate(longest, 0, 0)):
		return t, refuse(bot.Text{FR: "C’est plus de %s ans : donne un moment plus proche.", EN: "That is more than %s years: give an earlier time."}, longest)
	}
	return t, nil
}

func noEnd(text string) error {
	return refuse(bot.Text{FR: "Je ne comprends pas « %s ». Écris par exemple « 3 jours », « une semaine » ou « jusqu’au 2 janvier ».", EN: "I do not understand “%s”. Write for example “3 days”, “a week” or “until 2 January”."}, text)
}

// ending is a phrase that says until when.
type ending struct {
	phrase
	until  bool // something before the time says that it is an end, and no length
	during bool // a whole month is meant, not its beginning
	nth    bool // a number alone is a day of the month
	this   bool
}

// read reads an end; the zero time when there is none.
func (e *ending) read() (time.Time, error) {
	if e.look(0).text == "des" && strings.ContainsRune(e.written("des"), 'è') { // dès lundi is a beginning
		return time.Time{}, nil
	}
	e.lead()
	if t, ok := e.length(); ok {
		return t, nil
	}
	d, ok, err := e.day()
	if err != nil {
		return time.Time{}, err
	}
	for e.is(0, preposition, joint) || e.look(0).text == "," {
		e.until = e.until || e.is(0, preposition)
		e.i++
	}
	minute, timed, err := e.hour(ok)
	if err != nil {
		return time.Time{}, err
	}
	if timed && !ok { // 18 h vendredi
		if d, ok, err = e.day(); err != nil {
			return time.Time{}, err
		}
	}
	today := DayOf(e.now)
	switch {
	case ok && !timed && d == today: // the day is to be over
		return At(d+1, 0, e.zone), nil
	case ok:
		return At(d, minute, e.zone), nil
	case !timed:
		return time.Time{}, nil
	}
	t := At(today, minute, e.zone)
	if !t.After(e.now) && !e.this {
		t = At(today+1, minute, e.zone)
	}
	return t, nil
}

// lead passes the words before a length or a time.
func (e *ending) lead() {
	for ; ; e.i++ {
		t := e.look(0)
		switch {
		case t.kind == until:
			e.until = true
		case t.kind == to, t.kind == preposition:
			e.until = true
			e.nth = t.text == "au"
		case t.kind == article:
			e.nth = e.nth || e.until
		case t.text == "pendant", t.text == "durant", t.text == "during":
			e.during = true
		case t.text == "pour", t.text == "for", t.kind == filler, t.kind == in:
		case t.kind == this:
			e.this = true
		default:
			return
		}
	}
}

// length reads a length: « 3 jours », « une semaine », "two hours".
func (e *ending) length() (time.Time, bool) {
	n, k := e.number(0), 1
	if n < 0 {
		n, k = 1, 0
	}
	of := e.look(k)
	if k == 1 && (of.text == "j" || of.text == "d") { // 3j
		of.meaning = meaning{kind: unit, value: dayUnit}
	}
	if of.kind != unit || n == 0 || k == 0 && (e.is(1, next) || e.this && of.value != weekendUnit) || e.until && of.value == hourUnit {
		return time.Time{}, false
	}
	n = min(n, 2_000_000) // more is refused as too long too
	minute := e.now.Hour()*60 + e.now.Minute()
	today := DayOf(e.now)
	y, m, date := e.now.Date()
	months := func(n int) time.Time {
		first := day(y, m+time.Month(n), 1)
		return At(first+Day(min(date, first.lastOfMonth())-1), minute, e.zone)
	}
	var t time.Time
	switch of.value {
	case minuteUnit:
		t = e.now.Add(time.Duration(n) * time.Minute)
	case hourUnit:
		t = e.now.Add(time.Duration(n) * time.Hour)
		if more := e.number(k + 1); more > 0 && e.minutes(k+1) { // 1h30
			t = t.Add(time.Duration(more) * time.Minute)
			e.i++
		}
	case dayUnit:
		t = At(today+Day(n), minute, e.zone)
	case weekUnit:
		t = At(today+Day(7*n), minute, e.zone)
	case fortnightUnit:
		t = At(today+Day(14*n), minute, e.zone)
	case monthUnit:
		t = months(n)
	case trimesterUnit:
		t = months(3 * n)
	case semesterUnit:
		t = months(6 * n)
	case yearUnit:
		t = months(12 * n)
	case weekendUnit: // it is over on Monday
		t = At(e.coming(0, today+1)+Day(7*(n-1)), 0, e.zone)
	default:
		return time.Time{}, false
	}
	e.i += k + 1
	return t, true
}

// day reads the day at whose beginning something is over: a date, « lundi prochain »,
// « la semaine prochaine », « cette semaine », « fin mars », « le 30 ».
func (e *ending) day() (Day, bool, error) {
	today := DayOf(e.now)
	y, m, _ := today.date()
	if e.this && e.is(0, unit) || e.is(0, unit) && e.is(1, next) || e.is(0, next) && e.is(1, unit) {
		of := e.look(0)
		if of.kind == next {
			of = e.look(1)
		}
		if e.i++; !e.this {
			e.i++
		}
		switch of.value {
		case weekUnit:
			return e.coming(0, today+1), true, nil
		case monthUnit:
			return day(y, m+1, 1), true, nil
		case yearUnit:
			return day(y+1, 1, 1), true, nil
		}
		return 0, false, nil
	}
	if d, ok, err := e.phrase.day(); ok || err != nil {
		if t := e.look(0).text; ok && (t == "inclus" || t == "included" || t == "inclusive") {
			d++
			e.i++
		}
		return d, ok, err
	}
	if n := e.look(0).n; e.nth && n >= 1 && n <= 31 && e.look(0).digits <= 2 && !e.dated(0) && !e.timed(0) {
		if e.i++; e.is(0, filler) { // 1er, 5th
			e.i++
		}
		return e.ofNextMonths(n), true, nil
	}
	atEnd := e.is(0, end)
	isDay := e.is(0, weekday) || e.is(0, next) && e.is(1, weekday)
	named := e.is(0, month)
	d, ok, err := e.edge(until)
	if isDay {
		e.skip(article)
	}
	switch {
	case err != nil || !ok:
		return d, ok, err
	case isDay && e.look(0).n > 0 && !e.timed(0) && e.look(0).text != "": // lundi 30
		if n := e.look(0).n; n <= 31 { // no month has more
			if found := e.ofNextMonths(n); found.Weekday() == d.Weekday() {
				if e.i++; e.is(0, filler) {
					e.i++
				}
				return found, true, nil
			}
		}
		return 0, false, noEnd(bot.Shorten(e.text, 80))
	case isDay:
		return d, true, nil
	case named && !atEnd && !e.during: // jusqu’en juin
		said := e.look(-1).digits == 4
		y, m, _ := d.date()
		if d = day(y, m, 1); d <= today && !said {
			d = day(y+1, m, 1)
		}
		return d, true, nil
	}
	return d + 1, true, nil
}

// ofNextMonths is the next day that is the nth of its month: n is 1 to 31.
func (e *ending) ofNextMonths(n int) Day {
	for d := DayOf(e.now) + 1; ; d++ {
		if _, _, date := d.date(); date == n {
			return d
		}
	}
}

// hour reads the hour of a day, or its part: « 9 h », « soir ».
func (e *ending) hour(ofDay bool) (minute int, ok bool, err error) {
	if t := e.look(0); t.kind == period && (ofDay || e.this) {
		e.i++
		switch t.value {
		case 0: // the morning: the day begins
			return 0, true, nil
		default:
			if strings.HasPrefix(t.text, "a") { // après-midi, afternoon
				return 12 * 60, true, nil
			}
			return 18 * 60, true, nil
		}
	}
	return e.clock(e.until && !e.nth)
}
