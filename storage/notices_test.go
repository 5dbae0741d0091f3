package storage_test

import (
	"context"
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// teller is a store of notices at a time of its own.
type teller struct {
	*planner
	notices *storage.Notices
}

func openTeller(t testing.TB, address string) *teller {
	t.Helper()
	p := openPlanner(t, address)
	return &teller{p, &storage.Notices{Store: p.Store, Lang: bot.FR, Zone: time.UTC}}
}

func onTellers(t *testing.T, tests map[string]func(*testing.T, *teller)) {
	for name, hold := range tests {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openTeller(t, address)) })
		})
	}
}

// knows is a person who is seen in communities, the last of them last.
func (p *teller) knows(t testing.TB, name string, in ...bot.Address) (id bot.PersonID) {
	t.Helper()
	for i, at := range in {
		d := &storage.Directory{Store: p.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return p.at.Add(time.Duration(i) * time.Second) }}
		m, err := d.Know(t.Context(), at, bot.Member{User: name})
		if err != nil {
			t.Fatal(err)
		}
		id = m.ID
	}
	return id
}

// note is a notice of the room that is due.
func note(key string, class notice.Class) notice.Notice {
	return notice.Notice{Key: key, Topic: dailyTopic, Class: class, Ref: "about " + key, To: here, At: now}
}

func (p *teller) notifies(t testing.TB, person bot.PersonID, notices ...notice.Notice) {
	t.Helper()
	if err := p.notices.Notify(t.Context(), person, p.at, notices...); err != nil {
		t.Fatal(err)
	}
}

