package bot

import (
	"context"
	"time"
)

// Handler answers a request. It returns *UserError for what the member can put
// right, and any other error for what they cannot.
type Handler func(ctx context.Context, r *Request) (Reply, error)

// Command is one thing members can ask, declared once. Discord's command JSON,
// Slack's manifest, /aide, the reading of a typed line and the modal are all
// derived from it. [NewRouter] checks its limits.
type Command struct {
	Name           string   // ASCII, lower case; the French name
	Names          Text     // the name in each language
	Summary        Text     // what it does, at most MaxSummary runes
	Aliases        []string // other names it answers to
	Params         []Param
	Ask            bool   // ask for missing Params with a modal
	Title          Text   // of that modal
	Ephemeral      bool   // only the member who asks sees the answer
	Access         Access // who may ask
	Changes        bool   // it changes something: handled once per Request.ID, across processes
	Always         bool   // it answers at once, whatever is down: its handler waits for nothing
	Uncounted      bool   // how many people use it is counted nowhere
	Query          bool   // it looks up what was typed: with words of distress, that is not done
	Shortcut       Text   // its name as a global shortcut, where the platform has them; empty: none
	ShortcutAction string // the action whose form the shortcut opens; empty: the command itself
	Home           func(ctx context.Context, r *Request) (*Message, error)
	Run            Handler
	Actions        []Action
	Jobs           []Job
}

// Action is what a control of a command's answer does.
type Action struct {
	Name      string
	Params    []Param
	Title     Text // of the modal that asks for Params; empty: it is never asked
	Ephemeral bool
	Changes   bool
	Query     bool   // it looks up what was typed, as a Command's does
	Forgets   bool   // what the platform itself still shows the member alone goes too, where it can
	Access    Access // where it is more than the command's
	Open      bool   // anyone may, whatever the command's Access
	Run       Handler
}

// Param is one argument: a slash option, a typed word and a field of a modal alike.
type Param struct {
	Name     string // ASCII, lower case; the French name
	Names    Text   // the name in each language
	Label    Text   // its name as a field of a modal, at most MaxFieldLabel runes; empty: Names
	Help     Text   // at most MaxSummary runes
	Kind     Kind
	Required bool
	Rest     bool // takes the words of a typed line that no other parameter names
	Private  bool // never in a call, a draft or a log
	Hidden   bool // given by a call alone: no field of a modal, no option of a command
	Min, Max int  // of a Number: its range; of a Line or a Prose: its length in runes; Max 0: the kind's own
	Options  []Option
	Suggest  func(ctx context.Context, r *Request, typed string) ([]Option, error)
	Check    func(value string) error
}

// Kind says what an argument is.
type Kind uint8

// The kinds of argument, and how their values are written once checked.
const (
	Line     Kind = iota // one line of text
	Prose                // text of several lines
	Number               // an integer: "45000"
	Day                  // "2026-11-22"
	Moment               // "2026-11-22T09:00", in the member's own time zone
	Choice               // the value of one of Options
	Person               // a person's id on the platform
	Channel              // a channel's id on the platform
	Role                 // the id on the platform of a role, or of a group of people
	Link                 // an http or https address
	YesNo                // "yes" or "no"
	Document             // the text of a file
)

// Access is a right in a community; each one includes those before it.
type Access uint8

// The rights. Operator is the right over the process, given by the configuration.
const (
	Anyone Access = iota
	Recruiter
	Moderator
	Admin
	Operator
)

// Job is something a command does by itself at set times.
type Job struct {
	Name string
	Spec string        // five cron fields, in the community's time zone
	Late time.Duration // how long after its time it still makes sense
	Run  func(ctx context.Context, t Tick) ([]Post, error)
}

// Tick is one time of a job in one community.
type Tick struct {
	Due       time.Time
	Community Address
}
