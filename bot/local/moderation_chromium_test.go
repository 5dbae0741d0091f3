package local_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

// beside opens another tab of the same browser, for somebody else to be in a place.
func (b *browser) beside(person, place string) *browser {
	b.t.Helper()
	origin := asks[string](b, `location.origin`)
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	other := &browser{b.t, ctx}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 800)); err != nil { // starts it: no deadline may end it
		b.t.Fatal(err)
	}
	other.does(chromedp.Navigate(origin+"/"+person+"/"+place), chromedp.WaitVisible(chromedp.CSS("#line")))
	return other
}

// about is the last message that holds words.
func about(words string) string {
	return `[...document.querySelectorAll('#log .message')].filter(m => m.innerText.includes(` + strconv.Quote(words) + `)).at(-1)`
}

// pressesOn clicks a control of the last message that holds words, once it is there.
func (b *browser) pressesOn(words, label string) {
	b.t.Helper()
	b.reads(words)
	b.does(chromedp.Click(`(//article[contains(., "` + words + `")])[last()]//button[normalize-space()="` + label + `"]`))
}

// never fails if the messages hold words.
func (b *browser) never(what string, words ...string) {
	b.t.Helper()
	said := asks[string](b, `document.querySelector('#log').innerText`)
	for _, w := range words {
		if strings.Contains(said, w) {
			b.t.Errorf("%s: %q is said: %s", what, w, said)
		}
	}
}

// shows takes the light, the dark and the narrow picture of a message, or some of them, with
// the mouse elsewhere.
func (b *browser) shows(message string, light, dark, narrow string) {
	b.t.Helper()
	if !*screenshots {
		return
	}
	b.does(chromedp.MouseEvent(chromedp.MouseMoved, 1, 1))
	seen := func() { asks[string](b, `(`+message+`.scrollIntoView({block: 'start'}), '')`) }
	if light != "" {
		seen()
		b.pictures(light)
	}
	if dark != "" {
		b.scheme("dark")
		seen()
		b.pictures(dark)
		b.scheme("light")
	}
	if narrow != "" {
		b.does(chromedp.EmulateViewport(380, 780))
		seen()
		b.pictures(narrow)
		b.does(chromedp.EmulateViewport(1200, 800))
	}
}

// announces pastes the text of an opening, completes it and sends it.
func (b *browser) announces(title, send string) {
	b.t.Helper()
	b.says("/publier " + title + " chez Moulin Fictif, à Nancy, CDI, 45-55k€, postuler : rh@moulin.example")
	b.opensForm("Les conditions")
	b.writes("qui", "employer")
	b.hands("Envoyer")
	b.reads("Elle est prête.")
	b.presses(send)
}

// rewrites opens an opening from what its author was told, changes its text and sends it again.
func (b *browser) rewrites(told, text string) {
	b.t.Helper()
	b.pressesOn(told, "Corriger")
	b.opensForm("Le poste")
	b.writes("texte", text)
	b.hands("Envoyer")
	b.presses("Envoyer à la modération")
	b.reads("C’est envoyé à la modération")
}

