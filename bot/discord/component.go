package discord

// The types of component that we send (Discord's documentation, components/reference).
const (
	actionRow     = 1
	button        = 2
	stringSelect  = 3
	textInput     = 4
	userSelect    = 5
	roleSelect    = 6
	channelSelect = 8
	textDisplay   = 10
	mediaGallery  = 12
	fileComponent = 13
	container     = 17
	label         = 18
	fileUpload    = 19
)

// Styles of a button, and of a text input.
const (
	primaryStyle   = 1
	secondaryStyle = 2
	dangerStyle    = 4
	linkStyle      = 5

	shortStyle     = 1
	paragraphStyle = 2
)

// Flags of a message.
const (
	ephemeralFlag    = 1 << 6
	componentsV2Flag = 1 << 15
)

// What one message may hold, and a component of it.
const (
	maxComponents  = 40
	maxFiles       = 10
	maxRow         = 5 // buttons
	maxLabel       = 80
	maxOption      = 100
	maxPlaceholder = 150
	maxCustomID    = 100
	maxAddress     = 512 // of a button
)

// component is any part of a message or of a modal.
type component struct {
	Type        int           `json:"type"`
	ID          int           `json:"id,omitempty"`
	Components  []component   `json:"components,omitempty"`
	Component   *component    `json:"component,omitempty"` // of a label
	Content     string        `json:"content,omitempty"`
	Accent      int           `json:"accent_color,omitempty"`
	Style       int           `json:"style,omitempty"`
	Label       string        `json:"label,omitempty"`
	Description string        `json:"description,omitempty"`
	CustomID    string        `json:"custom_id,omitempty"`
	URL         string        `json:"url,omitempty"`
	Options     []option      `json:"options,omitempty"`
	Placeholder string        `json:"placeholder,omitempty"`
	MinValues   *int          `json:"min_values,omitempty"`
	MaxValues   int           `json:"max_values,omitempty"`
	MaxLength   int           `json:"max_length,omitempty"`
	Required    *bool         `json:"required,omitempty"`
	Value       string        `json:"value,omitempty"`
	Items       []galleryItem `json:"items,omitempty"`
	File        *media        `json:"file,omitempty"`
	Channels    []int         `json:"channel_types,omitempty"`
	Defaults    []defaultID   `json:"default_values,omitempty"`
}

type option struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

type galleryItem struct {
	Media       media  `json:"media"`
	Description string `json:"description,omitempty"`
}

type media struct {
	URL string `json:"url"`
}

type defaultID struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// count is how many components there are in one, itself among them.
func (c *component) count() int {
	n := 1
	for i := range c.Components {
		n += c.Components[i].count()
	}
	if c.Component != nil {
		n += c.Component.count()
	}
	return n
}

// texts are what a component says in all: the characters, and the bytes as Discord
// counts them.
func (c *component) texts() (characters, bytes int) {
	if c.Type == textDisplay {
		characters, bytes = runes(c.Content), len(c.Content)+textOverhead
	}
	for i := range c.Components {
		more, heavier := c.Components[i].texts()
		characters, bytes = characters+more, bytes+heavier
	}
	return characters, bytes
}
