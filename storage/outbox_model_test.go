package storage_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage/storagetest"
)

// modelPost is a post as the model of the outbox knows it.
type modelPost struct {
	bot.Post
	seq   int
	state delivery.State
	claim string
	id    string // once it was claimed
}

// model is what an outbox promises, in memory: posts in the order in which they
// were put, and until when each place is held.
type model struct {
	posts []*modelPost
	held  map[bot.Address]time.Time
}

func (m *model) find(key string) *modelPost {
	for _, p := range m.posts {
		if p.Key == key {
			return p
		}
	}
	return nil
}

func (m *model) in(at bot.Address, s delivery.State) (all []*modelPost) {
	for _, p := range m.posts {
		if p.To == at && p.state == s {
			all = append(all, p)
		}
	}
	return all
}

// head is the post that a place hands out now; nil if there is none.
func (m *model) head(at bot.Address, now time.Time) *modelPost {
	if m.held[at].After(now) {
		return nil
	}
	if flying := m.in(at, delivery.Sending); len(flying) > 0 {
		return flying[0]
	}
	waiting := m.in(at, delivery.Pending)
	slices.SortStableFunc(waiting, func(a, b *modelPost) int { return cmp.Compare(b.Priority, a.Priority) })
	for _, p := range waiting {
		of := m.find(p.Of)
		switch {
		case p.NotBefore.After(now):
		case of != nil && slices.Contains([]delivery.State{delivery.Pending, delivery.Sending, delivery.Uncertain}, of.state):
		case !p.Until.IsZero() && now.After(p.Until):
			p.state = delivery.Expired
			return m.head(at, now)
		case p.Of != "" && (of == nil || of.state != delivery.Delivered):
			p.state = delivery.Rejected
			return m.head(at, now)
		case p.Kind == bot.EditPost && m.saidBetter(p, now):
			p.state = delivery.Expired
			return m.head(at, now)
		default:
			return p
		}
	}
	return nil
}

func (m *model) saidBetter(p *modelPost, now time.Time) bool {
	return slices.ContainsFunc(m.posts, func(q *modelPost) bool {
		due := q.state == delivery.Pending && !q.NotBefore.After(now) && (q.Until.IsZero() || !now.After(q.Until))
		return q.Of == p.Of && q.seq > p.seq && (q.Kind == bot.EditPost || q.Kind == bot.DeletePost) &&
			(due || q.state == delivery.Sending || q.state == delivery.Delivered)
	})
}

