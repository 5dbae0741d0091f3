package sources_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rebond/bot"
	"rebond/bot/bottest"
	"rebond/bot/sources"
)

func runner(store sources.Store, of ...*fake) (*sources.Runner, *bottest.Journal) {
	j := &bottest.Journal{}
	r := &sources.Runner{Store: store, Log: slog.New(slog.NewTextHandler(j, nil)), Now: time.Now}
	for _, f := range of {
		r.Sources = append(r.Sources, sources.Configured{Source: f, Host: f.kind + ".example"})
	}
	return r, j
}

// running runs until so long has passed, then stops it and waits for its end.
func running(t *testing.T, r *sources.Runner, d time.Duration) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); r.Run(ctx) }()
	time.Sleep(d)
	synctest.Wait()
	stop()
	<-done
}

// A source is read at once, then when it is due: never before, nor much later.
func TestRunnerReadsWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "greenhouse", every: time.Hour, fetch: shows("greenhouse", "1", "2")}
		b := &fake{name: "b", kind: "greenhouse", every: 2 * time.Hour, fetch: shows("greenhouse", "3")}
		c := &fake{name: "c", kind: "lever", every: time.Hour, fetch: shows("lever", "1")}
		r, _ := runner(store, a, b, c)
		start := time.Now()
		running(t, r, 24*time.Hour)
		for _, f := range []*fake{a, b, c} {
			times := f.times()
			if times[0].Sub(start) > time.Minute {
				t.Errorf("%s is first read after %v", f.name, times[0].Sub(start))
			}
			for i, at := range times[1:] {
				if d := at.Sub(times[i]); d < f.every || d > f.every*11/10+time.Minute {
					t.Errorf("%s is read again after %v; it wants %v", f.name, d, f.every)
				}
			}
			if n, least := len(times), int(24*time.Hour/(f.every*11/10+time.Minute)); n < least {
				t.Errorf("%s is read %d times; want %d at least", f.name, n, least)
			}
		}
		same := true
		for i, at := range a.times()[1:min(len(a.times()), len(c.times()))] {
			same = same && at.Equal(c.times()[i+1])
		}
		if same {
			t.Error("two sources are always read at the same moments")
		}
		equal(t, "offers", fmt.Sprint(store.ids("a"), store.ids("b"), store.ids("c")), "[1 2] [3] [1]")
		equal(t, "state", store.feed("a").State, sources.Marked(r.Sources[0], fmt.Sprint("state ", len(a.times()))))
	})
}

// What a source left is what its next reading begins with; a failed one leaves nothing.
func TestRunnerGivesTheStateBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		var states []string
		a := &fake{name: "a", kind: "lever", fetch: func(_ context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			states = append(states, r.State)
			fetched := sources.Fetched{State: fmt.Sprint(n)}
			if n == 2 {
				return fetched, &sources.Failure{Fault: sources.Failing, Status: 503}
			}
			return fetched, nil
		}}
		r, _ := runner(store, a)
		running(t, r, 5*time.Hour)
		equal(t, "states", strings.Join(states[:4], ","), ",1,1,3")
	})
}

// After failures a source is asked later and later, and what it has shown stays.
func TestRunnerBacksOff(t *testing.T) {
	for _, c := range []struct {
		name    string
		recheck time.Duration
		after   time.Duration
		want    []float64 // hours
	}{
		{"a board", 0, 0, []float64{1, 2, 4, 8, 12, 12}},
		{"one whose terms want it to be read again", 48 * time.Hour, 0, []float64{1, 2, 4, 6, 6}},
		{"one that says when", 0, 3 * time.Hour, []float64{3, 3, 4, 8}},
		{"one that asks too much", 0, 1000 * time.Hour, []float64{24, 24}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newShelf()
				a := &fake{name: "a", kind: "lever", recheck: c.recheck, fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
					if n == 1 {
						return shows("lever", "1", "2")(ctx, n, r)
					}
					err := r.Keep(ctx, batch("lever", "1"))
					return sources.Fetched{Complete: true}, errors.Join(err, &sources.Failure{Fault: sources.TooMany, Status: 429, After: c.after, Said: "slow down"})
				}}
				r, j := runner(store, a)
				running(t, r, 72*time.Hour)
				times := a.times()[1:]
				for i, hours := range c.want {
					if i+1 >= len(times) {
						t.Fatalf("%d failures", len(times))
					}
					want := time.Duration(hours * float64(time.Hour))
					if d := times[i+1].Sub(times[i]); d < want*9/10 || d > want*11/10+time.Minute {
						t.Errorf("after %d failures: %v; want about %v", i+1, d, want)
					}
				}
				equal(t, "offers", fmt.Sprint(store.ids("a")), "[1 2]")
				equal(t, "fault", store.feed("a").fault, sources.TooMany)
				equal(t, "detail", store.ends[len(store.ends)-1].Detail, "slow down")
				if !strings.Contains(j.String(), "fault=too_many") {
					t.Errorf("the log does not tell it: %s", j)
				}
			})
		})
	}
}

