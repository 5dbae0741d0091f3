package slack

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// What a field's element is called, in a block that is called as the parameter. Slack asks
// what a group may be by its own name: it is our list that completes it, not a command's.
const (
	fieldAction = "value"
	groupAction = "group"
	stepMark    = "." // after it: of which form it is
)

// What a field may hold.
const (
	maxTitle      = 24
	maxFieldLabel = 2000
	maxInput      = 3000 // that a field may be limited to; one without a limit takes more
)

// limits are how many characters a text takes whose parameter says nothing, as the Router
// has them; none where the Router takes more than a limit can say.
var limits = map[bot.Kind]int{bot.Line: 300, bot.Link: 2000}

var yesNo = []bot.Option{{Value: "yes", Label: bot.Text{FR: "oui", EN: "yes"}}, {Value: "no", Label: bot.Text{FR: "non", EN: "no"}}}

// input is a field of a form. A client itself says which ones are required, and asks for
// them.
func (r *renderer) input(p *bot.Param, value string) *slack.InputBlock {
	b := &slack.InputBlock{Type: slack.MBTInput, BlockID: p.Name, Label: label(p.Title().In(r.lang), maxFieldLabel), Element: r.element(p, value), Optional: !p.Required}
	if help := p.Help.In(r.lang); help != "" {
		b.Hint = label(help, maxFieldLabel)
	}
	return b
}

// element is what a field is filled in with, and what it holds at first: what it cannot
// hold it does not.
func (r *renderer) element(p *bot.Param, value string) slack.BlockElement {
	switch p.Kind {
	case bot.Choice:
		return chosen(p.Options, value, r.lang)
	case bot.YesNo:
		return chosen(yesNo, value, r.lang)
	case bot.Person:
		users := &slack.SelectBlockElement{Type: slack.OptTypeUser, ActionID: fieldAction}
		if userForm.MatchString(value) {
			users.InitialUser = value
		}
		return users
	case bot.Channel:
		channels := &slack.SelectBlockElement{Type: slack.OptTypeConversations, ActionID: fieldAction, Filter: &slack.SelectBlockElementFilter{Include: []string{"public", "private"}}}
		if channelForm.MatchString(value) {
			channels.InitialConversation = value
		}
		return channels
	case bot.Role:
		return completed(groupAction, 0, value, r.mention(bot.Span{Text: "@" + value, Names: bot.Role, ID: value}).Text, r.lang)
	case bot.Document:
		return &slack.FileInputBlockElement{Type: slack.METFileInput, ActionID: fieldAction, MaxFiles: 1}
	case bot.Day:
		day := &slack.DatePickerBlockElement{Type: slack.METDatepicker, ActionID: fieldAction}
		if _, err := time.Parse(time.DateOnly, value); err == nil {
			day.InitialDate = value
		}
		return day
	}
	if p.Suggest != nil && runes(value) <= maxOptionValue {
		return completed(fieldAction, 1, value, value, r.lang)
	}
	return written(p, value)
}

// tooLong reports whether a text is one that no field can hold at first: Slack would refuse
// the form. It counts as JavaScript does.
func tooLong(held string) bool { return len(utf16.Encode([]rune(held))) > maxInput }

// written is a field in which one writes: a number too, so that « 45 000 » is read and
// what is no number is told in our words.
func written(p *bot.Param, value string) *slack.PlainTextInputBlockElement {
	text := &slack.PlainTextInputBlockElement{Type: slack.METPlainTextInput, ActionID: fieldAction, Multiline: p.Kind == bot.Prose, InitialValue: value}
	if !text.Multiline {
		text.InitialValue = strings.ReplaceAll(value, "\n", " ")
	}
	switch p.Kind {
	case bot.Link:
		text.Placeholder = literal("https://…")
	case bot.Moment:
		text.Placeholder = literal("2026-11-24 09:00")
		if at, err := time.Parse("2006-01-02T15:04", value); err == nil {
			text.InitialValue = at.Format("2006-01-02 15:04")
		}
	}
	if tooLong(text.InitialValue) {
		text.InitialValue = ""
	}
	most := limits[p.Kind]
	if p.Max != 0 && (p.Kind == bot.Line || p.Kind == bot.Prose || p.Kind == bot.Link) {
		most = p.Max
	}
	if most == 0 { // the Router says what is too long
		return text
	}
	// What it holds may be too long: the Router has said so. Slack may count as
	// JavaScript does.
	if most = max(most, len(utf16.Encode([]rune(text.InitialValue)))); most <= maxInput {
		text.MaxLength = most
	}
	return text
}

// chosen is a field of a few options.
func chosen(all []bot.Option, value string, l bot.Lang) *slack.SelectBlockElement {
	few := &slack.SelectBlockElement{Type: slack.OptTypeStatic, ActionID: fieldAction, Placeholder: literal(bot.Text{FR: "Choisis…", EN: "Choose…"}.In(l))}
	few.Options, _ = options(all, l)
	for _, o := range few.Options {
		if o.Value == value {
			few.InitialOption = o
		}
	}
	return few
}

// completed is a field that is completed while one types, from so many letters on.
func completed(action string, least int, value, shown string, l bot.Lang) *slack.SelectBlockElement {
	typed := &slack.SelectBlockElement{Type: slack.OptTypeExternal, ActionID: action, MinQueryLength: &least, Placeholder: literal(bot.Text{FR: "Tape quelques lettres…", EN: "Type a few letters…"}.In(l))}
	if value != "" && runes(value) <= maxOptionValue {
		typed.InitialOption = &slack.OptionBlockObject{Text: label(bot.Escape(shown), maxLabel), Value: value}
	}
	return typed
}

// filled is what somebody left in a field, whatever it is filled in with.
type filled struct {
	Text         string     `json:"value"` // of a number too
	Day          string     `json:"selected_date"`
	Person       string     `json:"selected_user"`
	Conversation string     `json:"selected_conversation"`
	Option       picked     `json:"selected_option"`
	Files        []uploaded `json:"files"`
}

// uploaded is a file that somebody gave Slack for a field.
type uploaded struct {
	ID  string `json:"id"`
	URL string `json:"url_private"` // opened with the bot's token
}

// filledIn reads the state of a form that was filled in, by parameter. What is not as it
// should be is not there: Slack adds to these shapes all the time.
func filledIn(state json.RawMessage) map[string]filled {
	var read struct {
		Values map[string]map[string]json.RawMessage `json:"values"`
	}
	all := map[string]filled{}
	if json.Unmarshal(state, &read) != nil {
		return all
	}
	for param, elements := range read.Values {
		for action, raw := range elements {
			var f filled
			if action, _, _ = strings.Cut(action, stepMark); (action == fieldAction || action == groupAction) && json.Unmarshal(raw, &f) == nil {
				all[param] = f
			}
		}
	}
	return all
}

// values are the arguments that the state of a form holds. A field that was emptied is an
// empty one.
func values(state json.RawMessage) bot.Args {
	args := bot.Args{}
	for param, f := range filledIn(state) {
		args[param] = ""
		for _, value := range []string{f.Text, f.Day, f.Person, f.Conversation, f.Option.Value} {
			if value != "" {
				args[param] = value
			}
		}
	}
	return args
}

// documents are the files that the state of a form holds, by the parameter that takes the
// text of each.
func documents(state json.RawMessage) map[string]uploaded {
	files := map[string]uploaded{}
	for param, f := range filledIn(state) {
		if len(f.Files) > 0 {
			files[param] = f.Files[0]
		}
	}
	return files
}
