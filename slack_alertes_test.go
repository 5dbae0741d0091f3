package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// told are the messages that somebody was sent in private, oldest first, without the answers
// to what they press there.
func (p *workspace) told(g *colleague, n int) (all []slacktest.Message) {
	p.t.Helper()
	eventually(p.t, "the bot to write to "+g.Name, slacktest.Patience, func() bool {
		all = slices.DeleteFunc(g.Sees(g.DM()), func(m slacktest.Message) bool {
			return m.Ephemeral || m.BotID == "" || !has(m, "nouvelle offre") && !has(m, "nouvelles offres") && !has(m, "new opening") || has(m, "[Mes alertes]")
		})
		return len(all) >= n
	})
	if len(all) != n {
		p.t.Fatalf("%d messages to %s; want %d", len(all), g.Name, n)
	}
	return all
}

// hush fails the test for anything written to somebody in private, so that it stays, that
// tells of an opening.
func (p *workspace) hush(g *colleague) {
	p.t.Helper()
	sent := 0
	for _, c := range p.Calls("") {
		if (c.Method != "chat.postMessage" && c.Method != "chat.update") || c.Arg("channel") != g.DM().ID && c.Arg("channel") != g.ID {
			continue
		}
		sent++
		body, err := json.Marshal(c.Args)
		if err != nil {
			p.t.Fatal(err)
		}
		unsaid(p.t, body)
	}
	if sent == 0 {
		p.t.Errorf("nothing was sent to %s", g.Name)
	}
	for _, m := range g.Sees(g.DM()) {
		if !m.Ephemeral {
			unsaid(p.t, m.Raw)
		}
	}
}

// watches looks for openings, of which there are none, and asks to be told as soon as there
// is one. They are greeted in private.
func (g *colleague) watches(search string) slacktest.Message {
	g.t.Helper()
	none := g.types("/offres " + search).Message
	discreet(g.t, none)
	noted := g.presses(none, tellMe).Message
	discreet(g.t, noted)
	reads(g.t, noted, "C’est noté : je te préviendrai des nouvelles offres.", "Ton alerte", "Dans « Ton matin », à 9 h 30")
	hello := g.directs(1)[0]
	reads(g.t, hello, "C’est ici que je t’écrirai quand tes alertes auront trouvé quelque chose", "[Mes alertes]")
	vague(g.t, oneSpace.Replace(hello.Text))
	return g.hurries(noted)
}

// hurries asks to be told as soon as there is something.
func (g *colleague) hurries(screen slacktest.Message) slacktest.Message {
	g.t.Helper()
	set := g.chooses(screen, whenToTell, "dès que possible")
	if discreet(g.t, set.Message); !set.Updated {
		g.t.Error("the alert is another message")
	}
	reads(g.t, set.Message, "C’est noté.", "Dès que possible : un message par heure au plus, jamais pendant tes heures calmes")
	return set.Message
}

