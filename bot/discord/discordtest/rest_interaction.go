package discordtest

import (
	"fmt"
	"slices"
	"time"
)

// How long an interaction waits for its first answer, and how long its token
// lives then.
const (
	firstAnswer = 3 * time.Second
	tokenLife   = 15 * time.Minute
)

// The kinds of interaction, and of the first answer to one.
const (
	KindCommand   = 2
	KindComponent = 3
	KindComplete  = 4
	KindModal     = 5

	CallbackMessage        = 4
	CallbackDeferred       = 5
	CallbackDeferredUpdate = 6
	CallbackUpdate         = 7
	CallbackChoices        = 8
	CallbackModal          = 9
)

// fitting are the first answers that an interaction can get.
func (i *Interaction) fitting() []int {
	switch {
	case i.Kind == KindComplete:
		return []int{CallbackChoices}
	case i.Kind == KindCommand:
		return []int{CallbackMessage, CallbackDeferred, CallbackModal}
	case i.Kind == KindComponent:
		return []int{CallbackMessage, CallbackDeferred, CallbackDeferredUpdate, CallbackUpdate, CallbackModal}
	case i.message != nil:
		return []int{CallbackMessage, CallbackDeferred, CallbackDeferredUpdate, CallbackUpdate}
	}
	return []int{CallbackMessage, CallbackDeferred}
}

// callback is the first answer to an interaction: within 3 s, and once.
func (x *exchange) callback() reply {
	i := x.interactions[x.value("interaction_token")]
	switch {
	case i == nil || i.ID != x.value("interaction_id"):
		return errInteraction
	case i.callback != 0:
		return errAcknowledged
	case x.now().Sub(i.created) > firstAnswer:
		return errInteraction
	}
	b := x.object()
	kind, _ := number(b["type"])
	if !slices.Contains(i.fitting(), kind) {
		return x.refused(faults{{"type", "INTERACTION_CALLBACK_TYPE", fmt.Sprintf("an interaction of type %d cannot be answered with type %d", i.Kind, kind)}})
	}
	data, _ := b["data"].(object)
	if no := x.answerWith(i, kind, data); no != nil {
		return *no
	}
	i.callback, i.Answered = kind, x.said.At
	x.note()
	if x.r.URL.Query().Get("with_response") != "true" {
		return noContent
	}
	return ok(i.response())
}

// answerWith does what the first answer says.
func (x *exchange) answerWith(i *Interaction, kind int, data object) *reply {
	switch kind {
	case CallbackMessage, CallbackDeferred:
		m, no := x.compose(i.newAnswer(), data, "data", false)
		if n, _ := number(data["flags"]); n&FlagEphemeral != 0 {
			m.only = i.User
		}
		m.loading = kind == CallbackDeferred
		if len(no) > 0 {
			a := x.refused(no)
			return &a
		}
		if !m.loading && m.blank() {
			x.refuse("POST callback", string(x.said.Body), "an empty message")
			return &errEmpty
		}
		i.original = m
		x.add(m)
	case CallbackDeferredUpdate:
		i.original = i.message
	case CallbackUpdate:
		i.original = i.message
		if a := x.edit(i.message, data, "data"); a.status >= 300 {
			return &a
		}
	case CallbackModal:
		i.modal = newModal(i, data)
	case CallbackChoices:
		choices, no := i.choose(data)
		if len(no) > 0 {
			a := x.refused(no)
			return &a
		}
		i.choices = choices
	}
	return nil
}

// newAnswer is a message that answers the interaction.
func (i *Interaction) newAnswer() *message {
	m := i.s.newMessage(i.channel, i.s.bot)
	m.origin, m.kind = i, MessageDefault
	switch {
	case i.Kind == KindCommand:
		m.kind = MessageCommand
	case i.message != nil:
		m.kind, m.reference = MessageReply, i.message.id
	}
	return m
}

// response is what with_response=true gives back.
func (i *Interaction) response() object {
	inner := object{"id": i.ID, "type": i.Kind}
	o := object{"interaction": inner}
	if i.original != nil {
		inner["response_message_id"], inner["response_message_loading"] = i.original.id, i.original.loading
		inner["response_message_ephemeral"] = i.original.only != nil
		o["resource"] = object{"type": i.callback, "message": i.original.json()}
	}
	return o
}

// choose reads the choices of an autocompletion, which are of the option's type.
func (i *Interaction) choose(data object) ([]Choice, faults) {
	var all []Choice
	var f faults
	for n, v := range list(data["choices"]) {
		o, _ := v.(object)
		c := Choice{Name: text(o["name"]), Value: o["value"]}
		if local, ok := o["name_localizations"].(object); ok && text(local[i.User.Locale]) != "" {
			c.Name = text(local[i.User.Locale])
		}
		_, isText := c.Value.(string)
		if isText != (i.focused == optionString) {
			f.add(at("data/choices", n, "value"), "BASE_TYPE_INVALID", "%v is not of the type of the option", c.Value)
		}
		all = append(all, c)
	}
	return all, f
}

// hook is the interaction whose token is in the path, once it has been answered
// and while the token lives.
func (x *exchange) hook() (*Interaction, *reply) {
	i := x.interactions[x.value("webhook_token")]
	switch {
	case i == nil || x.value("webhook_id") != x.ApplicationID:
		return nil, &errWebhook
	case x.now().Sub(i.created) > tokenLife:
		return nil, &errExpired
	case i.callback == 0:
		return nil, &errWebhook
	}
	return i, nil
}

// followUp is another message after the first answer. The first one after a
// deferral takes its place.
func (x *exchange) followUp() reply {
	i, no := x.hook()
	if no != nil {
		return *no
	}
	b := x.object()
	if i.original != nil && i.original.loading && !i.original.deleted {
		a := x.edit(i.original, b, "")
		i.edits++
		return a
	}
	m, wrong := x.compose(i.newAnswer(), b, "", false)
	switch {
	case len(wrong) > 0:
		return x.refused(wrong)
	case m.blank():
		x.refuse("POST "+x.said.Path, string(x.said.Body), "an empty message")
		return errEmpty
	}
	if n, _ := number(b["flags"]); n&FlagEphemeral != 0 {
		m.only = i.User
	}
	m.kind = MessageReply
	if i.original != nil {
		m.reference = i.original.id
	}
	i.followUps = append(i.followUps, m)
	x.add(m)
	return ok(m.json())
}

// answered is the message of an interaction that the path names.
func (x *exchange) answered() (*Interaction, *message, *reply) {
	i, no := x.hook()
	if no != nil {
		return nil, nil, no
	}
	id := x.value("message_id")
	for _, m := range append([]*message{i.original}, i.followUps...) {
		if m != nil && !m.deleted && (m.id == id || id == "" && m == i.original) {
			return i, m, nil
		}
	}
	return nil, nil, &errMessage
}

func (x *exchange) getAnswer() reply {
	_, m, no := x.answered()
	if no != nil {
		return *no
	}
	return ok(m.json())
}

func (x *exchange) editAnswer() reply {
	i, m, no := x.answered()
	if no != nil {
		return *no
	}
	a := x.edit(m, x.object(), "")
	if a.status < 300 && m == i.original {
		i.edits++
		x.note()
	}
	return a
}

func (x *exchange) deleteAnswer() reply {
	_, m, no := x.answered()
	if no != nil {
		return *no
	}
	x.remove(m)
	return noContent
}
