package commands

import (
	"strings"
	"unicode/utf8"

	"rebond/bot"
	"rebond/storage"
)

// whyOptions are why moderators do not let something appear, in words that an author can act
// on. They can write their own, instead or beside.
func whyOptions() []bot.Option {
	return []bot.Option{
		{Value: "infos", Label: bot.Text{FR: "il manque des informations pour se décider", EN: "too little to decide on"}},
		{Value: "salaire", Label: bot.Text{FR: "le salaire n’est pas clair", EN: "the pay is not clear"}},
		{Value: "lien", Label: bot.Text{FR: "le lien ne mène pas à l’offre", EN: "the link does not lead to the opening"}},
		{Value: "sujet", Label: bot.Text{FR: "ce n’est pas une offre pour cette communauté", EN: "it is not an opening for this community"}},
		{Value: "doublon", Label: bot.Text{FR: "cette offre est déjà là", EN: "this opening is here already"}},
		{Value: "critere", Label: bot.Text{FR: "un critère de choix est interdit par la loi", EN: "the law forbids one of its criteria"}},
		{Value: "serieux", Label: bot.Text{FR: "nous n’avons pas pu vérifier que l’offre est sérieuse", EN: "we could not check that the opening is genuine"}},
		{Value: "expiree", Label: bot.Text{FR: "l’offre n’est plus à jour", EN: "the opening is out of date"}},
	}
}

// whyFields ask for a reason.
func whyFields() []bot.Param {
	return []bot.Param{
		{Name: "motif", Names: bot.Text{FR: "motif", EN: "reason"}, Label: bot.Text{FR: "Le motif", EN: "The reason"}, Kind: bot.Choice, Options: whyOptions(), Help: bot.Text{FR: "La personne concernée le lira", EN: "The person concerned will read it"}},
		{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Label: bot.Text{FR: "Ou dans tes mots", EN: "Or in your own words"}, Kind: bot.Prose, Max: 500, Help: bot.Text{FR: "La personne concernée les lira tels quels", EN: "The person concerned will read them as they are"}},
	}
}

// whyOf is the reason that a moderator gave; an error beside the field where there is none.
func whyOf(r *bot.Request) (storage.Why, error) {
	why := storage.Why{Reason: r.Args["motif"], Words: r.Args["mots"]}
	if why.IsZero() {
		return why, &bot.UserError{Param: "motif", Text: bot.Text{FR: "Choisis un motif ou écris le tien : la personne concernée doit savoir quoi faire.", EN: "Choose a reason or write your own: the person concerned has to know what to do."}}
	}
	return why, nil
}

// whyText says a reason; empty where there is none.
func whyText(w storage.Why) bot.Text { return whyTextOf(whyOptions(), w) }

// whyTextOf says a reason that is one of options.
func whyTextOf(options []bot.Option, w storage.Why) bot.Text {
	reason := optionLabel(options, w.Reason)
	switch {
	case w.Words == "":
		return reason
	case reason.Empty():
		return quoted(w.Words)
	}
	return bot.Textf(bot.Text{FR: "%s ; « %s »", EN: "%s; “%s”"}, reason, w.Words)
}

// because is a sentence about a reason; empty where there is none.
func because(w storage.Why) bot.Text { return becauseOf(whyOptions(), w) }

// becauseOf is a sentence about a reason that is one of options.
func becauseOf(options []bot.Option, w storage.Why) bot.Text {
	if w.IsZero() {
		return bot.Text{}
	}
	if end, _ := utf8.DecodeLastRuneInString(w.Words); strings.ContainsRune(".!?…", end) { // one full stop is enough
		return bot.Textf(bot.Text{FR: "Motif : %s", EN: "Reason: %s"}, whyTextOf(options, w))
	}
	return bot.Textf(bot.Text{FR: "Motif : %s.", EN: "Reason: %s."}, whyTextOf(options, w))
}
