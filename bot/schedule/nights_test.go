package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/schedule"
)

// walk is what the wall clock of a zone shows, found by walking through UTC minute
// by minute: it knows nothing of how the package goes about it.
type walk struct {
	zone   *time.Location
	start  time.Time
	origin int   // the first minute shown, since 1970 by the wall
	first  []int // for each minute by the wall from then on, how many minutes after start it is shown, or passed over
}

func newWalk(zone *time.Location, start time.Time, days int) *walk {
	w := &walk{zone: zone, start: start.UTC().Truncate(time.Minute)}
	w.origin = wallOf(w.start.In(zone))
	for i := range days * 1440 {
		for shown := wallOf(w.start.Add(time.Duration(i) * time.Minute).In(zone)); w.origin+len(w.first) <= shown; {
			w.first = append(w.first, i)
		}
	}
	return w
}

func wallOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/60) + t.Hour()*60 + t.Minute()
}

// at is when a minute of a day is shown for the first time, or passed over.
func (w *walk) at(day, minute int) time.Time {
	i := day*1440 + minute - w.origin
	return w.start.Add(time.Duration(w.first[i]) * time.Minute)
}

// days are the days that the walk goes through in full.
func (w *walk) days(yield func(int) bool) {
	for day := w.origin/1440 + 1; (day+1)*1440 < w.origin+len(w.first); day++ {
		if !yield(day) {
			return
		}
	}
}

// daily are the times at some minutes of the days that match.
func (w *walk) daily(minutes []int, match func(day time.Time) bool) []time.Time {
	var all []time.Time
	for day := range w.days {
		if match == nil || match(utcDay(day)) {
			for _, m := range minutes {
				all = append(all, w.at(day, m))
			}
		}
	}
	return sorted(all)
}

// passing are the times every so many minutes that pass from each midnight, and
// some minutes after each of those.
func (w *walk) passing(every int, minutes ...int) []time.Time {
	var all []time.Time
	for day := range w.days {
		midnight, next := w.at(day, 0), w.at(day+1, 0)
		for passed := 0; passed < 3*1440; passed += every {
			for _, m := range minutes {
				if t := midnight.Add(time.Duration(passed+m) * time.Minute); t.Before(next) {
					all = append(all, t)
				}
			}
		}
	}
	return sorted(all)
}

func sorted(all []time.Time) []time.Time {
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

func utcDay(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// check holds that a recurrence has exactly these times from the first full day of
// the walk on to its last one.
func (w *walk) check(t *testing.T, r schedule.Recurrence, want []time.Time) {
	t.Helper()
	var first, end int
	for day := range w.days {
		if first == 0 {
			first = day
		}
		end = day + 1
	}
	got, err := r.Upcoming(w.at(first, 0).Add(-time.Nanosecond), len(want)+1)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got); n > 0 && n == len(want)+1 && !got[n-1].Before(w.at(end, 0)) {
		got = got[:n-1]
	}
	if !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Fatalf("%+v:\n%v\nwant\n%v", r, got, inZone(want, w.zone))
	}
}

func inZone(all []time.Time, zone *time.Location) []time.Time {
	var there []time.Time
	for _, t := range all {
		there = append(there, t.In(zone))
	}
	return there
}

// nights are those of 2026 to 2030 on which a zone changes its offset; of a zone
// that never does, one a year.
func nights(zone *time.Location) []int {
	var all []int
	last := 0
	for t := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); t.Year() <= 2030; t = t.Add(time.Hour) {
		_, offset := t.In(zone).Zone()
		_, before := t.Add(-time.Hour).In(zone).Zone()
		if offset != before {
			last = wallOf(t.In(zone)) / 1440
			all = append(all, last)
		}
	}
	for year := 2026; last == 0 && year <= 2030; year++ {
		all = append(all, wallOf(time.Date(year, 3, 29, 0, 0, 0, 0, time.UTC))/1440)
	}
	return all
}

