package slacktest

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

const (
	maxBlocks     = 50     // of a message
	maxViewBlocks = 100    // of a modal or a Home tab
	maxSaid       = 13_200 // characters of all blocks of a message; undocumented
	maxID         = 255    // of block_id, action_id, callback_id, external_id
	maxValue      = 150    // of an option
	maxURL        = 3000
)

// size is how many characters a text has.
func size(s string) int { return utf8.RuneCountInString(s) }

// lint holds blocks to the table of limits, and to the properties that Slack knows.
type lint struct {
	faults
	surface string          // "message", "modal", "home"
	blocks  map[string]bool // the block_ids until now
	focused int             // how many elements want the focus
}

// only refuses the properties that are not known.
func (l *lint) only(o object, where string, known ...string) {
	for _, name := range keys(o) {
		if !slices.Contains(known, name) {
			l.add(where, "additional property: %s", name)
		}
	}
}

// length holds a string to a length; one that is not there passes.
func (l *lint) length(o object, name, where string, low, high int) {
	v, ok := o[name]
	if !ok {
		return
	}
	s, ok := v.(string)
	switch n := size(s); {
	case !ok:
		l.add(at(where, name), "must be a string")
	case n < low:
		l.add(at(where, name), "must be more than %d characters", low-1)
	case n > high:
		l.add(at(where, name), "must be less than %d characters", high+1)
	}
}

// needs wants a property to be there.
func (l *lint) needs(o object, where string, names ...string) {
	for _, name := range names {
		if o[name] == nil {
			l.add(where, "missing required field: %s", name)
		}
	}
}

// oneOf wants a string to be one of some, where it is there.
func (l *lint) oneOf(o object, name, where string, all ...string) {
	if v, ok := o[name]; ok && !slices.Contains(all, fmt.Sprint(v)) {
		l.add(at(where, name), "must be one of %q", all)
	}
}

// between wants a number to be there only within bounds.
func (l *lint) between(o object, name, where string, low, high int) {
	if v, ok := o[name]; ok {
		if n, ok := number(v); !ok || n < low || n > high {
			l.add(at(where, name), "must be a number from %d to %d", low, high)
		}
	}
}

// count wants a list of some length.
func (l *lint) count(v any, where string, low, high int) []any {
	all, ok := v.([]any)
	switch {
	case !ok:
		l.add(where, "must be an array")
	case len(all) < low:
		l.add(where, "no fewer than %d items allowed", low)
	case len(all) > high:
		l.add(where, "no more than %d items allowed", high)
	}
	return all
}

// text holds a text object; plain ones alone where mrkdwn is false. One that is not
// there passes.
func (l *lint) text(v any, where string, high int, mrkdwn bool) {
	if v == nil {
		return
	}
	o := dict(v)
	switch kind := text(o["type"]); {
	case o == nil:
		l.add(where, "must be a text object")
		return
	case kind == "plain_text":
		l.only(o, where, "type", "text", "emoji")
	case kind == "mrkdwn" && mrkdwn:
		l.only(o, where, "type", "text", "verbatim")
	default:
		l.add(at(where, "type"), "unsupported type: %s", kind)
	}
	l.needs(o, where, "text")
	l.length(o, "text", where, 1, high)
}

// options holds the options of a menu, of radio buttons or of checkboxes.
func (l *lint) options(v any, where, of string, low, high int) {
	marked := of == "radio_buttons" || of == "checkboxes"
	seen := map[string]bool{}
	for i, one := range l.count(v, where, low, high) {
		o, here := dict(one), at(where, i)
		if of == "overflow" {
			l.only(o, here, "text", "value", "url", "description")
		} else {
			l.only(o, here, "text", "value", "description")
		}
		l.needs(o, here, "text", "value")
		l.text(o["text"], at(here, "text"), 75, marked)
		l.text(o["description"], at(here, "description"), 75, marked)
		l.length(o, "value", here, 1, maxValue)
		l.length(o, "url", here, 1, maxURL)
		if value := text(o["value"]); seen[value] {
			l.add(at(here, "value"), "%q is the value of another option too", value)
		} else {
			seen[value] = true
		}
	}
}

// groups holds the groups of options of a menu.
func (l *lint) groups(v any, where string) {
	for i, one := range l.count(v, where, 1, 100) {
		o, here := dict(one), at(where, i)
		l.only(o, here, "label", "options")
		l.needs(o, here, "label", "options")
		l.text(o["label"], at(here, "label"), 75, false)
		l.options(o["options"], at(here, "options"), "select", 1, 100)
	}
}

// confirm holds the question that a client asks before a control is used.
func (l *lint) confirm(v any, where string) {
	if v == nil {
		return
	}
	o := dict(v)
	l.only(o, where, "title", "text", "confirm", "deny", "style")
	l.needs(o, where, "title", "text", "confirm", "deny")
	l.text(o["title"], at(where, "title"), 100, false)
	l.text(o["text"], at(where, "text"), 300, true)
	l.text(o["confirm"], at(where, "confirm"), 30, false)
	l.text(o["deny"], at(where, "deny"), 30, false)
	l.oneOf(o, "style", where, "primary", "danger")
}

// said is how many characters blocks say in all.
func said(blocks []any) int {
	n := 0
	each(blocks, func(o object) { n += size(text(o["text"])) + size(text(o["alt_text"])) })
	return n
}
