package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// everyChoice has something in every field, to the millisecond in which it is kept.
func everyChoice() storage.Choices {
	return storage.Choices{
		Morning: 8 * 60, Weekdays: 0b0010101, Quiet: &notice.Quiet{From: 21 * 60, To: 7*60 + 30}, Budget: 7,
		Pause:     notice.Pause{From: now.Add(time.Millisecond), Until: now.Add(72 * time.Hour)},
		Situation: "« recherche » ' % $1", Bounced: now.Add(-time.Hour), Counted: true, Helps: now.Add(-2 * time.Hour),
	}
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// outcomes are how many people of a community have found, by what, in a month.
func (p *teller) outcomes(at bot.Address, month string) (map[string]int, error) {
	rows, err := p.db.Query("SELECT o.what, o.people FROM outcomes o JOIN communities c ON c.id = o.community WHERE c.space = '" + at.Space + "' AND o.month = '" + month + "'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var what string
		var people int
		if err := rows.Scan(&what, &people); err != nil {
			return nil, err
		}
		counts[what] = people
	}
	return counts, rows.Err()
}

// TestChangeOwn is what people can choose, and how that is written down.
func TestChangeOwn(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"what is chosen is what is read, and can be taken back": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here, there), p.knows(t, "sam", here)
			if got := p.owns(t, alex); !reflect.DeepEqual(got, &storage.Own{}) {
				t.Errorf("at first %+v", got)
			}
			every := storage.Own{Choices: everyChoice(), Lang: bot.EN, Zone: "Europe/Paris", Farewell: &storage.Farewell{Words: "« merci » ' % $1", To: channel("a")}, Goodbye: "adieu/1", Subscriptions: []storage.Subscription{{Community: here, Topic: "b"}, {Community: here, Topic: "a", Stopped: true}, {Community: there, Topic: "a"}}}
			returned := p.changes(t, alex, func(c *storage.OwnChange) { c.Own = every })
			slices.SortFunc(every.Subscriptions, func(a, b storage.Subscription) int {
				return strings.Compare(b.Community.Space+a.Topic, a.Community.Space+b.Topic) // the room is known before the cellar
			})
			if got := p.owns(t, alex); !reflect.DeepEqual(*got, every) || !reflect.DeepEqual(returned.Choices, every.Choices) {
				t.Errorf("got      %+v\nreturned %+v\nwant     %+v", *got, *returned, every)
			}
			if !every.Has(here, "b") || every.Has(here, "a") || every.Has(there, "b") {
				t.Error("of what is stopped or elsewhere it is said that they have it")
			}
			want := notice.Preferences{Zone: paris(t), Morning: 8 * 60, Weekdays: 0b0010101, Quiet: *every.Quiet, Budget: 7, Pause: every.Pause, Spread: notice.SpreadOf(alex)}
			if got := p.finds1(t); !reflect.DeepEqual(got.Preferences, want) {
				t.Errorf("the composer reads %+v\nwant %+v", got.Preferences, want)
			}
			if got := p.owns(t, sam); !reflect.DeepEqual(got, &storage.Own{}) {
				t.Errorf("of sam %+v", got)
			}
			p.changes(t, alex, func(c *storage.OwnChange) {
				if !reflect.DeepEqual(c.Own, every) {
					t.Errorf("to be changed %+v", c.Own)
				}
				c.Own = storage.Own{}
			})
			if got := p.owns(t, alex); !reflect.DeepEqual(got, &storage.Own{}) {
				t.Errorf("taken back %+v", got)
			}
			want = notice.Preferences{Zone: time.UTC, Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: notice.DefaultBudget, Spread: notice.SpreadOf(alex)}
			if got := p.finds1(t); !reflect.DeepEqual(got.Preferences, want) {
				t.Errorf("the composer reads %+v\nwant %+v", got.Preferences, want)
			}
		},
		"each choice alone": func(t *testing.T, p *teller) {
			every, of := everyChoice(), reflect.TypeFor[storage.Choices]()
			for i := range of.NumField() {
				alex := p.knows(t, fmt.Sprint("alex", i), here)
				var want storage.Choices
				reflect.ValueOf(&want).Elem().Field(i).Set(reflect.ValueOf(every).Field(i))
				p.changes(t, alex, func(c *storage.OwnChange) { c.Choices = want })
				if got := p.owns(t, alex); !reflect.DeepEqual(got.Choices, want) || reflect.DeepEqual(want, storage.Choices{}) {
					t.Errorf("%s: got %+v, want %+v", of.Field(i).Name, got.Choices, want)
				}
			}
		},
		"no quiet hours, and a pause without an end": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			want := storage.Choices{Quiet: &notice.Quiet{}, Pause: notice.Pause{From: now}}
			p.changes(t, alex, func(c *storage.OwnChange) { c.Choices = want })
			if got := p.owns(t, alex); !reflect.DeepEqual(got.Choices, want) {
				t.Errorf("%+v", got.Choices)
			}
			if got := p.finds1(t); got.Quiet != (notice.Quiet{}) || !got.Pause.Until.IsZero() {
				t.Errorf("%+v", got.Preferences)
			}
		},
		"a language and a zone stay where none is chosen": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			speaks := func(want string) {
				t.Helper()
				d := &storage.Directory{Store: p.Store, Lang: bot.FR, Zone: time.UTC, Now: fixed}
				m, err := d.Know(t.Context(), here, bot.Member{User: "alex"})
				if got := fmt.Sprint(m.Lang, " ", m.Zone); err != nil || got != want || m.ID != alex {
					t.Errorf("%q, %v; want %q", got, err, want)
				}
			}
			speaks("fr UTC")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Lang = bot.EN })
			speaks("en UTC")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Zone = "Europe/Paris" })
			speaks("en Europe/Paris")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 1 })
			speaks("en Europe/Paris")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Lang = bot.FR })
			speaks("fr Europe/Paris")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Lang, c.Zone = "", "" })
			speaks("fr UTC")
		},
		"an error changes nothing": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Own = storage.Own{Choices: everyChoice()}; c.Pause = notice.Pause{} })
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("put", notice.Decision))
			p.composes(t)
			p.notifies(t, alex, note("waits", notice.Digest))
			all := func() any {
				t.Helper()
				exported, err := p.Store.Export(t.Context(), alex, bot.FR)
				if err != nil {
					t.Fatal(err)
				}
				return exported
			}
			p.noticed()
			before := all()
			no := errors.New("no")
			change := func(c *storage.OwnChange) {
				c.Own = storage.Own{}
				c.Notices, c.Posts, c.Outcome, c.Community, c.Lang = []notice.Notice{note("new", notice.Reply)}, []bot.Post{post("new", "a")}, "emploi", here, bot.EN
			}
			for name, do := range map[string]func(*storage.OwnChange) error{
				"of whoever changes it": func(c *storage.OwnChange) error { change(c); return no },
				"a post to nowhere": func(c *storage.OwnChange) error {
					change(c)
					c.Posts = append(c.Posts, bot.Post{Key: "bad", Lang: bot.FR, Message: saying("x")})
					return nil
				},
				"a post to a member": func(c *storage.OwnChange) error {
					change(c)
					c.Posts = append(c.Posts, bot.Post{Key: "dm", To: bot.Address{Platform: "local", Space: "room", Member: "sam"}, Lang: bot.FR, Message: saying("x")})
					return nil
				},
			} {
				for _, person := range []bot.PersonID{alex, sam} {
					own, err := p.notices.ChangeOwn(t.Context(), person, p.at, do)
					if own != nil || err == nil || errors.Is(err, no) != (name == "of whoever changes it") {
						t.Errorf("%s: %+v, %v", name, own, err)
					}
					if name == "a post to a member" && !strings.Contains(err.Error(), "direct message") {
						t.Errorf("%s: %v", name, err)
					}
				}
				if after := all(); !reflect.DeepEqual(before, after) {
					t.Errorf("%s: before %+v\nafter %+v", name, before, after)
				}
				if p.count(t, "outcomes")+p.count(t, "preferences WHERE person = '"+string(sam)+"'")+p.count(t, "posts WHERE member IS NULL") != 0 {
					t.Errorf("%s: something is left of it", name)
				}
			}
		},
		"what goes with it is written with it": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.composes(t)
			p.noticed()
			p.changes(t, alex, func(c *storage.OwnChange) {
				c.Notices, c.Posts = []notice.Notice{note("bonjour", notice.Reply)}, []bot.Post{post("to all", "a")}
			})
			if !p.noticed() {
				t.Error("the composer is not told")
			}
			p.composes(t)
			p.takes(t, "to all")
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: bonjour"}) {
				t.Errorf("said %q", got)
			}
		},
		"outcomes are counted by community and month, without a name": func(t *testing.T, p *teller) {
			finds := func(name, what string, at bot.Address, when time.Time) {
				t.Helper()
				p.at = when
				p.changes(t, p.knows(t, name, at), func(c *storage.OwnChange) { c.Outcome, c.Community = what, at })
			}
			last := time.Date(2026, 11, 30, 23, 59, 59, 0, time.UTC)
			finds("a", "emploi", here, now)
			finds("b", "emploi", here, last.In(time.FixedZone("", 3600)))
			finds("c", "formation", here, now)
			finds("d", "emploi", there, now)
			finds("e", "emploi", here, last.Add(time.Second))
			for month, want := range map[string]map[string]int{"2026-11": {"emploi": 2, "formation": 1}, "2026-12": {"emploi": 1}, "2026-10": {}} {
				if got, err := p.outcomes(here, month); err != nil || !maps.Equal(got, want) {
					t.Errorf("%s: %v, %v; want %v", month, got, err, want)
				}
			}
			if got, err := p.outcomes(there, "2026-11"); err != nil || !maps.Equal(got, map[string]int{"emploi": 1}) {
				t.Errorf("in the cellar: %v, %v", got, err)
			}
		},
		"two processes lose no change of the same person": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			each := storagetest.Rounds(25, 250)
			var all sync.WaitGroup
			for worker := range 4 {
				q := p
				if worker%2 == 1 {
					q = openTeller(t, p.address)
				}
				all.Go(func() {
					for i := range each {
						_, err := q.notices.ChangeOwn(t.Context(), alex, now, func(c *storage.OwnChange) error {
							c.Budget++
							c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: here, Topic: fmt.Sprint(worker, "/", i)})
							c.Outcome, c.Community = "emploi", here
							c.Notices = []notice.Notice{note(fmt.Sprint(worker, "/", i), notice.Decision)}
							c.Posts = []bot.Post{post(fmt.Sprint(worker, "/", i), fmt.Sprint("c", i%3))}
							return nil
						})
						if err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			got := p.owns(t, alex)
			outcomes, err := p.outcomes(here, "2026-11")
			if n := 4 * each; err != nil || got.Budget != n || len(got.Subscriptions) != n || outcomes["emploi"] != n || p.count(t, "notices") != n || p.count(t, "posts") != n {
				t.Errorf("%d and %d of %d changes, outcomes %v, %d notices, %d posts, %v", got.Budget, len(got.Subscriptions), n, outcomes, p.count(t, "notices"), p.count(t, "posts"), err)
			}
		},
	})
}

