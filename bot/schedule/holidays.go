package schedule

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/fr"
)

// Holidays are the public holidays of a place; empty: of none.
type Holidays string

// The places whose holidays are known: France (Code du travail, L3133-1), and its
// Alsace and Moselle, which have Good Friday and 26 December as well (L3134-13;
// there, Good Friday is one where there is a Protestant church).
const (
	France        Holidays = "fr"
	AlsaceMoselle Holidays = "fr-alsace-moselle"
)

// on reports whether a day is one of them.
func (h Holidays) on(d Day) bool {
	if h == "" {
		return false
	}
	year, month, date := d.date()
	is := func(holiday *cal.Holiday) bool {
		actual, _ := holiday.Calc(year)
		return actual.Month() == month && actual.Day() == date
	}
	for _, holiday := range fr.Holidays {
		if is(holiday) {
			return true
		}
	}
	return h == AlsaceMoselle && (is(aa.GoodFriday) || is(aa.ChristmasDay2))
}
