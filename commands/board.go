package commands

import (
	"context"
	"log/slog"
	"time"

	"rebond/bot/schedule"
	"rebond/storage"
)

// Board sees to what members have announced: it ends what has had its time, and says so on
// its card. Several may work on one store, in one process or many.
type Board struct {
	Announcements *storage.Announcements
	Log           *slog.Logger
	Now           func() time.Time
}

// lookAgain is how often the board is looked at where nothing is known to end sooner.
const lookAgain = 30 * time.Second

// Run sees to the board until ctx ends.
func (b *Board) Run(ctx context.Context) {
	schedule.Work(ctx, b.Log, "announcements", nil, func(ctx context.Context) (time.Duration, error) {
		next, err := b.Announcements.Tend(ctx, b.Now())
		if err != nil || next.IsZero() {
			return lookAgain, err
		}
		return min(lookAgain, max(0, next.Sub(b.Now()))), nil
	})
}