// One failure is over with the first reading that ends well.
func TestRunnerForgetsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			if n < 4 {
				return sources.Fetched{}, &sources.Failure{Fault: sources.NotFound, Status: 404}
			}
			return shows("lever", "1")(ctx, n, r)
		}}
		r, _ := runner(store, a)
		running(t, r, 12*time.Hour)
		equal(t, "failures", store.feed("a").Failures, 0)
		times := a.times()
		if d := times[5].Sub(times[4]); d > 70*time.Minute {
			t.Errorf("it is still waited for: %v", d)
		}
	})
}

// TestRunnerFaults holds in which code each way of failing is kept, and that a panic or a
// source that never ends is its own misfortune.
func TestRunnerFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		fetch func(context.Context, int, *sources.Reading) (sources.Fetched, error)
		store string // method that fails
		want  sources.Fault
		log   string
	}{
		{"a failure", func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
			return sources.Fetched{Complete: true}, fmt.Errorf("page 2: %w", &sources.Failure{Fault: sources.Malformed})
		}, "", sources.Malformed, "page 2"},
		{"an error like any other", func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
			return sources.Fetched{Complete: true}, errors.New("hm")
		}, "", sources.Unexpected, "hm"},
		{"a panic", func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
			panic("what is there to read")
		}, "", sources.Broken, "what is there to read"},
		{"never an end", func(ctx context.Context, _ int, _ *sources.Reading) (sources.Fetched, error) {
			<-ctx.Done()
			return sources.Fetched{}, ctx.Err()
		}, "", sources.TooSlow, "fault=slow"},
		{"an offer of another source", func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			return sources.Fetched{Complete: true}, r.Keep(ctx, batch("greenhouse", "9"))
		}, "", sources.Unkept, "greenhouse"},
		{"the store fails", shows("lever", "1"), "KeepOffers", sources.Unkept, "disk full"},
		{"the store fails, and the source hides it", func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			_ = r.Keep(ctx, batch("lever", "1"))
			return sources.Fetched{Complete: true}, nil
		}, "KeepOffers", sources.Unkept, "disk full"},
		{"the store does not know what is stale", func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			_, err := r.Stale(ctx, time.Now(), 5)
			return sources.Fetched{}, err
		}, "StaleOffers", sources.Unkept, "disk full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newShelf()
				store.fault = func(method string) error {
					if method == c.store {
						return errors.New("disk full")
					}
					return nil
				}
				store.feeds["a"] = &row{Feed: sources.Feed{Name: "a", Kind: "lever", Next: time.Now()}}
				store.offers["a/1"] = &kept{"a", "lever", "1", "Développeuse 1", time.Now().Add(-time.Hour)}
				a := &fake{name: "a", kind: "lever", fetch: c.fetch}
				b := &fake{name: "b", kind: "lever", fetch: func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
					return sources.Fetched{}, nil
				}}
				r, j := runner(store, a, b)
				running(t, r, 50*time.Minute)
				equal(t, "fault", store.feed("a").fault, c.want)
				equal(t, "failures", store.feed("a").Failures, 1)
				equal(t, "offers", fmt.Sprint(store.ids("a")), "[1]")
				equal(t, "readings of the other source of its host", len(b.times()), 1)
				if !strings.Contains(j.String(), c.log) {
					t.Errorf("the log does not tell %q: %s", c.log, j)
				}
			})
		})
	}
}

