package commands

import (
	"context"

	"rebond/bot"
)

// methodButton leads to how imported offers are read and shown.
func methodButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Méthode", EN: "Method"}, Do: bot.Call{Command: "offres", Action: "methode"}}
}

// methodDocument is the whole of it, dated: its headings are those of methodPoints.
const methodDocument = "docs/methode.fr.md"

// point is a heading of the method, and what it comes to.
type point struct{ heading, words bot.Text }

// methodPoints are what is said of how offers come here: licences ask for it, in public and
// free of charge.
func methodPoints() []point {
	return []point{
		{bot.Text{FR: "D’où viennent les offres", EN: "Where openings come from"}, bot.Text{
			FR: "De l’API officielle de France Travail, des pages de recrutement que des entreprises rendent publiques, de flux publics, et des membres d’ici. Chacune dit d’où elle vient. Rien n’est pris sur un site qui ne le permet pas.",
			EN: "From the official API of France Travail, from recruitment pages that companies make public, from public feeds, and from members here. Each says where it comes from. Nothing is taken from a site that does not allow it.",
		}},
		{bot.Text{FR: "Quand elles sont relues", EN: "When they are read again"}, bot.Text{
			FR: "Chaque source est relue toutes les heures. Une offre de France Travail est vérifiée au moins une fois par 24 heures.",
			EN: "Each source is read again every hour. An opening of France Travail is checked at least once in 24 hours.",
		}},
		{bot.Text{FR: "Ce qui est changé", EN: "What is changed"}, bot.Text{
			FR: "Le lieu, le contrat, le télétravail, l’expérience et le salaire sont écrits de la même façon pour toutes ; les mots de la source restent à côté. La mise en forme est allégée. Téléphones, courriels et noms de contact sont remplacés par « coordonnées sur l’annonce d’origine » quand on les reconnaît. La même offre vue dans plusieurs sources n’est montrée qu’une fois, avec toutes ses sources.",
			EN: "Place, contract, remote work, experience and pay are written alike for all; the source’s own words stay beside them. Formatting is simplified. Telephone numbers, e-mail addresses and names of contacts are replaced by “coordonnées sur l’annonce d’origine” (“contact details on the original announcement”) where they are recognised. The same opening seen in several sources is shown once, with all its sources.",
		}},
		{bot.Text{FR: "Ce qui est laissé de côté", EN: "What is left out"}, bot.Text{
			FR: "Selon la source, les métiers hors de la tech et les postes qu’on ne peut pas exercer depuis la France. Aucun classement payant : les offres sont triées par date.",
			EN: "Depending on the source, trades other than tech and jobs that cannot be done from France. Nobody pays to come first: openings are sorted by date.",
		}},
		{bot.Text{FR: "Comment une offre s’en va", EN: "How an opening leaves"}, bot.Text{
			FR: "Dès que sa source ne l’a plus, dit qu’elle est retirée, ou que sa date est passée. Une panne de la source ne retire rien, mais une offre de France Travail qui n’a pas pu être vérifiée pendant 48 heures disparaît. D’une offre partie que tu gardais, il ne reste que le titre.",
			EN: "As soon as its source no longer has it, says that it is withdrawn, or its date has passed. A failure of the source removes nothing, but an opening of France Travail that could not be checked for 48 hours disappears. Of one that has left and that you kept, only the title stays.",
		}},
		{bot.Text{FR: "Les licences", EN: "The licences"}, bot.Text{
			FR: "Les offres de France Travail sont montrées sous sa licence de réutilisation, avec leur date de mise à jour. Elles sont gratuites pour qui cherche, ne sont pas vendues, et ne s’exportent pas en masse. Les autres suivent les conditions de leur source. En cas de doute, c’est l’annonce d’origine qui compte.",
			EN: "Openings of France Travail are shown under its licence of reuse, with the date of their last update. They are free for whoever is looking, are not sold, and cannot be exported in bulk. The others follow the terms of their source. If in doubt, the original announcement is the one that counts.",
		}},
	}
}

// method says how imported offers are read, changed, and leave.
func (o *offers) method(context.Context, *bot.Request) (bot.Reply, error) {
	lines := []bot.Text{{FR: "# Comment ces offres arrivent ici", EN: "# How these openings come here"}}
	for _, p := range methodPoints() {
		lines = append(lines, bot.Textf(bot.Text{FR: "**%s**\n%s", EN: "**%s**\n%s"}, p.heading, p.words))
	}
	return &bot.Message{Text: bot.Join("\n\n", lines...)}, nil
}
