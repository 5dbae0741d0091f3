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

// What is read back has metadata where that is asked for, the newest first.
func TestHistory(t *testing.T) {
	a, c, u := here(t)
	metadata := object{"event_type": "post", "event_payload": object{"key": "k1"}}
	first := text(a.wants("chat.postMessage", object{"channel": c.ID, "text": "un", "metadata": metadata}, "")["ts"])
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "deux"}, "")
	a.wants("chat.postMessage", object{"channel": c.ID, "text": "réponse", "thread_ts": first, "metadata": metadata}, "")
	a.wants("chat.postEphemeral", object{"channel": c.ID, "text": "à toi", "user": u.ID}, "")
	last := text(a.wants("chat.postMessage", object{"channel": c.ID, "text": "trois"}, "")["ts"])
	read := func(method string, args object) (said []string, got object) {
		got = a.wants(method, with(args, "channel", c.ID), "")
		for _, m := range list(got["messages"]) {
			said = append(said, text(dict(m)["text"]))
		}
		return said, got
	}
	for _, one := range []struct {
		args object
		want string
	}{
		{object{}, "[trois deux un]"},
		{object{"oldest": first}, "[trois deux]"},
		{object{"oldest": first, "inclusive": true}, "[trois deux un]"},
		{object{"latest": last}, "[deux un]"},
		{object{"limit": 2}, "[trois deux]"},
	} {
		if said, _ := read("conversations.history", one.args); fmt.Sprint(said) != one.want {
			t.Errorf("%v: %v; want %s", one.args, said, one.want)
		}
	}
	_, got := read("conversations.history", object{"limit": 2})
	if got["has_more"] != true {
		t.Errorf("%v", got)
	}
	said, got := read("conversations.history", object{"limit": 2, "cursor": dict(got["response_metadata"])["next_cursor"]})
	if fmt.Sprint(said) != "[un]" || dict(list(got["messages"])[0])["metadata"] != nil {
		t.Errorf("%v, %v", said, got)
	}
	said, got = read("conversations.replies", object{"ts": first, "include_all_metadata": true})
	if fmt.Sprint(said) != "[un réponse]" || dict(list(got["messages"])[1])["metadata"] == nil {
		t.Errorf("%v, %v", said, got)
	}
	a.wants("conversations.replies", object{"channel": c.ID, "ts": "1.000001"}, "thread_not_found")
	a.wants("conversations.history", object{"channel": c.ID, "cursor": "x"}, "invalid_cursor")
	if seen := u.SeesThread(Message{ChannelID: c.ID, TS: first}); len(seen) != 1 {
		t.Errorf("%v", seen)
	}
}

func TestPlaces(t *testing.T) {
	a, c, u := here(t)
	robot, gone := a.w.Bot(), a.w.User("Alix", "fr-FR")
	gone.Deactivate()
	for id, want := range map[string]string{"": "users_list_not_supplied", "U0": "user_not_found", robot.ID: "cannot_dm_bot", gone.ID: "user_disabled", u.ID: ""} {
		a.wants("conversations.open", object{"users": id}, want)
	}
	if got := a.calls("conversations.open", object{"users": u.ID}); dict(got["channel"])["id"] != u.DM().ID {
		t.Errorf("%v", got)
	}
	if got := dict(a.wants("conversations.info", object{"channel": c.ID}, "")["channel"]); got["name"] != "offres" || got["is_member"] != true {
		t.Errorf("%v", got)
	}
	a.wants("conversations.info", object{"channel": a.w.PrivateChannel("x").ID}, "channel_not_found")
	if got := list(a.wants("users.conversations", object{"types": "public_channel,im"}, "")["channels"]); len(got) != 2 {
		t.Errorf("%v", got)
	}
	if got := list(a.wants("conversations.members", object{"channel": c.ID}, "")["members"]); len(got) != 2 {
		t.Errorf("%v", got)
	}
	if got := list(a.wants("conversations.list", object{"types": "public_channel,private_channel"}, "")["channels"]); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestPeople(t *testing.T) {
	a, _, u := here(t)
	u.SetAdmin(true)
	got := dict(a.wants("users.info", object{"user": u.ID, "include_locale": true}, "")["user"])
	if got["locale"] != "fr-FR" || got["tz"] != "Europe/Paris" || got["is_admin"] != true || got["is_owner"] != false {
		t.Errorf("%v", got)
	}
	if got := dict(a.wants("users.info", object{"user": u.ID}, "")["user"]); got["locale"] != nil {
		t.Errorf("%v", got)
	}
	a.wants("users.info", object{"user": "U0"}, "user_not_found")
	g := a.w.Group("Recruteurs", "recruteurs", u)
	all := list(a.wants("usergroups.list", object{"include_users": true}, "")["usergroups"])
	if len(all) != 1 || dict(all[0])["handle"] != "recruteurs" || fmt.Sprint(dict(all[0])["users"]) != "["+u.ID+"]" {
		t.Errorf("%v", all)
	}
	a.wants("usergroups.users.list", object{"usergroup": g.ID}, "")
	a.wants("usergroups.users.list", object{"usergroup": "S0"}, "no_such_subteam")
	g.Disable()
	if all := list(a.wants("usergroups.list", nil, "")["usergroups"]); len(all) != 0 {
		t.Errorf("%v", all)
	}
	a.w.SetFree(true)
	a.wants("usergroups.list", nil, "paid_teams_only")
}

func TestPins(t *testing.T) {
	a, c, u := here(t)
	ts := text(a.calls("chat.postMessage", object{"channel": c.ID, "text": "a"})["ts"])
	pin := object{"channel": c.ID, "timestamp": ts}
	a.wants("pins.remove", pin, "no_pin")
	a.wants("pins.add", pin, "")
	a.wants("pins.add", pin, "already_pinned")
	if m, _ := u.Look(Message{ChannelID: c.ID, TS: ts}); !m.Pinned {
		t.Errorf("%+v", m)
	}
	if items := list(a.wants("pins.list", object{"channel": c.ID}, "")["items"]); len(items) != 1 {
		t.Errorf("%v", items)
	}
	a.wants("pins.remove", pin, "")
	a.wants("pins.add", object{"channel": c.ID, "timestamp": "1.000001"}, "message_not_found")
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
