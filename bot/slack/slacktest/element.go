package slacktest

import (
	"encoding/json"
	"strings"
	"time"
)

// Element is a block, or an element of a block: a button, a menu, a field, a picture.
type Element struct {
	Type, BlockID, ActionID string
	Label                   string // of a button, a header or a field; the words of what is pressed or filled in
	Hint, Placeholder       string
	URL, Style, Alt         string
	ButtonValue             string   // the value that a button carries
	Options                 []Option // of groups too
	Optional                bool
	Value                   string   // what a field of a view holds, as its client shows it
	Values                  []string // the labels of what is chosen in it
	Elements                []*Element
	Raw                     map[string]any
}

// Option is one of a menu.
type Option struct{ Label, Value, Description string }

// elements are blocks as they are seen.
func elements(v any) []*Element {
	var all []*Element
	for _, one := range list(v) {
		if o := dict(one); o != nil {
			all = append(all, element(o, ""))
		}
	}
	return all
}

// element is a block or an element of one.
func element(o object, block string) *Element {
	e := &Element{
		Type: text(o["type"]), BlockID: text(o["block_id"]), ActionID: text(o["action_id"]), Placeholder: text(dict(o["placeholder"])["text"]),
		Hint: text(dict(o["hint"])["text"]), URL: text(o["url"]), Style: text(o["style"]), Alt: text(o["alt_text"]), Optional: truth(o["optional"]), Raw: o,
	}
	if block != "" {
		e.BlockID = block
	}
	if e.Type == "image" {
		e.URL = text(o["image_url"])
	}
	e.Label = text(dict(o["label"])["text"])
	if e.Type == "button" || e.Type == "header" {
		e.Label, e.ButtonValue = text(dict(o["text"])["text"]), text(o["value"])
	}
	for _, one := range optionsOf(o) {
		e.Options = append(e.Options, Option{text(dict(one["text"])["text"]), text(one["value"]), text(dict(one["description"])["text"])})
	}
	for _, inner := range append(append([]any{o["element"]}, list(o["elements"])...), o["accessory"]) {
		if one := dict(inner); one != nil && e.Type != "rich_text" {
			e.Elements = append(e.Elements, element(one, e.BlockID))
		}
	}
	return e
}

// Walk calls f with e and every element inside it, outer ones first, in the order in
// which they are shown.
func (e *Element) Walk(f func(*Element)) {
	f(e)
	for _, one := range e.Elements {
		one.Walk(f)
	}
}

// Message is a message as somebody sees it at one moment.
type Message struct {
	TS, ChannelID, ThreadTS string
	User                    string // who wrote it, by id
	BotID                   string // "": a person
	Text                    string // the fallback, where there are blocks
	Blocks                  []*Element
	Files                   []File
	Ephemeral               bool // for one person
	Pinned, Edited          bool
	Broadcast               bool // a reply that the channel shows too
	Replies                 int
	Metadata                *Metadata
	Pings                   []string // who it notifies; "channel", "here", "everyone"
	Created                 time.Time
	Raw                     json.RawMessage // as the Web API gives it, with metadata

	s *Server
}

// Metadata is what a message carries that nobody sees.
type Metadata struct {
	EventType string
	Payload   map[string]any
}

// seen is the message as it is now. The server is locked.
func (m *message) seen() Message {
	seen := Message{
		TS: m.ts, ChannelID: m.channel.ID, ThreadTS: m.thread, User: m.author.ID, Text: m.text, Blocks: elements(clone(m.blocks)), Ephemeral: m.only != nil,
		Edited: m.edited != "", Broadcast: m.broadcast, Replies: len(m.replies()), Pings: m.pinged(), Created: m.created, Raw: encode(m.json(true)), s: m.channel.w.s,
	}
	for _, p := range m.channel.pins {
		seen.Pinned = seen.Pinned || p == m
	}
	if m.author.robot {
		seen.BotID = m.channel.w.BotID
	}
	if m.metadata != nil {
		seen.Metadata = &Metadata{text(m.metadata["event_type"]), dict(clone(m.metadata["event_payload"]))}
	}
	for _, f := range m.files {
		seen.Files = append(seen.Files, f.File)
	}
	return seen
}

// Surface is what controls are on: a Message or a *View.
type Surface interface {
	elements() []*Element
}

func (m Message) elements() []*Element { return m.Blocks }

func (v *View) elements() []*Element { return v.Blocks }

// walk calls f with every element of a surface.
func walk(on Surface, f func(*Element)) {
	for _, b := range on.elements() {
		b.Walk(f)
	}
}

// find is the first element that fits; nil if there is none.
func find(on Surface, fits func(*Element) bool) *Element {
	var found *Element
	walk(on, func(e *Element) {
		if found == nil && fits(e) {
			found = e
		}
	})
	return found
}

// buttons are the labels of all buttons of a surface, those that open a page too.
func buttons(on Surface) []string {
	var labels []string
	walk(on, func(e *Element) {
		if e.Type == "button" {
			labels = append(labels, e.Label)
		}
	})
	return labels
}

// Walk calls f with every block of the message and every element in it.
func (m Message) Walk(f func(*Element)) { walk(m, f) }

// Find returns the first element that fits; nil if there is none.
func (m Message) Find(fits func(*Element) bool) *Element { return find(m, fits) }

// Button returns the first button with a label; nil if there is none.
func (m Message) Button(label string) *Element {
	return find(m, func(e *Element) bool { return e.Type == "button" && e.Label == label })
}

// Buttons are the labels of all buttons, those that open a page too.
func (m Message) Buttons() []string { return buttons(m) }

// Walk calls f with every block of the view and every element in it.
func (v *View) Walk(f func(*Element)) { walk(v, f) }

// Find returns the first element that fits; nil if there is none.
func (v *View) Find(fits func(*Element) bool) *Element { return find(v, fits) }

// Button returns the first button with a label; nil if there is none.
func (v *View) Button(label string) *Element {
	return find(v, func(e *Element) bool { return e.Type == "button" && e.Label == label })
}

// Buttons are the labels of all buttons, those that open a page too.
func (v *View) Buttons() []string { return buttons(v) }

// Field is an input of a view as somebody sees it.
type Field struct {
	Label, Hint, Placeholder, Type, BlockID, ActionID string
	Value                                             string // the label of what is chosen, or what is typed
	Values                                            []string
	Fault                                             string // under the field
	Optional                                          bool
	Options                                           []Option
}

// Fields are the inputs of the view, in order.
func (v *View) Fields() []Field {
	var all []Field
	for _, b := range v.Blocks {
		if b.Type != "input" || len(b.Elements) == 0 {
			continue
		}
		e := b.Elements[0]
		all = append(all, Field{
			Label: b.Label, Hint: b.Hint, Placeholder: e.Placeholder, Type: e.Type, BlockID: b.BlockID, ActionID: e.ActionID,
			Value: e.Value, Values: e.Values, Fault: v.Errors[b.Label], Optional: b.Optional, Options: e.Options,
		})
	}
	return all
}

// Field is the input with a label; the zero Field if there is none.
func (v *View) Field(label string) Field {
	for _, f := range v.Fields() {
		if f.Label == label {
			return f
		}
	}
	return Field{}
}

// named reports whether an element is what a person calls by its words.
func (e *Element) named(name string) bool {
	return name != "" && (e.ActionID == name || e.Label == name || e.Placeholder == name)
}

// isMulti reports whether a menu takes several options.
func isMulti(kind string) bool { return strings.HasPrefix(kind, "multi_") || kind == "checkboxes" }
