package commands

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/bot/search"
	"rebond/commands/content"
	"rebond/storage"
)

// conseils gives tips, one at a time.
func conseils(store *storage.Store, d Defaults) bot.Command {
	a := &advising{store: store, shelf: newShelf(store, d)}
	words := bot.Param{Name: "mots", Names: bot.Text{FR: "mots", EN: "words"}, Rest: true, Max: 200, Label: bot.Text{FR: "Tes mots", EN: "Your words"}, Help: bot.Text{FR: "Ce que tu cherches : « relancer », « test technique »…", EN: "What you are looking for: “follow up”, “technical test”…"}}
	theme := bot.Param{Name: "theme", Names: bot.Text{FR: "theme", EN: "theme"}, Kind: bot.Choice, Label: bot.Text{FR: "Thème", EN: "Theme"}, Help: bot.Text{FR: "Les conseils d’un thème", EN: "The tips of one theme"}, Options: content.Themes}
	situation := bot.Param{Name: "situation", Names: bot.Text{FR: "situation", EN: "situation"}, Kind: bot.Choice, Label: bot.Text{FR: "Où en es-tu ?", EN: "Where do you stand?"},
		Help:    bot.Text{FR: "Les conseils d’une situation, pour cette fois ; rien n’est retenu", EN: "The tips for one situation, this time only; nothing is kept"},
		Options: append(slices.Clone(content.Situations), bot.Option{Value: anySituation, Label: bot.Text{FR: "toutes les situations", EN: "every situation"}})}
	filter := []bot.Param{words, theme, situation}
	tip := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "Le conseil", EN: "The tip"}}
	useful := bot.Param{Name: "utile", Names: bot.Text{FR: "utile", EN: "useful"}, Kind: bot.YesNo, Hidden: true, Required: true, Help: bot.Text{FR: "S’il a servi", EN: "Whether it was of use"}}
	alone := bot.Param{Name: "seul", Names: bot.Text{FR: "seul", EN: "alone"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Dans un message privé", EN: "In a direct message"}}
	return bot.Command{
		Name:      "conseils",
		Names:     bot.Text{FR: "conseils", EN: "tips"},
		Summary:   bot.Text{FR: "Un conseil concret à la fois : celui du jour, par thème, avec tes mots", EN: "One concrete tip at a time: that of the day, by theme, in your own words"},
		Params:    filter,
		Ephemeral: true,
		Changes:   true,
		Query:     true,
		Home:      a.home,
		Run:       a.run,
		Actions: placed(store, []bot.Action{
			{Name: "suite", Ephemeral: true, Changes: true, Params: filter, Run: a.more},
			{Name: "autre", Ephemeral: true, Changes: true, Params: filter, Run: a.other},
			{Name: "chercher", Title: bot.Text{FR: "Chercher un conseil", EN: "Find a tip"}, Ephemeral: true, Changes: true, Query: true, Params: filter, Run: a.other},
			{Name: "jour", Ephemeral: true, Changes: true, Run: updating(a.today)},
			{Name: "avis", Ephemeral: true, Changes: true, Params: append([]bot.Param{tip, useful, alone}, filter...), Run: a.judge},
			{Name: "modele", Ephemeral: true, Params: []bot.Param{tip}, Run: a.template},
		}),
	}
}

const anySituation = "toutes" // whatever the member has said of theirs

// advising answers /conseils.
type advising struct {
	store *storage.Store
	shelf *shelf
}

func (a *advising) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	do := a.today
	if len(r.Args) > 0 {
		do = a.next
	}
	m, err := do(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// more shows another tip in a message of its own.
func (a *advising) more(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	m, err := a.next(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// other shows another tip in place of the one that was there.
func (a *advising) other(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return updating(a.next)(ctx, r)
}

// among are the tips that r asks for, those that its words find best first, and where the
// member stands. All reports whether they have all of those words.
func (a *advising) among(ctx context.Context, r *bot.Request) (tips []content.Tip, all bool, err error) {
	pack, err := a.shelf.living(ctx, r)
	if err != nil {
		return nil, false, err
	}
	situation := r.Args["situation"]
	if situation == "" {
		own, err := a.store.Own(ctx, r.From.ID)
		if err != nil {
			return nil, false, err
		}
		situation = own.Situation
	}
	if situation == anySituation {
		situation = ""
	}
	tips = slices.DeleteFunc(slices.Clone(pack.Tips), func(t content.Tip) bool {
		return !t.Suits(situation) || r.Args["theme"] != "" && t.Theme != r.Args["theme"]
	})
	if r.Args["theme"] == "" && r.Args["mots"] == "" {
		tips = shuffled(tips, schedule.DayOf(r.Now.In(r.From.Zone)))
	}
	tips, all = content.Search(tips, r.Args["mots"], r.Lang, func(t *content.Tip) *content.Item { return &t.Item })
	return tips, all, nil
}

// shuffled are tips in an order that has no theme after itself but by chance, and that goes
// on by one each day: people of one situation mostly have the same.
func shuffled(tips []content.Tip, on schedule.Day) []content.Tip {
	place := func(t content.Tip) uint32 {
		h := fnv.New32a()
		h.Write([]byte(t.ID))
		return h.Sum32()
	}
	tips = slices.Clone(tips)
	slices.SortFunc(tips, func(a, b content.Tip) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.ID, b.ID))
	})
	if len(tips) == 0 {
		return nil
	}
	first := int(on) % len(tips)
	return append(slices.Clone(tips[first:]), tips[:first]...)
}

func idsOf(tips []content.Tip) (ids []string) {
	for i := range tips {
		ids = append(ids, tips[i].ID)
	}
	return ids
}

// tipOfDay is that of a person's day in a community; nil where there is none.
func tipOfDay(ctx context.Context, store *storage.Store, s *shelf, at bot.Address, person bot.PersonID, on schedule.Day, now time.Time) (*content.Tip, error) {
	pack, err := s.on(ctx, at, on)
	if err != nil {
		return nil, err
	}
	own, err := store.Own(ctx, person)
	if err != nil {
		return nil, err
	}
	tips := shuffled(slices.DeleteFunc(slices.Clone(pack.Tips), func(t content.Tip) bool { return !t.Suits(own.Situation) }), on)
	id, err := store.TipOfDay(ctx, at, person, on, idsOf(tips), now)
	if errors.Is(err, bot.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t, _ := pack.Tip(id)
	return t, nil
}

// next is the tip that follows among those that r asks for.
func (a *advising) next(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	if words := r.Args["mots"]; words != "" && len(search.Terms(words)) == 0 {
		return a.unread(ctx, r, words)
	}
	tips, all, err := a.among(ctx, r)
	if err != nil {
		return nil, err
	}
	id, again, err := a.store.NextTip(ctx, community(r), r.From.ID, idsOf(tips), r.Now)
	if errors.Is(err, bot.ErrNotFound) {
		return a.none(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tips, func(t content.Tip) bool { return t.ID == id })
	lines := []bot.Text{asked(r, len(tips), all)}
	if again && len(tips) > 1 {
		lines = append(lines, bot.Text{FR: "Tu les as tous vus : je reprends par ceux d’il y a le plus longtemps.", EN: "You have seen them all: I start again with those of longest ago."})
	}
	return a.shown(ctx, r, &tips[at], bot.Join("\n", lines...), false, len(tips) > 1)
}

// unread does without words in which there is nothing to look for.
func (a *advising) unread(ctx context.Context, r *bot.Request, words string) (*bot.Message, error) {
	without, do := *r, a.next
	if without.Args = asks(r).With("mots", ""); len(without.Args) == len(ofPlace(r)) {
		do = a.today
	}
	m, err := do(ctx, &without)
	if err != nil {
		return nil, err
	}
	m.Text = bot.Join("\n\n", bot.Textf(bot.Text{FR: "Je n’ai rien su lire dans « %s ».", EN: "I could read nothing in “%s”."}, bot.Shorten(words, 60)), m.Text)
	return m, nil
}

// today is the tip of the day.
func (a *advising) today(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	t, err := tipOfDay(ctx, a.store, a.shelf, community(r), r.From.ID, schedule.DayOf(r.Now.In(r.From.Zone)), r.Now)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return &bot.Message{Text: bot.Text{FR: "Il n’y a pas encore de conseil ici. La modération peut en ajouter avec `/reglages`.", EN: "There is no tip here yet. Moderators can add some with `/settings`."}}, nil
	}
	bare := *r
	bare.Args = ofPlace(r)
	return a.shown(ctx, &bare, t, tipOfDayTitle, true, true)
}

var tipOfDayTitle = bot.Text{FR: "# Le conseil du jour", EN: "# The tip of the day"}

// shown is a tip with what can be done from there.
func (a *advising) shown(ctx context.Context, r *bot.Request, t *content.Tip, above bot.Text, ofDay, others bool) (*bot.Message, error) {
	own, err := a.store.Own(ctx, r.From.ID)
	if err != nil {
		return nil, err
	}
	useful, said, err := a.store.TipJudged(ctx, community(r), r.From.ID, t.ID)
	if err != nil {
		return nil, err
	}
	card := tipCard(t, ofPlace(r))
	if said {
		card.Body = bot.Join("\n", card.Body, judged(useful))
	}
	card.Buttons = append(card.Buttons, judgeButtons(t.ID, useful, said, r.Args)...)
	m := &bot.Message{Text: above, Cards: []bot.Card{card}, Selects: []bot.Select{themes(r)}}
	if others {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Un autre", EN: "Another one"}, Style: bot.Primary, Do: bot.Call{Command: "conseils", Action: "autre", Args: asks(r)}})
	}
	m.Buttons = append(m.Buttons, searchTips(r))
	if !ofDay {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Le conseil du jour", EN: "The tip of the day"}, Do: bot.Call{Command: "conseils", Action: "jour", Args: ofPlace(r)}})
	}
	if !own.Has(community(r), tipTopicName) {
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Le recevoir chaque jour", EN: "Receive it every day"}, Do: bot.Call{Command: "abonnements", Action: "recevoir", Args: bot.Args{"sujet": tipTopicName}}})
	}
	return m, nil
}

// none says that nothing is found, and how to go on: with one filter less, where that
// finds something.
func (a *advising) none(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	var filters []bot.Text
	var buttons []bot.Button
	for _, f := range []struct {
		name    string
		label   bot.Text
		without bot.Text
	}{
		{"theme", content.Label(content.Themes, r.Args["theme"]), bot.Text{FR: "%s dans tous les thèmes", EN: "%s in every theme"}},
		{"situation", content.Label(content.Situations, r.Args["situation"]), bot.Text{FR: "%s pour toutes les situations", EN: "%s for every situation"}},
	} {
		if r.Args[f.name] == "" || r.Args[f.name] == anySituation {
			continue
		}
		filters = append(filters, f.label)
		wider := *r
		wider.Args = asks(r).With(f.name, "")
		if f.name == "situation" {
			wider.Args = wider.Args.With(f.name, anySituation)
		}
		tips, all, err := a.among(ctx, &wider)
		if err != nil {
			return nil, err
		}
		if all && len(tips) > 0 {
			buttons = append(buttons, bot.Button{Label: bot.Textf(f.without, tipCount(len(tips))), Style: bot.Primary, Do: bot.Call{Command: "conseils", Action: "autre", Args: wider.Args}})
		}
	}
	said := bot.Text{FR: "Je n’ai pas de conseil pour cette recherche. Essaie un mot plus court, ou choisis un thème.", EN: "I have no tip for this search. Try a shorter word, or choose a theme."}
	if words := r.Args["mots"]; words != "" {
		said = bot.Textf(bot.Text{FR: "Je n’ai pas de conseil avec %s. Essaie un autre mot, ou choisis un thème.", EN: "I have no tip with %s. Try another word, or choose a theme."}, bot.Join(" · ", append([]bot.Text{quoted(bot.Shorten(words, 60))}, filters...)...))
	}
	return &bot.Message{Text: said, Selects: []bot.Select{themes(r)}, Buttons: append(buttons, searchTips(r), bot.Button{Label: bot.Text{FR: "Le conseil du jour", EN: "The tip of the day"}, Do: bot.Call{Command: "conseils", Action: "jour", Args: ofPlace(r)}})}, nil
}

// home is the tip of the day.
func (a *advising) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	t, err := tipOfDay(ctx, a.store, a.shelf, community(r), r.From.ID, schedule.DayOf(r.Now.In(r.From.Zone)), r.Now)
	if err != nil || t == nil {
		return nil, err
	}
	return &bot.Message{Text: tipOfDayTitle, Cards: []bot.Card{tipCard(t, nil)}, Buttons: []bot.Button{{Label: bot.Text{FR: "D’autres conseils", EN: "More tips"}, Do: bot.Call{Command: "conseils", Action: "suite"}}}}, nil
}

// judge keeps whether a tip was of use.
func (a *advising) judge(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if r.At.Space == "" {
		return nil, errNowhere
	}
	t, err := a.tip(ctx, r)
	if err != nil {
		return nil, err
	}
	useful := r.Args["utile"] == "yes"
	if err := a.store.JudgeTip(ctx, community(r), r.From.ID, t.ID, useful, r.Now); err != nil {
		return nil, err
	}
	said := bot.Text{FR: "C’est noté, merci.", EN: "Noted, thank you."}
	if !useful {
		said = bot.Text{FR: "C’est noté. Je te le reproposerai en dernier.", EN: "Noted. I will offer it to you last."}
	}
	if r.Args["seul"] == "yes" { // what else is in that message stays
		return &bot.Message{Text: said}, nil
	}
	narrow := *r
	narrow.Args = asks(r)
	m, err := a.shown(ctx, &narrow, t, said, false, true)
	if err != nil {
		return nil, err
	}
	return &bot.Update{Message: *m}, nil
}

// template is what a member copies, alone.
func (a *advising) template(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	t, err := a.tip(ctx, r)
	if err != nil {
		return nil, err
	}
	if t.Template.Empty() {
		return nil, errNoTip
	}
	return &bot.Message{Text: t.Template.Escaped()}, nil
}

var errNoTip = &bot.UserError{Text: bot.Text{FR: "Ce conseil n’est plus là : il a été retiré, ou sa date est passée. `/conseils` en montre d’autres.", EN: "This tip is gone: it was removed, or its date has passed. `/tips` shows others."}}

// tip is the one that a control is about.
func (a *advising) tip(ctx context.Context, r *bot.Request) (*content.Tip, error) {
	pack, err := a.shelf.living(ctx, r)
	if err != nil {
		return nil, err
	}
	t, there := pack.Tip(r.Args["id"])
	if !there {
		return nil, errNoTip
	}
	return t, nil
}
