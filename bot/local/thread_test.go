package local

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rebond/bot"
)

// sends sends a post to a place, with a thread if one is given.
func (s *served) sends(at bot.Address, said string, thread *bot.Thread) bot.MessageRef {
	s.t.Helper()
	p := post("", said)
	p.To, p.Thread = at, thread
	ref, err := s.Send(s.t.Context(), p)
	if err != nil {
		s.t.Fatal(err)
	}
	return ref
}

func TestAPostOpensAThread(t *testing.T) {
	m := newMemory()
	s := enter(m).served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi **hebdo**", "Weekly follow-up"), Members: []bot.PersonID{"p1"}})
	if ref.At != coaching || m.entries[0].Thread == nil || len(m.entries[0].Thread.Members) > 0 {
		t.Fatalf("%+v is kept as %+v; want it in the channel, and nobody's id with it", ref, m.entries[0])
	}
	inside := threadOf(ref)
	channel, page := "/camille/coaching", "/camille/coaching."+ref.ID
	way := one(t, one(t, parse(t, s.get(channel).body), "p", "thread"), "a")
	if attr(way, "href") != "coaching."+ref.ID || written(way) != "Fil\u00a0: Suivi hebdo" || attr(way, "class") != "button" || attr(way, "target") != "" {
		t.Errorf("the channel leads to %q by %q", attr(way, "href"), written(way))
	}
	wantNotShown(t, written(one(t, parse(t, s.get(channel).body), "p", "thread")), "message")

	root := parse(t, s.get(page).body)
	if title := written(one(t, root, "title")); title != "Suivi hebdo · #coaching · camille · La salle de Rebond" {
		t.Errorf("the page is titled %q", title)
	}
	if heading := one(t, root, "h2", "here"); written(heading) != "Suivi hebdo" || attr(heading, "lang") != "fr" {
		t.Errorf("the thread is headed %q", written(heading))
	}
	header := one(t, one(t, root, "main"), "header", "")
	if back := one(t, header, "a"); attr(back, "href") != channel || !strings.HasSuffix(written(back), "Revenir à #coaching") {
		t.Errorf("back leads to %q by %q", attr(back, "href"), written(back))
	}
	log := one(t, root, "div", "log")
	if first := one(t, log, "article"); attr(first, "id") != "m-"+ref.ID || len(slices.Collect(each(log, "p", "thread"))) > 0 {
		t.Errorf("above the thread stands %q", attr(first, "id"))
	}
	one(t, root, "input", "line")
	if attr(one(t, root, "body"), "data-path") != page {
		t.Errorf("the page asks at %q", attr(one(t, root, "body"), "data-path"))
	}
	for n := range each(one(t, root, "nav"), "a") {
		if want := map[string]string{channel: "true", page: "true"}[attr(n, "href")]; attr(n, "aria-current") != want {
			t.Errorf("%s is current: %q; want %q", attr(n, "href"), attr(n, "aria-current"), want)
		}
	}
	// English speakers read the page in English; the thread's name is that of its message.
	wantShown(t, s.get("/sam/coaching."+ref.ID).body, "Back to #coaching", `<h2 id="here" lang="fr">Suivi hebdo</h2>`)

	for n, want := range []string{"1 message", "2 messages", "3 messages"} {
		s.sends(inside, fmt.Sprint("retour ", n), nil)
		wantShown(t, s.get(channel).body, "Suivi hebdo", "<small>"+want+"</small>")
	}
	wantNotShown(t, s.get(channel).body, "retour")
	wantShown(t, s.get(page).body, "Semaine 1", "retour 0", "retour 1", "retour 2")
	if latest, err := m.Latest(t.Context(), inside, 10); err != nil || len(latest) != 3 {
		t.Errorf("the log holds %d messages of the thread, %v", len(latest), err)
	}
}

