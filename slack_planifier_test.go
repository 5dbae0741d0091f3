package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// settle lets an admin choose where things go, in forms.
func (p *workspace) settle(admin *colleague) {
	p.t.Helper()
	screen := admin.types("/reglages").Message
	discreet(p.t, screen)
	reads(p.t, screen, "Salon d’accompagnement : aucun pour l’instant", "[Modifier]", "[Modifier les rôles]")
	set := admin.fills(screen, "Modifier", map[string]any{"Salon des offres": p.offers.Name, "Salon d’accompagnement": p.coaching.Name, "Salon de modération": p.moderated.Name})
	if !set.Updated || !set.Closed {
		p.t.Errorf("the settings are in place: %t; the form is closed: %t", set.Updated, set.Closed)
	}
	reads(p.t, set.Message, "C’est enregistré.", "Salon d’accompagnement : #coaching")
	for _, c := range []*slacktest.Channel{p.offers, p.coaching, p.moderated} {
		if !slices.Contains(set.Message.Read().Mentions, c.ID) {
			p.t.Errorf("#%s is no link in %q", c.Name, read(set.Message))
		}
	}
}

// entrusts gives the moderation to a user group.
func (g *colleague) entrusts(group *slacktest.Group) {
	g.t.Helper()
	form := g.opens(g.types("/reglages").Message, "Modifier les rôles")
	const field = "Rôle ou groupe de modération"
	found := g.Suggest(form, field, group.Handle[:3])
	if !slices.Equal(found, []string{"@" + group.Handle}) {
		g.t.Fatalf("%q is suggested", found)
	}
	set := g.sends(form, map[string]any{field: found[0]}).Message
	reads(g.t, set, "C’est enregistré.", "Modération : @"+group.Handle)
	discreet(g.t, set)
}

// schedules writes a message by the form of /planifier, in a channel or where the
// settings say, and schedules it.
func (g *colleague) schedules(text, when string, in *slacktest.Channel) slacktest.Message {
	g.t.Helper()
	form := map[string]any{"Le message, ou une série": text, "Quand": when}
	if in != nil {
		form["Salon"] = in.Name
	}
	draft := g.fills(g.types("/planifier").Message, "Programmer un message", form).Message
	discreet(g.t, draft)
	reads(g.t, draft, "brouillon", "Ce que les membres verront", text[:strings.IndexAny(text+"\n", "\n")])
	set := g.presses(draft, "Programmer").Message
	reads(g.t, set, "C’est programmé.")
	return set
}

// TestSlackPlanifier holds that moderators choose channels and groups in forms, write a
// series, see it before it goes, and that it goes out at its hours, once each, with a
// line that opens a thread and a button that members press.
func TestSlackPlanifier(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-23T08:00") // a Monday
		p := openSlack(t, clock)
		malik, rachel, camille := p.admin("Malik"), p.joins("Rachel", "fr-FR"), p.joins("Camille", "fr-FR")
		helpers := p.w.Group("Entraide", "entraide", rachel.User)
		stop := inSlack(t, p, database, clock)

		for _, who := range []*colleague{rachel, camille} {
			for _, command := range []string{"/planifier", "/reglages", "/rebond schedule"} {
				refused := who.types(command).Message
				discreet(t, refused)
				reads(t, refused, "Cette commande est réservée à la modération.")
			}
		}
		p.settle(malik)
		malik.entrusts(helpers)
		reads(t, camille.types("/planifier").Message, "Cette commande est réservée à la modération.")

		rachel.writesSeries()
		if n := len(p.posts(p.coaching)); n != 0 {
			t.Errorf("%d posts before the hour", n)
		}

		clock.moves(t, "2026-11-23T09:00")
		post := p.awaitPosts(p.coaching, 1)[0]
		reads(t, post, "Relis ton CV.", "[Je l’ai fait]", "Fil : Relis ton CV.")
		done := camille.presses(post, "Je l’ai fait").Message
		discreet(t, done)
		reads(t, done, "C’est noté, bravo.", "[Annuler]")
		reads(t, camille.presses(post, "Je l’ai fait").Message, "C’était déjà noté, bravo.")

		p.series(rachel)
		clock.moves(t, "2026-11-23T10:00")
		reads(t, p.awaitPosts(p.coaching, 2)[1], "Premier pas : dors.")
		stop()
		clock.moves(t, "2026-11-24T10:01")
		inSlack(t, p, database, clock)
		said := ""
		for _, m := range p.awaitPosts(p.coaching, 4)[2:] {
			said += read(m) + "\n"
		}
		if !strings.Contains(said, "Écris à une personne.") || !strings.Contains(said, "Deuxième pas, en deux paragraphes.") {
			t.Errorf("on Tuesday: %q", said)
		}
		over := p.awaitPosts(p.moderated, 2)
		for _, m := range over {
			reads(t, m, "terminée", "[Voir]")
		}
		reads(t, rachel.presses(over[0], "Voir").Message, "État : terminé")
	})
}

