package places

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Find reads the name of a commune, a département or a région as a person types
// it: without accents or capitals, "st" for Saint, after "à", "en" or "dans le",
// with a département ("Nancy (54)", "Nancy 54"), a postal code ("54000 Nancy") or
// an arrondissement ("Lyon 3e"); a code alone is a département ("2a") or a
// postal code ("54000"). Of namesakes it gives the most populous commune; a
// département or région wins over a commune of under 100,000 inhabitants.
func Find(name string) (Place, bool) {
	if a, ok := ask(name); ok {
		if m, ok := a.find(); ok {
			return m.Place, true
		}
	}
	return readList(name, false)
}

// FindIn gives the commune of that name in the département of that code, for
// imports: "LYON 03" in "69", "ST ETIENNE CEDEX 2" in "42".
func FindIn(name, departement string) (Place, bool) {
	a, ok := ask(name)
	if !ok || departement == "" || len(a.words) == 0 {
		return Place{}, false
	}
	a.departement, a.not = strings.ToUpper(departement), KindDepartement
	m, ok := a.find()
	return m.Place, ok && m.Kind == KindCommune
}

// asked is a place as someone wrote it, taken apart.
type asked struct {
	words       []string // of the name, perhaps after some that lead to it
	code        string   // a word of figures beside or instead of the name: "54", "2a", "54000"
	departement string   // that the place must be in, if any
	region      string   // the same
	number      int      // an arrondissement, if any
	bare        string   // the same number as a département: « Nancy 54 » is no arrondissement
	kind        Kind     // preferred, if any
	not         Kind     // never wanted, if any
}

// ask takes a text apart; false if it names nothing.
func ask(s string) (a asked, ok bool) {
	if len(s) > longest {
		return a, false
	}
	w := words(s)
	if i := slices.Index(w, "cedex"); i > 0 {
		w = w[:i]
	}
	if len(w) == 1 && '0' <= w[0][0] && w[0][0] <= '9' {
		a.code = w[0]
		return a, true
	}
	a.words = a.takeCode(a.takeNumber(w))
	return a, len(a.words) > 0
}

// takeNumber takes from w the number that ends it, and the words about an
// arrondissement.
func (a *asked) takeNumber(w []string) []string {
	if len(w) > 2 && isArrondissement(w[1]) && ordinal(w[0]) > 0 { // 3e arrondissement de Lyon
		a.number = ordinal(w[0])
		return w[2:]
	}
	if len(w) > 2 && isArrondissement(w[len(w)-1]) {
		w = w[:len(w)-1]
	}
	if len(w) < 2 {
		return w
	}
	last := w[len(w)-1]
	if a.number = ordinal(last); a.number > 0 {
		return w[:len(w)-1]
	}
	if n, err := strconv.ParseUint(last, 10, 16); err == nil && n > 0 && len(last) <= 3 {
		a.number, a.code, a.bare = int(n), last, last
		if len(last) == 1 {
			a.bare = "0" + last
		}
		return w[:len(w)-1]
	}
	return w
}

// takeCode takes from w a département or a postal code that begins or ends it.
func (a *asked) takeCode(w []string) []string {
	if len(w) > 1 {
		if d, ok := codeOf(w[0]); ok {
			a.departement, w = d, w[1:]
		}
	}
	if len(w) > 1 {
		last := w[len(w)-1]
		if d, ok := codeOf(last); ok && (a.departement == "" || a.departement == d) {
			a.code, a.departement, w = last, d, w[:len(w)-1]
		}
	}
	return w
}

// codeOf is the département of a word that is one's code, or a postal or CEDEX code.
func codeOf(word string) (string, bool) {
	switch len(word) {
	case 2, 3:
		code := strings.ToUpper(word)
		_, ok := places().departement(code)
		return code, ok || code == "20"
	case 5:
		if _, err := strconv.ParseUint(word, 10, 32); err != nil {
			return "", false
		}
		if p, ok := ByPostalCode(word); ok {
			return p.Departement, true
		}
		return departementOf(word), true
	}
	return "", false
}

func isArrondissement(word string) bool {
	return word == "arrondissement" || word == "arr" || word == "ardt"
}

// ordinal reads "1er", "3e", "11eme"; zero for any other word.
func ordinal(word string) int {
	figures := strings.TrimRight(word, "abcdefghijklmnopqrstuvwxyzᵉ")
	switch word[len(figures):] {
	case "e", "er", "eme", "ieme", "ere", "re", "nd", "nde", "ᵉ":
		if n, err := strconv.ParseUint(figures, 10, 8); err == nil {
			return int(n)
		}
	}
	return 0
}

// meaning is a place and the name that meant it.
type meaning struct {
	Place
	rank rank
	key  string
}

// find gives the place asked for: by its name whole, then without the words that
// lead to it.
func (a asked) find() (meaning, bool) {
	for w := a.words; len(w) > 0; w = w[1:] {
		if m, ok := a.named(strings.Join(w, " ")); ok {
			return m, true
		}
		if le, ok := contracted(w[0]); ok && len(w) > 1 {
			if m, ok := a.named(le + " " + strings.Join(w[1:], " ")); ok {
				return m, true
			}
		}
		kind, ok := leading(w[0])
		if !ok {
			return meaning{}, false
		}
		if kind != 0 {
			a.kind = kind
		}
	}
	if len(a.code) == 5 {
		p, ok := ByPostalCode(a.code)
		return meaning{Place: p}, ok
	}
	p, ok := Departement(strings.ToUpper(a.code))
	return meaning{Place: p}, ok
}

// named gives the place of that very name that fits, of the kind preferred if
// there is one.
func (a asked) named(key string) (meaning, bool) {
	t := places()
	in := t.within(key, t.entries)
	if a.kind != 0 {
		m, ok := t.choose(key, in, func(p Place, _ rank) bool { return p.Kind == a.kind && a.fits(p) })
		if ok {
			return m, true
		}
	}
	return t.choose(key, in, func(p Place, _ rank) bool { return a.fits(p) })
}

func (a asked) fits(p Place) bool {
	switch {
	case a.not != 0 && p.Kind == a.not,
		a.departement != "" && !p.in(a.departement),
		a.region != "" && p.Region != a.region:
		return false
	}
	return a.number == 0 || a.number <= p.arrondissements() || a.bare != "" && p.in(a.bare)
}

// within narrows entries, sorted, to those whose key begins with prefix.
func (t *table) within(prefix string, in []entry) []entry {
	in = in[sort.Search(len(in), func(i int) bool { return t.key(in[i]) >= prefix }):]
	return in[:sort.Search(len(in), func(i int) bool { return !strings.HasPrefix(t.key(in[i]), prefix) })]
}

// choose gives the best place that fits among the entries of that very key,
// which come first in a range of [table.within].
func (t *table) choose(key string, in []entry, fits func(Place, rank) bool) (best meaning, ok bool) {
	for _, e := range in {
		if int(e.size) != len(key) {
			break
		}
		p := t.place(e.id)
		if fits(p, e.rank) && (!ok || e.rank < best.rank || e.rank == best.rank && p.outranks(best.Place)) {
			best, ok = meaning{p, e.rank, key}, true
		}
	}
	return best, ok
}

// outranks reports whether a name that p and q share means p.
func (p Place) outranks(q Place) bool {
	switch {
	case p.Kind == KindCommune && q.Kind != KindCommune:
		return p.Population >= metropolis
	case p.Kind != KindCommune && q.Kind == KindCommune:
		return q.Population < metropolis
	}
	return p.Population > q.Population
}
