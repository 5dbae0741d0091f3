package slack

import (
	"context"
	"hash/maphash"

	"github.com/slack-go/slack"

	"rebond/bot"
)

// home shows somebody, in the Home of the app, what concerns them.
func (h *hearing) home(ctx context.Context, t *team, user string) {
	homes, ok := h.in.(bot.Homes)
	if !ok {
		return
	}
	turn := &h.homes[maphash.String(homeSeed, t.id+"/"+user)%uint64(len(h.homes))]
	turn.Lock()
	defer turn.Unlock()
	at := bot.Address{Platform: Platform, Space: t.id, Member: user}
	parts, l := homes.Home(ctx, &bot.Request{At: at, From: t.member(ctx, user, h.Now(), h.Log)})
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
	if err != nil {
		h.Log.WarnContext(ctx, "a Home not shown", "err", err)
	}
}

// homeSeed spreads people over their turns.
var homeSeed = maphash.MakeSeed()

// homeRest is how many blocks are kept for saying that there is more.
const homeRest = 1

var restOfHome = bot.Text{
	FR: "Tout ne tient pas ici\u00a0: `/rebond aide` dit comment voir le reste.",
	EN: "Not everything fits here: `/rebond help` tells how to see the rest.",
}
