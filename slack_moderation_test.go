package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// becomes waits until a post says something.
func (p *workspace) becomes(in *slacktest.Channel, n int, want string) (now slacktest.Message) {
	p.t.Helper()
	p.Await(want, func() bool {
		all := p.posts(in)
		if len(all) <= n {
			return false
		}
		now = all[n]
		return has(now, want)
	})
	return now
}

// TestSlackModeration holds that the first announcement of somebody new waits for
// moderators, that of two who decide at once one does and the other hears who, that one
// refused with a reason comes back corrected, and that it then appears.
func TestSlackModeration(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		clock := clockAt(t, "2026-11-22T09:00")
		p := openSlack(t, clock)
		malik, rachel, rosa, _ := p.recruits(database, clock)
		camille, sam := p.joins("Camille", "fr-FR"), p.joins("Sam", "fr-FR")

		rosa.announces(strings.Replace(rustAnnounced, "Rust", "Zig", 1)) // recruiters are known
		p.awaitPosts(p.offers, 1)
		sam.submits(strings.Replace(rustAnnounced, "Rust", "Elm", 1))
		p.decideAtOnce(rachel, malik, p.awaitPosts(p.moderated, 1)[0])
		before := len(p.posts(p.offers))

		camille.submits(slyAnnounced)
		review := p.awaitPosts(p.moderated, 2)[1]
		reads(t, review, "Une annonce à relire", "C’est la première de cette personne ici.", "Développeuse Rust (H/F)", "Un projet de six mois.", "[Publier]", "[Demander une modification]", "[Refuser]", "[Lire en entier]")
		rachel.refusesWithReason(review)
		reads(t, p.becomes(p.moderated, 1, "refusée par"), "Développeuse Rust (H/F)", tooLittle)
		camille.sendsAgain()
		p.Await("the review of what is sent again", func() bool {
			all := p.posts(p.moderated)
			review = all[len(all)-1]
			return has(review, "[Publier]")
		})
		reads(t, review, "Elle revient corrigée", tooLittle, "Dis où l’on travaille @everyone", "À Lyon, près de la gare.")
		reads(t, rachel.decides(review, "Publier"), "est publiée")
		reads(t, p.awaitPosts(p.offers, before+1)[before], "Développeuse Rust (H/F)", "[Voir]", "[Postuler]")
		reads(t, camille.directs(2)[1], "Développeuse Rust (H/F)", "elle est publiée")
		reads(t, malik.types("/moderation vue:journal").Message, "annonce refusée : « Développeuse Rust (H/F) »", "annonce publiée : « Développeuse Rust (H/F) »", tooLittle)
		p.harmless()
	})
}

// decideAtOnce lets two moderators decide against each other of what both have read.
func (p *workspace) decideAtOnce(one, other *colleague, review slacktest.Message) {
	p.t.Helper()
	form := other.opens(review, "Refuser")
	published, before := one.Press(review, "Publier"), len(p.posts(p.offers))
	refused := other.Submit(form, map[string]any{reasonField: notGenuine})
	first, second := published.Messages(1)[0], refused.Messages(1)[0]
	winner, posts, said := one, before+1, "publiée par"
	if has(first, "Rien n’a changé") {
		first, second, winner, posts, said = second, first, other, before, "refusée par"
	}
	discreet(p.t, first)
	discreet(p.t, second)
	reads(p.t, first, map[*colleague]string{one: "est publiée", other: "n’est pas publiée"}[winner])
	reads(p.t, second, "Rien n’a changé", " @"+winner.Name)
	if review = p.becomes(p.moderated, 0, said); !has(review, said+" @"+winner.Name) || len(review.Buttons()) > 0 {
		p.t.Errorf("the review has become %q", read(review))
	}
	p.awaitPosts(p.offers, posts)
}

// refusesWithReason refuses what waits: at first without saying why, which the form says
// and loses nothing.
func (g *colleague) refusesWithReason(review slacktest.Message) {
	g.t.Helper()
	form := g.opens(review, "Refuser")
	if form.Field(reasonField).Type != "static_select" || form.Field(wordsField).Type != "plain_text_input" {
		g.t.Fatalf("the form: %+v", form.Fields())
	}
	if ack := g.Submit(form, nil).Acknowledged(); !strings.Contains(oneSpace.Replace(ack.Errors[reasonField]), noReason) || ack.Closed {
		g.t.Fatalf("a form without a reason: %+v", ack)
	}
	said := g.Submit(g.top(), map[string]any{reasonField: tooLittle, wordsField: slyReason}).Messages(1)[0]
	discreet(g.t, said)
	reads(g.t, said, "n’est pas publiée", "avec le motif")
}

