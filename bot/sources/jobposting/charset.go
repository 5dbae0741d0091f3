package jobposting

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// maxPage is how much of a page is read.
const maxPage = 2 << 20

// inUTF8 is the beginning of a page, in UTF-8. Its encoding is what its mark,
// its Content-Type or its head says, unless its bytes say otherwise: many pages
// are given a wrong one by their server. No input is an error.
func inUTF8(data []byte, media string) []byte {
	if len(data) > maxPage {
		data = wholeRunes(data[:maxPage])
	}
	_, name, _ := charset.DetermineEncoding(data, media)
	wide := strings.HasPrefix(name, "utf-16")
	switch {
	case wide && isWide(data):
	case utf8.Valid(data):
		return data
	case mostlyUTF8(data):
		return bytes.ToValidUTF8(data, []byte("\uFFFD"))
	case wide, name == "utf-8":
		name = "windows-1252"
	}
	text := decoded(data, name)
	if len(text) > maxPage {
		text = wholeRunes(text[:maxPage])
	}
	return text
}

// decoded reads data in an encoding; what is not of it becomes U+FFFD.
func decoded(data []byte, name string) []byte {
	if e, _ := charset.Lookup(name); e != nil {
		if text, err := e.NewDecoder().Bytes(data); err == nil {
			data = text
		}
	}
	return bytes.ToValidUTF8(data, []byte("\uFFFD"))
}

// isWide reports whether a page is in UTF-16: the tags of any have NULs then.
func isWide(data []byte) bool {
	head := data[:min(len(data), 200)]
	return bytes.Count(head, []byte{0}) > len(head)/4
}

// mostlyUTF8 reports whether a page is in UTF-8 with a few broken characters,
// such as a text pasted in another encoding, rather than in an 8-bit encoding,
// where hardly two letters in a row make a character of UTF-8.
func mostlyUTF8(data []byte) bool {
	whole, broken := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		data = data[n:]
	}
	return whole > 2*broken
}

// wholeRunes takes off the character that a cut has left unfinished.
func wholeRunes(data []byte) []byte {
	for i := len(data) - 1; i >= 0 && i >= len(data)-utf8.UTFMax; i-- {
		if utf8.RuneStart(data[i]) {
			if !utf8.FullRune(data[i:]) {
				return data[:i]
			}
			break
		}
	}
	return data
}

// latin turns a page that says it is in a Western 8-bit encoding into UTF-8.
func latin(data []byte) []byte {
	head := bytes.ToLower(data[:min(len(data), 4096)])
	if utf8.Valid(data) || !bytes.Contains(head, []byte("iso-8859-1")) && !bytes.Contains(head, []byte("windows-1252")) {
		return data
	}
	return decoded(data, "windows-1252")
}
