package slack

import (
	"context"
	"errors"
	"sync"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// homes are the Homes that are being made: the value is whether one is to be made again.
type homes struct {
	mu    sync.Mutex
	again map[string]bool
}

// begins reports whether whoever asks for a Home is to make it. Another is making it
// otherwise, and makes it again: what is shown last was made last.
func (h *homes) begins(whose string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, making := h.again[whose]
	if h.again == nil {
		h.again = map[string]bool{}
	}
	h.again[whose] = making
	return !making
}

// ends reports whether a Home that was made is up to date: it has to be made again otherwise.
func (h *homes) ends(whose string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.again[whose] {
		h.again[whose] = false
		return false
	}
	delete(h.again, whose)
	return true
}

// home shows somebody, in the Home of the app, what concerns them.
func (h *hearing) home(ctx context.Context, t *team, user string) {
	of, ok := h.in.(bot.Homes)
	whose := t.id + "/" + user
	if !ok || !h.homes.begins(whose) {
		return
	}
	h.showHome(ctx, of, t, user)
	for !h.homes.ends(whose) {
		ctx, cancel := context.WithTimeout(h.ctx, answerWithin)
		h.showHome(ctx, of, t, user)
		cancel()
	}
}

func (h *hearing) showHome(ctx context.Context, of bot.Homes, t *team, user string) {
	if ctx.Err() != nil {
		return
	}
	at := bot.Address{Platform: Platform, Space: t.id, Member: user}
	parts, l := of.Home(ctx, &bot.Request{At: at, From: t.member(ctx, user, h.Now(), h.Log)})
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, PrivateMetadata: origin{}.metadata()}
	r := h.renderer(ctx, t, at, l, false)
	for _, part := range parts {
		all, err := r.blocks(part)
		if err != nil {
			h.Log.ErrorContext(ctx, "a part of a Home not shown", "err", err)
			continue
		}
		if len(view.Blocks.BlockSet) > 0 {
			all = append([]slack.Block{slack.NewDividerBlock()}, all...)
		}
		if len(view.Blocks.BlockSet)+len(all) > maxViewBlocks-homeRest {
			view.Blocks.BlockSet = append(view.Blocks.BlockSet, r.rich(blocks(restOfHome.In(l)))...)
			break
		}
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, all...)
	}
	if len(view.Blocks.BlockSet) == 0 {
		return
	}
	err := h.patiently(ctx, func() error {
		_, err := t.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
		return err
	})
	if err != nil && !errors.Is(ctx.Err(), context.Canceled) { // the program stops
		h.Log.WarnContext(ctx, "a Home not shown", "err", err)
	}
}

// homeRest is how many blocks are kept for saying that there is more.
const homeRest = 1

var restOfHome = bot.Text{
	FR: "Tout ne tient pas ici\u00a0: `/rebond aide` dit comment voir le reste.",
	EN: "Not everything fits here: `/rebond help` tells how to see the rest.",
}
