package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/discord/discordtest"
	"rebond/bot/sources/sourcestest"
	"rebond/storage/storagetest"
)

// hush fails the test for anything written to somebody in private that tells of an opening.
func (p *piscine) hush(g *guest) {
	p.t.Helper()
	sent := p.Requests(discordtest.Match("POST /channels/" + g.DM().ID + "/messages"))
	if len(sent) == 0 {
		p.t.Errorf("nothing was sent to %s", g.Name)
	}
	for _, r := range sent {
		unsaid(p.t, r.Body)
	}
	for _, m := range g.Sees(g.DM()) {
		if !m.Ephemeral {
			unsaid(p.t, []byte(shown(m)))
		}
	}
}

// watches looks for openings, of which there are none, and asks to be told as soon as
// there is one. They are greeted in private.
func (g *guest) watches(search string) discordtest.Message {
	g.t.Helper()
	none := g.types("offres", map[string]any{"recherche": search}).Message
	alone(g.t, none)
	noted := g.presses(none, tellMe).Message
	alone(g.t, noted)
	shows(g.t, noted, "C’est noté : je te préviendrai des nouvelles offres.", "Ton alerte", "Dans « Ton matin », à 9 h 30")
	hello := g.told(1)[0]
	shows(g.t, hello, "C’est ici que je t’écrirai quand tes alertes auront trouvé quelque chose", "[Mes alertes]")
	vague(g.t, words(hello))
	return g.hurries(noted)
}

// told are the messages that somebody has in private and that stay there, oldest first.
func (g *guest) told(n int) (all []discordtest.Message) {
	g.t.Helper()
	eventually(g.t, "the bot to write to "+g.Name, discordtest.Patience, func() bool {
		all = slices.DeleteFunc(g.Sees(g.DM()), func(m discordtest.Message) bool { return m.Ephemeral })
		return len(all) >= n
	})
	if len(all) != n {
		g.t.Fatalf("%d messages to %s; want %d", len(all), g.Name, n)
	}
	return all
}

// hurries asks to be told as soon as there is something.
func (g *guest) hurries(screen discordtest.Message) discordtest.Message {
	g.t.Helper()
	set := g.chooses(screen, whenToTell, "dès que possible")
	if alone(g.t, set.Message); !set.Updated {
		g.t.Error("the alert is another message")
	}
	shows(g.t, set.Message, "C’est noté.", "Dès que possible : un message par heure au plus, jamais pendant tes heures calmes")
	return set.Message
}

// TestDiscordAlertes holds that somebody asks to be told of what they look for, and is told
// how much of it there is, never what; that they open what lives then, see why and ask for
// less of it; and that they are told once an hour, and in the morning what came at night.
func TestDiscordAlertes(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-23T10:00")
		p := openPiscine(t, clock)
		camille, kit, sam := p.joins("Camille", "fr"), p.joins("Kit", "en-GB"), p.joins("Sam", "fr")
		startInside(t, p.Server, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		w := openWire(t, database, clock)
		shows(t, camille.watches("golang lyon"), "golang · Lyon (69)")
		sam.watches("rust")
		kit.watchesInEnglish()

		clock.moves(t, "2026-11-23T11:00")
		w.brings(opening(1, "Golang alambic zigotium"), opening(2, "Golang retirée"), opening(3, "Golang"))
		told := camille.told(2)[1]
		shows(t, told, "3 nouvelles offres pour toi", "Ton alerte : golang · Lyon (69)", "[Voir]", "[Changer ou arrêter]")
		vague(t, words(told))
		w.withdraws(2)
		found := camille.discovers(told)
		camille.narrows(found)
		kit.opensInEnglish()

		clock.moves(t, "2026-11-23T11:30")
		w.brings(opening(4, "Golang alambic confirmée"), opening(5, "Golang confirmée"), opening(6, "Rust"))
		shows(t, sam.told(2)[1], "1 nouvelle offre pour toi") // not told within the hour
		camille.told(2)
		clock.moves(t, "2026-11-23T12:02")
		shows(t, camille.told(3)[2], "1 nouvelle offre pour toi")

		clock.moves(t, "2026-11-23T21:00")
		w.brings(opening(7, "Golang et Rust"))
		clock.moves(t, "2026-11-24T09:41")
		morning := camille.told(4)[3]
		shows(t, morning, "Ton matin, mardi 24 novembre 2026", "1 nouvelle offre pour toi", "[Voir]")
		vague(t, words(morning))
		shows(t, sam.told(3)[2], "Ton matin, mardi 24 novembre 2026")
		shows(t, camille.presses(morning, "Voir").Message, "Développeuse Golang et Rust")
		for _, who := range []*guest{camille, kit, sam} {
			p.hush(who)
		}
		p.awaitPosts(p.offers, 0)
		p.pingsNobody()
		if calls := strings.ToLower(keptCallsOf(t, database)); strings.Contains(calls, "brouillamini") {
			t.Errorf("what buttons do holds a company: %s", calls)
		}
	})
}

