package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// pausedAt is Sunday 22 November 2026, 10:12 in Paris.
var pausedAt = time.Date(2026, 11, 22, 10, 12, 0, 0, paris)

// ends are phrases as people write them, and when that is, in Paris.
var ends = []struct{ phrase, want string }{
	// So long.
	{"3 jours", "2026-11-25 10:12"},
	{"3 jour", "2026-11-25 10:12"},
	{"3\u00a0jours", "2026-11-25 10:12"},
	{"3\u202fjours", "2026-11-25 10:12"},
	{"  3   jours  ", "2026-11-25 10:12"},
	{"3j", "2026-11-25 10:12"},
	{"3 J", "2026-11-25 10:12"},
	{"10d", "2026-12-02 10:12"},
	{"trois jours", "2026-11-25 10:12"},
	{"TROIS JOURS", "2026-11-25 10:12"},
	{"pendant 3 jours", "2026-11-25 10:12"},
	{"durant trois jours", "2026-11-25 10:12"},
	{"for 3 days", "2026-11-25 10:12"},
	{"3 jours merci", "2026-11-25 10:12"},
	{"dans 3 jours", "2026-11-25 10:12"},
	{"un jour", "2026-11-23 10:12"},
	{"1 jour", "2026-11-23 10:12"},
	{"a day", "2026-11-23 10:12"},
	{"one day", "2026-11-23 10:12"},
	{"huit jours", "2026-11-30 10:12"},
	{"ten days", "2026-12-02 10:12"},
	{"vingt et un jours", "2026-12-13 10:12"},
	{"vingt-deux jours", "2026-12-14 10:12"},
	{"thirty days", "2026-12-22 10:12"},
	{"100 days", "2027-03-02 10:12"},
	{"731 jours", "2028-11-22 10:12"},
	{"une semaine", "2026-11-29 10:12"},
	{"une semaien", "2026-11-29 10:12"},
	{"Une Semaine stp", "2026-11-29 10:12"},
	{"a week", "2026-11-29 10:12"},
	{"deux semaines", "2026-12-06 10:12"},
	{"two weeks", "2026-12-06 10:12"},
	{"2 weks", "2026-12-06 10:12"},
	{"une quinzaine", "2026-12-06 10:12"},
	{"a fortnight", "2026-12-06 10:12"},
	{"un mois", "2026-12-22 10:12"},
	{"a month", "2026-12-22 10:12"},
	{"for two months", "2027-01-22 10:12"},
	{"six mois", "2027-05-22 10:12"},
	{"un trimestre", "2027-02-22 10:12"},
	{"un an", "2027-11-22 10:12"},
	{"une année", "2027-11-22 10:12"},
	{"une annee", "2027-11-22 10:12"},
	{"a year", "2027-11-22 10:12"},
	{"2 ans", "2028-11-22 10:12"},
	{"two years", "2028-11-22 10:12"},
	{"24 mois", "2028-11-22 10:12"},
	{"15 minutes", "2026-11-22 10:27"},
	{"45 min", "2026-11-22 10:57"},
	{"90 mn", "2026-11-22 11:42"},
	{"une heure", "2026-11-22 11:12"},
	{"an hour", "2026-11-22 11:12"},
	{"6h", "2026-11-22 16:12"},
	{"1h30", "2026-11-22 11:42"},
	{"2 h 15", "2026-11-22 12:27"},
	{"24 heures", "2026-11-23 10:12"},
	{"48h", "2026-11-24 10:12"},
	{"12 hours", "2026-11-22 22:12"},

	// To a date.
	{"jusqu’au 2 janvier", "2027-01-02 00:00"},
	{"jusqu'au 2 janvier", "2027-01-02 00:00"},
	{"JUSQU'AU 2 JANVIER", "2027-01-02 00:00"},
	{"jusqu‘au 2 janvier", "2027-01-02 00:00"},
	{"jusquau 2 janvier", "2027-01-02 00:00"},
	{"jusqu au 2\u00a0janvier", "2027-01-02 00:00"},
	{"juqu'au 2 janvié", "2027-01-02 00:00"},
	{"le 2 janvier", "2027-01-02 00:00"},
	{"samedi 2 janvier", "2027-01-02 00:00"},
	{"le 2 janvier 2027 à 18h30", "2027-01-02 18:30"},
	{"2 janvier 9\u202fh", "2027-01-02 09:00"},
	{"jusqu’au 1er janvier", "2027-01-01 00:00"},
	{"jusqu’au premier janvier", "2027-01-01 00:00"},
	{"jusqu’au lundi 30 novembre", "2026-11-30 00:00"},
	{"15 déc", "2026-12-15 00:00"},
	{"15 decembre", "2026-12-15 00:00"},
	{"31/12", "2026-12-31 00:00"},
	{"02/01/2027", "2027-01-02 00:00"},
	{"2.1.2027", "2027-01-02 00:00"},
	{"2027-01-02", "2027-01-02 00:00"},
	{"21 novembre", "2027-11-21 00:00"},
	{"jusqu’au 22 novembre", "2026-11-23 00:00"},
	{"29 février", "2028-02-29 00:00"},
	{"22 novembre 2028", "2028-11-22 00:00"},
	{"until 2 January", "2027-01-02 00:00"},
	{"until the 2nd of January", "2027-01-02 00:00"},
	{"January 2nd", "2027-01-02 00:00"},
	{"Jan 2, 2027", "2027-01-02 00:00"},
	{"until January 2 at 6pm", "2027-01-02 18:00"},
	{"dec 31st", "2026-12-31 00:00"},

	// To a day that has a name.
	{"demain", "2026-11-23 00:00"},
	{"until tomorrow", "2026-11-23 00:00"},
	{"tommorow", "2026-11-23 00:00"},
	{"aujourd’hui", "2026-11-23 00:00"},
	{"aujourd'hui", "2026-11-23 00:00"},
	{"today", "2026-11-23 00:00"},
	{"après-demain", "2026-11-24 00:00"},
	{"apres demain", "2026-11-24 00:00"},
	{"demain à 9h", "2026-11-23 09:00"},
	{"demain midi", "2026-11-23 12:00"},
	{"tomorrow at noon", "2026-11-23 12:00"},
	{"lundi", "2026-11-23 00:00"},
	{"jusqu’à lundi", "2026-11-23 00:00"},
	{"jusqua lundi", "2026-11-23 00:00"},
	{"lundi prochain", "2026-11-23 00:00"},
	{"lundi à 9 h", "2026-11-23 09:00"},
	{"jusqu’à mecredi", "2026-11-25 00:00"},
	{"jusqu’à dimanche", "2026-11-29 00:00"},
	{"until Monday", "2026-11-23 00:00"},
	{"untill monday", "2026-11-23 00:00"},
	{"until next Monday", "2026-11-23 00:00"},
	{"until Monday 9am", "2026-11-23 09:00"},
	{"until this Friday", "2026-11-27 00:00"},
	{"until Fri", "2026-11-27 00:00"},
	{"ce week-end", "2026-11-23 00:00"},
	{"the weekend", "2026-11-23 00:00"},

	// To a week, a month, a year.
	{"jusqu’à la semaine prochaine", "2026-11-23 00:00"},
	{"until next week", "2026-11-23 00:00"},
	{"le mois prochain", "2026-12-01 00:00"},
	{"next month", "2026-12-01 00:00"},
	{"jusqu’à l’année prochaine", "2027-01-01 00:00"},
	{"until next year", "2027-01-01 00:00"},
	{"fin mars", "2027-04-01 00:00"},
	{"jusqu’à la fin mars", "2027-04-01 00:00"},
	{"fin mars 2027", "2027-04-01 00:00"},
	{"fin novembre", "2026-12-01 00:00"},
	{"fin du mois", "2026-12-01 00:00"},
	{"until the end of March", "2027-04-01 00:00"},
	{"end of the month", "2026-12-01 00:00"},
	{"fin de l’année", "2027-01-01 00:00"},
	{"until the end of the year", "2027-01-01 00:00"},
	{"jusqu’en juin", "2027-06-01 00:00"},
	{"jusqu'en juin 2028", "2028-06-01 00:00"},
	{"until June", "2027-06-01 00:00"},
	{"jusqu’en novembre", "2027-11-01 00:00"},

	// To an hour.
	{"jusqu’à 18 h", "2026-11-22 18:00"},
	{"jusqu'à 18h30", "2026-11-22 18:30"},
	{"jusqu’à 8h", "2026-11-23 08:00"},
	{"jusqu’à 8h du soir", "2026-11-22 20:00"},
	{"jusqu’à midi", "2026-11-22 12:00"},
	{"jusqu’à minuit", "2026-11-23 00:00"},
	{"until 6pm", "2026-11-22 18:00"},
	{"until 10:12", "2026-11-23 10:12"},
	{"until 10:13", "2026-11-22 10:13"},

	// The same things in other words.
	{"aujourd’hui à 18h", "2026-11-22 18:00"},
	{"today at 6pm", "2026-11-22 18:00"},
	{"until tonight at 9pm", "2026-11-22 21:00"},
	{"jusqu’au 22 novembre à 18h", "2026-11-22 18:00"},
	{"until 6pm today", "2026-11-22 18:00"},
	{"until 9am tomorrow", "2026-11-23 09:00"},
	{"jusqu’à 9h demain", "2026-11-23 09:00"},
	{"jusqu’à 9h lundi", "2026-11-23 09:00"},
	{"jusque vers 18h", "2026-11-22 18:00"},
	{"jusqu’au 30", "2026-11-30 00:00"},
	{"jusqu’au 2", "2026-12-02 00:00"},
	{"jusqu’au 1er", "2026-12-01 00:00"},
	{"until the 5th", "2026-12-05 00:00"},
	{"jusqu’au lundi 30", "2026-11-30 00:00"},
	{"until Monday the 30th", "2026-11-30 00:00"},
	{"jusqu’au 15 déc.", "2026-12-15 00:00"},
	{"jusqu’à ven.", "2026-11-27 00:00"},
	{"3 jours.", "2026-11-25 10:12"},
	{"une semaine !", "2026-11-29 10:12"},
	{"jusqu’au 2 janvier inclus", "2027-01-03 00:00"},
	{"pour 3 jours", "2026-11-25 10:12"},
	{"pour une semaine", "2026-11-29 10:12"},
	{"15000 minutes", "2026-12-02 20:12"},
	{"cette semaine", "2026-11-23 00:00"},
	{"this week", "2026-11-23 00:00"},
	{"ce mois", "2026-12-01 00:00"},
	{"this month", "2026-12-01 00:00"},
	{"cette année", "2027-01-01 00:00"},
	{"this year", "2027-01-01 00:00"},
	{"til Monday", "2026-11-23 00:00"},
	{"’til Monday", "2026-11-23 00:00"},
	{"2 week-ends", "2026-11-30 00:00"},
	{"pendant décembre", "2027-01-01 00:00"},
	{"jusqu’au 24 à midi", "2026-11-24 12:00"},
	{"until Friday 27", "2026-11-27 00:00"},
	{"until 5pm Friday", "2026-11-27 17:00"},
}

