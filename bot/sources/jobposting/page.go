package jobposting

import (
	"bytes"
	"net/url"
	"strings"

	htmltoken "golang.org/x/net/html"

	"rebond/bot/sources"
)

// maxAttribute is how many bytes of an attribute are kept: enough for an
// announcement given in one.
const maxAttribute = 128 << 10

// page is what is read of an HTML page.
type page struct {
	scripts   []string // of type application/ld+json
	canonical string
	ogURL     string
	lang      string
	title     string
	metas     map[string]string // what the page says of itself, by the names of [described]
	items     *microdata        // nil when it is not asked for
	url       string            // where the page was read; empty when that is not known
}

// readPage reads a file that is a page, or the JSON of one alone.
func readPage(data []byte) page {
	data = sources.Trim(latin(data))
	var p page
	if len(data) > 0 && data[0] != '<' {
		p.scripts = []string{string(data)}
		return p
	}
	p.read(data)
	return p
}

// read reads HTML token by token: no tree is built, so that the depth of the
// page costs nothing.
func (p *page) read(data []byte) {
	z := htmltoken.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case htmltoken.ErrorToken:
			p.items.end()
			return
		case htmltoken.TextToken:
			p.items.text(z)
		case htmltoken.StartTagToken:
			p.tag(z, false)
		case htmltoken.SelfClosingTagToken:
			p.tag(z, true)
		case htmltoken.EndTagToken:
			p.items.endTag(z)
		}
	}
}

func (p *page) tag(z *htmltoken.Tokenizer, closed bool) {
	markup := p.items.markup(z)
	name, more := z.TagName()
	tag := string(name)
	attr := attributes(z, more)
	switch tag {
	case "html":
		p.lang = attr["lang"]
	case "link":
		if strings.EqualFold(attr["rel"], "canonical") && p.canonical == "" {
			p.canonical = attr["href"]
		}
	case "meta":
		p.meta(first(attr["property"], attr["name"]), attr["content"])
	case "script":
		kind, _, _ := strings.Cut(strings.ToLower(attr["type"]), ";")
		if z.Next() == htmltoken.TextToken && strings.TrimSpace(kind) == "application/ld+json" {
			p.scripts = append(p.scripts, string(z.Raw()))
		}
		return
	case "title":
		if z.Next() == htmltoken.TextToken && p.title == "" {
			p.title = strings.TrimSpace(short(string(z.Text()), maxAttribute))
		}
		return
	case "style", "iframe", "noscript", "noembed", "noframes", "textarea", "xmp":
		z.Next() // what follows is given as it is: nothing of it is for a reader
		return
	}
	p.items.start(tag, attr, markup, closed)
}

// described are the names under which a page says what it is, besides og:url.
var described = map[string]bool{"og:title": true, "twitter:title": true, "og:site_name": true, "og:description": true, "description": true}

func (p *page) meta(name, content string) {
	switch name = strings.ToLower(name); {
	case name == "og:url" && p.ogURL == "":
		p.ogURL = content
	case described[name] && p.metas[name] == "":
		if p.metas == nil {
			p.metas = map[string]string{}
		}
		p.metas[name] = content
	}
}

// wanted are the attributes that are looked at; a tag may have a million others.
var wanted = map[string]bool{
	"lang": true, "rel": true, "href": true, "property": true, "name": true, "content": true, "type": true,
	"itemprop": true, "itemscope": true, "itemtype": true, "itemid": true,
	"src": true, "data": true, "value": true, "datetime": true,
}

func attributes(z *htmltoken.Tokenizer, more bool) map[string]string {
	var attr map[string]string
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if !wanted[string(k)] {
			continue
		}
		if attr == nil {
			attr = map[string]string{}
		}
		attr[string(k)] = strings.TrimSpace(short(string(v), maxAttribute))
	}
	return attr
}

// address is where the offer is: what its data say, else what the page says of
// itself, else where it was read; empty when none of them does.
func (p page) address(own string) string {
	own = strings.TrimSpace(own)
	for _, a := range []string{own, p.canonical, p.ogURL, p.url} {
		if full := p.absolute(a, a == own); full != "" && !p.isHome(full) {
			return full
		}
	}
	return ""
}

// absolute is an address of the page in full; empty when it cannot be. Without
// the page's own address, what the page says of it serves, for an offer's only.
func (p page) absolute(a string, ofOffer bool) string {
	if a = strings.TrimSpace(a); a == "" || sources.IsWeb(a) {
		return a
	}
	bases := []string{p.url}
	if ofOffer {
		bases = append(bases, p.canonical, p.ogURL)
	}
	for _, base := range bases {
		if sources.IsWeb(base) && !strings.Contains(a, ":") {
			if full := resolve(base, a); sources.IsWeb(full) {
				return full
			}
		}
	}
	return ""
}

// isHome reports whether an address is a site's front page where the page that
// was read is not: careless sites give it as the address of all their pages.
func (p page) isHome(address string) bool {
	front := func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
	}
	return p.url != "" && front(address) && !front(p.url)
}

func resolve(base, relative string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	u, err := b.Parse(relative)
	if err != nil {
		return ""
	}
	return u.String()
}

// short is at most max bytes of s, and no part of a character.
func short(s string, max int) string {
	if len(s) <= max {
		return s
	}
	return string(wholeRunes([]byte(s[:max])))
}
