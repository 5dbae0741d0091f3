package slacktest

import (
	"strconv"
	"strings"
	"time"
)

// Read is what a client shows of the message. Where there are blocks they are shown
// and not the text.
func (m Message) Read() Reading {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	r := &reader{name: m.s.called}
	if len(m.Blocks) == 0 {
		r.mrkdwn(m.Text)
	}
	for _, b := range m.Blocks {
		r.block(b)
	}
	for _, f := range m.Files {
		r.says(f.Name)
		r.Files = append(r.Files, f.Name)
	}
	r.Buttons = m.Buttons()
	r.Text = strings.TrimSpace(r.b.String())
	return r.Reading
}

// Read is what a client shows of the view: its title, its words and its labels.
func (v *View) Read() Reading {
	s := v.v.user.w.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &reader{name: s.called}
	r.says(v.Title)
	for _, b := range v.Blocks {
		r.block(b)
	}
	r.Buttons = v.Buttons()
	r.Text = strings.TrimSpace(r.b.String())
	return r.Reading
}

// line begins a new line, unless nothing has been said yet.
func (r *reader) line() {
	if r.b.Len() > 0 {
		r.b.WriteByte('\n')
	}
}

// says writes words as they are, in a line of their own.
func (r *reader) says(words string) {
	if words != "" {
		r.line()
		r.b.WriteString(words)
	}
}

// textObject reads a text object, in a line of its own.
func (r *reader) textObject(v any) {
	o := dict(v)
	switch text(o["type"]) {
	case "plain_text":
		r.says(text(o["text"]))
	case "mrkdwn":
		r.line()
		r.mrkdwn(text(o["text"]))
	}
}

// block reads a block, without its controls.
func (r *reader) block(b *Element) {
	switch b.Type {
	case "section":
		r.textObject(b.Raw["text"])
		for _, f := range list(b.Raw["fields"]) {
			r.textObject(f)
		}
	case "header":
		r.says(b.Label)
	case "context":
		for _, e := range list(b.Raw["elements"]) {
			r.textObject(e)
		}
	case "image":
		r.textObject(b.Raw["title"])
	case "markdown":
		r.says(text(b.Raw["text"]))
	case "rich_text":
		for _, e := range list(b.Raw["elements"]) {
			r.rich(dict(e), "")
		}
	case "input":
		r.says(b.Label)
		r.says(b.Hint)
	}
	b.Walk(func(e *Element) {
		switch {
		case e.Type == "image":
			r.Alts = append(r.Alts, e.Alt)
			r.says(e.Alt)
		case e.Type == "button" && e.URL != "":
			r.Links = append(r.Links, e.URL)
		}
	})
}

// rich reads a part of rich text: a section, a list, a quote or code.
func (r *reader) rich(o object, sign string) {
	switch text(o["type"]) {
	case "rich_text_list":
		r.Marked = true
		for i, one := range list(o["elements"]) {
			item := "• "
			if o["style"] == "ordered" {
				item = strconv.Itoa(i+1) + ". "
			}
			r.rich(dict(one), item)
		}
		return
	case "rich_text_quote", "rich_text_preformatted":
		r.Marked = true
	}
	if len(list(o["elements"])) == 0 {
		return
	}
	if s := r.b.String(); s != "" && !strings.HasSuffix(s, "\n") {
		r.b.WriteByte('\n')
	}
	r.b.WriteString(sign)
	for _, one := range list(o["elements"]) {
		r.richInline(dict(one))
	}
}

// richInline reads what stands in a line of rich text.
func (r *reader) richInline(o object) {
	if len(dict(o["style"])) > 0 {
		r.Marked = true
	}
	switch text(o["type"]) {
	case "text":
		r.b.WriteString(text(o["text"]))
	case "link":
		url := text(o["url"])
		r.Links = append(r.Links, url)
		label := text(o["text"])
		if label == "" {
			label = url
		}
		r.b.WriteString(label)
	case "emoji":
		r.b.WriteString(":" + text(o["name"]) + ":")
	case "user":
		r.mention(text(o["user_id"]))
	case "usergroup":
		r.mention(text(o["usergroup_id"]))
	case "channel":
		r.mention(text(o["channel_id"]))
	case "broadcast":
		r.mention(text(o["range"]))
	case "color":
		r.b.WriteString(text(o["value"]))
	case "date":
		label := text(o["fallback"])
		if n, ok := number(o["timestamp"]); ok && label == "" {
			label = time.Unix(int64(n), 0).UTC().Format(time.RFC3339)
		}
		r.b.WriteString(label)
	}
}
