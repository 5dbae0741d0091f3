package local

import (
	"context"
	"strings"
	"unicode"

	"rebond/bot"
)

// declared is an Inbox whose declarations can be asked for: the Router.
type declared interface {
	Command(name string) (*bot.Command, bool)
	Commands() []bot.Command
}

// completion is what a line could become.
type completion struct {
	Line string `json:"line"`           // the whole line
	Name string `json:"name"`           // what is new in it
	Help string `json:"help,omitempty"` // what that means
}

// completer completes the lines of one person.
type completer struct {
	inbox   bot.Inbox
	known   declared
	who     Person
	request func() *bot.Request
}

// complete shows what the end of a line could become. A line that ends with a
// tab asks for it.
func (s *session) complete(ctx context.Context, line string) error {
	known, ok := s.inbox.(declared)
	if !ok {
		return nil
	}
	c := completer{s.inbox, known, s.As, s.request}
	found := c.lines(ctx, line)
	if len(found) == 0 {
		return s.say(bot.Text{FR: "(rien à compléter)", EN: "(nothing to complete)"})
	}
	w := &writer{lang: s.speaks()}
	for _, f := range found {
		w.line(f.Line)
	}
	return s.print(w.String())
}

// lines returns the whole lines that line could become.
func (c *completer) lines(ctx context.Context, line string) []completion {
	line = strings.TrimLeftFunc(line, unicode.IsSpace)
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		return c.commands(line)
	}
	command, ok := c.known.Command(strings.TrimPrefix(line[:end], "/"))
	if !ok || command.Access > c.who.Access {
		return nil
	}
	rest := line[end:]
	last := rest[strings.LastIndexFunc(rest, unicode.IsSpace)+1:]
	if i := strings.LastIndexByte(rest, '"'); strings.Count(rest, `"`)%2 == 1 { // inside a quoted value
		last = rest[strings.LastIndexFunc(rest[:i], unicode.IsSpace)+1:]
	}
	head := strings.TrimSuffix(line, last)
	if name, typed, ok := strings.Cut(last, ":"); ok {
		for i := range command.Params {
			p := &command.Params[i]
			if n := bot.Fold(name); n == p.Name || n == p.Names.FR || n == p.Names.EN {
				return c.values(ctx, command, p, head+name+":", strings.TrimPrefix(typed, `"`))
			}
		}
	}
	var all []completion
	for i := range command.Params {
		p := &command.Params[i]
		if p.Rest {
			_, typed := bot.SplitLine(line)
			all = append(all, c.values(ctx, command, p, line[:end]+" ", typed)...)
		}
	}
	for _, p := range command.Params {
		if n := p.Names.In(c.who.Lang); strings.HasPrefix(n, bot.Fold(last)) {
			all = append(all, completion{head + n + ":", n + ":", bot.Plain(p.Help.In(c.who.Lang))})
		}
	}
	return all
}

func (c *completer) commands(typed string) []completion {
	var found []completion
	for _, command := range c.known.Commands() {
		n := command.Names.In(c.who.Lang)
		if command.Access <= c.who.Access && strings.HasPrefix(n, bot.Fold(strings.TrimPrefix(typed, "/"))) {
			found = append(found, completion{"/" + n, "/" + n, bot.Plain(command.Summary.In(c.who.Lang))})
		}
	}
	return found
}

// values completes one parameter; a value of several words stands in quotes.
func (c *completer) values(ctx context.Context, command *bot.Command, p *bot.Param, head, typed string) []completion {
	r := c.request()
	r.Command, r.Args = command.Name, bot.Args{p.Name: typed}
	var found []completion
	for _, o := range c.inbox.Suggest(ctx, r, p.Name) {
		label := bot.Plain(o.Label.In(c.who.Lang))
		value := o.Value
		if p.Kind == bot.Choice {
			value = label
		}
		f := completion{Name: value}
		if label != value {
			f.Help = label
		}
		if !p.Rest && strings.ContainsFunc(value, unicode.IsSpace) {
			value = `"` + value + `"`
		}
		f.Line = head + value
		found = append(found, f)
	}
	return found
}
