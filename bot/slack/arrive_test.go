package slack

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
)

// gazette notes where the bot arrives and what it leaves.
type gazette struct {
	mu           sync.Mutex
	joined, left []bot.Address
	err          error
}

func (g *gazette) Joined(_ context.Context, a bot.Arrival) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.joined = append(g.joined, a.At)
	return g.err
}

func (g *gazette) Left(_ context.Context, community bot.Address) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left = append(g.left, community)
	return g.err
}

func (g *gazette) noted() (joined, left []bot.Address) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.joined), slices.Clone(g.left)
}

// Where the bot is is noted when it starts and when it is let in; a note that cannot be
// taken ends nothing.
func TestArrivals(t *testing.T) {
	t.Parallel()
	d := sits(t)
	g := &gazette{err: errors.New("the database is gone")}
	d.a.Arrivals = g
	d.begins(t, d.router(t))
	secret := d.w.PrivateChannel("secret")
	secret.Join(d.camille)
	secret.Invite(d.camille)
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "member_joined_channel", "user": d.camille.ID, "channel": d.offers.ID}))
	d.AwaitAcks(2)
	greets(t, d.camille, secret, "Nancy")
	here := bot.Address{Platform: Platform, Space: d.w.ID}
	there := here
	there.Channel = secret.ID
	if joined, left := g.noted(); !slices.Equal(joined, []bot.Address{here, there}) || len(left) > 0 {
		t.Errorf("came to %v, left %v", joined, left)
	}
	d.log.tells(t, "an arrival not noted")
}

// A workspace that the bot is put out of is noted, once or twice, and nothing of it is
// handled any more; the others go on.
func TestDepartures(t *testing.T) {
	t.Parallel()
	d := sits(t)
	g := &gazette{}
	d.a.Arrivals = g
	other := d.Workspace("Atelier")
	salon, sacha := other.Channel("salon"), other.User("Sacha-"+private, "fr-FR")
	salon.Join(sacha)
	d.a.Workspaces = append(d.a.Workspaces, Workspace{BotToken: other.BotToken, AppToken: d.AppToken, API: d.URL()})
	d.begins(t, d.router(t))
	greets(t, d.camille, d.offers, "Nancy")
	d.SendEnvelope("events_api", happens(d, map[string]any{"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{"U0AUTRE"}, "bot": []string{}}}))
	greets(t, d.camille, d.offers, "Metz")
	d.w.Uninstall()
	d.AwaitAcks(5)
	d.Await("the departure to be noted", func() bool { _, left := g.noted(); return len(left) > 0 })
	d.ForgetCalls()
	d.camille.Command(d.offers, "/bonjour", "Toul").Acknowledged()
	greets(t, sacha, salon, "Pau")
	if n := counts(d.camille, d.offers, "Toul"); n != 0 || len(d.Calls("response_url")) != 1 {
		t.Errorf("%d answers where the bot is not", n)
	}
	gone := bot.Address{Platform: Platform, Space: d.w.ID}
	if _, left := g.noted(); slices.ContainsFunc(left, func(a bot.Address) bool { return a != gone }) || len(left) > 2 {
		t.Errorf("left %v", left)
	}
	_, err := d.a.Send(t.Context(), post("demo", "Atelier", bot.Address{Platform: Platform, Space: d.w.ID, Channel: d.offers.ID}))
	if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Fate != bot.NotSent || e.Wait != time.Minute {
		t.Errorf("a post there: %v", err)
	}
	if joined, _ := g.noted(); len(joined) != 2 {
		t.Errorf("came to %v", joined)
	}
	d.w.Break("") // it is let in again
	greets(t, d.camille, d.offers, "Lunel")
	if joined, _ := g.noted(); len(joined) != 3 || joined[2] != gone {
		t.Errorf("came to %v", joined)
	}
	if strings.Contains(d.log.String(), "panic") {
		t.Error("something panicked")
	}
}

// A workspace that does not say at first who it is is answered all the same.
func TestAWorkspaceThatIsSlow(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]slacktest.Failure{"down": {Status: 503}, "over a limit": {RetryAfter: time.Minute}, "cut": {Cut: true}, "another's answer": {Body: `{"ok":true}`}, "a page": {Body: "<html>"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sits(t)
			second := d.Workspace("Atelier")
			salon, sacha := second.Channel("salon"), second.User("Sacha-"+private, "en-GB")
			salon.Join(sacha)
			d.a.Workspaces = append(d.a.Workspaces, Workspace{BotToken: second.BotToken, AppToken: d.AppToken, API: d.URL()})
			d.Fail("auth.test", slacktest.Failure{}, f)
			d.begins(t, d.router(t))
			greets(t, d.camille, d.offers, "Nancy")
			a := sacha.Command(salon, "/bonjour", "Metz").Answer()
			if got := a.Message.Read().Text; !strings.Contains(got, "Hello, Metz") {
				t.Errorf("answered with %q", got)
			}
			if n := d.Opened(); n > 2 {
				t.Errorf("%d sockets for one app", n)
			}
		})
	}
}
