package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// KeepOffer keeps an offer for a person; it is no fault to keep it again.
func (s *Store) KeepOffer(ctx context.Context, person bot.PersonID, offer string, now time.Time) error {
	res, err := s.writer().exec(ctx, `
		INSERT INTO kept_offers (person, offer, kept_at)
		SELECT $1, id, $3 FROM offers WHERE id = $2
		ON CONFLICT (person, offer) DO NOTHING`, string(person), offer, millis(now))
	if err != nil {
		return fmt.Errorf("keep offer: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var there int // kept already, or gone
	return found(s.reader().row(ctx, "SELECT 1 FROM offers WHERE id = $1", offer).Scan(&there))
}

// DropOffer forgets that a person kept an offer.
func (s *Store) DropOffer(ctx context.Context, person bot.PersonID, offer string) error {
	_, err := s.writer().exec(ctx, "DELETE FROM kept_offers WHERE person = $1 AND offer = $2", string(person), offer)
	return err
}

// KeptOffers returns a page of what a person has kept, latest first, from a
// cursor that an earlier page gave. Expired ones are there too.
func (s *Store) KeptOffers(ctx context.Context, person bot.PersonID, from string, size int) (Page, error) {
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
		SELECT o.id, k.kept_at, o.content FROM kept_offers k JOIN offers o ON o.id = k.offer
		WHERE k.person = $1 AND (k.kept_at < $2 OR k.kept_at = $2 AND o.id > $3)
		ORDER BY k.kept_at DESC, o.id LIMIT $4`, []any{string(person), at, id, size + 1}, scanOffer)
	if err != nil {
		return Page{}, fmt.Errorf("kept offers: %w", err)
	}
	page := Page{Offers: offers}
	if len(offers) > size {
		page.Offers = offers[:size]
		last := page.Offers[size-1]
		page.Next = strconv.FormatInt(last.sort, 36) + "." + last.OfferID
	}
	for i := range page.Offers {
		page.Offers[i].Kept = true
	}
	return page, nil
}
