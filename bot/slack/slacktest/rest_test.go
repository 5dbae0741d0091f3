package slacktest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTokens(t *testing.T) {
	a, _, _ := here(t)
	for _, c := range []struct{ method, token, want string }{
		{"auth.test", "", "not_authed"},
		{"auth.test", "xoxb-1", "invalid_auth"},
		{"auth.test", a.w.BotToken, ""},
		{"auth.test", a.s.AppToken, ""},
		{"apps.connections.open", "", "not_authed"},
		{"apps.connections.open", "xapp-1", "invalid_auth"},
		{"apps.connections.open", a.w.BotToken, "not_allowed_token_type"},
		{"chat.postMessage", a.s.AppToken, "not_allowed_token_type"},
	} {
		if got := a.asks(c.method, c.token, nil); text(got["error"]) != c.want {
			t.Errorf("%s with %q: %v; want %q", c.method, c.token, got, c.want)
		}
	}
	if got := a.calls("auth.test", nil); got["team_id"] != a.w.ID || got["user_id"] != a.w.Bot().ID || got["bot_id"] != a.w.BotID {
		t.Errorf("%v", got)
	}
	a.w.Break("token_revoked")
	a.wants("auth.test", nil, "token_revoked")
	other := a.s.Workspace("École")
	if got := a.asks("auth.test", other.BotToken, nil); got["team_id"] != other.ID || other.ID == a.w.ID {
		t.Errorf("%v", got)
	}
}

func TestScopes(t *testing.T) {
	a, c, _ := here(t)
	a.w.SetScopes("channels:history", "users:read")
	got := a.wants("chat.postMessage", object{"channel": c.ID, "text": "a"}, "missing_scope")
	if got["needed"] != "chat:write" || got["provided"] != "channels:history,users:read" {
		t.Errorf("%v", got)
	}
	a.wants("conversations.history", object{"channel": c.ID}, "")
	a.wants("conversations.history", object{"channel": a.w.Bot().ID}, "channel_not_found")
	a.w.SetScopes("im:history")
	a.wants("conversations.history", object{"channel": c.ID}, "missing_scope")
	r, err := http.NewRequest(http.MethodPost, a.s.URL()+"auth.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+a.w.BotToken)
	answer, _ := a.does(r)
	if answer.Header.Get("X-OAuth-Scopes") != "im:history" {
		t.Errorf("%v", answer.Header)
	}
}

func TestUnknown(t *testing.T) {
	a, c, _ := here(t)
	a.wants("reactions.add", nil, "unknown_method")
	a.refused("no such method")
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "a", "colour": "red"}, "invalid_arguments")
	a.refused("unknown argument colour")
	if status, _ := a.posts(a.s.URL()+"users.info", object{"user": "U1", "token": a.w.BotToken}); status != http.StatusOK {
		t.Error(status)
	}
	a.s.Refusals() // it says no more than that no token came
}