// finds are the people for whom there may be something to do.
func (p *teller) finds(t testing.TB, max int) []notice.Person {
	t.Helper()
	due, _, err := p.notices.Due(t.Context(), p.at, max)
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// finds1 is the one person for whom there may be something to do.
func (p *teller) finds1(t testing.TB) notice.Person {
	t.Helper()
	due := p.finds(t, 10)
	if len(due) != 1 {
		t.Fatalf("%d people", len(due))
	}
	return due[0]
}

// composed are the steps of a composer that writes one message for a batch.
func composed(due []notice.Person, at time.Time) (steps []notice.Step) {
	for i := range due {
		p := &due[i]
		plan := p.Plan(at)
		s := notice.Step{Person: p.ID, Revision: p.Revision, Wake: plan.Wake}
		for _, k := range plan.Drop {
			s.Dropped = append(s.Dropped, p.Waiting[k].Key)
		}
		for _, b := range plan.Send {
			m := notice.Message{Count: b.Count, Post: bot.Post{To: p.Waiting[b.Notices[0]].To, Lang: p.Lang, Until: b.Until}}
			for _, k := range b.Notices {
				m.Keys = append(m.Keys, p.Waiting[k].Key)
			}
			m.Post.Message = saying(strings.Join(m.Keys, " "))
			s.Messages = append(s.Messages, m)
		}
		steps = append(steps, s)
	}
	return steps
}

// composes takes a turn, and returns how many steps were written.
func (p *teller) composes(t testing.TB) (written int) {
	t.Helper()
	if err := p.notices.Recall(t.Context(), p.at); err != nil {
		t.Fatal(err)
	}
	done, err := p.notices.Tell(t.Context(), p.at, composed(p.finds(t, 100), p.at)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range done {
		if d {
			written++
		}
	}
	return written
}

// claims takes the direct messages that are due.
func (p *teller) claims(t testing.TB) []delivery.Delivery {
	t.Helper()
	claimed, _, err := p.Claim(t.Context(), delivery.Lane{Platform: "local", Direct: true}, p.at, leased, 100)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(claimed, func(a, b delivery.Delivery) int { return strings.Compare(words(a), words(b)) })
	return claimed
}

func words(d delivery.Delivery) string { return d.Message.Text.FR }

// arrives delivers the direct messages that are due, and returns what they say.
func (p *teller) arrives(t testing.TB) (all []string) {
	t.Helper()
	for {
		claimed := p.claims(t)
		if len(claimed) == 0 {
			return all
		}
		for _, d := range claimed {
			all = append(all, d.To.Space+"/"+d.To.Member+": "+words(d))
			p.settles(t, outcome(d, delivery.Delivered))
		}
	}
}

// closes lets the platform refuse the direct messages that are due for good.
func (p *teller) closes(t testing.TB) {
	t.Helper()
	var all []delivery.Outcome
	for _, d := range p.claims(t) {
		o := outcome(d, delivery.Rejected)
		o.Gone = true
		all = append(all, o)
	}
	if len(all) == 0 {
		t.Fatal("there is no direct message")
	}
	p.settles(t, all...)
}

// fates are what has become of a person's notices.
func (p *teller) fates(t testing.TB, person bot.PersonID) map[string]string {
	t.Helper()
	rows, err := p.db.Query("SELECT key, CASE WHEN told_at IS NULL THEN 'waits' WHEN post IS NULL THEN 'dropped' ELSE 'told' END FROM notices WHERE person = '" + string(person) + "'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var key, fate string
		if err := rows.Scan(&key, &fate); err != nil {
			t.Fatal(err)
		}
		all[key] = fate
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// became fails the test unless this has become of a person's notices.
func (p *teller) became(t testing.TB, person bot.PersonID, want map[string]string) {
	t.Helper()
	if got := p.fates(t, person); !maps.Equal(got, want) {
		t.Errorf("notices %v, want %v", got, want)
	}
}

// changes lets a person change what they have chosen.
func (p *teller) changes(t testing.TB, person bot.PersonID, do func(*storage.OwnChange)) *storage.Own {
	t.Helper()
	own, err := p.notices.ChangeOwn(t.Context(), person, p.at, func(c *storage.OwnChange) error {
		do(c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// asks lets a person ask for topics of communities.
func (p *teller) asks(t testing.TB, person bot.PersonID, topic string, at ...bot.Address) {
	t.Helper()
	p.changes(t, person, func(c *storage.OwnChange) {
		for _, a := range at {
			c.Subscriptions = append(c.Subscriptions, storage.Subscription{Community: a, Topic: topic})
		}
	})
}

func (p *teller) owns(t testing.TB, person bot.PersonID) *storage.Own {
	t.Helper()
	own, err := p.Store.Own(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// announces posts a schedule, and tells the subscribers of a topic; it returns the run.
func (p *teller) announces(t testing.TB, s *schedule.Schedule, topic string) (run string) {
	t.Helper()
	m := p.announcing(p.reads(t, s.ID), topic)
	p.advances(t, []schedule.Move{m}, true)
	return m.Runs[0].ID
}

func (p *teller) announcing(s *schedule.Schedule, topic string) schedule.Move {
	m := p.step(s)
	m.Runs[0].Topic = topic
	return m
}

// noticed reports whether the composer of this process has been told to look.
func (p *teller) noticed() bool {
	select {
	case <-p.notices.Changed():
		return true
	default:
		return false
	}
}

// morning is when « Ton matin » of whoever has chosen nothing has come.
var morning = now.Add(45 * time.Minute)

func keys(all []notice.Notice) (keys []string) {
	for _, n := range all {
		keys = append(keys, n.Key)
	}
	return keys
}

func ids(people []notice.Person) (ids []bot.PersonID) {
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

// inOrder is whom a composer finds, in the order of their names.
func inOrder(t *testing.T, got []notice.Person, want ...bot.PersonID) {
	t.Helper()
	if !slices.Equal(ids(got), want) {
		t.Fatalf("found %q, want %q", ids(got), want)
	}
}

// TestNotices is what a composer counts on.
func TestNotices(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"what waits for a person is read, from every community of theirs": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here, there)
			far := notice.Notice{Key: "far", Topic: "veille", Class: notice.Chosen, Ref: "r « ' % $1 »", To: there, At: now.Add(-time.Hour), Until: now.Add(time.Hour)}
			p.notifies(t, alex, note("b", notice.Digest), far)
			p.notifies(t, alex, note("a", notice.Decision))
			p.knows(t, "sam", here)
			if !p.noticed() {
				t.Error("nobody is told")
			}
			got := p.finds1(t)
			far.To.Member = "alex"
			want := []notice.Notice{far, note("a", notice.Decision), note("b", notice.Digest)}
			want[1].To.Member, want[2].To.Member = "alex", "alex"
			for i := range want {
				want[i].For = alex
			}
			if !reflect.DeepEqual(got.Waiting, want) {
				t.Errorf("got  %+v\nwant %+v", got.Waiting, want)
			}
			own := notice.Preferences{Zone: time.UTC, Morning: notice.DefaultMorning, Weekdays: notice.Everyday, Quiet: notice.DefaultQuiet(), Budget: notice.DefaultBudget, Spread: notice.SpreadOf(alex)}
			if got.ID != alex || got.Lang != bot.FR || !reflect.DeepEqual(got.Preferences, own) || got.Told != nil {
				t.Errorf("%+v", got)
			}
		},
		"an account that is no more is no place": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.notifies(t, alex, note("a", notice.Decision))
			p.does(t, "DELETE FROM accounts")
			if got := p.finds1(t); len(got.Waiting) != 1 || got.Waiting[0].To != (bot.Address{}) {
				t.Errorf("%+v", got.Waiting)
			}
		},
		"they speak as they chose, or as the platform says, or as the community": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here, there)
			p.notifies(t, alex, note("a", notice.Decision))
			speaks := func(l bot.Lang, zone string) {
				t.Helper()
				if got := p.finds1(t); got.Lang != l || got.Zone.String() != zone {
					t.Errorf("%s in %s, want %s in %s", got.Lang, got.Zone, l, zone)
				}
			}
			speaks(bot.FR, "UTC")
			p.does(t, "UPDATE communities SET language = 'en', time_zone = 'Asia/Tokyo' WHERE space = 'cellar'") // where they were last
			speaks(bot.EN, "Asia/Tokyo")
			p.does(t, "UPDATE persons SET platform_language = 'fr', platform_time_zone = 'Europe/Rome'")
			speaks(bot.FR, "Europe/Rome")
			p.changes(t, alex, func(c *storage.OwnChange) { c.Lang, c.Zone = bot.EN, "Europe/Paris" })
			speaks(bot.EN, "Europe/Paris")
			p.does(t, "UPDATE persons SET language = 'xx', time_zone = 'Nowhere/At all'")
			speaks(bot.FR, "Europe/Rome")
		},
		"the earliest come first, so many at most, and the next one is known": func(t *testing.T, p *teller) {
			var who []bot.PersonID
			for i, name := range []string{"a", "b", "c", "d"} {
				who = append(who, p.knows(t, name, here))
				p.at = now.Add(time.Duration(3-i) * time.Minute)
				p.notifies(t, who[i], note("1", notice.Decision), note("2", notice.Digest))
			}
			p.at = now.Add(2 * time.Minute)
			for max, want := range [][]bot.PersonID{1: {who[3]}, 2: {who[3], who[2]}, 3: {who[3], who[2], who[1]}, 4: {who[3], who[2], who[1]}} {
				if max == 0 {
					continue
				}
				due, next, err := p.notices.Due(t.Context(), p.at, max)
				if err != nil || !slices.Equal(ids(due), want) || !next.Equal(now.Add(3*time.Minute)) {
					t.Errorf("at most %d: %q, %s, %v; want %q", max, ids(due), next, err, want)
				}
				for _, d := range due {
					if !slices.Equal(keys(d.Waiting), []string{"1", "2"}) {
						t.Errorf("at most %d: %q wait", max, keys(d.Waiting))
					}
				}
			}
			p.at = now.Add(3 * time.Minute)
			if due, next, err := p.notices.Due(t.Context(), p.at, 10); err != nil || len(due) != 4 || !next.IsZero() {
				t.Errorf("%d, %s, %v", len(due), next, err)
			}
		},
		"what was told is read, with what it counts as": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.notifies(t, alex, note("digest", notice.Digest), note("other", notice.Digest), note("decision", notice.Decision), note("left", notice.Digest))
			at := morning.Add(time.Millisecond) // what is told is read again to the millisecond
			p.at = at
			read := p.finds1(t)
			step := composed([]notice.Person{read}, p.at)[0]
			step.Wake = now.Add(4 * time.Hour)
			if len(step.Messages) != 2 {
				t.Fatalf("%+v", step)
			}
			step.Messages[1].Keys, step.Dropped = []string{"digest", "other"}, []string{"left"}
			if done, err := p.notices.Tell(t.Context(), p.at, step); err != nil || !slices.Equal(done, []bool{true}) {
				t.Fatalf("%v, %v", done, err)
			}
			p.became(t, alex, map[string]string{"digest": "told", "other": "told", "decision": "told", "left": "dropped"})
			if len(p.finds(t, 10)) != 0 {
				t.Error("there is more to do at once")
			}
			p.at = now.Add(4 * time.Hour)
			count := step.Messages[1].Count
			got := p.finds1(t)
			if want := []notice.Told{{At: at, Count: count}, {At: at, Count: count}}; count == "" || !reflect.DeepEqual(got.Told, want) || len(got.Waiting) != 0 || got.Revision != read.Revision+1 {
				t.Errorf("%+v, want told %+v", got, want)
			}
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: decision", "room/alex: digest left other"}) {
				t.Errorf("said %q", got)
			}
			p.at = at.Add(50 * time.Hour)
			if got := p.finds1(t); got.Told != nil {
				t.Errorf("after two days %+v", got.Told)
			}
		},
		"a step made from an old reading is not written, nothing of it": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			for _, person := range []bot.PersonID{alex, sam} {
				p.notifies(t, person, note("now", notice.Decision), note("over", notice.Decision))
			}
			for what, changes := range map[string]func(){
				"something came":        func() { p.notifies(t, alex, note("late", notice.Decision)) },
				"the same came again":   func() { p.notifies(t, alex, note("now", notice.Decision)) },
				"they changed a choice": func() { p.changes(t, alex, func(c *storage.OwnChange) { c.Budget++ }) },
				"another told it": func() {
					p.notices.Tell(t.Context(), p.at, notice.Step{Person: alex, Revision: p.finds(t, 10)[0].Revision, Wake: p.at})
				},
			} {
				people := p.finds(t, 10)
				inOrder(t, people, alex, sam)
				before := p.count(t, "posts")
				steps := composed(people, p.at)
				for i := range steps {
					steps[i].Dropped, steps[i].Wake = []string{"over"}, now.Add(time.Hour)
					steps[i].Messages[0].Keys = []string{"now"}
				}
				changes()
				slices.Reverse(steps) // they are answered in the order in which they are asked for
				done, err := p.notices.Tell(t.Context(), p.at, steps...)
				if err != nil || !slices.Equal(done, []bool{true, false}) || p.count(t, "posts") != before+1 {
					t.Errorf("%s: %v, %v, %d posts", what, done, err, p.count(t, "posts")-before)
				}
				if fates := p.fates(t, alex); fates["now"] != "waits" || fates["over"] != "waits" {
					t.Errorf("%s: %v", what, fates)
				}
				p.became(t, sam, map[string]string{"now": "told", "over": "dropped"})
				inOrder(t, p.finds(t, 10), alex)
				p.does(t, "UPDATE notices SET told_at = NULL, post = NULL WHERE person = '"+string(sam)+"'")
				p.notifies(t, sam)
			}
			if done, err := p.notices.Tell(t.Context(), p.at, notice.Step{Person: "nobody"}); err != nil || !slices.Equal(done, []bool{false}) {
				t.Errorf("nobody: %v, %v", done, err)
			}
		},
		"none is written when one cannot be": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.notifies(t, alex, note("a", notice.Decision))
			p.notifies(t, sam, note("a", notice.Decision))
			steps := composed(p.finds(t, 10), p.at)
			steps[1].Messages[0].Post.To = bot.Address{}
			if done, err := p.notices.Tell(t.Context(), p.at, steps...); err == nil || done != nil || p.count(t, "posts") != 0 {
				t.Errorf("%v, %v, %d posts", done, err, p.count(t, "posts"))
			}
			p.became(t, alex, map[string]string{"a": "waits"})
			if p.composes(t) != 2 {
				t.Error("they are not found again")
			}
		},
		"it wakes when it asked to, and when something comes": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.notifies(t, alex, note("a", notice.Digest))
			p.noticed()
			p.composes(t) // nothing yet: its morning comes later
			if len(p.finds(t, 10)) != 0 {
				t.Error("before its morning")
			}
			_, next, err := p.notices.Due(t.Context(), p.at, 10)
			if err != nil || next.Before(now.Add(30*time.Minute)) || next.After(now.Add(40*time.Minute)) {
				t.Errorf("next %s, %v", next, err)
			}
			p.notifies(t, alex, note("b", notice.Digest))
			if !p.noticed() || len(p.finds(t, 10)) != 1 {
				t.Error("when something comes")
			}
			p.composes(t)
			p.at = next
			p.composes(t)
			p.became(t, alex, map[string]string{"a": "told", "b": "told"})
		},
		"the same is told once": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.notifies(t, alex, note("a", notice.Decision), note("a", notice.Decision))
			p.notifies(t, sam, note("a", notice.Decision))
			other := note("a", notice.Digest)
			other.Ref = "something else"
			p.notifies(t, alex, other)
			p.composes(t)
			p.notifies(t, alex, note("a", notice.Decision), note("b", notice.Decision))
			p.composes(t)
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: a", "room/sam: a", "room/alex: b"}) {
				t.Errorf("said %q", got)
			}
		},
		"who falls due while others are read keeps nobody from being told": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // nothing can be held up between two readings
			}
			alex, sam := p.knows(t, "alex", here), p.knows(t, "sam", here)
			p.notifies(t, alex, note("a", notice.Decision))
			p.notifies(t, sam)
			p.does(t, "UPDATE preferences SET wake_at = NULL WHERE person = '"+string(sam)+"'")
			other := p.begins(t)
			other.does(t, "LOCK TABLE notices IN ACCESS EXCLUSIVE MODE")
			type reading struct {
				due []notice.Person
				err error
			}
			read := make(chan reading, 1)
			go func() {
				due, _, err := p.notices.Due(t.Context(), p.at, 1)
				read <- reading{due, err}
			}()
			p.blocked(t)
			other.does(t, fmt.Sprintf("UPDATE preferences SET wake_at = %d, revision = revision + 1 WHERE person = '%s'", now.Add(-time.Minute).UnixMilli(), sam))
			other.ends(t)
			r := <-read
			if r.err != nil {
				t.Fatal(r.err)
			}
			if _, err := p.notices.Tell(t.Context(), p.at, composed(r.due, p.at)...); err != nil {
				t.Fatal(err)
			}
			for p.composes(t) > 0 {
			}
			p.became(t, alex, map[string]string{"a": "told"})
		},
	})
}

