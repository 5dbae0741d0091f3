package bench

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// BenchmarkWeather is of a community of 10,000 people who have answered daily for eight
// weeks, and written something every other day: what one of them answers, what their
// notebook holds, and the word of a week.
func BenchmarkWeather(b *testing.B) {
	const people, days = 10_000, 56
	onEach(b, func(b *testing.B, address func(testing.TB) string) {
		at := address(b)
		store := subscribed(b, at, people, func(int) int { return 8 * 60 })
		db := storagetest.Raw(b, at)
		today := schedule.DayOf(dawn)
		statements := []string{"UPDATE memberships SET rights_at = 1", "INSERT INTO weather_consents (person, community, version, language, wording, given_at, counted_at, key) SELECT p.id, c.id, 1, 'fr', '', 1, 1, 'key of ' || p.id FROM persons p, communities c"}
		for on := today - days; on < today; on++ {
			statements = append(statements, fmt.Sprintf("INSERT INTO weather_days (person, community, day, zone, weather, energy, changed_at) SELECT person, community, '%s', 'UTC', %d, 2, 2 FROM weather_consents", on, 1+on%5))
		}
		for _, statement := range append(statements, "ANALYZE") {
			if _, err := db.Exec(statement); err != nil {
				b.Fatal(err)
			}
		}
		var ids []bot.PersonID
		rows, err := db.Query("SELECT id FROM persons ORDER BY id LIMIT 200")
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id bot.PersonID
			if err := rows.Scan(&id); err != nil {
				b.Fatal(err)
			}
			ids = append(ids, id)
		}
		took := map[string][]time.Duration{}
		measure := func(name string, do func() error) {
			start := time.Now()
			if err := do(); err != nil {
				b.Fatal(name, err)
			}
			took[name] = append(took[name], time.Since(start))
		}
		for b.Loop() {
			for i, who := range ids {
				now := dawn.Add(time.Duration(i) * time.Second)
				measure("answer", func() error {
					return store.SetWeather(b.Context(), benchRoom, who, storage.DayWeather{On: today, Weather: 1 + i%5}, time.UTC, now)
				})
				on := today - schedule.Day(i%days)
				measure("note", func() error {
					return store.KeepNote(b.Context(), benchRoom, ids[i%20], on, strings.Repeat("Une note. ", 20), now)
				})
			}
			for i := range ids {
				measure("notebook", func() error {
					_, _, err := store.Notebook(b.Context(), benchRoom, ids[i%20], today+1, 5)
					return err
				})
				measure("year", func() error {
					_, err := store.Weather(b.Context(), benchRoom, ids[i], today-365)
					return err
				})
			}
			if _, err := db.Exec("DELETE FROM weather_words"); err != nil {
				b.Fatal(err)
			}
			measure("eight-words", func() error { return store.SettleWords(b.Context(), dawn) })
			measure("words-found", func() error { return store.SettleWords(b.Context(), dawn) })
		}
		for _, name := range []string{"answer", "note", "notebook", "year", "eight-words", "words-found"} {
			percentilesOf(b, name+"-", took[name])
		}
	})
}
