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
	"rebond/bot/sources"
)

// Case is what members say is wrong with an offer, as moderators see it. There is one for
// an offer in a community.
type Case struct {
	ID        string
	Community bot.Address
	OfferID   string
	Offer     sources.Offer // zero where it is no more
	Announced *Announced    // where a member has announced it
	State     CaseState
	Revision  int64
	Opened    time.Time
	Reports   []Report // of which nothing has been decided, the oldest first
	Card      string   // key of the post that shows it; empty: none does
	CardAt    time.Time
	cardLost  bool // it could not be posted
	stale     bool // the offer has changed since it was shown
	cardPlace string
	community string // its id
}

// CaseState is where a case stands.
type CaseState string

// The states of cases. In the community an offer is not shown that is put aside or removed,
// nor one that was aside when its source withdrew it and that is back.
const (
	CaseOpen     CaseState = "open"
	CaseAside    CaseState = "aside"
	CaseKept     CaseState = "kept" // the offer stays, or is shown again
	CaseRemoved  CaseState = "removed"
	CaseReturned CaseState = "returned" // its author is to change it
	CaseGone     CaseState = "gone"     // the offer was withdrawn
)

// Waits reports whether moderators have to decide.
func (s CaseState) Waits() bool { return s == CaseOpen || s == CaseAside }

// hiddenIn is a condition on an offer o that is not shown in the community $?.
const hiddenIn = "EXISTS (SELECT 1 FROM offer_cases x WHERE x.community = $? AND x.offer = o.id AND x.state IN ('aside', 'removed', 'gone'))"

// Report is what a member says is wrong with an offer.
type Report struct {
	Community bot.Address
	Offer     string
	Person    bot.PersonID
	Reason    string
	Words     string
	Grave     bool // it is enough by itself to put the offer aside
	At        time.Time
}

// Reports that put an offer aside, and that one person can make in a day: rules of the board.
const (
	reportsPutAside = 3
	reportLimit     = 10
)

const caseColumns = `k.id, k.community, c.platform, c.space, k.offer, k.state, k.revision, k.opened_at, coalesce(k.card, ''), coalesce(k.card_at, 0),
	coalesce(p.state IN ('rejected', 'expired'), FALSE), k.stale = 1, coalesce(p.place, ''), coalesce((SELECT o.content FROM offers o WHERE o.id = k.offer AND o.withdrawn_at IS NULL), ''), EXISTS (SELECT 1 FROM announcements a WHERE a.id = k.offer)
	FROM offer_cases k JOIN communities c ON c.id = k.community LEFT JOIN posts p ON p.key = k.card `

// cases reads cases that a condition chooses.
func (t tx) cases(ctx context.Context, where string, args ...any) ([]Case, error) {
	own := map[string]bool{}
	all, err := query(ctx, t, "SELECT "+caseColumns+where, args, func(rows *sql.Rows) (c Case, err error) {
		var opened, card int64
		var content string
		var announced bool
		if err := rows.Scan(&c.ID, &c.community, &c.Community.Platform, &c.Community.Space, &c.OfferID, &c.State, &c.Revision, &opened, &c.Card, &card, &c.cardLost, &c.stale, &c.cardPlace, &content, &announced); err != nil {
			return c, err
		}
		c.Opened, c.CardAt, own[c.ID] = instant(opened), maybeInstant(card), announced
		if content != "" {
			err = json.Unmarshal([]byte(content), &c.Offer)
		}
		return c, err
	})
	for i := range all {
		c := &all[i]
		if err == nil && own[c.ID] {
			c.Announced, err = t.oneAnnounced(ctx, c.OfferID)
		}
		if err == nil {
			c.Reports, err = t.reports(ctx, c)
		}
	}
	return all, err
}

