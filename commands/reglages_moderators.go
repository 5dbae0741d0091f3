package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/storage"
)

// moderatorActions are for those who choose who moderates one person after the other,
// where there is no role to give, or beside it.
func (c *communityChoices) moderatorActions() []bot.Action {
	// Private: whom somebody thought of is not kept in a control.
	who := bot.Param{Name: "qui", Names: bot.Text{FR: "qui", EN: "who"}, Kind: bot.Person, Required: true, Private: true, Label: bot.Text{FR: "Qui", EN: "Who"},
		Help: bot.Text{FR: "Cette personne pourra programmer des messages et modérer les offres", EN: "This person will be able to schedule messages and moderate openings"}}
	named := bot.Param{Name: "personne", Names: bot.Text{FR: "personne", EN: "person"}, Hidden: true, Help: bot.Text{FR: "Qui est à retirer de la liste", EN: "Who is to be taken off the list"}}
	return []bot.Action{
		{Name: "ajouter", Title: bot.Text{FR: "Ajouter à la modération", EN: "Add a moderator"}, Ephemeral: true, Changes: true, Access: bot.Admin, Params: []bot.Param{who}, Run: c.addModerator},
		{Name: "retirer", Ephemeral: true, Changes: true, Access: bot.Admin, Params: []bot.Param{named}, Run: c.removeModerator},
		{Name: "voir", Ephemeral: true, Run: c.show},
	}
}

// moderatorsText says who moderates: those who have a role, and those who are named.
func moderatorsText(role string, named []storage.Moderator) bot.Text {
	var people []bot.Text
	for _, m := range named {
		people = append(people, bot.Mention(bot.Person, m.User))
	}
	having := bot.Mention(bot.Role, role)
	switch {
	case role == "" && len(named) == 0:
		return bot.Text{FR: "personne pour l’instant", EN: "nobody yet"}
	case len(named) == 0:
		return having
	case role == "":
		return bot.Join(", ", people...)
	}
	return bot.Textf(bot.Text{FR: "%s, et aussi %s", EN: "%s, and also %s"}, having, bot.Join(", ", people...))
}

func moderatorButtons(named []storage.Moderator) []bot.Button {
	all := []bot.Button{{Label: bot.Text{FR: "Ajouter quelqu’un à la modération", EN: "Add a moderator"}, Do: bot.Call{Command: "reglages", Action: "ajouter", Ask: true}}}
	if len(named) > 0 {
		all = append(all, bot.Button{Label: bot.Text{FR: "Retirer quelqu’un", EN: "Remove a moderator"}, Do: bot.Call{Command: "reglages", Action: "retirer"}})
	}
	return all
}

func (c *communityChoices) show(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return c.update(ctx, r, bot.Text{})
}

// update shows every setting again.
func (c *communityChoices) update(ctx context.Context, r *bot.Request, said bot.Text) (bot.Reply, error) {
	m, err := c.message(ctx, r, said)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (c *communityChoices) addModerator(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	account := bot.Member{User: r.Args["qui"], Space: r.From.Space} // ids here are of one space
	added, err := c.store.AddModerator(ctx, community(r), account, r.From.ID, r.Now)
	said := bot.Text{FR: "%s est maintenant dans la liste de la modération.", EN: "%s is now on the list of moderators."}
	switch {
	case errors.Is(err, storage.ErrTooManyModerators):
		return c.update(ctx, r, tooManyModerators)
	case err != nil:
		return nil, err
	case !added:
		said = bot.Text{FR: "%s est déjà dans la liste de la modération. Rien n’a changé.", EN: "%s is on the list of moderators already. Nothing has changed."}
	}
	return c.update(ctx, r, bot.Textf(said, bot.Mention(bot.Person, account.User)))
}

// removeModerator takes somebody off the list, or asks whom. What is chosen is our own id
// of a person, which tells nothing of them once they are forgotten.
func (c *communityChoices) removeModerator(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	named, err := c.store.Moderators(ctx, community(r))
	if err != nil {
		return nil, err
	}
	person := bot.PersonID(r.Args["personne"])
	switch {
	case person == "" && len(named) == 0:
		return c.update(ctx, r, bot.Text{FR: "Il n’y a personne dans la liste de la modération.", EN: "There is nobody on the list of moderators."})
	case person == "":
		return &bot.Update{Message: *whomToRemove(named, r)}, nil
	}
	removed, err := c.store.RemoveModerator(ctx, community(r), person, r.From.ID, r.Now)
	if err != nil {
		return nil, err
	}
	for _, m := range named {
		if removed && m.Person == person {
			return c.update(ctx, r, bot.Textf(bot.Text{FR: "%s n’est plus dans la liste de la modération.", EN: "%s is no longer on the list of moderators."}, bot.Mention(bot.Person, m.User)))
		}
	}
	return c.update(ctx, r, bot.Text{FR: "Cette personne n’est plus dans la liste de la modération.", EN: "This person is no longer on the list of moderators."})
}

// whomToRemove lists those who are named. What one chooses from is plain text, in which no
// platform shows whom an id names: so each has a number.
func whomToRemove(named []storage.Moderator, r *bot.Request) *bot.Message {
	lines := []bot.Text{{FR: "# Retirer quelqu’un de la modération", EN: "# Remove a moderator"}}
	choose := bot.Select{Prompt: bot.Text{FR: "Qui retirer ?", EN: "Who is to be removed?"}, Param: "personne", Do: bot.Call{Command: "reglages", Action: "retirer"}}
	for i, m := range named {
		number := bot.Textf(bot.Text{FR: "n° %s", EN: "no. %s"}, i+1)
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s : %s, depuis le %s", EN: "- %s: %s, since %s"}, number, bot.Mention(bot.Person, m.User), clock(m.Since, r)))
		choose.Options = append(choose.Options, bot.Option{Value: string(m.Person), Label: number})
	}
	return &bot.Message{Text: bot.Join("\n", lines...), Selects: []bot.Select{choose},
		Buttons: []bot.Button{{Label: bot.Text{FR: "Revenir", EN: "Back"}, Do: bot.Call{Command: "reglages", Action: "voir"}}}}
}

var tooManyModerators = bot.Textf(bot.Text{
	FR: "La liste de la modération a déjà %s personnes, et ne peut pas en avoir plus. Retires-en une d’abord.",
	EN: "The list of moderators has %s people already, and cannot have more. Remove one first.",
}, storage.MaxModerators)
