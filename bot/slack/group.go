package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// A private group is a direct message among several people and the bot. Slack has one for
// the same people, and opens it again for whoever asks: so its first message is looked for
// there, as in a channel. Where somebody's account was closed between a message whose
// answer was lost and the search for it, the conversation of those who remain is another,
// and the message is sent again, to them.

// What Slack opens a group for, beside the bot.
const (
	leastGathered = 2
	mostGathered  = 8
)

// errNoGroup says that there can be no group of some people. It says nothing of the channel
// that the post is for.
var errNoGroup = errors.New("no group of these people")

// destination is the workspace of a post, and where in it that is said: in the group that
// it opens, if it does.
func (a *Adapter) destination(ctx context.Context, p *bot.Post) (t *team, at bot.Address, channel string, err error) {
	if !gathers(p) {
		t, channel, err = a.place(ctx, p.To)
		return t, p.To, channel, err
	}
	if t, err = a.team(ctx, p.To.Space); err != nil {
		return nil, at, "", err
	}
	if channel, err = a.group(ctx, t, p); err != nil {
		return nil, at, "", err
	}
	return t, bot.Address{Platform: Platform, Space: p.To.Space, Channel: channel}, channel, nil
}

// gathers reports whether a post opens a group.
func gathers(p *bot.Post) bool { return p.Thread != nil && p.Thread.Private }

// group is the conversation of those whom a post gathers, which is opened. Slack says that
// somebody is gone, and not who: they are asked for one by one then.
func (a *Adapter) group(ctx context.Context, t *team, p *bot.Post) (channel string, err error) {
	if p.To.Channel == "" || p.To.Thread != "" {
		return "", fmt.Errorf("%w: it is not of a channel", errNoGroup)
	}
	users, err := a.gathered(ctx, t, p)
	if err != nil {
		return "", err
	}
	channel, err = t.together(ctx, users)
	if coded(err, away...) {
		if users, err = t.present(ctx, users); err != nil {
			return "", err
		}
		channel, err = t.together(ctx, users)
	}
	// Nothing waits for a scope that it alone needs; nor is the channel closed that it is of.
	if coded(err, "missing_scope") || err != nil && fate(err).Fate == bot.Rejected {
		return "", fmt.Errorf("%w: %w", errNoGroup, err)
	}
	return channel, err
}

// gathered are the accounts of those whom a post gathers, beside the bot.
func (a *Adapter) gathered(ctx context.Context, t *team, p *bot.Post) (users []string, err error) {
	for _, person := range p.Thread.Members {
		user, err := a.Accounts.Account(ctx, p.To, person)
		if errors.Is(err, bot.ErrNotFound) { // somebody who is forgotten
			continue
		}
		if err != nil {
			return nil, err
		}
		if user != t.me && !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	return users, nil
}

// together is the conversation of some people with the bot, which is opened.
func (t *team) together(ctx context.Context, users []string) (channel string, err error) {
	if n := len(users); n < leastGathered || n > mostGathered {
		return "", fmt.Errorf("%w: %d are left, Slack takes %d to %d", errNoGroup, n, leastGathered, mostGathered)
	}
	opened, _, _, err := t.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: users})
	if err == nil && (opened == nil || opened.ID == "") {
		err = errAnswerless
	}
	if err != nil {
		return "", err
	}
	return opened.ID, nil
}

// away are the reasons for which Slack opens no conversation with somebody.
var away = []string{"user_not_found", "users_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot"}

// present are those of some people who are still there.
func (t *team) present(ctx context.Context, users []string) (there []string, err error) {
	for _, user := range users {
		said, err := t.api.GetUserInfoContext(ctx, user)
		switch {
		case coded(err, away...):
		case err != nil:
			return nil, err
		case !said.Deleted && !said.IsBot:
			there = append(there, user)
		}
	}
	return there, nil
}
