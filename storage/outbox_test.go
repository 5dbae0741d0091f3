package storage_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// mailbox is an outbox at a time of its own.
type mailbox struct {
	*storage.Outbox
	address string
	db      *sql.DB // what is in it, past the store
	at      time.Time
}

const leased = time.Minute

func openMailbox(t testing.TB, address string) *mailbox {
	t.Helper()
	m := &mailbox{address: address, db: storagetest.Raw(t, address), at: now}
	m.Outbox = &storage.Outbox{Store: storagetest.Open(t, address), Now: func() time.Time { return m.at }}
	return m
}

func channel(name string) bot.Address {
	return bot.Address{Platform: "local", Space: "room", Channel: name}
}

func saying(words string) *bot.Message { return &bot.Message{Text: bot.Same(words)} }

// post is a send to a channel that says its key.
func post(key, at string) bot.Post {
	return bot.Post{Key: key, To: channel(at), Lang: bot.FR, Message: saying(key)}
}

// changing is a post that changes another one.
func changing(kind bot.PostKind, of, key, at string) bot.Post {
	p := bot.Post{Key: key, Kind: kind, Of: of, To: channel(at), Lang: bot.FR}
	if kind == bot.EditPost {
		p.Message = saying(key)
	}
	return p
}

func (m *mailbox) puts(t testing.TB, posts ...bot.Post) {
	t.Helper()
	if err := m.Put(t.Context(), posts...); err != nil {
		t.Fatal(err)
	}
}

// claim takes what is due in the channels.
func (m *mailbox) claim(t testing.TB, max int) []delivery.Delivery {
	t.Helper()
	claimed, _, err := m.Claim(t.Context(), delivery.Lane{Platform: "local"}, m.at, leased, max)
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

// takes claims, and fails the test unless it is given these keys.
func (m *mailbox) takes(t testing.TB, want ...string) []delivery.Delivery {
	t.Helper()
	claimed := m.claim(t, 100)
	var got []string
	for _, d := range claimed {
		got = append(got, d.Key)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("claimed %q, want %q", got, want)
	}
	return claimed
}

func outcome(d delivery.Delivery, s delivery.State) delivery.Outcome {
	o := delivery.Outcome{ID: d.ID, Claim: d.Claim, State: s}
	if s == delivery.Delivered {
		o.Ref = bot.MessageRef{At: d.To, ID: "message of " + d.Key}
	}
	return o
}

func (m *mailbox) settles(t testing.TB, outcomes ...delivery.Outcome) {
	t.Helper()
	if err := m.Settle(t.Context(), m.at, outcomes...); err != nil {
		t.Fatal(err)
	}
}

// ends claims one post, which must be this one, and settles it.
func (m *mailbox) ends(t testing.TB, key string, s delivery.State) delivery.Delivery {
	t.Helper()
	d := m.takes(t, key)[0]
	m.settles(t, outcome(d, s))
	return d
}

// is fails the test unless posts are in a state.
func (m *mailbox) is(t testing.TB, want delivery.State, keys ...string) {
	t.Helper()
	all := m.states(t)
	for _, k := range keys {
		if all[k] != want {
			t.Errorf("%s is %q, want %q", k, all[k], want)
		}
	}
}

func (m *mailbox) states(t testing.TB) map[string]delivery.State {
	t.Helper()
	rows, err := m.db.Query("SELECT key, state FROM posts")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]delivery.State{}
	for rows.Next() {
		var key string
		var s delivery.State
		if err := rows.Scan(&key, &s); err != nil {
			t.Fatal(err)
		}
		all[key] = s
	}
	return all
}

