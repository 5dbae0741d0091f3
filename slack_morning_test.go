package main

import (
	"strings"
	"testing"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// subscribes asks for the message of the day, and hears at once that it will come.
func (g *colleague) subscribes(before int) {
	g.t.Helper()
	screen := g.types("/abonnements").Message
	discreet(g.t, screen)
	reads(g.t, g.becomes(screen, "Recevoir : Le message du jour", "C’est noté : tu recevras « Le message du jour »"), "[Arrêter : Le message du jour]")
	reads(g.t, g.directs(before + 1)[before], "C’est ici que je t’enverrai « Le message du jour »", "[Régler mes messages]")
}

// slackMornings are days of a community that publishes at 9; Inès has each message too.
type slackMornings struct {
	*workspace
	clock         *discordClock
	camille, ines *colleague
	came          int // until now
}

// comes lets a morning pass: the channel has its message at 9, and who asked for it has
// theirs from 9:30 on, within ten minutes.
func (m *slackMornings) comes(day string) {
	m.t.Helper()
	m.came++
	m.clock.moves(m.t, day+"T09:00")
	m.awaitPosts(m.coaching, m.came)
	m.clock.moves(m.t, day+"T09:41")
	reads(m.t, m.ines.directs(1 + m.came)[m.came], "Your morning", "Un pas : appelle une personne.") // after the hello
}

// openSlackMornings begins a Monday before 9, with both of them subscribed.
func openSlackMornings(t *testing.T, database string) *slackMornings {
	t.Helper()
	clock := clockAt(t, "2026-11-23T08:30")
	m := &slackMornings{workspace: openSlack(t, clock), clock: clock}
	malik := m.admin("Malik")
	m.camille, m.ines = m.joins("Camille", "fr-FR"), m.joins("Inès", "en-GB")
	inSlack(t, m.workspace, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	m.settle(malik)
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	m.camille.subscribes(0)
	asked := m.ines.types("/rebond subscriptions").Message
	m.ines.becomes(asked, "Receive: The message of the day", "Noted: you will receive “The message of the day”")
	reads(t, m.ines.directs(1)[0], "Hello!", "[Message settings]")
	return m
}

// TestSlackMorning holds that whoever asked for the message of the day has it in the
// morning, in one direct message whose buttons work there; that a break is silent; and
// that closed direct messages stop it, of which they are told at their next command.
func TestSlackMorning(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		m := openSlackMornings(t, database)
		camille := m.camille
		m.comes("2026-11-23")
		first := camille.directs(2)[1]
		reads(t, first, "Ton matin, lundi 23 novembre 2026", "Un pas : appelle une personne.", "Le message du jour", "[Je l’ai fait]", "[En parler dans le salon]", "[Régler mes messages]", "[Faire une pause]")
		if len(first.Pings) > 0 {
			t.Errorf("it pings %q", first.Pings)
		}
		if post := m.posts(m.coaching)[0]; !strings.Contains(strings.Join(first.Read().Links, " "), m.coaching.ID+"/p"+strings.ReplaceAll(post.TS, ".", "")) {
			t.Errorf("no link to %s in %q", post.TS, first.Read().Links)
		}
		reads(t, camille.presses(first, "Je l’ai fait").Message, "C’est noté, bravo.", "[Annuler]")
		settings := camille.presses(first, "Régler mes messages").Message
		reads(t, settings, "Mes messages privés", "Le message du jour : tu le reçois", "[Arrêter : Le message du jour]")
		silence := camille.presses(camille.presses(first, "Faire une pause").Message, "Jusqu’à ce que je reprenne").Message
		reads(t, silence, "Prends le temps qu’il te faut.", "En pause, jusqu’à ce que tu reprennes.", "[Reprendre maintenant]")

		said := len(camille.Sees(camille.DM()))
		m.comes("2026-11-24")
		if n := len(camille.Sees(camille.DM())); n != said {
			t.Errorf("%d messages during the break", n-said)
		}
		reads(t, camille.presses(silence, "Reprendre maintenant").Message, "Content de te revoir.")
		said = len(camille.Sees(camille.DM()))
		m.comes("2026-11-25")
		m.Await("a morning", func() bool { return len(camille.Sees(camille.DM())) > said })
		reads(t, camille.Sees(camille.DM())[said], "Ton matin, mercredi 25 novembre 2026")
		m.closes()
	})
}

// closes closes the direct messages of Camille, and opens them again.
func (m *slackMornings) closes() {
	m.t.Helper()
	camille := m.camille
	camille.CloseDM()
	m.comes("2026-11-26")
	refused := func() int {
		n := 0
		for _, c := range m.Calls("chat.postMessage") {
			if c.Error == "messages_tab_disabled" {
				n++
			}
		}
		return n
	}
	m.Await("a refusal", func() bool { return refused() > 0 })
	eventually(m.t, "Camille to be told", slacktest.Patience, func() bool {
		return strings.Contains(read(camille.types("/aide").Message), "Je n’ai pas pu t’écrire en privé : tes messages privés me sont fermés. J’ai arrêté « Le message du jour ».")
	})
	after := camille.types("/abonnements").Message
	reads(m.t, after, "Le message du jour : tu ne le reçois pas", "[Recevoir : Le message du jour]")
	unread(m.t, after, "Je n’ai pas pu t’écrire")
	m.comes("2026-11-27")
	if n := refused(); n != 1 {
		m.t.Errorf("refused %d times", n)
	}
	camille.OpenDM()
	said := len(camille.Hears(camille.DM(), slacktest.Message{}, 1))
	camille.subscribes(said)
	camille.in = camille.DM()
	inPrivate := camille.types("/abonnements").Message
	reads(m.t, inPrivate, "Le message du jour : tu le reçois")
	reads(m.t, camille.presses(inPrivate, "Arrêter : Le message du jour").Message, "C’est arrêté : tu ne recevras plus « Le message du jour ».")
	reads(m.t, camille.writes("abonnements"), "Le message du jour : tu ne le reçois pas")
}

// TestSlackZones holds that a morning comes at the hour of where somebody lives, as Slack
// knows it, and that a message that is scheduled comes at the hour of the community.
func TestSlackZones(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T04:30")
	p := openSlack(t, clock)
	malik, reunion, quebec := p.admin("Malik"), p.joins("Camille", "fr-FR"), p.joins("Sam", "fr-CA")
	reunion.SetTZ("Indian/Reunion")  // three hours ahead of Paris
	quebec.SetTZ("America/Montreal") // six hours behind
	inSlack(t, p, storagetest.SQLite(t), clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	p.settle(malik)
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	for _, who := range []*colleague{reunion, quebec} {
		reads(t, who.types("/abonnements").Message, who.TZ)
		who.subscribes(0)
	}
	clock.moves(t, "2026-11-23T09:00")
	p.awaitPosts(p.coaching, 1)
	clock.moves(t, "2026-11-23T15:41") // 9:41 in Montreal, 18:41 in Réunion
	reads(t, quebec.directs(2)[1], "Ton matin, lundi 23 novembre 2026")
	reunion.directs(1)
	clock.moves(t, "2026-11-24T06:41") // 0:41 and 9:41
	reads(t, reunion.directs(2)[1], "Ton matin, mardi 24 novembre 2026", "Un pas : appelle une personne.")
	quebec.directs(2)
	reads(t, malik.types("/planifier").Message, "mardi 24 novembre 2026 à 9 h")
}
