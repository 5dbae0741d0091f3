package discord

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"rebond/bot"
)

// typed reports whether a message is what a person wrote to the bot in direct messages.
func (m *message) typed() bool {
	return m.Guild == "" && m.ID != "" && m.Author.ID != "" && !m.Author.Bot && (m.Type == plainMessage || m.Type == replyMessage)
}

// heard reads a message; nil for one that is not to be answered.
func (a *Adapter) heard(ctx context.Context, data json.RawMessage) *message {
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		a.Log.WarnContext(ctx, "a message that cannot be read")
		return nil
	}
	if !m.typed() {
		return nil
	}
	return &m
}

// hear answers what somebody wrote, as a typed line, in their direct messages. It is
// kept nowhere.
func (a *Adapter) hear(ctx context.Context, in bot.Inbox, m *message) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	r := &bot.Request{
		ID: m.ID, Line: m.Content, At: bot.Address{Platform: Platform, Member: m.Author.ID},
		From: bot.Member{User: m.Author.ID, Name: m.Author.shown()}, Resolve: resolve,
	}
	a.remember(m.Author.ID, m.Channel)
	answer := in.Handle(ctx, r, func(bool) {})
	var whole *bot.Message
	switch reply := answer.Reply.(type) {
	case *bot.Message:
		whole = reply
	case *bot.Update:
		whole = &reply.Message
	case *bot.Modal: // a message opens no form
		whole = reply.Door()
	default:
		return
	}
	r.At.Space = answer.Space
	err := a.reply(ctx, m.Channel, "line/"+m.ID, r.At, whole, answer.Lang)
	if err == nil {
		return
	}
	ref := bot.Reference()
	a.Log.ErrorContext(ctx, "direct message not answered", "ref", ref, "err", err)
	if err := a.reply(ctx, m.Channel, "sorry/"+m.ID, bot.Address{}, &bot.Message{Text: bot.Failed(ref)}, answer.Lang); err != nil {
		a.Log.WarnContext(ctx, "nor an apology", "ref", ref, "err", err)
	}
}

// reply posts an answer to what somebody wrote, each of its messages once for a key.
func (a *Adapter) reply(ctx context.Context, channel, key string, at bot.Address, answer *bot.Message, l bot.Lang) error {
	all, err := a.renderer(ctx, at, l).render(answer)
	for i := 0; i < len(all) && err == nil; i++ {
		err = a.patiently(ctx, func() error {
			_, err := a.post(ctx, channel, key+"/"+strconv.Itoa(i), all[i].payload(0), all[i].Files)
			return err
		})
	}
	return err
}

// mentioned is how a line names somebody, a channel or a role: as a client writes it, or
// by its id.
var mentioned = regexp.MustCompile(`^(?:<(@!?|#|@&)(\d{1,20})>|(\d{17,20}))$`)

// resolve is the id of what a line names.
func resolve(k bot.Kind, typed string) (id string, ok bool) {
	m := mentioned.FindStringSubmatch(typed)
	if m == nil {
		return "", false
	}
	if m[3] != "" {
		return m[3], true
	}
	return m[2], mentionSigns[k] == strings.TrimSuffix(m[1], "!") // <@!1> is <@1> as older clients write it
}
