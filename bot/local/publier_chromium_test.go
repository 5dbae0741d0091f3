package local_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rebond/bot/fetch"
	"rebond/commands"
	"rebond/storage/storagetest"
)

// careers is the site of a company that recruits. Of what its page says, the pay and the
// link are not what the board takes.
const careers = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Nos offres</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "name": "Moulin Fictif"},
{"@type": "JobPosting", "title": "Développeuse ou développeur Go (H/F)", "datePosted": "2026-11-20",
"hiringOrganization": {"@type": "Organization", "name": "Moulin Fictif"}, "employmentType": "FULL_TIME",
"jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Nancy", "postalCode": "54000", "addressCountry": "FR"}},
"baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": {"@type": "QuantitativeValue", "minValue": 45000, "maxValue": 130000, "unitText": "YEAR"}},
"description": "<p>Un CDI dans une équipe de six personnes, qui fait tourner le suivi de 4 000 moulins.</p><ul><li>Écrire des services en Go</li><li>Relire le code des autres, et être relu</li></ul><p>Deux jours de télétravail par semaine.</p>"}]}</script>
</head><body><p>Nos offres</p></body></html>`

// site serves the careers page on this machine, and returns its address and the only
// reader that may go there: no address of a machine's own is ever read otherwise.
func site(t *testing.T) (string, *fetch.Fetcher) {
	t.Helper()
	pages := http.NewServeMux()
	pages.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "User-agent: *\nAllow: /\n") })
	pages.HandleFunc("/jobs/go", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, careers)
	})
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	at := server.Listener.Addr().String()
	return server.URL + "/jobs/go", &fetch.Fetcher{Allow: func(to netip.AddrPort) bool { return to.String() == at }}
}

// boards is the house on a morning, with a reader of pages.
func boards(t *testing.T, address string, pages commands.Pages) (page string, ends func()) {
	t.Helper()
	return houses(t, address, morning(t), pages)
}

// morning is a clock that begins on a Sunday at ten in the morning.
func morning(t *testing.T) *testClock {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	clock := &testClock{}
	clock.set(time.Date(2026, time.November, 22, 10, 0, 0, 0, paris))
	return clock
}

// at is a person in a place, whoever the tab was before.
func (b *browser) at(person, place string) {
	b.t.Helper()
	origin := asks[string](b, `location.origin`)
	b.does(chromedp.Navigate(origin+"/"+person+"/"+place), chromedp.WaitVisible(chromedp.CSS("#line")))
}

// opensForm presses a button that leads to a form, and waits for it.
func (b *browser) opensForm(label string) {
	b.t.Helper()
	b.presses(label)
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
}

// writes gives fields of the open form their values, by pairs.
func (b *browser) writes(pairs ...string) {
	b.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		b.does(chromedp.SetValue(chromedp.CSS("#field-"+pairs[i]), pairs[i+1]))
	}
}

// hands sends the open form, which is accepted: before it is closed nothing under it can
// be pressed.
func (b *browser) hands(label string) {
	b.t.Helper()
	b.presses(label)
	b.waits(`!document.querySelector('#modal').open`)
}

// holds fails for each field of the open form that does not hold its value.
func (b *browser) holds(when string, pairs ...string) {
	b.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := asks[string](b, `document.querySelector('#field-`+pairs[i]+`').value`); got != pairs[i+1] {
			b.t.Errorf("%s %s holds %q, %q was typed", when, pairs[i], got, pairs[i+1])
		}
	}
}

// usable runs axe over what is shown, light, dark and narrow, where nothing may be cut.
// Without axe there is nothing to do.
func (b *browser) usable(what, axe string) {
	b.t.Helper()
	if axe == "" {
		return
	}
	for _, scheme := range []string{"dark", "light"} {
		b.scheme(scheme)
		b.accessible(what+", "+scheme, axe)
	}
	b.does(chromedp.EmulateViewport(375, 780))
	b.accessible(what+", narrow", axe)
	if cut := asks[string](b, `[...document.querySelectorAll('html, #log, #log .card, #log .row, dialog[open]')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 200)).join()`); cut != "" {
		b.t.Errorf("%s: wider than a narrow page: %s", what, cut)
	}
	b.does(chromedp.EmulateViewport(1200, 800))
}

// standing are the messages of a channel, those for everybody, that name the company.
const standing = `[...document.querySelectorAll('#log .message:not(.alone)')].filter(m => m.innerText.includes('Moulin Fictif'))`

// TestPublier is a recruiter in a hurry who has only a link: what its page says
// is wrong in places, she corrects it, loses nothing on the way, publishes and, the post
// once filled, says so. A member beside her sees the card come and change.
func TestPublier(t *testing.T) {
	axe := axe(t)
	storagetest.Engines(t, func(t *testing.T, address string) {
		axe := axe
		if !strings.HasPrefix(address, "sqlite:") { // the page is the same: once is enough
			axe = ""
		}
		b, url := drafts(t, address, axe)
		shown := asks[string](b, `[...document.querySelectorAll('#log .alone .card')].at(-1).innerText`)

		camille := opens(t, url)
		if n := asks[int](camille, standing+`.length`); n != 0 {
			t.Fatalf("%d cards before anything is published", n)
		}
		b.presses("Publier")
		b.reads("C’est publié dans le salon des offres")
		camille.waits(standing + `.length === 1`)
		card := asks[string](camille, standing+`[0].id`)
		if seen := asks[string](camille, `document.querySelector('#`+card+` .card').innerText`); seen != shown || !strings.Contains(seen, "Postuler") {
			t.Errorf("the preview shows\n%s\nthe channel\n%s", shown, seen)
		}
		readsWhole(camille, axe)
		shares(camille, card)

		b.at("malik", "moderation")
		b.reads("le lien ne mène pas à l’offre")
		b.reads("La page demande un compte.")
		if told := asks[string](b, `document.querySelector('#log').innerText`); strings.Contains(told, "camille") {
			t.Errorf("moderators are told who says so: %q", told)
		}

		b.at("rachel", "offres")
		b.says("/mesannonces")
		b.reads("en ligne jusqu’au 22\u00a0décembre 2026 (encore 30 jours)")
		b.usable("her own", axe)
		b.presses("Poste pourvu")
		b.reads("Personne ne sera nommé.")
		b.presses("Oui, par la communauté")
		b.reads("C’est noté, et sa carte le dit.")
		camille.waits(`document.querySelector('#` + card + `').innerText.includes('Poste pourvu, par quelqu’un de la communauté.')`)
		if n := asks[int](camille, standing+`.length`); n != 1 {
			t.Errorf("%d cards of one opening", n)
		}
		if left := asks[string](camille, `[...document.querySelectorAll('#`+card+` .row > *')].map(e => e.innerText).join()`); left != "" {
			t.Errorf("on the card of a filled opening one can still press %s", left)
		}
		asks[string](camille, `(document.querySelector('#`+card+`').scrollIntoView(), '')`)
		camille.usable("a filled opening", axe)
		camille.pictures("poste-pourvu-light.png")
	})
}

// drafts goes from a link to a preview, and sees the house end and come back meanwhile; it
// returns her tab, and the address of the room's page.
func drafts(t *testing.T, address, axe string) (b *browser, url string) {
	t.Helper()
	link, pages := site(t)
	url, ends := boards(t, address, pages)
	b = opens(t, url)
	b.at("rachel", "offres")
	b.says("/publier " + link)
	b.reads("Voici ce que j’ai lu sur la page.")
	b.reads("Il reste 3 choses à compléter ou à corriger.")
	b.reads("La fourchette est trop large")
	b.reads("Dis à quel titre tu publies.")
	b.reads("Ce lien commence par http\u00a0:")
	b.usable("a draft", axe)
	b.pictures("publier-light.png")
	b.opensForm("Les conditions")
	b.holds("read on the page,", "contrat", "cdi", "salaire", "45\u202f000 à 130\u202f000\u00a0€ par an", "qui", "", "lien", link)
	corrects(b)
	b.usable("the terms", axe)
	b.hands("Envoyer")
	b.reads("Ce n’est pas un numéro SIREN")

	ends() // and with it every page: the draft is in the database
	url, _ = boards(t, address, pages)
	b.does(chromedp.Navigate(url))
	b.at("rachel", "offres")
	b.says("/publier")
	b.reads("Brouillon, gardé jusqu’au 23\u00a0novembre 2026")
	b.presses("Reprendre")
	b.reads("Il reste 1 chose à compléter ou à corriger.")
	b.opensForm("Les conditions")
	b.holds("taken up again,", "contrat", "cdi", "salaire", "45 000 à 55 000 € par an", "qui", "employer", "lien", "https://moulin.example/jobs/go", "numero", "732 829 321")
	b.writes("numero", "732 829 320")
	b.hands("Envoyer")
	b.reads("Elle est prête.")
	b.usable("a preview", axe)
	return b, url
}

// corrects fills in the open terms: first with a link that no form takes, then with a
// number that is none; what else was typed stays.
func corrects(b *browser) {
	b.t.Helper()
	typed := []string{"contrat", "cdi", "salaire", "45 000 à 55 000 € par an", "qui", "employer", "numero", "732 829 321"}
	b.writes(append(typed, "lien", "https://moulin.example/"+strings.Repeat("go", 500))...)
	b.presses("Envoyer")
	b.waits(`document.querySelector('#field-lien')?.getAttribute('aria-invalid') === 'true' && document.activeElement.id === 'field-lien'`)
	b.holds("in a form that is refused", append(typed, "lien", "https://moulin.example/"+strings.Repeat("go", 500))...)
	b.writes("lien", "https://moulin.example/jobs/go")
}

// readsWhole opens the opening from its card, keeps it, and says what is wrong with it.
func readsWhole(b *browser, axe string) {
	b.t.Helper()
	b.presses("Voir")
	b.reads("Relire le code des autres, et être relu")
	b.reads("@rachel, qui recrute")
	b.usable("a whole opening", axe)
	b.presses("Garder")
	b.reads("Tu gardes cette offre")
	b.opensForm("Un problème\u202f?")
	b.writes("motif", "lien", "mots", "La page demande un compte.")
	b.hands("Envoyer")
	b.reads("La modération le saura, sans ton nom, et je te dirai ce qu’elle décide.")
}

// shares tells the channel of the opening, after a look at what it will read; what it
// reads leads to the card.
func shares(b *browser, card string) {
	b.t.Helper()
	b.presses("Partager au salon")
	b.reads("«\u00a0camille partage une offre\u00a0»")
	const shared = `[...document.querySelectorAll('#log .message:not(.alone)')].filter(m => m.innerText.includes('camille partage une offre')).length`
	if n := asks[int](b, shared); n != 0 {
		b.t.Errorf("%d messages before she has said yes", n)
	}
	b.presses("Partager")
	b.reads("C’est partagé dans #offres.")
	b.waits(shared + ` === 1`)
	b.does(chromedp.Click(`//a[normalize-space()="Voir la carte"]`))
	b.waits(`document.activeElement.id === ` + strconv.Quote(card))
}

