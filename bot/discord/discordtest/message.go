package discordtest

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// The flags of messages.
const (
	FlagSuppressEmbeds        = 1 << 2
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
	flagThread                = 1 << 5
)

// The types of message that the fake has.
const (
	MessageDefault       = 0
	MessageMemberAdded   = 1 // tells that somebody was added to a thread
	MessagePinned        = 6 // tells that a message was pinned
	MessageReply         = 19
	MessageCommand       = 20 // answers a command
	MessageThreadStarter = 21 // the first in a thread that a message opened
)

// message is a message as Discord keeps it.
type message struct {
	id          string
	kind        int
	channel     *Channel
	author      *User
	only        *User // the one person who sees it; nil: everybody
	content     string
	embeds      []any
	components  []any
	attachments []*attachment
	flags       int
	allowed     object    // allowed_mentions
	loading     bool      // "Rebond is thinking…"
	pinned      time.Time // zero: it is not
	thread      *Channel
	origin      *Interaction // that it answers
	reference   string       // the message that it is about
	created     time.Time
	edited      time.Time
	deleted     bool
}

// attachment is a file of a message.
type attachment struct {
	id string
	File
	url string
}

func (s *Server) newMessage(c *Channel, author *User) *message {
	return &message{id: s.snowflake(), channel: c, author: author, created: s.now()}
}

// add puts a message into its channel and tells the bot. The server is locked.
func (s *Server) add(m *message) {
	m.channel.messages = append(m.channel.messages, m)
	m.channel.archived = false
	s.tell(m, "MESSAGE_CREATE")
}

// tell says to the bot what happened to a message that it is allowed to hear of:
// with our intents, those of direct messages.
func (s *Server) tell(m *message, name string) {
	s.note()
	if m.channel.Type != TypeDM || m.only != nil {
		return
	}
	o := m.json()
	o["channel_type"] = TypeDM
	if name == "MESSAGE_DELETE" {
		o = object{"id": m.id, "channel_id": m.channel.ID}
	}
	s.dispatch("", intentDirectMessages, name, o)
}

// remove deletes a message. The server is locked.
func (s *Server) remove(m *message) {
	m.deleted = true
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(o *message) bool { return o == m })
	s.tell(m, "MESSAGE_DELETE")
}

var mention = regexp.MustCompile(`<@(!|&)?(\d+)>`)

// pings are who a message notifies: whoever it names, as far as allowed_mentions
// lets it.
func (m *message) pings() []string {
	list := func(name string) []string {
		var ids []string
		all, _ := m.allowed[name].([]any)
		for _, id := range all {
			ids = append(ids, fmt.Sprint(id))
		}
		return ids
	}
	parse, users, roles := list("parse"), list("users"), list("roles")
	everything := m.allowed == nil
	var all []string
	for _, text := range append([]string{m.content}, texts(m.components)...) {
		for _, found := range mention.FindAllStringSubmatch(text, -1) {
			id, named, kind := found[2], users, "users"
			if found[1] == "&" {
				named, kind = roles, "roles"
			}
			if (everything || slices.Contains(parse, kind) || slices.Contains(named, id)) && !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
		if regexp.MustCompile(`@(everyone|here)`).MatchString(text) && (everything || slices.Contains(parse, "everyone")) {
			all = append(all, "everyone")
		}
	}
	return all
}

// texts are what the text displays of components say.
func texts(v any) []string {
	var all []string
	each(v, func(o object) {
		if typeOf(o) == 10 {
			s, _ := o["content"].(string)
			all = append(all, s)
		}
	})
	return all
}

// bits are the flags as others see them.
func (m *message) bits() int {
	flags := m.flags
	for bit, set := range map[int]bool{FlagEphemeral: m.only != nil, FlagLoading: m.loading, flagThread: m.thread != nil} {
		if set {
			flags |= bit
		}
	}
	return flags
}

// json is the message as the API gives it.
func (m *message) json() object {
	files, mentions, roles := []object{}, []object{}, []string{}
	for _, a := range m.attachments {
		files = append(files, a.json())
	}
	everyone := false
	for _, id := range m.pings() {
		u := m.channel.s.users[id]
		switch {
		case id == "everyone":
			everyone = true
		case u != nil:
			mentions = append(mentions, u.json())
		default:
			roles = append(roles, id)
		}
	}
	o := object{
		"id": m.id, "channel_id": m.channel.ID, "type": m.kind, "author": m.author.json(), "content": m.content,
		"timestamp": stamp(m.created), "edited_timestamp": nil, "tts": false, "mention_everyone": everyone, "mentions": mentions,
		"mention_roles": roles, "attachments": files, "embeds": listOf(m.embeds), "pinned": !m.pinned.IsZero(), "flags": m.bits(),
		"components": listOf(m.exposed()),
	}
	if !m.edited.IsZero() {
		o["edited_timestamp"] = stamp(m.edited)
	}
	if m.thread != nil {
		o["thread"] = m.thread.json()
	}
	if m.reference != "" {
		o["message_reference"] = object{"type": 0, "channel_id": m.channel.ID, "message_id": m.reference}
	}
	if i := m.origin; i != nil {
		o["application_id"], o["webhook_id"] = i.s.ApplicationID, i.s.ApplicationID
		o["interaction_metadata"] = object{"id": i.ID, "type": i.Kind, "user": i.User.json(), "authorizing_integration_owners": i.owners()}
	} else if m.author.robot {
		o["application_id"] = m.author.ID
	}
	return o
}

func listOf(all []any) []any {
	if all == nil {
		return []any{}
	}
	return all
}

// attached is the file that attachment://name names.
func (m *message) attached(url string) *attachment {
	for _, a := range m.attachments {
		if url == "attachment://"+a.Name || url == a.url {
			return a
		}
	}
	return nil
}

func (a *attachment) json() object {
	o := object{"id": a.id, "filename": a.Name, "size": len(a.Data), "url": a.url, "proxy_url": a.url, "content_type": a.Media}
	if a.Description != "" {
		o["description"] = a.Description
	}
	return o
}
