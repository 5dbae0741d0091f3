package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/storage"
)

// news shows, beside the message that told of them, the offers of it that live now.
func (a *alerting) news(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return shownTo(a.newsPage(ctx, r))
}

func (a *alerting) moreNews(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return inPlace(a.newsPage(ctx, r))
}

// newsPage is a page of what a notice told of.
func (a *alerting) newsPage(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	notice, from := r.Args["avis"], r.Args["apres"]
	n, by, err := a.store.CountAlertNews(ctx, community(r), r.From.ID, notice, r.Now)
	if err != nil {
		return nil, err
	}
	mine := bot.Button{Label: bot.Text{FR: "Mes alertes", EN: "My alerts"}, Do: alert("liste", ofPlace(r))}
	if n == 0 {
		return &bot.Message{Text: newsGone, Buttons: []bot.Button{mine}}, nil
	}
	all, err := a.store.Alerts(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	page, err := a.store.AlertNews(ctx, community(r), r.From.ID, notice, from, offersAPage, r.Now)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: newsText(n, by, all), Passing: true}
	for i := range page.Offers {
		m.Cards = append(m.Cards, newsCardOf(r, &page.Offers[i], page.Alerts[i], all, len(by) > 1))
	}
	if len(page.Offers) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Il n’y en a pas d’autres.", EN: "There are no more."})
	}
	args := ofPlace(r).With("avis", notice)
	if page.Next != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary, Do: alert("suite", args.With("apres", page.Next))})
	}
	if from != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: alert("suite", args)})
	}
	m.Buttons = append(m.Buttons, mine)
	return m, nil
}

// newsGone says that none of the offers that a message told of lives any more.
var newsGone = bot.Text{
	FR: "Il n’y en a plus : ces offres ont été pourvues ou retirées, ou leur date est passée. Tes alertes continuent.",
	EN: "There are none left: these openings were filled or withdrawn, or their date has passed. Your alerts go on.",
}

// newsCardOf is an offer that an alert has found, with why, and how to find fewer like it;
// several says that other alerts have found some too.
func newsCardOf(r *bot.Request, o *storage.Offer, id string, all []storage.Alert, several bool) bot.Card {
	c := offerCard(o, r)
	i := slices.IndexFunc(all, func(one storage.Alert) bool { return one.ID == id })
	if i < 0 { // an alert that is deleted
		return c
	}
	if several {
		c.Body = bot.Join("\n", c.Body, bot.Textf(bot.Text{FR: "Pour : %s", EN: "For: %s"}, searchText(&all[i].Search)))
	}
	args := ofAlert(r, id).With("id", o.OfferID)
	c.Buttons = append(c.Buttons,
		bot.Button{Label: bot.Text{FR: "Pourquoi cette offre ?", EN: "Why this opening?"}, Do: alert("pourquoi", args)},
		lessButton(args))
	return c
}

func lessButton(args bot.Args) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Moins d’offres de ce genre", EN: "Fewer like this"}, Do: alert("moins", args)}
}

// ofOffer is the alert that a control is about, and the offer.
func (a *alerting) ofOffer(ctx context.Context, r *bot.Request) (*storage.Alert, storage.Offer, error) {
	one, err := a.own(ctx, r)
	if err != nil {
		return nil, storage.Offer{}, err
	}
	offer, err := a.store.Offer(ctx, community(r), r.Args["id"], r.From.ID)
	return one, offer, gone(err)
}

// why says which words and filters of an alert have found an offer.
func (a *alerting) why(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	one, offer, err := a.ofOffer(ctx, r)
	if err != nil {
		return nil, err
	}
	args := ofAlert(r, one.ID)
	return &bot.Message{
		Passing: true,
		Text:    bot.Join("\n", bot.Textf(bot.Text{FR: "Pourquoi « %s » ?", EN: "Why “%s”?"}, offer.Title), whyFound(one.Search.Query, &offer), licensed(&offer, r.Now.Location())),
		Buttons: []bot.Button{
			lessButton(args.With("id", offer.OfferID)),
			{Label: bot.Text{FR: "Régler cette alerte", EN: "Change this alert"}, Do: alert("ouvrir", args)},
		},
	}, nil
}

