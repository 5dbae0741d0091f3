package commands

import (
	"context"
	"errors"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

// sharePlace is where offers are shared: the channel for openings, else the one in which
// it is asked. In direct messages there is none: what somebody who was put out of a
// community writes there is not published in it.
func (o *offers) sharePlace(ctx context.Context, r *bot.Request) (bot.Address, error) {
	to := community(r)
	if r.At.Member != "" {
		return to, &bot.UserError{Text: bot.Text{FR: "D’ici, je ne publie rien en ton nom. Ouvre l’offre dans un salon de la communauté : le partage partira de là.", EN: "From here I publish nothing in your name. Open the offer in a channel of the community: the share will go out from there."}}
	}
	chosen, err := o.store.Settings(ctx, to)
	if to.Channel = chosen[storage.OffersChannel]; to.Channel == "" {
		to.Channel = r.At.Channel
	}
	if err == nil && to.Channel == "" {
		err = &bot.UserError{Text: bot.Text{FR: "Aucun salon d’offres n’est choisi ici : la modération peut en choisir un avec `/reglages`.", EN: "No channel for openings is chosen here: moderators can choose one with `/settings`."}}
	}
	return to, err
}

// firstName is what to call whoever asks, as the platform shows it.
func firstName(r *bot.Request) string {
	name, _, _ := strings.Cut(strings.TrimSpace(r.From.Name), " ")
	if name == "" {
		name = r.From.Name
	}
	return bot.Shorten(name, 40)
}

// askShare shows what will be seen, and where, before anything is.
func (o *offers) askShare(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	offer, err := o.living(ctx, r)
	if err != nil {
		return nil, err
	}
	to, err := o.sharePlace(ctx, r)
	if err != nil {
		return nil, err
	}
	if offer.Source == board.Source { // one that is kept may be of another community
		if _, err := o.announcements.Announcement(ctx, community(r), offer.OfferID); err != nil {
			return nil, gone(err)
		}
	}
	seen := bot.Text{FR: "Ni le titre ni l’entreprise n’y seront : qui veut la voir l’ouvrira.", EN: "Neither the title nor the company will be on it: whoever wants to see it will open it."}
	if offer.Source == board.Source {
		seen = bot.Text{FR: "Le message mènera à sa carte.", EN: "The message will lead to its card."}
	}
	return &bot.Message{
		Text: bot.Join("\n\n", bot.Textf(bot.Text{FR: "Partager « %s » dans %s ? Tout le monde y lira « %s partage une offre ». %s", EN: "Share “%s” in %s? Everybody will read “%s shares an opening” there. %s"}, offer.Title, where(to), firstName(r), seen), licensed(offer, r.Now.Location())),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Partager", EN: "Share"}, Style: bot.Primary, Do: bot.Call{Command: "offres", Action: "partager", Args: bot.Args{"id": offer.OfferID}}},
			{Label: bot.Text{FR: "Annuler", EN: "Cancel"}, Do: bot.Call{Command: "offres", Action: "renoncer"}},
		},
	}, nil
}

// living is the offer that a control is about, if one can still apply.
func (o *offers) living(ctx context.Context, r *bot.Request) (*storage.Offer, error) {
	offer, err := o.store.Offer(ctx, community(r), r.Args["id"], r.From.ID)
	if err == nil && over(&offer, r.Now) {
		err = bot.ErrNotFound
	}
	return &offer, gone(err)
}

// over reports whether nobody can apply to an offer any more.
func over(o *storage.Offer, now time.Time) bool {
	return o.State.Ended() || !o.Expires.IsZero() && !o.Expires.After(now)
}

