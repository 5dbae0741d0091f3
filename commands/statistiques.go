package commands

import (
	"context"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/chart"
	"rebond/storage"
)

// statistiques shows moderators how their community grows, and nobody in it. It knows the
// names of all commands.
func statistiques(store *storage.Store, commands func() []bot.Command) bot.Command {
	s := &statistics{store, commands}
	ground := groundParam()
	return bot.Command{
		Name:      "statistiques",
		Names:     bot.Text{FR: "statistiques", EN: "stats"},
		Summary:   bot.Text{FR: "Comment va la communauté : personnes, offres, messages, en mots et en image", EN: "How the community is: people, openings, messages, in words and as a picture"},
		Ephemeral: true,
		Access:    bot.Moderator,
		Params:    []bot.Param{ground},
		Run:       s.run,
		Actions:   []bot.Action{{Name: "voir", Ephemeral: true, Params: []bot.Param{ground}, Run: s.again}},
	}
}

// statistics answers /statistiques.
type statistics struct {
	store    *storage.Store
	commands func() []bot.Command
}

// ground is what a picture is drawn on.
type ground string

const (
	lightGround ground = "clair"
	darkGround  ground = "sombre"
)

const (
	weeksShown    = 12
	weeksSaid     = 4 // of a command, before the one that runs
	commandsSaid  = 8
	commandsDrawn = 4
)

func (s *statistics) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := s.message(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (s *statistics) again(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := s.message(ctx, r)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (s *statistics) message(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	counted, err := s.store.Weeks(ctx, community(r), weeksShown, r.Now)
	if err != nil {
		return nil, err
	}
	outcomes, err := s.store.Outcomes(ctx, community(r), counted[0].Monday)
	if err != nil {
		return nil, err
	}
	if err := s.store.SettleWords(ctx, r.Now); err != nil {
		return nil, err
	}
	words, err := s.store.Words(ctx, community(r), weeksWorded, r.Now)
	if err != nil {
		return nil, err
	}
	f := tell(counted, s.commands())
	on, theme := ground(r.Args["fond"]), chart.Light
	if on == darkGround {
		theme = chart.Dark
	}
	data, err := chart.PNG(f.chart(), theme, r.Lang)
	if err != nil {
		return nil, err
	}
	last := f.weeks[len(f.weeks)-1]
	return &bot.Message{
		Text:    bot.Join("\n", f.said(found(outcomes)), wordsSaid(words)),
		Images:  []bot.Image{{Name: fmt.Sprintf("rebond-%s.png", last.Format(time.DateOnly)), Data: data, Alt: f.alt()}},
		Buttons: []bot.Button{onOther(on)},
	}, nil
}

// onOther shows the same on the other ground.
func onOther(now ground) bot.Button {
	other := otherGround(now)
	return bot.Button{Label: other.Label, Do: bot.Call{Command: "statistiques", Action: "voir", Args: bot.Args{"fond": other.Value}}}
}

// otherGround is the one that is not shown, and what leads to it.
func otherGround(now ground) bot.Option {
	if now == darkGround {
		return bot.Option{Value: string(lightGround), Label: bot.Text{FR: "Sur fond clair", EN: "On a light background"}}
	}
	return bot.Option{Value: string(darkGround), Label: bot.Text{FR: "Sur fond sombre", EN: "On a dark background"}}
}

// groundParam chooses what a picture is drawn on.
func groundParam() bot.Param {
	return bot.Param{
		Name: "fond", Names: bot.Text{FR: "fond", EN: "background"}, Kind: bot.Choice, Help: bot.Text{FR: "Le fond de l’image", EN: "The background of the picture"},
		Options: []bot.Option{
			{Value: string(lightGround), Label: bot.Text{FR: "Clair", EN: "Light"}},
			{Value: string(darkGround), Label: bot.Text{FR: "Sombre", EN: "Dark"}},
		},
	}
}

// The names of what is drawn, and said above it.
var (
	peopleTitle   = bot.Text{FR: "Personnes", EN: "People"}
	openingsTitle = bot.Text{FR: "Offres de la communauté", EN: "The community’s openings"}
	postsTitle    = bot.Text{FR: "Messages dans les salons", EN: "Messages in channels"}
	commandsTitle = bot.Text{FR: "Commandes, et combien de personnes", EN: "Commands, and how many people"}
	foundTitle    = bot.Text{FR: "Ont retrouvé, avec `/rebondir`", EN: "Have found, with `/bounce-back`"}
)

// said tells everything in words.
func (f *figures) said(found []bot.Text) bot.Text {
	heading := func(t bot.Text) bot.Text { return bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, t) }
	line := func(c *course) bot.Text {
		return bot.Textf(bot.Text{FR: "- %s : %s.", EN: "- %s: %s."}, c.name, c.said())
	}
	lines := []bot.Text{
		bot.Textf(bot.Text{
			FR: "%s semaines, du lundi au dimanche en temps universel, jusqu’à celle du %s, qui n’est pas finie. En dessous de %s personnes, le nombre n’est dit nulle part ; au-dessus, il est arrondi à %s près.",
			EN: "%s weeks, from Monday to Sunday in universal time, until that of %s, which is not over. Below %s people, the number is told nowhere; above, it is rounded to the nearest %s.",
		}, len(f.weeks), bot.Date(f.weeks[len(f.weeks)-1]), fewest, fewest),
		heading(peopleTitle), line(&f.subscribers), line(&f.active),
		heading(openingsTitle), line(&f.published), line(&f.filled),
		heading(postsTitle), bot.Textf(bot.Text{FR: "- %s.", EN: "- %s."}, f.posts.said()),
		heading(commandsTitle),
	}
	for i := range f.commands[:min(len(f.commands), commandsSaid)] {
		lines = append(lines, used(&f.commands[i]))
	}
	if len(f.commands) == 0 {
		lines = append(lines, bot.Textf(bot.Text{FR: "- Moins de %s personnes pour chacune.", EN: "- Fewer than %s people for each."}, fewest))
	} else {
		lines = append(lines, bot.Text{FR: "Qui s’en sert n’est pas gardé : après un redémarrage, il peut en manquer.", EN: "Who uses them is not kept: after a restart, some may be missing."})
	}
	lines = append(lines, heading(foundTitle))
	if len(found) == 0 {
		lines = append(lines, bot.Textf(bot.Text{FR: "- Moins de %s personnes chaque mois.", EN: "- Fewer than %s people each month."}, fewest))
	}
	return bot.Join("\n", append(lines, found...)...)
}

// used tells how many people have used a command, the newest week first.
func used(c *course) bot.Text {
	var before bot.Text
	for ago := 1; ago <= weeksSaid; ago++ {
		before = bot.Join(", ", before, c.bare(c.last(ago)))
	}
	return bot.Textf(bot.Text{FR: "- `%s` : %s cette semaine ; avant, semaine par semaine : %s.", EN: "- `%s`: %s this week; before, week by week: %s."}, c.name, c.number(c.last(0)), before)
}
