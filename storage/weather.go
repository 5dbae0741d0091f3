package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
)

// WeatherTopic is the topic of the reminder of « Ta météo du jour ».
const WeatherTopic = "meteo"

// Consent is what somebody has agreed to before their first answer, in one community.
type Consent struct {
	Version int      // of the words
	Lang    bot.Lang // in which they were asked
	Wording string   // as they read them
	Given   time.Time
	Counted bool // in the community's word of the week too, without their name
}

// DayWeather is what somebody has answered of a day of theirs.
type DayWeather struct {
	On      schedule.Day
	Weather int // 1, a storm, to 5, sunshine
	Energy  int // 1, low, to 3, high; 0: they did not say
}

// The bounds of what is answered.
const (
	Storm      = 1
	Sunshine   = 5
	LowEnergy  = 1
	HighEnergy = 3
)

// weatherLife is for how many months answers, notes and goals are kept.
const weatherLife = 12

// answers are those of a person in a community: what belongs to another community of theirs
// is apart, as its consent is.
type answers struct {
	person    bot.PersonID
	community string
}

func (s *Store) answers(ctx context.Context, at bot.Address, person bot.PersonID) (answers, error) {
	in, err := s.reach(ctx, at, time.Time{})
	return answers{person, in.community}, err
}

// Consent returns what somebody has agreed to in a community. ErrNotFound if they have not.
func (s *Store) Consent(ctx context.Context, at bot.Address, person bot.PersonID) (c Consent, err error) {
	o, err := s.answers(ctx, at, person)
	if err != nil {
		return c, err
	}
	var given int64
	err = found(s.reader().row(ctx, "SELECT version, language, wording, given_at, counted_at IS NOT NULL FROM weather_consents WHERE person = $1 AND community = $2", string(person), o.community).
		Scan(&c.Version, &c.Lang, &c.Wording, &given, &c.Counted))
	c.Given = instant(given)
	if err != nil && err != bot.ErrNotFound {
		err = fmt.Errorf("read consent: %w", err)
	}
	return c, err
}

// Agree writes down that somebody agrees, in place of what they agreed to before.
func (s *Store) Agree(ctx context.Context, at bot.Address, person bot.PersonID, c Consent) error {
	err := s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, person, c.Given)
		if err != nil {
			return err
		}
		var counted any
		if c.Counted {
			counted = millis(c.Given)
		}
		_, err = t.exec(ctx, `
			INSERT INTO weather_consents (person, community, version, language, wording, given_at, counted_at, key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (person, community) DO UPDATE SET version = excluded.version, language = excluded.language, wording = excluded.wording, given_at = excluded.given_at, counted_at = excluded.counted_at`,
			string(person), community, c.Version, string(c.Lang), c.Wording, millis(c.Given), counted, rand.Text())
		return err
	})
	if err != nil {
		return fmt.Errorf("agree: %w", err)
	}
	return nil
}

// CountWeather says whether somebody counts in their community's word from now on.
// ErrNotFound if they have not agreed to answer at all.
func (s *Store) CountWeather(ctx context.Context, at bot.Address, person bot.PersonID, counts bool, now time.Time) error {
	var since any
	if counts {
		since = millis(now)
	}
	return s.answer(ctx, at, person, now, func(t tx, o answers) error {
		_, err := t.exec(ctx, "UPDATE weather_consents SET counted_at = $3 WHERE person = $1 AND community = $2 AND (counted_at IS NULL) = ($4 = 1)", string(person), o.community, since, number(counts))
		return err
	})
}

// WithdrawWeather takes somebody's consent back: what they have answered in a community
// goes, the key of what they wrote there is destroyed, and they are not reminded any more.
func (n *Notices) WithdrawWeather(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time) error {
	at = bot.Address{Platform: at.Platform, Space: at.Space}
	s := n.Store
	err := s.answer(ctx, at, person, now, func(t tx, o answers) error {
		if err := t.doom(ctx, person, o.community); err != nil {
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM weather_consents WHERE person = $1 AND community = $2", string(person), o.community) // and the rest with it
		return err
	})
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		return fmt.Errorf("withdraw consent: %w", err)
	}
	forgotten := s.forgotten(ctx, now) // before what matters less can fail

	// Nobody reminds those who have erased themselves.
	if err := s.reader().isThere(ctx, person); errors.Is(err, bot.ErrNotFound) {
		return forgotten
	}
	if _, err := n.ChangeOwn(ctx, person, now, func(c *OwnChange) error {
		c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(s Subscription) bool { return s.Community == at && s.Topic == WeatherTopic })
		return nil
	}); err != nil {
		return err
	}
	return forgotten
}

