package bot

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// shape writes blocks on one line each, to compare them; old in their text is
// put as new.
func shape(blocks []Block, old, new string) string {
	var lines []string
	for _, b := range blocks {
		line := [...]string{Paragraph: "p", Heading: "h", Item: "i", Quote: "q"}[b.Kind]
		for _, s := range b.Spans {
			style := ""
			if s.Bold {
				style += "B"
			}
			if s.Italic {
				style += "I"
			}
			if s.Code {
				style += "C"
			}
			if s.URL != "" {
				style += "<" + s.URL + ">"
			}
			if s.ID != "" {
				style += mentionSigns[s.Names] + s.ID
			}
			text := s.Text
			if old != "" {
				text = strings.ReplaceAll(text, old, new)
			}
			line += fmt.Sprintf(" %s%q", style, text)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestParseMarkup(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ``},
		{"blank lines", "\n \n\t\n", ``},
		{"words", "Bonjour Camille.", `p "Bonjour Camille."`},
		{"bold", "a **b** c", `p "a " B"b" " c"`},
		{"italic", "a _b_ c", `p "a " I"b" " c"`},
		{"code", "a `b` c", `p "a " C"b" " c"`},
		{"a link", "a [b](https://x.example/?a=1&b=2) c", `p "a " <https://x.example/?a=1&b=2>"b" " c"`},
		{"a plain http link", "[b](http://x.example)", `p <http://x.example>"b"`},
		{"an address to write to", "[b](mailto:a@x.example)", `p <mailto:a@x.example>"b"`},
		{"italic in bold", "**a _b_**", `p B"a " BI"b"`},
		{"bold in italic", "_a **b**_", `p I"a " BI"b"`},
		{"a link in bold", "**[b](https://x.example)**", `p B<https://x.example>"b"`},
		{"code in bold", "**`b`**", `p BC"b"`},
		{"no formatting in code", "`**b** _c_`", `p C"**b** _c_"`},
		{"no formatting in a label", "[**b**](https://x.example)", `p <https://x.example>"**b**"`},
		{"somebody, a channel and a role", "a <@1> **<#b-2>** <@&3>", `p "a " @1"@1" " " B#b-2"#b-2" " " @&3"@3"`},
		{"no mentions", `a \<@1> <@!1> <@> <# 1> <@&> <@1`, `p "a <@1> <@!1> <@> <# 1> <@&> <@1"`},
		{"a heading", "# a **b**", `h "a " B"b"`},
		{"items", "- a\n- b", "i \"a\"\ni \"b\""},
		{"a quotation", "> a", `q "a"`},
		{"two lines", "a\nb", `p "a" "\n" "b"`},
		{"two paragraphs", "a\n\nb", "p \"a\"\np \"b\""},
		{"a paragraph after a heading", "# a\nb", "h \"a\"\np \"b\""},
		{"a paragraph after an item", "- a\nb", "i \"a\"\np \"b\""},
		{"trailing spaces", "a  \t\r\nb ", `p "a" "\n" "b"`},
		{"formatting ends with its line", "**a\nb**", `p "**a" "\n" "b**"`},
		{"bold never closed", "**a", `p "**a"`},
		{"bold around nothing", "****", `p "****"`},
		{"one asterisk", "a * b", `p "a * b"`},
		{"italic never closed", "_a", `p "_a"`},
		{"an underscore inside a word", "snake_case_name", `p "snake_case_name"`},
		{"code never closed", "a ` b", "p \"a ` b\""},
		{"code around nothing", "``", "p \"``\""},
		{"a link never closed", "[a](https://x.example", `p "[a](https://x.example"`},
		{"a label alone", "[a]", `p "[a]"`},
		{"a link with no label", "[](https://x.example)", `p "[](https://x.example)"`},
		{"a link with no address", "[a]()", `p "[a]()"`},
		{"escaped marks", `\*\*a\*\* \_b\_ \[c\](https://x.example)`, `p "**a** _b_ [c](https://x.example)"`},
		{"an escaped mark does not close", `**a\** b**`, `p B"a** b"`},
		{"an escaped quote mark in code", "`a\\`b`", "p C\"a`b\""},
		{"an escaped backslash", `a\\b`, `p "a\\b"`},
		{"a backslash before a letter", `C:\dir`, `p "C:\\dir"`},
		{"a backslash at the end", `a\`, `p "a\\"`},
		{"an escaped heading", `\# a`, `p "# a"`},
		{"no space after the mark", "#a", `p "#a"`},
		{"a mark alone", "#", `p "#"`},
		{"a hyphen inside", "a - b", `p "a - b"`},
		{"accents", "**é**à", `p B"é" "à"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(ParseMarkup(c.in), "", ""); got != c.want {
				t.Errorf("ParseMarkup(%q):\n%s\nwant:\n%s", c.in, got, c.want)
			}
		})
	}
}

// hostileURLs are addresses that must never stand behind a label.
var hostileURLs = []string{
	"javascript:alert(1)", "JavaScript:alert", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://x.example", "//x.example", "/x", "x.example",
	"", "http", "https:", "https://", "http://?a", "http://#", "https://#a", "https://a@", "http://:80/", "https:///a", "mailto:", "https:/x.example", "htt\tps://x.example", " https://x.example", "https://x.example/a b", "https://x.example/\u00a0", "https://x.example/\u2028",
	"https://x.example/\u202etxt.exe", "https://x.example/\u200f", "https://x.example/\u2066", "https://x.example/\u200b", "https://x.example/\ufeff", "https://x.example/\u00ad",
	"https://x.example\\@y.example", `https://x.example/"onclick`, "https://x.example/<b>", "https://x.example/`", "https://x.example/\x00", "https://x.example/\x1b[31m", "https://x.example/\x7f", "https://x.example/\u0085",
	"https://x.example/\xff", "mailto:a@x.example bcc", "https://x.example/" + strings.Repeat("a", 2000),
}

func TestHostileAddressesAreNoLinks(t *testing.T) {
	for _, url := range hostileURLs {
		if SafeURL(url) {
			t.Errorf("SafeURL(%q)", url)
		}
		for _, b := range ParseMarkup("[clic](" + strings.ReplaceAll(url, `\`, `\\`) + ")") {
			for _, s := range b.Spans {
				if s.URL != "" {
					t.Errorf("%q is a link to %q", url, s.URL)
				}
			}
		}
	}
	for _, url := range []string{"https://x.example", "HTTPS://X.example/É?q=a%20b#c", "http://x.example:8080/a(b)", "mailto:a@x.example", "https://élysée.example/"} {
		if !SafeURL(url) {
			t.Errorf("SafeURL(%q) = false", url)
		}
	}
}

func TestEscapeShowsWhatWasTyped(t *testing.T) {
	for _, s := range hostile {
		checkEscape(t, s)
	}
}

// hostile are things somebody could type to be more than text.
var hostile = []string{
	"", " ", "\n", "a\nb", "a\n\n\nb", "a \n b", "# a", "- a", "> a", "a\n# b\n- c\n> d", "#", "-", ">", " # a", "\r# a", "\t- a",
	"**a**", "_a_", "`a`", "[a](https://x.example)", "[a]: https://x.example", "![a](https://x.example)", `\[a](https://x.example)`, `\\`, `\`, `a\`, "\\\n", `\*\*a\*\*`,
	"**", "***", "__", "``", "```\na\n```", "[", "]", "[[", "](", "()", "a_b_c", "*a", "a*", "~~a~~", "||a||", "<@1>", "<#1>", "<!channel>", "@everyone", ":smile:",
	"\x00", "\x1b[31m", "\xff", "a\xc3", "\u202eabc", "é", "e\u0301", "🙂", "\u00a0a\u00a0", "a\u2028b", "a\x0bb", "1. a", "--- ", "## a",
}

// checkEscape holds that what was typed is shown as it is, up to trailing
// spaces and blank lines, and is nothing but text; and that it stays so inside
// words of ours.
func checkEscape(t *testing.T, s string) {
	t.Helper()
	blocks := ParseMarkup(Escape(s))
	for _, b := range blocks {
		if b.Kind != Paragraph {
			t.Errorf("%q becomes a block of kind %d", s, b.Kind)
		}
		for _, span := range b.Spans {
			if span.Bold || span.Italic || span.Code || span.URL != "" {
				t.Errorf("%q becomes formatting: %+v", s, span)
			}
		}
	}
	if got, want := Plain(Escape(s)), shownLines(s); got != want {
		t.Errorf("%q is shown as %q; want %q", s, got, want)
	}
	if s = string([]rune(s)); s == "" || strings.Contains(s, "\n") {
		return
	}
	want := shape([]Block{{Item, []Span{{Text: s, Bold: true}, {Text: " par "}, {Text: s, URL: "https://x.example"}, {Text: "."}}}}, "", "")
	if got := shape(ParseMarkup(Textf(Markup("- **%s** par [%s](https://x.example)."), s, s).FR), "", ""); got != want {
		t.Errorf("among our words, %q is shown as\n%s\nwant\n%s", s, got, want)
	}
}

// shownLines is what is left of s on the screen: its lines that are not blank,
// without trailing spaces, and U+FFFD for what is not UTF-8.
func shownLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(string([]rune(s)), "\n") {
		if line = strings.TrimRight(line, " \t\r"); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(checkEscape)
}

// TestHostileMarkupEnds feeds what makes a careless parser loop, recurse or
// read everything again at each mark. A parser that does not end fails by the
// time limit of the whole run.
func TestHostileMarkupEnds(t *testing.T) {
	for _, unit := range []string{"[", "]", "**", "*", "`", "_", " _", "**_", "`*", "[a](", "[a](https://x.example", "[**", "\\", "\\[", "_[`**", "> ", "# ", "- ", "\n", "**a ", " _a", "[`", "é", "\xff"} {
		s := strings.Repeat(unit, 4000/len(unit)+1)[:4000]
		checkMarkup(t, s)
		checkMarkup(t, s+"](https://x.example)")
		checkMarkup(t, "**"+s+"**")
		checkEscape(t, s)
	}
}

// checkMarkup holds for any markup: nothing anyone wrote is lost, and a link
// leads where links may.
func checkMarkup(t *testing.T, s string) {
	t.Helper()
	var shown strings.Builder
	for _, b := range ParseMarkup(s) {
		for _, span := range b.Spans {
			if span.Text == "" {
				t.Errorf("%q has an empty span", s)
			}
			if span.URL != "" && (!SafeURL(span.URL) || span.Code) {
				t.Errorf("%q has the link %q", s, span.URL)
			}
			shown.WriteString(span.Text + "\x00" + span.URL + "\x00") // so that bytes of two spans do not make a letter
		}
	}
	if got, want := letters(shown.String()), letters(s); got != want {
		t.Errorf("%q shows the letters %q; want %q", s, got, want)
	}
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func FuzzParseMarkup(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	for _, s := range []string{"**a _b_** `c` [d](https://x.example)", "# a\n- b\n> c\n\nd", `\*a\* **b\** c**`, "[a](javascript:x)", "**a `b** c`", "\xd4_\xb1_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkMarkup(t, s[:min(len(s), 4000)]) })
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		"# Offres\n- **Go**\n- _Rust_": "Offres\nGo\nRust",
		"a\n\n\nb":                     "a\nb",
		"[ici](https://x.example)":     "ici",
		`\*a\*`:                        "*a*",
		"« %s »":                       "« %s »",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q; want %q", in, got, want)
		}
	}
}
