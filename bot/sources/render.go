package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// MaxDescription is how many runes of markup an announcement may take; what is
// over is cut and shown as cut.
const MaxDescription = 20_000

var marks = map[bot.BlockKind]string{bot.Heading: "# ", bot.Item: "- ", bot.Quote: "> "}

// Render writes blocks in the markup of [bot.ParseMarkup], which reads the same
// blocks back; the result is at most max runes, "…" included. A link that is
// not safe is shown as its label.
func Render(blocks []bot.Block, max int) string {
	w := writer{left: max}
	var above bot.BlockKind
	for _, block := range blocks {
		sep := ""
		if w.out.Len() > 0 {
			sep = between(above, block.Kind)
		}
		if !w.block(block, sep) {
			break
		}
		above = block.Kind
	}
	return w.out.String()
}

func between(above, below bot.BlockKind) string {
	if above == bot.Heading || above == below && (below == bot.Item || below == bot.Quote) {
		return "\n"
	}
	return "\n\n"
}

// writer writes markup and counts the runes left; one is always kept for "…".
type writer struct {
	out  strings.Builder
	left int
}

func (w *writer) block(block bot.Block, sep string) bool {
	lead := sep + marks[block.Kind]
	for i, line := range lines(block.Spans) {
		switch {
		case i > 0 && block.Kind == bot.Paragraph:
			lead = "\n"
		case i > 0: // a heading or an item is one line
			lead = " "
		}
		for _, span := range line {
			if !w.span(span, lead) {
				return false
			}
			lead = ""
		}
	}
	return true
}

// span writes what fits of one span and reports whether all of it did.
func (w *writer) span(span bot.Span, lead string) bool {
	written := w.out.String()
	last, _ := utf8.DecodeLastRuneInString(written)
	if lead != "" {
		last = '\n'
	}
	text := lead + markup(span, last)
	if n := utf8.RuneCountInString(text); n < w.left {
		w.left -= n
		w.out.WriteString(text)
		return true
	}
	// Cut: plain words, half of what is left since escaping may double them.
	rest := (w.left - 1 - utf8.RuneCountInString(lead)) / 2
	if short := bot.Shorten(span.Text, rest); rest > 1 {
		w.out.WriteString(lead + bot.Escape(strings.TrimSuffix(short, "…")))
	}
	w.out.WriteString("…")
	return false
}

// markup writes one span; spaces at its ends stay outside its marks. last is
// the rune before it: after a letter, "_" would not open italics.
func markup(span bot.Span, last rune) string {
	text := strings.ReplaceAll(span.Text, "\n", " ")
	core := strings.TrimSpace(text)
	if core == "" {
		return text
	}
	i := strings.Index(text, core)
	before, after := text[:i], text[i+len(core):]
	if span.URL != "" && bot.SafeURL(span.URL) {
		core = "[" + bot.Escape(core) + "](" + strings.ReplaceAll(span.URL, ")", `\)`) + ")"
	} else if core = bot.Escape(core); span.Code {
		core = "`" + core + "`"
	}
	inWord := before == "" && (unicode.IsLetter(last) || unicode.IsDigit(last))
	if span.Italic && (span.Bold || !inWord) {
		core = "_" + core + "_"
	}
	if span.Bold {
		core = "**" + core + "**"
	}
	return before + core + after
}

// lines splits spans at the line breaks that stand alone, joins neighbours of
// one style, and takes off the spaces around each line; empty lines are left out.
func lines(spans []bot.Span) [][]bot.Span {
	var all [][]bot.Span
	var line []bot.Span
	end := func() {
		for n := len(line); n > 0; n-- {
			line[n-1].Text = strings.TrimRightFunc(line[n-1].Text, unicode.IsSpace)
			if line[n-1].Text != "" {
				break
			}
			line = line[:n-1]
		}
		if len(line) > 0 {
			all, line = append(all, line), nil
		}
	}
	for _, s := range spans {
		if s.Text == "\n" {
			end()
			continue
		}
		n := len(line)
		if n == 0 {
			s.Text = strings.TrimLeftFunc(s.Text, unicode.IsSpace)
		}
		switch {
		case s.Text == "":
		case n > 0 && sameStyle(line[n-1], s):
			line[n-1].Text += s.Text
		default:
			line = append(line, s)
		}
	}
	end()
	return all
}

func sameStyle(a, b bot.Span) bool {
	return a.Bold == b.Bold && a.Italic == b.Italic && a.Code == b.Code && a.URL == b.URL
}
