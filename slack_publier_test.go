package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// changing is the method by which cards are edited.
const changing = "chat.update"

// recruits opens a program in a workspace whose settings are chosen: somebody who moderates
// and a recruiter are in it.
func (p *workspace) recruits(database string, clock *discordClock) (malik, rachel, rosa *colleague, stop func() string) {
	p.t.Helper()
	readsAlready()
	malik = p.admin("Malik")
	rachel, rosa = p.joins("Rachel", "fr-FR"), p.joins("Rosa", "fr-FR")
	helpers, recruiters := p.w.Group("Entraide", "entraide", rachel.User), p.w.Group("Recrutement", "recruteurs", rosa.User)
	stop = inSlack(p.t, p, database, clock)
	p.settle(malik)
	malik.entrusts(helpers)
	form := malik.opens(malik.types("/reglages").Message, "Modifier les rôles")
	const field = "Rôle ou groupe de recrutement"
	reads(p.t, malik.sends(form, map[string]any{field: malik.completes(form, field, "rec", "@"+recruiters.Handle)}).Message, "C’est enregistré.")
	return malik, rachel, rosa, stop
}

// readsNothing lets all announcements appear at once, but for those whose words have to be
// read.
func (g *colleague) readsNothing() {
	g.t.Helper()
	reads(g.t, g.types("/reglages approbation:none").Message, "C’est enregistré.")
}

// pastes begins a draft with a text, in the form of /publier, and says who publishes.
func (g *colleague) pastes(text string) slacktest.Message {
	g.t.Helper()
	draft := g.fills(g.types("/publier").Message, "Coller un lien ou un texte", map[string]any{pastedField: text}).Message
	discreet(g.t, draft)
	reads(g.t, draft, "Ton annonce", "[Les conditions]")
	return g.fills(draft, "Les conditions", map[string]any{whoField: employer}).Message
}

// publishes begins a draft with a text that nothing is wrong with, and publishes it, once
// it is told so in some words.
func (g *colleague) publishes(text, told string) slacktest.Message {
	g.t.Helper()
	ready := g.pastes(text)
	reads(g.t, ready, "Elle est prête.", "[Publier]")
	return g.becomes(ready, "Publier", told)
}

// submits begins a draft with a text that moderators have to see, and sends it to them.
func (g *colleague) submits(text string) slacktest.Message {
	g.t.Helper()
	ready := g.pastes(text)
	reads(g.t, ready, "Elle est prête.", "La modération la lira avant qu’elle paraisse")
	return g.becomes(ready, "Envoyer à la modération", "C’est envoyé à la modération")
}

// announces does so with what no moderator has to see.
func (g *colleague) announces(text string) {
	g.t.Helper()
	g.publishes(text, "C’est publié dans le salon des offres")
}

// harmless fails the test for a message to all that pings somebody, or leads where its
// author hid it.
func (p *workspace) harmless() {
	p.t.Helper()
	for _, c := range slices.Concat(p.Calls(posting), p.Calls(changing)) {
		raw, err := json.Marshal(c.Args)
		if err != nil {
			p.t.Fatal(err)
		}
		named := slacktest.ReadMrkdwn(c.Arg("text")).Mentions
		if bytes.Contains(raw, []byte(`"type":"broadcast"`)) || bytes.Contains(raw, []byte(`"type":"usergroup"`)) ||
			slices.ContainsFunc(named, func(who string) bool {
				return slices.Contains([]string{"channel", "here", "everyone"}, who) || strings.HasPrefix(who, "S")
			}) {
			p.t.Errorf("%s may ping many: %s", c.Method, raw)
		}
	}
	for _, in := range []*slacktest.Channel{p.offers, p.moderated} {
		for _, m := range p.posts(in) {
			if read := m.Read(); len(m.Pings) > 0 || slices.ContainsFunc(read.Links, func(to string) bool { return strings.Contains(to, "piege.example") }) {
				p.t.Errorf("pings %q, leads to %q: %q", m.Pings, read.Links, m.Raw)
			}
		}
	}
}

