package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rebond/storage/storagetest"
)

// TestDiscordRegistration holds what Discord is told of the commands, and that it is told
// once.
func TestDiscordRegistration(t *testing.T) {
	t.Parallel()
	p := openPiscine(t, nil)
	database := storagetest.SQLite(t)
	r := startRobot(t, p.Server, database)
	p.AwaitReady(1)
	told := p.Requests("PUT /applications/*/commands")
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	r.stops()
	p.AwaitGone()
	startRobot(t, p.Server, database)
	p.AwaitReady(1)
	if again := len(p.Requests("PUT /applications/*/commands")) + len(p.Requests("PUT /applications/*/guilds/*/commands")) + len(p.Requests("POST /applications/*/commands")); again != 1 {
		t.Errorf("told %d times after another start", again)
	}

	var got bytes.Buffer
	if err := json.Indent(&got, told[0].Body, "", "\t"); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	path := filepath.Join("testdata", "discord", "commands.json")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("Discord is told\n%s\nwant what %s holds (-update writes it)", got.Bytes(), path)
	}

	malik, camille := p.joins("Malik", "en-US"), p.joins("Camille", "fr")
	for _, c := range p.Registered(nil) {
		if len(c.NameLocalizations) > 0 && (c.NameLocalizations["fr"] != c.Name || c.NameLocalizations["en-US"] == "" || c.NameLocalizations["en-US"] != c.NameLocalizations["en-GB"]) {
			t.Errorf("/%s is called %q", c.Name, c.NameLocalizations)
		}
		if c.DescriptionLocalizations["fr"] != c.Description || c.DescriptionLocalizations["en-US"] == "" || c.DescriptionLocalizations["en-US"] != c.DescriptionLocalizations["en-GB"] {
			t.Errorf("/%s is %q", c.Name, c.DescriptionLocalizations)
		}
		ofModerators := slices.Contains([]string{"planifier", "moderation", "reglages", "statistiques", "etat"}, c.Name)
		if camille.Knows(camille.DM(), c.Name) == ofModerators {
			t.Errorf("/%s is offered in direct messages: %t", c.Name, ofModerators)
		}
		if camille.Knows(p.offers, c.Name) != (c.Name != "etat") {
			t.Errorf("/%s is not offered as it should be to a member", c.Name)
		}
	}
	for _, name := range strings.Fields("jobs my-jobs tips training help help-now subscriptions unsubscribe pause bounce-back my-data") {
		if !malik.Knows(p.offers, name) || !malik.Knows(malik.DM(), name) {
			t.Errorf("/%s is not offered to who reads English", name)
		}
	}
}
