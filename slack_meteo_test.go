package main

import (
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// slackDiary is the diary of a workspace.
func slackDiary(p *workspace, database string, clock *discordClock) *diary {
	p.t.Helper()
	d := diaryOf(p.t, database, bot.Address{Platform: slack.Platform, Space: p.w.ID}, clock)
	d.space = p.w.ID
	return d
}

// agrees accepts the words of the consent as they are.
func (g *colleague) agrees() slacktest.Message {
	g.t.Helper()
	a := g.presses(g.types("/meteo").Message, "J’accepte")
	if discreet(g.t, a.Message); !a.Updated {
		g.t.Error("the question is another message")
	}
	return a.Message
}

// feels answers the question of the day, and is shown what was noted.
func (g *colleague) feels(question slacktest.Message, weather, energy string) slacktest.Message {
	g.t.Helper()
	asked := g.presses(question, weather).Message
	discreet(g.t, asked)
	reads(g.t, asked, "C’est noté.", "Et ton énergie ?", "[Basse]", "[Moyenne]", "[Haute]", "[Passer]")
	last := g.presses(asked, energy).Message
	discreet(g.t, last)
	return last
}

// feelsFair answers today, and is shown what was noted.
func (g *colleague) feelsFair() slacktest.Message {
	g.t.Helper()
	return g.feels(g.types("/meteo").Message, "Éclaircies", "Haute")
}

// pictures are the words of those that the bot sent to somebody in private.
func (g *colleague) pictures() (alts []string) {
	for _, m := range g.Sees(g.DM()) {
		for _, b := range m.Blocks {
			if b.Type == "image" {
				alts = append(alts, oneSpace.Replace(b.Alt))
			}
		}
	}
	return alts
}

// TestSlackMeteo holds that nothing is kept before somebody agreed to words that name Slack;
// that three presses say how they are; that their note is seen by them alone; and that their
// curve is words and characters where they ask for it, and a picture in private once they want
// it.
func TestSlackMeteo(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T09:00")
	p := openSlack(t, clock)
	camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	stop := inSlack(t, p, database, clock, keyed(database))
	d := slackDiary(p, database, clock)

	first := camille.types("/meteo").Message
	discreet(t, first)
	reads(t, first, "Ni la modération ni les recruteurs ne voient tes réponses.", "ce que tu tapes passe par Slack, et", "Case non cochée", "[☐ "+countMeToo+"]", "[J’accepte]", "[Non merci]")
	refused := camille.presses(first, "Non merci")
	if discreet(t, refused.Message); !refused.Updated || len(refused.Message.Buttons()) > 0 {
		t.Errorf("in place: %t, %q", refused.Updated, read(refused.Message))
	}
	reads(t, refused.Message, "D’accord. Refuser n’enlève rien d’autre.")
	d.is(camille.ID)
	ticked := camille.presses(camille.types("/meteo").Message, "☐ "+countMeToo)
	if discreet(t, ticked.Message); !ticked.Updated {
		t.Error("the box is another message")
	}
	reads(t, ticked.Message, "Case cochée", "[☑ "+countMeToo+"]")
	question := camille.agrees()
	reads(t, question, "Quel temps fait-il chez toi aujourd’hui, lundi 23 novembre 2026 ?", "[Grand soleil]", "[Éclaircies]", "[Couvert]", "[Pluie]", "[Orage]")
	noted := camille.feels(question, "Éclaircies", "Moyenne")
	reads(t, noted, "éclaircies, énergie moyenne", "["+myNote+"]", "["+myCurve+"]", "["+myNotebook+"]")
	end := camille.presses(noted, "C’est tout")
	if said := strings.TrimSpace(read(end.Message)); said != "C’est noté." || !end.Updated {
		t.Errorf("at last: %q, in place: %t", said, end.Updated)
	}
	d.is(camille.ID, "2026-11-23 4 2")

	seen := camille.fills(camille.types("/meteo").Message, myNote, map[string]any{noteField: quietNote}).Message
	discreet(t, seen)
	reads(t, seen, "Rien n’est encore gardé.", "palimpseste", "["+keepNote+"]", "[Ne pas la garder]")
	kept := camille.presses(seen, keepNote).Message
	discreet(t, kept)
	reads(t, kept, "Ta note est gardée, pour toi seulement.")
	book := camille.presses(kept, myNotebook).Message
	discreet(t, book)
	reads(t, book, "Mon carnet", "palimpseste", "[Effacer]")

	p.curveOf(camille)

	english := kit.types("/rebond checkin").Message
	discreet(t, english)
	reads(t, english, "what you type goes through Slack, and", "[☐ Count me too, without my name, in the community’s weather]", "[No thanks]")
	sky := kit.presses(english, "I agree").Message
	reads(t, sky, "What is the weather like with you today, Monday 23 November 2026?", "[Overcast]")
	last := kit.presses(kit.presses(sky, "Overcast").Message, "Low").Message
	reads(t, last, "Noted.", "overcast, low energy")
	sketched := kit.presses(last, "My curve").Message
	reads(t, sketched, "[Get the picture in private]", "Weather (▁ storm, █ sunshine)")
	p.awaitPosts(p.offers, 0)
	if printed := stop(); strings.Contains(printed, "palimpseste") {
		t.Errorf("their words are in the log: %s", printed)
	}
	unwritten(t, database, "palimpseste")
}

// curveOf has somebody look at their curve in a channel, and ask for the picture.
func (p *workspace) curveOf(g *colleague) {
	g.t.Helper()
	before := len(g.Sees(g.DM()))
	curve := g.presses(g.types("/meteo").Message, myCurve).Message
	discreet(g.t, curve)
	reads(g.t, curve, "Ta météo, 30 jours", "1 jour d’éclaircies", "Courbes de ta météo et de ton énergie, du 25 octobre au 23 novembre 2026.", "Météo (▁ orage, █ grand soleil)", "Énergie (▁ basse, █ haute)",
		"Un signe par jour", "[Recevoir l’image en privé]", "[90 jours]")
	weeks := g.presses(curve, "90 jours").Message
	discreet(g.t, weeks)
	reads(g.t, weeks, "Un signe par semaine", "[Recevoir l’image en privé]")
	if n := len(g.Sees(g.DM())); n != before {
		g.t.Errorf("%d direct messages that nobody asked for", n-before)
	}
	got := g.presses(weeks, "Recevoir l’image en privé").Message
	discreet(g.t, got)
	reads(g.t, got, "Voici ta courbe en image.")
	p.Await("the picture", func() bool { return len(g.pictures()) == 1 })
	if alt := g.pictures()[0]; !strings.HasPrefix(alt, "Courbes de ta météo et de ton énergie, du 26 août au 23 novembre 2026.") {
		g.t.Errorf("the picture is told as %q", alt)
	}
}

// TestSlackMeteoReminder holds that whoever asked for it is asked at their hour in a direct
// message, whose buttons answer of the day on which they are pressed.
func TestSlackMeteoReminder(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T09:00")
	p := openSlack(t, clock)
	camille := p.joins("Camille", "fr-FR")
	inSlack(t, p, database, clock, keyed(database), "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
	d := slackDiary(p, database, clock)
	camille.agrees()
	reads(t, camille.types("/abonnements meteo:21h30").Message, "tous les jours à 21 h 30")
	hello := camille.directs(1)[0]
	reads(t, hello, "C’est ici que je te demanderai « Ta météo du jour », tous les jours à 21 h 30.")
	clock.moves(t, "2026-11-23T21:31")
	reminder := camille.directs(2)[1]
	reads(t, reminder, "Quel temps fait-il chez toi aujourd’hui, lundi 23 novembre 2026 ?", "[Grand soleil]", "[Éclaircies]", "[Couvert]", "[Pluie]", "[Orage]", "[Régler mes messages]")
	for _, m := range []slacktest.Message{hello, reminder} {
		shy(t, read(m))
		shy(t, oneSpace.Replace(m.Text)) // which is what a notification shows
	}
	before := read(reminder)

	clock.moves(t, "2026-11-24T08:00")
	asked := camille.presses(reminder, "Pluie")
	if reads(t, asked.Message, "C’est noté.", "Ta réponse vaut pour aujourd’hui, mardi 24 novembre 2026"); asked.Updated {
		t.Error("the answer stands in place of the reminder")
	}
	reads(t, camille.presses(asked.Message, "Basse").Message, "pluie, énergie basse", "["+myNote+"]")
	if still, there := camille.Look(reminder); !there || read(still) != before {
		t.Errorf("the reminder has become %q", read(still))
	}
	d.is(camille.ID, "2026-11-24 2 1")
}

// heeds fails the test for an answer to somebody in distress without the people to call.
func heeds(t *testing.T, m slacktest.Message) {
	t.Helper()
	reads(t, m, "Merci de l’avoir écrit.", "3114", "15 ou 112", "09 72 39 40 50")
	unread(t, m, "mourir")
}

// TestSlackMeteoDistress holds that whoever writes such words has the people to call at once,
// for them alone, wherever they write them; that nothing is looked up; and that what they
// filled in is carried out.
func TestSlackMeteoDistress(t *testing.T) {
	t.Parallel()
	database, clock := storagetest.SQLite(t), clockAt(t, "2026-11-23T09:00")
	importGo(t, database, 7)
	p := openSlack(t, clock)
	readsAlready()
	malik, rosa, camille, kit := p.admin("Malik"), p.joins("Rosa", "fr-FR"), p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	recruiters := p.w.Group("Recrutement", "recruteurs", rosa.User)
	stop := inSlack(t, p, database, clock, keyed(database))
	p.settle(malik)
	form := malik.opens(malik.types("/reglages").Message, "Modifier les rôles")
	const field = "Rôle ou groupe de recrutement"
	reads(t, malik.sends(form, map[string]any{field: malik.completes(form, field, "rec", "@"+recruiters.Handle)}).Message, "C’est enregistré.")

	p.ForgetCalls()
	p.mentioned(camille, goodbyeNote)
	heeds(t, camille.writes("Je veux mourir, personne ne le verra."))
	for _, m := range kit.Sees(p.offers) {
		if m.BotID != "" {
			t.Errorf("others see %q", read(m))
		}
	}

	looked := camille.types("/offres go lyon je veux mourir").Message
	discreet(t, looked)
	heeds(t, looked)
	reads(t, looked, "Je n’ai rien cherché avec ces mots")
	unread(t, looked, "Développeuse Go")
	english := kit.types("/rebond jobs I want to die").Message
	discreet(t, english)
	reads(t, english, "Thank you for writing it.", "3114")
	unknown := camille.types("/rebond je n’en peux plus, je veux mourir").Message
	discreet(t, unknown)
	heeds(t, unknown)

	camille.agrees()
	seen := camille.fills(camille.feelsFair(), myNote, map[string]any{noteField: goodbyeNote}).Message
	discreet(t, seen)
	reads(t, seen, "Merci de l’avoir écrit.", "3114", "Rien n’est encore gardé.", "["+keepNote+"]", "[Besoin de parler ?]")
	kept := camille.presses(seen, keepNote).Message
	reads(t, kept, "Ta note est gardée", "Besoin de parler ? /rebond ecoute", "[Besoin de parler ?]")
	reads(t, camille.types("/rebond ecoute").Message, "3114")
	for _, cheerful := range []string{"Un petit objectif", "Ma courbe", "Me le demander chaque jour"} {
		unread(t, kept, "["+cheerful+"]")
	}

	draft := rosa.fills(rosa.types("/publier").Message, "Coller un lien ou un texte", map[string]any{pastedField: goAnnounced + "\nEt moi, j’ai envie de mourir."}).Message
	discreet(t, draft)
	reads(t, draft, "Merci de l’avoir écrit.", "3114", "Ton annonce", "[Les conditions]")
	if calls := strings.ToLower(keptCalls(t, database)); strings.Contains(calls, "mourir") {
		t.Errorf("what buttons do holds their words: %s", calls)
	}
	p.awaitPosts(p.offers, 0)
	p.awaitPosts(p.moderated, 0)
	if printed := strings.ToLower(stop()); strings.Contains(printed, "mourir") {
		t.Errorf("their words are in the log: %s", printed)
	}
}

// mentioned has somebody name the bot in the channel of openings, and hear the answer for them
// alone.
func (p *workspace) mentioned(g *colleague, words string) {
	p.t.Helper()
	heard := g.Hears(p.offers, g.Says(p.offers, "@Rebond "+words), 1)
	for _, m := range heard {
		discreet(p.t, m)
		heeds(p.t, m)
	}
	if n := len(p.Calls("chat.postEphemeral")); n != 1 || len(heard) != 1 {
		p.t.Errorf("%d calls of chat.postEphemeral, %d answers", n, len(heard))
	}
}
