package main

import (
	"bytes"
	"image"
	_ "image/png"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// TestDiscordStatistiques holds that a moderator alone sees how the community is, as a
// picture too, and that a button replaces it with the same on another ground.
func TestDiscordStatistiques(t *testing.T) {
	t.Parallel()
	p := openPiscine(t, nil)
	ada := p.joins("Ada", "fr", p.g.Role("bureau", discordtest.ManageGuild))
	startRobot(t, p.Server, storagetest.SQLite(t))
	p.AwaitReady(1)
	first := ada.types("statistiques", nil).Message
	alone(t, first)
	shows(t, first, "Se servent de Rebond : moins de 5 personnes.", "Sur fond sombre")
	second := ada.presses(first, "Sur fond sombre")
	if !second.Updated {
		t.Error("the other ground is another message")
	}
	shows(t, second.Message, "Se servent de Rebond : moins de 5 personnes.", "Sur fond clair")
	if a, b := drawnIn(t, first.Files[0].Data, len(first.Files)), drawnIn(t, second.Message.Files[0].Data, len(second.Message.Files)); bytes.Equal(a, b) {
		t.Error("the ground is the same")
	}
}

func drawnIn(t *testing.T, data []byte, files int) []byte {
	t.Helper()
	if _, kind, err := image.Decode(bytes.NewReader(data)); err != nil || kind != "png" || files != 1 {
		t.Errorf("%d files, the first of kind %q: %v", files, kind, err)
	}
	return data
}
