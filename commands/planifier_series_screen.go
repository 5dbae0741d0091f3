package commands

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// programme shows a ready-made series as it would go out. Nothing is scheduled by it.
func (p *planning) programme(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	o, chosen, running, err := p.considered(ctx, r)
	if err != nil {
		return nil, err
	}
	m := p.offer(r, o, chosen, running)
	return &bot.Update{Message: *m}, nil
}

// considered is the series that r asks for, what the community has chosen, and by which
// schedules that series goes out already.
func (p *planning) considered(ctx context.Context, r *bot.Request) (o *ready, chosen storage.Settings, running []schedule.Schedule, err error) {
	if chosen, err = p.store.Settings(ctx, community(r)); err != nil {
		return nil, nil, nil, err
	}
	if o, err = p.ready(r, chosen); err != nil {
		return nil, nil, nil, err
	}
	running, err = p.running(ctx, r, o.series)
	return o, chosen, running, err
}

// offer is the screen of a series that can be scheduled.
func (p *planning) offer(r *bot.Request, o *ready, chosen storage.Settings, running []schedule.Schedule) *bot.Message {
	lines := o.facts(running)
	if chosen[storage.ModerationChannel] == "" {
		lines = append(lines, nobodyToTell)
	}
	at := max(0, min(r.Args.Int("rang"), len(o.turns)-1))
	shown := &o.turns[at]
	title := o.series.Title.Escaped()
	if o.series.Kind == content.Programme {
		title = programmeNamed(o.series)
	}
	lang := p.defaults.lang(chosen)
	card, _ := p.defaults.itemCard(shown.post.Ref(), schedule.DayOf(shown.at), shown.part.Coaching)
	return &bot.Message{
		Text: bot.Join("\n\n",
			bot.Join("\n", bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, title), o.series.Text),
			bot.Join("\n", lines...),
			bot.Text{FR: "Rien ne part tant que tu n’as pas choisi « Programmer ».", EN: "Nothing goes out until you choose “Schedule it”."},
			bot.Textf(bot.Text{FR: "**Ce que les membres verront le %s (%s) :**", EN: "**What members will see on %s (%s):**"}, schedule.Moment(shown.at), placeOf(shown.place, len(shown.part.posts), shown.part.rest))),
		Cards:   []bot.Card{inLang(postCard(card, shown.part.Coaching, "apercu"), lang)},
		Selects: o.selects(r, at),
		Buttons: o.buttons(r, at, len(running) > 0),
	}
}

// facts are when and where a series would go out, each on a line.
func (o *ready) facts(running []schedule.Schedule) []bot.Text {
	questions := o.series.Kind == content.Questions
	lines := underWay(o.series, running)
	for i := range o.parts {
		one := &o.parts[i]
		label := bot.Text{FR: "**En semaine** : %s", EN: "**On weekdays**: %s"}
		switch {
		case questions:
			label = bot.Text{FR: "**Quand** : %s", EN: "**When**: %s"}
		case one.rest:
			label = bot.Text{FR: "**Le week-end** : %s", EN: "**At weekends**: %s"}
		}
		rhythm := one.When
		rhythm.From, rhythm.Holidays = 0, "" // said beside
		messages := bot.Count(len(one.times), bot.Text{FR: "%s message", EN: "%s message"}, bot.Text{FR: "%s messages", EN: "%s messages"})
		said := bot.Textf(bot.Text{FR: "%s, %s. Premier le %s, dernier le %s", EN: "%s, %s. First on %s, last on %s"}, messages, rhythm.Text(), dayText(one.times[0]), dayText(one.times[len(one.times)-1]))
		if len(one.times) == 1 {
			said = bot.Textf(bot.Text{FR: "%s, le %s", EN: "%s, on %s"}, messages, schedule.Moment(one.times[0]))
		}
		lines = append(lines, bot.Textf(label, said))
	}
	lines = append(lines, goesTo(o.parts[0].Schedule))
	if !o.parts[0].rest {
		lines = append(lines, shiftText(o.parts[0].When.Holidays, questions))
	}
	return lines
}

// shiftText says what public holidays do to a series.
func shiftText(skip schedule.Holidays, weekly bool) bot.Text {
	if skip == "" {
		return bot.Text{FR: "**Jours fériés** : les messages partent aussi ces jours-là", EN: "**Public holidays**: messages go out on those days too"}
	}
	whose := bot.Text{FR: "**Jours fériés (France)**", EN: "**Public holidays (France)**"}
	if skip == schedule.AlsaceMoselle {
		whose = bot.Text{FR: "**Jours fériés (Alsace-Moselle)**", EN: "**Public holidays (Alsace-Moselle)**"}
	}
	if weekly {
		return bot.Textf(bot.Text{FR: "%s : rien ne part, la suite attend la semaine d’après", EN: "%s: nothing goes out, the rest waits for the week after"}, whose)
	}
	return bot.Textf(bot.Text{FR: "%s : en semaine, rien ne part et la suite se décale d’un jour ouvré", EN: "%s: on weekdays nothing goes out, and the rest moves by one working day"}, whose)
}

func dayText(t time.Time) bot.Text { return schedule.DayOf(t).Text() }