// TestModeratorsRead is an opening that moderators read before it appears: a change is
// asked for, it is refused, and published once it is as it should be; whoever decides
// second is told who was first.
func TestModeratorsRead(t *testing.T) {
	axe := axe(t)
	url, _ := boards(t, storagetest.SQLite(t), nil)
	camille := opens(t, url)
	malik := camille.beside("malik", "moderation")
	ada := camille.beside("ada", "moderation")

	camille.announces("Développeuse Go (H/F)", "Envoyer à la modération")
	camille.reads("C’est envoyé à la modération, qui la lira avant qu’elle paraisse.")
	malik.reads("C’est la première de cette personne ici. Elle n’est pas publiée.")
	malik.usable("an opening to review", axe)
	if n := asks[int](camille, standing+`.length`); n != 0 {
		t.Errorf("%d cards before anybody has read it", n)
	}

	ada.reads("Une annonce à relire")
	ada.opensForm("Refuser")
	malik.opensForm("Demander une modification")
	malik.presses("Envoyer")
	malik.waits(`document.activeElement.id === 'field-motif' && document.querySelector('#field-motif').getAttribute('aria-invalid') === 'true'`)
	long := strings.Repeat("Avec qui ? ", 50)
	malik.writes("mots", long)
	malik.presses("Envoyer")
	malik.waits(`document.activeElement.id === 'field-mots' && document.activeElement.getAttribute('aria-invalid') === 'true'`)
	malik.holds("in a form that is refused,", "motif", "", "mots", long)
	if title := asks[string](malik, `document.querySelector('#modal-title').innerText`); title != "Demander un changement" {
		t.Errorf("a form that is refused is headed %q", title)
	}
	malik.writes("motif", "infos", "mots", "Avec qui travaillera-t-on ?")
	malik.usable("why, refused", axe)
	malik.hands("Envoyer")
	malik.reads("attend une modification. La personne qui l’a écrite le saura")
	malik.reads("modification demandée par @malik")
	ada.reads("modification demandée par @malik")
	ada.writes("motif", "doublon", "mots", "Déjà vue.")
	ada.hands("Envoyer")
	ada.reads("Rien n’a changé\u00a0: c’était déjà décidé par @malik.")

	camille.at("camille", "@rebond")
	const asked = "La modération a lu ton annonce et demande une modification avant de la publier."
	camille.reads(asked + " Motif\u00a0: il manque des informations pour se décider\u202f; «\u00a0Avec qui travaillera-t-on ?\u00a0»")
	camille.rewrites(asked, "Une équipe de six, des services en Go qui suivent 4\u202f000 moulins. Deux jours de télétravail par semaine, une semaine d’astreinte sur six.")
	malik.reads("Elle revient corrigée, et n’est pas publiée. Ce qui avait été dit\u00a0: il manque des informations")
	malik.shows(about("Elle revient corrigée"), "moderation-light.png", "moderation-dark.png", "moderation-narrow.png")
	malik.opensForm("Refuser")
	malik.writes("mots", "Le nom du client, s’il te plaît.")
	malik.hands("Envoyer")
	malik.reads("n’est pas publiée. La personne qui l’a écrite le saura, avec le motif")

	const refused = "La modération a lu ton annonce et ne l’a pas publiée."
	camille.reads(refused + " Motif\u00a0: «\u00a0Le nom du client, s’il te plaît.\u00a0»")
	camille.usable("a refusal", axe)
	camille.rewrites(refused, "Une équipe de six, des services en Go, pour un seul client : le Moulin Fictif.")
	malik.reads("Elle revient corrigée")
	ada.says("/moderation vue:attente")
	ada.reads("Annonces à relire")
	malik.pressesOn("Elle revient corrigée", "Publier")
	malik.reads("est publiée\u202f; la personne qui l’a écrite le saura.")
	malik.reads("publiée par @malik")
	ada.pressesOn("Annonces à relire", "Publier")
	ada.reads("c’était déjà décidé par @malik. «\u00a0Développeuse Go (H/F)\u00a0»\u00a0: elle est publiée.")

	camille.reads("La modération a lu ton annonce\u00a0: elle est publiée.")
	camille.at("camille", "offres")
	camille.waits(standing + `.length === 1`)
}

// reports says what is wrong with the opening that is read.
func (b *browser) reports(problem, button, reason, words string) {
	b.t.Helper()
	b.opensForm(problem)
	b.writes("motif", reason)
	if words != "" {
		b.writes("mots", words)
	}
	b.hands(button)
}

