package main

import (
	"strings"
	"testing"

	"rebond/bot/slack/slacktest"
	"rebond/storage/storagetest"
)

// TestSlackOffers holds that somebody looks for openings, keeps one and finds it again,
// though the program is killed in between, in each of the ways that Slack has of asking.
func TestSlackOffers(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		importGo(t, database, 7)
		p := openSlack(t, nil)
		camille, kit := p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
		r := startSlack(t, p, database)
		p.AwaitSockets(sockets)

		first := camille.types("/offres go lyon").Message
		discreet(t, first)
		reads(t, first, "Compris : go · Lyon (69)", "Développeuse Go 1", "[Voir]", "[Postuler]", "[Suivantes]", "[Modifier]")
		if n := strings.Count(read(first), "Développeuse Go"); n != 5 {
			t.Errorf("%d openings on a page", n)
		}
		next := camille.presses(first, "Suivantes")
		if !next.Updated || strings.Contains(read(next.Message), "Développeuse Go 1") || strings.Count(read(next.Message), "Développeuse Go") != 2 {
			t.Errorf("the next page: updated %t, %q", next.Updated, read(next.Message))
		}
		seen := camille.presses(next.Message, "Voir").Message
		discreet(t, seen)
		reads(t, seen, "Des services en Go", "Contrat", "[Garder]", "[Postuler]")
		kept := camille.presses(seen, "Garder")
		if !kept.Updated {
			t.Error("what is kept is another message")
		}
		reads(t, kept.Message, "Tu gardes cette offre", "[Ne plus garder]")
		title := openingOf(t, kept.Message)

		r.kills()
		startSlack(t, p, database)
		p.AwaitSockets(sockets)
		reads(t, camille.types("/mesoffres").Message, title)
		reads(t, camille.presses(kept.Message, "Ne plus garder").Message, title, "[Garder]")
		reads(t, camille.types("/mesoffres").Message, "Tu n’as gardé aucune offre")
		reads(t, camille.presses(next.Message, "Revenir au début").Message, "Développeuse Go 1", "[Suivantes]")

		english := kit.types("/rebond jobs go lyon").Message
		discreet(t, english)
		reads(t, english, "Understood: go · Lyon (69)", "[View]", "[Apply]", "[Next]", "[Edit]")
		reads(t, kit.types("/rebond my-jobs").Message, "You have kept no opening")
		asksElsewhere(t, p, camille, kit)
	})
}

// openingOf is the opening that a message is about.
func openingOf(t *testing.T, m slacktest.Message) string {
	t.Helper()
	for line := range strings.Lines(read(m)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "Développeuse Go ") {
			return line
		}
	}
	t.Fatalf("no opening in %q", read(m))
	return ""
}

// asksElsewhere asks by a mention, by a direct message and by the command for all.
func asksElsewhere(t *testing.T, p *workspace, camille, kit *colleague) {
	t.Helper()
	for line, want := range map[string]string{"@Rebond offres go lyon": "Compris : go · Lyon (69)", "dis, @Rebond : aide": "/offres", "@Rebond": "/offres"} {
		heard := camille.Hears(p.offers, camille.Says(p.offers, line), 1)[0]
		discreet(t, heard)
		reads(t, heard, want)
	}
	question := kit.Says(p.offers, "Hello everyone")
	for _, m := range kit.Hears(p.offers, kit.Replies(question, "@Rebond jobs go lyon"), 1) {
		discreet(t, m)
		reads(t, m, "Understood: go · Lyon (69)")
		if m.ThreadTS != question.TS {
			t.Errorf("answered in thread %q; want %q", m.ThreadTS, question.TS)
		}
	}
	shown := camille.writes("offres go lyon")
	reads(t, shown, "Compris : go · Lyon (69)", "[Suivantes]")
	turned := camille.presses(shown, "Suivantes")
	if !turned.Updated {
		t.Error("a page of a direct message is another message")
	}
	reads(t, turned.Message, "[Revenir au début]")
	for _, bare := range []string{"/rebond", "/aide", "/rebond aide"} {
		reads(t, camille.types(bare).Message, "/offres")
	}
	reads(t, kit.types("/rebond").Message, "/rebond jobs")
}

// TestSlackNonsense holds that whatever is typed is answered kindly, to its author alone.
func TestSlackNonsense(t *testing.T) {
	t.Parallel()
	database := storagetest.SQLite(t)
	importGo(t, database, 3)
	p := openSlack(t, nil)
	camille := p.joins("Camille", "fr-FR")
	p.w.Group("Entraide", "entraide")
	startSlack(t, p, database)
	p.AwaitSockets(sockets)
	for typed, want := range map[string]string{
		strings.Repeat("é", 200): "Aucune offre pour", strings.Repeat("👩‍💻 ", 40): "Les offres les plus récentes", strings.Repeat("`*_~|>#@", 25): "Les offres les plus récentes",
		"\u202e\u200b ligne\nligne": "Aucune offre pour", "@channel @here @camille @entraide #coaching": "Aucune offre pour",
		"<https://piege.example|gratuit>": "piege.example", "&amp; <b> R&D": "Aucune offre pour",
	} {
		m := camille.types("/offres " + typed).Message
		discreet(t, m)
		reads(t, m, want)
	}
	reads(t, camille.types("/offres lieu:nanci salaire:beaucoup").Message, "Je ne connais pas de lieu « nanci »", "n’est pas un salaire que je sais lire")
	reads(t, camille.types("/rebond nimporte quoi").Message, "Je ne connais pas « nimporte »")
	for line, want := range map[string]string{
		"bonjour": "Je ne connais pas « bonjour »", "/nimporte quoi": "Je ne connais pas", "@channel": "Je ne connais pas", "???": "Je ne",
		"/offres go lyon": "Compris : go · Lyon (69)", "/planifier": "réservée", "*offres* _go_": "offres",
	} {
		m := camille.writes(line)
		reads(t, m, want)
		if len(m.Pings) > 0 {
			t.Errorf("%q pings %q", line, m.Pings)
		}
	}
	file := camille.SaysWithFile(camille.DM(), "offres go lyon", "cv.pdf")
	reads(t, camille.Hears(camille.DM(), file, 1)[0], "Compris : go · Lyon (69)")
	if n := len(p.posts(p.offers)); n != 0 {
		t.Errorf("%d answers were shown to all", n)
	}
}
