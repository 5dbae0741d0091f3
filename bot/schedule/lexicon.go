package schedule

import (
	"slices"
	"strings"

	"rebond/bot"
)

// kind is what a word means.
type kind uint8

const (
	unknown     kind = iota
	number           // in letters
	weekday          // 0 is Monday
	month            // 1 is January
	ordinal          // 1 to 5, Last
	unit             // of time: its value is one of the units below
	every            // chaque, tous, every
	other            // every other day
	article          // the, before what comes back or not
	joint            // et, and
	filler           // a word that changes nothing
	preposition      // before a time: à, at
	to               // between two ends: au, to
	starting         // à partir de, starting
	until            // jusqu’à, until
	except           // sauf, except
	holidays         // fériés, holidays
	alsace           // Alsace, Moselle
	working          // ouvrés, business
	next             // prochain, next
	in               // dans, in: so long from now
	out              // un … sur deux
	named            // a time that has a name
	relative         // demain, today
	period           // matin, soir
	meridian         // am, pm
)

// Units as the value of a word.
const (
	minuteUnit = iota
	hourUnit
	dayUnit
	weekUnit
	monthUnit
	yearUnit
	weekendUnit
	workdayUnit
	halfHourUnit
	quarterUnit
	fortnightUnit
)

// meaning is what a word means, and which one of its kind.
type meaning struct {
	kind   kind
	value  int
	plural bool // a weekday that comes back by itself: les lundis, Mondays
}

var lexicon = func() map[string]meaning {
	m := map[string]meaning{}
	add := func(k kind, value int, words string) {
		for w := range strings.FieldsSeq(words) {
			m[w] = meaning{kind: k, value: value}
		}
	}
	for i, abbreviations := range []string{"lun mon", "tue tues", "mer wed", "jeu thu thur thurs", "ven fri", "sam sat", "dim sun"} {
		add(weekday, i, abbreviations)
		for _, name := range []string{bot.Fold(weekdayNames.fr[i]), bot.Fold(weekdayNames.en[i])} {
			m[name] = meaning{kind: weekday, value: i}
			m[name+"s"] = meaning{weekday, i, true}
		}
	}
	for i, abbreviations := range []string{"jan janv", "fev fevr feb", "", "avr apr", "", "jun", "juil jul", "aug", "sept sep", "oct", "nov", "dec"} {
		add(month, i+1, abbreviations+" "+bot.Fold(monthNames.fr[i])+" "+bot.Fold(monthNames.en[i]))
	}
	for i, words := range []string{"premier premiere first", "deuxieme second seconde", "troisieme third", "quatrieme fourth", "cinquieme fifth"} {
		add(ordinal, i+1, words)
	}
	add(ordinal, Last, "dernier derniere last")
	for i, words := range []string{"un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "seven", "huit eight", "neuf nine", "dix ten", "onze eleven", "douze twelve"} {
		add(number, i+1, words)
	}
	add(number, 15, "quinze fifteen")
	add(number, 20, "vingt twenty")
	add(number, 30, "trente thirty")
	add(unit, minuteUnit, "minute minutes min mins mn")
	add(unit, hourUnit, "heure heures hour hours hourly h")
	add(unit, dayUnit, "jour jours day days daily quotidien quotidienne quotidiennement")
	add(unit, weekUnit, "semaine semaines week weeks weekly hebdomadaire hebdo")
	add(unit, monthUnit, "mois month months monthly mensuel mensuellement")
	add(unit, yearUnit, "an ans annee annees year years yearly annually annuel")
	add(unit, weekendUnit, "weekend weekends we")
	add(unit, workdayUnit, "weekday weekdays")
	add(unit, halfHourUnit, "demiheure demiheures halfhour")
	add(unit, quarterUnit, "quart quarts quarter")
	add(unit, fortnightUnit, "fortnight fortnightly quinzaine quinzaines biweekly")
	add(every, 0, "chaque tous toutes tout toute every each")
	add(other, 2, "other alternate")
	add(article, 0, "le la les des the")
	add(joint, 0, "et and ou or puis then")
	add(filler, 0, "de du d l of an er ere e eme nd rd th st on vers around exactly pile precises precise oclock fois once ce cet cette this par per public publics bank french francais france publie publier poste poster post send envoie envoyer stp svp please merci")
	add(preposition, 0, "a at")
	add(to, 0, "au to through thru")
	add(starting, 0, "starting from since partir compter depuis debut")
	add(until, 0, "jusqu jusque until till")
	add(except, 0, "sauf hors except excepte excluding sans without")
	add(holidays, 0, "ferie feries holiday holidays")
	add(alsace, 0, "alsace moselle alsacien alsaciens alsacemoselle")
	add(working, 0, "ouvre ouvres ouvrable ouvrables business working work")
	add(next, 0, "prochain prochaine next")
	add(in, 0, "dans in en")
	add(out, 0, "sur")
	add(named, 12*60, "midi noon")
	add(named, 0, "minuit midnight")
	add(relative, 0, "aujourdhui today tonight")
	add(relative, 1, "demain tomorrow")
	add(relative, 2, "apresdemain")
	add(period, 0, "matin matins matinee morning mornings")
	add(period, 12, "soir soirs soiree evening evenings apresmidi afternoon afternoons")
	add(meridian, 0, "am")
	add(meridian, 12, "pm")
	return m
}()

// long are the words that can be read with a fault in them, in order.
var long = func() []string {
	var all []string
	for w := range lexicon {
		if len(w) >= 4 {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return all
}()

// mean is what a word means; with a fault of typing or two, if only one kind of
// thing is as near.
func mean(word string) (meaning, bool) {
	if m, ok := lexicon[word]; ok {
		return m, true
	}
	reach := 1
	switch {
	case len(word) < 4 || len(word) > 20:
		return meaning{}, false
	case len(word) >= 7:
		reach = 2
	}
	var found meaning
	sure, nearest := false, reach+1
	for _, candidate := range long {
		faults := bot.Distance(word, candidate)
		m := lexicon[candidate]
		switch {
		case faults < nearest:
			found, sure, nearest = m, true, faults
		case faults == nearest && faults <= reach && (m.kind != found.kind || m.value != found.value):
			sure = false
		}
	}
	return found, sure && nearest <= reach
}
