package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// feels answers how somebody is on a day of theirs.
func (d *diary) feels(t testing.TB, at bot.Address, who bot.PersonID, on schedule.Day, weather, energy int) {
	t.Helper()
	if err := d.Store.SetWeather(t.Context(), at, who, storage.DayWeather{On: on, Weather: weather, Energy: energy}, time.UTC, d.at); err != nil {
		t.Fatal(err)
	}
}

// felt is what somebody has answered.
func (d *diary) felt(t testing.TB, at bot.Address, who bot.PersonID) (all []string) {
	t.Helper()
	days, err := d.Store.Weather(t.Context(), at, who, sunday-400)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range days {
		all = append(all, fmt.Sprint(one.On, " ", one.Weather, " ", one.Energy))
	}
	return all
}

// TestWeather is what becomes of what people answer.
func TestWeather(t *testing.T) {
	onDiaries(t, map[string]func(*testing.T, *diary){
		"nothing is kept of who has not agreed, or not there": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", there)
			sam := d.knows(t, "sam", here)
			for _, who := range []bot.PersonID{alex, sam, "0123"} {
				for name, err := range map[string]error{
					"weather": d.Store.SetWeather(t.Context(), here, who, storage.DayWeather{On: sunday, Weather: 3}, time.UTC, now),
					"note":    d.Store.KeepNote(t.Context(), here, who, sunday, "non", now),
					"goal":    d.Store.SetGoal(t.Context(), here, who, sunday, "non", now),
					"end":     d.Store.EndGoal(t.Context(), here, who, sunday, "fait", now),
					"drop":    d.Store.DropNote(t.Context(), here, who, sunday, now),
					"count":   d.Store.CountWeather(t.Context(), here, who, true, now),
				} {
					if !errors.Is(err, bot.ErrNotFound) {
						t.Errorf("%s of %s: %v", name, who, err)
					}
				}
				if _, err := d.Store.Consent(t.Context(), here, who); !errors.Is(err, bot.ErrNotFound) {
					t.Error(err)
				}
			}
			if err := d.Store.Agree(t.Context(), here, "0123", storage.Consent{Given: now}); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("nobody agrees: %v", err)
			}
			for _, table := range []string{"weather_days", "weather_notes", "weather_goals", "doomed_keys"} {
				if n := d.count(t, table); n != 0 {
					t.Errorf("%d %s", n, table)
				}
			}
			if n := len(d.kept(t)); n != 0 {
				t.Errorf("%d keys", n)
			}
			if all, more, err := d.Store.Notebook(t.Context(), bot.Address{Platform: "nowhere"}, sam, sunday, 5); len(all) != 0 || more || err != nil {
				t.Error(all, more, err)
			}
		},
		"a consent is what was read, and is given anew for other words": func(t *testing.T, d *diary) {
			alex := d.knows(t, "alex", here)
			want := storage.Consent{Version: 1, Lang: bot.EN, Wording: "These words’ “quotes”", Given: now, Counted: true}
			for range 2 {
				if err := d.Store.Agree(t.Context(), here, alex, want); err != nil {
					t.Fatal(err)
				}
				if got, err := d.Store.Consent(t.Context(), here, alex); got != want || err != nil {
					t.Errorf("%+v, %v", got, err)
				}
				d.feels(t, here, alex, sunday, 3, 0)
				d.writes(t, here, alex, sunday, "note", "but")
				want = storage.Consent{Version: 2, Lang: bot.FR, Wording: "D’autres", Given: now.Add(time.Hour)}
			}
			same(t, d.felt(t, here, alex), "2026-11-22 3 0")
			same(t, d.reads(t, here, alex), "2026-11-22 note, but") // with the same key
			for _, counts := range []bool{true, true, false, false, true} {
				if err := d.Store.CountWeather(t.Context(), here, alex, counts, now); err != nil {
					t.Fatal(err)
				}
				if got, err := d.Store.Consent(t.Context(), here, alex); got.Counted != counts || err != nil {
					t.Errorf("%+v, %v", got, err)
				}
			}
		},
		"an answer takes the place of another of the day, and keeps the energy that it does not tell": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here, there)
			d.feels(t, here, alex, sunday, 5, 0)
			d.feels(t, here, alex, sunday, 4, 3)
			d.feels(t, here, alex, sunday, 1, 0)
			d.feels(t, here, alex, sunday-1, 2, 1)
			d.feels(t, there, alex, sunday, 3, 2)
			same(t, d.felt(t, here, alex), "2026-11-21 2 1", "2026-11-22 1 3")
			same(t, d.felt(t, there, alex), "2026-11-22 3 2")
			for _, wrong := range []storage.DayWeather{{Weather: 0}, {Weather: 6}, {Weather: -1}, {Weather: 3, Energy: -1}, {Weather: 3, Energy: 4}} {
				wrong.On = sunday
				err := d.Store.SetWeather(t.Context(), here, alex, wrong, time.UTC, now)
				if err == nil || errors.Is(err, bot.ErrNotFound) || strings.ContainsAny(err.Error(), "0123456789") {
					t.Errorf("%+v: %v", wrong, err)
				}
			}
			same(t, d.felt(t, here, alex), "2026-11-21 2 1", "2026-11-22 1 3")
		},
		"a withdrawal takes all of one community, and the reminder, and can be done again": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here, there)
			for _, at := range []bot.Address{here, there} {
				d.feels(t, at, alex, sunday, 5, 0)
				d.writes(t, at, alex, sunday, "note", "but")
				d.asks(t, alex, storage.WeatherTopic, at)
				d.asks(t, alex, dailyTopic, at)
			}
			channel := here
			channel.Channel = "somewhere"
			for range 2 {
				d.withdraws(t, channel, alex)
				if got := d.felt(t, here, alex); got != nil {
					t.Errorf("%q", got)
				}
				if got := d.reads(t, here, alex); got != nil {
					t.Errorf("%q", got)
				}
				own := d.owns(t, alex)
				if len(own.Subscriptions) != 3 || own.Has(here, storage.WeatherTopic) || !own.Has(there, storage.WeatherTopic) || !own.Has(here, dailyTopic) {
					t.Errorf("%+v", own.Subscriptions)
				}
			}
			same(t, d.felt(t, there, alex), "2026-11-22 5 0")
			same(t, d.reads(t, there, alex), "2026-11-22 note, but")
			if n := len(d.kept(t)); n != 1 {
				t.Errorf("%d keys", n)
			}
			d.agrees(t, "alex", here)
			if got := d.reads(t, here, alex); got != nil {
				t.Errorf("%q", got)
			}
			d.erases(t, alex)
			d.withdraws(t, here, alex)
			if n := d.count(t, "persons") + len(d.kept(t)); n != 0 {
				t.Errorf("%d are left", n)
			}
		},
		"a note and a goal are taken out by themselves": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			for on := sunday + 1; on < sunday+4; on++ {
				d.feels(t, here, alex, on, 3, 0)
				d.writes(t, here, alex, on, "note", "but")
			}
			if err := errors.Join(d.Store.DropNote(t.Context(), here, alex, sunday+1, now), d.Store.DropGoal(t.Context(), here, alex, sunday+2, now), d.Store.DropGoal(t.Context(), here, alex, sunday+50, now)); err != nil {
				t.Fatal(err)
			}
			same(t, d.felt(t, here, alex), "2026-11-23 3 0", "2026-11-24 3 0", "2026-11-25 3 0")
			same(t, d.reads(t, here, alex), "2026-11-25 note, but", "2026-11-24 note, -", "2026-11-23 -, but")
		},
		"the last goal is asked after until its end is told": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			open := func(before schedule.Day, want string) {
				t.Helper()
				got, err := d.Store.OpenGoal(t.Context(), here, alex, before)
				if want == "" && !errors.Is(err, bot.ErrNotFound) || want != "" && (err != nil || got.Goal.Text != want || got.Goal.State != storage.Opened) {
					t.Errorf("before %s: %+v, %v; want %q", before, got, err, want)
				}
			}
			open(sunday+9, "")
			d.writes(t, here, alex, sunday, "-", "un")
			open(sunday, "")
			open(sunday+1, "un")
			d.writes(t, here, alex, sunday+2, "-", "deux")
			open(sunday+2, "un")
			open(sunday+9, "deux")
			if err := d.Store.EndGoal(t.Context(), here, alex, sunday+2, "fait", now); err != nil {
				t.Fatal(err)
			}
			open(sunday+9, "") // one that was left for another is left
			if err := d.Store.EndGoal(t.Context(), here, alex, sunday+1, "fait", now); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("there is none: %v", err)
			}
			d.writes(t, here, alex, sunday+2, "-", "trois") // another of that day
			open(sunday+9, "trois")
		},
		"the notebook comes page by page, the latest first": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			for i := range schedule.Day(12) {
				switch on := sunday + i; i % 3 {
				case 0:
					d.writes(t, here, alex, on, fmt.Sprint("note ", int(i)), fmt.Sprint("but ", int(i)))
				case 1:
					if err := d.Store.KeepNote(t.Context(), here, alex, on, fmt.Sprint("note ", int(i)), now); err != nil {
						t.Fatal(err)
					}
					d.feels(t, here, alex, on, 2, 0)
				default:
					d.feels(t, here, alex, on, 4, 0) // nothing was written
				}
			}
			var read []string
			before, pages := sunday+100, 0
			for more := true; more; pages++ {
				var page []storage.Entry
				var err error
				if page, more, err = d.Store.Notebook(t.Context(), here, alex, before, 4); err != nil || len(page) != 4 {
					t.Fatal(page, err)
				}
				for _, e := range page {
					read = append(read, fmt.Sprint(int(e.On-sunday), " ", e.Weather, " ", e.Note.Text, " ", e.Goal.Text))
				}
				before = page[len(page)-1].On
			}
			same(t, read, "10 2 note 10 ", "9 0 note 9 but 9", "7 2 note 7 ", "6 0 note 6 but 6", "4 2 note 4 ", "3 0 note 3 but 3", "1 2 note 1 ", "0 0 note 0 but 0")
			if pages != 2 {
				t.Errorf("%d pages", pages)
			}
		},
		"a year later it is forgotten, and words after three": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here, there), d.agrees(t, "sam", here)
			year := sunday + 365
			for _, on := range []schedule.Day{sunday - 1, sunday, sunday + 1, year} {
				d.feels(t, here, alex, on, 3, 0)
				d.writes(t, here, alex, on, "note", "but")
				d.feels(t, here, sam, on, 3, 0)
				d.feels(t, there, alex, on, 3, 0)
			}
			for _, week := range []string{"2023-11-13", "2023-11-27", "2026-11-16"} {
				d.does(t, "INSERT INTO weather_words (community, week, word) SELECT id, '"+week+"', 'high' FROM communities WHERE space = 'room'")
			}
			if err := d.Store.Prune(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			if n := d.count(t, "weather_days"); n != 12 {
				t.Errorf("%d days", n)
			}
			same(t, column(t, d.address, "SELECT week FROM weather_words ORDER BY week"), "2023-11-27", "2026-11-16")
			if err := d.Store.Prune(t.Context(), now.AddDate(1, 0, 0)); err != nil { // the 22nd is exactly a year ago
				t.Fatal(err)
			}
			for _, table := range []string{"weather_days", "weather_notes", "weather_goals"} {
				if n := d.count(t, table+" WHERE day < '2026-11-22'"); n != 0 {
					t.Errorf("%d of %s", n, table)
				}
			}
			same(t, d.felt(t, here, alex), "2026-11-22 3 0", "2026-11-23 3 0", "2027-11-22 3 0")
			if got := d.reads(t, here, alex); len(got) != 2 { // and of a year later
				t.Errorf("%q", got)
			}
			if _, err := d.Store.Consent(t.Context(), here, alex); err != nil {
				t.Error(err) // it stays until it is withdrawn
			}
			if n, err := d.Store.LostKeys(t.Context()); n != 0 || err != nil {
				t.Error(n, err)
			}
		},
		"more people than are forgotten at a time, while they write": func(t *testing.T, d *diary) {
			first := d.agrees(t, "first", here)
			const people = 430
			series := "(WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < " + fmt.Sprint(people) + ") SELECT i FROM g)"
			d.does(t, "INSERT INTO persons (id, created_at, seen_at) SELECT 'p' || (1000 + i), 1, 1 FROM "+series+" s")
			d.does(t, "INSERT INTO preferences (person, revision) SELECT id, 0 FROM persons WHERE id LIKE 'p%'")
			d.does(t, "INSERT INTO weather_consents (person, community, version, language, wording, given_at, key) SELECT p.id, c.id, 1, 'fr', '', 1, p.id FROM persons p, communities c WHERE p.id LIKE 'p%'")
			for _, day := range []string{"2025-11-01", "2025-11-02", "2026-11-20"} {
				d.does(t, "INSERT INTO weather_days (person, community, day, zone, weather, changed_at) SELECT person, community, '"+day+"', 'UTC', 3, 1 FROM weather_consents WHERE person LIKE 'p%'")
				d.does(t, "INSERT INTO weather_notes (person, community, day, key, sealed, changed_at) SELECT person, community, '"+day+"', key, 'x', 1 FROM weather_consents WHERE person LIKE 'p%'")
			}
			for i, err := range together(4, func(i int) error {
				switch i {
				case 0, 1:
					return d.Store.Prune(t.Context(), now)
				case 2:
					for k := range 60 {
						if err := d.Store.Erase(t.Context(), bot.PersonID(fmt.Sprint("p", 1001+k*7)), now); err != nil {
							return err
						}
					}
				}
				for k := range 60 {
					who := bot.PersonID(fmt.Sprint("p", 1003+k*7))
					if err := errors.Join(d.Store.SetWeather(t.Context(), here, who, storage.DayWeather{On: sunday - 300, Weather: 3}, time.UTC, now), d.notices.WithdrawWeather(t.Context(), here, who, now)); err != nil {
						return err
					}
				}
				return nil
			}) {
				if err != nil && !(i == 2 && errors.Is(err, bot.ErrNotFound)) { // those who are erased have withdrawn no more
					t.Errorf("%d: %v", i, err)
				}
			}
			if n := d.count(t, "weather_days WHERE day < '2025-11-22'") + d.count(t, "weather_notes WHERE day < '2025-11-22'"); n != 0 {
				t.Errorf("%d are left", n)
			}
			d.feels(t, here, first, sunday, 3, 0)
		},
	})
}
