package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/storage"
)

// decision is what moderators can decide of an announcement against its appearing.
type decision struct {
	given    string // the action that takes the reason
	from, to storage.Standing
	title    bot.Text // of the form that asks why
	done     bot.Text
}

var decisions = map[string]decision{
	"refuser": {"refus", storage.Held, storage.Refused, bot.Text{FR: "Refuser l’annonce", EN: "Refuse the opening"}, bot.Text{
		FR: "« %s » n’est pas publiée. La personne qui l’a écrite le saura, avec le motif, et pourra la corriger.",
		EN: "“%s” is not published. Whoever wrote it will know, with the reason, and can correct it.",
	}},
	"demander": {"demande", storage.Held, storage.Returned, bot.Text{FR: "Demander un changement", EN: "Ask for a change"}, bot.Text{
		FR: "« %s » attend une modification. La personne qui l’a écrite le saura, avec le motif ; elle reviendra ici corrigée.",
		EN: "“%s” waits for a change. Whoever wrote it will know, with the reason; it will come back here corrected.",
	}},
	"ecarter": {"retrait", storage.Living, storage.Refused, bot.Text{FR: "Retirer l’annonce", EN: "Take the opening down"}, bot.Text{
		FR: "« %s » est retirée : on ne la trouve plus, et sa carte est vidée. La personne qui l’a écrite le saura, avec le motif, et pourra la corriger.",
		EN: "“%s” is taken down: people no longer find it, and its card is emptied. Whoever wrote it will know, with the reason, and can correct it.",
	}},
}

// accept publishes what waits: the first moderator to decide does.
func (p *publishing) accept(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := p.announcements.Change(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(a *storage.Announced) error {
		if a.State != storage.Held || revision(a.Revision) != r.Args["rev"] {
			return storage.ErrChanged
		}
		if own(r, a.Author) {
			return errOwn
		}
		a.State = storage.Living
		return nil
	})
	if errors.Is(err, storage.ErrChanged) {
		return p.decided(ctx, r)
	}
	if err != nil {
		return nil, announcementGone(err)
	}
	return p.after(ctx, r, bot.Textf(bot.Text{FR: "« %s » est publiée ; la personne qui l’a écrite le saura.", EN: "“%s” is published; whoever wrote it will know."}, a.Title))
}

// own reports whether something is of whoever decides. Admins decide of theirs too: where
// one person does everything, nobody else could.
func own(r *bot.Request, author bot.PersonID) bool {
	return author == r.From.ID && r.From.Access < bot.Admin
}

var errOwn = &bot.UserError{Text: bot.Text{FR: "C’est de toi qu’il s’agit : quelqu’un d’autre de la modération doit décider.", EN: "This is about yourself: another moderator has to decide."}}

// askWhy opens the form that asks for a reason, unless somebody has decided already.
func (p *publishing) askWhy(name string) bot.Handler {
	d := decisions[name]
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		a, err := p.announcements.Announcement(ctx, community(r), r.Args["id"])
		if err != nil {
			return nil, announcementGone(err)
		}
		if rev := r.Args["rev"]; a.State != d.from || rev != "" && rev != revision(a.Revision) {
			return p.decided(ctx, r)
		}
		do, again := deciding(d.given, a), deciding(name, a)
		do.Args, again.Args = do.Args.With("liste", r.Args["liste"]), again.Args.With("liste", r.Args["liste"])
		return &bot.Modal{Title: d.title, Fields: whyFields(), Values: bot.Args{}, Do: do, Again: again}, nil
	}
}

// decide is what a moderator decides with a reason: the first one does.
func (p *publishing) decide(name string) bot.Handler {
	d := decisions[name]
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		why, err := whyOf(r)
		if err != nil {
			return nil, err
		}
		a, err := p.announcements.Change(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(a *storage.Announced) error {
			if a.State != d.from || revision(a.Revision) != r.Args["rev"] {
				return storage.ErrChanged
			}
			a.State, a.Why = d.to, why
			return nil
		})
		if errors.Is(err, storage.ErrChanged) {
			return p.decided(ctx, r)
		}
		if err != nil {
			return nil, announcementGone(err)
		}
		return p.after(ctx, r, bot.Textf(d.done, a.Title))
	}
}

// after says what was done: above the list in which it was pressed, where it was in one.
func (p *publishing) after(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	m := &moderating{store: p.store, defaults: p.defaults, announcements: p.announcements}
	return above(ctx, r, m.waiting, said)
}

// above says something above a list of moderators, where it was pressed in that.
func above(ctx context.Context, r *bot.Request, list screen, said bot.Text) (bot.Reply, error) {
	if r.Args["liste"] == "" {
		return &bot.Message{Text: said}, nil
	}
	m, err := list(ctx, r)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", said, m.Text)
	return &bot.Update{Message: *m}, nil
}

// announcementGone turns a missing announcement into words.
func announcementGone(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Cette annonce n’est plus là : la personne qui l’a écrite l’a retirée, ou a effacé ses données.", EN: "This opening is gone: whoever wrote it withdrew it, or erased their data."}}
	}
	return err
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
	if a.State == storage.Withdrawn {
		return nil, announcementGone(bot.ErrNotFound)
	}
	return p.after(ctx, r, bot.Textf(bot.Text{FR: "Rien n’a changé : c’était déjà décidé par %s. « %s » : %s", EN: "Nothing has changed: it was decided already by %s. “%s”: %s"}, somebody(by), a.Title, stands(a)))
}

// somebody names who decided.
func somebody(user string) bot.Text {
	if user == "" {
		return bot.Text{FR: "quelqu’un d’autre", EN: "somebody else"}
	}
	return bot.Mention(bot.Person, user)
}

// stands says to moderators where an announcement is.
func stands(a *storage.Announced) bot.Text {
	switch a.State {
	case storage.Held:
		return bot.Text{FR: "elle attend d’être relue.", EN: "it waits to be read."}
	case storage.Returned:
		return bot.Join(" ", bot.Text{FR: "une modification est demandée.", EN: "a change is asked for."}, because(a.Why))
	case storage.Refused:
		return bot.Join(" ", bot.Text{FR: "elle est refusée.", EN: "it is refused."}, because(a.Why))
	case storage.Aside:
		return bot.Text{FR: "elle est de côté, le temps de vérifier ce qui a été signalé.", EN: "it is aside, until what was reported is checked."}
	case storage.Filled:
		return bot.Text{FR: "le poste est pourvu.", EN: "the position is filled."}
	case storage.Expired:
		return bot.Text{FR: "elle a expiré.", EN: "it has expired."}
	}
	return bot.Text{FR: "elle est publiée.", EN: "it is published."}
}
