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

// TooSoonError says that somebody has announced as much as they can for now.
type TooSoonError struct {
	Limit int       // a day
	Again time.Time // when they can again
}

func (e *TooSoonError) Error() string { return fmt.Sprintf("%d announced within a day", e.Limit) }

// DuplicateError says that an opening is announced already.
type DuplicateError struct{ Of *Announced }

func (e *DuplicateError) Error() string { return "announced already: " + e.Of.ID }

// BlockedError says that moderators no longer take what somebody announces.
type BlockedError struct{ Why Why }

func (e *BlockedError) Error() string { return "blocked from announcing" }

// Terms are those on which an author announces in a community.
type Terms struct {
	Limit    int      // announcements a day
	Approval Approval // what a moderator reads first; empty: nothing
}

// sameWithin is for how long an opening is not to be announced again: a rule of the board.
const sameWithin = 7 * 24 * time.Hour

// Publish makes an announcement of a draft, or changes the one that it is of, if the
// draft is as it was shown: [ErrChanged] where it is not. What a moderator has to see is
// held until one has decided, or its author has corrected it where only its words held it.
func (n *Announcements) Publish(ctx context.Context, in bot.Address, author bot.PersonID, draft string, revision int64, terms Terms, now time.Time) (*Announced, error) {
	var a *Announced
	err := n.Store.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, author); err != nil {
			return err
		}
		if err := t.mayNotBeBlocked(ctx, in, author); err != nil {
			return err
		}
		d, err := t.draft(ctx, in, author, draft, now)
		if err != nil {
			return err
		}
		if d.Revision != revision {
			return ErrChanged
		}
		if _, err := t.exec(ctx, "DELETE FROM announcement_drafts WHERE id = $1", d.ID); err != nil {
			return err
		}
		var id string
		if id, err = n.rewrite(ctx, t, d, terms, now); errors.Is(err, bot.ErrNotFound) {
			id, err = n.add(ctx, t, d, terms, now)
		}
		if err != nil {
			return err
		}
		a, err = t.oneAnnounced(ctx, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	n.told()
	return a, nil
}

// told wakes those who deliver, compose and tend in this process.
func (n *Announcements) told() {
	n.Store.tellPosted()
	n.Store.tellNoticed()
	n.Store.tellArrived() // one that is published
	select {
	case n.Store.announced <- struct{}{}:
	default:
	}
}

// Changed holds one when announcements or cases have changed in this process.
func (n *Announcements) Changed() <-chan struct{} { return n.Store.announced }

func (n *Announcements) add(ctx context.Context, t tx, d *Draft, terms Terms, now time.Time) (string, error) {
	a := &Announced{ID: t.ids.next(now), Community: d.Community, Author: d.Person, Announcement: d.Announcement, Findings: board.Findings(&d.Announcement), Created: now}
	var err error
	if a.community, err = t.community(ctx, d.Community, now); err != nil {
		return "", err
	}
	if a.User, err = t.accountOf(ctx, d.Person, d.Community); err != nil {
		return "", err
	}
	if err := t.mayAnnounce(ctx, a, terms.Limit, now); err != nil {
		return "", err
	}
	findings, err := json.Marshal(a.Findings)
	if err != nil {
		return "", err
	}
	if _, err := t.exec(ctx, "INSERT INTO announcements (id, community, author, state, filled_here, body, same, findings, revision, created_at) VALUES ($1, $2, $3, 'held', 0, '{}', $4, $5, 0, $6)",
		a.ID, a.community, string(a.Author), a.Same(), string(findings), millis(now)); err != nil {
		return "", err
	}
	if a.MustRead, err = t.mustRead(ctx, a, terms.Approval, now); err != nil {
		return "", err
	}
	before := *a
	a.State = Held
	if !a.MustRead && !board.Hold(a.Findings, nil) {
		a.State = Living
	}
	return a.ID, n.write(ctx, t, &before, a, "", nil, now)
}

