package commands

import (
	"context"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/commands/content"
	"rebond/storage"
)

var mineTitle = bot.Text{FR: "Mes formations", EN: "My training"}

// inOrder are the states of what is followed, in the order in which they are listed.
var inOrder = []storage.Progress{storage.ResourceStarted, storage.ResourceKept, storage.ResourceDone}

// mine is a page of what the member follows: in progress, kept, then finished.
func (t *training) mine(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	pack, err := t.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	all, err := t.store.ResourcesOf(ctx, community(r), r.From.ID)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, mineTitle)}
	if len(all) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Rien pour l’instant. Quand une ressource te plaît, choisis « Garder » ou « J’ai commencé » : tu la retrouveras ici.", EN: "Nothing yet. When you like a resource, choose “Keep” or “I have started”: you will find it here."})
		m.Buttons = []bot.Button{everything}
		return m, nil
	}
	slices.SortStableFunc(all, func(a, b storage.Followed) int {
		return slices.Index(inOrder, a.State) - slices.Index(inOrder, b.State)
	})
	from := pageFrom(r, len(all))
	m.Text = bot.Join("\n", m.Text, mineCount(all))
	for i := range all[from:min(from+resourcesAPage, len(all))] {
		m.Cards = append(m.Cards, t.mineCard(r, pack, &all[from+i], from))
	}
	if next := from + resourcesAPage; next < len(all) {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Style: bot.Primary, Do: learning("miennes", bot.Args{"depuis": strconv.Itoa(next)})})
	}
	if from > 0 {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Revenir au début", EN: "Back to the first"}, Do: learning("miennes", nil)})
	}
	m.Buttons = append(m.Buttons, everything)
	return m, nil
}

func mineCount(all []storage.Followed) bot.Text {
	many := map[storage.Progress]int{}
	for i := range all {
		many[all[i].State]++
	}
	var parts []bot.Text
	for _, state := range inOrder {
		if n := many[state]; n > 0 {
			parts = append(parts, bot.Count(n, countedAs[state][0], countedAs[state][1]))
		}
	}
	return bot.Join(" · ", parts...)
}

// countedAs are one and several of a state.
var countedAs = map[storage.Progress][2]bot.Text{
	storage.ResourceStarted: {{FR: "%s en cours", EN: "%s in progress"}, {FR: "%s en cours", EN: "%s in progress"}},
	storage.ResourceKept:    {{FR: "%s gardée", EN: "%s kept"}, {FR: "%s gardées", EN: "%s kept"}},
	storage.ResourceDone:    {{FR: "%s terminée", EN: "%s finished"}, {FR: "%s terminées", EN: "%s finished"}},
}

// mineCard is what somebody follows. One that is not shown any more can be put off the
// list, by the name that it had where the packs still know it.
func (t *training) mineCard(r *bot.Request, pack *content.Pack, f *storage.Followed, from int) bot.Card {
	back := bot.Args{"id": f.Resource}.With("depuis", digits(from))
	o, there := pack.Resource(f.Resource)
	if there {
		c := resourceCard(o, storage.NoProgress, bot.Args{})
		c.Body = bot.Join("\n", sinceText(f, r), meetingText(f), whatItIs(o))
		c.Buttons[0].Do.Args = back.With(listOf, mineList)
		return c
	}
	title := bot.Text{FR: "Une formation qui n’est plus proposée", EN: "Training that is no longer offered"}
	if was, known := t.shelf.library.Pack().Resource(f.Resource); known {
		title = was.Title.Escaped()
	}
	open := *f
	open.Waits = false // nobody joins any more
	return bot.Card{
		Title:   title,
		Body:    bot.Join("\n", sinceText(f, r), meetingText(&open), bot.Text{FR: "Elle n’est plus proposée ici : elle a été retirée, ou sa fiche n’était plus à jour. Ce que tu y as appris reste à toi.", EN: "It is no longer offered here: it was removed, or what was said of it was out of date. What you learnt there stays yours."}),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Retirer de ma liste", EN: "Take off my list"}, Do: learning("retirer", back)}},
	}
}

// remove puts off the list what cannot be viewed any more.
func (t *training) remove(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	if err := t.store.SetProgress(ctx, community(r), r.From.ID, r.Args["id"], storage.NoProgress, r.Now); err != nil {
		return nil, err
	}
	m, err := t.mine(ctx, r)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", bot.Text{FR: "C’est retiré de ta liste.", EN: "It is off your list."}, m.Text)
	return m, nil
}

// startedAtHome is how many of what is in progress somebody's screen has.
const startedAtHome = 3

// home is what is in progress.
func (t *training) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	pack, err := t.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	all, err := t.store.ResourcesOf(ctx, community(r), r.From.ID)
	if err != nil {
		return nil, err
	}
	m := &bot.Message{Text: bot.Text{FR: "# Mes formations en cours", EN: "# My training in progress"}}
	for i := range all {
		if _, there := pack.Resource(all[i].Resource); there && all[i].State == storage.ResourceStarted && len(m.Cards) < startedAtHome {
			m.Cards = append(m.Cards, t.mineCard(r, pack, &all[i], 0))
		}
	}
	if len(m.Cards) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Aucune pour l’instant. Ouvre une ressource et choisis « J’ai commencé » : tu la retrouveras ici.", EN: "None yet. View a resource and choose “I have started”: you will find it here."})
	}
	if len(all) > 0 {
		m.Buttons = append(m.Buttons, mineButton)
	}
	m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Se former", EN: "Training"}, Do: bot.Call{Command: "formations"}})
	return m, nil
}
