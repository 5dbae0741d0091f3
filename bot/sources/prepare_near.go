package sources

import (
	"slices"
	"strings"
)

// near keeps of a text what stands near some words, farther than any pattern about them
// reaches: it spares the rest the slow look. Stretches are parted as sentences are.
func near(text string, reach int, cues []string) string {
	var found []stretch
	for _, cue := range cues {
		for from := 0; ; {
			i := strings.Index(text[from:], cue)
			if i < 0 {
				break
			}
			found = append(found, stretch{max(0, from+i-reach), min(len(text), from+i+len(cue)+reach)})
			from += i + len(cue)
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b stretch) int { return a.from - b.from })
	var kept strings.Builder
	open := found[0]
	for _, s := range found[1:] {
		if s.from <= open.to {
			open.to = max(open.to, s.to)
			continue
		}
		kept.WriteString(text[open.from:open.to] + ". ")
		open = s
	}
	kept.WriteString(text[open.from:open.to])
	return kept.String()
}

// The words that the patterns of [announcement] look around.
var (
	beginnerCues = []string{"debutant", "diplome", "junior", "premier emploi", "sans experience", "aucune experience", "entry-level", "entry level", "prior experience", "previous experience", "no experience", "graduate"}
	yearsCues    = []string{"experience"}
	contractCues = []string{"cdi", "cdd", "freelance", "alternance", "apprentissage", "stage", "interim", "determinee", "permanent", "fixed-term", "fixed term", "internship", "professionnalisation"}
	trainingCues = []string{"poe", "afpr", "preparation operationnelle", "formation prealable", "formation avant", "formation pre", "formation remuneree", "formation financee", "formation qualifiante", "formation intensive", "formation suivie", "formation puis", "forme"}
	amountCues   = []string{"€", "eur"}
)
