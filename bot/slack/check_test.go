package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
)

// jsonObject is an answer, or a part of one.
type jsonObject = map[string]any

// office is a workspace as far as a check asks about it, on an address of its own.
type office struct {
	url     string
	scopes  string                // that the bot's token has
	answers map[string]jsonObject // by method
	fails   map[string]http.HandlerFunc

	mu    sync.Mutex
	asked []string
}

// openOffice answers as a workspace where all is well, and user groups are.
func openOffice(t *testing.T, id, name string) *office {
	o := &office{fails: map[string]http.HandlerFunc{}, answers: map[string]jsonObject{
		"auth.test":             {"ok": true, "team": name, "team_id": id, "user": "rebond", "user_id": "U0BOT", "bot_id": "B0BOT"},
		"apps.connections.open": {"ok": true, "url": "wss://wss.slack.example/link"},
		"users.info":            {"ok": true, "user": jsonObject{"id": "U0BOT", "profile": jsonObject{"api_app_id": "A0REBOND"}}},
		"usergroups.list":       {"ok": true, "usergroups": []jsonObject{{"id": "S1", "handle": "moderation"}}},
		"users.conversations":   {"ok": true, "channels": []jsonObject{{"id": "C1"}}},
	}}
	var names []string
	for _, s := range Scopes() {
		names = append(names, s.Name)
	}
	o.scopes = strings.Join(names, ",")
	s := httptest.NewServer(o)
	t.Cleanup(s.Close)
	o.url = s.URL + "/api/"
	return o
}