// TestReported is an opening that a member takes for a scam: it is put aside at once, and
// put back once a moderator has looked; then three say that it is out of date, and it is
// removed. Who published it and who reported it are told.
func TestReported(t *testing.T) {
	axe := axe(t)
	url, _ := boards(t, storagetest.SQLite(t), nil)
	b := opens(t, url)
	b.at("rachel", "offres")
	b.announces("Développeuse Go (H/F)", "Publier")
	b.reads("C’est publié dans le salon des offres")
	malik := b.beside("malik", "moderation")
	ada := b.beside("ada", "moderation")

	b.at("camille", "offres")
	b.waits(standing + `.length === 1`)
	card := asks[string](b, standing+`[0].id`)
	b.presses("Voir")
	b.opensForm("Un problème\u202f?")
	b.writes("mots", "On demande 50 € avant l’entretien.")
	b.presses("Envoyer")
	b.waits(`document.activeElement.id === 'field-motif' && document.activeElement.getAttribute('aria-invalid') === 'true'`)
	b.holds("in a report without a reason,", "mots", "On demande 50 € avant l’entretien.")
	b.writes("motif", "arnaque")
	b.usable("a report", axe)
	b.hands("Envoyer")
	b.reads("L’offre est mise de côté\u00a0: plus personne ne la trouve ici")
	b.waits(`document.querySelector('#` + card + `').innerText.includes('mise de côté, le temps d’une vérification')`)
	b.says("/offres moulin fictif")
	b.waits(`document.querySelectorAll('.asked').length === 1 && !document.querySelector('.pending')`)
	if found := asks[bool](b, `[...document.querySelectorAll('#log .alone')].at(-1).innerText.includes('Développeuse Go')`); found {
		t.Error("what is put aside is found")
	}

	malik.reads("«\u00a0On demande 50 € avant l’entretien.\u00a0»")
	malik.reads("Mise de côté\u00a0: plus personne ne la trouve ici")
	malik.never("who says so", "camille")
	malik.usable("a report, to moderators", axe)
	malik.shows(about("Une offre signalée"), "signalement-light.png", "", "")
	malik.presses("Lire en entier")
	malik.reads("Ce qui en est dit")
	ada.opensForm("Retirer l’offre")
	malik.presses("Remettre l’offre")
	malik.reads("se tromper ne leur coûte rien")
	malik.reads("gardée par @malik")
	ada.writes("motif", "serieux")
	ada.hands("Envoyer")
	ada.reads("quelqu’un a décidé avant toi. «\u00a0Développeuse Go (H/F)\u00a0» avait été signalée\u00a0: gardée par @malik.")
	b.waits(`document.querySelector('#` + card + `').innerText.includes('Développeuse Go (H/F)')`)
	b.says("/offres moulin fictif")
	b.waits(`[...document.querySelectorAll('#log .alone')].at(-1).innerText.includes('Développeuse Go')`)
	b.at("camille", "@rebond")
	b.reads("Tu as signalé cette offre. La modération l’a vérifiée, et elle reste.")
	b.at("rachel", "@rebond")
	b.reads("ton annonce est de nouveau visible. Il n’y a rien à te reprocher.")

	b.at("sam", "offres")
	b.presses("Voir") // the card speaks the language of the channel
	b.reports("A problem?", "Send", "expiree", "The page says “filled”.")
	b.reads("Moderators will know, without your name, and I will tell you what they decide.")
	b.english("a report", "#log .alone")
	malik.reads("Elle est toujours visible.")
	for _, who := range []string{"malik", "ada"} {
		b.at(who, "offres")
		b.presses("Voir")
		b.reports("Un problème\u202f?", "Envoyer", "expiree", "")
	}
	b.reads("L’offre est mise de côté")
	malik.reads("3 signalements")
	malik.opensForm("Retirer l’offre")
	malik.writes("motif", "expiree", "mots", "Merci quand même.")
	malik.hands("Envoyer")
	malik.reads("on ne la trouve plus ici. Les personnes qui l’ont signalée le sauront")
	malik.reads("retirée par @malik")
	b.waits(`document.querySelector('#` + card + `').innerText.includes('Cette annonce a été retirée.')`)
	b.waits(`!document.querySelector('#` + card + `').innerText.includes('Moulin Fictif')`)

	b.at("sam", "@rebond")
	b.reads("You reported this opening. Moderators have removed it.")
	b.english("the outcome of a report", "main")
	b.at("rachel", "@rebond")
	b.reads("La modération a retiré ton annonce. Motif\u00a0: l’offre n’est plus à jour\u202f; «\u00a0Merci quand même.\u00a0»")
}

// TestModeration is a moderator who goes through what /moderation holds: what waits, refused
// by the keyboard alone to somebody who reads English, what is reported, the authors, of
// whom one is approved and one blocked, and the log of it all, which can be taken away.
func TestModeration(t *testing.T) {
	axe := axe(t)
	url, _ := boards(t, storagetest.SQLite(t), nil)
	b := opens(t, url)
	b.at("rachel", "offres")
	b.announces("Développeuse Go (H/F)", "Publier")
	b.reads("C’est publié dans le salon des offres")
	b.at("camille", "offres")
	b.presses("Voir")
	b.reports("Un problème\u202f?", "Envoyer", "lien", "La page demande un compte.")
	b.posts("Go developer")
	b.reads("It has been sent to the moderators")
	b.english("what is sent", "#log .alone")

	malik := b.beside("malik", "coaching")
	malik.says("/moderation")
	malik.reads("1 annonce à relire, 1 offre signalée.")
	malik.presses("Annonces à relire")
	malik.reads("Envoyée par")
	malik.usable("what waits", axe)
	malik.refusesByKeyboard()
	b.at("sam", "@rebond")
	b.reads("Moderators have read your post and did not publish it. Reason: the pay is not clear.")
	b.english("a refusal", "main")

	malik.says("/moderation vue:signalements")
	malik.reads("1 signalement\u00a0: le lien ne mène pas à l’offre.")
	malik.usable("what is reported", axe)
	malik.presses("Garder l’offre")
	malik.reads("Les personnes qui l’ont signalée le sauront")
	malik.reads("Aucun n’attend.")
	judges(malik, b, axe)
	malik.pressesOn("Auteurs", "Modération")
	malik.presses("Journal")
	for _, line := range []string{
		"par @malik\u00a0: annonce refusée\u00a0: «\u00a0Go developer\u00a0» (le salaire n’est pas clair)",
		"par @malik\u00a0: offre signalée, gardée\u00a0: «\u00a0Développeuse Go (H/F)\u00a0»",
		"par @malik\u00a0: confiance donnée à @sam",
		"par @malik\u00a0: blocage de @rachel («\u00a0Trois offres inventées.\u00a0»)",
	} {
		malik.reads(line)
	}
	malik.usable("the log", axe)
	malik.presses("Exporter")
	malik.does(chromedp.WaitVisible(chromedp.CSS(`a[download="journal.csv"]`)))
	table := asks[string](malik, `new TextDecoder().decode(Uint8Array.from(atob(document.querySelector('a[download="journal.csv"]').href.split(',')[1]), c => c.charCodeAt(0)))`)
	for _, cell := range []string{"Quand;Qui;Quoi;Pourquoi", ";malik;blocage de @rachel;«\u00a0Trois offres inventées.\u00a0»", ";malik;offre signalée, gardée\u00a0: «\u00a0Développeuse Go (H/F)\u00a0»;"} {
		if !strings.Contains(table, cell) {
			t.Errorf("the table lacks %q:\n%s", cell, table)
		}
	}
	drawn(malik, axe)
}

