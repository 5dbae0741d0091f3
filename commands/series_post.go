package commands

import (
	"slices"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
)

// postBody is what a post of a series says on a day, under its title. Where there is a
// thread, its question is answered there.
func postBody(o *content.Post, on schedule.Day, thread bool) bot.Text {
	text := o.Text
	if o.Expired(on) {
		text = bot.Text{FR: "_Ce qu’il y avait à dire ici a pu changer : vérifie-le à la source._", EN: "_What there was to say here may have changed: check it at its source._"}
	}
	if o.Action.Empty() { // the question is all there is
		return bot.Join("\n\n", text, o.Question)
	}
	asks := bot.Text{FR: "**Une question**\n%s", EN: "**A question**\n%s"}
	if thread {
		asks = bot.Text{FR: "**Dans le fil**\n%s", EN: "**In the thread**\n%s"}
	}
	return bot.Join("\n\n", text, bot.Textf(bot.Text{FR: "**Ton quart d’heure**\n%s", EN: "**Your quarter of an hour**\n%s"}, o.Action), bot.Textf(asks, o.Question))
}

// seriesCard is a post of a series as it is on a day.
func seriesCard(o *content.Post, on schedule.Day, thread bool) bot.Card {
	c := bot.Card{Title: o.Title.Escaped(), Body: bot.Join("\n\n", postBody(o, on, thread), sourcesText(&o.Item))}
	if o.Theme != "" {
		c.Footer = content.Label(content.PostThemes, o.Theme)
	}
	if !o.Expired(on) {
		c.Footer = bot.Join(" · ", c.Footer, verifiedText(&o.Item))
	}
	return c
}

// referred is the post that an item of a schedule stands for; nil where it stands for none, or
// for one that is gone. Nothing is read for an item that is a text.
func (d Defaults) referred(item string) (o *content.Post, is bool) {
	if _, is := content.Refers(item); !is {
		return nil, false
	}
	return d.Library.Pack().Referred(item)
}

// itemCard is an item of a schedule as it is on a day, in a post with a thread or without;
// false where it stands for a post that is gone.
func (d Defaults) itemCard(item string, on schedule.Day, thread bool) (bot.Card, bool) {
	o, is := d.referred(item)
	switch {
	case !is:
		return bot.Card{Body: bot.Formatted(item)}, true
	case o == nil:
		return bot.Card{Body: bot.Textf(bot.Text{FR: "_Le message %s n’est plus dans le contenu._", EN: "_Post %s is no longer among the content._"}, item)}, false
	}
	return seriesCard(o, on, thread), true
}

// inLang is a card as readers of one language see it, whoever looks.
func inLang(c bot.Card, l bot.Lang) bot.Card {
	as := func(t bot.Text) bot.Text { return bot.Markup(t.In(l)) }
	c.Title, c.Body, c.Footer = as(c.Title), as(c.Body), as(c.Footer)
	c.Buttons = slices.Clone(c.Buttons)
	for i := range c.Buttons {
		c.Buttons[i].Label = as(c.Buttons[i].Label)
	}
	return c
}

// itemName is how an item of a schedule is called: the series and the title of a post, what
// a search looks for, or the first words.
func (d Defaults) itemName(item string) bot.Text {
	if q, is := searched(item); is {
		return bot.Textf(bot.Text{FR: "Offres : %s", EN: "Openings: %s"}, searchName(q))
	}
	o, is := d.referred(item)
	switch {
	case !is:
		return bot.Same(bot.Shorten(firstLine(item), 60))
	case o == nil:
		return bot.Same(item)
	}
	s, there := d.Library.Pack().SeriesNamed(o.Series)
	switch {
	case !there:
		return o.Title.Escaped()
	case o.Rest > 0:
		return bot.Textf(bot.Text{FR: "%s, repos · %s", EN: "%s, rest · %s"}, s.Title.Escaped(), o.Title.Escaped())
	}
	return bot.Textf(bot.Text{FR: "%s · %s", EN: "%s · %s"}, s.Title.Escaped(), o.Title.Escaped())
}

// itemText is an item of a schedule as somebody would write it.
func (d Defaults) itemText(item string, l bot.Lang, on schedule.Day) string {
	o, _ := d.referred(item)
	if o == nil {
		return item
	}
	said := "**" + o.Title.In(l) + "**\n\n" + postBody(o, on, true).In(l)
	for _, source := range o.Sources {
		said += "\n\n" + bot.Text{FR: source.Title + "\u00a0: ", EN: source.Title + ": "}.In(l) + source.URL
	}
	return said
}

// seriesOf is the series of the first item that stands for a post, if it is still there. Is
// reports whether any of them stands for one.
func (d Defaults) seriesOf(items ...string) (s *content.Series, is bool) {
	pack := d.Library.Pack()
	for _, item := range items {
		o, stands := pack.Referred(item)
		if is = is || stands; o == nil {
			continue
		}
		if s, there := pack.SeriesNamed(o.Series); there {
			return s, true
		}
	}
	return nil, is
}

// seriesText is the line that names the ready-made series of items; empty where they are of
// none.
func (d Defaults) seriesText(items []string) bot.Text {
	s, _ := d.seriesOf(items...)
	switch {
	case s == nil:
		return bot.Text{}
	case s.Kind == content.Programme:
		return bot.Textf(bot.Text{FR: "**Programme** : %s", EN: "**Programme**: %s"}, s.Title.Escaped())
	}
	return bot.Textf(bot.Text{FR: "**Série toute prête** : %s", EN: "**Ready-made series**: %s"}, s.Title.Escaped())
}
