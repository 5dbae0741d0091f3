package local

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rebond/bot"
)

// hears is an inbox of one function.
type hears func(ctx context.Context, r *bot.Request, late func(bool)) bot.Answer

func (f hears) Handle(ctx context.Context, r *bot.Request, late func(bool)) bot.Answer {
	return f(ctx, r, late)
}
func (hears) Suggest(context.Context, *bot.Request, string) []bot.Option { return nil }

func TestListenTakesTheNextFreePort(t *testing.T) {
	taken, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	at := taken.Addr().(*net.TCPAddr)
	if !at.IP.IsLoopback() || at.Port == 0 {
		t.Fatalf("it listens at %v", at)
	}
	if at.Port < 65535 {
		next, err := Listen(at.Port)
		if err != nil {
			t.Fatal(err)
		}
		defer next.Close()
		if got := next.Addr().(*net.TCPAddr).Port; got <= at.Port || got > at.Port+nextPorts {
			t.Errorf("beside %d it takes %d", at.Port, got)
		}
	}
	for _, port := range []int{-1, 65536, 70000} {
		if l, err := Listen(port); err == nil {
			l.Close()
			t.Errorf("it listens at %d", port)
		}
	}
	if got, want := PageURL("127.0.0.1:7326", "A b&c"), "http://127.0.0.1:7326/?token=A+b%26c"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

// A line, a button, a form: what the page sends is what the handlers get, and
// what they answer is what it shows.
func TestThePageAsksAndIsAnswered(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	shared := s.says("/camille/offres", "/annoncer  **bonjour** \u202Etxt.exe")
	wantShown(t, shared.HTML, `<span class="typed">/annoncer  **bonjour** txt.exe</span>`, "Annonce : <strong>**bonjour** txt.exe</strong>")
	if strings.Contains(shared.HTML, "\u202e") {
		t.Error("what was typed turns the text around it")
	}
	wantNotShown(t, s.get("/sam/offres").body, `<span class="typed">/annoncer`)

	page := s.says("/camille/offres", "/offres golang\u2066\u200f")
	wantShown(t, page.HTML, "/offres golang</span>", "Page 1", "Visible uniquement par toi")
	if !isAlone(page.ID) {
		t.Errorf("the id of what one person alone sees is %s", page.ID)
	}
	for range 2 { // the same button pressed twice
		next := s.message(s.asks("/camille/offres/press", "control", control(t, page, "Suivantes"), "on", page.ID))
		if next.ID != page.ID || next.Version == page.Version {
			t.Errorf("%s, version %s, becomes %s, version %s", page.ID, page.Version, next.ID, next.Version)
		}
		wantShown(t, next.HTML, "/offres golang</span>", "Page 2")
	}
	wantShown(t, s.get("/camille/offres").body, "Page 2", "Annonce")

	modal := s.asks("/camille/offres/say", "line", "/publier")
	if len(modal) != 1 || modal[0].Message != nil || modal[0].Late {
		t.Fatalf("%+v; want a form alone", modal)
	}
	wantShown(t, modal[0].Modal, "Titre publier", `name="field-titre"`, `name="field-contrat"`)
	submit := regexp.MustCompile(`<form id="form" data-control="([^"]+)"`).FindStringSubmatch(modal[0].Modal)[1]
	wrong := s.asks("/camille/offres/submit", "control", submit, "field-titre", `"><script>`, "field-salaire", "beaucoup", "field-note", "n")
	wantShown(t, wrong[0].Modal, `value="&#34;&gt;&lt;script&gt;"`, `value="beaucoup"`, "n’est pas un nombre entier")
	wantShown(t, s.message(s.asks("/camille/offres/submit", "control", submit, "field-titre", "Dev", "field-contrat", "cdi", "field-salaire", "12")).HTML, "Publié : Dev, cdi, 12, .")
	v.wantArgs(t, bot.Args{"titre": "Dev", "contrat": "cdi", "salaire": "12"})

	if nothing := s.asks("/camille/offres/say", "line", "/rien"); len(nothing) != 1 || nothing[0] != (reply{}) {
		t.Errorf("nothing to say is %+v", nothing)
	}
	for line, want := range map[string]string{"": "Il n’y a rien à lire", "/zzz": "« /zzz »", "/annoncer " + strings.Repeat("a", bot.MaxLine): "trop long", "/moderation": "Cette commande est réservée"} {
		m := s.says("/camille/offres", line)
		if !isAlone(m.ID) {
			t.Errorf("%s is answered to all: %s", bot.Shorten(line, 20), m.HTML)
		}
		wantShown(t, m.HTML, want)
	}
}

// control is the id of a message's button.
func control(t testing.TB, m *shown, label string) string {
	t.Helper()
	found := regexp.MustCompile(`data-control="([^"]+)">` + regexp.QuoteMeta(label) + `<`).FindStringSubmatch(m.HTML)
	if found == nil {
		t.Fatalf("no button %s in %s", label, m.HTML)
	}
	return strings.ReplaceAll(found[1], "&amp;", "&")
}

func TestThePageCompletes(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	for line, want := range map[string]string{"/off": `"/offres"`, "/mod": "", "/offres lieu:ly": "Lyon", strings.Repeat("/", bot.MaxLine+1): "", "": "", "\xff\x00": ""} {
		w := s.post("/camille/offres/complete", url.Values{"line": {line}})
		var found []completion
		if err := json.Unmarshal([]byte(w.body), &found); err != nil || found == nil {
			t.Fatalf("%s: %v in %s", line, err, w.body)
		}
		if w.header.Get("Content-Type") != "application/json" || want == "" && line != "" && len(found) > 0 || want != "" && !strings.Contains(w.body, want) {
			t.Errorf("%q becomes %s; want %q", bot.Shorten(line, 20), w.body, want)
		}
	}
	ask := func(command, param, typed string) string {
		return strings.TrimSpace(s.post("/camille/offres/suggest", url.Values{"command": {command}, "param": {param}, "typed": {typed}}).body)
	}
	if got := ask("offres", "lieu", "le "); !strings.Contains(got, "Le Havre") || !strings.Contains(got, "Le Mans") {
		t.Errorf("a place: %s", got)
	}
	for _, c := range [][3]string{{"moderation", "lieu", "l"}, {"offres", "nothing", "l"}, {"nothing", "lieu", "l"}, {"", "", ""}, {"offres", "lieu", strings.Repeat("é", 20_000)}} {
		if got := ask(c[0], c[1], c[2]); c[0] != "moderation" && got != "[]" {
			t.Errorf("%s %s: %s", c[0], c[1], got)
		}
	}
}

// Whose ids are forged gets what they would have got without them, and changes
// nothing that others see.
func TestAForgedMessageDoesNoHarm(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	secret := s.says("/malik/moderation", "/annoncer secret")
	theirs := s.says("/malik/offres", "/offres")
	next := control(t, theirs, "Suivantes")
	for name, on := range map[string]string{
		"of a place they do not see": secret.ID, "of a place they see": s.says("/sam/coaching", "/announce elsewhere").ID,
		"of somebody else's note": theirs.ID, "none": "", "garbage": "e-<script>\x00", "a path": "../../m1", "half an id": "e-ABC", "long": strings.Repeat("e-A", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			got := s.message(s.asks("/camille/offres/press", "control", next, "on", on))
			wantShown(t, got.HTML, "Page 2", "Visible uniquement par toi")
			if !isAlone(got.ID) || strings.Contains(got.HTML, "secret") {
				t.Errorf("%s: %s", got.ID, got.HTML)
			}
			if w := s.post("/camille/offres/hide", url.Values{"on": {on}}); w.status != http.StatusNoContent {
				t.Errorf("hide: %d", w.status)
			}
		})
	}
	if w := s.post("/camille/offres/press", url.Values{"control": {next}, "on": {strings.Repeat("a", 1<<20)}}); w.status != http.StatusRequestEntityTooLarge {
		t.Errorf("1 MB: %d", w.status)
	}
	wantShown(t, s.get("/malik/moderation").body, "Annonce : <strong>secret")
	wantShown(t, s.get("/malik/offres").body, "Page 1")
	wantShown(t, s.get("/camille/coaching").body, "elsewhere")
	wantNotShown(t, s.get("/camille/moderation").body, "secret")
	for _, forged := range []string{"", "x", "~", "~" + strings.Repeat("a", 26), "offres.nothing", "nothing.", "offres.suite?page=%zz", "offres.suite?page=2&other=1", strings.Repeat("offres.", 10_000), "!publier.?salaire=x", "\x00"} {
		lines := s.asks("/camille/offres/press", "control", forged, "on", theirs.ID, "param", "p", "value", "a", "value", "b")
		if len(lines) != 1 || lines[0].Message == nil && lines[0].Modal == "" {
			t.Errorf("control %q: %+v", bot.Shorten(forged, 30), lines)
		}
	}
}

