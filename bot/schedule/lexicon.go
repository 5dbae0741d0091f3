package schedule

import (
	"regexp"
	"slices"
	"strconv"
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
	period           // matin, soir: hours are after noon from its value on, in minutes
	meridian         // am, pm
	minus            // dix heures moins le quart
	end              // fin décembre, end of the month
	this             // ce soir, this Friday
	times            // twice, 3 fois
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
	quarterUnit // of an hour, or of a year
	fortnightUnit
	trimesterUnit
	semesterUnit
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
	for i, words := range []string{"un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "seven", "huit eight", "neuf nine", "dix ten", "onze eleven", "douze twelve", "treize thirteen", "quatorze fourteen", "quinze fifteen", "seize sixteen", "dixsept seventeen", "dixhuit eighteen", "dixneuf nineteen", "vingt twenty", "vingtune vingtun", "vingtdeux", "vingttrois"} {
		add(number, i+1, words)
	}
	for n, words := range map[int]string{30: "trente thirty", 40: "quarante forty", 45: "fortyfive", 50: "cinquante fifty"} {
		add(number, n, words)
	}
	add(unit, minuteUnit, "minute minutes min mins mn")
	add(unit, hourUnit, "heure heures hour hours hourly h oclock")
	add(unit, dayUnit, "jour jours day days daily everyday tlj quotidien quotidienne quotidiennement")
	add(unit, weekUnit, "semaine semaines week weeks weekly hebdomadaire hebdo")
	add(unit, monthUnit, "mois month months monthly mensuel mensuellement")
	add(unit, yearUnit, "an ans annee annees year years yearly annually annuel")
	add(unit, weekendUnit, "weekend weekends we")
	add(unit, workdayUnit, "weekday weekdays")
	add(unit, halfHourUnit, "demiheure demiheures halfhour")
	add(unit, quarterUnit, "quart quarts quarter")
	add(unit, fortnightUnit, "fortnight fortnightly quinzaine quinzaines biweekly")
	add(unit, trimesterUnit, "trimestre trimestres trimestriel trimestriellement quarterly")
	add(unit, semesterUnit, "semestre semestres semestriel")
	add(every, 0, "chaque tous toutes tout toute ts chq every each")
	add(other, 2, "other alternate")
	add(article, 0, "le la les des the")
	add(joint, 0, "et and ou or puis then &")
	add(filler, 0, "de du d l of er ere ers e eme ieme nd rd th st on vers around exactly pile precises precise once par per public publics bank french francais france publie publier poste poster post send envoie envoyer stp svp please merci thanks")
	add(preposition, 0, "a at")
	add(to, 0, "au to through thru")
	add(starting, 0, "starting from since partir compter depuis debut")
	add(until, 0, "jusqu jusque until till til")
	add(except, 0, "sauf hors except excepte excluding sans without")
	add(holidays, 0, "ferie feries holiday holidays")
	add(alsace, 0, "alsace moselle alsacien alsaciens alsacemoselle")
	add(working, 4, "ouvre ouvres business working work")
	add(working, 5, "ouvrable ouvrables") // Saturday is one
	add(next, 0, "prochain prochaine next")
	add(in, 0, "dans in en")
	add(out, 0, "sur")
	add(named, 12*60, "midi noon")
	add(named, 0, "minuit midnight")
	add(relative, 0, "aujourdhui today tonight")
	add(relative, 1, "demain tomorrow")
	add(relative, 2, "apresdemain")
	add(period, 0, "matin matins matinee morning mornings")
	add(period, 60, "soir soirs soiree evening evenings apresmidi afternoon afternoons")
	add(period, 6*60, "nuit nuits night nights")
	add(meridian, 0, "am")
	add(meridian, 12, "pm")
	add(minus, 0, "moins")
	add(end, 0, "fin end")
	add(this, 0, "ce cet cette this")
	add(times, 0, "fois times twice")
	add(unknown, 0, "cours tour tours soit past half line text heureux") // near a word that means something
	return m
}()

// long are the words that can be read with a fault in them, in order.
var long = func() []string {
	var all []string
	for w, m := range lexicon {
		if len(w) >= 4 && m.kind != unknown {
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
		if len(candidate) > len(word)+reach || len(word) > len(candidate)+reach {
			continue // each letter more is a fault
		}
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

// token is a word, a number or a sign of a phrase.
type token struct {
	text   string
	n      int // of digits; -1: not a number
	digits int
	glued  bool // no space before it
	meaning
}

var (
	tokens   = regexp.MustCompile(`[0-9]+|[a-z]+|[^\sa-z0-9]`)
	together = strings.NewReplacer("aujourd'hui", "aujourdhui", "apres-demain", "apresdemain", "apres demain", "apresdemain", "apres-midi", "apresmidi", "apres midi", "apresmidi",
		"week-end", "weekend", "week end", "weekend", "bi-weekly", "biweekly", "demi-heure", "demiheure", "demi heure", "demiheure", "half hour", "halfhour", "half-hour", "halfhour", "half an hour", "halfhour",
		"dix-sept", "dixsept", "dix sept", "dixsept", "dix-huit", "dixhuit", "dix huit", "dixhuit", "dix-neuf", "dixneuf", "dix neuf", "dixneuf",
		"vingt et un", "vingtun", "vingt-et-un", "vingtun", "vingt-deux", "vingtdeux", "vingt deux", "vingtdeux", "vingt-trois", "vingttrois", "vingt trois", "vingttrois",
		"alsace-moselle", "alsacemoselle", "o'clock", "oclock", "a.m.", "am", "p.m.", "pm", "'", " ")
)

func tokenize(text string) []token {
	text = together.Replace(strings.Join(strings.Fields(bot.Fold(text)), " "))
	var all []token
	last := -1
	for _, at := range tokens.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		t := token{text: word, n: -1, glued: at[0] == last}
		if n, err := strconv.Atoi(word); err == nil {
			t.n, t.digits = n, len(word)
		} else if m, ok := mean(word); ok {
			t.meaning = m
		}
		last = at[1]
		all = append(all, t)
	}
	for i := range all { // words that mean one thing before a unit, and another elsewhere
		t := &all[i]
		before := i+1 < len(all) && all[i+1].kind == unit
		switch {
		case t.text == "sept" && before:
			t.meaning = meaning{kind: number, value: 7}
		case t.text == "an" && before, t.text == "a" && before && i > 0 && all[i-1].kind == in:
			t.meaning = meaning{kind: number, value: 1}
		}
	}
	return all
}
