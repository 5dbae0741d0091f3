package places

const (
	town    = 20_000 // inhabitants from which Large reads a commune
	wordMax = 10     // words of a name
)

// Large reads, at the start of the words of a longer text, the longest name of a
// commune of 20,000 inhabitants or more, a département or a région; n is how many
// words it takes, 0 for none. The words are folded, and split at spaces, hyphens
// and apostrophes: "bourg", "en", "bresse". Départements that are everyday words
// ("nord", "lot") are not read. "au", "havre" and "lyon", "3e" are two
// words each.
func Large(words []string) (p Place, n int) {
	t := places()
	in := t.entries
	var key []byte
	for i, w := range words[:min(len(words), wordMax)] {
		if i == 0 {
			if le, ok := contracted(w); ok {
				w = le
			}
		} else {
			key = append(key, ' ')
		}
		key = append(key, inFull(w)...)
		if w == "" || len(key) > longest {
			break
		}
		if in = t.within(string(key), in); len(in) == 0 {
			break
		}
		if m, ok := t.choose(string(key), in, isLarge); ok && m.plain() {
			p, n = m.Place, i+1
		}
	}
	if n > 0 && n < len(words) {
		n += arrondissementWords(p, words[n:])
	}
	return p, n
}

func isLarge(p Place, r rank) bool {
	return r != partial && (p.Kind != KindCommune || p.Population >= town)
}

// plain reports whether a name inside a text surely means its place.
func (m meaning) plain() bool {
	if m.rank == nicknamed {
		return !quiet(m.key)
	}
	return !everyday(m.key)
}

// arrondissementWords counts the words after the name of a city that number one
// of its arrondissements: "3e", "3e arrondissement", "3 arrondissement".
func arrondissementWords(p Place, words []string) int {
	named := len(words) > 1 && isArrondissement(words[1])
	number := ordinal(words[0])
	if named && number == 0 {
		number = ordinal(words[0] + "e")
	}
	switch {
	case number == 0 || number > p.arrondissements():
		return 0
	case named:
		return 2
	}
	return 1
}
