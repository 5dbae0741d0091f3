package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/sources"
	"rebond/bot/sources/same"
)

// importLock names the advisory lock of imports, and of offers that leave ("offers" in
// ASCII).
const importLock = 0x6f6666657273

// atOnce is how many offers are kept, or leave, in one go.
const atOnce = 500

// PutOffers implements sources.Sink: it inserts what is new, updates what has
// changed and notes that the rest is still there, in one transaction. An offer
// keeps its place by first publication however often it changes.
func (s *Store) PutOffers(ctx context.Context, offers []sources.Offer, now time.Time) ([]sources.Outcome, error) {
	outcomes := make([]sources.Outcome, 0, len(offers))
	arrived := false
	err := s.changeOffers(ctx, func(t tx) error {
		for some := range slices.Chunk(offers, atOnce) {
			b, err := t.putBatch(ctx, some, now)
			if err != nil {
				return err
			}
			list, args := among([]any{millis(now)}, b.kept)
			if _, err := t.exec(ctx, "UPDATE offers SET seen_at = $1 WHERE id IN ("+list+")", args...); err != nil {
				return err
			}
			outcomes, arrived = append(outcomes, b.outcomes...), arrived || len(b.arrived) > 0
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return outcomes, s.offersPut(ctx, outcomes, arrived)
}

// changeOffers is change for what imports and leaving offers do, one at a time: SQLite has a
// single writer, elsewhere two imports would take the same places and not see each other's
// twins.
func (s *Store) changeOffers(ctx context.Context, f func(tx) error) error {
	return s.change(ctx, func(t tx) error {
		if t.engine == postgres {
			if _, err := t.exec(ctx, "SELECT pg_advisory_xact_lock($1)", importLock); err != nil {
				return err
			}
		}
		return f(t)
	})
}

// offersPut follows what was put.
func (s *Store) offersPut(ctx context.Context, outcomes []sources.Outcome, arrived bool) error {
	if arrived {
		s.tellArrived()
	}
	for _, o := range outcomes {
		if o == sources.New || o == sources.Changed {
			return s.settleIndexes(ctx)
		}
	}
	return nil
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

// batch is a number of offers on their way into the tables.
type batch struct {
	tx
	now      time.Time
	rows     map[string]offerRow // those that are there, by the mark of their source and id
	left     map[string]string   // the ids of those that had left, likewise
	outcomes []sources.Outcome
	kept     []string // the id of each
	arrived  []string // the ids of those that are new
	changed  []string // and of those that are not as they were

	mixed    bool                    // they are of several sources
	openings []*same.Opening         // of those that are new, as they were given; nil for the others
	byMark   map[string][]*candidate // what the new ones may be the same opening as
	marks    map[string][]string     // of those that have been put, by id
}

// putBatch keeps at most atOnce offers. What has not changed costs nothing but its part in
// one question.
func (t tx) putBatch(ctx context.Context, offers []sources.Offer, now time.Time) (*batch, error) {
	b := &batch{tx: t, now: now, rows: map[string]offerRow{}, left: map[string]string{}, byMark: map[string][]*candidate{}, marks: map[string][]string{}}
	if err := b.read(ctx, offers); err != nil {
		return nil, err
	}
	for i := range offers {
		var opening *same.Opening
		if _, known := b.rows[leftMark(offers[i].Source, offers[i].ID)]; !known {
			opening = same.Read(&offers[i])
		}
		b.openings = append(b.openings, opening)
	}
	if err := b.findCandidates(ctx, offers); err != nil {
		return nil, fmt.Errorf("look for the same openings: %w", err)
	}
	for i := range offers {
		outcome, id, err := b.put(ctx, &offers[i], b.openings[i])
		if err != nil {
			return nil, fmt.Errorf("put offer %s/%s: %w", offers[i].Source, offers[i].ID, err)
		}
		b.outcomes, b.kept = append(b.outcomes, outcome), append(b.kept, id)
	}
	if err := b.writeMarks(ctx); err != nil {
		return nil, fmt.Errorf("write marks: %w", err)
	}
	if err := t.arrive(ctx, b.arrived, now); err != nil {
		return nil, err
	}
	return b, t.showsAgain(ctx, b.changed)
}

// read asks what is known of offers.
func (b *batch) read(ctx context.Context, offers []sources.Offer) error {
	bySource := map[string][]string{}
	var marks []string
	for i := range offers {
		o := &offers[i]
		bySource[o.Source] = append(bySource[o.Source], o.ID)
		marks = append(marks, leftMark(o.Source, o.ID))
	}
	b.mixed = len(bySource) > 1
	for source, ids := range bySource {
		list, args := among([]any{source}, ids)
		_, err := query(ctx, b.tx, "SELECT id, sort, source_id, digest, published_at, coalesce(twin_of, '') FROM offers WHERE source = $1 AND source_id IN ("+list+")", args, func(rows *sql.Rows) (r offerRow, err error) {
			var id string
			err = rows.Scan(&r.id, &r.sort, &id, &r.digest, &r.published, &r.twin)
			b.rows[leftMark(source, id)] = r
			return r, err
		})
		if err != nil {
			return err
		}
	}
	marks = slices.DeleteFunc(marks, func(mark string) bool { _, known := b.rows[mark]; return known })
	if len(marks) == 0 {
		return nil
	}
	list, args := among(nil, marks)
	_, err := query(ctx, b.tx, "SELECT mark, offer FROM offers_left WHERE mark IN ("+list+")", args, func(rows *sql.Rows) (mark string, err error) {
		var id string
		err = rows.Scan(&mark, &id)
		b.left[mark] = id
		return mark, err
	})
	return err
}

// put keeps one offer.
func (b *batch) put(ctx context.Context, o *sources.Offer, opening *same.Opening) (sources.Outcome, string, error) {
	digest, err := digestOf(o)
	if err != nil {
		return 0, "", err
	}
	mark := leftMark(o.Source, o.ID)
	row, known := b.rows[mark]
	if known && row.digest == digest {
		return sources.Unchanged, row.id, nil
	}
	if !known {
		outcome, err := b.add(ctx, &row, o, opening, digest, mark)
		b.rows[mark] = row
		return outcome, row.id, err
	}
	if err := b.updateOffer(ctx, row, o, digest, b.now); err != nil {
		return 0, "", err
	}
	if _, err := b.exec(ctx, "DELETE FROM offer_marks WHERE offer = $1", row.id); err != nil {
		return 0, "", err
	}
	opening = same.Read(o)
	if err := b.part(ctx, &row, o, opening); err != nil {
		return 0, "", fmt.Errorf("part it from others: %w", err)
	}
	row.digest = digest
	b.rows[mark], b.changed = row, append(b.changed, row.id)
	b.mark(&row, o, opening)
	return sources.Changed, row.id, nil
}

// add keeps an offer that is not there. One that had left has its old id, and what people
// kept of it lives again; nobody is told of it as of a new one.
func (b *batch) add(ctx context.Context, row *offerRow, o *sources.Offer, opening *same.Opening, digest, mark string) (sources.Outcome, error) {
	var err error
	if row.twin, err = b.twin(ctx, o, opening); err != nil {
		return 0, fmt.Errorf("look for the same opening: %w", err)
	}
	id, returned := b.left[mark]
	if row.id = id; !returned {
		row.id = b.ids.next(b.now)
	}
	back := false
	if returned {
		if back, err = b.comeBack(ctx, row, o, digest); err != nil {
			return 0, err
		}
		if _, err := b.exec(ctx, "DELETE FROM offers_left WHERE mark = $1", mark); err != nil {
			return 0, err
		}
	}
	if !back {
		if err := b.insertOffer(ctx, row, o, "", digest, b.now); err != nil {
			return 0, err
		}
	}
	if returned && row.twin != "" { // what hangs on it hangs on the one that is shown now
		if err := b.holdFollowers(ctx, []string{row.id, row.twin}); err != nil {
			return 0, err
		}
		if err := b.follow(ctx, row.id, row.twin); err != nil {
			return 0, err
		}
	}
	b.mark(row, o, opening)
	if row.twin != "" {
		return sources.Joined, nil
	}
	if !returned && !expired(o, b.now) {
		b.arrived = append(b.arrived, row.id)
	}
	return sources.New, indexOffer(ctx, b.tx, row.sort, o, false)
}

// comeBack gives an offer its content again, where its row has stayed because somebody keeps
// it.
func (b *batch) comeBack(ctx context.Context, row *offerRow, o *sources.Offer, digest string) (bool, error) {
	err := found(b.tx.row(ctx, "SELECT sort, published_at FROM offers WHERE id = $1 AND withdrawn_at IS NOT NULL", row.id).Scan(&row.sort, &row.published))
	if err == bot.ErrNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	content, err := dated(o, instant(row.published))
	if err != nil {
		return false, err
	}
	row.digest = digest
	if _, err := b.exec(ctx, "UPDATE offers SET source_id = $2, title = $3, pay = $4, expires_at = $5, content = $6, digest = $7, seen_at = $8, twin_of = $9, withdrawn_at = NULL WHERE id = $1",
		row.id, o.ID, o.Title, o.EurosAYear(), maybeMillis(o.Expires), content, digest, millis(b.now), orNull(row.twin)); err != nil {
		return false, err
	}
	return true, nil
}
