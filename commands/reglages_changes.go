package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/storage"
)

// changeActions show what was changed, and take it back.
func (c *communityChoices) changeActions() []bot.Action {
	before := bot.Param{Name: "avant", Names: bot.Text{FR: "avant", EN: "before"}, Hidden: true, Help: bot.Text{FR: "À partir duquel", EN: "From which one on"}}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le changement", EN: "The change"}}
	return []bot.Action{
		{Name: "changements", Ephemeral: true, Params: []bot.Param{before}, Run: c.changes},
		{Name: "annuler", Ephemeral: true, Changes: true, Params: []bot.Param{id}, Run: c.undo},
	}
}

var changesTitle = bot.Text{FR: "Derniers changements", EN: "Recent changes"}

// changesFrom shows the changes older than one, or the newest.
func changesFrom(before string) bot.Call {
	return bot.Call{Command: "reglages", Action: "changements", Args: bot.Args{}.With("avant", before)}
}

const changesShown = 5

func (c *communityChoices) changes(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := c.changesMessage(ctx, r, r.Args["avant"], bot.Text{})
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

func (c *communityChoices) changesMessage(ctx context.Context, r *bot.Request, before string, said bot.Text) (*bot.Message, error) {
	all, err := c.store.Log(ctx, community(r), storage.SettingsInLog, before, changesShown+1)
	if err != nil {
		return nil, err
	}
	now, err := c.stands(ctx, r)
	if err != nil {
		return nil, err
	}
	title := bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, changesTitle)
	if len(all) == 0 {
		title = bot.Join("\n", title, bot.Text{FR: "Personne n’a encore rien changé.", EN: "Nobody has changed anything yet."})
	}
	m := &bot.Message{Text: bot.Join("\n\n", said, title)}
	for i := range all[:min(len(all), changesShown)] {
		m.Cards = append(m.Cards, c.changeCard(&all[i], now, r))
	}
	if before != "" {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: changesFrom("")})
	}
	if len(all) > changesShown {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Plus anciens", EN: "Older"}, Do: changesFrom(all[changesShown-1].ID)})
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Tous les réglages", EN: "All settings"}, Do: bot.Call{Command: "reglages", Action: "voir"}})
	return m, nil
}

// standing is how a community's settings are now.
type standing struct {
	settings storage.Settings
	named    map[bot.PersonID]bool
}

func (c *communityChoices) stands(ctx context.Context, r *bot.Request) (*standing, error) {
	settings, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	named, err := c.store.Moderators(ctx, community(r))
	if err != nil {
		return nil, err
	}
	s := &standing{settings, map[bot.PersonID]bool{}}
	for _, m := range named {
		s.named[m.Person] = true
	}
	return s, nil
}

// holds reports whether what a change made of a setting is how it is now.
func (s *standing) holds(e *storage.LogEntry) bool {
	if ofModerators(e) {
		return s.named[e.Subject] == (e.What == storage.ModeratorAdded)
	}
	return s.settings[storage.Setting(e.What)] == e.After
}

func ofModerators(e *storage.LogEntry) bool {
	return e.What == storage.ModeratorAdded || e.What == storage.ModeratorRemoved
}

// undoneBy is the right that taking a change back asks for: that of making it.
func undoneBy(e *storage.LogEntry) bot.Access {
	switch {
	case ofModerators(e), e.What == storage.Act(storage.ModeratorRole), e.What == storage.Act(storage.RecruiterRole):
		return bot.Admin
	}
	return bot.Moderator
}

// changeCard is who changed what, and the way to take it back.
func (c *communityChoices) changeCard(e *storage.LogEntry, now *standing, r *bot.Request) bot.Card {
	title, what := c.changeText(e)
	card := bot.Card{Title: title, Body: bot.Join("\n", what, bot.Textf(bot.Text{FR: "Par %s, le %s.", EN: "By %s, on %s."}, person(e.By), clock(e.At, r)))}
	switch {
	case ofModerators(e) && e.Subject == "": // nobody knows whom to name, or to take off
	case !now.holds(e):
		card.Body = bot.Join("\n", card.Body, bot.Text{FR: "_Changé de nouveau depuis._", EN: "_Changed again since._"})
	case r.From.Access >= undoneBy(e):
		card.Buttons = []bot.Button{{Label: bot.Text{FR: "Annuler ce changement", EN: "Undo this change"}, Do: bot.Call{Command: "reglages", Action: "annuler", Args: bot.Args{"id": e.ID}}}}
	}
	return card
}

