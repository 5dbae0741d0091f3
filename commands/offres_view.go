package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

func (o *offers) view(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, a, err := o.whole(ctx, r)
	if err != nil {
		return nil, err
	}
	if a != nil {
		if err := o.announcements.Opened(ctx, a.ID, r.From.ID); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// whole is all of the offer that the request is about, with its announcement where a
// member shared it.
func (o *offers) whole(ctx context.Context, r *bot.Request) (*bot.Message, *storage.Announced, error) {
	offer, err := o.store.Offer(ctx, community(r), r.Args["id"], r.From.ID)
	if err != nil {
		return nil, nil, gone(err)
	}
	var a *storage.Announced
	if offer.Source == board.Source {
		if a, err = o.announcements.Announcement(ctx, bot.Address{}, offer.OfferID); err != nil {
			return nil, nil, gone(err)
		}
	}
	return fullOffer(&offer, a, r), a, nil
}

func (o *offers) keep(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if err := o.store.KeepOffer(ctx, community(r), r.From.ID, r.Args["id"], r.Now); err != nil {
		return nil, gone(err)
	}
	return o.review(ctx, r)
}

func (o *offers) drop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if err := o.store.DropOffer(ctx, r.From.ID, r.Args["id"]); err != nil {
		return nil, err
	}
	again, err := o.review(ctx, r)
	if errors.Is(err, bot.ErrNotFound) { // it was seen only because it was kept
		return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "Tu ne gardes plus cette offre.", EN: "You no longer keep this opening."}}}, nil
	}
	return again, err
}

// review shows the offer again in place, kept or not.
func (o *offers) review(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, _, err := o.whole(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}
