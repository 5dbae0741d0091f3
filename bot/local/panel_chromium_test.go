package local_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

// pinned are the panels that stand in a channel.
const pinned = `[...document.querySelectorAll('#log .message:not(.alone)')].filter(m => m.innerText.includes('Bienvenue') && m.querySelector('header').innerText.includes('Épinglé'))`

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
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.back(`document.activeElement.innerText === 'Offres'`)
	for i, door := range doors { // without a mouse
		if i > 0 {
			b.keys(tab)
		}
		b.keys(enter)
		b.answers(door.said)
	}

	room.kill()
	b.waits(`document.querySelector('#notice').innerText.includes('ne répond plus')`)
	for _, number := range []string{"15 ou 112", "(114 ", "3114", "09 72 39 40 50"} {
		words := `[...` + pinned + `[0].querySelectorAll('p')].find(p => p.innerText.replaceAll('\u00a0', ' ').includes('` + number + `'))`
		asks[string](b, `(`+words+`?.scrollIntoView(), '')`)
		b.waits(words + `?.checkVisibility() && ` + words + `.getBoundingClientRect().bottom <= document.querySelector('#log').getBoundingClientRect().bottom + 1`)
	}
	b.pressesOn("Bienvenue", "Besoin de parler\u202f?")
	b.waits(`document.querySelector('#notice').innerText.includes('Rien n’a été envoyé')`)
	runs(t, dir, database, room.port())
	b.waits(`document.querySelector('#notice').innerText === ''`)
	for _, door := range doors {
		b.pressesOn("Bienvenue", door.label)
		b.answers(door.said)
	}
	malik.says("/reglages")
	malik.answers("Il est publié et épinglé dans #offres.")
	old := asks[string](b, pinned+`[0].id`)
	malik.presses("Republier le panneau")
	for _, sees := range []*browser{b, malik} { // the old one is gone
		sees.waits(pinned + `.length === 1 && document.querySelectorAll('#log .message:not(.alone)').length === 1 && ` + pinned + `[0].id !== '` + old + `'`)
	}
	malik.says("/reglages")
	malik.answers("Il est publié et épinglé dans #offres.")
	malik.does(chromedp.Click(`(//a[normalize-space()="Voir le panneau"])[last()]`))
	malik.waits(`document.activeElement === ` + pinned + `[0]`)
}

// doors are those of the panel, in their order, and what is behind each.
var doors = []struct{ label, said string }{
	{"Offres", "Les offres les plus récentes"},
	{"Conseils", "Le conseil du jour"},
	{"Se former", "choisis un domaine"},
	{"Ma météo", "Avant de commencer"},
	{"Mes messages", "Ton matin"},
	{"Besoin de parler\u202f?", "personne ne sait que tu as ouvert cette carte"},
}

// answers waits until the last thing said holds words, and is for the reader alone.
func (b *browser) answers(words string) {
	b.t.Helper()
	b.waits(`document.querySelector('#log .alone:last-child')?.innerText.includes('` + words + `')`)
}
