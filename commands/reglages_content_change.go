package commands

import (
	"context"
	"errors"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// What can be done with an item: a state that is empty leaves it as its pack has it.

func hide(s *shelved, _ schedule.Day) error {
	s.here.State = storage.ItemHidden
	return nil
}

func showAgain(s *shelved, _ schedule.Day) error {
	s.here.State = storage.ItemLiving
	if s.here.Body == "" {
		s.here.State = ""
	}
	return nil
}

func original(s *shelved, _ schedule.Day) error {
	if !s.packed { // the pack has let it go: these are the only words left
		return errNoItem
	}
	if s.here.Body = ""; !s.hidden() {
		s.here.State = ""
	}
	return nil
}

func remove(s *shelved, _ schedule.Day) error {
	if s.packed {
		return errNoItem
	}
	s.here.State, s.here.Body = "", ""
	return nil
}

// confirm notes that what an item says was checked against its sources. Of one whose words
// are its pack's only that is kept: a later reading of the pack brings its own.
func confirm(s *shelved, today schedule.Day) error {
	own := s.copied()
	checked(own.item(), today)
	own.item().Expires = today + year
	if s.packed && !reworded(&s.here) {
		own = own.dated()
	}
	s.here.Body = own.body()
	if s.here.State == "" {
		s.here.State = storage.ItemLiving
	}
	return nil
}

// dated is an item of which nothing is said but when it was checked, and until when it holds.
func (s *shelved) dated() *shelved {
	of := content.Item{Verified: s.item().Verified, Expires: s.item().Expires}
	if s.tip != nil {
		return &shelved{tip: &content.Tip{Item: of}}
	}
	return &shelved{resource: &content.Resource{Item: of}}
}

// copied is an item to change: the pack keeps its own.
func (s *shelved) copied() *shelved {
	own := *s
	if s.tip != nil {
		t := *s.tip
		own.tip = &t
	} else {
		o := *s.resource
		own.resource = &o
	}
	return &own
}

// year is for how many days what was checked is shown.
const year = 365

// checked dates an item as of a day, for a year; one without a source has no dates.
func checked(i *content.Item, today schedule.Day) {
	i.Verified, i.Expires = 0, 0
	if len(i.Sources) > 0 {
		i.Verified, i.Expires = today, today+year
	}
}

// curated changes what a community makes of an item, on a day of its own.
type curated func(s *shelved, today schedule.Day) error

// keep lets do change what the community makes of an item, as long as it is as it was read.
func (c *curating) keep(ctx context.Context, r *bot.Request, do curated) (s *shelved, err error) {
	chosen, err := c.store.Settings(ctx, community(r))
	if err != nil {
		return nil, err
	}
	_, err = c.store.ChangeContent(ctx, community(r), r.Args["id"], r.From.ID, r.Now, func(item *storage.ContentItem) ([]notice.Notice, error) {
		if s, err = c.as(item); err != nil {
			return nil, err
		}
		if s == nil || item.State == storage.ItemWaiting {
			return nil, errNoItem
		}
		if s.version() != r.Args["rev"] {
			return nil, storage.ErrChanged
		}
		if err := do(s, c.dayOf(chosen, r)); err != nil {
			return nil, err
		}
		s.write(item, c.defaults.lang(chosen))
		return nil, nil
	})
	return s, err
}

// write puts what is made of an item where it is kept; its title, for the log, in the
// community's language.
func (s *shelved) write(item *storage.ContentItem, in bot.Lang) {
	item.State, item.Body = s.here.State, s.here.Body
	item.Kind, item.Title = storage.ResourceItem, s.item().Title.In(in)
	if s.tip != nil {
		item.Kind = storage.TipItem
	}
}

// change does something to an item, and shows it again, or the list where that is where it
// was pressed.
func (c *curating) change(do curated, done bot.Text) bot.Handler {
	return updating(func(ctx context.Context, r *bot.Request) (*bot.Message, error) {
		s, err := c.keep(ctx, r, do)
		if errors.Is(err, storage.ErrChanged) {
			return c.changedMeanwhile(ctx, r)
		}
		if err != nil {
			return nil, err
		}
		said := bot.Textf(done, s.item().Title.Escaped())
		now, err := c.find(ctx, r)
		switch {
		case errors.Is(err, bot.ErrNotFound), err == nil && r.Args[inList.Name] != "":
			m, err := c.list(ctx, r)
			if err != nil {
				return nil, err
			}
			m.Text = bot.Join("\n\n", said, m.Text)
			return m, nil
		case err != nil:
			return nil, err
		}
		return c.screen(ctx, r, now, said)
	})
}

// changedMeanwhile shows an item that somebody else was quicker to change.
func (c *curating) changedMeanwhile(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	now, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.screen(ctx, r, now, bot.Text{FR: "Rien n’a changé : cette fiche a été modifiée depuis ce que tu as lu. La voici.", EN: "Nothing has changed: this item was edited since you read it. Here it is."})
}

// askRemove asks before an item of the community's own is lost.
func (c *curating) askRemove(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	s, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.packed {
		return c.screen(ctx, r, s, bot.Text{})
	}
	return &bot.Message{
		Text: bot.Textf(bot.Text{
			FR: "Retirer « %s » ? Son texte sera perdu, et plus personne ne la trouvera ici. « Masquer la fiche » la garde pour plus tard.",
			EN: "Remove “%s”? Its text will be lost, and nobody will find it here any more. “Hide the item” keeps it for later.",
		}, s.item().Title.Escaped()),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Retirer pour de bon", EN: "Remove for good"}, Style: bot.Danger, Do: itemCall(r, "oublier", s)},
			{Label: bot.Text{FR: "La garder", EN: "Keep it"}, Do: looking(r, "fiche", s)},
		},
	}, nil
}
