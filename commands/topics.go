package commands

import (
	"context"
	"errors"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// Topics lists everything that can come by direct message, in the order in which
// /abonnements shows it.
func Topics(store *storage.Store, d Defaults) []notice.Topic {
	all := []notice.Topic{
		dailyMessage(store),
		tipTopic(store, newShelf(store, d)),
		forgotten(),
		announcementNews(store),
		reportNews(store),
		resourceNews(store),
	}
	for i := range all {
		all[i].Card = greeting(&all[i], all[i].Card)
	}
	return slices.Insert(all, 2, append(programTopics(store, d), alertNews(store), weatherReminder(store))...)
}

// topicNamed is the topic of a name that people can ask for.
func topicNamed(topics []notice.Topic, name string) (*notice.Topic, bool) {
	for i := range topics {
		if topics[i].Name == name && topics[i].Asked() {
			return &topics[i], true
		}
	}
	return nil, false
}

// helloRef marks the notice that greets a new subscriber.
const helloRef = "bonjour"

// helloLife is for how long it makes sense to greet.
const helloLife = time.Hour

// hello greets a new subscriber at once, so that closed direct messages show at once.
func hello(topic string, r *bot.Request) notice.Notice {
	return notice.Notice{Key: helloRef + "/" + topic + "/" + r.ID, Topic: topic, Class: notice.Reply, Ref: helloRef, To: community(r), At: r.Now, Until: r.Now.Add(helloLife)}
}

type cardOf = func(context.Context, *notice.Notice) (bot.Card, bool, error)

// greeting lets a topic greet its subscribers.
func greeting(t *notice.Topic, card cardOf) cardOf {
	title := t.Title
	return func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
		if n.Ref != helloRef {
			return card(ctx, n)
		}
		return bot.Card{
			Body: bot.Textf(bot.Text{
				FR: "Bonjour ! C’est ici que je t’enverrai « %s ».\nPour changer l’heure ou arrêter, presse « Régler mes messages » ou tape `/abonnements`.",
				EN: "Hello! This is where I will send you “%s”.\nTo change the hour or to stop, press “Message settings” or type `/subscriptions`.",
			}, title),
			Buttons: []bot.Button{subscriptionsButton()},
		}, true, nil
	}
}

func subscriptionsButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Régler mes messages", EN: "Message settings"}, Do: bot.Call{Command: "abonnements"}}
}

func pauseButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Faire une pause", EN: "Take a break"}, Do: bot.Call{Command: "pause"}}
}

// dailyTopic is the name of « Le message du jour ».
const dailyTopic = "message-du-jour"

// dailyLife is for how long a community's message is worth sending: whoever has chosen
// one day of the week has it too.
const dailyLife = 8 * 24 * time.Hour

// dailyMessage is what a community publishes to go on, by direct message: the
// scheduled messages that its moderators offer so. Its Ref is the run.
func dailyMessage(store *storage.Store) notice.Topic {
	return notice.Topic{
		Name:  dailyTopic,
		Title: bot.Text{FR: "Le message du jour", EN: "The message of the day"},
		Help:  bot.Text{FR: "ce que la communauté publie pour avancer, un pas à la fois", EN: "what the community publishes to help you move forward, one step at a time"},
		Class: notice.Digest,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			run, err := store.ScheduleRun(ctx, n.Ref)
			if errors.Is(err, bot.ErrNotFound) || err == nil && (run.Body == nil || len(run.Body.Cards) == 0) {
				return bot.Card{}, false, nil
			}
			if err != nil {
				return bot.Card{}, false, err
			}
			card := run.Body.Cards[0]
			buttons := card.Buttons
			card.Footer, card.Buttons = bot.Text{FR: "Le message du jour", EN: "The message of the day"}, nil
			for _, b := range buttons {
				if b.Do.Action == "fait" { // without the count of then
					card.Buttons = append(card.Buttons, doneButton(run.ID, 0))
				}
			}
			if run.Message.ID != "" {
				card.Buttons = append(card.Buttons, bot.Button{Label: bot.Text{FR: "En parler dans le salon", EN: "Talk about it in the channel"}, To: run.Message})
			}
			return card, true, nil
		},
	}
}