// TestRunnerSlowSource has one that takes long hold up its own host and no other.
func TestRunnerSlowSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		slow := &fake{name: "slow", kind: "lever", fetch: func(ctx context.Context, _ int, _ *sources.Reading) (sources.Fetched, error) {
			select {
			case <-ctx.Done():
				return sources.Fetched{}, ctx.Err()
			case <-time.After(15 * time.Minute):
				return sources.Fetched{}, nil
			}
		}}
		behind := &fake{name: "behind", kind: "lever", fetch: shows("lever", "1")}
		other := &fake{name: "other", kind: "ashby", fetch: shows("ashby", "1")}
		r, _ := runner(store, slow, behind, other)
		start := time.Now()
		running(t, r, 3*time.Hour)
		equal(t, "most readings of one source at a time", slow.most, 1)
		if n := len(other.times()); n < 3 {
			t.Errorf("another host is read %d times in 3 hours", n)
		}
		if d := other.times()[0].Sub(start); d > time.Second {
			t.Errorf("another host waits %v", d)
		}
		if first := behind.times()[0].Sub(start); first > 16*time.Minute {
			t.Errorf("the next of the same host waits %v", first)
		}
		for _, s := range slow.times() {
			for _, b := range behind.times() {
				if b.After(s) && b.Before(s.Add(15*time.Minute)) {
					t.Errorf("one host is asked for two at a time: %v, %v", s, b)
				}
			}
		}
	})
}

// TestRunnersShareAStore has two processes read each source as often as one would.
func TestRunnersShareAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		var mu sync.Mutex
		reading, asked := 0, 0
		fetch := func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			mu.Lock()
			reading++
			asked++
			if reading > 1 {
				t.Error("both read it at the same time")
			}
			mu.Unlock()
			time.Sleep(10 * time.Minute)
			mu.Lock()
			reading--
			mu.Unlock()
			return shows("lever", "1")(ctx, n, r)
		}
		one, _ := runner(store, &fake{name: "a", kind: "lever", fetch: fetch})
		two, _ := runner(store, &fake{name: "a", kind: "lever", fetch: fetch})
		ctx, stop := context.WithCancel(t.Context())
		var both sync.WaitGroup
		both.Go(func() { one.Run(ctx) })
		both.Go(func() { two.Run(ctx) })
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		stop()
		both.Wait()
		if asked < 18 || asked > 21 {
			t.Errorf("it is asked %d times in a day, each taking 10 min", asked)
		}
	})
}

// TestRunnerDeath has a process die in the middle of a reading: its lease passes, the next
// one reads everything again, and nothing that had been shown leaves.
func TestRunnerDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		ids := numbered(30)
		store.feeds["a"] = &row{Feed: sources.Feed{Name: "a", Kind: "lever", Next: time.Now(), State: sources.Marked(sources.Configured{Source: &fake{name: "a", kind: "lever"}}, "before")}}
		for _, id := range ids {
			store.offers["a/"+id] = &kept{"a", "lever", id, "Développeuse " + id, time.Now().Add(-time.Hour)}
		}
		dead := make(chan struct{})
		dying := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			if err := r.Keep(ctx, batch("lever", ids[:5]...)); err != nil {
				return sources.Fetched{}, err
			}
			<-dead // it never says anything more to the store before its lease has passed
			return sources.Fetched{Complete: true, State: "after"}, r.Keep(ctx, batch("lever", "ghost"))
		}}
		first, _ := runner(store, dying)
		start := time.Now()
		gone := make(chan error)
		go func() { _, err := first.Once(t.Context(), "a", false); gone <- err }()
		time.Sleep(time.Minute)
		synctest.Wait()
		equal(t, "offers in the middle", len(store.ids("a")), 30)

		next := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			equal(t, "state", r.State, "before")
			return shows("lever", ids...)(ctx, n, r)
		}}
		second, _ := runner(store, next)
		running(t, second, time.Hour)
		if d := next.times()[0].Sub(start); d < 20*time.Minute || d > 31*time.Minute {
			t.Errorf("the next reading begins %v after", d)
		}
		equal(t, "readings", len(next.times()), 1)
		equal(t, "offers", len(store.ids("a")), 30)

		close(dead) // it was only very slow: it is too late for it to say anything
		if err := <-gone; err == nil {
			t.Error("a reading whose lease has passed ends well")
		}
		equal(t, "offers", len(store.ids("a")), 30)
		equal(t, "state", store.feed("a").State, sources.Marked(second.Sources[0], "state 1"))
	})
}

