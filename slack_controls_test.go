package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/slack/slacktest"
	"rebond/commands"
	"rebond/storage/storagetest"
)

// rambler is somebody who uses every command, and every control of every answer.
type rambler struct {
	*colleague
	p    *workspace
	used map[string]bool // the controls of a kind that were used
	left []slacktest.Message
}

// TestSlackEveryControl holds that every command is answered to whoever it is offered to,
// and every button, choice and form of every answer too: with words, and with nothing that
// Slack refuses; and the same of the Home and its screens.
func TestSlackEveryControl(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:30")
	database := storagetest.SQLite(t)
	importGo(t, database, 7)
	p := openSlack(t, clock)
	malik, kit := p.admin("Malik"), p.joins("Kit", "en-GB")
	p.joins("Camille", "fr-FR") // whom forms name
	p.w.Group("Entraide", "entraide")
	inSlack(t, p, database, clock)
	p.settle(malik)
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	for _, who := range []*colleague{kit, malik} { // a member who reads English, and a moderator who reads French
		r := &rambler{colleague: who, p: p, used: map[string]bool{}}
		for _, in := range []*slacktest.Channel{p.offers, who.DM()} {
			r.in = in
			for _, c := range commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}, nil) {
				r.rambles(&c)
			}
		}
		t.Logf("%s used %d controls", who.Name, len(r.used))
		if len(r.used) < 20 {
			t.Errorf("%s used %d controls", who.Name, len(r.used))
		}
		before := len(r.used)
		r.roams(who.OpensHome())
		if len(r.used) < before+3 {
			t.Errorf("%s used %d controls of the Home", who.Name, len(r.used)-before)
		}
	}
}

// rambles types a command, bare and with each of its options, then uses what is shown.
func (r *rambler) rambles(c *bot.Command) {
	r.t.Helper()
	name := "/" + c.Names.FR
	if strings.HasPrefix(r.Locale, "en") {
		name = "/rebond " + c.Names.EN
	}
	r.gets(name, func() slacktest.Answer { return r.answered(r.enters(r.in, name), name) })
	for i := range c.Params {
		line := name + " " + c.Params[i].Names.FR + ":" + r.value(&c.Params[i])
		r.gets(line, func() slacktest.Answer { return r.answered(r.enters(r.in, line), line) })
	}
	for len(r.left) > 0 {
		m := r.left[0]
		r.left = r.left[1:]
		r.uses(m)
	}
}

// value is something that a parameter takes.
func (r *rambler) value(p *bot.Param) string {
	switch {
	case len(p.Options) > 0:
		return p.Options[len(p.Options)-1].Value
	case p.Kind == bot.Number:
		return "2"
	case p.Kind == bot.Channel:
		return "#coaching"
	}
	return "lyon"
}

// gets does something and reads the answer: it says something, and not that something went
// wrong. A form is sent as it is, and then with something in each field.
func (r *rambler) gets(what string, do func() slacktest.Answer) {
	r.t.Helper()
	a := do()
	if a.View == nil {
		r.keeps(what, a)
		return
	}
	r.kindly(what, a.View)
	r.sent(what+", form as it is", r.Submit(a.View, r.filling(a.View, false)))
	if again := do().View; again != nil {
		r.sent(what+", form", r.Submit(again, r.filling(again, true)))
	}
}

// sent reads the answer to a form, and closes what is left of it.
func (r *rambler) sent(what string, i *slacktest.Interaction) {
	r.t.Helper()
	a := r.answered(i, what)
	if a.View == nil {
		r.keeps(what, a)
		return
	}
	r.kindly(what, a.View)
	r.leaves()
}

// keeps keeps an answer, whose controls are used later.
func (r *rambler) keeps(what string, a slacktest.Answer) {
	r.t.Helper()
	r.kindly(what, a.Message)
	if !a.Message.Ephemeral && a.Message.ChannelID != r.DM().ID && !a.Updated {
		r.t.Errorf("%s: %s is answered to all: %q", r.Name, what, read(a.Message))
	}
	r.left = append(r.left, a.Message)
}

// kindly fails the test for what says nothing, or that something went wrong.
func (r *rambler) kindly(what string, on slacktest.Surface) {
	r.t.Helper()
	switch said := read(on); {
	case said == "":
		r.t.Errorf("%s: %s is answered with nothing", r.Name, what)
	case strings.Contains(said, "mal passé"), strings.Contains(said, "went wrong"):
		r.t.Errorf("%s: %s is answered with %q", r.Name, what, said)
	}
}

// filling is something for each field of a form; else for those alone that a client wants
// to be filled in.
func (r *rambler) filling(form *slacktest.View, all bool) map[string]any {
	r.t.Helper()
	filled := map[string]any{}
	for _, f := range form.Fields() {
		if !all && (f.Optional || f.Value != "") {
			continue
		}
		switch f.Type {
		case "plain_text_input":
			filled[f.Label] = "lyon"
		case "static_select":
			filled[f.Label] = f.Options[0].Label
		case "conversations_select":
			filled[f.Label] = "coaching"
		case "users_select":
			filled[f.Label] = "Camille"
		case "file_input":
			filled[f.Label] = slacktest.File{Name: "a.txt", Data: []byte("Un pas.\n\nUn autre.")}
		case "external_select":
			if found := r.Suggest(form, f.Label, "en"); len(found) > 0 {
				filled[f.Label] = found[0]
			}
		}
	}
	return filled
}