// noEnds are phrases that say no end of a pause, or none that can be.
var noEnds = []string{
	// understood by people, not by us: they are told what to write
	"aujourd’hui jusqu’à 18h",
	"ce soir à 20h",
	"jusqu’au lundi 300", // no month has so many days: nothing is looked for
	"jusqu’à 20h ce soir",
	"les 3 prochains jours",
	"les deux prochaines semaines",
	"the next 3 days",
	"for the next two weeks",
	"1 semaine et 3 jours",
	"2 weeks and 3 days",
	"a couple of weeks",
	"2 sem",
	"une quinzaine de jours",
	"une journée",
	"toute la journée",
	"une demi-heure",
	"half an hour",
	"un quart d’heure",
	"une heure et demie",
	"1h30min",
	"quarante-cinq minutes",
	"forty-five minutes",
	"vingt-quatre heures",
	"ce mois-ci",
	"fin de la semaine",
	"until the end of the week",
	"until the end of the day",
	"jusqu’à la fin de la journée",
	"fin de la semaine prochaine",
	"until the end of next week",
	"fin du mois prochain",
	"until the end of next month",
	"jusqu’au mois de juin",
	"jusqu’à début janvier",
	"jusqu’à mi-janvier",
	"jusqu’en 2027",
	"until 2027",
	"5 Mar 2027",
	"until Mar 5",
	"until the day after tomorrow",
	"tout le week-end",
	"jusqu’à la fin du week-end",
	"3 hrs",
	"2w",

	"", " ", "\u00a0", ".", "jusqu’à", "jusqu’au", "until", "pendant", "le",
	"bonjour", "asdf", "🙂", "quelques jours", "a few days", "jusqu’à mon retour", "when I am back",

	// The past.
	"hier", "yesterday", "le 1er janvier 2020", "2020-01-01", "21 novembre 2026", "aujourd’hui à 9h", "today at 9am", "22/11/2026 à 10h12",
	"fin mars 2020", "jusqu’en juin 2026", "until June 2026", "novembre 2026", "la semaine dernière", "lundi dernier", "last Monday", "il y a 3 jours", "3 days ago",

	// Too far.
	"3 ans", "three years", "25 mois", "732 jours", "105 semaines", "23 novembre 2028", "juin 2030", "fin 2030", "le 1er janvier 9999",
	"20000 heures", "100000 h", "2000000 minutes", "99999999999999999999 jours", "4611686018427387905 semaines",

	// Nothing, or less.
	"0 jour", "zéro jour", "0 days", "-3 jours", "-1h",

	// Dates and hours that are none.
	"30 février", "29 février 2027", "31/11", "12/25", "vendredi 2 janvier", "jusqu’à 25h", "until 13pm", "demain à 9h75",

	// A beginning, several days, what comes back.
	"dès lundi", "dès demain", "à partir de lundi", "from Monday", "starting tomorrow", "depuis lundi",
	"du 24 au 30 novembre", "du lundi au vendredi", "from Monday to Friday",
	"chaque lundi", "tous les jours", "every day", "les lundis", "un lundi sur deux", "toutes les 2 heures", "0 9 * * 1",
	"3 jours sauf lundi", "3 jours 4 jours", "lundi mardi", "demain jeudi",

	strings.Repeat("jusqu’à lundi ", 30), strings.Repeat("3 ", 200),
}

