package local_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rebond/bot"
	"rebond/bot/local"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestMemberVisits is a first visit: the page by its whole address, a search with a
// completed place, the next page, an offer in full, kept; then the process dies
// without warning and comes back, and what was on the screen still works.
func TestMemberVisits(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, database string) {
		dir, database := t.TempDir(), "REBOND_DATABASE="+database
		room := runs(t, dir, database, "REBOND_ROOM_PORT=0")
		b := opens(t, room.url)
		if at := asks[string](b, `location.pathname + location.search`); at != "/camille/offres" {
			t.Errorf("the address is %s: the key must not stay in it", at)
		}
		b.reads("Trois choses à essayer")

		b.keys("/off")
		b.waits(`document.querySelector('#choices li')?.innerText.startsWith('/offres')`)
		b.keys(tab)
		b.keys("lieu:nanc")
		b.waits(`[...document.querySelectorAll('#choices li')].some(li => li.dataset.line === '/offres lieu:"Nancy (54)"')`)
		b.keys(kb.ArrowDown + enter + enter)
		b.reads("Compris\u00a0: Nancy (54)")
		b.reads("Visible uniquement par toi")

		b.says("/offres")
		b.reads("Les offres les plus récentes")
		first := asks[string](b, `[...document.querySelectorAll('.card h3')].at(-1).innerText`)
		b.presses("Suivantes")
		b.waits(`[...document.querySelectorAll('.card h3')].at(-1).innerText !== ` + strconv.Quote(first))
		b.presses("Voir")
		b.reads("Cette annonce est inventée")
		b.presses("Garder")
		b.reads("Ne plus garder")

		b.says("/offres")
		b.waits(`document.querySelectorAll('.asked').length === 3 && !document.querySelector('.pending')`)
		before := asks[int](b, `document.querySelectorAll('.message').length`)
		room.kill()
		b.waits(`document.querySelector('#notice').innerText.includes('ne répond plus')`)
		b.says("/mesoffres")
		b.waits(`document.querySelector('#notice').innerText.includes('Rien n’a été envoyé')`)
		if kept := asks[string](b, `document.querySelector('#line').value`); kept != "/mesoffres" {
			t.Errorf("what was typed is lost: %q", kept)
		}
		runs(t, dir, database, room.port())
		b.waits(`document.querySelector('#notice').innerText === ''`)
		b.presses("Suivantes")
		b.waits(`[...document.querySelectorAll('.card h3')].at(-1).innerText !== ` + strconv.Quote(first))
		if after := asks[int](b, `document.querySelectorAll('.message').length`); after != before {
			t.Errorf("%d messages before the restart, %d after « Suivantes »", before, after)
		}
		if asked := asks[int](b, `document.querySelectorAll('.asked').length`); asked != 3 {
			t.Errorf("%d of the 3 typed lines still show", asked)
		}
		b.keys(enter) // the line that could not be sent
		b.does(chromedp.Focus(chromedp.CSS("#line")))
		b.keys(enter)
		b.waits(`[...document.querySelectorAll('.typed')].at(-1).innerText === '/mesoffres'`)
		b.reads("Ne plus garder")
	})
}

// TestEnglishSpeaker holds that an English speaker meets English only.
func TestEnglishSpeaker(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.does(chromedp.Click(chromedp.CSS(`a[href="/sam/offres"]`)), chromedp.WaitVisible(chromedp.CSS(`html[lang=en] #line`)))
	b.reads("Three things to try")
	b.keys("/jo")
	b.waits(`document.querySelector('#choices li')?.innerText.startsWith('/jobs')`)
	b.keys(tab + "place:nancy" + enter)
	b.reads("Understood: Nancy (54)")
	b.reads("Only visible to you")
	b.presses("Edit")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.does(chromedp.SetValue(chromedp.CSS("#field-lieu"), "atlantis"))
	b.presses("Send")
	b.does(chromedp.WaitVisible(chromedp.CSS(".field.wrong")))
	for _, french := range []string{"Salons", "Messages privés", "Envoyer", "Annuler", "Visible uniquement", "obligatoire", "Masquer", "aucun"} {
		if strings.Contains(asks[string](b, `document.body.innerText`), french) {
			t.Errorf("the page says %q to an English speaker", french)
		}
	}
}

