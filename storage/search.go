package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
	"rebond/bot/search"
)

// Page is a stretch of the offers found, best first.
type Page struct {
	Offers []Offer
	Next   string // where the next page begins; empty when there is none
}

// SearchOffers returns a page of the living offers that q asks for in a community,
// from a cursor that an earlier page gave, or from the start: those with all the words
// in title or skills first, each group by first publication, newest first.
func (s *Store) SearchOffers(ctx context.Context, in bot.Address, q search.Query, from string, size int, now time.Time) (Page, error) {
	tier, before, err := readCursor(from)
	if err != nil {
		return Page{}, err
	}
	at, err := s.reach(ctx, in, now)
	if err != nil {
		return Page{}, err
	}
	terms := search.Terms(q.Words)
	var page Page
	for ; tier <= lastTier(terms); tier++ {
		found, err := s.searchTier(ctx, at, q, terms, tier, before, size+1-len(page.Offers))
		if err != nil {
			return Page{}, fmt.Errorf("search offers: %w", err)
		}
		page.Offers = append(page.Offers, found...)
		if len(page.Offers) > size {
			page.Offers = page.Offers[:size]
			if len(found) == 1 { // the page ended with the tier before
				tier--
			}
			page.Next = fmt.Sprintf("%d.%s", tier, strconv.FormatInt(page.Offers[size-1].sort, 36))
			break
		}
		before = maxSort
	}
	return page, s.addElsewhere(ctx, page.Offers)
}

const maxSort = 1<<63 - 1

// reach is what can be found at all: what is alive at a time and serves everybody, or
// is of one community.
type reach struct {
	community string // its id; empty where nothing is known of it
	now       time.Time
}

func (s *Store) reach(ctx context.Context, in bot.Address, now time.Time) (reach, error) {
	at, key := reach{now: now}, bot.Address{Platform: in.Platform, Space: in.Space}
	if id, known := s.places.Load(key); known { // it is never another
		at.community = id.(string)
		return at, nil
	}
	err := s.reader().row(ctx, "SELECT id FROM communities WHERE platform = $1 AND space = $2", in.Platform, in.Space).Scan(&at.community)
	if err = found(err); err != nil && err != bot.ErrNotFound {
		return at, fmt.Errorf("community: %w", err)
	}
	if at.community != "" {
		s.places.Store(key, at.community)
	}
	return at, nil
}

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

// filter is a search as conditions on the words of an offer (offer_words w), on
// its place in the order, and on the offer itself (offers o).
type filter struct {
	engine engine
	words  []string // none: any words will do
	bounds []string
	offer  []string
	args   []any
}

func (f *filter) add(to *[]string, condition string, arg any) {
	f.args = append(f.args, arg)
	*to = append(*to, strings.ReplaceAll(condition, "$?", "$"+strconv.Itoa(len(f.args))))
}

// sort is the column that the engine's index walks in order.
func (f *filter) sort() string {
	switch {
	case len(f.words) == 0:
		return "o.sort"
	case f.engine == sqlite:
		return "w.docid"
	}
	return "w.sort"
}

// matching composes the filter of a tier: 1, all words in the head; 2, not so
// but all in the text; 0, all in the text.
func (s *Store) matching(at reach, q search.Query, terms []search.Term, tier int, before int64) *filter {
	f := &filter{engine: s.engine}
	facets := q.Facets()
	switch {
	case len(terms) == 0 && len(facets) == 0:
	case s.engine == sqlite:
		f.add(&f.words, "offer_words MATCH $?", ftsQuery(terms, facets, tier))
	case tier == 1:
		f.add(&f.words, "w.head @@ $?::tsquery", tsquery(terms, facets))
	default:
		f.add(&f.words, "w.words @@ $?::tsquery", tsquery(terms, facets))
		if tier == 2 {
			f.add(&f.words, "NOT w.head @@ $?::tsquery", tsquery(terms, nil))
		}
	}
	if before < maxSort {
		f.add(&f.bounds, f.sort()+" < $?", before)
	}
	if q.Days > 0 {
		f.add(&f.bounds, f.sort()+" >= $?", millis(at.now.AddDate(0, 0, -q.Days))<<sortBits)
	}
	f.offer = append(f.offer, visible)
	f.add(&f.offer, "(o.expires_at IS NULL OR o.expires_at > $?)", millis(at.now))
	f.add(&f.offer, "(o.community IS NULL OR o.community = $?)", at.community)
	f.add(&f.offer, "NOT "+hiddenIn, at.community)
	if q.Pay > 0 {
		f.add(&f.offer, "o.pay >= $?", q.Pay)
	}
	return f
}

