package bot

import "testing"

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text       string
		place, far int
		want       int
	}{
		{"deux mots ici", 8, 8, 5},
		{"deux mots ici", 10, 8, 10},
		{"deux mots ici", 8, 2, 8},
		{"e\u0301te\u0301", 4, 3, 3},
		{"e\u0301\u0301\u0301t", 2, 6, 2},
		{"a\u200db\u200dc", 2, 1, 2},
		{"", 0, 5, 0},
	} {
		if got := Cut([]rune(c.text), c.place, c.far); got != c.want {
			t.Errorf("%q near %d is cut at %d; want %d", c.text, c.place, got, c.want)
		}
	}
}
