package commands

import (
	"context"
	"slices"
	"strconv"

	"rebond/bot"
	"rebond/storage"
)

// moderation is where moderators see what waits for them, decide, and find what was decided.
func moderation(store *storage.Store, d Defaults) bot.Command {
	m := &moderating{store: store, defaults: d, announcements: Announcements(store, d), curating: newCurating(store, d)}
	id := bot.Param{Name: "id", Names: bot.Text{FR: "id", EN: "id"}, Hidden: true, Required: true, Help: bot.Text{FR: "Ce dont il s’agit", EN: "What it is about"}}
	rev := bot.Param{Name: "rev", Names: bot.Text{FR: "rev", EN: "rev"}, Kind: bot.Number, Hidden: true, Required: true, Help: bot.Text{FR: "Sa version", EN: "Its version"}}
	person := bot.Param{Name: "personne", Names: bot.Text{FR: "personne", EN: "person"}, Hidden: true, Required: true, Help: bot.Text{FR: "De qui il s’agit", EN: "Whom it is about"}}
	from := bot.Param{Name: "depuis", Names: bot.Text{FR: "depuis", EN: "from"}, Kind: bot.Number, Hidden: true, Help: bot.Text{FR: "À partir de", EN: "From which one on"}}
	before := bot.Param{Name: "avant", Names: bot.Text{FR: "avant", EN: "before"}, Hidden: true, Help: bot.Text{FR: "Avant quoi", EN: "Before which one"}}
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: params, Run: do}
	}
	change := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Changes: true, Params: params, Run: do}
	}
	titled := func(title bot.Text, a bot.Action) bot.Action { a.Title = title; return a }
	giving := func(as storage.CaseState) bot.Action {
		d := caseDecisions[as]
		return titled(d.title, change(d.given, m.decide(as), append([]bot.Param{id, rev, inList}, whyFields()...)...))
	}
	view := bot.Param{Name: "vue", Names: bot.Text{FR: "vue", EN: "view"}, Kind: bot.Choice, Help: bot.Text{FR: "Ce qui attend, les signalements, les ressources proposées, les auteurs ou le journal", EN: "What waits, reports, proposed resources, authors or the log"}, Options: []bot.Option{
		{Value: "attente", Label: bot.Text{FR: "attente", EN: "waiting"}}, {Value: "signalements", Label: bot.Text{FR: "signalements", EN: "reports"}},
		{Value: "ressources", Label: bot.Text{FR: "ressources", EN: "resources"}}, {Value: "auteurs", Label: bot.Text{FR: "auteurs", EN: "authors"}}, {Value: "journal", Label: bot.Text{FR: "journal", EN: "log"}},
	}}
	return bot.Command{
		Name:      "moderation",
		Names:     bot.Text{FR: "moderation", EN: "moderation"},
		Summary:   bot.Text{FR: "Ce qui attend une décision, les signalements, les auteurs, le journal", EN: "What waits for a decision, reports, authors, the log"},
		Params:    []bot.Param{view},
		Ephemeral: true,
		Access:    bot.Moderator,
		Home:      m.home,
		Run:       m.run,
		Actions: slices.Concat([]bot.Action{
			show("accueil", updating(m.start)),
			show("attente", updating(m.waiting), from),
			show("signalements", updating(m.cases), from),
			change("garder", m.keep, id, rev, inList),
			show("ecarter", m.askWhy(storage.CaseRemoved), id, rev, inList),
			giving(storage.CaseRemoved),
			show("rendre", m.askWhy(storage.CaseReturned), id, rev, inList),
			giving(storage.CaseReturned),
			show("lire", m.read, id),
			show("auteurs", updating(m.authors), from),
			show("annonces", m.announced, person, from),
			change("approuver", m.judge(storage.AuthorApproved), person),
			change("retirer", m.judge(storage.AuthorUnapproved), person),
			change("debloquer", m.judge(storage.AuthorUnblocked), person),
			show("bloquer", m.askBlock, person),
			titled(blockTitle, change("interdire", m.judge(storage.AuthorBlocked), append([]bot.Param{person}, whyFields()...)...)),
			show("journal", updating(m.log), before),
			change("exporter", m.export),
		}, m.proposalActions(id, rev, from)),
	}
}

