package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// abonnements lets members choose what they receive by direct message, and when.
func abonnements(store *storage.Store, d Defaults) bot.Command {
	s := &subscribing{store: store, notices: d.notices(store), library: d.Library, topics: Topics(store, d)}
	s.params = []bot.Param{
		{Name: "heure", Names: bot.Text{FR: "heure", EN: "hour"}, Label: bot.Text{FR: "Heure de « Ton matin »", EN: "Hour of “Your morning”"}, Max: 40,
			Help: bot.Text{FR: "Quand arrive ce qui t’attend, en un seul message : 8 h 30, midi…", EN: "When what waits for you comes, in one message: 8:30, noon…"}, Check: check(readHour)},
		{Name: "jours", Names: bot.Text{FR: "jours", EN: "days"}, Label: bot.Text{FR: "Jours", EN: "Days"}, Max: 100,
			Help: bot.Text{FR: "Quels jours : chaque jour, du lundi au vendredi, lundi et jeudi…", EN: "Which days: every day, Monday to Friday, Monday and Thursday…"}, Check: check(schedule.ParseWeekdays)},
		{Name: "calme", Names: bot.Text{FR: "calme", EN: "quiet"}, Label: bot.Text{FR: "Heures calmes", EN: "Quiet hours"}, Max: 60,
			Help: bot.Text{FR: "Quand je ne t’écris pas : de 20 h à 8 h, ou aucune", EN: "When I do not write to you: from 8pm to 8am, or none"}, Check: check(readQuiet)},
		{Name: "messages", Names: bot.Text{FR: "messages", EN: "messages"}, Label: bot.Text{FR: "Messages par jour, au plus", EN: "Messages a day, at most"}, Kind: bot.Number, Min: 1, Max: notice.MaxBudget,
			Help: bot.Text{FR: "Combien je t’en envoie par jour, au plus", EN: "How many I send you a day, at most"}},
		{Name: "fuseau", Names: bot.Text{FR: "fuseau", EN: "timezone"}, Label: bot.Text{FR: "Fuseau horaire", EN: "Time zone"}, Max: 60,
			Help: bot.Text{FR: "Le tien : Europe/Paris, Indian/Reunion…", EN: "Yours: Europe/Paris, America/Montreal…"}, Check: check(readZone), Suggest: suggestZones},
	}
	s.others = []bot.Param{
		{Name: "langue", Names: bot.Text{FR: "langue", EN: "language"}, Kind: bot.Choice, Help: bot.Text{FR: "La langue dans laquelle je te parle", EN: "The language I speak to you"}, Options: languages},
		{Name: "situation", Names: bot.Text{FR: "situation", EN: "situation"}, Kind: bot.Choice, Help: bot.Text{FR: "Où tu en es, pour choisir les conseils ; personne d’autre ne le voit", EN: "Where you stand, to choose the advice; nobody else sees it"}, Options: situations},
		reminderParam(),
	}
	all := append(slices.Clone(s.params), s.others...)
	topic := bot.Param{Name: "sujet", Names: bot.Text{FR: "sujet", EN: "topic"}, Hidden: true, Required: true, Help: bot.Text{FR: "Ce qui est à recevoir", EN: "What there is to receive"}}
	seen := bot.Param{Name: "vu", Names: bot.Text{FR: "vu", EN: "seen"}, Hidden: true, Max: 2000, Help: bot.Text{FR: "Ce que le formulaire montrait", EN: "What the form showed"}}
	return bot.Command{
		Name:      "abonnements",
		Names:     bot.Text{FR: "abonnements", EN: "subscriptions"},
		Summary:   bot.Text{FR: "Ce que je t’envoie en message privé : quoi, quand, et où tu en es", EN: "What I send you by direct message: what, when, and where you stand"},
		Params:    all,
		Aliases:   []string{"desabonner", "unsubscribe"},
		Ephemeral: true,
		Changes:   true,
		Home:      s.home,
		Run:       s.run,
		Actions: placed(store, append([]bot.Action{
			{Name: "recevoir", Ephemeral: true, Changes: true, Params: []bot.Param{topic}, Run: s.subscribe},
			{Name: "arreter", Ephemeral: true, Changes: true, Params: []bot.Param{topic, instead}, Run: s.unsubscribe},
			{Name: "choisir", Ephemeral: true, Changes: true, Params: all, Run: s.choose},
			{Name: "regler", Title: bot.Text{FR: "Régler mes messages", EN: "Set my messages"}, Ephemeral: true, Changes: true, Params: append([]bot.Param{seen}, s.params...), Run: s.choose},
		}, s.programActions()...)),
	}
}

