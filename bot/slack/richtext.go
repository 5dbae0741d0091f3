package slack

import (
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"rebond/bot"
)

var (
	channelForm = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)
	userForm    = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
)

// maxCalled is how long the name of somebody may be.
const maxCalled = 80

// resolved are spans as they are shown here. Somebody or a group is their name, in
// letters that ping nobody; a channel stays a mention where Slack knows it, and a link one
// where it may be.
func (r *renderer) resolved(all []bot.Span) (shown []bot.Span) {
	for _, s := range all {
		switch {
		case s.ID != "":
			s = r.mention(s)
		case s.Code && r.command != nil:
			s.Text = r.command(s.Text)
		case s.URL != "" && !linkable(s.URL):
			if s.Text != s.URL {
				s.Text += " (" + s.URL + ")"
			}
			s.URL = ""
		case s.URL != "" && s.Text != s.URL && strings.Contains(s.Text, "://"): // where it leads is seen
			words, to := s, s
			words.Text, words.URL, to.Text = s.Text+" ", "", s.URL
			shown = append(shown, words)
			s = to
		}
		shown = append(shown, s)
	}
	return merged(shown)
}

// merged are spans, of which those that one element can be are one.
func merged(all []bot.Span) (few []bot.Span) {
	for i := range all {
		if last := len(few) - 1; last >= 0 && alike(&few[last], &all[i]) {
			few[last].Text += all[i].Text
			continue
		}
		few = append(few, all[i])
	}
	return few
}

func (r *renderer) mention(s bot.Span) bot.Span {
	if s.Names == bot.Channel && channelForm.MatchString(s.ID) {
		return s
	}
	if r.name != nil {
		if name := bot.Clean(r.name(s.Names, s.ID), maxCalled); name != "" {
			s.Text = s.Text[:1] + strings.TrimLeft(name, s.Text[:1])
		}
	}
	s.ID = ""
	return s
}

// rich are blocks as rich text, on as many blocks of Slack's as that takes.
func (r *renderer) rich(said []block) (all []slack.Block) {
	shown := make([]block, len(said))
	for i, b := range said {
		b.spans = r.resolved(b.spans)
		shown[i] = b
	}
	for _, page := range pages(shown) {
		all = append(all, &slack.RichTextBlock{Type: slack.MBTRichText, Elements: containers(page)})
	}
	return all
}

// containers are the parts of a rich text: paragraphs together, items in a list, quotes
// together.
func containers(page []block) (all []slack.RichTextElement) {
	for i, end := 0, 0; i < len(page); i = end {
		for end = i + 1; end < len(page) && page[end].container() == page[i].container(); end++ {
		}
		switch like := page[i:end]; page[i].kind {
		case bot.Item:
			l := list{Type: slack.RTEList, Style: slack.RTEListBullet}
			for k := range like {
				l.Elements = append(l.Elements, slack.NewRichTextSection(elements(like[k].spans)...))
			}
			all = append(all, l)
		case bot.Quote:
			all = append(all, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: joined(like)})
		default:
			all = append(all, slack.NewRichTextSection(joined(like)...))
		}
	}
	return all
}

// container is the kind of what a block stands in.
func (b *block) container() bot.BlockKind {
	if b.kind == bot.Heading {
		return bot.Paragraph
	}
	return b.kind
}

// joined are the elements of blocks that stand in one container, each on its lines.
func joined(like []block) []slack.RichTextSectionElement {
	var all []bot.Span
	for i := range like {
		switch {
		case i > 0 && like[i].kind == bot.Quote:
			all = append(all, bot.Span{Text: "\n"})
		case i > 0:
			all = append(all, bot.Span{Text: like[i].gap})
		}
		all = append(all, like[i].spans...)
	}
	return elements(merged(all))
}

// list is a list of items. That of slack-go always has an offset, which the contract does
// not know.
type list struct {
	Type     slack.RichTextElementType     `json:"type"`
	Style    slack.RichTextListElementType `json:"style"`
	Elements []slack.RichTextElement       `json:"elements"`
}

// RichTextElementType implements slack.RichTextElement.
func (l list) RichTextElementType() slack.RichTextElementType { return l.Type }

// elements are spans as Slack has them. Those of no text are left out, which it refuses.
func elements(all []bot.Span) (shown []slack.RichTextSectionElement) {
	for i := range all {
		s := &all[i]
		switch style := styleOf(s); {
		case s.ID != "":
			shown = append(shown, slack.NewRichTextSectionChannelElement(s.ID, style))
		case s.URL != "":
			shown = append(shown, slack.NewRichTextSectionLinkElement(s.URL, s.Text, style))
		case s.Text != "":
			shown = append(shown, slack.NewRichTextSectionTextElement(s.Text, style))
		}
	}
	return shown
}

// alike reports whether two spans are texts in one style, which one element can be.
func alike(a, b *bot.Span) bool {
	return a.URL == "" && a.ID == "" && b.URL == "" && b.ID == "" && a.Bold == b.Bold && a.Italic == b.Italic && a.Code == b.Code
}

func styleOf(s *bot.Span) *slack.RichTextSectionTextStyle {
	if !s.Bold && !s.Italic && !s.Code {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: s.Bold, Italic: s.Italic, Code: s.Code}
}

// usersOfBlock is how many members one block pings.
const usersOfBlock = 100

// pinging are the lines that ping some members; nobody else is.
func pinging(users []string) (all []slack.Block) {
	for len(users) > 0 {
		n := min(len(users), usersOfBlock)
		var line []slack.RichTextSectionElement
		for i, user := range users[:n] {
			if i > 0 {
				line = append(line, slack.NewRichTextSectionTextElement(" ", nil))
			}
			line = append(line, slack.NewRichTextSectionUserElement(user, nil))
		}
		all, users = append(all, slack.NewRichTextBlock("", slack.NewRichTextSection(line...))), users[n:]
	}
	return all
}

const maxHeader = 150

// text is the text of a message. A heading of plain words is a header.
func (r *renderer) text(said []block) (all []slack.Block) {
	start := 0
	for i := range said {
		if title, plain := r.header(&said[i]); plain {
			all = append(append(all, r.rich(said[start:i])...), slack.NewHeaderBlock(literal(title)))
			start = i + 1
		}
	}
	return append(all, r.rich(said[start:])...)
}

// header is the text of a heading that needs no more than plain text.
func (r *renderer) header(b *block) (title string, plain bool) {
	for _, s := range b.spans {
		if s.URL != "" || s.ID != "" || s.Italic || s.Code {
			return "", false
		}
		title += s.Text
	}
	title = strings.TrimSpace(title)
	return title, b.kind == bot.Heading && title != "" && runes(title) <= maxHeader && !strings.ContainsAny(title, signs)
}

// maxSmall is how long a text in small letters may be.
const maxSmall = 2000

// small is a text in small letters, where its words need no more than plain text; else it
// is as large as others.
func (r *renderer) small(markup string) []slack.Block {
	text, plain := strings.TrimSpace(bot.Plain(markup)), true
	said := blocks(markup)
	for _, b := range said {
		for _, s := range b.spans {
			plain = plain && s.URL == "" && s.ID == ""
		}
	}
	switch {
	case text == "":
		return nil
	case !plain || runes(text) > maxSmall || strings.ContainsAny(text, signs):
		return r.rich(said)
	}
	return []slack.Block{slack.NewContextBlock("", literal(text))}
}
