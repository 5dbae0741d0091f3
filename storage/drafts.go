package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/board"
)

// Draft is an announcement that its author is still writing.
type Draft struct {
	ID        string
	Person    bot.PersonID
	Community bot.Address
	Of        string // the announcement that it changes; empty: a new one
	board.Announcement
	Revision int64
	Changed  time.Time
}

// DraftLife is how long a draft is kept after its last change, and MaxDrafts how many
// somebody can have in a community.
const (
	DraftLife = 24 * time.Hour
	MaxDrafts = 10
)

// ErrTooManyDrafts says that somebody has as many drafts as they can.
var ErrTooManyDrafts = errors.New("as many drafts as one can have")

// AddDraft keeps a new draft; its ID is set. Of an announcement there is one at most: where
// one was begun, d becomes that one.
func (s *Store) AddDraft(ctx context.Context, d *Draft, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, d.Person); err != nil {
			return err
		}
		community, err := t.community(ctx, d.Community, now)
		if err != nil {
			return err
		}
		if d.Of != "" {
			begun, err := query(ctx, t, readDraft+" AND d.announcement = $5", []any{string(d.Person), d.Community.Platform, d.Community.Space, millis(now.Add(-DraftLife)), d.Of}, scanDraft)
			if err != nil {
				return err
			}
			if len(begun) > 0 {
				*d = begun[0]
				return nil
			}
		}
		var has int
		if err := t.row(ctx, "SELECT count(*) FROM announcement_drafts WHERE person = $1 AND community = $2 AND changed_at > $3", string(d.Person), community, millis(now.Add(-DraftLife))).Scan(&has); err != nil {
			return err
		}
		if has >= MaxDrafts {
			return ErrTooManyDrafts
		}
		body, err := json.Marshal(d.Announcement)
		if err != nil {
			return err
		}
		d.ID, d.Changed = t.ids.next(now), now
		_, err = t.exec(ctx, "INSERT INTO announcement_drafts (id, person, community, announcement, body, revision, changed_at) VALUES ($1, $2, $3, $4, $5, 0, $6)",
			d.ID, string(d.Person), community, orNull(d.Of), string(body), millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("add draft: %w", err)
	}
	return nil
}

const readDraft = `SELECT d.id, d.person, c.platform, c.space, coalesce(d.announcement, ''), d.body, d.revision, d.changed_at
	FROM announcement_drafts d JOIN communities c ON c.id = d.community WHERE d.person = $1 AND c.platform = $2 AND c.space = $3 AND d.changed_at > $4`

func scanDraft(rows *sql.Rows) (d Draft, err error) {
	var body string
	var changed int64
	if err := rows.Scan(&d.ID, &d.Person, &d.Community.Platform, &d.Community.Space, &d.Of, &body, &d.Revision, &changed); err != nil {
		return d, err
	}
	d.Changed = instant(changed)
	return d, json.Unmarshal([]byte(body), &d.Announcement)
}

// Drafts returns what a person is writing in a community, the latest first.
func (s *Store) Drafts(ctx context.Context, in bot.Address, person bot.PersonID, now time.Time) ([]Draft, error) {
	all, err := query(ctx, s.reader(), readDraft+" ORDER BY d.changed_at DESC, d.id DESC", []any{string(person), in.Platform, in.Space, millis(now.Add(-DraftLife))}, scanDraft)
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return all, nil
}

// Draft returns one of them; ErrNotFound where it is no more.
func (s *Store) Draft(ctx context.Context, in bot.Address, person bot.PersonID, id string, now time.Time) (*Draft, error) {
	return s.reader().draft(ctx, in, person, id, now)
}

func (t tx) draft(ctx context.Context, in bot.Address, person bot.PersonID, id string, now time.Time) (*Draft, error) {
	all, err := query(ctx, t, readDraft+" AND d.id = $5", []any{string(person), in.Platform, in.Space, millis(now.Add(-DraftLife)), id}, scanDraft)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read draft: %w", err)
	}
	return &all[0], nil
}

// ChangeDraft changes a draft, whatever it is at that moment, and returns it.
func (s *Store) ChangeDraft(ctx context.Context, in bot.Address, person bot.PersonID, id string, now time.Time, change func(*board.Announcement)) (d *Draft, err error) {
	err = s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		if d, err = t.draft(ctx, in, person, id, now); err != nil {
			return err
		}
		change(&d.Announcement)
		d.Revision, d.Changed = d.Revision+1, now
		body, err := json.Marshal(d.Announcement)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE announcement_drafts SET body = $2, revision = $3, changed_at = CASE WHEN changed_at > $4 THEN changed_at ELSE $4 END WHERE id = $1", id, string(body), d.Revision, millis(now))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change draft: %w", err)
	}
	return d, nil
}

// KeepDraft keeps a draft as if it were changed at a time.
func (s *Store) KeepDraft(ctx context.Context, person bot.PersonID, id string, at time.Time) error {
	_, err := s.writer().exec(ctx, "UPDATE announcement_drafts SET changed_at = $3 WHERE person = $1 AND id = $2", string(person), id, millis(at))
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	return nil
}

// DropDraft forgets a draft.
func (s *Store) DropDraft(ctx context.Context, person bot.PersonID, id string) error {
	_, err := s.writer().exec(ctx, "DELETE FROM announcement_drafts WHERE person = $1 AND id = $2", string(person), id)
	return err
}

// readPageEvery is the time between two pages that are read for one person.
const readPageEvery = 10 * time.Second

// MayReadPage reports whether a page may be read for a person now, and notes that it is.
// Of two requests at once the later may come first; a time further ahead than that is of
// a clock that was put back.
func (s *Store) MayReadPage(ctx context.Context, person bot.PersonID, now time.Time) (bool, error) {
	res, err := s.writer().exec(ctx, "UPDATE persons SET page_read_at = $2 WHERE id = $1 AND (page_read_at IS NULL OR page_read_at <= $3 OR page_read_at >= $4)",
		string(person), millis(now), millis(now.Add(-readPageEvery)), millis(now.Add(readPageEvery)))
	if err != nil {
		return false, fmt.Errorf("note a page that is read: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