// does changes the database past the store.
func (p *teller) does(t testing.TB, text string) {
	t.Helper()
	if _, err := p.db.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// rival is a transaction of another process.
type rival struct{ *sql.Tx }

func (p *teller) begins(t testing.TB) rival {
	t.Helper()
	other, err := p.db.BeginTx(context.WithoutCancel(t.Context()), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Rollback() })
	return rival{other}
}

func (r rival) does(t testing.TB, text string) {
	t.Helper()
	if _, err := r.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func (r rival) ends(t testing.TB) {
	t.Helper()
	if err := r.Commit(); err != nil {
		t.Fatal(err)
	}
}

// takes changes a row of a person's preferences, as whoever changes something for them
// does first.
func (r rival) takes(t testing.TB, person bot.PersonID) {
	t.Helper()
	r.does(t, "UPDATE preferences SET revision = revision + 1 WHERE person = '"+string(person)+"'")
}

// blocked waits until somebody waits for another on PostgreSQL.
func (p *teller) blocked(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); p.count(t, "pg_locks WHERE NOT granted") == 0; {
		if time.Now().After(deadline) {
			t.Fatal("nobody waits for another")
		}
	}
}

// TestAnnounce is what a scheduled message is to those who asked for it.
func TestAnnounce(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"each subscriber of that community and topic is told, and nobody else": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here, there), p.knows(t, "sam", here)
			p.asks(t, alex, dailyTopic, here, there)
			p.asks(t, sam, dailyTopic, here)
			for name, at := range map[string]bot.Address{"other": here, "cellar": there} {
				topic := map[string]string{"other": "veille", "cellar": dailyTopic}[name]
				p.asks(t, p.knows(t, name, at), topic, at)
			}
			stopped := p.knows(t, "stopped", here)
			p.changes(t, stopped, func(c *storage.OwnChange) {
				c.Subscriptions = []storage.Subscription{{Community: here, Topic: dailyTopic, Stopped: true}}
			})
			p.knows(t, "nobody", here)
			for p.composes(t) > 0 {
			}
			p.noticed()
			s := p.creates(t, series("a", 0), "un", "deux", "trois")
			m := p.announcing(p.reads(t, s.ID), dailyTopic)
			m.Runs[0].Until = now.Add(96 * time.Hour)
			p.advances(t, []schedule.Move{m}, true)
			if !p.noticed() {
				t.Error("the composer is not told")
			}
			run := m.Runs[0].ID
			people := p.finds(t, 10)
			inOrder(t, people, alex, sam)
			for i, name := range []string{"alex", "sam"} {
				want := []notice.Notice{{Key: dailyTopic + "/" + run, Topic: dailyTopic, Class: notice.Digest, Ref: run, For: people[i].ID, To: bot.Address{Platform: "local", Space: "room", Member: name}, At: now, Until: now.Add(96 * time.Hour)}}
				if !reflect.DeepEqual(people[i].Waiting, want) {
					t.Errorf("got  %+v\nwant %+v", people[i].Waiting, want)
				}
			}
			if p.count(t, "notices") != 2 {
				t.Errorf("%d notices", p.count(t, "notices"))
			}
			stale := composed(people, p.at)
			p.at = now.Add(time.Minute)
			second := p.announces(t, s, dailyTopic)
			if done, err := p.notices.Tell(t.Context(), p.at, stale...); err != nil || slices.Contains(done, true) {
				t.Errorf("from an old reading: %v, %v", done, err)
			}
			for i, person := range []bot.PersonID{alex, sam} {
				if got := keys(p.finds(t, 10)[i].Waiting); !slices.Equal(got, []string{dailyTopic + "/" + run, dailyTopic + "/" + second}) {
					t.Errorf("%s: %q", person, got)
				}
			}
		},
		"the same run is told once": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			s := p.creates(t, series("a", 0), "un", "deux")
			run := dailyTopic + "/" + p.announces(t, s, dailyTopic)
			p.announces(t, s, dailyTopic)
			p.became(t, alex, map[string]string{run: "waits"})
			p.at = morning
			p.composes(t)
			p.at = now
			p.announces(t, s, dailyTopic)
			p.became(t, alex, map[string]string{run: "told"})
		},
		"a step of the schedule that lost adds nothing": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.composes(t)
			s := p.creates(t, series("a", 0), "un", "deux")
			lost := p.announcing(p.reads(t, s.ID), dailyTopic)
			p.posts(t, s)
			lost.Runs[0].ID += "/lost"
			p.advances(t, []schedule.Move{lost}, false)
			p.became(t, alex, map[string]string{})
			if len(p.finds(t, 10)) != 0 {
				t.Error("alex is woken")
			}
		},
		"a message to a member is refused, and nothing of its step is written": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			s := p.creates(t, series("a", 0), "un", "deux")
			m := p.announcing(p.reads(t, s.ID), dailyTopic)
			m.Posts[0].To = bot.Address{Platform: "local", Space: "room", Member: "alex"}
			if done, err := p.plans.Advance(t.Context(), p.at, m); err == nil || !strings.Contains(err.Error(), "direct message") || done != nil {
				t.Errorf("%v, %v", done, err)
			}
			if p.count(t, "posts")+p.count(t, "schedule_runs")+p.count(t, "notices") != 0 || p.reads(t, s.ID).Revision != 0 {
				t.Error("half of it is written")
			}
		},
		"communities take their subscribers in one order": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // there is one writer
			}
			first, second := p.knows(t, "first", there), p.knows(t, "second", here)
			p.asks(t, first, dailyTopic, there)
			p.asks(t, second, dailyTopic, here)
			later := everyDay("b")
			later.Community, later.To.Space = there, "cellar"
			moves := []schedule.Move{p.announcing(p.creates(t, everyDay("a"), "un"), dailyTopic), p.announcing(p.creates(t, later, "un"), dailyTopic)}
			other := p.begins(t) // as a composer does, or somebody who changes what they have chosen and so on
			other.takes(t, first)
			advanced := make(chan error, 1)
			go func() {
				_, err := p.plans.Advance(t.Context(), p.at, moves...)
				advanced <- err
			}()
			p.blocked(t)
			_, err := other.Exec("UPDATE preferences SET revision = revision + 1 WHERE person = '" + string(second) + "'")
			if err != nil {
				t.Errorf("the other: %v", err)
				other.Rollback()
			} else {
				other.ends(t)
			}
			if err := <-advanced; err != nil {
				t.Error(err)
			}
		},
	})
}