// keptCallsOf is keptCalls, of an SQLite database only.
func keptCallsOf(t *testing.T, database string) string {
	if !strings.HasPrefix(database, "sqlite:") {
		return ""
	}
	return keptCalls(t, database)
}

// discovers opens what a direct message told of: three openings, one of which has left since.
func (g *guest) discovers(told discordtest.Message) discordtest.Message {
	g.t.Helper()
	before := shown(told)
	a := g.presses(told, "Voir")
	if alone(g.t, a.Message); a.Updated {
		g.t.Error("the openings stand in place of the message")
	}
	shows(g.t, a.Message, "2 nouvelles offres", "Développeuse Golang alambic zigotium", "Brouillamini", "Source : Greenhouse · à jour le 18 novembre 2026", "["+whyThis+"]", "["+fewerLike+"]", "[Postuler]")
	if strings.Contains(words(a.Message), "retirée") {
		g.t.Errorf("it has left: %q", words(a.Message))
	}
	if still, there := g.Look(told); !there || shown(still) != before {
		g.t.Errorf("the message has become %q", shown(still))
	}
	return a.Message
}

// narrows asks why an opening was found, and for no more like it, takes that back and asks
// again.
func (g *guest) narrows(found discordtest.Message) {
	g.t.Helper()
	why := g.presses(found, whyThis).Message
	alone(g.t, why)
	shows(g.t, why, "Pourquoi « ", "Tu as cherché", "« golang » : dans le titre", "Lyon", "["+fewerLike+"]", "[Régler cette alerte]")
	asked := g.pressesUnder(found, "zigotium", fewerLike).Message
	alone(g.t, asked)
	shows(g.t, asked, "Choisis ce que ton alerte « golang · Lyon (69) » ne doit plus te montrer", "[Pas cette entreprise]", "[Pas « alambic » dans le titre]")
	less := g.presses(asked, "Pas « alambic » dans le titre")
	if alone(g.t, less.Message); !less.Updated {
		g.t.Error("the alert is another message")
	}
	shows(g.t, less.Message, "golang · Lyon (69) · sans « alambic »", "[Annuler ce choix]")
	undone := g.presses(less.Message, "Annuler ce choix").Message
	shows(g.t, undone, "C’est annulé.")
	if strings.Contains(words(undone), "sans « alambic »") {
		g.t.Errorf("not undone: %q", words(undone))
	}
	asked = g.pressesUnder(found, "zigotium", fewerLike).Message
	shows(g.t, g.presses(asked, "Pas « alambic » dans le titre").Message, "sans « alambic »")
}

// pressesUnder presses the first button with a label that comes after some word.
func (g *guest) pressesUnder(m discordtest.Message, word, label string) discordtest.Answer {
	g.t.Helper()
	said := false
	b := m.Find(func(c *discordtest.Component) bool {
		said = said || strings.Contains(c.Content, word)
		return said && c.CustomID != "" && oneSpace.Replace(c.Label) == label
	})
	if b == nil {
		g.t.Fatalf("no button %q after %q in %q", label, word, shown(m))
	}
	return g.Press(m, b.CustomID).Answer()
}

// watchesInEnglish asks to be told, in English.
func (g *guest) watchesInEnglish() {
	g.t.Helper()
	none := g.types("jobs", map[string]any{"search": "golang"}).Message
	noted := g.presses(none, "Tell me of new ones").Message
	alone(g.t, noted)
	shows(g.t, noted, "Noted: I will tell you of new openings.", "Your alert", "golang", "In “Your morning”, at 09:30")
	shows(g.t, g.told(1)[0], "This is where I will write to you", "[My alerts]")
	set := g.chooses(noted, "When to tell you", "as soon as possible").Message
	shows(g.t, set, "As soon as possible: one message an hour at most")
	shows(g.t, g.types("alerts", nil).Message, "My alerts", "golang", "as soon as possible", "[Change]", "[Delete]", "[New alert]")
}

