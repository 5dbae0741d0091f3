package commands

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// searchText says in words what an alert looks for, and what it leaves out.
func searchText(s *storage.AlertSearch) bot.Text {
	return bot.Join(" · ", askedText(s), leftOutText(s))
}

// askedText says in words what an alert looks for.
func askedText(s *storage.AlertSearch) bot.Text {
	if s.Query.IsZero() {
		return bot.Text{FR: "toutes les nouvelles offres", EN: "all new openings"}
	}
	return inWords(s.Query)
}

// leftOutText says what an alert leaves out; empty where it is nothing.
func leftOutText(s *storage.AlertSearch) bot.Text {
	var out []bot.Text
	for _, w := range s.Without {
		out = append(out, bot.Textf(bot.Text{FR: "sans « %s »", EN: "without “%s”"}, w))
	}
	if n := len(s.Companies); n > 0 {
		out = append(out, bot.Textf(bot.Text{FR: "sans %s", EN: "without %s"}, companiesText(n)))
	}
	return bot.Join(" · ", out...)
}

// screen is one alert, with what can be changed of it.
func (a *alerting) screen(r *bot.Request, one *storage.Alert, own *storage.Own, said bot.Text) *bot.Message {
	p := own.Preferences(r.From.ID, r.From.Zone)
	at := one.Community
	state := paceText(one.Pace, &p)
	switch {
	case !own.Has(at, storage.AlertsTopic):
		state = alertsOff
	case p.Pause.Holds(r.Now):
		state = bot.Join(" ", state, pauseText(p.Pause, r.From.Zone))
	}
	m := &bot.Message{
		Text:    bot.Join("\n", said, bot.Textf(bot.Text{FR: "# Ton alerte\n**%s**%s", EN: "# Your alert\n**%s**%s"}, searchText(&one.Search), otherCommunity(r, one)), state),
		Selects: []bot.Select{paceSelect(r, one)},
	}
	if out := leftOut(r, one); len(out.Options) > 0 {
		m.Selects = append(m.Selects, out)
	}
	if !own.Has(at, storage.AlertsTopic) {
		m.Buttons = append(m.Buttons, receiveAlerts(at))
	}
	m.Buttons = append(m.Buttons,
		bot.Button{Label: bot.Text{FR: "Voir les offres", EN: "See the openings"}, Do: alert("voir", ofAlert(r, one.ID))},
		bot.Button{Label: bot.Text{FR: "Modifier", EN: "Edit"}, Do: editAlert(r, one)},
		bot.Button{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Do: alert("supprimer", ofAlert(r, one.ID))},
		bot.Button{Label: bot.Text{FR: "Toutes mes alertes", EN: "All my alerts"}, Do: alert("liste", ofPlace(r))})
	return m
}

// alertsOff says that nothing comes of alerts.
var alertsOff = bot.Text{FR: "**En ce moment, tes alertes ne t’envoient rien** : leurs messages sont arrêtés.", EN: "**For now your alerts send you nothing**: their messages are stopped."}

// receiveAlerts lets the alerts of a community come again.
func receiveAlerts(in bot.Address) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Recevoir mes alertes", EN: "Receive my alerts"}, Style: bot.Primary, Do: alert("recevoir", bot.Args{}.With(inSpace.Name, in.Space))}
}

// otherCommunity says that an alert is of another community than the one where it is shown.
func otherCommunity(r *bot.Request, one *storage.Alert) bot.Text {
	if r.At.Space == "" || one.Community == community(r) {
		return bot.Text{}
	}
	return bot.Text{FR: " (dans une autre communauté)", EN: " (in another community)"}
}

// paceText says when an alert comes.
func paceText(pace storage.Pace, p *notice.Preferences) bot.Text {
	switch pace {
	case storage.Soon:
		return bot.Textf(bot.Text{
			FR: "Dès que possible : un message par heure au plus, jamais pendant tes heures calmes, dans ta limite de %s. Le reste attend « Ton matin ».",
			EN: "As soon as possible: one message an hour at most, never in your quiet hours, within your limit of %s. The rest waits for “Your morning”.",
		}, bot.Count(p.Budget, bot.Text{FR: "%s message par jour", EN: "%s message a day"}, bot.Text{FR: "%s messages par jour", EN: "%s messages a day"}))
	case storage.Weekly:
		return bot.Text{FR: "Chaque semaine : un seul message, avec ton premier « Ton matin » de la semaine.", EN: "Every week: one message, with the first “Your morning” of your week."}
	}
	return bot.Textf(bot.Text{
		FR: "Dans « Ton matin », à %s, quand il y a du nouveau. Sinon, rien.",
		EN: "In “Your morning”, at %s, when there is something new. Otherwise nothing.",
	}, schedule.ClockText(p.Morning))
}

func paceSelect(r *bot.Request, one *storage.Alert) bot.Select {
	options := paceOptions()
	for i := range options {
		options[i].Chosen = options[i].Value == string(one.Pace)
	}
	return bot.Select{Prompt: paceParam().Label, Param: "frequence", Options: options, Do: alert("frequence", ofAlert(r, one.ID))}
}

// editAlert opens the form of an alert, filled in.
func editAlert(r *bot.Request, one *storage.Alert) bot.Call {
	args := editButton(one.Search.Query).Do.Args
	return bot.Call{Command: "alertes", Action: "modifier", Ask: true, Args: args.With("alerte", one.ID).With(inSpace.Name, r.Args[inSpace.Name])}
}

// alertsAPage is how many alerts their list shows at a time.
const alertsAPage = 5

