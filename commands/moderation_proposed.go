package commands

import (
	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

var proposalTitle = bot.Text{FR: "Une ressource proposée", EN: "A proposed resource"}

// proposalPost shows moderators, in their channel, what somebody proposes: what is pressed
// there answers whoever presses it.
func proposalPost(i *storage.ContentItem, o *content.Resource) *bot.Message {
	card := proposalCard(i, o)
	buttons := append(card.Buttons, bot.Button{Label: bot.Text{FR: "Lire les propositions", EN: "Read the proposals"}, Do: bot.Call{Command: "moderation", Args: bot.Args{"vue": "ressources"}}})
	card.Buttons = nil
	return &bot.Message{
		Text:    bot.Textf(bot.Text{FR: "# %s\nRien ne paraît avant une décision.", EN: "# %s\nNothing appears before a decision."}, proposalTitle),
		Cards:   []bot.Card{card},
		Buttons: buttons,
	}
}

// proposalClosed is what the post of a proposal says once somebody has decided.
func proposalClosed(title string, as storage.ContentState, by string) *bot.Message {
	said := bot.Text{FR: "%s : « %s »\nRefusée par %s.", EN: "%s: “%s”\nRefused by %s."}
	if as == storage.ItemLiving {
		said = bot.Text{FR: "%s : « %s »\nAjoutée par %s.", EN: "%s: “%s”\nAdded by %s."}
	}
	return &bot.Message{Text: bot.Textf(said, proposalTitle, title, decider(by))}
}

// proposalCard is a resource that somebody proposes, and what can be decided.
func proposalCard(i *storage.ContentItem, o *content.Resource) bot.Card {
	do := func(action string) bot.Call {
		return bot.Call{Command: "moderation", Action: action, Args: bot.Args{"id": i.ID, "rev": revision(i.Revision)}}
	}
	return bot.Card{
		Title: o.Title.Escaped(),
		Body:  bot.Join("\n", o.Text, bot.Join(" · ", content.Label(domains(), domainOf(o)), content.Label(content.Costs, o.Cost))),
		Facts: []bot.Fact{
			{Label: bot.Text{FR: "Lien", EN: "Link"}, Value: bot.Linked(bot.Same(o.URL), o.URL)},
			{Label: bot.Text{FR: "Proposée par", EN: "Proposed by"}, Value: person(i.Account)},
		},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Ajouter", EN: "Add"}, Style: bot.Primary, Do: do("accepter")},
			{Label: bot.Text{FR: "Modifier, puis ajouter", EN: "Edit, then add"}, Do: do("modifier-ressource")},
			{Label: bot.Text{FR: "Refuser", EN: "Refuse"}, Style: bot.Danger, Do: do("decliner")},
		},
	}
}
