package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot/board"
	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// Announcements as people paste them. What is in them never pings anybody, nor hides a
// link.
const (
	goAnnounced = "Développeuse Go (H/F)\nEntreprise : Fictif\nLieu : Nancy\nContrat : CDI\nSalaire : 45 000 à 130 000 € par an\nPostuler : https://fictif.example/jobs/go\n" +
		"Une équipe de six, des API en Go. @everyone @here <!channel> <!here|ici> [gratuit](https://piege.example) <https://piege.example|gratuit>"
	rustAnnounced  = "Développeuse Rust (H/F)\nEntreprise : Azur Fictif\nLieu : Lyon\nContrat : CDD\nSalaire : 300 € par jour\nPostuler : https://azur.example/rust\nUn projet de six mois."
	youngAnnounced = "Technicienne support (H/F)\nEntreprise : %s\nLieu : Lille\nContrat : CDI\nSalaire : 28 000 à 32 000 € par an\nPostuler : https://jeune.example/postuler\nNous cherchons quelqu’un de moins de 35 ans."
)

// languages are those of as many openings as one card holds.
var languages = []string{"Ada", "Elixir", "Elm", "OCaml", "Zig"}

const (
	pastedField  = "Un lien, ou le texte de l’annonce"
	payField     = "Salaire fixe brut"
	whoField     = "Qui publie"
	employer     = "employeur\u00a0: mon entreprise recrute"
	cardAgain    = "Mettre la carte"
	tooWide      = "La fourchette est trop large"
	reasonField  = "Le motif"
	wordsField   = "Ou dans tes mots"
	forbidden    = "un critère de choix est interdit par la loi"
	cardChanging = discordtest.Match("PATCH /channels/*/messages/*")
)

// readsAlready makes ready what the first announcement of a process is read with: under the
// race detector that takes a second of those that a form has.
func readsAlready() {
	a := board.Read(goAnnounced)
	board.Findings(&a)
}

// recruits opens a program in a server whose settings are chosen: an admin, somebody who
// moderates and a recruiter are in it.
func (p *piscine) recruits(database string, clock *discordClock) (malik, rachel, rosa *guest, stop func()) {
	p.t.Helper()
	readsAlready()
	helpers, recruiters := p.g.Role("entraide"), p.g.Role("recrutement")
	malik, rachel, rosa = p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Rachel", "fr", helpers), p.joins("Rosa", "fr", recruiters)
	stop = startInside(p.t, p.Server, database, clock)
	p.settle(malik, helpers)
	set := malik.fills(malik.types("reglages", nil).Message, "Modifier les rôles", map[string]any{"Rôle ou groupe de recrutement": recruiters.ID})
	shows(p.t, set.Message, "C’est enregistré.")
	return malik, rachel, rosa, stop
}

// readsNothing lets all announcements appear at once, but for those whose words have to be
// read.
func (g *guest) readsNothing() {
	g.t.Helper()
	shows(g.t, g.types("reglages", map[string]any{"approbation": "none"}).Message, "C’est enregistré.")
}

// pastes begins a draft with a text, in the form of /publier, and says who publishes.
func (g *guest) pastes(text string) discordtest.Message {
	g.t.Helper()
	draft := g.fills(g.types("publier", nil).Message, "Coller un lien ou un texte", map[string]any{pastedField: text}).Message
	alone(g.t, draft)
	shows(g.t, draft, "Ton annonce", "[Les conditions]")
	return g.fills(draft, "Les conditions", map[string]any{whoField: employer}).Message
}

// publishes begins a draft with a text that nothing is wrong with, and publishes it.
func (g *guest) publishes(text string) discordtest.Message {
	g.t.Helper()
	ready := g.pastes(text)
	shows(g.t, ready, "Elle est prête.", "[Publier]")
	return g.presses(ready, "Publier").Message
}

// submits begins a draft with a text that moderators have to see, and sends it to them.
func (g *guest) submits(text string) discordtest.Message {
	g.t.Helper()
	ready := g.pastes(text)
	shows(g.t, ready, "Elle est prête.", "La modération la lira avant qu’elle paraisse")
	sent := g.presses(ready, "Envoyer à la modération").Message
	shows(g.t, sent, "C’est envoyé à la modération")
	return sent
}

// announces does so with what no moderator has to see.
func (g *guest) announces(text string) {
	g.t.Helper()
	shows(g.t, g.publishes(text), "C’est publié dans le salon des offres")
}

