package sources

import "strings"

// words cuts folded text into its words, at most max: letters and figures, and what is
// part of a name in tech: "c++", "c#", ".net", "node.js".
func words(folded string, max int) []string {
	all := make([]string, 0, min(max, len(folded)/6+1))
	for i := 0; i < len(folded) && len(all) < max; {
		if !inWord(folded[i]) && !strings.HasPrefix(folded[i:], ".net") {
			i++
			continue
		}
		from := i
		for i++; i < len(folded) && (inWord(folded[i]) || joinsWord(folded[from:i], folded[i:])); i++ {
		}
		all = append(all, folded[from:i])
	}
	return all
}

func inWord(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// joinsWord reports whether the sign that begins rest is part of the word before it.
func joinsWord(word, rest string) bool {
	switch rest[0] {
	case '+':
		return word == "c" && strings.HasPrefix(rest, "++") || word == "c+"
	case '#':
		return word == "c" || word == "f"
	case '.':
		return strings.HasPrefix(rest, ".js") || strings.HasPrefix(rest, ".net") && len(word) <= 3
	}
	return false
}

// phrases gives runs of words, as [plainWords] writes them, a meaning.
type phrases struct {
	most    int // words of the longest
	meaning map[string]byte
}

// newPhrases reads tables of phrases: one a line or between commas.
func newPhrases(tables map[byte]string) phrases {
	p := phrases{meaning: map[string]byte{}}
	for meaning, table := range tables {
		for phrase := range strings.FieldsFuncSeq(table, func(r rune) bool { return r == ',' || r == '\n' }) {
			w := plainWords(words(phrase, 10))
			if len(w) == 0 {
				continue
			}
			p.most = max(p.most, len(w))
			p.meaning[strings.Join(w, " ")] = meaning
		}
	}
	return p
}

// at is the meaning of the longest phrase that begins w, and how many words it has.
func (p phrases) at(w []string) (meaning byte, n int) {
	for n = min(p.most, len(w)); n > 0; n-- {
		if m, ok := p.meaning[strings.Join(w[:n], " ")]; ok {
			return m, n
		}
	}
	return 0, 0
}

// light are the words that phrases do without, and what inclusive writing and « H/F »
// leave: « chef(fe) de projet » is "chef projet".
var light = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		de d du des la le les l en et a au aux un une of the and an for in to
		h f m w x hf fh hfx mf fm mfd mfx nb e es ne se fe trice trices euse euses ice rice ere iere ienne ive
	`) {
		m[w] = true
	}
	return m
}()

// plainWords are words without those that are [light], each in one form for men, women
// and several.
func plainWords(all []string) []string {
	kept := make([]string, 0, len(all))
	for _, w := range all {
		if !light[w] {
			kept = append(kept, plainWord(w))
		}
	}
	return kept
}

var feminine = []struct{ end, plain string }{
	{"euse", "eur"}, {"trice", "teur"}, {"ieure", "ieur"}, {"ienne", "ien"}, {"iere", "ier"}, {"cheffe", "chef"}, {"ante", "ant"}, {"ee", "e"}, {"nelle", "nel"}, {"ciale", "cial"},
}

func plainWord(w string) string {
	if len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's' {
		w = w[:len(w)-1]
	}
	if len(w) > 3 && strings.HasSuffix(w, "aux") {
		w = w[:len(w)-2] + "l" // commerciaux
	}
	for _, f := range feminine {
		if len(w) > len(f.end)+1 && strings.HasSuffix(w, f.end) || w == f.end && w == "cheffe" {
			return w[:len(w)-len(f.end)] + f.plain
		}
	}
	return w
}
