package commands

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
)

const (
	offersAPage = 5
	countUpTo   = 20 // more are « plus de 20 »: a total would be slow and tell nothing
)

// offres finds openings: a free line in which place, contract, remote work,
// level and pay are recognised, or the same as options.
func offres(store *storage.Store, d Defaults) bot.Command {
	o := &offers{store, d, Announcements(store, d)}
	return bot.Command{
		Name:           "offres",
		Names:          bot.Text{FR: "offres", EN: "jobs"},
		Summary:        bot.Text{FR: "Chercher des offres : « golang nancy télétravail débutant »", EN: "Look for openings: “golang nancy remote junior”"},
		Ephemeral:      true,
		Query:          true,
		Shortcut:       bot.Text{FR: "Chercher une offre", EN: "Find an opening"},
		ShortcutAction: "modifier",
		Home:           o.home,
		Params: []bot.Param{
			{Name: "recherche", Names: bot.Text{FR: "recherche", EN: "search"}, Rest: true, Max: 200, Suggest: o.suggestWords,
				Help: bot.Text{FR: "Métier, techno, ville, contrat, salaire… dans l’ordre que tu veux", EN: "Trade, tech, town, contract, pay… in any order"}},
			{Name: "lieu", Names: bot.Text{FR: "lieu", EN: "place"}, Max: 80, Check: checkPlace, Suggest: suggestPlaces,
				Help: bot.Text{FR: "Commune, département ou région", EN: "A French town, département or region"}},
			{Name: "contrat", Names: bot.Text{FR: "contrat", EN: "contract"}, Kind: bot.Choice, Options: contractOptions(),
				Help: bot.Text{FR: "Type de contrat", EN: "Kind of contract"}},
			{Name: "teletravail", Names: bot.Text{FR: "teletravail", EN: "remote"}, Kind: bot.Choice, Options: remoteOptions(),
				Help: bot.Text{FR: "Télétravail", EN: "Remote work"}},
			{Name: "niveau", Names: bot.Text{FR: "niveau", EN: "level"}, Kind: bot.Choice, Options: levelOptions(),
				Help: bot.Text{FR: "Expérience demandée", EN: "Experience asked for"}},
			{Name: "salaire", Names: bot.Text{FR: "salaire", EN: "pay"}, Max: 30, Check: checkPay,
				Help: bot.Text{FR: "Salaire brut minimum : 45k, 2800€/mois, 450€/jour", EN: "Minimum gross pay: 45k, 2800€/month, 450€/day"}},
			{Name: "publiee_depuis", Names: bot.Text{FR: "publiee_depuis", EN: "posted_within"}, Kind: bot.Choice, Options: daysOptions(),
				Help: bot.Text{FR: "Offres publiées depuis", EN: "Openings posted within"}},
		},
		Run: o.run,
		Actions: []bot.Action{
			{Name: "suite", Ephemeral: true, Params: queryParams, Run: o.page},
			{Name: "ouvrir", Ephemeral: true, Params: queryParams, Run: o.open},
			{Name: "modifier", Ephemeral: true, Query: true, Title: bot.Text{FR: "Ta recherche", EN: "Your search"}, Params: o.editParams(), Run: o.edit},
			{Name: "voir", Ephemeral: true, Params: []bot.Param{offerID}, Run: o.view},
			{Name: "garder", Ephemeral: true, Changes: true, Params: []bot.Param{offerID}, Run: o.keep},
			{Name: "retirer", Ephemeral: true, Changes: true, Params: []bot.Param{offerID}, Run: o.drop},
			{Name: "partage", Ephemeral: true, Params: []bot.Param{offerID}, Run: o.askShare},
			{Name: "partager", Ephemeral: true, Changes: true, Params: []bot.Param{offerID}, Run: o.share},
			{Name: "renoncer", Ephemeral: true, Run: o.giveUp},
			{Name: "methode", Ephemeral: true, Run: o.method},
			{Name: "signaler", Ephemeral: true, Changes: true, Title: bot.Text{FR: "Un problème ?", EN: "A problem?"}, Params: problemParams(), Run: o.report},
		},
	}
}

type offers struct {
	store         *storage.Store
	defaults      Defaults
	announcements *storage.Announcements
}

var offerID = bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Required: true, Help: bot.Text{FR: "L’offre", EN: "The opening"}}

// queryParams hold a search that has been understood, for the controls of its answer.
var queryParams = func() []bot.Param {
	var params []bot.Param
	for _, name := range []string{"mots", "lieu", "contrat", "teletravail", "niveau", "salaire", "jours", "apres"} {
		params = append(params, bot.Param{Name: name, Names: bot.Text{FR: name, EN: name}, Help: bot.Text{FR: "Une recherche comprise", EN: "A search that was understood"}})
	}
	return params
}()

