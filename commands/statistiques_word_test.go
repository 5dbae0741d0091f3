package commands_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestStatistiquesWord tells moderators one word a week of the weather of their community:
// never of whom nor of how many, once and for all, and in no picture.
func TestStatistiquesWord(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		g := gathers(t, address)
		g.at = time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC) // Wednesday
		var all []*writer
		for i := range 9 {
			w := writes(t, g, fmt.Sprint("person", i))
			if err := g.store.CountWeather(t.Context(), w.home, w.id, true, g.at); err != nil {
				t.Fatal(err)
			}
			w.meteo("temps", bot.Args{"temps": fmt.Sprint(1 + i%2)})
			all = append(all, w)
		}
		words, _ := g.statistics("ours")
		if strings.Contains(words, "plutôt bas") || strings.Contains(words, "16 au 22 novembre") {
			t.Errorf("before its week is over\n%s", words)
		}
		g.at = time.Date(2026, 11, 23, 12, 0, 1, 0, time.UTC)
		words, alt := g.statistics("ours")
		if want := "Semaine du 16 au 22 novembre : plutôt bas.\nSemaines du 26 octobre au 15 novembre : pas de mot.\n"; !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, words)
		}
		const why = "« Pas de mot » : il faut les réponses d’au moins 8 personnes qui ont choisi de compter." // the rule, the same everywhere
		_, section, _ := strings.Cut(words, "Le mot de la semaine\n")
		section = strings.Replace(section, why, "", 1)
		if numbers := regexp.MustCompile(`\b9 personnes|\d+ (personnes|réponses)`).FindString(section); numbers != "" || strings.Contains(words, "/meteo") {
			t.Errorf("%q is told:\n%s", numbers, words)
		}
		for _, never := range []string{"météo", "mot", "bas", "orage", "pluie"} {
			if regexp.MustCompile(`(?i)\b` + never + `\b`).MatchString(alt) {
				t.Errorf("%q is in the picture: %s", never, alt)
			}
		}
		if words, _ := g.statistics("theirs"); !strings.Contains(words, "Semaine du 16 au 22 novembre : pas de mot.\n") || !strings.Contains(words, why) {
			t.Errorf("the other community reads\n%s", words)
		}
		for _, w := range all[:3] { // what they answered goes, the word stays
			if err := (&storage.Notices{Store: g.store, Zone: defaults(t).Zone}).WithdrawWeather(t.Context(), w.home, w.id, g.at); err != nil {
				t.Fatal(err)
			}
		}
		if again, _ := g.statistics("ours"); again != words {
			t.Errorf("it has changed to\n%s", again)
		}
	})
}

// TestWeatherIsNotCounted tells nothing of who uses /meteo: they are of those who use Rebond,
// and that is all.
func TestWeatherIsNotCounted(t *testing.T) {
	g := gathers(t, storagetest.SQLite(t))
	active := regexp.MustCompile(`Se servent de Rebond : [^.]*\.`)
	told := func() string {
		words, alt := g.statistics("ours")
		return active.ReplaceAllString(words+"\n"+alt, "")
	}
	before := told()
	for i := range 30 {
		w := writes(t, g, fmt.Sprint("person", i))
		w.meteo("", nil)
		w.meteo("temps", bot.Args{"temps": "3"})
		w.meteo("courbe", nil)
		w.meteo("carnet", nil)
	}
	if after := told(); after != before {
		t.Errorf("after thirty people it reads\n%s", after)
	}
}