// TestOutbox is what whoever puts posts and whoever sends them count on.
func TestOutbox(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, *mailbox){
		"all posts are put, or none": func(t *testing.T, m *mailbox) {
			if err := m.Put(t.Context(), post("1", "a"), post("", "a")); err == nil {
				t.Error("a post without a key is put")
			}
			m.takes(t)
			if len(m.states(t)) != 0 {
				t.Error("half of them are put")
			}
		},
		"the same key is put once": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("1", "b"))
			again := post("1", "a")
			again.Message = saying("other words")
			m.puts(t, again)
			d := m.takes(t, "1")[0]
			if d.To != channel("a") || d.Message.Text != bot.Same("1") {
				t.Errorf("%+v", d)
			}
			m.settles(t, outcome(d, delivery.Delivered))
			m.puts(t, again)
			m.takes(t)
		},
		"bad posts are refused": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			nowhere, both, silent := post("2", "a"), post("2", "a"), post("2", "a")
			nowhere.To, silent.Message = bot.Address{}, nil
			both.To.Member = "sam"
			of := post("2", "a")
			of.Of = "1"
			for what, p := range map[string]bot.Post{
				"no key": post("", "a"), "nowhere": nowhere, "two places": both, "nothing to say": silent, "a send of another": of,
				"an edit of nothing": changing(bot.EditPost, "", "2", "a"), "an edit elsewhere": changing(bot.EditPost, "1", "2", "b"),
				"a separator in a name": post("2", "a/b/c"),
			} {
				if m.Put(t.Context(), p) == nil {
					t.Errorf("%s: it is put", what)
				}
			}
		},
		"what is put is what is claimed": func(t *testing.T, m *mailbox) {
			p := post("1", "a")
			p.Priority, p.Until = 3, now.Add(time.Hour)
			p.Thread = &bot.Thread{Name: bot.Same("fil"), Private: true, Members: []bot.PersonID{"x"}}
			p.Message.Buttons = []bot.Button{{Label: bot.Same("ok"), Do: bot.Call{Command: "aide"}}}
			m.puts(t, p)
			m.at = now.Add(time.Minute)
			d := m.takes(t, "1")[0]
			if got, want := fmt.Sprintf("%+v %+v %+v", d.Post.To, d.Message, d.Thread), fmt.Sprintf("%+v %+v %+v", p.To, p.Message, p.Thread); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if d.Kind != bot.SendPost || d.Priority != 3 || !d.Until.Equal(p.Until) || !d.NotBefore.IsZero() || d.Look || d.Attempts != 0 || !d.Created.Equal(now) || !d.Since.Equal(m.at) {
				t.Errorf("%+v", d)
			}
		},
		"one is in flight in a place, in order": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"), post("3", "b"), post("4", "a"))
			first := m.takes(t, "1", "3")
			m.takes(t)
			m.settles(t, outcome(first[0], delivery.Delivered))
			m.ends(t, "2", delivery.Rejected)
			m.ends(t, "4", delivery.Delivered)
			m.takes(t)
		},
		"the index keeps a second one from flying": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			m.takes(t, "1")
			if _, err := m.db.Exec("UPDATE posts SET state = 'sending' WHERE key = '2'"); err == nil {
				t.Error("two are in flight in one place")
			}
		},
		"a clock that goes back keeps the order, and so does a restart": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			m.at = now.Add(-time.Hour)
			m.puts(t, post("2", "a"))
			again := openMailbox(t, m.address)
			again.at = now.Add(-2 * time.Hour)
			again.puts(t, post("3", "a"))
			again.at = now
			for _, key := range []string{"1", "2", "3"} {
				again.ends(t, key, delivery.Delivered)
			}
		},
		"the more urgent goes before, in a place and among places": func(t *testing.T, m *mailbox) {
			urgent, other := post("urgent", "b"), post("2", "a")
			urgent.Priority, other.Priority = 10, 5
			m.puts(t, post("1", "a"), other, post("3", "b"), urgent)
			if d := m.claim(t, 1); len(d) != 1 || d[0].Key != "urgent" {
				t.Fatalf("%+v", d)
			}
			m.ends(t, "2", delivery.Delivered)
			m.takes(t, "1")
		},
		"not before its time, nor after it": func(t *testing.T, m *mailbox) {
			later, old := post("later", "a"), post("old", "b")
			later.NotBefore, old.Until = now.Add(time.Hour), now.Add(time.Hour)
			m.puts(t, later, old, post("1", "a"))
			d := m.takes(t, "1", "old")
			m.settles(t, outcome(d[0], delivery.Delivered), outcome(d[1], delivery.Pending))
			m.at = now.Add(time.Hour - time.Millisecond)
			d = m.takes(t, "old")
			m.settles(t, outcome(d[0], delivery.Pending))
			m.at = now.Add(time.Hour + time.Millisecond)
			m.takes(t, "later")
			m.is(t, delivery.Expired, "old")
		},
		"a lane is told when to come back": func(t *testing.T, m *mailbox) {
			next := func() time.Time {
				_, next, err := m.Claim(t.Context(), delivery.Lane{Platform: "local"}, m.at, leased, 1)
				if err != nil {
					t.Fatal(err)
				}
				return next
			}
			if n := next(); !n.IsZero() {
				t.Errorf("nothing waits, and yet %s", n)
			}
			later := post("later", "a")
			later.NotBefore = now.Add(time.Hour)
			m.puts(t, later)
			if n := next(); !n.Equal(later.NotBefore) {
				t.Errorf("%s", n)
			}
			m.puts(t, post("1", "b"), post("2", "c"))
			if n := next(); n.After(now) {
				t.Errorf("another is due now, not at %s", n)
			}
			next()
			if n := next(); !n.Equal(now.Add(leased)) {
				t.Errorf("a lease ends at %s", n)
			}
		},
		"lanes are apart": func(t *testing.T, m *mailbox) {
			direct, elsewhere := post("direct", ""), post("elsewhere", "a")
			direct.To.Member, elsewhere.To.Platform = "sam", "discord"
			m.puts(t, direct, elsewhere)
			m.takes(t)
			for key, lane := range map[string]delivery.Lane{"direct": {Platform: "local", Direct: true}, "elsewhere": {Platform: "discord"}} {
				if d, _, err := m.Claim(t.Context(), lane, now, leased, 10); err != nil || len(d) != 1 || d[0].Key != key {
					t.Errorf("%+v: %+v, %v", lane, d, err)
				}
			}
		},
		"whoever waits for posts is told": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			m.puts(t, post("2", "a")) // does not wait for anybody to listen
			<-m.Posted()
			d := m.takes(t, "1")[0]
			m.settles(t, outcome(d, delivery.Uncertain))
			if err := m.Store.Decide(t.Context(), storage.Scope{}, d.ID, delivery.Pending, now); err != nil {
				t.Fatal(err)
			}
			<-m.Posted()
		},
		"old words go first, then where messages are": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "b"), post("3", "c"), post("4", "d"))
			d := m.takes(t, "1", "2", "3", "4")
			m.settles(t, outcome(d[0], delivery.Delivered), outcome(d[1], delivery.Uncertain), outcome(d[2], delivery.Pending))
			m.takes(t, "3")
			count := func(what string) (n int) {
				if err := m.db.QueryRow("SELECT count(*) FROM " + what).Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n
			}
			for _, step := range []struct {
				after                 time.Duration
				bodies, posts, places int
			}{{23 * time.Hour, 4, 4, 4}, {25 * time.Hour, 3, 4, 4}, {399 * 24 * time.Hour, 3, 4, 4}, {401 * 24 * time.Hour, 3, 3, 3}} {
				if err := m.Store.Prune(t.Context(), now.Add(step.after)); err != nil {
					t.Fatal(err)
				}
				if b, p, l := count("posts WHERE body IS NOT NULL"), count("posts"), count("post_places"); b != step.bodies || p != step.posts || l != step.places {
					t.Errorf("after %s: %d bodies, %d posts, %d places; want %+v", step.after, b, p, l, step)
				}
			}
			m.puts(t, changing(bot.EditPost, "1", "edit", "a")) // of what is forgotten
			m.at = now.Add(401 * 24 * time.Hour)
			m.takes(t, "3", "4")
			m.is(t, delivery.Rejected, "edit")
		},
		"an edit finds a message whose words are gone": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			m.ends(t, "1", delivery.Delivered)
			if err := m.Store.Prune(t.Context(), now.Add(30*24*time.Hour)); err != nil {
				t.Fatal(err)
			}
			m.puts(t, changing(bot.EditPost, "1", "edit", "a"))
			if d := m.takes(t, "edit")[0]; d.Ref != (bot.MessageRef{At: channel("a"), ID: "message of 1"}) {
				t.Errorf("%+v", d.Ref)
			}
		},
		"incidents are kept for a month, the last first": func(t *testing.T, m *mailbox) {
			for i := range 3 {
				from := now.Add(time.Duration(i) * 24 * time.Hour)
				if err := m.Report(t.Context(), delivery.Incident{From: from, To: from.Add(time.Minute), What: strings.Repeat("x", 600) + fmt.Sprint(i)}); err != nil {
					t.Fatal(err)
				}
			}
			last, err := m.Store.Incidents(t.Context(), 2)
			if err != nil || len(last) != 2 || !last[0].From.Equal(now.Add(48*time.Hour)) || last[0].To.Sub(last[0].From) != time.Minute || len([]rune(last[0].What)) > 500 {
				t.Errorf("%+v, %v", last, err)
			}
			if err := m.Store.Prune(t.Context(), now.Add(31*24*time.Hour)); err != nil {
				t.Fatal(err)
			}
			if last, err := m.Store.Incidents(t.Context(), 10); err != nil || len(last) != 2 {
				t.Errorf("%d are left, %v", len(last), err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openMailbox(t, address)) })
		})
	}
}

