package main

import (
	"strings"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// settle lets an admin choose where things go, in forms.
func (p *piscine) settle(admin *guest, moderators *discordtest.Role) {
	p.t.Helper()
	screen := admin.types("reglages", nil).Message
	alone(p.t, screen)
	shows(p.t, screen, "Salon d’accompagnement : aucun pour l’instant", "Modifier", "Modifier les rôles")
	set := admin.fills(screen, "Modifier", map[string]any{"Salon des offres": p.offers.ID, "Salon d’accompagnement": p.coaching.ID, "Salon de modération": p.moderated.ID})
	if !set.Updated {
		p.t.Error("the settings are another message")
	}
	shows(p.t, set.Message, "C’est enregistré.")
	set = admin.fills(set.Message, "Modifier les rôles", map[string]any{"Rôle ou groupe de modération": moderators.ID})
	shows(p.t, set.Message, "C’est enregistré.")
	for _, kept := range []string{"<#" + p.offers.ID + ">", "<#" + p.coaching.ID + ">", "<#" + p.moderated.ID + ">", "<@&" + moderators.ID + ">"} {
		if !strings.Contains(string(set.Message.Markdown()), kept) {
			p.t.Errorf("no %s in %q", kept, set.Message.Markdown())
		}
	}
	if len(set.Message.Pings) > 0 {
		p.t.Errorf("the settings ping %q", set.Message.Pings)
	}
}

// schedules writes a message by the form of /planifier, in a channel or where the
// settings say, and schedules it.
func (g *guest) schedules(text, when string, in *discordtest.Channel) discordtest.Message {
	g.t.Helper()
	form := map[string]any{"Le message, ou une série": text, "Quand": when}
	if in != nil {
		form["Salon"] = in.ID
	}
	draft := g.fills(g.types("planifier", nil).Message, "Programmer un message", form).Message
	alone(g.t, draft)
	shows(g.t, draft, "brouillon", "Ce que les membres verront", text[:strings.IndexAny(text+"\n", "\n")])
	set := g.presses(draft, "Programmer").Message
	shows(g.t, set, "C’est programmé.")
	return set
}

// TestDiscordPlanifier holds that moderators choose channels and roles in forms, write a
// series, see it before it goes, and that it goes out at its hours, once each, with a
// thread and a button that members press.
func TestDiscordPlanifier(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-23T08:00") // a Monday
		p := openPiscine(t, clock)
		helpers := p.g.Role("entraide")
		malik, rachel, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Camille", "fr")
		stop := startInside(t, p.Server, database, clock)

		for _, who := range []*guest{rachel, camille} {
			for _, command := range []string{"planifier", "reglages"} {
				refused := who.types(command, nil).Message
				alone(t, refused)
				shows(t, refused, "Cette commande est réservée à la modération.")
			}
		}
		p.settle(malik, helpers)
		shows(t, camille.types("planifier", nil).Message, "Cette commande est réservée à la modération.")

		rachel.writesSeries()
		if n := len(p.posts(p.coaching)); n != 0 {
			t.Errorf("%d posts before the hour", n)
		}

		clock.moves(t, "2026-11-23T09:00")
		post := p.awaitPosts(p.coaching, 1)[0]
		shows(t, post, "Relis ton CV.", "Je l’ai fait")
		p.threaded(post, "Relis ton CV.")
		done := camille.presses(post, "Je l’ai fait").Message
		alone(t, done)
		shows(t, done, "C’est noté, bravo.", "Annuler")
		shows(t, camille.presses(post, "Je l’ai fait").Message, "C’était déjà noté, bravo.")

		p.seriesFromFile(rachel)
		clock.moves(t, "2026-11-23T10:00")
		post = p.awaitPosts(p.coaching, 2)[1]
		shows(t, post, "Premier pas : dors.")
		p.threaded(post, "Premier pas : dors.")
		stop()
		clock.moves(t, "2026-11-24T10:01")
		startInside(t, p.Server, database, clock)
		said := ""
		for _, m := range p.awaitPosts(p.coaching, 4)[2:] {
			said += words(m) + "\n"
		}
		if !strings.Contains(said, "Écris à une personne.") || !strings.Contains(said, "Deuxième pas, en deux paragraphes.") {
			t.Errorf("on Tuesday: %q", said)
		}
		over := p.awaitPosts(p.moderated, 2)
		for _, m := range over {
			shows(t, m, "terminée", "Voir")
		}
		shows(t, rachel.presses(over[0], "Voir").Message, "État : terminé")
	})
}

// writesSeries writes a message wrong, then right, makes it a series of two, reads it and
// schedules it.
func (g *guest) writesSeries() {
	g.t.Helper()
	list := g.types("planifier", nil).Message
	shows(g.t, list, "Rien n’est programmé pour l’instant")
	wrong := g.fills(list, "Programmer un message", map[string]any{"Le message, ou une série": "Bonjour", "Quand": "toutes les 5 minutes"}).Message
	shows(g.t, wrong, "C’est trop souvent")
	draft := g.fills(list, "Programmer un message", map[string]any{"Le message, ou une série": "**Relis** ton CV.\n\nÉcris à une personne.", "Quand": "du lundi au vendredi à 9 h"}).Message
	shows(g.t, draft, "brouillon", "du lundi au vendredi à 9 h", "Relis ton CV.\n", "Écris à une personne.", "En faire une série", "Je l’ai fait")
	series := g.presses(draft, "En faire une série")
	shows(g.t, series.Message, "Une série de 2 messages, un à chaque fois.", "message 1 sur 2", "mardi 24 novembre 2026 à 9 h")
	if !series.Updated || strings.Contains(words(series.Message), "Écris à une personne.") {
		g.t.Errorf("the first of the series: updated %t, %q", series.Updated, words(series.Message))
	}
	shows(g.t, g.presses(series.Message, "Je l’ai fait").Message, "C’est un aperçu")
	second := g.presses(series.Message, "Message suivant").Message
	shows(g.t, second, "message 2 sur 2", "Écris à une personne.")
	first := g.presses(second, "Message précédent").Message
	shows(g.t, g.presses(first, "Programmer").Message, "C’est programmé.", "prochain envoi le lundi 23 novembre 2026 à 9 h", "Mettre en pause")
}

// threaded waits until a post has opened its thread.
func (p *piscine) threaded(post discordtest.Message, name string) {
	p.t.Helper()
	p.Await("the thread of a post", func() bool {
		now, there := p.g.Owner().Look(post)
		return there && now.Thread != nil && now.Thread.Name == name
	})
}

// seriesFromFile schedules a series by the form that takes a file.
func (p *piscine) seriesFromFile(rachel *guest) {
	p.t.Helper()
	list := rachel.types("planifier", nil).Message
	shows(p.t, list, "prochain envoi le mardi 24 novembre 2026 à 9 h", "Messages partis : 1 sur 2")
	file := discordtest.File{Name: "plan.md", Media: "text/markdown", Data: []byte("Premier pas : **dors**.\n\n---\n\nDeuxième pas, en deux paragraphes.\n\nLe second.\n")}
	draft := rachel.fills(list, "Une série d’un fichier", map[string]any{"Le fichier": file, "Quand": "chaque jour à 10 h"}).Message
	shows(p.t, draft, "message 1 sur 2", "Premier pas : dors.")
	second := rachel.presses(draft, "Message suivant").Message
	shows(p.t, second, "Deuxième pas, en deux paragraphes.", "Le second.")
	shows(p.t, rachel.presses(second, "Programmer").Message, "C’est programmé.", "prochain envoi le lundi 23 novembre 2026 à 10 h")
}
