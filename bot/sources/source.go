package sources

import (
	"context"
	"time"

	"rebond/bot"
)

// Source is an outside source as it is configured: one company's board, one search, one
// feed.
type Source interface {
	Name() string // in the configuration: "doctolib"
	Kind() string // Offer.Source of what it yields: "greenhouse"
	Terms() Terms
	Every() time.Duration // between two readings, at least
	// Fetch reads what there is now. What it gives to reading.Keep is kept even if it
	// fails afterwards. Its errors are *Failure where the source is at fault.
	Fetch(ctx context.Context, reading *Reading) (Fetched, error)
}

// Terms are what a source asks of whoever shows its offers.
type Terms struct {
	Licence bot.Text // what it is called; empty where there is none
	URL     string   // of the licence, or of the source's own words
	Note    bot.Text // in a sentence, for whoever installs
	// Recheck is how long an offer may be shown without having been read again; zero:
	// until a complete reading no longer has it.
	Recheck time.Duration
}

// Reading is what a fetch works with.
type Reading struct {
	State string    // what the last one that ended well left; empty: none did
	Now   time.Time // when this one begins
	// Keep takes a batch as soon as it is read. An error ends the reading.
	Keep func(ctx context.Context, batch Batch) error
	// Stale gives the ids of offers of this source that have not been seen since a time,
	// the longest first, at most max.
	Stale func(ctx context.Context, before time.Time, max int) ([]string, error)
	// Gone takes the ids of offers of which the source itself has said that they are no more.
	Gone func(ctx context.Context, ids ...string) error
}

// Fetched is what a fetch that did not fail has read.
type Fetched struct {
	// Complete says that everything there is was given to Keep: what was not has left.
	Complete bool
	// Unchanged says that the source has said that nothing has changed: everything it had
	// is still there, though nothing was given to Keep.
	Unchanged bool
	State     string // for the next one
}
