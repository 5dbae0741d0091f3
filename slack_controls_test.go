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
	malik, camille, kit := p.admin("Malik"), p.joins("Camille", "fr-FR"), p.joins("Kit", "en-GB")
	p.w.Group("Entraide", "entraide")
	inSlack(t, p, database, clock)
	p.settle(malik)
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	for _, who := range []*colleague{camille, kit, malik} {
		r := &rambler{colleague: who, p: p, used: map[string]bool{}}
		for _, in := range []*slacktest.Channel{p.offers, who.DM()} {
			r.in = in
			for _, c := range commands.All(nil, commands.Defaults{Lang: bot.FR, Zone: time.UTC}) {
				r.rambles(&c)
			}
		}
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
	r.gets(name, r.answered(r.enters(r.in, name), name))
	for i := range c.Params {
		line := name + " " + c.Params[i].Names.FR + ":" + r.value(&c.Params[i])
		r.gets(line, r.answered(r.enters(r.in, line), line))
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

// gets reads an answer: it says something, and not that something went wrong. A form is
// sent as it is, and then with something in each field.
func (r *rambler) gets(what string, a slacktest.Answer) {
	r.t.Helper()
	if a.View != nil {
		r.kindly(what, a.View)
		if a.View.Submit != "" && a.View.Type == "modal" {
			r.gets(what+", form as it is", r.answered(r.Submit(a.View, nil), what))
			r.gets(what+", form", r.answered(r.Submit(r.reopened(a.View), r.filling(a.View)), what))
		}
		return
	}
	r.kindly(what, a.Message)
	if !a.Message.Ephemeral && a.Message.ChannelID != r.DM().ID && !a.Updated {
		r.t.Errorf("%s: %s is answered to all: %q", r.Name, what, read(a.Message))
	}
	r.left = append(r.left, a.Message)
}
