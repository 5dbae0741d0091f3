package slacktest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is what somebody reads of a message or a view: its words without formatting
// and without its controls, and where they lead.
type Reading struct {
	Text     string   // a picture says its alt_text, a file its name
	Links    []string // addresses that can be followed, those of buttons too
	Mentions []string // ids of users, groups and channels, and "channel", "here", "everyone"
	Buttons  []string // labels in order, those that open a page too
	Alts     []string // of pictures
	Files    []string // their names
	Marked   bool     // something is formatted
}

// reader reads what Slack shows into a Reading.
type reader struct {
	Reading
	b    strings.Builder
	name func(id string) string // how a client shows whom or what an id names
}

// ReadMrkdwn reads mrkdwn as a client of Slack shows it; who is named stays an id.
func ReadMrkdwn(s string) Reading {
	r := &reader{name: func(id string) string { return id }}
	r.mrkdwn(s)
	r.Text = r.b.String()
	return r.Reading
}

var (
	angled   = regexp.MustCompile(`^<([^<>\n]+)>`)
	bareLink = regexp.MustCompile(`^https?://[^\s<>|]+[^\s<>|.,;:!?)\]'"»]`)
	entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// marks are the signs that format what stands between two of them.
const marks = "*_~`"

// mrkdwn reads a text, line by line but for blocks of code.
func (r *reader) mrkdwn(s string) {
	for s != "" {
		before, rest, fenced := strings.Cut(s, "```")
		code, after, closed := strings.Cut(rest, "```")
		if !fenced || !closed || strings.TrimSpace(code) == "" {
			r.lines(s)
			return
		}
		r.lines(before)
		r.Marked = true
		r.b.WriteString(entities.Replace(strings.Trim(code, "\n")))
		s = after
	}
}

// lines takes the sign of a quote from lines, and reads what stands in them.
func (r *reader) lines(s string) {
	all := strings.Split(s, "\n")
	for i, line := range all {
		if i > 0 {
			r.b.WriteByte('\n')
		}
		if rest, ok := strings.CutPrefix(line, "&gt;"); ok {
			r.Marked, line = true, strings.TrimPrefix(rest, " ")
		} else if rest, ok := strings.CutPrefix(line, ">"); ok {
			r.Marked, line = true, strings.TrimPrefix(rest, " ")
		}
		r.inline(line, utf8.RuneError)
	}
}

// inline reads a part of a line; before is the character that stands in front of it.
func (r *reader) inline(s string, before rune) {
	for s != "" {
		c, n := utf8.DecodeRuneInString(s)
		if found := angled.FindStringSubmatch(s); found != nil {
			r.angle(found[1])
			s, before = s[len(found[0]):], '>'
			continue
		}
		if link := bareLink.FindString(s); link != "" && !word(before) {
			link = entities.Replace(link)
			r.Links = append(r.Links, link)
			r.b.WriteString(link)
			s, before = s[len(bareLink.FindString(s)):], 'a'
			continue
		}
		if strings.ContainsRune(marks, c) && opens(before) {
			if inner, rest, ok := marked(s[1:], c); ok {
				r.Marked = true
				if c == '`' {
					r.b.WriteString(entities.Replace(inner))
				} else {
					r.inline(inner, c)
				}
				s, before = rest, c
				continue
			}
		}
		if entity := s[:min(len(s), 5)]; c == '&' {
			for _, one := range []string{"&amp;", "&lt;", "&gt;"} {
				if strings.HasPrefix(entity, one) {
					c, n = []rune(entities.Replace(one))[0], len(one)
				}
			}
		}
		r.b.WriteRune(c)
		s, before = s[n:], c
	}
}

// opens reports whether a sign after a character can begin formatting: it stands at the
// start of a word.
func opens(before rune) bool { return before == utf8.RuneError || !word(before) }

// word reports whether a character is part of a word.
func word(c rune) bool { return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c)) }

// marked finds where formatting by a sign ends: at the next one that has no space before
// it and no word after it.
func marked(s string, sign rune) (inner, rest string, ok bool) {
	if first, _ := utf8.DecodeRuneInString(s); s == "" || unicode.IsSpace(first) {
		return "", "", false
	}
	for i, c := range s {
		if c != sign || i == 0 {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(s[:i])
		next, _ := utf8.DecodeRuneInString(s[i+1:])
		if (sign == '`' || !unicode.IsSpace(last)) && !word(next) && last != sign {
			return s[:i], s[i+1:], true
		}
	}
	return "", "", false
}

// angle reads what stands between angle brackets: a link, a mention, a date.
func (r *reader) angle(s string) {
	target, label, labelled := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"):
		r.mention(target[1:])
	case strings.HasPrefix(target, "!subteam^"):
		r.mention(strings.TrimPrefix(target, "!subteam^"))
	case target == "!channel", target == "!here", target == "!everyone":
		r.mention(target[1:])
	case strings.HasPrefix(target, "!date^"):
		r.b.WriteString(entities.Replace(label))
	case strings.HasPrefix(target, "!"):
		r.b.WriteString(entities.Replace(label))
	case isLink(entities.Replace(target)):
		target = entities.Replace(target)
		r.Links = append(r.Links, target)
		if !labelled || label == "" {
			label = strings.TrimPrefix(target, "mailto:")
		}
		r.b.WriteString(entities.Replace(label))
	default:
		r.b.WriteString("<" + entities.Replace(s) + ">")
	}
}

// mention writes the name of whom or what an id names.
func (r *reader) mention(id string) {
	r.Mentions = append(r.Mentions, id)
	r.b.WriteString(r.name(id))
}

// called is how a client shows whom or what an id names. The server is locked.
func (s *Server) called(id string) string {
	switch {
	case s.users[id] != nil:
		return "@" + s.users[id].Name
	case s.groups[id] != nil:
		return "@" + s.groups[id].Handle
	case s.channels[id] != nil:
		return "#" + s.channels[id].Name
	case slices.Contains([]string{"channel", "here", "everyone"}, id):
		return "@" + id
	}
	return "@unknown"
}
