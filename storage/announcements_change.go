package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/notice"
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

// sameWithin is for how long an opening is not to be announced again: a rule of the board.
const sameWithin = 7 * 24 * time.Hour

// Publish makes an announcement of a draft, or changes the one that it is of, if the
// draft is as it was shown: [ErrChanged] where it is not. What a moderator has to see is
// held until one has decided, or its author has corrected it. limit is how many the
// author can announce a day.
func (n *Announcements) Publish(ctx context.Context, in bot.Address, author bot.PersonID, draft string, revision int64, limit int, now time.Time) (*Announced, error) {
	var a *Announced
	err := n.Store.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, author); err != nil {
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
		if id, err = n.rewrite(ctx, t, d, now); errors.Is(err, bot.ErrNotFound) {
			id, err = n.add(ctx, t, d, limit, now)
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

// told wakes those who deliver and compose in this process.
func (n *Announcements) told() {
	n.Store.tellPosted()
	n.Store.tellNoticed()
}

func (n *Announcements) add(ctx context.Context, t tx, d *Draft, limit int, now time.Time) (string, error) {
	a := &Announced{ID: t.ids.next(now), Community: d.Community, Author: d.Person, Announcement: d.Announcement, Findings: board.Findings(&d.Announcement), Created: now}
	var err error
	if a.community, err = t.community(ctx, d.Community, now); err != nil {
		return "", err
	}
	if a.User, err = t.accountOf(ctx, d.Person, d.Community); err != nil {
		return "", err
	}
	if err := t.mayAnnounce(ctx, a, limit, now); err != nil {
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
	before := *a
	a.State = Held
	if !slices.ContainsFunc(a.Findings, holds) {
		a.State = Living
	}
	return a.ID, n.write(ctx, t, &before, a, "", now)
}

func holds(f board.Finding) bool { return f.Rule.Holds() }

// mayAnnounce refuses what is announced already, and too many in a day.
func (t tx) mayAnnounce(ctx context.Context, a *Announced, limit int, now time.Time) error {
	twins, err := t.announced(ctx, "WHERE a.community = $1 AND a.same = $2 AND a.state IN ('held', 'living', 'filled', 'expired') AND coalesce(a.published_at, a.created_at) > $3 ORDER BY a.author <> $4, a.id DESC LIMIT 10",
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
	last, err := query(ctx, t, "SELECT CAST(created_at AS TEXT) FROM announcements WHERE author = $1 AND community = $2 AND created_at > $3 AND state <> 'refused' ORDER BY created_at DESC LIMIT $4",
		[]any{string(a.Author), a.community, millis(now.Add(-24 * time.Hour)), limit}, scanString)
	if err != nil || len(last) < limit {
		return err
	}
	var oldest int64
	if _, err := fmt.Sscan(last[limit-1], &oldest); err != nil {
		return err
	}
	return &TooSoonError{Limit: limit, Again: instant(oldest).Add(24 * time.Hour)}
}

// rewrite gives an announcement the words of a draft. What moderators have not seen of it
// yet holds it again, even what has ended: it can be renewed. Where there is nothing to
// see any more, it waits for nobody. ErrNotFound where there is none to change.
func (n *Announcements) rewrite(ctx context.Context, t tx, d *Draft, now time.Time) (string, error) {
	a, err := t.oneAnnounced(ctx, d.Of)
	if err != nil {
		return "", err
	}
	if a.Author != d.Person || a.State == Withdrawn || a.State == Refused {
		return "", bot.ErrNotFound
	}
	before := *a
	a.Announcement, a.Findings = d.Announcement, board.Findings(&d.Announcement)
	switch {
	case slices.ContainsFunc(a.Findings, func(f board.Finding) bool { return holds(f) && !slices.Contains(before.Findings, f) }):
		a.State = Held
	case a.State == Held && !slices.ContainsFunc(a.Findings, holds):
		a.State = Living
	}
	return a.ID, n.write(ctx, t, &before, a, "", now)
}

// Change changes an announcement of a community by a rule that sees it as it is at that
// moment. by is a moderator who decides; empty where it is the author, or time. It
// returns it as it is then.
func (n *Announcements) Change(ctx context.Context, in bot.Address, id string, by bot.PersonID, now time.Time, change func(*Announced) error) (*Announced, error) {
	was, err := n.Announcement(ctx, in, id)
	if err != nil {
		return nil, err
	}
	var a *Announced
	err = n.Store.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, was.Author); err != nil {
			return err
		}
		if a, err = t.oneAnnounced(ctx, id); err != nil {
			return err
		}
		before := *a
		if err := change(a); err != nil {
			return err
		}
		if err := n.write(ctx, t, &before, a, by, now); err != nil {
			return err
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

// write keeps a changed announcement, and makes what others see of it agree: the offer,
// its card, what moderators were shown, and what its author is told.
func (n *Announcements) write(ctx context.Context, t tx, before, a *Announced, by bot.PersonID, now time.Time) error {
	switch {
	case a.State == Living && before.State != Living:
		if a.Published.IsZero() {
			a.Published = now
		}
		if !a.Expires.After(now) {
			a.Expires = now.Add(AnnouncementLife)
		}
		a.Ended = time.Time{}
	case a.State != Living && a.State != Held && before.State != a.State:
		a.Ended = now
	}
	if a.State == Withdrawn {
		a.Announcement, a.Findings = board.Announcement{}, nil
	}
	a.Revision++
	if a.State == Withdrawn {
		if err := t.forgetWords(ctx, a, now); err != nil {
			return err
		}
	}
	body, err := json.Marshal(a.Announcement)
	if err != nil {
		return err
	}
	findings, err := json.Marshal(a.Findings)
	if err != nil {
		return err
	}
	if a.State != Living && a.State != Held { // the number stays, without the people
		if _, err := t.exec(ctx, "UPDATE announcements SET opened = opened + (SELECT count(*) FROM announcement_opens n WHERE n.announcement = announcements.id) WHERE id = $1", a.ID); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM announcement_opens WHERE announcement = $1", a.ID); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, "UPDATE announcements SET state = $2, filled_here = $3, body = $4, same = $5, findings = $6, revision = $10, published_at = $7, expires_at = $8, ended_at = $9 WHERE id = $1",
		a.ID, string(a.State), number(a.Here), string(body), a.Same(), string(findings), maybeMillis(a.Published), maybeMillis(a.Expires), maybeMillis(a.Ended), a.Revision); err != nil {
		return err
	}
	if err := t.writeOffer(ctx, a, now); err != nil {
		return fmt.Errorf("its offer: %w", err)
	}
	if err := n.writeNotices(ctx, t, before, a, by, now); err != nil {
		return fmt.Errorf("its notices: %w", err)
	}
	if err := t.writeDecision(ctx, before, a, by, now); err != nil {
		return fmt.Errorf("its decision: %w", err)
	}
	return n.writePosts(ctx, t, before, a, by, now)
}

// forgetWords forgets what was written of an announcement that is withdrawn, but in what
// is on its way, which is replaced.
func (t tx) forgetWords(ctx context.Context, a *Announced, now time.Time) error {
	if _, err := t.exec(ctx, "DELETE FROM announcement_drafts WHERE announcement = $1", a.ID); err != nil {
		return err
	}
	if err := t.holdPosts(ctx, "SELECT CAST($1 AS TEXT) UNION ALL SELECT CAST($2 AS TEXT) UNION ALL SELECT o.post FROM offer_reports o WHERE o.offer = $3", a.Card, a.Review, a.ID); err != nil {
		return err
	}
	if err := t.withdrawReports(ctx, "offer = $1", []any{a.ID}, now); err != nil {
		return err
	}
	for _, key := range []string{a.Card, a.Review} {
		if _, err := t.exec(ctx, "UPDATE posts SET body = NULL WHERE (key = $1 OR of_key = $1) AND state NOT IN ('pending', 'sending')", key); err != nil {
			return err
		}
	}
	return nil
}

// writeDecision writes down who decided of an announcement that waited.
func (t tx) writeDecision(ctx context.Context, before, a *Announced, by bot.PersonID, now time.Time) error {
	what := AnnouncementPublished
	switch {
	case by == "" || before.State == a.State:
		return nil
	case a.State == Refused:
		what = AnnouncementRefused
	}
	_, err := t.exec(ctx, "INSERT INTO audit (id, community, person, at, what, after) VALUES ($1, $2, $3, $4, $5, $6)", t.ids.next(now), a.community, string(by), millis(now), string(what), a.ID)
	return err
}

// writeOffer makes the offer among the others agree with its announcement.
func (t tx) writeOffer(ctx context.Context, a *Announced, now time.Time) error {
	switch a.State {
	case Withdrawn, Refused:
		return deleteOffers(ctx, t, "id = $1", a.ID)
	case Held:
		if a.Published.IsZero() {
			return nil
		}
	}
	o := a.Offer(a.ID)
	o.Published, o.Updated, o.Expires = a.Published, now, a.Expires
	if a.State != Living {
		o.Updated, o.Expires = a.Ended, now // a search does not find it any more
		if a.State == Held {
			o.Updated, o.Expires = now, time.UnixMilli(1) // nor one whose clock is behind
		}
	}
	_, err := putOffer(ctx, t, &o, home{a.ID, a.community}, now)
	return err
}

// AnnouncementTopic is the topic of what authors are told of their announcements. Its
// Ref is what there is to tell, and of which one: "rappel/<id>".
const AnnouncementTopic = "annonces"

// What authors are told.
const (
	ReminderRef  = "rappel"
	PublishedRef = "publiee"
	RefusedRef   = "refusee"
)

// writeNotices tells the author what a moderator decided, and that the end is near.
func (n *Announcements) writeNotices(ctx context.Context, t tx, before, a *Announced, by bot.PersonID, now time.Time) error {
	var all []notice.Notice
	tell := func(what string, at, until time.Time) {
		all = append(all, notice.Notice{Key: fmt.Sprintf("%s/%s/%s/%d", AnnouncementTopic, what, a.ID, millis(until)), Topic: AnnouncementTopic, Class: notice.Decision, Ref: what + "/" + a.ID, To: a.Community, At: at, Until: until})
	}
	if by != "" && before.State != a.State {
		what := PublishedRef
		if a.State == Refused {
			what = RefusedRef
		}
		tell(what, now, now.Add(sameWithin))
	}
	if a.State == Living && (before.State != Living || !before.Expires.Equal(a.Expires)) {
		tell(ReminderRef, a.Expires.Add(-RemindBefore), a.Expires)
	}
	if len(all) == 0 {
		return nil
	}
	return t.notify(ctx, a.Author, now, all)
}
