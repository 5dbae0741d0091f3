package commands

import (
	"context"
	"errors"
	"strconv"

	"rebond/bot"
	"rebond/storage"
)

// termsOf are those on which whoever asks announces: an approved recruiter need not wait
// for the first to be read.
func termsOf(r *bot.Request, chosen storage.Settings) storage.Terms {
	approved := r.From.Access >= bot.Recruiter
	terms := storage.Terms{Limit: chosen.Limit(approved), Approval: chosen.Approval()}
	if approved && terms.Approval == storage.FirstApproval {
		terms.Approval = storage.NoApproval
	}
	return terms
}

// blockedText tells somebody that moderators no longer take what they announce.
func blockedText(why storage.Why) bot.Text {
	return bot.Join(" ", bot.Text{FR: "La modération de cette communauté ne prend plus tes annonces.", EN: "The moderators of this community no longer take your openings."}, because(why),
		bot.Text{FR: "Si c’est une erreur, écris-lui : elle peut revenir sur sa décision.", EN: "If it is a mistake, write to them: they can go back on it."})
}

// send publishes a draft as it was shown.
func (p *publishing) send(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := p.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	revision, _ := strconv.ParseInt(r.Args["rev"], 10, 64)
	terms := termsOf(r, chosen)
	held, words, err := p.announcements.Holds(ctx, d, terms, r.Now)
	if err != nil {
		return nil, err
	}
	switch {
	case d.Revision != revision || len(d.Faults()) > 0:
		return p.screen(ctx, r, d, bot.Text{FR: "Le brouillon a changé depuis : rien n’est publié. Le voici comme il est.", EN: "The draft has changed since: nothing is published. Here it is as it stands."})
	case held && !words && chosen[storage.ModerationChannel] == "":
		return p.screen(ctx, r, d, bot.Text{
			FR: "Rien n’est publié : ici la modération lit les annonces d’abord, et cette communauté n’a pas encore de salon de modération. Demande-lui d’en choisir un avec `/reglages` ; ton brouillon est gardé.",
			EN: "Nothing is published: here moderators read openings first, and this community has no moderation channel yet. Ask them to choose one with `/settings`; your draft is kept.",
		})
	case held && chosen[storage.ModerationChannel] == "":
		return p.screen(ctx, r, d, bot.Text{
			FR: "Rien n’est publié : la modération doit lire cette annonce, et cette communauté n’a pas encore de salon de modération. Change les mots cités plus bas, ou demande à la modération d’en choisir un avec `/reglages`.",
			EN: "Nothing is published: moderators have to read this opening, and this community has no moderation channel yet. Change the words quoted below, or ask the moderators to choose one with `/settings`.",
		})
	}
	a, err := p.announcements.Publish(ctx, community(r), r.From.ID, d.ID, revision, terms, r.Now)
	var soon *storage.TooSoonError
	var twin *storage.DuplicateError
	var blocked *storage.BlockedError
	switch {
	case errors.As(err, &blocked):
		return p.screen(ctx, r, d, blockedText(blocked.Why))
	case errors.As(err, &soon):
		if err := p.store.KeepDraft(ctx, r.From.ID, d.ID, soon.Again); err != nil { // for a day from then on
			return nil, err
		}
		return p.screen(ctx, r, d, bot.Textf(bot.Text{
			FR: "Rien n’est publié : c’est %s par jour pour l’instant. Tu pourras publier celle-ci à partir du %s ; le brouillon est gardé un jour de plus.",
			EN: "Nothing is published: it is %s a day for now. You will be able to publish this one from %s on; the draft is kept a day longer.",
		}, bot.Count(soon.Limit, bot.Text{FR: "%s annonce", EN: "%s opening"}, bot.Text{FR: "%s annonces", EN: "%s openings"}), clock(soon.Again, r)))
	case errors.As(err, &twin):
		return p.twin(r, d, twin.Of, chosen), nil
	case errors.Is(err, storage.ErrChanged):
		return p.show(ctx, r)
	case err != nil:
		return nil, noDraft(err)
	}
	return p.sent(r, d, a), nil
}

