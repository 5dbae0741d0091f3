package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/schedule"
)

// home is the way to openings.
func (o *offers) home(_ context.Context, _ *bot.Request) (*bot.Message, error) {
	return &bot.Message{
		Text: bot.Text{
			FR: "# Offres\nDis ce que tu cherches dans tes mots : « golang nancy télétravail débutant ».",
			EN: "# Openings\nSay what you are looking for in your own words: “golang nancy remote junior”.",
		},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Chercher", EN: "Search"}, Style: bot.Primary, Do: bot.Call{Command: "offres", Action: "modifier", Ask: true}},
			{Label: bot.Text{FR: "Les plus récentes", EN: "The newest"}, Do: bot.Call{Command: "offres"}},
		},
	}, nil
}

// plannedAtHome is how many scheduled messages a moderator's screen has.
const plannedAtHome = 3

// home is what goes out next; nothing where nothing does.
func (p *planning) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	all, err := living(ctx, p.store, community(r))
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s schedule.Schedule) bool { return s.Next.IsZero() })
	if len(all) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(all, func(a, b schedule.Schedule) int { return a.Next.Compare(b.Next) })
	m := &bot.Message{Text: bot.Text{FR: "# Ce que je publie ensuite", EN: "# What I publish next"}, Buttons: []bot.Button{{Label: bot.Text{FR: "Tous les messages programmés", EN: "All scheduled messages"}, Do: doing("liste", nil)}}}
	for i := range all[:min(len(all), plannedAtHome)] {
		m.Cards = append(m.Cards, p.card(&all[i]))
	}
	return m, nil
}
