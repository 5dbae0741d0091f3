package slack

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/slack/slacktest"
)

// TestMain lets many tests run at once: they wait, most of their time, for one another's
// seconds.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// Slack does what every platform does, as its clients show it.
func TestConformance(t *testing.T) {
	bottest.Conformance(t, func(t *testing.T, in bot.Inbox, calls bot.Calls) *bottest.Stage {
		s := slacktest.Start(t)
		manifest, err := Manifest(bottest.Commands(), bot.FR).JSON()
		if err != nil {
			t.Fatal(err)
		}
		s.SetManifest(manifest)
		w := s.Workspace("Piscine")
		c := w.Channel("offres")
		c.Join(w.Bot())
		a := adapter(s, calls, w)
		a.Accounts = bottest.Accounts{}
		a.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
		runs(t, a, in)
		s.AwaitSockets(2)
		people := 0
		return &bottest.Stage{Platform: a, Channel: bot.Address{Platform: Platform, Space: w.ID, Channel: c.ID}, NoPins: func() { w.Withdraw("pins:write") }, Member: func(t *testing.T, l bot.Lang) bottest.Member {
			people++
			u := w.User(fmt.Sprintf("Membre%d", people), map[bot.Lang]string{bot.FR: "fr-FR", bot.EN: "en-GB"}[l])
			c.Join(u)
			return &guest{User: u, lang: l, in: c, commands: bottest.Commands(), shown: map[string]slacktest.Message{}, forms: map[*bottest.Form]*slacktest.View{}}
		}}
	})
}

// adapter is a bot of some workspaces of a fake Slack.
func adapter(s *slacktest.Server, calls bot.Calls, in ...*slacktest.Workspace) *Adapter {
	a := &Adapter{Calls: calls, Once: &once{}, Accounts: accounts{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	for _, w := range in {
		a.Workspaces = append(a.Workspaces, Workspace{BotToken: w.BotToken, AppToken: s.AppToken, API: s.URL()})
	}
	return a
}

// once remembers in memory what was handled.
type once struct {
	mu   sync.Mutex
	seen map[string]bool
	err  error
}

func (o *once) First(_ context.Context, id string) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := !o.seen[id]
	if o.seen == nil {
		o.seen = map[string]bool{}
	}
	o.seen[id] = true
	return first, o.err
}

// accounts know nobody but those that a test says.
type accounts map[bot.PersonID]string

func (a accounts) Account(_ context.Context, _ bot.Address, p bot.PersonID) (string, error) {
	if user, ok := a[p]; ok {
		return user, nil
	}
	return "", bot.ErrNotFound
}

// runs runs a bot for as long as the test.
func runs(t *testing.T, a *Adapter, in bot.Inbox) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, in) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the bot ended: %v", err)
		}
	})
}

// guest is somebody at a client of Slack, with the messages that they have been shown and
// the forms that were opened for them.
type guest struct {
	*slacktest.User
	lang     bot.Lang
	in       *slacktest.Channel
	commands []bot.Command
	shown    map[string]slacktest.Message
	forms    map[*bottest.Form]*slacktest.View
}

// Types types a command that the client offers, and any other line after the umbrella.
func (g *guest) Types(t *testing.T, line string) bottest.Shown {
	t.Helper()
	name, rest, _ := strings.Cut(line, " ")
	if !g.Knows(name) {
		return g.answered(g.Command(g.in, umbrella, strings.TrimPrefix(line, "/")))
	}
	i := g.Command(g.in, name, rest)
	shown := g.answered(i)
	for _, one := range bottest.Zoo(bot.MessageRef{}) {
		if files := handedOver(one.Message); files != nil && name == "/zoo" && rest == one.Name {
			i.Messages(2 + len(files.Files)) // the answer, what it was about, and each file
		}
	}
	return shown
}

func (g *guest) Presses(t *testing.T, on bottest.Shown, label string) bottest.Shown {
	t.Helper()
	return g.answered(g.Press(g.known(t, on), label))
}

func (g *guest) Chooses(t *testing.T, on bottest.Shown, prompt string, labels ...string) bottest.Shown {
	t.Helper()
	return g.answered(g.Choose(g.known(t, on), prompt, labels...))
}

func (g *guest) Fills(t *testing.T, form bottest.Shown, values map[string]string) bottest.Shown {
	t.Helper()
	v := g.forms[form.Form]
	if v == nil {
		t.Fatalf("%+v is no form", form)
	}
	filled := map[string]any{}
	for label, value := range values {
		filled[label] = value
	}
	for _, f := range v.Fields() {
		if !f.Optional && f.Value == "" && values[f.Label] == "" { // a client sends no such form
			refused := g.opened(g.Fill(v, filled))
			for i := range refused.Form.Fields {
				if at := &refused.Form.Fields[i]; at.Label == f.Label {
					at.Fault = "Please complete this required field: it is missing."
				}
			}
			return refused
		}
	}
	return g.answered(g.Submit(v, filled))
}