func (o *office) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	o.mu.Lock()
	o.asked = append(o.asked, method)
	fails := o.fails[method]
	o.mu.Unlock()
	if fails != nil {
		fails(w, r)
		return
	}
	answer := o.answers[method]
	if method == "conversations.info" {
		answer = o.answers[method+" "+r.FormValue("channel")]
	}
	if answer == nil {
		answer = jsonObject{"ok": false, "error": "channel_not_found"}
	}
	w.Header().Set("Content-Type", "application/json")
	if method == "auth.test" {
		w.Header().Set(scopesHeader, o.scopes)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// refuse makes a method say why it does nothing.
func (o *office) refuse(method, why string) {
	o.answers[method] = jsonObject{"ok": false, "error": why}
}

func failing(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// checkedAdapter is a bot to check.
type checkedAdapter struct {
	*Adapter
	t       *testing.T
	offices []*office
	places  []Place
}

// office adds a workspace to the configuration.
func (c *checkedAdapter) office(id, name string) *office {
	o := openOffice(c.t, id, name)
	c.offices = append(c.offices, o)
	c.Workspaces = append(c.Workspaces, Workspace{BotToken: "xoxb-tres-secret", AppToken: "xapp-1-A0REBOND-1-tres-secret", API: o.url})
	return o
}

// set makes a channel one that a community has set. Without what Slack says of it, it does
// not exist.
func (c *checkedAdapter) set(o *office, space, id, what string, said jsonObject) {
	if said != nil {
		said["id"] = id
		o.answers["conversations.info "+id] = jsonObject{"ok": true, "channel": said}
	}
	c.places = append(c.places, Place{At: bot.Address{Platform: Platform, Space: space, Channel: id}, For: map[string]bot.Text{
		"offers": {FR: "les offres", EN: "openings"}, "coaching": {FR: "l’accompagnement", EN: "coaching"}, "moderation": {FR: "la modération", EN: "moderation"},
	}[what], Command: bot.Text{FR: "/reglages", EN: "/settings"}})
}

// checks are the states of Slack that a check tells of.
var checks = []struct {
	name  string
	state func(*checkedAdapter)
	wrong int
}{
	{"all is well", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		c.set(o, "T1", "C1", "offers", jsonObject{"name": "offres", "is_member": true})
		c.set(o, "T1", "C2", "moderation", jsonObject{"name": "modos", "is_member": true, "is_private": true})
		c.places = append(c.places, Place{At: bot.Address{Platform: Platform, Space: "T1", Member: "U1"}}, Place{At: bot.Address{Platform: "discord", Space: "1", Channel: "2"}})
	}, 0},
	{"a free plan, with other scopes besides", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.refuse("usergroups.list", "paid_teams_only")
		o.scopes += ", channels:join, team:read"
	}, 0},
	{"in no channel yet", func(c *checkedAdapter) {
		c.office("T1", "Piscine").answers["users.conversations"] = jsonObject{"ok": true, "channels": []jsonObject{}}
	}, 0},
	{"a plan without groups, in its other words", func(c *checkedAdapter) {
		c.office("T1", "Piscine").refuse("usergroups.list", "plan_upgrade_required")
	}, 0},
	{"names that would format", func(c *checkedAdapter) {
		o := c.office("T1", "**Piscine**\u202e <!channel>")
		o.answers["auth.test"]["user"] = "_rebond_"
		c.set(o, "T1", "C1", "offers", jsonObject{"name": "*offres*"})
	}, 1},
	{"scopes are lacking", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.scopes = strings.NewReplacer("usergroups:read,", "", "users:read,", "", "groups:read,", "").Replace(o.scopes)
		o.refuse("usergroups.list", "missing_scope")
		o.refuse("users.info", "missing_scope")
		c.set(o, "T1", "C1", "offers", nil)
		o.answers["conversations.info C1"] = jsonObject{"ok": false, "error": "missing_scope", "needed": "groups:read"}
	}, 1},
	{"Slack does not say the scopes", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.scopes = ""
		o.answers["users.info"] = jsonObject{"ok": true, "user": jsonObject{"id": "U0BOT"}}
	}, 0},
	{"neither token is known", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.refuse("auth.test", "invalid_auth")
		o.refuse("apps.connections.open", "invalid_auth")
		c.set(o, "T1", "C1", "offers", nil)
	}, 2},
	{"the bot's token alone is of no more use", func(c *checkedAdapter) {
		c.office("T1", "Piscine").refuse("auth.test", "account_inactive")
	}, 1},
	{"the tokens have been swapped", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.refuse("auth.test", "not_allowed_token_type")
		o.refuse("apps.connections.open", "not_allowed_token_type")
	}, 2},
	{"the app's token has not its scope", func(c *checkedAdapter) {
		c.office("T1", "Piscine").refuse("apps.connections.open", "missing_scope")
	}, 1},
	{"Socket Mode is off", func(c *checkedAdapter) {
		c.office("T1", "Piscine").refuse("apps.connections.open", "socket_mode_not_enabled")
	}, 1},
	{"the tokens are of two apps", func(c *checkedAdapter) {
		c.office("T1", "Piscine")
		c.Workspaces[0].AppToken = "xapp-1-A0OTHER-1-tres-secret"
	}, 1},
	{"several workspaces", func(c *checkedAdapter) {
		c.office("T1", "Piscine")
		c.office("T1", "Piscine")
		c.office("T3", "Forge").refuse("apps.connections.open", "missing_scope")
		c.office("T4", "Atelier").refuse("auth.test", "token_revoked")
		c.set(nil, "T5", "C1", "offers", nil)
	}, 3},
	{"channels of a workspace that is no longer told of", func(c *checkedAdapter) {
		c.office("T1", "Piscine")
		c.set(nil, "T5", "C1", "offers", nil)
		c.set(nil, "T5", "C2", "coaching", nil)
	}, 0},
	{"channels that are wrong", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		c.set(o, "T1", "C1", "offers", nil)
		c.set(o, "T1", "C2", "coaching", jsonObject{"name": "coaching", "is_archived": true})
		c.set(o, "T1", "C3", "moderation", jsonObject{"name": "modos", "is_member": false})
		c.set(o, "T1", "D1", "moderation", jsonObject{"is_im": true})
	}, 4},
	{"the organisation has not granted the app", func(c *checkedAdapter) {
		c.office("T1", "Piscine").refuse("auth.test", "team_access_not_granted")
	}, 1},
	{"nobody answers", func(c *checkedAdapter) {
		c.office("T1", "Piscine")
		c.Workspaces[0].API = "http://127.0.0.1:1/api/"
	}, 1},
	{"the address is none", func(c *checkedAdapter) {
		c.office("T1", "Piscine")
		c.Workspaces[0].API = "http://%zz/api/"
	}, 1},
	{"somebody else answers", func(c *checkedAdapter) {
		c.office("T1", "Piscine").fails["auth.test"] = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Wi-Fi</html>") }
	}, 1},
	{"somebody else leads elsewhere", func(c *checkedAdapter) {
		c.office("T1", "Piscine").fails["auth.test"] = func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://wifi.example/login", http.StatusFound)
		}
	}, 1},
	{"Slack is down", func(c *checkedAdapter) {
		c.office("T1", "Piscine").fails["auth.test"] = failing(http.StatusServiceUnavailable)
	}, 1},
	{"Slack has something go wrong, then refuses something", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		o.refuse("usergroups.list", "fatal_error")
		o.refuse("users.info", "user_not_visible")
	}, 2},
	{"Slack asks for a moment, then for an hour", func(c *checkedAdapter) {
		o := c.office("T1", "Piscine")
		waits := func(seconds string, then func()) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", seconds)
				w.WriteHeader(http.StatusTooManyRequests)
				then()
			}
		}
		o.fails["auth.test"] = waits("0", func() { o.mu.Lock(); defer o.mu.Unlock(); delete(o.fails, "auth.test") })
		o.fails["usergroups.list"] = waits("3600", func() {})
	}, 1},
}

