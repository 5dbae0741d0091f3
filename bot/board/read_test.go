package board

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"rebond/bot/search/places"
)

// pasted is an announcement of the test set, and what must be read of it.
type pasted struct {
	name   string
	labels map[string]string
	text   string
}

func pastedSet(t testing.TB, file string) []pasted {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []pasted
	for _, f := range archive.Files {
		head, text, ok := strings.Cut(string(f.Data), "\n\n")
		if !ok {
			t.Fatalf("%s, %s: no text", file, f.Name)
		}
		l := pasted{f.Name, map[string]string{}, text}
		for line := range strings.Lines(head) {
			key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok || !slices.Contains(fieldsRead, key) && key != "style" && key != "lang" {
				t.Fatalf("%s, %s: %q", file, f.Name, line)
			}
			l.labels[key] = value
		}
		all = append(all, l)
	}
	return all
}

var fieldsRead = []string{"title", "company", "place", "contract", "remote", "pay", "apply", "publisher", "number"}

// fieldsOf are the fields of an announcement as the labels of the set say them.
func fieldsOf(a Announcement) map[string]string {
	fields := map[string]string{
		"title": a.Title, "company": a.Company, "place": a.Place, "contract": string(a.Contract), "remote": string(a.Remote),
		"apply": a.Apply, "publisher": string(a.Publisher), "number": a.Number,
	}
	if pay, ok := ReadPay(a.Pay); ok {
		fields["pay"] = inWords(pay)
	}
	return fields
}

var genders = regexp.MustCompile(`(?i) ?\(?\b(?:[hf] ?/ ?[hf]|m/f/d)\b\)?`)

// same reports whether a field says what its label does. A title is its words; a place
// in France is its code.
func same(field, got, want string) bool {
	switch field {
	case "title", "company":
		plain := func(s string) string {
			return strings.Join(strings.Fields(fold(genders.ReplaceAllString(s, "")).text), " ")
		}
		return plain(got) == plain(want)
	case "place":
		codes := func(s string) string {
			var all []string
			for name := range strings.SplitSeq(s, " ; ") {
				if p, ok := places.Find(name); ok {
					name = fmt.Sprint(p.Kind, p.Code)
				}
				all = append(all, fold(name).text)
			}
			return strings.Join(all, ";")
		}
		return codes(got) == codes(want)
	}
	return got == want
}

// tally counts what was read of one field.
type tally struct{ right, wrong, missed int }

func (c *tally) add(field, got, want string) {
	right := got != "" && want != "" && same(field, got, want)
	if right {
		c.right++
	}
	if got != "" && !right {
		c.wrong++
	}
	if want != "" && !right {
		c.missed++
	}
}

func (c tally) precision() float64 { return share(c.right, c.right+c.wrong) }
func (c tally) recall() float64    { return share(c.right, c.right+c.missed) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func TestReadSet(t *testing.T) {
	all := map[string]*tally{}
	least := map[string]int{"announcements.txtar": 66, "heldout.txtar": 30}
	for _, file := range []string{"announcements.txtar", "heldout.txtar"} {
		set := pastedSet(t, "testdata/"+file)
		if len(set) < least[file] {
			t.Errorf("%s: %d announcements, want %d or more", file, len(set), least[file])
		}
		counts := map[string]*tally{}
		for _, field := range fieldsRead {
			counts[field] = &tally{}
			if all[field] == nil {
				all[field] = &tally{}
			}
		}
		for _, l := range set {
			got := fieldsOf(Read(l.text))
			for _, field := range fieldsRead {
				for _, c := range []map[string]*tally{counts, all} {
					c[field].add(field, got[field], l.labels[field])
				}
				if want := l.labels[field]; (got[field] != "" || want != "") && !same(field, got[field], want) {
					t.Logf("%s: %s %q, want %q", l.name, field, got[field], want)
				}
			}
		}
		t.Logf("%s: %d announcements\n%s", file, len(set), table(counts))
	}
	t.Logf("all\n%s", table(all))
	for _, field := range []string{"title", "contract", "pay", "place"} {
		if c := all[field]; c.precision() < 0.9 || c.recall() < 0.9 {
			t.Errorf("%s: precision %.2f, recall %.2f; want 0.90", field, c.precision(), c.recall())
		}
	}
}

func table(counts map[string]*tally) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s %9s %6s %6s\n", "field", "precision", "recall", "said")
	for _, field := range fieldsRead {
		c := counts[field]
		fmt.Fprintf(&b, "%-10s %9.2f %6.2f %6d\n", field, c.precision(), c.recall(), c.right+c.missed)
	}
	return b.String()
}

