package commands

import (
	"net/url"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
)

// Announcements are what members announce, in the words of the communities.
func Announcements(store *storage.Store, d Defaults) *storage.Announcements {
	return &storage.Announcements{Store: store, Words: announcing{d}}
}

// announcing implements storage.AnnouncementWords.
type announcing struct{ defaults Defaults }

func (w announcing) Lang(chosen storage.Settings) bot.Lang { return w.defaults.lang(chosen) }

// Card implements storage.AnnouncementWords: each announcement keeps its own state.
func (w announcing) Card(all []storage.Announced, chosen storage.Settings) *bot.Message {
	m := &bot.Message{}
	for i := range all {
		m.Cards = append(m.Cards, announcedCard(&all[i], w.defaults.zone(chosen)))
	}
	return m
}

// announcedCard is an announcement as it stands in the channel for openings.
func announcedCard(a *storage.Announced, zone *time.Location) bot.Card {
	switch a.State {
	case storage.Withdrawn, storage.Refused:
		return bot.Card{Body: storage.WithdrawnCard}
	case storage.Held:
		return bot.Card{Body: bot.Text{FR: "Cette annonce a changé : la modération la relit.", EN: "This opening has changed: moderators are reading it again."}}
	case storage.Returned:
		return bot.Card{Body: bot.Text{FR: "Cette annonce est en cours de correction.", EN: "This opening is being corrected."}}
	case storage.Aside:
		return bot.Card{Body: bot.Text{FR: "Cette annonce est mise de côté, le temps d’une vérification.", EN: "This opening is put aside while it is being checked."}}
	}
	o := storage.Offer{OfferID: a.ID, Offer: a.Offer(a.ID)}
	c := bot.Card{
		Title:  bot.Same(o.Title),
		Body:   bot.Join(" · ", company(&o), placesText(&o, 3), contractText(&o), remoteText(&o), payOrReason(&o)),
		Footer: bot.Textf(bot.Text{FR: "Partagée par %s · %s", EN: "Shared by %s · %s"}, sharedBy(a), bot.Date(a.Published.In(zone))),
	}
	switch a.State {
	case storage.Filled:
		c.Tone, c.Body = bot.Good, bot.Join("\n", filledText(a), c.Body)
	case storage.Expired:
		c.Tone, c.Body = bot.Warning, bot.Join("\n", expiredText, c.Body)
	default:
		c.Buttons = []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Do: bot.Call{Command: "offres", Action: "voir", Args: bot.Args{"id": a.ID}}}}
		c = withApply(c, &o)
	}
	return c
}

// What is said of an opening to which nobody can apply any more.
var (
	expiredText    = bot.Text{FR: "**Cette offre a expiré.**", EN: "**This opening has expired.**"}
	positionFilled = bot.Text{FR: "**Poste pourvu.**", EN: "**Position filled.**"}
)

func filledText(a *storage.Announced) bot.Text {
	if a.Here {
		return bot.Text{FR: "**Poste pourvu, par quelqu’un de la communauté. Bravo !**", EN: "**Position filled, by somebody of this community. Well done!**"}
	}
	return positionFilled
}

// payOrReason is the pay, else the reason why it is not given.
func payOrReason(o *storage.Offer) bot.Text {
	if text := payText(&o.Pay); !text.Empty() {
		return text
	}
	const shown = 120 // the rest is with « Voir »
	return bot.Same(bot.Shorten(o.Pay.Said, shown))
}

// sharedBy names who publishes, and in what capacity.
func sharedBy(a *storage.Announced) bot.Text {
	as := map[board.Publisher]bot.Text{
		board.Employer:     {FR: "qui recrute", EN: "who is hiring"},
		board.Agency:       {FR: "pour un client de son agence", EN: "for a client of their agency"},
		board.HiddenClient: {FR: "pour un client de son agence", EN: "for a client of their agency"},
		board.Referral:     {FR: "qui recommande cette entreprise", EN: "who recommends this company"},
	}[a.Publisher]
	if a.User == "" {
		return as
	}
	return bot.Join(", ", bot.Mention(bot.Person, a.User), as)
}

// applyTo shows where « Postuler » leads: a host, or an address to write to.
func applyTo(a *board.Announcement) bot.Text {
	const shown = 80
	u, err := url.Parse(a.Apply)
	if board.IsMail(a.Apply) || err != nil || u.Host == "" {
		return bot.Same(bot.Shorten(a.Apply, shown))
	}
	return bot.Same(bot.Shorten(strings.TrimPrefix(u.Hostname(), "www."), shown))
}

// Review implements storage.AnnouncementWords.
func (w announcing) Review(a *storage.Announced, chosen storage.Settings, by string) *bot.Message {
	if a.State != storage.Held {
		return &bot.Message{Text: reviewed(a, by)}
	}
	as := *a
	as.State = storage.Living
	if as.Published.IsZero() {
		as.Published = a.Created
	}
	c := announcedCard(&as, w.defaults.zone(chosen))
	c.Buttons = nil
	c.Footer = bot.Textf(bot.Text{FR: "Envoyée par %s · %s", EN: "Sent by %s · %s"}, sharedBy(a), bot.Date(a.Created.In(w.defaults.zone(chosen))))
	c.Facts = append([]bot.Fact{{Label: bot.Text{FR: "Où postuler", EN: "Where to apply"}, Value: applyTo(&a.Announcement)}}, forModerators(a)...)
	lines := []bot.Text{{FR: "# Une annonce à relire", EN: "# An opening to review"}, whyRead(a, chosen)}
	held, warned := findingLines(a.Findings)
	if len(held)+len(warned) > 0 {
		lines = append(lines, bot.Text{FR: "Les mots à regarder :", EN: "The words to look at:"})
	}
	lines = append(append(lines, held...), warned...)
	text := bot.Join("\n", lines...)
	const room = 1700 // runes that fit one message of every platform, beside the rest of the card
	c.Body = bot.Join("\n\n", c.Body, shortened(a.Text, max(100, room-max(len([]rune(text.FR)), len([]rune(text.EN))))))
	return &bot.Message{Text: text, Cards: []bot.Card{c}, Buttons: decisionButtons(a)}
}

