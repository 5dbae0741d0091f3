package discord

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// mentionSigns are how Discord writes what names somebody, a channel or a role.
var mentionSigns = map[bot.Kind]string{bot.Person: "@", bot.Channel: "#", bot.Role: "@&"}

func runes(s string) int { return utf8.RuneCountInString(s) }

var (
	// address is what a client of Discord makes a link of by itself.
	address   = regexp.MustCompile(`https?://[^\s\p{Z}<>]+[^<>.,:;"')\]\s\p{Z}]`)
	special   = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, "<", `\<`, ">", `\>`, "[", `\[`, "]", `\]`, "@", `\@`, "://", `\://`)
	shortcode = regexp.MustCompile(`:[\w+-]+:`) // :smile:
	encoded   = strings.NewReplacer("_", "%5F", "*", "%2A", "~", "%7E", "|", "%7C")
	lineStart = regexp.MustCompile(`(?m)^\s*(?:[#-]|\d+\.)`)

	snowflakeForm = regexp.MustCompile(`^\d{1,20}$`)
)

// escape shows a text exactly as it is written: nothing in it is formatting, a
// mention or a hidden link to Discord's Markdown. An address stays one that can be
// followed, and is seen whole: between marks that show where it ends, nothing in it is
// read as formatting or as a mention. Inside other marks (marked) it holds none of them,
// as a client looks for their end first.
func escape(text string, marked bool) string {
	var b strings.Builder
	last := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		b.WriteString(literal(text[last:at[0]]))
		b.WriteString("<" + target(text[at[0]:at[1]], marked) + ">")
		last = at[1]
	}
	b.WriteString(literal(text[last:]))
	return lineStart.ReplaceAllStringFunc(b.String(), func(s string) string {
		i := len(s) - 1 // what makes a list or a heading of the line
		return s[:i] + `\` + s[i:]
	})
}

// literal is a text in which nothing is special, addresses neither.
func literal(text string) string {
	return shortcode.ReplaceAllString(special.Replace(text), `\$0`)
}

// target is an address without the marks that it stands between.
func target(url string, marked bool) string {
	if marked {
		return encoded.Replace(url)
	}
	return url
}

// spans writes a line as Discord reads it. What is bold stands between one pair of
// marks, however it is styled inside, and so does what is italic in it: marks side by
// side would be read as others.
func spans(all []bot.Span) string {
	var b strings.Builder
	for i, end := 0, 0; i < len(all); i = end {
		for end = i; end < len(all) && all[end].Bold == all[i].Bold; end++ {
		}
		text := slanted(all[i:end])
		if all[i].Bold {
			text = around(text, "**")
		}
		b.WriteString(text)
	}
	return b.String()
}

// slanted writes spans that are bold or not alike.
func slanted(all []bot.Span) string {
	var b strings.Builder
	for i, end := 0, 0; i < len(all); i = end {
		text := ""
		for end = i; end < len(all) && all[end].Italic == all[i].Italic; end++ {
			text += span(&all[end])
		}
		if all[i].Italic {
			text = around(text, slant(all, i, end))
		}
		b.WriteString(text)
	}
	return b.String()
}

// slant is the mark of italics: one that is read inside a word too, where they are.
func slant(all []bot.Span, i, end int) string {
	if i > 0 {
		if last, _ := utf8.DecodeLastRuneInString(all[i-1].Text); inWord(last) {
			return "*"
		}
	}
	if end < len(all) {
		if next, _ := utf8.DecodeRuneInString(all[end].Text); inWord(next) {
			return "*"
		}
	}
	return "_"
}

func span(s *bot.Span) string {
	switch {
	case s.ID != "" && snowflakeForm.MatchString(s.ID):
		return "<" + mentionSigns[s.Names] + s.ID + ">"
	case s.URL != "":
		return link(s.Text, s.URL, s.Bold || s.Italic)
	case s.Code && !ends(s):
		return code(s.Text, s.Bold || s.Italic)
	}
	return escape(s.Text, s.Bold || s.Italic)
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// ends reports whether a client would take something in code for the end of what is bold
// or italic around it.
func ends(s *bot.Span) bool {
	return s.Bold && strings.Contains(s.Text, "*") || s.Italic && strings.ContainsAny(s.Text, "*_")
}

// around puts marks around a text, but not around the spaces at its ends, where
// Discord would show them as they are.
func around(text, mark string) string {
	core := strings.TrimSpace(text)
	if core == "" {
		return text
	}
	before, after, _ := strings.Cut(text, core)
	return before + mark + core + mark + after
}

// code shows a text as code. One that no marks of code can hold is shown plainly.
func code(text string, marked bool) string {
	switch {
	case strings.Contains(text, "``") || strings.TrimSpace(text) == "":
		return escape(text, marked)
	case strings.Contains(text, "`"):
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

// maxLink is how long an address may be as it is written in a link: one that bot.SafeURL
// takes, of 2,000 bytes, and some signs that are written as three. It leaves room for one
// letter of the words, all that a block may be cut down to.
const maxLink = 2100

// link puts an address behind words where Discord does that, else after them: it makes
// no link of words that hold an address themselves, nor of an address of mail, nor of one
// that is too long once it is written.
func link(words, url string, marked bool) string {
	scheme, rest, _ := strings.Cut(url, ":")
	url = strings.ToLower(scheme) + ":" + rest
	if shown := url; !bot.SafeURL(url) || strings.EqualFold(scheme, "mailto") {
		if bot.SafeURL(url) {
			shown, _, _ = strings.Cut(rest, "?")
		}
		if words == shown || words == url {
			return escape(shown, marked)
		}
		return escape(words, marked) + " (" + spelled(shown, marked) + ")"
	}
	if words == url {
		return "<" + target(url, marked) + ">"
	}
	to := strings.NewReplacer("(", "%28", ")", "%29").Replace(target(url, marked))
	switch {
	case runes(to) > maxLink:
		return escape(words, marked) + " (" + spelled(url, marked) + ")"
	case strings.Contains(words, "://") || strings.TrimSpace(words) == "" || !balanced(words):
		return escape(words, marked) + " <" + to + ">"
	}
	return "[" + escape(words, marked) + "](<" + to + ">)"
}

// spelled is an address after words: all of it where it fits, else its beginning, which
// shows that it is cut and leads nowhere.
func spelled(url string, marked bool) string {
	if all := escape(url, marked); runes(all) <= maxLink {
		return all
	}
	return literal(bot.Shorten(url, 100))
}

// balanced reports whether each bracket that opens closes: a client looks for the end
// of a link's words by counting them.
func balanced(words string) bool {
	open := 0
	for _, r := range words {
		switch r {
		case '[':
			open++
		case ']':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}
