package distress

import (
	"fmt"
	"strings"
	"testing"
)

const shortNote = "Relancer Acme jeudi pour le poste de dev Go à Nancy, 45 k€…"

// longText is about n bytes of notes and of words that begin many phrases.
func longText(n int) string {
	const some = "Entretien mardi avec la DSI, puis relancer les deux recruteurs ; je veux voir le poste en CDI, plus de télétravail. " +
		"I want to hear from them, no news is not good news… kill -9 the process, then the deploy. je ne sais plus si je suis prêt pour le test de mardi\n"
	return strings.Repeat(some, n/len(some)+1)[:n]
}

func BenchmarkHear(b *testing.B) {
	for _, c := range []struct {
		name, text string
	}{
		{"60 runes", shortNote},
		{"8 kB", longText(8 << 10)},
		{"60 kB", longText(60 << 10)},
		{"60 kB of je", strings.Repeat("je ", 20<<10)},
		{"60 kB of letters", strings.Repeat("s u i ", 10<<10)},
		{"60 kB of plus de la vie", strings.Repeat("plus de la ", 5580)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Hear(c.text)
			}
		})
	}
}

func TestAnyBytes(t *testing.T) {
	for i := range 256 {
		for _, s := range []string{string(rune(i)), string([]byte{byte(i)}), fmt.Sprintf("m%cou%crir%c", i, i, i), strings.Repeat(string([]byte{byte(i)}), 300)} {
			Hear(s)
		}
	}
	if Hear(strings.Repeat("\x00é…", 20000)+"\nje veux mourir") != Explicit {
		t.Error("missed after 60,000 runes")
	}
}

// A short note costs a few small allocations.
func TestAllocations(t *testing.T) {
	Hear("")
	if n := testing.AllocsPerRun(100, func() { Hear(shortNote) }); n > 12 {
		t.Errorf("%v allocations for a short note", n)
	}
}
