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
	"strconv"
	"strings"
	"time"

	"rebond/bot/search"
	"rebond/bot/sources"
)

// sortBits is how many bits of an offer's sort key tell apart those published
// in the same millisecond.
const sortBits = 20

// lastInstant is the latest first publication that a sort key can hold, in
// milliseconds (the year 2109).
const lastInstant = 1<<42 - 1

// home is where a member's offer comes from; that of an imported one is empty.
type home struct {
	id        string // of the announcement, and the offer's too
	community string
}

// putOffer keeps a member's offer, as it is now. A new one that can be found has arrived.
func putOffer(ctx context.Context, t tx, o *sources.Offer, from home, now time.Time) error {
	digest, err := digestOf(o)
	if err != nil {
		return err
	}
	var row offerRow
	known := "SELECT sort, digest, published_at FROM offers WHERE source = $1 AND source_id = $2"
	if t.engine == postgres { // one that is deleted meanwhile is new
		known += " FOR UPDATE"
	}
	err = t.row(ctx, known, o.Source, o.ID).Scan(&row.sort, &row.digest, &row.published)
	switch {
	case err == nil && row.digest == digest:
		_, err = t.exec(ctx, "UPDATE offers SET seen_at = $2 WHERE sort = $1", row.sort, millis(now))
		return err
	case err == nil:
		return t.updateOffer(ctx, row, o, digest, now)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	row.id = from.id
	if err := t.insertOffer(ctx, &row, o, from.community, digest, now); err != nil {
		return err
	}
	if err := indexOffer(ctx, t, row.sort, o, false); err != nil {
		return err
	}
	if expired(o, now) {
		return nil
	}
	return t.arrive(ctx, []string{row.id}, now)
}

// offerRow is what is remembered of an offer, but for its content.
type offerRow struct {
	id        string
	sort      int64
	digest    string
	published int64
	twin      string // the id of the one that is shown in its place
}

func expired(o *sources.Offer, now time.Time) bool {
	return !o.Expires.IsZero() && !o.Expires.After(now)
}

// insertOffer adds the row of an offer, and completes row.
func (t tx) insertOffer(ctx context.Context, row *offerRow, o *sources.Offer, community, digest string, now time.Time) error {
	content, err := dated(o, now)
	if err != nil {
		return err
	}
	row.digest = digest
	row.published = min(millis(o.Published), millis(now)) // a source's clock may be ahead
	if o.Published.IsZero() {
		row.published = millis(now)
	}
	if row.sort, err = freeSort(ctx, t, o, row.published); err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO offers (id, sort, source, source_id, title, pay, published_at, expires_at, content, digest, seen_at, community, twin_of)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		row.id, row.sort, o.Source, o.ID, o.Title, o.EurosAYear(), row.published, maybeMillis(o.Expires), content, digest, millis(now), orNull(community), orNull(row.twin))
	return err
}

// updateOffer writes the content of an offer that has changed, and its words where it is
// shown.
func (t tx) updateOffer(ctx context.Context, row offerRow, o *sources.Offer, digest string, now time.Time) error {
	content, err := dated(o, instant(row.published))
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE offers SET title = $2, pay = $3, expires_at = $4, content = $5, digest = $6, seen_at = $7 WHERE sort = $1",
		row.sort, o.Title, o.EurosAYear(), maybeMillis(o.Expires), content, digest, millis(now)); err != nil {
		return err
	}
	if row.twin != "" {
		return nil
	}
	return indexOffer(ctx, t, row.sort, o, true)
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

// unindexOffer takes the words of an offer out of the index.
func unindexOffer(ctx context.Context, t tx, sort int64) error {
	text := "DELETE FROM offer_words WHERE sort = $1"
	if t.engine == sqlite {
		text = "DELETE FROM offer_words WHERE docid = $1"
	}
	_, err := t.exec(ctx, text, sort)
	return err
}

// deleteOffers removes the offers that a condition on them chooses, and their words.
func deleteOffers(ctx context.Context, t tx, where string, args ...any) error {
	if t.engine == sqlite { // a virtual table has no foreign key
		if _, err := t.exec(ctx, "DELETE FROM offer_words WHERE docid IN (SELECT sort FROM offers WHERE "+where+")", args...); err != nil {
			return fmt.Errorf("delete words: %w", err)
		}
	}
	_, err := t.exec(ctx, "DELETE FROM offers WHERE "+where, args...)
	return err
}

// arrive has new offers matched with what people have asked to be told of.
func (t tx) arrive(ctx context.Context, ids []string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	list, args := among([]any{millis(now)}, ids)
	_, err := t.exec(ctx, "INSERT INTO offer_arrivals (offer, at) SELECT id, $1 FROM offers WHERE id IN ("+list+") ON CONFLICT (offer) DO NOTHING", args...)
	return err
}

// among is a list of values as a query names them, "$2, $3", and its arguments with them.
func among(args []any, values []string) (string, []any) {
	var list strings.Builder
	for i, v := range values {
		if i > 0 {
			list.WriteString(", ")
		}
		args = append(args, v)
		list.WriteString("$" + strconv.Itoa(len(args)))
	}
	return list.String(), args
}