// reports are those of a case of which nothing has been decided.
func (t tx) reports(ctx context.Context, c *Case) ([]Report, error) {
	return query(ctx, t, "SELECT person, reason, coalesce(words, ''), reported_at FROM offer_reports WHERE community = $1 AND offer = $2 AND outcome IS NULL ORDER BY id", []any{c.community, c.OfferID}, func(rows *sql.Rows) (r Report, err error) {
		var at int64
		err = rows.Scan(&r.Person, &r.Reason, &r.Words, &at)
		r.Community, r.Offer, r.At = c.Community, c.OfferID, instant(at)
		return r, err
	})
}

func (t tx) oneCase(ctx context.Context, where string, args ...any) (*Case, error) {
	all, err := t.cases(ctx, where, args...)
	if err == nil && len(all) == 0 {
		err = bot.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// Case returns a case of a community; ErrNotFound where there is none.
func (s *Store) Case(ctx context.Context, in bot.Address, id string) (*Case, error) {
	c, err := s.reader().oneCase(ctx, "WHERE k.id = $1 AND c.platform = $2 AND c.space = $3", id, in.Platform, in.Space)
	if err != nil {
		return nil, fmt.Errorf("read case: %w", err)
	}
	return c, nil
}

// Cases returns the cases of a community that wait for moderators, the oldest first.
func (s *Store) Cases(ctx context.Context, in bot.Address, from, max int) ([]Case, error) {
	all, err := s.reader().cases(ctx, "WHERE c.platform = $1 AND c.space = $2 AND k.state IN ('open', 'aside') ORDER BY k.opened_at, k.id LIMIT $3 OFFSET $4", in.Platform, in.Space, max, from)
	if err != nil {
		return nil, fmt.Errorf("read cases: %w", err)
	}
	return all, nil
}

// Report keeps what a member says is wrong with an offer: of one person on one offer the
// last holds. Moderators are shown it, without who says so, and enough of them put the
// offer aside. [ErrTooMany] beyond what one can report in a day, ErrNotFound where the offer
// is not shown any more.
func (n *Announcements) Report(ctx context.Context, r *Report, now time.Time) (*Case, error) {
	var c *Case
	err := n.Store.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, r.Person); err != nil {
			return err
		}
		var today int
		if err := t.row(ctx, "SELECT coalesce(sum(times), 0) FROM offer_reports WHERE person = $1 AND reported_at > $2", string(r.Person), millis(now.Add(-24*time.Hour))).Scan(&today); err != nil {
			return err
		}
		if today >= reportLimit {
			return ErrTooMany
		}
		community, err := t.community(ctx, r.Community, now)
		if err != nil {
			return err
		}
		c, err = t.oneCase(ctx, "JOIN offer_reports r ON r.community = k.community AND r.offer = k.offer WHERE k.community = $1 AND k.offer = $2 AND r.person = $3 AND r.reason = $4 AND coalesce(r.words, '') = $5 AND r.outcome IS NULL",
			community, r.Offer, string(r.Person), r.Reason, r.Words)
		if err == nil || !errors.Is(err, bot.ErrNotFound) { // they have said just that
			return err
		}
		if err := t.reportable(ctx, r.Offer); err != nil {
			return err
		}
		if err := t.openCase(ctx, community, r.Offer, now); err != nil {
			return err
		}
		if c, err = t.heard(ctx, community, r, now); err != nil || c.State == CaseRemoved {
			return err
		}
		return n.weigh(ctx, t, c, now)
	})
	if err != nil {
		return nil, fmt.Errorf("report offer: %w", err)
	}
	n.told()
	if c.State == CaseAside && c.Announced != nil {
		_ = n.putAside(ctx, c, now) // what is reported is kept: where this fails, Tend does it
	}
	return c, nil
}

