package main

import (
	"slices"
	"testing"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// TestSlackHome holds that the Home shows what concerns its reader, that its buttons open
// screens over it, and that it is fresh once one of them has changed something.
func TestSlackHome(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:30")
	database := storagetest.SQLite(t)
	importGo(t, database, 7)
	p := openSlack(t, clock)
	malik, camille, kit := p.admin("Malik"), p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	inSlack(t, p, database, clock)

	home := camille.OpensHome()
	reads(t, home, "Offres", "[Chercher]", "[Les plus récentes]", "Le message du jour : tu ne le reçois pas", "[Recevoir : Le message du jour]")
	unread(t, home, "Ce que je publie ensuite")
	reads(t, kit.OpensHome(), "Openings", "[Search]", "[The newest]", "[Receive: The message of the day]")
	unread(t, kit.Home(), "Offres")

	camille.searches(home)
	camille.keeps(camille.OpensHome())
	reads(t, camille.OpensHome(), "Développeuse Go")

	asked := camille.presses(camille.Home(), "Recevoir : Le message du jour").View
	reads(t, asked, "C’est noté : tu recevras « Le message du jour »")
	p.Await("a fresh Home", func() bool { return has(camille.Home(), "[Arrêter : Le message du jour]") })
	reads(t, camille.directs(1)[0], "C’est ici que je t’enverrai")
	camille.CloseAll(asked)

	p.settle(malik)
	unread(t, malik.OpensHome(), "Ce que je publie ensuite")
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	reads(t, malik.OpensHome(), "Ce que je publie ensuite", "Un pas : appelle une personne.", "[Tous les messages programmés]")
	unread(t, camille.OpensHome(), "Un pas : appelle une personne.")
	list := malik.presses(malik.Home(), "Tous les messages programmés").View
	reads(t, list, "Un pas : appelle une personne.", "[Voir]")
	seen := malik.presses(list, "Voir").View
	reads(t, seen, "Message programmé", "[Mettre en pause]")
	reads(t, malik.presses(seen, "Mettre en pause").View, "en pause", "[Reprendre]")
	p.Await("a Home without it", func() bool { return !has(malik.Home(), "Ce que je publie ensuite") })
}

// searches looks for openings in the screens over the Home.
func (g *colleague) searches(home *slacktest.View) {
	g.t.Helper()
	found := g.sends(g.opens(home, "Chercher"), map[string]any{"Recherche": "go lyon"})
	if found.View == nil || found.Closed {
		g.t.Fatalf("a search from the Home: %+v", found)
	}
	reads(g.t, found.View, "Compris : go · Lyon (69)", "Développeuse Go 1", "[Suivantes]")
	next := g.presses(found.View, "Suivantes").View
	reads(g.t, next, "Développeuse Go 6", "[Revenir au début]")
	if n := len(g.Views()); n != 1 {
		g.t.Errorf("%d screens are open", n)
	}
	g.CloseAll(g.Views()[0])
}

// keeps keeps the newest opening, from the Home.
func (g *colleague) keeps(home *slacktest.View) {
	g.t.Helper()
	newest := g.presses(home, "Les plus récentes").View
	reads(g.t, newest, "Les offres les plus récentes", "[Voir]")
	seen := g.presses(newest, "Voir").View
	reads(g.t, seen, "Des services en Go", "[Garder]")
	reads(g.t, g.presses(seen, "Garder").View, "Tu gardes cette offre", "[Ne plus garder]")
	g.CloseAll(g.Views()[0])
}

// TestSlackShortcut holds that the shortcut opens the form of a search, whose answer is
// shown though there is no channel to show it in.
func TestSlackShortcut(t *testing.T) {
	t.Parallel()
	database := storagetest.SQLite(t)
	importGo(t, database, 7)
	p := openSlack(t, nil)
	camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	startSlack(t, p, database)
	p.AwaitSockets(sockets)
	form := camille.answered(camille.Shortcut("Chercher une offre"), "the shortcut").View
	if places := camille.Suggest(form, "Lieu", "nan"); !slices.Contains(places, "Nancy (54)") {
		t.Errorf("for « nan »: %q", places)
	}
	wrong := camille.sends(form, map[string]any{"Recherche": "go", "Salaire minimum": "beaucoup"}).View
	if wrong == nil || wrong.Errors["Salaire minimum"] == "" {
		t.Fatalf("a wrong form: %+v", wrong)
	}
	found := camille.sends(wrong, map[string]any{"Salaire minimum": ""}).View
	reads(t, found, "Compris : go", "Développeuse Go 1", "[Modifier]")
	again := camille.opens(found, "Modifier")
	reads(t, camille.sends(again, map[string]any{"Recherche": "rust"}).View, "rust")
	camille.CloseAll(camille.Views()[0])
	english := kit.answered(kit.Shortcut("Chercher une offre"), "the shortcut").View
	reads(t, kit.sends(english, map[string]any{"Search": "go lyon"}).View, "Understood: go · Lyon (69)")
	if n := len(camille.Sees(camille.DM())) + len(p.posts(p.offers)); n != 0 {
		t.Errorf("%d messages were written", n)
	}
}
