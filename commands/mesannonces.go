package commands

import (
	"context"
	"errors"
	"strconv"

	"rebond/bot"
	"rebond/storage"
)

// mesannonces shows members what they have announced, and lets them see to it.
func mesannonces(store *storage.Store, d Defaults) bot.Command {
	o := &ownAnnouncements{store: store, announcements: Announcements(store, d)}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "L’annonce", EN: "The opening"}}
	here := bot.Param{Name: "ici", Names: bot.Text{FR: "ici", EN: "here"}, Kind: bot.YesNo, Hidden: true, Required: true, Help: bot.Text{FR: "Pourvu par la communauté", EN: "Filled by the community"}}
	from := bot.Param{Name: "depuis", Names: bot.Text{FR: "depuis", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "À partir de laquelle", EN: "From which one on"}}
	return bot.Command{
		Name:      "mesannonces",
		Names:     bot.Text{FR: "mesannonces", EN: "my-posts"},
		Summary:   bot.Text{FR: "Les offres que tu as partagées : où elles en sont, modifier, renouveler, clore", EN: "The openings you shared: how they stand, change, renew, close"},
		Ephemeral: true,
		Home:      o.home,
		Run:       o.run,
		Actions: []bot.Action{
			{Name: "liste", Ephemeral: true, Params: []bot.Param{from}, Run: o.list},
			{Name: "modifier", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: o.edit},
			{Name: "renouveler", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: o.renew},
			{Name: "pourvue", Ephemeral: true, Params: []bot.Param{id}, Run: o.askFilled},
			{Name: "pourvoir", Ephemeral: true, Changes: true, Params: []bot.Param{id, here}, Run: o.fill},
			{Name: "supprimer", Ephemeral: true, Params: []bot.Param{id}, Run: o.confirmDelete},
			{Name: "retirer", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: o.withdraw},
			{Name: "remettre", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: o.putBack},
		},
	}
}

// ownAnnouncements answers /mesannonces.
type ownAnnouncements struct {
	store         *storage.Store
	announcements *storage.Announcements
}

func owning(action, id string) bot.Call {
	return bot.Call{Command: "mesannonces", Action: action, Args: bot.Args{"id": id}}
}

func (o *ownAnnouncements) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := o.message(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (o *ownAnnouncements) list(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := o.message(ctx, r, r.Args.Int("depuis"))
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

const ownAPage = 4

func (o *ownAnnouncements) message(ctx context.Context, r *bot.Request, from int) (*bot.Message, error) {
	all, err := o.announcements.Of(ctx, community(r), r.From.ID, from, ownAPage+1)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{FR: "# Mes annonces", EN: "# My posts"}}
	if len(all) == 0 {
		m.Text = bot.Text{FR: "# Mes annonces\nTu n’as encore rien partagé ici. Un lien ou un texte suffit pour commencer.", EN: "# My posts\nYou have not shared anything here yet. A link or a text is enough to begin."}
	}
	for i := range all[:min(len(all), ownAPage)] {
		m.Cards = append(m.Cards, ownCard(&all[i], r))
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Partager une offre", EN: "Share an opening"}, Style: bot.Primary, Do: bot.Call{Command: "publier"}}}
	page := func(label bot.Text, from int) {
		m.Buttons = append(m.Buttons, bot.Button{Label: label, Do: bot.Call{Command: "mesannonces", Action: "liste", Args: bot.Args{"depuis": strconv.Itoa(from)}}})
	}
	if from > 0 {
		page(bot.Text{FR: "Revenir au début", EN: "Back to the first"}, 0)
	}
	if len(all) > ownAPage {
		page(bot.Text{FR: "Suivantes", EN: "Next"}, from+ownAPage)
	}
	return m, nil
}

// ownAtHome is how many of them their author's screen has.
const ownAtHome = 3

// home is what somebody has announced last; nothing where they have not.
func (o *ownAnnouncements) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	all, err := o.announcements.Of(ctx, community(r), r.From.ID, 0, ownAtHome)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{FR: "# Mes annonces", EN: "# My posts"}, Buttons: []bot.Button{{Label: bot.Text{FR: "Toutes mes annonces", EN: "All my posts"}, Do: bot.Call{Command: "mesannonces"}}}}
	for i := range all {
		m.Cards = append(m.Cards, ownCard(&all[i], r))
	}
	return m, nil
}

// own is the announcement that a control is about, if it is of whoever pressed it.
func (o *ownAnnouncements) own(ctx context.Context, r *bot.Request) (*storage.Announced, error) {
	a, err := o.announcements.Announcement(ctx, community(r), r.Args["id"])
	if err == nil && (a.Author != r.From.ID || a.State == storage.Withdrawn) {
		err = bot.ErrNotFound
	}
	return a, notOwn(err)
}

