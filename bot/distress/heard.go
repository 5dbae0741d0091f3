package distress

import "rebond/bot"

// heard is a text as words of a lexicon.
type heard struct {
	words    []word
	glued    bool // an explicit phrase is written as one word
	anchored bool // it has a word with which a sign may be found
}

// mask is what covers a word: it is not taken for a sign.
type mask uint8

const (
	idiomMask    mask = 1 << iota // part of an idiom
	everydayMask                  // part of what one says of work
	nameMask                      // part of the name of a channel
)

// mask covers the words of phrases.
func (t *heard) mask(ps *phrases, by mask) {
	t.each(ps, 0, func(s span) bool {
		for i := s.from; i < s.to; i++ {
			t.words[i].masks |= by
		}
		return true
	})
}

// says reports whether one of the phrases stands in words that are not under by.
func (t *heard) says(ps *phrases, by mask) bool {
	said := false
	t.each(ps, by, func(span) bool {
		said = true
		return false
	})
	return said
}

// each finds phrases in words that are not under by, until found says that it is enough.
func (t *heard) each(ps *phrases, by mask, found func(span) bool) {
	for i, w := range t.words {
		if w.id == 0 && w.also == 0 {
			continue
		}
		for _, id := range [...]uint16{w.id, w.also} {
			for _, n := range ps.by[id] {
				if s, ok := ps.all[n].at(t, i, by, ps.over); ok && !found(s) {
					return
				}
			}
		}
	}
}

// read reads a text as words of the lexicon.
func (lex *lexicon) read(text string) *heard {
	r := reading{lex: lex, t: &heard{}, written: make([]byte, 0, len(text)+8), pieces: make([]piece, 0, len(text)/6+4)}
	r.cut(bot.Fold(text))
	r.spellOut()
	r.t.words = make([]word, 0, len(r.pieces)+len(r.pieces)/4+4)
	for i := 0; i < len(r.pieces); {
		i += r.word(i)
	}
	return r.t
}

// reading is a text on its way to words.
type reading struct {
	lex     *lexicon
	t       *heard
	written []byte // the letters of all pieces, without repetition
	pieces  []piece
	owed    gap  // what stood before a word that is left out
	named   bool // the last word is of the name of a channel: « #nulle-part »
}

// piece is letters, or digits, that stand together.
type piece struct {
	from, to int // in written
	before   gap // what parts it from the piece before
}

// gap is what stands between two pieces, as bits.
type gap uint8

const (
	apostrophe gap = 1 << iota // nothing else than '
	joint                      // nothing else than one of . · ( / -
	stop                       // the end of a sentence
	line                       // the end of a line
	pause                      // a comma, a colon or a bracket
	blank                      // anything else
	hash                       // a # with nothing after it
)

func (r *reading) text(i int) []byte { return r.written[r.pieces[i].from:r.pieces[i].to] }
