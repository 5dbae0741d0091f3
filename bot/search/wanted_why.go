package search

import (
	"slices"
	"strings"

	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// Where is where in an offer a word was found.
type Where string

// Where words are found, the most telling first.
const (
	InTitle   Where = "title"
	InSkills  Where = "skills"
	InCompany Where = "company"
	InPlace   Where = "place"
	InText    Where = "text"
)

// Facet is a filter of a query.
type Facet string

// The filters.
const (
	OfPlace    Facet = "place"
	OfContract Facet = "contract"
	OfRemote   Facet = "remote"
	OfLevel    Facet = "level"
	OfPay      Facet = "pay"
)

// Reason is one thing for which a query finds an offer: a word and where it stands, or a
// filter.
type Reason struct {
	Word  string // as typed; of a term of several words, all of them
	Where Where  // of a word
	Facet Facet  // empty: it is a word
	Label string // of a place that satisfies the filter, as the offer gives it
}

// Why says for which words and filters a query finds an offer, in the order in which they
// are asked; nil where it does not find it. A query that asks for nothing has no reasons.
func Why(q Query, o *sources.Offer) []Reason {
	d := NewDocument(o)
	w := q.Wanted()
	if !w.Match(&d, o) {
		return nil
	}
	var reasons []Reason
	fields := fieldsOf(o, &d)
	for _, group := range typed(q.Words, w.terms) {
		reasons = append(reasons, Reason{Word: group.words, Where: whereOf(group.terms, fields)})
	}
	if q.Place != (places.Place{}) {
		reasons = append(reasons, Reason{Facet: OfPlace, Label: placeFound(q.Place, o)})
	}
	for _, f := range []struct {
		asked bool
		facet Facet
	}{{q.Contract != "", OfContract}, {q.Remote != "", OfRemote}, {q.Level != "", OfLevel}, {q.Pay > 0, OfPay}} {
		if f.asked {
			reasons = append(reasons, Reason{Facet: f.facet})
		}
	}
	return reasons
}

// field is a part of an offer and the tokens in it, in order.
type field struct {
	where  Where
	tokens []string
}

func fieldsOf(o *sources.Offer, d *Document) []field {
	var names []string
	for _, p := range o.Places {
		names = append(names, nameTokens(p.Label)...)
	}
	slices.Sort(names)
	return []field{{InTitle, Tokens(o.Title)}, {InSkills, Tokens(strings.Join(o.Skills, "\n"))}, {InCompany, Tokens(o.Company)}, {InPlace, names}, {InText, d.Body}}
}

// whereOf is the first part of an offer that has all of some terms.
func whereOf(terms []Term, fields []field) Where {
	for _, f := range fields {
		if HasAll(f.tokens, terms) {
			return f.where
		}
	}
	return InText // one here, another there
}

// group is a word as typed, or several that are one term, and the terms that it asks for.
type group struct {
	words string
	terms []Term
}

// typed parts the words of a search as they were typed into those that ask for something,
// each once.
func typed(words string, asked []Term) (groups []group) {
	left := slices.Clone(asked)
	fields := strings.Fields(words)
	for i := 0; i < len(fields) && len(left) > 0; {
		n := compoundAt(fields[i:])
		g := group{words: trimmed(fields[i : i+n])}
		for _, t := range Terms(strings.Join(fields[i:i+n], " ")) {
			if k := slices.IndexFunc(left, func(a Term) bool { return a.Stem == t.Stem }); k >= 0 {
				g.terms = append(g.terms, left[k])
				left = slices.Delete(left, k, k+1)
			}
		}
		if i += n; len(g.terms) > 0 {
			groups = append(groups, g)
		}
	}
	if len(left) > 0 { // words that were parted otherwise than by spaces
		groups = append(groups, group{words: sources.OneLine(words, 200), terms: left})
	}
	return groups
}

// compoundAt is how many of the words that begin here are one term together: one where
// they are not.
func compoundAt(fields []string) int {
	for n := min(maxCompound, len(fields)); n > 1; n-- {
		all := split(strings.Join(fields[:n], " "))
		if len(all) < 2 {
			continue
		}
		if _, run := compound(all, nil); run == len(all) {
			return n
		}
	}
	return 1
}

// trimmed joins words without what stands around them.
func trimmed(fields []string) string {
	text := strings.Join(fields, " ")
	if short := strings.Trim(text, " \"'«»“”()[],;:!?\u00a0\u202f"); short != "" {
		return short
	}
	return text
}

// placeFound is the label of the place of an offer that is in the one looked for, or may be.
func placeFound(want places.Place, o *sources.Offer) string {
	for _, p := range o.Places {
		switch {
		case want.Kind == places.KindCommune && (fold(p.Commune) == fold(want.Code) || p.Commune == "" && fold(p.Departement) == fold(want.Departement)),
			want.Kind == places.KindDepartement && fold(p.Departement) == fold(want.Code),
			want.Kind == places.KindRegion && fold(p.Region) == fold(want.Code):
			return p.Label
		}
	}
	return ""
}