// listed are the alerts of somebody, from one on, under what is said first.
func (a *alerting) listed(ctx context.Context, r *bot.Request, from int, said bot.Text) (*bot.Message, error) {
	all, err := a.store.Alerts(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	own, err := a.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	add := bot.Button{Label: bot.Text{FR: "Nouvelle alerte", EN: "New alert"}, Style: bot.Primary, Do: bot.Call{Command: "alertes", Action: "nouvelle", Ask: true, Args: ofPlace(r)}}
	if len(all) == 0 {
		return &bot.Message{Text: bot.Join("\n", said, bot.Text{
			FR: "# Mes alertes\nTu n’en as pas encore. Dis-moi ce que tu cherches, je te préviendrai en privé quand une nouvelle offre y répond : `/alertes golang nancy télétravail`. Sous une recherche de `/offres`, « Préviens-moi » fait la même chose.",
			EN: "# My alerts\nYou have none yet. Tell me what you look for, and I will tell you in private when a new opening matches: `/alerts golang nancy remote`. Under a search of `/jobs`, “Tell me of new ones” does the same.",
		}), Buttons: []bot.Button{add}}, nil
	}
	from = max(0, min(from, (len(all)-1)/alertsAPage*alertsAPage))
	m := &bot.Message{Text: bot.Join("\n", said, bot.Text{FR: "# Mes alertes", EN: "# My alerts"}, a.state(r, own, all))}
	for i := range all[from:min(from+alertsAPage, len(all))] {
		m.Cards = append(m.Cards, alertCard(r, &all[from+i]))
	}
	m.Buttons = append(m.Buttons, add)
	page := func(label bot.Text, from int) {
		m.Buttons = append(m.Buttons, bot.Button{Label: label, Do: alert("liste", ofPlace(r).With("apres", digits(from)))})
	}
	if from+alertsAPage < len(all) {
		page(bot.Text{FR: "Suivantes", EN: "Next"}, from+alertsAPage)
	}
	if from > 0 {
		page(bot.Text{FR: "Revenir au début", EN: "Back to the first"}, 0)
	}
	if i := slices.IndexFunc(all, func(one storage.Alert) bool { return !own.Has(one.Community, storage.AlertsTopic) }); i >= 0 {
		m.Buttons = append(m.Buttons, receiveAlerts(all[i].Community))
	} else {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Ne plus rien recevoir", EN: "Receive nothing more"}, Do: alert("taire", ofPlace(r))})
	}
	return m, nil
}

// state says what keeps alerts from coming; empty where nothing does.
func (a *alerting) state(r *bot.Request, own *storage.Own, all []storage.Alert) bot.Text {
	silent := slices.ContainsFunc(all, func(one storage.Alert) bool { return !own.Has(one.Community, storage.AlertsTopic) })
	switch p := own.Preferences(r.From.ID, r.From.Zone); {
	case silent:
		return alertsOff
	case p.Pause.Holds(r.Now):
		return pauseText(p.Pause, r.From.Zone)
	}
	return bot.Text{}
}

// alertCard is an alert among others.
func alertCard(r *bot.Request, one *storage.Alert) bot.Card {
	return bot.Card{
		Body:   bot.Textf(bot.Text{FR: "**%s**%s", EN: "**%s**%s"}, searchText(&one.Search), otherCommunity(r, one)),
		Footer: optionLabel(paceOptions(), string(one.Pace)),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Voir", EN: "View"}, Do: alert("voir", ofAlert(r, one.ID))},
			{Label: bot.Text{FR: "Régler", EN: "Change"}, Do: alert("regler", ofAlert(r, one.ID))},
			{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Do: alert("supprimer", ofAlert(r, one.ID))},
		},
	}
}

func (a *alerting) list(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	from, _ := strconv.Atoi(r.Args["apres"])
	return inPlace(a.listed(ctx, r, from, bot.Text{}))
}

// open shows, beside the message that told of it, one alert, or all of them.
func (a *alerting) open(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.Args["alerte"] == "" {
		return shownTo(a.listed(ctx, r, 0, bot.Text{}))
	}
	return shownTo(a.shown(ctx, r, bot.Text{}))
}

func (a *alerting) set(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return inPlace(a.shown(ctx, r, bot.Text{}))
}

// shown is the alert that a control is about.
func (a *alerting) shown(ctx context.Context, r *bot.Request, said bot.Text) (*bot.Message, error) {
	one, err := a.own(ctx, r)
	if err != nil {
		return nil, err
	}
	own, err := a.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	return a.screen(r, one, own, said), nil
}

// own is the alert that a control is about, if it is of whoever pressed it.
func (a *alerting) own(ctx context.Context, r *bot.Request) (*storage.Alert, error) {
	one, err := a.store.Alert(ctx, r.From.ID, r.Args["alerte"])
	return &one, noAlert(err)
}

// noAlert turns an alert that is no more into words.
func noAlert(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Cette alerte n’est plus là. `/alertes` montre celles que tu as.", EN: "This alert is gone. `/alerts` shows those that you have."}}
	}
	return err
}

// alertsAtHome is how many of them somebody's screen names.
const alertsAtHome = 5

// home names the alerts of somebody; nothing where they have none.
func (a *alerting) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	all, err := a.store.Alerts(ctx, r.From.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	own, err := a.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{{FR: "# Mes alertes", EN: "# My alerts"}, a.state(r, own, all)}
	for i := range all[:min(len(all), alertsAtHome)] {
		lines = append(lines, bot.Textf(bot.Text{FR: "- **%s** : %s", EN: "- **%s**: %s"}, searchText(&all[i].Search), optionLabel(paceOptions(), string(all[i].Pace))))
	}
	return &bot.Message{Text: bot.Join("\n", lines...), Buttons: []bot.Button{{Label: bot.Text{FR: "Régler mes alertes", EN: "Change my alerts"}, Do: bot.Call{Command: "alertes"}}}}, nil
}
