package commands

import (
	"context"
	"slices"
	"strings"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// nothing says that there are no such offers, and what one filter less would find.
func (o *offers) nothing(ctx context.Context, r *bot.Request, q search.Query) (*bot.Message, error) {
	if any, err := o.store.HasOffers(ctx, community(r), r.Now); err != nil {
		return nil, err
	} else if !any {
		return &bot.Message{Text: noOffersYet(r.From.Access), Buttons: []bot.Button{tellMeButton(q)}}, nil
	}
	m := &bot.Message{Text: bot.Textf(bot.Text{FR: "Aucune offre pour : %s.", EN: "No openings for: %s."}, inWords(q))}
	for _, w := range wider(q) {
		n, err := o.store.CountOffers(ctx, community(r), w.query, countUpTo+1, r.Now)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			m.Buttons = append(m.Buttons, bot.Button{Label: bot.Join(" ", countText(n), w.words), Do: searchCall(w.query)})
		}
	}
	if len(m.Buttons) == 0 {
		m.Text = bot.Join("\n", m.Text, bot.Text{FR: "Il n’y en a pas non plus en enlevant un seul filtre.", EN: "Nor are there any with any single filter removed."})
		m.Buttons = append(m.Buttons, bot.Button{Label: bot.Text{FR: "Voir les plus récentes", EN: "See the newest"}, Do: searchCall(search.Query{})})
	}
	m.Buttons = append(m.Buttons, editButton(q), tellMeButton(q))
	return m, nil
}

func noOffersYet(access bot.Access) bot.Text {
	text := bot.Text{FR: "Il n’y a pas encore d’offres ici. Reviens bientôt.", EN: "There are no openings here yet. Come back soon."}
	if access == bot.Operator {
		text = bot.Join("\n", text, bot.Text{FR: "Pour en ajouter : `rebond import offers FICHIER`.", EN: "To add some: `rebond import offers FILE`."})
	}
	return text
}

func countText(n int) bot.Text {
	if n > countUpTo {
		return bot.Textf(bot.Text{FR: "Plus de %s offres", EN: "More than %s openings"}, countUpTo)
	}
	return bot.Count(n, bot.Text{FR: "%s offre", EN: "%s opening"}, bot.Text{FR: "%s offres", EN: "%s openings"})
}

// wide is a search with one filter less, or a larger place.
type wide struct {
	query search.Query
	words bot.Text
}

func wider(q search.Query) []wide {
	var all []wide
	less := func(is bool, words bot.Text, drop func(*search.Query)) {
		if is {
			w := q
			drop(&w)
			all = append(all, wide{w, words})
		}
	}
	departement, _ := places.Departement(q.Place.Departement)
	less(q.Place.Kind == places.KindCommune && departement.Code != "", bot.Textf(bot.Text{FR: "dans tout le département : %s", EN: "in the whole département: %s"}, departement.Label()), func(w *search.Query) { w.Place = departement })
	less(q.Place != places.Place{} && q.Remote == "", bot.Text{FR: "en télétravail complet, partout", EN: "fully remote, anywhere"}, func(w *search.Query) { w.Place, w.Remote = places.Place{}, sources.Full })
	less(q.Place != places.Place{}, bot.Text{FR: "sans le lieu", EN: "without the place"}, func(w *search.Query) { w.Place = places.Place{} })
	less(q.Contract != "", bot.Text{FR: "sans le contrat", EN: "without the contract"}, func(w *search.Query) { w.Contract = "" })
	less(q.Remote != "", bot.Text{FR: "sans le filtre télétravail", EN: "without the remote filter"}, func(w *search.Query) { w.Remote = "" })
	less(q.Level != "", bot.Text{FR: "sans le niveau", EN: "without the level"}, func(w *search.Query) { w.Level = "" })
	less(q.Pay > 0, bot.Text{FR: "sans le salaire", EN: "without the pay"}, func(w *search.Query) { w.Pay = 0 })
	less(q.Days > 0, bot.Text{FR: "sans la date", EN: "without the date"}, func(w *search.Query) { w.Days = 0 })
	if words := strings.Fields(q.Words); len(words) > 1 && len(words) <= 4 {
		for i, word := range words {
			rest := strings.Join(slices.Delete(slices.Clone(words), i, i+1), " ")
			less(true, bot.Textf(bot.Text{FR: "sans «\u00a0%s\u00a0»", EN: "without “%s”"}, bot.Shorten(word, 24)), func(w *search.Query) { w.Words = rest })
		}
	}
	less(q.Words != "", bot.Textf(bot.Text{FR: "sans « %s »", EN: "without “%s”"}, bot.Shorten(q.Words, 24)), func(w *search.Query) { w.Words = "" })
	return all
}
