package commands

import (
	"context"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

// errNoResource is of one that is not shown here any more.
var errNoResource = &bot.UserError{Err: bot.ErrNotFound, Text: bot.Text{FR: "Cette ressource n’est plus là : elle a été retirée, ou sa fiche n’était plus à jour. `/formations` en montre d’autres.", EN: "This resource is gone: it was removed, or what was said of it was out of date. `/training` shows others."}}

// resource is the one that a control is about.
func (t *training) resource(ctx context.Context, r *bot.Request) (*content.Resource, error) {
	pack, err := t.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	o, there := pack.Resource(r.Args["id"])
	if !there {
		return nil, errNoResource
	}
	return o, nil
}

// view is all that is known of a resource, and what the member can do with it.
func (t *training) view(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	o, err := t.resource(ctx, r)
	if err != nil {
		return nil, err
	}
	return t.whole(ctx, r, o, bot.Text{})
}

// whole is a resource as a member sees it, under what is said first.
func (t *training) whole(ctx context.Context, r *bot.Request, o *content.Resource, said bot.Text) (*bot.Message, error) {
	mine, err := t.followed(ctx, r)
	if err != nil {
		return nil, err
	}
	f := mine[o.ID]
	if said.Empty() {
		said = sinceText(&f, r)
	}
	m := &bot.Message{Text: bot.Join("\n", said, meetingText(&f))}
	c := fullResource(o)
	c.Buttons = append([]bot.Button{{Label: bot.Text{FR: "Ouvrir", EN: "Open"}, URL: o.URL}}, progressButtons(r, &f)...)
	m.Cards = []bot.Card{c}
	m.Buttons = []bot.Button{backToList(r)}
	if f.State != storage.NoProgress && r.Args[listOf] != mineList {
		m.Buttons = append(m.Buttons, mineButton)
	}
	return m, nil
}

func fullResource(o *content.Resource) bot.Card {
	var subjects []bot.Text
	for _, s := range o.Themes {
		subjects = append(subjects, content.Label(content.Subjects, s))
	}
	return bot.Card{
		Title:  o.Title.Escaped(),
		URL:    o.URL,
		Body:   bot.Join("\n\n", o.Text, whatItIs(o)),
		Facts:  []bot.Fact{{Label: bot.Text{FR: "Thèmes", EN: "Themes"}, Value: bot.Join(" · ", subjects...)}},
		Footer: bot.Join(" · ", sourcesText(&o.Item), verifiedText(&o.Item)),
	}
}

// sinceText is what the member makes of a resource, and since when.
func sinceText(f *storage.Followed, r *bot.Request) bot.Text {
	since := map[storage.Progress]bot.Text{
		storage.ResourceKept:    {FR: "%s le %s", EN: "%s on %s"},
		storage.ResourceStarted: {FR: "%s depuis le %s", EN: "%s since %s"},
		storage.ResourceDone:    {FR: "%s le %s", EN: "%s on %s"},
	}[f.State]
	if since.Empty() {
		return bot.Text{}
	}
	return bot.Textf(since, progressText(f.State), bot.Date(f.Since.In(r.Now.Location())))
}

// ofResource are the arguments of a control of one resource: itself, and the list to which
// it leads back.
func ofResource(r *bot.Request) bot.Args { return backArgs(r).With("id", r.Args["id"]) }

func backArgs(r *bot.Request) bot.Args {
	back := sought(r).With("depuis", digits(r.Args.Int("depuis"))).With(inSpace.Name, r.Args[inSpace.Name])
	if r.Args[listOf] == mineList {
		back[listOf] = mineList
	}
	return back
}

func backToList(r *bot.Request) bot.Button {
	do := learning("suite", backArgs(r))
	if r.Args[listOf] == mineList {
		do = learning("miennes", bot.Args{}.With("depuis", digits(r.Args.Int("depuis"))))
	}
	return bot.Button{Label: bot.Text{FR: "Revenir à la liste", EN: "Back to the list"}, Do: do}
}

// progressButtons are what the member may make of a resource next.
func progressButtons(r *bot.Request, f *storage.Followed) []bot.Button {
	args := ofResource(r)
	button := func(label bot.Text, action string) bot.Button {
		return bot.Button{Label: label, Do: learning(action, args)}
	}
	keep := button(bot.Text{FR: "Garder", EN: "Keep"}, "garder")
	start := button(bot.Text{FR: "J’ai commencé", EN: "I have started"}, "commencer")
	finish := button(bot.Text{FR: "J’ai terminé", EN: "I have finished"}, "terminer")
	again := button(bot.Text{FR: "Pas encore terminée", EN: "Not finished yet"}, "commencer")
	drop := button(bot.Text{FR: "Ne plus suivre", EN: "Stop following"}, "lacher")
	meet, wait := button(meetTitle, "connaitre"), bot.Button{}
	if f.Waits || f.Opening {
		meet, wait = bot.Button{}, button(bot.Text{FR: "Ne plus attendre", EN: "Stop waiting"}, "quitter")
	}
	switch {
	case f.Failed:
		meet = button(bot.Text{FR: "Réessayer", EN: "Try again"}, "rejoindre")
	case f.Met:
		meet = bot.Button{}
	}
	var all []bot.Button
	switch f.State {
	case storage.ResourceKept:
		all = []bot.Button{start, finish, drop}
	case storage.ResourceStarted:
		all = []bot.Button{finish, meet, wait, drop}
	case storage.ResourceDone:
		all = []bot.Button{meet, wait, again, drop}
	default:
		all = []bot.Button{keep, start, finish}
	}
	return withoutNone(all)
}

func withoutNone(all []bot.Button) (some []bot.Button) {
	for _, b := range all {
		if !b.Do.IsZero() {
			some = append(some, b)
		}
	}
	return some
}

// mark keeps what the member makes of a resource, and shows it again.
func (t *training) mark(to storage.Progress) bot.Handler {
	return updating(func(ctx context.Context, r *bot.Request) (*bot.Message, error) {
		if r.At.Space == "" {
			return nil, errNowhere
		}
		o, err := t.resource(ctx, r)
		if err != nil {
			return nil, err
		}
		mine, err := t.followed(ctx, r)
		if err != nil {
			return nil, err
		}
		before := mine[o.ID]
		if to == storage.ResourceKept && before.State.Follows() { // an old button does not undo what was done since
			return t.whole(ctx, r, o, bot.Text{})
		}
		if err := t.store.SetProgress(ctx, community(r), r.From.ID, o.ID, to, r.Now); err != nil {
			return nil, err
		}
		return t.whole(ctx, r, o, markedText(&before, to))
	})
}

// markedText says what was kept of a resource.
func markedText(before *storage.Followed, to storage.Progress) bot.Text {
	switch {
	case to == storage.ResourceKept:
		return bot.Text{FR: "C’est gardé : tu la retrouveras dans « Mes formations ».", EN: "Kept: you will find it in “My training”."}
	case to == storage.ResourceStarted && before.State == storage.ResourceDone:
		return bot.Text{FR: "C’est noté : elle est de nouveau en cours.", EN: "Noted: it is in progress again."}
	case to == storage.ResourceStarted:
		return bot.Text{FR: "C’est parti, et c’est noté. Si tu préfères ne pas apprendre dans ton coin, choisis « Me faire connaître ».", EN: "Off you go, and it is noted. If you would rather not learn on your own, choose “Make myself known”."}
	case to == storage.ResourceDone:
		return bot.Text{FR: "Bravo ! C’est noté, elle est terminée.", EN: "Well done! Noted: it is finished."}
	case before.Waits:
		return bot.Text{FR: "C’est retiré de tes formations, et tu n’attends plus personne pour celle-ci.", EN: "It is off your list, and you are no longer waiting for anybody for this one."}
	case before.Opening:
		return bot.Text{FR: "C’est retiré de tes formations. Si ton groupe s’ouvrait à cet instant même, tu pourras le quitter comme toute conversation.", EN: "It is off your list. If your group was opening at this very moment, you can leave it like any conversation."}
	case before.Met:
		return bot.Text{FR: "C’est retiré de tes formations. Ton groupe, lui, reste ouvert.", EN: "It is off your list. Your group stays open."}
	}
	return bot.Text{FR: "C’est retiré de tes formations.", EN: "It is off your list."}
}
