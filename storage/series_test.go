package storage_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// longSeries is a series of these tests; its topic has its name.
const longSeries = "80-jours"

// readOn is the post of somebody's day, from 1, of a series of so many; 0 after the last.
func (p *teller) readOn(t testing.TB, person bot.PersonID, on schedule.Day, posts int) int {
	t.Helper()
	at, err := p.Store.PostOfDay(t.Context(), person, longSeries, on, posts, p.at)
	if errors.Is(err, bot.ErrNotFound) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return at + 1
}

// press asks for the post after so many.
func (p *teller) press(t testing.TB, person bot.PersonID, after, posts int) int {
	t.Helper()
	given, _, err := p.Store.NextPost(t.Context(), person, longSeries, after, posts, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return given
}

func (p *teller) goesTo(t testing.TB, person bot.PersonID, given int) {
	t.Helper()
	if err := p.Store.SetReading(t.Context(), person, longSeries, given, p.at); err != nil {
		t.Fatal(err)
	}
}

// place is how far somebody is, as it is read.
func (p *teller) place(t testing.TB, person bot.PersonID) int {
	t.Helper()
	given, err := p.Store.Readings(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return given[longSeries]
}

// dayNotice is the notice of a day of the series.
func dayNotice(on schedule.Day) notice.Notice {
	n := note(longSeries+"/"+on.String(), notice.Digest)
	n.Topic, n.Ref = longSeries, on.String()
	return n
}

// tellsDay tells somebody the notice of a day, and lets the platform do so with it; pending
// leaves it in the queue.
func (p *teller) tellsDay(t testing.TB, person bot.PersonID, on schedule.Day, fate delivery.State) {
	t.Helper()
	p.notifies(t, person, dayNotice(on))
	who, err := p.notices.Person(t.Context(), person, p.at)
	if err != nil {
		t.Fatal(err)
	}
	key := longSeries + "/" + on.String()
	step := notice.Step{Person: person, Revision: who.Revision, Messages: []notice.Message{{Keys: []string{key}, Count: "day", Post: bot.Post{To: bot.Address{Platform: here.Platform, Space: here.Space, Member: "m" + string(person[28:])}, Lang: bot.FR, Message: saying(key)}}}}
	if done, err := p.notices.Tell(t.Context(), p.at, step); err != nil || !slices.Equal(done, []bool{true}) {
		t.Fatal(done, err)
	}
	if fate == delivery.Pending {
		return
	}
	for _, d := range p.claims(t) {
		p.settles(t, outcome(d, fate))
	}
}

// dropsDay makes the notice of a day and drops it.
func (p *teller) dropsDay(t testing.TB, person bot.PersonID, on schedule.Day) {
	t.Helper()
	p.notifies(t, person, dayNotice(on))
	who, err := p.notices.Person(t.Context(), person, p.at)
	if err != nil {
		t.Fatal(err)
	}
	if done, err := p.notices.Tell(t.Context(), p.at, notice.Step{Person: person, Revision: who.Revision, Dropped: []string{longSeries + "/" + on.String()}}); err != nil || !slices.Equal(done, []bool{true}) {
		t.Fatal(done, err)
	}
}

// is fails the test unless a number is another.
func is(t testing.TB, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d, want %d", what, got, want)
	}
}

// TestPostOfDay is which post of a series is that of somebody's day.
func TestPostOfDay(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"the same all day, the next one on another": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			for i, on := range []schedule.Day{today, today, today + 1, today + 1, today + 8, today + 8} {
				is(t, fmt.Sprint("turn ", i), p.readOn(t, alex, on, 5), 1+i/2)
			}
			is(t, "somebody else", p.readOn(t, p.knows(t, "sam", here), today, 5), 1)
			is(t, "place", p.place(t, alex), 3)
		},
		"the end": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			var all []int
			for on := today; on < today+5; on++ {
				all = append(all, p.readOn(t, alex, on, 3), p.readOn(t, alex, on, 3))
			}
			if !slices.Equal(all, []int{1, 1, 2, 2, 3, 3, 0, 0, 0, 0}) {
				t.Errorf("%v", all)
			}
			is(t, "place at the end", p.place(t, alex), 3)
			is(t, "one is added", p.readOn(t, alex, today+6, 4), 4)
			is(t, "there are none", p.readOn(t, p.knows(t, "sam", here), today, 0), 0)
			is(t, "some are taken out", p.readOn(t, alex, today+7, 2), 0)
		},
		"one that was not told comes again": func(t *testing.T, p *teller) {
			for name, untold := range map[string]func(bot.PersonID){
				"dropped": func(alex bot.PersonID) { p.dropsDay(t, alex, today) },
				"refused": func(alex bot.PersonID) { p.tellsDay(t, alex, today, delivery.Rejected) },
				"expired": func(alex bot.PersonID) { p.tellsDay(t, alex, today, delivery.Expired) },
				"waiting": func(alex bot.PersonID) { p.notifies(t, alex, dayNotice(today)) },
				"stopped": func(alex bot.PersonID) {
					p.asks(t, alex, longSeries, here)
					p.tellsDay(t, alex, today, delivery.Pending)
					p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions = nil })
				},
			} {
				alex := p.knows(t, name, here)
				is(t, name, p.readOn(t, alex, today, 5), 1)
				untold(alex)
				is(t, name+", the day after", p.readOn(t, alex, today+1, 5), 1)
				is(t, name+", again", p.readOn(t, alex, today+1, 5), 1)
				p.tellsDay(t, alex, today+1, delivery.Delivered)
				is(t, name+", when it was told", p.readOn(t, alex, today+2, 5), 2)
				p.tellsDay(t, alex, today+2, delivery.Uncertain)
				is(t, name+", when it may have been", p.readOn(t, alex, today+3, 5), 3)
			}
			alex := p.knows(t, "last", here) // the last one too
			p.goesTo(t, alex, 4)
			is(t, "the last", p.readOn(t, alex, today, 5), 5)
			p.dropsDay(t, alex, today)
			is(t, "the last, the day after", p.readOn(t, alex, today+1, 5), 5)
			p.tellsDay(t, alex, today+1, delivery.Delivered)
			is(t, "after the last", p.readOn(t, alex, today+2, 5), 0)
		},
		"what was asked for counts": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			is(t, "before the morning", p.press(t, alex, 0, 9), 1)
			is(t, "the morning", p.readOn(t, alex, today, 9), 2)
			p.tellsDay(t, alex, today, delivery.Delivered)
			is(t, "after it", p.press(t, alex, 2, 9), 3)
			is(t, "the next morning", p.readOn(t, alex, today+1, 9), 4)
			p.dropsDay(t, alex, today+1)
			is(t, "from what was there last", p.press(t, alex, 3, 9), 4)
			is(t, "then it goes on", p.press(t, alex, 4, 9), 5)
		},
		"from another place on": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			is(t, "first", p.readOn(t, alex, today, 9), 1)
			p.tellsDay(t, alex, today, delivery.Delivered)
			p.goesTo(t, alex, 6)
			is(t, "ahead", p.readOn(t, alex, today+1, 9), 7)
			p.goesTo(t, alex, 0)
			is(t, "an old control", p.press(t, alex, 7, 9), 0)
			is(t, "from the beginning", p.readOn(t, alex, today+2, 9), 1)
			all, err := p.Store.Readings(t.Context(), alex)
			if err != nil || !maps.Equal(all, map[string]int{longSeries: 1}) {
				t.Errorf("%v, %v", all, err)
			}
		},
		"no one's who is erased": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.press(t, alex, 0, 9)
			if err := p.Store.Erase(t.Context(), alex, p.at); err != nil {
				t.Fatal(err)
			}
			_, first := p.Store.PostOfDay(t.Context(), alex, longSeries, today, 9, p.at)
			_, _, second := p.Store.NextPost(t.Context(), alex, longSeries, 0, 9, p.at)
			for _, err := range []error{first, second, p.Store.SetReading(t.Context(), alex, longSeries, 3, p.at)} {
				if !errors.Is(err, bot.ErrNotFound) || strings.Contains(err.Error(), string(alex)) {
					t.Error(err)
				}
			}
			is(t, "rows", p.count(t, "series_read"), 0)
		},
	})
}

