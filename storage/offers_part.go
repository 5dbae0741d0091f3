package storage

import (
	"context"
	"database/sql"
	"encoding/json"

	"rebond/bot/sources"
	"rebond/bot/sources/same"
)

// part parts an offer that has changed from those with which it is no more the same opening:
// each of them is shown by itself from then on, and has come as one that is new.
func (b *batch) part(ctx context.Context, row *offerRow, o *sources.Offer, opening *same.Opening) error {
	joined := "id = $1 AND withdrawn_at IS NULL"
	of := row.twin
	if row.twin == "" {
		joined, of = "twin_of = $1", row.id
	}
	type other struct {
		offerRow
		content string
	}
	others, err := query(ctx, b.tx, "SELECT id, sort, content FROM offers WHERE "+joined+" ORDER BY sort, id", []any{of}, func(rows *sql.Rows) (t other, err error) {
		return t, rows.Scan(&t.id, &t.sort, &t.content)
	})
	if err != nil {
		return err
	}
	for i := range others {
		t := &others[i]
		var content sources.Offer
		if err := json.Unmarshal([]byte(t.content), &content); err != nil {
			return err
		}
		if opening.Same(same.Read(&content)) {
			continue
		}
		if row.twin != "" {
			row.twin = ""
			return b.alone(ctx, row, o)
		}
		if err := b.alone(ctx, &t.offerRow, &content); err != nil {
			return err
		}
	}
	return nil
}

// alone has an offer shown by itself that another stood for.
func (b *batch) alone(ctx context.Context, row *offerRow, o *sources.Offer) error {
	if _, err := b.exec(ctx, "UPDATE offers SET twin_of = NULL WHERE id = $1", row.id); err != nil {
		return err
	}
	if !expired(o, b.now) {
		b.arrived = append(b.arrived, row.id)
	}
	return indexOffer(ctx, b.tx, row.sort, o, false)
}
