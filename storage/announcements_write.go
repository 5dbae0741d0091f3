package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/bot/notice"
)

// write keeps a changed announcement, and makes what others see of it agree: the offer,
// its card, what moderators were shown, and what its author is told. posts are put with
// what it says.
func (n *Announcements) write(ctx context.Context, t tx, before, a *Announced, by bot.PersonID, posts []bot.Post, now time.Time) error {
	if err := t.mayAppear(ctx, before, a, by); err != nil {
		return err
	}
	switch {
	case a.State == Living && before.State != Living:
		if a.Published.IsZero() {
			a.Published = now
		}
		if !a.Expires.After(now) {
			a.Expires = now.Add(AnnouncementLife)
		}
		a.Ended, a.MustRead, a.Why = time.Time{}, false, Why{}
	case a.State == Held, a.State == Aside:
		a.Ended = time.Time{}
	case a.State != Living && before.State != a.State:
		a.Ended = now
	}
	if a.State == Withdrawn {
		a.Announcement, a.Findings, a.Why = board.Announcement{}, nil, Why{}
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
	if a.State != Living && !a.State.Waits() { // the number stays, without the people
		if _, err := t.exec(ctx, "UPDATE announcements SET opened = opened + (SELECT count(*) FROM announcement_opens n WHERE n.announcement = announcements.id) WHERE id = $1", a.ID); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM announcement_opens WHERE announcement = $1", a.ID); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, `
		UPDATE announcements SET state = $2, filled_here = $3, body = $4, same = $5, findings = $6, revision = $10, published_at = $7, expires_at = $8, ended_at = $9, must_read = $11, why = $12,
		trusted = CASE WHEN $2 = 'living' THEN 1 WHEN $2 = 'refused' OR $2 = 'withdrawn' AND state = 'aside' THEN 0 ELSE trusted END WHERE id = $1`,
		a.ID, string(a.State), number(a.Here), string(body), a.Same(), string(findings), maybeMillis(a.Published), maybeMillis(a.Expires), maybeMillis(a.Ended), a.Revision, number(a.MustRead), a.Why.json()); err != nil {
		return err
	}
	if err := t.writeOffer(ctx, a, now); err != nil {
		return fmt.Errorf("its offer: %w", err)
	}
	if err := n.writeNotices(ctx, t, before, a, by, now); err != nil {
		return fmt.Errorf("its notices: %w", err)
	}
	if err := n.writePosts(ctx, t, before, a, by, posts, now); err != nil {
		return err
	}
	return t.tallyAnnounced(ctx, before, a, now)
}

// mayAppear keeps what its author has show again from doing so where moderators have
// something to decide first: of its words, or of what was reported.
func (t tx) mayAppear(ctx context.Context, before, a *Announced, by bot.PersonID) error {
	if a.State != Living || before.State == Living || by != "" {
		return nil
	}
	if a.MustRead {
		a.State = Held
		return nil
	}
	var hidden string
	err := found(t.row(ctx, "SELECT state FROM offer_cases WHERE offer = $1 AND state IN ('aside', 'removed')", a.ID).Scan(&hidden))
	switch {
	case err == bot.ErrNotFound:
		return nil
	case err != nil:
		return err
	case CaseState(hidden) == CaseAside:
		a.State = Aside
	default:
		a.State, a.MustRead = Held, true
	}
	return nil
}

// forgetWords forgets what was written of an announcement that is withdrawn, but in what
// is on its way, which is replaced.
func (t tx) forgetWords(ctx context.Context, a *Announced, now time.Time) error {
	if _, err := t.exec(ctx, "DELETE FROM announcement_drafts WHERE announcement = $1", a.ID); err != nil {
		return err
	}
	if err := t.holdCases(ctx, "offer = $1", a.ID); err != nil {
		return err
	}
	if err := t.holdPosts(ctx, "SELECT CAST($1 AS TEXT) UNION ALL SELECT CAST($2 AS TEXT) UNION ALL SELECT k.card FROM offer_cases k WHERE k.offer = $3", a.Card, a.Review, a.ID); err != nil {
		return err
	}
	for _, key := range []string{a.Card, a.Review} {
		if err := t.forgetBodies(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// tallyAnnounced counts what is published and filled in the week.
func (t tx) tallyAnnounced(ctx context.Context, before, a *Announced, now time.Time) error {
	switch {
	case a.State == Living && before.Published.IsZero():
		return t.tally(ctx, a.community, now, publishedCount, 1)
	case a.State == Filled && before.State == Living:
		return t.tally(ctx, a.community, now, filledCount, 1)
	}
	return nil
}

// writeDecision writes down what a moderator decided of an announcement.
func (t tx) writeDecision(ctx context.Context, before, a *Announced, by bot.PersonID, now time.Time) error {
	if by == "" || before.State == a.State {
		return nil
	}
	what, known := map[Standing]Act{Living: AnnouncementPublished, Refused: AnnouncementRefused, Returned: AnnouncementReturned}[a.State]
	if !known {
		return fmt.Errorf("a moderator cannot make an announcement %s", a.State)
	}
	if a.State == Refused && !before.Published.IsZero() {
		what = AnnouncementRemoved
	}
	return t.audit(ctx, a.community, deed{by: by, what: what, about: a.ID, subject: a.Author, why: a.Why}, now)
}

// writeOffer makes the offer among the others agree with its announcement.
func (t tx) writeOffer(ctx context.Context, a *Announced, now time.Time) error {
	switch a.State {
	case Withdrawn, Refused:
		return deleteOffers(ctx, t, "id = $1", a.ID)
	case Held, Returned, Aside:
		if a.Published.IsZero() {
			return nil
		}
	}
	o := a.Offer(a.ID)
	o.Published, o.Updated, o.Expires = a.Published, now, a.Expires
	if a.State != Living {
		o.Updated, o.Expires = a.Ended, now // a search does not find it any more
		if a.State.Waits() {
			o.Updated, o.Expires = now, time.UnixMilli(1) // nor one whose clock is behind
		}
	}
	return putOffer(ctx, t, &o, home{a.ID, a.community}, now)
}

// AnnouncementTopic is the topic of what authors are told of their announcements. Its
// Ref is what there is to tell, and of which one: "rappel/<id>".
const AnnouncementTopic = "annonces"

// What authors are told.
const (
	ReminderRef  = "rappel"
	PublishedRef = "publiee"
	RefusedRef   = "refusee"
	ReturnedRef  = "a-changer"
	AsideRef     = "de-cote"
	RestoredRef  = "remise"
)

// writeNotices tells the author what a moderator decided, and that the end is near.
func (n *Announcements) writeNotices(ctx context.Context, t tx, before, a *Announced, by bot.PersonID, now time.Time) error {
	var all []notice.Notice
	tell := func(what string, at, until time.Time) {
		all = append(all, notice.Notice{Key: fmt.Sprintf("%s/%s/%s/%d", AnnouncementTopic, what, a.ID, millis(until)), Topic: AnnouncementTopic, Class: notice.Decision, Ref: what + "/" + a.ID, To: a.Community, At: at, Until: until})
	}
	if what := newsOf(before.State, a.State, by != ""); what != "" {
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

// newsOf is what an author is told of a change that is not theirs; empty: nothing.
func newsOf(before, now Standing, decided bool) string {
	switch {
	case before == now:
	case now == Aside:
		return AsideRef
	case !decided:
	case now == Living && before == Aside:
		return RestoredRef
	case now == Living:
		return PublishedRef
	case now == Returned:
		return ReturnedRef
	case now == Refused:
		return RefusedRef
	}
	return ""
}
