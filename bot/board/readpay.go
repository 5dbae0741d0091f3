package board

import (
	"regexp"
	"strings"

	"rebond/bot/sources"
)

var (
	// Words that are part of what is said of an amount, before it.
	payLead = regexp.MustCompile(`(?:\b(?:tjm(?: max(?:imum)?)?|taux (?:journalier|horaire)|(?:day|daily|hourly) rate|salaire (?:mensuel|annuel|horaire)(?: brut)?|(?:gross )?(?:monthly|annual|yearly) salary|(?:brut|gross) (?:mensuel|annuel|monthly|annual)|gratification)(?: moyen)?(?: ?:| de| of| between| entre)*|jusqu'a|up to|a partir de|entre|between|from|max(?:imum)?\.?(?: ?:)?|plafonnee? a|[<≤>≥] ?=?) *$`)
	// A reason not to give pay, where pay is said.
	payReason = regexp.MustCompile(`\b(?:grille|convention collective|bareme|legale?|reglementaire|fonction publique|statutory|pay scale|collective agreement|benevol|volunt)`)
	fixedPay  = regexp.MustCompile(`\b(?:fixe|base|fixed)\b`)
)

// pay is the words that say the pay of the opening: what [ReadPay] reads of them is
// what was said. Without any, the reason for it, if a line about pay gives one.
func (p *paste) pay() string {
	var words, reason string
	score := enoughInText - 1
	for i := range p.lines {
		l := &p.lines[i]
		text := l.text[l.value:]
		bonus := 0
		switch kind, _ := l.contract(); {
		case l.topic == aboutPay && l.icon:
			bonus = 3
		case l.topic == aboutPay:
			bonus = 8
		case kind != "":
			bonus = 2
		}
		if l.value == len(l.text) || l.mail {
			continue
		}
		for _, s := range sums(text) {
			n := s.score(text)
			if n < 0 && l.topic == aboutPay && !s.notPay || n == 0 && bonus < 3 || n < 0 {
				continue
			}
			if n += bonus; fixedPay.MatchString(text[max(0, s.from-12):s.from]) {
				n++
			}
			if n > score && (n >= enoughInText || len(p.lines) == 1) {
				words, score = l.payWords(s), n
			}
		}
		if l.topic == aboutPay && payReason.MatchString(text) && reason == "" {
			reason = field(l.words(l.value, len(l.text)), maxReason)
		}
	}
	if words == "" {
		return reason
	}
	return words
}

// payWords are the words that say a sum of the line, and no more of it than is needed.
func (l *line) payWords(s sum) string {
	text := l.text[l.value:]
	from, to := s.from, s.to
	if m := payLead.FindStringIndex(text[max(0, from-48):from]); m != nil {
		from = max(0, from-48) + m[0]
	}
	if m := grossAt.FindString(text[to:]); m != "" {
		to += len(m)
	}
	if m := monthsAt.FindStringIndex(text[to:]); m != nil {
		to += m[1]
		if strings.HasPrefix(text[to:], " mois") {
			to += len(" mois")
		}
	}
	words := field(l.words(l.value+from, l.value+to), maxReason)
	want := s.pay(text)
	for _, try := range []string{words, words + " " + perWords[want.Period]} {
		got, ok := ReadPay(try)
		got.Said = ""
		if ok && got == want {
			return try
		}
	}
	return words
}

// perWords say the period of an amount that has it from the words around.
var perWords = map[sources.Period]string{sources.Hour: "/h", sources.Day: "/jour", sources.Week: "/semaine", sources.Month: "/mois", sources.Year: "/an"}