func TestNights(t *testing.T) {
	for name, count := range map[string]int{"Europe/Paris": 10, "America/New_York": 10, "Australia/Lord_Howe": 10, "Pacific/Apia": 5, "Asia/Kolkata": 5} {
		zone := mustZone(name)
		found := nights(zone)
		if len(found) != count {
			t.Errorf("%s: %d nights, want %d", name, len(found), count)
		}
		for _, night := range found {
			t.Run(fmt.Sprintf("%s %s", name, utcDay(night).Format(time.DateOnly)), func(t *testing.T) {
				t.Parallel()
				checkNight(t, newWalk(zone, utcDay(night-3), 8), night, 1)
			})
		}
	}
}

// checkNight tries the minutes of the day, one in so many, and what goes by the time
// that passes, from two days before a night to three days after.
func checkNight(t *testing.T, w *walk, night, step int) {
	daily := schedule.Recurrence{Zone: w.zone.String()}
	date, next := utcDay(night), utcDay(night+1)
	onDate, onWeekday, onNext := daily, daily, daily
	onDate.Days.Dates = 1 << date.Day()
	onWeekday.Days.Weekdays = 1 << ((date.Weekday() + 6) % 7)
	onNext.Days.Weekdays = 1 << ((next.Weekday() + 6) % 7)
	for minute := 0; minute < 1440; minute += step {
		times := []int{minute}
		daily.Times, onDate.Times, onWeekday.Times, onNext.Times = times, times, times, times
		w.check(t, daily, w.daily(times, nil))
		w.check(t, onDate, w.daily(times, func(d time.Time) bool { return d.Day() == date.Day() }))
		w.check(t, onWeekday, w.daily(times, func(d time.Time) bool { return d.Weekday() == date.Weekday() }))
		w.check(t, onNext, w.daily(times, func(d time.Time) bool { return d.Weekday() == next.Weekday() }))
	}
	for _, every := range []int{10, 15, 20, 30, 60, 120, 180, 360} {
		w.check(t, schedule.Recurrence{Zone: w.zone.String(), Every: every}, w.passing(every, 0))
	}
	for cron, want := range map[string][]time.Time{
		"*/20 * * * *":  w.passing(20, 0),
		"15,45 * * * *": w.passing(60, 15, 45),
		"0 */3 * * *":   w.passing(180, 0),
		"0 */7 * * *":   w.passing(420, 0),
		"30 2 * * *":    w.daily([]int{150}, nil),
		"0 */24 * * *":  w.daily([]int{0}, nil),
	} {
		w.check(t, schedule.Recurrence{Zone: w.zone.String(), Cron: cron}, want)
	}
	several := []int{0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 195, 1395, 1410, 1425} // those of a gap fall together
	w.check(t, schedule.Recurrence{Zone: w.zone.String(), Times: several}, w.daily(several, nil))
}

// Changes at midnight, by two hours, and days that never were.
func TestStrangeNights(t *testing.T) {
	for _, c := range []struct{ zone, night, what string }{
		{"America/Santiago", "2026-09-06", "0:00 to 0:59 are skipped"},
		{"America/Santiago", "2027-04-03", "23:00 to 23:59 come twice"},
		{"Africa/Cairo", "2027-04-30", "0:00 to 0:59 are skipped"},
		{"Africa/Cairo", "2027-10-28", "23:00 to 23:59 come twice"},
		{"America/Havana", "2027-03-14", "0:00 to 0:59 are skipped"},
		{"America/Havana", "2027-11-07", "0:00 to 0:59 come twice"},
		{"Asia/Beirut", "2027-03-28", "0:00 to 0:59 are skipped"},
		{"Antarctica/Troll", "2026-03-29", "two hours are skipped"},
		{"Antarctica/Troll", "2026-10-25", "two hours come twice"},
		{"America/St_Johns", "2010-11-07", "from 0:01 back to 23:01 of the day before"},
		{"America/St_Johns", "2010-03-14", "0:01 to 1:00 are skipped"},
		{"Pacific/Apia", "2011-12-30", "the day is skipped"},
		{"Pacific/Kwajalein", "1993-08-21", "the day is skipped"},
		{"America/Juneau", "1983-10-30", "two hours come twice"},
	} {
		t.Run(c.zone+" "+c.night, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(c.zone)
			night, err := time.Parse(time.DateOnly, c.night)
			if err != nil {
				t.Fatal(err)
			}
			_, before := night.AddDate(0, 0, -2).In(zone).Zone()
			_, after := night.AddDate(0, 0, 2).In(zone).Zone()
			if before == after {
				t.Fatalf("%s: no change of clocks", c.what)
			}
			day := wallOf(night) / 1440
			checkNight(t, newWalk(zone, utcDay(day-3), 8), day, 5)
		})
	}
}

