package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The types of option.
const (
	optionString  = 3
	optionInteger = 4
	optionBoolean = 5
	optionUser    = 6
	optionChannel = 7
	optionRole    = 8
	optionNumber  = 10
	optionFile    = 11
)

// Command types a command in a place and fills in its options; the command and
// the options are named as the person's client shows them, or by their default
// names. A value is a string, an int, a bool, a *User, a *Channel, a *Role or a
// File. The test fails for what a client would not let them send.
func (u *User) Command(in *Channel, name string, options map[string]any) *Interaction {
	u.s.t.Helper()
	u.s.mu.Lock()
	c, given, problem := u.typed(in, name, options, "")
	if problem != nil {
		u.s.mu.Unlock()
		u.s.t.Fatalf("%s cannot send /%s %v: %v", u.Name, name, options, problem)
	}
	i := u.s.interact(u, in, KindCommand, nil, u.s.commandData(c, in, given))
	u.s.mu.Unlock()
	return i
}

// Knows reports whether somebody can use a command of a name in a place.
func (u *User) Knows(in *Channel, name string) bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	_, err := u.finds(in, name)
	return err == nil
}

// Complete types into an option and returns what is suggested for it; others are
// the options filled in before.
func (u *User) Complete(in *Channel, name, option, typed string, others map[string]any) []Choice {
	u.s.t.Helper()
	u.s.mu.Lock()
	options := map[string]any{option: typed}
	for k, v := range others {
		options[k] = v
	}
	c, given, problem := u.typed(in, name, options, option)
	if problem != nil {
		u.s.mu.Unlock()
		u.s.t.Fatalf("%s cannot complete %s of /%s: %v", u.Name, option, name, problem)
	}
	i := u.s.interact(u, in, KindComplete, nil, u.s.commandData(c, in, given))
	for _, o := range given {
		if o["focused"] == true {
			i.focused, _ = o["type"].(int)
		}
	}
	u.s.mu.Unlock()
	return i.Answer().Choices
}

func (s *Server) commandData(c Command, in *Channel, given []object) object {
	data := object{"id": c.ID, "name": c.Name, "type": 1, "options": given}
	var raw object
	_ = json.Unmarshal(c.Raw, &raw)
	if raw["guild_id"] != nil {
		data["guild_id"] = raw["guild_id"]
	}
	if resolved := s.resolved(in, given); len(resolved) > 0 {
		data["resolved"] = resolved
	}
	return data
}

// called reports whether a name is how the command or the option is called, in a
// language or by default.
func called(name, locale, plain string, local map[string]string) bool {
	return name == plain || local[locale] != "" && name == local[locale]
}

// finds is the command of a name that somebody's client offers in a place.
func (u *User) finds(in *Channel, name string) (Command, error) {
	s := u.s
	var all []Command
	if in.Guild != nil {
		if in.Guild.members[u.ID] == nil || in.Guild.members[s.bot.ID] == nil {
			return Command{}, fmt.Errorf("%s or the bot is not in %s", u.Name, in.Guild.Name)
		}
		if has := in.Guild.permissions(u, in); has&(ViewChannel|UseCommands) != ViewChannel|UseCommands {
			return Command{}, fmt.Errorf("%s may use no commands there", u.Name)
		}
		all = s.registered(in.Guild)
	}
	all = append(all, s.registered(nil)...)
	shown := slices.IndexFunc(all, func(c Command) bool { return called(name, u.Locale, c.Name, c.NameLocalizations) })
	if shown < 0 {
		return Command{}, fmt.Errorf("no such command is registered")
	}
	c := all[shown]
	context := 0
	if in.Guild == nil {
		context = 1
	}
	if c.Contexts != nil && !slices.Contains(c.Contexts, context) {
		return c, fmt.Errorf("it is not for context %d", context)
	}
	if p := c.DefaultMemberPermissions; p != nil && in.Guild != nil {
		needed, _ := strconv.ParseUint(*p, 10, 64)
		has := in.Guild.permissions(u, in)
		if has&Administrator == 0 && (*p == "0" || has&Permission(needed) != Permission(needed)) {
			return c, fmt.Errorf("its permissions %s are not those of %s", *p, u.Name)
		}
	}
	return c, nil
}

