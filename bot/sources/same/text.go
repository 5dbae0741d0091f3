package same

import (
	"regexp"
	"slices"
	"strings"

	"rebond/bot/sources"
)

// Texts are compared by their runs of four words, at most the first 2,000 of
// each.
const (
	run      = 4
	maxWords = 2000
)

// addresses are what one source shows, another takes out and a third writes
// otherwise: they are no part of what is said.
var addresses = regexp.MustCompile(`\S+@\S+|\]\([^)]*\)|https?://\S+|\(?` + regexp.QuoteMeta(sources.Masked) + `\)?`)

func withoutAddresses(line string) string {
	if !strings.Contains(line, "@") && !strings.Contains(line, "](") && !strings.Contains(line, "http") && !strings.Contains(line, sources.Masked) {
		return line // nearly all of them
	}
	return addresses.ReplaceAllString(line, " ")
}

// text is a description without markup, headings and forms filled in.
type text struct {
	words []string
	runs  []uint64         // the hash of the run that begins at each word
	at    map[uint64]int32 // where each run first begins
}

func readText(description string) text {
	var t text
	for _, line := range body(description) {
		t.words = append(t.words, wordsOf(withoutAddresses(line))...)
		if len(t.words) > maxWords {
			t.words = t.words[:maxWords]
			break
		}
	}
	n := max(0, len(t.words)-run+1)
	t.runs, t.at = make([]uint64, n), make(map[uint64]int32, n)
	for i := n - 1; i >= 0; i-- {
		t.runs[i] = hash(t.words[i : i+run]...)
		t.at[t.runs[i]] = int32(i)
	}
	return t
}

// forms are the headings of what a job board makes of the fields that a
// recruiter fills in, where all of it is a list.
var forms = set("entreprise poste salaire experience formation competences savoir-etre etre langues outils permis accessibilite origine")

// body is the lines of a description that are not headings nor forms.
func body(description string) []string {
	var kept, section []string
	form := false
	end := func() {
		if !form || !allItems(section) {
			kept = append(kept, section...)
		}
		section = nil
	}
	for line := range strings.SplitSeq(description, "\n") {
		line = strings.TrimSpace(line)
		if heading, ok := strings.CutPrefix(line, "#"); ok {
			end()
			words := wordsOf(heading)
			form = len(words) > 0 && len(words) <= 2 && forms[words[len(words)-1]]
			continue
		}
		if line != "" && !isHeading(line) {
			section = append(section, line)
		}
	}
	end()
	return kept
}

func allItems(lines []string) bool {
	return !slices.ContainsFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "- ") })
}

// isHeading is true of the few words before a colon that texts without markup
// have for headings.
func isHeading(line string) bool {
	line = strings.TrimRight(line, "* ")
	return strings.HasSuffix(line, ":") && len(wordsOf(line)) <= 5
}

// has reports whether the words stand in the text, one after the other.
func (t *text) has(words []string) bool {
	for i := 0; i+len(words) <= len(t.words); i++ {
		if slices.Equal(t.words[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

func (t *text) hasAny(phrases [][]string) bool {
	return slices.ContainsFunc(phrases, t.has)
}

// hash is FNV-1a over words: the same in every process, since marks are kept.
func hash(words ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	h ^= h >> 32 // spread: the smallest are taken as a sample
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
