package commands

import (
	"context"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/commands/content"
	"rebond/storage"
)

const resourcesAPage = 5

// formations finds places to learn, and people who learn the same.
func formations(store *storage.Store, d Defaults) bot.Command {
	t := &training{store: store, defaults: d, shelf: newShelf(store, d)}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "La ressource", EN: "The resource"}}
	from := bot.Param{Name: "depuis", Names: bot.Text{FR: "depuis", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "À partir de", EN: "From which one on"}}
	of := append([]bot.Param{id, from}, carriedParams()...)
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: params, Run: do}
	}
	change := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Changes: true, Params: params, Run: do}
	}
	titled := func(title bot.Text, a bot.Action) bot.Action { a.Title = title; return a }
	query := func(a bot.Action) bot.Action { a.Query = true; return a }
	return bot.Command{
		Name:      "formations",
		Names:     bot.Text{FR: "formations", EN: "training"},
		Summary:   bot.Text{FR: "Se former, et le financer : « python gratuit débutant »", EN: "Learn, and have it paid for: “python free beginner”"},
		Params:    seekParams(),
		Ephemeral: true,
		Query:     true,
		Home:      t.home,
		Run:       t.run,
		Actions: placed(store, []bot.Action{
			show("suite", updating(t.page), append([]bot.Param{from}, carriedParams()...)...),
			query(titled(bot.Text{FR: "Chercher une formation", EN: "Find training"}, show("chercher", updating(t.page), formParams()...))),
			show("voir", updating(t.view), of...),
			show("fiche", t.open, of...),
			change("garder", t.mark(storage.ResourceKept), of...),
			change("commencer", t.mark(storage.ResourceStarted), of...),
			change("terminer", t.mark(storage.ResourceDone), of...),
			change("lacher", t.mark(storage.NoProgress), of...),
			show("connaitre", updating(t.explain), of...),
			change("rejoindre", updating(t.join), of...),
			change("quitter", updating(t.leave), of...),
			show("miennes", updating(t.mine), from),
			change("retirer", updating(t.remove), id, from),
			titled(proposeTitle, change("proposer", t.propose, proposeParams()...)),
		}),
	}
}

// training answers /formations.
type training struct {
	store    *storage.Store
	defaults Defaults
	shelf    *shelf
}

// trait is what resources are chosen by, besides words.
type trait struct {
	name    string // of its parameter
	names   bot.Text
	label   bot.Text
	help    bot.Text
	without bot.Text // a search that does without it
	options []bot.Option
	has     func(o *content.Resource, value string) bool
}

// traits are all of them, in the order in which they are shown. What is for all levels, the
// first of them, is for each.
var traits = []trait{
	{"theme", bot.Text{FR: "theme", EN: "theme"}, bot.Text{FR: "Domaine", EN: "Area"}, bot.Text{FR: "Ce que tu veux apprendre", EN: "What you want to learn"}, bot.Text{FR: "sans le domaine", EN: "without the area"}, domains(), ofDomain},
	{"langue", bot.Text{FR: "langue", EN: "language"}, bot.Text{}, bot.Text{FR: "La langue de la ressource", EN: "The language of the resource"}, bot.Text{FR: "sans la langue", EN: "without the language"}, content.Languages,
		func(o *content.Resource, value string) bool { return slices.Contains(o.Languages, value) }},
	{"niveau", bot.Text{FR: "niveau", EN: "level"}, bot.Text{}, bot.Text{FR: "Là où tu en es ; ce qui est pour tous les niveaux vient avec", EN: "Where you stand; what is for all levels comes with it"}, bot.Text{FR: "sans le niveau", EN: "without the level"}, content.Levels[1:],
		func(o *content.Resource, value string) bool {
			return o.Level == value || o.Level == content.Levels[0].Value
		}},
	{"format", bot.Text{FR: "format", EN: "format"}, bot.Text{}, bot.Text{FR: "Cours, exercices, programme…", EN: "Course, exercises, programme…"}, bot.Text{FR: "sans le format", EN: "without the format"}, content.Formats,
		func(o *content.Resource, value string) bool { return o.Format == value }},
	{"cout", bot.Text{FR: "cout", EN: "cost"}, bot.Text{FR: "Coût", EN: "Cost"}, bot.Text{FR: "Ce que cela coûte", EN: "What it costs"}, bot.Text{FR: "sans le coût", EN: "without the cost"}, content.Costs,
		func(o *content.Resource, value string) bool { return o.Cost == value || value == "gratuit" && free(o) }},
}

func domains() (all []bot.Option) {
	for _, d := range content.Domains {
		all = append(all, d.Option)
	}
	return all
}

func ofDomain(o *content.Resource, value string) bool {
	return slices.ContainsFunc(content.Domains, func(d content.Domain) bool {
		return d.Value == value && slices.ContainsFunc(d.Subjects, func(s string) bool { return slices.Contains(o.Themes, s) })
	})
}

// free reports whether all of a resource can be learnt for nothing.
func free(o *content.Resource) bool { return o.Cost == "gratuit" || o.Cost == "certificat-payant" }

