package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack"
	"rebond/bot/slack/slacktest"
	"rebond/commands"
)

// workspace is one of a fake Slack, which has our app as its manifest declares it.
type workspace struct {
	*slacktest.Server
	t                           *testing.T
	w                           *slacktest.Workspace
	offers, coaching, moderated *slacktest.Channel
	owner                       *slacktest.User // who set it up, and sees all channels
}

// openSlack opens a Slack with one workspace, on the machine's clock or on another.
func openSlack(t *testing.T, clock *discordClock) *workspace {
	t.Helper()
	s := slacktest.Start(t)
	if clock != nil {
		s.SetClock(clock.now)
	}
	manifest, err := slack.Manifest(commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}, nil), bot.FR).JSON()
	if err != nil {
		t.Fatal(err)
	}
	s.SetManifest(manifest)
	return settled(t, s, "Piscine")
}

// settled is a new workspace of a Slack, with channels that the bot is in.
func settled(t *testing.T, s *slacktest.Server, name string) *workspace {
	w := s.Workspace(name)
	p := &workspace{s, t, w, w.Channel("offres"), w.Channel("coaching"), w.Channel("moderation"), w.User("Ada", "fr-FR")}
	p.owner.SetPrimaryOwner(true)
	return p
}

// colleague is somebody at a client of Slack, in the channel where they type.
type colleague struct {
	*slacktest.User
	t  *testing.T
	in *slacktest.Channel
}

// joins is somebody new in the workspace, whose client speaks a language.
func (p *workspace) joins(name, locale string) *colleague {
	u := p.w.User(name, locale)
	for _, c := range []*slacktest.Channel{p.offers, p.coaching, p.moderated} {
		c.Join(u)
	}
	return &colleague{u, p.t, p.offers}
}

// admin is somebody new who administers the workspace.
func (p *workspace) admin(name string) *colleague {
	g := p.joins(name, "fr-FR")
	g.SetAdmin(true)
	return g
}

// answered waits for the answer to something, which is not that it failed.
func (g *colleague) answered(i *slacktest.Interaction, what string) slacktest.Answer {
	g.t.Helper()
	a := i.Answer()
	if a.Error != "" {
		g.t.Errorf("%s: %s is answered with the error %s", g.Name, what, a.Error)
	}
	return a
}

// types uses a command: "/offres go lyon".
func (g *colleague) types(line string) slacktest.Answer {
	g.t.Helper()
	return g.answered(g.enters(g.in, line), line)
}

// enters uses a command somewhere, and waits for nothing.
func (g *colleague) enters(in *slacktest.Channel, line string) *slacktest.Interaction {
	g.t.Helper()
	name, rest, _ := strings.Cut(line, " ")
	return g.Command(in, name, rest)
}

// presses presses the first button with a label, written with ordinary spaces.
func (g *colleague) presses(on slacktest.Surface, label string) slacktest.Answer {
	g.t.Helper()
	return g.answered(g.Press(on, spaced(g.t, buttonsOf(on), label)), "["+label+"]")
}

// spaced is the one of some labels that is the same but for its spaces.
func spaced(t *testing.T, all []string, label string) string {
	t.Helper()
	i := slices.IndexFunc(all, func(one string) bool { return oneSpace.Replace(one) == label })
	if i < 0 {
		t.Fatalf("no %q among %q", label, all)
	}
	return all[i]
}

func buttonsOf(on slacktest.Surface) []string {
	if v, ok := on.(*slacktest.View); ok {
		return v.Buttons()
	}
	return on.(slacktest.Message).Buttons()
}

// chooses takes an option of a menu, both written with ordinary spaces.
func (g *colleague) chooses(on slacktest.Message, prompt, option string) slacktest.Answer {
	g.t.Helper()
	menu := on.Find(func(e *slacktest.Element) bool { return oneSpace.Replace(e.Placeholder) == prompt })
	if menu == nil {
		g.t.Fatalf("no menu %q in %q", prompt, read(on))
	}
	var labels []string
	for _, o := range menu.Options {
		labels = append(labels, o.Label)
	}
	return g.answered(g.Choose(on, menu.ActionID, spaced(g.t, labels, option)), "<"+prompt+">")
}

// controlsOf are what can be used of a message or view, but for the ways to other pages.
func controlsOf(on slacktest.Surface) (all []*slacktest.Element) {
	walk := func(e *slacktest.Element) {
		if e.ActionID != "" && e.URL == "" {
			all = append(all, e)
		}
	}
	switch on := on.(type) {
	case slacktest.Message:
		on.Walk(walk)
	case *slacktest.View:
		on.Walk(walk)
	}
	return all
}