// TestSlackPublier holds that a recruiter shares openings from their texts, told of what is
// wrong beside each field with nothing lost; that members see, keep, share and report
// them; and that one card shows how each of them stands.
func TestSlackPublier(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-22T09:00")
		p := openSlack(t, clock)
		malik, _, rosa, _ := p.recruits(database, clock)
		malik.readsNothing()
		camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")

		rosa.corrects(rosa.fills(rosa.types("/publier").Message, "Coller un lien ou un texte", map[string]any{pastedField: goAnnounced}).Message)
		card := p.awaitPosts(p.offers, 1)[0]
		reads(t, card, "Développeuse Go (H/F)", "Fictif · Nancy · CDI · 45 000 à 55 000 € par an", "qui recrute · 22 novembre 2026", "[Voir]", "[Postuler]")

		clock.passes(9 * time.Minute)
		rosa.announces(rustAnnounced)
		p.Await("both on one card", func() bool { return has(p.posts(p.offers)[0], "Développeuse Rust") })
		if card = p.awaitPosts(p.offers, 1)[0]; strings.Count(read(card), "[Voir]") != 2 {
			t.Errorf("one card for two: %q", read(card))
		}

		camille.readsOffer(card)
		shared := p.awaitPosts(p.offers, 2)[1]
		reads(t, shared, "Camille partage une offre", "[Voir la carte]")
		if to := shared.Button("Voir la carte").URL; !strings.Contains(to, p.offers.ID) || !strings.Contains(to, strings.ReplaceAll(card.TS, ".", "")) {
			t.Errorf("the card is at %q", to)
		}
		report := p.awaitPosts(p.moderated, 1)[0]
		reads(t, report, "Une offre signalée", "Développeuse Go (H/F)", "Elle est toujours visible.", "1 signalement : le lien ne mène pas à l’offre", "carte bancaire <!channel>", "[Garder l’offre]", "[Lire en entier]")
		if bytes.Contains(report.Raw, []byte(camille.ID)) || has(report, "Camille") {
			t.Errorf("a report names who wrote it: %s", report.Raw)
		}

		rosa.fillsPosition()
		p.Await("a position that is filled", func() bool { return has(p.posts(p.offers)[0], "Poste pourvu") })
		card = p.posts(p.offers)[0]
		reads(t, card, "Développeuse Go (H/F)", "Poste pourvu, par quelqu’un de la communauté. Bravo !", "Développeuse Rust (H/F)", "45 000 à 55 000 €")
		if strings.Count(read(card), "[Voir]") != 1 || strings.Count(read(card), "[Postuler]") != 1 {
			t.Errorf("one of two is filled: %q", read(card))
		}
		p.awaitPosts(p.offers, 2)

		kit.announcesInEnglish()
		card = p.awaitPosts(p.offers, 3)[2]
		reads(t, card, "Go developer", "qui recommande cette entreprise · 22 novembre 2026", "[Voir]", "[Postuler]")
		p.harmless()
	})
}

