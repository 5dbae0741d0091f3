package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// An announcement that nothing is wrong with but whom it would ping and where it would
// lead, and what is said of it, which would too.
const (
	sly          = "@everyone @here <!channel> <!here|ici> [gratuit](https://piege.example) <https://piege.example|gratuit>"
	slyAnnounced = rustAnnounced + "\n" + sly
	slyReason    = "Dis où l’on travaille " + sly
	slyReport    = "Le site demande une carte bancaire " + sly
	scam         = "une arnaque"
	tooLittle    = "il manque des informations pour se décider"
	notGenuine   = "nous n’avons pas pu vérifier que l’offre est sérieuse"
	textField    = "L’annonce"
	problemField = "Le problème"
	sayingField  = "En quelques mots (facultatif)"
	noReason     = "Choisis un motif ou écris le tien"
	toModerators = "Envoyer à la modération"
	here         = "Publier le panneau ici"
)

// hides reports whether a message leads where its author hid it: a link that can be read as
// it was written hides nothing.
func hides(m discordtest.Message) bool {
	leads := slices.ContainsFunc(m.Read().Links, func(to string) bool { return strings.Contains(to, "piege.example") })
	return leads && !strings.Contains(words(m), "[gratuit](https://piege.example)")
}

// pingsNobody fails the test for anything that the bot said to anybody whose words decide
// who is pinged.
func (p *piscine) pingsNobody() {
	p.t.Helper()
	type said struct {
		Title      string
		Components json.RawMessage
		Allowed    *struct{ Parse, Users, Roles []string } `json:"allowed_mentions"`
	}
	n := 0
	for _, r := range p.Requests("") {
		var body struct {
			said
			Data *said
		}
		if json.Unmarshal(r.Body, &body) != nil { // the commands, which are a list
			continue
		}
		m := &body.said
		if body.Data != nil {
			m = body.Data
		}
		if m.Components == nil || m.Title != "" { // no message, or a form
			continue
		}
		if n++; m.Allowed == nil || m.Allowed.Parse == nil || len(m.Allowed.Parse)+len(m.Allowed.Users)+len(m.Allowed.Roles) > 0 {
			p.t.Errorf("who may be pinged is left open: %s %s: %s", r.Method, r.Path, r.Body)
		}
	}
	if n == 0 {
		p.t.Error("the bot said nothing")
	}
}

// becomes waits until a post says something.
func (p *piscine) becomes(in *discordtest.Channel, n int, want string) (now discordtest.Message) {
	p.t.Helper()
	p.Await(want, func() bool {
		all := p.posts(in)
		if len(all) > n {
			now = all[n]
		}
		return strings.Contains(shown(now), want)
	})
	return now
}

// TestDiscordModeration holds that the first announcement of somebody new waits for
// moderators, that of two who decide at once one does and the other hears who, that one
// refused with a reason comes back corrected, and that it then appears.
func TestDiscordModeration(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-22T09:00")
		p := openPiscine(t, clock)
		malik, rachel, rosa, _ := p.recruits(database, clock)
		camille, sam := p.joins("Camille", "fr"), p.joins("Sam", "fr")

		rosa.announces(strings.Replace(rustAnnounced, "Rust", "Zig", 1)) // recruiters are known
		p.awaitPosts(p.offers, 1)
		sam.submits(strings.Replace(rustAnnounced, "Rust", "Elm", 1))
		p.decideAtOnce(rachel, malik, p.awaitPosts(p.moderated, 1)[0])
		before := len(p.posts(p.offers))

		camille.submits(slyAnnounced)
		review := p.awaitPosts(p.moderated, 2)[1]
		shows(t, review, "Une annonce à relire", "C’est la première de cette personne ici.", "Développeuse Rust (H/F)", "Un projet de six mois.", "[Publier]", "[Demander une modification]", "[Refuser]", "[Lire en entier]")
		rachel.refusesWithReason(review)
		shows(t, p.becomes(p.moderated, 1, "refusée par"), "Développeuse Rust (H/F)", tooLittle)
		camille.sendsAgain()
		p.Await("the review of what is sent again", func() bool {
			all := p.posts(p.moderated)
			review = all[len(all)-1]
			return strings.Contains(shown(review), "[Publier]")
		})
		shows(t, review, "Elle revient corrigée", tooLittle, "Dis où l’on travaille @everyone", "À Lyon, près de la gare.")
		shows(t, rachel.presses(review, "Publier").Message, "est publiée")
		shows(t, p.awaitPosts(p.offers, before+1)[before], "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
		shows(t, camille.directs(2)[1], "Développeuse Rust (H/F)", "elle est publiée")
		shows(t, malik.types("moderation", map[string]any{"vue": "journal"}).Message, "annonce refusée : « Développeuse Rust (H/F) »", "annonce publiée : « Développeuse Rust (H/F) »", tooLittle)
		p.harmless()
		p.pingsNobody()
	})
}