// reportable is ErrNotFound of an offer that is not shown, nor put aside. One that a member
// has announced stays as it is until the transaction ends: it comes before its case, as
// whoever changes it takes them.
func (t tx) reportable(ctx context.Context, offer string) error {
	if t.engine == postgres {
		if _, err := t.exec(ctx, "SELECT 1 FROM announcements WHERE id = $1 FOR SHARE", offer); err != nil {
			return err
		}
	}
	var there int
	return found(t.row(ctx, "SELECT 1 FROM offers o LEFT JOIN announcements a ON a.id = o.id WHERE o.id = $1 AND "+visible+" AND ("+shown+" OR a.state = 'aside')", offer).Scan(&there))
}

// heard keeps a report, and returns its case. Of what is removed whoever reports it is told
// just that.
func (t tx) heard(ctx context.Context, community string, r *Report, now time.Time) (*Case, error) {
	if err := t.keepReport(ctx, community, r, now); err != nil {
		return nil, err
	}
	c, err := t.oneCase(ctx, "WHERE k.community = $1 AND k.offer = $2", community, r.Offer)
	if err == nil && c.State == CaseRemoved {
		c.Reports, err = nil, t.answer(ctx, c)
	}
	return c, err
}

// openCase makes the case of an offer, or opens it again unless the offer is removed, and
// keeps others from it.
func (t tx) openCase(ctx context.Context, community, offer string, now time.Time) error {
	_, err := t.exec(ctx, `
		INSERT INTO offer_cases (id, community, offer, state, revision, opened_at) VALUES ($1, $2, $3, 'open', 1, $4)
		ON CONFLICT (community, offer) DO UPDATE SET revision = CASE WHEN offer_cases.state IN ('open', 'aside') THEN offer_cases.revision ELSE offer_cases.revision + 1 END,
			opened_at = CASE WHEN offer_cases.state IN ('open', 'aside', 'removed') THEN offer_cases.opened_at ELSE excluded.opened_at END,
			card_at = CASE WHEN offer_cases.state IN ('open', 'aside', 'removed') THEN offer_cases.card_at ELSE 0 END,
			decided_at = CASE WHEN offer_cases.state = 'removed' THEN offer_cases.decided_at END,
			state = CASE WHEN offer_cases.state IN ('aside', 'removed') THEN offer_cases.state WHEN offer_cases.state = 'gone' THEN 'aside' ELSE 'open' END`, t.ids.next(now), community, offer, millis(now))
	return err
}

// keepReport keeps a report in place of what the same person said before. Moderators have
// to read the case again where it is somebody's first, or graver than it was.
func (t tx) keepReport(ctx context.Context, community string, r *Report, now time.Time) error {
	var decided, counted bool
	var times int
	const own = "FROM offer_reports WHERE community = $1 AND offer = $2 AND person = $3"
	if err := t.row(ctx, "SELECT coalesce(max(CASE WHEN outcome IS NOT NULL OR again = 1 THEN 1 ELSE 0 END), 0) = 1, coalesce(max(CASE WHEN outcome IS NULL AND grave >= $4 THEN 1 ELSE 0 END), 0) = 1, coalesce(max(CASE WHEN reported_at > $5 THEN times ELSE 0 END), 0) "+own,
		community, r.Offer, string(r.Person), number(r.Grave), millis(now.Add(-24*time.Hour))).Scan(&decided, &counted, &times); err != nil {
		return err
	}
	if !counted {
		if _, err := t.exec(ctx, "UPDATE offer_cases SET revision = revision + 1 WHERE community = $1 AND offer = $2", community, r.Offer); err != nil {
			return err
		}
	}
	if err := t.tellFirst(ctx, own, community, r, now); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE "+own, community, r.Offer, string(r.Person)); err != nil {
		return err
	}
	_, err := t.exec(ctx, "INSERT INTO offer_reports (id, community, offer, person, reason, words, grave, reported_at, again, times) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		t.ids.next(now), community, r.Offer, string(r.Person), r.Reason, orNull(r.Words), number(r.Grave), millis(now), number(decided), times+1)
	return err
}

