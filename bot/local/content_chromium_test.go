package local_test

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

// newest is the last message of the reader's own.
const newest = `[...document.querySelectorAll('#log .alone')].at(-1)`

// titled is the title of the first card of the last message of the reader's own.
func (b *browser) titled() string {
	b.t.Helper()
	return asks[string](b, newest+`.querySelector('.card h3').innerText`)
}

// turns waits until that title is another.
func (b *browser) turns(from string) {
	b.t.Helper()
	b.waits(newest + `.querySelector('.card h3').innerText !== ` + strconv.Quote(from))
}

// pressesIn clicks a control of the last card that holds words.
func (b *browser) pressesIn(words, label string) {
	b.t.Helper()
	b.does(chromedp.Click(`(//div[contains(@class, "card")][contains(., "` + words + `")])[last()]//button[normalize-space()="` + label + `"]`))
}

// TestContent is three people who learn the same thing: camille takes advice, follows a
// resource and makes herself known, as sam and rachel do, and a conversation opens for them
// alone. She proposes a resource, which a moderator adds; he hides a tip and adds another.
func TestContent(t *testing.T) {
	axe := axe(t)
	b := opens(t, lives(t, storagetest.SQLite(t), morning(t)))
	malik := b.beside("malik", "moderation")
	b.watched()
	advised(b, axe)
	learns(b, malik, axe)
	b.at("camille", "offres")
	proposes(b, malik, axe)
	curates(malik, b, axe)
	b.unbroken()
}

// advised takes the tip of the day, another one by the keyboard, a theme, a template, and
// says that it is useful.
func advised(b *browser, axe string) {
	b.t.Helper()
	b.says("/conseils")
	b.answers("Le conseil du jour")
	first := b.titled()
	b.usable("the tip of the day", axe)
	b.shows(newest, "conseils-light.png", "", "")
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.back(`document.activeElement.innerText === 'Un autre'`)
	b.keys(enter)
	b.turns(first)
	if at := b.focused(); at != "Un autre" {
		b.t.Errorf("after « Un autre » the focus is on %q", at)
	}
	b.chooses("theme", "entretiens")
	b.answers("Entretiens et tests techniques · ")
	other := b.titled()
	b.presses("Le conseil du jour")
	b.turns(other)
	if again := b.titled(); again != first {
		b.t.Errorf("the tip of the day was %q, and is %q", first, again)
	}
	b.chooses("theme", "entretiens")
	b.answers("Entretiens et tests techniques · ")
	for range 20 { // not all have a template
		if asks[bool](b, newest+`.innerText.includes('Modèle à copier')`) {
			break
		}
		title := b.titled()
		b.presses("Un autre")
		b.turns(title)
	}
	tip := b.titled()
	b.presses("Modèle à copier")
	b.waits(`document.querySelectorAll('#log .message').length === 2`)
	if asks[bool](b, newest+`.querySelector('.card, h3') !== null`) {
		b.t.Error("a template comes with what is not to be copied")
	}
	b.pressesIn(tip, "Utile")
	b.reads("Tu l’as trouvé utile.")
}

// views opens the resource at an address, from the pages of a list.
func (b *browser) views(address, next, view string) {
	b.t.Helper()
	card := newest + `.querySelector('.card:has(h3 a[href="` + address + `"])')`
	for !asks[bool](b, card+` !== null`) {
		first := b.titled()
		b.presses(next)
		b.turns(first)
	}
	b.pressesIn(asks[string](b, card+`.querySelector('h3').innerText`), view)
}

