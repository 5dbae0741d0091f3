package commands

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
)

// screen shows a draft: as it will appear where nothing is wrong with it, else each field
// with what is.
func (p *publishing) screen(ctx context.Context, r *bot.Request, d *storage.Draft, said bot.Text) (bot.Reply, error) {
	faults := d.Faults()
	m := &bot.Message{}
	var err error
	if len(faults) > 0 {
		m = p.unfinished(d, faults)
	} else if m, err = p.preview(ctx, r, d); err != nil {
		return nil, err
	}
	title := bot.Text{FR: "# Ton annonce", EN: "# Your opening"}
	drop := bot.Text{FR: "Supprimer le brouillon", EN: "Delete the draft"}
	if d.Of != "" {
		title = bot.Text{FR: "# Ton annonce, modifiée", EN: "# Your opening, changed"}
		drop = bot.Text{FR: "Abandonner les changements", EN: "Drop the changes"}
	}
	m.Text = bot.Join("\n", title, bot.Join("\n\n", said, m.Text))
	m.Buttons = append(m.Buttons, bot.Button{Label: drop, Do: posting("jeter", d.ID)})
	if r.Control != "" {
		return &bot.Update{Message: *m}, nil
	}
	return m, nil
}

// unfinished is a draft with what is to be put right in it, beside its fields.
func (p *publishing) unfinished(d *storage.Draft, faults []*bot.UserError) *bot.Message {
	wrong := map[board.Field]bot.Text{}
	for _, f := range faults {
		wrong[f.Param] = f.Text
	}
	c := bot.Card{Title: bot.Text{FR: "Ce que l’annonce dit", EN: "What the opening says"}, Tone: bot.Warning}
	for _, f := range append(jobFields(), termFields()...) {
		value := fieldText(&d.Announcement, f.Name)
		if fault, is := wrong[f.Name]; is && value.Empty() {
			value = bot.Textf(bot.Text{FR: "**À remplir.** %s", EN: "**Missing.** %s"}, fault)
		} else if is {
			value = bot.Join("\n", value, bot.Textf(bot.Text{FR: "**À corriger.** %s", EN: "**To correct.** %s"}, fault))
		}
		if !value.Empty() {
			label := f.Title()
			if f.Name == board.Number { // that it is optional is for the form
				label = bot.Text{FR: "SIREN ou SIRET", EN: "SIREN or SIRET"}
			}
			c.Facts = append(c.Facts, bot.Fact{Label: label, Value: value})
		}
	}
	first, second := posting("poste", d.ID), posting("conditions", d.ID)
	m := &bot.Message{
		Text: bot.Count(len(faults),
			bot.Text{FR: "Il reste %s chose à compléter ou à corriger. Rien n’est encore publié ; le brouillon est gardé 24 heures.", EN: "%s thing is left to complete or correct. Nothing is published yet; the draft is kept for 24 hours."},
			bot.Text{FR: "Il reste %s choses à compléter ou à corriger. Rien n’est encore publié ; le brouillon est gardé 24 heures.", EN: "%s things are left to complete or correct. Nothing is published yet; the draft is kept for 24 hours."}),
		Cards:   []bot.Card{c},
		Buttons: []bot.Button{{Label: jobTitle, Do: first}, {Label: termsTitle, Do: second}},
	}
	inJob := slices.ContainsFunc(jobFields(), func(f bot.Param) bool { return !wrong[f.Name].Empty() })
	if inJob {
		m.Buttons[0].Style = bot.Primary
	} else {
		m.Buttons[1].Style = bot.Primary
	}
	if d.Text == "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Coller le texte", EN: "Paste the text"}, Do: bot.Call{Command: "publier", Action: "completer", Args: bot.Args{"id": d.ID}, Ask: true}})
	}
	return m
}

// fieldText is what a field of a draft says, as its author sees it.
func fieldText(a *board.Announcement, f board.Field) bot.Text {
	switch f {
	case board.Remote:
		return optionLabel(remoteOptions(), string(a.Remote))
	case board.Contract:
		return optionLabel(contractOptions(), string(a.Contract))
	case board.PublishBy:
		return optionLabel(publisherOptions(), string(a.Publisher))
	}
	const shown = 160 // the rest is in its form
	text := strings.TrimSpace(*a.Field(f))
	line, rest, _ := strings.Cut(text, "\n")
	if rest == "" && utf8.RuneCountInString(text) <= shown {
		return bot.Same(text)
	}
	return bot.Textf(bot.Text{FR: "%s (%s caractères en tout)", EN: "%s (%s characters in all)"}, bot.Shorten(line, shown), utf8.RuneCountInString(text))
}

