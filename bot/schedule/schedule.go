package schedule

import (
	"context"
	"errors"
	"time"

	"rebond/bot"
)

// State is where a schedule is in its life.
type State string

// The states.
const (
	Draft  State = "draft"  // being written: nothing goes out
	Active State = "active" // it has a next time
	Paused State = "paused"
	Over   State = "over" // it has no time left, or its series is at its end
)

// Reason is why a schedule is paused; empty: a person paused it.
type Reason string

// The reasons of our own.
const (
	Gone   Reason = "gone"   // its place is gone, or closed to the bot
	Broken Reason = "broken" // its times cannot be told any more
	Lost   Reason = "lost"   // what goes out next is no longer to be found
)

// Schedule is a message, or a series of them, that goes out by itself.
type Schedule struct {
	ID         string
	Revision   int64       // counts changes
	Community  bot.Address // its platform and space
	Lang       bot.Lang    // of the community; empty when it has chosen none
	Moderation string      // the community's channel for moderators; empty when it has chosen none
	To         bot.Address
	When       Recurrence
	Late       time.Duration // for how long a missed time can be caught up; 0: it is skipped
	Series     bool          // its items go out one after the other, then it is over
	Coaching   bool          // its posts open a thread and carry a button
	Direct     bool          // they go by direct message too, to those who have asked for it
	State      State
	Why        Reason
	Refused    bool      // its place has refused a post since it was last looked at
	Next       time.Time // zero: nothing is due
	Ran        time.Time // when it was last due; zero: never
	Skipped    time.Time // the last time that somebody skipped; zero: none
	Position   int       // how many items of the series have gone out
	Items      int       // how many there are
	Item       string    // the one that goes out next
}

// What became of a time of a schedule.
type What string

// A time is posted, missed because nothing ran, skipped because a person said so, or silent
// because there was nothing to say.
const (
	Posted  What = "posted"
	Missed  What = "missed"
	Skipped What = "skipped"
	Silent  What = "silent"
)

// Run is one time of a schedule.
type Run struct {
	ID   string
	Due  time.Time
	What What
	Item int
	Key  string       // of its post
	Body *bot.Message // what is kept of it, to say it again
	// Topic has subscribers who are told by direct message too; empty: nobody is.
	Topic string
	Until time.Time // when there is no sense in telling them any more
}

// Move is one step of a schedule. It is written only if the schedule is still at
// the revision it was read at.
type Move struct {
	ID       string
	Revision int64
	State    State
	Why      Reason
	Next     time.Time // zero: none
	Ran      time.Time // zero: as it was
	Skipped  time.Time // zero: as it was
	Position int
	Runs     []Run
	Posts    []bot.Post
}

// Move begins a step that changes nothing yet.
func (s *Schedule) Move() Move {
	return Move{ID: s.ID, Revision: s.Revision, State: s.State, Why: s.Why, Next: s.Next, Position: s.Position}
}

// Store keeps schedules: storage implements it.
type Store interface {
	// Due returns the schedules whose time has come, the earliest first, at most
	// max, and when the one after now is due; zero when there is none.
	Due(ctx context.Context, now time.Time, max int) (due []Schedule, next time.Time, err error)
	// Advance writes moves in one transaction: for each whether it was, or somebody
	// else has moved that schedule since.
	Advance(ctx context.Context, now time.Time, moves ...Move) ([]bool, error)
	// Changed tells that this process has given a schedule another time.
	Changed() <-chan struct{}
}

// ErrLost says that what a schedule posts next is no longer to be found.
var ErrLost = errors.New("it is lost")

// ErrSilent says that there is nothing to say at this time: the schedule goes on.
var ErrSilent = errors.New("there is nothing to say")

// Words are what schedules say: commands has them.
type Words interface {
	// Post is the next post of a schedule. It completes the run with the post's key
	// and what is kept of it. ErrLost: there is nothing to post. ErrSilent: not this time.
	Post(ctx context.Context, s *Schedule, r *Run) (bot.Post, error)
	// Paused and Over tell moderators; false when there is nobody to tell. Left is how
	// many items of the series will not go out: its times end before it does.
	Paused(s *Schedule, why Reason) (bot.Post, bool)
	Over(s *Schedule, left int) (bot.Post, bool)
}
