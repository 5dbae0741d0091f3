package bot

import "maps"

type lateness struct {
	tell      func(ephemeral bool)
	told      bool
	ephemeral bool
}

func (l *lateness) announce(ephemeral bool) {
	if l.told {
		return
	}
	l.told, l.ephemeral = true, ephemeral
	if l.tell != nil {
		l.tell(ephemeral)
	}
}

// afterLate fits an answer to what was announced: no modal can follow, so it
// becomes a card with a button that opens it; and what was announced to one
// person alone, or to all, cannot change.
func (r *Router) afterLate(a Answer, watch *lateness) Answer {
	if !watch.told {
		return a
	}
	a.Ephemeral = watch.ephemeral
	if modal, ok := a.Reply.(*Modal); ok {
		if !a.Ephemeral { // nobody else reads what was written
			open := *modal
			open.Values = maps.Clone(open.Values)
			for _, f := range open.Fields {
				if f.Private {
					delete(open.Values, f.Name)
				}
			}
			modal = &open
		}
		a.Reply = modal.Door()
	}
	return a
}

// Door is the message that stands for a modal where none can be opened: what is
// wrong with its fields, and a button that opens it with what they hold.
func (m *Modal) Door() *Message {
	args := Args{}
	maps.Copy(args, m.Do.Args)
	private := map[string]bool{}
	for _, f := range m.Fields {
		private[f.Name] = f.Private
	}
	for k, v := range m.Values {
		if !private[k] {
			args[k] = v
		}
	}
	open := Call{Command: m.Do.Command, Action: m.Do.Action, Args: args, Ask: true}
	if !m.Again.IsZero() && len(m.Faults) == 0 {
		open = m.Again
	}
	label := Text{FR: "Remplir le formulaire", EN: "Fill in the form"}
	if len(m.Faults) > 0 {
		label = Text{FR: "Corriger", EN: "Correct"}
	}
	lines := append([]Text{Textf(Text{FR: "**%s**", EN: "**%s**"}, m.Title)}, faultLines(m.Fields, m.Faults, (*Param).Title)...)
	if len(m.Faults) > 0 {
		for i := range m.Fields { // it is not in the button: it is there to be copied
			if f := &m.Fields[i]; f.Private && !f.Hidden && m.Values[f.Name] != "" {
				lines = append(lines, Textf(Text{FR: "%s, à recopier : %s", EN: "%s, to be copied: %s"}, f.Title(), m.Values[f.Name]))
			}
		}
	}
	return &Message{
		Text:    Join("\n", lines...),
		Buttons: []Button{{Label: label, Style: Primary, Do: open}},
	}
}
