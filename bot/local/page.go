package local

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rebond/bot"
)

//go:embed page
var assets embed.FS

// Page is the room in a browser.
type Page struct {
	Listener net.Listener  // on the loopback interface
	Key      string        // whoever shows it may enter
	Patience time.Duration // how long a browser may take to send what it asks, or to read what it is sent; 0 means 10 s
}

const (
	nextPorts = 50      // ports tried after the one that is asked for
	maxBody   = 1 << 20 // bytes: the text of a file and the four longest fields beside it, percent-encoded
	maxNotes  = 50      // messages of a place that a page shows
)

// Listen opens a port on the loopback interface: the one asked for, or the next
// that is free; 0 is any.
func Listen(port int) (net.Listener, error) {
	for p := port; ; p++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(p)))
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) || p == port+nextPorts || p == 65535 {
			return l, err
		}
	}
}

// PageURL is where a browser enters the page that is served at an address.
func PageURL(address, key string) string {
	return "http://" + address + "/?" + url.Values{tokenParam: {key}}.Encode()
}

// server is a page at work.
type server struct {
	*Page
	room    *Room
	inbox   bot.Inbox
	running context.Context
	run     string // names this process
	drawn   drawings
}

// run serves the page until ctx ends.
func (p *Page) run(ctx context.Context, room *Room, in bot.Inbox) error {
	s := &server{Page: p, room: room, inbox: in, running: ctx, run: rand.Text()}
	web := &http.Server{
		Handler:        s.guard(s.routes()),
		ReadTimeout:    s.patience(),
		WriteTimeout:   2 * s.patience(), // from the first byte asked to the last answered; a stream has its own
		IdleTimeout:    2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
		BaseContext:    func(net.Listener) context.Context { return ctx },
		ErrorLog:       slog.NewLogLogger(room.Errors.Handler(), slog.LevelWarn),
	}
	done := make(chan error, 1)
	go func() { done <- web.Serve(p.Listener) }()
	select {
	case err := <-done:
		return fmt.Errorf("page: %w", err)
	case <-ctx.Done():
	}
	soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := web.Shutdown(soon); err != nil {
		return web.Close()
	}
	return nil
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.enter)
	mux.HandleFunc("GET /static/{file}", s.static)
	mux.HandleFunc("POST /console", s.console)
	mux.HandleFunc("GET /{who}/{place}", s.visitor(s.show))
	mux.HandleFunc("GET /{who}/{place}/events", s.visitor(s.events))
	for name, do := range map[string]func(http.ResponseWriter, *http.Request, visit){
		"say": s.say, "press": s.press, "submit": s.submit, "complete": s.complete, "suggest": s.suggest, "hide": s.hide,
	} {
		mux.HandleFunc("POST /{who}/{place}/"+name, s.visitor(do))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, http.StatusNotFound, noSuchPage) })
	return mux
}

// enter leads to the first channel; the key in the address has been checked.
func (s *server) enter(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, pathOf(People()[0], place(Channels()[0].Name)), http.StatusSeeOther)
}

func (s *server) static(w http.ResponseWriter, r *http.Request) {
	name := "page/static/" + r.PathValue("file")
	if _, err := fs.Stat(assets, name); err != nil {
		s.refuse(w, r, http.StatusNotFound, noSuchPage)
		return
	}
	http.ServeFileFS(w, r, assets, name)
}

// notes returns what a person sees in a place, oldest first. A thread begins with
// the message that opened it.
func (s *server) notes(ctx context.Context, v visit) ([]note, error) {
	notes := s.room.feed.whispered(v.who, v.at)
	entries, err := s.room.Log.Latest(ctx, v.at, maxLatest)
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.private() })
	for _, e := range entries[max(0, len(entries)-maxNotes):] {
		notes = append(notes, note{Entry: e})
	}
	sortNotes(notes)
	if v.at.Thread == "" || err != nil {
		return notes, err
	}
	opening, err := s.room.opening(ctx, v.at) // it may have changed since they came
	if err == nil {
		notes = slices.Insert(notes, 0, note{Entry: opening})
	}
	return notes, err
}