// inList says that a control is in a list of moderators, which its answer shows again.
var inList = bot.Param{Name: "liste", Names: bot.Text{FR: "liste", EN: "list"}, Kind: bot.YesNo, Hidden: true, Help: bot.Text{FR: "Dans une liste", EN: "In a list"}}

// listed are the buttons of a list.
func listed(c bot.Card) bot.Card {
	for i := range c.Buttons {
		if action := c.Buttons[i].Do.Action; action != "lire" {
			c.Buttons[i].Do.Args = c.Buttons[i].Do.Args.With(inList.Name, "yes")
		}
	}
	return c
}

// moderating answers /moderation.
type moderating struct {
	store         *storage.Store
	defaults      Defaults
	announcements *storage.Announcements
	curating      *curating
}

var (
	waitingTitle = bot.Text{FR: "Annonces à relire", EN: "Openings to review"}
	casesTitle   = bot.Text{FR: "Signalements", EN: "Reports"}
	authorsTitle = bot.Text{FR: "Auteurs", EN: "Authors"}
	logTitle     = bot.Text{FR: "Journal", EN: "Log"}
)

// screen is what a view of moderators shows.
type screen func(ctx context.Context, r *bot.Request) (*bot.Message, error)

// updating shows a view in place of what was there.
func updating(do screen) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		m, err := do(ctx, r)
		if err != nil {
			return nil, err
		}
		return &bot.Update{Message: *m}, nil
	}
}

func (m *moderating) run(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	do := map[string]screen{"": m.start, "attente": m.waiting, "signalements": m.cases, "ressources": m.proposals, "auteurs": m.authors, "journal": m.log}[r.Args["vue"]]
	said, err := do(ctx, r)
	if err != nil {
		return nil, err
	}
	return said, nil
}

func viewing(action string) bot.Call { return bot.Call{Command: "moderation", Action: action} }

// start says how much waits, and leads to it.
func (m *moderating) start(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	held, cases, proposed, err := m.waits(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := m.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	lines := []bot.Text{{FR: "# Modération", EN: "# Moderation"}, waitText(held, cases, proposed), approvalText(chosen)}
	switch {
	case chosen[storage.ModerationChannel] == "" && chosen.Approval() != storage.NoApproval:
		lines = append(lines, nowhereToRead)
	case chosen[storage.ModerationChannel] == "":
		lines = append(lines, bot.Text{FR: "Aucun salon de modération n’est choisi : je n’ai nulle part où prévenir. `/reglages` en choisit un.", EN: "No moderation channel is chosen: I have nowhere to tell you. `/settings` chooses one."})
	}
	all := &bot.Message{Text: bot.Join("\n", lines...)}
	style := func(n int) bot.Style {
		if n > 0 {
			return bot.Primary
		}
		return bot.Plainly
	}
	all.Buttons = []bot.Button{
		{Label: waitingTitle, Style: style(held), Do: viewing("attente")},
		{Label: casesTitle, Style: style(cases), Do: viewing("signalements")},
		{Label: authorsTitle, Do: viewing("auteurs")},
		{Label: logTitle, Do: viewing("journal")},
	}
	if proposed > 0 {
		all.Buttons = slices.Insert(all.Buttons, 2, bot.Button{Label: proposalsTitle, Style: bot.Primary, Do: viewing("ressources")})
	}
	return all, nil
}

// waits is how much waits for moderators, of each kind.
func (m *moderating) waits(ctx context.Context, r *bot.Request) (held, cases, proposed int, err error) {
	held, cases, err = m.announcements.WaitCount(ctx, community(r))
	if err != nil {
		return 0, 0, 0, err
	}
	all, err := m.proposed(ctx, r)
	return held, cases, len(all), err
}

func waitText(held, cases, proposed int) bot.Text {
	if held+cases+proposed == 0 {
		return bot.Text{FR: "Rien n’attend.", EN: "Nothing is waiting."}
	}
	var parts []bot.Text
	if held > 0 {
		parts = append(parts, bot.Count(held, bot.Text{FR: "%s annonce à relire", EN: "%s opening to review"}, bot.Text{FR: "%s annonces à relire", EN: "%s openings to review"}))
	}
	if cases > 0 {
		parts = append(parts, bot.Count(cases, bot.Text{FR: "%s offre signalée", EN: "%s reported opening"}, bot.Text{FR: "%s offres signalées", EN: "%s reported openings"}))
	}
	if proposed > 0 {
		parts = append(parts, bot.Count(proposed, bot.Text{FR: "%s ressource proposée", EN: "%s proposed resource"}, bot.Text{FR: "%s ressources proposées", EN: "%s proposed resources"}))
	}
	return bot.Textf(bot.Text{FR: "**%s**.", EN: "**%s**."}, bot.Join(", ", parts...))
}

// approvalText says what is read before it appears.
func approvalText(chosen storage.Settings) bot.Text {
	switch chosen.Approval() {
	case storage.AllApproval:
		return bot.Text{FR: "Ici, toutes les annonces sont relues avant de paraître.", EN: "Here all openings are read before they appear."}
	case storage.FirstApproval:
		return bot.Text{FR: "Ici, la première annonce de chaque personne est relue avant de paraître.", EN: "Here each person’s first opening is read before it appears."}
	}
	return bot.Text{FR: "Ici, les annonces paraissent tout de suite, sauf celles dont des mots doivent être relus.", EN: "Here openings appear at once, but for those with words that have to be read."}
}

// How many of each a page shows: each has several buttons, and a message holds so many.
const (
	waitingAPage = 3
	casesAPage   = 3
	authorsAPage = 4
)

// waiting are the announcements that wait, the oldest first.
func (m *moderating) waiting(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	from := r.Args.Int("depuis")
	all, err := m.announcements.Held(ctx, community(r), from, waitingAPage+1)
	if err != nil {
		return nil, err
	}
	chosen, err := m.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	said := &bot.Message{Text: bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, waitingTitle)}
	if len(all) == 0 {
		said.Text = bot.Join("\n", said.Text, bot.Text{FR: "Aucune n’attend.", EN: "None is waiting."})
	}
	for i := range all[:min(len(all), waitingAPage)] {
		said.Cards = append(said.Cards, listed(waitingCard(&all[i], chosen, r)))
	}
	said.Buttons = paging("attente", from, waitingAPage, len(all) > waitingAPage)
	return said, nil
}