// opens opens the form behind a button, over what is open.
func (g *colleague) opens(on slacktest.Surface, label string) (form *slacktest.View) {
	g.t.Helper()
	before := g.top()
	g.Press(on, spaced(g.t, buttonsOf(on), label))
	eventually(g.t, "the form behind "+label, slacktest.Patience, func() bool {
		form = g.top()
		return form != nil && form.Submit != "" && (before == nil || form.ID != before.ID)
	})
	return form
}

// sends fills in a form and sends it.
func (g *colleague) sends(form *slacktest.View, values map[string]any) slacktest.Answer {
	g.t.Helper()
	return g.answered(g.Submit(form, values), "the form "+form.Title)
}

// fills opens the form behind a button and sends it.
func (g *colleague) fills(on slacktest.Surface, label string, values map[string]any) slacktest.Answer {
	g.t.Helper()
	return g.sends(g.opens(on, label), values)
}

// becomes presses a button that changes its message, and waits until it says something:
// what is pressed there makes the bot write elsewhere too.
func (g *colleague) becomes(on slacktest.Message, label, words string) (now slacktest.Message) {
	g.t.Helper()
	g.Press(on, spaced(g.t, on.Buttons(), label))
	eventually(g.t, words, slacktest.Patience, func() (there bool) {
		now, there = g.Look(on)
		return there && has(now, words)
	})
	return now
}

// turns presses a button of a screen, and waits until the one on top says something: the
// Home below may be shown anew meanwhile.
func (g *colleague) turns(on *slacktest.View, label, words string) (now *slacktest.View) {
	g.t.Helper()
	g.Press(on, spaced(g.t, on.Buttons(), label))
	eventually(g.t, words, slacktest.Patience, func() bool {
		now = g.top()
		return now != nil && has(now, words)
	})
	return now
}

// top is the screen in front of somebody; nil: none.
func (g *colleague) top() *slacktest.View {
	if all := g.Views(); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// completes types into a field that is completed, and returns what it takes.
func (g *colleague) completes(form *slacktest.View, field, typed, want string) string {
	g.t.Helper()
	if found := g.Suggest(form, field, typed); !slices.Contains(found, want) {
		g.t.Errorf("no %q for %q: %q", want, typed, found)
	}
	return want
}

// writes says something to the bot in direct messages, and hears the answer.
func (g *colleague) writes(line string) slacktest.Message {
	g.t.Helper()
	return g.Hears(g.DM(), g.Says(g.DM(), line), 1)[0]
}

// read is what a message or a view says, with ordinary spaces, then its buttons.
func read(on slacktest.Surface) string {
	said := ""
	switch on := on.(type) {
	case slacktest.Message:
		said = on.Read().Text
	case *slacktest.View:
		said = on.Read().Text
	}
	for _, label := range buttonsOf(on) {
		said += "\n[" + label + "]"
	}
	return oneSpace.Replace(said)
}

// reads fails the test for each of some words that a message or view does not say, or
// has no button for.
func reads(t *testing.T, on slacktest.Surface, want ...string) {
	t.Helper()
	said := read(on)
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("no %q in %q", w, said)
		}
	}
}

// has reports whether a message or a view says something.
func has(on slacktest.Surface, words string) bool { return strings.Contains(read(on), words) }

// unread fails the test for a message that says something.
func unread(t *testing.T, on slacktest.Surface, words string) {
	t.Helper()
	if has(on, words) {
		t.Errorf("%q in %q", words, read(on))
	}
}

// discreet fails the test for a message that others see too, or that pings anybody.
func discreet(t *testing.T, m slacktest.Message) {
	t.Helper()
	if !m.Ephemeral || len(m.Pings) > 0 {
		t.Errorf("seen by all: %t, pings %q: %q", !m.Ephemeral, m.Pings, read(m))
	}
}

// posts are what the bot wrote in a channel for all, oldest first.
func (p *workspace) posts(in *slacktest.Channel) []slacktest.Message {
	return slices.DeleteFunc(p.owner.Sees(in), func(m slacktest.Message) bool { return m.BotID == "" || m.Ephemeral })
}

// awaitPosts waits until the bot has written n messages in a channel.
func (p *workspace) awaitPosts(in *slacktest.Channel, n int) []slacktest.Message {
	p.t.Helper()
	var all []slacktest.Message
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
func (g *colleague) directs(n int) []slacktest.Message {
	g.t.Helper()
	all := g.Hears(g.DM(), slacktest.Message{}, n)
	if len(all) != n {
		g.t.Fatalf("%d direct messages to %s; want %d", len(all), g.Name, n)
	}
	return all
}
