package storage

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
)

// ContentKind is what an item is.
type ContentKind string

// The kinds of item.
const (
	TipItem      ContentKind = "tip"
	ResourceItem ContentKind = "resource"
)

// ContentState says whether a community's item is shown there.
type ContentState string

// The states of an item. One that is in none is as its pack has it, or is not there.
const (
	ItemLiving  ContentState = "living"
	ItemHidden  ContentState = "hidden"
	ItemWaiting ContentState = "waiting" // proposed by a member: moderators have not decided
)

// ContentItem is what a community makes of an item of a pack, or an item of its own.
type ContentItem struct {
	ID       string
	Kind     ContentKind
	State    ContentState // empty: the pack's own
	Title    string       // for the log
	Body     string       // JSON of the item; empty: as the pack has it
	Author   bot.PersonID // who proposed it; empty: a moderator made it, or they are forgotten
	Account  string       // their account on the community's platform
	Changed  time.Time
	Revision int64 // counts changes; 0: the community has none
	Why      Why   // of a change that refuses a proposal, for the log; it is not kept here

	// Decided is, of a change that decides of a proposal, what the post that showed it to
	// moderators says from then on; nil: that stays as it is. It is not kept here.
	Decided *bot.Message
}

// ProposalPost is the key of the post that shows moderators a proposal.
func ProposalPost(id string) string { return "proposition/" + id }

// ProposerGone is what is left of a proposal where moderators were shown it, once whoever
// proposed it is erased.
var ProposerGone = bot.Text{
	FR: "Une ressource est proposée. La personne qui la proposait a effacé ses données : la proposition reste dans `/moderation`, sans son nom.",
	EN: "A resource is proposed. Whoever proposed it has erased their data: the proposal stays in `/moderation`, without their name.",
}

const contentColumns = `i.id, i.kind, i.state, i.title, coalesce(i.body, ''), coalesce(i.author, ''),
	coalesce((SELECT min(a.user_id) FROM accounts a WHERE a.person = i.author AND a.platform = c.platform AND a.space IN ('', c.space)), ''), i.changed_at, i.revision
	FROM content_items i JOIN communities c ON c.id = i.community WHERE c.platform = $1 AND c.space = $2`

func scanContent(rows *sql.Rows) (i ContentItem, err error) {
	var changed int64
	err = rows.Scan(&i.ID, &i.Kind, &i.State, &i.Title, &i.Body, &i.Author, &i.Account, &changed, &i.Revision)
	i.Changed = instant(changed)
	return i, err
}

// ContentItems returns what a community makes of items, those changed last first.
func (s *Store) ContentItems(ctx context.Context, at bot.Address) ([]ContentItem, error) {
	all, err := query(ctx, s.reader(), "SELECT "+contentColumns+" ORDER BY i.changed_at DESC, i.id", []any{at.Platform, at.Space}, scanContent)
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	return all, nil
}

// ContentItem returns what a community makes of an item; ErrNotFound where that is nothing.
func (s *Store) ContentItem(ctx context.Context, at bot.Address, id string) (*ContentItem, error) {
	i, err := s.reader().contentItem(ctx, at, id)
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	return i, nil
}

func (t tx) contentItem(ctx context.Context, at bot.Address, id string) (*ContentItem, error) {
	all, err := query(ctx, t, "SELECT "+contentColumns+" AND i.id = $3", []any{at.Platform, at.Space, id}, scanContent)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// ErrTooManyProposals is somebody's who has proposed a lot that still waits.
var ErrTooManyProposals = errors.New("too many proposals wait")

// MaxProposals is how many proposals of a person can wait in a community.
const MaxProposals = 5

// Propose keeps what a member proposes for moderators to decide, and puts what tells them.
// It gives the item its id.
func (s *Store) Propose(ctx context.Context, at bot.Address, by bot.PersonID, item *ContentItem, now time.Time, tell func(id string) []bot.Post) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, by, now)
		if err != nil {
			return err
		}
		var waiting int
		if err := t.row(ctx, "SELECT count(*) FROM content_items WHERE community = $1 AND author = $2 AND state = 'waiting'", community, string(by)).Scan(&waiting); err != nil {
			return err
		}
		if waiting >= MaxProposals {
			return ErrTooManyProposals
		}
		item.ID, item.State, item.Author, item.Changed, item.Revision = t.ids.next(now), ItemWaiting, by, now, 1
		if err := t.writeContent(ctx, community, item, now); err != nil {
			return err
		}
		return t.put(ctx, now, tell(item.ID))
	})
	if err != nil {
		return fmt.Errorf("propose content: %w", err)
	}
	s.tellPosted()
	return nil
}

func (t tx) writeContent(ctx context.Context, community string, i *ContentItem, now time.Time) error {
	_, err := t.exec(ctx, `
		INSERT INTO content_items (community, id, kind, state, title, body, author, changed_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (community, id) DO UPDATE SET kind = excluded.kind, state = excluded.state, title = excluded.title, body = excluded.body, author = excluded.author, changed_at = excluded.changed_at, revision = excluded.revision`,
		community, i.ID, string(i.Kind), string(i.State), i.Title, orNull(i.Body), orNull(string(i.Author)), millis(now), i.Revision)
	return err
}

// NewItem is the id of an item that a moderator adds.
const NewItem = ""

