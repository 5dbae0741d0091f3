package main

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
	"rebond/commands/content"
	"rebond/storage/storagetest"
)

// twice presses a button again before the first answer.
func (g *colleague) twice(on slacktest.Message, label string) [2]slacktest.Answer {
	g.t.Helper()
	button := spaced(g.t, on.Buttons(), label)
	first, second := g.Press(on, button), g.Press(on, button)
	return [2]slacktest.Answer{g.answered(first, "["+label+"]"), g.answered(second, "["+label+"], again")}
}

// launches looks at the programme, of which another day and hour can be chosen, and
// schedules it by pressing twice at once.
func (g *colleague) launches(posts []*content.Post) {
	g.t.Helper()
	list := g.types("/planifier").Message
	reads(g.t, g.chooses(list, "Une série toute prête", "Brise-glaces").Message, "Brise-glaces", "[Utiliser celle-ci]", "[Programmer]")
	screen := g.presses(g.types("/planifier").Message, programmeButton)
	if discreet(g.t, screen.Message); !screen.Updated {
		g.t.Error("the programme is another message")
	}
	reads(g.t, screen.Message, programmeButton, "En semaine : 60 messages", "9 h", "Premier le lundi 23 novembre 2026", "Le week-end : 20 messages", "10 h", "Premier le samedi 28 novembre 2026",
		"Rien ne part tant que tu n’as pas choisi « Programmer »", "#coaching", "(1 sur 60)", "[Je l’ai fait]", "[Autre date, heure ou salon]")
	reads(g.t, screen.Message, asShared(posts[0])...)
	moved := g.chooses(screen.Message, "Commencer", "lundi 30 novembre 2026").Message
	moved = g.chooses(moved, "Heure, en semaine", "14 h").Message
	reads(g.t, moved, "à 14 h", "Premier le lundi 30 novembre 2026", "Premier le samedi 5 décembre 2026")
	set := g.fills(moved, "Autre date, heure ou salon", map[string]any{"Premier jour": "lundi 23 novembre", "Heure": "9 h"}).Message
	reads(g.t, set, "Premier le lundi 23 novembre 2026", "(1 sur 60)")
	second := g.presses(set, "Message suivant").Message
	reads(g.t, second, "(2 sur 60)", oneSpace.Replace(posts[1].Title.FR))
	for _, a := range g.twice(second, "Programmer") {
		if discreet(g.t, a.Message); !a.Updated {
			g.t.Error("what is scheduled is another message")
		}
		reads(g.t, a.Message, "programmé")
	}
	reads(g.t, g.presses(g.types("/planifier").Message, programmeButton).Message, "Ce programme est déjà en cours dans #coaching")
	once(g.t, read(g.types("/planifier").Message), "Messages partis : 0 sur ")
}

// TestSlackCoaching holds that moderators schedule the programme in two presses, and that
// from the next Monday on there is one post a day in the coaching channel, each with its
// button and the line that opens its thread.
func TestSlackCoaching(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		posts, clock := eightyDays(t), clockAt(t, "2026-11-20T08:00") // a Friday
		p := openSlack(t, clock)
		malik, rachel, camille := p.admin("Malik"), p.joins("Rachel", "fr-FR"), p.joins("Camille", "fr-FR")
		helpers := p.w.Group("Entraide", "entraide", rachel.User)
		inSlack(t, p, database, clock)
		p.settle(malik)
		malik.entrusts(helpers)
		reads(t, camille.types("/planifier").Message, "réservée à la modération")
		before := malik.presses(malik.types("/planifier").Message, programmeButton).Message
		rachel.launches(posts)
		reads(t, malik.presses(before, "Programmer").Message, "C’est déjà programmé.")
		once(t, read(malik.types("/planifier").Message), "Messages partis : 0 sur ")
		rachel.schedules("Un café, à tout de suite.", "le 28 novembre 2026 à 9 h 30", p.offers)

		for n, at := range firstWeek {
			if strings.HasPrefix(at, "2026-11-28") { // Saturday is later
				clock.moves(t, "2026-11-28T09:30")
				p.awaitPosts(p.offers, 1)
				p.awaitPosts(p.coaching, n)
			}
			clock.moves(t, at)
			post := p.awaitPosts(p.coaching, n+1)[n]
			reads(t, post, append(asShared(posts[n]), "[Je l’ai fait]", "Fil : "+oneSpace.Replace(posts[n].Title.FR))...)
			if len(post.Pings) > 0 {
				t.Errorf("it pings %q", post.Pings)
			}
			if n%7 != 0 {
				continue
			}
			done := camille.presses(post, "Je l’ai fait").Message
			discreet(t, done)
			reads(t, done, "C’est noté, bravo.", "[Annuler]")
			reads(t, camille.presses(post, "Je l’ai fait").Message, "C’était déjà noté, bravo.")
			if said := camille.Replies(post, "Le matin."); said.ThreadTS != post.TS {
				t.Errorf("answered in thread %q; want %q", said.ThreadTS, post.TS)
			}
		}
		once(t, strings.NewReplacer("6 sur 60", "n sur 60", "2 sur 20", "n sur 20").Replace(read(rachel.types("/planifier").Message)), "Messages partis : n sur ")
		p.awaitPosts(p.moderated, 0)
	})
}