// TestRecall is what becomes of what did not go out.
func TestRecall(t *testing.T) {
	tomorrow := morning.Add(24 * time.Hour)
	// told is somebody who was told a digest and something chosen, with their budget
	// spent: what waits for its turn in the outbox.
	told := func(t *testing.T, p *teller) bot.PersonID {
		t.Helper()
		alex := p.knows(t, "alex", here)
		p.asks(t, alex, dailyTopic, here)
		p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 1 })
		p.notifies(t, alex, note("a", notice.Digest), note("b", notice.Digest))
		p.at = morning
		p.composes(t)
		p.became(t, alex, map[string]string{"a": "told", "b": "told"})
		return alex
	}
	ends := func(t *testing.T, p *teller, s delivery.State, why string) {
		t.Helper()
		claimed := p.claims(t)
		if len(claimed) != 1 {
			t.Fatalf("%d direct messages", len(claimed))
		}
		o := outcome(claimed[0], s)
		o.Error = why
		p.settles(t, o)
	}
	onTellers(t, map[string]func(*testing.T, *teller){
		"what has expired waits again, and what it counted as is free": func(t *testing.T, p *teller) {
			alex := told(t, p)
			p.at = now.Add(12 * time.Hour) // in the quiet hours
			if got := p.arrives(t); got != nil {
				t.Fatalf("it went out: %q", got)
			}
			p.composes(t)
			p.became(t, alex, map[string]string{"a": "waits", "b": "waits"})
			p.does(t, "UPDATE preferences SET wake_at = 0")
			if got := p.finds1(t); got.Told != nil || p.count(t, "notices WHERE count IS NOT NULL OR post IS NOT NULL") != 0 {
				t.Errorf("it counts: %+v", got.Told)
			}
			p.at = tomorrow
			p.composes(t)
			p.composes(t)
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: a b"}) {
				t.Errorf("said %q", got)
			}
		},
		"what was given up waits again, and there is room for it on the same day": func(t *testing.T, p *teller) {
			alex := told(t, p)
			ends(t, p, delivery.Rejected, delivery.GivenUp+"the platform is down")
			p.composes(t)
			p.became(t, alex, map[string]string{"a": "told", "b": "told"})
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: a b"}) {
				t.Errorf("said %q", got)
			}
		},
		"what was rejected, abandoned, delivered or is on its way does not": func(t *testing.T, p *teller) {
			alex := told(t, p)
			for i, end := range []func(){
				func() { ends(t, p, delivery.Rejected, "it is not for you") },
				func() {
					ends(t, p, delivery.Uncertain, delivery.AnswerLost)
					var id string
					if err := p.db.QueryRow("SELECT id FROM posts WHERE state = 'uncertain'").Scan(&id); err != nil {
						t.Fatal(err)
					}
					p.composes(t)
					p.became(t, alex, map[string]string{"a": "told", "b": "told"})
					p.decides(t, storage.Scope{}, id, delivery.Rejected, true)
				},
				func() { ends(t, p, delivery.Delivered, "") },
				func() { ends(t, p, delivery.Pending, "not yet") },
				func() { p.claims(t) },
			} {
				end()
				if err := p.notices.Recall(t.Context(), p.at); err != nil {
					t.Fatal(err)
				}
				p.became(t, alex, map[string]string{"a": "told", "b": "told"})
				if len(p.finds(t, 10)) != 0 {
					t.Errorf("%d: alex is woken", i)
				}
				p.does(t, "UPDATE notices SET told_at = NULL, post = NULL, count = NULL")
				p.does(t, "DELETE FROM posts")
				p.does(t, "DELETE FROM post_places")
				p.notifies(t, alex)
				p.composes(t)
			}
		},
		"a step from before is not written": func(t *testing.T, p *teller) {
			alex := told(t, p)
			p.notifies(t, alex, note("late", notice.Decision))
			steps := composed(p.finds(t, 10), p.at)
			ends(t, p, delivery.Rejected, delivery.GivenUp+"the platform is down")
			if err := p.notices.Recall(t.Context(), p.at); err != nil {
				t.Fatal(err)
			}
			if done, err := p.notices.Tell(t.Context(), p.at, steps...); err != nil || slices.Contains(done, true) {
				t.Errorf("%v, %v", done, err)
			}
			p.became(t, alex, map[string]string{"a": "waits", "b": "waits", "late": "waits"})
		},
		"what they have stopped meanwhile does not come back": func(t *testing.T, p *teller) {
			alex := told(t, p)
			d := p.claims(t)[0] // it is on its way
			p.changes(t, alex, func(c *storage.OwnChange) { c.Subscriptions = nil })
			o := outcome(d, delivery.Rejected)
			o.Error = delivery.GivenUp + "the platform is down"
			p.settles(t, o)
			p.composes(t)
			said := p.arrives(t)
			p.at = tomorrow
			p.composes(t)
			if got := append(said, p.arrives(t)...); got != nil {
				t.Errorf("said %q", got)
			}
		},
	})
}

