package commands

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/commands/content"
	"rebond/storage"
)

var (
	proposalsTitle  = bot.Text{FR: "Ressources proposées", EN: "Proposed resources"}
	refuseProposal  = bot.Text{FR: "Refuser la ressource", EN: "Refuse the resource"}
	proposalReasons = []bot.Option{
		{Value: "doublon", Label: bot.Text{FR: "cette ressource est déjà là", EN: "this resource is here already"}},
		{Value: "lien", Label: bot.Text{FR: "le lien ne mène pas à la ressource", EN: "the link does not lead to the resource"}},
		{Value: "sujet", Label: bot.Text{FR: "elle n’aide ni à se former, ni à avancer vers un poste", EN: "it helps neither with learning nor with moving towards a job"}},
		{Value: "prix", Label: bot.Text{FR: "elle est payante, et nous n’avons pas trouvé comment la faire financer", EN: "it has to be paid for, and we found no way to have it funded"}},
		{Value: "serieux", Label: bot.Text{FR: "nous n’avons pas pu vérifier qu’elle est sérieuse", EN: "we could not check that it is genuine"}},
		{Value: "infos", Label: bot.Text{FR: "il en est dit trop peu pour la présenter", EN: "too little is said of it to show it"}},
	}
)

// proposalsAPage is how many proposals a page shows, as of announcements.
const proposalsAPage = 3

// proposalActions are those on what members propose.
func (m *moderating) proposalActions(id, rev, from bot.Param) []bot.Action {
	show := func(name string, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Ephemeral: true, Params: params, Run: do}
	}
	change := func(name string, title bot.Text, do bot.Handler, params ...bot.Param) bot.Action {
		return bot.Action{Name: name, Title: title, Ephemeral: true, Changes: true, Params: params, Run: do}
	}
	return []bot.Action{
		show("ressources", updating(m.proposals), from),
		change("accepter", bot.Text{}, m.accept(nil), id, rev, inList),
		show("modifier-ressource", m.editProposal, id, rev, inList),
		change("ressource", resourceTitle, m.accept(m.rewrite), append(resourceFields(), optional(id), optional(rev), inList)...),
		show("decliner", m.askDecline, id, rev, inList),
		change("declin", refuseProposal, m.decline, append([]bot.Param{id, rev, inList}, declineFields()...)...),
	}
}

// optional is a parameter that stands after others of a form: its buttons always give it.
func optional(p bot.Param) bot.Param {
	p.Required = false
	return p
}

// declineFields ask why a resource is refused.
func declineFields() []bot.Param {
	fields := whyFields()
	fields[0].Options = proposalReasons
	return fields
}

// proposed are the resources that wait for a decision, the oldest first.
func (m *moderating) proposed(ctx context.Context, r *bot.Request) ([]storage.ContentItem, error) {
	all, err := m.store.ContentItems(ctx, community(r))
	all = slices.DeleteFunc(all, func(i storage.ContentItem) bool {
		return i.State != storage.ItemWaiting || i.Kind != storage.ResourceItem
	})
	slices.SortStableFunc(all, func(a, b storage.ContentItem) int { return a.Changed.Compare(b.Changed) })
	return all, err
}

// proposals shows what members propose.
func (m *moderating) proposals(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	all, err := m.proposed(ctx, r)
	if err != nil {
		return nil, err
	}
	said := &bot.Message{Text: bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, proposalsTitle)}
	if len(all) == 0 {
		said.Text = bot.Join("\n", said.Text, bot.Text{FR: "Aucune n’attend. Tout le monde peut en proposer avec `/formations`.", EN: "None is waiting. Anybody can propose some with `/training`."})
	}
	from := max(0, min(r.Args.Int("depuis"), len(all)-1))
	page := all[from:min(len(all), from+proposalsAPage)]
	for i := range page {
		o, err := resourceOf(&page[i])
		if err != nil {
			return nil, err
		}
		card := listed(proposalCard(&page[i], o))
		by := &card.Facts[len(card.Facts)-1].Value
		*by = bot.Join(" · ", *by, clock(page[i].Changed, r))
		said.Cards = append(said.Cards, card)
	}
	said.Buttons = paging("ressources", from, proposalsAPage, len(all) > from+proposalsAPage)
	return said, nil
}

