package discord

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// accounts are those of some people.
type accounts map[bot.PersonID]string

func (a accounts) Account(_ context.Context, _ bot.Address, person bot.PersonID) (string, error) {
	if user, ok := a[person]; ok {
		return user, nil
	}
	return "", bot.ErrNotFound
}

// Those whom a message may ping are pinged, and nobody else whom it names.
func TestPings(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	g := s.Guild("Piscine", "fr")
	c, camille, sam := g.Channel("moderation"), s.User("Camille", "fr"), s.User("Sam", "fr")
	g.Join(camille)
	g.Join(sam)
	s.AllowPing(camille)
	a := adapter(t, s, kept{})
	a.Accounts = accounts{"c": camille.ID}
	at := bot.Address{Platform: Platform, Space: g.ID, Channel: c.ID}
	if _, err := a.Send(t.Context(), bot.Post{Key: "p", Kind: bot.SendPost, To: at, Message: &bot.Message{Text: bot.Mention(bot.Person, sam.ID), Notify: []bot.PersonID{"c", "somebody forgotten"}}}); err != nil {
		t.Fatal(err)
	}
	if m := g.Owner().Sees(c)[0]; !slices.Equal(m.Pings, []string{camille.ID}) || !strings.Contains(m.Markdown(), "<@"+sam.ID+">") {
		t.Errorf("pings %q in %q", m.Pings, m.Markdown())
	}
}

// An answer whose own answer is lost is there, once, and is nobody else's.
func TestALostCallback(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Fault{"lost": discordtest.Lost(), "cut": discordtest.Cut(), "ill": discordtest.Status(502)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			g := s.Guild("Piscine", "fr")
			offers, camille := g.Channel("offres"), s.User("Camille", "fr")
			g.Join(camille)
			_, log := open(t, s, nil)
			s.AwaitReady(1)
			const callbacks = discordtest.Match("POST /interactions/*/*/callback")
			s.Fail(callbacks, fault)
			greets(t, camille, offers, "toi")
			s.AwaitRequests(callbacks, 2)
			greets(t, camille, offers, "encore")
			if said := log.String(); strings.Contains(said, "another process") || strings.Contains(said, "ERROR") {
				t.Errorf("the log says %s", said)
			}
		})
	}
}

// A bot that had other commands before gets ours.
func TestForeignCommands(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a := adapter(t, s, kept{})
	a.commands = []bot.Command{reading()}
	before := []map[string]any{{"name": "de", "description": "Lancer", "type": 1, "options": []any{
		map[string]any{"type": integerOption, "name": "faces", "description": "Combien", "choices": []any{map[string]any{"name": "six", "value": 6}}},
	}}}
	if err := a.client().do(t.Context(), call{method: http.MethodPut, route: "c", path: commandsPath(s.ApplicationID, ""), body: before}, nil); err != nil {
		t.Fatal(err)
	}
	if err := a.register(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := s.Registered(nil); len(all) != 1 || all[0].Name != "lire" {
		t.Errorf("registered %+v", all)
	}
}
