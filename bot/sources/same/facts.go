package same

import (
	"time"

	"rebond/bot"
	"rebond/bot/sources"
)

// Two announcements of one opening are published within longApart of each
// other, counted from the last change of the earlier one: later, it is another
// vacancy in the same words. A text written anew is believed only within
// rewordedWithin.
const (
	longApart      = 120 * 24 * time.Hour
	rewordedWithin = 21 * 24 * time.Hour
)

// apart is the time between the two spans from publication to last change; zero
// where they overlap or a date is missing.
func apart(a, b *sources.Offer) time.Duration {
	if a.Published.IsZero() || b.Published.IsZero() {
		return 0
	}
	return max(0, b.Published.Sub(latest(a)), a.Published.Sub(latest(b)))
}

func latest(o *sources.Offer) time.Time {
	if o.Updated.After(o.Published) {
		return o.Updated
	}
	return o.Published
}

func sameTime(a, b *sources.Offer) bool { return apart(a, b) <= longApart }

// kindOf is the kind of contract. The title's word wins where it names one that
// boards file under another: work-study, internships, freelance.
func kindOf(o *sources.Offer) sources.Contract {
	if in := sources.ContractInTitle(o.Title); in != "" && (o.Contract == "" || in != sources.CDI && in != sources.CDD) {
		return in
	}
	return o.Contract
}

func sameKind(a, b sources.Contract) bool {
	return a == "" || b == "" || a == b
}

// samePay is false where both say what they pay and the ranges do not meet, by
// more than rounding.
func samePay(a, b sources.Pay) bool {
	if a.YearMax == 0 || b.YearMax == 0 || a.Currency != b.Currency {
		return true
	}
	return low(a) <= b.YearMax+b.YearMax/20 && low(b) <= a.YearMax+a.YearMax/20
}

func low(p sources.Pay) int64 {
	if p.YearMin == 0 {
		return p.YearMax
	}
	return p.YearMin
}

func levelsOppose(a, b sources.Level) bool {
	return a == sources.Beginner && b == sources.Senior || a == sources.Senior && b == sources.Beginner
}

// nearness is how the places of two offers stand to each other.
type nearness int

const (
	elsewhere nearness = iota
	perhaps            // nothing says that they differ
	here               // a commune in common
)

// compatible compares places. Work from anywhere is listed in any city: where
// both say so, or one does and the other says nothing, cities may differ.
func compatible(a, b *sources.Offer) nearness {
	if len(a.Places) == 0 || len(b.Places) == 0 {
		return perhaps
	}
	best := elsewhere
	for i := range a.Places {
		for j := range b.Places {
			best = max(best, near(&a.Places[i], &b.Places[j]))
		}
	}
	if best == elsewhere && anywhere(a, b) && shareCountry(a, b) {
		return perhaps
	}
	return best
}

func anywhere(a, b *sources.Offer) bool {
	return a.Remote == sources.Full && (b.Remote == sources.Full || b.Remote == "") || b.Remote == sources.Full && a.Remote == ""
}

func shareCountry(a, b *sources.Offer) bool {
	for _, p := range a.Places {
		for _, q := range b.Places {
			if p.Country == "" || q.Country == "" || p.Country == q.Country {
				return true
			}
		}
	}
	return false
}

// near compares two places by the finest code that both have.
func near(p, q *sources.Place) nearness {
	if p.Country != "" && q.Country != "" && p.Country != q.Country {
		return elsewhere
	}
	for _, codes := range [...][2]string{{p.Commune, q.Commune}, {p.Departement, q.Departement}, {p.Region, q.Region}} {
		if codes[0] == "" || codes[1] == "" {
			continue
		}
		switch {
		case codes[0] != codes[1]:
			return elsewhere
		case codes[0] == p.Commune:
			return here
		}
		return perhaps
	}
	if p.Region == "" && q.Region == "" && p.Country != "FR" && q.Country != "FR" && bot.Fold(p.Label) != bot.Fold(q.Label) {
		return elsewhere // abroad, only the words are known
	}
	return perhaps
}
