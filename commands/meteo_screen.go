package commands

import (
	"context"
	"strconv"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

var (
	noted    = bot.Text{FR: "C’est noté.", EN: "Noted."}
	listened = bot.Text{FR: "Besoin de parler ? `/ecoute`", EN: "Need to talk? `/help-now`"}
)

// ownHeading tells no answer: it is all that shows of a direct message that just came.
var ownHeading = bot.Text{FR: "# Ta météo du jour", EN: "# Your weather today"}

// weatherLegend says what each weather means.
var weatherLegend = bot.Text{
	FR: "Grand soleil : très bien. Éclaircies : bien. Couvert : moyen. Pluie : mal. Orage : très mal.",
	EN: "Sunshine: very well. Sunny spells: well. Overcast: so-so. Rain: not well. Storm: very badly.",
}

func backButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Retour", EN: "Back"}, Do: ownWeather("retour", ofPlace(r))}
}

func endButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "C’est tout", EN: "That is all"}, Do: ownWeather("fini", ofPlace(r))}
}

func changeButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Changer ma réponse", EN: "Change my answer"}, Do: ownWeather("changer", ofPlace(r))}
}

func noteButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Écrire une note", EN: "Write a note"}, Do: ownWeather("note", ofPlace(r))}
}

func agreementButton(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Mon accord", EN: "My agreement"}, Do: ownWeather("accord", ofPlace(r))}
}

