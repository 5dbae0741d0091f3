package storage

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"rebond/bot"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// anonymous is what may stay of an offer that its source has withdrawn (article 7 of France
// Travail's licence, which is kept for every source): no company, no words of the
// announcement, no address of a page, and no place smaller than a département.
func anonymous(o *sources.Offer, id string, published time.Time) sources.Offer {
	rest := sources.Offer{Source: o.Source, ID: id, Credit: anonymousCredit(o), Title: anonymousTitle(o), Contract: o.Contract, Level: o.Level, Remote: o.Remote, Language: o.Language, Published: published}
	for _, p := range o.Places {
		if p.Departement != "" || p.Region != "" {
			rest.Places = append(rest.Places, sources.Place{Departement: p.Departement, Region: p.Region, Country: p.Country})
		}
	}
	return rest
}

// anonymousCredit names the source where a licence wants it, or where its name is that of a
// kind of source. Another is what a page calls itself: most often the company.
func anonymousCredit(o *sources.Offer) sources.Credit {
	if !o.Credit.Licence.Empty() || glued(wordsOf(o.Credit.Name)) == o.Source {
		return o.Credit
	}
	return sources.Credit{}
}

// anonymousTitle is the title of an offer up to where it may name the company or a commune,
// without what led there: « Développeuse Go chez Fictif (H/F) » is « Développeuse Go ». It
// errs on the side of less.
func anonymousTitle(o *sources.Offer) string {
	title, _, contact := strings.Cut(o.Title, "@")
	if contact {
		title = title[:strings.LastIndexByte(title, ' ')+1]
	}
	words := wordsOf(title)
	if slices.ContainsFunc(words, func(w word) bool { return slices.Contains(recruiting, w.folded) }) {
		return "" // who does so is named first, whatever the company's field says
	}
	names := namesOf(o)
	cut := 0
	for cut < len(words) && !names.begin(words[cut:]) {
		cut++
	}
	if cut == len(words) && !contact {
		return o.Title
	}
	for cut > 0 && slices.Contains(leading, words[cut-1].folded) {
		cut--
	}
	if cut == 0 {
		return ""
	}
	return title[:words[cut-1].end]
}

// names are what may not stay in a title, folded, without spaces.
type names struct {
	words  []string // of the company and the places
	wholes []string // the company's name in one
}

func namesOf(o *sources.Offer) (n names) {
	company := wordsOf(o.Company)
	said := slices.DeleteFunc(slices.Clone(company), func(w word) bool { return len(w.folded) <= 3 && slices.Contains(leading, w.folded) })
	own := slices.DeleteFunc(slices.Clone(company), func(w word) bool { return namesNobody(w.folded) })
	for _, w := range own {
		n.words = append(n.words, w.folded)
	}
	for _, some := range [][]word{company, said, own} {
		if whole := glued(some); whole != "" {
			n.wholes = append(n.wholes, whole)
		}
		if len(some) > 1 {
			var initials strings.Builder
			for _, w := range some {
				initials.WriteString(string([]rune(w.folded)[:1]))
			}
			n.wholes = append(n.wholes, initials.String())
		}
	}
	for _, p := range o.Places {
		label := wordsOf(p.Label)
		if commune, ok := places.ByCode(p.Commune); ok {
			label = append(label, wordsOf(commune.Name)...)
		}
		for _, w := range label {
			if len([]rune(w.folded)) > 2 && !namesNobody(w.folded) {
				n.words = append(n.words, w.folded)
			}
		}
	}
	return n
}

// Of a name that is a part of a word of the title, or the title's word of it, at least partOf
// letters count; a name, or a commune, is at most longestName words.
const (
	partOf      = 4
	longestName = 8
)

// begin reports whether the words of a title begin with what may not stay.
func (n names) begin(words []word) bool {
	first := words[0].folded
	if slices.Contains(introducing, first) || figures(words) >= 5 || slices.Contains(n.words, first) {
		return true
	}
	for _, whole := range n.wholes {
		if min(len(first), len(whole)) >= partOf && (strings.Contains(first, whole) || strings.Contains(whole, first)) {
			return true
		}
	}
	for i := range min(len(words), longestName) {
		if slices.Contains(n.wholes, glued(words[:i+1])) || isCommune(words[:i+1]) {
			return true
		}
	}
	return false
}

// figures counts those of the numbers that words begin with: five are a postal code, written
// in one or in two, more a telephone.
func figures(words []word) (n int) {
	for _, w := range words {
		if strings.ContainsFunc(w.folded, func(r rune) bool { return r < '0' || r > '9' }) {
			break
		}
		n += len(w.folded)
	}
	return n
}

// isCommune is true of the name of any commune, but for the smallest whose names are words of
// the trade.
func isCommune(words []word) bool {
	var name []string
	for _, w := range words {
		name = append(name, w.folded)
	}
	if len(name) == 1 && (len(name[0]) < 3 || slices.Contains(inTitles, name[0])) {
		return false
	}
	p, ok := places.Find(strings.Join(name, " "))
	return ok && p.Kind == places.KindCommune
}

func glued(words []word) string {
	var all strings.Builder
	for _, w := range words {
		all.WriteString(w.folded)
	}
	return all.String()
}

// leading are words, folded, that lead to a name: alone they say nothing.
var leading = strings.Fields("a agence at au aux avec by cabinet chez d dans de des du en entreprise et f for groupe h hf in l la le les m of on pour sur the societe")

// introducing are words, folded, after which a name comes, that of a client or a brand too.
var introducing = strings.Fields("at chez client for pour arrondissement cedex")

// recruiting are words, folded, of titles that are a sentence on who recruits.
var recruiting = strings.Fields("hires hiring recrute recrutent recruits recrutons")

// inTitles are names of communes, folded, that titles of offers use as words.
var inTitles = strings.Fields("grand saint tech vue")

// generic are words, folded, of the names of companies and places that name none.
var generic = strings.Fields("cdd cdi compagnie company conseil consulting corp digital europe france group gmbh inc international limited llc ltd remote sa sarl sas sasu sci scop services solutions teletravail")

func namesNobody(folded string) bool {
	return slices.Contains(leading, folded) || slices.Contains(generic, folded) || !strings.ContainsFunc(folded, unicode.IsLetter)
}

// word is a word of a text, and where it ends there.
type word struct {
	folded string
	end    int
}

func wordsOf(text string) (all []word) {
	start := -1
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			all = append(all, word{bot.Fold(text[start:i]), i})
			start = -1
		}
	}
	return all
}
