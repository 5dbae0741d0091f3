// Package search reads what people type when they look for an offer, and the
// words of the offers alike. It promises that one analyser serves both engines
// and both sides, so that an offer is found or not for the same reason
// everywhere: folding, elision, plurals and feminines, and a table of tech terms.
package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// The marks that tell the kinds of token apart. No letter or digit, so that no
// word can pass for another kind; above U+007F, so that SQLite's simple
// tokenizer takes them for part of the token.
const (
	stemMark  = "≈" // ≈developpeur: every form of the word
	facetMark = "¤" // ¤d69: not a word but a filter
)

// maxToken is the length in bytes of the longest word that is told from others;
// PostgreSQL refuses lexemes of 2 KiB.
const maxToken = 60

// word is one word of a text: as it is folded, what its forms share, whether it
// is a term of the tech table, and whether a clause begins with it.
type word struct {
	folded string
	stem   string
	term   bool
	first  bool
}

// gigabytes are no Go: "16 Go", "512Go".
var gigabytes = regexp.MustCompile(`(\d)[ \x{a0}\x{202f}]*go\b`)

// split parts a text into words. A tech term of several words, or with
// punctuation, is one word.
func split(text string) []word {
	text = bot.Fold(text)
	if strings.Contains(text, "go") {
		text = gigabytes.ReplaceAllString(text, "$1")
	}
	var words []word
	for clause := range strings.FieldsFuncSeq(text, endsClause) {
		first := true
		for chunk := range strings.FieldsFuncSeq(clause, isBreak) {
			n := len(words)
			words = appendChunk(words, chunk)
			if first && n < len(words) {
				words[n].first, first = true, false
			}
			first = first || strings.HasSuffix(chunk, ".")
		}
	}
	return words
}

// endsClause parts clauses: no term of several words goes over it.
func endsClause(r rune) bool { return strings.ContainsRune(",;:!?|•…*\n", r) }

// isBreak parts chunks. The apostrophe parts the elided word from its article.
func isBreak(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("()[]{}<>\"'«»“”·`=~¤≈", r) || unicode.IsControl(r)
}

func appendChunk(words []word, chunk string) []word {
	chunk = strings.TrimLeft(strings.TrimRight(chunk, ".-_/&@%"), "-_/&@%+#")
	if chunk == "" {
		return words
	}
	if name := termOf(chunk); name != "" {
		return append(words, word{folded: chunk, stem: name, term: true})
	}
	if name, ok := strings.CutSuffix(chunk, ".net"); ok && termOf(name) != "" { // c#.net
		return appendChunk(appendChunk(words, name), ".net")
	}
	parts := strings.FieldsFunc(chunk, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#' && r != '.'
	})
	if len(parts) == 1 && parts[0] == chunk {
		if rest := strings.TrimLeft(chunk, "."); rest != chunk {
			return appendChunk(words, rest)
		}
		parts = strings.FieldsFunc(chunk, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if len(parts) == 1 && parts[0] == chunk {
			return append(words, plain(chunk))
		}
	}
	for _, part := range parts {
		words = appendChunk(words, part)
	}
	return words
}

// termOf is the token of a tech term of one word, perhaps with its version:
// "java17", "php8.2". A lone letter has none: "c3" is not C.
func termOf(chunk string) string {
	if len(chunk) > maxToken {
		return ""
	}
	name := terms[chunk]
	if base := strings.TrimRight(chunk, "0123456789."); name == "" && len(base) > 1 {
		name = terms[base]
	}
	if strings.HasPrefix(name, noTerm) {
		return ""
	}
	return name
}

func plain(w string) word {
	if len(w) > maxToken {
		for w = w[:maxToken]; !utf8.ValidString(w); {
			w = w[:len(w)-1]
		}
	}
	return word{folded: w, stem: stem(w)}
}

// compound is the token of the longest run of words, within a clause, at the
// start of words that is one term of the table or of also, and its length; 0 when
// there is none.
func compound(words []word, also map[string]string) (name string, n int) {
	run := words[0].folded
	for i, w := range words[1:min(maxCompound, len(words))] {
		if w.first {
			break
		}
		run += " " + w.folded
		of, ok := terms[run]
		if !ok {
			of, ok = also[run]
		}
		if ok {
			name, n = of, i+2
		}
	}
	return name, n
}

