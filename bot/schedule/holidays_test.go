package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/schedule"
)

// Easter is on 5 April 2026, 28 March 2027, 16 April 2028, 1 April 2029, 21 April 2030.
var frenchHolidays = map[int]string{
	2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
	2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
	2028: "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
	2029: "01-01 04-02 05-01 05-08 05-10 05-21 07-14 08-15 11-01 11-11 12-25",
	2030: "01-01 04-22 05-01 05-08 05-30 06-10 07-14 08-15 11-01 11-11 12-25",
}

// Good Friday, and the day after Christmas.
var alsaceMoselle = map[int]string{
	2026: "04-03 12-26",
	2027: "03-26 12-26",
	2028: "04-14 12-26",
	2029: "03-30 12-26",
	2030: "04-19 12-26",
}

func TestHolidays(t *testing.T) {
	for year, france := range frenchHolidays {
		for place, dates := range map[schedule.Holidays]string{
			"":                     "",
			schedule.France:        france,
			schedule.AlsaceMoselle: france + " " + alsaceMoselle[year],
		} {
			want := strings.Fields(dates)
			slices.Sort(want)
			r := schedule.Recurrence{Times: []int{540}, Zone: "Europe/Paris", Holidays: place}
			times, err := r.Upcoming(time.Date(year, 1, 1, 0, 0, 0, 0, paris), 366)
			if err != nil {
				t.Fatal(err)
			}
			open := map[string]bool{}
			for _, at := range times {
				open[at.Format(time.DateOnly)] = true
			}
			var got []string
			for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
				if !open[d.Format(time.DateOnly)] {
					got = append(got, d.Format("01-02"))
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d, %q: %v; want %v", year, place, got, want)
			}
		}
	}
}

// A public holiday takes the day of it out, and does not move what is on it.
func TestHolidaysAreLeftOut(t *testing.T) {
	for phrase, want := range map[string]string{
		"un vendredi sur deux à 9h sauf les jours fériés à partir du 11 décembre": "2026-12-11 2027-01-08 2027-01-22", // neither Christmas nor a shift of the rhythm
		"le 1er du mois à 9h sauf jours fériés à partir du 1/4/2027":              "2027-04-01 2027-06-01 2027-07-01",
		"le dernier jour du mois à 9h sauf les jours fériés":                      "2026-11-30 2026-12-31 2027-01-31",
		"chaque 11 novembre à 9h jusqu'au 31/12/2028":                             "2027-11-11 2028-11-11",
		"toutes les 12 heures sauf les jours fériés à partir du 25/12/2026":       "2026-12-26 2026-12-26 2026-12-27",
	} {
		r, err := schedule.Parse(phrase, now, paris)
		if err != nil {
			t.Errorf("%s: %v", phrase, err)
			continue
		}
		times, err := r.Upcoming(now, 3)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, at := range times {
			got = append(got, at.Format(time.DateOnly))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v; want %s", phrase, got, want)
		}
	}
}