// preview is a draft exactly as it will appear, with what is to be known before it does.
func (p *publishing) preview(ctx context.Context, r *bot.Request, d *storage.Draft) (*bot.Message, error) {
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	to := bot.Address{Platform: d.Community.Platform, Space: d.Community.Space, Channel: chosen[storage.OffersChannel]}
	seen := bot.Textf(bot.Text{FR: "tout le monde verra dans %s", EN: "everybody will see in %s"}, where(to))
	if to.Channel == "" {
		seen = bot.Text{FR: "l’on trouvera avec `/offres` (aucun salon d’offres n’est choisi ici)", EN: "people will find with `/jobs` (no channel for openings is chosen here)"}
	}
	a := &storage.Announced{Community: d.Community, Author: d.Person, User: r.From.User, State: storage.Living, Announcement: d.Announcement, Published: r.Now}
	card := announcedCard(a, p.defaults.zone(chosen))
	card.Buttons[0].Do = posting("detail", d.ID)
	ready := bot.Text{FR: "Elle est prête. Voici exactement ce que %s. Rien n’est encore publié.", EN: "It is ready. This is exactly what %s. Nothing is published yet."}
	send := bot.Text{FR: "Publier", EN: "Publish"}
	if d.Of != "" {
		ready = bot.Text{FR: "Voici exactement ce que %s. Rien n’est encore changé.", EN: "This is exactly what %s. Nothing is changed yet."}
		send = bot.Text{FR: "Enregistrer les changements", EN: "Save the changes"}
	}
	held, words, err := p.announcements.Holds(ctx, d, termsOf(r, chosen), r.Now)
	if err != nil {
		return nil, err
	}
	var first bot.Text
	if held {
		send = bot.Text{FR: "Envoyer à la modération", EN: "Send to the moderators"}
		if said, _ := findingLines(board.Findings(&d.Announcement)); !words && len(said) == 0 { // it is told with them
			first = bot.Text{FR: "**La modération la lira avant qu’elle paraisse.** Je t’écrirai dès qu’elle aura décidé.", EN: "**Moderators will read it before it appears.** I will write to you as soon as they have decided."}
		}
	}
	return &bot.Message{
		Text:  bot.Join("\n\n", bot.Textf(ready, seen), first, hints(&d.Announcement), findingsText(board.Findings(&d.Announcement))),
		Cards: []bot.Card{card},
		Buttons: []bot.Button{
			{Label: send, Style: bot.Primary, Do: bot.Call{Command: "publier", Action: "envoyer", Args: bot.Args{"id": d.ID, "rev": revision(d.Revision)}}},
			{Label: jobTitle, Do: posting("poste", d.ID)},
			{Label: termsTitle, Do: posting("conditions", d.ID)},
		},
	}, nil
}

// hints tell what is no fault, and yet would keep people from finding the announcement.
func hints(a *board.Announcement) bot.Text {
	var all []bot.Text
	for _, p := range sources.Places(a.Place, "") {
		if _, ok := places.FindText(p.Label); !ok && p.Country == "" {
			all = append(all, bot.Textf(bot.Text{
				FR: "Je ne reconnais pas le lieu « %s » : qui cherche par ville ne trouvera pas ton annonce. S’il est en France, vérifie son nom.",
				EN: "I do not recognise the place “%s”: whoever searches by town will not find your opening. If it is in France, check its name.",
			}, p.Label))
		}
	}
	if name := bot.Fold(a.Company); a.Publisher == board.HiddenClient && name != "" && strings.Contains(bot.Fold(a.Title+"\n"+a.Text+"\n"+a.Apply), name) {
		all = append(all, bot.Text{
			FR: "**Tu ne nommes pas ton client, mais son nom est dans l’annonce** (titre, texte ou adresse où postuler) : tout le monde le lira.",
			EN: "**You do not name your client, but its name is in the opening** (title, text or where to apply): everybody will read it.",
		})
	}
	return bot.Join("\n", all...)
}

// findingsText tells an author what moderators or readers will look at.
func findingsText(findings []board.Finding) bot.Text {
	held, warned := findingLines(findings)
	var parts []bot.Text
	if len(held) > 0 {
		parts = append(parts, bot.Join("\n", append([]bot.Text{{FR: "**La modération la lira avant qu’elle paraisse**, à cause de ces mots :", EN: "**Moderators will read it before it appears**, because of these words:"}}, held...)...))
	}
	if len(warned) > 0 {
		parts = append(parts, bot.Join("\n", append([]bot.Text{{FR: "Cela peut faire hésiter qui lit ton annonce :", EN: "This may make readers of your opening hesitate:"}}, warned...)...))
	}
	return bot.Join("\n\n", parts...)
}

// findingLines are the words that hold an announcement, and those that only warn.
func findingLines(findings []board.Finding) (held, warned []bot.Text) {
	words := 120 // runes of each: together they fit one message of every platform
	if len(findings) > 5 {
		words = 30
	}
	for _, f := range findings {
		line := bot.Textf(bot.Text{FR: "- %s : « %s »", EN: "- %s: “%s”"}, f.Rule.Text(), bot.Shorten(f.Words, words))
		if f.Rule.Holds() {
			held = append(held, line)
		} else {
			warned = append(warned, line)
		}
	}
	return held, warned
}

// detail is the whole of a draft, as « Voir » will show it.
func (p *publishing) detail(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	o := storage.Offer{Offer: d.Offer(""), State: storage.Living}
	o.Published, o.Updated = r.Now, r.Now
	a := &storage.Announced{User: r.From.User, Announcement: d.Announcement}
	c := fullCard(&o, a, r)
	return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Voici ce que « Voir » montrera, avec les boutons « Garder », « Partager au salon » et « Un problème ? ».", EN: "This is what “View” will show, with the buttons “Keep”, “Share in the channel” and “A problem?”."}, Cards: []bot.Card{c}, Buttons: []bot.Button{
		{Label: bot.Text{FR: "Revenir au brouillon", EN: "Back to the draft"}, Do: posting("brouillon", d.ID)},
	}}}, nil
}