func TestParseEnd(t *testing.T) {
	for _, c := range ends {
		t.Run(c.phrase, func(t *testing.T) {
			got, err := schedule.ParseEnd(c.phrase, pausedAt, paris)
			if err != nil {
				t.Fatalf("refused: %s; want %s", said(err).FR, c.want)
			}
			if s := got.In(paris).Format("2006-01-02 15:04"); s != c.want {
				t.Errorf("%s; want %s", s, c.want)
			}
		})
	}
}

// Of part of a day, no hour is said: it is one of that part.
func TestParseEndInTheEvening(t *testing.T) {
	for _, c := range []struct{ phrase, from, to string }{
		{"jusqu’à ce soir", "2026-11-22 17:00", "2026-11-23 00:00"},
		{"this evening", "2026-11-22 17:00", "2026-11-23 00:00"},
		{"until tonight", "2026-11-22 17:00", "2026-11-23 00:00"},
		{"jusqu’à demain soir", "2026-11-23 17:00", "2026-11-24 00:00"},
		{"until tomorrow evening", "2026-11-23 17:00", "2026-11-24 00:00"},
		{"jusqu’à vendredi soir", "2026-11-27 17:00", "2026-11-28 00:00"},
		{"jusqu’à cet après-midi", "2026-11-22 12:00", "2026-11-22 18:00"},
		{"demain après-midi", "2026-11-23 12:00", "2026-11-23 18:00"},
		{"demain matin", "2026-11-23 00:00", "2026-11-23 12:00"},
		{"until Friday morning", "2026-11-27 00:00", "2026-11-27 12:00"},
	} {
		t.Run(c.phrase, func(t *testing.T) {
			got, err := schedule.ParseEnd(c.phrase, pausedAt, paris)
			if err != nil {
				t.Fatalf("refused: %s; want %s to %s", said(err).FR, c.from, c.to)
			}
			if s := got.In(paris).Format("2006-01-02 15:04"); s < c.from || s > c.to {
				t.Errorf("%s; want %s to %s", s, c.from, c.to)
			}
		})
	}
}