func queryArgs(q search.Query) bot.Args {
	args := bot.Args{}
	for name, value := range map[string]string{
		"mots": q.Words, "lieu": search.PlaceCode(q.Place), "contrat": string(q.Contract),
		"teletravail": string(q.Remote), "niveau": string(q.Level), "salaire": digits(q.Pay), "jours": digits(q.Days),
	} {
		if value != "" {
			args[name] = value
		}
	}
	return args
}

func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func argsQuery(a bot.Args) search.Query {
	place, _ := search.PlaceOf(a["lieu"])
	return search.Query{Words: a["mots"], Place: place, Contract: sources.Contract(a["contrat"]),
		Remote: sources.Remote(a["teletravail"]), Level: sources.Level(a["niveau"]), Pay: a.Int("salaire"), Days: a.Int("jours")}
}

func (o *offers) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return o.answer(ctx, r, typedQuery(r.Args), "")
}

// typedQuery is the search that the options of /offres say.
func typedQuery(a bot.Args) search.Query {
	given := search.Query{Contract: sources.Contract(a["contrat"]), Remote: sources.Remote(a["teletravail"]), Level: sources.Level(a["niveau"]), Days: a.Int("publiee_depuis")}
	if typed := a["lieu"]; typed != "" {
		given.Place, _ = places.Find(typed)
	}
	if typed := a["salaire"]; typed != "" {
		given.Pay, _ = search.ReadPay(typed)
	}
	return search.Read(a["recherche"], given)
}

// lineQuery reads a search that stands in one field as /offres reads what is typed after it,
// with its options by their names. What cannot be read is told of that field.
func lineQuery(line, field string) (search.Query, error) {
	args, err := bot.ReadLine(line, offres(nil, Defaults{}).Params)
	if wrong := bot.UserErrors(err); len(wrong) > 0 {
		var texts []bot.Text
		for _, w := range wrong {
			texts = append(texts, w.Text)
		}
		return search.Query{}, &bot.UserError{Param: field, Err: err, Text: bot.Join("\n", texts...)}
	}
	if err != nil {
		return search.Query{}, err
	}
	q := typedQuery(args)
	return q, saysSomething(q, line, field)
}

// saysSomething reports what was typed in a field for a search that nothing can answer: it
// holds no word.
func saysSomething(q search.Query, typed, field string) error {
	words := q.Words
	if q.Words = ""; !q.IsZero() || typed == "" || len(search.Terms(words)) > 0 {
		return nil
	}
	return &bot.UserError{Param: field, Text: bot.Textf(bot.Text{
		FR: "Je n’ai rien reconnu dans «\u00a0%s\u00a0». Écris par exemple\u00a0: golang nancy télétravail.",
		EN: "I recognised nothing in “%s”. Write for instance: golang nancy remote.",
	}, bot.Shorten(typed, 60))}
}

func (o *offers) page(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := o.answer(ctx, r, argsQuery(r.Args), r.Args["apres"])
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// open shows what a search finds beside the message whose button asked for it.
func (o *offers) open(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := o.answer(ctx, r, argsQuery(r.Args), "")
	if err != nil {
		return nil, err
	}
	return m, nil
}

// answer is a page of the offers that q asks for.
func (o *offers) answer(ctx context.Context, r *bot.Request, q search.Query, from string) (*bot.Message, error) {
	page, err := o.store.SearchOffers(ctx, community(r), q, from, offersAPage, r.Now)
	if err != nil {
		return nil, err
	}
	if len(page.Offers) == 0 && from == "" {
		return o.nothing(ctx, r, q)
	}
	m := &bot.Message{Text: understood(q), Passing: true}
	for i := range page.Offers {
		m.Cards = append(m.Cards, offerCard(&page.Offers[i], r))
	}
	if len(page.Offers) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Il n’y en a pas d’autres.", EN: "There are no more."})
	}
	if page.Next != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary,
			Do: bot.Call{Command: "offres", Action: "suite", Args: queryArgs(q).With("apres", page.Next)}})
	}
	if from != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: searchCall(q)})
	}
	m.Buttons = append(m.Buttons, editButton(q), tellMeButton(q))
	return m, nil
}

func searchCall(q search.Query) bot.Call {
	return bot.Call{Command: "offres", Action: "suite", Args: queryArgs(q)}
}

// understood says back what was read: « Compris : golang · Nancy (54) ».
func understood(q search.Query) bot.Text {
	if q.IsZero() {
		return bot.Text{FR: "Les offres les plus récentes :", EN: "The newest openings:"}
	}
	return bot.Textf(bot.Text{FR: "Compris : %s", EN: "Understood: %s"}, inWords(q))
}

