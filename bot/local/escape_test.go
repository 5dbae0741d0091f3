package local

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rebond/bot"
)

// attacks are words that are something else to a browser, or to a reader.
var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `" autofocus onfocus="alert(1)`, "` onclick=alert(1) `",
	`</article></template></textarea></title></style></noscript><svg onload=alert(1)>`, `<!--`, `-->`, `]]>`, `{{.Who}}`, `&lt;script&gt;`, `&#x3c;script&#x3e;`, `javascript:alert(1)`, "java\nscript:alert(1)",
	`[x](javascript:alert(1))`, `[x](data:text/html,<script>alert(1)</script>)`, `[x](https://a.example" onclick="alert(1))`, `[x](vbscript:x)`, `[x](//evil.example)`,
	"<\x00script>", "\xff\xfe<script>", "\u2028<script>", "a\u202Eb\u2066c", strings.Repeat("<b>", 300),
}

// wantInert checks what a browser would make of some HTML: nothing in it runs,
// and what can be followed leads to the web.
func wantInert(t testing.TB, content string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "style", "svg", "math", "iframe", "frame", "object", "embed", "applet", "base", "video", "audio", "portal":
			t.Errorf("<%s> in %s", n.Data, bot.Shorten(content, 2000))
		case "link", "meta":
			if n.Parent.Data != "head" {
				t.Errorf("<%s> in <%s>", n.Data, n.Parent.Data)
			}
		}
		if n.Data == "script" && (n.FirstChild != nil || len(n.Attr) != 2 || n.Attr[0].Key != "src" || n.Attr[0].Val != "/static/room.js") {
			t.Errorf("a script in %s", bot.Shorten(content, 2000))
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction", a.Key == "action", a.Key == "srcset", a.Key == "ping":
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case strings.ContainsAny(a.Key, "<>\"'`{"):
				t.Errorf("<%s %s>", n.Data, a.Key)
			case a.Key == "href" || a.Key == "src":
				wantInertAddress(t, n, a.Val)
			}
		}
	}
	return root
}

