package slacktest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// complaints is a test that is told what a client would not let somebody do.
type complaints struct {
	testing.TB
	said []string
}

func (c *complaints) Helper() {}

func (c *complaints) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func (c *complaints) Error(args ...any) { c.said = append(c.said, fmt.Sprint(args...)) }

func (c *complaints) Fatalf(format string, args ...any) {
	c.Errorf(format, args...)
	runtime.Goexit()
}

// cannot fails the test unless a client would not let somebody do something.
func (a *agent) cannot(words string, do func()) {
	a.Helper()
	c := &complaints{TB: a.T}
	a.s.t = c
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	<-done
	a.s.t = a.T
	if len(c.said) == 0 || !strings.Contains(c.said[0], words) {
		a.Errorf("the client says %q; want %q", c.said, words)
	}
}

const appManifest = `{
  "display_information": {"name": "Rebond"},
  "features": {
    "app_home": {"home_tab_enabled": false, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
    "bot_user": {"display_name": "Rebond", "always_online": true},
    "shortcuts": [{"name": "Mon coup de main", "type": "global", "callback_id": "help", "description": "Aider"}],
    "slash_commands": [
      {"command": "/offres", "description": "Chercher", "should_escape": true},
      {"command": "/brut", "description": "Tel quel", "should_escape": false}
    ]
  },
  "oauth_config": {"scopes": {"bot": ["commands", "im:history"]}},
  "settings": {"event_subscriptions": {"bot_events": ["message.im"]}, "interactivity": {"is_enabled": true}, "socket_mode_enabled": true}
}`

// A command is told as it was typed, and as the manifest wants it.
func TestCommand(t *testing.T) {
	a, c, u := here(t)
	a.s.SetManifest([]byte(appManifest))
	a.connects()
	const typed = "go & <rust> @camille #offres example.org"
	escaped := fmt.Sprintf("go &amp; &lt;rust&gt; <@%s|camille> <#%s|offres> <http://example.org|example.org>", u.ID, c.ID)
	for name, want := range map[string]string{"/offres": escaped, "/brut": typed} {
		i := u.Command(c, name, typed)
		p := a.hears()
		sent, _ := decode(p.Payload)
		got := dict(sent)
		for k, v := range map[string]string{
			"command": name, "text": want, "team_id": a.w.ID, "team_domain": "piscine", "channel_id": c.ID, "channel_name": "offres", "user_id": u.ID,
			"user_name": "camille", "api_app_id": a.s.AppID, "response_url": i.ResponseURL, "trigger_id": i.TriggerID, "is_enterprise_install": "false",
		} {
			if got[k] != v {
				t.Errorf("%s is %v; want %q", k, got[k], v)
			}
		}
		a.acks(p, nil)
		i.Acknowledged()
	}
	if u.Knows("/jobs") || !u.Knows("offres") {
		t.Error("the client knows the wrong commands")
	}
	a.cannot("not a valid command", func() { u.Command(c, "/jobs", "") })
	a.cannot("the place is not theirs", func() { a.w.User("Sam", "en-GB").Command(c, "/offres", "") })
	for range 2 {
		a.acks(a.hears(), nil)
	}
	i := u.Shortcut("Mon coup de main")
	p := a.hears()
	sent, _ := decode(p.Payload)
	if got := dict(sent); p.Type != "interactive" || got["type"] != "shortcut" || got["callback_id"] != "help" || got["trigger_id"] != i.TriggerID {
		t.Errorf("%s", p.Payload)
	}
	a.acks(p, nil)
	i.Acknowledged()
	a.cannot("finds no shortcut", func() { u.Shortcut("Rien") })
	a.acks(a.hears(), nil)
	a.s.AwaitAcks(6)
	u.Says(c, "@Rebond offres") // the manifest subscribes to no mentions
	u.Says(u.DM(), "offres")
	if p := a.hears(); !strings.Contains(string(p.Payload), `"channel_type":"im"`) {
		t.Errorf("%s", p.Payload)
	} else {
		a.acks(p, nil)
		a.s.AwaitAcks(7)
	}
	a.wants("users.info", object{"user": u.ID}, "missing_scope")
	a.wants("views.publish", object{"user_id": u.ID, "view": object{"type": "home", "blocks": []any{}}}, "not_enabled")
	for _, one := range []struct {
		was, is, refuse string
		do              func()
	}{
		{`"is_enabled": true`, `"is_enabled": false`, "does not enable interactivity", func() { u.Shortcut("Mon coup de main") }},
		{`"messages_tab_enabled": true`, `"messages_tab_enabled": false`, "cannot write there", func() { u.Says(u.DM(), "offres") }},
		{`"commands", `, ``, "not a valid command", func() { u.Command(c, "/offres", "") }},
	} {
		a.s.SetManifest([]byte(strings.Replace(appManifest, one.was, one.is, 1)))
		a.cannot(one.refuse, one.do)
	}
}

