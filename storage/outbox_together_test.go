package storage_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage/storagetest"
)

// TestClaimsTogether lets two stores on one database put, and several claim and
// settle, all at once: each post is handed out once, in the order of whoever put
// it, and none is left behind.
func TestClaimsTogether(t *testing.T) {
	const places, claimants = 12, 3
	rounds := storagetest.Rounds(15, 150)
	storagetest.Engines(t, func(t *testing.T, address string) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		total := 2 * rounds * places
		handed := map[string]int{}
		last := map[string]string{} // by place and by who put it
		var mu sync.Mutex
		var all sync.WaitGroup
		left := func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(handed) < total && ctx.Err() == nil
		}
		take := func(d *delivery.Delivery) {
			mu.Lock()
			defer mu.Unlock()
			if handed[d.Key]++; handed[d.Key] > 1 {
				t.Errorf("%s is handed out %d times", d.Key, handed[d.Key])
			}
			line := d.To.Channel + d.Key[:1]
			if d.Key < last[line] {
				t.Errorf("%s comes after %s", d.Key, last[line])
			}
			last[line] = d.Key
		}
		for putter := range 2 {
			m := openMailbox(t, address)
			all.Go(func() {
				for round := range rounds {
					var posts []bot.Post
					for i := range places {
						posts = append(posts, post(fmt.Sprintf("%d/%04d/%02d", putter, round, i), fmt.Sprint(i)))
					}
					if putter == 1 { // the other way round
						slices.Reverse(posts)
					}
					if err := m.Put(ctx, posts...); err != nil {
						t.Error(err)
						cancel()
					}
				}
			})
			for range claimants {
				all.Go(func() {
					for left() {
						claimed, _, err := m.Claim(ctx, delivery.Lane{Platform: "local"}, now, leased, 5)
						if err != nil {
							t.Error(err)
							cancel()
							return
						}
						var outcomes []delivery.Outcome
						for i := range claimed {
							take(&claimed[i])
							outcomes = append(outcomes, outcome(claimed[i], delivery.Delivered))
						}
						if len(outcomes) == 0 {
							continue
						}
						if err := m.Settle(ctx, now, outcomes...); err != nil {
							t.Error(err)
							cancel()
						}
					}
				})
			}
		}
		all.Wait()
		if len(handed) != total {
			t.Errorf("%d of %d posts are handed out", len(handed), total)
		}
		m := openMailbox(t, address)
		for key, s := range m.states(t) {
			if s != delivery.Delivered {
				t.Errorf("%s is %s", key, s)
			}
		}
	})
}