// What is asked in a thread is asked there, and what everybody may see is
// answered there.
func TestOneTalksInAThread(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi", "Follow-up")})
	page := "/camille/coaching." + ref.ID
	said := s.says(page, "/annoncer merci")
	if at := v.taken()[0].At; at != threadOf(ref) {
		t.Errorf("it is asked at %+v", at)
	}
	alone := s.says(page, "/offres")
	next := s.message(s.asks(page+"/press", "control", control(t, alone, "Suivantes"), "on", alone.ID))
	if got := v.taken()[2]; got.At != threadOf(ref) || got.On != (bot.MessageRef{At: threadOf(ref), ID: alone.ID}) || next.ID != alone.ID {
		t.Errorf("pressed at %+v, on %+v; becomes %s", got.At, got.On, next.ID)
	}
	wantShown(t, s.get(page).body, "Semaine 1", "Page 2", "merci") // all at the same hour
	wantNotShown(t, s.get("/camille/coaching").body, "merci", "Page 2")
	wantNotShown(t, s.get("/malik/coaching."+ref.ID).body, "Page 2")
	wantShown(t, s.get("/malik/coaching."+ref.ID).body, said.ID)
	s.post(page+"/hide", url.Values{"on": {alone.ID}})
	wantNotShown(t, s.get(page).body, "Page 2")
}

