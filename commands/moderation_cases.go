package commands

import (
	"context"
	"errors"
	"strconv"

	"rebond/bot"
	"rebond/storage"
)

// caseDecision is what moderators can decide of a reported offer, with a reason.
type caseDecision struct {
	given string   // the action that takes the reason
	title bot.Text // of the form
	done  bot.Text
}

var caseDecisions = map[storage.CaseState]caseDecision{
	storage.CaseRemoved: {"retrait", bot.Text{FR: "Retirer l’offre", EN: "Remove the opening"}, bot.Text{
		FR: "« %s » est retirée : on ne la trouve plus ici. Les personnes qui l’ont signalée le sauront, et celle qui l’a publiée aussi, avec le motif.",
		EN: "“%s” is removed: people no longer find it here. Those who reported it will know, and so will whoever published it, with the reason.",
	}},
	storage.CaseReturned: {"demande", bot.Text{FR: "Demander un changement", EN: "Ask for a change"}, bot.Text{
		FR: "« %s » attend une modification, et ne se voit pas d’ici là. La personne qui l’a écrite le saura, avec le motif ; celles qui l’ont signalée aussi.",
		EN: "“%s” waits for a change, and is not shown until then. Whoever wrote it will know, with the reason; so will those who reported it.",
	}},
}

// cases are the reported offers that wait, the oldest first.
func (m *moderating) cases(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	from := r.Args.Int("depuis")
	all, err := m.store.Cases(ctx, community(r), from, casesAPage+1)
	if err != nil {
		return nil, err
	}
	said := &bot.Message{Text: bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, casesTitle)}
	if len(all) == 0 {
		said.Text = bot.Join("\n", said.Text, bot.Text{FR: "Aucun n’attend. Quand des membres signalent une offre, elle est ici jusqu’à ce que quelqu’un décide.", EN: "None is waiting. When members report an opening, it is here until somebody decides."})
	}
	for i := range all[:min(len(all), casesAPage)] {
		said.Cards = append(said.Cards, listed(caseCard(&all[i], r.Now.Location())))
	}
	said.Buttons = paging("signalements", from, casesAPage, len(all) > casesAPage)
	return said, nil
}

// caseGone turns a missing case into words.
func caseGone(err error) error {
	if errors.Is(err, bot.ErrNotFound) {
		return &bot.UserError{Err: err, Text: bot.Text{FR: "Ce signalement n’est plus là : l’offre a été retirée par qui l’avait publiée.", EN: "This report is gone: the opening was withdrawn by whoever had published it."}}
	}
	return err
}

// keep closes a case in favour of its offer.
func (m *moderating) keep(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	return m.close(ctx, r, storage.CaseKept, storage.Why{}, bot.Text{
		FR: "C’est classé : « %s » n’a rien qui l’empêche de paraître. Les personnes qui l’ont signalée le sauront ; se tromper ne leur coûte rien.",
		EN: "It is settled: nothing keeps “%s” from being shown. Those who reported it will know; being wrong costs them nothing.",
	})
}

// askWhy opens the form that asks for a reason, unless somebody has decided already.
func (m *moderating) askWhy(as storage.CaseState) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		c, err := m.store.Case(ctx, community(r), r.Args["id"])
		if err != nil {
			return nil, caseGone(err)
		}
		if !c.State.Waits() || revision(c.Revision) != r.Args["rev"] {
			return m.judged(ctx, r)
		}
		d := caseDecisions[as]
		do, again := judging(d.given, c), judging(r.Action, c)
		do.Args, again.Args = do.Args.With(inList.Name, r.Args[inList.Name]), again.Args.With(inList.Name, r.Args[inList.Name])
		return &bot.Modal{Title: d.title, Fields: whyFields(), Values: bot.Args{}, Do: do, Again: again}, nil
	}
}

func (m *moderating) decide(as storage.CaseState) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		why, err := whyOf(r)
		if err != nil {
			return nil, err
		}
		return m.close(ctx, r, as, why, caseDecisions[as].done)
	}
}

func (m *moderating) close(ctx context.Context, r *bot.Request, as storage.CaseState, why storage.Why, done bot.Text) (bot.Reply, error) {
	if as == storage.CaseKept {
		if c, err := m.store.Case(ctx, community(r), r.Args["id"]); err == nil && c.Announced != nil && own(r, c.Announced.Author) {
			return nil, errOwn
		}
	}
	revision, _ := strconv.ParseInt(r.Args["rev"], 10, 64)
	c, err := m.announcements.DecideCase(ctx, community(r), r.Args["id"], revision, r.From.ID, as, why, r.Now)
	if errors.Is(err, storage.ErrChanged) {
		return m.judged(ctx, r)
	}
	if err != nil {
		return nil, caseGone(err)
	}
	if as == storage.CaseKept && c.Announced != nil && c.Announced.State == storage.Aside && c.Announced.MustRead {
		done = changedAside
	}
	return above(ctx, r, m.cases, bot.Textf(done, caseTitle(c)))
}

// changedAside says that what was kept changed while it was aside.
var changedAside = bot.Text{
	FR: "Ce qui était signalé est classé, et les personnes qui l’ont signalé le sauront. Mais « %s » a changé depuis : elle t’attend parmi les annonces à relire.",
	EN: "What was reported is settled, and those who reported it will know. But “%s” has changed since: it is now among the openings to review.",
}

// judged tells a moderator who was second, or who has not read the last report.
func (m *moderating) judged(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := m.store.Case(ctx, community(r), r.Args["id"])
	if err != nil {
		return nil, caseGone(err)
	}
	if c.State.Waits() {
		said := announcing{m.defaults}.Case(c, nil, "")
		said.Text = bot.Join("\n\n", bot.Text{FR: "Rien n’est décidé : il y a du nouveau depuis ce que tu as lu. Le voici.", EN: "Nothing is decided: there is news since what you read. Here it is."}, said.Text)
		return said, nil
	}
	by, err := m.store.CaseDecidedBy(ctx, c)
	if err != nil {
		return nil, err
	}
	return above(ctx, r, m.cases, bot.Join(" ", bot.Text{FR: "Rien n’a changé : quelqu’un a décidé avant toi.", EN: "Nothing has changed: somebody decided before you."}, caseClosed(c, by)))
}

// read shows all of an offer that was reported, and all that is said of it.
func (m *moderating) read(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	c, err := m.store.Case(ctx, community(r), r.Args["id"])
	if err != nil {
		return nil, caseGone(err)
	}
	o := storage.Offer{OfferID: c.OfferID, Offer: c.Offer, State: storage.Living}
	if c.Announced != nil {
		o.Offer = c.Announced.Offer(c.OfferID)
		o.Company, o.Published, o.Updated = c.Announced.Company, c.Announced.Created, c.Announced.Created
	}
	if o.Title == "" {
		return nil, &bot.UserError{Text: bot.Text{FR: "Cette offre n’est plus là : sa source l’a retirée, ou elle a expiré.", EN: "This opening is gone: its source withdrew it, or it has expired."}}
	}
	lines := []bot.Text{{FR: "Ce qui en est dit :", EN: "What is said of it:"}}
	for _, one := range c.Reports {
		line := optionLabel(problems(), one.Reason)
		if one.Words != "" {
			line = bot.Textf(bot.Text{FR: "%s : « %s »", EN: "%s: “%s”"}, line, one.Words)
		}
		lines = append(lines, bot.Textf(bot.Text{FR: "- %s", EN: "- %s"}, line))
	}
	return &bot.Message{Text: bot.Join("\n", lines...), Cards: []bot.Card{fullCard(&o, c.Announced, r)}}, nil
}