// writesSeries writes a message wrong, then right, makes it a series of two, reads it and
// schedules it.
func (g *colleague) writesSeries() {
	g.t.Helper()
	list := g.types("/planifier").Message
	reads(g.t, list, "Rien n’est programmé pour l’instant")
	form := g.opens(list, "Programmer un message")
	wrong := g.sends(form, map[string]any{"Le message, ou une série": "Bonjour", "Quand": "toutes les 5 minutes"})
	if wrong.View == nil || wrong.Closed || !strings.Contains(wrong.View.Errors["Quand"], "C’est trop souvent") {
		g.t.Fatalf("a wrong form: %+v", wrong)
	}
	if field := wrong.View.Field("Le message, ou une série"); field.Value != "Bonjour" {
		g.t.Errorf("what was written: %+v", field)
	}
	draft := g.sends(wrong.View, map[string]any{"Le message, ou une série": "**Relis** ton CV.\n\nÉcris à une personne.", "Quand": "du lundi au vendredi à 9 h"}).Message
	reads(g.t, draft, "brouillon", "du lundi au vendredi à 9 h", "Relis ton CV.\n", "Écris à une personne.", "[En faire une série]", "[Je l’ai fait]")
	series := g.presses(draft, "En faire une série")
	reads(g.t, series.Message, "Une série de 2 messages, un à chaque fois.", "message 1 sur 2", "mardi 24 novembre 2026 à 9 h")
	if !series.Updated || strings.Contains(read(series.Message), "Écris à une personne.") {
		g.t.Errorf("the first of the series: updated %t, %q", series.Updated, read(series.Message))
	}
	reads(g.t, g.presses(series.Message, "Je l’ai fait").Message, "C’est un aperçu")
	second := g.presses(series.Message, "Message suivant").Message
	reads(g.t, second, "message 2 sur 2", "Écris à une personne.")
	first := g.presses(second, "Message précédent").Message
	reads(g.t, g.presses(first, "Programmer").Message, "C’est programmé.", "prochain envoi le lundi 23 novembre 2026 à 9 h", "[Mettre en pause]")
}

// series schedules a series of two messages of several paragraphs.
func (p *workspace) series(rachel *colleague) {
	p.t.Helper()
	list := rachel.types("/planifier").Message
	reads(p.t, list, "prochain envoi le mardi 24 novembre 2026 à 9 h", "Messages partis : 1 sur 2", "[Une série d’un fichier]")
	text := "Premier pas : **dors**.\n\n---\n\nDeuxième pas, en deux paragraphes.\n\nLe second.\n"
	draft := rachel.fills(list, "Programmer un message", map[string]any{"Le message, ou une série": text, "Quand": "chaque jour à 10 h"}).Message
	reads(p.t, draft, "message 1 sur 2", "Premier pas : dors.")
	second := rachel.presses(draft, "Message suivant").Message
	reads(p.t, second, "Deuxième pas, en deux paragraphes.", "Le second.")
	reads(p.t, rachel.presses(second, "Programmer").Message, "C’est programmé.", "prochain envoi le lundi 23 novembre 2026 à 10 h")
}

// TestSlackSeriesFromFile holds that a series is scheduled from a file, one message for each
// of its parts.
func TestSlackSeriesFromFile(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:00")
	p := openSlack(t, clock)
	malik := p.admin("Malik")
	inSlack(t, p, storagetest.SQLite(t), clock)
	p.settle(malik)
	form := malik.opens(malik.types("/planifier").Message, "Une série d’un fichier")
	file := slacktest.File{Name: "plan.md", Media: "text/markdown", Data: []byte("Premier pas : **dors**.\n\n---\n\nDeuxième pas, en deux paragraphes.\n\nLe second.\n")}
	draft := malik.sends(form, map[string]any{"Le fichier": file, "Quand": "chaque jour à 10 h"}).Message
	reads(t, draft, "message 1 sur 2", "Premier pas : dors.")
	second := malik.presses(draft, "Message suivant").Message
	reads(t, second, "Deuxième pas, en deux paragraphes.", "Le second.")
	reads(t, malik.presses(second, "Programmer").Message, "C’est programmé.", "prochain envoi le lundi 23 novembre 2026 à 10 h")
	clock.moves(t, "2026-11-23T10:00")
	reads(t, p.awaitPosts(p.coaching, 1)[0], "Premier pas : dors.")
}

// TestSlackModerators holds that moderators are chosen one by one where the plan of the
// workspace has no user groups, and that an admin needs no choice.
func TestSlackModerators(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:00")
	p := openSlack(t, clock)
	p.w.SetFree(true)
	malik, rachel := p.admin("Malik"), p.joins("Rachel", "fr-FR")
	inSlack(t, p, storagetest.SQLite(t), clock)
	p.settle(malik)
	reads(t, rachel.types("/planifier").Message, "réservée à la modération")
	screen := malik.types("/reglages").Message
	named := malik.fills(screen, "Ajouter quelqu’un à la modération", map[string]any{"Qui": "Rachel"})
	reads(t, named.Message, "Rachel est maintenant dans la liste de la modération.", "[Retirer quelqu’un]")
	discreet(t, named.Message)
	reads(t, rachel.types("/planifier").Message, "Rien n’est programmé pour l’instant")
	reads(t, rachel.writes("/planifier"), "Rien n’est programmé pour l’instant")
	settings := rachel.types("/reglages").Message
	unread(t, settings, "Modifier les rôles")
	unread(t, settings, "Ajouter quelqu’un")

	asked := malik.presses(named.Message, "Retirer quelqu’un").Message
	reads(t, asked, "n° 1 : @Rachel")
	reads(t, malik.chooses(asked, "Qui retirer ?", "n° 1").Message, "n’est plus dans la liste de la modération")
	reads(t, rachel.types("/planifier").Message, "réservée à la modération")
	clock.passes(15 * time.Minute) // longer than what Slack said of somebody holds
	malik.SetAdmin(false)
	reads(t, malik.types("/planifier").Message, "réservée à la modération")
}