// decideAtOnce lets two moderators decide against each other of what both have read.
func (p *piscine) decideAtOnce(one, other *guest, review discordtest.Message) {
	p.t.Helper()
	button := review.Button("Publier")
	form := other.presses(review, "Refuser").Modal
	if button == nil || form == nil {
		p.t.Fatalf("the review: %q", shown(review))
	}
	published, before := one.Press(review, button.CustomID), len(p.posts(p.offers))
	refused := other.Submit(form, map[string]any{reasonField: notGenuine})
	first, second := published.Answer().Message, refused.Answer().Message
	winner, posts, said := one, before+1, "publiée par"
	if strings.Contains(words(first), "Rien n’a changé") {
		first, second, winner, posts, said = second, first, other, before, "refusée par"
	}
	alone(p.t, first)
	alone(p.t, second)
	shows(p.t, first, map[*guest]string{one: "est publiée", other: "n’est pas publiée"}[winner])
	shows(p.t, second, "Rien n’a changé")
	if !strings.Contains(second.Markdown(), "<@"+winner.ID+">") {
		p.t.Errorf("who was first is not in %q", second.Markdown())
	}
	if review = p.becomes(p.moderated, 0, said); !strings.Contains(review.Markdown(), "<@"+winner.ID+">") || len(review.Buttons()) > 0 {
		p.t.Errorf("the review has become %q", shown(review))
	}
	p.awaitPosts(p.offers, posts)
}

// refusesWithReason refuses what waits: at first without saying why, which loses nothing.
func (g *guest) refusesWithReason(review discordtest.Message) {
	g.t.Helper()
	form := g.presses(review, "Refuser").Modal
	if form == nil || form.Field(reasonField).Component.Type != 3 || form.Field(wordsField).Component.Type != 4 {
		g.t.Fatalf("the form: %+v", form)
	}
	asked := g.Submit(form, nil).Answer().Message
	alone(g.t, asked)
	shows(g.t, asked, noReason)
	shows(g.t, g.fills(asked, asked.Buttons()[0], map[string]any{reasonField: tooLittle, wordsField: slyReason}).Message, "n’est pas publiée", "avec le motif")
}

// sendsAgain reads why an announcement was refused, corrects it and sends it once more.
func (g *guest) sendsAgain() {
	g.t.Helper()
	told := g.directs(1)[0]
	shows(g.t, told, "Développeuse Rust (H/F)", "ne l’a pas publiée", "Motif : "+tooLittle, "Dis où l’on travaille @everyone", "Rien n’est perdu", "[Corriger]")
	if hides(told) {
		g.t.Errorf("a link is hidden in %q", words(told))
	}
	begun := g.presses(told, "Corriger").Message
	shows(g.t, begun, "Motif : "+tooLittle, "[Le poste]")
	draft := g.fills(begun, "Le poste", map[string]any{textField: "À Lyon, près de la gare. Un projet de six mois."}).Message
	shows(g.t, draft, "La modération la lira avant qu’elle paraisse", "["+toModerators+"]")
	shows(g.t, g.presses(draft, toModerators).Message, "C’est envoyé à la modération")
}

