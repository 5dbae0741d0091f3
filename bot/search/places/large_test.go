package places

import (
	"strings"
	"testing"
)

func TestLarge(t *testing.T) {
	for _, c := range []struct {
		in, want string
		n        int
	}{
		{"saint etienne", "c42218", 2}, {"st etienne java", "c42218", 2}, {"nice", "c06088", 1}, {"bourg en bresse", "c01053", 3}, {"bourg", "", 0},
		{"villeneuve d ascq cdi", "c59009", 3}, {"l hay les roses", "c94038", 4}, {"la rochelle", "c17300", 2}, {"rochelle", "", 0},
		{"au havre", "c76351", 2}, {"aux ulis", "c91692", 2}, {"a lyon", "", 0}, {"bordeaux cdi", "c33063", 1},
		{"nord", "", 0}, {"manche", "", 0}, {"var", "", 0}, {"lot", "", 0}, {"cher", "", 0}, {"somme", "", 0},
		{"nord pas de calais", "r32", 4}, {"lot et garonne", "d47", 3}, {"val d oise", "d95", 3}, {"cote d or", "d21", 3},
		{"loire", "d42", 1}, {"loire atlantique", "d44", 2}, {"vienne", "d86", 1}, {"gironde", "d33", 1}, {"haute savoie", "d74", 2},
		{"bretagne", "r53", 1}, {"grand est", "r44", 2}, {"grand", "", 0}, {"ile de france", "r11", 3}, {"idf", "r11", 1}, {"paca", "r93", 1},
		{"aura", "", 0}, {"centre", "", 0}, {"centre val de loire", "r24", 4}, {"la defense", "", 0}, {"paris la defense", "d92", 3},
		{"paris", "c75056", 1}, {"paris 11e java", "c75056", 2}, {"paris 11e arrondissement java", "c75056", 3}, {"lyon 3 arrondissement", "c69123", 3},
		{"paris 2 ans", "c75056", 1}, {"lyon 12e", "c69123", 1}, {"nantes 3e", "c44109", 1},
		{"croix rouge", "c59163", 1}, {"orange", "c84087", 1}, {"sens", "c89387", 1}, {"la garde", "c83062", 2}, {"le port", "c97407", 2}, {"la reunion", "d974", 2},
		{"us", "", 0}, {"java", "", 0}, {"", "", 0}, {"saint", "", 0}, {"54", "", 0},
	} {
		p, n := Large(strings.Split(c.in, " "))
		if got := short(p, n > 0); got != c.want || n != c.n {
			t.Errorf("%q: got %q and %d words, want %q and %d", c.in, got, n, c.want, c.n)
		}
	}
	if _, n := Large(nil); n != 0 {
		t.Errorf("no word: %d", n)
	}
}

func FuzzLarge(f *testing.F) {
	for _, s := range []string{"saint etienne", "au havre", "paris 3 arrondissement", "paris ", " ", "l"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w := strings.Split(s, " ")
		if p, n := Large(w); n < 0 || n > len(w) || (n > 0) != (p.Kind != 0) {
			t.Errorf("%q: %+v, %d", s, p, n)
		}
	})
}

func BenchmarkLarge(b *testing.B) {
	for _, s := range []string{"saint etienne java", "developpeur java senior", "paris 11e arrondissement"} {
		w := strings.Split(s, " ")
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Large(w)
			}
		})
	}
}
