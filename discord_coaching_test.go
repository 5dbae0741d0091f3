package main

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
	"rebond/commands/content"
	"rebond/storage/storagetest"
)

// What moderators and members press of the programme.
const (
	programmeButton = "Programme « 80 jours »"
	ownProgramme    = "80 jours, à ton rythme"
	firstPost       = "M’envoyer le premier"
	nextPost        = "M’envoyer la suite"
	whereIAm        = "Où j’en suis"
)

// firstWeek is when the programme goes out that is scheduled on Friday 20 November 2026.
var firstWeek = []string{"2026-11-23T09:00", "2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:00", "2026-11-27T09:00", "2026-11-28T10:00", "2026-11-29T10:00", "2026-11-30T09:00"}

// eightyDays are the posts of the programme as they follow each other: stories find there
// what they say.
func eightyDays(t *testing.T) []*content.Post {
	t.Helper()
	all, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	posts := all.InTurn("80-jours")
	if len(posts) != 80 {
		t.Fatalf("%d posts", len(posts))
	}
	return posts
}

// inFull is what a post says in a language, its words before the question among it.
func inFull(o *content.Post, l bot.Lang, asks string) (all []string) {
	for _, part := range []bot.Text{o.Title, o.Text, o.Action} {
		for line := range strings.SplitSeq(bot.Plain(part.In(l)), "\n") {
			all = append(all, oneSpace.Replace(strings.TrimSpace(line)))
		}
	}
	return append(all, asks, oneSpace.Replace(bot.Plain(o.Question.In(l))))
}

// asShared is what a post says in a channel of French speakers.
func asShared(o *content.Post) []string { return inFull(o, bot.FR, "Dans le fil") }

// titled reports whether something names a post.
func titled(said string, o *content.Post, l bot.Lang) bool {
	return strings.Contains(said, oneSpace.Replace(o.Title.In(l)))
}

// twice presses a button again before the first answer.
func (g *guest) twice(on discordtest.Message, label string) [2]discordtest.Answer {
	g.t.Helper()
	b := on.Find(func(c *discordtest.Component) bool { return oneSpace.Replace(c.Label) == label })
	if b == nil {
		g.t.Fatalf("no button %q in %q", label, shown(on))
	}
	first, second := g.Press(on, b.CustomID), g.Press(on, b.CustomID)
	return [2]discordtest.Answer{first.Answer(), second.Answer()}
}

// once fails the test unless the list of what is scheduled holds the programme once.
func once(t *testing.T, said, none string) {
	t.Helper()
	for _, all := range []string{"60", "20"} {
		if n := strings.Count(said, none+all); n != 1 {
			t.Errorf("%d times %q in %q", n, none+all, said)
		}
	}
}

// launches looks at the programme, and schedules it by pressing twice at once.
func (g *guest) launches(posts []*content.Post) {
	g.t.Helper()
	screen := g.presses(g.types("planifier", nil).Message, programmeButton)
	if alone(g.t, screen.Message); !screen.Updated {
		g.t.Error("the programme is another message")
	}
	shows(g.t, screen.Message, programmeButton, "En semaine : 60 messages", "9 h", "Premier le lundi 23 novembre 2026", "Le week-end : 20 messages", "10 h", "Premier le samedi 28 novembre 2026",
		"Rien ne part tant que tu n’as pas choisi « Programmer »", "(1 sur 60)", "[Je l’ai fait]", "[Autre date, heure ou salon]")
	shows(g.t, screen.Message, asShared(posts[0])...)
	if !strings.Contains(screen.Message.Markdown(), "<#") {
		g.t.Errorf("no channel in %q", screen.Message.Markdown())
	}
	second := g.presses(screen.Message, "Message suivant").Message
	shows(g.t, second, "(2 sur 60)", oneSpace.Replace(posts[1].Title.FR))
	first := g.presses(second, "Message précédent").Message
	for _, a := range g.twice(first, "Programmer") {
		if alone(g.t, a.Message); !a.Updated {
			g.t.Error("what is scheduled is another message")
		}
		shows(g.t, a.Message, "programmé")
	}
	again := g.presses(g.types("planifier", nil).Message, programmeButton).Message
	shows(g.t, again, "Ce programme est déjà en cours dans")
	list := words(g.types("planifier", nil).Message)
	once(g.t, list, "Messages partis : 0 sur ")
}

