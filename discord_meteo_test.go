package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord"
	"rebond/bot/discord/discordtest"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// What members press and fill in, of « Ta météo du jour ».
const (
	countMeToo  = "Compter aussi, sans mon nom, dans la météo de la communauté"
	myNote      = "Écrire une note"
	noteField   = "Tes mots"
	keepNote    = "Garder cette note"
	myCurve     = "Ma courbe"
	myNotebook  = "Mon carnet"
	goodbyeNote = "Je veux mourir."
	quietNote   = "Un palimpseste de novembre, et le zinc du café."
)

// keyed is where a program on a database keeps its keys: beside it, whatever folder it runs in.
func keyed(database string) string { return "REBOND_KEYS=" + storagetest.Keys(database) }

// unwritten fails the test for words that an SQLite database, or the keys beside it, hold.
func unwritten(t *testing.T, database string, never ...string) {
	t.Helper()
	for _, address := range []string{database, storagetest.Keys(database)} {
		for _, part := range []string{"", "-wal", "-shm"} {
			path := strings.TrimPrefix(address, "sqlite:") + part
			data, err := os.ReadFile(path)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			for _, w := range never {
				if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(w))) {
					t.Errorf("%q is in %s", w, path)
				}
			}
		}
	}
}

// keptCalls are what the buttons of answers do that an SQLite database keeps, one a line.
func keptCalls(t *testing.T, database string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", strings.TrimPrefix(database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all string
	if err := db.QueryRow("SELECT coalesce(group_concat(body, char(10)), '') FROM calls").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// paris is where everybody lives.
func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// diary is what a store knows of the answers of one community.
type diary struct {
	t     *testing.T
	store *storage.Store
	at    bot.Address
	clock *discordClock
	space string // in which user ids are unique; "": on the whole platform
}

func diaryOf(t *testing.T, database string, at bot.Address, clock *discordClock) *diary {
	t.Helper()
	return &diary{t: t, store: storagetest.Open(t, database), at: at, clock: clock}
}

// person is our id of somebody, whom we know from then on.
func (d *diary) person(user string) bot.PersonID {
	d.t.Helper()
	m, err := (&storage.Directory{Store: d.store, Lang: bot.FR, Zone: paris(d.t), Now: d.clock.now}).Know(d.t.Context(), d.at, bot.Member{User: user, Space: d.space, Name: user, Lang: bot.FR})
	if err != nil {
		d.t.Fatal(err)
	}
	return m.ID
}

// counts has somebody new agree to count, and answer today.
func (d *diary) counts(user string, weather int) {
	d.t.Helper()
	who, now := d.person(user), d.clock.now()
	if err := d.store.Agree(d.t.Context(), d.at, who, storage.Consent{Version: 1, Lang: bot.FR, Wording: "Oui.", Given: now, Counted: true}); err != nil {
		d.t.Fatal(err)
	}
	if err := d.store.SetWeather(d.t.Context(), d.at, who, storage.DayWeather{On: schedule.DayOf(now.In(paris(d.t))), Weather: weather}, paris(d.t), now); err != nil {
		d.t.Fatal(err)
	}
}

// said are the days that somebody has answered: « 2026-11-24 4 2 ».
func (d *diary) said(user string) (all []string) {
	d.t.Helper()
	days, err := d.store.Weather(d.t.Context(), d.at, d.person(user), 0)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, one := range days {
		all = append(all, fmt.Sprint(one.On, " ", one.Weather, " ", one.Energy))
	}
	return all
}

// is fails the test unless somebody has answered these days, so.
func (d *diary) is(user string, want ...string) {
	d.t.Helper()
	if got := d.said(user); !slices.Equal(got, want) {
		d.t.Errorf("answered: %q; want %q", got, want)
	}
}

// shy fails the test for a message whose first line, which a locked screen shows, tells how
// somebody is.
func shy(t *testing.T, said string) {
	t.Helper()
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	for _, never := range []string{"orage", "pluie", "couvert", "éclaircies", "grand soleil", "énergie", "note :", "storm", "rain"} {
		if strings.Contains(strings.ToLower(first), never) {
			t.Errorf("the first line says %q", first)
		}
	}
}

// agrees accepts the words of the consent as they are.
func (g *guest) agrees() discordtest.Message {
	g.t.Helper()
	a := g.presses(g.types("meteo", nil).Message, "J’accepte")
	if alone(g.t, a.Message); !a.Updated {
		g.t.Error("the question is another message")
	}
	return a.Message
}

// feels answers the question of the day, and is shown what was noted.
func (g *guest) feels(question discordtest.Message, weather, energy string) discordtest.Message {
	g.t.Helper()
	asked := g.presses(question, weather).Message
	alone(g.t, asked)
	shows(g.t, asked, "C’est noté.", "Et ton énergie ?", "[Basse]", "[Moyenne]", "[Haute]", "[Passer]")
	last := g.presses(asked, energy).Message
	alone(g.t, last)
	return last
}

// TestDiscordMeteo holds that nothing is kept before somebody agreed to words that name
// Discord; that three presses say how they are; and that their note and their curve are seen
// by them alone.
func TestDiscordMeteo(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-23T09:00")
		p := openPiscine(t, clock)
		camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
		startInside(t, p.Server, database, clock, keyed(database))
		d := diaryOf(t, database, bot.Address{Platform: discord.Platform, Space: p.g.ID}, clock)

		first := camille.types("meteo", nil).Message
		alone(t, first)
		shows(t, first, "Ni la modération ni les recruteurs ne voient tes réponses.", "ce que tu tapes passe par Discord, et", "Case non cochée", "[☐ "+countMeToo+"]", "[J’accepte]", "[Non merci]")
		refused := camille.presses(first, "Non merci")
		if alone(t, refused.Message); !refused.Updated || len(refused.Message.Buttons()) > 0 {
			t.Errorf("in place: %t, %q", refused.Updated, shown(refused.Message))
		}
		shows(t, refused.Message, "D’accord. Refuser n’enlève rien d’autre.")
		shows(t, camille.types("offres", nil).Message, "offre")
		if d.is(camille.ID); !strings.Contains(shown(camille.types("meteo", nil).Message), "[J’accepte]") {
			t.Error("they are not asked again")
		}

		asked := camille.types("meteo", nil).Message
		ticked := camille.presses(asked, "☐ "+countMeToo)
		if alone(t, ticked.Message); !ticked.Updated {
			t.Error("the box is another message")
		}
		shows(t, ticked.Message, "Case cochée", "[☑ "+countMeToo+"]")
		shows(t, camille.presses(ticked.Message, "☑ "+countMeToo).Message, "Case non cochée", "[☐ "+countMeToo+"]")
		question := camille.agrees()
		shows(t, question, "Quel temps fait-il chez toi aujourd’hui, lundi 23 novembre 2026 ?", "[Grand soleil]", "[Éclaircies]", "[Couvert]", "[Pluie]", "[Orage]")
		noted := camille.feels(question, "Éclaircies", "Moyenne")
		shows(t, noted, "éclaircies, énergie moyenne", "["+myNote+"]", "["+myCurve+"]", "["+myNotebook+"]", "[Me le demander chaque jour]")
		end := camille.presses(noted, "C’est tout")
		if said := strings.TrimSpace(shown(end.Message)); said != "C’est noté." || !end.Updated {
			t.Errorf("at last: %q, in place: %t", said, end.Updated)
		}
		alone(t, end.Message)
		d.is(camille.ID, "2026-11-23 4 2")

		camille.keepsNote()
		camille.seesCurve()

		english := kit.types("checkin", nil).Message
		alone(t, english)
		shows(t, english, "what you type goes through Discord, and", "[☐ Count me too, without my name, in the community’s weather]", "[No thanks]")
		sky := kit.presses(english, "I agree").Message
		shows(t, sky, "What is the weather like with you today, Monday 23 November 2026?")
		last := kit.presses(kit.presses(sky, "Rain").Message, "Low").Message
		shows(t, last, "Noted.", "rain, low energy", "[Write a note]")
		shows(t, kit.presses(last, "That is all").Message, "Noted.")
		d.is(kit.ID, "2026-11-23 2 1")
		p.awaitPosts(p.offers, 0)
		p.pingsNobody()
		if strings.HasPrefix(database, "sqlite:") {
			unwritten(t, database, "palimpseste")
		}
	})
}