func TestParseEndRefusals(t *testing.T) {
	for _, phrase := range noEnds {
		t.Run(phrase, func(t *testing.T) {
			end, err := schedule.ParseEnd(phrase, pausedAt, paris)
			if err == nil {
				t.Fatalf("accepted: %s", end.Format(time.RFC3339))
			}
			checkRefusal(t, err)
		})
	}
}

// What a refusal tells to write is understood.
func TestParseEndExamples(t *testing.T) {
	for _, phrase := range []string{"3 jours", "une semaine", "jusqu’au 2 janvier", "jusqu’à lundi", "3 days", "a week", "until 2 January", "until Monday"} {
		if _, err := schedule.ParseEnd(phrase, pausedAt, paris); err != nil {
			t.Errorf("%q: %v", phrase, err)
		}
	}
}

// Wall clocks go on over a change of clocks, lengths in hours do not see it, and a
// day whose midnight does not exist begins after the change.
func TestParseEndOverNights(t *testing.T) {
	for _, c := range []struct{ zone, now, phrase, want string }{
		{"Europe/Paris", "2027-03-27T10:12:00+01:00", "1 jour", "2027-03-28T10:12:00+02:00"},
		{"Europe/Paris", "2027-03-27T10:12:00+01:00", "24 heures", "2027-03-28T11:12:00+02:00"},
		{"Europe/Paris", "2027-03-27T02:30:00+01:00", "1 jour", "2027-03-28T03:00:00+02:00"},
		{"Europe/Paris", "2027-03-28T01:30:00+01:00", "1 jour", "2027-03-29T01:30:00+02:00"},
		{"Europe/Paris", "2027-03-28T01:30:00+01:00", "1 heure", "2027-03-28T03:30:00+02:00"},
		{"Europe/Paris", "2027-03-21T10:12:00+01:00", "une semaine", "2027-03-28T10:12:00+02:00"},
		{"Europe/Paris", "2027-02-28T10:12:00+01:00", "1 mois", "2027-03-28T10:12:00+02:00"},
		{"Europe/Paris", "2027-03-27T10:12:00+01:00", "demain", "2027-03-28T00:00:00+01:00"},
		{"Europe/Paris", "2027-03-28T10:12:00+02:00", "aujourd’hui", "2027-03-29T00:00:00+02:00"},
		{"Europe/Paris", "2027-03-28T00:10:00+01:00", "jusqu’à 18h", "2027-03-28T18:00:00+02:00"},
		{"Europe/Paris", "2027-10-30T10:12:00+02:00", "1 jour", "2027-10-31T10:12:00+01:00"},
		{"Europe/Paris", "2027-10-30T10:12:00+02:00", "24 heures", "2027-10-31T09:12:00+01:00"},
		{"Europe/Paris", "2027-10-30T02:30:00+02:00", "1 jour", "2027-10-31T02:30:00+02:00"},
		{"Europe/Paris", "2027-10-31T02:30:00+02:00", "1 jour", "2027-11-01T02:30:00+01:00"},
		{"Europe/Paris", "2027-10-31T02:30:00+01:00", "1 jour", "2027-11-01T02:30:00+01:00"},
		{"Europe/Paris", "2027-10-31T02:30:00+02:00", "1 heure", "2027-10-31T02:30:00+01:00"},
		{"Europe/Paris", "2027-10-30T10:12:00+02:00", "fin octobre", "2027-11-01T00:00:00+01:00"},
		{"America/New_York", "2027-03-13T10:12:00-05:00", "1 day", "2027-03-14T10:12:00-04:00"},
		{"America/New_York", "2027-03-13T10:12:00-05:00", "24 hours", "2027-03-14T11:12:00-04:00"},
		{"America/New_York", "2027-03-13T02:30:00-05:00", "1 jour", "2027-03-14T03:00:00-04:00"},
		{"America/New_York", "2027-03-14T00:30:00-05:00", "until 6pm", "2027-03-14T18:00:00-04:00"},
		{"America/New_York", "2027-11-06T10:12:00-04:00", "1 day", "2027-11-07T10:12:00-05:00"},
		{"America/New_York", "2027-11-06T01:30:00-04:00", "1 jour", "2027-11-07T01:30:00-04:00"},
		{"America/New_York", "2027-11-07T01:30:00-05:00", "1 jour", "2027-11-08T01:30:00-05:00"},
		{"America/Santiago", "2027-09-01T10:12:00-04:00", "jusqu’au 5 septembre", "2027-09-05T01:00:00-03:00"},
		{"America/Santiago", "2027-09-01T10:12:00-04:00", "until Sunday", "2027-09-05T01:00:00-03:00"},
		{"America/Santiago", "2027-09-04T10:12:00-04:00", "demain", "2027-09-05T01:00:00-03:00"},
		{"America/Santiago", "2027-09-04T00:00:00-04:00", "1 jour", "2027-09-05T01:00:00-03:00"},
		{"America/Santiago", "2027-09-01T10:12:00-04:00", "jusqu’au 6 septembre", "2027-09-06T00:00:00-03:00"},
		{"Africa/Cairo", "2027-04-28T10:12:00+02:00", "until 30 April", "2027-04-30T01:00:00+03:00"},
		{"Africa/Cairo", "2027-04-28T10:12:00+02:00", "jusqu’à vendredi", "2027-04-30T01:00:00+03:00"},
		{"Africa/Cairo", "2027-04-29T10:12:00+02:00", "today", "2027-04-30T01:00:00+03:00"},
		{"Africa/Cairo", "2027-04-28T10:12:00+02:00", "fin avril", "2027-05-01T00:00:00+03:00"},
		{"America/Havana", "2027-03-10T10:12:00-05:00", "jusqu’au 14 mars", "2027-03-14T01:00:00-04:00"},
	} {
		checkEnd(t, c.zone, c.now, c.phrase, c.want)
	}
}

