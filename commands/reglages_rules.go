package commands

import (
	"strconv"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/commands/content"
	"rebond/storage"
)

// The most that can be chosen of announcements a day: beyond, nobody reads them any more.
const (
	mostOfAuthor    = 20
	mostOfRecruiter = 50
)

// approvals are what moderators can want to read before it appears.
var approvals = []bot.Option{
	{Value: string(storage.NoApproval), Label: bot.Text{FR: "seulement celles dont les mots posent problème", EN: "only those whose words are a problem"}},
	{Value: string(storage.FirstApproval), Label: bot.Text{FR: "la première de chaque nouvel auteur", EN: "the first of each new author"}},
	{Value: string(storage.AllApproval), Label: bot.Text{FR: "toutes", EN: "all of them"}},
}

// noHolidays is what a community chooses that sends on public holidays too.
const noHolidays = "none"

// rules are the parameters of what holds for everybody, as a form and as options.
func rules() []bot.Param {
	var holidays []bot.Option
	for _, h := range holidayChoices {
		value := string(h.skip)
		if value == "" {
			value = noHolidays
		}
		holidays = append(holidays, bot.Option{Value: value, Label: h.text})
	}
	return []bot.Param{
		{Name: "approbation", Names: bot.Text{FR: "approbation", EN: "approval"}, Kind: bot.Choice, Options: approvals, Label: bot.Text{FR: "Annonces à lire avant qu’elles paraissent", EN: "Openings to read before they appear"},
			Help: bot.Text{FR: "Ce que la modération lit d’abord ; par défaut, la première de chaque nouvel auteur", EN: "What moderators read first; by default, the first of each new author"}},
		{Name: "limite_nouveaux", Names: bot.Text{FR: "limite_nouveaux", EN: "new_limit"}, Kind: bot.Number, Min: 1, Max: mostOfAuthor, Label: bot.Text{FR: "Annonces par jour et par personne", EN: "Openings a day per person"},
			Help: bot.Textf(bot.Text{FR: "Combien une personne peut en publier par jour, de 1 à %s. Par défaut : %s", EN: "How many one person can publish a day, from 1 to %s. By default: %s"}, mostOfAuthor, storage.DefaultAuthorLimit)},
		{Name: "limite_recruteurs", Names: bot.Text{FR: "limite_recruteurs", EN: "recruiter_limit"}, Kind: bot.Number, Min: 1, Max: mostOfRecruiter, Label: bot.Text{FR: "Annonces par jour, recrutement approuvé", EN: "Openings a day, approved recruiters"},
			Help: bot.Textf(bot.Text{FR: "De qui a le rôle de recrutement ou ton accord, de 1 à %s. Par défaut : %s", EN: "Of whoever has the recruiters’ role or your approval, from 1 to %s. By default: %s"}, mostOfRecruiter, storage.DefaultRecruiterLimit)},
		{Name: "feries", Names: bot.Text{FR: "feries", EN: "holidays"}, Kind: bot.Choice, Options: holidays, Label: bot.Text{FR: "Messages programmés et jours fériés", EN: "Scheduled messages and public holidays"},
			Help: bot.Text{FR: "Pour les nouveaux messages programmés ; par défaut, envoyés ces jours-là aussi", EN: "For new scheduled messages; by default, sent on those days too"}},
		{Name: "messages", Names: bot.Text{FR: "messages", EN: "messages"}, Kind: bot.Number, Min: 1, Max: notice.MaxBudget, Label: bot.Text{FR: "Messages privés par jour, au plus", EN: "Direct messages a day, at most"},
			Help: bot.Textf(bot.Text{FR: "Pour qui n’a rien choisi avec /abonnements, de 1 à %s. Par défaut : %s", EN: "For whoever has not chosen with /subscriptions, from 1 to %s. By default: %s"}, notice.MaxBudget, notice.DefaultBudget)},
	}
}

// ofRules reports whether a setting is one of the rules.
func ofRules(name storage.Setting) bool {
	switch name {
	case storage.ApprovalMode, storage.AuthorLimit, storage.RecruiterLimit, storage.CommunityHolidays, storage.DirectBudget:
		return true
	}
	return false
}

// ruleText says a rule that is chosen; one that is not is the usual one.
func ruleText(name storage.Setting, value string) bot.Text {
	switch {
	case value == "":
		return bot.Text{FR: "par défaut", EN: "by default"}
	case name == storage.ApprovalMode:
		return content.Label(approvals, value)
	case name == storage.CommunityHolidays:
		for _, h := range holidayChoices {
			if string(h.skip) == value || h.skip == "" && value == noHolidays {
				return h.text
			}
		}
	}
	return bot.Same(value)
}

// ruleNow says what a rule is now: where it is not chosen, what holds.
func ruleNow(name storage.Setting, chosen storage.Settings) bot.Text {
	if chosen[name] != "" {
		return ruleText(name, chosen[name])
	}
	holds := map[storage.Setting]string{
		storage.ApprovalMode:      string(chosen.Approval()),
		storage.AuthorLimit:       strconv.Itoa(chosen.Limit(false)),
		storage.RecruiterLimit:    strconv.Itoa(chosen.Limit(true)),
		storage.CommunityHolidays: noHolidays,
		storage.DirectBudget:      strconv.Itoa(notice.DefaultBudget),
	}
	return bot.Textf(bot.Text{FR: "%s (par défaut)", EN: "%s (by default)"}, ruleText(name, holds[name]))
}
