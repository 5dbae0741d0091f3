package commands

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// abonnements lets members choose what they receive by direct message, and when.
func abonnements(store *storage.Store, d Defaults) bot.Command {
	s := &subscribing{store: store, notices: d.notices(store), topics: Topics(store)}
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
			Help: bot.Text{FR: "Le tien : Europe/Paris, Indian/Reunion…", EN: "Yours: Europe/Paris, America/Montreal…"}, Check: checkZone, Suggest: suggestZones},
	}
	s.others = []bot.Param{
		{Name: "langue", Names: bot.Text{FR: "langue", EN: "language"}, Kind: bot.Choice, Help: bot.Text{FR: "La langue dans laquelle je te parle", EN: "The language I speak to you"}, Options: languages},
		{Name: "situation", Names: bot.Text{FR: "situation", EN: "situation"}, Kind: bot.Choice, Help: bot.Text{FR: "Où tu en es, pour choisir les conseils ; personne d’autre ne le voit", EN: "Where you stand, to choose the advice; nobody else sees it"}, Options: situations},
	}
	all := append(slices.Clone(s.params), s.others...)
	topic := bot.Param{Name: "sujet", Names: bot.Text{FR: "sujet", EN: "topic"}, Hidden: true, Required: true, Help: bot.Text{FR: "Ce qui est à recevoir", EN: "What there is to receive"}}
	return bot.Command{
		Name:      "abonnements",
		Names:     bot.Text{FR: "abonnements", EN: "subscriptions"},
		Summary:   bot.Text{FR: "Ce que je t’envoie en message privé : quoi, quand, et où tu en es", EN: "What I send you by direct message: what, when, and where you stand"},
		Params:    all,
		Ephemeral: true,
		Changes:   true,
		Run:       s.run,
		Actions: []bot.Action{
			{Name: "recevoir", Ephemeral: true, Changes: true, Params: []bot.Param{topic}, Run: s.subscribe},
			{Name: "arreter", Ephemeral: true, Changes: true, Params: []bot.Param{topic}, Run: s.unsubscribe},
			{Name: "choisir", Ephemeral: true, Changes: true, Params: all, Run: s.choose},
			{Name: "regler", Title: bot.Text{FR: "Régler mes messages", EN: "Set my messages"}, Ephemeral: true, Changes: true, Params: s.params, Run: s.choose},
		},
	}
}

type subscribing struct {
	store          *storage.Store
	notices        *storage.Notices
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
var situations = []bot.Option{
	{Value: "licenciement", Label: bot.Text{FR: "licenciement en cours", EN: "layoff under way"}},
	{Value: "licenciement-recent", Label: bot.Text{FR: "licenciement récent (moins d’un mois)", EN: "recent layoff (less than a month ago)"}},
	{Value: "recherche", Label: bot.Text{FR: "en recherche", EN: "looking for a job"}},
	{Value: "essai", Label: bot.Text{FR: "période d’essai ou stage arrêté", EN: "trial period or internship ended"}},
	{Value: "compte", Label: bot.Text{FR: "à mon compte", EN: "self-employed"}},
	{Value: "sans-mission", Label: bot.Text{FR: "sans mission", EN: "between assignments"}},
	{Value: "reconversion", Label: bot.Text{FR: "en reconversion", EN: "changing careers"}},
	{Value: noSituation, Label: bot.Text{FR: "je préfère ne pas le dire", EN: "I would rather not say"}},
}

// check lets a reader of words check a parameter.
func check[T any](read func(string) (T, error)) func(string) error {
	return func(value string) error {
		_, err := read(value)
		return err
	}
}

func readHour(value string) (int, error) {
	minutes, err := schedule.ParseClock(value)
	if err != nil {
		return 0, err
	}
	if len(minutes) != 1 {
		return 0, &bot.UserError{Text: bot.Text{FR: "Donne une seule heure, par exemple 8 h 30.", EN: "Give a single time, for example 8:30."}}
	}
	if m := minutes[0]; m < notice.EarliestMorning || m > notice.LatestMorning {
		return 0, &bot.UserError{Text: bot.Textf(bot.Text{FR: "Choisis une heure entre %s et %s.", EN: "Choose a time between %s and %s."}, schedule.ClockText(notice.EarliestMorning), schedule.ClockText(notice.LatestMorning))}
	}
	return minutes[0], nil
}

func readQuiet(value string) (notice.Quiet, error) {
	if slices.Contains([]string{"aucune", "aucun", "non", "none", "no", "jamais", "never"}, bot.Fold(strings.TrimSpace(value))) {
		return notice.Quiet{}, nil
	}
	minutes, err := schedule.ParseClock(value)
	if err != nil || len(minutes) != 2 {
		return notice.Quiet{}, &bot.UserError{Err: err, Text: bot.Text{FR: "Donne le début et la fin, par exemple « de 20 h à 8 h », ou « aucune ».", EN: "Give the beginning and the end, for example “from 8pm to 8am”, or “none”."}}
	}
	return notice.Quiet{From: minutes[0], To: minutes[1]}, nil
}

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

// set writes what is given. The time zone and the language are the member's at once,
// in the answer too.
func (s *subscribing) set(ctx context.Context, r *bot.Request) (*storage.Own, bot.Text, error) {
	own, err := s.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if r.Form { // a field that is left empty takes a choice back
			c.Morning, c.Weekdays, c.Quiet, c.Budget = 0, 0, nil, 0
		}
		for name, value := range r.Args {
			if value == "" {
				continue
			}
			if err := setOne(c, name, value); err != nil {
				return err
			}
		}
		if zone := c.Zone; zone != "" {
			loc, err := schedule.Zone(zone)
			if err != nil {
				return err
			}
			c.Zone, r.From.Zone, r.Now = loc.String(), loc, r.Now.In(loc)
		}
		if c.Lang != "" {
			r.Lang = c.Lang
		}
		return nil
	})
	return own, bot.Text{FR: "C’est noté.", EN: "It is noted."}, err
}

