package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"rebond/bot"
)

// The types of answer to an interaction.
const (
	answerMessage  = 4
	answerLater    = 5
	updateLater    = 6
	answerUpdate   = 7
	answerComplete = 8
	answerModal    = 9
)

// announceAfter is how long an answer may take before it is announced: Discord waits for
// three seconds.
const announceAfter = 2 * time.Second

// answering is an interaction that is being answered: at once if it can be, else
// announced as late and then completed.
type answering struct {
	*Adapter
	*interaction
	ctx      context.Context
	soon     <-chan time.Time // tells when an answer is to be announced
	late     bool             // it was announced
	answered bool             // Discord has the first answer
	space    string           // the community that the answer is about
}

// place is where the answer is shown: of direct messages with the community that it is
// about.
func (a *answering) place() bot.Address {
	at := a.at()
	if at.Member != "" {
		at.Space = a.space
	}
	return at
}

// timely does what an answer needs of the database, and announces it when that takes
// long.
func (a *answering) timely(ephemeral bool, do func() error) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("panic")
		defer func() { done <- err }()
		a.guarded(a.ctx, func() { err = do() })
	}()
	select {
	case err := <-done:
		return err
	case <-a.soon:
		a.announce(ephemeral)
	}
	return <-done
}

// callback is the first answer to an interaction.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// payload is a message that we send.
type payload struct {
	Flags      int         `json:"flags,omitempty"`
	Components []component `json:"components,omitempty"`
	Attached   []attached  `json:"attachments"` // those of before an edit are not kept
	Mentions   mentions    `json:"allowed_mentions"`
	Nonce      string      `json:"nonce,omitempty"`
	Enforce    bool        `json:"enforce_nonce,omitempty"`
}

