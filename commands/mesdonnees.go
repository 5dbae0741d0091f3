package commands

import (
	"context"
	"encoding/json"
	"fmt"

	"rebond/bot"
	"rebond/storage"
)

// mesdonnees gives members what is known of them, and erases it for good.
func mesdonnees(store *storage.Store, held *heldNotes) bot.Command {
	d := &ownData{store, held}
	return bot.Command{
		Name:      "mesdonnees",
		Names:     bot.Text{FR: "mesdonnees", EN: "my-data"},
		Summary:   bot.Text{FR: "Ce que je sais de toi : le recevoir, ou tout effacer", EN: "What I know of you: get it, or erase it all"},
		Ephemeral: true,
		Run:       d.run,
		Actions: []bot.Action{
			{Name: "exporter", Ephemeral: true, Run: d.export},
			{Name: "effacer", Ephemeral: true, Run: d.confirm},
			{Name: "garder", Ephemeral: true, Run: d.keep},
			{Name: "oublier", Ephemeral: true, Changes: true, Forgets: true, Run: d.erase},
		},
	}
}

type ownData struct {
	store *storage.Store
	held  *heldNotes
}

func (d *ownData) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	held, err := d.store.Export(ctx, r.From.ID, r.Lang)
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{{
		FR: "Voici tout ce que je sais de toi. Ce que tu tapes n’est écrit nulle part, sauf ce que tu me confies pour le publier ou le garder ; ce que font les boutons affichés, une recherche par exemple, est gardé 90 jours, rattaché à toi dans la salle du terminal seulement.",
		EN: "This is all I know of you. What you type is written nowhere, but for what you give me to publish or keep; what the buttons on display do, a search for instance, is kept for 90 days, tied to you in the terminal’s room only.",
	}}
	for _, t := range held {
		lines = append(lines, bot.Textf(bot.Text{FR: "- (%s) %s", EN: "- (%s) %s"},
			bot.Count(len(t.Rows), bot.Text{FR: "%s ligne", EN: "%s row"}, bot.Text{FR: "%s lignes", EN: "%s rows"}), t.About))
	}
	return &bot.Message{
		Text: bot.Join("\n", lines...),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Recevoir le fichier", EN: "Get the file"}, Style: bot.Primary, Do: bot.Call{Command: "mesdonnees", Action: "exporter"}},
			{Label: bot.Text{FR: "Tout effacer", EN: "Erase everything"}, Style: bot.Danger, Do: bot.Call{Command: "mesdonnees", Action: "effacer"}},
		},
	}, nil
}

func (d *ownData) export(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	held, err := d.store.Export(ctx, r.From.ID, r.Lang)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write export: %w", err)
	}
	return &bot.Message{
		Text:  bot.Text{FR: "Le voici. Chaque partie dit ce qu’elle contient ; les dates sont en temps universel.", EN: "Here it is. Each part says what it holds; dates are in universal time."},
		Files: []bot.File{{Name: "rebond.json", Media: "application/json", Data: append(data, '\n')}},
	}, nil
}

func (d *ownData) confirm(context.Context, *bot.Request) (bot.Reply, error) {
	return &bot.Update{Message: bot.Message{
		Text: bot.Text{FR: "Tout effacer pour de bon ? Tes réglages, les offres que tu as gardées, ta météo et tes notes seront perdus, et personne ne pourra les retrouver.", EN: "Erase everything for good? Your settings, the offers you have kept, your weather and your notes will be lost, and nobody will be able to get them back."},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Oui, tout effacer", EN: "Yes, erase everything"}, Style: bot.Danger, Do: bot.Call{Command: "mesdonnees", Action: "oublier"}},
			{Label: bot.Text{FR: "Non, je garde tout", EN: "No, keep it all"}, Do: bot.Call{Command: "mesdonnees", Action: "garder"}},
		},
	}}, nil
}

func (d *ownData) keep(context.Context, *bot.Request) (bot.Reply, error) {
	return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Rien n’a été effacé.", EN: "Nothing has been erased."}}}, nil
}

func (d *ownData) erase(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d.held.forget(r.From.ID)
	if err := d.store.Erase(ctx, r.From.ID, r.Now); err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{Text: bot.Text{
		FR: "C’est fait : je ne sais plus rien de toi. Les sauvegardes de la base, s’il y en a, sont à la personne qui m’a installé, et s’effacent à leur rythme ; tes notes n’y peuvent plus être ouvertes, au plus tard dans sept jours. Ta prochaine commande sera comme la première.",
		EN: "Done: I no longer know anything of you. Backups of the database, if there are any, belong to whoever installed me, and go in their own time; your notes cannot be opened in them any more, within seven days at the latest. Your next command will be like the first.",
	}}}, nil
}