// opensInEnglish opens what they were told of.
func (g *guest) opensInEnglish() {
	g.t.Helper()
	told := g.told(2)[1]
	shows(g.t, told, "3 new openings for you", "Your alert: golang", "[View]", "[Change or stop]")
	found := g.presses(told, "View").Message
	alone(g.t, found)
	shows(g.t, found, "2 new openings", "[Why this opening?]", "[Fewer like this]")
	shows(g.t, g.presses(found, "Why this opening?").Message, "You looked for", "in the title")
	shows(g.t, g.presses(found, "Fewer like this").Message, "Choose what your alert", "[Not this company]")
	shows(g.t, g.presses(told, "Change or stop").Message, "Your alert", "golang")
}

// TestDiscordAlertesReadByItself holds that one program does it all: it reads the source,
// matches what is new with an alert, and tells of it once, whenever it was started.
func TestDiscordAlertesReadByItself(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T10:00")
	b := sourcestest.NewBoards(inStory{t})
	b.RealTime()
	b.Publish("greenhouse", "atelier", opening(1, "Golang zigotium"))
	p := openPiscine(t, clock)
	camille := p.joins("Camille", "fr")
	file := onlySource(t, "name = \"atelier\"\nkind = \"greenhouse\"\nboard = \"atelier\"\napi_url = \""+b.API("greenhouse")+"\"\n")
	start := func() (stop func()) {
		return startInsideWith(t, p.Server, clock, []string{"run", "--no-open", "--config", file}, discordEnviron(p.Server, database))
	}
	stop := start()
	eventually(t, "the first reading", discordtest.Patience, func() bool { return offerCount(t, database) == 1 })
	seen := camille.types("offres", map[string]any{"recherche": "golang"}).Message
	shows(t, seen, "Développeuse Golang zigotium")
	camille.hurries(camille.presses(seen, tellMe).Message)
	camille.told(1)

	b.Publish("greenhouse", "atelier", opening(1, "Golang zigotium"), opening(2, "Golang brouillamini"))
	for _, at := range []string{"2026-11-23T11:20", "2026-11-23T13:00"} {
		stop()
		clock.moves(t, at)
		asked := b.Requests("greenhouse", "atelier")
		stop = start()
		eventually(t, "a reading", discordtest.Patience, func() bool { return b.Requests("greenhouse", "atelier") > asked })
		told := camille.told(2)[1]
		shows(t, told, "1 nouvelle offre pour toi", "Ton alerte : golang")
		shows(t, camille.presses(told, "Voir").Message, "Développeuse Golang brouillamini")
	}
	sent := p.Requests(discordtest.Match("POST /channels/" + camille.DM().ID + "/messages"))
	if len(sent) != 2 {
		t.Errorf("%d messages", len(sent))
	}
	p.hush(camille)
}

