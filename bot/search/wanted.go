package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rebond/bot/sources"
)

// Wanted is a query made ready to be matched with offers one by one. It takes what a search
// of the store finds, within any time: the days of the query do not count.
type Wanted struct {
	terms  []Term
	facets [][]string
	pay    int64
}

// Wanted makes the query ready to be matched.
func (q Query) Wanted() *Wanted {
	return &Wanted{terms: Terms(q.Words), facets: q.Facets(), pay: int64(q.Pay)}
}

// Match reports whether the query finds an offer, of which d is the document.
func (w *Wanted) Match(d *Document, o *sources.Offer) bool {
	if w.pay > 0 && o.EurosAYear() < w.pay {
		return false
	}
	if !HasAll(d.Body, w.terms) {
		return false
	}
	for _, group := range w.facets {
		if !slices.ContainsFunc(group, func(token string) bool { return slices.Contains(d.Facets, token) }) {
			return false
		}
	}
	return true
}

// in reports whether tokens, in order, satisfy a term.
func (t Term) in(tokens []string) bool {
	if _, has := slices.BinarySearch(tokens, t.Stem); has {
		return true
	}
	if t.Prefix == "" {
		return false
	}
	at, has := slices.BinarySearch(tokens, t.Prefix)
	return has || at < len(tokens) && strings.HasPrefix(tokens[at], t.Prefix)
}

// beginMark tells the beginning of a word from a word: under it an offer is found by a word
// that may be unfinished.
const beginMark = "›"

// How many letters of a word its beginnings have.
const (
	shortBegin = 3
	longBegin  = 5
)

// beginning is the mark of the first n letters of a word; empty where it has fewer.
func beginning(word string, n int) string {
	for at := range word {
		if n == 0 {
			return beginMark + word[:at]
		}
		n--
	}
	if n > 0 {
		return ""
	}
	return beginMark + word
}

// Anchors are the groups of tokens of which every offer that the query finds holds one each,
// what is likely to be the rarest first; none where any offer may do. [Batch.Anchors] are
// those that offers hold.
func (w *Wanted) Anchors() [][]string {
	type anchor struct {
		tokens []string
		share  float64
	}
	var all []anchor
	for _, t := range w.terms {
		group, share := []string{t.Stem}, 0.01
		if commonStems[strings.TrimPrefix(t.Stem, stemMark)] {
			share = 0.3
		}
		if t.Prefix != "" {
			n := longBegin
			if utf8.RuneCountInString(t.Prefix) < n {
				n, share = shortBegin, share+0.02
			}
			begin := beginning(t.Prefix, n)
			if begin == "" {
				continue
			}
			group = append(group, begin)
		}
		all = append(all, anchor{group, share})
	}
	for _, group := range w.facets {
		all = append(all, anchor{group, facetShare(group[0])})
	}
	slices.SortStableFunc(all, func(a, b anchor) int { return cmp.Compare(a.share, b.share) })
	groups := make([][]string, len(all))
	for i := range all {
		groups[i] = all[i].tokens
	}
	return groups
}

// Anchor are tokens of which every offer that the query finds holds one: the first of
// [Wanted.Anchors]; nil where any offer may do.
func (w *Wanted) Anchor() []string {
	if all := w.Anchors(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// commonStems stand in so many offers of tech that little is gained by looking for them.
var commonStems = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		developpeur ingenieur web data logiciel informatique projet equipe client technique systeme support chef manager lead
		technicien consultant application developpement experience solution produit agile cloud fullstack backend frontend
		javascript java python sql devops travail entreprise anglai securite reseau administrateur
	`) {
		m[w] = true
	}
	return m
}()

// facetShare is about how many of all offers hold a facet.
func facetShare(token string) float64 {
	name := strings.TrimPrefix(token, facetMark)
	if len(name) > 1 && (name[1] >= '0' && name[1] <= '9') {
		switch name[0] {
		case 'c':
			return 0.02
		case 'd':
			return 0.06
		case 'r':
			return 0.25
		}
	}
	switch sources.Contract(name) {
	case sources.Freelance, sources.Alternance, sources.Stage, sources.Interim, sources.CDD:
		return 0.1
	}
	return 0.5
}

// Whole are the terms that whole words ask for: none is unfinished.
func Whole(words string) []Term {
	terms := Terms(words)
	for i := range terms {
		terms[i].Prefix = ""
	}
	return terms
}

// HasAll reports whether tokens, in order, satisfy all of some terms.
func HasAll(tokens []string, terms []Term) bool {
	return !slices.ContainsFunc(terms, func(t Term) bool { return !t.in(tokens) })
}
