package commands

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"rebond/bot"
)

// TestMethod holds that what the button tells has the headings of the whole method, in its
// order, and that the latter is dated.
func TestMethod(t *testing.T) {
	whole, err := os.ReadFile("../" + methodDocument)
	if err != nil {
		t.Fatal(err)
	}
	var told, written []string
	for _, p := range methodPoints() {
		told = append(told, p.heading.FR)
		if p.words.FR == "" || p.words.EN == "" || p.heading.EN == "" {
			t.Errorf("%s says nothing in a language", p.heading.FR)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(string(whole), -1) {
		written = append(written, m[1])
	}
	if got, want := strings.Join(told, "\n"), strings.Join(written, "\n"); got != want {
		t.Errorf("the button tells of\n%s\n%s has\n%s", got, methodDocument, want)
	}
	if !regexp.MustCompile(`(?m)^Vérifiée le \d+(er)? \p{L}+ 20\d\d\.$`).Match(whole) {
		t.Errorf("%s does not say when it was last checked", methodDocument)
	}
}

// TestMethodFits holds that the method is one message of every platform.
func TestMethodFits(t *testing.T) {
	reply, err := (&offers{}).method(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := reply.(*bot.Message).Text
	for _, said := range []string{text.FR, text.EN} {
		if n := utf8.RuneCountInString(said); n > 3000 {
			t.Errorf("%d characters", n)
		}
	}
}
