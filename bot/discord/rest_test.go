package discord

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// behind is a bot with somebody else where Discord should be.
func behind(t *testing.T, h http.HandlerFunc) *Adapter {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return &Adapter{Token: "x", API: s.URL, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now}
}

func greeting(key string, to bot.Address) bot.Post {
	return bot.Post{Key: key, Kind: bot.SendPost, To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same("Atelier")}}
}

func channelOf(id string) bot.Address {
	return bot.Address{Platform: Platform, Space: "1", Channel: id}
}

// What somebody on the way to Discord says is no verdict on a message; what Discord says
// is.
func TestWhoSaidIt(t *testing.T) {
	later, never := bot.SendError{Fate: bot.NotSent, Wait: time.Minute}, bot.SendError{Fate: bot.Rejected}
	for name, c := range map[string]struct {
		status int
		body   string
		want   bot.SendError
	}{
		"a network to log into":         {302, "", later},
		"another address":               {301, `{"message":"301: Moved Permanently","code":0}`, later},
		"a proxy's password":            {407, `{"message":"Proxy Authentication Required"}`, later},
		"a request that took too long":  {408, "", later},
		"a firewall":                    {403, "<html>Cloudflare 1020</html>", later},
		"a firewall, short":             {403, "error code: 1010", later},
		"Cloudflare, as JSON":           {403, `{"message":"internal network error","code":40333}`, later},
		"a server that is no Discord":   {404, "<html>nginx</html>", later},
		"a page for a wrong request":    {400, "<html>", later},
		"JSON of somebody else":         {403, `{"error":"forbidden"}`, later},
		"nothing":                       {413, "", later},
		"the token":                     {401, "", later},
		"Discord, without a code":       {404, `{"message":"404: Not Found","code":0}`, never},
		"Discord, with a code":          {400, `{"message":"Invalid Form Body","code":50035}`, never},
		"Discord, a place that is gone": {404, `{"message":"Unknown Channel","code":10003}`, bot.SendError{Fate: bot.Rejected, Gone: true}},
		"a limit that is no rate":       {429, `{"message":"Maximum number of edits","code":30046}`, never},
		"a page of what is down":        {502, "<html>", bot.SendError{Fate: bot.MaybeSent}},
	} {
		t.Run(name, func(t *testing.T) {
			a := behind(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://login.example/")
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			})
			_, err := a.Send(t.Context(), greeting("k", channelOf("2")))
			wantFate(t, err, c.want)
		})
	}
}

// Where those before Discord let nothing through, nothing more is asked until they do.
func TestABanHoldsEverything(t *testing.T) {
	for after, wait := range map[string]time.Duration{"3600": time.Hour, "": frontWait, "0": frontWait, "demain": frontWait, "NaN": frontWait, "1e300": longestWait} {
		t.Run("after "+after, func(t *testing.T) {
			asked := 0
			a := behind(t, func(w http.ResponseWriter, _ *http.Request) {
				asked++
				w.Header().Set("Retry-After", after)
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, "error code: 1015")
			})
			start := time.Now()
			a.Now = func() time.Time { return start }
			for _, id := range []string{"2", "3", "4"} {
				_, err := a.Send(t.Context(), greeting("k", channelOf(id)))
				wantFate(t, err, bot.SendError{Fate: bot.NotSent, Wait: wait})
			}
			if asked != 1 {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

// Of two waits for everything the longer holds.
func TestAShorterWaitEndsNoLongerOne(t *testing.T) {
	for name, shorter := range map[string]discordtest.Fault{"Discord's": discordtest.RateLimited("global", time.Second), "of those before it": discordtest.Banned(time.Second)} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			busy := bot.SendError{Fate: bot.NotSent, Wait: time.Hour}
			d.s.Fail(posting, discordtest.RateLimited("global", time.Hour))
			_, err := d.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
			wantFate(t, err, busy)
			d.s.Fail("POST /interactions/*/*/callback", shorter) // answers are tried all the same
			err = d.client().do(t.Context(), call{method: http.MethodPost, route: "callback", path: "/interactions/1/x/callback", body: callback{Type: answerLater}, free: true}, nil)
			if said, ok := errors.AsType[*apiError](err); !ok || said.Wait != time.Second {
				t.Errorf("%v", err)
			}
			_, err = d.Send(t.Context(), d.post("a", "Atelier", d.in(d.offers)))
			wantFate(t, err, busy)
		})
	}
}

// A message whose channel could not be opened was not sent.
func TestDirectMessagesThatCannotBeOpened(t *testing.T) {
	const opening = discordtest.Match("POST /users/@me/channels")
	for name, f := range map[string]discordtest.Fault{"down": discordtest.Status(503), "lost": discordtest.Lost(), "cut": discordtest.Cut()} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			camille := d.s.User("Camille", "fr")
			d.g.Join(camille)
			d.s.Fail(opening, f)
			_, err := d.Send(t.Context(), d.post("a", "Ton matin", directly(d, camille)))
			wantFate(t, err, bot.SendError{Fate: bot.NotSent})
			if _, err := d.Send(t.Context(), d.post("a", "Ton matin", directly(d, camille))); err != nil {
				t.Error(err)
			}
		})
	}
}

// A channel whose last message was deleted names it still: what was not sent there is not
// there.
func TestAHistoryWhoseLastMessageWasDeleted(t *testing.T) {
	last := snowflake(time.Now().Add(time.Hour))
	unreadable := &bot.SendError{Fate: bot.MaybeSent}
	for name, c := range map[string]struct {
		status int
		body   string
		want   *bot.SendError // nil: it is not there
	}{
		"deleted":             {http.StatusNotFound, `{"message":"Unknown Message","code":10008}`, nil},
		"there, but not told": {http.StatusOK, `{"id":"` + last + `"}`, unreadable},
		"forbidden":           {http.StatusForbidden, `{"message":"Missing Permissions","code":50013}`, unreadable},
		"a firewall":          {http.StatusForbidden, "<html>", &bot.SendError{Fate: bot.NotSent, Wait: time.Minute}},
		"down":                {http.StatusBadGateway, "<html>", unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			a := behind(t, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/applications/@me":
					_, _ = io.WriteString(w, `{"id":"5","bot":{"id":"6"}}`)
				case "/channels/2/messages":
					_, _ = io.WriteString(w, "[]")
				case "/channels/2":
					_, _ = io.WriteString(w, `{"id":"2","last_message_id":"`+last+`"}`)
				case "/channels/2/messages/" + last:
					w.WriteHeader(c.status)
					_, _ = io.WriteString(w, c.body)
				}
			})
			_, err := a.Find(t.Context(), greeting("k", channelOf("2")), time.Now())
			switch {
			case c.want != nil:
				wantFate(t, err, *c.want)
			case !errors.Is(err, bot.ErrNotFound):
				t.Errorf("%v", err)
			}
		})
	}
}

// A history that is told again and again is not read for ever.
func TestAHistoryThatLeadsNowhere(t *testing.T) {
	page := "[" + strings.Repeat(`{"id":"1"},`, 99) + `{"id":"1"}]`
	a := behind(t, func(w http.ResponseWriter, r *http.Request) {
		said := page
		if r.URL.Path == "/applications/@me" {
			said = `{"id":"5","bot":{"id":"6"}}`
		}
		_, _ = io.WriteString(w, said)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := a.Find(ctx, greeting("k", channelOf("2")), time.Now())
	wantFate(t, err, bot.SendError{Fate: bot.MaybeSent})
	if ctx.Err() != nil {
		t.Error("it was read until the end of its time")
	}
}
