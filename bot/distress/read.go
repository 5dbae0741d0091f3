package distress

import (
	"bytes"
	"strings"
)

// spellOut makes one piece of letters that are written one by one: "m o u r i r".
func (r *reading) spellOut() {
	const fewest = 4
	kept := r.pieces[:0]
	for i := 0; i < len(r.pieces); {
		n := i
		for n < len(r.pieces) && r.single(n) && (n == i || r.pieces[n].before&line == 0 && (n == i+1 || r.pieces[n].before&stop == r.pieces[i+1].before&stop)) {
			n++
		}
		if n-i < fewest {
			kept = append(kept, r.pieces[i])
			i++
			continue
		}
		p := piece{from: len(r.written), before: r.pieces[i].before}
		for last := byte(0); i < n; i++ {
			if l := r.written[r.pieces[i].from]; l != last {
				r.written, last = append(r.written, l), l
			}
		}
		p.to = len(r.written)
		kept = append(kept, p)
	}
	r.pieces = kept
}

func (r *reading) single(i int) bool {
	return r.pieces[i].to-r.pieces[i].from == 1 && isLetter(r.written[r.pieces[i].from])
}

// word reads the words that begin with piece i, and returns how many pieces they take.
func (r *reading) word(i int) int {
	text, before := r.text(i), r.pieces[i].before
	if '0' <= text[0] && text[0] <= '9' {
		if w := r.lex.words["#"][0]; len(text) > 1 || text[0] != '2' {
			r.put(w, before)
			return 1
		}
	}
	if i > 0 && r.pieces[i].before == joint && r.pieces[i-1].to-r.pieces[i-1].from > 2 && (string(text) == "e" || string(text) == "es" || string(text) == "s") {
		return 1 // « fatigué.e », « mort(e) »
	}
	if i+1 < len(r.pieces) && r.pieces[i+1].before&line == 0 {
		if ws := r.contraction(text, r.text(i+1), r.pieces[i+1].before == apostrophe); ws != nil {
			r.puts(ws, before)
			return 2
		}
		if strong, n := r.joined(i); n > 1 {
			r.puts(r.lex.words[strong], before)
			return n
		}
	}
	if string(text) == "ne" && len(r.t.words) > 0 && before&(stop|line) == 0 && r.lex.birth.has(r.t.words[len(r.t.words)-1]) {
		r.puts(r.lex.words["nes"], before)
		return 1
	}
	r.known(text, before, 0)
	return 1
}

// known reads a word as the lexicon knows it: itself, an abbreviation, words written
// together as in « jveux » and « jai », or a word with a letter wrong.
func (r *reading) known(text []byte, before gap, depth int) {
	if ws, ok := r.lex.words[string(text)]; ok {
		r.puts(ws, before)
		return
	}
	if also := r.lex.stemOf(string(text)); also != 0 {
		r.put(word{also: also}, before)
		return
	}
	if head, rest := r.split(text, depth); head != "" {
		r.puts(r.lex.words[head], before)
		r.known(rest, 0, depth+1)
		return
	}
	if near := nearest(text); near != "" {
		r.puts(r.lex.words[near], before)
		return
	}
	if ws, ok := r.lex.words[string(text)+"g"]; ok && depth == 0 && bytes.HasSuffix(text, []byte("in")) && len(text) > 4 {
		r.puts(ws, before) // "livin"
		return
	}
	if len(text) >= 8 && glued(text) {
		r.t.glued = true
	}
	r.put(word{}, before)
}

// elided are what stands before an apostrophe in French, and what it is short for.
var elided = [...]string{"qu", "j", "d", "l", "m", "n", "s", "t", "c"}

// split parts a word that lacks its apostrophe, or its before e: the rest is a word of the
// lexicon, or such a word again.
func (r *reading) split(text []byte, depth int) (head string, rest []byte) {
	if len(text) < 3 || len(text) > 20 || depth > 2 {
		return "", nil
	}
	for _, e := range elided {
		if !bytes.HasPrefix(text, []byte(e)) {
			continue
		}
		rest := text[len(e):]
		if len(rest) == 0 || e != "j" && !bytes.ContainsRune([]byte("aeiouyh"), rune(rest[0])) && !(e == "d" && len(rest) > 4) {
			continue
		}
		if ws, ok := r.lex.words[string(rest)]; ok && (len(ws) == 0 || r.lex.french.has(ws[0])) || r.lex.stemOf(string(rest)) != 0 {
			return e, rest
		}
		if e == "j" || e == "n" {
			if again, _ := r.split(rest, depth+1); again != "" {
				return e, rest
			}
		}
	}
	return "", nil
}

// contraction reads two pieces that an English apostrophe parts, or should: "can't",
// "don t", "i m".
func (r *reading) contraction(text, next []byte, apostrophe bool) []word {
	switch string(next) {
	case "t", "s", "m", "d", "l", "re", "ve":
	default:
		return nil
	}
	if len(text) > 8 || len(text) == 1 && text[0] != 'i' {
		return nil
	}
	whole := append(append(make([]byte, 0, 16), text...), '\'')
	whole = append(whole, next...)
	if ws, ok := r.lex.words[string(whole)]; ok {
		return ws
	}
	whole = append(whole[:len(text)], next...)
	if ws := r.lex.words[string(whole)]; len(ws) > 1 && (apostrophe || len(next) == 1) { // not « ça s' » as « cas »
		return ws
	}
	return nil
}

// joined finds an explicit word that is cut in pieces: "sui-cide".
func (r *reading) joined(i int) (strong string, n int) {
	text := r.text(i)
	for _, s := range strongWords {
		if len(text) >= len(s) || s[0] != text[0] || !strings.HasPrefix(s, string(text)) {
			continue
		}
		k := len(text)
		for j := i + 1; j < len(r.pieces) && j < i+2*len(s) && r.pieces[j].before&line == 0; j++ {
			t := r.text(j)
			if t[0] == s[k-1] && s[k] != t[0] {
				t = t[1:]
			}
			if !strings.HasPrefix(s[k:], string(t)) {
				break
			}
			if k += len(t); k == len(s) {
				return s, j - i + 1
			}
		}
	}
	return "", 0
}

func (r *reading) put(w word, before gap) {
	before |= r.owed
	w.first = before&(stop|line) != 0 || len(r.t.words) == 0
	w.stop = before&stop != 0
	w.pause = before&pause != 0
	r.owed = 0
	if before&hash != 0 {
		r.named = true
	} else if before&^joint != 0 {
		r.named = false
	}
	if r.named {
		w.masks |= nameMask
	}
	if a := r.lex.anchors; a.has(w) {
		r.t.anchored = true
	}
	r.t.words = append(r.t.words, w)
}

func (r *reading) puts(ws []word, before gap) {
	for i, w := range ws {
		if i > 0 {
			before = 0
		}
		r.put(w, before)
	}
	if len(ws) == 0 {
		r.owed |= before
	}
}
