package slacktest

// richKnown are the properties of the elements of rich text besides type.
var richKnown = map[string][]string{
	"text":      {"text", "style"},
	"link":      {"url", "text", "unsafe", "style"},
	"emoji":     {"name", "unicode", "skin_tone", "style", "url"},
	"user":      {"user_id", "style"},
	"usergroup": {"usergroup_id", "style"},
	"channel":   {"channel_id", "style"},
	"team":      {"team_id", "style"},
	"broadcast": {"range", "style"},
	"color":     {"value", "style"},
	"date":      {"timestamp", "format", "url", "fallback", "style"},
}

// richNeeds are those that cannot be left out.
var richNeeds = map[string][]string{
	"text": {"text"}, "link": {"url"}, "emoji": {"name"}, "user": {"user_id"}, "usergroup": {"usergroup_id"}, "channel": {"channel_id"},
	"team": {"team_id"}, "broadcast": {"range"}, "color": {"value"}, "date": {"timestamp", "format"},
}

// richText holds a block of rich text.
func (l *lint) richText(o object, where string) {
	where = at(where, "elements")
	for i, one := range l.count(o["elements"], where, 1, 1000) {
		e, here := dict(one), at(where, i)
		switch kind := text(e["type"]); kind {
		case "rich_text_section":
			l.only(e, here, "type", "elements")
			l.richLine(e, here, "")
		case "rich_text_quote":
			l.only(e, here, "type", "elements", "border")
			l.between(e, "border", here, 0, 1)
			l.richLine(e, here, "")
		case "rich_text_preformatted":
			l.only(e, here, "type", "elements", "border", "language")
			l.between(e, "border", here, 0, 1)
			l.richLine(e, here, kind)
		case "rich_text_list":
			l.richList(e, here)
		default:
			l.add(here, "unsupported type: %s", kind)
		}
	}
}

func (l *lint) richList(o object, where string) {
	l.only(o, where, "type", "elements", "style", "indent", "border")
	l.needs(o, where, "style")
	l.oneOf(o, "style", where, "bullet", "ordered")
	l.between(o, "indent", where, 0, 8)
	l.between(o, "border", where, 0, 1)
	where = at(where, "elements")
	for i, one := range l.count(o["elements"], where, 1, 1000) {
		e, here := dict(one), at(where, i)
		if text(e["type"]) != "rich_text_section" {
			l.add(here, "unsupported type: %s in a list", text(e["type"]))
			continue
		}
		l.only(e, here, "type", "elements")
		l.richLine(e, here, "")
	}
}

// richLine holds what stands in a line; in preformatted text only words and links do.
func (l *lint) richLine(o object, where, in string) {
	where = at(where, "elements")
	for i, one := range l.count(o["elements"], where, 0, 1000) {
		e, here := dict(one), at(where, i)
		kind := text(e["type"])
		known, ok := richKnown[kind]
		if !ok || in != "" && kind != "text" && kind != "link" {
			l.add(here, "unsupported type: %s", kind)
			continue
		}
		l.only(e, here, append([]string{"type"}, known...)...)
		l.needs(e, here, richNeeds[kind]...)
		l.oneOf(e, "range", here, "here", "channel", "everyone")
		if kind == "text" {
			l.length(e, "text", here, 1, 1<<20)
		}
		if url, ok := e["url"]; ok && kind == "link" && !isLink(text(url)) {
			l.add(at(here, "url"), "must be a valid URL")
		}
		if v, ok := e["style"]; ok {
			l.richStyle(v, at(here, "style"), kind)
		}
	}
}

func (l *lint) richStyle(v any, where, of string) {
	o, ok := v.(object)
	if !ok {
		l.add(where, "must be an object")
		return
	}
	switch of {
	case "text", "link":
		l.only(o, where, "bold", "italic", "strike", "code", "underline")
	case "emoji", "color", "date", "team":
		l.only(o, where, "bold", "italic", "strike", "code")
	default:
		l.only(o, where, "bold", "italic", "strike", "highlight", "client_highlight", "unlink", "code")
	}
	for _, name := range keys(o) {
		if _, ok := o[name].(bool); !ok {
			l.add(at(where, name), "must be a boolean")
		}
	}
}
