package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/discord/discordtest"
)

// setUp is a fake Discord whose application is set up in another way.
func setUp(t *testing.T, s *discordtest.Server, as map[string]any) string {
	to, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = to.Scheme, to.Host
	}, ModifyResponse: func(r *http.Response) error {
		if !strings.HasSuffix(r.Request.URL.Path, "/applications/@me") {
			return nil
		}
		app := map[string]any{}
		if err := json.NewDecoder(r.Body).Decode(&app); err != nil {
			return err
		}
		for k, v := range as {
			app[k] = v
		}
		text, err := json.Marshal(app)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		r.Header.Set("Content-Length", fmt.Sprint(len(text)))
		return err
	}}
	front := httptest.NewServer(proxy)
	t.Cleanup(front.Close)
	return front.URL + to.Path
}

// checked is a bot to check, in a Discord.
type checked struct {
	*Adapter
	t      *testing.T
	s      *discordtest.Server
	places []Place
}

// set makes a channel one that a community has set.
func (c *checked) set(in *discordtest.Channel, what string) *discordtest.Channel {
	c.places = append(c.places, Place{At: bot.Address{Platform: Platform, Space: in.Guild.ID, Channel: in.ID}, For: map[string]bot.Text{
		"offers": {FR: "les offres", EN: "openings"}, "coaching": {FR: "l’accompagnement", EN: "coaching"}, "moderation": {FR: "la modération", EN: "moderation"},
	}[what], Command: bot.Text{FR: "/reglages", EN: "/settings"}})
	return in
}

// checks are the states of a Discord that a check tells of.
var checks = []struct {
	name  string
	state func(*checked)
	wrong int
}{
	{"new", func(*checked) {}, 1},
	{"all is well", func(c *checked) {
		g := c.s.Guild("Piscine", "fr")
		c.set(g.Channel("offres"), "offers")
		c.set(g.Channel("coaching"), "coaching")
		c.places = append(c.places, Place{At: bot.Address{Platform: Platform, Space: g.ID, Member: "1"}}, Place{At: bot.Address{Platform: "slack", Space: "T1", Channel: "C1"}})
		c.commands = []bot.Command{reading()}
		if err := c.register(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
	}, 0},
	{"the application is set up in another way", func(c *checked) {
		c.s.Guild("Piscine", "fr")
		c.API = setUp(c.t, c.s, map[string]any{"name": "**Rebond**\u202e @everyone", "bot_public": false, "bot_require_code_grant": true, "interactions_endpoint_url": "https://ancien.example/bot"})
	}, 2},
	{"the token is refused", func(c *checked) { c.Token = "tres-secret" }, 1},
	{"nobody answers", func(c *checked) { c.API = "http://127.0.0.1:1/api/v10" }, 1},
	{"the address is none", func(c *checked) { c.API = "http://%zz/api" }, 1},
	{"Discord is down", func(c *checked) { c.s.Fail("GET /users/@me/guilds", discordtest.Status(503)) }, 1},
	{"Discord asks for a moment, then for an hour", func(c *checked) {
		c.s.Fail("GET /applications/@me", discordtest.RateLimited("user", 100*time.Millisecond))
		c.s.Fail("GET /gateway/bot", discordtest.RateLimited("shared", time.Hour))
	}, 1},
	{"Discord refuses something", func(c *checked) {
		c.s.Fail("GET /gateway/bot", discordtest.Error(403, 40333, "internal network error"))
	}, 1},
	{"sessions are getting few", func(c *checked) {
		c.s.Guild("Piscine", "fr")
		c.s.SetBudget(80)
	}, 0},
	{"sessions are few, and too few connections set", func(c *checked) {
		c.s.Guild("Piscine", "fr")
		c.s.SetBudget(1)
		c.s.SetBudgetReset(10 * time.Minute)
		c.s.SetShards(3, 1, 0, false)
		c.Shards, c.Only = 2, []int{2}
	}, 2},
	{"commands are tried out in a server that it is in, and in another", func(c *checked) {
		c.RegisterIn = []string{c.s.Guild("Piscine", "fr").ID, "123456789012345678"}
	}, 1},
	{"many servers, where nobody gave any permission", func(c *checked) {
		for n := range 12 {
			g := c.s.Guild(fmt.Sprintf("Serveur %d", n+1), "fr")
			if n < 11 {
				g.BotRole().Grant(0)
			}
		}
	}, 1},
	{"a server gave little, and its channels more or less", func(c *checked) {
		g := c.s.Guild("*Piscine* <@1>", "fr")
		g.BotRole().Grant(discordtest.Permission(needed()) &^ discordtest.CreatePublicThreads)
		c.set(g.Channel("offres"), "offers").Deny(discordtest.SendMessages | discordtest.AttachFiles)
		g.Forbid(c.set(g.Channel("moderation"), "moderation"))
	}, 2},
	{"nothing can be pinned, which stops no post", func(c *checked) {
		g := c.s.Guild("Piscine", "fr")
		g.BotRole().Grant(discordtest.Permission(needed()) &^ discordtest.PinMessages)
		c.set(g.Channel("offres"), "offers")
		c.s.Guild("Forge", "fr").BotRole().Grant(discordtest.Permission(needed()) &^ discordtest.PinMessages)
	}, 0},
	{"channels that are gone, and others", func(c *checked) {
		g := c.s.Guild("Piscine", "fr")
		g.RemoveChannel(c.set(g.Channel("offres"), "offers"))
		c.set(g.Channel("vocal"), "coaching").Type = 2
		left := c.s.Guild("Forge", "fr")
		c.set(left.Channel("offres"), "offers")
		c.set(left.Channel("coaching"), "coaching")
		left.Kick()
	}, 2},
	{"an administrator", func(c *checked) {
		g := c.s.Guild("Piscine", "fr")
		g.BotRole().Grant(discordtest.Administrator)
		g.Forbid(c.set(g.Channel("offres"), "offers"))
	}, 0},
}

// What a check finds in each state of a Discord, in the words of each language.
func TestCheck(t *testing.T) {
	type said struct {
		FR, EN []string
		Wrong  bool `json:",omitempty"`
	}
	type state struct {
		State string
		Found []said
	}
	var all []state
	known := map[bot.Text]bool{} // what one state shows, others need not
	for _, c := range checks {
		s := discordtest.Start(t)
		one := &checked{Adapter: adapter(t, s, kept{}), t: t, s: s}
		c.state(one)
		wrong, shown := 0, state{c.name, []said{}}
		for _, f := range one.Check(t.Context(), []bot.Command{reading()}, one.places) {
			if f.Wrong {
				wrong++
			}
			fr, en := bot.Plain(f.Text.FR), bot.Plain(f.Text.EN)
			if strings.Contains(fr+en, "%!") || strings.Contains(fr+en, one.Token) {
				t.Errorf("%s: %s\n%s", c.name, fr, en)
			}
			if !known[f.Text] {
				known[f.Text] = true
				shown.Found = append(shown.Found, said{strings.Split(fr, "\n"), strings.Split(en, "\n"), f.Wrong})
			}
		}
		if wrong != c.wrong {
			t.Errorf("%s: %d findings are wrong, want %d", c.name, wrong, c.wrong)
		}
		all = append(all, shown)
		for _, r := range s.Requests("") {
			if r.Method != "GET" && c.name != "all is well" {
				t.Errorf("%s: a check changes something: %s %s", c.name, r.Method, r.Path)
			}
		}
	}
	golden(t, "check.json", all)
}
