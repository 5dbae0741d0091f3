package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
)

// panelActions put the panel in a channel.
func (c *communityChoices) panelActions() []bot.Action {
	where := bot.Param{Name: "salon", Names: bot.Text{FR: "salon", EN: "channel"}, Kind: bot.Channel, Required: true, Label: bot.Text{FR: "Salon", EN: "Channel"},
		Help: bot.Text{FR: "Celui où l’on arrive, par exemple", EN: "The one where people arrive, for instance"}}
	return []bot.Action{
		{Name: "panneau", Ephemeral: true, Changes: true, Run: c.panelHere},
		{Name: "placer", Title: bot.Text{FR: "Publier le panneau", EN: "Publish the panel"}, Ephemeral: true, Changes: true, Params: []bot.Param{where}, Run: c.panelThere},
		{Name: "republier", Ephemeral: true, Changes: true, Run: c.panelAgain},
	}
}

func (c *communityChoices) panelHere(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.At.Channel == "" {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ici, personne d’autre ne le verrait : retape `/reglages` dans le salon où il doit être.", EN: "Nobody else would see it here: type `/settings` in the channel where it is to be."}}
	}
	return c.publishPanel(ctx, r, r.At.Channel)
}

func (c *communityChoices) panelThere(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return c.publishPanel(ctx, r, r.Args["salon"])
}

// panelAgain puts a new panel where the last one was.
func (c *communityChoices) panelAgain(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	p, err := c.panels.Panel(ctx, community(r))
	if errors.Is(err, bot.ErrNotFound) || err == nil && p.To.Channel == "" {
		return nil, &bot.UserError{Err: err, Text: bot.Text{FR: "Il n’y a pas encore de panneau à republier. Retape `/reglages` pour choisir où il va.", EN: "There is no panel to publish again yet. Type `/settings` again to choose where it goes."}}
	}
	if err != nil {
		return nil, err
	}
	return c.publishPanel(ctx, r, p.To.Channel)
}

func (c *communityChoices) publishPanel(ctx context.Context, r *bot.Request, channel string) (bot.Reply, error) {
	to := community(r)
	to.Channel = channel
	if _, err := to.MarshalText(); err != nil {
		return nil, &bot.UserError{Param: "salon", Err: err, Text: bot.Text{FR: "Je ne reconnais pas ce salon : choisis-le dans la liste.", EN: "I do not recognise this channel: choose it from the list."}}
	}
	if err := c.panels.Publish(ctx, to, r.From.ID, r.Now); err != nil {
		return nil, err
	}
	return c.update(ctx, r, bot.Textf(bot.Text{FR: "Le panneau part dans %s, et je l’épingle dès qu’il y est.", EN: "The panel is on its way to %s, and I pin it as soon as it is there."}, bot.Mention(bot.Channel, channel)))
}

// panelCard is where the panel of a community is, and what can be done with it.
func (c *communityChoices) panelCard(ctx context.Context, r *bot.Request) (bot.Card, error) {
	card := bot.Card{
		Title: bot.Text{FR: "Le panneau", EN: "The panel"},
		Body: bot.Text{
			FR: "Un message épinglé qui accueille chaque membre : un bouton vers chaque chose que je sais faire, et les numéros à appeler quand ça ne va pas. Il n’est encore dans aucun salon.",
			EN: "A pinned message that welcomes every member: a button to each thing I can do, and the numbers to call when things are bad. It is in no channel yet.",
		},
	}
	button := func(label bot.Text, style bot.Style, action string) {
		card.Buttons = append(card.Buttons, bot.Button{Label: label, Style: style, Do: bot.Call{Command: "reglages", Action: action, Ask: action == "placer"}})
	}
	here, there := bot.Text{FR: "Publier le panneau ici", EN: "Publish the panel here"}, bot.Text{FR: "… dans un autre salon", EN: "… in another channel"}
	p, err := c.panels.Panel(ctx, community(r))
	switch {
	case err != nil && !errors.Is(err, bot.ErrNotFound):
		return card, err
	case err == nil:
		card.Body = panelText(p)
		card.Tone = panelTone(p)
		here, there = bot.Text{}, bot.Text{FR: "Le mettre dans un autre salon", EN: "Put it in another channel"}
		if p.Ref.ID != "" {
			card.Buttons = append(card.Buttons, bot.Button{Label: bot.Text{FR: "Voir le panneau", EN: "See the panel"}, To: p.Ref})
		}
		switch {
		case p.State == delivery.Pending || p.State == delivery.Sending:
			button(bot.Text{FR: "Où en est-il ?", EN: "Where is it now?"}, bot.Plainly, "voir")
		case p.To.Channel != "":
			button(bot.Text{FR: "Republier le panneau", EN: "Publish the panel again"}, bot.Plainly, "republier")
		}
	}
	switch {
	case here.Empty():
	case r.At.Channel == "": // nobody else is here
		there = bot.Text{FR: "Publier le panneau dans un salon", EN: "Publish the panel in a channel"}
	default:
		button(here, bot.Primary, "panneau")
	}
	button(there, bot.Plainly, "placer")
	return card, nil
}

func panelTone(p *storage.Panel) bot.Tone {
	switch {
	case p.State == delivery.Pending || p.State == delivery.Sending:
		return bot.Neutral
	case p.State != delivery.Delivered || p.Refused || p.Pin == delivery.Rejected || p.Pin == delivery.Expired || p.Pin == delivery.Uncertain:
		return bot.Warning
	}
	return bot.Good
}
