package discord

import (
	"net/url"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// The link lets the bot in with its commands and its rights.
func TestInvite(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a := adapter(t, s, kept{})
	link, err := a.Invite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := "https://discord.com/oauth2/authorize?client_id=" + s.ApplicationID + "&scope=bot+applications.commands&permissions=2252177770908672&integration_type=0"
	if link != want {
		t.Errorf("%s, want %s", link, want)
	}
	if u, err := url.Parse(link); err != nil || u.Query().Get("scope") != "bot applications.commands" {
		t.Errorf("%s: %v", link, err)
	}
}

// Where there is no link, words say why and what to do, and no secret is in them.
func TestNoInvite(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	for name, c := range map[string]struct {
		with func(*Adapter)
		want string
	}{
		"a wrong token":       {func(a *Adapter) { a.Token = "tres-secret" }, "Reset Token"},
		"a token of two":      {func(a *Adapter) { a.Token = "tres-secret\ntres-secret" }, "Reset Token"},
		"nobody there":        {func(a *Adapter) { a.API, a.Token = "http://127.0.0.1:1/api", "tres-secret" }, "http://127.0.0.1:1/api"},
		"not even an address": {func(a *Adapter) { a.API, a.Token = "http://%zz", "tres-secret" }, "pare-feu"},
	} {
		a := adapter(t, s, kept{})
		c.with(a)
		_, err := a.Invite(t.Context())
		said := bot.UserErrors(err)
		if len(said) != 1 || !strings.Contains(said[0].Text.FR, c.want) || said[0].Text.EN == said[0].Text.FR || strings.Contains(err.Error(), "tres-secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