// beside fails the test unless a field says something, on its line or on the next.
func beside(t *testing.T, said, field, words string) {
	t.Helper()
	if _, after, there := strings.Cut(said, "\n"+field); there {
		if lines := strings.SplitN(after, "\n", 3); strings.Contains(strings.Join(lines[:min(2, len(lines))], "\n"), words) {
			return
		}
	}
	t.Errorf("no %q beside %q in %q", words, field, said)
}

// harmless fails the test for a message to all that may ping somebody, or leads where its
// author hid it.
func (p *piscine) harmless() {
	p.t.Helper()
	for _, match := range []discordtest.Match{fanPosting, cardChanging} {
		for _, r := range p.Requests(match) {
			var body struct {
				Allowed *struct{ Parse, Users, Roles []string } `json:"allowed_mentions"`
			}
			if err := json.Unmarshal(r.Body, &body); err != nil {
				p.t.Fatal(err)
			}
			if body.Allowed == nil || body.Allowed.Parse == nil || len(body.Allowed.Parse)+len(body.Allowed.Users)+len(body.Allowed.Roles) > 0 {
				p.t.Errorf("who may be pinged is left open: %s", r.Body)
			}
		}
	}
	for _, in := range []*discordtest.Channel{p.offers, p.moderated} {
		for _, m := range p.posts(in) {
			if len(m.Pings) > 0 || hides(m) {
				p.t.Errorf("pings %q, leads to %q: %q", m.Pings, m.Read().Links, words(m))
			}
		}
	}
}

// TestDiscordPublier holds that a recruiter shares openings from their texts, told of what
// is wrong beside each field with nothing lost; that members see, keep, share and report
// them; and that one card shows how each of them stands.
func TestDiscordPublier(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-22T09:00")
		p := openPiscine(t, clock)
		malik, _, rosa, _ := p.recruits(database, clock)
		malik.readsNothing()
		camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")

		rosa.corrects(rosa.fills(rosa.types("publier", nil).Message, "Coller un lien ou un texte", map[string]any{pastedField: goAnnounced}).Message)
		card := p.awaitPosts(p.offers, 1)[0]
		shows(t, card, "Développeuse Go (H/F)", "Fictif · Nancy · CDI · 45 000 à 55 000 € par an", "qui recrute · 22 novembre 2026", "[Voir]", "[Postuler]")

		clock.passes(9 * time.Minute)
		rosa.announces(rustAnnounced)
		p.Await("both on one card", func() bool { return strings.Contains(words(p.posts(p.offers)[0]), "Développeuse Rust") })
		if card = p.awaitPosts(p.offers, 1)[0]; strings.Count(shown(card), "[Voir]") != 2 {
			t.Errorf("one card for two: %q", shown(card))
		}

		camille.readsOffer(card)
		shared := p.awaitPosts(p.offers, 2)[1]
		shows(t, shared, "Camille partage une offre", "[Voir la carte]")
		if to := fmt.Sprintf("https://discord.com/channels/%s/%s/%s", p.g.ID, p.offers.ID, card.ID); shared.Button("Voir la carte").URL != to {
			t.Errorf("the card is at %q; want %q", shared.Button("Voir la carte").URL, to)
		}
		report := p.awaitPosts(p.moderated, 1)[0]
		shows(t, report, "Une offre signalée", "Développeuse Go (H/F)", "Elle est toujours visible.", "1 signalement : le lien ne mène pas à l’offre", "carte bancaire @everyone", "[Garder l’offre]", "[Lire en entier]")
		if strings.Contains(report.Markdown(), camille.ID) || strings.Contains(words(report), "Camille") {
			t.Errorf("a report names who wrote it: %q", report.Markdown())
		}

		rosa.fillsPosition()
		p.Await("a position that is filled", func() bool { return strings.Contains(words(p.posts(p.offers)[0]), "Poste pourvu") })
		card = p.posts(p.offers)[0]
		shows(t, card, "Développeuse Go (H/F)", "Poste pourvu, par quelqu’un de la communauté. Bravo !", "Développeuse Rust (H/F)", "45 000 à 55 000 €")
		if strings.Count(shown(card), "[Voir]") != 1 || strings.Count(shown(card), "[Postuler]") != 1 {
			t.Errorf("one of two is filled: %q", shown(card))
		}
		p.awaitPosts(p.offers, 2)

		kit.announcesInEnglish()
		card = p.awaitPosts(p.offers, 3)[2]
		shows(t, card, "Go developer", "qui recommande cette entreprise · 22 novembre 2026", "[Voir]", "[Postuler]")
		p.harmless()
	})
}