// keepsNote writes a note, which is kept once they say so, and reads it again.
func (g *guest) keepsNote() {
	g.t.Helper()
	seen := g.fills(g.types("meteo", nil).Message, myNote, map[string]any{noteField: quietNote})
	alone(g.t, seen.Message)
	shows(g.t, seen.Message, "Rien n’est encore gardé.", "palimpseste", "["+keepNote+"]", "[Ne pas la garder]")
	for _, kept := range g.twice(seen.Message, keepNote) {
		if alone(g.t, kept.Message); !kept.Updated {
			g.t.Error("that it is kept is another message")
		}
		shows(g.t, kept.Message, "Ta note est gardée, pour toi seulement.")
	}
	book := g.presses(g.types("meteo", nil).Message, myNotebook).Message
	alone(g.t, book)
	shows(g.t, book, "Mon carnet", "palimpseste", "[Effacer]")
}

// seesCurve looks at their curve, on the other ground too, and at a longer one.
func (g *guest) seesCurve() {
	g.t.Helper()
	curve := g.presses(g.types("meteo", nil).Message, myCurve)
	alone(g.t, curve.Message)
	shows(g.t, curve.Message, "Ta météo, 30 jours", "1 jour d’éclaircies", "Ce n’est ni un diagnostic ni une note.", "[Sur fond sombre]", "[90 jours]")
	light := drawnIn(g.t, curve.Message.Files[0].Data, len(curve.Message.Files))
	if alt := oneSpace.Replace(curve.Message.Files[0].Description); !strings.HasPrefix(alt, "Courbes de ta météo et de ton énergie, du 25 octobre au 23 novembre 2026.") || !strings.Contains(alt, "1 jour noté") {
		g.t.Errorf("the picture is told as %q", alt)
	}
	if strings.ContainsAny(words(curve.Message), "▁▂▃▄▅▆▇█") || strings.Contains(shown(curve.Message), "Recevoir l’image") {
		g.t.Errorf("a line of characters beside the picture: %q", shown(curve.Message))
	}
	dark := g.presses(curve.Message, "Sur fond sombre")
	alone(g.t, dark.Message)
	if !dark.Updated || bytes.Equal(light, drawnIn(g.t, dark.Message.Files[0].Data, len(dark.Message.Files))) {
		g.t.Errorf("in place: %t, or the ground is the same", dark.Updated)
	}
	year := g.presses(g.presses(dark.Message, "90 jours").Message, "Un an").Message
	alone(g.t, year)
	shows(g.t, year, "Ta météo, un an", "Un point par semaine")
	drawnIn(g.t, year.Files[0].Data, len(year.Files))
}

