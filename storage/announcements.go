package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/delivery"
)

// Announced is what a member announces, as it is remembered.
type Announced struct {
	ID        string
	Community bot.Address
	Author    bot.PersonID
	User      string // the author's account on the community's platform
	State     Standing
	Here      bool // filled by somebody of the community
	board.Announcement
	Findings  []board.Finding
	MustRead  bool // a moderator has to read it, whatever its words
	Why       Why  // what a moderator said last of one that does not appear
	Revision  int64
	Created   time.Time // when its author sent it
	Published time.Time // zero: never yet
	Expires   time.Time
	Ended     time.Time
	Card      string // key of the post that shows it; empty: none does
	CardAt    time.Time
	CardState delivery.State
	CardRef   bot.MessageRef // where it is, once it is there
	CardLost  bool           // it could not be posted or changed: there is none any more
	Review    string         // key of the post that shows moderators what waits for them; empty: none does
	Opened    int            // by how many people but its author
	Kept      int
	community string // its id

	reviewAt    time.Time
	reviewPlace string
	reviewLost  bool // it could not be posted
}

// Standing is where an announcement is in its life.
type Standing string

// The standings. What was withdrawn has no words any more.
const (
	Held      Standing = "held"     // a moderator has to decide
	Returned  Standing = "returned" // a moderator has asked for a change
	Aside     Standing = "aside"    // members have reported it: moderators look at it again
	Living    Standing = "living"
	Filled    Standing = "filled"
	Expired   Standing = "expired"
	Refused   Standing = "refused"
	Withdrawn Standing = "withdrawn"
)

// Ended reports whether nobody can apply any more, though the announcement is still shown.
func (s Standing) Ended() bool { return s == Filled || s == Expired }

// Waits reports whether it does not appear, and may again.
func (s Standing) Waits() bool { return s == Held || s == Returned || s == Aside }

// How long an announcement lives, and how long before its end its author is told.
const (
	AnnouncementLife = 30 * 24 * time.Hour
	RemindBefore     = 3 * 24 * time.Hour
)

// endedLife is for how long the words of what has ended are kept. What is left of it then
// is remembered as long as its card could be changed, so that erasing its author finds it.
const endedLife = 90 * 24 * time.Hour

// Announcements are those of all communities.
type Announcements struct {
	Store *Store
	Words AnnouncementWords
}

// AnnouncementWords are what the community reads of announcements: commands has them.
type AnnouncementWords interface {
	// Card shows the announcements of one author that share a card.
	Card(all []Announced, settings Settings) *bot.Message
	// Review shows moderators one that waits for them, or what was decided: by, who did.
	Review(a *Announced, settings Settings, by string) *bot.Message
	// Case shows moderators what members report of an offer, or what was decided: by, who did.
	Case(c *Case, settings Settings, by string) *bot.Message
	// Lost tells moderators that announcements can no longer be posted where they are.
	Lost(to bot.Address) *bot.Message
	// Lang is the language of a community.
	Lang(settings Settings) bot.Lang
}

const announcedColumns = `a.id, a.community, c.platform, c.space, a.author,
	coalesce((SELECT min(u.user_id) FROM accounts u WHERE u.person = a.author AND u.platform || '' = c.platform AND u.space IN ('', c.space)), ''),
	a.state, a.filled_here, a.body, a.findings, a.must_read, coalesce(a.why, ''), a.revision, a.created_at, coalesce(a.published_at, 0), coalesce(a.expires_at, 0), coalesce(a.ended_at, 0),
	coalesce(a.card, ''), coalesce(a.card_at, 0), coalesce(p.state, ''), coalesce(p.message, ''), coalesce(p.message_at, ''),
	a.card IS NOT NULL AND (p.state IS NULL OR p.state IN ('rejected', 'expired') OR EXISTS (SELECT 1 FROM posts e WHERE e.of_key = a.card AND e.state = 'rejected')),
	coalesce(a.review, ''), coalesce(a.review_at, 0), coalesce(r.place, ''), coalesce(r.state IN ('rejected', 'expired'), FALSE),
	a.opened + (SELECT count(*) FROM announcement_opens n WHERE n.announcement = a.id), (SELECT count(*) FROM kept_offers k WHERE k.offer = a.id)`

const announcedTables = " FROM announcements a JOIN communities c ON c.id = a.community LEFT JOIN posts p ON p.key = a.card LEFT JOIN posts r ON r.key = a.review "

// announced reads announcements that a condition chooses.
func (t tx) announced(ctx context.Context, where string, args ...any) ([]Announced, error) {
	return query(ctx, t, "SELECT "+announcedColumns+announcedTables+where, args, func(rows *sql.Rows) (a Announced, err error) {
		var body, findings, why, message, at string
		var created, published, expires, ended, card, review int64
		if err := rows.Scan(&a.ID, &a.community, &a.Community.Platform, &a.Community.Space, &a.Author, &a.User, &a.State, &a.Here, &body, &findings, &a.MustRead, &why, &a.Revision,
			&created, &published, &expires, &ended, &a.Card, &card, &a.CardState, &message, &at, &a.CardLost, &a.Review, &review, &a.reviewPlace, &a.reviewLost, &a.Opened, &a.Kept); err != nil {
			return a, err
		}
		a.Created, a.Published, a.Expires, a.Ended, a.CardAt = instant(created), maybeInstant(published), maybeInstant(expires), maybeInstant(ended), maybeInstant(card)
		a.reviewAt = maybeInstant(review)
		if message != "" {
			a.CardRef.ID = message
			if err := a.CardRef.At.UnmarshalText([]byte(at)); err != nil {
				return a, err
			}
		}
		return a, errors.Join(json.Unmarshal([]byte(body), &a.Announcement), json.Unmarshal([]byte(findings), &a.Findings), a.Why.read(why))
	})
}