// TestModalRefused holds that a form that is refused says why beside the field,
// loses nothing, and is accepted once corrected.
func TestModalRefused(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.says("/offres développeur")
	b.presses("Modifier")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.does(chromedp.SetValue(chromedp.CSS("#field-lieu"), "atlantide"), chromedp.SetValue(chromedp.CSS("#field-autres"), "débutant"), chromedp.SetValue(chromedp.CSS("#field-contrat"), "cdi"))
	b.presses("Envoyer")
	b.does(chromedp.WaitVisible(chromedp.CSS(".field.wrong")))
	if wrong := asks[string](b, `document.querySelector('[aria-invalid=true]').id + ' ' + document.activeElement.id`); wrong != "field-lieu field-lieu" {
		t.Errorf("refused and focused: %s", wrong)
	}
	if said := asks[string](b, `document.getElementById(document.querySelector('#field-lieu').getAttribute('aria-describedby').split(' ')[0]).innerText`); !strings.Contains(said, "atlantide") {
		t.Errorf("beside the field: %q", said)
	}
	for field, want := range map[string]string{"mots": "développeur", "lieu": "atlantide", "contrat": "cdi", "autres": "débutant"} {
		if got := asks[string](b, `document.querySelector('#field-`+field+`').value`); got != want {
			t.Errorf("%s holds %q, %q was typed", field, got, want)
		}
	}
	b.does(chromedp.SetValue(chromedp.CSS("#field-lieu"), "nancy"))
	b.presses("Envoyer")
	b.waits(`!document.querySelector('#modal').open`)
	b.reads("Nancy (54)")
	b.reads("débutant accepté")
}

// TestKeyboardOnly does the whole visit without a mouse, and is never trapped.
func TestKeyboardOnly(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.waits(`document.activeElement.id === 'line'`)
	b.keys("/offr")
	b.waits(`!document.querySelector('#choices').hidden`)
	b.keys(escape)
	b.waits(`document.querySelector('#choices').hidden && document.querySelector('#line').value === '/offr'`)
	b.keys("es" + enter)
	b.reads("Les offres les plus récentes")

	b.back(`document.activeElement.innerText === 'Suivantes'`)
	b.keys(enter)
	b.reads("Revenir au début")
	if at := b.focused(); at != "Revenir au début" && !strings.HasPrefix(at, "m-e-") {
		t.Errorf("the focus is lost: on %q", at)
	}
	b.back(`document.activeElement.innerText === 'Modifier'`)
	b.keys(enter)
	b.waits(`document.activeElement.closest('dialog') !== null`)
	b.keys("golang" + enter)
	b.waits(`!document.querySelector('#modal').open`)
	b.reads("Compris\u00a0: golang")
	if n := asks[int](b, `document.querySelectorAll('.message').length`); n != 1 {
		t.Errorf("%d messages: « Modifier » changes the one it stands in", n)
	}
	b.waits(`document.activeElement.innerText === 'Modifier'`)
	b.keys(enter)
	b.waits(`document.activeElement.closest('dialog') !== null`)
	b.keys(escape)
	b.waits(`!document.querySelector('#modal').open`)

	seen := map[string]bool{}
	for range 80 { // all round the page
		b.keys(tab)
		seen[asks[string](b, `document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.innerText`)] = true
	}
	for _, stop := range []string{"line", "log", "Envoyer", "Masquer", "/camille/coaching"} {
		if !seen[stop] {
			t.Errorf("the keyboard never comes to %q: %v", stop, seen)
		}
	}
	b.does(chromedp.Focus(chromedp.CSS(".skip")))
	b.keys(enter)
	b.waits(`document.activeElement.id === 'line'`)
}

// back goes back by the keyboard until an expression of the page is true.
func (b *browser) back(expression string) {
	b.t.Helper()
	for range 100 {
		b.does(chromedp.KeyEvent(tab, chromedp.KeyModifiers(kb.ModifierShift)))
		if asks[bool](b, expression) {
			return
		}
	}
	b.t.Fatalf("the keyboard never comes to %s", expression)
}

