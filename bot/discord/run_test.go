package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
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

// Whatever ends a connection, the session goes on where it can, and begins anew once
// where it cannot.
func TestTheGatewayIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		end                 func(*discordtest.Server)
		resumes, identifies int
	}{
		"the network":                    {(*discordtest.Server).Cut, 1, 1},
		"asked to reconnect (op 7)":      {(*discordtest.Server).Reconnect, 1, 1},
		"invalid for a moment (op 9)":    {func(s *discordtest.Server) { s.Invalidate(true) }, 1, 1},
		"invalid for good (op 9)":        {func(s *discordtest.Server) { s.Invalidate(false) }, 0, 2},
		"closed with 4000":               {func(s *discordtest.Server) { s.Close(4000) }, 1, 1},
		"gone when it resumes (op 9, 6)": {func(s *discordtest.Server) { s.Close(4007) }, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			g := s.Guild("Piscine", "fr")
			offers, camille := g.Channel("offres"), s.User("Camille", "fr")
			g.Join(camille)
			open(t, s, nil)
			s.AwaitReady(1)
			greets(t, camille, offers, "Nancy")
			c.end(s)
			if c.resumes > 0 {
				s.AwaitResumes(c.resumes)
			}
			s.AwaitIdentifies(c.identifies)
			s.AwaitReady(1)
			greets(t, camille, offers, "Metz")
			if r, i := s.Resumes(), s.Identifies(); len(r) != c.resumes || len(i) != c.identifies || len(r) > 0 && !r[0].OnResume {
				t.Errorf("%+v\n%+v", r, i)
			}
			for _, i := range s.Identifies() {
				if i.Intents != int(intents) || i.Refused {
					t.Errorf("%+v", i)
				}
			}
		})
	}
}

// patient stops the clock of Discord, so that no answer is too late for it.
func patient(s *discordtest.Server) {
	now := time.Now()
	s.SetClock(func() time.Time { return now })
}

// What is said while nobody is connected is answered once they are.
func TestWhatWasMissedIsAnswered(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	open(t, s, nil)
	s.AwaitReady(1)
	patient(s)
	greets(t, camille, offers, "Nancy") // the session has begun on both sides
	s.Cut()
	greets(t, camille, offers, "Metz")
	if n := len(s.Requests("POST /interactions/*/*/callback")); n != 2 {
		t.Errorf("answered %d times", n)
	}
}

// Sessions that end at once are begun again more and more slowly.
func TestNoStormOfSessions(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.Guild("Piscine", "fr")
	open(t, s, nil)
	for n := range 3 {
		s.AwaitIdentifies(n + 1)
		s.AwaitReady(1)
		if n < 2 {
			s.Invalidate(false)
		}
	}
	all := s.Identifies()
	for n, least := range []time.Duration{firstRetry / 2, firstRetry} {
		if gap := all[n+1].At.Sub(all[n].At); gap < least {
			t.Errorf("session %d began %s after the one before; want at least %s", n+2, gap, least)
		}
	}
}

// With no session left for today none is begun, and with a wrong token nothing is tried
// again.
func TestSessionsAreCounted(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetBudget(0)
	_, log := open(t, s, nil)
	s.AwaitRequests("GET /gateway/bot", 1)
	log.tells(t, "no session can be begun")
	if len(s.Identifies()) > 0 || s.Connections() > 0 {
		t.Errorf("%+v", s.Identifies())
	}
	wrong := adapter(t, s, kept{})
	wrong.Token = "wrong"
	if err := wrong.Run(t.Context(), nil); err == nil || !fatal(err) {
		t.Errorf("with a wrong token Run ends with %v", err)
	}
	if n := len(s.Requests("GET /gateway/bot")); n > 2 {
		t.Errorf("asked %d times", n)
	}
}

// A gateway that no longer answers heartbeats is left for another.
func TestADeafGateway(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetHeartbeat(200 * time.Millisecond)
	g := s.Guild("Piscine", "fr")
	offers, camille := g.Channel("offres"), s.User("Camille", "fr")
	g.Join(camille)
	open(t, s, nil)
	s.AwaitReady(1)
	patient(s)
	greets(t, camille, offers, "Metz")
	s.Acknowledge(false)
	s.AwaitResumes(1)
	s.Acknowledge(true)
	s.AwaitReady(1)
	greets(t, camille, offers, "Nancy")
}

// Shards share the servers, and begin one after the other.
func TestShards(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	s.SetShards(3, 1, 200*time.Millisecond, true)
	camille := s.User("Camille", "fr")
	var channels []*discordtest.Channel
	for n := range 7 {
		g := s.Guild(fmt.Sprint("Piscine ", n), "fr")
		g.Join(camille)
		channels = append(channels, g.Channel("offres"))
	}
	open(t, s, func(a *Adapter) { a.span = 500 * time.Millisecond })
	s.AwaitReady(3)
	for _, c := range channels {
		greets(t, camille, c, "Nancy")
	}
	seen := map[[2]int]bool{}
	for _, i := range s.Identifies() {
		seen[i.Shard] = true
		if i.Refused {
			t.Errorf("%+v came too soon", i)
		}
	}
	if len(seen) != 3 || len(s.Identifies()) != 3 {
		t.Errorf("%+v", s.Identifies())
	}
}

