package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
)

// alertes lets members save searches, and be told of new offers that they find.
func alertes(store *storage.Store, d Defaults) bot.Command {
	a := &alerting{store: store, notices: d.notices(store), offers: &offers{store: store, defaults: d}}
	hidden := func(name string, help bot.Text, required bool) bot.Param {
		return bot.Param{Name: name, Names: bot.Text{FR: name, EN: name}, Hidden: true, Required: required, Max: 2000, Help: help}
	}
	id := hidden("alerte", bot.Text{FR: "L’alerte", EN: "The alert"}, true)
	maybe := hidden("alerte", bot.Text{FR: "L’alerte", EN: "The alert"}, false)
	notice := hidden("avis", bot.Text{FR: "Le message qui les annonce", EN: "The message that tells of them"}, true)
	from := hidden("apres", bot.Text{FR: "Où commence la page", EN: "Where the page begins"}, false)
	what := hidden("choix", bot.Text{FR: "Ce qui est écarté", EN: "What is left out"}, true)
	fields := a.fields()
	return bot.Command{
		Name:      "alertes",
		Names:     bot.Text{FR: "alertes", EN: "alerts"},
		Summary:   bot.Text{FR: "Te prévenir des nouvelles offres : « golang nancy télétravail »", EN: "Hear of new openings: “golang nancy remote”"},
		Ephemeral: true,
		Changes:   true,
		Query:     true,
		Home:      a.home,
		Params: []bot.Param{
			{Name: "recherche", Names: bot.Text{FR: "recherche", EN: "search"}, Rest: true, Max: 200, Suggest: a.offers.suggestWords,
				Help: bot.Text{FR: "Ce que tu cherches, comme dans /offres ; sans rien, tes alertes s’affichent", EN: "What you look for, as in /jobs; without it, your alerts show"}},
			paceParam(),
		},
		Run: a.run,
		Actions: placed(store, []bot.Action{
			{Name: "liste", Ephemeral: true, Params: []bot.Param{from}, Run: a.list},
			{Name: "ouvrir", Ephemeral: true, Params: []bot.Param{maybe}, Run: a.open},
			{Name: "regler", Ephemeral: true, Params: []bot.Param{id}, Run: a.set},
			{Name: "prevenir", Ephemeral: true, Changes: true, Params: searchParams(), Run: a.tellMe},
			{Name: "remettre", Ephemeral: true, Changes: true, Params: searchParams(), Run: a.putBack},
			{Name: "nouvelle", Ephemeral: true, Changes: true, Query: true, Title: bot.Text{FR: "Nouvelle alerte", EN: "New alert"}, Params: fields, Run: a.write},
			{Name: "modifier", Ephemeral: true, Changes: true, Query: true, Title: bot.Text{FR: "Modifier l’alerte", EN: "Edit the alert"}, Params: append([]bot.Param{id}, fields...), Run: a.write},
			{Name: "frequence", Ephemeral: true, Changes: true, Params: []bot.Param{id, required(paceParam())}, Run: a.pace},
			{Name: "supprimer", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: a.drop},
			{Name: "recevoir", Ephemeral: true, Changes: true, Run: a.receive},
			{Name: "taire", Ephemeral: true, Changes: true, Run: a.silence},
			{Name: "voir", Ephemeral: true, Params: []bot.Param{id}, Run: a.see},
			{Name: "suivantes", Ephemeral: true, Params: []bot.Param{id, from}, Run: a.seeMore},
			{Name: "nouvelles", Ephemeral: true, Params: []bot.Param{notice}, Run: a.news},
			{Name: "suite", Ephemeral: true, Params: []bot.Param{notice, from}, Run: a.moreNews},
			{Name: "pourquoi", Ephemeral: true, Params: []bot.Param{offerID, id}, Run: a.why},
			{Name: "moins", Ephemeral: true, Params: []bot.Param{offerID, id}, Run: a.less},
			{Name: "restreindre", Ephemeral: true, Changes: true, Params: []bot.Param{id, what}, Run: a.narrow},
			{Name: "elargir", Ephemeral: true, Changes: true, Params: []bot.Param{id, what}, Run: a.widen},
		}),
	}
}

type alerting struct {
	store   *storage.Store
	notices *storage.Notices
	offers  *offers
}

func alert(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "alertes", Action: action, Args: args}
}

// ofAlert are the arguments of a control of one alert.
func ofAlert(r *bot.Request, id string) bot.Args { return ofPlace(r).With("alerte", id) }

