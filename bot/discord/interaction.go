package discord

import (
	"encoding/json"
	"strconv"
	"strings"

	"rebond/bot"
)

// The types of interaction.
const (
	commandInteraction      = 2
	componentInteraction    = 3
	autocompleteInteraction = 4
	modalInteraction        = 5
)

// interaction is what a member did, as Discord tells it.
type interaction struct {
	ID          string   `json:"id"`
	App         string   `json:"application_id"`
	Token       string   `json:"token"`
	Type        int      `json:"type"`
	Guild       string   `json:"guild_id"`
	Channel     place    `json:"channel"`
	ChannelID   string   `json:"channel_id"`
	Member      *member  `json:"member"`
	User        *account `json:"user"` // in direct messages
	Locale      string   `json:"locale"`
	GuildLocale string   `json:"guild_locale"`
	Message     *message `json:"message"`
	Data        struct {
		Name       string        `json:"name"`
		Options    []optionValue `json:"options"`
		Resolved   resolved      `json:"resolved"`
		CustomID   string        `json:"custom_id"`
		Values     []string      `json:"values"`
		Components []fieldValue  `json:"components"`
	} `json:"data"`
}

type (
	account struct {
		ID     string `json:"id"`
		Name   string `json:"username"`
		Global string `json:"global_name"`
		Bot    bool   `json:"bot"`
	}
	member struct {
		User        account  `json:"user"`
		Nick        string   `json:"nick"`
		Roles       []string `json:"roles"`
		Permissions string   `json:"permissions"`
	}
	place struct {
		ID     string `json:"id"`
		Type   int    `json:"type"`
		Parent string `json:"parent_id"`
	}
	optionValue struct {
		Name    string          `json:"name"`
		Type    int             `json:"type"`
		Value   json.RawMessage `json:"value"`
		Focused bool            `json:"focused"`
	}
	fieldValue struct {
		Type      int         `json:"type"`
		Component *fieldValue `json:"component"` // of a label
		CustomID  string      `json:"custom_id"`
		Value     string      `json:"value"`
		Values    []string    `json:"values"`
	}
	resolved struct {
		Attachments map[string]attachment      `json:"attachments"`
		Channels    map[string]json.RawMessage `json:"channels"`
	}
	attachment struct {
		URL string `json:"url"`
	}
	message struct {
		ID         string      `json:"id"`
		Type       int         `json:"type"`
		Channel    string      `json:"channel_id"`
		Guild      string      `json:"guild_id"`
		Author     account     `json:"author"`
		Content    string      `json:"content"`
		Flags      int         `json:"flags"`
		Components []component `json:"components"`
	}
)

// Permissions that make somebody an admin of their community.
const (
	administrator = 1 << 3
	adminRights   = administrator | manageGuild
)

// Kinds of channel that are threads.
const (
	announcementThread = 10
	publicThread       = 11
	privateThread      = 12
)

// request is what a member asks by an interaction. Its control and its arguments are
// still to be read.
func (i *interaction) request() *bot.Request {
	r := &bot.Request{ID: i.ID, At: i.at(), From: bot.Member{}}
	who := i.User
	if i.Member != nil {
		who = &i.Member.User
		r.From.Roles = i.Member.Roles
		if rights, err := strconv.ParseInt(i.Member.Permissions, 10, 64); err == nil && rights&adminRights != 0 {
			r.From.Access = bot.Admin
		}
	}
	if who != nil {
		r.From.User, r.From.Name = who.ID, who.shown()
	}
	if i.Member != nil && i.Member.Nick != "" {
		r.From.Name = i.Member.Nick
	}
	if l, ok := bot.ParseLang(i.Locale); ok {
		r.From.Lang = l
	} else if i.Locale != "" { // somebody who reads another language than ours reads English rather
		r.From.Lang = bot.EN
	}
	if i.Message != nil {
		r.On = bot.MessageRef{At: r.At, ID: i.Message.ID}
		r.Alone = r.At.Member != "" || i.Message.Flags&ephemeralFlag != 0
	}
	return r
}

// shown is how somebody is called.
func (u *account) shown() string {
	if u.Global != "" {
		return u.Global
	}
	return u.Name
}

// at is where an interaction happened: of a thread its channel too, and of a control in
// direct messages the server that it is about.
func (i *interaction) at() bot.Address {
	at := bot.Address{Platform: Platform, Space: i.Guild, Channel: i.ChannelID}
	switch {
	case i.Guild == "" && i.User != nil:
		at.Space, at.Channel, at.Member = spaceOf(i.Data.CustomID), "", i.User.ID
	case i.Channel.Type == announcementThread || i.Channel.Type == publicThread || i.Channel.Type == privateThread:
		at.Channel, at.Thread = i.Channel.Parent, i.ChannelID
	}
	return at
}

// arguments are the options of a command, by the names of its parameters.
func (i *interaction) arguments(c *bot.Command) (args bot.Args, files map[string]attachment, focused *bot.Param) {
	args, files = bot.Args{}, map[string]attachment{}
	for _, o := range i.Data.Options {
		for k := range c.Params {
			p := &c.Params[k]
			if p.Names.FR != o.Name {
				continue
			}
			if o.Focused {
				focused = p
			}
			value := plainValue(o.Value)
			if file, ok := i.Data.Resolved.Attachments[value]; ok && p.Kind == bot.Document {
				files[p.Name] = file
				continue
			}
			if _, there := i.Data.Resolved.Channels[value]; p.Kind == bot.Channel && !there { // of another server
				continue
			}
			args[p.Name] = value
		}
	}
	return args, files, focused
}

// plainValue writes the value of an option as a member would.
func plainValue(raw json.RawMessage) string {
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return ""
	}
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// fields are the values of a submitted modal.
func (i *interaction) fields() (args bot.Args, files map[string]attachment) {
	args, files = bot.Args{}, map[string]attachment{}
	for _, f := range i.Data.Components {
		if f.Component == nil {
			continue
		}
		value := f.Component.Value
		if len(f.Component.Values) > 0 {
			value = strings.Join(f.Component.Values, ",")
		}
		if file, ok := i.Data.Resolved.Attachments[value]; ok {
			files[f.Component.CustomID] = file
			continue
		}
		if _, there := i.Data.Resolved.Channels[value]; f.Component.Type == channelSelect && value != "" && !there {
			continue
		}
		args[f.Component.CustomID] = value
	}
	return args, files
}
