package commands

import (
	"context"
	"strings"

	"rebond/bot"
)

// aide explains what the member can do here, from the declarations alone.
func aide(others []bot.Command) bot.Command {
	h := &help{}
	c := bot.Command{
		Name:      "aide",
		Names:     bot.Text{FR: "aide", EN: "help"},
		Summary:   bot.Text{FR: "Ce que je sais faire, et comment me le demander", EN: "What I can do, and how to ask"},
		Ephemeral: true,
		Query:     true,
		Params: []bot.Param{{
			Name:    "commande",
			Names:   bot.Text{FR: "commande", EN: "command"},
			Help:    bot.Text{FR: "Une commande à expliquer", EN: "A command to explain"},
			Suggest: h.suggest,
		}},
		Run: h.run,
	}
	h.commands = append(others, c)
	return c
}

type help struct{ commands []bot.Command }

func (h *help) run(_ context.Context, r *bot.Request) (bot.Reply, error) {
	if name := r.Args["commande"]; name != "" {
		return h.explain(r, bot.Fold(strings.TrimPrefix(name, "/")))
	}
	lines := []bot.Text{{
		FR: "Tape / pour choisir une commande ; en message privé, tu peux aussi me l’écrire, avec ou sans la barre. Sauf quand partager est le but, la réponse n’est visible que par toi.",
		EN: "Type / to choose a command; in direct messages you can also write it to me, with or without the slash. Unless sharing is the point, only you see the answer.",
	}}
	for _, access := range []bot.Access{bot.Anyone, bot.Recruiter, bot.Moderator, bot.Admin, bot.Operator} {
		lines = append(lines, h.section(access, r.From.Access))
	}
	lines = append(lines, bot.Text{
		FR: "Pour en savoir plus sur l’une d’elles : `/aide offres`.",
		EN: "To know more about one of them: `/help jobs`.",
	})
	return &bot.Message{Text: bot.Join("\n\n", lines...), Buttons: []bot.Button{needToTalk()}}, nil
}

// section lists the commands that an access opens, if the member has it.
func (h *help) section(access, has bot.Access) bot.Text {
	var lines []bot.Text
	for _, c := range h.commands {
		if c.Access == access && access <= has {
			lines = append(lines, bot.Textf(bot.Text{FR: "- `/%s` : %s", EN: "- `/%s`: %s"}, c.Names.Escaped(), c.Summary))
		}
	}
	if len(lines) == 0 {
		return bot.Text{}
	}
	if access > bot.Anyone {
		lines = append([]bot.Text{bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, sections[access])}, lines...)
	}
	return bot.Join("\n", lines...)
}

var sections = map[bot.Access]bot.Text{
	bot.Recruiter: {FR: "Pour recruter", EN: "For recruiters"},
	bot.Moderator: {FR: "Pour la modération", EN: "For moderators"},
	bot.Admin:     {FR: "Pour l’administration", EN: "For admins"},
	bot.Operator:  {FR: "Pour qui gère la machine", EN: "For whoever runs the machine"},
}

func (h *help) explain(r *bot.Request, wanted string) (bot.Reply, error) {
	var names []string
	for _, c := range h.commands {
		if c.Access > r.From.Access {
			continue
		}
		if c.Name == wanted || c.Names.FR == wanted || c.Names.EN == wanted {
			return &bot.Message{Text: manual(&c)}, nil
		}
		names = append(names, c.Names.In(r.Lang))
	}
	text := bot.Textf(bot.Text{FR: "Je ne connais pas « %s ». Tape `/aide` pour voir toutes les commandes.", EN: "I do not know “%s”. Type `/help` to see every command."}, bot.Shorten(wanted, 40))
	if near := bot.Nearest(wanted, names, 3); len(near) > 0 {
		text = bot.Textf(bot.Text{FR: "Je ne connais pas « %s ». Pensais-tu à : %s ?", EN: "I do not know “%s”. Did you mean: %s?"}, bot.Shorten(wanted, 40), strings.Join(near, ", "))
	}
	return nil, &bot.UserError{Text: text, Param: "commande"}
}

// manual is all there is to know of a command.
func manual(c *bot.Command) bot.Text {
	lines := []bot.Text{bot.Textf(bot.Text{FR: "`/%s` : %s", EN: "`/%s`: %s"}, c.Names.Escaped(), c.Summary)}
	for _, p := range c.Params {
		required := bot.Text{}
		if p.Required {
			required = bot.Text{FR: " (obligatoire)", EN: " (required)"}
		}
		var options []bot.Text
		for _, o := range p.Options {
			options = append(options, o.Label)
		}
		choices := bot.Text{}
		if len(options) > 0 {
			choices = bot.Textf(bot.Text{FR: " : %s", EN: ": %s"}, bot.Join(", ", options...))
		}
		lines = append(lines, bot.Textf(bot.Text{FR: "- `%s:` %s%s%s", EN: "- `%s:` %s%s%s"}, p.Names.Escaped(), p.Help, choices, required))
	}
	if others := otherNames(c); !others.Empty() {
		lines = append(lines, bot.Textf(bot.Text{FR: "Ses noms : %s.", EN: "Its names: %s."}, others))
	}
	return bot.Join("\n", lines...)
}

func otherNames(c *bot.Command) bot.Text {
	names := append([]string{c.Names.FR, c.Names.EN}, c.Aliases...)
	if len(names) == 2 && names[0] == names[1] {
		return bot.Text{}
	}
	return bot.Markup("`/" + strings.Join(names, "`, `/") + "`")
}

func (h *help) suggest(_ context.Context, r *bot.Request, typed string) ([]bot.Option, error) {
	var options []bot.Option
	for _, c := range h.commands {
		if n := c.Names.In(r.Lang); c.Access <= r.From.Access && strings.HasPrefix(n, bot.Fold(typed)) {
			options = append(options, bot.Option{Value: n, Label: bot.Same(n)})
		}
	}
	return options, nil
}
