// Package notice decides which direct messages people receive that they did not ask
// for at that moment, and when. It promises no more of them a day than each person
// wants, none in their quiet hours but what they chose an hour for, and that what is
// due is told once, however many processes run and whenever one dies, unless a pause
// or its own end takes it away. Nothing else puts a direct message into the outbox.
package notice

import (
	"context"
	"time"

	"rebond/bot"
)

// Topic is something to receive by direct message.
type Topic struct {
	Name  string   // ASCII, lower case
	Title bot.Text // follows a verb in the label of a button
	Help  bot.Text // what it is, in a sentence
	Class Class
	Daily bool // there is one each day of a subscriber's; its Ref is the day, as 2026-12-31
	// Card is what a notice says at the moment it is told; false when there is nothing
	// to say any more.
	Card func(ctx context.Context, n *Notice) (bot.Card, bool, error)
}

// Asked reports whether a topic is received by those who ask for it, and by nobody
// else; it is off until then. The others come by themselves.
func (t *Topic) Asked() bool { return t.Class == Digest || t.Class == Chosen || t.Class == Prompt }

// Class says when a notice may come.
type Class string

// The classes.
const (
	Digest   Class = "digest"   // with all that is due, in « Ton matin »
	Chosen   Class = "chosen"   // at an hour that the person chose for it, in quiet hours too
	Prompt   Class = "soon"     // as soon as it may, never in quiet hours: else with « Ton matin »
	Decision Class = "decision" // about something of the person's own: at the end of quiet hours, whatever they have paused or limited
	Reply    Class = "reply"    // to what the person has just done: at once
)

// Notice is something to tell a person.
type Notice struct {
	Key   string // the same is told to a person once
	Topic string
	Class Class
	Ref   string       // what it is about; its words are found when it is told
	For   bot.PersonID // whom it is for, when it is told
	To    bot.Address  // the person's direct messages in the community that it is of
	At    time.Time    // when it falls due
	Now   time.Time    // when it is told
	Until time.Time    // when it has no sense any more; zero: never
}

// Told is a notice that a person was told, of those of the last days.
type Told struct {
	At    time.Time
	Count string // messages of the same count are one of the day's; empty: it does not count
}

// Person is somebody for whom notices wait, the earliest first.
type Person struct {
	ID       bot.PersonID
	Revision int64 // counts changes
	Lang     bot.Lang
	Preferences
	Told    []Told
	Waiting []Notice
}

// Step is what is done for a person at a time. It is written only if the person is
// still at the revision they were read at.
type Step struct {
	Person   bot.PersonID
	Revision int64
	Wake     time.Time // when there may be something to do next; zero: when something comes
	Messages []Message
	Dropped  []string // keys of notices
}

// Message tells some notices.
type Message struct {
	Post  bot.Post
	Count string
	Keys  []string // of the notices
}

// Store keeps notices: storage implements it.
type Store interface {
	// Recall takes back what was to be told and did not go out in its time: it waits
	// again.
	Recall(ctx context.Context, now time.Time) error
	// Daily makes the notices of each subscriber's day of the topics that have one. More
	// reports that there are others to make.
	Daily(ctx context.Context, topics []string, now time.Time) (more bool, err error)
	// Due returns the people for whom there may be something to do, the earliest
	// first, at most max, and when the one after now is; zero when there is none.
	Due(ctx context.Context, now time.Time, max int) (due []Person, next time.Time, err error)
	// Tell writes steps in one transaction, their posts with them: for each whether it
	// was, or something has changed for that person since.
	Tell(ctx context.Context, now time.Time, steps ...Step) ([]bool, error)
	// Changed tells that this process has changed something for somebody.
	Changed() <-chan struct{}
}

// Words are what the composer says around the notices: commands has them.
type Words interface {
	// Message joins cards. A morning's day is that of « Ton matin »; of another message
	// it is zero. More follows where another message holds the rest.
	Message(cards []bot.Card, morning time.Time, first, more bool) *bot.Message
}
