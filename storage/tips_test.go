package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// today is the day of these tests.
var today = schedule.DayOf(now)

// pool are so many tips, from one on.
func pool(from, count int) (tips []string) {
	for i := range count {
		tips = append(tips, fmt.Sprintf("t%03d", from+i))
	}
	return tips
}

// daily is the tip of a day for somebody, at its ninth hour.
func (b *billboard) daily(t testing.TB, person bot.PersonID, on schedule.Day, tips ...string) string {
	t.Helper()
	id, err := b.announcements.Store.TipOfDay(t.Context(), b.here, person, on, tips, now.AddDate(0, 0, int(on-today)))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// next is another tip for somebody, and whether they have seen all.
func (b *billboard) next(t testing.TB, person bot.PersonID, tips ...string) (id string, again bool) {
	t.Helper()
	id, again, err := b.announcements.Store.NextTip(t.Context(), b.here, person, tips, b.at)
	if err != nil {
		t.Fatal(err)
	}
	return id, again
}

func (b *billboard) finds(t testing.TB, person bot.PersonID, tip string, useful bool) {
	t.Helper()
	if err := b.announcements.Store.JudgeTip(t.Context(), b.here, person, tip, useful, b.at); err != nil {
		t.Fatal(err)
	}
}

// turned are tips in the order of a day, which goes on by one each day.
func turned(tips []string, on schedule.Day) []string {
	first := int(on) % len(tips)
	return append(slices.Clone(tips[first:]), tips[:first]...)
}

// TestTipOfDay is which tip is that of somebody's day.
func TestTipOfDay(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"the same all day, in whatever order, and whatever they look at meanwhile": func(t *testing.T, b *billboard) {
			alex, tips := b.knows(t, "alex"), pool(0, 70)
			random := rand.New(rand.NewPCG(1, 11))
			want := b.daily(t, alex, today, tips...)
			if want != tips[0] {
				t.Errorf("%s is not the first in the given order", want)
			}
			for range 5 {
				random.Shuffle(len(tips), func(i, k int) { tips[i], tips[k] = tips[k], tips[i] })
				b.next(t, alex, tips...)
				b.finds(t, alex, want, false)
				if got := b.daily(t, alex, today, tips...); got != want {
					t.Errorf("%s, then %s", want, got)
				}
			}
			elsewhere := *b
			elsewhere.here = b.there
			if got := elsewhere.daily(t, alex, today, "other"); got != "other" {
				t.Error(got)
			}
			if got := b.daily(t, b.knows(t, "sam"), today, tips...); got != tips[0] {
				t.Errorf("somebody else has %s", got)
			}
		},
		"200 days without one of the sixty days before, while the tips change": func(t *testing.T, b *billboard) {
			alex, tips, made := b.knows(t, "alex"), pool(0, 66), 66
			random := rand.New(rand.NewPCG(2, 11))
			useless := map[string]bool{}
			last := map[string]schedule.Day{}
			for on := today; on < today+200; on++ {
				switch i := random.IntN(len(tips)); (on - today) % 7 {
				case 2: // one expires, or is hidden, and another is added
					tips = slices.Delete(slices.Clone(tips), i, i+1)
					fallthrough
				case 5:
					tips = append(tips, pool(made, 1)...)
					made++
				case 6:
					if len(useless) < 20 {
						useless[tips[i]] = true
						b.finds(t, alex, tips[i], false)
					}
				}
				given := turned(tips, on)
				id := b.daily(t, alex, on, given...)
				if before, known := last[id]; known && on-before <= 60 {
					t.Fatalf("%s is that of day %d, and was that of day %d", id, on-today, before-today)
				}
				if useless[id] { // it comes last
					for _, other := range tips {
						if before, known := last[other]; !useless[other] && (!known || on-before > 60) {
							t.Errorf("day %d: %s is of no use, and there is %s", on-today, id, other)
						}
					}
				}
				last[id] = on
				if on%10 == 0 && b.daily(t, alex, on, tips...) != id {
					t.Errorf("day %d has two", on-today)
				}
			}
			if len(last) < 66 {
				t.Errorf("%d tips in all", len(last))
			}
		},
		"of fewer than sixty that of the longest ago comes back": func(t *testing.T, b *billboard) {
			alex, tips := b.knows(t, "alex"), pool(0, 7)
			random := rand.New(rand.NewPCG(3, 11))
			var order []string
			for on := today; on < today+30; on++ {
				random.Shuffle(len(tips), func(i, k int) { tips[i], tips[k] = tips[k], tips[i] })
				order = append(order, b.daily(t, alex, on, tips...))
				if n := len(order); n > 7 && order[n-1] != order[n-8] {
					t.Fatalf("%q", order)
				}
			}
			if n := len(slices.Compact(slices.Sorted(slices.Values(order)))); n != 7 {
				t.Errorf("%d tips", n)
			}
			just, enough := b.knows(t, "lou"), pool(0, 61) // each of these when sixty days are over
			order = nil
			for on := today; on < today+100; on++ {
				random.Shuffle(len(enough), func(i, k int) { enough[i], enough[k] = enough[k], enough[i] })
				order = append(order, b.daily(t, just, on, enough...))
				if n := len(order); n > 61 && order[n-1] != order[n-62] {
					t.Fatalf("day %d: %s, and not %s", n, order[n-1], order[n-62])
				}
			}
			only := b.knows(t, "sam")
			for on := today; on < today+3; on++ {
				if b.daily(t, only, on, "one") != "one" {
					t.Error("not the only one")
				}
			}
		},
		"what they were shown comes after the rest, what is of no use after that": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.finds(t, alex, "useless", false)
			b.next(t, alex, "shown")
			var order []string
			for on := today; on < today+4; on++ {
				order = append(order, b.daily(t, alex, on, "useless", "shown", "new", "fine"))
			}
			same(t, order, "new", "fine", "shown", "useless")
			if got := b.daily(t, alex, today+63, "useless", "fine"); got != "fine" { // that of 62 days ago
				t.Error(got)
			}
			lou := b.knows(t, "lou")
			b.daily(t, lou, today, "useless")
			b.daily(t, lou, today+1, "fine")
			b.finds(t, lou, "useless", false)
			if got := b.daily(t, lou, today+61, "fine", "useless"); got != "useless" { // the other was that of sixty days ago
				t.Error(got)
			}
			sam := b.knows(t, "sam")
			b.at = now.AddDate(0, 0, -70)
			b.finds(t, sam, "useless", false)
			b.at = now
			b.next(t, sam, "shown")
			if got := b.daily(t, sam, today, "useless", "shown"); got != "shown" {
				t.Error(got)
			}
		},
		"one that is gone in the middle of the day is replaced for the rest of it": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			first := b.daily(t, alex, today, "a", "b", "c")
			second := b.daily(t, alex, today, "b", "c")
			if first != "a" || second != "b" {
				t.Errorf("%s, then %s", first, second)
			}
			if got := b.daily(t, alex, today, "a", "b", "c"); got != second { // there again
				t.Errorf("then %s", got)
			}
			if got := b.daily(t, alex, today+1, "a", "b", "c"); got != "c" {
				t.Errorf("%s the day after", got)
			}
			if n := b.count(t, "tips_seen WHERE person = $1 AND day = $2", string(alex), today.String()); n != 1 {
				t.Errorf("%d of one day", n)
			}
		},
		"a clock that goes back finds the tips of those days": func(t *testing.T, b *billboard) {
			alex, tips := b.knows(t, "alex"), pool(0, 10)
			var order []string
			for on := today; on < today+5; on++ {
				order = append(order, b.daily(t, alex, on, turned(tips, on)...))
			}
			for on := today + 4; on >= today; on-- {
				if got := b.daily(t, alex, on, turned(tips, on+3)...); got != order[on-today] {
					t.Errorf("day %d: %s, was %s", on-today, got, order[on-today])
				}
			}
			before := b.daily(t, alex, today-1, tips...)
			if slices.Contains(order, before) {
				t.Errorf("%s comes again", before)
			}
			b.at = now.Add(-time.Hour) // each is shown after all that was shown before
			for range 20 {
				if id, _ := b.next(t, alex, before, "x"); id == before {
					if id, _ = b.next(t, alex, before, "x"); id != "x" {
						t.Fatal("twice the same")
					}
				}
			}
		},
		"those who ask at once have the same": func(t *testing.T, b *billboard) {
			other := *b.announcements
			if other.Store = b.announcements.Store; strings.HasPrefix(b.address, "postgres") {
				other.Store = storagetest.Open(t, b.address) // another process
			}
			alex, tips := b.knows(t, "alex"), pool(0, 70)
			for on := today; on < today+schedule.Day(storagetest.Rounds(6, 60)); on++ {
				got := make([]string, 4)
				if err := errors.Join(together(4, func(i int) (err error) {
					store := []*storage.Store{b.announcements.Store, other.Store}[i%2]
					got[i], err = store.TipOfDay(context.Background(), b.here, alex, on, turned(tips, schedule.Day(i*7)), now)
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				if len(slices.Compact(got)) != 1 {
					t.Errorf("%q", got)
				}
				again := make([]string, 4)
				if err := errors.Join(together(4, func(i int) (err error) {
					store := []*storage.Store{b.announcements.Store, other.Store}[i%2]
					again[i], _, err = store.NextTip(context.Background(), b.here, alex, tips, now)
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				slices.Sort(again)
				if len(slices.Compact(again)) != 4 {
					t.Errorf("%q are shown", again)
				}
			}
		},
		"none without tips, and none for somebody who is erased": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			refused := func(tips ...string) {
				t.Helper()
				_, first := s.TipOfDay(t.Context(), b.here, alex, today, tips, now)
				_, _, second := s.NextTip(t.Context(), b.here, alex, tips, now)
				for _, err := range []error{first, second} {
					if !errors.Is(err, bot.ErrNotFound) || strings.Contains(err.Error(), string(alex)) {
						t.Error(err)
					}
				}
			}
			refused()
			b.daily(t, alex, today, "a")
			if err := s.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			refused("a")
			if err := s.JudgeTip(t.Context(), b.here, alex, "a", true, now); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
			if n := b.count(t, "tips_seen WHERE person = $1", string(alex)); n != 0 {
				t.Errorf("%d tips are remembered", n)
			}
		},
	})
}

// TestNextTip shows tips by any filters: none comes again before all that the filter leaves
// were seen, and then that of the longest ago does.
func TestNextTip(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"by random filters": func(t *testing.T, b *billboard) {
			all := pool(0, 14)
			for seed := range storagetest.Rounds(3, 60) {
				random := rand.New(rand.NewPCG(uint64(seed), 12))
				who := b.knows(t, fmt.Sprint("p", seed))
				order := map[string]int{} // when each was seen last
				useless := map[string]bool{}
				for step := 1; step <= 50; step++ {
					b.at = now.Add(time.Duration(random.IntN(3)-1) * time.Minute)
					random.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
					tips := all[:1+random.IntN(len(all))]
					left := slices.DeleteFunc(slices.Clone(tips), func(id string) bool { return useless[id] })
					if len(left) == 0 {
						left = tips
					}
					want := slices.MinFunc(left, func(a, b string) int { return order[a] - order[b] })
					id, again := b.next(t, who, tips...)
					if id != want || again != (order[want] > 0) {
						t.Fatalf("seed %d, step %d: %s, %t; want %s, %t", seed, step, id, again, want, order[want] > 0)
					}
					order[id] = step
					if random.IntN(6) == 0 {
						useless[id] = random.IntN(3) > 0
						b.finds(t, who, id, !useless[id])
					}
				}
			}
		},
		"the tip of the day is one that was seen": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.daily(t, alex, today, "a", "b")
			if id, again := b.next(t, alex, "a", "b"); id != "b" || again {
				t.Errorf("%s, %t", id, again)
			}
			if id, again := b.next(t, alex, "a", "b"); id != "a" || !again {
				t.Errorf("%s, %t", id, again)
			}
		},
	})
}

