package discord

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

// people are whoever the platform says they are.
type people struct{}

func (people) Know(_ context.Context, _ bot.Address, m bot.Member) (bot.Member, error) {
	m.ID = bot.PersonID(m.User)
	return m, nil
}

func (people) First(context.Context, string) (bool, error) { return true, nil }

// journal is a log that tests read.
type journal struct {
	mu    sync.Mutex
	b     bytes.Buffer
	lines chan string // where there is room
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	select {
	case j.lines <- string(p):
	default:
	}
	return j.b.Write(p)
}

// tells waits until a line of the log holds some words.
func (j *journal) tells(t *testing.T, words string) {
	t.Helper()
	late := time.After(discordtest.Patience)
	for {
		select {
		case line := <-j.lines:
			if strings.Contains(line, words) {
				return
			}
		case <-late:
			t.Fatalf("%q is not in the log: %s", words, j)
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// reading is a command that takes a file.
func reading() bot.Command {
	both := func(s string) bot.Text { return bot.Text{FR: s, EN: s} }
	return bot.Command{
		Name: "lire", Names: both("lire"), Summary: both("Lire"), Ephemeral: true,
		Params: []bot.Param{{Name: "fichier", Names: both("fichier"), Help: both("Le fichier"), Kind: bot.Document, Required: true}},
		Run: func(_ context.Context, r *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: bot.Textf(both("Lu : %s"), r.Args["fichier"])}, nil
		},
	}
}

// forgetting is a command that shows something to a member alone, and what makes it go.
func forgetting() bot.Command {
	both := func(s string) bot.Text { return bot.Text{FR: s, EN: s} }
	return bot.Command{
		Name: "mes-donnees", Names: both("mes-donnees"), Summary: both("Voir"), Ephemeral: true,
		Run: func(context.Context, *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: both("Un secret"), Buttons: []bot.Button{{Label: both("Effacer"), Do: bot.Call{Command: "mes-donnees", Action: "effacer"}}}}, nil
		},
		Actions: []bot.Action{{Name: "effacer", Ephemeral: true, Forgets: true, Run: func(context.Context, *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: both("Effacé")}, nil
		}}},
	}
}

// open is a bot with the suite's commands at work, and its log.
func open(t *testing.T, s *discordtest.Server, with func(*Adapter)) (*Adapter, *journal) {
	t.Helper()
	log := &journal{lines: make(chan string, 100)}
	logger := slog.New(slog.NewTextHandler(io.MultiWriter(log, t.Output()), nil))
	router, err := bot.NewRouter(append(bottest.Commands(), reading(), forgetting()), bot.Ports{Calls: kept{}, Once: people{}, Directory: people{}, Log: logger, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	a := adapter(t, s, kept{})
	a.Log, a.opening = logger, 2*time.Second
	if with != nil {
		with(a)
	}
	runs(t, a, router)
	return a, log
}

// greets fails the test unless the bot answers somebody in a guild.
func greets(t *testing.T, camille *discordtest.User, in *discordtest.Channel, whom string) {
	t.Helper()
	a := camille.Command(in, "bonjour", map[string]any{"texte": whom}).Answer()
	if got := a.Message.Read().Text; !strings.Contains(got, "Bonjour, "+whom) {
		t.Errorf("answered with %q", got)
	}
}

// What somebody writes to the bot is a line, answered once and kept nowhere.
func TestDirectMessages(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	camille := s.User("Camille", "fr")
	g.Join(camille)
	_, log := open(t, s, nil)
	s.AwaitReady(1)
	for line, want := range map[string]string{
		"/bonjour Nancy-zq81": "Bonjour, Nancy-zq81 !",
		"bonjour  Metz-zq81":  "Bonjour, Metz-zq81 !",
		"salut zq81":          "Je ne connais pas",
		"/panne":              "Quelque chose s’est mal passé",
	} {
		wrote := camille.Says(camille.DM(), line)
		heard := camille.Hears(camille.DM(), wrote, 1)
		if got := heard[0].Read(); !strings.Contains(squeezed(got.Text), squeezed(want)) || len(heard[0].Pings) > 0 {
			t.Errorf("%q is answered with %+v", line, got)
		}
	}
	wrote := camille.Says(camille.DM(), "/inscription")
	door := camille.Hears(camille.DM(), wrote, 1)[0]
	form := camille.Press(door, door.Button("Remplir le formulaire").CustomID).Answer().Modal
	if form == nil || form.Title != "T’inscrire" {
		t.Fatalf("the form is %+v", form)
	}
	a := camille.Submit(form, map[string]any{"Ton nom": "Camille"}).Answer()
	if got := a.Message.Read().Text; !strings.Contains(squeezed(got), "Tevoilà:Camille") {
		t.Errorf("answered with %q", got)
	}
	if strings.Contains(log.String(), "zq81") {
		t.Errorf("what was written is in the log: %s", log)
	}
	if n := len(camille.Sees(camille.DM())); n != 11 {
		t.Errorf("%d messages for six said", n)
	}
}

// What cannot be read, or is of a kind that we do not know, ends nothing.
func TestStrangeInteractions(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	_, log := open(t, s, nil)
	s.AwaitReady(1)
	for _, d := range []any{
		map[string]any{}, "text", []any{}, map[string]any{"id": 1, "token": 2}, map[string]any{"id": "1", "token": "x", "type": 99},
		map[string]any{"id": "1", "token": "x", "type": 3, "data": map[string]any{"custom_id": "bonjour.", "component_type": 99, "values": "a"}},
	} {
		s.Emit(g, "INTERACTION_CREATE", d)
	}
	greets(t, camille, offers, "Nancy")
	log.tells(t, "an interaction of another kind")
	if n := strings.Count(log.String(), "an interaction that cannot be read"); n != 5 {
		t.Errorf("%d are told of as not to be read: %s", n, log)
	}
	if n := len(s.Requests("POST /interactions/*/*/callback")); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// What a member has forgotten goes from before their eyes too, with the button for it.
func TestWhatIsForgottenIsReplaced(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	open(t, s, nil)
	s.AwaitReady(1)
	shown := camille.Command(offers, "mes-donnees", nil).Answer().Message
	a := camille.Press(shown, shown.Button("Effacer").CustomID).Answer()
	if !a.Updated || a.Message.Read().Text != "Effacé" || len(camille.Sees(offers)) != 1 {
		t.Errorf("%+v", a)
	}
}
