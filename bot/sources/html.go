package sources

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	htmltoken "golang.org/x/net/html"

	"rebond/bot"
)

// FromHTML turns the HTML of an announcement into our markup, at most
// [MaxDescription] runes: paragraphs, headings, items, bold, italics and safe
// links stay; scripts, frames and images go. Ways to contact a person are
// masked as [Mask] does. No input is an error.
func FromHTML(s string) string {
	r := htmlReader{}
	r.read(strings.ToValidUTF8(s, "\uFFFD"))
	return Render(maskBlocks(r.blocks), MaxDescription)
}

var tag = regexp.MustCompile(`(?i)</?(?:p|br|div|ul|ol|li|b|strong|em|i|u|h[1-6]|span|a|table|section|article)\b[^<>]*>`)

// FromEither reads HTML, escaped or not, where s holds tags, else plain text.
func FromEither(s string) string {
	if s = Unescape(s); tag.MatchString(s) {
		return FromHTML(s)
	}
	return FromText(s)
}

// Unescape undoes the entities of HTML that was escaped to travel, at most
// twice: a second time only when tags are still hidden by the first, so that a
// "&lt;" meant for the reader stays one.
func Unescape(s string) string {
	for range 2 {
		if tag.MatchString(s) {
			break
		}
		s = html.UnescapeString(s)
	}
	return s
}

// htmlReader turns tokens into blocks. It keeps counters and no tree, so that
// the depth of the page costs nothing.
type htmlReader struct {
	blocks             []bot.Block
	open               bot.Block
	runes              int  // of text so far
	filled             bool // the open block has text
	bold, italic, code int  // how many such tags are open
	quote, pre         int
	skip               string // the tag whose content is dropped until it closes
	skipped            int    // how many of it are open
	link               string
}

func (r *htmlReader) read(s string) {
	z := htmltoken.NewTokenizer(strings.NewReader(s))
	for r.runes <= 2*MaxDescription { // spaces are still to be taken off
		switch z.Next() {
		case htmltoken.ErrorToken: // the end
			r.end()
			return
		case htmltoken.TextToken:
			if r.skip == "" {
				r.text(string(z.Text()))
			}
		case htmltoken.StartTagToken:
			r.start(z.Token())
		case htmltoken.SelfClosingTagToken:
			if t := z.Token(); t.Data == "br" || t.Data == "hr" || rawText(t.Data) {
				r.start(t)
			}
		case htmltoken.EndTagToken:
			name, _ := z.TagName()
			r.close(string(name))
		}
	}
	r.end()
}

func (r *htmlReader) start(t htmltoken.Token) {
	switch {
	case r.skip == t.Data:
		r.skipped++
		return
	case r.skip != "":
		return
	}
	if rawText(t.Data) {
		r.skip, r.skipped = t.Data, 1
		return
	}
	switch t.Data {
	case "svg", "math", "object", "template", "select", "audio", "video", "canvas":
		r.skip, r.skipped = t.Data, 1
	case "br":
		r.add("\n")
	case "b", "strong":
		r.bold++
	case "i", "em":
		r.italic++
	case "code":
		r.code++
	case "a":
		r.link = href(t)
	case "td", "th":
		r.add(" ")
	default:
		r.block(t.Data, true)
	}
}

// rawText reports whether the tokenizer gives what follows such a tag as it is,
// even after "<script/>": nothing of it is for a reader.
func rawText(name string) bool {
	switch name {
	case "script", "style", "iframe", "noscript", "noembed", "noframes", "textarea", "title", "xmp":
		return true
	}
	return false
}

func (r *htmlReader) close(name string) {
	if r.skip != "" {
		if name == r.skip {
			if r.skipped--; r.skipped == 0 {
				r.skip = ""
			}
		}
		return
	}
	switch name {
	case "b", "strong":
		r.bold = max(0, r.bold-1)
	case "i", "em":
		r.italic = max(0, r.italic-1)
	case "code":
		r.code = max(0, r.code-1)
	case "a":
		r.link = ""
	default:
		r.block(name, false)
	}
}

// block ends the open block where a tag that stands as a block begins or ends,
// and says what the next one is.
func (r *htmlReader) block(name string, begins bool) {
	kind := bot.Paragraph
	if r.quote > 0 {
		kind = bot.Quote
	}
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if begins {
			kind = bot.Heading
		}
	case "li", "dd":
		if begins {
			kind = bot.Item
		}
	case "blockquote":
		r.quote += step(begins, r.quote)
		if kind = bot.Paragraph; r.quote > 0 {
			kind = bot.Quote
		}
	case "pre":
		r.pre += step(begins, r.pre)
	case "p", "div":
		if (r.open.Kind == bot.Item || r.open.Kind == bot.Heading) && begins && !r.filled {
			return // <li><p>: the item goes on
		}
	case "ul", "ol", "dl", "dt", "tr", "table", "section", "article", "header", "footer", "main", "aside", "address", "figure", "hr", "body", "html", "form":
	default:
		return
	}
	r.end()
	r.open.Kind = kind
}

func step(begins bool, open int) int {
	switch {
	case begins:
		return 1
	case open > 0:
		return -1
	}
	return 0
}

func (r *htmlReader) end() {
	if r.filled {
		r.blocks = append(r.blocks, r.open)
	}
	r.open, r.filled = bot.Block{}, false
}

// text takes the text between two tags; runs of spaces are one space.
func (r *htmlReader) text(s string) {
	s = s[:min(len(s), 4*MaxDescription)]
	s = bot.Clean("x"+s+"x", 0) // Clean takes spaces off the ends
	s = s[1 : len(s)-1]
	if r.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				r.add("\n")
			}
			r.add(line)
		}
		return
	}
	r.add(collapse(s))
}

func (r *htmlReader) add(text string) {
	if n := len(r.open.Spans); n > 0 && strings.HasSuffix(r.open.Spans[n-1].Text, " ") {
		text = strings.TrimLeft(text, " ")
	}
	if text == "" {
		return
	}
	r.runes += utf8.RuneCountInString(text)
	r.filled = r.filled || strings.TrimSpace(text) != ""
	r.open.Spans = append(r.open.Spans, bot.Span{
		Text: text, Bold: r.bold > 0 && r.open.Kind != bot.Heading, Italic: r.italic > 0, Code: r.code > 0 && r.link == "", URL: r.link,
	})
}

// collapse makes each run of spaces, of any kind, one space.
func collapse(s string) string {
	var b strings.Builder
	space := false
	for _, c := range s {
		if unicode.IsSpace(c) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(c)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

// href is where a link leads: an absolute http address, or the address of a
// person, kept until [Mask] sees it; else nothing.
func href(t htmltoken.Token) string {
	for _, a := range t.Attr {
		if a.Key == "href" {
			url := strings.TrimSpace(a.Val)
			if isContactLink(url) || IsWeb(url) {
				return url
			}
			return ""
		}
	}
	return ""
}

// IsWeb reports whether url is an http or https address that may be shown.
func IsWeb(url string) bool {
	lower := strings.ToLower(url)
	return (strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")) && bot.SafeURL(url)
}
