package delivery_test

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
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

// scripted is a platform that answers what a trial says, and writes down when it
// was asked what.
type scripted struct {
	name string
	now  func() time.Time
	// What the nth call for a post answers, counted from 1. Nil: all is well.
	send, change, find func(n int, key string) error

	mu    sync.Mutex
	calls []call
}

type call struct {
	at    time.Time
	what  string // "" for a send, "~" for a change, "?" for a search
	key   string
	place string
}

func (s *scripted) Name() string                         { return s.name }
func (s *scripted) Run(context.Context, bot.Inbox) error { return nil }

func (s *scripted) asked(what string, p bot.Post, answer func(int, string) error) error {
	s.mu.Lock()
	s.calls = append(s.calls, call{s.now(), what, p.Key, p.To.Channel + p.To.Member})
	n := 0
	for _, c := range s.calls {
		if c.what == what && c.key == p.Key {
			n++
		}
	}
	s.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(n, p.Key[strings.IndexByte(p.Key, '/')+1:])
}

func (s *scripted) Send(_ context.Context, p bot.Post) (bot.MessageRef, error) {
	return bot.MessageRef{At: p.To, ID: p.Key}, s.asked("", p, s.send)
}

func (s *scripted) Change(_ context.Context, _ bot.MessageRef, p bot.Post) error {
	return s.asked("~", p, s.change)
}

// at are the moments at which a place was asked for something, as in
// "a1@0s ?a1@5s": a search is marked "?", a change "~".
func (s *scripted) at(place string, start time.Time) string {
	var all []string
	for _, c := range s.calls {
		if c.place == place {
			all = append(all, fmt.Sprintf("%s%s@%s", c.what, c.key[strings.IndexByte(c.key, '/')+1:], c.at.Sub(start)))
		}
	}
	return strings.Join(all, " ")
}

// gaps are the times from one call for a post to the next.
func (s *scripted) gaps(what, key string) (all []time.Duration) {
	var last time.Time
	for _, c := range s.calls {
		if c.what == what && strings.HasSuffix(c.key, "/"+key) {
			if !last.IsZero() {
				all = append(all, c.at.Sub(last))
			}
			last = c.at
		}
	}
	return all
}

type findable struct{ *scripted }

func (f findable) Find(_ context.Context, p bot.Post, _ time.Time) (bot.MessageRef, error) {
	return bot.MessageRef{At: p.To, ID: p.Key}, f.asked("?", p, f.find)
}

// times answers err to the first n calls for a post.
func times(n int, key string, err error) func(int, string) error {
	return func(call int, k string) error {
		if k == key && call <= n {
			return err
		}
		return nil
	}
}

// What platforms say.
var (
	tooFast  = &bot.SendError{Fate: bot.NotSent, Wait: 7 * time.Second, Err: errors.New("429 Too Many Requests")}
	broken   = &bot.SendError{Fate: bot.NotSent, Err: errors.New("502 Bad Gateway")}
	timedOut = &bot.SendError{Fate: bot.MaybeSent, Err: context.DeadlineExceeded}
	closed   = &bot.SendError{Fate: bot.Rejected, Err: errors.New("50007: cannot send messages to this user")}
)

const forever = 1 << 30

// fault is one trial of a platform that fails.
type fault struct {
	name               string
	posts              []bot.Post
	send, change, find func(n int, key string) error
	findable           bool
	calls              map[string]string // by place; none: they are checked by check
	states             string            // of the posts that are not delivered, as in "a1=rejected"
	why                string            // in the error of the first of them
	check              func(t *testing.T, s *scripted)
}

// to makes posts from words: "a1" is a message in the place a, "m1" one to the
// member m; "a1~2" is the second version of a1.
func to(words string) (all []bot.Post) {
	for word := range strings.FieldsSeq(words) {
		of, _, edit := strings.Cut(word, "~")
		p := bot.Post{Key: word, Kind: bot.SendPost, Lang: bot.FR, Message: &bot.Message{Text: bot.Same(word)}}
		if word[0] == 'm' {
			p.To.Member = word[:1]
		} else {
			p.To.Channel = word[:1]
		}
		if edit {
			p.Kind, p.Of = bot.EditPost, of
		}
		all = append(all, p)
	}
	return all
}