// TestSlackAlertes holds that somebody asks to be told of what they look for, and is told
// how much of it there is, never what; that they open what lives then, see why and ask for
// less of it; and that they are told once an hour, and in the morning what came at night.
func TestSlackAlertes(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-23T10:00")
		p := openSlack(t, clock)
		camille, kit, sam := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB"), p.joins("Sam", "fr-FR")
		inSlack(t, p, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		w := openWire(t, database, clock)
		reads(t, camille.watches("golang lyon"), "golang · Lyon (69)")
		sam.watches("rust")
		kit.watchesInEnglish()

		clock.moves(t, "2026-11-23T11:00")
		w.brings(opening(1, "Golang alambic zigotium"), opening(2, "Golang retirée"), opening(3, "Golang"))
		told := p.told(camille, 1)[0]
		reads(t, told, "3 nouvelles offres pour toi", "Ton alerte : golang · Lyon (69)", "[Voir]", "[Changer ou arrêter]")
		vague(t, read(told))
		vague(t, oneSpace.Replace(told.Text)) // which is what a notification shows
		w.withdraws(2)
		camille.narrows(camille.discovers(told))
		p.opensInEnglish(kit)

		clock.moves(t, "2026-11-23T11:30")
		w.brings(opening(4, "Golang alambic confirmée"), opening(5, "Golang confirmée"), opening(6, "Rust"))
		reads(t, p.told(sam, 1)[0], "1 nouvelle offre pour toi") // not told within the hour
		p.told(camille, 1)
		clock.moves(t, "2026-11-23T12:02")
		reads(t, p.told(camille, 2)[1], "1 nouvelle offre pour toi")

		clock.moves(t, "2026-11-23T21:00")
		w.brings(opening(7, "Golang et Rust"))
		clock.moves(t, "2026-11-24T09:41")
		morning := p.told(camille, 3)[2]
		reads(t, morning, "Ton matin, mardi 24 novembre 2026", "1 nouvelle offre pour toi", "[Voir]")
		vague(t, oneSpace.Replace(morning.Text))
		reads(t, p.told(sam, 2)[1], "Ton matin, mardi 24 novembre 2026")
		reads(t, camille.presses(morning, "Voir").Message, "Développeuse Golang et Rust")
		for _, who := range []*colleague{camille, kit, sam} {
			p.hush(who)
		}
		p.awaitPosts(p.offers, 0)
	})
}

// discovers opens what a direct message told of: three openings, one of which has left since.
func (g *colleague) discovers(told slacktest.Message) slacktest.Message {
	g.t.Helper()
	before := read(told)
	a := g.presses(told, "Voir")
	if discreet(g.t, a.Message); a.Updated {
		g.t.Error("the openings stand in place of the message")
	}
	reads(g.t, a.Message, "2 nouvelles offres", "Développeuse Golang alambic zigotium", "Brouillamini", "Source : Greenhouse · à jour le 18 novembre 2026", "["+whyThis+"]", "["+fewerLike+"]", "[Postuler]")
	unread(g.t, a.Message, "retirée")
	if still, there := g.Look(told); !there || read(still) != before {
		g.t.Errorf("the message has become %q", read(still))
	}
	return a.Message
}

// narrows asks why an opening was found, and for no more like it, takes that back and asks
// again.
func (g *colleague) narrows(found slacktest.Message) {
	g.t.Helper()
	why := g.presses(found, whyThis).Message
	discreet(g.t, why)
	reads(g.t, why, "Pourquoi « ", "Tu as cherché", "« golang » : dans le titre", "Lyon", "["+fewerLike+"]", "[Régler cette alerte]")
	asked := g.pressesUnder(found, "zigotium", fewerLike).Message
	discreet(g.t, asked)
	reads(g.t, asked, "Choisis ce que ton alerte « golang · Lyon (69) » ne doit plus te montrer", "[Pas cette entreprise]", "[Pas « alambic » dans le titre]")
	less := g.presses(asked, "Pas « alambic » dans le titre")
	if discreet(g.t, less.Message); !less.Updated {
		g.t.Error("the alert is another message")
	}
	reads(g.t, less.Message, "golang · Lyon (69) · sans « alambic »", "[Annuler ce choix]")
	undone := g.presses(less.Message, "Annuler ce choix").Message
	reads(g.t, undone, "C’est annulé.")
	unread(g.t, undone, "sans « alambic »")
	asked = g.pressesUnder(found, "zigotium", fewerLike).Message
	reads(g.t, g.presses(asked, "Pas « alambic » dans le titre").Message, "sans « alambic »")
}

// pressesUnder presses the first button with a label that comes after some word.
func (g *colleague) pressesUnder(m slacktest.Message, word, label string) slacktest.Answer {
	g.t.Helper()
	said := false
	b := m.Find(func(e *slacktest.Element) bool {
		raw, _ := json.Marshal(e.Raw)
		said = said || e.Type != "button" && len(e.Elements) == 0 && strings.Contains(string(raw), word)
		return said && e.Type == "button" && oneSpace.Replace(e.Label) == label
	})
	if b == nil {
		g.t.Fatalf("no button %q after %q in %q", label, word, read(m))
	}
	return g.answered(g.Press(m, b.ActionID), "["+label+"]")
}