// running are the schedules by which a series is going out already.
func (p *planning) running(ctx context.Context, r *bot.Request, series *content.Series) (found []schedule.Schedule, err error) {
	all, err := living(ctx, p.store, community(r))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != schedule.Active {
			continue
		}
		of, is := p.defaults.seriesOf(all[i].Item)
		if !is && all[i].Series { // the next one was written again
			items, err := p.store.ScheduleItems(ctx, all[i].ID)
			if err != nil {
				return nil, err
			}
			of, _ = p.defaults.seriesOf(items...)
		}
		if of != nil && of.ID == series.ID {
			found = append(found, all[i])
		}
	}
	return found, nil
}

// underWay says where a series is going out already.
func underWay(series *content.Series, running []schedule.Schedule) []bot.Text {
	var places []bot.Text
	for i := range running {
		if at := where(running[i].To); !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	switch {
	case len(places) == 0:
		return nil
	case series.Kind == content.Programme:
		return []bot.Text{bot.Textf(bot.Text{FR: "**Ce programme est déjà en cours** dans %s.", EN: "**This programme is already under way** in %s."}, bot.Join(", ", places...))}
	}
	return []bot.Text{bot.Textf(bot.Text{FR: "**Cette série est déjà en cours** dans %s.", EN: "**This series is already under way** in %s."}, bot.Join(", ", places...))}
}

// selects are the first days and the hours to choose among.
func (o *ready) selects(r *bot.Request, at int) []bot.Select {
	keep := o.args().With("rang", strconv.Itoa(at))
	weekday := monday
	if o.series.Kind == content.Questions {
		weekday = friday
	}
	starts := []schedule.Day{nextWeekday(schedule.DayOf(r.Now.In(o.zone)), weekday)}
	for len(starts) < startsShown {
		starts = append(starts, starts[len(starts)-1]+7)
	}
	begin := bot.Select{Prompt: bot.Text{FR: "Commencer", EN: "Begin"}, Param: "debut", Do: doing("programme", keep.With("debut", ""))}
	for _, d := range withChosen(starts, o.start) {
		begin.Options = append(begin.Options, bot.Option{Value: d.String(), Label: d.Text(), Chosen: d == o.start})
	}
	var minutes []int
	for hour := 7; hour <= 19; hour++ {
		minutes = append(minutes, hour*60)
	}
	hourOfDay := bot.Text{FR: "Heure", EN: "Hour"}
	if len(o.parts) > 1 {
		hourOfDay = bot.Text{FR: "Heure, en semaine", EN: "Hour, on weekdays"}
	}
	hours := bot.Select{Prompt: hourOfDay, Param: "heure", Do: doing("programme", keep.With("heure", ""))}
	for _, m := range withChosen(minutes, o.minute) {
		hours.Options = append(hours.Options, bot.Option{Value: clockValue(m), Label: schedule.ClockText(m), Chosen: m == o.minute})
	}
	return []bot.Select{begin, hours}
}

// withChosen are choices in order, and what is chosen besides.
func withChosen[T cmp.Ordered](choices []T, chosen T) []T {
	if !slices.Contains(choices, chosen) {
		choices = append(choices, chosen)
		slices.Sort(choices)
	}
	return choices
}

// buttons are what can be done with a series, of which one post is shown.
func (o *ready) buttons(r *bot.Request, at int, again bool) []bot.Button {
	keep := o.args()
	shown := func(at int) bot.Args { return keep.With("rang", strconv.Itoa(at)) }
	launch := bot.Button{Label: bot.Text{FR: "Programmer", EN: "Schedule it"}, Style: bot.Primary, Do: doing("lancer", keep)}
	if again { // they have read that it is under way
		launch = bot.Button{Label: bot.Text{FR: "Programmer une fois de plus", EN: "Schedule it once more"}, Do: doing("lancer", keep.With("encore", "yes"))}
	}
	all := []bot.Button{launch}
	if at > 0 {
		all = append(all, bot.Button{Label: bot.Text{FR: "Message précédent", EN: "Previous message"}, Do: doing("programme", shown(at-1))})
	}
	if at < len(o.turns)-1 {
		all = append(all, bot.Button{Label: bot.Text{FR: "Message suivant", EN: "Next message"}, Do: doing("programme", shown(at+1))})
	}
	form := shown(at).With("debut", bot.Plain(o.start.Text().In(r.Lang))).With("heure", bot.Plain(schedule.ClockText(o.minute).In(r.Lang)))
	all = append(all, bot.Button{Label: bot.Text{FR: "Autre date, heure ou salon", EN: "Another date, hour or channel"}, Do: bot.Call{Command: "planifier", Action: "programme", Args: form, Ask: true}})
	if o.series.Kind == content.Questions {
		all = append(all, bot.Button{Label: bot.Text{FR: "Utiliser celle-ci", EN: "Use this one"}, Do: bot.Call{Command: "planifier", Action: "utiliser", Args: bot.Args{"texte": o.turns[at].post.Ref(), "ou": o.turns[at].part.To.Channel}, Ask: true}})
	}
	return append(all, bot.Button{Label: bot.Text{FR: "Tous les messages programmés", EN: "All scheduled messages"}, Do: doing("liste", nil)})
}
