package places

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	for _, c := range []struct {
		typed string
		max   int
		want  string
	}{
		{"", 3, "Paris (75); Marseille (13); Lyon (69)"},
		{" ", 1, "Paris (75)"},
		{"nan", 2, "Nantes (44); Nancy (54)"},
		{"nancy ", 5, "Nancy (54); Nancy-sur-Cluses (74)"},
		{"NOR", 2, "Normandie; Nord (59)"},
		{"54", 2, "Meurthe-et-Moselle (54); Nancy (54)"},
		{"75", 3, "Paris (75)"},
		{"540", 3, "Nancy (54)"},
		{"97", 2, "La Réunion (974); Guadeloupe (971)"},
		{"20", 2, "Ajaccio (2A); Bastia (2B)"},
		{"2a", 2, "Corse-du-Sud (2A); Ajaccio (2A)"},
		{"st", 2, "Strasbourg (67); Saint-Étienne (42)"},
		{"st ", 1, "Saint-Étienne (42)"},
		{"saint-eti", 1, "Saint-Étienne (42)"},
		{"paris", 2, "Paris (75); Parisot (81)"},
		{"rochelle", 1, "La Rochelle (17)"},
		{"la roch", 1, "La Rochelle (17)"},
		{"l", 1, "Loire-Atlantique (44)"},
		{"idf", 2, "Île-de-France"},
		{"sophia", 2, "Valbonne (06)"},
		{"evry", 2, "Évry-Courcouronnes (91); Évry-Grégy-sur-Yerre (77)"},
		{"la ", 1, "La Réunion (974)"},
		{"mayenne", 3, "Mayenne (53)"},
		{"guad", 3, "Guadeloupe (971)"},
		{"à nanc", 1, "Nancy (54)"},
		{"au ma", 1, "Le Mans (72)"},
		{"lyon 3", 3, "Lyon (69)"},
		{"Nancy (54)", 3, "Nancy (54)"},
		{"xyz", 3, ""}, {"999", 3, ""}, {"nancy", 0, ""}, {"nancy", -1, ""}, {strings.Repeat("a", 300), 3, ""},
	} {
		var labels []string
		for _, p := range Suggest(c.typed, c.max) {
			labels = append(labels, p.Label())
		}
		if got := strings.Join(labels, "; "); got != c.want {
			t.Errorf("Suggest(%q, %d) = %q, want %q", c.typed, c.max, got, c.want)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"", "st", "54", "à ", "l", "2a"} {
		f.Add(s, 5)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		got := Suggest(s, n)
		if len(got) > max(0, min(n, suggestMax)) {
			t.Fatalf("%d places for %d", len(got), n)
		}
		seen := map[string]bool{}
		for _, p := range got {
			if seen[p.Label()] {
				t.Fatalf("%q twice for %q", p.Label(), s)
			}
			seen[p.Label()] = true
		}
	})
}

func BenchmarkSuggest(b *testing.B) {
	for _, s := range []string{"", "s", "saint", "nan", "54", "540"} {
		b.Run("typed "+s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Suggest(s, 25)
			}
		})
	}
}