// typed are the options of a command as they are sent; focused is the one that is
// being typed.
func (u *User) typed(in *Channel, name string, options map[string]any, focused string) (Command, []object, error) {
	c, err := u.finds(in, name)
	if err != nil {
		return c, nil, err
	}
	given := []object{}
	left := len(options)
	for _, o := range c.Options {
		key, v := o.Name, options[o.Name]
		if v == nil {
			key = o.NameLocalizations[u.Locale]
			v = options[key]
		}
		if v == nil {
			if o.Required && focused == "" {
				return c, nil, fmt.Errorf("the option %s is required", o.Name)
			}
			continue
		}
		left--
		if key == focused {
			if !o.Autocomplete {
				return c, nil, fmt.Errorf("the option %s is not completed", o.Name)
			}
			given = append(given, object{"name": o.Name, "type": o.Type, "value": v, "focused": true})
			continue
		}
		value, err := o.value(v)
		if f, ok := value.(File); ok {
			var h *handed
			if h, err = u.s.hand(f); err == nil {
				value = h.id
			}
		}
		if err != nil {
			return c, nil, fmt.Errorf("the option %s: %w", o.Name, err)
		}
		given = append(given, object{"name": o.Name, "type": o.Type, "value": value})
	}
	if left != 0 {
		return c, nil, fmt.Errorf("options of %v are not among those of the command", options)
	}
	return c, given, nil
}

// value is what a client sends for a value, if it lets it be sent.
func (o Option) value(v any) (any, error) {
	switch v := v.(type) {
	case string:
		if o.Type == optionString {
			return o.pick(v, utf8.RuneCountInString(v))
		}
	case int:
		if o.Type == optionInteger || o.Type == optionNumber {
			if o.MinValue != nil && float64(v) < *o.MinValue || o.MaxValue != nil && float64(v) > *o.MaxValue {
				return nil, fmt.Errorf("%d is out of bounds", v)
			}
			return o.pick(v, 0)
		}
	case bool:
		if o.Type == optionBoolean {
			return v, nil
		}
	case *User:
		if o.Type == optionUser {
			return v.ID, nil
		}
	case *Channel:
		if o.Type == optionChannel {
			if len(o.ChannelTypes) > 0 && !slices.Contains(o.ChannelTypes, v.Type) {
				return nil, fmt.Errorf("a channel of type %d is not offered", v.Type)
			}
			return v.ID, nil
		}
	case *Role:
		if o.Type == optionRole {
			return v.ID, nil
		}
	case File:
		if o.Type == optionFile {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%v of type %T is not for an option of type %d", v, v, o.Type)
}

// pick is a value within the lengths of the option and among its choices, which
// may be told by their names too.
func (o Option) pick(v any, length int) (any, error) {
	if o.MinLength != nil && length < *o.MinLength || o.MaxLength != nil && length > *o.MaxLength || length > 6000 {
		return nil, fmt.Errorf("%d characters", length)
	}
	if len(o.Choices) == 0 {
		return v, nil
	}
	for _, c := range o.Choices {
		names := []any{c.Name, c.Value}
		for _, n := range c.NameLocalizations {
			names = append(names, n)
		}
		if slices.ContainsFunc(names, func(n any) bool { return fmt.Sprint(n) == fmt.Sprint(v) }) {
			return c.Value, nil
		}
	}
	return nil, fmt.Errorf("%v is not among the choices", v)
}

// resolved are the users, members, roles, channels and files that options name.
func (s *Server) resolved(in *Channel, given []object) object {
	ids := map[int][]string{}
	for _, o := range given {
		kind, _ := o["type"].(int)
		ids[kind] = append(ids[kind], fmt.Sprint(o["value"]))
	}
	all := s.resolve(in, ids[optionUser], ids[optionRole], ids[optionChannel])
	if files := s.attachments(ids[optionFile]); len(files) > 0 {
		all["attachments"] = files
	}
	return all
}

// resolve tells of ids what a client knows of them.
func (s *Server) resolve(in *Channel, users, roles, channels []string) object {
	resolved := object{}
	put := func(kind, id string, v object) {
		if resolved[kind] == nil {
			resolved[kind] = object{}
		}
		resolved[kind].(object)[id] = v
	}
	for _, id := range users {
		if u := s.users[id]; u != nil {
			put("users", id, u.json())
			if in.Guild != nil && in.Guild.members[id] != nil {
				m := in.Guild.members[id].json()
				delete(m, "user")
				delete(m, "deaf")
				delete(m, "mute")
				m["permissions"] = in.Guild.permissions(u, in).String()
				put("members", id, m)
			}
		}
	}
	for _, id := range roles {
		if in.Guild == nil {
			break
		}
		for _, r := range in.Guild.roles {
			if r.ID == id {
				put("roles", id, r.json())
			}
		}
	}
	for _, id := range channels {
		if c := s.channels[id]; c != nil && c.Guild != nil {
			v := c.json()
			delete(v, "permission_overwrites")
			v["permissions"] = everything.String()
			put("channels", id, v)
		}
	}
	return resolved
}
