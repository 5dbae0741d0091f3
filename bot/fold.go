package bot

import (
	"strings"
	"unicode"
)

// folded maps the accented Latin letters of European languages to the letters
// one types for them.
var folded = func() map[rune]string {
	m := map[rune]string{'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", '’': "'", 'ʼ': "'", '‘': "'", '‐': "-", '‑': "-", '–': "-", '—': "-"}
	for plain, accented := range map[string]string{
		"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭį",
		"j": "ĵ", "k": "ķ", "l": "ĺļľŀ", "n": "ñńņňŉ", "o": "òóôõöōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, r := range accented {
			m[r] = plain
		}
	}
	return m
}()

// Fold lowers s and takes off its accents and ligatures, so that words compare
// as people type them: "Hôpital" and "HOPITAL" are the same. Typographic
// apostrophes and dashes become the typewriter's.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r < 0x80:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // a combining accent, as macOS writes é
		default:
			r = unicode.ToLower(r)
			if to, ok := folded[r]; ok {
				b.WriteString(to)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// Nearest returns the candidates that look like word, nearest first, at most
// max of them: those within one fault in three letters or so, and those that begin
// with it.
func Nearest(word string, candidates []string, max int) []string {
	word = Fold(word)
	if len(word) > 64 {
		return nil
	}
	reach := (len([]rune(word)) + 1) / 3
	byFaults := make([][]string, reach+1)
	for _, c := range candidates {
		faults := Distance(word, Fold(c))
		if len(word) >= 2 && strings.HasPrefix(Fold(c), word) && faults > 1 {
			faults = 1
		}
		if faults <= reach {
			byFaults[faults] = append(byFaults[faults], c)
		}
	}
	var near []string
	for _, cs := range byFaults {
		near = append(near, cs...)
	}
	return near[:min(max, len(near))]
}

// Distance counts the letters to add, drop, replace or swap with their
// neighbour to turn a into b (optimal string alignment).
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			replace := 1
			if x[i-1] == y[j-1] {
				replace = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+replace)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
