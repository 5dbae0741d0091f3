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
		if err := t.forgetBodies(ctx, key); err != nil {
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