// wary is for how long what somebody announces is read, whatever the mode, after something
// of theirs was taken down, unless a moderator has approved them since.
const wary = 30 * 24 * time.Hour

// mustRead reports whether a moderator reads what somebody announces, whatever its words:
// the mode of approval says so, or something of theirs was taken down lately.
func (t tx) mustRead(ctx context.Context, a *Announced, mode Approval, now time.Time) (bool, error) {
	removed, err := t.removedLately(ctx, a, now)
	if err != nil || removed || mode != FirstApproval {
		return removed || mode == AllApproval, err
	}
	var trusted bool
	err = t.row(ctx, "SELECT EXISTS (SELECT 1 FROM announcements WHERE author = $1 AND community = $2 AND trusted = 1)", string(a.Author), a.community).Scan(&trusted)
	return !trusted, err
}

// removedLately reports whether something of an author's was taken down, and moderators
// have not approved them since.
func (t tx) removedLately(ctx context.Context, a *Announced, now time.Time) (removed bool, err error) {
	err = t.row(ctx, `
		SELECT EXISTS (SELECT 1 FROM audit x WHERE x.subject = $1 AND x.community = $2 AND x.at > $3 AND x.what IN ('announcement_removed', 'offer_removed', 'offer_withdrawn')
				AND NOT EXISTS (SELECT 1 FROM authors m WHERE m.community = $2 AND m.person = $1 AND m.approved_at >= x.at))`,
		string(a.Author), a.community, millis(now.Add(-wary))).Scan(&removed)
	return removed, err
}

// mayAnnounce refuses what is announced already, and too many in a day.
func (t tx) mayAnnounce(ctx context.Context, a *Announced, limit int, now time.Time) error {
	twins, err := t.announced(ctx, "WHERE a.community = $1 AND a.same = $2 AND (a.state IN ('held', 'returned', 'aside', 'living', 'filled', 'expired') AND coalesce(a.published_at, a.created_at) > $3 OR a.state = 'refused' AND a.author = $4) ORDER BY a.author <> $4, a.id DESC LIMIT 10",
		a.community, a.Same(), millis(now.Add(-sameWithin)), string(a.Author))
	if err != nil {
		return err
	}
	for i := range twins {
		// Of somebody else's, only what everybody sees: not that it waits, nor whose name it hides.
		if w := &twins[i]; w.Author == a.Author || w.State == Living && w.Publisher != board.HiddenClient {
			return &DuplicateError{w}
		}
	}
	last, err := query(ctx, t, "SELECT created_at FROM announcements WHERE author = $1 AND community = $2 AND created_at > $3 AND (state <> 'refused' OR published_at IS NOT NULL) ORDER BY created_at DESC LIMIT $4",
		[]any{string(a.Author), a.community, millis(now.Add(-24 * time.Hour)), limit}, func(rows *sql.Rows) (created int64, err error) {
			err = rows.Scan(&created)
			return created, err
		})
	if err != nil || len(last) < limit {
		return err
	}
	return &TooSoonError{Limit: limit, Again: instant(last[limit-1]).Add(24 * time.Hour)}
}

// rewrite gives an announcement the words of a draft. What moderators have not seen of it
// yet holds it again, even what has ended: it can be renewed. What they have refused or
// returned they read again. Where there is nothing to see any more, it waits for nobody.
// ErrNotFound where there is none to change.
func (n *Announcements) rewrite(ctx context.Context, t tx, d *Draft, terms Terms, now time.Time) (string, error) {
	if err := t.holdAnnouncement(ctx, d.Of); err != nil {
		return "", err
	}
	a, err := t.oneAnnounced(ctx, d.Of)
	if err != nil {
		return "", err
	}
	if a.Author != d.Person || a.State == Withdrawn {
		return "", bot.ErrNotFound
	}
	before := *a
	if err := t.reword(ctx, a, &d.Announcement, terms, now); err != nil {
		return "", err
	}
	if _, err := t.exec(ctx, "UPDATE offer_cases SET kept_at = NULL WHERE offer = $1", a.ID); err != nil { // it was of other words; cases come before places
		return "", err
	}
	return a.ID, n.write(ctx, t, &before, a, "", nil, now)
}