// twin shows what is announced already; its author may renew it.
func (p *publishing) twin(r *bot.Request, d *storage.Draft, of *storage.Announced, chosen storage.Settings) bot.Reply {
	m := bot.Message{
		Text:  bot.Text{FR: "Rien n’est publié : la même offre (même intitulé, même entreprise, même lieu) est déjà là depuis moins de 7 jours. La voici.", EN: "Nothing is published: the same opening (same title, same company, same place) has been here for less than 7 days. Here it is."},
		Cards: []bot.Card{announcedCard(of, p.defaults.zone(chosen))},
	}
	switch {
	case of.State == storage.Refused:
		m.Text = bot.Text{FR: "Rien n’est publié : la modération a déjà décidé de cette offre. La voici : corrige-la, et envoie-la de nouveau.", EN: "Nothing is published: moderators have decided of this opening already. Here it is: correct it, and send it again."}
		m.Cards[0] = ownCard(of, r)
	case of.Author == r.From.ID:
		m.Cards[0] = ownCard(of, r)
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Tu peux la renouveler ou la modifier.", EN: "You can renew it or change it."})
	}
	m.Buttons = []bot.Button{{Label: bot.Text{FR: "Revenir au brouillon", EN: "Back to the draft"}, Do: posting("brouillon", d.ID)}}
	return &bot.Update{Message: m}
}

// sent says where an announcement is now.
func (p *publishing) sent(r *bot.Request, d *storage.Draft, a *storage.Announced) bot.Reply {
	m := bot.Message{Buttons: []bot.Button{
		{Label: bot.Text{FR: "Mes annonces", EN: "My posts"}, Do: bot.Call{Command: "mesannonces"}},
		{Label: bot.Text{FR: "Publier une autre offre", EN: "Share another opening"}, Do: bot.Call{Command: "publier"}},
	}}
	switch {
	case a.State == storage.Held:
		held, _ := findingLines(a.Findings)
		m.Text = bot.Text{
			FR: "C’est envoyé à la modération, qui la lira avant qu’elle paraisse. Je t’écrirai dès qu’elle aura décidé.",
			EN: "It has been sent to the moderators, who will read it before it appears. I will write to you as soon as they have decided.",
		}
		if len(held) > 0 {
			m.Text = bot.Join("\n", append([]bot.Text{bot.Join(" ", m.Text, bot.Text{FR: "Les mots en cause :", EN: "The words in question:"})}, held...)...)
		}
	case a.State == storage.Aside:
		m.Text = bot.Text{FR: "C’est changé. L’annonce reste de côté jusqu’à ce que la modération ait vérifié ce qui a été signalé.", EN: "It is changed. The opening stays aside until moderators have checked what was reported."}
	case d.Of == a.ID:
		m.Text = bot.Text{FR: "C’est changé, ici et sur sa carte.", EN: "It is changed, here and on its card."}
	case a.Card == "":
		m.Text = bot.Textf(bot.Text{FR: "C’est publié : on la trouve avec `/offres` jusqu’au %s. Aucun salon d’offres n’est choisi ici : la modération peut en choisir un avec `/reglages`.", EN: "It is published: people find it with `/jobs` until %s. No channel for openings is chosen here: moderators can choose one with `/settings`."}, bot.Date(a.Expires.In(r.Now.Location())))
	default:
		m.Text = bot.Textf(bot.Text{FR: "C’est publié dans le salon des offres, et on la trouve avec `/offres`. Elle y reste jusqu’au %s ; je te préviendrai 3 jours avant.", EN: "It is published in the channel for openings, and people find it with `/jobs`. It stays until %s; I will tell you 3 days before."}, bot.Date(a.Expires.In(r.Now.Location())))
	}
	return &bot.Update{Message: m}
}
