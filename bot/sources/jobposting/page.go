package jobposting

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	htmltoken "golang.org/x/net/html"

	"rebond/bot/sources"
)

// page is what is read of an HTML page.
type page struct {
	scripts   []string // of type application/ld+json
	canonical string
	ogURL     string
	lang      string
}

func readPage(data []byte) page {
	data = sources.Trim(latin(data))
	var p page
	if len(data) > 0 && data[0] != '<' {
		p.scripts = []string{string(data)}
		return p
	}
	z := htmltoken.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case htmltoken.ErrorToken:
			return p
		case htmltoken.StartTagToken, htmltoken.SelfClosingTagToken:
			p.tag(z)
		}
	}
}

func (p *page) tag(z *htmltoken.Tokenizer) {
	name, more := z.TagName()
	tag := string(name)
	if tag != "script" && tag != "link" && tag != "meta" && tag != "html" {
		return
	}
	attr := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		attr[string(k)] = strings.TrimSpace(string(v))
	}
	switch tag {
	case "html":
		p.lang = attr["lang"]
	case "link":
		if strings.EqualFold(attr["rel"], "canonical") && p.canonical == "" {
			p.canonical = attr["href"]
		}
	case "meta":
		if attr["property"] == "og:url" && p.ogURL == "" {
			p.ogURL = attr["content"]
		}
	case "script":
		kind, _, _ := strings.Cut(strings.ToLower(attr["type"]), ";")
		if strings.TrimSpace(kind) == "application/ld+json" && z.Next() == htmltoken.TextToken {
			p.scripts = append(p.scripts, string(z.Raw()))
		}
	}
}

// address is where the offer is: what its data say, else what the page says of
// itself; empty when neither does.
func (p page) address(own string) string {
	for _, a := range []string{own, p.canonical, p.ogURL} {
		if a = strings.TrimSpace(a); sources.IsWeb(a) {
			return a
		}
		for _, base := range []string{p.canonical, p.ogURL} {
			if a != "" && a == own && sources.IsWeb(base) && !strings.Contains(a, ":") {
				if full := resolve(base, a); sources.IsWeb(full) {
					return full
				}
			}
		}
	}
	return ""
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

// latin turns a page that says it is in a Western 8-bit encoding into UTF-8;
// the 32 marks that differ between these encodings are left out.
func latin(data []byte) []byte {
	head := bytes.ToLower(data[:min(len(data), 4096)])
	if utf8.Valid(data) || !bytes.Contains(head, []byte("iso-8859-1")) && !bytes.Contains(head, []byte("windows-1252")) {
		return data
	}
	var b bytes.Buffer
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		switch {
		case c == 0x92:
			b.WriteString("’")
		case c < 0x80 || c >= 0xa0:
			b.WriteRune(rune(c))
		}
	}
	return b.Bytes()
}

// decode reads a script as sites write them: within comments, with raw control
// characters in strings, or escaped as HTML.
func decode(script string) (any, error) {
	script = unwrap(script)
	value, err := decodeJSON(script)
	if err == nil {
		return value, nil
	}
	for _, repaired := range []string{controls(script), html.UnescapeString(controls(script))} {
		if value, err := decodeJSON(repaired); err == nil {
			return value, nil
		}
	}
	return nil, err
}

func decodeJSON(s string) (any, error) {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	return value, nil
}

// unwrap takes off the comments and CDATA marks around JSON.
func unwrap(s string) string {
	for {
		before := s
		s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || r == '\uFEFF' || r == '\u00a0' })
		for _, mark := range []string{"<!--", "//", "/*", "*/", "<![CDATA["} {
			s = strings.TrimPrefix(s, mark)
		}
		for _, mark := range []string{"-->", "//", "/*", "*/", "]]>", ";"} {
			s = strings.TrimSuffix(s, mark)
		}
		if s == before {
			return s
		}
	}
}

// controls escapes the line breaks and drops the other control characters that
// stand raw in JSON strings.
func controls(s string) string {
	var b strings.Builder
	inside, escaped := false, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inside && c == '\n':
			b.WriteString(`\n`)
		case inside && c == '\t':
			b.WriteByte(' ')
		case inside && c < ' ':
		default:
			b.WriteByte(c)
		}
		if c == '"' && !escaped {
			inside = !inside
		}
		escaped = inside && c == '\\' && !escaped
	}
	return b.String()
}