// TestPublierKeyboard corrects a draft without a mouse, to the preview.
func TestPublierKeyboard(t *testing.T) {
	link, pages := site(t)
	url, _ := boards(t, storagetest.SQLite(t), pages)
	b := opens(t, url)
	b.at("rachel", "offres")
	b.waits(`document.activeElement.id === 'line'`)
	b.keys("/publier " + link + enter)
	b.reads("Il reste 3 choses")
	b.back(`document.activeElement.innerText === 'Les conditions'`)
	b.keys(enter)
	b.waits(`document.activeElement.id === 'field-contrat'`)
	b.keys(tab + "45 à 55 k€ par an" + tab + "emp" + tab + "https://moulin.example/jobs/go" + enter)
	b.waits(`!document.querySelector('#modal').open`)
	b.reads("Elle est prête.")
	b.reads("45\u202f000 à 55\u202f000\u00a0€ par an")
	b.waits(`document.activeElement.innerText === 'Les conditions'`)
	b.back(`document.activeElement.innerText === 'Publier'`)
	b.keys(enter)
	b.reads("C’est publié dans le salon des offres")
	if at := asks[string](b, `document.activeElement.closest('.message')?.innerText ?? 'nothing'`); !strings.Contains(at, "C’est publié") {
		t.Errorf("the focus is lost: on %q", at)
	}
}

