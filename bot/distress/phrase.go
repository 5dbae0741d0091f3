package distress

import (
	"strconv"
	"strings"
)

// phrase is words that mean one thing, with what may vary in them. It is written as places
// parted by spaces:
//
//	veux|voudrais   one of these words, as a lexicon reads them: folded, no double letter,
//	                elided letters whole (« j'en » is je en), « ne » left out
//	suicid*         any word that begins so
//	de|la?          perhaps one of these words
//	!de|la          one word, but not these
//	#               a number
//	<tell>          the words of that name in sets
//	.. or ..5       up to 3 words, or 5, of the same sentence
//	veux|$          one of these words, or the end of a sentence, or of its part
//	^ and $         the beginning and the end of a sentence, or of its part
//
// A phrase that begins with = is looked for even in the words of idioms.
type phrase struct {
	places []place
	anchor int  // the place whose words are the rarest: the phrase is tried where one stands
	sure   bool // written with =
}

// place is where a phrase has one word, perhaps one, or some.
type place struct {
	kind  placeKind
	words wordSet // for one, perhaps and but
	most  int     // for some
}

type placeKind uint8

const (
	one     placeKind = iota // of words
	last                     // one of words, or the end of a sentence
	perhaps                  // one of words, or none
	but                      // one that is not of words
	some                     // any words, up to most
	begins                   // a sentence
	ends                     // a sentence
)

// wordSet is a set of words by their number.
type wordSet []uint64

func (s wordSet) has(w word) bool {
	return s[w.id>>6]>>(w.id&63)&1 != 0 || w.also != 0 && s[w.also>>6]>>(w.also&63)&1 != 0
}

// reach is over what phrases of a kind may go.
type reach uint8

const (
	clauses   reach = iota // a part of a sentence
	sentences              // a sentence
	texts                  // words that follow each other in sentences that do, and words between others on other lines
)

// span is where words of a text stand: from the first to before the last.
type span struct{ from, to int }

// at finds the phrase in t with its anchor at i, as long as can be.
func (p *phrase) at(t *heard, i int, by mask, over reach) (span, bool) {
	m := matching{t: t, p: p, by: by, over: over}
	if !m.takes(p.places[p.anchor].words, i) {
		return span{}, false
	}
	to := m.forward(p.anchor+1, i+1)
	if to < 0 {
		return span{}, false
	}
	from := m.backward(p.anchor-1, i)
	if from < 0 {
		return span{}, false
	}
	return span{from, to}, true
}

// matching is one try of a phrase in a text.
type matching struct {
	t    *heard
	p    *phrase
	by   mask // words under one of these are not taken
	over reach
}

func (m *matching) takes(words wordSet, i int) bool {
	w := m.t.words[i]
	return words.has(w) && (m.p.sure || w.masks&m.by == 0)
}

// parted reports whether no word of a phrase follows another over the place before i.
func (m *matching) parted(i int) bool {
	switch {
	case m.ended(i):
		return i <= 0 || i >= len(m.t.words) || m.over != texts
	case m.over == clauses:
		return m.t.words[i].pause
	}
	return false
}

// far reports whether words between others do not go over the place before i.
func (m *matching) far(i int) bool {
	if m.over == texts && i > 0 && i < len(m.t.words) {
		return m.t.words[i].stop
	}
	return m.parted(i)
}

// ended reports whether a sentence or a line ends before i.
func (m *matching) ended(i int) bool {
	return i <= 0 || i >= len(m.t.words) || m.t.words[i].first
}

// pauses reports whether a part of a sentence ends before i.
func (m *matching) pauses(i int) bool { return m.ended(i) || m.t.words[i].pause }

// forward matches the places from k on with the words from i on, and returns the word after
// the last, or -1.
func (m *matching) forward(k, i int) int {
	if k == len(m.p.places) {
		return i
	}
	p := &m.p.places[k]
	free := !m.parted(i)
	switch p.kind {
	case one:
		if free && m.takes(p.words, i) {
			return m.forward(k+1, i+1)
		}
	case last:
		if free && m.takes(p.words, i) {
			return m.forward(k+1, i+1)
		}
		if m.pauses(i) {
			return m.forward(k+1, i)
		}
	case perhaps:
		if free && m.takes(p.words, i) {
			if to := m.forward(k+1, i+1); to >= 0 {
				return to
			}
		}
		return m.forward(k+1, i)
	case but:
		if !m.far(i) && !p.words.has(m.t.words[i]) {
			return m.forward(k+1, i+1)
		}
	case some:
		for n := 0; ; n++ {
			if to := m.forward(k+1, i+n); to >= 0 {
				return to
			}
			if n == p.most || m.far(i+n) {
				return -1
			}
		}
	case ends:
		if m.pauses(i) {
			return m.forward(k+1, i)
		}
	}
	return -1
}

// backward matches the places up to k with the words before i, and returns the first of
// them, or -1.
func (m *matching) backward(k, i int) int {
	if k < 0 {
		return i
	}
	p := &m.p.places[k]
	free := !m.parted(i)
	switch p.kind {
	case one:
		if free && m.takes(p.words, i-1) {
			return m.backward(k-1, i-1)
		}
	case perhaps:
		if free && m.takes(p.words, i-1) {
			if from := m.backward(k-1, i-1); from >= 0 {
				return from
			}
		}
		return m.backward(k-1, i)
	case but:
		if !m.far(i) && !p.words.has(m.t.words[i-1]) {
			return m.backward(k-1, i-1)
		}
	case some:
		for n := 0; ; n++ {
			if from := m.backward(k-1, i-n); from >= 0 {
				return from
			}
			if n == p.most || m.far(i-n) {
				return -1
			}
		}
	case begins:
		if m.pauses(i) {
			return m.backward(k-1, i)
		}
	}
	return -1
}

// parsePlace reads a place but for its words, which it returns apart.
func parsePlace(s string) (place, []string) {
	switch {
	case s == "^":
		return place{kind: begins}, nil
	case s == "$":
		return place{kind: ends}, nil
	case strings.HasPrefix(s, ".."):
		most, err := strconv.Atoi(s[2:])
		if err != nil {
			most = 3
		}
		return place{kind: some, most: most}, nil
	case strings.HasPrefix(s, "!"):
		return place{kind: but}, strings.Split(s[1:], "|")
	case strings.HasSuffix(s, "|$"):
		return place{kind: last}, strings.Split(strings.TrimSuffix(s, "|$"), "|")
	case strings.HasSuffix(s, "?"):
		return place{kind: perhaps}, strings.Split(s[:len(s)-1], "|")
	}
	return place{kind: one}, strings.Split(s, "|")
}
