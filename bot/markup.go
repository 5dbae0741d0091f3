package bot

import (
	neturl "net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Block is a paragraph, a heading or a list item.
type Block struct {
	Kind  BlockKind
	Spans []Span
}

// BlockKind says how a block stands on the page.
type BlockKind uint8

// The kinds of block.
const (
	Paragraph BlockKind = iota
	Heading             // a line that begins with "# "
	Item                // a line that begins with "- "
	Quote               // a line that begins with "> "
)

// Span is a run of text in one style. URL is set on a link; it is always http,
// https or mailto. ID is set on a mention: it is that of the person, the channel or
// the role that it names, for which Text stands where nothing better is known.
type Span struct {
	Text               string
	Bold, Italic, Code bool
	URL                string
	Names              Kind
	ID                 string
}

// ParseMarkup reads the small Markdown in which the bot speaks, shared by all
// renderers: **bold**, _italic_, `code`, [label](https://…), "# " headings,
// "- " items, "> " quotes, what [Mention] writes; a backslash before punctuation
// shows it as it is.
// Lines stay lines; a blank line separates paragraphs. What is not closed is
// shown as written: no input is an error.
func ParseMarkup(s string) []Block {
	var blocks []Block
	open := false // the last block is a paragraph that the next line continues
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " \t\r")
		kind, body := Paragraph, line
		switch {
		case line == "":
			open = false
			continue
		case strings.HasPrefix(line, "# "):
			kind, body = Heading, line[2:]
		case strings.HasPrefix(line, "- "):
			kind, body = Item, line[2:]
		case strings.HasPrefix(line, "> "):
			kind, body = Quote, line[2:]
		}
		spans := parseSpans(body)
		if kind == Paragraph && open {
			last := &blocks[len(blocks)-1]
			last.Spans = append(append(last.Spans, Span{Text: "\n"}), spans...)
			continue
		}
		blocks = append(blocks, Block{kind, spans})
		open = kind == Paragraph
	}
	return blocks
}

func parseSpans(s string) []Span {
	var spans []Span
	var run strings.Builder
	style := Span{}
	flush := func() {
		if run.Len() > 0 {
			span := style
			span.Text = run.String()
			spans = append(spans, span)
			run.Reset()
		}
	}
	for i := 0; i < len(s); {
		rest := s[i:]
		switch {
		case rest[0] == '\\' && len(rest) > 1 && isPunct(rest[1]):
			run.WriteByte(rest[1])
			i += 2
		case strings.HasPrefix(rest, "**") && (style.Bold || closes(rest[2:], "**")):
			flush()
			style.Bold = !style.Bold
			i += 2
		case rest[0] == '_' && (style.Italic || opensWord(s, i) && closes(rest[1:], "_")):
			flush()
			style.Italic = !style.Italic
			i++
		case rest[0] == '`' && closes(rest[1:], "`"):
			flush()
			code, n := until(rest[1:], "`")
			span := style
			span.Text, span.Code = code, true
			spans = append(spans, span)
			i += 1 + n
		case rest[0] == '<':
			span, n := mention(rest)
			if n == 0 {
				run.WriteByte('<')
				i++
				break
			}
			flush()
			span.Bold, span.Italic = style.Bold, style.Italic
			spans = append(spans, span)
			i += n
		case rest[0] == '[':
			label, url, n := link(rest)
			if n == 0 {
				run.WriteByte('[')
				i++
				break
			}
			flush()
			span := style
			span.Text, span.URL = label, url
			spans = append(spans, span)
			i += n
		default:
			_, n := utf8.DecodeRuneInString(rest)
			run.WriteString(rest[:n])
			i += n
		}
	}
	flush()
	return spans
}

func opensWord(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func closes(s, mark string) bool {
	_, n := until(s, mark)
	return n > len(mark)
}

// until returns the text before an unescaped mark, unescaped, and how many
// bytes it and the mark take; 0 when there is no mark.
func until(s, mark string) (text string, n int) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
			i++
		} else if strings.HasPrefix(s[i:], mark) {
			return b.String(), i + len(mark)
		}
		b.WriteByte(s[i])
	}
	return "", 0
}

func link(s string) (label, url string, n int) {
	label, a := until(s[1:], "]")
	if a == 0 || label == "" || !strings.HasPrefix(s[1+a:], "(") {
		return "", "", 0
	}
	url, b := address(s[2+a:])
	if b == 0 || !SafeURL(url) {
		return "", "", 0
	}
	return label, url, 2 + a + b
}