// proposal is one as a moderator read it: ErrChanged once it is decided.
func (m *moderating) proposal(ctx context.Context, r *bot.Request) (*storage.ContentItem, error) {
	i, err := m.store.ContentItem(ctx, community(r), r.Args["id"])
	if errors.Is(err, bot.ErrNotFound) || err == nil && (i.State != storage.ItemWaiting || revision(i.Revision) != r.Args["rev"]) {
		return nil, storage.ErrChanged
	}
	return i, err
}

// decideProposal lets do decide of a proposal: the first moderator to decide does. Whoever
// proposed it is told.
func (m *moderating) decideProposal(ctx context.Context, r *bot.Request, ref func(title string) string, do func(*storage.ContentItem) error, done func(*storage.ContentItem) (bot.Reply, error)) (bot.Reply, error) {
	i, err := m.store.ChangeContent(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(i *storage.ContentItem) ([]notice.Notice, error) {
		if i.State != storage.ItemWaiting || revision(i.Revision) != r.Args["rev"] {
			return nil, storage.ErrChanged
		}
		if own(r, i.Author) {
			return nil, errOwn
		}
		if err := do(i); err != nil {
			return nil, err
		}
		i.Decided = proposalClosed(i.Title, i.State, r.From.User)
		return []notice.Notice{{Key: resourceTopic + "/" + i.ID, Topic: resourceTopic, Class: notice.Decision, Ref: ref(i.Title), To: community(r), At: r.Now}}, nil
	})
	if errors.Is(err, storage.ErrChanged) {
		return m.proposalDecided(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	return done(i)
}

// proposalDecided tells a moderator who was second.
func (m *moderating) proposalDecided(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	i, err := m.store.ContentItem(ctx, community(r), r.Args["id"])
	switch {
	case errors.Is(err, bot.ErrNotFound): // nothing of it is kept
		return above(ctx, r, m.proposals, bot.Text{FR: "Rien n’a changé : cette ressource n’attend plus. Quelqu’un l’a refusée avant toi (le journal dit qui), ou la personne qui la proposait a effacé ses données.", EN: "Nothing has changed: this resource is no longer waiting. Somebody refused it before you (the log says who), or whoever proposed it erased their data."})
	case err != nil:
		return nil, err
	case i.State == storage.ItemWaiting:
		return above(ctx, r, m.proposals, bot.Text{FR: "Rien n’est décidé : cette ressource a changé depuis ce que tu as lu.", EN: "Nothing is decided: this resource has changed since you read it."})
	}
	by, err := m.acceptedBy(ctx, r, i.ID)
	if err != nil {
		return nil, err
	}
	return above(ctx, r, m.proposals, bot.Textf(bot.Text{FR: "Rien n’a changé : « %s » avait déjà été acceptée par %s, et se trouve dans `/formations`.", EN: "Nothing has changed: “%s” was accepted already by %s, and is in `/training`."}, i.Title, decider(by)))
}

// acceptedBy is who accepted a proposal, as far as the end of the log tells.
func (m *moderating) acceptedBy(ctx context.Context, r *bot.Request, id string) (string, error) {
	all, err := m.store.Log(ctx, community(r), storage.AllOfLog, "", exportAtOnce)
	for i := range all {
		if all[i].What == storage.ProposalAccepted && all[i].About == id {
			return all[i].By, nil
		}
	}
	return "", err
}

// accept adds a proposal to what the community has, as rewrite leaves it; nil: as it is.
func (m *moderating) accept(rewrite func(*bot.Request, *content.Resource, storage.Settings)) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		chosen, err := m.store.Settings(ctx, community(r))
		if err != nil {
			return nil, err
		}
		accepted := func(string) string { return acceptedRef + "/" + r.Args["id"] }
		return m.decideProposal(ctx, r, accepted, func(i *storage.ContentItem) error {
			o, err := resourceOf(i)
			if err != nil {
				return err
			}
			if rewrite != nil {
				rewrite(r, o, chosen)
			}
			if err := refused(o); err != nil {
				return err
			}
			s := shelved{resource: o, here: storage.ContentItem{State: storage.ItemLiving}}
			s.here.Body = s.body()
			s.write(i, m.defaults.lang(chosen))
			return nil
		}, func(i *storage.ContentItem) (bot.Reply, error) { return m.accepted(ctx, r, i) })
	}
}

