package storage

import (
	"context"
	"fmt"
	"time"

	"rebond/bot"
)

// PutAlert makes an alert in a community, and returns it with its id. The same search again
// is the same alert, with the pace that is asked for now. It fails with
// [ErrTooManyAlerts] beyond [MaxAlerts].
func (s *Store) PutAlert(ctx context.Context, person bot.PersonID, in bot.Address, a Alert, now time.Time) (made Alert, err error) {
	err = s.change(ctx, func(t tx) error {
		community, err := t.community(ctx, in, now)
		if err != nil {
			return err
		}
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		a.ID, a.Community, a.MadeAt = t.ids.next(now), bot.Address{Platform: in.Platform, Space: in.Space}, instant(millis(now))
		text, err := a.Search.text()
		if err != nil {
			return err
		}
		if same, err := t.sameAlert(ctx, person, community, text); err != nil {
			return err
		} else if same != "" {
			if _, err := t.exec(ctx, "UPDATE alerts SET pace = $2, changed_at = $3 WHERE id = $1", same, string(a.Pace), millis(now)); err != nil {
				return err
			}
			made, err = t.alert(ctx, person, same)
			return err
		}
		var n int
		if err := t.row(ctx, "SELECT count(*) FROM alerts WHERE person = $1", string(person)).Scan(&n); err != nil {
			return err
		}
		if n >= MaxAlerts {
			return ErrTooManyAlerts
		}
		if _, err := t.exec(ctx, "INSERT INTO alerts (id, person, community, query, pace, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
			a.ID, string(person), community, text, string(a.Pace), millis(now)); err != nil {
			return err
		}
		if err := t.anchor(ctx, &a); err != nil {
			return err
		}
		made, err = t.alert(ctx, person, a.ID)
		return err
	})
	if err != nil {
		return Alert{}, fmt.Errorf("put alert: %w", err)
	}
	return made, nil
}

// sameAlert is the id of the alert of a person's that has a search in a community; empty
// where there is none.
func (t tx) sameAlert(ctx context.Context, person bot.PersonID, community, text string) (id string, err error) {
	err = found(t.row(ctx, "SELECT id FROM alerts WHERE person = $1 AND community = $2 AND query = $3 ORDER BY made_at, id LIMIT 1", string(person), community, text).Scan(&id))
	if err == bot.ErrNotFound {
		err = nil
	}
	return id, err
}

// anyToken is the anchor of an alert that any offer may match.
const anyToken = "*"

// anchor writes under which tokens an alert is found.
func (t tx) anchor(ctx context.Context, a *Alert) error {
	if _, err := t.exec(ctx, "DELETE FROM alert_anchors WHERE alert = $1", a.ID); err != nil {
		return err
	}
	tokens := a.Search.Query.Wanted().Anchor()
	if tokens == nil {
		tokens = []string{anyToken}
	}
	for _, token := range tokens {
		if _, err := t.exec(ctx, "INSERT INTO alert_anchors (token, alert) VALUES ($1, $2) ON CONFLICT (token, alert) DO NOTHING", token, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// ChangeAlert lets change alter the search or the pace of an alert. One that becomes the same
// as another of theirs takes its place.
func (s *Store) ChangeAlert(ctx context.Context, person bot.PersonID, id string, change func(*Alert) error, now time.Time) (changed Alert, err error) {
	err = s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		a, err := t.alert(ctx, person, id)
		if err != nil {
			return err
		}
		if err := change(&a); err != nil {
			return err
		}
		a.ID = id
		text, err := a.Search.text()
		if err != nil {
			return err
		}
		for _, follow := range []string{"UPDATE alert_hits SET alert = $2 WHERE person = $1 AND alert IN (SELECT id FROM alerts", "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts"} {
			if _, err := t.exec(ctx, follow+" WHERE person = $1 AND id <> $2 AND query = $3 AND community = (SELECT community FROM alerts WHERE id = $2))", string(person), id, text); err != nil {
				return err
			}
		}
		if _, err := t.exec(ctx, "UPDATE alerts SET query = $2, pace = $3, changed_at = $4 WHERE id = $1", id, text, string(a.Pace), millis(now)); err != nil {
			return err
		}
		if err := t.anchor(ctx, &a); err != nil {
			return err
		}
		changed, err = t.alert(ctx, person, id)
		return err
	})
	if err != nil {
		return Alert{}, fmt.Errorf("change alert: %w", err)
	}
	return changed, nil
}

// DropAlert forgets an alert, and what it has found that nobody was told of yet;
// ErrNotFound where it is not theirs, or no more.
func (s *Store) DropAlert(ctx context.Context, person bot.PersonID, id string) error {
	err := s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, person); err != nil {
			return err
		}
		res, err := t.exec(ctx, "DELETE FROM alerts WHERE person = $1 AND id = $2", string(person), id)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return bot.ErrNotFound
		}
		if _, err := t.exec(ctx, "DELETE FROM alert_hits WHERE person = $1 AND alert = $2 AND notice IN (SELECT key FROM notices WHERE person = $1 AND told_at IS NULL)", string(person), id); err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE preferences SET revision = revision + 1 WHERE person = $1", string(person)) // a message of it that is being written is not sent
		return err
	})
	if err != nil {
		return fmt.Errorf("drop alert: %w", err)
	}
	return nil
}