// address returns the text before the parenthesis that closes a link, in which
// others may open and close.
func address(s string) (url string, n int) {
	var b strings.Builder
	for open := 0; ; open-- {
		part, m := until(s[n:], ")")
		if m == 0 {
			return "", 0
		}
		b.WriteString(part)
		n += m
		open += strings.Count(part, "(") - strings.Count(part, ")")
		if open <= 0 {
			return b.String(), n
		}
		b.WriteByte(')')
	}
}

// SafeURL reports whether url may be put behind a link: absolute http, https
// or mailto, without spaces, control characters or text direction marks.
func SafeURL(url string) bool {
	lower := strings.ToLower(url)
	if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "mailto:") {
		return false
	}
	if _, rest, _ := strings.Cut(url, ":"); strings.Trim(strings.SplitN(strings.TrimLeft(rest, "/"), "?", 2)[0], "/@") == "" || strings.HasPrefix(rest, "///") {
		return false // no host, no mailbox
	}
	if read, err := neturl.Parse(url); err == nil && read.Hostname() == "" && read.Opaque == "" && !strings.HasPrefix(lower, "mailto:") {
		return false // one that is empty before a fragment, a port or after an account
	}
	return len(url) <= 2000 && utf8.ValidString(url) && strings.IndexFunc(url, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("<>\"\\`", r) || unicode.Is(unicode.C, r) || unicode.IsSpace(r)
	}) < 0
}

// linkable writes what markup would read in an address as %XX: it leads to the same place.
var linkable = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D", "*", "%2A", "`", "%60", "\\", "%5C")

// Linked is a title that leads to an address, which may be somebody's: nothing in it ends
// the link or begins another. One that is not safe is shown beside the title, as text.
func Linked(title Text, url string) Text {
	if !SafeURL(url) {
		return Textf(Text{FR: "%s (%s)", EN: "%s (%s)"}, title, url)
	}
	return Textf(Text{FR: "[%s](%s)", EN: "[%s](%s)"}, title, Markup(linkable.Replace(url)))
}

func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}

// Escape writes s so that ParseMarkup gives back its characters as they are,
// with no formatting and no link.
func Escape(s string) string {
	var b strings.Builder
	start := true // of a line
	for i, r := range s {
		switch r {
		case '\\', '*', '_', '`', '[', ']':
			b.WriteByte('\\')
		case '<':
			if strings.HasPrefix(s[i+1:], "@") || strings.HasPrefix(s[i+1:], "#") { // it would be a mention
				b.WriteByte('\\')
			}
		case '#', '-', '>':
			if start {
				b.WriteByte('\\')
			}
		}
		start = r == '\n'
		b.WriteRune(r)
	}
	return b.String()
}

// Plain is the text of markup without its formatting; a link is its label.
func Plain(markup string) string {
	var b strings.Builder
	for i, block := range ParseMarkup(markup) {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, span := range block.Spans {
			b.WriteString(span.Text)
		}
	}
	return b.String()
}

// Clean makes text from outside fit to be kept: valid UTF-8, no NUL or other
// control characters but the line feed, no invisible marks that turn or hide
// what follows, no more than max runes (what is over is cut at the end of a
// word and shown as cut with "…"; 0 means no limit).
func Clean(s string, max int) string {
	s = otherBreaks.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), IsDirectionMark(r), r == '\u00ad', r == '\ufeff', r == '\u200b', r == '\u2060':
			return -1
		}
		return r
	}, s)
	return Shorten(strings.TrimSpace(s), max)
}

// otherBreaks writes what else breaks lines as a line feed, or as a space within a line.
var otherBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", " ", "\f", " ")

// IsDirectionMark reports whether r changes the direction of the text around it.
func IsDirectionMark(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// Shorten cuts s to at most max runes, at the end of a word if one ends in the
// last third, and shows the cut with "…". 0 means no limit.
func Shorten(s string, max int) string {
	if max <= 0 || utf8.RuneCountInString(s) <= max {
		return s
	}
	runes := []rune(s)[:max-1]
	cut := len(runes)
	for i := cut - 1; i > cut*2/3; i-- {
		if unicode.IsSpace(runes[i]) {
			cut = i
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:cut]), unicode.IsSpace) + "…"
}
