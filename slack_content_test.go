package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/slack/slacktest"
	"rebond/commands/content"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestSlackTips holds that somebody reads the tip of the day, another one, what there is to
// copy and the tips of a theme, in their language, and says which one was of use.
func TestSlackTips(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openSlack(t, s.clock)
	camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	inSlack(t, p, storagetest.SQLite(t), s.clock)

	first := camille.types("/conseils").Message
	discreet(t, first)
	reads(t, first, "Le conseil du jour", "["+anotherTip+"]", "[Utile]", "[Pas utile]", "[Chercher]", "[Le recevoir chaque jour]")
	today := s.tip(read(first), bot.FR)
	reads(t, first, themed(today.Theme, bot.FR))
	for _, source := range today.Sources {
		if !slices.Contains(first.Read().Links, source.URL) {
			t.Errorf("no source %s among %q", source.URL, first.Read().Links)
		}
	}
	if again := s.tip(read(camille.writes("conseils")), bot.FR); again.ID != today.ID {
		t.Errorf("the tip of the day is %s, then %s", today.ID, again.ID)
	}
	home := camille.OpensHome()
	reads(t, home, "Le conseil du jour", "[D’autres conseils]", "Mes formations en cours", "[Se former]")
	if there := s.tip(read(home), bot.FR); there.ID != today.ID {
		t.Errorf("the tip of the day is %s in the Home", there.ID)
	}
	camille.judges(camille.leafs(s, first, today))
	camille.takesTheme(s, camille.types("/conseils").Message)

	english := kit.types("/rebond tips").Message
	discreet(t, english)
	reads(t, english, "The tip of the day", "[Another one]", "[Useful]", themed(s.tip(read(english), bot.EN).Theme, bot.EN))
	tip := s.known()
	found := kit.types("/rebond tips " + tip.Title.EN).Message
	reads(t, found, oneSpace.Replace(tip.Title.EN), "1 tip", "[Template to copy]")
	if copied := read(kit.presses(found, "Template to copy").Message); strings.TrimSpace(copied) != oneSpace.Replace(tip.Template.EN) {
		t.Errorf("to copy from %s: %q", tip.ID, copied)
	}
}

// leafs goes from one tip to the next in the same message, and copies what there is to copy
// exactly as it is written.
func (g *colleague) leafs(s *stand, m slacktest.Message, tip content.Tip) slacktest.Message {
	g.t.Helper()
	seen := map[string]bool{tip.ID: true}
	copied := false
	for len(seen) < 4 || !copied && len(seen) < 30 {
		next := g.presses(m, anotherTip)
		if !next.Updated {
			g.t.Error("another tip is another message")
		}
		m, tip = next.Message, s.tip(read(next.Message), bot.FR)
		if seen[tip.ID] {
			g.t.Fatalf("%s comes twice among %d", tip.ID, len(seen))
		}
		seen[tip.ID] = true
		if tip.Template.Empty() || copied {
			continue
		}
		copied = true
		alike := g.presses(m, copiedTip)
		discreet(g.t, alike.Message)
		if got := read(alike.Message); alike.Updated || strings.TrimSpace(got) != oneSpace.Replace(tip.Template.FR) {
			g.t.Errorf("to copy from %s: %q", tip.ID, got)
		}
	}
	if !copied {
		g.t.Error("nothing to copy")
	}
	return m
}

// judges says that a tip was of use, then that it was not.
func (g *colleague) judges(on slacktest.Message) {
	g.t.Helper()
	useful := g.presses(on, "Utile")
	reads(g.t, useful.Message, "C’est noté, merci.", "Tu l’as trouvé utile.", "[Pas utile]")
	useless := g.presses(useful.Message, "Pas utile")
	reads(g.t, useless.Message, "Je te le reproposerai en dernier.", "[Utile]")
	if !useful.Updated || !useless.Updated {
		g.t.Errorf("in place: %t, then %t", useful.Updated, useless.Updated)
	}
}

