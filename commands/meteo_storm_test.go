package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// TestMeteoQuiet holds that after a storm, or words of distress, nothing cheerful is there:
// these buttons and no other, and what was noted, never on the first line. A note kept then
// can be erased at once.
func TestMeteoQuiet(t *testing.T) {
	c := checksIn(t)
	c.agrees("camille")
	c.does("camille", "viser", bot.Args{"objectif": "Appeler Rachel"})
	c.at = c.at.AddDate(0, 0, 1)
	quiet := []string{"Besoin de parler ?", "C’est tout", "Écrire une note", "Changer ma réponse", "Mon accord"}
	noted := []string{"Besoin de parler ?", "C’est tout", "Changer ma note", "Effacer ma note", "Changer ma réponse", "Mon accord"}
	hushed := func(a bot.Answer, quiet []string, second string) {
		t.Helper()
		if lines := strings.Split(said(a), "\n"); len(lines) < 2 || lines[1] != second {
			t.Errorf("its second line is not %q: %q", second, lines)
		}
		got := pressable(a)
		for i := range got {
			got[i] = strings.NewReplacer("\u202f", " ").Replace(got[i])
		}
		if !slices.Equal(got, quiet) || strings.Contains(wordsOf(a), "objectif") {
			t.Errorf("%q %s", got, wordsOf(a))
		}
		c.says(a, "Besoin de parler ? /ecoute")
	}
	storm := c.says(c.does("camille", "temps", bot.Args{"temps": "1"}), "C’est noté.", "Besoin de parler ? /ecoute")
	low := "Aujourd’hui, lundi 23 novembre 2026 : orage, énergie basse."
	hushed(c.presses("camille", storm, "Passer"), quiet, "Aujourd’hui, lundi 23 novembre 2026 : orage.")
	hushed(c.presses("camille", storm, "Basse"), quiet, low)
	hushed(c.does("camille", "", nil), quiet, low)
	hushed(c.presses("camille", c.does("camille", "ecrire", bot.Args{"mots": "Journée longue."}), "Garder cette note"), noted, low)
	c.at = c.at.AddDate(0, 0, 1)
	c.does("camille", "temps", bot.Args{"temps": "4"})
	c.says(c.does("camille", "", nil), "Comment ça s’est passé ?")
	heard := c.says(c.does("camille", "ecrire", bot.Args{"mots": "Je veux mourir."}), "Merci de l’avoir écrit.", "3114", "Rien n’est encore gardé.")
	fair := "Aujourd’hui, mardi 24 novembre 2026 : éclaircies."
	last := c.presses("camille", heard, "Garder cette note")
	hushed(last, noted, fair)
	hushed(c.does("camille", "", nil), noted, fair)
	c.says(c.presses("camille", heard, "Ne pas la garder"), "« Effacer ma note » permet de l’effacer.")
	asked := c.says(c.presses("camille", last, "Effacer ma note"), "Effacer ta note du mardi 24 novembre 2026 ?", "Je veux mourir.")
	hushed(c.presses("camille", asked, "Ne rien effacer"), noted, fair)
	hushed(c.says(c.presses("camille", asked, "Effacer la note"), "C’est effacé."), quiet, fair)
	for range 2 { // old buttons
		hushed(c.says(c.presses("camille", heard, "Garder cette note"), "Cette note est effacée."), quiet, fair)
		hushed(c.says(c.presses("camille", heard, "Ne pas la garder"), "Cette note est effacée."), quiet, fair)
		hushed(c.says(c.presses("camille", asked, "Effacer la note"), "C’était déjà effacé."), quiet, fair)
		hushed(c.says(c.presses("camille", last, "Effacer ma note"), "C’était déjà effacé."), quiet, fair)
	}
	c.at = c.at.Add(time.Hour)
	c.says(c.does("camille", "", nil), "Comment ça s’est passé ?")
	heard = c.says(c.does("camille", "viser", bot.Args{"objectif": "En finir avec la vie"}), "Merci de l’avoir écrit.", "Je n’en ai pas fait un objectif.", "En finir avec la vie")
	hushed(c.presses("camille", heard, "Ne pas la garder"), quiet, fair)
	entries, _, err := c.store.Notebook(t.Context(), room, c.person("camille"), schedule.DayOf(c.at)+1, 1)
	if err != nil || len(entries) != 1 || entries[0].Goal.State != storage.Nothing {
		t.Errorf("%+v, %v", entries, err)
	}
}

// TestMeteoStorms presses storms day after day: the card comes with the third, and with the
// same pressed again, and then not for a week.
func TestMeteoStorms(t *testing.T) {
	c := checksIn(t)
	c.agrees("camille")
	var came []int
	for day := range 16 {
		for range 2 {
			a := c.does("camille", "temps", bot.Args{"temps": "1"})
			if strings.HasPrefix(said(a), "Tu n’as pas à traverser ça sans aide. Je suis un programme : personne n’a vu ta réponse, personne n’a été prévenu.") {
				came = append(came, day)
			}
			c.says(a, "C’est noté.")
			carded := len(came) > 0 && came[len(came)-1] == day
			if line := strings.Contains(said(a), "Besoin de parler"); line == carded {
				t.Errorf("on %d, the card %v, the line %v", day, carded, line)
			}
			if button := slices.ContainsFunc(pressable(a), func(l string) bool { return strings.HasPrefix(l, "Besoin de parler") }); button == carded {
				t.Errorf("on %d, the card %v, the button %v", day, carded, button)
			}
		}
		c.at = c.at.AddDate(0, 0, 1)
	}
	if want := []int{2, 2, 9, 9}; !slices.Equal(came, want) {
		t.Errorf("the card came on %v", came)
	}
}