// accepted says what is shown from now on: who proposed it said neither its level, nor its
// language, nor its format.
func (m *moderating) accepted(ctx context.Context, r *bot.Request, i *storage.ContentItem) (bot.Reply, error) {
	o, err := resourceOf(i)
	if err != nil {
		return nil, err
	}
	reply, err := above(ctx, r, m.proposals, bot.Textf(bot.Text{
		FR: "« %s » se trouve maintenant dans `/formations`. La personne qui l’a proposée le saura.\nOn y lit : %s. Si quelque chose n’est pas juste, « %s » le corrige.",
		EN: "“%s” is now in `/training`. Whoever proposed it will know.\nIt reads: %s. If something is not right, “%s” corrects it.",
	}, i.Title, whatItIs(o), detailsTitle))
	details := bot.Button{Label: detailsTitle, Do: curatingCall("details", bot.Args{"id": i.ID, aside.Name: "yes"})}
	switch said := reply.(type) {
	case *bot.Message:
		said.Buttons = append([]bot.Button{details}, said.Buttons...)
	case *bot.Update:
		said.Buttons = append([]bot.Button{details}, said.Buttons...)
	}
	return reply, err
}

func (m *moderating) rewrite(r *bot.Request, o *content.Resource, chosen storage.Settings) {
	m.curating.rewrite(o, r, chosen)
}

// editProposal opens the form that puts a proposal right before it is added.
func (m *moderating) editProposal(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	i, err := m.proposal(ctx, r)
	if errors.Is(err, storage.ErrChanged) {
		return m.proposalDecided(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	o, err := resourceOf(i)
	if err != nil {
		return nil, err
	}
	args := bot.Args{"id": r.Args["id"], "rev": r.Args["rev"]}.With(inList.Name, r.Args[inList.Name])
	return &bot.Modal{Title: resourceTitle, Fields: resourceFields(), Values: typedOf(&shelved{resource: o}, r.Lang), Do: bot.Call{Command: "moderation", Action: "ressource", Args: args}, Again: bot.Call{Command: "moderation", Action: r.Action, Args: args}}, nil
}

// askDecline opens the form that asks why, unless somebody has decided already.
func (m *moderating) askDecline(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	if _, err := m.proposal(ctx, r); errors.Is(err, storage.ErrChanged) {
		return m.proposalDecided(ctx, r)
	} else if err != nil {
		return nil, err
	}
	args := bot.Args{"id": r.Args["id"], "rev": r.Args["rev"]}.With(inList.Name, r.Args[inList.Name])
	return &bot.Modal{Title: refuseProposal, Fields: declineFields(), Values: bot.Args{}, Do: bot.Call{Command: "moderation", Action: "declin", Args: args}, Again: bot.Call{Command: "moderation", Action: r.Action, Args: args}}, nil
}

// decline refuses a proposal, of which nothing is kept but its title in the log, and the
// reason until whoever proposed it is told.
func (m *moderating) decline(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	why, err := whyOf(r)
	if err != nil {
		return nil, err
	}
	declined := func(title string) string {
		return refusedRef + "/" + url.Values{"titre": {title}, "motif": {why.Reason}, "mots": {why.Words}}.Encode()
	}
	return m.decideProposal(ctx, r, declined, func(i *storage.ContentItem) error {
		i.State, i.Body, i.Why = "", "", why
		return nil
	}, func(i *storage.ContentItem) (bot.Reply, error) {
		return above(ctx, r, m.proposals, bot.Textf(bot.Text{FR: "« %s » n’est pas ajoutée. La personne qui l’a proposée le saura, avec le motif.", EN: "“%s” is not added. Whoever proposed it will know, with the reason."}, i.Title))
	})
}
