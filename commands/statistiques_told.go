package commands

import (
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// untold stands for a number that is not told: it is not known, or of too few people.
const untold = -1

// told is what is told of a number of people: nothing of fewer than [fewest], who could be
// known by it, and of more as near as [about].
func told(people int) int {
	if people < fewest {
		return untold
	}
	return (people + 2) / fewest * fewest
}

// course is how something goes, week after week, as it can be told: what is said, drawn
// and put in order begins from these numbers, and from no others.
type course struct {
	name   bot.Text
	values []int
	people bool // else they are announcements or messages
	level  bool // it is so at the end of a week, rather than in it
	known  int  // from which week on something was counted
	weeks  []time.Time
}

// figures are all that is told of the last weeks of a community.
type figures struct {
	weeks                    []time.Time
	known                    int // from which on something was counted
	subscribers, active      course
	published, filled, posts course
	commands                 []course // that enough people have used, the most used first
}

// tell turns what was counted into what can be told of it, and forgets the rest. The
// commands come as they are declared.
func tell(counted []storage.Week, commands []bot.Command) *figures {
	f := &figures{known: len(counted)}
	for i, w := range counted {
		f.weeks = append(f.weeks, w.Monday)
		if w.Known {
			f.known = min(f.known, i)
		}
	}
	f.subscribers = f.people(bot.Text{FR: "Reçoivent des messages privés", EN: "Receive direct messages"}, counted, func(w *storage.Week) int { return w.Subscribers })
	f.subscribers.level = true
	f.active = f.people(bot.Text{FR: "Se servent de Rebond", EN: "Use Rebond"}, counted, func(w *storage.Week) int { return w.Active })
	f.published = f.things(bot.Text{FR: "Partagées", EN: "Shared"}, counted, func(w *storage.Week) int { return w.Published })
	f.filled = f.things(bot.Text{FR: "Pourvues", EN: "Filled"}, counted, func(w *storage.Week) int { return w.Filled })
	f.posts = f.things(bot.Text{}, counted, func(w *storage.Week) int { return w.Posts })
	for _, c := range commands {
		one := f.people(bot.Text{FR: "/" + c.Names.FR, EN: "/" + c.Names.EN}, counted, func(w *storage.Week) int { return w.Commands[c.Name] })
		if one.sum() > 0 {
			f.commands = append(f.commands, one)
		}
	}
	slices.SortStableFunc(f.commands, func(a, b course) int { return b.sum() - a.sum() })
	return f
}

// people is how many there are of them in each week.
func (f *figures) people(name bot.Text, counted []storage.Week, count func(*storage.Week) int) course {
	c := course{name: name, people: true, known: f.known, weeks: f.weeks}
	for i := range counted {
		c.values = append(c.values, told(count(&counted[i])))
	}
	return c
}

// things is how many there are of what everybody can see.
func (f *figures) things(name bot.Text, counted []storage.Week, count func(*storage.Week) int) course {
	c := course{name: name, known: f.known, weeks: f.weeks}
	for i := range counted {
		n := count(&counted[i])
		if n == 0 && i < f.known {
			n = untold
		}
		c.values = append(c.values, n)
	}
	return c
}

// sum is of the weeks of which something is told.
func (c *course) sum() (n int) {
	for _, v := range c.values {
		n += max(v, 0)
	}
	return n
}

// last is the number of some weeks ago: 0 for the one that runs.
func (c *course) last(weeksAgo int) int { return c.values[len(c.values)-1-weeksAgo] }

// number writes one of its numbers.
func (c *course) number(n int) bot.Text {
	if c.people {
		return about(n)
	}
	return bot.Textf(bot.Text{FR: "%s", EN: "%s"}, n)
}

// bare writes a number of people where it has been said what it is.
func (c *course) bare(n int) bot.Text {
	if n == untold {
		return bot.Textf(bot.Text{FR: "moins de %s", EN: "fewer than %s"}, fewest)
	}
	return bot.Textf(bot.Text{FR: "%s", EN: "%s"}, n)
}

// said tells the course in words: its last numbers, and where it goes.
func (c *course) said() bot.Text {
	switch {
	case c.sum() == 0 && c.people:
		return about(untold)
	case c.sum() == 0:
		return bot.Textf(bot.Text{FR: "0 en %s semaines", EN: "0 in %s weeks"}, len(c.values))
	case c.level:
		return bot.Join(". ", c.number(c.last(0)), c.trend(0))
	case c.known >= len(c.values)-1: // nothing was counted before
		return bot.Textf(bot.Text{FR: "%s cette semaine", EN: "%s this week"}, c.number(c.last(0)))
	}
	words := bot.Textf(bot.Text{FR: "%s cette semaine, %s la semaine passée", EN: "%s this week, %s last week"}, c.number(c.last(0)), c.number(c.last(1)))
	if !c.people {
		words = bot.Textf(bot.Text{FR: "%s, %s en %s semaines", EN: "%s, %s in %s weeks"}, words, c.sum(), len(c.values))
	}
	return bot.Join(". ", words, c.trend(1))
}

// trend compares a week with the first that was counted whole; empty where there is none.
func (c *course) trend(weeksAgo int) bot.Text {
	first := c.known
	if first > 0 { // it may have begun in the middle
		first++
	}
	if first >= len(c.values)-1-weeksAgo {
		return bot.Text{}
	}
	before, now, since := c.values[first], c.last(weeksAgo), dayName(c.weeks[first])
	switch {
	case before == now:
		return bot.Textf(bot.Text{FR: "Pareil depuis le %s", EN: "The same since %s"}, since)
	case before < now:
		return bot.Textf(bot.Text{FR: "En hausse depuis le %s (%s)", EN: "Up since %s (%s)"}, since, c.number(before))
	}
	return bot.Textf(bot.Text{FR: "En baisse depuis le %s (%s)", EN: "Down since %s (%s)"}, since, c.number(before))
}

// found are the lines that tell what people have found, month by month.
func found(outcomes []storage.Outcome) (lines []bot.Text) {
	for len(outcomes) > 0 {
		month, all := outcomes[0].Month, 0
		people := map[string]int{}
		for len(outcomes) > 0 && outcomes[0].Month == month {
			all += outcomes[0].People
			people[outcomes[0].What] = outcomes[0].People
			outcomes = outcomes[1:]
		}
		if told(all) == untold {
			continue
		}
		line := bot.Textf(bot.Text{FR: "%s : %s", EN: "%s: %s"}, monthName(month), about(told(all)))
		if what := foundWhat(people); !what.Empty() {
			line = bot.Textf(bot.Text{FR: "%s (%s)", EN: "%s (%s)"}, line, what)
		}
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s.", EN: "- %s."}, line))
	}
	return lines
}

// foundWhat tells apart what enough of them have found.
func foundWhat(people map[string]int) (parts bot.Text) {
	for _, o := range outcomes {
		if n := told(people[o.Value]); n != untold {
			parts = bot.Join(", ", parts, bot.Textf(bot.Text{FR: "« %s » : %s", EN: "“%s”: %s"}, o.Label, n))
		}
	}
	return parts
}

// monthName writes a month: « novembre 2026 ».
func monthName(month string) bot.Text {
	at, err := time.Parse("2006-01", month)
	if err != nil { // it is ours
		return bot.Same(month)
	}
	day := bot.Date(at)
	_, fr, _ := strings.Cut(day.FR, "\u00a0")
	_, en, _ := strings.Cut(day.EN, " ")
	return bot.Text{FR: fr, EN: en}
}

// dayName writes a day without its year: « 16 novembre ».
func dayName(t time.Time) bot.Text {
	day, year := bot.Date(t), t.Format(" 2006")
	return bot.Text{FR: strings.TrimSuffix(day.FR, year), EN: strings.TrimSuffix(day.EN, year)}
}