// takesTheme reads the tips of a theme, then one by its words.
func (g *colleague) takesTheme(s *stand, on slacktest.Message) {
	g.t.Helper()
	theme := content.Themes[2]
	chosen := g.chooses(on, "Choisir un thème", oneSpace.Replace(theme.Label.FR))
	reads(g.t, chosen.Message, oneSpace.Replace(theme.Label.FR)+" · ", "["+anotherTip+"]", "[Le conseil du jour]")
	if got := s.tip(read(chosen.Message), bot.FR); !chosen.Updated || got.Theme != theme.Value {
		g.t.Errorf("updated %t, a tip of %s", chosen.Updated, got.Theme)
	}
	tip := s.known()
	found := g.fills(chosen.Message, "Chercher", map[string]any{"Tes mots": tip.Title.FR, "Thème": ""}).Message
	discreet(g.t, found)
	reads(g.t, found, oneSpace.Replace(tip.Title.FR), "1 conseil")
	none := g.types("/conseils zzzz @channel").Message
	discreet(g.t, none)
	reads(g.t, none, "Je n’ai pas de conseil avec « zzzz @channel »", "[Le conseil du jour]")
}

// TestSlackTipOfTheDay holds that whoever asked for the tip of the day has it in their
// morning, the same as in the channel, and that its buttons work there.
func TestSlackTipOfTheDay(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		s := atStand(t)
		p := openSlack(t, s.clock)
		camille, sam := p.joins("Camille", "fr-FR"), p.joins("Sam", "fr-FR")
		inSlack(t, p, database, s.clock, "REBOND_DELIVERY_DIRECT_PER_SECOND=50")
		asked := camille.becomes(camille.types("/conseils").Message, "Le recevoir chaque jour", "C’est noté : tu recevras « Le conseil du jour »")
		reads(t, asked, "[Arrêter : Le conseil du jour]")
		reads(t, camille.directs(1)[0], "C’est ici que je t’enverrai « Le conseil du jour »", "[Régler mes messages]")
		unread(t, camille.types("/conseils").Message, "Le recevoir chaque jour")

		s.later(0)
		morning := camille.directs(2)[1]
		reads(t, morning, "Ton matin", "Le conseil du jour", "[Utile]", "[Pas utile]", "[D’autres conseils]", "[Régler mes messages]", "[Faire une pause]")
		if len(morning.Pings) > 0 {
			t.Errorf("it pings %q", morning.Pings)
		}
		today := s.tip(read(morning), bot.FR)
		if here := s.tip(read(camille.types("/conseils").Message), bot.FR); here.ID != today.ID {
			t.Errorf("%s in the morning, %s in the channel", today.ID, here.ID)
		}
		if (morning.Button(copiedTip) != nil) == today.Template.Empty() {
			t.Errorf("something to copy from %s: %t", today.ID, today.Template.Empty())
		}
		judged := camille.presses(morning, "Utile")
		reads(t, judged.Message, "C’est noté, merci.")
		if still, _ := camille.Look(morning); judged.Updated || !has(still, "[Utile]") {
			t.Errorf("the morning has become %q", read(still))
		}
		others := camille.presses(morning, "D’autres conseils")
		if other := s.tip(read(others.Message), bot.FR); others.Updated || other.ID == today.ID {
			t.Errorf("updated %t, %s again", others.Updated, other.ID)
		}
		said := len(camille.Sees(camille.DM()))
		s.later(1)
		if next := s.tip(read(camille.directs(said + 1)[said]), bot.FR); next.ID == today.ID {
			t.Errorf("%s again the next day", next.ID)
		}
		if n := len(sam.Sees(sam.DM())); n != 0 {
			t.Errorf("%d messages to somebody who asked for none", n)
		}
	})
}