func setOne(c *storage.OwnChange, name, value string) (err error) {
	switch name {
	case "heure":
		c.Morning, err = readHour(value)
	case "jours":
		c.Weekdays, err = schedule.ParseWeekdays(value)
	case "calme":
		var q notice.Quiet
		q, err = readQuiet(value)
		c.Quiet = &q
	case "messages":
		c.Budget, err = strconv.Atoi(value)
	case "fuseau":
		c.Zone = value
	case "langue":
		c.Lang = bot.Lang(value)
	case "situation":
		if c.Situation = value; value == noSituation {
			c.Situation = ""
		}
	}
	return err
}

// asked is the topic that a control is about.
func (s *subscribing) asked(r *bot.Request) (*notice.Topic, error) {
	t, ok := topicNamed(s.topics, r.Args["sujet"])
	if !ok {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce sujet n’existe plus. Retape /abonnements pour voir les autres.", EN: "This topic is gone. Type /subscriptions again to see the others."}}
	}
	return t, nil
}

func (s *subscribing) subscribe(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	t, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	own, err := s.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		if c.Has(community(r), t.Name) {
			return nil
		}
		c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(x storage.Subscription) bool { return x.Community == community(r) && x.Topic == t.Name })
		c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: community(r), Topic: t.Name})
		c.Notices, c.Bounced = []notice.Notice{hello(t.Name, r)}, time.Time{}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.updated(ctx, r, own, bot.Textf(bot.Text{
		FR: "C’est noté : tu recevras « %s ». Je viens de t’écrire en privé. Si rien n’est arrivé, tes messages privés me sont fermés : %s, puis demande-le à nouveau ici.",
		EN: "It is noted: you will receive “%s”. I have just written to you in private. If nothing came, your direct messages are closed to me: %s, then ask for it here again.",
	}, t.Title, openDirect))
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
	return s.updated(ctx, r, own, bot.Textf(bot.Text{FR: "C’est arrêté : tu ne recevras plus « %s ».", EN: "Stopped: you will not receive “%s” any more."}, t.Title))
}

