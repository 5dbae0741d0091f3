package sources

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestHostileSizes reads texts made to cost the square of their length: the
// whole file takes milliseconds, or minutes when one of them does.
func TestHostileSizes(t *testing.T) {
	for name, s := range map[string]string{
		"telephones": strings.Repeat("0612345678,", 40_000),
		"breaks":     "<li>" + strings.Repeat("<br>", 39_000) + strings.Repeat("<p>", 100_000),
		"bold":       strings.Repeat("<b>", 200_000),
		"brackets":   strings.Repeat("[", 200_000),
		"mail":       strings.Repeat("a@", 200_000),
		"digits":     strings.Repeat("1 ", 300_000),
		"link":       strings.Repeat("<a href='https://e.example/"+strings.Repeat("(", 20_000)+"'>x</a>", 10),
		"depth":      strings.Repeat("<div><ul><li>", 50_000) + "x",
	} {
		t.Run(name, func(t *testing.T) {
			if n := utf8.RuneCountInString(FromHTML(s)); n > MaxDescription {
				t.Errorf("FromHTML gives %d runes", n)
			}
			if n := utf8.RuneCountInString(FromText(s)); n > MaxDescription {
				t.Errorf("FromText gives %d runes", n)
			}
			if n := utf8.RuneCountInString(OneLine(s, 200)); n > 200 {
				t.Errorf("OneLine gives %d runes", n)
			}
		})
	}
}
