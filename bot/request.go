package bot

import (
	"strconv"
	"time"
)

// Request is one thing asked of the bot, however it was asked. An adapter
// fills in one of Line (a typed line), Control (a control that was used) or
// Command; the Router reads the first two into the third.
type Request struct {
	ID      string // the event's id on the platform, unique for an hour
	Line    string
	Control string // the id that [ControlID] gave
	Command string
	Action  string
	Args    Args
	Form    bool // the arguments are the fields of a submitted modal
	From    Member
	At      Address
	Lang    Lang
	Now     time.Time  // when it was asked, in the member's time zone
	On      MessageRef // the message whose control was used
	Alone   bool       // nobody else sees that message, and we write it down nowhere
	// Distress says that there are signs of distress in what was written: the Router answers
	// with people to call first, and the handler says nothing cheerful.
	Distress bool
	// Resolve turns what was typed for a Person, a Channel or a Role into its id on
	// the platform; false when there is none. Nil when the adapter has ids already.
	Resolve func(k Kind, typed string) (id string, ok bool)
}

// Args are arguments by the name of their parameter.
type Args map[string]string

// Int returns a Number argument; 0 if it is absent.
func (a Args) Int(name string) int {
	n, _ := strconv.Atoi(a[name])
	return n
}

// With returns a copy of a with one argument set; an empty value takes it out.
func (a Args) With(name, value string) Args {
	b := make(Args, len(a)+1)
	for k, v := range a {
		b[k] = v
	}
	if value == "" {
		delete(b, name)
	} else {
		b[name] = value
	}
	return b
}

// PersonID is our own id of a person, to whom one or several accounts belong.
type PersonID string

// Member is who asks. The adapter gives what the platform says; the Directory
// completes it.
type Member struct {
	ID     PersonID
	User   string         // the account's id on the platform
	Space  string         // the space in which User is an id; empty when ids are the whole platform's
	Name   string         // as the platform shows it: never trusted
	Lang   Lang           // empty when the platform does not say
	Zone   *time.Location // nil when the platform does not say
	Roles  []string       // the ids of the member's roles on the platform
	Access Access
	Home   string // the space of their community, where a place belongs to none: some direct messages
}
