package local

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// memory is a Log in memory, and the ports of the Router.
type memory struct {
	mu      sync.Mutex
	entries []Entry
	last    int                 // the number of the last id
	buttons map[string][]string // the controls of a person, by their number less one
	calls   map[string]bot.Call
	err     error // what the log answers, if anything
}

func newMemory() *memory {
	return &memory{buttons: map[string][]string{}, calls: map[string]bot.Call{}}
}

// fail makes the log answer an error from now on.
func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *memory) Append(_ context.Context, e Entry) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return "", m.err
	}
	for _, known := range m.entries {
		if e.Key != "" && known.Key == e.Key {
			return known.ID, nil
		}
	}
	m.last = max(m.last, len(m.entries)) + 1
	e.ID = fmt.Sprint("m", m.last)
	m.entries = append(m.entries, e)
	return e.ID, nil
}

func (m *memory) find(id string) (*Entry, error) {
	if m.err != nil {
		return nil, m.err
	}
	for i := range m.entries {
		if m.entries[i].ID == id {
			m.entries[i].Replies = len(m.in(threadOf(bot.MessageRef{At: m.entries[i].At, ID: id})))
			return &m.entries[i], nil
		}
	}
	return nil, bot.ErrNotFound
}

// in is what the log keeps of a place.
func (m *memory) in(at bot.Address) []Entry {
	var found []Entry
	for _, e := range m.entries {
		if e.At == at {
			found = append(found, e)
		}
	}
	return found
}

func (m *memory) Edit(_ context.Context, id string, message *bot.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := m.find(id)
	if err == nil {
		e.Message = message
	}
	return err
}

func (m *memory) Pin(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := m.find(id)
	if err == nil {
		e.Pinned = true
	}
	return err
}

func (m *memory) Delete(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = slices.DeleteFunc(m.entries, func(e Entry) bool { return e.ID == id || e.At.Thread == id })
	return m.err
}

func (m *memory) Find(_ context.Context, id string) (Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := m.find(id)
	if err != nil {
		return Entry{}, err
	}
	return *e, nil
}

func (m *memory) FindKey(_ context.Context, key string) (Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries {
		if e.Key == key {
			return e, m.err
		}
	}
	return Entry{}, cmp.Or(m.err, bot.ErrNotFound)
}

func (m *memory) Latest(_ context.Context, at bot.Address, max int) ([]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := m.in(at)
	for i := range found {
		found[i].Replies = len(m.in(threadOf(bot.MessageRef{At: at, ID: found[i].ID})))
	}
	return found[len(found)-min(max, len(found)):], m.err
}

func (m *memory) Button(_ context.Context, who, control string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := slices.Index(m.buttons[who], control); i >= 0 {
		return i + 1, m.err
	}
	m.buttons[who] = append(m.buttons[who], control)
	return len(m.buttons[who]), m.err
}

func (m *memory) Control(_ context.Context, who string, number int) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return "", m.err
	}
	if number < 1 || number > len(m.buttons[who]) {
		return "", bot.ErrNotFound
	}
	return m.buttons[who][number-1], nil
}

func (m *memory) Keep(_ context.Context, c bot.Call) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", c))
	id := hex.EncodeToString(sum[:13])
	m.calls[id] = c
	return id, nil
}

func (m *memory) Redeem(_ context.Context, id string) (bot.Call, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.calls[id]; ok {
		return c, nil
	}
	return bot.Call{}, bot.ErrNotFound
}

func (m *memory) First(context.Context, string) (bool, error) { return true, nil }

func (m *memory) Know(_ context.Context, _ bot.Address, who bot.Member) (bot.Member, error) {
	who.ID = bot.PersonID(who.User)
	return who, nil
}

// sitting is one process of the room: what is typed in it and what it shows.
type sitting struct {
	*memory
	got  []*bot.Request // what the handlers got
	form func(*bot.Request) error
	sign string // of distress, in what is written; empty: none is looked for
	log  bottest.Journal
}

// take remembers what a handler got.
func (v *sitting) take(r *bot.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.got = append(v.got, r)
}

// taken is what the handlers got until now.
func (v *sitting) taken() []*bot.Request {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.got)
}

func enter(m *memory) *sitting { return &sitting{memory: m} }

// as types lines as a person, until the end of the input, and returns what is shown.
func (v *sitting) as(t testing.TB, name string, lines ...string) string {
	t.Helper()
	return v.types(t, name, strings.Join(lines, "\n")+"\n")
}

func (v *sitting) types(t testing.TB, name, input string) string {
	t.Helper()
	who, err := FindPerson(name)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := v.room(Console{In: strings.NewReader(input), Out: &out, As: who}).Run(t.Context(), v.router(t)); err != nil {
		t.Fatalf("the room ended with %v", err)
	}
	return out.String()
}

func (v *sitting) room(c Console) *Room {
	return &Room{Log: v, Calls: v, Accounts: accounts{}, Now: func() time.Time { return noon }, Errors: slog.New(slog.NewTextHandler(&v.log, nil)), Console: c}
}

func text(fr, en string) bot.Text { return bot.Text{FR: fr, EN: en} }

func param(fr, en string, kind bot.Kind) bot.Param {
	return bot.Param{Name: fr, Names: text(fr, en), Help: text("Aide de "+fr, "Help for "+en), Kind: kind}
}