// forgotten ends an erasure: on SQLite the write-ahead log is emptied. Keys that cannot be
// destroyed now are later.
func (s *Store) forgotten(ctx context.Context, now time.Time) error {
	if err := s.destroyDoomed(ctx, now); err != nil && !errors.Is(err, ErrKeys) {
		return err
	}
	if s.engine == postgres {
		return nil
	}
	return s.emptyLog(ctx)
}

// answer changes what somebody has answered in a community, if they have agreed to;
// ErrNotFound else.
func (s *Store) answer(ctx context.Context, at bot.Address, person bot.PersonID, now time.Time, do func(tx, answers) error) error {
	return s.change(ctx, func(t tx) error {
		community, err := t.turnIn(ctx, at, person, now)
		if err != nil {
			return err
		}
		var there int
		if err := t.row(ctx, "SELECT 1 FROM weather_consents WHERE person = $1 AND community = $2", string(person), community).Scan(&there); err != nil {
			return found(err)
		}
		return do(t, answers{person, community})
	})
}

// SetWeather keeps what somebody answers of a day, in place of what they answered of it
// before; an Energy of 0 keeps that. Zone is the one in which the day is theirs. ErrNotFound
// if they have not agreed to answer.
func (s *Store) SetWeather(ctx context.Context, at bot.Address, person bot.PersonID, d DayWeather, zone *time.Location, now time.Time) error {
	if d.Weather < Storm || d.Weather > Sunshine || d.Energy < 0 || d.Energy > HighEnergy {
		return errors.New("no such weather")
	}
	err := s.answer(ctx, at, person, now, func(t tx, o answers) error {
		_, err := t.exec(ctx, `
			INSERT INTO weather_days (person, community, day, zone, weather, energy, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (person, community, day) DO UPDATE SET zone = excluded.zone, weather = excluded.weather, energy = coalesce(excluded.energy, weather_days.energy), changed_at = excluded.changed_at`,
			string(person), o.community, d.On.String(), zone.String(), d.Weather, orZero(d.Energy), millis(now))
		return err
	})
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		err = fmt.Errorf("set the weather: %w", err)
	}
	return err
}

// Weather returns what somebody has answered in a community since a day, the earliest first.
func (s *Store) Weather(ctx context.Context, at bot.Address, person bot.PersonID, since schedule.Day) ([]DayWeather, error) {
	o, err := s.answers(ctx, at, person)
	if err != nil {
		return nil, err
	}
	all, err := query(ctx, s.reader(), "SELECT day, weather, coalesce(energy, 0) FROM weather_days WHERE person = $1 AND community = $2 AND day >= $3 ORDER BY day", []any{string(person), o.community, since.String()}, func(rows *sql.Rows) (d DayWeather, err error) {
		var day string
		if err := rows.Scan(&day, &d.Weather, &d.Energy); err != nil {
			return d, err
		}
		return d, d.On.UnmarshalText([]byte(day))
	})
	if err != nil {
		return nil, fmt.Errorf("read the weather: %w", err)
	}
	return all, nil
}

// prunedAtOnce is of how many people old answers are forgotten in one transaction.
const prunedAtOnce = 200

// pruneWeather forgets answers of more than a year ago, and words of more than three.
func (s *Store) pruneWeather(ctx context.Context, now time.Time) error {
	oldest := now.UTC().AddDate(0, -weatherLife, 0).Format(time.DateOnly)
	for _, table := range []string{"weather_days", "weather_notes", "weather_goals"} {
		const old = "community IN (SELECT id FROM communities) AND day < " // there is an index of both
		for {
			people, err := query(ctx, s.reader(), "SELECT DISTINCT person FROM "+table+" WHERE "+old+"$1 ORDER BY person LIMIT $2", []any{oldest, prunedAtOnce}, scanString)
			if err != nil {
				return err
			}
			if len(people) == 0 {
				break
			}
			err = s.change(ctx, func(t tx) error {
				which, arg := t.anyOf(1, people)
				if t.engine == postgres { // in the order in which everybody takes them: who erases themselves holds the same rows
					if _, err := t.exec(ctx, "SELECT 1 FROM preferences WHERE person "+which+" ORDER BY person FOR UPDATE", arg); err != nil {
						return err
					}
				}
				_, err := t.exec(ctx, "DELETE FROM "+table+" WHERE person "+which+" AND "+old+"$2", arg, oldest)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	if _, err := s.writer().exec(ctx, "DELETE FROM weather_words WHERE week < $1", weekName(now.Add(-weeklyLife))); err != nil {
		return err
	}
	_, err := s.writer().exec(ctx, "UPDATE memberships SET moderated_at = NULL WHERE moderated_at < $1", millis(now.Add(-moderatedLife-(weeksMadeUp+2)*weekLong)))
	return err
}