// looks are what a check may ask: none of these changes anything.
var looks = []string{"auth.test", "apps.connections.open", "users.info", "usergroups.list", "users.conversations", "conversations.info"}

// inWords is what is found, in the words of each language.
type inWords struct {
	FR, EN []string
	Wrong  bool `json:",omitempty"`
}

// What a check finds in each state of Slack, and what is said of each trouble.
func TestCheck(t *testing.T) {
	t.Parallel()
	type state struct {
		State string
		Found []inWords
	}
	var all []state
	known := map[bot.Text]bool{} // what one state shows, others need not
	show := func(to *state, f Finding) {
		fr, en := bot.Plain(f.Text.FR), bot.Plain(f.Text.EN)
		if strings.Contains(fr+en, "%!") || strings.Contains(fr+en, "tres-secret") {
			t.Errorf("%s: %s\n%s", to.State, fr, en)
		}
		french(t, fr)
		if !known[f.Text] {
			known[f.Text] = true
			to.Found = append(to.Found, inWords{strings.Split(fr, "\n"), strings.Split(en, "\n"), f.Wrong})
		}
	}
	for _, c := range checks {
		one := &checkedAdapter{Adapter: &Adapter{Log: slog.New(slog.DiscardHandler), Now: time.Now}, t: t}
		c.state(one)
		wrong, shown := 0, state{c.name, []inWords{}}
		for _, f := range one.Check(t.Context(), one.places) {
			if f.Wrong {
				wrong++
			}
			show(&shown, f)
		}
		if wrong != c.wrong {
			t.Errorf("%s: %d findings are wrong, want %d", c.name, wrong, c.wrong)
		}
		all = append(all, shown)
		for _, o := range one.offices {
			for _, method := range o.asked {
				if !slices.Contains(looks, method) {
					t.Errorf("%s: a check changes something: %s", c.name, method)
				}
			}
		}
	}
	for _, one := range troubles {
		shown := state{"trouble: " + one.name, []inWords{}}
		show(&shown, Finding{Text: trouble(one.err), Wrong: fatal(one.err)})
		all = append(all, shown)
	}
	golden(t, "check.json", all)
}

// inBrackets is what others say, in their own typography.
var inBrackets = regexp.MustCompile(`\([^)]*\)`)

// misprints are the signs of French that stand without their space, or with another, and
// the apostrophes and quotation marks of typewriters.
var misprints = regexp.MustCompile(`[^\x{202f}][;!?](\s|$)|[^\x{a0}]:(\s|$)|«[^\x{a0}]|[^\x{a0}]»|['"]`)

// french holds words to the typography of French.
func french(t *testing.T, words string) {
	t.Helper()
	if found := misprints.FindString(inBrackets.ReplaceAllString(words, "")); found != "" {
		t.Errorf("%q in %q", found, words)
	}
}

// A bot that is no longer awaited asks nothing more.
func TestCheckEnds(t *testing.T) {
	t.Parallel()
	c := &checkedAdapter{Adapter: &Adapter{Log: slog.New(slog.DiscardHandler), Now: time.Now}, t: t}
	o := c.office("T1", "Piscine")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.fails["auth.test"] = func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	if found := c.Check(ctx, nil); len(found) != 1 || !found[0].Wrong {
		t.Errorf("%+v", found)
	}
	if !slices.Equal(o.asked, []string{"auth.test"}) {
		t.Errorf("asked %v", o.asked)
	}
}
