package commands

import (
	"context"
	"errors"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// planifier lets moderators have messages go out by themselves.
func planifier(store *storage.Store, d Defaults) bot.Command {
	p := &planning{store: store, defaults: d, words: Planned(store, d)}
	text := bot.Param{Name: "texte", Names: bot.Text{FR: "texte", EN: "text"}, Kind: bot.Prose, Label: bot.Text{FR: "Le message, ou une série", EN: "The message, or a series"},
		Help: bot.Text{FR: "Une série : un message par paragraphe, une ligne vide entre eux. Trop long ? Donne un fichier", EN: "A series: one message per paragraph, an empty line between them. Too long? Use a file"}}
	when := bot.Param{Name: "quand", Names: bot.Text{FR: "quand", EN: "when"}, Max: schedule.MaxPhrase, Label: bot.Text{FR: "Quand", EN: "When"},
		Help: bot.Text{FR: "Par exemple : du lundi au vendredi à 9 h, ou le 3 décembre à 14 h", EN: "For example: every weekday at 9am, or 3 December at 2pm"}}
	where := bot.Param{Name: "ou", Names: bot.Text{FR: "ou", EN: "where"}, Kind: bot.Channel, Label: bot.Text{FR: "Salon", EN: "Channel"},
		Help: bot.Text{FR: "Sans réponse : le salon d’accompagnement", EN: "If left empty: the coaching channel"}}
	inOffers := where
	inOffers.Help = bot.Text{FR: "Sans réponse : le salon des offres", EN: "If left empty: the channel for openings"}
	file := bot.Param{Name: "fichier", Names: bot.Text{FR: "fichier", EN: "file"}, Kind: bot.Document, Required: true, Label: bot.Text{FR: "Le fichier", EN: "The file"},
		Help: bot.Text{FR: "Du texte : un message par paragraphe, ou des messages séparés par une ligne ---", EN: "Text: one message per paragraph, or messages separated by a line ---"}}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le message programmé", EN: "The scheduled message"}}
	rev := bot.Param{Name: "rev", Names: bot.Text{FR: "rev", EN: "rev"}, Hidden: true, Required: true, Help: bot.Text{FR: "Sa version", EN: "Its version"}}
	before := bot.Param{Name: "avant", Names: bot.Text{FR: "avant", EN: "before"}, Hidden: true, Required: true, Help: bot.Text{FR: "Ce que le texte était", EN: "What the text was"}}
	item := bot.Param{Name: "rang", Names: bot.Text{FR: "rang", EN: "rank"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "Lequel de la série", EN: "Which one of the series"}}
	from := bot.Param{Name: "depuis", Names: bot.Text{FR: "depuis", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "À partir duquel", EN: "From which one on"}}
	choice := bot.Param{Name: "choix", Names: bot.Text{FR: "choix", EN: "choice"}, Hidden: true, Required: true, Help: bot.Text{FR: "Ce qui est choisi", EN: "What is chosen"}}
	run := bot.Param{Name: "envoi", Names: bot.Text{FR: "envoi", EN: "post"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le message", EN: "The message"}}
	series := bot.Param{Name: "serie", Names: bot.Text{FR: "serie", EN: "series"}, Hidden: true, Required: true, Help: bot.Text{FR: "La série toute prête", EN: "The ready-made series"}}
	again := bot.Param{Name: "encore", Names: bot.Text{FR: "encore", EN: "again"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Même si elle est déjà en cours", EN: "Even if it is under way"}}
	begins := bot.Param{Name: "debut", Names: bot.Text{FR: "debut", EN: "start"}, Max: schedule.MaxPhrase, Label: bot.Text{FR: "Premier jour", EN: "First day"},
		Help: bot.Text{FR: "Par exemple : le 4 janvier, ou lundi prochain", EN: "For example: 4 January, or next Monday"}}
	hour := bot.Param{Name: "heure", Names: bot.Text{FR: "heure", EN: "hour"}, Max: 40, Label: bot.Text{FR: "Heure", EN: "Hour"}, Help: bot.Text{FR: "Par exemple : 9 h, ou 14 h 30", EN: "For example: 9am, or 14:30"}}
	looked := bot.Param{Name: "recherche", Names: bot.Text{FR: "recherche", EN: "search"}, Max: 200, Required: true, Label: bot.Text{FR: "Ce qui est cherché", EN: "What is looked for"},
		Help: bot.Text{FR: "Comme avec /offres : golang nancy télétravail", EN: "As with /jobs: golang nancy remote"}}
	required := func(p bot.Param) bot.Param { p.Required = true; return p }
	whole := bot.Param{Name: "tout", Names: bot.Text{FR: "tout", EN: "all"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Le reste du programme aussi", EN: "The rest of the programme too"}}
	hidden := func(p bot.Param) bot.Param { p.Hidden = true; return p }
	p.asked = []bot.Param{required(text), required(when), where}
	change := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Changes: true, Params: append([]bot.Param{id}, params...), Run: do}
	}
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: params, Run: do}
	}
	titled := func(a bot.Action, title bot.Text) bot.Action { a.Title = title; return a }
	return bot.Command{
		Name:      "planifier",
		Names:     bot.Text{FR: "planifier", EN: "schedule"},
		Summary:   bot.Text{FR: "Programmer des messages : un texte ou une série, quand, dans quel salon", EN: "Schedule messages: a text or a series, when, in which channel"},
		Params:    []bot.Param{text, when, where},
		Ask:       true,
		Title:     newTitle,
		Ephemeral: true,
		Access:    bot.Moderator,
		Changes:   true,
		Home:      p.home,
		Run:       p.run,
		Actions: []bot.Action{
			titled(bot.Action{Name: "nouveau", Ephemeral: true, Changes: true, Params: p.asked, Run: p.create}, newTitle),
			titled(bot.Action{Name: "fichier", Ephemeral: true, Changes: true, Params: []bot.Param{file, required(when), where}, Run: p.createFromFile}, bot.Text{FR: "Une série d’un fichier", EN: "A series from a file"}),
			titled(show("programme", p.programme, series, begins, hour, where, item), bot.Text{FR: "Quand et où", EN: "When and where"}),
			titled(bot.Action{Name: "utiliser", Ephemeral: true, Changes: true, Params: []bot.Param{hidden(required(text)), required(when), where}, Run: p.create}, bot.Text{FR: "Quand et où", EN: "When and where"}),
			titled(bot.Action{Name: "recherche", Ephemeral: true, Changes: true, Params: []bot.Param{looked, required(when), inOffers}, Run: p.createSearch}, searchTitle),
			{Name: "lancer", Ephemeral: true, Changes: true, Params: []bot.Param{series, hidden(begins), hidden(hour), hidden(where), again}, Run: p.launch},
			show("liste", p.list, from),
			show("voir", p.show, id, item),
			show("ouvrir", p.open, id),
			change("programmer", p.start, rev),
			change("pause", p.pause),
			change("reprendre", p.resume),
			change("recommencer", p.again, rev),
			change("sauter", p.skip, rev),
			show("envoyer", p.confirmSend, id),
			change("publier", p.send, rev),
			show("supprimer", p.confirmDelete, id),
			change("oublier", p.delete, whole),
			show("historique", p.history, id, from),
			show("reecrire", p.askText, id, item),
			titled(change("texte", p.setText, before, required(text), item), bot.Text{FR: "Modifier le texte", EN: "Edit the text"}),
			show("replanifier", p.askWhen, id),
			titled(change("quand", p.setWhen, required(when), where), bot.Text{FR: "Quand et où", EN: "When and where"}),
			show("allonger", p.askMore, id),
			titled(change("ajouter", p.addItems, required(text)), bot.Text{FR: "Ajouter à la série", EN: "Add to the series"}),
			change("retirer", p.removeItem, rev, item),
			change("forme", p.setForm, rev, choice),
			change("accompagnement", p.setCoaching, choice),
			change("prive", p.setDirect, choice),
			change("feries", p.setHolidays, choice),
			change("rattrapage", p.setLate, choice),
			{Name: "fait", Open: true, Ephemeral: true, Changes: true, Params: []bot.Param{run}, Run: p.done(false)},
			{Name: "pasfait", Open: true, Ephemeral: true, Changes: true, Params: []bot.Param{run}, Run: p.done(true)},
		},
	}
}

// planning answers /planifier.
type planning struct {
	store    *storage.Store
	defaults Defaults
	words    schedule.Words
	asked    []bot.Param // for a new message
}

const schedulesShown = 5

func doing(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "planifier", Action: action, Args: args}
}

// run lists what is scheduled, or with something given asks for the rest.
func (p *planning) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if len(r.Args) == 0 {
		m, err := p.message(ctx, r, 0)
		if err != nil {
			return nil, err
		}
		return m, nil
	}
	if r.Args["texte"] == "" || r.Args["quand"] == "" {
		return p.form(r, nil), nil
	}
	reply, err := p.create(ctx, r)
	if wrong := bot.UserErrors(err); wrong != nil {
		return p.form(r, wrong), nil
	}
	return reply, err
}

// form asks for a new message.
func (p *planning) form(r *bot.Request, wrong []*bot.UserError) *bot.Modal {
	m := &bot.Modal{Title: newTitle, Fields: p.asked, Values: r.Args, Do: doing("nouveau", nil), Faults: map[string]bot.Text{}}
	for _, w := range wrong {
		m.Faults[w.Param] = w.Text
	}
	return m
}

var searchTitle = bot.Text{FR: "Une recherche d’offres", EN: "A search for openings"}

var newTitle = bot.Text{FR: "Programmer un message", EN: "Schedule a message"}

func (p *planning) list(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := p.message(ctx, r, r.Args.Int("depuis"))
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// message is the list of what is scheduled.
func (p *planning) message(ctx context.Context, r *bot.Request, from int) (*bot.Message, error) {
	all, err := p.store.SchedulesOf(ctx, community(r), from, schedulesShown+1)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{FR: "# Messages programmés", EN: "# Scheduled messages"}}
	if len(all) == 0 {
		m.Text = bot.Text{
			FR: "# Messages programmés\nRien n’est programmé pour l’instant. Écris le message et dis quand, comme tu le dirais à quelqu’un : « du lundi au vendredi à 9 h ». Tu verras le résultat avant que quoi que ce soit ne parte.",
			EN: "# Scheduled messages\nNothing is scheduled yet. Write the message and say when, as you would to somebody: “every weekday at 9am”. You will see the result before anything goes out.",
		}
	}
	for i := range all[:min(len(all), schedulesShown)] {
		m.Cards = append(m.Cards, p.card(&all[i]))
	}
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Programmer un message", EN: "Schedule a message"}, Style: bot.Primary, Do: bot.Call{Command: "planifier", Action: "nouveau", Ask: true}},
		{Label: bot.Text{FR: "Une série d’un fichier", EN: "A series from a file"}, Do: bot.Call{Command: "planifier", Action: "fichier", Ask: true}},
		{Label: searchTitle, Do: bot.Call{Command: "planifier", Action: "recherche", Ask: true}},
	}
	ready, choices := p.seriesControls()
	m.Buttons, m.Selects = append(m.Buttons, ready...), choices
	if from > 0 {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the beginning"}, Do: doing("liste", nil)})
	}
	if len(all) > schedulesShown {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivants", EN: "Next"}, Do: doing("liste", bot.Args{"depuis": strconv.Itoa(from + schedulesShown)})})
	}
	return m, nil
}

