package commands

import (
	"context"
	"errors"
	"net/url"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/fetch"
	"rebond/storage"
)

// Pages reads web pages that members name; [fetch.Fetcher] does.
type Pages interface {
	Page(ctx context.Context, address string) (fetch.Page, error)
}

// publier lets members announce openings: from a link, from a text, or field by field.
func publier(store *storage.Store, d Defaults, pages Pages) bot.Command {
	p := &publishing{store: store, defaults: d, announcements: Announcements(store, d), pages: pages}
	pasted := bot.Param{Name: "annonce", Names: bot.Text{FR: "annonce", EN: "opening"}, Kind: bot.Prose, Label: bot.Text{FR: "Un lien, ou le texte de l’annonce", EN: "A link, or the text of the opening"},
		Help: bot.Text{FR: "Colle le lien ou le texte : je remplis ce que j’y trouve", EN: "Paste the link or the text: I fill in what I find in it"}}
	typed := pasted
	typed.Rest = true
	text := pasted
	text.Label, text.Help = bot.Text{FR: "Le texte de l’annonce", EN: "The text of the opening"}, bot.Text{FR: "Colle-le en entier : je remplis ce qui est encore vide, et l’ajoute au texte", EN: "Paste all of it: I fill in what is still empty, and add it to the text"}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "L’annonce", EN: "The opening"}}
	rev := bot.Param{Name: "rev", Names: bot.Text{FR: "rev", EN: "rev"}, Kind: bot.Number, Hidden: true, Required: true, Help: bot.Text{FR: "Sa version", EN: "Its version"}}
	p.job, p.terms = jobFields(), termFields()
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: params, Run: do}
	}
	change := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Changes: true, Params: params, Run: do}
	}
	titled := func(title bot.Text, a bot.Action) bot.Action { a.Title = title; return a }
	maybe := rev
	maybe.Required = false
	asking := func(name string) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Access: bot.Moderator, Params: []bot.Param{id, maybe, inList}, Run: p.askWhy(name)}
	}
	giving := func(name string) bot.Action {
		return bot.Action{Name: decisions[name].given, Title: decisions[name].title, Ephemeral: true, Changes: true, Access: bot.Moderator, Params: append([]bot.Param{id, rev, inList}, whyFields()...), Run: p.decide(name)}
	}
	return bot.Command{
		Name:           "publier",
		Names:          bot.Text{FR: "publier", EN: "post-job"},
		Summary:        bot.Text{FR: "Partager une offre d’emploi : un lien, un texte, ou champ par champ", EN: "Share an opening: a link, a text, or field by field"},
		Params:         []bot.Param{typed},
		Ephemeral:      true,
		Changes:        true,
		Shortcut:       bot.Text{FR: "Partager une offre", EN: "Share an opening"},
		ShortcutAction: "coller",
		Run:            p.run,
		Actions: []bot.Action{
			titled(bot.Text{FR: "Partager une offre", EN: "Share an opening"}, change("coller", p.paste, pasted)),
			titled(bot.Text{FR: "Coller le texte", EN: "Paste the text"}, change("completer", p.complete, id, text)),
			change("vide", p.empty),
			change("relire", p.readAgain, id),
			show("brouillon", p.show, id),
			show("detail", p.detail, id),
			show("poste", p.ask(jobTitle, "decrire", &p.job), id),
			show("conditions", p.ask(termsTitle, "preciser", &p.terms), id),
			titled(jobTitle, change("decrire", p.fill(&p.job), append([]bot.Param{id}, p.job...)...)),
			titled(termsTitle, change("preciser", p.fill(&p.terms), append([]bot.Param{id}, p.terms...)...)),
			change("envoyer", p.send, id, rev),
			show("jeter", p.confirmDrop, id),
			change("oublier", p.drop, id),
			{Name: "lire", Ephemeral: true, Access: bot.Moderator, Params: []bot.Param{id}, Run: p.read},
			{Name: "accepter", Ephemeral: true, Changes: true, Access: bot.Moderator, Params: []bot.Param{id, rev, inList}, Run: p.accept},
			asking("refuser"), giving("refuser"),
			asking("demander"), giving("demander"),
			asking("ecarter"), giving("ecarter"),
		},
	}
}

