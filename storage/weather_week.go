package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
)

// Word is all that is ever told of how a community is in a week.
type Word string

// The words. Unsaid is of a week of which there is none: too few people.
const (
	Low    Word = "low"
	Middle Word = "middle"
	High   Word = "high"
	Unsaid Word = "few"
)

// FewestInWord is how many people, moderators not among them, have to have answered in a
// week, and agreed to count, for it to have a word.
const FewestInWord = 8

const (
	// weekCloses is how long after its Sunday in universal time a week is over for
	// everybody: the last day of the world ends at noon.
	weekCloses = 12 * time.Hour
	// weeksMadeUp is of how many weeks the word is found when nothing ran for a while.
	weeksMadeUp = 8
	// moderatedLife is for how long before a week somebody seen with the right of a
	// moderator does not count in it: what moderators answer must not help them to tell
	// what others have.
	moderatedLife = 365 * 24 * time.Hour
)

// WeekWord is the word of a week that is over.
type WeekWord struct {
	Monday time.Time
	Word   Word
}

// lastClosed is the Monday of the last week that is over.
func lastClosed(now time.Time) time.Time { return monday(now.Add(-weekCloses)).Add(-weekLong) }

// SettleWords finds the word of each community for the weeks that are over and have none
// yet. It is found once: nothing that happens afterwards changes it.
func (s *Store) SettleWords(ctx context.Context, now time.Time) error {
	for ago := range weeksMadeUp {
		week := lastClosed(now).Add(-time.Duration(ago) * weekLong)
		from, to := week.Format(time.DateOnly), week.Add(weekLong).Format(time.DateOnly)
		communities, err := query(ctx, s.reader(), `
			SELECT c.id FROM communities c WHERE NOT EXISTS (SELECT 1 FROM weather_words w WHERE w.community = c.id AND w.week = $1)
				AND EXISTS (SELECT 1 FROM weather_days d WHERE d.community = c.id AND d.day >= $1 AND d.day < $2) ORDER BY c.id`, []any{from, to}, scanString)
		if err != nil {
			return fmt.Errorf("weeks without a word: %w", err)
		}
		for _, community := range communities {
			if err := s.change(ctx, func(t tx) error { return t.settleWord(ctx, community, week) }); err != nil {
				return fmt.Errorf("word of a week: %w", err)
			}
		}
	}
	return nil
}

func (t tx) settleWord(ctx context.Context, community string, week time.Time) error {
	from, to := week.Format(time.DateOnly), week.Add(weekLong).Format(time.DateOnly)
	type person struct{ total, days int }
	people, err := query(ctx, t, `
		SELECT sum(d.weather), count(*) FROM weather_days d
		JOIN weather_consents c ON c.person = d.person AND c.community = d.community
		WHERE d.community = $1 AND d.day >= $2 AND d.day < $3 AND c.counted_at <= d.changed_at
			AND NOT EXISTS (SELECT 1 FROM moderators o WHERE o.community = d.community AND o.person = d.person)
			AND EXISTS (SELECT 1 FROM memberships m WHERE m.community = d.community AND m.person = d.person AND m.rights_at IS NOT NULL AND (m.moderated_at IS NULL OR m.moderated_at < $4))
		GROUP BY d.person`, []any{community, from, to, millis(week.Add(-moderatedLife))}, func(rows *sql.Rows) (p person, err error) {
		err = rows.Scan(&p.total, &p.days)
		return p, err
	})
	if err != nil {
		return err
	}
	const share = 420 // whole for as many days as a week has
	sum := 0
	for _, p := range people {
		sum += p.total * share / p.days // each person counts once, whatever they answered
	}
	word := Unsaid
	if n := len(people); n >= FewestInWord {
		switch double := 2 * sum; { // the middle is what is nearer to overcast, 3, than to what is around
		case double < 5*share*n:
			word = Low
		case double > 7*share*n:
			word = High
		default:
			word = Middle
		}
	}
	_, err = t.exec(ctx, "INSERT INTO weather_words (community, week, word) VALUES ($1, $2, $3) ON CONFLICT (community, week) DO NOTHING", community, from, string(word))
	return err
}

// Words returns the words of a community's last weeks that are over, the newest first. Of
// a week that nobody answered in there is none either.
func (s *Store) Words(ctx context.Context, at bot.Address, weeks int, now time.Time) ([]WeekWord, error) {
	in, err := s.reach(ctx, at, now)
	if err != nil {
		return nil, err
	}
	last := lastClosed(now)
	all := make([]WeekWord, weeks)
	for i := range all {
		all[i] = WeekWord{last.Add(-time.Duration(i) * weekLong), Unsaid}
	}
	_, err = query(ctx, s.reader(), "SELECT week, word FROM weather_words WHERE community = $1 AND week > $2 AND week <= $3", []any{in.community, last.Add(-time.Duration(weeks) * weekLong).Format(time.DateOnly), last.Format(time.DateOnly)}, func(rows *sql.Rows) (none struct{}, err error) {
		var week, word string
		if err := rows.Scan(&week, &word); err != nil {
			return none, err
		}
		for i := range all {
			if all[i].Monday.Format(time.DateOnly) == week {
				all[i].Word = Word(word)
			}
		}
		return none, nil
	})
	if err != nil {
		return nil, fmt.Errorf("words of the weeks: %w", err)
	}
	return all, nil
}