// ChangeContent lets do change what a community makes of an item, in one transaction, and
// writes down who did. An item that do leaves in no state is as its pack has it from then
// on; one of the community's own is gone. What do returns tells whoever proposed it of what
// was decided; what moderators were shown of a proposal says it too.
func (s *Store) ChangeContent(ctx context.Context, at bot.Address, id string, by bot.PersonID, now time.Time, do func(*ContentItem) ([]notice.Notice, error)) (*ContentItem, error) {
	var item *ContentItem
	err := s.change(ctx, func(t tx) error {
		community, err := t.holdModerators(ctx, at, now) // before anybody, as where one is named or removed
		if err != nil {
			return err
		}
		if item, err = t.contentToChange(ctx, at, id); err != nil {
			return err
		}
		if err := t.names(ctx, by); err != nil {
			return err
		}
		before := *item
		tell, err := do(item)
		if err != nil {
			return err
		}
		if err := t.keepContent(ctx, community, &before, item, by, now); err != nil {
			return err
		}
		if before.Author != "" && len(tell) > 0 {
			if err := t.notify(ctx, before.Author, now, tell); err != nil {
				return err
			}
		}
		if item.Decided == nil {
			return nil
		}
		return t.instead(ctx, ProposalPost(item.ID), item.Decided, now)
	})
	if err != nil {
		return nil, fmt.Errorf("change content: %w", err)
	}
	s.tellNoticed()
	s.tellPosted()
	return item, nil
}

// instead changes a post, and the words of it that are kept or on their way. It comes after
// all else: from then on the post's place is held, as whoever delivers it holds it.
func (t tx) instead(ctx context.Context, key string, m *bot.Message, now time.Time) error {
	if err := t.holdPosts(ctx, "$1", key); err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE posts SET body = $2 WHERE (key = $1 OR of_key = $1) AND body IS NOT NULL", key, string(body)); err != nil {
		return err
	}
	posts, err := t.edit(ctx, key, m, now)
	if err != nil {
		return err
	}
	return t.put(ctx, now, posts)
}

// proposalsOf are the keys of the posts that show moderators what a person proposes, as
// long as it waits: $1.
const proposalsOf = "SELECT 'proposition/' || i.id FROM content_items i WHERE i.author = $1 AND i.state = 'waiting'"

// unnameProposer takes a person out of what moderators were shown of their proposals,
// before they are erased.
func (t tx) unnameProposer(ctx context.Context, person bot.PersonID, now time.Time) error {
	keys, err := query(ctx, t, proposalsOf+" ORDER BY i.id", []any{string(person)}, scanString)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := t.instead(ctx, key, &bot.Message{Text: ProposerGone}, now); err != nil {
			return err
		}
	}
	return nil
}

// contentToChange reads an item, and keeps whoever proposed it from being erased until it is
// changed and they are told.
func (t tx) contentToChange(ctx context.Context, at bot.Address, id string) (*ContentItem, error) {
	item, err := t.contentItem(ctx, at, id)
	if errors.Is(err, bot.ErrNotFound) {
		return &ContentItem{ID: id}, nil
	}
	if err != nil || item.Author == "" {
		return item, err
	}
	err = t.turnOf(ctx, item.Author)
	if errors.Is(err, bot.ErrNotFound) { // erased meanwhile: what they proposed stays
		item.Author, item.Account, err = "", "", nil
	}
	return item, err
}

func (t tx) keepContent(ctx context.Context, community string, before, item *ContentItem, by bot.PersonID, now time.Time) error {
	what := contentAct(before, item)
	if what == "" {
		return nil
	}
	if item.ID == NewItem {
		item.ID = t.ids.next(now)
	}
	item.Revision, item.Changed = before.Revision+1, now
	title := item.Title
	if title == "" {
		title = before.Title
	}
	if err := t.audit(ctx, community, deed{by: by, what: what, after: title, about: item.ID, subject: proposer(what, before), why: item.Why}, now); err != nil {
		return err
	}
	if item.State == "" {
		_, err := t.exec(ctx, "DELETE FROM content_items WHERE community = $1 AND id = $2", community, item.ID)
		return err
	}
	return t.writeContent(ctx, community, item, now)
}

// proposer is who is concerned by what is decided of a proposal.
func proposer(what Act, before *ContentItem) bot.PersonID {
	if what == ProposalAccepted || what == ProposalRefused {
		return before.Author
	}
	return ""
}

// contentAct is what a change of an item is, as it is written down; empty where nothing
// changes.
func contentAct(before, after *ContentItem) Act {
	switch {
	case before.State == after.State && before.Body == after.Body:
		return ""
	case before.State == ItemWaiting && after.State == ItemLiving:
		return ProposalAccepted
	case before.State == ItemWaiting:
		return ProposalRefused
	case after.State == ItemHidden && before.State != ItemHidden:
		return ItemWasHidden
	case before.State == ItemHidden && after.Body == before.Body:
		return ItemWasShown
	case before.Revision == 0 && before.ID == NewItem:
		return ItemAdded
	case after.State == "" && isOurs(before.ID):
		return ItemRemoved
	}
	return ItemChanged // that of a pack is as the pack has it again, too
}

// isOurs reports whether an item is of no pack: its id is one that we make.
func isOurs(id string) bool {
	b, err := hex.DecodeString(id)
	return err == nil && len(b) == 16
}
