package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

const posting = discordtest.Match("POST /channels/*/messages")

// desk is a bot that posts, in front of a fake Discord; it listens to nothing. Its
// clock is set by hand.
type desk struct {
	*Adapter
	s      *discordtest.Server
	g      *discordtest.Guild
	offers *discordtest.Channel
	later  atomic.Int64
}

func sit(t *testing.T) *desk {
	s := discordtest.Start(t)
	d := &desk{Adapter: adapter(t, s, kept{}), s: s, g: s.Guild("Piscine", "fr")}
	d.offers = d.g.Channel("offres")
	start := time.Now()
	d.Now = func() time.Time { return start.Add(time.Duration(d.later.Load())) }
	return d
}

// passes lets time go by.
func (d *desk) passes(by time.Duration) { d.later.Add(int64(by)) }

func (d *desk) in(c *discordtest.Channel) bot.Address {
	return bot.Address{Platform: Platform, Space: d.g.ID, Channel: c.ID}
}

func (d *desk) post(key, said string, to bot.Address) bot.Post {
	return bot.Post{Key: key, Kind: bot.SendPost, To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(said)}}
}

// sends posts in the channel of offers.
func (d *desk) sends(t *testing.T, key, said string) bot.MessageRef {
	t.Helper()
	ref, err := d.Send(t.Context(), d.post(key, said, d.in(d.offers)))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// wantFate fails the test unless an error says what became of a post.
func wantFate(t *testing.T, err error, want bot.SendError) {
	t.Helper()
	got, ok := errors.AsType[*bot.SendError](err)
	if !ok || got.Fate != want.Fate || got.Gone != want.Gone || got.Wait < want.Wait || got.Wait > want.Wait+time.Second {
		t.Errorf("%+v; want %s, gone %t, to wait %s", got, want.Fate, want.Gone, want.Wait)
	}
}

// A limit of a route holds for its channel alone, and nothing is asked meanwhile.
func TestALimitOfARoute(t *testing.T) {
	d := sit(t)
	other := d.g.Channel("entraide")
	d.s.Fail(posting, discordtest.RateLimited("user", 7*time.Second))
	busy := bot.SendError{Fate: bot.NotSent, Wait: 7 * time.Second}
	for range 3 {
		_, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
		wantFate(t, err, busy)
	}
	if n := len(d.s.Requests(posting)); n != 1 {
		t.Errorf("asked %d times while limited", n)
	}
	if _, err := d.Send(t.Context(), d.post("b", "Atelier", d.in(other))); err != nil {
		t.Errorf("another channel: %v", err)
	}
	d.passes(8 * time.Second)
	d.sends(t, "a", "Atelier")
}

// What the headers say is kept to before Discord has to refuse.
func TestALimitIsKnownBeforeItIsExceeded(t *testing.T) {
	d := sit(t)
	d.s.Limit(posting, 2, time.Minute)
	d.sends(t, "a", "un")
	d.sends(t, "b", "deux")
	_, err := d.Send(t.Context(), d.post("c", "trois", d.in(d.offers)))
	wantFate(t, err, bot.SendError{Fate: bot.NotSent, Wait: time.Minute - time.Second})
	for _, r := range d.s.Requests(posting) {
		if r.Status == http.StatusTooManyRequests {
			t.Errorf("%+v", r)
		}
	}
}

// A limit of everything holds for everything but answers to interactions.
func TestAGlobalLimit(t *testing.T) {
	d := sit(t)
	d.s.Fail(posting, discordtest.RateLimited("global", 7*time.Second))
	for _, to := range []*discordtest.Channel{d.offers, d.g.Channel("entraide")} {
		_, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(to)))
		wantFate(t, err, bot.SendError{Fate: bot.NotSent, Wait: 7 * time.Second})
	}
	if n := len(d.s.Requests(posting)); n != 1 {
		t.Errorf("asked %d times while limited", n)
	}
	asked := &answering{Adapter: d.Adapter, interaction: &interaction{ID: "1", Token: "x"}, ctx: t.Context()}
	if err := asked.respond(callback{Type: answerLater}, nil); err == nil || len(d.s.Requests("POST /interactions/*/*/callback")) != 1 {
		t.Errorf("the answer to an interaction waited: %v", err)
	}
}