// corrects puts a draft right whose pay is too wide, wrong once more, and publishes it.
func (g *guest) corrects(draft discordtest.Message) {
	g.t.Helper()
	alone(g.t, draft)
	shows(g.t, draft, "Il reste 2 choses", "[Le poste]", "[Les conditions]", "[Supprimer le brouillon]")
	beside(g.t, words(draft), payField, tooWide)
	beside(g.t, words(draft), whoField, "Dis à quel titre tu publies")
	form := g.presses(draft, "Les conditions").Modal
	if form == nil || form.Title != "Les conditions" || form.Field(payField).Component.Value != "45 000 à 130 000 € par an" {
		g.t.Fatalf("the form: %+v", form)
	}
	wrong := g.Submit(form, map[string]any{payField: "45-200k€", whoField: employer, "SIREN ou SIRET (facultatif)": "12345"}).Answer()
	if !wrong.Updated {
		g.t.Error("the draft is another message")
	}
	shows(g.t, wrong.Message, "Il reste 2 choses", "Développeuse Go (H/F)", "Fictif", "Nancy", "CDI", oneSpace.Replace(employer), "https://fictif.example/jobs/go")
	beside(g.t, words(wrong.Message), payField, "45-200k€")
	beside(g.t, words(wrong.Message), payField, tooWide)
	beside(g.t, words(wrong.Message), "SIREN", "12345")
	ready := g.fills(wrong.Message, "Les conditions", map[string]any{payField: "45-55k€", "SIREN ou SIRET (facultatif)": ""}).Message
	alone(g.t, ready)
	shows(g.t, ready, "Elle est prête.", "Rien n’est encore publié.", "Fictif · Nancy · CDI · 45 000 à 55 000 € par an", "qui recrute", "[Voir]", "[Postuler]", "[Publier]")
	whole := g.presses(ready, "Voir")
	shows(g.t, whole.Message, "Une équipe de six", "Où postuler", "[Revenir au brouillon]")
	back := g.presses(whole.Message, "Revenir au brouillon")
	if !whole.Updated || !back.Updated {
		g.t.Errorf("in place: %t, then %t", whole.Updated, back.Updated)
	}
	sent := g.presses(back.Message, "Publier")
	if !sent.Updated {
		g.t.Error("what was sent is another message")
	}
	shows(g.t, sent.Message, "C’est publié dans le salon des offres", "22 décembre 2026", "[Mes annonces]")
}

// readsOffer opens the first offer of a card, keeps it, tells what is wrong with it and
// shares it.
func (g *guest) readsOffer(card discordtest.Message) {
	g.t.Helper()
	seen := g.presses(card, "Voir").Message
	alone(g.t, seen)
	shows(g.t, seen, "Développeuse Go (H/F)", "Une équipe de six, des API en Go. @everyone", "[gratuit](https://piege.example)", "Où postuler : fictif.example", "[Garder]", "[Postuler]", "[Partager au salon]", "[Un problème ?]")
	if links := seen.Read().Links; slices.Contains(links, "https://piege.example") && !strings.Contains(words(seen), "(https://piege.example)") {
		g.t.Errorf("a link is hidden among %q", links)
	}
	kept := g.presses(seen, "Garder")
	if !kept.Updated {
		g.t.Error("what is kept is another message")
	}
	shows(g.t, kept.Message, "Tu gardes cette offre", "[Ne plus garder]")
	shows(g.t, g.types("mesoffres", nil).Message, "Développeuse Go (H/F)")
	thanks := g.fills(kept.Message, "Un problème ?", map[string]any{"Le problème": "le lien ne mène pas à l’offre", "En quelques mots (facultatif)": "Le site demande une carte bancaire @everyone."}).Message
	alone(g.t, thanks)
	shows(g.t, thanks, "Merci. La modération le saura, sans ton nom, et je te dirai ce qu’elle décide.")
	asked := g.presses(kept.Message, "Partager au salon").Message
	alone(g.t, asked)
	shows(g.t, asked, "Partager « Développeuse Go (H/F) » dans", "Camille partage une offre", "[Partager]", "[Annuler]")
	shows(g.t, g.presses(asked, "Partager").Message, "C’est partagé dans")
	again := g.presses(kept.Message, "Partager au salon").Message
	shows(g.t, g.presses(again, "Partager").Message, "Tu as déjà partagé cette offre")
}

