package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rebond/bot"
)

// News is a stretch of what alerts have found, as it can be seen now.
type News struct {
	Offers []Offer  // the latest published first
	Alerts []string // the id of the alert that found each; it may be no more
	Next   string   // where the next page begins; empty when there is none
}

// newsFrom are the living offers o among the hits h of a notice: $1 is the person, $2 the
// notice, $3 the time and $4 the community.
const newsFrom = `FROM alert_hits h JOIN offers o ON o.id = h.offer LEFT JOIN announcements a ON a.id = o.id
	WHERE h.person = $1 AND h.notice = $2 AND (o.expires_at IS NULL OR o.expires_at > $3) AND o.twin_of IS NULL AND o.withdrawn_at IS NULL
	AND (o.community IS NULL OR o.community = $4) AND (a.state IS NULL OR a.state = 'living') AND NOT `

// AlertNews returns a page of the living offers that a notice tells of, from a cursor that an
// earlier page gave, or from the start.
func (s *Store) AlertNews(ctx context.Context, in bot.Address, person bot.PersonID, notice, from string, size int, now time.Time) (News, error) {
	before := int64(maxSort)
	if from != "" {
		var err error
		if before, err = strconv.ParseInt(from, 36, 64); err != nil {
			return News{}, fmt.Errorf("cursor %q: %w", from, bot.ErrNotFound)
		}
	}
	at, err := s.reach(ctx, in, now)
	if err != nil {
		return News{}, err
	}
	var news News
	_, err = query(ctx, s.reader(), "SELECT o.id, o.sort, o.content, h.alert, EXISTS (SELECT 1 FROM kept_offers k WHERE k.person = h.person AND k.offer = o.id) "+newsFrom+strings.ReplaceAll(hiddenIn, "$?", "$4")+" AND o.sort < $5 ORDER BY o.sort DESC LIMIT $6",
		[]any{string(person), notice, millis(now), at.community, before, size + 1}, func(rows *sql.Rows) (none struct{}, err error) {
			var o Offer
			var content, alert string
			if err := rows.Scan(&o.OfferID, &o.sort, &content, &alert, &o.Kept); err != nil {
				return none, err
			}
			if len(news.Offers) == size {
				news.Next = strconv.FormatInt(news.Offers[size-1].sort, 36)
				return none, nil
			}
			news.Offers, news.Alerts = append(news.Offers, o), append(news.Alerts, alert)
			return none, json.Unmarshal([]byte(content), &news.Offers[len(news.Offers)-1].Offer)
		})
	if err != nil {
		return News{}, fmt.Errorf("read what alerts found: %w", err)
	}
	return news, s.addElsewhere(ctx, news.Offers)
}

// NewsCounted is how many of the offers that a notice tells of are counted: a search for
// anything may have found thousands.
const NewsCounted = 20

// CountAlertNews counts the living offers that a notice tells of, up to [NewsCounted] and one
// more, and those that each alert found. Where there are more the alerts are all there, and
// how many each found is not known.
func (s *Store) CountAlertNews(ctx context.Context, in bot.Address, person bot.PersonID, notice string, now time.Time) (n int, byAlert map[string]int, err error) {
	at, err := s.reach(ctx, in, now)
	if err != nil {
		return 0, nil, err
	}
	byAlert = map[string]int{}
	found, err := query(ctx, s.reader(), "SELECT h.alert "+newsFrom+strings.ReplaceAll(hiddenIn, "$?", "$4")+" LIMIT $5", []any{string(person), notice, millis(now), at.community, NewsCounted + 1}, scanString)
	if err == nil && len(found) > NewsCounted {
		var all []string
		all, err = query(ctx, s.reader(), "SELECT DISTINCT alert FROM alert_hits WHERE person = $1 AND notice = $2", []any{string(person), notice}, scanString)
		for _, alert := range all {
			byAlert[alert] = 0
		}
	}
	if err != nil {
		return 0, nil, fmt.Errorf("count what alerts found: %w", err)
	}
	for _, alert := range found {
		byAlert[alert]++
	}
	return len(found), byAlert, nil
}

// hitLife is for how long what an alert has found is remembered.
const hitLife = 90 * 24 * time.Hour

// pruneHits forgets what alerts found long ago.
func pruneHits(ctx context.Context, t tx, now time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM alert_hits WHERE found_at <= $1", millis(now.Add(-hitLife)))
	return err
}