// learns is three people who follow the same resource, who meet, and a moderator who is not
// one of them.
func learns(b, malik *browser, axe string) {
	b.t.Helper()
	b.says("/formations python")
	b.answers("«\u00a0python\u00a0»")
	b.usable("what is found", axe)
	b.shows(newest, "formations-light.png", "", "")
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.back(`document.activeElement.innerText === 'Voir'`) // the last of the page
	address := asks[string](b, `document.activeElement.closest('.card').querySelector('h3 a').getAttribute('href')`)
	b.keys(enter)
	b.answers("J’ai commencé")
	b.presses("J’ai commencé")
	b.answers("C’est parti, et c’est noté.")
	b.presses("Me faire connaître")
	b.answers("D’ici là, rien n’est partagé")
	b.presses("D’accord")
	b.answers("Tu attends d’autres personnes")
	b.usable("a resource for which somebody waits", axe)

	sam, rachel := b.beside("sam", "offres"), b.beside("rachel", "coaching")
	sam.says("/training python")
	sam.answers("“python”")
	sam.views(address, "Next", "View")
	sam.presses("I have finished")
	sam.presses("Make myself known")
	sam.presses("Fine with me")
	sam.answers("You are waiting for other people")
	sam.english("a wait", "#log .alone")
	rachel.says("/formations python")
	rachel.answers("«\u00a0python\u00a0»")
	rachel.views(address, "Suivantes", "Voir")
	rachel.presses("J’ai commencé")
	rachel.presses("Me faire connaître")
	rachel.presses("D’accord")
	rachel.answers("groupe") // about to open, or open already
	for _, one := range []*browser{b, sam, rachel} {
		one.waits(`document.querySelectorAll('#groups a').length === 1 && !document.querySelector('#groups .unread').hidden`)
		one.does(chromedp.Click(chromedp.CSS("#groups a")), chromedp.WaitVisible(chromedp.CSS("#line")))
		one.reads("Bienvenue dans votre groupe")
	}
	b.usable("a group", axe)
	b.says("/formations python")
	b.answers("«\u00a0python\u00a0»")
	sam.never("what somebody asks in the group", "ressources")
	if asks[bool](malik, `document.querySelector('#groups a') !== null`) {
		b.t.Error("a moderator who is no member is led there")
	}
}

// proposes hands over a resource, with what is not a link and then as it should be. A
// moderator adds it.
func proposes(b, malik *browser, axe string) {
	b.t.Helper()
	b.says("/formations sql")
	b.answers("«\u00a0sql\u00a0»")
	b.opensForm("Proposer une ressource")
	b.writes("titre", "Go par l’exemple", "lien", "http://exemple.fr/go", "texte", "Des programmes commentés, voir https://exemple.fr/go", "theme", "developpement", "cout", "gratuit")
	b.presses("Envoyer")
	b.waits(`document.activeElement.id === 'field-lien' && document.querySelector('#field-texte').getAttribute('aria-invalid') === 'true'`)
	b.holds("in a form that is refused,", "titre", "Go par l’exemple", "lien", "http://exemple.fr/go", "theme", "developpement", "cout", "gratuit")
	b.usable("a proposal, refused", axe)
	b.writes("lien", "https://exemple.fr/go", "texte", "Des programmes commentés, un par notion.")
	b.hands("Envoyer")
	b.answers("Merci\u202f! «\u00a0Go par l’exemple\u00a0» est entre les mains de la modération")

	malik.reads("Une ressource proposée")
	malik.presses("Lire les propositions")
	malik.reads("Proposée par")
	malik.presses("Ajouter")
	malik.reads("La personne qui l’a proposée le saura.")
	b.says("/formations go par l’exemple")
	b.answers("exemple.fr")
	b.at("camille", "@rebond")
	b.reads("Go par l’exemple")
}

// curates hides a tip, and adds one, which promises a right at first.
func curates(malik, b *browser, axe string) {
	malik.t.Helper()
	malik.says("/reglages")
	malik.presses("Conseils et formations")
	malik.answers("Lesquelles montrer")
	malik.usable("what the community has", axe)
	hidden := malik.titled()
	malik.pressesIn(hidden, "Masquer la fiche")
	malik.answers("est masquée\u00a0: plus personne ne la voit ici.")
	malik.opensForm("Ajouter un conseil")
	malik.writes("theme", "argent", "titre", "Demande ton solde", "texte", "Tu as droit à ton solde de tout compte.")
	malik.presses("Envoyer")
	malik.waits(`document.activeElement.id === 'field-texte' && document.activeElement.getAttribute('aria-invalid') === 'true'`)
	malik.writes("texte", "Demande par écrit quand tu recevras ton solde de tout compte.", "sources", "Service public https://www.service-public.fr/particuliers/vosdroits/F86")
	malik.hands("Envoyer")
	malik.answers("C’est enregistré\u00a0: «\u00a0Demande ton solde\u00a0» se voit ici.")
	b.at("camille", "offres")
	b.says("/conseils demande ton solde")
	b.answers("Demande par écrit quand tu recevras")
	b.says("/conseils " + hidden)
	b.answers(" · ")
	if b.titled() == hidden {
		b.t.Errorf("%q is hidden, and found", hidden)
	}
}
