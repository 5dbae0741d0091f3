package distress

import (
	"strings"
	"sync"
)

// lexicon is the phrases, and the words that they are made of.
type lexicon struct {
	words    map[string][]word // how a word is read: itself, or what it abbreviates
	stems    []stem
	anchors  wordSet // of explicit and implicit phrases
	explicit *phrases
	implicit *phrases
	idioms   *phrases
	everyday *phrases
	birth    wordSet // after these, « ne » is « né »
	french   wordSet // what may stand after an elided letter
}

// word is a word of a text.
type word struct {
	id    uint16 // in the lexicon; 0: not one of its words
	also  uint16 // its stem, or what else it may be
	first bool   // of a sentence or a line
	stop  bool   // a sentence ended before it
	pause bool   // a part of a sentence did
	masks mask
}

// stem is a beginning that phrases write with a star.
type stem struct {
	text string
	id   uint16
}

// phrases are phrases of one kind, by the words of their anchors.
type phrases struct {
	all  []phrase
	by   [][]uint16 // for each word, the phrases to try where it stands
	over reach
}

// readLexicon reads the lexicon the first time somebody writes, not when the program starts.
var readLexicon = sync.OnceValue(func() *lexicon {
	c := compiler{lex: &lexicon{words: map[string][]word{}}, ids: map[string]uint16{}, sets: map[string][]string{}, made: map[string]wordSet{}}
	for _, l := range lines(sets) {
		name, words, _ := strings.Cut(l, " ")
		c.sets[name] = strings.Split(words, "|")
	}
	written := [...][]string{lines(explicitFrench + explicitEnglish), lines(implicitFrench + implicitEnglish), lines(idiomsFrench + idiomsEnglish), lines(everydayFrench + everydayEnglish)}
	var french []string
	c.number("#")
	for _, said := range written {
		for _, l := range said {
			c.count(l)
		}
	}
	for _, l := range lines(explicitFrench + implicitFrench + idiomsFrench + everydayFrench) {
		for s := range strings.FieldsSeq(strings.TrimPrefix(l, "= ")) {
			_, words := parsePlace(s)
			french = append(french, c.expand(words)...)
		}
	}
	for _, l := range lines(abbreviations) {
		for _, w := range strings.Fields(l)[1:] {
			c.number(squeezed(w))
		}
	}
	for _, w := range c.expand([]string{"<birth>"}) {
		c.number(w)
	}
	c.lex.explicit, c.lex.implicit = c.compile(written[0]), c.compile(written[1])
	c.lex.idioms, c.lex.everyday = c.compile(written[2]), c.compile(written[3])
	c.lex.explicit.over, c.lex.implicit.over = texts, sentences
	c.lex.anchors = make(wordSet, c.width())
	for _, ps := range []*phrases{c.lex.explicit, c.lex.implicit} {
		for id := range ps.by {
			if len(ps.by[id]) > 0 {
				c.lex.anchors[id>>6] |= 1 << (id & 63)
			}
		}
	}
	c.abbreviate()
	c.lex.birth = c.set("birth", c.expand([]string{"<birth>"}))
	c.lex.french = c.set("french", french)
	return c.lex
})

// lines are the phrases of a list: one a line, but for comments.
func lines(list string) []string {
	var all []string
	for l := range strings.Lines(list) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "//") {
			all = append(all, l)
		}
	}
	return all
}

// compiler makes a lexicon of lists of phrases.
type compiler struct {
	lex  *lexicon
	ids  map[string]uint16
	uses []int // of each word, by all places: the fewer, the better an anchor it is
	sets map[string][]string
	made map[string]wordSet
}

// number gives a word or a stem its number.
func (c *compiler) number(w string) uint16 {
	id, ok := c.ids[w]
	if ok {
		return id
	}
	if len(c.uses) == 0 {
		c.uses = append(c.uses, 0)
	}
	id = uint16(len(c.uses))
	c.ids[w], c.uses = id, append(c.uses, 0)
	if text, isStem := strings.CutSuffix(w, "*"); isStem {
		c.lex.stems = append(c.lex.stems, stem{text, id})
	} else {
		c.lex.words[w] = []word{{id: id}}
	}
	return id
}

func (c *compiler) width() int { return len(c.uses)/64 + 1 }

// expand replaces the names of sets by their words.
func (c *compiler) expand(words []string) []string {
	var all []string
	for _, w := range words {
		if strings.HasPrefix(w, "<") {
			all = append(all, c.expand(c.sets[strings.Trim(w, "<>")])...)
		} else {
			all = append(all, squeezed(w))
		}
	}
	return all
}

// squeezed is a word without repeated letters, as a text is read; but « tt » is a word.
func squeezed(w string) string {
	var b strings.Builder
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] || len(w) == 2 {
			b.WriteByte(w[i])
		}
	}
	return b.String()
}

// count numbers the words of a phrase and counts their uses.
func (c *compiler) count(line string) {
	for s := range strings.FieldsSeq(strings.TrimPrefix(line, "= ")) {
		p, words := parsePlace(s)
		for _, w := range c.expand(words) {
			id := c.number(w)
			if p.kind == one {
				c.uses[id]++
			} else {
				c.uses[id] += 2 // such a word is a common one
			}
		}
	}
}

func (c *compiler) compile(said []string) *phrases {
	ps := &phrases{all: make([]phrase, 0, len(said)), by: make([][]uint16, len(c.uses))}
	for _, l := range said {
		rest, sure := strings.CutPrefix(l, "= ")
		p := phrase{sure: sure, anchor: -1}
		fewest, anchors := 0, []string(nil)
		for s := range strings.FieldsSeq(rest) {
			place, words := parsePlace(s)
			words = c.expand(words)
			place.words = c.set(s, words)
			p.places = append(p.places, place)
			if place.kind != one {
				continue
			}
			uses := 0
			for _, w := range words {
				uses += c.uses[c.ids[w]]
			}
			if p.anchor < 0 || uses < fewest {
				p.anchor, fewest, anchors = len(p.places)-1, uses, words
			}
		}
		ps.all = append(ps.all, p)
		for _, w := range anchors {
			id := c.ids[w]
			ps.by[id] = append(ps.by[id], uint16(len(ps.all)-1))
		}
	}
	return ps
}

func (c *compiler) set(written string, words []string) wordSet {
	written = strings.Trim(written, "!?")
	if s, ok := c.made[written]; ok || len(words) == 0 {
		return s
	}
	s := make(wordSet, c.width())
	for _, w := range words {
		id := c.ids[w]
		s[id>>6] |= 1 << (id & 63)
	}
	c.made[written] = s
	return s
}

// abbreviate makes every word known by its stem too, and abbreviations known by what they
// stand for.
func (c *compiler) abbreviate() {
	for text, ws := range c.lex.words {
		ws[0].also = c.lex.stemOf(text)
	}
	for _, l := range lines(abbreviations) {
		f := strings.Fields(l)
		var ws []word
		for _, w := range f[1:] {
			ws = append(ws, c.lex.words[squeezed(w)][0])
		}
		for w := range strings.SplitSeq(f[0], "|") {
			c.lex.words[squeezed(w)] = ws
		}
	}
	to := c.lex.words["to"][0].id
	c.lex.words["2"] = []word{{id: c.lex.words["de"][0].id, also: to}}
}

// stemOf is the stem that a word begins with, 0 for none.
func (lex *lexicon) stemOf(text string) uint16 {
	for i := range lex.stems {
		if strings.HasPrefix(text, lex.stems[i].text) {
			return lex.stems[i].id
		}
	}
	return 0
}
