package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// tipsApart is how many days lie at least between two on which a tip is that of the day,
// where there are tips enough.
const tipsApart = 60

// tipsLife is for how long it is remembered that a tip was shown.
const tipsLife = 400 * 24 * time.Hour

// seenTip is a tip that a person was shown.
type seenTip struct {
	at      int64
	day     schedule.Day // the last of which it was the tip; zero: of none
	useless bool
}

// seenTips keeps others from what a person sees in a community, and reads what they have.
func (t tx) seenTips(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time) (community string, seen map[string]seenTip, err error) {
	if community, err = t.turnIn(ctx, at, person, now); err != nil {
		return "", nil, err
	}
	seen = map[string]seenTip{}
	_, err = query(ctx, t, "SELECT tip, seen_at, coalesce(day, ''), coalesce(useful, 1) FROM tips_seen WHERE person = $1 AND community = $2", []any{string(person), community}, func(rows *sql.Rows) (none struct{}, err error) {
		var id, day string
		var useful int
		var s seenTip
		if err := rows.Scan(&id, &s.at, &day, &useful); err != nil {
			return none, err
		}
		if day != "" {
			err = s.day.UnmarshalText([]byte(day))
		}
		s.useless = useful == 0
		seen[id] = s
		return none, err
	})
	return community, seen, err
}

// TipOfDay returns which of some tips is that of a person's day in a community: the same all
// day, none that was that of one of the sixty days before while there is another, those that
// they found of no use last, then those that they were shown in that time, else in the given
// order. ErrNotFound without tips.
func (s *Store) TipOfDay(ctx context.Context, at bot.Address, person bot.PersonID, on schedule.Day, tips []string, now time.Time) (id string, err error) {
	if len(tips) == 0 {
		return "", bot.ErrNotFound
	}
	err = found(s.reader().row(ctx, "SELECT v.tip FROM tips_seen v JOIN communities c ON c.id = v.community WHERE c.platform = $1 AND c.space = $2 AND v.person = $3 AND v.day = $4", at.Platform, at.Space, string(person), on.String()).Scan(&id))
	if err == nil && slices.Contains(tips, id) { // as most often: there is nothing to write
		return id, nil
	}
	if err != nil && err != bot.ErrNotFound {
		return "", fmt.Errorf("tip of the day: %w", err)
	}
	err = s.change(ctx, func(t tx) error {
		community, seen, err := t.seenTips(ctx, at, person, now)
		if err != nil {
			return err
		}
		for tip, was := range seen {
			if was.day != on {
				continue
			}
			if slices.Contains(tips, tip) {
				id = tip
				return nil
			}
			if _, err := t.exec(ctx, "UPDATE tips_seen SET day = NULL WHERE person = $1 AND community = $2 AND tip = $3", string(person), community, tip); err != nil { // it is not shown any more
				return err
			}
		}
		id = nextOfDay(tips, seen, on, now)
		return t.seeTip(ctx, community, person, id, seen, on.String(), now)
	})
	if err != nil {
		return "", fmt.Errorf("tip of the day: %w", err)
	}
	return id, nil
}

// nextOfDay is the tip of a day that has none yet.
func nextOfDay(tips []string, seen map[string]seenTip, on schedule.Day, now time.Time) string {
	rank := func(id string) (recent, useless, shown int) {
		was, known := seen[id]
		if known && was.day != 0 && on-was.day <= tipsApart {
			recent = int(was.day) // the one of the longest ago first
		}
		if was.useless {
			useless = 1
		}
		if known && now.Sub(instant(was.at)) <= tipsApart*24*time.Hour {
			shown = 1
		}
		return recent, useless, shown
	}
	return slices.MinFunc(tips, func(a, b string) int {
		recentA, uselessA, shownA := rank(a)
		recentB, uselessB, shownB := rank(b)
		return cmp.Or(recentA-recentB, uselessA-uselessB, shownA-shownB)
	})
}

