package discordtest

// exposed are the components with the files that they refer to.
func (m *message) exposed() []any {
	exposed, _ := m.expose(m.components).([]any)
	return exposed
}

func (m *message) expose(v any) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = m.expose(one)
		}
		return all
	case object:
		o := object{}
		for k, one := range v {
			media, ok := one.(object)
			if ok && (k == "media" || k == "file") {
				o[k] = m.media(media)
			} else {
				o[k] = m.expose(one)
			}
		}
		for k, one := range m.unsaid(v) {
			if o[k] == nil {
				o[k] = one
			}
		}
		return o
	}
	return v
}

// media is a picture or a file as Discord gives it back.
func (m *message) media(o object) object {
	url, _ := o["url"].(string)
	media := object{"id": m.id, "url": url, "proxy_url": url, "width": 0, "height": 0, "content_type": nil, "loading_state": 2, "flags": 0}
	if a := m.attached(url); a != nil {
		media["url"], media["proxy_url"], media["attachment_id"], media["content_type"] = a.url, a.url, a.id, a.Media
	}
	return media
}

// unsaid is what Discord says of a component where the bot said nothing.
func (m *message) unsaid(o object) object {
	_, item := o["media"]
	switch kind := typeOf(o); {
	case isSelect(kind):
		return object{"min_values": 1, "max_values": 1}
	case kind == TypeThumbnail, kind < 0 && item:
		return object{"description": nil, "spoiler": false}
	case kind == TypeContainer:
		return object{"accent_color": nil, "spoiler": false}
	case kind == TypeSeparator:
		return object{"spacing": 1, "divider": true}
	case kind == TypeFile:
		file, _ := o["file"].(object)
		said := object{"spoiler": false, "name": nil, "size": nil}
		if a := m.attached(text(file["url"])); a != nil {
			said["name"], said["size"] = a.Name, len(a.Data)
		}
		return said
	}
	return nil
}