// attached describes a file of a message.
type attached struct {
	ID          string `json:"id"`
	Name        string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// mentions says who may be pinged: nobody, whatever the text holds, but for some.
type mentions struct {
	Parse []string `json:"parse"`
	Users []string `json:"users,omitempty"`
}

// payload is a rendered message as it is sent.
func (m *rendered) payload(flags int) payload {
	p := payload{Flags: flags | componentsV2Flag, Components: m.Components, Attached: []attached{}, Mentions: mentions{Parse: []string{}, Users: m.Pinged}}
	for i, f := range m.Files {
		p.Attached = append(p.Attached, attached{strconv.Itoa(i), f.name, f.alt})
	}
	return p
}

// answerWithin is for how long an interaction can be answered: its token ends after
// that.
const answerWithin = 15 * time.Minute

// callbackPath is where an interaction is first answered.
func (a *answering) callbackPath() string {
	return "/interactions/" + a.interaction.ID + "/" + a.interaction.Token + "/callback"
}

func (a *answering) webhookPath(message string) string {
	path := "/webhooks/" + a.interaction.App + "/" + a.interaction.Token
	if message != "" {
		path += "/messages/" + message
	}
	return path
}

// announced is all that the announcement of an answer says.
type announced struct {
	Flags int `json:"flags,omitempty"`
}

// announce tells, once, that an answer will take longer. What a control or its form does
// may replace its message, which shows as it is until then.
func (a *answering) announce(ephemeral bool) {
	if a.late {
		return
	}
	c := callback{Type: answerLater}
	if a.Message != nil {
		c.Type = updateLater
	} else if ephemeral {
		c.Data = announced{ephemeralFlag}
	}
	if err := a.respond(c, nil); err != nil {
		a.Log.WarnContext(a.ctx, "late answer not announced", "err", err)
		return
	}
	a.late = true
}

// respond gives the first answer. Where nobody knows whether it arrived, it is given
// again: Discord takes the first only, and says so.
func (a *answering) respond(c callback, files []file) error {
	once := func() error {
		return a.patiently(a.ctx, func() error {
			return a.client().do(a.ctx, call{method: http.MethodPost, route: "callback", path: a.callbackPath(), body: c, files: files, free: true}, nil)
		})
	}
	err := once()
	if unsure(err) && a.ctx.Err() == nil {
		if err = once(); coded(err, alreadyAnswered) {
			err = nil
		}
	}
	a.answered = a.answered || err == nil
	return err
}

// unsure reports whether a call may have been done all the same.
func unsure(err error) bool {
	var said *apiError
	return err != nil && (!errors.As(err, &said) || said.Status >= http.StatusInternalServerError)
}

// follow does something with the answers that come after the first, and waits where
// Discord asks to.
func (a *answering) follow(method, message string, body any, files []file) error {
	return a.patiently(a.ctx, func() error {
		return a.client().do(a.ctx, call{method: method, route: "webhook", path: a.webhookPath(message), body: body, files: files, free: true}, nil)
	})
}

// longWait is one worth a word in the log.
const longWait = 10 * time.Second

// patiently does something again for as long as Discord asks to wait.
func (a *Adapter) patiently(ctx context.Context, do func() error) error {
	for {
		err := do()
		wait := waitOf(err)
		if wait == 0 {
			return err
		}
		if wait > longWait {
			a.Log.WarnContext(ctx, "Discord asks to wait", "for", wait.Round(time.Second))
		}
		pause(ctx, wait)
		if ctx.Err() != nil {
			return err
		}
	}
}

// give shows an answer.
func (a *answering) give(answer bot.Answer) error {
	a.space = answer.Space
	switch reply := answer.Reply.(type) {
	case nil:
		return a.nothing()
	case *bot.Modal:
		if len(reply.Faults) == 0 && !a.late && a.Type != modalInteraction {
			var m *modal
			err := a.timely(true, func() (err error) {
				m, err = a.modal(reply, answer.Lang)
				return err
			})
			if err != nil {
				return err
			}
			if !a.late {
				return a.respond(callback{answerModal, m}, nil)
			}
		}
		return a.say(reply.Door(), true, false, answer.Lang)
	case *bot.Update:
		return a.say(&reply.Message, answer.Ephemeral, a.Message != nil, answer.Lang)
	case *bot.Message: // what is to be forgotten goes, where the message of the control is all of it
		forgets := answer.Forgets && a.Message != nil && a.Message.Flags&ephemeralFlag != 0
		return a.say(reply, answer.Ephemeral, forgets, answer.Lang)
	}
	return fmt.Errorf("a reply of type %T", answer.Reply)
}

// apologise says that an answer could not be given, with the reference under which the
// log has it: in words alone, which need nothing else.
func (a *answering) apologise(ref string, l bot.Lang) error {
	sorry := rendered{Components: displays(blocks(bot.Failed(ref).In(l)))}
	switch {
	case a.late && a.Message == nil:
		return a.follow(http.MethodPatch, "@original", sorry.payload(0), nil)
	case a.late || a.answered:
		return a.follow(http.MethodPost, "", sorry.payload(ephemeralFlag), nil)
	}
	return a.respond(callback{answerMessage, sorry.payload(ephemeralFlag)}, nil)
}

// nothing ends an interaction that has no answer.
func (a *answering) nothing() error {
	switch {
	case a.late && a.Message == nil:
		return a.follow(http.MethodDelete, "@original", nil, nil)
	case a.late:
		return nil
	case a.Message != nil:
		return a.respond(callback{Type: updateLater}, nil)
	}
	if err := a.respond(callback{answerLater, announced{ephemeralFlag}}, nil); err != nil {
		return err
	}
	return a.follow(http.MethodDelete, "@original", nil, nil)
}

// say shows a message, in place of the one whose control was used or as another. What
// does not fit one follows it.
func (a *answering) say(m *bot.Message, ephemeral, update bool, l bot.Lang) error {
	var all []rendered
	err := a.timely(ephemeral, func() (err error) {
		all, err = a.renderer(a.ctx, a.place(), l).render(m)
		return err
	})
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return a.nothing()
	}
	flags := 0
	if ephemeral {
		flags = ephemeralFlag
	}
	first, files := all[0], all[0].Files
	switch {
	case !a.late && update:
		err = a.respond(callback{answerUpdate, first.payload(0)}, files)
	case !a.late:
		err = a.respond(callback{answerMessage, first.payload(flags)}, files)
	case a.Message != nil && !update:
		err = a.follow(http.MethodPost, "", first.payload(flags), files)
	default: // what was announced, or the message of the control
		err = a.follow(http.MethodPatch, "@original", first.payload(0), files)
	}
	for k := 1; k < len(all) && err == nil; k++ {
		err = a.follow(http.MethodPost, "", all[k].payload(flags), all[k].Files)
	}
	return err
}
