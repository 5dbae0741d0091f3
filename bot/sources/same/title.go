package same

import (
	"slices"

	"rebond/bot/sources"
)

// title is what a title says of the trade, without level, place, company,
// contract and the forms for men and women.
type title struct {
	words  []string // stems, sorted
	levels []string
}

// unsaying are the words of titles that do not tell the trade.
var unsaying = set("h f x m w d hf fh hfx mf mwd e se ne ere euse euses trice rice ive ice cdi cdd alternance alternant alternante alternants apprenti apprentie apprentissage stage stagiaire " +
	"intern internship freelance mission interim remote teletravail hybrid hybride poste offre emploi job recherche recrute urgent chez full time temps plein formation debutant debutante accepte acceptee")

// levels are the words of titles that tell how far one is in it.
var levels = map[string]string{
	"junior": "junior", "jr": "junior", "debutant": "junior", "debutante": "junior", "graduate": "junior",
	"confirme": "confirmed", "confirmee": "confirmed", "mid": "confirmed", "intermediate": "confirmed", "experimente": "confirmed", "experimentee": "confirmed",
	"senior": "senior", "sr": "senior", "expert": "senior", "experte": "senior",
	"lead": "lead", "staff": "staff", "principal": "principal", "head": "head",
}

// aliases are words of the trade that do not begin alike.
var aliases = map[string]string{
	"dev": "developpeur", "engineer": "ingenieur", "fullstack": "stack", "backend": "back", "frontend": "front",
	"system": "systeme", "systems": "systeme", "network": "reseau", "networks": "reseau", "reseaux": "reseau", "systemes": "systeme",
	"cybersecurite": "securite", "security": "securite", "donnees": "data", "produit": "product",
}

func readTitle(o *sources.Offer, company []string) title {
	var t title
	var places []string
	for _, p := range o.Places {
		places = append(places, wordsOf(p.Label)...)
	}
	words := wordsOf(o.Title)
	for i, w := range words {
		if l := levels[w]; l != "" {
			t.levels = append(t.levels, l)
			continue
		}
		if w == "full" && i+1 < len(words) && words[i+1] == "stack" || (w == "end") {
			continue
		}
		if unsaying[w] || empty[w] || slices.Contains(places, w) || slices.Contains(company, w) {
			continue
		}
		if to := aliases[w]; to != "" {
			w = to
		}
		t.words = append(t.words, stem(w))
	}
	slices.Sort(t.words)
	t.words = slices.Compact(t.words)
	return t
}

// likeness is how the trades of two titles stand to each other.
type likeness int

const (
	unrelated likeness = iota
	related            // each says something that the other does not, one of them nothing in particular
	narrower           // one says more than the other
	equal
)

func (t title) compare(u title) likeness {
	mine, general := t.without(u)
	yours, common := u.without(t)
	switch {
	case mine == 0 && yours == 0:
		return equal
	case mine == len(t.words) || yours == len(u.words):
		return unrelated
	case mine == 0 || yours == 0:
		return narrower
	case general || common:
		return related
	}
	return unrelated
}

// without counts the words that the other title does not have, and says whether
// all of them are general.
func (t title) without(u title) (n int, all bool) {
	all = true
	for _, w := range t.words {
		if !slices.Contains(u.words, w) {
			n, all = n+1, all && general[w]
		}
	}
	return n, all
}

// general are the stems that classifications of trades add to a title. Java for
// PHP or N3 for N2 is another opening, though the texts be the same.
var general = set("applic mobile web inform logici mainte numeri techni etude system digita interne multim charge respon")

// levelsDiffer is true where both name a level and none in common.
func (t title) levelsDiffer(u title) bool {
	return len(t.levels) > 0 && len(u.levels) > 0 && !slices.ContainsFunc(t.levels, func(l string) bool { return slices.Contains(u.levels, l) })
}