// sendsAgain reads why an announcement was refused, corrects it and sends it once more.
func (g *colleague) sendsAgain() {
	g.t.Helper()
	told := g.directs(1)[0]
	reads(g.t, told, "Développeuse Rust (H/F)", "ne l’a pas publiée", "Motif : "+tooLittle, "Dis où l’on travaille @everyone", "Rien n’est perdu", "[Corriger]")
	if len(told.Pings) > 1 || slices.ContainsFunc(told.Read().Links, func(to string) bool { return strings.Contains(to, "piege.example") }) {
		g.t.Errorf("pings %q, leads to %q", told.Pings, told.Read().Links)
	}
	begun := g.presses(told, "Corriger").Message
	reads(g.t, begun, "Motif : "+tooLittle, "[Le poste]")
	draft := g.fills(begun, "Le poste", map[string]any{textField: "À Lyon, près de la gare. Un projet de six mois."}).Message
	reads(g.t, draft, "La modération la lira avant qu’elle paraisse", "["+toModerators+"]")
	g.becomes(draft, toModerators, "C’est envoyé à la modération")
}

// TestSlackReports holds that an offer reported as a scam is put aside at once, that
// moderators read what is said of it but not by whom, that they put it back, that everybody
// concerned hears of it, and that an author who is blocked knows why.
func TestSlackReports(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	_, rachel, rosa, _ := p.recruits(storagetest.SQLite(t), clock)
	camille, zelie := p.joins("Camille", "fr-FR"), p.joins("Zélie", "fr-FR")
	rosa.announces(slyAnnounced)
	card := p.awaitPosts(p.offers, 1)[0]
	opened := camille.presses(card, "Voir").Message
	thanks := zelie.fills(zelie.presses(card, "Voir").Message, "Un problème ?", map[string]any{problemField: scam, sayingField: slyReport}).Message
	discreet(t, thanks)
	reads(t, thanks, "L’offre est mise de côté", "ne saura pas qui l’a signalée")
	if aside := p.becomes(p.offers, 0, "mise de côté"); has(aside, "Rust") || len(aside.Buttons()) > 0 {
		t.Errorf("what is put aside: %q", read(aside))
	}
	reads(t, camille.presses(opened, "Garder").Message, "n’est plus là")
	unread(t, camille.types("/offres rust").Message, "Développeuse Rust")

	report := p.awaitPosts(p.moderated, 1)[0]
	reads(t, report, "Une offre signalée", "Mise de côté", "Développeuse Rust (H/F)", "1 signalement : "+scam, "partagée par", "carte bancaire @everyone", "[Remettre l’offre]", "[Demander une modification]", "[Retirer l’offre]", "[Lire en entier]")
	whole := rachel.presses(report, "Lire en entier").Message
	reads(t, whole, "carte bancaire", "Un projet de six mois.")
	list := rachel.types("/moderation vue:signalements").Message
	reads(t, list, "Développeuse Rust (H/F)", "carte bancaire")
	reads(t, rachel.decides(report, "Remettre l’offre"), "Les personnes qui l’ont signalée le sauront")
	reads(t, p.becomes(p.offers, 0, "Développeuse Rust (H/F)"), "[Voir]", "[Postuler]")
	closed := p.becomes(p.moderated, 0, "gardée par")
	reads(t, zelie.directs(1)[0], "Développeuse Rust (H/F)", "Tu as signalé cette offre.", "elle reste", "se tromper ne coûte rien")
	news := rosa.directs(2)
	reads(t, news[0], "mise de côté", "Tu n’as rien à faire")
	reads(t, news[1], "de nouveau visible", "rien à te reprocher")
	log := rachel.types("/moderation vue:journal").Message
	reads(t, log, "offre signalée, gardée")
	for _, m := range append([]slacktest.Message{report, whole, list, closed, log}, news...) {
		p.unnamed(zelie, m.Raw)
	}
	for _, c := range slices.Concat(p.Calls(posting), p.Calls(changing)) {
		if c.Arg("channel") == zelie.DM().ID {
			continue
		}
		raw, err := json.Marshal(c.Args)
		if err != nil {
			t.Fatal(err)
		}
		p.unnamed(zelie, raw)
	}

	rachel.blocks(rosa)
	p.harmless()
}

// unnamed fails the test for what tells of somebody.
func (p *workspace) unnamed(g *colleague, raw []byte) {
	p.t.Helper()
	for _, name := range []string{g.ID, g.Name, g.Handle} {
		if bytes.Contains(raw, []byte(name)) {
			p.t.Errorf("%s is told of in %s", g.Name, raw)
		}
	}
}