func wantInertAddress(t testing.TB, n *html.Node, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Errorf("<%s> leads to %q: %v", n.Data, address, err)
		return
	}
	attr := func(name string) string {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	switch u.Scheme {
	case "":
		if u.Host != "" {
			t.Errorf("<%s> leads to %q", n.Data, address)
		}
	case "http", "https", "mailto":
		if n.Data != "a" || attr("target") != "_blank" || !strings.Contains(attr("rel"), "noopener") {
			t.Errorf("<%s> asks another machine: %q", n.Data, address)
		}
	case "data":
		picture := n.Data == "img" && regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$`).MatchString(address)
		hasDownload := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "download" })
		file := n.Data == "a" && hasDownload && strings.HasPrefix(address, "data:application/octet-stream;base64,")
		if !picture && !file {
			t.Errorf("<%s> leads to %q", n.Data, bot.Shorten(address, 100))
		}
	default:
		t.Errorf("<%s> leads to %q", n.Data, address)
	}
}

// wordsOf is the words inside an element.
func wordsOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// hostileEverywhere is a message with an attack in every place that it has.
func hostileEverywhere(a string) *bot.Message {
	words, raw := bot.Same(a), bot.Markup(a) // as handlers should, and as they should not
	call := bot.Call{Command: "offres", Args: bot.Args{"recherche": a}}
	buttons := []bot.Button{{Label: words, Do: call, Style: bot.Style(a)}, {Label: raw, URL: a}, {Label: raw, Do: bot.Call{Command: a, Action: a}}}
	image := bot.Image{Alt: raw, URL: a, Name: a, Data: []byte(a)}
	return &bot.Message{
		Text: bot.Join("\n", words, raw, bot.Markup("# "+a), bot.Markup("> "+a), bot.Markup("- "+a), bot.Markup("**"+a+"** `"+a+"`")),
		Cards: []bot.Card{{Title: raw, URL: a, Body: raw, Facts: []bot.Fact{{Label: raw, Value: words}, {Label: words, Value: raw}},
			Image: &image, Footer: raw, Tone: bot.Tone(a), Buttons: buttons}},
		Images: []bot.Image{image, {Alt: words, Data: []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")}, {Alt: raw, Data: []byte("<html><script>alert(1)</script>")}},
		Files:  []bot.File{{Name: a, Media: "text/html", Data: []byte(a)}, {Media: a}},
		Selects: []bot.Select{
			{Prompt: raw, Options: []bot.Option{{Value: a, Label: raw}, {Value: "b", Label: words}}, Param: a, Do: call},
			{Prompt: raw, Options: []bot.Option{{Value: a, Label: raw}}, Max: 2, Param: a, Do: call},
		},
		Buttons: buttons,
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	for _, a := range attacks {
		m := newMemory()
		v := enter(m)
		s := serve(t, v.room(Console{}), hears(func(_ context.Context, r *bot.Request, _ func(bool)) bot.Answer {
			if r.Line == "modal" {
				p := bot.Param{Name: "p", Names: text("p", "p"), Label: bot.Markup(a), Help: bot.Markup(a), Kind: bot.Choice, Options: []bot.Option{{Value: a, Label: bot.Markup(a)}}}
				q, prose := p, p
				q.Name, q.Kind, q.Options = "q", bot.Line, nil
				prose.Name, prose.Kind, prose.Options = "r", bot.Prose, nil
				return bot.Answer{Lang: bot.FR, Reply: &bot.Modal{Title: bot.Markup(a), Fields: []bot.Param{p, q, prose}, Values: bot.Args{"p": a, "q": a, "r": a},
					Faults: map[string]bot.Text{"": bot.Markup(a), "p": bot.Markup(a), "q": bot.Same(a), "z": bot.Markup(a)}, Do: bot.Call{Command: a, Action: a, Args: bot.Args{"x": a}}}}
			}
			return bot.Answer{Reply: hostileEverywhere(a), Ephemeral: true, Lang: bot.FR}
		}))
		wantInert(t, s.says("/camille/offres", a).HTML)
		if _, err := s.Send(t.Context(), bot.Post{Key: "k", Kind: bot.SendPost, To: coaching, Lang: bot.EN, Message: hostileEverywhere(a)}); err != nil {
			t.Fatal(err)
		}
		_, there := s.listens("/camille/coaching")
		wantInert(t, there[0].HTML)
		for _, page := range []string{"/camille/offres", "/camille/coaching"} {
			root := wantInert(t, s.get(page).body)
			shown := 0
			for n := range root.Descendants() {
				if n.Data == "article" && n.Type == html.ElementNode {
					shown++
				}
			}
			if shown != 2 { // one of them is the template of what is awaited
				t.Errorf("%q: %d messages are shown", bot.Shorten(a, 30), shown)
			}
		}
		modal := s.asks("/camille/offres/submit", "on", a, "control", a, "field-"+a, a)
		wantInert(t, modal[0].Message.HTML)
		modal = s.asks("/camille/offres/say", "line", "modal")
		wantInert(t, modal[0].Modal)
		modal = s.asks("/camille/offres/press", "control", a, "on", a, "param", a, "value", a)
		wantInert(t, modal[0].Message.HTML)
		// In an address, and in what a refusal repeats.
		wantInert(t, s.get("/"+url.PathEscape(a)+"/offres").body)
		wantInert(t, s.get("/camille/offres", stranger, header("Accept-Language", "en")).body)
		s.close()
	}
}

// What somebody typed is shown as they typed it, but for what would turn, hide
// or break the text around it.
func TestWhatIsTypedIsCleaned(t *testing.T) {
	v := enter(newMemory())
	s := v.served(t)
	for typed, want := range map[string]string{
		"/offres \u202Efdp.exe\u202C":         "/offres fdp.exe",
		"/offres a\u200b\u2066b\u2069\u00ad":  "/offres ab",
		"/offres\x00\x1b[31m\x07x":            "/offres[31mx",
		"/offres \xff":                        "/offres \ufffd",
		"  /offres <b>  ":                     "/offres <b>",
		"/offres " + strings.Repeat("é", 600): "/offres " + strings.Repeat("é", 600),
	} {
		root := wantInert(t, s.says("/camille/offres", typed).HTML)
		for n := range root.Descendants() {
			if len(n.Attr) > 0 && n.Attr[0].Val == "typed" && wordsOf(n) != want {
				t.Errorf("%q is shown as %q; want %q", bot.Shorten(typed, 40), bot.Shorten(wordsOf(n), 40), want)
			}
		}
	}
}