type subscribing struct {
	store          *storage.Store
	notices        *storage.Notices
	library        *content.Library
	topics         []notice.Topic
	params, others []bot.Param
}

// notices are what waits for people, where a community has chosen nothing.
func (d Defaults) notices(store *storage.Store) *storage.Notices {
	return &storage.Notices{Store: store, Lang: d.Lang, Zone: d.Zone}
}

var languages = []bot.Option{{Value: "fr", Label: bot.Text{FR: "français", EN: "French"}}, {Value: "en", Label: bot.Text{FR: "anglais", EN: "English"}}}

const noSituation = "aucune" // the situation of whoever does not say

// situations are where people stand, and choose the advice.
var situations = append(slices.Clone(content.Situations), bot.Option{Value: noSituation, Label: bot.Text{FR: "je préfère ne pas le dire", EN: "I would rather not say"}})

func (s *subscribing) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if len(r.Args) == 0 {
		own, err := s.store.Own(ctx, r.From.ID)
		if err != nil {
			return nil, err
		}
		return s.shown(s.screen(ctx, r, own, bot.Text{}))
	}
	own, said, err := s.set(ctx, r)
	if err != nil {
		return nil, err
	}
	return s.shown(s.screen(ctx, r, own, said))
}

func (s *subscribing) shown(m *bot.Message, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return m, nil
}

// updated replaces the screen on which something was chosen.
func (s *subscribing) updated(ctx context.Context, r *bot.Request, own *storage.Own, said bot.Text) (bot.Reply, error) {
	m, err := s.screen(ctx, r, own, said)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (s *subscribing) choose(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	own, said, err := s.set(ctx, r)
	if err != nil {
		return nil, err
	}
	return s.updated(ctx, r, own, said)
}

// asked is the topic that a control is about.
func (s *subscribing) asked(r *bot.Request) (*notice.Topic, error) {
	t, ok := topicNamed(s.topics, r.Args["sujet"])
	if !ok {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce sujet n’existe plus. Retape `/abonnements` pour voir les autres.", EN: "This topic is gone. Type `/subscriptions` again to see the others."}}
	}
	return t, nil
}

// errNowhere asks for a community, in direct messages that tell none.
var errNowhere = &bot.UserError{Text: bot.Text{FR: "Je ne sais pas encore de quelle communauté tu parles : tape d’abord une commande dans l’un de ses salons, `/aide` par exemple, puis reviens.", EN: "I do not know yet which community you mean: first type a command in one of its channels, `/help` for instance, then come back."}}

func (s *subscribing) subscribe(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	t, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	if r.At.Space == "" {
		return nil, errNowhere
	}
	said := begun(t)
	own, err := s.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if c.Has(community(r), t.Name) {
			said = bot.Textf(bot.Text{FR: "Tu reçois déjà « %s ».", EN: "You receive “%s” already."}, t.Title)
			return nil
		}
		minute := 0
		if t.Name == storage.WeatherTopic {
			minute = usualReminder
		}
		begin(c, r, t.Name, minute)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.updated(ctx, r, own, said)
}

func (s *subscribing) unsubscribe(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	t, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	own, err := s.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(x storage.Subscription) bool { return x.Community == community(r) && x.Topic == t.Name })
		return nil
	})
	if err != nil {
		return nil, err
	}
	if p, is := programOf(t.Name); is && r.Args[instead.Name] == "yes" { // from its own screen
		return s.placed(ctx, r, serialOf(s.library, p), bot.Text{FR: "C’est en pause : ta place est gardée.", EN: "It is on hold: your place is kept."})
	}
	said := bot.Textf(bot.Text{FR: "C’est arrêté : tu ne recevras plus « %s ».", EN: "Stopped: you will not receive “%s” any more."}, t.Title)
	given, err := s.store.Readings(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	if _, begun := given[t.Name]; begun {
		said = bot.Join(" ", said, bot.Text{FR: "Ta place est gardée.", EN: "Your place is kept."})
	}
	return s.updated(ctx, r, own, said)
}
