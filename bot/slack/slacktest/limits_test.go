package slacktest

import (
	"fmt"
	"strings"
	"testing"
)

// many are n values made by a function.
func many(n int, of func(i int) any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = of(i)
	}
	return all
}

// long is a text of n characters.
func long(n int) string { return strings.Repeat("é", n) }

func section(s string) object {
	return object{"type": "section", "text": object{"type": "mrkdwn", "text": s}}
}

func actions(all ...any) object { return object{"type": "actions", "elements": all} }

func option(label, value string) object {
	return object{"text": plainText(label), "value": value}
}

func menuOf(options ...any) object {
	return object{"type": "static_select", "action_id": "m", "placeholder": plainText("Un contrat"), "options": append([]any{}, options...)}
}

func rich(all ...any) object {
	return object{"type": "rich_text", "elements": []any{object{"type": "rich_text_section", "elements": all}}}
}

// with is a copy of an object with more properties.
func with(o object, pairs ...any) object {
	o = dict(clone(o))
	for i := 0; i < len(pairs); i += 2 {
		o[pairs[i].(string)] = pairs[i+1]
	}
	return o
}

// What Slack takes passes, and one more is refused with the place where it is.
func TestLimitsOfBlocks(t *testing.T) {
	dot := option("CDI", "cdi")
	for name, c := range map[string]struct {
		blocks []any
		want   string // "": it passes
	}{
		"as much as possible":       {[]any{section(long(3000)), actions(many(25, func(i int) any { return button(long(75), fmt.Sprint("b", i)) })...)}, ""},
		"50 blocks":                 {many(50, func(int) any { return object{"type": "divider"} }), ""},
		"51 blocks":                 {many(51, func(int) any { return object{"type": "divider"} }), "no more than 50 items allowed [json-pointer:/blocks]"},
		"a long section":            {[]any{section(long(3001))}, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		"an empty section":          {[]any{section("")}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		"26 buttons":                {[]any{actions(many(26, func(i int) any { return button("a", fmt.Sprint(i)) })...)}, "no more than 25"},
		"a long label":              {[]any{actions(button(long(76), "a"))}, "must be less than 76"},
		"a long action_id":          {[]any{actions(button("a", long(256)))}, "must be less than 256"},
		"a long value":              {[]any{actions(with(button("a", "b"), "value", long(2001)))}, "must be less than 2001"},
		"two of an action_id":       {[]any{actions(button("a", "x"), button("b", "x"))}, "already exists in this block"},
		"twice in two blocks":       {[]any{actions(button("a", "x")), actions(button("b", "x"))}, ""},
		"two of a block_id":         {[]any{with(section("a"), "block_id", "x"), with(section("b"), "block_id", "x")}, "already exists"},
		"a style":                   {[]any{actions(with(button("a", "b"), "style", "secondary"))}, "style"},
		"a misspelt property":       {[]any{with(section("a"), "Text", "b")}, "additional property: Text"},
		"an empty url":              {[]any{actions(with(button("a", "b"), "url", ""))}, "/blocks/0/elements/0/url"},
		"mrkdwn in a button":        {[]any{actions(with(button("a", "b"), "text", object{"type": "mrkdwn", "text": "a"}))}, "/text"},
		"a header":                  {[]any{object{"type": "header", "text": plainText(long(151))}}, "must be less than 151"},
		"11 of context":             {[]any{object{"type": "context", "elements": many(11, func(int) any { return plainText("a") })}}, "no more than 10"},
		"11 fields":                 {[]any{object{"type": "section", "fields": many(11, func(int) any { return plainText("a") })}}, "no more than 10"},
		"a long field":              {[]any{object{"type": "section", "fields": []any{plainText(long(2001))}}}, "must be less than 2001"},
		"a menu":                    {[]any{actions(with(menuOf(dot, option("CDD", "cdd")), "initial_option", dot))}, ""},
		"101 options":               {[]any{actions(menuOf(many(101, func(i int) any { return option("a", fmt.Sprint(i)) })...))}, "no more than 100"},
		"a long option":             {[]any{actions(menuOf(option(long(76), "a")))}, "must be less than 76"},
		"a long option value":       {[]any{actions(menuOf(option("a", long(151))))}, "must be less than 151"},
		"a wrong initial":           {[]any{actions(with(menuOf(dot), "initial_option", option("CDI", "cdd")))}, "initial option"},
		"no option":                 {[]any{actions(menuOf())}, "no fewer than 1"},
		"none at most":              {[]any{with(section("a"), "accessory", with(menuOf(dot), "type", "multi_static_select", "max_selected_items", 0))}, "max_selected_items"},
		"several options":           {[]any{with(section("a"), "accessory", with(menuOf(dot), "type", "multi_static_select"))}, ""},
		"several of actions":        {[]any{actions(with(menuOf(dot), "type", "multi_static_select"))}, "unsupported type: multi_static_select"},
		"several users of actions":  {[]any{actions(object{"type": "multi_users_select", "action_id": "m"})}, "unsupported type: multi_users_select"},
		"where numbers begin":       {[]any{object{"type": "rich_text", "elements": []any{object{"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": list(rich(object{"type": "text", "text": "a"})["elements"])}}}}, "additional property: offset"},
		"an image without alt_text": {[]any{object{"type": "image", "image_url": "https://example.org/a.png"}}, "alt_text"},
		"an image of nothing":       {[]any{object{"type": "image", "alt_text": "a"}}, "image_url"},
		"an image by path":          {[]any{object{"type": "image", "alt_text": "a", "image_url": "/a.png"}}, "URL"},
		"a video":                   {[]any{object{"type": "video"}}, "unsupported type: video"},
		"rich text":                 {[]any{rich(object{"type": "text", "text": "a", "style": object{"bold": true}}, object{"type": "link", "url": "https://example.org"})}, ""},
		"an empty rich text":        {[]any{rich(object{"type": "text", "text": ""})}, "must be more than 0"},
		"a style of rich text":      {[]any{rich(object{"type": "text", "text": "a", "style": object{"underlined": true}})}, "underlined"},
		"a rich link to nowhere":    {[]any{rich(object{"type": "link", "url": "offre"})}, "valid URL"},
		"a rich user":               {[]any{rich(object{"type": "user", "id": "U1"})}, "user_id"},
		"no object":                 {[]any{"section"}, "must be an object"},
	} {
		lines := strings.Join(ValidateBlocks(t, encode(c.blocks)), "\n")
		if c.want == "" && lines != "" || !strings.Contains(lines, c.want) {
			t.Errorf("%s: %q; want %q", name, lines, c.want)
		}
	}
}

func TestLimitsOfViews(t *testing.T) {
	input := object{"type": "plain_text_input", "action_id": "value"}
	full := form(input)
	for name, c := range map[string]struct {
		view object
		want string
	}{
		"a form":                {full, ""},
		"a home":                {object{"type": "home", "blocks": many(100, func(int) any { return object{"type": "divider"} })}, ""},
		"101 blocks":            {object{"type": "home", "blocks": many(101, func(int) any { return object{"type": "divider"} })}, "no more than 100"},
		"no submit":             {with(full, "submit", nil), "needs a submit button"},
		"a long title":          {with(full, "title", plainText(long(25))), "must be less than 25"},
		"a long submit":         {with(full, "submit", plainText(long(25))), "must be less than 25"},
		"a long close":          {with(full, "close", plainText(long(25))), "must be less than 25"},
		"long private metadata": {with(full, "private_metadata", long(3001)), "must be less than 3001"},
		"no title":              {with(full, "title", nil), "title"},
		"another type":          {with(full, "type", "page"), "modal or home"},
		"a title of a home":     {object{"type": "home", "title": plainText("a"), "blocks": []any{}}, "additional property: title"},
		"a long length":         {form(with(input, "max_length", 3001)), "from 1 to 3000"},
		"bounds":                {form(with(input, "min_length", 5, "max_length", 4)), "min_length is over"},
		"a long initial value":  {form(with(input, "initial_value", "abcde", "max_length", 4)), "must be less than 5"},
		"a number":              {form(object{"type": "number_input", "action_id": "a", "is_decimal_allowed": false, "min_value": "1", "max_value": "9"}), ""},
		"half a number":         {form(object{"type": "number_input", "action_id": "a", "is_decimal_allowed": false, "min_value": "1.5"}), "number in a string"},
		"a button as a field":   {form(button("a", "b")), "unsupported type"},
		"a field in actions":    {object{"type": "home", "blocks": []any{actions(input)}}, "unsupported type"},
		"an external menu":      {form(object{"type": "external_select", "action_id": "a", "min_query_length": 0}), ""},
		"options of another":    {form(object{"type": "external_select", "action_id": "a", "options": []any{option("a", "b")}}), "additional property: options"},
		"files":                 {form(object{"type": "file_input", "action_id": "a", "filetypes": []any{"txt", "md"}, "max_files": 10}), ""},
		"no files":              {form(object{"type": "file_input", "action_id": "a", "max_files": 0}), "from 1 to 10"},
		"11 files":              {form(object{"type": "file_input", "action_id": "a", "max_files": 11}), "from 1 to 10"},
		"files with words":      {form(object{"type": "file_input", "action_id": "a", "placeholder": plainText("a")}), "additional property: placeholder"},
		"files in actions":      {object{"type": "home", "blocks": []any{actions(object{"type": "file_input", "action_id": "a"})}}, "unsupported type"},
		"a dotted type of file": {form(object{"type": "file_input", "action_id": "a", "filetypes": []any{".txt"}}), "without its dot"},
		"too much":              {with(full, "blocks", many(90, func(int) any { return section(long(3000)) })), "view_too_large"},
	} {
		for k, v := range c.view {
			if v == nil {
				delete(c.view, k)
			}
		}
		lines := strings.Join(ValidateView(t, encode(c.view)), "\n")
		if c.want == "" && lines != "" || !strings.Contains(lines, c.want) {
			t.Errorf("%s: %q; want %q", name, lines, c.want)
		}
	}
}

// The official contract says so too, where it is there.
func TestContract(t *testing.T) {
	c := contractFor(t)
	if c == nil {
		t.Skip("no contract")
	}
	if f := c.faults("blocks", []any{object{"type": "section", "txt": "a"}}, "/blocks"); len(f) == 0 || f[0].pointer != "/blocks/0" {
		t.Errorf("%v", f)
	}
	if lines := ValidateMessage(t, []byte(`{"channel":"C1","text":"a","unfurl_links":false,"metadata":{"event_type":"a","event_payload":{"key":"b"}}}`)); len(lines) > 0 {
		t.Errorf("%q", lines)
	}
	if lines := ValidateMessage(t, []byte(`{"channel":"C1","text":"a","colour":"red"}`)); len(lines) == 0 {
		t.Error("an unknown argument passes")
	}
	if lines := ValidateMessage(t, []byte(`{"channel":"C1","text":"a","thread_ts":"1.2","blocks":[{"type":"divider"}],"unfurl_media":false}`)); len(lines) > 0 {
		t.Errorf("%q", lines)
	}
}
