package commands

import (
	"context"
	"encoding/json"
	"fmt"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// shelf is what a community has of tips and resources: those of the packs, as its moderators
// have changed them, and its own.
type shelf struct {
	store   *storage.Store
	library *content.Library
}

func newShelf(store *storage.Store, d Defaults) *shelf { return &shelf{store, d.Library} }

// living are those that are shown in the community where r is asked, on its day.
func (s *shelf) living(ctx context.Context, r *bot.Request) (*content.Pack, error) {
	return s.on(ctx, community(r), schedule.DayOf(r.Now.In(r.From.Zone)))
}

// on are those that are shown in a community on a day.
func (s *shelf) on(ctx context.Context, at bot.Address, day schedule.Day) (*content.Pack, error) {
	all, err := s.store.ContentItems(ctx, at)
	if err != nil {
		return nil, err
	}
	var tips []content.Tip
	var resources []content.Resource
	hidden := map[string]bool{}
	for i := range all {
		item := &all[i]
		switch {
		case item.State == storage.ItemHidden:
			hidden[item.ID] = true
		case item.State == storage.ItemLiving && item.Kind == storage.TipItem:
			t, err := tipOf(item)
			if err != nil {
				return nil, err
			}
			tips = append(tips, *t)
		case item.State == storage.ItemLiving:
			o, err := resourceOf(item)
			if err != nil {
				return nil, err
			}
			resources = append(resources, *o)
		}
	}
	return s.library.Pack().With(tips, resources, hidden).Living(day), nil
}

// tipOf is the tip that a community has made of an item.
func tipOf(i *storage.ContentItem) (*content.Tip, error) {
	t := &content.Tip{}
	if err := json.Unmarshal([]byte(i.Body), t); err != nil {
		return nil, fmt.Errorf("tip %s: %w", i.ID, err)
	}
	t.ID = i.ID
	return t, nil
}

// resourceOf is the resource that a community has made of an item.
func resourceOf(i *storage.ContentItem) (*content.Resource, error) {
	o := &content.Resource{}
	if err := json.Unmarshal([]byte(i.Body), o); err != nil {
		return nil, fmt.Errorf("resource %s: %w", i.ID, err)
	}
	o.ID = i.ID
	return o, nil
}

// sourcesText are the pages that say what an item says, and when that was checked.
func sourcesText(i *content.Item) bot.Text {
	var links []bot.Text
	for _, s := range i.Sources {
		links = append(links, bot.Textf(bot.Text{FR: "[%s](%s)", EN: "[%s](%s)"}, s.Title, bot.Markup(s.URL)))
	}
	said := bot.Textf(bot.Text{FR: "Source : %s", EN: "Source: %s"}, bot.Join(", ", links...))
	switch {
	case len(links) == 0:
		return bot.Text{}
	case len(links) > 1:
		said = bot.Textf(bot.Text{FR: "Sources : %s", EN: "Sources: %s"}, bot.Join(", ", links...))
	}
	return said
}

// verifiedText says when an item was checked against its sources.
func verifiedText(i *content.Item) bot.Text {
	if i.Verified == 0 {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "vérifié le %s", EN: "checked on %s"}, i.Verified.Date())
}
