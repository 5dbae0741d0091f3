package board

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// folded is a text as one types it (see [bot.Fold]), with plain spaces, and "|" for each
// emoji, that knows where each of its bytes stands in the text as written.
type folded struct {
	written string
	text    string
	at      []int32 // for each byte of text, and its end: the place in written
}

func fold(written string) folded {
	f := folded{written: written, at: make([]int32, 0, len(written)+1)}
	var b strings.Builder
	b.Grow(len(written))
	for i, r := range written {
		var plain string
		switch {
		case r < utf8.RuneSelf && r > ' ':
			b.WriteRune(unicode.ToLower(r))
			f.at = append(f.at, int32(i))
			continue
		case r == '\n':
			plain = "\n"
		case unicode.IsSpace(r):
			plain = " "
		case r == '−', r == '→', r == '➜', r == '⇒':
			plain = "-"
		case r == '×':
			plain = "x"
		case r == '\ufe0f', r == '\u200d', r == '\u20e3', unicode.Is(unicode.Sk, r) && r > 0x2000: // parts of emoji
		case r >= 0x2190 && unicode.Is(unicode.So, r):
			plain = "|"
		default:
			plain = bot.Fold(string(r))
		}
		b.WriteString(plain)
		for range len(plain) {
			f.at = append(f.at, int32(i))
		}
	}
	f.at = append(f.at, int32(len(written)))
	f.text = b.String()
	return f
}

// words gives from to to of the folded text as it was written.
func (f folded) words(from, to int) string { return f.written[f.at[from]:f.at[to]] }