// TestRunnerStops has a stop in the middle of a reading give the source back at once.
func TestRunnerStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			if err := r.Keep(ctx, batch("lever", "1")); err != nil {
				return sources.Fetched{}, err
			}
			<-ctx.Done()
			return sources.Fetched{}, &sources.Failure{Fault: sources.Unreachable, Err: ctx.Err()}
		}}
		r, j := runner(store, a)
		running(t, r, time.Minute)
		f := store.feed("a")
		equal(t, "failures", f.Failures, 0)
		equal(t, "due", f.Next.After(time.Now()), false)
		equal(t, "log", j.String(), "")
		equal(t, "offers", fmt.Sprint(store.ids("a")), "[1]")
		if !f.Began.IsZero() {
			t.Error("it counts as a reading")
		}
	})
}

// TestRunnerClockGoesBack has a clock be wrong between readings and in the middle of one.
func TestRunnerClockGoesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		var mu sync.Mutex
		var off time.Duration
		shift := func(d time.Duration) { mu.Lock(); off += d; mu.Unlock() }
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			if err := r.Keep(ctx, batch("lever", numbered(15)...)); err != nil {
				return sources.Fetched{}, err
			}
			if n == 3 {
				shift(-30 * time.Hour)
			}
			return sources.Fetched{Complete: true}, r.Keep(ctx, batch("lever", "last"))
		}}
		r, _ := runner(store, a)
		r.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(off) }
		shift(1000 * time.Hour) // it begins far in the future
		running(t, r, 30*time.Minute)
		equal(t, "readings", len(a.times()), 1)
		shift(-1000 * time.Hour)
		running(t, r, 30*time.Minute)
		equal(t, "readings once the clock is right", len(a.times()), 2)
		running(t, r, 3*time.Hour)
		if n := len(a.times()); n < 4 {
			t.Errorf("%d readings", n)
		}
		equal(t, "offers", len(store.ids("a")), 16)
	})
}

// TestRunnerStoreFails has a database that is away for a while.
func TestRunnerStoreFails(t *testing.T) {
	for _, method := range []string{"AddFeeds", "TakeFeed", "EndFeed"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newShelf()
				back := time.Now().Add(2 * time.Hour)
				asked := 0
				store.fault = func(m string) error {
					if m == method && time.Now().Before(back) {
						asked++
						return errors.New("no connection")
					}
					return nil
				}
				a := &fake{name: "a", kind: "lever", fetch: shows("lever", "1")}
				r, j := runner(store, a)
				running(t, r, 4*time.Hour)
				if asked < 3 || asked > 60 {
					t.Errorf("the store is asked %d times in two hours", asked)
				}
				equal(t, "offers", fmt.Sprint(store.ids("a")), "[1]")
				equal(t, "failures", store.feed("a").Failures, 0)
				if store.feed("a").Began.Before(back.Add(-time.Minute)) {
					t.Error("it is not read when the store is back")
				}
				if !strings.Contains(j.String(), "no connection") {
					t.Errorf("the log does not tell it: %s", j)
				}
			})
		})
	}
}

