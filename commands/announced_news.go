package commands

import (
	"context"
	"errors"
	"strings"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
)

// announcementNews tells authors what was decided of their announcements, and that the end
// of one is near.
func announcementNews(store *storage.Store) notice.Topic {
	announcements := &storage.Announcements{Store: store} // only read
	return notice.Topic{
		Name:  storage.AnnouncementTopic,
		Title: bot.Text{FR: "Mes annonces", EN: "My posts"},
		Help:  bot.Text{FR: "les décisions sur tes annonces, et leur fin qui approche", EN: "decisions on your posts, and their approaching end"},
		Class: notice.Decision,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			what, id, _ := strings.Cut(n.Ref, "/")
			a, err := announcements.Announcement(ctx, bot.Address{}, id)
			if errors.Is(err, bot.ErrNotFound) {
				return bot.Card{}, false, nil
			}
			if err != nil {
				return bot.Card{}, false, err
			}
			if what == storage.ReminderRef { // a decision comes during a break too, a reminder does not
				own, err := store.Own(ctx, a.Author)
				if err != nil || own.Pause.Holds(n.At) {
					return bot.Card{}, false, err
				}
			}
			card, there := newsCard(what, a, n)
			return card, there, nil
		},
	}
}

// newsCard is what there is to tell of an announcement; false where it is out of date.
func newsCard(what string, a *storage.Announced, n *notice.Notice) (bot.Card, bool) {
	c := bot.Card{Title: bot.Same(a.Title)}
	switch {
	case what == storage.PublishedRef && a.State == storage.Living:
		c.Body = bot.Text{FR: "La modération a lu ton annonce : elle est publiée.", EN: "Moderators have read your post: it is published."}
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}}}
	case what == storage.RefusedRef && a.State == storage.Refused:
		lines := []bot.Text{{FR: "La modération a lu ton annonce et ne l’a pas publiée. Les mots en cause :", EN: "Moderators have read your post and did not publish it. The words in question:"}}
		if !a.Published.IsZero() {
			lines[0] = bot.Text{FR: "La modération a retiré ton annonce.", EN: "Moderators have taken your post down."}
		}
		held, _ := findingLines(a.Findings)
		if !a.Published.IsZero() && len(held) > 0 {
			lines = append(lines, bot.Text{FR: "Les mots en cause :", EN: "The words in question:"})
		}
		lines = append(lines, held...)
		c.Body = bot.Join("\n", append(lines, bot.Text{FR: "Rien n’est perdu : corrige-la, et envoie-la de nouveau.", EN: "Nothing is lost: correct it, and send it again."})...)
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Corriger", EN: "Correct"}, Style: bot.Primary, Do: owning("modifier", a.ID)}}
	case what == storage.ReminderRef && a.State == storage.Living && a.Expires.Equal(n.Until):
		c.Body = bot.Text{FR: "Ton annonce s’arrête dans 3 jours au plus. Le poste est-il toujours à pourvoir ?", EN: "Your post ends in 3 days at most. Is the position still open?"}
		c.Buttons = ownButtons(a)[1:] // to renew, filled, to delete
	default:
		return c, false
	}
	return c, true
}
