package schedule

import (
	"strings"
	"time"

	"rebond/bot"
)

// ParseDay reads a day: « le 4 janvier », « lundi prochain », "tomorrow", 2027-01-04.
// Without a year it is the next one. Its errors are *bot.UserError.
func ParseDay(text string, now time.Time, zone *time.Location) (Day, error) {
	text = strings.TrimRight(strings.TrimSpace(bot.Clean(text, 0)), " .!?…")
	wrong := refuse(bot.Text{FR: "Je ne comprends pas « %s » : écris un jour, par exemple « le 4 janvier » ou « lundi prochain ».", EN: "I do not understand “%s”: write a day, for example “4 January” or “next Monday”."}, bot.Shorten(text, 40))
	if len(text) > MaxPhrase {
		return 0, wrong
	}
	e := &ending{phrase: phrase{now: now.In(zone), zone: zone, text: text, tokens: tokenize(text)}}
	for e.is(0, starting, to, article, filler, preposition) {
		e.nth = e.nth || e.is(0, to, article)
		e.i++
	}
	d, ok, err := e.first()
	if err != nil {
		return 0, err
	}
	if e.skip(filler); !ok || e.i < len(e.tokens) {
		return 0, wrong
	}
	return d, nil
}

// first reads the first day of something.
func (e *ending) first() (Day, bool, error) {
	if d, ok, err := e.phrase.day(); ok || err != nil {
		return d, ok, err
	}
	if e.isUnit(0, weekUnit) && e.is(1, next) || e.is(0, next) && e.isUnit(1, weekUnit) {
		e.i += 2
		return e.coming(0, DayOf(e.now)+1), true, nil
	}
	if n := e.look(0).n; e.nth && n >= 1 && n <= 31 && e.look(0).digits <= 2 { // le 30
		if e.i++; e.is(0, filler) { // 1er, 5th
			e.i++
		}
		return e.ofNextMonths(n), true, nil
	}
	return e.edge(starting)
}