func TestManifest(t *testing.T) {
	if lines := ValidateManifest(t, []byte(appManifest)); len(lines) > 0 {
		t.Errorf("%q", lines)
	}
	for was, is := range map[string]string{
		`"/brut"`:             `"/offres"`,
		`"/offres"`:           `"/Offres"`,
		`"/offres", "d`:       `"/topic", "d`,
		`"Mon coup de main"`:  `"` + long(25) + `"`,
		`"display_name": "R`:  `"displayname": "R`,
		`"description": "Ch`:  `"usage": "Ch`,
		`"/brut", "desc`:      `"/` + long(32) + `", "desc`,
		`"type": "global", "`: `"type": "local", "`,
	} {
		if lines := ValidateManifest(t, []byte(strings.Replace(appManifest, was, is, 1))); len(lines) == 0 && contractFor(t) != nil {
			t.Errorf("%s passes", is)
		}
	}
}

// The bot hears what is said to it, and nothing else.
func TestSays(t *testing.T) {
	a, c, u := here(t)
	a.connects()
	event := func() object {
		p := a.hears()
		sent, _ := decode(p.Payload)
		a.acks(p, nil)
		if got := dict(sent); p.Type != "events_api" || got["type"] != "event_callback" || !strings.HasPrefix(text(got["event_id"]), "Ev") || len(list(got["authorizations"])) != 1 {
			t.Errorf("%s", p.Payload)
		}
		return dict(dict(sent)["event"])
	}
	u.Says(c, "Bonjour tout le monde")
	m := u.Says(c, "@Rebond offres go")
	if e := event(); e["type"] != "app_mention" || e["text"] != "<@"+a.w.Bot().ID+"> offres go" || e["channel"] != c.ID || e["user"] != u.ID || e["ts"] != m.TS {
		t.Errorf("%v", e)
	}
	u.Replies(m, "@Rebond encore")
	if e := event(); e["thread_ts"] != m.TS {
		t.Errorf("%v", e)
	}
	m = u.Says(u.DM(), "offres")
	if e := event(); e["type"] != "message" || e["channel_type"] != "im" || e["channel"] != u.DM().ID || e["bot_id"] != nil {
		t.Errorf("%v", e)
	}
	u.SaysWithFile(u.DM(), "mon CV", "cv.pdf")
	if e := event(); e["subtype"] != "file_share" || len(list(e["files"])) != 1 {
		t.Errorf("%v", e)
	}
	ts := a.wants("chat.postMessage", object{"channel": u.DM().ID, "text": "Voici"}, "")["ts"]
	if e := event(); e["bot_id"] != a.w.BotID || e["user"] != a.w.Bot().ID {
		t.Errorf("%v", e)
	}
	a.wants("chat.update", object{"channel": u.DM().ID, "text": "Voilà", "ts": ts}, "")
	if e := event(); e["subtype"] != "message_changed" || dict(e["message"])["text"] != "Voilà" || e["hidden"] != true {
		t.Errorf("%v", e)
	}
	if heard := u.Hears(u.DM(), m, 1); heard[0].Text != "Voilà" {
		t.Errorf("%+v", heard)
	}
	c.Kick()
	if e := event(); e["type"] != "channel_left" {
		t.Errorf("%v", e)
	}
	c.Invite(u)
	if e := event(); e["type"] != "member_joined_channel" || e["user"] != a.w.Bot().ID || e["inviter"] != u.ID {
		t.Errorf("%v", e)
	}
	c.Join(a.w.User("Alix", "en-GB"))
	if e := event(); e["type"] != "member_joined_channel" || e["user"] == a.w.Bot().ID {
		t.Errorf("%v", e)
	}
	a.w.Uninstall()
	if e := event(); e["type"] != "tokens_revoked" {
		t.Errorf("%v", e)
	}
	if e := event(); e["type"] != "app_uninstalled" {
		t.Errorf("%v", e)
	}
	a.wants("auth.test", nil, "account_inactive")
	a.s.AwaitAcks(11)
	a.s.ForgetCalls()
	if len(a.s.Acks()) != 0 || len(a.s.Deliveries()) != 0 || len(a.s.Calls("")) != 0 {
		t.Error("something is remembered")
	}
	a.cannot("is not in that channel", func() { a.w.User("Sam", "en-GB").Says(c, "bonjour") })
}