// watchesInEnglish asks to be told, in English.
func (g *colleague) watchesInEnglish() {
	g.t.Helper()
	none := g.types("/rebond jobs golang").Message
	noted := g.presses(none, "Tell me of new ones").Message
	discreet(g.t, noted)
	reads(g.t, noted, "Noted: I will tell you of new openings.", "Your alert", "golang", "In “Your morning”, at 09:30")
	reads(g.t, g.directs(1)[0], "This is where I will write to you", "[My alerts]")
	reads(g.t, g.chooses(noted, "When to tell you", "as soon as possible").Message, "As soon as possible: one message an hour at most")
	mine := g.types("/rebond alerts").Message
	discreet(g.t, mine)
	reads(g.t, mine, "My alerts", "golang", "as soon as possible", "[Change]", "[Delete]", "[New alert]")
}

// opensInEnglish has somebody open what they were told of.
func (p *workspace) opensInEnglish(g *colleague) {
	g.t.Helper()
	told := p.told(g, 1)[0]
	reads(g.t, told, "3 new openings for you", "Your alert: golang", "[View]", "[Change or stop]")
	found := g.presses(told, "View").Message
	discreet(g.t, found)
	reads(g.t, found, "2 new openings", "[Why this opening?]", "[Fewer like this]")
	reads(g.t, g.presses(found, "Why this opening?").Message, "You looked for", "in the title")
	reads(g.t, g.presses(found, "Fewer like this").Message, "Choose what your alert", "[Not this company]")
	reads(g.t, g.presses(told, "Change or stop").Message, "Your alert", "golang")
}

