package discord

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

// TestMain lets many tests run at once: they wait, most of their time, for one another's
// seconds (of a late answer, of a session that ends).
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// Discord does what every platform does, as its clients show it.
func TestConformance(t *testing.T) {
	bottest.Conformance(t, func(t *testing.T, in bot.Inbox, calls bot.Calls) *bottest.Stage {
		s := discordtest.Start(t)
		g := s.Guild("Piscine", "fr")
		c := g.Channel("offres")
		a := adapter(t, s, calls)
		a.Accounts = bottest.Accounts{}
		runs(t, a, in)
		s.AwaitReady(1)
		people := 0
		return &bottest.Stage{Platform: a, Channel: bot.Address{Platform: Platform, Space: g.ID, Channel: c.ID}, NoPins: func() { c.Deny(discordtest.PinMessages) }, Member: func(t *testing.T, l bot.Lang) bottest.Member {
			people++
			u := s.User(fmt.Sprintf("Membre%d", people), map[bot.Lang]string{bot.FR: "fr", bot.EN: "en-GB"}[l])
			g.Join(u)
			return &guest{User: u, s: s, in: c, commands: bottest.Commands(), shown: map[string]discordtest.Message{}, forms: map[*bottest.Form]*discordtest.Modal{}}
		}}
	})
}