// notOwn turns an announcement that is no more, or is somebody else's, into words.
func notOwn(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Cette annonce n’est plus parmi les tiennes. `/mesannonces` montre celles qui restent.", EN: "This opening is no longer among yours. `/my-posts` shows those that remain."}}
	}
	return err
}

// change changes an announcement of whoever asks.
func (o *ownAnnouncements) change(ctx context.Context, r *bot.Request, change func(*storage.Announced) error) (*storage.Announced, error) {
	a, err := o.announcements.Change(ctx, community(r), r.Args["id"], "", r.Now, func(a *storage.Announced) error {
		if a.Author != r.From.ID || a.State == storage.Withdrawn {
			return bot.ErrNotFound
		}
		return change(a)
	})
	return a, notOwn(err)
}

// after shows an announcement under what was done to it.
func after(a *storage.Announced, r *bot.Request, said bot.Text) bot.Reply {
	return &bot.Update{Message: bot.Message{Text: said, Cards: []bot.Card{ownCard(a, r)}, Buttons: []bot.Button{{Label: bot.Text{FR: "Toutes mes annonces", EN: "All my posts"}, Do: bot.Call{Command: "mesannonces"}}}}}
}

// mayAnnounce tells whoever is blocked that they are.
func (o *ownAnnouncements) mayAnnounce(ctx context.Context, r *bot.Request) error {
	blocked, err := o.store.Blocked(ctx, community(r), r.From.ID)
	if err == nil && blocked != nil {
		err = &bot.UserError{Text: blockedText(*blocked)}
	}
	return err
}

// edit begins a draft with the words of an announcement; a refused one begins anew.
func (o *ownAnnouncements) edit(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := o.own(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := o.mayAnnounce(ctx, r); err != nil {
		return nil, err
	}
	if a.State.Ended() {
		return nil, &bot.UserError{Text: bot.Text{FR: "Cette annonce est terminée. Rouvre-la d’abord, puis modifie-la.", EN: "This opening has ended. Reopen it first, then change it."}}
	}
	d := &storage.Draft{Person: r.From.ID, Community: community(r), Of: a.ID, Announcement: a.Announcement}
	if err := o.store.AddDraft(ctx, d, r.Now); err != nil {
		return nil, tooManyDrafts(err)
	}
	text := bot.Text{FR: "Modifie ce que tu veux : l’annonce reste comme elle est jusqu’à ce que tu enregistres.", EN: "Change what you like: the opening stays as it is until you save."}
	switch {
	case (a.State == storage.Refused || a.State == storage.Returned) && d.Revision == 0:
		text = bot.Join(" ", because(a.Why), bot.Text{FR: "Corrige ce qu’il faut, puis envoie-la de nouveau : la modération la relira.", EN: "Correct what is needed, then send it again: moderators will read it again."})
	case d.Revision > 0:
		text = bot.Text{FR: "Tu avais commencé à la modifier : reprends où tu en étais avec « Voir le brouillon ». L’annonce reste comme elle est jusqu’à ce que tu enregistres.", EN: "You had begun to change it: go on from where you were with “See the draft”. The opening stays as it is until you save."}
	}
	return &bot.Update{Message: bot.Message{
		Text:  text,
		Cards: []bot.Card{{Title: bot.Same(a.Title), Body: bot.Same(a.Company)}},
		Buttons: []bot.Button{
			{Label: jobTitle, Style: bot.Primary, Do: posting("poste", d.ID)},
			{Label: termsTitle, Do: posting("conditions", d.ID)},
			{Label: bot.Text{FR: "Voir le brouillon", EN: "See the draft"}, Do: posting("brouillon", d.ID)},
			{Label: bot.Text{FR: "Annuler", EN: "Cancel"}, Do: posting("oublier", d.ID)},
		},
	}}, nil
}

// waitsFirst says of an announcement that does not appear what it waits for.
var waitsFirst = &bot.UserError{Text: bot.Text{FR: "Cette annonce ne paraît pas pour l’instant : `/mesannonces` dit ce qu’elle attend. Corrige-la, ou supprime-la.", EN: "This opening does not appear for now: `/my-posts` says what it waits for. Correct it, or delete it."}}

func (o *ownAnnouncements) renew(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if err := o.mayAnnounce(ctx, r); err != nil {
		return nil, err
	}
	text := bot.Text{FR: "C’est renouvelé pour 30 jours.", EN: "It is renewed for 30 days."}
	a, err := o.change(ctx, r, func(a *storage.Announced) error {
		switch {
		case a.State.Waits():
			return waitsFirst
		case a.State.Ended():
			text = bot.Text{FR: "C’est rouvert pour 30 jours.", EN: "It is open again for 30 days."}
		case a.State != storage.Living:
			return bot.ErrNotFound
		}
		a.State, a.Here, a.Expires = storage.Living, false, r.Now.Add(storage.AnnouncementLife)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if a.State.Waits() { // moderators have something to decide first
		text = waitsFirst.Text
	}
	return after(a, r, text), nil
}

func (o *ownAnnouncements) askFilled(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := o.own(ctx, r)
	if err != nil {
		return nil, err
	}
	yes, no := owning("pourvoir", a.ID), owning("pourvoir", a.ID)
	yes.Args, no.Args = yes.Args.With("ici", "yes"), no.Args.With("ici", "no")
	return &bot.Update{Message: bot.Message{
		Text: bot.Textf(bot.Text{FR: "Bonne nouvelle ! « %s » est pourvu : par quelqu’un de la communauté ? Personne ne sera nommé.", EN: "Good news! “%s” is filled: by somebody of this community? Nobody will be named."}, a.Title),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Oui, par la communauté", EN: "Yes, by the community"}, Style: bot.Primary, Do: yes},
			{Label: bot.Text{FR: "Non, autrement", EN: "No, otherwise"}, Do: no},
			{Label: bot.Text{FR: "Annuler", EN: "Cancel"}, Do: bot.Call{Command: "mesannonces", Action: "liste"}},
		},
	}}, nil
}

func (o *ownAnnouncements) fill(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := o.change(ctx, r, func(a *storage.Announced) error {
		if a.State.Waits() {
			return waitsFirst
		}
		if a.State != storage.Living && !a.State.Ended() {
			return bot.ErrNotFound
		}
		a.State, a.Here = storage.Filled, r.Args["ici"] == "yes"
		return nil
	})
	if err != nil {
		return nil, err
	}
	text := bot.Text{FR: "C’est noté, et sa carte le dit.", EN: "Noted, and its card says so."}
	if a.Here {
		text = bot.Join(" ", text, bot.Text{FR: "Merci d’avoir recruté ici.", EN: "Thank you for hiring here."})
	}
	return after(a, r, text), nil
}

func (o *ownAnnouncements) confirmDelete(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	a, err := o.own(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{
		Text: bot.Textf(bot.Text{FR: "Supprimer « %s » ? Son texte est effacé partout, celui que tu étais en train de modifier aussi, sa carte est vidée, et qui l’a gardée ne l’a plus.", EN: "Delete “%s”? Its words are erased everywhere, those you were changing too, its card is emptied, and whoever kept it no longer has it."}, a.Title),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Style: bot.Danger, Do: owning("retirer", a.ID)},
			{Label: bot.Text{FR: "Garder", EN: "Keep it"}, Do: bot.Call{Command: "mesannonces", Action: "liste"}},
		},
	}}, nil
}