func faults() []fault {
	until := to("a1 a2")
	until[0].Until = noon.Add(time.Second)
	return []fault{
		{name: "429", posts: to("a1 a2 b1 b2"), send: times(3, "a1", tooFast),
			calls: map[string]string{"a": "a1@0s a1@7s a1@14s a1@21s a2@21s", "b": "b1@0s b2@0s"}},
		{name: "429 for days", posts: to("a1 a2"), send: times(90, "a1", &bot.SendError{Fate: bot.NotSent, Wait: time.Hour, Err: errors.New("429")}),
			check: func(t *testing.T, s *scripted) {
				if n := len(s.gaps("", "a1")); n != 90 {
					t.Errorf("tried %d times again, not 90", n)
				}
			}},
		{name: "429 past its time", posts: until, send: times(1, "a1", tooFast), states: "a1=expired", why: "its time has passed",
			calls: map[string]string{"a": "a1@0s a2@7s"}},
		{name: "5xx", posts: to("a1 a2 b1"), send: times(6, "a1", broken), check: grows("", "a1", 6)},
		{name: "5xx forever", posts: to("a1 a2 b1 b2"), send: func(_ int, key string) error {
			if key[1] == '1' {
				return broken
			}
			return nil
		}, states: "a1=rejected b1=rejected", why: "given up: not sent: 502 Bad Gateway", check: givesUp},
		{name: "time-out, it had arrived", posts: to("a1 a2 b1"), send: times(1, "a1", timedOut), findable: true,
			calls: map[string]string{"a": "a1@0s ?a1@5s a2@5s", "b": "b1@0s"}},
		{name: "reset, it had not arrived", posts: to("a1 a2"), findable: true,
			send: times(1, "a1", &bot.SendError{Fate: bot.MaybeSent, Err: errors.New("connection reset by peer")}), find: times(forever, "a1", bot.ErrNotFound),
			calls: map[string]string{"a": "a1@0s ?a1@5s a1@5s a2@5s"}},
		{name: "time-out again and again", posts: to("a1 a2"), findable: true, send: times(2, "a1", timedOut), find: times(forever, "a1", fmt.Errorf("nothing: %w", bot.ErrNotFound)),
			calls: map[string]string{"a": "a1@0s ?a1@5s a1@5s ?a1@10s a1@10s a2@10s"}},
		{name: "time-out, nothing to look with", posts: to("a1 a2 a1~2"), send: times(1, "a1", timedOut), states: "a1=uncertain a1~2=pending",
			calls: map[string]string{"a": "a1@0s a2@0s"}},
		{name: "closed direct messages", posts: to("m1 m2 b1"), send: times(forever, "m1", closed), states: "m1=rejected", why: "50007",
			calls: map[string]string{"m": "m1@0s m2@0s", "b": "b1@0s"}},
		{name: "deleted channel", posts: to("a1 a1~2 b1"), send: times(forever, "a1", &bot.SendError{Fate: bot.Rejected, Err: errors.New("10003: unknown channel")}),
			states: "a1=rejected a1~2=rejected", why: "10003", calls: map[string]string{"a": "a1@0s", "b": "b1@0s"}},
		{name: "missing permission to change", posts: to("a1 a1~2 a2"), change: times(forever, "a1~2", &bot.SendError{Fate: bot.Rejected, Err: errors.New("50013: missing permissions")}),
			states: "a1~2=rejected", why: "50013", calls: map[string]string{"a": "a1@0s ~a1~2@0s a2@0s"}},
		{name: "edit limit", posts: to("a1 a1~2 a2 b1"), change: times(2, "a1~2", tooFast),
			calls: map[string]string{"a": "a1@0s ~a1~2@0s ~a1~2@7s ~a1~2@14s a2@14s", "b": "b1@0s"}},
		{name: "time-out of a change", posts: to("a1 a1~2"), change: times(4, "a1~2", timedOut), check: grows("~", "a1~2", 4)},
		{name: "panic", posts: to("a1 a2 b1"), send: panics("a1"), states: "a1=uncertain", why: "panicked: index out of range",
			calls: map[string]string{"a": "a1@0s a2@0s", "b": "b1@0s"}},
		{name: "panic, findable", posts: to("a1 a2"), send: panics("a1"), findable: true,
			calls: map[string]string{"a": "a1@0s ?a1@5s a2@5s"}},
		{name: "an error of its own", posts: to("a1 a2"), send: times(1, "a1", errors.New("unexpected")), findable: true,
			calls: map[string]string{"a": "a1@0s ?a1@5s a2@5s"}},
		{name: "an error that is no text", posts: to("a1 a2"), send: times(1, "a1", &bot.SendError{Fate: bot.Rejected, Err: errors.New("a\x00b\xff")}),
			states: "a1=rejected", why: "rejected: a", calls: map[string]string{"a": "a1@0s a2@0s"}},
		{name: "the search fails", posts: to("a1 a2 b1"), findable: true, send: times(1, "a1", timedOut), find: times(4, "a1", broken),
			check: func(t *testing.T, s *scripted) {
				grows("?", "a1", 4)(t, s)
				if n := len(s.gaps("", "a1")); n != 0 {
					t.Errorf("sent %d times again", n)
				}
			}},
		{name: "the search fails forever", posts: to("a1 a2"), findable: true, send: times(1, "a1", timedOut), find: times(forever, "a1", broken),
			states: "a1=uncertain", why: "502"},
		{name: "nothing may be searched there", posts: to("a1 a2"), findable: true, send: times(1, "a1", timedOut), find: times(forever, "a1", closed),
			states: "a1=uncertain", why: "50007", calls: map[string]string{"a": "a1@0s ?a1@5s a2@5s"}},
	}
}

