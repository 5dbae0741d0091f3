package bot

import (
	"slices"
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "offres": "offres", "OFFRES": "offres", "Hôpital": "hopital", "HÔPITAL": "hopital",
		"télétravail": "teletravail", "te\u0301le\u0301travail": "teletravail", "E\u0301COLE": "ecole",
		"cœur": "coeur", "ŒUVRE": "oeuvre", "Ex æquo": "ex aequo", "Straße": "strasse", "STRAẞE": "strasse",
		"l’emploi": "l'emploi", "l‘emploi": "l'emploi", "lʼemploi": "l'emploi", "l'emploi": "l'emploi",
		"Saint‑Étienne": "saint-etienne", "Aix–Marseille": "aix-marseille",
		"Łódź": "lodz", "Şişli": "sisli", "Ñandú": "nandu", "Ångström": "angstrom", "ÿ": "y", "Ç": "c",
		"c#": "c#", "C++": "c++", "日本": "日本", "Ж": "ж", "a b": "a b", "\x00": "\x00",
	} {
		if got := Fold(s); got != want {
			t.Errorf("Fold(%q) = %q; want %q", s, got, want)
		}
	}
}

func TestFoldTwiceChangesNothing(t *testing.T) {
	for r := rune(0); r < 0x2100; r++ {
		once := Fold(string(r))
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, then %q", r, once, twice)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"offres", "mesoffres", "publier", "aide", "alertes", "conseils", "formations", "meteo", "moderation"}
	for _, c := range []struct {
		name, word string
		max        int
		want       string
	}{
		{"the word itself", "offres", 3, "offres"},
		{"a letter too few", "ofres", 3, "offres"},
		{"two letters swapped", "offers", 3, "offres"},
		{"a letter replaced", "oftres", 3, "offres"},
		{"a beginning", "mod", 3, "moderation"},
		{"an accent and capitals", "MÉTÉO", 3, "meteo"},
		{"a long word, three faults", "frmtioms", 3, "formations"},
		{"too far", "bonjour", 3, ""},
		{"nothing", "", 3, ""},
		{"one letter begins nothing", "o", 3, ""},
		{"no more than asked", "al", 0, ""},
		{"over 64 bytes", strings.Repeat("offres", 11), 3, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(Nearest(c.word, names, c.max), " "); got != c.want {
				t.Errorf("Nearest(%q) = %q; want %q", c.word, got, c.want)
			}
		})
	}
}

func TestNearestFirst(t *testing.T) {
	got := Nearest("lever", []string{"lecture", "livre", "level", "lever"}, 2)
	if want := []string{"lever", "level"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "bac", 1}, {"abc", "ab", 1},
		{"abc", "abcd", 1}, {"abc", "xbc", 1}, {"kitten", "sitting", 3}, {"été", "ete", 2}, {"ca", "abc", 3},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%q, %q) = %d; want %d", c.a, c.b, got, c.want)
		}
		if back := Distance(c.b, c.a); back != Distance(c.a, c.b) {
			t.Errorf("Distance(%q, %q) = %d, not the same both ways", c.b, c.a, back)
		}
	}
}