// today is what /meteo shows: the question of the day or, once it is answered, what was.
func (w *weather) today(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	d, err := w.dayOf(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	if d.Weather == 0 {
		return w.question(r, d, bot.Text{}), nil
	}
	return w.answered(ctx, r, d, ownHeading)
}

// question asks how somebody is on their day. What they have agreed to and what they wrote are
// there without an answer too, apart: the answers are those of the card.
func (w *weather) question(r *bot.Request, d storage.DayWeather, said bot.Text) *bot.Message {
	if said.Empty() {
		said = ownHeading
	}
	m := &bot.Message{Text: said, Cards: []bot.Card{{
		Body: bot.Textf(bot.Text{
			FR: "**Quel temps fait-il chez toi aujourd’hui, %s ?**\n_%s Tu peux changer ta réponse jusqu’à minuit._",
			EN: "**What is the weather like with you today, %s?**\n_%s You can change your answer until midnight._",
		}, onDay(r).Text(), weatherLegend),
		Buttons: weatherButtons(ofPlace(r).With(instead.Name, "yes")),
	}}}
	if !w.quiet(r, d) {
		m.Buttons = append(m.Buttons, curveButton(r), notebookButton(r))
	}
	m.Buttons = append(m.Buttons, agreementButton(r))
	return m
}

func (w *weather) change(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := w.dayOf(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *w.question(r, d, bot.Text{})}, nil
}

// answer keeps how somebody is on the day on which they say it, and asks for the rest.
func (w *weather) answer(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d := storage.DayWeather{On: onDay(r), Weather: r.Args.Int("temps")}
	if err := w.store.SetWeather(ctx, community(r), r.From.ID, d, r.From.Zone, r.Now); err != nil {
		return nil, err
	}
	lines := []bot.Text{noted}
	m := bot.Message{Buttons: energyButtons(r, d.On)}
	if d.Weather == storage.Storm {
		due, err := w.cardDue(ctx, r, d.On)
		if err != nil {
			return nil, err
		}
		if due { // it says where to talk
			lines = []bot.Text{helpCard(stormy, r), noted}
		} else {
			lines = append(lines, listened)
			m.Buttons = append(m.Buttons, needToTalk())
		}
	}
	lines = append(lines, bot.Textf(bot.Text{FR: "**Et ton énergie ?**\n_Ta réponse vaut pour aujourd’hui, %s._", EN: "**And your energy?**\n_Your answer is for today, %s._"}, d.On.Text()))
	m.Text = bot.Join("\n\n", lines...)
	if r.Args[instead.Name] == "yes" {
		return &bot.Update{Message: m}, nil
	}
	return &m, nil
}

// cardDue reports whether the card of people to call comes with a storm of a day.
func (w *weather) cardDue(ctx context.Context, r *bot.Request, on schedule.Day) (bool, error) {
	const kept = 366 + stormDays // all of them: the rule begins with the first
	all, err := w.store.Weather(ctx, community(r), r.From.ID, on-kept)
	if err != nil {
		return false, err
	}
	var storms []schedule.Day
	for _, d := range all {
		if d.Weather == storage.Storm {
			storms = append(storms, d.On)
		}
	}
	return cardDue(storms, on), nil
}

// energyButtons say how much energy somebody has on a day.
func energyButtons(r *bot.Request, on schedule.Day) (buttons []bot.Button) {
	for i, label := range energies {
		buttons = append(buttons, bot.Button{Label: label, Do: ownWeather("energie", ofPlace(r).With("jour", on.String()).With("energie", strconv.Itoa(i+storage.LowEnergy)))})
	}
	return append(buttons, bot.Button{Label: bot.Text{FR: "Passer", EN: "Skip"}, Do: ownWeather("retour", ofPlace(r))})
}

// answerEnergy completes the answer of a day: today's, or yesterday's where midnight came
// between its two questions.
func (w *weather) answerEnergy(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	var on schedule.Day
	if err := on.UnmarshalText([]byte(r.Args["jour"])); err != nil {
		return nil, err
	}
	d, err := w.dayOf(ctx, r, on)
	if err != nil {
		return nil, err
	}
	today := onDay(r)
	if d.Weather == 0 || on != today && (on != today-1 || d.Energy != 0) {
		return &bot.Update{Message: *w.question(r, d, bot.Text{FR: "Cette question était celle d’un autre jour : voici celle d’aujourd’hui.", EN: "That question was of another day: here is today’s."})}, nil
	}
	d.Energy = r.Args.Int("energie")
	if err := w.store.SetWeather(ctx, community(r), r.From.ID, d, r.From.Zone, r.Now); err != nil {
		return nil, err
	}
	m, err := w.answered(ctx, r, d, noted)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// after goes on from something else than an answer: with the day's, if there is one.
func (w *weather) after(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	d, err := w.dayOf(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	if d.Weather == 0 && !w.quiet(r, d) {
		return &bot.Update{Message: *w.question(r, d, said)}, nil
	}
	m, err := w.answered(ctx, r, d, said)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// quiet reports whether nothing cheerful is to be said.
func (w *weather) quiet(r *bot.Request, d storage.DayWeather) bool {
	return r.Distress || d.Weather == storage.Storm || w.held.quiet(r.From.ID, r.Now)
}

// answered is the last screen: what was answered of a day, and what can be done from there.
func (w *weather) answered(ctx context.Context, r *bot.Request, d storage.DayWeather, said bot.Text) (*bot.Message, error) {
	e, err := w.writtenOn(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	if w.quiet(r, d) {
		return w.quietScreen(r, d, &e, said), nil
	}
	lines := []bot.Text{said, answerText(d, onDay(r))}
	if e.Goal.State == storage.Opened {
		lines = append(lines, bot.Textf(bot.Text{FR: "Ton petit objectif du jour : « %s ».", EN: "Today’s small goal: “%s”."}, e.Goal.Text))
	}
	m := &bot.Message{Text: bot.Join("\n", lines...)}
	if err := w.askGoal(ctx, r, m); err != nil {
		return nil, err
	}
	goal := bot.Button{Label: bot.Text{FR: "Un petit objectif", EN: "A small goal"}, Do: ownWeather("objectif", ofPlace(r))}
	if e.Goal.State != storage.Nothing {
		goal.Label = bot.Text{FR: "Changer mon objectif", EN: "Change my goal"}
	}
	m.Buttons = append(m.Buttons, endButton(r), noteOf(r, &e), goal, changeButton(r),
		curveButton(r), notebookButton(r), agreementButton(r))
	own, err := w.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	if !own.Has(community(r), storage.WeatherTopic) {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Me le demander chaque jour", EN: "Ask me every day"}, Do: ownWeather("rappel", ofPlace(r))})
	}
	return m, nil
}

// quietScreen is the last screen where nothing cheerful is to be said: what was noted, somebody to
// talk to, and what they may want to take back.
func (w *weather) quietScreen(r *bot.Request, d storage.DayWeather, e *storage.Entry, said bot.Text) *bot.Message {
	m := &bot.Message{Buttons: []bot.Button{needToTalk(), endButton(r), noteOf(r, e)}}
	if e.Note.State != storage.Nothing {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Effacer ma note", EN: "Erase my note"}, Do: ownWeather("effacer", ofPlace(r).With("jour", e.On.String()).With(instead.Name, "yes"))})
	}
	if d.Weather > 0 {
		said = bot.Join("\n", said, answerText(d, onDay(r)))
		m.Buttons = append(m.Buttons, changeButton(r))
	}
	m.Text = bot.Join("\n\n", said, listened)
	m.Buttons = append(m.Buttons, agreementButton(r))
	return m
}

// noteOf writes a note, or changes that of the day.
func noteOf(r *bot.Request, e *storage.Entry) bot.Button {
	b := noteButton(r)
	if e.Note.State != storage.Nothing {
		b.Label = bot.Text{FR: "Changer ma note", EN: "Change my note"}
	}
	return b
}

// answerText says what was answered of a day.
func answerText(d storage.DayWeather, today schedule.Day) bot.Text {
	on := bot.Textf(bot.Text{FR: "Le %s", EN: "On %s"}, d.On.Text())
	if d.On == today {
		on = bot.Textf(bot.Text{FR: "Aujourd’hui, %s", EN: "Today, %s"}, d.On.Text())
	}
	if d.Energy == 0 {
		return bot.Textf(bot.Text{FR: "%s : %s.", EN: "%s: %s."}, on, within(weathers[d.Weather-1]))
	}
	return bot.Textf(bot.Text{FR: "%s : %s, énergie %s.", EN: "%s: %s, %s energy."}, on, within(weathers[d.Weather-1]), within(energies[d.Energy-1]))
}

// writtenOn is what somebody has written on a day.
func (w *weather) writtenOn(ctx context.Context, r *bot.Request, on schedule.Day) (storage.Entry, error) {
	all, _, err := w.store.Notebook(ctx, community(r), r.From.ID, on+1, 1)
	if err != nil || len(all) == 0 || all[0].On != on {
		return storage.Entry{On: on}, err
	}
	return all[0], nil
}

// end leaves nothing to press.
func (w *weather) end(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := w.dayOf(ctx, r, onDay(r))
	if err != nil {
		return nil, err
	}
	said := noted
	if d.Weather == 0 { // they have answered nothing
		said = bot.Text{FR: "D’accord.", EN: "All right."}
	}
	if w.quiet(r, d) {
		said = bot.Join("\n\n", said, listened)
	}
	return &bot.Update{Message: bot.Message{Text: said}}, nil
}
