package discord

import (
	"slices"
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
// blocks, and a block that is too long for one text within itself. It ends whatever it is
// given: both halves of a block are smaller than the block.
func pages(left []block) (all []string) {
	page := ""
	for len(left) > 0 {
		b := left[0]
		said := spans(b.spans)
		text := b.mark + said
		longer := page + b.gap + text
		if b.more {
			longer = page + b.gap + said
		}
		switch {
		case strings.TrimSpace(said) == "":
			left = left[1:]
		case page != "" && (!b.more || b.gap != "") && fits(longer): // what was cut within a word would be read as one with it
			page, left = longer, left[1:]
		case fits(text) || b.size() == 1: // which fits: see maxLink
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

// size is of how many letters a block is at least: each span is one, as an address may
// stand behind no words.
func (b *block) size() (n int) {
	for i := range b.spans {
		n += size(&b.spans[i])
	}
	return n
}

func size(s *bot.Span) int { return max(1, runes(s.Text)) }

// halves parts a block of more than one letter near its middle: where a line or a word
// ends, else between two letters. Neither half has all of it.
func (b *block) halves() (one, other block) {
	place, i := b.size()/2, 0
	for i < len(b.spans)-1 && (b.spans[i].Text == "" || size(&b.spans[i]) < place) {
		place -= size(&b.spans[i])
		i++
	}
	before, after := b.spans[i], b.spans[i]
	text := []rune(before.Text)
	at := bot.Cut(text, max(0, place), b.size()/4)
	before.Text, after.Text = string(text[:at]), string(text[at:])
	one, other = *b, *b
	other.more, other.gap = true, ""
	if at > 0 && unicode.IsSpace(text[at-1]) {
		before.Text, other.gap = string(text[:at-1]), string(text[at-1])
	}
	one.spans, other.spans = slices.Clone(b.spans[:i]), slices.Clone(b.spans[i+1:])
	if at > 0 {
		one.spans = append(one.spans, before)
	}
	if at < len(text) || at == 0 {
		other.spans = append([]bot.Span{after}, other.spans...)
	}
	if strings.TrimSpace(spans(one.spans)) == "" { // it is left out, and the other begins the block
		other.more, other.gap = b.more, b.gap
	}
	return one, other
}
