package commands

import (
	"context"
	"slices"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// instead asks for an answer in place of what is shown.
var instead = bot.Param{Name: "ici", Names: bot.Text{FR: "ici", EN: "here"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "À la place de ce qui est montré", EN: "In place of what is shown"}}

// programActions are what members do with the programmes. Nobody else sees any of it.
func (s *subscribing) programActions() []bot.Action {
	series := bot.Param{Name: "serie", Names: bot.Text{FR: "serie", EN: "series"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le programme", EN: "The programme"}}
	after := bot.Param{Name: "de", Names: bot.Text{FR: "de", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "Combien de messages ont été reçus", EN: "How many messages have come"}}
	rank := bot.Param{Name: "rang", Names: bot.Text{FR: "rang", EN: "rank"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "Quel message", EN: "Which message"}}
	sure := bot.Param{Name: "oui", Names: bot.Text{FR: "oui", EN: "sure"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Si c’est bien voulu", EN: "Whether it is meant"}}
	return []bot.Action{
		{Name: "suite", Ephemeral: true, Changes: true, Params: []bot.Param{series, after}, Run: s.sendNext},
		{Name: "programme", Ephemeral: true, Params: []bot.Param{series, instead}, Run: s.showProgram},
		{Name: "relire", Ephemeral: true, Params: []bot.Param{series, rank}, Run: s.reread},
		{Name: "rejoindre", Ephemeral: true, Changes: true, Params: []bot.Param{series}, Run: s.join},
		{Name: "recommencer", Ephemeral: true, Changes: true, Params: []bot.Param{series, after, sure}, Run: s.beginAgain},
	}
}

// serial is the one that a control is about.
func (s *subscribing) serial(r *bot.Request) (*serial, error) {
	p, there := programOf(r.Args["serie"])
	if !there {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce programme n’existe plus. Retape `/abonnements` pour voir les autres.", EN: "This programme is gone. Type `/subscriptions` again to see the others."}}
	}
	return serialOf(s.library, p), nil
}

// onDay is the member's.
func onDay(r *bot.Request) schedule.Day { return schedule.DayOf(r.Now.In(r.From.Zone)) }

// sendNext gives the next post to whoever has not had it yet; a control of earlier shows the
// one that they are at.
func (s *subscribing) sendNext(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := s.serial(r)
	if err != nil {
		return nil, err
	}
	after := r.Args.Int("de")
	given, gave, err := s.store.NextPost(ctx, r.From.ID, c.series, after, len(c.posts), r.Now)
	if err != nil {
		return nil, err
	}
	if given == 0 { // they have begun again since, or there is nothing
		return s.shown(s.place(ctx, r, c, bot.Text{}))
	}
	var onwards []bot.Button
	if c.over(given) {
		own, err := s.store.Own(ctx, r.From.ID)
		if err != nil {
			return nil, err
		}
		onwards = c.onwards(r, own)
	}
	if !gave && c.over(after) && c.over(given) {
		return &bot.Message{
			Text: bot.Text{
				FR: "C’était le dernier. Merci d’avoir fait ce chemin ; « Relire » te montre les messages quand tu veux.",
				EN: "That was the last one. Thank you for coming all this way; “Read again” shows you the messages whenever you like.",
			},
			Buttons: append([]bot.Button{c.rereadButton(bot.Text{FR: "Relire", EN: "Read again"}, 0, ofPlace(r)), c.againButton(given, ofPlace(r))}, onwards...),
		}, nil
	}
	given = min(given, len(c.posts))
	card := c.card(given-1, onDay(r))
	card.Buttons = c.goOn(given, ofPlace(r))
	m := &bot.Message{Cards: []bot.Card{card}, Buttons: onwards}
	if !gave {
		m.Text = bot.Text{FR: "Tu l’as déjà reçu : le voici de nouveau.", EN: "You have had it already: here it is again."}
	}
	return m, nil
}

// onwards leads from the end of a programme to the long one, where they do not have it.
func (c *serial) onwards(r *bot.Request, own *storage.Own) []bot.Button {
	long, _ := programOf(longProgram)
	if c.series == longProgram || own.Has(community(r), longProgram) {
		return nil
	}
	return []bot.Button{receiveButton(bot.Textf(bot.Text{FR: "Recevoir : %s", EN: "Receive: %s"}, long.title), longProgram, ofPlace(r))}
}

func receiveButton(label bot.Text, topic string, where bot.Args) bot.Button {
	return bot.Button{Label: label, Style: bot.Primary, Do: bot.Call{Command: "abonnements", Action: "recevoir", Args: where.With("sujet", topic)}}
}

func (c *serial) rereadButton(label bot.Text, rank int, where bot.Args) bot.Button {
	do := c.call("relire", where)
	do.Args = do.Args.With("rang", digits(rank))
	return bot.Button{Label: label, Do: do}
}

func (c *serial) againButton(given int, where bot.Args) bot.Button {
	do := c.call("recommencer", where)
	do.Args = do.Args.With("de", strconv.Itoa(given))
	return bot.Button{Label: bot.Text{FR: "Recommencer du début", EN: "Begin again"}, Do: do}
}

// placeButton shows where the member is, in place of what is shown.
func (c *serial) placeButton(label bot.Text, where bot.Args) bot.Button {
	do := c.call("programme", where)
	do.Args = do.Args.With("ici", "yes")
	return bot.Button{Label: label, Do: do}
}

func (s *subscribing) showProgram(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := s.serial(r)
	if err != nil {
		return nil, err
	}
	if r.Args["ici"] == "yes" {
		return s.placed(ctx, r, c, bot.Text{})
	}
	return s.shown(s.place(ctx, r, c, bot.Text{}))
}

// placed shows where the member is in place of what was pressed.
func (s *subscribing) placed(ctx context.Context, r *bot.Request, c *serial, said bot.Text) (bot.Reply, error) {
	m, err := s.place(ctx, r, c, said)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// place is where the member is in a programme, and what can be done from there.
func (s *subscribing) place(ctx context.Context, r *bot.Request, c *serial, said bot.Text) (*bot.Message, error) {
	own, err := s.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	readings, err := s.store.Readings(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	given := readings[c.series]
	p, has, where := own.Preferences(r.From.ID, r.From.Zone), own.Has(community(r), c.series), ofPlace(r)
	m := &bot.Message{}
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, c.name), c.about, c.reached(given)}
	switch {
	case c.over(given):
	case !has:
		lines = append(lines, bot.Text{FR: "Rien ne t’arrive le matin ; tu peux lire la suite quand tu veux.", EN: "Nothing comes in the morning; you can read on whenever you like."})
	case p.Pause.Holds(r.Now):
		lines = append(lines, bot.Join(" ", pauseText(p.Pause, r.From.Zone), bot.Text{FR: "La suite t’attendra.", EN: "The rest will wait for you."}))
	default:
		at, err := s.arrival(ctx, r, &p, c.series)
		if err != nil {
			return nil, err
		}
		lines = append(lines, bot.Textf(bot.Text{FR: "Le prochain arrive le %s, ou dans les dix minutes qui suivent.", EN: "The next one comes on %s, or within the ten minutes that follow."}, schedule.Moment(at)))
	}
	if len(c.posts) > 0 && !c.over(given) {
		next := c.next(given, where)
		next.Style = bot.Primary
		m.Buttons = append(m.Buttons, next)
	}
	if given > 0 && len(c.posts) > 0 {
		m.Buttons = append(m.Buttons, c.rereadButton(bot.Text{FR: "Relire", EN: "Read again"}, 0, where))
	}
	if is, err := s.published(ctx, r, c); err != nil {
		return nil, err
	} else if is.last >= 0 {
		lines = append(lines, bot.Textf(bot.Text{FR: "La communauté en est à « %s » (%s).", EN: "The community is at “%s” (%s)."}, c.posts[is.last].Title.Escaped(), c.place(is.last+1)))
		switch {
		case is.direct && own.Has(community(r), dailyTopic): // at its pace they would come twice
			lines = append(lines, bot.Text{FR: "« Le message du jour » te les apporte déjà à son rythme.", EN: "“The message of the day” brings them to you already, at its pace."})
		case is.next > given:
			m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Aller là où en est la communauté", EN: "Go to where the community is"}, Do: c.call("rejoindre", where)})
		}
	}
	if given > 0 {
		m.Buttons = append(m.Buttons, c.againButton(given, where))
	}
	switch {
	case c.over(given):
		if given > 0 {
			m.Buttons = append(m.Buttons, c.onwards(r, own)...)
		}
	case has:
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Mettre ce programme en pause", EN: "Put this programme on hold"}, Do: bot.Call{Command: "abonnements", Action: "arreter", Args: where.With("sujet", c.series).With("ici", "yes")}})
	default:
		receive := receiveButton(bot.Text{FR: "Le recevoir chaque matin", EN: "Receive it each morning"}, c.series, where)
		receive.Style = bot.Plainly
		m.Buttons = append(m.Buttons, receive)
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Mes messages privés", EN: "My direct messages"}, Do: bot.Call{Command: "abonnements"}})
	m.Text = bot.Join("\n\n", said, bot.Join("\n", lines...))
	return m, nil
}

// reached says how far a member is who was given so many posts.
func (c *serial) reached(given int) bot.Text {
	switch {
	case len(c.posts) == 0:
		return bot.Text{FR: "Il n’y a rien à lire ici pour l’instant.", EN: "There is nothing to read here for now."}
	case given == 0:
		return bot.Text{FR: "Le premier message t’attend.", EN: "The first message is waiting for you."}
	case c.over(given):
		return bot.Textf(bot.Text{FR: "Tu es au bout : %s.", EN: "You are at the end: %s."}, c.place(len(c.posts)))
	}
	return bot.Textf(bot.Text{FR: "Tu en as reçu %s.", EN: "You have had %s."}, c.place(given))
}

// published is how far the community is in a programme.
type published struct {
	last, next int  // posts, from 0: what it has published last, and publishes next; -1: none
	direct     bool // it goes out as « Le message du jour » too
}

// published finds how far the community is in a programme that it runs.
func (s *subscribing) published(ctx context.Context, r *bot.Request, c *serial) (is published, err error) {
	is = published{last: -1, next: -1}
	all, err := living(ctx, s.store, community(r))
	if err != nil {
		return is, err
	}
	var ran time.Time
	for i := range all {
		one := &all[i]
		next := c.at(s.library.Pack(), one.Item)
		if one.State != schedule.Active || next < 0 {
			continue
		}
		is.direct = is.direct || one.Direct
		if is.next < 0 || next < is.next { // a public holiday may put a day of rest before the rest of its week
			is.next = next
		}
		if one.Position == 0 || !one.Ran.After(ran) {
			continue
		}
		items, err := s.store.ScheduleItems(ctx, one.ID)
		if err != nil {
			return is, err
		}
		if at := c.at(s.library.Pack(), items[min(one.Position, len(items))-1]); at >= 0 {
			is.last, ran = at, one.Ran
		}
	}
	return is, nil
}

// at is which of its posts an item of a schedule stands for; -1: none.
func (c *serial) at(pack *content.Pack, item string) int {
	o, _ := pack.Referred(item)
	return slices.IndexFunc(c.posts, func(p *content.Post) bool { return o != nil && p.ID == o.ID })
}

// join lets the next post be the one that the community publishes next, where it is ahead.
func (s *subscribing) join(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := s.serial(r)
	if err != nil {
		return nil, err
	}
	readings, err := s.store.Readings(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	given := readings[c.series]
	is, err := s.published(ctx, r, c)
	if err != nil {
		return nil, err
	}
	if is.last < 0 || is.next <= given {
		return s.placed(ctx, r, c, bot.Text{FR: "La communauté n’est pas plus loin que toi ; ta place reste la même.", EN: "The community is not ahead of you; your place stays the same."})
	}
	if err := s.store.SetReading(ctx, r.From.ID, c.series, is.next, r.Now); err != nil {
		return nil, err
	}
	return s.placed(ctx, r, c, bot.Textf(bot.Text{FR: "C’est noté : le prochain sera « %s » (%s). « Relire » te montre les précédents.", EN: "Noted: the next one will be “%s” (%s). “Read again” shows you those before."}, c.posts[is.next].Title.Escaped(), c.place(is.next+1)))
}

// beginAgain asks first, and then gives the first post next.
func (s *subscribing) beginAgain(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := s.serial(r)
	if err != nil {
		return nil, err
	}
	readings, err := s.store.Readings(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	given := readings[c.series]
	if given == 0 || given != r.Args.Int("de") { // they have moved on since
		return s.placed(ctx, r, c, bot.Text{})
	}
	if r.Args["oui"] != "yes" {
		yes := c.againButton(given, ofPlace(r))
		yes.Label, yes.Do.Args = bot.Text{FR: "Oui, recommencer", EN: "Yes, begin again"}, yes.Do.Args.With("oui", "yes")
		return &bot.Update{Message: bot.Message{
			Text:    bot.Textf(bot.Text{FR: "Recommencer « %s » du début ? Le prochain message sera le premier.", EN: "Begin “%s” again? The next message will be the first one."}, c.name),
			Buttons: []bot.Button{yes, c.placeButton(bot.Text{FR: "Non, garder ma place", EN: "No, keep my place"}, ofPlace(r))},
		}}, nil
	}
	if err := s.store.SetReading(ctx, r.From.ID, c.series, 0, r.Now); err != nil {
		return nil, err
	}
	return s.placed(ctx, r, c, bot.Text{FR: "C’est noté : tu repars du début.", EN: "Noted: you start again from the beginning."})
}

// reread shows a post that the member was given: that of a rank, from 1, or the last.
func (s *subscribing) reread(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := s.serial(r)
	if err != nil {
		return nil, err
	}
	readings, err := s.store.Readings(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	given := readings[c.series]
	last := min(given, len(c.posts))
	rank := r.Args.Int("rang")
	if rank == 0 {
		rank = last
	}
	if rank < 1 || rank > last {
		return nil, &bot.UserError{Text: bot.Text{FR: "Tu n’as pas encore reçu ce message : il viendra à son tour.", EN: "You have not received this message yet: it will come in its turn."}}
	}
	m := bot.Message{Cards: []bot.Card{c.card(rank-1, onDay(r))}}
	if rank > 1 {
		m.Buttons = append(m.Buttons, c.rereadButton(bot.Text{FR: "Précédent", EN: "Previous"}, rank-1, ofPlace(r)))
	}
	if rank < last {
		m.Buttons = append(m.Buttons, c.rereadButton(bot.Text{FR: "Suivant", EN: "Next"}, rank+1, ofPlace(r)))
	}
	m.Buttons = append(m.Buttons, c.placeButton(bot.Text{FR: "Où j’en suis", EN: "Where I am"}, ofPlace(r)))
	return &bot.Update{Message: m}, nil
}