// tellFirst tells somebody what was decided of their earlier report, if they do not know
// yet, before another takes its place.
func (t tx) tellFirst(ctx context.Context, own, community string, r *Report, now time.Time) error {
	var id, outcome string
	err := found(t.row(ctx, "SELECT id, outcome "+own+" AND outcome IS NOT NULL AND told = 0", community, r.Offer, string(r.Person)).Scan(&id, &outcome))
	if err == bot.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return t.notify(ctx, r.Person, now, []notice.Notice{outcomeNotice(id, outcome, r.Offer, r.Community, now)})
}

// weigh puts the offer of a case aside where enough people have reported it, and shows
// moderators how it stands. Whoever says again what was decided of is heard, and puts
// nothing aside; of what moderators have kept lately, one person alone does not either.
func (n *Announcements) weigh(ctx context.Context, t tx, c *Case, now time.Time) error {
	if c.State == CaseOpen {
		var people, grave int
		var kept int64
		if err := t.row(ctx, "SELECT count(*), coalesce(sum(grave), 0), (SELECT coalesce(kept_at, 0) FROM offer_cases WHERE id = $3) FROM offer_reports WHERE community = $1 AND offer = $2 AND outcome IS NULL AND again = 0",
			c.community, c.OfferID, c.ID).Scan(&people, &grave, &kept); err != nil {
			return err
		}
		if people >= reportsPutAside || grave > 0 && kept <= millis(now.Add(-endedLife)) {
			c.State = CaseAside
			if _, err := t.exec(ctx, "UPDATE offer_cases SET state = 'aside' WHERE id = $1", c.ID); err != nil {
				return err
			}
		}
	}
	settings, err := t.settings(ctx, c.Community)
	if err != nil {
		return err
	}
	posts, err := n.showCase(ctx, t, settings, c, "", now)
	if err != nil {
		return err
	}
	return t.put(ctx, now, posts)
}

// showCase shows moderators a case as it stands: on its card, or on a new one where people
// look.
func (n *Announcements) showCase(ctx context.Context, t tx, settings Settings, c *Case, by string, now time.Time) ([]bot.Post, error) {
	m := n.Words.Case(c, settings, by)
	to := c.Community
	to.Channel = settings[ModerationChannel]
	high := now.Sub(c.CardAt) <= standsHigh || !c.State.Waits() || c.stale
	if c.stale {
		c.stale = false
		if _, err := t.exec(ctx, "UPDATE offer_cases SET stale = 0 WHERE id = $1", c.ID); err != nil {
			return nil, err
		}
	}
	switch {
	case c.Card != "" && !c.cardLost && (high || to.Channel == ""):
		return t.edit(ctx, c.Card, m, now)
	case !c.State.Waits() || to.Channel == "":
		return nil, nil
	}
	posts, err := t.replaced(ctx, c.Card, !c.cardLost, now)
	if err != nil {
		return nil, err
	}
	c.Card, c.CardAt = "signalement/"+t.ids.next(now), now
	if _, err := t.exec(ctx, "UPDATE offer_cases SET card = $2, card_at = $3 WHERE id = $1", c.ID, c.Card, millis(now)); err != nil {
		return nil, err
	}
	return append(posts, bot.Post{Key: c.Card, Kind: bot.SendPost, To: to, Lang: n.Words.Lang(settings), Message: m}), nil
}

// putAside makes a member's announcement agree with its case: whoever looks for it does
// not find it from when the case says so.
func (n *Announcements) putAside(ctx context.Context, c *Case, now time.Time) error {
	_, err := n.change(ctx, c.Community, c.OfferID, "", now, func(t tx, a *Announced) error {
		var aside bool
		if err := t.row(ctx, "SELECT EXISTS (SELECT 1 FROM offer_cases WHERE offer = $1 AND state = 'aside')", a.ID).Scan(&aside); err != nil {
			return err
		}
		if !aside || a.State != Living {
			return ErrChanged
		}
		a.State = Aside
		return nil
	})
	return unlessChanged(err)
}
