package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"rebond/bot/search"
)

// What is held at a time while offers that have come are matched: so many of them, and so
// much of what is found, unless by a single offer. Where there are few of them only the
// alerts are read that may want one.
const (
	arrivalsAtOnce = 2000
	hitsAtOnce     = 100_000
	fewArrivals    = 32
)

// Arrived tells that this process has put offers that no alert has been matched with.
func (s *Store) Arrived() <-chan struct{} { return s.arrived }

// tellArrived wakes whoever matches offers with alerts in this process.
func (s *Store) tellArrived() {
	select {
	case s.arrived <- struct{}{}:
	default:
	}
}

// MatchArrivals matches some of the offers that have come with all alerts: what they find is
// written in one transaction with the notices that tell of it, and those offers are done
// with. More reports that there may be others.
func (n *Notices) MatchArrivals(ctx context.Context, now time.Time) (more bool, err error) {
	m, err := n.Store.arrivals(ctx, arrivalsAtOnce, now)
	if err != nil {
		return false, fmt.Errorf("read what has come: %w", err)
	}
	all := len(m.done())
	if all == 0 {
		return false, nil
	}
	if err := n.Store.match(ctx, m); err != nil {
		return false, fmt.Errorf("match alerts: %w", err)
	}
	if err := n.Store.change(ctx, func(t tx) error { return n.keepHits(ctx, t, m, now) }); err != nil {
		return false, fmt.Errorf("keep what alerts found: %w", err)
	}
	n.Store.tellNoticed()
	return all == arrivalsAtOnce || len(m.done()) < all, nil
}

// arrival is an offer that has come, as it is matched.
type arrival struct {
	offer     string
	at        int64
	community string          // of a member's offer
	hidden    map[string]bool // the communities in which it is not shown
	title     string
	company   string
	tokens    []string // of the title; nil: not made yet
}

// leftOut reports whether an alert leaves the offer out.
func (a *arrival) leftOut(by *unwanted) bool {
	if a.tokens == nil && len(by.words) > 0 {
		a.tokens = search.Tokens(a.title)
	}
	return by.has(a.tokens, a.company)
}

// hit is an offer that an alert has found for a person.
type hit struct {
	person, community, offer, alert string
	pace                            Pace
	at                              int // where the offer is in the batch
}

// matching is a batch of offers that have come, and what alerts find in it, person after
// person.
type matching struct {
	come  []arrival
	batch *search.Batch // of come
	over  []string      // offers that came, and are not to be told of
	upTo  int           // so many of come are dealt with; the others are left for another time
	hits  []hit         // all of one person's together
}

// done are the offers of the batch that are dealt with.
func (m *matching) done() []string {
	ids := slices.Clone(m.over)
	for i := range m.come[:m.upTo] {
		ids = append(ids, m.come[i].offer)
	}
	return ids
}

// arrivals reads the first offers that have come, by the words under which they are searched.
func (s *Store) arrivals(ctx context.Context, max int, now time.Time) (*matching, error) {
	words, row := "w.words", "w.docid"
	if s.engine == postgres {
		words, row = "array_to_string(tsvector_to_array(w.words), ' ')", "w.sort"
	}
	m := &matching{batch: search.NewBatch()}
	_, err := query(ctx, s.reader(), `
		SELECT r.offer, r.at, coalesce(o.community, ''), o.pay, o.content, `+words+`,
			CASE WHEN `+visible+` AND (o.expires_at IS NULL OR o.expires_at > $2) AND (a.state IS NULL OR a.state = 'living') THEN 0 ELSE 1 END
		FROM offer_arrivals r JOIN offers o ON o.id = r.offer LEFT JOIN offer_words w ON `+row+` = o.sort LEFT JOIN announcements a ON a.id = o.id ORDER BY r.at, r.offer LIMIT $1`, []any{max, millis(now)}, m.scanArrival)
	if err != nil {
		return nil, err
	}
	m.upTo = len(m.come)
	at := map[string]*arrival{}
	for i := range m.come {
		at[m.come[i].offer] = &m.come[i]
	}
	which, arg := s.reader().anyOf(1, slices.Collect(maps.Keys(at)))
	_, err = query(ctx, s.reader(), "SELECT offer, community FROM offer_cases WHERE state IN ('aside', 'removed') AND offer "+which, []any{arg}, func(rows *sql.Rows) (none struct{}, err error) {
		var offer, community string
		err = rows.Scan(&offer, &community)
		if a := at[offer]; a != nil {
			if a.hidden == nil {
				a.hidden = map[string]bool{}
			}
			a.hidden[community] = true
		}
		return none, err
	})
	return m, err
}