func TestReadText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", " \n\t ", ""},
		{"spaces", "a  \nb\u00a0\n", "a\nb"},
		{"blank lines", "a\n\n\n\n\n\nb", "a\n\n\nb"},
		{"control", "a\x00b\u202ec\r\nd", "abc\nd"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
		{"long", strings.Repeat("mot ", 1000), strings.TrimSpace(strings.Repeat("mot ", 749)) + "…"},
	} {
		if got := Read(c.in).Text; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What is no opening, or not said, stays empty.
func TestReadNothing(t *testing.T) {
	for _, text := range []string{
		"", "Bonjour à tous !", "Quelqu’un a une bonne adresse pour manger à midi ?",
		"Merci pour vos retours, à demain", "Thanks everyone, see you on Monday.", "https://", "@", "€", "|||", ":\n:\n:",
	} {
		got := Read(text)
		got.Text = ""
		if got != (Announcement{}) {
			t.Errorf("Read(%q) = %+v", text, got)
		}
	}
}

func TestReadFields(t *testing.T) {
	for _, c := range []struct{ name, text, field, want string }{
		{"an http link is kept as it is", "Postuler : http://fictif.example/jobs.", "apply", "http://fictif.example/jobs"},
		{"brackets in a link", "(https://fictif.example/a_(b))", "apply", "https://fictif.example/a_(b)"},
		{"no link is made up", "Postulez sur www.fictif.example", "apply", ""},
		{"not the link to follow", "Suivez-nous : https://fictif.example/nous\nPostuler : rh@fictif.example", "apply", "rh@fictif.example"},
		{"not a no-reply address", "noreply@fictif.example\njobs@fictif.example", "apply", "jobs@fictif.example"},
		{"a SIRET", "SIRET : 123 456 782 00013", "number", "12345678200013"},
		{"a number that is none", "Réf. 123 456 782", "number", ""},
		{"a telephone in a title", "Poste : Développeur 06 12 34 56 78", "title", "Développeur coordonnées sur l’annonce d’origine"},
		{"work-study is a fixed term too", "Contrat : CDD d’apprentissage", "contract", "alternance"},
		{"an intern to look after", "Vous encadrez un stagiaire. Poste en CDI.", "contract", "cdi"},
		{"a temp", "Temp role, 3 months", "contract", "interim"},
		{"a company’s early stage", "Early stage startup, permanent role", "contract", "cdi"},
		{"a prize is no pay", "CDI. Prime de cooptation de 1 500 €.", "pay", ""},
		{"funds are no pay", "Levée de 12 M€, 30 000 clients, CDI", "pay", ""},
		{"the fixed part", "CDI : package 60k (fixe 50k + variable 10k)", "pay", "50000-50000 EUR year"},
		{"months of pay", "Salaire : 2 500 € brut sur 13 mois", "pay", "2500-2500 EUR month"},
		{"a day rate without a unit", "Freelance, TJM 500-550", "pay", "500-550 EUR day"},
		{"a place that is a word", "Nice to have: Go. Based in Paris.", "place", "Paris"},
		{"the place of clients", "Nos clients sont à Lyon. Poste basé à Nancy.", "place", "Nancy"},
		{"nowhere", "Localisation : full remote (France)", "place", ""},
	} {
		if got := fieldsOf(Read(c.text))[c.field]; got != c.want && !(c.field == "title" && fold(got).text == fold(c.want).text) {
			t.Errorf("%s: %s %q, want %q", c.name, c.field, got, c.want)
		}
	}
}

// The reason why there is no pay is one if it says more than « selon profil ».
func TestReadReason(t *testing.T) {
	for text, want := range map[string]string{
		"Rémunération : selon la grille de la fonction publique": "selon la grille de la fonction publique",
		"Rémunération : selon profil":                            "",
		"Salaire : 2 000 € selon la grille":                      "2 000 €",
	} {
		if got := Read(text).Pay; got != want {
			t.Errorf("Read(%q).Pay = %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, l := range pastedSet(f, "testdata/announcements.txtar") {
		f.Add(l.text)
	}
	for _, s := range []string{"", "\xff\x00\u202e", "🚀|📍|:", "Poste :\nLieu :\nSalaire :\n", "(((((", "un(e) un(e) un(e)", "recrute recrute recrute", "Paris, Paris / Paris ou Paris", "K€ 1k 2k 3k/4k-5k", "https://a.b/(((\n@@@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = s[:min(len(s), 1<<10)]
		a := Read(s)
		for name, field := range map[string]struct {
			said string
			most int
		}{
			"title": {a.Title, longestTitle}, "company": {a.Company, longestCompany}, "place": {a.Place, maxPlaces * 64}, "pay": {a.Pay, maxReason + 20},
			"apply": {a.Apply, maxAddress}, "number": {a.Number, 14}, "text": {a.Text, MaxText},
		} {
			if n := len([]rune(field.said)); n > field.most || !utf8.ValidString(field.said) || name != "text" && strings.ContainsAny(field.said, "\n\r\x00") {
				t.Errorf("%s of %d runes: %q", name, n, field.said)
			}
		}
		Read(a.Text)
	})
}

func BenchmarkRead(b *testing.B) {
	var all strings.Builder
	for _, l := range pastedSet(b, "testdata/announcements.txtar") {
		if all.WriteString(l.text); all.Len() > 2*MaxText {
			break
		}
	}
	text := string([]rune(all.String())[:MaxText])
	b.ReportAllocs()
	for b.Loop() {
		Read(text)
	}
}

// A text made to take long takes no longer than one of its length.
func BenchmarkReadHostile(b *testing.B) {
	for _, unit := range []string{"recrute un ", "Paris ", "1k ", "(", "a@b ", "développeur ", "https://a.b/ ", "notre client, un "} {
		text := strings.Repeat(unit, maxPasted/len(unit))
		for name, text := range map[string]string{unit + "on one line": text, unit + "on many": strings.ReplaceAll(text, " ", "\n")} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					Read(text)
				}
			})
		}
	}
}
