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

// complete shows what the end of a line could become. A line that ends with a
// tab asks for it.
func (s *session) complete(ctx context.Context, line string) error {
	known, ok := s.inbox.(declared)
	if !ok {
		return nil
	}
	lines := s.completions(ctx, known, line)
	if len(lines) == 0 {
		return s.say(bot.Text{FR: "(rien à compléter)", EN: "(nothing to complete)"})
	}
	w := &writer{lang: s.As.Lang}
	for _, l := range lines {
		w.line(l)
	}
	return s.print(w.String())
}

// completions returns the whole lines that line could become.
func (s *session) completions(ctx context.Context, known declared, line string) []string {
	line = strings.TrimLeftFunc(line, unicode.IsSpace)
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		return s.commandNames(known, line)
	}
	c, ok := known.Command(strings.TrimPrefix(line[:end], "/"))
	if !ok || c.Access > s.As.Access {
		return nil
	}
	rest := line[end:]
	last := rest[strings.LastIndexFunc(rest, unicode.IsSpace)+1:]
	if i := strings.LastIndexByte(rest, '"'); strings.Count(rest, `"`)%2 == 1 { // inside a quoted value
		last = rest[strings.LastIndexFunc(rest[:i], unicode.IsSpace)+1:]
	}
	head := strings.TrimSuffix(line, last)
	if name, typed, ok := strings.Cut(last, ":"); ok {
		for i := range c.Params {
			p := &c.Params[i]
			if n := bot.Fold(name); n == p.Name || n == p.Names.FR || n == p.Names.EN {
				return s.values(ctx, c, p, head+name+":", strings.TrimPrefix(typed, `"`))
			}
		}
	}
	var all []string
	for i := range c.Params {
		p := &c.Params[i]
		if p.Rest {
			_, typed := bot.SplitLine(line)
			all = append(all, s.values(ctx, c, p, line[:end]+" ", typed)...)
		}
	}
	for _, p := range c.Params {
		if n := p.Names.In(s.As.Lang); strings.HasPrefix(n, bot.Fold(last)) {
			all = append(all, head+n+":")
		}
	}
	return all
}

func (s *session) commandNames(known declared, typed string) []string {
	var names []string
	for _, c := range known.Commands() {
		n := c.Names.In(s.As.Lang)
		if c.Access <= s.As.Access && strings.HasPrefix(n, bot.Fold(strings.TrimPrefix(typed, "/"))) {
			names = append(names, "/"+n)
		}
	}
	return names
}

// values completes one parameter; a value of several words stands in quotes.
func (s *session) values(ctx context.Context, c *bot.Command, p *bot.Param, head, typed string) []string {
	r := s.request()
	r.Command, r.Args = c.Name, bot.Args{p.Name: typed}
	var lines []string
	for _, o := range s.inbox.Suggest(ctx, r, p.Name) {
		value := o.Value
		if p.Kind == bot.Choice {
			value = bot.Plain(o.Label.In(s.As.Lang))
		}
		if !p.Rest && strings.ContainsFunc(value, unicode.IsSpace) {
			value = `"` + value + `"`
		}
		lines = append(lines, head+value)
	}
	return lines
}
