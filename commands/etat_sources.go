package commands

import (
	"context"
	"slices"
	"time"

	"rebond/bot"
	"rebond/storage"
)

const (
	sourcesShown = 15
	// sourceLeft is how long after its time a source that nobody reads is still shown: it
	// has been taken out of the configuration.
	sourceLeft = 7 * 24 * time.Hour
)

// sources says how the reading of each source of offers goes, those at fault first.
func (e *state) sources(ctx context.Context, r *bot.Request) ([]bot.Text, error) {
	all, err := e.store.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f storage.FeedState) bool { return r.Now.Sub(f.Next) > sourceLeft })
	if len(all) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(all, func(a, b storage.FeedState) int { return b.Failures - a.Failures })
	lines := []bot.Text{{FR: "# Sources d’offres", EN: "# Sources of offers"}}
	for _, f := range all[:min(len(all), sourcesShown)] {
		lines = append(lines, sourceLine(&f, r))
	}
	if more := len(all) - sourcesShown; more > 0 {
		lines = append(lines, bot.Count(more, bot.Text{FR: "- et %s autre", EN: "- and %s other"}, bot.Text{FR: "- et %s autres", EN: "- and %s others"}))
	}
	return lines, nil
}

// sourceLine says how the reading of a source goes, and what to do where it does not. What
// the source itself says of it is for whoever runs the process.
func sourceLine(f *storage.FeedState, r *bot.Request) bot.Text {
	line := bot.Text{FR: "pas encore lue", EN: "not read yet"}
	if !f.Began.IsZero() {
		line = bot.Textf(bot.Text{FR: "%s, lue il y a %s", EN: "%s, read %s ago"}, bot.Count(f.Offers, bot.Text{FR: "%s offre", EN: "%s offer"}, bot.Text{FR: "%s offres", EN: "%s offers"}), since(r.Now.Sub(f.Began)))
	}
	if f.Fault != "" {
		fault := f.Fault.Words()
		if f.Detail != "" && r.From.Access == bot.Operator {
			fault = bot.Textf(bot.Same("%s (%s)"), fault, bot.Shorten(f.Detail, 200))
		}
		line = bot.Textf(bot.Text{FR: "%s ; %s, le dernier il y a %s : %s", EN: "%s; %s, the last %s ago: %s"}, line,
			bot.Count(f.Failures, bot.Text{FR: "%s échec", EN: "%s failure"}, bot.Text{FR: "%s échecs", EN: "%s failures"}), since(r.Now.Sub(f.FailedAt)), fault)
	}
	if f.Doubted {
		line = bot.Textf(bot.Text{FR: "%s ; elle a perdu presque toutes ses offres d’un coup : elles restent jusqu’à ce qu’elle le confirme", EN: "%s; it has lost most of its offers at once: they stay until it says so again"}, line)
	}
	return bot.Textf(bot.Text{FR: "- %s : %s", EN: "- %s: %s"}, f.Name, line)
}