// At the start Discord may be out of reach for a while.
func TestTheStartIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	camille := s.User("Camille", "fr")
	g.Join(camille)
	s.Fail("GET /applications/@me", discordtest.Status(503), discordtest.Cut())
	open(t, s, nil)
	s.AwaitReady(1)
	greets(t, camille, g.Channel("offres"), "Nancy")
}

// The commands are told when they have changed, and not else.
func TestCommandsAreToldOnce(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	const told = discordtest.Match("PUT /applications/*/commands")
	for n := range 2 {
		_, _ = open(t, s, nil)
		s.AwaitReady(n + 1)
	}
	if n := len(s.Requests(told)); n != 1 {
		t.Errorf("told %d times", n)
	}
	open(t, s, func(a *Adapter) { a.RegisterIn = []string{g.ID} })
	s.AwaitReady(3)
	if n := len(s.Registered(g)); n != len(bottest.Commands())+2 {
		t.Errorf("%d commands in the guild", n)
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

// A file of a member is read where Discord keeps it, and from nowhere else.
func TestDocuments(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers := g.Channel("offres")
	a, _ := open(t, s, nil)
	s.AwaitReady(1)
	const text = "# Été\n- **un**"
	ref, err := a.Send(t.Context(), bot.Post{Key: "file", Kind: bot.SendPost, Lang: bot.FR, To: bot.Address{Platform: Platform, Space: g.ID, Channel: offers.ID}, Message: &bot.Message{Files: []bot.File{{Name: "plan.md", Media: "text/markdown", Data: []byte(text)}}}})
	if err != nil {
		t.Fatal(err)
	}
	var sent struct{ Attachments []struct{ URL string } }
	for _, m := range g.Owner().Sees(offers) {
		if m.ID == ref.ID {
			if err := json.Unmarshal(m.Raw, &sent); err != nil || len(sent.Attachments) != 1 {
				t.Fatalf("%s: %v", m.Raw, err)
			}
		}
	}
	n := 0
	for url, want := range map[string]string{sent.Attachments[0].URL: "Lu : " + text, "https://piege.example/a": unreadable.FR, strings.Replace(sent.Attachments[0].URL, offers.ID, g.ID, 1): unreadable.FR} {
		n++
		s.Emit(g, "INTERACTION_CREATE", map[string]any{
			"id": "70000000000000000" + string(rune('0'+n)), "application_id": s.ApplicationID, "token": "made-up", "type": commandInteraction, "guild_id": g.ID, "channel_id": offers.ID, "locale": "fr",
			"member": map[string]any{"user": map[string]any{"id": g.Owner().ID}, "permissions": "0"},
			"data": map[string]any{"name": "lire", "options": []any{map[string]any{"name": "fichier", "type": attachmentOption, "value": "9"}},
				"resolved": map[string]any{"attachments": map[string]any{"9": map[string]any{"id": "9", "url": url}}}},
		})
		var answer struct{ Data payload }
		asked := s.AwaitRequests("POST /interactions/*/*/callback", n)[n-1]
		if err := json.Unmarshal(asked.Body, &answer); err != nil || answer.Data.Flags&ephemeralFlag == 0 {
			t.Fatalf("%s: %v", asked.Body, err)
		}
		if got := read(t, answer.Data).Text; squeezed(got) != squeezed(want) {
			t.Errorf("%s is answered with %q; want %q", url, got, want)
		}
	}
}

// A file that takes long is announced, one that is too long is read as far as that shows,
// and none is looked for where another address leads.
func TestSlowAndLongDocuments(t *testing.T) {
	t.Parallel()
	announced := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-announced:
			_, _ = io.WriteString(w, "enfin")
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a", 2*maxFile))
	})
	mux.Handle("/away", http.RedirectHandler("/long", http.StatusFound))
	mux.HandleFunc("POST /interactions/1/x/callback", func(w http.ResponseWriter, _ *http.Request) {
		select {
		case <-announced:
		default:
			close(announced)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, c := range []struct {
		path string
		want int
	}{{"/slow", len("enfin")}, {"/long", maxFile}, {"/never", -1}, {"/away", -1}} { // in order: what is announced stays so
		path, want := c.path, c.want
		a := &Adapter{API: server.URL, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
		w := &answering{Adapter: a, interaction: &interaction{ID: "1", Token: "x"}, ctx: t.Context()}
		args := bot.Args{}
		err := w.load(map[string]attachment{"fichier": {URL: server.URL + path}}, args, true)
		if (err != nil) != (want < 0) || want >= 0 && len(args["fichier"]) != want || w.late != (path == "/slow" || path == "/never") {
			t.Errorf("%s: %v, %d bytes, late: %t", path, err, len(args["fichier"]), w.late)
		}
	}
}
