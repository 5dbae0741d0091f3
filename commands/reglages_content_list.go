package commands

import (
	"context"
	"strconv"

	"rebond/bot"
	"rebond/commands/content"
)

// itemsAPage is how many items a page shows: each has several buttons, and a message holds
// so many.
const itemsAPage = 5

// list shows items: those that are asked for, from somewhere on.
func (c *curating) list(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	all, err := c.stock(ctx, r)
	if err != nil {
		return nil, err
	}
	found, exact := all.among(r.Args["filtre"], r.Args["mots"], r.Lang)
	from := max(0, min(r.Args.Int("depuis"), len(found)-1))
	m := &bot.Message{Text: c.heading(r, all, len(found), exact)}
	for i := range found[from:min(len(found), from+itemsAPage)] {
		m.Cards = append(m.Cards, c.listed(r, all, &found[from+i]))
	}
	options := itemFilters()
	for i := range options {
		options[i].Chosen = options[i].Value == r.Args["filtre"]
	}
	m.Selects = []bot.Select{{Prompt: bot.Text{FR: "Lesquelles montrer ?", EN: "Which ones to show?"}, Param: itemFilter.Name, Options: options, Do: curatingCall("fiches", nil)}}
	page := place(r).With(itemFrom.Name, "")
	switch { // the first page is one press away from the last, and from its filter
	case from+itemsAPage < len(found):
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Do: curatingCall("fiches", page.With(itemFrom.Name, strconv.Itoa(from+itemsAPage)))})
	case from > 0:
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: curatingCall("fiches", page)})
	}
	adding := func(action string) bot.Call { return bot.Call{Command: "reglages", Action: action, Ask: true} }
	m.Buttons = append(m.Buttons,
		bot.Button{Label: bot.Text{FR: "Chercher", EN: "Search"}, Do: adding("chercher")},
		bot.Button{Label: bot.Text{FR: "Ajouter un conseil", EN: "Add a tip"}, Do: adding("conseil")},
		bot.Button{Label: bot.Text{FR: "Ajouter une ressource", EN: "Add a resource"}, Do: adding("ressource")},
		bot.Button{Label: bot.Text{FR: "Tous les réglages", EN: "All settings"}, Do: curatingCall("voir", nil)})
	return m, nil
}

// heading says what there is, what is to be looked at, and what was asked for.
func (c *curating) heading(r *bot.Request, all *stock, found int, exact bool) bot.Text {
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, contentTitle), all.countText(), refusedText(c.defaults.Library.Pack().Faults)}
	var asked []bot.Text
	if filter := r.Args["filtre"]; filter != "" && filter != allItems {
		asked = append(asked, content.Label(itemFilters(), filter))
	}
	if words := r.Args["mots"]; words != "" {
		asked = append(asked, quoted(words))
	}
	if len(asked) > 0 {
		count := bot.Text{FR: "aucune fiche", EN: "no item"}
		if found > 0 {
			count = bot.Count(found, bot.Text{FR: "%s fiche", EN: "%s item"}, bot.Text{FR: "%s fiches", EN: "%s items"})
		}
		lines = append(lines, bot.Textf(bot.Text{FR: "**%s** · %s", EN: "**%s** · %s"}, bot.Join(" · ", asked...), count))
	}
	if found > 0 && !exact {
		lines = append(lines, bot.Text{FR: "Aucune n’a tous ces mots : voici ce qui s’en approche.", EN: "None has all of these words: here is what comes close."})
	}
	return bot.Join("\n", lines...)
}

// countText says how many items members see, and how many are to be looked at.
func (s *stock) countText() bot.Text {
	tips, resources, expired, soon, hidden := 0, 0, 0, 0, 0
	for i := range s.items {
		one := &s.items[i]
		if one.soon(s.today) {
			soon++
		}
		switch {
		case one.hidden():
			hidden++
		case one.expired(s.today):
			expired++
		case one.tip != nil:
			tips++
		default:
			resources++
		}
	}
	some := func(n int, one, many bot.Text) bot.Text {
		if n == 0 {
			return bot.Text{}
		}
		return bot.Count(n, one, many)
	}
	return bot.Join("\n",
		bot.Textf(bot.Text{FR: "%s.", EN: "%s."}, bot.Join(" · ",
			bot.Count(tips, bot.Text{FR: "%s conseil", EN: "%s tip"}, bot.Text{FR: "%s conseils", EN: "%s tips"}),
			bot.Count(resources, bot.Text{FR: "%s ressource", EN: "%s resource"}, bot.Text{FR: "%s ressources", EN: "%s resources"}),
			some(hidden, bot.Text{FR: "%s fiche masquée", EN: "%s item hidden"}, bot.Text{FR: "%s fiches masquées", EN: "%s items hidden"}))),
		some(expired, bot.Text{FR: "**%s fiche a expiré** : plus personne ne la voit. Vérifie sa source, puis confirme-la ou corrige-la.", EN: "**%s item has expired**: nobody sees it any more. Check its source, then confirm it or correct it."},
			bot.Text{FR: "**%s fiches ont expiré** : plus personne ne les voit. Vérifie leur source, puis confirme-les ou corrige-les.", EN: "**%s items have expired**: nobody sees them any more. Check their sources, then confirm or correct them."}),
		some(soon, bot.Text{FR: "%s fiche expire dans les 90 jours.", EN: "%s item expires within 90 days."}, bot.Text{FR: "%s fiches expirent dans les 90 jours.", EN: "%s items expire within 90 days."}))
}

// refusedText counts the items of the admin's folder that are refused.
func refusedText(faults []content.Fault) bot.Text {
	refused := map[string]bool{}
	for _, f := range faults {
		if f.Advice {
			continue
		}
		what := f.ID
		if what == "" {
			what = strconv.Itoa(f.Line)
		}
		refused[f.File+" "+what] = true
	}
	if len(refused) == 0 {
		return bot.Text{}
	}
	return bot.Count(len(refused),
		bot.Text{FR: "%s fiche du dossier de contenu est refusée : `rebond content check` dit pourquoi.", EN: "%s item of the content folder is refused: `rebond content check` says why."},
		bot.Text{FR: "%s fiches du dossier de contenu sont refusées : `rebond content check` dit pourquoi.", EN: "%s items of the content folder are refused: `rebond content check` says why."})
}
