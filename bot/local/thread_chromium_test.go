package local_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/local"
)

func channel(name string) bot.Address {
	return bot.Address{Platform: local.Platform, Space: local.Space, Channel: name}
}

// sends sends a post of French words.
func sends(t *testing.T, room *local.Room, p bot.Post) bot.MessageRef {
	t.Helper()
	p.Lang = bot.FR
	ref, err := room.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func said(text string) *bot.Message { return &bot.Message{Text: bot.Same(text)} }

// goes follows a link to another page.
func (b *browser) goes(label string) {
	b.t.Helper()
	b.does(chromedp.Click(`(//a[contains(normalize-space(), "`+label+`")])[last()]`), chromedp.WaitVisible(chromedp.CSS("#line")))
}

// TestThread opens a thread by its button, talks in it while the channel counts,
// comes back, and sees it go.
func TestThread(t *testing.T) {
	room, url := hosts(t, bottest.Commands())
	b, beside := opens(t, url), opens(t, url)
	b.watched()
	opening := sends(t, room, bot.Post{To: channel("offres"), Message: said("Semaine 1"), Thread: &bot.Thread{Name: bot.Text{FR: "Suivi <b>hebdo</b>", EN: "Weekly"}}})
	b.reads("Suivi <b>hebdo</b>")
	beside.reads("Suivi <b>hebdo</b>")
	beside.does(chromedp.Focus(chromedp.CSS(".thread a")))
	b.goes("Suivi <b>hebdo</b>")
	b.waits(`location.pathname === '/camille/offres.` + opening.ID + `' && document.activeElement.id === 'line'`)
	b.reads("Semaine 1")
	if heading := asks[string](b, `document.querySelector('#here').innerText`); heading != "Suivi <b>hebdo</b>" {
		t.Errorf("the thread is headed %q", heading)
	}
	b.says("/bonjour Nancy")
	b.reads("Bonjour, Nancy")
	beside.reads("1 message")
	b.says("/bonjour Épinal")
	beside.reads("2 messages")
	if kept := asks[bool](beside, `document.activeElement.matches('.thread a') && !document.querySelector('#log').innerText.includes('Nancy')`); !kept {
		t.Errorf("as the thread grows the channel shows %q, with the focus on %q", asks[string](beside, `document.querySelector('#log').innerText`), beside.focused())
	}
	if err := room.Change(t.Context(), opening, bot.Post{Kind: bot.EditPost, Message: said("Semaine 2")}); err != nil {
		t.Fatal(err)
	}
	b.reads("Semaine 2")
	beside.reads("Semaine 2")
	if first := asks[string](b, `document.querySelector('#log .message').id`); first != "m-"+opening.ID {
		t.Errorf("above the thread stands %s", first)
	}
	b.unbroken()

	b.goes("Revenir à #offres")
	b.waits(`location.pathname === '/camille/offres'`)
	b.goes("Suivi <b>hebdo</b>")
	b.does(chromedp.SendKeys(chromedp.CSS("#line"), "/bonjour Metz"))
	if err := room.Change(t.Context(), opening, bot.Post{Kind: bot.DeletePost}); err != nil {
		t.Fatal(err)
	}
	b.waits(`document.querySelector('#notice').innerText.includes('Ce fil a été supprimé')`)
	b.does(chromedp.Focus(chromedp.CSS("#line")))
	b.keys(enter)
	b.waits(`document.querySelector('#line').value === '/bonjour Metz' && !document.querySelector('.pending')`)
	beside.waits(`!document.querySelector('.thread')`)
	b.does(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("body.refusal")))
}

// TestPrivateConversation lists a conversation as soon as it is opened, for its members
// alone, who follow it and see it grow from elsewhere.
func TestPrivateConversation(t *testing.T) {
	room, url := hosts(t, bottest.Commands())
	b := opens(t, url)
	b.watched()
	beside := b.beside("malik", "offres")
	sends(t, room, bot.Post{To: channel("offres"), Message: said("Une autre offre")})
	b.reads("Une autre offre") // it is told of what happens
	ref := sends(t, room, bot.Post{To: channel("coaching"), Message: said("Bonjour à vous deux"), Thread: &bot.Thread{Name: bot.Same("Binôme"), Private: true, Members: []bot.PersonID{"camille", "sam"}}})
	b.waits(`document.querySelector('#groups a')?.innerText.includes('Binôme') && !document.querySelector('#groups .unread').hidden`)
	b.goes("Binôme")
	b.waits(`location.pathname === '/camille/coaching.` + ref.ID + `' && document.querySelector('#groups .unread').hidden`)
	b.reads("Bonjour à vous deux")
	b.says("/bonjour Nancy")
	b.reads("Bonjour, Nancy")
	sends(t, room, bot.Post{To: channel("offres"), Message: said("Une offre")})
	beside.reads("Une offre")
	if listed := asks[bool](beside, `!!document.querySelector('#groups a')`); listed {
		t.Error("a moderator who is no member is led there")
	}
	b.unbroken()
}