func inWords(q search.Query) bot.Text {
	parts := []bot.Text{bot.Same(q.Words), placeText(q.Place), optionLabel(contractOptions(), string(q.Contract)),
		optionLabel(remoteOptions(), string(q.Remote)), optionLabel(levelOptions(), string(q.Level))}
	if q.Pay > 0 {
		parts = append(parts, bot.Textf(bot.Text{FR: "%s\u00a0€ par an ou plus", EN: "€%s a year or more"}, q.Pay))
	}
	if q.Days > 0 {
		parts = append(parts, bot.Count(q.Days, bot.Text{FR: "publiées depuis %s\u00a0jour au plus", EN: "posted within %s day"}, bot.Text{FR: "publiées depuis %s\u00a0jours au plus", EN: "posted within %s days"}))
	}
	return bot.Join(" · ", parts...)
}

func placeText(p places.Place) bot.Text {
	if p == (places.Place{}) {
		return bot.Text{}
	}
	return bot.Same(p.Label())
}

// editParams are the fields of the modal behind [Modifier]: five, as many as a
// modal holds, so that level, pay and date share one.
func (o *offers) editParams() []bot.Param {
	return []bot.Param{
		{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Max: 200, Suggest: o.suggestWords, Help: bot.Text{FR: "Mots cherchés, tels quels", EN: "Words to look for, as they are"}},
		{Name: "lieu", Names: bot.Text{FR: "lieu", EN: "place"}, Max: 80, Check: checkPlace, Suggest: suggestPlaces, Help: bot.Text{FR: "Commune, département ou région", EN: "A French town, département or region"}},
		{Name: "contrat", Names: bot.Text{FR: "contrat", EN: "contract"}, Kind: bot.Choice, Options: contractOptions(), Help: bot.Text{FR: "Type de contrat", EN: "Kind of contract"}},
		{Name: "teletravail", Names: bot.Text{FR: "teletravail", EN: "remote"}, Label: bot.Text{FR: "Télétravail", EN: "Remote work"}, Kind: bot.Choice, Options: remoteOptions(), Help: bot.Text{FR: "Télétravail", EN: "Remote work"}},
		{Name: "autres", Names: bot.Text{FR: "autres", EN: "others"}, Max: 80, Check: checkOthers, Help: bot.Text{FR: "Niveau, salaire, date : « débutant 45k 7 jours »", EN: "Level, pay, date: “junior 45k 7 days”"}},
	}
}

func editButton(q search.Query) bot.Button {
	args := bot.Args{"mots": q.Words, "contrat": string(q.Contract), "teletravail": string(q.Remote), "autres": others(q)}
	if q.Place != (places.Place{}) {
		args["lieu"] = q.Place.Label()
	}
	for name, value := range args {
		if value == "" {
			delete(args, name)
		}
	}
	return bot.Button{Label: bot.Text{FR: "Modifier", EN: "Edit"}, Do: bot.Call{Command: "offres", Action: "modifier", Ask: true, Args: args}}
}

// others writes level, pay and date as search.Read reads them.
func others(q search.Query) string {
	var words []string
	switch q.Level {
	case sources.Beginner:
		words = append(words, "débutant")
	case sources.Mid:
		words = append(words, "confirmé")
	case sources.Senior:
		words = append(words, "senior")
	}
	if q.Pay > 0 {
		words = append(words, strconv.Itoa(q.Pay)+"€")
	}
	if q.Days > 0 {
		words = append(words, strconv.Itoa(q.Days)+"j")
	}
	return strings.Join(words, " ")
}

func (o *offers) edit(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	q := search.Read(r.Args["autres"], search.Query{})
	q.Words, q.Contract, q.Remote = r.Args["mots"], sources.Contract(r.Args["contrat"]), sources.Remote(r.Args["teletravail"])
	if typed := r.Args["lieu"]; typed != "" {
		q.Place, _ = places.Find(typed)
	}
	m, err := o.answer(ctx, r, q, "")
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// gone turns a missing offer into words.
func gone(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Cette offre n’est plus là : elle a été pourvue, retirée, ou elle a expiré. Tape `/offres` pour en voir d’autres.", EN: "This opening is gone: filled, withdrawn or expired. Type `/jobs` to see others."}}
	}
	return err
}

func (o *offers) suggestWords(ctx context.Context, r *bot.Request, typed string) ([]bot.Option, error) {
	var options []bot.Option
	seen := map[string]bool{}
	add := func(s string) {
		if f := bot.Fold(s); !seen[f] && len([]rune(s)) <= bot.MaxLabel && len(options) < bot.MaxOptions {
			seen[f] = true
			options = append(options, bot.Option{Value: s, Label: bot.Same(s)})
		}
	}
	for _, s := range search.Complete(typed, 5) {
		add(s)
	}
	titles, err := o.store.OfferTitles(ctx, community(r), typed, 10, r.Now)
	for _, s := range titles {
		add(s)
	}
	return options, err
}
