// Package delivery sends every post once. It promises that a post put into the
// outbox is delivered, rejected, expired, or shown to a person as uncertain, and
// never lost; that the posts of one place arrive in order; and that a process
// which dies at any moment leaves nothing to be sent twice. One that is frozen in
// the middle of a send for longer than its lease may go on after another has sent
// the post: that is one message where the platform takes the same key once, else
// at worst two.
package delivery

import (
	"context"
	"time"

	"rebond/bot"
)

// State is where a post is on its way.
type State string

// The states. The last four are final, but an uncertain post can be decided by
// a person.
const (
	Pending   State = "pending"
	Sending   State = "sending" // claimed by a process, until its lease ends
	Delivered State = "delivered"
	Rejected  State = "rejected"  // the platform will never accept it, or it was given up
	Expired   State = "expired"   // its time had passed, or a later edit made it useless
	Uncertain State = "uncertain" // it may have arrived, and nothing can tell
)

// Delivery is a post that a process has claimed.
type Delivery struct {
	bot.Post
	ID       string
	Claim    string         // names this claim: only its holder can settle it
	Attempts int            // how many times it was claimed before
	Created  time.Time      // when it was put
	Look     bool           // an earlier claim of it ended without an outcome: it may have arrived
	Since    time.Time      // with Look: when it can have been sent first
	Ref      bot.MessageRef // of the message that it edits, deletes or pins
}

// Outcome is what became of a claim.
type Outcome struct {
	ID, Claim string
	State     State
	Ref       bot.MessageRef // of what was delivered
	Error     string         // why not; never what the post says
	// Again is when the place may have its next post, or this one again: the
	// platform's pace, or the end of a wait. Zero: at once.
	Again time.Time
	// Look keeps the claim's place, with State Sending: the answer was lost, and
	// the post is to be looked for at Again.
	Look bool
	// Gone says of a rejected post that its place is gone, or closed to the bot.
	Gone bool
}

// Reasons of our own, as the Error of an outcome; what else there is comes from
// the platform.
const (
	AnswerLost = "the answer was lost, and this platform cannot be searched"
	TimePassed = "its time has passed"
	SaidBetter = "a later one says it better"
	NeverSent  = "what it changes was never sent"
	Abandoned  = "abandoned by a person"
	GivenUp    = "given up: " // and the last error
)

// Lane is a stream of posts with a pace of its own: the channels of a platform,
// or the direct messages in it.
type Lane struct {
	Platform string
	Direct   bool
}

// Outbox keeps posts until they are settled: storage implements it.
type Outbox interface {
	// Put adds posts, all or none. A key that is known is left as it is.
	Put(ctx context.Context, posts ...bot.Post) error
	// Posted tells that this process has put posts.
	Posted() <-chan struct{}
	// Claim takes at most max posts of a lane for this process, until the lease
	// ends: for each place that has none in flight the first that is due, what is
	// more urgent before. A claim whose lease has ended is claimed again, with Look.
	// Next is when the lane may have more to claim; zero: nothing is waiting.
	Claim(ctx context.Context, lane Lane, now time.Time, lease time.Duration, max int) (claimed []Delivery, next time.Time, err error)
	// Settle writes outcomes. That of a claim which is not held any more is
	// ignored.
	Settle(ctx context.Context, now time.Time, outcomes ...Outcome) error
	// Report keeps an incident for whoever runs the process.
	Report(ctx context.Context, i Incident) error
}

// Incident is a fault of the delivery itself, not of one post.
type Incident struct {
	From, To time.Time
	What     string
}
