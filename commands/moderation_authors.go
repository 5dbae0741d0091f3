package commands

import (
	"context"
	"errors"
	"strconv"

	"rebond/bot"
	"rebond/storage"
)

var blockTitle = bot.Text{FR: "Bloquer", EN: "Block"}

// authors are those who announce here, who did so last first, with what they announced:
// nobody is scored, and nobody else sees it.
func (m *moderating) authors(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	from := r.Args.Int("depuis")
	all, err := m.store.Authors(ctx, community(r), from, authorsAPage+1)
	if err != nil {
		return nil, err
	}
	said := &bot.Message{Text: bot.Textf(bot.Text{FR: "# %s", EN: "# %s"}, authorsTitle)}
	if len(all) == 0 {
		said.Text = bot.Join("\n", said.Text, bot.Text{FR: "Personne n’a encore partagé d’offre ici.", EN: "Nobody has shared an opening here yet."})
	}
	for i := range all[:min(len(all), authorsAPage)] {
		said.Cards = append(said.Cards, authorCard(&all[i], r))
	}
	said.Buttons = paging("auteurs", from, authorsAPage, len(all) > authorsAPage)
	return said, nil
}

// authorCard is what there is to know of an author before deciding.
func authorCard(a *storage.Author, r *bot.Request) bot.Card {
	count := func(n int, one, many bot.Text) bot.Text {
		if n == 0 {
			return bot.Text{}
		}
		return bot.Count(n, one, many)
	}
	record := bot.Join(" · ",
		bot.Count(a.Published, bot.Text{FR: "%s publiée", EN: "%s published"}, bot.Text{FR: "%s publiées", EN: "%s published"}),
		count(a.Living, bot.Text{FR: "%s en ligne", EN: "%s online"}, bot.Text{FR: "%s en ligne", EN: "%s online"}),
		count(a.Filled, bot.Text{FR: "%s pourvue", EN: "%s filled"}, bot.Text{FR: "%s pourvues", EN: "%s filled"}),
		count(a.Waiting, bot.Text{FR: "%s à relire", EN: "%s to read"}, bot.Text{FR: "%s à relire", EN: "%s to read"}),
		count(a.Refused, bot.Text{FR: "%s refusée ou retirée", EN: "%s refused or taken down"}, bot.Text{FR: "%s refusées ou retirées", EN: "%s refused or taken down"}))
	c := bot.Card{Body: bot.Join("\n", bot.Textf(bot.Text{FR: "**%s**", EN: "**%s**"}, person(a.User)), record)}
	if !a.First.IsZero() {
		c.Footer = bot.Textf(bot.Text{FR: "Première annonce le %s", EN: "First opening on %s"}, bot.Date(a.First.In(r.Now.Location())))
	}
	do := func(label bot.Text, action string, style bot.Style) {
		c.Buttons = append(c.Buttons, bot.Button{Label: label, Style: style, Do: bot.Call{Command: "moderation", Action: action, Args: bot.Args{"personne": string(a.Person)}}})
	}
	switch {
	case !a.Blocked.IsZero():
		c.Tone = bot.Warning
		c.Facts = []bot.Fact{{Label: bot.Text{FR: "Blocage depuis le", EN: "Blocked since"}, Value: bot.Date(a.Blocked.In(r.Now.Location()))}, {Label: bot.Text{FR: "Motif", EN: "Reason"}, Value: whyText(a.Why)}}
		do(bot.Text{FR: "Débloquer", EN: "Unblock"}, "debloquer", bot.Plainly)
	case !a.Approved.IsZero():
		c.Facts = []bot.Fact{{Label: bot.Text{FR: "De confiance depuis le", EN: "Approved since"}, Value: bot.Date(a.Approved.In(r.Now.Location()))}}
		do(bot.Text{FR: "Retirer la confiance", EN: "No longer approve"}, "retirer", bot.Plainly)
		do(blockTitle, "bloquer", bot.Danger)
	default:
		do(bot.Text{FR: "Faire confiance", EN: "Approve"}, "approuver", bot.Plainly)
		do(blockTitle, "bloquer", bot.Danger)
	}
	if a.Published+a.Waiting+a.Refused > 0 {
		do(bot.Text{FR: "Ses annonces", EN: "Their openings"}, "annonces", bot.Plainly)
	}
	return c
}

