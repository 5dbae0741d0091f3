package commands_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// writer is somebody of a gathering who writes for themselves alone.
type writer struct {
	*gathering
	who  string
	id   bot.PersonID
	home bot.Address
}

func writes(t *testing.T, g *gathering, who string) *writer {
	t.Helper()
	w := &writer{gathering: g, who: who, home: bot.Address{Platform: "chat", Space: "ours"}}
	m, err := (&storage.Directory{Store: g.store, Lang: bot.FR, Zone: defaults(t).Zone, Now: func() time.Time { return g.at }}).Know(t.Context(), w.home, bot.Member{User: who, Lang: bot.FR})
	if err != nil {
		t.Fatal(err)
	}
	w.id = m.ID
	if err := g.store.Agree(t.Context(), w.home, w.id, storage.Consent{Version: 1, Lang: bot.FR, Wording: "les mots", Given: g.at}); err != nil {
		t.Fatal(err)
	}
	return w
}

// day is so many days ago.
func (w *writer) day(ago int) schedule.Day {
	return schedule.DayOf(w.at.In(defaults(w.t).Zone)) - schedule.Day(ago)
}

func (w *writer) keeps(ago int, note, goal string) {
	w.t.Helper()
	err := w.store.SetWeather(w.t.Context(), w.home, w.id, storage.DayWeather{On: w.day(ago), Weather: 1 + ago%5}, time.UTC, w.at)
	if note != "" {
		err = errors.Join(err, w.store.KeepNote(w.t.Context(), w.home, w.id, w.day(ago), note, w.at))
	}
	if goal != "" {
		err = errors.Join(err, w.store.SetGoal(w.t.Context(), w.home, w.id, w.day(ago), goal, w.at))
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// meteo is what they see of an action of /meteo, in French.
func (w *writer) meteo(action string, args bot.Args) *bot.Message {
	w.t.Helper()
	return w.asks("ours", w.who, bot.Anyone, bot.FR, "meteo", action, args)
}

func (w *writer) presses(m *bot.Message, label string) *bot.Message {
	w.t.Helper()
	all := slices.Clone(m.Buttons)
	for _, c := range m.Cards {
		all = append(all, c.Buttons...)
	}
	for _, b := range all {
		if b.Label.FR == label {
			return w.meteo(b.Do.Action, b.Do.Args)
		}
	}
	w.t.Fatalf("no %q under %s", label, shownFR(m))
	return nil
}

// shownFR is all that a message says in French, with its buttons.
func shownFR(m *bot.Message) string {
	lines := []string{bot.Plain(m.Text.FR)}
	add := func(buttons []bot.Button) {
		for _, b := range buttons {
			lines = append(lines, "["+b.Label.FR+"]")
		}
	}
	for _, c := range m.Cards {
		lines = append(lines, bot.Plain(c.Title.FR), bot.Plain(c.Body.FR))
		for _, f := range c.Facts {
			lines = append(lines, bot.Plain(f.Label.FR)+" : "+bot.Plain(f.Value.FR))
		}
		add(c.Buttons)
	}
	add(m.Buttons)
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(lines, "\n"))
}

// titles are the days of a page.
func titles(m *bot.Message) (all []string) {
	for _, c := range m.Cards {
		all = append(all, strings.ReplaceAll(c.Title.FR, "\u00a0", " "))
	}
	return all
}

// TestNotebookPages turns over the pages, the latest day first, and neither loses nor repeats
// a day when one is erased.
func TestNotebookPages(t *testing.T) {
	g := gathers(t, storagetest.SQLite(t))
	w := writes(t, g, "camille")
	for ago := range 12 {
		w.keeps(ago, fmt.Sprint("Note ", ago), "")
	}
	first := w.meteo("carnet", nil)
	if got := titles(first); len(got) != 5 || got[0] != "Dimanche 22 novembre 2026" || got[4] != "Mercredi 18 novembre 2026" {
		t.Fatalf("the first page has %q", got)
	}
	second := w.presses(first, "Plus ancien")
	third := w.presses(second, "Plus ancien")
	if got := titles(third); len(got) != 2 || got[1] != "Mercredi 11 novembre 2026" || strings.Contains(shownFR(third), "[Plus ancien]") {
		t.Fatalf("the last page has %q", got)
	}
	if got := titles(w.presses(third, "Les plus récents")); !slices.Equal(got, titles(first)) {
		t.Errorf("back at the latest: %q", got)
	}
	for range 2 {
		third = w.presses(w.presses(third, "Effacer"), "Effacer la note")
	}
	if got := shownFR(third); !slices.Equal(titles(third), titles(first)) || !strings.HasPrefix(got, "C’est effacé.") { // its page is gone
		t.Errorf("after the last of a page it shows\n%s", got)
	}
	all := append(titles(third), titles(w.presses(third, "Plus ancien"))...)
	if len(all) != 10 {
		t.Errorf("%d are left: %q", len(all), all)
	}
}

// TestNotebookErases asks once, erases what is chosen and nothing else, and nothing twice.
func TestNotebookErases(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		g := gathers(t, address)
		w, other := writes(t, g, "camille"), writes(t, g, "sam")
		w.keeps(0, "La note", "Le but")
		w.keeps(1, "Celle d’hier", "")
		other.keeps(0, "Une autre", "")
		asked := w.presses(w.meteo("carnet", nil), "Effacer")
		if got := shownFR(asked); !strings.Contains(got, "Je ne pourrai pas te le rendre.") || !strings.Contains(got, "La note") || !strings.Contains(got, "[Effacer les deux]") {
			t.Errorf("it asks\n%s", got)
		}
		if got := shownFR(w.presses(asked, "Ne rien effacer")); !strings.Contains(got, "La note") || !strings.Contains(got, "Le but") {
			t.Errorf("nothing was to be erased\n%s", got)
		}
		if got := shownFR(w.presses(asked, "Effacer l’objectif")); strings.Contains(got, "Le but") || !strings.Contains(got, "La note") || !strings.Contains(got, "Celle d’hier") {
			t.Errorf("without the goal\n%s", got)
		}
		if got := shownFR(w.presses(asked, "Effacer les deux")); strings.Contains(got, "La note") || !strings.Contains(got, "Celle d’hier") {
			t.Errorf("without both\n%s", got)
		}
		if got := shownFR(w.presses(asked, "Effacer la note")); !strings.HasPrefix(got, "C’était déjà effacé.") || !strings.Contains(got, "Celle d’hier") {
			t.Errorf("again\n%s", got)
		}
		if got := shownFR(w.meteo("effacer", bot.Args{"jour": "n’importe"})); !strings.HasPrefix(got, "C’était déjà effacé.") {
			t.Errorf("of no day\n%s", got)
		}
		if got := shownFR(other.meteo("carnet", nil)); !strings.Contains(got, "Une autre") || strings.Contains(got, "hier") {
			t.Errorf("somebody else reads\n%s", got)
		}
		kept, err := g.store.Weather(t.Context(), w.home, w.id, w.day(3))
		if err != nil || len(kept) != 2 {
			t.Errorf("the weather of %d days is left, %v", len(kept), err)
		}
	})
}

