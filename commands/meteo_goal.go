package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

const maxGoal = 120 // runes

var (
	goalTitle = bot.Text{FR: "Un petit objectif", EN: "A small goal"}
	goalParam = bot.Param{Name: "objectif", Names: bot.Text{FR: "objectif", EN: "goal"}, Required: true, Max: maxGoal, Private: true, Label: bot.Text{FR: "Pour demain, ou ces jours-ci", EN: "For tomorrow, or the days ahead"},
		Help: bot.Text{FR: "Une seule chose, assez petite pour tenir dans une journée ; elle n’est que pour toi", EN: "One thing, small enough for one day; it is for you alone"}}
	// goalOutcomes are how a goal went, in the words that are kept.
	goalOutcomes = []bot.Option{
		{Value: "fait", Label: bot.Text{FR: "Fait", EN: "Done"}},
		{Value: "partie", Label: bot.Text{FR: "En partie", EN: "In part"}},
		{Value: "non", Label: bot.Text{FR: "Pas cette fois", EN: "Not this time"}},
		{Value: "laisse", Label: bot.Text{FR: "Je le laisse", EN: "I let it go"}},
	}
)

const goalLeft = "laisse"

// askGoal adds to a screen the question of how the last goal went, where it is still open.
func (w *weather) askGoal(ctx context.Context, r *bot.Request, m *bot.Message) error {
	e, err := w.store.OpenGoal(ctx, community(r), r.From.ID, onDay(r))
	if errors.Is(err, bot.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c := bot.Card{}
	switch e.Goal.State {
	case storage.Opened:
		c.Body = bot.Textf(bot.Text{FR: "Ton petit objectif du %s : « %s ». Comment ça s’est passé ?", EN: "Your small goal of %s: “%s”. How did it go?"}, e.On.Date(), e.Goal.Text)
	case storage.Lost:
		c.Body = bot.Textf(bot.Text{FR: "Tu avais noté un petit objectif le %s. Je ne peux plus l’ouvrir : sa clé est perdue.", EN: "You had set a small goal on %s. I can no longer open it: its key is lost."}, e.On.Date())
	default:
		c.Body = bot.Textf(bot.Text{FR: "Tu avais noté un petit objectif le %s. Je ne peux pas l’ouvrir pour l’instant ; réessaie plus tard, ou laisse-le.", EN: "You had set a small goal on %s. I cannot open it for now; try again later, or let it go."}, e.On.Date())
	}
	for _, o := range goalOutcomes {
		if e.Goal.State == storage.Opened || o.Value == goalLeft {
			c.Buttons = append(c.Buttons, bot.Button{Label: o.Label, Do: ownWeather("bilan", ofPlace(r).With("jour", e.On.String()).With("issue", o.Value))})
		}
	}
	m.Cards = append(m.Cards, c)
	return nil
}

// goalWent keeps how a goal went. It is neither praised nor blamed.
func (w *weather) goalWent(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	var on schedule.Day
	if err := on.UnmarshalText([]byte(r.Args["jour"])); err != nil {
		return nil, err
	}
	err := w.store.EndGoal(ctx, community(r), r.From.ID, on, r.Args["issue"], r.Now)
	if err != nil && !errors.Is(err, bot.ErrNotFound) { // it is erased: there is nothing to keep
		return nil, err
	}
	return w.after(ctx, r, noted)
}

// writeGoal asks for a goal, from that of the day if there is one.
func (w *weather) writeGoal(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, err := w.writtenOn(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	return &bot.Modal{Title: goalTitle, Fields: []bot.Param{goalParam}, Values: bot.Args(nil).With(goalParam.Name, e.Goal.Text), Do: ownWeather("viser", ofPlace(r)), Again: ownWeather("objectif", ofPlace(r))}, nil
}

// setGoal keeps a goal. One in whose words there are signs of distress is not: nobody is to be
// asked one day how that went. They can keep the words as a note.
func (w *weather) setGoal(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	words := r.Args[goalParam.Name]
	if r.Distress {
		return w.shown(r, w.hold(r, words), bot.Text{FR: "Je n’en ai pas fait un objectif.", EN: "I have not made it a goal."}, false), nil
	}
	err := w.store.SetGoal(ctx, community(r), r.From.ID, onDay(r), words, r.Now)
	if errors.Is(err, storage.ErrKeys) {
		return nil, &bot.UserError{Param: goalParam.Name, Err: err, Text: bot.Join(" ", noSeal, bot.Text{FR: "Garde tes mots de côté et réessaie plus tard.", EN: "Keep your words aside and try again later."})}
	}
	if err != nil {
		return nil, err
	}
	return w.after(ctx, r, noted)
}
