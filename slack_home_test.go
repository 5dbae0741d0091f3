package main

import (
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
	reads(t, home, "Offres", "[Chercher]", "[Les plus récentes]", "Mes offres gardées", "Aucune pour l’instant", "Le message du jour : tu ne le reçois pas", "[Changer]")
	unread(t, home, "Ce que je publie ensuite")
	reads(t, kit.OpensHome(), "Openings", "[Search]", "[The newest]", "My kept openings", "[Change]")
	unread(t, kit.Home(), "Offres")

	camille.searches(home)
	camille.keeps(camille.OpensHome())
	camille.OpensHome()
	p.Await("what is kept at Home", func() bool { return has(camille.Home(), "Développeuse Go") })

	screen := camille.turns(camille.Home(), "Changer", "Mes messages privés")
	screen = camille.turns(screen, "Recevoir : Le message du jour", "C’est noté : tu recevras « Le message du jour »")
	reads(t, screen, "[Arrêter : Le message du jour]")
	reads(t, camille.directs(1)[0], "C’est ici que je t’enverrai")
	p.Await("a fresh Home", func() bool { return has(camille.Home(), "Le message du jour : tu le reçois") })
	camille.CloseAll(camille.top())

	p.settle(malik)
	unread(t, malik.OpensHome(), "Ce que je publie ensuite")
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	reads(t, malik.OpensHome(), "Ce que je publie ensuite", "Un pas : appelle une personne.", "[Tous les messages programmés]")
	unread(t, camille.OpensHome(), "Un pas : appelle une personne.")
	list := malik.turns(malik.Home(), "Tous les messages programmés", "Un pas : appelle une personne.")
	seen := malik.turns(list, "Voir", "Prochains envois")
	reads(t, malik.turns(seen, "Mettre en pause", "[Reprendre]"), "en pause")
	p.Await("a Home without it", func() bool { return !has(malik.Home(), "Ce que je publie ensuite") })
}

// searches looks for openings in the screens over the Home.
func (g *colleague) searches(home *slacktest.View) {
	g.t.Helper()
	form := g.opens(home, "Chercher")
	found := g.sends(form, map[string]any{"Mots": g.completes(form, "Mots", "go", "go"), "Lieu": g.completes(form, "Lieu", "lyo", "Lyon (69)")})
	if found.View == nil || found.Closed {
		g.t.Fatalf("a search from the Home: %+v", found)
	}
	reads(g.t, found.View, "Compris : go · Lyon (69)", "Développeuse Go 1", "[Suivantes]")
	reads(g.t, g.turns(found.View, "Suivantes", "Développeuse Go 6"), "[Revenir au début]")
	if n := len(g.Views()); n != 1 {
		g.t.Errorf("%d screens are open", n)
	}
	g.CloseAll(g.top())
}

// keeps keeps the newest opening, from the Home.
func (g *colleague) keeps(home *slacktest.View) {
	g.t.Helper()
	newest := g.turns(home, "Les plus récentes", "Les offres les plus récentes")
	seen := g.turns(newest, "Voir", "Des services en Go")
	reads(g.t, g.turns(seen, "Garder", "Tu gardes cette offre"), "[Ne plus garder]")
	g.CloseAll(g.top())
}

// TestSlackShortcut holds that the shortcut asks what to look for in a form, and shows what
// was found though there is no channel to show it in.
func TestSlackShortcut(t *testing.T) {
	t.Parallel()
	database := storagetest.SQLite(t)
	importGo(t, database, 7)
	p := openSlack(t, nil)
	camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	startSlack(t, p, database)
	p.AwaitSockets(sockets)
	form := camille.answered(camille.Shortcut("Chercher une offre"), "the shortcut").View
	wrong := camille.sends(form, map[string]any{"Mots": camille.completes(form, "Mots", "go", "go"), "Autres": "beaucoup"})
	if wrong.View == nil || wrong.Closed || wrong.View.Errors["Autres"] == "" {
		t.Fatalf("a wrong form: %+v", wrong)
	}
	found := camille.sends(wrong.View, map[string]any{"Autres": "", "Lieu": camille.completes(wrong.View, "Lieu", "nan", "Nancy (54)")}).View
	reads(t, found, "Nancy (54)", "[Modifier]")
	if place := camille.opens(found, "Modifier").Field("Lieu"); place.Value != "Nancy (54)" {
		t.Errorf("the place is in the form as %q", place.Value)
	}
	camille.CloseAll(camille.top())

	english := kit.answered(kit.Shortcut("Chercher une offre"), "the shortcut").View
	listed := kit.sends(english, map[string]any{"Words": kit.completes(english, "Words", "go", "go")}).View
	reads(t, listed, "Développeuse Go 1", "[View]", "[Edit]")
	reads(t, kit.turns(listed, "View", "[Keep]"), "[Apply]")
	if n := len(camille.Sees(camille.DM())) + len(p.posts(p.offers)); n != 0 {
		t.Errorf("%d messages were written", n)
	}
}
