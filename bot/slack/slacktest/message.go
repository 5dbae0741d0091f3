package slacktest

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// message is a message as Slack keeps it.
type message struct {
	ts          string
	channel     *Channel
	author      *User
	only        *User // the one person who sees it; nil: everybody
	text        string
	blocks      []any
	attachments []any
	files       []*file
	metadata    object
	thread      string // ts of the message that it replies to
	broadcast   bool   // a reply that the channel shows too
	subtype     string
	edited      string // ts of the edit
	gone        bool
	created     time.Time
	state       map[string]map[string]object // what its controls hold, by block and action
}

// happening is something of the bot's that people saw.
type happening struct {
	kind    string       // "message", "update", "delete", "view", "home"
	by      *Interaction // whose trigger_id or response_url was used; nil: by the Web API alone
	message *message
	view    *view
	user    *User // for whom alone; nil: everybody
}

// happen remembers what people saw. The server is locked.
func (s *Server) happen(h *happening) {
	s.happened = append(s.happened, h)
	s.note()
}

// add puts a message into its channel, and holds the bot to whom it may ping. The
// server is locked.
func (s *Server) add(m *message, by *Interaction) {
	m.ts, m.created = s.ts(), s.now()
	m.channel.messages = append(m.channel.messages, m)
	m.number()
	if m.author.robot {
		s.mayPing(m)
		s.happen(&happening{kind: "message", by: by, message: m, user: m.only})
	}
	m.channel.w.hears(m)
	s.note()
}

// number gives ids to the blocks and controls that have none.
func (m *message) number() {
	m.blocks = numbered(m.blocks, m.channel.w.s)
	m.state = stateOf(m.blocks, m.state)
}

// numbered are blocks in which each has a block_id, and each control an action_id.
func numbered(blocks []any, s *Server) []any {
	copied := list(clone(blocks))
	for _, b := range copied {
		o := dict(b)
		if text(o["block_id"]) == "" {
			o["block_id"] = s.id('b')[2:7]
		}
		for _, e := range controls(o) {
			if text(e["action_id"]) == "" {
				e["action_id"] = s.id('a')[2:7]
			}
		}
	}
	return copied
}

// mayPing refuses a message that pings somebody whom the test does not let it.
func (s *Server) mayPing(m *message) {
	for _, id := range m.pinged() {
		if !s.pings[id] {
			s.refuse("ping", string(encode(m.json(true))), "the message pings "+id+", which AllowPing does not let it")
		}
	}
}

var pinging = regexp.MustCompile(`<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+)|!(channel|here|everyone))(?:\|[^>]*)?>`)

// pinged are who a message notifies by naming them: users, user groups, "channel",
// "here", "everyone". What one person alone sees notifies nobody.
func (m *message) pinged() []string {
	if m.only != nil {
		return nil
	}
	var all []string
	add := func(id string) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	parse := func(s string) {
		for _, found := range pinging.FindAllStringSubmatch(s, -1) {
			add(strings.Join(found[1:], ""))
		}
	}
	parse(m.text)
	each(m.blocks, func(o object) {
		switch text(o["type"]) {
		case "mrkdwn":
			parse(text(o["text"]))
		case "user":
			add(text(o["user_id"]))
		case "usergroup":
			add(text(o["usergroup_id"]))
		case "broadcast":
			add(text(o["range"]))
		}
	})
	each(m.attachments, func(o object) { parse(text(o["text"]) + text(o["pretext"])) })
	return all
}

// each calls f with every object in v, outer ones first.
func each(v any, f func(o object)) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			each(one, f)
		}
	case object:
		f(v)
		for _, k := range keys(v) {
			each(v[k], f)
		}
	}
}

