package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
)

// pause gives members silence for a time.
func pause(store *storage.Store, d Defaults) bot.Command {
	length := bot.Param{Name: "duree", Names: bot.Text{FR: "duree", EN: "length"}, Label: bot.Text{FR: "Jusqu’à quand", EN: "Until when"}, Rest: true, Max: schedule.MaxPhrase,
		Help: bot.Text{FR: "3 jours, une semaine, jusqu’au 2 janvier ; reprendre l’arrête", EN: "3 days, a week, until 2 January; resume ends it"}}
	asked := length
	asked.Required, asked.Rest = true, false
	p := &pausing{store, d.notices(store), asked}
	return bot.Command{
		Name:      "pause",
		Names:     bot.Text{FR: "pause", EN: "pause"},
		Summary:   bot.Text{FR: "Du silence pour un temps : je ne t’envoie plus rien", EN: "Silence for a while: I send you nothing"},
		Params:    []bot.Param{length},
		Ask:       true,
		Title:     pauseTitle,
		Ephemeral: true,
		Changes:   true,
		Run:       p.run,
		Actions: []bot.Action{
			{Name: "choisir", Ephemeral: true, Changes: true, Params: []bot.Param{asked}, Title: pauseTitle, Run: p.choose},
		},
	}
}

type pausing struct {
	store   *storage.Store
	notices *storage.Notices
	length  bot.Param
}

var pauseTitle = bot.Text{FR: "Une pause", EN: "A break"}

// What is said of a pause beside a time.
const (
	resumeNow = "reprendre"
	endless   = "sans fin"
)

// readPause reads what a member says of a pause: when it ends, zero when it has no end,
// or that it is over.
func readPause(said string, r *bot.Request) (until time.Time, over bool, err error) {
	folded := bot.Fold(strings.TrimSpace(said))
	if slices.Contains([]string{resumeNow, "reprends", "resume"}, folded) {
		return until, true, nil
	}
	if slices.Contains([]string{endless, "indefiniment", "jusqu'a nouvel ordre", "jusqu'a ce que je reprenne", "until further notice", "until i resume", "forever"}, folded) {
		return until, false, nil
	}
	until, err = schedule.ParseEnd(said, r.Now, r.From.Zone)
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "duree"
	}
	return until, false, err
}

func (p *pausing) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.Args["duree"] == "" {
		own, err := p.store.Own(ctx, r.From.ID)
		if err != nil {
			return nil, err
		}
		return p.screen(r, own.Pause, bot.Text{}), nil
	}
	m, err := p.set(ctx, r)
	if wrong := bot.UserErrors(err); wrong != nil { // what was typed comes back, to be put right
		return &bot.Modal{Title: pauseTitle, Fields: []bot.Param{p.length}, Values: r.Args, Faults: map[string]bot.Text{"duree": wrong[0].Text}, Do: bot.Call{Command: "pause", Action: "choisir"}}, nil
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (p *pausing) choose(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := p.set(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (p *pausing) set(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	until, over, err := readPause(r.Args["duree"], r)
	if err != nil {
		return nil, err
	}
	before := notice.Pause{}
	own, err := p.notices.ChangeOwn(ctx, r.From.ID, r.Now, func(c *storage.OwnChange) error {
		before = c.Pause
		switch {
		case !over:
			c.Pause = notice.Pause{From: r.Now, Until: until}
		case c.Pause.Holds(r.Now):
			c.Pause.Until = r.Now
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case !over:
		return p.screen(r, own.Pause, bot.Text{FR: "C’est noté. Prends le temps qu’il te faut.", EN: "Noted. Take the time you need."}), nil
	case before.Holds(r.Now):
		return resumed(bot.Text{FR: "Content de te revoir. Tes messages reprennent. Ce qui devait arriver pendant la pause ne viendra pas.", EN: "Good to see you again. Your messages resume. What was due during the break will not come."}), nil
	}
	return resumed(bot.Text{FR: "Tu n’étais pas en pause : rien n’a changé.", EN: "You were not on a break: nothing has changed."}), nil
}

func resumed(said bot.Text) *bot.Message {
	return &bot.Message{Text: said, Buttons: []bot.Button{subscriptionsButton(), pauseButton()}}
}

// pauseText says until when a pause lasts.
func pauseText(p notice.Pause, zone *time.Location) bot.Text {
	if p.Until.IsZero() {
		return bot.Text{FR: "En pause, jusqu’à ce que tu reprennes.", EN: "On a break, until you resume."}
	}
	until := p.Until.In(zone)
	if until.Hour() == 0 && until.Minute() == 0 {
		return bot.Textf(bot.Text{FR: "En pause ; tes messages reprennent le %s.", EN: "On a break; your messages resume on %s."}, schedule.DayOf(until).Text())
	}
	return bot.Textf(bot.Text{FR: "En pause jusqu’au %s.", EN: "On a break until %s."}, schedule.Moment(until))
}

func resumeButton() bot.Button {
	return bot.Button{Label: bot.Text{FR: "Reprendre maintenant", EN: "Resume now"}, Style: bot.Primary, Do: bot.Call{Command: "pause", Action: "choisir", Args: bot.Args{"duree": resumeNow}}}
}

func (p *pausing) screen(r *bot.Request, now notice.Pause, said bot.Text) *bot.Message {
	button := func(fr, en, length string) bot.Button {
		return bot.Button{Label: bot.Text{FR: fr, EN: en}, Do: bot.Call{Command: "pause", Action: "choisir", Args: bot.Args{"duree": length}}}
	}
	state := bot.Text{FR: "Tu n’es pas en pause. Une pause arrête tout ce que je t’envoie de moi-même ; ce qui devait arriver pendant ce temps ne viendra pas. Seules les décisions sur tes annonces, si tu en partages, t’arrivent quand même.", EN: "You are not on a break. A break stops everything I send you on my own; what was due in that time will not come. Only decisions on your posts, if you share any, still reach you."}
	m := &bot.Message{}
	if now.Holds(r.Now) {
		state = bot.Textf(bot.Text{FR: "**%s** Ce qui devait arriver d’ici là ne viendra pas.", EN: "**%s** What was due by then will not come."}, pauseText(now, r.From.Zone))
		m.Buttons = append(m.Buttons, resumeButton())
	}
	m.Text = bot.Join("\n\n", said, state)
	m.Buttons = append(m.Buttons, button("3 jours", "3 days", "3 jours"), button("Une semaine", "A week", "1 semaine"), button("Un mois", "A month", "1 mois"), button("Jusqu’à ce que je reprenne", "Until I resume", endless),
		bot.Button{Label: bot.Text{FR: "Une autre durée", EN: "Another length"}, Do: bot.Call{Command: "pause", Action: "choisir", Ask: true}}, subscriptionsButton())
	return m
}