// Before Discord itself stands somebody who says less.
func TestFaultsOfTheFront(t *testing.T) {
	d := sit(t)
	d.s.Fail(posting, discordtest.Banned(30*time.Second))
	_, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
	wantFate(t, err, bot.SendError{Fate: bot.NotSent, Wait: 30 * time.Second})
	d.passes(time.Minute)
	for _, f := range []discordtest.Fault{discordtest.Status(502), discordtest.Status(503), discordtest.Cut()} {
		d.s.Fail(posting, f)
		_, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
		wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
		if _, err := d.Find(t.Context(), d.post("a", "Atelier", d.in(d.offers)), d.Now()); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("what never came is found: %v", err)
		}
	}
	away := &Adapter{Token: d.Token, API: "http://127.0.0.1:1", Now: time.Now}
	_, err = away.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
	wantFate(t, err, bot.SendError{Fate: bot.NotSent})
}

// What is sent though nobody was told is found, and is not sent twice.
func TestALostAnswer(t *testing.T) {
	d := sit(t)
	camille := d.s.User("Camille", "fr")
	d.g.Join(camille)
	before := d.sends(t, "before", "Avant")
	if err := d.Change(t.Context(), before, bot.Post{Kind: bot.PinPost}); err != nil { // tells so in the channel
		t.Fatal(err)
	}
	for i, to := range []bot.Address{d.in(d.offers), {Platform: Platform, Member: camille.ID}} {
		d.s.Fail(posting, discordtest.Lost())
		p := d.post(fmt.Sprint("key", i), "Atelier", to)
		p.Message.Buttons = []bot.Button{{Label: bot.Same("Venir"), Do: bot.Call{Command: "bonjour"}}}
		_, err := d.Send(t.Context(), p)
		wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
		found, err := d.Find(t.Context(), p, time.Now().Add(-time.Minute))
		if err != nil || found.At != to {
			t.Fatalf("found at %+v, %v", found, err)
		}
		if again, err := d.Send(t.Context(), p); err != nil || again != found {
			t.Errorf("sent again as %+v, %v; want %+v", again, err, found)
		}
		if _, err := d.Find(t.Context(), d.post("other", "Atelier", to), time.Now().Add(-time.Minute)); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("another key is found: %v", err)
		}
		edit := p
		edit.Kind, edit.Key, edit.Of = bot.EditPost, "edit", p.Key
		edit.Message = &bot.Message{Text: bot.Same("Atelier complet")}
		if err := d.Change(t.Context(), found, edit); err != nil {
			t.Fatal(err)
		}
		if still, err := d.Find(t.Context(), p, time.Now().Add(-time.Minute)); err != nil || still != found {
			t.Errorf("once edited it is found as %+v, %v", still, err)
		}
	}
	if n := len(camille.Sees(camille.DM())); n != 1 {
		t.Errorf("%d messages; want one", n)
	}
}

// A message is found among many.
func TestFindReadsOn(t *testing.T) {
	d := sit(t)
	camille := d.s.User("Camille", "fr")
	d.g.Join(camille)
	since := time.Now()
	for range 130 {
		camille.Says(d.offers, "blabla")
	}
	want := d.sends(t, "key", "Atelier")
	for range 130 {
		camille.Says(d.offers, "blabla")
	}
	p := d.post("key", "Atelier", d.in(d.offers))
	if got, err := d.Find(t.Context(), p, since); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if _, err := d.Find(t.Context(), p, time.Now().Add(10*time.Minute)); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("what is older is found: %v", err)
	}
}

// The nonce is in each post, of a length that Discord takes, and another for another key.
func TestTheNonce(t *testing.T) {
	d := sit(t)
	d.sends(t, "a", "un")
	d.sends(t, "a", "un")
	d.sends(t, strings.Repeat("long/", 200), "deux")
	var nonces []string
	for _, r := range d.s.Requests(posting) {
		var p payload
		if err := json.Unmarshal(r.Body, &p); err != nil || !p.Enforce || p.Nonce == "" || len(p.Nonce) > 25 {
			t.Errorf("%s: %v", r.Body, err)
		}
		nonces = append(nonces, p.Nonce)
	}
	if len(nonces) != 3 || nonces[0] != nonces[1] || nonces[0] == nonces[2] {
		t.Errorf("%q", nonces)
	}
}