// screen is all that a member has chosen.
func (s *subscribing) screen(ctx context.Context, r *bot.Request, own *storage.Own, said bot.Text) (*bot.Message, error) {
	p := own.Preferences(r.From.ID, r.From.Zone)
	m := &bot.Message{Selects: s.selects(r, own, &p)}
	lines := []bot.Text{{FR: "# Mes messages privés", EN: "# My direct messages"}}
	for _, t := range s.topics {
		if !t.Asked() {
			continue
		}
		on := own.Has(community(r), t.Name)
		lines = append(lines, s.topicLine(&t, on))
		m.Buttons = append(m.Buttons, toggle(&t, on))
	}
	lines = append(lines, s.facts(r, own, &p)...)
	if own.Has(community(r), dailyTopic) && !p.Pause.Holds(r.Now) {
		line, err := s.next(ctx, r, &p)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	m.Text = bot.Join("\n\n", said, bot.Join("\n", lines...))
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Régler autrement", EN: "Set something else"}, Do: bot.Call{Command: "abonnements", Action: "regler", Ask: true, Args: bot.Args{
		"heure": plain(schedule.ClockText(p.Morning), r.Lang), "jours": plain(daysText(p.Weekdays), r.Lang), "calme": plain(quietText(p.Quiet), r.Lang), "messages": strconv.Itoa(p.Budget), "fuseau": p.Zone.String(),
	}}})
	if p.Pause.Holds(r.Now) {
		m.Buttons = append(m.Buttons, resumeButton())
	} else {
		m.Buttons = append(m.Buttons, pauseButton())
	}
	return m, nil
}

func plain(t bot.Text, l bot.Lang) string { return bot.Plain(t.In(l)) }

// next says when the next message of the day comes.
func (s *subscribing) next(ctx context.Context, r *bot.Request, p *notice.Preferences) (bot.Text, error) {
	due, err := s.store.NextDirect(ctx, community(r))
	if err != nil {
		return bot.Text{}, err
	}
	if due.IsZero() {
		return bot.Text{FR: "Aucun message du jour n’est programmé pour l’instant : tu le recevras dès qu’il y en aura un.", EN: "No message of the day is scheduled yet: you will receive it as soon as there is one."}, nil
	}
	return bot.Textf(bot.Text{
		FR: "Le prochain message est publié le %s ; tu le recevras le %s, à dix minutes près.",
		EN: "The next message is published on %s; you will receive it on %s, give or take ten minutes.",
	}, schedule.Moment(due.In(p.Zone)), schedule.Moment(p.Arrival(due))), nil
}

func (s *subscribing) topicLine(t *notice.Topic, on bool) bot.Text {
	if on {
		return bot.Textf(bot.Text{FR: "- **%s** : tu le reçois (%s).", EN: "- **%s**: you receive it (%s)."}, t.Title, t.Help)
	}
	return bot.Textf(bot.Text{FR: "- **%s** : tu ne le reçois pas (%s).", EN: "- **%s**: you do not receive it (%s)."}, t.Title, t.Help)
}

func toggle(t *notice.Topic, on bool) bot.Button {
	if on {
		return bot.Button{Label: bot.Textf(bot.Text{FR: "Arrêter : %s", EN: "Stop: %s"}, t.Title), Do: bot.Call{Command: "abonnements", Action: "arreter", Args: bot.Args{"sujet": t.Name}}}
	}
	return bot.Button{Label: bot.Textf(bot.Text{FR: "Recevoir : %s", EN: "Receive: %s"}, t.Title), Style: bot.Primary, Do: bot.Call{Command: "abonnements", Action: "recevoir", Args: bot.Args{"sujet": t.Name}}}
}

// facts are when messages come, each on a line.
func (s *subscribing) facts(r *bot.Request, own *storage.Own, p *notice.Preferences) []bot.Text {
	when := schedule.Recurrence{Days: schedule.Days{Weekdays: p.Weekdays}, Times: []int{p.Morning}}
	if p.Weekdays == notice.Everyday {
		when.Days = schedule.Days{}
	}
	lines := []bot.Text{
		bot.Textf(bot.Text{FR: "- **Ton matin** : %s (%s). Tout ce qui t’attend arrive alors, en un seul message.", EN: "- **Your morning**: %s (%s). All that waits for you comes then, in one message."}, when.Text(), p.Zone.String()),
		bot.Textf(bot.Text{FR: "- **Heures calmes** : %s", EN: "- **Quiet hours**: %s"}, quietText(p.Quiet)),
		bot.Count(p.Budget, bot.Text{FR: "- **Messages par jour** : %s au plus", EN: "- **Messages a day**: %s at most"}, bot.Text{FR: "- **Messages par jour** : %s au plus", EN: "- **Messages a day**: %s at most"}),
		bot.Textf(bot.Text{FR: "- **Langue** : %s", EN: "- **Language**: %s"}, optionText(languages, string(r.Lang))),
		bot.Textf(bot.Text{FR: "- **Où tu en es** : %s. Personne d’autre ne le voit.", EN: "- **Where you stand**: %s. Nobody else sees it."}, situationText(own.Situation)),
	}
	if p.Pause.Holds(r.Now) {
		lines = append(lines, bot.Textf(bot.Text{FR: "**%s**", EN: "**%s**"}, pauseText(p.Pause, r.From.Zone)))
	}
	return lines
}