// blocks lets nobody announce any more who is the only one to have, and who hears why.
func (g *colleague) blocks(author *colleague) {
	g.t.Helper()
	authors := g.types("/moderation vue:auteurs").Message
	discreet(g.t, authors)
	reads(g.t, authors, "1 publiée", "[Faire confiance]", "[Bloquer]")
	done := g.Submit(g.opens(authors, "Bloquer"), map[string]any{wordsField: slyReason}).Answer()
	if !done.Updated {
		g.t.Error("the authors are another message")
	}
	reads(g.t, done.Message, "ne peut plus partager d’offres ici", "[Débloquer]")
	reads(g.t, author.directs(3)[2], "ne prend plus tes annonces", "Dis où l’on travaille @everyone")
	reads(g.t, author.types("/publier").Message, "ne prend plus tes annonces", "Dis où l’on travaille")
}

// TestSlackPanel holds that one press publishes and pins the panel, that its doors open for
// whoever presses them after the program was killed, that its numbers are readable
// meanwhile, and that one which may not be pinned stands.
func TestSlackPanel(t *testing.T) {
	t.Parallel()
	clock := &discordClock{}
	p := openSlack(t, clock)
	database := storagetest.SQLite(t)
	malik, camille := p.admin("Malik"), p.joins("Camille", "fr-FR")
	r := startSlack(t, p, database)
	p.AwaitSockets(sockets)
	asked := malik.types("/reglages").Message
	reads(t, asked, "Il n’est encore dans aucun salon.", "["+here+"]")
	malik.becomes(asked, here, "Le panneau part dans #offres")
	p.awaitPosts(p.offers, 1)
	p.Await("a pin", func() bool { return p.posts(p.offers)[0].Pinned })
	r.kills()
	panel := p.posts(p.offers)[0]
	reads(t, panel, "Bienvenue", "3114", "15 ou 112", "SOS Amitié", "[Offres]", "[Mes messages]", "[Besoin de parler ?]")

	clock.passes(time.Minute) // longer than the dead process may have taken its pin for
	inSlack(t, p, database, clock)
	for door, words := range map[string]string{"Offres": "offres", "Mes messages": "messages", "Besoin de parler ?": "3114"} {
		opened := camille.presses(panel, door).Message
		discreet(t, opened)
		reads(t, opened, words)
	}
	settings := malik.types("/reglages").Message
	reads(t, settings, "Il est publié et épinglé dans #offres", "[Voir le panneau]", "[Republier le panneau]")
	p.w.Withdraw("pins:write")
	malik.becomes(settings, "Republier le panneau", "Le panneau part dans #offres")
	again := p.awaitPanel(malik, panel, "je n’ai pas pu l’épingler")
	reads(t, malik.types("/reglages").Message, "Épingle-le toi-même")
	if again.Pinned {
		t.Error("it is pinned")
	}
	reads(t, camille.presses(again, "Besoin de parler ?").Message, "3114")
	p.w.Grant("pins:write")
	malik.becomes(malik.types("/reglages").Message, "Republier le panneau", "Le panneau part dans #offres")
	if again = p.awaitPanel(malik, again, "Il est publié et épinglé dans #offres"); !again.Pinned {
		t.Error("it is not pinned")
	}
	p.harmless()
}

// awaitPanel waits until a panel has replaced another and the settings say how it is.
func (p *workspace) awaitPanel(admin *colleague, old slacktest.Message, how string) slacktest.Message {
	p.t.Helper()
	p.Await("another panel", func() bool {
		all := p.posts(p.offers)
		return len(all) == 1 && all[0].TS != old.TS
	})
	eventually(p.t, how, slacktest.Patience, func() bool { return has(admin.types("/reglages").Message, how) })
	return p.posts(p.offers)[0]
}

// TestSlackLog holds that what was decided is handed over as a table, to whoever moderates
// alone: by direct message, since Slack attaches no file to what one person sees.
func TestSlackLog(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-22T09:00")
	p := openSlack(t, clock)
	malik, camille := p.admin("Malik"), p.joins("Camille", "fr-FR")
	inSlack(t, p, storagetest.SQLite(t), clock)
	for _, command := range []string{"/moderation", "/statistiques"} {
		reads(t, camille.types(command).Message, "réservée à la modération")
	}
	malik.readsNothing()
	log := malik.types("/moderation vue:journal").Message
	discreet(t, log)
	said := malik.Press(log, "Exporter").Messages(1)[0]
	discreet(t, said)
	reads(t, said, "Voici le journal.", "dans tes messages privés avec moi")
	var handed []slacktest.Message
	p.Await("the table", func() bool {
		handed = slices.DeleteFunc(malik.Sees(malik.DM()), func(m slacktest.Message) bool { return len(m.Files) == 0 })
		return len(handed) > 0
	})
	if len(handed) != 1 || len(handed[0].Files) != 1 || handed[0].Files[0].Name != "journal.csv" || !strings.Contains(string(handed[0].Files[0].Data), malik.ID) {
		t.Errorf("the log: %+v", handed)
	}
}