// trial does things at random to an outbox and to its model.
type trial struct {
	*mailbox
	model
	random *rand.Rand
	places []bot.Address
	claims []delivery.Delivery // all there were
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

func (r *trial) putSome(t *testing.T) {
	var posts []bot.Post
	for range 1 + r.random.IntN(4) {
		p := post(fmt.Sprint("k", r.random.IntN(300)), pick(r.random, r.places...).Channel)
		p.Priority = pick(r.random, 0, 0, 0, 5)
		if r.random.IntN(4) == 0 {
			p.NotBefore = r.at.Add(time.Duration(r.random.IntN(120)) * time.Second)
		}
		if r.random.IntN(5) == 0 {
			p.Until = r.at.Add(time.Duration(r.random.IntN(120)) * time.Second)
		}
		if r.random.IntN(2) == 0 {
			p.Kind, p.Of = pick(r.random, bot.EditPost, bot.EditPost, bot.DeletePost, bot.PinPost), fmt.Sprint("k", r.random.IntN(300))
			if len(r.posts) > 0 && r.random.IntN(8) > 0 {
				p.Of = pick(r.random, r.posts...).Key
			}
			if of := r.find(p.Of); of != nil {
				p.To = of.To
			}
		}
		if p.Of == p.Key || slices.ContainsFunc(posts, func(q bot.Post) bool { return q.Key == p.Of && q.To != p.To }) {
			continue
		}
		posts = append(posts, p)
	}
	r.puts(t, posts...)
	for _, p := range posts {
		if r.find(p.Key) == nil {
			p.Kind = cmp.Or(p.Kind, bot.SendPost)
			r.posts = append(r.posts, &modelPost{Post: p, seq: len(r.posts), state: delivery.Pending})
		}
	}
}

func (r *trial) claimSome(t *testing.T, most int) {
	t.Helper()
	claimed, next, err := r.Claim(t.Context(), delivery.Lane{Platform: "local"}, r.at, leased, most)
	if err != nil {
		t.Fatal(err)
	}
	got := map[bot.Address]bool{}
	for _, d := range claimed {
		if got[d.To] {
			t.Fatalf("two of %+v at once", d.To)
		}
		got[d.To] = true
		p := r.head(d.To, r.at)
		if p == nil || p.Key != d.Key || d.Look != (p.state == delivery.Sending) {
			t.Fatalf("claimed %+v, want %+v", d, p)
		}
		p.state, p.claim, p.id = delivery.Sending, d.Claim, d.ID
		r.held[d.To] = r.at.Add(leased)
		r.claims = append(r.claims, d)
	}
	if most == 1 {
		return // which of the places came first is told elsewhere
	}
	if !next.IsZero() && !next.After(r.at) {
		t.Fatalf("all is claimed, and there is more at %s", next)
	}
	var due []time.Time
	for _, at := range r.places {
		if p := r.head(at, r.at); p != nil {
			t.Fatalf("%s was to be claimed", p.Key)
		}
		if len(r.in(at, delivery.Sending)) > 0 {
			due = append(due, r.held[at])
		}
		for _, p := range r.in(at, delivery.Pending) {
			if of := r.find(p.Of); p.NotBefore.After(r.at) && (of == nil || of.state != delivery.Uncertain) {
				later := p.NotBefore
				if r.held[at].After(later) {
					later = r.held[at]
				}
				due = append(due, later)
			}
		}
	}
	if len(due) > 0 && (next.IsZero() || next.After(slices.MinFunc(due, time.Time.Compare))) {
		t.Fatalf("there is more at %s, and not only at %s", slices.MinFunc(due, time.Time.Compare), next)
	}
}

func (r *trial) settleOne(t *testing.T) {
	if len(r.claims) == 0 {
		return
	}
	d := r.claims[len(r.claims)-1-r.random.IntN(min(6, len(r.claims)))]
	o := outcome(d, pick(r.random, delivery.Delivered, delivery.Delivered, delivery.Delivered, delivery.Rejected, delivery.Pending, delivery.Uncertain, delivery.Sending))
	if r.random.IntN(3) == 0 || o.State == delivery.Sending {
		o.Again = r.at.Add(time.Duration(r.random.IntN(40)) * time.Second)
	}
	o.Look = o.State == delivery.Sending
	r.settles(t, o)
	p := r.find(d.Key)
	switch {
	case p.state == delivery.Sending && p.claim == o.Claim:
		p.state = o.State
		r.held[p.To] = r.at
		if o.Again.After(r.at) {
			r.held[p.To] = o.Again
		}
	case p.state == delivery.Uncertain && o.State == delivery.Delivered:
		p.state = o.State
	}
}

func (r *trial) decideOne(t *testing.T) {
	if len(r.claims) == 0 {
		return
	}
	p := r.find(pick(r.random, r.claims...).Key)
	s := pick(r.random, delivery.Delivered, delivery.Pending, delivery.Rejected)
	err := r.Store.Decide(t.Context(), pick(r.random, everywhere, inRoom), p.id, s, r.at)
	switch {
	case p.state != delivery.Uncertain && errors.Is(err, bot.ErrNotFound):
	case p.state == delivery.Uncertain && err == nil:
		p.state = s
	default:
		t.Fatalf("decided %s of %s, which is %s: %v", s, p.Key, p.state, err)
	}
}

func (r *trial) compare(t *testing.T) {
	t.Helper()
	want := map[string]delivery.State{}
	for _, p := range r.posts {
		want[p.Key] = p.state
	}
	if got := r.states(t); !maps.Equal(got, want) {
		for key := range want {
			if got[key] != want[key] {
				t.Errorf("%s is %q, want %q", key, got[key], want[key])
			}
		}
		t.Errorf("%d posts, want %d", len(got), len(want))
	}
}

// TestOutboxModel does things at random, and holds the outbox to its model.
func TestOutboxModel(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		m := openMailbox(t, address)
		for seed := range uint64(storagetest.Rounds(2, 20)) {
			m.at = now
			for _, table := range []string{"posts", "post_places"} {
				if _, err := m.db.Exec("DELETE FROM " + table); err != nil {
					t.Fatal(err)
				}
			}
			r := &trial{mailbox: m, model: model{held: map[bot.Address]time.Time{}}, random: rand.New(rand.NewPCG(seed, 4))}
			for _, at := range []string{"a", "b", "c"} {
				r.places = append(r.places, channel(at))
			}
			for step := range 250 {
				switch n := r.random.IntN(20); {
				case n < 4:
					r.putSome(t)
				case n < 9:
					r.claimSome(t, pick(r.random, 1, 100, 100))
				case n < 16:
					r.settleOne(t)
				case n < 18:
					r.decideOne(t)
				default:
					r.at = r.at.Add(time.Duration(r.random.IntN(60)) * time.Second)
				}
				if r.random.IntN(5) == 0 {
					r.claimSome(t, 100) // what is left to settle on the way is settled
					r.compare(t)
				}
				if t.Failed() {
					t.Fatalf("seed %d, step %d", seed, step)
				}
			}
			t.Logf("seed %d: %d posts, %d claims", seed, len(r.posts), len(r.claims))
		}
	})
}
