package discord

import (
	"fmt"
	"strings"
	"testing"

	"rebond/bot"
)

// rendering is a message as it is sent, each part of which Discord accepts.
func rendering(t *testing.T, m *bot.Message) (all []rendered, said string, links []string) {
	t.Helper()
	all, err := (&renderer{ctx: t.Context(), calls: kept{}, lang: bot.FR}).render(m)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		p := all[i].payload(0)
		valid(t, "POST", messagesRoute, p)
		r := read(t, p)
		said, links = said+"\n"+r.Text, append(links, r.Links...)
	}
	return all, said, links
}

// What does not fit one message goes on in the next: nothing is left out, and no card is
// torn from its buttons.
func TestLongMessagesAreSplit(t *testing.T) {
	m := &bot.Message{Text: bot.Same("Trente offres.")}
	for i := range 30 {
		m.Cards = append(m.Cards, bot.Card{
			Title: bot.Same(fmt.Sprintf("Offre n° %d.", i)), Body: bot.Same(strings.Repeat("Tu rejoins une équipe. ", 10)),
			Buttons: []bot.Button{{Label: bot.Same("Voir"), Do: bot.Call{Command: "bonjour"}}, {Label: bot.Same("Garder"), Do: bot.Call{Command: "bonjour"}}},
		})
	}
	m.Buttons = []bot.Button{{Label: bot.Same("Suivantes"), Do: bot.Call{Command: "bonjour"}}}
	all, said, _ := rendering(t, m)
	at := 0
	for i := range 30 {
		next := strings.Index(said[at:], fmt.Sprintf("Offre n° %d.", i))
		if next < 0 {
			t.Fatalf("offer %d is not in its place in %q", i, said)
		}
		at += next
	}
	for _, one := range all {
		for _, c := range one.Components {
			if c.Type == container && (len(c.Components) != 2 || len(c.Components[1].Components) != 2) {
				t.Errorf("a card is %+v", c)
			}
		}
	}
	if len(all) < 3 {
		t.Errorf("%d messages", len(all))
	}
}

// Files are with what shows them, ten to a message, each under a name of its own.
func TestManyFiles(t *testing.T) {
	m := &bot.Message{}
	for range 12 {
		m.Files = append(m.Files, bot.File{Name: "../données\"\r\n.csv", Media: "text/csv", Data: []byte("a;b\n")})
	}
	all, _, _ := rendering(t, m)
	names := map[string]bool{}
	for _, one := range all {
		if len(one.Files) > maxFiles || len(one.Files) != len(one.Components) {
			t.Errorf("%d files for %d components", len(one.Files), len(one.Components))
		}
		for _, f := range one.Files {
			names[f.name] = true
			if strings.ContainsAny(f.name, "/\\\"\r\n ") {
				t.Errorf("a file is called %q", f.name)
			}
		}
	}
	if len(all) != 2 || len(names) != 12 {
		t.Errorf("%d messages, %v", len(all), names)
	}
}

// A file's name is in letters that Discord leaves as they are, and tells its kind still.
func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string]string{
		"é.pdf": "fichier.pdf", "резюме.pdf": "fichier.pdf", "CV Élodie.pdf": "CV__lodie.pdf", "../cv.pdf": "cv.pdf", ".env": "fichier.env",
		"резюме": "fichier", "cv.é": "cv", "é.é": "fichier", "": "fichier", "..": "fichier", "archive.tar.gz": "archive.tar.gz", "a/b.c/d": "a_b.c_d",
	} {
		if got := plainName(name); got != want {
			t.Errorf("%q is called %q; want %q", name, got, want)
		}
	}
}

// A page to which no button may lead is told in words.
func TestPagesWithoutAButton(t *testing.T) {
	long := "https://rebond.example/?" + strings.Repeat("a_(b)", 120)
	m := &bot.Message{
		Text:  bot.Markup("[écris-nous](mailto:equipe@rebond.example?subject=x), [ce [lien]](https://rebond.example/a) ou [http://autre.example](https://rebond.example/b)"),
		Cards: []bot.Card{{Title: bot.Same("Offre [1"), URL: "https://rebond.example/c"}, {Title: bot.Same("Piège"), URL: "javascript:alert(1)"}},
		Buttons: []bot.Button{
			{Label: bot.Same("Le guide"), URL: long}, {Label: bot.Same("Écrire"), URL: "mailto:aide@rebond.example"}, {Label: bot.Same("Oui"), Do: bot.Call{Command: "bonjour"}},
		},
	}
	_, said, links := rendering(t, m)
	for _, want := range []string{"écris-nous (equipe@rebond.example)", "http://autre.example", "Le guide", "Écrire (aide@rebond.example)", "Offre [1", "Piège"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said in %q", want, said)
		}
	}
	for _, want := range []string{strings.NewReplacer("(", "%28", ")", "%29").Replace(long), "https://rebond.example/a", "https://rebond.example/b", "https://rebond.example/c"} {
		found := false
		for _, l := range links {
			found = found || l == want
		}
		if !found {
			t.Errorf("%q is not among %q", want, links)
		}
	}
	if strings.Contains(strings.Join(links, " "), "javascript") {
		t.Errorf("%q", links)
	}
}

// Styles are read as they were written, side by side and inside one another.
func TestStyles(t *testing.T) {
	for markup, want := range map[string]string{
		"**gras _et italique_ et gras** puis _italique **et gras**_": "**gras _et italique_ et gras** puis _italique_ **_et gras_**",
		"l’_âme_": "l’_âme_", "_l’_âme": "*l’*âme", "_anti_rouille": "*anti*rouille", "a** espace **b": "a **espace** b", "`a``b` et `c`": "`a``b` et `c`",
		"**(_a_)**": "**(_a_)**", "- **un** : deux": "- **un** : deux", "# Un _titre_": "### Un _titre_", "a\nb\n\nc": "a\nb\n\nc",
		"_[lien_bleu](https://a.example/b_c)_": "_[lien\\_bleu](<https://a.example/b%5Fc>)_",
	} {
		if got := strings.Join(pages(blocks(markup)), "|"); got != want {
			t.Errorf("%q is written as %q; want %q", markup, got, want)
		}
	}
}
