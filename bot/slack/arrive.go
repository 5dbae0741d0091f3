package slack

import (
	"context"

	"rebond/bot"
)

// joined tells that the bot is in a workspace, and of the channel into which it was let.
func (a *Adapter) joined(ctx context.Context, t *team, channel string) {
	if a.Arrivals == nil {
		return
	}
	at := bot.Address{Platform: Platform, Space: t.id, Channel: channel}
	if err := a.Arrivals.Joined(ctx, bot.Arrival{At: at}); err != nil {
		a.Log.ErrorContext(ctx, "an arrival not noted", "err", err)
	}
}

// left tells that the bot was put out of a workspace, which is asked again who it is
// before anything else is sent there.
func (h *hearing) left(ctx context.Context, t *team) {
	h.forget(t)
	if h.Arrivals == nil {
		return
	}
	if err := h.Arrivals.Left(ctx, bot.Address{Platform: Platform, Space: t.id}); err != nil {
		h.Log.ErrorContext(ctx, "a departure not noted", "err", err)
	}
}

// forget forgets that a workspace has said who it is.
func (a *Adapter) forget(t *team) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.teams, t.id)
	for i, id := range a.met {
		if id == t.id {
			delete(a.met, i)
		}
	}
}