// What Discord will never take is rejected, and a place that is closed is told apart.
func TestRefusals(t *testing.T) {
	gone, never := bot.SendError{Fate: bot.Rejected, Gone: true}, bot.SendError{Fate: bot.Rejected}
	for name, c := range map[string]struct {
		spoil func(d *desk, camille *discordtest.User)
		to    func(d *desk, camille *discordtest.User) bot.Address
		want  bot.SendError
	}{
		"no such channel (10003)": {func(d *desk, _ *discordtest.User) { d.g.RemoveChannel(d.offers) }, nil, gone},
		"hidden (50001)":          {func(d *desk, _ *discordtest.User) { d.g.Forbid(d.offers) }, nil, gone},
		"mute (50013)":            {func(d *desk, _ *discordtest.User) { d.offers.Deny(discordtest.SendMessages) }, nil, gone},
		"out of the guild":        {func(d *desk, _ *discordtest.User) { d.g.Kick() }, nil, gone},
		"closed (50007)":          {func(d *desk, camille *discordtest.User) { d.s.CloseDMs(camille) }, directly, gone},
		"no guild shared (50278)": {func(d *desk, camille *discordtest.User) { d.g.Leave(camille) }, directly, gone},
		"opened too fast (40003)": {func(d *desk, _ *discordtest.User) { d.s.Fail("POST /users/@me/channels", discordtest.TooManyDMs()) }, directly, bot.SendError{Fate: bot.NotSent, Wait: time.Minute}},
		"the token is wrong":      {func(d *desk, _ *discordtest.User) { d.Token = "wrong" }, nil, bot.SendError{Fate: bot.NotSent, Wait: time.Minute}},
		"a fault of ours (50035)": {func(d *desk, _ *discordtest.User) {
			d.s.Fail(posting, discordtest.Error(400, 50035, "Invalid Form Body"))
		}, nil, never},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			camille := d.s.User("Camille", "fr")
			d.g.Join(camille)
			c.spoil(d, camille)
			to := d.in(d.offers)
			if c.to != nil {
				to = c.to(d, camille)
			}
			_, err := d.Send(t.Context(), d.post("a", "Atelier", to))
			wantFate(t, err, c.want)
		})
	}
}

// Why a message is not pinned says nothing of the channel, unless nothing can be done in
// it any more.
func TestRefusedPins(t *testing.T) {
	const pinning = discordtest.Match("PUT /channels/*/messages/pins/*")
	gone, open := bot.SendError{Fate: bot.Rejected, Gone: true}, bot.SendError{Fate: bot.Rejected}
	for name, c := range map[string]struct {
		spoil func(d *desk, ref bot.MessageRef)
		want  bot.SendError
	}{
		"no right to pin (50013)": {func(d *desk, _ bot.MessageRef) { d.offers.Deny(discordtest.PinMessages) }, open},
		"too many pins (30003)": {func(d *desk, _ bot.MessageRef) {
			d.s.Fail(pinning, discordtest.Error(400, 30003, "Maximum number of pins reached for the channel (250)"))
		}, open},
		"no message to pin (10008)": {func(d *desk, ref bot.MessageRef) {
			_ = d.Change(context.Background(), ref, bot.Post{Kind: bot.DeletePost})
		}, open},
		"the channel hidden (50001)": {func(d *desk, _ bot.MessageRef) { d.g.Forbid(d.offers) }, gone},
		"no such channel (10003)":    {func(d *desk, _ bot.MessageRef) { d.g.RemoveChannel(d.offers) }, gone},
		"too fast":                   {func(d *desk, _ bot.MessageRef) { d.s.Fail(pinning, discordtest.RateLimited("user", 7*time.Second)) }, bot.SendError{Fate: bot.NotSent, Wait: 7 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			ref := d.sends(t, "a", "Atelier")
			c.spoil(d, ref)
			wantFate(t, d.Change(t.Context(), ref, bot.Post{Key: "pin", Kind: bot.PinPost, Of: "a", To: ref.At}), c.want)
		})
	}
}

func directly(_ *desk, camille *discordtest.User) bot.Address {
	return bot.Address{Platform: Platform, Member: camille.ID}
}

