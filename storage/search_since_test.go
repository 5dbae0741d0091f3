package storage_test

import (
	"fmt"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/schedule"
	"rebond/bot/search"
	"rebond/bot/sources"
	"rebond/storage/storagetest"
)

// TestCountArrived counts by when offers came, not by when they were published, and none that
// is of another community, over or not what is looked for.
func TestCountArrived(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		s := storagetest.Open(t, address)
		ended := offer("over", "Développeuse Go", 1)
		ended.Expires = now.Add(90 * time.Minute)
		for hour, some := range [][]sources.Offer{
			{offer("1", "Développeuse Go", 1), offer("2", "Comptable", 1)},
			{offer("3", "Développeur Go", 9), offer("4", "Développeur PHP", 0), ended},
			{offer("1", "Développeuse Go confirmée", 1)}, // changed, not new
		} {
			if _, err := s.PutOffers(t.Context(), some, now.Add(time.Duration(hour)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		at := now.Add(2 * time.Hour)
		for _, c := range []struct {
			words string
			since time.Time
			max   int
			want  int
		}{
			{"go", time.Time{}, 20, 2},
			{"go", now, 20, 2},
			{"go", now.Add(time.Millisecond), 20, 1},
			{"go", now.Add(time.Hour), 20, 1},
			{"go", now.Add(2 * time.Hour), 20, 0},
			{"", now.Add(time.Hour), 20, 2},
			{"", time.Time{}, 3, 3},
			{"rust", time.Time{}, 20, 0},
		} {
			if n, err := s.CountArrived(t.Context(), bot.Address{}, search.Query{Words: c.words}, c.since, c.max, at); err != nil || n != c.want {
				t.Errorf("%q since %v, at most %d: %d, %v; want %d", c.words, c.since, c.max, n, err, c.want)
			}
		}
	})
}

// TestLastSaid finds when a schedule last said something or knew that there was nothing to
// say: not what was missed, skipped, or did not go out.
func TestLastSaid(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openPlanner(t, address)
		s := p.creates(t, everyDay("a"), "/offres go")
		said := func(want time.Time) {
			t.Helper()
			if got, err := p.Store.LastSaid(t.Context(), s.ID); err != nil || !got.Equal(want) {
				t.Errorf("%v, %v; want %v", got, err, want)
			}
		}
		said(time.Time{})
		first := p.posts(t, s)
		said(p.at)
		p.ends(t, first, delivery.Delivered)
		said(p.at)
		m := p.reads(t, s.ID).Move()
		for i, what := range []schedule.What{schedule.Silent, schedule.Missed, schedule.Skipped} {
			m.Runs = append(m.Runs, schedule.Run{ID: fmt.Sprint(s.ID, "!", i), Due: now.Add(time.Duration(1+i) * time.Hour), What: what})
		}
		p.advances(t, []schedule.Move{m}, true)
		said(now.Add(time.Hour))
		p.at = now.Add(5 * time.Hour)
		lost := p.posts(t, s)
		said(p.at)
		p.settles(t, outcome(p.takes(t, lost)[0], delivery.Rejected))
		said(now.Add(time.Hour))
		runs, err := p.Store.ScheduleRuns(t.Context(), s.ID, 3, 1)
		if err != nil || len(runs) != 1 || runs[0].What != schedule.Silent || runs[0].State != "" || runs[0].Message != (bot.MessageRef{}) {
			t.Errorf("%+v, %v", runs, err)
		}
	})
}