// posts sends an opening to moderators, in English, as sam.
func (b *browser) posts(title string) {
	b.t.Helper()
	b.at("sam", "offres")
	b.says("/post-job " + title + " chez Moulin Fictif, à Nancy, CDI, 45-55k€, postuler : rh@moulin.example")
	b.opensForm("The terms")
	b.writes("qui", "employer")
	b.hands("Send")
	b.reads("It is ready.")
	b.does(chromedp.Click(`(//button[normalize-space()="Send to the moderators" or normalize-space()="Publish"])[last()]`))
}

// refusesByKeyboard refuses the only opening that waits, without a mouse, because of the pay.
func (b *browser) refusesByKeyboard() {
	b.t.Helper()
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.back(`document.activeElement.innerText === 'Refuser'`)
	b.keys(enter)
	b.waits(`document.activeElement.id === 'field-motif'`)
	b.keys("le sal" + tab + tab + enter)
	b.waits(`!document.querySelector('#modal').open`)
	b.reads("n’est pas publiée. La personne qui l’a écrite le saura, avec le motif")
	if at := asks[string](b, `document.activeElement.closest('.message')?.innerText ?? 'nothing'`); !strings.Contains(at, "Aucune n’attend.") {
		b.t.Errorf("the focus is lost: on %q", at)
	}
}

// judges approves sam, and blocks rachel: one publishes without waiting, the other cannot
// any more and knows why.
func judges(malik, b *browser, axe string) {
	malik.t.Helper()
	malik.says("/moderation vue:auteurs")
	malik.reads("@sam")
	malik.usable("authors", axe)
	malik.does(chromedp.Click(`(//div[contains(@class, "card")][contains(., "@sam")])[last()]//button[normalize-space()="Faire confiance"]`))
	malik.reads("@sam a ta confiance")
	b.posts("Rust developer")
	b.reads("It is published in the channel for openings")

	malik.does(chromedp.Click(`(//div[contains(@class, "card")][contains(., "@rachel")])[last()]//button[normalize-space()="Bloquer"]`), chromedp.WaitVisible(chromedp.CSS("dialog")))
	malik.presses("Envoyer")
	malik.waits(`document.activeElement.id === 'field-motif' && document.activeElement.getAttribute('aria-invalid') === 'true'`)
	malik.writes("mots", "Trois offres inventées.")
	malik.hands("Envoyer")
	malik.reads("@rachel ne peut plus partager d’offres ici")
	malik.reads("Blocage depuis le")
	b.at("rachel", "@rebond")
	b.reads("La modération de cette communauté ne prend plus tes annonces. Motif\u00a0: «\u00a0Trois offres inventées.\u00a0»")
	b.at("rachel", "offres")
	b.says("/publier")
	b.reads("ne prend plus tes annonces. Motif\u00a0: «\u00a0Trois offres inventées.\u00a0»")
}

// drawn looks at the picture of /statistiques, on one ground and on the other.
func drawn(b *browser, axe string) {
	b.t.Helper()
	b.says("/statistiques")
	const picture = `document.querySelector('#log .image img')`
	b.waits(picture + `?.complete && ` + picture + `.naturalWidth > 0`)
	light := asks[string](b, picture+`.src`)
	if alt := asks[string](b, picture+`.alt`); !strings.Contains(alt, "moins de 5") {
		b.t.Errorf("the picture says %q to who does not see it", alt)
	}
	b.usable("statistics", axe)
	b.presses("Sur fond sombre")
	b.waits(picture + `.src !== ` + strconv.Quote(light) + ` && ` + picture + `.complete && ` + picture + `.naturalWidth > 0`)
	b.presses("Sur fond clair")
	b.waits(`[...document.querySelectorAll('#log button')].some(e => e.innerText === 'Sur fond sombre')`)
}