// forgotten tells people of whom nothing was heard that they will be forgotten.
func forgotten() notice.Topic {
	return notice.Topic{
		Name:  storage.ForgottenTopic,
		Title: bot.Text{FR: "Avant d’oublier", EN: "Before forgetting"},
		Help:  bot.Text{FR: "un mot avant d’effacer ce que je sais de toi, après 24 mois de silence", EN: "a word before I erase what I know of you, after 24 months of silence"},
		Class: notice.Decision,
		Card: func(_ context.Context, n *notice.Notice) (bot.Card, bool, error) {
			on, err := time.Parse(time.DateOnly, n.Ref)
			if err != nil {
				return bot.Card{}, false, err
			}
			return bot.Card{
				Body: bot.Textf(bot.Text{
					FR: "Bonjour. Cela fait longtemps que nous ne nous sommes pas parlé.\nComme promis, j’efface ce que je sais des personnes dont je n’ai plus de nouvelles : pour toi, ce sera à partir du %s. Tu n’as rien à faire. Pour que je garde tes réglages, presse ce bouton ou tape n’importe quelle commande.",
					EN: "Hello. We have not spoken for a long time.\nAs promised, I erase what I know of people I no longer hear from: for you that will be from %s on. There is nothing you need to do. For me to keep your settings, press this button or type any command.",
				}, bot.Date(on)),
				Buttons: []bot.Button{{Label: bot.Text{FR: "Garder mes réglages", EN: "Keep my settings"}, Do: bot.Call{Command: "abonnements"}}},
			}, true, nil
		},
	}
}

// Composed is what « Ton matin » and the other direct messages say around their cards.
func Composed() notice.Words { return composed{} }

type composed struct{}

// Message implements notice.Words. Its first line shows on a locked screen.
func (composed) Message(cards []bot.Card, morning time.Time, first, more bool) *bot.Message {
	m := &bot.Message{Cards: cards}
	if morning.IsZero() {
		return m
	}
	m.Text = bot.Text{FR: "**Ton matin**, suite", EN: "**Your morning**, continued"}
	if first {
		m.Text = bot.Textf(bot.Text{FR: "**Ton matin**, %s", EN: "**Your morning**, %s"}, schedule.DayOf(morning).Text())
	}
	if !more {
		m.Buttons = []bot.Button{subscriptionsButton(), pauseButton()}
	}
	return m
}

// Aside tells a member, beside the answer to what they asked, what has stopped because
// their direct messages are closed.
func Aside(store *storage.Store, d Defaults) func(context.Context, *bot.Request) (bot.Text, error) {
	topics := Topics(store, d)
	return func(ctx context.Context, r *bot.Request) (bot.Text, error) {
		names, err := store.Refused(ctx, r.From.ID, community(r))
		if err != nil {
			return bot.Text{}, err
		}
		var stopped []bot.Text
		for _, name := range names {
			if t, ok := topicNamed(topics, name); ok {
				stopped = append(stopped, quoted(t.Title))
			}
		}
		if len(stopped) == 0 {
			return bot.Text{}, nil
		}
		return bot.Textf(bot.Text{
			FR: "**Je n’ai pas pu t’écrire en privé** : tes messages privés me sont fermés. J’ai arrêté %s. Pour le recevoir à nouveau, %s, puis redemande-le avec `/abonnements`.",
			EN: "**I could not write to you in private**: your direct messages are closed to me. I have stopped %s. To receive it again, %s, then ask for it with `/subscriptions`.",
		}, bot.Join(", ", stopped...), openDirect), nil
	}
}

// openDirect says how to open direct messages.
var openDirect = bot.Text{FR: "autorise les messages privés des membres de cette communauté, dans tes réglages de confidentialité", EN: "allow direct messages from members of this community in your privacy settings"}