func (t *trait) param() bot.Param {
	return bot.Param{Name: t.name, Names: t.names, Label: t.label, Help: t.help, Kind: bot.Choice, Options: t.options}
}

var soughtWords = bot.Param{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Max: 200, Label: bot.Text{FR: "Tes mots", EN: "Your words"},
	Help: bot.Text{FR: "« python gratuit débutant », « financer », « tests »…", EN: "“python free beginner”, “funding”, “tests”…"}}

// seekParams are what can be typed after the command.
func seekParams() []bot.Param {
	words := soughtWords
	words.Rest = true
	params := []bot.Param{words}
	for i := range traits {
		params = append(params, traits[i].param())
	}
	return params
}

// formParams are the fields of « Chercher », as many as a modal holds: the field to learn is
// chosen beside it, on the list itself.
func formParams() []bot.Param {
	params := []bot.Param{soughtWords}
	for i := range traits {
		p := traits[i].param()
		p.Hidden = p.Name == "theme"
		params = append(params, p)
	}
	return params
}

// listOf says in a control to which list it leads back: to that of a search, or to mine.
const listOf, mineList = "liste", "miennes"

// carriedParams hold a search for the controls of its answer. A value that has lost its
// meaning since asks for nothing.
func carriedParams() []bot.Param {
	params := []bot.Param{{Name: listOf, Names: bot.Text{FR: "liste", EN: "list"}, Hidden: true, Help: bot.Text{FR: "D’où l’on vient", EN: "Where one comes from"}}}
	for _, p := range seekParams() {
		params = append(params, bot.Param{Name: p.Name, Names: p.Names, Hidden: true, Help: p.Help})
	}
	return params
}

// sought is the search that r asks for.
func sought(r *bot.Request) bot.Args {
	asked := bot.Args{}
	if words := r.Args["mots"]; len(search.Terms(words)) > 0 {
		asked["mots"] = words
	}
	for _, t := range traits {
		if value := r.Args[t.name]; !optionLabel(t.options, value).Empty() {
			asked[t.name] = value
		}
	}
	return asked
}

func (t *training) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := t.page(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// learnable are the resources that a search finds, the best first: else those in the member's
// own language, those that are free, and the order of the packs. All reports whether they
// have all of its words.
func learnable(all []content.Resource, asked bot.Args, lang bot.Lang) (some []content.Resource, whole bool) {
	some = slices.DeleteFunc(slices.Clone(all), func(o content.Resource) bool {
		return slices.ContainsFunc(traits, func(t trait) bool { return asked[t.name] != "" && !t.has(&o, asked[t.name]) })
	})
	rank := func(o *content.Resource) (n int) {
		if !slices.Contains(o.Languages, string(lang)) {
			n += 2
		}
		if !free(o) {
			n++
		}
		return n
	}
	slices.SortStableFunc(some, func(a, b content.Resource) int { return rank(&a) - rank(&b) })
	return content.Search(some, asked["mots"], lang, func(o *content.Resource) *content.Item { return &o.Item })
}

// page is a page of what r asks for.
func (t *training) page(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	pack, err := t.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	asked := sought(r)
	some, whole := learnable(pack.Resources, asked, r.Lang)
	if len(some) == 0 {
		return nothingToLearn(r, pack.Resources, asked), nil
	}
	mine, err := t.followed(ctx, r)
	if err != nil {
		return nil, err
	}
	from := pageFrom(r, len(some))
	m := &bot.Message{Text: listText(r, asked, len(some), from, whole), Selects: []bot.Select{domainSelect(pack.Resources, asked)}}
	back := asked.With("depuis", digits(from))
	for i := range some[from:min(from+resourcesAPage, len(some))] {
		o := &some[from+i]
		m.Cards = append(m.Cards, resourceCard(o, mine[o.ID].State, back))
	}
	if !whole {
		m.Buttons = withLess(r, pack.Resources, lessTraits(asked))
	}
	if next := from + resourcesAPage; next < len(some) {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary, Do: learning("suite", asked.With("depuis", strconv.Itoa(next)))})
	}
	if from > 0 {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: learning("suite", asked)})
	}
	m.Buttons = append(m.Buttons, seekButton(asked), mineButton, proposeButton)
	return m, nil
}

// pageFrom is where the page begins that r asks for: the last one, where there are fewer
// than there were.
func pageFrom(r *bot.Request, n int) int {
	from := min(r.Args.Int("depuis"), n-1)
	return max(0, from-from%resourcesAPage)
}

func learning(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "formations", Action: action, Args: args}
}

// followed is what the member makes of resources, by their ids.
func (t *training) followed(ctx context.Context, r *bot.Request) (map[string]storage.Followed, error) {
	all, err := t.store.ResourcesOf(ctx, community(r), r.From.ID)
	if err != nil {
		return nil, err
	}
	mine := map[string]storage.Followed{}
	for _, f := range all {
		mine[f.Resource] = f
	}
	return mine, nil
}

// open is view in a message of its own.
func (t *training) open(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := t.view(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}
