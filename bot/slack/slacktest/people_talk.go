package slacktest

import (
	"regexp"
	"slices"
	"strings"
)

// Says writes a message. The bot hears it in direct messages and where it names the
// bot ("@Rebond …") in a channel that the bot is in; elsewhere it does not.
func (u *User) Says(in *Channel, words string) Message {
	u.w.s.t.Helper()
	return u.writes(in, words, "", "")
}

// Replies writes a message in the thread of another one.
func (u *User) Replies(on Message, words string) Message {
	u.w.s.t.Helper()
	ts := on.ThreadTS
	if ts == "" {
		ts = on.TS
	}
	return u.writes(u.w.s.place(on.ChannelID), words, ts, "")
}

// SaysWithFile writes a message to which a file is attached.
func (u *User) SaysWithFile(in *Channel, words, name string) Message {
	u.w.s.t.Helper()
	return u.writes(in, words, "", name)
}

func (s *Server) place(id string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channels[id]
}

func (u *User) writes(in *Channel, words, thread, name string) Message {
	s := u.w.s
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	writable := in != nil && (s.manifest == nil || s.manifest.writable || in != u.dm)
	if !writable || !in.has(u) || in.archived {
		s.t.Errorf("%s is not in that channel, or cannot write there", u.Name)
		return Message{}
	}
	m := &message{channel: in, author: u, text: u.w.linked(words), thread: thread}
	if name != "" {
		m.subtype = "file_share"
		m.files = []*file{{File: File{ID: s.id('F'), Name: name, Title: name}, w: u.w, by: u, done: true}}
		s.files[m.files[0].ID] = m.files[0]
	}
	m.blocks = []any{object{"type": "rich_text", "elements": []any{object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": words}}}}}}
	s.add(m, nil)
	return m.seen()
}

// hears tells the bot of a message, if it is for the bot's ears: in direct messages, of
// its own too. The server is locked.
func (w *Workspace) hears(m *message) {
	c := m.channel
	if !c.has(w.bot) || m.only != nil {
		return
	}
	tell := func(kind string) {
		e := m.json(false)
		e["type"], e["channel"], e["event_ts"] = kind, c.ID, m.ts
		if !m.author.robot {
			e["client_msg_id"] = w.s.uuid()
		}
		if kind == "message" {
			e["channel_type"] = "im"
		}
		w.event(e)
	}
	switch {
	case c.isDirect():
		tell("message")
	case !m.author.robot && strings.Contains(m.text, "<@"+w.bot.ID+">"):
		tell("app_mention")
	}
}

var (
	typedLink = regexp.MustCompile(`(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:fr|com|org|net|io|dev|test|example)\b(?:/[^\s<>]*)?|https?://[^\s<>]+`)
	typedName = regexp.MustCompile(`[@#][\p{L}\p{N}._-]+`)
)

// linked is what somebody typed as a client sends it: signs are escaped, and names and
// addresses become links. The server is locked.
func (w *Workspace) linked(words string) string {
	words = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(words)
	words = typedName.ReplaceAllStringFunc(words, func(found string) string {
		kind, name := found[:1], strings.TrimRight(found[1:], ".")
		tail := found[1+len(name):]
		if kind == "@" {
			if slices.Contains([]string{"channel", "here", "everyone"}, name) {
				return "<!" + name + ">" + tail
			}
			for _, u := range w.users {
				if strings.EqualFold(u.Handle, name) || strings.EqualFold(u.Name, name) {
					return "<@" + u.ID + ">" + tail
				}
			}
			for _, g := range w.groups {
				if g.Handle == name {
					return "<!subteam^" + g.ID + "|@" + g.Handle + ">" + tail
				}
			}
			return found
		}
		for _, c := range w.channels {
			if c.Name == name && c.Name != "" {
				return "<#" + c.ID + "|" + c.Name + ">" + tail
			}
		}
		return found
	})
	return typedLink.ReplaceAllStringFunc(words, func(found string) string {
		if strings.HasPrefix(found, "http") {
			return "<" + found + ">"
		}
		return "<http://" + found + "|" + found + ">"
	})
}

// Erases deletes a message that somebody wrote.
func (u *User) Erases(on Message) {
	s := u.w.s
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := u.sees(on); m == nil || m.author != u {
		s.t.Errorf("%s cannot delete %s", u.Name, on.Raw)
	} else {
		s.remove(m, nil)
	}
}

// Sees are the messages of a channel as somebody sees them, oldest first, without
// replies: those for other people alone are not among them, and there are none where
// they may not look.
func (u *User) Sees(in *Channel) []Message {
	return u.looks(in, func(m *message) bool { return m.thread == "" || m.broadcast })
}

// SeesThread are the replies to a message as somebody sees them, oldest first.
func (u *User) SeesThread(on Message) []Message {
	return u.looks(u.w.s.place(on.ChannelID), func(m *message) bool { return m.thread == on.TS })
}

func (u *User) looks(in *Channel, fits func(*message) bool) []Message {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	var all []Message
	if u.enters(in) {
		for _, m := range in.messages {
			if (m.only == nil || m.only == u) && fits(m) {
				all = append(all, m.seen())
			}
		}
	}
	return all
}

// Look is a message as somebody sees it now.
func (u *User) Look(on Message) (Message, bool) {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	m := u.sees(on)
	if m == nil {
		return Message{}, false
	}
	return m.seen(), true
}

// sees is a message that somebody still sees; nil: none. The server is locked.
func (u *User) sees(on Message) *message {
	c := u.w.s.channels[on.ChannelID]
	if !u.enters(c) {
		return nil
	}
	if m := c.find(on.TS); m != nil && (m.only == nil || m.only == u) {
		return m
	}
	return nil
}

// Hears waits for n messages of the bot in a channel or its threads, after one: the
// answer to what somebody wrote. With the zero Message all count.
func (u *User) Hears(in *Channel, after Message, n int) []Message {
	u.w.s.t.Helper()
	var heard []Message
	u.w.s.await("the bot to write to "+u.Name, func() bool {
		heard = nil
		late := after.TS == ""
		for _, m := range in.messages {
			if late && m.author.robot && (m.only == nil || m.only == u) {
				heard = append(heard, m.seen())
			}
			late = late || m.ts == after.TS
		}
		return len(heard) >= n
	})
	return heard
}

// Reloads makes somebody's client forget what only they could see.
func (u *User) Reloads() {
	u.w.s.mu.Lock()
	defer u.w.s.mu.Unlock()
	for _, c := range u.w.channels {
		for _, m := range c.messages {
			m.gone = m.gone || m.only == u
		}
		c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.only == u })
	}
}
