package commands

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage"
)

// What an alert can be narrowed by: a name, then a colon, then the value.
const (
	lessWord     = "mot"
	lessCompany  = "entreprise" // by its mark: nothing of a company may outlive its offers
	onlyContract = "contrat"
	onlyRemote   = "teletravail"
	onlyLevel    = "niveau"
)

// narrowing is one way in which an alert finds less: each leaves out the offer that it was
// chosen for.
type narrowing struct{ what, value string }

func (n narrowing) String() string { return n.what + ":" + n.value }

func readNarrowing(s string) narrowing {
	what, value, _ := strings.Cut(s, ":")
	return narrowing{what, value}
}

// text says it, for a button.
func (n narrowing) text() bot.Text {
	switch n.what {
	case lessWord:
		return bot.Textf(bot.Text{FR: "Pas « %s » dans le titre", EN: "No “%s” in the title"}, bot.Shorten(n.value, 30))
	case lessCompany:
		return bot.Text{FR: "Pas cette entreprise", EN: "Not this company"}
	}
	return bot.Textf(bot.Text{FR: "Seulement : %s", EN: "Only: %s"}, optionLabel(n.options(), n.value))
}

func (n narrowing) options() []bot.Option {
	switch n.what {
	case onlyContract:
		return contractOptions()
	case onlyRemote:
		return remoteOptions()
	case onlyLevel:
		return levelOptions()
	}
	return nil
}

// apply narrows a search; known says that there is such a narrowing.
func (n narrowing) apply(s *storage.AlertSearch) (known bool) {
	add := func(to *[]string, name string) {
		if !slices.Contains(*to, name) {
			*to = append(*to, name)
		}
	}
	switch {
	case n.value == "", n.options() != nil && optionLabel(n.options(), n.value).Empty():
		return false
	case n.what == lessWord:
		add(&s.Without, bot.Fold(n.value))
	case n.what == lessCompany:
		add(&s.Companies, n.value)
	case n.what == onlyContract:
		s.Contract = sources.Contract(n.value)
	case n.what == onlyRemote:
		s.Remote = sources.Remote(n.value)
	case n.what == onlyLevel:
		s.Level = sources.Level(n.value)
	default:
		return false
	}
	return true
}

// undo takes it back.
func (n narrowing) undo(s *storage.AlertSearch) {
	out := func(of []string, name string) []string {
		return slices.DeleteFunc(slices.Clone(of), func(one string) bool { return one == name })
	}
	switch {
	case n.what == lessWord:
		s.Without = out(s.Without, bot.Fold(n.value))
	case n.what == lessCompany && n.value == allOfThem:
		s.Companies = nil
	case n.what == lessCompany:
		s.Companies = out(s.Companies, n.value)
	case n.what == onlyContract && s.Contract == sources.Contract(n.value):
		s.Contract = ""
	case n.what == onlyRemote && s.Remote == sources.Remote(n.value):
		s.Remote = ""
	case n.what == onlyLevel && s.Level == sources.Level(n.value):
		s.Level = ""
	}
}

// How much is offered at a time.
const (
	lessWords   = 4
	lessFacets  = 2
	longestLess = 40 // runes of a word
)

// allOfThem are all companies that an alert leaves out: of each there is only a mark.
const allOfThem = "*"

// narrowings are the ways of narrowing a search so that it does not find an offer any more.
func narrowings(s *storage.AlertSearch, o *sources.Offer) (all []narrowing) {
	if mark := storage.CompanyMark(o.Company); o.Company != "" && mark != "" {
		all = append(all, narrowing{lessCompany, mark})
	}
	for _, word := range telling(o.Title, s.Words+" "+o.Company) {
		all = append(all, narrowing{lessWord, word})
	}
	return append(all, facets(s, o)...)
}

// facets are the first lessFacets of what else would leave an offer out: what a search can
// ask for, does not, and the offer is not. Of contracts it is the one that most people want,
// where the offer is said to be another.
func facets(s *storage.AlertSearch, o *sources.Offer) (all []narrowing) {
	if s.Remote == "" {
		remote := sources.Hybrid // which finds what is fully remote too
		switch o.Remote {
		case sources.Hybrid:
			remote = sources.Full
		case sources.Full:
			remote = sources.OnSite
		}
		all = append(all, narrowing{onlyRemote, string(remote)})
	}
	if s.Level == "" {
		level := sources.Beginner
		if o.Level == sources.Beginner {
			level = sources.Mid
		}
		all = append(all, narrowing{onlyLevel, string(level)})
	}
	if s.Contract == "" && o.Contract != "" && o.Contract != sources.CDI {
		all = append(all, narrowing{onlyContract, string(sources.CDI)})
	}
	return all[:min(len(all), lessFacets)]
}