// TestDiscordAlertesClosed holds that closed direct messages stop what alerts find, of which
// they are told at their next command, and that « J’ai retrouvé » silences it.
func TestDiscordAlertesClosed(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T10:00")
	p := openPiscine(t, clock)
	camille, kit, sam := p.joins("Camille", "fr"), p.joins("Kit", "en-GB"), p.joins("Sam", "fr")
	startInside(t, p.Server, database, clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	w := openWire(t, database, clock)
	camille.watches("golang lyon")
	sam.watches("golang")
	kit.watchesInEnglish()
	stopped := sam.presses(sam.types("rebondir", nil).Message, "Oui, j’ai retrouvé : tout arrêter").Message
	alone(t, stopped)
	p.CloseDMs(camille.User)
	w.brings(opening(1, "Golang zigotium"))
	refused := discordtest.Match("POST /channels/" + camille.DM().ID + "/messages")
	p.Await("a refusal", func() bool { return statuses(p, refused)[403] > 0 })
	eventually(t, "Camille to be told", discordtest.Patience, func() bool {
		return strings.Contains(words(camille.types("aide", nil).Message), stoppedNow)
	})
	mine := camille.types("alertes", nil).Message
	shows(t, mine, "golang · Lyon (69)", "En ce moment, tes alertes ne t’envoient rien", "[Recevoir mes alertes]")
	if strings.Contains(words(mine), "Je n’ai pas pu t’écrire") {
		t.Error("told twice")
	}
	clock.moves(t, "2026-11-23T12:00")
	w.brings(opening(2, "Golang confirmée"))
	shows(t, kit.told(3)[2], "1 new opening for you")
	if n := statuses(p, refused)[403]; n != 1 {
		t.Errorf("refused %d times", n)
	}
	p.OpenDMs(camille.User)
	shows(t, camille.presses(mine, "Recevoir mes alertes").Message, "golang · Lyon (69)")
	camille.told(2) // the hello, twice
	clock.moves(t, "2026-11-23T13:01")
	w.brings(opening(3, "Golang débutante"))
	shows(t, camille.told(3)[2], "1 nouvelle offre pour toi")
	sam.told(1)
	shows(t, sam.types("alertes", nil).Message, "golang", "En ce moment, tes alertes ne t’envoient rien")
}

// TestDiscordAlertesPlanifier holds that a search of a moderator's is posted in a channel as
// a count and a button, which each opens for themselves, and not at all where there is
// nothing new.
func TestDiscordAlertesPlanifier(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T08:00")
	p := openPiscine(t, clock)
	helpers := p.g.Role("entraide")
	malik, rachel, camille, kit := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
	startInside(t, p.Server, database, clock)
	w := openWire(t, database, clock)
	p.settle(malik, helpers)
	w.brings(opening(1, "Golang zigotium"), opening(2, "Golang"), opening(3, "Rust"))
	draft := rachel.fills(rachel.types("planifier", nil).Message, "Une recherche d’offres", map[string]any{"Ce qui est cherché": "golang lyon", "Quand": "chaque jour à 9 h"}).Message
	alone(t, draft)
	shows(t, draft, "brouillon", "2 offres : golang · Lyon (69)")
	shows(t, rachel.presses(draft, "Programmer").Message, "C’est programmé.")
	rachel.schedules("Bonjour à tous", "chaque jour à 9 h 05", p.coaching)

	clock.moves(t, "2026-11-23T09:00")
	post := p.awaitPosts(p.offers, 1)[0]
	shows(t, post, "2 offres : golang · Lyon (69)", "[Voir]")
	before := shown(post)
	for who, label := range map[*guest]string{camille: "Modifier", kit: "Edit"} {
		opened := who.presses(post, "Voir")
		if alone(t, opened.Message); opened.Updated {
			t.Error("the openings stand in place of the post")
		}
		shows(t, opened.Message, "Développeuse Golang zigotium", "["+label+"]")
	}
	if still, there := p.g.Owner().Look(post); !there || shown(still) != before {
		t.Errorf("the post has become %q", shown(still))
	}

	clock.moves(t, "2026-11-23T09:06")
	p.awaitPosts(p.coaching, 1)
	clock.moves(t, "2026-11-24T09:06") // nothing is new
	p.awaitPosts(p.coaching, 2)
	p.awaitPosts(p.offers, 1)
	clock.moves(t, "2026-11-25T08:00")
	w.brings(opening(4, "Golang brouillamini"))
	clock.moves(t, "2026-11-25T09:00")
	shows(t, p.awaitPosts(p.offers, 2)[1], "1 nouvelle offre : golang · Lyon (69)", "[Voir]")
	for _, r := range p.Requests(discordtest.Match("POST /channels/" + p.offers.ID + "/messages")) {
		unsaid(t, r.Body)
	}
	p.pingsNobody()
}

// TestDiscordAlertesKilled holds that nobody is told twice, nor not at all, by a program that
// is killed before it tells of what was matched, and by one that is killed while it does.
func TestDiscordAlertesKilled(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := &discordClock{}
		p := openPiscine(t, clock)
		noon := "REBOND_TIME_ZONE=" + zoneAtNoon(time.Now())
		var all []*guest
		for n := range 8 {
			all = append(all, p.joins(fmt.Sprint("Membre ", n), "fr"))
		}
		r := startRobot(t, p.Server, database, noon)
		p.AwaitReady(1)
		for _, who := range all {
			who.hurries(who.types("alertes", map[string]any{"recherche": "golang"}).Message)
			who.told(1)
		}
		r.kills()
		w := openWire(t, database, clock)
		w.brings(opening(1, "Golang zigotium"), opening(2, "Golang"))
		r = startRobot(t, p.Server, database, noon)
		p.Await("some direct messages", func() bool {
			return slices.ContainsFunc(all, func(who *guest) bool { return len(who.Sees(who.DM())) == 2 })
		})
		r.kills()
		clock.passes(5 * time.Minute) // what it was about to send is another's to send by then
		startInside(t, p.Server, database, clock, noon)
		for _, who := range all {
			shows(t, who.told(2)[1], "2 nouvelles offres pour toi")
			shows(t, who.presses(who.told(2)[1], "Voir").Message, "Développeuse Golang zigotium")
		}
		for _, who := range all {
			who.told(2)
			p.hush(who)
		}
	})
}
