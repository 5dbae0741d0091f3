package commands

import (
	"context"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// launch schedules a ready-made series as it was shown, once however often it is pressed.
func (p *planning) launch(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	o, chosen, running, err := p.considered(ctx, r)
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(slices.Clone(o.parts), func(one part) bool { return one.among(running) })
	if len(missing) == 0 { // somebody else was quicker, or the same press came twice
		return p.launched(ctx, r, alreadyLaunched)
	}
	if len(running) > 0 && r.Args["encore"] != "yes" {
		m := p.offer(r, o, chosen, running)
		m.Text = bot.Join("\n\n", bot.Text{FR: "**Rien n’a été fait** : lis ce qui est déjà en cours, puis presse « Programmer une fois de plus » si c’est bien ce que tu veux.", EN: "**Nothing was done**: read what is under way already, then press “Schedule it once more” if that is what you want."}, m.Text)
		return &bot.Update{Message: *m}, nil
	}
	o.parts = missing
	var all []storage.NewSchedule
	var said bot.Text
	for i := range o.parts {
		one := &o.parts[i]
		var items []string
		for _, post := range one.posts {
			items = append(items, post.Ref())
		}
		all = append(all, storage.NewSchedule{Schedule: one.Schedule, Items: items})
		if text := launchedText(one); i == 0 {
			said = text
		} else {
			said = bot.Textf(bot.Text{FR: "%s ; %s", EN: "%s; %s"}, said, text)
		}
	}
	made, err := p.store.CreateSchedules(ctx, o.launchKey(), r.Now, all...)
	if err != nil {
		return nil, err
	}
	done := bot.Textf(bot.Text{FR: "**C’est programmé.** %s : %s.", EN: "**It is scheduled.** %s: %s."}, o.series.Title.Escaped(), said)
	if !made {
		done = alreadyLaunched
	}
	return p.launched(ctx, r, done)
}

var alreadyLaunched = bot.Text{FR: "C’est déjà programmé.", EN: "It is scheduled already."}

// launched is the list of what is scheduled, under what was done.
func (p *planning) launched(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	m, err := p.message(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", said, m.Text)
	return &bot.Update{Message: *m}, nil
}

// among reports whether what goes out by one schedule does already: in the same place, from
// the same day on.
func (o *part) among(running []schedule.Schedule) bool {
	return slices.ContainsFunc(running, func(s schedule.Schedule) bool {
		return s.To == o.To && s.When.From == o.When.From && s.When.Days == o.When.Days
	})
}

// launchKey is the same for two that schedule the same series at once.
func (o *ready) launchKey() string {
	one := &o.parts[0]
	key := []string{one.To.Platform, one.To.Space, one.To.Channel, o.series.ID, one.When.From.String()}
	if one.rest {
		key = append(key, "repos")
	}
	return strings.Join(key, "/")
}

// launchedText says what of a series goes out, and from when to when.
func launchedText(one *part) bot.Text {
	messages := bot.Count(len(one.times), bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"})
	if one.rest {
		messages = bot.Count(len(one.times), bot.Text{FR: "%s message de repos", EN: "%s message for days of rest"}, bot.Text{FR: "%s messages de repos", EN: "%s messages for days of rest"})
	}
	if len(one.times) == 1 {
		return bot.Textf(bot.Text{FR: "%s le %s", EN: "%s on %s"}, messages, dayText(one.times[0]))
	}
	return bot.Textf(bot.Text{FR: "%s du %s au %s", EN: "%s from %s to %s"}, messages, dayText(one.times[0]), dayText(one.times[len(one.times)-1]))
}