// announced are the announcements of one author.
func (m *moderating) announced(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	from, person := r.Args.Int("depuis"), r.Args["personne"]
	all, err := m.announcements.Of(ctx, community(r), bot.PersonID(person), from, ownAPage+1)
	if err != nil {
		return nil, err
	}
	said := bot.Message{Text: bot.Text{FR: "# Ses annonces", EN: "# Their openings"}}
	if len(all) == 0 {
		said.Text = bot.Join("\n", said.Text, bot.Text{FR: "Il n’en reste aucune ici.", EN: "None is left here."})
	}
	for i := range all[:min(len(all), ownAPage)] {
		a := &all[i]
		o := storage.Offer{OfferID: a.ID, Offer: a.Offer(a.ID)}
		c := bot.Card{Title: bot.Same(a.Title), Body: bot.Join(" · ", company(&o), placesText(&o, 3), contractText(&o)), Facts: []bot.Fact{{Label: bot.Text{FR: "État", EN: "State"}, Value: stands(a)}}, Buttons: []bot.Button{{Label: bot.Text{FR: "Lire en entier", EN: "Read in full"}, Do: posting("lire", a.ID)}}}
		if a.State == storage.Living {
			c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Retirer l’annonce", EN: "Take it down"}, Do: deciding("ecarter", a)})
		}
		said.Cards = append(said.Cards, c)
	}
	if len(all) > ownAPage {
		said.Buttons = append(said.Buttons, bot.Button{Label: bot.Text{FR: "Suivantes", EN: "Next"}, Do: bot.Call{Command: "moderation", Action: "annonces", Args: bot.Args{"personne": person, "depuis": strconv.Itoa(from + ownAPage)}}})
	}
	said.Buttons = append(said.Buttons, bot.Button{Label: authorsTitle, Do: viewing("auteurs")})
	return &bot.Update{Message: said}, nil
}

// askBlock opens the form that asks why somebody is blocked.
func (m *moderating) askBlock(_ context.Context, r *bot.Request) (bot.Reply, error) {
	args := bot.Args{"personne": r.Args["personne"]}
	return &bot.Modal{Title: blockTitle, Fields: whyFields(), Values: bot.Args{}, Do: bot.Call{Command: "moderation", Action: "interdire", Args: args}, Again: bot.Call{Command: "moderation", Action: "bloquer", Args: args}}, nil
}

// judgedText says what was decided of an author.
var judgedText = map[storage.Act]bot.Text{
	storage.AuthorApproved:   {FR: "%s a ta confiance : ses annonces paraissent sans attendre, sauf celles dont des mots doivent être relus, et le nombre par jour est celui du recrutement.", EN: "%s is approved: their openings appear without waiting, but for those with words that have to be read, and as many a day as recruiters."},
	storage.AuthorUnapproved: {FR: "%s annonce de nouveau comme tout le monde.", EN: "%s announces like everybody else again."},
	storage.AuthorBlocked:    {FR: "%s ne peut plus partager d’offres ici, et le saura avec le motif. Ce qui est en ligne y reste : « Ses annonces » permet de le retirer. Si cette personne efface ses données, le blocage part avec elles.", EN: "%s can no longer share openings here, and will know with the reason. What is online stays: “Their openings” lets you take it down. If they erase their data, the block goes with it."},
	storage.AuthorUnblocked:  {FR: "%s peut de nouveau partager des offres ici.", EN: "%s can share openings here again."},
}

// judge approves an author, blocks them, or takes that back.
func (m *moderating) judge(act storage.Act) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
		var why storage.Why
		if act == storage.AuthorBlocked {
			var err error
			if why, err = whyOf(r); err != nil {
				return nil, err
			}
		}
		person := bot.PersonID(r.Args["personne"])
		if own(r, person) {
			return nil, errOwn
		}
		a, err := m.store.Author(ctx, community(r), person)
		if err == nil {
			err = m.store.JudgeAuthor(ctx, community(r), person, act, why, r.From.ID, r.Now)
		}
		said := judgedText[act]
		switch {
		case errors.Is(err, bot.ErrNotFound):
			return nil, &bot.UserError{Err: err, Text: bot.Text{FR: "Cette personne n’a plus rien partagé ici : elle a effacé ses données.", EN: "This person has nothing here any more: they erased their data."}}
		case errors.Is(err, storage.ErrChanged):
			said = bot.Text{FR: "C’était déjà fait pour %s : rien n’a changé.", EN: "It was done already for %s: nothing has changed."}
		case err != nil:
			return nil, err
		case act == storage.AuthorApproved:
			chosen, err := m.store.Settings(ctx, community(r))
			if err != nil {
				return nil, err
			}
			if chosen.Approval() == storage.AllApproval {
				said = bot.Text{FR: "%s a ta confiance : le nombre d’annonces par jour est celui du recrutement. Ici, toutes restent relues.", EN: "%s is approved: as many openings a day as recruiters. Here all are still read."}
			}
		}
		list, err := m.authors(ctx, r)
		if err != nil {
			return nil, err
		}
		list.Text = bot.Join("\n\n", bot.Textf(said, bot.Mention(bot.Person, a.User)), list.Text)
		return &bot.Update{Message: *list}, nil
	}
}
