package discordtest

import (
	"encoding/json"
	"time"
)

// The types of component.
const (
	TypeActionRow     = 1
	TypeButton        = 2
	TypeStringSelect  = 3
	TypeTextInput     = 4
	TypeUserSelect    = 5
	TypeRoleSelect    = 6
	TypeMentionSelect = 7
	TypeChannelSelect = 8
	TypeSection       = 9
	TypeTextDisplay   = 10
	TypeThumbnail     = 11
	TypeMediaGallery  = 12
	TypeFile          = 13
	TypeSeparator     = 14
	TypeContainer     = 17
	TypeLabel         = 18
	TypeFileUpload    = 19
)

// StyleLink is the style of a button that opens a page.
const StyleLink = 5

// Component is a component of a message or of a modal, of any type.
type Component struct {
	Type        int            `json:"type"`
	ID          int            `json:"id"`
	CustomID    string         `json:"custom_id"`
	Style       int            `json:"style"`
	Label       string         `json:"label"`
	Description string         `json:"description"`
	Content     string         `json:"content"`
	URL         string         `json:"url"`
	Placeholder string         `json:"placeholder"`
	Value       string         `json:"value"`
	Disabled    bool           `json:"disabled"`
	Required    *bool          `json:"required"` // nil: yes
	MinValues   *int           `json:"min_values"`
	MaxValues   *int           `json:"max_values"`
	MinLength   *int           `json:"min_length"`
	MaxLength   *int           `json:"max_length"`
	AccentColor *int           `json:"accent_color"`
	Options     []SelectOption `json:"options"`
	Defaults    []Default      `json:"default_values"`
	Items       []MediaItem    `json:"items"`
	Media       *Media         `json:"media"`
	File        *Media         `json:"file"`
	Components  []*Component   `json:"components"`
	Component   *Component     `json:"component"`
	Accessory   *Component     `json:"accessory"`
}

// SelectOption is an option of a string select.
type SelectOption struct {
	Label, Value, Description string
	Default                   bool
}

// Default is somebody or something that a select holds at first.
type Default struct{ ID, Type string }

// MediaItem is a picture of a gallery.
type MediaItem struct {
	Media       Media
	Description string
}

// Media is where a picture or a file is.
type Media struct {
	URL          string `json:"url"`
	AttachmentID string `json:"attachment_id"`
}

// Walk calls f with c and every component inside it, outer ones first, in the
// order in which they are shown.
func (c *Component) Walk(f func(*Component)) {
	if c == nil {
		return
	}
	f(c)
	for _, one := range c.Components {
		one.Walk(f)
	}
	c.Component.Walk(f)
	c.Accessory.Walk(f)
}

// Message is a message as somebody sees it at one moment.
type Message struct {
	ID, ChannelID string
	Type          int
	Author        string // an id
	Content       string
	Components    []*Component
	Files         []File
	Ephemeral     bool // for one person
	Loading       bool // "Rebond is thinking…"
	Pinned        bool
	Edited        bool
	Thread        *Channel // that it opened
	Pings         []string // who it notifies; "everyone" for all
	Created       time.Time
	Raw           json.RawMessage // as the API gives it
}

// seen is the message as it is now. The server is locked.
func (m *message) seen() Message {
	seen := Message{
		ID: m.id, ChannelID: m.channel.ID, Type: m.kind, Author: m.author.ID, Content: m.content, Ephemeral: m.only != nil,
		Loading: m.loading, Pinned: !m.pinned.IsZero(), Edited: !m.edited.IsZero(), Thread: m.thread, Pings: m.pings(), Created: m.created,
		Raw: encode(m.json()),
	}
	for _, a := range m.attachments {
		seen.Files = append(seen.Files, a.File)
	}
	_ = json.Unmarshal(encode(m.exposed()), &seen.Components) // it passed the contract
	return seen
}

// Walk calls f with every component of the message.
func (m Message) Walk(f func(*Component)) {
	for _, c := range m.Components {
		c.Walk(f)
	}
}

// Find returns the first component that fits; nil if there is none.
func (m Message) Find(fits func(*Component) bool) *Component {
	var found *Component
	m.Walk(func(c *Component) {
		if found == nil && fits(c) {
			found = c
		}
	})
	return found
}

// Button returns the first button with a label; nil if there is none.
func (m Message) Button(label string) *Component {
	return m.Find(func(c *Component) bool { return c.Type == TypeButton && c.Label == label })
}

// Buttons are the labels of all buttons, those that open a page too.
func (m Message) Buttons() []string {
	var labels []string
	m.Walk(func(c *Component) {
		if c.Type == TypeButton {
			labels = append(labels, c.Label)
		}
	})
	return labels
}

// Markdown is all that the message says in its content, its text displays and
// the descriptions of its pictures, with a line between them.
func (m Message) Markdown() string {
	said := m.Content
	add := func(s string) {
		if s != "" {
			said += "\n" + s
		}
	}
	m.Walk(func(c *Component) {
		switch c.Type {
		case TypeTextDisplay:
			add(c.Content)
		case TypeThumbnail:
			add(c.Description)
		}
		for _, i := range c.Items {
			add(i.Description)
		}
	})
	return said
}