// paceOptions are when people can be told.
func paceOptions() []bot.Option {
	return []bot.Option{
		{Value: string(storage.Soon), Label: bot.Text{FR: "dès que possible", EN: "as soon as possible"}},
		{Value: string(storage.Morning), Label: bot.Text{FR: "dans « Ton matin »", EN: "in “Your morning”"}},
		{Value: string(storage.Weekly), Label: bot.Text{FR: "chaque semaine", EN: "every week"}},
	}
}

func paceParam() bot.Param {
	return bot.Param{Name: "frequence", Names: bot.Text{FR: "frequence", EN: "frequency"}, Label: bot.Text{FR: "Quand te prévenir", EN: "When to tell you"}, Kind: bot.Choice, Options: paceOptions(),
		Help: bot.Text{FR: "Quand je te préviens ; dans « Ton matin » si tu ne dis rien", EN: "When I tell you; in “Your morning” if you do not say"}}
}

func required(p bot.Param) bot.Param {
	p.Required = true
	return p
}

// fields are what the form of an alert asks: those of a search, without a date.
func (a *alerting) fields() []bot.Param {
	fields := a.offers.editParams()
	for i := range fields {
		if fields[i].Name == "autres" {
			fields[i].Check, fields[i].Help = checkAlertOthers, bot.Text{FR: "Niveau et salaire : « débutant 45k »", EN: "Level and pay: “junior 45k”"}
		}
	}
	return fields
}

// checkAlertOthers is checkOthers for an alert, which has no date.
func checkAlertOthers(value string) error {
	if err := checkOthers(value); err != nil {
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
			FR: "Dans « %s », je ne lis ici qu’un niveau et un salaire : débutant 45k.",
			EN: "In “%s”, I only read a level and a pay here: junior 45k.",
		}, bot.Shorten(value, 40))}
	}
	if search.Read(value, search.Query{}).Days > 0 {
		return &bot.UserError{Text: bot.Text{FR: "Une alerte n’a pas de date : elle ne montre que du nouveau. Écris seulement un niveau et un salaire : débutant 45k.", EN: "An alert has no date: it only shows what is new. Write a level and a pay only: junior 45k."}}
	}
	return nil
}

// What the arguments of a saved search hold beside those of queryArgs: names that are left
// out, between bars.
const (
	withoutWords     = "sans"
	withoutCompanies = "entreprises"
	between          = "|"
)

// searchParams hold a saved search, for the controls that save it.
func searchParams() []bot.Param {
	params := append(slices.Clone(queryParams), paceParam())
	for _, name := range []string{withoutWords, withoutCompanies} {
		params = append(params, bot.Param{Name: name, Names: bot.Text{FR: name, EN: name}, Hidden: true, Max: 2000, Help: bot.Text{FR: "Ce qui est écarté", EN: "What is left out"}})
	}
	return params
}

func searchArgs(s *storage.AlertSearch) bot.Args {
	return queryArgs(s.Query).With(withoutWords, strings.Join(s.Without, between)).With(withoutCompanies, strings.Join(s.Companies, between))
}

func argsSearch(a bot.Args) storage.AlertSearch {
	s := storage.AlertSearch{Query: argsQuery(a)}
	s.Days = 0
	names := func(joined string) []string {
		return slices.DeleteFunc(strings.Split(joined, between), func(n string) bool { return n == "" })
	}
	s.Without, s.Companies = names(a[withoutWords]), names(a[withoutCompanies])
	return s
}

// tellMeButton saves a search in one press.
func tellMeButton(q search.Query) bot.Button {
	q.Days = 0
	return bot.Button{Label: bot.Text{FR: "Préviens-moi", EN: "Tell me of new ones"}, Do: alert("prevenir", queryArgs(q))}
}

// run shows the alerts of whoever says nothing, and saves what they look for else.
func (a *alerting) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.Args["recherche"] == "" && r.Args["frequence"] == "" {
		return shownTo(a.listed(ctx, r, 0, bot.Text{}))
	}
	if r.Args["recherche"] == "" {
		return nil, &bot.UserError{Param: "recherche", Text: bot.Text{FR: "Dis aussi ce que tu cherches : `/alertes golang nancy frequence:semaine`. Pour changer la fréquence d’une alerte que tu as, tape `/alertes` seul.", EN: "Say what you look for too: `/alerts golang nancy frequency:week`. To change when one that you have comes, type `/alerts` alone."}}
	}
	q, err := lineQuery(r.Args["recherche"], "recherche")
	if err != nil {
		return nil, err
	}
	return a.save(ctx, r, storage.AlertSearch{Query: q})
}

// tellMe saves the search of an answer of /offres.
func (a *alerting) tellMe(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return a.save(ctx, r, argsSearch(r.Args))
}

