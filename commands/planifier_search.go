package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/bot/search"
	"rebond/storage"
)

// searchLine is what follows the command in an item of a schedule that stands for a search: a
// line that asks for openings as members do, « /offres golang nancy ».
func searchLine(item string) (line string, is bool) {
	item = strings.TrimSpace(item)
	if !strings.HasPrefix(item, "/") || strings.Contains(item, "\n") {
		return "", false
	}
	name, line := bot.SplitLine(item)
	return line, name == "offres" || name == "jobs"
}

// searched is the search that an item of a schedule stands for. It goes out as a count and a
// button, and what the button opens is what lives then: no opening has a copy in a channel.
func searched(item string) (q search.Query, is bool) {
	line, is := searchLine(item)
	if !is {
		return q, false
	}
	q, err := lineQuery(line, "")
	return q, err == nil
}

// allSearched reports whether items are searches, all of them.
func allSearched(items []string) bool {
	return len(items) > 0 && !slices.ContainsFunc(items, func(item string) bool { _, is := searched(item); return !is })
}

// searchName is what a search looks for.
func searchName(q search.Query) bot.Text {
	if q.IsZero() {
		return bot.Text{FR: "toutes les offres", EN: "all openings"}
	}
	return inWords(q)
}

// searchCard is how many openings of a search there are, and the way to them; fresh ones are
// those since the last time.
func searchCard(q search.Query, n int, fresh bool) bot.Card {
	count := countText(n)
	if fresh {
		count = bot.Count(n, bot.Text{FR: "%s nouvelle offre", EN: "%s new opening"}, bot.Text{FR: "%s nouvelles offres", EN: "%s new openings"})
		if n > countUpTo {
			count = bot.Textf(bot.Text{FR: "Plus de %s nouvelles offres", EN: "More than %s new openings"}, countUpTo)
		}
	}
	return bot.Card{
		Body:    bot.Textf(bot.Text{FR: "**%s** : %s", EN: "**%s**: %s"}, count, searchName(q)),
		Buttons: []bot.Button{{Label: bot.Text{FR: "Voir", EN: "View"}, Style: bot.Primary, Do: bot.Call{Command: "offres", Action: "ouvrir", Args: queryArgs(q)}}},
	}
}

// searchPost is the post of a search at a time: what has come since it last said something;
// the first time, what there is.
func (w *planned) searchPost(ctx context.Context, s *schedule.Schedule, r *schedule.Run, q search.Query) (bot.Post, error) {
	since, n, err := counted(ctx, w.store, s, q, r.Due)
	if err != nil {
		return bot.Post{}, err
	}
	if n == 0 {
		return bot.Post{}, schedule.ErrSilent
	}
	r.Key = "planifier/" + r.ID
	return bot.Post{Key: r.Key, To: s.To, Lang: w.lang(s), Message: &bot.Message{Cards: []bot.Card{searchCard(q, n, !since.IsZero())}}, Until: r.Due.Add(max(s.Late, postLate))}, nil
}

// counted counts the openings that a schedule would tell of at a time, and says since when
// they have come.
func counted(ctx context.Context, store *storage.Store, s *schedule.Schedule, q search.Query, now time.Time) (since time.Time, n int, err error) {
	if s.ID != "" {
		if since, err = store.LastSaid(ctx, s.ID); err != nil {
			return since, 0, err
		}
	}
	n, err = store.CountArrived(ctx, s.To, q, since, countUpTo+1, now)
	return since, n, err
}

// searchPreview is what the post of a search would be now.
func (p *planning) searchPreview(ctx context.Context, s *schedule.Schedule, q search.Query, now time.Time) (bot.Card, error) {
	since, n, err := counted(ctx, p.store, s, q, now)
	if err != nil {
		return bot.Card{}, err
	}
	card := searchCard(q, n, !since.IsZero())
	if s.State != schedule.Over {
		card.Footer = bot.Text{FR: "Quand il n’y a rien de nouveau, rien n’est envoyé.", EN: "When there is nothing new, nothing is sent."}
	}
	return card, nil
}

// createSearch keeps a new search as a draft and shows it.
func (p *planning) createSearch(ctx context.Context, r *bot.Request) (bot.Reply, error) {
	line := strings.Join(strings.Fields(r.Args["recherche"]), " ") // on one line, however it was pasted
	if _, err := lineQuery(line, "recherche"); err != nil {
		return nil, err
	}
	return p.draft(ctx, r, strings.TrimSpace("/offres "+line), false)
}