func maybeInstant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return instant(ms)
}

// oneAnnounced is an announcement by its id; ErrNotFound where there is none.
func (t tx) oneAnnounced(ctx context.Context, id string) (*Announced, error) {
	all, err := t.announced(ctx, "WHERE a.id = $1", id)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// Announcement returns an announcement of a community, or of any where none is named;
// ErrNotFound where there is none.
func (n *Announcements) Announcement(ctx context.Context, in bot.Address, id string) (*Announced, error) {
	a, err := n.Store.reader().oneAnnounced(ctx, id)
	if err == nil && in != (bot.Address{}) && (a.Community.Platform != in.Platform || a.Community.Space != in.Space) {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read announcement: %w", err)
	}
	return a, nil
}

// Of returns what a person has announced in a community, the latest first, without what
// was withdrawn.
func (n *Announcements) Of(ctx context.Context, in bot.Address, author bot.PersonID, from, max int) ([]Announced, error) {
	all, err := n.Store.reader().announced(ctx, "WHERE a.author = $1 AND c.platform = $2 AND c.space = $3 AND a.state <> 'withdrawn' ORDER BY a.created_at DESC, a.id DESC LIMIT $4 OFFSET $5",
		string(author), in.Platform, in.Space, max, from)
	if err != nil {
		return nil, fmt.Errorf("read announcements: %w", err)
	}
	return all, nil
}

// Held returns the announcements of a community that wait for a moderator, the oldest
// first.
func (n *Announcements) Held(ctx context.Context, in bot.Address, from, max int) ([]Announced, error) {
	all, err := n.Store.reader().announced(ctx, "WHERE a.state = 'held' AND c.platform = $1 AND c.space = $2 ORDER BY a.created_at, a.id LIMIT $3 OFFSET $4", in.Platform, in.Space, max, from)
	if err != nil {
		return nil, fmt.Errorf("read announcements: %w", err)
	}
	return all, nil
}

// WaitCount is how many announcements, and how many cases, wait for moderators of a
// community.
func (n *Announcements) WaitCount(ctx context.Context, in bot.Address) (held, cases int, err error) {
	err = n.Store.reader().row(ctx, `
		SELECT (SELECT count(*) FROM announcements a WHERE a.community = c.id AND a.state = 'held'), (SELECT count(*) FROM offer_cases k WHERE k.community = c.id AND k.state IN ('open', 'aside'))
		FROM communities c WHERE c.platform = $1 AND c.space = $2`, in.Platform, in.Space).Scan(&held, &cases)
	if err = found(err); err == bot.ErrNotFound {
		err = nil
	}
	return held, cases, err
}

// DecidedBy returns the account of the moderator who decided of an announcement last;
// empty where nobody did, or has gone.
func (n *Announcements) DecidedBy(ctx context.Context, a *Announced) (user string, err error) {
	return n.Store.decidedBy(ctx, a.community, a.ID, a.Community)
}

func (s *Store) decidedBy(ctx context.Context, community, about string, in bot.Address) (user string, err error) {
	err = s.reader().row(ctx, `
		SELECT coalesce((SELECT min(u.user_id) FROM accounts u WHERE u.person = x.person AND u.platform = $3 AND u.space IN ('', $4)), '')
		FROM audit x WHERE x.community = $1 AND x.about = $2 ORDER BY x.id DESC LIMIT 1`,
		community, about, in.Platform, in.Space).Scan(&user)
	if err = found(err); err == bot.ErrNotFound {
		err = nil
	}
	return user, err
}

// Opened notes that a person looked at all of a living offer of a member, once.
func (n *Announcements) Opened(ctx context.Context, offer string, person bot.PersonID) error {
	err := n.Store.change(ctx, func(t tx) error {
		if t.engine == postgres { // people before what they announce, as everybody takes them
			if _, err := t.exec(ctx, "SELECT 1 FROM persons WHERE id = $1 FOR KEY SHARE", string(person)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "SELECT 1 FROM announcements WHERE id = $1 FOR KEY SHARE", offer); err != nil { // its author may be erased
				return err
			}
		}
		_, err := t.exec(ctx, `
			INSERT INTO announcement_opens (announcement, person) SELECT id, $2 FROM announcements WHERE id = $1 AND state = 'living' AND author <> $2
			ON CONFLICT (announcement, person) DO NOTHING`, offer, string(person))
		return err
	})
	if err != nil {
		return fmt.Errorf("note an opened announcement: %w", err)
	}
	return nil
}

// pruneAnnouncements forgets what ended long ago, and drafts that nobody has touched.
func pruneAnnouncements(ctx context.Context, t tx, now time.Time) error {
	for _, step := range []struct {
		text   string
		before time.Duration
	}{
		{"DELETE FROM announcement_drafts WHERE changed_at <= $1", DraftLife},
		{"DELETE FROM announcements WHERE state = 'withdrawn' AND ended_at <= $1", postLife},
	} {
		if _, err := t.exec(ctx, step.text, millis(now.Add(-step.before))); err != nil {
			return fmt.Errorf("%s: %w", strings.Fields(step.text)[2], err)
		}
	}
	return nil
}
