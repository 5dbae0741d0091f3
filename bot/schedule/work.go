package schedule

import (
	"context"
	"log/slog"
	"time"
)

// Poll is how often to look for what is due even if nothing says so: also how soon a
// jump of the clock is seen, and a change made by another process.
const Poll = time.Second

// Work takes turns until ctx ends: after the wait that a turn gives, or when something
// has changed. Of turns that fail one after the other the log tells once, and when
// they do no more.
func Work(ctx context.Context, log *slog.Logger, what string, changed <-chan struct{}, turn func(context.Context) (wait time.Duration, err error)) {
	failing := false
	for ctx.Err() == nil {
		wait, err := turn(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !failing {
			log.ErrorContext(ctx, what+" wait", "err", err)
		} else if err == nil && failing {
			log.InfoContext(ctx, what+" go on")
		}
		failing = err != nil
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}
