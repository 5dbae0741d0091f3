package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/commands"
	"rebond/commands/content"
	"rebond/storage/storagetest"
)

// TestItemEditedTwice holds that of two moderators who edit a tip at once, the second one
// loses nothing of what they typed, and sees what the first one wrote.
func TestItemEditedTwice(t *testing.T) {
	h := settle(t, storagetest.SQLite(t), morning())
	open := func(who string) bot.Args {
		form, ok := h.does(who, bot.Moderator, "reglages", "modifier", bot.Args{"id": "cv-une-ligne"}).Reply.(*bot.Modal)
		if !ok {
			t.Fatal("no form opens")
		}
		args := form.Values
		for name, value := range form.Do.Args {
			args = args.With(name, value)
		}
		return args
	}
	submit := func(who string, args bot.Args) bot.Answer {
		return h.asks(who, here, bot.Moderator, "reglages", "conseil", true, args)
	}
	first, second := open("malik"), open("ada")
	if said := said(submit("malik", first.With("texte", "Écris un résultat."))); !strings.Contains(said, "C’est enregistré") {
		t.Fatal(said)
	}
	form, ok := submit("ada", second.With("texte", "Écris **deux** résultats.")).Reply.(*bot.Modal)
	if !ok || form.Values["texte"] != "Écris **deux** résultats." || !strings.Contains(form.Faults["texte"].FR, "Écris un résultat.") {
		t.Fatalf("the form comes back with %+v", form)
	}
	again := form.Values
	for name, value := range form.Do.Args {
		again = again.With(name, value)
	}
	if saved := submit("ada", again); !strings.Contains(said(saved), "C’est enregistré") || !strings.Contains(allStrings(saved.Reply), "**deux**") {
		t.Error(said(saved))
	}
	if said := said(submit("ada", form.Values.With("id", "cv-une-ligne").With("rev", "0-0"))); strings.Contains(said, "C’est enregistré") {
		t.Error("an old version is written over a newer one")
	}
}

// TestItemKeepsItsOtherLanguage holds that what a form leaves as it was keeps both
// languages, whatever the platform makes of its spaces.
func TestItemKeepsItsOtherLanguage(t *testing.T) {
	h := settle(t, storagetest.SQLite(t), morning())
	form := h.does("malik", bot.Moderator, "reglages", "modifier", bot.Args{"id": "motifs-quinze-jours"}).Reply.(*bot.Modal)
	args := form.Values.With("theme", "argent").With("texte", strings.ReplaceAll(form.Values["texte"], "\u00a0", " "))
	for name, value := range form.Do.Args {
		args = args.With(name, value)
	}
	h.asks("malik", here, bot.Moderator, "reglages", "conseil", true, args)
	read := h.does("malik", bot.Moderator, "reglages", "fiche", bot.Args{"id": "motifs-quinze-jours"}).Reply.(*bot.Update)
	body := read.Cards[0].Body
	if !strings.Contains(body.EN, "The general rule") || !strings.Contains(body.FR, "La règle générale\u00a0:") || !strings.Contains(body.FR, "Argent") {
		t.Errorf("%+v", body)
	}
	if !strings.Contains(read.Cards[0].Footer.FR, "vérifié le 21\u00a0novembre 2026") {
		t.Errorf("what was not checked again is dated otherwise: %s", read.Cards[0].Footer.FR)
	}
}

// TestRefusedItemsAreCounted holds that moderators hear of the items of the admin's folder
// that are refused, an item counted once however much is wrong with it.
func TestRefusedItemsAreCounted(t *testing.T) {
	folder := t.TempDir()
	const broken = "[[tip]]\nid = \"un\"\ntheme = \"nulle-part\"\n\n[[tip]]\nid = \"deux\"\n\n[[tip]]\nid = \n"
	if err := os.WriteFile(filepath.Join(folder, "ici.toml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	library, err := content.NewLibrary(&content.Pack{}, folder, morning, func(*content.Pack) {})
	if err != nil {
		t.Fatal(err)
	}
	d := defaults(t)
	d.Library = library
	store := storagetest.Open(t, storagetest.SQLite(t))
	for _, c := range commands.All(store, d, nil) {
		if c.Name != "reglages" {
			continue
		}
		for _, a := range c.Actions {
			if a.Name != "fiches" {
				continue
			}
			reply, err := a.Run(t.Context(), &bot.Request{At: in(""), From: bot.Member{Zone: d.Zone}, Lang: bot.FR, Now: morning()})
			if err != nil {
				t.Fatal(err)
			}
			if text := said(bot.Answer{Reply: reply}); !strings.Contains(text, "3 fiches du dossier de contenu sont refusées : rebond content check dit pourquoi.") {
				t.Error(text)
			}
		}
	}
}
