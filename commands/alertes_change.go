package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/storage"
)

// changed changes an alert of whoever asks, and shows it under what was done.
func (a *alerting) changed(ctx context.Context, r *bot.Request, said bot.Text, change func(*storage.Alert)) (bot.Reply, error) {
	one, own, err := a.change(ctx, r, change)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *a.screen(r, one, own, said)}, nil
}

// change changes an alert of whoever asks.
func (a *alerting) change(ctx context.Context, r *bot.Request, change func(*storage.Alert)) (*storage.Alert, *storage.Own, error) {
	one, err := a.store.ChangeAlert(ctx, r.From.ID, r.Args["alerte"], func(one *storage.Alert) error {
		change(one)
		return nil
	}, r.Now)
	if err != nil {
		return nil, nil, noAlert(err)
	}
	own, err := a.store.Own(ctx, r.From.ID)
	return &one, own, err
}

func (a *alerting) pace(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return a.changed(ctx, r, bot.Text{FR: "C’est noté.", EN: "Noted."}, func(one *storage.Alert) { one.Pace = storage.Pace(r.Args["frequence"]) })
}

// drop deletes an alert in one press, and lets it be put back in another.
func (a *alerting) drop(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	one, err := a.own(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := a.store.DropAlert(ctx, r.From.ID, one.ID); err != nil {
		return nil, noAlert(err)
	}
	m, err := a.listed(ctx, r, 0, bot.Textf(bot.Text{FR: "C’est supprimé : « %s ».", EN: "Deleted: “%s”."}, searchText(&one.Search)))
	if err != nil {
		return nil, err
	}
	back := searchArgs(&one.Search).With("frequence", string(one.Pace)).With(inSpace.Name, one.Community.Space)
	m.Buttons = append([]bot.Button{{Label: bot.Text{FR: "La remettre", EN: "Put it back"}, Do: alert("remettre", back)}}, m.Buttons...)
	return &bot.Update{Message: *m}, nil
}

// putBack makes an alert again that was deleted.
func (a *alerting) putBack(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s := argsSearch(r.Args)
	one, err := a.store.PutAlert(ctx, r.From.ID, community(r), storage.Alert{Search: s, Pace: storage.Pace(r.Args["frequence"])}, r.Now)
	if err != nil {
		return a.full(ctx, r, &s, err)
	}
	own, err := a.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *a.screen(r, &one, own, bot.Text{FR: "Ton alerte est de nouveau là.", EN: "Your alert is back."})}, nil
}

// receive lets what alerts find come again.
func (a *alerting) receive(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	_, began, err := a.subscribe(ctx, r)
	if err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Tes alertes t’écrivent déjà.", EN: "Your alerts write to you already."}
	if began {
		said = bot.Join(" ", bot.Text{FR: "C’est noté : tes alertes t’écrivent de nouveau.", EN: "Noted: your alerts write to you again."}, writingNow())
	}
	return inPlace(a.listed(ctx, r, 0, said))
}

// silence stops what alerts send without losing any of them.
func (a *alerting) silence(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if _, err := a.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(x storage.Subscription) bool {
			return x.Topic == storage.AlertsTopic && (x.Community == community(r) || r.At.Space == "")
		})
		return nil
	}); err != nil {
		return nil, err
	}
	return inPlace(a.listed(ctx, r, 0, bot.Text{FR: "C’est arrêté : tu ne recevras plus rien de tes alertes. Elles restent là si tu veux les reprendre.", EN: "Stopped: you will receive nothing more from your alerts. They stay here should you want them again."}))
}

// see shows, beside the alert, what it finds among the offers that live now.
func (a *alerting) see(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return shownTo(a.found(ctx, r))
}

func (a *alerting) seeMore(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return inPlace(a.found(ctx, r))
}
