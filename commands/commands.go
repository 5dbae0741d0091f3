// Package commands holds what members can ask, one file for each command. It
// promises that a command is one declaration, that handlers read storage only,
// and that every word they say is in French and in English.
package commands

import (
	"time"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// Defaults are of a community that has chosen none.
type Defaults struct {
	Lang bot.Lang
	Zone *time.Location
	// Platforms are what people call each platform, by its name.
	Platforms map[string]bot.Text
	Library   *content.Library // tips and resources, which a community makes its own; nil: none
}

// All lists every command, in the order in which /aide shows them. Without pages, no link
// is read.
func All(store *storage.Store, d Defaults, pages Pages) []bot.Command {
	held := &heldNotes{}
	var all []bot.Command
	all = []bot.Command{
		offres(store, d),
		mesoffres(store),
		alertes(store, d),
		publier(store, d, pages),
		mesannonces(store, d),
		conseils(store, d),
		formations(store, d),
		meteo(store, d, held),
		abonnements(store, d),
		pause(store, d),
		rebondir(store, d),
		mesdonnees(store, held),
		urgence(),
		planifier(store, d),
		moderation(store, d),
		reglages(store, d, func() []bot.Command { return all }),
		statistiques(store, func() []bot.Command { return all }),
		etat(store),
	}
	all = append(all, aide(all))
	return all
}
