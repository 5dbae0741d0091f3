// Package bottest is what every platform must pass: one suite of what people do
// and see, told to the platform's own client or to a fake that speaks its
// protocol, and a zoo of messages to render. It promises that what holds on one
// platform holds on all, and that a message of the zoo is one that every
// platform can show whole.
package bottest

import (
	"testing"

	"rebond/bot"
)

// Stage is a platform at work in front of a bot, and people at it.
type Stage struct {
	Platform bot.Platform // whose accounts are [Accounts]
	Channel  bot.Address  // where the bot may post, and where people talk to it
	// NoPins takes from the bot the right to pin in the channel; nil where it is not a
	// right of its own.
	NoPins func()
	// Member is somebody of whom the platform says that they speak a language;
	// each call is somebody else.
	Member func(t *testing.T, l bot.Lang) Member
}

// Start makes a platform run with a bot behind it for as long as the test. The
// inbox tells its declarations too, as a *bot.Router does.
type Start func(t *testing.T, in bot.Inbox, calls bot.Calls) *Stage

// Member is somebody who uses the platform's client in the stage's channel.
// Each method but those that look waits for the whole answer, and fails the test when the
// client could not do what is asked of it. Whatever is named by its words is
// named as the member reads it.
type Member interface {
	// Types sends a line.
	Types(t *testing.T, line string) Shown
	// Presses uses the first button of a message that has a label.
	Presses(t *testing.T, on Shown, label string) Shown
	// Chooses takes options, by their labels, of a message's select.
	Chooses(t *testing.T, on Shown, prompt string, labels ...string) Shown
	// Fills writes values into the fields of a form, by their labels, leaves the
	// others as they are, and submits it. The value of a choice is its label.
	Fills(t *testing.T, form Shown, values map[string]string) Shown
	// Completes returns the labels of what is suggested for an option of a
	// command, both named in the member's language.
	Completes(t *testing.T, command, option, typed string) []string
	// Sees returns the messages that are in the channel for this member, oldest
	// first, without those in its threads.
	Sees(t *testing.T) []Shown
	// SeesThread returns the messages in the thread that a message opened, oldest
	// first, without that message.
	SeesThread(t *testing.T, on Shown) []Shown
	// SeesGroups returns the private conversations with others that this member is in,
	// each with its messages, oldest first.
	SeesGroups(t *testing.T) [][]Shown
	// Person is the id of the member's account, and so theirs: see [Accounts].
	Person() bot.PersonID
}

// Shown is what a member sees of a message or a form.
type Shown struct {
	ID      string   // of a message on the platform, as in bot.MessageRef
	Text    string   // all that it says but its controls, without formatting; an image says its Alt, a file its name
	Alone   bool     // marked as visible to this member only
	Late    bool     // announced before it came
	Updated bool     // it replaced the message whose control was used
	Pinned  bool     // where the platform shows it in the message
	Buttons []string // labels, in order; of those that lead to a page too
	Links   []string // addresses of what can be followed, but for the way into a thread
	Thread  string   // the name of the thread that it opened
	Form    *Form    // nil: a message
}

// Form is a modal as a member sees it.
type Form struct {
	Title  string
	Fault  string // of the whole
	Fields []Field
}

// Field is a field of a form.
type Field struct{ Label, Value, Fault string }
