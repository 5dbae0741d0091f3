package commands

import (
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/sources"
	"rebond/storage"
)

// offerCard is an offer among others: « Voir » shows the rest of it.
func offerCard(o *storage.Offer, r *bot.Request) bot.Card {
	c := bot.Card{
		Title:  bot.Same(o.Title),
		URL:    o.URL,
		Body:   bot.Join(" · ", company(o), placesText(o, 2), contractText(o), remoteText(o), levelText(o), payText(&o.Pay), languageText(o)),
		Footer: bot.Join(" · ", credit(o, r.Now.Location()), alsoText(o, r)),
	}
	label := bot.Text{FR: "Voir", EN: "View"}
	if !o.Credit.Licence.Empty() { // the licence wants the whole offer within reach
		label = bot.Text{FR: "Voir l’offre complète", EN: "View the whole offer"}
	}
	c.Buttons = append(c.Buttons, bot.Button{Label: label, Do: bot.Call{Command: "offres", Action: "voir", Args: bot.Args{"id": o.OfferID}}})
	return withApply(c, o)
}

func withApply(c bot.Card, o *storage.Offer) bot.Card {
	url := o.ApplyURL
	if url == "" {
		url = o.URL
	}
	if url != "" {
		c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Postuler", EN: "Apply"}, URL: url})
	}
	return c
}

// fullCard is all that is known of an offer, with its announcement where a member shared
// it.
func fullCard(o *storage.Offer, a *storage.Announced, r *bot.Request) bot.Card {
	c := bot.Card{
		Title:  bot.Same(o.Title),
		URL:    o.URL,
		Body:   bot.Markup(o.Description),
		Facts:  offerFacts(o, r),
		Footer: credit(o, r.Now.Location()),
	}
	if a != nil {
		c.Footer = bot.Textf(bot.Text{FR: "À jour le %s", EN: "Updated on %s"}, bot.Date(o.Updated.In(r.Now.Location())))
		c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Partagée par", EN: "Shared by"}, Value: sharedBy(a)}, bot.Fact{Label: bot.Text{FR: "Où postuler", EN: "Where to apply"}, Value: applyTo(&a.Announcement)})
		if r.From.Access >= bot.Moderator {
			c.Facts = append(c.Facts, forModerators(a)...)
			if held, warned := findingLines(a.Findings); len(held)+len(warned) > 0 {
				c.Facts = append(c.Facts, bot.Fact{Label: bot.Text{FR: "Mots à regarder", EN: "Words to look at"}, Value: bot.Join("\n", append(held, warned...)...)})
			}
		}
	}
	switch {
	case o.State == storage.Filled:
		c.Tone, c.Body = bot.Good, bot.Join("\n\n", filledText(a), c.Body)
	case over(o, r.Now):
		c.Tone = bot.Warning
		c.Body = bot.Join("\n\n", expiredText, c.Body)
	default:
		c = withApply(c, o)
		if o.Source != board.Source && o.URL != "" && o.ApplyURL != "" && o.ApplyURL != o.URL {
			c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Annonce d’origine", EN: "Original announcement"}, URL: o.URL})
		}
	}
	return c
}

// fullOffer is an offer with what one can do about it.
func fullOffer(o *storage.Offer, a *storage.Announced, r *bot.Request) *bot.Message {
	c := fullCard(o, a, r)
	keep := bot.Button{Label: bot.Text{FR: "Garder", EN: "Keep"}, Do: bot.Call{Command: "offres", Action: "garder", Args: bot.Args{"id": o.OfferID}}}
	m := &bot.Message{Passing: true}
	if o.Kept {
		m.Text = bot.Join(" ", bot.Text{FR: "Tu gardes cette offre : elle est dans `/mesoffres`.", EN: "You are keeping this opening: it is in `/my-jobs`."}, leavesWith(o))
		keep = bot.Button{Label: bot.Text{FR: "Ne plus garder", EN: "Remove"}, Do: bot.Call{Command: "offres", Action: "retirer", Args: bot.Args{"id": o.OfferID}}}
	}
	c.Buttons = append(c.Buttons, keep)
	if !over(o, r.Now) {
		c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Partager au salon", EN: "Share in the channel"}, Do: bot.Call{Command: "offres", Action: "partage", Args: bot.Args{"id": o.OfferID}}})
	}
	if a != nil && a.State == storage.Living && r.From.Access >= bot.Moderator {
		c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Retirer l’annonce", EN: "Take it down"}, Do: deciding("ecarter", a)})
	}
	c.Buttons = append(c.Buttons, bot.Button{Label: bot.Text{FR: "Un problème ?", EN: "A problem?"}, Do: bot.Call{Command: "offres", Action: "signaler", Args: bot.Args{"id": o.OfferID}, Ask: true}})
	if o.Source != board.Source {
		c.Buttons = append(c.Buttons, methodButton())
	}
	m.Cards = []bot.Card{c}
	return m
}

