package local

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
)

// What happens reaches those who see the place, and nobody else.
func TestAPageSeesWhatItsPersonSees(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	before := s.says("/sam/offres", "/announce before")
	camille, there := s.listens("/camille/offres")
	if len(there) != 1 || there[0] != *s.seen("/camille/offres", before.ID) {
		t.Errorf("the snapshot is %+v; want what was there before", there)
	}
	coaching, _ := s.listens("/camille/coaching")
	malik, _ := s.listens("/malik/offres")
	moderation, _ := s.listens("/malik/moderation")

	secret := s.says("/malik/moderation", "/annoncer secret")
	if got := moderation.next().message(t); got.ID != secret.ID {
		t.Errorf("#moderation gets %s; want %s", got.ID, secret.ID)
	}
	if got := malik.next(); got != (happened{"elsewhere", `"moderation"`}) {
		t.Errorf("elsewhere malik gets %+v", got)
	}
	alone := s.says("/camille/offres", "/offres mot-secret")
	if got := camille.next().message(t); *got != *alone {
		t.Errorf("camille gets %+v; want %+v, and nothing of #moderation", got, alone)
	}
	if got := coaching.next(); got != (happened{"elsewhere", `"offres"`}) {
		t.Errorf("elsewhere camille gets %+v", got)
	}
	direct := s.says("/camille/@rebond", "/annoncer entre-nous")
	for _, page := range []*stream{camille, coaching} {
		if got := page.next(); got != (happened{"elsewhere", `"@rebond"`}) {
			t.Errorf("of her direct messages camille gets %+v", got)
		}
	}
	wantNotShown(t, s.get("/malik/@rebond").body, "entre-nous")
	wantShown(t, s.get("/camille/@rebond").body, direct.ID)

	s.post("/camille/offres/hide", url.Values{"on": {alone.ID}})
	if got := camille.next(); got != (happened{"gone", `"` + alone.ID + `"`}) {
		t.Errorf("a note that is hidden: %+v", got)
	}
	_, there = s.listens("/camille/offres")
	wantNotShown(t, s.get("/camille/offres").body+fmt.Sprint(there), "mot-secret")

	ref := bot.MessageRef{At: place("offres"), ID: before.ID}
	for _, change := range []bot.Post{{Kind: bot.EditPost, Message: &bot.Message{Text: bot.Markup("après")}}, {Kind: bot.PinPost}, {Kind: bot.DeletePost}} {
		if err := s.Change(t.Context(), ref, change); err != nil {
			t.Fatal(err)
		}
		for _, page := range []*stream{camille, malik} {
			got := page.next()
			if change.Kind == bot.DeletePost {
				if got != (happened{"gone", `"` + before.ID + `"`}) {
					t.Errorf("a message that is deleted: %+v", got)
				}
				continue
			}
			m := got.message(t)
			if m.ID != before.ID || m.Version == before.Version || !strings.Contains(m.HTML, "après") || strings.Contains(m.HTML, "Pinned") != (change.Kind == bot.PinPost) {
				t.Errorf("%s: %+v", change.Kind, m)
			}
		}
	}
	// Nothing else has come to anybody: malik has seen no note of camille's.
	s.says("/sam/coaching", "/announce the end")
	for _, page := range []*stream{camille, malik, moderation} {
		var got happened
		for got = page.next(); got == (happened{"elsewhere", `"offres"`}); got = page.next() {
		}
		if got != (happened{"elsewhere", `"coaching"`}) {
			t.Errorf("then comes %+v; want the end", got)
		}
	}
}

// seen is a message as a page of somebody's gets it.
func (s *served) seen(path, id string) *shown {
	s.t.Helper()
	st, there := s.listens(path)
	st.leave()
	for _, m := range there {
		if m.ID == id {
			return &m
		}
	}
	s.t.Fatalf("%s is not in %s", id, path)
	return nil
}

// A late answer is announced at once, and what was asked is done and kept even
// where its page is closed meanwhile.
func TestALateAnswer(t *testing.T) {
	v := enter(newMemory())
	begun, finish := make(chan bool), make(chan (<-chan time.Time), 1)
	s := serve(t, v.room(Console{}), hears(func(ctx context.Context, r *bot.Request, late func(bool)) bot.Answer {
		late(r.Line == "alone")
		begun <- true
		select {
		case <-<-finish:
		case <-ctx.Done():
			return bot.Answer{Reply: &bot.Message{Text: text("Interrompu", "Cut short")}, Lang: bot.FR}
		}
		return bot.Answer{Reply: &bot.Message{Text: text("Enfin", "At last")}, Ephemeral: r.Line == "alone", Lang: bot.FR}
	}))
	for _, line := range []string{"alone", "all"} {
		w, err := s.browser.Do(s.request("POST", "/camille/offres/say", url.Values{"line": {line}}))
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		lines := bufio.NewReader(w.Body)
		want := map[string]string{"alone": `{"late":true,"alone":true}`, "all": `{"late":true}`}[line]
		if first, err := lines.ReadString('\n'); err != nil || strings.TrimSpace(first) != want {
			t.Errorf("first comes %q, %v; want %s", first, err, want)
		}
		finish <- time.After(0)
		rest, err := io.ReadAll(lines)
		if err != nil || !strings.HasPrefix(string(rest), `{"message":{"id":"`) || !strings.Contains(string(rest), "Enfin") {
			t.Errorf("then comes %q, %v", rest, err)
		}
		w.Body.Close()
	}
	page, _ := s.listens("/camille/coaching")
	for _, line := range []string{"alone", "all"} {
		ctx, leave := context.WithCancel(t.Context())
		w, err := s.browser.Do(s.request("POST", "/camille/coaching/say", url.Values{"line": {line}}).WithContext(ctx))
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		leave()
		w.Body.Close()
		finish <- time.After(100 * time.Millisecond) // in which its page is missed
		wantShown(t, page.next().message(t).HTML, "Enfin")
	}
}

