package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// Commands are declared once Discord takes them again, and do without new ones for a day
// in which it takes no more.
func TestCommandsAreDeclaredInTheEnd(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	const declared = discordtest.Match("PUT /applications/*/commands")
	s.Fail(declared, discordtest.RateLimited("user", 100*time.Millisecond), discordtest.Status(503))
	open(t, s, nil)
	s.AwaitReady(1)
	if len(s.Registered(nil)) == 0 {
		t.Error("none is declared")
	}
	full := discordtest.Start(t)
	full.Fail(declared, discordtest.Error(http.StatusTooManyRequests, createdTooMany, "Max number of daily application command creates has been reached (200)"))
	_, log := open(t, full, nil)
	full.AwaitReady(1)
	log.tells(t, "Discord takes no new command today")
}

// Commands that were tried out in some servers are in one place afterwards, and are
// looked for in each server that once.
func TestCommandsAreInOnePlace(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	first, second := s.Guild("Piscine", "fr"), s.Guild("Forge", "fr")
	a := adapter(t, s, kept{})
	a.commands = []bot.Command{reading(), forgetting()}
	for n, c := range []struct {
		in                 []string
		everywhere, inside int
		looked             int // in all, into the second server
	}{
		{nil, 2, 0, 1}, // the first start knows of none
		{nil, 2, 0, 1},
		{[]string{first.ID}, 0, 2, 1},
		{[]string{first.ID}, 0, 2, 1},
		{nil, 2, 0, 2},
		{nil, 2, 0, 2},
	} {
		a.RegisterIn = c.in
		if err := a.register(t.Context()); err != nil {
			t.Fatal(err)
		}
		looked := len(s.Requests(discordtest.Match("GET /applications/*/guilds/" + second.ID + "/commands")))
		if e, i := len(s.Registered(nil)), len(s.Registered(first)); e != c.everywhere || i != c.inside || looked != c.looked || len(s.Registered(second)) > 0 {
			t.Errorf("start %d: %d for all, %d in the server; looked into the other %d times", n+1, e, i, looked)
		}
	}
}

// Commands that Discord refuses are named.
func TestRefusedCommandsAreNamed(t *testing.T) {
	t.Parallel()
	wanted := registration([]bot.Command{reading(), forgetting()})
	err := blamed(&apiError{Status: 400, Fields: json.RawMessage(`{"1":{"name":{}},"0":{"description":{}},"7":{}}`)}, wanted)
	if !strings.HasPrefix(err.Error(), "/lire, /mes-donnees: ") {
		t.Error(err)
	}
	for _, other := range []error{&apiError{Status: 400}, &apiError{Status: 400, Fields: json.RawMessage(`{"x":{}}`)}, context.Canceled} {
		if got := blamed(other, wanted); got != other {
			t.Error(got)
		}
	}
}