// TestSlackTraining holds that three people who learn the same and choose to be known are
// in one conversation with the bot, which nobody else sees; that nothing is told of who
// waits; and that it all survives a restart.
func TestSlackTraining(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		s := atStand(t)
		p := openSlack(t, s.clock)
		malik := p.admin("Malik")
		camille, sam, kit, noa := p.joins("Camille", "fr-FR"), p.joins("Sam", "fr-FR"), p.joins("Kit", "en-GB"), p.joins("Noa", "fr-FR")
		stop := inSlack(t, p, database, s.clock)
		p.settle(malik)
		o := s.resource()

		reads(t, camille.wants(o), "rien n’est partagé pour l’instant", "Tu attends d’autres personnes", "[Ne plus attendre]")
		stop()
		inSlack(t, p, database, s.clock)
		second := sam.wants(o)
		reads(t, second, "Tu attends d’autres personnes")
		for _, m := range []slacktest.Message{second, sam.types("/formations " + o.Title.FR).Message} {
			p.unnamed(camille, m.Raw)
		}
		if n := len(camille.Groups()) + len(sam.Groups()); n != 0 {
			t.Fatalf("%d conversations for two", n)
		}
		seen := kit.presses(kit.types("/rebond training "+o.Title.EN).Message, "View").Message
		reads(t, seen, oneSpace.Replace(o.Title.EN), "[Open]", "[I have started]")
		asked := kit.presses(kit.presses(seen, "I have started").Message, "Make myself known").Message
		reads(t, asked, "three people", "[Fine with me]", "[No, thank you]")
		if joined := kit.becomes(asked, "Fine with me", "Noted."); !has(joined, "There are three of you") && !has(joined, "Your group is open") { // as quick as that
			t.Errorf("the third of them reads %q", read(joined))
		}

		group := p.gathers(o, camille, sam, kit)
		awaitSettled(t, storagetest.Open(t, database))
		for _, other := range []*colleague{noa, malik} {
			if len(other.Groups()) != 0 || len(other.Sees(group)) != 0 {
				t.Errorf("%s sees it", other.Name)
			}
		}
		reads(t, camille.presses(camille.types("/formations "+o.Title.FR).Message, "Voir").Message, "Ton groupe est ouvert")
		reads(t, noa.wants(o), "Tu attends d’autres personnes")
		if n := len(camille.Groups()) + len(noa.Groups()); n != 1 {
			t.Errorf("%d conversations", n)
		}
		for _, in := range []*slacktest.Channel{p.offers, p.coaching, p.moderated} {
			p.awaitPosts(in, 0)
		}
		p.harmless()
	})
}

// wants finds a resource by its words, says that they have begun it, and asks to be known
// once they have read what that means.
func (g *colleague) wants(o content.Resource) slacktest.Message {
	g.t.Helper()
	title := oneSpace.Replace(o.Title.FR)
	list := g.types("/formations " + o.Title.FR).Message
	discreet(g.t, list)
	reads(g.t, list, "Se former", title, "1 ressource", "["+proposing+"]")
	seen := g.presses(list, "Voir")
	reads(g.t, seen.Message, title, "[Ouvrir]", "[Garder]", "["+begunHere+"]", "[Revenir à la liste]")
	if !seen.Updated || seen.Message.Button("Ouvrir").URL != o.URL {
		g.t.Errorf("updated %t, leads to %q", seen.Updated, seen.Message.Button("Ouvrir").URL)
	}
	begun := g.presses(seen.Message, begunHere).Message
	reads(g.t, begun, "C’est parti, et c’est noté.", "["+makeKnown+"]", "[Mes formations]")
	asked := g.presses(begun, makeKnown)
	reads(g.t, asked.Message, "Dès que trois personnes d’ici", "rien n’est partagé", "[D’accord]", "[Non, merci]")
	done := g.presses(asked.Message, "D’accord")
	if discreet(g.t, done.Message); !asked.Updated || !done.Updated {
		g.t.Errorf("in place: %t, then %t", asked.Updated, done.Updated)
	}
	return done.Message
}