// The ends of months and years, and a now that is told in another zone.
func TestParseEndFromOtherDays(t *testing.T) {
	for _, c := range []struct{ zone, now, phrase, want string }{
		{"Europe/Paris", "2027-01-31T10:12:00+01:00", "1 mois", "2027-02-28T10:12:00+01:00"},
		{"Europe/Paris", "2027-12-31T10:12:00+01:00", "2 mois", "2028-02-29T10:12:00+01:00"},
		{"Europe/Paris", "2028-02-29T10:12:00+01:00", "un an", "2029-02-28T10:12:00+01:00"},
		{"Europe/Paris", "2028-02-29T10:12:00+01:00", "2 ans", "2030-02-28T10:12:00+01:00"},
		{"Europe/Paris", "2026-12-31T23:59:00+01:00", "1 jour", "2027-01-01T23:59:00+01:00"},
		{"Europe/Paris", "2026-12-31T23:59:00+01:00", "demain", "2027-01-01T00:00:00+01:00"},
		{"Europe/Paris", "2026-12-31T23:59:00+01:00", "fin décembre", "2027-01-01T00:00:00+01:00"},
		{"Europe/Paris", "2026-12-31T23:59:00+01:00", "jusqu’en janvier", "2027-01-01T00:00:00+01:00"},
		{"Europe/Paris", "2026-12-15T10:12:00+01:00", "fin de l’année", "2027-01-01T00:00:00+01:00"},
		{"Europe/Paris", "2027-03-31T10:12:00+02:00", "fin mars", "2027-04-01T00:00:00+02:00"},
		{"Europe/Paris", "2028-02-10T10:12:00+01:00", "fin février", "2028-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2026-12-01T00:00:00+01:00", "jusqu’en décembre", "2027-12-01T00:00:00+01:00"},
		{"Europe/Paris", "2026-11-23T00:00:00+01:00", "lundi", "2026-11-30T00:00:00+01:00"},
		{"Europe/Paris", "2026-11-24T10:12:00+01:00", "cette semaine", "2026-11-30T00:00:00+01:00"},
		{"Europe/Paris", "2026-11-24T10:12:00+01:00", "ce week-end", "2026-11-30T00:00:00+01:00"},
		{"Europe/Paris", "2026-11-24T10:12:00+01:00", "la semaine prochaine", "2026-11-30T00:00:00+01:00"},
		{"Europe/Paris", "2026-11-23T23:30:00Z", "demain", "2026-11-25T00:00:00+01:00"},
		{"America/New_York", "2026-11-23T02:00:00Z", "tomorrow", "2026-11-23T00:00:00-05:00"},
		{"America/New_York", "2026-11-23T02:00:00Z", "3 days", "2026-11-25T21:00:00-05:00"},
		{"Pacific/Kiritimati", "2026-11-22T23:00:00Z", "until Tuesday", "2026-11-24T00:00:00+14:00"},
		{"Europe/Paris", "2027-10-30T10:12:00+02:00", "2 ans", "2029-10-30T10:12:00+01:00"},
		{"Europe/Paris", "2027-10-30T08:12:00Z", "2 ans", "2029-10-30T10:12:00+01:00"},
	} {
		checkEnd(t, c.zone, c.now, c.phrase, c.want)
	}
}