// A message that is too old to be edited again is left, and nothing else waits for it.
func TestTooOldToEdit(t *testing.T) {
	d := sit(t)
	ref := d.sends(t, "a", "Atelier")
	d.s.Fail("PATCH /channels/*/messages/*", discordtest.TooOld())
	edit := d.post("edit", "Atelier complet", ref.At)
	edit.Kind, edit.Of = bot.EditPost, "a"
	wantFate(t, d.Change(t.Context(), ref, edit), bot.SendError{Fate: bot.Rejected})
	if err := d.Change(t.Context(), ref, edit); err != nil {
		t.Errorf("another edit: %v", err)
	}
}

// A post that takes more than one message is refused, not cut.
func TestAPostIsNeverCut(t *testing.T) {
	d := sit(t)
	_, err := d.Send(t.Context(), d.post("a", strings.Repeat("*", 4000), d.in(d.offers)))
	wantFate(t, err, bot.SendError{Fate: bot.Rejected})
	if n := len(d.s.Requests(posting)); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

// The direct messages with somebody are opened once.
func TestDirectMessagesAreOpenedOnce(t *testing.T) {
	d := sit(t)
	camille := d.s.User("Camille", "fr")
	d.g.Join(camille)
	for i := range 3 {
		if _, err := d.Send(t.Context(), d.post(fmt.Sprint(i), "Ton matin", directly(d, camille))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.s.Requests("POST /users/@me/channels")); n != 1 {
		t.Errorf("opened %d times", n)
	}
	if n := len(camille.Sees(camille.DM())); n != 3 {
		t.Errorf("%d messages", n)
	}
}

// What is known of limits is forgotten once it is over.
func TestLimitsAreForgotten(t *testing.T) {
	d := sit(t)
	for i := range 50 {
		c := d.g.Channel(fmt.Sprint("salon-", i))
		if _, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(c))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.rest.limits); n < 50 {
		t.Fatalf("%d limits are known", n)
	}
	d.passes(pruneEvery + time.Minute)
	d.sends(t, "b", "Atelier")
	if n := len(d.rest.limits); n > 2 {
		t.Errorf("%d limits are still known", n)
	}
}

// A channel whose history cannot be read is not one where nothing was said.
func TestAHistoryThatCannotBeRead(t *testing.T) {
	d := sit(t)
	since := time.Now()
	p := d.post("a", "Atelier", d.in(d.offers))
	if _, err := d.Find(t.Context(), p, since); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("in an empty channel: %v", err)
	}
	want := d.sends(t, "a", "Atelier")
	d.offers.Deny(discordtest.ReadMessageHistory)
	_, err := d.Find(t.Context(), p, since)
	wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
	d.offers.Allow()
	if got, err := d.Find(t.Context(), p, since); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

// A thread that could not be opened with its message is opened when that is found; one
// that may not be is no reason to send the message again.
func TestThreads(t *testing.T) {
	const opening = discordtest.Match("POST /channels/*/messages/*/threads")
	for name, c := range map[string]struct {
		spoil  func(d *desk)
		fate   *bot.SendError
		opened bool
	}{
		"busy":      {func(d *desk) { d.s.Fail(opening, discordtest.RateLimited("user", 5*time.Second)) }, &bot.SendError{Fate: bot.MaybeSent, Wait: 5 * time.Second}, true},
		"down":      {func(d *desk) { d.s.Fail(opening, discordtest.Status(502)) }, &bot.SendError{Fate: bot.MaybeSent}, true},
		"lost":      {func(d *desk) { d.s.Fail(opening, discordtest.Lost()) }, &bot.SendError{Fate: bot.MaybeSent}, true},
		"forbidden": {func(d *desk) { d.offers.Deny(discordtest.CreatePublicThreads) }, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			c.spoil(d)
			p := d.post("a", "Atelier", d.in(d.offers))
			p.Thread = &bot.Thread{Name: bot.Same("Suivi de l’atelier")}
			ref, err := d.Send(t.Context(), p)
			if c.fate == nil && err != nil {
				t.Fatal(err)
			}
			if c.fate != nil {
				wantFate(t, err, *c.fate)
				d.passes(time.Minute)
				if ref, err = d.Find(t.Context(), p, time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			all := d.g.Owner().Sees(d.offers)
			if len(all) != 1 || all[0].ID != ref.ID || (all[0].Thread != nil) != c.opened || c.opened && all[0].Thread.Name != "Suivi de l’atelier" {
				t.Errorf("%+v", all)
			}
		})
	}
}