// TestButtonToAMessage follows buttons to messages: on the same page, on another,
// in a thread, and to one that is gone.
func TestButtonToAMessage(t *testing.T) {
	room, url := hosts(t, bottest.Commands())
	b := opens(t, url)
	first := sends(t, room, bot.Post{To: channel("offres"), Message: said("Le premier")})
	for i := range 30 {
		sends(t, room, bot.Post{To: channel("offres"), Message: said("Message " + strconv.Itoa(i))})
	}
	inside := channel("offres")
	inside.Thread = sends(t, room, bot.Post{To: channel("offres"), Message: said("Avec un fil"), Thread: &bot.Thread{Name: bot.Same("Suivi")}}).ID
	reply := sends(t, room, bot.Post{To: inside, Message: said("Dans le fil")})
	leads := func(label string, to bot.MessageRef) bot.Button { return bot.Button{Label: bot.Same(label), To: to} }
	for _, at := range []string{"offres", "coaching"} {
		m := said("Des renvois")
		m.Buttons = []bot.Button{leads("Au premier", first), leads("Dans un fil", reply), leads("Au disparu", bot.MessageRef{At: channel("offres"), ID: "0123456789abcdef"})}
		sends(t, room, bot.Post{To: channel(at), Message: m})
	}
	reached := func(ref bot.MessageRef, path string) {
		t.Helper()
		b.waits(`location.pathname === '` + path + `' && document.activeElement?.id === 'm-` + ref.ID + `'`)
		b.waits(`(() => { const at = document.activeElement.getBoundingClientRect(), log = document.querySelector('#log').getBoundingClientRect(); return at.top >= log.top - 1 && at.bottom <= log.bottom + 1 })()`)
	}
	b.reads("Des renvois")
	for _, from := range []string{"/camille/offres", "/camille/coaching"} {
		b.does(chromedp.Click(chromedp.CSS(`#doors a[href="`+from+`"]`)), chromedp.WaitVisible(chromedp.CSS("#line")))
		b.reads("Des renvois")
		b.goes("Au premier")
		reached(first, "/camille/offres")
		if targeted := asks[bool](b, `document.activeElement.matches(':target') && getComputedStyle(document.activeElement).boxShadow !== 'none'`); !targeted {
			t.Errorf("from %s nothing shows which message it is", from)
		}
		b.does(chromedp.Click(chromedp.CSS(`#doors a[href="`+from+`"]`)), chromedp.WaitVisible(chromedp.CSS("#line")))
		b.waits(`location.hash === ''`)
		b.reads("Des renvois")
		b.goes("Dans un fil")
		reached(reply, "/camille/offres."+inside.Thread)
		b.does(chromedp.Click(chromedp.CSS(`#doors a[href="`+from+`"]`)), chromedp.WaitVisible(chromedp.CSS("#line")))
		b.reads("Des renvois")
		b.goes("Au disparu")
		b.waits(`location.pathname === '/camille/offres' && document.querySelector('#notice').innerText.includes('n’est plus ici')`)
	}
}

// filing is a command that asks for a document.
func filing() bot.Command {
	text := bot.Param{Name: "lettre", Names: bot.Text{FR: "lettre", EN: "letter"}, Label: bot.Text{FR: "Ta lettre", EN: "Your letter"}, Help: bot.Text{FR: "Une page, pas plus", EN: "A page at most"}, Kind: bot.Document, Required: true}
	role := bot.Param{Name: "role", Names: bot.Text{FR: "role", EN: "role"}, Label: bot.Text{FR: "Qui la relit", EN: "Who reads it"}, Help: bot.Text{FR: "Un rôle", EN: "A role"}, Kind: bot.Role}
	return bot.Command{Name: "deposer", Names: bot.Text{FR: "deposer", EN: "hand-in"}, Summary: bot.Text{FR: "Déposer", EN: "Hand in"}, Title: bot.Text{FR: "Déposer une lettre", EN: "Hand in a letter"}, Ask: true, Ephemeral: true, Params: []bot.Param{text, role},
		Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: bot.Textf(bot.Text{FR: "Reçu par %s : <%s>", EN: "Received by %s: <%s>"}, r.Args["role"], r.Args["lettre"])}, nil
		}}
}

