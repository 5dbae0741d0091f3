package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
)

// DecideCase is what a moderator decides of a case that waits, as it was shown: to keep the
// offer, to remove it, or to have its author change it. [ErrChanged] where it no longer
// waits, or is not as it was shown.
func (n *Announcements) DecideCase(ctx context.Context, in bot.Address, id string, revision int64, by bot.PersonID, decision CaseState, why Why, now time.Time) (*Case, error) {
	c, err := n.Store.Case(ctx, in, id)
	if err != nil {
		return nil, err
	}
	err = n.Store.change(ctx, func(t tx) error {
		if c.Announced != nil {
			if err := t.turnOf(ctx, c.Announced.Author); err != nil {
				return err
			}
		}
		if err := t.names(ctx, by); err != nil {
			return err
		}
		if err := t.holdAnnouncement(ctx, c.OfferID); err != nil {
			return err
		}
		if err := t.holdCases(ctx, "id = $1", id); err != nil {
			return err
		}
		if c, err = t.oneCase(ctx, "WHERE k.id = $1", id); err != nil {
			return err
		}
		if !c.State.Waits() || c.Revision != revision || decision == CaseReturned && c.Announced == nil {
			return ErrChanged
		}
		subject := bot.PersonID("")
		if c.Announced != nil {
			subject = c.Announced.Author
		}
		acts := map[CaseState]Act{CaseKept: OfferKept, CaseRemoved: OfferRemoved, CaseReturned: OfferReturned}
		if err := t.audit(ctx, c.community, deed{by: by, what: acts[decision], about: c.OfferID, subject: subject, why: why}, now); err != nil {
			return err
		}
		if err := t.closeCase(ctx, c, decision, now); err != nil {
			return err
		}
		settings, err := t.settings(ctx, c.Community)
		if err != nil {
			return err
		}
		user, err := t.accountOf(ctx, by, c.Community)
		if err != nil {
			return err
		}
		posts, err := n.showCase(ctx, t, settings, c, user, now)
		if err != nil {
			return err
		}
		return n.follow(ctx, t, c, by, why, posts, now)
	})
	if err != nil {
		return nil, fmt.Errorf("decide a case: %w", err)
	}
	n.told()
	return c, nil
}

// follow makes a member's announcement agree with what was decided of its case, and puts
// what is said of both.
func (n *Announcements) follow(ctx context.Context, t tx, c *Case, by bot.PersonID, why Why, posts []bot.Post, now time.Time) error {
	if c.Announced == nil {
		return t.put(ctx, now, posts)
	}
	before, a := *c.Announced, *c.Announced
	switch {
	case c.State == CaseKept && a.State == Aside:
		if a.State = Living; a.MustRead { // its words changed meanwhile: nobody has read them
			a.State = Held
		}
	case c.State == CaseRemoved:
		a.State, a.Why = Refused, why
	case c.State == CaseReturned:
		a.State, a.Why = Returned, why
	}
	if a.State == before.State {
		return t.put(ctx, now, posts)
	}
	return n.write(ctx, t, &before, &a, by, posts, now)
}

// closeCase writes down how a case has ended. Those who reported are told by [Announcements.Tend].
func (t tx) closeCase(ctx context.Context, c *Case, as CaseState, now time.Time) error {
	c.State = as
	c.Revision++
	if _, err := t.exec(ctx, "UPDATE offer_cases SET state = $2, revision = $3, decided_at = $4, kept_at = CASE WHEN $2 = 'kept' THEN $4 ELSE kept_at END WHERE id = $1", c.ID, string(as), c.Revision, millis(now)); err != nil {
		return err
	}
	return t.answer(ctx, c)
}

// answer gives the outcome of a case to what was reported of it.
func (t tx) answer(ctx context.Context, c *Case) error {
	_, err := t.exec(ctx, "UPDATE offer_reports SET outcome = $3, words = NULL WHERE community = $1 AND offer = $2 AND outcome IS NULL", c.community, c.OfferID, string(c.State))
	return err
}

