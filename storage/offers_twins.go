package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"rebond/bot/sources"
)

// Elsewhere is another place where an opening is.
type Elsewhere struct {
	Credit  sources.Credit
	URL     string
	Updated time.Time // last change of its content there
}

// addElsewhere says of each offer where else the same opening is.
func (s *Store) addElsewhere(ctx context.Context, offers []Offer) error {
	if len(offers) == 0 {
		return nil
	}
	at := map[string]*Offer{}
	var ids []string
	for i := range offers {
		at[offers[i].OfferID] = &offers[i]
		ids = append(ids, offers[i].OfferID)
	}
	list, args := among(nil, ids)
	_, err := query(ctx, s.reader(), "SELECT twin_of, content FROM offers WHERE twin_of IN ("+list+") ORDER BY sort, id", args, func(rows *sql.Rows) (o sources.Offer, err error) {
		var shown, content string
		if err := rows.Scan(&shown, &content); err != nil {
			return o, err
		}
		if err := json.Unmarshal([]byte(content), &o); err != nil {
			return o, err
		}
		at[shown].Also = append(at[shown].Also, Elsewhere{o.Credit, o.URL, o.Updated})
		return o, nil
	})
	if err != nil {
		return fmt.Errorf("where else they are: %w", err)
	}
	return nil
}

// succeed has the oldest twin of each of the offers that are about to leave take its place,
// one that has not expired if there is any, with what people keep, what they were told and
// what they reported. It says of which there was one.
func (t tx) succeed(ctx context.Context, ids []string, now time.Time) (map[string]bool, error) {
	type heir struct {
		offerRow
		after string
		offer sources.Offer
	}
	list, args := among([]any{millis(now)}, ids)
	heirs, err := query(ctx, t, `
		SELECT id, sort, twin_of, content FROM offers WHERE twin_of IN (`+list+`) AND id NOT IN (`+list+`)
		ORDER BY CASE WHEN expires_at <= $1 THEN 1 ELSE 0 END, sort, id`, args, func(rows *sql.Rows) (h heir, err error) {
		var content string
		if err := rows.Scan(&h.id, &h.sort, &h.after, &content); err != nil {
			return h, err
		}
		return h, json.Unmarshal([]byte(content), &h.offer)
	})
	if err != nil || len(heirs) == 0 {
		return nil, err
	}
	done := map[string]bool{}
	for i := range heirs {
		h := &heirs[i]
		if done[h.after] {
			continue
		}
		done[h.after] = true
		if _, err := t.exec(ctx, "UPDATE offers SET twin_of = CASE WHEN id = $2 THEN NULL ELSE $2 END WHERE twin_of = $1", h.after, h.id); err != nil {
			return nil, err
		}
		if err := indexOffer(ctx, t, h.sort, &h.offer, false); err != nil {
			return nil, err
		}
		if err := t.follow(ctx, h.after, h.id); err != nil {
			return nil, fmt.Errorf("what follows %s: %w", h.after, err)
		}
	}
	return done, nil
}

// follow moves what people keep, are told and have reported of an offer to another.
func (t tx) follow(ctx context.Context, from, to string) error {
	for _, text := range []string{
		"INSERT INTO offer_arrivals (offer, at) SELECT $2, at FROM offer_arrivals WHERE offer = $1 ON CONFLICT (offer) DO NOTHING",
		"DELETE FROM offer_arrivals WHERE offer = $1 AND offer <> $2",
		"INSERT INTO kept_offers (person, offer, kept_at) SELECT person, $2, kept_at FROM kept_offers WHERE offer = $1 ON CONFLICT (person, offer) DO NOTHING",
		"DELETE FROM kept_offers WHERE offer = $1 AND offer <> $2",
		"INSERT INTO alert_hits (person, offer, alert, notice, found_at) SELECT person, $2, alert, notice, found_at FROM alert_hits WHERE offer = $1 ON CONFLICT (person, offer) DO NOTHING",
		"DELETE FROM alert_hits WHERE offer = $1 AND offer <> $2",
		"UPDATE offer_reports SET offer = $2 WHERE offer = $1 AND NOT EXISTS (SELECT 1 FROM offer_reports x WHERE x.community = offer_reports.community AND x.person = offer_reports.person AND x.offer = $2)",
		"UPDATE offer_cases SET offer = $2 WHERE offer = $1 AND NOT EXISTS (SELECT 1 FROM offer_cases x WHERE x.community = offer_cases.community AND x.offer = $2)",
	} {
		if _, err := t.exec(ctx, text, from, to); err != nil {
			return err
		}
	}
	return nil
}
