package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// clocks are times of the day as people write them.
var clocks = []struct{ text, want string }{
	{"8 h 30", "08:30"},
	{"8h30", "08:30"},
	{"8H30", "08:30"},
	{"08h30", "08:30"},
	{"8\u00a0h\u00a030", "08:30"},
	{"8\u202fh\u202f30", "08:30"},
	{"8 h 30 min", "08:30"},
	{"8:30", "08:30"},
	{"8.30", "08:30"},
	{"8", "08:00"},
	{"à 9h", "09:00"},
	{"a 9 heure", "09:00"},
	{"vers 9h", "09:00"},
	{"9 heures et demie", "09:30"},
	{"huit heures et quart", "08:15"},
	{"10h moins le quart", "09:45"},
	{"neuf heures moins vingt", "08:40"},
	{"sept heures", "07:00"},
	{"vingt heures trente", "20:30"},
	{"vingt et une heures", "21:00"},
	{"dix-neuf heures", "19:00"},
	{"midi", "12:00"},
	{"MIDI", "12:00"},
	{"minuit", "00:00"},
	{"midi et demi", "12:30"},
	{"minuit moins le quart", "23:45"},
	{"8 h du matin", "08:00"},
	{"8 heures du soir", "20:00"},
	{"9h30 du soir", "21:30"},
	{"5 h de l’après-midi", "17:00"},
	{"0h", "00:00"},
	{"00:00", "00:00"},
	{"23:59", "23:59"},
	{"9am", "09:00"},
	{"9 AM", "09:00"},
	{"9:30 pm", "21:30"},
	{"9.30pm", "21:30"},
	{"8 p.m.", "20:00"},
	{"12am", "00:00"},
	{"12pm", "12:00"},
	{"12:30am", "00:30"},
	{"noon", "12:00"},
	{"midnight", "00:00"},
	{"8 o’clock", "08:00"},
	{"3 in the afternoon", "15:00"},
	{"7 in the morning", "07:00"},

	// Two, and more.
	{"de 20 h à 8 h", "20:00 08:00"},
	{"de 20\u00a0h à 8\u00a0h", "20:00 08:00"},
	{"20h a 8h", "20:00 08:00"},
	{"20 à 8", "20:00 08:00"},
	{"20-8", "20:00 08:00"},
	{"20–8", "20:00 08:00"},
	{"20h-8h", "20:00 08:00"},
	{"20h – 8h", "20:00 08:00"},
	{"8h30–18h45", "08:30 18:45"},
	{"22:00-07:00", "22:00 07:00"},
	{"22:00 - 07:00", "22:00 07:00"},
	{"entre 22 h et 7 h", "22:00 07:00"},
	{"de 22h30 jusqu’à 6h45", "22:30 06:45"},
	{"de minuit à midi", "00:00 12:00"},
	{"8h du soir à 8h du matin", "20:00 08:00"},
	{"9pm to 8am", "21:00 08:00"},
	{"9pm-8am", "21:00 08:00"},
	{"9am–5pm", "09:00 17:00"},
	{"from 10 pm to 7:30 am", "22:00 07:30"},
	{"from 9pm until 7am", "21:00 07:00"},
	{"between 8pm and 8am", "20:00 08:00"},
	{"8pm till 8am", "20:00 08:00"},
	{"from 8 in the evening to 8 in the morning", "20:00 08:00"},
	{"noon to midnight", "12:00 00:00"},
	{"9h, 12h et 17h", "09:00 12:00 17:00"},
	{"8h30 20h30", "08:30 20:30"},

	// The same in other words.
	{"8pm til 8am", "20:00 08:00"},
	{"20h → 8h", "20:00 08:00"},
	{"20 — 8", "20:00 08:00"},
}

// noClocks are no times of the day.
var noClocks = []string{
	// understood by people, not by us: they are told what to write
	"20:00/08:00",
	"20h/8h",
	"from 10 at night to 7 in the morning",
	"8h du mat",
	"9h30pm",
	"half past nine",
	"9h.",

	"", " ", ",", "-", "à", "de", "de à", "entre et",
	"bonjour", "🙂", "aucune", "none",
	"24h", "25h", "24:00", "99h", "9h75", "9:60", "8:5", "13pm", "0am", "0830", "9h30h30h99",
	"lundi", "lundi 9h", "demain 9h", "le 1er", "the 5th", "3 janvier", "12/05", "9h tous les jours", "toutes les heures", "3 fois",
	"99999999999999999999h", "un deux trois soleil", "9h30 et des poussières",
	strings.Repeat("9h ", 150),
}

func clocksOf(minutes []int) string {
	var all []string
	for _, m := range minutes {
		all = append(all, fmt.Sprintf("%02d:%02d", m/60, m%60))
	}
	return strings.Join(all, " ")
}