// reword gives an announcement other words, and the state that they bring.
func (t tx) reword(ctx context.Context, a *Announced, words *board.Announcement, terms Terms, now time.Time) error {
	removed, err := t.removedLately(ctx, a, now)
	if err != nil {
		return err
	}
	seen := a.Findings
	a.Announcement, a.Findings = *words, board.Findings(words)
	switch {
	case a.State == Aside: // its case is decided first; then somebody reads what it says now
		a.MustRead = true
	case a.State == Refused, a.State == Returned, terms.Approval == AllApproval, removed:
		a.State, a.MustRead = Held, true
	case board.Hold(a.Findings, seen):
		a.State = Held
	case a.State == Held && !a.MustRead && !board.Hold(a.Findings, nil):
		a.State = Living
	}
	return nil
}

// Holds reports whether a draft would wait for a moderator if it were published, and
// whether for its words alone.
func (n *Announcements) Holds(ctx context.Context, d *Draft, terms Terms, now time.Time) (held, words bool, err error) {
	t := n.Store.reader()
	a := &Announced{Author: d.Person}
	if d.Of != "" {
		is, err := t.oneAnnounced(ctx, d.Of)
		if err != nil && !errors.Is(err, bot.ErrNotFound) {
			return false, false, err
		}
		if err == nil && is.Author == d.Person && is.State != Withdrawn {
			err := t.reword(ctx, is, &d.Announcement, terms, now)
			return is.State == Held, !is.MustRead, err
		}
	}
	if err := t.row(ctx, "SELECT coalesce(min(id), '') FROM communities WHERE platform = $1 AND space = $2", d.Community.Platform, d.Community.Space).Scan(&a.community); err != nil {
		return false, false, err
	}
	must, err := t.mustRead(ctx, a, terms.Approval, now)
	return must || board.Hold(board.Findings(&d.Announcement), nil), !must, err
}

// Change changes an announcement of a community by a rule that sees it as it is at that
// moment. by is a moderator who decides; empty where it is the author, or time. It
// returns it as it is then.
func (n *Announcements) Change(ctx context.Context, in bot.Address, id string, by bot.PersonID, now time.Time, change func(*Announced) error) (*Announced, error) {
	return n.change(ctx, in, id, by, now, func(_ tx, a *Announced) error { return change(a) })
}

func (n *Announcements) change(ctx context.Context, in bot.Address, id string, by bot.PersonID, now time.Time, change func(tx, *Announced) error) (*Announced, error) {
	was, err := n.Announcement(ctx, in, id)
	if err != nil {
		return nil, err
	}
	var a *Announced
	err = n.Store.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, was.Author); err != nil {
			return err
		}
		if err := t.names(ctx, by); err != nil {
			return err
		}
		if err := t.holdAnnouncement(ctx, id); err != nil {
			return err
		}
		if a, err = t.oneAnnounced(ctx, id); err != nil {
			return err
		}
		before := *a
		if err := change(t, a); err != nil {
			return err
		}
		if err := n.write(ctx, t, &before, a, by, nil, now); err != nil {
			return err
		}
		if err := t.writeDecision(ctx, &before, a, by, now); err != nil {
			return fmt.Errorf("its decision: %w", err)
		}
		a, err = t.oneAnnounced(ctx, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change announcement: %w", err)
	}
	n.told()
	return a, nil
}

// unlessChanged is an error that is not of what is no more as it was read.
func unlessChanged(err error) error {
	if errors.Is(err, bot.ErrNotFound) || errors.Is(err, ErrChanged) {
		return nil
	}
	return err
}
