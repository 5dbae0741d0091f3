package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

const (
	// answerWithin is for how long something can be answered where it was asked.
	answerWithin = 30 * time.Minute
	// maxResponses is how many answers a response_url takes.
	maxResponses = 5
)

// asking is something that somebody asks, and that is being answered.
type asking struct {
	*hearing
	*team
	ctx     context.Context
	trigger string // opens a form, once and within 3 s
	from    origin
	form    *acknowledging      // of a form that was filled in: its answer may replace it
	view    *view               // the form, or the screen whose control was used
	files   map[string]uploaded // of a form: what was put into its fields
	inView  bool                // there is no place to answer in: a screen of its own is opened

	responses int
}

// answer has a request answered, and shows the answer.
func (q *asking) answer(r *bot.Request) {
	r.At = q.at()
	r.From = q.member(q.ctx, q.from.User, q.Now(), q.Log)
	var answer bot.Answer
	if err := q.load(r.Args); err != nil {
		q.Log.WarnContext(q.ctx, "file not read", "err", err)
		answer = bot.Answer{Reply: &bot.Message{Text: fileUnread}, Ephemeral: true, Lang: r.From.Lang}
	} else {
		answer = q.in.Handle(q.ctx, r, func(bool) { q.late() })
	}
	if answer.Elsewhere {
		return
	}

	if err := q.give(answer); err != nil {
		ref := bot.Reference()
		q.Log.ErrorContext(q.ctx, "answer not given", "ref", ref, "err", err)
		if err := q.say(&bot.Message{Text: bot.Failed(ref)}, true, false, answer.Lang); err != nil {
			q.Log.WarnContext(q.ctx, "nor an apology", "ref", ref, "err", err)
		}
	}
	if q.view != nil && q.placeless() { // what the Home shows may have changed
		q.home(q.ctx, q.team, q.from.User)
	}
}

// late closes a form whose answer takes longer than Slack waits: the answer comes where
// the form was opened.
func (q *asking) late() {
	if q.form != nil {
		q.form.end(q.ctx)
	}
}

// give shows an answer.
func (q *asking) give(answer bot.Answer) error {
	switch reply := answer.Reply.(type) {
	case nil:
		return nil
	case *bot.Modal:
		return q.ask(reply, answer.Lang)
	case *bot.Update:
		return q.say(&reply.Message, answer.Ephemeral, true, answer.Lang)
	case *bot.Message: // what is to be forgotten goes, where the message of the control is all of it
		theirs := q.from.Ephemeral || q.from.Direct && q.from.Message != ""
		return q.say(reply, answer.Ephemeral, answer.Forgets && theirs, answer.Lang)
	}
	return fmt.Errorf("a reply of type %T", answer.Reply)
}

// renderer turns messages of ours into Slack's; with pictures where the place takes them.
func (q *asking) renderer(l bot.Lang, pictures bool) *renderer {
	return q.Adapter.renderer(q.ctx, q.team, q.at(), l, pictures)
}

// ask opens a form. One that was filled in shows what is wrong under its fields; where
// none can be opened, a button opens it.
func (q *asking) ask(m *bot.Modal, l bot.Lang) error {
	if q.form != nil {
		if errs := fieldErrors(m, l); errs != nil {
			if q.form.with(q.ctx, viewResponse{Action: "errors", Errors: errs}) {
				return nil
			}
		} else if v, err := q.renderer(l, false).view(m, q.from.metadata()); err == nil && q.replace(v) {
			return nil
		}
		return q.say(m.Door(), true, false, l)
	}
	if len(m.Faults) > 0 || q.from.Line {
		return q.say(m.Door(), true, false, l)
	}
	v, err := q.renderer(l, false).view(m, q.from.metadata())
	if err != nil {
		return err
	}
	if q.view != nil && q.view.Type == "modal" {
		if _, err = q.api.PushViewContext(q.ctx, q.trigger, *v); coded(err, "push_limit_reached") {
			_, err = q.api.UpdateViewContext(q.ctx, *v, "", "", q.view.ID)
		}
	} else {
		_, err = q.api.OpenViewContext(q.ctx, q.trigger, *v)
	}
	if err != nil {
		q.Log.InfoContext(q.ctx, "form not opened", "err", err)
		return q.say(m.Door(), true, false, l)
	}
	return nil
}

// replace puts a view in place of the form that was filled in. One that is larger than an
// acknowledgement comes right after it.
func (q *asking) replace(v *slack.ModalViewRequest) bool {
	if q.form.with(q.ctx, viewResponse{Action: "update", View: v}) {
		return true
	}
	soon := *v
	soon.Submit, soon.Blocks.BlockSet = nil, []slack.Block{slack.NewContextBlock("", literal("…"))}
	if !q.form.with(q.ctx, viewResponse{Action: "update", View: &soon}) {
		return false
	}
	_, err := q.api.UpdateViewContext(q.ctx, *v, "", "", q.view.ID)
	return err == nil
}

// viewResponse is what the acknowledgement of a form carries.
type viewResponse struct {
	Action string                  `json:"response_action"`
	Errors map[string]string       `json:"errors,omitempty"`
	View   *slack.ModalViewRequest `json:"view,omitempty"`
}

