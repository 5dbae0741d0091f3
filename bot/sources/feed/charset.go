package feed

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

var declared = regexp.MustCompile(`^(?:\xEF\xBB\xBF)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["'][^>]{0,200}\?>`)

// inUTF8 is a feed in UTF-8, whatever it says: its bytes are believed first, then its
// declaration, then its Content-Type. What is of no encoding becomes U+FFFD.
func inUTF8(data []byte, media string) []byte {
	name := ""
	if m := declared.FindSubmatch(data); m != nil {
		name = string(m[1])
	} else if _, after, ok := strings.Cut(strings.ToLower(media), "charset="); ok {
		name = strings.Trim(strings.TrimSpace(strings.SplitN(after, ";", 2)[0]), `"'`)
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		name = "utf-16be"
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		name = "utf-16le"
	case utf8.Valid(data):
		return data
	case bytes.Count(data, []byte{0}) > 0 && !bytes.HasPrefix(data, []byte("<\x00")) && !bytes.HasPrefix(data, []byte("\x00<")):
		name = "windows-1252"
	}
	e, found := charset.Lookup(name)
	if e == nil || found == "utf-8" || strings.HasPrefix(found, "utf-16") && bytes.IndexByte(data, 0) < 0 {
		e, _ = charset.Lookup("windows-1252")
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		text = data
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD"))
}

// withoutDeclaration takes off the line that says an encoding which is no longer true.
func withoutDeclaration(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("<?xml")) {
		if end := bytes.Index(data[:min(len(data), 1024)], []byte("?>")); end > 0 {
			return bytes.TrimLeft(data[end+2:], " \t\r\n")
		}
	}
	return data
}

// controls takes out the control characters that XML does not allow.
func controls(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, data)
}
