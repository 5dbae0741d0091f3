package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// KeepOffer keeps an offer that a person can see in a community; it is no fault to keep
// it again.
func (s *Store) KeepOffer(ctx context.Context, in bot.Address, person bot.PersonID, offer string, now time.Time) error {
	o, err := s.Offer(ctx, in, offer, person)
	if err != nil || o.Kept {
		return err
	}
	err = s.change(ctx, func(t tx) error {
		if t.engine == postgres { // neither goes while the one is kept by the other
			if _, err := t.exec(ctx, "SELECT 1 FROM persons WHERE id = $1 FOR KEY SHARE", string(person)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "SELECT 1 FROM offers WHERE id = $1 FOR KEY SHARE", offer); err != nil {
				return err
			}
		}
		_, err := t.exec(ctx, `
			INSERT INTO kept_offers (person, offer, kept_at)
			SELECT $1, id, $3 FROM offers WHERE id = $2
			ON CONFLICT (person, offer) DO NOTHING`, string(person), offer, millis(now))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep offer: %w", err)
	}
	return nil
}

// DropOffer forgets that a person kept an offer.
func (s *Store) DropOffer(ctx context.Context, person bot.PersonID, offer string) error {
	_, err := s.writer().exec(ctx, "DELETE FROM kept_offers WHERE person = $1 AND offer = $2", string(person), offer)
	return err
}

// KeptOffers returns a page of what a person has kept, latest first, from a
// cursor that an earlier page gave. Expired ones are there too; what moderators have put
// aside in the community where they ask is not.
func (s *Store) KeptOffers(ctx context.Context, in bot.Address, person bot.PersonID, from string, size int) (Page, error) {
	at, id := int64(maxSort), ""
	if from != "" {
		ms, after, _ := strings.Cut(from, ".")
		var err error
		if at, err = strconv.ParseInt(ms, 36, 64); err != nil {
			return Page{}, fmt.Errorf("cursor %q: %w", from, bot.ErrNotFound)
		}
		id = after
	}
	offers, err := query(ctx, s.reader(), `
		SELECT o.id, k.kept_at, o.content, coalesce(a.state, '') FROM kept_offers k JOIN offers o ON o.id = k.offer LEFT JOIN announcements a ON a.id = o.id
		LEFT JOIN communities c ON c.platform = $5 AND c.space = $6
		WHERE k.person = $1 AND `+shown+` AND (k.kept_at < $2 OR k.kept_at = $2 AND o.id > $3) AND NOT `+strings.ReplaceAll(hiddenIn, "$?", "c.id")+`
		ORDER BY k.kept_at DESC, o.id LIMIT $4`, []any{string(person), at, id, size + 1, in.Platform, in.Space}, func(rows *sql.Rows) (Offer, error) {
		o := Offer{Kept: true}
		var content string
		if err := rows.Scan(&o.OfferID, &o.sort, &content, &o.State); err != nil {
			return o, err
		}
		return o, json.Unmarshal([]byte(content), &o.Offer)
	})
	if err != nil {
		return Page{}, fmt.Errorf("kept offers: %w", err)
	}
	page := Page{Offers: offers}
	if len(offers) > size {
		page.Offers = offers[:size]
		last := page.Offers[size-1]
		page.Next = strconv.FormatInt(last.sort, 36) + "." + last.OfferID
	}
	return page, nil
}