// waitingCard is an announcement that waits, with what can be decided.
func waitingCard(a *storage.Announced, chosen storage.Settings, r *bot.Request) bot.Card {
	o := storage.Offer{OfferID: a.ID, Offer: a.Offer(a.ID)}
	held, warned := findingLines(a.Findings)
	return bot.Card{
		Title:   bot.Same(a.Title),
		Body:    bot.Join("\n", append([]bot.Text{bot.Join(" · ", company(&o), placesText(&o, 3), contractText(&o), payOrReason(&o)), whyRead(a, chosen)}, append(held, warned...)...)...),
		Facts:   append([]bot.Fact{{Label: bot.Text{FR: "Envoyée par", EN: "Sent by"}, Value: bot.Join(" · ", sharedBy(a), clock(a.Created, r))}}, forModerators(a)...),
		Buttons: decisionButtons(a),
	}
}

// paging are the buttons under a page of a view.
func paging(action string, from, page int, more bool) []bot.Button {
	to := func(label bot.Text, from int) bot.Button {
		do := viewing(action)
		if from > 0 {
			do.Args = bot.Args{"depuis": strconv.Itoa(from)}
		}
		return bot.Button{Label: label, Do: do}
	}
	var buttons []bot.Button
	if from > 0 {
		buttons = append(buttons, to(bot.Text{FR: "Revenir au début", EN: "Back to the first"}, 0))
	}
	if more {
		buttons = append(buttons, to(bot.Text{FR: "Suivants", EN: "Next"}, from+page))
	}
	return append(buttons, to(bot.Text{FR: "Actualiser", EN: "Refresh"}, from), bot.Button{Label: bot.Text{FR: "Modération", EN: "Moderation"}, Do: viewing("accueil")})
}

// home is what waits; nothing where nothing does.
func (m *moderating) home(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	held, cases, proposed, err := m.waits(ctx, r)
	if err != nil || held+cases+proposed == 0 {
		return nil, err
	}
	return &bot.Message{Text: bot.Join("\n", bot.Text{FR: "# Modération", EN: "# Moderation"}, waitText(held, cases, proposed)), Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Style: bot.Primary, Do: bot.Call{Command: "moderation"}}}}, nil
}