// fieldErrors is what is wrong with each field of a form; nil where something is wrong
// with the whole, or with nothing.
func fieldErrors(m *bot.Modal, l bot.Lang) map[string]string {
	errs := map[string]string{}
	for name, fault := range m.Faults {
		if name == "" {
			return nil
		}
		errs[name] = bot.Plain(fault.In(l))
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// placeless reports whether there is only a screen to show an answer in: that of a Home,
// of a shortcut, or one opened from them.
func (q *asking) placeless() bool {
	return q.inView || q.view != nil && q.from.Channel == "" && q.from.ResponseURL == ""
}

// say shows a message: where something was asked, in place of the message whose control
// was used or as another. What is a file goes by direct message, where they alone see it.
func (q *asking) say(m *bot.Message, ephemeral, update bool, l bot.Lang) error {
	if q.from.Line && (q.from.Direct || !ephemeral) {
		return q.write(m, l)
	}
	files := handedOver(m)
	if files == nil {
		return q.show(m, ephemeral, update, l)
	}
	said := *m
	said.Text = bot.Join("\n\n", m.Text, inDirect)
	if err := q.show(&said, ephemeral, update, l); err != nil {
		return err
	}
	if err := q.direct(files, l); err != nil {
		q.Log.WarnContext(q.ctx, "a file not handed over", "err", err)
		return q.show(&bot.Message{Text: directClosed}, true, false, l)
	}
	return nil
}

// show shows a message where it takes no files.
func (q *asking) show(m *bot.Message, ephemeral, update bool, l bot.Lang) error {
	switch {
	case q.placeless():
		return q.screen(m, l)
	case q.from.Line:
		return q.whisper(m, l)
	}
	q.late()
	all, err := q.renderer(l, false).message(m)
	if err != nil {
		return err
	}
	for i := range all {
		if err := q.respond(&all[i], ephemeral, update && i == 0 && q.from.Message != ""); err != nil {
			if i == 0 && update && q.edit(&all[i]) == nil {
				continue
			}
			q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
			return q.postDirect(all[i:])
		}
	}
	return nil
}

// The words about what goes by direct message.
var (
	inDirect = bot.Text{
		FR: "_Slack ne me laisse pas joindre de fichier ici : tu le trouveras dans tes messages privés avec moi._",
		EN: "_Slack does not let me attach a file here: you will find it in your direct messages with me._",
	}
	directClosed = bot.Text{
		FR: "_Slack ne me laisse pas joindre de fichier ici, et je n’ai pas pu t’écrire en message privé : ouvre l’onglet Messages de Rebond, puis recommence._",
		EN: "_Slack does not let me attach a file here, and I could not write to you in direct messages: open Rebond’s Messages tab, then try again._",
	}
)

// handedOver is what of a message is a file or a picture of ours; nil where nothing is.
func handedOver(m *bot.Message) *bot.Message {
	files := &bot.Message{Files: m.Files}
	add := func(i *bot.Image) {
		if i != nil && i.URL == "" && len(i.Data) > 0 {
			files.Images = append(files.Images, *i)
		}
	}
	for i := range m.Cards {
		add(m.Cards[i].Image)
	}
	for i := range m.Images {
		add(&m.Images[i])
	}
	if len(files.Files)+len(files.Images) == 0 {
		return nil
	}
	return files
}

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
	return q.post(q.from.Channel, q.from.Thread, all)
}

// whisper answers a line in a channel so that whoever wrote it alone sees the answer.
func (q *asking) whisper(m *bot.Message, l bot.Lang) error {
	all, err := q.renderer(l, false).message(m)
	if err != nil {
		return err
	}
	for i := range all {
		options := all[i].options()
		if q.from.Thread != "" {
			options = append(options, slack.MsgOptionTS(q.from.Thread))
		}
		err := q.patiently(q.ctx, func() error {
			_, err := q.api.PostEphemeralContext(q.ctx, q.from.Channel, q.from.User, options...)
			return err
		})
		if err != nil {
			q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
			return q.postDirect(all[i:])
		}
	}
	return nil
}

// direct sends a message to whoever asks, in their direct messages.
func (q *asking) direct(m *bot.Message, l bot.Lang) error {
	all, err := q.renderer(l, true).message(m)
	if err != nil {
		return err
	}
	return q.postDirect(all)
}

func (q *asking) postDirect(all []rendered) error {
	channel, err := q.directly(q.ctx, q.from.User)
	if err != nil {
		return err
	}
	return q.post(channel, "", all)
}

// post posts messages one after the other.
func (q *asking) post(channel, thread string, all []rendered) error {
	for i := range all {
		options := all[i].posted()
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
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

// screen shows a message in a screen of its own: in place of the one whose control was
// used, or over the Home.
func (q *asking) screen(m *bot.Message, l bot.Lang) error {
	v, err := q.renderer(l, false).shown(bot.Same("Rebond"), m, q.from.metadata())
	if err != nil {
		return err
	}
	switch {
	case q.form != nil:
		if !q.replace(v) {
			err = errSpent
		}
	case q.view != nil && q.view.Type == "modal":
		_, err = q.api.UpdateViewContext(q.ctx, *v, "", "", q.view.ID)
	default:
		_, err = q.api.OpenViewContext(q.ctx, q.trigger, *v)
	}
	if err != nil {
		q.Log.InfoContext(q.ctx, "an answer that goes by direct message", "err", err)
		return q.direct(m, l)
	}
	return nil
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
			a.Log.WarnContext(ctx, "Slack asks to wait", "for", wait.Round(time.Second))
		}
		pause(ctx, wait)
		if ctx.Err() != nil {
			return err
		}
	}
}