func situationText(chosen string) bot.Text {
	if chosen == "" {
		return bot.Text{FR: "tu ne l’as pas dit", EN: "you have not said"}
	}
	return optionText(situations, chosen)
}

func optionText(options []bot.Option, value string) bot.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return bot.Same(value)
}

func quietText(q notice.Quiet) bot.Text {
	if q.From == q.To {
		return bot.Text{FR: "aucune", EN: "none"}
	}
	return bot.Textf(bot.Text{FR: "de %s à %s", EN: "from %s to %s"}, schedule.ClockText(q.From), schedule.ClockText(q.To))
}

// daysText says days of the week.
func daysText(days schedule.Set) bot.Text {
	if days == notice.Everyday {
		return bot.Text{FR: "chaque jour", EN: "every day"}
	}
	return schedule.WeekdaysText(days)
}

// selects are the choices that most people make, each with what holds now.
func (s *subscribing) selects(r *bot.Request, own *storage.Own, p *notice.Preferences) []bot.Select {
	choice := func(prompt bot.Text, param string, options []bot.Option) bot.Select {
		return bot.Select{Prompt: prompt, Param: param, Options: options, Do: bot.Call{Command: "abonnements", Action: "choisir"}}
	}
	chosen := func(options []bot.Option, value string) []bot.Option {
		options = slices.Clone(options)
		for i := range options {
			options[i].Chosen = options[i].Value == value
		}
		return options
	}
	var hours, quiet, days, budget []bot.Option
	for _, m := range []int{360, 390, 420, 450, 480, 510, 540, 570, 600, 660, 720, 780, 840, 960, 1020, 1080, 1140, 1200, 1260} {
		hours = append(hours, bot.Option{Value: plain(schedule.ClockText(m), bot.EN), Label: schedule.ClockText(m), Chosen: m == p.Morning})
	}
	for _, d := range []schedule.Set{notice.Everyday, 1<<5 - 1, 1<<0 | 1<<2 | 1<<4, 1<<1 | 1<<3, 1 << 0} {
		days = append(days, bot.Option{Value: plain(daysText(d), bot.FR), Label: daysText(d), Chosen: d == p.Weekdays})
	}
	for _, q := range []notice.Quiet{notice.DefaultQuiet(), {From: 18 * 60, To: 9 * 60}, {From: 21 * 60, To: 8 * 60}, {From: 22 * 60, To: 7 * 60}, {}} {
		quiet = append(quiet, bot.Option{Value: plain(quietText(q), bot.FR), Label: quietText(q), Chosen: q == p.Quiet})
	}
	for _, n := range []int{1, 2, 3, 5, notice.MaxBudget} {
		budget = append(budget, bot.Option{Value: strconv.Itoa(n), Label: bot.Count(n, bot.Text{FR: "%s message par jour", EN: "%s message a day"}, bot.Text{FR: "%s messages par jour", EN: "%s messages a day"}), Chosen: n == p.Budget})
	}
	return []bot.Select{
		choice(bot.Text{FR: "Heure de « Ton matin »", EN: "Hour of “Your morning”"}, "heure", hours),
		choice(bot.Text{FR: "Jours", EN: "Days"}, "jours", days),
		choice(bot.Text{FR: "Heures calmes", EN: "Quiet hours"}, "calme", quiet),
		choice(bot.Text{FR: "Messages par jour, au plus", EN: "Messages a day, at most"}, "messages", budget),
		choice(bot.Text{FR: "Langue", EN: "Language"}, "langue", chosen(languages, string(r.Lang))),
		choice(bot.Text{FR: "Où en es-tu ?", EN: "Where do you stand?"}, "situation", chosen(situations, cmp.Or(own.Situation, noSituation))),
	}
}
