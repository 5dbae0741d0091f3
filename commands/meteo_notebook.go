package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// notebookPage is how many days of the notebook are shown at once.
const notebookPage = 5

// What of a day is erased.
const (
	eraseNote = "note"
	eraseGoal = "objectif"
	eraseBoth = "tout"
)

// notebookActions show somebody what they wrote for themselves alone.
func (w *weather) notebookActions() []bot.Action {
	before := bot.Param{Name: "avant", Names: bot.Text{FR: "avant", EN: "before"}, Hidden: true, Max: 10, Help: bot.Text{FR: "Les jours d’avant celui-là", EN: "The days before that one"}}
	day := bot.Param{Name: "jour", Names: bot.Text{FR: "jour", EN: "day"}, Hidden: true, Required: true, Max: 10, Help: bot.Text{FR: "Le jour", EN: "The day"}}
	what := bot.Param{Name: "quoi", Names: bot.Text{FR: "quoi", EN: "what"}, Hidden: true, Required: true, Max: 10, Help: bot.Text{FR: "Ce qui est à effacer", EN: "What is to be erased"}}
	return []bot.Action{
		{Name: "carnet", Ephemeral: true, Params: []bot.Param{before}, Run: w.agreed(w.notebook)},
		{Name: "effacer", Ephemeral: true, Params: []bot.Param{day, before, instead}, Run: w.agreed(w.askErase)},
		{Name: "effacement", Ephemeral: true, Changes: true, Params: []bot.Param{day, what, before, instead}, Run: w.agreed(w.erase)},
	}
}

func notebookButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Mon carnet", EN: "My notebook"}, Do: ownWeather("carnet", ofPlace(r))}
}

// dayArg is the day that a control is about; false where it tells none.
func dayArg(r *bot.Request, name string) (d schedule.Day, there bool) {
	return d, r.Args[name] != "" && d.UnmarshalText([]byte(r.Args[name])) == nil
}

func (w *weather) notebook(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return w.page(ctx, r, bot.Text{})
}

// page is a page of the notebook, the latest day first.
func (w *weather) page(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	before, older := dayArg(r, "avant")
	if !older {
		before = onDay(r) + 3 // who flies to the west has written of tomorrow
	}
	all, more, err := w.store.Notebook(ctx, community(r), r.From.ID, before, notebookPage)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && older { // the last of them is erased
		first := *r
		first.Args = ofPlace(r)
		return w.page(ctx, &first, said)
	}
	m := bot.Message{Text: bot.Join("\n", said, bot.Text{FR: "# Mon carnet", EN: "# My notebook"}, kept(all))}
	for i := range all {
		m.Cards = append(m.Cards, entryCard(&all[i], ofPlace(r).With("avant", r.Args["avant"])))
	}
	turn := func(label bot.Text, args bot.Args) {
		m.Buttons = append(m.Buttons, bot.Button{Label: label, Do: ownWeather("carnet", args)})
	}
	if more {
		turn(bot.Text{FR: "Plus ancien", EN: "Older"}, ofPlace(r).With("avant", all[len(all)-1].On.String()))
	}
	if older {
		turn(bot.Text{FR: "Les plus récents", EN: "The latest"}, ofPlace(r))
	}
	m.Buttons = append(m.Buttons, curveButton(r), backButton(r))
	return &bot.Update{Message: m}, nil
}

// kept says what the notebook is.
func kept(all []storage.Entry) bot.Text {
	if len(all) == 0 {
		return bot.Text{
			FR: "Il est vide. Une note que tu gardes ou un petit objectif y apparaît, pour toi seulement.",
			EN: "It is empty. A note that you keep or a small goal appears here, for you alone.",
		}
	}
	return bot.Text{
		FR: "Tes notes et tes petits objectifs, pour toi seulement. Chacun s’efface de lui-même après 12 mois.",
		EN: "Your notes and your small goals, for you alone. Each is erased by itself after 12 months.",
	}
}

// goalWords are how a goal went, as it was said.
var goalWords = map[string]bot.Text{
	"fait":   {FR: "fait", EN: "done"},
	"partie": {FR: "en partie", EN: "in part"},
	"non":    {FR: "pas cette fois", EN: "not this time"},
	"laisse": {FR: "laissé", EN: "let go"},
}

// entryCard is what was written of a day.
func entryCard(e *storage.Entry, args bot.Args) bot.Card {
	c := bot.Card{Title: capital(e.On.Text()), Body: openedText(e.Note)}
	fact := func(label, value bot.Text) { c.Facts = append(c.Facts, bot.Fact{Label: label, Value: value}) }
	if e.Weather > 0 {
		fact(bot.Text{FR: "Météo", EN: "Weather"}, within(weathers[e.Weather-1]))
	}
	if goal := openedText(e.Goal); !goal.Empty() {
		fact(bot.Text{FR: "Petit objectif", EN: "Small goal"}, goal)
		if how, said := goalWords[e.Outcome]; said {
			fact(bot.Text{FR: "Comment ça s’est passé", EN: "How it went"}, how)
		}
	}
	c.Buttons = []bot.Button{{Label: bot.Text{FR: "Effacer", EN: "Erase"}, Do: ownWeather("effacer", args.With("jour", e.On.String()))}}
	return c
}