// gathers waits for the conversation of some people with the bot, who see one message in it
// that pings nobody.
func (p *workspace) gathers(o content.Resource, members ...*colleague) *slacktest.Channel {
	p.t.Helper()
	p.Await("a message to three people", func() bool {
		all := members[0].Groups()
		return len(all) == 1 && len(members[0].Sees(all[0])) > 0
	})
	group := members[0].Groups()[0]
	var want []string
	for _, one := range members {
		want = append(want, one.ID)
		if all := one.Groups(); len(all) != 1 || all[0] != group {
			p.t.Fatalf("%s is in %d conversations", one.Name, len(all))
		}
		said := one.Sees(group)
		if len(said) != 1 {
			p.t.Fatalf("%s reads %d messages", one.Name, len(said))
		}
		reads(p.t, said[0], "Bienvenue dans votre groupe", "Groupe : "+oneSpace.Replace(o.Title.FR), "vous avez choisi de vous faire connaître")
		if len(said[0].Pings) > 0 || !slices.Contains(said[0].Read().Links, o.URL) {
			p.t.Errorf("it pings %q, leads to %q", said[0].Pings, said[0].Read().Links)
		}
		if n := len(one.Sees(one.DM())); n != 0 {
			p.t.Errorf("%d direct messages to %s", n, one.Name)
		}
	}
	opened := slices.DeleteFunc(p.Calls("conversations.open"), func(c slacktest.Call) bool { return !strings.Contains(c.Arg("users"), ",") })
	if len(opened) != 1 {
		p.t.Fatalf("opened by %+v", opened)
	}
	in := strings.Split(opened[0].Arg("users"), ",")
	slices.Sort(in)
	if slices.Sort(want); !slices.Equal(in, want) {
		p.t.Errorf("%q are in it; want %q", in, want)
	}
	return group
}

// TestSlackProposal holds that a resource is proposed in a form whose faults are told in it,
// beside their fields, with nothing lost; that moderators alone read and accept it, and that
// its author is told.
func TestSlackProposal(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openSlack(t, s.clock)
	malik, rachel := p.admin("Malik"), p.joins("Rachel", "fr-FR")
	camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	helpers := p.w.Group("Entraide", "entraide", rachel.User)
	inSlack(t, p, storagetest.SQLite(t), s.clock)
	p.settle(malik)
	malik.entrusts(helpers)

	camille.proposes()
	told := p.awaitPosts(p.moderated, 1)[0]
	reads(t, told, "Une ressource proposée", proposedTitle, "[Lire les propositions]")
	refused := kit.presses(told, "Lire les propositions").Message
	discreet(t, refused)
	reads(t, refused, "for moderators")
	list := rachel.presses(told, "Lire les propositions").Message
	discreet(t, list)
	reads(t, list, "Ressources proposées", proposedTitle, "Des katas", "https://atelier.example/katas", "Proposée par", "[Ajouter]", "[Modifier, puis ajouter]", "[Refuser]")
	reads(t, camille.types("/formations katas atelier everyone").Message, "["+proposing+"]")
	unread(t, camille.types("/formations katas atelier everyone").Message, proposedTitle)
	rachel.becomes(list, "Ajouter", "se trouve maintenant dans /formations")

	news := camille.directs(1)[0]
	reads(t, news, "c’est accepté", proposedTitle, "[Voir]")
	seen := camille.presses(news, "Voir")
	if seen.Updated {
		t.Error("the news is lost")
	}
	for _, m := range []slacktest.Message{news, seen.Message, kit.presses(kit.types("/rebond training katas atelier everyone").Message, "View").Message} {
		reads(t, m, proposedTitle)
		if len(m.Pings) > 0 || slices.ContainsFunc(m.Read().Links, func(to string) bool { return strings.Contains(to, "piege.example") }) {
			t.Errorf("pings %q, leads to %q", m.Pings, m.Read().Links)
		}
	}
	reads(t, rachel.types("/moderation vue:journal").Message, proposedTitle)
	p.harmless()
}

// proposes fills in the form wrongly, reads what is wrong in it beside each field, and
// corrects it with all the rest still there.
func (g *colleague) proposes() {
	g.t.Helper()
	form := g.opens(g.types("/formations").Message, proposing)
	g.refusedBeside(form, map[string]any{"Titre": proposedTitle, linkField: "atelier sans adresse", purposeField: proposedText + " https://ailleurs.example", "Domaine": content.Domains[0].Label.FR, costField: content.Costs[0].Label.FR},
		map[string]string{linkField: "n’est pas une adresse web"})
	g.refusedBeside(g.top(), map[string]any{linkField: "http://atelier.example/katas"},
		map[string]string{linkField: "Il me faut une adresse sûre", purposeField: "Pas d’adresse ici : elle a son champ"})
	if kept := g.top().Field("Titre").Value; kept != proposedTitle {
		g.t.Errorf("what was written: %q", kept)
	}
	done := g.Submit(g.top(), map[string]any{linkField: "https://atelier.example/katas", purposeField: proposedText}).Messages(1)[0]
	discreet(g.t, done)
	reads(g.t, done, "Merci !", proposedTitle, "entre les mains de la modération")
}