// english fails if anything of some elements, or of the open form, is in French.
func (b *browser) english(what, within string) {
	b.t.Helper()
	page := asks[string](b, `[...document.querySelectorAll('`+within+`, dialog[open]')].map(e => e.innerText).join()`)
	for _, french := range []string{"Ton ", "annonce", "brouillon", "Envoyer", "Annuler", "poste", "entreprise", "Lieu", "salaire", "contrat ", "par an", "Publier", "Partag", "Postuler", "Voir", "Visible uniquement", " la ", " une ", "aucun"} {
		if strings.Contains(page, french) {
			b.t.Errorf("%s: %q is said to an English speaker: %s", what, french, page)
		}
	}
}

// TestPublierEnglish holds that an English speaker meets English only; and that a page
// of this machine, as any that is not public, is not read: her text is enough.
func TestPublierEnglish(t *testing.T) {
	link, _ := site(t)
	url, _ := boards(t, storagetest.SQLite(t), &fetch.Fetcher{})
	b := opens(t, url)
	b.at("sam", "offres")
	b.says("/post-job " + link)
	b.reads("This is not the address of a public page")
	b.english("a page that is not read", "main")
	b.opensForm("Paste the text")
	b.writes("annonce", "Go developer at Fictional Mill, Nancy, permanent contract. €45,000 to €55,000 a year. Apply: https://mill.example/jobs/go\n\nYou will write services that follow 4,000 mills.")
	b.hands("Send")
	b.reads("Go developer")
	b.english("a draft", "main")
	b.opensForm("The job")
	b.english("the job", "main")
	b.writes("titre", "Go developer", "entreprise", "Fictional Mill", "lieu", "Nancy")
	b.hands("Send")
	b.opensForm("The terms")
	b.english("the terms", "main")
	b.writes("contrat", "cdi", "salaire", "€45,000 to 55,000 a year", "qui", "referral", "lien", "https://mill.example/jobs/go")
	b.hands("Send")
	b.reads("It is ready.")
	b.reads("€45,000 to €55,000 a year")
	b.english("a preview", "main")
}