// TestClosed is what becomes of those whose direct messages are closed.
func TestClosed(t *testing.T) {
	told := func(t *testing.T, p *teller, person bot.PersonID, at bot.Address) []string {
		t.Helper()
		topics, err := p.Store.Refused(t.Context(), person, at)
		if err != nil {
			t.Fatal(err)
		}
		return topics
	}
	receives := func(t *testing.T, p *teller, person bot.PersonID, want ...string) {
		t.Helper()
		var got []string
		for _, s := range p.owns(t, person).Subscriptions {
			got = append(got, s.Community.Space+"/"+s.Topic)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("receives %q, want %q", got, want)
		}
	}
	in := func(at bot.Address, topic string, n notice.Notice) notice.Notice {
		n.To, n.Topic = at, topic
		return n
	}
	onTellers(t, map[string]func(*testing.T, *teller){
		"only what that message was of stops, and what waits of it": func(t *testing.T, p *teller) {
			alex, sam := p.knows(t, "alex", here, there), p.knows(t, "sam", here)
			p.asks(t, alex, dailyTopic, here, there)
			p.asks(t, alex, "veille", here)
			p.asks(t, sam, dailyTopic, here)
			p.notifies(t, alex, note("first", notice.Digest))
			p.notifies(t, sam, note("of sam", notice.Digest))
			p.at = morning
			p.composes(t)
			p.does(t, "UPDATE post_places SET held_until = 9000000000000 WHERE member = 'sam'")
			elsewhere, other, decision := in(there, dailyTopic, note("elsewhere", notice.Digest)), in(here, "veille", note("other", notice.Digest)), in(here, "oubli", note("decision", notice.Decision))
			for _, n := range []*notice.Notice{&elsewhere, &other, &decision} {
				n.At = now.Add(5 * time.Hour)
			}
			late := note("late", notice.Digest)
			late.At = now.Add(5 * time.Hour)
			p.notifies(t, alex, late, elsewhere, other, decision)
			p.composes(t)
			stale := notice.Step{Person: alex, Revision: 0}
			p.does(t, "UPDATE preferences SET wake_at = 0")
			for _, one := range p.finds(t, 10) {
				if one.ID == alex {
					stale = composed([]notice.Person{one}, p.at)[0]
				}
			}
			p.closes(t)
			receives(t, p, alex, "cellar/"+dailyTopic, "room/veille")
			receives(t, p, sam, "room/"+dailyTopic)
			p.became(t, alex, map[string]string{"first": "told", "late": "dropped", "elsewhere": "waits", "other": "waits", "decision": "waits"})
			p.became(t, sam, map[string]string{"of sam": "told"})
			if done, err := p.notices.Tell(t.Context(), p.at, stale); err != nil || slices.Contains(done, true) {
				t.Errorf("a step from before: %v, %v", done, err)
			}
			if got := told(t, p, alex, there); got != nil {
				t.Errorf("in the cellar: %q", got)
			}
			if got := told(t, p, sam, here); got != nil {
				t.Errorf("to sam: %q", got)
			}
			if got := told(t, p, alex, here); !slices.Equal(got, []string{dailyTopic}) {
				t.Errorf("told %q", got)
			}
			if got := told(t, p, alex, here); got != nil {
				t.Errorf("again %q", got)
			}
		},
		"all that one message was of": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here, there)
			p.asks(t, alex, dailyTopic, here, there)
			p.asks(t, alex, "veille", here)
			p.notifies(t, alex, note("a", notice.Digest), in(here, "veille", note("b", notice.Digest)), in(there, dailyTopic, note("c", notice.Digest)))
			p.at = morning
			p.composes(t)
			p.closes(t)
			receives(t, p, alex)
			if got := told(t, p, alex, here); !slices.Equal(got, []string{dailyTopic, "veille"}) {
				t.Errorf("told %q", got)
			}
			if got := told(t, p, alex, there); !slices.Equal(got, []string{dailyTopic}) {
				t.Errorf("told in the cellar %q", got)
			}
		},
		"a greeting is of its topic": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("bonjour", notice.Reply))
			p.composes(t)
			p.closes(t)
			receives(t, p, alex)
			if got := told(t, p, alex, here); !slices.Equal(got, []string{dailyTopic}) {
				t.Errorf("told %q", got)
			}
		},
		"a decision stops nothing, and what they never asked for is not told": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("decision", notice.Decision))
			p.composes(t)
			p.closes(t)
			receives(t, p, alex, "room/"+dailyTopic)
			p.notifies(t, alex, in(here, "veille", note("never asked", notice.Reply)))
			p.composes(t)
			p.closes(t)
			receives(t, p, alex, "room/"+dailyTopic)
			if got := told(t, p, alex, here); got != nil {
				t.Errorf("told %q", got)
			}
		},
		"one that is refused otherwise stops nothing": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.notifies(t, alex, note("bonjour", notice.Reply))
			p.composes(t)
			p.settles(t, outcome(p.claims(t)[0], delivery.Rejected))
			receives(t, p, alex, "room/"+dailyTopic)
			if got := told(t, p, alex, here); got != nil {
				t.Errorf("told %q", got)
			}
		},
		"whoever asks again has nothing to be told of": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.asks(t, alex, dailyTopic, here)
			p.asks(t, alex, "veille", here)
			p.notifies(t, alex, note("a", notice.Digest), in(here, "veille", note("b", notice.Digest)))
			p.at = morning
			p.composes(t)
			p.closes(t)
			p.asks(t, alex, dailyTopic, here)
			receives(t, p, alex, "room/"+dailyTopic)
			if got := told(t, p, alex, here); !slices.Equal(got, []string{"veille"}) {
				t.Errorf("told %q", got)
			}
			p.notifies(t, alex, note("c", notice.Reply))
			p.composes(t)
			if got := p.arrives(t); !slices.Equal(got, []string{"room/alex: c"}) {
				t.Errorf("said %q", got)
			}
		},
		"of two who ask at the same moment one is told": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			other := openTeller(t, p.address)
			for range storagetest.Rounds(20, 200) {
				p.asks(t, alex, dailyTopic, here)
				p.does(t, "DELETE FROM notices")
				p.notifies(t, alex, note("bonjour", notice.Reply))
				p.composes(t)
				p.closes(t)
				var both sync.WaitGroup
				var got [2][]string
				for i, store := range []*storage.Store{p.Store, other.Store} {
					both.Go(func() {
						var err error
						if got[i], err = store.Refused(t.Context(), alex, here); err != nil {
							t.Error(err)
						}
					})
				}
				both.Wait()
				if len(got[0])+len(got[1]) != 1 {
					t.Fatalf("told %q", got)
				}
			}
		},
		"refused together they take people in the order in which a composer does": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // there is one writer
			}
			first, second := p.knows(t, "first", here), p.knows(t, "second", here)
			for _, person := range []bot.PersonID{first, second} {
				p.asks(t, person, dailyTopic, here)
				p.notifies(t, person, note("bonjour", notice.Reply))
			}
			p.composes(t)
			var outcomes []delivery.Outcome
			for _, d := range p.claims(t) {
				o := outcome(d, delivery.Rejected)
				o.Gone = true
				if outcomes = append(outcomes, o); d.To.Member == "second" {
					slices.Reverse(outcomes)
				}
			}
			other := p.begins(t)
			other.takes(t, first)
			settled := make(chan error, 1)
			go func() { settled <- p.Settle(t.Context(), p.at, outcomes...) }()
			p.blocked(t)
			if _, err := other.Exec("UPDATE preferences SET revision = revision + 1 WHERE person = '" + string(second) + "'"); err != nil {
				t.Errorf("the composer: %v", err)
				other.Rollback()
			} else {
				other.ends(t)
			}
			if err := <-settled; err != nil {
				t.Error(err)
			}
		},
	})
}

