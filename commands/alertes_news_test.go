package commands

import (
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/storage"
)

// TestNewsText says how many offers alerts have found: each number only where it is known.
func TestNewsText(t *testing.T) {
	saved := func(id, words string, without ...string) storage.Alert {
		return storage.Alert{ID: id, Search: storage.AlertSearch{Query: search.Query{Words: words}, Without: without}}
	}
	all := []storage.Alert{saved("1", "golang", "zigotium"), saved("2", "java"), saved("3", "")}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	for name, c := range map[string]struct {
		count  int
		by     map[string]int
		fr, en string
	}{
		"one":                     {1, map[string]int{"1": 1}, "**1 nouvelle offre** pour toi\nTon alerte : golang", "**1 new opening** for you\nYour alert: golang"},
		"as many as are counted":  {20, map[string]int{"2": 13, "3": 7}, "**20 nouvelles offres** pour toi\n- java : 13\n- toutes les nouvelles offres : 7", "**20 new openings** for you\n- java: 13\n- all new openings: 7"},
		"more, of one":            {21, map[string]int{"1": 21}, "**Plus de 20 nouvelles offres** pour toi\nTon alerte : golang", "**More than 20 new openings** for you\nYour alert: golang"},
		"more, of several":        {21, map[string]int{"1": 0, "2": 21}, "**Plus de 20 nouvelles offres** pour toi\n- golang\n- java", "**More than 20 new openings** for you\n- golang\n- java"},
		"one that is deleted too": {3, map[string]int{"1": 2, "9": 1}, "**3 nouvelles offres** pour toi\n- golang : 2", "**3 new openings** for you\n- golang: 2"},
	} {
		got := newsText(c.count, c.by, all)
		if plain.Replace(got.FR) != c.fr || got.EN != c.en {
			t.Errorf("%s: %q, %q", name, plain.Replace(got.FR), got.EN)
		}
	}
}
