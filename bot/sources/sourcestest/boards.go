package sourcestest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot/sources"
)

// parameters are those without which an API does not give what we want.
var parameters = map[string]map[string]string{
	"greenhouse": {"content": "true"}, "ashby": {"includeCompensation": "true"}, "lever": {"mode": "json"},
}

// Agent is how the tests' client names itself.
const Agent = "Rebond/1 (+mailto:contact@rebond.example)"

// began is what the clock of a new [Boards] shows.
var began = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Boards is a server on loopback that speaks the public APIs of Greenhouse, Lever, Ashby
// and Recruitee as they are documented, and serves feeds. What they would not like, it
// refuses, and the test fails for it: an agent without a contact, more than one request a
// second, parameters that are missing.
type Boards struct {
	*httptest.Server
	Clock *Clock

	t      testing.TB
	mu     sync.Mutex
	real   bool
	asked  time.Time // the last time that anything was
	faults []string
	boards map[string]*board
}

// Validator is how a board says that it has not changed.
type Validator string

// The ways of saying so.
const (
	ByETag Validator = "etag"
	ByDate Validator = "date"
	ByNone Validator = "none"
)

type board struct {
	openings  []Opening // of a feed
	records   []json.RawMessage
	validator Validator
	changed   time.Time
	troubles  []Trouble
	requests  []*http.Request
}

// NewBoards starts the server. The test fails at its end for what was refused and not
// taken with Refusals.
func NewBoards(t testing.TB) *Boards {
	b := &Boards{t: t, Clock: NewClock(began), boards: map[string]*board{}}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(b.serve))
	b.Config.SetKeepAlivesEnabled(false) // else the transport itself asks again when a connection breaks
	b.Start()
	t.Cleanup(func() {
		b.Close()
		for _, fault := range b.Refusals() {
			t.Errorf("the boards refused: %s", fault)
		}
	})
	return b
}

// RealTime makes the server measure with the clock of the machine, for programs that it
// does not give the time to: an answer may then be late by half a second.
func (b *Boards) RealTime() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.real = true
}

// Client is a client whose time is the server's: it waits for nothing.
func (b *Boards) Client() *sources.Client {
	b.Clock.Advance(time.Minute) // whatever another client has asked
	return &sources.Client{Agent: Agent, Now: b.Clock.Now, Pause: b.Clock.Pause}
}

// API is the base of the addresses of a kind, as it is configured.
func (b *Boards) API(kind string) string {
	if kind == "recruitee" {
		return b.URL + "/recruitee/{company}"
	}
	return b.URL + "/" + kind
}

// Refusals takes what has been refused until now.
func (b *Boards) Refusals() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.faults
	b.faults = nil
	return all
}

// Publish makes a board show these openings, and no others.
func (b *Boards) Publish(kind, name string, openings ...Opening) {
	records := make([]json.RawMessage, len(openings))
	for i, o := range openings {
		records[i] = Record(kind, name, o)
	}
	b.change(kind, name, func(at *board) { at.records, at.openings = records, slices.Clone(openings) })
}

// PutRecords makes a board show these records, as they are.
func (b *Boards) PutRecords(kind, name string, records ...json.RawMessage) {
	b.change(kind, name, func(at *board) { at.records, at.openings = slices.Clone(records), nil })
}

// Remove takes out of a board the opening with that rank, from 0.
func (b *Boards) Remove(kind, name string, rank int) {
	b.change(kind, name, func(at *board) {
		at.records = slices.Delete(slices.Clone(at.records), rank, rank+1)
		if len(at.openings) > rank {
			at.openings = slices.Delete(slices.Clone(at.openings), rank, rank+1)
		}
	})
}

// Vanish makes a board vanish: it is not found any more.
func (b *Boards) Vanish(kind, name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.boards, kind+"/"+name)
}

