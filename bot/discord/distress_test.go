package discord

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/discord/discordtest"
)

// noting is a message, with a button whose form is answered for one alone.
func noting(name string, alone bool) bot.Command {
	both := func(s string) bot.Text { return bot.Text{FR: s, EN: s} }
	return bot.Command{
		Name: name, Names: both(name), Summary: both("Afficher"), Ephemeral: alone,
		Run: func(context.Context, *bot.Request) (bot.Reply, error) {
			return &bot.Message{Text: both("Voici"), Buttons: []bot.Button{{Label: both("Noter"), Do: bot.Call{Command: name, Action: "noter", Ask: true}}}}, nil
		},
		Actions: []bot.Action{{Name: "noter", Ephemeral: true, Title: both("Noter"), Params: []bot.Param{{Name: "mot", Names: both("mot"), Help: both("Un mot"), Required: true}},
			Run: func(context.Context, *bot.Request) (bot.Reply, error) {
				return &bot.Update{Message: bot.Message{Text: both("C’est noté")}}, nil
			}}},
	}
}

// attends is a bot whose Router looks for a word in what somebody writes, and answers it.
func attends(t *testing.T) (offers *discordtest.Channel, camille, sacha *discordtest.User) {
	t.Helper()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	offers, camille, sacha = g.Channel("offres"), s.User("Camille", "fr"), s.User("Sacha", "fr")
	g.Join(camille)
	g.Join(sacha)
	log := &journal{lines: make(chan string, 100)}
	logger := slog.New(slog.NewTextHandler(io.MultiWriter(log, t.Output()), nil))
	router, err := bot.NewRouter(append(bottest.Commands(), noting("affiche", false), noting("a-part", true)), bot.Ports{
		Calls: kept{}, Once: people{}, Directory: people{}, Log: logger, Now: time.Now,
		Distress: func(written string) bool { return strings.Contains(written, "zq81-mal") },
		Help:     func(*bot.Request) bot.Text { return bot.Same("Des gens à appeler") },
	})
	if err != nil {
		t.Fatal(err)
	}
	a := adapter(t, s, kept{})
	a.Log, a.opening = logger, 2*time.Second
	runs(t, a, router)
	s.AwaitReady(1)
	t.Cleanup(func() {
		if strings.Contains(log.String(), "zq81") {
			t.Errorf("what was written is in the log: %s", log)
		}
	})
	return offers, camille, sacha
}

const hurt = "j’ai zq81-mal"

// What somebody in distress writes to the bot is answered there, and a command in a channel
// to them alone.
func TestDistressInLines(t *testing.T) {
	t.Parallel()
	offers, camille, sacha := attends(t)
	for _, line := range []string{hurt, "bonjour " + hurt} {
		heard := camille.Hears(camille.DM(), camille.Says(camille.DM(), line), 1)[0]
		if got := heard.Read().Text; got != "Des gens à appeler" || heard.Ephemeral {
			t.Errorf("%q is answered with %+v", line, heard)
		}
	}
	for _, name := range []string{"bonjour", "murmure"} { // the first one has an answer for all
		m := camille.Command(offers, name, map[string]any{"texte": hurt}).Answer().Message
		if !m.Ephemeral || !strings.HasPrefix(m.Read().Text, "Des gens à appeler") {
			t.Errorf("/%s is answered with %+v", name, m)
		}
	}
	if n := len(sacha.Sees(offers)); n != 0 {
		t.Errorf("somebody else sees %d messages", n)
	}
}

// A form in distress is done, and its answer comes under the people to call; so does what
// is wrong with it. It replaces no message that all see.
func TestDistressInForms(t *testing.T) {
	t.Parallel()
	offers, camille, sacha := attends(t)
	form := camille.Command(offers, "inscription", nil).Answer().Modal
	m := camille.Submit(form, map[string]any{"Ton nom": hurt}).Answer().Message
	if read := m.Read().Text; !m.Ephemeral || !strings.HasPrefix(read, "Des gens à appeler") || !strings.Contains(squeezed(read), "Tevoilà") {
		t.Errorf("answered with %+v", m)
	}
	form = camille.Command(offers, "inscription", nil).Answer().Modal
	m = camille.Submit(form, map[string]any{"Ton nom": hurt, "Années d’expérience": "douze"}).Answer().Message
	if read := m.Read().Text; !m.Ephemeral || !strings.Contains(read, "Des gens à appeler") || m.Button("Corriger") == nil {
		t.Errorf("a wrong field is answered with %+v", m)
	}
	shown := camille.Command(offers, "affiche", nil).Answer().Message
	form = camille.Press(shown, shown.Button("Noter").CustomID).Answer().Modal
	a := camille.Submit(form, map[string]any{"mot": hurt}).Answer()
	if a.Updated || !a.Message.Ephemeral || !strings.HasPrefix(a.Message.Read().Text, "Des gens à appeler") {
		t.Errorf("a form of a message for all is answered with %+v", a)
	}
	if seen := sacha.Sees(offers); len(seen) != 1 || seen[0].Read().Text != "Voici" {
		t.Errorf("somebody else sees %+v", seen)
	}
	shown = camille.Command(offers, "a-part", nil).Answer().Message
	form = camille.Press(shown, shown.Button("Noter").CustomID).Answer().Modal
	a = camille.Submit(form, map[string]any{"mot": hurt}).Answer()
	if read := a.Message.Read().Text; !a.Updated || !a.Message.Ephemeral || !strings.HasPrefix(read, "Des gens à appeler") || !strings.HasSuffix(read, "C’est noté") {
		t.Errorf("a form of a message for one alone is answered with %+v", a)
	}
}
