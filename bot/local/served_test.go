package local

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"rebond/bot"
)

const (
	soon    = 10 * time.Second // in which what must happen has happened
	testKey = "KEYOFTHETESTKEYOFTHETEST"
)

// served is a room that serves its page, and a browser that has the key.
type served struct {
	*Room
	t       testing.TB
	address string
	browser *http.Client
	close   func() // returns when the room has ended
}

// serve opens a room's page on a port of its own for as long as the test.
func serve(t testing.TB, room *Room, in bot.Inbox, set ...func(*Page)) *served {
	t.Helper()
	listener, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	room.Page = &Page{Listener: listener, Key: testKey}
	for _, f := range set {
		f(room.Page)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- room.Run(ctx, in) }()
	s := &served{Room: room, t: t, address: listener.Addr().String(), close: func() {
		cancel()
		select {
		case err, open := <-ended:
			if err != nil {
				t.Errorf("the room ended with %v", err)
			}
			if open {
				close(ended)
			}
		case <-time.After(soon):
			t.Error("the room does not end")
		}
	}}
	s.browser = newBrowser()
	t.Cleanup(func() {
		s.browser.CloseIdleConnections()
		s.close()
	})
	return s
}

// served serves the page of a sitting, with the usual commands.
func (v *sitting) served(t testing.TB, set ...func(*Page)) *served {
	t.Helper()
	return serve(t, v.room(Console{}), v.router(t), set...)
}

// newBrowser goes where it is told, and no further.
func newBrowser() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 8},
		Timeout:       soon,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// got is an answer read to its end.
type got struct {
	status int
	header http.Header
	body   string
}

// request is what the page itself would send, with the key in its cookie.
func (s *served) request(method, path string, form url.Values, set ...func(*http.Request)) *http.Request {
	s.t.Helper()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, "http://"+s.address+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: s.Page.cookie(), Value: s.Page.Key})
	for _, f := range set {
		f(r)
	}
	return r
}

func (s *served) do(r *http.Request) got {
	s.t.Helper()
	w, err := s.browser.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return got{w.StatusCode, w.Header, string(body)}
}

func (s *served) get(path string, set ...func(*http.Request)) got {
	s.t.Helper()
	return s.do(s.request(http.MethodGet, path, nil, set...))
}

func (s *served) post(path string, form url.Values, set ...func(*http.Request)) got {
	s.t.Helper()
	return s.do(s.request(http.MethodPost, path, form, set...))
}

// header sets a header; an empty value takes it away.
func header(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		if value == "" {
			r.Header.Del(name)
			return
		}
		r.Header.Set(name, value)
	}
}

func stranger(r *http.Request) { r.Header.Del("Cookie") }

// asks posts and returns the lines of the answer.
func (s *served) asks(path string, fields ...string) []reply {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	w := s.post(path, form)
	if w.status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, w.status, w.body)
	}
	var lines []reply
	for in := json.NewDecoder(strings.NewReader(w.body)); in.More(); {
		var line reply
		if err := in.Decode(&line); err != nil {
			s.t.Fatalf("%s: %v in %s", path, err, w.body)
		}
		lines = append(lines, line)
	}
	return lines
}

// says types a line and returns the message that answers it.
func (s *served) says(path, line string) *shown {
	s.t.Helper()
	return s.message(s.asks(path+"/say", "line", line))
}

// message is the message that an answer ends with.
func (s *served) message(lines []reply) *shown {
	s.t.Helper()
	if len(lines) == 0 || lines[len(lines)-1].Message == nil {
		s.t.Fatalf("%+v; want a message", lines)
	}
	return lines[len(lines)-1].Message
}

// happened is an event as a page gets it.
type happened struct{ name, data string }

func (h happened) message(t testing.TB) *shown {
	t.Helper()
	var m shown
	if h.name != "message" || json.Unmarshal([]byte(h.data), &m) != nil {
		t.Fatalf("%s %s; want a message", h.name, bot.Shorten(h.data, 200))
	}
	return &m
}

func (h happened) snapshot(t testing.TB) []shown {
	t.Helper()
	var all struct {
		Run      string
		Messages []shown
	}
	if h.name != "snapshot" || json.Unmarshal([]byte(h.data), &all) != nil || all.Run == "" {
		t.Fatalf("%s %s; want a snapshot", h.name, bot.Shorten(h.data, 200))
	}
	return all.Messages
}

// stream is the events of an open page.
type stream struct {
	t      testing.TB
	events chan happened // closed at the end
	leave  func()
}

// listens opens the events of a page and returns them with the snapshot that
// comes first.
func (s *served) listens(path string) (*stream, []shown) {
	s.t.Helper()
	ctx, leave := context.WithCancel(context.Background())
	s.t.Cleanup(leave)
	browser := newBrowser()
	browser.Timeout = 0
	w, err := browser.Do(s.request(http.MethodGet, path+"/events", nil).WithContext(ctx))
	if err != nil {
		s.t.Fatal(err)
	}
	if kind := w.Header.Get("Content-Type"); w.StatusCode != http.StatusOK || kind != "text/event-stream" {
		s.t.Fatalf("the events of %s: %s, %s", path, w.Status, kind)
	}
	st := &stream{s.t, make(chan happened, 1000), leave}
	go func() {
		defer close(st.events)
		defer w.Body.Close()
		lines := bufio.NewReader(w.Body)
		for e := (happened{}); ; {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				return
			}
			line = bytes.TrimSuffix(line, []byte("\n"))
			if name, ok := bytes.CutPrefix(line, []byte("event: ")); ok {
				e.name = string(name)
			} else if data, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
				e.data = string(data)
			} else if len(line) == 0 {
				st.events <- e
				e = happened{}
			}
		}
	}()
	return st, st.next().snapshot(s.t)
}

// next is the next event.
func (st *stream) next() happened {
	st.t.Helper()
	select {
	case e, open := <-st.events:
		if !open {
			st.t.Fatal("the events have ended")
		}
		return e
	case <-time.After(soon):
		st.t.Fatal("nothing happens")
	}
	return happened{}
}

// ends reads events until there are no more, and returns them.
func (st *stream) ends() []happened {
	st.t.Helper()
	var all []happened
	for late := time.After(soon); ; {
		select {
		case e, open := <-st.events:
			if !open {
				return all
			}
			all = append(all, e)
		case <-late:
			st.t.Fatal("the events do not end")
		}
	}
}

// eventually waits for something that nothing tells of.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for late := time.After(soon); !holds(); {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("not after %v: %s", soon, what)
		}
	}
}

// open is how many pages listen.
func (f *feed) open() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.listeners)
}

// serving is how many goroutines are about somebody's connection.
func serving() int {
	all := make([]byte, 16<<20)
	n := 0
	for one := range strings.SplitSeq(string(all[:runtime.Stack(all, true)]), "\n\n") {
		if strings.Contains(one, "net/http.(*conn") || strings.Contains(one, "local.readLines") {
			n++
		}
	}
	return n
}

// raw sends bytes as they are and returns the connection.
func (s *served) raw(sent string) net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(soon))
	if _, err := io.WriteString(conn, sent); err != nil {
		s.t.Fatal(err)
	}
	return conn
}

// answer reads one answer of a connection.
func answered(t testing.TB, conn net.Conn) got {
	t.Helper()
	w, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got{w.StatusCode, w.Header, string(body)}
}
