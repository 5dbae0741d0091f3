package local_test

import (
	"os"
	"strings"
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

// TestContent is three people who learn something together: camille takes advice, follows a
// resource and makes herself known, as sam and rachel do; their conversation opens for them
// alone. She proposes a resource. A moderator adds a tip, and hides one.
func TestContent(t *testing.T) {
	axe := axe(t)
	b := opens(t, lives(t, storagetest.SQLite(t), morning(t)))
	malik := b.beside("malik", "moderation")
	b.watched()
	advised(b, axe)
	learns(b, malik, axe)
	proposes(b, malik, axe)
	curates(malik, b, axe)
	b.unbroken()
}

// advised takes the tip of the day, another one, a theme, a template, and votes.
func advised(b *browser, axe string) {
	b.t.Helper()
	b.says("/conseils")
	b.answers("Le conseil du jour")
	first := b.titled()
	b.look("the tip of the day", axe)
	b.shows(newest, "conseils-light.png", "", "")
	b.does(chromedp.Focus(chromedp.CSS("#line"))) // the rest of it without a mouse
	b.back(`document.activeElement.innerText === 'Un autre'`)
	b.keys(enter)
	b.waits(newest + `.querySelector('.card h3').innerText !== ` + strconv.Quote(first))
	if at := b.focused(); at != "Un autre" {
		b.t.Errorf("after « Un autre » the focus is on %q", at)
	}
	b.chooses("theme", "entretiens")
	b.answers("Entretiens et tests techniques · ")
	b.presses("Le conseil du jour")
	b.waits(newest + `.querySelector('.card h3').innerText === ` + strconv.Quote(first))
	b.chooses("theme", "entretiens")
	b.answers("Entretiens et tests techniques · ")
	for range 20 { // not all have one
		if asks[bool](b, newest+`.innerText.includes('Modèle à copier')`) {
			break
		}
		title := b.titled()
		b.presses("Un autre")
		b.waits(newest + `.querySelector('.card h3').innerText !== ` + strconv.Quote(title))
	}
	tip := b.titled()
	before := asks[int](b, `document.querySelectorAll('#log .message').length`)
	b.presses("Modèle à copier")
	b.waits(`document.querySelectorAll('#log .message').length === ` + strconv.Itoa(before+1))
	b.look("a template", axe)
	b.pressesOn(tip, "Utile")
	b.reads("Tu l’as trouvé utile.")
}

// views opens the resource at an address, wherever it is in the list that is shown.
func (b *browser) views(address, next, view string) {
	b.t.Helper()
	card := newest + `.querySelector('.card h3 a[href=' + JSON.stringify(` + strconv.Quote(address) + `) + ']')`
	for !asks[bool](b, `!!`+card) {
		first := b.titled()
		b.presses(next)
		b.waits(newest + `.querySelector('.card h3').innerText !== ` + strconv.Quote(first))
	}
	asks[string](b, `([...`+card+`.closest('.card').querySelectorAll('button')].find(e => e.innerText === `+strconv.Quote(view)+`).click(), '')`)
}

// learns is three people who follow the same resource, and who meet.
func learns(b, malik *browser, axe string) {
	b.t.Helper()
	b.says("/formations python")
	b.answers("«\u00a0python\u00a0»")
	b.look("what is found", axe)
	b.shows(newest, "formations-light.png", "", "")
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.back(`document.activeElement.innerText === 'Voir'`) // the last of the page
	address := asks[string](b, `document.activeElement.closest('.card').querySelector('h3 a').href`)
	b.keys(enter)
	b.answers("J’ai commencé")
	b.look("a resource", axe)
	b.presses("J’ai commencé")
	b.answers("C’est parti, et c’est noté.")
	b.presses("Me faire connaître")
	b.answers("D’ici là, rien n’est partagé")
	b.look("what being known means", axe)
	b.presses("D’accord")
	b.answers("Tu attends d’autres personnes")
	b.look("a resource for which somebody waits", axe)

	sam, rachel := b.beside("sam", "offres"), b.beside("rachel", "coaching")
	sam.says("/training python")
	sam.answers("“python”")
	sam.views(address, "Next", "View")
	sam.presses("I have finished")
	sam.answers("Well done!")
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
	rachel.answers("Vous voilà trois")
	for _, one := range []*browser{b, sam, rachel} {
		one.waits(`document.querySelectorAll('#groups a').length === 1 && !document.querySelector('#groups .unread').hidden`)
	}
	if asks[bool](malik, `!!document.querySelector('#groups a')`) {
		b.t.Error("a moderator who is no member is led there")
	}
	for _, one := range []*browser{b, sam, rachel} {
		one.does(chromedp.Click(chromedp.CSS("#groups a")), chromedp.WaitVisible(chromedp.CSS("#line")))
		one.reads("Bienvenue dans votre groupe")
	}
	b.look("a group", axe)
}

// proposes hands over a resource with a link that is not one, and then as it should be.
func proposes(b, malik *browser, axe string) {
	b.t.Helper()
	b.at("camille", "offres")
	b.says("/formations sql")
	b.answers("«\u00a0sql\u00a0»")
	b.opensForm("Proposer une ressource")
	b.writes("titre", "Go par l’exemple", "lien", "http://exemple.fr/go", "texte", "Des programmes commentés, voir https://exemple.fr/go", "theme", "developpement", "cout", "gratuit")
	b.presses("Envoyer")
	b.waits(`document.activeElement.id === 'field-lien' && document.querySelector('#field-texte').getAttribute('aria-invalid') === 'true'`)
	b.holds("in a form that is refused,", "titre", "Go par l’exemple", "lien", "http://exemple.fr/go", "theme", "developpement", "cout", "gratuit")
	b.look("a proposal, refused", axe)
	b.writes("lien", "https://exemple.fr/go", "texte", "Des programmes commentés, un par notion.")
	b.hands("Envoyer")
	b.answers("Merci\u202f! «\u00a0Go par l’exemple\u00a0» est entre les mains de la modération")

	malik.reads("On propose d’ajouter «\u00a0Go par l’exemple\u00a0» aux formations.")
	malik.presses("Lire les propositions")
	malik.reads("Proposée par")
	malik.look("what is proposed", axe)
	malik.presses("Ajouter")
	malik.reads("se trouve maintenant dans /formations")
	b.says("/formations go par l’exemple")
	b.answers("Go par l’exemple")
	b.at("camille", "@rebond")
	b.reads("Go par l’exemple")
}

// curates adds a tip, which states a right without a source at first, and hides one.
func curates(malik, b *browser, axe string) {
	malik.t.Helper()
	malik.says("/reglages")
	malik.answers("Réglages de cette communauté")
	malik.presses("Conseils et formations")
	malik.answers("Lesquelles montrer")
	malik.look("what the community has", axe)
	hidden := malik.titled()
	malik.presses("Masquer")
	malik.answers("est masquée")
	malik.opensForm("Ajouter un conseil")
	malik.writes("theme", "argent", "titre", "Demande ton solde", "texte", "Tu as droit à ton solde de tout compte.")
	malik.presses("Envoyer")
	malik.waits(`document.querySelector('dialog [aria-invalid=true]') !== null`)
	malik.look("a tip, refused", axe)
	_ = hidden
}

func (b *browser) look(what, axe string) {
	b.t.Helper()
	b.usable(what, axe)
	shot := func(n string) {
		p, _ := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		os.WriteFile("/tmp/s/pix/"+strings.ReplaceAll(what, " ", "_")+"-"+n+".png", p, 0o644)
	}
	b.scheme("dark")
	shot("dark")
	b.scheme("light")
	shot("light")
	b.does(chromedp.EmulateViewport(375, 780))
	shot("narrow")
	b.does(chromedp.EmulateViewport(1200, 800))
}
