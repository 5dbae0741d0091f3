// Package content holds what Rebond tells people: tips, training resources and the posts of
// coaching, in French and in English. It promises that an item that is served is whole and sound, in both
// languages and short enough for every platform; that one whose time has passed is not
// served; and that a broken item costs no other.
package content

import (
	"slices"
	"strings"
	"unicode"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/bot/search"
)

// Item is what tips and resources have in common.
type Item struct {
	ID       string       `json:"id"` // unique among tips and resources alike
	Title    bot.Text     `json:"title"`
	Text     bot.Text     `json:"text"` // in the markup of [bot.ParseMarkup]
	Sources  []Source     `json:"sources,omitempty"`
	Verified schedule.Day `json:"verified,omitzero"` // the day of the sources; zero: none
	Expires  schedule.Day `json:"expires,omitzero"`  // the last day on which it is served; zero: no end

	words  map[bot.Lang][]string // that it is found by
	titled map[bot.Lang][]string // those of them that are in its title
	about  map[bot.Lang][]string // those of its themes
	told   map[bot.Lang][]string // those of what it is: its level, its cost…
	file   string                // where it is written
	line   int
}

// Source is a page that says what an item says.
type Source struct {
	Title string `json:"title" toml:"title"`
	URL   string `json:"url" toml:"url"`
}

// Expired reports whether an item is not served any more on a day.
func (i *Item) Expired(on schedule.Day) bool { return i.Expires != 0 && i.Expires < on }

// Tip is a piece of advice: one action.
type Tip struct {
	Item
	Theme      string   `json:"theme"`                // one of Themes
	Situations []string `json:"situations,omitempty"` // among Situations; none: it suits everybody
	Template   bot.Text `json:"template,omitzero"`    // what the member copies, shown exactly as written
}

// Suits reports whether a tip is for people of a situation. Whoever has not said theirs
// may see any.
func (t *Tip) Suits(situation string) bool {
	return situation == "" || len(t.Situations) == 0 || slices.Contains(t.Situations, situation)
}

// Resource is a place to learn, to be trained or to have it paid for.
type Resource struct {
	Item
	Provider    string   `json:"provider"`
	URL         string   `json:"url"`
	Languages   []string `json:"languages"` // that it is in
	Level       string   `json:"level"`     // one of Levels
	Format      string   `json:"format"`    // one of Formats
	Duration    bot.Text `json:"duration,omitzero"`
	Cost        string   `json:"cost"`        // one of Costs
	Certificate string   `json:"certificate"` // one of Certificates
	Themes      []string `json:"themes"`      // among Subjects
}

// Label is the words of a value that is one of options.
func Label(options []bot.Option, value string) bot.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return bot.Same(value)
}

// Pack is a set of items that are served, and what was found wrong with others.
type Pack struct {
	Tips      []Tip
	Resources []Resource
	Series    []Series
	Posts     []Post  // of the series
	Faults    []Fault // of items that are refused, and advice on others
}

// Fault is something wrong in a file.
type Fault struct {
	File   string
	Line   int    // from 1
	ID     string // of the item; empty: none is known
	Text   bot.Text
	Advice bool // the item is served nevertheless
}

// String says the fault for logs, in English.
func (f Fault) String() string { return bot.Plain(f.Said().EN) }

// Said says the fault with its place.
func (f Fault) Said() bot.Text {
	where := bot.Textf(bot.Text{FR: "%s, ligne %s", EN: "%s, line %s"}, f.File, f.Line)
	if f.ID != "" {
		where = bot.Textf(bot.Text{FR: "%s, « %s »", EN: "%s, “%s”"}, where, f.ID)
	}
	return bot.Textf(bot.Text{FR: "%s : %s", EN: "%s: %s"}, where, f.Text)
}

// Tip returns the tip of an id.
func (p *Pack) Tip(id string) (*Tip, bool) {
	for i := range p.Tips {
		if p.Tips[i].ID == id {
			return &p.Tips[i], true
		}
	}
	return nil, false
}

// Resource returns the resource of an id.
func (p *Pack) Resource(id string) (*Resource, bool) {
	for i := range p.Resources {
		if p.Resources[i].ID == id {
			return &p.Resources[i], true
		}
	}
	return nil, false
}

// Living is p without the tips and resources that have expired on a day. Posts stay, in
// their place, and lose their text.
func (p *Pack) Living(on schedule.Day) *Pack {
	return &Pack{
		Series: p.Series, Posts: p.Posts,
		Tips:      slices.DeleteFunc(slices.Clone(p.Tips), func(t Tip) bool { return t.Expired(on) }),
		Resources: slices.DeleteFunc(slices.Clone(p.Resources), func(r Resource) bool { return r.Expired(on) }),
	}
}