func offerFacts(o *storage.Offer, r *bot.Request) []bot.Fact {
	var facts []bot.Fact
	add := func(label, value bot.Text) {
		if !value.Empty() {
			facts = append(facts, bot.Fact{Label: label, Value: value})
		}
	}
	add(bot.Text{FR: "Entreprise", EN: "Company"}, company(o))
	add(bot.Text{FR: "Lieu", EN: "Place"}, placesText(o, 10))
	add(bot.Text{FR: "Contrat", EN: "Contract"}, said(contractText(o), o.ContractSaid))
	add(bot.Text{FR: "Lieu de travail", EN: "Workplace"}, remoteText(o))
	add(bot.Text{FR: "Expérience", EN: "Experience"}, experience(o))
	add(bot.Text{FR: "Salaire brut", EN: "Gross pay"}, said(payAYear(&o.Pay), unlike(o.Pay.Said, payText(&o.Pay))))
	add(bot.Text{FR: "Langue", EN: "Language"}, languageText(o))
	add(bot.Text{FR: "Compétences", EN: "Skills"}, bot.Same(strings.Join(unsaid(o.Skills, o.Description), ", ")))
	if !o.Published.IsZero() {
		add(bot.Text{FR: "Publication", EN: "Posted"}, bot.Date(o.Published.In(r.Now.Location())))
	}
	if o.Source != board.Source {
		add(bot.Text{FR: "Contacts", EN: "Contacts"}, bot.Text{FR: "coordonnées sur l’annonce d’origine", EN: "on the original announcement"})
	}
	add(bot.Text{FR: "Aussi sur", EN: "Also on"}, alsoDated(o, r))
	return facts
}

// experience is what is asked for, in the source's words where it has some.
func experience(o *storage.Offer) bot.Text {
	if o.LevelSaid != "" {
		return bot.Same(o.LevelSaid)
	}
	return levelText(o)
}

// unsaid are the words that a text does not hold.
func unsaid(words []string, text string) []string {
	text = bot.Fold(bot.Plain(text))
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Contains(text, bot.Fold(w)) })
}

// unlike are words that do not say the same as a text of ours.
func unlike(words string, t bot.Text) string {
	spaced := func(s string) string { return strings.Join(strings.Fields(bot.Fold(s)), " ") }
	if said := spaced(words); said == spaced(bot.Plain(t.FR)) || said == spaced(bot.Plain(t.EN)) {
		return ""
	}
	return words
}

// quoted puts somebody's words between quotation marks.
func quoted(words any) bot.Text {
	return bot.Textf(bot.Text{FR: "« %s »", EN: "“%s”"}, words)
}

// said puts what the source says, in its words, beside what we read in it.
func said(read bot.Text, words string) bot.Text {
	switch {
	case words == "":
		return read
	case read.Empty():
		return quoted(words)
	case bot.Fold(words) == bot.Fold(bot.Plain(read.FR)), bot.Fold(words) == bot.Fold(bot.Plain(read.EN)):
		return read
	}
	return bot.Textf(bot.Text{FR: "%s (« %s »)", EN: "%s (“%s”)"}, read, words)
}

func company(o *storage.Offer) bot.Text {
	switch {
	case o.Company == "" && o.Source == board.Source:
		return bot.Text{FR: "Client d’une agence", EN: "Client of an agency"}
	case o.Company == "":
		return bot.Text{FR: "Entreprise non communiquée", EN: "Company not named"}
	}
	return bot.Same(o.Company)
}

func placesText(o *storage.Offer, max int) bot.Text {
	var labels []string
	for i, p := range o.Places {
		if i == max {
			labels = append(labels, "…")
			break
		}
		labels = append(labels, p.Label)
	}
	return bot.Same(strings.Join(labels, " / "))
}

