package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// world is a platform's memory: it outlives every process. Sending twice is two
// messages there, so that a double shows.
type world struct {
	mu       sync.Mutex
	messages []*message
	lost     int // which send loses its answer, counted from 1; 0: none
	sends    int
}

type message struct {
	at      bot.Address
	key     string
	text    string
	deleted bool
	pinned  bool
}

func (w *world) send(p bot.Post) (bot.MessageRef, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.messages = append(w.messages, &message{at: p.To, key: p.Key, text: p.Message.Text.FR})
	w.sends++
	if w.sends == w.lost {
		return bot.MessageRef{}, &bot.SendError{Fate: bot.MaybeSent, Err: errors.New("connection reset")}
	}
	return bot.MessageRef{At: p.To, ID: fmt.Sprint(len(w.messages) - 1)}, nil
}

func (w *world) find(key string) (bot.MessageRef, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, m := range w.messages {
		if m.key == key {
			return bot.MessageRef{At: m.at, ID: fmt.Sprint(i)}, nil
		}
	}
	return bot.MessageRef{}, bot.ErrNotFound
}

func (w *world) change(ref bot.MessageRef, p bot.Post) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var i int
	if _, err := fmt.Sscan(ref.ID, &i); err != nil {
		return &bot.SendError{Fate: bot.Rejected, Err: err}
	}
	switch m := w.messages[i]; p.Kind {
	case bot.EditPost:
		m.text = p.Message.Text.FR
	case bot.DeletePost:
		m.deleted = true
	case bot.PinPost:
		m.pinned = true
	}
	return nil
}

// shows is what a place shows, in order.
func (w *world) shows(at bot.Address) string {
	var all []string
	for _, m := range w.messages {
		if m.at == at && !m.deleted {
			text := m.text
			if m.pinned {
				text += "!"
			}
			all = append(all, text)
		}
	}
	return strings.Join(all, " ")
}

// life is one process, which dies before or after one of its steps: from then on
// nothing that it asks for happens, and nothing comes back to it.
type life struct {
	mu     sync.Mutex
	step   int // steps so far: two for each call, before and after
	dies   int // at which step; 0: never
	dead   chan struct{}
	buried chan struct{} // the test is over
	trace  []string
	under  sync.WaitGroup // calls that had begun when it died: they are done before another life begins
}

var errDead = errors.New("this process is dead")

func newLife(dies int, buried chan struct{}) *life {
	return &life{dies: dies, dead: make(chan struct{}), buried: buried}
}

// passes counts a step, and reports whether the process still lives. A call that begins is
// under way until it is done.
func (l *life) passes(what string, begins bool) (lives bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() {
		if lives && begins {
			l.under.Add(1)
		}
	}()
	l.step++
	l.trace = append(l.trace, what)
	if l.step == l.dies {
		close(l.dead)
	}
	return l.dies == 0 || l.step < l.dies
}

// told is what a life did, and in how many steps.
func (l *life) told() (steps int, trace string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.step, strings.Join(l.trace, ", ")
}

// call does one call of a life.
func (l *life) call(what string, do func() error) error {
	if !l.passes("before "+what, true) {
		return l.silence()
	}
	err := do()
	l.under.Done()
	if !l.passes("after "+what, false) {
		return l.silence()
	}
	return err
}

// silence is what a dead process hears: nothing, until the test ends.
func (l *life) silence() error {
	<-l.buried
	return errDead
}

// mortalOutbox and mortalPlatform are the ports of one life.
type mortalOutbox struct {
	delivery.Outbox
	life *life
}

func (o mortalOutbox) Claim(ctx context.Context, lane delivery.Lane, now time.Time, lease time.Duration, max int) (claimed []delivery.Delivery, next time.Time, err error) {
	err = o.life.call("claim", func() error {
		claimed, next, err = o.Outbox.Claim(ctx, lane, now, lease, max)
		return err
	})
	return claimed, next, err
}

func (o mortalOutbox) Settle(ctx context.Context, now time.Time, outcomes ...delivery.Outcome) error {
	return o.life.call("settle", func() error { return o.Outbox.Settle(ctx, now, outcomes...) })
}

type mortalPlatform struct {
	world *world
	life  *life
}

func (p mortalPlatform) Name() string                         { return "local" }
func (p mortalPlatform) Run(context.Context, bot.Inbox) error { return nil }
func (p mortalPlatform) Send(_ context.Context, post bot.Post) (ref bot.MessageRef, err error) {
	err = p.life.call("send", func() error {
		ref, err = p.world.send(post)
		return err
	})
	return ref, err
}

func (p mortalPlatform) Change(_ context.Context, ref bot.MessageRef, post bot.Post) error {
	return p.life.call("change", func() error { return p.world.change(ref, post) })
}

type searchablePlatform struct{ mortalPlatform }

func (p searchablePlatform) Find(_ context.Context, post bot.Post, _ time.Time) (ref bot.MessageRef, err error) {
	err = p.life.call("find", func() error {
		ref, err = p.world.find(post.Key)
		return err
	})
	return ref, err
}

