package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/storage"
)

// Planned is what the schedules of /planifier say.
func Planned(store *storage.Store, d Defaults) schedule.Words { return &planned{store, d} }

type planned struct {
	store    *storage.Store
	defaults Defaults
}

// doneShown is from how many people on their count is shown: fewer could be known.
const doneShown = 3

// postCard is a scheduled message as members see it; run is where « Je l’ai fait »
// counts.
func postCard(c bot.Card, coaching bool, run string) bot.Card {
	if coaching {
		c.Buttons = []bot.Button{doneButton(run, 0)}
	}
	return c
}

// doneButton shows how many pressed it; 0 shows no number.
func doneButton(run string, people int) bot.Button {
	b := bot.Button{Label: bot.Text{FR: "Je l’ai fait", EN: "Done"}, Do: bot.Call{Command: "planifier", Action: "fait", Args: bot.Args{"envoi": run}}}
	if people > 0 {
		b.Label = bot.Textf(bot.Text{FR: "%s (%s)", EN: "%s (%s)"}, b.Label, people)
	}
	return b
}

// threadOf is the thread of a coaching message: it is called as the message begins.
func threadOf(c *bot.Card) *bot.Thread {
	if !c.Title.Empty() {
		return &bot.Thread{Name: c.Title}
	}
	line, _, _ := strings.Cut(bot.Plain(c.Body.FR), "\n")
	return &bot.Thread{Name: bot.Same(bot.Shorten(line, 80))}
}

func (w *planned) lang(s *schedule.Schedule) bot.Lang { return cmp.Or(s.Lang, w.defaults.Lang) }

// postLate is for how long a post that cannot be sent is tried, at least.
const postLate = time.Hour

// Post implements schedule.Words.
func (w *planned) Post(ctx context.Context, s *schedule.Schedule, r *schedule.Run) (bot.Post, error) {
	if q, is := searched(s.Item); is {
		return w.searchPost(ctx, s, r, q)
	}
	card, there := w.defaults.itemCard(s.Item, schedule.DayOf(r.Due.In(zoneOf(s))), s.Coaching)
	if !there {
		return bot.Post{}, fmt.Errorf("%s: %w", s.Item, schedule.ErrLost)
	}
	card = postCard(card, s.Coaching, r.ID)
	r.Key = "planifier/" + r.ID
	p := bot.Post{Key: r.Key, To: s.To, Lang: w.lang(s), Message: &bot.Message{}, Until: r.Due.Add(max(s.Late, postLate))}
	if s.Coaching {
		p.Thread = threadOf(&card)
		var line bot.Text
		if o, _ := w.defaults.referred(s.Item); o == nil || o.Rest == 0 { // a programme says it once a week
			var err error
			if line, err = w.lastWeek(ctx, s, r.Due); err != nil {
				return p, err
			}
		}
		card.Footer = bot.Join(" · ", card.Footer, line)
	}
	p.Message.Cards = []bot.Card{card}
	if s.Coaching || s.Direct {
		r.Body = p.Message
	}
	if s.Direct {
		r.Topic, r.Until = dailyTopic, r.Due.Add(dailyLife)
	}
	return p, nil
}

// lastWeek says, with the first post of a week, how many pressed « Je l’ai fait »
// in the week before.
func (w *planned) lastWeek(ctx context.Context, s *schedule.Schedule, due time.Time) (bot.Text, error) {
	day := due.In(zoneOf(s))
	monday := time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 0, 0, 0, 0, day.Location())
	if posted, err := w.store.PostedSince(ctx, s.ID, monday); err != nil || posted {
		return bot.Text{}, err
	}
	people, err := w.store.DoneBetween(ctx, s.ID, monday.AddDate(0, 0, -7), monday)
	if err != nil || people < doneShown {
		return bot.Text{}, err
	}
	return bot.Textf(bot.Text{FR: "La semaine dernière, %s personnes l’ont fait.", EN: "Last week, %s people did it."}, people), nil
}

// Paused implements schedule.Words.
func (w *planned) Paused(s *schedule.Schedule, why schedule.Reason) (bot.Post, bool) {
	return w.tell(s, "paused", bot.Textf(bot.Text{
		FR: "Le message programmé « %s », dans %s, est en pause : %s.",
		EN: "The scheduled message “%s”, in %s, is paused: %s.",
	}, w.defaults.name(s), where(s.To), reasonText(why)))
}

