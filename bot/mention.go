package bot

import "regexp"

// mentionSigns are how a mention begins, by the kind of what it names.
var mentionSigns = map[Kind]string{Person: "@", Channel: "#", Role: "@&"}

// mentionForm is a mention in markup: <@id> a person, <#id> a channel, <@&id> a role.
var mentionForm = regexp.MustCompile(`^<(@&|@|#)([A-Za-z0-9-]{1,64})>`)

// Mention names a person, a channel or a role by its id on the platform, as readers
// there know it. It pings nobody: only [Message.Notify] does.
func Mention(k Kind, id string) Text {
	written := "<" + mentionSigns[k] + id + ">"
	if mentionSigns[k] == "" || mentionForm.FindString(written) != written {
		return Same(id)
	}
	return Markup(written)
}

// mention reads what Mention wrote at the start of s; n is 0 where nothing is.
func mention(s string) (span Span, n int) {
	m := mentionForm.FindStringSubmatch(s)
	if m == nil {
		return Span{}, 0
	}
	for k, sign := range mentionSigns {
		if sign == m[1] {
			span.Names = k
		}
	}
	span.ID, span.Text = m[2], m[1][:1]+m[2]
	return span, len(m[0])
}
