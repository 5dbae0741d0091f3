package slack

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rebond/bot"
)

const (
	umbrella = "/" + Umbrella
	bare     = "/aide" // what is answered where nothing is asked
)

// command answers a command that somebody typed.
func (h *hearing) command(ctx context.Context, id string, c *slash) {
	t := h.here(ctx, c.Team)
	if t == nil || c.User == "" {
		return
	}
	line := c.Command + " " + typed(c.Text)
	if bot.Fold(c.Command) == umbrella {
		line = strings.TrimSpace(typed(c.Text))
		if line == "" {
			line = bare
		}
	}
	q := &asking{hearing: h, team: t, ctx: ctx, trigger: c.Trigger, from: origin{ResponseURL: c.ResponseURL, Channel: c.Channel, User: c.User}}
	if c.ChannelName == "directmessage" {
		q.from.Direct = true
	}
	q.answer(&bot.Request{ID: id, Line: line, Resolve: resolve})
}

// interaction answers what somebody did with a control, a form or a shortcut.
func (h *hearing) interaction(ctx context.Context, ack *acknowledging, id string, i *interaction) {
	t := h.here(ctx, i.team())
	if t == nil && i.Type == "view_submission" && i.View != nil {
		ack.with(ctx, unheard(i.View.State))
	}
	if t == nil || i.User.ID == "" {
		return
	}
	q := &asking{hearing: h, team: t, ctx: ctx, trigger: i.Trigger, from: origin{ResponseURL: i.ResponseURL, Channel: i.Channel.ID, User: i.User.ID}}
	if i.Channel.Name == "directmessage" {
		q.from.Direct = true
	}
	r := &bot.Request{ID: id}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		q.used(i, r)
	case i.Type == "view_submission" && i.View != nil:
		q.view, q.form, q.files = i.View, ack, documents(i.View.State)
		q.from = originOf(i.View.Metadata, i.User.ID)
		r.Control, r.Form, r.Args = i.View.Callback, true, values(i.View.State)
	case i.Type == "shortcut":
		q.inView = true
		r.Control = h.shortened(ctx, i.Callback)
	}
	if r.Control == "" { // nothing is to be done
		return
	}
	if q.from.Message != "" {
		r.On = bot.MessageRef{At: q.at(), ID: q.from.Message}
		r.Alone = q.from.Ephemeral || q.from.Direct
	}
	q.answer(r)
}

// used reads which control was used, and where. That of a button which leads to a page is
// empty: Slack has opened it.
func (q *asking) used(i *interaction, r *bot.Request) {
	r.Control, r.Args = controlOf(i.Actions[0].ID, i.Actions[0].values())
	if i.View != nil {
		q.view = i.View
		q.from = originOf(i.View.Metadata, i.User.ID)
		return
	}
	q.from.Message, q.from.Thread, q.from.Ephemeral = i.Container.MessageTS, i.Container.ThreadTS, i.Container.Ephemeral
	q.from.Channel = cmp.Or(q.from.Channel, i.Container.ChannelID)
}

// shortened is the control of what a shortcut does: it opens a form, where there is one.
func (h *hearing) shortened(ctx context.Context, name string) string {
	do := bot.Call{Command: name, Ask: true}
	for _, c := range h.declared() {
		if c.Name == name {
			do.Action = c.ShortcutAction
		}
	}
	control, err := bot.ControlID(ctx, h.Calls, do)
	if err != nil {
		h.Log.WarnContext(ctx, "a shortcut that cannot be read", "err", err)
	}
	return control
}

// wrote are the subtypes of what somebody wrote.
var wrote = []string{"", "file_share", "thread_broadcast"}

// completeWithin is for how long what may be typed is looked for: Slack waits 3 s.
const completeWithin = 1800 * time.Millisecond

// complete acknowledges what is being typed into a field with what it may become.
func (h *hearing) complete(ctx context.Context, ack *acknowledging, i *interaction) {
	ctx, cancel := context.WithTimeout(ctx, completeWithin)
	defer cancel()
	t := h.here(ctx, i.team())
	if t == nil || i.View == nil {
		return
	}
	q := &asking{hearing: h, team: t, ctx: ctx, from: originOf(i.View.Metadata, i.User.ID)}
	r := &bot.Request{Control: i.View.Callback, At: q.at(), From: t.member(ctx, i.User.ID, h.Now(), h.Log), Args: values(i.View.State).With(i.Block, i.Typed)}
	if action, _, _ := strings.Cut(i.Action, stepMark); action == groupAction {
		ack.with(ctx, suggest(t.groupsLike(i.Typed), r.From.Lang))
		return
	}
	type answer struct {
		found []bot.Option
		lang  bot.Lang
	}
	told := make(chan answer, 1)
	var found []bot.Option
	l := r.From.Lang
	go h.guarded(ctx, func() { // which may not look at ctx
		found := h.in.Suggest(ctx, r, i.Block)
		told <- answer{found, r.Lang}
	})
	select {
	case a := <-told:
		found, l = a.found, a.lang
	case <-ctx.Done():
	}
	own := strings.TrimSpace(bot.Clean(i.Typed, maxOptionValue)) // a field takes other words too
	if own != "" && !slices.ContainsFunc(found, func(o bot.Option) bool { return o.Value == own }) {
		found = append(found, bot.Option{Value: own, Label: bot.Same(own)})
	}
	ack.with(ctx, suggest(found, l))
}