// adapter is a bot of a fake Discord.
func adapter(t *testing.T, s *discordtest.Server, calls bot.Calls) *Adapter {
	return &Adapter{Token: s.Token, API: s.URL(), Calls: calls, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now}
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

// guest is somebody at a client of Discord, with the messages that they have been shown
// and the forms that were opened for them.
type guest struct {
	*discordtest.User
	s        *discordtest.Server
	in       *discordtest.Channel
	commands []bot.Command
	shown    map[string]discordtest.Message
	forms    map[*bottest.Form]*discordtest.Modal
}

// Types uses the command that a line names, with each of its words where the declaration
// has them; a client that knows no such command lets them write only, which the bot
// hears in direct messages.
func (g *guest) Types(t *testing.T, line string) bottest.Shown {
	t.Helper()
	name, rest, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	if !g.Knows(g.in, name) {
		wrote := g.Says(g.DM(), line)
		return g.reads(g.Hears(g.DM(), wrote, 1)[0])
	}
	registered := g.command(t, name)
	args, err := bot.ParseLine(rest, g.commands[slices.IndexFunc(g.commands, func(c bot.Command) bool { return c.Name == registered.Name })].Params)
	if err != nil {
		t.Fatal(err)
	}
	options := map[string]any{}
	for k, v := range args {
		options[k] = g.enters(t, g.option(t, registered, k), v)
	}
	return g.answered(g.Command(g.in, name, options))
}

// command is what a client knows of a command, by its name in the language of the guest.
func (g *guest) command(t *testing.T, name string) discordtest.Command {
	t.Helper()
	for _, c := range g.s.Registered(nil) {
		if c.Name == name || c.NameLocalizations[g.Locale] == name {
			return c
		}
	}
	t.Fatalf("no command %q", name)
	return discordtest.Command{}
}

func (g *guest) option(t *testing.T, c discordtest.Command, name string) discordtest.Option {
	t.Helper()
	for _, o := range c.Options {
		if o.Name == name || o.NameLocalizations[g.Locale] == name {
			return o
		}
	}
	t.Fatalf("no option %q of /%s", name, c.Name)
	return discordtest.Option{}
}

// enters is what a client sends for what is typed into an option.
func (g *guest) enters(t *testing.T, o discordtest.Option, typed string) any {
	t.Helper()
	if found := g.offered(o, typed); len(found) == 1 {
		return found[0]
	}
	if o.Type == integerOption {
		n, err := strconv.Atoi(typed)
		if err != nil {
			t.Fatalf("a client takes no %q for a number", typed)
		}
		return n
	}
	return typed
}

// offered are the choices of an option that a client shows for what is typed.
func (g *guest) offered(o discordtest.Option, typed string) (labels []string) {
	for _, c := range o.Choices {
		name := c.Name
		if local := c.NameLocalizations[g.Locale]; local != "" {
			name = local
		}
		if strings.Contains(bot.Fold(name), bot.Fold(typed)) {
			labels = append(labels, name)
		}
	}
	return labels
}

func (g *guest) Presses(t *testing.T, on bottest.Shown, label string) bottest.Shown {
	t.Helper()
	m := g.known(t, on)
	b := m.Button(label)
	if b == nil || b.CustomID == "" {
		t.Fatalf("no button %q in %s", label, m.Raw)
	}
	return g.answered(g.Press(m, b.CustomID))
}

func (g *guest) Chooses(t *testing.T, on bottest.Shown, prompt string, labels ...string) bottest.Shown {
	t.Helper()
	m := g.known(t, on)
	s := m.Find(func(c *discordtest.Component) bool {
		return c.Type == discordtest.TypeStringSelect && c.Placeholder == prompt
	})
	if s == nil {
		t.Fatalf("no select %q in %s", prompt, m.Raw)
	}
	return g.answered(g.Choose(m, s.CustomID, labels...))
}

func (g *guest) Fills(t *testing.T, form bottest.Shown, values map[string]string) bottest.Shown {
	t.Helper()
	m := g.forms[form.Form]
	if m == nil {
		t.Fatalf("%+v is no form", form)
	}
	filled := map[string]any{}
	for label, v := range values {
		filled[label] = v
	}
	return g.answered(g.Submit(m, filled))
}

// Completes asks the bot, but for an option whose choices the client has.
func (g *guest) Completes(t *testing.T, command, option, typed string) (labels []string) {
	t.Helper()
	if o := g.option(t, g.command(t, command), option); len(o.Choices) > 0 {
		return g.offered(o, typed)
	}
	for _, c := range g.Complete(g.in, command, option, typed, nil) {
		labels = append(labels, c.Name)
	}
	return labels
}

func (g *guest) Sees(t *testing.T) []bottest.Shown {
	t.Helper()
	return g.looks(g.in)
}

func (g *guest) SeesThread(t *testing.T, on bottest.Shown) []bottest.Shown {
	t.Helper()
	m, ok := g.Look(g.known(t, on))
	if !ok || m.Thread == nil {
		t.Fatalf("%+v opened no thread", on)
	}
	return g.looks(m.Thread)
}

// Person is the id of the guest's account.
func (g *guest) Person() bot.PersonID { return bot.PersonID(g.ID) }

// SeesGroups are the private threads of the channel that the guest is in.
func (g *guest) SeesGroups(t *testing.T) (all [][]bottest.Shown) {
	t.Helper()
	for _, thread := range g.PrivateThreads(g.in) {
		all = append(all, g.looks(thread))
	}
	return all
}

// looks reads the messages of a place, but for Discord's own: that one was pinned, which
// one a thread is about, and who was added to it.
func (g *guest) looks(in *discordtest.Channel) (all []bottest.Shown) {
	for _, m := range g.User.Sees(in) {
		if m.Type != discordtest.MessagePinned && m.Type != discordtest.MessageMemberAdded && m.Type != discordtest.MessageThreadStarter {
			all = append(all, g.reads(m))
		}
	}
	return all
}

func (g *guest) known(t *testing.T, s bottest.Shown) discordtest.Message {
	t.Helper()
	m, ok := g.shown[s.ID]
	if !ok {
		t.Fatalf("%+v has never been shown", s)
	}
	return m
}

// answered waits for an answer and reads it.
func (g *guest) answered(i *discordtest.Interaction) bottest.Shown {
	a := i.Answer()
	if a.Modal != nil {
		return g.opened(a.Modal)
	}
	s := g.reads(a.Message)
	s.Late, s.Updated = a.Late, a.Updated
	return s
}

func (g *guest) opened(m *discordtest.Modal) bottest.Shown {
	form := &bottest.Form{Title: m.Title}
	for _, c := range m.Components {
		f := bottest.Field{Label: c.Label, Value: c.Component.Value}
		for _, o := range c.Component.Options {
			if o.Default {
				f.Value = o.Label
			}
		}
		form.Fields = append(form.Fields, f)
	}
	g.forms[form] = m
	return bottest.Shown{Form: form}
}

// mailbox is an address of mail. Discord makes no link of it: who reads it whole can
// write to it.
var mailbox = regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// reads is what a message says; its controls are those one can use from now on. What
// stands in direct messages is for one person alone.
func (g *guest) reads(m discordtest.Message) bottest.Shown {
	read := m.Read()
	for _, name := range read.Mentions { // a client shows whom and what they name, by a sign
		read.Text = strings.ReplaceAll(read.Text, name, strings.NewReplacer("<", "", ">", "", "@&", "@").Replace(name))
	}
	s := bottest.Shown{ID: m.ID, Text: read.Text, Alone: m.Ephemeral || m.ChannelID == g.DM().ID, Pinned: m.Pinned, Buttons: m.Buttons(), Links: read.Links}
	for _, found := range mailbox.FindAllString(read.Text, -1) {
		s.Links = append(s.Links, "mailto:"+found)
	}
	m.Walk(func(c *discordtest.Component) {
		if c.Placeholder != "" {
			s.Text += "\n" + c.Placeholder
		}
	})
	if m.Thread != nil {
		s.Thread = m.Thread.Name
	}
	g.shown[m.ID] = m
	return s
}
