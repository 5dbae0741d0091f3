package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// remind asks somebody every day from now on, at the hour that they choose, or at the usual one
// until they do.
func (w *weather) remind(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	began, changed := false, r.Args["heure"] != ""
	own, err := w.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) (err error) {
		began = false // it may be tried again
		switch {
		case changed:
			began, err = remindAt(c, r, r.Args["heure"])
		case !c.Has(community(r), storage.WeatherTopic):
			begin(c, r, storage.WeatherTopic, usualReminder)
			began = true
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	minute := reminderMinute(own, community(r))
	said := bot.Text{FR: "Je te pose déjà la question chaque jour à %s, en message privé.", EN: "I ask you the question every day at %s already, by direct message."}
	if began || changed {
		said = bot.Text{FR: "C’est noté : je te poserai la question chaque jour à %s, en message privé.", EN: "Noted: I will ask you the question every day at %s, by direct message."}
	}
	m := bot.Message{
		Text:    bot.Textf(said, schedule.ClockText(minute)),
		Selects: []bot.Select{{Prompt: reminderLabel, Param: "heure", Options: reminderOptions(minute), Do: ownWeather("rappel", ofPlace(r))}},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Ne plus me le demander", EN: "Stop asking me"}, Do: ownWeather("taire", ofPlace(r))},
			backButton(r),
		},
	}
	if began {
		m.Text = bot.Join("\n", m.Text, writingNow())
	}
	return &bot.Update{Message: m}, nil
}

// stopReminding asks somebody no more, until they wish it again.
func (w *weather) stopReminding(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	_, err := w.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(x storage.Subscription) bool {
			return x.Community == community(r) && x.Topic == storage.WeatherTopic
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w.after(ctx, r, bot.Text{FR: "C’est arrêté : je ne te poserai plus la question chaque jour.", EN: "Stopped: I will not ask you every day any more."})
}