// whyFound says why a search finds an offer, in a sentence.
func whyFound(q search.Query, o *storage.Offer) bot.Text {
	reasons := search.Why(q, &o.Offer)
	if q.IsZero() {
		return bot.Text{FR: "Ton alerte ne demande rien de particulier : elle te montre toutes les nouvelles offres.", EN: "Your alert asks for nothing in particular: it shows you all new openings."}
	}
	if len(reasons) == 0 {
		return bot.Text{FR: "Elle répondait à ton alerte en arrivant. L’alerte, ou l’offre, a changé depuis.", EN: "It matched your alert when it came. The alert, or the opening, has changed since."}
	}
	said := foundText(q, o, &reasons[0])
	for _, reason := range reasons[1:] {
		said = bot.Textf(bot.Text{FR: "%s ; %s", EN: "%s; %s"}, said, foundText(q, o, &reason))
	}
	return bot.Textf(bot.Text{FR: "Tu as cherché %s.", EN: "You looked for %s."}, said)
}

// foundIn says where a word stands.
var foundIn = map[search.Where]bot.Text{
	search.InTitle:   {FR: "dans le titre", EN: "in the title"},
	search.InSkills:  {FR: "dans les compétences", EN: "among the skills"},
	search.InCompany: {FR: "dans le nom de l’entreprise", EN: "in the name of the company"},
	search.InPlace:   {FR: "dans le lieu", EN: "in the place"},
	search.InText:    {FR: "dans le texte", EN: "in the text"},
}

func foundText(q search.Query, o *storage.Offer, reason *search.Reason) bot.Text {
	because := func(what, why bot.Text) bot.Text {
		return bot.Textf(bot.Text{FR: "%s : %s", EN: "%s: %s"}, what, why)
	}
	switch reason.Facet {
	case search.OfPlace:
		why := bot.Text{FR: "le lieu de l’offre", EN: "the place of the opening"}
		if reason.Label != q.Place.Label() && reason.Label != "" {
			why = bot.Textf(bot.Text{FR: "l’offre est à « %s »", EN: "the opening is in “%s”"}, reason.Label)
		}
		return because(placeText(q.Place), why)
	case search.OfContract:
		return because(contractText(o), bot.Text{FR: "le contrat", EN: "the contract"})
	case search.OfRemote:
		return because(optionLabel(remoteOptions(), string(q.Remote)), bot.Textf(bot.Text{FR: "l’offre dit « %s »", EN: "the opening says “%s”"}, remoteText(o)))
	case search.OfLevel:
		return because(optionLabel(levelOptions(), string(q.Level)), bot.Text{FR: "l’expérience demandée", EN: "the experience asked for"})
	case search.OfPay:
		return because(inWords(search.Query{Pay: q.Pay}), bot.Textf(bot.Text{FR: "le salaire annoncé (%s)", EN: "the pay announced (%s)"}, payText(&o.Pay)))
	}
	return because(quoted(reason.Word), foundIn[reason.Where])
}

// mostSkipped is how many pages in a row of which an alert leaves everything out are gone
// over.
const mostSkipped = 20

// found is a page of what an alert finds among the offers that live now.
func (a *alerting) found(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	one, err := a.own(ctx, r)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Textf(bot.Text{FR: "Ce que trouve ton alerte « %s » en ce moment :", EN: "What your alert “%s” finds at the moment:"}, searchText(&one.Search)), Passing: true}
	next := r.Args["apres"]
	for range mostSkipped {
		page, err := a.store.SearchOffers(ctx, community(r), one.Search.Query, next, offersAPage, r.Now)
		if err != nil {
			return nil, err
		}
		for i := range page.Offers {
			document := search.NewDocument(&page.Offers[i].Offer)
			if one.Search.Match(&document, &page.Offers[i].Offer) {
				m.Cards = append(m.Cards, offerCard(&page.Offers[i], r))
			}
		}
		if next = page.Next; next == "" || len(m.Cards) > 0 {
			break
		}
	}
	if len(m.Cards) == 0 && r.Args["apres"] == "" {
		m.Text = bot.Textf(bot.Text{FR: "Aucune offre pour l’instant : %s. Ton alerte continue de chercher.", EN: "No openings for now: %s. Your alert goes on looking."}, searchText(&one.Search))
	} else if len(m.Cards) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Il n’y en a pas d’autres.", EN: "There are no more."})
	}
	if next != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary, Do: alert("suivantes", ofAlert(r, one.ID).With("apres", next))})
	}
	if r.Args["apres"] != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: alert("suivantes", ofAlert(r, one.ID))})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Régler cette alerte", EN: "Change this alert"}, Do: alert("ouvrir", ofAlert(r, one.ID))})
	return m, nil
}
