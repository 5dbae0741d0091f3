package slack

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// markEvent is the type of the metadata that every post of ours has, and markKey where its
// mark is.
const (
	markEvent = "rebond_post"
	markKey   = "key"
)

// mark is the key of a post as its message carries it: other apps may read it there.
func mark(key string) string {
	sum := sha256.Sum256([]byte("mark " + key))
	return hex.EncodeToString(sum[:16])
}

// lately is for how long a post that was sent is remembered: Slack itself would send the
// same once more.
const lately = 10 * time.Minute

// Send implements bot.Platform.
func (a *Adapter) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	t, at, channel, err := a.destination(ctx, &p)
	if err != nil {
		return bot.MessageRef{}, unopened(err)
	}
	if id := t.lately(p.Key, channel, a.Now()); id != "" {
		return bot.MessageRef{At: at, ID: id}, nil
	}
	if p.To.Thread != "" {
		if err := t.threaded(ctx, channel, p.To.Thread); err != nil {
			return bot.MessageRef{}, unopened(err)
		}
	}
	m, refused := a.body(ctx, t, &p)
	if refused != nil {
		return bot.MessageRef{}, refused
	}
	options := append(inThread(p.To.Thread, m.posted()), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: markEvent, EventPayload: map[string]any{markKey: mark(p.Key)}}))
	var id string
	err = whenReady(ctx, m, func() (err error) {
		if _, id, err = t.api.PostMessageContext(ctx, channel, options...); err == nil && id == "" {
			err = errAnswerless
		}
		return err
	})
	if err != nil {
		a.warn(ctx, t, err)
		e := fate(err)
		e.Gone = e.Gone && !gathers(&p) // a group is not the channel that it is of
		return bot.MessageRef{}, e
	}
	t.remind(p.Key, channel, id, a.Now())
	if err := a.hand(ctx, t, channel, cmp.Or(p.To.Thread, id), m.Files); err != nil { // the message is there
		a.Log.WarnContext(ctx, "the files of a post not handed over", "err", err)
	}
	return bot.MessageRef{At: at, ID: id}, nil
}

// warn logs that a token allows nothing any more: posts wait until it is put right.
func (a *Adapter) warn(ctx context.Context, t *team, err error) {
	if !slices.Contains(unauthorised, codeOf(err)) {
		return
	}
	t.mu.Lock()
	told := a.Now().Sub(t.warned) < warnAgain
	if !told {
		t.warned = a.Now()
	}
	t.mu.Unlock()
	if !told {
		a.Log.ErrorContext(ctx, "posts wait in a workspace of Slack's", "team", t.id, "err", bot.Plain(trouble(err).In(bot.EN)))
	}
}

// warnAgain is after how long it is said again that posts wait.
const warnAgain = time.Hour

// place is the workspace of an address and the channel that it is there: of a member, that
// of their direct messages.
func (a *Adapter) place(ctx context.Context, at bot.Address) (*team, string, error) {
	t, err := a.team(ctx, at.Space)
	if err != nil {
		return nil, "", err
	}
	if at.Member == "" {
		return t, at.Channel, nil
	}
	channel, err := t.directly(ctx, at.Member)
	return t, channel, err
}

// body is a post as one message. One that takes several is refused, not cut: it could not
// be edited, nor found again.
func (a *Adapter) body(ctx context.Context, t *team, p *bot.Post) (*rendered, *bot.SendError) {
	r := a.renderer(ctx, t, p.To, p.Lang, true)
	all, err := r.message(p.Message)
	if err != nil {
		return nil, &bot.SendError{Fate: bot.NotSent, Err: err}
	}
	if p.Thread != nil && len(all) == 1 {
		all[0].Blocks = append(all[0].Blocks, r.thread(p.Thread))
	}
	if len(all) != 1 || len(all[0].Blocks) > maxBlocks {
		return nil, &bot.SendError{Fate: bot.Rejected, Err: fmt.Errorf("a post that takes %d messages", max(2, len(all)))}
	}
	return &all[0], nil
}

// threaded asks whether a message is there, before something is said under it: Slack
// takes a reply to nothing for a message.
func (t *team) threaded(ctx context.Context, channel, thread string) error {
	_, _, _, err := t.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: thread, Limit: 1})
	return err
}

// lately is the id of a post that was sent a moment ago; empty where it was not.
func (t *team) lately(key, channel string, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s, ok := t.sent[key]; ok && s.channel == channel && now.Sub(s.at) < lately {
		return s.id
	}
	return ""
}

