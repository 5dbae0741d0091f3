package slack

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// errSpent says that a response_url takes no more.
var errSpent = errors.New("no more answers can be given there")

// respond answers through the response_url.
func (q *asking) respond(m *rendered, ephemeral, replace bool) error {
	if q.from.ResponseURL == "" || q.responses >= maxResponses {
		return errSpent
	}
	q.responses++
	off := false
	message := &slack.WebhookMessage{
		Text: m.Text, Blocks: &slack.Blocks{BlockSet: m.Blocks}, ReplaceOriginal: replace, UnfurlLinks: &off, UnfurlMedia: &off,
		ResponseType: slack.ResponseTypeInChannel, ThreadTimestamp: q.from.Thread,
	}
	if ephemeral {
		message.ResponseType = slack.ResponseTypeEphemeral
	}
	if replace {
		message.ResponseType, message.ThreadTimestamp = "", ""
	}
	return q.patiently(q.ctx, func() error {
		err := slack.PostWebhookCustomHTTPContext(q.ctx, q.from.ResponseURL, webhooks(), message)
		if refused, ok := errors.AsType[slack.StatusCodeError](err); ok && refused.Code == http.StatusNotFound {
			return errSpent
		}
		return discreet(err)
	})
}

// webhooks is the client of every response_url, made once: it keeps its connections.
var webhooks = sync.OnceValue(newHTTP)

// edit replaces the message whose control was used, where it is a real one.
func (q *asking) edit(m *rendered) error {
	if q.from.Ephemeral || q.from.Message == "" || q.from.Channel == "" {
		return errSpent
	}
	return q.patiently(q.ctx, func() error {
		_, _, _, err := q.api.UpdateMessageContext(q.ctx, q.from.Channel, q.from.Message, m.options()...)
		return err
	})
}

// write answers a line with messages that stay: in direct messages, or to everybody.
func (q *asking) write(m *bot.Message, l bot.Lang) error {
	all, err := q.renderer(l, true).message(m)
	if err != nil {
		return err
	}
	err = q.post(q.from.Channel, q.from.Thread, all)
	if codeOf(err) == "" || q.from.Direct {
		return err
	}
	q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
	return q.postDirect(all, l) // where something was asked, the bot may not write
}

// whisper answers a line in a channel so that whoever wrote it alone sees the answer.
func (q *asking) whisper(m *rendered) error {
	options := inThread(q.from.Thread, m.options())
	return q.patiently(q.ctx, func() error {
		_, err := q.api.PostEphemeralContext(q.ctx, q.from.Channel, q.from.User, options...)
		return err
	})
}

// direct sends a message to whoever asks, in their direct messages.
func (q *asking) direct(m *bot.Message, l bot.Lang) error {
	r := q.renderer(l, true)
	r.elsewhere = true
	all, err := r.message(m)
	if err != nil {
		return err
	}
	return q.postDirect(all, l)
}

// quietly is all that a lock screen shows of what was to be seen elsewhere, which would have
// shown there by itself.
var quietly = bot.Text{FR: "Voici la réponse à ta demande.", EN: "Here is the answer to what you asked."}

func (q *asking) postDirect(all []rendered, l bot.Lang) error {
	channel, err := q.directly(q.ctx, q.from.User)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Text = quietly.In(l)
	}
	return q.post(channel, "", all)
}

// post posts messages one after the other.
func (q *asking) post(channel, thread string, all []rendered) error {
	for i := range all {
		options := inThread(thread, all[i].posted())
		err := q.patiently(q.ctx, func() error {
			return whenReady(q.ctx, &all[i], func() error {
				_, _, err := q.api.PostMessageContext(q.ctx, channel, options...)
				return err
			})
		})
		if err == nil {
			err = q.hand(q.ctx, q.team, channel, thread, all[i].Files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// options are what every message of ours is sent with; posted are those of one that Slack
// would add to of itself.
func (m *rendered) options() []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...), slack.MsgOptionParse(false)}
}

func (m *rendered) posted() []slack.MsgOption {
	return append(m.options(), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
}

// inThread sends a message into a thread, where there is one.
func inThread(thread string, options []slack.MsgOption) []slack.MsgOption {
	if thread == "" {
		return options
	}
	return append(options, slack.MsgOptionTS(thread))
}

// longWait is one worth a word in the log.
const longWait = 10 * time.Second

// patiently does something again for as long as Slack asks to wait.
func (a *Adapter) patiently(ctx context.Context, do func() error) error {
	for {
		err := do()
		wait := waitOf(err)
		if wait == 0 {
			return err
		}
		if wait > longWait {
			a.Log.WarnContext(ctx, "Slack asks to wait", "for", wait.Round(time.Second).String())
		}
		pause(ctx, wait)
		if ctx.Err() != nil {
			return err
		}
	}
}
