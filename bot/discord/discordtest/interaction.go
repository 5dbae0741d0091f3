package discordtest

import (
	"crypto/rand"
	"fmt"
	"time"
)

// Interaction is something that a person did with the bot.
type Interaction struct {
	ID, Token string
	Kind      int
	User      *User
	Sent      time.Time // on the machine's clock, when it was handed to the gateway
	Answered  time.Time // when the first answer had come, before it was checked; read it after Callback

	s         *Server
	channel   *Channel
	message   *message // whose control was used
	created   time.Time
	callback  int // the type of the first answer; 0: none yet
	original  *message
	followUps []*message
	edits     int // of the original, after the first answer
	modal     *Modal
	choices   []Choice
	focused   int // the type of the option being completed
}

// Choice is a suggestion for an option, named in the person's language.
type Choice struct {
	Name  string
	Value any // a string, or a json.Number
}

// Answer is what a person gets to see for what they did.
type Answer struct {
	Callback int     // the type of the first answer
	Late     bool    // it was announced before it came
	Updated  bool    // it replaced the message whose control was used
	Message  Message // zero for a modal or choices
	Modal    *Modal
	Choices  []Choice
}

// interact tells the bot what somebody did in a place. The server is locked.
func (s *Server) interact(u *User, in *Channel, kind int, on *message, data object) *Interaction {
	i := &Interaction{ID: s.snowflake(), Token: "aW50ZXJhY3Rpb24_" + rand.Text(), Kind: kind, User: u, s: s, channel: in, message: on, created: s.now()}
	s.interactions[i.Token] = i
	o := object{
		"id": i.ID, "application_id": s.ApplicationID, "type": kind, "token": i.Token, "version": 1, "data": data,
		"channel_id": in.ID, "locale": u.Locale, "entitlements": []object{}, "attachment_size_limit": maxUpload,
		"authorizing_integration_owners": i.owners(), "entitlement_sku_ids": []string{},
	}
	if on != nil {
		o["message"] = on.json()
	}
	place := in.json()
	guild := ""
	if g := in.Guild; g == nil {
		o["user"], o["context"] = u.json(), 1
		o["app_permissions"] = (AttachFiles | EmbedLinks | MentionEveryone | 1<<18).String()
	} else {
		guild = g.ID
		m := g.members[u.ID].json()
		m["permissions"] = g.permissions(u, in).String()
		place["permissions"] = m["permissions"]
		o["member"], o["context"], o["guild_id"], o["guild_locale"] = m, 0, g.ID, g.Locale
		o["guild"] = object{"id": g.ID, "locale": g.Locale, "features": []string{}}
		o["app_permissions"] = g.permissions(s.bot, in).String()
	}
	o["channel"] = place
	i.Sent = time.Now()
	s.dispatch(guild, 0, "INTERACTION_CREATE", o)
	return i
}

// owners say for whom the application is installed where the interaction was.
func (i *Interaction) owners() object {
	if i.channel.Guild == nil {
		return object{"0": "0"}
	}
	return object{"0": i.channel.Guild.ID}
}

// Callback waits for the first answer and returns its type: all that there is to
// wait for where nothing is said.
func (i *Interaction) Callback() int {
	i.s.t.Helper()
	i.s.await(fmt.Sprintf("the first answer to an interaction of type %d by %s", i.Kind, i.User.Name), func() bool { return i.callback != 0 })
	return i.callback
}

// Answer waits for the whole answer: for what was announced as late, until it
// has come.
func (i *Interaction) Answer() Answer {
	i.s.t.Helper()
	a := Answer{Callback: i.Callback()}
	a.Late = a.Callback == CallbackDeferred || a.Callback == CallbackDeferredUpdate
	if a.Late {
		i.s.await("the answer announced to "+i.User.Name, func() bool { return i.edits+len(i.followUps) > 0 })
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	a.Modal, a.Choices = i.modal, i.choices
	switch {
	case a.Callback == CallbackDeferredUpdate && i.edits == 0, i.original != nil && i.original.deleted && len(i.followUps) > 0:
		a.Message = i.followUps[0].seen() // it left the message as it was, or took it back
	case i.original != nil:
		a.Message, a.Updated = i.original.seen(), i.original == i.message
	}
	return a
}

// FollowUps waits until n messages have come after the answer.
func (i *Interaction) FollowUps(n int) []Message {
	i.s.t.Helper()
	i.s.await(fmt.Sprintf("%d messages after the answer", n), func() bool { return len(i.followUps) >= n })
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var all []Message
	for _, m := range i.followUps {
		all = append(all, m.seen())
	}
	return all
}
