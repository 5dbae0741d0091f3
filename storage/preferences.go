package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// Choices are what a person has chosen of direct messages; a zero is what holds for
// whoever has chosen nothing.
type Choices struct {
	Morning   int // minute of the day
	Weekdays  schedule.Set
	Quiet     *notice.Quiet
	Budget    int
	Pause     notice.Pause
	Situation string    // where they stand, in the words of commands
	Bounced   time.Time // when they said that they had found
	Counted   bool      // among the outcomes
	Helps     time.Time // when they offered to give a hand
}

// usualBudget reads how many messages a day a community wants for whoever has not chosen;
// where it does not say, it is the same as everywhere.
func usualBudget(chosen string) int {
	n, err := strconv.Atoi(chosen)
	if err != nil || n < 1 {
		return notice.DefaultBudget
	}
	return min(n, notice.MaxBudget)
}

// preferences are what the choices come to: usual is the budget of whoever has chosen none.
func (c *Choices) preferences(person bot.PersonID, zone *time.Location, usual int) notice.Preferences {
	p := notice.Preferences{Zone: zone, Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: usual, Pause: c.Pause, Spread: notice.SpreadOf(person)}
	if c.Morning != 0 {
		p.Morning = c.Morning
	}
	if c.Weekdays != 0 {
		p.Weekdays = c.Weekdays
	}
	if c.Quiet != nil {
		p.Quiet = *c.Quiet
	}
	if c.Budget != 0 {
		p.Budget = c.Budget
	}
	if c.Morning == 0 {
		p.Morning = p.Quiet.After(p.Morning)
	}
	return p
}

const choiceColumns = "p.morning, p.weekdays, p.quiet_from, p.quiet_to, p.budget, p.paused_at, p.resume_at, p.situation, p.bounced_at, p.counted, p.helps_at"

// columns are where choiceColumns are read to; scan completes the choices afterwards.
func (c *Choices) columns() (scan func(), into []any) {
	var morning, weekdays, from, to, budget, paused, resume, bounced, helps sql.NullInt64
	var situation sql.NullString
	when := func(ms sql.NullInt64) time.Time {
		if !ms.Valid {
			return time.Time{}
		}
		return instant(ms.Int64)
	}
	return func() {
		c.Morning, c.Weekdays, c.Budget, c.Situation = int(morning.Int64), schedule.Set(weekdays.Int64), int(budget.Int64), situation.String
		if from.Valid && to.Valid {
			c.Quiet = &notice.Quiet{From: int(from.Int64), To: int(to.Int64)}
		}
		c.Pause = notice.Pause{From: when(paused), Until: when(resume)}
		c.Bounced, c.Helps = when(bounced), when(helps)
	}, []any{&morning, &weekdays, &from, &to, &budget, &paused, &resume, &situation, &bounced, &c.Counted, &helps}
}

// Subscription is what a person has asked to receive.
type Subscription struct {
	Community bot.Address
	Topic     string
	Stopped   bool // by « J’ai retrouvé », to be taken up again perhaps
	Minute    int  // of the day, at which it comes, for what has an hour of its own; 0: it has none
}

// Farewell is a word that is not published yet, and where it would be.
type Farewell struct {
	Words string      `json:"words"`
	To    bot.Address `json:"to"`
}

// Own is all that a person has chosen.
type Own struct {
	Choices
	Lang          bot.Lang // empty: that of the platform, or of the community
	Zone          string   // likewise
	Farewell      *Farewell
	Goodbye       string         // the key of the post of their farewell; empty: none
	Subscriptions []Subscription // by community and topic
	usual         string         // messages a day of whoever has chosen none, where they were last seen; empty: as everywhere
}

// Preferences are what the choices come to.
func (o *Own) Preferences(person bot.PersonID, zone *time.Location) notice.Preferences {
	return o.preferences(person, zone, usualBudget(o.usual))
}

// UsualBudget reports whether it is their community that says how many messages a day they
// have at most.
func (o *Own) UsualBudget() bool { return o.Budget == 0 && o.usual != "" }

// Has reports whether they receive a topic of a community.
func (o *Own) Has(at bot.Address, topic string) bool {
	_, has := o.subscription(at, topic)
	return has
}