// TestDiscordReports holds that an offer reported as a scam is put aside at once, that
// moderators read what is said of it but not by whom, that they put it back, that everybody
// concerned hears of it, and that an author who is blocked knows why.
func TestDiscordReports(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	_, rachel, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	zelie := p.joins("Zélie", "fr")
	rosa.announces(slyAnnounced)
	card := p.awaitPosts(p.offers, 1)[0]
	camille := p.joins("Camille", "fr")
	read := camille.presses(card, "Voir").Message
	seen := zelie.presses(card, "Voir").Message
	thanks := zelie.fills(seen, "Un problème ?", map[string]any{problemField: scam, sayingField: slyReport}).Message
	alone(t, thanks)
	shows(t, thanks, "L’offre est mise de côté", "ne saura pas qui l’a signalée")
	if aside := p.becomes(p.offers, 0, "mise de côté"); strings.Contains(shown(aside), "Rust") || len(aside.Buttons()) > 0 {
		t.Errorf("what is put aside: %q", shown(aside))
	}
	shows(t, camille.presses(read, "Garder").Message, "n’est plus là")
	if found := camille.types("offres", map[string]any{"recherche": "rust"}).Message; strings.Contains(words(found), "Développeuse Rust") {
		t.Errorf("what is put aside is found: %q", words(found))
	}

	report := p.awaitPosts(p.moderated, 1)[0]
	shows(t, report, "Une offre signalée", "Mise de côté", "Développeuse Rust (H/F)", "1 signalement : "+scam, "partagée par", "carte bancaire @everyone", "[Remettre l’offre]", "[Demander une modification]", "[Retirer l’offre]", "[Lire en entier]")
	whole := rachel.presses(report, "Lire en entier").Message
	shows(t, whole, "carte bancaire", "Un projet de six mois.")
	list := rachel.types("moderation", map[string]any{"vue": "signalements"}).Message
	shows(t, list, "Développeuse Rust (H/F)", "carte bancaire")
	shows(t, rachel.presses(report, "Remettre l’offre").Message, "Les personnes qui l’ont signalée le sauront")
	shows(t, p.becomes(p.offers, 0, "Développeuse Rust (H/F)"), "[Voir]", "[Postuler]")
	closed := p.becomes(p.moderated, 0, "gardée par")
	told := zelie.directs(1)[0]
	shows(t, told, "Développeuse Rust (H/F)", "Tu as signalé cette offre.", "elle reste", "se tromper ne coûte rien")
	news := rosa.directs(2)
	shows(t, news[0], "mise de côté", "Tu n’as rien à faire")
	shows(t, news[1], "de nouveau visible", "rien à te reprocher")
	log := rachel.types("moderation", map[string]any{"vue": "journal"}).Message
	shows(t, log, "offre signalée, gardée")
	for _, m := range append([]discordtest.Message{report, whole, list, closed, log}, news...) {
		p.unnamed(zelie, m.Raw)
	}
	for _, method := range []discordtest.Match{"POST", "PATCH"} {
		for _, r := range p.Requests(method + discordtest.Match(" /channels/"+p.moderated.ID+"/messages*")) {
			p.unnamed(zelie, r.Body)
		}
	}
	for _, r := range p.Requests(cardChanging) {
		p.unnamed(zelie, r.Body)
	}

	rachel.blocks(rosa)
	p.harmless()
	p.pingsNobody()
}

// unnamed fails the test for what tells of somebody.
func (p *piscine) unnamed(g *guest, raw []byte) {
	p.t.Helper()
	if bytes.Contains(raw, []byte(g.ID)) || bytes.Contains(raw, []byte(g.Name)) || bytes.Contains(raw, []byte(strings.ToLower(g.Name))) {
		p.t.Errorf("%s is told of in %s", g.Name, raw)
	}
}

// blocks lets nobody announce any more who is the only one to have, and who hears why.
func (g *guest) blocks(author *guest) {
	g.t.Helper()
	authors := g.types("moderation", map[string]any{"vue": "auteurs"}).Message
	alone(g.t, authors)
	shows(g.t, authors, "1 publiée", "[Faire confiance]", "[Bloquer]")
	done := g.fills(authors, "Bloquer", map[string]any{wordsField: slyReason})
	if !done.Updated {
		g.t.Error("the authors are another message")
	}
	shows(g.t, done.Message, "ne peut plus partager d’offres ici", "[Débloquer]")
	told := author.directs(3)[2]
	shows(g.t, told, "ne prend plus tes annonces", "Dis où l’on travaille @everyone")
	shows(g.t, author.types("publier", nil).Message, "ne prend plus tes annonces", "Dis où l’on travaille")
}

