package board

import (
	"strings"

	"rebond/bot"
	"rebond/bot/sources"
)

// Field returns the words of a field; there is none of another name.
func (a *Announcement) Field(f Field) *string {
	switch f {
	case Title:
		return &a.Title
	case Company:
		return &a.Company
	case Place:
		return &a.Place
	case Remote:
		return (*string)(&a.Remote)
	case Text:
		return &a.Text
	case Contract:
		return (*string)(&a.Contract)
	case Pay:
		return &a.Pay
	case PublishBy:
		return (*string)(&a.Publisher)
	case Apply:
		return &a.Apply
	case Number:
		return &a.Number
	}
	return nil
}

// Fields are those of an announcement, in the order of its forms.
func Fields() []Field {
	return []Field{Title, Company, Place, Remote, Text, Contract, Pay, PublishBy, Apply, Number}
}

// Set gives a field the words that were typed.
func (a *Announcement) Set(f Field, typed string) {
	typed = strings.TrimSpace(typed)
	if f == Apply {
		typed = strings.TrimPrefix(strings.Trim(typed, "<>"), "mailto:")
	}
	*a.Field(f) = typed
}

// Fill gives the fields that are empty the words of another announcement.
func (a *Announcement) Fill(from *Announcement) {
	for _, f := range Fields() {
		if into := a.Field(f); *into == "" {
			*into = *from.Field(f)
		}
	}
	if a.Page == "" {
		a.Page = from.Page
	}
}

// plain is markup as plain text, its items and quotes marked as people do.
func plain(markup string) string {
	var all strings.Builder
	for i, block := range bot.ParseMarkup(markup) {
		if i > 0 {
			all.WriteString("\n")
			if block.Kind != bot.Item {
				all.WriteString("\n")
			}
		}
		switch block.Kind {
		case bot.Item:
			all.WriteString("- ")
		case bot.Quote:
			all.WriteString("> ")
		}
		for _, span := range block.Spans {
			all.WriteString(span.Text)
		}
	}
	return all.String()
}

// FromOffer is the announcement that an offer read on a page amounts to; pay is its pay in
// words.
func FromOffer(o *sources.Offer, pay string) Announcement {
	a := Announcement{
		Title: sources.OneLine(o.Title, 300), Company: sources.OneLine(o.Company, 300), Remote: o.Remote, Contract: o.Contract, Pay: pay, Page: o.URL,
		Text: bot.Shorten(plain(o.Description), MaxText), Apply: o.ApplyURL,
	}
	var labels []string
	for _, p := range o.Places {
		labels = append(labels, p.Label)
	}
	a.Place = bot.Shorten(strings.Join(labels, " ; "), maxPlace)
	if a.Apply == "" {
		a.Apply = o.URL
	}
	return a
}
