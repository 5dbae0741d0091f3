package commands_test

import (
	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// furnishContent has a tip of the community's own, one of the pack that it changed, one that
// it hides, and a resource that somebody proposes.
func (h *house) furnishContent() {
	h.t.Helper()
	moderator := marked + "malik"
	h.does(moderator, bot.Moderator, "reglages", "conseil", bot.Args{"theme": content.Themes[0].Value, "titre": marked + " conseil", "texte": "Une action, ici."})
	h.does(author, bot.Anyone, "formations", "proposer", bot.Args{"titre": reserved + " ressource", "lien": "https://" + reserved + ".example/", "texte": "Pour apprendre.", "theme": "web", "cout": "gratuit"})
	all, err := h.store.ContentItems(h.t.Context(), spaceOf(here, ""))
	h.fatal(err)
	for _, one := range all {
		if one.State == storage.ItemWaiting {
			h.names["proposee"] = one.ID
		} else {
			h.names["maison"] = one.ID
		}
	}
	h.does(moderator, bot.Moderator, "reglages", "confirmer", bot.Args{"id": changedTip, "rev": h.itemRev(changedTip)})
	h.does(moderator, bot.Moderator, "reglages", "masquer", bot.Args{"id": hiddenTip, "rev": h.itemRev(hiddenTip)})
	h.names["maison.rev"], h.names["changee.rev"], h.names["masquee.rev"] = h.itemRev(h.names["maison"]), h.itemRev(changedTip), h.itemRev(hiddenTip)
	h.names["proposee.rev"] = "1"
	h.names["importee.fiche.rev"] = h.itemRev("cv-une-ligne") // the same in both communities
	h.names["importee.formation.rev"] = h.itemRev("go-visite")
}

// Tips of the pack, of which the first community makes something.
const (
	changedTip = "motifs-quinze-jours"
	hiddenTip  = "pause-ecrans"
)

// itemRev is the version of an item that is there.
func (h *house) itemRev(id string) string {
	h.t.Helper()
	return ownForm(h, "reglages", "modifier", bot.Args{"id": id})["rev"]
}
