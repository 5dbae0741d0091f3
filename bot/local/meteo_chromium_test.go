package local_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// moves goes by the keyboard to the control of the last message that has a label, and presses
// it. Whatever was pressed before has left the focus in the messages or the line.
func (b *browser) moves(label string) {
	b.t.Helper()
	named := `[...document.querySelectorAll('#log .message:last-child button')].find(e => e.innerText === ` + strconv.Quote(label) + `)`
	b.waits(named + ` !== undefined`)
	if at := asks[string](b, `document.activeElement.closest('#log, #composer')?.id ?? document.activeElement.outerHTML.slice(0, 200)`); at != "log" && at != "composer" {
		b.t.Errorf("before %q the focus is lost: on %s", label, at)
	}
	for range 100 {
		switch asks[string](b, `(at => document.activeElement === at ? 'there' : document.activeElement.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING ? 'on' : 'back')(`+named+`)`) {
		case "there":
			b.keys(enter)
			return
		case "on":
			b.keys(tab)
		case "back":
			b.does(chromedp.KeyEvent(tab, chromedp.KeyModifiers(kb.ModifierShift)))
		}
	}
	b.t.Fatalf("the keyboard never comes to %q", label)
}

// types sends a line by the keyboard from wherever the focus is.
func (b *browser) types(line string) {
	b.t.Helper()
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.keys(line + enter)
}

// fills opens a form by the keyboard, types in its only field and sends it.
func (b *browser) fills(label, field, words string) {
	b.t.Helper()
	b.moves(label)
	b.waits(`document.activeElement.id === ` + strconv.Quote(field))
	b.keys(words + tab + enter)
	b.waits(`!document.querySelector('#modal').open`)
}

// last waits until the last message holds words.
func (b *browser) last(words string) {
	b.t.Helper()
	b.waits(`document.querySelector('#log .message:last-child')?.innerText.includes(` + strconv.Quote(words) + `)`)
}

// lastNever fails if the last message holds words.
func (b *browser) lastNever(what string, words ...string) {
	b.t.Helper()
	said := asks[string](b, `document.querySelector('#log .message:last-child').innerText`)
	for _, w := range words {
		if strings.Contains(said, w) {
			b.t.Errorf("%s: %q is said: %s", what, w, said)
		}
	}
}

// poses shows the last message from its beginning, as who uses a mouse sees it.
func (b *browser) poses(picture string) {
	b.t.Helper()
	b.does(chromedp.MouseEvent(chromedp.MouseMoved, 1, 1))
	asks[string](b, `(document.querySelector('#log .message:last-child').scrollIntoView({block: 'start'}), document.activeElement.blur(), '')`)
	b.pictures(picture)
}

const (
	countMe = "Compter aussi, sans mon nom, dans la météo de la communauté"
	drawing = `document.querySelector('#log .message:last-child .image img')`
	shown   = drawing + `?.complete && ` + drawing + `.naturalWidth > 0`
)

// evening is a clock that begins on a Sunday at seven in the evening.
func evening(t *testing.T) *testClock {
	t.Helper()
	clock := morning(t)
	clock.set(clock.now().Add(9 * time.Hour))
	return clock
}

// TestMeteo is a member without a mouse: she reads what she agrees to, answers in three
// presses, writes a note and a goal, is asked the next day how it went, looks at her curve,
// reads her notebook and takes everything back with one press. Meanwhile the page is
// reloaded and the house restarts.
func TestMeteo(t *testing.T) {
	axe := axe(t)
	address := storagetest.SQLite(t)
	clock := evening(t)
	url, ends := houses(t, address, clock, nil)
	b := opens(t, url)
	agrees(b, axe)
	threePresses(b, axe)
	keepsNote(b, axe)

	ends()
	url, _ = houses(t, address, clock, nil)
	b.does(chromedp.Navigate(url), chromedp.WaitVisible(chromedp.CSS("#line")))
	b.types("/meteo")
	b.last("éclaircies, énergie moyenne")
	b.fills("Un petit objectif", "field-objectif", "Appeler Sam avant midi")
	b.last("Ton petit objectif du jour\u00a0: «\u00a0Appeler Sam avant midi\u00a0».")

	clock.set(clock.now().Add(24 * time.Hour))
	nextDay(b, axe)
	curve(b, axe)
	b.moves("Mon carnet")
	b.last("L’entretien m’a fatiguée, mais je l’ai fait.")
	b.last("en partie")
	b.usable("the notebook", axe)

	b.moves("Retour")
	b.moves("Mon accord")
	b.last("Donné le 22\u00a0novembre 2026")
	b.last("Tes réponses comptent aussi, sans ton nom")
	b.usable("what was agreed", axe)
	b.moves("Retirer mon accord et tout effacer")
	b.last("C’est fait\u00a0: ton accord est retiré")
	b.types("/meteo")
	b.last("Avant de commencer")
	b.last("☐ " + countMe)
	b.moves("Non merci")
	b.last("Refuser n’enlève rien d’autre.")
}

