package commands

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// When a ready-made series goes out unless somebody says otherwise.
const (
	questionHour = 16 * 60 // minutes of the day: those of programmes are beside

	monday = 0
	friday = 4

	startsShown = 5
	farthest    = 2 // years from now to the first day
)

// readySeries are the series that can go out: those that have posts.
func (p *planning) readySeries() (all []content.Series) {
	pack := p.defaults.Library.Pack()
	for _, s := range pack.Series {
		if len(pack.InTurn(s.ID)) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// seriesControls are the ways to a ready-made series.
func (p *planning) seriesControls() (buttons []bot.Button, selects []bot.Select) {
	all := p.readySeries()
	if i := slices.IndexFunc(all, func(s content.Series) bool { return s.Kind == content.Programme }); i >= 0 {
		buttons = append(buttons, bot.Button{Label: programmeNamed(&all[i]), Do: doing("programme", bot.Args{"serie": all[i].ID})})
	}
	if len(all) > 0 {
		choice := bot.Select{Prompt: bot.Text{FR: "Une série toute prête", EN: "A ready-made series"}, Param: "serie", Do: doing("programme", nil)}
		for _, s := range all[:min(len(all), bot.MaxOptions)] {
			choice.Options = append(choice.Options, bot.Option{Value: s.ID, Label: s.Title.Escaped()})
		}
		selects = append(selects, choice)
	}
	return buttons, selects
}

func programmeNamed(s *content.Series) bot.Text {
	return bot.Textf(bot.Text{FR: "Programme « %s »", EN: "Programme “%s”"}, s.Title.Escaped())
}

// ready is a ready-made series as it would go out.
type ready struct {
	series *content.Series
	start  schedule.Day
	minute int
	zone   *time.Location
	parts  []part
	turns  []turn // of all parts, the soonest first
}

// part is what goes out by one schedule.
type part struct {
	*schedule.Schedule
	posts []*content.Post
	times []time.Time
	rest  bool // it is for days of rest
}

// turn is one post and when it goes out.
type turn struct {
	post  *content.Post
	part  *part
	at    time.Time
	place int // in its part, from 1
}

// ready is the series that r asks for, when and where it says.
func (p *planning) ready(r *bot.Request, chosen storage.Settings) (*ready, error) {
	pack := p.defaults.Library.Pack()
	series, there := pack.SeriesNamed(r.Args["serie"])
	if !there {
		return nil, &bot.UserError{Text: bot.Text{FR: "Cette série n’est plus dans le contenu. Retape `/planifier` pour voir celles qui y sont.", EN: "This series is no longer among the content. Type `/schedule` again to see those that are."}}
	}
	o := &ready{series: series, zone: p.defaults.zone(chosen)}
	o.start, o.minute = usualStart(series, schedule.DayOf(r.Now.In(o.zone)))
	to, wrong := p.place(r, chosen)
	if said := r.Args["debut"]; said != "" {
		var err error
		o.start, err = startOf(said, r.Now, o.zone)
		wrong = errors.Join(wrong, err)
	}
	if said := r.Args["heure"]; said != "" {
		var err error
		o.minute, err = hourOf(said)
		wrong = errors.Join(wrong, err)
	}
	if wrong != nil {
		return nil, wrong
	}
	s := schedule.Schedule{Community: community(r), To: to, State: schedule.Active, Late: defaultLate, Series: true}
	if s.Coaching = series.Kind == content.Programme; s.Coaching {
		s.Direct = to.Channel != chosen[storage.ModerationChannel]
	}
	if err := o.compose(s, pack, seriesHolidays(chosen), r.Now); err != nil {
		return nil, err
	}
	if len(o.turns) == 0 {
		return nil, &bot.UserError{Text: bot.Textf(bot.Text{FR: "La série « %s » n’a encore aucun message.", EN: "The series “%s” has no post yet."}, series.Title.Escaped())}
	}
	return o, nil
}

// nextWeekday is the first such weekday after a day.
func nextWeekday(after schedule.Day, weekday int) schedule.Day {
	d := after + 1
	for d.Weekday() != weekday {
		d++
	}
	return d
}

// startOf reads the first day of a series, which is not past.
func startOf(said string, now time.Time, zone *time.Location) (schedule.Day, error) {
	d, err := schedule.ParseDay(said, now, zone)
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "debut"
	}
	if err != nil {
		return d, err
	}
	refuse := func(text bot.Text, args ...any) (schedule.Day, error) {
		return d, &bot.UserError{Param: "debut", Text: bot.Textf(text, args...)}
	}
	switch {
	case d < schedule.DayOf(now.In(zone)):
		return refuse(bot.Text{FR: "Le %s est déjà passé : choisis un autre jour pour commencer.", EN: "%s is past already: choose another day to begin."}, d.Text())
	case d > schedule.DayOf(now.In(zone).AddDate(farthest, 0, 0)):
		return refuse(bot.Text{FR: "C’est dans plus de %s ans : choisis un jour plus proche.", EN: "That is more than %s years away: choose an earlier day."}, farthest)
	}
	return d, nil
}

// hourOf reads the one hour of a series.
func hourOf(said string) (int, error) {
	all, err := schedule.ParseClock(said)
	for _, wrong := range bot.UserErrors(err) {
		wrong.Param = "heure"
	}
	if err == nil && len(all) > 1 {
		err = &bot.UserError{Param: "heure", Text: bot.Text{FR: "Donne une seule heure, par exemple 9 h.", EN: "Give a single hour, for example 9:00."}}
	}
	if err != nil {
		return 0, err
	}
	return all[0], nil
}

// seriesHolidays are left out of a series: those of France where the community has not
// chosen.
func seriesHolidays(chosen storage.Settings) schedule.Holidays {
	switch skip := chosen[storage.CommunityHolidays]; skip {
	case "":
		return schedule.France
	case noHolidays:
		return ""
	default:
		return schedule.Holidays(skip)
	}
}

// compose finds when each post goes out, by schedules like s: those of working days, and at
// the week end those of days of rest; or questions, once a week.
func (o *ready) compose(s schedule.Schedule, pack *content.Pack, holidays schedule.Holidays, now time.Time) error {
	week := weekOf(o.series, o.start, o.minute, o.zone.String(), holidays)
	add := func(posts []*content.Post, when schedule.Recurrence, rest bool) error {
		if len(posts) == 0 {
			return nil
		}
		times, err := when.Upcoming(now, len(posts))
		if err != nil {
			return fmt.Errorf("times of series %s: %w", o.series.ID, err)
		}
		of := s
		of.When, of.Next, of.Items, of.Item = when, times[0], len(posts), posts[0].Ref()
		o.parts = append(o.parts, part{&of, posts, times, rest})
		return nil
	}
	rest, err := restsOf(week, now)
	if err := errors.Join(err, add(pack.Days(o.series.ID), week, false), add(pack.Rests(o.series.ID), rest, true)); err != nil {
		return err
	}
	for i := range o.parts {
		for j, at := range o.parts[i].times {
			o.turns = append(o.turns, turn{o.parts[i].posts[j], &o.parts[i], at, j + 1})
		}
	}
	slices.SortStableFunc(o.turns, func(a, b turn) int { return a.at.Compare(b.at) })
	return nil
}

// args are what the controls of a series keep of what was chosen.
func (o *ready) args() bot.Args {
	return bot.Args{"serie": o.series.ID, "debut": o.start.String(), "heure": clockValue(o.minute), "ou": o.turns[0].part.To.Channel}
}

// clockValue is a minute of the day as a control holds it.
func clockValue(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
