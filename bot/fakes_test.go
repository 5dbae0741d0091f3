package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// ports are the Router's ports in memory. Its fields are set before it is used.
type ports struct {
	mu    sync.Mutex
	calls map[string]Call
	seen  map[string]bool
	log   bytes.Buffer

	know    func(ctx context.Context, m Member) (Member, error) // nil: the member as the platform gave it
	onceErr error
	callErr error
}

func newPorts() *ports { return &ports{calls: map[string]Call{}, seen: map[string]bool{}} }

func (p *ports) Keep(_ context.Context, c Call) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.callErr != nil {
		return "", p.callErr
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", c)) // maps are printed in the order of their keys
	id := hex.EncodeToString(sum[:13])
	p.calls[id] = c
	return id, nil
}

func (p *ports) Redeem(_ context.Context, id string) (Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c, ok := p.calls[id]
	if p.callErr != nil {
		return Call{}, p.callErr
	}
	if !ok {
		return Call{}, ErrNotFound
	}
	return c, nil
}

func (p *ports) First(_ context.Context, id string) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := !p.seen[id]
	p.seen[id] = true
	return first, p.onceErr
}

func (p *ports) Know(ctx context.Context, _ Address, m Member) (Member, error) {
	m.ID = PersonID("person-" + m.User)
	if p.know != nil {
		return p.know(ctx, m)
	}
	return m, nil
}

// Write is the log's: a handler that outlives its time may still write.
func (p *ports) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

func (p *ports) logged() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func (p *ports) router(t testing.TB, commands ...Command) *Router {
	t.Helper()
	r, err := NewRouter(commands, Ports{
		Calls: p, Once: p, Directory: p,
		Log: slog.New(slog.NewTextHandler(p, nil)),
		Now: func() time.Time { return noon },
	})
	if err != nil {
		t.Fatalf("the commands of this test are not declared well: %v", err)
	}
	return r
}

var (
	camille = Member{User: "U-CAMILLE", Name: "Camille Petit", Lang: FR}
	sam     = Member{User: "U-SAM", Name: "Sam Small", Lang: EN}
	malik   = Member{User: "U-MALIK", Name: "Malik Grand", Lang: FR, Access: Moderator}
)

var asked struct {
	sync.Mutex
	n int
}

// from is a request of a member, with an id of its own.
func from(m Member, set func(*Request)) *Request {
	asked.Lock()
	asked.n++
	id := fmt.Sprintf("event-%d", asked.n)
	asked.Unlock()
	r := &Request{ID: id, From: m, At: Address{Platform: "local", Space: "room", Channel: "offres"}}
	set(r)
	return r
}

func typed(m Member, line string) *Request {
	return from(m, func(r *Request) { r.Line = line })
}

func pressed(m Member, control string) *Request {
	return from(m, func(r *Request) { r.Control = control })
}

// submitted is a modal sent back with its fields.
func submitted(m Member, command string, args Args) *Request {
	return from(m, func(r *Request) { r.Command, r.Args, r.Form = command, args, true })
}

// loose puts plain spaces for typographic ones, which are not what most tests
// are about.
func loose(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// words are what an answer says, in its language, without formatting and with
// plain spaces.
func words(t testing.TB, a Answer) string {
	t.Helper()
	m := message(a.Reply)
	if m == nil {
		t.Fatalf("the answer is %#v; want a message", a.Reply)
	}
	return loose(Plain(m.Text.In(a.Lang)))
}

// modalOf is the modal of an answer.
func modalOf(t testing.TB, a Answer) *Modal {
	t.Helper()
	modal, ok := a.Reply.(*Modal)
	if !ok {
		if m := message(a.Reply); m != nil {
			t.Fatalf("the answer says %q; want a modal", Plain(m.Text.In(a.Lang)))
		}
		t.Fatalf("the answer is %#v; want a modal", a.Reply)
	}
	return modal
}

var reference = regexp.MustCompile(`\b[A-Z2-7]{6}\b`)

// wantReference checks that an answer gives a reference which the log has too,
// and that the log has nothing of who asked.
func wantReference(t testing.TB, p *ports, a Answer) {
	t.Helper()
	said := words(t, a)
	ref := reference.FindString(said)
	if ref == "" {
		t.Fatalf("%q gives no reference", said)
	}
	if !strings.Contains(p.logged(), "ref="+ref) {
		t.Errorf("the log has no reference %s:\n%s", ref, p.logged())
	}
	if !a.Ephemeral {
		t.Error("everybody sees that something failed")
	}
	for _, who := range []Member{camille, sam, malik} {
		for _, secret := range []string{who.User, who.Name} {
			if strings.Contains(p.logged(), secret) {
				t.Errorf("the log tells who asked (%q):\n%s", secret, p.logged())
			}
		}
	}
}

func say(fr, en string) Handler {
	return func(context.Context, *Request) (Reply, error) { return &Message{Text: Text{FR: fr, EN: en}}, nil }
}

// command declares the least that the Router accepts, then what a test changes in it.
func command(fr, en string, set func(*Command)) Command {
	c := Command{
		Name: fr, Names: Text{FR: fr, EN: en}, Title: Text{FR: "Titre " + fr, EN: "Title " + en},
		Summary: Text{FR: "Résumé de " + fr, EN: "Summary of " + en},
		Run:     say("Voici "+fr, "Here is "+en),
	}
	if set != nil {
		set(&c)
	}
	return c
}

func param(fr, en string, kind Kind) Param {
	return Param{Name: fr, Names: Text{FR: fr, EN: en}, Help: Text{FR: "Aide de " + fr, EN: "Help for " + en}, Kind: kind}
}

func required(p Param) Param {
	p.Required = true
	return p
}

// offerParams are the parameters of a command like /offres.
func offerParams() []Param {
	query := param("recherche", "query", Line)
	query.Rest = true
	contract := param("contrat", "contract", Choice)
	contract.Options = []Option{
		{Value: "cdi", Label: Text{FR: "CDI", EN: "permanent"}},
		{Value: "alternance", Label: Text{FR: "Alternance", EN: "apprenticeship"}},
		{Value: "petit-salaire", Label: Text{FR: "Moins de 1\u202f000\u00a0€", EN: "Under €1,000"}},
	}
	pay := param("salaire", "pay", Number)
	pay.Max = 500_000
	return []Param{query, param("lieu", "place", Line), contract, param("teletravail", "remote", YesNo), pay}
}