// openedText is what somebody wrote for themselves alone, or why it cannot be read; empty where
// there is nothing.
func openedText(s storage.Sealed) bot.Text {
	switch s.State {
	case storage.Opened:
		return bot.Same(s.Text)
	case storage.Lost:
		return bot.Text{FR: "_Je ne peux plus ouvrir ce que tu avais écrit : la clé est perdue._", EN: "_I cannot open what you wrote any more: its key is lost._"}
	case storage.Closed:
		return bot.Text{FR: "_Je ne peux pas ouvrir ce que tu as écrit pour l’instant ; rien n’est perdu. Réessaie plus tard._", EN: "_I cannot open what you wrote for now; nothing is lost. Try again later._"}
	}
	return bot.Text{}
}

// entry is what was written of a day, if there still is something.
func (w *weather) entry(ctx context.Context, r *bot.Request) (e storage.Entry, there bool, err error) {
	on, there := dayArg(r, "jour")
	if !there {
		return e, false, nil
	}
	all, _, err := w.store.Notebook(ctx, community(r), r.From.ID, on+1, 1)
	if err != nil || len(all) == 0 || all[0].On != on {
		return e, false, err
	}
	return all[0], true, nil
}

// askErase asks once what of a day is to be erased.
func (w *weather) askErase(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, there, err := w.entry(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Args[instead.Name] == "yes" {
		return w.askEraseNote(ctx, r, &e)
	}
	if !there {
		return w.page(ctx, r, alreadyErased)
	}
	args := ofPlace(r).With("avant", r.Args["avant"])
	m := bot.Message{Text: bot.Textf(bot.Text{
		FR: "Effacer ce que tu as écrit le %s ? Je ne pourrai pas te le rendre.",
		EN: "Erase what you wrote on %s? I will not be able to give it back.",
	}, e.On.Text())}
	if e.Weather > 0 {
		m.Text = bot.Join(" ", m.Text, bot.Text{FR: "Ta météo de ce jour, elle, reste sur ta courbe.", EN: "Your weather of that day stays on your curve."})
	}
	m.Cards = []bot.Card{entryCard(&e, nil)}
	m.Cards[0].Buttons = nil
	erase := func(label bot.Text, what string) {
		m.Buttons = append(m.Buttons, bot.Button{Label: label, Style: bot.Danger, Do: ownWeather("effacement", args.With("jour", e.On.String()).With("quoi", what))})
	}
	note, goal := e.Note.State != storage.Nothing, e.Goal.State != storage.Nothing
	if note {
		erase(bot.Text{FR: "Effacer la note", EN: "Erase the note"}, eraseNote)
	}
	if goal {
		erase(bot.Text{FR: "Effacer l’objectif", EN: "Erase the goal"}, eraseGoal)
	}
	if note && goal {
		erase(bot.Text{FR: "Effacer les deux", EN: "Erase both"}, eraseBoth)
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Ne rien effacer", EN: "Erase nothing"}, Do: ownWeather("carnet", args)})
	return &bot.Update{Message: m}, nil
}

// askEraseNote asks whether the note of a day is to be erased, from the screen of the day: of
// nothing else, and it comes back there.
func (w *weather) askEraseNote(ctx context.Context, r *bot.Request, e *storage.Entry) (bot.Reply, error) {
	if e.Note.State == storage.Nothing {
		return w.after(ctx, r, alreadyErased)
	}
	return &bot.Update{Message: bot.Message{
		Text: bot.Textf(bot.Text{
			FR: "Effacer ta note du %s ? Je ne pourrai pas te la rendre.",
			EN: "Erase your note of %s? I will not be able to give it back.",
		}, e.On.Text()),
		Cards: []bot.Card{{Body: openedText(e.Note)}},
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Effacer la note", EN: "Erase the note"}, Style: bot.Danger, Do: ownWeather("effacement", ofPlace(r).With("jour", e.On.String()).With("quoi", eraseNote).With(instead.Name, "yes"))},
			{Label: bot.Text{FR: "Ne rien effacer", EN: "Erase nothing"}, Do: ownWeather("retour", ofPlace(r))},
		},
	}}, nil
}

var alreadyErased = bot.Text{FR: "C’était déjà effacé.", EN: "It was erased already."}

// erase takes out what was written of a day, and shows the page again.
func (w *weather) erase(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, there, err := w.entry(ctx, r)
	if err != nil {
		return nil, err
	}
	back := w.page
	if r.Args[instead.Name] == "yes" {
		back = w.after
	}
	if !there {
		return back(ctx, r, alreadyErased)
	}
	what := r.Args["quoi"]
	if what == eraseNote || what == eraseBoth {
		err = w.store.DropNote(ctx, community(r), r.From.ID, e.On, r.Now)
	}
	if what == eraseGoal || what == eraseBoth {
		err = errors.Join(err, w.store.DropGoal(ctx, community(r), r.From.ID, e.On, r.Now))
	}
	if err != nil {
		return nil, err
	}
	return back(ctx, r, bot.Text{FR: "C’est effacé.", EN: "Erased."})
}
