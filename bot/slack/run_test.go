package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/slack/slacktest"
)

// private is in whatever people write or are called: it is never in a log.
const private = "zq81"

// journal is a log that tests read.
type journal struct {
	mu   sync.Mutex
	b    bytes.Buffer
	more chan struct{} // closed and replaced at each line
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.more)
	j.more = make(chan struct{})
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// tells waits until the log holds some words.
func (j *journal) tells(t *testing.T, words string) {
	t.Helper()
	late := time.After(slacktest.Patience)
	for {
		j.mu.Lock()
		told, more := strings.Contains(j.b.String(), words), j.more
		j.mu.Unlock()
		if told {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("%q is not in the log: %s", words, j)
		}
	}
}

// memory is what a Router needs from outside: it keeps calls, and believes what Slack says.
type memory struct {
	mu    sync.Mutex
	calls map[string]bot.Call
}

func (m *memory) Keep(_ context.Context, c bot.Call) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := fmt.Sprintf("%022d", len(m.calls))
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

func (*memory) First(context.Context, string) (bool, error) { return true, nil }

func (*memory) Know(_ context.Context, _ bot.Address, m bot.Member) (bot.Member, error) {
	m.ID = bot.PersonID(m.User)
	return m, nil
}

// desk is a bot in front of a fake Slack, in a workspace where somebody is.
type desk struct {
	*slacktest.Server
	a       *Adapter
	w       *slacktest.Workspace
	offers  *slacktest.Channel
	camille *slacktest.User
	log     *journal
	memory  *memory
	end     func() error // ends the bot, and returns what it ended with
}

// sits is a desk whose bot does not run yet. What its log may not hold is looked for in it
// when the test ends.
func sits(t *testing.T) *desk {
	t.Helper()
	d := &desk{log: &journal{more: make(chan struct{})}, memory: &memory{calls: map[string]bot.Call{}}}
	t.Cleanup(func() {
		log := d.log.String()
		for what, secret := range map[string]string{"what somebody wrote, or their name": private, "a token": d.w.BotToken, "an app's token": d.AppToken, "a wrong token": "-faux", "an address to answer at": "/commands/T", "another address to answer at": "/actions/T", "a ticket": "ticket="} {
			if strings.Contains(strings.ToLower(log), strings.ToLower(secret)) {
				t.Errorf("%s is in the log", what)
			}
		}
		if t.Failed() {
			t.Log(log)
		}
	})
	d.Server = slacktest.Start(t)
	d.w = d.Workspace("Piscine")
	d.offers, d.camille = d.w.Channel("offres"), d.w.User("Camille-"+private, "fr-FR")
	d.offers.Join(d.camille)
	d.a = adapter(d.Server, d.memory, d.w)
	d.a.again = 20 * time.Millisecond
	d.a.Log = slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return d
}

// router answers with the commands of the suite and others.
func (d *desk) router(t *testing.T, others ...bot.Command) *bot.Router {
	t.Helper()
	r, err := bot.NewRouter(append(bottest.Commands(), others...), bot.Ports{Calls: d.memory, Once: d.memory, Directory: d.memory, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// begins runs the bot until the test ends, or end is called.
func (d *desk) begins(t *testing.T, in bot.Inbox) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.a.Run(ctx, in) }()
	d.end = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := d.end(); err != nil {
			t.Errorf("the bot ended: %v", err)
		}
	})
	d.AwaitSockets(1)
}

// works is a desk at which the commands of the suite and others are answered.
func works(t *testing.T, others ...bot.Command) *desk {
	t.Helper()
	d := sits(t)
	d.begins(t, d.router(t, others...))
	return d
}

func both(s string) bot.Text { return bot.Same(s) }

// does is a command, and what it answers.
func does(name string, alone bool, run bot.Handler) bot.Command {
	return bot.Command{Name: name, Names: both(name), Summary: both("Une commande"), Ephemeral: alone, Run: run}
}

// replies is a handler that always answers the same.
func replies(with bot.Reply) bot.Handler {
	return func(context.Context, *bot.Request) (bot.Reply, error) { return with, nil }
}

