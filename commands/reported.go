package commands

import (
	"time"

	"rebond/bot"
	"rebond/storage"
)

// wordsShown is how many of the reports of a case are quoted.
const wordsShown = 5

// Case implements storage.AnnouncementWords.
func (w announcing) Case(c *storage.Case, chosen storage.Settings, by string) *bot.Message {
	if !c.State.Waits() {
		return &bot.Message{Text: caseClosed(c, by)}
	}
	card := caseCard(c, w.defaults.zone(chosen))
	buttons := card.Buttons
	card.Buttons = nil
	return &bot.Message{Text: bot.Text{FR: "# Une offre signalée", EN: "# An opening that was reported"}, Cards: []bot.Card{card}, Buttons: buttons}
}

// caseCard is what members report of an offer, and what can be decided.
func caseCard(c *storage.Case, zone *time.Location) bot.Card {
	o := storage.Offer{OfferID: c.OfferID, Offer: c.Offer}
	if c.Announced != nil {
		o.Offer = c.Announced.Offer(c.OfferID)
	}
	card := bot.Card{Title: caseTitle(c), Body: bot.Join("\n\n", caseState(c), reportLines(c)), Tone: bot.Warning}
	if o.Title != "" {
		card.Footer = bot.Join(" · ", company(&o), placesText(&o, 2))
	}
	switch {
	case o.Title != "" && c.Announced == nil:
		card.Footer = bot.Join(" · ", card.Footer, credit(&o, zone))
	case c.Announced != nil:
		card.Footer = bot.Join(" · ", card.Footer, bot.Textf(bot.Text{FR: "partagée par %s", EN: "shared by %s"}, sharedBy(c.Announced)))
	}
	keep := bot.Text{FR: "Garder l’offre", EN: "Keep the opening"}
	if c.State == storage.CaseAside {
		keep = bot.Text{FR: "Remettre l’offre", EN: "Put it back"}
	}
	card.Buttons = []bot.Button{{Label: keep, Style: bot.Primary, Do: judging("garder", c)}}
	if c.Announced != nil {
		card.Buttons = append(card.Buttons, bot.Button{Label: bot.Text{FR: "Demander une modification", EN: "Ask for a change"}, Do: judging("rendre", c)})
	}
	card.Buttons = append(card.Buttons,
		bot.Button{Label: bot.Text{FR: "Retirer l’offre", EN: "Remove it"}, Style: bot.Danger, Do: judging("ecarter", c)},
		bot.Button{Label: bot.Text{FR: "Lire en entier", EN: "Read in full"}, Do: bot.Call{Command: "moderation", Action: "lire", Args: bot.Args{"id": c.ID}}})
	return card
}

// judging is what a moderator presses, who has read a case as it is.
func judging(action string, c *storage.Case) bot.Call {
	return bot.Call{Command: "moderation", Action: action, Args: bot.Args{"id": c.ID, "rev": revision(c.Revision)}}
}

func caseTitle(c *storage.Case) bot.Text {
	switch {
	case c.Announced != nil && c.Announced.Title != "":
		return bot.Same(c.Announced.Title)
	case c.Offer.Title != "":
		return bot.Same(c.Offer.Title)
	}
	return bot.Text{FR: "Une offre qui n’est plus là", EN: "An opening that is gone"}
}

func caseState(c *storage.Case) bot.Text {
	if c.State == storage.CaseAside {
		return bot.Text{FR: "**Mise de côté** : plus personne ne la trouve ici, jusqu’à ce que tu décides.", EN: "**Put aside**: nobody finds it here until you decide."}
	}
	if c.Announced != nil && c.Announced.State != storage.Living {
		return bot.Text{FR: "Elle ne paraît plus en ce moment.", EN: "It is not shown at the moment."}
	}
	return bot.Text{FR: "Elle est toujours visible.", EN: "It is still shown."}
}

// reportLines say what is reported, without who says so: how many for each reason, and
// their words.
func reportLines(c *storage.Case) bot.Text {
	if len(c.Reports) == 0 {
		return bot.Text{FR: "Les personnes qui l’avaient signalée ont effacé leurs données.", EN: "Those who had reported it have erased their data."}
	}
	if len(c.Reports) == 1 {
		one := bot.Textf(bot.Text{FR: "1 signalement : %s.", EN: "1 report: %s."}, optionLabel(problems(), c.Reports[0].Reason))
		if c.Reports[0].Words == "" {
			return one
		}
		return bot.Join("\n", one, quoted(bot.Shorten(c.Reports[0].Words, 300)))
	}
	lines := []bot.Text{bot.Count(len(c.Reports), bot.Text{FR: "%s signalement :", EN: "%s report:"}, bot.Text{FR: "%s signalements :", EN: "%s reports:"})}
	for _, p := range problems() {
		n := 0
		for _, r := range c.Reports {
			if r.Reason == p.Value {
				n++
			}
		}
		if n > 0 {
			lines = append(lines, bot.Textf(bot.Text{FR: "- %s (%s)", EN: "- %s (%s)"}, p.Label, n))
		}
	}
	worded := 0
	for _, r := range c.Reports {
		if r.Words == "" {
			continue
		}
		if worded++; worded <= wordsShown {
			lines = append(lines, quoted(bot.Shorten(r.Words, 300)))
		}
	}
	if more := worded - wordsShown; more > 0 {
		lines = append(lines, bot.Count(more, bot.Text{FR: "et %s autre, avec « Lire en entier ».", EN: "and %s more, with “Read in full”."}, bot.Text{FR: "et %s autres, avec « Lire en entier ».", EN: "and %s more, with “Read in full”."}))
	}
	return bot.Join("\n", lines...)
}

// caseClosed says what was decided of a case.
func caseClosed(c *storage.Case, by string) bot.Text {
	if c.State == storage.CaseGone {
		return bot.Text{FR: "Une offre signalée a été retirée par qui l’avait publiée, avant que tu décides. Le journal de `/moderation` dit qui.", EN: "A reported opening was withdrawn by whoever had published it, before you decided. The log of `/moderation` says who."}
	}
	if c.Announced == nil && !c.Offer.Credit.Licence.Empty() { // what stays says nothing of it: it may leave
		said := map[storage.CaseState]bot.Text{
			storage.CaseKept:    {FR: "Une offre venue de %s avait été signalée : gardée par %s.", EN: "An opening from %s had been reported: kept by %s."},
			storage.CaseRemoved: {FR: "Une offre venue de %s avait été signalée : retirée par %s.", EN: "An opening from %s had been reported: removed by %s."},
		}[c.State]
		return bot.Textf(said, c.Offer.Credit.Name, decider(by))
	}
	said := map[storage.CaseState]bot.Text{
		storage.CaseKept:     {FR: "« %s » avait été signalée : gardée par %s.", EN: "“%s” had been reported: kept by %s."},
		storage.CaseRemoved:  {FR: "« %s » avait été signalée : retirée par %s.", EN: "“%s” had been reported: removed by %s."},
		storage.CaseReturned: {FR: "« %s » avait été signalée : modification demandée par %s.", EN: "“%s” had been reported: a change asked for by %s."},
	}[c.State]
	return bot.Textf(said, caseTitle(c), decider(by))
}
