package places

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

const longest = 200 // bytes of a text that is read at all

// words folds what someone typed and splits it at all but letters and digits,
// with "st" and "ste" in full.
func words(s string) []string {
	return strings.Fields(string(appendKey(nil, bot.Fold(s))))
}

// appendKey appends the words of folded, one space apart.
func appendKey(dst []byte, folded string) []byte {
	begin, word := len(dst), len(dst)
	end := func() {
		if word < len(dst) {
			dst = append(dst[:word], inFull(string(dst[word:]))...)
		}
	}
	for i, r := range folded {
		if r < 0x80 && ('a' <= r && r <= 'z' || '0' <= r && r <= '9') || r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if word == len(dst) && word > begin && dst[word-1] != ' ' {
				dst = append(dst, ' ')
				word = len(dst)
			}
			if r < 0x80 {
				dst = append(dst, byte(r))
			} else {
				dst = utf8.AppendRune(dst, r)
			}
			continue
		}
		if folded[i] == '/' && string(dst[word:]) == "s" { // Neuilly s/Seine
			dst = append(dst[:word], "sur"...)
		}
		end()
		word = len(dst)
	}
	end()
	return dst
}

// inFull writes out the abbreviations of names.
func inFull(word string) string {
	switch word {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	return word
}

// article is how many bytes of a key are its article and the space after it.
func article(key string) int {
	switch first, rest, ok := strings.Cut(key, " "); {
	case !ok || rest == "":
		return 0
	case first == "l", first == "le", first == "la", first == "les":
		return len(first) + 1
	}
	return 0
}

// leading reports whether a word may come before a name without being of it,
// and the kind of place it announces, if any.
func leading(word string) (Kind, bool) {
	switch word {
	case "a", "au", "aux", "en", "dans", "sur", "vers", "chez", "pres", "proche", "autour",
		"le", "la", "les", "l", "de", "du", "des", "d", "in", "near", "around", "the":
		return 0, true
	case "ville", "commune":
		return KindCommune, true
	case "departement", "dept", "dpt":
		return KindDepartement, true
	case "region":
		return KindRegion, true
	}
	return 0, false
}

// contracted gives the article that "au" and "aux" hold: au Havre, aux Ulis.
func contracted(word string) (string, bool) {
	switch word {
	case "au", "du":
		return "le", true
	case "aux", "des":
		return "les", true
	}
	return "", false
}