// agrees reads the consent, ticks the box, and agrees: nothing is ticked by itself.
func agrees(b *browser, axe string) {
	b.t.Helper()
	b.types("/meteo")
	b.last("Ni la modération ni les recruteurs ne voient tes réponses.")
	b.last("☐ " + countMe)
	b.last("Case non cochée")
	b.usable("consent", axe)
	b.moves("☐ " + countMe)
	b.last("☑ " + countMe)
	b.last("Case cochée")
	b.moves("☑ " + countMe)
	b.last("Case non cochée")
	b.moves("☐ " + countMe)
	b.last("Case cochée")
	b.moves("J’accepte")
	b.last("Quel temps fait-il chez toi aujourd’hui, dimanche 22\u00a0novembre 2026\u202f?")
}

// threePresses answers, and is not asked for anything else.
func threePresses(b *browser, axe string) {
	b.t.Helper()
	before := asks[int](b, `document.querySelectorAll('#log .message').length`)
	b.usable("the question", axe)
	b.moves("Éclaircies")
	b.last("Et ton énergie\u202f?")
	b.usable("energy", axe)
	b.moves("Moyenne")
	b.last("éclaircies, énergie moyenne")
	b.usable("answered", axe)
	b.moves("C’est tout")
	b.waits(`document.querySelectorAll('#log .message:last-child .row button').length === 0`)
	if after := asks[int](b, `document.querySelectorAll('#log .message').length`); after != before {
		b.t.Errorf("%d messages before three presses, %d after", before, after)
	}
}