// TestWithdraw is what a change does to what is on its way to a person.
func TestWithdraw(t *testing.T) {
	chosen := func(key string, at time.Time) notice.Notice {
		n := note(key, notice.Chosen)
		n.At = at
		return n
	}
	onTellers(t, map[string]func(*testing.T, *teller){
		"what has not left yet is composed again": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			for _, person := range []bot.PersonID{alex, sam} {
				p.asks(t, person, dailyTopic, here)
				p.notifies(t, person, note("digest", notice.Digest), note("decision", notice.Decision), note("reply", notice.Reply))
			}
			p.at = morning
			p.composes(t)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 2 })
			p.became(t, alex, map[string]string{"digest": "waits", "decision": "waits", "reply": "told"})
			p.became(t, sam, map[string]string{"digest": "told", "decision": "told", "reply": "told"})
			if got := p.finds1(t); got.Told != nil || p.count(t, "notices WHERE told_at IS NULL AND (count IS NOT NULL OR post IS NOT NULL)") != 0 {
				t.Errorf("it counts: %+v", got.Told)
			}
			if n := p.count(t, "posts WHERE state = 'pending' AND member = 'alex'"); n != 1 {
				t.Errorf("%d messages of three are not taken back", n)
			}
			p.composes(t)
			p.composes(t) // nothing is recalled of what was taken back
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: reply", "room/sam: reply", "room/alex: decision", "room/sam: decision", "room/alex: digest", "room/sam: digest"}) {
				t.Errorf("said %q", got)
			}
			p.became(t, alex, map[string]string{"digest": "told", "decision": "told", "reply": "told"})
		},
		"what is on its way stays so": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("digest", notice.Digest))
			p.at = morning
			p.composes(t)
			d := p.claims(t)[0]
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions, c.Pause.From = nil, p.at })
			p.became(t, alex, map[string]string{"digest": "told"})
			p.composes(t)
			p.settles(t, outcome(d, delivery.Delivered))
			p.composes(t)
			p.became(t, alex, map[string]string{"digest": "told"})
			if got := p.arrives(t); got != nil {
				t.Errorf("said again: %q", got)
			}
		},
		"a change at the moment of the claim waits for it, or is before it": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.at = morning
			sent := 0
			other := openMailbox(t, p.address)
			for i := range storagetest.Rounds(30, 300) {
				key := fmt.Sprint(i)
				p.notifies(t, alex, note(key, notice.Decision))
				p.composes(t)
				var both sync.WaitGroup
				var claimed []delivery.Delivery
				both.Go(func() {
					var err error
					if claimed, _, err = other.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, p.at, leased, 10); err != nil {
						t.Error(err)
					}
				})
				both.Go(func() {
					if _, err := p.notices.ChangeOwn(t.Context(), alex, p.at, func(*storage.OwnChange) error { return nil }); err != nil {
						t.Error(err)
					}
				})
				both.Wait()
				fate := "waits"
				if len(claimed) == 1 {
					fate = "told"
					sent++
					p.settles(t, outcome(claimed[0], delivery.Delivered))
				}
				if got := p.fates(t, alex)[key]; got != fate {
					t.Fatalf("%d claimed, and it %s", len(claimed), got)
				}
				p.composes(t)
				if got := p.arrives(t); len(got)+len(claimed) != 1 {
					t.Fatalf("%d claimed, then %q", len(claimed), got)
				}
			}
			t.Logf("%d were claimed first", sent)
		},
		"what fell due in a pause is dropped, though nobody looked in it": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause.From = now.Add(10 * time.Hour) })
			p.at = now.Add(20 * time.Hour)
			before := note("before", notice.Digest) // it comes with the morning after the pause
			before.At = now.Add(9 * time.Hour)
			in := note("in", notice.Digest)
			in.At = now.Add(15 * time.Hour)
			decision := note("decision", notice.Decision)
			decision.At = now.Add(16 * time.Hour)
			p.notifies(t, alex, before, in, chosen("hour", now.Add(17*time.Hour)), decision, chosen("later", now.Add(30*time.Hour)))
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause.Until = p.at })
			p.became(t, alex, map[string]string{"before": "waits", "in": "dropped", "hour": "dropped", "decision": "waits", "later": "waits"})
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause = notice.Pause{} }) // and stays so
			p.at = now.Add(30 * time.Hour)
			p.composes(t)
			p.became(t, alex, map[string]string{"before": "told", "in": "dropped", "hour": "dropped", "decision": "told", "later": "told"})
		},
		"what was to go out when a pause began is dropped, but for decisions": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("digest", notice.Digest), note("decision", notice.Decision))
			p.at = morning
			p.composes(t)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Pause.From = p.at })
			p.composes(t)
			p.became(t, alex, map[string]string{"digest": "dropped", "decision": "told"})
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: decision"}) {
				t.Errorf("said %q", got)
			}
		},
		"whoever stops a topic is told nothing more of it, and of the others all": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here, there), p.knows(t, "sam", here)
			p.asks(t, alex, dailyTopic, here, there)
			p.asks(t, alex, "veille", here)
			p.asks(t, sam, dailyTopic, here)
			other, elsewhere := note("other", notice.Digest), note("elsewhere", notice.Digest)
			other.Topic, elsewhere.To = "veille", there
			p.notifies(t, alex, note("put", notice.Digest), other, elsewhere, note("decision", notice.Decision), note("reply", notice.Reply))
			p.notifies(t, sam, note("put", notice.Digest))
			p.at = morning
			p.composes(t)
			later := note("waits", notice.Digest)
			later.At = p.at.Add(6 * time.Hour)
			p.notifies(t, alex, later, chosen("hour", p.at.Add(6*time.Hour)))
			p.composes(t)
			p.changes(t, alex, func(c *storage.OwnChange) {
				c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(s storage.Subscription) bool { return s.Community == here && s.Topic == dailyTopic })
			})
			p.became(t, alex, map[string]string{"put": "dropped", "waits": "dropped", "hour": "dropped", "other": "waits", "elsewhere": "waits", "decision": "waits", "reply": "told"})
			p.became(t, sam, map[string]string{"put": "told"})
			p.composes(t)
			if got := strings.Join(p.arrives(t), ", "); !strings.Contains(got, "room/sam: put") || strings.Count(got, "put") != 1 || !strings.Contains(got, "other") || !strings.Contains(got, "elsewhere") || !strings.Contains(got, "decision") {
				t.Errorf("said %s", got)
			}
		},
		"what is stopped gets nothing, and can be taken up again": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			s := p.creates(t, series("a", 0), "un", "deux", "trois")
			first := dailyTopic + "/" + p.announces(t, s, dailyTopic)
			turn := func(stopped bool) {
				t.Helper()
				p.changes(t, alex, func(c *storage.OwnChange) {
					for i := range c.Subscriptions {
						c.Subscriptions[i].Stopped = stopped
					}
				})
				if got := p.owns(t, alex).Subscriptions; !slices.Equal(got, []storage.Subscription{{Community: here, Topic: dailyTopic, Stopped: stopped}}) {
					t.Errorf("%+v", got)
				}
			}
			turn(true)
			p.at = now.Add(time.Minute)
			p.announces(t, s, dailyTopic)
			p.became(t, alex, map[string]string{first: "dropped"})
			turn(false)
			p.at = now.Add(2 * time.Minute)
			third := dailyTopic + "/" + p.announces(t, s, dailyTopic)
			p.became(t, alex, map[string]string{first: "dropped", third: "waits"})
		},
	})
}

