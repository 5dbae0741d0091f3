package slacktest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// elementRule is what a type of element holds.
type elementRule struct {
	known []string // properties besides type
	in    string   // the blocks that take it
	check func(l *lint, o object, where string)
}

// The blocks that take most elements.
const (
	everywhere = "actions section input"
	pressed    = "actions section"
	several    = "section input" // menus of several options: Slack refuses them in actions
)

// menu are the properties of a menu.
func menu(more ...string) []string {
	return append([]string{"action_id", "placeholder", "confirm", "focus_on_load"}, more...)
}

// typed are the properties of a field to type into.
func typed(more ...string) []string {
	return append([]string{"action_id", "placeholder", "initial_value", "focus_on_load", "dispatch_action_config"}, more...)
}

// elementRules are the elements that the fake knows.
var elementRules = map[string]elementRule{
	"button":                     {[]string{"action_id", "text", "url", "value", "style", "confirm", "accessibility_label"}, pressed, (*lint).button},
	"checkboxes":                 {[]string{"action_id", "options", "initial_options", "confirm", "focus_on_load"}, everywhere, (*lint).marks},
	"radio_buttons":              {[]string{"action_id", "options", "initial_option", "confirm", "focus_on_load"}, everywhere, (*lint).marks},
	"datepicker":                 {menu("initial_date"), everywhere, (*lint).moment},
	"timepicker":                 {menu("initial_time", "timezone"), everywhere, (*lint).moment},
	"datetimepicker":             {[]string{"action_id", "initial_date_time", "confirm", "focus_on_load"}, "actions input", (*lint).moment},
	"image":                      {[]string{"image_url", "slack_file", "alt_text"}, "section context", (*lint).picture},
	"overflow":                   {[]string{"action_id", "options", "confirm"}, pressed, (*lint).overflow},
	"static_select":              {menu("options", "option_groups", "initial_option"), everywhere, (*lint).static},
	"multi_static_select":        {menu("options", "option_groups", "initial_options", "max_selected_items"), several, (*lint).static},
	"external_select":            {menu("min_query_length", "initial_option"), everywhere, (*lint).external},
	"multi_external_select":      {menu("min_query_length", "initial_options", "max_selected_items"), several, (*lint).external},
	"users_select":               {menu("initial_user"), everywhere, (*lint).menu},
	"multi_users_select":         {menu("initial_users", "max_selected_items"), several, (*lint).menu},
	"channels_select":            {menu("initial_channel", "response_url_enabled"), everywhere, (*lint).menu},
	"multi_channels_select":      {menu("initial_channels", "max_selected_items"), several, (*lint).menu},
	"conversations_select":       {menu("initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"), everywhere, (*lint).menu},
	"multi_conversations_select": {menu("initial_conversations", "default_to_current_conversation", "max_selected_items", "filter"), several, (*lint).menu},
	"plain_text_input":           {typed("multiline", "min_length", "max_length"), "input", (*lint).typing},
	"email_text_input":           {typed(), "input", (*lint).typing},
	"url_text_input":             {typed(), "input", (*lint).typing},
	"number_input":               {typed("is_decimal_allowed", "min_value", "max_value"), "input", (*lint).numeric},
	fileInput:                    {[]string{"action_id", "filetypes", "max_files"}, "input", (*lint).taking},
}

// element holds an element of a block.
func (l *lint) element(o object, where, in string) {
	kind := text(o["type"])
	rule, ok := elementRules[kind]
	switch {
	case o == nil:
		l.add(where, "must be an object")
		return
	case !ok || !slices.Contains(strings.Fields(rule.in), in):
		l.add(where, "unsupported type: %s in a block of type %s", kind, in)
		return
	}
	l.only(o, where, append([]string{"type"}, rule.known...)...)
	l.length(o, "action_id", where, 1, maxID)
	l.text(o["placeholder"], at(where, "placeholder"), 150, false)
	l.confirm(o["confirm"], at(where, "confirm"))
	if truth(o["focus_on_load"]) {
		l.focused++
	}
	rule.check(l, o, where)
}

func (l *lint) button(o object, where string) {
	l.needs(o, where, "text")
	l.text(o["text"], at(where, "text"), 75, false)
	l.length(o, "url", where, 1, maxURL)
	l.length(o, "value", where, 1, 2000)
	l.length(o, "accessibility_label", where, 1, 75)
	l.oneOf(o, "style", where, "primary", "danger")
	if u := text(o["url"]); u != "" && !isLink(u) {
		l.add(at(where, "url"), "must be a valid URL")
	}
}