// show is the whole page. What cannot be read or shown is said in it, and takes
// nothing else away.
func (s *server) show(w http.ResponseWriter, r *http.Request, v visit) {
	notes, err := s.notes(r.Context(), v)
	groups, lost := s.room.groups(r.Context(), v.who)
	if r.Context().Err() != nil { // nobody waits for the page any more
		return
	}
	if err != nil {
		err = fmt.Errorf("read place: %w", err)
	}
	if err == nil {
		err = lost
	}
	var drawn []template.HTML
	for i := range notes {
		m, failed := s.shown(r.Context(), v, &notes[i])
		if failed != nil {
			err = failed
			continue
		}
		drawn = append(drawn, template.HTML(m.HTML))
	}
	var trouble bot.Text
	if err != nil {
		trouble = s.room.failure(r.Context(), err)
	}
	var b bytes.Buffer
	if err := s.writePage(&b, v, drawn, groups, trouble); err != nil {
		s.refuse(w, r, http.StatusInternalServerError, s.room.failure(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.patience()))
	w.Write(b.Bytes())
}

// say hands over a typed line.
func (s *server) say(w http.ResponseWriter, r *http.Request, v visit) {
	req := v.request(requestID(r))
	req.Line = r.PostForm.Get("line")
	s.ask(w, v, req, bot.Clean(req.Line, bot.MaxLine))
}

// press uses a control of a message; the values of a select come with it.
func (s *server) press(w http.ResponseWriter, r *http.Request, v visit) {
	req := v.request(requestID(r))
	req.Control = r.PostForm.Get("control")
	req.On = v.on(r.PostForm.Get("on"))
	req.Alone = isAlone(req.On.ID)
	if param := r.PostForm.Get("param"); param != "" {
		req.Args = bot.Args{param: strings.Join(r.PostForm["value"], ",")}
	}
	s.ask(w, v, req, "")
}

// fieldPrefix begins the names of a modal's own fields in its form.
const fieldPrefix = "field-"

// submit hands over a modal that was filled in.
func (s *server) submit(w http.ResponseWriter, r *http.Request, v visit) {
	req := v.request(requestID(r))
	req.Control, req.Form, req.Args = r.PostForm.Get("control"), true, bot.Args{}
	req.On = v.on(r.PostForm.Get("on"))
	req.Alone = isAlone(req.On.ID)
	for name := range r.PostForm {
		if field, ok := strings.CutPrefix(name, fieldPrefix); ok {
			req.Args[field] = r.PostForm.Get(name)
		}
	}
	s.ask(w, v, req, "")
}

// requestID is the page's own name for what it asks, so that asking again after
// a lost answer does a thing once.
func requestID(r *http.Request) string {
	if id := r.PostForm.Get("id"); ownID.MatchString(id) {
		return id
	}
	return newAlone()
}

var ownID = regexp.MustCompile(`^[0-9A-Za-z-]{16,64}$`)

// ask streams an answer, one JSON value a line: that it is late, then a modal,
// a message, or nothing. What is asked is done, and what answers it kept, even
// where the browser has left meanwhile.
func (s *server) ask(w http.ResponseWriter, v visit, req *bot.Request, asked string) {
	ctx := s.running
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{})
	write := func(line any) {
		out.SetWriteDeadline(time.Now().Add(s.patience()))
		if json.NewEncoder(w).Encode(line) == nil {
			out.Flush()
		}
	}
	a, err := s.room.ask(ctx, s.inbox, req, func(ephemeral bool) { write(reply{Late: true, Alone: ephemeral}) })
	if err == nil && a.modal != nil {
		var html string
		if html, err = s.modal(ctx, v, a, req.On.ID); err == nil {
			write(reply{Modal: html})
			return
		}
	}
	if err == nil && a.note == nil {
		write(reply{})
		return
	}
	var m *shown
	if err == nil {
		a.note.Asked = asked
		if a.note.Alone {
			s.room.feed.whisper(v.who, a.note)
		}
		m, err = s.shown(ctx, v, a.note)
	}
	if err != nil {
		failed := &note{Alone: true, Asked: asked, Entry: Entry{ID: newAlone(), At: v.at, Lang: v.who.Lang, Sent: s.room.Now(),
			Message: &bot.Message{Text: s.room.failure(ctx, err)}}}
		if m, err = s.shown(ctx, v, failed); err != nil {
			return
		}
	}
	write(reply{Message: m})
}

// reply is a line of an answer.
type reply struct {
	Late    bool   `json:"late,omitempty"`
	Alone   bool   `json:"alone,omitempty"` // the answer that is late is for one person
	Modal   string `json:"modal,omitempty"` // HTML
	Message *shown `json:"message,omitempty"`
}

// shown is a message as a page takes it.
type shown struct {
	ID      string `json:"id"`
	Version string `json:"version"` // another one means that it has changed
	HTML    string `json:"html"`
}

func (s *server) patience() time.Duration {
	if s.Patience > 0 {
		return s.Patience
	}
	return 10 * time.Second
}

// complete proposes what a line could become.
func (s *server) complete(w http.ResponseWriter, r *http.Request, v visit) {
	known, ok := s.inbox.(declared)
	found := []completion{}
	if line := r.PostForm.Get("line"); ok && len(line) <= bot.MaxLine {
		c := completer{inbox: s.inbox, known: known, who: v.who, request: func() *bot.Request { return v.request(newAlone()) }}
		found = append(found, c.lines(r.Context(), line)...)
	}
	writeJSON(w, found[:min(len(found), 2*bot.MaxOptions)])
}

// suggest completes a field of a modal.
func (s *server) suggest(w http.ResponseWriter, r *http.Request, v visit) {
	req := v.request(newAlone())
	param := r.PostForm.Get("param")
	req.Command, req.Action, req.Args = r.PostForm.Get("command"), r.PostForm.Get("action"), bot.Args{param: r.PostForm.Get("typed")}
	found := []completion{}
	for _, o := range s.inbox.Suggest(r.Context(), req, param) {
		found = append(found, completion{Line: o.Value, Help: bot.Plain(o.Label.In(v.who.Lang))})
	}
	writeJSON(w, found)
}

// hide takes away a message that one person alone sees.
func (s *server) hide(w http.ResponseWriter, r *http.Request, v visit) {
	s.room.feed.hide(v.who, v.at, r.PostForm.Get("on"))
	w.WriteHeader(http.StatusNoContent)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}
