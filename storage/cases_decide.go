package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
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

// forgetReports takes a person out of what was reported: what moderators were shown of it
// is taken down, and shown again without them where it still waits.
func (t tx) forgetReports(ctx context.Context, person bot.PersonID, now time.Time) error {
	cards, err := query(ctx, t, "SELECT card FROM offer_cases WHERE card IS NOT NULL AND ("+reportedBy+") ORDER BY card", []any{string(person)}, scanString)
	if err != nil {
		return err
	}
	empty, err := json.Marshal(&bot.Message{Text: WithdrawnReport})
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := t.takeDown(ctx, card, now); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE posts SET body = $2 WHERE (key = $1 OR of_key = $1) AND body IS NOT NULL", card, string(empty)); err != nil { // on their way
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

// ReportTopic is the topic of what those who reported an offer are told. Its Ref is the
// outcome and the offer: "removed/<id>".
const ReportTopic = "signalements"

// tendCases sees to what deaths and closed channels have left undone of cases: those who
// reported are told the outcome, announcements agree with their case, and moderators are
// shown what they could not be.
func (n *Announcements) tendCases(ctx context.Context, now time.Time) error {
	if err := n.tellReporters(ctx, now); err != nil {
		return fmt.Errorf("tell who reported: %w", err)
	}
	apart, err := n.Store.reader().cases(ctx, "JOIN announcements a ON a.id = k.offer WHERE k.state = 'aside' AND a.state = 'living' ORDER BY k.id LIMIT $1", tendAtOnce)
	if err != nil {
		return err
	}
	for i := range apart {
		if err := n.putAside(ctx, &apart[i], now); err != nil {
			return err
		}
	}
	if err := n.endGone(ctx, now); err != nil {
		return err
	}
	return n.showCasesAgain(ctx, now)
}

// endGone ends the cases of imported offers that are no more.
func (n *Announcements) endGone(ctx context.Context, now time.Time) error {
	const gone = "state IN ('open', 'aside') AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.id = offer_cases.offer) AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = offer_cases.offer)"
	ids, err := query(ctx, n.Store.reader(), "SELECT id FROM offer_cases WHERE "+gone+" ORDER BY id LIMIT $1", []any{tendAtOnce}, scanString)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.holdCases(ctx, "id = $1", id); err != nil {
				return err
			}
			c, err := t.oneCase(ctx, "WHERE k.id = $1", id)
			if err != nil || !c.State.Waits() {
				return err
			}
			if err := t.closeCase(ctx, c, CaseGone, now); err != nil {
				return err
			}
			posts, err := n.caseGone(ctx, t, nil, c, false, now)
			if err != nil {
				return err
			}
			return t.put(ctx, now, posts)
		})
		if err := unlessChanged(err); err != nil {
			return err
		}
	}
	if len(ids) > 0 {
		n.told() // those who reported them
	}
	return nil
}

// tellReporters tells the outcome to those who reported an offer.
func (n *Announcements) tellReporters(ctx context.Context, now time.Time) error {
	type untold struct {
		id, offer, outcome string
		person             bot.PersonID
		in                 bot.Address
	}
	all, err := query(ctx, n.Store.reader(), "SELECT r.id, r.offer, r.outcome, r.person, c.platform, c.space FROM offer_reports r JOIN communities c ON c.id = r.community WHERE r.outcome IS NOT NULL AND r.told = 0 ORDER BY r.id LIMIT $1", []any{tendAtOnce}, func(rows *sql.Rows) (u untold, err error) {
		err = rows.Scan(&u.id, &u.offer, &u.outcome, &u.person, &u.in.Platform, &u.in.Space)
		return u, err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	for _, u := range all {
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.turnOf(ctx, u.person); err != nil {
				return err
			}
			res, err := t.exec(ctx, "UPDATE offer_reports SET told = 1 WHERE id = $1 AND told = 0", u.id)
			if err != nil {
				return err
			}
			if mine, err := res.RowsAffected(); err != nil || mine == 0 { // another process has
				return err
			}
			return t.notify(ctx, u.person, now, []notice.Notice{outcomeNotice(u.id, u.outcome, u.offer, u.in, now)})
		})
		if err != nil && !errors.Is(err, bot.ErrNotFound) { // they are erased meanwhile
			return err
		}
	}
	n.Store.tellNoticed()
	return nil
}