// The message above a thread is the channel's: its buttons change it in both
// places, from either.
func TestTheMessageAboveAThreadIsChangedInBothPlaces(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	p := bot.Post{To: coaching, Lang: bot.FR, Message: offers(1), Thread: &bot.Thread{Name: text("Suivi", "Follow-up")}}
	ref, err := s.Send(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	channel, page := "/camille/coaching", "/camille/coaching."+ref.ID
	for i, from := range []string{page, channel} {
		before := s.seen(from, ref.ID)
		after := s.message(s.asks(from+"/press", "control", control(t, before, "Suivantes"), "on", ref.ID))
		got := v.taken()[i]
		if after.ID != ref.ID || got.On != ref || (got.At == coaching) != (from == channel) {
			t.Errorf("from %s: %s, asked at %+v on %+v", from, after.ID, got.At, got.On)
		}
		if strings.Contains(after.HTML, `class="thread"`) != (from == channel) {
			t.Errorf("from %s it is drawn as %s", from, after.HTML)
		}
		for _, at := range []string{channel, page} {
			wantShown(t, s.get(at).body, fmt.Sprint("Page ", i+2))
		}
	}
	if len(m.entries) != 1 || m.entries[0].Thread == nil {
		t.Errorf("the log holds %+v", m.entries)
	}
}

// What happens comes by itself to the channel and to the thread.
func TestAThreadIsToldOf(t *testing.T) {
	s := enter(newMemory()).served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi", "Follow-up")})
	other := s.sends(coaching, "Autre", &bot.Thread{Name: text("Autre fil", "Another thread")})
	channel, _ := s.listens("/camille/coaching")
	thread, there := s.listens("/camille/coaching." + ref.ID)
	if len(there) != 1 || there[0].ID != ref.ID {
		t.Fatalf("a thread begins with %+v", there)
	}
	elsewhere, _ := s.listens("/camille/offres")
	beside, _ := s.listens("/camille/coaching." + other.ID)
	news := func(pages ...*stream) {
		t.Helper()
		for _, page := range pages {
			if got := page.next(); got != (happened{"elsewhere", `"coaching"`}) {
				t.Errorf("elsewhere comes %+v", got)
			}
		}
	}
	count := func(html string) string { return written(one(t, parse(t, html), "small")) }

	inside := s.sends(threadOf(ref), "retour", nil)
	if got := thread.next().message(t); got.ID != inside.ID || !strings.Contains(got.HTML, "retour") {
		t.Errorf("into the thread comes %+v", got)
	}
	above, listed := thread.next().message(t), channel.next().message(t)
	if listed.ID != ref.ID || count(listed.HTML) != "1 message" || above.ID != ref.ID || strings.Contains(above.HTML, "<small>") {
		t.Errorf("in the channel comes %+v, above the thread %+v", listed, above)
	}
	news(elsewhere, beside)
	if said, _, ok := strings.Cut(listed.Version, "."); !ok || !strings.HasPrefix(there[0].Version, said+".") {
		t.Errorf("version %s is %s once its thread has grown: what it says has not changed", there[0].Version, listed.Version)
	}

	change := func(ref bot.MessageRef, kind bot.PostKind, said string) {
		t.Helper()
		if err := s.Change(t.Context(), ref, bot.Post{Kind: kind, Message: &bot.Message{Text: bot.Markup(said)}}); err != nil {
			t.Fatal(err)
		}
	}
	change(ref, bot.EditPost, "Semaine 2")
	for _, page := range []*stream{channel, thread} {
		if got := page.next().message(t); got.ID != ref.ID || !strings.Contains(got.HTML, "Semaine 2") {
			t.Errorf("edited, it comes as %+v", got)
		}
	}
	news(elsewhere, beside)
	change(inside, bot.DeletePost, "")
	if got := thread.next(); got != (happened{"gone", `"` + inside.ID + `"`}) {
		t.Errorf("in the thread is gone %+v", got)
	}
	if got := channel.next().message(t); got.ID != ref.ID || count(got.HTML) != "" {
		t.Errorf("then the channel shows %+v", got)
	}
	thread.next().message(t)
	news(elsewhere, beside)

	s.sends(threadOf(ref), "retour", nil)
	thread.next()
	thread.next()
	channel.next()
	news(elsewhere, beside)
	change(ref, bot.DeletePost, "")
	if got := channel.next(); got != (happened{"gone", `"` + ref.ID + `"`}) {
		t.Errorf("in the channel is gone %+v", got)
	}
	if got := thread.next(); got != (happened{"closed", "null"}) {
		t.Errorf("the page of the thread is told %+v", got)
	}
	s.sends(coaching, "la fin", nil)
	news(elsewhere, beside, thread) // and nothing before
}

// A thread goes with the message that opened it, and all that was in it.
func TestAThreadIsDeletedWithItsMessage(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi", "Follow-up")})
	other := s.sends(coaching, "Autre", nil)
	inside, page := s.sends(threadOf(ref), "retour", nil), "/camille/coaching."+ref.ID
	alone := s.says(page, "/offres")
	for range 2 {
		if err := s.Change(t.Context(), ref, bot.Post{Kind: bot.DeletePost}); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.entries) != 1 || m.entries[0].ID != other.ID || len(s.feed.alone) > 0 {
		t.Errorf("the log holds %+v, and for one person alone %v", m.entries, s.feed.alone)
	}
	for _, at := range []string{page, page + "/events"} {
		if w := s.get(at); w.status != http.StatusNotFound || !strings.Contains(w.body, "Ce fil n’existe pas") {
			t.Errorf("%s: %d %s", at, w.status, w.body)
		}
	}
	before := len(v.taken())
	for to, form := range map[string]url.Values{"/say": {"line": {"/annoncer x"}}, "/press": {"control": {control(t, alone, "Suivantes")}, "on": {alone.ID}}, "/hide": {"on": {alone.ID}}} {
		if w := s.post(page+to, form); w.status != http.StatusNotFound {
			t.Errorf("%s: %d", to, w.status)
		}
	}
	if n := len(v.taken()); n != before || len(m.entries) != 1 {
		t.Errorf("%d handlers ran, and %d messages are kept", n-before, len(m.entries))
	}
	// What was in it cannot be changed any more, and is deleted well enough.
	if err := s.Change(t.Context(), inside, bot.Post{Kind: bot.DeletePost}); err != nil {
		t.Errorf("deleted again: %v", err)
	}
	p := post("k", "trop tard")
	p.To = threadOf(ref)
	_, err := s.Send(t.Context(), p)
	wantGone(t, "a thread that was deleted", err, true)
}

func wantGone(t *testing.T, what string, err error, gone bool) {
	t.Helper()
	if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.Rejected || sent.Gone != gone {
		t.Errorf("%s: %#v; want it rejected, gone: %v", what, err, gone)
	}
}

func TestWhereNothingCanBeSent(t *testing.T) {
	m := newMemory()
	room := enter(m).room(Console{})
	opens := post("k1", "Semaine 1")
	opens.Thread = &bot.Thread{Name: text("Suivi", "Follow-up")}
	ref, err := room.Send(t.Context(), opens)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := room.Send(t.Context(), post("k2", "Sans fil"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(change func(*bot.Address)) bot.Address {
		a := coaching
		change(&a)
		return a
	}
	for name, to := range map[string]bot.Address{
		"no such channel":                 place("nowhere"),
		"no such person":                  {Platform: Platform, Space: Space, Member: "nobody"},
		"another space":                   at(func(a *bot.Address) { a.Space = "g1" }),
		"no such message":                 at(func(a *bot.Address) { a.Thread = "m99" }),
		"a message without a thread":      threadOf(plain),
		"a thread of another channel":     {Platform: Platform, Space: Space, Channel: "offres", Thread: ref.ID},
		"a thread of no channel":          {Platform: Platform, Space: Space, Channel: "nowhere", Thread: ref.ID},
		"a thread of direct messages":     {Platform: Platform, Space: Space, Member: "camille", Thread: ref.ID},
		"an id that is none":              at(func(a *bot.Address) { a.Thread = "m1/../m1\x00<script>" }),
		"an id too long to be looked for": at(func(a *bot.Address) { a.Thread = strings.Repeat("m", 65) }),
	} {
		p := post("k3", "perdu")
		p.To = to
		_, err := room.Send(t.Context(), p)
		wantGone(t, name, err, true)
	}
	// A thread can be opened in a channel only; the place is there all the same.
	for name, to := range map[string]bot.Address{"in direct messages": person(t, "camille").messages(), "in a thread": threadOf(ref)} {
		p := opens
		p.Key, p.To = "k3", to
		_, err := room.Send(t.Context(), p)
		wantGone(t, name, err, false)
	}
	if len(m.entries) != 2 {
		t.Errorf("the log holds %+v", m.entries)
	}
	p := post("k3", "plus tard")
	p.To = threadOf(ref)
	m.fail(errors.New("disk is full"))
	_, err = room.Send(t.Context(), p)
	if sent, ok := errors.AsType[*bot.SendError](err); !ok || sent.Fate != bot.NotSent || sent.Gone {
		t.Errorf("a log that fails: %#v", err)
	}
	m.fail(nil)
	first, err := room.Send(t.Context(), p)
	again, second := room.Send(t.Context(), p)
	if err != nil || second != nil || first != again || first.At != threadOf(ref) {
		t.Errorf("sent as %+v and %+v, %v and %v", first, again, err, second)
	}
}

// Somebody else's eyes look at the same thread, where they may.
func TestOthersLookAtTheSameThread(t *testing.T) {
	s := enter(newMemory()).served(t)
	open := s.sends(coaching, "a", &bot.Thread{Name: text("Fil", "Thread")})
	private := s.sends(coaching, "b", &bot.Thread{Name: text("Fil", "Thread"), Private: true, Members: []bot.PersonID{"p-malik", "p-sam"}})
	within := s.sends(place("moderation"), "c", &bot.Thread{Name: text("Fil", "Thread")})
	for _, c := range []struct {
		page string
		want map[string]string
	}{
		{"coaching." + open.ID, map[string]string{"camille": "coaching." + open.ID, "sam": "coaching." + open.ID, "malik": "coaching." + open.ID}},
		{"coaching." + private.ID, map[string]string{"camille": "coaching", "sam": "coaching." + private.ID, "malik": "coaching." + private.ID, "ada": "coaching"}},
		{"moderation." + within.ID, map[string]string{"camille": "offres", "malik": "moderation." + within.ID}},
		{"@rebond", map[string]string{"camille": "@rebond"}},
	} {
		people := one(t, parse(t, s.get("/malik/"+c.page).body), "ul", "people")
		for who, at := range c.want {
			if !slices.ContainsFunc(slices.Collect(each(people, "a")), func(a *html.Node) bool { return attr(a, "href") == "/"+who+"/"+at }) {
				t.Errorf("from %s %s is not led to %s", c.page, who, at)
			}
		}
	}
}

// A name is words, whatever it holds, and no longer than a button.
func TestHostileThreadNames(t *testing.T) {
	long := strings.Repeat("Développeuse ", 310) // 4,030 characters
	for _, name := range append(slices.Clone(attacks), long, "", " \n\t", "a\nb\r\nc", "\u202e\u2066", "**gras** [x](javascript:alert(1))") {
		s := enter(newMemory()).served(t)
		ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: bot.Same(name)})
		s.sends(coaching, "Semaine 2", &bot.Thread{Name: bot.Markup(name)})
		for _, page := range []string{"/camille/coaching", "/sam/coaching." + ref.ID} {
			root := wantInert(t, s.get(page).body)
			shown := written(one(t, root, "h2", "here"))
			for a := range each(root, "p", "thread") {
				shown = written(one(t, a, "span"))
			}
			if n := len([]rune(shown)); n == 0 || n > maxThreadName || strings.ContainsAny(shown, "\n\u202e\u2066\x00") {
				t.Errorf("%q is named %q", bot.Shorten(name, 40), shown)
			}
		}
		if name == long {
			wantShown(t, s.get("/camille/coaching").body, "Développeuse Développeuse", "…</span>")
		}
		if strings.TrimSpace(name) == "" {
			wantShown(t, s.get("/camille/coaching").body, "<span>sans nom</span>")
		}
		s.close()
	}
}

// An address may hold anything: what is no thread is not looked for.
func TestHostileThreadIDs(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi", "Follow-up")})
	plain := s.sends(coaching, "Sans fil", nil)
	for _, id := range append(slices.Clone(attacks), plain.ID, ref.ID+" ", ref.ID+".", "."+ref.ID, ref.ID+"\x00", strings.ToUpper(ref.ID), "%", "..", "../"+ref.ID, "' OR 1=1 --", strings.Repeat("m", 3000), "e-"+strings.Repeat("A", 26)) {
		w := s.get("/camille/coaching." + url.PathEscape(id))
		if w.status != http.StatusNotFound {
			t.Errorf("%q: %d", bot.Shorten(id, 40), w.status)
		}
		wantInert(t, w.body)
		if w := s.post("/camille/coaching."+url.PathEscape(id)+"/say", url.Values{"line": {"/annoncer x"}}); w.status != http.StatusNotFound {
			t.Errorf("%q: %d", bot.Shorten(id, 40), w.status)
		}
	}
	if w := s.get("/camille/offres." + ref.ID); w.status != http.StatusNotFound {
		t.Errorf("in another channel: %d", w.status)
	}
	v.wantRefused(t, s.get("/camille/coaching."+plain.ID), http.StatusNotFound, "Ce fil n’existe pas, ou plus")
}

// A log that fails keeps a thread closed, under a reference that is logged.
func TestALogThatFailsClosesThreads(t *testing.T) {
	m := newMemory()
	v := enter(m)
	s := v.served(t)
	ref := s.sends(coaching, "Semaine 1", &bot.Thread{Name: text("Suivi", "Follow-up")})
	m.fail(errors.New("disk is full"))
	w := s.get("/camille/coaching." + ref.ID)
	v.wantRefused(t, w, http.StatusInternalServerError, "Quelque chose s’est mal passé")
	if strings.Contains(w.body, "disk") || !strings.Contains(v.log.String(), "disk is full") {
		t.Errorf("%s\nlogged: %s", w.body, v.log.String())
	}
	m.fail(nil)
	wantShown(t, s.get("/camille/coaching."+ref.ID).body, "Semaine 1")
}