// Over implements schedule.Words.
func (w *planned) Over(s *schedule.Schedule, left int) (bot.Post, bool) {
	items := bot.Count(s.Items, bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"})
	if left > 0 {
		return w.tell(s, "over", bot.Textf(bot.Text{
			FR: "La série de %s dans %s s’arrête à sa date de fin : %s.",
			EN: "The series of %s in %s stops at its end date: %s.",
		}, items, where(s.To), bot.Count(left, bot.Text{FR: "%s message n’est pas parti", EN: "%s message has not gone out"}, bot.Text{FR: "%s messages ne sont pas partis", EN: "%s messages have not gone out"})))
	}
	return w.tell(s, "over", bot.Textf(bot.Text{
		FR: "La série de %s dans %s est terminée : « %s » est le dernier message, il part maintenant.",
		EN: "The series of %s in %s is over: “%s” is its last message, and goes out now.",
	}, items, where(s.To), w.defaults.name(s)))
}

// tell writes to the community's moderators.
func (w *planned) tell(s *schedule.Schedule, what string, text bot.Text) (bot.Post, bool) {
	to := s.Community
	to.Channel = s.Moderation
	return bot.Post{Key: "planifier/" + s.ID + "/" + what + "/" + revision(s.Revision), To: to, Lang: w.lang(s), Message: &bot.Message{
		Text:    text,
		Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Do: doing("ouvrir", bot.Args{"id": s.ID})}},
	}}, s.Moderation != ""
}

// done counts whoever presses « Je l’ai fait », or takes them out. Nobody learns who.
func (p *planning) done(undo bool) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		run := r.Args["envoi"]
		if run == "apercu" {
			return &bot.Message{Text: bot.Text{FR: "C’est un aperçu : une fois le message publié, ce bouton comptera les personnes qui l’ont fait, sans dire qui. Le nombre se voit à partir de 3.", EN: "This is a preview: once the message is out, this button will count the people who did it, without telling who. The number shows from 3 on."}}, nil
		}
		counted, err := p.store.MarkDone(ctx, run, r.From.ID, undo, r.Now, showCount)
		if errors.Is(err, bot.ErrNotFound) {
			return &bot.Message{Text: bot.Text{FR: "Bravo ! Je ne tiens plus le compte pour ce message, mais ce que tu as fait compte pour toi.", EN: "Well done! I no longer keep count for this message, but what you did counts for you."}}, nil
		}
		if err != nil {
			return nil, err
		}
		back := bot.Button{Label: bot.Text{FR: "Annuler", EN: "Undo"}, Do: doing("pasfait", bot.Args{"envoi": run})}
		switch {
		case undo:
			return &bot.Update{Message: bot.Message{Text: bot.Text{FR: "C’est retiré.", EN: "It is taken back."}}}, nil
		case !counted.New:
			return &bot.Message{Text: bot.Text{FR: "C’était déjà noté, bravo.", EN: "It was counted already, well done."}, Buttons: []bot.Button{back}}, nil
		}
		return &bot.Message{Text: bot.Text{FR: "C’est noté, bravo. Personne ne voit que c’est toi.", EN: "It is counted, well done. Nobody sees that it was you."}, Buttons: []bot.Button{back}}, nil
	}
}

// showCount is the edit that shows how many pressed, and what it shows, where that is
// not what is shown already.
func showCount(run schedule.Run, of bot.Post, d storage.Done) (*bot.Post, int) {
	shows := d.Count
	if shows < doneShown {
		shows = 0
	}
	if shows == d.Shown {
		return nil, shows
	}
	for i := range run.Body.Cards {
		for j, b := range run.Body.Cards[i].Buttons {
			if b.Do.Action == "fait" {
				run.Body.Cards[i].Buttons[j] = doneButton(run.ID, shows)
			}
		}
	}
	return &bot.Post{Kind: bot.EditPost, Of: run.Key, To: of.To, Lang: of.Lang, Message: run.Body, Thread: threadOf(&run.Body.Cards[0])}, shows
}

// runText says what became of a time of a schedule.
func runText(run *storage.RunShown) bot.Text {
	switch run.What {
	case schedule.Missed:
		return bot.Text{FR: "Manqué : je ne tournais pas.", EN: "Missed: I was not running."}
	case schedule.Skipped:
		return bot.Text{FR: "Sauté, comme demandé.", EN: "Skipped, as asked."}
	case schedule.Silent:
		return bot.Text{FR: "Rien de nouveau : rien n’a été envoyé.", EN: "Nothing new: nothing was sent."}
	}
	switch run.State {
	case delivery.Delivered:
		return bot.Text{FR: "Envoyé.", EN: "Sent."}
	case delivery.Pending, delivery.Sending:
		return bot.Text{FR: "En cours d’envoi.", EN: "On its way."}
	case delivery.Uncertain:
		return bot.Text{FR: "Peut-être envoyé, la réponse s’est perdue : `/etat` permet d’en décider.", EN: "Perhaps sent, the answer was lost: `/bot-status` lets an admin decide."}
	case delivery.Expired:
		return bot.Text{FR: "Pas envoyé : la plateforme ne répondait pas, puis l’heure était passée.", EN: "Not sent: the platform did not answer, then its time had passed."}
	case delivery.Rejected:
		return bot.Text{FR: "Refusé : je n’ai pas pu écrire dans ce salon. Le détail est dans `/etat`.", EN: "Refused: I could not write in this channel. The details are in `/bot-status`."}
	}
	return bot.Text{FR: "Envoyé.", EN: "Sent."}
}