// TestDiscordMeteoReminder holds that whoever asked for it is asked at their hour, in a direct
// message whose buttons still answer the next day, of that day, and leave it as it is.
func TestDiscordMeteoReminder(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T09:00")
	p := openPiscine(t, clock)
	camille := p.joins("Camille", "fr")
	startInside(t, p.Server, database, clock, keyed(database), "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	d := diaryOf(t, database, bot.Address{Platform: discord.Platform, Space: p.g.ID}, clock)
	camille.agrees()
	shows(t, camille.types("abonnements", map[string]any{"meteo": "21 h 30"}).Message, "tous les jours à 21 h 30")
	hello := camille.directs(1)[0]
	shows(t, hello, "C’est ici que je te demanderai « Ta météo du jour », tous les jours à 21 h 30.")
	shy(t, words(hello))

	clock.moves(t, "2026-11-23T21:31")
	reminder := camille.directs(2)[1]
	shows(t, reminder, "Quel temps fait-il chez toi aujourd’hui, lundi 23 novembre 2026 ?", "[Grand soleil]", "[Éclaircies]", "[Couvert]", "[Pluie]", "[Orage]", "[Régler mes messages]")
	shy(t, words(reminder))
	before := shown(reminder)

	clock.moves(t, "2026-11-24T08:00")
	asked := camille.presses(reminder, "Pluie")
	if alone(t, asked.Message); asked.Updated {
		t.Error("the answer stands in place of the reminder")
	}
	shows(t, asked.Message, "C’est noté.", "Ta réponse vaut pour aujourd’hui, mardi 24 novembre 2026")
	last := camille.presses(asked.Message, "Basse").Message
	alone(t, last)
	shows(t, last, "pluie, énergie basse", "["+myNote+"]")
	if still, there := camille.Look(reminder); !there || shown(still) != before {
		t.Errorf("the reminder has become %q", shown(still))
	}
	d.is(camille.ID, "2026-11-24 2 1")
	seen := camille.fills(last, myNote, map[string]any{noteField: quietNote}).Message
	alone(t, seen)
	kept := camille.presses(seen, keepNote).Message
	alone(t, kept)
	shows(t, kept, "Ta note est gardée, pour toi seulement.")

	// What is asked for in writing is there, and its first line tells nothing either.
	shy(t, words(camille.writes("/meteo")))
	clock.moves(t, "2026-11-24T21:31") // answered: nothing is asked
	clock.moves(t, "2026-11-25T21:31")
	p.Await("the next reminder", func() bool {
		return slices.ContainsFunc(camille.Sees(camille.DM()), func(m discordtest.Message) bool { return strings.Contains(words(m), "mercredi 25 novembre 2026") })
	})
	for _, m := range camille.Sees(camille.DM()) {
		if strings.Contains(words(m), "Quel temps fait-il chez toi aujourd’hui, mardi 24 novembre 2026 ?") {
			t.Error("who has answered is asked")
		}
	}
	for _, m := range camille.Sees(camille.DM()) {
		if !m.Ephemeral && strings.Contains(words(m), "palimpseste") {
			t.Errorf("the note stays in direct messages: %q", words(m))
		}
	}
	p.pingsNobody()
}

// TestDiscordMeteoWord holds that moderators read one word of a week to which eight members
// have answered, and none of seven and one of theirs, who answered by direct message.
func TestDiscordMeteoWord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		members int
		said    string
	}{
		"eight members":                 {8, "Semaine du 16 au 22 novembre : plutôt bas."},
		"seven members and a moderator": {7, "Semaine du 16 au 22 novembre : pas de mot."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-18T09:00")
			p := openPiscine(t, clock)
			helpers := p.g.Role("entraide")
			malik, rachel, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Camille", "fr")
			startInside(t, p.Server, database, clock, keyed(database))
			p.settle(malik, helpers)
			d := diaryOf(t, database, bot.Address{Platform: discord.Platform, Space: p.g.ID}, clock)
			for i := range c.members {
				d.counts(fmt.Sprint(1000000+i), storage.Storm)
			}
			rachel.types("aide", nil)
			rachel.in = rachel.DM() // which tells no role
			asked := rachel.types("meteo", nil).Message
			if box := asked.Button("☐ " + countMeToo); box != nil {
				asked = rachel.presses(asked, "☐ "+countMeToo).Message
			}
			rachel.presses(rachel.presses(asked, "J’accepte").Message, "Orage")
			if said := d.said(rachel.ID); len(said) != 1 {
				t.Errorf("the moderator has answered %q", said)
			}
			clock.moves(t, "2026-11-23T13:01")
			word := words(malik.types("statistiques", nil).Message)
			if !strings.Contains(word, c.said) {
				t.Errorf("no %q in %q", c.said, word)
			}
			shows(t, malik.types("statistiques", nil).Message, "il faut les réponses d’au moins 8 personnes qui ont choisi de compter")
			if said := words(camille.types("statistiques", nil).Message); strings.Contains(said, "Semaine du") {
				t.Errorf("a member reads %q", said)
			}
		})
	}
}

