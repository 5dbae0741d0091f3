package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"rebond/bot"
)

// Week is how much happened in a community in a week. Numbers of people are exact: whoever
// shows them says how few are too few to tell.
type Week struct {
	Monday      time.Time // its first instant, in universal time
	Known       bool      // something was counted then, or before
	Subscribers int       // people who receive something by direct message: now, or at its end
	Active      int       // people who asked for something
	Published   int       // announcements
	Filled      int       // likewise
	Posts       int       // in channels
	// Commands are how many people used each. Every process counts those it meets, without
	// keeping who they are: these are the most that one has met, and so never more than there were.
	Commands map[string]int
}

// What is counted in a week, beside commands.
const (
	subscribersCount = "subscribers"
	activeCount      = "active"
	publishedCount   = "published"
	filledCount      = "filled"
	commandCount     = "/" // and its name
)

const (
	weekLong = 7 * 24 * time.Hour
	// weeklyLife is how long what happened in a week is remembered.
	weeklyLife = 3 * 365 * 24 * time.Hour
)

// monday is the first instant of the week of a time, in universal time.
func monday(t time.Time) time.Time {
	t = t.UTC()
	sinceMonday := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-sinceMonday, 0, 0, 0, 0, time.UTC)
}

func weekName(t time.Time) string { return monday(t).Format(time.DateOnly) }

// tally adds n to what is counted in the running week of a community. Others add to the
// same row: it comes last in a transaction.
func (t tx) tally(ctx context.Context, community string, now time.Time, what string, n int) error {
	_, err := t.exec(ctx, `
		INSERT INTO weekly (community, week, what, run, n) VALUES ($1, $2, $3, '', $4)
		ON CONFLICT (community, week, what, run) DO UPDATE SET n = weekly.n + excluded.n`, community, weekName(now), what, n)
	if err != nil {
		return fmt.Errorf("count %s: %w", what, err)
	}
	return nil
}

const distinctSubscribers = "(SELECT count(DISTINCT s.person) FROM subscriptions s WHERE s.community = c.id AND s.stopped_at IS NULL)"

// CountSubscribers writes how many people each community reaches by direct message: what
// is written last in a week is what it had at its end.
func (s *Store) CountSubscribers(ctx context.Context, now time.Time) error {
	_, err := s.writer().exec(ctx, `
		INSERT INTO weekly (community, week, what, run, n)
		SELECT c.id, $1, $2, '', `+distinctSubscribers+` FROM communities c WHERE c.space <> '' AND c.left_at IS NULL ORDER BY c.id
		ON CONFLICT (community, week, what, run) DO UPDATE SET n = excluded.n`, weekName(now), subscribersCount)
	if err != nil {
		return fmt.Errorf("count subscribers: %w", err)
	}
	return nil
}

// Weeks returns what happened in the last weeks of a community, the oldest first: as many
// as asked for, up to the one that runs.
func (s *Store) Weeks(ctx context.Context, at bot.Address, count int, now time.Time) ([]Week, error) {
	last := monday(now)
	weeks := make([]Week, count)
	for i := range weeks {
		weeks[i] = Week{Monday: last.Add(time.Duration(i+1-count) * weekLong), Commands: map[string]int{}}
	}
	for _, read := range []func(context.Context, tx, bot.Address, []Week) error{readTallies, readPosted, readSubscribers} {
		if err := read(ctx, s.reader(), at, weeks); err != nil {
			return nil, fmt.Errorf("read weeks: %w", err)
		}
	}
	return weeks, nil
}

// weekTally is what was counted of something in a week.
type weekTally struct {
	week, what string
	n          int
}

func readTallies(ctx context.Context, t tx, at bot.Address, weeks []Week) error {
	const from = "FROM weekly w JOIN communities c ON c.id = w.community WHERE c.platform = $1 AND c.space = $2"
	var first sql.NullString
	if err := t.row(ctx, "SELECT min(w.week) "+from, at.Platform, at.Space).Scan(&first); err != nil {
		return err
	}
	all, err := query(ctx, t, "SELECT w.week, w.what, max(w.n) "+from+" AND w.week >= $3 AND w.week <= $4 GROUP BY w.week, w.what",
		[]any{at.Platform, at.Space, weekName(weeks[0].Monday), weekName(weeks[len(weeks)-1].Monday)}, func(rows *sql.Rows) (w weekTally, err error) {
			err = rows.Scan(&w.week, &w.what, &w.n)
			return w, err
		})
	if err != nil {
		return err
	}
	byName := map[string]*Week{}
	for i := range weeks {
		name := weekName(weeks[i].Monday)
		weeks[i].Known = first.Valid && first.String <= name
		byName[name] = &weeks[i]
	}
	for _, counted := range all {
		byName[counted.week].set(counted.what, counted.n)
	}
	return nil
}

func (w *Week) set(what string, n int) {
	switch what {
	case subscribersCount:
		w.Subscribers = n
	case activeCount:
		w.Active = n
	case publishedCount:
		w.Published = n
	case filledCount:
		w.Filled = n
	default:
		if name, isCommand := strings.CutPrefix(what, commandCount); isCommand {
			w.Commands[name] = n
		}
	}
}

// readPosted counts what was posted in channels, which is remembered for longer than a year.
func readPosted(ctx context.Context, t tx, at bot.Address, weeks []Week) error {
	first := weeks[0].Monday
	type posted struct{ week, n int }
	all, err := query(ctx, t, `
		SELECT (settled_at - $3) / $4, count(*) FROM posts
		WHERE platform = $1 AND space = $2 AND kind = 'send' AND member IS NULL AND state = 'delivered' AND settled_at >= $3 AND settled_at < $5
		GROUP BY 1`, []any{at.Platform, at.Space, millis(first), weekLong.Milliseconds(), millis(first.Add(time.Duration(len(weeks)) * weekLong))}, func(rows *sql.Rows) (p posted, err error) {
		err = rows.Scan(&p.week, &p.n)
		return p, err
	})
	for _, p := range all {
		weeks[p.week].Posts = p.n
	}
	return err
}

// readSubscribers counts those of the week that runs: they may have changed since they
// were written.
func readSubscribers(ctx context.Context, t tx, at bot.Address, weeks []Week) error {
	err := t.row(ctx, "SELECT "+distinctSubscribers+" FROM communities c WHERE c.platform = $1 AND c.space = $2", at.Platform, at.Space).Scan(&weeks[len(weeks)-1].Subscribers)
	if err = found(err); err == bot.ErrNotFound { // nobody has spoken there yet
		return nil
	}
	return err
}

// Outcome is how many people of a community said what they have found, in a month.
type Outcome struct {
	Month  string // YYYY-MM
	What   string
	People int
}

// Outcomes returns those of a community since a month, the newest month first.
func (s *Store) Outcomes(ctx context.Context, at bot.Address, since time.Time) ([]Outcome, error) {
	all, err := query(ctx, s.reader(), `
		SELECT o.month, o.what, o.people FROM outcomes o JOIN communities c ON c.id = o.community
		WHERE c.platform = $1 AND c.space = $2 AND o.month >= $3 ORDER BY o.month DESC, o.what`,
		[]any{at.Platform, at.Space, since.UTC().Format("2006-01")}, func(rows *sql.Rows) (o Outcome, err error) {
			err = rows.Scan(&o.Month, &o.What, &o.People)
			return o, err
		})
	if err != nil {
		return nil, fmt.Errorf("read outcomes: %w", err)
	}
	return all, nil
}

func pruneWeekly(ctx context.Context, t tx, now time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM weekly WHERE week < $1", weekName(now.Add(-weeklyLife)))
	return err
}