// newest is how many of the newest offers PostgreSQL looks through in their
// order before it asks its index of words for all that match and sorts them:
// the first is right for common words, the second for rare ones, and its planner,
// which knows neither rare words nor how words go together, is off by a factor
// of a thousand in either case.
const newest = 600

// texts are the statements to try in turn, until one fills the limit.
func (f *filter) texts(columns string, limit int) []string {
	f.args = append(f.args, limit)
	end := " ORDER BY " + f.sort() + " DESC LIMIT $" + strconv.Itoa(len(f.args))
	where := func(groups ...[]string) string {
		if all := slices.Concat(groups...); len(all) > 0 {
			return " WHERE " + strings.Join(all, " AND ")
		}
		return ""
	}
	switch {
	case len(f.words) == 0:
		return []string{"SELECT " + columns + " FROM offers o" + where(f.bounds, f.offer) + end}
	case f.engine == sqlite:
		return []string{"SELECT " + columns + " FROM offer_words w CROSS JOIN offers o ON o.sort = w.docid" + where(f.words, f.bounds, f.offer) + end}
	}
	return []string{
		"SELECT " + columns + " FROM (SELECT * FROM offer_words w" + where(f.bounds) + " ORDER BY w.sort DESC LIMIT " + strconv.Itoa(newest) + ") w JOIN offers o ON o.sort = w.sort" + where(f.words, f.offer) + end,
		"WITH w AS MATERIALIZED (SELECT w.sort FROM offer_words w" + where(f.words, f.bounds) + ") SELECT " + columns + " FROM w JOIN offers o ON o.sort = w.sort" + where(f.offer) + end,
	}
}

func (s *Store) searchTier(ctx context.Context, at reach, q search.Query, terms []search.Term, tier int, before int64, size int) (offers []Offer, err error) {
	f := s.matching(at, q, terms, tier, before)
	err = s.try(ctx, f.texts("o.id, o.sort, o.content", size), func(t tx, text string) (full bool, err error) {
		offers, err = query(ctx, t, text, f.args, scanOffer)
		return len(offers) == size, err
	})
	return offers, err
}

// try asks each text in turn until one fills its limit. The second is for the
// index of words: PostgreSQL prices reading every tsvector as if it stood in its
// row, and would rather read them all, or join with every offer.
func (s *Store) try(ctx context.Context, texts []string, ask func(t tx, text string) (full bool, err error)) error {
	if full, err := ask(s.reader(), texts[0]); err != nil || full || len(texts) == 1 {
		return err
	}
	t, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer t.Rollback() // it changes nothing
	if _, err := t.ExecContext(ctx, "SET LOCAL enable_seqscan = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashjoin = off"); err != nil {
		return err
	}
	_, err = ask(tx{t, s.engine, &s.ids}, texts[1])
	return err
}

// CountOffers counts the living offers that q asks for in a community, up to max.
func (s *Store) CountOffers(ctx context.Context, in bot.Address, q search.Query, max int, now time.Time) (n int, err error) {
	return s.CountArrived(ctx, in, q, time.Time{}, max, now)
}

// count counts what a filter lets through, up to max.
func (s *Store) count(ctx context.Context, f *filter, max int) (n int, err error) {
	err = s.try(ctx, f.texts("1 AS one", max), func(t tx, text string) (full bool, err error) {
		err = t.row(ctx, "SELECT count(*) FROM ("+text+") AS found", f.args...).Scan(&n)
		return n == max, err
	})
	return n, err
}

// OfferTitles returns the titles, newest first and each once, of a community's living
// offers with all of words in title or skills, the last word unfinished perhaps.
func (s *Store) OfferTitles(ctx context.Context, in bot.Address, words string, max int, now time.Time) ([]string, error) {
	at, err := s.reach(ctx, in, now)
	if err != nil {
		return nil, err
	}
	q := search.Query{Words: words}
	found, err := s.searchTier(ctx, at, q, search.Terms(words), 1, maxSort, 4*max)
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