// uses uses each control of a message that is of a new kind, for as long as it is there.
func (r *rambler) uses(m slacktest.Message) {
	r.t.Helper()
	for _, e := range controlsOf(m) {
		if r.wasUsed(e) || !r.shows(m, e) {
			continue
		}
		r.used[kindOf(e)] = true
		if e.Type == "button" {
			r.gets("["+e.Label+"]", func() (none slacktest.Answer) {
				if !r.shows(m, e) { // the form of the first time has changed the message
					return none
				}
				return r.follows(m, r.Press(m, e.ActionID))
			})
			continue
		}
		for _, o := range some(e.Options) {
			if slices.Contains(r.optionsOf(m, e.ActionID), o.Label) {
				r.gets("<"+e.Placeholder+": "+o.Label+">", func() slacktest.Answer { return r.follows(m, r.Choose(m, e.ActionID, o.Label)) })
			}
		}
	}
}

// kindOf is the same for controls whose labels differ by a number at most.
func kindOf(e *slacktest.Element) string {
	kind := counted.ReplaceAllString(e.Label+e.Placeholder, "")
	_, call, _ := strings.Cut(e.ActionID, ":")
	if call, _, _ = strings.Cut(call, "?"); strings.Contains(call, ".") {
		kind += " " + call
	}
	return kind
}

// wasUsed reports whether no control of a kind is to be used any more.
func (r *rambler) wasUsed(e *slacktest.Element) bool {
	return r.used[kindOf(e)] || len(r.used) >= mostUsed
}

// isNew reports whether a control is of a kind not used yet, and takes note that it is.
func (r *rambler) isNew(e *slacktest.Element) bool {
	if r.wasUsed(e) {
		return false
	}
	r.used[kindOf(e)] = true
	return true
}

// optionsOf are the labels of what can be chosen now in a control of a message.
func (r *rambler) optionsOf(m slacktest.Message, id string) (labels []string) {
	now, _ := r.Look(m)
	if e := now.Find(func(e *slacktest.Element) bool { return e.ActionID == id }); e != nil {
		for _, o := range e.Options {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

// shows reports whether a message still has a control.
func (r *rambler) shows(m slacktest.Message, e *slacktest.Element) bool {
	now, there := r.Look(m)
	return there && now.Find(func(o *slacktest.Element) bool { return o.ActionID == e.ActionID }) != nil
}

// follows waits for the answer to the use of a control. A direct message, of this or of
// something before, may be seen first.
func (r *rambler) follows(m slacktest.Message, i *slacktest.Interaction) slacktest.Answer {
	r.t.Helper()
	a := r.answered(i, "a control")
	if a.View == nil && a.Message.ChannelID != m.ChannelID {
		r.p.Await("the answer beside a direct message", func() bool { return len(i.Messages(1)) > 1 || r.changed(m) || r.top() != nil })
		a.View = r.top()
	}
	return a
}

// changed reports whether a message is another than it was.
func (r *rambler) changed(m slacktest.Message) bool {
	now, there := r.Look(m)
	return !there || string(now.Raw) != string(m.Raw)
}

// roams uses what the Home has, and what its screens have.
func (r *rambler) roams(home *slacktest.View) {
	r.t.Helper()
	for _, e := range controlsOf(home) {
		if !r.isNew(e) {
			continue
		}
		for _, inner := range controlsOf(r.over(home, e)) {
			if inner.Type != "button" || !r.isNew(inner) {
				continue
			}
			if !r.faces(inner) {
				r.leaves()
				r.over(home, e)
			}
			if r.faces(inner) { // what was done in between may have taken it away
				r.over(r.top(), inner)
			}
		}
		r.leaves()
	}
}

// faces reports whether the screen on top has a control.
func (r *rambler) faces(e *slacktest.Element) bool {
	top := r.top()
	return top != nil && top.Find(func(o *slacktest.Element) bool { return o.ActionID == e.ActionID }) != nil
}

// leaves closes every screen.
func (r *rambler) leaves() {
	if top := r.top(); top != nil {
		r.CloseAll(top)
	}
}

// over presses a button and waits until the screen on top is another, or says something else.
func (r *rambler) over(on *slacktest.View, e *slacktest.Element) *slacktest.View {
	r.t.Helper()
	before := r.top()
	r.Press(on, e.ActionID)
	r.p.Await("a screen for ["+e.Label+"]", func() bool {
		now := r.top()
		return now != nil && (before == nil || string(now.Raw) != string(before.Raw))
	})
	r.kindly("["+e.Label+"] in a screen", r.top())
	return r.top()
}
