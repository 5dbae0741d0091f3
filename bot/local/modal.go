package local

import (
	"context"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// modalView is a form.
type modalView struct {
	view
	who             Person
	Title           string
	Fault           []block
	Control, On     string
	Command, Action string
	Fields          []fieldView
}

type fieldView struct {
	bot.Param
	ID, Label, Hint string
	Fault           []block
	Value           string
	Control         string // which of the browser's own controls
	Choices         []choiceView
	Suggests        bool
}

type choiceView struct {
	Value, Label string
	Chosen       bool
}

// modal renders a form.
func (s *server) modal(ctx context.Context, v visit, a answer, on string) (string, error) {
	control, err := bot.ControlID(ctx, s.room.Calls, a.modal.Do)
	if err != nil {
		return "", err
	}
	m := &modalView{view: view{a.lang}, who: v.who, Control: control, On: on, Command: a.modal.Do.Command, Action: a.modal.Do.Action}
	m.Title, m.Fault = m.In(a.modal.Title), m.Blocks(a.modal.Faults[""])
	shown := map[string]bool{"": true}
	for _, p := range a.modal.Fields {
		shown[p.Name] = true
		m.Fields = append(m.Fields, m.field(p, a.modal))
	}
	for name, fault := range a.modal.Faults {
		if !shown[name] {
			m.Fault = append(m.Fault, m.Blocks(fault)...)
		}
	}
	var b strings.Builder
	err = templates.ExecuteTemplate(&b, "modal", m)
	return b.String(), err
}

// The browser's own control for each kind of argument. A day that is no day is
// shown as text: nothing that was typed is lost.
func (m *modalView) field(p bot.Param, modal *bot.Modal) fieldView {
	f := fieldView{Param: p, ID: fieldPrefix + p.Name, Label: m.In(p.Title()), Hint: m.In(p.Help), Fault: m.Blocks(modal.Faults[p.Name]), Value: modal.Values[p.Name], Control: "text", Suggests: p.Suggest != nil}
	if f.Hint == f.Label {
		f.Hint = ""
	}
	valid := func(layout string) bool {
		_, err := time.Parse(layout, f.Value)
		return f.Value == "" || err == nil
	}
	switch p.Kind {
	case bot.Prose:
		f.Control = "prose"
	case bot.Document:
		f.Control = "document"
	case bot.Day:
		if valid("2006-01-02") {
			f.Control = "date"
		}
	case bot.Moment:
		if valid("2006-01-02T15:04") {
			f.Control = "datetime-local"
		}
	case bot.Choice:
		f.choose(m, p.Options)
	case bot.YesNo:
		f.choose(m, []bot.Option{{Value: "yes", Label: words["yes"]}, {Value: "no", Label: words["no"]}})
	case bot.Person:
		var people []bot.Option
		for _, who := range People() {
			people = append(people, bot.Option{Value: who.Name, Label: bot.Same(who.Name)})
		}
		f.choose(m, people)
	case bot.Channel:
		var channels []bot.Option
		for _, c := range Channels() {
			if c.Access <= m.who.Access {
				channels = append(channels, bot.Option{Value: c.Name, Label: bot.Same("#" + c.Name)})
			}
		}
		f.choose(m, channels)
	case bot.Role:
		var roles []bot.Option
		for _, r := range Roles() {
			roles = append(roles, bot.Option{Value: r.ID, Label: r.Name})
		}
		f.choose(m, roles)
	}
	return f
}

// choose makes the field a list of options; a value that is none of them stays
// a text that can be corrected.
func (f *fieldView) choose(m *modalView, options []bot.Option) {
	if f.Value != "" && !slices.ContainsFunc(options, func(o bot.Option) bool { return o.Value == f.Value }) {
		return
	}
	f.Control, f.Suggests = "choice", false
	for _, o := range options {
		f.Choices = append(f.Choices, choiceView{o.Value, m.In(o.Label), o.Value == f.Value})
	}
}
