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
	pack := s.library.Pack()
	for i := range all {
		item := &all[i]
		switch {
		case item.State == storage.ItemHidden:
			hidden[item.ID] = true
		case item.State == storage.ItemLiving && item.Kind == storage.TipItem:
			if t, err := tipIn(pack, item); err == nil { // one that cannot be read costs no other
				tips = append(tips, *t)
			}
		case item.State == storage.ItemLiving:
			if o, err := resourceIn(pack, item); err == nil {
				resources = append(resources, *o)
			}
		}
	}
	return pack.With(tips, resources, hidden).Living(day), nil
}

// reworded reports whether a community has words of its own for an item: else it has only
// said that the pack's still hold.
func reworded(i *storage.ContentItem) bool {
	var said content.Item
	return json.Unmarshal([]byte(i.Body), &said) == nil && !said.Title.Empty()
}

// held is an item of a pack that a community has checked; the pack's own where that was
// read again since.
func held(base, own *content.Item) content.Item {
	item := *base
	if own.Verified > base.Verified {
		item.Verified, item.Expires = own.Verified, own.Expires
	}
	return item
}

// tipIn is the tip that a community has made of an item, which may be a pack's.
func tipIn(pack *content.Pack, i *storage.ContentItem) (*content.Tip, error) {
	t, err := tipOf(i)
	if err != nil || !t.Title.Empty() {
		return t, err
	}
	base, there := pack.Tip(i.ID)
	if !there {
		return nil, fmt.Errorf("tip %s: %w", i.ID, bot.ErrNotFound)
	}
	whole := *base
	whole.Item = held(&base.Item, &t.Item)
	return &whole, nil
}

// resourceIn is the resource that a community has made of an item, which may be a pack's.
func resourceIn(pack *content.Pack, i *storage.ContentItem) (*content.Resource, error) {
	o, err := resourceOf(i)
	if err != nil || !o.Title.Empty() {
		return o, err
	}
	base, there := pack.Resource(i.ID)
	if !there {
		return nil, fmt.Errorf("resource %s: %w", i.ID, bot.ErrNotFound)
	}
	whole := *base
	whole.Item = held(&base.Item, &o.Item)
	return &whole, nil
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
		links = append(links, bot.Linked(bot.Same(s.Title), s.URL))
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
