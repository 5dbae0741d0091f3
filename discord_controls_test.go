package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"rebond/bot/discord/discordtest"
	"rebond/storage/storagetest"
)

// wanderer is somebody who uses every command, and every control of every answer.
type wanderer struct {
	*guest
	p    *piscine
	used map[string]bool // the controls of a kind that were used
	left []discordtest.Message
}

// mostUsed is how many controls somebody uses before they stop.
const mostUsed = 300

// TestDiscordEveryControl holds that every command is answered to whoever it is offered
// to, and every button, choice and form of every answer too: with words, and with nothing
// that Discord refuses.
func TestDiscordEveryControl(t *testing.T) {
	t.Parallel()
	clock := clockAt(t, "2026-11-23T08:30")
	database := storagetest.SQLite(t)
	importGo(t, database, 7)
	p := openPiscine(t, clock)
	malik := p.joins("Malik", "fr", p.g.Role("bureau", discordtest.ManageGuild))
	startInside(t, p.Server, database, clock)
	p.settle(malik, p.g.Role("entraide"))
	malik.schedules("Un pas : appelle une personne.", "chaque jour à 9 h", nil)
	p.joins("Camille", "fr")                                       // whom forms name
	for _, who := range []*guest{p.joins("Kit", "en-GB"), malik} { // a member who reads English, and a moderator who reads French
		w := &wanderer{guest: who, p: p, used: map[string]bool{}}
		for _, in := range []*discordtest.Channel{p.offers, who.DM()} {
			w.in = in
			for _, c := range p.Registered(nil) {
				if w.Knows(in, c.Name) {
					w.wanders(c)
				}
			}
		}
		t.Logf("%s used %d controls", who.Name, len(w.used))
		if len(w.used) < 20 {
			t.Errorf("%s used %d controls", who.Name, len(w.used))
		}
	}
}

// wanders types a command, bare and with each of its options, then uses what is shown.
func (w *wanderer) wanders(c discordtest.Command) {
	w.t.Helper()
	required := map[string]any{}
	for _, o := range c.Options {
		if o.Required {
			required[o.Name] = w.value(o)
		}
		if o.Autocomplete {
			w.Complete(w.in, c.Name, o.Name, "a", nil)
		}
	}
	w.gets("/"+c.Name, w.Command(w.in, c.Name, required).Answer())
	for _, o := range c.Options {
		given := map[string]any{o.Name: w.value(o)}
		for name, v := range required {
			given[name] = v
		}
		w.gets("/"+c.Name+" "+o.Name, w.Command(w.in, c.Name, given).Answer())
	}
	for len(w.left) > 0 {
		m := w.left[0]
		w.left = w.left[1:]
		w.uses(m)
	}
}

// value is something that an option takes.
func (w *wanderer) value(o discordtest.Option) any {
	switch {
	case len(o.Choices) > 0:
		return o.Choices[len(o.Choices)-1].Name
	case o.Type == 4:
		return 2
	case o.Type == 7:
		return w.p.coaching
	}
	return "lyon"
}

// gets reads an answer: it says something, and not that something went wrong.
func (w *wanderer) gets(what string, a discordtest.Answer) {
	w.t.Helper()
	if a.Modal != nil {
		w.sends(what, a.Modal)
		return
	}
	switch text := words(a.Message); {
	case text == "" && len(a.Message.Components) == 0:
		w.t.Errorf("%s: %s is answered with nothing", w.Name, what)
	case strings.Contains(text, "mal passé"), strings.Contains(text, "went wrong"):
		w.t.Errorf("%s: %s is answered with %q", w.Name, what, text)
	case !a.Message.Ephemeral && w.in.Guild != nil && !a.Updated:
		w.t.Errorf("%s: %s is answered to all: %q", w.Name, what, text)
	}
	w.left = append(w.left, a.Message)
}

// sends sends a form as it is, then with something in each field.
func (w *wanderer) sends(what string, form *discordtest.Modal) {
	w.t.Helper()
	filled := map[string]any{}
	for id, f := range form.Fields() {
		switch {
		case f.Type == discordtest.TypeTextInput && (f.MaxLength == nil || *f.MaxLength > 10):
			filled[id] = "lyon"
		case f.Type == discordtest.TypeStringSelect && len(f.Options) > 0:
			filled[id] = f.Options[0].Value
		case f.Type == discordtest.TypeChannelSelect:
			filled[id] = w.p.coaching.ID
		case f.Type == discordtest.TypeFileUpload:
			filled[id] = discordtest.File{Name: "a.txt", Media: "text/plain", Data: []byte("Un pas.\n\nUn autre.")}
		}
	}
	w.gets(what+", form as it is", w.Submit(form, nil).Answer())
	w.gets(what+", form", w.Submit(form, filled).Answer())
}

// some are the first of many options, and the last: a choice does the same with each.
func some[T any](options []T) []T {
	if len(options) <= 4 {
		return options
	}
	return append(slices.Clone(options[:3]), options[len(options)-1])
}

var counted = regexp.MustCompile(`[0-9]+`)

// uses uses each control of a message that is of a new kind, for as long as it is there.
func (w *wanderer) uses(m discordtest.Message) {
	w.t.Helper()
	var all []*discordtest.Component
	m.Walk(func(c *discordtest.Component) {
		if c.CustomID != "" && !c.Disabled {
			all = append(all, c)
		}
	})
	for _, c := range all {
		call, _, _ := strings.Cut(c.CustomID, "?")
		kind := counted.ReplaceAllString(c.Label+c.Placeholder, "")
		if _, opaque, found := strings.Cut(call, "."); found && opaque != "" {
			kind += " " + call
		}
		if w.used[kind] || len(w.used) >= mostUsed {
			continue
		}
		if now, there := w.Look(m); !there || now.Find(func(o *discordtest.Component) bool { return o.CustomID == c.CustomID }) == nil {
			continue
		}
		w.used[kind] = true
		if c.Type == discordtest.TypeButton {
			w.gets("["+c.Label+"]", w.Press(m, c.CustomID).Answer())
			continue
		}
		for _, o := range some(c.Options) {
			if now, there := w.Look(m); there && now.Find(func(other *discordtest.Component) bool { return other.CustomID == c.CustomID }) != nil {
				w.gets("<"+c.Placeholder+": "+o.Label+">", w.Choose(m, c.CustomID, o.Value).Answer())
			}
		}
	}
}
