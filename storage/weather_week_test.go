package storage_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestWeeklyWordTellsNothingElse holds what is told to the word.
func TestWeeklyWordTellsNothingElse(t *testing.T) {
	told := reflect.TypeFor[storage.WeekWord]()
	for i := range told.NumField() {
		if f := told.Field(i); f.Name != "Monday" && f.Name != "Word" {
			t.Errorf("%s is told too", f.Name)
		}
	}
}

// TestWeek is the word of one week, at its edges.
func TestWeek(t *testing.T) {
	monday := moment("2026-11-16 00:00")
	after := moment("2026-11-23 12:00")
	count := func(t *testing.T, d *diary, name string, at time.Time) bot.PersonID {
		who := d.knows(t, name, here)
		if err := d.Store.Agree(t.Context(), here, who, storage.Consent{Version: 1, Lang: bot.FR, Wording: "mots", Given: at, Counted: true}); err != nil {
			t.Fatal(err)
		}
		return who
	}
	answers := func(t *testing.T, d *diary, people int, weather int, zone, at string) {
		t.Helper()
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		when, err := time.ParseInLocation("2006-01-02 15:04", at, loc)
		if err != nil {
			t.Fatal(err)
		}
		for i := range people {
			who := count(t, d, fmt.Sprint("p", i), monday.AddDate(0, 0, -30))
			if err := d.Store.SetWeather(t.Context(), here, who, storage.DayWeather{On: schedule.DayOf(when), Weather: weather}, loc, when); err != nil {
				t.Fatal(err)
			}
		}
	}
	word := func(t *testing.T, d *diary, at time.Time, week string, want storage.Word) {
		t.Helper()
		if err := d.Store.SettleWords(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		all, err := d.Store.Words(t.Context(), here, 6, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			if one.Monday.Format(time.DateOnly) == week {
				if one.Word != want {
					t.Errorf("the word of %s is %s at %s, want %s", week, one.Word, at.Format(time.DateTime), want)
				}
				return
			}
		}
		if want != "" {
			t.Errorf("the week of %s is not over at %s", week, at.Format(time.DateTime))
		}
	}
	onDiaries(t, map[string]func(*testing.T, *diary){
		"eight are enough, seven are not": func(t *testing.T, d *diary) {
			answers(t, d, 7, storage.Storm, "UTC", "2026-11-18 10:00")
			word(t, d, after, "2026-11-16", storage.Unsaid)
			answers(t, d, 8, storage.Storm, "UTC", "2026-11-18 10:00")
			word(t, d, after, "2026-11-16", storage.Unsaid) // it does not come later
			answers(t, d, 8, storage.Storm, "UTC", "2026-11-25 10:00")
			word(t, d, after.AddDate(0, 0, 7), "2026-11-23", storage.Low)
		},
		"nothing changes what was found": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Storm, "UTC", "2026-11-18 10:00")
			word(t, d, after, "2026-11-16", storage.Low)
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			word(t, d, after.Add(time.Hour), "2026-11-16", storage.Low)
			for i := range 8 {
				d.erases(t, count(t, d, fmt.Sprint("p", i), monday))
			}
			word(t, d, after.AddDate(0, 0, 21), "2026-11-16", storage.Low)
		},
		"a week is over when its Sunday is, everywhere": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "Pacific/Niue", "2026-11-22 23:59") // Monday, 10:59 in universal time
			for _, early := range []string{"2026-11-22 23:59", "2026-11-23 00:00", "2026-11-23 10:59", "2026-11-23 11:59"} {
				word(t, d, moment(early), "2026-11-16", "")
			}
			if n := d.count(t, "weather_words"); n != 0 {
				t.Errorf("%d words", n)
			}
			word(t, d, after, "2026-11-16", storage.High)
		},
		"an answer is of the week of its own day": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "Pacific/Kiritimati", "2026-11-22 23:59") // Sunday, 9:59 in universal time
			answers(t, d, 8, storage.Storm, "Pacific/Kiritimati", "2026-11-23 00:01")
			word(t, d, after, "2026-11-16", storage.High)
			word(t, d, after.AddDate(0, 0, 7), "2026-11-23", storage.Low)
		},
		"the week of the new year is one week": func(t *testing.T, d *diary) {
			answers(t, d, 5, storage.Sunshine, "Europe/Paris", "2026-12-31 23:59")
			for i := range 3 {
				who := count(t, d, fmt.Sprint("q", i), monday)
				if err := d.Store.SetWeather(t.Context(), here, who, storage.DayWeather{On: schedule.DayOf(moment("2027-01-03 10:00")), Weather: storage.Storm}, time.UTC, moment("2027-01-03 10:00")); err != nil {
					t.Fatal(err)
				}
			}
			word(t, d, moment("2027-01-04 11:59"), "2026-12-28", "")
			word(t, d, moment("2027-01-04 12:00"), "2026-12-28", storage.Middle) // (5×5 + 3×1) / 8 = 3,5
		},
		"each counts once, and from when they agreed to": func(t *testing.T, d *diary) {
			answers(t, d, 7, storage.Sunshine, "UTC", "2026-11-18 10:00")
			late := count(t, d, "late", moment("2026-11-20 10:00"))
			d.at = moment("2026-11-18 10:00")
			d.feels(t, here, late, schedule.DayOf(d.at), storage.Storm, 0)
			d.at = moment("2026-11-21 10:00")
			d.feels(t, here, late, schedule.DayOf(d.at), storage.Sunshine, 0)
			one := count(t, d, "p0", monday)
			for day := range 7 { // one storm a day of one of eight
				d.at = monday.AddDate(0, 0, day).Add(10 * time.Hour)
				d.feels(t, here, one, schedule.DayOf(d.at), storage.Storm, 0)
			}
			word(t, d, after, "2026-11-16", storage.High)
		},
		"who counts no more, or did not when they answered, does not": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			who := count(t, d, "p3", monday)
			for _, counts := range []bool{false, true} {
				if err := d.Store.CountWeather(t.Context(), here, who, counts, moment("2026-11-19 10:00")); err != nil {
					t.Fatal(err)
				}
			}
			word(t, d, after, "2026-11-16", storage.Unsaid)
		},
		"who moderates does not count, for a year after they were last seen to": func(t *testing.T, d *diary) {
			for name, seen := range map[string]time.Time{"eleven months": monday.AddDate(0, 0, -364), "thirteen months": monday.AddDate(0, 0, -366)} {
				e := openDiary(t, copyOf(t, d))
				e.at = seen
				dir := &storage.Directory{Store: e.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return e.at }}
				if _, err := dir.Know(t.Context(), here, bot.Member{User: "p5", Access: bot.Moderator}); err != nil {
					t.Fatal(err)
				}
				answers(t, e, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
				word(t, e, after, "2026-11-16", map[string]storage.Word{"eleven months": storage.Unsaid, "thirteen months": storage.High}[name])
			}
		},
		"who comes to moderate afterwards, before it is found, does not count": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			d.at = after
			dir := &storage.Directory{Store: d.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return d.at }}
			if _, err := dir.Know(t.Context(), here, bot.Member{User: "p5", Access: bot.Admin}); err != nil { // as they come to look at it
				t.Fatal(err)
			}
			word(t, d, after, "2026-11-16", storage.Unsaid)
		},
		"who is named to moderate does not count, seen or not": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			if _, err := d.Store.AddModerator(t.Context(), here, bot.Member{User: "p5"}, "", after); err != nil {
				t.Fatal(err)
			}
			word(t, d, after, "2026-11-16", storage.Unsaid)
		},
		"a moderator of one community counts in another": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			for i := range 8 {
				if _, err := d.Store.AddModerator(t.Context(), there, bot.Member{User: fmt.Sprint("p", i)}, "", d.at); err != nil {
					t.Fatal(err)
				}
			}
			word(t, d, after, "2026-11-16", storage.High)
			if all, err := d.Store.Words(t.Context(), there, 3, after); err != nil || all[0].Word != storage.Unsaid {
				t.Errorf("%v, %v", all, err)
			}
		},
		"weeks in which nothing ran are made up for, as long as it makes sense": func(t *testing.T, d *diary) {
			answers(t, d, 8, storage.Sunshine, "UTC", "2026-11-18 10:00")
			word(t, d, after.AddDate(0, 0, 7*7), "2026-11-16", "") // beyond what is asked for
			if n := d.count(t, "weather_words WHERE word = 'high'"); n != 1 {
				t.Errorf("%d words", n)
			}
		},
	})
}

// copyOf is another database of the same engine, with nothing in it.
func copyOf(t *testing.T, d *diary) string {
	t.Helper()
	if d.address[0] == 's' {
		return storagetest.SQLite(t)
	}
	return storagetest.Postgres(t)
}
