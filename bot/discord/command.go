package discord

import (
	"strconv"

	"rebond/bot"
)

// The kinds of option of a command.
const (
	stringOption     = 3
	integerOption    = 4
	booleanOption    = 5
	userOption       = 6
	channelOption    = 7
	roleOption       = 8
	attachmentOption = 11
)

// manageGuild is the permission that members need to see admins' commands; the others
// are refused kindly by the Router.
const manageGuild = 1 << 5

// maxText is the length of the longest text that an option takes.
const maxText = 6000

// command is a declaration as Discord registers it.
type command struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Type         int               `json:"type"`
	Options      []parameter       `json:"options,omitempty"`
	Permissions  *string           `json:"default_member_permissions,omitempty"`
	Contexts     []int             `json:"contexts"`          // in a server, in direct messages with the bot
	Integrations []int             `json:"integration_types"` // installed in a server
}

// parameter is an option of a command.
type parameter struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Choices      []named           `json:"choices,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
	Channels     []int             `json:"channel_types,omitempty"`
	Min          *int              `json:"min_value,omitempty"`
	Max          *int              `json:"max_value,omitempty"`
	MinLength    int               `json:"min_length,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
}

// named is a value to choose.
type named struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value string            `json:"value"`
}

// localised is a text in the locales of Discord that we speak. The text itself is
// French: whoever reads another language sees that.
func localised(t bot.Text) (string, map[string]string) {
	fr, en := bot.Plain(t.FR), bot.Plain(t.EN)
	return fr, map[string]string{"fr": fr, "en-GB": en, "en-US": en}
}

// registration is what Discord is told of the commands. An alias is a command of its
// own there.
func registration(commands []bot.Command) []command {
	all := []command{}
	for i := range commands {
		c := &commands[i]
		one := command{Type: 1, Contexts: []int{0, 1}, Integrations: []int{0}}
		if c.Access >= bot.Recruiter { // what somebody may do is not known in direct messages
			one.Contexts = []int{0}
		}
		one.Name, one.Names = localised(c.Names)
		one.Description, one.Descriptions = localised(c.Summary)
		for k := range c.Params {
			o := optionOf(&c.Params[k])
			o.Required = o.Required && !c.Ask // a client sends no command without it, and a form asks for it
			one.Options = append(one.Options, o)
		}
		if c.Access >= bot.Admin {
			permissions := strconv.Itoa(manageGuild)
			one.Permissions = &permissions
		}
		all = append(all, one)
		for _, alias := range c.Aliases {
			other := one
			other.Name, other.Names = alias, nil
			all = append(all, other)
		}
	}
	return all
}

// optionKinds are the options that are more than a text.
var optionKinds = map[bot.Kind]int{
	bot.Number: integerOption, bot.YesNo: booleanOption, bot.Person: userOption, bot.Channel: channelOption, bot.Role: roleOption, bot.Document: attachmentOption,
}

func optionOf(p *bot.Param) parameter {
	o := parameter{Type: optionKinds[p.Kind], Required: p.Required}
	o.Name, o.Names = localised(p.Names)
	o.Description, o.Descriptions = localised(p.Help)
	switch {
	case p.Kind == bot.Number && p.Max != 0:
		o.Min, o.Max = &p.Min, &p.Max
	case p.Kind == bot.Channel:
		o.Channels = textChannels
	case o.Type == 0:
		o.Type = stringOption
		if p.Kind == bot.Line || p.Kind == bot.Prose {
			o.MinLength, o.MaxLength = p.Min, min(p.Max, maxText)
		}
	}
	o.Autocomplete = p.Suggest != nil && (o.Type == stringOption || o.Type == integerOption)
	for _, c := range p.Options {
		n := named{Value: c.Value}
		n.Name, n.Names = localised(c.Label)
		o.Choices = append(o.Choices, n)
	}
	return o
}

// textChannels are the kinds of channel that one writes in: text and announcements.
var textChannels = []int{0, 5}