// TestDiscordCoaching holds that moderators schedule the programme in two presses, and that
// from the next Monday on there is one post a day in the coaching channel, each with its
// thread and its button.
func TestDiscordCoaching(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		posts, clock := eightyDays(t), clockAt(t, "2026-11-20T08:00") // a Friday
		p := openPiscine(t, clock)
		helpers := p.g.Role("entraide")
		malik, rachel, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Camille", "fr")
		startInside(t, p.Server, database, clock)
		p.settle(malik, helpers)
		shows(t, camille.types("planifier", nil).Message, "réservée à la modération")
		before := malik.presses(malik.types("planifier", nil).Message, programmeButton).Message
		rachel.launches(posts)
		shows(t, malik.presses(before, "Programmer").Message, "C’est déjà programmé.")
		once(t, words(malik.types("planifier", nil).Message), "Messages partis : 0 sur ")
		rachel.schedules("Un café, à tout de suite.", "le 28 novembre 2026 à 9 h 30", p.offers)

		for n, at := range firstWeek {
			if strings.HasPrefix(at, "2026-11-28") { // Saturday is later
				clock.moves(t, "2026-11-28T09:30")
				p.awaitPosts(p.offers, 1)
				p.awaitPosts(p.coaching, n)
			}
			clock.moves(t, at)
			post := p.awaitPosts(p.coaching, n+1)[n]
			shows(t, post, append(asShared(posts[n]), "[Je l’ai fait]")...)
			p.threaded(post, posts[n].Title.FR)
			if len(post.Pings) > 0 {
				t.Errorf("it pings %q", post.Pings)
			}
			if n%7 != 0 {
				continue
			}
			done := camille.presses(post, "Je l’ai fait").Message
			alone(t, done)
			shows(t, done, "C’est noté, bravo.", "[Annuler]")
			shows(t, camille.presses(post, "Je l’ai fait").Message, "C’était déjà noté, bravo.")
		}
		once(t, strings.ReplaceAll(strings.ReplaceAll(words(rachel.types("planifier", nil).Message), "6 sur 60", "n sur 60"), "2 sur 20", "n sur 20"), "Messages partis : n sur ")
		p.awaitPosts(p.moderated, 0)
	})
}

// TestDiscordCoachingStopped holds that two moderators in two languages schedule the
// programme once when both press at once, and that none of its posts is lost or doubled by a
// program that is stopped meanwhile.
func TestDiscordCoachingStopped(t *testing.T) {
	t.Parallel()
	posts, database, clock := eightyDays(t), storagetest.SQLite(t), clockAt(t, "2026-11-20T08:00")
	p := openPiscine(t, clock)
	helpers := p.g.Role("entraide")
	malik, kit := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Kit", "en-GB", helpers)
	stop := startInside(t, p.Server, database, clock)
	p.settle(malik, helpers)
	other := malik.presses(malik.types("planifier", nil).Message, programmeButton).Message
	list := kit.types("schedule", nil).Message
	alone(t, list)
	screen := kit.presses(list, "Programme “80 days”").Message
	shows(t, screen, append(asShared(posts[0]), "[Je l’ai fait]")...) // as the channel will
	shows(t, screen, "Programme “80 days”", "On weekdays: 60 messages", "First on Monday 23 November 2026", "At weekends: 20 messages", "Nothing goes out until you choose “Schedule it”", "(1 of 60)", "[Another date, hour or channel]")
	stop()
	stop = startInside(t, p.Server, database, clock) // its screen is still there
	first, second := kit.Press(screen, screen.Button("Schedule it").CustomID), malik.Press(other, other.Button("Programmer").CustomID)
	shows(t, first.Answer().Message, "scheduled")
	shows(t, second.Answer().Message, "programmé")
	once(t, words(kit.types("schedule", nil).Message), "Messages sent: 0 of ")

	// back half an hour late, once the answer to a post is lost, and after a whole day.
	stop()
	clock.moves(t, "2026-11-23T09:30")
	stop = startInside(t, p.Server, database, clock)
	shows(t, p.awaitPosts(p.coaching, 1)[0], asShared(posts[0])...)
	posting := discordtest.Match("POST /channels/" + p.coaching.ID + "/messages")
	p.Fail(posting, discordtest.Lost())
	clock.moves(t, "2026-11-24T09:00")
	p.awaitPosts(p.coaching, 2)
	stop()
	startInside(t, p.Server, database, clock)()
	clock.moves(t, "2026-11-26T08:00")
	startInside(t, p.Server, database, clock)
	shows(t, kit.types("schedule", nil).Message, "Thursday 26 November 2026", "Messages sent: 2 of 60")
	clock.moves(t, "2026-11-26T09:00")
	for n, post := range p.awaitPosts(p.coaching, 3) {
		shows(t, post, append(asShared(posts[n]), "[Je l’ai fait]")...)
		p.threaded(post, posts[n].Title.FR)
	}
}

// begins asks for the programme in the screen of subscriptions, is greeted, and has the
// first post at once.
func (g *guest) begins(command, receive, noted, hello, first string) (post discordtest.Message) {
	g.t.Helper()
	asked := g.presses(g.types(command, nil).Message, receive)
	if alone(g.t, asked.Message); !asked.Updated {
		g.t.Error("the screen is another message")
	}
	shows(g.t, asked.Message, noted)
	greets := g.directs(1)[0]
	shows(g.t, greets, hello, "["+first+"]")
	return g.presses(greets, first).Message
}