// write saves what a form says: a new alert, or another search for one.
func (a *alerting) write(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	q := search.Read(r.Args["autres"], search.Query{})
	q.Words, q.Contract, q.Remote, q.Days = r.Args["mots"], sources.Contract(r.Args["contrat"]), sources.Remote(r.Args["teletravail"]), 0
	if typed := r.Args["lieu"]; typed != "" {
		q.Place, _ = places.Find(typed)
	}
	if err := saysSomething(q, q.Words, "mots"); err != nil {
		return nil, err
	}
	if r.Args["alerte"] == "" {
		return a.save(ctx, r, storage.AlertSearch{Query: q})
	}
	return a.changed(ctx, r, bot.Text{FR: "C’est noté.", EN: "Noted."}, func(one *storage.Alert) {
		one.Search.Query = q
		one.Search.Without = slices.DeleteFunc(one.Search.Without, func(w string) bool { return slices.Contains(strings.Fields(bot.Fold(q.Words)), w) }) // they look for it now
	})
}

// save makes an alert, and shows it with what can be changed of it. What somebody has
// already stays as it is, unless they say when it is to come.
func (a *alerting) save(ctx context.Context, r *bot.Request, s storage.AlertSearch) (bot.Reply, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	dated := s.Days > 0
	s.Days = 0
	pace := storage.Pace(r.Args["frequence"])
	have, err := a.store.Alerts(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "C’est noté : je te préviendrai des nouvelles offres.", EN: "Noted: I will tell you of new openings."}
	one := storage.Alert{Search: s, Pace: pace}
	if i := slices.IndexFunc(have, func(h storage.Alert) bool { return h.Community == community(r) && h.Search.Query == s.Query }); i >= 0 {
		one = have[i]
		said = bot.Text{FR: "Tu as déjà cette alerte.", EN: "You have this alert already."}
		if pace != "" && pace != one.Pace {
			one.Pace, said = pace, bot.Text{FR: "Tu avais déjà cette alerte : seul le moment où je te préviens a changé.", EN: "You had this alert already: only when I tell you has changed."}
		}
	}
	if one.Pace == "" {
		one.Pace = storage.Morning
	}
	if one, err = a.store.PutAlert(ctx, r.From.ID, community(r), one, r.Now); err != nil {
		return a.full(ctx, r, &s, err)
	}
	if dated {
		said = bot.Join(" ", said, bot.Text{FR: "Sans la date : une alerte ne montre que du nouveau.", EN: "Without the date: an alert only shows what is new."})
	}
	own, began, err := a.subscribe(ctx, r)
	if err != nil {
		return nil, err
	}
	if began {
		said = bot.Join(" ", said, writingNow())
	}
	return a.screen(r, &one, own, said), nil
}

// full says that there is no room for another alert, and what to do; err itself where that
// is not it.
func (a *alerting) full(ctx context.Context, r *bot.Request, s *storage.AlertSearch, err error) (bot.Reply, error) {
	if !errors.Is(err, storage.ErrTooManyAlerts) {
		return nil, err
	}
	m, err := a.listed(ctx, r, 0, bot.Textf(bot.Text{
		FR: "Tu as déjà %s alertes, c’est le plus que je peux suivre pour toi. Supprime ou élargis l’une d’elles, puis presse « Créer l’alerte » : ta recherche « %s » est gardée sur ce bouton.",
		EN: "You have %s alerts already, the most I can follow for you. Delete or widen one of them, then press “Create the alert”: your search “%s” is kept on that button.",
	}, storage.MaxAlerts, searchText(s)))
	if err != nil {
		return nil, err
	}
	again := bot.Button{Label: bot.Text{FR: "Créer l’alerte", EN: "Create the alert"}, Style: bot.Primary, Do: alert("prevenir", searchArgs(s).With("frequence", r.Args["frequence"]))}
	m.Buttons = append([]bot.Button{again}, m.Buttons...)
	return m, nil
}

// subscribe lets somebody receive what their alerts find where they are, if they do not;
// began says that they did not.
func (a *alerting) subscribe(ctx context.Context, r *bot.Request) (own *storage.Own, began bool, err error) {
	own, err = a.store.Own(ctx, r.From.ID)
	if err != nil || own.Has(community(r), storage.AlertsTopic) {
		return own, false, err
	}
	own, err = a.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if began = !c.Has(community(r), storage.AlertsTopic); began {
			begin(c, r, storage.AlertsTopic, 0)
		}
		return nil
	})
	return own, began, err
}

// shownTo is an answer, where there is one.
func shownTo(m *bot.Message, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return m, nil
}

// inPlace is an answer in place of the message whose control was used.
func inPlace(m *bot.Message, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}