func (o *offers) share(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	offer, err := o.living(ctx, r)
	if err != nil {
		return nil, err
	}
	to, err := o.sharePlace(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := o.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	see := bot.Button{Label: bot.Text{FR: "Voir", EN: "View"}, Do: bot.Call{Command: "offres", Action: "voir", Args: bot.Args{"id": offer.OfferID}}}
	if offer.Source == board.Source {
		a, err := o.announcements.Announcement(ctx, community(r), offer.OfferID)
		if err != nil {
			return nil, gone(err)
		}
		if a.CardRef.ID != "" && !a.CardLost {
			see = bot.Button{Label: bot.Text{FR: "Voir la carte", EN: "See the card"}, To: a.CardRef}
		}
	}
	p := bot.Post{
		Key: "partage/" + r.ID, Kind: bot.SendPost, To: to, Lang: o.defaults.lang(chosen), Until: r.Now.Add(time.Hour),
		Message: &bot.Message{Text: bot.Textf(bot.Text{FR: "%s partage une offre", EN: "%s shares an opening"}, firstName(r)), Buttons: []bot.Button{see}},
	}
	err = o.store.ShareOffer(ctx, r.From.ID, offer.OfferID, p, r.Now)
	switch {
	case errors.Is(err, storage.ErrShared):
		return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Tu as déjà partagé cette offre ces 7 derniers jours : rien n’est parti cette fois.", EN: "You have shared this opening already in the last 7 days: nothing went out this time."}}}, nil
	case errors.Is(err, storage.ErrTooMany):
		return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Tu as partagé 5 offres en un jour, c’est le plus que je publie : reprends demain.", EN: "You have shared 5 openings in a day, the most I publish: go on tomorrow."}}}, nil
	case err != nil:
		return nil, err
	}
	return &bot.Update{Message: bot.Message{Text: bot.Textf(bot.Text{FR: "C’est partagé dans %s.", EN: "It is shared in %s."}, where(to))}}, nil
}

func (o *offers) giveUp(context.Context, *bot.Request) (bot.Reply, error) {
	return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Entendu, rien n’est parti.", EN: "Understood, nothing went out."}}}, nil
}

// problems are what can be wrong with an offer.
func problems() []bot.Option {
	return []bot.Option{
		{Value: "arnaque", Label: bot.Text{FR: "une arnaque", EN: "a scam"}},
		{Value: "discrimination", Label: bot.Text{FR: "une discrimination", EN: "discrimination"}},
		{Value: "expiree", Label: bot.Text{FR: "elle n’est plus à jour", EN: "it is out of date"}},
		{Value: "lien", Label: bot.Text{FR: "le lien ne mène pas à l’offre", EN: "the link does not lead to it"}},
		{Value: "autre", Label: bot.Text{FR: "autre chose", EN: "something else"}},
	}
}

// problemParams are the fields of « Un problème ? ».
func problemParams() []bot.Param {
	id := offerID
	id.Hidden = true
	return []bot.Param{
		id,
		{Name: "motif", Names: bot.Text{FR: "motif", EN: "reason"}, Label: bot.Text{FR: "Le problème", EN: "The problem"}, Kind: bot.Choice, Required: true, Options: problems(), Help: bot.Text{FR: "Ce qui ne va pas avec cette offre", EN: "What is wrong with this opening"}},
		{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Label: bot.Text{FR: "En quelques mots (facultatif)", EN: "In a few words (optional)"}, Kind: bot.Prose, Max: 500, Help: bot.Text{FR: "La modération les lira, sans ton nom", EN: "Moderators will read them, without your name"}},
	}
}

// report tells moderators what is wrong with an offer, without who says so.
func (o *offers) report(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	offer, err := o.store.Offer(ctx, community(r), r.Args["id"], r.From.ID)
	if err != nil {
		return nil, gone(err)
	}
	in := community(r)
	if offer.Source == board.Source { // whoever has kept it may be elsewhere: it is for its own community
		a, err := o.announcements.Announcement(ctx, bot.Address{}, offer.OfferID)
		if err != nil {
			return nil, gone(err)
		}
		in = a.Community
	}
	if in.Space == "" {
		return nil, errNowhere
	}
	reason := r.Args["motif"]
	c, err := o.announcements.Report(ctx, &storage.Report{Community: in, Offer: offer.OfferID, Person: r.From.ID, Reason: reason, Words: r.Args["mots"], Grave: reason == "arnaque" || reason == "discrimination"}, r.Now)
	switch {
	case errors.Is(err, storage.ErrTooMany):
		return &bot.Message{Text: bot.Text{FR: "Tu as signalé 10 offres en un jour, merci. Pour celle-ci, écris à la modération.", EN: "You have reported 10 openings in a day, thank you. For this one, write to the moderators."}}, nil
	case err != nil:
		return nil, gone(err)
	case c.State == storage.CaseAside:
		return &bot.Message{Text: bot.Text{FR: "Merci. L’offre est mise de côté : plus personne ne la trouve ici jusqu’à ce que la modération l’ait vérifiée. La modération ne saura pas qui l’a signalée, et je te dirai ce qu’elle décide.", EN: "Thank you. The opening is put aside: nobody finds it here until moderators have checked it. Moderators will not know who reported it, and I will tell you what they decide."}}, nil
	}
	return &bot.Message{Text: bot.Text{FR: "Merci. La modération le saura, sans ton nom, et je te dirai ce qu’elle décide. Se tromper ne coûte rien.", EN: "Thank you. Moderators will know, without your name, and I will tell you what they decide. Being wrong costs nothing."}}, nil
}