func (o *ownAnnouncements) withdraw(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	_, err := o.change(ctx, r, func(a *storage.Announced) error {
		a.State = storage.Withdrawn
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "C’est supprimé.", EN: "It is deleted."}, Buttons: []bot.Button{{Label: bot.Text{FR: "Toutes mes annonces", EN: "All my posts"}, Do: bot.Call{Command: "mesannonces"}}}}}, nil
}

// putBack posts a new card in place of one that is lost.
func (o *ownAnnouncements) putBack(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	chosen, err := o.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	if chosen[storage.OffersChannel] == "" {
		return nil, &bot.UserError{Text: bot.Text{FR: "Aucun salon d’offres n’est choisi ici : la modération peut en choisir un avec `/reglages`. Ton annonce reste visible avec `/offres`.", EN: "No channel for openings is chosen here: moderators can choose one with `/settings`. People still find your opening with `/jobs`."}}
	}
	a, err := o.change(ctx, r, func(a *storage.Announced) error {
		switch {
		case a.State != storage.Living:
			return bot.ErrNotFound
		case a.Card != "" && !a.CardLost:
			return storage.ErrChanged
		}
		return nil
	})
	if errors.Is(err, storage.ErrChanged) {
		return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Sa carte est déjà dans le salon.", EN: "Its card is in the channel already."}, Buttons: []bot.Button{{Label: bot.Text{FR: "Toutes mes annonces", EN: "All my posts"}, Do: bot.Call{Command: "mesannonces"}}}}}, nil
	}
	if err != nil {
		return nil, err
	}
	return after(a, r, bot.Text{FR: "Une nouvelle carte part dans le salon des offres.", EN: "A new card is on its way to the channel for openings."}), nil
}
