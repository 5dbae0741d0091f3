package commands

import (
	"context"
	"encoding/json"
	"errors"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
	"rebond/storage"
)

// shelved is an item as moderators see it, whether it is shown or not: a tip or a resource.
type shelved struct {
	tip      *content.Tip
	resource *content.Resource
	packed   bool                // it is one of a pack
	here     storage.ContentItem // what the community makes of it
}

func (s *shelved) item() *content.Item {
	if s.tip != nil {
		return &s.tip.Item
	}
	return &s.resource.Item
}

func (s *shelved) hidden() bool { return s.here.State == storage.ItemHidden }

// expired reports whether an item was shown until its end came.
func (s *shelved) expired(on schedule.Day) bool { return !s.hidden() && s.item().Expired(on) }

// soon reports whether the end of an item that is shown is near.
func (s *shelved) soon(on schedule.Day) bool {
	end := s.item().Expires
	return !s.hidden() && end != 0 && on <= end && end <= on+soonDays
}

// body is the item as it is kept.
func (s *shelved) body() string {
	var v any = s.resource
	if s.tip != nil {
		v = s.tip
	}
	text, _ := json.Marshal(v) // of texts and days: it cannot fail
	return string(text)
}

// version tells an item from itself after any change, of its pack too.
func (s *shelved) version() string { return revision(s.here.Revision) + "-" + digest(s.body()) }

// as is an item with what the community makes of it; nil where it is neither in a pack nor
// of the community's own.
func (c *curating) as(i *storage.ContentItem) (s *shelved, err error) {
	base := c.defaults.Library.Pack()
	tip, isTip := base.Tip(i.ID)
	resource, isResource := base.Resource(i.ID)
	s = &shelved{here: *i, packed: isTip || isResource}
	switch {
	case i.Body != "" && i.Kind == storage.TipItem:
		s.tip, err = tipIn(base, i)
	case i.Body != "":
		s.resource, err = resourceIn(base, i)
	case isTip:
		s.tip = tip
	case isResource:
		s.resource = resource
	default:
		return nil, nil
	}
	return s, err
}

var errNoItem = &bot.UserError{Text: bot.Text{FR: "Cette fiche n’est plus là : elle a été retirée. « Conseils et formations », dans `/reglages`, montre celles qui restent.", EN: "This item is gone: it was removed. “Tips and training”, in `/settings`, shows those that are left."}, Err: bot.ErrNotFound}

// find is the item that a control is about.
func (c *curating) find(ctx context.Context, r *bot.Request) (*shelved, error) {
	here, err := c.store.ContentItem(ctx, community(r), r.Args["id"])
	if errors.Is(err, bot.ErrNotFound) {
		here, err = &storage.ContentItem{ID: r.Args["id"]}, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := c.as(here)
	if err == nil && (s == nil || here.State == storage.ItemWaiting) {
		err = errNoItem
	}
	return s, err
}

// stateText says what an item is, and where it comes from.
func (s *shelved) stateText() bot.Text {
	kind := bot.Text{FR: "Ressource", EN: "Resource"}
	of := bot.Text{}
	if s.tip != nil {
		kind, of = bot.Text{FR: "Conseil", EN: "Tip"}, content.Label(content.Themes, s.tip.Theme)
	} else {
		of = bot.Same(s.resource.Provider)
	}
	from := bot.Text{FR: "d’origine", EN: "original"}
	switch {
	case !s.packed && s.here.Author != "":
		from = bot.Textf(bot.Text{FR: "proposée par %s", EN: "proposed by %s"}, person(s.here.Account))
	case !s.packed:
		from = bot.Text{FR: "fiche ajoutée ici", EN: "added here"}
	case s.here.Body != "":
		from = bot.Text{FR: "fiche modifiée ici", EN: "changed here"}
	}
	hidden := bot.Text{}
	if s.hidden() {
		hidden = bot.Text{FR: "**masquée**", EN: "**hidden**"}
	}
	return bot.Join(" · ", kind, of, from, hidden)
}

// dueText says that an item is to be looked at again; empty where it is not.
func (s *shelved) dueText(on schedule.Day) bot.Text {
	end := s.item().Expires
	switch {
	case s.expired(on):
		return bot.Textf(bot.Text{FR: "**Expirée le %s** : plus personne ne la voit.", EN: "**Expired on %s**: nobody sees it any more."}, end.Date())
	case s.soon(on):
		return bot.Textf(bot.Text{FR: "**Expire le %s.**", EN: "**Expires on %s.**"}, end.Date())
	}
	return bot.Text{}
}

// votesText says how many found a tip useful, as near as it may be told.
func votesText(v storage.TipVotes) bot.Text {
	if v.Useful+v.Useless == 0 {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "Utile pour %s", EN: "Found useful by %s"}, about(v.Useful))
}

// itemCall does something to an item as it was read.
func itemCall(r *bot.Request, action string, s *shelved) bot.Call {
	return curatingCall(action, place(r).With("id", s.item().ID).With("rev", s.version()))
}

