package main

import (
	"strings"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// TestDiscordDirect is what holds in direct messages, which tell neither a server, nor
// roles, nor a language.
func TestDiscordDirect(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(*testing.T, *discordClock, *piscine){
		"who writes there first is of the only server": writesFirst,
		"their language stays":                         keepsLanguage,
		"a screen is about the server that it showed":  screensStay,
		"nothing is published from there":              publishesNothing,
		"of several servers, one has to be named":      namesNone,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := clockAt(t, "2026-11-23T08:30")
			p := openPiscine(t, clock)
			tell(t, clock, p)
		})
	}
}

func writesFirst(t *testing.T, clock *discordClock, p *piscine) {
	malik, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr")
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	if said := oneSpace.Replace(malik.writes("/planifier").Read().Text); !strings.Contains(said, "réservée à la modération. Si c’est ton rôle, tape-la dans un salon") {
		t.Errorf("a moderator reads %q", said)
	}
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	camille.presses(camille.writes("/abonnements"), "Recevoir : Le message du jour")
	clock.moves(t, "2026-11-23T09:00")
	p.awaitPosts(p.coaching, 1)
	clock.moves(t, "2026-11-23T09:41")
	shows(t, camille.directs(3)[2], "appelle une personne") // after the screen and the hello
}

func keepsLanguage(t *testing.T, clock *discordClock, p *piscine) {
	kit := p.joins("Kit", "en-GB")
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	shows(t, kit.types("help", nil).Message, "/jobs")
	shows(t, kit.writes("/help"), "/jobs")
	clock.moves(t, "2026-11-25T12:00") // what is known of them is written anew
	shows(t, kit.writes("/help"), "/jobs")
	shows(t, kit.writes("hello"), "I do not know “hello”.")
}

func screensStay(t *testing.T, clock *discordClock, p *piscine) {
	other := p.Guild("Autre", "fr")
	camille := p.joins("Camille", "fr")
	other.Join(camille.User)
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	camille.types("aide", nil)
	screen := camille.writes("/abonnements")
	clock.moves(t, "2026-11-25T08:40")
	elsewhere := other.Channel("bavardage")
	camille.Command(elsewhere, "aide", nil).Answer()
	shows(t, camille.presses(screen, "Recevoir : Le message du jour").Message, "C’est noté")
	shows(t, camille.types("abonnements", nil).Message, "Le message du jour : tu le reçois")
	shows(t, camille.Command(elsewhere, "abonnements", nil).Answer().Message, "Le message du jour : tu ne le reçois pas")
}

// publishesNothing lets somebody who was put out say farewell: not in the server.
func publishesNothing(t *testing.T, clock *discordClock, p *piscine) {
	malik, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr")
	p.Guild("Autre", "fr").Join(camille.User)
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	p.settle(malik, p.g.Role("entraide"))
	camille.types("aide", nil)
	p.g.Leave(camille.User)
	stopped := camille.presses(camille.writes("/rebondir"), "Oui, j’ai retrouvé : tout arrêter").Message
	shows(t, stopped, "je ne t’enverrai plus rien")
	if stopped.Button("Écrire un mot") != nil {
		t.Errorf("they may write: %q", shown(stopped))
	}
}

func namesNone(t *testing.T, clock *discordClock, p *piscine) {
	p.Guild("Autre", "fr")
	camille := p.joins("Camille", "fr")
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	shows(t, camille.presses(camille.writes("/abonnements"), "Recevoir : Le message du jour").Message, "tape d’abord une commande dans l’un de ses salons")
}