// once remembers what has been done.
type once struct{ seen sync.Map }

func (o *once) First(_ context.Context, id string) (bool, error) {
	_, before := o.seen.LoadOrStore(id, true)
	return !before, nil
}

// A page that did not get its answer asks again under the same id: what changes
// something is done once.
func TestTheSameRequestTwiceIsDoneOnce(t *testing.T) {
	v := enter(newMemory())
	join := bot.Command{Name: "rejoindre", Names: text("rejoindre", "join-us"), Summary: text("Résumé", "Summary"), Changes: true}
	join.Run = func(_ context.Context, r *bot.Request) (bot.Reply, error) {
		v.take(r)
		return &bot.Message{Text: text("Bienvenue", "Welcome")}, nil
	}
	router, err := bot.NewRouter([]bot.Command{join}, bot.Ports{Calls: v, Once: &once{}, Directory: v, Log: v.room(Console{}).Errors, Now: v.room(Console{}).Now})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, v.room(Console{}), router)
	id := strings.Repeat("0123456789abcdef", 2)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if w := s.post("/camille/offres/say", url.Values{"line": {"/rejoindre"}, "id": {id}}); w.status != http.StatusOK {
				t.Errorf("%d %s", w.status, w.body)
			}
		})
	}
	all.Wait()
	if n := len(v.taken()); n != 1 {
		t.Errorf("done %d times", n)
	}
	if again := s.asks("/camille/offres/say", "line", "/rejoindre", "id", id); len(again) != 1 || again[0] != (reply{}) {
		t.Errorf("asked once more: %+v; want an end and nothing else", again)
	}
	for i, other := range []string{strings.Repeat("f", 32), "", "", "short", "short", strings.Repeat("x", 65), strings.Repeat("x", 65), strings.Repeat("\x00", 20), strings.Repeat("\x00", 20), strings.Repeat("\xff", 20), strings.Repeat("\xff", 20)} {
		if s.says("/camille/offres", "/rejoindre"); len(v.taken()) != 2*i+2 {
			t.Fatalf("another request is done %d times", len(v.taken()))
		}
		if s.asks("/camille/offres/say", "line", "/rejoindre", "id", other); len(v.taken()) != 2*i+3 {
			t.Errorf("with the id %q it is not done", bot.Shorten(other, 20))
		}
	}
}

