package discordtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What Discord accepts of commands, where the contract does not say it.
const (
	maxCommand  = 8000 // characters of names, descriptions and values of one command
	maxCommands = 100  // of type 1
	maxMenus    = 15   // of each other type
	maxOptions  = 25
	maxChoice   = 100
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales are those that Discord knows.
var locales = []string{
	"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR", "ro", "fi",
	"sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko", "ar", "he",
}

// commandLimits are those of a bulk overwrite.
func commandLimits(x *exchange) faults {
	var f faults
	counts := map[int]int{}
	names := newNames()
	for i, v := range list(x.body) {
		o, _ := v.(object)
		where := fmt.Sprint(i)
		kind := 1
		if n, ok := number(o["type"]); ok {
			kind = n
		}
		counts[kind]++
		if kind == 1 {
			named(o, where, &f)
			described(o, where, &f)
		} else if text(o["description"]) != "" {
			f.add(at(where, "description"), "APPLICATION_COMMAND_DESCRIPTION", "a menu has none")
		}
		names.add(fmt.Sprint(kind), o, where, &f)
		optionLimits(list(o["options"]), where, 0, &f)
		if n := weight(o); n > maxCommand {
			f.add(where, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size: %d characters; want at most %d", n, maxCommand)
		}
	}
	for kind, n := range counts {
		if kind == 1 && n > maxCommands || kind != 1 && n > maxMenus {
			f.add("", "APPLICATION_COMMANDS_MAX", "%d commands of type %d", n, kind)
		}
	}
	return f
}

// names tells when two things have the same name in some language.
type names map[string]bool

func newNames() names { return names{} }

func (n names) add(among string, o object, where string, f *faults) {
	local, _ := o["name_localizations"].(object)
	for _, locale := range append([]string{""}, keys(local)...) {
		name := text(o["name"])
		if locale != "" {
			name = text(local[locale])
		}
		if key := among + "/" + locale + "/" + name; n[key] {
			f.add(at(where, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "%q is the name of another one (%s)", name, locale)
		} else {
			n[key] = true
		}
	}
}

// named holds the name of a command or an option, in each language.
func named(o object, where string, f *faults) {
	check := func(name, where string) {
		if !commandName.MatchString(name) || strings.ToLower(name) != name {
			f.add(where, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: %q", name)
		}
	}
	check(text(o["name"]), at(where, "name"))
	localised(o["name_localizations"], at(where, "name_localizations"), check, f)
}

func described(o object, where string, f *faults) {
	check := func(s, where string) {
		if empty(s) || size(s) > 100 {
			f.add(where, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
		}
	}
	check(text(o["description"]), at(where, "description"))
	localised(o["description_localizations"], at(where, "description_localizations"), check, f)
}

func localised(v any, where string, check func(s, where string), f *faults) {
	local, _ := v.(object)
	for _, locale := range keys(local) {
		if !slices.Contains(locales, locale) {
			f.add(at(where, locale), "DICT_TYPE_INVALID_LOCALE", "%q is no locale of Discord", locale)
		}
		check(text(local[locale]), at(where, locale))
	}
}

// optionLimits holds the options of a command, of a subcommand or of a group.
func optionLimits(all []any, where string, depth int, f *faults) {
	if len(all) > maxOptions {
		f.add(at(where, "options"), "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxOptions)
	}
	taken := newNames()
	optional := false
	for i, v := range all {
		o, _ := v.(object)
		place := at(where, "options", i)
		named(o, place, f)
		described(o, place, f)
		taken.add("", o, place, f)
		kind := typeOf(o)
		if kind <= 2 && kind+depth > 2 || depth > 2 {
			f.add(place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "a subcommand too deep")
		}
		optionLimits(list(o["options"]), place, depth+1, f)
		if truth(o["required"]) && optional {
			f.add(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || kind > 2 && !truth(o["required"])
		choices := list(o["choices"])
		if truth(o["autocomplete"]) && len(choices) > 0 {
			f.add(place, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "choices and autocomplete exclude each other")
		}
		if len(choices) > maxOptions {
			f.add(at(place, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxOptions)
		}
		seen := map[string]bool{}
		for n, c := range choices {
			one, _ := c.(object)
			choiceLimits(one, at(place, "choices", n), seen, f)
		}
	}
}

// choiceLimits holds one choice of an option, or of a suggestion.
func choiceLimits(o object, where string, seen map[string]bool, f *faults) {
	check := func(s, where string) {
		if empty(s) || size(s) > maxChoice {
			f.add(where, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxChoice)
		}
	}
	check(text(o["name"]), at(where, "name"))
	localised(o["name_localizations"], at(where, "name_localizations"), check, f)
	if s, ok := o["value"].(string); ok && (s == "" || size(s) > maxChoice) {
		f.add(at(where, "value"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxChoice)
	}
	for _, k := range []string{"name", "value"} {
		key := k + "/" + fmt.Sprint(o[k])
		if seen[key] {
			f.add(at(where, k), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "%v is that of another choice", o[k])
		}
		seen[key] = true
	}
}

// weight is how many characters a command has: names, descriptions and values,
// each in its longest language.
func weight(o object) int {
	n := longest(o, "name") + longest(o, "description")
	if s, ok := o["value"].(string); ok {
		n += size(s)
	}
	for _, k := range []string{"options", "choices"} {
		for _, v := range list(o[k]) {
			one, _ := v.(object)
			n += weight(one)
		}
	}
	return n
}

func longest(o object, k string) int {
	n := size(text(o[k]))
	local, _ := o[k+"_localizations"].(object)
	for _, v := range local {
		n = max(n, size(text(v)))
	}
	return n
}
