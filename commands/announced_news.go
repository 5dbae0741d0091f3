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
			if what == storage.BlockedRef {
				return blockedCard(ctx, store, n.To, bot.PersonID(id))
			}
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
	case what == storage.RestoredRef && a.State == storage.Living:
		c.Body = bot.Text{FR: "La modération a vérifié ce qui avait été signalé : ton annonce est de nouveau visible. Il n’y a rien à te reprocher.", EN: "Moderators have checked what had been reported: your post is shown again. There is nothing to hold against you."}
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}}}
	case what == storage.AsideRef && a.State == storage.Aside:
		c.Body = bot.Text{FR: "Des membres ont signalé un problème avec ton annonce. Elle est mise de côté le temps que la modération vérifie ; je t’écrirai dès qu’elle aura décidé. Tu n’as rien à faire.", EN: "Members have reported a problem with your post. It is put aside until moderators have checked; I will write to you as soon as they have decided. There is nothing you need to do."}
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}}}
	case what == storage.ReturnedRef && a.State == storage.Returned, what == storage.RefusedRef && a.State == storage.Refused:
		c.Body = bot.Join("\n", unpublishedText(what, a), bot.Text{FR: "Rien n’est perdu : corrige-la, et envoie-la de nouveau.", EN: "Nothing is lost: correct it, and send it again."})
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Corriger", EN: "Correct"}, Style: bot.Primary, Do: owning("modifier", a.ID)}}
	case what == storage.ReminderRef && a.State == storage.Living && a.Expires.Equal(n.Until):
		c.Body = bot.Text{FR: "Ton annonce s’arrête dans 3 jours au plus. Le poste est-il toujours à pourvoir ?", EN: "Your post ends in 3 days at most. Is the position still open?"}
		c.Buttons = ownButtons(a)[1:] // to renew, filled, to delete
	default:
		return c, false
	}
	return c, true
}

// unpublishedText says why an announcement does not appear.
func unpublishedText(what string, a *storage.Announced) bot.Text {
	said := bot.Text{FR: "La modération a lu ton annonce et ne l’a pas publiée.", EN: "Moderators have read your post and did not publish it."}
	switch {
	case what == storage.ReturnedRef:
		said = bot.Text{FR: "La modération a lu ton annonce et demande une modification avant de la publier.", EN: "Moderators have read your post and ask for a change before publishing it."}
	case !a.Published.IsZero():
		said = bot.Text{FR: "La modération a retiré ton annonce.", EN: "Moderators have taken your post down."}
	}
	lines := []bot.Text{bot.Join(" ", said, because(a.Why))}
	if held, _ := findingLines(a.Findings); len(held) > 0 {
		lines = append(append(lines, bot.Text{FR: "Les mots en cause :", EN: "The words in question:"}), held...)
	}
	return bot.Join("\n", lines...)
}

// blockedCard tells an author that moderators no longer take what they announce.
func blockedCard(ctx context.Context, store *storage.Store, in bot.Address, person bot.PersonID) (bot.Card, bool, error) {
	why, err := store.Blocked(ctx, in, person)
	if err != nil || why == nil {
		return bot.Card{}, false, err
	}
	return bot.Card{Body: blockedText(*why)}, true, nil
}

// reportNews tells those who reported an offer what became of it.
func reportNews(store *storage.Store) notice.Topic {
	return notice.Topic{
		Name:  storage.ReportTopic,
		Title: bot.Text{FR: "Mes signalements", EN: "My reports"},
		Help:  bot.Text{FR: "ce que la modération a décidé des offres que tu as signalées", EN: "what moderators decided of the openings you reported"},
		Class: notice.Decision,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			outcome, id, _ := strings.Cut(n.Ref, "/")
			title, err := store.OfferTitle(ctx, id)
			said, known := reportOutcomes[storage.CaseState(outcome)]
			if title != "" { // not on the first line, which a locked screen shows
				said = bot.Join("\n", said, quoted(title))
			}
			return bot.Card{Body: said}, known, err
		},
	}
}

// reportOutcomes are what those who reported an offer are told.
var reportOutcomes = map[storage.CaseState]bot.Text{
	storage.CaseKept:     {FR: "Tu as signalé cette offre. La modération l’a vérifiée, et elle reste. Merci d’avoir veillé : se tromper ne coûte rien.", EN: "You reported this opening. Moderators have checked it, and it stays. Thank you for looking out: being wrong costs nothing."},
	storage.CaseRemoved:  {FR: "Tu as signalé cette offre. La modération l’a retirée. Merci : cela a évité à d’autres de tomber dessus.", EN: "You reported this opening. Moderators have removed it. Thank you: it spared others from coming across it."},
	storage.CaseReturned: {FR: "Tu as signalé cette offre. La modération a demandé à la personne qui l’a écrite de la corriger ; on ne la voit plus d’ici là. Merci.", EN: "You reported this opening. Moderators have asked whoever wrote it to correct it; it is not shown until then. Thank you."},
	storage.CaseGone:     {FR: "L’offre que tu as signalée n’est plus là. Merci de l’avoir dit.", EN: "The opening you reported is gone. Thank you for saying so."},
}
