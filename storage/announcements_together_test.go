package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// TestAnnouncementsTogether lets authors, who are moderators too, do all they can at once,
// while posts are delivered, what has ended is seen to, and people come, publish, share and
// erase themselves: nobody waits for somebody who waits for them.
func TestAnnouncementsTogether(t *testing.T) {
	rounds := storagetest.Rounds(10, 100)
	storagetest.Engines(t, func(t *testing.T, address string) {
		b := openBillboard(t, storagetest.Open(t, address), address, "local")
		b.sets(t, storage.Settings{storage.OffersChannel: "emplois"}) // before the moderators' in the order of places
		s := b.announcements.Store
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		expected := func(err error) bool {
			_, soon := errors.AsType[*storage.TooSoonError](err)
			_, twin := errors.AsType[*storage.DuplicateError](err)
			return err == nil || soon || twin || errors.Is(err, bot.ErrNotFound) || errors.Is(err, storage.ErrChanged) || errors.Is(err, storage.ErrTooManyDrafts) || errors.Is(err, storage.ErrShared) || errors.Is(err, storage.ErrTooMany)
		}
		check := func(what string, err error) {
			if !expected(err) {
				t.Errorf("%s: %v", what, err)
			}
		}
		notices := &storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}
		sends := func(who bot.PersonID, of, title, held string) string {
			d := &storage.Draft{Person: who, Community: b.here, Of: of, Announcement: written(title, held)}
			if err := s.AddDraft(ctx, d, now); err != nil {
				check("draft", err)
				return ""
			}
			a, err := b.announcements.Publish(ctx, b.here, who, d.ID, 0, storage.Terms{Limit: anyNumber}, now)
			check("publish", err)
			if err != nil {
				check("drop", s.DropDraft(ctx, who, d.ID))
				return ""
			}
			return a.ID
		}
		var authors []bot.PersonID
		var known []string
		var mu sync.Mutex
		for i := range 4 {
			authors = append(authors, b.knows(t, fmt.Sprint("author", i)))
		}
		var working, serving sync.WaitGroup
		for i, who := range authors {
			random := rand.New(rand.NewPCG(uint64(i), 10))
			any := func() string {
				mu.Lock()
				defer mu.Unlock()
				if len(known) == 0 {
					return "none"
				}
				return pick(random, known...)
			}
			working.Go(func() {
				for round := range rounds {
					if id := sends(who, "", fmt.Sprint("Poste ", i, " ", round), pick(random, ageLimits[0], "")); id != "" {
						mu.Lock()
						known = append(known, id)
						mu.Unlock()
					}
					sends(who, any(), fmt.Sprint("Autre ", i, " ", round), pick(random, ageLimits[1], ""))
					for range 4 {
						_, err := b.decides(t, any(), who, pick(random, storage.Living, storage.Refused))
						check("decide", err)
					}
					_, err := b.decides(t, any(), "", pick(random, storage.Filled, storage.Living, storage.Withdrawn))
					check("change", err)
					_, err = notices.ChangeOwn(ctx, who, now, func(c *storage.OwnChange) error { c.Budget = 1 + round%5; return nil })
					check("preferences", err)
					_, err = s.ChangeSettings(ctx, b.here, who, storage.Settings{storage.CoachingChannel: fmt.Sprint(round)}, now)
					check("settings", err)
					check("share", b.shares(t, who, any(), fmt.Sprint("partage/", i, "/", round)))
					_, err = b.reports(t, who, any(), "mots")
					check("report", err)
				}
			})
		}
		working.Go(func() { // people who come for the first time, and go
			for round := range rounds {
				who := b.knows(t, fmt.Sprint("passing", round))
				check("at once", errors.Join(together(3, func(i int) (err error) {
					switch i {
					case 0:
						sends(who, "", fmt.Sprint("De passage ", round), "")
						sends(who, "", fmt.Sprint("Relue ", round), ageLimits[0])
						err = b.shares(t, who, "o1", fmt.Sprint("passage/", round))
					case 1:
						_, err = notices.ChangeOwn(ctx, who, now, func(c *storage.OwnChange) error { c.Lang = bot.EN; return nil })
					default:
						_, err = s.MayReadPage(ctx, who, now)
					}
					return err
				})...))
				check("erase", s.Erase(ctx, who, now))
			}
		})
		done := make(chan struct{})
		for _, serve := range []func() error{
			func() error {
				claimed, _, err := b.Claim(ctx, delivery.Lane{Platform: "local"}, now, leased, 10)
				var outcomes []delivery.Outcome
				for i := range claimed {
					outcomes = append(outcomes, outcome(claimed[i], delivery.Delivered))
				}
				return errors.Join(err, b.Settle(ctx, now, outcomes...))
			},
			func() error {
				_, err := b.announcements.Tend(ctx, now)
				return errors.Join(err, s.Prune(ctx, now))
			},
		} {
			serving.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						check("serve", serve())
					}
				}
			})
		}
		working.Wait()
		close(done)
		serving.Wait()
		if n := b.count(t, "announcements a WHERE NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = a.author)"); n != 0 {
			t.Errorf("%d are of nobody", n)
		}
		b.posted(t)
		if n := b.count(t, "posts WHERE state IN ('pending', 'sending')"); n != 0 {
			t.Errorf("%d posts are left behind", n)
		}
	})
}
