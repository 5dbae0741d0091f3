package slacktest

import (
	"fmt"
	"testing"
)

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