// clock is time that passes when nothing else can.
type clock struct {
	mu sync.Mutex // the sends of a dead process still read it
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// lives lets one process work until nothing is left to do, or until it dies.
// It reports whether it died.
func lives(t *testing.T, l *life, outbox delivery.Outbox, w *world, findable bool, c *clock, atOnce int) (died bool) {
	t.Helper()
	var platform bot.Platform = mortalPlatform{w, l}
	if findable {
		platform = searchablePlatform{mortalPlatform{w, l}}
	}
	d := &delivery.Dispatcher{Outbox: mortalOutbox{outbox, l}, Platforms: []bot.Platform{platform}, Log: slog.New(slog.DiscardHandler), Now: c.now, AtOnce: atOnce}
	lanes := d.Lanes()
	for idle := 0; idle < 2*len(lanes); {
		for _, lane := range lanes {
			var wait time.Duration
			var err error
			turned := make(chan struct{})
			go func() {
				defer close(turned)
				wait, err = lane.Turn(t.Context())
			}()
			select {
			case <-turned:
			case <-l.dead:
				return true
			}
			switch {
			case err != nil:
				t.Fatalf("a turn: %v", err)
			case lane.Sending() > 0:
				idle = 0
				if !lane.Done(l.dead) {
					return true
				}
			case wait == 0 || slices.ContainsFunc(lanes, func(other delivery.LaneAtWork) bool { return other.Sending() > 0 }): // a slow send keeps its lease
				idle = 0
			default:
				idle++
				c.add(delivery.DefaultLease) // nothing else moves time
			}
		}
	}
	return false
}

// The posts of a trial: two places and a direct message, with changes.
func trialPosts(name string) (posts []bot.Post, places []bot.Address) {
	a := bot.Address{Platform: "local", Space: name, Channel: "a"}
	b := bot.Address{Platform: "local", Space: name, Channel: "b"}
	m := bot.Address{Platform: "local", Space: name, Member: "m"}
	send := func(to bot.Address, text string) bot.Post {
		return bot.Post{Key: name + "/" + text, Kind: bot.SendPost, To: to, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(text)}}
	}
	change := func(kind bot.PostKind, to bot.Address, of, key, text string) bot.Post {
		p := bot.Post{Key: name + "/" + key, Kind: kind, Of: name + "/" + of, To: to, Lang: bot.FR}
		if text != "" {
			p.Message = &bot.Message{Text: bot.Same(text)}
		}
		return p
	}
	return []bot.Post{
		send(a, "a1"), send(a, "a2"), change(bot.EditPost, a, "a1", "edit", "A1"), send(a, "a3"),
		send(b, "b1"), change(bot.PinPost, b, "b1", "pin", ""), send(b, "b2"), change(bot.DeletePost, b, "b2", "delete", ""),
		send(m, "m1"), send(m, "m2"),
	}, []bot.Address{a, b, m}
}

// wantShown is what the places show once all is delivered, wantBrief of a brief trial.
var (
	wantShown = []string{"A1 a2 a3", "b1!", "m1 m2"}
	wantBrief = []string{"A1", "b1", ""}
)

// brief are the posts of which every pair of deaths can be tried: a send, its
// edit, and another place.
func brief(posts []bot.Post) []bot.Post { return []bot.Post{posts[0], posts[2], posts[4]} }

// trial puts the posts, lets processes die at steps, and a last one live on.
type trial struct {
	outbox   delivery.Outbox
	states   func(t *testing.T, name string) map[string]delivery.State // by key, without the name
	name     string
	findable bool
	lost     int
	atOnce   int
	brief    bool
	deaths   []int
}

