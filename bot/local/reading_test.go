package local

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rebond/bot/bottest"
)

func parse(t testing.TB, page string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// each yields the elements of a tag below a node that have an id or a class, if
// one is given.
func each(n *html.Node, tag string, named ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type != html.ElementNode || d.Data != tag {
				continue
			}
			if len(named) > 0 && attr(d, "id") != named[0] && !slices.Contains(strings.Fields(attr(d, "class")), named[0]) {
				continue
			}
			if !yield(d) {
				return
			}
		}
	}
}

// one is the only such element.
func one(t testing.TB, n *html.Node, tag string, named ...string) *html.Node {
	t.Helper()
	all := slices.Collect(each(n, tag, named...))
	if len(all) != 1 {
		t.Fatalf("%d elements %s %q; want one", len(all), tag, named)
	}
	return all[0]
}

// written is the text of an element.
func written(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// elements are those that a message is made of, with the attributes they may
// have: nothing that a member wrote adds one.
var elements = map[string][]string{
	"article": {"class", "id", "data-version", "lang", "tabindex", "aria-labelledby"},
	"header":  {"id"}, "footer": {}, "div": {"class"}, "p": {"class"}, "b": {}, "h3": {}, "ul": {}, "li": {}, "blockquote": {},
	"small": {}, "strong": {}, "em": {}, "code": {}, "dl": {}, "dt": {}, "dd": {}, "h4": {},
	"span": {"class", "aria-hidden"}, "time": {"datetime"}, "img": {"class", "src", "alt", "width", "height"},
	"a": {"class", "href", "target", "rel", "download"}, "button": {"type", "class", "data-control", "data-max", "data-hide"},
	"form": {"class", "data-control", "data-param"}, "fieldset": {}, "legend": {}, "label": {"for"},
	"select": {"id", "name", "required"}, "option": {"value", "selected"}, "input": {"type", "name", "value", "checked"},
}

// seen reads a message of the page as a member does.
func seen(t testing.TB, article *html.Node) bottest.Shown {
	t.Helper()
	s := bottest.Shown{ID: strings.TrimPrefix(attr(article, "id"), "m-"), Alone: slices.Contains(strings.Fields(attr(article, "class")), "alone")}
	said := one(t, article, "div", "said")
	footers := slices.Collect(each(said, "footer"))
	if s.Alone != (len(footers) == 1) {
		t.Errorf("%d footers say that %q is for one member alone", len(footers), s.ID)
	}
	for tag := range each(one(t, said, "header"), "span", "tag") {
		s.Pinned = s.Pinned || written(tag) == words["pinned"].FR || written(tag) == words["pinned"].EN
	}
	for n := range article.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if !slices.Contains(elements[n.Data], a.Key) {
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			}
		}
		if _, known := elements[n.Data]; !known {
			t.Errorf("<%s> in a message", n.Data)
		}
		if attr(n.Parent, "class") == "thread" && n.Data == "a" {
			s.Thread = written(one(t, n, "span"))
			continue
		}
		if n.Data == "button" && attr(n, "data-control") != "" || n.Data == "a" && attr(n, "class") == "button" && attr(n, "download") == "" {
			s.Buttons = append(s.Buttons, written(n))
		}
		if href := attr(n, "href"); href != "" && attr(n, "download") == "" {
			s.Links = append(s.Links, href)
		}
	}
	var b strings.Builder
	tell(&b, said)
	s.Text = strings.TrimSpace(b.String())
	return s
}

// tell writes what an element says, but its controls and what the page itself
// says around a message.
func tell(b *strings.Builder, n *html.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Data == "img":
			b.WriteString(attr(c, "alt") + "\n")
		case c.Data == "header" || c.Data == "footer" || c.Data == "button" || c.Data == "select" || attr(c, "class") == "row" || attr(c, "class") == "thread":
		case c.Data == "label" && attr(c, "for") == "": // of a box to tick
		default:
			tell(b, c)
			if !slices.Contains([]string{"a", "b", "strong", "em", "code", "span"}, c.Data) {
				b.WriteByte('\n')
			}
		}
	}
}

// opened reads a form as a member does.
func opened(t testing.TB, form *html.Node) *bottest.Form {
	t.Helper()
	f := &bottest.Form{Title: written(one(t, form, "h2")), Fault: strings.TrimSpace(written(one(t, form, "div", "whole")))}
	for field := range each(form, "div", "field") {
		label, control := fieldOf(t, field)
		shown := bottest.Field{Label: label, Value: valueOf(control)}
		for fault := range each(field, "div", "fault") {
			shown.Fault = strings.TrimSpace(strings.TrimPrefix(written(fault), words["wrong"].FR))
			shown.Fault = strings.TrimSpace(strings.TrimPrefix(shown.Fault, words["wrong"].EN))
			if attr(control, "aria-invalid") != "true" || !strings.Contains(attr(control, "aria-describedby"), attr(fault, "id")) {
				t.Errorf("the fault of %q is not told to who does not see it", label)
			}
		}
		f.Fields = append(f.Fields, shown)
	}
	return f
}

// fieldOf is a field's label, without what is said of it, and its control.
func fieldOf(t testing.TB, field *html.Node) (label string, control *html.Node) {
	t.Helper()
	labels := map[string]*html.Node{}
	for l := range each(field, "label") {
		labels[attr(l, "for")] = l
	}
	for _, tag := range []string{"input", "textarea", "select"} {
		for c := range each(field, tag) {
			l := labels[attr(c, "id")]
			if l == nil {
				t.Fatalf("%q has no label", attr(c, "id"))
			}
			if attr(c, "name") != "" { // a chooser of files fills in another one
				label, control = strings.TrimSpace(l.FirstChild.Data), c
			}
		}
	}
	if control == nil {
		t.Fatalf("a field without a control: %q", written(field))
	}
	return label, control
}

// valueOf is what a control of a form shows.
func valueOf(control *html.Node) string {
	switch control.Data {
	case "input":
		return attr(control, "value")
	case "textarea":
		return written(control)
	}
	for option := range each(control, "option") {
		if slices.ContainsFunc(option.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			return written(option)
		}
	}
	return ""
}
