package bot

import (
	"regexp"
	"strings"
)

var bareURL = regexp.MustCompile(`https?://[^\s<>()\[\]"“”«»]+`)

// Formatted is what somebody trusted wrote, the same in every language: its
// **bold**, _italic_, headings, items and quotes are kept. An address is a link
// that shows where it leads, and there is no other link.
func Formatted(s string) Text {
	var b strings.Builder
	last := 0
	plain := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "<@", `\<@`, "<#", `\<#`)
	for _, at := range bareURL.FindAllStringIndex(s, -1) {
		url := strings.TrimRight(s[at[0]:at[1]], ".,;:!?’'*_…")
		if !SafeURL(url) {
			continue
		}
		plain.WriteString(&b, s[last:at[0]])
		b.WriteString("[" + Escape(url) + "](" + url + ")")
		last = at[0] + len(url)
	}
	plain.WriteString(&b, s[last:])
	return Markup(b.String())
}
