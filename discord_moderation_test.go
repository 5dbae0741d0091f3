package main

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/png"
	"slices"
	"strings"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// An announcement that nothing is wrong with but what it would ping and hide, and what
// moderators and members say of it, which would too.
const (
	slyAnnounced = rustAnnounced + "\n@everyone @here <!channel> <!here|ici> [gratuit](https://piege.example) <https://piege.example|gratuit>"
	slyWords     = "Dis où l’on travaille @everyone <!channel> [ici](https://piege.example)"
	slyReport    = "Le site demande une carte bancaire @everyone <!channel>"
	changeable   = "L’annonce"
	scam         = "une arnaque"
	problemField = "Le problème"
	sayingField  = "En quelques mots (facultatif)"
	toModerators = "Envoyer à la modération"
	askReason    = "Choisis un motif ou écris le tien"
)

// pingsNobody fails the test for anything that the bot said, to anybody, that leaves open
// who is pinged.
func (p *piscine) pingsNobody() {
	p.t.Helper()
	said := 0
	for _, r := range p.Requests("") {
		var body struct {
			Data                *json.RawMessage
			Components, Allowed json.RawMessage
		}
		_ = body
		said += p.leavesOpen(r.Body)
	}
	if said == 0 {
		p.t.Error("the bot said nothing")
	}
}