// TestSlackAlertesClosed holds that closed direct messages stop what alerts find, of which
// they are told at their next command, and that « J’ai retrouvé » silences it.
func TestSlackAlertesClosed(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T10:00")
	p := openSlack(t, clock)
	camille, kit, sam := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB"), p.joins("Sam", "fr-FR")
	inSlack(t, p, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	w := openWire(t, database, clock)
	camille.watches("golang lyon")
	sam.watches("golang")
	kit.watchesInEnglish()
	discreet(t, sam.presses(sam.types("/rebondir").Message, "Oui, j’ai retrouvé : tout arrêter").Message)
	camille.CloseDM()
	w.brings(opening(1, "Golang zigotium"))
	refused := func() (n int) {
		for _, c := range p.Calls("chat.postMessage") {
			if c.Error == "messages_tab_disabled" {
				n++
			}
		}
		return n
	}
	p.Await("a refusal", func() bool { return refused() > 0 })
	eventually(t, "Camille to be told", slacktest.Patience, func() bool {
		return strings.Contains(read(camille.types("/aide").Message), stoppedNow)
	})
	mine := camille.types("/alertes").Message
	reads(t, mine, "golang · Lyon (69)", "En ce moment, tes alertes ne t’envoient rien", "[Recevoir mes alertes]")
	unread(t, mine, "Je n’ai pas pu t’écrire")
	clock.moves(t, "2026-11-23T12:00")
	w.brings(opening(2, "Golang confirmée"))
	reads(t, p.told(kit, 2)[1], "1 new opening for you")
	if n := refused(); n != 1 {
		t.Errorf("refused %d times", n)
	}
	camille.OpenDM()
	reads(t, camille.becomes(mine, "Recevoir mes alertes", "C’est noté"), "golang · Lyon (69)")
	clock.moves(t, "2026-11-23T13:01")
	w.brings(opening(3, "Golang débutante"))
	reads(t, p.told(camille, 1)[0], "1 nouvelle offre pour toi")
	sam.directs(1)
	reads(t, sam.types("/alertes").Message, "golang", "En ce moment, tes alertes ne t’envoient rien")
}

// TestSlackAlertesPlanifier holds that a search of a moderator's is posted in a channel as a
// count and a button, which each opens for themselves, and not at all where there is nothing
// new.
func TestSlackAlertesPlanifier(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T08:00")
	p := openSlack(t, clock)
	malik, camille, kit := p.admin("Malik"), p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	inSlack(t, p, database, clock)
	w := openWire(t, database, clock)
	p.settle(malik)
	w.brings(opening(1, "Golang zigotium"), opening(2, "Golang"), opening(3, "Rust"))
	draft := malik.fills(malik.types("/planifier").Message, "Une recherche d’offres", map[string]any{"Ce qui est cherché": "golang lyon", "Quand": "chaque jour à 9 h"}).Message
	discreet(t, draft)
	reads(t, draft, "brouillon", "2 offres : golang · Lyon (69)")
	reads(t, malik.presses(draft, "Programmer").Message, "C’est programmé.")
	malik.schedules("Bonjour à tous", "chaque jour à 9 h 05", p.coaching)

	clock.moves(t, "2026-11-23T09:00")
	post := p.awaitPosts(p.offers, 1)[0]
	reads(t, post, "2 offres : golang · Lyon (69)", "[Voir]")
	before := read(post)
	for who, label := range map[*colleague]string{camille: "[Modifier]", kit: "[Edit]"} {
		opened := who.presses(post, "Voir")
		if discreet(t, opened.Message); opened.Updated {
			t.Error("the openings stand in place of the post")
		}
		reads(t, opened.Message, "Développeuse Golang zigotium", label)
	}
	if still, there := p.owner.Look(post); !there || read(still) != before {
		t.Errorf("the post has become %q", read(still))
	}

	clock.moves(t, "2026-11-23T09:06")
	p.awaitPosts(p.coaching, 1)
	clock.moves(t, "2026-11-24T09:06") // nothing is new
	p.awaitPosts(p.coaching, 2)
	p.awaitPosts(p.offers, 1)
	clock.moves(t, "2026-11-25T08:00")
	w.brings(opening(4, "Golang brouillamini"))
	clock.moves(t, "2026-11-25T09:00")
	reads(t, p.awaitPosts(p.offers, 2)[1], "1 nouvelle offre : golang · Lyon (69)", "[Voir]")
	for _, c := range p.Calls("chat.postMessage") {
		if c.Arg("channel") == p.offers.ID {
			body, err := json.Marshal(c.Args)
			if err != nil {
				t.Fatal(err)
			}
			unsaid(t, body)
		}
	}
}

// TestSlackAlertesKilled holds that nobody is told twice, nor not at all, by a program that
// is killed before it tells of what was matched, and by one that is killed while it does.
func TestSlackAlertesKilled(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), &discordClock{}
	p := openSlack(t, clock)
	zone := zoneAtNoon(time.Now())
	var all []*colleague
	for n := range 8 {
		who := p.joins(fmt.Sprint("Membre ", n), "fr-FR")
		who.SetTZ(zone)
		all = append(all, who)
	}
	r := startSlack(t, p, database, "REBOND_TIME_ZONE="+zone)
	p.AwaitSockets(sockets)
	for _, who := range all {
		who.hurries(who.types("/alertes golang").Message)
		who.directs(1)
	}
	r.kills()
	w := openWire(t, database, clock)
	w.brings(opening(1, "Golang zigotium"), opening(2, "Golang"))
	r = startSlack(t, p, database, "REBOND_TIME_ZONE="+zone)
	p.Await("some direct messages", func() bool {
		return slices.ContainsFunc(all, func(who *colleague) bool { return len(who.Sees(who.DM())) == 2 })
	})
	r.kills()
	clock.passes(5 * time.Minute) // what it was about to send is another's to send by then
	inSlack(t, p, database, clock, "REBOND_TIME_ZONE="+zone)
	for _, who := range all {
		reads(t, p.told(who, 1)[0], "2 nouvelles offres pour toi")
		reads(t, who.presses(p.told(who, 1)[0], "Voir").Message, "Développeuse Golang zigotium")
	}
	for _, who := range all {
		p.told(who, 1)
	}
}