// The bounds that Go gives to zones on the last day of a leap year, after the
// changes that their data lists, end before they begin.
func TestFarNights(t *testing.T) {
	for _, day := range []string{"2040-12-31", "2041-03-31", "2044-12-31", "2096-10-28"} {
		for _, name := range []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"} {
			t.Run(name+" "+day, func(t *testing.T) {
				t.Parallel()
				night, err := time.Parse(time.DateOnly, day)
				if err != nil {
					t.Fatal(err)
				}
				n := wallOf(night) / 1440
				checkNight(t, newWalk(mustZone(name), utcDay(n-3), 8), n, 15)
			})
		}
	}
}

// The nights that everybody asks about, by hand.
func TestKnownNights(t *testing.T) {
	for _, c := range []struct{ phrase, from, next string }{
		{"chaque jour à 2h30", "2027-03-27 12:00", "2027-03-28 03:00 CEST, 2027-03-29 02:30 CEST"},
		{"chaque jour à 2h30", "2027-10-30 12:00", "2027-10-31 02:30 CEST, 2027-11-01 02:30 CET"},
		{"chaque jour à 2h15, 2h30 et 2h45", "2027-03-27 12:00", "2027-03-28 03:00 CEST, 2027-03-29 02:15 CEST"},
		{"chaque jour à 9h", "2027-03-27 12:00", "2027-03-28 09:00 CEST, 2027-03-29 09:00 CEST"},
		{"toutes les heures", "2027-03-28 00:30", "2027-03-28 01:00 CET, 2027-03-28 03:00 CEST"},
		{"toutes les heures", "2027-10-31 01:30", "2027-10-31 02:00 CEST, 2027-10-31 02:00 CET, 2027-10-31 03:00 CET"},
		{"toutes les 2 heures", "2027-03-28 00:30", "2027-03-28 03:00 CEST, 2027-03-28 05:00 CEST"},
		{"toutes les 12 heures", "2027-10-31 00:30", "2027-10-31 11:00 CET, 2027-10-31 23:00 CET, 2027-11-01 00:00 CET, 2027-11-01 12:00 CET"},
		{"30 2 * * 0", "2027-03-27 12:00", "2027-03-28 03:00 CEST, 2027-04-04 02:30 CEST"},
	} {
		r, err := schedule.Parse(c.phrase, now, paris)
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.ParseInLocation("2006-01-02 15:04", c.from, paris)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(c.next, ", ")
		times, err := r.Upcoming(from, len(want))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, at := range times {
			got = append(got, at.Format("2006-01-02 15:04 MST"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s from %s: %q; want %q", c.phrase, c.from, got, want)
		}
	}
}

// Days that some months, years or weeks have not, against every day of seven years.
func TestRareDays(t *testing.T) {
	dayOf := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	week := func(d, first time.Time) int { // Mondays passed since the one before 2026
		monday := dayOf("2025-12-29")
		return int(d.Sub(monday)/(7*24*time.Hour)) - int(first.Sub(monday)/(7*24*time.Hour))
	}
	first := dayOf("2026-12-03") // a Thursday
	months := func(d time.Time) int { return (d.Year()-2026)*12 + int(d.Month()) - 12 }
	nth := func(d time.Time) int { return (d.Day()-1)/7 + 1 }
	last := func(d time.Time) bool { return d.AddDate(0, 0, 7).Month() != d.Month() }
	for phrase, is := range map[string]func(d time.Time) bool{
		"chaque année le 29 février à 9h":              func(d time.Time) bool { return d.Month() == 2 && d.Day() == 29 },
		"le 31 du mois à 9h":                           func(d time.Time) bool { return d.Day() == 31 },
		"le 29 et le 30 du mois à 9h":                  func(d time.Time) bool { return d.Day() == 29 || d.Day() == 30 },
		"le dernier jour du mois à 9h":                 func(d time.Time) bool { return d.AddDate(0, 0, 1).Day() == 1 },
		"le cinquième lundi du mois à 9h":              func(d time.Time) bool { return d.Weekday() == 1 && nth(d) == 5 },
		"le dernier vendredi du mois à 9h":             func(d time.Time) bool { return d.Weekday() == 5 && last(d) },
		"le premier et le dernier dimanche du mois 9h": func(d time.Time) bool { return d.Weekday() == 0 && (nth(d) == 1 || last(d)) },
		"le deuxième et le quatrième mardi du mois 9h": func(d time.Time) bool { return d.Weekday() == 2 && (nth(d) == 2 || nth(d) == 4) },
		"le premier lundi de janvier à 9h":             func(d time.Time) bool { return d.Month() == 1 && d.Weekday() == 1 && nth(d) == 1 },
		"du lundi au vendredi à 9h en juillet et août": func(d time.Time) bool {
			return (d.Month() == 7 || d.Month() == 8) && d.Weekday() != 0 && d.Weekday() != 6
		},
		"un jeudi sur deux à 9h à partir du 3 décembre 2026": func(d time.Time) bool { return !d.Before(first) && d.Weekday() == 4 && week(d, first)%2 == 0 },
		"le lundi et le jeudi, une semaine sur trois à 9h à partir du 3/12/2026": func(d time.Time) bool {
			return !d.Before(first) && (d.Weekday() == 4 || d.Weekday() == 1) && week(d, first)%3 == 0
		},
		"le dimanche et le lundi, une semaine sur deux à 9h à partir du 3/12/2026": func(d time.Time) bool {
			return d.After(first) && (d.Weekday() == 0 || d.Weekday() == 1) && week(d, first)%2 == 0
		},
		"tous les 3 jours à 9h à partir du 3/12/2026":                 func(d time.Time) bool { return !d.Before(first) && int(d.Sub(first)/(24*time.Hour))%3 == 0 },
		"tous les 3 mois le 31 à 9h à partir du 3/12/2026":            func(d time.Time) bool { return !d.Before(first) && d.Day() == 31 && months(d)%3 == 0 },
		"tous les 3 mois le dernier jour à 9h à partir du 3/12/2026":  func(d time.Time) bool { return !d.Before(first) && d.AddDate(0, 0, 1).Day() == 1 && months(d)%3 == 0 },
		"tous les 5 mois le premier jeudi à 9h à partir du 3/12/2026": func(d time.Time) bool { return !d.Before(first) && d.Weekday() == 4 && nth(d) == 1 && months(d)%5 == 0 },
		"chaque jour à 9h du 30/12/2027 au 2/1/2028":                  func(d time.Time) bool { return !d.Before(dayOf("2027-12-30")) && !d.After(dayOf("2028-01-02")) },
	} {
		t.Run(phrase, func(t *testing.T) {
			start := time.Date(2026, 1, 1, 0, 0, 0, 0, paris)
			r, err := schedule.Parse(phrase, start, paris)
			if err != nil {
				t.Fatal(err)
			}
			var want []time.Time
			for d := dayOf("2026-01-01"); d.Year() < 2033; d = d.AddDate(0, 0, 1) {
				if is(d) {
					want = append(want, time.Date(d.Year(), d.Month(), d.Day(), 9, 0, 0, 0, paris))
				}
			}
			got, err := r.Upcoming(start, len(want)+1)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(got); n == len(want)+1 && got[n-1].Year() >= 2033 {
				got = got[:n-1]
			}
			if len(want) == 0 || !slices.EqualFunc(got, want, time.Time.Equal) {
				t.Errorf("%s:\n%v\nwant\n%v", r.Text().FR, got, want)
			}
		})
	}
}