// TestDiscordPanel holds that one press publishes and pins the panel, that its doors open
// for whoever presses them after the program was killed, that its numbers are readable
// meanwhile, that another version of the program edits it once, and that one which may not be pinned stands.
func TestDiscordPanel(t *testing.T) {
	t.Parallel()
	clock := &discordClock{}
	p := openPiscine(t, clock)
	database := storagetest.SQLite(t)
	malik, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr")
	r := startRobot(t, p.Server, database)
	p.AwaitReady(1)
	asked := malik.types("reglages", nil).Message
	shows(t, asked, "Il n’est encore dans aucun salon.", "["+here+"]")
	sent := malik.presses(asked, here)
	if !sent.Updated {
		t.Error("what was sent is another message")
	}
	shows(t, sent.Message, "Le panneau part dans")
	p.awaitPosts(p.offers, 1)
	p.Await("a pin", func() bool { return p.posts(p.offers)[0].Pinned })
	r.kills()
	panel := p.posts(p.offers)[0]
	shows(t, panel, "Bienvenue", "3114", "15 ou 112", "SOS Amitié", "[Offres]", "[Mes messages]", "[Besoin de parler ?]")

	clock.passes(time.Minute) // longer than the dead process may have taken its pin for
	upgraded(t, database)
	startInside(t, p.Server, database, clock)
	p.AwaitRequests(cardChanging, 1)
	for door, words := range map[string]string{"Offres": "offres", "Mes messages": "messages", "Besoin de parler ?": "3114"} {
		opened := camille.presses(panel, door).Message
		alone(t, opened)
		shows(t, opened, words)
	}
	settings := malik.types("reglages", nil).Message
	shows(t, settings, "Il est publié et épinglé dans", "[Voir le panneau]", "[Republier le panneau]")
	p.offers.Deny(discordtest.PinMessages)
	malik.presses(settings, "Republier le panneau")
	again := p.awaitPanel(malik, panel, "je n’ai pas pu l’épingler")
	shows(t, malik.types("reglages", nil).Message, "Épingle-le toi-même", "la permission « Épingler des messages »")
	if again.Pinned {
		t.Error("it is pinned")
	}
	shows(t, camille.presses(again, "Besoin de parler ?").Message, "3114")
	p.offers.Allow()
	malik.presses(malik.types("reglages", nil).Message, "Republier le panneau")
	if again = p.awaitPanel(malik, again, "Il est publié et épinglé dans"); !again.Pinned {
		t.Error("it is not pinned")
	}
	if n := len(p.Requests(cardChanging)); n != 1 {
		t.Errorf("the panel of another version was edited %d times", n)
	}
	p.pingsNobody()
}

// upgraded makes the panel one that another version of the program has put.
func upgraded(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("sqlite3", strings.TrimPrefix(database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE panels SET shows = 'other doors'"); err != nil {
		t.Fatal(err)
	}
}

// awaitPanel waits until a panel has replaced another and the settings say how it is.
func (p *piscine) awaitPanel(admin *guest, old discordtest.Message, how string) discordtest.Message {
	p.t.Helper()
	p.Await("another panel", func() bool {
		all := p.posts(p.offers)
		return len(all) == 1 && all[0].ID != old.ID
	})
	eventually(p.t, how, discordtest.Patience, func() bool {
		return strings.Contains(shown(admin.types("reglages", nil).Message), how)
	})
	return p.posts(p.offers)[0]
}

// TestDiscordLog holds that what was decided is handed over as a table, to whoever moderates
// alone.
func TestDiscordLog(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openPiscine(t, clock)
	malik, camille := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild)), p.joins("Camille", "fr")
	startInside(t, p.Server, storagetest.SQLite(t), clock)
	for _, command := range []string{"moderation", "statistiques"} {
		shows(t, camille.types(command, nil).Message, "réservée à la modération")
	}
	malik.readsNothing()
	log := malik.types("moderation", map[string]any{"vue": "journal"}).Message
	alone(t, log)
	handed := malik.presses(log, "Exporter").Message
	alone(t, handed)
	if len(handed.Files) != 1 || handed.Files[0].Name != "journal.csv" || !strings.Contains(string(handed.Files[0].Data), malik.ID) {
		t.Errorf("the log: %+v", handed.Files)
	}
	p.pingsNobody()
}