// name is how a schedule is called: after what goes out next, or the beginning of a series
// that is over.
func (d Defaults) name(s *schedule.Schedule) bot.Text { return d.itemName(s.Item) }

// card is a schedule in the list.
func (p *planning) card(s *schedule.Schedule) bot.Card {
	c := bot.Card{
		Title: p.defaults.name(s),
		Facts: []bot.Fact{
			{Label: bot.Text{FR: "Quand", EN: "When"}, Value: s.When.Text()},
			{Label: bot.Text{FR: "Où", EN: "Where"}, Value: where(s.To)},
			{Label: bot.Text{FR: "État", EN: "State"}, Value: stateText(s)},
		},
		Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Do: doing("voir", bot.Args{"id": s.ID})}},
	}
	if s.Series {
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Messages partis", EN: "Messages sent"}, Value: bot.Textf(bot.Text{FR: "%s sur %s", EN: "%s of %s"}, s.Position, s.Items)})
	}
	if s.State == schedule.Paused {
		c.Tone = bot.Warning
	}
	return c
}

// stateText says where a schedule is, and what to do about it.
func stateText(s *schedule.Schedule) bot.Text {
	switch s.State {
	case schedule.Draft:
		if s.Ran.IsZero() {
			return bot.Text{FR: "brouillon, gardé 30 jours. Rien ne part tant que tu ne l’as pas programmé", EN: "draft, kept for 30 days. Nothing goes out until you schedule it"}
		}
		return bot.Text{FR: "brouillon. Rien ne part tant que tu ne l’as pas programmé", EN: "draft. Nothing goes out until you schedule it"}
	case schedule.Over:
		return bot.Text{FR: "terminé", EN: "over"}
	case schedule.Paused:
		return bot.Textf(bot.Text{FR: "en pause : %s", EN: "paused: %s"}, reasonText(s.Why))
	}
	return bot.Textf(bot.Text{FR: "prochain envoi le %s", EN: "next one on %s"}, schedule.Moment(s.Next.In(zoneOf(s))))
}

