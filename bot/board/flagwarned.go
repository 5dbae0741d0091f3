package board

import (
	"regexp"
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

const messenger = `(?:whats ?app|telegram|signal|discord|messenger|viber|wechat|snapchat|instagram|insta)`

var (
	messengerLink = regexp.MustCompile(`(?:https?://)?(?:www\.)?\b(?:wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|t\.me|telegram\.(?:me|dog)|signal\.(?:me|group)|discord\.gg|` +
		`(?:ptb\.|canary\.)?discord(?:app)?\.com/(?:users|invite|channels)|m\.me|viber\.click)\b[^ \n]*`)
	// Words that send the reader to a messenger.
	messengerWords = whole(`(?:contact\w*|ecri\w+|envo\w+|postul\w+|candidat\w+|messages?|mp|dm|repond\w+|joindre|joignable|dispo\w*|interesse~|text|reach\w*|apply|` +
		`ping|write|send|chat|talk|parlons|discut\w+|entretien|interview|interested)(?:-\w+)?(?: §5|,? ?:? ?)(?:sur|par|via|on|through|by|over|en|at|` +
		`uniquement|only) (?:§1)?` + messenger +
		`(?: ?:? ?(?:@[\w.]+|\+?\d[\d .-]{7,20}\d))?|` + messenger + ` ?(?::|au|:? ?at|-)? ?(?:@[\w.]+|\+?\d[\d .-]{7,20}\d)|(?:mp|dm|message prive|direct message) (?:me )?(?:ici|moi|here|on here)`)
	// A site, or an e-mail: anything that looks like the address of one.
	siteSaid = regexp.MustCompile(`https?://[^ \n]+\.[a-z]{2}[^ \n]*|\bwww\.[^ \n]+\.[a-z]{2}|[\w.+-]+@[\w-]+\.[a-z]{2}|\b[\w-]+\.(?:fr|com|org|eu)\b`)
)

// messengerOnly warns of an announcement that can be answered by a messenger only.
func messengerOnly(a *Announcement) []Finding {
	apply, text := flatten(a.Apply), flatten(a.Text)
	var seen []Finding
	other := false
	for _, f := range []flat{apply, text} {
		links := messengerLink.FindAllStringIndex(f.text, -1)
		rest := f.text
		for i := len(links) - 1; i >= 0; i-- {
			rest = rest[:links[i][0]] + " " + rest[links[i][1]:]
		}
		other = other || siteSaid.MatchString(rest)
		for _, l := range links {
			seen = append(seen, Finding{Rule: MessengerOnly, Words: f.words(l[0], l[1])})
		}
		if m := messengerWords.FindStringSubmatchIndex(f.text); m != nil && len(links) == 0 {
			seen = append(seen, Finding{Rule: MessengerOnly, Words: f.words(m[2], m[3])})
		}
	}
	if len(seen) == 0 && anyMessenger.MatchString(apply.text) {
		seen = append(seen, Finding{Rule: MessengerOnly, Words: apply.words(0, len(apply.text))})
	}
	if other || len(seen) == 0 {
		return nil
	}
	return seen[:1]
}

var anyMessenger = whole(messenger)

// freeMailAt finds the addresses of services that give one to anybody; their dot and their
// @ may be spelled out. Its second group is the service.
var freeMailAt = regexp.MustCompile(`[\w.+-]+ ?(?:@|[([{] ?(?:at|arobase|a) ?[)\]}]| arobase ) ?` +
	`((?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|orange|wanadoo|free|sfr|neuf|club-internet|laposte|bbox|numericable|` +
	`aliceadsl|proton|protonmail|pm|gmx|icloud|me|mac|aol|mail|yandex|tuta|tutanota|tutamail|zohomail|qq|163|web|posteo|mailo|caramail|voila|` +
	`skynet|telenet|bluewin)` +
	` ?(?:\.| ?[([{] ?(?:dot|point) ?[)\]}] ?| (?:dot|point) ) ?(?:com|fr|net|me|ch|de|io|be|co\.uk|ru|ca|eu))(?:[^\w.-]|\.?$|\.[ \n])`)

// freeServices are the services of free mail as their addresses end. Those that anybody
// may have a company's own address at (live.de, free.com) are not.
var freeServices = regexp.MustCompile(`^(?:g(?:oogle)?mail\.com|outlook\.(?:com|fr|de|be)|hotmail\.(?:com|fr|be|ch|ca|co\.uk|de)|live\.(?:com|fr|be|ca)|msn\.com|y(?:ahoo|` +
	`mail)\.(?:com|fr|ca|co\.uk|de|be)|rocketmail\.com|orange\.fr|wanadoo\.fr|free\.fr|sfr\.fr|neuf\.fr|club-internet\.fr|laposte\.net|bbox\.fr|` +
	`numericable\.(?:com|fr)|aliceadsl\.fr|proton(?:mail)?\.(?:me|com|ch)|pm\.me|gmx\.(?:com|fr|net|de|ch)|icloud\.com|me\.com|mac\.com|` +
	`aol\.(?:com|fr|de)|mail\.(?:com|ru)|yandex\.(?:com|ru)|tuta\.(?:com|io)|tutanota\.(?:com|de)|tutamail\.com|zohomail\.(?:com|eu)|qq\.com|` +
	`163\.com|web\.de|posteo\.(?:net|de)|mailo\.(?:com|eu)|caramail\.(?:com|fr)|voila\.fr|skynet\.be|telenet\.be|bluewin\.ch)$`)

// freeMail warns of addresses at a free service, unless it is the company itself.
func freeMail(a *Announcement) []Finding {
	var seen []Finding
	company, _, _ := strings.Cut(plainly(a.Company), " ")
	for _, s := range []string{a.Apply, a.Text} {
		f := flatten(s)
		for _, m := range freeMailAt.FindAllStringSubmatchIndex(f.text, -1) {
			service := spelled.Replace(f.text[m[2]:m[3]])
			if name, _, _ := strings.Cut(service, "."); !freeServices.MatchString(service) || company == name {
				continue
			}
			seen = append(seen, Finding{Rule: FreeMail, Words: f.words(m[0], m[3])})
		}
	}
	return seen
}

// spelled makes the service of an address one, however its dot is written.
var spelled = strings.NewReplacer("dot", ".", "point", ".", " ", "", "\n", "", "(", "", ")", "", "[", "", "]", "", "{", "", "}", "")

// Pay outside these bounds is unusual, in euros.
const (
	// The gross minimum wage for a year of 35 hours a week: 1 823,03 € a month since 1
	// January 2026 (décret n° 2025-1228 du 17 décembre 2025). It only grows: once it has,
	// what is below this one is still below it.
	leastWage   = 21_876
	mostYearly  = 200_000
	leastDaily  = 150
	mostDaily   = 1_500
	hoursPerDay = 7
)

// partTime is a reason for a year's pay below the minimum wage.
var partTime = regexp.MustCompile(`\b(?:temps[ \n]partiel|mi-temps|part[ -]time|half[ -]time|prorata|pro[ -]rata|quelques heures|heures? par semaine|h ?/ ?semaine|h/sem\w*|[1-4]/5|[1-8]0 ?%)`)

// outlierPay warns of pay that is far from what its contract pays. Apprentices and interns
// have low legal amounts of their own; other currencies and countries are not judged.
func outlierPay(a *Announcement) []Finding {
	pay, ok := ReadPay(a.Pay)
	if !ok || pay.Currency != "EUR" || pay.Max == 0 {
		return nil
	}
	least, most := pay.Min, pay.Max // cents
	if least == 0 {
		least = most
	}
	if least > most {
		least, most = most, least
	}
	yearLeast, yearMost := min(pay.YearMin, pay.YearMax), max(pay.YearMin, pay.YearMax)
	if pay.Min == 0 {
		yearLeast = yearMost
	}
	unusual := false
	switch a.Contract {
	case sources.Freelance:
		if pay.Period == sources.Hour {
			least, most = least*hoursPerDay, most*hoursPerDay
		}
		unusual = (pay.Period == sources.Hour || pay.Period == sources.Day) && (least < leastDaily*100 || most > mostDaily*100)
	case sources.Stage, sources.Alternance:
		unusual = yearMost > mostYearly
	case sources.CDI, sources.CDD, sources.Interim:
		low := yearLeast < leastWage && !partTime.MatchString(bot.Fold(a.Pay+"\n"+a.Text+"\n"+a.Title))
		unusual = low || yearMost > mostYearly
	}
	if !unusual {
		return nil
	}
	f := flatten(a.Pay)
	return []Finding{{Rule: OutlierPay, Words: f.words(0, len(f.text))}}
}
