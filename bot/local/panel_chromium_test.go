package local_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

// pinned are the panels that stand in a channel.
const pinned = `[...document.querySelectorAll('#log .message:not(.alone)')].filter(m => m.innerText.includes('Bienvenue') && m.querySelector('header').innerText.includes('épinglé'))`

// TestPanel is the panel, published and pinned by one press: its doors open, the program
// dies while somebody reads it, the numbers to call stay there, and once the program is
// back its doors open again.
func TestPanel(t *testing.T) {
	axe := axe(t)
	dir, database := t.TempDir(), "REBOND_DATABASE="+storagetest.SQLite(t)
	room := runs(t, dir, database, "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	malik := b.beside("malik", "offres")
	malik.says("/reglages")
	malik.reads("Il n’est encore dans aucun salon.")
	malik.usable("settings", axe)
	malik.presses("Publier le panneau ici")
	malik.reads("Le panneau part dans #offres")
	b.waits(pinned + `.length === 1`)
	b.usable("the panel", axe)
	b.shows(pinned+"[0]", "panneau-light.png", "panneau-dark.png", "")
	opensDoors(b)

	before := asks[int](b, `document.querySelectorAll('#log .message').length`)
	room.kill()
	b.waits(`document.querySelector('#notice').innerText.includes('ne répond plus')`)
	asks[string](b, `(`+pinned+`[0].scrollIntoView({block: 'start'}), '')`)
	panel := asks[string](b, pinned+`[0].innerText`)
	for _, number := range []string{"15 ou 112", "114", "3114", "09 72 39 40 50"} {
		if !strings.Contains(panel, number) {
			t.Errorf("with the program down %q cannot be read: %s", number, panel)
		}
	}
	b.pressesOn("Bienvenue", "Besoin de parler\u202f?")
	b.waits(`document.querySelector('#notice').innerText.includes('Rien n’a été envoyé')`)
	runs(t, dir, database, room.port())
	b.waits(`document.querySelector('#notice').innerText === ''`)
	for _, hidden := range []string{"Masquer", "Masquer", "Masquer"} {
		b.presses(hidden)
	}
	b.waits(`document.querySelectorAll('#log .message').length === ` + `1`)
	_ = before
	opensDoors(b)
	malik.says("/reglages")
	malik.reads("Il est publié et épinglé dans #offres.")
	malik.presses("Republier le panneau")
	malik.reads("Le panneau part dans #offres")
	malik.waits(pinned + `.length === 1 && document.querySelectorAll('#log .message:not(.alone)').length === 1`)
	b.waits(pinned + `.length === 1 && document.querySelectorAll('#log .message:not(.alone)').length === 1`)
	malik.says("/reglages")
	malik.does(chromedp.Click(`(//a[normalize-space()="Voir le panneau"])[last()]`))
	malik.waits(`document.activeElement === ` + pinned + `[0]`)
}

// opensDoors presses each door of the panel: only who presses sees the answer.
func opensDoors(b *browser) {
	b.t.Helper()
	for _, door := range [][2]string{
		{"Offres", "Les offres les plus récentes"},
		{"Mes messages", "Ton matin"},
		{"Besoin de parler\u202f?", "personne ne sait que tu as ouvert cette carte"},
	} {
		b.pressesOn("Bienvenue", door[0])
		b.waits(`document.querySelector('#log .alone:last-child')?.innerText.includes('` + door[1] + `')`)
	}
}
