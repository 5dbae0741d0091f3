package sources

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rebond/bot"
)

// Runner reads each source when it is due, and keeps what it yields.
type Runner struct {
	Sources []Configured
	Store   Store
	Log     *slog.Logger
	Now     func() time.Time
	// Read is told of each reading that has ended, well or not; nil: nobody is.
	Read func(ctx context.Context, report Report)
}

// Configured is a source with what is wanted of it.
type Configured struct {
	Source Source
	Rules  Rules
	// Host is what it asks: sources with one host are read one after the other, and no
	// other waits for them. Empty: its kind's.
	Host string
	// Asks tells what is asked from anything else that the same source could ask: what was
	// left by a reading of another board, or under other rules, is not for this one.
	Asks string
}

// ErrLost says that another has taken the source since.
var ErrLost = errors.New("another reads this source now")

// Furthest is the furthest away that the next reading of a source ever is.
const Furthest = 48 * time.Hour

// Store keeps what sources yield. Processes that share one share the work: a source is
// read by one of them at a time, which has its lease. What is done with a lease that is
// not the source's any more is ErrLost, and changes nothing.
type Store interface {
	// AddFeeds makes sources known: those that are new are due at once. What is known of
	// the others stays, unless they are of another kind now.
	AddFeeds(ctx context.Context, feeds []FeedName, now time.Time) error
	// TakeFeed takes, of the sources with these names, the one that has been due the
	// longest by a time: until another nobody else takes it. One whose next reading is
	// further away than Furthest is due too: a clock was wrong. When none is due, ok is
	// false and next is when one will be; zero: none of them is known.
	TakeFeed(ctx context.Context, names []string, due, until time.Time) (feed Feed, ok bool, next time.Time, err error)
	// KeepOffers keeps offers that a source has shown, and says what became of each, in
	// their order. They were seen when the reading began, by any clock.
	KeepOffers(ctx context.Context, lease Lease, offers []Offer, now time.Time) ([]Outcome, error)
	// StaleOffers gives the ids, in their source, of offers that it has not shown since a
	// time, the longest first, at most max.
	StaleOffers(ctx context.Context, feed string, before time.Time, max int) ([]string, error)
	// GoneOffers takes offers that their source has said are no more out of it, by their
	// ids there, and says how many left.
	GoneOffers(ctx context.Context, lease Lease, ids []string, now time.Time) (int, error)
	// EndFeed writes how a reading ended, and gives the source back. After a complete one,
	// what it has not shown leaves (whatever was not seen at exactly lease.Began, as clocks
	// may go back), unless another source has shown it within a day: left says how many.
	// Where it would be more than half, and at least ten, the reading is doubted: nothing
	// leaves until a second complete one in a row says the same, and its State is not kept,
	// so that the source shows everything again.
	EndFeed(ctx context.Context, lease Lease, end End, now time.Time) (left int, doubted bool, err error)
	// LapseOffers takes out those of a kind that no source has shown since a time, and
	// says how many left.
	LapseOffers(ctx context.Context, kind string, before, now time.Time) (int, error)
}

// Lease is the right to read a source, until a time.
type Lease struct {
	Feed  string
	Until time.Time // the Feed.Next it was taken with: tells it from any other's
	Began time.Time // when the reading began
}

// FeedName is a source by name, and what it is.
type FeedName struct{ Name, Kind string }

// Feed is a source as a store knows it.
type Feed struct {
	Name, Kind string
	State      string    // what the last reading that ended well left
	Began      time.Time // when that one began; zero: none has
	CompleteAt time.Time // when the last that showed everything began; zero: none has
	Failures   int       // in a row
	Next       time.Time // when it is to be read; of one that is taken, until when
}

// End is how a reading ended. State and the time when it began are kept of one that ended
// well only; of one that was stopped on the way, Next alone.
type End struct {
	Complete  bool // everything there is was shown
	Unchanged bool // nothing was shown, as nothing has changed: what was there still is
	Stopped   bool // the process was, and nothing is known of the source
	State     string
	Fault     Fault  // empty: it ended well
	Detail    string // what the source said of its fault
	Next      time.Time
}

// Report is what a reading did.
type Report struct {
	Name                            string
	Kept                            int      // what was fit to be; dry: would have been
	New, Changed, Unchanged, Joined int      // what became of it; dry: not known
	Left                            int      // offers that are no more
	Sample                          []string // titles of some that were fit
	LeftOut                         []LeftOut
	Refused                         []Refusal
	Complete                        bool // everything there is was read
	NotChanged                      bool // the source said that nothing has
	Doubted                         bool // so much is gone that it was not believed
	Took                            time.Duration
}

// LeftOut is how many offers were not kept, for one reason.
type LeftOut struct {
	Why bot.Text
	N   int
	// Example is the title of one of them.
	Example string
}
