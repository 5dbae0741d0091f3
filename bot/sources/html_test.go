package sources

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rebond/bot"
)

func TestFromHTML(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"paragraphs", "<p>Un</p>\n<p>Deux</p>", "Un\n\nDeux"},
		{"lists", "<p>Profil :</p><ul><li>Go</li><li><p>SQL</p></li></ul><p>Fin</p>", "Profil :\n\n- Go\n- SQL\n\nFin"},
		{"a list in a list", "<ol><li>Un<ul><li>a</li></ul></li><li>Deux</li></ol>", "- Un\n- a\n- Deux"},
		{"headings", "<h2>Missions</h2><p>Coder</p><h3><b>Profil</b></h3>", "# Missions\nCoder\n\n# Profil"},
		{"lines", "a<br>b<br/><br>c", "a\nb\nc"},
		{"a quote", "<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n> b\n\nc"},
		{"bold and italics", "<p>du <strong>Go </strong>et <em>du</em> <i><b>C</b></i></p>", "du **Go** et _du_ **_C_**"},
		{"bold over paragraphs", "<b><p>a</p><p>b</p></b>c", "**a**\n\n**b**\n\nc"},
		{"bold never closed", "<p><b>a</p>", "**a**"},
		{"italics within a word", "pre<i>fixe</i>", "prefixe"},
		{"code", "<code>go test</code>", "`go test`"},
		{"a link", `<a href="https://fictif.example/a_(b)">ici</a>`, `[ici](https://fictif.example/a_(b\))`},
		{"unsafe links", `<a href="javascript:alert(1)">a</a> <a href=" JaVaScRiPt:x">b</a> <a href="data:x">c</a> <a href="/d">d</a>`, "a b c d"},
		{"what is not text", `<script>x("</b>")</script><style>p{}</style><iframe>i</iframe>a<img src=x onerror=y><svg><text>s</text></svg><script/>z`, "a"},
		{"comments", "a<!-- b --><!-- <script> -->c", "ac"},
		{"entities", "R&amp;D &lt;script&gt; l&#39;&eacute;quipe &nbsp;ici", `R&D <script> l'équipe ici`},
		{"our marks", "<p># a *b* _c_ [d](https://e.example) `f`</p><p>- g</p><p>&gt; h</p>", "\\# a \\*b\\* \\_c\\_ \\[d\\](https://e.example) \\`f\\`\n\n\\- g\n\n\\> h"},
		{"mentions stay plain text", "<p>@everyone &lt;!channel&gt;</p>", "@everyone <!channel>"},
		{"spaces", "<div>\n\n  <p>  a\n b\u00a0\u202fc </p>\n\n\n<p> </p></div>", "a b c"},
		{"invisible marks", "a\u202eb\u200bc\u0000d", "abcd"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"a table", "<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"},
		{"preformatted", "<pre>a\nb</pre>", "a\nb"},
		{"no HTML", "a", "a"},
		{"nothing", "", ""},
	} {
		if got := FromHTML(c.html); got != c.want {
			t.Errorf("%s: FromHTML(%q)\n got %q\nwant %q", c.name, c.html, got, c.want)
		}
	}
}

func TestFromHTMLIsBounded(t *testing.T) {
	for name, html := range map[string]string{
		"long":        strings.Repeat("<p>mot mot mot</p>", 10_000),
		"one word":    strings.Repeat("*", 100_000),
		"deep":        strings.Repeat("<div><b><ul><li>", 50_000) + "a",
		"many tags":   strings.Repeat("<b>", 200_000),
		"long link":   `<p>a</p><a href="https://x.example">` + strings.Repeat("b ", 50_000) + "</a>",
		"bold spans":  strings.Repeat("<b>a</b><i>b</i> ", 20_000),
		"quotes":      strings.Repeat("<blockquote>a", 30_000),
		"long spaces": strings.Repeat(" ", 1_000_000) + "a",
	} {
		got := FromHTML(html)
		if n := utf8.RuneCountInString(got); n > MaxDescription {
			t.Errorf("%s: %d runes", name, n)
		} else if (name == "long" || name == "one word" || name == "long link") && (!strings.HasSuffix(got, "…") || n < MaxDescription/3) {
			t.Errorf("%s: %d runes that end with %q: not shown as cut", name, n, got[max(0, len(got)-20):])
		}
	}
}

