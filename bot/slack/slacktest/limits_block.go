package slacktest

import "slices"

// blockRule is what a type of block holds.
type blockRule struct {
	known    []string // properties besides type and block_id
	surfaces []string // nil: all
	check    func(l *lint, o object, where string)
}

// blockRules are the blocks that the fake knows, which are those that a bot such as ours
// writes.
var blockRules = map[string]blockRule{
	"actions":   {[]string{"elements"}, nil, (*lint).actions},
	"context":   {[]string{"elements"}, nil, (*lint).context},
	"divider":   {nil, nil, func(*lint, object, string) {}},
	"header":    {[]string{"text", "level"}, nil, (*lint).header},
	"image":     {[]string{"image_url", "slack_file", "alt_text", "title"}, nil, (*lint).picture},
	"input":     {[]string{"label", "element", "hint", "optional", "dispatch_action"}, nil, (*lint).input},
	"markdown":  {[]string{"text"}, []string{"message"}, (*lint).markdown},
	"rich_text": {[]string{"elements"}, nil, (*lint).richText},
	"section":   {[]string{"text", "fields", "accessory", "expand"}, nil, (*lint).section},
}

// all holds the blocks of a message or a view.
func (l *lint) all(v any, where string, high int) {
	l.blocks = map[string]bool{}
	for i, one := range l.count(v, where, 0, high) {
		o, here := dict(one), at(where, i)
		kind := text(o["type"])
		rule, ok := blockRules[kind]
		switch {
		case o == nil:
			l.add(here, "must be an object")
			continue
		case !ok:
			l.add(here, "unsupported type: %s", kind)
			continue
		case rule.surfaces != nil && !slices.Contains(rule.surfaces, l.surface):
			l.add(here, "unsupported type: %s in a %s", kind, l.surface)
		}
		l.only(o, here, append([]string{"type", "block_id"}, rule.known...)...)
		l.length(o, "block_id", here, 1, maxID)
		if id := text(o["block_id"]); id != "" && l.blocks[id] {
			l.add(at(here, "block_id"), "`block_id` %q already exists", id)
		} else {
			l.blocks[id] = true
		}
		rule.check(l, o, here)
	}
	if l.focused > 1 {
		l.add(where, "%d elements are to be focused on; want one", l.focused)
	}
}

func (l *lint) actions(o object, where string) {
	where = at(where, "elements")
	seen := map[string]bool{}
	for i, one := range l.count(o["elements"], where, 1, 25) {
		e, here := dict(one), at(where, i)
		l.element(e, here, "actions")
		if id := text(e["action_id"]); id != "" && seen[id] {
			l.add(at(here, "action_id"), "`action_id` %q already exists in this block", id)
		} else {
			seen[id] = true
		}
	}
}

func (l *lint) context(o object, where string) {
	where = at(where, "elements")
	for i, one := range l.count(o["elements"], where, 1, 10) {
		e, here := dict(one), at(where, i)
		if text(e["type"]) == "image" {
			l.element(e, here, "context")
		} else {
			l.text(one, here, 3000, true)
			if one == nil {
				l.add(here, "must be an object")
			}
		}
	}
}

func (l *lint) header(o object, where string) {
	l.needs(o, where, "text")
	l.text(o["text"], at(where, "text"), 150, false)
	l.between(o, "level", where, 1, 4)
}

// picture holds an image, as a block or as an element.
func (l *lint) picture(o object, where string) {
	l.needs(o, where, "alt_text")
	l.length(o, "alt_text", where, 1, 2000)
	l.length(o, "image_url", where, 1, maxURL)
	l.text(o["title"], at(where, "title"), 2000, false)
	if (o["image_url"] == nil) == (o["slack_file"] == nil) {
		l.add(where, "must define either `image_url` or `slack_file`")
	}
	if v, ok := o["slack_file"]; ok {
		f, here := dict(v), at(where, "slack_file")
		l.only(f, here, "id", "url")
		if (f["id"] == nil) == (f["url"] == nil) {
			l.add(here, "must define either `id` or `url`")
		}
	}
	if url := text(o["image_url"]); url != "" && !isWeb(url) {
		l.add(at(where, "image_url"), "must be a URL of the web")
	}
}

func (l *lint) input(o object, where string) {
	l.needs(o, where, "label", "element")
	l.text(o["label"], at(where, "label"), 2000, false)
	l.text(o["hint"], at(where, "hint"), 2000, false)
	l.element(dict(o["element"]), at(where, "element"), "input")
}

func (l *lint) markdown(o object, where string) {
	l.needs(o, where, "text")
	l.length(o, "text", where, 1, 12_000)
}

func (l *lint) section(o object, where string) {
	if o["text"] == nil && o["fields"] == nil {
		l.add(where, "must define either `text` or `fields`")
	}
	l.text(o["text"], at(where, "text"), 3000, true)
	if v, ok := o["fields"]; ok {
		for i, one := range l.count(v, at(where, "fields"), 1, 10) {
			l.text(one, at(where, "fields", i), 2000, true)
		}
	}
	if v, ok := o["accessory"]; ok {
		l.element(dict(v), at(where, "accessory"), "section")
	}
}
