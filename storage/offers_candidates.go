package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rebond/bot/sources"
	"rebond/bot/sources/same"
)

const (
	// candidates is how many offers that may be the same opening are looked at, those that
	// have the most in common first.
	candidates = 6
	// commonMark is how many offers a mark may be of: one that more have says nothing.
	commonMark = 40
)

// candidate is an offer that may be the same opening as a new one.
type candidate struct {
	id, source string
	shown      string // the offer that is shown of its opening
	sort       int64
	content    string
	opening    *same.Opening // nil until it is compared
}

// findCandidates asks for all the new offers of a batch at once which others may be the same
// openings, so that a new one costs a few comparisons, whatever else is there.
func (b *batch) findCandidates(ctx context.Context, offers []sources.Offer) error {
	marks := map[string]bool{}
	for _, p := range b.openings {
		if p != nil {
			for _, m := range p.Marks() {
				marks[m] = true
			}
		}
	}
	if len(marks) == 0 {
		return nil
	}
	list, args := among([]any{commonMark}, slices.Sorted(maps.Keys(marks)))
	rare, err := query(ctx, b.tx, "SELECT mark FROM offer_marks WHERE mark IN ("+list+") GROUP BY mark HAVING count(*) <= $1", args, scanString)
	if err != nil || len(rare) == 0 {
		return err
	}
	having := map[string][]string{} // the marks of each that has one
	list, args = among(nil, rare)
	ids, err := query(ctx, b.tx, "SELECT mark, offer FROM offer_marks WHERE mark IN ("+list+")", args, func(rows *sql.Rows) (id string, err error) {
		var mark string
		err = rows.Scan(&mark, &id)
		having[id] = append(having[id], mark)
		return id, err
	})
	if err != nil {
		return err
	}
	slices.Sort(ids)
	found, err := b.living(ctx, offers[0].Source, slices.Compact(ids), having)
	if err != nil || len(found) == 0 {
		return err
	}
	return b.readCandidates(ctx, offers, found)
}

// living are those of the offers that are there for others to be the same as, and notes the
// marks that they have.
func (b *batch) living(ctx context.Context, source string, ids []string, having map[string][]string) (map[string]*candidate, error) {
	found := map[string]*candidate{}
	for some := range slices.Chunk(ids, atOnce) {
		list, args := among([]any{millis(b.now)}, some)
		others := ""
		if !b.mixed { // two offers of one source are two openings: it says so
			args = append(args, source)
			others = " AND o.source <> $" + strconv.Itoa(len(args))
		}
		_, err := query(ctx, b.tx, `
			SELECT o.id, o.source, coalesce(o.twin_of, o.id), o.sort FROM offers o JOIN offers r ON r.id = coalesce(o.twin_of, o.id)
			WHERE o.id IN (`+list+`)`+others+` AND o.community IS NULL AND o.withdrawn_at IS NULL
				AND (o.expires_at IS NULL OR o.expires_at > $1 OR r.expires_at IS NULL OR r.expires_at > $1)`, args, func(rows *sql.Rows) (id string, err error) {
			var c candidate
			err = rows.Scan(&c.id, &c.source, &c.shown, &c.sort)
			found[c.id] = &c
			for _, mark := range having[c.id] {
				b.byMark[mark] = append(b.byMark[mark], &c)
			}
			return c.id, err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// readCandidates reads the contents of those that will be compared.
func (b *batch) readCandidates(ctx context.Context, offers []sources.Offer, found map[string]*candidate) error {
	var ids []string
	for i, p := range b.openings {
		if p == nil {
			continue
		}
		for _, c := range b.likeliest(offers[i].Source, p) {
			ids = append(ids, c.id)
		}
	}
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), atOnce) {
		list, args := among(nil, some)
		_, err := query(ctx, b.tx, "SELECT id, content FROM offers WHERE id IN ("+list+")", args, func(rows *sql.Rows) (id string, err error) {
			var content string
			err = rows.Scan(&id, &content)
			found[id].content = content
			return id, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// likeliest are the offers of other sources that have the most marks in common with a new
// one, the latest first among equals.
func (b *batch) likeliest(source string, opening *same.Opening) []*candidate {
	shared := map[*candidate]int{}
	for _, m := range opening.Marks() {
		for _, c := range b.byMark[m] {
			if c.source != source {
				shared[c]++
			}
		}
	}
	all := slices.SortedFunc(maps.Keys(shared), func(c, d *candidate) int {
		return cmp.Or(cmp.Compare(shared[d], shared[c]), cmp.Compare(d.sort, c.sort))
	})
	return all[:min(len(all), candidates)]
}

// twin finds the offer that is shown of the opening that a new one is of, in another source;
// empty where there is none.
func (b *batch) twin(ctx context.Context, o *sources.Offer, opening *same.Opening) (string, error) {
	var tried []string
	for _, c := range b.likeliest(o.Source, opening) {
		if slices.Contains(tried, c.shown) {
			continue
		}
		if c.opening == nil {
			var other sources.Offer
			if err := json.Unmarshal([]byte(c.content), &other); err != nil {
				return "", err
			}
			c.opening, c.content = same.Read(&other), ""
		}
		if !opening.Same(c.opening) {
			continue
		}
		tried = append(tried, c.shown)
		// Two offers of one source are two openings. The source is compared here: an engine
		// might go through all that it has.
		its, err := query(ctx, b.tx, "SELECT source FROM offers WHERE id = $1 UNION ALL SELECT source FROM offers WHERE twin_of = $1", []any{c.shown}, scanString)
		if err != nil {
			return "", err
		}
		if !slices.Contains(its, o.Source) {
			return c.shown, nil
		}
	}
	return "", nil
}

// mark notes by what an offer that is put is found: by those that come after it in its batch
// where it is of several sources, else by later ones.
func (b *batch) mark(row *offerRow, o *sources.Offer, opening *same.Opening) {
	b.marks[row.id] = opening.Marks()
	if !b.mixed {
		return
	}
	for m, all := range b.byMark {
		b.byMark[m] = slices.DeleteFunc(all, func(c *candidate) bool { return c.id == row.id })
	}
	if expired(o, b.now) {
		return
	}
	c := &candidate{id: row.id, source: o.Source, shown: cmp.Or(row.twin, row.id), sort: row.sort, opening: opening}
	for _, m := range opening.Marks() {
		b.byMark[m] = append(b.byMark[m], c)
	}
}

// writeMarks writes by what the offers of a batch are found, in the order of the index.
func (b *batch) writeMarks(ctx context.Context) error {
	type pair struct{ mark, offer string }
	var all []pair
	for offer, marks := range b.marks {
		for _, m := range marks {
			all = append(all, pair{m, offer})
		}
	}
	slices.SortFunc(all, func(p, q pair) int { return cmp.Or(cmp.Compare(p.mark, q.mark), cmp.Compare(p.offer, q.offer)) })
	for some := range slices.Chunk(all, 4*atOnce) {
		var text strings.Builder
		text.WriteString("INSERT INTO offer_marks (mark, offer) VALUES ")
		args := make([]any, 0, 2*len(some))
		for i, p := range some {
			if i > 0 {
				text.WriteString(", ")
			}
			args = append(args, p.mark, p.offer)
			text.WriteString("($" + strconv.Itoa(len(args)-1) + ", $" + strconv.Itoa(len(args)) + ")")
		}
		if _, err := b.exec(ctx, text.String()+" ON CONFLICT (mark, offer) DO NOTHING", args...); err != nil {
			return err
		}
	}
	return nil
}
