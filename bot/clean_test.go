package bot

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, c := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"nothing", "", 0, ""},
		{"words", "développeuse Go", 0, "développeuse Go"},
		{"spaces around", " \n a \u00a0\n", 0, "a"},
		{"lines", "a\r\nb\n\nc", 0, "a\nb\n\nc"},
		{"a tab", "a\tb", 0, "a b"},
		{"separators of lines", "a\u2028b\u2029c", 0, "a b c"},
		{"NUL", "a\x00b", 0, "ab"},
		{"controls", "a\x01\x07\x08\x0b\x1b[31mb\x7f\u0085\u009b", 0, "a [31mb"},
		{"not UTF-8", "a\xffb\xc3", 0, "a\ufffdb\ufffd"},
		{"a surrogate", "a\xed\xa0\x80b", 0, "a\ufffdb"},
		{"direction marks", "a\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b", 0, "ab"},
		{"of no width", "a\u200b\u2060\ufeff\u00adb", 0, "ab"},
		{"spaces hidden behind marks", "\u200b \u202e a \ufeff", 0, "a"},
		{"a family, joined", "👩\u200d👧", 0, "👩\u200d👧"},
		{"French spaces", "45\u202f000\u00a0€", 0, "45\u202f000\u00a0€"},
		{"just short enough", "abcde", 5, "abcde"},
		{"just too long", "abcdef", 5, "abcd…"},
		{"cut at the end of a word", "un deux trois quatre", 16, "un deux trois…"},
		{"cut in a word when its beginning is far", "un développement", 10, "un dévelo…"},
		{"cut, counted in characters", "éééééé", 5, "éééé…"},
		{"cleaned before it is cut", "\u200b\u200ba\x00bc", 3, "abc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in, c.max); got != c.want {
				t.Errorf("Clean(%q, %d) = %q; want %q", c.in, c.max, got, c.want)
			}
		})
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"abc", 0, "abc"}, {"abc", -1, "abc"}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"ab", 1, "…"}, {"", 1, ""},
		{"un deux trois", 13, "un deux trois"}, {"un deux trois", 9, "un deux…"},
		{"un deux\u00a0trois", 9, "un deux…"}, {"un deux trois", 8, "un deux…"},
		{"unmottrèslong deux", 10, "unmottrès…"},
	} {
		if got := Shorten(c.in, c.max); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q; want %q", c.in, c.max, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 0)
		f.Add(s+s+s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		got := Clean(s, max)
		if !utf8.ValidString(got) {
			t.Errorf("Clean(%q, %d) = %q is not UTF-8", s, max, got)
		}
		if n := utf8.RuneCountInString(got); max > 0 && n > max {
			t.Errorf("Clean(%q, %d) has %d characters", s, max, n)
		}
		if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || IsDirectionMark(r) }); i >= 0 {
			t.Errorf("Clean(%q, %d) = %q keeps a control at %d", s, max, got, i)
		}
		if again := Clean(got, max); again != got {
			t.Errorf("Clean(%q, %d) = %q, and cleaned again %q", s, max, got, again)
		}
	})
}