func panics(key string) func(int, string) error {
	return func(n int, k string) error {
		if k == key && n == 1 {
			panic("index out of range")
		}
		return nil
	}
}

// grows holds that each wait is between half of a power of two of seconds and
// all of it, and that the place kept its order.
func grows(what, key string, failures int) func(*testing.T, *scripted) {
	return func(t *testing.T, s *scripted) {
		gaps := s.gaps(what, key)
		if len(gaps) < failures-1 {
			t.Fatalf("%d waits: %v", len(gaps), gaps)
		}
		first := 0
		if what == "?" { // the send was a try too
			first = 1
		}
		for i, gap := range gaps {
			if most := time.Second << (i + first); gap < most/2 || gap > most+2*time.Millisecond {
				t.Errorf("wait %d is %v, not between %v and %v", i+1, gap, most/2, most)
			}
		}
		var order []string
		for _, c := range s.calls {
			if c.place == "a" && c.what == "" && !slices.Contains(order, c.key) {
				order = append(order, c.key)
			}
		}
		if !slices.IsSorted(order) {
			t.Errorf("the place's order is %v", order)
		}
	}
}

// givesUp holds that tries go on for three hours, no more than ten minutes
// apart, and that two places do not try together.
func givesUp(t *testing.T, s *scripted) {
	var all [2][]time.Duration
	for i, key := range []string{"a1", "b1"} {
		total := time.Duration(0)
		all[i] = s.gaps("", key)
		for _, gap := range all[i] {
			total += gap
			if gap > 10*time.Minute+2*time.Millisecond {
				t.Errorf("%s waits %v", key, gap)
			}
		}
		if total < 3*time.Hour || total > 3*time.Hour+10*time.Minute {
			t.Errorf("%s is given up after %v", key, total)
		}
	}
	if slices.Equal(all[0], all[1]) {
		t.Error("no chance in the waits")
	}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// TestFaults puts posts before a platform that fails in each way there is.
func TestFaults(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store, db := storagetest.Open(t, address), storagetest.Raw(t, address)
		for i, f := range faults() {
			t.Run(f.name, func(t *testing.T) { f.run(t, store, db, fmt.Sprint("p", i)) })
		}
	})
}

// run gives the trial a platform of its own name, so that its posts are alone.
func (f *fault) run(t *testing.T, store *storage.Store, db *sql.DB, platform string) {
	c := &clock{at: noon}
	s := &scripted{name: platform, now: c.now, send: f.send, change: f.change, find: f.find}
	var p bot.Platform = s
	if f.findable {
		p = findable{s}
	}
	outbox := &storage.Outbox{Store: store, Now: c.now}
	put(t, outbox, platform, f.posts)
	d := &delivery.Dispatcher{Outbox: outbox, Platforms: []bot.Platform{p}, Log: slog.New(slog.DiscardHandler), Now: c.now}
	works(t, d, c, func() bool {
		waiting, err := store.Queue(t.Context(), storage.Scope{Platform: platform, Space: "s"}, c.now())
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, q := range waiting {
			if q.State == delivery.Pending || q.State == delivery.Sending {
				left += q.Posts
			}
		}
		return left == strings.Count(f.states, "=pending")
	})
	for place, want := range f.calls {
		if got := s.at(place, noon); got != want {
			t.Errorf("%s: %q, not %q", place, got, want)
		}
	}
	states, why := failures(t, db, platform)
	if states != f.states {
		t.Errorf("the states are %q, not %q", states, f.states)
	}
	if !strings.Contains(why, f.why) {
		t.Errorf("the error is %q, not %q", why, f.why)
	}
	if f.check != nil {
		f.check(t, s)
	}
}

// put puts posts in places of a platform, with keys of its own.
func put(t testing.TB, outbox delivery.Outbox, platform string, posts []bot.Post) {
	t.Helper()
	posts = slices.Clone(posts)
	for i := range posts {
		p := &posts[i]
		p.To.Platform, p.To.Space, p.Key = platform, "s", platform+"/"+p.Key
		if p.Of != "" {
			p.Of = platform + "/" + p.Of
		}
	}
	if err := outbox.Put(t.Context(), posts...); err != nil {
		t.Fatal(err)
	}
}