// TestNotebookEscapes shows what was written as it was written: no mention, no link, no
// formatting.
func TestNotebookEscapes(t *testing.T) {
	w := writes(t, gathers(t, storagetest.SQLite(t)), "camille")
	const hostile = "# Titre\n- <@1234> **gras** [lien](https://exemple.fr) `code` <#56>\n> cité _italique_"
	w.keeps(0, hostile, "**but** <@1>")
	m := w.meteo("carnet", nil)
	if got := bot.Plain(m.Cards[0].Body.FR); got != hostile {
		t.Errorf("the note reads\n%s", got)
	}
	for _, block := range bot.ParseMarkup(m.Cards[0].Body.FR) {
		for _, s := range block.Spans {
			if s.URL != "" || s.ID != "" || s.Bold || s.Italic || s.Code {
				t.Errorf("%+v", s)
			}
		}
	}
	if got := shownFR(m); !strings.Contains(got, "**but** <@1>") {
		t.Errorf("the goal reads\n%s", got)
	}
}

// TestNotebookWithoutKeys says in words that what was written cannot be opened, and erases it
// all the same: for now where the store of keys does not answer, for good where a key is gone.
func TestNotebookWithoutKeys(t *testing.T) {
	address := storagetest.SQLite(t)
	g := gathers(t, address)
	w := writes(t, g, "camille")
	w.keeps(0, "La note", "Le but")
	w.keeps(1, "", "Un autre but")
	sealWith := func(at string) {
		keys := &storage.Keys{Address: at}
		t.Cleanup(func() { keys.Close() })
		g.store.SealWith(keys)
	}
	sealWith("sqlite:" + t.TempDir() + "/nowhere/at/all.keys")
	got := shownFR(w.meteo("carnet", nil))
	if n := strings.Count(got, "Je ne peux pas ouvrir ce que tu as écrit pour l’instant ; rien n’est perdu. Réessaie plus tard."); n != 3 || strings.Contains(got, "La note") {
		t.Errorf("closed %d times:\n%s", n, got)
	}
	sealWith("sqlite:" + t.TempDir() + "/other.keys")
	m := w.meteo("carnet", nil)
	if got := shownFR(m); strings.Count(got, "Je ne peux plus ouvrir ce que tu avais écrit : la clé est perdue.") != 3 {
		t.Errorf("lost:\n%s", got)
	}
	if got := shownFR(w.presses(w.presses(m, "Effacer"), "Effacer les deux")); strings.Count(got, "la clé est perdue") != 1 {
		t.Errorf("erased:\n%s", got)
	}
	if got := w.meteo("courbe", nil); len(got.Images) != 1 {
		t.Error("there is no curve without the keys")
	}
}

