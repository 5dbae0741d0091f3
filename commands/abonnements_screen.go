package commands

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// screen is all that a member has chosen.
func (s *subscribing) screen(ctx context.Context, r *bot.Request, own *storage.Own, said bot.Text) (*bot.Message, error) {
	p := own.Preferences(r.From.ID, r.From.Zone)
	chosen, given, err := s.chosen(ctx, r, own, &p)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Join("\n\n", said, chosen), Selects: s.selects(r, own, &p)}
	var places []bot.Button
	for _, t := range s.topics {
		has := own.Has(community(r), t.Name)
		if t.Asked() {
			m.Buttons = append(m.Buttons, toggle(&t, has, ofPlace(r)))
		}
		if _, begun := given[t.Name]; begun || has {
			places = append(places, s.whereButtons(t.Name, ofPlace(r))...)
		}
	}
	m.Buttons = append(append(m.Buttons, places...), bot.Button{Label: bot.Text{FR: "Régler autrement", EN: "More settings"}, Do: bot.Call{Command: "abonnements", Action: "regler", Ask: true, Args: s.form(&p, r.Lang).With(inSpace.Name, r.Args[inSpace.Name])}})
	if p.Pause.Holds(r.Now) {
		m.Buttons = append(m.Buttons, resumeButton())
	} else {
		m.Buttons = append(m.Buttons, pauseButton())
	}
	return m, nil
}

// chosen is what a member receives, when, and when next; given are their posts of the series
// that they have begun.
func (s *subscribing) chosen(ctx context.Context, r *bot.Request, own *storage.Own, p *notice.Preferences) (said bot.Text, given map[string]int, err error) {
	lines := []bot.Text{{FR: "# Mes messages privés", EN: "# My direct messages"}}
	if given, err = s.store.Readings(ctx, r.From.ID); err != nil {
		return said, nil, err
	}
	for _, t := range s.topics {
		switch {
		case t.Name == storage.WeatherTopic:
			line, err := s.reminderLine(ctx, r, &t, own)
			if err != nil {
				return said, nil, err
			}
			lines = append(lines, line)
		case t.Asked():
			lines = append(lines, s.topicLine(&t, own.Has(community(r), t.Name)))
		}
		if n, begun := given[t.Name]; begun {
			lines = append(lines, s.programLine(t.Name, n))
		}
	}
	lines = append(lines, s.facts(r, own, p)...)
	if own.Has(community(r), dailyTopic) && !p.Pause.Holds(r.Now) {
		line, err := s.next(ctx, r, p)
		if err != nil {
			return said, nil, err
		}
		lines = append(lines, line)
	}
	if !p.Pause.Holds(r.Now) {
		all, err := s.coming(ctx, r, own, p, given)
		if err != nil {
			return said, nil, err
		}
		reminder, err := s.nextReminder(ctx, r, own, p)
		if err != nil {
			return said, nil, err
		}
		lines = append(append(lines, comingLines(all)...), reminder)
	}
	return bot.Join("\n", lines...), given, nil
}

// home is what a member receives, with the way to change it.
func (s *subscribing) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	own, err := s.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	p := own.Preferences(r.From.ID, r.From.Zone)
	chosen, _, err := s.chosen(ctx, r, own, &p)
	if err != nil {
		return nil, err
	}
	return &bot.Message{Text: chosen, Buttons: []bot.Button{{Label: bot.Text{FR: "Changer", EN: "Change"}, Do: bot.Call{Command: "abonnements"}}}}, nil
}

func plain(t bot.Text, l bot.Lang) string { return bot.Plain(t.In(l)) }

// form is what the fields of a form hold at first, and that they did.
func (s *subscribing) form(p *notice.Preferences, l bot.Lang) bot.Args {
	args := bot.Args{
		"heure": plain(schedule.ClockText(p.Morning), l), "jours": plain(daysText(p.Weekdays), l), "calme": plain(quietText(p.Quiet), l), "messages": strconv.Itoa(p.Budget), "fuseau": p.Zone.String(),
	}
	shown := url.Values{}
	for name, value := range args {
		shown.Set(name, value)
	}
	return args.With("vu", shown.Encode())
}

// next says when the next message of the day comes: what waits already first.
func (s *subscribing) next(ctx context.Context, r *bot.Request, p *notice.Preferences) (bot.Text, error) {
	waiting, first, err := s.store.Waiting(ctx, r.From.ID, community(r), dailyTopic)
	if err != nil {
		return bot.Text{}, err
	}
	if waiting > 0 {
		return bot.Textf(bot.Text{
			FR: "%s ; il arrive le %s, ou dans les dix minutes qui suivent.",
			EN: "%s; it comes on %s, or within the ten minutes that follow.",
		}, bot.Count(waiting, bot.Text{FR: "Un message t’attend déjà", EN: "A message is waiting for you"}, bot.Text{FR: "%s messages t’attendent déjà, en un seul", EN: "%s messages are waiting for you, as one"}), schedule.Moment(p.Arrival(first, r.Now))), nil
	}
	due, err := s.store.NextDirect(ctx, community(r))
	if err != nil {
		return bot.Text{}, err
	}
	if due.IsZero() {
		return bot.Text{FR: "Aucun message du jour n’est programmé pour l’instant : tu le recevras dès qu’il y en aura un.", EN: "No message of the day is scheduled yet: you will receive it as soon as there is one."}, nil
	}
	return bot.Textf(bot.Text{
		FR: "Le prochain message est publié le %s ; tu le recevras le %s, ou dans les dix minutes qui suivent.",
		EN: "The next message is published on %s; you will receive it on %s, or within the ten minutes that follow.",
	}, schedule.Moment(due.In(p.Zone)), schedule.Moment(p.Arrival(due, r.Now))), nil
}

