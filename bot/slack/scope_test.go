package slack

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/bottest"
)

// needs are what Slack's documentation says of all that the adapter asks for and hears: in
// the end each needs these scopes of the bot token, for the channels that it is used in.
var needs = map[string][]string{
	"slash commands, shortcuts":    {"commands"},
	"app_home_opened":              nil,
	"app_mention":                  {"app_mentions:read"},
	"app_uninstalled":              nil,
	"member_joined_channel":        {"channels:read", "groups:read"},
	"message.im":                   {"im:history"},
	"tokens_revoked":               nil,
	"auth.test":                    nil,
	"chat.delete":                  {"chat:write"},
	"chat.postEphemeral":           {"chat:write"},
	"chat.postMessage":             {"chat:write"},
	"chat.update":                  {"chat:write"},
	"conversations.history":        {"channels:history", "groups:history", "im:history", "mpim:history"},
	"conversations.info":           {"channels:read", "groups:read"}, // never of a direct message
	"conversations.open":           {"im:write", "mpim:write"},
	"conversations.replies":        {"channels:history", "groups:history", "im:history", "mpim:history"},
	"file_input":                   {"files:read"},
	"files.completeUploadExternal": {"files:write"},
	"files.getUploadURLExternal":   {"files:write"},
	"pins.add":                     {"pins:write"},
	"usergroups.list":              {"usergroups:read"},
	"users.info":                   {"users:read"},
	"views.open":                   nil,
	"views.publish":                nil,
	"views.push":                   nil,
	"views.update":                 nil,
}

// The bot asks for every scope that it uses, and for no other.
func TestScopes(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, all := range needs {
		for _, name := range all {
			used[name] = true
		}
	}
	asked := Manifest(bottest.Commands(), bot.FR).OAuth.Scopes.Bot
	for name := range used {
		if !slices.Contains(asked, name) {
			t.Errorf("%s is used and not asked for", name)
		}
	}
	for i, s := range Scopes() {
		if !used[s.Name] || asked[i] != s.Name {
			t.Errorf("%s is asked for and not used", s.Name)
		}
		if s.Why.FR == "" || s.Why.EN == "" || s.Why.FR == s.Why.EN || strings.Contains(s.Why.FR+s.Why.EN, "\n") {
			t.Errorf("%s is not explained in both languages, on a line", s.Name)
		}
		if slices.Index(asked, s.Name) != i {
			t.Errorf("%s is asked for twice", s.Name)
		}
	}
	for _, name := range events() {
		if _, known := needs[name]; !known {
			t.Errorf("%s is heard, and nobody has said what it needs", name)
		}
	}
}
