package commands

import (
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// TestWordsSaid says in one line the weeks without a word that follow each other, but for the
// first of all, which people look for.
func TestWordsSaid(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	names := map[rune]storage.Word{'-': storage.Unsaid, 'l': storage.Low, 'm': storage.Middle, 'h': storage.High}
	for words, want := range map[string]string{
		"----": "Semaine du 16 au 22 novembre : pas de mot./Semaines du 26 octobre au 15 novembre : pas de mot.",
		"l---": "Semaine du 16 au 22 novembre : plutôt bas./Semaines du 26 octobre au 15 novembre : pas de mot.",
		"-m--": "Semaine du 16 au 22 novembre : pas de mot./Semaine du 9 au 15 novembre : moyen./Semaines du 26 octobre au 8 novembre : pas de mot.",
		"h--l": "Semaine du 16 au 22 novembre : plutôt haut./Semaines du 2 au 15 novembre : pas de mot./Semaine du 26 octobre au 1er novembre : plutôt bas.",
		"h-m-": "Semaine du 16 au 22 novembre : plutôt haut./Semaine du 9 au 15 novembre : pas de mot./Semaine du 2 au 8 novembre : moyen./Semaine du 26 octobre au 1er novembre : pas de mot.",
		"-":    "Semaine du 16 au 22 novembre : pas de mot.",
	} {
		var all []storage.WeekWord
		for i, w := range words {
			all = append(all, storage.WeekWord{Monday: monday.AddDate(0, 0, -7*i), Word: names[w]})
		}
		var lines []string
		for line := range strings.Lines(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(bot.Plain(wordsSaid(all).FR))) {
			if strings.HasPrefix(line, "Semaine") {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		if got := strings.Join(lines, "/"); got != want {
			t.Errorf("%q reads\n%s, not\n%s", words, got, want)
		}
	}
}
