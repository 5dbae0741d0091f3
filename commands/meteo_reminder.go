package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// weatherReminder asks people how they are once a day, at the hour that each has chosen for
// it. It says nothing to who has answered already, nor of the days that nobody answered.
func weatherReminder(store *storage.Store) notice.Topic {
	return notice.Topic{
		Name:  storage.WeatherTopic,
		Title: bot.Text{FR: "Ta météo du jour", EN: "Your weather today"},
		Help:  bot.Text{FR: "une question par jour, à l’heure que tu choisis", EN: "one question a day, at the hour that you choose"},
		Class: notice.Chosen,
		Daily: true,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			at := bot.Address{Platform: n.To.Platform, Space: n.To.Space}
			agreed, err := agrees(ctx, store, at, n.For)
			if err != nil {
				return bot.Card{}, false, err
			}
			if n.Ref == helloRef {
				card, err := weatherHello(ctx, store, at, n.For, agreed)
				return card, err == nil, err
			}
			var on schedule.Day
			if err := on.UnmarshalText([]byte(n.Ref)); err != nil {
				return bot.Card{}, false, err
			}
			answered, err := answeredOn(ctx, store, at, n.For, on)
			if err != nil || answered || !agreed {
				return bot.Card{}, false, err
			}
			return bot.Card{
				Body:    bot.Textf(bot.Text{FR: "**Quel temps fait-il chez toi aujourd’hui, %s ?**\n_%s_", EN: "**What is the weather like with you today, %s?**\n_%s_"}, on.Text(), weatherLegend),
				Footer:  bot.Text{FR: "Ta météo du jour · tu réponds si tu veux, même plus tard : ta réponse vaut pour le jour où tu la donnes", EN: "Your weather today · answer if you like, later too: your answer is for the day on which you give it"},
				Buttons: append(weatherButtons(bot.Args{inSpace.Name: n.To.Space}), subscriptionsButton()),
			}, true, nil
		},
	}
}

// agrees reports whether somebody has agreed to answer, to whatever words: who is to read
// new ones reads them when they answer.
func agrees(ctx context.Context, store *storage.Store, at bot.Address, person bot.PersonID) (bool, error) {
	_, err := store.Consent(ctx, at, person)
	if errors.Is(err, bot.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// answeredOn reports whether somebody has answered of a day of theirs.
func answeredOn(ctx context.Context, store *storage.Store, at bot.Address, person bot.PersonID, on schedule.Day) (bool, error) {
	all, err := store.Weather(ctx, at, person, on)
	return err == nil && len(all) > 0 && all[0].On == on, err
}

// weatherHello greets who asks to be reminded, and says at what hour it will be.
func weatherHello(ctx context.Context, store *storage.Store, at bot.Address, person bot.PersonID, agreed bool) (bot.Card, error) {
	own, err := store.Own(ctx, person)
	if err != nil {
		return bot.Card{}, err
	}
	c := bot.Card{Body: bot.Textf(bot.Text{
		FR: "Bonjour ! C’est ici que je te demanderai « Ta météo du jour », tous les jours à %s. Tu réponds si tu veux, quand tu veux.\nPour changer l’heure ou arrêter, presse « Régler mes messages » ou tape `/abonnements`.",
		EN: "Hello! This is where I will ask you “Your weather today”, every day at %s. You answer if you like, when you like.\nTo change the hour or to stop, press “Message settings” or type `/subscriptions`.",
	}, schedule.ClockText(reminderMinute(own, at)))}
	if !agreed {
		c.Body = bot.Join("\n", c.Body, firstAgree)
		c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Lire et choisir", EN: "Read and choose"}, Style: bot.Primary, Do: ownWeather("accord", bot.Args{inSpace.Name: at.Space})})
	}
	c.Buttons = append(c.Buttons, subscriptionsButton())
	return c, nil
}

// firstAgree says what there is to do before the first question.
var firstAgree = bot.Text{
	FR: "Avant la première question, il me faut ton accord : `/meteo` te dit ce qui est gardé, et tu choisis.",
	EN: "Before the first question I need your agreement: `/checkin` tells you what is kept, and you choose.",
}