// publishing answers /publier.
type publishing struct {
	store         *storage.Store
	defaults      Defaults
	announcements *storage.Announcements
	pages         Pages
	job, terms    []bot.Param
}

var (
	jobTitle   = bot.Text{FR: "Le poste", EN: "The job"}
	termsTitle = bot.Text{FR: "Les conditions", EN: "The terms"}
)

// jobFields say what and where; termFields the contract, the pay and who publishes. They
// are longer than the rules of the board: what is over is kept, and told.
func jobFields() []bot.Param {
	return []bot.Param{
		{Name: board.Title, Names: bot.Text{FR: "titre", EN: "title"}, Label: bot.Text{FR: "Intitulé du poste", EN: "Job title"}, Help: bot.Text{FR: "De 2 à 80 caractères : « Développeuse ou développeur Go »", EN: "From 2 to 80 characters: “Go developer”"}},
		{Name: board.Company, Names: bot.Text{FR: "entreprise", EN: "company"}, Label: bot.Text{FR: "Entreprise", EN: "Company"}, Help: bot.Text{FR: "Celle où l’on travaillera, même si tu recrutes pour elle", EN: "Where people will work, even if you recruit for it"}},
		{Name: board.Place, Names: bot.Text{FR: "lieu", EN: "place"}, Label: bot.Text{FR: "Lieu", EN: "Place"}, Help: bot.Text{FR: "Nancy ; ou plusieurs : Paris ; Lyon", EN: "Nancy; or several: Paris; Lyon"}, Suggest: suggestPlaces},
		{Name: board.Remote, Names: bot.Text{FR: "teletravail", EN: "remote"}, Label: bot.Text{FR: "Télétravail", EN: "Remote work"}, Kind: bot.Choice, Options: remoteOptions(), Help: bot.Text{FR: "S’il est complet, le lieu peut rester vide", EN: "If it is full, the place can stay empty"}},
		{Name: board.Text, Names: bot.Text{FR: "texte", EN: "text"}, Label: bot.Text{FR: "L’annonce", EN: "The opening"}, Kind: bot.Prose, Max: board.MaxText, Help: bot.Text{FR: "Missions, équipe, technologies : ce que l’on lira avec « Voir »", EN: "Tasks, team, technologies: what people read with “View”"}},
	}
}

func termFields() []bot.Param {
	return []bot.Param{
		{Name: board.Contract, Names: bot.Text{FR: "contrat", EN: "contract"}, Label: bot.Text{FR: "Contrat", EN: "Contract"}, Kind: bot.Choice, Options: contractOptions(), Help: bot.Text{FR: "Celui que l’on signera", EN: "The one that will be signed"}},
		{Name: board.Pay, Names: bot.Text{FR: "salaire", EN: "pay"}, Label: bot.Text{FR: "Salaire fixe brut", EN: "Fixed gross pay"}, Help: bot.Text{FR: "45 000 à 55 000 € par an, 450 € par jour ; ou pourquoi il n’y est pas", EN: "€45,000 to 55,000 a year, €450 a day; or why it is not given"}},
		{Name: board.PublishBy, Names: bot.Text{FR: "qui", EN: "who"}, Label: bot.Text{FR: "Qui publie", EN: "Who publishes"}, Kind: bot.Choice, Options: publisherOptions(), Help: bot.Text{FR: "À quel titre tu publies", EN: "In what capacity you publish"}},
		{Name: board.Apply, Names: bot.Text{FR: "lien", EN: "link"}, Label: bot.Text{FR: "Où postuler", EN: "Where to apply"}, Max: 1000, Help: bot.Text{FR: "Un lien https, ou une adresse e-mail", EN: "An https link, or an e-mail address"}},
		{Name: board.Number, Names: bot.Text{FR: "numero", EN: "number"}, Label: bot.Text{FR: "SIREN ou SIRET (facultatif)", EN: "SIREN or SIRET (optional)"}, Help: bot.Text{FR: "Vérifié, vu de la modération seule", EN: "Checked, seen by moderators only"}},
	}
}