// Completes types into a field of the command's form: Slack completes no line. What a
// field takes as it is typed is not among what it is completed with.
func (g *guest) Completes(t *testing.T, command, option, typed string) (labels []string) {
	t.Helper()
	form := g.Types(t, "/"+command)
	v := g.forms[form.Form]
	if v == nil {
		t.Fatalf("/%s opens no form: %+v", command, form)
	}
	defer g.Close(v)
	declared := g.commands[slices.IndexFunc(g.commands, func(c bot.Command) bool { return c.Names.In(g.lang) == command })]
	p := declared.Params[slices.IndexFunc(declared.Params, func(p bot.Param) bool { return p.Names.In(g.lang) == option })]
	title := bot.Plain(p.Title().In(g.lang))
	for _, b := range v.Blocks {
		if b.Label == title && len(b.Elements[0].Options) > 0 { // the client has them all
			for _, o := range b.Elements[0].Options {
				if strings.HasPrefix(bot.Fold(o.Label), bot.Fold(typed)) {
					labels = append(labels, o.Label)
				}
			}
			return labels
		}
	}
	for _, label := range g.Suggest(v, title, typed) {
		if label != typed {
			labels = append(labels, label)
		}
	}
	return labels
}

func (g *guest) Sees(t *testing.T) (all []bottest.Shown) {
	t.Helper()
	for _, m := range g.User.Sees(g.in) {
		all = append(all, g.reads(m))
	}
	return all
}

func (g *guest) SeesThread(t *testing.T, on bottest.Shown) (all []bottest.Shown) {
	t.Helper()
	for _, m := range g.User.SeesThread(g.known(t, on)) {
		all = append(all, g.reads(m))
	}
	return all
}

// Person is the id of the guest's account.
func (g *guest) Person() bot.PersonID { return bot.PersonID(g.ID) }

// SeesGroups are the conversations of several people and the bot that the guest is in.
func (g *guest) SeesGroups(t *testing.T) (all [][]bottest.Shown) {
	t.Helper()
	for _, group := range g.Groups() {
		var said []bottest.Shown
		for _, m := range g.User.Sees(group) {
			said = append(said, g.reads(m))
		}
		all = append(all, said)
	}
	return all
}

func (g *guest) known(t *testing.T, s bottest.Shown) slacktest.Message {
	t.Helper()
	m, ok := g.shown[s.ID]
	if !ok {
		t.Fatalf("%+v has never been shown", s)
	}
	return m
}

// answered waits for an answer and reads it. It is late where Slack was told, as it must
// be within 3 s, that it will come.
func (g *guest) answered(i *slacktest.Interaction) bottest.Shown {
	a := i.Answer()
	if a.Error != "" {
		return bottest.Shown{Text: a.Error}
	}
	if a.View != nil {
		return g.opened(a.View)
	}
	s := g.reads(a.Message)
	s.Late, s.Updated = time.Since(i.Sent) > 1900*time.Millisecond && !i.Acked.IsZero(), a.Updated
	return s
}

func (g *guest) opened(v *slacktest.View) bottest.Shown {
	form := &bottest.Form{Title: v.Title}
	for _, b := range v.Blocks {
		if b.Type == "input" {
			form.Fields = append(form.Fields, bottest.Field{Label: b.Label, Value: b.Elements[0].Value, Fault: v.Errors[b.Label]})
		} else {
			form.Fault += faultOf(b.Raw)
		}
	}
	g.forms[form] = v
	return bottest.Shown{Form: form}
}

// faultOf are the words of a block.
func faultOf(raw any) string {
	data, _ := json.Marshal(raw)
	return words(data)
}

// words are all that a block says, in order.
func words(data []byte) string {
	var b struct {
		Text     json.RawMessage   `json:"text"`
		Elements []json.RawMessage `json:"elements"`
	}
	if json.Unmarshal(data, &b) != nil {
		return ""
	}
	var said string
	if json.Unmarshal(b.Text, &said) != nil {
		said = words(b.Text)
	}
	for _, e := range b.Elements {
		said += words(e)
	}
	return said
}

// reads is what a message says; its controls are those one can use from now on. What
// stands in direct messages is for one person alone.
func (g *guest) reads(m slacktest.Message) bottest.Shown {
	read := m.Read()
	s := bottest.Shown{ID: m.TS, Text: read.Text, Alone: m.Ephemeral || m.ChannelID == g.DM().ID, Pinned: m.Pinned, Buttons: m.Buttons(), Links: read.Links}
	m.Walk(func(e *slacktest.Element) {
		if e.Placeholder != "" {
			s.Text += "\n" + e.Placeholder
		}
	})
	for _, b := range m.Blocks {
		if b.BlockID == threadBlock {
			_, s.Thread, _ = strings.Cut(faultOf(b.Raw), ": ")
		}
	}
	g.shown[m.TS] = m
	return s
}
