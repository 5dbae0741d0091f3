package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
)

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
	if err := n.reopen(ctx, now); err != nil {
		return err
	}
	return n.showCasesAgain(ctx, now)
}

// isThere is a condition on a case whose imported offer is in its source.
const isThere = "EXISTS (SELECT 1 FROM offers o WHERE o.id = offer_cases.offer AND o.withdrawn_at IS NULL)"

// endGone ends the cases of imported offers that are no more. That of one that was put aside
// does so when its offer cannot come back any more: until then it would be shown to all,
// though nobody has decided.
func (n *Announcements) endGone(ctx context.Context, now time.Time) error {
	const gone = "state IN ('open', 'aside', 'gone') AND NOT " + isThere + " AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = offer_cases.offer) AND NOT (state = 'gone' AND " + comesBack + ")"
	ids, err := query(ctx, n.Store.reader(), "SELECT id FROM offer_cases WHERE "+gone+" ORDER BY id LIMIT $1", []any{tendAtOnce}, scanString)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := n.Store.change(ctx, func(t tx) error {
			if err := t.holdCases(ctx, "id = $1", id); err != nil {
				return err
			}
			if err := found(t.row(ctx, "SELECT id FROM offer_cases WHERE id = $1 AND "+gone, id).Scan(&id)); err != nil {
				return err
			}
			kept, err := t.exec(ctx, "UPDATE offer_cases SET state = 'gone', revision = revision + 1 WHERE id = $1 AND state = 'aside' AND "+comesBack, id)
			if err != nil {
				return err
			}
			if stays, err := kept.RowsAffected(); err != nil || stays > 0 {
				return err
			}
			c, err := t.oneCase(ctx, "WHERE k.id = $1", id)
			if err != nil {
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

// comesBack is a condition on a case whose offer would have the same id.
const comesBack = "EXISTS (SELECT 1 FROM offers_left l WHERE l.offer = offer_cases.offer)"

// reopen has moderators decide of offers that were put aside, and that were gone meanwhile.
func (n *Announcements) reopen(ctx context.Context, now time.Time) error {
	const back = "state = 'gone' AND " + isThere
	ids, err := query(ctx, n.Store.reader(), "SELECT id FROM offer_cases WHERE "+back+" ORDER BY id LIMIT $1", []any{tendAtOnce}, scanString)
	if err != nil || len(ids) == 0 {
		return err
	}
	list, args := among(nil, ids)
	return n.Store.change(ctx, func(t tx) error {
		if err := t.holdCases(ctx, "id IN ("+list+")", args...); err != nil {
			return err
		}
		list, args := among([]any{millis(now)}, ids)
		_, err := t.exec(ctx, "UPDATE offer_cases SET state = 'aside', opened_at = $1, revision = revision + 1 WHERE id IN ("+list+") AND "+back, args...)
		return err
	})
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

// showCasesAgain shows moderators what waits for them and could not be posted, and on the
// cards that they have what has changed since in its source.
func (n *Announcements) showCasesAgain(ctx context.Context, now time.Time) error {
	waiting, err := n.Store.reader().cases(ctx, "WHERE k.state IN ('open', 'aside') AND (k.stale = 1 OR (k.card IS NULL OR p.state IN ('rejected', 'expired')) AND coalesce(c.moderation_channel, '') <> '') ORDER BY coalesce(k.card_at, 0), k.id LIMIT $1", tendAtOnce)
	if err != nil {
		return err
	}
	for i := range waiting {
		c := &waiting[i]
		settings, err := n.Store.Settings(ctx, c.Community)
		if err != nil {
			return err
		}
		if stands := c.Card != "" && !c.cardLost; !stands && !asksAgain(settings, c.Community, c.cardPlace, c.CardAt, now) {
			continue
		}
		err = n.Store.change(ctx, func(t tx) error {
			if err := t.holdCases(ctx, "id = $1", c.ID); err != nil {
				return err
			}
			as, err := t.oneCase(ctx, "WHERE k.id = $1", c.ID)
			if err != nil || as.Card != c.Card || !as.State.Waits() || as.Card != "" && !as.cardLost && !as.stale {
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

// showsAgain has the cards of cases that wait show offers as they are now, once
// [Announcements.Tend] comes by: whoever has read what they were decides of nothing.
func (t tx) showsAgain(ctx context.Context, offers []string) error {
	if len(offers) == 0 {
		return nil
	}
	list, args := among(nil, offers)
	shown := "card IS NOT NULL AND state IN ('open', 'aside') AND offer IN (" + list + ")"
	if err := t.holdCases(ctx, shown, args...); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE offer_cases SET stale = 1, revision = revision + 1 WHERE "+shown, args...)
	return err
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
		"DELETE FROM offer_cases WHERE decided_at <= $1 AND (state IN ('kept', 'returned') OR NOT EXISTS (SELECT 1 FROM offers o WHERE o.id = offer_cases.offer AND o.withdrawn_at IS NULL)) AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = offer_cases.offer)",
	} {
		if _, err := t.exec(ctx, text, ago); err != nil {
			return err
		}
	}
	return nil
}
