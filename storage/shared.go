package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rebond/bot"
)

// Limits of sharing: one offer once in a time, and so many offers a day.
const (
	shareAgain  = 7 * 24 * time.Hour
	sharesADay  = 5
	reportLimit = 10 // a day, of one person
)

// ErrShared says that the same offer was shared by the same person lately.
var ErrShared = errors.New("shared already")

// ErrTooMany says that somebody has done something as often as they can for today.
var ErrTooMany = errors.New("as many as one can in a day")

// ShareOffer shows an offer to a community in somebody's name: [ErrShared] where they have
// done so lately, [ErrTooMany] beyond what one can share in a day.
func (s *Store) ShareOffer(ctx context.Context, person bot.PersonID, offer string, p bot.Post, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		community, err := t.community(ctx, p.To, now)
		if err != nil {
			return err
		}
		var again, today int
		if err := t.row(ctx, "SELECT count(CASE WHEN offer = $2 AND community = $5 THEN 1 END), count(CASE WHEN shared_at > $4 THEN 1 END) FROM shared_offers WHERE person = $1 AND shared_at > $3",
			string(person), offer, millis(now.Add(-shareAgain)), millis(now.Add(-24*time.Hour)), community).Scan(&again, &today); err != nil {
			return err
		}
		switch {
		case again > 0:
			return ErrShared
		case today >= sharesADay:
			return ErrTooMany
		}
		if _, err := t.exec(ctx, "INSERT INTO shared_offers (post, person, community, offer, shared_at) VALUES ($1, $2, $3, $4, $5)", p.Key, string(person), community, offer, millis(now)); err != nil {
			return err
		}
		return t.put(ctx, now, []bot.Post{p})
	})
	if err != nil {
		return fmt.Errorf("share offer: %w", err)
	}
	s.tellPosted()
	return nil
}

// takeDown deletes a post, and forgets its words.
func (t tx) takeDown(ctx context.Context, key string, now time.Time) error {
	posts, err := t.changeOf(ctx, key, bot.Post{Key: "retrait/" + t.ids.next(now), Kind: bot.DeletePost})
	if err == nil {
		err = t.put(ctx, now, posts)
	}
	if err != nil {
		return err
	}
	return t.forgetBodies(ctx, key)
}

// Report is what a member says is wrong with an offer.
type Report struct {
	Community bot.Address
	Offer     string
	Person    bot.PersonID
	Reason    string
	Words     string
	Grave     bool // moderators hear of each, not only of the first for its reason
}

// ReportOffer keeps a report; of one person on one offer the last holds. tell is what
// moderators are told of it; nil where there is nowhere to. It reports whether they are:
// of an offer they hear of the first report for each reason.
func (s *Store) ReportOffer(ctx context.Context, r *Report, tell *bot.Post, now time.Time) (told bool, err error) {
	err = s.change(ctx, func(t tx) error {
		told = false
		if err := t.turnOf(ctx, r.Person); err != nil {
			return err
		}
		community, err := t.community(ctx, r.Community, now)
		if err != nil {
			return err
		}
		var known, today int
		if err := t.row(ctx, "SELECT count(*) FROM offer_reports WHERE community = $1 AND offer = $2 AND reason = $3 AND person <> $4 AND post IS NOT NULL", community, r.Offer, r.Reason, string(r.Person)).Scan(&known); err != nil {
			return err
		}
		if err := t.row(ctx, "SELECT count(*) FROM offer_reports WHERE person = $1 AND reported_at > $2", string(r.Person), millis(now.Add(-24*time.Hour))).Scan(&today); err != nil {
			return err
		}
		if today >= reportLimit {
			return ErrTooMany
		}
		told = tell != nil && (r.Grave || known == 0)
		var post any
		if told {
			post = tell.Key
		}
		if err := t.withdrawReports(ctx, "offer = $1 AND person = $2 AND community = $3", []any{r.Offer, string(r.Person), community}, now); err != nil { // what they said before
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO offer_reports (id, community, offer, person, reason, words, reported_at, post) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			t.ids.next(now), community, r.Offer, string(r.Person), r.Reason, orNull(r.Words), millis(now), post); err != nil {
			return err
		}
		if !told {
			return nil
		}
		return t.put(ctx, now, []bot.Post{*tell})
	})
	if err != nil {
		return false, fmt.Errorf("report offer: %w", err)
	}
	s.tellPosted()
	return told, nil
}

// withdrawReports forgets reports that a condition chooses, and takes down what moderators
// were told of them.
func (t tx) withdrawReports(ctx context.Context, where string, args []any, now time.Time) error {
	posts, err := query(ctx, t, "SELECT post FROM offer_reports WHERE post IS NOT NULL AND "+where+" ORDER BY post", args, scanString)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if err := t.takeDown(ctx, post, now); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, "DELETE FROM offer_reports WHERE "+where, args...)
	return err
}
