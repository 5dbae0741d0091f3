package schedule_test

import (
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// TestParseDay reads days as people write them on Sunday 22 November 2026.
func TestParseDay(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, paris)
	for text, want := range map[string]string{
		"le 4 janvier": "2027-01-04", "4 janvier": "2027-01-04", "Lundi 4 janvier 2027.": "2027-01-04", "à partir du 4 janvier": "2027-01-04",
		"dès le 4 janvier": "2027-01-04", "dès lundi": "2026-11-23", "4/1": "2027-01-04", "04/01/2027": "2027-01-04", "2027-01-04": "2027-01-04",
		"January 4th": "2027-01-04", "4 January 2027": "2027-01-04", "Monday 4 January 2027": "2027-01-04", "on 4 January": "2027-01-04",
		"demain": "2026-11-23", "aujourd’hui": "2026-11-22", "tomorrow": "2026-11-23", "lundi": "2026-11-23", "lundi prochain": "2026-11-23",
		"next Monday": "2026-11-23", "la semaine prochaine": "2026-11-23", "next week": "2026-11-23", "le 30": "2026-11-30", "le 1er décembre": "2026-12-01",
		"the 5th": "2026-12-05", "décembre": "2026-12-01", "le 3 décembre 2025": "2025-12-03",
	} {
		d, err := schedule.ParseDay(text, now, paris)
		if err != nil || d.String() != want {
			t.Errorf("%q is %s (%v), want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"", "n’importe quoi", "le 32 janvier", "30 février", "mardi 4 janvier 2027", "à 9 h", "9h", "le 4 janvier à 9 h", "12", "31/31", "chaque lundi", "le 4 janvier 3027", "le 99", "jamais", "---"} {
		d, err := schedule.ParseDay(text, now, paris)
		if len(bot.UserErrors(err)) != 1 {
			t.Errorf("%q is %s (%v)", text, d, err)
		}
	}
}

// FuzzParseDay holds that whatever is typed is a day or an error in words.
func FuzzParseDay(f *testing.F) {
	for _, text := range []string{"le 4 janvier", "fin mars", "next week", "1er", "31/12/2026", "lundi"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := schedule.ParseDay(text, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), time.UTC)
		if err != nil && len(bot.UserErrors(err)) == 0 {
			t.Errorf("%q: %v", text, err)
		}
	})
}
