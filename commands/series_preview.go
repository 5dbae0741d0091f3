package commands

import (
	"errors"
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

// usualStart is the first day and the hour of a series unless somebody says otherwise.
func usualStart(series *content.Series, today schedule.Day) (schedule.Day, int) {
	if series.Kind == content.Questions {
		return nextWeekday(today, friday), questionHour
	}
	return nextWeekday(today, monday), programmeHour
}

// weekOf is when the posts of a series for working days go out: one each of them, where a
// public holiday moves what follows, or questions once a week.
func weekOf(series *content.Series, from schedule.Day, minute int, zone string, holidays schedule.Holidays) schedule.Recurrence {
	when := schedule.Recurrence{Days: schedule.Days{Weekdays: 1<<5 - 1}, Times: []int{minute}, Zone: zone, From: from, Holidays: holidays}
	if series.Kind == content.Questions {
		when.Days.Weekdays = 1 << from.Weekday()
	}
	return when
}

// restsOf is when those for days of rest go out, on Saturdays and Sundays once the others,
// which go out as week says, have begun.
func restsOf(week schedule.Recurrence, now time.Time) (schedule.Recurrence, error) {
	first, err := week.Next(now)
	return schedule.Recurrence{Days: schedule.Days{Weekdays: 1<<5 | 1<<6}, Times: []int{restHour}, Zone: week.Zone, From: schedule.DayOf(first)}, err
}

// PreviewSeries is a series from its first day to its last, post by post, as a channel would
// show it from a day on, and the public holidays on which nothing goes out. From is the day
// that /planifier proposes where it is zero.
func PreviewSeries(pack *content.Pack, id string, from schedule.Day, now time.Time, holidays schedule.Holidays, zone *time.Location) ([]bot.Text, error) {
	s, there := pack.SeriesNamed(id)
	if !there {
		return nil, unknownSeries(pack, id)
	}
	proposed, minute := usualStart(s, schedule.DayOf(now.In(zone)))
	if from == 0 {
		from = proposed
	}
	type event struct {
		at    time.Time
		post  *content.Post // nil: a public holiday
		place int           // among those of its kind, from 1
	}
	var all []event
	put := func(when schedule.Recurrence, posts []*content.Post) error {
		times, err := when.Upcoming(schedule.At(from, 0, zone).Add(-time.Millisecond), len(posts))
		for i, at := range times {
			all = append(all, event{at, posts[i], i + 1})
		}
		return err
	}
	working := weekOf(s, from, minute, zone.String(), holidays)
	if err := put(working, pack.Days(id)); err != nil {
		return nil, err
	}
	posted := len(all)
	rest, err := restsOf(working, schedule.At(from, 0, zone).Add(-time.Millisecond))
	if err := errors.Join(err, put(rest, pack.Rests(id))); err != nil {
		return nil, err
	}
	if posted > 0 {
		whole, last := weekOf(s, from, minute, zone.String(), ""), all[posted-1].at
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
	moved := bot.Text{FR: "## %s\nJour férié : rien ne part, la suite est décalée d’un jour ouvré.", EN: "## %s\nA public holiday: nothing goes out, what follows is moved by one working day."}
	if s.Kind == content.Questions {
		moved = bot.Text{FR: "## %s\nJour férié : rien ne part, la suite attend la semaine d’après.", EN: "## %s\nA public holiday: nothing goes out, the rest waits for the week after."}
	}
	for _, e := range all {
		if e.post == nil {
			lines = append(lines, bot.Textf(moved, schedule.DayOf(e.at).Text()))
			continue
		}
		place := placeOf(e.place, len(pack.Days(id)), false)
		if e.post.Rest > 0 {
			place = placeOf(e.place, len(pack.Rests(id)), true)
		}
		c := seriesCard(e.post, schedule.DayOf(e.at), s.Kind == content.Programme)
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

// placeOf is the place of a post among those of its kind.
func placeOf(n, all int, rest bool) bot.Text {
	if rest {
		return bot.Textf(bot.Text{FR: "repos, %s sur %s", EN: "rest, %s of %s"}, n, all)
	}
	return bot.Textf(bot.Text{FR: "%s sur %s", EN: "%s of %s"}, n, all)
}

// unknownSeries names those that there are.
func unknownSeries(pack *content.Pack, id string) error {
	var ids []bot.Text
	for i := range pack.Series {
		ids = append(ids, quoted(pack.Series[i].ID))
	}
	return &bot.UserError{Text: bot.Textf(bot.Text{FR: "Je ne connais pas la série « %s ». Il y a : %s.", EN: "I do not know the series “%s”. There are: %s."}, bot.Shorten(id, 40), bot.Join(", ", ids...))}
}