// scanArrival adds an offer to the batch.
func (m *matching) scanArrival(rows *sql.Rows) (none struct{}, err error) {
	var a arrival
	var pay int64
	var content sql.RawBytes
	var words sql.NullString
	var over bool
	if err := rows.Scan(&a.offer, &a.at, &a.community, &pay, &content, &words, &over); err != nil {
		return none, err
	}
	if over || !words.Valid {
		m.over = append(m.over, a.offer)
		return none, nil
	}
	var o struct{ Title, Company string }
	if err := json.Unmarshal(content, &o); err != nil {
		return none, err
	}
	a.title, a.company = o.Title, companyOf(o.Company)
	m.come = append(m.come, a)
	m.batch.Add(bodyWords(words.String), pay)
	return none, nil
}

// bodyWords are the tokens of an offer as the engines keep them, but for those of its head
// alone.
func bodyWords(words string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for token := range strings.FieldsSeq(words) {
			if !strings.HasPrefix(token, headMark) && !yield(token) {
				return
			}
		}
	}
}

// watching is an alert as it is matched.
type watching struct {
	id, person, community string
	pace                  Pace
	made                  int64
	search                AlertSearch
}

func scanWatching(rows *sql.Rows) (w watching, err error) {
	var text string
	if err := rows.Scan(&w.id, &w.person, &w.community, &w.pace, &w.made, &text); err != nil {
		return w, err
	}
	w.search, err = readSearch(text)
	return w, err
}

// heard is a condition on an alert a that its person receives. It is no join, and written so
// that only the primary key serves it, lest PostgreSQL, before it has counted its rows, walk
// all who receive alerts for each one.
const heard = "(SELECT count(*) FROM subscriptions s WHERE s.person = a.person AND s.community = a.community AND s.topic = '" + AlertsTopic + "' AND coalesce(s.stopped_at, 0) = 0) > 0"

// match finds what the alerts of people who receive it want of a batch, one person's after
// the other's.
func (s *Store) match(ctx context.Context, m *matching) error {
	if len(m.come) == 0 {
		return nil
	}
	few, args := "", []any(nil)
	if len(m.come) <= fewArrivals {
		which, arg := s.reader().anyOf(1, append(m.batch.Anchors(), anyToken))
		few, args = " AND a.id IN (SELECT n.alert FROM alert_anchors n WHERE n.token "+which+")", []any{arg}
	}
	var own []watching
	_, err := query(ctx, s.reader(), "SELECT a.id, a.person, a.community, a.pace, a.made_at, a.query FROM alerts a WHERE "+heard+few+" ORDER BY a.person", args, func(rows *sql.Rows) (none struct{}, err error) {
		w, err := scanWatching(rows)
		if len(own) > 0 && own[0].person != w.person {
			m.watch(own)
			own = own[:0]
		}
		own = append(own, w)
		return none, err
	})
	m.watch(own)
	return err
}

// watch finds what the alerts of one person want of a batch, each offer once: the quickest
// of those that want it tells of it, and of several the oldest.
func (m *matching) watch(own []watching) {
	slices.SortFunc(own, func(a, b watching) int {
		return cmp.Or(cmp.Compare(a.pace.rank(), b.pace.rank()), cmp.Compare(a.id, b.id))
	})
	has := map[int]bool{}
	for i := range own {
		a := &own[i]
		not := a.search.unwanted()
		for k := range m.batch.Find(a.search.Query).All() {
			if k >= m.upTo {
				break
			}
			o := &m.come[k]
			if has[k] || o.at < a.made || o.community != "" && o.community != a.community || o.hidden[a.community] || o.leftOut(&not) {
				continue
			}
			has[k] = true
			m.hits = append(m.hits, hit{a.person, a.community, o.offer, a.id, a.pace, k})
		}
	}
	for len(m.hits) > hitsAtOnce && m.upTo > 1 { // more than is kept in one transaction
		m.upTo /= 2
		m.hits = slices.DeleteFunc(m.hits, func(h hit) bool { return h.at >= m.upTo })
	}
}