// A log that fails costs words, under a reference that is logged, and no page.
func TestALogThatFailsCostsThePageWords(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	before := s.says("/camille/offres", "/offres")
	m.fail(errors.New("disk is full"))
	reference := func(shown string) {
		t.Helper()
		ref := regexp.MustCompile(`référence (?:<\w+>)?([A-Z2-7]{6})`).FindStringSubmatch(shown)
		if ref == nil || !strings.Contains(v.log.String(), ref[1]) || !strings.Contains(v.log.String(), "disk is full") {
			t.Errorf("no reference that is logged in %s\n%s", shown, v.log.String())
		}
		if strings.Contains(shown, "disk") {
			t.Errorf("the fault itself is shown: %s", shown)
		}
	}
	w := s.get("/camille/offres")
	if w.status != http.StatusOK {
		t.Errorf("%d", w.status)
	}
	reference(w.body)
	wantShown(t, w.body, "Page 1", `id="line"`) // what needs no log is there
	shared := s.says("/camille/offres", "/annoncer a")
	reference(shared.HTML)
	wantShown(t, shared.HTML, "/annoncer a</span>", "Visible uniquement par toi")
	// What one person alone sees needs no log.
	wantShown(t, s.says("/camille/offres", "/offres").HTML, "Page 1")
	wantShown(t, s.message(s.asks("/camille/offres/press", "control", control(t, before, "Suivantes"), "on", before.ID)).HTML, "Page 2")
	if w := s.get("/camille/offres/events"); w.status != http.StatusOK || w.body != "" {
		t.Errorf("the events are %d %q; want their end, so that the page tries again", w.status, w.body)
	}
	m.fail(nil)
	wantNotShown(t, s.get("/camille/offres").body, "référence")
	wantShown(t, s.says("/camille/offres", "/annoncer b").HTML, "Annonce : <strong>b")
}

