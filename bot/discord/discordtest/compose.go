package discordtest

import (
	"fmt"
	"net/http"
	"path"
	"slices"
)

// compose writes what a body says into a message that does not show it yet, and
// tells what is wrong with the whole; prefix is where the body is inside the
// request. On an edit what is not said stays as it is. The server is locked.
func (x *exchange) compose(m *message, b object, prefix string, edit bool) (*message, faults) {
	var f faults
	next := *m
	if v, ok := b["content"]; ok {
		next.content = text(v)
	}
	if v, ok := b["embeds"]; ok {
		next.embeds = list(v)
	}
	if v, ok := b["components"]; ok {
		next.components = numbered(list(v))
	}
	if v, ok := b["allowed_mentions"]; ok {
		next.allowed, _ = v.(object)
	}
	if n, ok := number(b["flags"]); ok {
		if edit && next.flags&FlagComponentsV2 != 0 && n&FlagComponentsV2 == 0 {
			f.add(at(prefix, "flags"), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "IS_COMPONENTS_V2 cannot be removed from a message")
		}
		next.flags = n &^ (FlagEphemeral | FlagLoading)
	}
	x.attach(&next, b, prefix, edit, &f)
	next.check(prefix, &f)
	return &next, f
}

// attach keeps the files that the body names and adds those that came with it.
func (x *exchange) attach(m *message, b object, prefix string, edit bool, f *faults) {
	said, given := b["attachments"]
	var keep []*attachment
	if edit && !given {
		keep = m.attachments
	}
	described := map[string]object{}
	for i, one := range list(said) {
		o, _ := one.(object)
		id := fmt.Sprint(o["id"])
		old := slices.IndexFunc(m.attachments, func(a *attachment) bool { return a.id == id })
		switch {
		case old >= 0:
			keep = append(keep, m.attachments[old])
		case slices.ContainsFunc(x.files, func(u *upload) bool { return u.id == id }):
			described[id] = o
		default:
			f.add(at(prefix, "attachments", i, "id"), "ATTACHMENT_NOT_FOUND", "Attachment data not found.")
		}
	}
	m.attachments = keep
	size := 0
	for _, u := range x.files {
		o := described[u.id]
		if given && o == nil {
			f.add(at(prefix, "attachments"), "ATTACHMENT_NOT_FOUND", "files[%s] is not among the attachments", u.id)
		}
		a := &attachment{id: x.snowflake(), File: File{Name: path.Base(u.name), Media: u.media, Data: u.data}}
		if name := text(o["filename"]); name != "" {
			a.Name = name
		}
		a.Description = text(o["description"])
		a.url = fmt.Sprintf("%s/attachments/%s/%s/%s", x.api.URL, m.channel.ID, a.id, a.Name)
		m.attachments = append(m.attachments, a)
		size += len(u.data)
	}
	if len(m.attachments) > 10 {
		f.add(at(prefix, "attachments"), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	if size > maxUpload {
		f.add(at(prefix, "attachments"), "REQUEST_TOO_LARGE", "%d bytes of files; want at most %d", size, maxUpload)
	}
}

// check holds the whole message to the rules of Components V2.
func (m *message) check(prefix string, f *faults) {
	named := map[string]bool{}
	each(m.components, func(o object) {
		for _, url := range mediaOf(o) {
			a := m.attached(url)
			if a != nil {
				named[a.id] = true
			} else if len(url) > 13 && url[:13] == "attachment://" {
				f.add(at(prefix, "components"), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment %q was not found.", url)
			}
		}
	})
	if m.flags&FlagComponentsV2 == 0 {
		if len(m.components) > 5 {
			f.add(at(prefix, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
		}
		for i, c := range m.components {
			if o, _ := c.(object); typeOf(o) != 1 {
				f.add(at(prefix, "components", i), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,) without IS_COMPONENTS_V2")
			}
		}
		return
	}
	if m.content != "" {
		f.add(at(prefix, "content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if len(m.embeds) > 0 {
		f.add(at(prefix, "embeds"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if len(m.components) == 0 {
		f.add(at(prefix, "components"), "BASE_TYPE_REQUIRED", "This field is required with IS_COMPONENTS_V2")
	}
	for _, a := range m.attachments {
		if !named[a.id] {
			f.add(at(prefix, "attachments"), "ATTACHMENT_NOT_SHOWN", "%q is shown by no component: nobody would see it", a.Name)
		}
	}
}

// mediaOf are the addresses of the pictures and files of one component.
func mediaOf(o object) []string {
	var urls []string
	for _, holder := range append([]any{o}, list(o["items"])...) {
		h, _ := holder.(object)
		for _, k := range []string{"media", "file"} {
			if media, ok := h[k].(object); ok {
				urls = append(urls, text(media["url"]))
			}
		}
	}
	return urls
}

// blank reports whether a message says nothing.
func (m *message) blank() bool {
	return m.content == "" && len(m.embeds) == 0 && len(m.components) == 0 && len(m.attachments) == 0
}

// numbered are components in which each has an id: those that have none get the
// next one that is free.
func numbered(all []any) []any {
	copied, _ := clone(all).([]any)
	used := map[int]bool{}
	each(copied, func(o object) {
		if n, _ := number(o["id"]); n > 0 {
			used[n] = true
		}
	})
	next := 0
	each(copied, func(o object) {
		if n, _ := number(o["id"]); n > 0 {
			return
		}
		for next++; used[next]; next++ {
		}
		o["id"] = next
	})
	return copied
}

// file serves what was uploaded, as the CDN does.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[r.PathValue("channel_id")]; c != nil {
		for _, m := range c.messages {
			for _, a := range m.attachments {
				if a.id == r.PathValue("attachment_id") {
					w.Header().Set("Content-Type", a.Media)
					_, _ = w.Write(a.Data)
					return
				}
			}
		}
	}
	http.NotFound(w, r)
}
