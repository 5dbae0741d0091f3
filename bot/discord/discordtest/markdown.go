package discordtest

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is what somebody reads of a text of Discord's Markdown: the words
// without formatting, and where they lead.
type Reading struct {
	Text     string
	Links    []string // addresses that can be followed
	Mentions []string // as written: "<@1>", "<@&2>", "<#3>", "@everyone"
	Marked   bool     // something is formatted
}

var (
	bareLink   = regexp.MustCompile(`^https?://[^\s\p{Z}<]+[^<.,:;"')\]\s\p{Z}]`)
	angleLink  = regexp.MustCompile(`^<(https?://[^\s>]+)>`)
	angleNamed = regexp.MustCompile(`^<(@[!&$]?\d+|#\d+|/[^:>]+:\d+|a?:\w+:\d+|t:-?\d+(:[tTdDfFsSR])?|id:[\w-]+(:\d+)?)>`)
	linkTarget = regexp.MustCompile(`^\(\s*<?(https?://(?:\\.|[^\s\\<>()]|\([^\s()]*\))+)>?(?:\s+["'][^"']*["'])?\s*\)`)
	lineMark   = regexp.MustCompile(`^(?:#{1,3} +|-# +|\s*[-*] +|> )`)
	fenceName  = regexp.MustCompile(`^[A-Za-z0-9_+\-.#]+\n`)
)

// Read reads Markdown as a client of Discord shows it.
func Read(markdown string) Reading {
	r := &reader{}
	r.inline(r.lines(markdown))
	r.Text = r.b.String()
	return r.Reading
}

type reader struct {
	Reading
	b strings.Builder
}

// lines takes away what makes a heading, a list, a quote or a small text of a
// line, but in blocks of code.
func (r *reader) lines(s string) string {
	var all []string
	code, quoted := false, false
	for line := range strings.SplitSeq(s, "\n") {
		if rest, ok := strings.CutPrefix(line, ">>> "); ok && !code && !quoted {
			quoted, r.Marked, line = true, true, rest
		}
		for mark := lineMark.FindString(line); mark != "" && !code; mark = lineMark.FindString(line) {
			r.Marked, line = true, line[len(mark):]
			if mark != "> " {
				break
			}
		}
		if strings.Count(line, "```")%2 == 1 {
			code = !code
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

// inline reads what can stand inside a line.
func (r *reader) inline(s string) {
	before := ' '
	for s != "" {
		n := r.piece(s, before)
		if n == 0 {
			c, size := utf8.DecodeRuneInString(s)
			r.b.WriteRune(c)
			before, s = c, s[size:]
			continue
		}
		before, _ = utf8.DecodeLastRuneInString(s[:n])
		s = s[n:]
	}
}

// piece reads something special at the start of s and returns its length; 0 if
// there is nothing special.
func (r *reader) piece(s string, before rune) int {
	switch s[0] {
	case '\\':
		c, size := utf8.DecodeRuneInString(s[1:])
		if size > 0 && c < utf8.RuneSelf && !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsSpace(c) {
			r.b.WriteRune(c)
			return 1 + size
		}
	case '`':
		return r.code(s)
	case '<':
		if m := angleLink.FindStringSubmatch(s); m != nil {
			r.follow(m[1], m[1])
			return len(m[0])
		}
		if m := angleNamed.FindString(s); m != "" {
			r.b.WriteString(m)
			r.Mentions = append(r.Mentions, m)
			return len(m)
		}
	case '@':
		for _, all := range []string{"@everyone", "@here"} {
			if strings.HasPrefix(s, all) {
				r.b.WriteString(all)
				r.Mentions = append(r.Mentions, all)
				return len(all)
			}
		}
	case 'h':
		if m := bareLink.FindString(s); m != "" {
			r.follow(m, m)
			return len(m)
		}
	case '[':
		return r.masked(s)
	case '*', '_', '~', '|':
		return r.marked(s, before)
	}
	return 0
}

func (r *reader) follow(words, url string) {
	r.b.WriteString(words)
	r.Links = append(r.Links, url)
}

// code is a span or a block of code, in which nothing is special.
func (r *reader) code(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "`"))
	for at := n; at < len(s); at++ {
		if s[at] != '`' {
			continue
		}
		run := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		if run == n {
			inside := s[n:at]
			if n == 3 {
				inside = strings.TrimPrefix(inside, fenceName.FindString(inside))
			}
			r.b.WriteString(inside)
			r.Marked = true
			return at + n
		}
		at += run - 1
	}
	return 0
}

// masked is a link behind words. Words that hold an address themselves are not
// made a link.
func (r *reader) masked(s string) int {
	depth, end := 0, -1
	for i := 0; i < len(s) && end < 0; i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 1 {
		return 0
	}
	target := linkTarget.FindStringSubmatch(s[end+1:])
	if target == nil || strings.Contains(s[1:end], "://") || strings.TrimSpace(s[1:end]) == "" {
		return 0
	}
	r.Marked = true
	r.inline(s[1:end])
	r.Links = append(r.Links, strings.ReplaceAll(target[1], `\`, ""))
	return end + 1 + len(target[0])
}

// marked is a text between marks: bold, italic, underlined, struck or hidden.
func (r *reader) marked(s string, before rune) int {
	for _, mark := range []string{"**", "__", "~~", "||", "*", "_"} {
		if !strings.HasPrefix(s, mark) {
			continue
		}
		if mark == "_" && word(before) || mark == "*" && (len(s) < 2 || unicode.IsSpace(rune(s[1]))) {
			continue
		}
		for at := len(mark) + 1; at+len(mark) <= len(s); at++ {
			if literal(s, at) || !strings.HasPrefix(s[at:], mark) {
				continue
			}
			after, _ := utf8.DecodeRuneInString(s[at+len(mark):])
			if after == rune(mark[0]) || mark == "_" && word(after) || len(mark) == 1 && s[at-1] == mark[0] && !literal(s, at-1) {
				continue
			}
			r.Marked = true
			r.inline(s[len(mark):at])
			return at + len(mark)
		}
	}
	return 0
}

// literal reports whether the character at a place is shown as it is: an odd number of
// backslashes stands before it.
func literal(s string, at int) bool {
	return (at-len(strings.TrimRight(s[:at], `\`)))%2 == 1
}

func word(c rune) bool {
	return c == '_' || c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// Read is all that somebody reads of a message but its controls: its text, the
// descriptions of its pictures and the names of its files, a line each; and where
// that and its buttons lead.
func (m Message) Read() Reading {
	all := Read(m.Content)
	join := func(one Reading) {
		if all.Text != "" && one.Text != "" {
			all.Text += "\n"
		}
		all.Text += one.Text
		all.Links, all.Mentions, all.Marked = append(all.Links, one.Links...), append(all.Mentions, one.Mentions...), all.Marked || one.Marked
	}
	m.Walk(func(c *Component) {
		switch c.Type {
		case TypeTextDisplay:
			join(Read(c.Content))
		case TypeThumbnail:
			join(Reading{Text: c.Description})
		case TypeFile:
			join(Reading{Text: path.Base(c.File.URL)})
		case TypeButton:
			if c.URL != "" {
				join(Reading{Links: []string{c.URL}})
			}
		}
		for _, i := range c.Items {
			join(Reading{Text: i.Description})
		}
	})
	return all
}
