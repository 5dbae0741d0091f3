package search

import (
	"slices"
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// Query is what someone looks for.
type Query struct {
	Words    string       // all must be found; empty: any offer
	Place    places.Place // zero: anywhere
	Contract sources.Contract
	Remote   sources.Remote // Hybrid: some remote work at least
	Level    sources.Level
	Pay      int // gross euros a year at least; 0: any
	Days     int // published within so many days; 0: ever
}

// IsZero reports whether q asks for nothing in particular.
func (q Query) IsZero() bool { return q == Query{} }

// PlaceCode writes a place as a short code: "c54395", "d54", "r44"; empty for none.
func PlaceCode(p places.Place) string {
	if p == (places.Place{}) {
		return ""
	}
	return [...]string{places.KindCommune: "c", places.KindDepartement: "d", places.KindRegion: "r"}[p.Kind] + p.Code
}

// PlaceOf reads what PlaceCode writes.
func PlaceOf(code string) (p places.Place, ok bool) {
	if code == "" {
		return p, false
	}
	switch code[0] {
	case 'c':
		return places.ByCode(code[1:])
	case 'd':
		return places.Departement(code[1:])
	case 'r':
		return places.Region(code[1:])
	}
	return p, false
}

// payStep is the coarseness in euros of the pay tokens; what is finer is
// compared by the caller.
const payStep = 5000

// Facets returns the tokens that filters ask for, in conjunctive form: one
// token of each group is needed.
func (q Query) Facets() [][]string {
	var facets [][]string
	need := func(tokens ...string) { facets = append(facets, tokens) }
	switch p := q.Place; {
	case p == places.Place{}:
	case p.Kind == places.KindCommune:
		need(facetMark+"c"+fold(p.Code), facetMark+"x"+fold(p.Departement))
	case p.Kind == places.KindDepartement:
		need(facetMark + "d" + fold(p.Code))
	default:
		need(facetMark + "r" + p.Code)
	}
	if q.Contract != "" {
		need(facetMark + string(q.Contract))
	}
	switch q.Remote {
	case sources.Hybrid:
		need(facetMark + "remote")
	case "":
	default:
		need(facetMark + string(q.Remote))
	}
	if q.Level != "" {
		need(facetMark + string(q.Level))
	}
	if step := q.Pay / payStep; step > 0 {
		need(facetMark + "p" + strconv.Itoa(min(step, maxPayStep)))
	}
	return facets
}

const maxPayStep = 60 // 300 000 euros a year

func fold(code string) string { return strings.ToLower(code) }

// Document is an offer as it is searched.
type Document struct {
	Head   []string // tokens of the title and the skills
	Body   []string // tokens of all its text, the head's included
	Facets []string
}

// NewDocument returns the tokens of an offer.
func NewDocument(o *sources.Offer) Document {
	head := o.Title + "\n" + strings.Join(o.Skills, "\n")
	body := Tokens(strings.Join([]string{head, o.Company, bot.Plain(o.Description)}, "\n"))
	for _, p := range o.Places {
		body = append(body, nameTokens(p.Label)...)
	}
	slices.Sort(body)
	return Document{Head: Tokens(head), Body: slices.Compact(body), Facets: offerFacets(o)}
}

func offerFacets(o *sources.Offer) []string {
	var facets []string
	seen := map[string]bool{}
	add := func(kind, value string) {
		if t := facetMark + kind + fold(value); value != "" && !seen[t] {
			seen[t] = true
			facets = append(facets, t)
		}
	}
	for _, p := range o.Places {
		add("c", p.Commune)
		add("d", p.Departement)
		add("r", p.Region)
		if p.Commune == "" {
			add("x", p.Departement) // somewhere in it: perhaps in any of its communes
		}
	}
	add("", string(o.Contract))
	add("", string(o.Remote))
	if o.Remote == sources.Full || o.Remote == sources.Hybrid {
		add("", "remote")
	}
	add("", string(o.Level))
	for step := 1; step <= int(o.EurosAYear())/payStep && step <= maxPayStep; step++ {
		add("p", strconv.Itoa(step))
	}
	return facets
}
