package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"rebond/bot"
)

// Send implements bot.Platform.
func (a *Adapter) Send(ctx context.Context, p bot.Post) (bot.MessageRef, error) {
	if p.Thread != nil && p.Thread.Private {
		return a.sendGroup(ctx, &p)
	}
	channel, err := a.channel(ctx, p.To)
	if err != nil {
		return bot.MessageRef{}, unopened(err)
	}
	body, files, refused := a.body(ctx, &p, p.Key)
	if refused != nil {
		return bot.MessageRef{}, refused
	}
	sent, err := a.post(ctx, channel, p.Key, body, files)
	if err != nil {
		return bot.MessageRef{}, fate(err)
	}
	ref := bot.MessageRef{At: p.To, ID: sent}
	if p.Thread != nil {
		if err := a.openThread(ctx, channel, sent, &p); err != nil {
			return ref, err
		}
	}
	return ref, nil
}

// fate says what an error means for a message: see bot.SendError.
func fate(err error) *bot.SendError {
	e := &bot.SendError{Fate: bot.MaybeSent, Err: err}
	var said *apiError
	if !errors.As(err, &said) {
		if op := (*net.OpError)(nil); errors.As(err, &op) && op.Op == "dial" {
			e.Fate = bot.NotSent
		}
		return e
	}
	switch {
	case said.Wait > 0:
		e.Fate, e.Wait = bot.NotSent, said.Wait
	case said.Code == openingTooFast:
		e.Fate, e.Wait = bot.NotSent, time.Minute
	case said.Status == http.StatusUnauthorized: // a token that is put right sends it
		e.Fate, e.Wait = bot.NotSent, time.Minute
	case said.foreign():
		e.Fate, e.Wait = bot.NotSent, foreignWait
	case said.Status < 500:
		e.Fate = bot.Rejected
		switch said.Code {
		case unknownChannel, unknownGuild, unknownUser, missingAccess, missingPermission, closedDirect, noMutualGuild:
			e.Gone = true
		}
	}
	return e
}

// unopened is the fate of a message whose channel could not be opened: whatever became of
// that, the message was not sent.
func unopened(err error) *bot.SendError {
	e := fate(err)
	if e.Fate == bot.MaybeSent {
		e.Fate = bot.NotSent
	}
	return e
}

// post sends a message once for a key, as far as Discord remembers.
func (a *Adapter) post(ctx context.Context, channel, key string, body payload, files []file) (id string, err error) {
	body.Nonce, body.Enforce = nonce(key), true
	var sent message
	err = a.client().do(ctx, call{method: http.MethodPost, route: "messages/" + channel, path: "/channels/" + channel + "/messages", body: body, files: files}, &sent)
	return sent.ID, err
}

// body is a post as one message, with the mark of a key. One that takes several is
// refused, not cut: it could not be edited, nor found again.
func (a *Adapter) body(ctx context.Context, p *bot.Post, key string) (payload, []file, *bot.SendError) {
	all, err := a.renderer(ctx, p.To, p.Lang).render(p.Message)
	if err != nil {
		return payload{}, nil, &bot.SendError{Fate: bot.NotSent, Err: err}
	}
	if len(all) != 1 {
		return payload{}, nil, &bot.SendError{Fate: bot.Rejected, Err: fmt.Errorf("a post that takes %d messages", len(all))}
	}
	marked(all[0].Components, key)
	return all[0].payload(0), all[0].Files, nil
}

// threadLife is after how many minutes without a message a thread is put away.
const threadLife = 7 * 24 * 60

// threadName is what the thread of a post is called.
func threadName(p *bot.Post) string { return bot.Shorten(bot.Plain(p.Thread.Name.In(p.Lang)), 100) }

// openThread opens the thread of a message; one that is open already is the same.
func (a *Adapter) openThread(ctx context.Context, channel, id string, p *bot.Post) error {
	const threadExists = 160004
	err := a.client().do(ctx, call{method: http.MethodPost, route: "threads/" + channel, path: "/channels/" + channel + "/messages/" + id + "/threads", body: map[string]any{
		"name": threadName(p), "auto_archive_duration": threadLife,
	}}, nil)
	if coded(err, threadExists) {
		return nil
	}
	if err != nil {
		e := fate(err)
		if e.Fate == bot.NotSent { // the message is there
			e.Fate = bot.MaybeSent
		}
		if e.Fate == bot.Rejected { // a thread that cannot be is no reason to lose the message
			a.Log.WarnContext(ctx, "thread not opened", "err", err)
			return nil
		}
		return e
	}
	return nil
}

// Change implements bot.Platform.
func (a *Adapter) Change(ctx context.Context, ref bot.MessageRef, p bot.Post) error {
	channel, err := a.channel(ctx, ref.At)
	if err != nil {
		return fate(err)
	}
	path := "/channels/" + channel + "/messages/" + ref.ID
	switch p.Kind {
	case bot.EditPost:
		body, files, refused := a.body(ctx, &p, p.Of)
		if refused != nil {
			return refused
		}
		err = a.client().do(ctx, call{method: http.MethodPatch, route: "edit/" + channel, path: path, body: body, files: files}, nil)
		return orNil(err, 0)
	case bot.DeletePost:
		return orNil(a.client().do(ctx, call{method: http.MethodDelete, route: "delete/" + channel, path: path}, nil), unknownMessage)
	case bot.PinPost:
		return unpinned(a.client().do(ctx, call{method: http.MethodPut, route: "pins/" + channel, path: "/channels/" + channel + "/messages/pins/" + ref.ID}, nil))
	}
	return &bot.SendError{Fate: bot.Rejected, Err: errors.New("a change of kind " + string(p.Kind))}
}

// orNil is nothing when a change has been made already, which a code tells.
func orNil(err error, done int) error {
	if err == nil || done != 0 && coded(err, done) {
		return nil
	}
	return fate(err)
}

// unpinned is the fate of a pin. It has a right of its own: a channel where the bot has
// not that one takes its posts as before.
func unpinned(err error) error {
	if err == nil {
		return nil
	}
	e := fate(err)
	e.Gone = e.Gone && !coded(err, missingPermission)
	return e
}

// nonce names a post for some minutes: Discord sends what has the same once.
func nonce(key string) string {
	sum := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(sum[:18])[:24]
}

// channel is the id of the channel that an address is: of a member, that of their
// direct messages, which is opened once.
func (a *Adapter) channel(ctx context.Context, at bot.Address) (string, error) {
	switch {
	case at.Thread != "":
		return at.Thread, nil
	case at.Member == "":
		return at.Channel, nil
	}
	api := a.client()
	a.mu.Lock()
	id, known := a.direct[at.Member]
	a.mu.Unlock()
	if known {
		return id, nil
	}
	var opened place
	err := api.do(ctx, call{method: http.MethodPost, route: "direct", path: "/users/@me/channels", body: map[string]string{"recipient_id": at.Member}}, &opened)
	if err != nil {
		return "", err
	}
	a.remember(at.Member, opened.ID)
	return opened.ID, nil
}

// remember keeps the channel of a member's direct messages.
func (a *Adapter) remember(who, channel string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.direct == nil || len(a.direct) > maxDirect { // they can be asked for again
		a.direct = map[string]string{}
	}
	a.direct[who] = channel
}

// maxDirect is how many channels of direct messages are remembered.
const maxDirect = 20_000
