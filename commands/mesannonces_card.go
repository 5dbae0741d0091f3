package commands

import (
	"time"

	"rebond/bot"
	"rebond/storage"
)

// ownCard is an announcement as its author sees it.
func ownCard(a *storage.Announced, r *bot.Request) bot.Card {
	o := storage.Offer{OfferID: a.ID, Offer: a.Offer(a.ID)}
	o.Company = a.Company // even where it is hidden from the others
	c := bot.Card{
		Title: bot.Same(a.Title),
		Body:  bot.Join(" · ", company(&o), placesText(&o, 3), contractText(&o), remoteText(&o), payOrReason(&o)),
		Facts: []bot.Fact{{Label: bot.Text{FR: "État", EN: "State"}, Value: standingText(a, r)}},
	}
	switch a.State {
	case storage.Filled:
		c.Tone = bot.Good
	case storage.Expired, storage.Refused, storage.Held, storage.Returned, storage.Aside:
		c.Tone = bot.Warning
	}
	if !a.Published.IsZero() {
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Ouverte par", EN: "Opened by"}, Value: about(a.Opened)}, bot.Fact{Label: bot.Text{FR: "Gardée par", EN: "Kept by"}, Value: about(a.Kept)})
	}
	if a.State == storage.Living && (a.CardLost || a.Card == "") {
		c.Tone = bot.Warning
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Carte", EN: "Card"}, Value: bot.Text{FR: "elle n’est pas, ou plus, dans le salon des offres", EN: "it is not, or no longer, in the channel for openings"}})
		c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Mettre la carte", EN: "Post the card"}, Do: owning("remettre", a.ID)})
	}
	c.Buttons = append(c.Buttons, ownButtons(a)...)
	return c
}

func ownButtons(a *storage.Announced) []bot.Button {
	change := bot.Button{Label: bot.Text{FR: "Modifier", EN: "Change"}, Do: owning("modifier", a.ID)}
	renew := bot.Button{Label: bot.Text{FR: "Renouveler", EN: "Renew"}, Do: owning("renouveler", a.ID)}
	filled := bot.Button{Label: bot.Text{FR: "Poste pourvu", EN: "Position filled"}, Do: owning("pourvue", a.ID)}
	remove := bot.Button{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Do: owning("supprimer", a.ID)}
	switch a.State {
	case storage.Living:
		return []bot.Button{change, renew, filled, remove}
	case storage.Held, storage.Aside:
		return []bot.Button{change, remove}
	case storage.Refused, storage.Returned:
		change.Label = bot.Text{FR: "Corriger", EN: "Correct"}
		return []bot.Button{change, remove}
	}
	renew.Label = bot.Text{FR: "Rouvrir", EN: "Reopen"}
	return []bot.Button{renew, remove}
}

// standingText says where an announcement is in its life, and how long is left.
func standingText(a *storage.Announced, r *bot.Request) bot.Text {
	switch a.State {
	case storage.Held:
		return bot.Text{FR: "la modération doit la lire avant qu’elle paraisse", EN: "moderators have to read it before it appears"}
	case storage.Returned:
		return bot.Join(". ", bot.Text{FR: "la modération demande une modification", EN: "moderators ask for a change"}, because(a.Why))
	case storage.Aside:
		return bot.Text{FR: "mise de côté, le temps que la modération vérifie ce qui a été signalé", EN: "put aside, until moderators have checked what was reported"}
	case storage.Refused:
		said := bot.Text{FR: "la modération ne l’a pas publiée", EN: "moderators did not publish it"}
		if !a.Published.IsZero() {
			said = bot.Text{FR: "la modération l’a retirée", EN: "moderators took it down"}
		}
		return bot.Join(". ", said, because(a.Why))
	case storage.Filled:
		if a.Here {
			return bot.Text{FR: "poste pourvu, par quelqu’un de la communauté", EN: "position filled, by somebody of the community"}
		}
		return bot.Text{FR: "poste pourvu", EN: "position filled"}
	case storage.Expired:
		return bot.Textf(bot.Text{FR: "expirée le %s", EN: "expired on %s"}, bot.Date(a.Ended.In(r.Now.Location())))
	}
	const day = 24 * time.Hour
	days := int((a.Expires.Sub(r.Now) + day - 1) / day)
	return bot.Textf(bot.Text{FR: "en ligne jusqu’au %s (%s)", EN: "online until %s (%s)"}, bot.Date(a.Expires.In(r.Now.Location())),
		bot.Count(days, bot.Text{FR: "encore %s jour", EN: "%s day left"}, bot.Text{FR: "encore %s jours", EN: "%s days left"}))
}

// fewest is from how many people on their number is told: fewer could be known.
const fewest = 5

// about is a number of people, as near as it can be told.
func about(people int) bot.Text {
	n := told(people)
	if n == untold {
		return bot.Textf(bot.Text{FR: "moins de %s personnes", EN: "fewer than %s people"}, fewest)
	}
	return bot.Textf(bot.Text{FR: "environ %s personnes", EN: "about %s people"}, n)
}