func TestParseClock(t *testing.T) {
	for _, c := range clocks {
		t.Run(c.text, func(t *testing.T) {
			got, err := schedule.ParseClock(c.text)
			if err != nil {
				t.Fatalf("refused: %s; want %s", said(err).FR, c.want)
			}
			if s := clocksOf(got); s != c.want {
				t.Errorf("%s; want %s", s, c.want)
			}
		})
	}
}

func TestParseClockRefusals(t *testing.T) {
	for _, text := range noClocks {
		t.Run(text, func(t *testing.T) {
			got, err := schedule.ParseClock(text)
			if err == nil {
				t.Fatalf("accepted: %s", clocksOf(got))
			}
			checkRefusal(t, err)
		})
	}
}

// Every minute of the day is read as it is said, alone and in a stretch.
func TestParseClockOfAnyMinute(t *testing.T) {
	for m := range 24 * 60 {
		words, end := schedule.ClockText(m), schedule.ClockText((m+601)%1440)
		fr, en := bot.Plain(words.FR), bot.Plain(words.EN)
		for _, text := range []string{fr, loose(fr), strings.ToUpper(fr), en, fmt.Sprintf("%02d:%02d", m/60, m%60), fmt.Sprintf("%dh%02d", m/60, m%60), time.Date(2027, 1, 1, 0, m, 0, 0, time.UTC).Format("3:04 PM")} {
			if got, err := schedule.ParseClock(text); err != nil || !slices.Equal(got, []int{m}) {
				t.Errorf("%q: %s, %v; want %d", text, clocksOf(got), err, m)
			}
		}
		for _, text := range []string{
			"de " + fr + " à " + bot.Plain(end.FR), fr + " - " + bot.Plain(end.FR), "entre " + fr + " et " + bot.Plain(end.FR), loose(fr) + "–" + loose(bot.Plain(end.FR)),
			"from " + en + " to " + bot.Plain(end.EN), en + "-" + bot.Plain(end.EN), "between " + en + " and " + bot.Plain(end.EN),
		} {
			if got, err := schedule.ParseClock(text); err != nil || !slices.Equal(got, []int{m, (m + 601) % 1440}) {
				t.Errorf("%q: %s, %v", text, clocksOf(got), err)
			}
		}
	}
}

func FuzzParseClock(f *testing.F) {
	for _, c := range clocks {
		f.Add(c.text)
	}
	for _, text := range noClocks {
		f.Add(text)
	}
	for _, c := range accepted {
		f.Add(c.phrase)
	}
	f.Fuzz(func(t *testing.T, text string) {
		minutes, err := schedule.ParseClock(text)
		if err != nil {
			checkEchoed(t, text, err)
			return
		}
		if len(minutes) == 0 {
			t.Fatal("neither a time nor an error")
		}
		for _, m := range minutes {
			if m < 0 || m >= 24*60 {
				t.Fatalf("minute %d", m)
			}
		}
	})
}

// weekdays are days of the week as people write them; 1 is Monday.
var weekdays = []struct{ text, want string }{
	{"lundi", "1"},
	{"mardi", "2"},
	{"mercredi", "3"},
	{"jeudi", "4"},
	{"vendredi", "5"},
	{"samedi", "6"},
	{"dimanche", "7"},
	{"Monday", "1"},
	{"thursday", "4"},
	{"SUNDAY", "7"},
	{"jeu", "4"},
	{"Thu", "4"},
	{"lundis", "1"},
	{"le lundi", "1"},
	{"les lundis", "1"},
	{"tous les lundi", "1"},
	{"chaque jeudi", "4"},
	{"every Thursday", "4"},
	{"mecredi", "3"},
	{"Wenesday", "3"},
	{"lundi et jeudi", "14"},
	{"LUNDI ET JEUDI", "14"},
	{"lundi jeudi", "14"},
	{"lundi & jeudi", "14"},
	{"lundi/jeudi", "14"},
	{"le\u00a0lundi et le\u00a0jeudi", "14"},
	{"lundis et jeudis", "14"},
	{"Mondays and Thursdays", "14"},
	{"lundi, mercredi et vendredi", "135"},
	{"lun mer ven", "135"},
	{"lun., mer. et ven.", "135"},
	{"Mon, Wed & Fri", "135"},
	{"du lundi au vendredi", "12345"},
	{"de lundi à vendredi", "12345"},
	{"lundi au vendredi", "12345"},
	{"lundi-vendredi", "12345"},
	{"lundi – vendredi", "12345"},
	{"lun-ven", "12345"},
	{"Monday to Friday", "12345"},
	{"from Monday through Thursday", "1234"},
	{"Mon-Fri", "12345"},
	{"du vendredi au lundi", "1567"},
	{"Sunday to Thursday", "12347"},
	{"du lundi au mercredi et le vendredi", "1235"},
	{"mon-wed, fri", "1235"},
	{"en semaine", "12345"},
	{"jours de semaine", "12345"},
	{"weekdays", "12345"},
	{"every weekday", "12345"},
	{"en semaine sauf le mercredi", "1245"},
	{"week-end", "67"},
	{"le week end", "67"},
	{"weekends", "67"},
	{"samedi et dimanche", "67"},
	{"le week-end et lundi", "167"},
	{"chaque jour", "1234567"},
	{"tous les jours", "1234567"},
	{"tout les jour", "1234567"},
	{"every day", "1234567"},
	{"everyday", "1234567"},
	{"daily", "1234567"},
	{"du lundi au dimanche", "1234567"},
	{"tous les jours sauf le dimanche", "123456"},
	{"every day except Sunday", "123456"},

	// The same in other words.
	{"lundi.", "1"},
}

