package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// with returns a command that is declared well but for what set changes.
func with(set func(*Command)) []Command {
	return []Command{command("offres", "jobs", set)}
}

// withParam gives that command one more parameter.
func withParam(set func(*Param)) []Command {
	return with(func(c *Command) {
		p := param("lieu", "place", Line)
		set(&p)
		c.Params = append(c.Params, p)
	})
}

// withAction gives it one more action.
func withAction(set func(*Action)) []Command {
	return with(func(c *Command) {
		a := Action{Name: "voir", Run: say("vu", "seen")}
		set(&a)
		c.Actions = append(c.Actions, a)
	})
}

func many(n int) []Param {
	var params []Param
	for i := range n {
		params = append(params, param(fmt.Sprintf("p%d", i), fmt.Sprintf("q%d", i), Line))
	}
	return params
}

func options(n int) []Option {
	var o []Option
	for i := range n {
		o = append(o, Option{Value: fmt.Sprint("v", i), Label: Markup(fmt.Sprint("Choix ", i))})
	}
	return o
}

func long(n int) Text { return Markup(strings.Repeat("é", n)) }

func TestNewRouterRefuses(t *testing.T) {
	choice := func(o ...Option) []Command { return withParam(func(p *Param) { p.Kind, p.Options = Choice, o }) }
	for _, c := range []struct {
		name     string
		commands []Command
		want     string
	}{
		{"too many commands", func() (all []Command) {
			for i := range MaxCommands + 1 {
				all = append(all, command(fmt.Sprint("c", i), fmt.Sprint("d", i), nil))
			}
			return all
		}(), "50 commands, at most 49"},
		{"no name", with(func(c *Command) { c.Name = "" }), `name "" is not 1 to 32`},
		{"no name in French", with(func(c *Command) { c.Names.FR = "" }), `offres: name "" is not 1 to 32`},
		{"no name in English", with(func(c *Command) { c.Names.EN = "" }), `offres: name "" is not 1 to 32`},
		{"a name with a capital", with(func(c *Command) { c.Names.EN = "Jobs" }), `offres: name "Jobs"`},
		{"a name with an accent", with(func(c *Command) { c.Names.FR = "météo" }), `offres: name "météo"`},
		{"a name with a space", with(func(c *Command) { c.Aliases = []string{"mes offres"} }), `offres: name "mes offres"`},
		{"a name that begins with a digit", with(func(c *Command) { c.Aliases = []string{"3114"} }), `offres: name "3114"`},
		{"a name with a line feed", with(func(c *Command) { c.Aliases = []string{"jobs\n"} }), `offres: name "jobs\n"`},
		{"too long a name", with(func(c *Command) { c.Aliases = []string{strings.Repeat("a", MaxName+1)} }), "offres: name \"aaa"},
		{"a name taken by another command", []Command{command("offres", "jobs", nil), command("emplois", "jobs", nil)}, `emplois: name "jobs" is taken by offres`},
		{"an alias taken by another command", []Command{command("offres", "jobs", nil), command("emplois", "work", func(c *Command) { c.Aliases = []string{"offres"} })}, `emplois: name "offres" is taken by offres`},
		{"a command twice", []Command{command("offres", "jobs", nil), command("offres", "work", nil)}, `offres: declared twice`},
		{"no summary in French", with(func(c *Command) { c.Summary.FR = "" }), "offres: no summary in fr"},
		{"no summary in English", with(func(c *Command) { c.Summary.EN = "" }), "offres: no summary in en"},
		{"a summary of formatting alone", with(func(c *Command) { c.Summary.EN = "\n" }), "offres: no summary in en"},
		{"too long a summary", with(func(c *Command) { c.Summary.FR = long(MaxSummary + 1).FR }), "offres: the summary in fr has 101 characters, at most 100"},
		{"no handler", with(func(c *Command) { c.Run = nil }), "offres: has no handler"},
		{"too many fields", with(func(c *Command) { c.Ask, c.Params = true, many(MaxFields+1) }), "offres: asks 6 fields, at most 5"},
		{"no title of its modal", with(func(c *Command) { c.Ask, c.Title = true, Text{} }), "offres: no title in fr"},
		{"too long a title", with(func(c *Command) { c.Ask, c.Title = true, long(MaxTitle+1) }), "offres: the title in fr has 25 characters, at most 24"},
		{"too long a shortcut", with(func(c *Command) { c.Shortcut = long(MaxTitle + 1) }), "offres: the shortcut in fr has 25 characters, at most 24"},
		{"a shortcut in one language", with(func(c *Command) { c.Shortcut = Text{FR: "Offres"} }), "offres: no shortcut in en"},
		{"too many parameters", with(func(c *Command) { c.Params = many(MaxParams + 1) }), "offres: 26 parameters, at most 25"},
		{"a parameter's name with a capital", withParam(func(p *Param) { p.Names.EN = "Place" }), `offres lieu: name "Place"`},
		{"a parameter with no English name", withParam(func(p *Param) { p.Names.EN = "" }), `offres lieu: name ""`},
		{"a parameter's name taken by another", with(func(c *Command) {
			c.Params = []Param{param("lieu", "place", Line), param("place", "spot", Line)}
		}), `offres place: name "place" is taken by lieu`},
		{"a parameter twice", with(func(c *Command) {
			c.Params = []Param{param("lieu", "place", Line), param("lieu", "spot", Line)}
		}), `offres lieu: declared twice`},
		{"no help in English", withParam(func(p *Param) { p.Help.EN = "" }), "offres lieu: no help in en"},
		{"too long a help", withParam(func(p *Param) { p.Help.EN = long(MaxSummary + 1).EN }), "offres lieu: the help in en has 101 characters, at most 100"},
		{"too long a label", withParam(func(p *Param) { p.Label.FR, p.Label.EN = long(MaxFieldLabel+1).FR, "Place" }), "offres lieu: the label in fr has 46 characters, at most 45"},
		{"a label in one language", withParam(func(p *Param) { p.Label = Text{FR: "Lieu"} }), "offres lieu: no label in en"},
		{"a label of formatting alone", withParam(func(p *Param) { p.Label = Markup("\n") }), "offres lieu: no label in fr"},
		{"required after optional", with(func(c *Command) {
			c.Params = []Param{param("lieu", "place", Line), required(param("titre", "title", Line))}
		}), "offres titre: a required parameter after an optional one"},
		{"two rests", with(func(c *Command) {
			c.Params = []Param{param("a", "a", Line), param("b", "b", Line)}
			c.Params[0].Rest, c.Params[1].Rest = true, true
		}), "offres b: two parameters take the rest"},
		{"a choice of nothing", choice(), "offres lieu: a choice has options"},
		{"options of what is no choice", withParam(func(p *Param) { p.Options = options(1) }), "offres lieu: a choice has options, and nothing else has"},
		{"too many options", choice(options(MaxOptions + 1)...), "offres lieu: 26 options, at most 25"},
		{"an option with no value", choice(Option{Value: "", Label: Markup("Rien")}), `offres lieu: option "" is empty`},
		{"an option twice", choice(Option{Value: "a", Label: Markup("A")}, Option{Value: "a", Label: Markup("B")}), `offres lieu: option "a" is empty or stands twice`},
		{"an option with no label in English", choice(Option{Value: "a", Label: Text{FR: "A"}}), "offres lieu: no option a in en"},
		{"too long an option", choice(Option{Value: "a", Label: long(MaxLabel + 1)}), "offres lieu: the option a in fr has 76 characters, at most 75"},
		{"a choice that suggests", withParam(func(p *Param) {
			p.Kind, p.Options, p.Suggest = Choice, options(1), suggestNothing
		}), "offres lieu: a choice has its options and no suggestions"},
		{"min over max", withParam(func(p *Param) { p.Kind, p.Min, p.Max = Number, 3, 2 }), "offres lieu: min 3 is over max 2"},
		{"an action with no name", withAction(func(a *Action) { a.Name = "" }), `offres.: name ""`},
		{"an action's name with a dot", withAction(func(a *Action) { a.Name = "voir.tout" }), `offres.voir.tout: name "voir.tout"`},
		{"an action with no handler", withAction(func(a *Action) { a.Run = nil }), "offres.voir: has no handler"},
		{"a shortcut to no form", with(func(c *Command) {
			c.Shortcut, c.ShortcutAction = Text{FR: "Chercher", EN: "Search"}, "voir"
			c.Actions = []Action{{Name: "voir", Run: say("", "")}}
		}), "offres: its shortcut opens voir, which has no form"},
		{"an action twice", with(func(c *Command) {
			c.Actions = []Action{{Name: "voir", Run: say("", "")}, {Name: "voir", Run: say("", "")}}
		}), "offres.voir: declared twice"},
		{"an action's title in one language", withAction(func(a *Action) { a.Title.EN = "See" }), "offres.voir: no title in fr"},
		{"too long an action's title", withAction(func(a *Action) { a.Title = long(MaxTitle + 1) }), "offres.voir: the title in fr has 25 characters"},
		{"too many fields of an action", withAction(func(a *Action) { a.Title, a.Params = Markup("Voir"), many(MaxFields+1) }), "offres.voir: asks 6 fields, at most 5"},
		{"too many parameters of an action", withAction(func(a *Action) { a.Params = many(MaxParams + 1) }), "offres.voir: 26 parameters, at most 25"},
		{"an action's parameter with no help", withAction(func(a *Action) {
			a.Params = many(1)
			a.Params[0].Help = Text{}
		}), "offres.voir p0: no help in fr"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := NewRouter(c.commands, Ports{})
			if err == nil || !strings.Contains(err.Error(), c.want) || r != nil {
				t.Errorf("NewRouter: %v; want %q", err, c.want)
			}
		})
	}
}

