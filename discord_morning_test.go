package main

import (
	"strings"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// subscribes asks for the message of the day, and hears at once that it will come.
func (g *guest) subscribes(before int) {
	g.t.Helper()
	screen := g.types("abonnements", nil).Message
	alone(g.t, screen)
	asked := g.presses(screen, "Recevoir : Le message du jour")
	if !asked.Updated {
		g.t.Error("the screen is another message")
	}
	shows(g.t, asked.Message, "C’est noté : tu recevras « Le message du jour »", "Arrêter : Le message du jour")
	shows(g.t, g.directs(before + 1)[before], "C’est ici que je t’enverrai « Le message du jour »", "Régler mes messages")
}

// mornings are days of a community that publishes at 9; Inès has each message too.
type mornings struct {
	*piscine
	clock         *discordClock
	camille, ines *guest
	came          int // until now
}

// comes lets a morning pass: the channel has its message at 9, and who asked for it has
// theirs from 9:30 on, within ten minutes.
func (m *mornings) comes(day string) {
	m.t.Helper()
	m.came++
	m.clock.moves(m.t, day+"T09:00")
	m.awaitPosts(m.coaching, m.came)
	m.clock.moves(m.t, day+"T09:41")
	shows(m.t, m.ines.directs(1 + m.came)[m.came], "Your morning", "Un pas : appelle une personne.") // after the hello
}

// openMornings begins a Monday before 9, with both of them subscribed.
func openMornings(t *testing.T, database string) *mornings {
	t.Helper()
	clock := clockAt(t, "2026-11-23T08:30")
	m := &mornings{piscine: openPiscine(t, clock), clock: clock}
	malik := m.joins("Malik", "fr", m.g.Role("bureau", discordtest.ManageGuild))
	m.camille, m.ines = m.joins("Camille", "fr"), m.joins("Inès", "en-GB")
	startInside(t, m.Server, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	m.settle(malik, m.g.Role("entraide"))
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	m.camille.subscribes(0)
	asked := m.ines.types("subscriptions", nil).Message
	shows(t, m.ines.presses(asked, "Receive: The message of the day").Message, "Noted: you will receive “The message of the day”")
	shows(t, m.ines.directs(1)[0], "Hello!", "Message settings")
	return m
}

// TestDiscordMorning holds that whoever asked for the message of the day has it in the
// morning, in one direct message whose buttons work there; that a break is silent; and
// that closed direct messages stop it, of which they are told at their next command.
func TestDiscordMorning(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		m := openMornings(t, database)
		camille := m.camille
		m.comes("2026-11-23")
		first := camille.directs(2)[1]
		shows(t, first, "Ton matin, lundi 23 novembre 2026", "Un pas : appelle une personne.", "Le message du jour", "Je l’ai fait", "En parler dans le salon", "Régler mes messages", "Faire une pause")
		if first.Thread != nil || len(first.Pings) > 0 {
			t.Errorf("%+v", first)
		}
		if link := "https://discord.com/channels/" + m.g.ID + "/" + m.coaching.ID + "/" + m.posts(m.coaching)[0].ID; !strings.Contains(strings.Join(first.Read().Links, " "), link) {
			t.Errorf("no %s in %q", link, first.Read().Links)
		}
		shows(t, camille.presses(first, "Je l’ai fait").Message, "C’est noté, bravo.", "Annuler")
		settings := camille.presses(first, "Régler mes messages").Message
		shows(t, settings, "Mes messages privés", "Le message du jour : tu le reçois", "Arrêter : Le message du jour")
		silence := camille.presses(camille.presses(first, "Faire une pause").Message, "Jusqu’à ce que je reprenne").Message
		shows(t, silence, "Prends le temps qu’il te faut.", "En pause, jusqu’à ce que tu reprennes.", "Reprendre maintenant")

		said := len(camille.Sees(camille.DM()))
		m.comes("2026-11-24")
		shows(t, camille.presses(silence, "Reprendre maintenant").Message, "Content de te revoir.")
		if n := len(camille.Sees(camille.DM())); n > said+1 { // one that answers the button
			t.Errorf("%d messages during the break", n-said)
		}
		said = len(camille.Sees(camille.DM()))
		m.comes("2026-11-25")
		shows(t, camille.directs(said + 1)[said], "Ton matin, mercredi 25 novembre 2026")
		m.closes()
	})
}

// closes closes the direct messages of Camille, and opens them again.
func (m *mornings) closes() {
	m.t.Helper()
	camille, said := m.camille, len(m.camille.Sees(m.camille.DM()))
	m.CloseDMs(camille.User)
	m.comes("2026-11-26")
	refused := discordtest.Match("POST /channels/" + camille.DM().ID + "/messages")
	m.Await("a refusal", func() bool { return statuses(m.piscine, refused)[403] > 0 })
	eventually(m.t, "Camille to be told", discordtest.Patience, func() bool {
		return strings.Contains(words(camille.types("aide", nil).Message), "Je n’ai pas pu t’écrire en privé : tes messages privés me sont fermés. J’ai arrêté « Le message du jour ».")
	})
	after := camille.types("abonnements", nil).Message
	shows(m.t, after, "Le message du jour : tu ne le reçois pas", "Recevoir : Le message du jour")
	if strings.Contains(words(after), "Je n’ai pas pu t’écrire") {
		m.t.Error("told twice")
	}
	m.comes("2026-11-27")
	if n := statuses(m.piscine, refused)[403]; n != 1 {
		m.t.Errorf("refused %d times", n)
	}
	m.OpenDMs(camille.User)
	camille.subscribes(said)
	inPrivate := camille.Command(camille.DM(), "abonnements", nil).Answer().Message
	shows(m.t, inPrivate, "Le message du jour : tu le reçois")
	shows(m.t, camille.presses(inPrivate, "Arrêter : Le message du jour").Message, "C’est arrêté : tu ne recevras plus « Le message du jour ».")
	shows(m.t, camille.types("abonnements", nil).Message, "Le message du jour : tu ne le reçois pas")
}

// statuses are how many requests were answered with each status.
func statuses(p *piscine, m discordtest.Match) map[int]int {
	all := map[int]int{}
	for _, r := range p.Requests(m) {
		all[r.Status]++
	}
	return all
}

// TestDiscordTwoServers holds that the buttons of a direct message are about the server
// that it comes from, whichever one its reader was in since.
func TestDiscordTwoServers(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:30")
	p := openPiscine(t, clock)
	other := p.Guild("Autre", "fr")
	malik, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr")
	other.Join(camille.User)
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	camille.subscribes(0)
	clock.moves(t, "2026-11-24T08:50")
	shows(t, camille.Command(other.Channel("bavardage"), "aide", nil).Answer().Message, "/offres")
	clock.moves(t, "2026-11-24T09:00")
	p.awaitPosts(p.coaching, 1)
	clock.moves(t, "2026-11-24T09:41")
	settings := camille.presses(camille.directs(2)[1], "Régler mes messages").Message
	shows(t, settings, "Le message du jour : tu le reçois", "Arrêter : Le message du jour")
}
