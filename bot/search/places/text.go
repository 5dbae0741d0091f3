package places

import (
	"slices"
	"strings"
	"unicode"

	"rebond/bot"
)

// FindText reads the place of a job offer as boards write it: "Paris, France",
// "Nantes, Pays de la Loire, France", "69 - Lyon 3e Arrondissement", "69 - RHONE",
// "Greater Paris Area". The whole text must be a French place, or a list of one
// place and the country, région, département or codes that hold it: "Paris,
// Texas" is none. Alone, the name of a small commune or one better known abroad
// ("Montréal", "US") is none either. Paris is always the city.
func FindText(s string) (Place, bool) {
	p, ok := readList(s, true)
	if ok && p.Kind == KindDepartement && p.Code == "75" {
		return ByCode("75056")
	}
	return p, ok
}

const (
	piecesMax = 5    // in a list that is read
	village   = 5000 // inhabitants under which a one-word name alone is not trusted
)

// list is a text cut at its commas, its brackets and its dashes between spaces.
type list struct {
	pieces      []string
	france      bool // the country was one of them, now taken out
	departement bool // "(Dept.)" was
}

// readList reads a text cut in pieces. A cautious reading leaves what may be abroad.
func readList(s string, cautious bool) (Place, bool) {
	if len(s) > longest {
		return Place{}, false
	}
	l := cut(s)
	if len(l.pieces) == 0 || len(l.pieces) > piecesMax {
		return Place{}, false
	}
	if len(l.pieces) > 1 {
		for i := range l.pieces {
			if p, ok := l.main(i); ok {
				return p, true
			}
		}
	}
	a, ok := ask(strings.Join(l.pieces, " "))
	if !ok {
		return Place{}, false
	}
	if l.departement {
		a.kind = KindDepartement
	}
	m, ok := a.find()
	if !ok {
		return around(a.words)
	}
	alone := !l.france && a.code == "" && a.departement == "" && a.number == 0
	if cautious && alone && m.doubtful() {
		return Place{}, false
	}
	return m.Place, true
}

// cut makes the list of a text, folded.
func cut(s string) (l list) {
	runes := []rune(bot.Fold(s))
	begin := 0
	add := func(end int) {
		piece := strings.TrimSpace(string(runes[begin:end]))
		switch strings.Join(words(piece), " ") {
		case "":
		case "france", "fr", "fra", "france metropolitaine", "metropolitan france":
			l.france = true
		case "dept", "dpt", "departement":
			l.departement = true
		default:
			l.pieces = append(l.pieces, piece)
		}
		begin = end + 1
	}
	for i, r := range runes {
		switch r {
		case ',', ';', '|', '(', ')', '\n':
			add(i)
		case '-', '/':
			open := i == 0 || unicode.IsSpace(runes[i-1])
			if open || r == '-' && (unicode.IsDigit(runes[i-1]) || i+1 < len(runes) && unicode.IsSpace(runes[i+1])) {
				add(i)
			}
		}
	}
	add(len(runes))
	return l
}

// main reads piece i as the place and every other as what holds it.
func (l list) main(i int) (Place, bool) {
	a, ok := ask(l.pieces[i])
	if !ok || len(a.words) == 0 {
		return Place{}, false
	}
	for j, piece := range l.pieces {
		if j == i || slices.Equal(words(piece), a.words) {
			continue
		}
		departement, region, ok := holder(piece)
		if !ok || departement != "" && a.departement != "" && departement != a.departement {
			return Place{}, false
		}
		if departement != "" {
			a.departement, a.kind = departement, KindCommune
		}
		if region != "" {
			a.region = region
		}
	}
	if l.departement {
		a.kind = KindDepartement
	}
	m, ok := a.find()
	return m.Place, ok
}

// holder reads a piece as a département or a région, by name or code.
func holder(piece string) (departement, region string, ok bool) {
	a, ok := ask(piece)
	if !ok {
		return "", "", false
	}
	if len(a.words) == 0 {
		departement, ok = codeOf(a.code)
		return departement, "", ok
	}
	a.not = KindCommune
	m, ok := a.find()
	if m.Kind == KindRegion {
		return "", m.Code, ok
	}
	return m.Code, "", ok
}

// doubtful reports whether a name alone is too weak a sign of its commune.
func (m meaning) doubtful() bool {
	if m.Kind != KindCommune || m.rank == nicknamed {
		return false
	}
	oneWord := !strings.Contains(m.key[article(m.key):], " ")
	return m.rank == partial || foreign(m.key) || oneWord && m.Population < village
}

// around reads what a professional network calls the surroundings of a big city:
// "Greater Lyon Area", "Paris et périphérie". Those of Paris are Île-de-France.
func around(w []string) (Place, bool) {
	n := len(w)
	if n > 0 && w[0] == "greater" {
		w = w[1:]
	}
	for _, end := range [...]string{"et peripherie", "et environs", "et sa region", "metropolitan region", "metropolitan area", "metropole", "area", "region"} {
		e := strings.Fields(end)
		if len(w) > len(e) && slices.Equal(w[len(w)-len(e):], e) {
			w = w[:len(w)-len(e)]
			break
		}
	}
	if len(w) == n {
		return Place{}, false
	}
	m, ok := asked{words: w}.find()
	switch {
	case !ok || m.Kind != KindCommune || m.Population < metropolis:
		return Place{}, false
	case m.Code == "75056":
		return Region(m.Region)
	}
	return m.Place, true
}
