package jobposting

import (
	"encoding/json"
	"errors"
	"html"
	"strings"
)

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

// decodeJSON looks at the whole before it keeps any: what is broken at its end
// costs no memory.
func decodeJSON(s string) (any, error) {
	if !json.Valid([]byte(s)) {
		return nil, errors.New("no JSON value alone")
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	return value, err
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
