package local

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// writer renders a message as plain text: nothing is shown by colour or place
// alone, and nothing in it can drive the terminal.
type writer struct {
	strings.Builder
	lang   bot.Lang
	number func(bot.Call) (int, error)
}

func (w *writer) message(m *bot.Message, alone bool) error {
	if alone {
		w.line(bot.Text{FR: "(visible uniquement par toi)", EN: "(only visible to you)"}.In(w.lang))
	}
	w.markup(m.Text, "")
	for _, c := range m.Cards {
		if w.Len() > 0 {
			w.WriteByte('\n')
		}
		if err := w.card(&c); err != nil {
			return err
		}
	}
	for _, i := range m.Images {
		w.image(&i, "")
	}
	for _, f := range m.Files {
		w.line("[" + f.Name + "]")
		if strings.HasPrefix(f.Media, "text/") || f.Media == "application/json" {
			for l := range strings.Lines(string(f.Data)) {
				w.line("  " + strings.TrimRight(l, "\n"))
			}
		}
	}
	for _, s := range m.Selects {
		prompt := s.Prompt
		if s.Max > 1 {
			prompt = bot.Textf(bot.Text{FR: "%s (un seul choix dans un terminal)", EN: "%s (a single choice in a terminal)"}, prompt)
		}
		w.line(bot.Plain(prompt.In(w.lang)))
		var options []bot.Button
		for _, o := range s.Options {
			do := s.Do
			do.Args = do.Args.With(s.Param, o.Value)
			if o.Chosen {
				o.Label = bot.Textf(bot.Text{FR: "%s (choisi)", EN: "%s (chosen)"}, o.Label)
			}
			options = append(options, bot.Button{Label: o.Label, Do: do})
		}
		if err := w.buttons(options, "  "); err != nil {
			return err
		}
	}
	if len(m.Buttons) > 0 && len(m.Cards) > 0 {
		w.WriteByte('\n')
	}
	return w.buttons(m.Buttons, "")
}

func (w *writer) card(c *bot.Card) error {
	if title := bot.Plain(c.Title.In(w.lang)); title != "" {
		w.line("■ " + title)
	}
	if c.URL != "" && !slices.ContainsFunc(c.Buttons, func(b bot.Button) bool { return b.URL == c.URL }) {
		w.line("  " + c.URL)
	}
	w.markup(c.Body, "  ")
	for _, f := range c.Facts {
		sep := bot.Text{FR: "\u00a0: ", EN: ": "}.In(w.lang)
		value := ""
		for i, b := range bot.ParseMarkup(f.Value.In(w.lang)) {
			if i > 0 {
				value += " "
			}
			value += spans(b.Spans)
		}
		w.line("  " + bot.Plain(f.Label.In(w.lang)) + sep + value)
	}
	if c.Image != nil {
		w.image(c.Image, "  ")
	}
	w.markup(c.Footer, "  ")
	return w.buttons(c.Buttons, "  ")
}

// image writes what an image shows, and where it can be seen.
func (w *writer) image(i *bot.Image, indent string) {
	w.line(indent + strings.TrimRight("[image] "+bot.Plain(i.Alt.In(w.lang))+" "+i.URL, " "))
}

func (w *writer) buttons(buttons []bot.Button, indent string) error {
	var shown []string
	for _, b := range buttons {
		label := bot.Plain(b.Label.In(w.lang))
		if to := w.leads(&b); to != "" {
			sep := bot.Text{FR: "\u00a0: ", EN: ": "}.In(w.lang)
			shown = append(shown, label+sep+to)
			continue
		}
		n, err := w.number(b.Do)
		if err != nil {
			return err
		}
		shown = append(shown, fmt.Sprintf("[%d] %s", n, label))
	}
	line := ""
	for _, s := range shown {
		if line != "" && utf8.RuneCountInString(line+s) > maxLine {
			w.line(indent + line)
			line = ""
		}
		if line != "" {
			line += "   "
		}
		line += s
	}
	if line != "" {
		w.line(indent + line)
	}
	return nil
}

// maxLine is how many runes of buttons stand on a line, if there are several.
const maxLine = 100

// leads is where a button leads: to a page, or to the place of a message; empty
// for one that does something.
func (w *writer) leads(b *bot.Button) string {
	switch {
	case b.To.ID == "":
		return b.URL
	case b.To.At.Member != "":
		return words["direct"].In(w.lang)
	}
	return "#" + b.To.At.Channel
}

// thread names the thread that a message opened.
func (w *writer) thread(t *bot.Thread) {
	w.line(words["thread"].In(w.lang) + " " + threadName(t, w.lang))
}

// markup writes each block on its lines: a heading as it is, an item after a dash.
func (w *writer) markup(t bot.Text, indent string) {
	last := bot.Item
	for i, b := range bot.ParseMarkup(t.In(w.lang)) {
		if i > 0 && (b.Kind == bot.Heading || b.Kind == bot.Paragraph && last != bot.Heading) {
			w.WriteByte('\n')
		}
		last = b.Kind
		lead := map[bot.BlockKind]string{bot.Item: "- ", bot.Quote: "> "}[b.Kind]
		for l := range strings.SplitSeq(spans(b.Spans), "\n") {
			w.line(indent + lead + l)
		}
	}
}

// spans is a run of text; a link shows where it leads.
func spans(all []bot.Span) string {
	var text strings.Builder
	for _, s := range all {
		text.WriteString(s.Text)
		if s.URL != "" && s.URL != s.Text && s.URL != "mailto:"+s.Text {
			text.WriteString(" <" + s.URL + ">")
		}
	}
	return text.String()
}

func (w *writer) line(s string) {
	w.WriteString(printable(s) + "\n")
}

// printable is a line without what could drive a terminal.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return ' '
		case r == '\t':
			return r
		case unicode.IsControl(r), bot.IsDirectionMark(r):
			return -1
		}
		return r
	}, line)
}