// A message outlives the process that showed it, and so do its controls.
func TestControlsAfterARestart(t *testing.T) {
	m := newMemory()
	m.entries = append(m.entries, Entry{ID: "m1", At: place("offres"), Lang: bot.FR, Sent: noon, Message: &bot.Message{Text: text("Un long", "Long"), Buttons: []bot.Button{
		{Label: text("Remplir", "Fill in"), Do: bot.Call{Command: "publier", Ask: true, Args: bot.Args{"titre": strings.Repeat("Développeuse ", 12), "contrat": "cdi"}}},
		{Label: text("Suivantes", "Next"), Do: bot.Call{Command: "offres", Action: "suite", Args: bot.Args{"page": "2"}}},
	}}})
	first := enter(m).served(t)
	_, there := first.listens("/camille/offres")
	alone := first.says("/camille/offres", "/offres")
	fill, next := control(t, &there[0], "Remplir"), control(t, &there[0], "Suivantes")
	if !strings.HasPrefix(fill, "~") {
		t.Errorf("the control %s holds what is long", fill)
	}
	first.close()

	second := enter(m).served(t)
	pages, _ := second.listens("/camille/offres")
	others, _ := second.listens("/sam/offres")
	modal := second.asks("/camille/offres/press", "control", fill, "on", "m1")
	wantShown(t, modal[len(modal)-1].Modal, `"m1"`, "Développeuse Développeuse")
	// A note of the process before is answered where the page shows it.
	again := second.message(second.asks("/camille/offres/press", "control", control(t, alone, "Suivantes"), "on", alone.ID))
	if again.ID != alone.ID || again.Version == alone.Version {
		t.Errorf("%s becomes %s", alone.ID, again.ID)
	}
	wantShown(t, again.HTML, "Page 2")
	if got := pages.next().message(t); *got != *again {
		t.Errorf("the page gets %+v", got)
	}
	wantShown(t, second.get("/camille/offres").body, "Page 2")
	// The message of all changes for all.
	second.asks("/camille/offres/press", "control", next, "on", "m1")
	for _, page := range []*stream{pages, others} {
		if got := page.next().message(t); got.ID != "m1" || !strings.Contains(got.HTML, "Page 2") {
			t.Errorf("the message of all becomes %+v", got)
		}
	}
	for n := range maxAlone + 20 { // notes of the process before, more than are kept
		second.asks("/camille/coaching/press", "control", next, "on", newAlone(), "id", strconv.Itoa(n))
	}
	if n := len(second.feed.whispered(People()[0], place("coaching"))); n != maxAlone {
		t.Errorf("%d notes are kept; want %d", n, maxAlone)
	}
	second.post("/camille/offres/hide", url.Values{"on": {again.ID}})
	wantNotShown(t, second.get("/camille/offres").body, again.ID)
}
