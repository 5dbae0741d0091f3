package schedule_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// now is Sunday 22 November 2026, 9:00 in Paris.
var (
	paris = mustZone("Europe/Paris")
	now   = time.Date(2026, 11, 22, 9, 0, 0, 0, paris)
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// loose writes the spaces of French typography as plain ones.
func loose(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// accepted are phrases as people write them, the French words that should be said
// back, and the first times of it; « . » at the end: there are no more.
var accepted = []struct{ phrase, said, next string }{
	// Every day.
	{"chaque jour à 9h", "chaque jour à 9 h", "2026-11-23 09:00 2026-11-24 09:00"},
	{"tous les jours à 9 heures", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"tous les jours à 9 h", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"tout les jour a 9 heure", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"touts les jours à 10H", "chaque jour à 10 h", "2026-11-22 10:00"},
	{"chaques jours 21:30", "chaque jour à 21 h 30", "2026-11-22 21:30"},
	{"tous les jours 21h30", "chaque jour à 21 h 30", "2026-11-22 21:30"},
	{"tous les jours à 21 h 30 min", "chaque jour à 21 h 30", "2026-11-22 21:30"},
	{"tous les jours à 9h05", "chaque jour à 9 h 05", "2026-11-22 09:05"},
	{"tous les jours à 9h5", "chaque jour à 9 h 05", "2026-11-22 09:05"},
	{"tous les jours à 9:00 h", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"tous les jours à midi", "chaque jour à midi", "2026-11-22 12:00"},
	{"tous les midis", "chaque jour à midi", "2026-11-22 12:00"},
	{"tous les jours à minuit", "chaque jour à minuit", "2026-11-23 00:00"},
	{"tous les jours à midi et demi", "chaque jour à 12 h 30", "2026-11-22 12:30"},
	{"tous les jours à 9h et quart", "chaque jour à 9 h 15", "2026-11-22 09:15"},
	{"tous les jours à 9 heures et demie", "chaque jour à 9 h 30", "2026-11-22 09:30"},
	{"tous les jours à 10h moins le quart", "chaque jour à 9 h 45", "2026-11-22 09:45"},
	{"chaque jour à 9h moins 10", "chaque jour à 8 h 50", "2026-11-23 08:50"},
	{"tous les jours à neuf heures trente", "chaque jour à 9 h 30", "2026-11-22 09:30"},
	{"tous les jours à sept heures", "chaque jour à 7 h", "2026-11-23 07:00"},
	{"tous les jours à dix-huit heures", "chaque jour à 18 h", "2026-11-22 18:00"},
	{"tous les jours à vingt heures", "chaque jour à 20 h", "2026-11-22 20:00"},
	{"9h tous les jours", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"à 9 h, chaque jour", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"quotidien à 9h", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"une fois par jour à 9h", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"tous les matins à 8h30", "chaque jour à 8 h 30", "2026-11-23 08:30"},
	{"tous les soirs à 8h", "chaque jour à 20 h", "2026-11-22 20:00"},
	{"chaque soir à 20h30", "chaque jour à 20 h 30", "2026-11-22 20:30"},
	{"chaque jour à 8h du soir", "chaque jour à 20 h", "2026-11-22 20:00"},
	{"chaque jour à 3h de l'après-midi", "chaque jour à 15 h", "2026-11-22 15:00"},
	{"chaque nuit à 2h", "chaque jour à 2 h", "2026-11-23 02:00"},
	{"tous les jours à 9h, 12h et 17h", "chaque jour à 9 h, midi et 17 h", "2026-11-22 12:00 2026-11-22 17:00 2026-11-23 09:00"},
	{"tous les jours à 9, 12 et 17 h", "chaque jour à 9 h, midi et 17 h", "2026-11-22 12:00"},
	{"chaque jour 17h 9h", "chaque jour à 9 h et 17 h", "2026-11-22 17:00 2026-11-23 09:00"},
	{"every day at 9", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"every day at 9am", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"everyday at 9am", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"daily at 9:30pm", "chaque jour à 21 h 30", "2026-11-22 21:30"},
	{"daily 9.30am", "chaque jour à 9 h 30", "2026-11-22 09:30"},
	{"every day at 9 p.m.", "chaque jour à 21 h", "2026-11-22 21:00"},
	{"each day at 12pm", "chaque jour à midi", "2026-11-22 12:00"},
	{"each day at 12am", "chaque jour à minuit", "2026-11-23 00:00"},
	{"every day at noon and midnight", "chaque jour à minuit et midi", "2026-11-22 12:00 2026-11-23 00:00"},
	{"every day 9 o'clock", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"every morning at 9", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"every evening at 8", "chaque jour à 20 h", "2026-11-22 20:00"},
	{"every night at 11", "chaque jour à 23 h", "2026-11-22 23:00"},
	{"every day at 8 in the evening", "chaque jour à 20 h", "2026-11-22 20:00"},
	{"once a day at 9", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"evry day at 7 pm", "chaque jour à 19 h", "2026-11-22 19:00"},
	{"Please post every day at 10:00, thanks", "chaque jour à 10 h", "2026-11-22 10:00"},

	// Days of the week.
	{"chaque lundi à 9h", "chaque lundi à 9 h", "2026-11-23 09:00 2026-11-30 09:00"},
	{"tous les lundis à 9h", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"tout les lundi a 9h", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"le lundi à 9h", "chaque lundi à 9 h", "2026-11-23 09:00 2026-11-30 09:00"},
	{"les mardis 19h", "chaque mardi à 19 h", "2026-11-24 19:00"},
	{"mardis et jeudis 19h", "le mardi et le jeudi à 19 h", "2026-11-24 19:00 2026-11-26 19:00"},
	{"lundi et jeudi 9h", "le lundi et le jeudi à 9 h", "2026-11-23 09:00 2026-11-26 09:00"},
	{"lundi, mercredi et vendredi à 12h30", "le lundi, le mercredi et le vendredi à 12 h 30", "2026-11-23 12:30 2026-11-25 12:30 2026-11-27 12:30"},
	{"lun mer ven 18h", "le lundi, le mercredi et le vendredi à 18 h", "2026-11-23 18:00"},
	{"lun/mer/ven 18h", "le lundi, le mercredi et le vendredi à 18 h", "2026-11-23 18:00"},
	{"lun. & mer. à 18h", "le lundi et le mercredi à 18 h", "2026-11-23 18:00"},
	{"tous les mecredi et vendrdi à 14h", "le mercredi et le vendredi à 14 h", "2026-11-25 14:00"},
	{"TOUS LES LUNDIS À 9H00", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"du lundi au vendredi à 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00 2026-11-24 09:00"},
	{"de lundi à vendredi, 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"lundi-vendredi 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"lun.-ven. 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"du vendredi au lundi à 10h", "le lundi, le vendredi, le samedi et le dimanche à 10 h", "2026-11-22 10:00 2026-11-23 10:00 2026-11-27 10:00"},
	{"tous les jours du lundi au vendredi à 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"tous les jours sauf le dimanche à 8h", "du lundi au samedi à 8 h", "2026-11-23 08:00"},
	{"tous les jours à 8h sauf le mercredi et le week-end", "le lundi, le mardi, le jeudi et le vendredi à 8 h", "2026-11-23 08:00 2026-11-24 08:00 2026-11-26 08:00"},
	{"du lundi au vendredi sauf le mercredi à 9h", "le lundi, le mardi, le jeudi et le vendredi à 9 h", "2026-11-23 09:00"},
	{"en semaine à 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"tous les lundis matin à 9h", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"chaque lundi soir à 7h", "chaque lundi à 19 h", "2026-11-23 19:00"},
	{"toutes les semaines le jeudi à 18h", "chaque jeudi à 18 h", "2026-11-26 18:00"},
	{"une fois par semaine le lundi à 9h", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"chaque lundi à 9h stp", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"« chaque lundi à 9 h » !", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"le week-end à 10h", "le samedi et le dimanche à 10 h", "2026-11-22 10:00 2026-11-28 10:00"},
	{"chaque week end à 10h", "le samedi et le dimanche à 10 h", "2026-11-22 10:00"},
	{"samedi et dimanche 11h", "le samedi et le dimanche à 11 h", "2026-11-22 11:00"},
	{"every Monday at 9am", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"Tuesdays at 7pm", "chaque mardi à 19 h", "2026-11-24 19:00"},
	{"on Mondays and Thursdays at noon", "le lundi et le jeudi à midi", "2026-11-23 12:00 2026-11-26 12:00"},
	{"every Mon, Wed and Fri at 6 pm", "le lundi, le mercredi et le vendredi à 18 h", "2026-11-23 18:00"},
	{"mon-fri 9am", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"from Monday to Friday at 09:00", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"Monday through Thursday, 17:15", "du lundi au jeudi à 17 h 15", "2026-11-23 17:15"},
	{"every weekday at 9am", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"weekdays at 9", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"on weekends at 10am", "le samedi et le dimanche à 10 h", "2026-11-22 10:00"},
	{"every day except Sunday at 8am", "du lundi au samedi à 8 h", "2026-11-23 08:00"},
	{"every Wenesday at 2pm", "chaque mercredi à 14 h", "2026-11-25 14:00"},
	{"every thurday at 5:30 pm", "chaque jeudi à 17 h 30", "2026-11-26 17:30"},
	{"weekly on Friday at 4pm", "chaque vendredi à 16 h", "2026-11-27 16:00"},
	{"once a week on Monday at 9am", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"every week on Monday at 9am", "chaque lundi à 9 h", "2026-11-23 09:00"},

	// Working days, and public holidays: Christmas is a Friday.
	{"chaque jour ouvré à 9h", "du lundi au vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},
	{"les jours ouvrables à 9h", "du lundi au samedi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},
	{"chaque vendredi ouvré à 9h", "chaque vendredi à 9 h, sauf les jours fériés", "2026-11-27 09:00"},
	{"sauf le mercredi, du lundi au vendredi à 9h", "le lundi, le mardi, le jeudi et le vendredi à 9 h", "2026-11-23 09:00 2026-11-24 09:00 2026-11-26 09:00"},
	{"jours ouvrés sauf le mercredi à 9h", "le lundi, le mardi, le jeudi et le vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00 2026-11-24 09:00 2026-11-26 09:00"},
	{"jours de semaine à 9h", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"lundi 9h, mardi 9h, mercredi 9h", "du lundi au mercredi à 9 h", "2026-11-23 09:00"},
	{"tlj 9h", "chaque jour à 9 h", "2026-11-23 09:00"},
	{"tous les jours à 8h le matin et 8h le soir", "chaque jour à 8 h et 20 h", "2026-11-22 20:00"},
	{"every business day at 9am", "du lundi au vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},
	{"du lundi au vendredi à 9h sauf les jours fériés", "du lundi au vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},
	{"du lundi au vendredi à 9h hors jours fériés", "du lundi au vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},
	{"chaque vendredi à 9h sauf fériés", "chaque vendredi à 9 h, sauf les jours fériés", "2026-11-27 09:00 2026-12-04 09:00 2026-12-11 09:00 2026-12-18 09:00 2027-01-08 09:00"},
	{"chaque samedi à 9h sauf jours fériés d'Alsace-Moselle, à partir du 26 décembre", "chaque samedi à 9 h, à partir du samedi 26 décembre 2026, sauf les jours fériés d’Alsace-Moselle", "2027-01-02 09:00"},
	{"every Friday at 9am except French bank holidays", "chaque vendredi à 9 h, sauf les jours fériés", "2026-11-27 09:00"},
	{"every weekday at 9 excluding public holidays", "du lundi au vendredi à 9 h, sauf les jours fériés", "2026-11-23 09:00"},

	// Every so many days, weeks, months.
	{"un vendredi sur deux à 16h", "un vendredi sur deux à 16 h, à partir du vendredi 27 novembre 2026", "2026-11-27 16:00 2026-12-11 16:00 2026-12-25 16:00"},
	{"1 vendredi sur 2 à 16h", "un vendredi sur deux à 16 h, à partir du vendredi 27 novembre 2026", "2026-11-27 16:00 2026-12-11 16:00"},
	{"toutes les deux semaines le mardi à 18h", "un mardi sur deux à 18 h, à partir du mardi 24 novembre 2026", "2026-11-24 18:00 2026-12-08 18:00"},
	{"une semaine sur deux le lundi et le jeudi à 9h", "le lundi et le jeudi, une semaine sur deux, à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-11-26 09:00 2026-12-07 09:00"},
	{"un mardi sur deux à 18h à partir du 1er décembre", "un mardi sur deux à 18 h, à partir du mardi 1er décembre 2026", "2026-12-01 18:00 2026-12-15 18:00"},
	{"tous les 15 jours le lundi à 9h", "un lundi sur deux à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-12-07 09:00"},
	{"tous les quinze jours à 10h", "un jour sur 14 à 10 h, à partir du dimanche 22 novembre 2026", "2026-11-22 10:00 2026-12-06 10:00"},
	{"un jour sur deux à 9h", "un jour sur deux à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-11-25 09:00"},
	{"tous les 3 jours à 9h", "un jour sur trois à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-11-26 09:00"},
	{"tous les trois mois le 1er à 9h", "le 1er du mois, un mois sur trois, à 9 h, à partir du mardi 1er décembre 2026", "2026-12-01 09:00 2027-03-01 09:00"},
	{"un mois sur deux le premier lundi à 9h", "le premier lundi du mois, un mois sur deux, à 9 h, à partir du lundi 7 décembre 2026", "2026-12-07 09:00 2027-02-01 09:00"},
	{"chaque trimestre le 1er à 9h", "le 1er du mois, un mois sur trois, à 9 h, à partir du mardi 1er décembre 2026", "2026-12-01 09:00 2027-03-01 09:00"},
	{"un week-end sur deux à 10h", "le samedi et le dimanche, une semaine sur deux, à 10 h, à partir du dimanche 22 novembre 2026", "2026-11-22 10:00 2026-12-05 10:00 2026-12-06 10:00"},
	{"tous les deux jeudis à 14h", "un jeudi sur deux à 14 h, à partir du jeudi 26 novembre 2026", "2026-11-26 14:00 2026-12-10 14:00"},
	{"every other Friday at 4pm", "un vendredi sur deux à 16 h, à partir du vendredi 27 novembre 2026", "2026-11-27 16:00 2026-12-11 16:00"},
	{"every second Friday at 4pm", "un vendredi sur deux à 16 h, à partir du vendredi 27 novembre 2026", "2026-11-27 16:00 2026-12-11 16:00"},
	{"every 2 weeks on Tuesday at 6pm", "un mardi sur deux à 18 h, à partir du mardi 24 novembre 2026", "2026-11-24 18:00 2026-12-08 18:00"},
	{"fortnightly on Monday at 9am", "un lundi sur deux à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-12-07 09:00"},
	{"every 14 days on Monday at 9am", "un lundi sur deux à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-12-07 09:00"},
	{"every other day at 9am", "un jour sur deux à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-11-25 09:00"},
	{"every third day at 9am", "un jour sur trois à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00 2026-11-26 09:00"},
	{"every 3rd day at 9am", "un jour sur trois à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00"},
	{"every 3 weeks on Monday and Tuesday at 9am starting 30 November", "le lundi et le mardi, une semaine sur trois, à 9 h, à partir du lundi 30 novembre 2026", "2026-11-30 09:00 2026-12-01 09:00 2026-12-21 09:00"},
	{"every second month on the 1st at 9am", "le 1er du mois, un mois sur deux, à 9 h, à partir du mardi 1er décembre 2026", "2026-12-01 09:00 2027-02-01 09:00"},

	// Days of the month.
	{"le 1er du mois à 8h", "le 1er du mois à 8 h", "2026-12-01 08:00 2027-01-01 08:00"},
	{"le premier du mois à 8h", "le 1er du mois à 8 h", "2026-12-01 08:00"},
	{"tous les 15 du mois à 9h", "le 15 du mois à 9 h", "2026-12-15 09:00 2027-01-15 09:00"},
	{"le 15 de chaque mois à 9h", "le 15 du mois à 9 h", "2026-12-15 09:00"},
	{"le 1er et le 15 du mois à 8h", "le 1er et le 15 du mois à 8 h", "2026-12-01 08:00 2026-12-15 08:00"},
	{"chaque mois le 5, 15 et 25 à 12h", "le 5, le 15 et le 25 du mois à midi", "2026-11-25 12:00 2026-12-05 12:00"},
	{"du 1er au 5 de chaque mois à 9h", "du 1er au 5 du mois à 9 h", "2026-12-01 09:00 2026-12-02 09:00"},
	{"le 31 du mois à 9h", "le 31 du mois à 9 h", "2026-12-31 09:00 2027-01-31 09:00 2027-03-31 09:00"},
	{"le dernier jour du mois à 18h", "le dernier jour du mois à 18 h", "2026-11-30 18:00 2026-12-31 18:00"},
	{"à la fin du mois à 17h", "le dernier jour du mois à 17 h", "2026-11-30 17:00"},
	{"le 15 et le dernier jour du mois à 9h", "le 15 et le dernier jour du mois à 9 h", "2026-11-30 09:00 2026-12-15 09:00"},
	{"le premier jour du mois à minuit", "le 1er du mois à minuit", "2026-12-01 00:00"},
	{"le premier lundi du mois à 10h", "le premier lundi du mois à 10 h", "2026-12-07 10:00 2027-01-04 10:00"},
	{"le 2e mardi du mois 19h", "le deuxième mardi du mois à 19 h", "2026-12-08 19:00"},
	{"2ème mardi du mois à 19h", "le deuxième mardi du mois à 19 h", "2026-12-08 19:00"},
	{"chaque premier lundi à 9h", "le premier lundi du mois à 9 h", "2026-12-07 09:00"},
	{"le 1er et 3e lundi du mois à 9h", "le premier et le troisième lundi du mois à 9 h", "2026-12-07 09:00 2026-12-21 09:00"},
	{"le dernier vendredi du mois à 17h30", "le dernier vendredi du mois à 17 h 30", "2026-11-27 17:30 2026-12-25 17:30"},
	{"les premiers et derniers lundis du mois à 9h", "le premier et le dernier lundi du mois à 9 h", "2026-11-30 09:00 2026-12-07 09:00"},
	{"le cinquième lundi du mois à 9h", "le cinquième lundi du mois à 9 h", "2026-11-30 09:00 2027-03-29 09:00"},
	{"on the 1st of the month at 9am", "le 1er du mois à 9 h", "2026-12-01 09:00"},
	{"every month on the 5th at 9am", "le 5 du mois à 9 h", "2026-12-05 09:00"},
	{"monthly on the 15th at 9am", "le 15 du mois à 9 h", "2026-12-15 09:00"},
	{"on the 1st and 15th of each month at 8am", "le 1er et le 15 du mois à 8 h", "2026-12-01 08:00"},
	{"last day of the month at 6pm", "le dernier jour du mois à 18 h", "2026-11-30 18:00"},
	{"first monday of the month at 10", "le premier lundi du mois à 10 h", "2026-12-07 10:00"},
	{"2nd Tuesday of every month at 7pm", "le deuxième mardi du mois à 19 h", "2026-12-08 19:00"},
	{"every 2nd Tuesday of the month at 7pm", "le deuxième mardi du mois à 19 h", "2026-12-08 19:00"},
	{"every last Friday at 5pm", "le dernier vendredi du mois à 17 h", "2026-11-27 17:00 2026-12-25 17:00"},
	{"every third Thursday at 7pm", "le troisième jeudi du mois à 19 h", "2026-12-17 19:00 2027-01-21 19:00"},
	{"the first and third Monday of the month at 9am", "le premier et le troisième lundi du mois à 9 h", "2026-12-07 09:00 2026-12-21 09:00"},

	// Months and years.
	{"chaque lundi de décembre à 9h", "chaque lundi, en décembre, à 9 h", "2026-12-07 09:00"},
	{"chaque lundi à 9h en janvier et février", "chaque lundi, en janvier et février, à 9 h", "2027-01-04 09:00"},
	{"tous les lundis à 9h de septembre à juin", "chaque lundi, de septembre à juin, à 9 h", "2026-11-23 09:00"},
	{"tous les lundis à 9h sauf en août", "chaque lundi, de septembre à juillet, à 9 h", "2026-11-23 09:00"},
	{"chaque lundi 9h sauf juillet-août", "chaque lundi, de septembre à juin, à 9 h", "2026-11-23 09:00"},
	{"every Monday at 9am from October to December", "chaque lundi, d’octobre à décembre, à 9 h", "2026-11-23 09:00"},
	{"tous les ans le 14 juillet à 10h", "chaque année le 14 juillet à 10 h", "2027-07-14 10:00 2028-07-14 10:00"},
	{"chaque année le 1er janvier à minuit", "chaque année le 1er janvier à minuit", "2027-01-01 00:00"},
	{"chaque 14 juillet à 10h", "chaque année le 14 juillet à 10 h", "2027-07-14 10:00"},
	{"une fois par an le 14 juillet à 10h", "chaque année le 14 juillet à 10 h", "2027-07-14 10:00"},
	{"le 29 février chaque année à 9h", "chaque année le 29 février à 9 h", "2028-02-29 09:00 2032-02-29 09:00"},
	{"le cinquième dimanche de février à 9h", "le cinquième dimanche du mois, en février, à 9 h", "2032-02-29 09:00 2060-02-29 09:00"},
	{"every year on July 14th at 10am", "chaque année le 14 juillet à 10 h", "2027-07-14 10:00"},
	{"every December 25th at noon", "chaque année le 25 décembre à midi", "2026-12-25 12:00 2027-12-25 12:00"},

	// Once.
	{"demain à 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"demian 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"demain matin 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"demain soir à 8h", "le lundi 23 novembre 2026 à 20 h", "2026-11-23 20:00 ."},
	{"demain midi", "le lundi 23 novembre 2026 à midi", "2026-11-23 12:00 ."},
	{"demain lundi à 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"demain à 9h et 17h", "le lundi 23 novembre 2026 à 9 h et 17 h", "2026-11-23 09:00 2026-11-23 17:00 ."},
	{"apres demain a 14h", "le mardi 24 novembre 2026 à 14 h", "2026-11-24 14:00 ."},
	{"aujourd’hui à 18h", "le dimanche 22 novembre 2026 à 18 h", "2026-11-22 18:00 ."},
	{"ce soir à 20h", "le dimanche 22 novembre 2026 à 20 h", "2026-11-22 20:00 ."},
	{"ce soir à 8h", "le dimanche 22 novembre 2026 à 20 h", "2026-11-22 20:00 ."},
	{"ce midi", "le dimanche 22 novembre 2026 à midi", "2026-11-22 12:00 ."},
	{"cet après-midi à 15h", "le dimanche 22 novembre 2026 à 15 h", "2026-11-22 15:00 ."},
	{"lundi à 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"dimanche à 10h", "le dimanche 22 novembre 2026 à 10 h", "2026-11-22 10:00 ."},
	{"dimanche à 8h", "le dimanche 29 novembre 2026 à 8 h", "2026-11-29 08:00 ."},
	{"lundi prochain à 9h", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"dimanche prochain à 10h", "le dimanche 29 novembre 2026 à 10 h", "2026-11-29 10:00 ."},
	{"ce vendredi à 17h", "le vendredi 27 novembre 2026 à 17 h", "2026-11-27 17:00 ."},
	{"lundi 30 à 9h", "le lundi 30 novembre 2026 à 9 h", "2026-11-30 09:00 ."},
	{"vendredi 4 à 9h", "le vendredi 4 décembre 2026 à 9 h", "2026-12-04 09:00 ."},
	{"le 15 à 9h", "le mardi 15 décembre 2026 à 9 h", "2026-12-15 09:00 ."},
	{"le 3 décembre à 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"3 dec. 2026 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"jeudi 3 décembre à 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"le 3/12 à 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"3-12 à 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"03/12/2026 14:00", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"3/12/26 à 14h", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"2026-12-03 14:00", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"2026-12-03T14:00", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"le 1er janvier à minuit", "le vendredi 1er janvier 2027 à minuit", "2027-01-01 00:00 ."},
	{"le premier décembre à 9h", "le mardi 1er décembre 2026 à 9 h", "2026-12-01 09:00 ."},
	{"le 29 février à 9h", "le mardi 29 février 2028 à 9 h", "2028-02-29 09:00 ."},
	{"à 9h le 3 décembre", "le jeudi 3 décembre 2026 à 9 h", "2026-12-03 09:00 ."},
	{"dans 20 minutes", "le dimanche 22 novembre 2026 à 9 h 20", "2026-11-22 09:20 ."},
	{"dans 20 min", "le dimanche 22 novembre 2026 à 9 h 20", "2026-11-22 09:20 ."},
	{"dans une heure", "le dimanche 22 novembre 2026 à 10 h", "2026-11-22 10:00 ."},
	{"dans 1h30", "le dimanche 22 novembre 2026 à 10 h 30", "2026-11-22 10:30 ."},
	{"dans 2 h 30", "le dimanche 22 novembre 2026 à 11 h 30", "2026-11-22 11:30 ."},
	{"in 2 hours and 30 minutes", "le dimanche 22 novembre 2026 à 11 h 30", "2026-11-22 11:30 ."},
	{"dans une demi-heure", "le dimanche 22 novembre 2026 à 9 h 30", "2026-11-22 09:30 ."},
	{"dans deux heures et demie", "le dimanche 22 novembre 2026 à 11 h 30", "2026-11-22 11:30 ."},
	{"dans un quart d'heure", "le dimanche 22 novembre 2026 à 9 h 15", "2026-11-22 09:15 ."},
	{"dans 3 jours à 9h", "le mercredi 25 novembre 2026 à 9 h", "2026-11-25 09:00 ."},
	{"dans quinze jours à 9h", "le dimanche 6 décembre 2026 à 9 h", "2026-12-06 09:00 ."},
	{"dans une semaine à 9h", "le dimanche 29 novembre 2026 à 9 h", "2026-11-29 09:00 ."},
	{"dans un mois à 9h", "le mardi 22 décembre 2026 à 9 h", "2026-12-22 09:00 ."},
	{"tomorrow at 9", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"tommorow 9am", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"tomorrow evening at 8", "le lundi 23 novembre 2026 à 20 h", "2026-11-23 20:00 ."},
	{"tonight at 8", "le dimanche 22 novembre 2026 à 20 h", "2026-11-22 20:00 ."},
	{"this Friday at 5pm", "le vendredi 27 novembre 2026 à 17 h", "2026-11-27 17:00 ."},
	{"next Monday at 9am", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"Friday at 5pm", "le vendredi 27 novembre 2026 à 17 h", "2026-11-27 17:00 ."},
	{"Friday the 4th at 5pm", "le vendredi 4 décembre 2026 à 17 h", "2026-12-04 17:00 ."},
	{"3 December at 2pm", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"December 3 at 2pm", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"Dec 3rd, 2026 at 14:00", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"the 3rd of December at 2pm", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"Thursday, December 3 at 2pm", "le jeudi 3 décembre 2026 à 14 h", "2026-12-03 14:00 ."},
	{"in 20 minutes", "le dimanche 22 novembre 2026 à 9 h 20", "2026-11-22 09:20 ."},
	{"in an hour", "le dimanche 22 novembre 2026 à 10 h", "2026-11-22 10:00 ."},
	{"in half an hour", "le dimanche 22 novembre 2026 à 9 h 30", "2026-11-22 09:30 ."},
	{"in 3 days at 9am", "le mercredi 25 novembre 2026 à 9 h", "2026-11-25 09:00 ."},
	{"in a week at 9am", "le dimanche 29 novembre 2026 à 9 h", "2026-11-29 09:00 ."},

	// From, until.
	{"chaque lundi à 9h à partir du 1er décembre", "chaque lundi à 9 h, à partir du mardi 1er décembre 2026", "2026-12-07 09:00"},
	{"à partir de lundi, chaque jour à 9h", "chaque jour à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00"},
	{"à partir de demain chaque jour à 10h", "chaque jour à 10 h, à partir du lundi 23 novembre 2026", "2026-11-23 10:00"},
	{"chaque jour à 9h jusqu'au 25/11", "chaque jour à 9 h, jusqu’au mercredi 25 novembre 2026", "2026-11-23 09:00 2026-11-24 09:00 2026-11-25 09:00 ."},
	{"chaque jour à 9h jusqu’à mercredi", "chaque jour à 9 h, jusqu’au mercredi 25 novembre 2026", "2026-11-23 09:00 2026-11-24 09:00 2026-11-25 09:00 ."},
	{"chaque lundi à 9h jusqu'en juin", "chaque lundi à 9 h, jusqu’au mercredi 30 juin 2027", "2026-11-23 09:00"},
	{"chaque lundi à 9h jusqu'à fin décembre", "chaque lundi à 9 h, jusqu’au jeudi 31 décembre 2026", "2026-11-23 09:00"},
	{"chaque jour à 9h du 1er décembre au 31 janvier", "chaque jour à 9 h, à partir du mardi 1er décembre 2026, jusqu’au dimanche 31 janvier 2027", "2026-12-01 09:00"},
	{"du 1er décembre au 31 janvier, chaque lundi à 9h", "chaque lundi à 9 h, à partir du mardi 1er décembre 2026, jusqu’au dimanche 31 janvier 2027", "2026-12-07 09:00"},
	{"du 1er novembre au 31 janvier, chaque lundi à 9h", "chaque lundi à 9 h, à partir du dimanche 1er novembre 2026, jusqu’au dimanche 31 janvier 2027", "2026-11-23 09:00"},
	{"du 1 au 24 décembre à 8h", "chaque jour à 8 h, à partir du mardi 1er décembre 2026, jusqu’au jeudi 24 décembre 2026", "2026-12-01 08:00"},
	{"chaque lundi à 9h dès le 4 janvier", "chaque lundi à 9 h, à partir du lundi 4 janvier 2027", "2027-01-04 09:00"},
	{"entre le 1er décembre et le 24 décembre, chaque jour à 9h", "chaque jour à 9 h, à partir du mardi 1er décembre 2026, jusqu’au jeudi 24 décembre 2026", "2026-12-01 09:00"},
	{"every day at 8am through Dec 24", "chaque jour à 8 h, jusqu’au jeudi 24 décembre 2026", "2026-11-23 08:00"},
	{"chaque 14 juillet à 10h du 1/1/2027 au 31/12/2028", "chaque année le 14 juillet à 10 h, à partir du vendredi 1er janvier 2027, jusqu’au dimanche 31 décembre 2028", "2027-07-14 10:00 2028-07-14 10:00 ."},
	{"every Monday at 9am until March 31", "chaque lundi à 9 h, jusqu’au mercredi 31 mars 2027", "2026-11-23 09:00"},
	{"every day at 9am from 1 December until 3 December", "chaque jour à 9 h, à partir du mardi 1er décembre 2026, jusqu’au jeudi 3 décembre 2026", "2026-12-01 09:00 2026-12-02 09:00 2026-12-03 09:00 ."},
	{"every Monday at 9am from December 1 to January 31", "chaque lundi à 9 h, à partir du mardi 1er décembre 2026, jusqu’au dimanche 31 janvier 2027", "2026-12-07 09:00"},
	{"starting Monday, every day at 9am", "chaque jour à 9 h, à partir du lundi 23 novembre 2026", "2026-11-23 09:00"},
	{"every day at 10 starting tomorrow", "chaque jour à 10 h, à partir du lundi 23 novembre 2026", "2026-11-23 10:00"},
	{"every day at 9am until Wednesday", "chaque jour à 9 h, jusqu’au mercredi 25 novembre 2026", "2026-11-23 09:00 2026-11-24 09:00 2026-11-25 09:00 ."},

	// Several times a day.
	{"toutes les heures", "toutes les heures", "2026-11-22 10:00 2026-11-22 11:00"},
	{"toutes les 2 heures", "toutes les 2 heures", "2026-11-22 10:00 2026-11-22 12:00"},
	{"toutes les 2h", "toutes les 2 heures", "2026-11-22 10:00"},
	{"toutes les 30 min", "toutes les 30 minutes", "2026-11-22 09:30"},
	{"toutes les demi-heures", "toutes les 30 minutes", "2026-11-22 09:30"},
	{"tous les quarts d'heure", "toutes les 15 minutes", "2026-11-22 09:15"},
	{"toutes les 1h30", "toutes les 90 minutes", "2026-11-22 10:30 2026-11-22 12:00"},
	{"toutes les six heures du lundi au vendredi", "toutes les 6 heures, du lundi au vendredi", "2026-11-23 00:00 2026-11-23 06:00"},
	{"toutes les 2 heures de 9h à 18h", "toutes les 2 heures de 9 h à 17 h", "2026-11-22 11:00 2026-11-22 13:00"},
	{"toutes les 3 heures entre 9h et 18h du lundi au vendredi", "du lundi au vendredi à 9 h, midi, 15 h et 18 h", "2026-11-23 09:00 2026-11-23 12:00"},
	{"du lundi au vendredi 9h-18h toutes les heures", "toutes les heures de 9 h à 18 h, du lundi au vendredi", "2026-11-23 09:00"},
	{"tous les jours de 9 à 12h toutes les heures", "chaque jour à 9 h, 10 h, 11 h et midi", "2026-11-22 10:00"},
	{"toutes les demi-heures de 9h à 18h", "toutes les 30 minutes de 9 h à 18 h", "2026-11-22 09:30"},
	{"toutes les 10 minutes de 8h à 20h, du lundi au vendredi, jusqu’au 31 décembre, sauf les jours fériés", "toutes les 10 minutes de 8 h à 20 h, du lundi au vendredi, jusqu’au jeudi 31 décembre 2026, sauf les jours fériés", "2026-11-23 08:00 2026-11-23 08:10"},
	{"chaque heure de 8h à minuit", "toutes les heures de 8 h à 23 h", "2026-11-22 10:00"},
	{"every hour from 9 to 17", "toutes les heures de 9 h à 17 h", "2026-11-22 10:00"},
	{"demain toutes les 2 heures", "toutes les 2 heures, le lundi 23 novembre 2026", "2026-11-23 00:00 2026-11-23 02:00"},
	{"demain toutes les 4 heures de 8h à 20h", "le lundi 23 novembre 2026 à 8 h, midi, 16 h et 20 h", "2026-11-23 08:00 2026-11-23 12:00 2026-11-23 16:00 2026-11-23 20:00 ."},
	{"hourly", "toutes les heures", "2026-11-22 10:00"},
	{"every hour", "toutes les heures", "2026-11-22 10:00"},
	{"every 15 minutes", "toutes les 15 minutes", "2026-11-22 09:15"},
	{"every half hour", "toutes les 30 minutes", "2026-11-22 09:30"},
	{"every quarter of an hour", "toutes les 15 minutes", "2026-11-22 09:15"},
	{"every 2 hours from 9am to 6pm", "toutes les 2 heures de 9 h à 17 h", "2026-11-22 11:00"},
	{"every 2 hours between 9am and 5pm on weekdays", "toutes les 2 heures de 9 h à 17 h, du lundi au vendredi", "2026-11-23 09:00"},
	{"every other hour", "toutes les 2 heures", "2026-11-22 10:00"},

	// Cron.
	{"0 9 * * 1-5", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"30 14 1 * *", "le 1er du mois à 14 h 30", "2026-12-01 14:30"},
	{"0 9 * * 7", "chaque dimanche à 9 h", "2026-11-29 09:00"},
	{"0 9 * * 0", "chaque dimanche à 9 h", "2026-11-29 09:00"},
	{"0 9 * * 5-7", "du vendredi au dimanche à 9 h", "2026-11-27 09:00 2026-11-28 09:00 2026-11-29 09:00"},
	{"0 9 * * MON-FRI", "du lundi au vendredi à 9 h", "2026-11-23 09:00"},
	{"0 9 * * sat,sun", "le samedi et le dimanche à 9 h", "2026-11-28 09:00"},
	{"0 9 1 jan *", "chaque année le 1er janvier à 9 h", "2027-01-01 09:00"},
	{"0 9,18 * * *", "chaque jour à 9 h et 18 h", "2026-11-22 18:00"},
	{"0 */3 * * *", "toutes les 3 heures", "2026-11-22 12:00"},
	{"0 * * * *", "toutes les heures", "2026-11-22 10:00"},
	{"*/20 * * * *", "toutes les 20 minutes", "2026-11-22 09:20"},
	{"0/20 * * * *", "toutes les 20 minutes", "2026-11-22 09:20"},
	{"15,45 * * * *", "cron 15,45 * * * *", "2026-11-22 09:15 2026-11-22 09:45"},
	{"0 9-17/2 * * 1-5", "toutes les 2 heures de 9 h à 17 h, du lundi au vendredi", "2026-11-23 09:00"},
	{"0 9 13 * 5", "cron 0 9 13 * 5", "2026-11-27 09:00 2026-12-04 09:00 2026-12-11 09:00 2026-12-13 09:00"},
	{"0 9 */2 * 1", "cron 0 9 */2 * 1", "2026-11-23 09:00 2026-12-07 09:00"},
	{"0 9 ? * MON", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"0 9 * 7,8 1", "chaque lundi, en juillet et août, à 9 h", "2027-07-05 09:00"},
	{"0 0 29 2 *", "chaque année le 29 février à minuit", "2028-02-29 00:00"},
	{"0 */24 * * *", "chaque jour à minuit", "2026-11-23 00:00"},
	{"0  9   *  *  1", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"cron 0 9 * * 1", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"cron : 0 9 * * 1", "chaque lundi à 9 h", "2026-11-23 09:00"},
	{"0 9 * * 1, jusqu’au 31 mars", "chaque lundi à 9 h, jusqu’au mercredi 31 mars 2027", "2026-11-23 09:00"},
	{"0 9 * * 5 Europe/London", "chaque vendredi à 9 h", "2026-11-27 09:00"},
	{"TZ=Europe/London 0 9 * * 5", "chaque vendredi à 9 h", "2026-11-27 09:00"},
	{"0 9 13 * 5, sauf les jours fériés", "cron 0 9 13 * 5, sauf les jours fériés", "2026-11-27 09:00"},

	// Zones: the times are of that zone, where it is 8:00 in London, 3:00 in New York.
	{"chaque jour à 9h Europe/London", "chaque jour à 9 h", "2026-11-22 09:00"},
	{"chaque jour à 9h (America/Martinique)", "chaque jour à 9 h", "2026-11-22 09:00"},
	{"every day at 9am america/new_york", "chaque jour à 9 h", "2026-11-22 09:00"},
	{"every day at 8:30 UTC", "chaque jour à 8 h 30", "2026-11-22 08:30"},
	{"demain à 9h Indian/Reunion", "le lundi 23 novembre 2026 à 9 h", "2026-11-23 09:00 ."},
	{"today at 23:00 Pacific/Auckland", "le dimanche 22 novembre 2026 à 23 h", "2026-11-22 23:00 ."},
}

// refused are half-phrases, nonsense and traps, and a part of the French words that
// refuse them.
var refused = []struct{ phrase, says string }{
	// Nothing, or half of it.
	{"", "Dis quand"},
	{"   ", "Dis quand"},
	{"Europe/Paris", "Dis quand"},
	{"lundi", "À quelle heure"},
	{"chaque lundi", "À quelle heure"},
	{"every Monday", "À quelle heure"},
	{"demain", "À quelle heure"},
	{"in 3 days", "À quelle heure"},
	{"tous les jours", "À quelle heure"},
	{"le premier lundi du mois", "À quelle heure"},
	{"9h", "Quel jour"},
	{"à midi", "Quel jour"},
	{"at 9am", "Quel jour"},
	{"chaque semaine à 9h", "Quel jour de la semaine"},
	{"toutes les deux semaines à 9h", "Quel jour de la semaine"},
	{"every other week at 9", "Quel jour de la semaine"},
	{"chaque mois à 9h", "Quel jour du mois"},
	{"monthly at 9am", "Quel jour du mois"},
	{"chaque année à 9h", "Quel jour de l’année"},
	{"chaque mois le lundi à 9h", "Lequel, dans le mois"},
	{"deux fois par jour", "Dis à quelles heures"},
	{"3 fois par jour à 9h", "Dis à quelles heures"},
	{"twice a day", "Dis à quelles heures"},
	{"3 times a week", "Dis à quelles heures"},
	{"chaque jour entre 9h et 18h", "À quelle heure, entre les deux"},
	{"every day from 9am to 6pm", "À quelle heure, entre les deux"},
	{"ce week-end à 10h", "Quel jour"},
	{"tous les jours matin et soir", "Dis à quelles heures"},
	{"du 5 au 10 à 9h", "De quel mois"},
	{"la semaine prochaine à 9h", "Quel jour"},
	{"next week at 9am", "Quel jour"},
	{"vendredi cette semaine à 9h", "Quel jour"},

	// A word that is not understood is named, as it was written.
	{"bonjour", "« bonjour »"},
	{"quand tu peux", "« quand »"},
	{"chaque lundi à 9h après le café", "« après »"},
	{"le jour de pâques à 9h", "« pâques »"},
	{"Tous Les Blorgs à 9h", "« Blorgs »"},
	{"every blue moon at 9am", "« blue »"},
	{"every Monday at half past nine", "« half »"},
	{"every Monday at quarter to ten", "« quarter »"},
	{"chaque cours à 9h", "« cours »"},
	{"chaque lundi 9h, 10 fois", "« 10 fois »"},
	{"chaque lundi à 9h pendant 3 semaines", "« pendant »"},
	{"hier à 9h", "« hier »"},
	{"chaque lundi à 9h heure de Tokyo", "« Tokyo »"},
	{"les semaines paires le lundi à 9h", "« paires »"},
	{"l'avant-dernier lundi du mois à 9h", "« avant »"},
	{"les jours fériés à 9h", "« fériés »"},
	{"every Monday at 0900", "« 0900 »"},
	{"chaque lundi à 9h jusqu'à Noël", "« Noël »"},
	{"Thursday week at 2pm", "« week »"},
	{"asdf qsdf", "« asdf »"},
	{"🙂", "« 🙂 »"},
	{"@everyone chaque lundi à 9h", "« @ »"},
	{"**chaque lundi à 9h**", "« * »"},
	{"chaque lundi à 9h UTC+2", "« + »"},
	{"'; DROP TABLE schedules; --", "« DROP »"},

	// Hours that are none.
	{"tous les jours à 25h", "« 25h » n’est pas une heure"},
	{"tous les jours à 24h", "minuit est 0 h"},
	{"tous les jours à 9h75", "n’est pas une heure"},
	{"every day at 13pm", "« 13pm » n’est pas une heure"},
	{"every day at 0am", "n’est pas une heure"},
	{"tous les jours à 99999999999999999999h", "« 99999999999999999999 »"},

	// Dates that are none.
	{"le 31 novembre à 9h", "n’existe pas"},
	{"le 30/02 à 9h", "n’existe pas"},
	{"le 29 février 2027 à 9h", "n’existe pas"},
	{"12/25 at 9am", "n’existe pas"},
	{"le 32 à 9h", "Il n’y a pas de 32"},
	{"vendredi 3 décembre à 9h", "lequel des deux"},
	{"mardi 23 à 9h", "lequel des deux"},
	{"demain mardi à 9h", "lequel des deux"},
	{"le 3 décembre 0026 à 9h", "année"},
	{"le 3 décembre 9999 à 9h", "année"},
	{"dans 200000 jours à 9h", "trop loin"},
	{"le 31 février de chaque année à 9h", "n’existe pas"},
	{"le 30 du mois en février à 9h", "n’arrive jamais"},

	// The past.
	{"aujourd'hui à 8h", "déjà passé"},
	{"ce matin à 8h", "déjà passé"},
	{"le 1er janvier 2020 à 9h", "déjà passé"},
	{"chaque lundi à 9h jusqu'au 1/1/2020", "La fin est déjà passée"},
	{"chaque lundi à 9h du 1/3/2027 au 1/2/2027", "avant le début"},

	// Two things at once.
	{"lundi à 9h et mardi à 10h", "deux messages"},
	{"lundi 9h, mercredi 14h", "deux messages"},
	{"tous les jours à 9h et le samedi à 10h", "deux messages"},
	{"every Monday at 9am and Friday at 2pm", "deux messages"},
	{"le premier lundi et le dernier vendredi du mois à 9h", "deux messages"},
	{"mardi et le premier lundi du mois à 9h", "deux messages"},
	{"le premier lundi du mois et le mardi à 9h", "deux messages"},
	{"le lundi et le 15 du mois à 9h", "un jour du mois"},
	{"le 3 décembre et le 5 décembre à 9h", "deux dates"},
	{"le 3 décembre chaque lundi à 9h", "Une seule fois"},
	{"chaque jour le 3 décembre à 9h", "Une seule fois"},
	{"chaque lundi à 9h sauf le 25 décembre", "Je ne sais laisser de côté"},
	{"chaque lundi sauf le lundi à 9h", "Il ne reste rien"},
	{"0 9 * * *, sauf le lundi", "D’une ligne cron"},
	{"le premier jour ouvré du mois à 9h", "les jours ouvrés d’un mois"},
	{"toutes les 2 heures à 9h", "qu’un à la fois"},
	{"dans 20 minutes à 18h", "qu’un à la fois"},
	{"un vendredi sur deux en décembre à 9h", "trop de conditions"},
	{"tous les 2 ans le 14 juillet à 9h", "pas tous les 2 ans"},

	// Too often, too far apart, backwards.
	{"toutes les 5 minutes", "trop souvent"},
	{"every minute", "trop souvent"},
	{"tous les jours à 9h et 9h05", "trop souvent"},
	{"toutes les 7 heures", "à partir de minuit"},
	{"toutes les 24 heures", "chaque jour"},
	{"tous les 60 jours à 9h", "trop loin"},
	{"tous les 6148914691236517206 trimestres le 1er à 9h", "trop loin"},
	{"every 4611686018427387905 fortnights on Monday at 9", "trop loin"},
	{"toutes les 2 heures de 18h à 9h", "passer minuit"},
	{"du 10 au 5 décembre à 9h", "à l’envers"},

	// Cron lines.
	{"@daily", "cinq champs"},
	{"@every 1s", "cinq champs"},
	{"0 0 9 * * *", "cinq champs"},
	{"0 9 * *", "cinq champs"},
	{"cron", "cinq champs"},
	{"cron lundi", "cinq champs"},
	{"60 9 * * *", "cinq champs"},
	{"0 24 * * *", "cinq champs"},
	{"0 9 * * 8", "cinq champs"},
	{"0 9 * * 1#1", "cinq champs"},
	{"0 9 L * *", "cinq champs"},
	{"0 9 , * *", "cinq champs"},
	{"0 9 *-5 * *", "cinq champs"},
	{"0 9 +5 * *", "cinq champs"},
	{"0 9 5-1 * *", "cinq champs"},
	{"*/0 * * * *", "cinq champs"},
	{"0 9 * * lun", "cinq champs"},
	{"*/5 * * * *", "trop souvent"},
	{"* * * * *", "trop souvent"},
	{"0,55 */23 * * *", "trop souvent"},
	{"0 9 31 2 *", "n’arrive jamais"},
	{"0 9 31 2,4,6,9,11 *", "n’arrive jamais"},
	{"0 9 * * 1, chaque mardi", "« chaque »"},

	// Zones.
	{"chaque jour à 9h Europe/Pari", "fuseau horaire « Europe/Pari »"},
	{"chaque jour à 9h Asia/../../etc/passwd", "fuseau horaire « etc/passwd »"},
	{"0 9 * * 1 Europe/Atlantis", "fuseau horaire"},

	{strings.Repeat("chaque lundi ", 30), "trop long"},
}

func TestPhrases(t *testing.T) {
	for _, c := range accepted {
		t.Run(c.phrase, func(t *testing.T) {
			r, err := schedule.Parse(c.phrase, now, paris)
			if err != nil {
				t.Fatalf("refused: %s", said(err).FR)
			}
			if got := loose(bot.Plain(r.Text().FR)); got != c.said {
				t.Errorf("said back:\n%s\nwant:\n%s", got, c.said)
			}
			checkTypography(t, r.Text())
			checkTypography(t, r.Remark())
			want, ends := strings.CutSuffix(c.next, " .")
			n := len(strings.Fields(want)) / 2
			times, err := r.Upcoming(now, n+1)
			if err != nil {
				t.Fatal(err)
			}
			if ends != (len(times) == n) {
				t.Errorf("next %v; want %s", times, c.next)
			}
			var got []string
			for _, at := range times[:min(n, len(times))] {
				got = append(got, at.Format("2006-01-02 15:04"))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("next %s; want %s", strings.Join(got, " "), want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range refused {
		t.Run(c.phrase, func(t *testing.T) {
			r, err := schedule.Parse(c.phrase, now, paris)
			if err == nil {
				t.Fatalf("accepted: %s", r.Text().FR)
			}
			words := said(err)
			if !strings.Contains(loose(bot.Plain(words.FR)), c.says) {
				t.Errorf("says:\n%s\nwant: %s", words.FR, c.says)
			}
			checkTypography(t, words)
		})
	}
}

// What a refusal tells to write is understood.
func TestExamplesAreRead(t *testing.T) {
	quoted := regexp.MustCompile(`« ([^»]+) »|“([^”]+)”`)
	read := map[string]bool{}
	for _, c := range refused {
		_, err := schedule.Parse(c.phrase, now, paris)
		for _, words := range []string{said(err).FR, said(err).EN} {
			_, words, _ = strings.Cut(loose(bot.Plain(words)), ".") // what follows the fault
			for _, m := range quoted.FindAllStringSubmatch(words, -1) {
				example := m[1] + m[2]
				if read[example] || strings.HasPrefix(example, "sauf") || strings.HasPrefix(example, "except") || strings.Contains(example, "partir du") || strings.Contains(example, "starting") || strings.Contains(example, "…") {
					continue // half a phrase
				}
				read[example] = true
				if !strings.ContainsAny(example, "0123456789") || strings.HasSuffix(example, " du mois") || strings.HasSuffix(example, " the month") {
					example += " 9:00"
				}
				if _, err := schedule.Parse(example, now, paris); err != nil {
					t.Errorf("%q is refused: %v", example, err)
				}
			}
		}
	}
	if len(read) < 20 {
		t.Errorf("only %d examples: %v", len(read), read)
	}
}

// In the hour that comes twice, so long from now is a minute that the clock shows
// for the first time.
func TestSoonInTheRepeatedHour(t *testing.T) {
	for _, c := range []struct{ now, want string }{
		{"2027-10-31T02:10:00+02:00", "2027-10-31T02:30:00+02:00"},
		{"2027-10-31T02:50:30+02:00", "2027-10-31T03:00:00+01:00"}, // 2:11 comes back then: the next minute that is new
		{"2027-10-31T02:10:00+01:00", "2027-10-31T03:00:00+01:00"},
		{"2027-10-31T02:50:00+01:00", "2027-10-31T03:10:00+01:00"},
		{"2027-03-28T01:50:00+01:00", "2027-03-28T03:10:00+02:00"},
		{"2026-11-22T09:00:30+01:00", "2026-11-22T09:21:00+01:00"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		r, err := schedule.Parse("dans 20 minutes", now, paris)
		if err != nil {
			t.Errorf("%s: %v", c.now, err)
			continue
		}
		if next, err := r.Next(now); err != nil || next.Format(time.RFC3339) != c.want {
			t.Errorf("%s: %v, %v; want %s", c.now, next, err, c.want)
		}
	}
}

// said are the words of a refusal; of any other error, none.
func said(err error) bot.Text {
	var u *bot.UserError
	if !errors.As(err, &u) {
		return bot.Text{FR: "NOT FOR A MEMBER: " + err.Error()}
	}
	return u.Text
}

var badFrench = regexp.MustCompile(`[^\x{202f}][;!?]|[^\x{a0}0-9][:»]|«[^\x{a0}]|'|\bh\d|\d h\b|%!`)

// checkTypography holds that words are there in both languages and written as
// they should be.
func checkTypography(t *testing.T, words bot.Text) {
	t.Helper()
	fr, en := bot.Plain(words.FR), bot.Plain(words.EN)
	if (fr == "") != (en == "") {
		t.Errorf("in one language only: %q", words)
	}
	if bad := badFrench.FindString(fr); bad != "" && !strings.Contains(fr, "cron ") {
		t.Errorf("typography %q in %q", bad, fr)
	}
	if strings.ContainsAny(en, "\u00a0\u202f«»") || strings.Contains(en, "%!") {
		t.Errorf("typography of %q", en)
	}
}