func publisherOptions() []bot.Option {
	return []bot.Option{
		{Value: string(board.Employer), Label: bot.Text{FR: "employeur : mon entreprise recrute", EN: "employer: my company is hiring"}},
		{Value: string(board.Agency), Label: bot.Text{FR: "agence : client nommé", EN: "agency: client named"}},
		{Value: string(board.HiddenClient), Label: bot.Text{FR: "agence : client non nommé", EN: "agency: client not named"}},
		{Value: string(board.Referral), Label: bot.Text{FR: "cooptation : je recommande l’entreprise", EN: "referral: I recommend the company"}},
	}
}

func posting(action string, id string) bot.Call {
	c := bot.Call{Command: "publier", Action: action}
	if id != "" {
		c.Args = bot.Args{"id": id}
	}
	return c
}

// run begins with what was typed, or asks how to.
func (p *publishing) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if blocked, err := p.store.Blocked(ctx, community(r), r.From.ID); err != nil {
		return nil, err
	} else if blocked != nil {
		return &bot.Message{Text: blockedText(*blocked)}, nil
	}
	if r.Args["annonce"] != "" {
		return p.paste(ctx, r)
	}
	m, err := p.start(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// start says how to begin, and shows what was begun.
func (p *publishing) start(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	drafts, err := p.store.Drafts(ctx, community(r), r.From.ID, r.Now)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{
		FR: "# Partager une offre\nColle le lien de l’annonce ou son texte : je remplis ce que j’y trouve, tu corriges le reste. Rien n’est publié avant que tu aies vu le résultat.",
		EN: "# Share an opening\nPaste the link to the opening, or its text: I fill in what I find, you correct the rest. Nothing is published before you have seen the result.",
	}}
	for i := range drafts[:min(len(drafts), offersAPage)] {
		m.Cards = append(m.Cards, p.draftCard(&drafts[i], r))
	}
	if more := len(drafts) - offersAPage; more > 0 {
		m.Text = bot.Join("\n", m.Text, bot.Count(more, bot.Text{FR: "Tu as %s autre brouillon, plus ancien : il se montre quand tu finis ou supprimes ceux-ci.", EN: "You have %s more draft, older: it shows once you finish or delete these."}, bot.Text{FR: "Tu as %s autres brouillons, plus anciens : ils se montrent quand tu finis ou supprimes ceux-ci.", EN: "You have %s more drafts, older: they show once you finish or delete these."}))
	}
	m.Buttons = []bot.Button{
		{Label: bot.Text{FR: "Coller un lien ou un texte", EN: "Paste a link or a text"}, Style: bot.Primary, Do: bot.Call{Command: "publier", Action: "coller", Ask: true}},
		{Label: bot.Text{FR: "Remplir moi-même", EN: "Fill it in myself"}, Do: posting("vide", "")},
		{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}},
	}
	return m, nil
}

// draftCard is a draft that waits to be taken up again.
func (p *publishing) draftCard(d *storage.Draft, r *bot.Request) bot.Card {
	title := bot.Same(d.Title)
	if d.Title == "" {
		title = bot.Same(bot.Shorten(firstLine(d.Text), 60))
	}
	if title.Empty() {
		title = bot.Text{FR: "Annonce sans titre", EN: "Opening without a title"}
	}
	body := bot.Same(d.Company)
	if u, err := url.Parse(d.Page); err == nil && u.Host != "" && body.Empty() {
		body = bot.Same(u.Hostname())
	}
	kept := bot.Text{FR: "Brouillon, gardé jusqu’au %s", EN: "Draft, kept until %s"}
	if d.Of != "" {
		kept = bot.Text{FR: "Changement d’une annonce déjà envoyée, gardé jusqu’au %s", EN: "Change of an opening already sent, kept until %s"}
	}
	return bot.Card{
		Title:  title,
		Body:   body,
		Footer: bot.Textf(kept, clock(d.Changed.Add(storage.DraftLife), r)),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Reprendre", EN: "Take it up again"}, Do: posting("brouillon", d.ID)},
			{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Do: posting("jeter", d.ID)},
		},
	}
}