// corrects puts a draft right whose pay is too wide, wrong once more, and publishes it.
func (g *colleague) corrects(draft slacktest.Message) {
	g.t.Helper()
	discreet(g.t, draft)
	reads(g.t, draft, "Il reste 2 choses", "[Le poste]", "[Les conditions]", "[Supprimer le brouillon]")
	beside(g.t, read(draft), payField, tooWide)
	beside(g.t, read(draft), whoField, "Dis à quel titre tu publies")
	form := g.opens(draft, "Les conditions")
	if form.Title != "Les conditions" || oneSpace.Replace(form.Field(payField).Value) != "45 000 à 130 000 € par an" {
		g.t.Fatalf("the form %q: %+v", form.Title, form.Fields())
	}
	wrong := g.sends(form, map[string]any{payField: "45-200k€", whoField: employer, "SIREN ou SIRET (facultatif)": "12345"})
	if !wrong.Updated || !wrong.Closed {
		g.t.Errorf("in place: %t; the form is closed: %t", wrong.Updated, wrong.Closed)
	}
	reads(g.t, wrong.Message, "Il reste 2 choses", "Développeuse Go (H/F)", "Fictif", "Nancy", "CDI", oneSpace.Replace(employer), "https://fictif.example/jobs/go")
	beside(g.t, read(wrong.Message), payField, "45-200k€")
	beside(g.t, read(wrong.Message), payField, tooWide)
	beside(g.t, read(wrong.Message), "SIREN", "12345")
	ready := g.fills(wrong.Message, "Les conditions", map[string]any{payField: "45-55k€", "SIREN ou SIRET (facultatif)": ""}).Message
	discreet(g.t, ready)
	reads(g.t, ready, "Elle est prête.", "Rien n’est encore publié.", "Fictif · Nancy · CDI · 45 000 à 55 000 € par an", "qui recrute", "[Voir]", "[Postuler]", "[Publier]")
	whole := g.presses(ready, "Voir")
	reads(g.t, whole.Message, "Une équipe de six", "Où postuler", "[Revenir au brouillon]")
	back := g.presses(whole.Message, "Revenir au brouillon")
	if !whole.Updated || !back.Updated {
		g.t.Errorf("in place: %t, then %t", whole.Updated, back.Updated)
	}
	reads(g.t, g.becomes(back.Message, "Publier", "C’est publié dans le salon des offres"), "22 décembre 2026", "[Mes annonces]")
}

// readsOffer opens the first offer of a card, keeps it, tells what is wrong with it and
// shares it.
func (g *colleague) readsOffer(card slacktest.Message) {
	g.t.Helper()
	seen := g.presses(card, "Voir").Message
	discreet(g.t, seen)
	reads(g.t, seen, "Développeuse Go (H/F)", "Une équipe de six, des API en Go. @everyone @here <!channel>", "Où postuler : fictif.example", "[Garder]", "[Postuler]", "[Partager au salon]", "[Un problème ?]")
	kept := g.presses(seen, "Garder")
	if !kept.Updated {
		g.t.Error("what is kept is another message")
	}
	reads(g.t, kept.Message, "Tu gardes cette offre", "[Ne plus garder]")
	reads(g.t, g.types("/mesoffres").Message, "Développeuse Go (H/F)")
	thanks := g.fills(kept.Message, "Un problème ?", map[string]any{"Le problème": "le lien ne mène pas à l’offre", "En quelques mots (facultatif)": "Le site demande une carte bancaire <!channel>."}).Message
	discreet(g.t, thanks)
	reads(g.t, thanks, "Merci. La modération le saura, sans ton nom, et je te dirai ce qu’elle décide.")
	asked := g.presses(kept.Message, "Partager au salon").Message
	discreet(g.t, asked)
	reads(g.t, asked, "Partager « Développeuse Go (H/F) » dans #offres", "Camille partage une offre", "[Partager]", "[Annuler]")
	g.becomes(asked, "Partager", "C’est partagé dans #offres")
	again := g.presses(kept.Message, "Partager au salon").Message
	reads(g.t, g.presses(again, "Partager").Message, "Tu as déjà partagé cette offre")
}

// fillsPosition tells that the latest of two positions is filled.
func (g *colleague) fillsPosition() {
	g.t.Helper()
	own := g.types("/mesannonces").Message
	discreet(g.t, own)
	reads(g.t, own, "Développeuse Go (H/F)", "Développeuse Rust (H/F)", "en ligne jusqu’au 22 décembre 2026", "Gardée par : moins de 5 personnes", "[Modifier]", "[Renouveler]", "[Poste pourvu]", "[Supprimer]")
	asked := g.presses(own, "Poste pourvu")
	if !asked.Updated {
		g.t.Error("the question is another message")
	}
	reads(g.t, asked.Message, "« Développeuse Rust (H/F) » est pourvu", "[Non, autrement]")
	reads(g.t, g.becomes(asked.Message, "Oui, par la communauté", "C’est noté, et sa carte le dit."), "poste pourvu, par quelqu’un de la communauté")
}