func (t *team) remind(key, channel, id string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.sent) > remembered {
		t.sent = map[string]sentPost{}
	}
	t.sent[key] = sentPost{channel, id, now}
}

// Change implements bot.Platform.
func (a *Adapter) Change(ctx context.Context, ref bot.MessageRef, p bot.Post) error {
	t, channel, err := a.place(ctx, ref.At)
	if err != nil {
		return fate(err)
	}
	switch p.Kind {
	case bot.EditPost:
		m, refused := a.body(ctx, t, &p)
		if refused != nil {
			return refused
		}
		return orNil(whenReady(ctx, m, func() error {
			_, _, _, err := t.api.UpdateMessageContext(ctx, channel, ref.ID, m.options()...)
			return err
		}))
	case bot.DeletePost:
		_, _, err = t.api.DeleteMessageContext(ctx, channel, ref.ID)
		return orNil(err, "message_not_found")
	case bot.PinPost:
		return unpinned(t.api.AddPinContext(ctx, channel, slack.NewRefToMessage(channel, ref.ID)))
	}
	return &bot.SendError{Fate: bot.Rejected, Err: errors.New("a change of kind " + string(p.Kind))}
}

// orNil is nothing when a change has been made already, which some reasons tell.
func orNil(err error, done ...string) error {
	if err == nil || coded(err, done...) {
		return nil
	}
	return fate(err)
}

// unpinned is the fate of a pin; nothing where it is there. What is said against a pin
// says nothing of posts, which have a scope and rules of their own: their channel stays
// open, and they do not wait for it.
func unpinned(err error) error {
	if err == nil || coded(err, "already_pinned") {
		return nil
	}
	e := fate(err)
	switch {
	case coded(err, "missing_scope"):
		e.Fate, e.Wait = bot.Rejected, 0
	case coded(err, "no_permission", "restricted_action"):
		e.Gone = false
	}
	return e
}

// Find implements bot.Finder: the mark of a post is in the metadata of its message.
func (a *Adapter) Find(ctx context.Context, p bot.Post, since time.Time) (bot.MessageRef, error) {
	t, at, channel, err := a.destination(ctx, &p)
	if errors.Is(err, errNoGroup) { // as it will be when it is sent
		return bot.MessageRef{}, bot.ErrNotFound
	}
	if err != nil {
		return bot.MessageRef{}, unsearched(err)
	}
	id, err := t.look(ctx, channel, at.Thread, mark(p.Key), since.Add(-time.Minute)) // two clocks
	switch {
	case errors.Is(err, bot.ErrNotFound):
		return bot.MessageRef{}, err
	case gathers(&p) && coded(err, "missing_scope"): // its channel does not wait for it
		return bot.MessageRef{}, &bot.SendError{Fate: bot.Rejected, Err: err}
	case err != nil:
		return bot.MessageRef{}, unsearched(err)
	}
	return bot.MessageRef{At: at, ID: id}, nil
}

// unsearched is the fate of a message that could not be looked for: it may be there.
func unsearched(err error) *bot.SendError {
	e := fate(err)
	if !e.Gone {
		e.Fate = bot.MaybeSent
	}
	return e
}

// look reads a channel, or a thread of it, from a time on for the message that has a mark.
func (t *team) look(ctx context.Context, channel, thread, mark string, since time.Time) (id string, err error) {
	const page = 200
	oldest := fmt.Sprintf("%d.%06d", since.Unix(), since.Nanosecond()/1000)
	for cursor, read := "", 0; read < maxPages; read++ {
		var found []slack.Message
		if thread != "" {
			found, _, cursor, err = t.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: thread, Cursor: cursor, Oldest: oldest, Limit: page, IncludeAllMetadata: true})
		} else {
			var said *slack.GetConversationHistoryResponse
			said, err = t.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Cursor: cursor, Oldest: oldest, Limit: page, IncludeAllMetadata: true})
			if err == nil {
				found, cursor = said.Messages, said.ResponseMetaData.NextCursor
			}
		}
		if err != nil {
			return "", err
		}
		for i := range found {
			m := &found[i]
			if (m.User == t.me || m.BotID == t.bot) && m.Metadata.EventType == markEvent && m.Metadata.EventPayload[markKey] == mark {
				return m.Timestamp, nil
			}
		}
		if cursor == "" {
			return "", bot.ErrNotFound
		}
	}
	return "", errEndless
}

// maxPages is how many pages of a history are read, and errEndless says that there are
// more.
const maxPages = 100

var errEndless = errors.New("a history that does not end")