// Tokens returns the distinct tokens of a text that is searched: each word
// folded, for completion, and its stem; and every term that words make together.
// A tech term is completed by its name too: "kuber" finds k8s.
func Tokens(text string) []string {
	var tokens []string
	add := func(w word) {
		tokens = append(tokens, w.folded, stemMark+w.stem)
		if w.term {
			tokens = append(tokens, w.stem)
		}
	}
	for words := split(text); len(words) > 0; {
		name, n := compound(words, inTexts)
		if of, no := strings.CutPrefix(name, noTerm); no {
			tokens = append(tokens, stemMark+of)
			for _, w := range words[:n] {
				if !w.term {
					add(w)
				}
			}
			words = words[n:]
			continue
		}
		if n > 0 {
			tokens = append(tokens, stemMark+name)
		}
		add(words[0])
		words = words[1:]
	}
	tokens = slices.DeleteFunc(tokens, func(t string) bool { return !isToken(t) })
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// isToken drops what SQLite's tokenizer would part again: the folded form of
// "c++" is only found by its stem.
func isToken(t string) bool {
	for _, r := range t {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r < utf8.RuneSelf {
			return false
		}
	}
	return t != ""
}

// Term is a word that is looked for: a token equal to Stem, or one that begins
// with Prefix where Prefix is set, satisfies it.
type Term struct{ Stem, Prefix string }

// nameTokens are the tokens of a proper name, in which no word is a tech term:
// Vue is a commune.
func nameTokens(name string) []string {
	var tokens []string
	for w := range strings.FieldsFuncSeq(bot.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		p := plain(w)
		tokens = append(tokens, p.folded)
		if terms[w] == "" {
			tokens = append(tokens, stemMark+p.stem)
		}
	}
	return tokens
}

// maxTerms is how many words of a search are looked for; more only repeat.
const maxTerms = 12

// Terms returns what the words of a search ask for. Words that say nothing are
// left out unless there are no others. The last word may be unfinished, if it
// is not a tech term.
func Terms(text string) []Term {
	var all, telling []Term
	last := false
	add := func(stem string, w word) {
		t := Term{Stem: stemMark + stem}
		last = !w.term && len(w.folded) >= 3
		if last {
			t.Prefix = w.folded
		}
		all = append(all, t)
		if w.term || !empty[w.folded] {
			telling = append(telling, t)
		}
	}
	for words := split(text); len(words) > 0; {
		name, n := compound(words, nil)
		if n > 0 {
			add(strings.TrimPrefix(name, noTerm), word{term: true})
		} else {
			add(words[0].stem, words[0])
			n = 1
		}
		words = words[n:]
	}
	if len(telling) == 0 {
		telling = all
	}
	if len(telling) > maxTerms {
		telling = telling[:maxTerms]
	}
	for i := range telling {
		if i < len(telling)-1 || !last || telling[i] != all[len(all)-1] {
			telling[i].Prefix = ""
		}
	}
	return slices.DeleteFunc(telling, func(t Term) bool { return !isToken(t.Stem) })
}

// suffix turns an ending into the one that its forms share.
type suffix struct{ from, to string }

// feminines are tried in order on a singular of at least five letters.
var feminines = [...]suffix{
	{"euse", "eur"}, {"eux", "eur"}, {"trice", "teur"}, {"eure", "eur"}, {"ienne", "ien"}, {"ere", "er"}, {"ante", "ant"},
	{"ente", "ent"}, {"erte", "ert"}, {"ive", "if"}, {"elle", "el"}, {"ale", "al"}, {"ee", "e"}, {"ie", "i"}, {"y", "i"}, {"effe", "ef"},
}

// stem returns what the singular, plural, masculine and feminine of a folded
// French or English word share. Synonyms of the trade count as forms.
func stem(w string) string {
	if s, ok := synonyms[w]; ok {
		return s
	}
	switch n := len(w); {
	case n > 5 && strings.HasSuffix(w, "eaux"):
		w = w[:n-1]
	case n > 5 && strings.HasSuffix(w, "aux"):
		w = w[:n-2] + "l"
	case n > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		w = w[:n-1]
	}
	if len(w) >= 5 {
		for _, f := range feminines {
			if strings.HasSuffix(w, f.from) {
				w = strings.TrimSuffix(w, f.from) + f.to
				break
			}
		}
	}
	if s, ok := synonyms[w]; ok {
		return s
	}
	return w
}

// Version names the analyser: offers indexed by another one are indexed again
// when they are next imported. The tokens under which alerts are kept are not: a migration
// that goes with another version makes them anew.
const Version = "1"
