package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"rebond/bot"
)

// Run implements bot.Platform.
func (a *Adapter) Run(ctx context.Context, in bot.Inbox) error {
	if declared, ok := in.(interface{ Commands() []bot.Command }); ok {
		a.commands = declared.Commands()
	}
	var g gateways
	err := a.eventually(ctx, func() (err error) {
		if err = a.register(ctx); err != nil {
			return fmt.Errorf("register commands: %w", err)
		}
		g, err = a.gateway(ctx)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return err
	}
	ctx, end := context.WithCancel(ctx)
	answers, settled := outliving(ctx, lastWords)
	defer settled()
	var working sync.WaitGroup
	defer working.Wait()
	defer end()
	moves := &queue{more: make(chan struct{}, 1)}
	working.Go(func() { a.inOrder(ctx, moves) })
	return a.listenAll(ctx, g.Shards, func(e *discordgo.Event) {
		switch e.Type {
		case "READY":
			a.ready(e.RawData)
		case "GUILD_CREATE", "GUILD_DELETE":
			if move := a.moved(ctx, e); move != nil {
				moves.add(move)
			}
		case "MESSAGE_CREATE":
			if m := a.heard(ctx, e.RawData); m != nil {
				working.Go(func() { a.guarded(answers, func() { a.hear(answers, in, m) }) })
			}
		case "INTERACTION_CREATE":
			if i := a.asked(ctx, e.RawData); i != nil {
				working.Go(func() { a.guarded(answers, func() { a.handle(answers, in, i) }) })
			}
		}
	})
}

// asked reads an interaction; nil for one that cannot be read.
func (a *Adapter) asked(ctx context.Context, data json.RawMessage) *interaction {
	var i interaction
	if err := json.Unmarshal(data, &i); err != nil || i.ID == "" || i.Token == "" {
		a.Log.WarnContext(ctx, "an interaction that cannot be read")
		return nil
	}
	return &i
}

// lastWords is for how long what was begun when the bot stops may still be finished.
const lastWords = 5 * time.Second

// outliving is a context that ends some time after another.
func outliving(ctx context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() { time.AfterFunc(by, end) })
	return longer, func() {
		forget()
		end()
	}
}

// guarded runs something that one event asks for: its panic ends nothing else.
func (a *Adapter) guarded(ctx context.Context, do func()) {
	defer func() {
		if p := recover(); p != nil {
			a.Log.ErrorContext(ctx, "panic", "err", fmt.Sprintf("%v\n%s", p, debug.Stack()))
		}
	}()
	do()
}

// handle answers an interaction.
func (a *Adapter) handle(ctx context.Context, in bot.Inbox, i *interaction) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	r := i.request()
	soon := time.NewTimer(announceAfter)
	defer soon.Stop()
	w := &answering{Adapter: a, interaction: i, ctx: ctx, soon: soon.C}
	var files map[string]attachment
	alone := true
	switch i.Type {
	case commandInteraction, autocompleteInteraction:
		c := a.command(i.Data.Name)
		if c == nil {
			r.Command = i.Data.Name
			break
		}
		var focused *bot.Param
		r.Command, alone = c.Name, c.Ephemeral
		r.Args, files, focused = i.arguments(c)
		if i.Type == autocompleteInteraction {
			if focused != nil {
				w.complete(in.Suggest(ctx, r, focused.Name), focused, r)
			}
			return
		}
	case componentInteraction:
		r.Control, r.Args = controlOf(i.Data.CustomID, i.Data.Values)
	case modalInteraction:
		r.Control, _ = controlOf(i.Data.CustomID, nil)
		r.Form = true
		r.Args, files = i.fields()
	default:
		a.Log.WarnContext(ctx, "an interaction of another kind", "type", i.Type)
		return
	}
	var answer bot.Answer
	if err := w.load(files, r.Args, alone); err != nil {
		a.Log.WarnContext(ctx, "file not read", "err", err)
		answer = bot.Answer{Reply: &bot.Message{Text: unreadable}, Ephemeral: true, Lang: r.From.Lang}
	} else {
		answer = in.Handle(ctx, r, w.announce)
	}
	if answer.Elsewhere && !w.late {
		return
	}
	err := w.give(answer)
	switch {
	case err == nil:
	case coded(err, alreadyAnswered):
		a.Log.InfoContext(ctx, "an interaction that another process has answered: two run with one token")
	case coded(err, unknownInteraction, unknownWebhook):
		a.Log.WarnContext(ctx, "an answer that came too late", "type", i.Type, "err", err)
	default:
		ref := bot.Reference()
		a.Log.ErrorContext(ctx, "answer not given", "ref", ref, "type", i.Type, "err", err)
		if err := w.apologise(ref, answer.Lang); err != nil {
			a.Log.WarnContext(ctx, "nor an apology", "ref", ref, "err", err)
		}
	}
}

// command is the declaration that Discord knows by a name.
func (a *Adapter) command(name string) *bot.Command {
	for k := range a.commands {
		c := &a.commands[k]
		if c.Names.FR == name {
			return c
		}
		for _, alias := range c.Aliases {
			if alias == name {
				return c
			}
		}
	}
	return nil
}

// complete gives what may be typed for an option, in its own type.
func (a *answering) complete(options []bot.Option, p *bot.Param, r *bot.Request) {
	type choice struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	choices := []choice{}
	for _, o := range options {
		c := choice{bot.Shorten(bot.Plain(o.Label.In(r.Lang)), maxOption), o.Value}
		if n, err := strconv.Atoi(o.Value); err == nil && p.Kind == bot.Number {
			c.Value = n
		}
		if runes(o.Value) <= maxOption { // Discord would refuse them all for one
			choices = append(choices, c)
		}
	}
	if err := a.respond(callback{answerComplete, map[string]any{"choices": choices}}, nil); err != nil {
		a.Log.WarnContext(a.ctx, "completions not given", "err", err)
	}
}