// What a place or a content does not allow has its own error.
func TestPostMessage(t *testing.T) {
	a, c, u := here(t)
	private, archived, elsewhere := a.w.PrivateChannel("secret"), a.w.Channel("vieux"), a.w.Channel("autre")
	archived.Archive()
	elsewhere.Kick()
	admins := a.w.Channel("annonces")
	admins.Refuse("restricted_action")
	closed, gone := a.w.User("Dominique", "fr-FR"), a.w.User("Alix", "en-GB")
	closed.CloseDM()
	gone.DM()
	gone.Deactivate()
	first := text(a.wants("chat.postMessage", object{"channel": c.ID, "text": "a"}, "")["ts"])
	reply := text(a.wants("chat.postMessage", object{"channel": c.ID, "text": "a", "thread_ts": first}, "")["ts"])
	for name, one := range map[string]struct {
		args object
		want string
	}{
		"nowhere":             {object{"channel": "C0", "text": "a"}, "channel_not_found"},
		"a private channel":   {object{"channel": private.ID, "text": "a"}, "channel_not_found"},
		"an archived channel": {object{"channel": archived.ID, "text": "a"}, "is_archived"},
		"not in it":           {object{"channel": elsewhere.ID, "text": "a"}, "not_in_channel"},
		"for admins":          {object{"channel": admins.ID, "text": "a"}, "restricted_action"},
		"a closed DM":         {object{"channel": closed.DM().ID, "text": "a"}, "messages_tab_disabled"},
		"somebody gone":       {object{"channel": gone.DM().ID, "text": "a"}, "user_disabled"},
		"by user":             {object{"channel": u.ID, "text": "a"}, ""},
		"no such thread":      {object{"channel": c.ID, "text": "a", "thread_ts": "1.000001"}, "thread_not_found"},
		"a reply to a reply":  {object{"channel": c.ID, "text": "a", "thread_ts": reply}, "cannot_reply_to_message"},
	} {
		if got := a.calls("chat.postMessage", one.args); text(got["error"]) != one.want {
			t.Errorf("%s: %v; want %q", name, got, one.want)
		}
	}
	if all := a.s.Refusals(); len(all) > 0 {
		t.Errorf("%v", all)
	}
	for name, one := range map[string]struct {
		args object
		want string
	}{
		"nothing":       {object{}, "no_text"},
		"too long":      {object{"text": long(40_001)}, "msg_too_long"},
		"blocks":        {object{"blocks": []any{section("")}}, "invalid_blocks"},
		"long blocks":   {object{"blocks": many(5, func(int) any { return section(long(2641)) })}, "msg_blocks_too_long"},
		"attachments":   {object{"attachments": many(101, func(int) any { return object{"text": "a", "fallback": "a"} })}, "too_many_attachments"},
		"metadata":      {object{"text": "a", "metadata": object{"event_type": "a"}}, "invalid_metadata_format"},
		"a file":        {object{"blocks": []any{object{"type": "image", "alt_text": "a", "slack_file": object{"id": "F0"}}}}, "invalid_blocks"},
		"by the button": {object{"blocks": []any{actions(with(button("a", "b"), "style", "x"))}}, "invalid_blocks"},
	} {
		got := a.calls("chat.postMessage", with(one.args, "channel", c.ID))
		if text(got["error"]) != one.want {
			t.Errorf("%s: %v; want %q", name, got["error"], one.want)
		}
	}
	got := a.calls("chat.postMessage", object{"channel": c.ID, "blocks": []any{section("")}})
	if lines := fmt.Sprint(dict(got["response_metadata"])["messages"]); !strings.Contains(lines, "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]") {
		t.Error(lines)
	}
	a.refused("must be more than 0 characters")
}

func TestPublicChannels(t *testing.T) {
	a, _, _ := here(t)
	c := a.w.Channel("autre")
	c.Kick()
	a.w.Grant("chat:write.public")
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "a"}, "")
	a.wants("conversations.history", object{"channel": c.ID}, "not_in_channel")
}

func TestEphemeral(t *testing.T) {
	a, c, u := here(t)
	other := a.w.User("Sam", "en-GB")
	a.wants("chat.postEphemeral", object{"channel": c.ID, "user": "U0", "text": "a"}, "user_not_found")
	a.wants("chat.postEphemeral", object{"channel": c.ID, "user": other.ID, "text": "a"}, "user_not_in_channel")
	c.Join(other)
	ts := text(a.wants("chat.postEphemeral", object{"channel": c.ID, "user": u.ID, "text": "Pour toi"}, "")["message_ts"])
	if len(u.Sees(c)) != 1 || len(other.Sees(c)) != 0 {
		t.Errorf("%v, %v", u.Sees(c), other.Sees(c))
	}
	for _, method := range []string{"chat.update", "chat.delete"} {
		args := object{"channel": c.ID, "ts": ts}
		if method == "chat.update" {
			args["text"] = "b"
		}
		a.wants(method, args, "message_not_found")
	}
	u.Reloads()
	if seen := u.Sees(c); len(seen) != 0 {
		t.Errorf("%v", seen)
	}
}

