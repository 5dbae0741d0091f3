package slack

import (
	"strings"

	"github.com/slack-go/slack"
)

// read is what some blocks say; their controls only where they say nothing else.
func read(all []slack.Block) string {
	var said, controls []string
	for _, b := range all {
		switch b := b.(type) {
		case *slack.RichTextBlock:
			for _, e := range b.Elements {
				if words := contained(e); words != "" { // a sketch has none: those of its picture stand above it
					said = append(said, words)
				}
			}
		case *slack.HeaderBlock:
			said = append(said, b.Text.Text)
		case *slack.SectionBlock:
			said = append(said, b.Text.Text)
		case *slack.ImageBlock:
			said = append(said, b.AltText)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if text, ok := e.(*slack.TextBlockObject); ok {
					said = append(said, text.Text)
				}
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				controls = append(controls, labelOf(e))
			}
		}
	}
	if len(said) == 0 {
		said = controls
	}
	return strings.Join(said, "\n")
}

func labelOf(e slack.BlockElement) string {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return e.Text.Text
	case *slack.SelectBlockElement:
		return e.Placeholder.Text
	}
	return ""
}

// contained is what one part of a rich text says.
func contained(e slack.RichTextElement) string {
	var parts []slack.RichTextSectionElement
	switch e := e.(type) {
	case list:
		var items []string
		for _, item := range e.Elements {
			items = append(items, "• "+contained(item))
		}
		return strings.Join(items, "\n")
	case *slack.RichTextSection:
		parts = e.Elements
	case *slack.RichTextQuote:
		parts = e.Elements
	}
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(p.Text)
		case *slack.RichTextSectionLinkElement:
			b.WriteString(p.Text)
		}
	}
	return strings.TrimSpace(b.String())
}