func (v *sitting) router(t testing.TB) *bot.Router {
	t.Helper()
	declare := func(fr, en string, ephemeral bool, reply func(*bot.Request) (bot.Reply, error), set func(*bot.Command)) bot.Command {
		c := bot.Command{Name: fr, Names: text(fr, en), Summary: text("Résumé", "Summary"), Title: text("Titre "+fr, "Title "+en), Ephemeral: ephemeral}
		c.Run = func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			v.take(r)
			return reply(r)
		}
		if set != nil {
			set(&c)
		}
		return c
	}
	query, place, contract := param("recherche", "query", bot.Line), param("lieu", "place", bot.Line), param("contrat", "contract", bot.Choice)
	query.Rest, query.Suggest, place.Suggest = true, suggest("golang nancy", "rust"), suggest("Lyon", "Le Havre", "Le Mans")
	contract.Options = []bot.Option{{Value: "cdi", Label: text("CDI", "permanent")}, {Value: "partiel", Label: text("Temps partiel", "part time")}}
	page := param("page", "page", bot.Number)
	title, pay, note := param("titre", "title", bot.Line), param("salaire", "pay", bot.Number), param("note", "note", bot.Prose)
	title.Required, pay.Max, note.Private = true, 500_000, true

	router, err := bot.NewRouter([]bot.Command{
		declare("offres", "jobs", true, func(*bot.Request) (bot.Reply, error) { return offers(1), nil }, func(c *bot.Command) {
			c.Params = []bot.Param{query, place, contract}
			c.Actions = []bot.Action{{Name: "suite", Ephemeral: true, Params: []bot.Param{page}, Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
				v.take(r)
				return &bot.Update{Message: *offers(r.Args.Int("page"))}, nil
			}}}
		}),
		declare("annoncer", "announce", false, func(r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: bot.Textf(text("Annonce : **%s**", "Announcement: **%s**"), r.Args["texte"])}, nil
		}, func(c *bot.Command) {
			c.Params = []bot.Param{param("texte", "text", bot.Line)}
			c.Params[0].Rest = true
		}),
		declare("publier", "post-job", true, func(r *bot.Request) (bot.Reply, error) {
			if v.form != nil && r.Form {
				if err := v.form(r); err != nil {
					return nil, err
				}
			}
			return &bot.Message{Text: bot.Textf(text("Publié : %s, %s, %s, %s.", "Posted: %s, %s, %s, %s."), r.Args["titre"], r.Args["contrat"], r.Args["salaire"], r.Args["note"])}, nil
		}, func(c *bot.Command) {
			c.Ask, c.Params = true, []bot.Param{title, contract, pay, note}
			c.Actions = []bot.Action{{Name: "noter", Ephemeral: true, Title: text("Noter", "Note"), Params: []bot.Param{note}, Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
				return &bot.Update{Message: bot.Message{Text: bot.Textf(text("Noté : %s", "Noted: %s"), r.Args["note"])}}, nil
			}}}
		}),
		declare("moderation", "moderate", true, func(*bot.Request) (bot.Reply, error) { return &bot.Message{Text: text("Rien.", "Nothing.")}, nil }, func(c *bot.Command) {
			c.Access, c.Params = bot.Moderator, []bot.Param{place}
		}),
		declare("rien", "nothing", true, func(*bot.Request) (bot.Reply, error) { return nil, nil }, nil),
		declare("lent", "slow", true, func(*bot.Request) (bot.Reply, error) {
			<-time.After(3 * time.Second) // within synctest only
			return &bot.Message{Text: text("Enfin.", "At last.")}, nil
		}, nil),
	}, bot.Ports{Calls: v, Once: v, Directory: v, Log: slog.New(slog.NewTextHandler(&v.log, nil)), Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	if v.sign != "" {
		router.Distress = func(written string) bool { return strings.Contains(written, v.sign) }
		router.Help = func(*bot.Request) bot.Text { return text("Des gens à appeler", "People to call") }
	}
	return router
}

// offers is one page of offers, with its buttons.
func offers(page int) *bot.Message {
	return &bot.Message{
		Text: bot.Textf(text("Page %s", "Page %s"), page),
		Buttons: []bot.Button{
			{Label: text("Suivantes", "Next"), Do: bot.Call{Command: "offres", Action: "suite", Args: bot.Args{"page": fmt.Sprint(page + 1)}}},
			{Label: text("Site", "Site"), URL: "https://rebond.example"},
		},
	}
}

func suggest(values ...string) func(context.Context, *bot.Request, string) ([]bot.Option, error) {
	return func(_ context.Context, _ *bot.Request, typed string) ([]bot.Option, error) {
		var found []bot.Option
		for _, v := range values {
			if strings.HasPrefix(bot.Fold(v), bot.Fold(typed)) {
				found = append(found, bot.Option{Value: v, Label: bot.Same(v)})
			}
		}
		return found, nil
	}
}

// number is the number shown before a button.
func number(t testing.TB, shown, label string) string {
	t.Helper()
	found := regexp.MustCompile(`\[(\d+)\] ` + regexp.QuoteMeta(label)).FindStringSubmatch(shown)
	if found == nil {
		t.Fatalf("no button %q in:\n%s", label, shown)
	}
	return found[1]
}

// wantShown checks that each of some words is shown, in their order.
func wantShown(t testing.TB, shown string, words ...string) {
	t.Helper()
	rest := loose(shown)
	for _, w := range words {
		i := strings.Index(rest, w)
		if i < 0 {
			t.Errorf("%q is not shown, or not after the rest, in:\n%s", w, shown)
			return
		}
		rest = rest[i+len(w):]
	}
}

func wantNotShown(t testing.TB, shown string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(loose(shown), w) {
			t.Errorf("%q is shown in:\n%s", w, shown)
		}
	}
}

// loose puts plain spaces for typographic ones.
func loose(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// wantArgs checks what the last handler got.
func (v *sitting) wantArgs(t testing.TB, want bot.Args) {
	t.Helper()
	if len(v.got) == 0 {
		t.Fatal("no handler ran")
	}
	if got := v.got[len(v.got)-1].Args; !maps.Equal(got, want) {
		t.Errorf("the handler got %q; want %q", got, want)
	}
}