// begin keeps a new draft.
func (p *publishing) begin(ctx context.Context, r *bot.Request, a board.Announcement) (*storage.Draft, error) {
	d := &storage.Draft{Person: r.From.ID, Community: community(r), Announcement: a}
	return d, tooManyDrafts(p.store.AddDraft(ctx, d, r.Now))
}

func tooManyDrafts(err error) error {
	if errors.Is(err, storage.ErrTooManyDrafts) {
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{
			FR: "Tu as déjà %s brouillons. Tape `/publier` pour en reprendre un ou en supprimer, puis recommence.",
			EN: "You have %s drafts already. Type `/post-job` to take one up again or delete one, then try again.",
		}, storage.MaxDrafts)}
	}
	return err
}

func (p *publishing) empty(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.begin(ctx, r, board.Announcement{})
	if err != nil {
		return nil, err
	}
	return p.screen(ctx, r, d, bot.Text{})
}

// draft is the draft that a control is about.
func (p *publishing) draft(ctx context.Context, r *bot.Request) (*storage.Draft, error) {
	d, err := p.store.Draft(ctx, community(r), r.From.ID, r.Args["id"], r.Now)
	return d, noDraft(err)
}

// noDraft turns a missing draft into words.
func noDraft(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{
			FR: "Ce brouillon n’est plus là : il a été publié ou supprimé, ou plus de 24 heures ont passé. `/mesannonces` montre tes annonces, `/publier` en commence une autre.",
			EN: "This draft is gone: it was published or deleted, or more than 24 hours have passed. `/my-posts` shows your posts, `/post-job` begins another.",
		}}
	}
	return err
}

func (p *publishing) show(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	return p.screen(ctx, r, d, bot.Text{})
}

// ask opens a form on a draft, with what its fields hold.
func (p *publishing) ask(title bot.Text, action string, fields *[]bot.Param) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		d, err := p.draft(ctx, r)
		if err != nil {
			return nil, err
		}
		values := bot.Args{}
		for _, f := range *fields {
			if value := *d.Field(f.Name); value != "" {
				values[f.Name] = value
			}
		}
		return &bot.Modal{Title: title, Fields: *fields, Values: values, Do: posting(action, d.ID), Again: posting(r.Action, d.ID)}, nil
	}
}

// fill takes the fields of a form as they are: what is wrong with them is told on the
// draft, where nothing is lost.
func (p *publishing) fill(fields *[]bot.Param) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		d, err := p.store.ChangeDraft(ctx, community(r), r.From.ID, r.Args["id"], r.Now, func(a *board.Announcement) {
			for _, f := range *fields {
				a.Set(f.Name, r.Args[f.Name])
			}
		})
		if err != nil {
			return nil, noDraft(err)
		}
		return p.screen(ctx, r, d, bot.Text{})
	}
}

func (p *publishing) confirmDrop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	text := bot.Text{FR: "Supprimer ce brouillon ? Ce que tu as écrit sera perdu.", EN: "Delete this draft? What you wrote will be lost."}
	drop := bot.Text{FR: "Supprimer", EN: "Delete"}
	if d.Of != "" {
		text = bot.Text{FR: "Abandonner les changements ? L’annonce reste comme elle est.", EN: "Drop the changes? The opening stays as it is."}
		drop = bot.Text{FR: "Abandonner", EN: "Drop them"}
	}
	card := p.draftCard(d, r)
	card.Buttons = nil
	return &bot.Update{Message: bot.Message{
		Text:  text,
		Cards: []bot.Card{card},
		Buttons: []bot.Button{
			{Label: drop, Style: bot.Danger, Do: posting("oublier", d.ID)},
			{Label: bot.Text{FR: "Garder", EN: "Keep it"}, Do: posting("brouillon", d.ID)},
		},
	}}, nil
}

func (p *publishing) drop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := p.store.DropDraft(ctx, r.From.ID, d.ID); err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "C’est abandonné.", EN: "It is dropped."}}}, nil
}
