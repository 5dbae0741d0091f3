package commands

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rebond/bot/schedule"
	"rebond/storage"
)

// Board sees to what members have announced: it ends what has had its time, and says so on
// its card. It sees to panels too: one that has other doors since the program is another is
// edited when it starts. Several may work on one store, in one process or many.
type Board struct {
	Announcements *storage.Announcements
	Panels        *storage.Panels // nil: they are not seen to
	Log           *slog.Logger
	Now           func() time.Time
}

// lookAgain is how often the board is looked at where nothing is known to end sooner.
const lookAgain = 30 * time.Second

// Run sees to the board until ctx ends.
func (b *Board) Run(ctx context.Context) {
	shown := false
	schedule.Work(ctx, b.Log, "announcements", b.Announcements.Changed(), func(ctx context.Context) (time.Duration, error) {
		fault := b.tendPanels(ctx, &shown)
		next, err := b.Announcements.Tend(ctx, b.Now())
		if err = errors.Join(err, fault); err != nil || next.IsZero() {
			return lookAgain, err
		}
		return min(lookAgain, max(0, next.Sub(b.Now()))), nil
	})
}

// tendPanels edits the panels that show something else, until that is done once, and tells
// of those that are refused.
func (b *Board) tendPanels(ctx context.Context, shown *bool) error {
	if b.Panels == nil {
		return nil
	}
	var fault error
	if !*shown {
		fault = b.Panels.ShowAll(ctx, b.Now())
		*shown = fault == nil
	}
	return errors.Join(fault, b.Panels.Tend(ctx, b.Now()))
}
