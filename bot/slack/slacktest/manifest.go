package slacktest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// manifest is what the app declares.
type manifest struct {
	commands  map[string]bool   // whether what is typed is escaped, by name
	shortcuts map[string]string // callback_id by name, of the global ones
	events    []string          // nil: it says nothing of them
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
	subscribed := dict(dict(dict(v)["settings"])["event_subscriptions"])
	for _, one := range list(subscribed["bot_events"]) {
		m.events = append(m.events, fmt.Sprint(one))
	}
	return m, f.lines()
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

// subscribed reports whether the app hears of an event: without a manifest, of all.
// The server is locked.
func (s *Server) subscribed(event string) bool {
	return s.manifest == nil || slices.Contains(s.manifest.events, event)
}

// slash is the name of a command with its slash.
func slash(name string) string { return "/" + strings.TrimPrefix(name, "/") }