// TestOnce holds what a reading that somebody asks for tells and does.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			b := batch("lever", "1", "2", "3", "2")
			b.Offers[2].Skills = []string{"joined"}
			b.Refused = []sources.Refusal{{Record: "4", Reason: bot.Text{FR: "sans titre", EN: "no title"}}}
			if n > 1 {
				b.Offers[0].Title = "Lead dev"
				b.Offers = b.Offers[:2]
			}
			if ids, err := r.Stale(ctx, time.Now().Add(time.Hour), 10); err != nil || n == 1 && len(ids) != 0 {
				t.Errorf("stale: %v, %v", ids, err)
			}
			again := sources.Batch{Offers: b.Offers[1:2]} // on the next page too
			return sources.Fetched{Complete: true, State: "s"}, errors.Join(r.Keep(ctx, b), r.Keep(ctx, again))
		}}
		r, j := runner(store, a)
		var told []string
		r.Read = func(_ context.Context, report sources.Report) { told = append(told, report.Name) }

		dry, err := r.Once(t.Context(), "a", true)
		equal(t, "error", err, nil)
		equal(t, "titles", strings.Join(dry.Sample, ", "), "Développeuse 1, Développeuse 2, Développeuse 3")
		equal(t, "dry", fmt.Sprint(dry.Kept, dry.New, len(dry.Refused), dry.Complete), "3 0 1 true")
		if len(store.feeds) != 0 || len(store.offers) != 0 || len(told) != 0 || j.String() != "" {
			t.Errorf("a dry reading leaves %v %v, and tells %v %s", store.feeds, store.offers, told, j)
		}
		a.began = nil
		got, err := r.Once(t.Context(), "a", false)
		equal(t, "error", err, nil)
		equal(t, "first", fmt.Sprint(got.Kept, got.New, got.Joined, got.Changed, got.Unchanged, got.Left, len(got.Refused)), "3 2 1 0 0 0 1")
		time.Sleep(time.Minute) // far from due
		got, err = r.Once(t.Context(), "a", false)
		equal(t, "error", err, nil)
		equal(t, "second", fmt.Sprint(got.Kept, got.New, got.Joined, got.Changed, got.Unchanged, got.Left), "2 0 0 1 1 1")
		equal(t, "told", fmt.Sprint(told), "[a a]")
		if _, err := r.Once(t.Context(), "b", true); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("a source that there is not: %v", err)
		}
	})
}

// A source that says itself that offers are no more has them leave, complete or not.
func TestOnceGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			if n == 1 {
				return shows("lever", "1", "2", "3")(ctx, n, r)
			}
			ids, err := r.Stale(ctx, r.Now, 2)
			if err != nil || len(ids) != 2 {
				t.Errorf("stale: %v, %v", ids, err)
			}
			return sources.Fetched{}, errors.Join(r.Gone(ctx, ids...), r.Gone(ctx))
		}}
		r, _ := runner(store, a)
		if _, err := r.Once(t.Context(), "a", false); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		got, err := r.Once(t.Context(), "a", false)
		if err != nil || got.Left != 2 || got.Complete || len(store.ids("a")) != 1 {
			t.Errorf("%+v, %v, %v", got, err, store.ids("a"))
		}
	})
}

// TestOnceDoubted has a source lose most of what it had: it is believed the second time.
func TestOnceDoubted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
			if n == 1 {
				return shows("lever", numbered(30)...)(ctx, n, r)
			}
			equal(t, "state", r.State, "state 1")
			return shows("lever", numbered(3)...)(ctx, n, r)
		}}
		r, j := runner(store, a)
		for n, want := range []string{"0 false 30", "0 true 30", "27 false 3"} {
			got, err := r.Once(t.Context(), "a", false)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, fmt.Sprint("reading ", n+1), fmt.Sprint(got.Left, got.Doubted, len(store.ids("a"))), want)
			time.Sleep(time.Hour)
		}
		equal(t, "warnings", strings.Count(j.String(), "level=WARN"), 1)
	})
}

// TestOnceLeavesOut has what is not wanted counted by its reason, with one of its titles.
func TestOnceLeavesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			b := batch("lever", "1", "2", "3")
			b.Offers[0].Title = "Développeuse Go"
			b.Offers[1].Title = "Chef de rang"
			b.Offers[2].Title = "Boulangère"
			return sources.Fetched{Complete: true}, r.Keep(ctx, b)
		}}
		r, _ := runner(newShelf(), a)
		r.Sources[0].Rules = sources.Rules{Trades: true}
		got, err := r.Once(t.Context(), "a", true)
		if err != nil || got.Kept != 1 || len(got.LeftOut) != 1 || got.LeftOut[0].N != 2 || got.LeftOut[0].Example != "Chef de rang" || got.LeftOut[0].Why.FR == "" || got.LeftOut[0].Why.EN == "" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// A source that is asked for while another process reads it is read now; what the other