// TestEraseWhileTelling lets a person go while a composer tells them something.
func TestEraseWhileTelling(t *testing.T) {
	p := openTeller(t, storagetest.Postgres(t))
	alex := p.knows(t, "alex", here)
	p.notifies(t, alex, note("a", notice.Decision))
	other := p.begins(t) // what Tell does, in its order
	other.takes(t, alex)
	erased := make(chan error, 1)
	go func() { erased <- p.Store.Erase(t.Context(), alex, p.at) }()
	p.blocked(t)
	if _, err := other.Exec("UPDATE notices SET told_at = 1 WHERE person = '" + string(alex) + "'"); err != nil {
		t.Errorf("the composer: %v", err)
		other.Rollback()
	} else {
		other.ends(t)
	}
	if err := <-erased; err != nil {
		t.Error(err)
	}
	if left := p.count(t, "notices") + p.count(t, "preferences") + p.count(t, "persons"); left != 0 && !t.Failed() {
		t.Errorf("%d rows are left", left)
	}
}

// TestPruneWhileChanging tidies while somebody changes something who has received
// something today, and has a word of goodbye that they never published.
func TestPruneWhileChanging(t *testing.T) {
	p := openTeller(t, storagetest.Postgres(t))
	alex := p.knows(t, "alex", here)
	p.changes(t, alex, func(c *storage.OwnChange) {
		c.Subscriptions = []storage.Subscription{{Community: here, Topic: dailyTopic}}
		c.Farewell = &storage.Farewell{Words: "merci", To: channel("a")}
	})
	p.notifies(t, alex, note("a", notice.Digest))
	p.at = morning
	p.composes(t)
	if got := p.arrives(t); len(got) != 1 {
		t.Fatalf("said %q", got)
	}
	other := p.begins(t) // what ChangeOwn does, in its order
	other.takes(t, alex)
	pruned := make(chan error, 1)
	go func() { pruned <- p.Store.Prune(t.Context(), now.Add(3*time.Hour)) }()
	p.blocked(t)
	if _, err := other.Exec("UPDATE persons SET language = 'en' WHERE id = '" + string(alex) + "'"); err != nil {
		t.Errorf("whoever changes something: %v", err)
		other.Rollback()
	} else {
		other.ends(t)
	}
	if err := <-pruned; err != nil {
		t.Error(err)
	}
}