// fillsPosition tells that the latest of two positions is filled.
func (g *guest) fillsPosition() {
	g.t.Helper()
	own := g.types("mesannonces", nil).Message
	alone(g.t, own)
	shows(g.t, own, "Développeuse Go (H/F)", "Développeuse Rust (H/F)", "en ligne jusqu’au 22 décembre 2026", "Gardée par : moins de 5 personnes", "[Modifier]", "[Renouveler]", "[Poste pourvu]", "[Supprimer]")
	asked := g.presses(own, "Poste pourvu")
	shows(g.t, asked.Message, "« Développeuse Rust (H/F) » est pourvu", "[Non, autrement]")
	done := g.presses(asked.Message, "Oui, par la communauté")
	if !asked.Updated || !done.Updated {
		g.t.Errorf("in place: %t, then %t", asked.Updated, done.Updated)
	}
	shows(g.t, done.Message, "C’est noté, et sa carte le dit.", "poste pourvu, par quelqu’un de la communauté")
}

// announcesInEnglish shares an opening in the language of somebody's client.
func (g *guest) announcesInEnglish() {
	g.t.Helper()
	draft := g.types("post-job", map[string]any{"opening": "Go developer, company: Fictif UK, place: Paris, permanent (CDI), €50,000 to 60,000 a year, apply: https://uk.example/go"}).Message
	alone(g.t, draft)
	shows(g.t, draft, "Your opening", "[The job]", "[The terms]", "[Delete the draft]")
	draft = g.fills(draft, "The job", map[string]any{"Job title": "Go developer", "Company": "Fictif UK", "Place": "Paris"}).Message
	ready := g.fills(draft, "The terms", map[string]any{"Contract": "Permanent (CDI)", "Fixed gross pay": "€50,000 to 60,000 a year", "Who publishes": "referral: I recommend the company", "Where to apply": "https://uk.example/go"}).Message
	shows(g.t, ready, "It is ready.", "Nothing is published yet.", "Go developer", "[Publish]")
	sent := g.presses(ready, "Publish").Message
	shows(g.t, sent, "It is published in the channel for openings", "[My posts]")
	shows(g.t, g.types("my-posts", nil).Message, "My posts", "online until", "[Position filled]")
}

// TestDiscordHeldAnnouncements holds that an announcement whose words moderators have to
// see waits for them with those words, that no member decides of it, and that its author
// hears what was decided, with a way to correct it.
func TestDiscordHeldAnnouncements(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	_, rachel, _, _ := p.recruits(storagetest.SQLite(t), clock)
	camille, sam := p.joins("Camille", "fr"), p.joins("Sam", "fr")
	const rule, quoted = "moins de 35 ans", "« moins de 35 ans »"

	shows(t, camille.submits(fmt.Sprintf(youngAnnounced, "Fictif @everyone")), quoted)
	review := p.awaitPosts(p.moderated, 1)[0]
	shows(t, review, "Une annonce à relire", quoted, "Technicienne support (H/F)", "Nous cherchons quelqu’un", "Où postuler : jeune.example", "[Publier]", "[Refuser]")
	refused := sam.presses(review, "Publier").Message
	alone(t, refused)
	shows(t, refused, "réservée à la modération")
	p.awaitPosts(p.offers, 0)

	shows(t, rachel.fills(review, "Refuser", map[string]any{reasonField: forbidden}).Message, "n’est pas publiée")
	p.Await("what became of the review", func() bool { return strings.Contains(words(p.posts(p.moderated)[0]), "refusée par") })
	told := camille.directs(1)[0]
	shows(t, told, "Technicienne support (H/F)", "ne l’a pas publiée", "Motif : "+forbidden, quoted, "[Corriger]")
	draft := camille.presses(camille.presses(told, "Corriger").Message, "Voir le brouillon").Message
	shows(t, draft, "Technicienne support (H/F)", rule, "[Le poste]")
	form := camille.presses(draft, "Le poste").Modal
	if form == nil || !strings.Contains(form.Field("L’annonce").Component.Value, rule) {
		t.Fatalf("the form of the draft: %+v", form)
	}

	sam.submits(fmt.Sprintf(youngAnnounced, "Autre Fictif @everyone"))
	review = p.awaitPosts(p.moderated, 2)[1]
	shows(t, rachel.presses(review, "Publier").Message, "est publiée")
	shows(t, p.awaitPosts(p.offers, 1)[0], "Technicienne support (H/F)", "Autre Fictif @everyone", "[Voir]", "[Postuler]")
	shows(t, sam.directs(1)[0], "Technicienne support (H/F)", "elle est publiée")
	shows(t, rachel.types("offres", map[string]any{"recherche": "support lille"}).Message, "Autre Fictif")
	p.harmless()
}