func TestUnescape(t *testing.T) {
	for escaped, want := range map[string]string{
		"&lt;p&gt;a&lt;/p&gt;":                         "<p>a</p>",
		"&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;":         "<p>a</p>",
		"&lt;p&gt;vector&amp;lt;int&amp;gt;&lt;/p&gt;": "<p>vector&lt;int&gt;</p>",
		"<p>R&amp;D</p>":                               "<p>R&amp;D</p>",
		"l&#39;API":                                    "l'API",
	} {
		if got := Unescape(escaped); got != want {
			t.Errorf("Unescape(%q) = %q; want %q", escaped, got, want)
		}
	}
}

func TestFromText(t *testing.T) {
	for text, want := range map[string]string{
		"Un\nDeux\r\n\r\n\n\nTrois":                  "Un\nDeux\n\nTrois",
		"Profil :\n- Go\n• SQL\n* Git\n– Tests\nFin": "Profil :\n\n- Go\n- SQL\n- Git\n- Tests\n\nFin",
		"-20 % de réunions\n--\n**":                  "\\-20 % de réunions\n\\--\n\\*\\*",
		"# titre\n> cité":                            "\\# titre\n\\> cité",
		"List<String> & <b>":                         "List<String> & <b>",
		"":                                           "",
	} {
		if got := FromText(text); got != want {
			t.Errorf("FromText(%q) = %q; want %q", text, got, want)
		}
	}
}

// What Render writes, ParseMarkup reads back.
func TestRenderReadsBack(t *testing.T) {
	blocks := []bot.Block{
		{Kind: bot.Heading, Spans: []bot.Span{{Text: "# [Titre]"}}},
		{Spans: []bot.Span{{Text: "a*b"}, {Text: "gras_", Bold: true}, {Text: " "}, {Text: "it", Italic: true}, {Text: "\n"}, {Text: "- ligne"}}},
		{Kind: bot.Item, Spans: []bot.Span{{Text: "[l]", URL: "https://x.example/(a)"}, {Text: "`c\\", Code: true}}},
	}
	markup := Render(blocks, 1000)
	if again := Render(bot.ParseMarkup(markup), 1000); again != markup {
		t.Errorf("read back:\n%s\nwant:\n%s", again, markup)
	}
	if got, want := bot.Plain(markup), "# [Titre]\na*bgras_ it\n- ligne\n[l]`c\\"; got != want {
		t.Errorf("Plain = %q; want %q", got, want)
	}
}

func FuzzFromHTML(f *testing.F) {
	for _, s := range []string{
		"<p>a</p>", "<ul><li>a<li>b</ul>", `<a href="javascript:alert(1)">x</a>`, `<a href="https://x.example">[b](c)</a>`, "<b><i>*_</b></i>",
		"<script>", "<pre>\n-", "<svg><a href='https://a.b'>", "&lt;&amp;#x5b;", "<blockquote><h1><li>", "<td><br>a", "a_<i>b</i>**<b>*</b>`<code>`</code>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, markup := range []string{FromHTML(s), FromText(s), FromEither(s)} {
			if n := utf8.RuneCountInString(markup); n > MaxDescription {
				t.Fatalf("%d runes", n)
			}
			for _, block := range bot.ParseMarkup(markup) {
				for _, span := range block.Spans {
					if span.URL != "" && !IsWeb(span.URL) {
						t.Fatalf("link to %q", span.URL)
					}
				}
			}
			if strings.Contains(markup, "](javascript:") && !strings.Contains(markup, `\](javascript:`) {
				t.Fatalf("a link to a script in %q", markup)
			}
		}
	})
}