// decisionButtons are for what waits for a moderator.
func decisionButtons(a *storage.Announced) []bot.Button {
	return []bot.Button{
		{Label: bot.Text{FR: "Publier", EN: "Publish"}, Style: bot.Primary, Do: deciding("accepter", a)},
		{Label: bot.Text{FR: "Demander une modification", EN: "Ask for a change"}, Do: deciding("demander", a)},
		{Label: bot.Text{FR: "Refuser", EN: "Refuse"}, Style: bot.Danger, Do: deciding("refuser", a)},
		{Label: bot.Text{FR: "Lire en entier", EN: "Read in full"}, Do: posting("lire", a.ID)},
	}
}

// whyRead says why an announcement waits for moderators.
func whyRead(a *storage.Announced, chosen storage.Settings) bot.Text {
	switch {
	case !a.Why.IsZero():
		said := storage.Why{Reason: a.Why.Reason, Words: bot.Shorten(a.Why.Words, 120)} // the log has it whole
		return bot.Textf(bot.Text{FR: "Elle revient corrigée, et n’est pas publiée. Ce qui avait été dit : %s.", EN: "It comes back corrected, and is not published. What had been said: %s."}, whyText(said))
	case !a.Published.IsZero():
		return bot.Text{FR: "Elle a changé depuis sa publication, et ne se voit plus.", EN: "It has changed since it was published, and is no longer shown."}
	case a.MustRead && chosen.Approval() == storage.FirstApproval:
		return bot.Text{FR: "C’est la première de cette personne ici. Elle n’est pas publiée.", EN: "It is this person’s first here. It is not published."}
	}
	return bot.Text{FR: "Elle n’est pas publiée.", EN: "It is not published."}
}

// forModerators is what they alone see of an announcement.
func forModerators(a *storage.Announced) (facts []bot.Fact) {
	if a.Publisher == board.HiddenClient {
		facts = append(facts, bot.Fact{Label: bot.Text{FR: "Client, que seule la modération voit", EN: "Client, which only moderators see"}, Value: bot.Same(a.Company)})
	}
	if a.Number != "" {
		facts = append(facts, bot.Fact{Label: bot.Text{FR: "SIREN ou SIRET", EN: "SIREN or SIRET"}, Value: bot.Same(a.Number)})
	}
	return facts
}

// shortened is the beginning of a text that takes so many runes at most as it is written,
// its marks escaped; the rest is with « Lire en entier ».
func shortened(s string, most int) bot.Text {
	for n := most; ; n = n * 3 / 4 {
		if t := bot.Same(bot.Shorten(s, n)); len([]rune(t.FR)) <= most {
			return t
		}
	}
}

// deciding is what a moderator presses, who has read an announcement as it is.
func deciding(action string, a *storage.Announced) bot.Call {
	return bot.Call{Command: "publier", Action: action, Args: bot.Args{"id": a.ID, "rev": revision(a.Revision)}}
}

// decider names the moderator who decided, to the others.
func decider(by string) bot.Text {
	if by == "" {
		return bot.Text{FR: "la modération", EN: "a moderator"}
	}
	return bot.Mention(bot.Person, by)
}

// reviewed says what became of an announcement that waited.
func reviewed(a *storage.Announced, by string) bot.Text {
	who := decider(by)
	switch a.State {
	case storage.Living:
		if by == "" {
			return bot.Textf(bot.Text{FR: "« %s » a été corrigée et paraît.", EN: "“%s” was corrected, and appears."}, a.Title)
		}
		return bot.Textf(bot.Text{FR: "« %s » : publiée par %s.", EN: "“%s”: published by %s."}, a.Title, who)
	case storage.Refused:
		return bot.Join(" ", bot.Textf(bot.Text{FR: "« %s » : refusée par %s.", EN: "“%s”: refused by %s."}, a.Title, who), because(a.Why))
	case storage.Returned:
		return bot.Join(" ", bot.Textf(bot.Text{FR: "« %s » : modification demandée par %s.", EN: "“%s”: a change asked for by %s."}, a.Title, who), because(a.Why))
	}
	return storage.WithdrawnCard
}

// Lost implements storage.AnnouncementWords.
func (announcing) Lost(to bot.Address) *bot.Message {
	return &bot.Message{
		Text: bot.Textf(bot.Text{
			FR: "Je ne peux plus écrire dans %s, le salon des offres : les annonces des membres n’y paraissent pas. On les trouve toujours avec `/offres`. Rends-moi l’accès à ce salon, ou choisis-en un autre avec `/reglages` ; puis leurs auteurs les remettent avec `/mesannonces`.",
			EN: "I can no longer write in %s, the channel for openings: members’ openings do not appear there. People still find them with `/jobs`. Give me access to that channel again, or choose another with `/settings`; then their authors put them back with `/my-posts`.",
		}, where(to)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Régler", EN: "Set it"}, Do: bot.Call{Command: "reglages"}}},
	}
}