// marks holds checkboxes and radio buttons.
func (l *lint) marks(o object, where string) {
	l.options(o["options"], at(where, "options"), text(o["type"]), 1, 10)
	l.offered(o, where)
}

func (l *lint) overflow(o object, where string) {
	l.options(o["options"], at(where, "options"), "overflow", 1, 5)
}

func (l *lint) static(o object, where string) {
	if (o["options"] == nil) == (o["option_groups"] == nil) {
		l.add(where, "must define either `options` or `option_groups`")
	}
	if v, ok := o["options"]; ok {
		l.options(v, at(where, "options"), "select", 1, 100)
	}
	if v, ok := o["option_groups"]; ok {
		l.groups(v, at(where, "option_groups"))
	}
	l.offered(o, where)
	l.menu(o, where)
}

// offered wants what is chosen at first to be among the options, word for word.
func (l *lint) offered(o object, where string) {
	all := optionsOf(o)
	check := func(v any, here string) {
		if !slices.ContainsFunc(all, func(one object) bool { return string(encode(one)) == string(encode(v)) }) {
			l.add(here, "the initial option is not one of the options")
		}
	}
	if v, ok := o["initial_option"]; ok {
		check(v, at(where, "initial_option"))
	}
	if v, ok := o["initial_options"]; ok {
		for i, one := range l.count(v, at(where, "initial_options"), 1, 100) {
			check(one, at(where, "initial_options", i))
		}
	}
}

func (l *lint) external(o object, where string) {
	l.between(o, "min_query_length", where, 0, 3000)
	if v, ok := o["initial_option"]; ok {
		l.options([]any{v}, at(where, "initial_option"), "select", 1, 1)
	}
	if v, ok := o["initial_options"]; ok {
		l.options(v, at(where, "initial_options"), "select", 1, 100)
	}
	l.menu(o, where)
}

func (l *lint) menu(o object, where string) {
	l.between(o, "max_selected_items", where, 1, 1<<20)
	if most, ok := number(o["max_selected_items"]); ok && len(list(o["initial_options"])) > most {
		l.add(at(where, "initial_options"), "more than max_selected_items")
	}
}

func (l *lint) moment(o object, where string) {
	for name, layout := range map[string]string{"initial_date": time.DateOnly, "initial_time": "15:04"} {
		if v, ok := o[name]; ok {
			if _, err := time.Parse(layout, text(v)); err != nil {
				l.add(at(where, name), "must be like %s", layout)
			}
		}
	}
	l.between(o, "initial_date_time", where, 1_000_000_000, 9_999_999_999)
}

func (l *lint) typing(o object, where string) {
	l.between(o, "min_length", where, 0, 3000)
	l.between(o, "max_length", where, 1, 3000)
	low, _ := number(o["min_length"])
	high, bounded := number(o["max_length"])
	if bounded && low > high {
		l.add(where, "min_length is over max_length")
	}
	if !bounded {
		high = 3000
	}
	l.length(o, "initial_value", where, 0, high)
	if v, ok := o["dispatch_action_config"]; ok {
		l.only(dict(v), at(where, "dispatch_action_config"), "trigger_actions_on")
	}
}

func (l *lint) numeric(o object, where string) {
	l.needs(o, where, "is_decimal_allowed")
	value := func(name string) (float64, bool) {
		v, ok := o[name]
		if !ok {
			return 0, false
		}
		var f float64
		_, err := fmt.Sscanf(text(v), "%g", &f)
		if err != nil || !truth(o["is_decimal_allowed"]) && strings.ContainsAny(text(v), ".,") {
			l.add(at(where, name), "must be a number in a string")
		}
		return f, err == nil
	}
	low, hasLow := value("min_value")
	high, hasHigh := value("max_value")
	v, given := value("initial_value")
	if hasLow && hasHigh && low > high || given && (hasLow && v < low || hasHigh && v > high) {
		l.add(where, "the value or the bounds do not fit")
	}
}

// isWeb reports whether an address is one of the web.
func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// isLink reports whether a client opens an address.
func isLink(s string) bool {
	u, err := url.Parse(s)
	return isWeb(s) || err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
}