// json is the message as the Web API gives it; metadata only where it is asked for.
func (m *message) json(metadata bool) object {
	o := object{"type": "message", "user": m.author.ID, "ts": m.ts, "text": m.text, "team": m.channel.w.ID}
	if m.author.robot {
		o["bot_id"], o["app_id"] = m.channel.w.BotID, m.channel.w.s.AppID
		o["bot_profile"] = object{"id": m.channel.w.BotID, "app_id": m.channel.w.s.AppID, "name": m.author.Name, "deleted": false, "updated": 1502138686, "team_id": m.channel.w.ID}
	}
	if m.subtype != "" {
		o["subtype"] = m.subtype
	}
	if len(m.blocks) > 0 {
		o["blocks"] = m.shown()
	}
	if len(m.attachments) > 0 {
		o["attachments"] = m.attachments
	}
	if len(m.files) > 0 {
		var files []object
		for _, f := range m.files {
			files = append(files, f.json())
		}
		o["files"], o["upload"] = files, false
	}
	if m.edited != "" {
		o["edited"] = object{"user": m.author.ID, "ts": m.edited}
	}
	if metadata && m.metadata != nil {
		o["metadata"] = m.metadata
	}
	replies := m.replies()
	switch {
	case m.thread != "":
		o["thread_ts"] = m.thread
		if parent := m.channel.find(m.thread); parent != nil {
			o["parent_user_id"] = parent.author.ID
		}
		if m.broadcast {
			o["subtype"] = "thread_broadcast"
		}
	case len(replies) > 0:
		who := map[string]bool{}
		for _, r := range replies {
			who[r.author.ID] = true
		}
		o["thread_ts"], o["reply_count"], o["reply_users_count"], o["reply_users"] = m.ts, len(replies), len(who), names(who)
		o["latest_reply"], o["is_locked"], o["subscribed"] = replies[len(replies)-1].ts, false, false
	}
	if slices.Contains(m.channel.pins, m) {
		o["pinned_to"] = []string{m.channel.ID}
	}
	return o
}

// replies are those in the thread that a message opened, which everybody sees.
func (m *message) replies() []*message {
	var all []*message
	for _, r := range m.channel.messages {
		if r.thread == m.ts && r.only == nil {
			all = append(all, r)
		}
	}
	return all
}

// shown are the blocks as Slack gives them back: a picture from a file has the
// addresses of the file too.
func (m *message) shown() []any {
	blocks := list(plain(m.blocks))
	each(blocks, func(o object) {
		f := m.channel.w.s.fileOf(dict(o["slack_file"]))
		if f == nil || text(o["type"]) != "image" {
			return
		}
		o["image_url"], o["image_bytes"], o["fallback"] = f.url(), len(f.Data), text(o["alt_text"])
		o["image_width"], o["image_height"], o["is_animated"] = 1, 1, false
		delete(o, "slack_file")
	})
	return blocks
}

// remove deletes a message. The server is locked.
func (s *Server) remove(m *message, by *Interaction) {
	m.gone = true
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(o *message) bool { return o == m })
	m.channel.pins = slices.DeleteFunc(m.channel.pins, func(o *message) bool { return o == m })
	s.happen(&happening{kind: "delete", by: by, message: m, user: m.only})
	m.changed("message_deleted", object{"deleted_ts": m.ts, "previous_message": m.json(false)})
}

// change gives a message other content. The server is locked.
func (s *Server) change(m, next *message, by *Interaction) {
	was := m.json(false)
	m.text, m.blocks, m.attachments, m.edited = next.text, next.blocks, next.attachments, s.ts()
	if next.metadata != nil {
		m.metadata = next.metadata
	}
	m.number()
	s.mayPing(m)
	s.happen(&happening{kind: "update", by: by, message: m, user: m.only})
	m.changed("message_changed", object{"message": m.json(false), "previous_message": was})
}

// changed tells the bot, in direct messages, what became of a message.
func (m *message) changed(how string, e object) {
	w := m.channel.w
	if m.only != nil || !m.channel.isDirect() || !m.channel.has(w.bot) {
		return
	}
	e["type"], e["subtype"], e["hidden"], e["channel"], e["channel_type"], e["ts"] = "message", how, true, m.channel.ID, "im", w.s.ts()
	w.event(e)
}
