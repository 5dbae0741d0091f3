package commands

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
	"rebond/bot/chart"
	"rebond/bot/schedule"
	"rebond/storage"
)

// alt says in words what the picture shows.
func (c *curve) alt() bot.Text {
	last := &c.days[len(c.days)-1]
	lines := []bot.Text{
		bot.Textf(bot.Text{FR: "Courbes de ta météo et de ton énergie, %s.", EN: "Lines of your weather and of your energy, %s."}, fromTo(c.from, c.to)),
		bot.Textf(bot.Text{FR: "%s.", EN: "%s."}, bot.Count(len(c.days), bot.Text{FR: "%s jour noté", EN: "%s day noted"}, bot.Text{FR: "%s jours notés", EN: "%s days noted"})),
	}
	if c.length() > drawnByDay {
		lines = append(lines, weekly)
	}
	var often []bot.Text
	for _, v := range most(c.counts(weatherOf, len(weathers))) {
		often = append(often, within(weathers[v-1]))
	}
	for _, v := range most(c.counts(energyOf, len(energies))) {
		often = append(often, energyText(v))
	}
	if len(often) > 0 {
		lines = append(lines, bot.Textf(bot.Text{FR: "Le plus souvent : %s.", EN: "Most often: %s."}, bot.Join(", ", often...)))
	}
	return bot.Join(" ", append(lines, bot.Textf(bot.Text{FR: "Le dernier noté, le %s : %s.", EN: "The last one noted, on %s: %s."}, dayName(utc(last.On)), notedText(last)))...)
}

// most are the values noted on the most days, the lowest first; none where no value was
// noted twice.
func most(counts []int) (values []int) {
	top := slices.Max(counts)
	for i, n := range counts {
		if n == top && n > 1 {
			values = append(values, i+1)
		}
	}
	return values
}

// said tells the curve in plain sentences. It judges nothing, and is silent on the days of
// which nothing is noted.
func (c *curve) said() bot.Text {
	lines := []bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, c.title())}
	if len(c.days) == 0 {
		return bot.Join("\n", append(lines, bot.Textf(bot.Text{
			FR: "Il n’y a rien à dessiner ici, %s : la courbe se dessine à partir de ce que tu notes, quand tu le veux.",
			EN: "There is nothing to draw here, %s: the curve is drawn from what you note, whenever you like.",
		}, fromTo(c.from, c.to)))...)
	}
	lines = append(lines, bot.Textf(bot.Text{FR: "Ce que tu as noté, %s.", EN: "What you have noted, %s."}, fromTo(c.from, c.to)))
	item := func(counts []int, what func(v int) bot.Text) {
		var parts []bot.Text
		for v := len(counts); v > 0; v-- { // as the picture has them
			if n := counts[v-1]; n > 0 {
				parts = append(parts, bot.Textf(bot.Text{FR: "%s %s", EN: "%s of %s"}, bot.Count(n, bot.Text{FR: "%s jour", EN: "%s day"}, bot.Text{FR: "%s jours", EN: "%s days"}), what(v)))
			}
		}
		if len(parts) > 0 {
			lines = append(lines, bot.Textf(bot.Text{FR: "- %s.", EN: "- %s."}, bot.Join(", ", parts...)))
		}
	}
	item(c.counts(weatherOf, len(weathers)), func(v int) bot.Text { return of(weatherOfDay(v)) })
	item(c.counts(energyOf, len(energies)), func(v int) bot.Text { return of(energyText(v)) })
	if c.length() > drawnByDay {
		lines = append(lines, weekly)
	}
	return bot.Join("\n", append(lines, neither)...)
}

// notedText is what was noted of a day: « éclaircies, énergie moyenne ».
func notedText(d *storage.DayWeather) bot.Text {
	said := within(weathers[d.Weather-1])
	if d.Energy > 0 {
		said = bot.Join(", ", said, energyText(d.Energy))
	}
	return said
}

func energyText(v int) bot.Text {
	return bot.Textf(bot.Text{FR: "énergie %s", EN: "%s energy"}, within(energies[v-1]))
}

// of puts a name after a number of days: « d’orage ».
func of(t bot.Text) bot.Text {
	de := "de "
	if first, _ := utf8.DecodeRuneInString(t.FR); strings.ContainsRune("aeiouéèêàâîôû", first) {
		de = "d’"
	}
	return bot.Text{FR: de + t.FR, EN: t.EN}
}

// fromTo names the days from one to another: « du 25 octobre au 23 novembre 2026 ».
func fromTo(from, to schedule.Day) bot.Text {
	first := dayName(utc(from))
	if utc(from).Year() != utc(to).Year() {
		first = from.Date()
	}
	return bot.Textf(bot.Text{FR: "du %s au %s", EN: "from %s to %s"}, first, to.Date())
}

// sketch is the curve in two lines of characters, for where no picture can be shown. All of
// it is shown in characters of one width.
func (c *curve) sketch() bot.Text {
	values, each := c.byDay, bot.Text{FR: "Un signe par jour", EN: "One sign a day"}
	if c.length() > saidByDay {
		values, each = c.byWeek, bot.Text{FR: "Un signe par semaine, le milieu de ses jours notés", EN: "One sign a week, the middle of its noted days"}
	}
	line := func(what bot.Text, of func(*storage.DayWeather) int, levels []bot.Text) bot.Text {
		return bot.Textf(bot.Text{FR: "%s (▁ %s, █ %s)\n%s", EN: "%s (▁ %s, █ %s)\n%s"},
			what, within(levels[0]), within(levels[len(levels)-1]), chart.Sparkline(values(of), len(levels)))
	}
	return bot.Join("\n",
		line(bot.Text{FR: "Météo", EN: "Weather"}, weatherOf, weathers),
		line(bot.Text{FR: "Énergie", EN: "Energy"}, energyOf, energies),
		bot.Textf(bot.Text{FR: "%s, %s\n· rien de noté", EN: "%s, %s\n· nothing noted"}, each, fromTo(c.from, c.to)))
}

// capital begins a sentence.
func capital(t bot.Text) bot.Text {
	begin := func(s string) string {
		first, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(first)) + s[n:]
	}
	return bot.Text{FR: begin(t.FR), EN: begin(t.EN)}
}

// weatherOfDay is what a day is of: of overcast skies, and not of overcast.
func weatherOfDay(v int) bot.Text {
	if v == overcast {
		return bot.Text{FR: "temps couvert", EN: "overcast skies"}
	}
	return within(weathers[v-1])
}

const overcast = 3
