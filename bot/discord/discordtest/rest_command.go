package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// maxCreates is how many commands may be created in a day, in each guild and
// globally.
const maxCreates = 200

// Command is a registered command.
type Command struct {
	ID, Name, Description    string
	Type                     int
	Version                  string
	NameLocalizations        map[string]string `json:"name_localizations"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []Option
	Contexts                 []int
	DefaultMemberPermissions *string         `json:"default_member_permissions"`
	Raw                      json.RawMessage `json:"-"` // as the API gives it, with localisations
}

// Option is an option of a command.
type Option struct {
	Type                     int
	Name, Description        string
	NameLocalizations        map[string]string `json:"name_localizations"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Required, Autocomplete   bool
	Choices                  []OptionChoice
	MinValue                 *float64 `json:"min_value"`
	MaxValue                 *float64 `json:"max_value"`
	MinLength                *int     `json:"min_length"`
	MaxLength                *int     `json:"max_length"`
	ChannelTypes             []int    `json:"channel_types"`
}

// OptionChoice is one of the values that an option takes.
type OptionChoice struct {
	Name              string
	NameLocalizations map[string]string `json:"name_localizations"`
	Value             any
}

// Registered are the commands of a guild; nil means the global ones.
func (s *Server) Registered(g *Guild) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registered(g)
}

func (s *Server) registered(g *Guild) []Command {
	id := ""
	if g != nil {
		id = g.ID
	}
	var all []Command
	for _, o := range s.commands[id] {
		c := Command{Raw: encode(o)}
		if err := json.Unmarshal(c.Raw, &c); err != nil {
			panic(err) // it passed the contract
		}
		all = append(all, c)
	}
	return all
}

// AwaitRegistered waits until a guild, or everybody where g is nil, has commands.
func (s *Server) AwaitRegistered(g *Guild) []Command {
	s.t.Helper()
	var all []Command
	s.await("commands to be registered", func() bool {
		all = s.registered(g)
		return len(all) > 0
	})
	return all
}

// realm is where the commands of the path are.
func (x *exchange) realm() (string, *reply) {
	id := x.value("guild_id")
	switch {
	case x.value("application_id") != x.ApplicationID:
		return "", &errNotYours
	case id != "" && x.guilds[id] == nil:
		return "", &errAccess
	}
	return id, nil
}

func (x *exchange) getCommands() reply {
	realm, no := x.realm()
	if no != nil {
		return *no
	}
	return ok(shown(x.commands[realm], x.r.URL.Query().Get("with_localizations") == "true"))
}

// shown are commands as the API gives them: localisations only where asked for.
func shown(all []object, localised bool) []any {
	given := []any{}
	for _, c := range all {
		copied := clone(c)
		if !localised {
			strip(copied)
		}
		given = append(given, copied)
	}
	return given
}

func strip(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			strip(one)
		}
	case object:
		delete(v, "name_localizations")
		delete(v, "description_localizations")
		for _, one := range v {
			strip(one)
		}
	}
}

// putCommands replaces all commands: those of the same name keep their id.
func (x *exchange) putCommands() reply {
	realm, no := x.realm()
	if no != nil {
		return *no
	}
	now := x.now()
	recent := slices.DeleteFunc(slices.Clone(x.created[realm]), func(t time.Time) bool { return now.Sub(t) > 24*time.Hour })
	var next []object
	for _, v := range list(x.body) {
		o, _ := v.(object)
		c := normal(o)
		c["application_id"] = x.ApplicationID
		if realm != "" {
			c["guild_id"] = realm
		}
		old := slices.IndexFunc(x.commands[realm], func(k object) bool { return k["name"] == c["name"] && fmt.Sprint(k["type"]) == fmt.Sprint(c["type"]) })
		if old >= 0 {
			c["id"], c["version"] = x.commands[realm][old]["id"], x.commands[realm][old]["version"]
			if !bytes.Equal(encode(c), encode(x.commands[realm][old])) {
				c["version"] = x.snowflake()
			}
		} else {
			c["id"], c["version"] = x.snowflake(), x.snowflake()
			recent = append(recent, now)
		}
		next = append(next, c)
	}
	if len(recent) > maxCreates {
		return errCreates
	}
	x.created[realm], x.commands[realm] = recent, next
	x.note()
	return ok(shown(next, true))
}

// normal is a command as Discord keeps it: what says nothing is left out of the
// options and written as null in the command.
func normal(said object) object {
	c, _ := tidy(said).(object)
	for _, k := range []string{"name_localizations", "description_localizations", "default_member_permissions", "contexts"} {
		if _, ok := c[k]; !ok {
			c[k] = nil
		}
	}
	if p := c["default_member_permissions"]; p != nil {
		c["default_member_permissions"] = fmt.Sprint(p)
	}
	defaults := object{"type": 1, "nsfw": false, "dm_permission": true, "integration_types": []any{0}, "description": ""}
	for k, v := range defaults {
		if _, ok := c[k]; !ok {
			c[k] = v
		}
	}
	return c
}

func tidy(v any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = tidy(one)
		}
		return all
	case object:
		o := object{}
		for k, one := range v {
			kept := tidy(one)
			if l, ok := kept.([]any); kept == nil || kept == false || ok && len(l) == 0 {
				continue
			}
			o[k] = kept
		}
		return o
	}
	return v
}
