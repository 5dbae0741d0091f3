package bot

import "unicode"

// Cut is where to part a text at best, at a place in it or before: after the last space, if
// there is one not too far; else where no letter is parted from its accents, if that is
// not too far either. It is the place itself for one letter that has more accents than
// that. All are counted in runes.
func Cut(text []rune, place, far int) int {
	for at := place; at > max(0, place-far); at-- {
		if unicode.IsSpace(text[at-1]) {
			return at
		}
	}
	for at := place; at > max(0, place-far); at-- {
		if !withinLetter(text, at) {
			return at
		}
	}
	return place
}

// withinLetter reports whether a place is between a letter and its accents, or what else
// is shown as one with it.
func withinLetter(text []rune, at int) bool {
	const joiner = '\u200d'
	return at > 0 && at < len(text) && (unicode.IsMark(text[at]) || text[at] == joiner || text[at-1] == joiner)
}
