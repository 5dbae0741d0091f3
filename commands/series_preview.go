package commands

import (
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
)

// When the posts of a programme go out: minutes of the day.
const (
	programmeHour = 9 * 60
	restHour      = 10 * 60
)

// workingDays is when the posts of a programme go out on working days: a public holiday moves
// what follows.
func workingDays(from schedule.Day, minute int, zone string, holidays schedule.Holidays) schedule.Recurrence {
	return schedule.Recurrence{Days: schedule.Days{Weekdays: 1<<5 - 1}, Times: []int{minute}, Zone: zone, From: from, Holidays: holidays}
}

// restDays is when those for days of rest go out.
func restDays(from schedule.Day, minute int, zone string) schedule.Recurrence {
	return schedule.Recurrence{Days: schedule.Days{Weekdays: 1<<5 | 1<<6}, Times: []int{minute}, Zone: zone, From: from}
}

// PreviewSeries is a programme from its first day to its last, post by post, as a channel
// would show it from a day on, and the public holidays on which nothing goes out.
func PreviewSeries(pack *content.Pack, id string, from schedule.Day, holidays schedule.Holidays, zone *time.Location) ([]bot.Text, error) {
	s, there := pack.SeriesNamed(id)
	if !there {
		return nil, unknownSeries(pack, id)
	}
	type event struct {
		at   time.Time
		post *content.Post // nil: a public holiday
	}
	var all []event
	put := func(when schedule.Recurrence, posts []*content.Post) error {
		times, err := when.Upcoming(schedule.At(from, 0, zone).Add(-time.Millisecond), len(posts))
		for i, at := range times {
			all = append(all, event{at, posts[i]})
		}
		return err
	}
	working := workingDays(from, programmeHour, zone.String(), holidays)
	if err := put(working, pack.Days(id)); err != nil {
		return nil, err
	}
	posted := len(all)
	if err := put(restDays(from, restHour, zone.String()), pack.Rests(id)); err != nil {
		return nil, err
	}
	if posted > 0 {
		whole, last := workingDays(from, programmeHour, zone.String(), ""), all[posted-1].at
		for at, err := whole.Next(schedule.At(from, 0, zone).Add(-time.Millisecond)); at.Before(last); at, err = whole.Next(at) {
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(all[:posted], func(e event) bool { return e.at.Equal(at) }) {
				all = append(all, event{at: at})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s\n%s", EN: "# %s\n%s"}, s.Title.Escaped(), s.Text)}
	for _, e := range all {
		if e.post == nil {
			lines = append(lines, bot.Textf(bot.Text{FR: "## %s\nJour férié : rien ne part, la suite est décalée d’un jour ouvré.", EN: "## %s\nA public holiday: nothing goes out, what follows is moved by one working day."}, schedule.DayOf(e.at).Text()))
			continue
		}
		place := bot.Textf(bot.Text{FR: "%s sur %s", EN: "%s of %s"}, e.post.Day, len(pack.Days(id)))
		if e.post.Rest > 0 {
			place = bot.Textf(bot.Text{FR: "repos, %s sur %s", EN: "rest, %s of %s"}, e.post.Rest, len(pack.Rests(id)))
		}
		c := seriesCard(e.post, schedule.DayOf(e.at), true)
		lines = append(lines, bot.Textf(bot.Text{FR: "## %s (%s)\n**%s**\n\n%s\n\n_%s_", EN: "## %s (%s)\n**%s**\n\n%s\n\n_%s_"}, schedule.Moment(e.at), place, c.Title, c.Body, c.Footer))
	}
	if len(all) > 0 {
		first, last := schedule.DayOf(all[0].at), schedule.DayOf(all[len(all)-1].at)
		lines = append(lines, bot.Textf(bot.Text{FR: "%s en %s, du %s au %s.", EN: "%s in %s, from %s to %s."},
			bot.Count(len(pack.InTurn(id)), bot.Text{FR: "%s message", EN: "%s post"}, bot.Text{FR: "%s messages", EN: "%s posts"}),
			bot.Count(int(last-first)+1, bot.Text{FR: "%s jour", EN: "%s day"}, bot.Text{FR: "%s jours", EN: "%s days"}), first.Text(), last.Text()))
	}
	return lines, nil
}

// unknownSeries names those that there are.
func unknownSeries(pack *content.Pack, id string) error {
	var ids []bot.Text
	for i := range pack.Series {
		ids = append(ids, quoted(pack.Series[i].ID))
	}
	return &bot.UserError{Text: bot.Textf(bot.Text{FR: "Je ne connais pas la série « %s ». Il y a : %s.", EN: "I do not know the series “%s”. There are: %s."}, bot.Shorten(id, 40), bot.Join(", ", ids...))}
}
