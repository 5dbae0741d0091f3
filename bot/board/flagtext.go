package board

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// flat is a text made plain so that phrases are found in it however they are dressed:
// folded, without invisible marks, emphasis and quotes, look-alike letters made Latin, and
// one space between words. A line break is a space where the sentence goes on (a small
// letter follows) and '\n' where it ends.
type flat struct {
	text    string
	line    string // text, on one line
	at      []int  // for each byte of text, and its end: the place in written
	written string // cleaned, otherwise as its author wrote it
}

func flatten(s string) flat {
	f := flat{written: bot.Clean(s, 0)}
	var b strings.Builder
	put := func(s string, at int) {
		b.WriteString(s)
		for range len(s) {
			f.at = append(f.at, at)
		}
	}
	gap, gapAt, lines := false, 0, 0
	for i, r := range f.written {
		plain, space := flatRune(r)
		switch {
		case space:
			if !gap {
				gap, gapAt, lines = true, i, 0
			}
			if r == '\n' {
				lines++
			}
			continue
		case plain == "":
			continue
		}
		if gap && b.Len() > 0 {
			if lines > 1 || lines == 1 && !unicode.IsLower(r) && !unicode.IsDigit(r) && r != '(' {
				put("\n", gapAt)
			} else {
				put(" ", gapAt)
			}
		}
		gap = false
		put(plain, i)
	}
	f.at = append(f.at, len(f.written))
	f.text = b.String()
	f.line = strings.ReplaceAll(f.text, "\n", " ")
	return f
}

// flatRune is a letter as it is compared: nothing for what does not show or only decorates.
func flatRune(r rune) (plain string, space bool) {
	switch {
	case unicode.IsSpace(r):
		return "", true
	case r < utf8.RuneSelf:
		if strings.ContainsRune("*_`~\"", r) {
			return "", false
		}
		return string(unicode.ToLower(r)), false
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me), strings.ContainsRune("«»“”„\u115f\u1160\u3164\uffa0\u2800", r):
		return "", false
	}
	return bot.Fold(string(latin(r))), false
}

// lookAlikes are letters of other alphabets that show as Latin ones.
var lookAlikes = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ѕ': 's', 'ј': 'j', 'һ': 'h', 'ԁ': 'd', 'м': 'm', 'н': 'h', 'т': 't', 'к': 'k', 'в': 'b',
	'А': 'a', 'Е': 'e', 'О': 'o', 'Р': 'p', 'С': 'c', 'У': 'y', 'Х': 'x', 'І': 'i', 'Ѕ': 's', 'Ј': 'j', 'М': 'm', 'Н': 'h', 'Т': 't', 'К': 'k', 'В': 'b',
	'ο': 'o', 'ν': 'v', 'α': 'a', 'ι': 'i', 'Α': 'a', 'Β': 'b', 'Ε': 'e', 'Η': 'h', 'Ι': 'i', 'Κ': 'k', 'Μ': 'm', 'Ν': 'n', 'Ο': 'o', 'Ρ': 'p', 'Τ': 't', 'Χ': 'x',
	'·': '.', '•': '.', '‧': '.', '⋅': '.', '・': '.', '…': '.', '′': '\'', '´': '\'', '−': '-', '→': '-', '➡': '-', '⁄': '/',
}

// latin is the Latin letter that a rune shows as: those of other alphabets, full-width
// ones, and the mathematical ones that posts use as bold.
func latin(r rune) rune {
	switch {
	case 0xFF01 <= r && r <= 0xFF5E:
		return unicode.ToLower(r - 0xFEE0)
	case 0x1D400 <= r && r <= 0x1D6A3:
		return 'a' + (r-0x1D400)%26
	case 0x1D7CE <= r && r <= 0x1D7FF:
		return '0' + (r-0x1D7CE)%10
	}
	if to, ok := lookAlikes[r]; ok {
		return to
	}
	return r
}

// words gives from to to of the flat text as it was written, on one line and not too long.
func (f flat) words(from, to int) string {
	end := f.at[to]
	if to > from { // not the marks and the space after the last letter
		_, size := utf8.DecodeRuneInString(f.written[f.at[to-1]:])
		end = f.at[to-1] + size
	}
	words := strings.Map(func(r rune) rune {
		if r == '\n' {
			return ' '
		}
		return r
	}, f.written[f.at[from]:end])
	return bot.Clean(words, longestWords)
}

// sentence is what stands around from to to: its beginning and its end in the flat text.
func (f flat) sentence(from, to int) (start, end int) {
	const far = 160 // bytes; a sentence longer than that is about several things
	start, end = max(0, from-far), min(len(f.text), to+far)
	for i := from - 1; i > start; i-- {
		if f.ends(i) {
			start = i + 1
			break
		}
	}
	for i := to; i < end; i++ {
		if f.ends(i) {
			return start, i
		}
	}
	return start, end
}

// ends reports whether a sentence ends with the byte at i.
func (f flat) ends(i int) bool {
	switch f.text[i] {
	case '\n', ';':
		return true
	case '.', '!', '?':
		return i+1 == len(f.text) || f.text[i+1] == ' ' || f.text[i+1] == '\n'
	}
	return false
}