// TestDiscordFiveOnACard holds that five openings of one recruiter stand on one card, which
// one message holds, and that a sixth waits for another day.
func TestDiscordFiveOnACard(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	_, _, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	for _, language := range languages {
		rosa.announces(strings.Replace(rustAnnounced, "Rust", language, 1))
		clock.passes(time.Minute)
	}
	p.Await("five on one card", func() bool { return strings.Contains(words(p.posts(p.offers)[0]), languages[4]) })
	card := p.awaitPosts(p.offers, 1)[0]
	for _, language := range languages {
		shows(t, card, "Développeuse "+language+" (H/F)")
	}
	if n := strings.Count(shown(card), "[Voir]"); n != len(languages) {
		t.Errorf("%d of %d can be looked at", n, len(languages))
	}
	shows(t, rosa.publishes(rustAnnounced), "Rien n’est publié : c’est 5 annonces par jour", "le brouillon est gardé", "[Publier]")
	p.awaitPosts(p.offers, 1)
}

// TestDiscordLongWords holds that a card of five openings, and what moderators are shown of
// one, fit a message whatever is written.
func TestDiscordLongWords(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	_, rachel, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	for n := range languages {
		shows(t, rosa.publishesLong(n, rustAnnounced, "Publier"), "C’est publié")
	}
	p.Await("five on one card", func() bool {
		all := p.posts(p.offers)
		return len(all) > 0 && strings.Count(shown(all[0]), "[Voir]") == len(languages)
	})
	p.awaitPosts(p.offers, 1)
	shows(t, p.joins("Camille", "fr").publishesLong(9, fmt.Sprintf(youngAnnounced, "Fictif"), "Envoyer à la modération"), "C’est envoyé à la modération")
	shows(t, rachel.fills(p.awaitPosts(p.moderated, 1)[0], "Refuser", map[string]any{wordsField: strings.Repeat("*_", 250)}).Message, "n’est pas publiée")
}

// publishesLong publishes an announcement whose fields are as long as they can be, of
// characters that mean something to Discord.
func (g *guest) publishesLong(n int, text, by string) discordtest.Message {
	g.t.Helper()
	draft := g.fills(g.pastes(text), "Le poste", map[string]any{
		"Intitulé du poste": fmt.Sprint(n, strings.Repeat("_é", 39)), "Entreprise": strings.Repeat("*ü", 30),
		"Lieu": "Saint-Pierre-et-Miquelon ; Nancy ; Marseille ; Villefranche-sur-Saône ; Fontainebleau", "L’annonce": text + strings.Repeat("*_", 1350),
	}).Message
	ready := g.fills(draft, "Les conditions", map[string]any{payField: strings.Repeat("_é ", 66), "Où postuler": "https://fictif.example/" + strings.Repeat("_", 480)}).Message
	return g.presses(ready, by).Message
}

