package commands

import (
	"context"
	"errors"
	"strconv"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

// How many openings one can announce a day: rules of the board.
const (
	newAuthorADay = 1
	recruiterADay = 5
)

func limitOf(r *bot.Request) int {
	if r.From.Access >= bot.Recruiter {
		return recruiterADay
	}
	return newAuthorADay
}

// send publishes a draft as it was shown.
func (p *publishing) send(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	revision, _ := strconv.ParseInt(r.Args["rev"], 10, 64)
	held, err := p.holds(ctx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case d.Revision != revision || len(d.Faults()) > 0:
		return p.screen(ctx, r, d, bot.Text{FR: "Le brouillon a changé depuis : rien n’est publié. Le voici comme il est.", EN: "The draft has changed since: nothing is published. Here it is as it stands."})
	case held && chosen[storage.ModerationChannel] == "":
		return p.screen(ctx, r, d, bot.Text{
			FR: "Rien n’est publié : la modération doit lire cette annonce, et cette communauté n’a pas encore de salon de modération. Change les mots cités plus bas, ou demande à la modération d’en choisir un avec `/reglages`.",
			EN: "Nothing is published: moderators have to read this opening, and this community has no moderation channel yet. Change the words quoted below, or ask the moderators to choose one with `/settings`.",
		})
	}
	a, err := p.announcements.Publish(ctx, community(r), r.From.ID, d.ID, revision, limitOf(r), r.Now)
	var soon *storage.TooSoonError
	var twin *storage.DuplicateError
	switch {
	case errors.As(err, &soon):
		if err := p.store.KeepDraft(ctx, r.From.ID, d.ID, soon.Again); err != nil { // for a day from then on
			return nil, err
		}
		return p.screen(ctx, r, d, bot.Textf(bot.Text{
			FR: "Rien n’est publié : c’est %s par jour pour l’instant. Tu pourras publier celle-ci à partir du %s ; le brouillon est gardé un jour de plus.",
			EN: "Nothing is published: it is %s a day for now. You will be able to publish this one from %s on; the draft is kept a day longer.",
		}, bot.Count(soon.Limit, bot.Text{FR: "%s annonce", EN: "%s opening"}, bot.Text{FR: "%s annonces", EN: "%s openings"}), clock(soon.Again, r)))
	case errors.As(err, &twin):
		return p.twin(r, d, twin.Of, chosen), nil
	case errors.Is(err, storage.ErrChanged):
		return p.show(ctx, r)
	case err != nil:
		return nil, noDraft(err)
	}
	return p.sent(r, d, a), nil
}

// holds reports whether moderators have to read a draft first: what they have seen already
// of the announcement that it changes, they need not.
func (p *publishing) holds(ctx context.Context, d *storage.Draft) (bool, error) {
	var seen []board.Finding
	if d.Of != "" {
		a, err := p.announcements.Announcement(ctx, d.Community, d.Of)
		if err != nil && !errors.Is(err, bot.ErrNotFound) {
			return false, err
		}
		if err == nil && a.State != storage.Refused {
			seen = a.Findings
		}
	}
	return board.Hold(board.Findings(&d.Announcement), seen), nil
}

// twin shows what is announced already; its author may renew it.
func (p *publishing) twin(r *bot.Request, d *storage.Draft, of *storage.Announced, chosen storage.Settings) bot.Reply {
	m := bot.Message{
		Text:  bot.Text{FR: "Rien n’est publié : la même offre (même intitulé, même entreprise, même lieu) est déjà là depuis moins de 7 jours. La voici.", EN: "Nothing is published: the same opening (same title, same company, same place) has been here for less than 7 days. Here it is."},
		Cards: []bot.Card{announcedCard(of, p.defaults.zone(chosen))},
	}
	if of.Author == r.From.ID {
		m.Cards[0] = ownCard(of, r)
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Tu peux la renouveler ou la modifier.", EN: "You can renew it or change it."})
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Revenir au brouillon", EN: "Back to the draft"}, Do: posting("brouillon", d.ID)}}
	return &bot.Update{Message: m}
}

// sent says where an announcement is now.
func (p *publishing) sent(r *bot.Request, d *storage.Draft, a *storage.Announced) bot.Reply {
	m := bot.Message{Buttons: []bot.Button{
		{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}},
		{Label: bot.Text{FR: "Publier une autre offre", EN: "Share another opening"}, Do: bot.Call{Command: "publier"}},
	}}
	switch {
	case a.State == storage.Held:
		held, _ := findingLines(a.Findings)
		m.Text = bot.Join("\n", append([]bot.Text{{
			FR: "C’est envoyé à la modération, qui la lira avant qu’elle paraisse. Je t’écrirai dès qu’elle aura décidé. Les mots en cause :",
			EN: "It is sent to the moderators, who will read it before it appears. I will write to you as soon as they have decided. The words in question:",
		}}, held...)...)
	case d.Of == a.ID:
		m.Text = bot.Text{FR: "C’est changé, ici et sur sa carte.", EN: "It is changed, here and on its card."}
	case a.Card == "":
		m.Text = bot.Textf(bot.Text{FR: "C’est publié : on la trouve avec `/offres` jusqu’au %s. Aucun salon d’offres n’est choisi ici : la modération peut en choisir un avec `/reglages`.", EN: "It is published: people find it with `/jobs` until %s. No channel for openings is chosen here: moderators can choose one with `/settings`."}, bot.Date(a.Expires.In(r.Now.Location())))
	default:
		m.Text = bot.Textf(bot.Text{FR: "C’est publié dans le salon des offres, et on la trouve avec `/offres`. Elle y reste jusqu’au %s ; je te préviendrai 3 jours avant.", EN: "It is published in the channel for openings, and people find it with `/jobs`. It stays until %s; I will tell you 3 days before."}, bot.Date(a.Expires.In(r.Now.Location())))
	}
	return &bot.Update{Message: m}
}

// decide is what a moderator decides of an announcement that waits: the first one does.
func (p *publishing) decide(state storage.Standing) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		a, err := p.announcements.Change(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(a *storage.Announced) error {
			if a.State != storage.Held || strconv.FormatInt(a.Revision, 10) != r.Args["rev"] {
				return storage.ErrChanged
			}
			a.State = state
			return nil
		})
		switch {
		case errors.Is(err, storage.ErrChanged):
			return p.decided(ctx, r)
		case errors.Is(err, bot.ErrNotFound):
			return nil, announcementGone(err)
		case err != nil:
			return nil, err
		case state == storage.Living:
			return &bot.Message{Text: bot.Textf(bot.Text{FR: "« %s » est publiée ; la personne qui l’a écrite le saura.", EN: "“%s” is published; whoever wrote it will know."}, a.Title)}, nil
		}
		return &bot.Message{Text: bot.Textf(bot.Text{FR: "« %s » n’est pas publiée ; la personne qui l’a écrite le saura, avec les mots en cause, et pourra la corriger.", EN: "“%s” is not published; whoever wrote it will know, with the words in question, and can correct it."}, a.Title)}, nil
	}
}