// TestTogether lets everybody who changes something of the same 20 people do so at
// once, by a clock that runs through days: nothing fails, what is theirs is told once
// and never lost, and nothing is told twice.
func TestTogether(t *testing.T) {
	const people, hourIn = 20, 20 * time.Millisecond
	lasts := time.Duration(storagetest.Rounds(4, 30)) * time.Second
	address := storagetest.Postgres(t)
	p := openTeller(t, address)
	p.at = now.Add(-time.Hour)
	var who []bot.PersonID
	for i := range people {
		person := p.knows(t, fmt.Sprintf("p%02d", i), here, there)
		p.asks(t, person, dailyTopic, here, there)
		who = append(who, person)
	}
	var plans [2]*schedule.Schedule
	for i, at := range []bot.Address{here, there} {
		s := everyDay("a")
		s.Community, s.To.Space = at, at.Space
		plans[i] = p.creates(t, s, "un")
	}

	began := time.Now()
	clock := func() time.Time { return now.Add(time.Since(began) * (time.Hour / hourIn)).Truncate(time.Millisecond) }
	var stop atomic.Bool
	var all sync.WaitGroup
	var done [6]atomic.Int64
	// each lets a process of its own do something again and again.
	each := func(kind, processes int, do func(p *teller, random *rand.Rand) error) {
		for i := range processes {
			q := openTeller(t, address)
			all.Go(func() {
				random := rand.New(rand.NewPCG(uint64(kind), uint64(i)))
				for !stop.Load() {
					if err := do(q, random); err != nil {
						t.Errorf("kind %d: %v", kind, err)
						if done[5].Add(1) > 20 {
							stop.Store(true)
						}
						continue
					}
					done[kind].Add(1)
				}
			})
		}
	}
	compose := func(p *teller) error {
		at := clock()
		if err := p.notices.Recall(t.Context(), at); err != nil {
			return err
		}
		due, _, err := p.notices.Due(t.Context(), at, 200)
		if err != nil {
			return err
		}
		_, err = p.notices.Tell(t.Context(), at, composed(due, at)...)
		return err
	}
	each(0, 2, func(p *teller, _ *rand.Rand) error { return compose(p) })
	var numbers atomic.Int64
	each(1, 2, func(p *teller, random *rand.Rand) error {
		i := random.IntN(people)
		at := clock()
		_, err := p.notices.ChangeOwn(t.Context(), who[i], at, func(c *storage.OwnChange) error {
			community := pick(random, here, there)
			switch random.IntN(5) {
			case 0:
				c.Subscriptions = slices.DeleteFunc(c.Subscriptions, func(s storage.Subscription) bool { return s.Community == community })
			case 1, 2:
				if !c.Has(community, dailyTopic) {
					c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: community, Topic: dailyTopic})
				}
			case 3:
				c.Pause.From = at
			default:
				c.Pause = notice.Pause{}
			}
			if random.IntN(2) == 0 {
				c.Notices = []notice.Notice{{Key: fmt.Sprint("d", numbers.Add(1)), Topic: "oubli", Class: notice.Decision, To: community, At: at}}
			}
			c.Posts = []bot.Post{post(fmt.Sprint("channel/", numbers.Add(1)), fmt.Sprint(random.IntN(3)))}
			c.Outcome, c.Community, c.Lang = "emploi", here, bot.EN
			return nil
		})
		return err
	})
	each(2, 1, func(p *teller, _ *rand.Rand) error {
		at := clock()
		var moves []schedule.Move
		for i, of := range plans {
			s, err := p.Store.Schedule(t.Context(), []bot.Address{here, there}[i], of.ID)
			if err != nil {
				return err
			}
			p.at = at
			m := p.announcing(s, dailyTopic)
			m.Runs[0].ID = fmt.Sprint("run", numbers.Add(1))
			m.Posts = nil
			moves = append(moves, m)
		}
		_, err := p.plans.Advance(t.Context(), at, moves...)
		return err
	})
	ended := map[string]int{} // by person and key: delivered, or plainly rejected
	var mu sync.Mutex
	tell := func(d *delivery.Delivery) {
		mu.Lock()
		defer mu.Unlock()
		for _, key := range strings.Fields(words(*d)) {
			if ended[d.To.Member+" "+key]++; ended[d.To.Member+" "+key] > 1 {
				t.Errorf("%s is told %s twice", d.To.Member, key)
			}
		}
	}
	send := func(p *teller, random *rand.Rand, rough bool) (int, error) {
		at := clock()
		claimed, _, err := p.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, at, 10*365*24*time.Hour, 10)
		if err != nil {
			return 0, err
		}
		random.Shuffle(len(claimed), func(i, k int) { claimed[i], claimed[k] = claimed[k], claimed[i] })
		var outcomes []delivery.Outcome
		for i := range claimed {
			o := outcome(claimed[i], delivery.Delivered)
			switch n := random.IntN(10); {
			case !rough:
			case n < 2:
				o = outcome(claimed[i], delivery.Pending)
				o.Again = at.Add(time.Duration(random.IntN(20)) * time.Hour)
			case n < 4:
				o = outcome(claimed[i], delivery.Rejected)
				o.Error = delivery.GivenUp + "the platform is down"
			case n < 6:
				o = outcome(claimed[i], delivery.Rejected)
				o.Gone = true
			}
			if o.State == delivery.Delivered || o.Gone {
				tell(&claimed[i])
			}
			outcomes = append(outcomes, o)
		}
		if len(outcomes) == 0 {
			return 0, nil
		}
		return len(outcomes), p.Settle(t.Context(), at, outcomes...)
	}
	each(3, 2, func(p *teller, random *rand.Rand) error {
		_, err := send(p, random, true)
		return err
	})
	each(4, 1, func(p *teller, random *rand.Rand) error {
		at := clock()
		return p.notices.Notify(t.Context(), who[random.IntN(people)], at, notice.Notice{Key: fmt.Sprint("d", numbers.Add(1)), Topic: "oubli", Class: notice.Decision, To: pick(random, here, there), At: at})
	})
	enough := time.NewTimer(lasts)
	<-enough.C
	stop.Store(true)
	all.Wait()
	t.Logf("%d turns, %d changes, %d announcements, %d settled, %d notified", done[0].Load(), done[1].Load(), done[2].Load(), done[3].Load(), done[4].Load())

	// What is left goes out now: nobody changes anything any more, and nothing fails.
	random := rand.New(rand.NewPCG(1, 2))
	for deadline := time.Now().Add(30 * time.Second); ; {
		if err := compose(p); err != nil {
			t.Fatal(err)
		}
		if _, err := send(p, random, false); err != nil {
			t.Fatal(err)
		}
		left := p.count(t, "notices WHERE told_at IS NULL") + p.count(t, "posts WHERE member IS NOT NULL AND state IN ('pending', 'sending')") +
			p.count(t, "posts p WHERE p.state = 'expired' AND EXISTS (SELECT 1 FROM notices n WHERE n.post = p.key)")
		if left == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d wait for ever", left)
		}
	}
	rows, err := p.db.Query("SELECT a.user_id, n.key, n.class FROM notices n JOIN accounts a ON a.person = n.person WHERE n.post IS NOT NULL OR n.class = 'decision'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	told, decisions := 0, 0
	for rows.Next() {
		var user, key, class string
		if err := rows.Scan(&user, &key, &class); err != nil {
			t.Fatal(err)
		}
		if told++; class == "decision" {
			decisions++
		}
		if ended[user+" "+key] != 1 {
			t.Errorf("%s was told %s %s %d times", user, class, key, ended[user+" "+key])
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if told != len(ended) || decisions == 0 || decisions == told {
		t.Errorf("%d told, %d of them decisions, %d ended", told, decisions, len(ended))
	}
	t.Logf("%d told, %d of them decisions", told, decisions)
}