// listens fails the test for an answer to somebody in distress without the people to call.
func listens(t *testing.T, m discordtest.Message) {
	t.Helper()
	shows(t, m, "Merci de l’avoir écrit.", "3114", "15 ou 112", "09 72 39 40 50")
}

// TestDiscordMeteoDistress holds that whoever writes such words has the people to call at
// once, for them alone, wherever they write them; that nothing is looked up nor kept of them;
// and that what they filled in is carried out.
func TestDiscordMeteoDistress(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T09:00")
	importGo(t, database, 7)
	p := openPiscine(t, clock)
	readsAlready()
	recruiters := p.g.Role("recrutement")
	malik, rosa, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rosa", "fr", recruiters), p.joins("Camille", "fr")
	startInside(t, p.Server, database, clock, keyed(database))
	p.settle(malik, p.g.Role("entraide"))
	shows(t, malik.fills(malik.types("reglages", nil).Message, "Modifier les rôles", map[string]any{"Rôle ou groupe de recrutement": recruiters.ID}).Message, "C’est enregistré.")

	direct := camille.writes(goodbyeNote)
	listens(t, direct)
	if strings.Contains(words(direct), "mourir") || strings.Contains(words(direct), "Je ne connais pas") {
		t.Errorf("their words come back: %q", words(direct))
	}
	looked := camille.types("offres", map[string]any{"recherche": "go lyon je veux mourir"}).Message
	alone(t, looked)
	listens(t, looked)
	shows(t, looked, "Je n’ai rien cherché avec ces mots")
	if strings.Contains(words(looked), "Développeuse Go") || strings.Contains(words(looked), "mourir") {
		t.Errorf("they were looked up: %q", words(looked))
	}
	shows(t, camille.types("offres", map[string]any{"recherche": "tuer un process, kill -9 go"}).Message, "Modifier") // which is none

	camille.agrees()
	seen := camille.fills(camille.feelsFair(), myNote, map[string]any{noteField: goodbyeNote})
	alone(t, seen.Message)
	listens(t, seen.Message)
	shows(t, seen.Message, "Rien n’est encore gardé.", "["+keepNote+"]", "[Besoin de parler ?]")
	kept := camille.presses(seen.Message, keepNote).Message
	shows(t, kept, "Ta note est gardée", "Besoin de parler ? /ecoute", "[Besoin de parler ?]")
	for _, cheerful := range []string{"Un petit objectif", "Ma courbe", "Me le demander chaque jour"} {
		if kept.Button(cheerful) != nil {
			t.Errorf("[%s] is offered", cheerful)
		}
	}
	listens(t, camille.writes("j’en peux plus, je veux en finir"))

	draft := rosa.fills(rosa.types("publier", nil).Message, "Coller un lien ou un texte", map[string]any{pastedField: goAnnounced + "\nEt moi, j’ai envie de mourir."}).Message
	alone(t, draft)
	listens(t, draft)
	shows(t, draft, "Ton annonce", "[Les conditions]")
	if calls := strings.ToLower(keptCalls(t, database)); strings.Contains(calls, "mourir") {
		t.Errorf("what buttons do holds their words: %s", calls)
	}
	p.awaitPosts(p.offers, 0)
	p.awaitPosts(p.moderated, 0)
	p.pingsNobody()
}