// TestClaims is what becomes of what was claimed.
func TestClaims(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, *mailbox){
		"a claim whose lease has ended is looked for": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			old := m.takes(t, "1")[0]
			m.at = now.Add(leased - time.Millisecond)
			m.takes(t)
			m.at = now.Add(leased)
			d := m.takes(t, "1")[0]
			if !d.Look || !d.Since.Equal(now) || d.Attempts != 1 || d.Claim == old.Claim {
				t.Errorf("%+v", d)
			}
			m.settles(t, outcome(old, delivery.Rejected)) // not its any more
			m.is(t, delivery.Sending, "1")
			m.takes(t)
			m.settles(t, outcome(d, delivery.Delivered))
			m.settles(t, outcome(d, delivery.Pending), outcome(old, delivery.Delivered)) // settled
			m.is(t, delivery.Delivered, "1")
			m.takes(t, "2")
		},
		"a lost answer keeps the place until it is looked for": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			o := outcome(m.takes(t, "1")[0], delivery.Sending)
			o.Look, o.Again = true, now.Add(5*time.Second)
			m.settles(t, o)
			m.takes(t)
			m.at = o.Again
			if d := m.takes(t, "1")[0]; !d.Look || !d.Since.Equal(now) {
				t.Errorf("%+v", d)
			}
		},
		"a place that is to wait waits, and not the others": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"), post("3", "b"), post("4", "b"))
			d := m.takes(t, "1", "3")
			o := outcome(d[0], delivery.Pending)
			o.Again, o.Error = now.Add(time.Minute), "429"
			m.settles(t, o, outcome(d[1], delivery.Delivered))
			m.ends(t, "4", delivery.Delivered)
			urgent := post("urgent", "a")
			urgent.Priority = 10
			m.puts(t, urgent)
			m.takes(t)
			m.at = o.Again
			m.ends(t, "urgent", delivery.Delivered)
			if d := m.takes(t, "1")[0]; d.Look || d.Attempts != 1 {
				t.Errorf("%+v", d)
			}
		},
		"an edit waits for its send, and the latest wins": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"))
			d := m.takes(t, "1")[0]
			m.puts(t, changing(bot.EditPost, "1", "e1", "a"), changing(bot.EditPost, "1", "e2", "a"), changing(bot.PinPost, "1", "pin", "a"), changing(bot.EditPost, "1", "e3", "a"))
			m.takes(t)
			m.settles(t, outcome(d, delivery.Delivered))
			m.ends(t, "pin", delivery.Delivered)
			m.ends(t, "e3", delivery.Delivered)
			m.takes(t)
			m.is(t, delivery.Expired, "e1", "e2")
		},
		"a later edit is not undone by one that comes after it": func(t *testing.T, m *mailbox) {
			urgent := changing(bot.EditPost, "1", "e2", "a")
			urgent.Priority = 10
			m.puts(t, post("1", "a"))
			m.ends(t, "1", delivery.Delivered)
			m.puts(t, changing(bot.EditPost, "1", "e1", "a"), urgent)
			m.ends(t, "e2", delivery.Delivered)
			m.takes(t)
			m.is(t, delivery.Expired, "e1")
		},
		"an edit is not dropped for one of tomorrow": func(t *testing.T, m *mailbox) {
			tomorrow := changing(bot.EditPost, "1", "e2", "a")
			tomorrow.NotBefore = now.Add(24 * time.Hour)
			m.puts(t, post("1", "a"))
			m.ends(t, "1", delivery.Delivered)
			m.puts(t, changing(bot.EditPost, "1", "e1", "a"), tomorrow)
			m.ends(t, "e1", delivery.Delivered)
			m.at = tomorrow.NotBefore
			m.takes(t, "e2")
		},
		"a deletion is better than edits": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), changing(bot.EditPost, "1", "e1", "a"), changing(bot.DeletePost, "1", "gone", "a"))
			m.ends(t, "1", delivery.Delivered)
			m.ends(t, "gone", delivery.Delivered)
			m.takes(t)
			m.is(t, delivery.Expired, "e1")
		},
		"what changes a post that never was is dropped": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), changing(bot.EditPost, "1", "e1", "a"), changing(bot.PinPost, "unknown", "pin", "b"), post("2", "a"))
			d := m.takes(t, "1")[0]
			m.settles(t, outcome(d, delivery.Rejected))
			m.takes(t, "2")
			m.is(t, delivery.Rejected, "e1", "pin")
		},
		"an uncertain post lets others pass, and its changes wait": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), changing(bot.EditPost, "1", "e1", "a"), post("2", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			m.ends(t, "2", delivery.Delivered)
			m.takes(t)
			m.is(t, delivery.Pending, "e1")
			m.settles(t, outcome(d, delivery.Pending)) // too late
			m.is(t, delivery.Uncertain, "1")
			m.settles(t, outcome(d, delivery.Delivered)) // late, but sure
			if d := m.takes(t, "e1")[0]; d.Ref.ID != "message of 1" {
				t.Errorf("%+v", d)
			}
		},
		"a late answer leaves what is in flight alone": func(t *testing.T, m *mailbox) {
			m.puts(t, post("1", "a"), post("2", "a"))
			d := m.ends(t, "1", delivery.Uncertain)
			second := m.takes(t, "2")[0]
			m.settles(t, outcome(d, delivery.Delivered))
			m.takes(t)
			m.at = now.Add(leased) // and a death is seen
			if again := m.takes(t, "2")[0]; !again.Look || again.ID != second.ID {
				t.Errorf("%+v", again)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openMailbox(t, address)) })
		})
	}
}