// A control is told of with its place, and nobody uses what is not in front of them.
func TestPress(t *testing.T) {
	a, c, u := here(t)
	other := a.w.User("Sam", "en-GB")
	c.Join(other)
	a.connects()
	blocks := []any{actions(with(button("Encore", "more"), "value", "3"), menuOf(option("CDI", "cdi"), option("CDD", "cdd")))}
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "a", "blocks": blocks}, "")
	a.wants("chat.postEphemeral", object{"channel": c.ID, "text": "a", "blocks": blocks, "user": u.ID}, "")
	seen := u.Sees(c)
	for n, m := range seen {
		i := u.Press(m, "Encore")
		p := a.hears()
		sent, _ := decode(p.Payload)
		got := dict(sent)
		container, action := dict(got["container"]), dict(list(got["actions"])[0])
		if got["type"] != "block_actions" || container["message_ts"] != m.TS || container["is_ephemeral"] != m.Ephemeral || got["response_url"] != i.ResponseURL ||
			action["action_id"] != "more" || action["value"] != "3" || action["type"] != "button" || (got["message"] == nil) != m.Ephemeral || dict(got["user"])["id"] != u.ID {
			t.Errorf("%d: %s", n, p.Payload)
		}
		a.acks(p, nil)
		i.Acknowledged()
		i = u.Choose(m, "Un contrat", "CDD")
		p = a.hears()
		sent, _ = decode(p.Payload)
		action = dict(list(dict(sent)["actions"])[0])
		if dict(action["selected_option"])["value"] != "cdd" || !strings.Contains(string(encode(dict(sent)["state"])), `"value":"cdd"`) {
			t.Errorf("%d: %s", n, p.Payload)
		}
		a.acks(p, nil)
		i.Acknowledged()
	}
	a.cannot("is not there for Sam", func() { other.Press(seen[1], "Encore") })
	a.cannot("no such control", func() { u.Press(seen[0], "Moins") })
	a.cannot("it is of type static_select", func() { u.Press(seen[0], "Un contrat") })
	a.cannot(`"Stage" is not offered`, func() { u.Choose(seen[0], "Un contrat", "Stage") })
	a.cannot("want one", func() { u.Choose(seen[0], "Un contrat", "CDI", "CDD") })
}

// A client sends no form that breaks the rules of its fields.
func TestClientOfForms(t *testing.T) {
	a, c, u := here(t)
	for _, one := range []struct {
		field  object
		value  any
		refuse string
	}{
		{field, "", "it is required"},
		{field, long(11), "11 characters"},
		{field, "a\nb", "one line"},
		{with(field, "min_length", 3), "ab", "want 3 to 10"},
		{object{"type": "number_input", "action_id": "value", "is_decimal_allowed": false, "max_value": "9"}, "10", "over 9"},
		{object{"type": "number_input", "action_id": "value", "is_decimal_allowed": false}, "1.5", "decimals"},
		{object{"type": "number_input", "action_id": "value", "is_decimal_allowed": false}, "deux", "no number"},
		{object{"type": "url_text_input", "action_id": "value"}, "offre", "no URL"},
		{object{"type": "email_text_input", "action_id": "value"}, "camille", "mail"},
		{menuOf(option("CDI", "cdi")), "CDD", "not offered"},
		{object{"type": "external_select", "action_id": "value"}, "Nancy", "not offered"},
		{object{"type": "datepicker", "action_id": "value"}, "demain", "parsing time"},
		{field, 3, "takes a string"},
	} {
		v := a.opens(c, u, form(one.field))
		a.cannot(one.refuse, func() { u.Submit(v, map[string]any{"Nom": one.value}) })
		u.Close(v)
	}
	v := a.opens(c, u, form(field))
	a.cannot("it has no fields", func() { u.Submit(v, map[string]any{"Age": "3"}) })
	a.cannot("open in front of Camille", func() { a.w.User("Sam", "en-GB").Submit(v, nil) })
	if v = u.Fill(v, map[string]any{"Nom": "Sam"}); v.Field("Nom").Value != "Sam" {
		t.Errorf("%+v", v.Field("Nom"))
	}
	u.Close(v)
	a.cannot("closed", func() { u.Submit(v, nil) })
	v = a.opens(c, u, form(object{"type": "external_select", "action_id": "value"}))
	a.cannot("less than 3 characters", func() { u.Suggest(v, "Nom", "na") })
	a.cannot("refuses the manifest", func() { a.s.SetManifest([]byte("{}")) })
}
