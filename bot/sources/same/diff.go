package same

import "slices"

// diff is what the comparison of two texts found. A copy leaves out and adds;
// the twin of another opening says something else at the same spot.
type diff struct {
	common  int     // words of the shorter text that the other has in runs
	part    float64 // of that text
	inner   int     // words said otherwise between words in common
	edge    int     // the same at the beginning or the end
	figures int     // numbers said otherwise, anywhere
	lexicon float64 // part of the telling words of the shorter that the other has anywhere
	words   int     // of the shorter
}

func (t *text) compare(u *text) diff {
	in, un := t.covered(u), u.covered(t)
	d := diff{words: min(len(t.words), len(u.words))}
	a, b := count(in), count(un)
	if len(t.words) > 0 && len(u.words) > 0 {
		pa, pb := float64(a)/float64(len(t.words)), float64(b)/float64(len(u.words))
		if d.part, d.common = pa, a; pb > pa {
			d.part, d.common = pb, b
		}
	}
	d.conflicts(t, u, in, un)
	d.lexicon = lexicon(t, u)
	return d
}

// covered says of each word whether it is in a run that the other has too.
func (t *text) covered(u *text) []bool {
	in := make([]bool, len(t.words))
	for i, r := range t.runs {
		if _, ok := u.at[r]; ok {
			in[i], in[i+1], in[i+2], in[i+3] = true, true, true, true
		}
	}
	return in
}

func count(in []bool) (n int) {
	for _, yes := range in {
		if yes {
			n++
		}
	}
	return n
}

// conflicts counts the words that the texts do not share at the same spot: after
// or before the same words.
func (d *diff) conflicts(t, u *text, in, un []bool) {
	for i := 0; i < len(in); {
		if in[i] {
			i++
			continue
		}
		j := i
		for j < len(in) && !in[j] {
			j++
		}
		if from, to, ok := t.facing(u, un, i, j); ok {
			n := otherwise(t.words[i:j], u.words[from:to], telling)
			d.figures += otherwise(t.words[i:j], u.words[from:to], isFigure)
			if i == 0 || j == len(in) || from == 0 || to == len(un) {
				d.edge += n
			} else {
				d.inner += n
			}
		}
		i = j
	}
}

// facing is the span of the other text that stands where words i to j of this
// one do, and is not shared either.
func (t *text) facing(u *text, un []bool, i, j int) (from, to int, ok bool) {
	at := -1
	if i == 0 {
		at = 0
	} else if i >= run {
		if p, found := u.at[t.runs[i-run]]; found {
			at = int(p) + run
		}
	}
	if (at < 0 || at >= len(un) || un[at]) && j < len(t.runs) {
		if p, found := u.at[t.runs[j]]; found {
			at = int(p) - 1
		}
	} else if j == len(t.words) && (at < 0 || at >= len(un) || un[at]) {
		at = len(un) - 1
	}
	if at < 0 || at >= len(un) || un[at] {
		return 0, 0, false
	}
	for from = at; from > 0 && !un[from-1]; from-- {
	}
	for to = at; to < len(un) && !un[to]; to++ {
	}
	return from, to, true
}

// otherwise counts the words of a sort that only one has, of the one with fewer.
func otherwise(a, b []string, sort func(string) bool) int {
	return min(only(a, b, sort), only(b, a, sort))
}

func only(a, b []string, sort func(string) bool) (n int) {
	for _, w := range a {
		if sort(w) && !slices.Contains(b, w) {
			n++
		}
	}
	return n
}

// telling leaves out empty words, and numbers, which an employer corrects more
// often than anything.
func telling(w string) bool { return !empty[w] && !isFigure(w) }

func isFigure(w string) bool { return w[0] >= '0' && w[0] <= '9' }

func lexicon(t, u *text) float64 {
	a, b := t.stems(), u.stems()
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

func (t *text) stems() map[string]bool {
	all := map[string]bool{}
	for _, w := range t.words {
		if telling(w) {
			all[stem(w)] = true
		}
	}
	return all
}

// copied reports whether one text is a copy of the other, whole or in part. The
// less else agrees, the more of it must be.
func (d diff) copied(titles likeness, who employer, where nearness) bool {
	part, common, edge := 0.8, 25, 6
	switch {
	case titles == related:
		part, common, edge = 0.9, 30, 2
	case who == agreed && titles == equal && where == here:
		part, common, edge = 0.7, 8, 12
	case who != agreed:
		edge = 2
	}
	if who != agreed && d.figures > 0 {
		return false
	}
	return d.part >= part && d.common >= common && d.inner == 0 && d.edge <= edge
}

// reworded reports whether the texts tell the same in other words: much of the
// lexicon and few of the sentences. Twins share whole sentences instead.
func (d diff) reworded() bool {
	return d.words >= 20 && d.lexicon >= 0.6 && d.part < 0.6
}
