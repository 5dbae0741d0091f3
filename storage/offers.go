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

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/sources"
)

// Offer is an offer as it is remembered.
type Offer struct {
	OfferID string
	Kept    bool // by whoever asks
	sources.Offer
	sort int64
}

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
		for i := range offers {
			outcome, err := putOffer(ctx, t, &offers[i], now)
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

func putOffer(ctx context.Context, t tx, o *sources.Offer, now time.Time) (sources.Outcome, error) {
	digest, err := digestOf(o)
	if err != nil {
		return 0, err
	}
	var sort, published int64
	var had string
	err = t.row(ctx, "SELECT sort, digest, published_at FROM offers WHERE source = $1 AND source_id = $2", o.Source, o.ID).Scan(&sort, &had, &published)
	switch {
	case err == nil && had == digest:
		_, err = t.exec(ctx, "UPDATE offers SET seen_at = $2 WHERE sort = $1", sort, millis(now))
		return sources.Unchanged, err
	case err == nil:
		content, err := dated(o, instant(published), now)
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
	content, err := dated(o, now, now)
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
	if _, err := t.exec(ctx, `
		INSERT INTO offers (id, sort, source, source_id, title, pay, published_at, expires_at, content, digest, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		newID(now), sort, o.Source, o.ID, o.Title, o.EurosAYear(), published, maybeMillis(o.Expires), content, digest, millis(now)); err != nil {
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

// dated is the content of an offer, with the dates that its source does not say.
func dated(o *sources.Offer, published, updated time.Time) (string, error) {
	full := *o
	if full.Published.IsZero() {
		full.Published = published
	}
	if full.Updated.IsZero() {
		full.Updated = updated
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

// Page is a stretch of the offers found, best first.
type Page struct {
	Offers []Offer
	Next   string // where the next page begins; empty when there is none
}

// SearchOffers returns a page of the living offers that q asks for, from a
// cursor that an earlier page gave, or from the start: those with all the words
// in title or skills first, each group by first publication, newest first.
func (s *Store) SearchOffers(ctx context.Context, q search.Query, from string, size int, now time.Time) (Page, error) {
	tier, before, err := readCursor(from)
	if err != nil {
		return Page{}, err
	}
	terms := search.Terms(q.Words)
	var page Page
	for ; tier <= lastTier(terms); tier++ {
		found, err := s.searchTier(ctx, q, terms, tier, before, size+1-len(page.Offers), now)
		if err != nil {
			return Page{}, fmt.Errorf("search offers: %w", err)
		}
		page.Offers = append(page.Offers, found...)
		if len(page.Offers) > size {
			page.Offers = page.Offers[:size]
			last := page.Offers[size-1].sort
			if len(found) == 1 { // the page ended with the tier before
				tier, last = tier-1, page.Offers[size-1].sort
			}
			page.Next = fmt.Sprintf("%d.%s", tier, strconv.FormatInt(last, 36))
			return page, nil
		}
		before = maxSort
	}
	return page, nil
}

const maxSort = 1<<63 - 1

// lastTier is the second when words can be in the body only.
func lastTier(terms []search.Term) int {
	if len(terms) > 0 {
		return 2
	}
	return 1
}

func readCursor(from string) (tier int, before int64, err error) {
	if from == "" {
		return 1, maxSort, nil
	}
	t, sort, ok := strings.Cut(from, ".")
	before, err = strconv.ParseInt(sort, 36, 64)
	if !ok || err != nil || t != "1" && t != "2" {
		return 0, 0, fmt.Errorf("cursor %q: %w", from, bot.ErrNotFound)
	}
	return int(t[0] - '0'), before, nil
}

// filter is a search as the engine wants it: the tables, and conditions with
// their arguments.
type filter struct {
	from  string
	where []string
	args  []any
}

func (f *filter) and(condition string, arg any) {
	f.args = append(f.args, arg)
	f.where = append(f.where, strings.ReplaceAll(condition, "$?", "$"+strconv.Itoa(len(f.args))))
}

// matching composes the filter of a tier: 1, all words in the head; 2, not so
// but all in the text; 0, all in the text.
func (s *Store) matching(q search.Query, terms []search.Term, tier int, now time.Time) *filter {
	f := &filter{from: "offers o"}
	facets := q.Facets()
	switch {
	case len(terms) == 0 && len(facets) == 0:
	case s.engine == sqlite:
		f.from = "offer_words w CROSS JOIN offers o ON o.sort = w.docid"
		f.and("offer_words MATCH $?", ftsQuery(terms, facets, tier))
	default:
		f.from = "offer_words w JOIN offers o ON o.sort = w.sort"
		f.postgresWords(terms, facets, tier)
	}
	f.and("(o.expires_at IS NULL OR o.expires_at > $?)", millis(now))
	if q.Pay > 0 {
		f.and("o.pay >= $?", q.Pay)
	}
	if q.Days > 0 {
		f.and(f.sort()+" >= $?", millis(now.AddDate(0, 0, -q.Days))<<sortBits)
	}
	return f
}

func (f *filter) postgresWords(terms []search.Term, facets [][]string, tier int) {
	switch {
	case tier == 1:
		f.and("w.head @@ $?::tsquery", tsquery(terms, facets))
	default:
		f.and("w.words @@ $?::tsquery", tsquery(terms, facets))
		if tier == 2 {
			f.and("NOT w.head @@ $?::tsquery", tsquery(terms, nil))
		}
	}
}

// sort is the column of the sort key that the engine's index walks.
func (f *filter) sort() string {
	switch {
	case strings.Contains(f.from, "CROSS"):
		return "w.docid"
	case strings.HasPrefix(f.from, "offer_words"):
		return "w.sort"
	}
	return "o.sort"
}

func (s *Store) searchTier(ctx context.Context, q search.Query, terms []search.Term, tier int, before int64, size int, now time.Time) ([]Offer, error) {
	f := s.matching(q, terms, tier, now)
	if before < maxSort {
		f.and(f.sort()+" < $?", before)
	}
	f.args = append(f.args, size)
	text := "SELECT o.id, o.sort, o.content FROM " + f.from + " WHERE " + strings.Join(f.where, " AND ") +
		" ORDER BY " + f.sort() + " DESC LIMIT $" + strconv.Itoa(len(f.args))
	return query(ctx, s.reader(), text, f.args, scanOffer)
}

func scanOffer(rows *sql.Rows) (Offer, error) {
	var o Offer
	var content string
	if err := rows.Scan(&o.OfferID, &o.sort, &content); err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(content), &o.Offer)
}

// CountOffers counts the living offers that q asks for, up to max.
func (s *Store) CountOffers(ctx context.Context, q search.Query, max int, now time.Time) (n int, err error) {
	f := s.matching(q, search.Terms(q.Words), 0, now)
	f.args = append(f.args, max)
	err = s.reader().row(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+f.from+" WHERE "+strings.Join(f.where, " AND ")+" LIMIT $"+strconv.Itoa(len(f.args))+") AS found", f.args...).Scan(&n)
	return n, err
}

// OfferTitles returns the titles, newest first and each once, of living offers
// with all of words in title or skills, the last word unfinished perhaps.
func (s *Store) OfferTitles(ctx context.Context, words string, max int, now time.Time) ([]string, error) {
	q := search.Query{Words: words}
	found, err := s.searchTier(ctx, q, search.Terms(words), 1, maxSort, 4*max, now)
	if err != nil {
		return nil, err
	}
	var titles []string
	seen := map[string]bool{}
	for _, o := range found {
		if t := bot.Fold(o.Title); !seen[t] && len(titles) < max {
			seen[t] = true
			titles = append(titles, o.Title)
		}
	}
	return titles, nil
}

// Offer returns an offer, expired or not, and whether person has kept it.
func (s *Store) Offer(ctx context.Context, id string, person bot.PersonID) (Offer, error) {
	var o Offer
	var content string
	err := s.reader().row(ctx, "SELECT id, sort, content, EXISTS (SELECT 1 FROM kept_offers k WHERE k.offer = offers.id AND k.person = $2) FROM offers WHERE id = $1", id, string(person)).
		Scan(&o.OfferID, &o.sort, &content, &o.Kept)
	if err != nil {
		return o, found(err)
	}
	return o, json.Unmarshal([]byte(content), &o.Offer)
}

// HasOffers reports whether there is any living offer.
func (s *Store) HasOffers(ctx context.Context, now time.Time) (bool, error) {
	n, err := s.CountOffers(ctx, search.Query{}, 1, now)
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