// TestCurveOnBothGrounds draws the same on both, for each period, with a sketch for where no
// picture can be shown and a way to get it.
func TestCurveOnBothGrounds(t *testing.T) {
	w := writes(t, gathers(t, storagetest.SQLite(t)), "camille")
	if m := w.meteo("courbe", nil); len(m.Images) != 0 || !strings.Contains(shownFR(m), "Il n’y a rien à dessiner ici") {
		t.Fatalf("of nothing\n%s", shownFR(m))
	}
	if m := w.meteo("image", nil); len(m.Images) != 0 || m.Text.FR == "" {
		t.Fatalf("of nothing\n%s", shownFR(m))
	}
	w.keeps(0, "", "")
	w.keeps(40, "", "")
	w.keeps(300, "", "")
	seen := map[string]bool{}
	for _, days := range []string{"30", "90", "365"} {
		light, dark := w.meteo("courbe", bot.Args{"jours": days}), w.meteo("courbe", bot.Args{"jours": days, "fond": "sombre"})
		if light.Text != dark.Text || light.Images[0].Alt != dark.Images[0].Alt || bytes.Equal(light.Images[0].Data, dark.Images[0].Data) {
			t.Errorf("%s days: the grounds", days)
		}
		for _, m := range []*bot.Message{light, dark} {
			i := m.Images[0]
			if _, kind, err := image.Decode(bytes.NewReader(i.Data)); err != nil || kind != "png" || seen[string(i.Data)] || i.Sketch.Empty() {
				t.Errorf("%s days: %s, %v, sketch %q", days, kind, err, i.Sketch.FR)
			}
			seen[string(i.Data)] = true
			got := w.meteo(i.Get.Do.Action, i.Get.Do.Args)
			if len(got.Images) != 1 || !bytes.Equal(got.Images[0].Data, i.Data) || got.Images[0].Alt != i.Alt || !got.Images[0].Sketch.Empty() || !got.Images[0].Get.Label.Empty() {
				t.Errorf("%s days: another picture is handed over", days)
			}
		}
	}
	if m := w.meteo("courbe", bot.Args{"jours": "31"}); len(m.Images) != 0 {
		t.Errorf("of 31 days\n%s", shownFR(m))
	}
}
