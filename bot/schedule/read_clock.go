package schedule

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// ParseClock reads times of day, in minutes: « 8 h 30 », « de 20 h à 8 h », "9pm". Its
// errors are *bot.UserError.
func ParseClock(text string) ([]int, error) {
	text = strings.TrimRight(strings.TrimSpace(bot.Clean(text, 0)), " !?…")
	wrong := refuse(bot.Text{FR: "Je ne comprends pas « %s » : écris par exemple 9 h 30, midi ou 17 h.", EN: "I do not understand “%s”: write for example 9:30, noon or 5pm."}, bot.Shorten(text, 40))
	if len(text) > MaxPhrase {
		return nil, wrong
	}
	p := &phrase{text: text, tokens: tokenize(hyphen.ReplaceAllString(text, "$1 et $2"))} // 20-8 is no date here
	if len(p.tokens) == 1 && p.tokens[0].text == "none" {                                 // nine, with a fault
		return nil, wrong
	}
	var all []int
	for {
		for p.is(0, preposition, filler, article, starting, until, to, joint) || p.look(0).text == "," || p.look(0).text == "-" || p.look(0).text == "entre" || p.look(0).text == "between" {
			p.i++
		}
		if p.i >= len(p.tokens) {
			break
		}
		minute, ok, err := p.clock(true)
		if err != nil {
			return nil, err
		}
		if !ok || slices.Contains([]string{"er", "st", "nd", "rd", "th"}, p.look(0).text) { // the 5th is no hour
			return nil, wrong
		}
		all = append(all, minute)
	}
	if len(all) == 0 {
		return nil, wrong
	}
	return all, nil
}

var hyphen = regexp.MustCompile(`(\d\s*h?)\s*[-–—→]\s*(\d)`)

// ParseWeekdays reads days of the week: « du lundi au vendredi », "every day". Its
// errors are *bot.UserError.
func ParseWeekdays(text string) (Set, error) {
	text = strings.TrimRight(strings.TrimSpace(bot.Clean(text, 0)), " .!?…")
	wrong := refuse(bot.Text{FR: "Je ne comprends pas « %s » : écris des jours de la semaine, par exemple « du lundi au vendredi » ou « chaque jour ».", EN: "I do not understand “%s”: write days of the week, for example “Monday to Friday” or “every day”."}, bot.Shorten(text, 60))
	for _, t := range tokenize(text) {
		if t.n >= 0 || slices.Contains([]kind{period, meridian, named, relative, this, next}, t.kind) || t.kind == unit && t.value == hourUnit {
			return 0, wrong // hours and dates are not asked for
		}
	}
	monday := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC) // no phrase that is accepted depends on it
	for _, before := range []string{"", "chaque "} {      // « lundi » alone is a date
		r, err := Parse(before+text+" à 9 h", monday, time.UTC)
		if err == nil && r.Cron == "" && r.Every == 0 && r.From == 0 && r.Until == 0 && r.Holidays == "" && len(r.Times) == 1 && r.Zone == "UTC" && r.Days == (Days{Weekdays: r.Days.Weekdays}) {
			if r.Days.Weekdays == 0 {
				return span(0, 6), nil
			}
			return r.Days.Weekdays, nil
		}
	}
	return 0, wrong
}

// ClockText writes a minute of the day: « 9 h », « 8 h 30 », "09:00".
func ClockText(minute int) bot.Text { return clockText(minute) }

// WeekdaysText says days of the week: « du lundi au vendredi ».
func WeekdaysText(days Set) bot.Text { return weekdaysText(days) }