// One of Slack's own names in a manifest invalidates every command in it.
func TestNewRouterRefusesReservedNames(t *testing.T) {
	for _, name := range []string{"me", "status", "away", "dnd", "remind", "msg", "feed", "who", "join", "leave", "open", "search", "topic", "mute", "invite", "kick", "archive", "rename", "shrug", "collapse", "expand", "prefs", "apps", "rebond"} {
		want := fmt.Sprintf("name %q is reserved", name)
		for what, c := range map[string]Command{
			"French name":  command(name, "jobs", nil),
			"English name": command("offres", name, nil),
			"alias":        command("offres", "jobs", func(c *Command) { c.Aliases = []string{name} }),
		} {
			if _, err := NewRouter([]Command{c}, Ports{}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s %s: %v; want %q", what, name, err, want)
			}
		}
	}
}

func TestNewRouterTellsEveryFaultAtOnce(t *testing.T) {
	_, err := NewRouter([]Command{
		command("offres", "search", func(c *Command) { c.Run, c.Summary = nil, Text{} }),
		command("aide", "Help", func(c *Command) { c.Params = many(1); c.Params[0].Help.FR = "" }),
	}, Ports{})
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	got := strings.Split(err.Error(), "\n")
	for _, want := range []string{`offres: name "search" is reserved`, "offres: no summary in fr", "offres: no summary in en", "offres: has no handler", `aide: name "Help"`, "aide p0: no help in fr"} {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, want) }) {
			t.Errorf("%q is not among the faults:\n%v", want, err)
		}
	}
}

