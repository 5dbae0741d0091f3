package slacktest

import (
	"regexp"
	"slices"
	"strings"
)

// manifest is what the app declares.
type manifest struct {
	commands  map[string]bool   // whether what is typed is escaped, by name
	shortcuts map[string]string // callback_id by name, of the global ones
	events    []string
	scopes    []string // of the bot
	home      bool     // the Home tab is shown
	writable  bool     // people can write in the Messages tab
	pressable bool     // controls, forms and shortcuts are told of
}

// commandName is what the name of a slash command may be.
var commandName = regexp.MustCompile(`^/[^A-Z\s/]+$`)

// readManifest reads the manifest of an app: what is wrong with it, in words.
func readManifest(raw []byte, check *contract) (*manifest, []string) {
	v, err := decode(raw)
	if err != nil {
		return nil, []string{err.Error()}
	}
	f := check.faults("manifest", v, "")
	features := dict(dict(v)["features"])
	m := &manifest{commands: map[string]bool{}, shortcuts: map[string]string{}}
	for i, one := range list(features["slash_commands"]) {
		o, where := dict(one), at("/features/slash_commands", i, "command")
		name := text(o["command"])
		_, twice := m.commands[name]
		switch {
		case twice:
			f.add(where, "%s is declared twice", name)
		case slices.Contains(reserved, name):
			f.add(where, "%s is a name of Slack's own", name)
		case !commandName.MatchString(name):
			f.add(where, "%q: want a slash and lower case, without spaces", name)
		case size(name) > 32:
			f.add(where, "%s has over 32 characters", name)
		}
		m.commands[name] = truth(o["should_escape"])
	}
	for i, one := range list(features["shortcuts"]) {
		o := dict(one)
		name := text(o["name"])
		if _, twice := m.shortcuts[name]; twice {
			f.add(at("/features/shortcuts", i), "%q is declared twice", name)
		}
		if size(name) > 24 {
			f.add(at("/features/shortcuts", i, "name"), "%q has over 24 characters", name)
		}
		if text(o["type"]) == "global" {
			m.shortcuts[name] = text(o["callback_id"])
		}
	}
	if len(m.commands) > 50 {
		f.add("/features/slash_commands", "%d commands; want at most 50", len(m.commands))
	}
	if len(m.shortcuts) > 10 {
		f.add("/features/shortcuts", "%d shortcuts; want at most 10", len(m.shortcuts))
	}
	m.settings(dict(v))
	return m, f.lines()
}

// settings reads what is not declared one by one.
func (m *manifest) settings(v object) {
	settings, home := dict(v["settings"]), dict(dict(v["features"])["app_home"])
	for _, one := range list(dict(settings["event_subscriptions"])["bot_events"]) {
		m.events = append(m.events, text(one))
	}
	for _, one := range list(dict(dict(v["oauth_config"])["scopes"])["bot"]) {
		m.scopes = append(m.scopes, text(one))
	}
	m.home = truth(home["home_tab_enabled"])
	m.writable = truth(home["messages_tab_enabled"]) && !truth(home["messages_tab_read_only_enabled"])
	m.pressable = truth(dict(settings["interactivity"])["is_enabled"])
}

// SetManifest changes what the app declares: from then on only the slash commands,
// shortcuts and events of the manifest are there, and every workspace grants its scopes
// and no others. The test fails for one that Slack would not take.
func (s *Server) SetManifest(raw []byte) {
	s.t.Helper()
	m, problems := readManifest(raw, s.check)
	if len(problems) > 0 {
		s.t.Fatalf("slack refuses the manifest:\n\t%s\n%s", strings.Join(problems, "\n\t"), raw)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manifest = m
	for _, w := range s.workspaces {
		w.scopes = m.scopes
	}
}

// knows reports whether a slash command is declared, and whether what is typed after
// it is escaped. Without a manifest every command is. The server is locked.
func (s *Server) knows(command string) (known, escaped bool) {
	if s.manifest == nil {
		return true, true
	}
	escaped, known = s.manifest.commands[command]
	return known, escaped
}

// heardWith are the scopes without which events are not told.
var heardWith = map[string][]string{
	"app_mention": {"app_mentions:read"}, "message.im": {"im:history"}, "member_joined_channel": {"channels:read", "groups:read"},
	"channel_left": {"channels:read"}, "group_left": {"groups:read"},
}

// subscribed reports whether the app hears of an event in the workspace: without a
// manifest, of all for which it has the scope. The server is locked.
func (w *Workspace) subscribed(event string) bool {
	m := w.s.manifest
	return w.has(heardWith[event]...) && (m == nil || slices.Contains(m.events, event))
}

// slash is the name of a command with its slash.
func slash(name string) string { return "/" + strings.TrimPrefix(name, "/") }