// feelsFair answers today, and is shown what was noted.
func (g *guest) feelsFair() discordtest.Message {
	g.t.Helper()
	return g.feels(g.types("meteo", nil).Message, "Éclaircies", "Haute")
}

// TestDiscordMeteoWithoutDatabase holds that the people to call are there for whoever writes
// such words, in a command and in direct messages, when the database is gone.
func TestDiscordMeteoWithoutDatabase(t *testing.T) {
	t.Parallel()
	database := storagetest.Postgres(t)
	p := openPiscine(t, nil)
	camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
	r := startRobot(t, p.Server, database)
	r.faulty = true
	p.AwaitReady(1)
	form := camille.presses(camille.types("publier", nil).Message, "Coller un lien ou un texte").Modal
	camille.writes("/aide")
	storagetest.Drop(t, database)
	listens(t, camille.writes(goodbyeNote))
	looked := camille.types("offres", map[string]any{"recherche": goodbyeNote}).Message
	alone(t, looked)
	listens(t, looked)
	shows(t, kit.types("jobs", map[string]any{"search": "I want to die"}).Message, "Thank you for writing it.", "3114") // seen for the first time
	sent := camille.Submit(form, map[string]any{pastedField: goodbyeNote}).Answer().Message
	alone(t, sent)
	listens(t, sent)
	shows(t, sent, "Ce que tu viens d’écrire n’est gardé nulle part")
	eventually(t, "a fault in the log", discordtest.Patience, func() bool { return strings.Contains(r.printed.String(), `"level":"ERROR"`) })
	if strings.Contains(strings.ToLower(r.printed.String()), "mourir") {
		t.Errorf("their words are in the log: %s", r.printed)
	}
}