// TestDocument fills in a document with the text of files: those that are text,
// and those that are not.
func TestDocument(t *testing.T) {
	_, url := hosts(t, append(bottest.Commands(), filing()))
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	b := opens(t, url)
	b.watched()
	b.says("/deposer")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	const area, chooser = `document.querySelector('#field-lettre')`, `document.querySelector('#field-lettre-file')`
	b.does(chromedp.SetValue(chromedp.CSS("#field-lettre"), "déjà écrit"), chromedp.SetValue(chromedp.CSS("#field-role"), "entraide"))
	choose := func(path string) {
		t.Helper()
		b.does(chromedp.SetUploadFiles(chromedp.CSS("#field-lettre-file"), []string{path}))
	}
	const wrong = `document.querySelector('#field-lettre-file-fault').innerText`
	for _, c := range []struct{ path, says string }{
		{file("gros.txt", bytes.Repeat([]byte("a"), 200<<10+1)), "trop gros"},
		{file("vide.txt", []byte("\r\n \n")), "est vide"},
		{file("photo.md", []byte("\x89PNG\x00\x00")), "pas du texte"},
		{file("gros.txt", bytes.Repeat([]byte("a"), 300<<10)), "trop gros"},
	} {
		choose(c.path)
		b.waits(wrong + `.includes('` + c.says + `')`)
		if kept := asks[bool](b, area+`.value === 'déjà écrit' && `+chooser+`.getAttribute('aria-invalid') === 'true' && `+chooser+`.value === ''`); !kept {
			t.Errorf("%s: the field holds %q", filepath.Base(c.path), asks[string](b, area+`.value`))
		}
	}
	for _, c := range []struct{ path, want string }{
		{file("<b>lettre.txt", []byte("Chère Sam,\r\nà bientôt 🦊\n")), "Chère Sam,\nà bientôt 🦊\n"},
		{file("vieille.txt", []byte("Ch\xe8re Sam, 5 \x80")), "Chère Sam, 5 €"},
		{file("marque.md", []byte("\xef\xbb\xbf# Titre")), "# Titre"},
		{file("juste.md", bytes.Repeat([]byte("é"), 100<<10)), strings.Repeat("é", 100<<10)},
	} {
		choose(c.path)
		b.waits(`document.querySelector('dialog [role=status]').innerText.includes(` + strconv.Quote(filepath.Base(c.path)) + `)`)
		if got := asks[string](b, area+`.value`); got != c.want {
			t.Errorf("%s: the field holds %.60q", filepath.Base(c.path), got)
		}
		if clean := asks[bool](b, wrong+` === '' && !`+chooser+`.hasAttribute('aria-invalid')`); !clean {
			t.Errorf("%s is said to be wrong", filepath.Base(c.path))
		}
	}
	b.presses("Envoyer") // longer than a document
	b.waits(`document.querySelector('#field-lettre-fault')?.innerText.includes('au plus 60')`)
	if n := asks[int](b, area+`.value.length`); n != 100<<10 {
		t.Errorf("%d characters are left", n)
	}
	choose(filepath.Join(dir, "<b>lettre.txt"))
	b.waits(area + `.value.startsWith('Chère')`)
	b.presses("Envoyer")
	b.waits(`!document.querySelector('#modal').open`)
	b.reads("Reçu par entraide : <Chère Sam,\nà bientôt 🦊>")
	b.unbroken()
}

// TestThreadsAccessible runs axe over a channel with threads, a thread and a form
// with a document, light, dark and narrow.
func TestThreadsAccessible(t *testing.T) {
	axe := axe(t)
	room, url := hosts(t, append(bottest.Commands(), filing()))
	b := opens(t, url)
	long := &bot.Thread{Name: bot.Same(strings.Repeat("Accompagnement ", 270))}
	sends(t, room, bot.Post{To: channel("offres"), Message: said("Un fil au nom très long"), Thread: long})
	m := said("Semaine 1 : on relit ton CV à plusieurs. Réponds dans le fil, à ton rythme.")
	m.Buttons = []bot.Button{{Label: bot.Same("Je participe"), Style: bot.Primary, Do: bot.Call{Command: "bonjour"}}, {Label: bot.Same("Voir l’annonce"), URL: "https://rebond.example"}}
	opening := sends(t, room, bot.Post{To: channel("offres"), Message: m, Thread: &bot.Thread{Name: bot.Same("Suivi de la semaine 1")}})
	inside := channel("offres")
	inside.Thread = opening.ID
	sends(t, room, bot.Post{To: inside, Message: said("Premier exercice : trois lignes sur ton dernier projet.")})
	m = said("Et le deuxième, quand tu veux.")
	m.Buttons = []bot.Button{{Label: bot.Same("Revoir le message"), To: opening}}
	sends(t, room, bot.Post{To: inside, Message: m})
	b.reads("2 messages")
	look := func(what string) {
		t.Helper()
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.accessible(what+", "+scheme, axe)
		}
		b.scheme("light")
		b.does(chromedp.EmulateViewport(390, 780))
		b.accessible(what+", narrow", axe)
		if wide := asks[bool](b, `document.documentElement.scrollWidth > innerWidth`); wide {
			t.Errorf("%s scrolls sideways", what)
		}
		b.does(chromedp.EmulateViewport(1200, 800))
	}
	look("channel")
	b.goes("Suivi de la semaine 1")
	b.reads("Et le deuxième")
	look("thread")
	b.goes("Revoir le message")
	b.waits(`document.activeElement.id === 'm-` + opening.ID + `'`)
	b.says("/deposer")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.does(chromedp.SetUploadFiles(chromedp.CSS("#field-lettre-file"), []string{os.Args[0]}))
	b.waits(`document.querySelector('#field-lettre-file-fault').innerText !== ''`)
	look("document")
	b.presses("Annuler")
	b.goes("Accompagnement")
	look("long")
}