// Minute is the minute of the day that they chose for a topic of a community; 0: none.
func (o *Own) Minute(at bot.Address, topic string) int {
	s, _ := o.subscription(at, topic)
	return s.Minute
}

func (o *Own) subscription(at bot.Address, topic string) (Subscription, bool) {
	i := slices.IndexFunc(o.Subscriptions, func(s Subscription) bool { return s.Community == at && s.Topic == topic && !s.Stopped })
	if i < 0 {
		return Subscription{}, false
	}
	return o.Subscriptions[i], true
}

// Own returns what a person has chosen.
func (s *Store) Own(ctx context.Context, person bot.PersonID) (*Own, error) {
	o, err := s.reader().own(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	return o, nil
}

func (t tx) own(ctx context.Context, person bot.PersonID) (*Own, error) {
	o := &Own{}
	scan, into := o.columns()
	var farewell string
	switch err := found(t.row(ctx, "SELECT coalesce(p.farewell, ''), coalesce(p.goodbye, ''), "+choiceColumns+" FROM preferences p WHERE p.person = $1", string(person)).Scan(append([]any{&farewell, &o.Goodbye}, into...)...)); {
	case err == nil:
		scan()
	case err != bot.ErrNotFound:
		return nil, err
	}
	if farewell != "" {
		o.Farewell = &Farewell{}
		if err := json.Unmarshal([]byte(farewell), o.Farewell); err != nil {
			return nil, err
		}
	}
	if err := found(t.row(ctx, "SELECT coalesce(c.direct_budget, '') FROM memberships m JOIN communities c ON c.id = m.community WHERE m.person = $1 ORDER BY m.seen_at DESC, m.community LIMIT 1", string(person)).Scan(&o.usual)); err != nil && err != bot.ErrNotFound {
		return nil, err
	}
	if err := found(t.row(ctx, "SELECT coalesce(language, ''), coalesce(time_zone, '') FROM persons WHERE id = $1", string(person)).Scan(&o.Lang, &o.Zone)); err != nil && err != bot.ErrNotFound {
		return nil, err
	}
	var err error
	o.Subscriptions, err = query(ctx, t, "SELECT c.platform, c.space, s.topic, s.stopped_at IS NOT NULL, coalesce(s.minute, 0) FROM subscriptions s JOIN communities c ON c.id = s.community WHERE s.person = $1 ORDER BY s.community, s.topic", []any{string(person)},
		func(rows *sql.Rows) (s Subscription, err error) {
			err = rows.Scan(&s.Community.Platform, &s.Community.Space, &s.Topic, &s.Stopped, &s.Minute)
			return s, err
		})
	return o, err
}

// farewellLife is for how long a word that nobody publishes is kept.
const farewellLife = time.Hour

// Refused are the topics of a community that a refused direct message has stopped.
// They are told once.
func (s *Store) Refused(ctx context.Context, person bot.PersonID, at bot.Address) (topics []string, err error) {
	const which = "FROM refusals WHERE person = $1 AND community = (SELECT id FROM communities WHERE platform = $2 AND space = $3)"
	args := []any{string(person), at.Platform, at.Space}
	var some bool
	if err := s.reader().row(ctx, "SELECT EXISTS (SELECT 1 "+which+")", args...).Scan(&some); err != nil || !some {
		return nil, err
	}
	topics, err = query(ctx, s.writer(), "DELETE "+which+" RETURNING topic", args, scanString)
	slices.Sort(topics)
	return topics, err
}

// Waiting is how many notices of a topic wait for a person, and when the first falls
// due.
func (s *Store) Waiting(ctx context.Context, person bot.PersonID, at bot.Address, topic string) (n int, first time.Time, err error) {
	var due sql.NullInt64
	err = s.reader().row(ctx, "SELECT count(*), min(n.at) FROM notices n JOIN communities c ON c.id = n.community WHERE n.person = $1 AND n.told_at IS NULL AND n.topic = $2 AND n.class = 'digest' AND c.platform = $3 AND c.space = $4",
		string(person), topic, at.Platform, at.Space).Scan(&n, &due)
	if due.Valid {
		first = instant(due.Int64)
	}
	return n, first, err
}
