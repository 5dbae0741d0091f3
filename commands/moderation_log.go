package commands

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"time"

	"rebond/bot"
	"rebond/storage"
)

const (
	logAPage     = 10
	exportAtOnce = 500
)

// erasedPerson is somebody of whom nothing is known any more.
var erasedPerson = bot.Text{FR: "une personne effacée", EN: "an erased person"}

// log is what was done here: who, when, what and why, the newest first.
func (m *moderating) log(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	all, err := m.store.Log(ctx, community(r), storage.AllOfLog, r.Args["avant"], logAPage+1)
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, logTitle)}
	if len(all) == 0 {
		lines = append(lines, bot.Text{FR: "Rien n’est encore écrit.", EN: "Nothing is written down yet."})
	}
	w := m.logWords()
	for i := range all[:min(len(all), logAPage)] {
		lines = append(lines, w.line(&all[i], r))
	}
	said := &bot.Message{Text: bot.Join("\n", lines...)}
	if r.Args["avant"] != "" {
		said.Buttons = append(said.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: viewing("journal")})
	}
	if len(all) > logAPage {
		said.Buttons = append(said.Buttons, bot.Button{Label: bot.Text{FR: "Plus ancien", EN: "Older"}, Do: bot.Call{Command: "moderation", Action: "journal", Args: bot.Args{"avant": all[logAPage-1].ID}}})
	}
	said.Buttons = append(said.Buttons,
		bot.Button{Label: bot.Text{FR: "Annuler un réglage", EN: "Undo a setting"}, Do: bot.Call{Command: "reglages", Action: "changements"}},
		bot.Button{Label: bot.Text{FR: "Exporter", EN: "Export"}, Do: viewing("exporter")},
		bot.Button{Label: bot.Text{FR: "Modération", EN: "Moderation"}, Do: viewing("accueil")})
	return said, nil
}

// logWords say what was done.
type logWords struct{ settings *communityChoices }

func (m *moderating) logWords() logWords { return logWords{newChoices(m.store, m.defaults)} }

// person names somebody of the log.
func person(user string) bot.Text {
	if user == "" {
		return erasedPerson
	}
	return bot.Mention(bot.Person, user)
}

// acts say what was done, to what or to whom.
var acts = map[storage.Act]bot.Text{
	storage.ModeratorAdded:        {FR: "ajout de %s à la liste de la modération", EN: "%s added to the list of moderators"},
	storage.ModeratorRemoved:      {FR: "retrait de %s de la liste de la modération", EN: "%s taken off the list of moderators"},
	storage.AnnouncementPublished: {FR: "annonce publiée : %s", EN: "opening published: %s"},
	storage.AnnouncementRefused:   {FR: "annonce refusée : %s", EN: "opening refused: %s"},
	storage.AnnouncementReturned:  {FR: "modification demandée : %s", EN: "change asked for: %s"},
	storage.AnnouncementRemoved:   {FR: "annonce retirée : %s", EN: "opening taken down: %s"},
	storage.OfferKept:             {FR: "offre signalée, gardée : %s", EN: "reported opening, kept: %s"},
	storage.OfferRemoved:          {FR: "offre signalée, retirée : %s", EN: "reported opening, removed: %s"},
	storage.OfferReturned:         {FR: "offre signalée, à corriger : %s", EN: "reported opening, change requested: %s"},
	storage.OfferWithdrawn:        {FR: "offre signalée, retirée par qui l’avait publiée", EN: "reported opening, withdrawn by whoever had published it"},
	storage.AuthorApproved:        {FR: "confiance donnée à %s", EN: "%s approved as an author"},
	storage.AuthorUnapproved:      {FR: "confiance retirée à %s", EN: "%s no longer approved as an author"},
	storage.AuthorBlocked:         {FR: "blocage de %s", EN: "%s blocked"},
	storage.AuthorUnblocked:       {FR: "déblocage de %s", EN: "%s unblocked"},
	storage.PanelPublished:        {FR: "panneau publié dans %s", EN: "panel published in %s"},
	storage.LogExported:           {FR: "journal exporté", EN: "log exported"},
	storage.ItemAdded:             {FR: "fiche ajoutée : %s", EN: "item added: %s"},
	storage.ItemChanged:           {FR: "fiche modifiée : %s", EN: "item edited: %s"},
	storage.ItemWasHidden:         {FR: "fiche masquée : %s", EN: "item hidden: %s"},
	storage.ItemWasShown:          {FR: "fiche remontrée : %s", EN: "item shown again: %s"},
	storage.ItemRemoved:           {FR: "fiche retirée : %s", EN: "item removed: %s"},
	storage.ProposalAccepted:      {FR: "ressource proposée, acceptée : %s", EN: "proposed resource, accepted: %s"},
	storage.ProposalRefused:       {FR: "ressource proposée, refusée : %s", EN: "proposed resource, refused: %s"},
}

