package distress

import (
	"bytes"
	"slices"
)

// strongWords are explicit words long enough to be known with one letter wrong, or in
// pieces, without their double letters; the longer of those that begin alike come first.
var strongWords = [...]string{
	"suicidaire", "suicidal", "suicider", "suicide", "mourir", "disparaitre", "scarifier", "automutiler",
}

// keyWords are words of other signs, long enough to be known with one letter wrong.
var keyWords = [...]string{
	"hopeles", "worthles", "pointles", "useles", "burden", "nobody", "everything", "anymore", "fardeau", "desespoir", "pleurer", "pourquoi", "toujours", "inutile",
}

// otherWords are ordinary words one letter away from strong ones.
var otherWords = [...]string{
	"murir", "mourier", "mounir", "mouir", "munir", "sacrifier", "disparaitra", "clarifier", "sourir", "pourir", "nourir", "courir", "mourin", "moulir",
	"mouri", "suicida",
}

// nearest is the strong word, or the key word, that text is with one letter wrong, missing, added or swapped
// with the next, "" for none. Its first letter is right.
func nearest(text []byte) string {
	if len(text) < 5 || len(text) > 12 {
		return ""
	}
	for _, s := range strongWords {
		if s[0] != text[0] || len(text) < len(s)-1 || len(text) > len(s)+1 || !oneFault(text, s) {
			continue
		}
		if slices.Contains(otherWords[:], string(text)) {
			return ""
		}
		return s
	}
	for _, s := range keyWords {
		if s[0] == text[0] && len(text) >= len(s)-1 && len(text) <= len(s)+1 && oneFault(text, s) {
			return s
		}
	}
	return ""
}

// oneFault reports whether a is b but for one letter.
func oneFault(a []byte, b string) bool {
	shortest := min(len(a), len(b))
	head, tail := 0, 0
	for head < shortest && a[head] == b[head] {
		head++
	}
	for tail < shortest-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	left, other := len(a)-head-tail, len(b)-head-tail
	return left <= 1 && other <= 1 || left == 2 && other == 2 && a[head] == b[head+1] && a[head+1] == b[head]
}

// unveiled is the strong word that text is with letters hidden by stars, "" for none.
func unveiled(text []byte) string {
	for _, s := range [...]string{"suicide", "suicider", "suicidaire", "suicidal", "mourir", "kil", "die", "tuer", "mort", "disparaitre"} {
		if len(text) != len(s) {
			continue
		}
		hidden := 0
		for i := range text {
			switch text[i] {
			case s[i]:
			case '*':
				hidden++
			default:
				hidden = len(s)
			}
		}
		if 2*hidden <= len(s) {
			return s
		}
	}
	return ""
}

// gluedPhrases are explicit phrases as one word.
var gluedPhrases = [...]string{
	"mourir", "suicid", "metuer", "jemetue", "enfinir", "disparaitre", "scarifi", "automutil", "etremort", "plusvivre", "plusenviede", "mieuxsansmoi", "foutreenlair", "mesjours",
	"kilmyself", "kilingmyself", "wantodie", "wanadie", "endmylife", "endital", "beterofdead", "withoutme", "hurtmyself", "cutmyself", "selfharm",
}

// glued reports whether text is words without spaces, an explicit phrase among them.
func glued(text []byte) bool {
	for _, p := range gluedPhrases {
		if bytes.Contains(text, []byte(p)) {
			return true
		}
	}
	return false
}
