package schedule

import (
	"context"
	"time"
)

// Poll is how long a scheduler waits at most, and Grace how late a time can be that
// nobody chose to catch up.
const (
	Grace     = grace
	MaxMissed = maxMissed
)

// Turn lets a test be the loop of a scheduler.
func (s *Scheduler) Turn(ctx context.Context) (time.Duration, error) { return s.turn(ctx) }
