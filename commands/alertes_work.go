package commands

import (
	"context"
	"log/slog"
	"time"

	"rebond/bot/schedule"
	"rebond/storage"
)

// Alerting matches new offers with the alerts of all. Several may work on one store, in one
// process or many.
type Alerting struct {
	Notices *storage.Notices
	Log     *slog.Logger
	Now     func() time.Time
}

// arrivedElsewhere is how often it is looked whether another process has put offers.
const arrivedElsewhere = time.Minute

// Run matches what arrives until ctx ends.
func (a *Alerting) Run(ctx context.Context) {
	schedule.Work(ctx, a.Log, "alerts", a.Notices.Store.Arrived(), func(ctx context.Context) (time.Duration, error) {
		more, err := a.Notices.MatchArrivals(ctx, a.Now())
		if more && err == nil {
			return 0, nil
		}
		return arrivedElsewhere, err
	})
}