// greets fails the test unless the bot answers somebody, once.
func greets(t *testing.T, who *slacktest.User, in *slacktest.Channel, whom string) {
	t.Helper()
	i := who.Command(in, "/bonjour", whom)
	if a := i.Answer(); !strings.Contains(a.Message.Read().Text, "Bonjour, "+whom) {
		t.Errorf("answered with %q %s", a.Message.Read().Text, a.Error)
	}
}

// counts is in how many messages of a channel somebody reads some words.
func counts(who *slacktest.User, in *slacktest.Channel, words string) (n int) {
	for _, m := range who.Sees(in) {
		if strings.Contains(m.Read().Text, words) {
			n++
		}
	}
	return n
}

// A token that can never serve ends a bot that has no other, with words for whoever
// installs it.
func TestHopelessTokens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil  func(*desk)
		fr, en string
	}{
		"an app's token":         {func(d *desk) { d.a.Workspaces[0].AppToken = "xapp-faux" }, "Slack ne reconnaît pas le jeton", "Slack does not know the token"},
		"a bot's token":          {func(d *desk) { d.a.Workspaces[0].BotToken = "xoxb-faux" }, "Slack ne reconnaît pas le jeton", "Slack does not know the token"},
		"a token that was taken": {func(d *desk) { d.w.Break("token_revoked") }, "a été révoqué", "was revoked"},
		"tokens swapped": {func(d *desk) {
			w := &d.a.Workspaces[0]
			w.AppToken = w.BotToken
		}, "Slack attend un autre jeton", "Slack expects another token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sits(t)
			c.spoil(d)
			err := d.a.Run(t.Context(), d.router(t))
			said := bot.UserErrors(err)
			if len(said) != 1 || !strings.Contains(said[0].Text.FR, c.fr) || !strings.Contains(said[0].Text.EN, c.en) {
				t.Fatalf("ended with %v", err)
			}
			if strings.Contains(fmt.Sprint(err), "xapp-") && strings.Contains(fmt.Sprint(err), "faux") {
				t.Errorf("a token is in %v", err)
			}
		})
	}
}

// An app whose token is refused does not stop another one.
func TestAnAppThatDoesNotWork(t *testing.T) {
	t.Parallel()
	d, other := sits(t), sits(t)
	w := d.a.Workspaces[0]
	other.a.Workspaces = append(other.a.Workspaces, Workspace{BotToken: w.BotToken, AppToken: "xapp-faux", API: w.API})
	up := make(chan []string, 10)
	other.a.Up = func(names []string) { up <- names }
	other.begins(t, other.router(t))
	other.log.tells(t, "an app of Slack's that does not work")
	greets(t, other.camille, other.offers, "Nancy")
	if d.Opened() != 0 {
		t.Errorf("%d sockets of an app that is refused", d.Opened())
	}
	select {
	case <-up:
	case <-time.After(slacktest.Patience):
		t.Error("nobody is told that the bot is up")
	}
}

// A workspace whose token is refused does not stop another one of the same app, with which
// it shares its sockets.
func TestAWorkspaceThatDoesNotWork(t *testing.T) {
	t.Parallel()
	d := sits(t)
	broken := d.Workspace("Atelier")
	broken.Break("account_inactive")
	d.a.Workspaces = append([]Workspace{{BotToken: broken.BotToken, AppToken: d.AppToken, API: d.URL()}}, d.a.Workspaces...)
	d.begins(t, d.router(t))
	d.AwaitSockets(2)
	greets(t, d.camille, d.offers, "Nancy")
	d.log.tells(t, "a workspace of Slack's that does not work")
	if n := d.Opened(); n != 2 {
		t.Errorf("%d sockets of one app", n)
	}
}

// What is being answered when the bot stops still is; then every socket is closed.
func TestTheEnd(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	d := works(t, does("attends", false, func(ctx context.Context, _ *bot.Request) (bot.Reply, error) {
		close(begun)
		select {
		case <-release:
			return &bot.Message{Text: both("Me voilà")}, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}))
	d.AwaitSockets(2)
	i := d.camille.Command(d.offers, "/attends", "")
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- d.end() }()
	d.AwaitGone()
	close(release)
	if got := i.Answer().Message.Read().Text; got != "Me voilà" {
		t.Errorf("answered with %q", got)
	}
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}
