package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
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
			if _, err := t.exec(ctx, "SELECT 1 FROM offers WHERE id = $1 FOR KEY SHARE", o.OfferID); err != nil {
				return err
			}
		}
		res, err := t.exec(ctx, `
			INSERT INTO kept_offers (person, offer, kept_at)
			SELECT $1, o.id, $3 FROM offers o WHERE o.id = $2 AND `+visible+`
			ON CONFLICT (person, offer) DO UPDATE SET kept_at = kept_offers.kept_at`, string(person), o.OfferID, millis(now))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return bot.ErrNotFound // it left meanwhile
	})
	if err != nil {
		return fmt.Errorf("keep offer: %w", err)
	}
	return nil
}

// DropOffer forgets that a person kept an offer.
func (s *Store) DropOffer(ctx context.Context, person bot.PersonID, offer string) error {
	_, err := s.writer().exec(ctx, "DELETE FROM kept_offers WHERE person = $1 AND offer = coalesce((SELECT t.twin_of FROM offers t WHERE t.id = $2), $2)", string(person), offer)
	return err
}

// KeptOffers returns a page of what a person has kept, latest first, from a
// cursor that an earlier page gave. Expired ones are there too, and what little is left of
// those that their source has withdrawn; what moderators have put aside in the community
// where they ask is not.
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
		SELECT o.id, k.kept_at, o.content, coalesce(a.state, ''), coalesce(o.withdrawn_at, 0) FROM kept_offers k JOIN offers o ON o.id = k.offer LEFT JOIN announcements a ON a.id = o.id
		LEFT JOIN communities c ON c.platform = $5 AND c.space = $6
		WHERE k.person = $1 AND `+shown+` AND (k.kept_at < $2 OR k.kept_at = $2 AND o.id > $3) AND NOT `+strings.ReplaceAll(hiddenIn, "$?", "c.id")+`
		ORDER BY k.kept_at DESC, o.id LIMIT $4`, []any{string(person), at, id, size + 1, in.Platform, in.Space}, func(rows *sql.Rows) (Offer, error) {
		o := Offer{Kept: true}
		var content string
		var withdrawn int64
		if err := rows.Scan(&o.OfferID, &o.sort, &content, &o.State, &withdrawn); err != nil {
			return o, err
		}
		o.Withdrawn = maybeInstant(withdrawn)
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
	return page, s.addElsewhere(ctx, page.Offers)
}

// linkKept says of offers that somebody has kept, as rows of an export, what their source
// calls them and where they are, and no more: they are not theirs to have, and licences
// forbid handing them out. Of those that have left their source there is nothing to say.
func (s *Store) linkKept(ctx context.Context, rows []map[string]any) error {
	for some := range slices.Chunk(rows, atOnce) {
		at := map[string]map[string]any{}
		var ids []string
		for _, row := range some {
			id, _ := row["offer"].(string)
			at[id] = row
			ids = append(ids, id)
		}
		list, args := among(nil, ids)
		_, err := query(ctx, s.reader(), "SELECT id, content FROM offers WHERE withdrawn_at IS NULL AND id IN ("+list+")", args, func(found *sql.Rows) (o sources.Offer, err error) {
			var id, content string
			if err := found.Scan(&id, &content); err != nil {
				return o, err
			}
			err = json.Unmarshal([]byte(content), &o)
			at[id]["source"], at[id]["id"], at[id]["link"] = o.Source, o.ID, o.URL
			return o, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
