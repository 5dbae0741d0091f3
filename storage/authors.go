package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
)

// Author is somebody who has announced openings in a community, or of whom moderators have
// decided something, with what there is to know before deciding: numbers, not a score.
type Author struct {
	Person    bot.PersonID
	User      string    // their account on the community's platform
	Approved  time.Time // zero: they are not
	Blocked   time.Time // likewise
	Why       Why       // of a block
	First     time.Time // when they announced first; zero: never
	Published int       // what has appeared
	Living    int
	Filled    int
	Waiting   int // for a moderator
	Refused   int // by moderators, taken down, or withdrawn while they were reported
}

const authorColumns = `u.person, coalesce((SELECT min(x.user_id) FROM accounts x WHERE x.person = u.person AND x.platform || '' = c.platform AND x.space IN ('', c.space)), ''),
	coalesce(m.approved_at, 0), coalesce(m.blocked_at, 0), coalesce(m.why, ''), coalesce(u.first, 0), u.published, u.living, u.filled, u.waiting,
	(SELECT count(*) FROM audit d WHERE d.community = c.id AND d.subject = u.person AND d.what IN ('announcement_refused', 'announcement_removed', 'offer_removed', 'offer_withdrawn'))
	FROM (SELECT n.community, n.person, min(a.created_at) AS first, max(a.created_at) AS last, count(a.published_at) AS published,
			count(CASE WHEN a.state = 'living' THEN 1 END) AS living, count(CASE WHEN a.state = 'filled' THEN 1 END) AS filled, count(CASE WHEN a.state IN ('held', 'aside') THEN 1 END) AS waiting
		FROM (SELECT community, author AS person FROM announcements WHERE community = (SELECT id FROM communities WHERE platform = $1 AND space = $2)
			UNION SELECT community, person FROM authors WHERE community = (SELECT id FROM communities WHERE platform = $1 AND space = $2)) n
		LEFT JOIN announcements a ON a.community = n.community AND a.author = n.person GROUP BY n.community, n.person) u
	JOIN communities c ON c.id = u.community LEFT JOIN authors m ON m.community = u.community AND m.person = u.person
	WHERE c.platform = $1 AND c.space = $2`

func scanAuthor(rows *sql.Rows) (a Author, err error) {
	var approved, blocked, first int64
	var why string
	if err := rows.Scan(&a.Person, &a.User, &approved, &blocked, &why, &first, &a.Published, &a.Living, &a.Filled, &a.Waiting, &a.Refused); err != nil {
		return a, err
	}
	a.Approved, a.Blocked, a.First = maybeInstant(approved), maybeInstant(blocked), maybeInstant(first)
	return a, a.Why.read(why)
}

// Authors returns those of a community, who announced last first.
func (s *Store) Authors(ctx context.Context, at bot.Address, from, max int) ([]Author, error) {
	all, err := query(ctx, s.reader(), "SELECT "+authorColumns+" ORDER BY coalesce(u.last, 0) DESC, u.person DESC LIMIT $3 OFFSET $4", []any{at.Platform, at.Space, max, from}, scanAuthor)
	if err != nil {
		return nil, fmt.Errorf("read authors: %w", err)
	}
	return all, nil
}

// Author returns one of a community; ErrNotFound where there is none.
func (s *Store) Author(ctx context.Context, at bot.Address, person bot.PersonID) (*Author, error) {
	all, err := query(ctx, s.reader(), "SELECT "+authorColumns+" AND u.person = $3", []any{at.Platform, at.Space, string(person)}, scanAuthor)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read author: %w", err)
	}
	return &all[0], nil
}

// Blocked is why moderators of a community no longer take what somebody announces; nil
// where they do.
func (s *Store) Blocked(ctx context.Context, at bot.Address, person bot.PersonID) (*Why, error) {
	why, err := s.reader().blocked(ctx, at, person)
	if err != nil {
		return nil, fmt.Errorf("read block: %w", err)
	}
	return why, nil
}