// run returns the steps that the last process took.
func (r *trial) run(t *testing.T) int {
	t.Helper()
	posts, places := trialPosts(r.name)
	if r.brief {
		posts = brief(posts)
	}
	w := &world{lost: r.lost}
	c := &clock{at: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	if err := r.outbox.Put(t.Context(), posts...); err != nil {
		t.Fatal(err)
	}
	buried := make(chan struct{})
	defer close(buried)
	var traces []string
	last := newLife(0, buried)
	for _, dies := range append(slices.Clone(r.deaths), 0) {
		last = newLife(dies, buried)
		died := lives(t, last, r.outbox, w, r.findable, c, r.atOnce)
		_, trace := last.told()
		traces = append(traces, trace)
		if died {
			last.under.Wait()
			c.add(2 * delivery.DefaultLease)
		}
	}
	r.judge(t, w, posts, places, traces)
	steps, _ := last.told()
	return steps
}

func (r *trial) judge(t *testing.T, w *world, posts []bot.Post, places []bot.Address, traces []string) {
	t.Helper()
	wrong := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s, deaths at %v, lost answer %d, findable %v, %d at once: %s\n%s", r.name, r.deaths, r.lost, r.findable, r.atOnce,
			fmt.Sprintf(format, args...), strings.Join(traces, "\n"))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	times := map[string]int{}
	for _, m := range w.messages {
		times[m.key]++
		if times[m.key] > 1 {
			wrong("%s is sent twice", m.key)
		}
	}
	order := map[string]int{}
	for i, p := range posts {
		order[p.Key] = i
	}
	for _, at := range places {
		last := -1
		for _, m := range w.messages {
			if m.at == at {
				if order[m.key] < last {
					wrong("%s comes too late", m.key)
				}
				last = order[m.key]
			}
		}
	}
	states := r.states(t, r.name)
	want := wantShown
	if r.brief {
		want = wantBrief
	}
	for i, at := range places {
		if got := w.shows(at); r.findable && got != want[i] {
			wrong("%s shows %q, not %q (%v)", at.Channel+at.Member, got, want[i], states)
		}
	}
	uncertain := 0
	for key, state := range states {
		switch state {
		case delivery.Delivered:
		case delivery.Uncertain:
			uncertain++
		case delivery.Pending: // what changes an uncertain post waits for the decision
			if r.findable || uncertainTarget[key] == "" || states[uncertainTarget[key]] != delivery.Uncertain {
				wrong("%s is left pending", key)
			}
		default:
			wrong("%s is %s", key, state)
		}
		if state == delivery.Delivered && times[r.name+"/"+key] == 0 && !strings.Contains("edit pin delete", key) {
			wrong("%s is delivered but is not there", key)
		}
	}
	if r.findable && uncertain > 0 {
		wrong("%d uncertain on a platform that can be searched", uncertain)
	}
	if r.lost == 0 && len(r.deaths) == 0 && uncertain > 0 {
		wrong("%d uncertain, and nothing happened", uncertain)
	}
}

// uncertainTarget is what each change of the trial changes.
var uncertainTarget = map[string]string{"edit": "a1", "pin": "b1", "delete": "b2"}

// TestEveryDeath stops a process at every step of its work, and the next one at
// every step of its own, then lets a third go on: with a platform that can be
// searched each post is there once and in order; without, never twice, and what
// nobody can tell is uncertain. Every pair of deaths is tried on a brief trial with
// REBOND_LONG=1, and of one with a lost answer every seventh; of the longer ones a sample,
// and then all single deaths; without it a part of these.
func TestEveryDeath(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		t.Parallel()
		store := storagetest.Open(t, address)
		c := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		outbox := &storage.Outbox{Store: store, Now: func() time.Time { return c }}
		states := statesOf(t, address)
		n := 0
		try := func(findable bool, lost, atOnce int, deaths ...int) int {
			n++
			r := trial{outbox: outbox, states: states, name: fmt.Sprintf("t%d", n), findable: findable, lost: lost, atOnce: max(atOnce, 1), brief: atOnce == 0, deaths: deaths}
			return r.run(t)
		}
		if storagetest.Rounds(0, 1) == 1 {
			for _, findable := range []bool{true, false} {
				for _, lost := range []int{0, 1} {
					for first, steps := 1, try(findable, lost, briefly); first <= steps; first++ {
						for second, rest := 1, try(findable, lost, briefly, first); second <= rest; second++ {
							if lost == 0 || (first+second)%7 == 0 {
								try(findable, lost, briefly, first, second)
							}
						}
					}
				}
			}
			t.Logf("%d with pairs of deaths", n)
		}
		random := rand.New(rand.NewPCG(1, 2))
		all := storagetest.Rounds(0, 1) == 1
		for _, findable := range []bool{true, false} {
			for _, lost := range []int{0, 1, 4} {
				for _, atOnce := range []int{1, 4} {
					if !all && lost == 4 && atOnce == 4 {
						continue
					}
					steps := try(findable, lost, atOnce)
					for first := 1; first <= steps; first++ {
						if !all && (atOnce == 4 && first%6 != 0 || atOnce == 1 && first%2 != 0) {
							continue
						}
						rest := try(findable, lost, atOnce, first)
						for second := 1; second <= rest; second++ {
							if random.IntN(storagetest.Rounds(150, 100)) == 0 {
								try(findable, lost, atOnce, first, second)
							}
						}
					}
				}
			}
		}
		t.Logf("%d lives and deaths", n)
	})
}

// briefly asks for a brief trial.
const briefly = 0

// statesOf reads the states of a trial's posts, and forgets them.
func statesOf(t *testing.T, address string) func(t *testing.T, name string) map[string]delivery.State {
	db := storagetest.Raw(t, address)
	return func(t *testing.T, name string) map[string]delivery.State {
		t.Helper()
		rows, err := db.Query("SELECT key, state FROM posts WHERE space = '" + name + "'")
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]delivery.State{}
		defer func() { // the next trial begins with nothing
			for _, table := range []string{"posts", "post_places"} {
				if _, err := db.Exec("DELETE FROM " + table); err != nil {
					t.Error(err)
				}
			}
		}()
		for rows.Next() {
			var key string
			var state delivery.State
			if err := rows.Scan(&key, &state); err != nil {
				t.Fatal(err)
			}
			states[strings.TrimPrefix(key, name+"/")] = state
		}
		rows.Close()
		return states
	}
}