func (b *Boards) change(kind, name string, how func(*board)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.boards[kind+"/"+name]
	if at == nil {
		at = &board{validator: ByETag}
		b.boards[kind+"/"+name] = at
	}
	how(at)
	at.changed = at.changed.Add(time.Second)
	if now := b.Clock.Now(); at.changed.Before(now) {
		at.changed = now
	}
}

// Validate says how a board tells that it has not changed; by ETag unless told.
func (b *Boards) Validate(kind, name string, v Validator) {
	b.change(kind, name, func(at *board) { at.validator = v })
}

// Fail makes the next requests to a board that the trouble is for end badly, so many
// times; forever, if times is negative.
func (b *Boards) Fail(kind, name string, times int, trouble Trouble) {
	trouble.times = times
	b.change(kind, name, func(at *board) { at.troubles = append(at.troubles, trouble) })
}

// Heal ends the troubles of a board.
func (b *Boards) Heal(kind, name string) {
	b.change(kind, name, func(at *board) { at.troubles = nil })
}

// Requests is how many there were to a board.
func (b *Boards) Requests(kind, name string) int { return len(b.Asked(kind, name)) }

// Asked is what a board was asked.
func (b *Boards) Asked(kind, name string) []*http.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at := b.boards[kind+"/"+name]; at != nil {
		return slices.Clone(at.requests)
	}
	return nil
}

func (b *Boards) serve(w http.ResponseWriter, r *http.Request) {
	kind, name, found := route(r.URL.Path)
	b.mu.Lock()
	b.check(r, kind)
	var at *board
	if found {
		at = b.boards[kind+"/"+name]
	}
	if at == nil {
		b.mu.Unlock()
		notFound(w, kind)
		return
	}
	at.requests = append(at.requests, r.Clone(r.Context()))
	trouble, ok := at.trouble(r)
	body := at.body(kind, name, r)
	tag, changed := at.tag(body), at.changed
	b.mu.Unlock()
	switch {
	case ok:
		trouble.serve(w, r, body)
	case unchanged(w, r, tag, changed, at.validator):
		w.WriteHeader(http.StatusNotModified)
	default:
		w.Header().Set("Content-Type", contentType(kind))
		write(w, r, http.StatusOK, body)
	}
}

// check notes what is wrong with a request; b.mu is held.
func (b *Boards) check(r *http.Request, kind string) {
	refuse := func(format string, args ...any) {
		b.faults = append(b.faults, r.URL.RequestURI()+": "+fmt.Sprintf(format, args...))
	}
	now, least := b.Clock.Now(), time.Second
	if b.real {
		now, least = time.Now(), time.Second/2
	}
	if since := now.Sub(b.asked); !b.asked.IsZero() && since < least {
		refuse("%v after the one before", since)
	}
	b.asked = now
	if agent := r.UserAgent(); !strings.Contains(agent, "(+mailto:") && !strings.Contains(agent, "(+http") {
		refuse("its agent names no contact: %q", agent)
	}
	if r.Method != http.MethodGet {
		refuse("method %s", r.Method)
	}
	for _, header := range []string{"Cookie", "Referer", "Authorization"} {
		if r.Header.Get(header) != "" {
			refuse("%s was sent", header)
		}
	}
	for name, want := range parameters[kind] {
		if r.URL.Query().Get(name) != want {
			refuse("%s is not %s", name, want)
		}
	}
	if limit, err := strconv.Atoi(r.URL.Query().Get("limit")); kind == "lever" && (err != nil || limit > 100 || limit < 1) {
		refuse("no limit, or more than 100")
	}
}

func (at *board) tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}

// unchanged writes what a board is told apart by, and says whether it is what the one who
// asks has.
func unchanged(w http.ResponseWriter, r *http.Request, tag string, changed time.Time, by Validator) bool {
	switch by {
	case ByETag:
		w.Header().Set("ETag", tag)
		return r.Header.Get("If-None-Match") == tag
	case ByDate:
		date := changed.UTC().Format(http.TimeFormat)
		w.Header().Set("Last-Modified", date)
		return r.Header.Get("If-Modified-Since") == date
	}
	return false
}