func TestUpdateAndDelete(t *testing.T) {
	a, c, u := here(t)
	theirs := u.Says(c, "Bonjour")
	a.wants("chat.update", object{"channel": c.ID, "ts": theirs.TS, "text": "b"}, "cant_update_message")
	a.wants("chat.delete", object{"channel": c.ID, "ts": theirs.TS}, "cant_delete_message")
	ts := text(a.wants("chat.postMessage", object{"channel": c.ID, "text": "a", "blocks": []any{section("a")}}, "")["ts"])
	a.wants("chat.update", object{"channel": c.ID, "ts": ts, "text": "b"}, "")
	m, ok := u.Look(Message{ChannelID: c.ID, TS: ts})
	if !ok || m.Read().Text != "a" || !m.Edited {
		t.Errorf("%+v; want the blocks to stay", m)
	}
	a.wants("chat.update", object{"channel": c.ID, "ts": ts, "text": "b", "blocks": []any{}}, "")
	if m, _ = u.Look(m); m.Read().Text != "b" {
		t.Errorf("%+v", m)
	}
	a.s.SetEditWindow(time.Nanosecond)
	a.wants("chat.update", object{"channel": c.ID, "ts": ts, "text": "b"}, "edit_window_closed")
	a.wants("chat.delete", object{"channel": c.ID, "ts": ts}, "")
	a.wants("chat.delete", object{"channel": c.ID, "ts": ts}, "message_not_found")
	if _, ok := u.Look(m); ok {
		t.Error("it is still there")
	}
}

// One message a second, where the test wants it so.
func TestRates(t *testing.T) {
	a, c, _ := here(t)
	a.s.LimitRates()
	args := object{"channel": c.ID, "text": "a"}
	a.wants("chat.postMessage", args, "")
	a.wants("chat.postMessage", args, "ratelimited")
	a.wants("chat.postMessage", object{"channel": a.w.Channel("autre").ID, "text": "a"}, "")
	calls := a.s.Calls("chat.postMessage")
	if len(calls) != 3 || calls[1].Status != http.StatusTooManyRequests || calls[1].Arg("text") != "a" {
		t.Errorf("%+v", calls)
	}
}

// Only whom the test lets it may the bot ping.
func TestPings(t *testing.T) {
	a, c, u := here(t)
	g := a.w.Group("Recruteurs", "recruteurs")
	post := func(o object) []string {
		ts := a.wants("chat.postMessage", with(o, "channel", c.ID), "")["ts"]
		m, _ := u.Look(Message{ChannelID: c.ID, TS: text(ts)})
		return m.Pings
	}
	a.s.AllowPing(u)
	for _, one := range []struct {
		args object
		want string
	}{
		{object{"text": "<@" + u.ID + ">"}, "[" + u.ID + "]"},
		{object{"text": "&lt;@" + u.ID + "&gt;"}, "[]"},
		{object{"text": "<!here> <!subteam^" + g.ID + "|@x>"}, "[here " + g.ID + "]"},
		{object{"blocks": []any{section("<!channel>")}}, "[channel]"},
		{object{"blocks": []any{rich(object{"type": "text", "text": "<!channel>"})}}, "[]"},
		{object{"blocks": []any{rich(object{"type": "usergroup", "usergroup_id": g.ID}, object{"type": "broadcast", "range": "everyone"})}}, "[" + g.ID + " everyone]"},
		{object{"blocks": []any{rich(object{"type": "user", "user_id": u.ID})}}, "[" + u.ID + "]"},
	} {
		if got := fmt.Sprint(post(one.args)); got != one.want {
			t.Errorf("%v pings %s; want %s", one.args, got, one.want)
		}
	}
	if all := a.s.Refusals(); len(all) != 5 {
		t.Errorf("%d refusals: %v", len(all), all)
	}
}