func (t tx) blocked(ctx context.Context, at bot.Address, person bot.PersonID) (*Why, error) {
	var text string
	err := found(t.row(ctx, "SELECT coalesce(m.why, '') FROM authors m JOIN communities c ON c.id = m.community WHERE c.platform = $1 AND c.space = $2 AND m.person = $3 AND m.blocked_at IS NOT NULL",
		at.Platform, at.Space, string(person)).Scan(&text))
	if err == bot.ErrNotFound {
		return nil, nil
	}
	why := &Why{}
	if err == nil {
		err = why.read(text)
	}
	return why, err
}

// mayNotBeBlocked is [BlockedError] of who is.
func (t tx) mayNotBeBlocked(ctx context.Context, at bot.Address, person bot.PersonID) error {
	why, err := t.blocked(ctx, at, person)
	if err == nil && why != nil {
		err = &BlockedError{*why}
	}
	return err
}

// BlockedRef is what an author is told who is blocked, before their own id: see [AnnouncementTopic].
const BlockedRef = "bloque"

// JudgeAuthor approves somebody to announce, blocks them, or takes that back, by an act;
// whoever is blocked is approved no more, and is unblocked before they can be again. [ErrChanged] where it is so already, ErrNotFound
// where they are no author of the community.
func (s *Store) JudgeAuthor(ctx context.Context, at bot.Address, person bot.PersonID, act Act, why Why, by bot.PersonID, now time.Time) error {
	if _, err := s.Author(ctx, at, person); err != nil {
		return err
	}
	err := s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		if err := t.names(ctx, by); err != nil {
			return err
		}
		community, err := t.community(ctx, at, now)
		if err != nil {
			return err
		}
		var approved, blocked int64
		if err := found(t.row(ctx, "SELECT coalesce(approved_at, 0), coalesce(blocked_at, 0) FROM authors WHERE community = $1 AND person = $2", community, string(person)).Scan(&approved, &blocked)); err != nil && err != bot.ErrNotFound {
			return err
		}
		if is := map[Act]bool{AuthorApproved: approved == 0 && blocked == 0, AuthorUnapproved: approved != 0, AuthorBlocked: blocked == 0, AuthorUnblocked: blocked != 0}; !is[act] {
			return ErrChanged
		}
		if err := t.setAuthor(ctx, community, person, act, why, now); err != nil {
			return err
		}
		if act == AuthorBlocked {
			key := AnnouncementTopic + "/" + BlockedRef + "/" + t.ids.next(now)
			if err := t.notify(ctx, person, now, []notice.Notice{{Key: key, Topic: AnnouncementTopic, Class: notice.Decision, Ref: BlockedRef + "/" + string(person), To: at, At: now, Until: now.Add(sameWithin)}}); err != nil {
				return err
			}
		}
		return t.audit(ctx, community, deed{by: by, what: act, subject: person, why: why}, now)
	})
	if err != nil {
		return fmt.Errorf("judge an author: %w", err)
	}
	s.tellNoticed()
	return nil
}

func (t tx) setAuthor(ctx context.Context, community string, person bot.PersonID, act Act, why Why, now time.Time) error {
	var approved, blocked, said any
	switch act {
	case AuthorApproved:
		approved = millis(now)
	case AuthorBlocked:
		blocked, said = millis(now), why.json()
	case AuthorUnapproved, AuthorUnblocked:
		_, err := t.exec(ctx, "DELETE FROM authors WHERE community = $1 AND person = $2", community, string(person))
		return err
	default:
		return fmt.Errorf("no judgement of an author: %s", act)
	}
	_, err := t.exec(ctx, `
		INSERT INTO authors (community, person, approved_at, blocked_at, why) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (community, person) DO UPDATE SET approved_at = excluded.approved_at, blocked_at = excluded.blocked_at, why = excluded.why`, community, string(person), approved, blocked, said)
	return err
}
