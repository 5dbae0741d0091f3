package main

import (
	"strings"
	"testing"

	"rebond/storage/storagetest"
)

// TestSlackStatistiques holds that an admin reads how the community is where they ask, with
// what the picture shows in words, and receives the picture by direct message, on either ground.
func TestSlackStatistiques(t *testing.T) {
	t.Parallel()
	p := openSlack(t, nil)
	malik := p.admin("Malik")
	startSlack(t, p, storagetest.SQLite(t))
	p.AwaitSockets(sockets)
	first := malik.types("/statistiques").Message
	discreet(t, first)
	reads(t, first, "Se servent de Rebond : moins de 5 personnes.", "Image : Courbes et barres de 12 semaines", "dans tes messages privés avec moi", "[Sur fond sombre]")
	received := func(n int) {
		t.Helper()
		p.Await("a picture", func() bool {
			pictures := 0
			for _, m := range malik.Sees(malik.DM()) {
				for _, b := range m.Blocks {
					if b.Type == "image" && strings.HasPrefix(strings.ReplaceAll(b.Alt, "\u00a0", " "), "Courbes et barres de 12 semaines") {
						pictures++
					}
				}
			}
			return pictures == n
		})
	}
	received(1)
	second := malik.presses(first, "Sur fond sombre")
	if !second.Updated {
		t.Error("the other ground is another message")
	}
	reads(t, second.Message, "Se servent de Rebond : moins de 5 personnes.", "[Sur fond clair]")
	received(2)
}
