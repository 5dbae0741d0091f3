package commands

import (
	"context"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
)

// alertNews tells people that their alerts have found offers: how many, never which, so that
// one that is withdrawn leaves no copy behind.
func alertNews(store *storage.Store) notice.Topic {
	return notice.Topic{
		Name:  storage.AlertsTopic,
		Title: bot.Text{FR: "Ce que trouvent tes alertes", EN: "What your alerts find"},
		Help:  bot.Text{FR: "les nouvelles offres qui répondent à tes recherches ; `/alertes` les règle", EN: "new openings that match your searches; `/alerts` sets them"},
		Class: notice.Digest,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			where := bot.Args{}.With(inSpace.Name, n.To.Space)
			if n.Ref == helloRef {
				return alertsHello(where), true, nil
			}
			at := bot.Address{Platform: n.To.Platform, Space: n.To.Space}
			count, by, err := store.CountAlertNews(ctx, at, n.For, n.Key, n.Now)
			if err != nil || count == 0 {
				return bot.Card{}, false, err
			}
			all, err := store.Alerts(ctx, n.For)
			if err != nil {
				return bot.Card{}, false, err
			}
			change := where
			if len(by) == 1 {
				for id := range by {
					change = where.With("alerte", id)
				}
			}
			return bot.Card{
				Body: newsText(count, by, all),
				Buttons: []bot.Button{
					{Label: bot.Text{FR: "Voir", EN: "View"}, Style: bot.Primary, Do: alert("nouvelles", where.With("avis", n.Key))},
					{Label: bot.Text{FR: "Changer ou arrêter", EN: "Change or stop"}, Do: alert("ouvrir", change)},
				},
			}, true, nil
		},
	}
}

// alertsHello greets whoever receives what their alerts find.
func alertsHello(where bot.Args) bot.Card {
	return bot.Card{
		Body: bot.Text{
			FR: "Bonjour ! C’est ici que je t’écrirai quand tes alertes auront trouvé quelque chose, et seulement alors.\nPour les changer ou les arrêter, presse « Mes alertes » ou tape `/alertes`.",
			EN: "Hello! This is where I will write to you when your alerts have found something, and only then.\nTo change or stop them, press “My alerts” or type `/alerts`.",
		},
		Buttons: []bot.Button{{Label: bot.Text{FR: "Mes alertes", EN: "My alerts"}, Do: alert("ouvrir", where)}},
	}
}

// newsText is how many offers alerts have found, and which alerts, but not what they leave
// out: that comes from titles, and this stays. Its first line, which shows on a locked
// screen, gives no words of theirs. How many each has found is said where all are counted.
func newsText(count int, by map[string]int, all []storage.Alert) bot.Text {
	first := bot.Count(count, bot.Text{FR: "**%s nouvelle offre** pour toi", EN: "**%s new opening** for you"}, bot.Text{FR: "**%s nouvelles offres** pour toi", EN: "**%s new openings** for you"})
	more := count > storage.NewsCounted
	if more {
		first = bot.Textf(bot.Text{FR: "**Plus de %s nouvelles offres** pour toi", EN: "**More than %s new openings** for you"}, storage.NewsCounted)
	}
	said := []bot.Text{first}
	for i := range all {
		n, is := by[all[i].ID]
		switch {
		case !is:
		case len(by) == 1:
			said = append(said, bot.Textf(bot.Text{FR: "Ton alerte : %s", EN: "Your alert: %s"}, askedText(&all[i].Search)))
		case more || n == 0:
			said = append(said, bot.Textf(bot.Text{FR: "- %s", EN: "- %s"}, askedText(&all[i].Search)))
		default:
			said = append(said, bot.Textf(bot.Text{FR: "- %s : %s", EN: "- %s: %s"}, askedText(&all[i].Search), n))
		}
	}
	return bot.Join("\n", said...)
}
