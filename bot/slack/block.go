package slack

import (
	"strings"

	"rebond/bot"
)

// block is a paragraph, or a line of a heading, an item or a quote.
type block struct {
	kind  bot.BlockKind
	gap   string // what parts it from the paragraph above
	spans []bot.Span
}

// blocks reads a text of ours. Paragraphs are parted by a blank line.
func blocks(text string) []block {
	var all []block
	for i, read := range bot.ParseMarkup(text) {
		b := block{kind: read.Kind, gap: "\n\n", spans: read.Spans}
		if i > 0 && all[i-1].kind == bot.Heading {
			b.gap = "\n"
		}
		if read.Kind == bot.Heading {
			b.spans = bold(read.Spans)
		}
		all = append(all, b)
	}
	return all
}

// line is a paragraph right under another.
func line(spans ...bot.Span) block { return block{gap: "\n", spans: spans} }

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

func bold(all []bot.Span) []bot.Span {
	heavy := make([]bot.Span, len(all))
	for i, s := range all {
		s.Bold = true
		heavy[i] = s
	}
	return heavy
}

// blank reports whether nothing of a block is seen.
func (b *block) blank() bool {
	for i := range b.spans {
		if s := &b.spans[i]; s.ID != "" || s.URL != "" || strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}

// spanSize is what a span takes for itself, as JSON.
const spanSize = 60

// size is how much of a rich text a span takes. It is of one letter at least, as an
// address may stand behind no words.
func size(s *bot.Span) int { return spanSize + runes(s.URL) + max(1, runes(s.Text), runes(s.ID)) }

func (b *block) size() (n int) {
	for i := range b.spans {
		n += size(&b.spans[i])
	}
	return n + len(b.gap)
}

// pages parts blocks so that one rich text holds each page: between blocks, and a block
// that is too long for one within itself. It ends whatever it is given, as what is cut off
// a block is smaller than the block.
func pages(left []block) (all [][]block) {
	var page []block
	room := maxText
	for len(left) > 0 {
		b := left[0]
		n := b.size()
		switch {
		case b.blank():
			left = left[1:]
		case n <= room:
			page, left, room = append(page, b), left[1:], room-n
		case len(page) > 0:
			all, page, room = append(all, page), nil, maxText
		default:
			one, other := b.cut(maxText - len(b.gap))
			left = append([]block{one, other}, left[1:]...)
		}
	}
	if len(page) > 0 {
		all = append(all, page)
	}
	return all
}

// cut parts a block of more than a size: where a line or a word ends, else between two
// letters. Neither part has all of it. What is left of an item is no other item.
func (b *block) cut(most int) (one, other block) {
	i, room := 0, most
	for i < len(b.spans)-1 && size(&b.spans[i]) <= room {
		room -= size(&b.spans[i])
		i++
	}
	before, after := b.spans[i], b.spans[i]
	text := []rune(before.Text)
	at := 0
	if room -= spanSize + runes(before.URL); room > 0 && before.ID == "" {
		at = bot.Cut(text, min(room, len(text)), most/4)
	}
	if i == 0 { // neither part is empty
		at = max(1, min(at, len(text)))
	}
	before.Text, after.Text = string(text[:min(at, len(text))]), string(text[min(at, len(text)):])
	one, other = *b, *b
	if b.kind == bot.Item {
		other.kind = bot.Paragraph
	}
	one.spans, other.spans = b.spans[:i:i], b.spans[i+1:]
	if at > 0 {
		one.spans = append(one.spans, before)
	}
	if at < len(text) || at == 0 {
		other.spans = append([]bot.Span{after}, other.spans...)
	}
	return one, other
}
