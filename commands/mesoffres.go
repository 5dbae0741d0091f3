package commands

import (
	"context"

	"rebond/bot"
	"rebond/storage"
)

// mesoffres shows the openings that the member has kept.
func mesoffres(store *storage.Store) bot.Command {
	k := &keptOffers{store}
	from := bot.Param{Name: "apres", Names: bot.Text{FR: "apres", EN: "after"}, Help: bot.Text{FR: "Où commence la page", EN: "Where the page begins"}}
	return bot.Command{
		Name:      "mesoffres",
		Names:     bot.Text{FR: "mesoffres", EN: "my-jobs"},
		Summary:   bot.Text{FR: "Les offres que tu as gardées", EN: "The openings you have kept"},
		Ephemeral: true,
		Home:      k.home,
		Run:       k.run,
		Actions: []bot.Action{
			{Name: "suite", Ephemeral: true, Params: []bot.Param{from}, Run: k.next},
			{Name: "retirer", Ephemeral: true, Changes: true, Params: []bot.Param{offerID}, Run: k.drop},
		},
	}
}

type keptOffers struct{ store *storage.Store }

func (k *keptOffers) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := k.page(ctx, r, "")
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (k *keptOffers) next(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := k.page(ctx, r, r.Args["apres"])
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (k *keptOffers) drop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if err := k.store.DropOffer(ctx, r.From.ID, r.Args["id"]); err != nil {
		return nil, err
	}
	return k.next(ctx, r)
}

func (k *keptOffers) page(ctx context.Context, r *bot.Request, from string) (*bot.Message, error) {
	page, err := k.store.KeptOffers(ctx, community(r), r.From.ID, from, offersAPage)
	if err != nil {
		return nil, err
	}
	if len(page.Offers) == 0 {
		return &bot.Message{Text: bot.Text{
			FR: "Tu n’as gardé aucune offre. Dans `/offres`, ouvre une offre et choisis « Garder ».",
			EN: "You have kept no openings. In `/jobs`, view an opening and choose “Keep”.",
		}}, nil
	}
	m := &bot.Message{Text: bot.Text{FR: "Les offres que tu as gardées :", EN: "The openings you have kept:"}, Passing: true}
	for i := range page.Offers {
		o := &page.Offers[i]
		if !o.Withdrawn.IsZero() {
			m.Cards = append(m.Cards, withdrawnCard(o, r))
			continue
		}
		c := offerCard(o, r)
		if over(o, r.Now) {
			c.Tone = bot.Warning
			ended := expiredText
			if o.State == storage.Filled {
				ended = positionFilled
			}
			c.Body = bot.Join("\n", ended, c.Body)
			c.Buttons = c.Buttons[:1] // to view, no longer to apply
		}
		c.Buttons = append(c.Buttons, noLongerKeep(o))
		m.Cards = append(m.Cards, c)
	}
	if page.Next != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary, Do: bot.Call{Command: "mesoffres", Action: "suite", Args: bot.Args{"apres": page.Next}}})
	}
	if from != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: bot.Call{Command: "mesoffres", Action: "suite"}})
	}
	return m, nil
}

func noLongerKeep(o *storage.Offer) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Ne plus garder", EN: "Remove"}, Do: bot.Call{Command: "mesoffres", Action: "retirer", Args: bot.Args{"id": o.OfferID}}}
}

// withdrawnCard is all that may stay of an offer that its source has taken down.
func withdrawnCard(o *storage.Offer, r *bot.Request) bot.Card {
	c := bot.Card{
		Title: bot.Same(o.Title), Tone: bot.Warning,
		Body:    bot.Textf(bot.Text{FR: "Retirée par sa source le %s.", EN: "Taken down by its source on %s."}, bot.Date(o.Withdrawn.In(r.Now.Location()))),
		Buttons: []bot.Button{noLongerKeep(o)},
	}
	if o.Credit.Name != "" {
		c.Footer = bot.Textf(bot.Text{FR: "Source : %s", EN: "Source: %s"}, o.Credit.Name)
	}
	if o.Title == "" {
		c.Title = bot.Text{FR: "Une offre que tu gardais", EN: "An opening that you kept"}
	}
	return c
}

// keptAtHome is how many of them somebody's screen has.
const keptAtHome = 3

// home is the openings kept last.
func (k *keptOffers) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	page, err := k.store.KeptOffers(ctx, community(r), r.From.ID, "", keptAtHome)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{FR: "# Mes offres gardées", EN: "# My kept openings"}}
	if len(page.Offers) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Aucune pour l’instant. Ouvre une offre et choisis « Garder » : tu la retrouveras ici.", EN: "None yet. View an opening and choose “Keep”: you will find it here."})
		return m, nil
	}
	for i := range page.Offers {
		card := offerCard
		if !page.Offers[i].Withdrawn.IsZero() {
			card = withdrawnCard
		}
		m.Cards = append(m.Cards, card(&page.Offers[i], r))
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Toutes mes offres gardées", EN: "All my kept openings"}, Do: bot.Call{Command: "mesoffres"}}}
	return m, nil
}