// noWeekdays are no days of the week alone.
var noWeekdays = []string{
	// understood by people, not by us: they are told what to write
	"7j/7",
	"jours ouvrés",
	"working days",
	"toute la semaine",
	"all week",
	"lundi + jeudi",
	"all except Sunday",

	"", " ", ".", ",", "le", "chaque", "every", "et",
	"bonjour", "🙂", "aucun", "none", "jamais",
	"1", "15", "le 1er", "le 15", "1er janvier", "3 janvier", "lundi 3 janvier", "1/1", "2027-01-04", "January 1st", "demain", "aujourd’hui", "today", "tonight", "hier", "lundi prochain", "next Monday", "dans 3 jours",
	"9h", "à 9 h", "9 h", "lundi 9h", "lundi à 9h", "lundi à 8h", "lundi à 9 h,", "lundi à 9 h et", "9 h, lundi,", "lundi midi", "lundi de 8 h", "Monday at 9am", "lundi soir", "le matin", "every evening", "toutes les heures",
	"un lundi sur deux", "every other Monday", "toutes les 2 semaines", "tous les 2 jours", "le premier lundi du mois", "chaque mois", "chaque semaine", "une fois par semaine", "chaque année",
	"mars", "lundi en mars", "chaque lundi jusqu’en juin", "jusqu’au lundi", "à partir de lundi", "chaque jour sauf les jours fériés", "0 9 * * 1", "@daily",
	strings.Repeat("lundi ", 60),
}

func weekdaysOf(s schedule.Set) string {
	text := ""
	for i := range 64 {
		if s.Has(i) {
			text += fmt.Sprint(i + 1)
		}
	}
	return text
}

func TestParseWeekdays(t *testing.T) {
	for _, c := range weekdays {
		t.Run(c.text, func(t *testing.T) {
			got, err := schedule.ParseWeekdays(c.text)
			if err != nil {
				t.Fatalf("refused: %s; want %s", said(err).FR, c.want)
			}
			if s := weekdaysOf(got); s != c.want {
				t.Fatalf("%s; want %s", s, c.want)
			}
		})
	}
}

func TestParseWeekdaysRefusals(t *testing.T) {
	for _, text := range noWeekdays {
		t.Run(text, func(t *testing.T) {
			got, err := schedule.ParseWeekdays(text)
			if err == nil {
				t.Fatalf("accepted: %s", weekdaysOf(got))
			}
			checkRefusal(t, err)
		})
	}
}

// Any days of the week are read as they are said.
func TestParseWeekdaysRoundTrip(t *testing.T) {
	for set := schedule.Set(1); set < 1<<7; set++ {
		words := schedule.WeekdaysText(set)
		texts := []string{bot.Plain(words.FR), loose(bot.Plain(words.FR)), strings.ToUpper(bot.Plain(words.FR)), bot.Plain(words.EN), strings.ToLower(bot.Plain(words.EN))}
		if set == 1<<7-1 {
			texts = append(texts, "chaque jour", "every day")
		}
		for _, text := range texts {
			if got, err := schedule.ParseWeekdays(text); err != nil || got != set {
				t.Errorf("%q: %s, %v; want %s", text, weekdaysOf(got), err, weekdaysOf(set))
			}
		}
	}
}

func FuzzParseWeekdays(f *testing.F) {
	for _, c := range weekdays {
		f.Add(c.text)
	}
	for _, text := range noWeekdays {
		f.Add(text)
	}
	for _, c := range accepted {
		f.Add(c.phrase)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := schedule.ParseWeekdays(text)
		if err != nil {
			checkEchoed(t, text, err)
			return
		}
		if set == 0 || set >= 1<<7 {
			t.Fatalf("set %b", set)
		}
		again, err := schedule.ParseWeekdays(bot.Plain(schedule.WeekdaysText(set).FR))
		if err != nil || again != set {
			t.Fatalf("%s, read again %s, %v", weekdaysOf(set), weekdaysOf(again), err)
		}
	})
}
