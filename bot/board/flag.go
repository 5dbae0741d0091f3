package board

import (
	"cmp"
	"slices"
	"strings"

	"rebond/bot"
)

// Finding is something in an announcement that a moderator has to see, or that its author
// and readers had better know.
type Finding struct {
	Rule  Rule   `json:"rule"`
	Words string `json:"words"` // those that triggered it, as they were written (at most 120 runes), plain
}

const (
	mostFindings = 10
	longestWords = 120 // runes
)

// Rule is what a finding is about.
type Rule string

// The rules whose breach is held for a moderator.
const (
	AgeLimit   Rule = "age-limit"
	Criterion  Rule = "criterion"    // of Code du travail L.1132-1: sex, origin, family, health…
	PayToApply Rule = "pay-to-apply" // or to be hired
	Program    Rule = "program"      // to install "for the test"
)

// The rules whose breach is told to the author and to readers.
const (
	MessengerOnly Rule = "messenger-only"
	FreeMail      Rule = "free-mail"
	OutlierPay    Rule = "outlier-pay"
	EnglishOnly   Rule = "english-only"
)

// rules is every rule, in the order of its findings.
var rules = [...]Rule{AgeLimit, Criterion, PayToApply, Program, MessengerOnly, FreeMail, OutlierPay, EnglishOnly}

// Holds reports whether an announcement with such a finding is held for a moderator, in
// every approval mode; the other rules only warn.
func (r Rule) Holds() bool {
	switch r {
	case AgeLimit, Criterion, PayToApply, Program:
		return true
	}
	return false
}

// Hold reports whether findings hold an announcement of which a moderator has seen some
// already.
func Hold(findings, seen []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule.Holds() && !slices.Contains(seen, f) })
}

// Text is what the rule is about, in words that follow « cette annonce contient » or "this
// announcement has".
func (r Rule) Text() bot.Text {
	switch r {
	case AgeLimit:
		return bot.Text{FR: "une limite d’âge maximale (Code du travail, L.5331-2)", EN: "an upper age limit (French Labour Code, L.5331-2)"}
	case Criterion:
		return bot.Text{FR: "un critère de choix interdit : sexe, âge, origine, famille, santé, apparence, convictions… (Code du travail, L.1132-1)", EN: "a forbidden criterion: sex, age, origin, family, health, looks, beliefs… (French Labour Code, L.1132-1)"}
	case PayToApply:
		return bot.Text{FR: "de l’argent demandé pour postuler ou commencer (Code du travail, L.5331-1 et L.5331-5)", EN: "money asked to apply or to start (French Labour Code, L.5331-1 and L.5331-5)"}
	case Program:
		return bot.Text{FR: "un programme à installer ou à exécuter pour postuler", EN: "a program to install or run in order to apply"}
	case MessengerOnly:
		return bot.Text{FR: "une messagerie pour seul contact, sans site ni e-mail", EN: "a messenger as the only contact, with no site or e-mail"}
	case FreeMail:
		return bot.Text{FR: "une adresse e-mail gratuite, que tout le monde peut créer", EN: "a free e-mail address, which anyone can create"}
	case OutlierPay:
		return bot.Text{FR: "une rémunération inhabituelle pour ce contrat", EN: "unusual pay for this contract"}
	case EnglishOnly:
		return bot.Text{FR: "un texte en anglais seulement (Code du travail, L.5331-4)", EN: "a text in English only (French Labour Code, L.5331-4)"}
	}
	return bot.Text{}
}

// Findings lists them: held ones first, one for a rule and its words, at most 10. It is a
// net, not a judge: it reads French and English phrases that it knows, and leaves what may
// be lawful.
func Findings(a *Announcement) []Finding {
	var found []Finding
	for _, f := range []string{a.Title, a.Company, a.Place, a.Text, a.Pay, a.Apply} {
		text := flatten(f)
		var seen []sighting
		seen = append(seen, ages(text, a.legalAges())...)
		for i := range signals {
			seen = append(seen, signals[i].sightings(text)...)
		}
		for _, s := range merged(seen) {
			found = append(found, Finding{Rule: s.rule, Words: text.words(s.from, s.to)})
		}
	}
	found = append(found, messengerOnly(a)...)
	found = append(found, freeMail(a)...)
	found = append(found, outlierPay(a)...)
	found = append(found, englishOnly(a)...)
	slices.SortStableFunc(found, func(x, y Finding) int {
		return cmp.Compare(slices.Index(rules[:], x.Rule), slices.Index(rules[:], y.Rule))
	})
	said := map[Finding]bool{}
	found = slices.DeleteFunc(found, func(f Finding) bool {
		f.Words = strings.Join(strings.Fields(bot.Fold(f.Words)), " ")
		again := said[f]
		said[f] = true
		return again
	})
	return found[:min(len(found), mostFindings)]
}

// sighting is where a flat text breaks a rule.
type sighting struct {
	rule     Rule
	from, to int
}

// merged are the sightings in the order of the text, those of one rule that overlap made one.
func merged(seen []sighting) []sighting {
	slices.SortFunc(seen, func(x, y sighting) int {
		return cmp.Or(cmp.Compare(x.rule, y.rule), cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
	})
	var all []sighting
	for _, s := range seen {
		if n := len(all); n > 0 && all[n-1].rule == s.rule && s.from < all[n-1].to {
			all[n-1].to = max(all[n-1].to, s.to)
			continue
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(x, y sighting) int { return cmp.Compare(x.from, y.from) })
	return all
}
