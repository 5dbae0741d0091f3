package discord

import (
	"strings"
	"unicode"

	"rebond/bot"
)

// block is a paragraph, or a line that begins with a mark: a heading, an item.
type block struct {
	mark  string
	gap   string // what parts it from the block above
	more  bool   // it goes on with the block above
	spans []bot.Span
}

// What lines begin with.
const (
	headingMark = "### "
	itemMark    = "- "
	quoteMark   = "> "
	smallMark   = "-# "
)

func (b *block) String() string { return b.mark + spans(b.spans) }

// blocks reads a text of ours. Paragraphs are parted by a blank line.
func blocks(text string) []block {
	var all []block
	for i, read := range bot.ParseMarkup(text) {
		b := block{gap: "\n", spans: read.Spans}
		switch read.Kind {
		case bot.Heading:
			b.mark = headingMark
		case bot.Item:
			b.mark = itemMark
		case bot.Quote:
			b.mark = quoteMark
		default:
			if i > 0 && all[i-1].mark == "" {
				b.gap = "\n\n"
			}
		}
		all = append(all, b)
	}
	return all
}

// inline are the spans of a text of one line.
func inline(text string) (all []bot.Span) {
	for i, b := range bot.ParseMarkup(text) {
		if i > 0 {
			all = append(all, bot.Span{Text: " "})
		}
		all = append(all, b.Spans...)
	}
	return all
}

// What all the texts of a message may hold. Over so many bytes, of which each text
// takes some for itself, Discord answers 500 (discord-api-docs, issue 8554).
const (
	maxCharacters = 4000
	maxBytes      = 10170
	textOverhead  = 12
)

func fits(text string) bool {
	return runes(text) <= maxCharacters && len(text)+textOverhead <= maxBytes
}

// pages writes blocks as texts of which a message holds one: they are parted between
// blocks, and a block that is too long for one text within itself.
func pages(left []block) (all []string) {
	page := ""
	for len(left) > 0 {
		b := left[0]
		text := b.String()
		longer := page + b.gap + text
		if b.more {
			longer = page + b.gap + spans(b.spans)
		}
		switch {
		case strings.TrimSpace(spans(b.spans)) == "":
			left = left[1:]
		case page != "" && fits(longer):
			page, left = longer, left[1:]
		case fits(text):
			if page != "" {
				all = append(all, page)
			}
			page, left = text, left[1:]
		default:
			one, other := b.halves()
			left = append([]block{one, other}, left[1:]...)
		}
	}
	if page != "" {
		all = append(all, page)
	}
	return all
}

// halves parts a block near its middle: where a line or a word ends, else between two
// letters.
func (b *block) halves() (one, other block) {
	total := 0
	for _, s := range b.spans {
		total += runes(s.Text)
	}
	one, other = *b, *b
	one.spans, other.spans = nil, nil
	other.more, other.gap = true, ""
	seen := 0
	for i, s := range b.spans {
		text := []rune(s.Text)
		if seen+len(text) < total/2 && i < len(b.spans)-1 {
			one.spans = append(one.spans, s)
			seen += len(text)
			continue
		}
		at := middle(text, total/2-seen, total/4)
		before, after := s, s
		before.Text, after.Text = string(text[:at]), string(text[at:])
		if at > 0 && unicode.IsSpace(text[at-1]) {
			other.gap = string(text[at-1])
			before.Text = string(text[:at-1])
		}
		one.spans = append(one.spans, before)
		other.spans = append([]bot.Span{after}, b.spans[i+1:]...)
		break
	}
	return one, other
}

// middle is where to part a text at best: after the last space before a place, if there
// is one not too far; never between a letter and its accents.
func middle(text []rune, place, far int) int {
	place = min(max(place, 1), len(text))
	for at := place; at > max(0, place-far); at-- {
		if unicode.IsSpace(text[at-1]) {
			return at
		}
	}
	for place < len(text) && (unicode.IsMark(text[place]) || text[place] == '\u200d' || text[place-1] == '\u200d') {
		place++
	}
	return place
}