// announcesInEnglish shares an opening in the language of somebody's client.
func (g *colleague) announcesInEnglish() {
	g.t.Helper()
	draft := g.types("/rebond post-job Go developer, company: Fictif UK, place: Paris, permanent (CDI), €50,000 to 60,000 a year, apply: https://uk.example/go").Message
	discreet(g.t, draft)
	reads(g.t, draft, "Your opening", "[The job]", "[The terms]", "[Delete the draft]")
	form := g.opens(draft, "The job")
	draft = g.sends(form, map[string]any{"Job title": "Go developer", "Company": "Fictif UK", "Place": g.completes(form, "Place", "Paris", "Paris (75)")}).Message
	ready := g.fills(draft, "The terms", map[string]any{"Contract": "Permanent (CDI)", "Fixed gross pay": "€50,000 to 60,000 a year", "Who publishes": "referral: I recommend the company", "Where to apply": "https://uk.example/go"}).Message
	reads(g.t, ready, "It is ready.", "Nothing is published yet.", "Go developer", "[Publish]")
	reads(g.t, g.becomes(ready, "Publish", "It is published in the channel for openings"), "[My posts]")
	reads(g.t, g.types("/rebond my-posts").Message, "My posts", "online until", "[Position filled]")
}

// TestSlackHeldAnnouncements holds that an announcement whose words moderators have to see
// waits for them with those words, that no member decides of it, and that its author hears
// what was decided, with a way to correct it.
func TestSlackHeldAnnouncements(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	_, rachel, _, _ := p.recruits(storagetest.SQLite(t), clock)
	camille, sam := p.joins("Camille", "fr-FR"), p.joins("Sam", "fr-FR")
	const rule, quoted = "moins de 35 ans", "« moins de 35 ans »"

	reads(t, camille.submits(fmt.Sprintf(youngAnnounced, "Fictif <!channel>")), quoted)
	review := p.awaitPosts(p.moderated, 1)[0]
	reads(t, review, "Une annonce à relire", quoted, "Technicienne support (H/F)", "Nous cherchons quelqu’un", "Où postuler : jeune.example", "[Publier]", "[Refuser]")
	refused := sam.presses(review, "Publier").Message
	discreet(t, refused)
	reads(t, refused, "réservée à la modération")
	p.awaitPosts(p.offers, 0)

	reads(t, rachel.refuses(review, map[string]any{reasonField: []string{forbidden}}), "n’est pas publiée")
	p.Await("what became of the review", func() bool { return has(p.posts(p.moderated)[0], "refusée par") })
	told := camille.directs(1)[0]
	reads(t, told, "Technicienne support (H/F)", "ne l’a pas publiée", "Motif : "+forbidden, quoted, "[Corriger]")
	draft := camille.presses(camille.presses(told, "Corriger").Message, "Voir le brouillon").Message
	reads(t, draft, "Technicienne support (H/F)", rule, "[Le poste]")
	if form := camille.opens(draft, "Le poste"); !strings.Contains(form.Field("L’annonce").Value, rule) {
		t.Errorf("the form of the draft: %+v", form.Fields())
	}

	sam.submits(fmt.Sprintf(youngAnnounced, "Autre Fictif <!channel>"))
	review = p.awaitPosts(p.moderated, 2)[1]
	reads(t, rachel.decides(review, "Publier"), "est publiée")
	reads(t, p.awaitPosts(p.offers, 1)[0], "Technicienne support (H/F)", "Autre Fictif <!channel>", "[Voir]", "[Postuler]")
	reads(t, sam.directs(1)[0], "Technicienne support (H/F)", "elle est publiée")
	reads(t, rachel.types("/offres support lille").Message, "Autre Fictif")
	p.harmless()
}

