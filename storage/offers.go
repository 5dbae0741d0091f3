package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
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
	sources.Offer
	sort int64
}

// shown are the states of a member's offer in which it can be seen: a = its announcement.
const shown = "(a.state IS NULL OR a.state IN ('living', 'filled', 'expired'))"

// importLock names the advisory lock of imports ("offers" in ASCII).
const importLock = 0x6f6666657273

// sortBits is how many bits of an offer's sort key tell apart those published
// in the same millisecond.
const sortBits = 20

// lastInstant is the latest first publication that a sort key can hold, in
// milliseconds (the year 2109).
const lastInstant = 1<<42 - 1

// PutOffers implements sources.Sink: it inserts what is new, updates what has
// changed and notes that the rest is still there, in one transaction. An offer
// keeps its place by first publication however often it changes.
func (s *Store) PutOffers(ctx context.Context, offers []sources.Offer, now time.Time) ([]sources.Outcome, error) {
	outcomes := make([]sources.Outcome, 0, len(offers))
	err := s.change(ctx, func(t tx) error {
		if s.engine == postgres { // SQLite has a single writer; two imports would take the same places
			if _, err := t.exec(ctx, "SELECT pg_advisory_xact_lock($1)", importLock); err != nil {
				return err
			}
		}
		for i := range offers {
			outcome, err := putOffer(ctx, t, &offers[i], home{}, now)
			if err != nil {
				return fmt.Errorf("put offer %s/%s: %w", offers[i].Source, offers[i].ID, err)
			}
			outcomes = append(outcomes, outcome)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return outcomes, s.settleIndexes(ctx)
}

// settleIndexes moves what a batch has added into PostgreSQL's indexes at once:
// until then every search would read through it.
func (s *Store) settleIndexes(ctx context.Context) error {
	if s.engine == sqlite {
		return nil
	}
	_, err := s.writer().exec(ctx, "SELECT gin_clean_pending_list('offer_words_head'), gin_clean_pending_list('offer_words_words')")
	return err
}

// home is where a member's offer comes from; that of an imported one is empty.
type home struct {
	id        string // of the announcement, and the offer's too
	community string
}

func putOffer(ctx context.Context, t tx, o *sources.Offer, from home, now time.Time) (sources.Outcome, error) {
	digest, err := digestOf(o)
	if err != nil {
		return 0, err
	}
	var sort, published int64
	var had string
	known := "SELECT sort, digest, published_at FROM offers WHERE source = $1 AND source_id = $2"
	if t.engine == postgres { // one that is deleted meanwhile is new
		known += " FOR UPDATE"
	}
	err = t.row(ctx, known, o.Source, o.ID).Scan(&sort, &had, &published)
	switch {
	case err == nil && had == digest:
		_, err = t.exec(ctx, "UPDATE offers SET seen_at = $2 WHERE sort = $1", sort, millis(now))
		return sources.Unchanged, err
	case err == nil:
		content, err := dated(o, instant(published))
		if err != nil {
			return 0, err
		}
		if _, err := t.exec(ctx, "UPDATE offers SET title = $2, pay = $3, expires_at = $4, content = $5, digest = $6, seen_at = $7 WHERE sort = $1",
			sort, o.Title, o.EurosAYear(), maybeMillis(o.Expires), content, digest, millis(now)); err != nil {
			return 0, err
		}
		return sources.Changed, indexOffer(ctx, t, sort, o, true)
	case !errors.Is(err, sql.ErrNoRows):
		return 0, err
	}
	content, err := dated(o, now)
	if err != nil {
		return 0, err
	}
	published = min(millis(o.Published), millis(now)) // a source's clock may be ahead
	if o.Published.IsZero() {
		published = millis(now)
	}
	if sort, err = freeSort(ctx, t, o, published); err != nil {
		return 0, err
	}
	if from.id == "" {
		from.id = t.ids.next(now)
	}
	if _, err := t.exec(ctx, `
		INSERT INTO offers (id, sort, source, source_id, title, pay, published_at, expires_at, content, digest, seen_at, community)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		from.id, sort, o.Source, o.ID, o.Title, o.EurosAYear(), published, maybeMillis(o.Expires), content, digest, millis(now), orNull(from.community)); err != nil {
		return 0, err
	}
	return sources.New, indexOffer(ctx, t, sort, o, false)
}

// digestOf tells one content from another, and one analyser from another.
func digestOf(o *sources.Offer) (string, error) {
	content, err := json.Marshal(o)
	sum := sha256.Sum256(append(content, search.Version...))
	return hex.EncodeToString(sum[:16]), err
}

// dated is the content of an offer; where its source does not say when it was
// published, that is when it was first seen.
func dated(o *sources.Offer, published time.Time) (string, error) {
	full := *o
	if full.Published.IsZero() {
		full.Published = published
	}
	content, err := json.Marshal(&full)
	return string(content), err
}

// freeSort is a sort key for a new offer: its first publication, then a hash
// of what it is, so that both engines order alike.
func freeSort(ctx context.Context, t tx, o *sources.Offer, published int64) (int64, error) {
	h := fnv.New32a()
	h.Write([]byte(o.Source + "\x00" + o.ID))
	sort := min(max(published, 0), lastInstant)<<sortBits | int64(h.Sum32()>>(32-sortBits))
	for ; ; sort++ {
		var taken int
		if err := t.row(ctx, "SELECT count(*) FROM offers WHERE sort = $1", sort).Scan(&taken); err != nil || taken == 0 {
			return sort, err
		}
	}
}

func indexOffer(ctx context.Context, t tx, sort int64, o *sources.Offer, again bool) error {
	doc := search.NewDocument(o)
	var err error
	switch {
	case t.engine == sqlite && again:
		_, err = t.exec(ctx, "UPDATE offer_words SET words = $2 WHERE docid = $1", sort, ftsWords(doc))
	case t.engine == sqlite:
		_, err = t.exec(ctx, "INSERT INTO offer_words (docid, words) VALUES ($1, $2)", sort, ftsWords(doc))
	default:
		_, err = t.exec(ctx, "INSERT INTO offer_words (sort, head, words) VALUES ($1, $2::tsvector, $3::tsvector) ON CONFLICT (sort) DO UPDATE SET head = excluded.head, words = excluded.words",
			sort, tsvector(doc.Head, doc.Facets), tsvector(doc.Body, doc.Facets))
	}
	return err
}

func scanOffer(rows *sql.Rows) (Offer, error) {
	var o Offer
	var content string
	if err := rows.Scan(&o.OfferID, &o.sort, &content); err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(content), &o.Offer)
}

// Offer returns an offer that a person can see in a community, expired or not, and
// whether they have kept it. What they have kept they see everywhere.
func (s *Store) Offer(ctx context.Context, in bot.Address, id string, person bot.PersonID) (Offer, error) {
	var o Offer
	var content string
	err := s.reader().row(ctx, `
		SELECT o.id, o.sort, o.content, coalesce(a.state, ''), k.person IS NOT NULL FROM offers o
		LEFT JOIN announcements a ON a.id = o.id LEFT JOIN kept_offers k ON k.offer = o.id AND k.person = $2
		LEFT JOIN communities c ON c.platform = $3 AND c.space = $4
		WHERE o.id = $1 AND `+shown+` AND (o.community IS NULL OR k.person IS NOT NULL OR o.community = c.id) AND NOT `+strings.ReplaceAll(hiddenIn, "$?", "c.id"),
		id, string(person), in.Platform, in.Space).Scan(&o.OfferID, &o.sort, &content, &o.State, &o.Kept)
	if err != nil {
		return o, found(err)
	}
	return o, json.Unmarshal([]byte(content), &o.Offer)
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
	err = found(s.reader().row(ctx, "SELECT title FROM offers WHERE id = $1", id).Scan(&title))
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

// OfferCount is how many offers are remembered, expired ones included.
func (s *Store) OfferCount(ctx context.Context) (n int, err error) {
	err = s.reader().row(ctx, "SELECT count(*) FROM offers").Scan(&n)
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

// WithdrawOffers removes every offer of a source, kept ones too.
func (s *Store) WithdrawOffers(ctx context.Context, source string) error {
	return s.change(ctx, func(t tx) error { return deleteOffers(ctx, t, "source = $1", source) })
}

// deleteOffers removes the offers that a condition on them chooses, and their words.
func deleteOffers(ctx context.Context, t tx, where string, arg any) error {
	if t.engine == sqlite { // a virtual table has no foreign key
		if _, err := t.exec(ctx, "DELETE FROM offer_words WHERE docid IN (SELECT sort FROM offers WHERE "+where+")", arg); err != nil {
			return fmt.Errorf("delete words: %w", err)
		}
	}
	_, err := t.exec(ctx, "DELETE FROM offers WHERE "+where, arg)
	return err
}
