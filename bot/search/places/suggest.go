package places

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

const suggestMax = 100 // places in one answer

// Suggest completes what someone is typing: the places with a name that begins
// so, with or without its article, most populous first, no two of the same
// label, at most max of them. Nothing typed gives the biggest cities; "54" the
// département, then its communes; "540" those of such postal codes. What no name
// completes is read by [Find].
func Suggest(typed string, max int) []Place {
	if max <= 0 || len(typed) > longest {
		return nil
	}
	t := places()
	best := top{max: min(max, suggestMax)}
	w := words(typed)
	switch {
	case len(w) == 0:
		for i := range t.communes {
			best.addCommune(t, i)
		}
	case len(w) == 1 && '0' <= w[0][0] && w[0][0] <= '9':
		t.suggestCode(strings.ToUpper(w[0]), &best)
	default:
		t.suggestName(typed, w, &best)
	}
	if len(best.places) == 0 {
		if p, ok := Find(typed); ok {
			best.add(p)
		}
	}
	return best.places
}

// suggestName completes a name, whole or without the words that lead to it.
func (t *table) suggestName(typed string, w []string, best *top) {
	last, _ := utf8.DecodeLastRuneInString(typed)
	ended := !unicode.IsLetter(last)
	for ; len(w) > 0 && len(best.places) == 0; w = w[1:] {
		key := strings.Join(w, " ")
		t.complete(key, ended, best)
		if short := unfinished(key, typed); !ended && short != key {
			t.complete(short, false, best)
		}
		if le, ok := contracted(w[0]); ok && len(w) > 1 {
			t.complete(le+" "+strings.Join(w[1:], " "), ended, best)
		}
		if _, ok := leading(w[0]); !ok {
			return
		}
	}
}

// unfinished is the key with its last word as typed, since "st" may begin
// Strasbourg as well as be Saint.
func unfinished(key, typed string) string {
	typed = bot.Fold(typed)
	for _, short := range [...]string{"st", "ste"} {
		if long := inFull(short); strings.HasSuffix(typed, short) && strings.HasSuffix(key, long) {
			return strings.TrimSuffix(key, long) + short
		}
	}
	return key
}

// complete adds the places with a name that begins with prefix, which ends a
// word or not; a nickname only if it is the prefix, or if no name begins so.
func (t *table) complete(prefix string, ended bool, best *top) {
	in := t.within(prefix, t.entries)
	named := slices.ContainsFunc(in, func(e entry) bool { return e.rank != nicknamed })
	for _, e := range in {
		whole := int(e.size) == len(prefix)
		switch {
		case whole:
		case ended && t.key(e)[len(prefix)] != ' ', named && e.rank == nicknamed:
			continue
		}
		if int(e.id) < len(t.communes) {
			best.addCommune(t, int(e.id))
		} else {
			best.add(t.place(e.id))
		}
	}
}

// suggestCode completes the code of a département or a postal code.
func (t *table) suggestCode(code string, best *top) {
	if d, ok := t.departement(code); ok {
		rest := top{max: best.max}
		for i, c := range t.communes {
			if int(c.departement) == d {
				rest.addCommune(t, i)
			}
		}
		best.places = append(best.places, t.departements[d])
		for _, p := range rest.places {
			if len(best.places) < best.max && !p.looksLike(t.departements[d]) {
				best.places = append(best.places, p)
			}
		}
		return
	}
	for _, d := range t.departements {
		if strings.HasPrefix(d.Code, code) {
			best.add(d)
		}
	}
	if len(best.places) > 0 {
		return
	}
	for at := 0; at < len(t.postal); at += pairLine {
		if line := t.postal[at : at+pairLine]; strings.HasPrefix(line[:5], code) {
			if i, ok := t.id(KindCommune, line[6:11]); ok {
				best.addCommune(t, i)
			}
		}
	}
}

// top holds the most populous places it was given.
type top struct {
	max    int
	places []Place
}

// addCommune is add for a commune of the table, made only if it may enter.
func (b *top) addCommune(t *table, i int) {
	if n := len(b.places); n == b.max && int(t.communes[i].population) < b.places[n-1].Population {
		return
	}
	b.add(t.commune(i))
}

func (b *top) add(p Place) {
	at := len(b.places)
	for at > 0 && p.before(b.places[at-1]) {
		at--
	}
	for i, q := range b.places {
		if p.looksLike(q) {
			if i < at {
				return
			}
			b.places = append(b.places[:i], b.places[i+1:]...)
			break
		}
	}
	b.places = append(b.places, Place{})
	copy(b.places[at+1:], b.places[at:])
	b.places[at] = p
	if len(b.places) > b.max {
		b.places = b.places[:b.max]
	}
}

// before orders suggestions: population, then kind, then code.
func (p Place) before(q Place) bool {
	if p.Population != q.Population {
		return p.Population > q.Population
	}
	if p.Kind != q.Kind {
		return p.Kind < q.Kind
	}
	return p.Code < q.Code
}

// looksLike reports whether p and q have the same label.
func (p Place) looksLike(q Place) bool {
	return p.Name == q.Name && p.Departement == q.Departement
}