// TestDiscordCardsLost holds that an announcement whose card was deleted, or cannot be
// posted, lives on: its author puts the card back, and moderators are told once of a
// channel that takes nothing.
func TestDiscordCardsLost(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	database := storagetest.SQLite(t)
	malik, _, rosa, stop := p.recruits(database, clock)
	malik.readsNothing()
	camille := p.joins("Camille", "fr")
	rosa.announces(rustAnnounced)
	card := p.awaitPosts(p.offers, 1)[0]
	p.deletes(card)
	shows(t, rosa.presses(rosa.types("mesannonces", nil).Message, "Renouveler").Message, "C’est renouvelé pour 30 jours.")
	p.AwaitRequests(cardChanging, 1)
	lost := rosa.finds(cardAgain)
	shows(t, lost, "elle n’est pas, ou plus, dans le salon des offres")
	shows(t, camille.types("offres", map[string]any{"recherche": "rust"}).Message, "Développeuse Rust (H/F)")
	back := rosa.presses(lost, cardAgain)
	shows(t, back.Message, "Une nouvelle carte part dans le salon des offres.")
	again := p.awaitPosts(p.offers, 1)[0]
	shows(t, again, "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
	if again.ID == card.ID {
		t.Error("the card is the one that was deleted")
	}

	clock.passes(11 * time.Minute)
	p.g.Forbid(p.offers)
	camille.announces(strings.Replace(rustAnnounced, "Rust", "Elm", 1))
	p.Await("a channel that is hidden", func() bool { return statuses(p, fanPosting)[403] == 1 })
	p.offers.Deny(discordtest.SendMessages)
	rosa.announces(strings.Replace(rustAnnounced, "Rust", "Zig", 1))
	p.Await("a channel that takes nothing", func() bool { return statuses(p, fanPosting)[403] == 2 })
	for range 2 { // the board is looked at when the program starts
		stop()
		stop = startInside(t, p.Server, database, clock)
		shows(t, p.awaitPosts(p.moderated, 1)[0], "Je ne peux plus écrire dans", "le salon des offres", "[Régler]")
	}
	p.offers.Allow()
	camille.presses(camille.finds(cardAgain), cardAgain)
	shows(t, p.awaitPosts(p.offers, 2)[1], "Développeuse Elm (H/F)", "[Voir]")
	p.awaitPosts(p.moderated, 1)
}

// finds asks for one's announcements until there is a button among them.
func (g *guest) finds(label string) (own discordtest.Message) {
	g.t.Helper()
	eventually(g.t, label, discordtest.Patience, func() bool {
		own = g.types("mesannonces", nil).Message
		return strings.Contains(shown(own), "["+label+"]")
	})
	return own
}

// deletes takes a message of the bot away behind its back.
func (p *piscine) deletes(m discordtest.Message) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodDelete, p.URL()+"/channels/"+m.ChannelID+"/messages/"+m.ID, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+p.Token)
	r.Header.Set("User-Agent", "DiscordBot (https://rebond.example, 1)")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	a.Body.Close()
	if _, there := p.g.Owner().Look(m); there {
		p.t.Fatalf("the message is there still: %s", a.Status)
	}
}

// privateSite is a site on this machine, which counts who comes.
func privateSite(t *testing.T) (url string, visits *atomic.Int64) {
	t.Helper()
	visits = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		visits.Add(1)
		fmt.Fprint(w, "<!doctype html><title>Développeuse Go</title>")
	}))
	t.Cleanup(s.Close)
	return s.URL, visits
}

// privateAddresses are links to a site on this machine, and to what a machine in a cloud
// tells nobody else.
func privateAddresses(site string) []string {
	port := site[strings.LastIndexByte(site, ':'):]
	return []string{site + "/", "http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest/meta-data", "http://localhost" + port + "/x", "http://[::ffff:127.0.0.1]" + port + "/", "http://2130706433" + port + "/"}
}

// TestDiscordPublierProgram holds that the real program asks nothing of an address that is
// not public, and that a card is posted once though the program be killed on its way.
func TestDiscordPublierProgram(t *testing.T) {
	t.Parallel()
	clock := &discordClock{}
	p := openPiscine(t, clock)
	database := storagetest.SQLite(t)
	helpers := p.g.Role("entraide")
	malik := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild))
	r := startRobot(t, p.Server, database)
	p.AwaitReady(1)
	p.settle(malik, helpers)
	site, visits := privateSite(t)
	for n, address := range privateAddresses(site) {
		said := p.joins(fmt.Sprint("Membre", n), "fr").types("publier", map[string]any{"annonce": address}).Message
		alone(t, said)
		shows(t, said, "Cette adresse n’est pas celle d’une page publique : je ne la lis pas.", "[Coller le texte]")
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("%d requests to an address that is not public", n)
	}

	release := make(chan struct{})
	p.Fail(fanPosting, discordtest.Hold(release))
	malik.announces(rustAnnounced)
	p.Await("a card in the air", func() bool { return len(p.Requests(fanPosting)) == 1 })
	r.kills()
	close(release)
	clock.passes(time.Minute) // longer than the dead process had taken its card for
	startInside(t, p.Server, database, clock)
	shows(t, p.awaitPosts(p.offers, 1)[0], "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
	shows(t, malik.presses(malik.types("mesannonces", nil).Message, "Renouveler").Message, "C’est renouvelé")
	p.AwaitRequests(cardChanging, 1)
	if n := len(p.Requests(fanPosting)); n != 1 || len(p.posts(p.offers)) != 1 {
		t.Errorf("%d requests and %d posts for one card", n, len(p.posts(p.offers)))
	}
}