// With is p with items of its own that replace those of the same id, or come after, and
// without those that are hidden.
func (p *Pack) With(tips []Tip, resources []Resource, hidden map[string]bool) *Pack {
	with := &Pack{Tips: slices.Clone(p.Tips), Resources: slices.Clone(p.Resources), Series: p.Series, Posts: p.Posts, Faults: p.Faults}
	for _, t := range tips {
		if t.words == nil { // of a file they are known
			t.index()
		}
		if old, there := with.Tip(t.ID); there {
			*old = t
		} else {
			with.Tips = append(with.Tips, t)
		}
	}
	for _, r := range resources {
		if r.words == nil {
			r.index()
		}
		if old, there := with.Resource(r.ID); there {
			*old = r
		} else {
			with.Resources = append(with.Resources, r)
		}
	}
	with.Tips = slices.DeleteFunc(with.Tips, func(t Tip) bool { return hidden[t.ID] })
	with.Resources = slices.DeleteFunc(with.Resources, func(r Resource) bool { return hidden[r.ID] })
	return with
}

// index finds the words that a tip is found by.
func (t *Tip) index() {
	t.read(nil, []bot.Text{Label(Themes, t.Theme)}, t.Template)
}

// index finds the words that a resource is found by: those of what it is too, so that
// « python gratuit débutant » finds.
func (r *Resource) index() {
	kinds := []bot.Text{Label(Levels, r.Level), Label(Formats, r.Format), Label(Costs, r.Cost)}
	for _, l := range r.Languages {
		kinds = append(kinds, Label(Languages, l))
	}
	var about []bot.Text
	for _, s := range r.Themes {
		about = append(about, bot.Same(s), Label(Subjects, s))
	}
	r.read(kinds, about, bot.Same(r.Provider), r.Duration)
}

// read finds the words of an item: of what it is, of what it is about, of what else is said
// of it, and its own.
func (i *Item) read(kinds, about []bot.Text, also ...bot.Text) {
	said := func(l bot.Lang, texts ...bot.Text) []string {
		var b strings.Builder
		for _, t := range texts {
			b.WriteString(bot.Plain(t.In(l)) + "\n")
		}
		return search.Tokens(b.String())
	}
	i.words, i.titled = map[bot.Lang][]string{}, map[bot.Lang][]string{}
	i.told, i.about = map[bot.Lang][]string{}, map[bot.Lang][]string{}
	for _, l := range bot.Langs {
		i.titled[l] = said(l, i.Title)
		i.told[l] = said(l, kinds...)
		i.about[l] = said(l, about...)
		i.words[l] = said(l, slices.Concat(also, about, []bot.Text{i.Title, i.Text})...)
	}
}

// hits says how well an item answers the words of a search in a language: how many of them
// it has, and how much they are what it is about. A word of its theme counts for most, then
// that it is of the level, the format, the cost or the language that is asked for, then a
// word of its title.
func (i *Item) hits(terms []search.Term, l bot.Lang) (found, weight int) {
	for _, t := range terms {
		kind := has(i.told[l], t)
		if kind || has(i.words[l], t) {
			found++
		}
		switch {
		case has(i.about[l], t):
			weight += 100
		case kind:
			weight += 20
		case has(i.titled[l], t):
			weight += 10
		}
	}
	return found, weight
}

// has reports whether a term is among words. There are few items: a verb is found by its
// other forms too, which offers have no need of.
func has(words []string, t search.Term) bool {
	root := strings.TrimLeftFunc(t.Stem, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(root) >= 6 {
		root = strings.TrimSuffix(strings.TrimSuffix(root, "r"), "e")
	} else {
		root = ""
	}
	return slices.ContainsFunc(words, func(w string) bool {
		return w == t.Stem || t.Prefix != "" && strings.HasPrefix(w, t.Prefix) || root != "" && strings.HasPrefix(w, root)
	})
}

// Search returns those of some items that answer words in a language, the best first: those
// that have them all or, where none has, those that have the most. All reports which.
// Without words it returns them as they are.
func Search[T any](items []T, words string, l bot.Lang, item func(*T) *Item) (found []T, all bool) {
	terms := search.Terms(words)
	if len(terms) == 0 {
		return items, true
	}
	type hit struct{ at, found, weight int }
	var hits []hit
	most := 0
	for i := range items {
		found, weight := item(&items[i]).hits(terms, l)
		if found > 0 {
			hits = append(hits, hit{i, found, weight})
		}
		most = max(most, found)
	}
	hits = slices.DeleteFunc(hits, func(h hit) bool { return h.found < most })
	slices.SortStableFunc(hits, func(a, b hit) int { return b.weight - a.weight })
	for _, h := range hits {
		found = append(found, items[h.at])
	}
	return found, most == len(terms)
}