// directsNow are how many direct messages the bot wrote to somebody until now.
func (g *guest) directsNow() int {
	return len(slices.DeleteFunc(g.Sees(g.DM()), func(m discordtest.Message) bool { return m.Author == g.ID }))
}

// TestDiscordCoachingOwnPace holds that somebody reads the programme at their own pace in direct
// messages: the first post at once, one each morning, the next at once however often it is
// pressed; and in their language, whatever that of the channel.
func TestDiscordCoachingOwnPace(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		posts, clock := eightyDays(t), clockAt(t, "2026-11-20T08:30")
		p := openPiscine(t, clock)
		helpers := p.g.Role("entraide")
		malik, camille, ines := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr"), p.joins("Inès", "en-GB")
		stop := startInside(t, p.Server, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		p.settle(malik, helpers)
		malik.launches(posts)

		first := camille.begins("abonnements", "Recevoir : "+ownProgramme, "C’est noté : tu recevras « "+ownProgramme+" »", "C’est ici que je t’écrirai.", firstPost)
		shows(t, first, append(inFull(posts[0], bot.FR, "Une question"), "80 jours · 1 sur 80", "["+nextPost+"]", "["+whereIAm+"]")...)
		english := ines.begins("subscriptions", "Receive: 80 days, at your own pace", "Noted: you will receive “80 days, at your own pace”", "This is where I will write to you.", "Send me the first one")
		shows(t, english, append(inFull(posts[0], bot.EN, "A question"), "80 days · 1 of 80", "[Send me the next one]", "[Where I am]")...)

		said, saidEN := camille.directsNow(), ines.directsNow()
		stop()
		startInside(t, p.Server, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		clock.moves(t, "2026-11-21T09:41")
		morning := camille.directs(said + 1)[said]
		shows(t, morning, append(inFull(posts[1], bot.FR, "Une question"), "Ton matin, samedi 21 novembre 2026", "80 jours · 2 sur 80", "["+nextPost+"]", "["+whereIAm+"]", "[Régler mes messages]", "[Faire une pause]")...)
		camille.goesOn(posts, morning)
		morningEN := ines.directs(saidEN + 1)[saidEN]
		shows(t, morningEN, append(inFull(posts[1], bot.EN, "A question"), "Your morning, Saturday 21 November 2026", "80 days · 2 of 80", "[Send me the next one]", "[Where I am]")...)

		clock.moves(t, "2026-11-23T09:00")
		post := p.awaitPosts(p.coaching, 1)[0]
		shows(t, post, asShared(posts[0])...)
		if titled(words(post), posts[0], bot.EN) {
			t.Errorf("in two languages: %q", words(post))
		}
		shows(t, ines.presses(morningEN, "Where I am").Message, "You have had 2 of 80.", "The community is at “"+oneSpace.Replace(posts[0].Title.EN)+"” (1 of 80).", "[Read again]", "[Put this programme on hold]")
		p.pingsNobody()
	})
}

// goesOn has the third post by pressing twice at once, looks where they are and reads again.
func (g *guest) goesOn(posts []*content.Post, morning discordtest.Message) {
	g.t.Helper()
	for _, a := range g.twice(morning, nextPost) {
		if shows(g.t, a.Message, append(inFull(posts[2], bot.FR, "Une question"), "80 jours · 3 sur 80")...); a.Updated || titled(words(a.Message), posts[3], bot.FR) {
			g.t.Errorf("in place: %t, %q", a.Updated, words(a.Message))
		}
	}
	if still, _ := g.Look(morning); !titled(words(still), posts[1], bot.FR) {
		g.t.Errorf("the morning has become %q", shown(still))
	}
	place := g.presses(morning, whereIAm)
	shows(g.t, place.Message, "80 jours", "Tu en as reçu 3 sur 80.", "Le prochain arrive le dimanche 22 novembre 2026 à 9 h 30", "[Relire]", "[Recommencer du début]", "[Mettre ce programme en pause]", "[Mes messages privés]")
	if strings.Contains(words(place.Message), "La communauté") {
		g.t.Errorf("nothing is published: %q", words(place.Message))
	}
	last := g.presses(place.Message, "Relire")
	shows(g.t, last.Message, append(inFull(posts[2], bot.FR, "Une question"), "[Précédent]")...)
	before := g.presses(last.Message, "Précédent")
	shows(g.t, before.Message, append(inFull(posts[1], bot.FR, "Une question"), "[Précédent]", "[Suivant]")...)
	back := g.presses(before.Message, whereIAm)
	if shows(g.t, back.Message, "Tu en as reçu 3 sur 80."); !last.Updated || !before.Updated || !back.Updated {
		g.t.Errorf("in place: %t, %t, then %t", last.Updated, before.Updated, back.Updated)
	}
}
