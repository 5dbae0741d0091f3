package commands

import (
	"context"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
)

// community is the one in which something is asked.
func community(r *bot.Request) bot.Address {
	return bot.Address{Platform: r.At.Platform, Space: r.At.Space}
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