// decides presses a button of what waits for moderators, and returns the answer: the message
// of the button changes too.
func (g *colleague) decides(on slacktest.Message, label string) slacktest.Message {
	g.t.Helper()
	said := g.Press(on, spaced(g.t, on.Buttons(), label)).Messages(1)[0]
	discreet(g.t, said)
	return said
}

// refuses says in the form why something that waits does not appear, and returns the answer.
func (g *colleague) refuses(on slacktest.Message, why map[string]any) slacktest.Message {
	g.t.Helper()
	said := g.Submit(g.opens(on, "Refuser"), why).Messages(1)[0]
	discreet(g.t, said)
	return said
}

// TestSlackShareShortcut holds that the shortcut asks for the text of an announcement in a
// form, and that it goes on in screens until the announcement is published.
func TestSlackShareShortcut(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	_, _, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	form := rosa.answered(rosa.Shortcut("Partager une offre"), "the shortcut").View
	if form == nil || form.Title != "Partager une offre" || form.Field(pastedField).Type != "plain_text_input" {
		t.Fatalf("the form: %+v", form)
	}
	draft := rosa.sends(form, map[string]any{pastedField: goAnnounced}).View
	if draft == nil {
		t.Fatal("no screen follows the form")
	}
	reads(t, draft, "Ton annonce", tooWide, "[Les conditions]")
	ready := rosa.sends(rosa.opens(draft, "Les conditions"), map[string]any{payField: "45-55k€", whoField: employer}).View
	reads(t, ready, "Elle est prête.", "Fictif · Nancy · CDI · 45 000 à 55 000 € par an", "[Publier]")
	rosa.turns(ready, "Publier", "C’est publié dans le salon des offres")
	reads(t, p.awaitPosts(p.offers, 1)[0], "Développeuse Go (H/F)", "[Voir]", "[Postuler]")
	p.harmless()
}

// TestSlackFiveOnACard holds that five openings of one recruiter stand on one card, which
// one message holds, and that a sixth waits for another day.
func TestSlackFiveOnACard(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	_, _, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	for _, language := range languages {
		rosa.announces(strings.Replace(rustAnnounced, "Rust", language, 1))
		clock.passes(time.Minute)
	}
	p.Await("five on one card", func() bool { return has(p.posts(p.offers)[0], languages[4]) })
	card := p.awaitPosts(p.offers, 1)[0]
	for _, language := range languages {
		reads(t, card, "Développeuse "+language+" (H/F)")
	}
	if n := strings.Count(read(card), "[Voir]"); n != len(languages) {
		t.Errorf("%d of %d can be looked at", n, len(languages))
	}
	reads(t, rosa.publishes(rustAnnounced, "Rien n’est publié : c’est 5 annonces par jour"), "le brouillon est gardé", "[Publier]")
	p.awaitPosts(p.offers, 1)
}

