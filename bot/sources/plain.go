package sources

import (
	"strings"

	"rebond/bot"
)

// FromText turns the plain text of an announcement into our markup, at most
// [MaxDescription] runes. Lines stay lines; one that begins with "-", "•", "*"
// or "–" is an item. Ways to contact a person are masked as [Mask] does.
func FromText(s string) string {
	return Render(maskBlocks(textBlocks(s)), MaxDescription)
}

func textBlocks(s string) []bot.Block {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = bot.Clean(s, MaxDescription+1)
	var blocks []bot.Block
	open := false // the last block is a paragraph that the next line continues
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		body, item := bullet(line)
		switch {
		case line == "":
			open = false
		case item:
			blocks = append(blocks, bot.Block{Kind: bot.Item, Spans: []bot.Span{{Text: body}}})
			open = false
		case open:
			last := &blocks[len(blocks)-1]
			last.Spans = append(last.Spans, bot.Span{Text: "\n"}, bot.Span{Text: line})
		default:
			blocks = append(blocks, bot.Block{Spans: []bot.Span{{Text: line}}})
			open = true
		}
	}
	return blocks
}

// bullet reads a line that begins as an item does. A dash without a space is
// one too ("-Go"), but not "--", "**" or "-20 %".
func bullet(line string) (body string, ok bool) {
	for _, mark := range []string{"-", "•", "*", "–", "·", "▪", "●", "‣", "◦"} {
		rest, found := strings.CutPrefix(line, mark)
		if !found || rest == "" || strings.HasPrefix(rest, mark) {
			continue
		}
		if c := rest[0]; '0' <= c && c <= '9' {
			return "", false
		}
		body = strings.TrimSpace(rest)
		return body, body != ""
	}
	return "", false
}

// OneLine makes text from outside fit for a title or a name: one line, at most
// max runes, without ways to contact a person.
func OneLine(s string, max int) string {
	if len(s) > 16*max { // enough for max runes, and for what masking shortens
		s = s[:16*max]
	}
	return bot.Shorten(Mask(strings.TrimSpace(collapse(bot.Clean(s, 0)))), max)
}