func contractText(o *storage.Offer) bot.Text {
	return optionLabel(contractOptions(), string(o.Contract))
}

func remoteText(o *storage.Offer) bot.Text {
	return optionLabel(remoteOptions(), string(o.Remote))
}

func levelText(o *storage.Offer) bot.Text {
	return optionLabel(levelOptions(), string(o.Level))
}

// licensed is the credit of an offer of which a licence wants it wherever anything of it is
// displayed; empty of any other.
func licensed(o *storage.Offer, zone *time.Location) bot.Text {
	if o.Credit.Licence.Empty() {
		return bot.Text{}
	}
	return credit(o, zone)
}

// credit is what a licence asks for on every display: the source, when the
// content was last updated there, and the licence itself.
func credit(o *storage.Offer, zone *time.Location) bot.Text {
	if o.Source == board.Source {
		return bot.Textf(bot.Text{FR: "Partagée par un membre · à jour le %s", EN: "Shared by a member · updated on %s"}, bot.Date(o.Updated.In(zone)))
	}
	when := bot.Textf(bot.Text{FR: "à jour le %s", EN: "updated on %s"}, bot.Date(o.Updated.In(zone)))
	if o.Updated.IsZero() { // the source does not say
		when = bot.Textf(bot.Text{FR: "vue le %s", EN: "seen on %s"}, bot.Date(o.Published.In(zone)))
	}
	text := bot.Textf(bot.Text{FR: "Source : %s · %s", EN: "Source: %s · %s"}, o.Credit.Name, when)
	if o.Credit.Licence.Empty() || !bot.SafeURL(o.Credit.URL) {
		return text
	}
	return bot.Textf(bot.Text{FR: "%s · [%s](%s)", EN: "%s · [%s](%s)"}, text, o.Credit.Licence, o.Credit.URL)
}

var perPeriod = map[sources.Period]bot.Text{
	sources.Hour:  {FR: "%s par heure", EN: "%s an hour"},
	sources.Day:   {FR: "%s par jour", EN: "%s a day"},
	sources.Week:  {FR: "%s par semaine", EN: "%s a week"},
	sources.Month: {FR: "%s par mois", EN: "%s a month"},
	sources.Year:  {FR: "%s par an", EN: "%s a year"},
}

// payText is the pay for the period that the source gives it for.
func payText(p *sources.Pay) bot.Text {
	if p.Max == 0 {
		return bot.Text{}
	}
	return bot.Textf(perPeriod[p.Period], amounts(p.Min, p.Max, p.Currency))
}

// payAYear is payText with the same per year beside it.
func payAYear(p *sources.Pay) bot.Text {
	if p.Max == 0 || p.Period == sources.Year {
		return payText(p)
	}
	return bot.Textf(bot.Text{FR: "%s, soit environ %s", EN: "%s, about %s"}, payText(p),
		bot.Textf(perPeriod[sources.Year], amounts(100*p.YearMin, 100*p.YearMax, p.Currency)))
}

func amounts(min, max int64, currency string) bot.Text {
	switch {
	case min == max:
		return money(max, currency)
	case min == 0:
		return bot.Textf(bot.Text{FR: "jusqu’à %s", EN: "up to %s"}, money(max, currency))
	case currency == "EUR":
		return bot.Textf(bot.Text{FR: "%s à %s", EN: "%s to %s"}, bot.Text{FR: figure(min).FR, EN: money(min, currency).EN}, money(max, currency))
	}
	return bot.Textf(bot.Text{FR: "%s à %s", EN: "%s to %s"}, money(min, currency), money(max, currency))
}

// money writes an amount of cents as each language does: 45 000 €, €45,000.
func money(cents int64, currency string) bot.Text {
	if currency == "EUR" {
		return bot.Textf(bot.Text{FR: "%s\u00a0€", EN: "€%s"}, figure(cents))
	}
	return bot.Textf(bot.Text{FR: "%s\u00a0%s", EN: "%s %s"}, figure(cents), currency)
}

func figure(cents int64) bot.Text {
	whole := bot.Textf(bot.Text{FR: "%s", EN: "%s"}, cents/100)
	if cents%100 == 0 {
		return whole
	}
	part := string([]byte{byte('0' + cents%100/10), byte('0' + cents%10)})
	return bot.Textf(bot.Text{FR: "%s,%s", EN: "%s.%s"}, whole, part)
}