func checkEnd(t *testing.T, zone, now, phrase, want string) {
	t.Helper()
	t.Run(zone+" "+now+" "+phrase, func(t *testing.T) {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		in := mustZone(zone)
		if !strings.HasSuffix(now, "Z") {
			at = at.In(in)
		}
		got, err := schedule.ParseEnd(phrase, at, in)
		if err != nil {
			t.Fatalf("refused: %s; want %s", said(err).FR, want)
		}
		if s := got.In(in).Format(time.RFC3339); s != want {
			t.Errorf("%s; want %s", s, want)
		}
	})
}

// Every day of the two years is read, as it is written in several ways.
func TestParseEndOnAnyDay(t *testing.T) {
	y, m, d := pausedAt.Date()
	limit := pausedAt.AddDate(2, 0, 0)
	for n := 1; ; n++ {
		day := time.Date(y, m, d+n, 0, 0, 0, 0, paris)
		if day.After(limit) {
			break
		}
		for _, phrase := range []string{
			"jusqu’au " + bot.Plain(bot.Date(day).FR), "until " + bot.Plain(bot.Date(day).EN),
			day.Format("2006-01-02"), day.Format("2/1/2006"), day.Format("until January 2, 2006"), day.Format("Monday 2 January 2006"),
		} {
			got, err := schedule.ParseEnd(phrase, pausedAt, paris)
			if err != nil {
				t.Errorf("%q: %v", phrase, err)
			} else if !got.Equal(day) {
				t.Errorf("%q: %s", phrase, got.Format(time.RFC3339))
			}
		}
	}
}

