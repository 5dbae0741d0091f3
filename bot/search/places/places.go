// Package places knows the communes, départements and régions of France, reads
// them in what people and job boards write, and completes their names. It needs
// no network and no file: everything is embedded, unpacked at the first question
// and immutable after, so all of it may be called at once from anywhere. It
// never guesses beyond its rules: a name it does not know gives false.
//
// The data are those of the npm package @etalab/decoupage-administratif 6.0.0
// (MIT), made from INSEE, IGN and La Poste under the Licence Ouverte 2.0. They
// hold the current communes, the arrondissements of Paris, Lyon and Marseille,
// and the overseas territories; neither former communes nor CEDEX codes.
package places

//go:generate go run ./gen $DECOUPAGE

import (
	"sort"
	"strings"
)

// Kind says what a place is; the zero Kind is no place.
type Kind uint8

// The kinds of places, smallest first.
const (
	KindCommune Kind = iota + 1
	KindDepartement
	KindRegion
)

// Place is a commune, a département or a région. Code is its INSEE code, which
// only its Kind makes unique. Departement and Region are the codes of those that
// hold it, itself included; Departement is empty for a région. An overseas
// territory is its own département and région. Population is in inhabitants,
// zero where nobody lives.
type Place struct {
	Kind                Kind
	Code, Name          string
	Departement, Region string
	Population          int
}

// Label is the name as a member reads it: « Nancy (54) », « Meurthe-et-Moselle
// (54) », « Grand Est ». [Find] reads it back, except for the few communes named
// like their own département, such as Mayenne, where it gives the département.
func (p Place) Label() string {
	if p.Departement == "" {
		return p.Name
	}
	return p.Name + " (" + p.Departement + ")"
}

// ByCode gives the commune of an INSEE code ("54395"); the code of an
// arrondissement of Paris, Lyon or Marseille gives the city.
func ByCode(code string) (Place, bool) {
	t := places()
	if city, ok := pair(t.arrondissements, code); ok {
		code = city
	}
	i, ok := t.id(KindCommune, code)
	if !ok {
		return Place{}, false
	}
	return t.commune(i), true
}

// Departement gives the département, or the overseas territory, of a code:
// "54", "2A", "974".
func Departement(code string) (Place, bool) {
	t := places()
	i, ok := t.departement(code)
	if !ok {
		return Place{}, false
	}
	return t.departements[i], true
}

// Region gives the région of an INSEE code: "44" is Grand Est.
func Region(code string) (Place, bool) {
	t := places()
	i, ok := t.region(code)
	if !ok {
		return Place{}, false
	}
	return t.regions[i], true
}

// ByPostalCode gives the most populous commune that has a postal code: "75011"
// is Paris. A CEDEX code is none.
func ByPostalCode(code string) (Place, bool) {
	commune, ok := pair(places().postal, code)
	if !ok {
		return Place{}, false
	}
	return ByCode(commune)
}

// pair looks up a five-character code in lines of two such codes.
func pair(lines, code string) (string, bool) {
	if len(code) != 5 {
		return "", false
	}
	n := len(lines) / pairLine
	i := sort.Search(n, func(i int) bool { return lines[i*pairLine:i*pairLine+5] >= code })
	if i == n || !strings.HasPrefix(lines[i*pairLine:], code) {
		return "", false
	}
	return lines[i*pairLine+6 : i*pairLine+11], true
}

// arrondissements is how many a city has, zero for all but three.
func (p Place) arrondissements() int {
	if p.Kind == KindCommune {
		switch p.Code {
		case "75056":
			return 20
		case "69123":
			return 9
		case "13055":
			return 16
		}
	}
	return 0
}

// in reports whether p is the département of that code or lies in it; "20", the
// former Corsica that postal codes kept, is both of today's.
func (p Place) in(departement string) bool {
	return p.Departement == departement ||
		departement == "20" && (p.Departement == "2A" || p.Departement == "2B")
}