// keepsNote writes a note, does not keep it, then does.
func keepsNote(b *browser, axe string) {
	b.t.Helper()
	b.types("/meteo")
	b.last("éclaircies, énergie moyenne")
	b.fills("Écrire une note", "field-mots", "Rien de cette ligne.")
	b.last("Rien n’est encore gardé.")
	b.moves("Ne pas la garder")
	b.last("rien n’a été gardé de cette note")
	b.moves("Écrire une note")
	b.waits(`document.activeElement.id === 'field-mots'`)
	if words := asks[string](b, `document.activeElement.value`); words != "" {
		b.t.Errorf("a note that was not kept comes back: %q", words)
	}
	b.usable("the form of a note", axe)
	b.keys("L’entretien m’a fatiguée, mais je l’ai fait." + tab + enter)
	b.waits(`!document.querySelector('#modal').open`)
	b.last("Rien n’est encore gardé.")
	b.last("L’entretien m’a fatiguée")
	b.usable("the preview of a note", axe)
	b.does(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#line")))
	b.last("L’entretien m’a fatiguée")
	b.moves("Garder cette note")
	b.last("Ta note est gardée, pour toi seulement.")
	b.lastNever("once it is kept", "L’entretien")
}

// nextDay answers on the day after, and is asked once how the goal went.
func nextDay(b *browser, axe string) {
	b.t.Helper()
	b.types("/meteo")
	b.last("lundi 23\u00a0novembre 2026\u202f?")
	b.lastNever("a question", "objectif")
	b.moves("Couvert")
	b.last("Et ton énergie\u202f?")
	b.moves("Basse")
	b.last("Ton petit objectif du 22\u00a0novembre 2026\u00a0: «\u00a0Appeler Sam avant midi\u00a0». Comment ça s’est passé\u202f?")
	b.usable("how the goal went", axe)
	b.moves("En partie")
	b.waits(`!document.querySelector('#log .message:last-child').innerText.includes('Comment ça s’est passé')`)
	b.last("C’est noté.")
	b.lastNever("once it is said", "ravo", "dommage")
}

// curve looks at the picture, on one ground and on the other, and over each time.
func curve(b *browser, axe string) {
	b.t.Helper()
	b.moves("Ma courbe")
	b.waits(shown)
	if alt := asks[string](b, drawing+`.alt`); !strings.HasPrefix(alt, "Courbes de ta météo et de ton énergie, du 25\u00a0octobre au 23\u00a0novembre 2026. 2 jours notés.") {
		b.t.Errorf("the picture says %q to who does not see it", alt)
	}
	b.last("Ce n’est ni un diagnostic ni une note.")
	b.usable("the curve", axe)
	was := ""
	for _, other := range []string{"Sur fond sombre", "Sur fond clair", "90 jours", "Un an", "30 jours"} {
		was = asks[string](b, drawing+`.src`)
		b.moves(other)
		b.waits(drawing + `?.src !== ` + strconv.Quote(was) + ` && ` + shown)
	}
}

// TestMeteoEnglish holds that an English speaker meets English only.
func TestMeteoEnglish(t *testing.T) {
	clock := evening(t)
	b := opens(t, lives(t, storagetest.SQLite(t), clock))
	b.at("sam", "offres")
	inEnglish := func(what string) {
		t.Helper()
		b.english(what, "#log")
		b.lastNever(what, "météo", "Météo", "meteo", "Orage", "énergie", "ecoute", "accord", "carnet", "courbe", "noté", "jour")
	}
	b.types("/checkin")
	b.last("Neither moderators nor recruiters see your answers.")
	inEnglish("consent")
	b.moves("I agree")
	b.last("What is the weather like with you today")
	inEnglish("the question")
	b.moves("Sunny spells")
	b.last("And your energy?")
	inEnglish("energy")
	b.moves("Middling")
	b.last("sunny spells, middling energy")
	inEnglish("answered")
	b.moves("Write a note")
	b.waits(`document.activeElement.id === 'field-mots'`)
	inEnglish("the form of a note")
	b.keys("A long walk, then one letter." + tab + enter)
	b.waits(`!document.querySelector('#modal').open`)
	b.last("Nothing is kept yet.")
	inEnglish("the preview of a note")
	b.moves("Keep this note")
	b.last("Your note is kept, for you alone.")
	b.fills("A small goal", "field-objectif", "Call Rachel")
	b.last("Today’s small goal: “Call Rachel”.")
	clock.set(clock.now().Add(24 * time.Hour))
	b.types("/checkin")
	b.last("Monday 23 November 2026")
	b.moves("Overcast")
	b.last("And your energy?")
	b.moves("Skip")
	b.last("How did it go?")
	inEnglish("how the goal went")
	b.moves("Done")
	b.last("Noted.")
	b.moves("My curve")
	b.waits(shown)
	if alt := asks[string](b, drawing+`.alt`); !strings.HasPrefix(alt, "Lines of your weather and of your energy") {
		t.Errorf("the picture says %q to who does not see it", alt)
	}
	inEnglish("the curve")
	b.moves("My notebook")
	b.last("A long walk, then one letter.")
	inEnglish("the notebook")
	b.moves("Back")
	b.moves("My agreement")
	b.last("These are the words you read then.")
	inEnglish("what was agreed")
	b.moves("Take my agreement back and erase it all")
	b.last("Done: your agreement is taken back")
	inEnglish("taken back")
}

// cheerful are words that nobody who is low is to meet.
var cheerful = []string{"ravo", "Super", "Génial", "Courage", "Félicitations", "Ma courbe", "objectif", "chaque jour", "🎉", "!"}

// TestMeteoDistress is somebody low, in the real program: the line of a storm, and the card
// on top of a note in which there are signs of distress, which can be kept all the same.
func TestMeteoDistress(t *testing.T) {
	axe := axe(t)
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.types("/meteo")
	b.moves("J’accepte")
	b.last("Quel temps fait-il chez toi")
	b.moves("Pluie")
	b.last("Et ton énergie\u202f?")
	b.moves("Basse")
	b.last("pluie, énergie basse")
	b.fills("Écrire une note", "field-mots", "Des fois je me dis que tout le monde serait mieux sans moi.")
	b.last("3114")
	b.last("Rien n’est encore gardé.")
	if first := asks[string](b, `document.querySelector('#log .message:last-child .text').innerText`); !strings.HasPrefix(first, "Merci de l’avoir écrit.") {
		t.Errorf("the card is not on top: %q", first)
	}
	b.lastNever("the card", cheerful...)
	b.usable("the card", axe)
	b.moves("Garder cette note")
	b.last("Ta note est gardée, pour toi seulement.")
	b.last("Besoin de parler\u202f? /ecoute")
	b.lastNever("after it", cheerful...)
	b.types("/meteo")
	b.last("Besoin de parler\u202f? /ecoute")
	b.lastNever("coming back", cheerful...)

	b.at("rachel", "offres")
	b.types("/meteo")
	b.moves("J’accepte")
	b.last("Quel temps fait-il chez toi")
	b.moves("Orage")
	b.last("Et ton énergie\u202f?")
	b.last("Besoin de parler\u202f? /ecoute")
	b.lastNever("energy", cheerful...)
	b.moves("Passer")
	b.last("Changer ma réponse")
	b.last("Besoin de parler\u202f? /ecoute")
	b.lastNever("a storm", cheerful...)
	b.usable("a storm", axe)
	b.types("/meteo")
	b.last("Changer ma réponse")
	b.lastNever("after a storm", cheerful...)
	b.moves("C’est tout")
	b.waits(`document.querySelectorAll('#log .message:last-child .row button').length === 0`)
	b.last("Besoin de parler\u202f? /ecoute")
	b.lastNever("the end", cheerful...)
	b.types("/meteo")
	b.moves("Besoin de parler\u202f?")
	b.last("personne ne sait que tu as ouvert cette carte")
}

// TestMeteoWeeks looks at the curve of somebody who has answered for some weeks.
func TestMeteoWeeks(t *testing.T) {
	clock, address := evening(t), storagetest.SQLite(t)
	b := opens(t, lives(t, address, clock))
	b.types("/meteo")
	b.moves("J’accepte")
	b.last("Quel temps fait-il chez toi")
	answered(t, address, clock)
	b.moves("Éclaircies")
	b.last("Et ton énergie\u202f?")
	b.moves("Moyenne")
	b.last("éclaircies, énergie moyenne")
	b.does(chromedp.EmulateViewport(1200, 640))
	b.poses("meteo-light.png")
	b.presses("Ma courbe")
	b.waits(shown)
	if alt := asks[string](b, drawing+`.alt`); !strings.Contains(alt, "25 jours notés. Le plus souvent\u00a0: ") {
		t.Errorf("the picture says %q to who does not see it", alt)
	}
	b.does(chromedp.EmulateViewport(1200, 1100))
	b.poses("meteo-courbe-light.png")
	was := asks[string](b, drawing+`.src`)
	b.presses("Sur fond sombre")
	b.waits(drawing + `?.src !== ` + strconv.Quote(was) + ` && ` + shown)
	b.scheme("dark")
	b.poses("meteo-courbe-dark.png")
}

// answered has camille answer most days of some weeks, today's excepted.
func answered(t *testing.T, address string, clock *testClock) {
	t.Helper()
	store := storagetest.Open(t, address)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := bot.Address{Platform: local.Platform, Space: local.Space}
	who, err := (&storage.Directory{Store: store, Lang: bot.FR, Zone: paris, Now: clock.now}).Know(context.Background(), at, bot.Member{User: "camille", Lang: bot.FR})
	if err != nil {
		t.Fatal(err)
	}
	today := schedule.DayOf(clock.now().In(paris))
	for i, d := range strings.Fields("31 32 .. 42 42 43 31 21 .. .. 22 32 32 42 53 53 42 .. 32 31 21 11 21 .. 32 32 42 43 42") {
		if d == ".." {
			continue
		}
		day := storage.DayWeather{On: today - 29 + schedule.Day(i), Weather: int(d[0] - '0'), Energy: int(d[1] - '0')}
		if err := store.SetWeather(context.Background(), at, who.ID, day, paris, clock.now()); err != nil {
			t.Fatal(err)
		}
	}
}