// TestHostileWords types what could be markup or code: it is shown as text.
func TestHostileWords(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	long := strings.Repeat("&lt;b&gt;mot ** ", 250) // 4,000 characters
	for _, words := range []string{
		`<script>window.harmed=1</script><img src=x onerror="window.harmed=1">`,
		`@everyone @here <@123> <!channel>`,
		`[x](javascript:window.harmed=1) [y](https://evil.example)`,
		"abc\u202Egnp.exe\u2066\u200f",
		long,
	} {
		count := asks[int](b, `document.querySelectorAll('.message:not(.pending)').length`)
		b.does(chromedp.SetValue(chromedp.CSS("#line"), words), chromedp.Focus(chromedp.CSS("#line")))
		b.keys(enter)
		b.waits(`document.querySelectorAll('.message:not(.pending)').length > ` + strconv.Itoa(count) + ` && !document.querySelector('.pending')`)
	}
	if asks[bool](b, `window.harmed === 1 || document.querySelector('#log script, #log [onerror], #log .said a, #log .asked img') !== null`) {
		t.Error("what was typed became part of the page")
	}
	text := asks[string](b, `document.querySelector('#log').textContent`)
	for _, words := range []string{"<script>window.harmed=1</script>", "@everyone", "[x](javascript:window.harmed=1)", "abcgnp.exe", strings.TrimSpace(long)} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not shown as it was typed", words)
		}
	}
	if strings.ContainsAny(text, "\u202e\u2066\u200f") {
		t.Error("direction marks are shown")
	}
}

// TestForgotten holds that what a person erases goes from the page too, in every
// tab, and does not come back with it.
func TestForgotten(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b, other := opens(t, room.url), opens(t, room.url)
	b.says("/offres golang nancy")
	b.reads("Compris")
	b.says("/mesdonnees")
	b.presses("Recevoir le fichier")
	b.reads("rebond.json")
	other.reads("rebond.json")
	b.presses("Tout effacer")
	b.presses("Oui, tout effacer")
	b.reads("je ne sais plus rien de toi")
	for _, tab := range []*browser{b, other} {
		tab.waits(`document.querySelectorAll('.message').length === 1 && !document.querySelector('.typed:not(template *)')`)
	}
	b.does(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#line")))
	if n := asks[int](b, `document.querySelectorAll('.message').length + document.querySelectorAll('#log .typed').length`); n != 1 {
		t.Errorf("after a reload %d messages and typed lines", n)
	}
}

// TestLockedDatabase holds that a page opened while the database is locked still
// shows what it can, and reaches the people to call.
func TestLockedDatabase(t *testing.T) {
	dir := t.TempDir()
	room := runs(t, dir, "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.says(`/offres développeuse administratrice alternance contrat:cdi lieu:"seine-et-marne" teletravail:"télétravail possible" salaire:30k`)
	b.waits(`document.querySelector('.message button') !== null`)
	db, err := sql.Open("sqlite3", filepath.Join(dir, "rebond.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	b.does(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#line")))
	b.waits(`document.querySelector('.message button') !== null`)
	b.says("/urgence")
	b.reads("3114")
}

// TestPostsArrive holds that what another process puts into the outbox appears
// by itself: in the channel that is open, and as news in direct messages.
func TestPostsArrive(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, database string) {
		room := runs(t, t.TempDir(), "REBOND_DATABASE="+database, "REBOND_ROOM_PORT=0")
		b := opens(t, room.url)
		outbox := &storage.Outbox{Store: storagetest.Open(t, database), Now: time.Now}
		offres := bot.Address{Platform: local.Platform, Space: local.Space, Channel: "offres"}
		direct := bot.Address{Platform: local.Platform, Space: local.Space, Member: "camille"}
		post := func(key string, to bot.Address, text string) bot.Post {
			return bot.Post{Key: key, To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(text)}}
		}
		if err := outbox.Put(t.Context(), post("a", offres, "Un message pour tout le monde"), post("b", direct, "Un message pour camille")); err != nil {
			t.Fatal(err)
		}
		b.reads("Un message pour tout le monde")
		b.waits(`!document.querySelector('a[data-place="@rebond"] .unread').hidden`)
		edit := post("c", offres, "Un message corrigé")
		edit.Kind, edit.Of = bot.EditPost, "a"
		if err := outbox.Put(t.Context(), edit); err != nil {
			t.Fatal(err)
		}
		b.reads("Un message corrigé")
		b.does(chromedp.Click(chromedp.CSS(`a[data-place="@rebond"]`)), chromedp.WaitVisible(chromedp.CSS("#line")))
		b.reads("Un message pour camille")
	})
}