// looking opens something about an item.
func looking(r *bot.Request, action string, s *shelved) bot.Call {
	return curatingCall(action, place(r).With("id", s.item().ID))
}

// hideButton hides an item, or shows it again.
func hideButton(r *bot.Request, s *shelved) bot.Button {
	if s.hidden() {
		return bot.Button{Label: bot.Text{FR: "Remontrer la fiche", EN: "Show the item again"}, Do: itemCall(r, "remontrer", s)}
	}
	return bot.Button{Label: bot.Text{FR: "Masquer la fiche", EN: "Hide the item"}, Do: itemCall(r, "masquer", s)}
}

// listed is an item of a list.
func (c *curating) listed(r *bot.Request, all *stock, s *shelved) bot.Card {
	card := bot.Card{
		Title:  s.item().Title.Escaped(),
		Body:   s.stateText(),
		Footer: votesText(all.votes[s.item().ID]),
		Buttons: []bot.Button{
			{Label: bot.Text{FR: "Lire", EN: "Read"}, Do: looking(r, "fiche", s)},
			{Label: bot.Text{FR: "Modifier", EN: "Edit"}, Do: looking(r, "modifier", s)},
			hideButton(r, s),
		},
	}
	card.Buttons[2].Do.Args = card.Buttons[2].Do.Args.With(inList.Name, "yes")
	if due := s.dueText(all.today); !due.Empty() {
		card.Tone = bot.Warning
		card.Body = bot.Join("\n", card.Body, due, sourcesText(s.item()))
	}
	return card
}

// read shows all of an item.
func (c *curating) read(ctx context.Context, r *bot.Request) (*bot.Message, error) {
	s, err := c.find(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.screen(ctx, r, s, bot.Text{})
}

// screen is all of an item, and what can be done with it.
func (c *curating) screen(ctx context.Context, r *bot.Request, s *shelved, said bot.Text) (*bot.Message, error) {
	today, err := c.today(ctx, r)
	if err != nil {
		return nil, err
	}
	votes, err := c.store.TipVotes(ctx, community(r))
	if err != nil {
		return nil, err
	}
	var card bot.Card
	template := bot.Text{}
	if s.tip != nil {
		if card = tipCard(s.tip, nil); !s.tip.Template.Empty() {
			template = bot.Textf(bot.Text{FR: "**Modèle à copier :**\n%s", EN: "**Template to copy:**\n%s"}, s.tip.Template.Escaped())
		}
	} else {
		card = fullResource(s.resource)
		card.Facts = append(card.Facts, bot.Fact{Label: bot.Text{FR: "Lien", EN: "Link"}, Value: bot.Linked(bot.Same(s.resource.URL), s.resource.URL)})
	}
	due := s.dueText(today)
	if !due.Empty() {
		card.Tone = bot.Warning
	}
	card.Body = bot.Join("\n\n", bot.Join("\n", s.stateText(), due), card.Body, template)
	card.Footer = bot.Join(" · ", card.Footer, untilText(s.item(), today), votesText(votes[s.item().ID]))
	card.Buttons = itemButtons(r, s, today)
	return &bot.Message{Text: said, Cards: []bot.Card{card}, Buttons: []bot.Button{{Label: bot.Text{FR: "Revenir à la liste", EN: "Back to the list"}, Do: curatingCall("fiches", place(r))}}}, nil
}

// untilText says until when an item is shown.
func untilText(i *content.Item, today schedule.Day) bot.Text {
	if i.Expires < today {
		return bot.Text{}
	}
	return bot.Textf(bot.Text{FR: "à revoir avant le %s", EN: "to be checked again by %s"}, i.Expires.Date())
}

// itemButtons are what can be done with an item.
func itemButtons(r *bot.Request, s *shelved, today schedule.Day) []bot.Button {
	var all []bot.Button
	if s.expired(today) || s.soon(today) {
		all = append(all, bot.Button{Label: bot.Text{FR: "J’ai vérifié : toujours vrai", EN: "I have checked: still true"}, Style: bot.Primary, Do: itemCall(r, "confirmer", s)})
	}
	all = append(all, bot.Button{Label: bot.Text{FR: "Modifier", EN: "Edit"}, Do: looking(r, "modifier", s)})
	if s.resource != nil {
		all = append(all, bot.Button{Label: detailsTitle, Do: looking(r, "details", s)})
	}
	all = append(all, hideButton(r, s))
	switch {
	case !s.packed:
		all = append(all, bot.Button{Label: bot.Text{FR: "Retirer", EN: "Remove"}, Style: bot.Danger, Do: looking(r, "supprimer", s)})
	case s.here.Body != "":
		all = append(all, bot.Button{Label: bot.Text{FR: "Revenir à l’original", EN: "Back to the original"}, Do: itemCall(r, "original", s)})
	}
	return all
}
