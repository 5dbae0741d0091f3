package jobposting

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	st "rebond/bot/sources/sourcestest"
)

// utf16Of is s in UTF-16, its low bytes first.
func utf16Of(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestCharset(t *testing.T) {
	const (
		head   = "<html><head>"
		meta   = `<meta charset="iso-8859-1">`
		latin9 = "<title>Employ\xe9 \x80</title>" // windows-1252
		utf8s  = "<title>Employé €</title>"
	)
	for name, c := range map[string]struct{ page, media, want string }{
		"UTF-8, not said":              {head + utf8s, "", "Employé €"},
		"UTF-8, said":                  {head + utf8s, "text/html; charset=UTF-8", "Employé €"},
		"UTF-8, its mark":              {"\uFEFF" + head + utf8s, "text/html; charset=iso-8859-1", "Employé €"},
		"Latin, by the header":         {head + latin9, "text/html; charset=ISO-8859-1", "Employé €"},
		"Latin, by the head":           {head + meta + latin9, "text/html", "Employé €"},
		"Latin, by http-equiv":         {head + `<meta http-equiv=Content-Type content="text/html; charset=windows-1252">` + latin9, "", "Employé €"},
		"Latin, not said":              {head + latin9, "", "Employé €"},
		"Latin, said to be UTF-8":      {head + `<meta charset=utf-8>` + latin9, "text/html; charset=utf-8", "Employé €"},
		"Latin, said to be UTF-16":     {head + latin9, "text/html; charset=utf-16", "Employé €"},
		"UTF-8, said to be Latin":      {head + meta + utf8s, "text/html; charset=iso-8859-1", "Employé €"},
		"UTF-8, said to be UTF-16":     {head + utf8s, "text/html; charset=utf-16le", "Employé €"},
		"UTF-8, said to be Shift JIS":  {head + utf8s, "text/html; charset=shift_jis", "Employé €"},
		"UTF-8, said to be nonsense":   {head + utf8s, `text/html; charset="` + strings.Repeat("x", 5000) + `"; ;;`, "Employé €"},
		"UTF-8, one broken character":  {head + "<title>Employé €é\xe9</title>", "", "Employé €é\uFFFD"},
		"UTF-16, its mark":             {"\xff\xfe" + utf16Of(head+utf8s), "", "Employé €"},
		"UTF-16, said":                 {utf16Of(head + utf8s), "text/html; charset=utf-16le", "Employé €"},
		"UTF-16, cut":                  {"\xff\xfe" + utf16Of(head+utf8s) + "x", "", "Employé €"},
		"Latin-9":                      {head + "<title>Employ\xe9 \xa4</title>", "text/html; charset=iso-8859-15", "Employé €"},
		"Shift JIS":                    {head + "<title>\x8d\xcc\x97p</title>", "text/html; charset=shift_jis", "採用"},
		"an encoding no longer read":   {head + utf8s, "text/html; charset=iso-2022-kr", "Employé €"},
		"a quoted charset, in capital": {head + latin9, `text/html; CHARSET="ISO-8859-1"`, "Employé €"},
	} {
		o, _ := Any([]byte(c.page), c.media, here)
		st.Equal(t, name, o.Title, c.want)
	}
	for name, page := range map[string]string{
		"cut in a character": strings.Repeat("a", maxPage-1) + "é", "8-bit, longer in UTF-8": strings.Repeat("\xe9", maxPage+9), "UTF-16": "\xff\xfe" + strings.Repeat("\x20\xac", maxPage),
		"surrogates": "\xff\xfe" + strings.Repeat("\x00\xd8", 9), "bytes": "\xff\xfe\xfd\x80\xc3", "empty": "",
	} {
		if got := inUTF8([]byte(page), ""); !utf8.Valid(got) || len(got) > maxPage {
			t.Errorf("%s: %d bytes, valid UTF-8: %v", name, len(got), utf8.Valid(got))
		}
	}
	if got := inUTF8([]byte(strings.Repeat("a", maxPage-1)+"é"), ""); string(got) != strings.Repeat("a", maxPage-1) {
		t.Errorf("a page cut in a character ends in %q", got[len(got)-5:])
	}
}