// works is the loop of a dispatcher in which time passes only when there is
// nothing to do, and then at once.
func works(t *testing.T, d *delivery.Dispatcher, c *clock, done func() bool) {
	t.Helper()
	lanes := d.Lanes()
	for range 20_000 {
		busy, next := false, time.Duration(0)
		for _, lane := range lanes {
			wait, err := lane.Turn(t.Context())
			if err != nil {
				t.Fatalf("a turn: %v", err)
			}
			busy = busy || wait == 0 || lane.Sending() > 0
			for lane.Sending() > 0 {
				lane.Done(nil)
			}
			if wait != delivery.Poll && (next == 0 || wait < next) { // Poll is: it waits for nothing
				next = wait
			}
		}
		switch {
		case busy:
		case done():
			return
		default:
			c.add(cmp.Or(next, delivery.Poll))
		}
	}
	t.Fatal("it never ends")
}

// failures are the states of the posts that are not delivered, and the first
// reason.
func failures(t testing.TB, db *sql.DB, platform string) (states, why string) {
	t.Helper()
	rows, err := db.Query("SELECT key, state, coalesce(error, '') FROM posts WHERE platform = '" + platform + "' AND state <> 'delivered' ORDER BY key")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var key, state, reason string
		if err := rows.Scan(&key, &state, &reason); err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			why = reason
		}
		all = append(all, strings.TrimPrefix(key, platform+"/")+"="+state)
	}
	return strings.Join(all, " "), why
}

// TestPace holds that a platform is given no more than it takes, and no less.
func TestPace(t *testing.T) {
	const posts = 60
	var both []bot.Post
	for i := range posts {
		both = append(both, bot.Post{Key: fmt.Sprint("c", i), Kind: bot.SendPost, To: bot.Address{Channel: fmt.Sprint("c", i)}, Message: &bot.Message{}},
			bot.Post{Key: fmt.Sprint("d", i), Kind: bot.SendPost, To: bot.Address{Member: fmt.Sprint("d", i)}, Message: &bot.Message{}})
	}
	store := storagetest.Open(t, storagetest.SQLite(t))
	for i, pace := range []delivery.Pace{{PerSecond: 50}, {DirectPerSecond: 5}, {PerSecond: 10, DirectPerSecond: 2}, {PerSecond: 1}, {PerPlace: 1500 * time.Millisecond}} {
		t.Run(fmt.Sprintf("%+v", pace), func(t *testing.T) {
			c := &clock{at: noon}
			s := &scripted{name: fmt.Sprint("pace", i), now: c.now}
			outbox := &storage.Outbox{Store: store, Now: c.now}
			all := both
			if pace.PerPlace > 0 {
				all = to("a1 a2 a3 m1 m2 m3")
			}
			put(t, outbox, s.name, all)
			d := &delivery.Dispatcher{Outbox: outbox, Platforms: []bot.Platform{s}, Pace: map[string]delivery.Pace{s.name: pace}, Log: slog.New(slog.DiscardHandler), Now: c.now}
			works(t, d, c, func() bool { return len(s.calls) == len(all) })
			checkPace(t, s, pace)
		})
	}
}

func checkPace(t *testing.T, s *scripted, pace delivery.Pace) {
	t.Helper()
	const burst = 5
	var whole, direct []time.Duration
	for _, call := range s.calls {
		whole = append(whole, call.at.Sub(noon))
		if strings.Contains(call.key, "/d") {
			direct = append(direct, call.at.Sub(noon))
		}
	}
	slices.Sort(whole)
	slices.Sort(direct)
	within := func(what string, at []time.Duration, perSecond float64) {
		if perSecond == 0 {
			return
		}
		for from := range at {
			for to := from + 1; to < len(at); to++ {
				if most := burst + (at[to]-at[from]).Seconds()*perSecond; float64(to-from+1) > most+0.01 {
					t.Fatalf("%s: %d posts in %v, more than %.2f", what, to-from+1, at[to]-at[from], most)
				}
			}
		}
		ideal := float64(len(at)-burst) / perSecond
		if took := at[len(at)-1].Seconds(); took > ideal*1.1+0.01 && (pace.PerSecond == 0 || pace.DirectPerSecond == 0) {
			t.Errorf("%s: %.2f s, the pace allows %.2f", what, took, ideal)
		}
	}
	within("whole", whole, pace.PerSecond)
	within("direct", direct, pace.DirectPerSecond)
	if pace.PerPlace > 0 {
		for place, want := range map[string]string{"a": "a1@0s a2@1.5s a3@3s", "m": "m1@0s m2@1.5s m3@3s"} {
			if got := s.at(place, noon); got != want {
				t.Errorf("%q, not %q", got, want)
			}
		}
	}
	if pace.PerSecond == 0 && pace.DirectPerSecond > 0 && whole[59] != 0 {
		t.Errorf("channels wait for direct messages: %v", whole)
	}
}