// plainTitle are words of titles that say nothing that one would do without.
var plainTitle = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		de du des le la les un une en et ou au aux pour par sur dans avec chez of in to at or an and the for with by
		hf fh hfx mf fm mfd developpeur developpeuse developer dev ingenieur ingenieure engineer poste offre cdi cdd
	`) {
		m[w] = true
	}
	return m
}()

// telling are the first words of a title that are none of some others, as they stand.
func telling(title, others string) (all []string) {
	asked := map[string]bool{}
	for word := range strings.FieldsSeq(others) {
		for _, t := range search.Terms(word) {
			asked[t.Stem] = true
		}
	}
	title = strings.NewReplacer("(e)", "", "(euse)", "", "(trice)", "", "·euse", "", "·rice", "", "·e", "", "/", " ").Replace(title)
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(title, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+#.'’-", r)
	}) {
		word = strings.Trim(word, ".'’-")
		if _, rest, elided := strings.Cut(strings.ReplaceAll(word, "’", "'"), "'"); elided { // d’applications
			word = rest
		}
		folded := bot.Fold(word)
		if n := utf8.RuneCountInString(word); n < 2 || n > longestLess || !strings.ContainsFunc(word, unicode.IsLetter) || plainTitle[folded] || seen[folded] {
			continue
		}
		if slices.ContainsFunc(search.Terms(word), func(t search.Term) bool { return asked[t.Stem] }) {
			continue
		}
		seen[folded] = true
		if all = append(all, word); len(all) == lessWords {
			break
		}
	}
	return all
}

// less offers to find fewer offers like one, each way in one press.
func (a *alerting) less(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	one, offer, err := a.ofOffer(ctx, r)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Passing: true, Text: bot.Join("\n", bot.Textf(bot.Text{
		FR: "Choisis ce que ton alerte « %s » ne doit plus te montrer, d’après « %s ». Chaque choix s’annule d’une pression.",
		EN: "Choose what your alert “%s” should no longer show you, going by “%s”. Each choice is undone in one press.",
	}, searchText(&one.Search), offer.Title), licensed(&offer, r.Now.Location()))}
	for _, n := range narrowings(&one.Search, &offer.Offer) {
		m.Buttons = append(m.Buttons, bot.Button{Label: n.text(), Do: alert("restreindre", ofAlert(r, one.ID).With("choix", n.String()))})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Autre chose : modifier l’alerte", EN: "Something else: edit the alert"}, Do: editAlert(r, one)})
	return m, nil
}

// narrow lets an alert find less, and lets that be undone.
func (a *alerting) narrow(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	n := readNarrowing(r.Args["choix"])
	one, own, err := a.change(ctx, r, func(one *storage.Alert) { n.apply(&one.Search) })
	if err != nil {
		return nil, err
	}
	m := a.screen(r, one, own, bot.Textf(bot.Text{FR: "C’est noté. %s, à partir de maintenant.", EN: "Noted. %s, from now on."}, n.text()))
	undo := bot.Button{Label: bot.Text{FR: "Annuler ce choix", EN: "Undo this choice"}, Do: alert("elargir", ofAlert(r, one.ID).With("choix", n.String()))}
	m.Buttons = append([]bot.Button{undo}, m.Buttons...)
	return &bot.Update{Message: *m}, nil
}

// widen takes back a way in which an alert finds less.
func (a *alerting) widen(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	n := readNarrowing(r.Args["choix"])
	return a.changed(ctx, r, bot.Text{FR: "C’est annulé.", EN: "Undone."}, func(one *storage.Alert) { n.undo(&one.Search) })
}

// companiesText says how many companies an alert leaves out: which, it does not know.
func companiesText(n int) bot.Text {
	return bot.Count(n, bot.Text{FR: "%s entreprise", EN: "%s company"}, bot.Text{FR: "%s entreprises", EN: "%s companies"})
}

// leftOut lets what an alert leaves out come again.
func leftOut(r *bot.Request, one *storage.Alert) bot.Select {
	s := bot.Select{Prompt: bot.Text{FR: "Ne plus écarter…", EN: "No longer leave out…"}, Param: "choix", Do: alert("elargir", ofAlert(r, one.ID))}
	if n := len(one.Search.Companies); n > 0 {
		s.Options = append(s.Options, bot.Option{Value: narrowing{lessCompany, allOfThem}.String(), Label: companiesText(n)})
	}
	for _, word := range one.Search.Without[:min(len(one.Search.Without), bot.MaxOptions-1)] {
		s.Options = append(s.Options, bot.Option{Value: narrowing{lessWord, word}.String(), Label: quoted(bot.Shorten(word, bot.MaxLabel-10))})
	}
	return s
}
