package sources

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"rebond/bot"
)

// How many of a period make a full year; the hours are 35 × 52 weeks.
var perYear = map[Period]int64{Hour: 1820, Day: DaysAYear, Week: 52, Month: 12, Year: 1}

// A year's pay outside these bounds is a mistake of the source, such as a day
// rate said to be yearly; in whole units of the currency.
const (
	leastYear = 10_000
	mostYear  = 500_000
)

// NewPay is fixed pay of min to max cents per period. One amount without the
// other: min alone is the amount, max alone is "up to". Amounts that cannot be
// relied on (no currency, no period, a year's pay out of all measure) are left
// out, and said is kept.
func NewPay(min, max int64, currency string, period Period, said string) Pay {
	return newPay(min, max, currency, period, perYear[period], said)
}

func newPay(min, max int64, currency string, period Period, times int64, said string) Pay {
	said = OneLine(said, 200)
	if max == 0 {
		max = min
	}
	if min > max {
		min, max = max, min
	}
	currency = Currency(currency)
	const enough = mostYear * 100
	if min < 0 || max > enough || currency == "" || times == 0 ||
		ofYear(max, times) < leastYear || ofYear(max, times) > mostYear || min > 0 && ofYear(min, times) < leastYear {
		return Pay{Said: said}
	}
	return exactPay(min, max, currency, period, times, said)
}

func exactPay(min, max int64, currency string, period Period, times int64, said string) Pay {
	return Pay{Min: min, Max: max, Currency: currency, Period: period, YearMin: ofYear(min, times), YearMax: ofYear(max, times), Said: said}
}

// ofYear is what an amount in cents makes in a year, in whole units of its currency.
func ofYear(cents, times int64) int64 { return (cents*times + 50) / 100 }

// ExactPay is fixed pay of min to max cents per period exactly as someone gave it:
// unlikely amounts, and a min above the max, are kept for those who judge them.
// Both are below 1e14, as [Cents] reads them. Pay is empty for a currency or a period
// that is none.
func ExactPay(min, max int64, currency string, period Period) Pay {
	times := perYear[period]
	if currency = Currency(currency); currency == "" || times == 0 {
		return Pay{}
	}
	return exactPay(min, max, currency, period, times, "")
}

// Cents reads an amount as sources write it: "45000.0", "1 646,50", "42000";
// 0 when there is none.
func Cents(s string) int64 {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(strings.TrimSpace(s))
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f > 0 && f < 1e12) {
		return 0
	}
	return int64(math.Round(f * 100))
}

var iso4217 = regexp.MustCompile(`^[A-Z]{3}$`)

// Currency is the ISO 4217 code of a currency as sources write it; empty when
// it is not one.
func Currency(said string) string {
	said = strings.ToUpper(strings.TrimSpace(said))
	switch said {
	case "€", "EURO", "EUROS":
		return "EUR"
	case "$":
		return "USD"
	case "£":
		return "GBP"
	}
	if iso4217.MatchString(said) {
		return said
	}
	return ""
}

// ReadPeriod reads the time an amount is for: "year", "per-month-salary",
// "1 YEAR", "Horaire"; empty when it is none of ours ("2 WEEK", "one-time").
func ReadPeriod(said string) Period {
	words := strings.FieldsFunc(bot.Fold(said), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') })
	var period Period
	for _, word := range words {
		switch strings.TrimSuffix(word, "s") {
		case "1", "per", "salary", "wage", "par", "un", "une":
		case "hour", "hourly", "heure", "horaire", "hr":
			period = Hour
		case "day", "daily", "jour", "journalier":
			period = Day
		case "week", "weekly", "semaine":
			period = Week
		case "month", "monthly", "moi", "mensuel", "mon":
			period = Month
		case "year", "yearly", "annual", "annually", "annum", "annuel", "an", "ann":
			period = Year
		default:
			return ""
		}
	}
	return period
}

// SaidPay puts into words pay that a source gives as fields only, as it gives
// them: "42000 - 52000 EUR / year".
func SaidPay(min, max, currency, period string) string {
	amount := min
	if max != "" && max != min {
		amount = strings.TrimPrefix(min+" - "+max, " - ")
	}
	if amount == "" {
		return ""
	}
	said := strings.TrimSpace(amount + " " + currency)
	if period != "" {
		said += " / " + period
	}
	return said
}

// \pZ: sources write amounts with spaces of all kinds.
var frenchPay = regexp.MustCompile(`(?i)^\s*(Annuel|Mensuel|Horaire)\s+de\s+([\d.,\pZ]+?)\s*Euros?(?:\s+[àa]\s+([\d.,\pZ]+?)\s*Euros?)?(?:\s+sur\s+(\d+)(?:[.,]\d+)?\s+mois)?\s*$`)

// FrenchPay reads pay in the fixed words of France Travail: « Mensuel de 1923.00
// Euros à 2100.00 Euros sur 13 mois ». Pay per performance (« Cachet ») and other
// words are kept as said.
func FrenchPay(said string) Pay {
	m := frenchPay.FindStringSubmatch(said)
	if m == nil {
		return Pay{Said: OneLine(said, 200)}
	}
	period := ReadPeriod(m[1])
	times := perYear[period]
	if months, _ := strconv.ParseInt(m[4], 10, 64); period == Month && 12 < months && months <= 24 {
		times = months
	}
	return newPay(Cents(m[2]), Cents(m[3]), "EUR", period, times, said)
}