// A thousand pages at once: as many as there is room for are served, the others
// are told when to come back, and the room stays awake and small.
func TestAThousandPagesAtOnce(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	s.get("/camille/offres")
	s.browser.CloseIdleConnections()
	eventually(t, "the first page has gone", func() bool { return serving() == 0 })
	goroutines, memory := runtime.NumGoroutine(), heap()

	browser := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	ctx, leave := context.WithCancel(t.Context())
	var mu sync.Mutex
	var open []*http.Response
	refused := 0
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range 50 {
				w, err := browser.Do(s.request("GET", "/camille/offres/events", nil).WithContext(ctx))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if w.StatusCode == http.StatusOK {
					open = append(open, w)
				} else if body, err := io.ReadAll(w.Body); err != nil || w.StatusCode != http.StatusServiceUnavailable || w.Header.Get("Retry-After") != "5" || !strings.Contains(string(body), "Trop de pages sont ouvertes") {
					t.Errorf("%s %s, %v", w.Status, body, err)
				} else {
					refused++
					w.Body.Close()
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(open) != maxListeners || refused != 1000-maxListeners || s.feed.open() != maxListeners {
		t.Errorf("%d are served and %d refused; want %d and %d", len(open), refused, maxListeners, 1000-maxListeners)
	}
	if w := s.get("/sam/offres"); w.status != http.StatusOK {
		t.Errorf("meanwhile a page answers %d", w.status)
	}
	wantShown(t, s.says("/sam/offres", "/announce still here").HTML, "still here")
	for _, w := range open {
		lines := bufio.NewReader(w.Body)
		for line := ""; !strings.Contains(line, "still here"); {
			var err error
			if line, err = lines.ReadString('\n'); err != nil {
				t.Fatalf("an open page reads %q, %v", line, err)
			}
		}
	}
	eventually(t, "each page is a few goroutines", func() bool { return runtime.NumGoroutine() < goroutines+8*maxListeners })
	if grown := heap() - memory; grown > 32<<20 {
		t.Errorf("%d pages hold %d KiB", maxListeners, grown>>10)
	}
	leave()
	for _, w := range open {
		w.Body.Close()
	}
	open = nil
	eventually(t, "all have gone", func() bool { return s.feed.open() == 0 })
	s.browser.CloseIdleConnections()
	eventually(t, "nothing of them is left", func() bool { return serving() == 0 })
	if grown := heap() - memory; grown > 8<<20 {
		t.Errorf("gone, the pages still hold %d KiB", grown>>10)
	}
}

// heap is what is in use, in bytes.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first only finalizes
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A page that never reads is let go; nobody waits for it.
func TestAPageThatNeverReads(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t, func(p *Page) { p.Patience = 200 * time.Millisecond })
	reads, _ := s.listens("/sam/coaching")
	alone := serving()
	deaf := s.raw("GET /camille/coaching/events HTTP/1.1\r\nHost: " + s.address + "\r\nCookie: " + s.Page.cookie() + "=" + testKey + "\r\n\r\n")
	deaf.(*net.TCPConn).SetReadBuffer(4096)
	eventually(t, "both listen", func() bool { return s.feed.open() == 2 })
	large := strings.Repeat("mot ", 16<<10)
	for i := 0; i < 20 || s.feed.open() == 2; i++ {
		if i == 1000 {
			t.Fatal("the page that does not read is still there")
		}
		start := time.Now()
		ref, err := s.Send(t.Context(), post(fmt.Sprint(i), fmt.Sprintf("n° %d %s", i, large)))
		if took := time.Since(start); err != nil || took > time.Second {
			t.Fatalf("sending takes %v, %v", took, err)
		}
		if got := reads.next().message(t); got.ID != ref.ID || !strings.Contains(got.HTML, fmt.Sprintf("n° %d ", i)) {
			t.Fatalf("the other page gets %s; want %s", got.ID, ref.ID)
		}
	}
	eventually(t, "its connection is closed", func() bool { return serving() == alone })
	// It comes back, and sees everything as it is.
	if _, there := s.listens("/camille/coaching"); len(there) == 0 || len(there) > maxNotes {
		t.Errorf("back, it sees %d messages", len(there))
	}
}

// Nor does the room wait for a browser that asks for a page and never reads it.
func TestAPageThatIsNeverRead(t *testing.T) {
	m := newMemory()
	m.entries = []Entry{{ID: "m1", At: coaching, Message: &bot.Message{Files: []bot.File{{Name: "a", Data: make([]byte, 12<<20)}}}}}
	s := enter(m).served(t, func(p *Page) { p.Patience = 200 * time.Millisecond })
	conn := s.raw("GET /camille/coaching HTTP/1.1\r\nHost: " + s.address + "\r\nCookie: " + s.Page.cookie() + "=" + testKey + "\r\n\r\n")
	if _, err := io.ReadFull(conn, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the page is given up", func() bool { return serving() == 0 })
}

// Events have an end when the room closes, so that the page tries again.
func TestEventsEndWithTheRoom(t *testing.T) {
	s := enter(newMemory()).served(t)
	page, _ := s.listens("/camille/offres")
	s.close()
	if got := page.ends(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
