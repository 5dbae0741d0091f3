package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"rebond/bot/sources"
)

// leftMark is what is kept of an offer that has left, so that it is the same when it comes
// back: a hash of its source and its id there.
func leftMark(source, id string) string {
	sum := sha256.Sum256([]byte(source + "\x00" + id))
	return hex.EncodeToString(sum[:16])
}

// leave takes offers out: their source has them no more. Where another source has the same
// opening, its offer takes the place of the one that leaves, with all that hangs on it. Else
// it is forgotten; where somebody keeps it, what may stay does ([anonymous]).
func (t tx) leave(ctx context.Context, ids []string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	list, args := among(nil, ids)
	if t.engine == postgres { // nobody keeps one of them meanwhile
		if _, err := t.exec(ctx, "SELECT 1 FROM offers WHERE id IN ("+list+") ORDER BY id FOR UPDATE", args...); err != nil {
			return err
		}
	}
	if err := t.holdFollowers(ctx, ids); err != nil {
		return err
	}
	if err := t.takeReports(ctx, ids, now); err != nil {
		return fmt.Errorf("take what moderators see of them: %w", err)
	}
	if err := t.rememberLeft(ctx, ids, now); err != nil {
		return fmt.Errorf("remember that they left: %w", err)
	}
	succeeded, err := t.succeed(ctx, ids, now)
	if err != nil {
		return fmt.Errorf("put others in their place: %w", err)
	}
	kept, err := query(ctx, t, "SELECT DISTINCT offer FROM kept_offers WHERE offer IN ("+list+") ORDER BY offer", args, scanString)
	if err != nil {
		return err
	}
	stay := map[string]bool{}
	for _, id := range kept {
		if !succeeded[id] {
			stay[id] = true
			if err := t.reduce(ctx, id, now); err != nil {
				return fmt.Errorf("withdraw offer %s: %w", id, err)
			}
		}
	}
	var gone []string
	for _, id := range ids {
		if !stay[id] {
			gone = append(gone, id)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	list, args = among(nil, gone)
	return deleteOffers(ctx, t, "id IN ("+list+")", args...)
}

// holdFollowers keeps others from all that hangs on offers: people in the order of their
// ids, whoever is erased waiting for the end of the transaction, then cases.
func (t tx) holdFollowers(ctx context.Context, ids []string) error {
	if t.engine == sqlite {
		return nil // there is one writer
	}
	list, args := among(nil, ids)
	for _, text := range []string{
		"SELECT 1 FROM offer_arrivals WHERE offer IN (" + list + ") ORDER BY offer FOR UPDATE",
		`SELECT 1 FROM persons WHERE id IN (SELECT k.person FROM kept_offers k WHERE k.offer IN (` + list + `)
			UNION SELECT r.person FROM offer_reports r WHERE r.offer IN (` + list + `) UNION SELECT h.person FROM alert_hits h WHERE h.offer IN (` + list + `)) ORDER BY id FOR KEY SHARE`,
	} {
		if _, err := t.exec(ctx, text, args...); err != nil {
			return err
		}
	}
	return t.holdCases(ctx, "offer IN ("+list+")", args...)
}

// takeReports takes what moderators were shown of offers down: it names companies. What
// waits for them is shown anew by [Announcements.Tend] where another source has the opening,
// and ends where none has.
func (t tx) takeReports(ctx context.Context, ids []string, now time.Time) error {
	list, args := among(nil, ids)
	shown := "FROM offer_cases WHERE card IS NOT NULL AND offer IN (" + list + ")"
	cards, err := query(ctx, t, "SELECT card "+shown+" ORDER BY card", args, scanString)
	if err != nil || len(cards) == 0 {
		return err
	}
	if err := t.holdPosts(ctx, "SELECT card "+shown, args...); err != nil {
		return err
	}
	for _, card := range cards {
		if err := t.takeReport(ctx, card, now); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, "UPDATE offer_cases SET card = NULL, card_at = NULL, revision = revision + 1 WHERE offer IN ("+list+")", args...)
	return err
}

// rememberLeft remembers that offers left, without what they were.
func (t tx) rememberLeft(ctx context.Context, ids []string, now time.Time) error {
	list, args := among(nil, ids)
	type left struct{ id, mark string }
	all, err := query(ctx, t, "SELECT id, source, source_id FROM offers WHERE withdrawn_at IS NULL AND id IN ("+list+") ORDER BY id", args, func(rows *sql.Rows) (l left, err error) {
		var source, id string
		err = rows.Scan(&l.id, &source, &id)
		l.mark = leftMark(source, id)
		return l, err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	text, args := "INSERT INTO offers_left (mark, offer, left_at) VALUES ", []any{millis(now)}
	for i, l := range all {
		if i > 0 {
			text += ", "
		}
		args = append(args, l.mark, l.id)
		text += fmt.Sprintf("($%d, $%d, $1)", len(args)-1, len(args))
	}
	_, err = t.exec(ctx, text+" ON CONFLICT (mark) DO UPDATE SET offer = excluded.offer, left_at = excluded.left_at", args...)
	return err
}

// reduce leaves of an offer that somebody keeps what may stay of it.
func (t tx) reduce(ctx context.Context, id string, now time.Time) error {
	var sort, published int64
	var content string
	if err := t.row(ctx, "SELECT sort, published_at, content FROM offers WHERE id = $1", id).Scan(&sort, &published, &content); err != nil {
		return err
	}
	var o sources.Offer
	if err := json.Unmarshal([]byte(content), &o); err != nil {
		return err
	}
	rest := anonymous(&o, id, instant(published))
	text, err := json.Marshal(&rest)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE offers SET source_id = id, title = $2, pay = 0, expires_at = NULL, content = $3, digest = '', twin_of = NULL, withdrawn_at = $4 WHERE id = $1",
		id, rest.Title, string(text), millis(now)); err != nil {
		return err
	}
	for _, table := range []string{"offer_marks", "offer_sightings", "offer_arrivals"} {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE offer = $1", id); err != nil {
			return err
		}
	}
	return unindexOffer(ctx, t, sort)
}