// changeText says which setting a change is of, and what it did.
func (c *communityChoices) changeText(e *storage.LogEntry) (title, what bot.Text) {
	if ofModerators(e) {
		what = bot.Text{FR: "Ajout à la liste : %s", EN: "Added to the list: %s"}
		if e.What == storage.ModeratorRemoved {
			what = bot.Text{FR: "Retrait de la liste : %s", EN: "Taken off the list: %s"}
		}
		return bot.Text{FR: "Modération", EN: "Moderators"}, bot.Textf(what, person(e.Account))
	}
	name := storage.Setting(e.What)
	return c.title(name), bot.Textf(bot.Text{FR: "%s → %s", EN: "%s → %s"}, c.valueText(name, e.Before), c.valueText(name, e.After))
}

// undo takes a change back, as long as it still holds.
func (c *communityChoices) undo(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	e, err := c.store.Logged(ctx, community(r), r.Args["id"])
	if err != nil {
		return nil, noSuchChange(err)
	}
	if r.From.Access < undoneBy(e) {
		return nil, &bot.UserError{Text: bot.Text{FR: "Ce changement est réservé à l’administration de la communauté.", EN: "This change is for the community’s admins."}}
	}
	said, undone := bot.Text{FR: "C’est annulé.", EN: "It is undone."}, true
	switch err := c.takeBack(ctx, r, e); {
	case errors.Is(err, storage.ErrChanged):
		if said, err = c.changedSince(ctx, r, e); err != nil {
			return nil, err
		}
		undone = false
	case err != nil:
		return nil, noSuchChange(err)
	}
	if err := c.panels.Show(ctx, community(r), r.Now); err != nil {
		return nil, err
	}
	m, err := c.changesMessage(ctx, r, "", said)
	if err == nil && undone && e.What == storage.Act(storage.CommunityTimeZone) {
		err = c.offerToMove(ctx, r, m, c.defaults.zone(storage.Settings{storage.CommunityTimeZone: e.After}).String())
	}
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// noSuchChange turns a change that is none, or another community's, into words.
func noSuchChange(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Je ne retrouve plus ce changement.", EN: "I no longer find this change."}}
	}
	return err
}

func (c *communityChoices) takeBack(ctx context.Context, r *bot.Request, e *storage.LogEntry) (err error) {
	done := false
	switch {
	case ofModerators(e) && e.Subject == "":
		return &bot.UserError{Text: bot.Text{FR: "Je ne sais plus de qui il s’agit : cette personne a effacé ses données.", EN: "I no longer know whom this is about: they have erased their data."}}
	case e.What == storage.ModeratorAdded:
		done, err = c.store.RemoveModerator(ctx, community(r), e.Subject, r.From.ID, r.Now)
	case e.What == storage.ModeratorRemoved:
		done, err = c.store.AddModerator(ctx, community(r), bot.Member{User: e.Account, Space: r.From.Space}, r.From.ID, r.Now)
		if errors.Is(err, storage.ErrTooManyModerators) {
			return &bot.UserError{Err: err, Text: tooManyModerators}
		}
	default:
		return c.store.UndoSetting(ctx, community(r), e.ID, r.From.ID, r.Now)
	}
	if err == nil && !done {
		err = storage.ErrChanged
	}
	return err
}

// changedSince says that a change holds no more, and how things are.
func (c *communityChoices) changedSince(ctx context.Context, r *bot.Request, e *storage.LogEntry) (bot.Text, error) {
	if ofModerators(e) {
		now := bot.Text{FR: "%s est dans la liste de la modération.", EN: "%s is on the list of moderators."}
		if e.What == storage.ModeratorAdded {
			now = bot.Text{FR: "%s n’est plus dans la liste de la modération.", EN: "%s is no longer on the list of moderators."}
		}
		return bot.Join(" ", sinceChanged, bot.Textf(now, bot.Mention(bot.Person, e.Account))), nil
	}
	settings, err := c.store.Settings(ctx, community(r))
	name := storage.Setting(e.What)
	now := c.valueText(name, settings[name])
	if ofRules(name) {
		now = ruleNow(name, settings)
	}
	return bot.Join(" ", sinceChanged, bot.Textf(bot.Text{FR: "« %s », aujourd’hui : %s.", EN: "“%s” is now: %s."}, c.title(name), now)), err
}

var sinceChanged = bot.Text{FR: "Rien n’a été annulé : cela a encore changé depuis.", EN: "Nothing was undone: it has changed again since."}
