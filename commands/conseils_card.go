package commands

import (
	"context"
	"slices"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// tipCard is a tip as it is read.
func tipCard(t *content.Tip, where bot.Args) bot.Card {
	c := bot.Card{
		Title:  t.Title.Escaped(),
		Body:   bot.Join("\n\n", t.Text, sourcesText(&t.Item)),
		Footer: bot.Join(" · ", content.Label(content.Themes, t.Theme), verifiedText(&t.Item)),
	}
	if !t.Template.Empty() {
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Modèle à copier", EN: "Template to copy"}, Do: bot.Call{Command: "conseils", Action: "modele", Args: where.With("id", t.ID)}}}
	}
	return c
}

func judged(useful bool) bot.Text {
	if useful {
		return bot.Text{FR: "_Tu l’as trouvé utile._", EN: "_You found it useful._"}
	}
	return bot.Text{FR: "_Tu ne l’as pas trouvé utile._", EN: "_You did not find it useful._"}
}

// judgeButtons say whether a tip was of use, or otherwise than before.
func judgeButtons(id string, useful, said bool, args bot.Args) []bot.Button {
	button := func(label bot.Text, value string) bot.Button {
		with := bot.Args{"id": id, "utile": value}
		for _, name := range slices.Concat(asking, []string{"seul"}) {
			with = with.With(name, args[name])
		}
		return bot.Button{Label: label, Do: bot.Call{Command: "conseils", Action: "avis", Args: with}}
	}
	var buttons []bot.Button
	if !said || !useful {
		buttons = append(buttons, button(bot.Text{FR: "Utile", EN: "Useful"}, "yes"))
	}
	if !said || useful {
		buttons = append(buttons, button(bot.Text{FR: "Pas utile", EN: "Not useful"}, "no"))
	}
	return buttons
}

// asking are the arguments that say which tips are asked for, and where.
var asking = []string{"mots", "theme", "situation", inSpace.Name}

// ofPlace is where r is asked, for a control of its answer.
func ofPlace(r *bot.Request) bot.Args { return bot.Args(nil).With(inSpace.Name, r.Args[inSpace.Name]) }

// asks are those of r.
func asks(r *bot.Request) bot.Args {
	var args bot.Args
	for _, name := range asking {
		args = args.With(name, r.Args[name])
	}
	return args
}

// asked says what was asked for, and how many there are.
func asked(r *bot.Request, n int, all bool) bot.Text {
	var parts []bot.Text
	if words := r.Args["mots"]; words != "" {
		parts = append(parts, bot.Textf(bot.Text{FR: "« %s »", EN: "“%s”"}, words))
	}
	if theme := r.Args["theme"]; theme != "" {
		parts = append(parts, content.Label(content.Themes, theme))
	}
	if situation := r.Args["situation"]; situation != "" && situation != anySituation {
		parts = append(parts, content.Label(content.Situations, situation))
	}
	if len(parts) == 0 {
		return bot.Text{}
	}
	said := bot.Textf(bot.Text{FR: "**%s** · %s", EN: "**%s** · %s"}, bot.Join(" · ", parts...), tipCount(n))
	if !all {
		said = bot.Join("\n", said, bot.Text{FR: "Aucun n’a tous ces mots : voici ce qui s’en approche.", EN: "None has all of these words: here is what comes close."})
	}
	return said
}

func tipCount(n int) bot.Text {
	return bot.Count(n, bot.Text{FR: "%s conseil", EN: "%s tip"}, bot.Text{FR: "%s conseils", EN: "%s tips"})
}

// themes let the member go to a theme.
func themes(r *bot.Request) bot.Select {
	options := slices.Clone(content.Themes)
	for i := range options {
		options[i].Chosen = options[i].Value == r.Args["theme"]
	}
	return bot.Select{Prompt: bot.Text{FR: "Choisir un thème", EN: "Choose a theme"}, Param: "theme", Options: options, Do: bot.Call{Command: "conseils", Action: "autre", Args: ofPlace(r).With("situation", r.Args["situation"])}}
}

func searchTips(r *bot.Request) bot.Button {
	return bot.Button{Label: bot.Text{FR: "Chercher", EN: "Search"}, Do: bot.Call{Command: "conseils", Action: "chercher", Ask: true, Args: asks(r)}}
}

// tipTopicName is the name of « Le conseil du jour ».
const tipTopicName = "conseil"

// tipTopic is the tip of the day by direct message: one each day of the member's, the same
// as they find with /conseils.
func tipTopic(store *storage.Store, s *shelf) notice.Topic {
	return notice.Topic{
		Name:  tipTopicName,
		Title: bot.Text{FR: "Le conseil du jour", EN: "The tip of the day"},
		Help:  bot.Text{FR: "une chose à faire, choisie pour là où tu en es", EN: "one thing to do, chosen for where you stand"},
		Class: notice.Digest,
		Daily: true,
		Card: func(ctx context.Context, n *notice.Notice) (bot.Card, bool, error) {
			var on schedule.Day
			if err := on.UnmarshalText([]byte(n.Ref)); err != nil {
				return bot.Card{}, false, err
			}
			at := bot.Address{Platform: n.To.Platform, Space: n.To.Space}
			t, err := tipOfDay(ctx, store, s, at, n.For, on, n.At)
			if err != nil || t == nil {
				return bot.Card{}, false, err
			}
			where := bot.Args{inSpace.Name: n.To.Space}
			c := tipCard(t, where)
			c.Footer = bot.Join(" · ", bot.Text{FR: "Le conseil du jour", EN: "The tip of the day"}, c.Footer)
			c.Buttons = append(c.Buttons, judgeButtons(t.ID, false, false, where.With("seul", "yes"))...)
			c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "D’autres conseils", EN: "More tips"}, Do: bot.Call{Command: "conseils", Action: "suite", Args: where}})
			return c, true, nil
		},
	}
}
