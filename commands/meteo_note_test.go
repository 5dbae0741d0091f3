package commands_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// everywhere is what the files of the database hold.
func (c *checkin) everywhere(what string) (files []string) {
	c.Helper()
	dir := filepath.Dir(strings.TrimPrefix(c.address, "sqlite:"))
	entries, err := os.ReadDir(dir)
	if err != nil {
		c.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err == nil && strings.Contains(string(data), what) {
			files = append(files, e.Name())
		}
	}
	return files
}

// TestMeteoNoteIsNowhere holds that the words of a note or a goal are nowhere before they are
// kept, and sealed afterwards; and that only whoever wrote them keeps them.
func TestMeteoNoteIsNowhere(t *testing.T) {
	c := checksIn(t)
	c.agrees("camille")
	c.agrees("rachel")
	const note, goal = "zigotium tournevis", "zigotium parapluie"
	preview := c.says(c.does("camille", "ecrire", bot.Args{"mots": note}), "Rien n’est encore gardé.", note)
	for _, call := range append([]bot.Call{}, callsOf(preview)...) {
		if _, err := bot.KeptControlID(t.Context(), &storage.Calls{Store: c.store, Now: func() time.Time { return c.at }}, call); err != nil { // as a long one is
			t.Fatal(err)
		}
	}
	if where := c.everywhere("zigotium"); len(where) > 0 {
		t.Errorf("before it is kept the note is in %q", where)
	}
	keep := does(t, preview, "Garder cette note")
	c.says(c.does("rachel", keep.Action, keep.Args), "Je n’ai plus ces mots")
	c.does("rachel", "jeter", keep.Args)
	for range 2 { // whoever presses twice is told the same
		c.says(c.does("camille", keep.Action, keep.Args), "Ta note est gardée")
	}
	c.says(c.presses("camille", preview, "Ne pas la garder"), "déjà gardée")
	c.does("camille", "viser", bot.Args{"objectif": goal})
	if where := c.everywhere("zigotium"); len(where) > 0 {
		t.Errorf("what is sealed is in %q", where)
	}
	if len(c.everywhere("CREATE TABLE weather_notes")) == 0 {
		t.Error("the files are not read: that proves nothing")
	}
	entries, _, err := c.store.Notebook(t.Context(), room, c.person("camille"), schedule.DayOf(c.at)+1, 5)
	if err != nil || len(entries) != 1 || entries[0].Note.Text != note || entries[0].Goal.Text != goal {
		t.Errorf("%+v, %v", entries, err)
	}
	if entries, _, err := c.store.Notebook(t.Context(), room, c.person("rachel"), schedule.DayOf(c.at)+1, 5); err != nil || len(entries) > 0 {
		t.Errorf("%+v, %v", entries, err)
	}
	again, ok := c.does("camille", "note", nil).Reply.(*bot.Modal)
	if !ok || again.Values["mots"] != note {
		t.Fatalf("%+v", again)
	}
	for _, call := range again.Door().Calls() { // where it cannot be opened at once
		if strings.Contains(fmt.Sprint(call), "zigotium") || call.Action != "note" {
			t.Errorf("its words are in %+v", call)
		}
	}
	dropped := c.does("camille", "ecrire", bot.Args{"mots": "autre chose"})
	c.says(c.presses("camille", dropped, "Ne pas la garder"), "rien n’a été gardé")
	c.says(c.presses("camille", dropped, "Garder cette note"), "Je n’ai plus ces mots")
	late := c.does("camille", "ecrire", bot.Args{"mots": "trop tard"})
	c.at = c.at.Add(15 * time.Minute)
	c.says(c.presses("camille", late, "Garder cette note"), "Je n’ai plus ces mots")
}

func callsOf(a bot.Answer) []bot.Call {
	switch r := a.Reply.(type) {
	case *bot.Message:
		return r.Calls()
	case *bot.Update:
		return r.Calls()
	}
	return nil
}

// TestMeteoKeysGone has a store of keys that cannot be opened, and then one that is lost.
func TestMeteoKeysGone(t *testing.T) {
	c := checksIn(t)
	keys := strings.TrimPrefix(storagetest.Keys(c.address), "sqlite:")
	if err := os.Mkdir(keys, 0o700); err != nil {
		t.Fatal(err)
	}
	c.agrees("camille")
	c.does("camille", "temps", bot.Args{"temps": "4"})
	c.holds("camille", storage.DayWeather{On: schedule.DayOf(c.at), Weather: 4})
	written := c.says(c.does("camille", "ecrire", bot.Args{"mots": "Le CV est parti."}), "Rien n’est encore gardé.")
	failed := c.says(c.presses("camille", written, "Garder cette note"), "Je ne peux rien garder d’écrit pour l’instant", "Ta météo, elle, est notée", "Le CV est parti.")
	form, ok := c.does("camille", "viser", bot.Args{"objectif": "Appeler Rachel"}).Reply.(*bot.Modal)
	if !ok || form.Values["objectif"] != "Appeler Rachel" || !strings.Contains(form.Faults["objectif"].FR, "Je ne peux rien garder d’écrit") {
		t.Errorf("%+v", form)
	}
	c.says(c.does("camille", "", nil), "éclaircies")
	if err := os.Remove(keys); err != nil {
		t.Fatal(err)
	}
	c.says(c.presses("camille", failed, "Garder cette note"), "Ta note est gardée")
	c.does("camille", "viser", bot.Args{"objectif": "Appeler Rachel"})
	c.at = c.at.AddDate(0, 0, 2)
	c.does("camille", "temps", bot.Args{"temps": "3"})
	c.says(c.does("camille", "", nil), "Ton petit objectif du 22 novembre 2026 : « Appeler Rachel ». Comment ça s’est passé ?")
	c.store.Close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(keys + suffix); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	c.opens(c.address)
	lost := c.says(c.does("camille", "", nil), "couvert", "Je ne peux plus l’ouvrir : sa clé est perdue.")
	if slices.Contains(pressable(lost), "Fait") {
		t.Error("it asks how it went")
	}
	c.says(c.presses("camille", lost, "Je le laisse"), "C’est noté.")
	if a := c.does("camille", "", nil); strings.Contains(wordsOf(a), "objectif") {
		t.Errorf("left, and there again: %s", wordsOf(a))
	}
	c.says(c.presses("camille", c.does("camille", "ecrire", bot.Args{"mots": "On recommence."}), "Garder cette note"), "Ta note est gardée")
}