// refusedBeside sends a form that stays open, with what is wrong of each field and no other.
func (g *colleague) refusedBeside(form *slacktest.View, values map[string]any, want map[string]string) {
	g.t.Helper()
	ack := g.Submit(form, values).Acknowledged()
	if ack.Closed || len(ack.Errors) != len(want) {
		g.t.Fatalf("closed %t, wrong: %q", ack.Closed, ack.Errors)
	}
	for field, words := range want {
		if !strings.Contains(oneSpace.Replace(ack.Errors[field]), words) {
			g.t.Errorf("no %q beside %q: %q", words, field, ack.Errors)
		}
	}
}

// TestSlackOwnTip holds that a moderator adds a tip of the community's own in a form that
// says what is wrong beside each field, that members find it and copy from it as it is
// written, and that it may be hidden again.
func TestSlackOwnTip(t *testing.T) {
	t.Parallel()
	s := atStand(t)
	p := openSlack(t, s.clock)
	malik, rachel, camille := p.admin("Malik"), p.joins("Rachel", "fr-FR"), p.joins("Camille", "fr-FR")
	helpers := p.w.Group("Entraide", "entraide", rachel.User)
	inSlack(t, p, storagetest.SQLite(t), s.clock)
	p.settle(malik)
	malik.entrusts(helpers)

	reads(t, camille.types("/reglages").Message, "réservée à la modération")
	list := rachel.presses(rachel.types("/reglages").Message, "Conseils et formations")
	reads(t, list.Message, "Conseils et formations", "conseils", "ressources", "[Lire]", "[Modifier]", "[Masquer la fiche]", "[Ajouter un conseil]", "[Ajouter une ressource]")
	if !list.Updated {
		t.Error("the list is another message")
	}
	theme := content.Themes[7]
	form := rachel.opens(list.Message, "Ajouter un conseil")
	rachel.refusedBeside(form, map[string]any{"Thème": theme.Label.FR, "Titre": ownTitle, ourTipField: ownTip + " Tu as droit à 12 mois.", templateField: ownTemplate, sourceField: "Service public"},
		map[string]string{ourTipField: "« tu as droit » promet", sourceField: "« Service public » n’a pas d’adresse"})
	if kept := rachel.top().Field(templateField).Value; kept != ownTemplate {
		t.Errorf("what was written: %q", kept)
	}
	kept := rachel.sends(rachel.top(), map[string]any{ourTipField: ownTip, sourceField: ""}).Message
	discreet(t, kept)
	reads(t, kept, "C’est enregistré : « "+ownTitle+" » se voit ici.", ownTip, "fiche ajoutée ici", "[Masquer la fiche]", "[Retirer]")

	found := camille.types("/conseils café du jeudi").Message
	reads(t, found, ownTitle, ownTip, themed(theme.Value, bot.FR), "["+copiedTip+"]")
	copied := camille.presses(found, copiedTip).Message
	discreet(t, copied)
	reads(t, copied, ownTemplate)
	reads(t, rachel.presses(kept, "Masquer la fiche").Message, "est masquée", "[Remontrer la fiche]")
	unread(t, camille.types("/conseils café du jeudi").Message, ownTitle)
	reads(t, camille.presses(found, copiedTip).Message, "Ce conseil n’est plus là")
	p.harmless()
}

// awaitSettled waits until the program knows what became of all that it has sent: a message
// is seen a moment before that, and a lost answer is looked for when its lease is over.
func awaitSettled(t *testing.T, store *storage.Store) {
	t.Helper()
	eventually(t, "all that was sent to be settled", time.Minute, func() bool {
		queue, err := store.Queue(t.Context(), storage.Scope{}, time.Time{})
		return err == nil && !slices.ContainsFunc(queue, func(c storage.QueueCount) bool { return c.State == delivery.Sending })
	})
}
