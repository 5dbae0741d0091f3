package commands

import (
	"context"
	"errors"
	"strconv"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// meteo lets members say, for themselves alone, how they are. What they write waits in held
// until it is decided whether it is kept.
func meteo(store *storage.Store, d Defaults, held *heldNotes) bot.Command {
	w := &weather{store: store, notices: d.notices(store), held: held, platforms: d.Platforms}
	number := func(name, en string, most int, fr, help string) bot.Param {
		return bot.Param{Name: name, Names: bot.Text{FR: name, EN: en}, Kind: bot.Number, Min: 1, Max: most, Hidden: true, Required: true, Help: bot.Text{FR: fr, EN: help}}
	}
	sky := number("temps", "sky", storage.Sunshine, "Le temps, d’orage à grand soleil", "The weather, from storm to sunshine")
	energy := number("energie", "energy", storage.HighEnergy, "L’énergie, de basse à haute", "The energy, from low to high")
	version := number("version", "version", 0, "La version des mots montrés", "The version of the words shown")
	version.Min, version.Required = 0, false
	on := bot.Param{Name: "jour", Names: bot.Text{FR: "jour", EN: "day"}, Kind: bot.Day, Hidden: true, Required: true, Help: bot.Text{FR: "De quel jour", EN: "Of which day"}}
	counted := bot.Param{Name: "compte", Names: bot.Text{FR: "compte", EN: "counted"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Compter aussi dans le mot de la semaine", EN: "Count in the word of the week too"}}
	token := bot.Param{Name: "jeton", Names: bot.Text{FR: "jeton", EN: "token"}, Hidden: true, Required: true, Max: 40, Help: bot.Text{FR: "Quelle note", EN: "Which note"}}
	went := bot.Param{Name: "issue", Names: bot.Text{FR: "issue", EN: "outcome"}, Kind: bot.Choice, Options: goalOutcomes, Hidden: true, Required: true, Help: bot.Text{FR: "Comment ça s’est passé", EN: "How it went"}}
	hour := bot.Param{Name: "heure", Names: bot.Text{FR: "heure", EN: "hour"}, Hidden: true, Max: 40, Help: bot.Text{FR: "À quelle heure je te le demande", EN: "At what hour I ask you"}, Check: check(readHour)}
	own := []bot.Action{
		{Name: "cocher", Ephemeral: true, Params: []bot.Param{counted}, Run: somewhere(w.tick)},
		{Name: "accepter", Ephemeral: true, Changes: true, Params: []bot.Param{counted, version}, Run: somewhere(w.accept)},
		{Name: "refuser", Ephemeral: true, Run: somewhere(w.refuse)},
		{Name: "accord", Ephemeral: true, Run: somewhere(w.agreement)},
		{Name: "compter", Ephemeral: true, Changes: true, Params: []bot.Param{counted}, Run: w.agreed(w.count)},
		{Name: "retirer", Ephemeral: true, Changes: true, Forgets: true, Run: somewhere(w.withdraw)},
		{Name: "temps", Ephemeral: true, Changes: true, Params: []bot.Param{sky, instead}, Run: w.agreed(w.answer)},
		{Name: "energie", Ephemeral: true, Changes: true, Params: []bot.Param{on, energy}, Run: w.agreed(w.answerEnergy)},
		{Name: "changer", Ephemeral: true, Run: w.agreed(w.change)},
		{Name: "retour", Ephemeral: true, Run: w.agreed(updating(w.today))},
		{Name: "fini", Ephemeral: true, Run: w.agreed(w.end)},
		{Name: "bilan", Ephemeral: true, Changes: true, Params: []bot.Param{on, went}, Run: w.agreed(w.goalWent)},
		{Name: "note", Ephemeral: true, Run: w.agreed(w.writeNote)},
		{Name: "ecrire", Title: noteTitle, Ephemeral: true, Changes: true, Params: []bot.Param{noteParam}, Run: w.agreed(w.preview)},
		{Name: "garder", Ephemeral: true, Changes: true, Params: []bot.Param{token}, Run: w.agreed(w.keepNote)},
		{Name: "jeter", Ephemeral: true, Params: []bot.Param{token}, Run: w.agreed(w.dropNote)},
		{Name: "objectif", Ephemeral: true, Run: w.agreed(w.writeGoal)},
		{Name: "viser", Title: goalTitle, Ephemeral: true, Changes: true, Params: []bot.Param{goalParam}, Run: w.agreed(w.setGoal)},
		{Name: "rappel", Ephemeral: true, Changes: true, Params: []bot.Param{hour}, Run: w.agreed(w.remind)},
		{Name: "taire", Ephemeral: true, Changes: true, Run: w.agreed(w.stopReminding)},
	}
	return bot.Command{
		Name:      "meteo",
		Names:     bot.Text{FR: "meteo", EN: "checkin"},
		Summary:   bot.Text{FR: "Ta météo du jour : comment tu vas, pour toi seulement", EN: "Your weather today: how you are, for you alone"},
		Ephemeral: true,
		Uncounted: true,
		Run: w.agreed(func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
			m, err := w.today(ctx, r)
			if err != nil {
				return nil, err
			}
			return m, nil
		}),
		Actions: placed(store, append(append(own, w.curveActions()...), w.notebookActions()...)),
	}
}

// weather answers /meteo.
type weather struct {
	store   *storage.Store
	notices *storage.Notices
	held    *heldNotes
	// platforms are what people call each platform, by its name.
	platforms map[string]bot.Text
}

// weathers are what can be answered, from a storm to sunshine, and energies likewise: the
// value is the place, from 1.
var (
	weathers = []bot.Text{
		{FR: "Orage", EN: "Storm"},
		{FR: "Pluie", EN: "Rain"},
		{FR: "Couvert", EN: "Overcast"},
		{FR: "Éclaircies", EN: "Sunny spells"},
		{FR: "Grand soleil", EN: "Sunshine"},
	}
	energies = []bot.Text{
		{FR: "Basse", EN: "Low"},
		{FR: "Moyenne", EN: "Middling"},
		{FR: "Haute", EN: "High"},
	}
)

// within is a name as it stands within a sentence.
func within(t bot.Text) bot.Text {
	low := func(s string) string {
		first, size := utf8.DecodeRuneInString(s)
		return string(unicode.ToLower(first)) + s[size:]
	}
	return bot.Text{FR: low(t.FR), EN: low(t.EN)}
}

// ownWeather is a call of /meteo itself.
func ownWeather(action string, args bot.Args) bot.Call {
	return bot.Call{Command: "meteo", Action: action, Args: args}
}

// weatherButtons answer how somebody is, in a message of where. The answer is of the day on
// which one is pressed; it leaves the message as it is, unless where asks for it to stand in
// its place.
func weatherButtons(where bot.Args) (buttons []bot.Button) {
	for i := storage.Sunshine; i >= storage.Storm; i-- {
		buttons = append(buttons, bot.Button{Label: weathers[i-1], Do: ownWeather("temps", where.With("temps", strconv.Itoa(i)))})
	}
	return buttons
}

// somewhere refuses what is asked of no community.
func somewhere(do bot.Handler) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		if r.At.Space == "" {
			return nil, errNowhere
		}
		return do(ctx, r)
	}
}

// agreed calls do for somebody who has agreed to the present words; whoever has not is asked
// first.
func (w *weather) agreed(do bot.Handler) bot.Handler {
	return somewhere(func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		c, err := w.before(ctx, r)
		if err != nil {
			return nil, err
		}
		if c.Version != consentVersion {
			return w.consentScreen(r, &c, false), nil
		}
		reply, err := do(ctx, r)
		if !errors.Is(err, bot.ErrNotFound) {
			return reply, err
		}
		if c, gone := w.before(ctx, r); gone == nil && c.Given.IsZero() { // they have withdrawn meanwhile
			return w.consentScreen(r, &c, false), nil
		}
		return nil, err
	})
}

// dayOf is what somebody has answered of a day of theirs; its Weather is 0 where they have
// not.
func (w *weather) dayOf(ctx context.Context, r *bot.Request, on schedule.Day) (storage.DayWeather, error) {
	all, err := w.store.Weather(ctx, community(r), r.From.ID, on)
	if err != nil || len(all) == 0 || all[0].On != on {
		return storage.DayWeather{On: on}, err
	}
	return all[0], nil
}