// TestJudgeTip is what people find of tips.
func TestJudgeTip(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"each says it once, and may say something else": func(t *testing.T, b *billboard) {
			s := b.announcements.Store
			for name, useful := range map[string][]bool{"a": {true}, "b": {true, false}, "c": {false, true, true}, "d": {}} {
				person := b.knows(t, name)
				b.daily(t, person, today, "tip")
				for _, u := range useful {
					b.finds(t, person, "tip", u)
				}
				is, said, err := s.TipJudged(t.Context(), b.here, person, "tip")
				if err != nil || said != (len(useful) > 0) || said && is != useful[len(useful)-1] {
					t.Errorf("%s: %t, %t, %v", name, is, said, err)
				}
				b.next(t, person, "tip") // it stays when it is shown again
			}
			b.finds(t, b.knows(t, "a"), "other", false)
			votes, err := s.TipVotes(t.Context(), b.here)
			if err != nil || len(votes) != 2 || votes["tip"] != (storage.TipVotes{Useful: 2, Useless: 1}) || votes["other"] != (storage.TipVotes{Useless: 1}) {
				t.Errorf("%v, %v", votes, err)
			}
			if votes, err := s.TipVotes(t.Context(), b.there); err != nil || len(votes) != 0 {
				t.Errorf("elsewhere %v, %v", votes, err)
			}
		},
		"what was shown long ago is forgotten": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			b.daily(t, alex, today, "a")
			b.daily(t, alex, today+1, "b")
			if err := b.announcements.Store.Prune(t.Context(), now.AddDate(0, 0, 400)); err != nil {
				t.Fatal(err)
			}
			if n := b.count(t, "tips_seen WHERE person = $1", string(alex)); n != 1 {
				t.Errorf("%d are remembered", n)
			}
		},
	})
}
