package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/bot/schedule"
)

// dailyAtOnce is for how many subscriptions the notices of a day are made in one
// transaction.
const dailyAtOnce = 200

// Daily implements notice.Store.
func (n *Notices) Daily(ctx context.Context, topics []string, now time.Time) (more bool, err error) {
	for _, topic := range topics {
		full, err := n.daily(ctx, topic, now)
		if err != nil {
			return false, fmt.Errorf("daily notices: %w", err)
		}
		more = more || full
	}
	return more, nil
}

// dailyDue is a subscription whose notice of the day is to be made.
type dailyDue struct {
	person    bot.PersonID
	community string
	at        bot.Address
	since     int64
	minute    int // of the day, of a topic with an hour of its own; 0: it comes with « Ton matin »
}

// dailyIsDue is a subscription s to the topic $1 whose notice is to be made at $2.
const dailyIsDue = "s.topic = $1 AND s.next_at <= $2 AND s.stopped_at IS NULL"

func (n *Notices) daily(ctx context.Context, topic string, now time.Time) (full bool, err error) {
	subscriptions, err := query(ctx, n.Store.reader(), "SELECT s.person, s.community, c.platform, c.space, s.since_at, coalesce(s.minute, 0) FROM subscriptions s JOIN communities c ON c.id = s.community WHERE "+dailyIsDue+" ORDER BY s.person, s.community LIMIT $3", []any{topic, millis(now), dailyAtOnce}, func(rows *sql.Rows) (d dailyDue, err error) {
		err = rows.Scan(&d.person, &d.community, &d.at.Platform, &d.at.Space, &d.since, &d.minute)
		return d, err
	})
	if err != nil || len(subscriptions) == 0 {
		return false, err
	}
	var ids []string
	for _, d := range subscriptions {
		ids = append(ids, string(d.person))
	}
	err = n.Store.change(ctx, func(t tx) error {
		which, arg := t.anyOf(1, ids)
		if t.engine == postgres { // in the order in which everybody takes them
			if _, err := t.exec(ctx, "SELECT 1 FROM preferences WHERE person "+which+" ORDER BY person FOR UPDATE", arg); err != nil {
				return err
			}
		}
		people, err := n.people(ctx, t, ids, now)
		if err != nil {
			return err
		}
		zones := map[bot.PersonID]*time.Location{}
		for i := range people {
			zones[people[i].ID] = people[i].Zone
		}
		for i := range subscriptions {
			if zone := zones[subscriptions[i].person]; zone != nil { // else they are erased meanwhile
				if err := t.makeDaily(ctx, topic, &subscriptions[i], zone, now); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return len(subscriptions) == dailyAtOnce, err
}

// makeDaily makes the notice of a subscriber's day, until their midnight, unless somebody
// else has or the subscription has ended: with « Ton matin », or at the hour that they chose.
func (t tx) makeDaily(ctx context.Context, topic string, d *dailyDue, zone *time.Location, now time.Time) error {
	today := schedule.DayOf(now.In(zone))
	tomorrow := schedule.At(today+1, 0, zone)
	class, from := notice.Digest, schedule.At(today, d.minute, zone) // a morning that was slept through is made up for
	if d.minute != 0 {
		class = notice.Chosen
	}
	since := instant(d.since)
	passed := since.After(from) // before they asked
	if passed {
		from = since
	}
	res, err := t.exec(ctx, "UPDATE subscriptions AS s SET next_at = $5 WHERE "+dailyIsDue+" AND s.person = $3 AND s.community = $4", topic, millis(now), string(d.person), d.community, millis(tomorrow))
	if err != nil {
		return err
	}
	if rows, err := res.RowsAffected(); err != nil || rows == 0 {
		return err
	}
	if passed && class == notice.Chosen {
		return nil
	}
	key := topic + "/" + today.String()
	if class == notice.Chosen {
		key = HourKey(topic, today, d.at)
	}
	// One that was dropped when they stopped it is made again: they take it again.
	if _, err := t.exec(ctx, "DELETE FROM notices WHERE person = $1 AND key = $2 AND told_at IS NOT NULL AND post IS NULL", string(d.person), key); err != nil {
		return err
	}
	return t.notify(ctx, d.person, now, []notice.Notice{{
		Key: key, Topic: topic, Class: class, Ref: today.String(), To: d.at, At: from, Until: tomorrow,
	}})
}

// HourKey is the key of the notice of a day of a topic that has an hour of its own: each
// community of a person's asks for itself.
func HourKey(topic string, on schedule.Day, at bot.Address) string {
	return topic + "/" + on.String() + "/" + at.Platform + ":" + at.Space
}
