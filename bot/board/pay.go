package board

import (
	"regexp"
	"strings"

	"rebond/bot/sources"
)

const longestPay = 500 // bytes that ReadPay looks at: more is an announcement

// ReadPay reads fixed pay as people write it: « 45-55k », « TJM 500-600 € »,
// « 2 800 € brut/mois », "£60k–70k", "$120,000 per year"; false when it holds no amount
// that is pay. The amounts are as typed, unlikely ones and a min above the max included.
// One amount is both bounds; « jusqu’à 55k » has no Min. Without a currency they are
// euros; without a period it is the one that such amounts have.
func ReadPay(said string) (sources.Pay, bool) {
	if len(said) > longestPay {
		said = strings.ToValidUTF8(said[:longestPay], "")
	}
	text := fold(said).text
	best, score := bestSum(text)
	if score < enoughInField && !(score >= 0 && best.alone(text)) {
		return sources.Pay{}, false
	}
	pay := best.pay(text)
	pay.Said = sources.OneLine(said, 200)
	return pay, true
}

// How sure an amount must be to be pay: where pay is asked for, and in a text.
const (
	enoughInField = 2
	enoughInText  = 4
)

// bestSum is the amount of a folded text that is most surely its pay, and how sure;
// -1 for none.
func bestSum(text string) (best sum, score int) {
	score = -1
	for _, s := range sums(text) {
		if n := s.score(text); n > score {
			best, score = s, n
		}
	}
	return best, score
}

// score is how surely an amount is pay.
func (s sum) score(text string) int {
	n := 0
	money := s.min.currency != ""
	switch {
	case s.notPay, s.min.zero, s.min.k && !money && s.min.bare == 401: // "401k"
		return -1
	case s.min.k && s.min.bare > 0:
		n += 2
	}
	if money {
		n += 2
		if !s.min.k && s.max.bare >= 1000 {
			n++
		}
	}
	if s.lead && (money || s.min.k || s.gross || s.max.bare >= 100 && !s.min.isYear()) {
		n += 3
	}
	if s.gross {
		n += 2
	}
	if s.period != "" && (money || s.min.k || s.gross || s.max.bare >= 200 && !s.min.isYear()) {
		n += 2
	}
	if s.ranged && n > 0 {
		n++
	}
	return n
}

// isYear reports whether a number is rather a year of our time than an amount.
func (a amount) isYear() bool { return 1950 <= a.bare && a.bare <= 2100 && !a.k }

// alone reports whether a bare number is all that was said: « 45000 », « 2800 ».
func (s sum) alone(text string) bool {
	return bareAt.MatchString(text[:s.from]) && bareAt.MatchString(text[s.to:]) &&
		!s.min.isYear() && 200 <= s.min.bare && s.max.bare < 1_000_000
}

// pay is the sum in our terms.
func (s sum) pay(text string) sources.Pay {
	currency := s.min.currency
	if currency == "" {
		currency = "EUR"
	}
	least := s.min.cents
	if !s.ranged && (upToBefore.MatchString(text[max(0, s.from-32):s.from]) || upToAfter.MatchString(text[s.to:])) {
		least = 0
	}
	pay := sources.ExactPay(least, s.max.cents, currency, s.periodOf(text))
	if s.months > 0 && pay.Period == sources.Month {
		pay.YearMin, pay.YearMax = (pay.Min*s.months+500)/1000, (pay.Max*s.months+500)/1000
	}
	return pay
}

var (
	dayBefore   = regexp.MustCompile(`\b(?:tjm|journaliere?|day ?rate|daily)\b`)
	hourBefore  = regexp.MustCompile(`\b(?:horaire|hourly|hour rate)\b`)
	monthBefore = regexp.MustCompile(`\b(?:mensuel(?:le)?s?|monthly|gratification|gratifie|indemnite|stage|internship|stipend)\b`)
	yearBefore  = regexp.MustCompile(`\b(?:annuel(?:le)?s?|annual|yearly|ral|sab)\b`)
)

// periodOf is the period said after the amount, else before it, else the one that
// amounts of its size have.
func (s sum) periodOf(text string) sources.Period {
	switch said := strings.TrimPrefix(s.period, "en "); {
	case said == "":
	case said[0] == 'a', said[0] == 'y', said == "pa", said == "p.a", said == "p.a.":
		return sources.Year
	case said[0] == 'm', said[0] == 'p' && strings.Contains(said, "m"):
		return sources.Month
	case said[0] == 'j', said[0] == 'd', said == "pd":
		return sources.Day
	case said[0] == 's', said[0] == 'w', strings.HasPrefix(said, "hebdo"):
		return sources.Week
	default:
		return sources.Hour
	}
	before := text[max(0, s.from-64):s.from]
	switch {
	case dayBefore.MatchString(before):
		return sources.Day
	case hourBefore.MatchString(before):
		return sources.Hour
	case yearBefore.MatchString(before):
		return sources.Year
	}
	return s.usualPeriod(text, before)
}

func (s sum) usualPeriod(text, before string) sources.Period {
	after := text[s.to:min(len(text), s.to+32)]
	monthly := monthBefore.MatchString(before)
	switch most := s.max.cents / 100; {
	case most >= 10_000:
		return sources.Year
	case dayBefore.MatchString(after) && most >= 100:
		return sources.Day
	case most >= 1000, monthly && most > 100, s.months > 0:
		return sources.Month
	case most > 100:
		return sources.Day
	}
	return sources.Hour
}