// has still to say is lost.
func TestOnceTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			time.Sleep(10 * time.Minute)
			return sources.Fetched{Complete: true}, r.Keep(ctx, batch("lever", "old"))
		}}
		r, _ := runner(store, a)
		lost := make(chan error)
		go func() { _, err := r.Once(t.Context(), "a", false); lost <- err }()
		time.Sleep(time.Minute)
		second, _ := runner(store, &fake{name: "a", kind: "lever", fetch: shows("lever", "new")})
		if _, err := second.Once(t.Context(), "a", false); err != nil {
			t.Fatal(err)
		}
		if err := <-lost; !errors.Is(err, sources.ErrLost) {
			t.Errorf("the first reading ends with %v", err)
		}
		equal(t, "offers", fmt.Sprint(store.ids("a")), "[new]")
	})
}

// What a reading leaves is for the same board, kind and rules only.
func TestStateIsOfWhatWasAsked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sources.Configured)
		kept   string
	}{
		"the same":      {func(*sources.Configured) {}, "etag 1"},
		"another board": {func(c *sources.Configured) { c.Asks = "board b" }, ""},
		"all trades":    {func(c *sources.Configured) { c.Rules.Trades = false }, ""},
		"from anywhere": {func(c *sources.Configured) { c.Rules.France = true }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newShelf()
				var states []string
				shown := "1"
				a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, n int, r *sources.Reading) (sources.Fetched, error) {
					states = append(states, r.State)
					b := batch("lever", shown)
					return sources.Fetched{Complete: true, State: fmt.Sprint("etag ", n)}, r.Keep(ctx, b)
				}}
				r, _ := runner(store, a)
				r.Sources[0].Asks, r.Sources[0].Rules = "board a", sources.Rules{Trades: true}
				if _, err := r.Once(t.Context(), "a", false); err != nil {
					t.Fatal(err)
				}
				c.change(&r.Sources[0])
				shown = "2"
				time.Sleep(time.Hour)
				if _, err := r.Once(t.Context(), "a", false); err != nil {
					t.Fatal(err)
				}
				equal(t, "state given back", states[1], c.kept)
				if c.kept == "" && strings.Contains(strings.Join(store.ids("a"), " "), "1") {
					t.Errorf("what is of the other board stays: %v", store.ids("a"))
				}
			})
		})
	}
}

// Where a reading fails and its end cannot be written, both are told.
func TestRunnerTellsTheStoresFaultToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newShelf()
		store.fault = func(m string) error {
			if m == "EndFeed" {
				return errors.New("no connection")
			}
			return nil
		}
		a := &fake{name: "a", kind: "lever", fetch: func(context.Context, int, *sources.Reading) (sources.Fetched, error) {
			return sources.Fetched{}, &sources.Failure{Fault: sources.Failing, Status: 503}
		}}
		r, j := runner(store, a)
		running(t, r, time.Minute)
		if log := j.String(); !strings.Contains(log, "no connection") || !strings.Contains(log, "503") {
			t.Errorf("the log tells %q", log)
		}
	})
}

// An offer that its source still shows after its end is left out, each time.
func TestOnceLeavesOutWhatHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		a := &fake{name: "a", kind: "lever", fetch: func(ctx context.Context, _ int, r *sources.Reading) (sources.Fetched, error) {
			b := batch("lever", "1", "2", "3")
			b.Offers[0].Expires = now.Add(90 * time.Minute)
			b.Offers[1].Expires = now
			return sources.Fetched{Complete: true}, r.Keep(ctx, b)
		}}
		store := newShelf()
		r, _ := runner(store, a)
		first, err := r.Once(t.Context(), "a", false)
		if err != nil || first.New != 2 || len(first.LeftOut) != 1 || first.LeftOut[0].Why.FR != "Sa date limite est passée." {
			t.Errorf("%+v, %v", first, err)
		}
		time.Sleep(2 * time.Hour)
		second, err := r.Once(t.Context(), "a", false)
		if err != nil || second.New != 0 || second.Kept != 1 || second.LeftOut[0].N != 2 || second.Left != 1 {
			t.Errorf("%+v, %v", second, err)
		}
		equal(t, "offers", fmt.Sprint(store.ids("a")), "[3]")
	})
}
