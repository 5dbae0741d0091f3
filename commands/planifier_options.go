package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// setForm makes a draft a series, or one message.
func (p *planning) setForm(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, items, err := p.withItems(ctx, r, p.findAt)
	if err != nil {
		return nil, err
	}
	if _, is := p.defaults.seriesOf(items...); is {
		return nil, &bot.UserError{Text: bot.Text{FR: "Un message tout prêt part tel quel, un à la fois : il ne se coupe pas et ne se joint à aucun autre. Récris-le d’abord.", EN: "A ready-made post goes out as it is, one at a time: it is neither split nor joined to another. Write it again first."}}
	}
	s.Series, s.Position = r.Args["choix"] == "serie", 0
	between := "\n\n"
	if slices.ContainsFunc(items, func(item string) bool { return len(split(item)) > 1 }) {
		between = "\n---\n"
	}
	if items, err = p.itemsOf(strings.Join(items, between), s.Series, ""); err != nil {
		return nil, err
	}
	said := bot.Text{FR: "Le même message, en entier, à chaque fois.", EN: "The same message, whole, each time."}
	if s.Series {
		said = bot.Count(len(items), bot.Text{FR: "Une série de %s message : sépare les messages par une ligne vide pour en faire plusieurs.", EN: "A series of %s message: put an empty line between messages to make several."}, bot.Text{FR: "Une série de %s messages, un à chaque fois.", EN: "A series of %s messages, one each time."})
	}
	return p.keep(ctx, r, s, items, said)
}

func (p *planning) setCoaching(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	s.Coaching = r.Args["choix"] == "oui"
	return p.keep(ctx, r, s, nil, bot.Text{})
}

func (p *planning) setDirect(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	if s.Direct = r.Args["choix"] == "oui"; s.Direct && s.To.Channel == chosen[storage.ModerationChannel] {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce message va dans le salon de la modération : il ne peut pas partir aussi chez les membres.", EN: "This message goes to the moderation channel: it cannot go out to members too."}}
	}
	return p.keep(ctx, r, s, nil, bot.Text{})
}

// dueNow reports whether the next time of a schedule has come: what is decided now
// holds from the time after.
func dueNow(s *schedule.Schedule, now time.Time) bool {
	return s.State == schedule.Active && !s.Next.After(now)
}

func (p *planning) setHolidays(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, h := range holidayChoices {
		if h.name == r.Args["choix"] {
			s.When.Holidays = h.skip
		}
	}
	if !dueNow(s, r.Now) {
		if err := p.aim(s, r.Now); err != nil {
			return nil, err
		}
	}
	return p.keep(ctx, r, s, nil, bot.Text{})
}

func (p *planning) setLate(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	s, err := p.find(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, l := range lates {
		if hours := int(l.late.Hours()); hours == r.Args.Int("choix") {
			s.Late = l.late
		}
	}
	return p.keep(ctx, r, s, nil, bot.Text{})
}