// TestNextPost is what a control gives that is pressed once, twice, late, or at once.
func TestNextPost(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"once for each press of the next": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			for i, c := range []struct{ after, want int }{{0, 1}, {0, 1}, {1, 2}, {0, 2}, {-1, 2}, {7, 2}, {2, 3}, {3, 3}, {3, 3}, {4, 3}} {
				is(t, fmt.Sprint("press ", i), p.press(t, alex, c.after, 3), c.want)
			}
			is(t, "when one is added", p.press(t, alex, 3, 4), 4)
			is(t, "of none", p.press(t, p.knows(t, "sam", here), 0, 0), 0)
		},
		"two processes at once": func(t *testing.T, p *teller) {
			other := p.Store
			if strings.HasPrefix(p.address, "postgres") {
				other = storagetest.Open(t, p.address)
			}
			alex := p.knows(t, "alex", here)
			for after := range storagetest.Rounds(6, 60) {
				got := make([]int, 4)
				if err := errors.Join(together(4, func(i int) (err error) {
					got[i], _, err = []*storage.Store{p.Store, other}[i%2].NextPost(context.Background(), alex, longSeries, after, 100, now)
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, []int{after + 1, after + 1, after + 1, after + 1}) {
					t.Fatalf("after %d: %v", after, got)
				}
			}
			lou := p.knows(t, "lou", here)
			for i := range storagetest.Rounds(6, 60) {
				on := today + schedule.Day(i)
				got := make([]int, 4)
				if err := errors.Join(together(4, func(i int) (err error) {
					got[i], err = []*storage.Store{p.Store, other}[i%2].PostOfDay(context.Background(), lou, longSeries, on, 100, now)
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, []int{i, i, i, i}) {
					t.Fatalf("day %d: %v", i, got)
				}
			}
		},
	})
}

// TestSchedulesOfOneThing makes the schedules of one thing once.
func TestSchedulesOfOneThing(t *testing.T) {
	two := func(name string) []storage.NewSchedule {
		return []storage.NewSchedule{{Schedule: everyDay(name), Items: []string{"un", "deux"}}, {Schedule: everyDay(name), Items: []string{"repos"}}}
	}
	onTellers(t, map[string]func(*testing.T, *teller){
		"all or none": func(t *testing.T, p *teller) {
			for i, by := range []string{"press", "press", "another", "", ""} {
				all := two("a")
				made, err := p.Store.CreateSchedules(t.Context(), by, p.at, all...)
				if err != nil || made != (i != 1) {
					t.Fatalf("%d: %t, %v", i, made, err)
				}
				if !made {
					continue
				}
				for k, items := range [][]string{{"un", "deux"}, {"repos"}} {
					if got, err := p.Store.ScheduleItems(t.Context(), all[k].ID); err != nil || !slices.Equal(got, items) {
						t.Errorf("%q, %v", got, err)
					}
				}
			}
			is(t, "schedules", p.count(t, "schedules"), 8)
			is(t, "items", p.count(t, "schedule_items"), 12)
			bad := two("b")
			bad[1].To = bot.Address{Platform: "local", Space: "room", Channel: "c", Member: "m"} // no such place
			if made, err := p.Store.CreateSchedules(t.Context(), "bad", p.at, bad...); err == nil || made {
				t.Errorf("%t, %v", made, err)
			}
			is(t, "schedules after a fault", p.count(t, "schedules"), 8)
			if made, err := p.Store.CreateSchedules(t.Context(), "bad", p.at, two("b")...); err != nil || !made {
				t.Errorf("what failed cannot be made: %t, %v", made, err)
			}
		},
		"two processes at once": func(t *testing.T, p *teller) {
			other := p.Store
			if strings.HasPrefix(p.address, "postgres") {
				other = storagetest.Open(t, p.address)
			}
			for round := range storagetest.Rounds(4, 40) {
				made := make([]bool, 4)
				if err := errors.Join(together(4, func(i int) (err error) {
					made[i], err = []*storage.Store{p.Store, other}[i%2].CreateSchedules(context.Background(), fmt.Sprint("press ", round), now, two("a")...)
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				is(t, "made", len(slices.DeleteFunc(made, func(m bool) bool { return !m })), 1)
				is(t, "schedules", p.count(t, "schedules"), 2*(round+1))
			}
		},
	})
}

// TestReadAtOnesPace presses, tells, loses and drops at random: every post comes, in order,
// and none is skipped, whatever the controls are pressed from.
func TestReadAtOnesPace(t *testing.T) {
	const posts = 12
	onTellers(t, map[string]func(*testing.T, *teller){
		"at random": func(t *testing.T, p *teller) {
			for seed := range storagetest.Rounds(3, 60) {
				random := rand.New(rand.NewPCG(uint64(seed), 80))
				alex := p.knows(t, fmt.Sprint("p", seed), here)
				seen, log := 0, []string{}
				sees := func(n int, how string) {
					t.Helper()
					if log = append(log, fmt.Sprintf("%s %d", how, n)); n > seen+1 {
						t.Fatalf("seed %d: %d is skipped: %v", seed, seen+1, log)
					}
					seen = max(seen, n)
				}
				p.at = now
				for on := today; seen < posts; on++ {
					if on > today+400 {
						t.Fatalf("seed %d: %d seen: %v", seed, seen, log)
					}
					p.at = now.AddDate(0, 0, int(on-today))
					if err := p.Store.Prune(t.Context(), p.at); err != nil {
						t.Fatal(err)
					}
					presses := func() {
						for range random.IntN(3) / 2 {
							after := max(0, seen-random.IntN(3)) // under a post that they saw
							if random.IntN(2) == 0 {
								after = p.place(t, alex) // where they are
							}
							if n := p.press(t, alex, after, posts); n > 0 {
								sees(n, "press")
							}
						}
					}
					presses()
					p.notifies(t, alex, dayNotice(on))
					switch random.IntN(7) {
					case 0: // a break
					case 1: // one that was made, and then dropped
						p.readOn(t, alex, on, posts)
						p.dropsDay(t, alex, on)
					case 2, 3: // one that did not arrive
						p.readOn(t, alex, on, posts)
						presses()
						p.tellsDay(t, alex, on, []delivery.State{delivery.Rejected, delivery.Expired}[random.IntN(2)])
					default:
						n := p.readOn(t, alex, on, posts)
						if random.IntN(2) == 0 && n != p.readOn(t, alex, on, posts) {
							t.Fatalf("seed %d: two on one day: %v", seed, log)
						}
						if n == 0 { // there is nothing to say
							p.dropsDay(t, alex, on)
							continue
						}
						p.tellsDay(t, alex, on, delivery.Delivered)
						sees(n, "morning")
					}
					presses()
				}
			}
		},
	})
}