// zoneOf is the time zone of a schedule.
func zoneOf(s *schedule.Schedule) *time.Location {
	zone, err := time.LoadLocation(s.When.Zone)
	if err != nil {
		return time.UTC // such a schedule is paused, and says why
	}
	return zone
}

func reasonText(why schedule.Reason) bot.Text {
	switch why {
	case schedule.Gone:
		return bot.Text{FR: "je ne peux plus écrire dans ce salon. Rends-m’en l’accès ou choisis-en un autre, puis reprends ou envoie-le maintenant", EN: "I can no longer write in this channel. Give me access to it or choose another, then resume or send it now"}
	case schedule.Lost:
		return bot.Text{FR: "le message qui vient n’est plus dans le contenu. Retire-le de la série ou récris-le, puis reprends", EN: "the next message is no longer among the content. Take it out of the series or write it again, then resume"}
	case schedule.Broken:
		return bot.Text{FR: "je ne sais plus lire ses horaires. Redis quand, puis reprends", EN: "I can no longer read its times. Say again when, then resume"}
	}
	return bot.Text{FR: "tu peux reprendre quand tu veux", EN: "you can resume it at any time"}
}

// find is the schedule that a control is about.
func (p *planning) find(ctx context.Context, r *bot.Request) (*schedule.Schedule, error) {
	s, err := p.store.Schedule(ctx, community(r), r.Args["id"])
	if errors.Is(err, bot.ErrNotFound) {
		return nil, &bot.UserError{Err: err, Text: bot.Text{FR: "Ce message programmé n’existe plus : quelqu’un l’a supprimé. Retape `/planifier` pour voir ceux qui restent.", EN: "This scheduled message is gone: somebody deleted it. Type `/schedule` again to see those that remain."}}
	}
	return s, err
}