// TestSlackCoachingStopped holds that two moderators in two languages schedule the
// programme once when both press at once, and that none of its posts is lost or doubled by a
// program that is stopped meanwhile.
func TestSlackCoachingStopped(t *testing.T) {
	t.Parallel()
	posts, database, clock := eightyDays(t), storagetest.SQLite(t), clockAt(t, "2026-11-20T08:00")
	p := openSlack(t, clock)
	malik, kit := p.admin("Malik"), p.joins("Kit", "en-GB")
	helpers := p.w.Group("Entraide", "entraide", kit.User)
	stop := inSlack(t, p, database, clock)
	p.settle(malik)
	malik.entrusts(helpers)
	other := malik.presses(malik.types("/planifier").Message, programmeButton).Message
	list := kit.types("/rebond schedule").Message
	discreet(t, list)
	screen := kit.presses(list, "Programme “80 days”").Message
	reads(t, screen, append(asShared(posts[0]), "[Je l’ai fait]")...) // as the channel will
	reads(t, screen, "Programme “80 days”", "On weekdays: 60 messages", "First on Monday 23 November 2026", "At weekends: 20 messages", "Nothing goes out until you choose “Schedule it”", "(1 of 60)", "[Another date, hour or channel]")
	stop()
	stop = inSlack(t, p, database, clock) // its screen is still there
	first, second := kit.Press(screen, "Schedule it"), malik.Press(other, "Programmer")
	reads(t, kit.answered(first, "[Schedule it]").Message, "scheduled")
	reads(t, malik.answered(second, "[Programmer]").Message, "programmé")
	once(t, read(kit.types("/rebond schedule").Message), "Messages sent: 0 of ")

	// back half an hour late, once the answer to a post is lost, and after a whole day.
	stop()
	clock.moves(t, "2026-11-23T09:30")
	stop = inSlack(t, p, database, clock)
	reads(t, p.awaitPosts(p.coaching, 1)[0], asShared(posts[0])...)
	p.Fail(posting, slacktest.Failure{Lost: true, In: p.coaching})
	clock.moves(t, "2026-11-24T09:00")
	p.awaitPosts(p.coaching, 2)
	stop()
	inSlack(t, p, database, clock)()
	clock.moves(t, "2026-11-26T08:00")
	inSlack(t, p, database, clock)
	reads(t, kit.types("/rebond schedule").Message, "Thursday 26 November 2026", "Messages sent: 2 of 60")
	clock.moves(t, "2026-11-26T09:00")
	for n, post := range p.awaitPosts(p.coaching, 3) {
		reads(t, post, append(asShared(posts[n]), "[Je l’ai fait]")...)
	}
}

// begins asks for the programme in the screen of subscriptions, is greeted, and has the
// first post at once.
func (g *colleague) begins(command, receive, noted, hello, first string) (post slacktest.Message) {
	g.t.Helper()
	screen := g.types(command).Message
	discreet(g.t, screen)
	g.becomes(screen, receive, noted)
	greets := g.directs(1)[0]
	reads(g.t, greets, hello, "["+first+"]")
	return g.presses(greets, first).Message
}

// directsNow are how many direct messages the bot wrote to somebody until now.
func (g *colleague) directsNow() int {
	return len(slices.DeleteFunc(g.Sees(g.DM()), func(m slacktest.Message) bool { return m.BotID == "" }))
}

// TestSlackCoachingOwnPace holds that somebody reads the programme at their own pace in direct
// messages: the first post at once, one each morning, the next at once however often it is
// pressed; and in their language, whatever that of the channel.
func TestSlackCoachingOwnPace(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		posts, clock := eightyDays(t), clockAt(t, "2026-11-20T08:30")
		p := openSlack(t, clock)
		malik, camille, ines := p.admin("Malik"), p.joins("Camille", "fr-FR"), p.joins("Inès", "en-GB")
		stop := inSlack(t, p, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		p.settle(malik)
		malik.launches(posts)

		first := camille.begins("/abonnements", "Recevoir : "+ownProgramme, "C’est noté : tu recevras « "+ownProgramme+" »", "C’est ici que je t’écrirai.", firstPost)
		reads(t, first, append(inFull(posts[0], bot.FR, "Une question"), "80 jours · 1 sur 80", "["+nextPost+"]", "["+whereIAm+"]")...)
		english := ines.begins("/rebond subscriptions", "Receive: 80 days, at your own pace", "Noted: you will receive “80 days, at your own pace”", "This is where I will write to you.", "Send me the first one")
		reads(t, english, append(inFull(posts[0], bot.EN, "A question"), "80 days · 1 of 80", "[Send me the next one]", "[Where I am]")...)

		said, saidEN := camille.directsNow(), ines.directsNow()
		stop()
		inSlack(t, p, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		clock.moves(t, "2026-11-21T09:41")
		morning := camille.directs(said + 1)[said]
		reads(t, morning, append(inFull(posts[1], bot.FR, "Une question"), "Ton matin, samedi 21 novembre 2026", "80 jours · 2 sur 80", "["+nextPost+"]", "["+whereIAm+"]", "[Régler mes messages]", "[Faire une pause]")...)
		camille.goesOn(posts, morning)
		morningEN := ines.directs(saidEN + 1)[saidEN]
		reads(t, morningEN, append(inFull(posts[1], bot.EN, "A question"), "Your morning, Saturday 21 November 2026", "80 days · 2 of 80", "[Send me the next one]", "[Where I am]")...)

		clock.moves(t, "2026-11-23T09:00")
		post := p.awaitPosts(p.coaching, 1)[0]
		reads(t, post, asShared(posts[0])...)
		unread(t, post, oneSpace.Replace(posts[0].Title.EN))
		reads(t, ines.presses(morningEN, "Where I am").Message, "You have had 2 of 80.", "The community is at “"+oneSpace.Replace(posts[0].Title.EN)+"” (1 of 80).", "[Read again]", "[Put this programme on hold]")
		p.harmless()
	})
}