// TestSlackCardsLost holds that an announcement whose card was deleted, or cannot be
// posted, lives on: its author puts the card back, and moderators are told once of a
// channel that takes nothing.
func TestSlackCardsLost(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	database := storagetest.SQLite(t)
	malik, _, rosa, stop := p.recruits(database, clock)
	malik.readsNothing()
	camille := p.joins("Camille", "fr-FR")
	rosa.announces(rustAnnounced)
	card := p.awaitPosts(p.offers, 1)[0]
	p.deletes(card)
	rosa.becomes(rosa.types("/mesannonces").Message, "Renouveler", "C’est renouvelé pour 30 jours.")
	p.Await("an edit of what is gone", func() bool { return p.outcomes(changing)["message_not_found"] == 1 })
	lost := rosa.finds(cardAgain)
	reads(t, lost, "elle n’est pas, ou plus, dans le salon des offres")
	reads(t, camille.types("/offres rust").Message, "Développeuse Rust (H/F)")
	rosa.becomes(lost, cardAgain, "Une nouvelle carte part dans le salon des offres.")
	again := p.awaitPosts(p.offers, 1)[0]
	reads(t, again, "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
	if again.TS == card.TS {
		t.Error("the card is the one that was deleted")
	}

	clock.passes(11 * time.Minute)
	camille.in, rosa.in = p.coaching, p.coaching
	p.offers.Kick()
	camille.announces(strings.Replace(rustAnnounced, "Rust", "Elm", 1))
	rosa.announces(strings.Replace(rustAnnounced, "Rust", "Zig", 1))
	p.Await("a channel that takes nothing", func() bool { return p.outcomes(posting)["not_in_channel"] == 2 })
	for range 2 { // the board is looked at when the program starts
		stop()
		stop = inSlack(t, p, database, clock)
		reads(t, p.awaitPosts(p.moderated, 1)[0], "Je ne peux plus écrire dans #offres", "[Régler]")
	}
	p.offers.Invite(rosa.User)
	reads(t, p.awaitPosts(p.offers, 2)[1], "Bonjour, je suis Rebond") // as wherever it is let in
	camille.becomes(camille.finds(cardAgain), cardAgain, "Une nouvelle carte part")
	reads(t, p.awaitPosts(p.offers, 3)[2], "Développeuse Elm (H/F)", "[Voir]")
	p.awaitPosts(p.moderated, 1)
}

// finds asks for one's announcements until there is a button among them.
func (g *colleague) finds(label string) (own slacktest.Message) {
	g.t.Helper()
	eventually(g.t, label, slacktest.Patience, func() bool {
		own = g.types("/mesannonces").Message
		return has(own, "["+label+"]")
	})
	return own
}

// deletes takes a message of the bot away behind its back.
func (p *workspace) deletes(m slacktest.Message) {
	p.t.Helper()
	a, err := http.PostForm(p.URL()+"chat.delete", url.Values{"token": {p.w.BotToken}, "channel": {m.ChannelID}, "ts": {m.TS}})
	if err != nil {
		p.t.Fatal(err)
	}
	a.Body.Close()
	if _, there := p.owner.Look(m); there {
		p.t.Fatalf("the message is there still: %s", a.Status)
	}
}

// TestSlackPublierProgram holds that the real program asks nothing of an address that is
// not public, and that a card is posted once though the program be killed on its way.
func TestSlackPublierProgram(t *testing.T) {
	t.Parallel()
	clock := &discordClock{}
	p := openSlack(t, clock)
	database := storagetest.SQLite(t)
	malik := p.admin("Malik")
	r := startSlack(t, p, database)
	p.AwaitSockets(sockets)
	p.settle(malik)
	site, visits := privateSite(t)
	for n, address := range privateAddresses(site) {
		said := p.joins(fmt.Sprint("Membre", n), "fr-FR").types("/publier " + address).Message
		discreet(t, said)
		reads(t, said, "Cette adresse n’est pas celle d’une page publique : je ne la lis pas.", "[Coller le texte]")
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d requests to an address that is not public", n)
	}

	release := make(chan struct{})
	p.Fail(posting, slacktest.Failure{Hold: release})
	malik.announces(rustAnnounced)
	p.Await("a card in the air", func() bool { return len(p.Calls(posting)) == 1 })
	r.kills()
	close(release)
	clock.passes(time.Minute) // longer than the dead process had taken its card for
	inSlack(t, p, database, clock)
	reads(t, p.awaitPosts(p.offers, 1)[0], "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
	malik.becomes(malik.types("/mesannonces").Message, "Renouveler", "C’est renouvelé")
	p.AwaitCalls(changing, 1)
	if n := len(p.Calls(posting)); n != 1 || len(p.posts(p.offers)) != 1 {
		t.Errorf("%d calls and %d posts for one card", n, len(p.posts(p.offers)))
	}
}