// findAt is the schedule that a control is about, if it is as it was shown.
func (p *planning) findAt(ctx context.Context, r *bot.Request) (*schedule.Schedule, error) {
	s, err := p.find(ctx, r)
	if err == nil && (revision(s.Revision) != r.Args["rev"] || s.Refused) {
		return nil, changedMeanwhile()
	}
	return s, err
}

func changedMeanwhile() error {
	return &bot.UserError{Err: storage.ErrChanged, Text: bot.Text{FR: "Cela a changé entre-temps : un message vient de partir, ou quelqu’un d’autre y a touché. Rien n’a été fait. Retape `/planifier` pour voir où il en est.", EN: "This has changed meanwhile: a message has just gone out, or somebody else has changed it. Nothing was done. Type `/schedule` again to see how it stands."}}
}

// keep writes a changed schedule, and shows it.
func (p *planning) keep(ctx context.Context, r *bot.Request, s *schedule.Schedule, items []string, said bot.Text) (bot.Reply, error) {
	if s.Refused { // it is about to be paused, and moderators told: nothing may hide that
		return nil, changedMeanwhile()
	}
	err := p.store.ChangeSchedule(ctx, s, items, r.Now)
	if errors.Is(err, storage.ErrChanged) {
		return nil, changedMeanwhile()
	}
	if err != nil {
		return nil, err
	}
	return p.update(ctx, r, said)
}

// update shows a schedule as it is now, under what has just been done.
func (p *planning) update(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	at := s.Position
	if r.Args["rang"] != "" { // what was done is of this one
		at = r.Args.Int("rang")
	}
	m, err := p.screen(ctx, r, s, at)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", said, m.Text)
	return &bot.Update{Message: *m}, nil
}
