package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot/discord/discordtest"
)

// piscine is a server of a fake Discord, with its channels.
type piscine struct {
	*discordtest.Server
	t                           *testing.T
	g                           *discordtest.Guild
	offers, coaching, moderated *discordtest.Channel
}

// openPiscine opens a Discord with one server, on the machine's clock or on another.
func openPiscine(t *testing.T, clock *discordClock) *piscine {
	t.Helper()
	s := discordtest.Start(t)
	if clock != nil {
		s.SetClock(clock.now)
	}
	g := s.Guild("Piscine", "fr")
	return &piscine{s, t, g, g.Channel("offres"), g.Channel("coaching"), g.Channel("moderation")}
}

// guest is somebody at a client of Discord, in the channel where they type.
type guest struct {
	*discordtest.User
	t  *testing.T
	in *discordtest.Channel
}

// joins is somebody new in the server, whose client speaks a language.
func (p *piscine) joins(name, locale string, roles ...*discordtest.Role) *guest {
	u := p.User(name, locale)
	p.g.Join(u, roles...)
	return &guest{u, p.t, p.offers}
}

// types uses a command.
func (g *guest) types(command string, options map[string]any) discordtest.Answer {
	g.t.Helper()
	return g.Command(g.in, command, options).Answer()
}

// presses presses the first button with a label.
func (g *guest) presses(on discordtest.Message, label string) discordtest.Answer {
	g.t.Helper()
	b := on.Find(func(c *discordtest.Component) bool { return c.CustomID != "" && oneSpace.Replace(c.Label) == label })
	if b == nil {
		g.t.Fatalf("no button %q in %q", label, shown(on))
	}
	return g.Press(on, b.CustomID).Answer()
}

// fills opens the form behind a button and sends it.
func (g *guest) fills(on discordtest.Message, label string, values map[string]any) discordtest.Answer {
	g.t.Helper()
	form := g.presses(on, label).Modal
	if form == nil {
		g.t.Fatalf("%q opens no form", label)
	}
	return g.Submit(form, values).Answer()
}

// writes says something to the bot in direct messages, and hears the answer.
func (g *guest) writes(line string) discordtest.Message {
	g.t.Helper()
	return g.Hears(g.DM(), g.Says(g.DM(), line), 1)[0]
}

var oneSpace = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// words are what a message says, with ordinary spaces.
func words(m discordtest.Message) string { return oneSpace.Replace(m.Read().Text) }

// shown are the words of a message, then the labels of its buttons.
func shown(m discordtest.Message) string {
	all := words(m)
	for _, label := range m.Buttons() {
		all += "\n[" + oneSpace.Replace(label) + "]"
	}
	return all
}

// shows fails the test for each of some words that a message does not say, or has no
// button for.
func shows(t *testing.T, m discordtest.Message, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(shown(m), w) {
			t.Errorf("no %q in %q", w, shown(m))
		}
	}
}

// alone fails the test for a message that others see too, or that pings anybody.
func alone(t *testing.T, m discordtest.Message) {
	t.Helper()
	if !m.Ephemeral || len(m.Pings) > 0 {
		t.Errorf("seen by all: %t, pings %q: %q", !m.Ephemeral, m.Pings, words(m))
	}
}

// posts are what the bot wrote in a channel for all, oldest first.
func (p *piscine) posts(in *discordtest.Channel) []discordtest.Message {
	return slices.DeleteFunc(in.Guild.Owner().Sees(in), func(m discordtest.Message) bool {
		return m.Author != p.Bot().ID || m.Type != discordtest.MessageDefault || m.Ephemeral
	})
}

// awaitPosts waits until the bot has written n messages in a channel.
func (p *piscine) awaitPosts(in *discordtest.Channel, n int) []discordtest.Message {
	p.t.Helper()
	var all []discordtest.Message
	p.Await("posts in "+in.Name, func() bool {
		all = p.posts(in)
		return len(all) >= n
	})
	if len(all) != n {
		p.t.Fatalf("%d posts in %s; want %d", len(all), in.Name, n)
	}
	return all
}

// directs are what the bot wrote to somebody in direct messages, oldest first.
func (g *guest) directs(n int) []discordtest.Message {
	g.t.Helper()
	all := g.Hears(g.DM(), discordtest.Message{}, n)
	if len(all) != n {
		g.t.Fatalf("%d direct messages to %s; want %d", len(all), g.Name, n)
	}
	return all
}

// eventually asks again and again until it is told that something is so.
func eventually(t *testing.T, what string, within time.Duration, so func() bool) {
	t.Helper()
	late := time.NewTimer(within)
	defer late.Stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for !so() {
		select {
		case <-again.C:
		case <-late.C:
			t.Fatalf("waited %s for %s", within, what)
		}
	}
}
