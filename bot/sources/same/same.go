// Package same tells whether two announcements that different sources published
// are the same opening: a company's own page and its copy at France Travail. It
// promises to err on the side of "no": a duplicate costs a line, a wrong yes
// hides a living opening from someone who looks for work. Announcements in two
// languages are two, since each is found by the words of its own.
package same

import (
	"slices"

	"rebond/bot/sources"
)

// Opening is an offer read once, to be compared with many.
type Opening struct {
	offer   *sources.Offer
	title   title
	company []string
	kind    sources.Contract
	text    text
	agency  bool // the text speaks of a client whom it does not name
	marks   []string
}

// Read reads an offer. The offer must not change while the opening is used.
func Read(o *sources.Offer) *Opening {
	p := &Opening{offer: o, company: companyWords(o.Company), kind: kindOf(o), text: readText(o.Description)}
	p.title = readTitle(o, p.company)
	p.agency = p.text.hasAny(clients)
	p.marks = p.mark()
	return p
}

// Marks are at most eight short tokens, always the same for the same offer, by
// which candidates are found: openings without a common mark are not the same.
func Marks(o *sources.Offer) []string { return Read(o).Marks() }

// Same reports whether two offers of different sources are the same opening.
func Same(a, b *sources.Offer) bool {
	return a.Source != b.Source && Read(a).Same(Read(b))
}

// Marks are those of the offer that was read.
func (p *Opening) Marks() []string { return slices.Clone(p.marks) }

// Same is what the function of that name says, of offers already read.
func (p *Opening) Same(other *Opening) bool {
	a, b := p, other
	if a.offer.Source > b.offer.Source {
		a, b = b, a // the order of the two never matters
	}
	if a.offer.Source == b.offer.Source || !a.sharesMark(b) {
		return false
	}
	where := compatible(a.offer, b.offer)
	if where == elsewhere || !sameKind(a.kind, b.kind) || !samePay(a.offer.Pay, b.offer.Pay) || !sameTime(a.offer, b.offer) {
		return false
	}
	if a.title.levelsDiffer(b.title) || levelsOppose(a.offer.Level, b.offer.Level) {
		return false
	}
	return a.judge(b, where)
}

// judge weighs what remains once no plain fact speaks against it: the company,
// the title and the texts.
func (p *Opening) judge(other *Opening, where nearness) bool {
	employer := p.employer(other)
	titles := p.title.compare(other.title)
	diff := p.text.compare(&other.text)
	agency := p.agency || other.agency
	switch {
	case employer == another, titles == unrelated:
		return false
	case agency && diff.inner+diff.edge+diff.figures > 0:
		return false
	case diff.copied(titles, employer, where):
		return true
	}
	return !agency && employer == agreed && titles == equal && where == here && p.kind == other.kind && p.kind != "" &&
		apart(p.offer, other.offer) <= rewordedWithin && diff.reworded()
}

// clients are the words by which an agency speaks of whom it recruits for.
var clients = [][]string{
	{"notre", "client"}, {"nos", "clients"}, {"un", "client"}, {"son", "client"}, {"ses", "clients"}, {"client", "final"},
	{"our", "client"}, {"a", "client"}, {"interim"}, {"interimaire"}, {"nos", "partenaires"},
}