// endCase closes the case of an announcement that a moderator has refused or returned by
// another way, and forgets that of one that is withdrawn. One that was removed, and that
// moderators have read again and published, is shown again.
func (n *Announcements) endCase(ctx context.Context, t tx, settings Settings, before, a *Announced, by bot.PersonID, now time.Time) ([]bot.Post, error) {
	as := map[Standing]CaseState{Refused: CaseRemoved, Returned: CaseReturned, Withdrawn: CaseGone, Living: CaseKept}[a.State]
	if as == "" || before.State == a.State {
		return nil, nil
	}
	if err := t.holdCases(ctx, "offer = $1", a.ID); err != nil {
		return nil, err
	}
	if as == CaseKept {
		if by == "" {
			return nil, nil
		}
		_, err := t.exec(ctx, "UPDATE offer_cases SET state = 'kept', revision = revision + 1, decided_at = $2 WHERE offer = $1 AND state = 'removed'", a.ID, millis(now))
		return nil, err
	}
	c, err := t.oneCase(ctx, "WHERE k.offer = $1", a.ID)
	if errors.Is(err, bot.ErrNotFound) || err == nil && !c.State.Waits() && as != CaseGone {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	aside := c.State == CaseAside
	if err := t.closeCase(ctx, c, as, now); err != nil {
		return nil, err
	}
	if as == CaseGone {
		return n.caseGone(ctx, t, settings, c, aside && !before.State.Ended(), now)
	}
	user, err := t.accountOf(ctx, by, c.Community)
	if err != nil {
		return nil, err
	}
	return n.showCase(ctx, t, settings, c, user, now)
}

// caseGone forgets the case of an announcement that is withdrawn. Where its author did so
// while it was aside, moderators still learn that it was reported.
func (n *Announcements) caseGone(ctx context.Context, t tx, settings Settings, c *Case, early bool, now time.Time) ([]bot.Post, error) {
	if _, err := t.exec(ctx, "DELETE FROM offer_cases WHERE id = $1", c.ID); err != nil {
		return nil, err
	}
	if !early {
		return t.replaced(ctx, c.Card, !c.cardLost, now)
	}
	if err := t.audit(ctx, c.community, deed{by: c.Announced.Author, what: OfferWithdrawn, about: c.OfferID, subject: c.Announced.Author}, now); err != nil {
		return nil, err
	}
	if c.Card == "" {
		return nil, nil
	}
	if err := t.forgetBodies(ctx, c.Card); err != nil {
		return nil, err
	}
	return t.edit(ctx, c.Card, n.Words.Case(c, settings, ""), now)
}

// holdCases keeps others from cases until the transaction ends.
func (t tx) holdCases(ctx context.Context, where string, args ...any) error {
	if t.engine == sqlite {
		return nil // there is one writer
	}
	_, err := t.exec(ctx, "SELECT 1 FROM offer_cases WHERE "+where+" ORDER BY id FOR UPDATE", args...)
	return err
}

// holdAnnouncement keeps others from an announcement, and from those on its card, until the
// transaction ends: before its case, what its readers have of it, and the posts.
func (t tx) holdAnnouncement(ctx context.Context, id string) error {
	if t.engine == sqlite {
		return nil
	}
	_, err := t.exec(ctx, "SELECT 1 FROM announcements WHERE id = $1 OR card = (SELECT n.card FROM announcements n WHERE n.id = $1) ORDER BY id FOR NO KEY UPDATE", id)
	return err
}

// reportedBy are the cases in which something is of a person: $1.
const reportedBy = `EXISTS (SELECT 1 FROM offer_reports r WHERE r.community = offer_cases.community AND r.offer = offer_cases.offer AND r.person = $1)
	OR EXISTS (SELECT 1 FROM announcements a WHERE a.id = offer_cases.offer AND a.author = $1)`

// WithdrawnReport is what is left of what was reported, where it was on its way.
var WithdrawnReport = bot.Text{FR: "Ce signalement a été retiré.", EN: "This report has been withdrawn."}

// takeReport takes what moderators were shown of a case down, with its words, those on their
// way too.
func (t tx) takeReport(ctx context.Context, card string, now time.Time) error {
	if err := t.takeDown(ctx, card, now); err != nil {
		return err
	}
	empty, err := json.Marshal(&bot.Message{Text: WithdrawnReport})
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE posts SET body = $2 WHERE (key = $1 OR of_key = $1) AND body IS NOT NULL", card, string(empty))
	return err
}

// forgetReports takes a person out of what was reported: what moderators were shown of it
// is taken down, and shown again without them where it still waits.
func (t tx) forgetReports(ctx context.Context, person bot.PersonID, now time.Time) error {
	cards, err := query(ctx, t, "SELECT card FROM offer_cases WHERE card IS NOT NULL AND ("+reportedBy+") ORDER BY card", []any{string(person)}, scanString)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := t.takeReport(ctx, card, now); err != nil {
			return err
		}
	}
	for _, text := range []string{
		"UPDATE offer_cases SET card = NULL, card_at = NULL, revision = revision + 1 WHERE " + reportedBy,
		"DELETE FROM offer_reports WHERE offer IN (SELECT id FROM announcements WHERE author = $1)",
		"DELETE FROM offer_cases WHERE offer IN (SELECT id FROM announcements WHERE author = $1)",
	} {
		if _, err := t.exec(ctx, text, string(person)); err != nil {
			return err
		}
	}
	return nil
}

// CaseDecidedBy returns the account of the moderator who decided of a case last; empty
// where nobody did, or has gone.
func (s *Store) CaseDecidedBy(ctx context.Context, c *Case) (user string, err error) {
	return s.decidedBy(ctx, c.community, c.OfferID, c.Community)
}
