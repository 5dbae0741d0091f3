package commands

import (
	"context"

	"rebond/bot"
	"rebond/storage"
)

// Place is a channel in which a community wants the bot to write, what for, and the
// command that chooses it.
type Place struct {
	At      bot.Address
	For     bot.Text
	Command bot.Text
}

// Places lists the channels of a platform's communities that are set, and those of
// their scheduled messages.
func Places(ctx context.Context, store *storage.Store, platform string) (all []Place, err error) {
	communities, err := store.Communities(ctx, platform)
	if err != nil {
		return nil, err
	}
	for _, at := range communities {
		chosen, err := store.Settings(ctx, at)
		if err != nil {
			return nil, err
		}
		seen := map[bot.Address]bool{}
		add := func(to bot.Address, what, by bot.Text) {
			if to.Channel != "" && to.Member == "" && !seen[to] {
				seen[to] = true
				all = append(all, Place{to, what, by})
			}
		}
		for _, c := range []struct {
			of   storage.Setting
			what bot.Text
		}{
			{storage.OffersChannel, bot.Text{FR: "les offres", EN: "openings"}},
			{storage.CoachingChannel, bot.Text{FR: "l’accompagnement", EN: "coaching"}},
			{storage.ModerationChannel, bot.Text{FR: "la modération", EN: "moderation"}},
		} {
			to := at
			to.Channel = chosen[c.of]
			add(to, c.what, bot.Text{FR: "/reglages", EN: "/settings"})
		}
		scheduled, err := living(ctx, store, at)
		if err != nil {
			return nil, err
		}
		for i := range scheduled {
			add(scheduled[i].To, bot.Text{FR: "des messages programmés", EN: "scheduled messages"}, bot.Text{FR: "/planifier", EN: "/schedule"})
		}
	}
	return all, nil
}
