package bot

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Limits that every platform accepts (Discord's and Slack's documentation, the
// smaller of each).
const (
	MaxCommands   = 49  // slash commands in a Slack manifest, besides the umbrella
	MaxParams     = 25  // options of a Discord command
	MaxOptions    = 25  // choices, suggestions, entries of a select
	MaxSummary    = 100 // runes in a description
	MaxName       = 32  // letters in a command's name
	MaxTitle      = 24  // runes in a modal's title and a shortcut's name on Slack
	MaxFields     = 5   // fields of a Discord modal
	MaxFieldLabel = 45  // runes in the label of a field of a Discord modal
	MaxLabel      = 75  // runes in a button or an option on Slack
)

// reserved are the names that Slack keeps for itself: one of them in a
// manifest invalidates all its commands.
var reserved = []string{
	"me", "status", "away", "dnd", "remind", "msg", "feed", "who", "join", "leave", "open", "search", "topic", "mute",
	"invite", "kick", "archive", "rename", "shrug", "collapse", "expand", "prefs", "apps", "active", "dm", "part", "remove", "unarchive",
	"rebond", // the umbrella of every command on Slack
}

var asciiName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// declared collects what is wrong with a list of commands.
type declared struct {
	faults []error
	names  map[string]string // a name to the command that has it
	seen   map[string]bool   // the commands by their own name
}

func checkCommands(commands []Command) error {
	d := &declared{names: map[string]string{}, seen: map[string]bool{}}
	if len(commands) > MaxCommands {
		d.fault("", "%d commands, at most %d", len(commands), MaxCommands)
	}
	for i := range commands {
		d.command(&commands[i])
	}
	return errors.Join(d.faults...)
}

func (d *declared) fault(where, format string, args ...any) {
	d.faults = append(d.faults, fmt.Errorf("command %s: %s", where, fmt.Sprintf(format, args...)))
}

func (d *declared) command(c *Command) {
	if d.seen[c.Name] {
		d.fault(c.Name, "declared twice")
	}
	d.seen[c.Name] = true
	for _, name := range slices.Compact(append([]string{c.Name, c.Names.FR, c.Names.EN}, c.Aliases...)) {
		d.name(c.Name, name)
		if slices.Contains(reserved, name) {
			d.fault(c.Name, "name %q is reserved by Slack", name)
		}
		if of, taken := d.names[name]; taken && of != c.Name {
			d.fault(c.Name, "name %q is taken by %s", name, of)
		}
		d.names[name] = c.Name
	}
	d.words(c.Name, "summary", c.Summary, MaxSummary)
	if c.Run == nil {
		d.fault(c.Name, "has no handler")
	}
	if c.Ask && len(c.Params) > MaxFields {
		d.fault(c.Name, "asks %d fields, at most %d", len(c.Params), MaxFields)
	}
	if c.Ask {
		d.words(c.Name, "title", c.Title, MaxTitle)
	}
	if !c.Shortcut.Empty() {
		d.words(c.Name, "shortcut", c.Shortcut, MaxTitle)
		if c.ShortcutAction != "" && !slices.ContainsFunc(c.Actions, func(a Action) bool { return a.Name == c.ShortcutAction && !a.Title.Empty() }) {
			d.fault(c.Name, "its shortcut opens %s, which has no form", c.ShortcutAction)
		}
	}
	d.params(c.Name, c.Params)
	if len(fields(c.Params)) < len(c.Params) {
		d.fault(c.Name, "a hidden parameter, which nobody could give")
	}
	seen := map[string]bool{}
	for _, a := range c.Actions {
		where := c.Name + "." + a.Name
		d.name(where, a.Name)
		if seen[a.Name] {
			d.fault(where, "declared twice")
		}
		seen[a.Name] = true
		if a.Run == nil {
			d.fault(where, "has no handler")
		}
		if !a.Title.Empty() {
			d.words(where, "title", a.Title, MaxTitle)
			if asked := len(fields(a.Params)); asked > MaxFields {
				d.fault(where, "asks %d fields, at most %d", asked, MaxFields)
			}
		}
		d.params(where, a.Params)
	}
}

func (d *declared) params(where string, params []Param) {
	if len(params) > MaxParams {
		d.fault(where, "%d parameters, at most %d", len(params), MaxParams)
	}
	seen := map[string]string{}
	rest, optional := false, false
	for i, p := range params {
		at := where + " " + p.Name
		if slices.ContainsFunc(params[:i], func(q Param) bool { return q.Name == p.Name }) {
			d.fault(at, "declared twice")
		}
		for _, name := range slices.Compact([]string{p.Name, p.Names.FR, p.Names.EN}) {
			d.name(at, name)
			if of, taken := seen[name]; taken && of != p.Name {
				d.fault(at, "name %q is taken by %s", name, of)
			}
			seen[name] = p.Name
		}
		d.words(at, "help", p.Help, MaxSummary)
		if !p.Label.Empty() {
			d.words(at, "label", p.Label, MaxFieldLabel)
		}
		if p.Required && optional {
			d.fault(at, "a required parameter after an optional one")
		}
		optional = optional || !p.Required
		if p.Rest && rest {
			d.fault(at, "two parameters take the rest of the line")
		}
		rest = rest || p.Rest
		d.options(at, p)
	}
}

func (d *declared) options(at string, p Param) {
	if (p.Kind == Choice) != (len(p.Options) > 0) {
		d.fault(at, "a choice has options, and nothing else has")
	}
	if len(p.Options) > MaxOptions {
		d.fault(at, "%d options, at most %d", len(p.Options), MaxOptions)
	}
	if p.Kind == Choice && p.Suggest != nil {
		d.fault(at, "a choice has its options and no suggestions")
	}
	if p.Max != 0 && p.Min > p.Max {
		d.fault(at, "min %d is over max %d", p.Min, p.Max)
	}
	seen := map[string]bool{}
	for _, o := range p.Options {
		d.words(at, "option "+o.Value, o.Label, MaxLabel)
		if o.Value == "" || seen[o.Value] {
			d.fault(at, "option %q is empty or stands twice", o.Value)
		}
		seen[o.Value] = true
	}
}

func (d *declared) name(where, name string) {
	if !asciiName.MatchString(name) || len(name) > MaxName {
		d.fault(where, "name %q is not 1 to %d lower-case ASCII letters, digits, - or _", name, MaxName)
	}
}

func (d *declared) words(where, what string, t Text, max int) {
	for _, l := range Langs {
		switch n := utf8.RuneCountInString(Plain(t.In(l))); {
		case n == 0:
			d.fault(where, "no %s in %s", what, l)
		case n > max:
			d.fault(where, "the %s in %s has %d characters, at most %d", what, l, n, max)
		}
	}
}