func FuzzParseEnd(f *testing.F) {
	for i, c := range ends {
		f.Add(c.phrase, int64(i)*86413, uint8(i))
	}
	for i, phrase := range noEnds {
		f.Add(phrase, int64(i)*86413, uint8(i))
	}
	for _, c := range accepted {
		f.Add(c.phrase, int64(0), uint8(0))
	}
	zones := []*time.Location{paris, time.UTC}
	for _, name := range []string{"America/New_York", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe"} {
		zones = append(zones, mustZone(name))
	}
	f.Fuzz(func(t *testing.T, text string, later int64, zone uint8) {
		in := zones[int(zone)%len(zones)]
		from := pausedAt.Add(time.Duration(later%(4*366*86400)) * time.Second)
		end, err := schedule.ParseEnd(text, from, in)
		if err != nil {
			checkEchoed(t, text, err)
			return
		}
		if !end.After(from) || end.After(from.AddDate(2, 0, 2)) {
			t.Fatalf("from %s to %s", from.In(in), end)
		}
		if end.Location() != in {
			t.Fatalf("in %s", end.Location())
		}
		if again, err := schedule.ParseEnd(text, from.UTC(), in); err == nil && !again.Equal(end) {
			t.Fatalf("%s, of the same now in UTC %s", end, again)
		}
	})
}

// Its errors are for a member, whatever the phrase is made of.
func TestParseEndIsForMembers(t *testing.T) {
	for _, phrase := range []string{"%s %d %!", "\x00\xff", "**3 jours**", "@everyone", "<script>", strings.Repeat("é", 5000)} {
		_, err := schedule.ParseEnd(phrase, pausedAt, paris)
		var u *bot.UserError
		if !errors.As(err, &u) || u.Text.FR == "" || u.Text.EN == "" || len(u.Text.FR) > 600 {
			t.Errorf("%.20q: %v", phrase, err)
		}
	}
}

// checkEchoed is checkRefusal of an error that may quote text.
func checkEchoed(t *testing.T, text string, err error) {
	t.Helper()
	if !strings.Contains(text, "%") {
		checkRefusal(t, err)
		return
	}
	var u *bot.UserError
	if !errors.As(err, &u) || u.Text.FR == "" || u.Text.EN == "" {
		t.Fatalf("refused with %v", err)
	}
}
