package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// importGo imports n openings for people who write Go in Lyon.
func importGo(t *testing.T, database string, n int) {
	t.Helper()
	var all []string
	for i := range n {
		published := time.Now().Add(-time.Duration(i+1) * time.Hour).UnixMilli()
		all = append(all, fmt.Sprintf(`{"id":"go-%d","text":"Développeuse Go %d","createdAt":%d,"categories":{"location":"Lyon, France","commitment":"CDI"},"description":"Des services en Go, dans une petite équipe.","hostedUrl":"https://jobs.lever.co/fictif/go-%d"}`, i+1, i+1, published, i+1))
	}
	path := filepath.Join(t.TempDir(), "offres.json")
	if err := os.WriteFile(path, []byte("["+strings.Join(all, ",")+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := rebond(t, database, "import", "offers", path); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestDiscordOffers holds that somebody looks for openings, keeps one and finds it
// again, though the program is killed in between; and that whatever is typed is answered
// kindly, to its author alone.
func TestDiscordOffers(t *testing.T) {
	t.Parallel()
	storagetest.Engines(t, func(t *testing.T, database string) {
		t.Parallel()
		importGo(t, database, 7)
		p := openPiscine(t, nil)
		camille, kit := p.joins("Camille", "fr"), p.joins("Kit", "en-GB")
		r := startRobot(t, p.Server, database)
		p.AwaitReady(1)

		first := camille.types("offres", map[string]any{"recherche": "go lyon"}).Message
		alone(t, first)
		shows(t, first, "Compris : go · Lyon (69)", "Développeuse Go 1", "Voir", "Postuler", "Suivantes", "Modifier")
		if n := strings.Count(words(first), "Développeuse Go"); n != 5 {
			t.Errorf("%d openings on a page", n)
		}
		next := camille.presses(first, "Suivantes")
		if !next.Updated || strings.Contains(words(next.Message), "Développeuse Go 1") || strings.Count(words(next.Message), "Développeuse Go") != 2 {
			t.Errorf("the next page: updated %t, %q", next.Updated, words(next.Message))
		}
		seen := camille.presses(next.Message, "Voir").Message
		alone(t, seen)
		shows(t, seen, "Des services en Go", "Contrat", "Garder", "Postuler")
		kept := camille.presses(seen, "Garder")
		if !kept.Updated {
			t.Error("what is kept is another message")
		}
		shows(t, kept.Message, "Tu gardes cette offre", "Ne plus garder")
		title := titleOf(t, kept.Message)

		r.kills()
		startRobot(t, p.Server, database)
		p.AwaitReady(1)
		shows(t, camille.types("mesoffres", nil).Message, title)
		shows(t, camille.presses(kept.Message, "Ne plus garder").Message, title, "Garder")
		shows(t, camille.types("mesoffres", nil).Message, "Tu n’as gardé aucune offre")
		shows(t, camille.presses(next.Message, "Revenir au début").Message, "Développeuse Go 1", "Suivantes")

		english := kit.types("jobs", map[string]any{"search": "go lyon"}).Message
		alone(t, english)
		shows(t, english, "Understood: go · Lyon (69)", "View", "Apply", "Next", "Edit")
		shows(t, kit.types("my-jobs", nil).Message, "You have kept no opening")

		nonsense(t, camille)
	})
}

// titleOf is the opening that a message is about.
func titleOf(t *testing.T, m discordtest.Message) string {
	t.Helper()
	for line := range strings.Lines(words(m)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "Développeuse Go ") {
			return line
		}
	}
	t.Fatalf("no opening in %q", words(m))
	return ""
}

// nonsense types what no command is made for.
func nonsense(t *testing.T, camille *guest) {
	t.Helper()
	offered := false
	for _, c := range camille.Complete(camille.in, "offres", "lieu", "nan", nil) {
		offered = offered || c.Value == "Nancy (54)"
	}
	if !offered {
		t.Error("Nancy is not offered for « nan »")
	}
	for typed, want := range map[string]string{
		strings.Repeat("é", 200): "Aucune offre pour", strings.Repeat("👩‍💻 ", 40): "Les offres les plus récentes", strings.Repeat("`*_~|>#@", 25): "Les offres les plus récentes",
		"\u202e\u200b\u0000 ligne\nligne": "Aucune offre pour", "@everyone @here <@" + camille.ID + "> <@&" + camille.in.Guild.ID + ">": "Aucune offre pour",
		"[gratuit](https://piege.example)": "[gratuit](https://piege.example)", // and not its first word alone, that leads there
	} {
		m := camille.types("offres", map[string]any{"recherche": typed}).Message
		alone(t, m)
		shows(t, m, want)
	}
	shows(t, camille.types("offres", map[string]any{"lieu": "nanci", "salaire": "beaucoup"}).Message, "Je ne connais pas de lieu « nanci »", "n’est pas un salaire que je sais lire")
	for line, want := range map[string]string{
		"bonjour": "Je ne connais pas « bonjour »", "/nimporte quoi": "Je ne connais pas", "@everyone": "Je ne connais pas", "???": "Je ne",
		"/offres go lyon": "Compris : go · Lyon (69)", "/planifier": "réservée",
	} {
		m := camille.writes(line)
		shows(t, m, want)
		if len(m.Pings) > 0 {
			t.Errorf("%q pings %q", line, m.Pings)
		}
	}
}