// announcementGone turns a missing announcement into words.
func announcementGone(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Cette annonce n’est plus là : la personne qui l’a écrite l’a retirée, ou a effacé ses données.", EN: "This opening is gone: whoever wrote it withdrew it, or erased their data."}}
	}
	return err
}

// confirmTakeDown asks a moderator who would take a living announcement down.
func (p *publishing) confirmTakeDown(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := p.announcements.Announcement(ctx, community(r), r.Args["id"])
	if err == nil && a.State != storage.Living {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, announcementGone(err)
	}
	return &bot.Message{
		Text:    bot.Textf(bot.Text{FR: "Retirer « %s » ? On ne la trouvera plus, et sa carte sera vidée. La personne qui l’a écrite le saura, et pourra la corriger.", EN: "Take down “%s”? People will no longer find it, and its card will be emptied. Whoever wrote it will know, and can correct it."}, a.Title),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Retirer", EN: "Take it down"}, Style: bot.Danger, Do: posting("retirer", a.ID)}, {Label: bot.Text{FR: "Annuler", EN: "Cancel"}, Do: bot.Call{Command: "offres", Action: "renoncer"}}},
	}, nil
}

func (p *publishing) takeDown(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := p.announcements.Change(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(a *storage.Announced) error {
		if a.State != storage.Living {
			return bot.ErrNotFound
		}
		a.State = storage.Refused
		return nil
	})
	if err != nil {
		return nil, announcementGone(err)
	}
	return &bot.Update{Message: bot.Message{Text: bot.Textf(bot.Text{FR: "« %s » est retirée ; la personne qui l’a écrite le saura.", EN: "“%s” is taken down; whoever wrote it will know."}, a.Title)}}, nil
}

// read shows moderators all of an announcement.
func (p *publishing) read(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := p.announcements.Announcement(ctx, community(r), r.Args["id"])
	if err == nil && a.State == storage.Withdrawn {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, announcementGone(err)
	}
	o := storage.Offer{OfferID: a.ID, Offer: a.Offer(a.ID)}
	o.Company, o.Published, o.Updated = a.Company, a.Created, a.Created
	return &bot.Message{Cards: []bot.Card{fullCard(&o, a, r)}}, nil
}

// decided tells a moderator who was second.
func (p *publishing) decided(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := p.announcements.Announcement(ctx, community(r), r.Args["id"])
	if err != nil {
		return nil, announcementGone(err)
	}
	if a.State == storage.Held { // not the words that were read
		chosen, err := p.store.Settings(ctx, community(r))
		if err != nil {
			return nil, err
		}
		m := announcing{p.defaults}.Review(a, chosen, "")
		m.Text = bot.Join("\n\n", bot.Text{FR: "Rien n’est décidé : l’annonce a changé depuis ce que tu as lu. La voici.", EN: "Nothing is decided: the opening has changed since you read it. Here it is."}, m.Text)
		return m, nil
	}
	by, err := p.announcements.DecidedBy(ctx, a)
	if err != nil {
		return nil, err
	}
	who := bot.Text{FR: "quelqu’un d’autre", EN: "somebody else"}
	if by != "" {
		who = bot.Mention(bot.Person, by)
	}
	text := bot.Text{FR: "Rien n’a changé : cette annonce n’attend plus. Décision de %s : publiée.", EN: "Nothing has changed: this opening no longer waits. Decision by %s: published."}
	switch a.State {
	case storage.Withdrawn:
		return nil, announcementGone(bot.ErrNotFound)
	case storage.Refused:
		text = bot.Text{FR: "Rien n’a changé : cette annonce n’attend plus. Décision de %s : refusée.", EN: "Nothing has changed: this opening no longer waits. Decision by %s: refused."}
	}
	return &bot.Message{Text: bot.Textf(text, who)}, nil
}