// event answers what somebody wrote to the bot, and hears of what becomes of it.
func (h *hearing) event(ctx context.Context, v *event) {
	t := h.here(ctx, v.team())
	if t == nil {
		return
	}
	e := &v.Event
	switch e.Type {
	case "app_mention":
		if e.Edited != nil && h.Now().Sub(momentOf(e.TS)) > seenFor/2 { // nobody waits for an answer to it
			return
		}
		if e.User == "" || e.Bot != "" || e.User == t.me || !h.first(ctx, "said/"+t.id+"/"+e.Channel+"/"+e.TS) { // an edit is told as another mention
			return
		}
		q := &asking{hearing: h, team: t, ctx: ctx, from: origin{Channel: e.Channel, Thread: e.ThreadTS, User: e.User, Line: true}}
		line := t.said(e.Text)
		if line == "" {
			line = bare
		}
		q.answer(&bot.Request{ID: v.ID, Line: line, Resolve: resolve})
	case "message":
		if e.ChannelType != "im" || e.User == "" || e.Bot != "" || e.User == t.me || !slices.Contains(wrote, e.Subtype) {
			return
		}
		t.remember(e.User, e.Channel)
		q := &asking{hearing: h, team: t, ctx: ctx, from: origin{Channel: e.Channel, Thread: e.ThreadTS, User: e.User, Line: true, Direct: true}}
		q.answer(&bot.Request{ID: v.ID, Line: t.said(e.Text), Resolve: resolve})
	case "app_home_opened":
		if e.Tab == "home" && e.User != "" {
			h.home(ctx, t, e.User)
		}
	case "member_joined_channel":
		if e.User == t.me {
			h.joined(ctx, t, e.Channel)
		}
	case "app_uninstalled":
		h.left(ctx, t)
	case "tokens_revoked":
		if len(e.Tokens.Bot) > 0 {
			h.left(ctx, t)
		}
	}
}

// spelled is how a command that our words name is typed: Slack knows it by its French
// name, and by the others after the umbrella.
func (a *Adapter) spelled(line string) string {
	name, words := bot.SplitLine(line)
	if !strings.HasPrefix(line, "/") {
		return line
	}
	for _, c := range a.declared() {
		if name != c.Names.FR && (name == c.Names.EN || name == c.Name || slices.Contains(c.Aliases, name)) {
			return strings.TrimSpace(umbrella + " " + name + " " + words)
		}
	}
	return line
}

// here is the workspace in which something happened; nil for one that is not ours, or
// whose token does not work.
func (h *hearing) here(ctx context.Context, id string) *team {
	t, err := h.team(ctx, id)
	if err != nil {
		h.Log.WarnContext(ctx, "something from a workspace where the bot is not", "err", err)
		return nil
	}
	return t
}

// said is what somebody wrote to the bot: without its name, and without what is before it.
func (t *team) said(text string) string {
	line := typed(text)
	if _, after, named := strings.Cut(line, "<@"+t.me+">"); named {
		line = strings.TrimLeft(after, ",: \u00a0\u202f")
	}
	return strings.TrimSpace(line)
}

// suggested are options as an acknowledgement carries them.
type suggested struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// suggest are options as Slack shows them under a field.
func suggest(found []bot.Option, l bot.Lang) suggested {
	s := suggested{Options: []*slack.OptionBlockObject{}}
	for _, o := range found {
		if o.Value != "" && runes(o.Value) <= maxOptionValue { // Slack would refuse them all for one
			s.Options = append(s.Options, &slack.OptionBlockObject{Text: label(o.Label.In(l), maxLabel), Value: o.Value})
		}
	}
	return s
}

// groupsLike are the user groups of a workspace whose handle holds what is typed.
func (t *team) groupsLike(typed string) (found []bot.Option) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, handle := range t.groups.handles {
		if strings.Contains(bot.Fold(handle), bot.Fold(strings.TrimPrefix(strings.TrimSpace(typed), "@"))) {
			found = append(found, bot.Option{Value: id, Label: bot.Same("@" + handle)})
		}
	}
	slices.SortFunc(found, func(a, b bot.Option) int { return strings.Compare(a.Label.FR, b.Label.FR) })
	return found[:min(len(found), bot.MaxOptions)]
}
