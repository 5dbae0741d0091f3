package commands

import (
	"context"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// community is the one in which something is asked.
func community(r *bot.Request) bot.Address {
	return bot.Address{Platform: r.At.Platform, Space: r.At.Space}
}

// inSpace says in a control of a direct message of which community that message is: on some
// platforms a direct message is of none.
var inSpace = bot.Param{Name: "espace", Names: bot.Text{FR: "espace", EN: "space"}, Hidden: true, Help: bot.Text{FR: "La communauté du message", EN: "The community of the message"}}

// placed lets controls act in the community that their message is of, where the member is
// of it.
func placed(store *storage.Store, actions []bot.Action) []bot.Action {
	for i := range actions {
		run := actions[i].Run
		actions[i].Params = append(slices.Clone(actions[i].Params), inSpace)
		actions[i].Run = func(ctx context.Context, r *bot.Request) (bot.Reply, error) {
			space := r.Args[inSpace.Name]
			if space == "" || space == r.At.Space {
				return run(ctx, r)
			}
			there := *r
			there.At.Space = space
			is, err := store.IsMember(ctx, community(&there), r.From.ID)
			if err != nil {
				return nil, err
			}
			if !is {
				return run(ctx, r)
			}
			return run(ctx, &there)
		}
	}
	return actions
}

// zone is a community's time zone: what moderators say is in it, wherever they are.
func (d Defaults) zone(chosen storage.Settings) *time.Location {
	if zone, err := time.LoadLocation(chosen[storage.CommunityTimeZone]); err == nil && chosen[storage.CommunityTimeZone] != "" {
		return zone
	}
	return d.Zone
}

// lang is a community's language.
func (d Defaults) lang(chosen storage.Settings) bot.Lang {
	if l, ok := bot.ParseLang(chosen[storage.CommunityLanguage]); ok {
		return l
	}
	return d.Lang
}

// living are the schedules of a community that may still go out.
func living(ctx context.Context, store *storage.Store, community bot.Address) (found []schedule.Schedule, err error) {
	const page = 100
	for from := 0; ; from += page {
		all, err := store.SchedulesOf(ctx, community, from, page)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if all[i].State != schedule.Over {
				found = append(found, all[i])
			}
		}
		if len(all) < page {
			return found, nil
		}
	}
}