// itemActs are of tips and resources, whose titles the log has.
var itemActs = []storage.Act{storage.ItemAdded, storage.ItemChanged, storage.ItemWasHidden, storage.ItemWasShown, storage.ItemRemoved, storage.ProposalAccepted, storage.ProposalRefused}

// what says what was done.
func (w logWords) what(e *storage.LogEntry) bot.Text {
	format, known := acts[e.What]
	switch {
	case !known:
		name := storage.Setting(e.What)
		return bot.Textf(bot.Text{FR: "%s, %s → %s", EN: "%s, %s → %s"}, w.settings.title(name), w.settings.valueText(name, e.Before), w.settings.valueText(name, e.After))
	case e.What == storage.LogExported, e.What == storage.OfferWithdrawn:
		return format
	case e.What == storage.PanelPublished:
		return bot.Textf(format, bot.Mention(bot.Channel, e.After))
	case slices.Contains(itemActs, e.What) && e.After == "":
		return bot.Textf(format, bot.Text{FR: "d’une personne effacée", EN: "of an erased person"})
	case slices.Contains(itemActs, e.What):
		return bot.Textf(format, quoted(e.After))
	case e.About == "":
		return bot.Textf(format, person(e.Account))
	case e.Title == "":
		return bot.Textf(format, bot.Text{FR: "une offre qui n’est plus là", EN: "an opening that is gone"})
	}
	return bot.Textf(format, quoted(e.Title))
}

// why is the reason of what was done.
func (logWords) why(e *storage.LogEntry) bot.Text {
	if e.What == storage.ProposalRefused {
		return whyTextOf(proposalReasons, e.Why)
	}
	return whyText(e.Why)
}

func (w logWords) line(e *storage.LogEntry, r *bot.Request) bot.Text {
	line := bot.Textf(bot.Text{FR: "- %s, par %s : %s", EN: "- %s, by %s: %s"}, clock(e.At, r), person(e.By), w.what(e))
	if e.Why.IsZero() {
		return line
	}
	return bot.Textf(bot.Text{FR: "%s (%s)", EN: "%s (%s)"}, line, w.why(e))
}

// export hands over the whole log as a table that spreadsheets read, and writes down that
// it did.
func (m *moderating) export(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	data, err := m.table(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := m.store.WriteDown(ctx, community(r), r.From.ID, storage.LogExported, r.Now); err != nil {
		return nil, err
	}
	return &bot.Message{
		Text: bot.Text{
			FR: "Voici le journal. Les personnes y sont par leur identifiant, et « personne effacée » si elles ont effacé leurs données : ce fichier ne le saura plus, alors ne le garde pas plus qu’il ne faut.",
			EN: "Here is the log. People are in it by their id, and “erased person” once they have erased their data: this file will not know of that any more, so keep it no longer than you need.",
		},
		Files: []bot.File{{Name: "journal.csv", Media: "text/csv", Data: data}},
	}, nil
}

// table is the log as CSV: UTF-8 with the mark by which spreadsheets know it, and the
// separator that they expect in the reader's language. No cell begins with what somebody
// wrote, so that none is read as a formula.
func (m *moderating) table(ctx context.Context, r *bot.Request) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	if r.Lang == bot.FR {
		w.Comma = ';'
	}
	words := m.logWords()
	in := func(t bot.Text) string { return bot.Plain(t.In(r.Lang)) }
	if err := w.Write([]string{in(bot.Text{FR: "Quand", EN: "When"}), in(bot.Text{FR: "Qui", EN: "Who"}), in(bot.Text{FR: "Quoi", EN: "What"}), in(bot.Text{FR: "Pourquoi", EN: "Why"})}); err != nil {
		return nil, err
	}
	who := func(user string) string {
		if user == "" {
			return in(erasedPerson)
		}
		return user
	}
	for before := ""; ; {
		all, err := m.store.Log(ctx, community(r), storage.AllOfLog, before, exportAtOnce)
		if err != nil {
			return nil, err
		}
		for i := range all {
			e := &all[i]
			if err := w.Write([]string{e.At.In(r.Now.Location()).Format(time.RFC3339), who(e.By), in(words.what(e)), in(words.why(e))}); err != nil {
				return nil, err
			}
		}
		if len(all) < exportAtOnce {
			break
		}
		before = all[len(all)-1].ID
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