// TestTwoTabs holds that a person sees the same in two tabs, that others do not,
// and that a dismissed message goes from both.
func TestTwoTabs(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	first, second := opens(t, room.url), opens(t, room.url)
	other := opens(t, room.url)
	other.does(chromedp.Click(chromedp.CSS(`a[href="/malik/offres"]`)), chromedp.WaitVisible(chromedp.CSS(`a[href="/malik/moderation"]`)))
	first.says("/aide")
	second.reads("/mesoffres")
	second.presses("Masquer")
	first.waits(`!document.querySelector('#log').innerText.includes('/mesoffres')`)
	if strings.Contains(asks[string](other, `document.querySelector('#log').innerText`), "/mesoffres") {
		t.Error("malik sees what only camille may")
	}
}

// axe is the accessibility checker, as npm installed it.
func axe(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "axe", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		required(t, "axe-core (npm ci --prefix bot/local/testdata/axe)", err)
	}
	return string(text)
}

// accessible fails for each serious violation that axe finds in the page.
func (b *browser) accessible(where, axe string) {
	b.t.Helper()
	asks[bool](b, axe+`; true`)
	found := asks[[]struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML string }
	}](b, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map(n => ({HTML: n.html}))})))`)
	for _, v := range found {
		for _, n := range v.Nodes {
			if v.Impact == "serious" || v.Impact == "critical" {
				b.t.Errorf("%s: %s (%s, %s): %s", where, v.Help, v.ID, v.Impact, n.HTML)
			} else {
				b.t.Logf("%s: %s (%s, %s): %s", where, v.Help, v.ID, v.Impact, n.HTML)
			}
		}
	}
}

// TestAccessible runs axe over each state of the page, light, dark and narrow,
// in which the pictures of the documentation are taken too.
func TestAccessible(t *testing.T) {
	axe := axe(t)
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.accessible("a first visit", axe)
	b.keys("/offres lieu:na")
	b.waits(`document.querySelectorAll('#choices li').length > 1`)
	b.keys(kb.ArrowDown)
	b.accessible("completion", axe)
	b.keys(escape)
	asks[string](b, `document.querySelector('#line').value = ''`)
	b.says("/offres golang")
	b.reads("Compris")
	b.says("/offres")
	b.reads("Suivantes")
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		b.accessible("offers, "+scheme, axe)
		b.pictures("room-" + scheme + ".png")
		b.presses("Modifier")
		b.does(chromedp.WaitVisible(chromedp.CSS("dialog")), chromedp.SetValue(chromedp.CSS("#field-lieu"), "atlantide"))
		b.presses("Envoyer")
		b.does(chromedp.WaitVisible(chromedp.CSS(".field.wrong")))
		b.accessible("a refused form, "+scheme, axe)
		b.presses("Annuler")
	}
	b.scheme("light")
	b.does(chromedp.EmulateViewport(390, 780))
	b.says("/offres nancy")
	b.reads("Compris\u00a0: Nancy (54)")
	b.accessible("narrow", axe)
	b.pictures("room-narrow.png")
	if wide := asks[bool](b, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("a narrow page scrolls sideways")
	}
	b.does(chromedp.Click(chromedp.CSS("#menu")), chromedp.WaitVisible(chromedp.CSS("#doors")))
	b.accessible("the menu of a narrow page", axe)
	b.keys(escape)
	b.does(chromedp.WaitNotVisible(chromedp.CSS("#doors")))
}

// TestPolicy holds that nothing in the page breaks its own content security policy.
func TestPolicy(t *testing.T) {
	room := runs(t, t.TempDir(), "REBOND_ROOM_PORT=0")
	b := opens(t, room.url)
	b.watched()
	b.says("/offres")
	b.reads("Suivantes")
	b.presses("Modifier")
	b.does(chromedp.WaitVisible(chromedp.CSS("dialog")))
	b.presses("Annuler")
	b.says("/mesdonnees")
	b.reads("Recevoir")
	b.unbroken()
}

// watched makes the page, from now on, remember what goes wrong in it.
func (b *browser) watched() {
	b.t.Helper()
	b.does(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI)); addEventListener('error', e => broken.push(e.message)); addEventListener('unhandledrejection', e => broken.push(String(e.reason)))`})
		return err
	}), chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#line")))
}

// unbroken fails for what has gone wrong in a page that is watched.
func (b *browser) unbroken() {
	b.t.Helper()
	if broken := asks[[]string](b, `window.broken`); len(broken) > 0 {
		b.t.Errorf("%q", broken)
	}
}