// TestOnlyTheComposerWritesToPeople holds that nothing else puts a direct message into
// the outbox: putDirect has three callers, and nobody calls Put.
func TestOnlyTheComposerWritesToPeople(t *testing.T) {
	callers := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			name := "" // of the function; what is declared outside of any has none
			if f, ok := decl.(*ast.FuncDecl); ok {
				name = f.Name.Name
				if f.Recv != nil {
					of := f.Recv.List[0].Type
					if pointer, ok := of.(*ast.StarExpr); ok {
						of = pointer.X
					}
					name = fmt.Sprint(of, ".", name)
				}
			}
			by := file.Name.Name + "." + name
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr: // called, or handed on to be
					callers[n.Sel.Name] = append(callers[n.Sel.Name], by)
				case *ast.BasicLit:
					if n.Kind == token.STRING && strings.Contains(strings.Join(strings.Fields(n.Value), " "), "INTO posts ") {
						callers["INSERT INTO posts"] = append(callers["INSERT INTO posts"], by)
					}
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"putDirect":         {"storage.Notices.Tell", "storage.Outbox.Put", "storage.tx.put"},
		"putOne":            {"storage.tx.putDirect"},
		"INSERT INTO posts": {"storage.tx.putOne"},
		"Put":               nil,
		"Tell":              {"notice.Composer.due"},
	} {
		if got := slices.Sorted(slices.Values(callers[name])); !slices.Equal(got, want) {
			t.Errorf("%s is called by %q, want %q", name, got, want)
		}
	}
}
