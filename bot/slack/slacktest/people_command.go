package slacktest

import (
	"fmt"
	"strings"
)

// Command types a slash command in a place. The test fails for one that the app does
// not declare, as the client then says that it is not a valid command.
func (u *User) Command(in *Channel, name, words string) *Interaction {
	s := u.w.s
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	name = slash(name)
	known, escaped := s.knows(name)
	if !known || !u.w.has("commands") || !in.has(u) || in.archived {
		s.t.Errorf("%s cannot use %s there: it is not a valid command, or the place is not theirs", u.Name, name)
	}
	i := s.begins("slash_commands", u)
	i.channel = in
	i.ResponseURL = s.hookFor(i, "commands")
	words = strings.TrimSpace(words)
	if escaped {
		words = u.w.named(words)
	}
	s.send("slash_commands", object{
		"token": verification, "team_id": u.w.ID, "team_domain": u.w.Domain, "channel_id": in.ID, "channel_name": in.title(), "user_id": u.ID, "user_name": u.Handle,
		"command": name, "text": words, "api_app_id": s.AppID, "is_enterprise_install": "false", "response_url": i.ResponseURL, "trigger_id": i.triggers(),
	}, i)
	return i
}

// named is what somebody typed as slash commands that escape have it: names are said
// besides their ids. The server is locked.
func (w *Workspace) named(words string) string {
	words = w.linked(words)
	for _, u := range w.users {
		words = strings.ReplaceAll(words, "<@"+u.ID+">", fmt.Sprintf("<@%s|%s>", u.ID, u.Handle))
	}
	return words
}

// Knows reports whether the client offers a slash command.
func (u *User) Knows(name string) bool {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	known, _ := u.w.s.knows(slash(name))
	return known
}

// Shortcut uses a global shortcut, by its name; by its callback_id where there is no
// manifest.
func (u *User) Shortcut(name string) *Interaction {
	s := u.w.s
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	callback := name
	if s.manifest != nil {
		if callback = s.manifest.shortcuts[name]; callback == "" {
			s.t.Errorf("%s finds no shortcut %q among %q", u.Name, name, keys(s.manifest.shortcuts))
		}
	}
	i := s.begins("shortcut", u)
	s.send("interactive", object{
		"type": "shortcut", "token": verification, "action_ts": s.ts(), "team": u.w.team(), "user": object{"id": u.ID, "username": u.Handle, "team_id": u.w.ID},
		"is_enterprise_install": false, "enterprise": nil, "callback_id": callback, "trigger_id": i.triggers(), "api_app_id": s.AppID,
	}, i)
	return i
}
