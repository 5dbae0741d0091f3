package commands

import (
	"context"
	"errors"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// revision is a count of changes as a control holds it.
func revision(n int64) string { return strconv.FormatInt(n, 10) }

// start schedules a draft.
func (p *planning) start(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.findAt(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.State != schedule.Draft {
		return nil, changedMeanwhile()
	}
	return p.activate(ctx, r, s, bot.Text{FR: "**C’est programmé.**", EN: "**It is scheduled.**"})
}

func (p *planning) resume(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.State != schedule.Paused {
		return p.update(ctx, r, bot.Text{FR: "Ce message n’est pas en pause.", EN: "This message is not paused."})
	}
	return p.activate(ctx, r, s, bot.Text{FR: "**C’est reparti.**", EN: "**On it goes.**"})
}

// again makes a series that is over a draft from its beginning.
func (p *planning) again(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.findAt(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.State != schedule.Over {
		return nil, changedMeanwhile()
	}
	s.State, s.Why, s.Position = schedule.Draft, "", 0
	return p.keep(ctx, r, s, nil, bot.Text{FR: "La série est prête à repartir du premier message.", EN: "The series is ready to start again from its first message."})
}

// activate gives a schedule its next time.
func (p *planning) activate(ctx context.Context, r *bot.Request, s *schedule.Schedule, said bot.Text) (bot.Reply, error) {
	if s.Series && s.Position >= s.Items {
		return nil, &bot.UserError{Text: bot.Text{FR: "Cette série est déjà partie en entier : ajoute des messages, ou crées-en une autre.", EN: "All of this series has gone out: add messages, or make another one."}}
	}
	next, err := s.NextOf(r.Now)
	if err != nil {
		return nil, &bot.UserError{Err: err, Text: bot.Text{FR: "Je ne sais plus lire ses horaires : redis « Quand et où ».", EN: "I can no longer read its times: say “When and where” again."}}
	}
	if next.IsZero() {
		return nil, &bot.UserError{Text: bot.Text{FR: "L’heure est passée, rien ne partirait : change « Quand et où ».", EN: "The time is past, nothing would go out: change “When and where”."}}
	}
	s.State, s.Why, s.Next = schedule.Active, "", next
	return p.keep(ctx, r, s, nil, said)
}

func (p *planning) pause(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.State != schedule.Active {
		return p.update(ctx, r, bot.Text{})
	}
	s.State, s.Next = schedule.Paused, time.Time{}
	return p.keep(ctx, r, s, nil, bot.Text{FR: "C’est en pause : rien ne part jusqu’à ce que tu reprennes.", EN: "It is paused: nothing goes out until you resume."})
}

// skip passes the next time. A series does not lose an item by it.
func (p *planning) skip(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.findAt(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.State != schedule.Active {
		return nil, changedMeanwhile()
	}
	passed := s.Next
	m := s.Move()
	if m.Next, err = s.When.Next(passed); err != nil {
		return nil, err
	}
	if m.Skipped = passed; m.Next.IsZero() {
		m.End(s, p.words)
	}
	m.Runs = []schedule.Run{{ID: s.ID + "!" + revision(s.Revision), Due: passed, What: schedule.Skipped, Item: s.Position}}
	if err := p.advance(ctx, r, m); err != nil {
		return nil, err
	}
	said := bot.Textf(bot.Text{FR: "Rien ne partira le %s.", EN: "Nothing will go out on %s."}, schedule.Moment(passed.In(zoneOf(s))))
	if m.State == schedule.Over {
		return p.update(ctx, r, bot.Textf(bot.Text{FR: "%s C’était le dernier envoi prévu.", EN: "%s It was the last post that was planned."}, said))
	}
	if s.Series {
		said = bot.Textf(bot.Text{FR: "%s Le message suivant de la série attend la fois d’après.", EN: "%s The next message of the series waits for the time after."}, said)
	}
	return p.update(ctx, r, said)
}

// advance writes a step of a schedule, unless somebody was quicker.
func (p *planning) advance(ctx context.Context, r *bot.Request, m schedule.Move) error {
	done, err := (&storage.Schedules{Store: p.store}).Advance(ctx, r.Now, m)
	if err == nil && !done[0] {
		return changedMeanwhile()
	}
	return err
}

// sendable reports whether a schedule has something to send now.
func sendable(s *schedule.Schedule) bool {
	return (s.State == schedule.Active || s.State == schedule.Paused) && !(s.Series && s.Position >= s.Items)
}

func (p *planning) confirmSend(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if !sendable(s) {
		return nil, changedMeanwhile()
	}
	text := bot.Textf(bot.Text{FR: "Publier ce message maintenant dans %s ?", EN: "Publish this message now in %s?"}, where(s.To))
	if s.Direct {
		text = bot.Textf(bot.Text{FR: "%s Il partira aussi en privé, à leur heure, chez les personnes qui l’ont demandé.", EN: "%s It will also go out by direct message, at their hour, to those who asked for it."}, text)
	}
	if s.Series {
		text = bot.Textf(bot.Text{FR: "%s La série continuera avec le suivant.", EN: "%s The series will go on with the one after."}, text)
	}
	card, err := p.preview(ctx, s, s.Item, r.Now)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: bot.Message{
		Text:  text,
		Cards: []bot.Card{card},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Publier", EN: "Publish"}, Style: bot.Primary, Do: doing("publier", bot.Args{"id": s.ID, "rev": revision(s.Revision)})},
			{Label: bot.Text{FR: "Revenir", EN: "Back"}, Do: doing("voir", bot.Args{"id": s.ID})},
		},
	}}, nil
}

func (p *planning) send(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.findAt(ctx, r)
	if err != nil {
		return nil, err
	}
	if !sendable(s) {
		return nil, changedMeanwhile()
	}
	m := s.Move()
	err = m.Post(ctx, s, p.words, schedule.Run{ID: s.ID + "!" + revision(s.Revision), Due: r.Now})
	if errors.Is(err, schedule.ErrLost) {
		return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Rien n’est parti : %s.", EN: "Nothing went out: %s."}, reasonText(schedule.Lost))}
	}
	if err != nil {
		return nil, err
	}
	if err := p.advance(ctx, r, m); err != nil {
		return nil, err
	}
	if len(m.Posts) == 0 {
		return p.update(ctx, r, bot.Text{FR: "Rien de nouveau depuis la dernière fois : rien n’est parti.", EN: "Nothing new since last time: nothing went out."})
	}
	return p.update(ctx, r, bot.Textf(bot.Text{FR: "**C’est parti** dans %s.", EN: "**It is on its way** to %s."}, where(s.To)))
}

func (p *planning) confirmDelete(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	rest, err := p.restOf(ctx, r, s)
	if err != nil {
		return nil, err
	}
	m := bot.Message{
		Text:    bot.Textf(bot.Text{FR: "Supprimer « %s » ? Rien ne partira plus ; ce qui est déjà parti reste dans le salon.", EN: "Delete “%s”? Nothing more will go out; what has gone out stays in the channel."}, p.defaults.name(s)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Supprimer", EN: "Delete"}, Style: bot.Danger, Do: doing("oublier", bot.Args{"id": s.ID})}},
	}
	if len(rest) > 0 {
		m.Text = bot.Textf(bot.Text{FR: "Supprimer « %s » ? Le reste du programme, « %s », continue dans ce salon, sauf si tu supprimes tout. Ce qui est déjà parti reste dans le salon.", EN: "Delete “%s”? The rest of the programme, “%s”, goes on in this channel unless you delete it all. What has gone out stays in the channel."}, p.defaults.name(s), p.defaults.name(&rest[0]))
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Supprimer tout le programme", EN: "Delete the whole programme"}, Style: bot.Danger, Do: doing("oublier", bot.Args{"id": s.ID, "tout": "yes"})})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir", EN: "Back"}, Do: doing("voir", bot.Args{"id": s.ID})})
	return &bot.Update{Message: m}, nil
}

// restOf is what else of the ready-made series of a schedule may go out in the same place.
func (p *planning) restOf(ctx context.Context, r *bot.Request, s *schedule.Schedule) (rest []schedule.Schedule, err error) {
	of, _ := p.defaults.seriesOf(s.Item)
	if of == nil {
		return nil, nil
	}
	all, err := living(ctx, p.store, community(r))
	for i := range all {
		if also, _ := p.defaults.seriesOf(all[i].Item); also != nil && also.ID == of.ID && all[i].ID != s.ID && all[i].To == s.To {
			rest = append(rest, all[i])
		}
	}
	return rest, err
}

func (p *planning) delete(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.Args["tout"] == "yes" {
		if err := p.deleteRest(ctx, r); err != nil {
			return nil, err
		}
	}
	if err := p.store.DeleteSchedule(ctx, community(r), r.Args["id"]); err != nil && !errors.Is(err, bot.ErrNotFound) {
		return nil, err
	}
	m, err := p.message(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", bot.Text{FR: "C’est supprimé.", EN: "It is deleted."}, m.Text)
	return &bot.Update{Message: *m}, nil
}

// deleteRest forgets what else of the ready-made series of a schedule goes out.
func (p *planning) deleteRest(ctx context.Context, r *bot.Request) error {
	s, err := p.store.Schedule(ctx, community(r), r.Args["id"])
	if errors.Is(err, bot.ErrNotFound) { // somebody was quicker
		return nil
	}
	if err != nil {
		return err
	}
	rest, err := p.restOf(ctx, r, s)
	if err != nil {
		return err
	}
	for i := range rest {
		if err := p.store.DeleteSchedule(ctx, community(r), rest[i].ID); err != nil && !errors.Is(err, bot.ErrNotFound) {
			return err
		}
	}
	return nil
}