// NextTip returns which of some tips a person is shown next: one that they have not seen, or
// else the one seen the longest ago; those that they found of no use do not come back while
// there are others. Again reports that they have seen them all. ErrNotFound without tips.
func (s *Store) NextTip(ctx context.Context, at bot.Address, person bot.PersonID, tips []string, now time.Time) (id string, again bool, err error) {
	if len(tips) == 0 {
		return "", false, bot.ErrNotFound
	}
	err = s.change(ctx, func(t tx) error {
		community, seen, err := t.seenTips(ctx, at, person, now)
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(slices.Clone(tips), func(id string) bool { return seen[id].useless })
		if len(left) == 0 {
			left = tips
		}
		id = slices.MinFunc(left, func(a, b string) int { return cmp.Compare(seen[a].at, seen[b].at) })
		_, again = seen[id]
		return t.seeTip(ctx, community, person, id, seen, "", now)
	})
	if err != nil {
		return "", false, fmt.Errorf("next tip: %w", err)
	}
	return id, again, nil
}

// seeTip writes down that a person is shown a tip, after all that they were shown before;
// as that of a day, where there is one.
func (t tx) seeTip(ctx context.Context, community string, person bot.PersonID, tip string, seen map[string]seenTip, day string, now time.Time) error {
	at := millis(now)
	for _, s := range seen { // two within a millisecond, or when the clock goes back, stay one after the other
		at = max(at, s.at+1)
	}
	_, err := t.exec(ctx, `
		INSERT INTO tips_seen (person, community, tip, seen_at, day) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person, community, tip) DO UPDATE SET seen_at = excluded.seen_at, day = coalesce(excluded.day, tips_seen.day)`, string(person), community, tip, at, orNull(day))
	return err
}

// JudgeTip keeps whether a person found a tip useful.
func (s *Store) JudgeTip(ctx context.Context, at bot.Address, person bot.PersonID, tip string, useful bool, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, person, now)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `
			INSERT INTO tips_seen (person, community, tip, seen_at, useful) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (person, community, tip) DO UPDATE SET useful = excluded.useful`, string(person), community, tip, millis(now), number(useful))
		return err
	})
	if err != nil {
		return fmt.Errorf("judge tip: %w", err)
	}
	return nil
}

// TipVotes are how many people of a community found a tip useful, and how many did not.
type TipVotes struct{ Useful, Useless int }

// TipVotes returns what the people of a community found of each tip of which somebody has
// said it.
func (s *Store) TipVotes(ctx context.Context, at bot.Address) (map[string]TipVotes, error) {
	votes := map[string]TipVotes{}
	_, err := query(ctx, s.reader(), `
		SELECT v.tip, sum(v.useful), count(*) FROM tips_seen v JOIN communities c ON c.id = v.community
		WHERE c.platform = $1 AND c.space = $2 AND v.useful IS NOT NULL GROUP BY v.tip`, []any{at.Platform, at.Space}, func(rows *sql.Rows) (none struct{}, err error) {
		var id string
		var useful, all int
		err = rows.Scan(&id, &useful, &all)
		votes[id] = TipVotes{Useful: useful, Useless: all - useful}
		return none, err
	})
	if err != nil {
		return nil, fmt.Errorf("votes on tips: %w", err)
	}
	return votes, nil
}

// TipJudged reports whether a person has said what they found of a tip, and what.
func (s *Store) TipJudged(ctx context.Context, at bot.Address, person bot.PersonID, tip string) (useful, said bool, err error) {
	var found sql.NullInt64
	err = s.reader().row(ctx, "SELECT max(v.useful) FROM tips_seen v JOIN communities c ON c.id = v.community WHERE c.platform = $1 AND c.space = $2 AND v.person = $3 AND v.tip = $4", at.Platform, at.Space, string(person), tip).Scan(&found)
	if err != nil {
		return false, false, fmt.Errorf("read vote: %w", err)
	}
	return found.Int64 == 1, found.Valid, nil
}

// pruneTips forgets what was shown long ago.
func pruneTips(ctx context.Context, t tx, now time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM tips_seen WHERE seen_at <= $1", millis(now.Add(-tipsLife)))
	return err
}