// The limits are reached, and the Router is built.
func TestNewRouterAcceptsTheLimits(t *testing.T) {
	var all []Command
	for i := range MaxCommands {
		all = append(all, command(fmt.Sprint("c", i), fmt.Sprint("d", i), nil))
	}
	all[0].Names.EN = strings.Repeat("a", MaxName)
	all[0].Summary, all[0].Title, all[0].Shortcut = long(MaxSummary), long(MaxTitle), long(MaxTitle)
	all[0].Ask, all[0].Params = true, many(MaxFields)
	all[1].Params = many(MaxParams)
	all[1].Params[0].Kind, all[1].Params[0].Options = Choice, options(MaxOptions)
	all[1].Params[0].Options[0].Label = long(MaxLabel)
	all[1].Params[1].Help = long(MaxSummary)
	all[1].Params[2].Label, all[1].Params[3].Label = long(MaxFieldLabel), Markup("**"+strings.Repeat("é", MaxFieldLabel)+"**")
	// Formatting is not counted: what is shown fits.
	all[2].Summary = Markup("**" + strings.Repeat("é", MaxSummary) + "**")
	all[3].Aliases = []string{"a-b_c9", "c3"} // its own name again is no fault
	if _, err := NewRouter(all, Ports{}); err != nil {
		t.Error(err)
	}
}

func TestCommandsAnswerToEachName(t *testing.T) {
	r := newPorts().router(t, command("offres", "jobs", func(c *Command) { c.Aliases = []string{"emploi"} }), command("aide", "help", nil))
	for name, want := range map[string]string{"offres": "offres", "jobs": "offres", "emploi": "offres", "OFFRES": "offres", "Émploi": "offres", "help": "aide", "": "", "offre": ""} {
		c, ok := r.Command(name)
		if ok != (want != "") || ok && c.Name != want {
			t.Errorf("Command(%q) = %v, %v; want %q", name, c, ok, want)
		}
	}
	if all := r.Commands(); len(all) != 2 || all[0].Name != "offres" || all[1].Name != "aide" {
		t.Errorf("Commands() = %v; want them in the order of their declaration", all)
	}
}
