package board

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

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
	for _, file := range []string{"announcements.txtar", "heldout.txtar"} {
		set := pastedSet(t, "testdata/"+file)
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
