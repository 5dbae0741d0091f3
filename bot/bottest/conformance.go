package bottest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
)

// Conformance holds a platform to what people can count on everywhere. Each
// subject has a stage of its own, and they run side by side: those that are
// about a late answer take the 2 s after which the Router announces one.
func Conformance(t *testing.T, start Start) {
	for _, subjects := range []map[string]func(*testing.T, *scene){answers, lateness, forms, controls, posts, groups} {
		for name, hold := range subjects {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				hold(t, open(t, start))
			})
		}
	}
}

// scene is a stage with two people in front of it, and what the bot behind it
// remembers.
type scene struct {
	*Stage
	*memory
	french, english Member
}

// sign is what the suite takes for a sign of distress.
const sign = "plus-envie"

func open(t *testing.T, start Start) *scene {
	t.Helper()
	m := &memory{calls: map[string]bot.Call{}, seen: map[string]bool{}}
	router, err := bot.NewRouter(Commands(), bot.Ports{
		Calls: m, Once: m, Directory: m, Log: slog.New(slog.NewTextHandler(m, nil)), Now: time.Now,
		Distress: func(written string) bool { return strings.Contains(written, sign) },
		Help:     func(*bot.Request) bot.Text { return text("Des gens à appeler", "People to call") },
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{Stage: start(t, announcing{router}, m), memory: m}
	s.french, s.english = s.Member(t, bot.FR), s.Member(t, bot.EN)
	return s
}

// announcing is a Router whose handlers can wait until their answer has been
// announced as late.
type announcing struct{ *bot.Router }

type announcedKey struct{}

// Handle implements bot.Inbox.
func (a announcing) Handle(ctx context.Context, r *bot.Request, late func(ephemeral bool)) bot.Answer {
	announced := make(chan struct{})
	return a.Router.Handle(context.WithValue(ctx, announcedKey{}, announced), r, func(alone bool) {
		late(alone)
		close(announced)
	})
}

// untilAnnounced waits until the member has been told that the answer is late.
func untilAnnounced(ctx context.Context) error {
	announced, _ := ctx.Value(announcedKey{}).(chan struct{})
	select {
	case <-announced:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// memory is what the Router needs from outside, for as long as a test.
type memory struct {
	mu    sync.Mutex
	calls map[string]bot.Call
	seen  map[string]bool
	log   bytes.Buffer
}

// Keep implements bot.Calls.
func (m *memory) Keep(_ context.Context, c bot.Call) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", c))
	id := hex.EncodeToString(sum[:13])
	m.calls[id] = c
	return id, nil
}

// Redeem implements bot.Calls.
func (m *memory) Redeem(_ context.Context, id string) (bot.Call, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.calls[id]; ok {
		return c, nil
	}
	return bot.Call{}, bot.ErrNotFound
}

// forget loses every kept call, as time does.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.calls)
}

// First implements bot.Once.
func (m *memory) First(_ context.Context, id string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	first := !m.seen[id]
	m.seen[id] = true
	return first, nil
}

// Know implements bot.Directory: it believes what the platform says.
func (m *memory) Know(_ context.Context, _ bot.Address, who bot.Member) (bot.Member, error) {
	who.ID = bot.PersonID(who.User)
	return who, nil
}

// Write takes a line of the log.
func (m *memory) Write(line []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.log.Write(line)
}

// logged reports whether the log holds some words.
func (m *memory) logged(words string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Contains(m.log.String(), words)
}

// level is a text with one plain space where it has any white space: where a
// line is broken, and how wide a space is, is the platform's own.
func level(s string) string { return strings.Join(strings.Fields(s), " ") }

// says reports whether a message holds some words.
func (s Shown) says(words string) bool { return strings.Contains(level(s.Text), level(words)) }

// wants fails the test unless a message says some words.
func wants(t *testing.T, s Shown, words ...string) {
	t.Helper()
	for _, w := range words {
		if s.Form != nil || !s.says(w) {
			t.Fatalf("%q is not said in %+v", w, s)
		}
	}
}

// times counts the messages that a member sees and that say some words.
func times(t *testing.T, m Member, words string) int {
	t.Helper()
	n := 0
	for _, s := range m.Sees(t) {
		if s.says(words) {
			n++
		}
	}
	return n
}

// wantSeen fails the test unless each of some words is in as many messages of a
// member as is wanted.
func wantSeen(t *testing.T, m Member, want int, words ...string) {
	t.Helper()
	for _, w := range words {
		if n := times(t, m, w); n != want {
			t.Fatalf("%q is in %d messages; want %d:\n%+v", w, n, want, m.Sees(t))
		}
	}
}

// find returns the message of a member that has an id.
func find(t *testing.T, m Member, id string) Shown {
	t.Helper()
	for _, s := range m.Sees(t) {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("message %q is not seen among %+v", id, m.Sees(t))
	return Shown{}
}