// goesOn has the third post by pressing twice at once, looks where they are and reads again.
func (g *colleague) goesOn(posts []*content.Post, morning slacktest.Message) {
	g.t.Helper()
	for _, a := range g.twice(morning, nextPost) {
		if reads(g.t, a.Message, append(inFull(posts[2], bot.FR, "Une question"), "80 jours · 3 sur 80")...); a.Updated || titled(read(a.Message), posts[3], bot.FR) {
			g.t.Errorf("in place: %t, %q", a.Updated, read(a.Message))
		}
	}
	if still, _ := g.Look(morning); !titled(read(still), posts[1], bot.FR) {
		g.t.Errorf("the morning has become %q", read(still))
	}
	place := g.presses(morning, whereIAm)
	reads(g.t, place.Message, "80 jours", "Tu en as reçu 3 sur 80.", "Le prochain arrive le dimanche 22 novembre 2026 à 9 h 30", "[Relire]", "[Recommencer du début]", "[Mettre ce programme en pause]", "[Mes messages privés]")
	unread(g.t, place.Message, "La communauté") // which has published nothing
	last := g.presses(place.Message, "Relire")
	reads(g.t, last.Message, append(inFull(posts[2], bot.FR, "Une question"), "[Précédent]")...)
	before := g.presses(last.Message, "Précédent")
	reads(g.t, before.Message, append(inFull(posts[1], bot.FR, "Une question"), "[Précédent]", "[Suivant]")...)
	back := g.presses(before.Message, whereIAm)
	if reads(g.t, back.Message, "Tu en as reçu 3 sur 80."); !last.Updated || !before.Updated || !back.Updated {
		g.t.Errorf("in place: %t, %t, then %t", last.Updated, before.Updated, back.Updated)
	}
}

// TestSlackCoachingHome holds that moderators schedule the programme in screens over the
// Home, and that members read it there.
func TestSlackCoachingHome(t *testing.T) {
	t.Parallel()
	posts, clock := eightyDays(t), clockAt(t, "2026-11-20T08:00")
	p := openSlack(t, clock)
	malik, camille := p.admin("Malik"), p.joins("Camille", "fr-FR")
	inSlack(t, p, storagetest.SQLite(t), clock)
	p.settle(malik)
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	list := malik.turns(malik.OpensHome(), "Tous les messages programmés", "Un pas : appelle une personne.")
	screen := malik.turns(list, programmeButton, "(1 sur 60)")
	screen = malik.turns(screen, "Message suivant", "(2 sur 60)")
	reads(t, screen, asShared(posts[1])...)
	once(t, read(malik.turns(screen, "Programmer", "C’est programmé.")), "Messages partis : 0 sur ")

	own := camille.turns(camille.OpensHome(), "Changer", "Mes messages privés")
	own = camille.turns(own, "Recevoir : "+ownProgramme, "C’est noté")
	own = camille.turns(own, "80 jours : où j’en suis", "Le premier message t’attend.")
	for n := range 8 {
		label := nextPost
		if n == 0 {
			label = firstPost
		}
		own = camille.turns(own, label, "80 jours · "+string('1'+rune(n))+" sur 80")
		reads(t, own, inFull(posts[n], bot.FR, "Une question")...)
	}
	own = camille.turns(own, whereIAm, "Tu en as reçu 8 sur 80.")
	own = camille.turns(own, "Relire", "80 jours · 8 sur 80")
	reads(t, camille.turns(own, "Précédent", "80 jours · 7 sur 80"), inFull(posts[6], bot.FR, "Une question")...)
	if n := len(camille.Views()); n != 1 {
		t.Errorf("%d screens are open", n)
	}
	p.Await("a fresh Home", func() bool { return has(camille.Home(), ownProgramme+" : tu le reçois") })
}
