package delivery

import (
	"context"
	"time"
)

// DefaultLease is how long a claim is held.
const DefaultLease = defaultLease

// Poll is how long a lane that waits for nothing waits.
const Poll = poll

// LaneAtWork lets a test be the loop of a lane.
type LaneAtWork struct{ *lane }

// Lanes are the lanes of a dispatcher that does not run.
func (d *Dispatcher) Lanes() (all []LaneAtWork) {
	for _, l := range d.lanes() {
		all = append(all, LaneAtWork{l})
	}
	return all
}

// Turn settles what is done and begins what may be.
func (l LaneAtWork) Turn(ctx context.Context) (time.Duration, error) { return l.turn(ctx) }

// Sending is how many posts are being sent.
func (l LaneAtWork) Sending() int { return l.sending }

// Done takes the outcome of a send; false when the process dies first.
func (l LaneAtWork) Done(dead <-chan struct{}) bool {
	select {
	case o := <-l.done:
		l.settled(o)
		return true
	case <-dead:
		return false
	}
}
