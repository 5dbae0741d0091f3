package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
)

// Scope is whose deliveries are looked at: those of one community, or all when
// it is zero.
type Scope struct{ Platform, Space string }

// within adds a scope to a condition on posts.
func (s Scope) within(condition string, args ...any) (string, []any) {
	if s == (Scope{}) {
		return condition, args
	}
	n := len(args)
	return fmt.Sprintf("%s AND platform = $%d AND space = $%d", condition, n+1, n+2), append(args, s.Platform, s.Space)
}

// QueueCount is how many posts of a platform are in a state; the final states
// count the last 24 hours.
type QueueCount struct {
	Platform string
	State    delivery.State
	Posts    int
	Oldest   time.Time // when the oldest of them was put
}

// Queue counts posts by platform and state.
func (s *Store) Queue(ctx context.Context, scope Scope, now time.Time) ([]QueueCount, error) {
	where, args := scope.within("(state IN ('pending', 'sending', 'uncertain') OR settled_at > $1)", millis(now.Add(-24*time.Hour)))
	return query(ctx, s.reader(), "SELECT platform, state, count(*), min(put_at) FROM posts WHERE "+where+" GROUP BY platform, state ORDER BY platform, state", args,
		func(rows *sql.Rows) (c QueueCount, err error) {
			var oldest int64
			err = rows.Scan(&c.Platform, &c.State, &c.Posts, &oldest)
			c.Oldest = instant(oldest)
			return c, err
		})
}

// Trouble is a post that needs a person, or that failed.
type Trouble struct {
	ID       string
	To       bot.Address
	Kind     bot.PostKind
	At       time.Time // when it was put, or when it failed
	Error    string
	Attempts int
}

// UncertainPosts are those of which nobody can tell whether they arrived, the
// oldest first.
func (s *Store) UncertainPosts(ctx context.Context, scope Scope, max int) ([]Trouble, error) {
	where, args := scope.within("state = 'uncertain'")
	return s.troubles(ctx, where+" ORDER BY id", max, args)
}

// FailedPosts are the last ones that were rejected, within a week.
func (s *Store) FailedPosts(ctx context.Context, scope Scope, max int, now time.Time) ([]Trouble, error) {
	where, args := scope.within("state = 'rejected' AND settled_at > $1", millis(now.Add(-7*24*time.Hour)))
	return s.troubles(ctx, where+" ORDER BY settled_at DESC, id DESC", max, args)
}

func (s *Store) troubles(ctx context.Context, where string, max int, args []any) ([]Trouble, error) {
	return query(ctx, s.reader(), fmt.Sprintf("SELECT id, place, kind, coalesce(settled_at, put_at), coalesce(error, ''), attempts FROM posts WHERE %s LIMIT %d", where, max), args,
		func(rows *sql.Rows) (t Trouble, err error) {
			var place string
			var at int64
			if err := rows.Scan(&t.ID, &place, &t.Kind, &at, &t.Error, &t.Attempts); err != nil {
				return t, err
			}
			t.At = instant(at)
			return t, t.To.UnmarshalText([]byte(place))
		})
}

// Decide settles an uncertain post as a person says: it has arrived
// (delivery.Delivered), it is to be sent again (delivery.Pending) or given up
// (delivery.Rejected). ErrNotFound when it is not uncertain, or not in the scope.
func (s *Store) Decide(ctx context.Context, scope Scope, id string, state delivery.State, now time.Time) error {
	err := s.change(ctx, func(t tx) error {
		if err := t.hold(ctx, id); err != nil {
			return err
		}
		var settled, why any
		if state != delivery.Pending {
			settled = millis(now)
		}
		if state == delivery.Rejected {
			why = delivery.Abandoned
		}
		where, args := scope.within("id = $1 AND state = 'uncertain'", id, string(state), settled, why)
		var place string
		err := t.row(ctx, "UPDATE posts SET state = $2, look = 0, attempts = 0, tried_at = NULL, settled_at = $3, error = $4 WHERE "+where+" RETURNING place", args...).Scan(&place)
		if err != nil {
			return found(err)
		}
		return t.wake(ctx, place, now)
	})
	if err == nil {
		s.tellPosted()
	}
	return err
}

// Incidents are the last faults of the delivery itself, the newest first.
func (s *Store) Incidents(ctx context.Context, max int) ([]delivery.Incident, error) {
	return query(ctx, s.reader(), "SELECT from_at, to_at, what FROM incidents ORDER BY id DESC LIMIT $1", []any{max},
		func(rows *sql.Rows) (i delivery.Incident, err error) {
			var from, to int64
			err = rows.Scan(&from, &to, &i.What)
			i.From, i.To = instant(from), instant(to)
			return i, err
		})
}