// outcomeNotice tells somebody what was decided of their report.
func outcomeNotice(report, outcome, offer string, in bot.Address, now time.Time) notice.Notice {
	return notice.Notice{Key: ReportTopic + "/" + report, Topic: ReportTopic, Class: notice.Decision, Ref: outcome + "/" + offer, To: in, At: now, Until: now.Add(sameWithin)}
}

// showCasesAgain shows moderators what waits for them and could not be posted.
func (n *Announcements) showCasesAgain(ctx context.Context, now time.Time) error {
	waiting, err := n.Store.reader().cases(ctx, "WHERE k.state IN ('open', 'aside') AND (k.card IS NULL OR p.state IN ('rejected', 'expired')) AND coalesce(c.moderation_channel, '') <> '' ORDER BY coalesce(k.card_at, 0), k.id LIMIT $1", tendAtOnce)
	if err != nil {
		return err
	}
	for i := range waiting {
		c := &waiting[i]
		settings, err := n.Store.Settings(ctx, c.Community)
		if err != nil {
			return err
		}
		to := c.Community
		to.Channel = settings[ModerationChannel]
		place, err := to.MarshalText()
		if err != nil || to.Channel == "" || string(place) == c.cardPlace && now.Before(c.CardAt.Add(askAgainAfter)) {
			continue // there is nowhere to, or not yet
		}
		err = n.Store.change(ctx, func(t tx) error {
			if err := t.holdCases(ctx, "id = $1", c.ID); err != nil {
				return err
			}
			as, err := t.oneCase(ctx, "WHERE k.id = $1", c.ID)
			if err != nil || as.Card != c.Card || !as.State.Waits() {
				return err
			}
			posts, err := n.showCase(ctx, t, settings, as, "", now)
			if err != nil {
				return err
			}
			return t.put(ctx, now, posts)
		})
		if err != nil && !errors.Is(err, bot.ErrNotFound) {
			return err
		}
	}
	n.Store.tellPosted()
	return nil
}

// pruneCases forgets what was reported long ago, and cases that nobody has to know of. What
// nobody has decided of by then is not shown to moderators any more, and stays as it is. It
// is a transaction by itself, as [pruneShared].
func pruneCases(ctx context.Context, t tx, now time.Time) error {
	ago := millis(now.Add(-endedLife))
	const late = "state IN ('open', 'aside') AND opened_at <= $1"
	if err := t.holdCases(ctx, late, ago); err != nil {
		return err
	}
	if err := t.holdPosts(ctx, "SELECT card FROM offer_cases WHERE "+late, ago); err != nil {
		return err
	}
	cards, err := query(ctx, t, "SELECT card FROM offer_cases WHERE card IS NOT NULL AND "+late+" ORDER BY card", []any{ago}, scanString)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := t.takeDown(ctx, card, now); err != nil {
			return err
		}
	}
	for _, text := range []string{
		"DELETE FROM offer_reports WHERE outcome IS NULL AND EXISTS (SELECT 1 FROM offer_cases c WHERE c.community = offer_reports.community AND c.offer = offer_reports.offer AND c." + late + ")",
		"UPDATE offer_cases SET card = NULL, decided_at = $1, revision = revision + 1, state = CASE WHEN state = 'open' THEN 'kept' ELSE 'removed' END WHERE " + late,
		"DELETE FROM offer_reports WHERE reported_at <= $1",
		"DELETE FROM offer_cases WHERE decided_at <= $1 AND (state IN ('kept', 'returned') OR NOT EXISTS (SELECT 1 FROM offers o WHERE o.id = offer_cases.offer)) AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = offer_cases.offer)",
	} {
		if _, err := t.exec(ctx, text, ago); err != nil {
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