func (s *subscribing) topicLine(t *notice.Topic, on bool) bot.Text {
	if on {
		return bot.Textf(bot.Text{FR: "- **%s** : tu le reçois (%s).", EN: "- **%s**: you receive it (%s)."}, t.Title, t.Help)
	}
	return bot.Textf(bot.Text{FR: "- **%s** : tu ne le reçois pas (%s).", EN: "- **%s**: you do not receive it (%s)."}, t.Title, t.Help)
}

func toggle(t *notice.Topic, on bool, where bot.Args) bot.Button {
	if on {
		return bot.Button{Label: bot.Textf(bot.Text{FR: "Arrêter : %s", EN: "Stop: %s"}, t.Title), Do: bot.Call{Command: "abonnements", Action: "arreter", Args: where.With("sujet", t.Name)}}
	}
	return receiveButton(bot.Textf(bot.Text{FR: "Recevoir : %s", EN: "Receive: %s"}, t.Title), t.Name, where)
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
		budgetText(own, p),
		bot.Textf(bot.Text{FR: "- **Langue** : %s", EN: "- **Language**: %s"}, content.Label(languages, string(r.Lang))),
		bot.Textf(bot.Text{FR: "- **Où tu en es** : %s. Personne d’autre ne le voit.", EN: "- **Where you stand**: %s. Nobody else sees it."}, situationText(own.Situation)),
	}
	if p.Pause.Holds(r.Now) {
		lines = append(lines, bot.Textf(bot.Text{FR: "**%s**", EN: "**%s**"}, pauseText(p.Pause, r.From.Zone)))
	}
	return lines
}

func budgetText(own *storage.Own, p *notice.Preferences) bot.Text {
	said := bot.Textf(bot.Text{FR: "- **Messages par jour** : %s au plus", EN: "- **Messages a day**: %s at most"}, p.Budget)
	if own.UsualBudget() {
		said = bot.Join(", ", said, bot.Text{FR: "comme l’a choisi ta communauté", EN: "as your community has chosen"})
	}
	return said
}

func situationText(chosen string) bot.Text {
	if chosen == "" {
		return bot.Text{FR: "tu ne l’as pas dit", EN: "you have not said"}
	}
	return content.Label(situations, chosen)
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
		return bot.Select{Prompt: prompt, Param: param, Options: options, Do: bot.Call{Command: "abonnements", Action: "choisir", Args: ofPlace(r)}}
	}
	chosen := func(options []bot.Option, value string) []bot.Option {
		options = slices.Clone(options)
		for i := range options {
			options[i].Chosen = options[i].Value == value
		}
		return options
	}
	var hours, quiet, days, budget []bot.Option
	for _, m := range among(usualHours, p.Morning) {
		hours = append(hours, bot.Option{Value: plain(schedule.ClockText(m), bot.EN), Label: schedule.ClockText(m), Chosen: m == p.Morning})
	}
	for _, d := range among([]schedule.Set{notice.Everyday, 1<<5 - 1, 1<<0 | 1<<2 | 1<<4, 1<<1 | 1<<3, 1 << 0}, p.Weekdays) {
		days = append(days, bot.Option{Value: plain(daysText(d), bot.FR), Label: daysText(d), Chosen: d == p.Weekdays})
	}
	for _, q := range among([]notice.Quiet{notice.DefaultQuiet(), {From: 18 * 60, To: 9 * 60}, {From: 21 * 60, To: 8 * 60}, {From: 22 * 60, To: 7 * 60}, {}}, p.Quiet) {
		quiet = append(quiet, bot.Option{Value: plain(quietText(q), bot.FR), Label: quietText(q), Chosen: q == p.Quiet})
	}
	for _, n := range among([]int{1, 2, 3, 5, notice.MaxBudget}, p.Budget) {
		budget = append(budget, bot.Option{Value: strconv.Itoa(n), Label: bot.Count(n, bot.Text{FR: "%s message par jour", EN: "%s message a day"}, bot.Text{FR: "%s messages par jour", EN: "%s messages a day"}), Chosen: n == p.Budget})
	}
	all := []bot.Select{
		choice(bot.Text{FR: "Heure de « Ton matin »", EN: "Hour of “Your morning”"}, "heure", hours),
		choice(bot.Text{FR: "Jours", EN: "Days"}, "jours", days),
		choice(bot.Text{FR: "Heures calmes", EN: "Quiet hours"}, "calme", quiet),
		choice(bot.Text{FR: "Messages par jour, au plus", EN: "Messages a day, at most"}, "messages", budget),
		choice(bot.Text{FR: "Langue", EN: "Language"}, "langue", chosen(languages, string(r.Lang))),
		choice(bot.Text{FR: "Où en es-tu ?", EN: "Where do you stand?"}, "situation", chosen(situations, cmp.Or(own.Situation, noSituation))),
	}
	if own.Has(community(r), storage.WeatherTopic) {
		all = append(all, choice(reminderLabel, "meteo", reminderOptions(reminderMinute(own, community(r)))))
	}
	return all
}

// usualHours are those at which most people would have « Ton matin ».
var usualHours = []int{360, 390, 420, 450, 480, 510, 540, 570, 600, 660, 720, 780, 840, 900, 960, 1020, 1080, 1140, 1200, 1260}

// among are usual values, and what somebody has chosen if it is another.
func among[T comparable](usual []T, chosen T) []T {
	if slices.Contains(usual, chosen) {
		return usual
	}
	return append(slices.Clone(usual), chosen)
}
