package local_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rebond/storage/storagetest"
)

// chooses takes an option of a select, and presses the button beside it.
func (b *browser) chooses(param, option string) {
	b.t.Helper()
	form := `form[data-param="` + param + `"]`
	b.does(chromedp.SetValue(chromedp.CSS(form+" select"), option), chromedp.Click(chromedp.CSS(form+" button")))
}

// TestMemberSubscribes is a member who only presses: she asks for the message of the
// day, it comes with « Ton matin » at the hour that she chose, she takes a break, comes
// back, finds a job and says goodbye.
func TestMemberSubscribes(t *testing.T) {
	axe := axe(t)
	storagetest.Engines(t, func(t *testing.T, address string) {
		clock := &testClock{}
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		at := func(day, hour, minute int) { clock.set(time.Date(2026, time.November, day, hour, minute, 0, 0, paris)) }
		at(22, 21, 30) // a Sunday evening, in her quiet hours
		b := opens(t, lives(t, address, clock))
		b.goes("malik")
		b.says(`/planifier texte:"Relis ton CV à voix haute." quand:"du lundi au vendredi à 9 h" ou:coaching`)
		b.presses("Programmer")
		b.reads("C’est programmé.")

		b.goes("camille")
		b.says("/abonnements")
		b.presses("Recevoir\u00a0: Le message du jour")
		b.reads("C’est noté\u00a0: tu recevras «\u00a0Le message du jour\u00a0».")
		b.chooses("heure", "10:00")
		b.reads("Ton matin\u00a0: chaque jour à 10\u00a0h (Europe/Paris).")
		b.chooses("situation", "recherche")
		b.reads("Où tu en es\u00a0: en recherche. Personne d’autre ne le voit.")
		asks[string](b, `(document.querySelector('#log article:last-of-type').scrollIntoView(), '')`)
		b.pictures("abonnements-light.png")
		for _, scheme := range []string{"dark", "light"} {
			b.scheme(scheme)
			b.accessible("choices, "+scheme, axe)
		}
		b.does(chromedp.EmulateViewport(390, 780))
		b.accessible("choices, narrow", axe)
		b.does(chromedp.EmulateViewport(1200, 800))
		b.goes("Rebond")
		b.reads("C’est ici que je t’enverrai «\u00a0Le message du jour\u00a0»")

		morning := `[...document.querySelectorAll('#log article')].filter(a => a.innerText.includes('Ton matin, ')).length === `
		at(23, 9, 0)
		b.goes("coaching")
		b.reads("Relis ton CV à voix haute.")
		b.goes("Rebond")
		at(23, 9, 45) // before her hour, however far the spread goes
		b.waits(morning + "0")
		at(23, 10, 11)
		b.reads("Ton matin, lundi 23\u00a0novembre 2026")
		b.reads("Relis ton CV à voix haute.")
		b.pictures("ton-matin-light.png")
		b.presses("Je l’ai fait")
		b.reads("C’est noté, bravo.")

		b.presses("Faire une pause")
		b.presses("3 jours")
		b.reads("En pause jusqu’au jeudi 26\u00a0novembre 2026")
		at(24, 10, 30)
		b.goes("coaching")
		b.waits(`[...document.querySelectorAll('#log article')].filter(a => a.innerText.includes('Relis ton CV')).length === 2`)
		b.goes("Rebond")
		b.waits(morning + "1") // it was dropped
		b.says("/pause")
		b.presses("Reprendre maintenant")
		b.reads("Content de te revoir.")
		at(25, 9, 0)
		at(25, 10, 11)
		b.reads("Ton matin, mercredi 25\u00a0novembre 2026")

		b.goes("coaching")
		b.says("/rebondir")
		b.presses("Oui, j’ai retrouvé\u00a0: tout arrêter")
		b.presses("Écrire un mot")
		b.does(chromedp.WaitVisible(chromedp.CSS("#field-mot")), chromedp.SetValue(chromedp.CSS("#field-mot"), "Merci, et courage @everyone !"))
		b.presses("Envoyer")
		b.reads("Voici ce que tout le monde verra dans #coaching.")
		b.pictures("rebondir-light.png")
		b.presses("Publier")
		b.reads("C’est publié dans #coaching.")
		b.presses("Un emploi")
		b.presses("Non merci")
		b.reads("la porte reste ouverte")
		b.reads("camille nous dit au revoir")
		at(26, 9, 0)
		at(26, 10, 30)
		b.goes("Rebond")
		b.waits(morning + "2") // nothing more has come
		b.says("/rebondir")
		b.presses("Reprendre mes messages")
		b.reads("Tes messages reprennent.")
	})
}
