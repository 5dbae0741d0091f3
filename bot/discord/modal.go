package discord

import (
	"strconv"
	"strings"

	"rebond/bot"
)

// What a modal may hold.
const (
	maxTitle       = 45
	maxFieldLabel  = 45
	maxDescription = 100
	maxInput       = 4000
)

// modal is a form as Discord opens it.
type modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

// modal renders a form of ours, with what its fields hold.
func (a *answering) modal(m *bot.Modal, l bot.Lang) (*modal, error) {
	id, err := customID(a.ctx, a.Calls, m.Do, "", a.place())
	if err != nil {
		return nil, err
	}
	shown := &modal{CustomID: id, Title: bot.Shorten(bot.Plain(m.Title.In(l)), maxTitle)}
	for i := range m.Fields {
		p := &m.Fields[i]
		field := input(p, m.Values[p.Name], l)
		shown.Components = append(shown.Components, component{
			Type: label, Label: bot.Shorten(bot.Plain(p.Title().In(l)), maxFieldLabel), Description: bot.Shorten(bot.Plain(p.Help.In(l)), maxDescription), Component: &field,
		})
	}
	return shown, nil
}

// input is a field of a form.
func input(p *bot.Param, value string, l bot.Lang) component {
	optional, none := false, 0 // the Router says what is missing, in our words
	c := component{CustomID: p.Name, Required: &optional}
	choose := func(kind int, of string) component {
		c.Type, c.MinValues, c.MaxValues = kind, &none, 1 // what is chosen can be taken back
		if _, err := strconv.ParseUint(value, 10, 64); err == nil && of != "" {
			c.Defaults = []defaultID{{value, of}}
		}
		return c
	}
	switch p.Kind {
	case bot.Choice, bot.YesNo:
		c = choose(stringSelect, "")
		options := p.Options
		if p.Kind == bot.YesNo {
			options = yesNo
		}
		for _, o := range options {
			c.Options = append(c.Options, option{Label: bot.Shorten(bot.Plain(o.Label.In(l)), maxOption), Value: o.Value, Default: o.Value == value})
		}
		return c
	case bot.Person:
		return choose(userSelect, "user")
	case bot.Role:
		return choose(roleSelect, "role")
	case bot.Channel:
		c.Channels = textChannels
		return choose(channelSelect, "channel")
	case bot.Document:
		return choose(fileUpload, "")
	}
	c.Type, c.Style, c.Value = textInput, shortStyle, strings.ReplaceAll(value, "\n", " ")
	if p.Kind == bot.Prose {
		c.Style, c.Value = paragraphStyle, value
	}
	if p.Kind == bot.Line || p.Kind == bot.Prose {
		c.MaxLength = maxInput
		if p.Max != 0 {
			c.MaxLength = min(p.Max, maxInput)
		}
	}
	if runes(c.Value) > maxInput {
		c.Value = bot.Shorten(c.Value, maxInput)
	}
	if c.MaxLength != 0 { // what it holds may be wrong: the Router has said so
		c.MaxLength = max(c.MaxLength, runes(c.Value))
	}
	return c
}

var yesNo = []bot.Option{{Value: "yes", Label: bot.Text{FR: "oui", EN: "yes"}}, {Value: "no", Label: bot.Text{FR: "non", EN: "no"}}}
