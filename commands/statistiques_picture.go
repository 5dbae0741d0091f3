package commands

import (
	"rebond/bot"
	"rebond/bot/chart"
)

// chart draws what is told: of too few people, nothing.
func (f *figures) chart() *chart.Chart {
	c := &chart.Chart{
		Title: bot.Text{FR: "La communauté, semaine après semaine", EN: "The community, week after week"},
		Panels: []chart.Panel{
			{Title: peopleTitle, Series: []chart.Series{f.subscribers.series(), f.active.series()}},
			{Title: openingsTitle, Series: []chart.Series{f.published.series(), f.filled.series()}, Bars: true},
			{Title: postsTitle, Series: []chart.Series{f.posts.series()}, Bars: true},
		},
		Footer: bot.Textf(bot.Text{
			FR: "La dernière semaine n’est pas finie. Personnes : rien en dessous de %s, arrondi à %s près au-dessus.",
			EN: "The last week is not over. People: nothing below %s, rounded to the nearest %s above.",
		}, fewest, fewest),
	}
	for _, monday := range f.weeks {
		c.Labels = append(c.Labels, bot.Text{FR: monday.Format("02/01"), EN: monday.Format("2 Jan")})
	}
	if drawn := f.drawn(); len(drawn) > 0 {
		commands := chart.Panel{Title: commandsTitle}
		for i := range drawn {
			commands.Series = append(commands.Series, drawn[i].series())
		}
		c.Panels = append(c.Panels, commands)
	}
	return c
}

func (c *course) series() chart.Series { return chart.Series{Name: c.name, Values: c.values} }

// drawn are the commands of which the picture has a line.
func (f *figures) drawn() []course { return f.commands[:min(len(f.commands), commandsDrawn)] }

// alt says in words what the picture shows.
func (f *figures) alt() bot.Text {
	lines := []bot.Text{bot.Textf(bot.Text{
		FR: "Courbes et barres de %s semaines, du %s à celle du %s.",
		EN: "Lines and bars of %s weeks, from %s to that of %s.",
	}, len(f.weeks), bot.Date(f.weeks[0]), bot.Date(f.weeks[len(f.weeks)-1]))}
	say := func(title bot.Text, c *course) {
		lines = append(lines, bot.Textf(bot.Text{FR: "%s : %s.", EN: "%s: %s."}, title, c.said()))
	}
	say(f.subscribers.name, &f.subscribers)
	say(f.active.name, &f.active)
	say(bot.Text{FR: "Offres partagées", EN: "Openings shared"}, &f.published)
	say(bot.Text{FR: "Offres pourvues", EN: "Openings filled"}, &f.filled)
	say(postsTitle, &f.posts)
	var commands bot.Text
	for _, c := range f.drawn() {
		commands = bot.Join(", ", commands, bot.Textf(bot.Text{FR: "%s %s", EN: "%s %s"}, c.name, c.bare(c.last(1))))
	}
	if !commands.Empty() {
		lines = append(lines, bot.Textf(bot.Text{FR: "Personnes par commande, la semaine passée : %s.", EN: "People for each command, last week: %s."}, commands))
	}
	return bot.Join(" ", lines...)
}
