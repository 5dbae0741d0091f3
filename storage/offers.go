package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources"
)

// Offer is an offer as it is remembered.
type Offer struct {
	OfferID string
	Kept    bool     // by whoever asks
	State   Standing // of a member's, where it is asked for by itself or among the kept
	// Withdrawn is when it left its source; zero: it has not. Of what has, little is left.
	Withdrawn time.Time
	Also      []Elsewhere // where else the same opening is
	sources.Offer
	sort int64
}

// visible is a condition on an offer o: it has not left its source, and no other is shown in
// its place.
const visible = "o.twin_of IS NULL AND o.withdrawn_at IS NULL"

// shown are the states of a member's offer in which it can be seen: a = its announcement.
const shown = "(a.state IS NULL OR a.state IN ('living', 'filled', 'expired'))"

func scanOffer(rows *sql.Rows) (Offer, error) {
	var o Offer
	var content string
	if err := rows.Scan(&o.OfferID, &o.sort, &content); err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(content), &o.Offer)
}

// Offer returns an offer that a person can see in a community, expired or not, and
// whether they have kept it. What they have kept they see everywhere. An opening that
// several sources have is one offer, whichever of its ids is asked for; what has left its
// source is not found.
func (s *Store) Offer(ctx context.Context, in bot.Address, id string, person bot.PersonID) (Offer, error) {
	var o Offer
	var content string
	err := s.reader().row(ctx, `
		SELECT o.id, o.sort, o.content, coalesce(a.state, ''), k.person IS NOT NULL FROM offers o
		LEFT JOIN announcements a ON a.id = o.id LEFT JOIN kept_offers k ON k.offer = o.id AND k.person = $2
		LEFT JOIN communities c ON c.platform = $3 AND c.space = $4
		WHERE o.id = coalesce((SELECT t.twin_of FROM offers t WHERE t.id = $1), $1) AND `+visible+` AND `+shown+` AND (o.community IS NULL OR k.person IS NOT NULL OR o.community = c.id) AND NOT `+strings.ReplaceAll(hiddenIn, "$?", "c.id"),
		id, string(person), in.Platform, in.Space).Scan(&o.OfferID, &o.sort, &content, &o.State, &o.Kept)
	if err != nil {
		return o, found(err)
	}
	if err := json.Unmarshal([]byte(content), &o.Offer); err != nil {
		return o, err
	}
	alone := []Offer{o}
	err = s.addElsewhere(ctx, alone)
	return alone[0], err
}

// OfferTitle is the title of an offer, of a member's even where it is not shown any more;
// empty where it is forgotten, and where moderators have not read what it says now.
func (s *Store) OfferTitle(ctx context.Context, id string) (title string, err error) {
	a, err := s.reader().oneAnnounced(ctx, id)
	switch {
	case err == nil && (a.State == Held || a.State == Aside):
		return "", nil
	case err == nil || !errors.Is(err, bot.ErrNotFound):
		if err == nil {
			title = a.Title
		}
		return title, err
	}
	err = found(s.reader().row(ctx, "SELECT o.title FROM offers o WHERE o.id = coalesce((SELECT t.twin_of FROM offers t WHERE t.id = $1), $1)", id).Scan(&title))
	if err == bot.ErrNotFound {
		err = nil
	}
	return title, err
}

// HasOffers reports whether there is any living offer in a community.
func (s *Store) HasOffers(ctx context.Context, in bot.Address, now time.Time) (bool, error) {
	n, err := s.CountOffers(ctx, in, search.Query{}, 1, now)
	return n > 0, err
}

// OfferCount is how many offers are remembered, expired ones included: an opening that
// several sources have counts once, and what has left its source does not.
func (s *Store) OfferCount(ctx context.Context) (n int, err error) {
	err = s.reader().row(ctx, "SELECT count(*) FROM offers o WHERE "+visible).Scan(&n)
	return n, err
}

// Optimize tidies what the engine knows of its tables after a large import.
func (s *Store) Optimize(ctx context.Context) error {
	text := "ANALYZE offers, offer_words"
	if s.engine == sqlite {
		text = "INSERT INTO offer_words (offer_words) VALUES ('optimize')"
	}
	_, err := s.writer().exec(ctx, text)
	return err
}
