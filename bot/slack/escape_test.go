package slack

import (
	"strings"
	"testing"

	"rebond/bot"
)

// The text beside the blocks mentions nobody and leads nowhere, however long it is.
func TestFallback(t *testing.T) {
	for said, want := range map[string]string{
		"C++ & C# <!channel>": "C++ &amp; C# &lt;!channel&gt;", "&lt;!channel&gt;": "&amp;lt;!channel&amp;gt;", "": "", "a\nb": "a\nb",
	} {
		if got := fallback(said); got != want {
			t.Errorf("%q is %q; want %q", said, got, want)
		}
	}
	for _, said := range []string{strings.Repeat("é", 5000), strings.Repeat("<", 5000), strings.Repeat("& a ", 1300), strings.Repeat("a", 3800) + strings.Repeat("&", 25)} {
		got := fallback(said)
		if n := runes(got); n > maxFallback || n < maxFallback*2/3 || !strings.HasSuffix(got, "…") {
			t.Errorf("%.20q… has %d characters, and ends with %q", said, n, got[len(got)-20:])
		}
	}
}

// A label is one line, which is there, and its spaces are as they were written.
func TestLabels(t *testing.T) {
	for markup, want := range map[string]string{
		"**Voir**": "Voir", "": "…", "  ": "…", "D’accord\u202f?": "D’accord\u202f?", "a\n- b": "a b", bot.Escape("*gras* <!here> :fire:"): "*gras* <!here> :fire:", strings.Repeat("é", 80): strings.Repeat("é", 74) + "…",
	} {
		got := label(markup, maxLabel)
		if got.Text != want || got.Type != "plain_text" || got.Emoji == nil || *got.Emoji {
			t.Errorf("%q is %+v; want %q", markup, got, want)
		}
	}
}
